//! Region x industry (x period) totals.

use super::frame::{CellCheck, Frame, Interner, Part, Picks, reason, text_at};
use super::regions::{Coordinates, RegionSet, coordinates, refuse_degrees};
use super::{Group, Loaded, Request};
use crate::tables::{CellState, Locator, What};
use crate::{DataError, Duplicates, Ledger, Reason, Tables};
use agglom_method::{Absent, Cells, Codes, Counts, Gap, Measured, Sampling, Shape, State};
use arrow::array::Array;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(super) async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    let set = RegionSet::load(tables, request).await?;
    let locator = set.as_ref().and_then(|s| s.locator.as_ref()).filter(|_| request.source.column("region").is_none());
    let frame = select(tables, request, locator, false).await?;
    let mut totals = Totals::new(request, &frame, set.as_ref());
    for part in frame.parts() {
        totals.add(&part);
    }
    let mut ledger = request.ledger();
    ledger.read = tables.rows(request.place).await?;
    totals.account(tables, &mut ledger).await?;
    if locator.is_some() {
        refuse_swapped(tables, request, set.as_ref(), &ledger).await?;
    }
    totals.refuse_duplicates()?;
    let chosen = set.as_ref().map(|s| s.chosen.clone()).unwrap_or_default();
    let places = set.as_ref().map(|s| s.places(request, &|code| totals.regions.codes.contains(code)));
    let groups = totals.shapes()?;
    Ok(Loaded { groups, ledger, chosen, places })
}

async fn select(tables: &dyn Tables, request: &Request<'_>, locator: Option<&Locator>, swapped: bool) -> Result<Frame, DataError> {
    let mut picks = Picks::new(request, true);
    picks = match (locator, coordinates(request)?) {
        (Some(locator), Some(Coordinates::Degrees(x, y) | Coordinates::Metres(x, y))) => {
            let (lon, lat) = if swapped { (y.to_owned(), x.to_owned()) } else { (x.to_owned(), y.to_owned()) };
            picks.pick("region", What::Located { lon, lat, locator: locator.clone() })
        }
        _ => picks.role("region", What::Code).role("region_name", What::Name),
    };
    if swapped {
        return picks.run(tables).await;
    }
    picks = picks.role("industry", What::Code).role("industry_name", What::Name).role("period", What::Code).role("suppressed", What::Flag);
    let value = if request.source.column("value").is_some() { "value" } else { "size" };
    picks.role(value, What::Number).role("establishments", What::Number).run(tables).await
}

/// If most points lie outside all regions, but would not if longitude and latitude changed places, they have; and metres that all
/// look like degrees are degrees.
async fn refuse_swapped(tables: &dyn Tables, request: &Request<'_>, set: Option<&RegionSet>, ledger: &Ledger) -> Result<(), DataError> {
    let outside = ledger.left_out.get(&Reason::OutsideRegions).map_or(0, |l| l.rows);
    let located = ledger.used + outside;
    let Some(locator) = set.and_then(|s| s.locator.as_ref()).filter(|_| outside * 2 > located) else { return Ok(()) };
    refuse_degrees(tables, request).await?;
    let by = Request { by: &[], ..request.clone() };
    let frame = select(tables, &by, Some(locator), true).await?;
    let mut inside = 0;
    for part in frame.parts() {
        let Some((regions, _)) = part.located("region") else { continue };
        inside += (0..part.rows()).filter(|&i| !regions.is_null(i)).map(|i| part.whole("rows").value(i) as u64).sum::<u64>();
    }
    if inside > located - outside {
        let problem = format!(
            "longitude and latitude seem to be swapped: {} of {located} points lie in a region as they are, {inside} with the two exchanged",
            located - outside
        );
        return Err(request.place.source(problem));
    }
    Ok(())
}

/// Where a row's value belongs: numbers of group, region, industry and period.
type Key = [u32; 4];

#[derive(Default, Clone, Copy)]
struct Cell {
    /// Sum and sum of squares per way of writing (plain, odd, percent), so that the order of batches cannot matter.
    sums: [[f64; 2]; 3],
    observed: bool,
    establishments: Option<f64>,
    rows: u64,
    first_row: u64,
    last_row: u64,
    /// Why a row has no value; the cell is a gap if none of its rows has one.
    gap: Option<State>,
}

impl Cell {
    fn value(&self) -> f64 {
        self.sums.iter().map(|s| s[0]).sum()
    }

