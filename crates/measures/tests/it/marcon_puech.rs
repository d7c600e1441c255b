use crate::ellison_glaeser::context;
use agglom_measures::{Curve, Curves, LocatedEstablishments, Null, marcon_puech::MarconPuech};
use agglom_method::{Bound, Inputs, Labels, Method, MethodError, Register, Seed, Shape};
use agglom_testing::oracles;
use proptest::prelude::*;
use rand::RngExt;

pub(crate) fn located(register: Register) -> LocatedEstablishments {
    LocatedEstablishments { register: register.into() }
}

/// The numbers of an entry of the oracle; what is not a number (NaN at 0) is empty.
pub(crate) fn oracle(entry: &str, values: &str) -> Vec<Option<f64>> {
    let file = oracles::dbmss_points();
    let list = if entry.is_empty() { &file[values] } else { &file[entry][values] };
    list.as_array().unwrap().iter().map(serde_json::Value::as_f64).collect()
}

pub(crate) fn distances() -> Vec<f64> {
    oracle("", "r").into_iter().flatten().collect()
}

pub(crate) fn agree(found: &[Option<f64>], expected: &[Option<f64>], within: f64) {
    assert_eq!(found.len(), expected.len());
    for (r, (f, e)) in found.iter().zip(expected).enumerate() {
        match (f, e) {
            (Some(f), Some(e)) => assert!((f - e).abs() <= within * e.abs(), "distance {r}: {f} {e}"),
            (f, e) => assert_eq!(f, e, "distance {r}"),
        }
    }
}

fn of_points(settings: MarconPuech) -> Curves {
    settings.compute(&located(oracles::points()), &context(1)).unwrap()
}

fn plain(industry: &str) -> MarconPuech {
    MarconPuech { industries: vec![industry.into()], distances_m: distances(), draws: 0, ..MarconPuech::default() }
}

/// R `dbmss` 2.11-0: Mhat(X, r, "REF"), Mhat(X, r, "REF", "T1") and the latter with CaseControl=TRUE.
#[test]
fn m_is_that_of_dbmss() {
    agree(&of_points(plain("REF")).curves[0].value, &oracle("M_REF", "value"), 1e-10);
    let between = MarconPuech { neighbours: vec!["T1".into()], ..plain("REF") };
    agree(&of_points(between.clone()).curves[0].value, &oracle("M_REF_T1", "value"), 1e-10);
    let case_control = MarconPuech { case_control: true, ..between };
    agree(&of_points(case_control).curves[0].value, &oracle("M_casecontrol_REF_T1", "value"), 1e-10);
}

/// R `dbmss` 2.11-0: Mhat(X, r, "REF", Individual=TRUE) for the points 3, 11 and 14.
#[test]
fn values_of_single_establishments_are_those_of_dbmss() {
    let found = of_points(MarconPuech { individual_at_m: distances(), ..plain("REF") });
    for id in [3, 11, 14] {
        let own: Vec<Option<f64>> = found.individuals.iter().filter(|i| i.establishment == id - 1).map(|i| i.value).collect();
        agree(&own, &oracle("M_individual_first3", &format!("M_{id}")), 1e-10);
    }
    assert!(found.individuals.iter().all(|i| i.value.is_some() == i.reason.is_none()));
}

/// R `dbmss` 2.11-0: Mhat(X, NULL, "REF")$r, whose window is 0..1e5; two wine makers put the corners of the box there.
#[test]
fn default_distances_are_those_of_dbmss() {
    let mut register = oracles::points();
    let mut position = register.position.unwrap();
    (position[0], position[1]) = ([0.0, 0.0], [1e5, 1e5]);
    register.position = Some(position);
    let found = MarconPuech { distances_m: Vec::new(), ..plain("REF") }.compute(&located(register), &context(1)).unwrap();
    let found: Vec<Option<f64>> = found.distances_m.into_iter().map(Some).collect();
    agree(&found, &oracle("M_default_r", "r"), 1e-12);
}

#[test]
fn a_curve_does_not_depend_on_which_others_are_asked_for() {
    let settings = MarconPuech { draws: 39, distances_m: vec![500.0, 2000.0, 9000.0], ..MarconPuech::default() };
    let all = of_points(settings.clone());
    let one = of_points(MarconPuech { industries: vec!["T1".into()], ..settings });
    let of = |curves: &Curves| curves.curves.iter().find(|c| curves.industries.get(c.industry) == "T1").cloned().unwrap();
    assert_eq!(of(&all), Curve { q_value: of(&all).q_value, ..of(&one) });
    assert!(of(&all).low[1] < of(&all).high[1]);
}

