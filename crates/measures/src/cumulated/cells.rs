use crate::neighbours::{Cells, bounds};

/// Points of moderate size in cells for searches within `reach`: about two points a cell at the least, and no finer than a sixteenth of the
/// reach.
pub(crate) fn cells(points: &[[f64; 2]], reach: f64) -> Cells {
    let [west, south, east, north] = bounds(points);
    let (width, height) = (east - west, north - south);
    let most = points.len() as f64 / 2.0 + 1.0;
    let mut side = (reach / 16.0).max(1e-3).max(width.max(height) / 1e6);
    while ((width / side).floor() + 1.0) * ((height / side).floor() + 1.0) > most {
        side *= 1.25;
    }
    Cells::new(points, side)
}
