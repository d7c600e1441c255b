use agglom_method::{Argument, Message, Table, Unit};
use serde::Serialize;

/// Differences below this, relative to what they are differences of, are rounding.
pub(crate) const ROUNDING: f64 = 1e-12;

/// A number with its interval. The interval is missing if none was asked for, and where the delta method has nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

/// A function of the shares of a whole: its value, its derivative with respect to each share, and the range it cannot leave.
pub(crate) struct Index {
    value: f64,
    slope: Vec<f64>,
    range: (f64, f64),
}

impl Index {
    /// The value is kept within the range, which rounding could leave.
    pub(crate) fn new(value: f64, slope: Vec<f64>, (low, high): (f64, f64)) -> Self {
        Self { value: value.clamp(low, high), slope, range: (low, high) }
    }

    /// The estimate by the delta method. For shares s = x / x_. of independent x_c,
    ///
    /// ```text
    /// Var f = Σ_c v_c (∂f/∂x_c)²    ∂f/∂x_c = (f_c - Σ_k s_k f_k) / x_.    f_c = ∂f/∂s_c
    /// ```
    /// with `variance` v_c / x_.²; the interval is f ± `deviate`·√Var f within the range of f. Where all ∂f/∂x_c vanish, the
    /// variance is of second order, unknown here, and there is no interval.
    pub(crate) fn estimate(&self, share: &[f64], variance: &[f64], deviate: Option<f64>) -> Estimate {
        let mean: f64 = share.iter().zip(&self.slope).map(|(s, f)| s * f).sum();
        let steepest = self.slope.iter().fold(0.0f64, |most, f| most.max(f.abs()));
        let change = |f: f64| if (f - mean).abs() > ROUNDING * steepest { f - mean } else { 0.0 };
        let variance: f64 = variance.iter().zip(&self.slope).map(|(v, &f)| v * change(f).powi(2)).sum();
        let half = deviate.filter(|_| variance > 0.0).map(|z| z * variance.sqrt());
        let (low, high) = self.range;
        Estimate { value: self.value, low: half.map(|h| (self.value - h).max(low)), high: half.map(|h| (self.value + h).min(high)) }
    }
}

impl Estimate {
    /// The interval, if there is one.
    pub(crate) fn interval(self) -> Option<(f64, f64)> {
        self.low.zip(self.high)
    }

    /// The number with its interval of level 1 - `alpha`, to put into a sentence.
    pub(crate) fn argument(self, alpha: f64) -> Argument {
        let Some((low, high)) = self.interval() else { return Argument::number(self.value) };
        let message = Message::new("estimate")
            .with("value", Argument::number(self.value))
            .with("low", Argument::number(low))
            .with("high", Argument::number(high))
            .with("level", Argument::Percent { value: 1.0 - alpha, decimals: 0 });
        Argument::Message(message)
    }

    /// Adds the column `name` and, if intervals were asked for, `<name>_low` and `<name>_high`.
    pub(crate) fn columns(table: Table, name: &str, interval: bool, estimates: impl Iterator<Item = Option<Self>> + Clone) -> Table {
        let table = table.numbers(name, Unit::None, estimates.clone().map(|e| e.map(|e| e.value)));
        if !interval {
            return table;
        }
        table.numbers(&format!("{name}_low"), Unit::None, estimates.clone().map(|e| e?.low)).numbers(
            &format!("{name}_high"),
            Unit::None,
            estimates.map(|e| e?.high),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variance_of_a_share_is_binomial() {
        // f = s_1 of 30 + 70 units that locate by themselves: Var = 0.3 · 0.7 / 100, and 1.96 √Var = 0.0898.
        let index = Index::new(0.3, vec![1.0, 0.0], (0.0, 1.0));
        let found = index.estimate(&[0.3, 0.7], &[30.0 / 1e4, 70.0 / 1e4], Some(1.96));
        assert!((found.high.unwrap() - 0.3 - 1.96 * (0.3f64 * 0.7 / 100.0).sqrt()).abs() < 1e-15);
        assert_eq!(index.estimate(&[0.3, 0.7], &[0.3, 0.7], Some(1.96)).interval(), Some((0.0, 1.0)), "kept within the range");
        assert_eq!(index.estimate(&[0.3, 0.7], &[30.0, 70.0], None).interval(), None);
    }

    #[test]
    fn a_flat_index_has_no_interval() {
        let flat = Index::new(0.5, vec![0.1 + 0.2, 0.3], (0.0, 1.0));
        assert_eq!(flat.estimate(&[0.4, 0.6], &[0.1, 0.1], Some(1.96)).interval(), None);
    }
}
