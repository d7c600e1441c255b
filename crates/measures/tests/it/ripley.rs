use crate::ellison_glaeser::context;
use crate::marcon_puech::{agree, distances, located, oracle};
use agglom_measures::ripley::{Function, Ripley, Window};
use agglom_measures::{Curve, Curves, Null};
use agglom_method::{Labels, Method, MethodError, Polygon, Register, Seed};
use agglom_testing::oracles;
use proptest::prelude::*;
use rand::RngExt;

const SQUARE: [f64; 4] = [0.0, 0.0, 1e5, 1e5];

fn plain(function: Function) -> Ripley {
    Ripley {
        industries: vec!["REF".into()],
        function,
        distances_m: distances(),
        window: Window::Rectangle,
        window_m: SQUARE.to_vec(),
        draws: 0,
        ..Ripley::default()
    }
}

fn of_points(settings: &Ripley) -> Curve {
    curves(settings, oracles::points()).curves[0].clone()
}

fn curves(settings: &Ripley, register: Register) -> Curves {
    settings.check().unwrap();
    settings.compute(&located(register), &context(1)).unwrap()
}

/// R `dbmss` 2.11-0: Khat(X, r, "REF", "REF"), Khat(X, r), Khat(X, r, "REF", "T1"), Lhat(X, r, "REF", "REF").
#[test]
fn k_and_l_are_those_of_dbmss() {
    agree(&of_points(&plain(Function::K)).value, &oracle("K_REF", "value"), 1e-10);
    let all = Ripley { pooled: true, industries: Vec::new(), ..plain(Function::K) };
    agree(&of_points(&all).value, &oracle("K_all", "value"), 1e-10);
    let between = Ripley { neighbours: vec!["T1".into()], ..plain(Function::K) };
    agree(&of_points(&between).value, &oracle("K_REF_T1", "value"), 1e-10);
    agree(&of_points(&plain(Function::L)).value, &oracle("L_REF", "value"), 1e-10);
}

/// R `dbmss` 2.11-0: Kmmhat(X, r), which gives 513 even distances to 25 km whatever r is asked for.
#[test]
fn weighted_k_is_that_of_dbmss() {
    let r = (0..513).map(|k| 25_000.0 * f64::from(k) / 512.0).collect();
    let all = Ripley { pooled: true, industries: Vec::new(), weighted: true, distances_m: r, ..plain(Function::K) };
    agree(&of_points(&all).value, &oracle("Kmm_all", "value"), 1e-10);
}

/// R `dbmss` 2.11-0: ghat(X, r, "REF", "REF") puts distances into 512 bins and divides by n² instead of n (n - 1); n = 200.
#[test]
fn g_is_that_of_dbmss_up_to_its_bins() {
    let found = of_points(&plain(Function::G));
    assert_eq!((found.value[0], found.reasons[0]), (None, Some("at-zero")));
    let expected: Vec<Option<f64>> = oracle("g_REF", "value").into_iter().map(|g| g.map(|g| g * 200.0 / 199.0)).collect();
    agree(&found.value[1..], &expected[1..], 1e-3);
}

/// numpy, from the formula: Σ over ordered pairs of 0.75/h (1 - ((r - d)/h)²) e_ij · 10¹⁰/(200 · 199)/(2π r), h = 0.15/√(200/10¹⁰).
#[test]
fn g_is_its_formula() {
    let found = of_points(&Ripley { distances_m: vec![500.0, 1000.0, 5000.0, 20_000.0], ..plain(Function::G) });
    agree(&found.value, &G_BY_NUMPY.map(Some), 1e-10);
}

const G_BY_NUMPY: [f64; 4] = [3.0641158600844816, 3.0968867694177376, 2.0085477580745716, 0.8437229392379832];

fn in_square(register: Register, polygons: Vec<Polygon>) -> Register {
    Register { window: Some(polygons.into()), ..register }
}

fn ring(west: f64, south: f64, east: f64, north: f64) -> Polygon {
    Polygon { rings: vec![vec![[west, south], [east, south], [east, north], [west, north], [west, south]]] }
}

#[test]
fn regions_that_make_the_square_are_the_square() {
    let regions = vec![ring(0.0, 0.0, 4e4, 1e5), ring(4e4, 0.0, 1e5, 3e4), ring(4e4, 3e4, 1e5, 1e5)];
    let settings = Ripley { window: Window::Regions, window_m: Vec::new(), ..plain(Function::K) };
    // Corners where one side of a neighbour is two of the other: the sides do not cancel one by one.
    let found = curves(&settings, in_square(oracles::points(), regions));
    agree(&found.curves[0].value, &oracle("K_REF", "value"), 1e-9);
}

