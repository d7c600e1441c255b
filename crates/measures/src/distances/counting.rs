//! Distances counted in single precision: for curves of chance, where all pairs weigh the same.

use super::{Layout, PairSums, Weighted};
use crate::neighbours::single;
use agglom_method::{Context, MethodError};
use pulp::{Arch, Simd, WithSimd};

/// Distances looked at together.
const BLOCK: usize = 512;

/// Points in single precision, and the bins in which their distances are counted: those of the curve, far as well as near.
pub(super) struct Counting<'a> {
    points: &'a Weighted,
    others: Option<&'a Weighted>,
    layout: Layout,
    /// Coordinates of the points, from the south-west of all.
    from: Vec<[f32; 2]>,
    /// Those of the points at the other end of pairs, apart.
    to: [Vec<f32>; 2],
    /// How many bins lie within reach.
    bins: usize,
}

impl<'a> Counting<'a> {
    /// Steps become a little narrower, so that the distance up to which all are counted ends one.
    pub(super) fn new(points: &'a Weighted, others: Option<&'a Weighted>, layout: Layout) -> Self {
        let steps = (layout.far / layout.step).ceil();
        let step = if layout.far > 0.0 { layout.far / (steps + 0.5) } else { layout.step };
        let to = others.unwrap_or(points);
        let least = |own: &[f64], other: &[f64]| own.iter().chain(other).copied().fold(f64::INFINITY, f64::min);
        let (west, south) = (least(&points.cells.x, &to.cells.x), least(&points.cells.y, &to.cells.y));
        let from = |least: f64, along: &[f64]| along.iter().map(|c| single(c - least)).collect::<Vec<_>>();
        let coordinates = |p: &Weighted| [from(west, &p.cells.x), from(south, &p.cells.y)];
        let [x, y] = coordinates(points);
        let bins = (layout.near.max(layout.far) / step).round() as usize + 1;
        Self {
            points,
            others,
            layout: Layout { step, ..layout },
            from: x.into_iter().zip(y).map(|(x, y)| [x, y]).collect(),
            to: coordinates(to),
            bins,
        }
    }

    /// The points number `part`, `part` + `parts` and so on in stretches, so that all parts have about as many pairs.
    pub(super) fn part(&self, part: (usize, usize), context: &Context<'_>) -> Result<PairSums, MethodError> {
        Ok(self.sums(&Arch::new().dispatch(Part { counting: self, part, context })?))
    }

    /// What is kept of distances, each anywhere in its bin: t² is 1/12 in the mean.
    fn sums(&self, counts: &Counts) -> PairSums {
        let Layout { far, step, .. } = self.layout;
        let inside = if far > 0.0 { (far / step) as usize + 1 } else { 0 };
        let mut sums = PairSums::with_bins(self.layout, step, inside + 1);
        sums.smallest = f64::from(counts.smallest).sqrt();
        sums.counts[..inside].copy_from_slice(&counts.all[..inside]);
        for (bin, &count) in counts.all[..inside].iter().enumerate() {
            let (count, beside) = (count as f64, bin as f64 * step - far / 2.0);
            sums.sums[0] += count * beside;
            sums.sums[1] += count * (beside * beside + step * step / 12.0);
        }
        for (moments, &count) in sums.moments.iter_mut().zip(&counts.all[..self.bins]) {
            *moments = [count as f64, 0.0, count as f64 / 12.0, 0.0];
        }
        sums
    }
}

/// How many distances fell in each bin, and the square of the smallest.
struct Counts {
    all: Vec<u64>,
    /// Those not yet added to all: half the memory, which a cache holds.
    some: Vec<u32>,
    seen: usize,
    smallest: f32,
    /// Squared distances that wait until there are enough to look at together.
    waiting: [f32; BLOCK],
    waits: usize,
}

struct Part<'a> {
    counting: &'a Counting<'a>,
    part: (usize, usize),
    context: &'a Context<'a>,
}

impl WithSimd for Part<'_> {
    type Output = Result<Counts, MethodError>;

    /// The same operations on every processor, on as many pairs at a time as it can.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Self::Output {
        const STRETCH: usize = 64;
        let Self { counting, part: (part, parts), context } = self;
        // One bin more for what is too far.
        let mut counts = Counts::new(counting.bins + 1);
        for start in (part * STRETCH..counting.points.len()).step_by(parts * STRETCH) {
            context.proceed()?;
            for i in start..(start + STRETCH).min(counting.points.len()) {
                counts.point(counting, i);
            }
            // So many more than one stretch adds fit.
            if counts.seen > u32::MAX as usize / 2 {
                counts.gather();
            }
        }
        counts.look(counting.layout.step);
        counts.gather();
        Ok(counts)
    }
}

impl Counts {
    fn new(bins: usize) -> Self {
        Self { all: vec![0; bins], some: vec![0; bins], seen: 0, smallest: f32::INFINITY, waiting: [f32::INFINITY; BLOCK], waits: 0 }
    }

    /// The distances from a point.
    #[inline(always)]
    fn point(&mut self, counting: &Counting<'_>, i: usize) {
        let Counting { points, others, layout, from, to: [x, y], .. } = counting;
        let first = if others.is_some() { 0 } else { i + 1 };
        others.unwrap_or(points).cells.stretches(points.cells.point(i), layout.near.max(layout.far), first, |mut start, until| {
            while start < until {
                let end = until.min(start + BLOCK - self.waits);
                self.wait(from[i], &x[start..end], &y[start..end]);
                start = end;
                if self.waits == BLOCK {
                    self.look(layout.step);
                }
            }
        });
    }

    #[inline(always)]
    fn wait(&mut self, [x, y]: [f32; 2], xs: &[f32], ys: &[f32]) {
        for ((square, px), py) in self.waiting[self.waits..].iter_mut().zip(xs).zip(ys) {
            let (dx, dy) = (px - x, py - y);
            *square = dx * dx + dy * dy;
        }
        self.waits += xs.len();
    }

    /// Counts the distances that wait.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "steps need no more digits")]
    fn look(&mut self, step: f64) {
        // Added to a number below 2²², it rounds to the nearest whole number, which then stands in the low bits (2²³).
        const ROUNDING: f32 = 8_388_608.0;
        self.waiting[self.waits..].fill(f32::INFINITY);
        self.waits = 0;
        self.seen += BLOCK;
        let (per_step, last) = ((1.0 / step) as f32, (self.some.len() - 1) as f32);
        let mut bins = [0; BLOCK];
        for (bin, square) in bins.iter_mut().zip(&self.waiting) {
            let steps = square.sqrt() * per_step;
            *bin = (if steps < last { steps } else { last } + ROUNDING).to_bits() & (ROUNDING as u32 - 1);
        }
        for square in self.waiting {
            self.smallest = if square < self.smallest { square } else { self.smallest };
        }
        for bin in bins {
            let count = &mut self.some[bin as usize];
            *count = count.wrapping_add(1);
        }
    }

    /// Adds what was counted to the whole before it is too much.
    fn gather(&mut self) {
        self.seen = 0;
        self.all.iter_mut().zip(&mut self.some).for_each(|(all, some)| *all += u64::from(std::mem::take(some)));
    }
}
