//! Areas, scores and regressions on sixty observations given in closed form. Numbers: `numpy` by the published formulas (DeLong et al. 1988;
//! Obuchowski 1997; the sandwich with G / (G - 1)) and `statsmodels` 0.14 `Logit(...).fit(cov_type="cluster")`.

use agglom_method::{Cells, Codes, Context, Counts, Measured, Method, MethodError, Panel, Seed, Unwatched};
use agglom_models::backtest::{Clusters, Design, areas, brier, calibration, difference, logistic};
use agglom_models::backtest::{Event, Forecaster};
use agglom_models::entry_exit_backtest::{Backtest, BacktestCapacity, EntryExitBacktest, EntryExitPanel};
use agglom_testing::{panels, samples};
use proptest::prelude::*;

const COUNT: usize = 60;

const COEFFICIENTS: [f64; 3] = [-0.37469727394380775, 1.5851250053374035, -0.6730992132574358];
const ERRORS: [f64; 3] = [0.24670789284781222, 0.33823308343432223, 0.40883422744026743];
const LIKELIHOOD: f64 = -32.5409642861194;
/// Intercept, slope, their errors.
const LINE: [f64; 4] = [-0.4134186191687283, 1.3449809132079635, 0.2586901469160891, 0.2696069415801443];
const SHRUNKEN: f64 = 0.34567793073442477;

struct Sample {
    first: Vec<f64>,
    second: Vec<f64>,
    event: Vec<bool>,
    groups: Vec<u32>,
    alone: Vec<u32>,
}

fn sample() -> Sample {
    let i = |i: usize| i as f64;
    let first: Vec<f64> = (0..COUNT).map(|k| (1.3 * i(k)).sin()).collect();
    let second: Vec<f64> = (0..COUNT).map(|k| (0.7 * i(k)).cos() + 0.01 * i(k)).collect();
    let event = (0..COUNT).map(|k| (2.1 * i(k)).sin() + 0.8 * first[k] - 0.3 * second[k] > 0.1).collect();
    Sample { first, second, event, groups: (0..COUNT as u32).map(|k| k / 5).collect(), alone: (0..COUNT as u32).collect() }
}

fn context() -> Context<'static> {
    Context { seed: Seed::new(1), watch: &Unwatched }
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
}

#[test]
fn areas_are_those_of_delong_and_obuchowski() {
    let Sample { first, second, event, groups, alone } = sample();
    let smooth: Vec<f64> = first.iter().enumerate().map(|(i, x)| x + 0.2 * (5.0 * i as f64).sin()).collect();
    // Halves: with ties.
    let coarse: Vec<f64> = first.iter().zip(&second).map(|(a, b)| (2.0 * a - 0.5 * b).round_ties_even() / 2.0).collect();
    let each = areas(&[&smooth, &coarse], &event, Clusters { of: &alone, count: COUNT }).unwrap();
    near(each[0].area.value, 0.7615740740740741);
    near(each[0].area.error.unwrap(), 0.0638543521605069);
    near(each[1].area.value, 0.7876157407407407);
    near(each[1].area.error.unwrap(), 0.056068991621824375);
    near(difference(&each[0], &each[1], &event, Clusters { of: &alone, count: COUNT }).error.unwrap(), 0.028184697419720663);
    let places = Clusters { of: &groups, count: 12 };
    let grouped = areas(&[&smooth, &coarse], &event, places).unwrap();
    near(grouped[0].area.error.unwrap(), 0.05670242419214912);
    near(grouped[1].area.error.unwrap(), 0.04714912302232478);
    let apart = difference(&grouped[0], &grouped[1], &event, places);
    near(apart.value, -0.02604166666666663);
    near(apart.error.unwrap(), 0.02207744459369543);
}

#[test]
fn an_area_needs_events_and_others() {
    let clusters = Clusters { of: &[0, 1], count: 2 };
    assert!(areas(&[&[0.1, 0.2]], &[true, true], clusters).is_none());
    assert!(areas(&[&[0.1, f64::NAN]], &[true, false], clusters).is_none());
    let found = areas(&[&[0.1, 0.2]], &[false, true], clusters).unwrap();
    assert_eq!((found[0].area.value, found[0].area.error), (1.0, None), "one event gives no error");
}

