//! Chances of entry and exit with their intervals, and how well they tell what happened.

use super::design::{Design, Symbol};
use super::fit::Fit;
use super::likelihood::Slots;
use super::network::Network;
use super::observed::Observed;
use super::problem::{Block, Predictors, Problem};
use super::rates::ln_1m_exp;
use super::stochasticity::{mean, shifts};
use crate::backtest::{Clusters, areas, brier};
use agglom_method::{MethodError, Watch};

/// Chances of one industry in one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chance {
    pub(crate) place: usize,
    pub(crate) industry: usize,
    /// In the units of the data.
    pub(crate) connectivity: f64,
    pub(crate) entry: f64,
    pub(crate) exit: f64,
    /// Ends of the interval of the chance of entry.
    pub(crate) entry_ends: Option<(f64, f64)>,
    /// Ends of the interval of the chance of exit.
    pub(crate) exit_ends: Option<(f64, f64)>,
}

/// Variance of a linear function of the estimates.
fn variance(fit: &Fit, slopes: &[f64]) -> f64 {
    let v = &fit.normal.covariance;
    let row = |a: usize| (0..slopes.len()).map(|b| v[(a, b)] * slopes[b]).sum::<f64>();
    (0..slopes.len()).filter(|&a| slopes[a] != 0.0).map(|a| slopes[a] * row(a)).sum::<f64>().max(0.0)
}

fn logistic(v: f64) -> f64 {
    1.0 / (1.0 + (-v).exp())
}

/// The chances of a pair by its predictors; intervals by the delta method on the scale of the predictor (entry) and of log odds (exit).
pub(crate) fn chance(fit: &Fit, at: &Predictors, slopes: (&[f64], &[f64]), deviate: f64) -> [(f64, Option<(f64, f64)>); 2] {
    let rates = fit.rates;
    let entry = if at.entry > f64::NEG_INFINITY { rates.entry_of(at.entry) } else { 0.0 };
    let spread = deviate * variance(fit, slopes.0).sqrt();
    let entry_ends = (at.entry.is_finite() && spread.is_finite()).then(|| (rates.entry_of(at.entry - spread), rates.entry_of(at.entry + spread)));
    if fit.point.sigma > 0.0 {
        return [(entry, entry_ends), over_years(fit, at, slopes, deviate)];
    }
    let (log_exit, [by_entry, by_exit], _) = rates.log_exit(at.entry, at.exit);
    let stay = ln_1m_exp(log_exit);
    let joint: Vec<f64> = slopes.0.iter().zip(slopes.1).map(|(c, h)| (by_entry * c + by_exit * h) / stay.exp()).collect();
    let (spread, odds) = (deviate * variance(fit, &joint).sqrt(), log_exit - stay);
    let exit_ends = (odds.is_finite() && spread.is_finite()).then(|| (logistic(odds - spread), logistic(odds + spread)));
    [(entry, entry_ends), (log_exit.exp(), exit_ends)]
}

/// The chance of exit in the mean over years.
fn over_years(fit: &Fit, at: &Predictors, slopes: (&[f64], &[f64]), deviate: f64) -> (f64, Option<(f64, f64)>) {
    let own = fit.normal.design.position(Symbol::Stochasticity);
    let (mut exit, mut joint) = (0.0, vec![0.0; slopes.0.len()]);
    for (shift, weight) in shifts(fit.point.sigma) {
        let (log, [by_entry, by_exit], _) = fit.rates.log_exit(at.entry, at.exit + shift);
        let chance = weight * log.exp();
        exit += chance;
        for (joint, (c, h)) in joint.iter_mut().zip(slopes.0.iter().zip(slopes.1)) {
            *joint += chance * (by_entry * c + by_exit * h);
        }
        if let Some(slot) = own {
            joint[slot] += chance * by_exit * shift;
        }
    }
    let odds = exit.ln() - (-exit).ln_1p();
    for slope in &mut joint {
        *slope /= exit * (1.0 - exit);
    }
    let spread = deviate * variance(fit, &joint).sqrt();
    (exit, (odds.is_finite() && spread.is_finite()).then(|| (logistic(odds - spread), logistic(odds + spread))))
}

