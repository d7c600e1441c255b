//! Curves that chance alone gives.

use super::{Density, Estimate, Leaves, Sides};
use crate::null::{Null, sample};
use agglom_method::{Context, MethodError, Seed};
use rayon::prelude::*;

/// Simulated curves, each with a value per distance.
pub(crate) type Curves = Vec<Vec<Option<f64>>>;

/// Establishments at their sites.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Establishments<'a> {
    /// All sites.
    pub(crate) sites: &'a [[f64; 2]],
    /// What establishments weigh, if pairs are weighted.
    pub(crate) sizes: Option<&'a [f64]>,
}

impl Establishments<'_> {
    /// Some establishments where they are, and those at the other end of the pairs, if they are others.
    pub(crate) fn sides(&self, own: &[u32], others: Option<&[u32]>) -> Sides {
        let weights = |members: &[u32]| self.sizes.map(|s| members.iter().map(|&i| s[i as usize]).collect());
        self.at(own, weights(own), others.map(|o| (o, weights(o))))
    }

    fn at(&self, own: &[u32], weight: Option<Vec<f64>>, others: Option<(&[u32], Option<Vec<f64>>)>) -> Sides {
        Sides {
            points: own.iter().map(|&i| self.sites[i as usize]).collect(),
            weight,
            others: others.map(|(others, weight)| Box::new(self.at(others, weight, None))),
        }
    }
}

/// A null model for some establishments.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance<'a> {
    pub(crate) all: Establishments<'a>,
    pub(crate) null: Null,
    pub(crate) own: &'a [u32],
    pub(crate) others: Option<&'a [u32]>,
    pub(crate) seed: Seed,
}

impl Chance<'_> {
    /// What draw `k` makes of the establishments; `rest` are the sites that the industry leaves free.
    fn drawn(&self, k: usize, rest: &[u32]) -> Sides {
        let mut generator = self.seed.draw(k as u64);
        let (n, m) = (self.own.len(), self.others.map_or(0, <[u32]>::len));
        let dealt = |members: &[u32]| self.all.sizes.map(|s| members.iter().map(|&i| s[i as usize]).collect::<Vec<f64>>());
        let others = self.others.unwrap_or(&[]);
        let (own, other, own_weight, other_weight) = if self.null == Null::PopulationIndependence {
            let other: Vec<u32> = sample(rest.len(), m, &mut generator).into_iter().map(|i| rest[i as usize]).collect();
            (self.own.to_vec(), other, dealt(self.own), dealt(others))
        } else {
            let mut own = sample(self.all.sites.len(), n + m, &mut generator);
            let other = own.split_off(n.min(own.len()));
            let (from_own, from_other) = if self.null == Null::RandomLabelling { (own.as_slice(), other.as_slice()) } else { (self.own, others) };
            let (own_weight, other_weight) = (dealt(from_own), dealt(from_other));
            (own, other, own_weight, other_weight)
        };
        self.all.at(&own, own_weight, self.others.map(|_| (other.as_slice(), other_weight)))
    }

    /// Curves of so many draws, and the observed one as precisely as they are: equal patterns have equal curves. `done` is told of each draw.
    pub(crate) fn quick(
        &self,
        density: &Density<'_>,
        draws: usize,
        context: &Context<'_>,
        done: &(impl Fn() + Sync),
    ) -> Result<(Curves, Vec<Option<f64>>), MethodError> {
        let rest = if self.null == Null::PopulationIndependence { self.rest() } else { Vec::new() };
        let foreseen = density.foreseen(&self.drawn(0, &rest), context)?;
        let curve = |sides: &Sides| {
            context.proceed()?;
            let estimate = density.quick(sides, foreseen, context)?;
            Ok::<_, MethodError>(estimate.map_or_else(|| vec![None; density.at.len()], |e| e.curve))
        };
        let drawn = |k: usize| {
            let curve = curve(&self.drawn(k, &rest))?;
            done();
            Ok(curve)
        };
        Ok(((0..draws).into_par_iter().map(drawn).collect::<Result<_, MethodError>>()?, curve(&self.all.sides(self.own, self.others))?))
    }

    /// Sites of all other establishments.
    fn rest(&self) -> Vec<u32> {
        let mut free = vec![true; self.all.sites.len()];
        self.own.iter().for_each(|&i| free[i as usize] = false);
        (0..free.len() as u32).filter(|&i| free[i as usize]).collect()
    }

    /// Whether so many establishments at random sites can be drawn by their surroundings.
    pub(crate) fn can_be_projected(&self) -> bool {
        self.others.is_none() && (self.null == Null::RandomLocation || (self.null == Null::RandomLabelling && self.all.sizes.is_none()))
    }

    /// How much a drawn curve varies beyond what the surroundings of its sites tell: a standard deviation relative to the maximum of the curve.
    /// With a kernel h, the variance is 2 E(h²) / n², and E(h²) is about K / (2 √π bandwidth).
    pub(crate) fn second_order(&self, bandwidth: f64, most: f64) -> f64 {
        let sums = |s: &[f64]| self.own.iter().map(|&i| s[i as usize]).fold((0.0, 0.0), |(w, v), x| (w + x, v + x * x));
        let effective = self.all.sizes.map_or(self.own.len() as f64, |s| {
            let (w, v) = sums(s);
            w * w / v
        });
        (std::f64::consts::PI.sqrt() * bandwidth * most).powf(-0.5) / effective
    }

    /// Curves of so many draws by the surroundings of the drawn sites, about the mean curve of all sites from about `pairs` pairs; with the error
    /// of that mean.
    pub(crate) fn projected(
        &self,
        density: &Density<'_>,
        pairs: f64,
        draws: usize,
        context: &Context<'_>,
        done: &(impl Fn() + Sync),
    ) -> Result<Option<(Curves, f64)>, MethodError> {
        let all = Sides { points: self.all.sites.to_vec(), weight: None, others: None };
        let n = self.own.len() as f64;
        let mean = density.sampled(&all, (pairs, n * (n - 1.0) / 2.0), &mut self.seed.child("mean").draw(0), context)?;
        let Some(Estimate { curve, bandwidth, error }) = mean else { return Ok(None) };
        let leaves = Leaves::new(self.all.sites, density.at, bandwidth, density.reflection, context)?;
        let coefficients = self.coefficients();
        let one = |k: usize| {
            context.proceed()?;
            let drawn = leaves.draw(&curve, &coefficients, &mut self.seed.draw(k as u64));
            done();
            Ok::<_, MethodError>(drawn)
        };
        Ok(Some(((0..draws).into_par_iter().map(one).collect::<Result<_, _>>()?, error)))
    }

    /// By how much each establishment moves the curve: w (W - w) / (W² - Σ w²), which is 1/n without weights.
    fn coefficients(&self) -> Vec<f64> {
        let weight = |i: u32| self.all.sizes.map_or(1.0, |s| s[i as usize]);
        let (sum, squares) = self.own.iter().map(|&i| weight(i)).fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
        let most = sum * sum - squares;
        self.own.iter().map(|&i| weight(i)).map(|w| if most > 0.0 { w * (sum - w) / most } else { 0.0 }).collect()
    }
}
