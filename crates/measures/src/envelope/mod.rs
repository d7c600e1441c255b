//! Bands around what chance alone would make of a curve, and a test of the whole curve.
//!
//! A curve is a value per distance; a value that is not defined (no establishment has a neighbour so near) is empty. The observed curve is
//! not one of the simulated ones.

use crate::inference::quantile;
use std::cmp::Ordering;

/// Bands of simulated curves, per distance.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Envelope {
    /// Mean of the simulated values.
    pub(crate) mean: Vec<Option<f64>>,
    /// Where the lowest α/2 of the values at each distance end.
    pub(crate) low: Vec<Option<f64>>,
    /// Where the highest α/2 of the values at each distance begin.
    pub(crate) high: Vec<Option<f64>>,
    /// Lower end of a band that holds 1 - α of the curves whole.
    pub(crate) global_low: Vec<Option<f64>>,
    /// Upper end of that band.
    pub(crate) global_high: Vec<Option<f64>>,
}

impl Envelope {
    /// The bands of simulated curves of one length; empty where no simulated value is defined.
    pub(crate) fn new(simulated: &[Vec<Option<f64>>], alpha: f64) -> Self {
        let distances = simulated.first().map_or(0, Vec::len);
        let columns: Vec<Vec<f64>> = (0..distances).map(|r| sorted_column(simulated, r)).collect();
        let at = |probability: f64| columns.iter().map(|column| quantile(column, probability)).collect();
        let (global_low, global_high) = global_band(simulated, alpha);
        Self {
            mean: columns.iter().map(|c| (!c.is_empty()).then(|| c.iter().sum::<f64>() / c.len() as f64)).collect(),
            low: at(alpha / 2.0),
            high: at(1.0 - alpha / 2.0),
            global_low,
            global_high,
        }
    }
}

fn sorted_column(curves: &[Vec<Option<f64>>], r: usize) -> Vec<f64> {
    let mut column: Vec<f64> = curves.iter().filter_map(|curve| curve[r]).collect();
    column.sort_unstable_by(f64::total_cmp);
    column
}

type Band = (Vec<Option<f64>>, Vec<Option<f64>>);

/// The global band of Duranton and Overman (2005) as Marcon and Puech's `dbmss` interpolates it: curves that are extreme anywhere are taken
/// away until at most a share 1 - α remains, and the band ends between the last two steps.
fn global_band(simulated: &[Vec<Option<f64>>], alpha: f64) -> Band {
    let all = simulated.len();
    let target = (1.0 - alpha) * all as f64;
    let mut kept: Vec<usize> = (0..all).collect();
    let (mut band, mut before) = (extremes(simulated, &kept), None);
    while kept.len() as f64 > target {
        let outside =
            |&k: &usize| (0..band.0.len()).any(|r| simulated[k][r].is_some() && (simulated[k][r] == band.0[r] || simulated[k][r] == band.1[r]));
        let fewer: Vec<usize> = kept.iter().copied().filter(|k| !outside(k)).collect();
        if fewer.len() == kept.len() {
            break;
        }
        kept = fewer;
        before = Some(std::mem::replace(&mut band, extremes(simulated, &kept)));
    }
    match before {
        Some(before) if !kept.is_empty() => {
            // `dbmss` divides by the number of simulations, not by the number taken away in the last step.
            let part = (target - kept.len() as f64) / all as f64;
            let between = |now: &Option<f64>, then: &Option<f64>| Some(now.as_ref()? + (then.as_ref()? - now.as_ref()?) * part);
            let blend = |now: &[Option<f64>], then: &[Option<f64>]| now.iter().zip(then).map(|(n, t)| between(n, t).or(*t)).collect();
            (blend(&band.0, &before.0), blend(&band.1, &before.1))
        }
        Some(before) => before,
        None => band,
    }
}

fn extremes(simulated: &[Vec<Option<f64>>], kept: &[usize]) -> Band {
    let distances = simulated.first().map_or(0, Vec::len);
    let of = |r: usize, pick: fn(f64, f64) -> f64| kept.iter().filter_map(|&k| simulated[k][r]).reduce(pick);
    ((0..distances).map(|r| of(r, f64::min)).collect(), (0..distances).map(|r| of(r, f64::max)).collect())
}

