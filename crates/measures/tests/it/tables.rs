//! Generated region x industry tables: any for property tests, and totals of drawn establishments for simulations.

use agglom_measures::Estimate;
use agglom_method::{Absent, Cells, Codes, Counts, Measured, Sampling, Seed};
use proptest::prelude::*;
use rand::RngExt;

/// Region, industry, value.
pub(crate) type Cell = (String, String, f64);

/// Rows of 2 to 5 regions by 1 to 5 industries; some cells are zero, no industry is.
pub(crate) fn tables() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2usize..6, 1usize..6).prop_flat_map(|(regions, industries)| {
        let cell = prop_oneof![1 => Just(0.0), 3 => (1u32..1000).prop_map(f64::from)];
        proptest::collection::vec(proptest::collection::vec(cell, industries), regions)
            .prop_filter("no industry empty", move |rows| (0..industries).all(|j| rows.iter().any(|row| row[j] > 0.0)))
    })
}

/// The cells of a table, and the same in another order.
pub(crate) fn shuffled() -> impl Strategy<Value = (Vec<Cell>, Vec<Cell>)> {
    tables().prop_map(|rows| cells(&rows)).prop_flat_map(|cells| (Just(cells.clone()), Just(cells).prop_shuffle()))
}

fn cells(rows: &[Vec<f64>]) -> Vec<Cell> {
    let row = |(i, row): (usize, &Vec<f64>)| row.iter().enumerate().map(move |(j, &x)| (format!("r{i}"), format!("i{j}"), x)).collect::<Vec<_>>();
    rows.iter().enumerate().flat_map(row).collect()
}

/// The counts of these cells.
pub(crate) fn of_cells(cells: &[Cell]) -> Counts {
    Counts::from_triples(cells.iter().map(|(region, industry, x)| (region.as_str(), industry.as_str(), *x)))
}

/// The counts of a table whose values are all multiplied.
pub(crate) fn of_rows(rows: &[Vec<f64>], scale: f64) -> Counts {
    let scaled: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|x| x * scale).collect()).collect();
    of_cells(&cells(&scaled))
}

/// Regions r0, r1, … by industries i0, i1, … with these cells.
pub(crate) fn of_measured(regions: usize, industries: usize, cells: Vec<Measured>, sampling: Sampling) -> Counts {
    let codes = |letter: char, n: usize| Codes::new((0..n).map(|i| format!("{letter}{i}"))).into();
    Counts {
        regions: codes('r', regions),
        industries: codes('i', industries),
        periods: Codes::new([""]).into(),
        cells: vec![Cells::new(regions, cells, Vec::new())],
        absent: Absent::Zero,
        sampling,
        unit: None,
    }
}

/// What a register of so many establishments adds up to, each with a size drawn from `sizes` with equal chance, in a region and an industry
/// drawn with these chances: `chances[region][industry]`, which need not add up to one.
pub(crate) fn of_drawn(establishments: usize, chances: &[Vec<f64>], sizes: &[f64], seed: u64) -> Counts {
    let industries = chances[0].len();
    let ends: Vec<f64> = chances
        .iter()
        .flatten()
        .scan(0.0, |sum, p| {
            Some({
                *sum += p;
                *sum
            })
        })
        .collect();
    let mut cells: Vec<Measured> = (0..ends.len())
        .map(|c| Measured { establishments: Some(0.0), ..Measured::units((c / industries) as u32, (c % industries) as u32, 0.0) })
        .collect();
    let mut generator = Seed::new(seed).draw(0);
    for _ in 0..establishments {
        let at = generator.random::<f64>() * ends[ends.len() - 1];
        let (cell, size) = (&mut cells[ends.partition_point(|&end| end <= at)], sizes[generator.random_range(0..sizes.len())]);
        cell.value += size;
        cell.variance += size * size;
        cell.establishments = cell.establishments.map(|n| n + 1.0);
    }
    cells.retain(|cell| cell.value > 0.0);
    of_measured(chances.len(), industries, cells, Sampling::Sizes)
}

/// Equal values up to rounding, or neither has one.
pub(crate) fn same(a: Option<Estimate>, b: Option<Estimate>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a.value - b.value).abs() < 1e-12 * (1.0 + a.value),
        (a, b) => a == b,
    }
}
