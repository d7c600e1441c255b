//! The example of American counties, if its data are beside the project: too large to keep in it.

use crate::{Desk, close, root};
use std::fs;

/// States of New England; Rhode Island is 44.
const STATES: [&str; 6] = ["09", "23", "25", "33", "44", "50"];

/// The features of a GeoJSON text whose code starts with that of one of the states.
fn of_states(text: &str) -> Vec<u8> {
    let mut regions: serde_json::Value = serde_json::from_str(text).unwrap();
    let features = regions["features"].as_array_mut().unwrap();
    features.retain(|f| f["properties"]["fips"].as_str().is_some_and(|code| STATES.contains(&&code[..2])));
    serde_json::to_vec(&regions).unwrap()
}

/// Rhode Island alone, so that it is quick: five counties, 3881 of 1,164,953 rows, 66 of them withheld (counted with pandas). What asks for more
/// counties takes New England's 67.
#[test]
fn counties_give_the_numbers_of_an_independent_program() {
    let data = root().join("../shared/data/us");
    let Ok(regions) = fs::read_to_string(data.join("regions_us_counties.geojson")) else {
        println!("skipped: {} is not there", data.display());
        return;
    };
    let desk = Desk::of_example("us-counties");
    fs::copy(data.join("cbp_county_naics.parquet"), desk.path().join("cbp_county_naics.parquet")).unwrap();
    desk.put("regions_us_counties.geojson", &of_states(&regions));
    let study = fs::read_to_string(desk.path().join("study.toml")).unwrap();
    let study = study.replacen("absent ", "where = \"fips like '44%'\"\nabsent ", 1);
    let states = STATES.map(|state| format!("'{state}'")).join(", ");
    // The last analysis foretells nothing here: that takes long.
    let study = study.replacen("fips <> '51610'", &format!("substr(fips, 1, 2) in ({states})"), 1) + "\nhorizon = 0\n";
    desk.put("study.toml", study.as_bytes());
    desk.runs(&[]);
    let record = desk.record();
    let ledger = &record["sources"].as_array().unwrap().iter().find(|source| source["name"] == "cbp").unwrap()["ledgers"][0];
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
    foreseen(&desk);
}

/// numpy 2 and scikit-learn 1.8: presence is a location quotient of employment of at least 1 among the 67 counties and 273 industries.
fn foreseen(desk: &Desk) {
    let related = desk.table("related/proximity.csv");
    let proximity = |from, to| related.value(&[("period", "2021"), ("from", from), ("to", to)], "proximity");
    close(proximity("3344", "3345"), 1.0 / 3.0);
    close(proximity("7139", "7211"), 0.625);
    let complexity = desk.table("complexity/economic_complexity.csv");
    let score = |county| complexity.value(&[("period", "2021"), ("region", county)], "economic_complexity");
    for (county, expected) in [("25025", 1.870_233_278_722_5), ("09001", 1.872_786_047_614_2), ("23003", -0.392_352_382_291_5)] {
        assert!((score(county) - expected).abs() < 1e-9, "{county}: {}", score(county));
    }
    let backtest = desk.table("foretold/entry_exit_backtest.csv");
    let of = |outcome, column| backtest.value(&[("model", "location-quotient"), ("outcome", outcome)], column);
    assert_eq!(["transitions", "events"].map(|column| of("entry", column)), [13_600.0, 427.0]);
    assert_eq!(["transitions", "events"].map(|column| of("exit", column)), [4_691.0, 387.0]);
    close(of("entry", "auc"), 0.833_260_709_445_603_2);
    close(of("exit", "auc"), 0.727_866_872_232_308_4);
}
