use agglom_data::DataError;
use agglom_method::nearest;
use std::ops::Range;
use thiserror::Error;

/// Something in a study file that cannot be done, found before any data are read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct StudyError {
    /// The study file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// Bytes of the study that the error is about.
    pub span: Range<usize>,
    /// What is wrong and what there is instead.
    pub message: String,
}

/// Why a study did not run.
#[derive(Debug, Clone, Error)]
pub enum RunError {
    /// The study is wrong, in one place or several.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Study(Vec<StudyError>),
    /// Data that are not as the study says.
    #[error("{}:{}:{}: {error}", at.file, at.line, at.column)]
    Data {
        /// What is wrong.
        error: Box<DataError>,
        /// Where the source stands in the study.
        at: Box<StudyError>,
    },
    /// The user interrupted the run.
    #[error("interrupted; earlier results are untouched")]
    Cancelled,
}

impl RunError {
    /// The exit status: 2 for wrong studies and data, 130 for an interruption.
    pub fn status(&self) -> u8 {
        match self {
            Self::Study(_) | Self::Data { .. } => 2,
            Self::Cancelled => 130,
        }
    }
}

/// `; nearest is ...; there are ...` for a name that is none of `names`.
pub(crate) fn instead<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let hint = nearest(name, names.iter().copied()).map(|n| format!("; nearest is `{n}`")).unwrap_or_default();
    let all = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    if all.is_empty() { hint } else { format!("{hint}; there are {all}") }
}

/// A message of a deserializer in words that are not a programmer's: what must stand here, and what does.
pub(crate) fn in_words(message: &str) -> String {
    let Some((found, wanted)) = message.rsplit_once(", expected ") else { return message.to_owned() };
    if let Some(name) = found.strip_prefix("unknown variant ") {
        let names = wanted.split('`').skip(1).step_by(2);
        let hint = nearest(name.trim_matches('`'), names).map(|n| format!("; nearest is `{n}`")).unwrap_or_default();
        return format!("must be {wanted}, not {name}{hint}");
    }
    let Some(found) = found.strip_prefix("invalid type: ").or(found.strip_prefix("invalid value: ")) else { return message.to_owned() };
    let wanted = match wanted {
        "f64" => "a number",
        "u32" | "u64" | "usize" => "a whole number from 0",
        "a string" => "a text in quotation marks",
        "a character" => "a single character",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "a table",
        other => other,
    };
    let found = match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer", number)) => format!("the number {}", number.trim_matches('`')),
        Some(("floating", number)) => format!("the number {}", number.trim_start_matches("point ").trim_matches('`')),
        Some(("boolean", flag)) => flag.trim_matches('`').to_owned(),
        _ => format!("a {}", found.replace("sequence", "list").replace("map", "table")),
    };
    format!("must be {wanted}, not {found}")
}

/// Line and column (from 1, in characters) of a byte of a text.
pub(crate) fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(byte)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
