use super::arc_cosine::arc_cosine;
use agglom_method::Polygon;
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// Polygons that do not overlap, as the sides that have the window on one side only, the window to their left.
#[derive(Debug, Clone)]
pub(crate) struct Outline {
    pub(super) area: f64,
    /// West, south, east, north.
    pub(super) bounds: [f64; 4],
    /// From x, y to x, y.
    sides: Vec<[f64; 4]>,
    /// Numbers of the sides that cross each of some horizontal bands.
    bands: Vec<Vec<u32>>,
}

/// The sides of an outline that circles around a place can meet.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    /// Circles up to this radius lie in the window.
    pub(super) free: f64,
    /// The angle at the place that the window fills: 2π except on the edge.
    whole: f64,
    /// Nearest first.
    sides: Vec<Seen>,
}

/// A side as seen from a place.
#[derive(Debug, Clone, Copy)]
struct Seen {
    nearest: f64,
    farthest: f64,
    /// Distance of its line.
    line: f64,
    /// The angles of its ends, measured from the foot of the perpendicular.
    from: f64,
    to: f64,
    /// 1 if the window is on the side of the place, otherwise -1.
    sign: f64,
}

impl Outline {
    /// Rings may be open or closed and turn either way; `None` without area.
    pub(super) fn new(polygons: &[Polygon]) -> Option<Self> {
        let mut directed: BTreeMap<[u64; 4], (i32, [f64; 4])> = BTreeMap::new();
        let mut area = 0.0;
        for polygon in polygons {
            for (k, ring) in polygon.rings.iter().enumerate() {
                let twice = twice_area(ring);
                if !twice.is_finite() {
                    return None;
                }
                let outer = k == 0;
                area += if outer { twice.abs() } else { -twice.abs() } / 2.0;
                let turned = (twice > 0.0) != outer;
                for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)).filter(|(a, b)| a != b) {
                    let (a, b) = if turned { (b, a) } else { (a, b) };
                    // A border between two polygons comes once each way and goes.
                    let forward = (a[0], a[1]) < (b[0], b[1]);
                    let (low, high) = if forward { (a, b) } else { (b, a) };
                    let side = [low[0], low[1], high[0], high[1]];
                    directed.entry(side.map(|c| (c + 0.0).to_bits())).or_insert((0, side)).0 += if forward { 1 } else { -1 };
                }
            }
        }
        let sides: Vec<[f64; 4]> = directed
            .into_values()
            .filter(|(times, _)| *times != 0)
            .map(|(times, [ax, ay, bx, by])| if times > 0 { [ax, ay, bx, by] } else { [bx, by, ax, ay] })
            .collect();
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let bounds =
            sides.iter().fold(start, |b, s| [b[0].min(s[0]).min(s[2]), b[1].min(s[1]).min(s[3]), b[2].max(s[0]).max(s[2]), b[3].max(s[1]).max(s[3])]);
        (area > 0.0 && area.is_finite()).then(|| Self { area, bounds, bands: Vec::new(), sides }.with_bands())
    }

    fn with_bands(mut self) -> Self {
        let count = self.sides.len().clamp(1, 4096);
        let mut bands = vec![Vec::new(); count];
        for (k, side) in self.sides.iter().enumerate() {
            let (low, high) = (self.band(side[1].min(side[3]), count), self.band(side[1].max(side[3]), count));
            bands[low..=high].iter_mut().for_each(|band| band.push(k as u32));
        }
        self.bands = bands;
        self
    }

    fn band(&self, y: f64, count: usize) -> usize {
        let height = self.bounds[3] - self.bounds[1];
        (((y - self.bounds[1]) / height * count as f64).max(0.0) as usize).min(count - 1)
    }

    /// Distances below this are none: rounding of coordinates of this size.
    fn rounding(&self) -> f64 {
        1e-12 * self.bounds.iter().fold(0.0f64, |m, c| m.max(c.abs()))
    }

    /// A ray to the east crosses an odd number of sides, or a side goes through the place.
    pub(super) fn contains(&self, place: [f64; 2]) -> bool {
        let mut inside = false;
        for &k in &self.bands[self.band(place[1], self.bands.len())] {
            let [ax, ay, bx, by] = self.sides[k as usize];
            if (ay > place[1]) != (by > place[1]) && place[0] < ax + (place[1] - ay) / (by - ay) * (bx - ax) {
                inside = !inside;
            }
        }
        let rounding = self.rounding();
        let on = |k: &u32| Seen::new(self.sides[*k as usize], place, rounding).nearest <= rounding;
        inside || self.bands[self.band(place[1], self.bands.len())].iter().any(on)
    }

    pub(super) fn near(&self, place: [f64; 2], reach: f64) -> Near {
        let rounding = self.rounding();
        let mut sides: Vec<Seen> = Vec::new();
        let mut on_edge = false;
        for &side in &self.sides {
            let box_away = |low: f64, high: f64, at: f64| (low - at).max(at - high).max(0.0);
            let away =
                box_away(side[0].min(side[2]), side[0].max(side[2]), place[0]).max(box_away(side[1].min(side[3]), side[1].max(side[3]), place[1]));
            if away <= reach {
                let seen = Seen::new(side, place, rounding);
                on_edge |= seen.nearest <= rounding;
                sides.extend((seen.nearest < reach).then_some(seen));
            }
        }
        sides.sort_by(|a, b| a.nearest.total_cmp(&b.nearest));
        // On the edge, the angle that the window fills is what all other sides together are seen under.
        let whole = if on_edge { self.sides.iter().map(|&s| Seen::new(s, place, rounding)).map(|s| s.sign * (s.to - s.from)).sum() } else { TAU };
        Near { free: sides.first().map_or(reach, |s| s.nearest), whole, sides }
    }
}

