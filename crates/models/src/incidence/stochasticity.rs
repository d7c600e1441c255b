//! Regional stochasticity (B.7): years in which exit is more or less frequent everywhere, integrated out.
//!
//! ln r = ln e - x ln A + σ u, where u is standard normal, one a step of time and common to all places and industries of a fit. Given a complete
//! panel, steps are independent of each other, so the likelihood is a product of integrals over one u each.

use super::design::{Design, Point};
use super::problem::{Block, Problem};
use super::rates::{Rates, Term};
use agglom_method::MethodError;
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;
use std::f64::consts::{PI, SQRT_2};

/// Nodes of a quadrature.
pub(crate) const NODES: usize = 31;

/// Nodes and weights for exp(-x²), from the middle outwards (`numpy.polynomial.hermite.hermgauss(31)`).
const GAUSS_HERMITE: [(f64, f64); 16] = [
    (0.0, 0.395_778_556_098_609_4),
    (0.395_942_736_471_423_14, 0.338_772_657_894_107_65),
    (0.792_876_976_915_308_9, 0.212_132_788_668_764_92),
    (1.191_826_998_350_046_5, 0.096_717_948_160_870_51),
    (1.593_885_860_472_139_8, 0.031_847_230_731_300_33),
    (2.000_258_548_935_639, 0.007_482_799_914_035_215),
    (2.412_317_705_480_42, 0.001_233_683_307_306_888),
    (2.831_680_453_390_205_4, 0.000_139_520_903_950_470_5),
    (3.260_320_732_313_540_6, 1.049_860_275_767_563_2e-5),
    (3.700_743_403_231_469_7, 5.043_712_558_939_774e-7),
    (4.156_271_755_818_145, 1.461_198_834_491_053_6e-8),
    (4.631_559_506_312_859, 2.352_492_003_208_643e-10),
    (5.133_595_577_112_381, 1.860_373_521_452_147_7e-12),
    (5.673_961_444_618_588, 5.899_556_498_753_863e-15),
    (6.275_078_704_942_86, 5.110_609_007_927_134e-18),
    (6.995_680_123_718_54, 4.618_968_394_464_172e-22),
];

fn gauss_hermite() -> impl Iterator<Item = (f64, f64)> {
    let below = GAUSS_HERMITE[1..].iter().rev().map(|&(x, w)| (-x, w));
    below.chain(GAUSS_HERMITE)
}

fn of_years(sigma: f64) -> impl Iterator<Item = (f64, f64)> {
    gauss_hermite().map(move |(x, w)| (sigma * SQRT_2 * x, w / PI.sqrt()))
}

/// Shifts σ u of the log rate of exit with their weights, which add up to 1; a single one where there is no stochasticity.
pub(crate) fn shifts(sigma: f64) -> Vec<(f64, f64)> {
    if sigma > 0.0 { of_years(sigma).collect() } else { vec![(0.0, 1.0)] }
}

/// The mean over years of what depends on the shift of the log rate of exit.
pub(crate) fn mean(sigma: f64, of: impl Fn(f64) -> f64) -> f64 {
    if sigma > 0.0 { of_years(sigma).map(|(shift, weight)| weight * of(shift)).sum() } else { of(0.0) }
}

/// What happened to an industry in a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fate {
    /// Predictor of entry.
    pub(crate) entry: f64,
    /// Predictor of exit in a year like any other.
    pub(crate) exit: f64,
    pub(crate) leaves: bool,
}

/// The integral over the u of one step.
#[derive(Debug, Clone)]
pub(crate) struct Year {
    /// ln of the integral.
    pub(crate) log: f64,
    /// Values of u.
    pub(crate) u: [f64; NODES],
    /// Their posterior weights, which add up to 1.
    pub(crate) weight: [f64; NODES],
}

/// The logarithm of the integrand at u with its first and second derivative.
fn integrand(rates: Rates, sigma: f64, fates: &[Fate], u: f64) -> [f64; 3] {
    let mut sum = [0.0; 3];
    for fate in fates {
        let term = rates.occupied(fate.entry, fate.exit + sigma * u, fate.leaves);
        sum[0] += term.value;
        sum[1] += term.h;
        sum[2] += term.hh;
    }
    [sum[0] - 0.5 * u * u, sigma * sum[1] - u, sigma * sigma * sum[2] - 1.0]
}

