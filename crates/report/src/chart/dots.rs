//! Dots and hexagons of a map of points: one by one where they are few, many in one path.

use super::colour::{QUIET, REST, luminance};
use crate::markup::{Element, element, pixels};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// More dots than these are drawn together and have no tooltips.
const MOST: usize = 2000;
/// More dots than these stand on whole pixels.
const FINE: usize = 15_000;
/// In how many sizes many dots are drawn.
const SIZES: f64 = 6.0;
/// Colours lighter than this need an edge.
const LIGHT: f64 = 0.78;

/// A point of the map.
pub(super) struct Dot {
    /// Longitude and latitude.
    pub(super) at: [f64; 2],
    /// Which look it has.
    pub(super) look: usize,
    pub(super) radius: f64,
    /// What it says when pointed at.
    pub(super) title: Option<String>,
}

/// How the dots of a class are drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    colour: &'static str,
    shape: Shape,
    /// True for points without a value, which are small and grey.
    pub(super) without: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
}

/// How all dots of a map are drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Many in one path.
    pub(super) dense: bool,
    /// Side of hexagons instead of dots.
    pub(super) hexagon_m: Option<f64>,
    /// Dots stand on pixels, not on half ones.
    coarse: bool,
    /// The radius of all dots, or of the largest.
    largest: f64,
    smallest: f64,
}

impl Look {
    /// Dots of class number `i` in this colour.
    pub(super) fn coloured(colour: &'static str, i: usize) -> Self {
        let shape = [Shape::Circle, Shape::Square, Shape::Triangle, Shape::Diamond][i % 4];
        Self { colour, shape, without: false }
    }

    /// Dots without a value.
    pub(super) fn without() -> Self {
        Self { colour: REST, shape: Shape::Circle, without: true }
    }
}

impl Style {
    /// The style of so many dots.
    pub(super) fn of(dots: usize, sized: bool, hexagon_m: Option<f64>) -> Self {
        let dense = dots > MOST;
        let plain = match dots {
            ..=200 => 4.5,
            201..=800 => 3.6,
            801..=MOST => 2.8,
            _ if dots <= FINE => 1.8,
            _ => 1.3,
        };
        let largest = match dots {
            _ if !sized => plain,
            ..=200 => 18.0,
            201..=MOST => 13.0,
            _ => 10.0,
        };
        Self { dense, hexagon_m, coarse: dots > FINE, largest, smallest: if sized { plain.min(2.2) } else { plain } }
    }

    /// The radius of a dot with this share of the largest number: areas are as the numbers.
    pub(super) fn radius(&self, share: Option<f64>) -> f64 {
        share.map_or(self.largest, |share| self.smallest.max(self.largest * share.clamp(0.0, 1.0).sqrt()))
    }
}

/// The dots with their pixels: those without a value first, then from large to small.
pub(super) fn dots(dots: &[(&Dot, [f64; 2])], looks: &[Look], style: Style) -> Element {
    if style.dense {
        return together(dots, looks, style);
    }
    let mut order: Vec<&(&Dot, [f64; 2])> = dots.iter().collect();
    order.sort_by(|(a, _), (b, _)| looks[b.look].without.cmp(&looks[a.look].without).then(b.radius.total_cmp(&a.radius)));
    let symbols = order.into_iter().map(|(dot, at)| {
        let drawn = symbol(looks[dot.look], *at, if looks[dot.look].without { 0.6 * dot.radius } else { dot.radius }, style);
        dot.title.as_ref().map_or(drawn.clone(), |title| drawn.add(element("title").text(title)))
    });
    element("g").with("fill-opacity", 0.85).with("stroke", "#ffffff").with("stroke-width", 0.5).all(symbols)
}