#[test]
fn numbers_do_not_depend_on_the_number_of_threads() {
    let settings = MarconPuech { draws: 39, distances_m: vec![500.0, 2000.0, 9000.0], ..MarconPuech::default() };
    let with = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| of_points(settings.clone()));
    assert_eq!(with(1), with(8));
}

/// REF was generated in clusters, the others all over; see the oracle's M of 2.7 at 1 km.
#[test]
fn a_planted_cluster_is_found_and_its_absence_too() {
    let found = of_points(MarconPuech {
        industries: vec!["REF".into(), "T1".into()],
        draws: 199,
        distances_m: vec![1000.0, 2000.0, 4000.0, 8000.0],
        ..MarconPuech::default()
    });
    let of = |code: &str| found.curves.iter().find(|c| found.industries.get(c.industry) == code).unwrap();
    let cluster = of("REF");
    assert_eq!((cluster.pattern, cluster.reason, cluster.p_value), (Some("localised"), None, Some(1.0 / 200.0)));
    assert_eq!((cluster.from_m, cluster.to_m, cluster.q_value), (Some(1000.0), Some(8000.0), Some(0.01)));
    assert!(cluster.strongest_r_m.is_some() && of("T1").pattern != Some("localised"));
    // Chance is 1 on average: 199 draws of 200 plants at 4 km vary by some hundredths.
    assert!((cluster.mean[2].unwrap() - 1.0).abs() < 0.05, "{:?}", cluster.mean);
    assert_eq!(found.curves[0].industry, cluster.industry);
}

#[test]
fn only_sites_that_coincide_have_neighbours_at_zero() {
    let mut register = oracles::points();
    let at_zero = |register: &Register| {
        let settings = MarconPuech { distances_m: vec![0.0, 1.0], ..plain("REF") };
        settings.compute(&located(register.clone()), &context(1)).unwrap().curves[0].clone()
    };
    let none = at_zero(&register);
    assert_eq!((none.value[0], none.reasons[0]), (None, Some("no-neighbour")));
    let of_ref: Vec<usize> = (0..register.len()).filter(|&i| register.industry.code(i) == Some("REF")).collect();
    let mut position = register.position.clone().unwrap();
    position[of_ref[1]] = position[of_ref[0]];
    register.position = Some(position);
    let size = register.size.clone().unwrap();
    // By hand: both have one neighbour, of their industry: 2 / Σ (W_REF - w_i)/(W - w_i).
    let (own, all): (f64, f64) = (of_ref.iter().map(|&i| size[i]).sum(), size.iter().sum());
    let expected = 2.0 / of_ref[..2].iter().map(|&i| (own - size[i]) / (all - size[i])).sum::<f64>();
    assert!((at_zero(&register).value[0].unwrap() - expected).abs() < 1e-12 * expected);
}

#[test]
fn what_has_no_answer_says_why() {
    let compute = |settings: MarconPuech, register: Register| settings.compute(&located(register), &context(1));
    let unknown = compute(plain("ref"), oracles::points()).unwrap_err();
    assert!(matches!(unknown, MethodError::UnknownCode { setting: "industries", nearest: Some(ref n), .. } if n == "REF"), "{unknown:?}");
    let few = compute(MarconPuech { min_establishments: 5000, ..plain("REF") }, oracles::points()).unwrap_err();
    assert!(matches!(few, MethodError::TooFew { what: "establishments", need: 5000, got: 200 }));
    let weightless = Register { size: Some(vec![0.0; 2000]), ..oracles::points() };
    let found = compute(MarconPuech { draws: 19, ..plain("REF") }, weightless).unwrap();
    assert_eq!((found.curves[0].reason, found.curves[0].p_value), (Some("no-weight"), None));
    let far = Register { position: Some(vec![[1e308, -1e308]; 2000]), ..oracles::points() };
    assert!(matches!(compute(plain("REF"), far), Err(MethodError::Needs { .. })));
    let one_site = Register { position: Some(vec![[3.0, 4.0]; 2000]), ..oracles::points() };
    let together = compute(MarconPuech { distances_m: Vec::new(), draws: 19, ..plain("REF") }, one_site).unwrap();
    assert!((together.curves[0].value[0].unwrap() - 1.0).abs() < 1e-12, "all are everybody's neighbours");
    let no_place = Bound::default().with("source", Shape::Register(Register { position: None, ..oracles::points() }.into()));
    assert!(LocatedEstablishments::take(&no_place).is_err());
}

