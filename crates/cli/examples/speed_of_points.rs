//! Times measures of points and regions on generated data: `cargo run --release --example speed_of_points FOLDER`.
//!
//! Prints a line per task with wall and CPU seconds, and writes the data that another program needs to do the same to FOLDER.
#![allow(clippy::print_stdout, clippy::unwrap_used)] // a tool that either does its work or says why not

mod timing;

use agglom_measures::dbscan::Dbscan;
use agglom_measures::duranton_overman::DurantonOverman;
use agglom_measures::hdbscan::Hdbscan;
use agglom_measures::local_moran::LocalMoran;
use agglom_measures::marcon_puech::MarconPuech;
use agglom_measures::ripley::{Function, Ripley, Window};
use agglom_measures::{IndicatorsOrCounts, Lattice, LocatedEstablishments, Neighbourhood};
use agglom_method::{Codes, Context, Indicator, Indicators, Labels, Method, Places, Printed, Reading, Register, Seed, Unwatched};
use rand::RngExt;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use timing::timed;

/// Side of the generated square, in metres.
const SIDE: f64 = 1e5;
const DISTANCES: usize = 41;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let folder = Path::new(&folder);
    for n in [1_000, 5_000, 20_000] {
        let (sites, distances_m) = (sites(10 * n, 10), distances(20_000.0));
        let industries = vec!["i00".to_owned()];
        timed(1, &format!("duranton_overman, {n} of {} sites, 100 draws", 10 * n), || {
            let method = DurantonOverman { industries: industries.clone(), distances_m: distances_m.clone(), ..DurantonOverman::default() };
            method.compute(&sites, &context()).unwrap()
        });
        timed(1, &format!("marcon_puech, {n} of {} sites, 100 draws", 10 * n), || {
            let method = MarconPuech { industries: industries.clone(), distances_m: distances_m.clone(), ..MarconPuech::default() };
            method.compute(&sites, &context()).unwrap()
        });
    }
    let scattered = sites(10_000, 1);
    std::fs::write(folder.join("scattered.csv"), points(&scattered)).unwrap();
    timed(1, "ripley, K, 10,000 points, 99 draws", || {
        let window = Window::Rectangle;
        let method = Ripley { function: Function::K, window, window_m: vec![0.0, 0.0, SIDE, SIDE], draws: 99, ..Ripley::default() };
        method.compute(&scattered, &context()).unwrap()
    });
    for n in [100_000, 1_000_000] {
        let towns = towns(n);
        std::fs::write(folder.join(format!("towns_{n}.csv")), points(&towns)).unwrap();
        timed(1, &format!("dbscan, {n} points, radius 100 m"), || {
            let method = Dbscan { radius_m: 100.0, min_establishments: 10, hexagon_m: Some(0.0), ..Dbscan::default() };
            method.compute(&towns, &context()).unwrap()
        });
        timed(1, &format!("hdbscan, {n} points, clusters of 10"), || {
            let method = Hdbscan { min_cluster_size: 10, hexagon_m: Some(0.0), ..Hdbscan::default() };
            method.compute(&towns, &context()).unwrap()
        });
    }
    for n in [3_000, 100_000] {
        let lattice = lattice(n);
        std::fs::write(folder.join(format!("regions_{n}.csv")), values(&lattice)).unwrap();
        timed(1, &format!("local_moran, {n} regions, 6 nearest, 999 permutations"), || {
            let method = LocalMoran { weights: Neighbourhood::Nearest, k: 6, draws: 999, ..LocalMoran::default() };
            method.compute(&lattice, &context()).unwrap()
        });
    }
}

fn context() -> Context<'static> {
    Context { seed: Seed::new(1), watch: &Unwatched }
}

fn distances(last: f64) -> Vec<f64> {
    (0..DISTANCES).map(|k| last * k as f64 / (DISTANCES - 1) as f64).collect()
}

/// Sites anywhere in the square, dealt to so many industries in turn.
fn sites(n: usize, industries: usize) -> LocatedEstablishments {
    let mut draw = Seed::new(1).draw(0);
    let position = (0..n).map(|_| [SIDE * draw.random::<f64>(), SIDE * draw.random::<f64>()]).collect();
    register(position, industries)
}

/// Four of five points in towns of unequal spread, the others anywhere.
fn towns(n: usize) -> LocatedEstablishments {
    let mut draw = Seed::new(3).draw(0);
    let mut place = |spread: f64| [0, 1].map(|_| spread * draw.random::<f64>());
    let towns: Vec<([f64; 2], f64)> = (0..n / 2000).map(|_| (place(SIDE), 150.0 + place(1350.0)[0])).collect();
    let mut draw = Seed::new(4).draw(0);
    let position = (0..n).map(|i| {
        let (middle, spread) = towns[draw.random_range(0..towns.len())];
        // The sum of twelve uniforms has variance 1 and nearly the shape of a normal deviate.
        let mut deviate = || (0..12).map(|_| draw.random::<f64>()).sum::<f64>() - 6.0;
        let near = [middle[0] + spread * deviate(), middle[1] + spread * deviate()];
        if i % 5 == 4 { [SIDE * draw.random::<f64>(), SIDE * draw.random::<f64>()] } else { near }
    });
    register(position.collect(), 1)
}

fn register(position: Vec<[f64; 2]>, industries: usize) -> LocatedEstablishments {
    let names: Vec<Option<String>> = (0..position.len()).map(|i| Some(format!("i{:02}", i % industries))).collect();
    let ids = (0..position.len()).map(|i| format!("{i:07}")).collect();
    let size = Some((0..position.len()).map(|i| 1.0 + (i % 13) as f64).collect());
    LocatedEstablishments { register: Register { ids, industry: Labels::new(&names), size, position: Some(position), ..Register::default() }.into() }
}

fn points(establishments: &LocatedEstablishments) -> String {
    let mut text = String::from("x,y\n");
    for [x, y] in establishments.register.position.iter().flatten() {
        writeln!(text, "{x},{y}").unwrap();
    }
    text
}

/// Regions as points with a value each.
fn lattice(n: usize) -> Lattice {
    let mut draw = Seed::new(5).draw(0);
    let codes = Arc::new(Codes::new((0..n).map(|i| format!("{i:06}"))));
    let position = (0..n).map(|_| [SIDE * draw.random::<f64>(), SIDE * draw.random::<f64>()]).collect();
    let row = |entity: usize| Indicator {
        row: entity as u64 + 2,
        entity: entity as u32,
        indicator: 0,
        period: 0,
        value: Reading::Observed(Printed { value: draw.random::<f64>(), decimals: 6 }),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: None,
    };
    let rows = (0..n).map(row).collect();
    let one = |name: &str| Codes::new([name]).into();
    let values = Indicators { entities: codes.clone(), indicators: one("value"), periods: one(""), rows };
    let places = Places { ids: codes, position: Some(position), ..Places::default() };
    Lattice { values: IndicatorsOrCounts::Indicators(values.into()), places: Some(places.into()), weights: None }
}

fn values(lattice: &Lattice) -> String {
    let mut text = String::from("x,y,value\n");
    let IndicatorsOrCounts::Indicators(indicators) = &lattice.values else { return text };
    let places = lattice.places.iter().flat_map(|p| p.position.iter().flatten());
    for ([x, y], row) in places.zip(&indicators.rows) {
        writeln!(text, "{x},{y},{}", row.value.observed().map_or(0.0, |v| v.value)).unwrap();
    }
    text
}
