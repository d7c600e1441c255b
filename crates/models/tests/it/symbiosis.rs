use agglom_method::{Codes, Context, Finding, Indicator, Indicators, Mark, Method, MethodError, NoteKind, Printed, Reading, Seed, Unwatched, Values};
use agglom_models::Subsystems;
use agglom_models::symbiosis::{Adjustment, Boundedness, Clock, Dynamics, Estimator, Influence, Relation, Ridge, Symbiosis};
use proptest::prelude::*;
use rand::RngExt;

/// A place: its name, and rows of period and levels.
type Place<'a> = (&'a str, Vec<(String, Vec<f64>)>);

/// A panel of indicators a, b, c ...; a level that is no number is missing.
fn panel(places: &[Place<'_>]) -> Indicators {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let n = places.iter().flat_map(|p| p.1.iter().map(|r| r.1.len())).max().unwrap_or(0);
    let entities = Codes::new(places.iter().map(|p| p.0));
    let periods = Codes::new(places.iter().flat_map(|p| p.1.iter().map(|r| r.0.clone())));
    let mut rows: Vec<Indicator> = Vec::new();
    for (place, series) in places {
        for (period, levels) in series {
            for (indicator, &value) in levels.iter().enumerate() {
                rows.push(Indicator {
                    row: rows.len() as u64 + 2,
                    entity: entities.index(place).unwrap() as u32,
                    indicator: indicator as u32,
                    period: periods.index(period).unwrap() as u32,
                    value: if value.is_nan() { Reading::Missing } else { Reading::Observed(Printed { value, decimals: 4 }) },
                    previous: Reading::Missing,
                    growth_printed: Reading::Missing,
                    unit: None,
                    kind: None,
                    direction: None,
                });
            }
        }
    }
    rows.sort_by_key(|r| (r.entity, r.period, r.row));
    Indicators { entities: entities.into(), indicators: Codes::new(names[..n].iter().copied()).into(), periods: periods.into(), rows }
}

fn one_place(from: i32, levels: impl IntoIterator<Item = Vec<f64>>) -> Indicators {
    panel(&[("zone", levels.into_iter().zip(from..).map(|(levels, year)| (year.to_string(), levels)).collect())])
}

fn compute(method: &Symbiosis, source: &Indicators) -> Result<Dynamics, MethodError> {
    method.check().unwrap();
    method.compute(&Subsystems { source: source.clone().into() }, &Context { seed: Seed::new(3), watch: &Unwatched })
}

fn present(method: &Symbiosis, source: &Indicators) -> Finding {
    let found = compute(method, source).unwrap();
    method.present(&Subsystems { source: source.clone().into() }, &found)
}

fn without_draws(estimator: Estimator) -> Symbiosis {
    Symbiosis { estimator, draws: 0, ..Default::default() }
}

/// Effects by target and source.
fn effects(found: &Dynamics) -> Vec<Vec<f64>> {
    let of = |to: u32, from: u32| found.interactions.iter().find(|e| (e.to, e.from) == (to, from)).unwrap().effect;
    found.species.iter().map(|&to| found.species.iter().map(|&from| of(to, from)).collect()).collect()
}

fn errors(found: &Dynamics) -> Vec<Vec<f64>> {
    let of = |to: u32, from: u32| found.interactions.iter().find(|e| (e.to, e.from) == (to, from)).unwrap().standard_error.unwrap();
    found.species.iter().map(|&to| found.species.iter().map(|&from| of(to, from)).collect()).collect()
}

fn near(found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= within, "{found} against {expected}");
    }
}

fn near_all(found: &[Vec<f64>], expected: &[&[f64]], within: f64) {
    found.iter().zip(expected).for_each(|(found, expected)| near(found, expected, within));
}

fn said(finding: &Finding, kind: NoteKind) -> Vec<&str> {
    finding.notes.iter().filter(|n| n.kind == kind).map(|n| n.message.key.as_str()).collect()
}

