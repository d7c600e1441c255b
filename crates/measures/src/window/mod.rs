//! The part of the plane in which an establishment could have been, and how much of a circle lies in it.

mod arc_cosine;
mod outline;

use agglom_method::{Generator, Polygon};
use arc_cosine::arc_cosine;
use outline::{Near, Outline};
use rand::RngExt;
use std::f64::consts::{FRAC_PI_2, TAU};

/// A window with a positive area.
#[derive(Debug, Clone)]
pub(crate) enum Window {
    /// West, south, east, north.
    Rectangle([f64; 4]),
    /// Polygons that do not overlap.
    Outline(Outline),
}

/// What is left of circles around a site in its window.
#[derive(Debug, Clone)]
pub(crate) enum Edge {
    /// How far the four sides are.
    Rectangle([f64; 4]),
    /// The sides that a circle can meet.
    Outline(Near),
}

impl Window {
    /// A rectangle; `None` without area.
    pub(crate) fn rectangle([west, south, east, north]: [f64; 4]) -> Option<Self> {
        (west < east && south < north && [west, south, east, north].iter().all(|c| c.is_finite()))
            .then_some(Self::Rectangle([west, south, east, north]))
    }

    /// Polygons that do not overlap; `None` without area.
    pub(crate) fn polygons(polygons: &[Polygon]) -> Option<Self> {
        Outline::new(polygons).map(Self::Outline)
    }

    /// Its area.
    pub(crate) fn area(&self) -> f64 {
        match self {
            Self::Rectangle([west, south, east, north]) => (east - west) * (north - south),
            Self::Outline(outline) => outline.area,
        }
    }

    /// The box around it.
    pub(crate) fn bounds(&self) -> [f64; 4] {
        match self {
            Self::Rectangle(bounds) => *bounds,
            Self::Outline(outline) => outline.bounds,
        }
    }

    /// The shorter side of its box.
    pub(crate) fn shorter_side(&self) -> f64 {
        let [west, south, east, north] = self.bounds();
        (east - west).min(north - south)
    }

    /// Half the diagonal of its box: no circle larger than that is sure to meet the window from everywhere in it.
    pub(crate) fn half_diagonal(&self) -> f64 {
        let [west, south, east, north] = self.bounds();
        (east - west).hypot(north - south) / 2.0
    }

    /// True if a place is in the window or on its edge.
    pub(crate) fn contains(&self, [x, y]: [f64; 2]) -> bool {
        match self {
            Self::Rectangle([west, south, east, north]) => (*west..=*east).contains(&x) && (*south..=*north).contains(&y),
            Self::Outline(outline) => outline.contains([x, y]),
        }
    }

    /// So many places in the window, each as likely as any other.
    pub(crate) fn places(&self, n: usize, generator: &mut Generator) -> Vec<[f64; 2]> {
        let [west, south, east, north] = self.bounds();
        let mut place = || [west + generator.random::<f64>() * (east - west), south + generator.random::<f64>() * (north - south)];
        let mut places = Vec::with_capacity(n);
        while places.len() < n {
            let drawn = place();
            if matches!(self, Self::Rectangle(_)) || self.contains(drawn) {
                places.push(drawn);
            }
        }
        places
    }

    /// What is left of circles of at most this radius around a place in the window.
    pub(crate) fn edge(&self, place: [f64; 2], reach: f64) -> Edge {
        match self {
            Self::Rectangle([west, south, east, north]) => {
                Edge::Rectangle([place[0] - west, place[1] - south, east - place[0], north - place[1]].map(|d| d.max(0.0)))
            }
            Self::Outline(outline) => Edge::Outline(outline.near(place, reach)),
        }
    }
}

impl Edge {
    /// Ripley's isotropic weights end here, as they do in `spatstat`.
    const MOST: f64 = 100.0;

    /// How far the nearer of two opposite sides of a rectangle are, the second nearest.
    pub(crate) fn second(&self) -> Option<f64> {
        match self {
            Self::Rectangle(d) => Some(d[0].min(d[2]).max(d[1].min(d[3]))),
            Self::Outline(_) => None,
        }
    }

    /// Circles up to this radius lie in the window.
    pub(crate) fn free(&self) -> f64 {
        match self {
            Self::Rectangle(d) => d[0].min(d[1]).min(d[2]).min(d[3]),
            Self::Outline(near) => near.free,
        }
    }

    /// One divided by the share of the circle of this radius that lies in the window (Ripley 1976).
    #[inline]
    pub(crate) fn weight(&self, radius: f64) -> f64 {
        let inside = match self {
            Self::Rectangle(sides) => TAU - outside_rectangle(sides, radius),
            Self::Outline(near) => near.inside(radius),
        };
        if inside * Self::MOST > TAU { TAU / inside } else { Self::MOST }
    }
}

