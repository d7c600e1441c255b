//! From a panel to fits, chances and how well they tell what happened.

use super::chances::{Accuracy, Chance, Outcome, chances, outcomes};
use super::design::{Design, Point, Symbol};
use super::fit::{Effort, Fit, Unfitted};
use super::observed::{ABSENT, PRESENT, UNKNOWN};
use super::pooling::{Fits, boundary_test, fits, profile};
use super::prepare::Prepared;
use super::problem::Problem;
use super::rates::{Colonisation, Parameters, Rates};
use super::specification::Pooling;
use super::starts::thinned;
use super::sums::{Pair, Sources, Sums, dense};
use super::tree;
use agglom_method::{Context, MethodError};
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal as Gauss};
use std::collections::BTreeMap;

/// Largest correlation of two estimates that is let pass without a profile.
pub(crate) const RIDGE: f64 = 0.95;
/// Up to so many transitions a profile is computed without being asked for.
const QUICK: usize = 100_000;

/// How a panel is analysed.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) rates: Rates,
    pub(crate) pooling: Pooling,
    pub(crate) effort: Effort,
    /// Rain as a number; none if it is estimated.
    pub(crate) rain: Option<f64>,
    pub(crate) fixed: BTreeMap<Symbol, f64>,
    pub(crate) profile: Vec<Symbol>,
    pub(crate) fill: bool,
    pub(crate) stochasticity: bool,
    pub(crate) alpha: f64,
}

/// A parameter of one fit, in the units of the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimated {
    /// The industry; none if it is the fit of all.
    pub industry: Option<usize>,
    /// The parameter.
    pub symbol: Symbol,
    /// Its value.
    pub value: Option<f64>,
    /// Standard error on the scale of estimation.
    pub standard_error: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Lower end by profile likelihood.
    pub profile_low: Option<f64>,
    /// Upper end by profile likelihood.
    pub profile_high: Option<f64>,
    /// Probability of as much evidence against zero, if it is zero.
    pub p_value: Option<f64>,
    /// Why there is no interval.
    pub reason: Option<&'static str>,
}

/// What an industry may do in a place in the next period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prospect {
    /// The place.
    pub place: usize,
    /// The industry.
    pub industry: usize,
    /// Whether it is there.
    pub present: Option<bool>,
    /// What reaches it.
    pub connectivity: Option<f64>,
    /// What the place can hold of it.
    pub capacity: Option<f64>,
    /// Chance of entry if it is not there.
    pub entry: Option<f64>,
    /// Chance of exit if it is there.
    pub exit: Option<f64>,
    /// Lower end of the interval of that chance.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Why something is empty.
    pub reason: Option<&'static str>,
}

/// Entries and exits, as they were and as the model expects them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Turnover {
    /// Places or industries that stayed away or came.
    pub empty: usize,
    /// Entries.
    pub entries: usize,
    /// Expected entries.
    pub expected_entries: f64,
    /// Those that stayed or left.
    pub occupied: usize,
    /// Exits.
    pub exits: usize,
    /// Expected exits.
    pub expected_exits: f64,
}

impl Turnover {
    fn add(&mut self, outcome: &Outcome) {
        let (all, changed, expected) = if outcome.present {
            (&mut self.occupied, &mut self.exits, &mut self.expected_exits)
        } else {
            (&mut self.empty, &mut self.entries, &mut self.expected_entries)
        };
        *all += 1;
        *changed += usize::from(outcome.changed);
        *expected += outcome.chance;
    }
}

/// How good a fit is.
#[derive(Debug, Clone, Serialize)]
pub struct Quality {
    /// What happened and was expected.
    pub turnover: Turnover,
    /// Mean squared error of chances of entry.
    pub brier_entry: Option<f64>,
    /// Area under the curve of entry.
    pub auc_entry: Option<f64>,
    /// Mean squared error of chances of exit.
    pub brier_exit: Option<f64>,
    /// Area under the curve of exit.
    pub auc_exit: Option<f64>,
}

/// All that is found.
#[derive(Debug, Clone)]
pub(crate) struct Analysis {
    pub(crate) fits: Fits,
    pub(crate) parameters: Vec<Estimated>,
    pub(crate) prospects: Vec<Prospect>,
    pub(crate) places: Vec<Turnover>,
    pub(crate) steps: Vec<Turnover>,
    pub(crate) quality: Vec<Option<Quality>>,
    pub(crate) rounds: usize,
    pub(crate) sum_error: Option<f64>,
}

