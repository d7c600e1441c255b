use agglom_method::{Context, Counts, Finding, Flows, Measured, Method, MethodError, Panel, Seed, Unwatched, Values};
use agglom_models::incidence_function::{
    CapacityBy, Colonisation, Entries, Estimated, Extinction, Fading, Geography, Incidence, IncidenceFunction, Kernel, Lattice, Missing, Network,
    Parameters, Pooling, Presence, PropaguleRain, RainWord, RelatedBy, StandardErrors, Sums, Symbol,
};
use agglom_testing::{oracles, panels, samples};
use ndarray::Array2;
use std::sync::Arc;

fn given(panel: &Panel, proximity: Option<Flows>) -> Incidence {
    Incidence { panel: panel.clone().into(), places: None, proximity: proximity.map(Arc::new), distances: None, covariates: None }
}

fn compute(method: &IncidenceFunction, given: &Incidence) -> Result<Entries, MethodError> {
    method.check().unwrap();
    method.compute(given, &Context { seed: Seed::new(3), watch: &Unwatched })
}

fn of<'a>(found: &'a Entries, symbol: Symbol) -> &'a Estimated {
    found.parameters.iter().find(|p| p.symbol == symbol).unwrap()
}

/// Estimates on their own scale.
fn theta(found: &Entries, symbols: &[Symbol]) -> Vec<f64> {
    let scaled = |s: &Symbol| if s.logarithmic() { of(found, *s).value.unwrap().ln() } else { of(found, *s).value.unwrap() };
    symbols.iter().map(scaled).collect()
}

fn errors(found: &Entries, symbols: &[Symbol]) -> Vec<f64> {
    symbols.iter().map(|s| of(found, *s).standard_error.unwrap()).collect()
}

