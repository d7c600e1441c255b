use agglom_measures::LocatedEstablishments;
use agglom_measures::duranton_overman::{Computation, DurantonOverman};
use agglom_measures::{Bandwidth, DistanceDensities, DistanceDensity, Null, Reflection};
use agglom_method::{Context, Labels, Method, MethodError, Register, Seed, Unwatched};
use agglom_testing::oracles;
use proptest::prelude::*;
use rand::RngExt;
use serde_json::Value;

fn context(seed: u64) -> Context<'static> {
    Context { seed: Seed::new(seed), watch: &Unwatched }
}

fn compute(settings: &DurantonOverman, register: &Register, seed: u64) -> Result<DistanceDensities, MethodError> {
    settings.check().unwrap();
    let inputs = LocatedEstablishments { register: register.clone().into() };
    let found = settings.compute(&inputs, &context(seed))?;
    settings.present(&inputs, &found);
    Ok(found)
}

/// 0, 500, …, 20000 m.
fn half_kilometres() -> Vec<f64> {
    (0..=40).map(|k| f64::from(k) * 500.0).collect()
}

fn of_ref() -> DurantonOverman {
    DurantonOverman { industries: vec!["REF".into()], distances_m: half_kilometres(), draws: 0, ..Default::default() }
}

fn only(settings: &DurantonOverman) -> DistanceDensity {
    compute(settings, &oracles::points(), 1).unwrap().curves.remove(0)
}

fn numbers(value: &Value) -> Vec<Option<f64>> {
    value.as_array().unwrap().iter().map(Value::as_f64).collect()
}

/// The largest difference between two curves, relative to the maximum of the second.
fn difference(found: &[Option<f64>], expected: &[Option<f64>]) -> f64 {
    let most = expected.iter().flatten().copied().fold(0.0, f64::max);
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).map(|(f, e)| (f.unwrap() - e.unwrap()).abs() / most).fold(0.0, f64::max)
}

/// Establishments of industries given by number, at places in metres.
fn register(places: &[([f64; 2], usize)]) -> Register {
    let names: Vec<Option<String>> = places.iter().map(|p| Some(format!("i{}", p.1))).collect();
    Register {
        ids: (0..places.len()).map(|i| format!("{i:06}")).collect(),
        industry: Labels::new(&names),
        position: Some(places.iter().map(|p| p.0).collect()),
        size: Some((0..places.len()).map(|i| 1.0 + (i % 7) as f64).collect()),
        ..Register::default()
    }
}

/// So many sites in a square of 100 km with two towns, and industries 0, 1, … of so many establishments each at random among them.
fn random_register(sites: usize, industries: &[usize], seed: u64) -> Register {
    let mut generator = Seed::new(seed).draw(0);
    let mut place = |k: usize| {
        let (x, y): (f64, f64) = (generator.random(), generator.random());
        match k % 3 {
            0 => [20_000.0 + 9_000.0 * x * y, 30_000.0 + 9_000.0 * y],
            _ => [100_000.0 * x, 100_000.0 * y],
        }
    };
    let mut of: Vec<usize> = industries.iter().enumerate().flat_map(|(j, &n)| std::iter::repeat_n(j, n)).collect();
    of.resize(sites, industries.len());
    let mut places: Vec<([f64; 2], usize)> = of.iter().enumerate().map(|(k, _)| (place(k), 0)).collect();
    // Deal the industries out at random.
    let mut deal = Seed::new(seed).draw(1);
    for i in 0..sites {
        let j = deal.random_range(i..sites);
        of.swap(i, j);
        places[i].1 = of[i];
    }
    register(&places)
}

/// `numpy`, by the formula of Kd with all pairs: see `oracles/README.md`.
#[test]
fn curves_are_those_of_the_formula() {
    let oracle = oracles::reference_kd();
    let weighted = DurantonOverman { weighted: true, ..of_ref() };
    let between = DurantonOverman { neighbours: vec!["T1".into()], ..of_ref() };
    for (settings, key, bandwidth) in
        [(of_ref(), "Kd_REF_exact", "Kd_REF_bw"), (weighted, "Kd_REF_weighted_exact", "Kd_REF_bw"), (between, "Kd_REF_T1_exact", "Kd_REF_T1_bw")]
    {
        let found = only(&settings);
        for (f, e) in found.value.iter().zip(numbers(&oracle[key])) {
            assert!((f.unwrap() / e.unwrap() - 1.0).abs() < 1e-10, "{key}: {f:?} {e:?}");
        }
        let expected = oracle[bandwidth].as_f64().unwrap();
        assert!((found.bandwidth_m.unwrap() / expected - 1.0).abs() < 1e-12, "{key}: {:?}", found.bandwidth_m);
        assert!(found.error_bound.unwrap() < 1e-8, "{key}: {:?}", found.error_bound);
    }
    let all = only(&DurantonOverman { bandwidth: Bandwidth::Silverman, ..of_ref() });
    assert!((all.bandwidth_m.unwrap() / oracle["Kd_REF_bw_allpairs"].as_f64().unwrap() - 1.0).abs() < 1e-12, "{:?}", all.bandwidth_m);
}

