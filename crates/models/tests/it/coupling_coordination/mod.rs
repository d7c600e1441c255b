mod numpy;

use agglom_method::{
    Aim, Codes, Context, Finding, Indicator, Indicators, Mark, Method, MethodError, NoteKind, Printed, Reading, Seed, Unwatched, Values,
};
use agglom_models::coupling_coordination::{Blocks, Class, Coordination, Coupled, CouplingCoordination, Formula, Lag, Stage, Weighting};
use numpy::{
    C_STANDARD, C_WANG, COMPREHENSIVE, D_STANDARD, D_WANG, INPUT, LIAO_2, MISSING_N, NORMALISED, OBSTACLES, PAIRWISE, SCORES, SQRT_MISSING, WEIGHTS,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A figure: entity, period, indicator, value; missing if there is none.
type Figure<'a> = (&'a str, &'a str, &'a str, Option<f64>);

fn indicators(figures: &[Figure<'_>]) -> Indicators {
    let entities = Codes::new(figures.iter().map(|f| f.0));
    let (periods, labels) = (Codes::new(figures.iter().map(|f| f.1)), Codes::new(figures.iter().map(|f| f.2)));
    let number = |codes: &Codes, code: &str| codes.index(code).unwrap() as u32;
    let row = |(&(entity, period, indicator, value), row): (&Figure<'_>, u64)| Indicator {
        row,
        entity: number(&entities, entity),
        indicator: number(&labels, indicator),
        period: number(&periods, period),
        value: value.map_or(Reading::Missing, |value| Reading::Observed(Printed { value, decimals: 3 })),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: Some(Aim::Up),
    };
    let mut rows: Vec<Indicator> = figures.iter().zip(2..).map(row).collect();
    rows.sort_by_key(|r| (r.entity, r.period, r.row));
    Indicators { entities: entities.into(), indicators: labels.into(), periods: periods.into(), rows }
}

const ZONES: [&str; 6] = ["0", "1", "2", "3", "4", "5"];
const YEARS: [&str; 3] = ["2018", "2019", "2020"];
const NAMES: [&str; 9] = ["x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9"];

/// The figures of ccd_input.csv, each changed by `change(indicator, value)`.
fn figures(change: impl Fn(usize, f64) -> f64) -> Vec<Figure<'static>> {
    let change = &change;
    let row = |i: usize| (0..9).map(move |j| (ZONES[i / 3], YEARS[i % 3], NAMES[j], Some(change(j, INPUT[i][j]))));
    (0..18).flat_map(row).collect()
}

fn source() -> Indicators {
    indicators(&figures(|_, value| value))
}

fn map<T: Clone>(pairs: &[(&str, T)]) -> BTreeMap<String, T> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

/// The systems and directions of ccd.json, without draws.
fn method() -> CouplingCoordination {
    CouplingCoordination {
        systems: map(&[("city", codes(&NAMES[..3])), ("cluster", codes(&NAMES[3..6])), ("park", codes(&NAMES[6..]))]),
        directions: map(&[("x3", Aim::Down), ("x8", Aim::Down)]),
        draws: 0,
        ..Default::default()
    }
}

fn run(method: &CouplingCoordination, source: Indicators) -> Result<(Coordination, Finding), MethodError> {
    method.check().unwrap();
    let inputs = Coupled { source: source.into() };
    let found = method.compute(&inputs, &Context { seed: Seed::new(5), watch: &Unwatched })?;
    let finding = method.present(&inputs, &found);
    Ok((found, finding))
}

fn compute(method: &CouplingCoordination, source: Indicators) -> Coordination {
    run(method, source).unwrap().0
}

fn close(found: impl IntoIterator<Item = f64>, expected: &[f64]) {
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), expected.len());
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() < 1e-12, "{i}: {found} against {expected}");
    }
}

/// The key of the message in an error.
fn why(error: MethodError) -> String {
    match error {
        MethodError::Needs { what } => what.key,
        MethodError::Setting { problem, .. } => problem.key,
        MethodError::NoAnswer { why } => why.key,
        other => panic!("{other:?}"),
    }
}

fn notes(finding: &Finding, kind: NoteKind) -> Vec<&str> {
    finding.notes.iter().filter(|n| n.kind == kind).map(|n| n.message.key.as_str()).collect()
}

