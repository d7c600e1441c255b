//! Regions of points: from polygons, or from a grid laid over the points.

use super::Request;
use crate::geography::Projection;
use crate::read::Features;
use crate::source::Coordinates;
use crate::tables::{Locate, Location, Locator, Pick, Selection, Tables, What};
use crate::{DataError, Place, RegionIndex, Regions};
use agglom_method::{Codes, Places, Polygon};
use arrow::array::AsArray;
use arrow::datatypes::Float64Type;
use arrow::record_batch::RecordBatch;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most squares a grid may have.
const MOST_SQUARES: f64 = 250_000.0;

/// The regions of a source: their codes, how to find the one of a point, and their polygons.
#[derive(Debug, Clone)]
pub struct RegionSet {
    /// Code of each region, by the number that the locator gives.
    pub codes: Vec<String>,
    /// Names, where the file has them.
    pub names: BTreeMap<String, String>,
    /// Polygons of each region.
    pub polygons: Vec<Vec<Polygon>>,
    /// Finds the region of a point, if the source has coordinates.
    pub locator: Option<Locator>,
    /// What was chosen where the study is silent.
    pub chosen: Vec<(String, String)>,
}

impl RegionSet {
    /// The regions of a source, if the study gives it some.
    pub async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Option<Self>, DataError> {
        let Some(regions) = &request.source.regions else { return Ok(None) };
        regions.sound().map_err(|problem| request.place.source(problem))?;
        match (&regions.path, &regions.id, regions.grid_m) {
            (Some(path), Some(id), _) => Ok(Some(Self::from_file(path, id, regions, request)?)),
            (_, _, Some(side)) => Ok(Some(Self::grid(tables, request, side).await?)),
            _ => Ok(None),
        }
    }

    fn from_file(path: &str, id: &str, regions: &Regions, request: &Request<'_>) -> Result<Self, DataError> {
        let place = Place { source_name: request.place.source_name.clone(), path: path.to_owned() };
        let features = Features::open(&request.folder.join(path), &place)?;
        let ids = features.property(id, &place)?;
        let names = regions.name.as_ref().map(|name| features.property(name, &place)).transpose()?;
        let mut merged: BTreeMap<&str, Vec<Polygon>> = BTreeMap::new();
        let mut parts = 0;
        for (row, (code, polygons)) in ids.iter().zip(features.polygons()).enumerate() {
            if code.is_empty() {
                return Err(place.row(row as u64 + 1, format!("has no `{id}`")));
            }
            parts += usize::from(merged.contains_key(code));
            merged.entry(code).or_default().extend(polygons.iter().cloned());
        }
        let chosen = if parts > 0 { vec![("regions".to_owned(), format!("{parts} features are further parts of a region"))] } else { Vec::new() };
        let names = names.map_or_else(BTreeMap::new, |names| ids.iter().zip(names).map(|(i, n)| ((*i).to_owned(), n.to_owned())).collect());
        let codes: Vec<String> = merged.keys().map(|k| (*k).to_owned()).collect();
        let polygons: Vec<Vec<Polygon>> = merged.into_values().collect();
        let locator = match coordinates(request)? {
            None => None,
            Some(coordinates) => {
                let index = RegionIndex::new(&polygons)
                    .map_err(|o| place.broken(format!("regions `{}` and `{}` overlap: a point would lie in both", codes[o.0], codes[o.1])))?;
                Some(locator(request, &coordinates, index)?)
            }
        };
        Ok(Self { codes, names, polygons, locator, chosen })
    }

