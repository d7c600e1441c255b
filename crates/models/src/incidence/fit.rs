//! Maximum likelihood with standard errors, boundaries and identification.

use super::design::{Design, Point, Symbol};
use super::likelihood::{Evaluation, Wanted, evaluate};
use super::newton::{End, MOST, Summit, climb};
use super::observed::Events;
use super::problem::Problem;
use super::rates::Rates;
use super::starts::{smaller, starts};
use agglom_method::{Generator, MethodError};
use nalgebra::{DMatrix, DVector, SymmetricEigen};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// From this many transitions on, a climb starts where one on a part of the data ended.
const MANY: usize = 300_000;
/// How many transitions that part has, about.
const SOME: usize = 30_000;

/// How standard errors are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandardErrors {
    /// Sandwich formula, scores added within places: right even if years of a place are alike for other reasons.
    Place,
    /// Inverse of the observed information: right if the model is.
    Hessian,
    /// Inverse of the sum of squared scores.
    Opg,
}

/// Parameters of the model as estimated.
#[derive(Debug, Clone, Serialize)]
pub struct Fit {
    /// The form of the chances.
    pub rates: Rates,
    /// All parameters in the units of the data.
    pub point: Point,
    /// Those that were estimated.
    pub free: Vec<Symbol>,
    /// Their estimates in the units of the data, as logarithms where they are positive.
    pub theta: Vec<f64>,
    /// Covariance of these estimates, row by row.
    pub covariance: Vec<Vec<f64>>,
    /// Parameters at the end of their range: what was found there.
    pub boundary: Vec<(Symbol, &'static str)>,
    /// The log likelihood.
    pub log_likelihood: f64,
    /// Largest absolute value of the gradient, in units of median distance and mean capacity.
    pub gradient: f64,
    /// How far the maximum is at most, in standard errors.
    pub distance: f64,
    /// Newton steps.
    pub iterations: usize,
    /// What happened.
    #[serde(skip)]
    pub(crate) events: Events,
    /// The same in units of median distance and mean capacity.
    #[serde(skip)]
    pub(crate) normal: Normal,
}

/// Estimates in units of median distance and mean capacity.
#[derive(Debug, Clone)]
pub(crate) struct Normal {
    pub(crate) design: Design,
    pub(crate) theta: Vec<f64>,
    pub(crate) covariance: DMatrix<f64>,
}

/// Why there is no fit.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfitted {
    /// Too few entries or exits.
    TooFew {
        /// Entries.
        entries: usize,
        /// Exits.
        exits: usize,
    },
    /// An industry entered a place that nothing reaches.
    Impossible {
        /// The place.
        place: usize,
        /// The period before.
        period: usize,
        /// The industry.
        industry: usize,
    },
    /// The data do not tell these parameters (apart).
    NotIdentified(Vec<Symbol>),
    /// No maximum was reached.
    NotConverged {
        /// Steps done.
        iterations: usize,
    },
    /// Something else, such as that nobody wants the answer.
    Stopped(MethodError),
}

impl From<MethodError> for Unfitted {
    fn from(error: MethodError) -> Self {
        Self::Stopped(error)
    }
}

impl Fit {
    /// The estimate of a parameter in the units of the data, if it was estimated, and its standard error on the scale of estimation.
    pub fn estimate(&self, symbol: Symbol) -> Option<(f64, f64)> {
        let at = self.free.iter().position(|&s| s == symbol)?;
        Some((self.theta[at], self.covariance[at][at].max(0.0).sqrt()))
    }

    /// Parameters drawn from the normal distribution of the estimates, in the units of the data; those of the fit where nothing was estimated.
    pub fn drawn(&self, generator: &mut Generator) -> Point {
        // An empty matrix has no eigenvalues to be computed.
        if self.theta.is_empty() {
            return self.point.clone();
        }
        let eigen = SymmetricEigen::new(DMatrix::from_fn(self.theta.len(), self.theta.len(), |a, b| self.covariance[a][b]));
        let normal = DVector::from_fn(self.theta.len(), |_, _| crate::sampling::normal(generator));
        let scaled = normal.component_mul(&eigen.eigenvalues.map(|v| v.max(0.0).sqrt()));
        let shift = &eigen.eigenvectors * scaled;
        let mut point = self.point.clone();
        for (slot, &symbol) in self.free.iter().enumerate() {
            point.set(symbol, symbol.natural(self.theta[slot] + shift[slot]));
        }
        point
    }

