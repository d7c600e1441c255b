//! Establishments.

use super::counts::misplaced;
use super::frame::{CellCheck, Part, Picks, Span, reason, text_at};
use super::regions::{RegionSet, coordinates, not_degrees, projection, refuse_degrees};
use super::{Group, Loaded, Request};
use crate::reading::CellReader;
use crate::source::Coordinates;
use crate::tables::{Location, What};
use crate::{DataError, Ledger, Reason, Tables};
use agglom_method::{Codes, Labels, Polygon, Register, Shape};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A place in metres and in degrees.
type Both = ([f64; 2], [f64; 2]);

/// One establishment as read.
#[derive(Default)]
struct Row {
    id: String,
    row: u64,
    by: Vec<String>,
    industry: String,
    region: Option<String>,
    position: Option<[f64; 2]>,
    size: Option<f64>,
    owner: Option<String>,
    external: Option<bool>,
    state: Option<bool>,
    start: Option<String>,
    end: Option<String>,
}

pub(super) async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    let set = RegionSet::load(tables, request).await?;
    let picks = Picks::new(request, false).role("id", What::Code).role("industry", What::Code).role("industry_name", What::Code);
    let picks = picks.role("region", What::Code).role("region_name", What::Code).role("size", What::Number);
    let picks = picks.role("lon", What::Number).role("lat", What::Number).role("x", What::Number).role("y", What::Number);
    let picks = picks.role("owner", What::Code).role("start", What::Code).role("end", What::Code);
    // As text: a flag would make an empty cell, which nobody answered, a no.
    let picks = picks.role("external", What::Code).role("state", What::Code);
    let mut reader = Rows::new(request, set.as_ref())?;
    let adding = picks.run(tables, |part| {
        reader.add(part);
        Ok(())
    });
    adding.await?;
    let mut ledger = request.ledger();
    ledger.read = tables.rows(request.place).await?;
    reader.account(tables, &mut ledger).await?;
    reader.sort_by_id()?;
    let mut chosen = set.as_ref().map(|s| s.chosen.clone()).unwrap_or_default();
    let groups = reader.shapes(&mut chosen)?;
    let used: std::collections::BTreeSet<&str> = reader.rows.iter().filter_map(|r| r.region.as_deref()).collect();
    let places = set.as_ref().map(|s| s.places(request, &|code| used.contains(code)));
    Ok(Loaded { groups, ledger, chosen, places })
}

struct Rows<'a> {
    request: &'a Request<'a>,
    set: Option<&'a RegionSet>,
    coordinates: Option<Coordinates<'a>>,
    rows: Vec<Row>,
    names: [BTreeMap<String, String>; 2],
    read: u64,
    left_out: BTreeMap<Reason, (u64, u64)>,
    size: CellCheck<'a>,
    along: CellCheck<'a>,
    up: CellCheck<'a>,
    misplaced: Option<u64>,
    outside_swapped: u64,
    /// The first cell that should say yes or no and says something else: its row, role and text.
    unanswered: Option<(u64, &'static str, String)>,
    cells: CellReader,
}

impl<'a> Rows<'a> {
    fn new(request: &'a Request<'a>, set: Option<&'a RegionSet>) -> Result<Self, DataError> {
        let coordinates = coordinates(request)?;
        let axes = if request.source.column("x").is_some() { ["x", "y"] } else { ["lon", "lat"] };
        Ok(Self {
            request,
            set,
            coordinates,
            rows: Vec::new(),
            names: [BTreeMap::new(), BTreeMap::new()],
            read: 0,
            left_out: BTreeMap::new(),
            size: CellCheck::new(request, "size", false),
            along: CellCheck::new(request, axes[0], true),
            up: CellCheck::new(request, axes[1], true),
            misplaced: None,
            outside_swapped: 0,
            unanswered: None,
            cells: CellReader::new(request.source),
        })
    }

    fn add(&mut self, part: &Part<'_>) {
        self.read += part.rows() as u64;
        for i in 0..part.rows() {
            let row = part.row().value(i) as u64;
            match self.row(part, i, row) {
                Ok(read) => self.rows.push(read),
                Err(Some(reason)) => {
                    let entry = self.left_out.entry(reason).or_insert((0, row));
                    entry.0 += 1;
                    entry.1 = entry.1.min(row);
                }
                Err(None) => {}
            }
        }
    }

