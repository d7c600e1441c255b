//! Chance of entry by connectivity, and of exit by capacity.

use super::analysis::{Prospect, deviate};
use super::design::Symbol;
use super::fit::Fit;
use super::rates::Colonisation;
use super::stochasticity::mean;
use serde::Serialize;

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Response {
    /// True for exit by capacity, false for entry by connectivity.
    pub exit: bool,
    /// Connectivity or capacity.
    pub driver: f64,
    /// Chance of entry, or of exit if nothing comes to the rescue.
    pub probability: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Numbers from the least to the largest of some, at equal ratios.
fn ladder(values: impl Iterator<Item = f64>) -> Vec<f64> {
    const POINTS: usize = 41;
    let (low, high) = values.filter(|v| *v > 0.0 && v.is_finite()).fold((f64::INFINITY, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
    if low > high {
        return Vec::new();
    }
    // Connectivity that is all but nothing says nothing.
    let low = low.max(high * 1e-4);
    (0..POINTS).map(|k| low * (high / low).powf(k as f64 / (POINTS - 1) as f64)).collect()
}

/// Standard error of a sum of estimates with these weights.
fn error(fit: &Fit, weights: &[(Symbol, f64)]) -> f64 {
    let at: Vec<(usize, f64)> = weights.iter().filter_map(|&(s, w)| fit.free.iter().position(|&f| f == s).map(|slot| (slot, w))).collect();
    at.iter().flat_map(|&(a, v)| at.iter().map(move |&(b, w)| fit.covariance[a][b] * v * w)).sum::<f64>().max(0.0).sqrt()
}

/// The curves of a fit over the connectivity and the capacity of its prospects.
pub(crate) fn responses(fit: &Fit, prospects: &[Prospect], alpha: f64) -> Vec<Response> {
    let (rates, p, deviate) = (fit.rates, &fit.point.parameters, deviate(alpha));
    let poisson = rates.colonisation == Colonisation::Poisson;
    let entry = |driver: f64| {
        let log = driver.ln() - p.y.ln();
        let at = rates.entry_predictor(driver, p);
        let slopes =
            if poisson { [(Symbol::HalfEntry, 1.0), (Symbol::Exponent, 0.0)] } else { [(Symbol::HalfEntry, -p.z), (Symbol::Exponent, p.z * log)] };
        let spread = deviate * error(fit, &slopes);
        Response { exit: false, driver, probability: rates.entry_of(at), low: rates.entry_of(at - spread), high: rates.entry_of(at + spread) }
    };
    let exit = |driver: f64| {
        let at = rates.exit_predictor(driver, p);
        let sigma = fit.point.sigma;
        let chance = |h: f64| mean(sigma, |shift| rates.extinction_of(h + shift));
        // By ln σ in units of the derivative by the predictor.
        let by = |factor: &dyn Fn(f64) -> f64| mean(sigma, |s| factor(s) * (rates.log_extinction(at + s)[1] * rates.extinction_of(at + s)));
        let years = if sigma > 0.0 { by(&|s| s) / by(&|_| 1.0) } else { 0.0 };
        let slopes = [(Symbol::ExitRate, 1.0), (Symbol::CapacityExit, -driver.ln()), (Symbol::Stochasticity, years)];
        let spread = deviate * error(fit, &slopes);
        Response { exit: true, driver, probability: chance(at), low: chance(at - spread), high: chance(at + spread) }
    };
    let entries = ladder(prospects.iter().filter_map(|p| p.connectivity)).into_iter().map(entry);
    let exits = ladder(prospects.iter().filter(|p| p.present == Some(true)).filter_map(|p| p.capacity)).into_iter().map(exit);
    entries.chain(exits).filter(|r| [r.driver, r.probability, r.low, r.high].iter().all(|v| v.is_finite())).collect()
}
