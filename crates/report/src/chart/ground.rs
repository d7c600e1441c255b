//! What lies under and over the points of a map: regions, and outlines with their names.

use super::canvas::{Anchor, SMALL, haloed, words};
use super::colour::QUIET;
use super::geometry::{Outlines, Plane, clipped, encode, on_grid};
use super::text::{cut, width};
use crate::markup::{Element, element, pixels};
use agglom_method::{Places, Polygon};
use std::collections::BTreeMap;

/// Regions that reach this much farther than the points are drawn whole.
const WHOLE: f64 = 1.5;
/// More outlines than these are not named.
const NAMED: usize = 40;
/// Longest name of an outline.
const LONGEST: f64 = 130.0;
/// The name of a region is not written where more dots would cover it than have radii of so many pixels together.
const COVERED: f64 = 8.0;
const LAND: &str = "#f5f6f7";
const BORDER: &str = "#c3cad0";

/// An outline, as it is in the table.
pub(super) struct Ring {
    /// The code of what it is the outline of.
    pub(super) of: String,
    /// What that is called.
    pub(super) name: String,
    pub(super) colour: &'static str,
    /// Longitudes and latitudes.
    pub(super) points: Vec<[f64; 2]>,
}

/// A frame of a map with the regions in it.
pub(super) struct Land<'a> {
    /// What the frame shows.
    pub(super) plane: Plane,
    /// Each region's name and its rings in pixels, cut at the frame.
    regions: Vec<(&'a str, Vec<Vec<[f64; 2]>>)>,
}

impl<'a> Land<'a> {
    /// Fits the points into a room, with the regions that they lie in where these are not much larger.
    pub(super) fn of(earth: &Outlines<'_>, points: &[[f64; 2]], margin: (f64, f64), places: Option<&'a Places>, room: (f64, f64)) -> Option<Self> {
        let close = Plane::around(points, margin, room)?;
        let near = near(earth, points, places);
        let vertices = || near.iter().flat_map(|r| &r.1).flatten().copied();
        let ([left, top], [right, bottom]) = vertices().map(|p| close.pixel(p)).fold(NOTHING, grown);
        let whole = right - left <= WHOLE * close.size.0 && bottom - top <= WHOLE * close.size.1;
        let plane = if whole && !near.is_empty() {
            Plane::around(&points.iter().copied().chain(vertices()).collect::<Vec<_>>(), margin, room)?
        } else {
            close
        };
        let cut = |ring: &Vec<[f64; 2]>| clipped(ring.iter().map(|p| plane.pixel(*p)).collect(), plane.size);
        let regions = near.iter().map(|(name, rings)| (*name, rings.iter().map(cut).collect())).collect();
        Some(Self { plane, regions })
    }

    /// The regions.
    pub(super) fn drawn(&self) -> Element {
        let path: String = self.regions.iter().flat_map(|r| &r.1).map(|ring| encode(&on_grid(ring))).collect();
        let group = element("g").with("transform", "scale(.5)");
        if path.is_empty() {
            return group;
        }
        let drawn = element("path").with("d", path).with("fill", LAND).with("fill-rule", "evenodd").with("stroke", BORDER);
        group.add(drawn.with("stroke-width", 1.6).with("stroke-linejoin", "round"))
    }

