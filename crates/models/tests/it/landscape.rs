//! The long run against `ifm_capacity_meanfield_qsd.json`, which dense `numpy` made by the formulas, and against closed forms.

use agglom_method::{Context, Method, Seed, Unwatched};
use agglom_models::incidence_function::{
    Colonisation, Extinction, Geography, Incidence, IncidenceFunction, Kernel, Network, Parameters, Point, PropaguleRain, RainWord, Rates,
};
use agglom_models::landscape::{
    Capacity, CapacityChange, Chances, DistanceChange, Landscape, NewPlace, Powers, Scenario, Shifts, Spillovers, Terrain, capacity, equilibrium,
    fold, leading_of_each, mean_field, path, quasi_stationary, resurrected,
};
use agglom_testing::{oracles, panels, samples};
use ndarray::{Array2, ArrayView2};
use proptest::prelude::*;
use serde_json::Value;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn points(value: &Value) -> Vec<[f64; 2]> {
    value.as_array().unwrap().iter().map(|p| [p[0].as_f64().unwrap(), p[1].as_f64().unwrap()]).collect()
}

fn context() -> Context<'static> {
    Context { seed: Seed::new(1), watch: &Unwatched }
}

fn kernel(xy: &[[f64; 2]], alpha: f64) -> Vec<Vec<f64>> {
    let weight = |i: usize, j: usize| if i == j { 0.0 } else { (-alpha * (xy[i][0] - xy[j][0]).hypot(xy[i][1] - xy[j][1])).exp() };
    (0..xy.len()).map(|i| (0..xy.len()).map(|j| weight(i, j)).collect()).collect()
}

fn product(matrix: &[Vec<f64>], vector: &[f64], image: &mut [f64]) {
    for (row, x) in matrix.iter().zip(image) {
        *x = row.iter().zip(vector).map(|(m, v)| m * v).sum();
    }
}

/// Products with the columns, one vector at a time.
fn columns(vectors: ArrayView2<'_, f64>, near: impl Fn(&[f64], &mut [f64])) -> Array2<f64> {
    let mut images = Array2::zeros(vectors.dim());
    for (vector, mut image) in vectors.columns().into_iter().zip(images.columns_mut()) {
        let mut found = vec![0.0; vector.len()];
        near(&vector.to_vec(), &mut found);
        image.iter_mut().zip(found).for_each(|(x, f)| *x = f);
    }
    images
}

/// Of one industry, from products with one vector at a time.
fn worth(area: &[f64], powers: Powers, near: impl Fn(&[f64], &mut [f64])) -> Option<Capacity> {
    let near = Spillovers { product: Box::new(|vectors| columns(vectors, &near)), error: 0.0 };
    capacity(&[area.to_vec()], powers, &near, &context()).unwrap().pop().unwrap()
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within * expected.abs().max(1.0), "{found} is not {expected}");
}

/// Places of one industry: alpha, b, y, e, x.
struct Places {
    near: Vec<Vec<f64>>,
    sent: Vec<f64>,
    extinction: Vec<f64>,
    y: f64,
    rescue: bool,
}

impl Places {
    fn new(xy: &[[f64; 2]], area: &[f64], [alpha, b, y, e, x]: [f64; 5], cloglog: bool) -> Self {
        let rate = |a: &f64| e * a.powf(-x);
        Self {
            near: kernel(xy, alpha),
            sent: area.iter().map(|a| a.powf(b)).collect(),
            extinction: area.iter().map(|a| if cloglog { -(-rate(a)).exp_m1() } else { rate(a).min(1.0) }).collect(),
            y,
            rescue: true,
        }
    }
}

impl Landscape for Places {
    fn sites(&self) -> usize {
        self.sent.len()
    }

    fn connectivity(&self, incidence: &[f64], connectivity: &mut [f64]) {
        let sent: Vec<f64> = incidence.iter().zip(&self.sent).map(|(p, s)| p * s).collect();
        product(&self.near, &sent, connectivity);
    }

    fn entry(&self, _site: usize, s: f64) -> f64 {
        s * s / (s * s + self.y * self.y)
    }

