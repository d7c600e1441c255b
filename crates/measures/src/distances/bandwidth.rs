//! Bandwidths of a Gaussian kernel for distances between points.

use super::{PairSums, Weighted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rules that choose a bandwidth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bandwidth {
    /// Silverman's rule (R's `bw.nrd0`) over the distances up to twice the last one of the curve, as `dbmss` does.
    SilvermanNear,
    /// Silverman's rule over all distances.
    Silverman,
    /// Sheather and Jones (1991), solving the equation (R's `bw.SJ`), over the distances up to twice the last one of the curve.
    SheatherJones,
}

/// The points that pair sums were made of, to look at their distances again; without them quartiles are interpolated.
pub(crate) type Again<'a> = Option<(&'a Weighted, Option<&'a Weighted>)>;

/// Silverman's rule of thumb: 0.9 min(sd, IQR / 1.34) m^(-1/5), for `pairs` distances spread like these; the standard deviation where the
/// interquartile range is 0. `None` without spread.
pub(crate) fn silverman(sums: &PairSums, again: Again<'_>, pairs: f64) -> Option<f64> {
    let deviation = sums.deviation()?;
    let spread = smaller(sums, again, deviation, 1.34);
    let spread = if spread > 0.0 { spread } else { deviation };
    (spread > 0.0).then(|| 0.9 * spread * pairs.powf(-0.2))
}

/// The smaller of the standard deviation and the interquartile range divided by `divisor`. Where the counts in bins tell that it is the
/// standard deviation, the quartiles are not looked for.
fn smaller(sums: &PairSums, again: Again<'_>, deviation: f64, divisor: f64) -> f64 {
    let (first, third) = (0.25 * (sums.pairs() - 1.0), 0.75 * (sums.pairs() - 1.0));
    let lowest = sums.bin_ends(sums.bin_of_rank(third.floor()).0).0 - sums.bin_ends(sums.bin_of_rank(first.ceil()).0).1;
    if lowest > deviation * divisor {
        return deviation;
    }
    let range = quartile(sums, again, third) - quartile(sums, again, first);
    deviation.min(range / divisor)
}

/// The value at a rank that may lie between two distances (type 7 of Hyndman and Fan).
fn quartile(sums: &PairSums, again: Again<'_>, rank: f64) -> f64 {
    /// More distances than these are not kept.
    const MOST: f64 = 2e7;
    let ((first, below), (last, _)) = (sums.bin_of_rank(rank.floor()), sums.bin_of_rank(rank.ceil()));
    let (start, end) = (sums.bin_ends(first).0, sums.bin_ends(last).1);
    match again {
        Some((points, others)) if sums.in_bin(first) + sums.in_bin(last) <= MOST => {
            let margin = (end - start) * 1e-6 + end * 1e-12;
            let mut found = Vec::new();
            points.each_distance(others, ((start - margin).max(0.0), (end + margin).min(sums.layout.far)), |d| {
                if sums.counted_in(d, (first, last)) {
                    found.push(d);
                }
            });
            found.sort_unstable_by(f64::total_cmp);
            let at = |rank: f64| found.get((rank - below) as usize).or(found.last()).copied().unwrap_or(start);
            at(rank.floor()) + (rank - rank.floor()) * (at(rank.ceil()) - at(rank.floor()))
        }
        _ => start + (rank - below + 0.5) / sums.in_bin(first).max(1.0) * (sums.bin_ends(first).1 - start),
    }
}

/// Sheather and Jones' bandwidth by solving the equation, from distances counted in 1000 bins as R does; R stops its search early, this one
/// does not. `None` if the distances are too sparse for it.
pub(crate) fn sheather_jones(sums: &PairSums, points: &Weighted, others: Option<&Weighted>) -> Option<f64> {
    let n = sums.pairs();
    let scale = smaller(sums, Some((points, others)), sums.deviation()?, 1.349);
    let (step, counts) = lags(sums, points, others)?;
    let functional = |h: f64, polynomial: fn(f64) -> f64, own: f64, power: i32| {
        let sum: f64 =
            counts.iter().enumerate().map(|(i, c)| (c, (i as f64 * step / h).powi(2))).map(|(c, d)| c * (-d / 2.0).exp() * polynomial(d)).sum();
        (2.0 * sum + own * n) / (n * (n - 1.0) * h.powi(power) * std::f64::consts::TAU.sqrt())
    };
    let fourth = |h: f64| functional(h, |d| d * d - 6.0 * d + 3.0, 3.0, 5);
    let sixth = |h: f64| functional(h, |d| d * d * d - 15.0 * d * d + 45.0 * d - 15.0, -15.0, 7);
    let roughness = -sixth(1.23 * scale * n.powf(-1.0 / 9.0));
    let ratio = 1.357 * (fourth(1.24 * scale * n.powf(-1.0 / 7.0)) / roughness).powf(1.0 / 7.0);
    let c1 = 1.0 / (2.0 * std::f64::consts::PI.sqrt() * n);
    let excess = |h: f64| (c1 / fourth(ratio * h.powf(5.0 / 7.0))).powf(0.2) - h;
    let most = 1.144 * scale * n.powf(-0.2);
    root(excess, 0.1 * most, most)
}

/// How many pairs of distances are so many bins apart, with the width of the bins.
fn lags(sums: &PairSums, points: &Weighted, others: Option<&Weighted>) -> Option<(f64, Vec<f64>)> {
    const BINS: usize = 1000;
    let far = sums.layout.far;
    let (mut least, mut most) = (f64::INFINITY, 0.0f64);
    points.each_distance(others, (0.0, far), |d| (least, most) = (least.min(d), most.max(d)));
    let step = (most - least) * 1.01 / BINS as f64;
    if step <= 0.0 || !step.is_finite() {
        return None;
    }
    let first = (least / step) as usize;
    let mut histogram = vec![0.0f64; BINS + 2];
    points.each_distance(others, (0.0, far), |d| histogram[((d / step) as usize - first).min(BINS + 1)] += 1.0);
    let apart = |lag: usize| (0..BINS + 2 - lag).map(|i| histogram[i] * histogram[i + lag]).sum::<f64>();
    let same = histogram.iter().map(|c| c * (c - 1.0) / 2.0).sum();
    Some((step, std::iter::once(same).chain((1..BINS).map(apart)).collect()))
}

/// Where a decreasing function is zero; the bracket is widened as R does.
fn root(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> Option<f64> {
    let mut tries = 0;
    while !(f(low) >= 0.0 && f(high) <= 0.0) {
        tries += 1;
        if tries > 99 || !(low > 0.0 && high.is_finite()) {
            return None;
        }
        if tries % 2 == 1 { high *= 1.2 } else { low /= 1.2 }
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if f(middle) > 0.0 { low = middle } else { high = middle }
    }
    Some(f64::midpoint(low, high))
}
