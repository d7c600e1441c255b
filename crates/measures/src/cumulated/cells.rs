/// Points in square cells, coordinates apart, so that a search reads stretches of memory.
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
    /// The number that each point was given with.
    pub(crate) member: Vec<u32>,
}

impl Cells {
    /// Sorts finite points of moderate size for searches within `reach`; within a cell points keep their order.
    pub(crate) fn new(points: &[[f64; 2]], reach: f64) -> Self {
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let b = points.iter().fold(start, |b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]);
        let (west, south, width, height) = if points.is_empty() { (0.0, 0.0, 0.0, 0.0) } else { (b[0], b[1], b[2] - b[0], b[3] - b[1]) };
        // About two points a cell at the least, and no finer than a sixteenth of the reach.
        let most = points.len() as f64 / 2.0 + 1.0;
        let mut side = (reach / 16.0).max(1e-3).max(width.max(height) / 1e6);
        while ((width / side).floor() + 1.0) * ((height / side).floor() + 1.0) > most {
            side *= 1.25;
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

    /// Stretches of the order by cells that hold every point within `reach` of a place, and few others.
    #[inline]
    pub(crate) fn stretches(&self, place: [f64; 2], reach: f64, mut each: impl FnMut(usize, usize)) {
        // The margin outweighs rounding.
        let reach = reach * (1.0 + 1e-9) + 1e-9 * self.side;
        for row in self.row(place[1] - reach)..=self.row(place[1] + reach) {
            let bottom = self.south + row as f64 * self.side;
            let above = (bottom - place[1]).max(place[1] - bottom - self.side).max(0.0);
            let half = (reach * reach - above * above).max(0.0).sqrt() + 1e-9 * reach;
            let (first, last) = (self.column(place[0] - half), self.column(place[0] + half));
            let (from, to) = (self.starts[row * self.columns + first] as usize, self.starts[row * self.columns + last + 1] as usize);
            if from < to {
                each(from, to);
            }
        }
    }

    /// Calls `each(place in the order by cells, squared distance)` for every point whose squared distance is at most `most`.
    #[inline]
    pub(crate) fn within(&self, place: [f64; 2], reach: f64, most: f64, mut each: impl FnMut(usize, f64)) {
        self.stretches(place, reach, |from, to| self.chosen(place, most, from, to, &mut each));
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
        self.stretches(place, reach, |from, to| self.chosen(place, most, from.max(at + 1), to, &mut each));
    }

    /// How many points the stretches of a search hold.
    pub(crate) fn candidates(&self, place: [f64; 2], reach: f64) -> usize {
        let mut candidates = 0;
        self.stretches(place, reach, |from, to| candidates += to - from);
        candidates
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
                let cells = Cells::new(&points, reach);
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
}
