use super::curves::{Compared, Values};
use super::{EdgeSums, Marked, Pair, Precision, Radii, Sites};
use crate::null::Null;
use crate::ripley::Function;
use crate::window::Window;
use agglom_method::{Context, Generator, MethodError, Seed};
use rayon::prelude::*;
use std::f64::consts::{PI, TAU};

/// Ripley's K and its kin for one pair of industries, observed and under chance.
pub(crate) struct SecondOrder<'a> {
    /// The sites.
    pub(crate) sites: &'a Sites,
    /// Where they could have been.
    pub(crate) window: &'a Window,
    /// Distances at which values are wanted.
    pub(crate) distances: &'a [f64],
    /// What is computed of the pairs.
    pub(crate) function: Function,
    /// True if all establishments are one industry.
    pub(crate) pooled: bool,
    /// True if establishments count by their size.
    pub(crate) weighted: bool,
    /// What chance is left to decide.
    pub(crate) null: Null,
    /// How many draws.
    pub(crate) draws: usize,
}

/// Points with their weights.
#[derive(Default)]
struct Points {
    places: Vec<[f64; 2]>,
    weights: Vec<f64>,
}

impl SecondOrder<'_> {
    /// The values of a pair, observed and of every draw.
    pub(crate) fn curves(&self, pair: Pair, done: (usize, usize), context: &Context<'_>) -> Result<Compared, MethodError> {
        let (from, to) = self.dealt(pair, None);
        let same = self.pooled || pair.0 == pair.1;
        let bandwidth = self.bandwidth(if same { from.places.len() } else { to.places.len() });
        let radii = Radii::new(&self.radii(bandwidth));
        let values = |from: &Points, to: &Points, precision: Precision| {
            let precision = if self.function == Function::G { Precision::Moments } else { precision };
            self.values(from, (!same).then_some(to), (&radii, precision), bandwidth, context)
        };
        let value = values(&from, &to, Precision::Double)?;
        let alike = if self.draws > 0 { values(&from, &to, Precision::Single)? } else { value.clone() };
        let name = |j: usize| if self.pooled { "" } else { self.sites.codes.get(j) };
        // A pattern of its own for every pair, whichever others are asked for.
        let seed = context.seed.child(self.null.name()).child(name(pair.0)).child(name(pair.1));
        let simulated = (0..self.draws)
            .into_par_iter()
            .map(|k| {
                context.proceed()?;
                let (from, to) = self.drawn(pair, (&from, &to), k as u64, seed, context);
                values(&from, &to, Precision::Single)
            })
            .collect::<Result<Vec<_>, MethodError>>()?;
        context.watch.progress(done.0 as u64 + 1, done.1 as u64);
        Ok(Compared { value, alike, simulated })
    }

    /// The two patterns of a pair, with establishments where chance dealt them.
    fn dealt(&self, (s, t): Pair, dealt: Option<&[u32]>) -> (Points, Points) {
        let (mut from, mut to) = (Points::default(), Points::default());
        let put = |points: &mut Points, at: usize, site: usize, who: usize| {
            points.places.push(self.sites.cells.point(at));
            points.weights.push(self.sites.weight[if self.null == Null::RandomLabelling { site } else { who }]);
        };
        for (at, &site) in self.sites.cells.member.iter().enumerate() {
            let who = dealt.map_or(site, |d| d[site as usize]) as usize;
            let industry = self.sites.industry[who] as usize;
            if self.pooled || industry == s {
                // All points as one: industries do not matter, and labels are the weights themselves.
                if self.pooled && self.null == Null::RandomLabelling {
                    put(&mut from, at, who, who);
                } else {
                    put(&mut from, at, site as usize, who);
                }
            }
            if !self.pooled && industry == t && s != t {
                put(&mut to, at, site as usize, who);
            }
        }
        (from, to)
    }

    fn drawn(&self, pair: Pair, (from, to): (&Points, &Points), draw: u64, seed: Seed, context: &Context<'_>) -> (Points, Points) {
        if self.null == Null::CompleteSpatialRandomness {
            let mut generator = seed.draw(draw);
            let anywhere = |points: &Points, generator: &mut Generator| Points {
                places: self.window.places(points.places.len(), generator),
                weights: points.weights.clone(),
            };
            return (anywhere(from, &mut generator), anywhere(to, &mut generator));
        }
        let dealt = self.sites.dealt(self.null, Some(pair.0), draw, context);
        self.dealt(pair, Some(&dealt))
    }

    /// Half the width of the Epanechnikov kernel of g: Stoyan's 0.15/√density of the points looked at.
    fn bandwidth(&self, points: usize) -> f64 {
        const STOYAN: f64 = 0.15;
        STOYAN / (points as f64 / self.window.area()).sqrt()
    }

    /// The distances at which rings end: those asked for, or the ends of the kernel around them.
    fn radii(&self, bandwidth: f64) -> Vec<f64> {
        if self.function != Function::G {
            return self.distances.to_vec();
        }
        let mut ends: Vec<f64> = self.distances.iter().flat_map(|r| [r - bandwidth, r + bandwidth]).filter(|&r| r >= 0.0).collect();
        ends.sort_unstable_by(f64::total_cmp);
        ends.dedup();
        ends
    }

    fn values(
        &self,
        from: &Points,
        to: Option<&Points>,
        (radii, precision): (&Radii, Precision),
        bandwidth: f64,
        context: &Context<'_>,
    ) -> Result<Values, MethodError> {
        let marked = |p: &Points| Marked::new(&p.places, self.weighted.then_some(&p.weights), self.window, radii);
        let others = to.map(marked);
        let sums = EdgeSums::new(&marked(from), others.as_ref(), radii, precision, context)?;
        let size = |p: &Points| if self.weighted { p.weights.iter().sum() } else { p.places.len() as f64 };
        // With weights the mean weight is over all pairs, of a point with itself, too (Penttinen et al. 1992).
        let pairs = size(from) * to.map_or_else(|| if self.weighted { size(from) } else { size(from) - 1.0 }, size);
        let per_pair = |sum: f64| (pairs > 0.0).then(|| self.window.area() * sum / pairs);
        Ok(match self.function {
            Function::K => sums.cumulated().into_iter().map(per_pair).collect(),
            Function::L => sums.cumulated().into_iter().zip(self.distances).map(|(sum, r)| per_pair(sum).map(|k| (k / PI).sqrt() - r)).collect(),
            Function::G => self
                .distances
                .iter()
                .map(|&r| if r > 0.0 { per_pair(kernel_sum(&sums, &self.radii(bandwidth), r, bandwidth)).map(|k| k / (TAU * r)) } else { None })
                .collect(),
        })
    }
}

/// Σ e_ij (3/4h) (1 - ((r - d)/h)²) over the pairs closer to r than h, from sums of e, e d and e d² over the rings in between.
fn kernel_sum(sums: &EdgeSums, ends: &[f64], r: f64, h: f64) -> f64 {
    let first = if r < h { 0 } else { ends.partition_point(|&end| end <= r - h) };
    let last = ends.partition_point(|&end| end <= r + h);
    let [zero, one, two] = sums.over(first..last.max(first));
    0.75 / h * (zero - (r * r * zero - 2.0 * r * one + two) / (h * h))
}
