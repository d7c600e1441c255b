//! Weights of the straight lines between many points, worked out side by side.

use super::tabulated::Tabulated;
use pulp::{Arch, Simd, WithSimd};
use std::ops::Range;

/// Points in space, coordinates apart.
#[derive(Default)]
pub(crate) struct Points {
    x: Vec<f64>,
    y: Vec<f64>,
    z: Vec<f64>,
}

impl FromIterator<[f64; 3]> for Points {
    fn from_iter<I: IntoIterator<Item = [f64; 3]>>(points: I) -> Self {
        let mut found = Self::default();
        for [x, y, z] in points {
            found.x.push(x);
            found.y.push(y);
            found.z.push(z);
        }
        found
    }
}

impl Points {
    pub(crate) fn len(&self) -> usize {
        self.x.len()
    }

    fn at(&self, number: usize) -> [f64; 3] {
        [self.x[number], self.y[number], self.z[number]]
    }
}

/// Lines from each of some targets to each of some senders.
pub(crate) struct Lines<'a> {
    pub(crate) targets: &'a Points,
    pub(crate) senders: &'a Points,
    /// Which senders.
    pub(crate) some: Range<usize>,
    pub(crate) limits: Option<Limits<'a>>,
}

/// Which lines carry nothing: those longer than the reach, and those from a place to itself.
pub(crate) struct Limits<'a> {
    pub(crate) reach: f64,
    /// Numbers of the places that are targets and of those that send.
    pub(crate) targets: &'a [usize],
    pub(crate) senders: &'a [usize],
}

/// Room for lines between points, and for their weights by order of the derivative.
#[derive(Default)]
pub(crate) struct Room {
    lines: Vec<f64>,
    slots: Vec<usize>,
    beside: Vec<f64>,
    weights: Vec<Vec<f64>>,
}

impl Room {
    /// Weights of the lines from these targets, in a row for each, by order of the derivative.
    pub(crate) fn weigh(&mut self, lines: &Lines<'_>, targets: Range<usize>, table: &Tabulated) -> &[Vec<f64>] {
        self.weights.resize_with(table.orders(), Vec::new);
        let senders = lines.some.len();
        self.lines.resize(senders, 0.0);
        self.slots.resize(senders, 0);
        self.beside.resize(senders, 0.0);
        self.weights.iter_mut().for_each(|weights| weights.resize(targets.len() * senders, 0.0));
        Arch::new().dispatch(Weigh { room: self, lines, targets, table });
        &self.weights
    }
}

struct Weigh<'a> {
    room: &'a mut Room,
    lines: &'a Lines<'a>,
    targets: Range<usize>,
    table: &'a Tabulated,
}

impl WithSimd for Weigh<'_> {
    type Output = ();

    /// The same operations on every processor, on as many lines at a time as it can.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { room: Room { lines, slots, beside, weights }, lines: Lines { targets, senders, some, limits }, targets: rows, table } = self;
        let (xs, ys, zs) = (&senders.x[some.clone()], &senders.y[some.clone()], &senders.z[some.clone()]);
        let count = some.len();
        for (row, target) in rows.enumerate() {
            let [x, y, z] = targets.at(target);
            for ((line, px), (py, pz)) in lines.iter_mut().zip(xs).zip(ys.iter().zip(zs)) {
                let (dx, dy, dz) = (px - x, py - y, pz - z);
                *line = (dx * dx + dy * dy + dz * dz).sqrt();
            }
            if let Some(Limits { reach, targets, senders }) = limits {
                let own = targets[target];
                for (line, &sender) in lines.iter_mut().zip(&senders[some.clone()]) {
                    let near = if *line <= *reach { *line } else { f64::INFINITY };
                    *line = if sender == own { f64::INFINITY } else { near };
                }
            }
            table.find(lines, slots, beside);
            for (order, weights) in weights.iter_mut().enumerate() {
                table.weights(order, slots, beside, &mut weights[row * count..(row + 1) * count]);
            }
        }
    }
}
