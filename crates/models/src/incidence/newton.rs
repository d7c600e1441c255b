//! The maximum of the likelihood, by damped Newton steps with the exact Hessian.

use super::design::{Design, Symbol};
use super::likelihood::{Evaluation, Wanted, evaluate};
use super::problem::Problem;
use agglom_method::MethodError;
use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// Most Newton steps.
pub(crate) const MOST: usize = 200;
/// Longest step of a parameter.
const LONGEST: f64 = 1.5;
/// Below this, the weight of related industries or the rain is none.
const NONE: f64 = -14.0;
/// Below this, years do not differ: the likelihood depends on the square of their deviation.
const STILL: f64 = -7.0;
/// Beyond this, a parameter has left all bounds.
const BEYOND: f64 = 14.0;

/// A normal distribution of the parameters, independent of each other, that the likelihood is multiplied by.
#[derive(Debug, Clone)]
pub(crate) struct Prior {
    pub(crate) mean: Vec<f64>,
    pub(crate) precision: Vec<f64>,
}

/// Where a climb ended.
#[derive(Debug, Clone)]
pub(crate) struct Summit {
    pub(crate) theta: Vec<f64>,
    /// Value and derivatives, those of the prior included.
    pub(crate) evaluation: Evaluation,
    pub(crate) iterations: usize,
    /// How far the maximum is, in standard errors.
    pub(crate) distance: f64,
    pub(crate) end: End,
}

/// How a climb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// At a maximum.
    Converged,
    /// A parameter left all bounds.
    Beyond(Symbol),
    /// At a maximum that is as high in some direction as far as can be told.
    Flat,
    /// Neither.
    Stopped,
}

fn with_prior(mut found: Evaluation, theta: &[f64], prior: Option<&Prior>) -> Evaluation {
    for (a, &theta) in theta.iter().enumerate() {
        if let Some(prior) = prior {
            let (from, precision) = (theta - prior.mean[a], prior.precision[a]);
            found.value -= 0.5 * precision * from * from;
            found.gradient[a] -= precision * from;
            found.hessian[(a, a)] -= precision;
        }
    }
    found
}

/// Eigenvalues of the information, its diagonal set to 1, that are rounding.
const FLAT: f64 = 1e-12;

/// The Newton step with the absolute values of eigenvalues, its length in standard errors, and the least eigenvalue of the information, its
/// diagonal set to 1; none if the Hessian is no matrix of numbers.
fn step(evaluation: &Evaluation) -> Option<(DVector<f64>, f64, f64)> {
    let information: DMatrix<f64> = -&evaluation.hessian;
    if information.iter().chain(evaluation.gradient.iter()).any(|v| !v.is_finite()) {
        return None;
    }
    // In units of the diagonal, so that the smallest eigenvalue means something.
    let scale = information.diagonal().map(|d| 1.0 / d.abs().sqrt().max(1e-150));
    let scaled = DMatrix::from_fn(scale.len(), scale.len(), |a, b| information[(a, b)] * scale[a] * scale[b]);
    let eigen = SymmetricEigen::new(scaled);
    let gradient = evaluation.gradient.component_mul(&scale);
    let mut step = DVector::zeros(scale.len());
    let (mut length, mut least) = (0.0, f64::INFINITY);
    for (vector, &value) in eigen.eigenvectors.column_iter().zip(&eigen.eigenvalues) {
        least = value.min(least);
        let along = vector.dot(&gradient);
        let curvature = value.abs().max(1e-7);
        length += along * along / curvature;
        step += vector * (along / curvature);
    }
    Some((step.component_mul(&scale), length.sqrt(), least))
}

/// The first parameter that has left all bounds.
fn beyond(design: &Design, theta: &[f64]) -> Option<Symbol> {
    let out = |symbol: Symbol, theta: f64| match symbol {
        Symbol::Relatedness | Symbol::Rain => !(NONE..=3.0 * BEYOND).contains(&theta),
        Symbol::Stochasticity => !(STILL..=BEYOND).contains(&theta),
        Symbol::CapacityOut | Symbol::CapacityExit => theta.abs() > 2.0 * BEYOND,
        Symbol::HalfEntry | Symbol::ExitRate | Symbol::EntryCovariate(_) | Symbol::ExitCovariate(_) => theta.abs() > 4.0 * BEYOND,
        _ => theta.abs() > BEYOND,
    };
    design.free.iter().zip(theta).find(|&(&symbol, &theta)| out(symbol, theta)).map(|(&symbol, _)| symbol)
}

/// Climbs from a start.
pub(crate) fn climb(problem: &Problem<'_>, design: &Design, start: &[f64], tolerance: f64, prior: Option<&Prior>) -> Result<Summit, MethodError> {
    let value = |theta: &[f64], wanted| evaluate(problem, design, theta, wanted).map(|found| with_prior(found, theta, prior));
    let mut theta = start.to_vec();
    let mut here = value(&theta, Wanted::Hessian)?;
    if theta.is_empty() {
        let end = if here.value > f64::NEG_INFINITY { End::Converged } else { End::Stopped };
        return Ok(Summit { theta, evaluation: here, iterations: 0, distance: 0.0, end });
    }
    for iterations in 0..MOST {
        let ended = |theta, evaluation, distance, end| Ok(Summit { theta, evaluation, iterations, distance, end });
        let Some((direction, distance, least)) = step(&here).filter(|_| here.value > f64::NEG_INFINITY) else {
            return ended(theta, here, f64::INFINITY, End::Stopped);
        };
        let top = match least {
            least if least > FLAT => Some(End::Converged),
            least if least > -1e3 * FLAT => Some(End::Flat),
            _ => None,
        };
        if let Some(end) = top.filter(|_| distance <= tolerance) {
            return ended(theta, here, distance, end);
        }
        if let Some(symbol) = beyond(design, &theta) {
            return ended(theta, here, distance, End::Beyond(symbol));
        }
        let mut share = (LONGEST / direction.amax()).min(1.0);
        let rise = here.gradient.dot(&direction);
        let next = loop {
            let there: Vec<f64> = theta.iter().zip(&direction).map(|(t, d)| t + share * d).collect();
            // A short step is most often accepted: its derivatives come with it.
            let wanted = if share > 0.2 { Wanted::Hessian } else { Wanted::Value };
            let found = value(&there, wanted)?;
            if found.value > here.value + 1e-4 * share * rise || (distance < 1e-3 && found.value >= here.value) {
                break Some((there, found, wanted));
            }
            share *= 0.3;
            if share * direction.amax() < 1e-10 {
                break None;
            }
        };
        match next {
            Some((there, found, wanted)) => {
                here = if wanted == Wanted::Hessian { found } else { value(&there, Wanted::Hessian)? };
                theta = there;
            }
            // Rounding hides the rest of the way.
            None => return ended(theta, here, distance, top.filter(|_| distance < 1e-4).unwrap_or(End::Stopped)),
        }
    }
    let distance = step(&here).map_or(f64::INFINITY, |s| s.1);
    Ok(Summit { theta, evaluation: here, iterations: MOST, distance, end: End::Stopped })
}