#[test]
fn a_window_that_does_not_fit_is_an_error() {
    let compute = |settings: &Ripley, register: Register| settings.compute(&located(register), &context(1)).unwrap_err();
    let small = compute(&Ripley { window_m: vec![0.0, 0.0, 1e5, 5e4], ..plain(Function::K) }, oracles::points());
    let MethodError::Setting { setting: "window_m", problem } = small else { panic!("{small:?}") };
    assert_eq!(problem.key, "ripley-outside-window");
    let regions = Ripley { window: Window::Regions, window_m: Vec::new(), ..plain(Function::K) };
    assert!(matches!(compute(&regions, oracles::points()), MethodError::Needs { .. }));
    assert!(matches!(compute(&regions, in_square(oracles::points(), Vec::new())), MethodError::Setting { setting: "window", .. }));
    let on_a_line = Register { position: Some((0..2000).map(|i| [f64::from(i), 7.0]).collect()), ..oracles::points() };
    let flat = compute(&Ripley { window: Window::Box, window_m: Vec::new(), ..plain(Function::K) }, on_a_line);
    assert!(matches!(flat, MethodError::Setting { setting: "window", ref problem } if problem.key == "ripley-on-a-line"), "{flat:?}");
    // Sites along a parallel lie on a slight arc once they are projected.
    let arc = Register { position: Some((0..2000).map(|i| [f64::from(i), 7.0 + 1e-7 * f64::from(i).powi(2)]).collect()), ..oracles::points() };
    let arc = compute(&Ripley { window: Window::Box, window_m: Vec::new(), ..plain(Function::K) }, arc);
    assert!(matches!(arc, MethodError::Setting { setting: "window", ref problem } if problem.key == "ripley-on-a-line"), "{arc:?}");
}

#[test]
fn settings_without_sense_are_refused() {
    let wrong = [
        (Ripley { window: Window::Rectangle, ..Ripley::default() }, "window_m"),
        (Ripley { window_m: SQUARE.to_vec(), ..Ripley::default() }, "window_m"),
        (Ripley { window: Window::Rectangle, window_m: vec![1.0, 0.0, 1.0, 2.0], ..Ripley::default() }, "window_m"),
        (Ripley { pooled: true, industries: vec!["REF".into()], ..Ripley::default() }, "pooled"),
        (Ripley { pooled: true, null: Null::RandomLocation, ..Ripley::default() }, "null"),
        (Ripley { null: Null::PopulationIndependence, ..Ripley::default() }, "null"),
        (Ripley { distances_m: vec![-1.0], ..Ripley::default() }, "distances_m"),
    ];
    for (settings, setting) in wrong {
        assert_eq!(settings.check().unwrap_err().setting, setting);
    }
}

#[test]
fn distances_beyond_the_window_have_no_value() {
    let settings = Ripley { distances_m: vec![5e3, 80e3], draws: 19, alpha: 0.05, ..plain(Function::L) };
    let found = of_points(&settings);
    assert_eq!((found.value[1], found.reasons[1], found.reason), (None, Some("beyond-window"), None));
    assert_eq!((found.expected[0], found.low[1]), (0.0, None));
}

#[test]
fn a_planted_cluster_is_found_under_every_null() {
    for null in [Null::CompleteSpatialRandomness, Null::RandomLocation, Null::RandomLabelling] {
        let found = of_points(&Ripley { null, draws: 99, distances_m: vec![1e3, 3e3, 6e3], ..plain(Function::L) });
        assert_eq!((found.pattern, found.p_value), (Some("localised"), Some(0.01)), "{null:?}");
    }
    let between = Ripley { neighbours: vec!["T1".into()], null: Null::PopulationIndependence, draws: 99, ..plain(Function::K) };
    assert!(of_points(&between).p_value.is_some());
}

#[test]
fn chance_is_pi_r_squared_on_average() {
    let found = of_points(&Ripley { draws: 199, distances_m: vec![5e3, 15e3, 30e3], ..plain(Function::K) });
    for (mean, expected) in found.mean.iter().zip(&found.expected) {
        // At 5 km about 157 pairs are expected: 199 draws know their mean to 8 % / √199.
        assert!((mean.unwrap() / expected - 1.0).abs() < 0.03, "{mean:?} {expected}");
    }
}

