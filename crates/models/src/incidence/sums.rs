//! Sums of what arrives from other places, with derivatives by the decay and by the exponent of capacity.

use super::network::Network;
use super::{lattice, tree};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, Axis, Slice};
use rayon::prelude::*;
use serde::Serialize;

/// How many of some rows are computed at once: many, as every block reads all sources, but few enough for several threads. By the number of rows
/// alone, so that sums do not depend on the number of threads.
pub(crate) fn rows_at_once(rows: usize) -> usize {
    rows.div_ceil(8).clamp(64, 256)
}

/// How sums over places are computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Sums {
    /// Every pair of places.
    Dense,
    /// Pairs of places that are near, and boxes of places that are far by interpolation; every pair where boxes cannot be made (near a pole,
    /// or of given distances).
    Tree {
        /// What is left out beyond the distance at which a weight falls to this is less than this share of all that is sent. Interpolation aims
        /// at the same error without a bound.
        share: f64,
    },
    /// By Fourier transform, for places on a regular grid: exact up to rounding.
    Lattice(lattice::Lattice),
}

/// Which derivatives a sum holds: of the kernel by ln α, and of A^b by b.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) kernel: usize,
    pub(crate) capacity: usize,
}

/// What places send out: place x column, once for each derivative by b.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    /// Places that send anything at all.
    pub(crate) places: Vec<usize>,
    /// Rows are those places.
    pub(crate) powers: Vec<Array2<f64>>,
}

impl Sources {
    /// Drops the places that send nothing.
    pub(crate) fn new(powers: Vec<Array2<f64>>) -> Self {
        let places: Vec<usize> = powers[0].outer_iter().enumerate().filter(|(_, row)| row.iter().any(|&v| v != 0.0)).map(|(j, _)| j).collect();
        if places.len() == powers[0].nrows() {
            return Self { places, powers };
        }
        let powers = powers.iter().map(|power| power.select(Axis(0), &places)).collect();
        Self { places, powers }
    }

    pub(crate) fn columns(&self) -> usize {
        self.powers[0].ncols()
    }
}

impl Sums {
    /// True if sums are computed block by block.
    pub(crate) fn by_blocks(&self) -> bool {
        *self == Self::Dense
    }

    /// The sums for all these rows.
    pub(crate) fn all(&self, network: &Network, alpha: f64, rows: &[usize], sources: &Sources, pairs: &[Pair]) -> Vec<Array2<f64>> {
        /// For fewer rows, all pairs are as fast.
        const FEW: usize = 1024;
        let plain = rows.len() < FEW && rows.len() < network.places();
        let fast = match self {
            _ if plain => None,
            Self::Dense => None,
            Self::Tree { share } => tree::sums(network, *share, alpha, rows, sources, pairs),
            Self::Lattice(lattice) => Some(lattice.sums(network.kernel, alpha, rows, sources, pairs)),
        };
        fast.unwrap_or_else(|| {
            let blocks: Vec<Vec<Array2<f64>>> =
                rows.par_chunks(rows_at_once(rows.len())).map(|block| dense(network, alpha, block, sources, pairs)).collect();
            stack(blocks, rows.len(), sources.columns(), pairs.len())
        })
    }
}

/// Blocks of rows below each other.
fn stack(blocks: Vec<Vec<Array2<f64>>>, rows: usize, columns: usize, pairs: usize) -> Vec<Array2<f64>> {
    let mut all = vec![Array2::zeros((rows, columns)); pairs];
    let mut from = 0;
    for block in blocks {
        let height = block.first().map_or(0, Array2::nrows);
        for (all, part) in all.iter_mut().zip(block) {
            all.slice_axis_mut(Axis(0), Slice::from(from..from + height)).assign(&part);
        }
        from += height;
    }
    all
}

/// Weights from some places to others with their derivatives by ln α; zero from a place to itself.
fn weights(network: &Network, alpha: f64, rows: &[usize], places: &[usize], orders: usize) -> Vec<Array2<f64>> {
    let mut found = vec![Array2::zeros((rows.len(), places.len())); orders];
    for (r, &i) in rows.iter().enumerate() {
        for (c, &j) in places.iter().enumerate() {
            if i == j {
                continue;
            }
            let d = network.geography.distance(i, j);
            if orders == 1 {
                found[0][[r, c]] = network.kernel.weight(d, alpha);
            } else {
                let k = network.kernel.derivatives(d, alpha);
                for (matrix, k) in found.iter_mut().zip(k) {
                    matrix[[r, c]] = k;
                }
            }
        }
    }
    found
}

/// The exact sums for a block of rows.
pub(crate) fn dense(network: &Network, alpha: f64, rows: &[usize], sources: &Sources, pairs: &[Pair]) -> Vec<Array2<f64>> {
    let orders = pairs.iter().map(|p| p.kernel + 1).max().unwrap_or(0);
    let weights = weights(network, alpha, rows, &sources.places, orders);
    pairs
        .iter()
        .map(|pair| {
            let mut sum = Array2::zeros((rows.len(), sources.columns()));
            general_mat_mul(1.0, &weights[pair.kernel], &sources.powers[pair.capacity], 0.0, &mut sum);
            sum
        })
        .collect()
}
