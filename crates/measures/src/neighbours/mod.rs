//! Who is near whom in the plane: points in square cells, so that a search looks at few of them.

/// Points sorted into square cells.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    west: f64,
    south: f64,
    side: f64,
    columns: usize,
    rows: usize,
    /// Where the points of each cell begin in `members`, cell by cell, row by row; one more at the end.
    starts: Vec<u32>,
    /// Numbers of the points, cell by cell, ascending in each.
    members: Vec<u32>,
    /// The points in the order of `members`, so that a cell is read in one go.
    points: Vec<[f64; 2]>,
}

impl Grid {
    /// Sorts finite points into cells of about this side; the side is larger if there would be more than four cells a point.
    pub(crate) fn new(points: &[[f64; 2]], side: f64) -> Self {
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let b = points.iter().fold(start, |b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]);
        let (west, south, width, height) = if points.is_empty() { (0.0, 0.0, 0.0, 0.0) } else { (b[0], b[1], b[2] - b[0], b[3] - b[1]) };
        let most = 4.0 * points.len() as f64 + 16.0;
        let mut side = if side > 0.0 && side.is_finite() { side } else { 1.0 };
        while ((width / side).floor() + 1.0) * ((height / side).floor() + 1.0) > most {
            side *= 1.5;
        }
        let (columns, rows) = ((width / side) as usize + 1, (height / side) as usize + 1);
        let mut grid = Self { west, south, side, columns, rows, starts: vec![0; columns * rows + 1], members: Vec::new(), points: Vec::new() };
        let cells: Vec<usize> = points.iter().map(|&p| grid.row(p[1]) * columns + grid.column(p[0])).collect();
        for &c in &cells {
            grid.starts[c + 1] += 1;
        }
        for c in 0..columns * rows {
            grid.starts[c + 1] += grid.starts[c];
        }
        let mut next = grid.starts.clone();
        grid.members = vec![0; points.len()];
        for (i, &c) in cells.iter().enumerate() {
            grid.members[next[c] as usize] = i as u32;
            next[c] += 1;
        }
        grid.points = grid.members.iter().map(|&i| points[i as usize]).collect();
        grid
    }

    fn column(&self, x: f64) -> usize {
        (((x - self.west) / self.side).max(0.0) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.south) / self.side).max(0.0) as usize).min(self.rows - 1)
    }

    /// Calls `each(number, squared distance)` for every point at most `radius` away from a place, in an order that depends on the points only.
    pub(crate) fn within(&self, place: [f64; 2], radius: f64, mut each: impl FnMut(usize, f64)) {
        let most = radius * radius;
        let (first, last) = (self.column(place[0] - radius), self.column(place[0] + radius));
        for row in self.row(place[1] - radius)..=self.row(place[1] + radius) {
            let (from, to) = (self.starts[row * self.columns + first] as usize, self.starts[row * self.columns + last + 1] as usize);
            for at in from..to {
                let (dx, dy) = (self.points[at][0] - place[0], self.points[at][1] - place[1]);
                let squared = dx * dx + dy * dy;
                if squared <= most {
                    each(self.members[at] as usize, squared);
                }
            }
        }
    }

    /// The `k` points nearest to a place (all, if there are fewer) with their squared distances, nearest first, then by number; `but` is left out.
    pub(crate) fn nearest(&self, place: [f64; 2], k: usize, but: Option<usize>) -> Vec<(usize, f64)> {
        let k = k.min(self.members.len() - but.map_or(0, |_| 1).min(self.members.len()));
        let mut radius = self.side;
        let reach = self.side * (self.columns + self.rows) as f64 + self.outside(place);
        loop {
            let mut found = Vec::new();
            self.within(place, radius, |i, d| found.extend((Some(i) != but).then_some((i, d))));
            if found.len() >= k || radius > reach {
                found.sort_unstable_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
                found.truncate(k);
                return found;
            }
            radius *= if found.len() * 4 < k { 2.0 } else { 1.5 };
        }
    }

    /// How far a place lies outside the box of the points, at most.
    fn outside(&self, place: [f64; 2]) -> f64 {
        let beyond = |at: f64, start: f64, cells: usize| (start - at).max(at - start - self.side * cells as f64).max(0.0);
        beyond(place[0], self.west, self.columns) + beyond(place[1], self.south, self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::Seed;
    use rand::RngExt;

    fn scattered(n: usize) -> Vec<[f64; 2]> {
        let mut generator = Seed::new(3).draw(0);
        (0..n).map(|i| if i % 7 == 3 { [50.0, 20.0] } else { [generator.random::<f64>() * 100.0, generator.random::<f64>() * 40.0] }).collect()
    }

    fn squared(a: [f64; 2], b: [f64; 2]) -> f64 {
        (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
    }

    #[test]
    fn all_points_within_a_radius_are_found_once() {
        let points = scattered(300);
        for (side, radius) in [(1.0, 5.0), (30.0, 2.0), (7.0, 300.0), (5.0, 0.0)] {
            let grid = Grid::new(&points, side);
            for place in [points[3], [-10.0, 20.0], [50.0, 55.0]] {
                let mut found = Vec::new();
                grid.within(place, radius, |i, d| found.push((i, d)));
                found.sort_unstable_by_key(|f| f.0);
                let expected: Vec<(usize, f64)> = (0..300).map(|i| (i, squared(points[i], place))).filter(|f| f.1 <= radius * radius).collect();
                assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn the_nearest_are_nearest() {
        let points = scattered(300);
        let grid = Grid::new(&points, 2.0);
        for (place, k, but) in [(points[10], 5, Some(10)), ([500.0, -90.0], 20, None), (points[3], 400, Some(3)), ([0.0, 0.0], 0, None)] {
            let mut all: Vec<(usize, f64)> = (0..300).filter(|&i| Some(i) != but).map(|i| (i, squared(points[i], place))).collect();
            all.sort_unstable_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            all.truncate(k);
            assert_eq!(grid.nearest(place, k, but), all);
        }
        assert!(Grid::new(&[], 1.0).nearest([0.0, 0.0], 3, None).is_empty());
    }
}
