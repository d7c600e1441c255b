use crate::landscape::{Leading, leading_of_each};
use agglom_method::{Context, MethodError};
use ndarray::{Array2, ArrayView2};

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

/// A product of a symmetric matrix with the columns of another.
pub type Product<'a> = Box<dyn Fn(ArrayView2<'_, f64>) -> Array2<f64> + 'a>;

/// Symmetric spillovers between places, none of a place to itself.
pub struct Spillovers<'a> {
    /// Their product with the columns of a matrix.
    pub product: Product<'a>,
    /// Its relative error; eigenvalues are not sought more exactly.
    pub error: f64,
}

impl Spillovers<'_> {
    fn tolerance(&self) -> f64 {
        self.error.max(1e-13)
    }
}

/// Powers of capacity: of the place that receives and of the place that sends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Powers {
    /// p.
    pub receives: f64,
    /// q.
    pub sends: f64,
}

impl Powers {
    /// r.
    fn mean(self) -> f64 {
        f64::midpoint(self.receives, self.sends)
    }
}

/// Matrices whose products are computed together.
const TOGETHER: usize = 32;

/// Capacity and values of several industries, each by its capacities of places.
///
/// `m = A^p K A^q` has the eigenvalues of the symmetric `A^r K A^r` with r = (p + q) / 2, whose vector v gives `x_i y_i / (x · y) = v_i²`.
/// Nothing where capacities leave the range of numbers, or where the search for an eigenvalue does not converge.
///
/// # Errors
/// If nobody wants the answer any more.
pub fn capacity(capacities: &[Vec<f64>], powers: Powers, near: &Spillovers<'_>, context: &Context<'_>) -> Result<Vec<Option<Capacity>>, MethodError> {
    let weights = weights(capacities, powers);
    let mut found: Vec<Option<Capacity>> = vec![None; weights.len()];
    for some in usable(&weights).chunks(TOGETHER) {
        context.proceed()?;
        for (&k, whole) in some.iter().zip(wholes(&weights, some, near)) {
            let Some(whole) = whole else { continue };
            let lost = if capacities[k].len() <= LEFT_OUT_EACH { lost(&whole, &weights[k], near, context)? } else { vec![None; capacities[k].len()] };
            let place = |((&a, v), value_lost): ((&f64, &f64), Option<f64>)| {
                let elasticity = 2.0 * powers.mean() * v * v;
                let unit_adds = (a > 0.0).then(|| whole.value * elasticity / a).filter(|x| x.is_finite());
                PlaceValue { value_lost, first_order: whole.value * v * v, elasticity, unit_adds }
            };
            let places = capacities[k].iter().zip(&whole.vector).zip(lost).map(place).collect();
            found[k] = Some(Capacity { value: whole.value, error: whole.residual, places });
        }
    }
    Ok(found)
}

/// The products of some of the matrices `A^r K A^r`, given by their A^r, with a column each.
fn images(weights: &[Vec<f64>], vectors: ArrayView2<'_, f64>, which: &[usize], near: &Spillovers<'_>) -> Array2<f64> {
    let weigh = |vectors: &mut Array2<f64>| {
        for (mut column, &m) in vectors.columns_mut().into_iter().zip(which) {
            column.iter_mut().zip(&weights[m]).for_each(|(x, w)| *x *= w);
        }
    };
    let mut sent = vectors.to_owned();
    weigh(&mut sent);
    let mut images = (near.product)(sent.view());
    weigh(&mut images);
    images
}

/// λ and, by place, the part of it that is the place's to first order, for each industry; nothing where capacities leave the range of numbers.
pub(crate) fn shares(capacities: &[Vec<f64>], powers: Powers, near: &Spillovers<'_>) -> Vec<Option<(f64, Vec<f64>)>> {
    let weights = weights(capacities, powers);
    let mut found = vec![None; weights.len()];
    for some in usable(&weights).chunks(TOGETHER) {
        for (&k, whole) in some.iter().zip(wholes(&weights, some, near)) {
            found[k] = whole.map(|whole| (whole.value, whole.vector.iter().map(|v| whole.value * v * v).collect()));
        }
    }
    found
}

/// A^r of every industry and place.
fn weights(capacities: &[Vec<f64>], powers: Powers) -> Vec<Vec<f64>> {
    let weight = |a: &f64| if *a > 0.0 { a.powf(powers.mean()) } else { 0.0 };
    capacities.iter().map(|places| places.iter().map(weight).collect()).collect()
}

/// Those that do not leave the range of numbers.
fn usable(weights: &[Vec<f64>]) -> Vec<usize> {
    (0..weights.len()).filter(|&k| weights[k].iter().all(|w| w.is_finite())).collect()
}

/// The leading pairs of some industries, all places there.
fn wholes(weights: &[Vec<f64>], some: &[usize], near: &Spillovers<'_>) -> Vec<Option<Leading>> {
    let some: Vec<Vec<f64>> = some.iter().map(|&k| weights[k].clone()).collect();
    leading_of_each(some.clone(), near.tolerance(), |v, which| images(&some, v, which, near))
}

/// The eigenvalue less that without each place in turn, begun from the vector of the whole.
fn lost(whole: &Leading, weights: &[f64], near: &Spillovers<'_>, context: &Context<'_>) -> Result<Vec<Option<f64>>, MethodError> {
    let order = whole.vector.len();
    if order == 1 {
        return Ok(vec![Some(whole.value)]);
    }
    let start = |i: usize| {
        let mut start = whole.vector.clone();
        start[i] = 0.0;
        if start.iter().all(|x| *x == 0.0) { (0..order).map(|j| f64::from(u8::from(j != i))).collect() } else { start }
    };
    let places: Vec<usize> = (0..order).collect();
    let mut lost = Vec::with_capacity(order);
    for some in places.chunks(TOGETHER) {
        context.proceed()?;
        // A place of no weight is not there.
        let without = |&i: &usize| {
            let mut weights = weights.to_vec();
            weights[i] = 0.0;
            weights
        };
        let matrices: Vec<Vec<f64>> = some.iter().map(without).collect();
        let rests = leading_of_each(some.iter().map(|&i| start(i)).collect(), near.tolerance(), |v, which| images(&matrices, v, which, near));
        lost.extend(rests.into_iter().map(|rest| rest.map(|rest| (whole.value - rest.value).max(0.0))));
    }
    Ok(lost)
}
