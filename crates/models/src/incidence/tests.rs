//! Gradient and Hessian of every option.
#![allow(clippy::unwrap_used)]

use super::design::{Design, Symbol};
use super::fit::{Effort, StandardErrors, covariance, fit};
use super::likelihood::{Wanted, evaluate};
use super::observed::Observed;
use super::prepare::{Incidence, Prepared};
use super::problem::Problem;
use super::rates::{Colonisation, Extinction, Rates};
use super::specification::{CapacityBy, Presence, RelatedBy, Specification};
use super::{Kernel, Parameters, Point};
use agglom_method::{Flow, Flows, Indicator, Indicators, Panel, Printed, Reading, Seed, Unwatched};
use agglom_testing::{oracles, panels};
use rayon::prelude::*;

fn specification(kernel: Kernel) -> Specification {
    Specification {
        presence: Presence::Given,
        threshold: 1.0,
        capacity: CapacityBy::Given,
        kernel,
        related: RelatedBy::Given,
        directed: false,
        covariates: Vec::new(),
        tolerance: 1e-8,
    }
}

/// A panel in the units of the data.
fn prepared(panel: &Panel, proximity: Option<Flows>, covariates: Option<Indicators>, kernel: Kernel) -> Prepared {
    let given = Incidence {
        panel: panel.clone().into(),
        places: None,
        proximity: proximity.map(Into::into),
        distances: None,
        covariates: covariates.map(Into::into),
    };
    let mut prepared = Prepared::new(&given, &specification(kernel), &[]).unwrap();
    let shift = prepared.observed.capacity_scale.ln();
    prepared.observed = Observed {
        log_capacity: prepared.observed.log_capacity.iter().map(|l| l + shift).collect(),
        capacity_scale: 1.0,
        distance_scale: 1.0,
        ..prepared.observed
    };
    prepared
}

fn problem(prepared: &Prepared, rates: Rates) -> Problem<'_> {
    Problem::new(&prepared.network, &prepared.observed, rates, prepared.industries.clone(), &Unwatched)
}

fn point(covariates: usize) -> Point {
    let parameters = Parameters { alpha: 0.6, b: 0.4, y: 1.8, z: 2.0, e: 0.25, x: 0.4, omega: 0.3, rain: 0.15 };
    Point { parameters, entry: vec![0.3; covariates], exit: vec![-0.2; covariates], sigma: 0.0 }
}