/// Three species without noise, solved by scipy (METHODS D.6, oracles lv_noisefree.csv and lotka_volterra.json).
const NOISE_FREE: [[f64; 3]; 13] = [
    [0.1, 0.15, 0.08],
    [0.12681809476319142, 0.19303425424826942, 0.09542888399130776],
    [0.1602768701574473, 0.24495052924635377, 0.11329646703795886],
    [0.20163467245616615, 0.30572977245937916, 0.1337887682148331],
    [0.2521057638001954, 0.37451728894037417, 0.15704847133772273],
    [0.3126400093510071, 0.4495999358620431, 0.18316674423828685],
    [0.3836129692487151, 0.5286192029111415, 0.21217899681696414],
    [0.4644829255525406, 0.6089739455888947, 0.2440605486271984],
    [0.5535391846116916, 0.6882574889996511, 0.2787155773865362],
    [0.647898554033213, 0.7645567488933112, 0.31595460233956413],
    [0.7438460034282195, 0.836535355525231, 0.35546305413528656],
    [0.837459241319924, 0.9033493787030877, 0.3967727418415734],
    [0.9252992282704663, 0.9645072791047125, 0.43925294258827763],
];

fn noise_free() -> Indicators {
    one_place(2001, NOISE_FREE.iter().map(|row| row.to_vec()))
}

/// Two places with shared effects, noise of 3 % and 5 %, and unequal steps; generated with numpy and rounded.
const FIRST: [(i32, f64, f64); 12] = [
    (2000, 0.1952, 1.4039),
    (2001, 0.3462, 1.4386),
    (2002, 0.5656, 1.3119),
    (2003, 0.7428, 1.1416),
    (2005, 1.0572, 1.0482),
    (2006, 1.098, 0.831),
    (2007, 1.079, 0.8916),
    (2008, 1.121, 0.7151),
    (2010, 1.1011, 0.6881),
    (2011, 1.0768, 0.6983),
    (2012, 1.0687, 0.7264),
    (2013, 1.0853, 0.6804),
];
const SECOND: [(i32, f64, f64); 10] = [
    (2000, 1.6198, 0.1042),
    (2001, 1.2498, 0.0968),
    (2002, 1.1522, 0.1009),
    (2003, 1.0807, 0.1085),
    (2004, 1.0889, 0.1149),
    (2005, 1.0396, 0.1235),
    (2007, 1.0271, 0.1371),
    (2008, 1.0683, 0.149),
    (2009, 1.1009, 0.1744),
    (2010, 1.0037, 0.1813),
];

fn two_places() -> Indicators {
    let rows = |rows: &[(i32, f64, f64)]| rows.iter().map(|r| (r.0.to_string(), vec![r.1, r.2])).collect();
    panel(&[("first", rows(&FIRST)), ("second", rows(&SECOND))])
}

#[test]
fn trajectories_without_noise_give_back_the_true_system() {
    let found = compute(&without_draws(Estimator::Trajectory), &noise_free()).unwrap();
    assert_eq!(found.estimator, Estimator::Trajectory);
    near_all(&effects(&found), &[&[-0.3, 0.1, 0.05], &[0.12, -0.4, 0.08], &[0.06, -0.05, -0.25]], 1e-8);
    near(&found.parameters.iter().map(|p| p.intrinsic_growth).collect::<Vec<_>>(), &[0.25, 0.3, 0.2], 1e-8);
    near(&found.parameters.iter().map(|p| p.initial_level.unwrap()).collect::<Vec<_>>(), &[0.1, 0.15, 0.08], 1e-9);
    let relations: Vec<Relation> = found.pairs.iter().map(|p| p.relation).collect();
    assert_eq!(relations, [Relation::Mutualism, Relation::Mutualism, Relation::Parasitism]);
    let levels: Vec<f64> = found.equilibrium.iter().map(|e| e.level.unwrap()).collect();
    near(&levels, &[1.429903057419836, 1.3534675615212528, 0.8724832214765101], 1e-7);
    // From the largest real part down.
    let real: Vec<f64> = found.stability.iter().map(|m| m.eigenvalue_real.unwrap()).collect();
    near(&real, &[-0.20804555193219992, -0.3397651080202548, -0.6406680872511252], 1e-8);
    assert!(found.stability.iter().all(|m| m.stable == Some(true) && m.eigenvalue_imaginary == Some(0.0)));
    assert_eq!(found.boundedness, Boundedness::DominantDiagonal);
    assert!(found.monotone);
}

