use agglom_method::{Context, Counts, Flows, Measured, Method, MethodError, Panel, Seed, Unwatched};
use agglom_models::incidence_function::{
    CapacityBy, Colonisation, Entries, Estimated, Extinction, Geography, Incidence, IncidenceFunction, Kernel, Lattice, Missing, Network, Parameters,
    Pooling, Presence, PropaguleRain, RainWord, StandardErrors, Sums, Symbol,
};
use agglom_testing::{oracles, panels};
use ndarray::Array2;
use std::sync::Arc;

pub(crate) fn given(panel: &Panel, proximity: Option<Flows>) -> Incidence {
    Incidence { panel: panel.clone().into(), places: None, proximity: proximity.map(Arc::new), distances: None, covariates: None }
}

pub(crate) fn compute(method: &IncidenceFunction, given: &Incidence) -> Result<Entries, MethodError> {
    method.check().unwrap();
    method.compute(given, &Context { seed: Seed::new(3), watch: &Unwatched })
}

pub(crate) fn of(found: &Entries, symbol: Symbol) -> &Estimated {
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

pub(crate) fn log_likelihood(found: &Entries) -> f64 {
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

/// numpy, brute force (oracles/fastS_5000*): all pairs, and boxes that exchange as wholes.
#[test]
fn connectivity_of_5000_points_is_exact_and_that_of_boxes_within_its_tolerance() {
    let (km, weights, exact) = oracles::weighted_points();
    let n = km.len();
    let capacity = Array2::from_shape_fn((n, 1), |(i, _)| weights[i]);
    let mut network = Network::new(Kernel::Exponential, Geography::Plane(km), None, capacity);
    let p = Parameters { alpha: 0.5, b: 1.0, y: 1.0, z: 2.0, e: 0.1, x: 0.0, omega: 0.0, rain: 0.0 };
    let present = Array2::from_elem((n, 1), 1.0);
    let all = network.connectivity(&p, present.view());
    assert!(all.iter().zip(&exact).all(|(a, b)| (a - b).abs() < 1e-11));
    for share in [1e-3, 1e-6, 1e-9] {
        network.sums = Sums::Tree { share };
        let found = network.connectivity(&p, present.view());
        let worst = found.iter().zip(&exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(worst > 1e-11 && worst <= share * weights.iter().sum::<f64>(), "{share}: {worst}");
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

/// Boxes near a pole have no smooth coordinates.
#[test]
fn near_a_pole_every_pair_is_summed() {
    let degrees: Vec<[f64; 2]> =
        (0..300).map(|i| [-180.0 + 360.0 * f64::from(i * 37 % 300) / 300.0, -89.0 + 178.0 * f64::from(i * 61 % 300) / 300.0]).collect();
    let mut network = Network::new(Kernel::Exponential, Geography::globe(degrees), None, Array2::from_elem((300, 1), 1.0));
    let p = Parameters { alpha: 0.01, b: 1.0, y: 1.0, z: 2.0, e: 0.1, x: 0.0, omega: 0.0, rain: 0.0 };
    let present = Array2::from_elem((300, 1), 1.0);
    let all = network.connectivity(&p, present.view());
    network.sums = Sums::Tree { share: 1e-2 };
    assert_eq!(network.connectivity(&p, present.view()), all);
}

pub(crate) fn panel(places: usize, industries: usize, periods: usize, seed: u64) -> Panel {
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 3.5, e: 0.5, x: 0.4, omega: 0.0, rain: 0.3, sigma: 0.0 };
    panels::incidence(places, industries, periods, 2.0 * (places as f64).sqrt(), truth, Seed::new(seed))
}

/// Rain as it was: no estimate of it is needed.
fn with_rain() -> IncidenceFunction {
    IncidenceFunction { propagule_rain: PropaguleRain::Word(RainWord::Estimate), standard_errors: StandardErrors::Hessian, ..Default::default() }
}

pub(crate) fn changed(panel: &Panel, mut each: impl FnMut(usize, &mut Measured)) -> Panel {
    let counts = &panel.counts;
    let cells = counts.cells.iter().enumerate().map(|(t, cells)| {
        let mut measured: Vec<Measured> = cells.iter().copied().collect();
        for m in &mut measured {
            each(t, m);
        }
        agglom_method::Cells::new(counts.regions.len(), measured, Vec::new())
    });
    Panel { counts: Counts { cells: cells.collect(), ..Counts::clone(counts) }.into(), ..panel.clone() }
}

/// METHODS B.4: A → kA gives y → k^b y, e → k^x e, m0 → k^b m0; d → kd gives α → α/k. The likelihood stays.
#[test]
fn units_of_capacity_and_distance_scale_the_parameters_and_nothing_else() {
    let panel = panel(60, 1, 6, 21);
    let plain = compute(&IncidenceFunction { fixed: [("rain".into(), 0.3)].into(), ..with_rain() }, &given(&panel, None)).unwrap();
    let mut scaled = panel.clone();
    scaled.capacity.iter_mut().flatten().flatten().for_each(|c| c.value *= 1000.0);
    scaled.position.iter_mut().flatten().for_each(|p| *p = p.map(|c| c * 7.0));
    let b = of(&plain, Symbol::CapacityOut).value.unwrap();
    let x = of(&plain, Symbol::CapacityExit).value.unwrap();
    let free = compute(&IncidenceFunction { propagule_rain: PropaguleRain::Word(RainWord::None), ..with_rain() }, &given(&panel, None)).unwrap();
    let again = compute(&IncidenceFunction { propagule_rain: PropaguleRain::Word(RainWord::None), ..with_rain() }, &given(&scaled, None)).unwrap();
    let (b0, x0) = (of(&free, Symbol::CapacityOut).value.unwrap(), of(&free, Symbol::CapacityExit).value.unwrap());
    let ratio = |s: Symbol| of(&again, s).value.unwrap() / of(&free, s).value.unwrap();
    near(&[ratio(Symbol::Decay), ratio(Symbol::CapacityOut), ratio(Symbol::CapacityExit)], &[1.0 / 7.0, 1.0, 1.0], 1e-6);
    assert!(
        (ratio(Symbol::HalfEntry) / 1000.0_f64.powf(b0) - 1.0).abs() < 1e-5 && (ratio(Symbol::ExitRate) / 1000.0_f64.powf(x0) - 1.0).abs() < 1e-5
    );
    assert!((log_likelihood(&free) - log_likelihood(&again)).abs() < 1e-8);
    assert!(free.prospects.iter().zip(&again.prospects).all(|(a, b)| (a.entry.unwrap_or(0.0) - b.entry.unwrap_or(0.0)).abs() < 1e-7));
    // A rain that is known is known in the units of the data.
    let known = Parameters { rain: 0.3 * 1000.0_f64.powf(b), ..plain.fits.fitted[0].fit.as_ref().unwrap().point.parameters };
    let fixed = [("rain".to_owned(), known.rain), ("b".to_owned(), b), ("x".to_owned(), x)].into();
    let rained = compute(&IncidenceFunction { fixed, ..with_rain() }, &given(&scaled, None)).unwrap();
    assert!((log_likelihood(&rained) - log_likelihood(&plain)).abs() < 1e-7);
}

#[test]
fn the_order_of_places_does_not_matter() {
    let panel = panel(40, 1, 6, 22);
    let n = panel.counts.regions.len();
    let turned = |i: u32| (n as u32 - 1) - i;
    let mut other = changed(&panel, |_, m| m.region = turned(m.region));
    other.position.iter_mut().for_each(|p| p.reverse());
    other.capacity.iter_mut().flatten().for_each(|cells| {
        for c in cells.iter_mut() {
            c.place = turned(c.place);
        }
        cells.sort_by_key(|c| (c.place, c.industry));
    });
    let (one, two) = (compute(&with_rain(), &given(&panel, None)).unwrap(), compute(&with_rain(), &given(&other, None)).unwrap());
    assert!((log_likelihood(&one) - log_likelihood(&two)).abs() < 1e-8);
    for prospect in &one.prospects {
        let mirrored = &two.prospects[n - 1 - prospect.place];
        assert!((prospect.entry.unwrap_or(0.0) - mirrored.entry.unwrap_or(0.0)).abs() < 1e-5);
    }
}

fn why(error: &MethodError) -> String {
    match error {
        MethodError::NoAnswer { why } => why.key.clone(),
        MethodError::Needs { what } => what.key.clone(),
        MethodError::Setting { setting, problem } => format!("{setting} {}", problem.key),
        other => format!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_answered_is_refused_by_name() {
    let panel = panel(30, 2, 5, 23);
    let error = |method: &IncidenceFunction, panel: &Panel| why(&compute(method, &given(panel, None)).unwrap_err());
    let plain = IncidenceFunction::default();
    let two = Panel { capacity: None, ..panel.clone() };
    assert_eq!(error(&plain, &two), "incidence-function-needs-capacity");
    assert_eq!(error(&plain, &Panel { position: None, ..panel.clone() }), "incidence-function-needs-places");
    assert_eq!(error(&IncidenceFunction { least_events: 10_000, ..plain.clone() }, &panel), "incidence-function-too-few-events");
    assert_eq!(error(&plain, &changed(&panel, |_, m| m.value *= 3.0)), "presence incidence-function-not-binary");
    let none = changed(&panel, |t, m| m.value = if t == 0 { 0.0 } else { m.value });
    assert_eq!(error(&plain, &none), "incidence-function-impossible");
    let mut bare = panel.clone();
    bare.capacity.iter_mut().flatten().flatten().for_each(|c| c.value = 0.0);
    assert_eq!(error(&plain, &bare), "incidence-function-no-capacity");
    let unknown = IncidenceFunction { industries: vec!["i9".into()], ..plain };
    assert!(matches!(compute(&unknown, &given(&panel, None)), Err(MethodError::UnknownCode { setting: "industries", .. })));
}

#[test]
fn settings_that_make_no_sense_are_refused_before_data_are_read() {
    let refused = |method: IncidenceFunction| method.check().unwrap_err().setting;
    let fixed = |word: &str, value: f64| IncidenceFunction { fixed: [(word.to_owned(), value)].into(), ..Default::default() };
    assert_eq!(refused(fixed("decy", 1.0)), "fixed");
    assert_eq!(refused(fixed("y", -1.0)), "fixed");
    assert_eq!(refused(IncidenceFunction { colonisation: Colonisation::Poisson, ..fixed("z", 1.0) }), "fixed");
    assert_eq!(refused(IncidenceFunction { profile: vec!["q".into()], ..Default::default() }), "profile");
    assert_eq!(refused(IncidenceFunction { propagule_rain: PropaguleRain::Known(-1.0), ..Default::default() }), "propagule_rain");
    assert_eq!(refused(IncidenceFunction { threshold: 0.0, ..Default::default() }), "threshold");
    assert!(serde_json::from_str::<IncidenceFunction>(r#"{"propagule_rain": "estimate", "fixed": {"b": 1.0}}"#).unwrap().check().is_ok());
}

/// Capacities that do not differ say nothing of b and x.
#[test]
fn equal_capacities_are_told_and_their_effects_left_out() {
    let panel = Panel { capacity: None, ..panel(50, 1, 6, 24) };
    let mut equal = panel.clone();
    let each = (0..50).map(|place| agglom_method::Capacity { place, industry: 0, value: 3.0 }).collect::<Vec<_>>();
    equal.capacity = Some(vec![each; 6]);
    let found = compute(&with_rain(), &given(&equal, None)).unwrap();
    let one = compute(&IncidenceFunction { capacity: CapacityBy::One, ..with_rain() }, &given(&panel, None)).unwrap();
    assert!(found.equal_capacities && !one.equal_capacities);
    assert!((log_likelihood(&found) - log_likelihood(&one)).abs() < 1e-9);
    assert!(!found.parameters.iter().any(|p| p.symbol == Symbol::CapacityOut));
    let said = with_rain().present(&given(&equal, None), &found);
    assert!(said.notes.iter().any(|n| n.message.key == "incidence-function-equal"));
}

/// Presence by size is that of the sizes turned into ones and zeros beforehand.
#[test]
fn presence_by_size_is_presence() {
    let panel = panel(40, 1, 6, 25);
    let sized = changed(&panel, |_, m| m.value = if m.value > 0.0 { 7.0 } else { 2.0 });
    let by_size = IncidenceFunction { presence: Presence::AtLeast, threshold: 5.0, ..with_rain() };
    let (one, two) = (compute(&with_rain(), &given(&panel, None)).unwrap(), compute(&by_size, &given(&sized, None)).unwrap());
    assert_eq!(one.prospects, two.prospects);
}

#[test]
fn unknown_presence_and_long_steps_are_told_and_cost_little() {
    let panel = panel(60, 1, 8, 26);
    let counts = Counts::clone(&panel.counts);
    let gap = |t: usize, i: u32| (i as usize * 7 + t * 5).is_multiple_of(12);
    let cells = counts.cells.iter().enumerate().map(|(t, cells)| {
        let known = cells.iter().filter(|m| !gap(t, m.region)).copied().collect();
        let gaps = (0..60).filter(|&i| gap(t, i)).map(|region| agglom_method::Gap { region, industry: 0, state: agglom_method::State::Missing });
        agglom_method::Cells::new(60, known, gaps.collect())
    });
    let holed = Panel { counts: Counts { cells: cells.collect(), ..counts.clone() }.into(), ..panel.clone() };
    let found = compute(&with_rain(), &given(&holed, None)).unwrap();
    assert!((found.missing - 1.0 / 12.0).abs() < 0.01 && found.rounds > 1, "{} {}", found.missing, found.rounds);
    let dropped = compute(&IncidenceFunction { missing: Missing::Drop, ..with_rain() }, &given(&holed, None)).unwrap();
    assert_eq!(dropped.rounds, 1);
    assert_ne!(log_likelihood(&found), log_likelihood(&dropped));
    assert!(found.prospects.iter().filter(|p| p.reason == Some("missing")).count() > 0);
    let years = agglom_method::Codes::new(["2000", "2001", "2002", "2003", "2005", "2006", "2007", "2008"]);
    let long = Panel { counts: Counts { periods: years.into(), ..counts }.into(), ..panel };
    let found = compute(&with_rain(), &given(&long, None)).unwrap();
    assert_eq!((found.long_steps, found.by_step.len()), (1, 6));
}

/// All pairs against interpolation between boxes: plane and globe, every kernel.
#[test]
fn boxes_that_exchange_as_wholes_give_the_sums_of_all_pairs() {
    let at: Vec<[f64; 2]> = (0..1500).map(|i| [f64::from(i * 7919 % 15013) / 150.0, f64::from(i * 104729 % 9973) / 200.0]).collect();
    for geography in [Geography::Plane(at.clone()), Geography::globe(at)] {
        let km = if matches!(geography, Geography::Plane(_)) { 1.0 } else { 100.0 };
        let capacity = Array2::from_shape_fn((1500, 2), |(i, k)| 1.0 + ((i * 7 + k * 3) % 11) as f64);
        let present = Array2::from_shape_fn((1500, 2), |(i, k)| if (i + k) % 3 == 0 { 1.0 } else { 0.0 });
        for (kernel, alpha) in
            [(Kernel::Exponential, 0.05), (Kernel::Exponential, 1.0), (Kernel::Gaussian, 0.1), (Kernel::Power { exponent: 2.0 }, 0.3)]
        {
            let p = Parameters { alpha: alpha / km, b: 0.6, y: 1.0, z: 2.0, e: 0.1, x: 0.0, omega: 0.0, rain: 0.0 };
            let mut network = Network::new(kernel, geography.clone(), None, capacity.clone());
            let all = network.connectivity(&p, present.view());
            let total: f64 = network.sent(&p, present.view()).sum();
            network.sums = Sums::Tree { share: 1e-8 };
            let found = network.connectivity(&p, present.view());
            let worst = found.iter().zip(&all).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(worst < 1e-8 * total, "{kernel:?} {alpha}: {worst} of {total}");
        }
    }
}

/// Years in which exit is more or less frequent everywhere: σ, with its test, from 25 periods of 120 places.
#[test]
fn the_stochasticity_of_years_is_found_where_it_is() {
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 3.0, e: 0.3, x: 0.4, omega: 0.0, rain: 0.3, sigma: 0.7 };
    let years =
        IncidenceFunction { stochasticity: true, standard_errors: StandardErrors::Place, fixed: [("rain".into(), 0.3)].into(), ..with_rain() };
    let panel = panels::incidence(120, 1, 25, 20.0, truth, Seed::new(51));
    let found = compute(&IncidenceFunction { horizon: 0, ..years.clone() }, &given(&panel, None)).unwrap();
    let sigma = of(&found, Symbol::Stochasticity);
    let (value, error) = (sigma.value.unwrap(), sigma.standard_error.unwrap());
    assert!((value.ln() - 0.7f64.ln()).abs() < 3.0 * error && error < 0.3, "{value} {error}");
    assert!(sigma.p_value.unwrap() < 1e-6 && sigma.low.unwrap() < 0.7 && 0.7 < sigma.high.unwrap());
    let plain = compute(&IncidenceFunction { stochasticity: false, horizon: 0, ..years.clone() }, &given(&panel, None)).unwrap();
    // The likelihood ratio against half a χ² with one degree of freedom.
    let ratio = 2.0 * (log_likelihood(&found) - log_likelihood(&plain));
    let p = 0.5 * statistics_tail(ratio);
    assert!((sigma.p_value.unwrap() / p - 1.0).abs() < 1e-6, "{} {p}", sigma.p_value.unwrap());
    // Exit is known less well where years differ.
    assert!(of(&found, Symbol::ExitRate).standard_error.unwrap() > 1.3 * of(&plain, Symbol::ExitRate).standard_error.unwrap());
    let said = years.present(&given(&panel, None), &found);
    assert!(said.notes.iter().any(|n| n.message.key == "incidence-function-stochasticity"));
    // Where there is none, none is found.
    let still = panels::incidence(120, 1, 25, 20.0, panels::Truth { sigma: 0.0, ..truth }, Seed::new(52));
    let none = compute(&IncidenceFunction { horizon: 0, ..years }, &given(&still, None)).unwrap();
    let sigma = of(&none, Symbol::Stochasticity);
    assert!(sigma.value.unwrap() < 0.25 && sigma.p_value.unwrap() > 0.01, "{sigma:?}");
}

/// P(χ² > x) with one degree of freedom, by Simpson's rule over the normal density beyond √x.
fn statistics_tail(x: f64) -> f64 {
    let (from, step) = (x.sqrt(), 1e-3);
    let density = |z: f64| (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
    let sum: f64 = (0..5000)
        .map(|k| from + 2.0 * step * f64::from(k))
        .map(|z| step / 3.0 * (density(z) + 4.0 * density(z + step) + density(z + 2.0 * step)))
        .sum();
    2.0 * sum
}

/// Forecasts draw years: the mean is that of the chances, the spread over draws is wider than where years are alike.
#[test]
fn forecasts_draw_years_and_chances_are_means_over_them() {
    let panel = panel(100, 1, 4, 53);
    let everything = [("alpha", 0.5), ("b", 0.5), ("y", 3.5), ("e", 0.4), ("x", 0.4), ("rain", 0.3), ("sigma", 1.0)];
    let fixed = everything.map(|(word, value)| (word.to_owned(), value));
    let method = IncidenceFunction { horizon: 1, draws: 999, least_events: 0, stochasticity: true, fixed: fixed.into(), ..with_rain() };
    let found = compute(&method, &given(&panel, None)).unwrap();
    let exits = |found: &Entries| -> Vec<f64> { found.prospects.iter().filter_map(|p| p.exit).collect() };
    let expected: f64 = found.prospects.iter().map(|p| p.entry.unwrap_or(0.0) + p.exit.map_or(0.0, |e| 1.0 - e)).sum();
    let step = &found.ahead.steps[0];
    let (low, high) = step.range.unwrap();
    // Years alone make a standard deviation of about a fifth of all exits; 999 draws, 4 standard errors.
    assert!((step.expected - expected).abs() < 4.0 * (high - low) / 3.92 / 999.0f64.sqrt(), "{} {expected}", step.expected);
    let alike = IncidenceFunction { stochasticity: false, fixed: everything[..6].iter().map(|(w, v)| ((*w).to_owned(), *v)).collect(), ..method };
    let without = compute(&alike, &given(&panel, None)).unwrap();
    let (near, far) = without.ahead.steps[0].range.unwrap();
    assert!(high - low > 1.5 * (far - near), "{low} {high} {near} {far}");
    // Where a year like any other has exit E, the mean over years is ∫ φ(u) (1 - exp(-r e^u)) du (1 - C), r = -ln (1 - E): trapezoid.
    for (mean, plain) in exits(&found).iter().zip(exits(&without)).take(10) {
        assert!(mean < &1.0 && (mean - plain).abs() > 1e-6);
    }
    let (one, other) = (&found.prospects, &without.prospects);
    let at = one.iter().position(|p| p.exit.is_some()).unwrap();
    let capacity = one[at].capacity.unwrap();
    let rate = 0.4 * capacity.powf(-0.4);
    let stays = other[at].exit.unwrap() / -(-rate).exp_m1();
    let density = |u: f64| (-0.5 * u * u).exp() / std::f64::consts::TAU.sqrt();
    let integral: f64 = (-800..=800).map(|k| 0.01 * f64::from(k)).map(|u| 0.01 * density(u) * -(-rate * u.exp()).exp_m1()).sum();
    assert!((one[at].exit.unwrap() - stays * integral).abs() < 1e-6, "{} {}", one[at].exit.unwrap(), stays * integral);
}

#[test]
fn what_does_not_go_with_stochasticity_is_refused() {
    let years = IncidenceFunction { stochasticity: true, ..Default::default() };
    let setting = |method: IncidenceFunction| method.check().unwrap_err().setting;
    assert!(years.check().is_ok());
    assert_eq!(setting(IncidenceFunction { extinction: Extinction::Hanski, ..years.clone() }), "stochasticity");
    assert_eq!(setting(IncidenceFunction { pooling: Pooling::Partial, ..years.clone() }), "stochasticity");
    assert_eq!(setting(IncidenceFunction { standard_errors: StandardErrors::Opg, ..years.clone() }), "stochasticity");
    assert_eq!(setting(IncidenceFunction { fixed: [("sigma".into(), 0.4)].into(), ..Default::default() }), "fixed");
    let panel = panel(40, 1, 6, 54);
    let counts = Counts::clone(&panel.counts);
    let cells = counts.cells.iter().map(|cells| {
        let known = cells.iter().filter(|m| m.region > 0).copied().collect();
        agglom_method::Cells::new(40, known, vec![agglom_method::Gap { region: 0, industry: 0, state: agglom_method::State::Missing }])
    });
    let holed = Panel { counts: Counts { cells: cells.collect(), ..counts }.into(), ..panel };
    let years = IncidenceFunction { horizon: 0, stochasticity: true, ..with_rain() };
    let error = compute(&years, &given(&holed, None)).unwrap_err();
    assert_eq!(why(&error), "stochasticity incidence-function-stochasticity-missing");
    assert!(compute(&IncidenceFunction { missing: Missing::Drop, ..years }, &given(&holed, None)).is_ok());
}
