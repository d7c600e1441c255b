use crate::landscape::{Leading, leading};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// What places are worth to each other: an industry's metapopulation capacity and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// λ: the leading eigenvalue of `m_ij = A_i^p K_ij A_j^q`, m_ii = 0.
    pub value: f64,
    /// How far it can be off, by its residual.
    pub error: f64,
    /// Per place.
    pub places: Vec<PlaceValue>,
}

/// What one place is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceValue {
    /// What is lost if the place goes, all others staying: λ - λ without it. Nothing where there are too many places to do without each in turn.
    pub value_lost: Option<f64>,
    /// The same to first order, `λ x_i y_i / (x · y)`: these add up to λ.
    pub first_order: f64,
    /// `∂ ln λ / ∂ ln A_i`.
    pub elasticity: f64,
    /// `∂ λ / ∂ A_i`: what a unit of capacity adds. Nothing where the place has none.
    pub unit_adds: Option<f64>,
}

/// Up to so many places, each is left out in turn.
pub const LEFT_OUT_EACH: usize = 1000;

const TOLERANCE: f64 = 1e-13;

/// Powers of capacity: of the place that receives and of the place that sends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Powers {
    /// p.
    pub receives: f64,
    /// q.
    pub sends: f64,
}

/// Capacity and values from symmetric spillovers `near` (without the place itself), whose product with a vector it is.
///
/// `m = A^p K A^q` has the eigenvalues of the symmetric `A^r K A^r` with r = (p + q) / 2, whose vector v gives `x_i y_i / (x · y) = v_i²`.
///
/// # Errors
/// [`MethodError::NotConverged`], or if nobody wants the answer any more; nothing where capacities leave the range of numbers.
pub fn capacity(
    capacities: &[f64],
    powers: Powers,
    near: impl Fn(&[f64], &mut [f64]) + Sync,
    context: &Context<'_>,
) -> Result<Option<Capacity>, MethodError> {
    let Some(weight) = weights(capacities, powers) else { return Ok(None) };
    let half = f64::midpoint(powers.receives, powers.sends);
    let without = |left_out: Option<usize>, start: &[f64]| spectral(&weight, &near, left_out, start);
    let Some(whole) = without(None, &weight) else { return Ok(None) };
    let lost = if capacities.len() <= LEFT_OUT_EACH { Some(lost(&whole, without, context)?) } else { None };
    let places = capacities.iter().zip(&whole.vector).enumerate().map(|(i, (&a, v))| {
        let elasticity = 2.0 * half * v * v;
        let unit_adds = (a > 0.0).then(|| whole.value * elasticity / a).filter(|x| x.is_finite());
        PlaceValue { value_lost: lost.as_ref().and_then(|lost| lost[i]), first_order: whole.value * v * v, elasticity, unit_adds }
    });
    Ok(Some(Capacity { value: whole.value, error: whole.residual, places: places.collect() }))
}

/// λ and, by place, the part of it that is the place's to first order; nothing where capacities leave the range of numbers.
pub(crate) fn shares(capacities: &[f64], powers: Powers, near: impl Fn(&[f64], &mut [f64])) -> Option<(f64, Vec<f64>)> {
    let weight = weights(capacities, powers)?;
    let whole = spectral(&weight, &near, None, &weight)?;
    Some((whole.value, whole.vector.iter().map(|v| whole.value * v * v).collect()))
}

/// A^r; nothing where that leaves the range of numbers.
fn weights(capacities: &[f64], powers: Powers) -> Option<Vec<f64>> {
    let half = f64::midpoint(powers.receives, powers.sends);
    let weight: Vec<f64> = capacities.iter().map(|a| if *a > 0.0 { a.powf(half) } else { 0.0 }).collect();
    weight.iter().all(|w| w.is_finite()).then_some(weight)
}

/// The leading eigenvalue of A^r K A^r, with or without a place.
fn spectral(weight: &[f64], near: &impl Fn(&[f64], &mut [f64]), left_out: Option<usize>, start: &[f64]) -> Option<Leading> {
    leading(start, TOLERANCE, |vector, image| {
        let sent: Vec<f64> = vector.iter().zip(weight).map(|(v, w)| v * w).collect();
        near(&sent, image);
        image.iter_mut().zip(weight).for_each(|(x, w)| *x *= w);
        if let Some(i) = left_out {
            image[i] = 0.0;
        }
    })
}

/// The eigenvalue less that without each place in turn, begun from the vector of the whole.
fn lost(
    whole: &Leading,
    without: impl Fn(Option<usize>, &[f64]) -> Option<Leading> + Sync,
    context: &Context<'_>,
) -> Result<Vec<Option<f64>>, MethodError> {
    let one = |i: usize| {
        context.proceed()?;
        let mut start = whole.vector.clone();
        start[i] = 0.0;
        if start.iter().all(|x| *x == 0.0) {
            start = (0..start.len()).map(|j| f64::from(u8::from(j != i))).collect();
        }
        if start.len() == 1 {
            return Ok(Some(whole.value));
        }
        Ok(without(Some(i), &start).map(|rest| (whole.value - rest.value).max(0.0)))
    };
    (0..whole.vector.len()).into_par_iter().map(one).collect()
}