    fn exit(&self, site: usize, entry: f64) -> f64 {
        self.extinction[site] * if self.rescue { 1.0 - entry } else { 1.0 }
    }
}

#[test]
fn capacity_and_values_are_those_of_dense_eigenproblems() {
    let oracle = oracles::metapopulation();
    let cases = [
        ("ovaskainen_hanski_2003_six_patches", Powers { receives: 1.0, sends: 1.0 }),
        ("two_patches", Powers { receives: 1.0, sends: 1.0 }),
        ("random30_zex0.5_zim0.2_zem0.7", Powers { receives: 0.7, sends: 0.7 }),
        ("random30_symmetric", Powers { receives: 1.0, sends: 1.0 }),
    ];
    for (name, powers) in cases {
        let case = &oracle[name];
        let (xy, area) = (points(&case["xy"]), numbers(&case["A"]));
        let matrix = kernel(&xy, case["alpha"].as_f64().unwrap());
        let found = worth(&area, powers, |v, image| product(&matrix, v, image)).unwrap();
        near(found.value, case["lambda_M"].as_f64().unwrap(), 1e-12);
        let (first, lost) = (numbers(&case["value_first_order"]), numbers(&case["value_loo"]));
        let (left, right) = (numbers(&case["left"]), numbers(&case["right"]));
        for (i, place) in found.places.iter().enumerate() {
            near(place.first_order, first[i], 1e-10);
            near(place.value_lost.unwrap(), lost[i], 1e-10);
            let product: f64 = left.iter().zip(&right).map(|(l, r)| l * r).sum();
            near(place.elasticity, (powers.receives + powers.sends) * left[i] * right[i] / product, 1e-10);
            near(place.unit_adds.unwrap(), found.value * place.elasticity / area[i], 1e-12);
        }
        near(found.places.iter().map(|p| p.first_order).sum::<f64>(), found.value, 1e-12);
    }
}

#[test]
fn the_leading_vector_is_that_of_numpy() {
    let case = &oracles::metapopulation()["random30_symmetric"];
    let (xy, area) = (points(&case["xy"]), numbers(&case["A"]));
    let near_by = kernel(&xy, 1.3);
    let matrix: Vec<Vec<f64>> = (0..30).map(|i| (0..30).map(|j| near_by[i][j] * area[i] * area[j]).collect()).collect();
    let found = leading_of_each(vec![vec![1.0; 30]], 1e-13, |v, _| columns(v, |v, image| product(&matrix, v, image))).pop().unwrap().unwrap();
    for (found, expected) in found.vector.iter().zip(numbers(&case["right"])) {
        near(*found, expected, 1e-10);
    }
    // c = 0.3, e = 0.2: p = c S / (c S + e / A), by repetition; p weighted by the vector is near 1 - δ / λ.
    let levins = &oracles::metapopulation()["levins30"];
    let mut p = vec![1.0; 30];
    for _ in 0..10_000 {
        let sent: Vec<f64> = p.iter().zip(&area).map(|(p, a)| p * a).collect();
        let mut s = vec![0.0; 30];
        product(&near_by, &sent, &mut s);
        p = s.iter().zip(&area).map(|(s, a)| 0.3 * s / (0.3 * s + 0.2 / a)).collect();
    }
    for (found, expected) in p.iter().zip(numbers(&levins["p"])) {
        near(*found, expected, 1e-10);
    }
    near(1.0 - levins["delta"].as_f64().unwrap() / found.value, levins["p_lambda_approx"].as_f64().unwrap(), 1e-12);
}

#[test]
fn a_place_alone_and_places_without_capacity_have_none() {
    let found = worth(&[2.0], Powers { receives: 1.0, sends: 1.0 }, |_, image| image[0] = 0.0).unwrap();
    assert_eq!((found.value, found.places[0].value_lost), (0.0, Some(0.0)));
    let empty = worth(&[0.0, 0.0], Powers { receives: 1.0, sends: 1.0 }, |v, image| image.copy_from_slice(&[v[1], v[0]]));
    assert_eq!(empty.unwrap().value, 0.0);
    let huge = worth(&[1e308, 1e308], Powers { receives: 2.0, sends: 2.0 }, |v, image| image.copy_from_slice(&[v[1], v[0]]));
    assert_eq!(huge, None);
}

