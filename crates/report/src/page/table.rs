//! The first rows of a table, and as many of its columns as fit on a page.

use crate::Speaker;
use crate::cells::{self, Digits, Named};
use crate::chart::width;
use crate::markup::{Element, element};
use agglom_method::{Column, Table, Values};

/// How many rows are shown.
pub(super) const ROWS: usize = 15;
/// Width of a page in pixels; on paper everything is smaller by the same factor.
const PAGE: f64 = 800.0;
/// Size of the text.
const TEXT: f64 = 14.4;
/// Room between two columns.
const GAP: f64 = 13.0;
/// Texts wider than this are broken into lines.
const UNBROKEN: f64 = 190.0;
/// Words of headings wider than this are broken.
const WORD: f64 = 80.0;

/// A table as it is shown.
pub(super) struct Shown {
    /// The table, and below it why some cells are empty.
    pub(super) element: Element,
    /// How many columns are shown.
    pub(super) columns: usize,
    /// How many columns there are.
    pub(super) all_columns: usize,
}

/// A column as it is shown.
struct Strip {
    label: String,
    unit: String,
    number: bool,
    cells: Vec<Option<Named>>,
}

/// Shows a table; the columns of the group come first, and what is empty has a mark that tells why.
pub(super) fn shown(table: &Table, by: &[(String, String)], speaker: &Speaker) -> Shown {
    let rows = table.rows().min(ROWS);
    let given = by.iter().map(|(column, value)| Strip::same(column, value, rows));
    let own = table.columns.iter().filter(|c| c.name != REASON).map(|c| Strip::of(c, rows, speaker));
    let strips: Vec<Strip> = given.chain(own).collect();
    let mut used = 0.0;
    let columns = strips.iter().take_while(|strip| {
        used += strip.width() + GAP;
        used <= PAGE
    });
    let columns = columns.count().max(by.len() + 1).min(strips.len());
    let fitting = &strips[..columns];
    let reasons: Vec<Option<String>> =
        (0..rows).map(|row| table.get(REASON).and_then(|c| cells::named(c, row, speaker)).map(|reason| reason.text)).collect();
    let mut notes: Vec<&String> = Vec::new();
    for reason in reasons.iter().flatten() {
        if !notes.contains(&reason) {
            notes.push(reason);
        }
    }
    let body = (0..rows).map(|row| {
        let mark = notes.iter().position(|note| reasons[row].as_ref() == Some(note)).map(|i| (letter(i), notes[i].as_str()));
        // A reason that explains no empty cell stands beside the name of the row.
        let explains = fitting.iter().any(|strip| strip.cells[row].is_none());
        let marked = |i: usize, strip: &Strip| if explains { strip.cells[row].is_none() } else { i == by.len() };
        element("tr").all(fitting.iter().enumerate().map(|(i, strip)| strip.cell(row, mark.as_ref().filter(|_| marked(i, strip)))))
    });
    let head = element("thead").add(element("tr").all(fitting.iter().map(Strip::head)));
    let table = element("table").with("class", "numbers").add(head).add(element("tbody").all(body));
    let note = |(i, text): (usize, &&String)| element("p").with("class", "note").add(element("sup").text(&letter(i))).text(" ").text(text);
    let element = element("div").add(table).all(notes.iter().enumerate().map(note));
    Shown { element, columns: columns - by.len(), all_columns: strips.len() - by.len() }
}

/// The column that says why others are empty.
const REASON: &str = "reason";

impl Strip {
    fn of(column: &Column, rows: usize, speaker: &Speaker) -> Self {
        let number = matches!(column.values, Values::Number(_) | Values::Integer(_));
        let digits = Digits::of((0..rows).filter_map(|row| cells::shown(column, row)));
        let written = |row: usize| cells::shown(column, row).map(|v| Named::plain(digits.write(v)));
        let cell = |row: usize| if number { written(row) } else { cells::named(column, row, speaker) };
        Self { label: speaker.label(&column.name), unit: speaker.unit(&column.unit), number, cells: (0..rows).map(cell).collect() }
    }

    /// A column of one text.
    fn same(label: &str, text: &str, rows: usize) -> Self {
        Self { label: label.to_owned(), unit: String::new(), number: false, cells: vec![Some(Named::plain(text.to_owned())); rows] }
    }

    fn width(&self) -> f64 {
        let words = self.label.split_whitespace().chain([self.unit.as_str()]).map(|word| width(word, TEXT).min(WORD));
        let cells = self.cells.iter().flatten().map(|cell| {
            let wide = width(&cell.text, TEXT) + cell.code.as_ref().map_or(0.0, |code| width(code, TEXT));
            if self.number { wide } else { wide.min(UNBROKEN) }
        });
        words.chain(cells).fold(0.0, f64::max)
    }

    fn head(&self) -> Element {
        let head = if self.number { element("th").with("class", "number") } else { element("th") };
        let head = head.text(&self.label);
        if self.unit.is_empty() { head } else { head.text(" ").add(element("small").text(&self.unit)) }
    }

    fn cell(&self, row: usize, mark: Option<&(String, &str)>) -> Element {
        let cell = match &self.cells[row] {
            _ if self.number => element("td").with("class", "number"),
            Some(named) if width(&named.text, TEXT) < UNBROKEN / 1.5 => element("td").with("class", "short"),
            _ => element("td"),
        };
        let cell = match &self.cells[row] {
            Some(Named { text, code: Some(code) }) => cell.text(text).text(" ").add(element("small").text(code)),
            Some(Named { text, code: None }) => cell.text(text),
            None => cell.text("–"),
        };
        match mark {
            Some((letter, reason)) => cell.add(element("sup").with("title", *reason).text(letter)),
            None => cell,
        }
    }
}

/// The mark of a note: a, b, c.
fn letter(i: usize) -> String {
    char::from_u32('a' as u32 + i as u32).filter(char::is_ascii_lowercase).map_or_else(|| (i + 1).to_string(), String::from)
}
