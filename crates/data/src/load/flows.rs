//! From, to, value.

use super::frame::{CellCheck, Picks, Span, reason, text_at};
use super::{Group, Loaded, Request};
use crate::tables::What;
use crate::{DataError, Duplicates, Reason, Tables};
use agglom_method::{Codes, ExactSum, Flow, Flows, Shape};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Default)]
struct Sum {
    value: ExactSum,
    rows: u64,
    first_row: u64,
    last_row: u64,
}

pub(super) async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    let mut ledger = request.ledger();
    let mut check = CellCheck::new(request, "value", true);
    let mut selected = 0;
    let mut sums: BTreeMap<(Vec<String>, String, String), Sum> = BTreeMap::new();
    let picks = Picks::new(request, false).role("from", What::Code).role("to", What::Code).role("value", What::Number);
    let read = picks.run(tables, |part| {
        let Some(value) = part.number("value") else { return Ok(()) };
        let (from_texts, to_texts, by) = (part.text("from"), part.text("to"), part.by());
        selected += part.rows() as u64;
        for i in 0..part.rows() {
            let row = part.row().value(i) as u64;
            let (from, to) = (text_at(from_texts, i), text_at(to_texts, i));
            if from.is_empty() || to.is_empty() {
                ledger.leave_out(Reason::NoEnd, 1, Some(row));
                continue;
            }
            let (number, state) = value.get(i);
            check.see(state, Span::one(row));
            match (number, reason(state)) {
                (Some(number), _) => {
                    let by = by.iter().map(|c| text_at(Some(*c), i).to_owned()).collect();
                    let sum = sums.entry((by, from.to_owned(), to.to_owned())).or_insert(Sum { first_row: row, ..Sum::default() });
                    sum.value.add(number);
                    sum.rows += 1;
                    (sum.first_row, sum.last_row) = (sum.first_row.min(row), sum.last_row.max(row));
                }
                (None, Some(why)) => ledger.leave_out(why, 1, Some(row)),
                (None, None) => {}
            }
        }
        Ok(())
    });
    read.await?;
    ledger.read = tables.rows(request.place).await?;
    check.finish(tables, &mut ledger).await?;
    ledger.leave_out(Reason::Where, ledger.read.saturating_sub(selected), None);
    ledger.used = sums.values().map(|s| s.rows).sum();
    refuse_duplicates(request, &sums)?;
    Ok(Loaded { groups: shapes(request, &sums), ledger, chosen: Vec::new(), places: None })
}

fn refuse_duplicates(request: &Request<'_>, sums: &BTreeMap<(Vec<String>, String, String), Sum>) -> Result<(), DataError> {
    if request.source.duplicates == Duplicates::Sum {
        return Ok(());
    }
    let twice = sums.iter().filter(|(_, s)| s.rows > 1).min_by_key(|(_, s)| s.first_row);
    twice.map_or(Ok(()), |((_, from, to), sum)| {
        Err(DataError::Duplicate {
            source_name: request.place.source_name.clone(),
            path: request.place.path.clone(),
            first: sum.first_row,
            second: sum.last_row,
            key: format!("from {from}, to {to}"),
            advice: "choose rows with `where`, or say that they are parts of a whole: duplicates = \"sum\"",
        })
    })
}

fn shapes(request: &Request<'_>, sums: &BTreeMap<(Vec<String>, String, String), Sum>) -> Vec<Group> {
    let mut groups: BTreeMap<&Vec<String>, Vec<(&str, &str, f64)>> = BTreeMap::new();
    for ((by, from, to), sum) in sums {
        groups.entry(by).or_default().push((from, to, sum.value.value()));
    }
    let shape = |flows: Vec<(&str, &str, f64)>| {
        let nodes = Codes::new(flows.iter().flat_map(|f| [f.0, f.1]));
        let number = |code: &str| nodes.index(code).map(|i| i as u32);
        let mut flows: Vec<Flow> = flows.iter().filter_map(|f| Some(Flow { from: number(f.0)?, to: number(f.1)?, value: f.2 })).collect();
        flows.sort_by_key(|f| (f.from, f.to));
        Shape::Flows(Arc::new(Flows { nodes: Arc::new(nodes), flows, unit: request.source.unit.clone() }))
    };
    groups.into_iter().map(|(by, flows)| (request.by.iter().cloned().zip(by.iter().cloned()).collect(), shape(flows))).collect()
}