/// A dot; shapes of one radius have one area.
pub(super) fn symbol(look: Look, at: [f64; 2], r: f64, style: Style) -> Element {
    let [x, y] = at.map(|v| (v * 10.0).round() / 10.0);
    let shape = match look.shape {
        Shape::Triangle | Shape::Diamond if style.dense => [Shape::Circle, Shape::Square][usize::from(look.shape == Shape::Diamond)],
        shape => shape,
    };
    let (side, high, half) = (1.772_45 * r, 1.346_77 * r, 1.253_31 * r);
    let drawn = match shape {
        Shape::Circle => element("circle").with("cx", x).with("cy", y).with("r", r),
        Shape::Square => element("rect").with("x", x - side / 2.0).with("y", y - side / 2.0).with("width", side).with("height", side),
        // An equilateral triangle around its centre of gravity.
        Shape::Triangle => polygon(&[[x, y - 1.555_12 * r], [x + high, y + 0.777_56 * r], [x - high, y + 0.777_56 * r]]),
        Shape::Diamond => polygon(&[[x, y - half], [x + half, y], [x, y + half], [x - half, y]]),
    };
    let drawn = drawn.with("fill", look.colour);
    if luminance(look.colour) > LIGHT { drawn.with("stroke", QUIET).with("stroke-width", 0.6) } else { drawn }
}

fn polygon(corners: &[[f64; 2]]) -> Element {
    let steps: Vec<String> = corners.iter().map(|[x, y]| format!("{} {}", pixels(*x), pixels(*y))).collect();
    element("path").with("d", format!("M{}z", steps.join("L")))
}

/// Many dots: one path for each look and size, each spot of the grid once.
fn together(dots: &[(&Dot, [f64; 2])], looks: &[Look], style: Style) -> Element {
    let step = if style.coarse { 2.0 } else { 1.0 };
    let mut counts = vec![0usize; looks.len()];
    for (dot, _) in dots {
        counts[dot.look] += 1;
    }
    // Small groups on top of large ones, small dots on top of large ones, everything on top of dots without a value.
    let mut layers: BTreeMap<_, BTreeSet<[i32; 2]>> = BTreeMap::new();
    for (dot, [x, y]) in dots {
        let size = (SIZES * dot.radius / style.largest).ceil().clamp(1.0, SIZES);
        let layer = (!looks[dot.look].without, -(size as i32), std::cmp::Reverse(counts[dot.look]), dot.look);
        layers.entry(layer).or_default().insert([*y, *x].map(|v| ((2.0 * v / step).round() * step) as i32));
    }
    let all = element("g").with("transform", "scale(.5)").with("fill", "none");
    layers.into_iter().fold(all, |all, ((_, size, _, look), spots)| {
        let look = looks[look];
        let radius = if style.smallest < style.largest { style.largest * f64::from(-size) / SIZES } else { style.largest };
        let width = 4.0 * if look.without { 0.6 * radius } else { radius };
        let cap = if matches!(look.shape, Shape::Square | Shape::Diamond) { "square" } else { "round" };
        let path = element("path").with("d", spots_path(&spots)).with("stroke-linecap", cap);
        let edge = (luminance(look.colour) > LIGHT && !look.without).then(|| path.clone().with("stroke", QUIET).with("stroke-width", width + 1.2));
        let opacity = if style.smallest < style.largest && edge.is_none() { 0.8 } else { 1.0 };
        all.all(edge).add(path.with("stroke", look.colour).with("stroke-width", width).with("stroke-opacity", opacity))
    })
}

/// A line without length at every spot: ends are drawn as dots.
fn spots_path(spots: &BTreeSet<[i32; 2]>) -> String {
    let mut path = String::new();
    let mut last: Option<[i32; 2]> = None;
    for &[y, x] in spots {
        let _ = match last {
            None => write!(path, "M{x} {y}h0"),
            Some([v, u]) if y == v => write!(path, "m{} 0h0", x - u),
            Some([v, u]) => write!(path, "m{} {}h0", x - u, y - v),
        };
        last = Some([y, x]);
    }
    path
}

