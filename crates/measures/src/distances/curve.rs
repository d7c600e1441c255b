//! The density of distances from moments in bins.

use super::PairSums;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kernel is taken to be zero so many bandwidths away, where it is 1e-14 of its height.
const REACH: f64 = 8.0;

/// Where the density is folded back, since no distance is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reflection {
    /// At zero.
    Zero,
    /// At the smallest distance there is; below it the density is empty.
    SmallestDistance,
    /// Nowhere: part of the mass lies below zero.
    None,
}

/// How far distances matter beyond the last of the curve.
pub(crate) fn truncation(bandwidth: f64) -> f64 {
    REACH * bandwidth
}

/// The density at distances, given the sum of weights over all pairs: Gaussian kernel, each distance mirrored as told.
pub(crate) fn curve(sums: &PairSums, at: &[f64], bandwidth: f64, weight: f64, reflection: Reflection) -> Vec<Option<f64>> {
    let scale = 1.0 / (weight * bandwidth * std::f64::consts::TAU.sqrt());
    at.iter()
        .map(|&r| match reflection {
            Reflection::None => Some(scale * kernel_sum(sums, r, bandwidth)),
            Reflection::Zero => Some(scale * (kernel_sum(sums, r, bandwidth) + kernel_sum(sums, -r, bandwidth))),
            Reflection::SmallestDistance if r < sums.smallest => None,
            Reflection::SmallestDistance => Some(scale * (kernel_sum(sums, r, bandwidth) + kernel_sum(sums, 2.0 * sums.smallest - r, bandwidth))),
        })
        .collect()
}

/// Sum over pairs of w exp(-z²/2), z = (r - d) / bandwidth. With c the middle of a bin and d = c + t step,
/// exp(-(z - s)²/2) = exp(-z²/2) Σ He_k(z) s^k / k!, s = t step / bandwidth, up to k = 3.
fn kernel_sum(sums: &PairSums, r: f64, bandwidth: f64) -> f64 {
    /// Bins between two exact exponentials.
    const EXACT: usize = 64;
    let step = sums.layout.step;
    let eta = step / bandwidth;
    let last = sums.moments.len() - 1;
    let (from, to) = ((r - REACH * bandwidth) / step, (r + REACH * bandwidth) / step);
    if to < 0.0 {
        return 0.0;
    }
    let (from, to) = ((from.max(0.0).ceil() as usize).min(last + 1), (to as usize).min(last));
    let shrink = (-eta * eta).exp();
    let mut total = 0.0;
    let mut start = from;
    while start <= to {
        let end = (start + EXACT).min(to + 1);
        // e^(-(z-η)²/2) = e^(-z²/2) e^(zη - η²/2), and the factor itself shrinks by e^(-η²) from bin to bin.
        let z = r / bandwidth - start as f64 * eta;
        let (mut height, mut factor) = ((-z * z / 2.0).exp(), (z * eta - eta * eta / 2.0).exp());
        let mut part = 0.0;
        for (k, m) in sums.moments[start..end].iter().enumerate() {
            let z = z - k as f64 * eta;
            let s = eta * (m[1] * z + eta * (m[2] * (z * z - 1.0) / 2.0 + eta * m[3] * z * (z * z - 3.0) / 6.0));
            part += height * (m[0] + s);
            height *= factor;
            factor *= shrink;
        }
        total += part;
        start = end;
    }
    total
}