fn numbers(value: &serde_json::Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// JAX, exact derivatives (oracles/ifm_panel_sim200.json, ifm_two_kernel.json).
#[test]
fn gradients_and_hessians_are_those_of_jax() {
    let right = oracles::incidence_200()["hanski"].clone();
    let prepared_200 = prepared(&oracles::presence_200(), None, None, Kernel::Exponential);
    let rates = Rates { colonisation: Colonisation::Hanski, extinction: Extinction::Hanski, rescue: true };
    let free = vec![Symbol::Decay, Symbol::CapacityOut, Symbol::HalfEntry, Symbol::ExitRate, Symbol::CapacityExit];
    let base = Point { parameters: Parameters { omega: 0.0, rain: 0.0, ..point(0).parameters }, ..point(0) };
    let design = Design { free: free.clone(), base: base.clone() };
    let one = problem(&prepared_200, rates);
    let truth = [1.2_f64.ln(), 0.7, 10.0_f64.ln(), 0.2_f64.ln(), 0.6];
    let found = evaluate(&one, &design, &truth, Wanted::Hessian).unwrap();
    for (a, b) in found.gradient.iter().zip(numbers(&right["grad_true"])) {
        assert!((a - b).abs() < 1e-8, "{a} against {b}");
    }
    let at_maximum = evaluate(&one, &design, &numbers(&right["ml"]["theta"]), Wanted::Hessian).unwrap();
    for (a, row) in right["ml"]["hessian"].as_array().unwrap().iter().enumerate() {
        for (b, value) in numbers(row).into_iter().enumerate() {
            assert!((at_maximum.hessian[(a, b)] - value).abs() < 1e-7 * (1.0 + value.abs()), "{a} {b}");
        }
    }
    let scores = evaluate(&one, &design, &numbers(&right["ml"]["theta"]), Wanted::Scores).unwrap();
    for (kind, key) in [(StandardErrors::Hessian, "se"), (StandardErrors::Opg, "se_opg"), (StandardErrors::Place, "se_sandwich_site")] {
        let covariance = covariance(&scores, &design, kind).unwrap();
        for (a, right) in numbers(&right["ml"][key]).into_iter().enumerate() {
            assert!((covariance[(a, a)].sqrt() - right).abs() < 1e-7, "{kind:?} {a}");
        }
    }
    let (right, (panel, phi)) = (oracles::incidence_two_kernels(), oracles::presence_two_kernels());
    let prepared = prepared(&panel, Some(phi), None, Kernel::Exponential);
    let design = Design { free: free.into_iter().chain([Symbol::Relatedness]).collect(), base };
    let rates = Rates { extinction: Extinction::ComplementaryLogLog, ..rates };
    let found = evaluate(&problem(&prepared, rates), &design, &numbers(&right["true"]), Wanted::Hessian).unwrap();
    for (a, b) in found.gradient.iter().zip(numbers(&right["grad_true"])) {
        assert!((a - b).abs() < 1e-8, "{a} against {b}");
    }
}

/// A covariate of places and one of places and periods.
fn covariates(panel: &Panel) -> Indicators {
    let mut rows = Vec::new();
    for entity in 0..panel.counts.regions.len() as u32 {
        for period in 0..panel.counts.periods.len() as u32 {
            for indicator in 0..2u32 {
                let value = f64::from((entity * 7 + indicator * period * 3) % 11);
                rows.push(Indicator {
                    row: 0,
                    entity,
                    indicator,
                    period,
                    value: Reading::Observed(Printed { value, decimals: 0 }),
                    previous: Reading::Missing,
                    growth_printed: Reading::Missing,
                    unit: None,
                    kind: None,
                    direction: None,
                });
            }
        }
    }
    let codes = agglom_method::Codes::new(["age", "size"]);
    Indicators { entities: panel.counts.regions.clone(), indicators: codes.into(), periods: panel.counts.periods.clone(), rows }
}

fn neighbours(panel: &Panel) -> Flows {
    let pairs = [(0, 1), (1, 0), (1, 2), (2, 1)];
    Flows { nodes: panel.counts.industries.clone(), flows: pairs.map(|(from, to)| Flow { from, to, value: 0.5 }).to_vec(), unit: None }
}

#[test]
fn gradients_and_hessians_of_every_option_are_those_of_central_differences() {
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 2.0, e: 0.3, x: 0.5, omega: 0.5, rain: 0.2, sigma: 0.0 };
    let panel = panels::incidence(70, 3, 4, 10.0, truth, Seed::new(5));
    for kernel in [Kernel::Exponential, Kernel::Gaussian, Kernel::Power { exponent: 1.7 }] {
        let prepared = prepared(&panel, Some(neighbours(&panel)), Some(covariates(&panel)), kernel);
        for colonisation in [Colonisation::Hanski, Colonisation::Poisson, Colonisation::Free] {
            for (extinction, rescue) in
                [(Extinction::Hanski, true), (Extinction::ComplementaryLogLog, true), (Extinction::ComplementaryLogLog, false)]
            {
                let mut free = Symbol::ALL[..8].to_vec();
                free.retain(|s| *s != Symbol::Exponent || colonisation == Colonisation::Free);
                free.extend([0, 1].into_iter().flat_map(|q| [Symbol::EntryCovariate(q), Symbol::ExitCovariate(q)]));
                let design = Design { free, base: point(2) };
                let theta = design.theta(&design.base);
                let problem = problem(&prepared, Rates { colonisation, extinction, rescue });
                let at = |theta: &[f64]| evaluate(&problem, &design, theta, Wanted::Hessian).unwrap();
                let here = at(&theta);
                for slot in 0..theta.len() {
                    let step = 1e-5;
                    let moved = |by: f64| at(&theta.iter().enumerate().map(|(k, t)| if k == slot { t + by } else { *t }).collect::<Vec<_>>());
                    let (up, down) = (moved(step), moved(-step));
                    let slope = (up.value - down.value) / (2.0 * step);
                    let what = design.free[slot];
                    assert!((here.gradient[slot] - slope).abs() < 1e-5 * (1.0 + slope.abs()), "{kernel:?} {colonisation:?} {what:?}");
                    for other in 0..theta.len() {
                        let bend = (up.gradient[other] - down.gradient[other]) / (2.0 * step);
                        let found = here.hessian[(slot, other)];
                        assert!((found - bend).abs() < 1e-5 * (1.0 + bend.abs()), "{kernel:?} {colonisation:?} {what:?} {other}: {found} {bend}");
                    }
                }
            }
        }
    }
}