#[test]
fn integral_matching_without_noise_has_the_bias_of_the_trapezoid() {
    let found = compute(&without_draws(Estimator::IntegralMatching), &noise_free()).unwrap();
    // numpy lstsq, `trapezoid_noisefree` of the oracle.
    let expected: [&[f64]; 3] = [
        &[-0.3032121559560337, 0.10255493257223847, 0.050960781397868485],
        &[0.1185141945784312, -0.40277169093450893, 0.08880379492148809],
        &[0.0602872204490517, -0.050361082234560706, -0.24991778701973094],
    ];
    near_all(&effects(&found), &expected, 1e-9);
    let growth: Vec<f64> = found.parameters.iter().map(|p| p.intrinsic_growth).collect();
    near(&growth, &[0.24989882643678435, 0.30010837375025384, 0.2000823081813289], 1e-9);
    // numpy.linalg.cond of the regressors less their means, of length one.
    near(&[found.condition], &[91.11485280668634], 1e-7);
}

#[test]
fn integral_matching_of_two_places_agrees_with_numpy() {
    // numpy 2.4: lstsq with weights dt; covariance kron(residual covariance, (X'WX)^-1); equilibrium variance by central differences.
    let found = compute(&without_draws(Estimator::IntegralMatching), &two_places()).unwrap();
    near_all(&effects(&found), &[&[-0.5985255502441, 0.1252233668575], &[-0.3842318080007, -0.4175852390684]], 1e-11);
    near_all(&errors(&found), &[&[0.0795147527883, 0.0888725912619], &[0.1632143027263, 0.1824224751463]], 1e-11);
    let p = &found.parameters;
    near(&p.iter().map(|p| p.intrinsic_growth).collect::<Vec<_>>(), &[0.5614395773549, 0.6922757638081, 0.6036452292308, 0.5372761223666], 1e-11);
    let error = [0.1529524416143, 0.3139546465651, 0.0996212025864, 0.2044853885189];
    near(&p.iter().map(|p| p.standard_error.unwrap()).collect::<Vec<_>>(), &error, 1e-11);
    let level = [1.0774626008324, 0.6664037293511, 1.0714732758095, 0.3007338301947];
    near(&found.equilibrium.iter().map(|e| e.level.unwrap()).collect::<Vec<_>>(), &level, 1e-11);
    // scipy: t.isf(.025, 16)
    let half: Vec<f64> = found.equilibrium.iter().map(|e| (e.high.unwrap() - e.low.unwrap()) / 2.0 / 2.1199052992212546).collect();
    near(&half, &[0.0300746256564, 0.0793949236957, 0.0284400591965, 0.0750797816668], 1e-7);
    near(&[found.condition], &[4.057321103880404], 1e-10);
    assert_eq!((found.observations, found.clock), (22, Clock::Numbers));
}

