//! Axes: from numbers to pixels, with ticks at round numbers.

use crate::number;
use agglom_method::Scale;

/// An axis from one pixel to another.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    /// How it grows.
    pub(super) scale: Scale,
    /// The number at its start.
    pub(super) low: f64,
    /// The number at its end.
    pub(super) high: f64,
    /// The pixel at its start.
    pub(super) from: f64,
    /// The pixel at its end.
    pub(super) to: f64,
    /// Its ticks.
    pub(super) ticks: Vec<Tick>,
}

/// A labelled number on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// The number.
    pub(super) at: f64,
    /// How it is written.
    pub(super) label: String,
}

/// Beyond this, differences overflow.
const LARGEST: f64 = 1e300;

/// The smallest and the largest of the numbers that this scale can show, a little apart if they are equal.
pub(super) fn extent(values: impl IntoIterator<Item = f64>, scale: Scale) -> Option<(f64, f64)> {
    let values = values.into_iter().filter(|v| v.is_finite() && (scale == Scale::Linear || *v > 0.0));
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return None;
    }
    let (low, high) = (low.clamp(-LARGEST, LARGEST), high.clamp(-LARGEST, LARGEST));
    Some(match scale {
        Scale::Linear if high - low <= 1e-9 * low.abs().max(high.abs()) || high - low < 1e-300 => {
            let apart = if high.abs() < 1e-290 { 1.0 } else { 0.5 * high.abs() };
            (low - apart, high + apart)
        }
        Scale::Log if high / low < 1.0 + 1e-9 => (low / 2.0, (high * 2.0).min(LARGEST)),
        _ => (low, high),
    })
}

impl Axis {
    /// An axis from `low` to `high` with about `count` ticks. With `ratio`, ticks of a short logarithmic axis are ½, 1, 2, 4.
    pub(super) fn new(scale: Scale, (low, high): (f64, f64), (from, to): (f64, f64), count: usize, ratio: bool) -> Self {
        let ticks = match scale {
            Scale::Linear => linear_ticks(low, high, count),
            Scale::Log if ratio => ratio_ticks(low, high, count),
            Scale::Log => log_ticks(low, high, count),
        };
        Self { scale, low, high, from, to, ticks }
    }

    /// The same axis without grouped digits if no tick has more than four of them, so that years read as years.
    pub(super) fn of_years(mut self) -> Self {
        if self.ticks.iter().all(|t| t.at.abs() < 1e4) {
            self.ticks.iter_mut().for_each(|t| t.label = t.label.replace(',', ""));
        }
        self
    }

    /// The ends of an axis with a share of its length added at either end.
    pub(super) fn padded(scale: Scale, (low, high): (f64, f64), pad: f64) -> (f64, f64) {
        match scale {
            Scale::Linear => (low - pad * (high - low), high + pad * (high - low)),
            Scale::Log => {
                let more = (pad * (high.ln() - low.ln())).exp();
                ((low / more).max(f64::MIN_POSITIVE), (high * more).min(LARGEST))
            }
        }
    }

    /// The pixel of a number; numbers beyond an end stand at that end.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            Scale::Log if value > 0.0 => (value.ln() - self.low.ln()) / (self.high.ln() - self.low.ln()),
            Scale::Log => 0.0,
        };
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        self.from + share * (self.to - self.from)
    }

    /// True if the number lies between the ends.
    pub(super) fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// Ticks at multiples of 1, 2 or 5 times a power of ten.
fn linear_ticks(low: f64, high: f64, count: usize) -> Vec<Tick> {
    let rough = (high - low) / count.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0].into_iter().map(|m| m * power).find(|s| *s >= rough * 0.999).unwrap_or(10.0 * power);
    if step <= 0.0 || !step.is_finite() {
        return Vec::new();
    }
    let decimals = (-step.log10() - 1e-9).ceil().max(0.0) as usize;
    let first = (low / step - 1e-6).ceil();
    let numbers = (0..=2 * count as u32 + 2).map(|k| (first + f64::from(k)) * step).take_while(|v| *v <= high + step * 1e-6);
    let label = |v: f64| if decimals > 6 || v.abs() >= 1e12 { number::short(v) } else { number::fixed(v, decimals) };
    numbers
        .map(|at| Tick { at: if at.abs() < step * 1e-6 { 0.0 } else { at }, label: label(if at.abs() < step * 1e-6 { 0.0 } else { at }) })
        .collect()
}

/// Ticks at powers of ten, with 2 and 5 between them if there is room; on a short axis as on a linear one.
fn log_ticks(low: f64, high: f64, count: usize) -> Vec<Tick> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let decades = high.log10() - low.log10();
    let mantissas: &[f64] = match decades * 3.0 {
        dense if dense <= count as f64 => &[1.0, 2.0, 5.0],
        _ => &[1.0],
    };
    let every = ((decades / count.max(1) as f64).ceil() as i32).max(1);
    let numbers = (first..=last).filter(|p| p % every == 0).flat_map(|p| mantissas.iter().map(move |m| m * 10f64.powi(p)));
    let ticks: Vec<Tick> = numbers.filter(|v| *v >= low * 0.999 && *v <= high * 1.001).map(power_tick).collect();
    if ticks.len() >= 3 { ticks } else { linear_ticks(low, high, count).into_iter().filter(|t| t.at > 0.0).collect() }
}