    fn squares(&self) -> f64 {
        self.sums.iter().map(|s| s[1]).sum()
    }
}

/// Cells in the making.
struct Totals<'a> {
    request: &'a Request<'a>,
    set: Option<&'a RegionSet>,
    /// Whether the rows are establishments.
    register: bool,
    sampling: Sampling,
    groups: Interner,
    group_values: Vec<Vec<(String, String)>>,
    regions: Seen,
    industries: Seen,
    periods: Seen,
    cells: HashMap<Key, Cell>,
    left_out: BTreeMap<Reason, (u64, u64)>,
    used: u64,
    selected: u64,
    value_role: &'static str,
    checks: Vec<CellCheck<'a>>,
    misplaced: Option<u64>,
}

/// Codes with the names seen beside them.
#[derive(Default)]
struct Seen {
    codes: Interner,
    names: BTreeMap<u32, String>,
}

impl Seen {
    fn number(&mut self, code: &str, name: &str) -> u32 {
        let number = self.codes.number(code);
        if !name.is_empty() {
            let entry = self.names.entry(number).or_insert_with(|| name.to_owned());
            if name < entry.as_str() {
                name.clone_into(entry);
            }
        }
        number
    }

    /// The codes with these numbers, and for each number its place among them.
    fn codes(&self, numbers: impl Iterator<Item = u32>) -> (Codes, HashMap<u32, u32>) {
        let mut numbers: Vec<u32> = numbers.collect();
        numbers.sort_unstable();
        numbers.dedup();
        let names = numbers.iter().filter_map(|n| Some((self.codes.text(*n), self.names.get(n)?.as_str())));
        let codes = Codes::new(numbers.iter().map(|&n| self.codes.text(n))).named(names);
        let places = numbers.iter().filter_map(|&n| Some((n, codes.index(self.codes.text(n))? as u32))).collect();
        (codes, places)
    }
}

impl<'a> Totals<'a> {
    fn new(request: &'a Request<'a>, frame: &Frame, set: Option<&'a RegionSet>) -> Self {
        let has = |role: &str| request.source.column(role).is_some();
        let register = has("id");
        let value_role = if has("value") { "value" } else { "size" };
        let sampling = match (register && !has("value"), has("establishments")) {
            (true, _) => Sampling::Sizes,
            (false, true) => Sampling::Establishments,
            (false, false) => Sampling::Units,
        };
        let checks = [value_role, "establishments"].into_iter().filter(|r| frame.has(r)).map(|r| CellCheck::new(request, r, false)).collect();
        Self {
            request,
            set,
            register,
            sampling,
            groups: Interner::default(),
            group_values: Vec::new(),
            regions: Seen::default(),
            industries: Seen::default(),
            periods: Seen::default(),
            cells: HashMap::new(),
            left_out: BTreeMap::new(),
            used: 0,
            selected: 0,
            value_role,
            checks,
            misplaced: None,
        }
    }

    fn add(&mut self, part: &Part<'_>) {
        let by = part.by();
        let (rows, first, last) = (part.whole("rows"), part.whole("first_row"), part.whole("last_row"));
        let (value, establishments) = (part.number(self.value_role), part.number("establishments"));
        let suppressed = part.flag("suppressed");
        for i in 0..part.rows() {
            let (rows, first_row, last_row) = (rows.value(i) as u64, first.value(i) as u64, last.value(i) as u64);
            self.selected += rows;
            let Some(key) = self.key(part, &by, i, rows, first_row) else { continue };
            let (mut number, mut state) = value.map_or((Some(rows as f64), CellState::Plain), |v| v.get(i));
            if suppressed.is_some_and(|s| !s.is_null(i) && s.value(i)) {
                (number, state) = (None, CellState::Suppressed);
            }
            if value.is_some() {
                self.checks[0].see(state, rows, first_row);
            }
            let count = establishments.map(|e| e.get(i));
            if let (Some((_, state)), Some(check)) = (count, self.checks.get_mut(usize::from(value.is_some()))) {
                check.see(state, rows, first_row);
            }
            let counted = count.and_then(|c| c.0).or((self.sampling == Sampling::Sizes).then_some(rows as f64));
            let squares = value.map_or(rows as f64, |v| v.squares(i));
            let row = Cell { establishments: counted, rows, first_row, last_row, ..Cell::default() };
            self.put(key, number.map(|n| [n, squares]), state, row);
        }
    }

