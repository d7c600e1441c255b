//! A study as it is written: TOML with the place of everything in it.

use crate::error::{StudyError, in_words, instead, position};
use crate::run::Language;
use agglom_data::Source;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A study as it is written. What it asks for is not checked yet: see [`crate::Plan`].
#[derive(Debug, Clone)]
pub struct Study {
    /// The file.
    pub file: PathBuf,
    /// Its text.
    pub text: String,
    /// Title.
    pub title: String,
    /// Seed of all random draws.
    pub seed: u64,
    /// Language of the report.
    pub language: Language,
    /// The sources, in order.
    pub sources: Vec<Named<Source>>,
    /// The analyses, in order.
    pub analyses: Vec<Named<Analysis>>,
    /// What is wrong in it already: [`crate::Plan`] tells it together with everything it finds itself.
    pub(crate) wrong: Vec<StudyError>,
    /// Names of the sources that cannot be read as such.
    pub(crate) unread: Vec<String>,
}

/// Something with a name and a place in the study.
#[derive(Debug, Clone)]
pub struct Named<T> {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// Where its parts stand, by dotted key (`columns.region`).
    pub spans: BTreeMap<String, Range<usize>>,
    /// What it is.
    pub value: T,
}

impl<T> Named<T> {
    /// Where a part stands, or the nearest whole that contains it.
    pub fn span_of(&self, key: &str) -> Range<usize> {
        let parent = key.rsplit_once('.').map(|(parent, _)| parent);
        self.spans.get(key).or_else(|| self.spans.get(parent?)).cloned().unwrap_or_else(|| self.span.clone())
    }
}

/// One analysis as it is written.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Key of the method; empty if there is none.
    pub method: String,
    /// Slot and source of each input; the slot is empty for `source = "..."`.
    pub inputs: Vec<(String, String)>,
    /// Columns to run by.
    pub by: Vec<String>,
    /// Settings as written.
    pub settings: serde_json::Map<String, serde_json::Value>,
}

const TOP: [&str; 5] = ["title", "seed", "language", "sources", "analysis"];
const ANALYSIS: [&str; 6] = ["name", "method", "source", "inputs", "by", "settings"];

impl Study {
    /// Reads a study from its text: an error if the text is not TOML.
    pub fn parse(file: &Path, text: &str) -> Result<Self, StudyError> {
        let name = file.display().to_string();
        let table = DeTable::parse(text).map_err(|e| {
            let span = e.span().unwrap_or(0..0);
            let twice = (e.message() == "duplicate key").then(|| text.get(span.clone())).flatten();
            let message = twice.map_or_else(|| e.message().to_owned(), |key| format!("`{key}` stands here for the second time"));
            error(&name, text, span, message)
        })?;
        Ok(Reader { file: name, text, errors: Vec::new(), unread: Vec::new() }.study(file, table.get_ref()))
    }

    /// The folder of the study: paths are relative to it.
    pub fn folder(&self) -> &Path {
        self.file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// An error about a part of the study.
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> StudyError {
        error(&self.file.display().to_string(), &self.text, span, message.into())
    }
}

fn error(file: &str, text: &str, span: Range<usize>, message: String) -> StudyError {
    let (line, column) = position(text, span.start);
    StudyError { file: file.to_owned(), line, column, span, message }
}

/// Reads a study and gathers everything that is wrong with it.
struct Reader<'a> {
    file: String,
    text: &'a str,
    errors: Vec<StudyError>,
    unread: Vec<String>,
}