    /// One row; or the reason to leave it out; or nothing, if a cell is bad and the whole source will be refused.
    fn row(&mut self, part: &Part<'_>, i: usize, row: u64) -> Result<Row, Option<Reason>> {
        let text = |alias: &str| text_at(part.text(alias), i);
        let some = |alias: &str| Some(text(alias)).filter(|t| !t.is_empty()).map(str::to_owned);
        let id = some("id").ok_or(Some(Reason::NoId))?;
        let industry = some("industry").ok_or(Some(Reason::NoIndustry))?;
        let mut read = Row { id, row, industry, ..Row::default() };
        if let Some(size) = part.number("size") {
            let (value, state) = size.get(i);
            self.size.see(state, Span::one(row));
            read.size = value;
            if value.is_none() {
                return Err(reason(state));
            }
        }
        read.region = some("region");
        let point = self.point(part, i, row)?;
        if part.text("region").is_some() {
            if read.region.is_none() {
                return Err(Some(Reason::NoRegion));
            }
        } else if let (Some([x, y]), Some(set)) = (point, self.set) {
            read.region = Some(self.locate(set, x, y, row)?);
        }
        read.position = point;
        read.by = part.by().iter().map(|c| text_at(Some(*c), i).to_owned()).collect();
        (read.owner, read.start, read.end) = (some("owner"), some("start"), some("end"));
        (read.external, read.state) = (self.answer("external", text("external"), row), self.answer("state", text("state"), row));
        self.name(0, read.region.as_deref(), text("region_name"));
        self.name(1, Some(&read.industry), text("industry_name"));
        Ok(read)
    }

    fn point(&mut self, part: &Part<'_>, i: usize, row: u64) -> Result<Option<[f64; 2]>, Option<Reason>> {
        let axes = match self.coordinates {
            None => return Ok(None),
            Some(Coordinates::Degrees(..)) => ["lon", "lat"],
            Some(Coordinates::Metres(..)) => ["x", "y"],
        };
        let (Some(along), Some(up)) = (part.number(axes[0]), part.number(axes[1])) else { return Ok(None) };
        let ((x, x_state), (y, y_state)) = (along.get(i), up.get(i));
        self.along.see(x_state, Span::one(row));
        self.up.see(y_state, Span::one(row));
        let (Some(x), Some(y)) = (x, y) else { return Err(reason(x_state).or(reason(y_state)).map(|_| Reason::NoCoordinates)) };
        if axes[0] == "lon" && !(x.abs() <= 180.0 && y.abs() <= 90.0) {
            self.misplaced = Some(self.misplaced.map_or(row, |m| m.min(row)));
            return Err(None);
        }
        Ok(Some([x, y]))
    }

    /// Yes, no or not known; a cell that says something else is kept for the refusal of the source.
    fn answer(&mut self, role: &'static str, text: &str, row: u64) -> Option<bool> {
        if self.cells.empty(text) {
            return None;
        }
        let answer = CellReader::answer(text);
        if answer.is_none() && self.unanswered.as_ref().is_none_or(|(first, ..)| row < *first) {
            self.unanswered = Some((row, role, text.to_owned()));
        }
        answer
    }

    fn locate(&mut self, set: &RegionSet, x: f64, y: f64, row: u64) -> Result<String, Option<Reason>> {
        let Some(locator) = &set.locator else { return Err(Some(Reason::NoRegion)) };
        match locator.find([x, y]) {
            Location::Region(region) => Ok(set.codes[region as usize].clone()),
            Location::Outside => {
                self.outside_swapped += u64::from(matches!(locator.find([y, x]), Location::Region(_)));
                Err(Some(Reason::OutsideRegions))
            }
            Location::Impossible => {
                self.misplaced = Some(self.misplaced.map_or(row, |m| m.min(row)));
                Err(None)
            }
        }
    }

    fn name(&mut self, which: usize, code: Option<&str>, given: &str) {
        let Some(code) = code else { return };
        let from_file = self.set.filter(|_| which == 0).and_then(|s| s.names.get(code)).map(String::as_str);
        let name = from_file.unwrap_or(given);
        if !name.is_empty() && self.names[which].get(code).is_none_or(|n| name < n.as_str()) {
            self.names[which].insert(code.to_owned(), name.to_owned());
        }
    }

    async fn account(&mut self, tables: &dyn Tables, ledger: &mut Ledger) -> Result<(), DataError> {
        if let Some(row) = self.misplaced {
            return Err(misplaced(tables, self.request, row).await);
        }
        let request = self.request;
        if let Some((row, role, text)) = &self.unanswered {
            let column = request.source.column(role).unwrap_or(role);
            return Err(request
                .place
                .source(format!("row {row}, column `{column}`: `{text}` says neither yes nor no; leave it empty if it is not known")));
        }
        for (role, check) in [("size", &mut self.size), ("lon", &mut self.along), ("lat", &mut self.up)] {
            std::mem::replace(check, CellCheck::new(request, role, true)).finish(tables, ledger).await?;
        }
        ledger.used = self.rows.len() as u64;
        ledger.leave_out(Reason::Where, ledger.read.saturating_sub(self.read), None);
        for (&reason, &(rows, row)) in &self.left_out {
            ledger.leave_out(reason, rows, Some(row));
        }
        if let Some(coordinates) = &self.coordinates {
            not_degrees(self.request, coordinates, &self.rows.iter().filter_map(|r| r.position).collect::<Vec<_>>())?;
        }
        let outside = self.left_out.get(&Reason::OutsideRegions).map_or(0, |l| l.0);
        if outside > ledger.used {
            refuse_degrees(tables, self.request).await?;
        }
        if outside > ledger.used && self.outside_swapped > ledger.used {
            let problem = format!(
                "longitude and latitude seem to be swapped: {} of {} points lie in a region as they are, {} with the two exchanged",
                ledger.used,
                ledger.used + outside,
                self.outside_swapped
            );
            return Err(self.request.place.source(problem));
        }
        Ok(())
    }