impl Seen {
    fn new([ax, ay, bx, by]: [f64; 4], place: [f64; 2], rounding: f64) -> Self {
        let (ax, ay, bx, by) = (ax - place[0], ay - place[1], bx - place[0], by - place[1]);
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx.hypot(dy);
        let turn = (ax * by - ay * bx) / length;
        let (start, end) = ((ax * dx + ay * dy) / length, (bx * dx + by * dy) / length);
        let line = turn.abs();
        let straddles = start < 0.0 && end > 0.0;
        let (near_end, far_end) = (ax.hypot(ay).min(bx.hypot(by)), ax.hypot(ay).max(bx.hypot(by)));
        let nearest = if straddles { line } else { near_end };
        if line <= rounding {
            // The side points at the place, or goes through it: it is seen under no angle.
            return Self { nearest, farthest: far_end, line: 0.0, from: 0.0, to: 0.0, sign: 0.0 };
        }
        Self { nearest, farthest: far_end, line, from: start.atan2(line), to: end.atan2(line), sign: turn.signum() }
    }
}

impl Near {
    /// The angle of the circle of this radius that lies in the window.
    ///
    /// A ray from a place in the window leaves it once more than it enters; at distance r it is inside if it has left it as often as it has
    /// entered. So the angle is 2π less the angles under which the parts of the sides nearer than r are seen, those that are entered negative.
    pub(super) fn inside(&self, radius: f64) -> f64 {
        let mut inside = self.whole;
        for side in self.sides.iter().take_while(|side| side.nearest < radius) {
            let seen = if side.farthest <= radius {
                side.to - side.from
            } else {
                let half = arc_cosine((side.line / radius).min(1.0));
                (side.to.min(half) - side.from.max(-half)).max(0.0)
            };
            inside -= side.sign * seen;
        }
        inside
    }
}

/// Twice the area inside a ring, positive if it turns to the left; measured from its first corner, so that it loses no digits far from zero.
fn twice_area(ring: &[[f64; 2]]) -> f64 {
    let Some(&[x, y]) = ring.first() else { return 0.0 };
    ring.windows(2).map(|w| (w[0][0] - x) * (w[1][1] - y) - (w[1][0] - x) * (w[0][1] - y)).sum()
}
