//! One pass over the pairs of points that keeps what any bandwidth needs.

use super::{Counting, Weighted};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// Bins in which distances are counted to find their quartiles; a power of two, the last one for those that are farther.
const COUNTS: usize = 2048;
/// Added to a number below 2^31, it rounds to the nearest whole number, which then stands in the low bits (2^52).
const ROUNDING: f64 = 4_503_599_627_370_496.0;
/// Distances looked at together.
const BLOCK: usize = 512;
/// Distances worked out side by side.
const LANES: usize = 4;

/// Which distances are kept how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Layout {
    /// Distances up to here enter the curve.
    pub(crate) near: f64,
    /// Distances up to here enter the bandwidth.
    pub(crate) far: f64,
    /// Width of the bins of the curve.
    pub(crate) step: f64,
}

/// What is kept of the distances between points.
#[derive(Debug, Clone)]
pub(crate) struct PairSums {
    pub(crate) layout: Layout,
    /// Sum, up to `far`, of distances less `far` / 2, and of its squares.
    pub(super) sums: [f64; 2],
    /// Number of pairs between the points, near or not.
    all: f64,
    /// The smallest distance of all that were looked at.
    pub(crate) smallest: f64,
    /// Width of the bins in which distances are counted.
    pub(super) width: f64,
    /// Numbers of distances up to `far`, by bins about the multiples of `width`; the last is for those that are farther.
    pub(super) counts: Vec<u64>,
    /// Sums of w, wt, wt², wt³ for each multiple of `step`, where t is the distance from there in steps, within half a step.
    pub(crate) moments: Vec<[f64; 4]>,
}

/// Distances that wait until there are enough to look at together.
struct Waiting {
    count: usize,
    /// Squared until they are looked at.
    distance: [f64; BLOCK],
    weight: [f64; BLOCK],
    /// The bins they are counted in, and how far they are from the middle of the range that chooses the bandwidth.
    bins: [f64; BLOCK],
    beside: [f64; BLOCK],
}

impl Waiting {
    fn new() -> Self {
        Self { count: 0, distance: [0.0; BLOCK], weight: [0.0; BLOCK], bins: [0.0; BLOCK], beside: [0.0; BLOCK] }
    }

    /// Takes the distances from a place to as many of some points as there is room for, and says how many.
    #[inline]
    fn take<const WEIGHTED: bool>(&mut self, place: [f64; 2], weight: f64, to: &Weighted, (from, until): (usize, usize)) -> usize {
        let (start, taken) = (self.count, (until - from).min(BLOCK - self.count));
        let end = from + taken;
        for ((d, x), y) in self.distance[start..].iter_mut().zip(&to.cells.x[from..end]).zip(&to.cells.y[from..end]) {
            let (dx, dy) = (x - place[0], y - place[1]);
            *d = dx * dx + dy * dy;
        }
        if WEIGHTED {
            self.weight[start..].iter_mut().zip(&to.weight[from..end]).for_each(|(w, other)| *w = weight * other);
        }
        self.count = start + taken;
        taken
    }
}

impl PairSums {
    fn new(layout: Layout) -> Self {
        Self::with_bins(layout, layout.far / (COUNTS - 2) as f64, COUNTS)
    }

    /// No distances yet, with so many bins of a width to count them in.
    pub(super) fn with_bins(layout: Layout, width: f64, counts: usize) -> Self {
        let moments = vec![[0.0; 4]; (layout.near / layout.step) as usize + 2];
        Self { layout, all: 0.0, sums: [0.0; 2], smallest: f64::INFINITY, width, counts: vec![0; counts], moments }
    }

    /// Goes over the pairs of `points`, or over those of a point and one of the `others`.
    pub(crate) fn of(points: &Weighted, others: Option<&Weighted>, layout: Layout, context: &Context<'_>) -> Result<Self, MethodError> {
        Self::in_parts(points, others, |part| Self::part(points, others, layout, part, context))
    }

    /// The same, with each distance taken to be anywhere in its bin, in single precision; points must weigh the same.
    pub(crate) fn counted(points: &Weighted, others: Option<&Weighted>, layout: Layout, context: &Context<'_>) -> Result<Self, MethodError> {
        let counting = Counting::new(points, others, layout);
        Self::in_parts(points, others, |part| counting.part(part, context))
    }

