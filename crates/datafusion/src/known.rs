//! What the engine knows of a table.

use crate::text_source::RowCount;
use agglom_data::read::{TablePart, TextTable, Wanted};
use agglom_data::{CellReader, CellState, DataError, Place};
use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::DataType;

/// A table that was opened.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) columns: Vec<Column>,
    /// Whether it has each column as numbers, too.
    pub(crate) numbers: bool,
    pub(crate) rows: RowCount,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: DataType,
    /// What the first rows of a text column look like.
    pub(crate) looks: Looks,
}

/// What the first rows of a text column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    Text,
    Number,
    Flag,
}

impl Known {
    /// The column of that name, or an error that names the nearest.
    pub(crate) fn column(&self, place: &Place, name: &str) -> Result<&Column, DataError> {
        let names = || self.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
        self.columns.iter().find(|c| c.name == name).ok_or_else(|| place.no_column(name, &names()))
    }
}

/// What each column of a text table looks like in its first rows.
pub(crate) fn looks(table: &dyn TextTable, reader: &CellReader) -> Result<Vec<Looks>, DataError> {
    let all: Vec<Wanted> = (0..table.columns().len()).map(Wanted::Text).collect();
    // A broken row is told when it is read, not when the table is opened.
    let Some(Ok(first)) = table.scan(&all, TablePart::default())?.next() else { return Ok(vec![Looks::Text; all.len()]) };
    Ok((0..all.len()).map(|c| look(first.column(c).as_string_view().iter().flatten(), reader)).collect())
}

fn look<'a>(texts: impl Iterator<Item = &'a str>, reader: &CellReader) -> Looks {
    let (mut numbers, mut flags, mut seen) = (true, true, false);
    for text in texts {
        let text = text.trim();
        let state = reader.number(text).1;
        if matches!(state, CellState::Missing | CellState::Suppressed | CellState::NotApplicable) {
            continue;
        }
        seen = true;
        // A leading zero is the mark of a code.
        let code = text.len() > 1 && text.starts_with('0') && text.as_bytes()[1].is_ascii_digit();
        numbers &= !code && !matches!(state, CellState::Text | CellState::Ambiguous | CellState::Infinite);
        flags &= matches!(text.to_ascii_lowercase().as_str(), "true" | "false");
    }
    match (seen, numbers, flags) {
        (true, true, _) => Looks::Number,
        (true, false, true) => Looks::Flag,
        _ => Looks::Text,
    }
}
