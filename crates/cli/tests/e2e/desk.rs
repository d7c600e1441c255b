//! What the example of Liling judges, plans and tracks, against numbers found with a pocket calculator or published.

use crate::{Desk, agglom};

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

fn liling() -> Desk {
    let desk = Desk::of_example("liling");
    desk.runs(&[]);
    desk
}

/// Grades 1 to 5 of ten items, the less the better only for cost: the worst item is 4 of 5 for the collective cluster, 3 of 5 for the single one.
#[test]
fn an_environment_without_weights_is_an_interval() {
    let environment = liling().table("environment/composite_index.csv");
    assert_eq!(environment.cells(&["entity", "composite_index", "low", "high"]), ["collective||0.75|1", "single||0.5|1"]);
}

/// From 80 and 41 to 200 and 110 in four years without caps that bind: straight lines, 30 and 17.25 a year. Printed debt ratios 46.0, 46.9, 42.0 and 45.0 rise
/// twice.
#[test]
fn the_plan_adds_up_and_the_published_one_breaks_what_it_promised() {
    let desk = liling();
    let plan = desk.table("plan/target_plan.csv");
    for (at, period) in ["2017", "2018", "2019", "2020"].into_iter().enumerate() {
        let year = at as f64 + 1.0;
        close(plan.value(&[("indicator", "Total assets"), ("period", period)], "target_plan"), 80.0 + 30.0 * year, 1e-6);
        close(plan.value(&[("indicator", "Net assets"), ("period", period)], "target_plan"), 41.0 + 17.25 * year, 1e-6);
    }
    let audit = desk.table("plan/audit.csv");
    let broken: Vec<String> = audit.cells(&["subject", "period", "status"]).into_iter().filter(|row| !row.ends_with("|ok")).collect();
    assert_eq!(broken.len(), 2, "{broken:?}");
    assert!(broken[0].starts_with("Debt ratio|2018") && broken[1].starts_with("Debt ratio|2020"), "{broken:?}");
}

/// (1000 / 518.8452)^(1/4) - 1 = 17.8258 %; 83.9 / (72.2031 / 518.8452) = 602.898, 1.380 % below 611.3337.
#[test]
fn the_goal_needs_more_than_the_first_quarter_shows() {
    let desk = liling();
    close(desk.table("goal/target_plan.csv").value(&[("period", "2017")], "growth"), 17.825_841, 1e-5);
    let tracking = desk.table("first_quarter/target_tracking.csv");
    close(tracking.value(&[], "nowcast"), 602.898, 5e-4);
    close(tracking.value(&[], "gap"), -1.380, 5e-4);
    assert_eq!(tracking.cells(&["low", "reason"]), ["|one-reference-year"]);
}

/// Budgets and brand shares of a game whose equilibrium is known in closed form: 600/13 on the brand, paid by two of five; 101 at Lindahl's prices.
#[test]
fn the_invented_game_has_two_contributors() {
    let desk = liling();
    let summary = desk.table("invented_game/summary.csv");
    let measure = |name: &str| summary.value(&[("measure", name)], "value");
    close(measure("brand-nash"), 600.0 / 13.0, 1e-9);
    close(measure("brand-lindahl"), 101.0, 1e-9);
    assert_eq!(measure("contributors"), 2.0);
}

/// One growth rate gives no probability: exit status 3, with the growth that is needed and what to bring.
#[test]
fn a_goal_without_a_history_is_refused() {
    let desk = Desk::of_example("liling");
    let ran = agglom(desk.path(), &["run", "goal.toml"]);
    ran.ends(3, &["No honest answer", "17.8%", "three growth rates"]);
    assert!(!desk.path().join("goal-results").exists());
}

/// The same for weights that nobody knows.
#[test]
fn a_score_without_weights_is_refused() {
    let desk = Desk::of_example("liling");
    let study = std::fs::read_to_string(desk.path().join("study.toml")).unwrap();
    desk.put("study.toml", study.replace(", unknown_weights = \"interval\"", "").as_bytes());
    desk.run(&["--only", "environment"]).ends(3, &["No honest answer"]);
}
