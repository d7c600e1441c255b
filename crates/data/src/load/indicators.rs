//! Figures of entities, as printed.

use super::frame::{Part, Picks, text_at};
use super::{Group, Loaded, Request};
use crate::reading::CellReader;
use crate::tables::{CellState, What};
use crate::{Accepted, DataError, Ledger, NotNumber, Oddity, Reason, Tables, number};
use agglom_method::{Aim, Codes, Indicator, Indicators, Printed, Reading, SeriesKind, Shape};
use std::collections::BTreeMap;
use std::sync::Arc;

const FIGURES: [&str; 3] = ["value", "previous", "growth_printed"];

/// One figure as read.
struct Row {
    row: u64,
    by: Vec<String>,
    codes: [String; 3],
    figures: [Reading<Printed>; 3],
    unit: Option<String>,
    kind: Option<SeriesKind>,
    direction: Option<Aim>,
}

pub(super) async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    let mut picks = Picks::new(request, false);
    for role in ["entity", "indicator", "period", "value", "previous", "growth_printed", "unit", "kind", "direction"] {
        picks = picks.role(role, What::Code);
    }
    let mut ledger = request.ledger();
    let reader = CellReader::new(request.source);
    let mut rows = Vec::new();
    let mut selected = 0;
    let reading = picks.run(tables, |part| {
        selected += part.rows() as u64;
        for i in 0..part.rows() {
            let row = part.row().value(i) as u64;
            let column = |alias: &str| part.text(alias);
            if let Some(reason) = lacking(part, i) {
                ledger.leave_out(reason, 1, Some(row));
                continue;
            }
            let mut figures = [Reading::Missing; 3];
            for (figure, role) in figures.iter_mut().zip(FIGURES) {
                if let Some(texts) = column(role) {
                    *figure = read(request, &reader, role, row, text_at(Some(texts), i), &mut ledger)?;
                }
            }
            let text = |alias: &str| text_at(column(alias), i).to_owned();
            rows.push(Row {
                row,
                by: part.by().iter().map(|c| text_at(Some(*c), i).to_owned()).collect(),
                codes: [text("entity"), text("indicator"), text("period")],
                figures,
                unit: Some(text("unit")).filter(|u| !u.is_empty()).or_else(|| request.source.unit.clone()),
                kind: word(request, "kind", row, &text("kind"), &KINDS)?,
                direction: word(request, "direction", row, &text("direction"), &AIMS)?,
            });
        }
        Ok(())
    });
    reading.await?;
    ledger.read = tables.rows(request.place).await?;
    ledger.leave_out(Reason::Where, ledger.read.saturating_sub(selected), None);
    ledger.used = rows.len() as u64;
    Ok(Loaded { groups: shapes(request, rows)?, ledger, chosen: Vec::new(), places: None })
}

/// A row without its entity or period (where the role is mapped) says nothing about anybody, and one without any text nothing at all.
/// One that lacks only its label may still be audited.
fn lacking(part: &Part<'_>, i: usize) -> Option<Reason> {
    let empty = |alias: &str| part.text(alias).is_some_and(|c| text_at(Some(c), i).is_empty());
    if empty("entity") {
        Some(Reason::NoEntity)
    } else if empty("period") {
        Some(Reason::NoPeriod)
    } else if ["indicator", "value", "previous", "growth_printed"].iter().all(|a| text_at(part.text(a), i).is_empty()) {
        Some(Reason::MissingValue)
    } else {
        None
    }
}

fn read(request: &Request<'_>, reader: &CellReader, role: &str, row: u64, text: &str, ledger: &mut Ledger) -> Result<Reading<Printed>, DataError> {
    let column = request.source.column(role).unwrap_or(role);
    let (_, state) = reader.number(text);
    let problem = |why: NotNumber| request.place.cell(Some(row), column, why.problem(text));
    match state {
        CellState::Missing => Ok(Reading::Missing),
        CellState::Suppressed => Ok(Reading::Suppressed),
        CellState::NotApplicable => Ok(Reading::NotApplicable),
        _ => {
            let written = number(text, request.source.decimal()).map_err(problem)?;
            // A percent sign is what one expects in a column of growth figures.
            if let Some(what) = written.oddity.filter(|o| *o != Oddity::Percent || role != "growth_printed") {
                accept(ledger, column, what, row, text);
            }
            Ok(Reading::Observed(written.printed))
        }
    }
}

fn accept(ledger: &mut Ledger, column: &str, what: Oddity, row: u64, text: &str) {
    match ledger.accepted.iter_mut().find(|a| a.column == column && a.what == what) {
        Some(accepted) => accepted.cells += 1,
        None => ledger.accepted.push(Accepted { column: column.to_owned(), what, cells: 1, first_row: Some(row), example: text.to_owned() }),
    }
}

const KINDS: [(&str, SeriesKind); 5] = [
    ("stock", SeriesKind::Stock),
    ("flow", SeriesKind::Flow),
    ("cumulative", SeriesKind::Cumulative),
    ("ratio", SeriesKind::Ratio),
    ("count", SeriesKind::Count),
];

const AIMS: [(&str, Aim); 2] = [("up", Aim::Up), ("down", Aim::Down)];

fn word<T: Copy>(request: &Request<'_>, role: &str, row: u64, text: &str, words: &[(&str, T)]) -> Result<Option<T>, DataError> {
    if text.is_empty() {
        return Ok(None);
    }
    let found = words.iter().find(|(w, _)| w.eq_ignore_ascii_case(text)).map(|w| w.1);
    let known = || words.iter().map(|w| w.0).collect::<Vec<_>>().join(", ");
    found
        .map(Some)
        .ok_or_else(|| request.place.cell(Some(row), request.source.column(role).unwrap_or(role), format!("`{text}` is none of {}", known())))
}

fn shapes(request: &Request<'_>, rows: Vec<Row>) -> Result<Vec<Group>, DataError> {
    let mut groups: BTreeMap<Vec<String>, Vec<Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.by.clone()).or_default().push(row);
    }
    groups
        .into_iter()
        .map(|(by, rows)| Ok((request.by.iter().cloned().zip(by).collect(), Shape::Indicators(Arc::new(shape(request, &rows)?)))))
        .collect()
}

fn shape(request: &Request<'_>, rows: &[Row]) -> Result<Indicators, DataError> {
    let codes = |k: usize| Codes::new(rows.iter().map(|r| r.codes[k].as_str()));
    let [entities, indicators, periods] = [codes(0), codes(1), codes(2)];
    super::one_period(request, &periods)?;
    let number = |codes: &Codes, code: &str| codes.index(code).unwrap_or_default() as u32;
    let mut figures: Vec<Indicator> = rows
        .iter()
        .map(|r| Indicator {
            row: r.row,
            entity: number(&entities, &r.codes[0]),
            indicator: number(&indicators, &r.codes[1]),
            period: number(&periods, &r.codes[2]),
            value: r.figures[0],
            previous: r.figures[1],
            growth_printed: r.figures[2],
            unit: r.unit.clone(),
            kind: r.kind,
            direction: r.direction,
        })
        .collect();
    figures.sort_by_key(|f| (f.entity, f.period, f.row));
    Ok(Indicators { entities: Arc::new(entities), indicators: Arc::new(indicators), periods: Arc::new(periods), rows: figures })
}
