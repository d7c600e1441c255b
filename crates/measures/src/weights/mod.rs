//! Spatial weights: who is whose neighbour, and how much it counts.

mod contiguity;
mod distance;
mod given;

pub(crate) use contiguity::{Contiguity, contiguity};
pub(crate) use distance::{distance_band, kernel, nearest, positions};
pub(crate) use given::given;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who is whose neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Neighbourhood {
    /// The weights given in the slot `weights`; else `queen` if the places have outlines; else `nearest`.
    Auto,
    /// Regions whose outlines share a point.
    Queen,
    /// Regions whose outlines share an edge.
    Rook,
    /// The `k` nearest.
    Nearest,
    /// All that are at most `distance_m` away.
    DistanceBand,
    /// The nearer, the more it counts.
    Kernel,
}

/// How weights fall with distance; u is distance over bandwidth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kernel {
    /// exp(-u²/2) up to u = 3.
    Gaussian,
    /// 1 - u up to u = 1.
    Triangular,
    /// (1 - u²)² up to u = 1.
    Bisquare,
    /// 1 up to u = 1.
    Uniform,
}

/// How wide a kernel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BandwidthKind {
    /// `distance_m` everywhere; without one, the largest of the adaptive bandwidths.
    Fixed,
    /// In each region the distance to the neighbour after the `k`-th, so that `k` neighbours count.
    Adaptive,
}

/// How weights are put on one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standardise {
    /// The weights of a region add up to 1: its neighbours are averaged.
    Row,
    /// Each neighbour counts 1: neighbours are added.
    Binary,
    /// Weights as they are: 1 for contiguity, nearest and distance band, the kernel's, those given.
    None,
    /// Each region's weights over the root of the sum of their squares, then all on the scale of `row` (Tiefelsdorf, Griffith and Boots 1999).
    Variance,
}

impl Standardise {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Binary => "binary",
            Self::None => "none",
            Self::Variance => "variance",
        }
    }
}

/// Weights between regions, row by row, neighbours in order; a region is no neighbour of itself, but may have a weight of its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weights {
    start: Vec<usize>,
    to: Vec<u32>,
    weight: Vec<f64>,
    own: Vec<f64>,
}

/// Sums of weights that moments are made of (Cliff and Ord 1981).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sums {
    /// Σ_ij w_ij
    pub(crate) s0: f64,
    /// ½ Σ_ij (w_ij + w_ji)²
    pub(crate) s1: f64,
    /// Σ_i (w_i. + w_.i)²
    pub(crate) s2: f64,
}

impl Weights {
    /// From the neighbours of each region with their weights, which are positive; sorts them.
    pub(crate) fn new(mut rows: Vec<Vec<(u32, f64)>>) -> Self {
        rows.par_iter_mut().for_each(|row| row.sort_unstable_by_key(|n| n.0));
        let mut start = Vec::with_capacity(rows.len() + 1);
        start.push(0);
        for row in &rows {
            start.push(start[start.len() - 1] + row.len());
        }
        let (to, weight) = rows.iter().flatten().copied().unzip();
        Self { own: vec![0.0; rows.len()], start, to, weight }
    }

    /// How many regions there are.
    pub(crate) fn len(&self) -> usize {
        self.own.len()
    }

    /// The neighbours of a region and their weights.
    #[inline]
    pub(crate) fn row(&self, i: usize) -> (&[u32], &[f64]) {
        let range = self.start[i]..self.start[i + 1];
        (&self.to[range.clone()], &self.weight[range])
    }

    /// The weight of a region for itself.
    pub(crate) fn own(&self, i: usize) -> f64 {
        self.own[i]
    }

    /// How many neighbours a region has.
    pub(crate) fn neighbours(&self, i: usize) -> usize {
        self.start[i + 1] - self.start[i]
    }

    /// The largest number of neighbours.
    pub(crate) fn most_neighbours(&self) -> usize {
        (0..self.len()).map(|i| self.neighbours(i)).max().unwrap_or(0)
    }

    /// How many links there are, each way counted.
    pub(crate) fn links(&self) -> usize {
        self.to.len()
    }

    /// The same weights among those that are kept, with new numbers in the old order.
    pub(crate) fn among(&self, keep: &[u32]) -> Self {
        let mut number = vec![u32::MAX; self.len()];
        keep.iter().enumerate().for_each(|(new, &old)| number[old as usize] = new as u32);
        let row = |&old: &u32| {
            let (to, weight) = self.row(old as usize);
            to.iter().zip(weight).filter(|(j, _)| number[**j as usize] != u32::MAX).map(|(j, w)| (number[*j as usize], *w)).collect()
        };
        let own = keep.iter().map(|&old| self.own[old as usize]).collect();
        Self { own, ..Self::new(keep.iter().map(row).collect()) }
    }