/// Where chance has nothing to decide, every draw is the observed pattern: counted in single precision it is the curve of the formula but for
/// little, and no curve is more extreme than another.
#[test]
fn draws_of_the_same_pattern_are_the_same_curve() {
    let register = random_register(1500, &[600], 3);
    let (one, all) = (vec!["i0".to_owned()], random_register(1500, &[1500], 3));
    let plain = DurantonOverman { industries: one.clone(), distances_m: half_kilometres(), draws: 19, ..Default::default() };
    let between = DurantonOverman { neighbours: vec!["i1".into()], null: Null::PopulationIndependence, ..plain.clone() };
    for (settings, register) in [
        (plain.clone(), &all),
        (between, &register),
        (DurantonOverman { bandwidth: Bandwidth::Silverman, ..plain.clone() }, &all),
        (DurantonOverman { bandwidth_m: Some(300.0), ..plain.clone() }, &all),
        (DurantonOverman { weighted: true, null: Null::RandomLabelling, ..plain.clone() }, &all),
        (DurantonOverman { reflection: Reflection::SmallestDistance, ..plain.clone() }, &all),
    ] {
        let found = compute(&settings, register, 1).unwrap().curves.remove(0);
        let defined = |curve: &[Option<f64>]| curve.iter().flatten().copied().map(Some).collect::<Vec<_>>();
        let off = difference(&defined(&found.mean), &defined(&found.value));
        assert!(off < 1e-4, "{settings:?}: {off}");
        if !settings.weighted {
            assert!(found.low == found.high && found.p_value == Some(1.0) && found.pattern == Some("random"), "{:?}", found.p_value);
        }
    }
}

/// R `dbmss` 2.11-0, whose density is binned: 1e-3 of the maximum.
#[test]
fn curves_are_those_of_dbmss_but_for_its_bins() {
    let oracle = oracles::dbmss_points();
    let given = |key: &str| numbers(&oracle[key]["r"]).into_iter().flatten().collect::<Vec<f64>>();
    let plain = of_ref();
    for (key, settings) in [
        ("Kd_REF_unweighted", plain.clone()),
        ("Kd_REF_weighted", DurantonOverman { weighted: true, ..plain.clone() }),
        ("Kd_REF_T1", DurantonOverman { neighbours: vec!["T1".into()], ..plain.clone() }),
        ("Kd_REF_SJ", DurantonOverman { bandwidth_m: oracle["Kd_REF_SJ"]["bw"].as_f64(), ..plain.clone() }),
        ("Kd_REF_startmin", DurantonOverman { reflection: Reflection::SmallestDistance, ..plain.clone() }),
        ("Kd_default_r", DurantonOverman { distances_m: given("Kd_default_r"), ..plain.clone() }),
        ("Kd_DO2005", DurantonOverman { distances_m: given("Kd_DO2005"), ..plain.clone() }),
    ] {
        let (found, expected) = (only(&settings), numbers(&oracle[key]["value"]));
        let undefined = expected.iter().position(|e| e.is_some()).unwrap();
        assert!(found.value[..undefined].iter().all(Option::is_none), "{key}");
        let error = difference(&found.value[undefined..], &expected[undefined..]);
        assert!(error < 1e-3, "{key}: {error}");
        if let Some(bandwidth) = oracle[key]["bw"].as_f64() {
            assert!((found.bandwidth_m.unwrap() / bandwidth - 1.0).abs() < 1e-12, "{key}: {:?}", found.bandwidth_m);
        }
    }
}

/// R's `bw.SJ` gives 729.215, but its search for the root stops within a tenth of its lower bound.
#[test]
fn sheather_jones_solves_the_equation() {
    let found = only(&DurantonOverman { bandwidth: Bandwidth::SheatherJones, ..of_ref() });
    let bandwidth = found.bandwidth_m.unwrap();
    assert!((bandwidth - SJ).abs() < 1e-6, "{bandwidth}");
    assert!((bandwidth / 729.214987571443 - 1.0).abs() < 0.01, "{bandwidth}");
}

