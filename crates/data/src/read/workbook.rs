use super::{BatchBuilder, Batches, TablePart, TextTable, Wanted, column_names};
use crate::error::Place;
use crate::role::{RoleKind, role};
use crate::{DataError, Source};
use calamine::{Data, DataRef, Dimensions, Reader, Xlsx, XlsxError, open_workbook};
use ssfmt::{DateSystem, FormatOptions, NumberFormat};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

/// More cells than this are refused: a sheet of that size belongs into a CSV or Parquet file.
const MOST_CELLS: usize = 50_000_000;

/// One sheet of an Excel workbook, read as it is shown: a code formatted `00000` has its zeros, a date is a date, merged text counts for
/// every row it covers. Columns whose role is a number give the stored number in full (a percentage as percent).
#[derive(Debug)]
pub struct Workbook {
    columns: Vec<String>,
    rows: Arc<Vec<(u64, Vec<Cell>)>>,
    stored: Vec<bool>,
    chosen: Vec<(String, String)>,
}

#[derive(Debug, Clone, Default)]
struct Cell {
    shown: String,
    /// The number as stored, written in full; percentages in percent.
    stored: Option<String>,
}

impl Workbook {
    /// Reads a sheet.
    pub fn open(path: &Path, source: &Source, place: &Place) -> Result<Self, DataError> {
        File::open(path).map_err(|e| place.open(e))?;
        let advice = "open it in a spreadsheet program and save it as .xlsx, or say what it is: format = \"csv\"";
        let mut book: Xlsx<BufReader<File>> =
            open_workbook(path).map_err(|e: XlsxError| place.broken(format!("not a workbook of Excel 2007 or later ({e}); {advice}")))?;
        let sheet = choose_sheet(&book.sheet_names(), source, place)?;
        let broken = |e: XlsxError| place.broken(format!("sheet `{sheet}`: {e}"));
        let merged = book.merge_cells_by_sheet_name(&sheet).map_err(broken)?;
        let mut rows = read_cells(&mut book, &sheet, place)?;
        spread(&mut rows, &merged);
        let header_row = u64::from(source.header_row.unwrap_or(1));
        let header = rows.remove(&header_row).ok_or_else(|| place.broken(format!("sheet `{sheet}` has nothing in header row {header_row}")))?;
        let rows: Vec<(u64, Vec<Cell>)> = rows.into_iter().filter(|(row, _)| *row > header_row).collect();
        let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0).max(header.len());
        let mut names: Vec<String> = header.into_iter().map(|c| c.shown).collect();
        names.resize(width, String::new());
        let columns = column_names(&names);
        let stored = columns.iter().map(|c| is_number(source, c)).collect();
        let covered = merged.iter().filter(|m| m.end.0 > m.start.0 && u64::from(m.end.0) >= header_row).count();
        let mut chosen = if source.sheet.is_some() { Vec::new() } else { vec![("sheet".to_owned(), sheet)] };
        if covered > 0 {
            chosen.push(("merged_cells".to_owned(), format!("{covered} merged areas: their text counts for every row they cover")));
        }
        Ok(Self { columns, rows: Arc::new(rows), stored, chosen })
    }
}

/// True if a column's role wants the stored number and not the shown text.
fn is_number(source: &Source, column: &str) -> bool {
    let kind = |name: &str| role(name).map(|r| r.kind);
    source.columns.iter().any(|(name, c)| c == column && kind(name) == Some(RoleKind::Number) && name != "growth_printed")
}

fn choose_sheet(sheets: &[String], source: &Source, place: &Place) -> Result<String, DataError> {
    let names = || sheets.iter().map(|s| format!("`{s}`")).collect::<Vec<_>>().join(", ");
    match (&source.sheet, sheets) {
        (Some(wanted), _) if sheets.contains(wanted) => Ok(wanted.clone()),
        (Some(wanted), _) => Err(place.broken(format!("no sheet `{wanted}`; there are {}", names()))),
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(place.broken("it has no sheet")),
        (None, _) => Err(place.broken(format!("it has several sheets; choose one with sheet = \"...\": {}", names()))),
    }
}

