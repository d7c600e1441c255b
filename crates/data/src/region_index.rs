//! Which region a point lies in: exact, and the same answer for a point on a border whichever polygon it is asked of.

use agglom_method::Polygon;
use rayon::prelude::*;

/// Polygons prepared for many questions.
///
/// A grid is laid over the polygons. A cell inside a single polygon answers at once; a cell that a border crosses asks each
/// polygon that reaches into it, counting crossings of a ray with that polygon's edges at the point's height.
#[derive(Debug)]
pub struct RegionIndex {
    west: f64,
    south: f64,
    /// Cells per degree.
    scale: [f64; 2],
    size: [usize; 2],
    cells: Vec<Cell>,
    /// For cells on borders: how many candidates, and the candidates.
    lists: Vec<u32>,
    bands: Vec<Bands>,
}

/// A cell in as little room as possible, as the grid should fit a processor's cache: the number of the region it lies in, or, with the
/// highest bit set, where its list of candidates starts, or all bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell(u32);

impl Cell {
    const OUTSIDE: Self = Self(u32::MAX);
    const BORDER: u32 = 1 << 31;

    fn region(self) -> Option<u32> {
        (self.0 & Self::BORDER == 0).then_some(self.0)
    }
}

/// A polygon's edges by horizontal band, so that a question looks at the edges of one band only.
#[derive(Debug, Clone, Default)]
struct Bands {
    south: f64,
    scale: f64,
    start: Vec<u32>,
    /// Lower end first, so that a border shared by two polygons is the same edge in both.
    edges: Vec<[f64; 4]>,
}

/// Two regions that cover the same ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap(pub usize, pub usize);

impl RegionIndex {
    /// Prepares the polygons of each region.
    pub fn new(regions: &[Vec<Polygon>]) -> Result<Self, Overlap> {
        let edges: Vec<Vec<[f64; 4]>> = regions.par_iter().map(|polygons| edges(polygons)).collect();
        let corners = || edges.iter().flatten().flat_map(|e| [[e[0], e[1]], [e[2], e[3]]]);
        let least = |axis: usize| corners().map(|c| c[axis]).fold(f64::INFINITY, f64::min);
        let most = |axis: usize| corners().map(|c| c[axis]).fold(f64::NEG_INFINITY, f64::max);
        let (west, south, east, north) = (least(0), least(1), most(0), most(1));
        if !(west <= east && south <= north) {
            return Ok(Self { west: 0.0, south: 0.0, scale: [1.0; 2], size: [0; 2], cells: Vec::new(), lists: Vec::new(), bands: Vec::new() });
        }
        let side = ((regions.len() as f64).sqrt() * 20.0).clamp(64.0, 2048.0) as usize;
        let extent = [(east - west).max(1e-9), (north - south).max(1e-9)];
        let scale = [side as f64 / extent[0], side as f64 / extent[1]];
        let mut index =
            Self { west, south, scale, size: [side, side], cells: vec![Cell::OUTSIDE; side * side], lists: Vec::new(), bands: Vec::new() };
        index.bands = edges.par_iter().map(|e| Bands::new(e)).collect();
        index.fill(&edges)?;
        Ok(index)
    }

    /// The region a point lies in. A point on the border of two regions lies in exactly one of them.
    pub fn locate(&self, lon: f64, lat: f64) -> Option<u32> {
        let cell = self.cell(lon, lat);
        cell.region().or_else(|| self.candidates(cell).iter().copied().find(|&r| self.bands[r as usize].contains(lon, lat)))
    }

    /// The regions of many points: what [`RegionIndex::locate`] says of each, faster, as the memory that answers for one point is
    /// fetched while others are looked at.
    pub fn locate_all(&self, points: &[[f64; 2]]) -> Vec<Option<u32>> {
        let places: Vec<usize> = points.iter().map(|&[lon, lat]| self.place(lon, lat)).collect();
        let cells: Vec<Cell> = places.into_iter().map(|place| self.cells.get(place).copied().unwrap_or(Cell::OUTSIDE)).collect();
        let mut found: Vec<Option<u32>> = cells.iter().map(|cell| cell.region()).collect();
        let on_border = (0..points.len()).filter(|&i| found[i].is_none() && cells[i] != Cell::OUTSIDE);
        let mut open: Vec<(usize, &[u32])> = on_border.map(|i| (i, self.candidates(cells[i]))).collect();
        // One candidate of each point a round.
        while !open.is_empty() {
            let asked = open.iter().filter_map(|&(i, candidates)| Some((i, candidates.split_first()?)));
            let asked: Vec<_> = asked.map(|(i, (&r, others))| (i, r, others, self.bands[r as usize].at(points[i][1]))).collect();
            open.clear();
            for (i, region, others, edges) in asked {
                if crossings(edges, points[i]) % 2 == 1 {
                    found[i] = Some(region);
                } else {
                    open.push((i, others));
                }
            }
        }
        found
    }