fn of_block(block: &Block<'_>, fit: &Fit, slots: &Slots, deviate: f64) -> Vec<Chance> {
    let problem = block.problem;
    let period = problem.steps[0].0;
    let unit = problem.observed.capacity_scale.powf(block.point.parameters.b);
    let (mut by_entry, mut by_exit) = (vec![0.0; slots.count], vec![0.0; slots.count]);
    let mut found = Vec::with_capacity(block.rows.len() * problem.targets.len());
    for (row, &place) in block.rows.iter().enumerate() {
        let covariates = problem.observed.covariate(period).map(|w| w.row(place).to_vec());
        for (target, &industry) in problem.targets.iter().enumerate() {
            if !problem.observed.usable(period, place, industry) {
                continue;
            }
            let at = block.predictors(row, 0, target);
            slots.slopes(fit.rates, block.point, &at, covariates.as_deref(), &mut by_entry, &mut by_exit);
            let [(entry, entry_ends), (exit, exit_ends)] = chance(fit, &at, (&by_entry, &by_exit), deviate);
            let connectivity = at.link.log.exp() * unit;
            found.push(Chance { place, industry, connectivity, entry, exit, entry_ends, exit_ends });
        }
    }
    found
}

/// Chances in the step after a period; places and industries whose capacity is not known are left out.
pub(crate) fn chances(
    (network, observed): (&Network, &Observed),
    fit: &Fit,
    targets: &[usize],
    period: usize,
    deviate: f64,
    watch: &dyn Watch,
) -> Result<Vec<Chance>, MethodError> {
    let mut problem = Problem::new(network, observed, fit.rates, targets.to_vec(), watch);
    problem.steps = vec![(period, period)];
    let design: &Design = &fit.normal.design;
    let (slots, point) = (Slots::new(design), design.point(&fit.normal.theta));
    let blocks = problem.blocks(design, &point, 1, |block| of_block(block, fit, &slots, deviate))?;
    Ok(blocks.into_iter().flatten().collect())
}

/// What happened to an industry in a place, and what its chance was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) place: usize,
    pub(crate) step: usize,
    pub(crate) present: bool,
    pub(crate) chance: f64,
    /// It entered, or left.
    pub(crate) changed: bool,
}

/// All transitions behind a fit.
pub(crate) fn outcomes(problem: &Problem<'_>, fit: &Fit) -> Result<Vec<Outcome>, MethodError> {
    let design = Design { free: Vec::new(), base: fit.normal.design.point(&fit.normal.theta) };
    let blocks = problem.blocks(&design, &design.base, 0, |block| {
        let mut found = Vec::new();
        for (row, &place) in block.rows.iter().enumerate() {
            for (step, &between) in problem.steps.iter().enumerate() {
                for (target, &industry) in problem.targets.iter().enumerate() {
                    let Some((present, after)) = problem.observed.happened(between, place, industry) else { continue };
                    let at = block.predictors(row, step, target);
                    let entry = if at.entry > f64::NEG_INFINITY { fit.rates.entry_of(at.entry) } else { 0.0 };
                    let exit = || mean(fit.point.sigma, |shift| fit.rates.log_exit(at.entry, at.exit + shift).0.exp());
                    let chance = if present { exit() } else { entry };
                    found.push(Outcome { place, step, present, chance, changed: present != after });
                }
            }
        }
        found
    })?;
    Ok(blocks.into_iter().flatten().collect())
}

/// How well chances of one kind tell what happened.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Accuracy {
    /// Mean squared error of the chances.
    pub(crate) brier: Option<f64>,
    /// Chance that a change had a higher chance than no change.
    pub(crate) auc: Option<f64>,
}

impl Accuracy {
    /// Of entries (places that were empty) or of exits.
    pub(crate) fn of(outcomes: &[Outcome], present: bool) -> Self {
        let some: Vec<&Outcome> = outcomes.iter().filter(|o| o.present == present).collect();
        let (chance, changed): (Vec<f64>, Vec<bool>) = some.iter().map(|o| (o.chance, o.changed)).unzip();
        let place: Vec<u32> = some.iter().map(|o| o.place as u32).collect();
        let clusters = Clusters { of: &place, count: place.iter().max().map_or(0, |p| *p as usize + 1) };
        Self {
            brier: brier(&chance, &chance, &changed, clusters).map(|b| b.score.value),
            auc: areas(&[&chance], &changed, clusters).and_then(|a| a.first().map(|a| a.area.value)),
        }
    }
}
