use std::ops::Range;

/// Scores that differ by less count as equal: the difference is rounding.
pub(crate) const NEAR: f64 = 1e-12;

/// Ranks within each period: 1 for the largest score; equal scores share the smallest of their ranks; vetoed rows come after all others.
/// `order` is working memory.
pub(crate) fn ranks(scores: &[f64], vetoed: &[bool], periods: &[Range<usize>], order: &mut Vec<u32>, ranks: &mut [u32]) {
    for period in periods {
        order.clear();
        order.extend(period.start as u32..period.end as u32);
        let key = |row: u32| (vetoed[row as usize], scores[row as usize]);
        order.sort_unstable_by(|&a, &b| {
            let ((a_vetoed, a_score), (b_vetoed, b_score)) = (key(a), key(b));
            a_vetoed.cmp(&b_vetoed).then(b_score.total_cmp(&a_score)).then(a.cmp(&b))
        });
        let mut before: Option<(bool, f64, u32)> = None;
        for (place, &row) in order.iter().enumerate() {
            let (vetoed, score) = key(row);
            let tied = before.filter(|&(v, s, _)| v == vetoed && (s - score).abs() <= NEAR).map(|(_, _, rank)| rank);
            let rank = tied.unwrap_or(place as u32 + 1);
            ranks[row as usize] = rank;
            before = Some((vetoed, score, rank));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn equal_scores_share_a_rank_and_vetoed_rows_come_last() {
        let mut found = [0; 6];
        ranks(&[0.5, 0.9, 0.5, 0.1, 0.2, 0.3], &[false, true, false, false, false, false], &[0..4, 4..6], &mut Vec::new(), &mut found);
        assert_eq!(found, [1, 4, 1, 3, 2, 1]);
    }
}