#[test]
fn brier_scores_and_skill_hold_places_together() {
    let Sample { first, second, event, groups, .. } = sample();
    let probability: Vec<f64> = first.iter().zip(&second).map(|(a, b)| 1.0 / (1.0 + (-(1.2 * a - 0.4 * b)).exp())).collect();
    let found = brier(&probability, &[0.45; COUNT], &event, Clusters { of: &groups, count: 12 }).unwrap();
    near(found.score.value, 0.19099814780147412);
    near(found.score.error.unwrap(), 0.015754150108834807);
    near(found.skill.unwrap().value, 0.21237877195268418);
    near(found.skill.unwrap().error.unwrap(), 0.0649860422954734);
}

#[test]
fn logistic_regression_is_that_of_statsmodels() {
    let Sample { first, second, event, groups, .. } = sample();
    let rows: Vec<f64> = first.iter().zip(&second).flat_map(|(a, b)| [*a, *b]).collect();
    let found = logistic(Design { width: 2, rows: &rows }, &event, Clusters { of: &groups, count: 12 }, 0.0, &context()).unwrap().unwrap();
    for (found, expected) in found.coefficients.iter().zip(COEFFICIENTS) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }
    for (found, expected) in found.errors.iter().zip(ERRORS) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }
    assert!((found.log_likelihood - LIKELIHOOD).abs() < 1e-10);
    // A number that does not vary has no part.
    let with: Vec<f64> = first.iter().zip(&second).flat_map(|(a, b)| [*a, 7.0, *b]).collect();
    let again = logistic(Design { width: 3, rows: &with }, &event, Clusters { of: &groups, count: 12 }, 0.0, &context()).unwrap().unwrap();
    assert_eq!((again.coefficients[2], again.coefficients[3]), (0.0, found.coefficients[2]));
}

#[test]
fn calibration_is_a_regression_on_log_odds_and_bins() {
    let Sample { first, second, event, groups, .. } = sample();
    let probability: Vec<f64> = first.iter().zip(&second).map(|(a, b)| 1.0 / (1.0 + (-(1.2 * a - 0.4 * b)).exp())).collect();
    let places = Clusters { of: &groups, count: 12 };
    let found = calibration(&probability, &event, places, 10, &context()).unwrap();
    let (intercept, slope) = found.line.unwrap();
    for (found, expected) in
        [(intercept.value, LINE[0]), (slope.value, LINE[1]), (intercept.error.unwrap(), LINE[2]), (slope.error.unwrap(), LINE[3])]
    {
        assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
    }
    assert_eq!(found.bins.iter().map(|b| b.count).collect::<Vec<_>>(), [6; 10]);
    assert!(found.bins.windows(2).all(|b| b[0].predicted < b[1].predicted));
    let constant = calibration(&[0.3; COUNT], &event, places, 10, &context()).unwrap();
    assert_eq!((constant.bins.len(), constant.line), (1, None), "equal probabilities stand together");
}

#[test]
fn what_separates_has_no_regression_without_a_penalty() {
    let rows: Vec<f64> = (0..20).map(f64::from).collect();
    let event: Vec<bool> = (0..20).map(|i| i >= 10).collect();
    let of: Vec<u32> = (0..20).collect();
    let clusters = Clusters { of: &of, count: 20 };
    let fitted = |penalty: f64| logistic(Design { width: 1, rows: &rows }, &event, clusters, penalty, &context()).unwrap();
    let shrunken = fitted(1.0).unwrap();
    // Numeric by scipy.optimize.brentq on the derivative in the slope of the standardised number; the constant is -9.5 slopes by symmetry.
    assert!((shrunken.coefficients[1] - SHRUNKEN).abs() < 1e-7, "{}", shrunken.coefficients[1]);
    assert!((shrunken.coefficients[0] + 9.5 * shrunken.coefficients[1]).abs() < 1e-9);
    if let Some(found) = fitted(0.0) {
        assert!(found.coefficients[1] > 5.0, "far out, if found at all");
    }
}

