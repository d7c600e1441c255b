//! Do intervals hold what they say? `cargo run --release --example coverage [RUNS [METHOD]]`.
//!
//! Simulates data whose truth is known, and counts how often the 95 % intervals of models contain it, and how often what has a probability of p
//! is so. Prints the share, its standard error (over simulated studies), and how many intervals or claims were counted. Half an hour for all of
//! them with 2000 runs; nothing of it is in the tests.
#![allow(clippy::print_stdout, unreachable_pub)] // prints the result; a program has no readers outside

mod claims;
mod composite;
mod coupling;
mod types;

use agglom_method::{Codes, Context, Generator, Indicator, Indicators, Method, Printed, Reading, Seed, Unwatched};
use agglom_models::composite_index::Weighting;
use agglom_models::goal_feasibility::{Goal, GoalFeasibility};
use agglom_models::symbiosis::{Estimator, Symbiosis};
use agglom_models::target_tracking::TargetTracking;
use agglom_models::{Histories, Subsystems, Tracked, coupling_coordination};
use agglom_testing::patterns::{normal, three_systems};
use claims::{Held, report, summary};
use std::sync::Arc;

/// Simulates so many times and prints what it finds.
type Study = fn(u64);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let runs = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(2000);
    let only = arguments.next().unwrap_or_default();
    let studies: [(&str, Study); 6] = [
        ("goal_feasibility", goals),
        ("target_tracking", totals),
        ("symbiosis", interactions),
        ("composite_index", composites),
        ("coupling_coordination", couplings),
        ("cluster_typology", typologies),
    ];
    studies.into_iter().filter(|(name, _)| name.starts_with(&only)).for_each(|(_, study)| study(runs));
}

fn goals(runs: u64) {
    let held: Vec<Vec<bool>> = (0..runs).filter_map(level_ahead).map(|held| vec![held]).collect();
    report("goal_feasibility: the level four years ahead, from eight growth rates", &held);
}

fn totals(runs: u64) {
    let held: Vec<Vec<bool>> = (0..runs).filter_map(total_of_year).map(|held| vec![held]).collect();
    report("target_tracking: the year's total from six months, four years of reference", &held);
}

fn interactions(runs: u64) {
    for (what, chance, error) in [("chance that adds up", 0.02, 0.0), ("errors in the figures", 0.0, 0.02), ("both", 0.02, 0.01)] {
        for estimator in [Estimator::Auto, Estimator::Trajectory, Estimator::IntegralMatching] {
            let name = format!("symbiosis, {what}, {estimator:?}: nine effects, eight places, twenty years");
            report(&name, &(0..runs / 20).map(|run| effects(run, chance, error, estimator)).collect::<Vec<_>>());
        }
    }
}

fn composites(runs: u64) {
    let usual = composite::Doubts { error: 0.1, spread: 0.4, bounds: true, concentration: 0.0, estimated: None };
    let scenarios = [
        ("errors of 10 %, scales given", usual),
        ("errors of 30 %, scales given", composite::Doubts { error: 0.3, ..usual }),
        ("errors of 30 % as large as what differs, scales given", composite::Doubts { error: 0.3, spread: 0.15, ..usual }),
        ("errors of 10 %, scales from the figures", composite::Doubts { bounds: false, ..usual }),
        ("weights around the given ones", composite::Doubts { error: 0.0, concentration: 50.0, ..usual }),
        ("entropy weights from 12 of 600 entities", composite::Doubts { error: 0.0, estimated: Some(Weighting::Entropy), ..usual }),
        ("entropy weights from 12 of 600 entities, errors of 10 %", composite::Doubts { estimated: Some(Weighting::Entropy), ..usual }),
        (
            "entropy weights and scales from 12 of 600 entities",
            composite::Doubts { error: 0.0, bounds: false, estimated: Some(Weighting::Entropy), ..usual },
        ),
    ];
    for (what, doubts) in scenarios {
        let held: Vec<Held> = (0..runs / 4).filter_map(|run| composite::ranks(run, doubts)).collect();
        summary(&format!("composite_index, {what}"), &held);
    }
}

fn couplings(runs: u64) {
    use coupling_coordination::Weighting::{Entropy, Equal};
    let usual = coupling::Doubts { error: 0.0, bounds: true, weighting: Entropy, concentration: 0.0 };
    let scenarios = [
        ("weights from 30 of 600 places, scales given", usual),
        ("the same, weights drawn around themselves (default)", coupling::Doubts { concentration: 50.0, ..usual }),
        ("scales from 30 of 600 places, equal weights", coupling::Doubts { bounds: false, weighting: Equal, ..usual }),
        ("errors of 10 %, scales given, equal weights", coupling::Doubts { error: 0.1, weighting: Equal, ..usual }),
        ("errors of 30 %, scales given, equal weights", coupling::Doubts { error: 0.3, weighting: Equal, ..usual }),
        ("weights and scales from 30 of 600 places, errors of 5 %", coupling::Doubts { error: 0.05, bounds: false, ..usual }),
        ("the same, weights drawn around themselves (default)", coupling::Doubts { error: 0.05, bounds: false, concentration: 50.0, ..usual }),
    ];
    for (what, doubts) in scenarios {
        let population = coupling::Population::new(doubts);
        let held: Vec<Held> = (0..runs / 10).filter_map(|run| population.study(run)).collect();
        summary(&format!("coupling_coordination, {what}"), &held);
    }
}