#[test]
fn the_mean_field_and_its_fold_are_those_of_the_oracle() {
    let oracle = oracles::metapopulation();
    let (xy, area) = oracles::patches();
    let theta = numbers(&oracle["ifm_meanfield_sim200"]["theta"]);
    // Natural logarithms of alpha, y and e; b and x as they are.
    let at = |y: f64| Places::new(&xy, &area, [theta[0].exp(), theta[1], y, theta[3].exp(), theta[4]], false);
    let found = mean_field(&at(10.0), 1e-13, &context()).unwrap();
    for (found, expected) in found.incidence.iter().zip(numbers(&oracle["ifm_meanfield_sim200"]["J_upper"])) {
        near(*found, expected, 1e-10);
    }
    for (found, expected) in at(10.0).extinction.iter().zip(numbers(&oracle["ifm_meanfield_sim200"]["E"])) {
        near(*found, expected, 1e-12);
    }
    let mut alive = 0.0f64;
    for row in oracle["ifm_fold_in_y"].as_array().unwrap() {
        let (y, mean) = (row["y"].as_f64().unwrap(), row["J_mean"].as_f64().unwrap());
        let found = mean_field(&at(y), 1e-12, &context()).unwrap();
        near(found.incidence.iter().sum::<f64>() / 200.0, mean, 1e-8);
        alive = if mean > 0.1 { alive.max(y) } else { alive };
    }
    let fold = fold(&at(10.0), 1e-3, &context()).unwrap().unwrap();
    let critical = 10.0 / fold.factor;
    assert!(critical > alive && critical < 16.0, "{critical}");
    // Both sides of it.
    let mean = |y: f64| mean_field(&at(y), 1e-9, &context()).unwrap().incidence.iter().sum::<f64>() / 200.0;
    assert!(mean(critical * 0.998) > 1e-3 && mean(critical * 1.002) < 1e-6);
    // The equilibrium of where it rests is where it rests.
    for (a, b) in equilibrium(&at(10.0), &found.incidence).iter().zip(&found.incidence) {
        near(*a, *b, 1e-10);
    }
}

#[test]
fn two_equal_places_fold_where_their_quadratic_has_one_root() {
    // S = p, C = p² / (p² + y²), p = C / (C + E (1 - C)) = p² / (p² + E y²): p² - p + E y² = 0, which has roots while 4 E y² <= 1.
    let places = Places::new(&[[0.0, 0.0], [0.0, 0.0]], &[1.0, 1.0], [1.0, 1.0, 1.0, 0.5, 1.0], false);
    let found = fold(&places, 1e-6, &context()).unwrap().unwrap();
    near(1.0 / found.factor, (1.0f64 / (4.0 * 0.5)).sqrt(), 2e-6);
    let richer = Places { y: 0.5, ..places };
    let root = f64::midpoint(1.0, (1.0f64 - 4.0 * 0.5 * 0.25).sqrt());
    near(mean_field(&richer, 1e-13, &context()).unwrap().incidence[0], root, 1e-12);
    let alone = Places::new(&[[0.0, 0.0]], &[1.0], [1.0, 1.0, 1.0, 0.5, 1.0], false);
    assert_eq!(fold(&alone, 1e-6, &context()).unwrap(), None, "nothing sustains a place alone");
}

fn eight() -> (Places, Value) {
    let oracle = oracles::metapopulation()["qsd8"].clone();
    let theta = numbers(&oracle["theta"]);
    let parameters = [theta[0].exp(), theta[1], theta[2].exp(), theta[3].exp(), theta[4]];
    (Places::new(&points(&oracle["xy"]), &numbers(&oracle["A"]), parameters, false), oracle)
}

