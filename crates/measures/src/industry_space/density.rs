use super::presence::Presence;
use super::proximity::ProximityMatrix;
use super::rules::Diagonal;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;
use serde::Serialize;

/// Relatedness density of all pairs of regions and industries.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Density {
    industries: usize,
    values: Vec<f64>,
    /// Σ_k w_kj of every industry.
    pub degree: Vec<f64>,
    /// Σ_k w_kj² of every industry.
    squares: Vec<f64>,
}

impl Density {
    /// Σ_k M_ik w_kj / Σ_k w_kj, where w is the proximity from k to j.
    pub fn of(presence: &Presence, proximity: &ProximityMatrix, diagonal: Diagonal) -> Self {
        let industries = presence.shape().1;
        let weights = proximity.weights(diagonal);
        let (degree, squares) = column_sums(&weights, industries);
        let mut values = sums_over_present(presence, &weights);
        if industries > 0 {
            values.par_chunks_mut(industries).with_min_len(16).for_each(|row| {
                row.iter_mut().zip(&degree).for_each(|(value, &degree)| *value = if degree > 0.0 { *value / degree } else { 0.0 });
            });
        }
        Self { industries, values, degree, squares }
    }

    /// The density of an industry in a region; none if no other industry is near it.
    pub fn get(&self, region: usize, industry: usize) -> Option<f64> {
        (self.degree[industry] > 0.0).then(|| self.values[region * self.industries + industry])
    }

    /// The densities of a region; 0 for industries that no other is near.
    pub fn of_region(&self, region: usize) -> &[f64] {
        &self.values[region * self.industries..(region + 1) * self.industries]
    }

    /// By how many standard deviations the density lies off its mean over regions with as many industries drawn at random.
    ///
    /// Of `among` other industries that have a proximity, the region has `drawn`; `own` is what the industry itself adds to the sum of the
    /// densities' weights, and to that of the region if it is present there. The sum over the others has mean `drawn` w̄ and variance
    /// `drawn` (1 - `drawn` / `among`) s², where w̄ and s² (divisor `among` - 1) are mean and variance of the weights w_kj.
    pub fn z(&self, region: usize, industry: usize, drawn: usize, among: usize, own: f64, present: bool) -> Option<f64> {
        let degree = self.degree[industry];
        let (others, squares) = (degree - own, self.squares[industry] - own * own);
        if among < 2 || others <= 0.0 {
            return None;
        }
        let (drawn, all) = (drawn as f64, among as f64);
        let mean = others / all;
        let variance = drawn * (1.0 - drawn / all) * (squares - others * mean) / (all - 1.0);
        let sum = self.of_region(region)[industry] * degree - if present { own } else { 0.0 };
        (variance > 1e-12 * squares).then(|| (sum - drawn * mean) / variance.sqrt())
    }
}

/// The sums of the columns of a square matrix and of their squares, rows in order.
fn column_sums(square: &[f64], n: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut sums, mut squares) = (vec![0.0; n], vec![0.0; n]);
    for row in square.chunks(n.max(1)) {
        for ((sum, square), &value) in sums.iter_mut().zip(&mut squares).zip(row) {
            *sum += value;
            *square += value * value;
        }
    }
    (sums, squares)
}

/// Share of ones from which on a matrix product is faster than adding row by row.
const DENSE: f64 = 0.15;
/// Parts that the product is made in, each by one thread.
const PARTS: usize = 8;

/// Σ_k M_ik w_kj for all regions i and industries j, regions by rows: the product of the matrix of presence and a square matrix.
///
/// With few ones, the rows of w are added one by one; with many, it is a matrix product, in which a factor is 1 or 0 and nothing but sums is
/// rounded. The order of additions depends on nothing but the matrices.
pub fn sums_over_present(presence: &Presence, weights: &[f64]) -> Vec<f64> {
    let (regions, industries) = presence.shape();
    if (presence.ones() as f64) < DENSE * (regions * industries) as f64 || regions * industries == 0 {
        let mut sums = vec![0.0; regions * industries];
        sums.par_chunks_mut(industries.max(1)).enumerate().for_each(|(region, row)| {
            for &k in presence.of_region(region) {
                let weights = &weights[k as usize * industries..][..industries];
                row.iter_mut().zip(weights).for_each(|(sum, w)| *sum += w);
            }
        });
        return sums;
    }
    let mut ones = Array2::zeros((regions, industries));
    for (region, mut row) in ones.rows_mut().into_iter().enumerate() {
        presence.of_region(region).iter().for_each(|&j| row[j as usize] = 1.0);
    }
    let weights = ArrayView2::from_shape((industries, industries), weights).expect("a square matrix of the industries");
    product(&ones, &weights)
}

/// The product of a matrix of regions by industries with a square matrix, by rows, in parts that several threads make.
pub(super) fn product(left: &Array2<f64>, square: &ArrayView2<'_, f64>) -> Vec<f64> {
    let (regions, industries) = left.dim();
    let mut sums = Array2::zeros((regions, industries));
    // The longer side is divided, so that the parts have as much as possible in common with the other matrix.
    let axis = Axis(usize::from(regions < industries));
    let part = regions.max(industries).div_ceil(PARTS).max(32);
    let mut parts: Vec<_> = sums.axis_chunks_iter_mut(axis, part).enumerate().collect();
    parts.par_iter_mut().for_each(|(at, sums)| {
        let range = Slice::from(*at * part..*at * part + sums.len_of(axis));
        if axis == Axis(0) {
            general_mat_mul(1.0, &left.slice_axis(axis, range), square, 0.0, sums);
        } else {
            general_mat_mul(1.0, left, &square.slice_axis(axis, range), 0.0, sums);
        }
    });
    sums.into_raw_vec_and_offset().0
}
