//! Marks that fill an area so that it reads without colour: drawn as lines, as some viewers and printers cannot fill with patterns.

use std::fmt::Write;

/// What an area is filled with besides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Marks {
    /// Upright lines.
    Upright,
    /// Rising lines.
    Diagonal,
    /// Dots.
    Dots,
}

/// More lines than these are not drawn in one area.
const MOST: f64 = 4000.0;

/// The marks within some closed rings, as a path to be stroked; a point in two rings is outside.
///
/// Marks stand on lines that are the same for all areas of a drawing, so they run on from one area into the next.
pub(super) fn texture(rings: &[Vec<[f64; 2]>], marks: Marks, spacing: f64) -> String {
    let mut path = String::new();
    // Lines are of one `u` and run along `v`.
    let diagonal = marks == Marks::Diagonal;
    let step = if diagonal { spacing * 2f64.sqrt() } else { spacing };
    let turn = |&[x, y]: &[f64; 2]| if diagonal { [x + y, x - y] } else { [x, y] };
    let turned: Vec<Vec<[f64; 2]>> = rings.iter().map(|ring| ring.iter().map(turn).collect()).collect();
    let along = turned.iter().flatten().map(|p| p[0] / step - 0.5);
    let (low, high) = along.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let mut k = low.ceil();
    while k <= high && high - low < MOST {
        let u = (k + 0.5) * step;
        for (from, to) in spans(&turned, u) {
            match marks {
                Marks::Upright => write(&mut path, [u, from], [u, to]),
                Marks::Diagonal => write(&mut path, [f64::midpoint(u, from), (u - from) / 2.0], [f64::midpoint(u, to), (u - to) / 2.0]),
                Marks::Dots => dots(&mut path, u, (from, to), step, if k.rem_euclid(2.0) == 0.0 { 0.25 } else { 0.75 }),
            }
        }
        k += 1.0;
    }
    path
}

/// The stretches of a line that lie within the rings.
fn spans(rings: &[Vec<[f64; 2]>], u: f64) -> Vec<(f64, f64)> {
    let mut crossings: Vec<f64> = Vec::new();
    for ring in rings {
        for (i, b) in ring.iter().enumerate() {
            let a = ring[if i == 0 { ring.len() - 1 } else { i - 1 }];
            if (a[0] <= u) != (b[0] <= u) {
                crossings.push(a[1] + (b[1] - a[1]) * (u - a[0]) / (b[0] - a[0]));
            }
        }
    }
    crossings.sort_unstable_by(f64::total_cmp);
    crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

fn dots(path: &mut String, x: f64, (from, to): (f64, f64), step: f64, shift: f64) {
    let mut k = (from / step - shift).ceil();
    while (k + shift) * step <= to {
        let y = (k + shift) * step;
        // A line without length is drawn as a dot where its ends are round.
        write(path, [x, y], [x, y]);
        k += 1.0;
    }
}

fn write(path: &mut String, [x, y]: [f64; 2], [u, v]: [f64; 2]) {
    let tenth = |v: f64| (v * 10.0).round() / 10.0 + 0.0;
    let (x, y, u, v) = (tenth(x), tenth(y), tenth(u), tenth(v));
    let _ = if x == u && y == v {
        write!(path, "M{x} {y}h0")
    } else if x == u {
        write!(path, "M{x} {y}V{v}")
    } else {
        write!(path, "M{x} {y}L{u} {v}")
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(low: f64, high: f64) -> Vec<[f64; 2]> {
        vec![[low, low], [high, low], [high, high], [low, high]]
    }

    #[test]
    fn lines_stay_within_the_area_and_out_of_its_hole() {
        assert_eq!(texture(&[square(0.0, 10.0)], Marks::Upright, 5.0), "M2.5 0V10M7.5 0V10");
        assert_eq!(texture(&[square(0.0, 10.0), square(6.0, 9.0)], Marks::Upright, 5.0), "M2.5 0V10M7.5 0V6M7.5 9V10");
    }

    #[test]
    fn diagonals_rise_and_dots_stand_in_rows() {
        let path = texture(&[square(0.0, 4.0)], Marks::Diagonal, 4.0 / 2f64.sqrt());
        assert_eq!(path, "M0 2L2 0M2 4L4 2");
        assert_eq!(texture(&[square(0.0, 8.0)], Marks::Dots, 4.0), "M2 1h0M2 5h0M6 3h0M6 7h0");
    }

    #[test]
    fn an_area_without_extent_has_no_marks() {
        for ring in [vec![], vec![[1.0, 1.0]], vec![[f64::NAN, 1.0]; 3], vec![[0.0, 0.0], [1e300, 0.0], [0.0, 1.0]]] {
            assert_eq!(texture(&[ring], Marks::Upright, 3.0), "");
        }
    }
}
