//! Presence or size of industries in places, with where the places are and what they can hold.

use super::counts::{self, misplaced};
use super::frame::{CellCheck, Interner, Part, Picks, Span, text_at};
use super::regions::{both, coordinates, not_degrees};
use super::{Loaded, Request};
use crate::source::Coordinates;
use crate::tables::{CellState, What};
use crate::{DataError, Tables};
use agglom_method::{Capacity, Codes, Counts, Panel, Periods, Places, Polygon, Shape};
use hashbrown::HashMap;
use std::sync::Arc;

/// Role that names a place where the source says `place`: the counts call it a region.
const REGION: &str = "region";

pub(super) async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    let mut source = request.source.clone();
    if let Some(column) = source.columns.get("place").cloned() {
        source.columns.insert(REGION.to_owned(), column);
        if let Some(digits) = source.digits.get("place").copied() {
            source.digits.insert(REGION.to_owned(), digits);
        }
    }
    // A panel is one over its periods.
    let request = &Request { source: &source, periods: Periods::Any, ..request.clone() };
    let mut loaded = counts::load(tables, request).await?;
    let facts = Facts::read(tables, request, &mut loaded).await?;
    let outlines = loaded.places.clone().filter(|_| facts.coordinates.is_none());
    let groups = std::mem::take(&mut loaded.groups);
    for (by, shape) in groups {
        let Shape::Counts(counts) = shape else { continue };
        let points = match &outlines {
            Some(regions) => middles(request, regions, &counts.regions)?,
            None => facts.points(request, &counts.regions)?,
        };
        let (position, degrees) = match &outlines {
            Some(_) => (None, Some(points).filter(|p| !p.is_empty())),
            None => both(request, points, &mut loaded.chosen)?,
        };
        let capacity = facts.capacity(&by, &counts);
        loaded.groups.push((by, Shape::Panel(Arc::new(Panel { counts, position, degrees, capacity }))));
    }
    loaded.chosen.dedup();
    Ok(loaded)
}

/// What rows say besides sizes.
#[derive(Default)]
struct Facts<'a> {
    coordinates: Option<Coordinates<'a>>,
    places: Interner,
    /// Where a place is, and the row that says so first.
    points: HashMap<u32, ([f64; 2], u64)>,
    has_capacity: bool,
    industries: Interner,
    periods: Interner,
    groups: Interner,
    /// Capacities by group, place, industry and period; the largest where several rows are parts of one.
    capacities: HashMap<[u32; 4], f64>,
    /// Rows with a place that is elsewhere in another row.
    moved: Option<[u64; 2]>,
    misplaced: Option<u64>,
}

impl<'a> Facts<'a> {
    async fn read(tables: &dyn Tables, request: &'a Request<'_>, loaded: &mut Loaded) -> Result<Self, DataError> {
        let has_capacity = request.source.column("capacity").is_some();
        // Coordinates of rows without a place are those of establishments, and say which place they are in.
        let coordinates = if request.source.column(REGION).is_some() { coordinates(request)? } else { None };
        let mut facts = Self { coordinates, has_capacity, ..Self::default() };
        if facts.coordinates.is_none() && !has_capacity {
            return Ok(facts);
        }
        let axes = if matches!(facts.coordinates, Some(Coordinates::Degrees(..))) { ["lon", "lat"] } else { ["x", "y"] };
        let picks = Picks::new(request, false).role(REGION, What::Code).role("industry", What::Code).role("period", What::Code);
        let picks = [axes[0], axes[1], "capacity"].into_iter().fold(picks, |picks, role| picks.role(role, What::Number));
        let mut checks = [(axes[0], true), (axes[1], true), ("capacity", false)].map(|(role, negative)| CellCheck::new(request, role, negative));
        let reading = picks.run(tables, |part| {
            for i in 0..part.rows() {
                facts.row(part, i, axes, &mut checks);
            }
            Ok(())
        });
        reading.await?;
        if let Some(row) = facts.misplaced {
            return Err(misplaced(tables, request, row).await);
        }
        for check in checks {
            check.finish(tables, &mut loaded.ledger).await?;
        }
        if let Some([first, second]) = facts.moved {
            let advice = "a place has one pair of coordinates in all its rows; correct them, or give moved places codes of their own";
            return Err(request.place.row(second, format!("puts its place elsewhere than row {first}: {advice}")));
        }
        if let Some(coordinates) = &facts.coordinates {
            not_degrees(request, coordinates, &facts.points.values().map(|p| p.0).collect::<Vec<_>>())?;
        }
        Ok(facts)
    }

