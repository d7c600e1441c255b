use std::collections::BTreeMap;

/// Adjusted Rand index of two ways to group the same things (Hubert and Arabie 1985); what is in no group is a group of its own. `None` if both
/// leave no choice: all alone or all together in both.
pub(crate) fn adjusted_rand_index(a: &[Option<u32>], b: &[Option<u32>]) -> Option<f64> {
    let pairs = |n: u64| n as f64 * (n as f64 - 1.0) / 2.0;
    let (mut rows, mut columns, mut cells) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (&x, &y) in a.iter().zip(b) {
        if let Some(x) = x {
            *rows.entry(x).or_insert(0_u64) += 1;
        }
        if let Some(y) = y {
            *columns.entry(y).or_insert(0_u64) += 1;
        }
        if let (Some(x), Some(y)) = (x, y) {
            *cells.entry((x, y)).or_insert(0_u64) += 1;
        }
    }
    // Numbers of pairs are whole and their sum exact below 2^53, so that the order of a map does not matter.
    let (together_a, together_b): (f64, f64) = (rows.values().map(|&n| pairs(n)).sum(), columns.values().map(|&n| pairs(n)).sum());
    let both: f64 = cells.values().map(|&n| pairs(n)).sum();
    let all = pairs(a.len() as u64);
    let expected = if all > 0.0 { together_a * together_b / all } else { 0.0 };
    let most = together_a.midpoint(together_b);
    (most != expected).then(|| (both - expected) / (most - expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 11/26; scikit-learn 1.9.1: adjusted_rand_score([0, 0, 1, 1, 2, 3], [0, 0, 1, 4, 1, 5]) with singletons numbered apart.
    #[test]
    fn what_is_in_no_group_stands_alone() {
        let (a, b) = ([Some(0), Some(0), Some(1), Some(1), None, None], [Some(0), Some(0), Some(1), None, Some(1), None]);
        assert!((adjusted_rand_index(&a, &b).unwrap() - 0.423_076_923_076_923_1).abs() < 1e-15);
        assert_eq!(adjusted_rand_index(&a, &a), Some(1.0));
        assert_eq!(adjusted_rand_index(&[None, None], &[None, None]), None);
    }
}