#[test]
fn the_quasi_stationary_distribution_is_exact() {
    let (places, oracle) = eight();
    let found = quasi_stationary(&places, &context()).unwrap().unwrap();
    near(found.persistence, oracle["lambda0"].as_f64().unwrap(), 1e-12);
    near(found.mean_time.unwrap(), oracle["mean_time_qsd"].as_f64().unwrap(), 1e-10);
    near(found.mean_time_from_all.unwrap(), oracle["mean_time_from_all_occupied"].as_f64().unwrap(), 1e-10);
    let pairs = [(&found.mean_time_from_one, "mean_time_from_single"), (&found.occupancy, "occupancy_qsd"), (&found.occupied, "n_occupied_dist")];
    for (found, name) in pairs {
        let expected = numbers(&oracle[name]);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            near(*found, expected, 1e-10);
        }
    }
    // The mean field is empty, although the network lives for seventeen periods.
    assert!(mean_field(&places, 1e-12, &context()).unwrap().incidence.iter().all(|p| *p < 1e-12));
}

#[test]
fn resurrection_comes_near_the_exact_distribution() {
    let (places, oracle) = eight();
    let found = resurrected(&places, 1000, 200, Seed::new(5), &context()).unwrap().unwrap();
    // 200,000 correlated draws: about 0.003 of standard error, and a bias of the order of 1 / 1000.
    near(found.persistence, oracle["lambda0"].as_f64().unwrap(), 0.006);
    for (found, expected) in found.occupancy.iter().zip(numbers(&oracle["occupancy_qsd"])) {
        near(*found, expected, 0.02);
    }
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let run = || resurrected(&places, 50, 20, Seed::new(5), &context()).unwrap();
    assert_eq!(pool(1).install(run), pool(8).install(run));
}

struct Drawn(Vec<Vec<f64>>);

impl Chances for Drawn {
    fn next(&mut self, _sites: usize) -> Vec<f64> {
        self.0.remove(0)
    }
}

#[test]
fn paths_die_out_as_the_chain_says() {
    let (places, oracle) = eight();
    let expected = oracle["prob_extinct_by_50_from_full"].as_f64().unwrap();
    let mut generator = Seed::new(3).draw(0);
    let draws = 2000;
    let mut gone = 0;
    for _ in 0..draws {
        let chances = (0..50).map(|_| (0..8).map(|_| rand::RngExt::random::<f64>(&mut generator)).collect()).collect();
        let path = path(&places, &[true; 8], 50, &mut Drawn(chances), &context()).unwrap();
        gone += usize::from(path[49].iter().all(|p| !p));
    }
    let error = (expected * (1.0 - expected) / f64::from(draws)).sqrt();
    assert!((gone as f64 / f64::from(draws) - expected).abs() < 4.0 * error, "{gone} of {draws}");
}

fn point(alpha: f64, b: f64, y: f64, e: f64, x: f64, omega: f64) -> Point {
    Point { parameters: Parameters { alpha, b, y, z: 2.0, e, x, omega, rain: 0.0 }, entry: Vec::new(), exit: Vec::new(), sigma: 0.0 }
}

#[test]
fn a_terrain_is_the_network_it_is_made_of() {
    let oracle = oracles::metapopulation();
    let (xy, area) = oracles::patches();
    let theta = numbers(&oracle["ifm_meanfield_sim200"]["theta"]);
    let rates = Rates { colonisation: Colonisation::Hanski, extinction: Extinction::Hanski, rescue: true };
    let capacity = Array2::from_shape_vec((200, 1), area.clone()).unwrap();
    let network = Network::new(Kernel::Exponential, Geography::Plane(xy), None, capacity);
    let point = point(theta[0].exp(), theta[1], 10.0, theta[3].exp(), theta[4], 0.0);
    let present = Array2::from_elem((200, 1), 1.0);
    let terrain = Terrain::new(&network, rates, &point, &[0], present.view(), &Shifts::default());
    let found = mean_field(&terrain, 1e-13, &context()).unwrap();
    for (found, expected) in found.incidence.iter().zip(numbers(&oracle["ifm_meanfield_sim200"]["J_upper"])) {
        near(*found, expected, 1e-10);
    }
}

