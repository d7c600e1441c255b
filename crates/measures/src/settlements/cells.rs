//! Settlements as a population grid of cells of equal area.

use super::space::Metric;
use crate::sphere::{degrees as middle_of, direction};
use agglom_method::{Message, MethodError, Places};
use std::f64::consts::{FRAC_PI_2, SQRT_2};

/// Radius in m of the sphere with the area of the Earth.
const AUTHALIC: f64 = 6_371_007.2;
/// More cells than this are refused.
const MOST_CELLS: f64 = 2e7;

/// Row and column of a cell.
pub(crate) type Cell = (i32, i32);

/// How degrees become a plane in which areas are true.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Raster {
    /// The coordinates are metres already.
    AsGiven,
    /// Lambert's azimuthal projection about a longitude and a latitude.
    Lambert([f64; 2]),
    /// Mollweide's projection of the whole Earth.
    Mollweide,
}

/// Whether inhabitants are spread over the area of their settlement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread<'a>(pub(crate) Option<&'a [f64]>);

/// Inhabitants by cell, and the cells of each settlement.
#[derive(Debug, Clone)]
pub(crate) struct Cells {
    pub(crate) raster: Raster,
    /// Area of a cell in km².
    pub(crate) cell_km2: f64,
    /// Cells with inhabitants, in order.
    pub(crate) inhabited: Vec<(Cell, f64)>,
    own: Vec<Option<Cell>>,
    /// How many cells each settlement covers.
    covers: Vec<u32>,
    /// Steps from a cell to those around it, nearest first.
    around: Vec<Cell>,
}

impl Cells {
    /// Puts settlements into square cells of this side in metres; each covers as many cells as its area has, those nearest to its point.
    pub(crate) fn new(places: &Places, population: &[Option<f64>], metric: Metric, cell_m: f64, spread: Spread<'_>) -> Result<Self, MethodError> {
        let needs = || MethodError::Needs { what: Message::new("needs-settlement-positions") };
        let (raster, plane) = plane(places, metric).ok_or_else(needs)?;
        let cell_km2 = cell_m * cell_m / 1e6;
        let place = |p: &[f64; 2]| p.iter().all(|x| x.is_finite()).then(|| ((p[1] / cell_m).floor() as i32, (p[0] / cell_m).floor() as i32));
        let own: Vec<Option<Cell>> = plane.iter().map(place).collect();
        let size = |i: usize| spread.0.map_or(1.0, |area| (area[i] / cell_km2).round()).max(1.0);
        let sizes: Vec<f64> = (0..own.len()).map(|i| if own[i].is_some() { size(i) } else { 0.0 }).collect();
        let total = sizes.iter().fold(0.0, |sum, s| sum + s);
        if total > MOST_CELLS {
            return Err(MethodError::Setting { setting: "cell_m", problem: Message::new("urban-agglomeration-too-many-cells") });
        }
        let covers: Vec<u32> = sizes.iter().map(|&s| s as u32).collect();
        let around = disc(covers.iter().copied().max().unwrap_or(0) as usize);
        let mut parts: Vec<(Cell, f64)> = vec![];
        for (i, cell) in own.iter().enumerate() {
            if let (Some(cell), Some(people)) = (cell, population[i].filter(|&p| p > 0.0)) {
                let part = people / f64::from(covers[i]);
                for step in &around[..covers[i] as usize] {
                    parts.push((stepped(*cell, *step), part));
                }
            }
        }
        // The settlements of a cell stay in their order, which fixes the sum.
        parts.sort_by_key(|p| p.0);
        let inhabited = parts.chunk_by(|a, b| a.0 == b.0).map(|of| (of[0].0, of.iter().map(|p| p.1).sum())).collect();
        Ok(Self { raster, cell_km2, inhabited, own, covers, around })
    }

    /// The cells of a settlement; none without a position.
    pub(crate) fn of(&self, i: usize) -> impl Iterator<Item = Cell> {
        let steps = &self.around[..self.covers[i] as usize];
        self.own[i].into_iter().flat_map(move |cell| steps.iter().map(move |&step| stepped(cell, step)))
    }

    /// Whether the settlement has a position.
    pub(crate) fn has(&self, i: usize) -> bool {
        self.own[i].is_some()
    }
}

/// The cell a step away.
pub(crate) fn stepped(cell: Cell, step: Cell) -> Cell {
    (cell.0.saturating_add(step.0), cell.1.saturating_add(step.1))
}

/// Steps to the `n` cells nearest to a cell, itself first.
fn disc(n: usize) -> Vec<Cell> {
    let reach = (n as f64 / std::f64::consts::PI).sqrt().ceil() as i32 + 1;
    let mut steps: Vec<Cell> = (-reach..=reach).flat_map(|r| (-reach..=reach).map(move |c| (r, c))).collect();
    steps.sort_unstable_by_key(|&(r, c)| (i64::from(r) * i64::from(r) + i64::from(c) * i64::from(c), r, c));
    steps.truncate(n);
    steps
}

