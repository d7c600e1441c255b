//! Fits of industries: each by itself, all together, or each drawn towards the mean of all.

use super::design::{Design, Symbol};
use super::fit::{Effort, Fit, Unfitted, finished, fit, inverse, told};
use super::likelihood::{Wanted, evaluate};
use super::newton::{End, Prior, Summit, climb};
use super::observed::Events;
use super::problem::Problem;
use super::specification::Pooling;
use agglom_method::MethodError;
use rayon::prelude::*;
use serde::Serialize;

/// The fit of one industry, or of all.
#[derive(Debug, Clone, Serialize)]
pub struct Fitted {
    /// The industry; none if it is the fit of all.
    pub industry: Option<usize>,
    /// What was estimated, or the word that says why nothing was.
    pub fit: Result<Fit, &'static str>,
    /// With partial pooling, how far its estimates are drawn towards the mean of all (mean over parameters, 0 to 1).
    pub shrinkage: Option<f64>,
}

/// The mean of all industries and how much they differ, on the scale of estimation.
#[derive(Debug, Clone, Serialize)]
pub struct Common {
    /// The parameters.
    pub free: Vec<Symbol>,
    /// Mean of industries, in units of median distance and of the geometric mean of capacity.
    pub mean: Vec<f64>,
    /// Standard deviation between industries.
    pub spread: Vec<f64>,
}

/// All fits.
#[derive(Debug, Clone, Serialize)]
pub struct Fits {
    /// One for all, or one for each industry.
    pub fitted: Vec<Fitted>,
    /// With partial pooling, how much industries differ.
    pub common: Option<Common>,
}

/// The word for why an industry has no fit; an error if nobody wants it any more.
fn word(error: Unfitted) -> Result<&'static str, MethodError> {
    match error {
        Unfitted::TooFew { .. } => Ok("too-few-events"),
        Unfitted::Impossible { .. } => Ok("impossible-entry"),
        Unfitted::NotIdentified(_) => Ok("not-identified"),
        Unfitted::NotConverged { .. } => Ok("not-converged"),
        Unfitted::Stopped(error) => Err(error),
    }
}

fn alone<'a>(problem: &Problem<'a>, industry: usize) -> Problem<'a> {
    Problem { targets: vec![industry], ..problem.clone() }
}

/// Fits as wanted.
pub(crate) fn fits(problem: &Problem<'_>, design: &Design, effort: Effort, pooling: Pooling) -> Result<Fits, Unfitted> {
    if pooling == Pooling::Pooled || problem.targets.len() == 1 {
        let industry = if problem.targets.len() == 1 { Some(problem.targets[0]) } else { None };
        let fit = fit(problem, design, effort)?;
        return Ok(Fits { fitted: vec![Fitted { industry, fit: Ok(fit), shrinkage: None }], common: None });
    }
    if pooling == Pooling::Partial {
        return partial(problem, design, effort);
    }
    let done = std::sync::atomic::AtomicU64::new(0);
    let each = |&industry: &usize| {
        let found = fit(&alone(problem, industry), design, effort);
        problem.watch.progress(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, problem.targets.len() as u64);
        let fit = found.map(Ok).or_else(|error| word(error).map(Err))?;
        Ok(Fitted { industry: Some(industry), fit, shrinkage: None })
    };
    let fitted: Vec<Fitted> = problem.targets.par_iter().map(each).collect::<Result<_, MethodError>>()?;
    Ok(Fits { fitted, common: None })
}

/// The likelihood of an industry near its maximum: where that is, and its information.
struct Peak {
    theta: Vec<f64>,
    information: nalgebra::DMatrix<f64>,
}

