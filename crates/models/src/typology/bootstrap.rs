//! What a cluster would be if its firms, the thresholds and the weights were slightly others.

use super::evidence::{Rule, Sources, measured};
use super::firms::Firm;
use super::judgement::{Judgement, Label};
use super::metric::{Metric, Values};
use agglom_measures::quantile;
use agglom_method::{Context, MethodError, Seed};
use rand::RngExt;
use rayon::prelude::*;

/// The draws of one cluster.
pub(crate) struct Draws {
    draws: Vec<(Label, Values)>,
}

/// How the draws of one cluster are made.
pub(crate) struct Resampling<'a> {
    /// Its firms, the largest first.
    pub(crate) firms: &'a [Firm],
    /// Where its metrics come from.
    pub(crate) sources: &'a Sources,
    /// How firms are measured.
    pub(crate) rule: &'a Rule,
    /// How many of the largest firms are in every draw.
    pub(crate) keep: usize,
    /// When no type stands out.
    pub(crate) mixed: (f64, f64),
    /// Where its random numbers come from.
    pub(crate) seed: Seed,
}

impl Resampling<'_> {
    /// Draw `k` of the firms: the largest ones once, as many as the others are with replacement among the others.
    fn copies(&self, k: u64) -> Vec<u32> {
        let all = self.firms.len();
        let keep = self.keep.min(all);
        let mut copies = vec![0; all];
        copies[..keep].fill(1);
        let mut generator = self.seed.draw(k);
        for _ in keep..all {
            copies[generator.random_range(keep..all)] += 1;
        }
        copies
    }

    /// One draw for each judgement, in their order.
    pub(crate) fn draws(&self, judgements: &[Judgement], context: &Context<'_>) -> Result<Draws, MethodError> {
        let draw = |(k, judgement): (usize, &Judgement)| {
            context.proceed()?;
            let values = self.sources.complete(&measured(self.firms, &self.copies(k as u64), self.rule));
            Ok((judgement.verdict(&values, self.mixed.0, self.mixed.1).label, values))
        };
        Ok(Draws { draws: judgements.par_iter().enumerate().map(draw).collect::<Result<_, MethodError>>()? })
    }
}

impl Draws {
    /// The share of draws with each of the labels, if there are draws.
    pub(crate) fn shares(&self) -> Option<[f64; Label::JUDGED.len()]> {
        let share = |label: Label| self.draws.iter().filter(|d| d.0 == label).count() as f64 / self.draws.len() as f64;
        (!self.draws.is_empty()).then(|| Label::JUDGED.map(share))
    }

    /// The ends of the interval of a metric at level 1 - `alpha`.
    pub(crate) fn interval(&self, metric: Metric, alpha: f64) -> Option<(f64, f64)> {
        let mut values: Vec<f64> = self.draws.iter().filter_map(|d| d.1[metric.number()]).collect();
        values.sort_unstable_by(f64::total_cmp);
        quantile(&values, alpha / 2.0).zip(quantile(&values, 1.0 - alpha / 2.0))
    }
}
