//! Options of the incidence function model through the method, and what is refused.

use crate::incidence_function::{changed, compute, given, log_likelihood, of, panel};
use agglom_method::{Argument, Capacity, Cells, Codes, Counts, Flow, Flows, Gap, Indicator, Indicators, Measured, Message, Method, MethodError};
use agglom_method::{Panel, Printed, Reading, State};
use agglom_models::incidence_function::{
    Colonisation, Extinction, Fading, Incidence, IncidenceFunction, Missing, Pooling, PropaguleRain, RelatedBy, StandardErrors, Symbol,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

fn fixed<const N: usize>(values: [(&str, f64); N]) -> BTreeMap<String, f64> {
    values.map(|(word, value)| (word.to_owned(), value)).into()
}

/// No forecasts: what is asked for is the fit.
fn fit() -> IncidenceFunction {
    IncidenceFunction { horizon: 0, standard_errors: StandardErrors::Hessian, ..Default::default() }
}

/// One parameter is free, so an industry's estimate under the prior lies between its own and the mean of all, at its weight of the two.
#[test]
fn partial_pooling_draws_industries_towards_the_mean_by_their_weights() {
    let panel = panel(40, 6, 5, 31);
    let known = fixed([("alpha", 0.5), ("b", 0.5), ("e", 0.5), ("x", 0.4), ("m0", 0.3)]);
    let method = |pooling| IncidenceFunction { pooling, fixed: known.clone(), least_events: 1, ..fit() };
    let own = compute(&method(Pooling::None), &given(&panel, None)).unwrap();
    let partial = compute(&method(Pooling::Partial), &given(&panel, None)).unwrap();
    let common = partial.fits.common.as_ref().unwrap();
    assert_eq!(common.free, [Symbol::HalfEntry]);
    let (mean, spread) = (common.mean[0], common.spread[0]);
    assert!(spread > 1e-3, "{spread}");
    for (one, drawn) in own.fits.fitted.iter().zip(&partial.fits.fitted) {
        assert_eq!(one.industry, drawn.industry);
        let ((own, error), (theta, within)) =
            (one.fit.as_ref().unwrap().estimate(Symbol::HalfEntry).unwrap(), drawn.fit.as_ref().unwrap().estimate(Symbol::HalfEntry).unwrap());
        assert!((own.min(mean)..=own.max(mean)).contains(&theta), "{theta} between {own} and {mean}");
        let weight = drawn.shrinkage.unwrap();
        // Posterior variance over prior variance; and of a normal likelihood, error² / (error² + spread²).
        assert!((weight - (within / spread).powi(2)).abs() < 1e-9);
        let normal = error * error / (error * error + spread * spread);
        assert!((weight - normal).abs() < 0.15, "{weight} {normal}");
        assert!((theta - (weight * mean + (1.0 - weight) * own)).abs() < 0.15 * (own - mean).abs() + 1e-9);
        assert!(within < error);
    }
    assert!(own.fits.common.is_none() && own.fits.fitted.iter().all(|f| f.shrinkage.is_none()));
}

/// χ² with one degree of freedom at 95 % is 3.841459: at both ends, the best of the others is half of that below the maximum.
#[test]
fn ends_of_a_profile_lie_where_the_likelihood_has_fallen_by_half_of_chi_square() {
    let panel = panel(60, 1, 8, 32);
    let method = IncidenceFunction { profile: vec!["alpha".into(), "capacity_exit".into()], fixed: fixed([("m0", 0.3)]), ..fit() };
    let found = compute(&method, &given(&panel, None)).unwrap();
    for symbol in [Symbol::Decay, Symbol::CapacityExit] {
        let one = of(&found, symbol);
        let (low, high) = (one.profile_low.unwrap(), one.profile_high.unwrap());
        assert!(low < one.value.unwrap() && one.value.unwrap() < high);
        for end in [low, high] {
            let held = IncidenceFunction { fixed: fixed([("m0", 0.3), (symbol.word(), end)]), profile: Vec::new(), ..fit() };
            let fallen = log_likelihood(&found) - log_likelihood(&compute(&held, &given(&panel, None)).unwrap());
            assert!((2.0 * fallen - 3.841_458_820_694_124).abs() < 1e-5, "{symbol:?} {end}: {fallen}");
        }
    }
    assert_eq!(of(&found, Symbol::ExitRate).profile_low, None);
}

/// A covariate of places.
fn covariate(panel: &Panel, name: &str, of: impl Fn(usize) -> f64) -> Indicators {
    let row = |entity: usize| Indicator {
        row: 0,
        entity: entity as u32,
        indicator: 0,
        period: 0,
        value: Reading::Observed(Printed { value: of(entity), decimals: 3 }),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: None,
    };
    let rows = (0..panel.counts.regions.len()).map(row).collect();
    Indicators { entities: panel.counts.regions.clone(), indicators: Codes::new([name]).into(), periods: Codes::new(["2000"]).into(), rows }
}

fn with(panel: &Panel, covariates: Indicators) -> Incidence {
    Incidence { covariates: Some(Arc::new(covariates)), ..given(panel, None) }
}

/// ln A as a covariate of exit stands for the exponent of capacity, x = -effect / standard deviation.
#[test]
fn the_log_of_capacity_as_a_covariate_is_the_exponent_of_capacity() {
    let panel = panel(60, 1, 8, 33);
    let mut capacity = vec![0.0; 60];
    for c in &panel.capacity.as_ref().unwrap()[0] {
        capacity[c.place as usize] = c.value.ln();
    }
    let mean = capacity.iter().sum::<f64>() / 60.0;
    let spread = (capacity.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / 60.0).sqrt();
    let held = |x: f64| IncidenceFunction { fixed: fixed([("m0", 0.3), ("x", x)]), ..fit() };
    let log = || with(&panel, covariate(&panel, "log", |i| capacity[i]));
    let found = compute(&held(0.0), &log()).unwrap();
    let effect = of(&found, Symbol::ExitCovariate(0)).value.unwrap();
    assert!(effect < -0.1, "{effect}");
    let instead = compute(&held(-effect / spread), &log()).unwrap();
    assert!((log_likelihood(&found) - log_likelihood(&instead)).abs() < 1e-8);
    assert!(of(&instead, Symbol::ExitCovariate(0)).value.unwrap().abs() < 1e-6);
    let effects = [&found, &instead].map(|f| of(f, Symbol::EntryCovariate(0)).value.unwrap());
    assert!((effects[0] - effects[1]).abs() < 1e-6);
    // Another unit and another origin of a covariate say the same.
    let scaled = compute(&held(0.0), &with(&panel, covariate(&panel, "log", |i| 1000.0 * capacity[i] - 7.0))).unwrap();
    assert!((of(&scaled, Symbol::ExitCovariate(0)).value.unwrap() - effect).abs() < 1e-7);
    // Both at once cannot be told apart.
    let both = compute(&IncidenceFunction { fixed: fixed([("m0", 0.3)]), ..fit() }, &log()).unwrap_err();
    let (key, words) = told(&both);
    assert_eq!(key, "incidence-function-not-identified");
    assert!(words.contains("parameter-capacity-exit") && words.contains("parameter-exit-covariate"), "{words}");
}

/// Relatedness by co-location is the smaller conditional probability in the first period (Hidalgo et al. 2007), counted by hand.
#[test]
fn co_location_is_the_relatedness_of_the_first_period() {
    let panel = panel(50, 4, 6, 34);
    let present = |place: u32, industry: u32| panel.counts.cells[0].iter().any(|m| m.region == place && m.industry == industry && m.value == 1.0);
    let count = |of: &dyn Fn(u32) -> bool| (0..50).filter(|&i| of(i)).count() as f64;
    let mut flows = Vec::new();
    for k in 0..4 {
        for l in (0..4).filter(|&l| l != k) {
            let both = count(&|i| present(i, k) && present(i, l));
            let most = count(&|i| present(i, k)).max(count(&|i| present(i, l)));
            flows.push(Flow { from: k, to: l, value: both / most });
        }
    }
    let phi = Flows { nodes: panel.counts.industries.clone(), flows, unit: None };
    let known = IncidenceFunction { fixed: fixed([("m0", 0.3), ("omega", 0.2)]), ..fit() };
    let computed = compute(&IncidenceFunction { relatedness: RelatedBy::CoLocation, ..known.clone() }, &given(&panel, None)).unwrap();
    let by_hand = compute(&known, &given(&panel, Some(phi))).unwrap();
    let without = compute(&known, &given(&panel, None)).unwrap();
    assert_eq!(log_likelihood(&computed), log_likelihood(&by_hand));
    assert_eq!(computed.prospects, by_hand.prospects);
    assert!((log_likelihood(&computed) - log_likelihood(&without)).abs() > 1e-3);
}

/// The key of an error, and its arguments as text.
fn told(error: &MethodError) -> (String, String) {
    let words = |m: &Message| {
        let word = |(name, value): &(String, Argument)| match value {
            Argument::Text(text) => format!("{name}={text}"),
            Argument::Code { code, .. } => format!("{name}={code}"),
            Argument::Count(n) => format!("{name}={n}"),
            Argument::Number { value, .. } | Argument::Percent { value, .. } => format!("{name}={value:.4}"),
            other => format!("{name}={other:?}"),
        };
        (m.key.clone(), m.args.iter().map(word).collect::<Vec<_>>().join(" "))
    };
    match error {
        MethodError::NoAnswer { why } => words(why),
        MethodError::Needs { what } => words(what),
        MethodError::Setting { setting, problem } => {
            let (key, args) = words(problem);
            (format!("{setting} {key}"), args)
        }
        other => (format!("{other:?}"), String::new()),
    }
}

fn refused(method: &IncidenceFunction, given: &Incidence) -> (String, String) {
    told(&compute(method, given).unwrap_err())
}

fn error(key: &str, words: &str) -> (String, String) {
    (key.to_owned(), words.to_owned())
}

/// A panel of given rows: places a, b, c, ... a kilometre apart, one industry k, capacity 1.
fn small(periods: &[&str], rows: &[&[f64]]) -> Panel {
    let places = ["a", "b", "c", "d", "e", "f"];
    let cells = periods.iter().zip(rows).flat_map(|(t, row)| row.iter().zip(places).map(move |(v, place)| (*t, place, "k", *v)));
    let n = rows[0].len();
    let capacity = (0..n as u32).map(|place| Capacity { place, industry: 0, value: 1.0 + f64::from(place) }).collect();
    Panel {
        counts: Counts::from_panel(cells.collect::<Vec<_>>()).into(),
        position: Some((0..n).map(|i| [1000.0 * i as f64, 0.0]).collect()),
        degrees: None,
        capacity: Some(vec![capacity; periods.len()]),
    }
}

#[test]
fn too_few_entries_and_exits_are_counted() {
    let panel = small(&["2001", "2002", "2003"], &[&[1.0, 0.0, 1.0, 0.0], &[1.0, 1.0, 1.0, 0.0], &[1.0, 1.0, 0.0, 1.0]]);
    let right = error("incidence-function-too-few-events", "entries=2 exits=1 least=10");
    assert_eq!(refused(&fit(), &given(&panel, None)), right);
}

#[test]
fn no_industry_known_in_two_periods_has_no_transitions() {
    let panel = panel(20, 1, 4, 35);
    let counts = Counts::clone(&panel.counts);
    let cells = counts.cells.iter().enumerate().map(|(t, cells)| {
        let known: Vec<Measured> = cells.iter().filter(|_| t % 2 == 0).copied().collect();
        let gaps = (0..20).filter(|_| t % 2 == 1).map(|region| Gap { region, industry: 0, state: State::Missing });
        Cells::new(20, known, gaps.collect())
    });
    let holed = Panel { counts: Counts { cells: cells.collect(), ..counts.clone() }.into(), ..panel };
    assert_eq!(refused(&IncidenceFunction { missing: Missing::Drop, ..fit() }, &given(&holed, None)).0, "incidence-function-no-transitions");
    let right = error("incidence-function-too-much-missing", "share=0.5000");
    assert_eq!(refused(&fit(), &given(&holed, None)), right);
}

#[test]
fn an_entry_that_nothing_reaches_is_named_by_place_industry_and_period() {
    // Empty everywhere in 2002, yet c has it in 2003.
    let panel = small(&["2001", "2002", "2003"], &[&[1.0, 1.0, 0.0], &[0.0, 0.0, 0.0], &[0.0, 0.0, 1.0]]);
    let method = IncidenceFunction { least_events: 1, ..fit() };
    assert_eq!(refused(&method, &given(&panel, None)), error("incidence-function-impossible", "place=c industry=k period=2002"));
    let years = IncidenceFunction { stochasticity: true, ..method };
    assert_eq!(refused(&years, &given(&panel, None)), error("incidence-function-impossible", "place=c industry=k period=2002"));
}

#[test]
fn values_that_are_no_presence_and_capacities_that_lack_are_named() {
    let panel = small(&["2001", "2002"], &[&[1.0, 0.0, 1.0], &[1.0, 3.0, 0.0]]);
    let right = error("presence incidence-function-not-binary", "place=b industry=k period=2002 value=3.0000");
    assert_eq!(refused(&fit(), &given(&panel, None)), right);
    let mut bare = small(&["2001", "2002"], &[&[1.0, 0.0, 1.0], &[1.0, 1.0, 0.0]]);
    for cell in bare.capacity.iter_mut().flatten().flatten().filter(|c| c.place == 2) {
        cell.value = 0.0;
    }
    assert_eq!(refused(&fit(), &given(&bare, None)), error("incidence-function-no-capacity", "place=c industry=k"));
}

#[test]
fn distances_positions_and_relatedness_that_make_no_sense_are_named() {
    let panel = panel(4, 2, 3, 36);
    let flows = |codes: &Arc<Codes>, flows: &[(u32, u32, f64)]| {
        let flows = flows.iter().map(|&(from, to, value)| Flow { from, to, value }).collect();
        Some(Arc::new(Flows { nodes: codes.clone(), flows, unit: None }))
    };
    let by = |all: &[(u32, u32, f64)]| Incidence { distances: flows(&panel.counts.regions, all), ..given(&panel, None) };
    assert_eq!(refused(&fit(), &by(&[(0, 1, 5.0), (2, 1, -1.0)])), error("incidence-function-bad-distance", "from=p0002 to=p0001"));
    assert_eq!(refused(&fit(), &by(&[(3, 0, f64::NAN)])), error("incidence-function-bad-distance", "from=p0003 to=p0000"));
    let one_way = by(&[(0, 3, 5.0), (3, 0, 6.0)]);
    assert_eq!(refused(&fit(), &one_way), error("directed incidence-function-asymmetric", "from=p0000 to=p0003"));
    let related = Incidence { proximity: flows(&panel.counts.industries, &[(0, 1, f64::INFINITY)]), ..given(&panel, None) };
    assert_eq!(refused(&fit(), &related), error("incidence-function-bad-proximity", "from=i00 to=i01"));
    let none = Incidence { proximity: flows(&panel.counts.industries, &[(0, 1, 0.0)]), ..given(&panel, None) };
    assert_eq!(refused(&fit(), &none).0, "incidence-function-proximity-empty");
    let mut lost = panel.clone();
    lost.position.iter_mut().for_each(|p| p[2] = [f64::NAN, 0.0]);
    assert_eq!(refused(&fit(), &given(&lost, None)), error("incidence-function-bad-position", "place=p0002"));
    let flat = with(&panel, covariate(&panel, "slope", |_| 2.0));
    assert_eq!(refused(&fit(), &flat), error("incidence-function-covariate-constant", "covariate=slope"));
}

#[test]
fn saturated_and_irregular_panels_are_told() {
    // In 50 places all but one or two are occupied.
    let periods: Vec<String> = (2000..2012).map(|t| t.to_string()).collect();
    let row = |t: usize| (0..6).map(|i| f64::from(u8::from(!(i + t).is_multiple_of(6) || !t.is_multiple_of(4)))).collect::<Vec<f64>>();
    let rows: Vec<Vec<f64>> = (0..12).map(row).collect();
    let panel = small(&periods.iter().map(String::as_str).collect::<Vec<_>>(), &rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let everything = fixed([("alpha", 0.5), ("b", 0.5), ("y", 2.0), ("e", 0.1), ("x", 0.4)]);
    let method = IncidenceFunction { fixed: everything, least_events: 0, ..fit() };
    let found = compute(&method, &given(&panel, None)).unwrap();
    let note = |found: &agglom_models::incidence_function::Entries, panel: &Panel, key: &str| {
        method.present(&given(panel, None), found).notes.into_iter().find(|n| n.message.key == key).map(|n| n.message)
    };
    let said = note(&found, &panel, "incidence-function-saturated").unwrap();
    assert_eq!(said.args, [("share".to_owned(), Argument::percent(69.0 / 72.0))]);
    let years = Codes::new((0..12).map(|t| (2000 + t + if t > 6 { 3 } else { 0 }).to_string()));
    let long = Panel { counts: Counts { periods: years.into(), ..Counts::clone(&panel.counts) }.into(), ..panel.clone() };
    let found = compute(&method, &given(&long, None)).unwrap();
    let said = note(&found, &long, "incidence-function-long-steps").unwrap();
    assert_eq!(said.args, [("count".to_owned(), Argument::Count(1))]);
    assert_eq!(note(&found, &long, "incidence-function-equal"), None);
}

/// The same panel, places in another order.
fn permuted(panel: &Panel, order: &[u32]) -> Panel {
    let mut other = changed(panel, |_, m| m.region = order[m.region as usize]);
    other.position.iter_mut().for_each(|at| {
        let old = at.clone();
        order.iter().zip(&old).for_each(|(&to, p)| at[to as usize] = *p);
    });
    other.capacity.iter_mut().flatten().for_each(|cells| {
        for c in cells.iter_mut() {
            c.place = order[c.place as usize];
        }
        cells.sort_by_key(|c| (c.place, c.industry));
    });
    other
}

/// Everything is given, so that only the likelihood is computed.
fn known(kernel: Fading, colonisation: Colonisation, extinction: Extinction, rescue: bool, values: [f64; 7]) -> IncidenceFunction {
    let [alpha, b, y, e, x, omega, rain] = values;
    IncidenceFunction {
        kernel,
        colonisation,
        extinction,
        rescue,
        propagule_rain: PropaguleRain::Known(rain),
        relatedness: RelatedBy::CoLocation,
        least_events: 0,
        fixed: fixed([("alpha", alpha), ("b", b), ("y", y), ("e", e), ("x", x), ("omega", omega), ("m0", rain)])
            .into_iter()
            .chain((colonisation == Colonisation::Free).then(|| ("z".to_owned(), 1.5)))
            .collect(),
        ..fit()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// METHODS B.4.1: A → kA gives y → k^b y (Poisson: y / k^b), e → k^x e, m0 → k^b m0; d → kd gives α → α / k. Neither these nor the order of
    /// places change the likelihood and the chances.
    #[test]
    fn units_and_the_order_of_places_change_nothing(
        seed in 0u64..1000,
        (kernel, colonisation, extinction, rescue) in (0usize..3, 0usize..3, any::<bool>(), any::<bool>()),
        values in (0.2..2.0f64, -0.5..1.0f64, 1.0..6.0f64, 0.05..0.6f64, -0.5..1.0f64, 0.0..0.8f64, 0.1..0.6f64),
        (capacity, distance) in (0.01..100.0f64, 0.05..20.0f64),
        order in Just((0..14u32).collect::<Vec<_>>()).prop_shuffle(),
        sigma in prop::option::of(0.2..1.0f64),
    ) {
        let panel = panel(14, 2, 4, seed);
        let kernel = [Fading::Exponential, Fading::Gaussian, Fading::Power][kernel];
        let colonisation = [Colonisation::Hanski, Colonisation::Poisson, Colonisation::Free][colonisation];
        let extinction = if extinction || !rescue || sigma.is_some() { Extinction::ComplementaryLogLog } else { Extinction::Hanski };
        let (alpha, b, y, e, x, omega, rain) = values;
        let years = |mut method: IncidenceFunction| {
            if let Some(sigma) = sigma {
                method.stochasticity = true;
                method.fixed.insert("sigma".to_owned(), sigma);
            }
            method
        };
        let plain = years(known(kernel, colonisation, extinction, rescue, [alpha, b, y, e, x, omega, rain]));
        let one = compute(&plain, &given(&panel, None)).unwrap();
        let sent = capacity.powf(b);
        let scaled_y = if colonisation == Colonisation::Poisson { y / sent } else { y * sent };
        let values = [alpha / distance, b, scaled_y, e * capacity.powf(x), x, omega, rain * sent];
        let other = years(known(kernel, colonisation, extinction, rescue, values));
        let mut scaled = permuted(&panel, &order);
        scaled.capacity.iter_mut().flatten().flatten().for_each(|c| c.value *= capacity);
        scaled.position.iter_mut().flatten().for_each(|p| *p = p.map(|c| c * distance));
        let two = compute(&other, &given(&scaled, None)).unwrap();
        prop_assert!((log_likelihood(&one) - log_likelihood(&two)).abs() < 1e-8 * (1.0 + log_likelihood(&one).abs()));
        for p in &one.prospects {
            let q = &two.prospects[order[p.place] as usize * 2 + p.industry];
            prop_assert_eq!((p.present, p.industry), (q.present, q.industry));
            prop_assert!((p.entry.unwrap_or(0.0) - q.entry.unwrap_or(0.0)).abs() < 1e-9);
            prop_assert!((p.exit.unwrap_or(0.0) - q.exit.unwrap_or(0.0)).abs() < 1e-9);
        }
    }
}
