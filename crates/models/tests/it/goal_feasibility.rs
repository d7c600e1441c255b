use crate::figures::figures;
use agglom_method::{Aim, Context, Finding, Indicators, Method, MethodError, NoteKind, Printed, Reading, Seed, Unwatched};
use agglom_models::Histories;
use agglom_models::goal_feasibility::{Feasibility, Goal, GoalFeasibility, GrowthModel, Shrinkage};
use agglom_testing::samples;
use proptest::prelude::*;
use rand::RngExt;

/// Growth of eight years; the example of METHODS G.3.
const HISTORY: [f64; 8] = [0.2615, 0.231, 0.148, 0.1925, 0.2208, 0.1655, 0.159, 0.17944];

/// Levels that end in 2016 with `last` after this growth of the logarithm.
fn levels(entity: &str, indicator: &str, log_growth: &[f64], last: f64) -> Vec<(String, String, String, f64)> {
    let mut level = last;
    let mut cells = vec![(entity.to_owned(), indicator.to_owned(), "2016".to_owned(), level)];
    for (back, g) in log_growth.iter().rev().enumerate() {
        level /= g.exp();
        cells.push((entity.to_owned(), indicator.to_owned(), format!("{}", 2015 - back), level));
    }
    cells
}

fn source(series: &[Vec<(String, String, String, f64)>]) -> Indicators {
    let cells: Vec<(&str, &str, &str, f64)> = series.iter().flatten().map(|(e, i, p, v)| (e.as_str(), i.as_str(), p.as_str(), *v)).collect();
    figures(&cells)
}

fn eight_years() -> Indicators {
    source(&[levels("zone", "output", &HISTORY.map(f64::ln_1p), 51.88452)])
}

fn goal(indicator: &str, period: &str, level: f64) -> Goal {
    Goal { indicator: indicator.into(), entity: None, period: period.into(), level: Some(level), times: None }
}

fn with(goals: Vec<Goal>) -> GoalFeasibility {
    GoalFeasibility { goals, ..Default::default() }
}

fn run(method: &GoalFeasibility, source: Indicators, reference: Option<Indicators>) -> Result<Feasibility, MethodError> {
    method.check().unwrap();
    let inputs = Histories { source: source.into(), reference: reference.map(Into::into) };
    method.compute(&inputs, &Context { seed: Seed::new(5), watch: &Unwatched })
}

fn present(method: &GoalFeasibility, found: &Feasibility) -> Finding {
    method.present(&Histories { source: Indicators::default().into(), reference: None }, found)
}

fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

/// The text of a message with its arguments.
fn text(message: &agglom_method::Message) -> String {
    format!("{message:?}")
}

/// `targets.json`: required.cagr, feasibility.p_predictive_t; the interval from scipy 1.14, stats.t.ppf.
#[test]
fn eight_years_of_growth_give_the_predictive_t() {
    let found = run(&with(vec![goal("output", "2020", 100.0)]), eight_years(), None).unwrap();
    let judged = &found.goals[0].assessment;
    near(judged.required.map(f64::exp_m1), 0.178_258_412_415_580_63, 1e-12);
    near(judged.expected, 0.177_431_931_617_224_76, 1e-12);
    near(judged.probability, 0.735_808_266_703_530_6, 1e-9);
    let [median, low, high] = judged.levels[3];
    for (end, expected) in [(median, 105.503_930_3), (low, 87.159_450_33), (high, 127.709_379_37)] {
        near(Some(end), expected, 1e-6);
    }
    assert_eq!((judged.shrinkage, judged.reason, judged.rates), (Some(0.0), None, 8));
}

/// `targets.json`: feasibility.p_ar1_plugin.
#[test]
fn growth_that_depends_on_the_year_before_gives_the_plug_in_probability_without_draws() {
    let method = GoalFeasibility { model: GrowthModel::Ar1, draws: 0, ..with(vec![goal("output", "2020", 100.0)]) };
    let found = run(&method, eight_years(), None).unwrap();
    near(found.goals[0].assessment.probability, 0.801_114_102_548_748_6, 1e-9);
}

/// numpy, the same models drawn 400,000 to 2,000,000 times by an independent program; tolerance four standard errors of 4,999 draws.
#[test]
fn simulated_models_agree_with_an_independent_simulation() {
    for (model, probability, low, high) in [
        (GrowthModel::Student, 0.742_572, 87.11, 127.71),
        (GrowthModel::Bootstrap, 0.742_316, 90.984, 123.758),
        (GrowthModel::Ar1, 0.785_353, 91.475, 120.999),
    ] {
        let method = GoalFeasibility { model, block: 1, draws: 4999, ..with(vec![goal("output", "2020", 100.0)]) };
        let judged = &run(&method, eight_years(), None).unwrap().goals[0].assessment;
        near(judged.probability, probability, 0.025);
        near(Some(judged.levels[3][1]), low, 1.2);
        near(Some(judged.levels[3][2]), high, 1.8);
    }
}