    /// The same weights with one for each region itself: 1, or the largest of its neighbours' if that is what `largest` asks for.
    pub(crate) fn with_own(mut self, largest: bool) -> Self {
        for i in 0..self.len() {
            let most = self.row(i).1.iter().copied().fold(0.0, f64::max);
            self.own[i] = if largest && most > 0.0 { most } else { 1.0 };
        }
        self
    }

    /// The same weights on one scale.
    pub(crate) fn standardised(mut self, how: Standardise) -> Self {
        match how {
            Standardise::None => {}
            Standardise::Binary => {
                self.weight.fill(1.0);
                self.own.iter_mut().filter(|w| **w > 0.0).for_each(|w| *w = 1.0);
            }
            Standardise::Row => self.divide(|row, own| row.iter().sum::<f64>() + own),
            Standardise::Variance => {
                // Weights of 1e200 have no squares.
                self.divide(|row, own| row.iter().copied().fold(own, f64::max));
                self.divide(|row, own| (row.iter().map(|w| w * w).sum::<f64>() + own * own).sqrt());
                let total = self.weight.iter().sum::<f64>() + self.own.iter().sum::<f64>();
                let scale = self.len() as f64 / total;
                self.weight.iter_mut().chain(&mut self.own).for_each(|w| *w *= scale);
            }
        }
        self
    }

    fn divide(&mut self, by: impl Fn(&[f64], f64) -> f64) {
        for i in 0..self.len() {
            let range = self.start[i]..self.start[i + 1];
            let by = by(&self.weight[range.clone()], self.own[i]);
            if by > 0.0 {
                self.weight[range].iter_mut().for_each(|w| *w /= by);
                self.own[i] /= by;
            }
        }
    }

    /// Σ_j w_ij y_j over the neighbours of a region.
    #[inline]
    pub(crate) fn lag(&self, i: usize, values: &[f64]) -> f64 {
        let (to, weight) = self.row(i);
        to.iter().zip(weight).map(|(&j, w)| w * values[j as usize]).sum()
    }

    /// The weight that `i` gives to `j`.
    fn between(&self, i: usize, j: u32) -> f64 {
        let (to, weight) = self.row(i);
        to.binary_search(&j).map_or(0.0, |at| weight[at])
    }

    /// S0, S1 and S2, without the regions' own weights.
    pub(crate) fn sums(&self) -> Sums {
        let row = |i: usize| {
            let (to, weight) = self.row(i);
            let squares = to.iter().zip(weight).map(|(&j, w)| w * (w + self.between(j as usize, i as u32))).sum::<f64>();
            (weight.iter().sum::<f64>(), squares)
        };
        let rows: Vec<(f64, f64)> = (0..self.len()).into_par_iter().map(row).collect();
        let mut columns = vec![0.0; self.len()];
        self.to.iter().zip(&self.weight).for_each(|(&j, w)| columns[j as usize] += w);
        Sums {
            s0: rows.iter().map(|r| r.0).sum(),
            s1: rows.iter().map(|r| r.1).sum(),
            s2: rows.iter().zip(&columns).map(|(r, c)| (r.0 + c).powi(2)).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> Weights {
        Weights::new(vec![vec![(1, 1.0)], vec![(2, 1.0), (0, 1.0)], vec![(1, 1.0)], vec![]])
    }

    #[test]
    fn sums_by_hand() {
        // w: 0-1, 1-2. S0 = 4, S1 = ½ · 4 · 2² = 8, S2 = 2² + 4² + 2² = 24.
        assert_eq!(path().sums(), Sums { s0: 4.0, s1: 8.0, s2: 24.0 });
        // Rows 1; ½, ½; 1. S1 = (1 + ½)² · 2, S2 = (1 + ½)² + (1 + 2)² + (1 + ½)².
        assert_eq!(path().standardised(Standardise::Row).sums(), Sums { s0: 3.0, s1: 4.5, s2: 13.5 });
    }

    #[test]
    fn what_is_kept_keeps_its_links() {
        let among = path().among(&[1, 2, 3]);
        assert_eq!((among.row(0).0, among.row(1).0, among.neighbours(2), among.links()), (&[1][..], &[0][..], 0, 2));
    }

    #[test]
    fn variance_stabilised_weights_by_hand() {
        // Rows 1; 1/√2, 1/√2; 1 add up to 2 + √2 over 4 regions.
        let weights = path().standardised(Standardise::Variance);
        let total = 2.0 + 2.0f64.sqrt();
        assert!((weights.row(0).1[0] - 4.0 / total).abs() < 1e-15);
        assert!((weights.row(1).1[1] - 4.0 / total / 2.0f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn an_own_weight_counts_in_the_row() {
        let weights = path().with_own(false).standardised(Standardise::Row);
        assert_eq!((weights.own(1), weights.row(1).1, weights.own(3)), (1.0 / 3.0, &[1.0 / 3.0, 1.0 / 3.0][..], 1.0));
    }
}
