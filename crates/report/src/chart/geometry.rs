//! From longitude and latitude to pixels: far islands apart, areas true, outlines on a grid of half pixels.

use agglom_method::Polygon;
use std::collections::{BTreeMap, BTreeSet};

/// A part of a map that is drawn in one frame: numbers of (region, polygon).
pub(super) type Part = Vec<(usize, usize)>;

/// A closed line through points of a grid of half pixels.
pub(super) type Ring = Vec<[i32; 2]>;

/// Edge of the cells, in degrees, that tell what is near.
const NEAR: f64 = 2.0;
/// More far parts than these are drawn where they are.
const MOST_PARTS: usize = 6;
/// A wider map shows the whole earth.
const WORLD: f64 = 140.0;
/// Mean radius of the earth.
const EARTH_KM: f64 = 6371.0088;
/// A map of points is at least this long.
const LEAST_KM: f64 = 0.5;

/// The outlines of a map, longitudes without a jump at the date line.
pub(super) struct Outlines<'a> {
    polygons: &'a [Vec<Polygon>],
    /// Longitudes below this are a turn further.
    cut: f64,
}

impl<'a> Outlines<'a> {
    /// Cuts the earth open where the map has its widest gap.
    pub(super) fn of(polygons: &'a [Vec<Polygon>]) -> Self {
        let mut free = [true; 360];
        for polygon in polygons.iter().flatten() {
            let (low, high) = polygon.rings.iter().flatten().fold((180.0f64, -180.0f64), |(l, h), p| (l.min(p[0]), h.max(p[0])));
            let degree = |lon: f64| (lon + 180.0).clamp(0.0, 359.0) as usize;
            for free in free.iter_mut().take(degree(high) + 1).skip(degree(low)) {
                *free = false;
            }
        }
        let (mut widest, mut end, mut run) = (0usize, 0usize, 0usize);
        for (at, free) in free.iter().chain(&free).enumerate() {
            run = if *free { run + 1 } else { 0 };
            if run > widest {
                (widest, end) = (run, at + 1);
            }
        }
        let middle = (end as f64 - widest as f64 / 2.0).rem_euclid(360.0) - 180.0;
        Self { polygons, cut: if widest == 0 { -180.0 } else { middle } }
    }

    /// A point with its longitude on this side of the cut.
    pub(super) fn point(&self, p: [f64; 2]) -> [f64; 2] {
        [if p[0] < self.cut { p[0] + 360.0 } else { p[0] }, p[1].clamp(-90.0, 90.0)]
    }

    /// The rings of a polygon.
    fn rings(&self, (region, polygon): (usize, usize)) -> impl Iterator<Item = Vec<[f64; 2]>> + '_ {
        let finite = |p: &&[f64; 2]| p[0].is_finite() && p[1].is_finite();
        self.polygons[region][polygon].rings.iter().map(move |ring| ring.iter().filter(finite).map(|p| self.point(*p)).collect())
    }

    /// West, south, east, north of some polygons; none without points.
    pub(super) fn bounds(&self, part: &Part) -> Option<[f64; 4]> {
        bounds(part.iter().flat_map(|p| self.rings(*p)).flatten())
    }

    /// The map in parts: the bulk first, then what lies far from it, if that is little and would make the bulk small.
    pub(super) fn parts(&self) -> Vec<Part> {
        let whole: Part = (0..self.polygons.len()).flat_map(|r| (0..self.polygons[r].len()).map(move |p| (r, p))).collect();
        let mut parts = self.neighbourhoods(&whole);
        parts.sort_by_key(|part| std::cmp::Reverse(regions(part)));
        let far: BTreeSet<usize> = parts.iter().skip(1).flatten().map(|p| p.0).collect();
        let size = |part: &Part| self.bounds(part).map_or(0.0, |b| (b[2] - b[0]).max(b[3] - b[1]));
        let few = (2..=MOST_PARTS).contains(&parts.len()) && far.len() * 4 <= self.polygons.len();
        if few && size(&whole) > 1.4 * size(&parts[0]) { parts } else { vec![whole] }
    }

    /// Polygons grouped so that those of different groups are at least one empty cell apart.
    fn neighbourhoods(&self, whole: &Part) -> Vec<Part> {
        let mut group_of: BTreeMap<(i32, i32), usize> = BTreeMap::new();
        let cell = |v: f64| (v / NEAR).floor() as i32;
        let boxes: Vec<_> = whole.iter().filter_map(|p| Some((*p, self.bounds(&vec![*p])?.map(cell)))).collect();
        for (_, [west, south, east, north]) in &boxes {
            group_of.extend((*west..=*east).flat_map(|x| (*south..=*north).map(move |y| ((x, y), usize::MAX))));
        }
        let cells: Vec<(i32, i32)> = group_of.keys().copied().collect();
        let mut groups = 0;
        for start in cells {
            if group_of[&start] != usize::MAX {
                continue;
            }
            group_of.insert(start, groups);
            let mut open = vec![start];
            while let Some((x, y)) = open.pop() {
                for near in (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))) {
                    if let Some(group) = group_of.get_mut(&near).filter(|g| **g == usize::MAX) {
                        *group = groups;
                        open.push(near);
                    }
                }
            }
            groups += 1;
        }
        let mut parts = vec![Part::new(); groups];
        for (polygon, [west, south, ..]) in boxes {
            parts[group_of[&(west, south)]].push(polygon);
        }
        parts
    }
}