fn read_cells(book: &mut Xlsx<BufReader<File>>, sheet: &str, place: &Place) -> Result<BTreeMap<u64, Vec<Cell>>, DataError> {
    let broken = |e: XlsxError| place.broken(format!("sheet `{sheet}`: {e}"));
    let date_system = if book.has_1904_epoch() { DateSystem::Date1904 } else { DateSystem::Date1900 };
    let options = FormatOptions { date_system, ..FormatOptions::default() };
    let mut reader = book.worksheet_cells_reader(sheet).map_err(broken)?;
    let formats: Vec<Option<Shape>> =
        reader.styles().iter().map(|s| s.number_format.as_ref().and_then(|f| Shape::parse(&f.format_code, f.format_id))).collect();
    let mut rows: BTreeMap<u64, Vec<Cell>> = BTreeMap::new();
    let mut cells = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        let (row, column) = cell.get_position();
        let value = read_cell(cell.get_value(), formats.get(style).and_then(Option::as_ref), &options);
        if value.shown.is_empty() {
            continue;
        }
        let line = rows.entry(u64::from(row) + 1).or_default();
        let column = column as usize;
        cells += (column + 1).saturating_sub(line.len()).max(1);
        if cells > MOST_CELLS {
            return Err(place.broken(format!("sheet `{sheet}` covers more than {MOST_CELLS} cells; save it as CSV")));
        }
        if line.len() <= column {
            line.resize(column + 1, Cell::default());
        }
        line[column] = value;
    }
    Ok(rows)
}

/// How a cell's number format shows numbers.
struct Shape {
    format: NumberFormat,
    percent: bool,
    /// A date whose looks depend on the computer's country: shown as ISO 8601 instead.
    local_date: bool,
}

impl Shape {
    fn parse(code: &str, id: Option<u32>) -> Option<Self> {
        if code.eq_ignore_ascii_case("general") || code == "@" || code.is_empty() {
            return None;
        }
        let format = NumberFormat::parse(code).ok()?;
        let local_date = format.is_date_format() && id.is_some_and(|id| (14..=22).contains(&id));
        Some(Self { percent: format.is_percentage(), local_date, format })
    }

    fn show(&self, value: f64, options: &FormatOptions) -> String {
        let iso = || NumberFormat::parse(if value.fract() == 0.0 { "yyyy-mm-dd" } else { "yyyy-mm-dd hh:mm:ss" });
        let format = if self.local_date { iso().ok() } else { None };
        format.as_ref().unwrap_or(&self.format).try_format(value, options).map_or_else(|_| value.to_string(), |text| text.trim().to_owned())
    }
}

fn read_cell(value: &DataRef<'_>, shape: Option<&Shape>, options: &FormatOptions) -> Cell {
    let number = |value: f64| Cell {
        shown: shape.map_or_else(|| value.to_string(), |s| s.show(value, options)),
        stored: Some(if shape.is_some_and(|s| s.percent) { percent(value) } else { value.to_string() }),
    };
    match value {
        DataRef::Int(i) => number(*i as f64),
        DataRef::Float(f) => number(*f),
        DataRef::DateTime(date) => number(date.as_f64()),
        other => Cell { shown: Data::from(other.clone()).to_string(), stored: None },
    }
}

/// A share as a percentage, without the rounding error of a multiplication.
fn percent(share: f64) -> String {
    let shifted: f64 = format!("{share}e2").parse().unwrap_or(share * 100.0);
    format!("{shifted}%")
}

/// Gives every row of a merged area the text of its first cell (numbers are not repeated: they would be counted twice).
fn spread(rows: &mut BTreeMap<u64, Vec<Cell>>, merged: &[Dimensions]) {
    for area in merged {
        let (top, left) = (u64::from(area.start.0) + 1, area.start.1 as usize);
        let Some(text) = rows.get(&top).and_then(|r| r.get(left)).filter(|c| c.stored.is_none()).map(|c| c.shown.clone()) else { continue };
        for (_, line) in rows.range_mut(top + 1..=u64::from(area.end.0) + 1) {
            if line.len() <= left {
                line.resize(left + 1, Cell::default());
            }
            line[left] = Cell { shown: text.clone(), stored: None };
        }
    }
}

impl TextTable for Workbook {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn scan(&self, wanted: &[Wanted], _: TablePart) -> Result<Batches, DataError> {
        let (names, wanted) = (self.columns.clone(), wanted.to_vec());
        let picks: Vec<(usize, bool)> = wanted.iter().map(|w| (w.column(), self.stored[w.column()])).collect();
        let rows = self.rows.clone();
        let starts = (0..rows.len()).step_by(BatchBuilder::ROWS);
        Ok(Box::new(starts.map(move |start| {
            let mut builder = BatchBuilder::new(&names, &wanted);
            for (row, cells) in rows[start..].iter().take(BatchBuilder::ROWS) {
                for (i, &(column, stored)) in picks.iter().enumerate() {
                    let cell = cells.get(column);
                    let text = cell.map_or("", |c| c.stored.as_deref().filter(|_| stored).unwrap_or(&c.shown));
                    builder.text(i, text);
                }
                builder.end_row(*row);
            }
            Ok(builder.finish())
        })))
    }

    fn chosen(&self) -> Vec<(String, String)> {
        self.chosen.clone()
    }
}
