/// How many draws of a null lie at or beyond the observed value, on either side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tails {
    at_least: usize,
    at_most: usize,
}

impl Tails {
    /// Counts one draw. Values closer than `tie` are equal: they differ by rounding only, and a tie counts on both sides.
    pub(crate) fn count(&mut self, drawn: f64, observed: f64, tie: f64) {
        self.at_least += usize::from(drawn >= observed - tie);
        self.at_most += usize::from(drawn <= observed + tie);
    }

    /// The draws of both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self { at_least: self.at_least + other.at_least, at_most: self.at_most + other.at_most }
    }

    /// Probability of so large a value or a larger one: the observed value counts as one of the draws (Davison and Hinkley 1997, ch. 4).
    pub(crate) fn upper(self, draws: usize) -> f64 {
        (self.at_least + 1) as f64 / (draws + 1) as f64
    }

    /// Probability of so extreme a value: twice the smaller tail.
    pub(crate) fn two_sided(self, draws: usize) -> f64 {
        (2.0 * (self.at_least.min(self.at_most) + 1) as f64 / (draws + 1) as f64).min(1.0)
    }
}

/// Q-values of a family of tests: the smallest false discovery rate at which each is rejected (Benjamini and Hochberg 1995).
pub(crate) fn q_values(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut tests: Vec<(usize, f64)> = p_values.iter().enumerate().filter_map(|(i, p)| p.map(|p| (i, p))).collect();
    tests.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
    let mut q_values = vec![None; p_values.len()];
    let mut smallest = 1.0f64;
    for (rank, &(i, p)) in tests.iter().enumerate().rev() {
        smallest = smallest.min(p * tests.len() as f64 / (rank + 1) as f64);
        q_values[i] = Some(smallest);
    }
    q_values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q_values_agree_with_r() {
        // R 4: p.adjust(c(0.5, 0.01, 0.03, 0.9, 0.02), "BH") -> 0.625 0.050 0.050 0.900 0.050
        let q = q_values(&[Some(0.5), Some(0.01), None, Some(0.03), Some(0.9), Some(0.02)]);
        let expected = [Some(0.625), Some(0.05), None, Some(0.05), Some(0.9), Some(0.05)];
        assert!(q.iter().zip(expected).all(|(q, e)| q.is_some() == e.is_some() && (q.unwrap_or(0.0) - e.unwrap_or(0.0)).abs() < 1e-15), "{q:?}");
    }

    #[test]
    fn ties_count_on_both_sides_and_no_p_value_is_zero() {
        let mut tails = Tails::default();
        for drawn in [1.0, 2.0, 2.0 + 1e-15, 3.0] {
            tails.count(drawn, 2.0, 1e-13);
        }
        assert_eq!((tails.upper(4), tails.two_sided(4)), (0.8, 1.0));
        let mut beyond = Tails::default();
        for drawn in [0.0; 9] {
            beyond.count(drawn, 1.0, 0.0);
        }
        assert_eq!(beyond.with(tails).upper(13), 4.0 / 14.0);
        assert_eq!((beyond.upper(9), beyond.two_sided(9)), (0.1, 0.2));
    }
}
