//! Sums over places on a regular grid, by Fourier transform.

use super::kernel::Kernel;
use super::sums::{Pair, Sources};
use ndarray::Array2;
use rayon::prelude::*;
use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};
use serde::Serialize;
use std::sync::Arc;

/// Places in the cells of a grid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lattice {
    /// Cells along both axes.
    pub cells: [usize; 2],
    /// Kilometres from a cell to the next.
    pub step_km: [f64; 2],
    /// The cell of each place.
    pub cell: Vec<[usize; 2]>,
}

type Grid = Vec<Complex<f64>>;

/// Transforms of a padded grid.
struct Transform {
    size: [usize; 2],
    forward: [Arc<dyn Fft<f64>>; 2],
    inverse: [Arc<dyn Fft<f64>>; 2],
}

impl Transform {
    fn new(size: [usize; 2]) -> Self {
        let mut planner = FftPlanner::new();
        let forward = size.map(|n| planner.plan_fft_forward(n));
        let inverse = size.map(|n| planner.plan_fft_inverse(n));
        Self { size, forward, inverse }
    }

    fn apply(&self, grid: &mut Grid, plans: &[Arc<dyn Fft<f64>>; 2]) {
        let [rows, columns] = self.size;
        plans[1].process(grid);
        let mut column = vec![Complex::default(); rows];
        for c in 0..columns {
            for (r, value) in column.iter_mut().enumerate() {
                *value = grid[r * columns + c];
            }
            plans[0].process(&mut column);
            for (r, value) in column.iter().enumerate() {
                grid[r * columns + c] = *value;
            }
        }
    }
}

/// The smallest number without prime factors above 5 that is not below `n`.
fn smooth(n: usize) -> usize {
    let rest = |mut m: usize| {
        for p in [2, 3, 5] {
            while m.is_multiple_of(p) {
                m /= p;
            }
        }
        m
    };
    let n = n.max(1);
    // There is a power of two up to twice of it.
    (n..=2 * n).find(|&m| rest(m) == 1).unwrap_or(n)
}

/// The step and the number of each value on an axis, if all values lie on a ladder.
fn axis(values: &[f64]) -> Option<(f64, Vec<usize>)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let extent = sorted.last()? - sorted.first()?;
    if !extent.is_finite() {
        return None;
    }
    let least = sorted[0];
    let step = sorted.windows(2).map(|w| w[1] - w[0]).filter(|&gap| gap > 1e-9 * extent).fold(f64::INFINITY, f64::min);
    if step == f64::INFINITY {
        return Some((1.0, vec![0; values.len()]));
    }
    let places: Vec<f64> = values.iter().map(|v| (v - least) / step).collect();
    // Differences of rounded coordinates give the step badly: the whole width gives it well.
    let last = (extent / step).round();
    let step = extent / last;
    let on = |v: f64| ((v - least) / step - ((v - least) / step).round()).abs() * step <= 1e-9 * extent;
    (last < 1e5 && values.iter().all(|&v| on(v))).then(|| (step, places.iter().map(|p| p.round() as usize).collect()))
}

impl Lattice {
    /// The grid on which places lie, if they do, at most one in a cell and not too few.
    pub fn of(km: &[[f64; 2]]) -> Option<Self> {
        let (dx, x) = axis(&km.iter().map(|p| p[0]).collect::<Vec<_>>())?;
        let (dy, y) = axis(&km.iter().map(|p| p[1]).collect::<Vec<_>>())?;
        let cells = [&x, &y].map(|axis| axis.iter().max().map_or(0, |m| m + 1));
        let cell: Vec<[usize; 2]> = x.into_iter().zip(y).map(|(x, y)| [x, y]).collect();
        let mut sorted = cell.clone();
        sorted.sort_unstable();
        let apart = sorted.windows(2).all(|w| w[0] != w[1]);
        (apart && cells[0].saturating_mul(cells[1]) <= 16 * km.len()).then_some(Self { cells, step_km: [dx, dy], cell })
    }

    /// Sums for these rows.
    pub(crate) fn sums(&self, kernel: Kernel, alpha: f64, rows: &[usize], sources: &Sources, pairs: &[Pair]) -> Vec<Array2<f64>> {
        let size = self.cells.map(|n| smooth(2 * n));
        let transform = Transform::new(size);
        let orders = pairs.iter().map(|p| p.kernel + 1).max().unwrap_or(0);
        let kernels: Vec<Grid> = (0..orders).into_par_iter().map(|order| self.kernel(kernel, alpha, order, &transform)).collect();
        let column = |c: usize| {
            let sent: Vec<Grid> = sources.powers.iter().map(|power| self.transformed(power, c, &sources.places, &transform)).collect();
            let back = |pair: &Pair| {
                let mut grid: Grid = sent[pair.capacity].iter().zip(&kernels[pair.kernel]).map(|(a, b)| a * b).collect();
                transform.apply(&mut grid, &transform.inverse);
                let scale = 1.0 / (size[0] * size[1]) as f64;
                let noise = 1e-15 * sources.powers[pair.capacity].column(c).iter().map(|v| v.abs()).sum::<f64>();
                let value = |&i: &usize| grid[self.cell[i][0] * size[1] + self.cell[i][1]].re * scale;
                rows.iter().map(value).map(|v| if v.abs() > noise { v } else { 0.0 }).collect::<Vec<f64>>()
            };
            pairs.iter().map(back).collect::<Vec<_>>()
        };
        let columns: Vec<Vec<Vec<f64>>> = (0..sources.columns()).into_par_iter().map(column).collect();
        (0..pairs.len()).map(|pair| Array2::from_shape_fn((rows.len(), columns.len()), |(r, c)| columns[c][pair][r])).collect()
    }

    fn kernel(&self, kernel: Kernel, alpha: f64, order: usize, transform: &Transform) -> Grid {
        let [rows, columns] = transform.size;
        let mut grid = vec![Complex::default(); rows * columns];
        for a in 0..self.cells[0] {
            for b in 0..self.cells[1] {
                if a == 0 && b == 0 {
                    continue;
                }
                let distance = (a as f64 * self.step_km[0]).hypot(b as f64 * self.step_km[1]);
                let weight = Complex::new(kernel.derivatives(distance, alpha)[order], 0.0);
                for row in [a, (rows - a) % rows] {
                    for column in [b, (columns - b) % columns] {
                        grid[row * columns + column] = weight;
                    }
                }
            }
        }
        transform.apply(&mut grid, &transform.forward);
        grid
    }

    fn transformed(&self, power: &Array2<f64>, column: usize, places: &[usize], transform: &Transform) -> Grid {
        let mut grid = vec![Complex::default(); transform.size[0] * transform.size[1]];
        for (row, &j) in places.iter().enumerate() {
            grid[self.cell[j][0] * transform.size[1] + self.cell[j][1]].re = power[[row, column]];
        }
        transform.apply(&mut grid, &transform.forward);
        grid
    }
}
