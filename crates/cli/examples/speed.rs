//! Times models on generated figures: `cargo run --release --example speed FOLDER`.
//!
//! Prints a line per task with wall and CPU seconds, and writes the figures that another program needs to do the same to FOLDER (`matrix.csv`).
#![allow(clippy::print_stdout, clippy::unwrap_used)] // a tool that either does its work or says why not

mod timing;

use agglom_method::{Aim, Codes, Context, Indicator, Indicators, Method, Player, Players, Printed, Reading, Seed, Unwatched};
use agglom_models::composite_index::{Aggregation, CompositeIndex, Weighting};
use agglom_models::coupling_coordination::CouplingCoordination;
use agglom_models::investment_game::InvestmentGame;
use agglom_models::target_plan::{Amounts, PlannedSeries, TargetPlan};
use agglom_models::{Assessed, Coupled, Planned, Played};
use rand::RngExt;
use std::fmt::Write;
use std::sync::Arc;
use timing::timed;

const CITIES: usize = 342;
const YEARS: usize = 25;
const INDICATORS: usize = 12;
const DRAWS: usize = 1000;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let panel = panel(CITIES, YEARS);
    timed(3, "composite_index, 342 cities x 25 years x 12 indicators, entropy weights, 1,000 draws", || {
        let method = CompositeIndex { weighting: Weighting::Entropy, draws: DRAWS, ..CompositeIndex::default() };
        method.compute(&Assessed { source: panel.clone() }, &context()).unwrap()
    });
    timed(3, "coupling_coordination, the same panel, three systems, 1,000 draws", || {
        let of = |from: usize| (from..from + 4).map(|i| format!("i{i:02}")).collect();
        let systems = [("city".to_owned(), of(0)), ("cluster".to_owned(), of(4)), ("park".to_owned(), of(8))].into();
        let method = CouplingCoordination { systems, draws: DRAWS, ..CouplingCoordination::default() };
        method.compute(&Coupled { source: panel.clone() }, &context()).unwrap()
    });
    let matrix = self::panel(CITIES * YEARS, 1);
    std::fs::write(format!("{folder}/matrix.csv"), text(&matrix)).unwrap();
    for (name, weighting, aggregation) in [
        ("topsis", Weighting::Equal, Aggregation::Topsis),
        ("vikor", Weighting::Equal, Aggregation::Vikor),
        ("entropy", Weighting::Entropy, Aggregation::WeightedSum),
        ("critic", Weighting::Critic, Aggregation::WeightedSum),
    ] {
        timed(3, &format!("{name}, 8,550 x 12, whole analysis without draws"), || {
            let method = CompositeIndex { weighting, aggregation, draws: 0, ..CompositeIndex::default() };
            method.compute(&Assessed { source: matrix.clone() }, &context()).unwrap()
        });
    }
    let players = players(100_000);
    timed(3, "investment_game, 100,000 players, sum, with comparative statics", || {
        InvestmentGame::default().compute(&Played { source: players.clone() }, &context()).unwrap()
    });
    timed(3, "target_plan, 10 linked series x 15 years", plan);
}

fn context() -> Context<'static> {
    Context { seed: Seed::new(1), watch: &Unwatched }
}

/// Figures between 1 and 101, every third the less the better.
fn panel(cities: usize, years: usize) -> Arc<Indicators> {
    let mut draw = Seed::new(1).draw(0);
    let cells = (0..cities as u32).flat_map(|e| (0..years as u32).flat_map(move |p| (0..INDICATORS as u32).map(move |i| (e, p, i))));
    let rows = cells.map(|(entity, period, indicator)| Indicator {
        row: 2,
        entity,
        indicator,
        period,
        value: Reading::Observed(Printed { value: 1.0 + 100.0 * draw.random::<f64>(), decimals: 6 }),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: Some(if indicator % 3 == 2 { Aim::Down } else { Aim::Up }),
    });
    Arc::new(Indicators {
        rows: rows.collect(),
        entities: Codes::new((0..cities).map(|c| format!("c{c:06}"))).into(),
        indicators: Codes::new((0..INDICATORS).map(|i| format!("i{i:02}"))).into(),
        periods: Codes::new((0..years).map(|y| format!("{}", 2000 + y))).into(),
    })
}

fn text(matrix: &Indicators) -> String {
    let mut text = String::new();
    for row in matrix.rows.chunks(INDICATORS) {
        let values: Vec<String> = row.iter().filter_map(|r| Some(r.value.observed()?.value.to_string())).collect();
        writeln!(text, "{}", values.join(",")).unwrap();
    }
    text
}

fn players(count: usize) -> Arc<Players> {
    let mut draw = Seed::new(2).draw(0);
    let player = |_| {
        let brand = 0.05 + 0.5 * draw.random::<f64>();
        Player {
            budget: 1.0 + 99.0 * draw.random::<f64>(),
            tangible_share: Some(0.6 * (1.0 - brand)),
            brand_share: Some(brand),
            other_share: Some(0.4 * (1.0 - brand)),
            ..Player::default()
        }
    };
    let players = (0..count).map(player).collect();
    Arc::new(Players { ids: Codes::new((0..count).map(|i| format!("{i:06}"))).into(), players, unit: None })
}

/// Ten series that double in fifteen years, each but the first at most half of the one before, with limits of increase.
fn plan() -> agglom_models::target_plan::Plans {
    let name = |i: usize| format!("s{i}");
    let series = |i: usize| PlannedSeries {
        indicator: name(i),
        initial: Some(100.0 / 2f64.powi(i as i32)),
        goal: Some(200.0 / 2f64.powi(i as i32)),
        most_increase: Some(Amounts::Every(9.0 / 2f64.powi(i as i32))),
        ..PlannedSeries::default()
    };
    let links = (1..10).map(|i| format!("`{}` <= 0.5 * `{}`", name(i), name(i - 1))).collect();
    let method =
        TargetPlan { start: Some("2020".to_owned()), years: Some(15), series: (0..10).map(series).collect(), links, ..TargetPlan::default() };
    let source = Indicators { entities: Codes::new(["zone"]).into(), ..Indicators::default() };
    method.compute(&Planned { source: source.into() }, &context()).unwrap()
}
