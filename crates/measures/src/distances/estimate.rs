//! The density of distances of some points: exactly, or from groups of them if there are too many.

use super::bandwidth::{self, Bandwidth};
use super::{Layout, PairSums, Reflection, Weighted, curve, truncation};
use agglom_method::{Context, Generator, MethodError};
use rayon::prelude::*;

/// The points whose distances are meant, with their weights if pairs are weighted.
#[derive(Debug, Clone)]
pub(crate) struct Sides {
    /// The points.
    pub(crate) points: Vec<[f64; 2]>,
    /// Their weights.
    pub(crate) weight: Option<Vec<f64>>,
    /// The points at the other end, if they are others.
    pub(crate) others: Option<Box<Sides>>,
}

impl Sides {
    /// How many pairs there are.
    pub(crate) fn pairs(&self) -> f64 {
        let n = self.points.len() as f64;
        self.others.as_ref().map_or(n * (n - 1.0).max(0.0) / 2.0, |o| n * o.points.len() as f64)
    }

    /// The weights of all pairs together.
    pub(crate) fn pair_weight(&self) -> f64 {
        let total = |s: &Self| s.weight.as_ref().map_or(s.points.len() as f64, |w| w.iter().sum());
        match (&self.others, &self.weight) {
            (Some(others), _) => total(self) * total(others),
            (None, None) => self.pairs(),
            (None, Some(w)) => {
                let mut before = 0.0;
                w.iter().fold(0.0, |sum, &w| {
                    let sum = sum + w * before;
                    before += w;
                    sum
                })
            }
        }
    }

    /// Which part of the pairs would tell as much if all weighed the same.
    fn evenness(&self) -> f64 {
        let of = |s: &Self| {
            s.weight.as_ref().map_or(1.0, |w| {
                let (sum, squares) = w.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
                if squares > 0.0 { sum * sum / (squares * w.len() as f64) } else { 1.0 }
            })
        };
        of(self) * self.others.as_ref().map_or_else(|| of(self), |o| of(o))
    }

    /// The points with these numbers, of each side.
    fn pick(&self, own: &[u32], other: &[u32]) -> Self {
        Self {
            points: own.iter().map(|&i| self.points[i as usize]).collect(),
            weight: self.weight.as_ref().map(|w| own.iter().map(|&i| w[i as usize]).collect()),
            others: self.others.as_ref().map(|o| Box::new(o.pick(other, &[]))),
        }
    }

    fn cells(&self, reach: f64) -> (Weighted, Option<Weighted>) {
        let cells = |s: &Self| Weighted::new(&s.points, s.weight.as_deref(), reach);
        (cells(self), self.others.as_ref().map(|o| cells(o)))
    }
}

/// What density is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Density<'a> {
    /// At which distances, ascending.
    pub(crate) at: &'a [f64],
    /// How the bandwidth is chosen.
    pub(crate) rule: Bandwidth,
    /// The bandwidth, if it is given.
    pub(crate) fixed: Option<f64>,
    pub(crate) reflection: Reflection,
    /// No two points are farther apart.
    pub(crate) diameter: f64,
}

/// A density of distances.
#[derive(Debug, Clone)]
pub(crate) struct Estimate {
    pub(crate) curve: Vec<Option<f64>>,
    pub(crate) bandwidth: f64,
    /// Bound of the error of the curve, relative to its maximum: of computing if exact, three standard errors if from groups.
    pub(crate) error: f64,
}

/// How much wider than foreseen a bandwidth may come out before the pairs are gone over again.
const MARGIN: f64 = 1.25;
/// A bin must not be wider than this part of the bandwidth.
const WIDEST: f64 = 0.25;