fn run(method: &EntryExitBacktest, panel: Panel) -> Backtest {
    method.compute(&EntryExitPanel::of(panel), &context()).unwrap()
}

fn given() -> EntryExitBacktest {
    EntryExitBacktest { capacity: BacktestCapacity::Given, ..EntryExitBacktest::default() }
}

#[test]
fn the_true_model_is_calibrated_and_ahead() {
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 3.0, e: 0.4, x: 0.5, omega: 0.5, rain: 0.3, sigma: 0.0 };
    let found = run(&given(), panels::incidence(150, 4, 16, 25.0, truth, Seed::new(4)));
    for event in Event::ALL {
        let score = |f: Forecaster| found.scores.iter().find(|s| s.event == event && s.forecaster == f).unwrap();
        let own = score(Forecaster::Incidence);
        assert_eq!(own.verdict(1.96), Some("skill"), "{event:?}");
        let (_, slope) = own.calibration.as_ref().unwrap().line.unwrap();
        // Three standard errors.
        assert!((slope.value - 1.0).abs() < 3.0 * slope.error.unwrap(), "{event:?}: {slope:?}");
        assert_eq!(score(Forecaster::Persistence).area.unwrap().value, 0.5);
        assert_eq!(score(Forecaster::Persistence).verdict(1.96), Some("no-skill"));
        let apart = |second| found.differences.iter().find(|d| d.event == event && d.first == Forecaster::Incidence && d.second == second).unwrap();
        for second in [Forecaster::RelatednessDensity, Forecaster::LocationQuotient] {
            assert!(apart(second).difference.interval(1.96).unwrap().0 > 0.0, "{event:?} {second:?}");
        }
    }
}

/// The same panel with the rows of every period turned round, and other values after the last test step.
#[test]
fn order_of_rows_and_threads_do_not_matter() {
    let panel = samples::presence();
    let mut counts = Counts::clone(&panel.counts);
    let turned = |cells: &Cells| {
        let mut rows: Vec<Measured> = cells.iter().copied().collect();
        rows.reverse();
        rows
    };
    counts.cells = counts.cells.iter().map(|c| Cells::new(counts.regions.len(), turned(c), Vec::new())).collect();
    let turned = Panel { counts: counts.into(), ..panel.clone() };
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = pool(1).install(|| run(&given(), panel));
    let eight = pool(8).install(|| run(&given(), turned));
    assert_eq!((one.scores, one.by_industry, one.differences), (eight.scores, eight.by_industry, eight.differences));
}

#[test]
fn training_does_not_know_what_comes_after_it() {
    // Whatever the last period shows: what was learnt, and what was foretold, stay. Only outcomes of the last step change.
    let panel = samples::presence();
    let mut counts = Counts::clone(&panel.counts);
    let last = counts.cells.len() - 1;
    let turned = counts.cells[last].iter().map(|c| Measured { value: 1.0 - c.value, ..*c }).collect();
    counts.cells[last] = Cells::new(counts.regions.len(), turned, Vec::new());
    let other = Panel { counts: counts.into(), ..panel.clone() };
    let method = EntryExitBacktest { train_until: Some("2008".to_owned()), ..given() };
    let (one, two) = (run(&method, panel), run(&method, other));
    assert_eq!(one.fit.unwrap().theta, two.fit.unwrap().theta);
    for (a, b) in one.scores.iter().zip(&two.scores) {
        let foretold = |s: &agglom_models::backtest::Score| s.calibration.as_ref().unwrap().bins.iter().map(|b| b.predicted).collect::<Vec<_>>();
        assert_eq!(foretold(a), foretold(b));
        assert_eq!(a.events + b.events, a.transitions, "what entered did not, what stayed left");
        let (Some(x), Some(y)) = (a.area, b.area) else { continue };
        assert!((x.value + y.value - 1.0).abs() < 1e-12);
    }
}

