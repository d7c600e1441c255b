use agglom_method::{
    Argument, Codes, Context, Indicator, Indicators, Message, Method, MethodError, NoteKind, Printed, Reading, Seed, Unwatched, Values,
};
use agglom_models::Planned;
use agglom_models::target_plan::{Amounts, Plan, PlannedSeries, Plans, RatioLimit, RequirementKind, Smoothness, TargetPlan};
use agglom_testing::samples;
use proptest::prelude::*;

/// A figure as printed: (period, indicator, text).
type Cell<'a> = (&'a str, &'a str, &'a str);

fn indicators(cells: &[Cell<'_>]) -> Indicators {
    let (periods, labels) = (Codes::new(cells.iter().map(|c| c.0)), Codes::new(cells.iter().map(|c| c.1)));
    let number = |codes: &Codes, code: &str| codes.index(code).unwrap() as u32;
    let mut rows: Vec<Indicator> = cells
        .iter()
        .zip(2..)
        .map(|(&(period, label, text), row)| Indicator {
            row,
            entity: 0,
            indicator: number(&labels, label),
            period: number(&periods, period),
            value: Reading::Observed(Printed {
                value: text.parse().unwrap(),
                decimals: text.split_once('.').map_or(0, |(_, decimals)| decimals.len() as u8),
            }),
            previous: Reading::Missing,
            growth_printed: Reading::Missing,
            unit: None,
            kind: None,
            direction: None,
        })
        .collect();
    rows.sort_by_key(|r| (r.period, r.row));
    Indicators { entities: Codes::new(["company"]).into(), indicators: labels.into(), periods: periods.into(), rows }
}

const A: &str = "Total assets";
const N: &str = "Net assets";

/// The levels of 2016 that the increments of Table 6 of Wang and Liu (2022) imply.
fn base() -> Indicators {
    indicators(&[("2016", A, "80"), ("2016", N, "41")])
}

/// The same with the plan of Table 6 as printed.
fn table_6() -> Indicators {
    let levels = [("2016", "80", "41"), ("2017", "100", "54"), ("2018", "130", "69"), ("2019", "150", "87"), ("2020", "200", "110")];
    indicators(&levels.iter().flat_map(|&(year, a, n)| [(year, A, a), (year, N, n)]).collect::<Vec<_>>())
}

fn series(indicator: &str, goal: f64) -> PlannedSeries {
    PlannedSeries { indicator: indicator.to_owned(), goal: Some(goal), scale: Some(1.0), ..PlannedSeries::default() }
}

fn list(amounts: &[f64]) -> Amounts {
    Amounts::Each(amounts.to_vec())
}

/// Assets to 200 and net assets to 110 in the four years after 2016; second differences are not divided, as in the oracle.
fn case() -> TargetPlan {
    TargetPlan { start: Some("2016".into()), years: Some(4), series: vec![series(A, 200.0), series(N, 110.0)], ..TargetPlan::default() }
}

fn increment_case() -> TargetPlan {
    let mut method = case();
    method.series[0].most_increase = Some(list(&[20.0, 25.0, 40.0, 50.0]));
    method.series[1].most_increase = Some(list(&[16.0, 25.0, 25.0, 25.0]));
    method
}

fn debt_ratio(most: Option<Amounts>) -> RatioLimit {
    RatioLimit { name: "Debt ratio".into(), of: "`Total assets` - `Net assets`".into(), to: A.into(), most, ..RatioLimit::default() }
}

fn debt_case() -> TargetPlan {
    TargetPlan { ratios: vec![debt_ratio(Some(list(&[0.45, 0.42, 0.43, 0.45])))], ..case() }
}

fn compute(method: &TargetPlan, source: Indicators) -> Result<Plans, MethodError> {
    method.check().unwrap();
    method.compute(&Planned { source: source.into() }, &Context { seed: Seed::new(0), watch: &Unwatched })
}

fn planned(method: &TargetPlan, source: Indicators) -> Plan {
    compute(method, source).unwrap().plans.remove(0)
}

/// Planned levels of a series after the start.
fn levels(plan: &Plan, indicator: &str) -> Vec<f64> {
    let series = plan.series.iter().position(|s| s.0 == indicator).unwrap();
    plan.levels.iter().filter(|l| l.series == series && l.period > 0).map(|l| l.level.unwrap()).collect()
}

fn objective(plan: &Plan, path: &str) -> f64 {
    plan.objectives.iter().find(|o| o.path == path).unwrap().objective.unwrap()
}

fn near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(expected).all(|(f, e)| (f - e).abs() <= tolerance), "{found:?} against {expected:?}");
}