impl Reader<'_> {
    fn error(&mut self, span: Range<usize>, message: String) {
        self.errors.push(error(&self.file, self.text, span, message));
    }

    fn study(mut self, file: &Path, table: &DeTable<'_>) -> Study {
        self.unknown_keys(table, &TOP, "a study");
        let title = self.text_of(table, "title").unwrap_or_else(|| file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default());
        let sources = table.get("sources").map(|s| self.sources(s)).unwrap_or_default();
        let analyses = table.get("analysis").map(|a| self.analyses(a)).unwrap_or_default();
        if analyses.is_empty() && self.errors.is_empty() {
            let hint = if table.contains_key("analysis") { "" } else { ": add an [[analysis]] with a method and a source" };
            self.error(0..0, format!("the study asks for nothing{hint}"));
        }
        Study {
            file: file.to_owned(),
            text: self.text.to_owned(),
            title,
            seed: self.whole(table, "seed").unwrap_or(0),
            language: self.language(table),
            sources,
            analyses,
            wrong: self.errors,
            unread: self.unread,
        }
    }

    fn unknown_keys(&mut self, table: &DeTable<'_>, known: &[&str], what: &str) {
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let name = key.get_ref();
            self.error(key.span(), format!("{what} has no key `{name}`{}", instead(name, known.iter().copied())));
        }
    }

    fn text_of(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.clone().into_owned()),
            other => {
                self.error(value.span(), format!("`{key}` must be a text in quotation marks, not {}", kind(other)));
                None
            }
        }
    }

    fn whole(&mut self, table: &DeTable<'_>, key: &str) -> Option<u64> {
        let value = table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(i) => u64::from_str_radix(&i.as_str().replace('_', ""), i.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            self.error(value.span(), format!("`{key}` must be a whole number from 0, not {}", kind(value.get_ref())));
        }
        number
    }

    fn language(&mut self, table: &DeTable<'_>) -> Language {
        match self.text_of(table, "language").as_deref() {
            None | Some("en") => Language::En,
            Some("zh") => Language::Zh,
            Some(other) => {
                let span = table.get("language").map_or(0..0, Spanned::span);
                self.error(span, format!("language `{other}` is not spoken; there are `en` and `zh`"));
                Language::En
            }
        }
    }

    fn sources(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Named<Source>> {
        let Some(table) = value.get_ref().as_table() else {
            self.error(value.span(), "sources are tables: [sources.NAME]".to_owned());
            return Vec::new();
        };
        let mut sources = Vec::new();
        for (key, value) in table {
            match self.source(key, value) {
                Some(source) => sources.push(source),
                None => self.unread.push(key.get_ref().clone().into_owned()),
            }
        }
        sources.sort_by_key(|s| s.span.start);
        sources
    }

    fn source(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Option<Named<Source>> {
        let name = key.get_ref().clone().into_owned();
        let Some(table) = value.get_ref().as_table() else {
            self.error(value.span(), format!("source `{name}` must be a table: [sources.{name}]"));
            return None;
        };
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c)) {
            self.error(key.span(), format!("`{name}` cannot be the name of a source: use letters, digits, `_` and `-`"));
            return None;
        }
        let before = self.errors.len();
        let known = keys_of::<Source>();
        self.unknown_keys(table, &known.iter().map(String::as_str).collect::<Vec<_>>(), "a source");
        if let Some(regions) = table.get("regions").and_then(|r| r.get_ref().as_table()) {
            let known = keys_of::<agglom_data::Regions>();
            self.unknown_keys(regions, &known.iter().map(String::as_str).collect::<Vec<_>>(), "`regions`");
        }
        for (part, span) in value.get_ref().as_table().into_iter().flatten() {
            let single = [(part.clone(), span.clone())].into_iter().collect::<DeTable<'_>>();
            if known.contains(&part.get_ref().to_string())
                && part.get_ref() != "regions"
                && let Err(e) = Source::deserialize(toml::Deserializer::from(Spanned::new(span.span(), single)))
            {
                self.error(e.span().unwrap_or(span.span()), format!("`{}`: {}", part.get_ref(), in_words(e.message())));
            }
        }
        if self.errors.len() > before {
            return None;
        }
        match Source::deserialize(toml::Deserializer::from(Spanned::new(value.span(), table.clone()))) {
            Ok(source) => Some(Named { name, span: key.span(), spans: spans(table), value: source }),
            Err(e) => {
                self.error(e.span().unwrap_or(value.span()), in_words(e.message()));
                None
            }
        }
    }

    fn analyses(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Named<Analysis>> {
        let Some(list) = value.get_ref().as_array() else {
            self.error(value.span(), "analyses are a list of tables: write [[analysis]] with two brackets".to_owned());
            return Vec::new();
        };
        list.iter().filter_map(|item| self.analysis(item)).collect()
    }

    fn analysis(&mut self, item: &Spanned<DeValue<'_>>) -> Option<Named<Analysis>> {
        let Some(table) = item.get_ref().as_table() else {
            self.error(item.span(), "an analysis is a table: [[analysis]]".to_owned());
            return None;
        };
        self.unknown_keys(table, &ANALYSIS, "an analysis");
        let header = item.span().start..item.span().start + self.text[item.span()].lines().next().unwrap_or_default().len();
        if !table.contains_key("method") {
            self.error(header.clone(), "the analysis has no `method`".to_owned());
        }
        let method = self.text_of(table, "method").unwrap_or_default();
        let name = self.text_of(table, "name").unwrap_or_else(|| method.clone());
        let unnamed = name.is_empty() && !table.contains_key("name");
        if !unnamed && (name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c))) {
            let span = table.get("name").map_or(header.clone(), Spanned::span);
            self.error(span, format!("`{name}` cannot be the name of an analysis: it names a folder; use letters, digits, `_` and `-`"));
        }
        let inputs = self.inputs(table, &header);
        let by = self.texts(table, "by");
        let settings = self.settings(table);
        let span = table.get("name").map_or(header, Spanned::span);
        Some(Named { name, span, spans: spans(table), value: Analysis { method, inputs, by, settings } })
    }

    fn settings(&mut self, table: &DeTable<'_>) -> serde_json::Map<String, serde_json::Value> {
        let Some(value) = table.get("settings") else { return serde_json::Map::new() };
        if let serde_json::Value::Object(map) = json(value.get_ref()) {
            return map;
        }
        self.error(value.span(), "`settings` is a table: settings = { name = value }".to_owned());
        serde_json::Map::new()
    }

    fn inputs(&mut self, table: &DeTable<'_>, header: &Range<usize>) -> Vec<(String, String)> {
        match (table.get("source"), table.get("inputs")) {
            (Some(_), None) => self.text_of(table, "source").map(|s| (String::new(), s)).into_iter().collect(),
            (None, Some(inputs)) => {
                let Some(slots) = inputs.get_ref().as_table() else {
                    self.error(inputs.span(), "`inputs` is a table: inputs = { slot = \"source\" }".to_owned());
                    return Vec::new();
                };
                let slots: Vec<String> = slots.keys().map(|k| k.get_ref().clone().into_owned()).collect();
                let table = inputs.get_ref().as_table();
                slots.into_iter().filter_map(|slot| Some((slot.clone(), self.text_of(table?, &slot)?))).collect()
            }
            (Some(source), Some(_)) => {
                self.error(source.span(), "give `source` (one input) or `inputs` (several), not both".to_owned());
                Vec::new()
            }
            (None, None) => {
                self.error(header.clone(), "the analysis has neither `source` nor `inputs`".to_owned());
                Vec::new()
            }
        }
    }

    fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<String> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let texts = value.get_ref().as_array().and_then(|list| list.iter().map(|v| v.get_ref().as_str().map(str::to_owned)).collect());
        texts.unwrap_or_else(|| {
            self.error(value.span(), format!("`{key}` is a list of texts: {key} = [\"year\"]"));
            Vec::new()
        })
    }
}

