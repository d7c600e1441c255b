//! Points cell by cell, so that those near each other are near in memory.

/// Points sorted into square cells, row by row and west to east: a stretch of a row is read in one go.
#[derive(Debug, Clone)]
pub(crate) struct Cells {
    pub(crate) x: Vec<f64>,
    pub(crate) y: Vec<f64>,
    /// Weights of the points; empty if all count the same.
    pub(crate) weight: Vec<f64>,
    west: f64,
    south: f64,
    side: f64,
    columns: usize,
    rows: usize,
    /// Where each cell begins, one more at the end.
    starts: Vec<u32>,
}

impl Cells {
    /// Sorts points with finite coordinates into cells suited to a search within `reach`.
    pub(crate) fn new(points: &[[f64; 2]], weight: Option<&[f64]>, reach: f64) -> Self {
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let b = points.iter().fold(start, |b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]);
        let (west, south, width, height) = if points.is_empty() { (0.0, 0.0, 0.0, 0.0) } else { (b[0], b[1], b[2] - b[0], b[3] - b[1]) };
        let side = cell_side(points.len(), width, height, reach);
        let (columns, rows) = ((width / side) as usize + 1, (height / side) as usize + 1);
        let place = |at: f64, from: f64, most: usize| (((at - from) / side).max(0.0) as usize).min(most - 1);
        let cell: Vec<u32> = points.iter().map(|p| (place(p[1], south, rows) * columns + place(p[0], west, columns)) as u32).collect();
        let mut starts = vec![0u32; columns * rows + 1];
        for &c in &cell {
            starts[c as usize + 1] += 1;
        }
        (0..columns * rows).for_each(|c| starts[c + 1] += starts[c]);
        let mut next = starts.clone();
        let (mut x, mut y) = (vec![0.0; points.len()], vec![0.0; points.len()]);
        let mut weights = vec![0.0; weight.map_or(0, <[f64]>::len)];
        for (i, &c) in cell.iter().enumerate() {
            let at = next[c as usize] as usize;
            next[c as usize] += 1;
            (x[at], y[at]) = (points[i][0], points[i][1]);
            if let Some(weight) = weight {
                weights[at] = weight[i];
            }
        }
        Self { x, y, weight: weights, west, south, side, columns, rows, starts }
    }

    /// How many points there are.
    pub(crate) fn len(&self) -> usize {
        self.x.len()
    }

    fn column(&self, x: f64) -> usize {
        (((x - self.west) / self.side).max(0.0) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.south) / self.side).max(0.0) as usize).min(self.rows - 1)
    }

    /// Calls `each(from, to)` for stretches of points that hold all points within `reach` of a place, only those from number `first` on.
    pub(crate) fn stretches(&self, place: [f64; 2], reach: f64, first: usize, mut each: impl FnMut(usize, usize)) {
        if self.len() == 0 {
            return;
        }
        // So much more than rounding can move a point across the side of a cell.
        let reach = reach * (1.0 + 1e-9) + self.side * 1e-9;
        for row in self.row(place[1] - reach)..=self.row(place[1] + reach) {
            let bottom = self.south + row as f64 * self.side;
            // Points beyond the last row or column are counted to it, so the last is open.
            let top = if row + 1 == self.rows { f64::INFINITY } else { bottom + self.side };
            let away = (bottom - place[1]).max(place[1] - top).max(0.0) - self.side * 1e-9;
            let half = if away > 0.0 { (reach * reach - away * away).max(0.0).sqrt() + self.side * 1e-9 } else { reach };
            let (west, east) = (self.column(place[0] - half), self.column(place[0] + half));
            let (from, to) = (self.starts[row * self.columns + west] as usize, self.starts[row * self.columns + east + 1] as usize);
            if from.max(first) < to {
                each(from.max(first), to);
            }
        }
    }

    /// Calls `each` with every distance in `range`: between pairs of these points, or from each of these to each of the `others`.
    pub(crate) fn each_distance(&self, others: Option<&Self>, range: (f64, f64), mut each: impl FnMut(f64)) {
        let to = others.unwrap_or(self);
        for i in 0..self.len() {
            let place = [self.x[i], self.y[i]];
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

/// Cells small beside the reach, but so that a row holds enough points to read them in one go and there are not more cells than points.
fn cell_side(n: usize, width: f64, height: f64, reach: f64) -> f64 {
    let extent = width.max(height);
    if extent <= 0.0 || !extent.is_finite() {
        return 1.0;
    }
    let rows = (n as f64 / 64.0).clamp(1.0, 4096.0);
    let mut side = (extent / rows).max(reach.min(extent) / 48.0).max(extent / 4096.0);
    while ((width / side).floor() + 1.0) * ((height / side).floor() + 1.0) > 4.0 * n as f64 + 16.0 {
        side *= 1.5;
    }
    side
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
            let (a, b) = (Cells::new(&points, None, reach), Cells::new(&others, None, reach));
            a.each_distance(None, (0.0, reach), |d| within.push(d));
            a.each_distance(Some(&b), (0.0, reach), |d| between.push(d));
            let all = (0..400).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| distance(&points[i], &points[j]));
            let cross = points.iter().flat_map(|p| others.iter().map(move |q| distance(p, q)));
            assert_eq!(sorted(within), sorted(all.filter(|&d| d <= reach).collect()));
            assert_eq!(sorted(between), sorted(cross.filter(|&d| d <= reach).collect()));
        }
    }
}