#[test]
fn scores_degrees_and_obstacles_agree_with_numpy() {
    let found = compute(&method(), source());
    for (row, expected) in found.rows.iter().zip(SCORES) {
        close(row.scores.iter().copied(), &expected);
    }
    close(found.rows.iter().map(|r| r.comprehensive.unwrap()), &COMPREHENSIVE);
    close(found.rows.iter().map(|r| r.wang2021.unwrap()), &C_WANG);
    close(found.rows.iter().map(|r| r.standard.unwrap()), &C_STANDARD);
    close(found.rows.iter().map(|r| r.coupling.unwrap()), &C_WANG);
    close(found.rows.iter().map(|r| r.coordination.unwrap()), &D_WANG);
    for (row, expected) in found.rows.iter().zip(OBSTACLES) {
        close(row.obstacles.clone().unwrap(), &expected);
    }
    let within = |j: usize| WEIGHTS[j] / WEIGHTS[j / 3 * 3..j / 3 * 3 + 3].iter().sum::<f64>();
    close(found.weights.iter().map(|w| w.weight), &(0..9).map(within).collect::<Vec<_>>());
    // Scales: numpy's normalised figures from the ends in the table.
    for (j, w) in found.weights.iter().enumerate() {
        let up = |x: f64| (x - w.scale_low) / (w.scale_high - w.scale_low);
        let scaled = INPUT.iter().map(|row| if j == 2 || j == 7 { 1.0 - up(row[j]) } else { up(row[j]) });
        close(scaled, &NORMALISED.map(|row| row[j]));
    }
}

#[test]
fn every_formula_agrees_with_numpy() {
    let coupling = |formula| {
        let found = compute(&CouplingCoordination { formula, ..method() }, source());
        found.rows.into_iter().map(|r| (r.coupling.unwrap(), r.coordination.unwrap())).unzip::<f64, f64, Vec<_>, Vec<_>>()
    };
    let (standard, coordination) = coupling(Formula::Standard);
    close(standard, &C_STANDARD);
    close(coordination, &D_STANDARD);
    close(coupling(Formula::CoefficientLost).0, &MISSING_N);
    close(coupling(Formula::PairwiseProductSum).0, &PAIRWISE);
    close(coupling(Formula::Liao).0, &LIAO_2);
    let (standard, coordination) = coupling(Formula::SqrtMissing);
    close(standard, &SQRT_MISSING);
    close(coordination, &D_STANDARD.map(|d| d * d));
    // Equal weights of 1/3 inside the product make it 1/3 of the standard formula, like the lost coefficient.
    close(coupling(Formula::WeightsInside).0, &MISSING_N);
}

#[test]
fn other_weights_agree_with_numpy() {
    let weights = |weighting| compute(&CouplingCoordination { weighting, ..method() }, source()).weights.into_iter().map(|w| w.weight);
    close(weights(Weighting::Equal), &[1.0 / 3.0; 9]);
    // numpy 2: σ_j Σ_k (1 - corrcoef_jk) over all nine, then shares within each three.
    close(
        weights(Weighting::Critic),
        &[
            0.3336942826324745,
            0.35055373680055263,
            0.31575198056697285,
            0.3069156031437718,
            0.3441048436521415,
            0.34897955320408675,
            0.3191486085170817,
            0.39093303735115814,
            0.2899183541317601,
        ],
    );
    // numpy 2: standard deviations of the scaled figures, shares within each three.
    close(
        weights(Weighting::StandardDeviation),
        &[
            0.36670043529318647,
            0.3476934828776745,
            0.28560608182913894,
            0.3395557898182545,
            0.3240863753851197,
            0.33635783479662584,
            0.2951160279489806,
            0.37922503807727725,
            0.3256589339737421,
        ],
    );
}

#[test]
fn sobol_shares_agree_with_numpy() {
    // numpy 2: 4 x 3 x 2 combinations written out; variance of the means over each factor's levels over the whole variance.
    let found = compute(&method(), source()).sensitivity;
    close(found.shares.unwrap(), &[0.01923543023016063, 0.5565617324165641, 0.41369101602564406]);
    close([found.lowest, found.highest], &[0.41728815619083576, 0.6721623996418384]);
    assert_eq!(found.combinations, 24);
}