    /// The names of the regions where they have room beside the outlines and the dots of this radius that will lie over them.
    pub(super) fn labels(&self, rings: &[(&Ring, Vec<[f64; 2]>)], dots: &[[f64; 2]], reach: f64) -> Vec<Element> {
        let mut taken: Vec<[f64; 4]> =
            rings.iter().map(|r| r.1.iter().copied().fold(NOTHING, grown)).map(|([left, top], [right, bottom])| [left, top, right, bottom]).collect();
        let mut labels = Vec::new();
        for (name, rings) in self.regions.iter().take(NAMED) {
            let Some((_, at, ring)) = rings.iter().map(|r| (middle(r), r)).map(|((a, m), r)| (a, m, r)).max_by(|a, b| a.0.total_cmp(&b.0)) else {
                continue;
            };
            let ([left, top], [right, bottom]) = ring.iter().copied().fold(NOTHING, grown);
            let half = width(name, SMALL) / 2.0;
            if 2.0 * half > 0.85 * (right - left) || bottom - top < 16.0 {
                continue;
            }
            let steps = [0.0, -0.18, 0.18, -0.3, 0.3].map(|share| at[1] + share * (bottom - top));
            let areas = steps.map(|y| [at[0] - half, y - 7.0, at[0] + half, y + 7.0]);
            let inside = |a: &[f64; 4]| a[0] > 2.0 && a[1] > 2.0 && a[2] < self.plane.size.0 - 2.0 && a[3] < self.plane.size.1 - 2.0;
            let near = |a: &[f64; 4], [x, y]: &[f64; 2]| a[0] - reach <= *x && *x <= a[2] + reach && a[1] - reach <= *y && *y <= a[3] + reach;
            let covered = |a: &[f64; 4]| dots.iter().filter(|p| near(a, p)).count();
            let open = areas.iter().filter(|a| inside(a) && free(a, &taken)).map(|a| (covered(a), *a));
            if let Some((_, area)) = open.min_by_key(|a| a.0).filter(|a| a.0 as f64 * reach <= COVERED) {
                let label = words((at[0], area[1] + 11.0), Anchor::Middle, name);
                labels.push(label.with("font-size", SMALL).with("fill", QUIET));
                taken.push(area);
            }
        }
        labels
    }
}

/// The bounds of no points.
const NOTHING: ([f64; 2], [f64; 2]) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);

/// Bounds with one more point.
fn grown((low, high): ([f64; 2], [f64; 2]), p: [f64; 2]) -> ([f64; 2], [f64; 2]) {
    ([low[0].min(p[0]), low[1].min(p[1])], [high[0].max(p[0]), high[1].max(p[1])])
}

/// True if an area meets none of those that are taken.
pub(super) fn free(area: &[f64; 4], taken: &[[f64; 4]]) -> bool {
    taken.iter().all(|t| area[2] < t[0] || t[2] < area[0] || area[3] < t[1] || t[3] < area[1])
}

/// The names and rings of the regions that are near the points.
fn near<'a>(earth: &Outlines<'_>, points: &[[f64; 2]], places: Option<&'a Places>) -> Vec<(&'a str, Vec<Vec<[f64; 2]>>)> {
    let Some((places, polygons)) = places.and_then(|p| Some((p, p.polygons.as_ref()?))) else { return Vec::new() };
    let (west, east) = points.iter().copied().fold(NOTHING, grown);
    // What is seen beside a narrow row of points.
    let more = 0.6 * (east[0] - west[0]).max(east[1] - west[1]).max(0.02);
    let finite =
        |ring: &Vec<[f64; 2]>| -> Vec<[f64; 2]> { ring.iter().filter(|p| p[0].is_finite() && p[1].is_finite()).map(|p| earth.point(*p)).collect() };
    let seen = |rings: &Vec<Vec<[f64; 2]>>| {
        let (low, high) = rings.iter().flatten().copied().fold(NOTHING, grown);
        (0..2).all(|i| low[i] <= east[i] + more && high[i] >= west[i] - more)
    };
    let region = |(place, polygons): (usize, &Vec<Polygon>)| {
        let name = places.ids.name(place).unwrap_or_else(|| places.ids.get(place));
        let rings = polygons.iter().map(|p| p.rings.iter().map(finite).collect::<Vec<_>>()).filter(seen);
        (name, rings.flatten().collect::<Vec<_>>())
    };
    polygons.iter().take(places.ids.len()).enumerate().map(region).filter(|r| !r.1.is_empty()).collect()
}

/// The outlines in pixels: a white line under a coloured one, so that they are seen on points of any colour.
pub(super) fn draw_rings(rings: &[(&Ring, Vec<[f64; 2]>)]) -> Vec<Element> {
    let mut of_colour: BTreeMap<&str, String> = BTreeMap::new();
    let mut all = String::new();
    for (ring, points) in rings.iter().filter(|r| r.1.len() > 1) {
        let steps: Vec<String> = points.iter().map(|p| p.map(|v| pixels((v * 10.0).round() / 10.0)).join(" ")).collect();
        let path = format!("M{}z", steps.join("L"));
        *of_colour.entry(ring.colour).or_default() += &path;
        all += &path;
    }
    let line = |d: String, colour: &str, thick: f64| {
        let path = element("path").with("d", d).with("stroke", colour).with("stroke-width", thick).with("stroke-linejoin", "round");
        path.with("fill", "none").with("pointer-events", "none")
    };
    if all.is_empty() {
        return Vec::new();
    }
    let under = line(all, "#ffffff", 4.0).with("stroke-opacity", 0.8);
    std::iter::once(under).chain(of_colour.into_iter().map(|(colour, d)| line(d, colour, 1.8))).collect()
}

