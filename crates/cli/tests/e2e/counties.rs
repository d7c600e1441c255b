//! The example of American counties, if its data are beside the project: too large to keep in it.

use crate::{Desk, close, root};
use std::fs;

/// The features of a GeoJSON text whose code starts with that of a state.
fn of_state(text: &str, state: &str) -> Vec<u8> {
    let mut regions: serde_json::Value = serde_json::from_str(text).unwrap();
    let features = regions["features"].as_array_mut().unwrap();
    features.retain(|f| f["properties"]["fips"].as_str().is_some_and(|code| code.starts_with(state)));
    serde_json::to_vec(&regions).unwrap()
}

/// Rhode Island alone, so that it is quick: five counties, 3881 of 1,164,953 rows, 66 of them withheld (counted with pandas).
#[test]
fn counties_give_the_numbers_of_an_independent_program() {
    let data = root().join("../shared/data/us");
    let Ok(regions) = fs::read_to_string(data.join("regions_us_counties.geojson")) else {
        println!("skipped: {} is not there", data.display());
        return;
    };
    let desk = Desk::of_example("us-counties");
    fs::copy(data.join("cbp_county_naics.parquet"), desk.path().join("cbp_county_naics.parquet")).unwrap();
    desk.put("regions_us_counties.geojson", &of_state(&regions, "44"));
    let study = fs::read_to_string(desk.path().join("study.toml")).unwrap();
    desk.put("study.toml", study.replacen("absent ", "where = \"fips like '44%'\"\nabsent ", 1).as_bytes());
    desk.runs(&[]);
    let ledger = &desk.record()["sources"][0]["ledgers"][0];
    let rows = [&ledger["read"], &ledger["used"], &ledger["left_out"]["where"]["rows"], &ledger["left_out"]["suppressed"]["rows"]];
    assert_eq!(rows, [1_164_953, 3_815, 1_161_072, 66]);
    // pandas 3: shares of the sums of `emp`; the 753 pairs that are listed in 2018 and in 2021.
    let quotients = desk.table("strengths/location_quotient.csv");
    let quotient = |county, industry| quotients.value(&[("year", "2021"), ("region", county), ("industry", industry)], "location_quotient");
    close(quotient("44003", "3399"), 1.257_494_261_743_760_8);
    close(quotient("44007", "6113"), 1.552_169_699_580_058_2);
    close(quotient("44005", "7211"), 5.526_588_384_586_145);
    let counties = desk.table("moves/regions.csv");
    let sum = |column: &str| counties.cells(&[column]).iter().map(|cell| cell.parse::<f64>().unwrap()).sum::<f64>();
    assert_eq!([sum("value_start"), sum("value_end")], [416_967.0, 386_045.0]);
}
