use super::{BatchBuilder, Batches, TablePart, TextTable, Wanted, column_names};
use crate::DataError;
use crate::error::Place;
use agglom_method::Polygon;
use geojson::{FeatureCollection, GeoJson, GeometryValue, JsonValue, Position};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The features of a GeoJSON file: their properties as a table (row = feature, from 1) and their polygons.
#[derive(Debug)]
pub struct Features {
    columns: Vec<String>,
    rows: Arc<Vec<Vec<String>>>,
    polygons: Vec<Vec<Polygon>>,
}

impl Features {
    /// Reads and checks a file.
    pub fn open(path: &Path, place: &Place) -> Result<Self, DataError> {
        let bytes = std::fs::read(path).map_err(|e| place.open(e))?;
        let text = String::from_utf8(bytes).map_err(|_| place.broken("not UTF-8 text"))?;
        let parsed: GeoJson = text.trim_start_matches('\u{feff}').parse().map_err(|e| place.broken(format!("not GeoJSON: {e}")))?;
        let GeoJson::FeatureCollection(collection) = parsed else { return Err(place.broken("not a GeoJSON FeatureCollection")) };
        check_crs(&collection, place)?;
        let keys: BTreeSet<&String> = collection.features.iter().filter_map(|f| f.properties.as_ref()).flat_map(|p| p.keys()).collect();
        let keys: Vec<String> = keys.into_iter().cloned().collect();
        let property = |feature: &geojson::Feature, key: &str| feature.property(key).map(as_text).unwrap_or_default();
        let rows = collection.features.iter().map(|f| keys.iter().map(|k| property(f, k)).collect()).collect();
        let polygons = collection.features.iter().enumerate().map(|(i, f)| read_polygons(f, i as u64 + 1, place)).collect::<Result<_, _>>()?;
        Ok(Self { columns: column_names(&keys), rows: Arc::new(rows), polygons })
    }

    /// The polygons of each feature, in the order of the rows; empty for a feature that is not an area.
    pub fn polygons(&self) -> &[Vec<Polygon>] {
        &self.polygons
    }

    /// The values of one property, feature by feature.
    pub fn property(&self, name: &str, place: &Place) -> Result<Vec<&str>, DataError> {
        let column = self.columns.iter().position(|c| c == name).ok_or_else(|| place.no_column(name, &self.columns))?;
        Ok(self.rows.iter().map(|r| r[column].as_str()).collect())
    }
}

impl TextTable for Features {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn scan(&self, wanted: &[Wanted], _: TablePart) -> Result<Batches, DataError> {
        let mut builder = BatchBuilder::new(&self.columns, wanted);
        for (i, row) in self.rows.iter().enumerate() {
            for (target, wanted) in wanted.iter().enumerate() {
                builder.text(target, &row[wanted.column()]);
            }
            builder.end_row(i as u64 + 1);
        }
        Ok(Box::new(std::iter::once(Ok(builder.finish()))))
    }
}