#[test]
fn connectivity_after_changes_is_connectivity_anew() {
    let (xy, area) = oracles::patches();
    let capacity = Array2::from_shape_fn((200, 3), |(i, k)| area[(i + 7 * k) % 200]);
    let phi = Array2::from_shape_fn((3, 3), |(k, l)| panels::relatedness(k, l));
    let network = Network::new(Kernel::Exponential, Geography::Plane(xy), Some(phi), capacity);
    let rates = Rates { colonisation: Colonisation::Hanski, extinction: Extinction::ComplementaryLogLog, rescue: true };
    let point = point(1.1, 0.6, 5.0, 0.3, 0.4, 0.7);
    let now = Array2::from_shape_fn((200, 3), |(i, k)| f64::from(u8::from((i * (k + 2)) % 3 == 0)));
    let terrain = Terrain::new(&network, rates, &point, &[0, 1, 2], now.view(), &Shifts::default());
    let before: Vec<f64> = now.iter().copied().collect();
    let after: Vec<f64> = before.iter().enumerate().map(|(i, p)| if i % 23 == 4 { 1.0 - p } else { *p }).collect();
    let (mut whole, mut parts) = (vec![0.0; 600], vec![0.0; 600]);
    terrain.connectivity(&before, &mut parts);
    let direct = network.connectivity(&point.parameters, now.view());
    for (a, b) in parts.iter().zip(&direct) {
        near(*a, *b, 1e-12);
    }
    terrain.changed(&before, &after, &mut parts);
    terrain.connectivity(&after, &mut whole);
    for (a, b) in parts.iter().zip(&whole) {
        near(*a, *b, 1e-11);
    }
    // Few sources, whose weights are not kept, and few changes of them.
    let few: Vec<f64> = (0..600).map(|i| f64::from(u8::from(i % 40 == 3))).collect();
    let more: Vec<f64> = few.iter().enumerate().map(|(i, p)| if i == 77 { 1.0 } else { *p }).collect();
    let fresh = Terrain::new(&network, rates, &point, &[0, 1, 2], now.view(), &Shifts::default());
    for (state, first) in [(&few, true), (&more, false)] {
        if first {
            fresh.connectivity(state, &mut parts);
        } else {
            fresh.changed(&few, state, &mut parts);
        }
        let present = Array2::from_shape_vec((200, 3), state.clone()).unwrap();
        for (a, b) in parts.iter().zip(&network.connectivity(&point.parameters, present.view())) {
            near(*a, *b, 1e-12);
        }
    }
    // Some industries of a network: what the others do for them stays.
    let some = Terrain::new(&network, rates, &point, &[1], now.view(), &Shifts::default());
    let mut one = vec![0.0; 200];
    some.connectivity(&now.column(1).to_vec(), &mut one);
    for (i, s) in one.iter().enumerate() {
        near(*s, direct[[i, 1]], 1e-12);
    }
    assert!(some.fed() && !terrain.fed());
}

fn method(scenarios: Vec<Scenario>) -> IncidenceFunction {
    let rain = PropaguleRain::Word(RainWord::Estimate);
    IncidenceFunction { horizon: 4, draws: 99, scenarios, propagule_rain: rain, ..IncidenceFunction::default() }
}

fn sample() -> Incidence {
    Incidence { panel: samples::presence().into(), places: None, proximity: None, distances: None, covariates: None }
}

/// Half of the places are empty: there is something to win.
fn sparse() -> Incidence {
    let truth = panels::Truth { alpha: 0.5, b: 0.6, y: 2.0, e: 0.5, x: 0.8, omega: 0.0, rain: 0.4, sigma: 0.0 };
    Incidence { panel: panels::incidence(40, 3, 12, 20.0, truth, Seed::new(8)).into(), ..sample() }
}