/// The parameters that are estimated, and the values of the others in normal units.
fn design(prepared: &mut Prepared, plan: &Plan) -> Design {
    let estimated = |symbol: &Symbol| !plan.fixed.contains_key(symbol);
    let bound = [Symbol::HalfEntry, Symbol::ExitRate, Symbol::Rain].iter().any(|s| plan.fixed.contains_key(s)) || plan.rain.is_some_and(|m| m > 0.0);
    if bound && prepared.observed.capacity_scale != 1.0 {
        // Known in the units of the data: these stay.
        let shift = prepared.observed.capacity_scale.ln();
        prepared.observed.log_capacity.iter_mut().for_each(|log| *log += shift);
        prepared.observed.capacity_scale = 1.0;
    }
    let parameters = Parameters { alpha: 1.0, b: 0.0, y: 1.0, z: plan.rates.exponent(), e: 0.1, x: 0.0, omega: 0.0, rain: plan.rain.unwrap_or(0.0) };
    let w = prepared.covariates.len();
    let mut base = Point { parameters, entry: vec![0.0; w], exit: vec![0.0; w], sigma: 0.0 };
    let mut free = vec![Symbol::Decay];
    let varies = !prepared.facts.equal;
    let wanted = [
        (varies, Symbol::CapacityOut),
        (true, Symbol::HalfEntry),
        (plan.rates.colonisation == Colonisation::Free, Symbol::Exponent),
        (true, Symbol::ExitRate),
        (varies, Symbol::CapacityExit),
        (prepared.network.relatedness.is_some(), Symbol::Relatedness),
        (plan.rain.is_none(), Symbol::Rain),
        (plan.stochasticity, Symbol::Stochasticity),
    ];
    free.extend(wanted.into_iter().filter(|w| w.0).map(|w| w.1));
    free.extend((0..w as u32).flat_map(|q| [Symbol::EntryCovariate(q), Symbol::ExitCovariate(q)]));
    free.retain(estimated);
    free.sort_unstable();
    for (&symbol, &value) in &plan.fixed {
        base.set(symbol, if symbol == Symbol::Decay { value * prepared.observed.distance_scale } else { value });
    }
    if prepared.network.relatedness.is_some() && plan.fixed.get(&Symbol::Relatedness) == Some(&0.0) {
        prepared.network.relatedness = None;
    }
    Design { free, base }
}

impl Analysis {
    /// Fits a panel and says what follows.
    pub(crate) fn new(prepared: &mut Prepared, plan: &Plan, context: &Context<'_>) -> Result<Self, Unfitted> {
        let design = design(prepared, plan);
        let (fits, rounds) = settled(prepared, &design, plan, context)?;
        let parameters = parameters(prepared, &fits, plan, context)?;
        let mut found = Self {
            parameters,
            prospects: Vec::new(),
            places: vec![Turnover::default(); prepared.network.places()],
            steps: vec![Turnover::default(); prepared.observed.steps.len()],
            quality: Vec::new(),
            rounds,
            sum_error: None,
            fits,
        };
        found.judged(prepared, context)?;
        found.sum_error = sum_error(prepared, &found.fits);
        found.prospects = prospects(prepared, &found.fits, plan.alpha, context)?;
        Ok(found)
    }

    /// How well the fits tell what happened.
    fn judged(&mut self, prepared: &Prepared, context: &Context<'_>) -> Result<(), MethodError> {
        for fitted in &self.fits.fitted {
            context.proceed()?;
            let Ok(fit) = &fitted.fit else {
                self.quality.push(None);
                continue;
            };
            let targets = fitted.industry.map_or_else(|| prepared.industries.clone(), |k| vec![k]);
            let problem = Problem::new(&prepared.network, &prepared.observed, fit.rates, targets, context.watch);
            let outcomes = outcomes(&problem, fit)?;
            let mut turnover = Turnover::default();
            for outcome in &outcomes {
                turnover.add(outcome);
                self.places[outcome.place].add(outcome);
                self.steps[outcome.step].add(outcome);
            }
            let (entry, exit) = (Accuracy::of(&outcomes, false), Accuracy::of(&outcomes, true));
            self.quality.push(Some(Quality { turnover, brier_entry: entry.brier, auc_entry: entry.auc, brier_exit: exit.brier, auc_exit: exit.auc }));
        }
        Ok(())
    }
}

/// Fits, again with what they expect of unknown presence until that does not change.
fn settled(prepared: &mut Prepared, design: &Design, plan: &Plan, context: &Context<'_>) -> Result<(Fits, usize), Unfitted> {
    const ROUNDS: usize = 8;
    let fill = plan.fill && prepared.facts.missing > 0.0;
    if fill {
        guessed(prepared);
    }
    let mut round = 1;
    loop {
        let problem = Problem::new(&prepared.network, &prepared.observed, plan.rates, prepared.industries.clone(), context.watch);
        let fits = fits(&problem, design, plan.effort, plan.pooling)?;
        if !fill || round == ROUNDS || expected(prepared, &fits, context)? < 1e-4 {
            return Ok((fits, round));
        }
        round += 1;
    }
}