    /// The cell of a point.
    fn cell(&self, lon: f64, lat: f64) -> Cell {
        self.cells.get(self.place(lon, lat)).copied().unwrap_or(Cell::OUTSIDE)
    }

    /// Where the cell of a point stands; outside the grid a place that is none.
    #[inline]
    fn place(&self, lon: f64, lat: f64) -> usize {
        let column = (lon - self.west) * self.scale[0];
        let row = (lat - self.south) * self.scale[1];
        if !(column >= 0.0 && row >= 0.0 && column <= self.size[0] as f64 && row <= self.size[1] as f64) || self.cells.is_empty() {
            return usize::MAX;
        }
        let (column, row) = ((column as usize).min(self.size[0] - 1), (row as usize).min(self.size[1] - 1));
        row * self.size[0] + column
    }

    /// The regions that reach into a cell on a border.
    fn candidates(&self, cell: Cell) -> &[u32] {
        if cell == Cell::OUTSIDE {
            return &[];
        }
        let at = (cell.0 & !Cell::BORDER) as usize;
        &self.lists[at + 1..][..self.lists[at] as usize]
    }

    /// The cells that the border of each region touches, sorted. Cells are widened a little so that rounding cannot lose one.
    fn crossed(&self, edges: &[[f64; 4]]) -> Vec<u32> {
        let mut crossed = Vec::new();
        for &[x0, y0, x1, y1] in edges {
            let rows = self.span(1, y0, y1);
            for row in rows.0..=rows.1 {
                let (low, high) = self.clip(row, [x0, y0, x1, y1]);
                let columns = self.span(0, low, high);
                crossed.extend((columns.0..=columns.1).map(|column| (row * self.size[0] + column) as u32));
            }
        }
        crossed.sort_unstable();
        crossed.dedup();
        crossed
    }

    /// Cells along an axis between two coordinates, one more on each side where they lie near a cell's edge.
    fn span(&self, axis: usize, a: f64, b: f64) -> (usize, usize) {
        let origin = [self.west, self.south][axis];
        let last = self.size[axis] - 1;
        let cell = |v: f64| ((v.max(0.0)) as usize).min(last);
        let (low, high) = ((a.min(b) - origin) * self.scale[axis], (a.max(b) - origin) * self.scale[axis]);
        (cell(low - 1e-6), cell(high + 1e-6))
    }

    /// The range of x that an edge has within a row of cells.
    fn clip(&self, row: usize, [x0, y0, x1, y1]: [f64; 4]) -> (f64, f64) {
        let bottom = self.south + (row as f64 - 1e-6) / self.scale[1];
        let top = self.south + (row as f64 + 1.0 + 1e-6) / self.scale[1];
        let x_at = |y: f64| if y1 > y0 { x0 + (x1 - x0) * ((y.clamp(y0, y1) - y0) / (y1 - y0)) } else { x0 };
        if y1 > y0 { (x_at(bottom), x_at(top)) } else { (x0, x1) }
    }

    /// Marks the cells on borders, and the cells between them that lie inside a region.
    fn fill(&mut self, edges: &[Vec<[f64; 4]>]) -> Result<(), Overlap> {
        let cells = |edges: &Vec<[f64; 4]>| {
            let crossed = self.crossed(edges);
            let mut inside = self.centres_inside(edges);
            inside.retain(|cell| crossed.binary_search(cell).is_err());
            (crossed, inside)
        };
        let cells: Vec<(Vec<u32>, Vec<u32>)> = edges.par_iter().map(cells).collect();
        for (region, (_, inside)) in cells.iter().enumerate() {
            for &cell in inside {
                if let Some(other) = self.cells[cell as usize].region() {
                    return Err(Overlap(other as usize, region));
                }
                self.cells[cell as usize] = Cell(region as u32);
            }
        }
        let mut crossed: Vec<(u32, u32)> =
            cells.iter().enumerate().flat_map(|(region, (crossed, _))| crossed.iter().map(move |&c| (c, region as u32))).collect();
        crossed.par_sort_unstable();
        for chunk in crossed.chunk_by(|a, b| a.0 == b.0) {
            let cell = chunk[0].0 as usize;
            // A cell inside one region that another region's border touches belongs to the first for certain.
            if self.cells[cell].region().is_none() {
                self.cells[cell] = Cell(Cell::BORDER | self.lists.len() as u32);
                self.lists.push(chunk.len() as u32);
                self.lists.extend(chunk.iter().map(|c| c.1));
            }
        }
        Ok(())
    }