    /// Where row `i` belongs, or `None` if it is left out.
    fn key(&mut self, part: &Part<'_>, by: &[&arrow::array::StringViewArray], i: usize, rows: u64, row: u64) -> Option<Key> {
        let region = self.region(part, i, rows, row)?;
        let industry = text_at(part.text("industry"), i);
        if industry.is_empty() {
            return self.leave_out(Reason::NoIndustry, rows, row);
        }
        let period = text_at(part.text("period"), i);
        if period.is_empty() && part.text("period").is_some() {
            return self.leave_out(Reason::NoPeriod, rows, row);
        }
        let industry = self.industries.number(industry, text_at(part.text("industry_name"), i));
        Some([self.group(by, i), region, industry, self.periods.number(period, "")])
    }

    fn region(&mut self, part: &Part<'_>, i: usize, rows: u64, row: u64) -> Option<u32> {
        if let Some((regions, states)) = part.located("region") {
            let state = CellState::from_number(states.value(i)).unwrap_or(CellState::Missing);
            let found = (!regions.is_null(i)).then(|| regions.value(i));
            let code = self.located(found, state, rows, row)?;
            let name = self.set.and_then(|s| s.names.get(&code)).cloned().unwrap_or_default();
            return Some(self.regions.number(&code, &name));
        }
        let code = text_at(part.text("region"), i);
        if code.is_empty() {
            return self.leave_out(Reason::NoRegion, rows, row);
        }
        let given = text_at(part.text("region_name"), i);
        let name = self.set.and_then(|s| s.names.get(code)).map_or(given, String::as_str);
        Some(self.regions.number(code, name))
    }

    fn located(&mut self, region: Option<u32>, state: CellState, rows: u64, row: u64) -> Option<String> {
        match (region, state) {
            (Some(region), _) => self.set.map(|s| s.codes[region as usize].clone()),
            (None, CellState::Plain | CellState::OddGrouping | CellState::Percent | CellState::Negative) => {
                self.leave_out(Reason::OutsideRegions, rows, row)
            }
            (None, CellState::Missing | CellState::Suppressed | CellState::NotApplicable) => self.leave_out(Reason::NoCoordinates, rows, row),
            (None, _) => {
                self.misplaced = Some(self.misplaced.map_or(row, |m| m.min(row)));
                None
            }
        }
    }

    fn leave_out<T>(&mut self, reason: Reason, rows: u64, row: u64) -> Option<T> {
        let entry = self.left_out.entry(reason).or_insert((0, row));
        entry.0 += rows;
        entry.1 = entry.1.min(row);
        None
    }

    fn group(&mut self, by: &[&arrow::array::StringViewArray], i: usize) -> u32 {
        let values: Vec<&str> = by.iter().map(|c| text_at(Some(*c), i)).collect();
        let number = self.groups.number(&values.join("\u{1}"));
        if number as usize == self.group_values.len() {
            self.group_values.push(self.request.by.iter().cloned().zip(values.into_iter().map(str::to_owned)).collect());
        }
        number
    }

    fn put(&mut self, key: Key, number: Option<[f64; 2]>, state: CellState, row: Cell) {
        let cell = self.cells.entry(key).or_insert(Cell { first_row: u64::MAX, ..Cell::default() });
        cell.rows += row.rows;
        cell.first_row = cell.first_row.min(row.first_row);
        cell.last_row = cell.last_row.max(row.last_row);
        match (number, reason(state)) {
            // A group of cells without values has the sum 0: what counts is the state.
            (Some([sum, squares]), None) => {
                self.used += row.rows;
                cell.observed = true;
                let kind = &mut cell.sums[(state as usize).min(2)];
                *kind = [kind[0] + sum, kind[1] + squares];
                cell.establishments = row.establishments.map(|e| e + cell.establishments.unwrap_or(0.0));
            }
            (_, Some(why)) => {
                cell.gap = state.state();
                self.leave_out::<()>(why, row.rows, row.first_row);
            }
            (None, None) => {}
        }
    }