/// Empirical Bayes: θ_k ~ N(μ, T), T diagonal, by expectation and maximisation on quadratic likelihoods; then each industry's own maximum
/// under that prior.
fn partial(problem: &Problem<'_>, design: &Design, effort: Effort) -> Result<Fits, Unfitted> {
    let pooled = fit(problem, design, effort)?;
    let (design, start) = (pooled.normal.design.clone(), pooled.normal.theta.clone());
    // The first round holds each industry within a wide prior, so that each has a maximum.
    let mut prior = Prior { mean: start.clone(), precision: vec![1.0; start.len()] };
    let mut spread = vec![1.0; start.len()];
    for _ in 0..2 {
        let peaks = peaks(problem, &design, &prior, &start)?;
        (prior.mean, spread) = between(&peaks, &prior.mean, &spread);
        prior.precision = spread.iter().map(|s| 1.0 / (s * s).max(1e-6)).collect();
    }
    let each = |&industry: &usize| shrunken(&alone(problem, industry), (&design, &prior), effort, industry);
    let fitted: Vec<Fitted> = problem.targets.par_iter().map(each).collect::<Result<_, MethodError>>()?;
    Ok(Fits { fitted, common: Some(Common { free: design.free, mean: prior.mean, spread }) })
}

fn peaks(problem: &Problem<'_>, design: &Design, prior: &Prior, start: &[f64]) -> Result<Vec<Peak>, MethodError> {
    let each = |&industry: &usize| {
        let summit = climb(&alone(problem, industry), design, start, 1e-4, Some(prior))?;
        if summit.end != End::Converged {
            return Ok(None);
        }
        let mut information = -&summit.evaluation.hessian;
        for a in 0..start.len() {
            information[(a, a)] -= prior.precision[a];
        }
        // Σ (θ̂ - μ) pull = gradient of the likelihood at the penalised maximum.
        Ok(Some(Peak { theta: summit.theta, information }))
    };
    let all: Vec<Option<Peak>> = problem.targets.par_iter().map(each).collect::<Result<_, MethodError>>()?;
    Ok(all.into_iter().flatten().collect())
}

/// Mean and spread of parameters between industries.
fn between(peaks: &[Peak], mean: &[f64], spread: &[f64]) -> (Vec<f64>, Vec<f64>) {
    const ROUNDS: usize = 500;
    let n = mean.len();
    let (from_mean, from_precision): (Vec<f64>, Vec<f64>) = (mean.to_vec(), spread.iter().map(|s| 1.0 / (s * s)).collect());
    let (mut mean, mut variance): (Vec<f64>, Vec<f64>) = (mean.to_vec(), spread.iter().map(|s| s * s).collect());
    if peaks.is_empty() {
        return (mean, spread.to_vec());
    }
    for _ in 0..ROUNDS {
        let mut sum = vec![0.0; n];
        let mut squares = vec![0.0; n];
        for peak in peaks {
            // Likelihood ∝ exp(-½ (θ - θ̂)' I (θ - θ̂) + g' (θ - θ̂)), g = prior precision (θ̂ - old mean).
            let precision = nalgebra::DMatrix::from_fn(n, n, |a, b| peak.information[(a, b)] + if a == b { 1.0 / variance[a] } else { 0.0 });
            let pull =
                nalgebra::DVector::from_fn(n, |a, _| from_precision[a] * (peak.theta[a] - from_mean[a]) - (peak.theta[a] - mean[a]) / variance[a]);
            let Some(inverse) = precision.try_inverse() else { continue };
            let shift = &inverse * pull;
            for a in 0..n {
                let theta = peak.theta[a] + shift[a];
                sum[a] += theta;
                squares[a] += theta * theta + inverse[(a, a)].max(0.0);
            }
        }
        let count = peaks.len() as f64;
        let mut moved = 0.0_f64;
        for a in 0..n {
            let new = sum[a] / count;
            // One degree of freedom for the mean.
            let wide = ((squares[a] - count * new * new) / (count - 1.0).max(1.0)).clamp(1e-8, 100.0);
            moved = moved.max((new - mean[a]).abs()).max((wide / variance[a]).ln().abs());
            (mean[a], variance[a]) = (new, wide);
        }
        if moved < 1e-6 {
            break;
        }
    }
    (mean, variance.into_iter().map(f64::sqrt).collect())
}