/// Ticks at powers of two, written as ½ and ¼ below one; on a long axis at powers of ten.
fn ratio_ticks(low: f64, high: f64, count: usize) -> Vec<Tick> {
    let (first, last) = ((low.log2() - 1e-9).ceil() as i32, (high.log2() + 1e-9).floor() as i32);
    if last - first < 1 || last - first > 10 {
        return log_ticks(low, high, count);
    }
    let every = ((last - first) as usize / count.max(1) + 1) as i32;
    let numbers = (first..=last).filter(|p| p % every == 0).map(|p| 2f64.powi(p));
    numbers.map(|at| Tick { at, label: ratio(at) }).collect()
}

fn power_tick(at: f64) -> Tick {
    Tick { at, label: number::short(at) }
}

/// A number as a ratio: ½ and ¼ rather than 0.5 and 0.25.
pub(super) fn ratio(value: f64) -> String {
    for (fraction, text) in [(0.5, "½"), (0.25, "¼"), (0.125, "⅛")] {
        if (value - fraction).abs() < 1e-9 {
            return text.into();
        }
    }
    let inverse = 1.0 / value;
    if value < 0.125 && inverse.log2().fract() == 0.0 { format!("1/{}", number::short(inverse)) } else { number::short(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: Vec<Tick>) -> Vec<String> {
        ticks.into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn linear_ticks_stand_at_round_numbers() {
        assert_eq!(labels(linear_ticks(0.0, 1.0, 5)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(linear_ticks(-37.0, 112.0, 5)), ["0", "50", "100"]);
        assert_eq!(labels(linear_ticks(0.0, 65000.0, 4)), ["0", "20,000", "40,000", "60,000"]);
        assert_eq!(labels(linear_ticks(-0.3, 0.3, 3)), ["−0.2", "0.0", "0.2"]);
    }

    #[test]
    fn years_read_as_years() {
        let axis = |from: f64, to: f64| Axis::new(Scale::Linear, (from, to), (0.0, 1.0), 3, false).of_years();
        assert_eq!(labels(axis(2010.0, 2016.0).ticks), ["2010", "2012", "2014", "2016"]);
        assert_eq!(labels(axis(0.0, 12000.0).ticks), ["0", "5,000", "10,000"]);
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten_with_two_and_five_between() {
        assert_eq!(labels(log_ticks(0.9, 110.0, 8)), ["1", "2", "5", "10", "20", "50", "100"]);
        assert_eq!(labels(log_ticks(1.0, 1e6, 7)), ["1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"]);
        assert_eq!(labels(log_ticks(11.0, 19.0, 5)), ["12", "14", "16", "18"]);
    }

    #[test]
    fn ratios_around_one_read_as_ratios() {
        assert_eq!(labels(ratio_ticks(0.2, 5.0, 8)), ["¼", "½", "1", "2", "4"]);
        assert_eq!(labels(ratio_ticks(0.01, 3.0, 4)), ["1/64", "1/16", "¼", "1"]);
        assert_eq!(labels(ratio_ticks(1e-4, 1e4, 5)), ["0.0001", "0.01", "1", "100", "10,000"]);
    }

    #[test]
    fn one_is_always_among_the_ticks_of_a_ratio_that_spans_it() {
        for (low, high) in [(0.5, 2.0), (0.03, 1.5), (0.9, 700.0), (1e-5, 1e5)] {
            assert!(ratio_ticks(low, high, 6).iter().any(|t| t.at == 1.0), "{low} to {high}");
        }
    }

    #[test]
    fn extremes_of_all_kinds_give_finite_pixels_and_few_ticks() {
        let lists: [&[f64]; 8] = [
            &[3.0],
            &[0.0, 0.0],
            &[-1e308, 1e308],
            &[1e-320, 2e-320],
            &[1e9, 1e9 + 1e-4],
            &[f64::MIN_POSITIVE, f64::MAX],
            &[-5.0, -5.0],
            &[1.0, 1e300],
        ];
        for values in lists {
            for scale in [Scale::Linear, Scale::Log] {
                let Some(ends) = extent(values.iter().copied(), scale) else { continue };
                for ratio in [true, false] {
                    let axis = Axis::new(scale, ends, (0.0, 100.0), 5, ratio);
                    assert!(axis.ticks.len() <= 13, "{values:?} {scale:?}: {:?}", axis.ticks);
                    for v in values.iter().copied().chain(axis.ticks.iter().map(|t| t.at)) {
                        assert!((0.0..=100.0).contains(&axis.at(v)), "{values:?} {v}");
                    }
                }
            }
        }
        assert_eq!(extent([f64::NAN, -1.0, 0.0], Scale::Log), None);
        assert_eq!(extent([], Scale::Linear), None);
    }
}
