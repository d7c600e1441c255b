//! DBSCAN by square cells: points of a cell are all within the radius of each other, so a cell with enough of them needs no counting.

use super::tree::squared;
use super::union_find::UnionFind;
use agglom_method::{Context, MethodError};
use rayon::prelude::*;
use std::ops::Range;

/// Which cluster a point belongs to, and as what.
pub(super) struct Reached {
    /// The cluster of each point; `u32::MAX` for none.
    pub(super) cluster: Vec<u32>,
    /// Whether the point has enough others around it.
    pub(super) core: Vec<bool>,
}

const NONE: u32 = u32::MAX;
const CHUNK: usize = 1024;

/// Points sorted into cells whose diagonal is the radius.
struct Cells<const D: usize> {
    /// The cells that are not empty, ascending; one number for all coordinates.
    keys: Vec<u128>,
    starts: Vec<u32>,
    members: Vec<u32>,
    points: Vec<[f64; D]>,
    /// What to add to a key for the first cell of every row of cells in reach.
    rows: Vec<u128>,
}

/// Two cells in reach are at most so many apart.
const REACH: u128 = 2;
/// Room for a coordinate in a key.
const BITS: u32 = 42;

impl<const D: usize> Cells<D> {
    fn new(points: &[[f64; D]], radius: f64) -> Self {
        let mut low = [f64::INFINITY; D];
        let mut high = [f64::NEG_INFINITY; D];
        for p in points {
            for k in 0..D {
                (low[k], high[k]) = (low[k].min(p[k]), high[k].max(p[k]));
            }
        }
        let extent = (0..D).map(|k| high[k] - low[k]).fold(0.0, f64::max);
        // A little less than the diagonal allows, for what rounding does to the cells' borders.
        let side = (radius / (D as f64).sqrt() * (1.0 - 1e-9) - 4.0 * f64::EPSILON * extent).max(extent / 2.0f64.powi(40)).max(f64::MIN_POSITIVE);
        let key = |p: &[f64; D]| (0..D).fold(0u128, |key, k| (key << BITS) | (((p[k] - low[k]) / side) as u128 + REACH));
        let mut keyed: Vec<(u128, u32)> = points.par_iter().enumerate().map(|(i, p)| (key(p), i as u32)).collect();
        keyed.par_sort_unstable();
        let (mut keys, mut starts) = (Vec::new(), Vec::new());
        for (i, &(key, _)) in keyed.iter().enumerate() {
            if keys.last() != Some(&key) {
                keys.push(key);
                starts.push(i as u32);
            }
        }
        starts.push(points.len() as u32);
        let steps = 2 * REACH + 1;
        let rows = (0..steps.pow(D as u32 - 1))
            .map(|row| {
                let offset = (0..D as u32 - 1).fold(0i128, |sum, k| {
                    let step = (row / steps.pow(k) % steps) as i128 - REACH as i128;
                    sum + (step << (BITS * (k + 1)))
                });
                (offset - REACH as i128) as u128
            })
            .collect();
        Self { keys, starts, rows, points: keyed.iter().map(|k| points[k.1 as usize]).collect(), members: keyed.iter().map(|k| k.1).collect() }
    }

    fn range(&self, cell: usize) -> Range<usize> {
        self.starts[cell] as usize..self.starts[cell + 1] as usize
    }

    /// Where the cells in reach of the first of some cells begin, row by row.
    fn sweep(&self, first: usize) -> Vec<usize> {
        let Some(&key) = self.keys.get(first) else { return Vec::new() };
        self.rows.iter().map(|&row| self.keys.partition_point(|&k| k < key.wrapping_add(row))).collect()
    }

    /// Calls `each` for the rows of cells in reach of a cell; the sweep comes from a cell not after this one.
    fn in_reach(&self, cell: usize, sweep: &mut [usize], mut each: impl FnMut(Range<usize>)) {
        for (at, row) in sweep.iter_mut().zip(&self.rows) {
            let first = self.keys[cell].wrapping_add(*row);
            while *at < self.keys.len() && self.keys[*at] < first {
                *at += 1;
            }
            let end = *at + self.keys[*at..].iter().take_while(|&&k| k <= first + 2 * REACH).count();
            if *at < end {
                each(*at..end);
            }
        }
    }

    /// Works through all cells in chunks, in parallel; the results of the chunks in order.
    fn chunks<T: Send>(&self, context: &Context<'_>, work: impl Fn(Range<usize>, Vec<usize>) -> T + Sync) -> Result<Vec<T>, MethodError> {
        let chunk = |i: usize| {
            context.proceed()?;
            Ok(work(i * CHUNK..((i + 1) * CHUNK).min(self.keys.len()), self.sweep(i * CHUNK)))
        };
        (0..self.keys.len().div_ceil(CHUNK)).into_par_iter().map(chunk).collect()
    }
}