/// The share of places with an industry in each period, where it is not known.
fn guessed(prepared: &mut Prepared) {
    let observed = &mut prepared.observed;
    for (present, state) in observed.present.iter_mut().zip(&observed.state) {
        for (mut column, states) in present.axis_iter_mut(ndarray::Axis(1)).zip(state.axis_iter(ndarray::Axis(1))) {
            let count = |which: u8| states.iter().filter(|s| **s == which).count() as f64;
            let (yes, no) = (count(PRESENT), count(ABSENT));
            let share = if yes + no > 0.0 { yes / (yes + no) } else { 0.0 };
            for (value, &state) in column.iter_mut().zip(states) {
                if state == UNKNOWN {
                    *value = share;
                }
            }
        }
    }
}

/// Puts what the fits expect of unknown presence in its place; the largest change.
fn expected(prepared: &mut Prepared, fits: &Fits, context: &Context<'_>) -> Result<f64, MethodError> {
    let mut change = 0.0_f64;
    for t in 0..prepared.observed.state.len() {
        for fitted in &fits.fitted {
            let Ok(fit) = &fitted.fit else { continue };
            let targets = fitted.industry.map_or_else(|| prepared.industries.clone(), |k| vec![k]);
            let from = t.saturating_sub(1);
            let found = chances((&prepared.network, &prepared.observed), fit, &targets, from, 0.0, context.watch)?;
            for chance in found {
                let at = [chance.place, chance.industry];
                if prepared.observed.state[t][at] != UNKNOWN {
                    continue;
                }
                let before = prepared.observed.present[from][at];
                // Nothing is known before the first period: there, the share of time that the model expects (B.2).
                let value = if t == 0 { at_rest(&chance) } else { before * (1.0 - chance.exit) + (1.0 - before) * chance.entry };
                let old = std::mem::replace(&mut prepared.observed.present[t][at], value);
                change = change.max((old - value).abs());
            }
        }
    }
    Ok(change)
}

fn at_rest(chance: &Chance) -> f64 {
    let total = chance.entry + chance.exit;
    if total > 0.0 { chance.entry / total } else { 0.0 }
}

/// The normal deviate of an interval.
pub(crate) fn deviate(alpha: f64) -> f64 {
    Gauss::standard().inverse_cdf(1.0 - alpha / 2.0)
}

/// The table of parameters.
fn parameters(prepared: &Prepared, fits: &Fits, plan: &Plan, context: &Context<'_>) -> Result<Vec<Estimated>, Unfitted> {
    let mut found = Vec::new();
    for fitted in &fits.fitted {
        match &fitted.fit {
            Ok(fit) => {
                let targets = fitted.industry.map_or_else(|| prepared.industries.clone(), |k| vec![k]);
                let problem = Problem::new(&prepared.network, &prepared.observed, fit.rates, targets, context.watch);
                let shrunken = fitted.shrinkage.is_some();
                for estimated in of_fit(&problem, fit, fitted.industry, shrunken, plan)? {
                    found.push(estimated);
                }
            }
            Err(word) => found.push(Estimated { reason: Some(word), ..empty(fitted.industry, Symbol::Decay) }),
        }
    }
    Ok(found)
}

fn empty(industry: Option<usize>, symbol: Symbol) -> Estimated {
    Estimated {
        industry,
        symbol,
        value: None,
        standard_error: None,
        low: None,
        high: None,
        profile_low: None,
        profile_high: None,
        p_value: None,
        reason: None,
    }
}

fn of_fit(problem: &Problem<'_>, fit: &Fit, industry: Option<usize>, shrunken: bool, plan: &Plan) -> Result<Vec<Estimated>, Unfitted> {
    let (z, drop) = (deviate(plan.alpha), ChiSquared::new(1.0).map_or(3.84, |chi| chi.inverse_cdf(1.0 - plan.alpha)) / 2.0);
    let ridge = fit.ridge().filter(|r| r.2.abs() > RIDGE && fit.events.transitions() <= QUICK);
    let mut symbols: Vec<Symbol> = fit.free.iter().copied().chain(fit.boundary.iter().map(|b| b.0)).chain(plan.fixed.keys().copied()).collect();
    symbols.sort_unstable();
    symbols.dedup();
    let mut found = Vec::new();
    for symbol in symbols {
        let mut one = Estimated { value: Some(fit.point.get(symbol)).filter(|v| v.is_finite()), ..empty(industry, symbol) };
        if let Some((theta, error)) = fit.estimate(symbol) {
            let end = |theta: f64| Some(symbol.natural(theta)).filter(|v| v.is_finite());
            one.standard_error = Some(error).filter(|e| e.is_finite());
            (one.low, one.high) = (end(theta - z * error), end(theta + z * error));
            let told = ridge.is_some_and(|r| r.0 == symbol || r.1 == symbol);
            if !shrunken && (plan.profile.contains(&symbol) || told) {
                let ends = profile(problem, fit, symbol, drop)?;
                let offset = theta - fit.normal.theta[fit.normal.design.position(symbol).unwrap_or_default()];
                [one.profile_low, one.profile_high] = ends.map(|e| e.and_then(|theta| end(theta + offset)));
            }
            if !shrunken && absent_at_zero(symbol) {
                one.p_value = boundary_test(problem, fit, symbol, plan.effort)?.map(|t| t.1);
            }
        } else if let Some((_, word)) = fit.boundary.iter().find(|b| b.0 == symbol) {
            one.reason = Some(word);
            if absent_at_zero(symbol) {
                one.p_value = Some(1.0);
            }
        } else {
            one.reason = Some("fixed");
        }
        found.push(one);
    }
    Ok(found)
}