/// The maximum of an industry's likelihood times the prior.
fn shrunken(problem: &Problem<'_>, (design, prior): (&Design, &Prior), effort: Effort, industry: usize) -> Result<Fitted, MethodError> {
    let none = |word| Ok(Fitted { industry: Some(industry), fit: Err(word), shrinkage: None });
    let events: Events = problem.observed.events(industry);
    let summit: Summit = climb(problem, design, &prior.mean, effort.tolerance, Some(prior))?;
    if summit.end != End::Converged {
        return none("not-converged");
    }
    let Ok(covariance) = inverse(&-&summit.evaluation.hessian, design) else { return none("not-identified") };
    let shares = (0..prior.mean.len()).map(|a| (covariance[(a, a)] * prior.precision[a]).clamp(0.0, 1.0));
    let shrinkage = shares.sum::<f64>() / prior.mean.len().max(1) as f64;
    let own = evaluate(problem, design, &summit.theta, Wanted::Value)?.value;
    let mut fit = told(problem, design.clone(), &summit, (Vec::new(), covariance), events);
    fit.log_likelihood = own;
    Ok(Fitted { industry: Some(industry), fit: Ok(fit), shrinkage: Some(shrinkage) })
}

/// Twice the log likelihood ratio against the model without a parameter that is zero there, and its p-value (half χ² with one degree, B.5).
pub(crate) fn boundary_test(problem: &Problem<'_>, fit: &Fit, symbol: Symbol, effort: Effort) -> Result<Option<(f64, f64)>, Unfitted> {
    let Some(at) = fit.normal.design.position(symbol) else { return Ok(None) };
    let design = fit.normal.design.without(symbol, 0.0);
    let mut start = fit.normal.theta.clone();
    start.remove(at);
    let summit = climb(problem, &design, &start, effort.tolerance, None)?;
    let restricted = match finished(problem, &design, summit, Effort { errors: super::fit::StandardErrors::Hessian, ..effort }, fit.events) {
        Ok(restricted) => restricted,
        Err(Unfitted::Stopped(error)) => return Err(Unfitted::Stopped(error)),
        Err(_) => return Ok(None),
    };
    let ratio = (2.0 * (fit.log_likelihood - restricted.log_likelihood)).max(0.0);
    let tail = statrs::function::erf::erfc((ratio / 2.0).sqrt());
    Ok(ratio.is_finite().then_some((ratio, 0.5 * tail)))
}

/// The ends of the interval of a parameter by its profile likelihood, on the scale of estimation; none where it stays open.
pub(crate) fn profile(problem: &Problem<'_>, fit: &Fit, symbol: Symbol, drop: f64) -> Result<[Option<f64>; 2], MethodError> {
    const ROUNDS: usize = 40;
    let design = &fit.normal.design;
    let Some(slot) = design.position(symbol) else { return Ok([None; 2]) };
    let (theta, scale) = (&fit.normal.theta, fit.normal.covariance[(slot, slot)].sqrt());
    let mut ends = [None; 2];
    for (end, sign) in ends.iter_mut().zip([-1.0, 1.0]) {
        let mut rest: Vec<f64> = theta.clone();
        rest.remove(slot);
        // Bracket, then bisect with regula falsi on the signed root of the drop.
        let (mut inside, mut outside): ((f64, f64), Option<(f64, f64)>) = ((0.0, -drop), None);
        let mut step = 1.2 * (2.0 * drop).sqrt();
        for _ in 0..ROUNDS {
            let held = design.without(symbol, symbol.natural(theta[slot] + sign * step * scale));
            let summit = climb(problem, &held, &rest, 1e-6, None)?;
            if summit.end != End::Converged {
                break;
            }
            rest = summit.theta;
            let found = fit.log_likelihood - summit.evaluation.value - drop;
            if found.abs() < 1e-7 {
                outside = Some((step, found));
                inside = (step, found);
                break;
            }
            if found > 0.0 {
                outside = Some((step, found));
            } else {
                inside = (step, found);
            }
            let root = |f: f64| (f + drop).max(0.0).sqrt();
            step = match outside {
                None => 1.6 * step,
                Some((far, f)) => {
                    let (near, g, target) = (inside.0, root(inside.1), drop.sqrt());
                    let share = ((target - g) / (root(f) - g)).clamp(0.02, 0.98);
                    near + (far - near) * share
                }
            };
            if outside.is_some_and(|(far, _)| far - inside.0 < 1e-7) || step > 60.0 {
                break;
            }
        }
        *end = outside.map(|(far, f)| theta[slot] + sign * scale * if f.abs() < 1e-6 { far } else { inside.0 });
    }
    Ok(ends)
}
