use agglom_data::Ledger;
use agglom_method::{Family, Finding, MethodError, Places};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything a run found, and how: what the report and the result files are written from.
#[derive(Debug)]
pub struct Run {
    /// Title of the study.
    pub title: String,
    /// Language of the report.
    pub language: Language,
    /// Seed of the study.
    pub seed: u64,
    /// The study file, as it was read.
    pub study: StudyText,
    /// The sources in the order of the study.
    pub sources: Vec<SourceRecord>,
    /// The analyses in the order of the study.
    pub analyses: Vec<Analysed>,
    /// Program and version.
    pub version: String,
    /// When the run started, in UTC (RFC 3339).
    pub started: String,
    /// How long it took.
    pub seconds: f64,
    /// Threads it might use.
    pub threads: usize,
}

/// Language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// The study file, as it was read.
#[derive(Debug, Clone, Serialize)]
pub struct StudyText {
    /// File name without its folder.
    pub file: String,
    /// The whole text.
    pub text: String,
    /// SHA-256 of the text.
    pub sha256: String,
}

/// What was read from one source.
#[derive(Debug, Clone)]
pub struct SourceRecord {
    /// Its name in the study.
    pub name: String,
    /// The files behind it (none for a table made by an analysis): name relative to the study, bytes, SHA-256.
    pub files: Vec<FileRecord>,
    /// `analysis.table`, if it is one.
    pub table: Option<String>,
    /// One ledger per shape it was read as.
    pub ledgers: Vec<Ledger>,
    /// What the loader chose where the study is silent (encoding, delimiter, projection): name and value.
    pub chosen: Vec<(String, String)>,
    /// The polygons of its regions, for maps.
    pub places: Option<Arc<Places>>,
}

/// A file that was read.
#[derive(Debug, Clone, Serialize)]
pub struct FileRecord {
    /// Path as the study gives it.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of the content.
    pub sha256: String,
}

/// One analysis and what came of it.
#[derive(Debug)]
pub struct Analysed {
    /// Its name in the study.
    pub name: String,
    /// Key of its method.
    pub method: &'static str,
    /// Family of its method.
    pub family: Family,
    /// Slot and source of each input.
    pub inputs: Vec<(String, String)>,
    /// The columns it was run by.
    pub by: Vec<String>,
    /// The settings as completed by defaults.
    pub settings: serde_json::Value,
    /// What it found for each group of `by` (a single nameless group without `by`), or why it found nothing.
    pub outcome: Result<Vec<Group>, MethodError>,
    /// How long it took.
    pub seconds: f64,
    /// Highest memory use of the whole process until it ended, if the system tells.
    pub peak_bytes: Option<u64>,
}

/// What was found for one combination of values of the `by` columns.
#[derive(Debug)]
pub struct Group {
    /// Column and value; empty without `by`.
    pub by: Vec<(String, String)>,
    /// What was found.
    pub finding: Finding,
}

impl Run {
    /// The map of an analysis: the polygons of the first of its sources that has some.
    pub fn places(&self, analysis: &Analysed) -> Option<&Arc<Places>> {
        let by_name: BTreeMap<&str, &SourceRecord> = self.sources.iter().map(|s| (s.name.as_str(), s)).collect();
        analysis.inputs.iter().filter_map(|(_, source)| by_name.get(source.as_str())).find_map(|s| s.places.as_ref())
    }
}