/// How often chance alone gives a curve at least as extreme as the observed one: the global test by extreme rank length (Myllymäki et al.
/// 2017), two-sided, the observed curve counting as one of the draws. `None` if there is nothing to compare.
///
/// The pointwise rank of a value is its place from below or from above, whichever is smaller, ties at their mean. Curves are compared by their
/// smallest pointwise rank, those with the same one by their second smallest, and so on.
pub(crate) fn global_p_value(observed: &[Option<f64>], simulated: &[Vec<Option<f64>>]) -> Option<f64> {
    let defined: Vec<usize> = (0..observed.len()).filter(|&r| observed[r].is_some() && simulated.iter().all(|s| s[r].is_some())).collect();
    if simulated.is_empty() || defined.is_empty() {
        return None;
    }
    let curves = simulated.len() + 1;
    let mut ranks: Vec<Vec<f64>> = vec![Vec::with_capacity(defined.len()); curves];
    for &r in &defined {
        let values: Vec<f64> = simulated.iter().chain(std::iter::once(&observed.to_vec())).filter_map(|curve| curve[r]).collect();
        for (curve, rank) in ranks.iter_mut().zip(mean_ranks(&values)) {
            curve.push(rank.min(curves as f64 + 1.0 - rank));
        }
    }
    for ranks in &mut ranks {
        ranks.sort_unstable_by(f64::total_cmp);
    }
    let own = ranks.pop()?;
    let as_extreme = ranks.iter().filter(|other| compare(other, &own) != Ordering::Greater).count();
    Some((as_extreme + 1) as f64 / curves as f64)
}

fn compare(a: &[f64], b: &[f64]) -> Ordering {
    a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|&o| o != Ordering::Equal).unwrap_or(Ordering::Equal)
}

/// Ranks from 1, equal values at the mean of their ranks.
fn mean_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for equal in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let mean = start as f64 + 0.5 * (equal.len() as f64 + 1.0);
        for &i in equal {
            ranks[i] = mean;
        }
        start += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_testing::oracles;

    fn defined(curves: &[Vec<f64>]) -> Vec<Vec<Option<f64>>> {
        curves.iter().map(|c| c.iter().copied().map(Some).collect()).collect()
    }

    #[test]
    fn bands_are_those_that_dbmss_makes_of_the_same_curves() {
        let (curves, bands) = oracles::simulated_kd();
        let envelope = Envelope::new(&defined(&curves), 0.05);
        let found = [&envelope.low, &envelope.high, &envelope.global_low, &envelope.global_high, &envelope.mean];
        for (k, (found, expected)) in found.into_iter().zip(&bands).enumerate() {
            for (r, (f, e)) in found.iter().zip(expected).enumerate() {
                assert!((f.unwrap() / e - 1.0).abs() < 1e-13, "band {k}, distance {r}: {f:?} {e}");
            }
        }
    }

    #[test]
    fn a_distance_without_values_has_no_band() {
        let curves: Vec<Vec<Option<f64>>> = (0..19).map(|k| vec![None, Some(f64::from(k))]).collect();
        let envelope = Envelope::new(&curves, 0.05);
        assert_eq!((envelope.mean[0], envelope.low[0], envelope.global_low[0]), (None, None, None));
        assert_eq!(envelope.mean[1], Some(9.0));
        assert_eq!(Envelope::new(&[], 0.05).mean.len(), 0);
    }

    /// By hand: four curves at two distances; the observed one is the largest at both, so no other has as small ranks.
    #[test]
    fn the_most_extreme_curve_has_the_smallest_p_value() {
        let simulated = defined(&[vec![1.0, 2.0], vec![2.0, 1.0], vec![3.0, 3.0]]);
        assert_eq!(global_p_value(&[Some(4.0), Some(4.0)], &simulated), Some(0.25));
        // Pointwise ranks 2.5 (tied) and 2: more central than the curves with a rank of 1.
        assert_eq!(global_p_value(&[Some(2.0), Some(2.0)], &simulated), Some(1.0));
        assert_eq!(global_p_value(&[None, None], &simulated), None);
        assert_eq!(global_p_value(&[Some(1.0)], &[]), None);
    }
}