fn peers() -> Indicators {
    source(&[
        levels("a", "output", &[0.10, 0.14, 0.08, 0.12], 10.0),
        levels("b", "output", &[0.05, 0.07, 0.02, 0.06, 0.04], 20.0),
        levels("c", "output", &[0.15, 0.11, 0.16], 30.0),
        levels("d", "output", &[0.09], 40.0),
    ])
}

/// numpy: one-way random effects by moments and the predictive t, from the formulas.
#[test]
fn a_short_history_is_drawn_towards_its_peers() {
    for (own, weight, mean, probability, low, high) in [
        (&[0.13, 0.17, 0.15, 0.19][..], 0.914_892_389_360_106_2, 0.154_627_863_608_807_7, 0.804_725_331_256_797_5, 132.071_521_12, 191.476_282_75),
        (&[0.16], 0.767_671_551_223_291, 0.145_335_035_198_403_96, 0.653_399_759_381_627_2, 130.531_756_07, 183.228_506_71),
        (&[], 0.0, 0.096_878_307_935_081_7, 0.230_786_860_115_493_85, 95.395_192_53, 187.463_101_71),
    ] {
        let source = source(&[levels("zone", "output", own, 100.0)]);
        let found = run(&with(vec![goal("output", "2019", 150.0)]), source, Some(peers())).unwrap();
        let judged = &found.goals[0].assessment;
        near(judged.shrinkage, 1.0 - weight, 1e-12);
        near(judged.expected, mean, 1e-12);
        near(judged.probability, probability, 1e-9);
        near(Some(judged.levels[2][1]), low, 1e-6);
        near(Some(judged.levels[2][2]), high, 1e-6);
        // ln 1.5 / 3 = 0.135: peers a (0.11), b (0.048) and d (0.09) grew less, c (0.14) more.
        assert_eq!(judged.percentile, Some(75.0));
        assert!(present(&with(Vec::new()), &found).notes.iter().any(|n| n.message.key == "goal-feasibility-few-peers"));
    }
}

#[test]
fn eight_rates_stand_for_themselves_unless_shrinkage_is_always() {
    let reference = || Some(source(&[levels("a", "output", &[0.1, 0.2, 0.1], 1.0), levels("b", "output", &[0.0, 0.1], 1.0)]));
    let goals = || vec![goal("output", "2020", 100.0)];
    let own = run(&with(goals()), eight_years(), reference()).unwrap();
    near(own.goals[0].assessment.probability, 0.735_808_266_703_530_6, 1e-9);
    let always = run(&GoalFeasibility { shrinkage: Shrinkage::Always, ..with(goals()) }, eight_years(), reference()).unwrap();
    assert!(always.goals[0].assessment.shrinkage.unwrap() > 0.0);
    let none = run(&GoalFeasibility { shrinkage: Shrinkage::Always, ..with(goals()) }, eight_years(), None);
    assert!(matches!(none, Err(MethodError::Setting { setting: "shrinkage", .. })));
}

/// scipy 1.14, stats.multivariate_normal.cdf of the two normal quantiles with the correlation of the sums.
#[test]
fn two_goals_together_follow_the_correlation_of_growth() {
    let (a, b) = ([0.10, 0.14, 0.08, 0.12, 0.05, 0.11], [0.06, 0.09, 0.05, 0.09, 0.03, 0.04]);
    let both = source(&[levels("zone", "output", &a, 1.0), levels("zone", "profit", &b, 1.0)]);
    let method = GoalFeasibility { draws: 20_000, ..with(vec![goal("output", "2019", 1.33), goal("profit", "2021", 1.4)]) };
    let found = run(&method, both, None).unwrap();
    near(found.goals[0].assessment.probability, 0.583_060_703_714_430_9, 1e-9);
    near(found.goals[1].assessment.probability, 0.327_014_707_793_321_54, 1e-9);
    near(found.joint[0].joint_feasibility, 0.292_601_937_966_660_7, 0.013);
    near(Some(found.joint[0].product), 0.190_669_425_650_943_03, 1e-9);
    assert_eq!((found.joint[0].goals, found.joint[0].common), (2, 6));
    let tables: Vec<String> = present(&method, &found).tables.into_iter().map(|t| t.name).collect();
    assert_eq!(tables, ["goal_feasibility", "joint_feasibility", "paths", "growth_rates"]);
}