#[test]
fn settings_without_sense_are_refused() {
    let wrong = [
        (MarconPuech { null: Null::CompleteSpatialRandomness, ..MarconPuech::default() }, "null"),
        (MarconPuech { null: Null::PopulationIndependence, ..MarconPuech::default() }, "null"),
        (MarconPuech { case_control: true, ..MarconPuech::default() }, "neighbours"),
        (MarconPuech { distances_m: vec![1.0, 1.0], ..MarconPuech::default() }, "distances_m"),
        (MarconPuech { individual_at_m: vec![f64::NAN], ..MarconPuech::default() }, "individual_at_m"),
        (MarconPuech { draws: 5, ..MarconPuech::default() }, "draws"),
        (MarconPuech { alpha: 1.0, ..MarconPuech::default() }, "alpha"),
        (MarconPuech { min_establishments: 1, ..MarconPuech::default() }, "min_establishments"),
    ];
    for (settings, setting) in wrong {
        assert_eq!(settings.check().unwrap_err().setting, setting);
    }
    assert!(MarconPuech::default().check().is_ok());
}

/// M straight from its formula, looking at all pairs.
fn by_definition(position: &[[f64; 2]], industry: &[u8], size: &[f64], s: u8, t: u8, r: f64) -> Option<f64> {
    let (mut local, mut global) = (0.0, 0.0);
    let of = |j: u8| (0..size.len()).filter(|&i| industry[i] == j).map(|i| size[i]).sum::<f64>();
    let total: f64 = size.iter().sum();
    for i in (0..size.len()).filter(|&i| industry[i] == s) {
        let near = |k: &usize| *k != i && (position[*k][0] - position[i][0]).powi(2) + (position[*k][1] - position[i][1]).powi(2) <= r * r;
        let all: f64 = (0..size.len()).filter(near).map(|k| size[k]).sum();
        let of_t: f64 = (0..size.len()).filter(near).filter(|&k| industry[k] == t).map(|k| size[k]).sum();
        if all > 0.0 {
            local += of_t / all;
            global += (of(t) - if s == t { size[i] } else { 0.0 }) / (total - size[i]);
        }
    }
    (global > 0.0).then(|| local / global)
}

fn generated(n: usize, seed: u64) -> (Register, Vec<u8>) {
    let mut draw = Seed::new(seed).draw(0);
    let industry: Vec<u8> = (0..n).map(|_| draw.random_range(0..3u8)).collect();
    let register = Register {
        ids: (0..n).map(|i| format!("{i:05}")).collect(),
        industry: Labels::new(&industry.iter().map(|j| Some(format!("i{j}"))).collect::<Vec<_>>()),
        position: Some((0..n).map(|_| [f64::from(draw.random_range(0..40u32)) * 250.0, f64::from(draw.random_range(0..30u32)) * 250.0]).collect()),
        size: Some((0..n).map(|_| f64::from(draw.random_range(0..9u32)) / 7.0).collect()),
        ..Register::default()
    };
    (register, industry)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// Sites lie on a lattice, so that many coincide and many distances are exactly those asked for.
    #[test]
    fn m_is_its_definition(n in 12usize..150, seed in 0u64..1000, t in 0u8..3) {
        let (register, industry) = generated(n, seed);
        let r = vec![0.0, 250.0, 500.0, 1300.0, 20_000.0];
        let settings = MarconPuech {
            industries: vec!["i0".into()], neighbours: if t == 0 { Vec::new() } else { vec![format!("i{t}")] },
            distances_m: r.clone(), draws: 0, min_establishments: 2, ..MarconPuech::default()
        };
        let (position, size) = (register.position.clone().unwrap(), register.size.clone().unwrap());
        if let Ok(found) = settings.compute(&located(register), &context(1)) {
            let expected: Vec<Option<f64>> = r.iter().map(|&r| by_definition(&position, &industry, &size, 0, t, r)).collect();
            for (f, e) in found.curves[0].value.iter().zip(expected) {
                prop_assert!(f.is_some() == e.is_some() && (f.unwrap_or(0.0) - e.unwrap_or(0.0)).abs() < 1e-12 * e.unwrap_or(1.0).max(1.0), "{:?} {:?}", f, e);
            }
        }
    }
}

/// Simulation: `cargo test --release -p agglom-measures --test it marcon_puech -- --ignored`.
#[test]
#[ignore = "a simulation of some minutes"]
fn the_test_rejects_as_often_as_it_says() {
    for null in [Null::RandomLocation, Null::RandomLabelling] {
        let times = 400;
        let rejected = (0..times).filter(|&k| {
            let (register, _) = generated(150, 10_000 + k);
            let settings = MarconPuech {
                industries: vec!["i0".into()],
                distances_m: (1..=12).map(|k| f64::from(k) * 400.0).collect(),
                draws: 99,
                null,
                ..MarconPuech::default()
            };
            let found = settings.compute(&located(register), &context(k)).unwrap();
            found.curves[0].p_value.is_some_and(|p| p <= 0.05)
        });
        // Binomial(400, 0.05): mean 20, standard deviation 4.4.
        let rejected = rejected.count();
        assert!((6..=34).contains(&rejected), "{null:?}: {rejected} of {times}");
    }
}
