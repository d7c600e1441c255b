use std::ops::Range;

/// Scores that differ by less count as equal: the difference is rounding.
pub(crate) const NEAR: f64 = 1e-12;

/// Ranks within each period: 1 for the largest score; equal scores share the smallest of their ranks; vetoed rows come after all others.
/// `order` is working memory.
pub(crate) fn ranks(scores: &[f64], vetoed: &[bool], periods: &[Range<usize>], order: &mut Vec<u128>, ranks: &mut [u32]) {
    // One whole number for (veto, score from large to small, row): it sorts several times faster than a comparison of three.
    let key = |row: usize| {
        let bits = scores[row].to_bits();
        let ascending = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
        u128::from(vetoed[row]) << 96 | u128::from(!ascending) << 32 | row as u128
    };
    for period in periods {
        order.clear();
        order.extend(period.clone().map(key));
        order.sort_unstable();
        let mut before: Option<(bool, f64, u32)> = None;
        for (place, &key) in order.iter().enumerate() {
            let row = (key & u128::from(u32::MAX)) as usize;
            let (vetoed, score) = (vetoed[row], scores[row]);
            let tied = before.filter(|&(v, s, _)| v == vetoed && (s - score).abs() <= NEAR).map(|(_, _, rank)| rank);
            let rank = tied.unwrap_or(place as u32 + 1);
            ranks[row] = rank;
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
        ranks(&[-0.5, -2.0, 0.0, 1e-300], &[false; 4], &[0..2, 2..4], &mut Vec::new(), &mut found);
        assert_eq!(found[..4], [1, 2, 1, 1], "a difference of 1e-300 is rounding");
    }
}
