//! Region x industry (x period) totals.

use super::cells::{Entries, Entry, Key};
use super::frame::{CellCheck, Numbers, Part, Picks, Span, problem, reason, text_at};
use super::regions::{RegionSet, coordinates, refuse_degrees};
use super::{Loaded, Request};
use crate::source::Coordinates;
use crate::tables::{CellState, Locator, What};
use crate::{DataError, Duplicates, Ledger, Reason, Tables};
use agglom_method::Sampling;
use arrow::array::{Array, BooleanArray, Int8Array, StringViewArray, UInt32Array};
use hashbrown::HashMap;
use std::collections::BTreeMap;

pub(super) async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    let set = RegionSet::load(tables, request).await?;
    let coded = request.source.column("region").is_some();
    let locator = set.as_ref().and_then(|s| s.locator.as_ref()).filter(|_| !coded);
    let register = request.source.column("id").is_some();
    // Rows that are parts of a cell are added up where they are read; rows that are cells by themselves need no grouping.
    let parts = register || !coded || request.source.duplicates == Duplicates::Sum;
    let picks = picks(request, locator, parts)?;
    let mut reader = Reader::new(request, &picks, set.as_ref());
    let reading = picks.run(tables, |part| {
        reader.add(part);
        Ok(())
    });
    reading.await?;
    let mut ledger = request.ledger();
    ledger.read = tables.rows(request.place).await?;
    reader.account(tables, &mut ledger).await?;
    if locator.is_some() {
        refuse_misread(tables, request, set.as_ref(), &ledger).await?;
    }
    let mut entries = reader.entries;
    entries.sort();
    if coded && !register {
        entries.refuse_duplicates(request)?;
    }
    let chosen = set.as_ref().map(|s| s.chosen.clone()).unwrap_or_default();
    let places = set.as_ref().map(|s| s.places(request, &|code| entries.regions.codes.contains(code)));
    let groups = entries.shapes(request, reader.sampling)?;
    Ok(Loaded { groups, ledger, chosen, places })
}

fn picks<'a>(request: &'a Request<'a>, locator: Option<&Locator>, grouped: bool) -> Result<Picks<'a>, DataError> {
    let picks = Picks::new(request, grouped);
    let picks = match (locator, coordinates(request)?) {
        (Some(locator), Some(Coordinates::Degrees(lon, lat) | Coordinates::Metres(lon, lat))) => {
            picks.pick("region", What::Located { lon: lon.to_owned(), lat: lat.to_owned(), locator: locator.clone() })
        }
        _ => picks.role("region", What::Code).role("region_name", What::Name),
    };
    let picks = picks.role("industry", What::Code).role("industry_name", What::Name).role("period", What::Code).role("suppressed", What::Flag);
    let value = if request.source.column("value").is_some() { "value" } else { "size" };
    Ok(picks.role(value, What::Number).role("establishments", What::Number))
}

/// If most points lie outside all regions: metres that all look like degrees are degrees, and longitude and latitude are swapped if
/// more points lie inside when they are exchanged.
async fn refuse_misread(tables: &dyn Tables, request: &Request<'_>, set: Option<&RegionSet>, ledger: &Ledger) -> Result<(), DataError> {
    let outside = ledger.left_out.get(&Reason::OutsideRegions).map_or(0, |l| l.rows);
    let located = ledger.used + outside;
    let Some(locator) = set.and_then(|s| s.locator.as_ref()).filter(|_| outside * 2 > located) else { return Ok(()) };
    refuse_degrees(tables, request).await?;
    let Some(Coordinates::Degrees(lon, lat)) = coordinates(request)? else { return Ok(()) };
    let exchanged = What::Located { lon: lat.to_owned(), lat: lon.to_owned(), locator: locator.clone() };
    let whole = Request { by: &[], ..request.clone() };
    let mut inside = 0;
    let counting = Picks::new(&whole, true).pick("region", exchanged).run(tables, |part| {
        if let Some((regions, _)) = part.located("region") {
            inside += (0..part.rows()).filter(|&i| !regions.is_null(i)).map(|i| part.spans().get(i).rows).sum::<u64>();
        }
        Ok(())
    });
    counting.await?;
    if inside > located - outside {
        let problem = format!(
            "longitude and latitude seem to be swapped: {} of {located} points lie in a region as they are, {inside} with the two exchanged",
            located - outside
        );
        return Err(request.place.source(problem));
    }
    Ok(())
}

