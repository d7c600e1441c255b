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

/// Line and column (from 1, in characters) of a byte of a text.
pub(crate) fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(byte)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
