use super::presence::Presence;
use super::proximity::ProximityMatrix;
use super::rules::Diagonal;
use rayon::prelude::*;
use serde::Serialize;

/// How many columns of the weights are summed at a time.
const COLUMNS: usize = 32;
/// Industries whose presence is looked up at once.
const BITS: usize = 8;
/// Words of the table of one such group: all subsets.
const SUBSETS: usize = 1 << BITS;
const GROUPS: usize = 4;

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
        let degree = column_sums(&weights, industries, |w| w);
        let squares = column_sums(&weights, industries, |w| w * w);
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

/// The sums of the columns of a square matrix, rows in order.
fn column_sums(square: &[f64], n: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; n];
    for row in square.chunks(n.max(1)) {
        sums.iter_mut().zip(row).for_each(|(sum, &value)| *sum += of(value));
    }
    sums
}

/// Σ_k M_ik w_kj for all regions i and industries j, regions by rows: the product of a matrix of bits and a square matrix.
///
/// Groups of eight rows of w are summed for all 256 subsets once, and each region looks its subset up (the method of the Four Russians:
/// Arlazarov, Dinic, Kronrod and Faradzhev 1970); with few ones, rows are added one by one. The order of additions depends on nothing
/// but the matrices.
pub fn sums_over_present(presence: &Presence, weights: &[f64]) -> Vec<f64> {
    let (regions, industries) = presence.shape();
    let mut sums = vec![0.0; regions * industries];
    if sums.is_empty() {
        return sums;
    }
    if presence.ones() < (regions + SUBSETS) * industries.div_ceil(BITS) {
        sums.par_chunks_mut(industries).enumerate().for_each(|(region, row)| {
            for &k in presence.of_region(region) {
                let weights = &weights[k as usize * industries..][..industries];
                row.iter_mut().zip(weights).for_each(|(sum, w)| *sum += w);
            }
        });
        return sums;
    }
    let starts: Vec<usize> = (0..industries).step_by(COLUMNS).collect();
    let tiles: Vec<Vec<[f64; COLUMNS]>> = starts.par_iter().map(|&first| tile(presence, weights, first)).collect();
    sums.par_chunks_mut(industries).enumerate().with_min_len(16).for_each(|(region, row)| {
        for (part, tile) in row.chunks_mut(COLUMNS).zip(&tiles) {
            part.copy_from_slice(&tile[region][..part.len()]);
        }
    });
    sums
}

/// The sums of all regions over [`COLUMNS`] columns from `first` on.
fn tile(presence: &Presence, weights: &[f64], first: usize) -> Vec<[f64; COLUMNS]> {
    let (regions, industries) = presence.shape();
    let width = COLUMNS.min(industries - first);
    let mut sums = vec![[0.0; COLUMNS]; regions];
    let mut tables = vec![[[0.0; COLUMNS]; SUBSETS]; GROUPS];
    for step in 0..industries.div_ceil(BITS * GROUPS) {
        for (group, table) in tables.iter_mut().enumerate() {
            for subset in 1..SUBSETS {
                let k = step * BITS * GROUPS + group * BITS + subset.trailing_zeros() as usize;
                let mut sum = table[subset & (subset - 1)];
                if k < industries {
                    sum.iter_mut().zip(&weights[k * industries + first..][..width]).for_each(|(sum, w)| *sum += w);
                }
                table[subset] = sum;
            }
        }
        let (word, shift) = (step / 2, step % 2 * 32);
        for (region, sum) in sums.iter_mut().enumerate() {
            let bits = (presence.region_bits(region)[word] >> shift) as u32;
            if bits == 0 {
                continue;
            }
            let [a, b, c, d] = bits.to_le_bytes();
            let (a, b, c, d) = (&tables[0][a as usize], &tables[1][b as usize], &tables[2][c as usize], &tables[3][d as usize]);
            for column in 0..COLUMNS {
                sum[column] += (a[column] + b[column]) + (c[column] + d[column]);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsets_and_single_rows_give_the_same_sums() {
        let (regions, industries) = (700, 70);
        let pairs: Vec<(u32, u32)> =
            (0..regions as u32).flat_map(|i| (0..industries as u32).map(move |j| (i, j))).filter(|(i, j)| (i * 31 + j * j * 7) % 5 < 3).collect();
        let presence = Presence::new(regions, industries, &pairs);
        assert!(presence.ones() >= (regions + SUBSETS) * industries.div_ceil(BITS), "the tables must be at work");
        let weights: Vec<f64> = (0..industries * industries).map(|x| ((x * 37) % 101) as f64).collect();
        let sums = sums_over_present(&presence, &weights);
        for (i, row) in sums.chunks(industries).enumerate() {
            for (j, sum) in row.iter().enumerate() {
                let plain: f64 = presence.of_region(i).iter().map(|&k| weights[k as usize * industries + j]).sum();
                assert_eq!(*sum, plain, "whole numbers add up without rounding");
            }
        }
    }
}