fn as_text(value: &JsonValue) -> String {
    match value {
        JsonValue::Null => String::new(),
        JsonValue::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// GeoJSON is longitude and latitude; an old file may name another system, and then its numbers mean something else.
fn check_crs(collection: &FeatureCollection, place: &Place) -> Result<(), DataError> {
    let Some(crs) = collection.foreign_members.as_ref().and_then(|m| m.get("crs")) else { return Ok(()) };
    let name = crs.pointer("/properties/name").and_then(JsonValue::as_str).unwrap_or_default().to_ascii_uppercase();
    let known = name.is_empty() || ["CRS84", "4326", "4258", "4269", "4490"].iter().any(|k| name.ends_with(k));
    if known { Ok(()) } else { Err(place.broken(format!("its coordinates are in {name}; convert it to longitude and latitude (EPSG:4326)"))) }
}

fn read_polygons(feature: &geojson::Feature, row: u64, place: &Place) -> Result<Vec<Polygon>, DataError> {
    let Some(geometry) = &feature.geometry else { return Ok(Vec::new()) };
    let ring = |positions: &Vec<Position>| read_ring(positions).map_err(|problem| place.row(row, format!("its polygon {problem}")));
    let polygon = |rings: &Vec<Vec<Position>>| Ok(Polygon { rings: rings.iter().map(ring).collect::<Result<_, _>>()? });
    match &geometry.value {
        GeometryValue::Polygon { coordinates } => Ok(vec![polygon(coordinates)?]),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().map(polygon).collect(),
        _ => Ok(Vec::new()),
    }
}

/// A ring's corners, or what is wrong with it.
fn read_ring(positions: &[Position]) -> Result<Vec<[f64; 2]>, String> {
    if positions.len() < 4 {
        return Err(format!("has a ring of {} positions; a ring needs at least 4", positions.len()));
    }
    let mut ring = Vec::with_capacity(positions.len());
    for position in positions {
        let &[lon, lat, ..] = position.as_slice() else { return Err("has a position without two coordinates".to_owned()) };
        if !(lon.abs() <= 360.0 && lat.abs() <= 90.0) {
            let swapped = if lat.abs() <= 360.0 && lon.abs() <= 90.0 {
                "; longitude and latitude may be swapped"
            } else {
                "; it must be longitude and latitude in degrees"
            };
            return Err(format!("has a position ({lon}, {lat}) outside the world{swapped}"));
        }
        ring.push([lon, lat]);
    }
    if ring.first() != ring.last() {
        return Err("has a ring that is not closed: its last position must equal its first".to_owned());
    }
    match self_crossing(&ring) {
        Some([lon, lat]) => Err(format!("crosses itself near ({lon:.5}, {lat:.5}); repair it (most geographic programs can) and try again")),
        None => Ok(ring),
    }
}

/// A corner near which two edges of a ring cross, if any do. Edges that only touch do not count.
fn self_crossing(ring: &[[f64; 2]]) -> Option<[f64; 2]> {
    let mut edges: Vec<([f64; 2], [f64; 2])> = ring.windows(2).map(|p| (p[0], p[1])).collect();
    let low = |e: &([f64; 2], [f64; 2])| e.0[1].min(e.1[1]);
    let high = |e: &([f64; 2], [f64; 2])| e.0[1].max(e.1[1]);
    edges.sort_by(|a, b| low(a).total_cmp(&low(b)));
    for (i, a) in edges.iter().enumerate() {
        let reach = high(a);
        for b in edges[i + 1..].iter().take_while(|b| low(b) <= reach) {
            let apart = a.0[0].max(a.1[0]) < b.0[0].min(b.1[0]) || b.0[0].max(b.1[0]) < a.0[0].min(a.1[0]);
            if !apart && side(a, b.0) * side(a, b.1) < 0.0 && side(b, a.0) * side(b, a.1) < 0.0 {
                return Some(b.0);
            }
        }
    }
    None
}

/// Sign of the side of an edge on which a point lies; zero on the edge's line, up to rounding.
fn side(edge: &([f64; 2], [f64; 2]), point: [f64; 2]) -> f64 {
    let ([ax, ay], [bx, by]) = *edge;
    let (left, right) = ((bx - ax) * (point[1] - ay), (by - ay) * (point[0] - ax));
    let cross = left - right;
    if cross.abs() <= 1e-12 * (left.abs() + right.abs()) { 0.0 } else { cross.signum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[[f64; 2]]) -> Result<Vec<[f64; 2]>, String> {
        read_ring(&corners.iter().map(|c| Position::from(*c)).collect::<Vec<_>>())
    }

    #[test]
    fn broken_rings_are_refused_and_say_why() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        assert!(ring(&square).is_ok());
        assert!(ring(&square[..3]).unwrap_err().contains("at least 4"));
        assert!(ring(&square[..4]).unwrap_err().contains("not closed"));
        let bow_tie = [[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]];
        assert!(ring(&bow_tie).unwrap_err().contains("crosses itself"));
        let metres = [[385_000.0, 6_672_000.0], [386_000.0, 6_672_000.0], [386_000.0, 6_673_000.0], [385_000.0, 6_672_000.0]];
        assert!(ring(&metres).unwrap_err().contains("degrees"));
        let swapped = [[60.1, 124.9], [60.2, 124.9], [60.2, 125.0], [60.1, 124.9]];
        assert!(ring(&swapped).unwrap_err().contains("swapped"));
    }

    #[test]
    fn rings_that_touch_themselves_are_accepted() {
        let touching = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 0.0], [0.0, 2.0], [0.0, 0.0]];
        assert!(ring(&touching).is_ok());
    }
}
