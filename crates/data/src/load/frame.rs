//! Selections for loaders, and their batches as rows.

use super::Request;
use crate::error::Place;
use crate::tables::{CellState, Pick, Selection, Tables, What};
use crate::{DataError, Ledger, NotNumber, Reason};
use arrow::array::{Array, AsArray, Float64Array, Int8Array, Int64Array, StringViewArray, UInt32Array};
use arrow::datatypes::{Float64Type, Int8Type, Int64Type, UInt32Type};
use arrow::record_batch::RecordBatch;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// Prefix of the aliases of `by` columns.
const BY: &str = "by:";

/// A selection in the making: only roles that the study maps become picks.
pub(super) struct Picks<'a> {
    request: &'a Request<'a>,
    selection: Selection,
    has: Vec<&'static str>,
}

impl<'a> Picks<'a> {
    /// Starts with the `by` columns.
    pub(super) fn new(request: &'a Request<'a>, grouped: bool) -> Self {
        let picks = request.by.iter().map(|by| Pick::new(&format!("{BY}{by}"), What::Code(request.by_column(by).to_owned()))).collect();
        Self { request, selection: Selection { picks, grouped }, has: Vec::new() }
    }

    /// Adds a role, if it is mapped.
    pub(super) fn role(mut self, name: &'static str, what: fn(String) -> What) -> Self {
        if let Some(column) = self.request.source.column(name) {
            self.has.push(name);
            let digits = self.request.source.digits.get(name).copied();
            self.selection.picks.push(Pick { digits, ..Pick::new(name, what(column.to_owned())) });
        }
        self
    }

    /// Adds a pick.
    pub(super) fn pick(mut self, name: &'static str, what: What) -> Self {
        self.has.push(name);
        self.selection.picks.push(Pick::new(name, what));
        self
    }

    /// True if the role is mapped.
    pub(super) fn has(&self, role: &str) -> bool {
        self.has.contains(&role)
    }

    /// Runs the selection, batch by batch.
    pub(super) async fn run(self, tables: &dyn Tables, mut each: impl FnMut(&Part<'_>) -> Result<(), DataError> + Send) -> Result<(), DataError> {
        let by: Vec<String> = self.request.by.iter().map(|b| format!("{BY}{b}")).collect();
        let mut part = |batch: &RecordBatch| each(&Part { batch, by: &by });
        tables.select(self.request.place, self.request.source, &self.selection, &mut part).await
    }
}

/// One batch of a selection.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    batch: &'a RecordBatch,
    by: &'a [String],
}

impl<'a> Part<'a> {
    pub(super) fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// A text column; `None` if its role is not mapped.
    pub(super) fn text(&self, alias: &str) -> Option<&'a StringViewArray> {
        self.batch.column_by_name(alias).map(|c| c.as_string_view())
    }

    /// The values of the `by` columns.
    pub(super) fn by(&self) -> Vec<&'a StringViewArray> {
        self.by.iter().filter_map(|alias| self.text(alias)).collect()
    }

    /// A number column with its states; `None` if its role is not mapped.
    pub(super) fn number(&self, alias: &str) -> Option<Numbers<'a>> {
        let values = self.batch.column_by_name(alias)?.as_primitive::<Float64Type>();
        let states = self.batch.column_by_name(&format!("{alias}_state"))?.as_primitive::<Int8Type>();
        let squares = self.batch.column_by_name(&format!("{alias}_squares")).map(|c| c.as_primitive::<Float64Type>());
        Some(Numbers { values, states, squares })
    }

    /// A flag column; `None` if its role is not mapped.
    pub(super) fn flag(&self, alias: &str) -> Option<&'a arrow::array::BooleanArray> {
        self.batch.column_by_name(alias).map(|c| c.as_boolean())
    }

    /// A column of located regions with the states of the coordinates.
    pub(super) fn located(&self, alias: &str) -> Option<(&'a UInt32Array, &'a Int8Array)> {
        let regions = self.batch.column_by_name(alias)?.as_primitive_opt::<UInt32Type>()?;
        let states = self.batch.column_by_name(&format!("{alias}_state"))?.as_primitive::<Int8Type>();
        Some((regions, states))
    }

    /// The row of every row of the source, in a selection that is not grouped.
    pub(super) fn row(&self) -> &'a Int64Array {
        self.whole("row").expect("a selection that is not grouped numbers its rows")
    }

    /// Which rows of the source are behind each row of the selection.
    pub(super) fn spans(&self) -> Spans<'a> {
        match (self.whole("rows"), self.whole("first_row")) {
            (Some(rows), Some(first)) => Spans::Groups(rows, first),
            _ => Spans::Rows(self.row()),
        }
    }

    fn whole(&self, name: &str) -> Option<&'a Int64Array> {
        self.batch.column_by_name(name).map(|c| c.as_primitive::<Int64Type>())
    }
}

/// Which rows of the source are behind each row of a selection.
#[derive(Clone, Copy)]
pub(super) enum Spans<'a> {
    /// One each.
    Rows(&'a Int64Array),
    /// How many, and the first.
    Groups(&'a Int64Array, &'a Int64Array),
}

impl Span {
    /// A single row.
    pub(super) fn one(row: u64) -> Self {
        Self { rows: 1, first: row }
    }
}

/// The rows behind one row of a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) rows: u64,
    pub(super) first: u64,
}