/// Far apart: weights underflow, their logarithms do not.
#[test]
fn where_sums_underflow_their_logarithms_are_used() {
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 2.0, e: 0.3, x: 0.5, omega: 0.0, rain: 0.2, sigma: 0.0 };
    let panel = panels::incidence(20, 1, 3, 10.0, truth, Seed::new(6));
    for (kernel, alpha) in [(Kernel::Exponential, 3000.0), (Kernel::Gaussian, 150.0)] {
        let prepared = prepared(&panel, None, None, kernel);
        let rates = Rates { colonisation: Colonisation::Hanski, extinction: Extinction::ComplementaryLogLog, rescue: true };
        let base = Point { parameters: Parameters { alpha, rain: 0.0, omega: 0.0, ..point(0).parameters }, ..point(0) };
        let free = vec![Symbol::Decay, Symbol::CapacityOut, Symbol::HalfEntry];
        let design = Design { free, base };
        let theta = design.theta(&design.base);
        let problem = problem(&prepared, rates);
        let at = |theta: &[f64]| evaluate(&problem, &design, theta, Wanted::Hessian).unwrap();
        let here = at(&theta);
        assert!(here.value.is_finite() && here.value < -1e4, "{}", here.value);
        for slot in 0..2 {
            let moved = |by: f64| at(&theta.iter().enumerate().map(|(k, t)| if k == slot { t + by } else { *t }).collect::<Vec<_>>());
            let (up, down) = (moved(1e-6), moved(-1e-6));
            let slope = (up.value - down.value) / 2e-6;
            assert!((here.gradient[slot] - slope).abs() < 1e-4 * slope.abs(), "{kernel:?} {slot}: {} {slope}", here.gradient[slot]);
            for other in 0..3 {
                let bend = (up.gradient[other] - down.gradient[other]) / 2e-6;
                assert!((here.hessian[(slot, other)] - bend).abs() < 1e-3 * (1.0 + bend.abs()), "{kernel:?} {slot} {other}");
            }
        }
    }
}