#[test]
fn four_common_years_only_give_the_product() {
    let both = source(&[levels("zone", "output", &[0.1, 0.2, 0.1, 0.3], 1.0), levels("zone", "profit", &[0.1, 0.1, 0.2, 0.1], 1.0)]);
    let found = run(&with(vec![goal("output", "2019", 1.6), goal("profit", "2019", 1.4)]), both, None).unwrap();
    assert_eq!((found.joint[0].joint_feasibility, found.joint[0].reason), (None, Some("few-common-years")));
    let product: f64 = found.goals.iter().map(|g| g.assessment.probability.unwrap()).product();
    near(Some(found.joint[0].product), product, 1e-15);
}

/// The retracted paper has one growth rate, 17.94 %: no probability, only the growth that the goal requires.
#[test]
fn one_growth_rate_is_refused_and_the_required_growth_is_named() {
    let one = source(&[levels("zone", "income", &[0.1794f64.ln_1p()], 51.88452)]);
    let error = run(&with(vec![goal("income", "2020", 100.0)]), one, None).unwrap_err();
    assert_eq!(error.status(), 3);
    let MethodError::NoAnswer { why } = error else { panic!("{error:?}") };
    assert_eq!(why.key, "goal-feasibility-nothing");
    let said = text(&why);
    assert!(said.contains("0.17825841241558") && said.contains("zone") && said.contains("income") && said.contains("2020"), "{said}");
}

#[test]
fn a_goal_with_too_short_a_history_is_empty_beside_one_that_can_be_estimated() {
    let some = source(&[levels("zone", "output", &[0.1, 0.2, 0.1], 1.0), levels("zone", "profit", &[0.1, 0.2], 1.0)]);
    let method = with(vec![goal("output", "2019", 1.6), goal("profit", "2019", 1.4)]);
    let found = run(&method, some, None).unwrap();
    let short = &found.goals[1].assessment;
    assert_eq!((short.probability, short.reason), (None, Some("history-too-short")));
    near(short.required, 1.4f64.ln() / 3.0, 1e-12);
    let without = present(&method, &found).notes.into_iter().find(|n| n.message.key == "goal-feasibility-without").unwrap();
    assert!(without.kind == NoteKind::Caution && text(&without.message).contains("profit"));
}

#[test]
fn a_goal_below_the_start_is_a_caution_that_names_it() {
    let method = with(vec![goal("output", "2018", 40.0)]);
    let found = run(&method, eight_years(), None).unwrap();
    assert!(found.goals[0].behind && found.goals[0].assessment.probability.unwrap() > 0.99);
    let caution = present(&method, &found).notes.into_iter().find(|n| n.message.key == "goal-feasibility-behind").unwrap();
    assert!(caution.kind == NoteKind::Caution && text(&caution.message).contains("zone") && text(&caution.message).contains("output"));
}

#[test]
fn less_is_better_where_the_source_says_so() {
    let mut falling = source(&[levels("zone", "energy", &[-0.1, -0.2, -0.1, -0.15], 100.0)]);
    let up = run(&with(vec![goal("energy", "2018", 80.0)]), falling.clone(), None).unwrap();
    falling.rows.iter_mut().for_each(|r| r.direction = Some(Aim::Down));
    let down = run(&with(vec![goal("energy", "2018", 80.0)]), falling, None).unwrap();
    assert_eq!((up.goals[0].behind, down.goals[0].behind), (true, false));
    let sum = up.goals[0].assessment.probability.unwrap() + down.goals[0].assessment.probability.unwrap();
    near(Some(sum), 1.0, 1e-12);
}

#[test]
fn a_goal_that_is_not_ahead_is_refused_with_its_names() {
    let error = run(&with(vec![goal("output", "2016", 100.0)]), eight_years(), None).unwrap_err();
    assert!(
        matches!(&error, MethodError::Setting { setting: "goals", problem } if text(problem).contains("output") && text(problem).contains("zone"))
    );
}

#[test]
fn levels_that_are_not_positive_name_entity_indicator_and_year() {
    let source = figures(&[("zone", "profit", "2014", 2.0), ("zone", "profit", "2015", 1.0), ("zone", "profit", "2016", -1.0)]);
    let MethodError::Needs { what } = run(&with(vec![goal("profit", "2020", 3.0)]), source, None).unwrap_err() else { panic!() };
    let said = text(&what);
    assert!(what.key == "goal-feasibility-not-positive" && said.contains("zone") && said.contains("profit") && said.contains("2016"), "{said}");
}