    /// Squares of equal area over the points, numbered from the south-west corner.
    async fn grid(tables: &dyn Tables, request: &Request<'_>, side: f64) -> Result<Self, DataError> {
        let needs = || request.place.source("a grid needs coordinates: map `lon` and `lat`, or `x` and `y` with `crs`");
        let coordinates = coordinates(request)?.ok_or_else(needs)?;
        let points = points(tables, request, &coordinates).await?;
        not_degrees(request, &coordinates, &points)?;
        let nowhere =
            || request.place.source("none of its coordinates is a place in degrees; if they are metres, map them to x and y and declare crs");
        let projection = projection(request, points.iter().copied())?.ok_or_else(nowhere)?;
        let degrees = matches!(coordinates, Coordinates::Degrees(..));
        let to_metres = move |projection: &Projection, x: f64, y: f64| if degrees { projection.metres(x, y) } else { Some([x, y]) };
        let metres: Vec<[f64; 2]> = points.iter().filter_map(|p| to_metres(&projection, p[0], p[1])).collect();
        let [west, south, east, north] = bounds(metres).ok_or_else(needs)?;
        let (west, south) = ((west / side).floor() * side, (south / side).floor() * side);
        let (columns, rows) = (((east - west) / side).floor() + 1.0, ((north - south) / side).floor() + 1.0);
        if columns * rows > MOST_SQUARES {
            let least = (side * (columns * rows / MOST_SQUARES).sqrt()).ceil();
            return Err(request
                .place
                .source(format!("a grid of {side} m has {} squares over these points; take grid_m = {least} or more", columns * rows)));
        }
        let (columns, rows) = (columns as usize, rows as usize);
        let width = (columns.max(rows)).to_string().len();
        let squares = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        let codes = squares.clone().map(|(column, row)| format!("c{:0width$}r{:0width$}", column + 1, row + 1)).collect();
        let corner = |column: usize, row: usize| (west + column as f64 * side, south + row as f64 * side);
        let polygons = squares.map(|(c, r)| projection.square(corner(c, r).0, corner(c, r).1, side).into_iter().collect()).collect();
        let chosen = vec![(
            "grid".to_owned(),
            format!("squares of {side} m in {} from ({west}, {south}), columns counted from the west, rows from the south", projection.definition()),
        )];
        let locator = Locator::new(move |[x, y]: [f64; 2]| {
            if degrees && !(x.abs() <= 180.0 && y.abs() <= 90.0) {
                return Location::Impossible;
            }
            let Some([x, y]) = to_metres(&projection, x, y) else { return Location::Impossible };
            let (column, row) = (((x - west) / side).floor(), ((y - south) / side).floor());
            let within = column >= 0.0 && row >= 0.0 && column < columns as f64 && row < rows as f64;
            if within { Location::Region((row as usize * columns + column as usize) as u32) } else { Location::Outside }
        });
        Ok(Self { codes, names: BTreeMap::new(), polygons, locator: Some(locator), chosen })
    }

    /// The outlines of all regions in the metres of a projection; nothing if one of them is not an area there.
    pub(super) fn window(&self, projection: &Projection) -> Option<Vec<Polygon>> {
        let ring = |ring: &Vec<[f64; 2]>| ring.iter().map(|p| projection.metres(p[0], p[1])).collect::<Option<Vec<_>>>();
        let polygon = |polygon: &Polygon| Some(Polygon { rings: polygon.rings.iter().map(ring).collect::<Option<_>>()? });
        self.polygons.iter().flatten().map(polygon).collect()
    }

    /// The regions with the given codes, as places for maps; all of them unless the regions are a grid.
    pub(super) fn places(&self, request: &Request<'_>, used: &dyn Fn(&str) -> bool) -> Arc<Places> {
        let grid = request.source.regions.as_ref().is_some_and(|r| r.grid_m.is_some());
        let kept: Vec<usize> = (0..self.codes.len()).filter(|&i| !grid || used(&self.codes[i])).collect();
        let names = self.names.iter().map(|(c, n)| (c.as_str(), n.as_str()));
        let ids = Codes::new(kept.iter().map(|&i| self.codes[i].as_str())).named(names);
        let mut polygons = vec![Vec::new(); ids.len()];
        for &i in &kept {
            if let Some(at) = ids.index(&self.codes[i]) {
                polygons[at].clone_from(&self.polygons[i]);
            }
        }
        Arc::new(Places { ids: Arc::new(ids), polygons: Some(polygons), ..Places::default() })
    }
}

/// The coordinates of a source, if it has any.
pub(super) fn coordinates<'a>(request: &'a Request<'_>) -> Result<Option<Coordinates<'a>>, DataError> {
    request.source.coordinates().map_err(|problem| request.place.source(problem))
}

/// The declared projection of `x` and `y`.
pub(super) fn declared(request: &Request<'_>) -> Result<Projection, DataError> {
    let crs = request.source.crs.as_deref().unwrap_or_default();
    Projection::declared(crs).map_err(|problem| request.place.source(problem))
}

