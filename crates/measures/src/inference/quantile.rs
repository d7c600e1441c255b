/// The quantile of sorted values by linear interpolation between order statistics (Hyndman and Fan 1996, type 7; R's default).
///
/// `None` for no values.
///
/// ```
/// assert_eq!(agglom_measures::quantile(&[1.0, 2.0, 4.0, 8.0], 0.25), Some(1.75));
/// ```
pub fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = probability * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    let share = position - position.floor();
    // Infinite values beside the quantile have no part in it.
    Some(if share > 0.0 { sorted[below] + share * (sorted[above] - sorted[below]) } else { sorted[below] })
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn agrees_with_r() {
        // R 4: quantile(c(1, 2, 4, 8), c(.25, .5, .975)) -> 1.75, 3, 7.7
        let values = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(quantile(&values, 0.25), Some(1.75));
        assert_eq!(quantile(&values, 0.5), Some(3.0));
        assert!((quantile(&values, 0.975).unwrap() - 7.7).abs() < 1e-12);
        assert_eq!(quantile(&[1.0, 2.0, f64::INFINITY], 0.5), Some(2.0));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 1.0), Some(3.0));
    }
}
