//! Every loader through the engine: what it makes of a table, what it says of a broken one, and that no row is lost.
#![allow(clippy::unwrap_used, clippy::format_push_string, clippy::format_collect, missing_docs, unreachable_pub)] // a test binary

mod broken;
mod counts;
mod files;
mod indicators;
mod panel;
mod places_and_flows;
mod players;
mod regions;
mod register;

use agglom_data::load::{Loaded, Request, load};
use agglom_data::{DataError, Ledger, Place, Reason, Source, Tables, open_content};
use agglom_datafusion::Engine;
use agglom_method::{Periods, ShapeKind};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder with some files in it.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// A source, as a study would say it.
pub fn source(text: &str) -> Source {
    toml::from_str(text).unwrap()
}

/// What a test asks for.
pub struct Ask<'a> {
    pub folder: &'a Path,
    pub source: &'a str,
    pub shape: ShapeKind,
    pub by: &'a [&'a str],
    pub periods: Periods,
    pub threads: usize,
}

impl<'a> Ask<'a> {
    pub fn new(folder: &'a Path, source: &'a str, shape: ShapeKind) -> Self {
        Self { folder, source, shape, by: &[], periods: Periods::One, threads: 2 }
    }

    /// Opens, checks and loads.
    pub fn load(&self) -> Result<Loaded, DataError> {
        let source = source(self.source);
        let place = Place { source_name: "s".to_owned(), path: source.path.clone().unwrap_or_default() };
        let by: Vec<String> = self.by.iter().map(|b| (*b).to_owned()).collect();
        let engine = Engine::new(self.threads);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            engine.open(&place, &source, open_content(&place, &source, self.folder)?).await?;
            if source.filter.is_some() {
                engine.check_filter(&place, &source).await?;
            }
            let request = Request { place: &place, source: &source, folder: self.folder, shape: self.shape, periods: self.periods, by: &by };
            load(&engine, &request).await
        })
    }
}

/// Loads one CSV file as a shape.
pub fn csv(text: &str, source: &str, shape: ShapeKind) -> Result<Loaded, DataError> {
    let folder = folder(&[("t.csv", text.as_bytes())]);
    Ask::new(folder.path(), &format!("path = \"t.csv\"\n{source}"), shape).load()
}

/// The message of what should have been refused.
pub fn refused(loaded: Result<Loaded, DataError>) -> String {
    loaded.expect_err("must be refused").to_string()
}

/// Rows left out for a reason, and where the first is. Checks on the way that no row is lost.
pub fn left_out(ledger: &Ledger, reason: Reason) -> (u64, Option<u64>) {
    assert!(ledger.balances(), "{ledger:?}");
    ledger.left_out.get(&reason).map_or((0, None), |l| (l.rows, l.first_row))
}

/// Asserts that a message holds each of some pieces.
pub fn says(message: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(message.contains(piece), "{message:?} does not say {piece:?}");
    }
}