#[test]
fn scenarios_meet_the_same_chances() {
    let place = || "p0003".to_owned();
    let capacity = |factor: f64| Some(CapacityChange { place: place(), factor: Some(factor), ..CapacityChange::default() });
    let scenario = |name: &str| Scenario { name: name.to_owned(), ..Scenario::default() };
    let new = NewPlace { place: "p9999".to_owned(), x_m: Some(5000.0), y_m: Some(5000.0), capacity: 3.0, ..NewPlace::default() };
    let road = DistanceChange { from: place(), to: "p0007".to_owned(), factor: Some(0.1), ..DistanceChange::default() };
    let scenarios = vec![
        Scenario { capacity: capacity(1.0), ..scenario("same") },
        Scenario { capacity: capacity(20.0), ..scenario("more") },
        Scenario { new_place: Some(new), ..scenario("new") },
        Scenario { distance: Some(road), ..scenario("road") },
    ];
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let run = || method(scenarios.clone()).compute(&sparse(), &context()).unwrap();
    let found = pool(1).install(run);
    assert_eq!(found.ahead, pool(8).install(run).ahead, "the same at any number of threads");
    let whole = |n: usize| found.ahead.compared.iter().find(|c| c.scenario == n && c.industry.is_none() && c.place.is_none()).unwrap();
    assert_eq!((whole(0).difference, whole(0).range), (0.0, Some((0.0, 0.0))));
    assert!(whole(1).difference > 0.0, "{:?}", whole(1));
    // With rescue another source and a shorter way help in every single draw.
    for n in 2..4 {
        assert!(whole(n).difference > 0.0 && whole(n).range.unwrap().0 >= 0.0, "{:?}", whole(n));
    }
    let added = found.ahead.compared.iter().find(|c| c.place.as_deref() == Some("p9999") && c.industry.is_none()).unwrap();
    assert!(added.means.0 == 0.0 && added.means.1 > 0.0);
    // Three industries, forty places, four periods.
    assert_eq!((found.ahead.steps.len(), found.ahead.sites.len(), found.ahead.values.len()), (12, 120, 120));
    for step in &found.ahead.steps {
        let (low, high) = step.range.unwrap();
        assert!(low <= step.expected && step.expected <= high && high <= 40.0);
    }
    let last: f64 = found.ahead.sites.iter().filter_map(|s| s.at_horizon).sum();
    let counted: f64 = found.ahead.steps.iter().filter(|s| s.ahead == 4).map(|s| s.expected).sum();
    near(last, counted, 1e-9);
}

#[test]
fn forecasts_of_the_true_model_cover_what_comes() {
    // Generated panels: a fit on the first ten periods, four periods ahead; 95 % intervals of 3 industries.
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 2.0, e: 0.3, x: 0.5, omega: 0.0, rain: 0.2, sigma: 0.0 };
    let (mut inside, mut all) = (0, 0);
    for seed in 0..6 {
        let whole = panels::incidence(40, 3, 14, 12.0, truth, Seed::new(100 + seed));
        let mut early = whole.clone();
        let mut counts = agglom_method::Counts::clone(&whole.counts);
        counts.cells.truncate(10);
        counts.periods = std::sync::Arc::new(agglom_method::Codes::new((2000..2010).map(|t: i32| t.to_string())));
        early.counts = counts.into();
        early.capacity = early.capacity.map(|mut c| {
            c.truncate(10);
            c
        });
        let inputs = Incidence { panel: early.into(), ..sample() };
        let Ok(found) = method(Vec::new()).compute(&inputs, &context()) else { continue };
        for step in found.ahead.steps.iter().filter(|s| s.ahead == 4) {
            let came = whole.counts.cells[13].iter().filter(|c| c.industry == step.industry).map(|c| c.value).sum::<f64>();
            let (low, high) = step.range.unwrap();
            inside += usize::from(low <= came && came <= high);
            all += 1;
        }
    }
    // 18 intervals of 95 %: fewer than 15 inside has a chance of 1 in 900.
    assert!(all >= 15 && inside * 18 >= 15 * all, "{inside} of {all}");
}

