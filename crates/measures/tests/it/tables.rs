//! Generated region x industry tables for property tests.

use agglom_measures::Estimate;
use agglom_method::Counts;
use proptest::prelude::*;

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

/// Equal values up to rounding, or neither has one.
pub(crate) fn same(a: Option<Estimate>, b: Option<Estimate>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a.value - b.value).abs() < 1e-12 * (1.0 + a.value),
        (a, b) => a == b,
    }
}