impl Density<'_> {
    /// The last distance.
    fn last(&self) -> f64 {
        self.at.last().copied().unwrap_or(0.0)
    }

    /// Distances up to here choose the bandwidth.
    pub(crate) fn far(&self) -> f64 {
        match (self.fixed, self.rule) {
            (Some(_), _) => 0.0,
            (None, Bandwidth::Silverman) => self.diameter,
            (None, Bandwidth::SilvermanNear | Bandwidth::SheatherJones) => 2.0 * self.last(),
        }
    }

    /// Bins so many to a bandwidth, but not more than fit the cache.
    fn layout(&self, foreseen: f64, fineness: f64) -> Layout {
        const BINS: f64 = 65_536.0;
        let near = self.last() + truncation(foreseen * MARGIN);
        Layout { near, far: self.far(), step: (foreseen / fineness).max(near / BINS) }
    }

    /// The density over all pairs, as precisely as can be. `None` if the distances have no spread that gives a bandwidth.
    pub(crate) fn exact(&self, sides: &Sides, context: &Context<'_>) -> Result<Option<Estimate>, MethodError> {
        self.whole(sides, self.foreseen(sides, context)?, false, context)
    }

    /// The density over all pairs, as precisely as a curve of chance need be: what it misses is nothing beside that by which such curves differ.
    pub(crate) fn quick(&self, sides: &Sides, foreseen: f64, context: &Context<'_>) -> Result<Option<Estimate>, MethodError> {
        self.whole(sides, foreseen, true, context)
    }

    /// Goes over the pairs, and once more if the bandwidth is not as foreseen.
    fn whole(&self, sides: &Sides, mut foreseen: f64, quick: bool, context: &Context<'_>) -> Result<Option<Estimate>, MethodError> {
        const EXACT: f64 = 256.0;
        const QUICK: f64 = 64.0;
        let mut again = true;
        loop {
            let layout = self.layout(foreseen, if quick { QUICK } else { EXACT });
            let (own, others) = sides.cells(layout.near.max(layout.far));
            let counted = quick && self.can_be_counted(sides, layout);
            let sums = if counted { PairSums::counted } else { PairSums::of }(&own, others.as_ref(), layout, context)?;
            let bandwidth = match (self.fixed, self.rule) {
                (Some(bandwidth), _) => Some(bandwidth),
                (None, Bandwidth::SheatherJones) => bandwidth::sheather_jones(&sums, &own, others.as_ref()),
                (None, _) => bandwidth::silverman(&sums, (!counted).then_some((&own, others.as_ref())), sums.pairs()),
            };
            let Some(bandwidth) = bandwidth else { return Ok(None) };
            if !again || (bandwidth <= foreseen * MARGIN && bandwidth * MARGIN >= foreseen) {
                return Ok(self.estimate(&sums, bandwidth, sides.pair_weight()));
            }
            (foreseen, again) = (bandwidth, false);
        }
    }

    /// True if pairs weigh the same, their distances are not looked at twice, and single precision tells many numbers within each step apart.
    fn can_be_counted(&self, sides: &Sides, layout: Layout) -> bool {
        const STEPS: f64 = 262_144.0;
        let once = self.fixed.is_some() || self.rule != Bandwidth::SheatherJones;
        sides.weight.is_none() && once && self.diameter.max(layout.near).max(layout.far) <= STEPS * layout.step
    }

    fn estimate(&self, sums: &PairSums, bandwidth: f64, weight: f64) -> Option<Estimate> {
        let eta = sums.layout.step / bandwidth;
        if eta > WIDEST || weight <= 0.0 || !weight.is_finite() {
            return None;
        }
        let curve = curve(sums, self.at, bandwidth, weight, self.reflection);
        // Twice, for the mirror: the fourth derivative of the kernel is at most 3 times its height; the rest is cut off.
        let share = sums.moments.iter().map(|m| m[0]).sum::<f64>() / weight;
        let kernel = 2.0 * (share * (eta / 2.0).powi(4) / 8.0 + 1.3e-14) / (bandwidth * std::f64::consts::TAU.sqrt());
        let most = curve.iter().flatten().copied().fold(0.0, f64::max);
        let error = if most > 0.0 { kernel / most } else { 0.0 };
        Some(Estimate { curve, bandwidth, error })
    }

    /// What the bandwidth will be about, from some of the points, if it is not given.
    pub(crate) fn foreseen(&self, sides: &Sides, context: &Context<'_>) -> Result<f64, MethodError> {
        const SOME: usize = 500;
        if let Some(bandwidth) = self.fixed {
            return Ok(bandwidth);
        }
        let some = |n: usize| (0..n as u32).step_by(n.div_ceil(SOME).max(1)).collect::<Vec<_>>();
        let few = sides.pick(&some(sides.points.len()), &some(sides.others.as_ref().map_or(0, |o| o.points.len())));
        let layout = Layout { near: 0.0, far: self.far(), step: 1.0 };
        let (own, others) = few.cells(layout.far);
        let sums = PairSums::of(&own, others.as_ref(), layout, context)?;
        let pairs = (sums.pairs() * sides.pairs() / few.pairs().max(1.0)).max(2.0);
        let bandwidth = bandwidth::silverman(&sums, Some((&own, others.as_ref())), pairs);
        let guess = bandwidth.unwrap_or(0.2 * layout.far * sides.pairs().max(2.0).powf(-0.2));
        // Sheather and Jones' is usually about half as wide.
        Ok(if self.rule == Bandwidth::SheatherJones { guess / 2.0 } else { guess })
    }

    /// The density from about so many pairs: the points fall at random into groups, and all pairs inside groups are taken. Every point is in one
    /// group, so that it does not matter which points are near many others, only which pairs are drawn. The bandwidth is that of `all` pairs.
    pub(crate) fn sampled(
        &self,
        sides: &Sides,
        (pairs, all): (f64, f64),
        generator: &mut Generator,
        context: &Context<'_>,
    ) -> Result<Option<Estimate>, MethodError> {
        const STRANDS: usize = 16;
        const FINENESS: f64 = 64.0;
        let fewer = if self.fixed.is_some() { 1.0 } else { (sides.pairs() / all).powf(0.2) };
        let foreseen = self.foreseen(sides, context)? * fewer;
        let layout = self.layout(foreseen, FINENESS);
        let groups = ((sides.pairs() / pairs).ceil() as usize).min(sides.points.len() / 2).max(1);
        let own = crate::null::permutation(sides.points.len(), generator);
        let other = crate::null::permutation(sides.others.as_ref().map_or(0, |o| o.points.len()), generator);
        let dealt = |order: &[u32], group: usize| order[order.len() * group / groups..order.len() * (group + 1) / groups].to_vec();
        let strands: Vec<Option<(PairSums, f64)>> = (0..STRANDS)
            .into_par_iter()
            .map(|strand| {
                let mut all: Option<(PairSums, f64)> = None;
                for group in (strand..groups).step_by(STRANDS) {
                    let group = sides.pick(&dealt(&own, group), &dealt(&other, group));
                    let (points, others) = group.cells(layout.near.max(layout.far));
                    let sums = PairSums::of(&points, others.as_ref(), layout, context)?;
                    match &mut all {
                        Some((total, weight)) => {
                            total.add(&sums);
                            *weight += group.pair_weight();
                        }
                        None => all = Some((sums, group.pair_weight())),
                    }
                }
                Ok(all)
            })
            .collect::<Result<_, MethodError>>()?;
        Ok(self.pooled(strands.into_iter().flatten().collect(), all, (sides.pairs(), sides.evenness())))
    }

    fn pooled(&self, strands: Vec<(PairSums, f64)>, all: f64, (of, even): (f64, f64)) -> Option<Estimate> {
        let weight: f64 = strands.iter().map(|s| s.1).sum();
        let mut sums = strands.first()?.0.clone();
        strands[1..].iter().for_each(|s| sums.add(&s.0));
        let bandwidth = match self.fixed {
            Some(bandwidth) => bandwidth,
            None => bandwidth::silverman(&sums, None, (all * sums.pairs() / sums.pairs_in_all().max(1.0)).max(2.0))?,
        };
        let mut estimate = self.estimate(&sums, bandwidth, weight)?;
        let most = estimate.curve.iter().flatten().copied().fold(0.0, f64::max);
        // Only the draw of pairs matters; with a kernel h its variance is E(h²) / pairs, and E(h²) is about K / (2 √π bandwidth).
        let squares = most / (2.0 * std::f64::consts::PI.sqrt() * bandwidth);
        let left = (1.0 - sums.pairs_in_all() / of).max(0.0);
        let deviation = (squares * left / (sums.pairs_in_all() * even).max(1.0)).sqrt();
        estimate.error += if most > 0.0 { 3.0 * deviation / most } else { 0.0 };
        Some(estimate)
    }
}