/// The angle of a circle outside a rectangle: of each side that it crosses, and less what two sides at a corner both cut off.
#[inline]
fn outside_rectangle(sides: &[f64; 4], radius: f64) -> f64 {
    let mut angle = [0.0; 4];
    let mut sum = 0.0;
    let per_metre = 1.0 / radius;
    for (angle, &side) in angle.iter_mut().zip(sides) {
        if side < radius {
            *angle = arc_cosine((side * per_metre).min(1.0));
            sum += *angle;
        }
    }
    let mut outside = 2.0 * sum;
    // Two sides at a corner overlap only if their angles exceed a right one together.
    if sum > FRAC_PI_2 {
        for k in 0..4 {
            outside -= (angle[k] + angle[(k + 1) & 3] - FRAC_PI_2).max(0.0);
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::Seed;

    fn square() -> Vec<Polygon> {
        vec![Polygon { rings: vec![vec![[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]]] }]
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} {b}");
    }

    #[test]
    fn a_circle_at_a_corner_is_a_quarter_inside() {
        let window = Window::rectangle([0.0, 0.0, 10.0, 10.0]).unwrap();
        close(window.edge([0.0, 0.0], 5.0).weight(3.0), 4.0);
        close(window.edge([5.0, 0.0], 5.0).weight(3.0), 2.0);
        close(window.edge([5.0, 5.0], 5.0).weight(3.0), 1.0);
        // The angle outside one side is 2 acos(1/2) = 2π/3, a third of the circle.
        close(window.edge([1.0, 5.0], 5.0).weight(2.0), 1.5);
    }

    #[test]
    fn a_rectangle_and_its_outline_agree() {
        let (rectangle, outline) = (Window::rectangle([0.0, 0.0, 10.0, 10.0]).unwrap(), Window::polygons(&square()).unwrap());
        close(outline.area(), 100.0);
        for place in rectangle.places(300, &mut Seed::new(1).draw(0)).into_iter().chain([[0.0, 5.0], [0.0, 0.0], [10.0, 3.0], [10.0, 10.0]]) {
            assert!(outline.contains(place));
            for radius in [0.01, 1.0, 4.0, 5.0, 7.0] {
                close(outline.edge(place, 7.0).weight(radius), rectangle.edge(place, 7.0).weight(radius));
            }
            assert!(outline.edge(place, 7.0).free() >= rectangle.edge(place, 7.0).free() - 1e-12);
        }
        assert!(!outline.contains([10.1, 5.0]) && !rectangle.contains([5.0, -0.1]));
    }

    /// Two neighbouring halves make the square again; a ring taken out of one polygon and given back as another does, too.
    #[test]
    fn polygons_side_by_side_are_one_window() {
        let ring = |west: f64, south: f64, east: f64, north: f64| vec![[west, south], [west, north], [east, north], [east, south], [west, south]];
        let halves = [Polygon { rings: vec![ring(0.0, 0.0, 4.0, 10.0)] }, Polygon { rings: vec![ring(4.0, 0.0, 10.0, 10.0)] }];
        let filled =
            [Polygon { rings: vec![ring(0.0, 0.0, 10.0, 10.0), ring(3.0, 3.0, 6.0, 7.0)] }, Polygon { rings: vec![ring(3.0, 3.0, 6.0, 7.0)] }];
        let whole = Window::polygons(&square()).unwrap();
        for polygons in [&halves[..], &filled[..]] {
            let window = Window::polygons(polygons).unwrap();
            close(window.area(), 100.0);
            for place in whole.places(100, &mut Seed::new(2).draw(0)) {
                for radius in [0.5, 3.0, 6.0] {
                    close(window.edge(place, 6.0).weight(radius), whole.edge(place, 6.0).weight(radius));
                }
            }
        }
    }

    /// Shares of circles in a triangle with a hole and an island, against 20,000 places on each circle.
    #[test]
    fn shares_of_circles_are_those_of_many_places_on_them() {
        let polygons = [
            Polygon { rings: vec![vec![[0.0, 0.0], [20.0, 0.0], [7.0, 15.0]], vec![[6.0, 3.0], [9.0, 3.0], [8.0, 7.0], [6.0, 6.0]]] },
            Polygon { rings: vec![vec![[14.0, 10.0], [20.0, 9.0], [20.0, 16.0], [16.0, 12.0]]] },
        ];
        let window = Window::polygons(&polygons).unwrap();
        close(window.area(), 150.0 - 9.0 + 21.0);
        for place in window.places(20, &mut Seed::new(3).draw(0)) {
            for radius in [1.0, 4.0, 9.0] {
                let steps = 20_000;
                let at = |k: u32| TAU * (f64::from(k) + 0.5) / f64::from(steps);
                let inside = (0..steps).filter(|&k| window.contains([place[0] + radius * at(k).cos(), place[1] + radius * at(k).sin()])).count();
                let share = 1.0 / window.edge(place, 9.0).weight(radius);
                let counted = (inside as f64 / f64::from(steps)).max(0.01);
                assert!((share - counted).abs() < 5e-4, "{place:?} {radius}: {share} {counted}");
            }
        }
    }

    #[test]
    fn places_are_uniform() {
        let window = Window::polygons(&[Polygon { rings: vec![vec![[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]]] }]).unwrap();
        let places = window.places(40_000, &mut Seed::new(4).draw(0));
        let mean = places.iter().map(|p| p[0]).sum::<f64>() / 40_000.0;
        // Mean 10/3, standard deviation 10/√18.
        assert!((mean - 10.0 / 3.0).abs() < 4.0 * 10.0 / 18f64.sqrt() / 200.0, "{mean}");
    }

    #[test]
    fn what_has_no_area_is_no_window() {
        assert!(Window::rectangle([0.0, 0.0, 0.0, 5.0]).is_none() && Window::rectangle([0.0, f64::NAN, 1.0, 5.0]).is_none());
        assert!(Window::polygons(&[]).is_none());
        assert!(Window::polygons(&[Polygon { rings: vec![vec![[0.0, 0.0], [1.0, 1.0]]] }]).is_none());
    }
}
