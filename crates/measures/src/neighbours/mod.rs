//! Who is near whom in the plane.

mod cells;

pub(crate) use cells::Cells;

/// West, south, east and north end of points; zeros without points.
pub(crate) fn bounds(points: &[[f64; 2]]) -> [f64; 4] {
    let ends = points.iter().map(|&[x, y]| [x, y, x, y]);
    ends.reduce(|b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[2]), b[3].max(p[3])]).unwrap_or_default()
}

/// A number in single precision.
#[expect(clippy::cast_possible_truncation, reason = "what is lost is meant to be")]
pub(crate) fn single(number: f64) -> f32 {
    number as f32
}