    fn sort_by_id(&mut self) -> Result<(), DataError> {
        self.rows.sort_by(|a, b| a.by.cmp(&b.by).then_with(|| a.id.cmp(&b.id)).then(a.row.cmp(&b.row)));
        let twice = self.rows.windows(2).filter(|w| w[0].by == w[1].by && w[0].id == w[1].id).min_by_key(|w| w[1].row);
        twice.map_or(Ok(()), |w| {
            Err(DataError::Duplicate {
                source_name: self.request.place.source_name.clone(),
                path: self.request.place.path.clone(),
                first: w[0].row,
                second: w[1].row,
                key: format!("id {}", w[0].id),
                advice: "an establishment stands in a register once; choose rows with `where`, or make the identifiers distinct",
            })
        })
    }

    fn shapes(&self, chosen: &mut Vec<(String, String)>) -> Result<Vec<Group>, DataError> {
        let project = projection(self.request, self.rows.iter().filter_map(|r| r.position))?;
        if let Some(projection) = &project {
            chosen.push(("projection".to_owned(), projection.definition().to_owned()));
        }
        let degrees = matches!(self.coordinates, Some(Coordinates::Degrees(..)));
        let both = |p: [f64; 2]| {
            let projection = project.as_ref()?;
            if degrees { Some((projection.metres(p[0], p[1])?, p)) } else { Some((p, projection.degrees(p[0], p[1])?)) }
        };
        let window = project.as_ref().zip(self.set).and_then(|(projection, set)| set.window(projection)).map(Arc::new);
        let groups = self.rows.chunk_by(|a, b| a.by == b.by);
        let mut groups: Vec<Group> = groups
            .map(|rows| {
                let by = self.request.by.iter().cloned().zip(rows[0].by.iter().cloned()).collect();
                (by, Shape::Register(Arc::new(self.register(rows, &both, window.clone()))))
            })
            .collect();
        let order = Codes::new(groups.iter().map(|g| group_text(&g.0)));
        groups.sort_by_key(|g| order.index(&group_text(&g.0)));
        Ok(groups)
    }

    fn register(&self, rows: &[Row], both: &dyn Fn([f64; 2]) -> Option<Both>, window: Option<Arc<Vec<Polygon>>>) -> Register {
        let named = |labels: Labels, which: usize| labels.named(self.names[which].iter().map(|(c, n)| (c.as_str(), n.as_str())));
        let optional = |pick: fn(&Row) -> &Option<String>| {
            let labels: Vec<Option<&str>> = rows.iter().map(|r| pick(r).as_deref()).collect();
            labels.iter().any(Option::is_some).then(|| Labels::new(&labels))
        };
        let answers = |pick: fn(&Row) -> Option<bool>| {
            let given: Vec<Option<bool>> = rows.iter().map(pick).collect();
            given.iter().any(Option::is_some).then_some(given)
        };
        let positions: Option<Vec<_>> = rows.iter().map(|r| r.position.and_then(both)).collect();
        let (position, degrees) = positions.filter(|_| self.coordinates.is_some()).map(|p| p.into_iter().unzip()).unzip();
        Register {
            ids: rows.iter().map(|r| r.id.clone()).collect(),
            industry: named(Labels::new(&rows.iter().map(|r| Some(r.industry.as_str())).collect::<Vec<_>>()), 1),
            region: optional(|r| &r.region).map(|labels| named(labels, 0)),
            position,
            degrees,
            window,
            size: rows.iter().map(|r| r.size).collect(),
            owner: optional(|r| &r.owner),
            external: answers(|r| r.external),
            state: answers(|r| r.state),
            start: optional(|r| &r.start),
            end: optional(|r| &r.end),
            size_unit: self.request.source.unit.clone(),
        }
    }
}

fn group_text(by: &[(String, String)]) -> String {
    by.iter().map(|b| b.1.as_str()).collect::<Vec<_>>().join("\u{1}")
}