#[test]
fn trajectories_of_two_places_agree_with_scipy() {
    // scipy 1.17: solve_ivp (DOP853, 1e-12), least_squares and Gauss-Newton steps with numerical derivatives; sandwich in numpy.
    let found = compute(&without_draws(Estimator::Auto), &two_places()).unwrap();
    assert_eq!(found.estimator, Estimator::Trajectory);
    near_all(&effects(&found), &[&[-0.5636270414685, 0.1608813671808], &[-0.3615117145789, -0.4037191098096]], 1e-7);
    near_all(&errors(&found), &[&[0.0589633469718, 0.0613762085719], &[0.0902816241011, 0.0875536752174]], 1e-6);
    let p = &found.parameters;
    near(&p.iter().map(|p| p.intrinsic_growth).collect::<Vec<_>>(), &[0.496067258009, 0.6595181178786, 0.5623974952976, 0.5077287978096], 1e-7);
    let error = [0.1104767555314, 0.1627906830734, 0.0720974101456, 0.1086456170249];
    near(&p.iter().map(|p| p.standard_error.unwrap()).collect::<Vec<_>>(), &error, 1e-6);
    near(&p.iter().map(|p| p.initial_level.unwrap()).collect::<Vec<_>>(), &[0.195728299562, 1.4106828199252, 1.6096016148975, 0.102475464739], 1e-7);
    let of = |to, from| found.interactions.iter().find(|e| (e.to, e.from) == (to, from)).unwrap();
    near(&[of(0, 1).p_value.unwrap(), of(1, 0).p_value.unwrap()], &[1.8523661281620e-02, 1.0228088217537e-03], 1e-6);
    // Benjamini and Hochberg over the two effects between indicators.
    near(&[of(0, 1).q_value.unwrap(), of(1, 0).q_value.unwrap()], &[1.8523661281620e-02, 2.0456176435074e-03], 1e-6);
    assert_eq!(of(0, 0).q_value, None);
    assert_eq!(found.pairs[0].relation, Relation::Parasitism);
    let level = [1.072341473345, 0.6733743997498, 1.0805971577884, 0.2900042719891];
    near(&found.equilibrium.iter().map(|e| e.level.unwrap()).collect::<Vec<_>>(), &level, 1e-7);
    let half: Vec<f64> = found.equilibrium.iter().map(|e| (e.high.unwrap() - e.low.unwrap()) / 2.0 / 2.1199052992212546).collect();
    near(&half, &[0.0182773981008, 0.0298957911579, 0.018796211275, 0.0299224877036], 1e-6);
    let mode: Vec<f64> = found.stability.iter().flat_map(|m| [m.eigenvalue_real.unwrap(), m.eigenvalue_imaginary.unwrap()]).collect();
    near(&mode, &[-0.4381273826505, 0.119792141873, -0.4381273826505, -0.119792141873, -0.1574380473795, 0.0, -0.5686959982125, 0.0], 1e-7);
    let next: Vec<f64> = found.trajectory.iter().filter(|p| p.ahead == 1).map(|p| p.value.unwrap()).collect();
    near(&next, &[1.0778670365883405, 0.6806290760140921, 1.046699000556992, 0.18659528255377908], 1e-7);
    let code = |ahead: usize| found.periods.get(found.trajectory.iter().find(|p| p.entity == 1 && p.ahead == ahead).unwrap().period as usize);
    assert_eq!((code(1), code(3)), ("2011", "2013"), "the second place ends in 2010");
}

#[test]
fn ridge_predicts_left_out_observations_as_numpy_does() {
    // numpy: every observation left out in turn, for every penalty of the grid.
    let method = Symbiosis { ridge: Ridge::Loocv, ..without_draws(Estimator::Auto) };
    let found = compute(&method, &two_places()).unwrap();
    near(&found.penalties, &[1e-12, 0.0199526231496888], 1e-12);
    near_all(&effects(&found), &[&[-0.5985255502417, 0.1252233668596], &[-0.3279591473267, -0.354814278657]], 1e-10);
    assert!(found.pairs.iter().all(|p| p.relation == Relation::NotIdentified && p.on_first.reason == Some("shrunken-by-ridge")));
    assert!(found.interactions.iter().all(|e| e.standard_error.is_none() && e.p_value.is_none()));
    assert!(said(&present(&method, &two_places()), NoteKind::Caution).contains(&"symbiosis-shrunken"));
}

#[test]
fn nearly_collinear_indicators_are_shrunken_and_trajectories_refused() {
    let nearly = || one_place(2000, FIRST.iter().zip(0..).map(|(r, t)| vec![r.1, 2.0 * r.1 + 1e-6 * f64::from(t % 3), r.2]));
    let found = compute(&without_draws(Estimator::Auto), &nearly()).unwrap();
    assert!(found.condition > 1e4 && found.penalties.len() == 3);
    let refused = compute(&without_draws(Estimator::Trajectory), &nearly());
    assert!(matches!(refused, Err(MethodError::Setting { setting: "estimator", .. })), "{refused:?}");
    let unshrunken = compute(&Symbiosis { ridge: Ridge::None, ..without_draws(Estimator::IntegralMatching) }, &nearly()).unwrap();
    assert!(unshrunken.pairs[0].relation == Relation::NotIdentified, "the interval is wide: {:?}", unshrunken.pairs[0]);
}

