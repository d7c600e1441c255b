//! A run as files, put in place all at once.
#![allow(clippy::disallowed_methods)] // results are files; the rest of the crate touches none

mod folder;
mod record;
mod tables;

use crate::{Speaker, chart, page};
use agglom_method::{Chart, Finding, Table};
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
        let (files, report) = rayon::join(|| write_files(run, speaker, staged), || put(&staged.join("report.html"), page(run, speaker).as_bytes()));
        report?;
        let mut files = files?;
        files.extend(["report.html", "run.json"].map(str::to_owned));
        files.sort();
        let record = serde_json::to_string_pretty(&record::record(run, speaker, &files)).unwrap_or_default();
        put(&staged.join("run.json"), record.as_bytes())?;
        let folder = self.staged.publish()?;
        Ok(folder.join("report.html"))
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    fs::write(path, bytes).map_err(WriteError::io(path))
}

/// A file of an analysis.
struct File<'a> {
    analysis: &'a Analysed,
    name: String,
    content: Content<'a>,
}

/// What is in a file.
enum Content<'a> {
    Csv(Vec<(&'a Group, &'a Table)>),
    Parquet(Vec<(&'a Group, &'a Table)>),
    Picture(&'a Chart, &'a [Table]),
}

/// Writes the tables and pictures of all analyses, as many at once as there are threads; their paths within the folder.
fn write_files(run: &Run, speaker: &Speaker, folder: &Path) -> Result<Vec<String>, WriteError> {
    for analysis in run.analyses.iter().filter(|a| a.outcome.is_ok()) {
        let own = folder.join(&analysis.name);
        fs::create_dir_all(&own).map_err(WriteError::io(&own))?;
    }
    let files: Vec<File<'_>> = run.analyses.iter().flat_map(files_of).collect();
    let written: Vec<Option<String>> = files.par_iter().map(|f| write_file(run, f, speaker, folder)).collect::<Result<_, _>>()?;
    Ok(written.into_iter().flatten().collect())
}

fn files_of(analysis: &Analysed) -> Vec<File<'_>> {
    let groups = analysis.outcome.as_deref().unwrap_or_default();
    let mut files = Vec::new();
    for name in table_names(groups) {
        let parts: Vec<(&Group, &Table)> = groups.iter().filter_map(|g| Some((g, table(&g.finding, name)?))).collect();
        files.push(File { analysis, name: format!("{name}.csv"), content: Content::Csv(parts.clone()) });
        files.push(File { analysis, name: format!("{name}.parquet"), content: Content::Parquet(parts) });
    }
    for group in groups {
        let tables = &group.finding.tables;
        files.extend(group.finding.charts.iter().map(|c| File {
            analysis,
            name: picture_name(&c.name, group),
            content: Content::Picture(c, tables),
        }));
    }
    files
}

/// Writes one file; its path within the folder, or nothing if there is nothing to draw.
fn write_file(run: &Run, file: &File<'_>, speaker: &Speaker, folder: &Path) -> Result<Option<String>, WriteError> {
    let name = format!("{}/{}", file.analysis.name, file.name);
    let path = folder.join(&name);
    match &file.content {
        Content::Csv(parts) => tables::csv(parts, &path).map_err(WriteError::io(&path))?,
        Content::Parquet(parts) => tables::parquet(parts, &path).map_err(WriteError::io(&path))?,
        Content::Picture(picture, tables) => {
            let Some(svg) = chart(picture, tables, run.places(file.analysis).map(AsRef::as_ref), speaker) else { return Ok(None) };
            put(&path, svg.as_bytes())?;
        }
    }
    Ok(Some(name))
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