    fn row(&mut self, part: &Part<'_>, i: usize, axes: [&str; 2], checks: &mut [CellCheck<'_>; 3]) {
        let row = part.row().value(i) as u64;
        let place = text_at(part.text(REGION), i);
        if place.is_empty() {
            return;
        }
        let place = self.places.number(place);
        let numbers = [axes[0], axes[1], "capacity"].map(|role| part.number(role).map(|n| n.get(i)));
        for (check, (_, state)) in checks.iter_mut().zip(numbers.iter()).filter_map(|(c, n)| Some((c, (*n)?))) {
            check.see(state, Span::one(row));
        }
        let value = |k: usize| numbers[k].and_then(|n: (Option<f64>, CellState)| n.0);
        if let (Some(x), Some(y)) = (value(0), value(1)) {
            self.point(place, [x, y], row);
        }
        if let Some(capacity) = value(2) {
            let by = part.by().iter().map(|c| text_at(Some(*c), i)).collect::<Vec<_>>().join("\u{1}");
            let industry = self.industries.number(text_at(part.text("industry"), i));
            let period = self.periods.number(text_at(part.text("period"), i));
            let known = self.capacities.entry([self.groups.number(&by), place, industry, period]).or_insert(capacity);
            *known = known.max(capacity);
        }
    }

    fn point(&mut self, place: u32, point: [f64; 2], row: u64) {
        if matches!(self.coordinates, Some(Coordinates::Degrees(..))) && !(point[0].abs() <= 180.0 && point[1].abs() <= 90.0) {
            self.misplaced = Some(self.misplaced.map_or(row, |m| m.min(row)));
            return;
        }
        let (known, first) = *self.points.entry(place).or_insert((point, row));
        let rows = [first.min(row), first.max(row)];
        if known != point && self.moved.is_none_or(|m| rows[1] < m[1]) {
            self.moved = Some(rows);
        }
    }

    /// Where places are, in the order of their codes; nothing if the source has no coordinates.
    fn points(&self, request: &Request<'_>, places: &Codes) -> Result<Vec<[f64; 2]>, DataError> {
        if self.coordinates.is_none() {
            return Ok(Vec::new());
        }
        let numbers: HashMap<&str, u32> = (0..self.places.len() as u32).map(|n| (self.places.text(n), n)).collect();
        let point = |code: &str| numbers.get(code).and_then(|n| self.points.get(n)).map(|p| p.0);
        let lost = |code: &str| {
            request.place.source(format!("place `{code}` has no coordinates in any of its rows: give it some, or leave it out with `where`"))
        };
        places.iter().map(|code| point(code).ok_or_else(|| lost(code))).collect()
    }

    /// What places can hold, per period of the counts.
    fn capacity(&self, by: &[(String, String)], counts: &Counts) -> Option<Vec<Vec<Capacity>>> {
        if !self.has_capacity {
            return None;
        }
        let by = by.iter().map(|b| b.1.as_str()).collect::<Vec<_>>().join("\u{1}");
        let mut capacity: Vec<Vec<Capacity>> = vec![Vec::new(); counts.periods.len()];
        for (&[group, place, industry, period], &value) in &self.capacities {
            let at = (
                counts.regions.index(self.places.text(place)),
                counts.industries.index(self.industries.text(industry)),
                counts.periods.index(self.periods.text(period)),
            );
            if let ((Some(place), Some(industry), Some(period)), true) = (at, self.groups.text(group) == by) {
                capacity[period].push(Capacity { place: place as u32, industry: industry as u32, value });
            }
        }
        for period in &mut capacity {
            period.sort_by_key(|c| (c.place, c.industry));
        }
        Some(capacity)
    }
}

