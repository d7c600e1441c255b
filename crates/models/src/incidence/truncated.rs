//! Sums over places that are near enough: a grid of cells, pairs beyond the reach left out.

use super::network::Network;
use super::sums::{BLOCK, Pair, Sources, dense, stack};
use ndarray::Array2;
use rayon::prelude::*;

/// Most cells along an axis.
const MOST_CELLS: f64 = 4096.0;

/// Sources in the order of their cells.
struct Cells {
    least: [f64; 3],
    side: f64,
    keys: Vec<[i32; 3]>,
    at: Vec<[f64; 3]>,
    place: Vec<usize>,
    powers: Vec<Array2<f64>>,
}

impl Cells {
    fn new(straight: &[[f64; 3]], sources: &Sources, side: f64) -> Self {
        let least = [0, 1, 2].map(|axis| straight.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min));
        let most = [0, 1, 2].map(|axis| straight.iter().map(|p| p[axis]).fold(f64::NEG_INFINITY, f64::max));
        let extent = (0..3).map(|axis| most[axis] - least[axis]).fold(0.0, f64::max);
        let side = side.max(extent / MOST_CELLS).max(f64::MIN_POSITIVE);
        let mut cells = Self { least, side, keys: Vec::new(), at: Vec::new(), place: Vec::new(), powers: Vec::new() };
        let mut order: Vec<(usize, [i32; 3])> = sources.places.iter().map(|&j| cells.key(straight[j])).enumerate().collect();
        order.sort_by_key(|&(source, key)| (key, source));
        let rows: Vec<usize> = order.iter().map(|o| o.0).collect();
        cells.keys = order.iter().map(|o| o.1).collect();
        cells.place = rows.iter().map(|&row| sources.places[row]).collect();
        cells.at = cells.place.iter().map(|&j| straight[j]).collect();
        cells.powers = sources.powers.iter().map(|power| power.select(ndarray::Axis(0), &rows)).collect();
        cells
    }

    fn key(&self, p: [f64; 3]) -> [i32; 3] {
        [0, 1, 2].map(|axis| ((p[axis] - self.least[axis]) / self.side) as i32)
    }

    /// Ranges of sources that may be within the reach of a point.
    fn near(&self, p: [f64; 3], reach: f64, mut each: impl FnMut(std::ops::Range<usize>)) {
        let wide = (reach / self.side).ceil().min(MOST_CELLS + 1.0) as i32;
        let [a, b, c] = self.key(p);
        let last = self.keys.last().copied().unwrap_or_default();
        for first in (a - wide).max(0)..=(a + wide).min(last[0]) {
            let from = self.keys.partition_point(|k| k[0] < first);
            let to = self.keys.partition_point(|k| k[0] <= first);
            if from == to {
                continue;
            }
            for second in (b - wide).max(0)..=b + wide {
                let row = &self.keys[from..to];
                let start = row.partition_point(|k| (k[1], k[2]) < (second, c - wide));
                let end = row.partition_point(|k| (k[1], k[2]) <= (second, c + wide));
                if start < end {
                    each(from + start..from + end);
                }
                if end == row.len() {
                    break;
                }
            }
        }
    }
}

/// Sums for these rows, without pairs whose weight is below a share.
pub(crate) fn sums(network: &Network, share: f64, alpha: f64, rows: &[usize], sources: &Sources, pairs: &[Pair]) -> Vec<Array2<f64>> {
    let reach = network.kernel.reach(share) / alpha;
    let Some(straight) = network.geography.straight().filter(|_| reach < 1e6) else {
        let blocks = rows.par_chunks(BLOCK).map(|block| dense(network, alpha, block, sources, pairs)).collect();
        return stack(blocks, rows.len(), sources.columns(), pairs.len());
    };
    let cells = Cells::new(&straight, sources, reach / 2.0);
    let work = |block: &[usize]| {
        let mut sums = vec![Array2::zeros((block.len(), sources.columns())); pairs.len()];
        for (r, &i) in block.iter().enumerate() {
            cells.near(straight[i], reach, |range| add(network, (alpha, reach), &cells, (i, straight[i]), range, pairs, (&mut sums, r)));
        }
        sums
    };
    stack(rows.par_chunks(BLOCK).map(work).collect(), rows.len(), sources.columns(), pairs.len())
}

/// Adds what a range of sources sends to a place.
fn add(
    network: &Network,
    (alpha, reach): (f64, f64),
    cells: &Cells,
    (i, at): (usize, [f64; 3]),
    range: std::ops::Range<usize>,
    pairs: &[Pair],
    (sums, r): (&mut [Array2<f64>], usize),
) {
    for source in range {
        let q = cells.at[source];
        let d = [at[0] - q[0], at[1] - q[1], at[2] - q[2]];
        let straight = (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt();
        if straight > reach || cells.place[source] == i {
            continue;
        }
        let distance = network.geography.along(straight);
        if distance > reach {
            continue;
        }
        let k = network.kernel.derivatives(distance, alpha);
        for (sum, pair) in sums.iter_mut().zip(pairs) {
            let weight = k[pair.kernel];
            for (sum, &sent) in sum.row_mut(r).iter_mut().zip(cells.powers[pair.capacity].row(source)) {
                *sum += weight * sent;
            }
        }
    }
}