/// scipy 1.17: `brentq` to 1e-10 on the equation of `bw.SJ` with R's 1000 bins.
const SJ: f64 = 726.2437142031584;

#[test]
fn without_reflection_the_mass_below_zero_is_lost() {
    let places = [([0.0, 0.0], 0), ([0.0, 0.0], 0), ([0.0, 0.0], 0)];
    let settings = DurantonOverman {
        distances_m: vec![0.0, 100.0],
        bandwidth_m: Some(100.0),
        min_establishments: 2,
        draws: 0,
        reflection: Reflection::None,
        ..Default::default()
    };
    let found = compute(&settings, &register(&places), 1).unwrap().curves.remove(0);
    // φ(0) / 100 and φ(1) / 100; three pairs at one place.
    assert!((found.value[0].unwrap() - 0.003989422804014327).abs() < 1e-15, "{:?}", found.value);
    assert!((found.value[1].unwrap() - 0.0024197072451914337).abs() < 1e-15, "{:?}", found.value);
    assert_eq!((found.coincident_pairs, found.pairs), (3.0, 3.0));
    let folded = compute(&DurantonOverman { reflection: Reflection::Zero, ..settings }, &register(&places), 1).unwrap().curves.remove(0);
    assert!((folded.value[0].unwrap() - 2.0 * 0.003989422804014327).abs() < 1e-15, "{:?}", folded.value);
}

#[test]
fn a_planted_cluster_is_localised_and_a_planted_lattice_dispersed() {
    let mut generator = Seed::new(4).draw(0);
    let mut places: Vec<([f64; 2], usize)> = (0..900).map(|_| ([generator.random::<f64>() * 1e5, generator.random::<f64>() * 1e5], 0)).collect();
    places.extend((0..60).map(|_| ([4e4 + generator.random::<f64>() * 6e3, 6e4 + generator.random::<f64>() * 6e3], 1)));
    places.extend((0..49).map(|k| ([f64::from(k % 7) * 1.6e4, f64::from(k / 7) * 1.6e4], 2)));
    let settings = DurantonOverman { distances_m: half_kilometres(), draws: 199, ..Default::default() };
    let found = compute(&settings, &register(&places), 1).unwrap();
    let [_, cluster, lattice] = &found.curves[..] else { panic!("three industries") };
    assert_eq!(cluster.localised_m.unwrap().0, 0.0);
    assert!(matches!(cluster.pattern, Some("localised" | "both")) && cluster.p_value.unwrap() < 0.01, "{:?}", cluster.p_value);
    // A side of 6 km has no distance above 8.5 km: nearly all pairs are nearer.
    assert!(cluster.localisation.unwrap() > 0.8, "{:?}", cluster.localisation);
    assert!(matches!(lattice.pattern, Some("dispersed" | "both")) && lattice.p_value.unwrap() < 0.01, "{:?}", lattice.p_value);
    assert_eq!(lattice.dispersed_m.unwrap().0, 0.0);
}

#[test]
fn curves_do_not_depend_on_which_other_industries_are_asked_for() {
    let register = random_register(600, &[60, 90, 30], 1);
    let all = DurantonOverman { draws: 19, ..Default::default() };
    let some = DurantonOverman { industries: vec!["i1".into()], ..all.clone() };
    let (all, some) = (compute(&all, &register, 3).unwrap(), compute(&some, &register, 3).unwrap());
    assert_eq!(DistanceDensity { q_value: None, ..all.curves[1].clone() }, DistanceDensity { q_value: None, ..some.curves[0].clone() });
}

/// Exact curves beside those from groups and from surroundings: the same industry, the same null.
#[test]
fn curves_from_groups_and_surroundings_keep_their_error() {
    let register = random_register(6_000, &[2_000], 2);
    let exact = DurantonOverman {
        industries: vec!["i0".into()],
        distances_m: half_kilometres(),
        draws: 40,
        method: Computation::Exact,
        ..Default::default()
    };
    let sampled = DurantonOverman { method: Computation::Sampled, tolerance: 0.05, ..exact.clone() };
    for weighted in [false, true] {
        let exact = compute(&DurantonOverman { weighted, ..exact.clone() }, &register, 1).unwrap().curves.remove(0);
        let sampled = compute(&DurantonOverman { weighted, ..sampled.clone() }, &register, 1).unwrap().curves.remove(0);
        assert_eq!((exact.computed_by, sampled.computed_by), (Some("exact"), Some("sampled")));
        let error = difference(&sampled.value, &exact.value);
        assert!(error > 1e-9 && error < sampled.error_bound.unwrap(), "{error} {:?}", sampled.error_bound);
        // The bands are nearly as wide: with 2,000 establishments what is left out is a tenth of them, and 40 draws tell a width to a tenth.
        let width = |c: &DistanceDensity, r: usize| c.high[r].unwrap() - c.low[r].unwrap();
        // The mean of 40 draws itself is known to three standard errors, a band of 95 % being four deviations wide.
        let most = exact.mean.iter().flatten().copied().fold(0.0, f64::max);
        let known = (0..41).map(|r| width(&exact, r)).fold(0.0, f64::max) / 4.0 * 3.0 / 40f64.sqrt() / most;
        assert!(difference(&sampled.mean, &exact.mean) < sampled.error_bound.unwrap() + known);
        let ratio = (0..41).map(|r| width(&sampled, r)).sum::<f64>() / (0..41).map(|r| width(&exact, r)).sum::<f64>();
        assert!(ratio > 0.75 && ratio < 1.15, "weighted {weighted}: {ratio}");
    }
}