/// Where everything in a table stands, by dotted key.
fn spans(table: &DeTable<'_>) -> BTreeMap<String, Range<usize>> {
    let mut spans = BTreeMap::new();
    for (key, value) in table {
        spans.insert(key.get_ref().clone().into_owned(), value.span());
        if let Some(inner) = value.get_ref().as_table() {
            spans.extend(inner.iter().map(|(k, v)| (format!("{}.{}", key.get_ref(), k.get_ref()), v.span())));
        }
    }
    spans
}

/// The keys of a table that a type reads.
fn keys_of<T: schemars::JsonSchema>() -> Vec<String> {
    let schema = agglom_method::schema_of::<T>();
    schema.get("properties").and_then(|p| p.as_object()).map(|p| p.keys().cloned().collect()).unwrap_or_default()
}

/// A value of the study in words.
fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(s) => format!("the text \"{s}\""),
        DeValue::Integer(i) => format!("the number {}", i.as_str()),
        DeValue::Float(f) => format!("the number {}", f.as_str()),
        DeValue::Boolean(b) => b.to_string(),
        DeValue::Datetime(d) => format!("the date {d}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// A value of the study as JSON; numbers that JSON cannot hold become text and are refused as such.
pub(crate) fn json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(s) => Value::String(s.clone().into_owned()),
        DeValue::Integer(i) => {
            i64::from_str_radix(&i.as_str().replace('_', ""), i.radix()).map_or_else(|_| Value::String(i.as_str().to_owned()), Value::from)
        }
        DeValue::Float(f) => f
            .as_str()
            .replace('_', "")
            .parse::<f64>()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| Value::String(f.as_str().to_owned()), Value::Number),
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(d) => Value::String(d.to_string()),
        DeValue::Array(list) => Value::Array(list.iter().map(|v| json(v.get_ref())).collect()),
        DeValue::Table(table) => Value::Object(table.iter().map(|(k, v)| (k.get_ref().clone().into_owned(), json(v.get_ref()))).collect()),
    }
}
