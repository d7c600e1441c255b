//! Files as tables of text, row by row.

mod csv_file;
mod encoding;
mod features;
mod records;
mod workbook;

pub use csv_file::CsvFile;
pub(crate) use encoding::encoding;
pub use features::Features;
pub use workbook::Workbook;

use crate::tables::CellState;
use crate::{CellReader, DataError};
use arrow::array::{ArrayRef, Float64Array, Int8Array, Int64Array, NullBufferBuilder, StringViewBuilder, StructArray};
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use std::str::Utf8Error;
use std::sync::Arc;

/// Name of the column that numbers the rows of a [`TextTable`], as a spreadsheet shows them.
pub const ROW: &str = "\u{1}row";

/// Rows of a text table, in batches.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch, DataError>> + Send>;

/// A part of a table, made by [`TextTable::parts`]; by default all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TablePart {
    /// Where it begins in the file, in bytes; the header stands in the part that begins at 0.
    pub(crate) start: u64,
    /// Where it ends, if not at the end of the file.
    pub(crate) end: Option<u64>,
    /// Line feeds before it.
    pub(crate) feeds: u64,
}

/// A table whose cells are text: what a CSV file, a sheet or the properties of polygons are before roles are known.
pub trait TextTable: Send + Sync + std::fmt::Debug {
    /// Its columns, in order.
    fn columns(&self) -> &[String];

    /// The table cut into at most so many parts of consecutive rows, which can be read at the same time.
    fn parts(&self, _at_most: usize) -> Result<Vec<TablePart>, DataError> {
        Ok(vec![TablePart::default()])
    }

    /// Some columns (in that order) of a part and the row numbers behind them, in batches.
    fn scan(&self, wanted: &[Wanted], part: TablePart) -> Result<Batches, DataError>;

    /// What was chosen where the study is silent: name and value.
    fn chosen(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// A column of a text table, by number, and what is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// Its cells as they are.
    Text(usize),
    /// Its cells as numbers with their states, as [`Numbers`] holds them.
    Number(usize, CellReader),
}

impl Wanted {
    fn column(&self) -> usize {
        match self {
            Self::Text(column) | Self::Number(column, _) => *column,
        }
    }

    fn data_type(&self) -> DataType {
        match self {
            Self::Text(_) => DataType::Utf8View,
            Self::Number(..) => DataType::Struct(Numbers::fields()),
        }
    }
}

/// Numbers with their states, on their way into a column.
#[derive(Debug)]
pub struct Numbers {
    values: Vec<f64>,
    observed: NullBufferBuilder,
    states: Vec<i8>,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { values: Vec::new(), observed: NullBufferBuilder::new(0), states: Vec::new() }
    }
}

impl Numbers {
    /// The parts of the column: `value`, empty unless there is one, and `state`.
    pub fn fields() -> Fields {
        Fields::from(vec![Field::new("value", DataType::Float64, true), Field::new("state", DataType::Int8, false)])
    }

    /// Adds what a [`CellReader`] says of a cell.
    #[inline]
    pub fn push(&mut self, (value, state): (Option<f64>, CellState)) {
        self.values.push(value.unwrap_or_default());
        self.observed.append(value.is_some());
        self.states.push(state as i8);
    }

    /// The column; what follows begins another.
    pub fn finish(&mut self) -> ArrayRef {
        let capacity = self.values.len();
        let (values, states) =
            (std::mem::replace(&mut self.values, Vec::with_capacity(capacity)), std::mem::replace(&mut self.states, Vec::with_capacity(capacity)));
        let values = Float64Array::new(values.into(), self.observed.finish());
        Arc::new(StructArray::new(Self::fields(), vec![Arc::new(values), Arc::new(Int8Array::from(states))], None))
    }
}

/// Builds batches of columns with row numbers.
pub(crate) struct BatchBuilder {
    schema: SchemaRef,
    columns: Vec<Column>,
    rows: Vec<i64>,
}

enum Column {
    Text(StringViewBuilder),
    Number(CellReader, Numbers),
}

impl BatchBuilder {
    /// Rows of a batch.
    pub(crate) const ROWS: usize = 8192;

    /// For columns of a table with these names.
    pub(crate) fn new(names: &[String], wanted: &[Wanted]) -> Self {
        let mut fields: Vec<Field> = wanted.iter().map(|w| Field::new(&names[w.column()], w.data_type(), true)).collect();
        let column = |wanted: &Wanted| match wanted {
            Wanted::Text(_) => Column::Text(StringViewBuilder::new()),
            Wanted::Number(_, reader) => Column::Number(reader.clone(), Numbers::default()),
        };
        fields.push(Field::new(ROW, DataType::Int64, false));
        Self { schema: Arc::new(Schema::new(fields)), columns: wanted.iter().map(column).collect(), rows: Vec::new() }
    }

    /// Adds the text of column `i` in the row that is being built.
    pub(crate) fn text(&mut self, i: usize, text: &str) {
        match &mut self.columns[i] {
            Column::Text(texts) => texts.append_value(text),
            Column::Number(reader, numbers) => numbers.push(reader.number(text)),
        }
    }

    /// The same from bytes, if they are text.
    pub(crate) fn bytes(&mut self, i: usize, bytes: &[u8]) -> Result<(), Utf8Error> {
        match &mut self.columns[i] {
            Column::Text(texts) => texts.append_value(std::str::from_utf8(bytes)?),
            Column::Number(reader, numbers) => numbers.push(reader.number_of_bytes(bytes)?),
        }
        Ok(())
    }

    /// Ends a row; true if the batch is full.
    pub(crate) fn end_row(&mut self, row: u64) -> bool {
        self.rows.push(row as i64);
        self.len() >= Self::ROWS
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn finish(&mut self) -> RecordBatch {
        let finished = |column: &mut Column| match column {
            Column::Text(texts) => Arc::new(texts.finish()),
            Column::Number(_, numbers) => numbers.finish(),
        };
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(finished).collect();
        arrays.push(Arc::new(Int64Array::from(std::mem::take(&mut self.rows))));
        RecordBatch::try_new(self.schema.clone(), arrays).expect("every column gets one value per row")
    }
}

/// Column names that can be told apart: blank ones get a number, repeated ones a count.
pub(crate) fn column_names(header: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    for (i, text) in header.iter().enumerate() {
        let text = text.trim().trim_start_matches('\u{feff}');
        let base = if text.is_empty() { format!("(column {})", i + 1) } else { text.to_owned() };
        let mut name = base.clone();
        let mut n = 1;
        while names.contains(&name) {
            n += 1;
            name = format!("{base} ({n})");
        }
        names.push(name);
    }
    names
}

/// A batch, so that whoever needs one table without rows need not know the library behind it.
pub type Batch = RecordBatch;

/// A table without rows whose columns are all text.
pub fn empty<S: Into<String>>(columns: impl IntoIterator<Item = S>) -> Batch {
    let fields: Vec<Field> = columns.into_iter().map(|c| Field::new(c, DataType::Utf8View, true)).collect();
    RecordBatch::new_empty(Arc::new(Schema::new(fields)))
}
