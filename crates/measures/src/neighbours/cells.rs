//! Points in square cells, so that a search looks at few of them and reads stretches of memory.

use super::bounds;

/// Points sorted into square cells, row by row and west to east, coordinates apart.
#[derive(Debug, Clone)]
pub(crate) struct Cells {
    west: f64,
    south: f64,
    side: f64,
    columns: usize,
    rows: usize,
    /// Where the points of each cell begin, row by row; one more at the end.
    starts: Vec<u32>,
    /// Coordinates, cell by cell.
    pub(crate) x: Vec<f64>,
    /// Coordinates, cell by cell.
    pub(crate) y: Vec<f64>,
    /// The number that each point was given with, ascending in each cell.
    pub(crate) member: Vec<u32>,
}

impl Cells {
    /// Sorts finite points into cells of about this side; the side is larger if there would be more than four cells a point.
    pub(crate) fn new(points: &[[f64; 2]], side: f64) -> Self {
        let [west, south, east, north] = bounds(points);
        let (width, height) = (east - west, north - south);
        let most = 4.0 * points.len() as f64 + 16.0;
        let mut side = if side > 0.0 && side.is_finite() { side } else { 1.0 };
        while ((width / side).floor() + 1.0) * ((height / side).floor() + 1.0) > most {
            side *= 1.5;
        }
        let (columns, rows) = ((width / side) as usize + 1, (height / side) as usize + 1);
        let mut cells =
            Self { west, south, side, columns, rows, starts: vec![0; columns * rows + 1], x: Vec::new(), y: Vec::new(), member: Vec::new() };
        let cell: Vec<usize> = points.iter().map(|&p| cells.row(p[1]) * columns + cells.column(p[0])).collect();
        for &c in &cell {
            cells.starts[c + 1] += 1;
        }
        (0..columns * rows).for_each(|c| cells.starts[c + 1] += cells.starts[c]);
        let mut next = cells.starts.clone();
        cells.member = vec![0; points.len()];
        for (i, &c) in cell.iter().enumerate() {
            cells.member[next[c] as usize] = i as u32;
            next[c] += 1;
        }
        cells.x = cells.member.iter().map(|&i| points[i as usize][0]).collect();
        cells.y = cells.member.iter().map(|&i| points[i as usize][1]).collect();
        cells
    }

    /// How many points.
    pub(crate) fn len(&self) -> usize {
        self.x.len()
    }

    /// The point at a place of the order by cells.
    pub(crate) fn point(&self, at: usize) -> [f64; 2] {
        [self.x[at], self.y[at]]
    }