/// Reads the rows of a selection and decides which count.
struct Reader<'a> {
    request: &'a Request<'a>,
    set: Option<&'a RegionSet>,
    sampling: Sampling,
    entries: Entries,
    /// Numbers among the entries of regions that the locator numbers.
    numbers: HashMap<u32, u32>,
    left_out: BTreeMap<Reason, (u64, u64)>,
    used: u64,
    selected: u64,
    value_role: &'static str,
    value: Option<CellCheck<'a>>,
    establishments: Option<CellCheck<'a>>,
    misplaced: Option<u64>,
}

/// The columns of a batch.
struct Columns<'a> {
    by: Vec<&'a StringViewArray>,
    located: Option<(&'a UInt32Array, &'a Int8Array)>,
    region: Option<&'a StringViewArray>,
    region_name: Option<&'a StringViewArray>,
    industry: Option<&'a StringViewArray>,
    industry_name: Option<&'a StringViewArray>,
    period: Option<&'a StringViewArray>,
    suppressed: Option<&'a BooleanArray>,
    value: Option<Numbers<'a>>,
    establishments: Option<Numbers<'a>>,
}

impl<'a> Columns<'a> {
    fn of(part: &Part<'a>, value: &str) -> Self {
        let located = part.located("region");
        Self {
            by: part.by(),
            region: if located.is_some() { None } else { part.text("region") },
            located,
            region_name: part.text("region_name"),
            industry: part.text("industry"),
            industry_name: part.text("industry_name"),
            period: part.text("period"),
            suppressed: part.flag("suppressed"),
            value: part.number(value),
            establishments: part.number("establishments"),
        }
    }
}

impl<'a> Reader<'a> {
    fn new(request: &'a Request<'a>, picks: &Picks<'_>, set: Option<&'a RegionSet>) -> Self {
        let has = |role: &str| request.source.column(role).is_some();
        let value_role = if has("value") { "value" } else { "size" };
        let sampling = match (has("id") && !has("value"), has("establishments")) {
            (true, _) => Sampling::Sizes,
            (false, true) => Sampling::Establishments,
            (false, false) => Sampling::Units,
        };
        let check = |role: &'static str| picks.has(role).then(|| CellCheck::new(request, role, false));
        Self {
            request,
            set,
            sampling,
            entries: Entries::default(),
            numbers: HashMap::new(),
            left_out: BTreeMap::new(),
            used: 0,
            selected: 0,
            value_role,
            value: check(value_role),
            establishments: check("establishments"),
            misplaced: None,
        }
    }

    fn add(&mut self, part: &Part<'_>) {
        let (columns, spans) = (Columns::of(part, self.value_role), part.spans());
        for i in 0..part.rows() {
            let span = spans.get(i);
            self.selected += span.rows;
            if let Some(key) = self.key(&columns, i, span) {
                self.put(key, &columns, i, span);
            }
        }
    }

    /// Adds a row to its cell, or leaves it out if it has no value.
    fn put(&mut self, key: Key, columns: &Columns<'_>, i: usize, span: Span) {
        // Without a value, rows are establishments and count one each.
        let (number, mut state) = columns.value.map_or((Some(span.rows as f64), CellState::Plain), |v| v.get(i));
        if columns.suppressed.is_some_and(|s| !s.is_null(i) && s.value(i)) {
            state = CellState::Suppressed;
        } else if let Some(check) = &mut self.value {
            check.see(state, span);
        }
        let counted = columns.establishments.map(|e| e.get(i));
        if let (Some((_, state)), Some(check)) = (counted, &mut self.establishments) {
            check.see(state, span);
        }
        if let Some(why) = reason(state) {
            self.leave_out::<()>(why, span);
        } else {
            self.used += span.rows;
        }
        let establishments = counted.map_or((self.sampling == Sampling::Sizes).then_some(span.rows as f64), |c| c.0);
        let squares = columns.value.map_or(span.rows as f64, |v| v.squares(i));
        self.entries.entries.push(Entry { key, state, value: number.unwrap_or(0.0), squares, establishments, span });
    }