#[test]
fn units_of_levels_and_capacities_only_change_units() {
    let plain = compute(&without_draws(Estimator::Auto), &two_places()).unwrap();
    let mut large = two_places();
    for row in &mut large.rows {
        if let Reading::Observed(printed) = &mut row.value {
            printed.value *= if row.indicator == 0 { 1e9 } else { 1e-7 };
        }
    }
    let capacity = [("a".to_owned(), 1e9), ("b".to_owned(), 1e-7)].into_iter().collect();
    let back = compute(&Symbiosis { capacity, ..without_draws(Estimator::Auto) }, &large).unwrap();
    near_all(&effects(&back), &effects(&plain).iter().map(Vec::as_slice).collect::<Vec<_>>(), 1e-9);
    let found = compute(&without_draws(Estimator::Auto), &large).unwrap();
    let (of, plain_of) = (effects(&found), effects(&plain));
    near(&[of[0][0] * 1e9, of[0][1] * 1e-7, of[1][0] * 1e9], &[plain_of[0][0], plain_of[0][1], plain_of[1][0]], 1e-9);
    near(&[found.interactions[1].contribution], &[plain.interactions[1].contribution], 1e-9);
    assert_eq!(found.pairs[0].relation, plain.pairs[0].relation);
    near(&[found.equilibrium[0].level.unwrap() / 1e9], &[plain.equilibrium[0].level.unwrap()], 1e-9);
}

#[test]
fn rows_in_another_order_and_other_draws_change_nothing_or_only_the_bands() {
    let method = Symbiosis { draws: 39, ..Default::default() };
    let mut turned = two_places();
    turned.rows.reverse();
    let (found, again) = (compute(&method, &two_places()).unwrap(), compute(&method, &turned).unwrap());
    assert_eq!(found, again);
    let plain = compute(&without_draws(Estimator::Auto), &two_places()).unwrap();
    assert_eq!(plain.interactions, found.interactions);
    for (with, without) in found.trajectory.iter().zip(&plain.trajectory) {
        assert_eq!((with.value, without.low), (without.value, None));
        assert!(with.low.unwrap() <= with.high.unwrap());
    }
    // The band ahead also holds what will disturb the figures.
    let width = |ahead: usize| {
        found.trajectory.iter().filter(|p| p.ahead == ahead && p.entity == 0).map(|p| (p.high.unwrap() / p.low.unwrap()).ln()).sum::<f64>()
    };
    let last = found.trajectory.iter().filter(|p| p.entity == 0 && p.ahead == 0).rev().take(2);
    let inside: f64 = last.map(|p| (p.high.unwrap() / p.low.unwrap()).ln()).sum();
    assert!(width(1) > inside, "{} against {inside}", width(1));
    assert!(found.equilibrium.iter().all(|e| e.low.unwrap() < e.level.unwrap() && e.level.unwrap() < e.high.unwrap()));
    assert!(found.stability.iter().all(|m| m.low.unwrap() <= m.high.unwrap()));
}

/// Levels of two species by the midpoint rule in small steps, with errors of observation.
fn simulated(seed: u64, noise: f64, periods: usize) -> Indicators {
    let (r, b) = ([0.8, 1.0], [[-0.8, 0.3], [-0.5, -0.3]]);
    let mut generator = Seed::new(40).draw(seed);
    let mut normal = || -6.0 + (0..12).map(|_| generator.random::<f64>()).sum::<f64>();
    let mut log = [-2.0f64, 0.3];
    let slope = |x: [f64; 2]| [0, 1].map(|i: usize| r[i] + b[i][0] * x[0].exp() + b[i][1] * x[1].exp());
    let mut rows = Vec::new();
    for _ in 0..periods {
        rows.push(log.iter().map(|log| (log + noise * normal()).exp()).collect());
        for _ in 0..200 {
            let half = slope(log);
            let half = slope([log[0] + 0.0025 * half[0], log[1] + 0.0025 * half[1]]);
            log = [log[0] + 0.005 * half[0], log[1] + 0.005 * half[1]];
        }
    }
    one_place(2000, rows)
}