fn plane(places: &Places, metric: Metric) -> Option<(Raster, Vec<[f64; 2]>)> {
    match (metric, &places.degrees, &places.position) {
        (Metric::Auto | Metric::GreatCircle, Some(degrees), _) => {
            let raster = projection(degrees);
            Some((raster, degrees.iter().map(|&p| projected(p, raster)).collect()))
        }
        (Metric::Auto | Metric::Plane, _, Some(position)) => Some((Raster::AsGiven, position.clone())),
        _ => None,
    }
}

/// Lambert's projection about the middle to whole degrees if all points lie within a quarter of the Earth of it.
fn projection(degrees: &[[f64; 2]]) -> Raster {
    let mut sum = [0.0; 3];
    for p in degrees.iter().filter(|p| p.iter().all(|x| x.is_finite())) {
        direction(*p).iter().zip(&mut sum).for_each(|(u, s)| *s += u);
    }
    let middle = middle_of(sum).map(f64::round);
    let u = direction(middle);
    let near = |p: &[f64; 2]| !p.iter().all(|x| x.is_finite()) || direction(*p).iter().zip(&u).map(|(a, b)| a * b).sum::<f64>() > 0.0;
    if degrees.iter().all(near) { Raster::Lambert(middle) } else { Raster::Mollweide }
}

/// Metres in the plane (Snyder 1987, Map Projections: A Working Manual, equations 24-2 to 24-4 and 31-1 to 31-4).
fn projected([lon, lat]: [f64; 2], raster: Raster) -> [f64; 2] {
    match raster {
        Raster::AsGiven => [lon, lat],
        Raster::Lambert([middle, level]) => {
            let ((sin, cos), (sin0, cos0)) = (lat.to_radians().sin_cos(), level.to_radians().sin_cos());
            let (east, ahead) = (lon - middle).to_radians().sin_cos();
            let k = (2.0 / (1.0 + sin0 * sin + cos0 * cos * ahead)).sqrt();
            [AUTHALIC * k * cos * east, AUTHALIC * k * (cos0 * sin - sin0 * cos * ahead)]
        }
        Raster::Mollweide => {
            let theta = mollweide_angle(lat.to_radians());
            [AUTHALIC * 2.0 * SQRT_2 / std::f64::consts::PI * lon.to_radians() * theta.cos(), AUTHALIC * SQRT_2 * theta.sin()]
        }
    }
}

/// The root of 2θ + sin 2θ = π sin φ.
fn mollweide_angle(latitude: f64) -> f64 {
    let target = std::f64::consts::PI * latitude.sin();
    let (mut low, mut high) = (-FRAC_PI_2, FRAC_PI_2);
    let mut theta = latitude.clamp(low, high);
    for _ in 0..60 {
        let over = 2.0 * theta + (2.0 * theta).sin() - target;
        if over == 0.0 {
            break;
        }
        if over > 0.0 {
            high = theta;
        } else {
            low = theta;
        }
        let newton = theta - over / (2.0 + 2.0 * (2.0 * theta).cos());
        let next = if newton > low && newton < high { newton } else { low.midpoint(high) };
        if (next - theta).abs() <= 1e-15 {
            break;
        }
        theta = next;
    }
    theta
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The area of a small box on the sphere is R² Δλ Δ sin φ.
    #[test]
    fn projections_keep_areas() {
        let box_area = |raster, lon: f64, lat: f64| {
            let d = 1e-3;
            let [sw, se, nw] = [[lon, lat], [lon + d, lat], [lon, lat + d]].map(|p| projected(p, raster));
            ((se[0] - sw[0]) * (nw[1] - sw[1]) - (se[1] - sw[1]) * (nw[0] - sw[0])).abs()
        };
        for (lon, lat) in [(100.0, 30.0), (75.0, 50.0), (120.0, -10.0)] {
            let d = 1e-3_f64.to_radians();
            let truth = AUTHALIC * AUTHALIC * d * ((lat + 1e-3_f64).to_radians().sin() - lat.to_radians().sin());
            for raster in [Raster::Lambert([105.0, 35.0]), Raster::Mollweide] {
                assert!((box_area(raster, lon, lat) / truth - 1.0).abs() < 1e-4, "{raster:?} at {lon}, {lat}");
            }
        }
        // numpy by the same equations, iterated a hundred times.
        for (raster, x, y) in [
            (Raster::Lambert([105.0, 35.0]), -481_661.725_824_15, -544_112.853_449_23),
            (Raster::Mollweide, 9_157_838.508_460_17, 3_639_780.282_627_58),
        ] {
            let p = projected([100.0, 30.0], raster);
            assert!((p[0] - x).abs() < 1e-5 && (p[1] - y).abs() < 1e-5, "{p:?}");
        }
        assert!((mollweide_angle(FRAC_PI_2) - FRAC_PI_2).abs() < 1e-4 && mollweide_angle(0.0) == 0.0);
    }

    #[test]
    fn a_disc_has_the_nearest_cells() {
        assert_eq!(disc(5).into_iter().collect::<std::collections::BTreeSet<_>>(), [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)].into());
        assert_eq!((disc(1), disc(0), disc(1000).len()), (vec![(0, 0)], vec![], 1000));
    }
}