    /// Entries behind the fit.
    pub fn entries(&self) -> usize {
        self.events.entries
    }

    /// Akaike's information criterion.
    pub fn aic(&self) -> f64 {
        2.0 * (self.free.len() as f64 - self.log_likelihood)
    }

    /// The correlation of two estimates, where they are nearly the same.
    pub(crate) fn ridge(&self) -> Option<(Symbol, Symbol, f64)> {
        let v = &self.covariance;
        let pairs = (0..v.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let correlations = pairs.map(|(a, b)| (self.free[b], self.free[a], v[a][b] / (v[a][a] * v[b][b]).sqrt()));
        correlations.filter(|c| c.2.is_finite()).max_by(|a, b| a.2.abs().total_cmp(&b.2.abs()))
    }
}

/// The inverse of the information; parameters along which there is none.
pub(crate) fn inverse(information: &DMatrix<f64>, design: &Design) -> Result<DMatrix<f64>, Unfitted> {
    const SINGULAR: f64 = 1e-11;
    let n = information.nrows();
    if n == 0 {
        return Ok(DMatrix::zeros(0, 0));
    }
    let scale = information.diagonal().map(|d| if d > 0.0 { 1.0 / d.sqrt() } else { 1.0 });
    let scaled = DMatrix::from_fn(n, n, |a, b| information[(a, b)] * scale[a] * scale[b]);
    if scaled.iter().any(|v| !v.is_finite()) {
        return Err(Unfitted::NotIdentified(design.free.clone()));
    }
    let eigen = SymmetricEigen::new(scaled);
    if let Some((at, _)) = eigen.eigenvalues.iter().enumerate().filter(|(_, v)| **v < SINGULAR).min_by(|a, b| a.1.total_cmp(b.1)) {
        let vector = eigen.eigenvectors.column(at);
        let named = design.free.iter().zip(vector.iter()).filter(|(_, v)| v.abs() > 0.3).map(|(&s, _)| s).collect();
        return Err(Unfitted::NotIdentified(named));
    }
    let inverse = &eigen.eigenvectors * DMatrix::from_diagonal(&eigen.eigenvalues.map(|v| 1.0 / v)) * eigen.eigenvectors.transpose();
    Ok(DMatrix::from_fn(n, n, |a, b| inverse[(a, b)] * scale[a] * scale[b]))
}

/// How a fit is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) errors: StandardErrors,
    pub(crate) tolerance: f64,
    pub(crate) least_events: usize,
}

/// The maximum of the likelihood and what it tells.
pub(crate) fn fit(problem: &Problem<'_>, design: &Design, effort: Effort) -> Result<Fit, Unfitted> {
    let events = problem.targets.iter().fold(Events::default(), |sum, &k| sum.plus(problem.observed.events(k)));
    if events.entries < effort.least_events || events.exits < effort.least_events {
        return Err(Unfitted::TooFew { entries: events.entries, exits: events.exits });
    }
    let start = best_starts(problem, design, events)?;
    let mut best: Option<Summit> = None;
    for theta in start {
        let Some(known) = &best else {
            best = Some(climb(problem, design, &theta, effort.tolerance, None)?);
            continue;
        };
        // Another start is followed to the end only if it leads higher, or if the first led nowhere.
        let rough = climb(problem, design, &theta, 1e-2, None)?;
        let higher = rough.evaluation.value > known.evaluation.value + 1e-3;
        if higher || known.end != End::Converged && rough.end == End::Converged {
            best = Some(climb(problem, design, &rough.theta, effort.tolerance, None)?);
        }
    }
    let best = best.ok_or(Unfitted::NotConverged { iterations: 0 })?;
    finished(problem, design, best, effort, events)
}

/// Up to three starts, moved to the maxima under rough sums where these are much faster.
fn best_starts(problem: &Problem<'_>, design: &Design, events: Events) -> Result<Vec<Vec<f64>>, Unfitted> {
    let found = starts_of_part(problem, design, events)?;
    let Some(rough) = problem.rough() else { return Ok(found) };
    let moved = |theta: Vec<f64>| climb(&rough, design, &theta, 1e-2, None).map(|s| if s.end == End::Converged { s.theta } else { theta });
    Ok(found.into_iter().map(moved).collect::<Result<_, _>>()?)
}

