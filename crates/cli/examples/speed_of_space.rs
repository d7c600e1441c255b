//! Times the industry space on generated data: `cargo run --release --example speed_of_space FOLDER`.
//!
//! Prints a line per task with wall and CPU seconds, and writes the matrices that another program needs to do the same to FOLDER.
#![allow(clippy::print_stdout, clippy::unwrap_used)] // a tool that either does its work or says why not

mod timing;

use agglom_measures::PlantsInRegions;
use agglom_measures::coagglomeration::Coagglomeration;
use agglom_measures::complexity_outlook::ComplexityOutlook;
use agglom_measures::economic_complexity::EconomicComplexity;
use agglom_measures::industry_space::{
    Density, Diagonal, Margins, Outlook, Presence, ProximityMatrix, RegionalIndustries, RelatedIndustries, Rules, Similarity, Unknown,
    co_occurrences, complexity, presences,
};
use agglom_measures::proximity::Proximity;
use agglom_measures::relatedness_density::RelatednessDensity;
use agglom_method::{Cells, Codes, Context, Counts, Measured, Method, Seed, Unwatched};
use rand::RngExt;
use rayon::prelude::*;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use timing::timed;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    for (regions, industries, years) in [(250, 1000, 1), (250, 1000, 5), (3000, 1000, 1)] {
        let counts = Arc::new(counts(regions, industries, years));
        let size = format!("{regions}x{industries}x{years}");
        write(Path::new(&folder), &size, &counts);
        timed(3, &format!("everything, {size}"), || everything(&counts));
        let plain = RegionalIndustries { source: counts.clone(), places: None };
        let related = RelatedIndustries { source: counts.clone(), proximity: None, places: None };
        timed(3, &format!("proximity with test and network, {size}"), || Proximity::default().compute(&plain, &context()).unwrap());
        timed(3, &format!("relatedness_density, {size}"), || RelatednessDensity::default().compute(&related, &context()).unwrap());
        timed(3, &format!("complexity_outlook, {size}"), || ComplexityOutlook::default().compute(&related, &context()).unwrap());
        for draws in [0, 99] {
            let method = EconomicComplexity { draws, ..EconomicComplexity::default() };
            timed(3, &format!("economic_complexity with fitness, {draws} draws, {size}"), || method.compute(&plain, &context()).unwrap());
        }
    }
    let inputs = PlantsInRegions::of_counts(counts(3000, 1000, 1).into(), None);
    timed(3, "coagglomeration, 1000 industries, 3000 regions", || Coagglomeration::default().compute(&inputs, &context()).unwrap());
}

fn context() -> Context<'static> {
    Context { seed: Seed::new(1), watch: &Unwatched }
}

/// What the other packages make in one call: presence, ECI, PCI, proximity, density, COI and COG of every year.
fn everything(counts: &Counts) -> Vec<f64> {
    let year = |(presence, ..): &(Presence, Margins, Unknown)| {
        let near = || {
            let proximity = ProximityMatrix::of(presence, &co_occurrences(presence), Similarity::MinimumConditionalProbability);
            let density = Density::of(presence, &proximity, Diagonal::Zero);
            (proximity, density)
        };
        let scores = || complexity(presence, &context()).unwrap().unwrap().industry_scores(false);
        let ((proximity, density), scores) = rayon::join(near, scores);
        Outlook::of(presence, &proximity, &density, &scores, Diagonal::Zero, true).gain(0, 0)
    };
    presences(counts, &Rules::default(), None).unwrap().par_iter().map(year).collect()
}

/// Employment by size of region and of industry, by how far the region is able to do what the industry needs, and by chance.
fn counts(regions: usize, industries: usize, years: usize) -> Counts {
    let mut draw = Seed::new(7).draw(0);
    // The sum of twelve uniforms has variance 1 and nearly the shape of a normal deviate.
    let mut deviate = || (0..12).map(|_| draw.random::<f64>()).sum::<f64>() - 6.0;
    let able: Vec<f64> = (0..regions).map(|_| deviate()).collect();
    let hard: Vec<f64> = (0..industries).map(|_| deviate()).collect();
    let mut year = || {
        let mut cells = Vec::with_capacity(regions * industries);
        for (i, a) in able.iter().enumerate() {
            for (j, h) in hard.iter().enumerate() {
                let value = (2.0 + 0.5 * a - 0.5 * h + 0.6 * a * h + deviate()).exp().floor();
                if value > 0.0 {
                    cells.push(Measured::units(i as u32, j as u32, value));
                }
            }
        }
        Cells::new(regions, cells, Vec::new())
    };
    let cells = (0..years).map(|_| year()).collect();
    let named = |letter: char, n: usize| Arc::new(Codes::new((0..n).map(|k| format!("{letter}{k:05}"))));
    let periods = if years == 1 { Codes::new([""]) } else { Codes::new((0..years).map(|t| format!("{}", 2000 + t))) };
    Counts { regions: named('r', regions), industries: named('i', industries), periods: periods.into(), cells, ..Counts::from_panel([]) }
}

fn write(folder: &Path, size: &str, counts: &Counts) {
    for year in 0..counts.cells.len() {
        let mut text = String::new();
        for row in counts.matrix(year).rows() {
            let cells: Vec<String> = row.iter().map(f64::to_string).collect();
            writeln!(text, "{}", cells.join(",")).unwrap();
        }
        std::fs::write(folder.join(format!("space_{size}_{year}.csv")), text).unwrap();
    }
}