/// Intervals of what places are worth are those of the draws of parameters, drawn again here and put through the eigenproblem.
#[test]
fn what_places_are_worth_has_the_interval_of_its_draws() {
    let (given, method) = (sparse(), method(Vec::new()));
    let found = method.compute(&given, &context()).unwrap();
    let fit = found.fits.fitted[0].fit.as_ref().unwrap();
    let network = &found.network;
    let mut drawn: Vec<Vec<f64>> = vec![Vec::new(); 41];
    for draw in 0..99 {
        let seed = context().seed.child("parameters").child("i00");
        let p = fit.drawn(&mut seed.draw(draw)).parameters;
        let near_by = |v: &[f64], image: &mut [f64]| {
            for (i, x) in image.iter_mut().enumerate() {
                let term = |j: usize| (-p.alpha * network.geography.distance(i, j)).exp() * v[j];
                *x = (0..40).filter(|&j| j != i).map(term).sum();
            }
        };
        let powers = Powers { receives: p.x, sends: p.b };
        let found = worth(&network.capacity.column(1).to_vec(), powers, near_by).unwrap();
        drawn[40].push(found.value);
        found.places.iter().enumerate().for_each(|(i, place)| drawn[i].push(place.first_order));
    }
    let ends = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = share * 98.0;
            let (low, part) = (rank.floor() as usize, rank.fract());
            values[low] + part * (values[(low + 1).min(98)] - values[low])
        };
        (at(0.025), at(0.975))
    };
    let industry = found.ahead.industries.iter().find(|i| i.industry == 1).unwrap();
    let (low, high) = industry.capacity_range.unwrap();
    let right = ends(&mut drawn[40]);
    near(low, right.0, 1e-9);
    near(high, right.1, 1e-9);
    let (value, _) = industry.metapopulation_capacity.unwrap();
    assert!(low < value && value < high && high > 1.05 * low, "{low} {value} {high}");
    for value in found.ahead.values.iter().filter(|v| v.industry == 1) {
        let (low, high) = value.range.unwrap();
        let right = ends(&mut drawn[value.place as usize]);
        near(low, right.0, 1e-9);
        near(high, right.1, 1e-9);
    }
    let none = IncidenceFunction { draws: 0, ..method };
    let found = none.compute(&given, &context()).unwrap();
    assert!(found.ahead.industries.iter().all(|i| i.capacity_range.is_none()) && found.ahead.values.iter().all(|v| v.range.is_none()));
}

/// Two places that do not reach each other share their years. With E(u) = 1 - exp(-e exp(σ u)): one place lasts t1 = 1 / mean E, both last
/// t2 = (1 + 2 mean(E (1 - E)) t1) / (1 - mean (1 - E)²); means over u by trapezoid.
#[test]
fn places_that_share_their_years_are_empty_together_sooner() {
    let (e, sigma) = (0.3, 0.8);
    let network = Network::new(Kernel::Exponential, Geography::Plane(vec![[0.0, 0.0], [1e6, 0.0]]), None, Array2::ones((2, 1)));
    let rates = Rates { colonisation: Colonisation::Hanski, extinction: Extinction::ComplementaryLogLog, rescue: true };
    let point = Point { sigma, ..point(1.0, 0.0, 1.0, e, 0.0, 0.0) };
    let terrain = Terrain::new(&network, rates, &point, &[0], Array2::ones((2, 1)).view(), &Shifts::default());
    let exit = |u: f64| -(-e * (sigma * u).exp()).exp_m1();
    let mean = |of: &dyn Fn(f64) -> f64| {
        let density = |u: f64| 0.01 * (-0.5 * u * u).exp() / std::f64::consts::TAU.sqrt();
        (-900..=900).map(|k| 0.01 * f64::from(k)).map(|u| density(u) * of(exit(u))).sum::<f64>()
    };
    near(terrain.exit(1, 0.0), mean(&|e| e), 1e-6);
    near(terrain.exit_in(1, 0.25, 1.3), exit(1.3) * 0.75, 1e-14);
    let found = quasi_stationary(&terrain, &context()).unwrap().unwrap();
    let alone = 1.0 / mean(&|e| e);
    let both = (1.0 + 2.0 * mean(&|e| e * (1.0 - e)) * alone) / (1.0 - mean(&|e| (1.0 - e) * (1.0 - e)));
    near(found.mean_time_from_one[0], alone, 1e-5);
    near(found.mean_time_from_all.unwrap(), both, 1e-5);
    // As if places did not share them, both would last longer.
    let apart = (1.0 + 2.0 * mean(&|e| e) * (1.0 - mean(&|e| e)) * alone) / (1.0 - (1.0 - mean(&|e| e)).powi(2));
    assert!(found.mean_time_from_all.unwrap() < 0.98 * apart, "{both} {apart}");
    let simulated = resurrected(&terrain, 1000, 200, Seed::new(5), &context()).unwrap().unwrap();
    assert!((simulated.mean_time.unwrap() / found.mean_time.unwrap() - 1.0).abs() < 0.03, "{:?} {:?}", simulated.mean_time, found.mean_time);
}