fn regions(part: &Part) -> usize {
    part.iter().map(|p| p.0).collect::<BTreeSet<_>>().len()
}

/// A projection that keeps areas true.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Projection {
    /// Albers' conic: cone constant, C, radius of the middle, middle meridian.
    Conic { n: f64, c: f64, middle: f64, meridian: f64 },
    /// Lambert's cylinder, true at a latitude: its cosine, middle meridian. For maps at the equator.
    Cylinder { cosine: f64, meridian: f64 },
    /// Equal Earth (Savric, Patterson and Jenny 2019): middle meridian.
    World { meridian: f64 },
}

impl Projection {
    fn of([west, south, east, north]: [f64; 4]) -> Self {
        let meridian = f64::midpoint(west, east).to_radians();
        let (low, high) = (south.to_radians(), north.to_radians());
        let sixth = (high - low) / 6.0;
        let n = f64::midpoint((low + sixth).sin(), (high - sixth).sin());
        if east - west > WORLD {
            Self::World { meridian }
        } else if n.abs() < 0.08 {
            Self::Cylinder { cosine: f64::midpoint(low, high).cos(), meridian }
        } else {
            let c = (low + sixth).cos().powi(2) + 2.0 * n * (low + sixth).sin();
            let middle = (c - 2.0 * n * f64::midpoint(low, high).sin()).max(0.0).sqrt() / n;
            Self::Conic { n, c, middle, meridian }
        }
    }

    /// East and south of the middle, in radii of the earth.
    fn project(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        let (lon, lat) = (lon.to_radians(), lat.to_radians());
        match *self {
            Self::Conic { n, c, middle, meridian } => {
                let (radius, angle) = ((c - 2.0 * n * lat.sin()).max(0.0).sqrt() / n, n * (lon - meridian));
                [radius * angle.sin(), radius * angle.cos() - middle]
            }
            Self::Cylinder { cosine, meridian } => [(lon - meridian) * cosine, -lat.sin() / cosine],
            Self::World { meridian } => {
                let t = (3f64.sqrt() / 2.0 * lat.sin()).asin();
                let (t2, t6) = (t * t, t.powi(6));
                let slope = 1.340264 - 0.243318 * t2 + t6 * (0.006251 + 0.034164 * t2);
                let height = 1.340264 - 0.081106 * t2 + t6 * (0.000893 + 0.003796 * t2);
                [2.0 / 3f64.sqrt() * (lon - meridian) * t.cos() / slope, -height * t]
            }
        }
    }
}

/// A rectangle of the projected earth, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plane {
    projection: Projection,
    /// Pixels per radius of the earth.
    scale: f64,
    corner: [f64; 2],
    /// Width and height in pixels.
    pub(super) size: (f64, f64),
}

impl Plane {
    /// Fits points into a width and a height, with a margin around them in kilometres and one in pixels; none without points.
    pub(super) fn around(points: &[[f64; 2]], (margin_km, margin): (f64, f64), room: (f64, f64)) -> Option<Self> {
        let projection = Projection::of(bounds(points.iter().copied())?);
        let [left, top, right, bottom] = bounds(points.iter().map(|p| projection.project(*p)))?;
        let least = LEAST_KM / EARTH_KM;
        let long = (right - left).max(bottom - top).max(least);
        // A map of points on a line is still a map.
        let side = |length: f64| (length + 0.07 * long + 2.0 * margin_km / EARTH_KM).max(0.4 * long);
        let (wide, high) = (side(right - left), side(bottom - top));
        let scale = ((room.0 - 2.0 * margin) / wide).min((room.1 - 2.0 * margin) / high);
        let size = (wide * scale + 2.0 * margin, high * scale + 2.0 * margin);
        let corner = [f64::midpoint(left, right) - size.0 / 2.0 / scale, f64::midpoint(top, bottom) - size.1 / 2.0 / scale];
        Some(Self { projection, scale, corner, size })
    }