#[test]
fn between_two_industries_three_nulls_hold_what_they_should() {
    let register = random_register(800, &[80, 60], 5);
    let between = DurantonOverman {
        industries: vec!["i0".into()],
        neighbours: vec!["i1".into()],
        distances_m: half_kilometres(),
        draws: 99,
        weighted: true,
        ..Default::default()
    };
    for null in [Null::RandomLocation, Null::RandomLabelling, Null::PopulationIndependence] {
        let found = compute(&DurantonOverman { null, ..between.clone() }, &register, 1).unwrap().curves.remove(0);
        assert_eq!((found.pairs, found.neighbour), (4800.0, Some(1)));
        assert!(found.p_value.unwrap() > 0.01, "{null:?}: {:?}", found.p_value);
        // The observed curve is one like the simulated ones.
        let inside = (0..41).filter(|&r| found.value[r] >= found.global_low[r] && found.value[r] <= found.global_high[r]).count();
        assert!(inside > 30, "{null:?}: {inside}");
    }
}

#[test]
fn what_cannot_be_is_told() {
    let register_of = |n: usize| register(&(0..n).map(|i| ([i as f64 * 100.0, 0.0], i % 2)).collect::<Vec<_>>());
    let plain = DurantonOverman { draws: 9, ..Default::default() };
    let too_few = compute(&plain, &register_of(18), 1).unwrap_err();
    assert_eq!(too_few, MethodError::TooFew { what: "establishments", need: 10, got: 9 });
    let unknown = compute(&DurantonOverman { industries: vec!["i00".into()], ..plain.clone() }, &register_of(40), 1).unwrap_err();
    assert_eq!(unknown, MethodError::UnknownCode { setting: "industries", code: "i00".into(), nearest: Some("i0".into()) });
    let without = Register { position: None, ..register_of(40) };
    assert!(matches!(compute(&plain, &without, 1), Err(MethodError::Needs { .. })));
    let sizeless = Register { size: None, ..register_of(40) };
    assert!(matches!(compute(&DurantonOverman { weighted: true, ..plain.clone() }, &sizeless, 1), Err(MethodError::Needs { .. })));
    let weightless = Register { size: Some(vec![0.0; 40]), ..register_of(40) };
    let found = compute(&DurantonOverman { weighted: true, ..plain.clone() }, &weightless, 1).unwrap();
    assert_eq!(found.curves[0].reason, Some("no-pair-weight"));
    let huge = register(&(0..40).map(|i| ([1e308 * f64::from(i % 3), 0.0], 0)).collect::<Vec<_>>());
    assert!(matches!(compute(&plain, &huge, 1), Err(MethodError::NoAnswer { .. })));
    let one_place = register(&vec![([5.0, 5.0], 0); 30]);
    assert_eq!(compute(&plain, &one_place, 1).unwrap().curves[0].reason, Some("no-bandwidth"));
    assert!(compute(&plain, &Register::default(), 1).is_err());
    for (settings, refused) in [
        (DurantonOverman { distances_m: vec![0.0, 5.0, 5.0], ..plain.clone() }, "distances_m"),
        (DurantonOverman { distances_m: vec![-1.0, 5.0], ..plain.clone() }, "distances_m"),
        (DurantonOverman { distances_m: vec![0.0], ..plain.clone() }, "distances_m"),
        (DurantonOverman { null: Null::CompleteSpatialRandomness, ..plain.clone() }, "null"),
        (DurantonOverman { null: Null::PopulationIndependence, ..plain.clone() }, "null"),
        (DurantonOverman { bandwidth_m: Some(f64::NAN), ..plain.clone() }, "bandwidth_m"),
        (DurantonOverman { min_establishments: 1, ..plain.clone() }, "min_establishments"),
        (DurantonOverman { alpha: 1.5, ..plain.clone() }, "alpha"),
    ] {
        assert_eq!(settings.check().unwrap_err().setting, refused);
    }
}

