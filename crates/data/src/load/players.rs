//! Those who share something and spend on it.

use super::frame::{CellCheck, Picks, Span, reason, text_at};
use super::{Group, Loaded, Request};
use crate::tables::What;
use crate::{DataError, Reason, Tables};
use agglom_method::{Codes, Player, Players, Shape};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One player as read.
struct Row {
    id: String,
    row: u64,
    name: String,
    /// In the order of [`NUMBERS`]; a role that is not mapped or not observed is empty.
    numbers: [Option<f64>; NUMBERS.len()],
}

/// The budget first: a player without one is left out.
const NUMBERS: [&str; 7] = ["budget", "tangible_share", "brand_share", "other_share", "subsistence", "brand_spending", "tangible_spending"];

pub(super) async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    let picks = Picks::new(request, false).role("id", What::Code).role("name", What::Code);
    let picks = NUMBERS.into_iter().fold(picks, |picks, role| picks.role(role, What::Number));
    let mut checks: Vec<CellCheck<'_>> = NUMBERS.iter().map(|role| CellCheck::new(request, role, false)).collect();
    let mut ledger = request.ledger();
    let mut groups: BTreeMap<Vec<String>, Vec<Row>> = BTreeMap::new();
    let (mut selected, mut used) = (0, 0);
    let read = picks.run(tables, |part| {
        let by = part.by();
        selected += part.rows() as u64;
        for i in 0..part.rows() {
            let row = part.row().value(i) as u64;
            let id = text_at(part.text("id"), i);
            if id.is_empty() {
                ledger.leave_out(Reason::NoId, 1, Some(row));
                continue;
            }
            let (mut numbers, mut without) = ([None; NUMBERS.len()], None);
            for (k, role) in NUMBERS.iter().enumerate() {
                let Some((value, state)) = part.number(role).map(|n| n.get(i)) else { continue };
                checks[k].see(state, Span::one(row));
                numbers[k] = value;
                if k == 0 {
                    without = reason(state);
                }
            }
            match (numbers[0], without) {
                (Some(_), _) => {
                    used += 1;
                    let by = by.iter().map(|c| text_at(Some(*c), i).to_owned()).collect();
                    let name = text_at(part.text("name"), i).to_owned();
                    groups.entry(by).or_default().push(Row { id: id.to_owned(), row, name, numbers });
                }
                (None, Some(why)) => ledger.leave_out(why, 1, Some(row)),
                (None, None) => {}
            }
        }
        Ok(())
    });
    read.await?;
    ledger.read = tables.rows(request.place).await?;
    for check in checks {
        check.finish(tables, &mut ledger).await?;
    }
    ledger.leave_out(Reason::Where, ledger.read.saturating_sub(selected), None);
    ledger.used = used;
    let group = |(by, rows): (Vec<String>, Vec<Row>)| -> Result<Group, DataError> {
        Ok((request.by.iter().cloned().zip(by).collect(), Shape::Players(Arc::new(players(request, rows)?))))
    };
    let groups = groups.into_iter().map(group).collect::<Result<_, _>>()?;
    Ok(Loaded { groups, ledger, chosen: Vec::new(), places: None })
}

fn players(request: &Request<'_>, mut rows: Vec<Row>) -> Result<Players, DataError> {
    let named = rows.iter().filter(|r| !r.name.is_empty()).map(|r| (r.id.as_str(), r.name.as_str()));
    let ids = Codes::new(rows.iter().map(|r| r.id.as_str())).named(named);
    rows.sort_by_key(|r| (ids.index(&r.id), r.row));
    if let Some(twice) = rows.windows(2).find(|w| w[0].id == w[1].id) {
        return Err(DataError::Duplicate {
            source_name: request.place.source_name.clone(),
            path: request.place.path.clone(),
            first: twice[0].row,
            second: twice[1].row,
            key: format!("id {}", twice[0].id),
            advice: "a player stands in the table once; choose rows with `where`, or play a game for each value of a column with `by`",
        });
    }
    let player = |row: &Row| {
        let [budget, tangible_share, brand_share, other_share, subsistence, brand_spending, tangible_spending] = row.numbers;
        Player { budget: budget.unwrap_or_default(), tangible_share, brand_share, other_share, subsistence, brand_spending, tangible_spending }
    };
    Ok(Players { players: rows.iter().map(player).collect(), ids: Arc::new(ids), unit: request.source.unit.clone() })
}