/// True of parameters whose absence is their being zero.
fn absent_at_zero(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::Relatedness | Symbol::Rain | Symbol::Stochasticity)
}

/// The largest relative error of what arrives at some places, where sums are interpolated.
fn sum_error(prepared: &Prepared, fits: &Fits) -> Option<f64> {
    const PLACES: usize = 32;
    let Sums::Tree { share } = prepared.network.sums else { return None };
    let fitted = fits.fitted.iter().find_map(|f| f.fit.as_ref().ok())?;
    let one = prepared.observed.present.last()?.select(ndarray::Axis(1), &[*prepared.industries.first()?]);
    let rows = thinned(&(0..prepared.network.places()).collect::<Vec<_>>(), PLACES);
    let (sources, pair) = (Sources::new(vec![one]), [Pair { kernel: 0, capacity: 0 }]);
    let alpha = fitted.point.parameters.alpha;
    let found = tree::sums(&prepared.network, share, alpha, &rows, &sources, &pair)?;
    let exact = dense(&prepared.network, alpha, &rows, &sources, &pair);
    let errors = found[0].iter().zip(&exact[0]).filter(|(_, exact)| **exact > 0.0).map(|(found, exact)| (found - exact).abs() / exact);
    Some(errors.fold(0.0, f64::max))
}

/// What may happen after the last period, by place and industry.
fn prospects(prepared: &Prepared, fits: &Fits, alpha: f64, context: &Context<'_>) -> Result<Vec<Prospect>, MethodError> {
    let last = prepared.observed.state.len() - 1;
    let industries = &prepared.industries;
    let unfitted = |industry: usize| fits.fitted.iter().filter(|f| f.industry.is_none_or(|k| k == industry)).find_map(|f| f.fit.as_ref().err());
    let words: Vec<Option<&'static str>> = industries.iter().map(|&k| unfitted(k).copied()).collect();
    let pairs = (0..prepared.network.places()).flat_map(|place| industries.iter().zip(&words).map(move |(&k, &word)| (place, k, word)));
    let mut found: Vec<Prospect> = pairs.map(|(place, industry, word)| unknown(prepared, last, (place, industry), word)).collect();
    for fitted in &fits.fitted {
        context.proceed()?;
        let Ok(fit) = &fitted.fit else { continue };
        let targets = fitted.industry.map_or_else(|| industries.clone(), |k| vec![k]);
        for chance in chances((&prepared.network, &prepared.observed), fit, &targets, last, deviate(alpha), context.watch)? {
            let Ok(at) = industries.binary_search(&chance.industry) else { continue };
            let row = &mut found[chance.place * industries.len() + at];
            row.connectivity = Some(chance.connectivity).filter(|s| s.is_finite());
            let (probability, ends) = if row.present == Some(true) { (chance.exit, chance.exit_ends) } else { (chance.entry, chance.entry_ends) };
            match row.present {
                Some(true) => row.exit = Some(probability),
                Some(false) => row.entry = Some(probability),
                None => continue,
            }
            (row.low, row.high) = ends.unzip();
        }
    }
    Ok(found)
}

/// A row without chances, and why it may stay without.
fn unknown(prepared: &Prepared, last: usize, (place, industry): (usize, usize), word: Option<&'static str>) -> Prospect {
    let state = prepared.observed.state[last][[place, industry]];
    let capacity = Some(prepared.network.capacity[[place, industry]]).filter(|c| c.is_finite());
    let reason = match (word, state, prepared.observed.usable(last, place, industry), capacity) {
        (Some(word), ..) => Some(word),
        (None, UNKNOWN, ..) => Some("missing"),
        (None, _, false, Some(_)) => Some("no-covariate"),
        (None, _, false, None) => Some("no-capacity"),
        _ => None,
    };
    let present = (state != UNKNOWN).then_some(state == PRESENT);
    Prospect { place, industry, present, connectivity: None, capacity, entry: None, exit: None, low: None, high: None, reason }
}
