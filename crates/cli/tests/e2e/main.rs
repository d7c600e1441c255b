//! The program as its users meet it: every test runs the binary in a folder of its own.
#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs, unreachable_pub)] // a test binary

mod chains;
mod colima;
mod commands;
mod counties;
mod desk;
mod entries_and_exits;
mod failures;
mod helsinki;
mod inputs;
mod interruption;
mod languages;
mod liling;
mod outputs;
mod park_types;
mod repetition;
mod three_systems;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Two regions and two industries in two years.
pub const JOBS: &str = "region,industry,year,jobs\n\
    a,x,2020,50\na,y,2020,70\nb,x,2020,90\nb,y,2020,10\n\
    a,x,2021,60\na,y,2021,70\nb,x,2021,90\nb,y,2021,20\n";

/// A study of them.
pub const STUDY: &str = r#"title = "Jobs"

[sources.jobs]
path = "jobs.csv"
columns = { region = "region", industry = "industry", period = "year", value = "jobs" }

[[analysis]]
name = "lq"
method = "location_quotient"
source = "jobs"
by = ["year"]
"#;

/// What a call of the program left behind.
#[derive(Debug)]
pub struct Ran {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Asserts the exit status, and what standard error says; the program never blames itself.
    pub fn ends(&self, status: i32, pieces: &[&str]) {
        assert_eq!(self.status, Some(status), "{self:#?}");
        for never in ["panicked", "made a mistake", "⟦", "{$"] {
            assert!(!self.err.contains(never), "{never:?} in {}", self.err);
        }
        for piece in pieces {
            assert!(self.err.contains(piece), "{piece:?} is not in {}", self.err);
        }
    }
}

/// The program, to be called in a folder.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_agglom"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

/// Calls the program in a folder.
pub fn agglom(folder: &Path, arguments: &[&str]) -> Ran {
    let output = command(folder, arguments).output().unwrap();
    Ran { status: output.status.code(), out: String::from_utf8(output.stdout).unwrap(), err: String::from_utf8(output.stderr).unwrap() }
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder with a study in it.
pub struct Desk(TempDir);

impl Desk {
    /// A folder with some files.
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            desk.put(name, bytes);
        }
        desk
    }

    /// A folder with the study of jobs.
    pub fn of_jobs() -> Self {
        Self::with(&[("jobs.csv", JOBS.as_bytes()), ("study.toml", STUDY.as_bytes())])
    }

    /// A folder with the files of an example.
    pub fn of_example(name: &str) -> Self {
        let desk = Self::with(&[]);
        for entry in fs::read_dir(root().join("examples").join(name)).unwrap().flatten() {
            if entry.file_type().unwrap().is_file() {
                desk.put(&entry.file_name().into_string().unwrap(), &fs::read(entry.path()).unwrap());
            }
        }
        desk
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path().join(name), bytes).unwrap();
    }

    /// Runs the study with more arguments.
    pub fn run(&self, more: &[&str]) -> Ran {
        agglom(self.path(), &[&["run", "study.toml"], more].concat())
    }

    /// Runs the study, which must find everything.
    pub fn runs(&self, more: &[&str]) {
        self.run(more).ends(0, &[]);
    }

    /// A table of the results.
    pub fn table(&self, path: &str) -> Table {
        Table::of(&self.results(path))
    }

    /// A file of the results as text.
    pub fn results(&self, path: &str) -> String {
        fs::read_to_string(self.path().join("study-results").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// `run.json`.
    pub fn record(&self) -> serde_json::Value {
        serde_json::from_str(&self.results("run.json")).unwrap()
    }

    /// Every file in the folder by its path.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(self.path())
    }

    /// Every table of the results in CSV by its path.
    pub fn tables(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.path().join("study-results")).into_iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "csv")).collect()
    }
}

/// Every file below a folder by its path.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.insert(entry.path().strip_prefix(folder).unwrap().to_owned(), fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

/// A table in CSV.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn of(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut rows = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
        Self { header: rows.next().unwrap_or_default(), rows: rows.collect() }
    }

    fn number(&self, column: &str) -> usize {
        self.header.iter().position(|h| h == column).unwrap_or_else(|| panic!("no column {column} in {:?}", self.header))
    }

    /// The values of some columns, row by row, separated by `|`.
    pub fn cells(&self, columns: &[&str]) -> Vec<String> {
        let numbers: Vec<usize> = columns.iter().map(|c| self.number(c)).collect();
        self.rows.iter().map(|row| numbers.iter().map(|&n| row[n].as_str()).collect::<Vec<_>>().join("|")).collect()
    }

    /// The number in a column of the only row with these values.
    pub fn value(&self, key: &[(&str, &str)], column: &str) -> f64 {
        let found: Vec<&Vec<String>> = self.rows.iter().filter(|row| key.iter().all(|(c, v)| row[self.number(c)] == *v)).collect();
        let [row] = found.as_slice() else { panic!("{} rows with {key:?}", found.len()) };
        row[self.number(column)].parse().unwrap_or_else(|_| panic!("{column} is {:?}", row[self.number(column)]))
    }
}

/// Asserts that a computed number agrees with an independent one but for rounding.
pub fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
}