#[test]
fn parameters_that_are_all_given_are_not_drawn() {
    let fixed = [("alpha", 0.5), ("b", 0.5), ("y", 2.0), ("e", 0.3), ("x", 0.5), ("m0", 0.2)].map(|(word, value)| (word.to_owned(), value));
    let method = IncidenceFunction { fixed: fixed.into(), ..method(Vec::new()) };
    let found = method.compute(&sample(), &context()).unwrap();
    assert!(found.ahead.sites.iter().all(|s| s.range == Some((s.equilibrium, s.equilibrium))), "nothing is unsure about the equilibrium");
}

#[test]
fn senseless_scenarios_are_refused() {
    let refused = |scenario: Scenario| method(vec![scenario]).check().is_err();
    let named = || Scenario { name: "a".to_owned(), ..Scenario::default() };
    assert!(refused(named()), "changes nothing");
    assert!(refused(Scenario { capacity: Some(CapacityChange { place: "p".to_owned(), ..CapacityChange::default() }), ..named() }));
    assert!(refused(Scenario { new_place: Some(NewPlace { place: "p".to_owned(), capacity: 1.0, ..NewPlace::default() }), ..named() }));
    let unknown = Scenario { capacity: Some(CapacityChange { place: "p03".to_owned(), factor: Some(2.0), ..CapacityChange::default() }), ..named() };
    let error = method(vec![unknown]).compute(&sample(), &context()).unwrap_err();
    assert!(matches!(error, agglom_method::MethodError::UnknownCode { setting: "scenarios", .. }), "{error}");
    let none =
        IncidenceFunction { draws: 0, scenarios: vec![Scenario { distance: Some(DistanceChange::default()), ..named() }], ..method(Vec::new()) };
    assert!(none.check().is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_place_more_is_never_worse(xy in prop::collection::vec((0.0..5.0f64, 0.0..5.0f64, 0.1..3.0f64), 2..6), y in 0.1..3.0f64) {
        let xy_of = |n: usize| xy[..n].iter().map(|p| [p.0, p.1]).collect::<Vec<_>>();
        let area: Vec<f64> = xy.iter().map(|p| p.2).collect();
        let n = xy.len();
        let all = Places::new(&xy_of(n), &area, [0.7, 0.5, y, 0.3, 0.4], true);
        let fewer = Places::new(&xy_of(n - 1), &area[..n - 1], [0.7, 0.5, y, 0.3, 0.4], true);
        let (a, b) = (mean_field(&all, 1e-12, &context()), mean_field(&fewer, 1e-12, &context()));
        if let (Ok(a), Ok(b)) = (a, b) {
            prop_assert!(a.incidence.iter().zip(&b.incidence).all(|(a, b)| *a >= *b - 1e-9));
        }
        let powers = Powers { receives: 0.4, sends: 0.5 };
        let lambda = |n: usize| {
            let matrix = kernel(&xy_of(n), 0.7);
            worth(&area[..n], powers, |v, image| product(&matrix, v, image)).unwrap()
        };
        let (whole, rest) = (lambda(n), lambda(n - 1));
        prop_assert!((whole.value - rest.value - whole.places[n - 1].value_lost.unwrap()).abs() < 1e-9 * whole.value.max(1e-300));
        if let (Some(a), Some(b)) = (quasi_stationary(&all, &context()).unwrap(), quasi_stationary(&fewer, &context()).unwrap()) {
            prop_assert!(a.persistence >= b.persistence - 1e-9);
            prop_assert!((a.occupied.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}