/// The names of the outlines at their middles, the largest first, where there is room.
pub(super) fn label_rings(rings: &[(&Ring, Vec<[f64; 2]>)], size: (f64, f64)) -> Vec<Element> {
    let mut largest: BTreeMap<&str, (f64, [f64; 2], &str)> = BTreeMap::new();
    for (ring, points) in rings.iter().filter(|r| !r.0.name.is_empty()) {
        let (area, middle) = middle(points);
        let known = largest.entry(&ring.of).or_insert((area, middle, &ring.name));
        if area > known.0 {
            *known = (area, middle, &ring.name);
        }
    }
    let mut order: Vec<(f64, [f64; 2], &str)> = largest.into_values().collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut taken: Vec<[f64; 4]> = Vec::new();
    let mut labels = Vec::new();
    for (_, [x, y], name) in order.into_iter().take(NAMED) {
        let text = cut(name, SMALL, LONGEST);
        let half = width(&text, SMALL) / 2.0;
        let area = [x - half, y - 7.0, x + half, y + 7.0];
        let inside = area[0] >= 0.0 && area[1] >= 0.0 && area[2] <= size.0 && area[3] <= size.1;
        if inside && free(&area, &taken) {
            labels.push(haloed((x, y + 4.0), Anchor::Middle, &text).with("font-weight", "600"));
            taken.push(area);
        }
    }
    labels
}

/// The area of a ring and its centre of gravity; of a ring without area the mean of its points.
fn middle(points: &[[f64; 2]]) -> (f64, [f64; 2]) {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (i, b) in points.iter().enumerate() {
        let a = points[if i == 0 { points.len() - 1 } else { i - 1 }];
        let cross = a[0] * b[1] - b[0] * a[1];
        area += cross / 2.0;
        x += cross * (a[0] + b[0]) / 6.0;
        y += cross * (a[1] + b[1]) / 6.0;
    }
    if area.abs() < 1.0 {
        let n = points.len().max(1) as f64;
        return (0.0, [points.iter().map(|p| p[0]).sum::<f64>() / n, points.iter().map(|p| p[1]).sum::<f64>() / n]);
    }
    (area.abs(), [x / area, y / area])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_ring_is_its_centre_of_gravity() {
        // An L of three unit squares: the mean of the middles (½, ½), (1½, ½), (½, 1½).
        let (area, [x, y]) = middle(&[[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.0, 2.0], [0.0, 2.0]]);
        assert!((area - 3.0).abs() < 1e-12 && (x - 5.0 / 6.0).abs() < 1e-12 && (y - 5.0 / 6.0).abs() < 1e-12);
        assert_eq!(middle(&[[1.0, 1.0], [3.0, 1.0]]), (0.0, [2.0, 1.0]));
        assert_eq!(middle(&[]).0, 0.0);
    }

    #[test]
    fn names_do_not_cover_each_other_and_the_largest_wins() {
        let ring = |name: &str| Ring { of: name.into(), name: name.into(), colour: "#000000", points: Vec::new() };
        let square = |x: f64, side: f64| vec![[x, 20.0], [x + side, 20.0], [x + side, 20.0 + side], [x, 20.0 + side]];
        let (small, large) = (ring("small"), ring("large"));
        let labels = label_rings(&[(&small, square(55.0, 10.0)), (&large, square(50.0, 20.0))], (200.0, 100.0));
        assert!(labels.len() == 1 && labels[0].to_string().contains(">large<"));
        assert_eq!(label_rings(&[(&large, square(0.0, 2.0))], (200.0, 100.0)).len(), 0, "no room at the edge");
    }
}