/// Hexagons of a side in metres around their middles.
pub(super) fn hexagons(dots: &[(&Dot, [f64; 2])], looks: &[Look], style: Style, side_m: f64, pixel: &dyn Fn([f64; 2]) -> [f64; 2]) -> Element {
    let corners = corners(&dots.iter().map(|d| d.0.at).collect::<Vec<_>>(), side_m);
    let mut groups: BTreeMap<usize, (Vec<Element>, String)> = BTreeMap::new();
    for (dot, _) in dots {
        let ring: Vec<String> = corners
            .iter()
            .map(|[east, north]| pixel([dot.at[0] + east, (dot.at[1] + north).clamp(-90.0, 90.0)]))
            .map(|corner| corner.map(|v| pixels((v * 10.0).round() / 10.0)).join(" "))
            .collect();
        let one = format!("M{}z", ring.join("L"));
        let (each, together) = groups.entry(dot.look).or_default();
        match &dot.title {
            Some(title) => each.push(element("path").with("d", one).add(element("title").text(title))),
            None => *together += &one,
        }
    }
    let all = element("g").with("stroke", "#ffffff").with("stroke-width", if style.dense { 0.2 } else { 0.5 });
    all.all(groups.into_iter().map(|(look, (each, together))| {
        let group = element("g").with("fill", if looks[look].without { "#dfe3e6" } else { looks[look].colour });
        group.all(each).all((!together.is_empty()).then(|| element("path").with("d", together)))
    }))
}

/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_194.926_6;

/// The corners around a middle, in degrees: two of them due north and south, or due east and west where the middles stand so.
fn corners(middles: &[[f64; 2]], side_m: f64) -> [[f64; 2]; 6] {
    let (low, high) = middles.iter().fold((90.0f64, -90.0f64), |(l, h), p| (l.min(p[1]), h.max(p[1])));
    let cosine = f64::midpoint(low, high).to_radians().cos().max(1e-6);
    // Rows of middles are 1.5 sides apart under upright hexagons, and half a width under lying ones.
    let misfit = |row: f64| middles.iter().map(|p| (p[1] - low) * DEGREE_M / side_m / row).map(|rows| (rows - rows.round()).abs()).sum::<f64>();
    let lying = misfit(0.5 * 3f64.sqrt()) < misfit(1.5);
    std::array::from_fn(|k| {
        let angle = (60.0 * k as f64 + if lying { 0.0 } else { 30.0 }).to_radians();
        [side_m * angle.cos() / DEGREE_M / cosine, side_m * angle.sin() / DEGREE_M]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexagons_stand_as_their_middles_do() {
        let grid = |row: f64, shift: f64| -> Vec<[f64; 2]> {
            (0..40).map(|i| [f64::from(i % 8) * shift, 30.0 + f64::from(i / 8) * row * 1000.0 / DEGREE_M]).collect()
        };
        let upright = corners(&grid(1.5, 0.02), 1000.0);
        assert!(upright.iter().any(|c| c[0].abs() < 1e-12 && (c[1] * DEGREE_M - 1000.0).abs() < 1e-6));
        let lying = corners(&grid(0.5 * 3f64.sqrt(), 0.02), 1000.0);
        assert!(lying.iter().any(|c| c[1].abs() < 1e-12 && c[0] > 0.0));
    }

    #[test]
    fn shapes_of_one_radius_have_one_area() {
        let r = 10.0f64;
        let (side, high, half) = (1.772_45 * r, 1.346_77 * r, 1.253_31 * r);
        let circle = std::f64::consts::PI * r * r;
        for area in [side * side, high * (1.555_12 + 0.777_56) * r, 2.0 * half * half] {
            assert!((area / circle - 1.0).abs() < 1e-4, "{area} {circle}");
        }
    }

    #[test]
    fn a_spot_is_drawn_once() {
        let spots = BTreeSet::from([[4, 10], [4, 12], [4, 10], [6, 3]]);
        assert_eq!(spots_path(&spots), "M10 4h0m2 0h0m-9 2h0");
    }
}
