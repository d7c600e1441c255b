use super::encoding::{self, Decoded, Found};
use super::records::Records;
use super::{BatchBuilder, Batches, TextTable};
use crate::error::Place;
use crate::{DataError, Source};
use encoding_rs::UTF_8;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// A text file with delimited fields, read as a stream.
#[derive(Debug)]
pub struct CsvFile {
    path: PathBuf,
    place: Place,
    found: Found,
    delimiter: u8,
    header_row: u64,
    columns: Vec<String>,
}

impl CsvFile {
    /// Opens a file: finds its encoding and reads its header.
    pub fn open(path: &Path, source: &Source, place: &Place) -> Result<Self, DataError> {
        let mut file = File::open(path).map_err(|e| place.open(e))?;
        let found = encoding::find(source, place, &mut file)?;
        let delimiter = source.delimiter().map_err(|problem| place.source(problem))?;
        let header_row = u64::from(source.header_row.unwrap_or(1));
        let mut opened = Self { path: path.to_owned(), place: place.clone(), found, delimiter, header_row, columns: Vec::new() };
        let header = opened.rows()?.header()?;
        opened.columns = super::column_names(&header);
        if opened.columns.len() == 1 && source.delimiter.is_none() && header.iter().any(|h| h.contains([';', '\t', '|'])) {
            return Err(place.broken(format!("its header `{}` has one column; say what separates the fields: delimiter = \";\"", header[0])));
        }
        Ok(opened)
    }

    fn rows(&self) -> Result<Rows, DataError> {
        let file = File::open(&self.path).map_err(|e| self.place.open(e))?;
        let bytes: Box<dyn Read + Send> = if self.found.encoding == UTF_8 {
            Box::new(without_mark(file).map_err(|e| self.place.open(e))?)
        } else {
            Box::new(Decoded::new(file, self.found.encoding))
        };
        let records = Records::new(bytes, self.delimiter);
        Ok(Rows { records, place: self.place.clone(), header_row: self.header_row, last: 0 })
    }
}

/// A UTF-8 file without its byte order mark.
fn without_mark(mut file: File) -> std::io::Result<impl Read + Send> {
    let mut first = Vec::new();
    file.by_ref().take(3).read_to_end(&mut first)?;
    if first == [0xEF, 0xBB, 0xBF] {
        first.clear();
    }
    Ok(std::io::Cursor::new(first).chain(file))
}

impl TextTable for CsvFile {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn scan(&self, columns: &[usize]) -> Result<Batches, DataError> {
        let mut rows = self.rows()?;
        rows.header()?;
        let builder = BatchBuilder::new(columns.iter().map(|&c| self.columns[c].as_str()));
        Ok(Box::new(Scan { rows, builder, columns: columns.to_vec(), width: self.columns.len(), names: self.columns.clone(), done: false }))
    }

    fn chosen(&self) -> Vec<(String, String)> {
        if self.found.detected { vec![("encoding".to_owned(), self.found.encoding.name().to_owned())] } else { Vec::new() }
    }
}

/// Records of a file, and what is wrong with them.
struct Rows {
    records: Records<Box<dyn Read + Send>>,
    place: Place,
    header_row: u64,
    /// The last row that was read.
    last: u64,
}

impl Rows {
    /// Reads the next record; its row, or `None` at the end.
    fn next(&mut self) -> Result<Option<u64>, DataError> {
        match self.records.next() {
            Ok(row) => {
                self.last = row.unwrap_or(self.last);
                Ok(row)
            }
            Err(e) if e.kind() == ErrorKind::InvalidData => {
                let problem =
                    format!("or soon after it: {e}; the file is damaged, or has another encoding: declare that, or leave it to be detected");
                Err(self.place.row(self.last.max(1), problem))
            }
            Err(e) => Err(self.place.broken(e.to_string())),
        }
    }

    fn header(&mut self) -> Result<Vec<String>, DataError> {
        while let Some(row) = self.next()? {
            if row >= self.header_row {
                return (0..self.records.len()).map(|i| Ok(self.text(row, i, &[])?.trim().to_owned())).collect();
            }
        }
        let what = if self.header_row == 1 { "it is empty".to_owned() } else { format!("it ends before header row {}", self.header_row) };
        Err(self.place.broken(what))
    }

    /// The text of a field of the current record.
    fn text(&self, row: u64, column: usize, names: &[String]) -> Result<&str, DataError> {
        std::str::from_utf8(self.records.field(column)).map_err(|_| {
            let name = names.get(column).cloned().unwrap_or_else(|| (column + 1).to_string());
            self.place.cell(Some(row), &name, "not UTF-8 text; declare the file's encoding, for example encoding = \"gb18030\"")
        })
    }
}

struct Scan {
    rows: Rows,
    builder: BatchBuilder,
    columns: Vec<usize>,
    width: usize,
    names: Vec<String>,
    done: bool,
}

impl Scan {
    fn batch(&mut self) -> Result<Option<arrow::record_batch::RecordBatch>, DataError> {
        while let Some(row) = self.rows.next()? {
            let fields = self.rows.records.len();
            let extra_is_empty = || (self.width..fields).all(|i| self.rows.records.field(i).is_empty());
            if fields < self.width || (fields > self.width && !extra_is_empty()) {
                return Err(self
                    .rows
                    .place
                    .row(row, format!("has {fields} field{} where the header has {}", if fields == 1 { "" } else { "s" }, self.width)));
            }
            let whole = self.rows.records.text();
            for (i, &column) in self.columns.iter().enumerate() {
                let text = whole.and_then(|whole| whole.get(self.rows.records.range(column)));
                self.builder.text(i, text.map_or_else(|| self.rows.text(row, column, &self.names), Ok)?);
            }
            if self.builder.end_row(row) {
                return Ok(Some(self.builder.finish()));
            }
        }
        Ok((self.builder.len() > 0).then(|| self.builder.finish()))
    }
}

impl Iterator for Scan {
    type Item = Result<arrow::record_batch::RecordBatch, DataError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let batch = self.batch().transpose();
        self.done = !matches!(&batch, Some(Ok(b)) if b.num_rows() == BatchBuilder::ROWS);
        batch
    }
}