#[test]
fn growth_that_never_varies_gives_no_probability() {
    let error = run(&with(vec![goal("output", "2019", 3.0)]), source(&[levels("zone", "output", &[0.1; 6], 1.0)]), None).unwrap_err();
    assert_eq!(error.status(), 3);
}

#[test]
fn unknown_names_periods_and_repeated_figures_are_refused() {
    let nearest = run(&with(vec![goal("outptu", "2020", 1.0)]), eight_years(), None).unwrap_err();
    assert!(matches!(nearest, MethodError::UnknownCode { setting: "goals", nearest: Some(n), .. } if n == "output"));
    let monthly = figures(&[("zone", "output", "2016-03", 1.0)]);
    let MethodError::Needs { what } = run(&with(Vec::new()), monthly, None).unwrap_err() else { panic!() };
    assert!(what.key == "history-not-a-year" && text(&what).contains("2016-03"));
    let twice = figures(&[("zone", "output", "2016", 1.0), ("zone", "output", "2016", 2.0)]);
    assert!(matches!(run(&with(Vec::new()), twice, None), Err(MethodError::Needs { what }) if what.key == "history-twice"));
    for wrong in [goal("output", "soon", 1.0), goal("output", "2020", -1.0), Goal { times: Some(2.0), ..goal("output", "2020", 1.0) }] {
        assert_eq!(with(vec![wrong]).check().unwrap_err().setting, "goals");
    }
}

#[test]
fn without_goals_every_indicator_shall_double_in_ten_years_and_the_finding_says_so() {
    let found = run(&with(Vec::new()), eight_years(), None).unwrap();
    near(found.goals[0].assessment.required, 2f64.ln() / 10.0, 1e-12);
    assert_eq!((found.goals[0].level, found.goals[0].year), (2.0 * 51.88452, 2026));
    assert!(present(&with(Vec::new()), &found).notes.iter().any(|n| n.message.key == "goal-feasibility-assumed"));
}

/// The samples print a previous value beside each of three levels, as a table with two years does.
#[test]
fn a_figure_printed_beside_a_level_gives_its_growth() {
    let found = run(&with(Vec::new()), samples::indicators(), None).unwrap();
    // figure 0 of the east zone: 100, 107 and 114 after 90, 97 and 104.
    let growth: Vec<f64> = found.histories[0].growth.values().copied().collect();
    for (growth, expected) in growth.into_iter().zip([100.0f64 / 90.0, 107.0 / 97.0, 114.0 / 104.0]) {
        near(Some(growth), expected.ln(), 1e-12);
    }
    assert!(present(&with(Vec::new()), &found).notes.iter().any(|n| n.message.key == "goal-feasibility-revised"));

    let mut one = figures(&[("zone", "income", "2016", 5_188_452.0)]);
    one.rows[0].previous = Reading::Observed(Printed { value: 4_399_071.0, decimals: 2 });
    let MethodError::NoAnswer { why } = run(&with(vec![goal("income", "2020", 1e7)]), one, None).unwrap_err() else { panic!() };
    assert!(text(&why).contains("(\"rates\", Count(1))"), "{}", text(&why));
}

/// Without the previous values, the samples have two growth rates each.
#[test]
fn two_growth_rates_need_a_reference() {
    let mut short = samples::indicators();
    short.rows.iter_mut().for_each(|r| r.previous = Reading::Missing);
    assert_eq!(run(&with(Vec::new()), short.clone(), None).unwrap_err().status(), 3);
    let found = run(&with(Vec::new()), short.clone(), Some(short)).unwrap();
    assert_eq!(found.goals.iter().filter(|g| g.assessment.probability.is_some()).count(), 16);
}

/// A nearly normal number with mean 0 and variance 1.
fn shock(generator: &mut agglom_method::Generator) -> f64 {
    (0..12).map(|_| generator.random::<f64>() - 0.5).sum()
}

/// Growth is normal with mean 0.08 and standard deviation 0.05; the history has six rates, the goal lies four years ahead. Of 1,500
/// levels, the numbers below and above an interval at 90 % are binomial with mean 75 and standard deviation 8.4; four of them are allowed.
#[test]
fn the_interval_fails_as_often_as_it_says_at_either_end() {
    let method = GoalFeasibility { alpha: 0.1, draws: 0, ..with(vec![goal("output", "2020", 1.4)]) };
    let (mut below, mut above) = (0, 0);
    for k in 0..1500 {
        let mut generator = Seed::new(17).draw(k);
        let mut growth = || 0.08 + 0.05 * shock(&mut generator);
        let history: Vec<f64> = (0..6).map(|_| growth()).collect();
        let ahead = (0..4).map(|_| growth()).sum::<f64>().exp();
        let judged = &run(&method, source(&[levels("zone", "output", &history, 1.0)]), None).unwrap().goals[0].assessment;
        let [_, low, high] = judged.levels[3];
        below += usize::from(ahead < low);
        above += usize::from(ahead > high);
    }
    assert!((42..=108).contains(&below) && (42..=108).contains(&above), "{below} below, {above} above");
}

