//! A run as files, put in place all at once.
#![allow(clippy::disallowed_methods)] // results are files; the rest of the crate touches none

mod folder;
mod record;
mod tables;

use crate::{Speaker, chart, page};
use agglom_method::{Finding, Table};
use agglom_study::{Analysed, Group, Run};
use folder::Staged;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why results could not be written. Whatever stood in the folder before still stands there.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The folder holds something that no run has written.
    #[error("{} holds files that are not results of a run; choose another folder with --out", .0.display())]
    Foreign(PathBuf),
    /// The system refuses.
    #[error("cannot write {}: {why}; earlier results are untouched", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
}

impl WriteError {
    fn io(path: &Path) -> impl Fn(io::Error) -> Self {
        move |e| Self::Io { path: path.to_owned(), why: e.to_string() }
    }
}

/// A folder for results, made sure of before anything is computed.
///
/// Results are written beside their place and moved there when they are whole, so a run that fails or is interrupted leaves
/// the results of the run before as they were.
pub struct Results {
    staged: Staged,
}

impl Results {
    /// Prepares to write into a folder: it must not exist, or be empty, or hold results of an earlier run.
    pub fn prepare(folder: &Path) -> Result<Self, WriteError> {
        Staged::new(folder).map(|staged| Self { staged })
    }

    /// Writes a run and puts it in place; the path of the report.
    pub fn write(self, run: &Run, speaker: &Speaker) -> Result<PathBuf, WriteError> {
        let staged = self.staged.path();
        let mut files: Vec<String> = vec!["report.html".to_owned(), "run.json".to_owned()];
        let written: Vec<Vec<String>> =
            run.analyses.par_iter().map(|analysis| write_analysis(run, analysis, speaker, staged)).collect::<Result<_, _>>()?;
        files.extend(written.into_iter().flatten());
        files.sort();
        put(&staged.join("report.html"), page(run, speaker).as_bytes())?;
        let record = serde_json::to_string_pretty(&record::record(run, speaker, &files)).unwrap_or_default();
        put(&staged.join("run.json"), record.as_bytes())?;
        let folder = self.staged.publish()?;
        Ok(folder.join("report.html"))
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    fs::write(path, bytes).map_err(WriteError::io(path))
}

/// Writes the tables and pictures of an analysis; their paths within the folder.
fn write_analysis(run: &Run, analysis: &Analysed, speaker: &Speaker, folder: &Path) -> Result<Vec<String>, WriteError> {
    let Ok(groups) = &analysis.outcome else { return Ok(Vec::new()) };
    let own = folder.join(&analysis.name);
    fs::create_dir_all(&own).map_err(WriteError::io(&own))?;
    let mut files = Vec::new();
    for name in table_names(groups) {
        let parts: Vec<(&Group, &Table)> = groups.iter().filter_map(|g| Some((g, table(&g.finding, name)?))).collect();
        let (csv, parquet) = (own.join(format!("{name}.csv")), own.join(format!("{name}.parquet")));
        tables::csv(&parts, &csv).map_err(WriteError::io(&csv))?;
        tables::parquet(&parts, &parquet).map_err(WriteError::io(&parquet))?;
        files.extend(["csv", "parquet"].map(|ending| format!("{}/{name}.{ending}", analysis.name)));
    }
    for group in groups {
        for picture in &group.finding.charts {
            let Some(table) = table(&group.finding, &picture.table) else { continue };
            let Some(svg) = chart(picture, table, run.places(analysis).map(AsRef::as_ref), speaker) else { continue };
            let name = picture_name(&picture.name, group);
            put(&own.join(&name), svg.as_bytes())?;
            files.push(format!("{}/{name}", analysis.name));
        }
    }
    Ok(files)
}

/// Names of the tables of some groups, in the order of their first appearance.
pub(crate) fn table_names(groups: &[Group]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    groups.iter().flat_map(|g| &g.finding.tables).map(|t| t.name.as_str()).filter(|n| seen.insert(*n)).collect()
}

fn table<'a>(finding: &'a Finding, name: &str) -> Option<&'a Table> {
    finding.tables.iter().find(|t| t.name == name)
}

/// `chart.svg`, or `chart-2021.svg` for a group; characters that file systems dislike become `_`.
fn picture_name(chart: &str, group: &Group) -> String {
    let safe = |text: &str| text.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect::<String>();
    let parts: Vec<String> = group.by.iter().map(|(_, value)| format!("-{}", safe(value))).collect();
    format!("{chart}{}.svg", parts.concat())
}