    /// Where row `i` belongs, or `None` if it is left out.
    fn key(&mut self, columns: &Columns<'_>, i: usize, span: Span) -> Option<Key> {
        let region = self.region(columns, i, span)?;
        let industry = text_at(columns.industry, i);
        if industry.is_empty() {
            return self.leave_out(Reason::NoIndustry, span);
        }
        let period = text_at(columns.period, i);
        if period.is_empty() && columns.period.is_some() {
            return self.leave_out(Reason::NoPeriod, span);
        }
        let industry = self.entries.industries.number(industry, text_at(columns.industry_name, i));
        let period = self.entries.periods.number(period, "");
        Some([self.group(&columns.by, i), region, industry, period])
    }

    fn region(&mut self, columns: &Columns<'_>, i: usize, span: Span) -> Option<u32> {
        if let Some((regions, states)) = columns.located {
            let state = CellState::from_number(states.value(i)).unwrap_or(CellState::Missing);
            let found = (!regions.is_null(i)).then(|| regions.value(i));
            return self.located(found, state, span);
        }
        let code = text_at(columns.region, i);
        if code.is_empty() {
            return self.leave_out(Reason::NoRegion, span);
        }
        let given = text_at(columns.region_name, i);
        let name = self.set.and_then(|s| s.names.get(code)).map_or(given, String::as_str);
        Some(self.entries.regions.number(code, name))
    }

    fn located(&mut self, region: Option<u32>, state: CellState, span: Span) -> Option<u32> {
        match (region, self.set) {
            (Some(region), Some(set)) => Some(*self.numbers.entry(region).or_insert_with(|| {
                let code = &set.codes[region as usize];
                self.entries.regions.number(code, set.names.get(code).map_or("", String::as_str))
            })),
            _ => match (reason(state), state.state()) {
                (Some(_), _) => self.leave_out(Reason::NoCoordinates, span),
                (None, Some(_)) => self.leave_out(Reason::OutsideRegions, span),
                (None, None) => {
                    self.misplaced = Some(self.misplaced.map_or(span.first, |m| m.min(span.first)));
                    None
                }
            },
        }
    }

    fn leave_out<T>(&mut self, reason: Reason, span: Span) -> Option<T> {
        let entry = self.left_out.entry(reason).or_insert((0, span.first));
        entry.0 += span.rows;
        entry.1 = entry.1.min(span.first);
        None
    }

    fn group(&mut self, by: &[&StringViewArray], i: usize) -> u32 {
        let number = match by {
            [] => self.entries.groups.number(""),
            [one] => self.entries.groups.number(text_at(Some(one), i)),
            several => self.entries.groups.number(&several.iter().map(|c| text_at(Some(*c), i)).collect::<Vec<_>>().join("\u{1}")),
        };
        if number as usize == self.entries.group_values.len() {
            let values = by.iter().map(|c| text_at(Some(*c), i).to_owned());
            self.entries.group_values.push(self.request.by.iter().cloned().zip(values).collect());
        }
        number
    }

    async fn account(&mut self, tables: &dyn Tables, ledger: &mut Ledger) -> Result<(), DataError> {
        if let Some(row) = self.misplaced {
            return Err(misplaced(tables, self.request, row).await);
        }
        for check in [self.value.take(), self.establishments.take()].into_iter().flatten() {
            check.finish(tables, ledger).await?;
        }
        ledger.used = self.used;
        ledger.leave_out(Reason::Where, ledger.read.saturating_sub(self.selected), None);
        for (&reason, &(rows, row)) in &self.left_out {
            ledger.leave_out(reason, rows, Some(row));
        }
        Ok(())
    }
}

/// An error for coordinates that are nowhere in the world.
pub(super) async fn misplaced(tables: &dyn Tables, request: &Request<'_>, row: u64) -> DataError {
    let degrees = request.source.column("lat").is_some();
    let pair = if degrees { ["lat", "lon"] } else { ["y", "x"] };
    let mut bad = (pair[1], String::new());
    for role in pair {
        let text = tables.cell(request.place, request.source.column(role).unwrap_or_default(), row).await.unwrap_or_default();
        let most = if role == "lat" { 90.0 } else { 180.0 };
        let read = crate::number(&text, request.source.decimal());
        if !degrees || read.is_err() || read.is_ok_and(|n| n.printed.value.abs() > most) {
            bad = (role, text);
            break;
        }
    }
    let state = match crate::number(&bad.1, request.source.decimal()) {
        Ok(_) => CellState::Impossible,
        Err(crate::NotNumber::Infinite) => CellState::Infinite,
        Err(_) => CellState::Text,
    };
    request.place.cell(Some(row), request.source.column(bad.0).unwrap_or(bad.0), problem(bad.0, state, bad.1.trim()))
}