/// Twenty peers whose mean growth differs by 0.03 around 0.08, eight rates each with standard deviation 0.05, and an entity with two rates.
/// Of 600 levels, those within an interval at 90 % are binomial with mean 540 and standard deviation 7.3; four of them are allowed.
#[test]
fn the_interval_of_a_shrunk_history_holds_as_often_as_it_says() {
    let method = GoalFeasibility { alpha: 0.1, draws: 0, ..with(vec![goal("output", "2020", 1.4)]) };
    let mut inside = 0;
    for k in 0..600 {
        let mut generator = Seed::new(29).draw(k);
        let mut zone = |name: &str, years: usize| {
            let mean = 0.08 + 0.03 * shock(&mut generator);
            let growth: Vec<f64> = (0..years + 4).map(|_| mean + 0.05 * shock(&mut generator)).collect();
            (levels(name, "output", &growth[..years], 1.0), growth[years..].iter().sum::<f64>().exp())
        };
        let peers: Vec<_> = (0..20).map(|p| zone(&format!("peer {p}"), 8).0).collect();
        let (own, ahead) = zone("zone", 2);
        let judged = &run(&method, source(&[own]), Some(source(&peers))).unwrap().goals[0].assessment;
        let [_, low, high] = judged.levels[3];
        inside += usize::from((low..=high).contains(&ahead));
    }
    assert!((511..=569).contains(&inside), "{inside} of 600");
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let mut turned = eight_years();
    turned.rows.reverse();
    let goals = || GoalFeasibility { model: GrowthModel::Student, ..with(vec![goal("output", "2020", 100.0)]) };
    assert_eq!(run(&goals(), eight_years(), None), run(&goals(), turned, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_levels_end_in_an_error_or_a_finding_with_finite_numbers(
        cells in prop::collection::vec((0u8..3, 0u8..2, 2008u16..2017, prop_oneof![Just(0.0), Just(1e308), Just(-1.0), Just(1e-308), 0.5..2.0f64]), 0..40),
        model in prop_oneof![Just(GrowthModel::RandomWalk), Just(GrowthModel::Ar1), Just(GrowthModel::Student), Just(GrowthModel::Bootstrap)],
        with_reference in any::<bool>(),
        year in 2010u16..2030,
    ) {
        let text: Vec<(String, String, String, f64)> =
            cells.iter().map(|c| (format!("e{}", c.0), format!("i{}", c.1), c.2.to_string(), c.3)).collect();
        let mut seen = std::collections::BTreeSet::new();
        let rows: Vec<(&str, &str, &str, f64)> = text
            .iter()
            .filter(|c| seen.insert((c.0.clone(), c.1.clone(), c.2.clone())))
            .map(|c| (c.0.as_str(), c.1.as_str(), c.2.as_str(), c.3))
            .collect();
        let table = figures(&rows);
        let goals = if rows.iter().any(|r| r.1 == "i0") { vec![goal("i0", &year.to_string(), 1.5)] } else { Vec::new() };
        let method = GoalFeasibility { model, draws: 99, ..with(goals) };
        if let Ok(found) = run(&method, table.clone(), with_reference.then_some(table)) {
            for judged in &found.goals {
                let a = &judged.assessment;
                prop_assert_eq!(a.probability.is_none(), a.reason.is_some());
                prop_assert!(a.probability.is_none_or(|p| (0.0..=1.0).contains(&p)));
                prop_assert!(a.levels.iter().all(|l| l.iter().any(|x| x.is_nan()) || (l[1] <= l[0] && l[0] <= l[2])));
            }
            for table in present(&method, &found).tables {
                for column in &table.columns {
                    prop_assert!((0..table.rows()).all(|i| column.values.number(i).is_none_or(f64::is_finite)));
                }
            }
        }
    }

    #[test]
    fn a_higher_goal_is_less_probable(growth in prop::collection::vec(-0.2..0.3f64, 3..9), lower in 0.5..2.0f64, more in 1.01..1.5f64) {
        let zone = || source(&[levels("zone", "output", &growth, 1.0)]);
        let probability = |level: f64| run(&with(vec![goal("output", "2019", level)]), zone(), None).unwrap().goals[0].assessment.probability.unwrap();
        prop_assert!(probability(lower) >= probability(lower * more));
    }
}