#[test]
fn baselines_are_what_they_say() {
    // Two industries in three places over four periods; train until 2003. Entries in training: i of 3 that could, j none of 3.
    let rows = [
        ("2001", [1.0, 0.0, 0.0, 0.0, 0.0, 1.0]),
        ("2002", [1.0, 0.0, 1.0, 0.0, 0.0, 1.0]),
        ("2003", [1.0, 0.0, 1.0, 0.0, 0.0, 1.0]),
        ("2004", [1.0, 1.0, 0.0, 0.0, 1.0, 1.0]),
    ];
    let cells = rows.iter().flat_map(|(t, v)| (0..6).map(move |n| (*t, ["a", "b", "c"][n / 2], ["i", "j"][n % 2], v[n])));
    let panel = Panel {
        counts: Counts::from_panel(cells.collect::<Vec<_>>()).into(),
        position: Some(vec![[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]),
        degrees: None,
        capacity: None,
    };
    let models = vec![Forecaster::IndustryRate, Forecaster::Persistence, Forecaster::Incidence];
    let found = run(&EntryExitBacktest { models, ..EntryExitBacktest::default() }, panel);
    // Training: i is absent from b (enters) and c, then from c: 1 of 3; j is absent from a and b twice: 0 of 4. Rates (1.5 / 4, 0.5 / 5).
    // Test: c gets i, a gets j, b does not get j. Brier ((1 - 0.375)² + (1 - 0.1)² + 0.1²) / 3.
    let rate = found.scores.iter().find(|s| s.event == Event::Entry && s.forecaster == Forecaster::IndustryRate).unwrap();
    near(rate.brier.unwrap().score.value, (0.625f64.powi(2) + 0.81 + 0.01) / 3.0);
    near(rate.area.unwrap().value, 0.75);
    assert_eq!((found.base_rates[0], found.steps, found.unfitted), (1.0 / 7.0, (2, 1), Some("too-few-events")));
    let incidence = found.scores.iter().find(|s| s.forecaster == Forecaster::Incidence).unwrap();
    assert_eq!((incidence.area, incidence.reason), (None, Some("not-fitted")));
}

#[test]
fn periods_must_allow_training_and_test() {
    let at = |code: &str| {
        EntryExitBacktest { train_until: Some(code.to_owned()), ..given() }.compute(&EntryExitPanel::of(samples::presence()), &context())
    };
    assert!(matches!(at("2000"), Err(MethodError::Setting { setting: "train_until", .. })));
    assert!(matches!(at("2009"), Err(MethodError::Setting { setting: "train_until", .. })));
    assert!(matches!(at("1999"), Err(MethodError::UnknownCode { .. })));
    let mut short = samples::presence();
    let mut counts = Counts::clone(&short.counts);
    counts.cells.truncate(2);
    counts.periods = std::sync::Arc::new(Codes::new(["2000", "2001"]));
    short.counts = counts.into();
    short.capacity = short.capacity.map(|c| c[..2].to_vec());
    assert!(matches!(given().compute(&EntryExitPanel::of(short), &context()), Err(MethodError::TooFew { .. })));
}

proptest! {
    #[test]
    fn an_area_is_a_share_and_turns_with_the_score(scores in prop::collection::vec((0u8..6, any::<bool>(), 0u32..5), 4..60)) {
        let score: Vec<f64> = scores.iter().map(|s| f64::from(s.0)).collect();
        let turned: Vec<f64> = score.iter().map(|s| -s).collect();
        let event: Vec<bool> = scores.iter().map(|s| s.1).collect();
        let of: Vec<u32> = scores.iter().map(|s| s.2).collect();
        let clusters = Clusters { of: &of, count: 5 };
        if let Some(found) = areas(&[&score, &turned], &event, clusters) {
            prop_assert!((found[0].area.value + found[1].area.value - 1.0).abs() < 1e-12);
            prop_assert!((0.0..=1.0).contains(&found[0].area.value));
            match (found[0].area.error, found[1].area.error) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-7),
                (a, b) => prop_assert_eq!(a, b),
            }
            prop_assert_eq!(difference(&found[0], &found[0], &event, clusters).value, 0.0);
        }
    }
}