#[test]
fn classes_and_lags_follow_from_the_scores() {
    let found = compute(&method(), source());
    // D = 0.40616..., 0.42232..., 0.35715...: verge, verge, mild.
    let classes: Vec<Class> = found.rows[..3].iter().map(|r| r.class.unwrap()).collect();
    assert_eq!(classes, [Class::VergeOfDisorder, Class::VergeOfDisorder, Class::MildDisorder]);
    // Lowest scores 0.0943 (city) of the mean 0.309, and 0.1617 (park) of 0.373.
    assert_eq!((found.rows[0].lag, found.rows[1].lag), (Some(Lag::Behind(0)), Some(Lag::Behind(2))));
    // Row 14 has 0.337, 0.290, 0.414: 0.290 is below 0.9 · 0.347 and not below 0.8 · 0.347.
    assert_eq!(found.rows[14].lag, Some(Lag::Behind(1)));
    assert_eq!(compute(&CouplingCoordination { lag_share: 0.8, ..method() }, source()).rows[14].lag, Some(Lag::Synchronous));
}

#[test]
fn wrong_formulas_are_computed_and_cautioned() {
    for (formula, key, highest) in [
        (Formula::CoefficientLost, "coupling-coordination-wrong-coefficient-lost", 1.0 / 3.0),
        (Formula::PairwiseProductSum, "coupling-coordination-wrong-pairwise-product-sum", 0.5),
        (Formula::WeightsInside, "coupling-coordination-wrong-weights-inside", 1.0 / 3.0),
        (Formula::SqrtMissing, "coupling-coordination-wrong-sqrt-missing", 1.0),
    ] {
        let (found, finding) = run(&CouplingCoordination { formula, ..method() }, source()).unwrap();
        close([found.highest], &[highest]);
        assert!(notes(&finding, NoteKind::Caution).contains(&key), "{formula:?}");
    }
    let (_, finding) = run(&method(), source()).unwrap();
    assert_eq!(notes(&finding, NoteKind::Caution), ["coupling-coordination-no-draws"]);
}