#[test]
fn intervals_of_trajectories_cover_the_truth() {
    const RUNS: u64 = 50;
    let truth = [(0, 1, 0.3), (1, 0, -0.5)];
    let mut hits = [0.0; 2];
    for seed in 0..RUNS {
        let found = compute(&Symbiosis { horizon: 0, ..without_draws(Estimator::Trajectory) }, &simulated(seed, 0.03, 14)).unwrap();
        for (hits, (to, from, truth)) in hits.iter_mut().zip(truth) {
            let effect = found.interactions.iter().find(|e| (e.to, e.from) == (to, from)).unwrap();
            *hits += f64::from(effect.low.unwrap() <= truth && truth <= effect.high.unwrap());
        }
    }
    // Three binomial standard errors below 95 %.
    let least = 0.95 - 3.0 * (0.95f64 * 0.05 / RUNS as f64).sqrt();
    assert!(hits.iter().all(|hits| hits / RUNS as f64 >= least), "{hits:?} of {RUNS}, at least {least}");
}

#[test]
fn short_panels_are_refused_with_the_series_and_what_it_lacks() {
    let short = one_place(2000, NOISE_FREE[..5].iter().map(|row| row.to_vec()));
    let Err(MethodError::Needs { what }) = compute(&Symbiosis::default(), &short) else { panic!("five periods are too few for three") };
    assert_eq!(what.key, "symbiosis-too-short");
    let argument = |name: &str| format!("{:?}", what.args.iter().find(|a| a.0 == name).unwrap().1);
    assert_eq!((argument("need"), argument("got")), ("Count(6)".into(), "Count(5)".into()));
    assert!(argument("entity").contains("zone"));
    // Six periods of three indicators leave one degree of freedom.
    let enough = one_place(2000, NOISE_FREE[..6].iter().map(|row| row.to_vec()));
    assert!(compute(&without_draws(Estimator::IntegralMatching), &enough).is_ok());
    // Four and three periods of two indicators: two and one beyond two each, of three needed. A single period says nothing.
    let rows = |rows: &[(i32, f64, f64)]| rows.iter().map(|r| (r.0.to_string(), vec![r.1, r.2])).collect::<Vec<_>>();
    let pooled = panel(&[("first", rows(&FIRST[..4])), ("second", rows(&SECOND[..3])), ("third", rows(&SECOND[..1]))]);
    let found = compute(&without_draws(Estimator::IntegralMatching), &pooled).unwrap();
    assert_eq!((found.left_out, found.parameters.len()), (1, 4));
    let pooled = panel(&[("first", rows(&FIRST[..3])), ("second", rows(&SECOND[..3]))]);
    assert!(matches!(compute(&Symbiosis::default(), &pooled), Err(MethodError::Needs { .. })));
}

#[test]
fn levels_without_a_logarithm_and_series_that_do_not_vary_are_refused() {
    for bad in [0.0, -2.0] {
        let mut rows: Vec<Vec<f64>> = NOISE_FREE.iter().map(|row| row.to_vec()).collect();
        (rows[3][1], rows[7][2]) = (bad, bad);
        let Err(MethodError::Needs { what }) = compute(&Symbiosis::default(), &one_place(2000, rows)) else { panic!("{bad} has no logarithm") };
        let said = format!("{what:?}");
        assert!(what.key == "symbiosis-not-positive" && said.contains("\"b\"") && said.contains("2003") && said.contains("Count(1)"), "{said}");
    }
    let constant = one_place(2000, FIRST.iter().map(|r| vec![r.1, 5.0, r.2]));
    let Err(MethodError::NoAnswer { why }) = compute(&Symbiosis::default(), &constant) else { panic!("a constant has no effect") };
    assert!(why.key == "symbiosis-constant" && format!("{why:?}").contains("\"b\""));
    let twice = one_place(2000, FIRST.iter().map(|r| vec![r.1, 3.0 * r.1, r.2]));
    let Err(MethodError::NoAnswer { why }) = compute(&Symbiosis::default(), &twice) else { panic!("a and b are one") };
    let said = format!("{why:?}");
    assert!(why.key == "symbiosis-collinear" && said.contains("\"a\"") && said.contains("\"b\"") && !said.contains("\"c\""), "{said}");
    // Growth without end at one rate: the levels vary, and their growth does not.
    let growing = one_place(2000, (0..12).map(|t| vec![1.1f64.powi(t), 1.2f64.powi(t) + 0.1]));
    let found = compute(&without_draws(Estimator::IntegralMatching), &growing);
    assert!(found.is_ok(), "{found:?}");
}

