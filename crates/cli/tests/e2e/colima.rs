//! The example of Colima, if its data are beside the project: their licence keeps them out of it.

use crate::{Desk, root};
use std::fs;

/// Two of its industries and few draws, so that it is quick. 38,633 rows, 14 of industry 511 and 287 of industry 484 (pandas 3).
#[test]
fn colima_finds_clusters_of_its_establishments() {
    let data = root().join("../shared/data/mx/establishments_mx_colima.parquet");
    if !data.exists() {
        println!("skipped: {} is not there", data.display());
        return;
    }
    let desk = Desk::of_example("colima");
    fs::copy(&data, desk.path().join("establishments_mx_colima.parquet")).unwrap();
    let study = fs::read_to_string(desk.path().join("study.toml")).unwrap();
    desk.put("study.toml", study.replace("draws = 199", "draws = 19, industries = [\"511\", \"484\"]").as_bytes());
    desk.runs(&[]);
    let ledger = &desk.record()["sources"][0]["ledgers"][0];
    assert_eq!([&ledger["read"], &ledger["used"]], [38_633, 38_633]);
    let industries = desk.table("distances/industries.csv");
    assert_eq!(industries.cells(&["industry"]), ["484", "511"]);
    assert_eq!(["484", "511"].map(|i| industries.value(&[("industry", i)], "establishments")), [287.0, 14.0]);
    assert!(desk.table("clusters/hdbscan.csv").rows.len() > 10);
    assert!(!desk.table("specialities/location_quotient.csv").rows.is_empty());
}
