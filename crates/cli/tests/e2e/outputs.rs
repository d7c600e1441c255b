//! What a run writes, and where it refuses to write.

use crate::{Desk, JOBS, STUDY, Table, files};
use arrow::array::{Array, RecordBatch};
use arrow::util::display::array_value_to_string;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs;
use std::path::Path;

/// Asserts that a page fetches nothing, runs nothing, and links only to itself and to files that are there.
pub fn self_contained(page: &str, folder: &Path) {
    for never in ["<script", " src=", "@import", "url(http", "<link", "<iframe", "<object", "javascript:", "⟦", "{$"] {
        assert!(!page.contains(never), "{never}");
    }
    let links: Vec<&str> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!links.is_empty());
    for link in links {
        let there = link.strip_prefix('#').map_or_else(|| folder.join(link).is_file(), |anchor| page.contains(&format!("id=\"{anchor}\"")));
        assert!(there, "{link}");
    }
}

/// A Parquet file as the texts that CSV would have; numbers as the shortest text that reads back the same.
fn parquet(path: &Path) -> Table {
    let builder = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path).unwrap()).unwrap();
    let header = builder.schema().fields().iter().map(|f| f.name().clone()).collect();
    let batches: Vec<RecordBatch> = builder.build().unwrap().map(Result::unwrap).collect();
    let cell = |batch: &RecordBatch, column: usize, row: usize| {
        let column = batch.column(column);
        let text = if column.is_null(row) { String::new() } else { array_value_to_string(column, row).unwrap() };
        if column.data_type().is_floating() { text.parse::<f64>().map_or(text, |number| number.to_string()) } else { text }
    };
    let rows = batches.iter().flat_map(|b| (0..b.num_rows()).map(move |row| (0..b.num_columns()).map(|c| cell(b, c, row)).collect()));
    Table { header, rows: rows.collect() }
}

/// Asserts that every table says the same in Parquet as in CSV.
pub fn same_in_parquet(desk: &Desk) {
    for (path, bytes) in desk.tables() {
        let mut csv = Table::of(std::str::from_utf8(&bytes).unwrap());
        for cell in csv.rows.iter_mut().flatten() {
            // A number may be written in two ways: 1e-7 and 0.0000001.
            if let Ok(number) = cell.parse::<f64>() {
                *cell = number.to_string();
            }
        }
        let file = desk.path().join("study-results").join(path.with_extension("parquet"));
        assert_eq!(csv, parquet(&file), "{}", path.display());
    }
}

#[test]
fn the_record_lists_every_file_and_every_hash() {
    let desk = Desk::of_jobs();
    desk.runs(&[]);
    let record = desk.record();
    let listed: Vec<&str> = record["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
    let written: Vec<String> = files(&desk.path().join("study-results")).keys().map(|p| p.display().to_string()).collect();
    assert_eq!(listed, written);
    assert_eq!(record["study"]["text"], STUDY);
    assert_eq!(record["sources"][0]["files"][0]["bytes"], JOBS.len());
    assert_eq!(record["analyses"][0]["settings"]["alpha"], 0.05);
    for ledger in record["sources"].as_array().unwrap().iter().flat_map(|s| s["ledgers"].as_array().unwrap()) {
        let left_out: u64 = ledger["left_out"].as_object().unwrap().values().map(|l| l["rows"].as_u64().unwrap()).sum();
        assert_eq!(ledger["read"].as_u64().unwrap(), ledger["used"].as_u64().unwrap() + left_out);
    }
}

#[test]
fn every_row_is_accounted_for() {
    let desk = Desk::of_jobs();
    let rows = "c,x,2021,NA\n,x,2021,4\nc,,2021,4\nc,x,,4\nc,y,2021,(D)\nc,z,2019,4\n";
    desk.put("jobs.csv", format!("{JOBS}{rows}").as_bytes());
    desk.put(
        "study.toml",
        STUDY.replace("\n[[analysis", "suppressed = [\"(D)\"]\nwhere = \"year is null or year >= 2020\"\n\n[[analysis").as_bytes(),
    );
    desk.runs(&[]);
    let ledger = desk.record()["sources"][0]["ledgers"][0].clone();
    assert_eq!((ledger["read"].as_u64(), ledger["used"].as_u64()), (Some(14), Some(8)));
    let left_out = ledger["left_out"].as_object().unwrap();
    let why: Vec<(&str, u64)> = left_out.iter().map(|(why, l)| (why.as_str(), l["rows"].as_u64().unwrap())).collect();
    let expected = [("missing_value", 1), ("no_industry", 1), ("no_period", 1), ("no_region", 1), ("suppressed", 1), ("where", 1)];
    assert_eq!(why, expected);
    assert_eq!(left_out["no_period"]["first_row"], 13);
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_anything_is_computed() {
    let desk = Desk::of_jobs();
    let before = desk.files();
    for (out, pieces) in [
        ("jobs.csv", ["cannot write jobs.csv", "earlier results are untouched"]),
        ("jobs.csv/results", ["cannot write jobs.csv", "earlier results are untouched"]),
        ("/dev/full", ["cannot write /dev/full", "earlier results are untouched"]),
        (".", ["holds files that are not results of a run", "choose another folder with --out"]),
    ] {
        let ran = desk.run(&["--out", out]);
        ran.ends(2, &pieces);
        assert_eq!(ran.out, "");
        assert!(desk.files() == before, "{out}");
    }
}

/// A limit on the size of files stops writing half-way, as a full disk does.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_takes_no_more_leaves_the_results_before_as_they_were() {
    let desk = Desk::of_jobs();
    desk.run(&[]).ends(0, &[]);
    let before = desk.files();
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" run study.toml";
    let output = std::process::Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_agglom")]).current_dir(desk.path()).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("cannot write") && message.contains("earlier results are untouched"), "{message}");
    assert!(desk.files() == before, "the results before, and nothing beside them");
}

#[test]
fn results_go_where_they_are_asked_to_and_spare_what_others_put_there() {
    let desk = Desk::of_jobs();
    let ran = desk.run(&["--out", "some/where"]);
    ran.ends(0, &[]);
    assert_eq!(ran.out.trim_end(), "some/where/report.html");
    desk.put("some/where/notes.txt", b"mine");
    desk.put("study.toml", STUDY.replace("name = \"lq\"", "name = \"other\"").as_bytes());
    desk.run(&["--out", "some/where"]).ends(0, &[]);
    let there: Vec<String> = files(&desk.path().join("some")).keys().map(|p| p.display().to_string()).collect();
    assert!(there.contains(&"where/notes.txt".to_owned()) && there.contains(&"where/other/location_quotient.csv".to_owned()), "{there:?}");
    assert!(there.iter().all(|p| p.starts_with("where/") && !p.starts_with("where/lq/")), "{there:?}");
}
