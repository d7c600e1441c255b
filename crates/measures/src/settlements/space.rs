use super::Ground;
use crate::sphere::{self, RADIUS_KM, direction, straight};
use agglom_method::Places;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How distances between settlements are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// `great_circle` where longitude and latitude are known, else `plane`.
    Auto,
    /// On the sphere with the Earth's mean radius; needs longitude and latitude.
    GreatCircle,
    /// Straight in the plane of the projected coordinates.
    Plane,
}

/// Where settlements are: on a sphere or in a plane, in km.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    points: Vec<[f64; 3]>,
    /// On a sphere, where a straight line through the Earth stands for the arc above it.
    sphere: bool,
}

impl Space {
    /// The space of some places; nothing if they have no positions of that kind.
    pub(crate) fn of(places: &Places, metric: Metric) -> Option<Self> {
        match (metric, &places.degrees, &places.position) {
            (Metric::Auto | Metric::GreatCircle, Some(degrees), _) => {
                Some(Self { points: degrees.iter().map(|&p| on_sphere(p)).collect(), sphere: true })
            }
            (Metric::Auto | Metric::Plane, _, Some(position)) => {
                Some(Self { points: position.iter().map(|p| [p[0] / 1000.0, p[1] / 1000.0, 0.0]).collect(), sphere: false })
            }
            _ => None,
        }
    }

    /// What kind of distances these are.
    pub(crate) fn ground(&self) -> Ground {
        if self.sphere { Ground::GreatCircle } else { Ground::Plane }
    }

    /// Whether the place has a position.
    pub(crate) fn has(&self, i: usize) -> bool {
        self.points[i].iter().all(|x| x.is_finite())
    }

    /// Distance between two settlements in km.
    #[cfg(test)]
    fn distance_km(&self, a: usize, b: usize) -> f64 {
        self.arc(straight(self.points[a], self.points[b]))
    }

    fn arc(&self, straight: f64) -> f64 {
        if self.sphere { sphere::arc(straight, RADIUS_KM) } else { straight }
    }

    /// The straight line under an arc of this length.
    fn chord(&self, arc: f64) -> f64 {
        if self.sphere { sphere::chord(arc, RADIUS_KM) } else { arc }
    }
}

fn on_sphere(place: [f64; 2]) -> [f64; 3] {
    direction(place).map(|c| RADIUS_KM * c)
}

/// Some settlements in cubic cells as wide as the radius of search, so that a search looks into 27 of them.
pub(crate) struct Near<'a> {
    space: &'a Space,
    radius: f64,
    side: f64,
    /// Cell and settlement, by cell.
    members: Vec<([i32; 3], u32)>,
    points: Vec<[f64; 3]>,
}

impl<'a> Near<'a> {
    /// Sorts the settlements of a list that have a position; `radius` in km.
    pub(crate) fn new(space: &'a Space, list: &[u32], radius: f64) -> Self {
        let side = (space.chord(radius) * (1.0 + 1e-9)).max(1e-3);
        let placed = list.iter().copied().filter(|&i| space.has(i as usize));
        let mut members: Vec<([i32; 3], u32)> = placed.map(|i| (cell(space.points[i as usize], side), i)).collect();
        members.sort_unstable();
        let points = members.iter().map(|m| space.points[m.1 as usize]).collect();
        Self { space, radius, side, members, points }
    }

    /// Calls `each(settlement, distance in km)` for those nearer to settlement `i` than the radius, itself included if it is in the list.
    pub(crate) fn each(&self, i: usize, mut each: impl FnMut(u32, f64)) {
        if !self.space.has(i) {
            return;
        }
        let place = self.space.points[i];
        let [x, y, z] = cell(place, self.side);
        for dx in -1..=1 {
            for dy in -1..=1 {
                let at = [x.saturating_add(dx), y.saturating_add(dy)];
                // A border of the range of numbers would be visited twice.
                if (dx != 0 && at[0] == x) || (dy != 0 && at[1] == y) {
                    continue;
                }
                let (low, high) = ([at[0], at[1], z.saturating_sub(1)], [at[0], at[1], z.saturating_add(1)]);
                let start = self.members.partition_point(|m| m.0 < low);
                for (member, &point) in self.members[start..].iter().zip(&self.points[start..]) {
                    if member.0 > high {
                        break;
                    }
                    let distance = self.space.arc(straight(place, point));
                    if distance < self.radius {
                        each(member.1, distance);
                    }
                }
            }
        }
    }
}

fn cell(point: [f64; 3], side: f64) -> [i32; 3] {
    point.map(|x| (x / side).floor() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::Seed;
    use rand::RngExt;

    #[test]
    fn all_neighbours_are_found_and_only_once() {
        let mut generator = Seed::new(5).draw(0);
        let degrees: Vec<[f64; 2]> =
            (0..400).map(|_| [generator.random::<f64>() * 360.0 - 180.0, generator.random::<f64>() * 180.0 - 90.0]).collect();
        let position: Vec<[f64; 2]> = (0..400).map(|_| [generator.random::<f64>() * 1e6 - 5e5, generator.random::<f64>() * 1e5]).collect();
        let places = Places { degrees: Some(degrees), position: Some(position), ..Places::default() };
        let list: Vec<u32> = (0..400).step_by(2).collect();
        for (metric, radius) in [(Metric::Auto, 900.0), (Metric::Auto, 30_000.0), (Metric::Plane, 20.0), (Metric::Plane, 1e9)] {
            let space = Space::of(&places, metric).unwrap();
            let near = Near::new(&space, &list, radius);
            for i in 0..40 {
                let mut found = vec![];
                near.each(i, |j, _| found.push(j));
                found.sort_unstable();
                let expected: Vec<u32> = list.iter().copied().filter(|&j| space.distance_km(i, j as usize) < radius).collect();
                assert_eq!(found, expected);
            }
        }
    }

    /// A quarter of the circumference; one degree of longitude at 60 degrees of latitude by the haversine formula.
    #[test]
    fn great_circles() {
        let places = Places { degrees: Some(vec![[0.0, 0.0], [0.0, 90.0], [10.0, 60.0], [11.0, 60.0], [180.0, 0.0]]), ..Places::default() };
        let space = Space::of(&places, Metric::Auto).unwrap();
        let quarter = RADIUS_KM * std::f64::consts::FRAC_PI_2;
        assert!((space.distance_km(0, 1) - quarter).abs() < 1e-9 && (space.distance_km(0, 4) - 2.0 * quarter).abs() < 1e-9);
        let degree = 2.0 * RADIUS_KM * (0.5 * 0.5_f64.to_radians().sin()).asin();
        assert!((space.distance_km(2, 3) - degree).abs() < 1e-9);
    }
}
