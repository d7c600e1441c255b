use crate::landscape::Landscape;
use agglom_method::{Context, MethodError};

/// The upper state at rest of the mean field.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanField {
    /// The probability that each site is occupied.
    pub incidence: Vec<f64>,
    /// Steps taken.
    pub steps: usize,
    /// How far incidence can still be off, by its last changes.
    pub error: f64,
}

/// Steps before giving up, if sites are few, and sites times sites that may be gone through in all.
const MOST: usize = 200_000;
const PAIRS: f64 = 1e10;
/// Changes that count as none.
const STILL: f64 = 1e-15;

/// One step of the mean field `p ← C(p) / (C(p) + E (1 - C(p))^R)`, with connectivity times `factor`; the largest change.
pub(crate) fn step(landscape: &dyn Landscape, factor: f64, incidence: &mut [f64], connectivity: &mut [f64]) -> f64 {
    landscape.connectivity(incidence, connectivity);
    let mut most = 0.0f64;
    for (site, (p, s)) in incidence.iter_mut().zip(connectivity.iter()).enumerate() {
        let next = rest(landscape, site, landscape.entry(site, factor * s));
        most = most.max((next - *p).abs());
        *p = next;
    }
    most
}

/// The incidence of a site at rest, entered with this probability: C / (C + exit).
fn rest(landscape: &dyn Landscape, site: usize, entry: f64) -> f64 {
    let both = entry + landscape.exit(site, entry);
    // Never entered and never left: what is there at first stays, which is everything here.
    if both > 0.0 { (entry / both).clamp(0.0, 1.0) } else { 1.0 }
}

/// The incidence of every site at rest if connectivity stays what it is with these incidences.
pub fn equilibrium(landscape: &dyn Landscape, incidence: &[f64]) -> Vec<f64> {
    let mut connectivity = vec![0.0; incidence.len()];
    landscape.connectivity(incidence, &mut connectivity);
    connectivity.iter().enumerate().map(|(site, &s)| rest(landscape, site, landscape.entry(site, s))).collect()
}

/// The greatest state at rest: from every site occupied, incidence falls step by step and never below it.
///
/// # Errors
/// [`MethodError::NotConverged`] next to a fold, or if nobody wants the answer any more.
pub fn mean_field(landscape: &dyn Landscape, tolerance: f64, context: &Context<'_>) -> Result<MeanField, MethodError> {
    let mut incidence = vec![1.0; landscape.sites()];
    let mut connectivity = vec![0.0; landscape.sites()];
    let mut before = f64::INFINITY;
    let most = (PAIRS / (landscape.sites() as f64).powi(2)).clamp(300.0, MOST as f64) as usize;
    for steps in 1..=most {
        context.proceed()?;
        let change = step(landscape, 1.0, &mut incidence, &mut connectivity);
        // What is left of a geometric series.
        let ratio = (change / before).min(1.0);
        let error = if change <= STILL {
            change
        } else if ratio < 1.0 {
            change * ratio / (1.0 - ratio)
        } else {
            f64::INFINITY
        };
        if steps > 2 && (error <= tolerance || change <= STILL) {
            return Ok(MeanField { incidence, steps, error });
        }
        before = change;
    }
    Err(MethodError::NotConverged { iterations: most })
}
