//! Entry and exit against the truth that the panel was generated from (`crates/cli/examples/entries_and_exits.rs`).

use crate::Desk;

fn places() -> Desk {
    let desk = Desk::of_example("entries-and-exits");
    desk.runs(&[]);
    desk
}

#[test]
fn the_truth_is_within_the_intervals_and_forecasts_beat_a_coin() {
    let desk = places();
    let parameters = desk.table("entry/parameters.csv");
    let truth = [
        ("decay", 0.8),
        ("capacity_out", 0.6),
        ("half_entry", 5.0),
        ("exit_rate", 0.25),
        ("capacity_exit", 0.5),
        ("relatedness", 0.8),
        ("rain", 0.3),
    ];
    let of = |parameter: &str, column: &str| parameters.value(&[("parameter", parameter)], column);
    let inside = truth.iter().filter(|(p, truth)| of(p, "low") <= *truth && *truth <= of(p, "high")).count();
    // Of seven 95 % intervals fewer than five would miss the truth by chance less than once in 200.
    assert!(inside >= 5, "{inside} of 7");
    for (parameter, truth) in &truth[..5] {
        assert!((of(parameter, "value") / truth - 1.0).abs() < 0.5, "{parameter}: {}", of(parameter, "value"));
    }
    let backtest = desk.table("foretold/entry_exit_backtest.csv");
    for outcome in ["entry", "exit"] {
        assert!(backtest.value(&[("model", "incidence"), ("outcome", outcome)], "low") > 0.5, "{outcome}");
    }
}