#[test]
fn class_probabilities_add_up_to_1_and_intervals_hold_their_medians() {
    let (found, finding) = run(&CouplingCoordination { draws: 199, ..method() }, source()).unwrap();
    for row in &found.rows {
        let (low, high) = row.interval.unwrap();
        assert!((row.probabilities.unwrap().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((0.0..=1.0).contains(&low) && low < high && high <= 1.0);
        // Classes below that of `low` and above that of `high` hold at most alpha / 2 each, and a draw of interpolation.
        let outside = |classes: &[f64]| classes.iter().sum::<f64>() <= 0.025 + 1.0 / 199.0;
        let p = row.probabilities.unwrap();
        assert!(outside(&p[..Class::of(low).number()]) && outside(&p[Class::of(high).number() + 1..]));
        assert!(row.score_intervals.iter().all(|(low, high)| low <= high));
    }
    for weight in &found.weights {
        let (low, high) = weight.interval.unwrap();
        assert!(low < weight.weight && weight.weight < high, "{weight:?}");
    }
    let table = finding.tables.iter().find(|t| t.name == "class_probabilities").unwrap();
    assert_eq!(table.rows(), 18 * 10);
}

#[test]
fn with_scales_and_equal_weights_given_nothing_is_uncertain() {
    // Bounds fixed, equal weights kept, no error of figures: every draw gives the same D, whatever places it takes.
    let bounds: Vec<(&str, [f64; 2])> = NAMES.iter().map(|&name| (name, [0.0, 100.0])).collect();
    let fixed = CouplingCoordination { bounds: map(&bounds), weighting: Weighting::Equal, weight_concentration: 0.0, draws: 50, ..method() };
    for row in compute(&fixed, source()).rows {
        let (low, high) = row.interval.unwrap();
        assert_eq!((low, high), (row.coordination.unwrap(), row.coordination.unwrap()));
        assert_eq!(row.probability(), Some(1.0));
    }
    // Each source of uncertainty alone opens the interval.
    for uncertain in [
        CouplingCoordination { weight_concentration: 50.0, ..fixed.clone() },
        CouplingCoordination { data_error: 0.1, ..fixed.clone() },
        CouplingCoordination { bounds: BTreeMap::new(), ..fixed.clone() },
    ] {
        assert!(compute(&uncertain, source()).rows.iter().all(|r| r.interval.is_some_and(|(low, high)| low < high)));
    }
}

#[test]
fn the_spread_of_a_score_under_drawn_weights_is_that_of_the_dirichlet() {
    // A system of two indicators at 0 and 1: U = w_2 is Beta(25, 25), 95 % between 0.36338 and 1 - 0.36338 (scipy 1.17, beta.ppf).
    // The other system has one indicator at its upper end.
    let figures = [("a", "1", "p", Some(0.0)), ("a", "1", "q", Some(1.0)), ("a", "1", "r", Some(1.0))];
    let method = CouplingCoordination {
        systems: map(&[("city", codes(&["p", "q"])), ("park", codes(&["r"]))]),
        bounds: map(&[("p", [0.0, 1.0]), ("q", [0.0, 1.0]), ("r", [0.0, 1.0])]),
        weighting: Weighting::Equal,
        draws: 4000,
        ..Default::default()
    };
    let (found, finding) = run(&method, indicators(&figures)).unwrap();
    let row = &found.rows[0];
    assert_eq!(row.scores, [0.5, 1.0]);
    let (low, high) = row.score_intervals[0];
    // Standard error of these quantiles: √(0.025 · 0.975 / 4000) / density(0.363) = 0.0025 / 0.87; bounds are four of them.
    assert!((low - 0.36338).abs() < 0.012 && (high - (1.0 - 0.36338)).abs() < 0.012, "{low} {high}");
    assert_eq!(row.score_intervals[1], (1.0, 1.0));
    assert!(notes(&finding, NoteKind::Caution).contains(&"coupling-coordination-one-entity"));
}

#[test]
fn units_and_the_order_of_rows_do_not_matter() {
    let method = CouplingCoordination { draws: 50, ..method() };
    let plain = compute(&method, source());
    // Powers of two change no digit; an offset does, within rounding.
    let scaled = compute(&method, indicators(&figures(|j, value| value * [1024.0, 0.25, 2.0][j % 3])));
    assert_eq!(plain.rows, scaled.rows);
    let shifted = compute(&method, indicators(&figures(|j, value| 3.0 * value - j as f64)));
    for (a, b) in plain.rows.iter().zip(&shifted.rows) {
        close([b.coordination.unwrap(), b.interval.unwrap().0], &[a.coordination.unwrap(), a.interval.unwrap().0]);
    }
    let mut turned = figures(|_, value| value);
    turned.reverse();
    assert_eq!(plain, compute(&method, indicators(&turned)));
}

#[test]
fn a_constant_indicator_is_left_out_and_a_system_of_them_refused() {
    let constant = |j: usize, value: f64| if j == 4 { 7.0 } else { value };
    let (found, finding) = run(&CouplingCoordination { draws: 50, ..method() }, indicators(&figures(constant))).unwrap();
    assert_eq!(found.constant, [4]);
    assert_eq!(found.weights.len(), 8);
    assert!(notes(&finding, NoteKind::Caution).contains(&"coupling-coordination-constant"));
    let system = |j: usize, value: f64| if j > 5 { 7.0 } else { value };
    let error = run(&method(), indicators(&figures(system))).unwrap_err();
    assert_eq!((error.status(), why(error).as_str()), (3, "coupling-coordination-system-constant"));
    // With scales given and equal weights, constant figures still have a score: 0.7 in the park everywhere.
    let bounds = map(&[("x7", [0.0, 10.0]), ("x8", [3.0, 13.0]), ("x9", [0.0, 10.0])]);
    let given = CouplingCoordination { bounds, weighting: Weighting::Equal, ..method() };
    let found = compute(&given, indicators(&figures(system)));
    close(found.rows.iter().map(|r| r.scores[2]), &[(0.7 + 0.6 + 0.7) / 3.0; 18]);
}

#[test]
fn a_missing_figure_leaves_out_its_row_and_no_other() {
    let mut some = figures(|_, value| value);
    some[9 * 4 + 2].3 = None;
    let (found, finding) = run(&method(), indicators(&some)).unwrap();
    assert_eq!(found.rows.len(), 18);
    assert_eq!((found.rows[4].coordination, found.rows[4].reason), (None, Some("missing-indicator")));
    assert_eq!(found.rows.iter().filter(|r| r.coordination.is_some()).count(), 17);
    assert!(notes(&finding, NoteKind::Caution).contains(&"coupling-coordination-missing"));
    // The caution names it: the indicator of the figure that is missing.
    let lacking = (found.rows[4].entity, found.rows[4].period, found.indicators.index(some[9 * 4 + 2].2).unwrap() as u32);
    assert_eq!(found.incomplete, [lacking]);
    // A figure absent from every row leaves none.
    let none: Vec<Figure<'_>> = figures(|_, value| value).into_iter().map(|f| (f.0, f.1, f.2, f.3.filter(|_| f.2 != "x5"))).collect();
    assert_eq!(why(run(&method(), indicators(&none)).unwrap_err()), "coupling-coordination-no-complete-row");
}

#[test]
fn zero_scores_give_zero_and_say_so_and_full_scores_have_no_obstacles() {
    let figures = [("a", 0.0), ("b", 1.0), ("c", 0.5)];
    let figures: Vec<Figure<'_>> =
        figures.iter().flat_map(|&(entity, value)| [(entity, "1", "p", Some(value)), (entity, "1", "q", Some(value))]).collect();
    let systems = map(&[("city", codes(&["p"])), ("park", codes(&["q"]))]);
    let (found, finding) = run(&CouplingCoordination { systems, draws: 0, ..Default::default() }, indicators(&figures)).unwrap();
    let rows = &found.rows;
    assert_eq!((rows[0].coupling, rows[0].coordination, rows[0].reason), (Some(0.0), Some(0.0), Some("all-scores-zero")));
    assert_eq!((rows[0].lag, rows[1].obstacles.clone()), (None, None));
    assert_eq!((rows[1].coordination, rows[1].class), (Some(1.0), Some(Class::HighQualityCoordination)));
    assert_eq!(rows[2].obstacles, Some(vec![0.5, 0.5]));
    assert!(notes(&finding, NoteKind::Caution).contains(&"coupling-coordination-zero"));
    // Single indicators of equal scores: no choice but ranks and percentiles changes anything, and formulas agree.
    assert!(found.sensitivity.shares.is_none_or(|shares| shares[2] < 1e-12));
}

#[test]
fn figures_beyond_given_ends_are_clipped_and_counted() {
    let bounds = map(&[("x1", [12.0, 50.0])]);
    let found = compute(&CouplingCoordination { bounds, ..method() }, source());
    // Of x1: 10.435, 10.159 below; 53.564, 56.833, 60.098 above.
    assert_eq!(found.rows.iter().filter_map(|r| r.clipped).sum::<usize>(), 5);
    assert_eq!((found.rows[1].clipped, found.rows[0].clipped), (Some(1), Some(0)));
}

#[test]
fn stages_need_blocks_and_follow_their_rules() {
    assert!(compute(&method(), source()).rows.iter().all(|r| r.stage.is_none()));
    let blocks = Blocks { location: codes(&["l"]), spillover: codes(&["s"]), system: codes(&["y"]) };
    // City and park at the same score, so D = √score; bounds 0 to 1.
    let places = [("a", 0.1, 0.9, 0.9, 0.9), ("b", 0.25, 0.2, 0.6, 0.1), ("c", 0.81, 0.6, 0.7, 0.8), ("d", 0.81, 0.3, 0.7, 0.8)];
    let figures: Vec<Figure<'_>> = places
        .iter()
        .flat_map(|&(place, u, l, s, y)| [("p", u), ("q", u), ("l", l), ("s", s), ("y", y)].map(|(code, value)| (place, "1", code, Some(value))))
        .collect();
    let bounds = map(&["p", "q", "l", "s", "y"].map(|code| (code, [0.0, 1.0])));
    let systems = map(&[("city", codes(&["p"])), ("park", codes(&["q"]))]);
    let method = CouplingCoordination { systems, bounds, blocks, draws: 0, ..Default::default() };
    let (found, finding) = run(&method, indicators(&figures)).unwrap();
    let stages: Vec<Stage> = found.rows.iter().filter_map(|r| r.stage).collect();
    assert_eq!(stages, [Stage::Location, Stage::Spillover, Stage::System, Stage::Between]);
    let Values::Word(words) = &finding.tables[0].get("stage").unwrap().values else { panic!() };
    assert_eq!(words[1], Some("spillover"));
}

#[test]
fn settings_that_do_not_fit_the_data_are_refused_with_the_names_that_matter() {
    let error = |method: CouplingCoordination| run(&method, source()).unwrap_err();
    assert_eq!(why(error(CouplingCoordination::default())), "coupling-coordination-no-systems");
    let left_out = map(&[("city", codes(&NAMES[..3])), ("cluster", codes(&NAMES[3..6]))]);
    assert_eq!(why(error(CouplingCoordination { systems: left_out, ..method() })), "coupling-coordination-in-none");
    let unknown = map(&[("city", codes(&["x1", "x33"])), ("park", codes(&["x4"]))]);
    assert!(matches!(error(CouplingCoordination { systems: unknown, ..method() }), MethodError::UnknownCode { setting: "systems", .. }));
    let directions = map(&[("y1", Aim::Down)]);
    assert!(matches!(error(CouplingCoordination { directions, ..method() }), MethodError::UnknownCode { setting: "directions", .. }));
    // By code and by name it is the same indicator, which two systems cannot share.
    let mut named = source();
    named.indicators = Codes::clone(&named.indicators).named([("x1", "homes")]).into();
    let twice = map(&[("city", codes(&NAMES[..3])), ("cluster", codes(&NAMES[3..6])), ("park", codes(&["homes", "x7", "x8", "x9"]))]);
    assert_eq!(why(run(&CouplingCoordination { systems: twice, ..method() }, named).unwrap_err()), "coupling-coordination-in-two");
}

#[test]
fn senseless_settings_are_refused_before_any_data_are_read() {
    let refused = |method: CouplingCoordination| method.check().unwrap_err().setting;
    assert_eq!(refused(CouplingCoordination { systems: map(&[("city", codes(&["x1"]))]), ..Default::default() }), "systems");
    assert_eq!(refused(CouplingCoordination { systems: map(&[("a", codes(&["x1"])), ("b", vec![])]), ..Default::default() }), "systems");
    assert_eq!(refused(CouplingCoordination { systems: map(&[("a", codes(&["x"])), ("b", codes(&["x"]))]), ..Default::default() }), "systems");
    for bounds in [[1.0, 0.0], [1.0, 1.0], [f64::NAN, 1.0], [0.0, f64::INFINITY]] {
        assert_eq!(refused(CouplingCoordination { bounds: map(&[("x1", bounds)]), ..method() }), "bounds");
    }
    let two = map(&[("a", codes(&["x"])), ("b", codes(&["y"]))]);
    for weights in [map(&[("a", 0.5)]), map(&[("a", 0.5), ("b", 0.6)]), map(&[("a", 1.0), ("b", 0.0)]), map(&[("a", f64::NAN), ("b", 0.5)])] {
        assert_eq!(refused(CouplingCoordination { systems: two.clone(), system_weights: weights, ..Default::default() }), "system_weights");
    }
    let formula = Formula::PairwiseProductSum;
    assert_eq!(refused(CouplingCoordination { systems: two, formula, ..Default::default() }), "formula");
    assert_eq!(refused(CouplingCoordination { alpha: 1.0, ..method() }), "alpha");
    assert_eq!(refused(CouplingCoordination { draws: 38, ..method() }), "draws");
    assert_eq!(refused(CouplingCoordination { exponent: 0.0, ..method() }), "exponent");
    assert_eq!(refused(CouplingCoordination { data_error: -0.1, ..method() }), "data_error");
    assert_eq!(refused(CouplingCoordination { lag_share: f64::NAN, ..method() }), "lag_share");
    assert_eq!(refused(CouplingCoordination { blocks: Blocks { location: codes(&["x1"]), ..Default::default() }, ..method() }), "blocks");
    assert!(CouplingCoordination::default().check().is_ok());
}

#[test]
fn weights_of_systems_turn_the_comprehensive_score_and_the_obstacles() {
    let system_weights = map(&[("city", 0.5), ("cluster", 0.3), ("park", 0.2)]);
    let found = compute(&CouplingCoordination { system_weights, ..method() }, source());
    for (row, u) in found.rows.iter().zip(SCORES) {
        close([row.comprehensive.unwrap()], &[0.5 * u[0] + 0.3 * u[1] + 0.2 * u[2]]);
        // The obstacles of a system add up to α (1 - U) over the whole.
        let park: f64 = row.obstacles.as_ref().unwrap()[6..].iter().sum();
        close([park], &[0.2 * (1.0 - u[2]) / (1.0 - row.comprehensive.unwrap())]);
    }
}

#[test]
fn tables_are_as_announced_and_charts_name_their_columns() {
    let blocks = Blocks { location: codes(&["x1"]), spillover: codes(&["x2"]), system: codes(&["x4"]) };
    let (_, finding) = run(&CouplingCoordination { draws: 50, blocks, ..method() }, source()).unwrap();
    let announced: Vec<(&str, Vec<&str>)> = CouplingCoordination::TABLES.iter().map(|t| (t.name, t.columns().collect())).collect();
    let made: Vec<(&str, Vec<&str>)> =
        finding.tables.iter().map(|t| (t.name.as_str(), t.columns.iter().map(|c| c.name.as_str()).collect())).collect();
    assert_eq!(made, announced);
    assert_eq!(
        finding.charts.iter().map(|c| c.table.as_str()).collect::<Vec<_>>(),
        ["coupling_coordination", "coupling_coordination", "class_probabilities", "obstacles"]
    );
    for chart in &finding.charts {
        let table = finding.tables.iter().find(|t| t.name == chart.table).unwrap();
        let named: Vec<&String> = match &chart.mark {
            Mark::Heat { row, column, value, .. } => vec![row, column, value],
            Mark::Lines { x, y, series, band, .. } => [x, y].into_iter().chain(series).chain(band.iter().flat_map(|(a, b)| [a, b])).collect(),
            Mark::Bars { label, values, .. } => label.iter().chain(values).collect(),
            other => panic!("{other:?}"),
        };
        assert!(named.into_iter().all(|column| table.get(column).is_some()), "{}", chart.name);
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let method = CouplingCoordination { draws: 50, data_error: 0.1, ..method() };
    let with = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| compute(&method, source()));
    assert_eq!(with(1), with(5));
}

#[test]
fn extreme_figures_end_in_an_answer_or_an_error() {
    for largest in [1e299, 1e308] {
        let figures = figures(|j, value| if j == 0 { (value - 30.0) / 40.0 * largest } else { value });
        let result = run(&CouplingCoordination { draws: 50, data_error: 1.0, ..method() }, indicators(&figures));
        match result {
            Ok((found, _)) => assert!(found.rows.iter().all(|r| r.coordination.is_some_and(f64::is_finite) && r.interval.unwrap().1.is_finite())),
            Err(error) => assert_eq!((largest, why(error).as_str()), (1e308, "coupling-coordination-too-large")),
        }
    }
    assert!(matches!(run(&method(), Indicators::default()), Err(MethodError::TooFew { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_the_figures_everything_stays_within_its_range(values in prop::collection::vec(prop_oneof![-1e6..1e6f64, Just(0.0), Just(1.0)], 16),
        weighting in prop::sample::select(vec![Weighting::Entropy, Weighting::Equal, Weighting::Critic, Weighting::StandardDeviation])) {
        let places = ["a", "b", "c", "d"];
        let figures: Vec<Figure<'_>> = values.iter().enumerate().map(|(i, &v)| (places[i / 4], "1", NAMES[i % 4], Some(v))).collect();
        let systems = map(&[("city", codes(&NAMES[..2])), ("park", codes(&NAMES[2..4]))]);
        let method = CouplingCoordination { systems, weighting, draws: 39, data_error: 0.2, ..Default::default() };
        if let Ok((found, _)) = run(&method, indicators(&figures)) {
            for row in &found.rows {
                let numbers = [row.coordination, row.coupling, row.standard, row.wang2021, row.comprehensive];
                prop_assert!(numbers.into_iter().all(|v| v.is_some_and(|v| (0.0..=1.0).contains(&v))), "{row:?}");
                prop_assert!(row.scores.iter().all(|u| (0.0..=1.0).contains(u)));
                if let Some(p) = row.probabilities { prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9) }
                if let Some(all) = &row.obstacles { prop_assert!((all.iter().sum::<f64>() - 1.0).abs() < 1e-9) }
            }
            for s in 0..2 {
                let total: f64 = found.weights.iter().filter(|w| w.system == s).map(|w| w.weight).sum();
                prop_assert!((total - 1.0).abs() < 1e-9);
            }
            if let Some(shares) = found.sensitivity.shares {
                prop_assert!(shares.iter().all(|s| (0.0..=1.0).contains(s)) && shares.iter().sum::<f64>() <= 1.0 + 1e-9, "{shares:?}");
            }
        }
    }
}