/// The likelihood of σ with years integrated by 1,601 points on [-8, 8] (trapezoid), each with the likelihood without years at e exp(σ u).
#[test]
fn the_likelihood_with_years_is_that_of_a_trapezoid() {
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 2.0, e: 0.3, x: 0.5, omega: 0.5, rain: 0.2, sigma: 0.6 };
    let panel = panels::incidence(16, 3, 3, 7.0, truth, Seed::new(7));
    let prepared = prepared(&panel, Some(neighbours(&panel)), Some(covariates(&panel)), Kernel::Exponential);
    // Fifteen nodes: the wider the years, the larger the error.
    for (colonisation, rescue, sigma, within) in [
        (Colonisation::Hanski, true, 0.05, 1e-9),
        (Colonisation::Hanski, true, 0.6, 1e-6),
        (Colonisation::Hanski, true, 1.5, 1e-4),
        (Colonisation::Hanski, false, 0.6, 1e-6),
        (Colonisation::Poisson, true, 0.6, 1e-6),
    ] {
        let whole = problem(&prepared, Rates { colonisation, extinction: Extinction::ComplementaryLogLog, rescue });
        let value = |problem: &Problem<'_>, e: f64, sigma: f64| {
            let base = point(2);
            let base = Point { parameters: Parameters { e: base.parameters.e * e, ..base.parameters }, sigma, ..base };
            evaluate(problem, &Design { free: Vec::new(), base }, &[], Wanted::Value).unwrap().value
        };
        let mut right = 0.0;
        for &step in &whole.steps {
            let alone = Problem { steps: vec![step], ..whole.clone() };
            let logs: Vec<f64> = (-800..=800).map(|k| 0.01 * f64::from(k)).map(|u| value(&alone, (sigma * u).exp(), 0.0) - 0.5 * u * u).collect();
            let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            right += most + (logs.iter().map(|l| (l - most).exp()).sum::<f64>() * 0.01 / std::f64::consts::TAU.sqrt()).ln();
        }
        let found = value(&whole, 1.0, sigma);
        assert!((found - right).abs() < within, "{colonisation:?} {rescue} {sigma}: {found} against {right}");
        assert!((found - value(&whole, 1.0, 0.0)).abs() > 10.0 * within);
    }
}

const FIVE: [(Symbol, f64); 5] =
    [(Symbol::Decay, 0.5), (Symbol::CapacityOut, 0.5), (Symbol::HalfEntry, 3.0), (Symbol::ExitRate, 0.3), (Symbol::CapacityExit, 0.4)];

/// A study of 95 % intervals by simulation: panels of 100 places over 10 periods, entry as by Hanski, rescue. Prints coverage.
fn study(name: &str, panels: u64, errors: StandardErrors, sigma: f64, parameters: &[(Symbol, f64)]) {
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 3.0, e: 0.3, x: 0.4, omega: 0.0, rain: 0.0, sigma };
    let base = Point { parameters: Parameters { omega: 0.0, rain: 0.0, ..point(0).parameters }, ..point(0) };
    let design = Design { free: parameters.iter().map(|p| p.0).collect(), base };
    let rates = Rates { colonisation: Colonisation::Hanski, extinction: Extinction::ComplementaryLogLog, rescue: true };
    let one = |k: u64| {
        let panel = panels::incidence(100, 1, 10, 20.0, truth, Seed::new(9000 + k));
        let prepared = prepared(&panel, None, None, Kernel::Exponential);
        let found = fit(&problem(&prepared, rates), &design, Effort { errors, tolerance: 1e-6, least_events: 10 }).ok()?;
        let off = |&(symbol, truth): &(Symbol, f64)| found.estimate(symbol).map(|(theta, error)| (theta - symbol.scaled(truth), error));
        Some(parameters.iter().map(off).collect::<Vec<_>>())
    };
    let all: Vec<_> = (0..panels).into_par_iter().filter_map(one).collect();
    println!("{name}: {} of {panels} fitted", all.len());
    for (slot, (symbol, _)) in parameters.iter().enumerate() {
        let each: Vec<(f64, f64)> = all.iter().filter_map(|fit| fit[slot]).collect();
        let mean = |of: &dyn Fn(&(f64, f64)) -> f64| each.iter().map(of).sum::<f64>() / each.len() as f64;
        let covered = mean(&|e| f64::from(u8::from(e.0.abs() <= 1.96 * e.1)));
        let (bias, error) = (mean(&|e| e.0), mean(&|e| e.1));
        println!("  {} covered {covered:.3} of {}, bias {bias:.3}, mean error {error:.3}", symbol.word(), each.len());
        assert!(covered > 0.8, "{name} {symbol:?} {covered}");
    }
}

