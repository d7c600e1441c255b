/// Probability of so large a value or a larger one, after `reached` of so many draws: the observed value counts as one of the draws (Davison
/// and Hinkley 1997, ch. 4).
pub(crate) fn upper_tail(reached: usize, draws: usize) -> f64 {
    (reached + 1) as f64 / (draws + 1) as f64
}

/// Q-values of a family of tests: the smallest false discovery rate at which each is rejected (Benjamini and Hochberg 1995).
///
/// ```
/// // By hand: p · tests / rank, and no larger than that of any larger p.
/// let q = agglom_measures::q_values(&[Some(0.04), None, Some(0.01)]);
/// assert_eq!(q, [Some(0.04), None, Some(0.02)]);
/// ```
pub fn q_values(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
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
    fn no_p_value_of_draws_is_zero() {
        assert_eq!((upper_tail(0, 99), upper_tail(99, 99)), (0.01, 1.0));
    }
}
