//! The first rows of a table.

use crate::Speaker;
use crate::cells::{self, Named};
use crate::markup::{Element, element};
use agglom_method::{Column, Table, Values};

/// How many rows are shown.
pub(super) const ROWS: usize = 15;
/// Texts of up to this many characters are not broken.
const SHORT: usize = 20;

/// The first rows of a table; the columns of the group come first.
pub(super) fn table(table: &Table, by: &[(String, String)], speaker: &Speaker) -> Element {
    let rows = table.rows().min(ROWS);
    let shown = |c: &&Column| c.name != "reason" || (0..rows).any(|row| c.values.text(row).is_some());
    let digits = |c: &Column| cells::decimals((0..rows).filter_map(|row| cells::shown(c, row)));
    let columns: Vec<(&Column, Option<usize>)> = table.columns.iter().filter(shown).map(|c| (c, digits(c))).collect();
    let head = element("tr").all(by.iter().map(|(column, _)| element("th").text(column))).all(columns.iter().map(|(c, _)| heading(c, speaker)));
    let mut body = element("tbody");
    for row in 0..rows {
        let reason = table.get("reason").and_then(|c| cells::named(c, row, speaker)).map(|r| r.text);
        let line = element("tr").all(by.iter().map(|(_, value)| element("td").text(value)));
        body = body.add(line.all(columns.iter().map(|(c, digits)| cell(c, row, *digits, reason.as_deref(), speaker))));
    }
    let table = element("table").with("class", "numbers").add(element("thead").add(head)).add(body);
    element("div").with("class", "wide").add(table)
}

fn heading(column: &Column, speaker: &Speaker) -> Element {
    let label = speaker.label(&column.name);
    let heading = if is_number(column) { element("th").with("class", "number") } else { element("th") };
    match speaker.unit(&column.unit).as_str() {
        "" => heading.text(&label),
        unit => heading.text(&label).text(" ").add(element("small").text(unit)),
    }
}

fn cell(column: &Column, row: usize, digits: Option<usize>, reason: Option<&str>, speaker: &Speaker) -> Element {
    let cell = element("td");
    if is_number(column) {
        let cell = cell.with("class", "number");
        return match (cells::shown(column, row), reason) {
            (Some(value), _) => cell.text(&cells::written(value, digits)),
            (None, Some(reason)) => cell.with("title", reason).text("–"),
            (None, None) => cell.text("–"),
        };
    }
    match cells::named(column, row, speaker) {
        Some(Named { text, code }) => {
            let cell = if text.chars().count() > SHORT { cell } else { cell.with("class", "short") };
            let cell = cell.text(&text);
            if let Some(code) = code { cell.text(" ").add(element("small").text(&code)) } else { cell }
        }
        None if column.name == "reason" => cell,
        None => cell.text("–"),
    }
}

fn is_number(column: &Column) -> bool {
    matches!(column.values, Values::Number(_) | Values::Integer(_))
}