    /// Many points are cut into parts that depend on their number only, so that the sums are the same at any number of threads.
    fn in_parts(
        points: &Weighted,
        others: Option<&Weighted>,
        sums: impl Fn((usize, usize)) -> Result<Self, MethodError> + Sync,
    ) -> Result<Self, MethodError> {
        const PART: usize = 4096;
        let parts = points.len().div_ceil(PART).clamp(1, 24);
        let n = points.len() as f64;
        let pairs = others.map_or(n * (n - 1.0).max(0.0) / 2.0, |o| n * o.len() as f64);
        if parts == 1 {
            return Ok(Self { all: pairs, ..sums((0, 1))? });
        }
        let mut parts: Vec<Self> = (0..parts).into_par_iter().map(|part| sums((part, parts))).collect::<Result<_, _>>()?;
        let mut all = parts.remove(0);
        for part in &parts {
            all.add(part);
        }
        Ok(Self { all: pairs, ..all })
    }

    /// The points number `part`, `part` + `parts` and so on in stretches, so that all parts have about as many pairs.
    fn part(
        points: &Weighted,
        others: Option<&Weighted>,
        layout: Layout,
        (part, parts): (usize, usize),
        context: &Context<'_>,
    ) -> Result<Self, MethodError> {
        const STRETCH: usize = 64;
        let (mut sums, mut waiting) = (Self::new(layout), Waiting::new());
        let weighted = !points.weight.is_empty();
        for start in (part * STRETCH..points.len()).step_by(parts * STRETCH) {
            context.proceed()?;
            for i in start..(start + STRETCH).min(points.len()) {
                if weighted { sums.point::<true>(points, others, i, &mut waiting) } else { sums.point::<false>(points, others, i, &mut waiting) }
            }
        }
        if weighted {
            sums.look::<true>(&mut waiting);
        } else {
            sums.look::<false>(&mut waiting);
        }
        Ok(sums)
    }

    fn point<const WEIGHTED: bool>(&mut self, points: &Weighted, others: Option<&Weighted>, i: usize, waiting: &mut Waiting) {
        let to = others.unwrap_or(points);
        let place = points.cells.point(i);
        let weight = if WEIGHTED { points.weight[i] } else { 1.0 };
        let reach = self.layout.near.max(self.layout.far);
        to.cells.stretches(place, reach, if others.is_some() { 0 } else { i + 1 }, |mut from, until| {
            while from < until {
                from += waiting.take::<WEIGHTED>(place, weight, to, (from, until));
                if waiting.count == BLOCK {
                    self.look::<WEIGHTED>(waiting);
                }
            }
        });
    }