/// The mode of the integrand, and the curvature there.
fn mode(rates: Rates, sigma: f64, fates: &[Fate]) -> (f64, f64) {
    const MOST: usize = 100;
    let mut u = 0.0;
    let mut here = integrand(rates, sigma, fates, u);
    for _ in 0..MOST {
        // Where the integrand is not concave, that of the prior is.
        let curvature = (-here[2]).max(0.5);
        let mut step = (here[1] / curvature).clamp(-2.0, 2.0);
        if step.abs() * curvature.sqrt() < 1e-10 {
            break;
        }
        let next = loop {
            let next = integrand(rates, sigma, fates, u + step);
            if next[0] >= here[0] || step.abs() < 1e-6 {
                break next;
            }
            step *= 0.4;
        };
        u += step;
        here = next;
    }
    (u, (-here[2]).max(0.5))
}

/// ln ∫ φ(u) Π P(u) du by adaptive Gauss-Hermite quadrature about the mode (Liu and Pierce 1994, Biometrika 81:624).
fn year(rates: Rates, sigma: f64, fates: &[Fate]) -> Year {
    let (middle, curvature) = mode(rates, sigma, fates);
    let scale = SQRT_2 / curvature.sqrt();
    let (mut u, mut log) = ([0.0; NODES], [0.0; NODES]);
    for (q, (x, w)) in gauss_hermite().enumerate() {
        u[q] = middle + scale * x;
        log[q] = w.ln() + x * x + integrand(rates, sigma, fates, u[q])[0];
    }
    let most = log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return Year { log: most, u, weight: [1.0 / NODES as f64; NODES] };
    }
    let total: f64 = log.iter().map(|l| (l - most).exp()).sum();
    Year { log: most + total.ln() + (scale / (2.0 * PI).sqrt()).ln(), u, weight: log.map(|l| (l - most).exp() / total) }
}

/// The integrals of all steps, and what does not depend on years.
pub(crate) struct Years {
    pub(crate) sigma: f64,
    pub(crate) each: Vec<Year>,
    /// The log likelihood.
    pub(crate) value: f64,
    /// An entry that has no chance: place, index of the step, industry.
    pub(crate) impossible: Option<(usize, usize, usize)>,
}

/// What a block of places shows: fates by step, log likelihood of empty places, an entry without a chance.
type Shown = (Vec<Vec<Fate>>, f64, Option<(usize, usize, usize)>);

fn shown(block: &Block<'_>) -> Shown {
    let problem = block.problem;
    let (mut fates, mut value, mut impossible) = (vec![Vec::new(); problem.steps.len()], 0.0, None);
    for (row, &place) in block.rows.iter().enumerate() {
        for (step, &between) in problem.steps.iter().enumerate() {
            for (target, &industry) in problem.targets.iter().enumerate() {
                let Some((before, after)) = problem.observed.happened(between, place, industry) else { continue };
                let at = block.predictors(row, step, target);
                if before {
                    fates[step].push(Fate { entry: at.entry, exit: at.exit, leaves: !after });
                    continue;
                }
                value += problem.rates.empty(at.entry, after).value;
                if after && at.entry == f64::NEG_INFINITY {
                    impossible = impossible.or(Some((place, step, industry)));
                }
            }
        }
    }
    (fates, value, impossible)
}

impl Years {
    /// The integrals at a point; none if there is no stochasticity.
    pub(crate) fn at(problem: &Problem<'_>, point: &Point) -> Result<Option<Self>, MethodError> {
        if point.sigma <= 0.0 {
            return Ok(None);
        }
        let plain = Design { free: Vec::new(), base: point.clone() };
        let blocks = problem.blocks(&plain, point, 0, shown)?;
        let of_step = |step: usize| {
            let fates: Vec<Fate> = blocks.iter().flat_map(|b| b.0[step].iter().copied()).collect();
            year(problem.rates, point.sigma, &fates)
        };
        let each: Vec<Year> = (0..problem.steps.len()).into_par_iter().map(of_step).collect();
        let value = blocks.iter().map(|b| b.1).sum::<f64>() + each.iter().map(|y| y.log).sum::<f64>();
        Ok(Some(Self { sigma: point.sigma, each, value, impossible: blocks.iter().find_map(|b| b.2) }))
    }