/// What the documentation of the method says under "Checked against".
#[test]
#[ignore = "a simulation study of some minutes"]
fn coverage_of_intervals() {
    study("place", 200, StandardErrors::Place, 0.0, &FIVE);
    study("hessian", 200, StandardErrors::Hessian, 0.0, &FIVE);
}

#[test]
#[ignore = "a simulation study of some minutes"]
fn coverage_where_years_differ() {
    study("years differ", 40, StandardErrors::Hessian, 0.5, &[FIVE.as_slice(), &[(Symbol::Stochasticity, 0.5)]].concat());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// At random points of every combination of options.
    #[test]
    fn gradients_are_those_of_central_differences(
        seed in 0u64..1000,
        (kernel, colonisation, extinction, rescue, years, shapes) in
            (0usize..3, 0usize..3, proptest::bool::ANY, proptest::bool::ANY, proptest::bool::ANY, proptest::bool::ANY),
        at in proptest::collection::vec(-0.6..0.6f64, 13),
    ) {
        let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 2.0, e: 0.3, x: 0.5, omega: 0.5, rain: 0.2, sigma: 0.0 };
        let panel = panels::incidence(20, 3, 4, 8.0, truth, Seed::new(seed));
        let kernel = [Kernel::Exponential, Kernel::Gaussian, Kernel::Power { exponent: 1.7 }][kernel];
        let prepared = prepared(&panel, Some(neighbours(&panel)), Some(covariates(&panel)), kernel);
        let colonisation = [Colonisation::Hanski, Colonisation::Poisson, Colonisation::Free][colonisation];
        // Without rescue, min(1, e A^-x) = 1 forbids what the panel shows.
        let extinction = if extinction && rescue && !years { Extinction::Hanski } else { Extinction::ComplementaryLogLog };
        let mut free = Symbol::ALL.to_vec();
        free.extend([0, 1].into_iter().flat_map(|q| [Symbol::EntryCovariate(q), Symbol::ExitCovariate(q)]));
        free.retain(|s| match s {
            Symbol::Exponent => colonisation == Colonisation::Free,
            Symbol::Stochasticity => years,
            Symbol::Decay | Symbol::CapacityOut => shapes,
            _ => true,
        });
        let design = Design { free, base: Point { sigma: if years { 0.5 } else { 0.0 }, ..point(2) } };
        let theta: Vec<f64> = design.theta(&design.base).iter().zip(&at).map(|(t, by)| t + by).collect();
        let problem = problem(&prepared, Rates { colonisation, extinction, rescue });
        let at = |theta: &[f64]| evaluate(&problem, &design, theta, Wanted::Hessian).unwrap();
        let here = at(&theta);
        for slot in 0..theta.len() {
            let moved = |by: f64| at(&theta.iter().enumerate().map(|(k, t)| if k == slot { t + by } else { *t }).collect::<Vec<_>>());
            let (up, down) = (moved(1e-5), moved(-1e-5));
            let what = design.free[slot];
            // A place whose e A^-x is about 1 has a kink between the two.
            if extinction == Extinction::Hanski && matches!(what, Symbol::ExitRate | Symbol::CapacityExit | Symbol::ExitCovariate(_)) {
                continue;
            }
            let slope = (up.value - down.value) / 2e-5;
            proptest::prop_assert!((here.gradient[slot] - slope).abs() < 2e-5 * (1.0 + slope.abs()), "{what:?} {} {slope}", here.gradient[slot]);
            for other in 0..theta.len() {
                let bend = (up.gradient[other] - down.gradient[other]) / 2e-5;
                let found = here.hessian[(slot, other)];
                proptest::prop_assert!((found - bend).abs() < 1e-4 * (1.0 + bend.abs()), "{what:?} {other}: {found} {bend}");
            }
        }
    }
}