impl Spans<'_> {
    pub(super) fn get(&self, i: usize) -> Span {
        match self {
            Self::Rows(row) => Span::one(row.value(i) as u64),
            Self::Groups(rows, first) => Span { rows: rows.value(i) as u64, first: first.value(i) as u64 },
        }
    }
}

/// A number column with its states.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a> {
    values: &'a Float64Array,
    states: &'a Int8Array,
    squares: Option<&'a Float64Array>,
}

impl Numbers<'_> {
    pub(super) fn get(&self, i: usize) -> (Option<f64>, CellState) {
        let value = (!self.values.is_null(i)).then(|| self.values.value(i));
        (value, CellState::from_number(self.states.value(i)).unwrap_or(CellState::Missing))
    }

    /// The sum of squares of a group; the square of a single value.
    pub(super) fn squares(&self, i: usize) -> f64 {
        match self.squares {
            Some(squares) => squares.value(i),
            None => self.values.value(i) * self.values.value(i),
        }
    }
}

/// The text in row `i`; empty if the role is not mapped.
pub(super) fn text_at(column: Option<&StringViewArray>, i: usize) -> &str {
    column.filter(|c| !c.is_null(i)).map_or("", |c| c.value(i))
}

/// Numbers texts in the order of their first appearance.
#[derive(Default)]
pub(super) struct Interner {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
    /// The number of the text before: tables are often sorted by something.
    last: u32,
}

impl Interner {
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if self.texts.get(self.last as usize).is_none_or(|t| t != text) {
            self.last = match self.numbers.get(text) {
                Some(&number) => number,
                None => self.add(text),
            };
        }
        self.last
    }

    fn add(&mut self, text: &str) -> u32 {
        let number = self.texts.len() as u32;
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    pub(super) fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    pub(super) fn contains(&self, text: &str) -> bool {
        self.numbers.contains_key(text)
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

/// What is wrong with cells of a number role: the first bad cell wins; odd ones are counted.
pub(super) struct CellCheck<'a> {
    place: &'a Place,
    role: &'static str,
    column: &'a str,
    negative_allowed: bool,
    bad: Option<(u64, CellState)>,
    odd: BTreeMap<crate::Oddity, (u64, u64)>,
}

impl<'a> CellCheck<'a> {
    pub(super) fn new(request: &'a Request<'_>, role: &'static str, negative_allowed: bool) -> Self {
        let column = request.source.column(role).unwrap_or(role);
        Self { place: request.place, role, column, negative_allowed, bad: None, odd: BTreeMap::new() }
    }

    /// Looks at cells of one state.
    pub(super) fn see(&mut self, state: CellState, Span { rows, first: row, .. }: Span) {
        let oddity = match state {
            CellState::OddGrouping => Some(crate::Oddity::Grouping),
            CellState::Percent => Some(crate::Oddity::Percent),
            CellState::Text | CellState::Ambiguous | CellState::Infinite | CellState::Impossible => {
                self.blame(state, row);
                None
            }
            CellState::Negative if !self.negative_allowed => {
                self.blame(state, row);
                None
            }
            _ => None,
        };
        if let Some(oddity) = oddity {
            let (cells, first) = self.odd.entry(oddity).or_insert((0, row));
            *cells += rows;
            *first = (*first).min(row);
        }
    }

    fn blame(&mut self, state: CellState, row: u64) {
        if self.bad.is_none_or(|(first, _)| row < first) {
            self.bad = Some((row, state));
        }
    }

    /// An error for the first bad cell; otherwise what was accepted goes into the ledger.
    pub(super) async fn finish(self, tables: &dyn Tables, ledger: &mut Ledger) -> Result<(), DataError> {
        if let Some((row, state)) = self.bad {
            let text = tables.cell(self.place, self.column, row).await.unwrap_or_default();
            return Err(self.place.cell(Some(row), self.column, problem(self.role, state, text.trim())));
        }
        for (what, (cells, row)) in self.odd {
            let example = tables.cell(self.place, self.column, row).await.unwrap_or_default();
            ledger.accepted.push(crate::Accepted { column: self.column.to_owned(), what, cells, first_row: Some(row), example });
        }
        Ok(())
    }
}

pub(super) fn problem(role: &str, state: CellState, text: &str) -> String {
    match state {
        CellState::Ambiguous => NotNumber::Ambiguous.problem(text),
        CellState::Infinite => NotNumber::Infinite.problem(text),
        CellState::Negative => format!("`{text}` is negative; a {role} cannot be"),
        CellState::Impossible if role == "lat" => {
            format!(
                "latitude `{text}` is not between -90 and 90; longitude and latitude may be swapped, or the coordinates may be metres (map them to x and y and declare crs)"
            )
        }
        CellState::Impossible if role == "lon" => {
            format!("longitude `{text}` is not between -180 and 180; the coordinates may be metres (map them to x and y and declare crs)")
        }
        CellState::Impossible => format!("`{text}` looks like degrees, not metres; map the columns to lon and lat"),
        _ => NotNumber::Text.problem(text),
    }
}

/// The reason to leave out a cell of that state; `None` if it is observed.
pub(super) fn reason(state: CellState) -> Option<Reason> {
    match state {
        CellState::Missing => Some(Reason::MissingValue),
        CellState::Suppressed => Some(Reason::Suppressed),
        CellState::NotApplicable => Some(Reason::NotApplicable),
        _ => None,
    }
}
