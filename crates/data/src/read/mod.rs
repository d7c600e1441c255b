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

use crate::DataError;
use arrow::array::{ArrayRef, Int64Builder, StringViewBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
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

    /// Some columns (by number, in that order) of a part and the row numbers behind them, in batches.
    fn scan(&self, columns: &[usize], part: TablePart) -> Result<Batches, DataError>;

    /// What was chosen where the study is silent: name and value.
    fn chosen(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Builds batches of text columns with row numbers.
pub(crate) struct BatchBuilder {
    schema: SchemaRef,
    columns: Vec<StringViewBuilder>,
    rows: Int64Builder,
}

impl BatchBuilder {
    /// Rows of a batch.
    pub(crate) const ROWS: usize = 8192;

    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut fields: Vec<Field> = names.into_iter().map(|n| Field::new(n, DataType::Utf8View, true)).collect();
        let columns = fields.iter().map(|_| StringViewBuilder::new()).collect();
        fields.push(Field::new(ROW, DataType::Int64, false));
        Self { schema: Arc::new(Schema::new(fields)), columns, rows: Int64Builder::new() }
    }

    /// Adds the text of column `i` in the row that is being built.
    pub(crate) fn text(&mut self, i: usize, text: &str) {
        self.columns[i].append_value(text);
    }

    /// Ends a row; true if the batch is full.
    pub(crate) fn end_row(&mut self, row: u64) -> bool {
        self.rows.append_value(row as i64);
        self.len() >= Self::ROWS
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.values_slice().len()
    }

    pub(crate) fn finish(&mut self) -> RecordBatch {
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(|c| Arc::new(c.finish()) as ArrayRef).collect();
        arrays.push(Arc::new(self.rows.finish()));
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