    /// Where a point is, in pixels from the upper left corner.
    pub(super) fn pixel(&self, p: [f64; 2]) -> [f64; 2] {
        let [x, y] = self.projection.project(p);
        [(x - self.corner[0]) * self.scale, (y - self.corner[1]) * self.scale]
    }

    /// Pixels per kilometre, where that is the same all over the map.
    pub(super) fn pixels_per_km(&self) -> Option<f64> {
        (!matches!(self.projection, Projection::World { .. })).then_some(self.scale / EARTH_KM)
    }
}

/// The smallest and the largest of both coordinates; none without points.
fn bounds(points: impl Iterator<Item = [f64; 2]>) -> Option<[f64; 4]> {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let found = points.fold(start, |b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]);
    (found[0] <= found[2] && found[1] <= found[3]).then_some(found)
}

/// The part of a closed ring that lies within a rectangle at the origin.
pub(super) fn clipped(ring: Vec<[f64; 2]>, size: (f64, f64)) -> Vec<[f64; 2]> {
    let limits = [(0, 1.0, 0.0), (0, -1.0, -size.0), (1, 1.0, 0.0), (1, -1.0, -size.1)];
    limits.into_iter().fold(ring, |ring, (axis, sign, limit)| {
        let inside = |p: &[f64; 2]| sign * p[axis] - limit;
        let mut kept = Vec::with_capacity(ring.len());
        for (i, b) in ring.iter().enumerate() {
            let a = &ring[if i == 0 { ring.len() - 1 } else { i - 1 }];
            let (from, to) = (inside(a), inside(b));
            if (from < 0.0) != (to < 0.0) {
                let share = from / (from - to);
                kept.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
            }
            if to >= 0.0 {
                kept.push(*b);
            }
        }
        kept
    })
}

/// A ring of pixels on the grid of half pixels; empty if nothing of it is seen.
pub(super) fn on_grid(ring: &[[f64; 2]]) -> Ring {
    let ring: Ring = ring.iter().map(|p| p.map(|v| (v * 2.0).round() as i32)).collect();
    simplified(&ring)
}

/// A part of a map, projected into a frame of pixels.
pub(super) struct Projected<'a> {
    outlines: &'a Outlines<'a>,
    part: Part,
    plane: Plane,
    /// Width and height in pixels.
    pub(super) size: (f64, f64),
}

impl<'a> Projected<'a> {
    /// Fits a part into a width and a height; none without points.
    pub(super) fn fit(outlines: &'a Outlines<'a>, part: Part, room: (f64, f64)) -> Option<Self> {
        let projection = Projection::of(outlines.bounds(&part)?);
        let [left, top, right, bottom] = bounds(part.iter().flat_map(|p| outlines.rings(*p)).flatten().map(|p| projection.project(p)))?;
        let scale = (room.0 / (right - left).max(1e-9)).min(room.1 / (bottom - top).max(1e-9));
        let size = ((right - left) * scale, (bottom - top) * scale);
        Some(Self { outlines, part, plane: Plane { projection, scale, corner: [left, top], size }, size })
    }

    /// The outlines of every region of the part, in half pixels. What is smaller than half a pixel is still there.
    pub(super) fn regions(&self) -> BTreeMap<usize, Vec<Ring>> {
        let mut regions: BTreeMap<usize, Vec<Ring>> = BTreeMap::new();
        let mut first = BTreeMap::new();
        for &polygon in &self.part {
            let rings = regions.entry(polygon.0).or_default();
            for ring in self.outlines.rings(polygon) {
                let ring: Ring = ring.into_iter().map(|p| self.half_pixel(p)).collect();
                first.entry(polygon.0).or_insert(ring.first().copied().unwrap_or([0, 0]));
                rings.extend(Some(simplified(&ring)).filter(|ring| !ring.is_empty()));
            }
        }
        for (region, [x, y]) in first {
            let rings = regions.entry(region).or_default();
            if rings.is_empty() {
                rings.push(vec![[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]]);
            }
        }
        regions
    }

