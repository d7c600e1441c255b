//! A small map: regions with outlines, values and weights.

use agglom_method::{Codes, Counts, Flow, Flows, Indicator, Indicators, Places, Polygon, Printed, Reading, Shape, ShapeKind};
use std::sync::Arc;

const COLUMNS: usize = 5;
const ROWS: usize = 4;

fn codes() -> Codes {
    Codes::new((0..COLUMNS * ROWS).map(|i| format!("r{i}")))
}

/// A value that grows to the east, with a swing of its own.
fn value(region: usize, indicator: usize) -> f64 {
    let (x, y) = ((region % COLUMNS) as f64, (region / COLUMNS) as f64);
    (10.0 * x + 3.0 * y + 7.0 * ((region * 7 + indicator * 11) % 5) as f64).round() + indicator as f64
}

/// Twenty squares, the last one apart from the rest and the last but one without an outline.
pub fn places() -> Places {
    let corner = |i: usize| {
        let apart = if i + 1 == COLUMNS * ROWS { 3.0 } else { 0.0 };
        [112.0 + 0.5 * (i % COLUMNS) as f64 + apart, 27.0 + 0.5 * (i / COLUMNS) as f64]
    };
    let outline = |i: usize| {
        let [x, y] = corner(i);
        let ring = vec![[x, y], [x + 0.5, y], [x + 0.5, y + 0.5], [x, y + 0.5], [x, y]];
        if i + 2 == COLUMNS * ROWS { Vec::new() } else { vec![Polygon { rings: vec![ring] }] }
    };
    let regions = 0..COLUMNS * ROWS;
    Places {
        ids: Arc::new(codes()),
        degrees: Some(regions.clone().map(|i| corner(i).map(|c| c + 0.25)).collect()),
        polygons: Some(regions.map(outline).collect()),
        ..Places::default()
    }
}

/// Two indicators of the regions, one figure missing, and one that is the same everywhere.
pub fn indicators() -> Indicators {
    let row = |(at, (entity, indicator)): (usize, (usize, usize))| Indicator {
        row: at as u64 + 2,
        entity: entity as u32,
        indicator: indicator as u32,
        period: 0,
        value: match (entity, indicator) {
            (3, 1) => Reading::Missing,
            (_, 2) => Reading::Observed(Printed { value: 5.0, decimals: 0 }),
            _ => Reading::Observed(Printed { value: value(entity, indicator), decimals: 0 }),
        },
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: None,
    };
    let cells = (0..COLUMNS * ROWS).flat_map(|entity| (0..3).map(move |indicator| (entity, indicator)));
    Indicators {
        entities: Arc::new(codes()),
        indicators: Arc::new(Codes::new((0..3).map(|i| format!("figure {i}")))),
        periods: Arc::new(Codes::new([""])),
        rows: cells.enumerate().map(row).collect(),
    }
}

/// The same regions by two industries.
pub fn counts() -> Counts {
    let codes = codes();
    let industries = ["i0", "i1"];
    Counts::from_triples((0..COLUMNS * ROWS).flat_map(|i| (0..2).map(move |j| (i, j))).map(|(i, j)| (codes.get(i), industries[j], value(i, j))))
}

/// Weights between neighbours in a ring.
pub fn weights() -> Flows {
    let n = (COLUMNS * ROWS) as u32;
    let mut flows: Vec<Flow> =
        (0..n).flat_map(|i| [((i + 1) % n, 1.0), ((i + n - 1) % n, 0.5)].map(|(to, value)| Flow { from: i, to, value })).collect();
    flows.sort_by_key(|f| (f.from, f.to));
    Flows { nodes: Arc::new(codes()), flows, unit: None }
}

/// The map as a shape of that kind.
pub fn shape(kind: ShapeKind) -> Option<Shape> {
    match kind {
        ShapeKind::Indicators => Some(Shape::Indicators(Arc::new(indicators()))),
        ShapeKind::Counts => Some(Shape::Counts(Arc::new(counts()))),
        ShapeKind::Places => Some(Shape::Places(Arc::new(places()))),
        ShapeKind::Flows => Some(Shape::Flows(Arc::new(weights()))),
        ShapeKind::Register | ShapeKind::Players | ShapeKind::Panel => None,
    }
}