/// A number, or text, of an argument.
fn plain(argument: &Argument) -> String {
    match argument {
        Argument::Text(text) => text.clone(),
        Argument::Code { code, .. } => code.clone(),
        Argument::Count(count) => count.to_string(),
        Argument::Short(value) | Argument::Number { value, .. } | Argument::Percent { value, .. } => value.to_string(),
        Argument::List(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Argument::Message(message) => said(message),
    }
}

/// A message as its key and arguments.
fn said(message: &Message) -> String {
    let args = message.args.iter().map(|(name, argument)| format!("{name}: {}", plain(argument)));
    format!("{} [{}]", message.key.trim_start_matches("target-plan-"), args.collect::<Vec<_>>().join("; "))
}

/// The requirements in conflict that an error names.
fn conflict(error: &MethodError) -> Vec<String> {
    let MethodError::NoAnswer { why } = error else { panic!("{error}") };
    assert_eq!(why.key, "target-plan-infeasible");
    let (_, Argument::List(list)) = &why.args[0] else { panic!("{why:?}") };
    list.iter().map(plain).collect()
}

/// METHODS G.2: without limits the smoothest plan is the straight line.
#[test]
fn without_limits_the_plan_is_a_straight_line() {
    let mut method = case();
    method.series.iter_mut().for_each(|s| s.most_increase = Some(Amounts::Every(if s.indicator == A { 50.0 } else { 25.0 })));
    method.ratios = vec![debt_ratio(Some(list(&[0.48, 0.47, 0.46, 0.46])))];
    let plan = planned(&method, base());
    near(&levels(&plan, A), &[110.0, 140.0, 170.0, 200.0], 1e-9);
    near(&levels(&plan, N), &[58.25, 75.5, 92.75, 110.0], 1e-9);
    assert!(objective(&plan, "plan") < 1e-18);
    // oracles targets.json, plan_smooth.debt
    let debt: Vec<f64> = plan.ratios.iter().filter(|r| r.period > 0).map(|r| r.value.unwrap()).collect();
    near(&debt, &[0.470_454_545_454_545_5, 0.460_714_285_714_285_7, 0.454_411_764_705_882_37, 0.45], 1e-9);
}

/// METHODS G.2: exact fractions; found again with scipy 1.x SLSQP to 1e-7.
#[test]
fn limits_of_increases_give_the_exact_plan() {
    let plan = planned(&increment_case(), base());
    near(&levels(&plan, A), &[100.0, 125.0, 160.0, 200.0], 1e-10);
    near(&levels(&plan, N), &[57.0, 74.0 + 1.0 / 14.0, 91.0 + 6.0 / 7.0, 110.0], 1e-10);
    assert!((objective(&plan, "plan") - 2125.0 / 14.0).abs() < 1e-9);
    let binding: Vec<_> = plan.levels.iter().filter(|l| l.series == 0).map(|l| l.binding).collect();
    let increase = Some(RequirementKind::MostIncrease);
    assert_eq!(binding, [None, increase, increase, None, Some(RequirementKind::Goal)]);
}

/// METHODS G.2 to 1e-8; net assets and the caps (any first cap from 0.43683 to 0.5) found with scipy SLSQP.
#[test]
fn a_debt_cap_bends_both_series() {
    let plan = planned(&debt_case(), base());
    near(&levels(&plan, A), &[108.388_944, 137.536_123, 168.199_771, 200.0], 5e-7);
    near(&levels(&plan, N), &[61.041_987_2, 79.770_951_4, 95.873_869_6, 110.0], 5e-7);
    assert!((objective(&plan, "plan") - 16.694_251_331).abs() < 1e-8);
    let caps: Vec<f64> = plan.ratios.iter().filter(|r| r.binding.is_some()).map(|r| r.value.unwrap()).collect();
    near(&caps, &[0.42, 0.43, 0.45], 1e-10);
}

/// METHODS G.2: objective 1138, debt not monotone; oracles targets.json, published_plan.
#[test]
fn the_published_plan_is_audited() {
    let mut method = increment_case();
    method.ratios = vec![RatioLimit { falling: true, ..debt_ratio(Some(Amounts::Every(0.46))) }];
    let plan = planned(&method, table_6());
    assert!((objective(&plan, "published") - 1138.0).abs() < 1e-9);
    let broken: Vec<_> = plan.audit.iter().filter(|a| a.missed.unwrap() > 0.0).map(|a| (a.kind, a.subject.as_str(), a.period)).collect();
    let debt = "Debt ratio";
    assert_eq!(
        broken,
        [
            (RequirementKind::MostIncrease, A, 2),
            (RequirementKind::RatioMost, debt, 2),
            (RequirementKind::RatioFalling, debt, 2),
            (RequirementKind::RatioFalling, debt, 4)
        ]
    );
    let risen = plan.audit.iter().find(|a| a.kind == RequirementKind::RatioFalling && a.period == 2).unwrap();
    near(&[risen.value.unwrap(), risen.required.unwrap(), risen.missed.unwrap()], &[61.0 / 130.0, 0.46, 61.0 / 130.0 - 0.46], 1e-12);
    assert_eq!((plan.objectives[1].path, plan.objectives[1].broken, plan.objectives[0].broken), ("published", 4, 0));
}

/// scipy SLSQP on the problem itself (not linearised), the best of 40 starts: objective 180.607486.
#[test]
fn a_ratio_that_may_not_rise_never_does() {
    let mut method = increment_case();
    method.ratios = vec![RatioLimit { falling: true, ..debt_ratio(None) }];
    let plan = planned(&method, base());
    let debt: Vec<f64> = plan.ratios.iter().map(|r| r.value.unwrap()).collect();
    assert!(debt.windows(2).all(|w| w[1] <= w[0] + 1e-9), "{debt:?}");
    near(&debt[2..], &[0.45; 3], 1e-9);
    assert!((objective(&plan, "plan") - 180.607_486_05).abs() < 1e-6);
    near(&levels(&plan, A), &[100.0, 125.0, 160.102_294, 200.0], 1e-4);
    near(&levels(&plan, N), &[53.788_748, 68.75, 88.056_262, 110.0], 1e-4);
}

/// From 48.75 % to 50 %: no path between falls, and the goals say so.
#[test]
fn a_ratio_that_must_rise_cannot_fall() {
    let mut method = case();
    method.series[1].goal = Some(100.0);
    method.ratios = vec![RatioLimit { falling: true, ..debt_ratio(None) }];
    let found = conflict(&compute(&method, base()).unwrap_err());
    let goal = |name: &str, bound: f64| format!("must-goal [subject: {name}; bound: {bound}; periods: 2020]");
    let falls = "must-ratio-falling [subject: Debt ratio; periods: run [from: 2017; to: 2020]]".to_owned();
    assert_eq!(found, [goal(A, 200.0), goal(N, 100.0), falls]);
}

/// With Table 6's identities: stock = stock before + new, debt = assets - net assets.
#[test]
fn identities_hold_to_the_last_bit() {
    let identities = ["`Total assets` = `Total assets`[-1] + `New total assets`", "Debt = `Total assets` - `Net assets`"];
    let mut source = table_6();
    // Names only count if they are in the data or are planned.
    source = indicators_with(&source, &[("2017", "New total assets", "20"), ("2017", "Debt", "46")]);
    for tenths in [0.0, 0.1, 0.3] {
        let mut method = increment_case();
        method.identities = identities.map(str::to_owned).to_vec();
        method.series[0].initial = Some(80.0 + tenths);
        let plan = planned(&method, source.clone());
        let (a, new) = (levels(&plan, A), levels(&plan, "New total assets"));
        let mut before = 80.0 + tenths;
        for t in 0..4 {
            assert_eq!(a[t], before + new[t]);
            before = a[t];
        }
        let debt: Vec<f64> = a.iter().zip(levels(&plan, N)).map(|(a, n)| a - n).collect();
        assert_eq!(levels(&plan, "Debt"), debt);
        assert_eq!(plan.residual, 0.0);
        assert_eq!(a[3], 200.0);
        // The first increment is the cap, as without identities.
        near(&new[..1], &[20.0], 1e-10);
    }
}

fn indicators_with(source: &Indicators, more: &[Cell<'_>]) -> Indicators {
    let texts: Vec<(String, String, String)> = source
        .rows
        .iter()
        .map(|r| {
            let code = |codes: &Codes, i: u32| codes.get(i as usize).to_owned();
            (code(&source.periods, r.period), code(&source.indicators, r.indicator), r.value.observed().unwrap().value.to_string())
        })
        .collect();
    let cells = texts.iter().map(|(p, i, v)| (p.as_str(), i.as_str(), v.as_str())).chain(more.iter().copied());
    indicators(&cells.collect::<Vec<_>>())
}

/// Relations of which neither side is one series are equations of the program.
#[test]
fn an_identity_without_a_series_alone_holds_too() {
    let mut method = increment_case();
    method.identities = vec!["2 * `Net assets` - `Total assets` = 2 * `Net assets`[-1] - `Total assets`[-1] + 4.5".to_owned()];
    method.series[0].most_increase = None;
    let plan = planned(&method, base());
    // 2N - A: 2 in 2016, 20 in 2020, so 4.5 more every year.
    let link: Vec<f64> = levels(&plan, A).iter().zip(levels(&plan, N)).map(|(a, n)| 2.0 * n - a).collect();
    near(&link, &[6.5, 11.0, 15.5, 20.0], 1e-9);
    assert!(plan.residual < 1e-9);
}

/// A price is the slope of the objective: checked by moving the limit.
#[test]
fn shadow_prices_are_slopes_of_the_objective() {
    let step = 1e-4;
    let price = |plan: &Plan, kind, subject: &str, period| {
        plan.prices.iter().find(|p| (p.kind, p.subject.as_str(), p.period) == (kind, subject, period)).unwrap().price
    };
    let slope = |with: &dyn Fn(f64) -> TargetPlan| {
        (objective(&planned(&with(step), base()), "plan") - objective(&planned(&with(-step), base()), "plan")) / (2.0 * step)
    };
    let increases = |by: f64| {
        let mut method = increment_case();
        method.series[0].most_increase = Some(list(&[20.0 + by, 25.0, 40.0, 50.0]));
        method
    };
    let found = price(&planned(&increases(0.0), base()), RequirementKind::MostIncrease, A, 1);
    assert!(found < -1.0 && (found - slope(&increases)).abs() < 1e-4 * found.abs(), "{found}");
    let caps = |by: f64| TargetPlan { ratios: vec![debt_ratio(Some(list(&[0.45, 0.42 + by, 0.43, 0.45])))], ..case() };
    let found = price(&planned(&caps(0.0), base()), RequirementKind::RatioMost, "Debt ratio", 2);
    assert!(found < -1.0 && (found - slope(&caps)).abs() < 1e-3 * found.abs(), "{found} {}", slope(&caps));
    let goals = |by: f64| {
        let mut method = increment_case();
        method.series[0].goal = Some(200.0 + by);
        method
    };
    let found = price(&planned(&goals(0.0), base()), RequirementKind::Goal, A, 4);
    assert!((found - slope(&goals)).abs() < 1e-4 * found.abs(), "{found}");
}

/// Constant growth: 80 · 2.5^(t/4).
#[test]
fn smooth_logarithms_are_constant_growth() {
    let mut method = TargetPlan { smoothness: Smoothness::Log, ..case() };
    method.series.iter_mut().for_each(|s| s.scale = None);
    let plan = planned(&method, base());
    near(&levels(&plan, A), &[1.0, 2.0, 3.0, 4.0].map(|t: f64| 80.0 * 2.5_f64.powf(t / 4.0)), 1e-8);
    assert!(objective(&plan, "plan") < 1e-18);
}

/// scipy SLSQP on the squared second differences of logs, the best of 40 starts, under the caps of [`debt_case`] and under the limits
/// of increases.
#[test]
fn smooth_logarithms_under_caps_and_increases() {
    let log = |mut method: TargetPlan| {
        method.smoothness = Smoothness::Log;
        method.series.iter_mut().for_each(|s| s.scale = None);
        planned(&method, base())
    };
    let plan = log(debt_case());
    assert!((objective(&plan, "plan") - 26.059_501_345e-4).abs() < 1e-10);
    near(&levels(&plan, A), &[97.673_127, 121.020_834, 154.434_773, 200.0], 1e-3);
    near(&levels(&plan, N), &[54.042_567, 70.192_084, 88.519_792, 110.0], 1e-3);
    let plan = log(increment_case());
    assert!((objective(&plan, "plan") - 1.124_947_269_6e-4).abs() < 1e-11);
    near(&levels(&plan, A), &[100.0, 125.0, 157.739_336, 200.0], 1e-4);
}

/// By hand: growth d_1 = ln(90/80) binds; its changes e_k with 3 e_1 + 2 e_2 + e_3 = ln(200/90) - 3 d_1 are least as (3, 2, 1)/14 of that.
#[test]
fn smooth_logarithms_under_a_limit() {
    let mut method = TargetPlan { smoothness: Smoothness::Log, ..case() };
    method.series.pop();
    method.series[0].scale = None;
    method.series[0].most_increase = Some(list(&[10.0, 100.0, 100.0, 100.0]));
    let plan = planned(&method, base());
    near(&levels(&plan, A)[..1], &[90.0], 1e-9);
    let d1 = (90.0_f64 / 80.0).ln();
    let total = (200.0_f64 / 90.0).ln() - 3.0 * d1;
    let growth = [3.0, 5.0, 6.0].map(|share| d1 + total * share / 14.0);
    near(&levels(&plan, A)[1..3], &[90.0 * growth[0].exp(), 90.0 * (growth[0] + growth[1]).exp()], 1e-7);
}

#[test]
fn conflicts_name_what_excludes_what() {
    let most = "must-most-increase [subject: Total assets; bound: 25; periods: run [from: 2017; to: 2020]]";
    let mut method = case();
    method.series[0].most_increase = Some(Amounts::Every(25.0));
    let error = compute(&method, base()).unwrap_err();
    assert_eq!(conflict(&error), ["must-goal [subject: Total assets; bound: 200; periods: 2020]", most]);
    // Any one of them relaxed by what lacks: there is a plan.
    method.series[0].most_increase = Some(list(&[25.0, 45.0, 25.0, 25.0]));
    near(&levels(&planned(&method, base()), A), &[105.0, 150.0, 175.0, 200.0], 1e-9);
    // A level that cannot be and one that must be: the goals and increases have no part in it.
    let mut method = increment_case();
    method.series[1].least = Some(Amounts::ByPeriod([("2018".to_owned(), 90.0)].into()));
    method.series[1].most = Some(Amounts::Every(120.0));
    let mut expected = vec!["must-least [subject: Net assets; bound: 90; periods: 2018]".to_owned()];
    expected.push("must-most-increase [subject: Net assets; bound: 16; periods: 2017]".to_owned());
    expected.push("must-most-increase [subject: Net assets; bound: 25; periods: 2018]".to_owned());
    let mut found = conflict(&compute(&method, base()).unwrap_err());
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    // Goals that break the cap in the last year: 1 - 110/200 = 0.45.
    let method = TargetPlan { ratios: vec![debt_ratio(Some(Amounts::Every(0.44)))], ..case() };
    let found = conflict(&compute(&method, base()).unwrap_err());
    let goal = |name: &str, bound: f64| format!("must-goal [subject: {name}; bound: {bound}; periods: 2020]");
    assert_eq!(found, [goal(A, 200.0), goal(N, 110.0), "must-ratio-most [subject: Debt ratio; bound: 0.44; periods: 2020]".to_owned()]);
    // A goal below the start where growth is required.
    let mut method = case();
    method.series[0].goal = Some(70.0);
    method.series[0].least_increase = Some(Amounts::Every(0.0));
    let found = conflict(&compute(&method, base()).unwrap_err());
    let grows = "must-least-increase [subject: Total assets; bound: 0; periods: run [from: 2017; to: 2020]]";
    assert_eq!(found, ["must-goal [subject: Total assets; bound: 70; periods: 2020]", grows]);
    // Identities are named as they were written.
    let mut method = increment_case();
    method.identities = vec!["`Net assets` = 0.5 * `Total assets`".to_owned()];
    let found = conflict(&compute(&method, base()).unwrap_err());
    let identity = "must-identity [subject: `Net assets` = 0.5 * `Total assets`; periods: 2020]";
    assert_eq!(found, [goal(A, 200.0), goal(N, 110.0), identity.to_owned()]);
}

#[test]
fn links_limit_what_may_be_added() {
    let source = indicators_with(&base(), &[("2016", "Injection", "5")]);
    let injection = |most: f64| PlannedSeries {
        indicator: "Injection".into(),
        smooth: false,
        most: Some(Amounts::Every(most)),
        least: Some(Amounts::Every(0.0)),
        ..PlannedSeries::default()
    };
    let with = |most: f64| {
        let mut method = case();
        method.series.push(injection(most));
        method.links = vec!["`Net assets` - `Net assets`[-1] <= Injection + 2".to_owned()];
        method
    };
    // 69 in four years: 17.25 a year if equal.
    let plan = planned(&with(15.25), source.clone());
    near(&levels(&plan, N), &[58.25, 75.5, 92.75, 110.0], 1e-8);
    near(&levels(&plan, "Injection"), &[15.25; 4], 1e-7);
    assert!(conflict(&compute(&with(15.0), source).unwrap_err()).iter().any(|c| c.contains("must-link")));
}

#[test]
fn a_series_without_a_goal_stays_near_its_start_and_that_is_said() {
    let source = indicators_with(&base(), &[("2016", "Injection", "5")]);
    let mut method = case();
    method.series.push(PlannedSeries { indicator: "Injection".into(), ..PlannedSeries::default() });
    let found = compute(&method, source.clone()).unwrap();
    near(&levels(&found.plans[0], "Injection"), &[5.0; 4], 1e-9);
    assert_eq!(found.plans[0].open, [2]);
    let finding = method.present(&Planned { source: source.into() }, &found);
    assert!(finding.notes.iter().any(|n| n.kind == NoteKind::Caution && n.message.key == "target-plan-open"));
}

#[test]
fn what_is_wrong_is_named() {
    let with = |change: &dyn Fn(&mut TargetPlan)| {
        let mut method = case();
        change(&mut method);
        method
    };
    let refused = |change: &dyn Fn(&mut TargetPlan)| with(change).check().unwrap_err().problem;
    assert!(refused(&|m| m.identities = vec!["a = b / c".into()]).contains("column 7"));
    assert!(refused(&|m| m.identities = vec!["a <= b".into()]).contains("links"));
    assert!(refused(&|m| m.links = vec!["a < b".into()]).contains("`<=`"));
    assert!(refused(&|m| m.series[0].scale = Some(0.0)).contains("positive"));
    assert!(refused(&|m| m.series[0].goal = Some(f64::NAN)).contains(A));
    assert!(refused(&|m| m.series[1].indicator = A.into()).contains("twice"));
    assert!(refused(&|m| m.ratios = vec![debt_ratio(None), debt_ratio(None)]).contains("twice"));
    assert!(refused(&|m| m.smoothness = Smoothness::Log).contains("scale"));
    assert!(refused(&|m| m.periods = vec!["2017".into()]).contains("periods"));
    let failed = |change: &dyn Fn(&mut TargetPlan)| compute(&with(change), base()).unwrap_err();
    let unknown = |error: MethodError| {
        if let MethodError::UnknownCode { setting, code, nearest } = error { (setting, code, nearest) } else { panic!("{error}") }
    };
    assert_eq!(unknown(failed(&|m| m.series[0].indicator = "Total asset".into())), ("series", "Total asset".into(), Some(A.into())));
    assert_eq!(unknown(failed(&|m| m.identities = vec!["`Net asset` = 3".into()])).2, Some(N.into()));
    assert_eq!(unknown(failed(&|m| m.series[0].goals = [("2030".to_owned(), 1.0)].into())).1, "2030");
    let key = |error: MethodError| match error {
        MethodError::Needs { what } => what.key,
        MethodError::Setting { problem, .. } => problem.key,
        MethodError::NoAnswer { why } => why.key,
        other => panic!("{other}"),
    };
    assert_eq!(key(failed(&|m| m.series[0].most = Some(list(&[1.0, 2.0])))), "target-plan-list-length");
    assert_eq!(key(failed(&|m| m.start = Some("2015".into()))), "target-plan-no-start");
    assert_eq!(key(failed(&|m| m.identities = vec![format!("`{N}` = `{N}`[-2] + 3")])), "target-plan-no-look-back");
    assert_eq!(key(failed(&|m| m.years = None)), "target-plan-needs-periods");
    let backwards = |m: &mut TargetPlan| {
        m.years = None;
        m.periods = vec!["2018".into(), "2017".into()];
    };
    assert_eq!(key(failed(&backwards)), "target-plan-order");
}

#[test]
fn without_settings_the_published_plan_is_compared_with_the_smoothest_one_to_its_goals() {
    let found = compute(&TargetPlan::default(), table_6()).unwrap();
    near(&levels(&found.plans[0], A), &[110.0, 140.0, 170.0, 200.0], 1e-9);
    // Scales are the goals: 1100 / 200² + 38 / 110².
    assert!((objective(&found.plans[0], "published") - (1100.0 / 40_000.0 + 38.0 / 12_100.0)).abs() < 1e-14);
}

/// Ten linked series over fifteen years; the first nine add up to the tenth.
#[test]
fn ten_linked_series_over_fifteen_years() {
    let names: Vec<String> = (0..9).map(|i| format!("part {i}")).collect();
    let mut cells: Vec<Cell<'_>> = names.iter().map(|name| ("2020", name.as_str(), "10")).collect();
    cells.push(("2020", "total", "90"));
    let sum = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" + ");
    let mut all: Vec<PlannedSeries> = names
        .iter()
        .enumerate()
        .map(|(i, name)| PlannedSeries { indicator: name.clone(), goal: Some(20.0 + i as f64), ..PlannedSeries::default() })
        .collect();
    all[0].most_increase = Some(Amounts::Every(0.7));
    all.push(PlannedSeries {
        indicator: "total".into(),
        most_increase: Some(Amounts::ByPeriod([("2021".to_owned(), 5.0)].into())),
        ..PlannedSeries::default()
    });
    let ratios =
        vec![RatioLimit { name: "share".into(), of: "part 8".into(), to: "total".into(), most: Some(Amounts::Every(0.13)), ..RatioLimit::default() }];
    let method = TargetPlan { years: Some(15), series: all, identities: vec![format!("total = {sum}")], ratios, ..TargetPlan::default() };
    let plan = planned(&method, indicators(&cells));
    let total = levels(&plan, "total");
    for (t, sum) in total.iter().enumerate() {
        let parts = names.iter().map(|name| levels(&plan, name)[t]);
        assert_eq!(parts.reduce(|a, b| a + b).unwrap(), *sum);
    }
    assert_eq!((plan.residual, total[14]), (0.0, 216.0));
    assert!((total[0] - 95.0).abs() < 1e-8);
    assert!(plan.objectives[0].broken == 0 && plan.objectives[0].checked == 55);
}

#[test]
fn figures_too_large_or_twice_are_refused() {
    let huge = indicators(&[("2016", A, "1e308"), ("2016", N, "41")]);
    assert!(matches!(compute(&case(), huge), Err(MethodError::Setting { .. })));
    let mut twice = base();
    twice.rows.push(twice.rows[0].clone());
    assert!(matches!(compute(&case(), twice), Err(MethodError::Needs { .. })));
    assert!(compute(&case(), Indicators::default()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Limits drawn around a path that exists can be met, and the plan meets them and is no rougher than that path.
    #[test]
    fn a_plan_that_exists_is_found_within_its_limits(
        path in prop::collection::vec(1.0..500.0_f64, 7),
        room in prop::collection::vec(0.0..40.0_f64, 12),
        which in 0..4_usize,
    ) {
        let steps: Vec<f64> = path.windows(2).map(|w| w[1] - w[0]).collect();
        let level = |sign: f64| (0..6).map(|t| path[t + 1] + sign * room[t]).collect::<Vec<_>>();
        let increase = |sign: f64| (0..6).map(|t| steps[t] + sign * room[6 + t]).collect::<Vec<_>>();
        let one = PlannedSeries {
            indicator: "y".into(),
            initial: Some(path[0]),
            goal: Some(path[6]),
            scale: Some(1.0),
            most: Some(list(&level(1.0))).filter(|_| which != 0),
            least: Some(list(&level(-1.0))).filter(|_| which != 1),
            most_increase: Some(list(&increase(1.0))).filter(|_| which != 2),
            least_increase: Some(list(&increase(-1.0))).filter(|_| which != 3),
            ..PlannedSeries::default()
        };
        let method = TargetPlan { start: Some("0".into()), years: Some(6), series: vec![one], ..TargetPlan::default() };
        let source = Indicators { entities: Codes::new(["zone"]).into(), ..Indicators::default() };
        let plan = planned(&method, source);
        let found = levels(&plan, "y");
        let rough = |y: &[f64]| y.windows(3).map(|w| (w[0] - 2.0 * w[1] + w[2]).powi(2)).sum::<f64>();
        prop_assert_eq!(found[5], path[6]);
        let mut before = path[0];
        for t in 0..6 {
            let step = found[t] - before;
            prop_assert!(which == 0 || found[t] <= path[t + 1] + room[t]);
            prop_assert!(which == 1 || found[t] >= path[t + 1] - room[t]);
            prop_assert!(which == 2 || step <= steps[t] + room[6 + t] + 1e-5);
            prop_assert!(which == 3 || step >= steps[t] - room[6 + t] - 1e-5);
            before = found[t];
        }
        let whole: Vec<f64> = std::iter::once(path[0]).chain(found).collect();
        prop_assert!(rough(&whole) <= rough(&path) * (1.0 + 1e-9) + 1e-6);
        prop_assert!((rough(&whole) - objective(&plan, "plan")).abs() <= 1e-9 * rough(&whole).max(1.0));
    }

    /// Units do not matter: levels in other units are the same plan.
    #[test]
    fn units_do_not_matter(factor in 1e-6..1e6_f64) {
        let scaled = |by: f64| {
            let mut method = increment_case();
            for one in &mut method.series {
                one.scale = None;
                one.initial = Some(by * if one.indicator == A { 80.0 } else { 41.0 });
                one.goal = one.goal.map(|g| g * by);
                let Some(Amounts::Each(most)) = &mut one.most_increase else { unreachable!() };
                for amount in most {
                    *amount *= by;
                }
            }
            levels(&planned(&method, base()), A)
        };
        let (one, other) = (scaled(1.0), scaled(factor));
        prop_assert!(one.iter().zip(&other).all(|(a, b)| (b / a / factor - 1.0).abs() < 1e-8), "{:?} {:?}", one, other);
    }
}

#[test]
fn limits_are_one_number_a_list_or_numbers_by_period() {
    let settings = serde_json::json!({ "series": [
        { "indicator": A, "goal": 200, "most": 210, "least": [80, 90.5], "most_increase": { "2018": 25 } }
    ]});
    let method: TargetPlan = serde_json::from_value(settings).unwrap();
    let one = &method.series[0];
    assert_eq!((&one.most, &one.least), (&Some(Amounts::Every(210.0)), &Some(list(&[80.0, 90.5]))));
    assert_eq!(one.most_increase, Some(Amounts::ByPeriod([("2018".to_owned(), 25.0)].into())));
    assert!(one.smooth && method.published);
    assert!(serde_json::from_value::<TargetPlan>(serde_json::json!({ "series": [{ "indicator": A, "gaol": 200 }] })).is_err());
}

/// Keys of a message and of those within it.
fn keys(message: &Message, into: &mut Vec<String>) {
    fn of(argument: &Argument, into: &mut Vec<String>) {
        match argument {
            Argument::Message(message) => keys(message, into),
            Argument::List(list) => list.iter().for_each(|a| of(a, into)),
            _ => {}
        }
    }
    into.push(message.key.clone());
    message.args.iter().for_each(|(_, argument)| of(argument, into));
}

#[test]
fn tables_are_as_announced_and_every_sentence_is_in_both_languages() {
    let mut method = increment_case();
    method.ratios = vec![RatioLimit { falling: true, ..debt_ratio(Some(Amounts::Every(0.46))) }];
    method.identities = vec!["Debt = `Total assets` - `Net assets`".to_owned()];
    method.links = vec!["`Net assets` <= 0.9 * `Total assets`".to_owned()];
    method.series.push(PlannedSeries { indicator: "Profit".into(), ..PlannedSeries::default() });
    let source = indicators_with(&table_6(), &[("2016", "Debt", "40"), ("2016", "Profit", "3")]);
    let found = compute(&method, source.clone()).unwrap();
    let finding = method.present(&Planned { source: source.into() }, &found);
    let mut said = Vec::new();
    finding.notes.iter().for_each(|n| keys(&n.message, &mut said));
    finding.charts.iter().for_each(|c| said.extend([c.title.key.clone(), c.reading.key.clone()]));
    assert_eq!(finding.charts.len(), 4);
    for table in &finding.tables {
        said.push(table.title.key.clone());
        let spec = TargetPlan::TABLES.iter().find(|t| t.name == table.name).unwrap();
        assert!(table.columns.iter().map(|c| c.name.as_str()).eq(spec.columns()), "{}", table.name);
        for column in &table.columns {
            let name = column.name.replace('_', "-");
            if let Values::Word(words) = &column.values {
                said.extend(words.iter().flatten().map(|w| format!("{name}-{w}")));
            }
        }
    }
    assert_eq!(finding.tables.len(), TargetPlan::TABLES.len());
    let cautions: Vec<&str> = finding.notes.iter().filter(|n| n.kind == NoteKind::Caution).map(|n| n.message.key.as_str()).collect();
    assert_eq!(cautions, ["target-plan-open", "target-plan-start-broken"]);
    for key in said {
        for text in [agglom_models::MESSAGES.en, agglom_models::MESSAGES.zh] {
            let shared = ["status-", "reason-"].iter().any(|p| key.starts_with(p));
            assert!(shared || text.lines().any(|line| line.starts_with(&format!("{key} ="))), "{key}");
        }
    }
}

#[test]
fn every_entity_has_its_own_plan() {
    let source = samples::indicators();
    let found = compute(&TargetPlan::default(), source.clone()).unwrap();
    assert_eq!(found.plans.len(), 2);
    // The samples grow by 7 a year: the published path is the smoothest.
    assert!(found.plans.iter().all(|p| objective(p, "plan") < 1e-20 && objective(p, "published") == 0.0));
    let finding = TargetPlan::default().present(&Planned { source: source.into() }, &found);
    assert_eq!(finding.tables[0].rows(), 2 * 8 * 3);
}
