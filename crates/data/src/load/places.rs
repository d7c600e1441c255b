//! Regions, zones, cities.

use super::frame::{CellCheck, Picks, Span, text_at};
use super::regions::{both, coordinates};
use super::{Loaded, Request};
use crate::read::Features;
use crate::source::Coordinates;
use crate::tables::{CellState, What};
use crate::{DataError, Format, Reason, Tables};
use agglom_method::{Codes, Labels, Places, Polygon, Shape};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One place as read.
struct Row {
    id: String,
    row: u64,
    name: String,
    group: Option<String>,
    /// x, y, area, population; a role that is not mapped or not observed is empty.
    numbers: [Option<f64>; 4],
}

const NUMBERS: [[&str; 2]; 4] = [["lon", "x"], ["lat", "y"], ["area", "area"], ["population", "population"]];

pub(super) async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    if !request.by.is_empty() {
        return Err(request.place.source("places cannot be split with `by`: choose rows with `where` in a source of their own"));
    }
    let picks = Picks::new(request, false).role("id", What::Code).role("name", What::Code).role("group", What::Code);
    let picks = picks.role("lon", What::Number).role("lat", What::Number).role("x", What::Number).role("y", What::Number);
    let picks = picks.role("area", What::Number).role("population", What::Number);
    let degrees = matches!(coordinates(request)?, Some(Coordinates::Degrees(..)));
    let roles: Vec<&'static str> = NUMBERS.iter().map(|pair| if degrees { pair[0] } else { pair[1] }).collect();
    let mut checks: Vec<CellCheck<'_>> = roles.iter().enumerate().map(|(k, role)| CellCheck::new(request, role, k < 2)).collect();
    let mut ledger = request.ledger();
    let mut rows: Vec<Row> = Vec::new();
    let mut selected = 0;
    let read = picks.run(tables, |part| {
        selected += part.rows() as u64;
        for i in 0..part.rows() {
            let row = part.row().value(i) as u64;
            let text = |alias: &str| text_at(part.text(alias), i).to_owned();
            if text("id").is_empty() {
                ledger.leave_out(Reason::NoId, 1, Some(row));
                continue;
            }
            let mut numbers = [None; 4];
            for (k, role) in roles.iter().enumerate() {
                let Some((value, state)) = part.number(role).map(|n| n.get(i)) else { continue };
                let far = degrees && k < 2 && value.is_some_and(|v| v.abs() > [180.0, 90.0][k]);
                checks[k].see(if far { CellState::Impossible } else { state }, Span::one(row));
                numbers[k] = value;
            }
            rows.push(Row { id: text("id"), row, name: text("name"), group: Some(text("group")).filter(|g| !g.is_empty()), numbers });
        }
        Ok(())
    });
    read.await?;
    ledger.read = tables.rows(request.place).await?;
    for check in checks {
        check.finish(tables, &mut ledger).await?;
    }
    ledger.leave_out(Reason::Where, ledger.read.saturating_sub(selected), None);
    ledger.used = rows.len() as u64;
    let mut chosen = Vec::new();
    let places = Arc::new(places(request, rows, &mut chosen)?);
    let map = places.polygons.is_some().then(|| places.clone());
    Ok(Loaded { groups: vec![(Vec::new(), Shape::Places(places))], ledger, chosen, places: map })
}

fn places(request: &Request<'_>, mut rows: Vec<Row>, chosen: &mut Vec<(String, String)>) -> Result<Places, DataError> {
    let ids =
        Codes::new(rows.iter().map(|r| r.id.as_str())).named(rows.iter().filter(|r| !r.name.is_empty()).map(|r| (r.id.as_str(), r.name.as_str())));
    rows.sort_by_key(|r| (ids.index(&r.id), r.row));
    if let Some(twice) = rows.windows(2).find(|w| w[0].id == w[1].id) {
        return Err(DataError::Duplicate {
            source_name: request.place.source_name.clone(),
            path: request.place.path.clone(),
            first: twice[0].row,
            second: twice[1].row,
            key: format!("id {}", twice[0].id),
            advice: "a place stands in the table once; choose rows with `where`",
        });
    }
    let column = |k: usize| rows.iter().map(|r| r.numbers[k]).collect::<Option<Vec<f64>>>();
    let points = column(0).zip(column(1)).map(|(x, y)| x.into_iter().zip(y).map(|(x, y)| [x, y]).collect());
    let (position, degrees) = both(request, points.unwrap_or_default(), chosen)?;
    let groups: Vec<Option<&str>> = rows.iter().map(|r| r.group.as_deref()).collect();
    Ok(Places {
        position,
        degrees,
        area_km2: column(2),
        population: column(3),
        group: groups.iter().any(Option::is_some).then(|| Labels::new(&groups)),
        polygons: polygons(request, &ids)?,
        ids: Arc::new(ids),
    })
}

/// The polygons of a GeoJSON source, in the order of the ids.
fn polygons(request: &Request<'_>, ids: &Codes) -> Result<Option<Vec<Vec<Polygon>>>, DataError> {
    let (Some(Format::Geojson), Some(path), Some(id)) = (request.source.format(), &request.source.path, request.source.column("id")) else {
        return Ok(None);
    };
    let features = Features::open(&request.folder.join(path), request.place)?;
    let by_id: BTreeMap<&str, &Vec<Polygon>> = features.property(id, request.place)?.into_iter().zip(features.polygons()).collect();
    Ok(Some(ids.iter().map(|id| by_id.get(id).map(|p| (*p).clone()).unwrap_or_default()).collect()))
}