    fn half_pixel(&self, p: [f64; 2]) -> [i32; 2] {
        self.plane.pixel(p).map(|v| (v * 2.0).round() as i32)
    }
}

/// A closed ring without the points that lie on the line between their neighbours. As every ring is rounded to the same grid
/// first, rings that share a border still share it.
fn simplified(ring: &[[i32; 2]]) -> Ring {
    let mut kept = Ring::new();
    for &point in ring {
        while kept.last() == Some(&point) || straight(&kept, point) {
            kept.pop();
        }
        kept.push(point);
    }
    while kept.len() > 1 && kept.first() == kept.last() {
        kept.pop();
    }
    if kept.len() < 3 { Vec::new() } else { kept }
}

/// True if the last point lies on a line with the one before it and this one.
fn straight(kept: &[[i32; 2]], point: [i32; 2]) -> bool {
    let [.., a, b] = kept else { return false };
    let [x, y] = [0, 1].map(|i| i64::from(b[i] - a[i]));
    let [u, v] = [0, 1].map(|i| i64::from(point[i] - b[i]));
    x * v == y * u
}

/// A ring as a path of relative steps.
pub(super) fn encode(ring: &[[i32; 2]]) -> String {
    let Some(&[mut x, mut y]) = ring.first() else { return String::new() };
    let mut path = format!("M{x} {y}l");
    for &[u, v] in &ring[1..] {
        let (dx, dy) = (u - x, v - y);
        if dx >= 0 && !path.ends_with('l') {
            path.push(' ');
        }
        path += &dx.to_string();
        if dy >= 0 {
            path.push(' ');
        }
        path += &dy.to_string();
        (x, y) = (u, v);
    }
    path + "z"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, size: f64) -> Vec<Polygon> {
        let (east, north) = (west + size, south + size);
        vec![Polygon { rings: vec![vec![[west, south], [east, south], [east, north], [west, north], [west, south]]] }]
    }

    #[test]
    fn a_map_across_the_date_line_is_one_map() {
        let polygons = [square(178.0, 51.0, 1.5), square(-179.5, 51.0, 1.5), square(-176.0, 51.0, 2.0)];
        let outlines = Outlines::of(&polygons);
        let whole = vec![(0, 0), (1, 0), (2, 0)];
        let [west, _, east, _] = outlines.bounds(&whole).unwrap();
        assert!((east - west - 8.0).abs() < 1e-9, "{west} to {east}");
    }

    #[test]
    fn far_islands_get_frames_of_their_own() {
        let mut polygons: Vec<_> = (0..50).map(|i| square(-120.0 + f64::from(i % 10) * 5.0, 30.0 + f64::from(i / 10) * 4.0, 4.0)).collect();
        assert_eq!(Outlines::of(&polygons).parts().len(), 1);
        polygons.push(square(-158.0, 20.0, 1.0));
        polygons.push(square(-160.0, 60.0, 10.0));
        let parts = Outlines::of(&polygons).parts();
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [50, 1, 1]);
    }

    #[test]
    fn projections_keep_areas_true() {
        for (bounds, lon, lat) in
            [([-125.0, 25.0, -66.0, 49.0], -100.0, 30.0), ([95.0, -11.0, 141.0, 6.0], 110.0, -5.0), ([-180.0, -60.0, 180.0, 80.0], 20.0, 60.0)]
        {
            let projection = Projection::of(bounds);
            // The area of a small quadrangle on the sphere is its width times the difference of the sines.
            let at = |dx: f64, dy: f64| projection.project([lon + dx, lat + dy]);
            let (a, b, c, d) = (at(0.0, 0.0), at(0.01, 0.0), at(0.01, 0.01), at(0.0, 0.01));
            let area = 0.5 * ((c[0] - a[0]) * (d[1] - b[1]) - (d[0] - b[0]) * (c[1] - a[1])).abs();
            let sphere = 0.01f64.to_radians() * ((lat + 0.01).to_radians().sin() - lat.to_radians().sin());
            assert!((area / sphere - 1.0).abs() < 2e-4, "{projection:?}: {area} is not {sphere}");
        }
    }

    #[test]
    fn neighbours_share_their_border_after_simplification() {
        // Two squares with a border of many nearly straight steps, walked in opposite directions.
        let border: Vec<[i32; 2]> = (0..50).map(|i| [10 + i32::from(i % 7 == 0), i]).collect();
        let left: Vec<_> = [[0, 0]].into_iter().chain(border.iter().copied()).chain([[0, 49]]).collect();
        let right: Vec<_> = [[30, 49]].into_iter().chain(border.iter().rev().copied()).chain([[30, 0]]).collect();
        let on = |ring: Vec<[i32; 2]>| simplified(&ring).into_iter().filter(|p| (10..=11).contains(&p[0])).collect::<BTreeSet<_>>();
        assert_eq!(on(left), on(right));
    }

    #[test]
    fn a_hundred_kilometres_are_as_long_as_the_scale_says() {
        // A degree of a great circle is 111.195 km on a sphere of this radius.
        let plane = Plane::around(&[[112.0, 27.0], [114.0, 29.0]], (0.0, 0.0), (700.0, 500.0)).unwrap();
        let per_km = plane.pixels_per_km().unwrap();
        let ([_, south], [_, north]) = (plane.pixel([113.0, 27.5]), plane.pixel([113.0, 28.5]));
        assert!(((south - north) / per_km / 111.195 - 1.0).abs() < 1e-4);
        let ([west, _], [east, _]) = (plane.pixel([112.5, 28.0]), plane.pixel([113.5, 28.0]));
        assert!(((east - west) / per_km / (111.195 * 28f64.to_radians().cos()) - 1.0).abs() < 1e-4);
    }

    #[test]
    fn points_on_a_line_or_a_spot_still_make_a_map_with_the_points_in_it() {
        for points in [
            vec![[9.0, 50.0]],
            vec![[9.0, 50.0]; 3],
            vec![[8.0, 50.0], [9.0, 50.0]],
            vec![[0.0, 90.0], [0.0, -90.0]],
            vec![[-180.0, 0.0], [180.0, 0.0]],
        ] {
            let plane = Plane::around(&points, (0.0, 9.0), (700.0, 500.0)).unwrap();
            assert!(plane.size.0 > 150.0 && plane.size.1 > 150.0 && plane.size.0 < 700.01 && plane.size.1 < 500.01, "{:?}", plane.size);
            assert!(
                points.iter().map(|p| plane.pixel(*p)).all(|[x, y]| x > 9.0 && y > 9.0 && x < plane.size.0 - 9.0 && y < plane.size.1 - 9.0),
                "{points:?}"
            );
        }
        assert!(Plane::around(&[], (0.0, 0.0), (700.0, 500.0)).is_none());
    }

    #[test]
    fn a_ring_is_cut_at_the_frame() {
        let ring = vec![[-5.0, 2.0], [5.0, 2.0], [5.0, 4.0], [-5.0, 4.0]];
        assert_eq!(clipped(ring, (3.0, 10.0)), [[0.0, 2.0], [3.0, 2.0], [3.0, 4.0], [0.0, 4.0]]);
        assert_eq!(clipped(vec![[-5.0, 2.0], [-1.0, 2.0], [-1.0, 4.0]], (3.0, 10.0)), Vec::<[f64; 2]>::new());
    }

    #[test]
    fn points_on_a_line_and_spikes_are_dropped() {
        assert_eq!(simplified(&[[0, 0], [1, 0], [2, 0], [2, 2], [2, 5], [2, 2], [0, 2], [0, 0]]), [[0, 0], [2, 0], [2, 2], [0, 2]]);
        assert_eq!(simplified(&[[0, 0], [0, 0], [1, 1], [0, 0]]), Ring::new());
        assert_eq!(encode(&[[0, 0], [2, -1], [5, 5]]), "M0 0l2-1 3 6z");
    }

    #[test]
    fn maps_without_points_are_no_maps() {
        assert!(Projected::fit(&Outlines::of(&[]), Part::new(), (100.0, 100.0)).is_none());
        let nothing = [vec![Polygon { rings: vec![vec![[f64::NAN, 1.0]]] }]];
        assert!(Projected::fit(&Outlines::of(&nothing), vec![(0, 0)], (100.0, 100.0)).is_none());
        let point = [vec![Polygon { rings: vec![vec![[5.0, 50.0]; 4]] }]];
        let outlines = Outlines::of(&point);
        let regions = Projected::fit(&outlines, vec![(0, 0)], (100.0, 100.0)).unwrap().regions();
        assert_eq!(encode(&regions[&0][0]), "M0 0l1 0 0 1-1 0z");
    }
}