    /// The derivatives of a fate in the mean of the posterior of its year, and those that contain ln σ.
    pub(crate) fn mean(&self, step: usize, terms: &[Term; NODES]) -> (Term, Shared) {
        let year = &self.each[step];
        let (mut mean, mut shared) = (Term::default(), Shared::default());
        for ((term, &u), &w) in terms.iter().zip(&year.u).zip(&year.weight) {
            let shift = self.sigma * u;
            mean.c += w * term.c;
            mean.h += w * term.h;
            mean.cc += w * term.cc;
            mean.ch += w * term.ch;
            mean.hh += w * term.hh;
            shared.first += w * term.h * shift;
            shared.entry += w * term.ch * shift;
            shared.exit += w * term.hh * shift;
            shared.second += w * (term.h + term.hh * shift) * shift;
        }
        (mean, shared)
    }

    /// The terms of a fate at all nodes of its year.
    pub(crate) fn terms(&self, rates: Rates, step: usize, fate: Fate) -> [Term; NODES] {
        self.each[step].u.map(|u| rates.occupied(fate.entry, fate.exit + self.sigma * u, fate.leaves))
    }

    /// Σ over steps of the posterior covariance of the scores of the nodes: what the Hessian of a logarithm of a mean has beside the mean of the
    /// Hessians.
    pub(crate) fn covariance(&self, scores: &[f64], count: usize) -> DMatrix<f64> {
        let mut sum = DMatrix::zeros(count, count);
        for (year, scores) in self.each.iter().zip(scores.chunks(NODES * count.max(1))) {
            let score = |q: usize| DVector::from_column_slice(&scores[q * count..(q + 1) * count]);
            let mut middle = DVector::zeros(count);
            (0..NODES).for_each(|q| middle.axpy(year.weight[q], &score(q), 1.0));
            for q in 0..NODES {
                let apart = score(q) - &middle;
                sum.ger(year.weight[q], &apart, &apart, 1.0);
            }
        }
        sum
    }
}

/// Mean derivatives of a fate that contain s = ln σ: by s, by s and the predictors of entry and of exit, and twice by s.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shared {
    pub(crate) first: f64,
    pub(crate) entry: f64,
    pub(crate) exit: f64,
    pub(crate) second: f64,
}

#[cfg(test)]
mod tests {
    use super::super::rates::{Colonisation, Extinction};
    use super::*;

    #[test]
    fn nodes_and_weights_are_those_of_gauss_and_hermite() {
        // Moments of the standard normal distribution: exact up to order 61.
        for (order, moment) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0), (12, 10395.0)] {
            let found = mean(1.0, |u| u.powi(order));
            assert!((found - moment).abs() < 1e-12 * moment.max(1.0), "{order}: {found}");
        }
        assert!((mean(0.7, f64::exp) - (0.245f64).exp()).abs() < 1e-14);
        assert_eq!((mean(0.0, |u| u + 2.0), shifts(0.0)), (2.0, vec![(0.0, 1.0)]));
    }

    #[test]
    fn integrals_are_those_of_a_trapezoid() {
        for rescue in [true, false] {
            let rates = Rates { colonisation: Colonisation::Hanski, extinction: Extinction::ComplementaryLogLog, rescue };
            for (count, sigma) in [(0, 0.5), (3, 0.2), (40, 0.5), (400, 1.5)] {
                let fate = |i: usize| Fate { entry: (i % 7) as f64 - 4.0, exit: (i % 5) as f64 * 0.3 - 2.0, leaves: i.is_multiple_of(3) };
                let fates: Vec<Fate> = (0..count).map(fate).collect();
                let found = year(rates, sigma, &fates);
                let step = 0.002;
                let logs: Vec<f64> = (-4000..=4000).map(|k| integrand(rates, sigma, &fates, step * f64::from(k))[0]).collect();
                let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let right = most + (logs.iter().map(|l| (l - most).exp()).sum::<f64>() * step / (2.0 * PI).sqrt()).ln();
                assert!((found.log - right).abs() < 1e-7, "{rescue} {count} {sigma}: {} against {right}", found.log);
                assert!((found.weight.iter().sum::<f64>() - 1.0).abs() < 1e-14);
            }
        }
    }
}
