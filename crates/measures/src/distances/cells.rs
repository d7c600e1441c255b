//! Points with weights, cell by cell.

use crate::neighbours::{Cells, bounds};

/// Points in cells, with what each of them counts.
#[derive(Debug, Clone)]
pub(crate) struct Weighted {
    pub(crate) cells: Cells,
    /// Weights of the points in the order by cells; empty if all count the same.
    pub(crate) weight: Vec<f64>,
}

impl Weighted {
    /// Sorts points with finite coordinates into cells suited to a search within `reach`.
    pub(crate) fn new(points: &[[f64; 2]], weight: Option<&[f64]>, reach: f64) -> Self {
        let cells = Cells::new(points, cell_side(points, reach));
        let weight = weight.map_or_else(Vec::new, |w| cells.member.iter().map(|&i| w[i as usize]).collect());
        Self { cells, weight }
    }

    /// How many points there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Calls `each` with every distance in `range`: between pairs of these points, or from each of these to each of the `others`.
    pub(crate) fn each_distance(&self, others: Option<&Self>, range: (f64, f64), mut each: impl FnMut(f64)) {
        let to = &others.unwrap_or(self).cells;
        for i in 0..self.len() {
            let place = self.cells.point(i);
            to.stretches(place, range.1, if others.is_some() { 0 } else { i + 1 }, |from, until| {
                for j in from..until {
                    let (dx, dy) = (to.x[j] - place[0], to.y[j] - place[1]);
                    let d = (dx * dx + dy * dy).sqrt();
                    if d >= range.0 && d <= range.1 {
                        each(d);
                    }
                }
            });
        }
    }
}

/// Cells small beside the reach, but so that a row holds enough points to read them in one go.
fn cell_side(points: &[[f64; 2]], reach: f64) -> f64 {
    let [west, south, east, north] = bounds(points);
    let extent = (east - west).max(north - south);
    if extent <= 0.0 || !extent.is_finite() {
        return 1.0;
    }
    let rows = (points.len() as f64 / 64.0).clamp(1.0, 4096.0);
    (extent / rows).max(reach.min(extent) / 48.0).max(extent / 4096.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::Seed;
    use rand::RngExt;

    #[test]
    fn every_pair_within_reach_is_seen_once() {
        let mut generator = Seed::new(5).draw(0);
        let points: Vec<[f64; 2]> =
            (0..400).map(|i| if i % 9 == 0 { [30.0, 10.0] } else { [generator.random::<f64>() * 90.0, generator.random::<f64>() * 40.0] }).collect();
        let others: Vec<[f64; 2]> = points.iter().step_by(3).map(|p| [p[0] * 1.3 - 5.0, p[1] + 1.0]).collect();
        let distance = |a: &[f64; 2], b: &[f64; 2]| ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt();
        for reach in [0.0, 3.0, 17.0, 300.0] {
            let sorted = |mut d: Vec<f64>| {
                d.sort_unstable_by(f64::total_cmp);
                d
            };
            let (mut within, mut between) = (Vec::new(), Vec::new());
            let (a, b) = (Weighted::new(&points, None, reach), Weighted::new(&others, None, reach));
            a.each_distance(None, (0.0, reach), |d| within.push(d));
            a.each_distance(Some(&b), (0.0, reach), |d| between.push(d));
            let all = (0..400).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| distance(&points[i], &points[j]));
            let cross = points.iter().flat_map(|p| others.iter().map(move |q| distance(p, q)));
            assert_eq!(sorted(within), sorted(all.filter(|&d| d <= reach).collect()));
            assert_eq!(sorted(between), sorted(cross.filter(|&d| d <= reach).collect()));
        }
    }
}