/// The clusters: points with at least `least` points (themselves among them) at most `radius` away are core points; core points within the
/// radius of each other are in one cluster; any other point belongs to the cluster of its nearest core point within the radius.
pub(super) fn reached<const D: usize>(points: &[[f64; D]], radius: f64, least: usize, context: &Context<'_>) -> Result<Reached, MethodError> {
    let cells = Cells::new(points, radius);
    let most = radius * radius;
    context.watch.progress(1, 4);
    let counted = cells.chunks(context, |range, mut sweep| {
        let mut flags = Vec::new();
        for cell in range {
            count(&cells, cell, &mut sweep, most, least, &mut flags);
        }
        flags
    })?;
    let core: Vec<bool> = counted.into_iter().flatten().collect();
    context.watch.progress(2, 4);
    let cores = Cores::new(&cells, &core);
    let cluster_of_cell = cores.joined(&cells, most, context)?;
    context.watch.progress(3, 4);
    let belongs = cells.chunks(context, |range, mut sweep| {
        let mut found = Vec::new();
        for cell in range {
            for at in cells.range(cell) {
                found.push(if core[at] {
                    cluster_of_cell[cell]
                } else {
                    cores.nearest(&cells, cell, at, &mut sweep, most).map_or(NONE, |c| cluster_of_cell[c])
                });
            }
        }
        found
    })?;
    let mut reached = Reached { cluster: vec![NONE; points.len()], core: vec![false; points.len()] };
    for ((&member, cluster), core) in cells.members.iter().zip(belongs.into_iter().flatten()).zip(core) {
        (reached.cluster[member as usize], reached.core[member as usize]) = (cluster, core);
    }
    Ok(reached)
}

/// Whether each point of a cell has enough points in reach.
fn count<const D: usize>(cells: &Cells<D>, cell: usize, sweep: &mut [usize], most: f64, least: usize, flags: &mut Vec<bool>) {
    let own = cells.range(cell);
    if own.len() >= least {
        flags.extend(own.map(|_| true));
        return;
    }
    let mut near: Vec<Range<usize>> = Vec::with_capacity(cells.rows.len());
    cells.in_reach(cell, sweep, |row| near.push(cells.starts[row.start] as usize..cells.starts[row.end] as usize));
    for at in own {
        let (point, mut found) = (&cells.points[at], 0);
        'counting: for range in &near {
            for other in &cells.points[range.clone()] {
                found += usize::from(squared(point, other) <= most);
                if found >= least {
                    break 'counting;
                }
            }
        }
        flags.push(found >= least);
    }
}

/// The core points, cell by cell, with the box around those of each cell.
struct Cores<const D: usize> {
    starts: Vec<u32>,
    points: Vec<[f64; D]>,
    members: Vec<u32>,
    boxes: Vec<[[f64; D]; 2]>,
}

impl<const D: usize> Cores<D> {
    fn new(cells: &Cells<D>, core: &[bool]) -> Self {
        let mut cores = Self { starts: vec![0], points: Vec::new(), members: Vec::new(), boxes: Vec::new() };
        for cell in 0..cells.keys.len() {
            let mut around = [[f64::INFINITY; D], [f64::NEG_INFINITY; D]];
            for at in cells.range(cell).filter(|&at| core[at]) {
                let point = cells.points[at];
                cores.points.push(point);
                cores.members.push(cells.members[at]);
                for k in 0..D {
                    around[0][k] = around[0][k].min(point[k]);
                    around[1][k] = around[1][k].max(point[k]);
                }
            }
            cores.starts.push(cores.points.len() as u32);
            cores.boxes.push(around);
        }
        cores
    }

    fn range(&self, cell: usize) -> Range<usize> {
        self.starts[cell] as usize..self.starts[cell + 1] as usize
    }

    /// The square of the distance from a point to the core points of a cell, or less.
    fn gap(&self, point: &[f64; D], cell: usize) -> f64 {
        let [low, high] = &self.boxes[cell];
        (0..D).map(|k| (low[k] - point[k]).max(point[k] - high[k]).max(0.0)).map(|beyond| beyond * beyond).sum()
    }

    /// Whether some core points of two cells are within the radius of each other.
    fn touch(&self, a: usize, b: usize, most: f64) -> bool {
        let (a, b) = if self.range(a).len() <= self.range(b).len() { (a, b) } else { (b, a) };
        let others = &self.points[self.range(b)];
        self.points[self.range(a)].iter().any(|p| self.gap(p, b) <= most && others.iter().any(|q| squared(p, q) <= most))
    }

    /// The cluster of the core points of every cell.
    fn joined(&self, cells: &Cells<D>, most: f64, context: &Context<'_>) -> Result<Vec<u32>, MethodError> {
        let mut sets = UnionFind::new(cells.keys.len());
        let mut sweep = cells.sweep(0);
        let mut near = Vec::new();
        for cell in 0..cells.keys.len() {
            if cell % CHUNK == 0 {
                context.proceed()?;
            }
            if self.range(cell).is_empty() {
                continue;
            }
            near.clear();
            cells.in_reach(cell, &mut sweep, |row| near.extend(row.filter(|&other| other > cell && !self.range(other).is_empty())));
            for &other in &near {
                if sets.find(cell as u32) != sets.find(other as u32) && self.touch(cell, other, most) {
                    sets.unite(cell as u32, other as u32);
                }
            }
        }
        Ok(sets.numbers())
    }

    /// The cell of the core point nearest to a point, if one is within the radius; among equally near ones that with the smallest number.
    fn nearest(&self, cells: &Cells<D>, cell: usize, at: usize, sweep: &mut [usize], most: f64) -> Option<usize> {
        let point = &cells.points[at];
        let mut best: Option<(f64, u32, usize)> = None;
        cells.in_reach(cell, sweep, |row| {
            for other in row.filter(|&c| !self.range(c).is_empty()) {
                if self.gap(point, other) <= best.map_or(most, |b| b.0) {
                    for i in self.range(other) {
                        let (d, member) = (squared(point, &self.points[i]), self.members[i]);
                        if d <= most && best.is_none_or(|b| (d, member) < (b.0, b.1)) {
                            best = Some((d, member, other));
                        }
                    }
                }
            }
        });
        best.map(|b| b.2)
    }
}
