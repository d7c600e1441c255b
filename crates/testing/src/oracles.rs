//! Inputs and outputs of independent programs. `oracles/README.md` says which program made which number.

use agglom_method::{Counts, Register, RegisterBuilder};

/// The numbers an independent `numpy` implementation of the formulas gives on the inputs below.
///
/// # Panics
/// If the committed file is not JSON.
pub fn reference_formulas() -> serde_json::Value {
    let file: serde_json::Value = serde_json::from_str(include_str!("../oracles/reference_formulas.json")).expect("committed JSON");
    file["values"].clone()
}

/// Employment of 12 regions in 15 industries, in the earlier year.
pub fn employment_before() -> Counts {
    table(include_str!("../oracles/emp_12x15_t0.csv"))
}

/// Employment of the same regions and industries in the later year.
pub fn employment_after() -> Counts {
    table(include_str!("../oracles/emp_12x15_t1.csv"))
}

/// 8 regions x 10 industries with an empty region and an empty industry.
pub fn with_empty_margins() -> Counts {
    table(include_str!("../oracles/edge_8x10.csv"))
}

/// 400 plants in 6 industries and 12 regions.
pub fn plants() -> Register {
    let mut builder = RegisterBuilder::default();
    for row in rows(include_str!("../oracles/plants_400.csv")) {
        builder = builder.plant(&row[0], &row[1], &row[2], row[3].parse().expect("a number"));
    }
    builder.build()
}

/// Six industries of a region and of its nation, 2015-2020, as rows of (industry, region's values, nation's values).
pub fn region_and_nation() -> Vec<(String, Vec<f64>, Vec<f64>)> {
    let parsed = rows(include_str!("../oracles/shiftshare_region_nation_6x6.csv"));
    let numbers = |cells: &[String]| cells.iter().map(|c| c.parse().expect("a number")).collect::<Vec<f64>>();
    parsed.iter().map(|row| (row[0].clone(), numbers(&row[1..7]), numbers(&row[7..13]))).collect()
}

fn table(text: &str) -> Counts {
    let header: Vec<String> = text.lines().next().expect("a header").split(',').map(str::to_owned).collect();
    let parsed = rows(text);
    let cells = parsed.iter().flat_map(|row| {
        header.iter().zip(row).skip(1).map(|(industry, value)| (row[0].as_str(), industry.as_str(), value.parse::<f64>().expect("a number")))
    });
    Counts::from_triples(cells)
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("committed CSV").iter().map(str::to_owned).collect()).collect()
}