    /// Looks at the distances that wait.
    fn look<const WEIGHTED: bool>(&mut self, waiting: &mut Waiting) {
        let all = waiting.count.next_multiple_of(LANES);
        waiting.distance[waiting.count..all].fill(f64::INFINITY);
        waiting.count = 0;
        waiting.distance[..all].iter_mut().for_each(|d| *d = d.sqrt());
        self.count(&waiting.distance[..all], &mut waiting.bins, &mut waiting.beside);
        // Those that are near come to the front, without a branch that a processor would guess wrong.
        let (near, per_step) = (self.layout.near, 1.0 / self.layout.step);
        let mut chosen = 0usize;
        for k in 0..all {
            let d = waiting.distance[k];
            waiting.distance[chosen % BLOCK] = d;
            if WEIGHTED {
                waiting.weight[chosen % BLOCK] = waiting.weight[k];
            }
            chosen = chosen.wrapping_add(usize::from(d <= near));
        }
        for (d, &w) in waiting.distance[..chosen].iter().zip(&waiting.weight) {
            let steps = d * per_step;
            let rounded = steps + ROUNDING;
            let t = steps - (rounded - ROUNDING);
            let w = if WEIGHTED { w } else { 1.0 };
            let (wt, tt) = (w * t, t * t);
            let bin = &mut self.moments[rounded.to_bits() as u32 as usize];
            let more = [w, wt, w * tt, wt * tt];
            bin.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }

    /// Counts and sums for the bandwidth; four lanes, so that no addition waits for the last.
    fn count(&mut self, distance: &[f64], bins: &mut [f64; BLOCK], beside: &mut [f64; BLOCK]) {
        let (far, middle, per_bin) = (self.layout.far, self.layout.far / 2.0, self.per_bin());
        for ((&d, bin), u) in distance.iter().zip(bins.iter_mut()).zip(beside.iter_mut()) {
            let inside = d <= far;
            *u = if inside { d - middle } else { 0.0 };
            *bin = ROUNDING + if inside { d * per_bin } else { (COUNTS - 1) as f64 };
        }
        let (mut sum, mut square, mut smallest) = ([0.0; LANES], [0.0; LANES], [f64::INFINITY; LANES]);
        for (d, u) in distance.chunks_exact(LANES).zip(beside.chunks_exact(LANES)) {
            for lane in 0..LANES {
                sum[lane] += u[lane];
                square[lane] += u[lane] * u[lane];
                smallest[lane] = if d[lane] < smallest[lane] { d[lane] } else { smallest[lane] };
            }
        }
        self.sums[0] += (sum[0] + sum[1]) + (sum[2] + sum[3]);
        self.sums[1] += (square[0] + square[1]) + (square[2] + square[3]);
        self.smallest = smallest.into_iter().fold(self.smallest, f64::min);
        let counts: &mut [u64] = &mut self.counts[..COUNTS];
        for bin in &bins[..distance.len()] {
            let count = &mut counts[bin.to_bits() as usize % COUNTS];
            *count = count.wrapping_add(1);
        }
    }

    fn per_bin(&self) -> f64 {
        if self.width > 0.0 { 1.0 / self.width } else { 0.0 }
    }

    /// Number of distances up to `far`.
    pub(crate) fn pairs(&self) -> f64 {
        self.counts[..self.counts.len() - 1].iter().sum::<u64>() as f64
    }

    /// How many pairs there are between the points, near or not.
    pub(crate) fn pairs_in_all(&self) -> f64 {
        self.all
    }

    /// Adds one point's distances to all of the `others`.
    pub(crate) fn from_point(points: &Weighted, others: &Weighted, i: usize, layout: Layout) -> Self {
        let mut sums = Self::new(layout);
        let mut waiting = Waiting::new();
        sums.point::<true>(points, Some(others), i, &mut waiting);
        sums.look::<true>(&mut waiting);
        sums
    }

    /// Adds the sums of other pairs.
    pub(crate) fn add(&mut self, more: &Self) {
        self.all += more.all;
        self.sums.iter_mut().zip(more.sums).for_each(|(s, m)| *s += m);
        self.smallest = self.smallest.min(more.smallest);
        self.counts.iter_mut().zip(&more.counts).for_each(|(s, m)| *s += m);
        for (s, m) in self.moments.iter_mut().zip(&more.moments) {
            s.iter_mut().zip(m).for_each(|(s, m)| *s += m);
        }
    }

    /// Standard deviation of the distances up to `far` (n - 1).
    pub(crate) fn deviation(&self) -> Option<f64> {
        let m = self.pairs();
        (m >= 2.0).then(|| ((self.sums[1] - self.sums[0] * self.sums[0] / m).max(0.0) / (m - 1.0)).sqrt())
    }

    /// The bin of the distance that has so many others below it, and how many lie below the bin.
    pub(crate) fn bin_of_rank(&self, rank: f64) -> (usize, f64) {
        let mut below = 0.0;
        for (bin, &count) in self.counts[..self.counts.len() - 1].iter().enumerate() {
            if below + count as f64 > rank {
                return (bin, below);
            }
            below += count as f64;
        }
        (self.counts.len() - 2, below)
    }

    /// How many distances are in a bin.
    pub(crate) fn in_bin(&self, bin: usize) -> f64 {
        self.counts[bin] as f64
    }

    /// Where a bin begins and ends, but for rounding.
    pub(crate) fn bin_ends(&self, bin: usize) -> (f64, f64) {
        (((bin as f64 - 0.5) * self.width).max(0.0), ((bin as f64 + 0.5) * self.width).min(self.layout.far))
    }

    /// Whether a distance was counted in one of these bins.
    pub(crate) fn counted_in(&self, distance: f64, bins: (usize, usize)) -> bool {
        let bin = (distance * self.per_bin() + ROUNDING).to_bits() as u32 as usize;
        bin >= bins.0 && bin <= bins.1
    }
}
