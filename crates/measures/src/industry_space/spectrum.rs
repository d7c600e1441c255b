use super::presence::Presence;
use crate::lanczos::{Eigenpair, Quality, Search, leading, unit};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// Steps after which the search for an eigenvector is given up.
const STEPS: usize = 3000;
/// Ones of the matrix from which on its product with a vector is shared among threads.
const SHARED: usize = 200_000;

/// D^-1/2 M W U^-1 Mᵀ D^-1/2 as an operator on the regions, or the same on the industries, whichever are fewer. W are weights of the
/// side that is not kept: 1, or how often each was drawn.
pub(super) struct Operator<'a> {
    presence: &'a Presence,
    on_regions: bool,
    /// 1/√ of the (weighted) sums of ones of the side it works on; 0 where there are none.
    root: Vec<f64>,
    /// Weight over the sum of ones of the other side; 0 where there are none.
    middle: Vec<f64>,
}

impl<'a> Operator<'a> {
    /// On the side with fewer rows.
    pub(super) fn smaller(presence: &'a Presence) -> Self {
        let (regions, industries) = presence.shape();
        Self::on(presence, regions <= industries, None)
    }

    /// On the regions or on the industries, the other side weighted.
    pub(super) fn on(presence: &'a Presence, on_regions: bool, weights: Option<&[f64]>) -> Self {
        let (regions, industries) = presence.shape();
        let (own, other) = if on_regions { (regions, industries) } else { (industries, regions) };
        let lists = Lists { presence, of_regions: on_regions };
        let others = Lists { presence, of_regions: !on_regions };
        let weight = |k: usize| weights.map_or(1.0, |w| w[k]);
        let size = |i: usize| lists.row(i).iter().map(|&k| weight(k as usize)).sum::<f64>();
        let inverse = |x: f64| if x > 0.0 { 1.0 / x } else { 0.0 };
        Self {
            presence,
            on_regions,
            root: (0..own).map(|i| inverse(size(i)).sqrt()).collect(),
            middle: (0..other).map(|k| weight(k) * inverse(others.row(k).len() as f64)).collect(),
        }
    }

    pub(super) fn on_regions(&self) -> bool {
        self.on_regions
    }

    pub(super) fn root(&self) -> &[f64] {
        &self.root
    }

    fn apply(&self, vector: &[f64]) -> Vec<f64> {
        let scaled: Vec<f64> = vector.iter().zip(&self.root).map(|(v, r)| v * r).collect();
        let across = product(self.presence, !self.on_regions, &scaled, &self.middle);
        product(self.presence, self.on_regions, &across, &self.root)
    }

    /// The known eigenvector of eigenvalue 1: the square roots of the sums of ones.
    fn known(&self) -> Vec<f64> {
        unit(self.root.iter().map(|&r| if r > 0.0 { 1.0 / r } else { 0.0 }).collect()).unwrap_or_default()
    }
}

/// Rows of the matrix of presence from either side.
#[derive(Clone, Copy)]
pub(super) struct Lists<'a> {
    pub(super) presence: &'a Presence,
    pub(super) of_regions: bool,
}

impl<'a> Lists<'a> {
    pub(super) fn row(self, i: usize) -> &'a [u32] {
        if self.of_regions { self.presence.of_region(i) } else { self.presence.of_industry(i) }
    }
}

/// M x (or Mᵀ x), each element times a factor.
pub(super) fn product(presence: &Presence, of_regions: bool, x: &[f64], factor: &[f64]) -> Vec<f64> {
    let lists = Lists { presence, of_regions };
    let one = |i: usize| factor[i] * gathered(lists.row(i), x);
    if presence.ones() < SHARED {
        (0..factor.len()).map(one).collect()
    } else {
        (0..factor.len()).into_par_iter().with_min_len(16).map(one).collect()
    }
}

/// Σ x over a list, in four running sums.
fn gathered(list: &[u32], x: &[f64]) -> f64 {
    let (fours, rest) = list.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for four in fours {
        for k in 0..4 {
            sums[k] += x[four[k] as usize];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest.iter().map(|&k| x[k as usize]).sum::<f64>()
}

/// The largest eigenvalue beside 1 and its vector, to `tolerance`; none if nothing is left beside the known vector.
pub(super) fn second(
    operator: &Operator<'_>,
    start: Option<&[f64]>,
    tolerance: f64,
    context: &Context<'_>,
) -> Result<Option<Eigenpair>, MethodError> {
    beside(operator, &[operator.known()], start, |q| q.residual <= tolerance * q.gap, context)
}

/// The next eigenvalue after that.
pub(super) fn third(operator: &Operator<'_>, second: &Eigenpair, context: &Context<'_>) -> Result<Option<f64>, MethodError> {
    let good = |q: Quality| q.residual * (q.residual / q.gap).min(1.0) <= 1e-13;
    let found = beside(operator, &[operator.known(), second.vector.clone()], None, good, context)?;
    Ok(found.map(|pair| pair.value))
}

/// The largest eigenvalue of the operator in the space orthogonal to `known`.
fn beside(
    operator: &Operator<'_>,
    known: &[Vec<f64>],
    start: Option<&[f64]>,
    good: impl Fn(Quality) -> bool,
    context: &Context<'_>,
) -> Result<Option<Eigenpair>, MethodError> {
    let rows: Vec<bool> = operator.root.iter().map(|&r| r > 0.0).collect();
    let free = rows.iter().filter(|&&r| r).count().saturating_sub(known.len());
    let start = start.map_or_else(|| scattered(&rows), <[f64]>::to_vec);
    let search = Search { space: STEPS, spaces: 1, first: 4, negligible: 1e-14 };
    let product = |vector: &[f64]| {
        context.proceed()?;
        Ok(operator.apply(vector))
    };
    leading(start, known, free, search, product, good)
}

/// A start that no eigenvector is orthogonal to but by accident: numbers that look random and are the same every time.
fn scattered(rows: &[bool]) -> Vec<f64> {
    let number = |i: usize| {
        let mut x = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (x >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    };
    rows.iter().enumerate().map(|(i, &row)| if row { number(i) } else { 0.0 }).collect()
}