    fn column(&self, x: f64) -> usize {
        (((x - self.west) / self.side).max(0.0) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.south) / self.side).max(0.0) as usize).min(self.rows - 1)
    }

    /// Calls `each(from, to)` for stretches of the order by cells that hold every point within `reach` of a place, and few others; only
    /// those from number `first` on.
    #[inline(always)]
    pub(crate) fn stretches(&self, place: [f64; 2], reach: f64, first: usize, mut each: impl FnMut(usize, usize)) {
        if self.len() == 0 {
            return;
        }
        // So much more than rounding can move a point across the side of a cell.
        let reach = reach * (1.0 + 1e-9) + self.side * 1e-9;
        for row in self.row(place[1] - reach)..=self.row(place[1] + reach) {
            if self.starts[(row + 1) * self.columns] as usize <= first {
                continue;
            }
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

    /// Calls `each(place in the order by cells, squared distance)` for every point whose squared distance is at most `most`.
    #[inline]
    pub(crate) fn within(&self, place: [f64; 2], reach: f64, most: f64, mut each: impl FnMut(usize, f64)) {
        self.stretches(place, reach, 0, |from, to| self.chosen(place, most, from, to, &mut each));
    }

    /// Calls `each(number, squared distance)` for every point at most `radius` away from a place, in an order that depends on the points only.
    pub(crate) fn near(&self, place: [f64; 2], radius: f64, mut each: impl FnMut(usize, f64)) {
        self.within(place, radius, radius * radius, |at, squared| each(self.member[at] as usize, squared));
    }

    /// Chooses the points of a stretch that are near enough, without a branch that a processor would guess wrong, before it looks at them.
    #[inline]
    fn chosen(&self, place: [f64; 2], most: f64, from: usize, to: usize, each: &mut impl FnMut(usize, f64)) {
        const AT_ONCE: usize = 128;
        let (mut near, mut squares) = ([0u32; AT_ONCE], [0.0; AT_ONCE]);
        for start in (from..to).step_by(AT_ONCE) {
            let end = (start + AT_ONCE).min(to);
            let mut count = 0usize;
            for (k, (x, y)) in self.x[start..end].iter().zip(&self.y[start..end]).enumerate() {
                let (dx, dy) = (x - place[0], y - place[1]);
                let squared = dx * dx + dy * dy;
                near[count % AT_ONCE] = k as u32;
                squares[count % AT_ONCE] = squared;
                count = count.wrapping_add(usize::from(squared <= most));
            }
            for (&k, &squared) in near.iter().zip(&squares).take(count) {
                each(start + k as usize, squared);
            }
        }
    }

    /// Calls `each(place, squared distance)` for the points within reach that come after point `at` in the order by cells.
    #[inline]
    pub(crate) fn after(&self, at: usize, reach: f64, most: f64, mut each: impl FnMut(usize, f64)) {
        let place = self.point(at);
        self.stretches(place, reach, at + 1, |from, to| self.chosen(place, most, from, to, &mut each));
    }

    /// How many points the stretches of a search hold.
    pub(crate) fn candidates(&self, place: [f64; 2], reach: f64) -> usize {
        let mut candidates = 0;
        self.stretches(place, reach, 0, |from, to| candidates += to - from);
        candidates
    }

    /// The `k` points nearest to a place (all, if there are fewer) with their squared distances, nearest first, then by number; `but` is left out.
    pub(crate) fn nearest(&self, place: [f64; 2], k: usize, but: Option<usize>) -> Vec<(usize, f64)> {
        let k = k.min(self.len() - but.map_or(0, |_| 1).min(self.len()));
        let mut radius = self.side;
        let reach = self.side * (self.columns + self.rows) as f64 + self.outside(place);
        loop {
            let mut found = Vec::new();
            self.near(place, radius, |i, d| found.extend((Some(i) != but).then_some((i, d))));
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

    #[test]
    fn a_search_finds_what_looking_at_all_points_finds() {
        let mut generator = Seed::new(3).draw(0);
        for (n, width, height) in [(1, 1.0, 1.0), (300, 100.0, 40.0), (300, 1e6, 0.0), (50, 0.0, 0.0)] {
            let points: Vec<[f64; 2]> = (0..n).map(|_| [generator.random::<f64>() * width - 7.0, generator.random::<f64>() * height]).collect();
            for reach in [0.0, 5.0, 37.0, 1e7] {
                let cells = Cells::new(&points, reach / 16.0);
                for &place in points.iter().take(20) {
                    let mut found = Vec::new();
                    cells.within(place, reach, reach * reach, |at, d| found.push((cells.member[at] as usize, d)));
                    found.sort_unstable_by_key(|f| f.0);
                    let squared = |p: [f64; 2]| (p[0] - place[0]).powi(2) + (p[1] - place[1]).powi(2);
                    let expected: Vec<(usize, f64)> = points.iter().map(|&p| squared(p)).enumerate().filter(|&(_, d)| d <= reach * reach).collect();
                    assert_eq!(found, expected);
                }
            }
        }
        assert_eq!(Cells::new(&[], 1.0).candidates([0.0, 0.0], 5.0), 0);
    }

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
            let cells = Cells::new(&points, side);
            for place in [points[3], [-10.0, 20.0], [50.0, 55.0]] {
                let mut found = Vec::new();
                cells.near(place, radius, |i, d| found.push((i, d)));
                found.sort_unstable_by_key(|f| f.0);
                let expected: Vec<(usize, f64)> = (0..300).map(|i| (i, squared(points[i], place))).filter(|f| f.1 <= radius * radius).collect();
                assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn the_nearest_are_nearest() {
        let points = scattered(300);
        let cells = Cells::new(&points, 2.0);
        for (place, k, but) in [(points[10], 5, Some(10)), ([500.0, -90.0], 20, None), (points[3], 400, Some(3)), ([0.0, 0.0], 0, None)] {
            let mut all: Vec<(usize, f64)> = (0..300).filter(|&i| Some(i) != but).map(|i| (i, squared(points[i], place))).collect();
            all.sort_unstable_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            all.truncate(k);
            assert_eq!(cells.nearest(place, k, but), all);
        }
        assert!(Cells::new(&[], 1.0).nearest([0.0, 0.0], 3, None).is_empty());
    }
}