#[test]
fn settings_that_do_not_fit_the_data_are_refused() {
    let with = |indicators: &[&str]| Symbiosis { indicators: indicators.iter().map(|&i| i.to_owned()).collect(), ..without_draws(Estimator::Auto) };
    let Err(MethodError::UnknownCode { setting, code, .. }) = compute(&with(&["a", "z"]), &noise_free()) else { panic!("z is unknown") };
    assert_eq!((setting, code.as_str()), ("indicators", "z"));
    assert_eq!(compute(&with(&["c", "a"]), &noise_free()).unwrap().species, [0, 2]);
    let capacity = [("z".to_owned(), 1.0)].into_iter().collect();
    let unknown = compute(&Symbiosis { capacity, ..Default::default() }, &noise_free());
    assert!(matches!(unknown, Err(MethodError::UnknownCode { setting: "capacity", .. })));
    let lonely = one_place(2000, FIRST.iter().map(|r| vec![r.1]));
    assert!(matches!(compute(&Symbiosis::default(), &lonely), Err(MethodError::Setting { setting: "indicators", .. })));
    let bad = |method: Symbiosis| method.check().unwrap_err().setting;
    assert_eq!(bad(Symbiosis { draws: 10, ..Default::default() }), "draws");
    assert_eq!(bad(Symbiosis { alpha: 1.0, ..Default::default() }), "alpha");
    assert_eq!(bad(Symbiosis { negligible: f64::NAN, ..Default::default() }), "negligible");
    assert_eq!(bad(with(&["a"])), "indicators");
    assert_eq!(bad(with(&["a", "a", "b"])), "indicators");
    assert_eq!(bad(Symbiosis { capacity: [("a".to_owned(), 0.0)].into_iter().collect(), ..Default::default() }), "capacity");
    assert_eq!(bad(Symbiosis { ridge: Ridge::Loocv, ..without_draws(Estimator::Trajectory) }), "ridge");
}

#[test]
fn a_missing_figure_leaves_its_period_out_and_makes_the_step_longer() {
    // The same as a panel without that period.
    let with_gap = |value: f64| {
        let row = |r: &(i32, f64, f64)| (r.0.to_string(), vec![r.1, if r.0 == 2007 { value } else { r.2 }]);
        panel(&[("zone", FIRST.iter().map(row).collect())])
    };
    let without: Vec<_> = FIRST.iter().filter(|r| r.0 != 2007).map(|r| (r.0.to_string(), vec![r.1, r.2])).collect();
    let method = without_draws(Estimator::IntegralMatching);
    let (found, expected) = (compute(&method, &with_gap(f64::NAN)).unwrap(), compute(&method, &panel(&[("zone", without)])).unwrap());
    assert_eq!((found.interactions, found.incomplete), (expected.interactions, 1));
    assert!(said(&present(&method, &with_gap(f64::NAN)), NoteKind::Caution).contains(&"symbiosis-incomplete"));
}