/// The centroids of places, in degrees, from their outlines.
fn middles(request: &Request<'_>, regions: &Places, places: &Codes) -> Result<Vec<[f64; 2]>, DataError> {
    let polygons = regions.polygons.as_deref().unwrap_or_default();
    let middle = |code: &str| centroid(polygons.get(regions.ids.index(code)?)?);
    let lost: Vec<&str> = places.iter().filter(|&code| middle(code).is_none()).collect();
    if let Some((first, others)) = lost.split_first() {
        let others = if others.is_empty() { String::new() } else { format!(" (and {} more)", others.len()) };
        let advice = "leave out such places with `where`, or take `regions` out of the source if distances come from elsewhere";
        return Err(request.place.source(format!("place `{first}`{others} has no outline among its `regions`: {advice}")));
    }
    Ok(places.iter().filter_map(middle).collect())
}

/// The centroid of an area given by its outlines.
fn centroid(polygons: &[Polygon]) -> Option<[f64; 2]> {
    let rings = || polygons.iter().flat_map(|p| p.rings.iter().enumerate());
    let origin = *rings().next()?.1.first()?;
    // Longitudes relative to the first corner, so that an area across the date line is whole.
    let from = |p: &[f64; 2]| [(p[0] - origin[0] + 540.0).rem_euclid(360.0) - 180.0, p[1] - origin[1]];
    let (mut area, mut moment) = (0.0, [0.0; 2]);
    for (k, ring) in rings() {
        let (mut twice, mut sums) = (0.0, [0.0; 2]);
        for (a, b) in ring.iter().zip(ring.iter().skip(1)).map(|(a, b)| (from(a), from(b))) {
            let cross = a[0] * b[1] - b[0] * a[1];
            twice += cross;
            sums = [sums[0] + (a[0] + b[0]) * cross, sums[1] + (a[1] + b[1]) * cross];
        }
        // The first ring of a polygon adds, the others are holes, whichever way round they are drawn.
        let sign = twice.signum() * if k == 0 { 1.0 } else { -1.0 };
        area += sign * twice;
        moment = [moment[0] + sign * sums[0], moment[1] + sign * sums[1]];
    }
    let lon = origin[0] + moment[0] / (3.0 * area);
    (area > 0.0).then(|| [(lon + 540.0).rem_euclid(360.0) - 180.0, origin[1] + moment[1] / (3.0 * area)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_square_with_a_hole_is_by_area() {
        let square = |x: f64, y: f64, side: f64| vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];
        // Unit area 16 about (2, 2) less area 4 about (3, 3): (32 - 12) / 12 = 5/3.
        let middle = centroid(&[Polygon { rings: vec![square(0.0, 0.0, 4.0), square(2.0, 2.0, 2.0)] }]).unwrap();
        assert!((middle[0] - 5.0 / 3.0).abs() < 1e-12 && (middle[1] - 5.0 / 3.0).abs() < 1e-12, "{middle:?}");
        // Across the date line: from 179 E to 179 W.
        let wide = centroid(&[Polygon { rings: vec![vec![[179.0, 0.0], [-179.0, 0.0], [-179.0, 2.0], [179.0, 2.0], [179.0, 0.0]]] }]).unwrap();
        assert!((wide[0].abs() - 180.0).abs() < 1e-9 && (wide[1] - 1.0).abs() < 1e-12, "{wide:?}");
        assert_eq!(centroid(&[]), None);
    }
}