/// Where chance has nothing to decide, every draw is the observed pattern: in single precision its K is the observed one but for little, and no
/// curve is more extreme than another.
#[test]
fn draws_of_the_same_pattern_are_the_same_curve() {
    let register = oracles::points();
    let one = Register { industry: Labels::new(&vec![Some("REF".to_owned()); register.len()]), ..register };
    for distances_m in [distances(), vec![700.0, 3000.0, 9000.0]] {
        let found = curves(&Ripley { null: Null::RandomLocation, draws: 19, distances_m, ..plain(Function::K) }, one.clone());
        let curve = &found.curves[0];
        assert!(curve.low == curve.high && curve.p_value == Some(1.0) && curve.pattern == Some("random"), "{:?}", curve.p_value);
        // A pair just beyond a distance may count to it, with a weight of 8 at most, and K is 10¹⁰ / (2000 · 1999) times the weights.
        let near = |(m, v): (&Option<f64>, &Option<f64>)| (m.unwrap() - v.unwrap()).abs() <= 1e-7 * v.unwrap() + 20_020.0;
        assert!(curve.mean.iter().zip(&curve.value).all(near), "{:?} {:?}", curve.mean, curve.value);
        assert_ne!(curve.mean, curve.value, "single precision is not looked at");
    }
}

fn scattered(places: &[[u16; 2]], moved: [f64; 2], order: impl Iterator<Item = usize> + Clone) -> Register {
    let industry = |i: usize| Some(["cars", "ships", "wine"][i % 3]);
    Register {
        ids: order.clone().map(|i| format!("{i:03}")).collect(),
        industry: Labels::new(&order.clone().map(industry).collect::<Vec<_>>()),
        size: Some(order.clone().map(|i| 1.0 + (i % 7) as f64).collect()),
        position: Some(order.map(|i| [0, 1].map(|k| f64::from(places[i][k]) + moved[k])).collect()),
        ..Register::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn an_industry_is_the_same_whichever_others_are_asked_for_in_any_order_and_anywhere(
        places in proptest::collection::vec([0u16..1000, 0u16..600], 12..60),
        start in 0usize..60,
        moved in [-30_000i32..30_000, -30_000i32..30_000],
        function in prop_oneof![Just(Function::K), Just(Function::L), Just(Function::G)],
        weighted in any::<bool>(),
    ) {
        let moved = moved.map(f64::from);
        let settings = |at: [f64; 2], names: &[&str]| Ripley {
            industries: names.iter().map(|&n| n.to_owned()).collect(),
            window_m: vec![at[0], at[1], at[0] + 1000.0, at[1] + 600.0],
            distances_m: vec![0.0, 20.0, 90.0, 300.0],
            min_establishments: 2,
            draws: 9,
            alpha: 0.2,
            weighted,
            ..plain(function)
        };
        let n = places.len();
        let all = curves(&settings([0.0; 2], &[]), scattered(&places, [0.0; 2], 0..n));
        prop_assert_eq!(all.curves.len(), 3);
        let turned = curves(&settings(moved, &[]), scattered(&places, moved, (0..n).rev().cycle().skip(start).take(n)));
        for curve in &all.curves {
            let name = all.industries.get(curve.industry);
            let alone = curves(&settings([0.0; 2], &[name]), scattered(&places, [0.0; 2], 0..n)).curves[0].clone();
            prop_assert_eq!(&Curve { q_value: curve.q_value, ..alone }, curve);
            let same = turned.curves.iter().find(|c| turned.industries.get(c.industry) == name).unwrap();
            for (value, other) in curve.value.iter().zip(&same.value) {
                prop_assert_eq!(value.is_some(), other.is_some());
                let (value, other) = (value.unwrap_or(0.0), other.unwrap_or(0.0));
                prop_assert!((value - other).abs() <= 1e-9 * value.abs().max(1e-3), "{} {} {}", name, value, other);
            }
        }
    }
}

/// Simulation: `cargo test --release -p agglom-measures --test it ripley -- --ignored`.
#[test]
#[ignore = "a simulation of some minutes"]
fn the_test_rejects_as_often_as_it_says() {
    let rejected = (0..400).filter(|&k| {
        let mut draw = Seed::new(k).draw(5);
        let position = (0..2000).map(|_| [draw.random::<f64>() * 1e5, draw.random::<f64>() * 1e5]).collect();
        let register = Register { position: Some(position), ..oracles::points() };
        let settings = Ripley { draws: 99, distances_m: (1..=15).map(|k| f64::from(k) * 1e3).collect(), ..plain(Function::L) };
        settings.compute(&located(register), &context(k)).unwrap().curves[0].p_value.is_some_and(|p| p <= 0.05)
    });
    // Binomial(400, 0.05): mean 20, standard deviation 4.4.
    let rejected = rejected.count();
    assert!((6..=34).contains(&rejected), "{rejected}");
}
