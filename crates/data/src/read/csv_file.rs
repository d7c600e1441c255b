use super::encoding::{self, Decoded, Found};
use super::records::Records;
use super::{BatchBuilder, Batches, TablePart, TextTable, Wanted};
use crate::error::Place;
use crate::{DataError, Source};
use encoding_rs::UTF_8;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
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
        let header = opened.rows(TablePart::default())?.header()?;
        opened.columns = super::column_names(&header);
        if opened.columns.len() == 1 && source.delimiter.is_none() && header.iter().any(|h| h.contains([';', '\t', '|'])) {
            return Err(place.broken(format!("its header `{}` has one column; say what separates the fields: delimiter = \";\"", header[0])));
        }
        Ok(opened)
    }

    fn rows(&self, part: TablePart) -> Result<Rows, DataError> {
        let bytes = self.bytes(part).map_err(|e| self.place.open(e))?;
        let records = Records::new(bytes, self.delimiter).after(part.feeds);
        Ok(Rows { records, place: self.place.clone(), header_row: self.header_row, last: part.feeds })
    }

    fn bytes(&self, part: TablePart) -> std::io::Result<Box<dyn Read + Send>> {
        let mut file = File::open(&self.path)?;
        if self.found.encoding != UTF_8 {
            return Ok(Box::new(Decoded::new(file, self.found.encoding)));
        }
        file.seek(SeekFrom::Start(part.start))?;
        let length = part.end.map_or(u64::MAX, |end| end - part.start);
        if part.start > 0 { Ok(Box::new(file.take(length))) } else { Ok(Box::new(without_mark(file.take(length))?)) }
    }

    /// Where a file of UTF-8 without quotation marks can be cut into parts of about one length, each beginning with a record: the places after
    /// a line feed, with the line feeds before them. No cut where a quotation mark stands before, as a line feed after one may be text.
    fn cuts(&self, parts: u64) -> std::io::Result<Vec<(u64, u64)>> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        let (mut cuts, mut at, mut feeds) = (Vec::new(), 0, 0);
        let parts = parts.min(length / LEAST_PART);
        let mut buffer = vec![0; 1 << 18];
        while (cuts.len() as u64) + 1 < parts {
            let read = file.read(&mut buffer)?;
            let text = &buffer[..read];
            if read == 0 || memchr::memchr(b'"', text).is_some() {
                break;
            }
            let target = (length / parts * (cuts.len() as u64 + 1)).saturating_sub(at).min(read as u64) as usize;
            if let Some(feed) = memchr::memchr(b'\n', &text[target..]) {
                let here = memchr::memchr_iter(b'\n', &text[..=target + feed]).count() as u64;
                cuts.push((at + (target + feed) as u64 + 1, feeds + here));
            }
            at += read as u64;
            feeds += memchr::memchr_iter(b'\n', text).count() as u64;
        }
        Ok(cuts)
    }
}

/// A part of a file is not shorter than this, in bytes.
const LEAST_PART: u64 = 8 << 20;
/// The header of a file that is read in parts stands in one of the first rows.
const LAST_HEADER: u64 = 1000;

/// A UTF-8 file without its byte order mark.
fn without_mark(mut file: std::io::Take<File>) -> std::io::Result<impl Read + Send> {
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

    fn parts(&self, at_most: usize) -> Result<Vec<TablePart>, DataError> {
        let whole = self.found.encoding != UTF_8 || self.header_row > LAST_HEADER;
        let cuts = if whole { Vec::new() } else { self.cuts(at_most as u64).map_err(|e| self.place.open(e))? };
        let mut parts = vec![TablePart::default()];
        for (start, feeds) in cuts {
            parts.last_mut().expect("there is a first part").end = Some(start);
            parts.push(TablePart { start, end: None, feeds });
        }
        Ok(parts)
    }

    fn scan(&self, wanted: &[Wanted], part: TablePart) -> Result<Batches, DataError> {
        let mut rows = self.rows(part)?;
        if part.start == 0 {
            rows.header()?;
        }
        let builder = BatchBuilder::new(&self.columns, wanted);
        let columns = wanted.iter().map(Wanted::column).collect();
        Ok(Box::new(Scan { rows, builder, columns, width: self.columns.len(), names: self.columns.clone(), done: false }))
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
                let text = |i| std::str::from_utf8(self.records.field(i)).map_err(|_| self.not_text(row, i, &[]));
                return (0..self.records.len()).map(|i| Ok(text(i)?.trim().to_owned())).collect();
            }
        }
        let what = if self.header_row == 1 { "it is empty".to_owned() } else { format!("it ends before header row {}", self.header_row) };
        Err(self.place.broken(what))
    }

    /// A field of the current record is not text.
    fn not_text(&self, row: u64, column: usize, names: &[String]) -> DataError {
        let name = names.get(column).cloned().unwrap_or_else(|| (column + 1).to_string());
        self.place.cell(Some(row), &name, "not UTF-8 text; declare the file's encoding, for example encoding = \"gb18030\"")
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
            for (i, &column) in self.columns.iter().enumerate() {
                self.builder.bytes(i, self.rows.records.field(column)).map_err(|_| self.rows.not_text(row, column, &self.names))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ROW;
    use arrow::array::AsArray;
    use arrow::datatypes::Int64Type;

    fn opened(text: &str) -> (tempfile::TempDir, CsvFile) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.csv");
        std::fs::write(&path, text).unwrap();
        let place = Place { source_name: "s".into(), path: "long.csv".into() };
        let file = CsvFile::open(&path, &Source::default(), &place).unwrap();
        (folder, file)
    }

    fn rows(file: &CsvFile, parts: &[TablePart]) -> Vec<(i64, String)> {
        let batches = parts.iter().flat_map(|&part| file.scan(&[Wanted::Text(1)], part).unwrap());
        let cells = batches.flat_map(|batch| {
            let batch = batch.unwrap();
            let numbers = batch.column_by_name(ROW).unwrap().as_primitive::<Int64Type>().values().to_vec();
            let texts: Vec<String> = batch.column(0).as_string_view().iter().map(|t| t.unwrap().to_owned()).collect();
            numbers.into_iter().zip(texts)
        });
        cells.collect()
    }

    #[test]
    fn parts_of_a_long_file_have_its_rows_once_and_with_their_numbers() {
        let line = |i: usize| if i % 1000 == 7 { "\n".to_owned() } else { format!("{i},place {}\n", "x".repeat(i % 1700)) };
        let text: String = std::iter::once("﻿id,name\r\n".to_owned()).chain((0..30_000).map(line)).collect();
        assert!(text.len() as u64 > 3 * LEAST_PART);
        let (_folder, file) = opened(&text);
        let parts = file.parts(3).unwrap();
        assert_eq!((parts.len(), file.parts(1).unwrap().len(), file.parts(0).unwrap().len()), (3, 1, 1));
        let (whole, cut) = (rows(&file, &[TablePart::default()]), rows(&file, &parts));
        assert_eq!(whole.len(), 29_970);
        assert_eq!(whole, cut);
    }

    #[test]
    fn a_file_is_not_cut_behind_a_quotation_mark() {
        let long = format!("1,{}\n", "x".repeat(4093));
        let text = format!("id,name\n{}9,\"a\nb\"\n{}", long.repeat(3 << 10), long.repeat(4 << 10));
        let (_folder, file) = opened(&text);
        let parts = file.parts(3).unwrap();
        assert_eq!(parts.len(), 2, "{parts:?}");
        assert_eq!(rows(&file, &parts).len(), (7 << 10) + 1);
    }
}