#[test]
fn adjustment_raises_the_bar() {
    // The effect on b is significant by itself (p = 0.04 or so) and not among two of which the other is nothing.
    let found = compute(&without_draws(Estimator::IntegralMatching), &two_places()).unwrap();
    let of = |found: &Dynamics, to, from| found.interactions.iter().find(|e| (e.to, e.from) == (to, from)).unwrap().clone();
    let p = of(&found, 1, 0).p_value.unwrap();
    near(&[of(&found, 1, 0).q_value.unwrap()], &[2.0 * p], 1e-12);
    assert!((0.025..0.05).contains(&p), "{p} is significant by itself and not among two");
    let lax = Symbiosis { adjustment: Adjustment::None, ..without_draws(Estimator::IntegralMatching) };
    let lax = compute(&lax, &two_places()).unwrap();
    assert_eq!((of(&found, 1, 0).influence, of(&lax, 1, 0).influence), (Influence::Unknown, Influence::Hinders));
    assert_eq!((found.pairs[0].relation, of(&lax, 1, 0).q_value), (Relation::NotIdentified, None));
}

#[test]
fn an_effect_without_significance_is_none_only_if_it_is_small() {
    let with = |negligible: f64| compute(&Symbiosis { negligible, ..without_draws(Estimator::IntegralMatching) }, &two_places()).unwrap();
    let influence = |negligible: f64| with(negligible).interactions.iter().find(|e| (e.to, e.from) == (0, 1)).unwrap().influence;
    // numpy 2.4: upper end of the interval times the norm of the levels over that of the growth, both weighted and less place means.
    let size = 0.3923883035423079;
    assert_eq!((influence(size * 0.999), influence(size * 1.001)), (Influence::Unknown, Influence::None));
}

#[test]
fn everything_that_is_shown_is_there_and_finite() {
    let method = Symbiosis { draws: 39, ..Default::default() };
    let finding = present(&method, &two_places());
    for table in &finding.tables {
        let spec = Symbiosis::TABLES.iter().find(|spec| spec.name == table.name).unwrap();
        assert_eq!(spec.columns().collect::<Vec<_>>(), table.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>());
        for column in &table.columns {
            let Values::Number(values) = &column.values else { continue };
            assert!(values.iter().flatten().all(|value| value.is_finite()), "{}.{}", table.name, column.name);
        }
    }
    assert_eq!(finding.tables.len(), Symbiosis::TABLES.len());
    assert_eq!(finding.tables[0].name, "symbiosis");
    let lines = finding.charts.iter().find(|chart| matches!(chart.mark, Mark::Lines { .. })).unwrap();
    assert_eq!(lines.only, Some(("entity".to_owned(), "first".to_owned())));
    assert_eq!(said(&finding, NoteKind::Headline), ["symbiosis-identified", "symbiosis-places-stable"]);
    let finding = present(&without_draws(Estimator::Auto), &noise_free());
    assert!(said(&finding, NoteKind::Caution).contains(&"symbiosis-monotone"));
}

#[test]
fn every_message_key_of_the_method_is_in_both_languages() {
    let catalogue = agglom_models::MESSAGES;
    let source = [include_str!("../../src/symbiosis.rs"), include_str!("../../src/dynamics/panel.rs")].concat();
    let keys: Vec<&str> = source.match_indices("\"symbiosis-").map(|(at, _)| source[at + 1..].split('"').next().unwrap()).collect();
    assert!(keys.len() > 30);
    for key in keys {
        for text in [catalogue.en, catalogue.zh] {
            assert!(text.lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(" ="))), "{key}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_panel_ends_in_an_error_or_in_finite_numbers(
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![0.01..10.0f64, 0.9..1.1f64, Just(1e308), Just(1e-300), Just(f64::NAN), 1.0..1e6f64], 2), 0..9),
        matching in any::<bool>(),
        ridge in any::<bool>(),
    ) {
        let estimator = if matching || ridge { Estimator::IntegralMatching } else { Estimator::Auto };
        let method = Symbiosis { estimator, draws: if matching { 39 } else { 0 }, ridge: if ridge { Ridge::Loocv } else { Ridge::Auto }, ..Default::default() };
        let source = one_place(2000, rows);
        let Ok(found) = compute(&method, &source) else { return Ok(()) };
        for table in method.present(&Subsystems { source: source.into() }, &found).tables {
            for column in &table.columns {
                prop_assert!((0..table.rows()).all(|i| column.values.number(i).is_none_or(f64::is_finite)), "{}.{}", table.name, column.name);
            }
        }
    }
}