/// Up to three starts; for much data, the maxima of a part of them.
fn starts_of_part(problem: &Problem<'_>, design: &Design, events: Events) -> Result<Vec<Vec<f64>>, Unfitted> {
    let part = smaller(problem, 256, 16);
    let first = starts(&part, design)?;
    if let Some((place, step, industry)) = evaluate(problem, design, &first[0], Wanted::Value)?.impossible {
        return Err(Unfitted::Impossible { place, period: problem.steps[step].0, industry });
    }
    if events.transitions() < MANY {
        return Ok(first.into_iter().take(3).collect());
    }
    let part = smaller(problem, 512.max(SOME / problem.targets.len().min(32) / problem.steps.len().max(1)), 32);
    let mut best: Option<Summit> = None;
    for theta in first.iter().take(2) {
        let summit = climb(&part, design, theta, 1e-2, None)?;
        if best.as_ref().is_none_or(|b| summit.evaluation.value > b.evaluation.value) {
            best = Some(summit);
        }
    }
    let converged = best.filter(|b| b.end == End::Converged);
    Ok(vec![converged.map_or_else(|| first[0].clone(), |b| b.theta)])
}

/// What is made of a parameter that ran off: its limit, with a word for it.
fn limit(symbol: Symbol, theta: f64) -> Option<(f64, &'static str)> {
    match symbol {
        Symbol::Relatedness | Symbol::Rain | Symbol::Stochasticity if theta < 0.0 => Some((0.0, "none-found")),
        Symbol::Decay if theta < 0.0 => Some((0.0, "no-decay")),
        _ => None,
    }
}

/// Climbs on without the parameters that ran off, and takes standard errors.
pub(crate) fn finished(problem: &Problem<'_>, design: &Design, mut summit: Summit, effort: Effort, events: Events) -> Result<Fit, Unfitted> {
    let (mut design, mut boundary) = (design.clone(), Vec::new());
    loop {
        match summit.end {
            End::Converged => break,
            End::Flat => {
                inverse(&-&summit.evaluation.hessian, &design)?;
                return Err(Unfitted::NotConverged { iterations: summit.iterations });
            }
            End::Stopped => return Err(Unfitted::NotConverged { iterations: summit.iterations.min(MOST) }),
            End::Beyond(symbol) => {
                let at = design.position(symbol).unwrap_or_default();
                let Some((value, word)) = limit(symbol, summit.theta[at]) else { return Err(Unfitted::NotIdentified(vec![symbol])) };
                boundary.push((symbol, word));
                let mut theta = summit.theta.clone();
                theta.remove(at);
                design = design.without(symbol, value);
                summit = climb(problem, &design, &theta, effort.tolerance, None)?;
            }
        }
    }
    let scores = effort.errors != StandardErrors::Hessian;
    let full = if scores { evaluate(problem, &design, &summit.theta, Wanted::Scores)? } else { summit.evaluation.clone() };
    let covariance = covariance(&full, &design, effort.errors)?;
    Ok(told(problem, design, &summit, (boundary, covariance), events))
}

/// The covariance of estimates (B.5).
pub(crate) fn covariance(full: &Evaluation, design: &Design, errors: StandardErrors) -> Result<DMatrix<f64>, Unfitted> {
    let bread = inverse(&-&full.hessian, design)?;
    Ok(match errors {
        StandardErrors::Hessian => bread,
        StandardErrors::Place => &bread * &full.places * &bread,
        StandardErrors::Opg => inverse(&full.transitions, design)?,
    })
}

type Known = (Vec<(Symbol, &'static str)>, DMatrix<f64>);

/// The fit in the units of the data.
pub(crate) fn told(problem: &Problem<'_>, design: Design, summit: &Summit, (boundary, covariance): Known, events: Events) -> Fit {
    let observed = problem.observed;
    let point = design.point(&summit.theta).rescaled(problem.rates, observed.distance_scale, observed.capacity_scale);
    let units = design.units(problem.rates, observed.capacity_scale);
    let own = &units * &covariance * units.transpose();
    Fit {
        rates: problem.rates,
        theta: design.free.iter().map(|&s| s.scaled(point.get(s))).collect(),
        point,
        free: design.free.clone(),
        covariance: (0..own.nrows()).map(|a| own.row(a).iter().copied().collect()).collect(),
        boundary,
        log_likelihood: summit.evaluation.value,
        gradient: if summit.theta.is_empty() { 0.0 } else { summit.evaluation.gradient.amax() },
        distance: summit.distance,
        iterations: summit.iterations,
        events,
        normal: Normal { design, theta: summit.theta.clone(), covariance },
    }
}