fn typologies(runs: u64) {
    for (what, firms) in [("thresholds and weights unknown", false), ("thresholds, weights and firms unknown", true)] {
        let held: Vec<Held> = (0..runs).filter_map(|run| types::labels(run, firms)).collect();
        summary(&format!("cluster_typology, {what}"), &held);
    }
    report("cluster_typology: the label of a cluster of known kind is that kind", &(0..runs).map(types::kinds).collect::<Vec<_>>());
}

fn context(run: u64) -> Context<'static> {
    Context { seed: Seed::new(run), watch: &Unwatched }
}

fn chance(what: &str, run: u64) -> Generator {
    Seed::new(17).child(what).draw(run)
}

/// A table of figures: entity, indicator, period, value.
fn table(entities: usize, names: &[&str], periods: &[String], value: impl Fn(usize, usize, usize) -> f64) -> Arc<Indicators> {
    let cells = (0..entities).flat_map(|e| (0..names.len()).flat_map(move |i| (0..periods.len()).map(move |p| (e, i, p))));
    let rows = cells.map(|(e, i, p)| Indicator {
        row: 2,
        entity: e as u32,
        indicator: i as u32,
        period: p as u32,
        value: Reading::Observed(Printed { value: value(e, i, p), decimals: 9 }),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: None,
    });
    Arc::new(Indicators {
        rows: rows.collect(),
        entities: Codes::new((0..entities).map(|e| format!("e{e:05}"))).into(),
        indicators: Codes::new(names.iter().copied()).into(),
        periods: Codes::new(periods.iter().cloned()).into(),
    })
}

/// Growth is normal with mean 0.08 and standard deviation 0.05.
fn level_ahead(run: u64) -> Option<bool> {
    let mut draw = chance("growth", run);
    let levels: Vec<f64> = (0..13)
        .scan(0.0, |log, _| {
            *log += 0.08 + 0.05 * normal(&mut draw);
            Some(100.0 * f64::exp(*log))
        })
        .collect();
    let years: Vec<String> = (2010..2019).map(|year| year.to_string()).collect();
    let goal = Goal { indicator: "output".to_owned(), entity: None, period: "2022".to_owned(), level: Some(200.0), times: None };
    let method = GoalFeasibility { goals: vec![goal], ..GoalFeasibility::default() };
    let source = table(1, &["output"], &years, |_, _, year| levels[year]);
    let found = method.compute(&Histories { source, reference: None }, &context(run)).ok()?;
    let [_, low, high] = *found.goals.first()?.assessment.levels.last()?;
    Some(low <= levels[12] && levels[12] <= high)
}

/// Months have their own shares, of which each year's deviate by 8 %; the year grows by chance.
fn total_of_year(run: u64) -> Option<bool> {
    let mut draw = chance("months", run);
    let mut months = Vec::new();
    for year in 0..5 {
        let level = 100.0 * (0.07 * f64::from(year) + 0.05 * normal(&mut draw)).exp();
        months.push((0..12).map(|month| level * (1.0 + 0.02 * f64::from(month)) * (0.08 * normal(&mut draw)).exp()).collect::<Vec<f64>>());
    }
    let to_date = |year: usize, month: usize| months[year][..=month].iter().sum::<f64>();
    let periods: Vec<String> = (0..54).map(|m| format!("{}-{:02}", 2015 + m / 12, m % 12 + 1)).collect();
    let source = table(1, &["output"], &periods, |_, _, m| to_date(m / 12, m % 12));
    let found = TargetTracking::default().compute(&Tracked { source, plan: None }, &context(run)).ok()?;
    let (low, high) = found.nowcasts.first()?.ends?;
    let total = to_date(4, 11);
    Some(low <= total && total <= high)
}

/// The system of `examples/three-systems`.
fn effects(run: u64, chance_size: f64, error: f64, estimator: Estimator) -> Vec<bool> {
    const EFFECT: [[f64; 3]; 3] = [[-0.30, 0.10, 0.05], [0.12, -0.40, 0.08], [0.06, -0.05, -0.25]];
    let mut draw = chance("systems", run);
    let place = |place: usize| {
        let start = [0, 1, 2].map(|i| 0.06 + 0.02 * ((3 * i + 2 * place) % 7) as f64);
        three_systems([0.25, 0.30, 0.20].map(|r| r * (0.85 + 0.04 * place as f64)), EFFECT, start, 20, chance_size, &mut draw)
    };
    let mut sizes: Vec<Vec<[f64; 3]>> = (0..8).map(place).collect();
    let mut errors = chance("errors", run);
    sizes.iter_mut().flatten().flatten().for_each(|size| *size *= (error * normal(&mut errors)).exp());
    let years: Vec<String> = (2001..2021).map(|year| year.to_string()).collect();
    let source = table(8, &["city", "cluster", "park"], &years, |place, system, year| sizes[place][year][system]);
    let method = Symbiosis { draws: 0, estimator, ..Symbiosis::default() };
    let Ok(found) = method.compute(&Subsystems { source }, &context(run)) else { return Vec::new() };
    let held = |i: &agglom_models::symbiosis::Interaction| {
        Some(i.low? <= EFFECT[i.to as usize][i.from as usize] && EFFECT[i.to as usize][i.from as usize] <= i.high?)
    };
    found.interactions.iter().filter_map(held).collect()
}