    /// Cells whose centre lies in a region, row by row between crossings.
    fn centres_inside(&self, edges: &[[f64; 4]]) -> Vec<u32> {
        let mut found = Vec::new();
        let mut crossings: Vec<(usize, f64)> = Vec::new();
        for edge in edges {
            let rows = self.span(1, edge[1], edge[3]);
            for row in rows.0..=rows.1 {
                let y = self.south + (row as f64 + 0.5) / self.scale[1];
                if edge[1] <= y && y < edge[3] {
                    crossings.push((row, edge[0] + (edge[2] - edge[0]) * ((y - edge[1]) / (edge[3] - edge[1]))));
                }
            }
        }
        crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for row in crossings.chunk_by(|a, b| a.0 == b.0) {
            for pair in row.chunks_exact(2) {
                let first = ((pair[0].1 - self.west) * self.scale[0] - 0.5).ceil().max(0.0) as usize;
                let last = ((pair[1].1 - self.west) * self.scale[0] - 0.5).floor();
                if last >= 0.0 {
                    let last = (last as usize).min(self.size[0] - 1);
                    found.extend((first..=last).map(|column| (pair[0].0 * self.size[0] + column) as u32));
                }
            }
        }
        found
    }
}

impl Bands {
    fn new(edges: &[[f64; 4]]) -> Self {
        let south = edges.iter().map(|e| e[1]).fold(f64::INFINITY, f64::min);
        let north = edges.iter().map(|e| e[3]).fold(f64::NEG_INFINITY, f64::max);
        if edges.is_empty() {
            return Self::default();
        }
        let count = (edges.len() / 4).clamp(1, 4096);
        let scale = count as f64 / (north - south).max(1e-12);
        let mut bands = Self { south, scale, start: vec![0; count + 1], edges: Vec::new() };
        let mut placed: Vec<(usize, [f64; 4])> = Vec::new();
        for &edge in edges {
            let (low, high) = (bands.band(edge[1]).unwrap_or(0), bands.band(edge[3]).unwrap_or(count - 1));
            placed.extend((low..=high).map(|b| (b, edge)));
        }
        placed.sort_by_key(|p| p.0);
        for (band, _) in &placed {
            bands.start[band + 1] += 1;
        }
        for b in 0..count {
            bands.start[b + 1] += bands.start[b];
        }
        bands.edges = placed.into_iter().map(|p| p.1).collect();
        bands
    }

    fn band(&self, y: f64) -> Option<usize> {
        let band = (y - self.south) * self.scale;
        (band >= 0.0).then_some((band as usize).min(self.start.len().checked_sub(2)?))
    }

    /// The edges that may reach a height.
    fn at(&self, y: f64) -> &[[f64; 4]] {
        self.band(y).map_or(&[], |band| &self.edges[self.start[band] as usize..self.start[band + 1] as usize])
    }

    fn contains(&self, x: f64, y: f64) -> bool {
        crossings(self.at(y), [x, y]) % 2 == 1
    }
}

/// How many edges a ray from a point to the east crosses.
fn crossings(edges: &[[f64; 4]], [x, y]: [f64; 2]) -> usize {
    edges.iter().filter(|e| e[1] <= y && y < e[3] && left_of(x, y, e)).count()
}

/// Whether a point lies to the west of an edge that spans its height.
fn left_of(x: f64, y: f64, &[x0, y0, x1, y1]: &[f64; 4]) -> bool {
    (x - x0) * (y1 - y0) < (x1 - x0) * (y - y0)
}

/// All edges of some polygons that are not horizontal, lower end first.
fn edges(polygons: &[Polygon]) -> Vec<[f64; 4]> {
    let rings = polygons.iter().flat_map(|p| &p.rings);
    rings
        .flat_map(|ring| ring.windows(2))
        .filter(|pair| pair[0][1] != pair[1][1])
        .map(|pair| {
            let (low, high) = if pair[0][1] < pair[1][1] { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
            [low[0], low[1], high[0], high[1]]
        })
        .collect()
}