fn numbers(value: &serde_json::Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn near(found: &[f64], right: &[f64], tolerance: f64) {
    assert_eq!(found.len(), right.len());
    for (a, b) in found.iter().zip(right) {
        assert!((a - b).abs() <= tolerance, "{found:?} against {right:?}");
    }
}

const FIVE: [Symbol; 5] = [Symbol::Decay, Symbol::CapacityOut, Symbol::HalfEntry, Symbol::ExitRate, Symbol::CapacityExit];
const SIX: [Symbol; 6] = [Symbol::Decay, Symbol::CapacityOut, Symbol::HalfEntry, Symbol::ExitRate, Symbol::CapacityExit, Symbol::Relatedness];

fn log_likelihood(found: &Entries) -> f64 {
    found.fits.fitted[0].fit.as_ref().unwrap().log_likelihood
}

/// JAX and numpy (oracles/ifm_panel_sim200.json): truth α 1.2, b .7, y 10, e .2, x .6.
#[test]
fn one_industry_in_200_places_is_fitted_as_by_jax() {
    let (right, panel) = (oracles::incidence_200()["hanski"].clone(), oracles::presence_200());
    let hanski = IncidenceFunction { extinction: Extinction::Hanski, ..Default::default() };
    let truth = [("alpha", 1.2), ("b", 0.7), ("y", 10.0), ("e", 0.2), ("x", 0.6)].map(|(word, value)| (word.to_owned(), value)).into();
    let known = compute(&IncidenceFunction { fixed: truth, ..hanski.clone() }, &given(&panel, None)).unwrap();
    assert!((log_likelihood(&known) - right["loglik_true"].as_f64().unwrap()).abs() < 1e-10 * 900.0);
    let ml = &right["ml"];
    let found = compute(&hanski, &given(&panel, None)).unwrap();
    near(&theta(&found, &FIVE), &numbers(&ml["theta"]), 1e-6);
    near(&errors(&found, &FIVE), &numbers(&ml["se_sandwich_site"]), 1e-6);
    assert!((log_likelihood(&found) - ml["loglik"].as_f64().unwrap()).abs() < 1e-9);
    assert!((found.fits.fitted[0].fit.as_ref().unwrap().aic() - ml["aic"].as_f64().unwrap()).abs() < 1e-8);
    let turnover = found.quality[0].as_ref().unwrap().turnover;
    assert_eq!((turnover.entries, turnover.exits), (191, 173));
}

/// JAX (oracles/ifm_two_kernel.json): truth α 1, b .6, y 6, e .15, x .5, ω .8; without ω the log likelihood is -2810.3119.
#[test]
fn two_kernels_are_fitted_as_by_jax() {
    let (right, (panel, phi)) = (oracles::incidence_two_kernels(), oracles::presence_two_kernels());
    let method = IncidenceFunction { standard_errors: StandardErrors::Hessian, ..Default::default() };
    let at_truth = numbers(&right["true"]);
    let fixed = SIX.iter().zip(&at_truth).map(|(s, t)| (s.word().to_owned(), s.natural(*t))).collect();
    let known = compute(&IncidenceFunction { fixed, ..method.clone() }, &given(&panel, Some(phi.clone()))).unwrap();
    assert!((log_likelihood(&known) - right["loglik_true"].as_f64().unwrap()).abs() < 1e-9);
    let found = compute(&method, &given(&panel, Some(phi))).unwrap();
    near(&theta(&found, &SIX), &numbers(&right["ml"]), 1e-6);
    near(&errors(&found, &SIX), &numbers(&right["se"]), 1e-6);
    assert!((log_likelihood(&found) - right["loglik"].as_f64().unwrap()).abs() < 1e-9);
    let restricted = compute(&method, &given(&panel, None)).unwrap();
    near(&theta(&restricted, &FIVE), &numbers(&right["restricted_omega0"]["theta"]), 1e-6);
    let ratio = 2.0 * (log_likelihood(&found) - log_likelihood(&restricted));
    assert!((ratio - right["restricted_omega0"]["lr"].as_f64().unwrap()).abs() < 1e-8);
    let p = of(&found, Symbol::Relatedness).p_value.unwrap();
    assert!(p < 1e-20 && p > 0.0, "{p}");
}

/// numpy, brute force (oracles/fastS_5000*): all pairs, and errors of truncation at 5 to 60 km.
#[test]
fn connectivity_of_5000_points_is_exact_and_truncation_within_its_bound() {
    let (km, weights, exact) = oracles::weighted_points();
    let n = km.len();
    let capacity = Array2::from_shape_fn((n, 1), |(i, _)| weights[i]);
    let mut network = Network::new(Kernel::Exponential, Geography::Plane(km), None, capacity);
    let p = Parameters { alpha: 0.5, b: 1.0, y: 1.0, z: 2.0, e: 0.1, x: 0.0, omega: 0.0, rain: 0.0 };
    let present = Array2::from_elem((n, 1), 1.0);
    let all = network.connectivity(&p, present.view());
    assert!(all.iter().zip(&exact).all(|(a, b)| (a - b).abs() < 1e-11));
    for case in oracles::truncated_sums()["truncation"].as_array().unwrap().iter().take(3) {
        let radius = case["R"].as_f64().unwrap();
        network.sums = Sums::Truncated { share: (-0.5 * radius).exp() };
        let found = network.connectivity(&p, present.view());
        let worst = found.iter().zip(&exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let right = case["max_abs_err"].as_f64().unwrap();
        assert!((worst - right).abs() < 1e-6 * right + 1e-12, "{radius} km: {worst} against {right}");
        assert!(worst <= (-0.5 * radius).exp() * weights.iter().sum::<f64>());
    }
}

#[test]
fn sums_on_a_grid_by_fourier_transform_are_those_of_all_pairs() {
    let km: Vec<[f64; 2]> =
        (0..40).flat_map(|i| (0..25).map(move |j| [2.0 * f64::from(i), 3.0 + 1.5 * f64::from(j)])).filter(|p| p[0] + p[1] < 100.0).collect();
    let n = km.len();
    let capacity = Array2::from_shape_fn((n, 2), |(i, k)| 1.0 + ((i * 7 + k * 3) % 11) as f64);
    let present = Array2::from_shape_fn((n, 2), |(i, k)| if (i + k) % 3 == 0 { 1.0 } else { 0.0 });
    let p = Parameters { alpha: 0.15, b: 0.6, y: 1.0, z: 2.0, e: 0.1, x: 0.0, omega: 0.0, rain: 0.1 };
    let lattice = Lattice::of(&km).unwrap();
    for kernel in [Kernel::Exponential, Kernel::Gaussian, Kernel::Power { exponent: 2.0 }] {
        let mut network = Network::new(kernel, Geography::Plane(km.clone()), None, capacity.clone());
        let all = network.connectivity(&p, present.view());
        network.sums = Sums::Lattice(lattice.clone());
        let found = network.connectivity(&p, present.view());
        assert!(found.iter().zip(&all).all(|(a, b)| (a - b).abs() < 1e-11));
    }
    let mut off = km;
    off[7][0] += 0.3;
    assert_eq!(Lattice::of(&off), None);
}

/// All pairs on the globe against truncation within 1e-12 of all: the same places, other cells.
#[test]
fn truncation_on_the_globe_finds_all_that_is_near() {
    let degrees: Vec<[f64; 2]> =
        (0..300).map(|i| [-180.0 + 360.0 * f64::from(i * 37 % 300) / 300.0, -89.0 + 178.0 * f64::from(i * 61 % 300) / 300.0]).collect();
    let mut network = Network::new(Kernel::Exponential, Geography::globe(degrees), None, Array2::from_elem((300, 1), 1.0));
    let p = Parameters { alpha: 0.01, b: 1.0, y: 1.0, z: 2.0, e: 0.1, x: 0.0, omega: 0.0, rain: 0.0 };
    let present = Array2::from_elem((300, 1), 1.0);
    let all = network.connectivity(&p, present.view());
    network.sums = Sums::Truncated { share: 1e-12 };
    let found = network.connectivity(&p, present.view());
    assert!(found.iter().zip(&all).all(|(a, b)| a <= &(b + 1e-15) && b - a < 300.0 * 1e-12));
}