    async fn account(&mut self, tables: &dyn Tables, ledger: &mut Ledger) -> Result<(), DataError> {
        if let Some(row) = self.misplaced {
            return Err(misplaced(tables, self.request, row).await);
        }
        for check in self.checks.drain(..) {
            check.finish(tables, ledger).await?;
        }
        ledger.used = self.used;
        ledger.leave_out(Reason::Where, ledger.read.saturating_sub(self.selected), None);
        for (&reason, &(rows, row)) in &self.left_out {
            ledger.leave_out(reason, rows, Some(row));
        }
        Ok(())
    }

    fn refuse_duplicates(&self) -> Result<(), DataError> {
        let located = self.request.source.column("region").is_none();
        if self.register || located || self.request.source.duplicates == Duplicates::Sum {
            return Ok(());
        }
        let Some((key, cell)) = self.cells.iter().filter(|(_, c)| c.rows > 1).min_by_key(|(_, c)| c.first_row) else { return Ok(()) };
        let mut words = vec![format!("region {}, industry {}", self.regions.codes.text(key[1]), self.industries.codes.text(key[2]))];
        if self.request.source.column("period").is_some() {
            words.push(format!("period {}", self.periods.codes.text(key[3])));
        }
        words.extend(self.group_values[key[0] as usize].iter().map(|(column, value)| format!("{column} {value}")));
        Err(DataError::Duplicate {
            source_name: self.request.place.source_name.clone(),
            path: self.request.place.path.clone(),
            first: cell.first_row,
            second: cell.last_row,
            key: words.join(", "),
            advice: "map `period`, choose rows with `where`, or say that they are parts of a whole: duplicates = \"sum\"",
        })
    }

    fn shapes(&self) -> Result<Vec<Group>, DataError> {
        let mut by_group: Vec<Vec<(&Key, &Cell)>> = vec![Vec::new(); self.group_values.len()];
        for (key, cell) in &self.cells {
            by_group[key[0] as usize].push((key, cell));
        }
        let order = Codes::new((0..self.groups.len() as u32).map(|g| self.groups.text(g)));
        let mut numbers: Vec<usize> = (0..by_group.len()).collect();
        numbers.sort_by_key(|&g| order.index(self.groups.text(g as u32)));
        numbers.into_iter().map(|g| Ok((self.group_values[g].clone(), Shape::Counts(Arc::new(self.counts(&by_group[g])?))))).collect()
    }

    fn counts(&self, cells: &[(&Key, &Cell)]) -> Result<Counts, DataError> {
        let (regions, region) = self.regions.codes(cells.iter().map(|c| c.0[1]));
        let (industries, industry) = self.industries.codes(cells.iter().map(|c| c.0[2]));
        let (periods, period) = self.periods.codes(cells.iter().map(|c| c.0[3]));
        super::one_period(self.request, &periods)?;
        let mut measured: Vec<Vec<Measured>> = vec![Vec::new(); periods.len()];
        let mut gaps: Vec<Vec<Gap>> = vec![Vec::new(); periods.len()];
        for (key, cell) in cells {
            let (region, industry, period) = (region[&key[1]], industry[&key[2]], period[&key[3]] as usize);
            match cell.gap {
                Some(state) if !cell.observed => gaps[period].push(Gap { region, industry, state }),
                _ => measured[period].push(self.measured(region, industry, cell)),
            }
        }
        let slices = measured.into_iter().zip(gaps).map(|(m, g)| Cells::new(regions.len(), m, g)).collect();
        let absent = if self.register { Absent::Zero } else { self.request.source.absent };
        Ok(Counts {
            regions: Arc::new(regions),
            industries: Arc::new(industries),
            periods: Arc::new(periods),
            cells: slices,
            absent,
            sampling: self.sampling,
            unit: self.request.source.unit.clone(),
        })
    }

    fn measured(&self, region: u32, industry: u32, cell: &Cell) -> Measured {
        let value = cell.value();
        let variance = match (self.sampling, cell.establishments) {
            (Sampling::Sizes, _) => cell.squares(),
            (Sampling::Establishments, Some(n)) if n > 0.0 => value * value / n,
            _ => value,
        };
        Measured { region, industry, value, establishments: cell.establishments, variance }
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
        if !degrees || crate::number(&text, request.source.decimal()).is_ok_and(|n| n.printed.value.abs() > most) {
            bad = (role, text);
            break;
        }
    }
    let problem = super::frame::problem(bad.0, CellState::Impossible, bad.1.trim());
    request.place.cell(Some(row), request.source.column(bad.0).unwrap_or(bad.0), problem)
}