#[test]
fn establishments_on_a_line_have_a_curve() {
    let places: Vec<([f64; 2], usize)> = (0..200).map(|i| ([f64::from(i) * 250.0, 7.0], usize::from(i % 4 == 0))).collect();
    let found = compute(&DurantonOverman { draws: 19, ..Default::default() }, &register(&places), 1).unwrap();
    // Every fourth site is taken: nearer than 1 km there is no other.
    assert!(found.curves.iter().all(|c| c.reason.is_none() && c.value.iter().all(Option::is_some)));
}

/// The level of the test: industries that stand at random at sites of the register. Run it with
/// `cargo test --release -p agglom-measures --test it duranton_overman -- --ignored`.
#[test]
#[ignore = "a simulation of some minutes"]
fn random_industries_are_found_as_often_as_alpha_says() {
    let industries = ["i0", "i1", "i2"].map(str::to_owned).to_vec();
    let settings = DurantonOverman { industries, draws: 39, distances_m: half_kilometres(), ..Default::default() };
    let (mut tests, mut found, mut above) = (0.0, 0.0, 0.0);
    for seed in 0..200 {
        let curves = compute(&settings, &random_register(1_000, &[40, 80, 60], seed), seed).unwrap().curves;
        for curve in &curves {
            tests += 1.0;
            found += f64::from(curve.p_value.unwrap() <= 0.05);
            above += f64::from(matches!(curve.pattern, Some("localised" | "both")));
        }
    }
    // 600 tests at 0.05: three standard errors are 0.027.
    assert!((found / tests - 0.05_f64).abs() < 0.027, "{}", found / tests);
    assert!(above / tests < 0.077, "{}", above / tests);
}

fn places() -> impl Strategy<Value = Vec<([f64; 2], usize)>> {
    let coordinate = prop_oneof![(-1e5..1e5), (0..4i32).prop_map(f64::from), Just(0.0), Just(1e11)];
    prop::collection::vec(((coordinate.clone(), coordinate).prop_map(|(x, y)| [x, y]), 0..3usize), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Whatever the places: an error or curves, never a number that is none.
    #[test]
    fn whatever_the_places_numbers_are_numbers(places in places(), weighted: bool, given: bool, silverman: bool, between: bool) {
        let settings = DurantonOverman {
            min_establishments: 2,
            draws: 3,
            weighted,
            distances_m: if given { vec![0.0, 1.0, 1e5] } else { Vec::new() },
            bandwidth: if silverman { Bandwidth::Silverman } else { Bandwidth::SheatherJones },
            neighbours: if between { vec!["i0".into()] } else { Vec::new() },
            ..Default::default()
        };
        if let Ok(found) = compute(&settings, &register(&places), 1) {
            for c in &found.curves {
                let numbers = c.value.iter().chain(&c.low).chain(&c.high).chain(&c.global_high).chain(&c.mean).flatten();
                prop_assert!(numbers.copied().all(|v| v.is_finite() && v >= -1e-300));
                prop_assert_eq!(c.value.is_empty(), c.reason.is_some());
            }
        }
    }

    /// The density does not know where the map lies, and its unit is that of the map.
    #[test]
    fn curves_move_and_grow_with_the_map(seed in 0u64..1000, scale in 0.01f64..100.0, turn in 0.0f64..6.0) {
        let plain = random_register(60, &[30], seed);
        let moved = plain.position.as_ref().unwrap().iter().map(|p| {
            [scale * (p[0] * turn.cos() - p[1] * turn.sin()) + 7e5, scale * (p[0] * turn.sin() + p[1] * turn.cos()) - 4e5]
        });
        let moved = Register { position: Some(moved.collect()), ..plain.clone() };
        let settings = DurantonOverman { industries: vec!["i0".into()], ..of_ref() };
        let grown = DurantonOverman { distances_m: half_kilometres().iter().map(|r| r * scale).collect(), ..settings.clone() };
        let (plain, moved) = (compute(&settings, &plain, 1).unwrap(), compute(&grown, &moved, 1).unwrap());
        let scaled: Vec<Option<f64>> = moved.curves[0].value.iter().map(|v| v.map(|v| v * scale)).collect();
        prop_assert!(difference(&scaled, &plain.curves[0].value) < 1e-8);
    }
}
