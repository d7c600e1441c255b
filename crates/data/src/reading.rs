//! From a cell's text to a number and a state: the one place where this is decided, whatever the engine.

use crate::number::short;
use crate::tables::CellState;
use crate::{NotNumber, Oddity, Source, number};
use std::str::Utf8Error;

/// How the cells of a source are read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CellReader {
    decimal: char,
    missing: Vec<String>,
    suppressed: Vec<String>,
    not_applicable: Vec<String>,
    /// Whether one of the marks starts like a number, so that a text that does may be a mark.
    numeric_marks: bool,
}

/// Texts that mean "not reported" unless a source says otherwise.
const MISSING: [&str; 6] = ["", "NA", "N/A", "NaN", "nan", "null"];

impl CellReader {
    /// How a source's cells are read.
    pub fn new(source: &Source) -> Self {
        let missing = source.missing.clone().unwrap_or_else(|| MISSING.map(str::to_owned).to_vec());
        let (suppressed, not_applicable) = (source.suppressed.clone(), source.not_applicable.clone());
        let numeric_marks = missing.iter().chain(&suppressed).chain(&not_applicable).any(|mark| starts_like_a_number(mark));
        Self { decimal: source.decimal(), missing, suppressed, not_applicable, numeric_marks }
    }

    /// A text as a number; `None` unless it is one.
    pub fn number(&self, text: &str) -> (Option<f64>, CellState) {
        self.short_number(text.as_bytes()).unwrap_or_else(|| self.any_number(text))
    }

    /// The same from bytes, if they are text.
    #[inline]
    pub(crate) fn number_of_bytes(&self, bytes: &[u8]) -> Result<(Option<f64>, CellState), Utf8Error> {
        self.short_number(bytes).map_or_else(|| Ok(self.any_number(std::str::from_utf8(bytes)?)), Ok)
    }

    #[inline]
    fn short_number(&self, bytes: &[u8]) -> Option<(Option<f64>, CellState)> {
        let value = short(bytes, self.decimal).filter(|_| !self.numeric_marks)?.value;
        Some((Some(value), if value < 0.0 { CellState::Negative } else { CellState::Plain }))
    }

    fn any_number(&self, text: &str) -> (Option<f64>, CellState) {
        let text = Self::code(text);
        if starts_like_a_number(text) && !self.numeric_marks {
            return self.read(text);
        }
        let is = |marks: &[String]| marks.iter().any(|m| m == text);
        if is(&self.suppressed) {
            return (None, CellState::Suppressed);
        }
        if is(&self.not_applicable) {
            return (None, CellState::NotApplicable);
        }
        if text.is_empty() || is(&self.missing) {
            return (None, CellState::Missing);
        }
        self.read(text)
    }

    fn read(&self, text: &str) -> (Option<f64>, CellState) {
        match number(text, self.decimal) {
            Ok(written) => {
                let state = match written.oddity {
                    _ if written.printed.value < 0.0 => CellState::Negative,
                    Some(Oddity::Grouping) => CellState::OddGrouping,
                    Some(Oddity::Percent) => CellState::Percent,
                    None => CellState::Plain,
                };
                (Some(written.printed.value), state)
            }
            Err(NotNumber::Text) => (None, CellState::Text),
            Err(NotNumber::Ambiguous) => (None, CellState::Ambiguous),
            Err(NotNumber::Infinite) => (None, CellState::Infinite),
        }
    }

    /// A number of a typed column.
    pub fn typed(value: Option<f64>) -> (Option<f64>, CellState) {
        match value {
            None => (None, CellState::Missing),
            Some(v) if v.is_nan() => (None, CellState::Missing),
            Some(v) if v.is_infinite() => (None, CellState::Infinite),
            Some(v) if v < 0.0 => (Some(v), CellState::Negative),
            Some(v) => (Some(v), CellState::Plain),
        }
    }

    /// A text as a code: trimmed.
    pub fn code(text: &str) -> &str {
        let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if visible(text.as_bytes().first()) && visible(text.as_bytes().last()) { text } else { text.trim() }
    }

    /// True if a text is empty or a mark of having no value.
    pub fn empty(&self, text: &str) -> bool {
        let text = Self::code(text);
        text.is_empty() || self.missing.iter().chain(&self.suppressed).chain(&self.not_applicable).any(|mark| mark == text)
    }

    /// A text as yes or no; `None` if it says neither.
    pub fn answer(text: &str) -> Option<bool> {
        let no = matches!(text.trim().to_ascii_lowercase().as_str(), "0" | "false" | "no" | "f" | "n");
        if no { Some(false) } else { Self::flag(text).then_some(true) }
    }

    /// A text as a flag.
    pub fn flag(text: &str) -> bool {
        matches!(text.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "t" | "y")
    }
}

fn starts_like_a_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}