fn locator(request: &Request<'_>, coordinates: &Coordinates<'_>, index: RegionIndex) -> Result<Locator, DataError> {
    match coordinates {
        Coordinates::Degrees(..) => Ok(Locator::new(index)),
        Coordinates::Metres(..) => {
            let projection = declared(request)?;
            Ok(Locator::new(move |[x, y]: [f64; 2]| projection.degrees(x, y).map_or(Location::Impossible, |point| index.find(point))))
        }
    }
}

/// Refuses metres that all look like degrees.
pub(super) fn not_degrees(request: &Request<'_>, coordinates: &Coordinates<'_>, points: &[[f64; 2]]) -> Result<(), DataError> {
    let Coordinates::Metres(x, y) = coordinates else { return Ok(()) };
    let small = !points.is_empty() && points.iter().all(|p| p[0].abs() <= 180.0 && p[1].abs() <= 90.0);
    if small {
        let problem = format!("columns `{x}` and `{y}` look like degrees, not metres; map them to lon and lat");
        return Err(request.place.source(problem));
    }
    Ok(())
}

/// The same for a source whose points are not at hand.
pub(super) async fn refuse_degrees(tables: &dyn Tables, request: &Request<'_>) -> Result<(), DataError> {
    match coordinates(request)? {
        Some(metres @ Coordinates::Metres(..)) => not_degrees(request, &metres, &points(tables, request, &metres).await?),
        _ => Ok(()),
    }
}

/// All points of a source that are somewhere.
async fn points(tables: &dyn Tables, request: &Request<'_>, coordinates: &Coordinates<'_>) -> Result<Vec<[f64; 2]>, DataError> {
    let (Coordinates::Degrees(x, y) | Coordinates::Metres(x, y)) = coordinates;
    let number = |alias: &str, column: &str| Pick::new(alias, What::Number(column.to_owned()));
    let selection = Selection { picks: vec![number("x", x), number("y", y)], grouped: false };
    let possible = |p: &[f64; 2]| !matches!(coordinates, Coordinates::Degrees(..)) || (p[0].abs() <= 180.0 && p[1].abs() <= 90.0);
    let mut points = Vec::new();
    let mut each = |batch: &RecordBatch| {
        let column = |name: &str| batch.column_by_name(name).map(|c| c.as_primitive::<Float64Type>());
        if let (Some(x), Some(y)) = (column("x"), column("y")) {
            points.extend(x.iter().zip(y).filter_map(|(x, y)| Some([x?, y?])).filter(possible));
        }
        Ok(())
    };
    tables.select(request.place, request.source, &selection, &mut each).await?;
    Ok(points)
}

/// What turns the coordinates of a source into metres or degrees: declared for metres, about the middle of the points for degrees;
/// nothing if there are neither.
pub(super) fn projection(request: &Request<'_>, points: impl IntoIterator<Item = [f64; 2]>) -> Result<Option<Projection>, DataError> {
    Ok(match coordinates(request)? {
        None => None,
        Some(Coordinates::Metres(..)) => Some(declared(request)?),
        Some(Coordinates::Degrees(..)) => bounds(points).map(|[west, south, east, north]| Projection::local(west, south, east, north)),
    })
}

/// Where places are: metres, and degrees of longitude and latitude.
pub(super) type Both = (Option<Vec<[f64; 2]>>, Option<Vec<[f64; 2]>>);

/// The points of a source in metres and in degrees; what was chosen for that is added to `chosen`.
pub(super) fn both(request: &Request<'_>, points: Vec<[f64; 2]>, chosen: &mut Vec<(String, String)>) -> Result<Both, DataError> {
    let degrees = matches!(coordinates(request)?, Some(Coordinates::Degrees(..)));
    let projection = if points.is_empty() { None } else { projection(request, points.iter().copied())? };
    let Some(projection) = projection else { return Ok((None, None)) };
    chosen.push(("projection".to_owned(), projection.definition().to_owned()));
    let turned = points.iter().map(|&[x, y]| if degrees { projection.metres(x, y) } else { projection.degrees(x, y) }).collect();
    Ok(if degrees { (turned, Some(points)) } else { (Some(points), turned) })
}

/// West, south, east and north end of points; nothing without points.
fn bounds(points: impl IntoIterator<Item = [f64; 2]>) -> Option<[f64; 4]> {
    points.into_iter().map(|[x, y]| [x, y, x, y]).reduce(|b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[2]), b[3].max(p[3])])
}
