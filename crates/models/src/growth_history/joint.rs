use super::forecast::normals;
use super::{mean, squares};
use agglom_method::{Context, MethodError, Seed};
use nalgebra::DMatrix;
use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Normal};

/// A goal that may be reached.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event<'a> {
    /// Growth of its indicator in the years that all indicators have in common.
    pub growth: &'a [f64],
    /// Years ahead.
    pub horizon: usize,
    /// Its probability.
    pub probability: f64,
    /// Whether it is reached from below.
    pub upwards: bool,
}

/// The probability that all goals are reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Joint {
    /// With the correlation of growth; none without draws or with too few years in common.
    pub correlated: Option<f64>,
    /// As if the goals were independent.
    pub product: f64,
}

/// Years in common that a correlation needs.
pub(crate) const LEAST_COMMON: usize = 5;

/// The probability that all goals are reached: their probabilities joined by a normal copula with the correlation of the sums of growth,
///
/// ```text
/// cor(S_i, S_j) = r_ij (min(H_i, H_j) + H_i H_j / n) / √((H_i + H_i²/n)(H_j + H_j²/n))
/// ```
/// where `r` is the correlation of growth in the `n` common years.
pub(crate) fn joint(events: &[Event<'_>], draws: usize, seed: Seed, context: &Context<'_>) -> Result<Joint, MethodError> {
    let product: f64 = events.iter().map(|e| e.probability).product();
    let common = events.iter().map(|e| e.growth.len()).min().unwrap_or(0);
    if common < LEAST_COMMON || draws == 0 {
        return Ok(Joint { correlated: None, product });
    }
    let Some(root) = square_root(&correlation(events)) else { return Ok(Joint { correlated: None, product }) };
    let limits: Vec<f64> = events.iter().map(|e| Normal::standard().inverse_cdf(e.probability)).collect();
    let reached = |k: usize| {
        context.proceed()?;
        let z = DMatrix::from_vec(events.len(), 1, normals(events.len(), &mut seed.draw(k as u64)));
        Ok(usize::from((&root * z).iter().zip(&limits).all(|(z, limit)| z <= limit)))
    };
    let all: usize = (0..draws).into_par_iter().map(reached).collect::<Result<Vec<usize>, MethodError>>()?.iter().sum();
    let least = events.iter().map(|e| e.probability).fold(1.0, f64::min);
    let bound = events.iter().map(|e| e.probability).sum::<f64>() - (events.len() as f64 - 1.0);
    // Whatever the dependence, the probability lies between these (Fréchet).
    Ok(Joint { correlated: Some((all as f64 / draws as f64).clamp(bound.max(0.0).min(least), least)), product })
}

fn correlation(events: &[Event<'_>]) -> DMatrix<f64> {
    let centred: Vec<Vec<f64>> = events
        .iter()
        .map(|e| {
            let (middle, spread) = (mean(e.growth), squares(e.growth).sqrt());
            e.growth.iter().map(|g| if spread > 0.0 { (g - middle) / spread } else { 0.0 }).collect()
        })
        .collect();
    let sums = |i: usize, j: usize| {
        let (a, b) = (events[i].horizon as f64, events[j].horizon as f64);
        a.min(b) + a * b / events[i].growth.len() as f64
    };
    DMatrix::from_fn(events.len(), events.len(), |i, j| {
        if i == j {
            return 1.0;
        }
        let r: f64 = centred[i].iter().zip(&centred[j]).map(|(a, b)| a * b).sum();
        let sign = if events[i].upwards == events[j].upwards { 1.0 } else { -1.0 };
        sign * r * sums(i, j) / (sums(i, i) * sums(j, j)).sqrt()
    })
}

/// A root `L` with `L Lᵀ` the matrix, which may be singular.
fn square_root(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    if matrix.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let eigen = matrix.clone().symmetric_eigen();
    let scale = DMatrix::from_diagonal(&eigen.eigenvalues.map(|v| v.max(0.0).sqrt()));
    Some(eigen.eigenvectors * scale)
}
