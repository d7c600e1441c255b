use super::rules::{PresenceRule, Rules};
use agglom_method::{Cells, Counts, Message, MethodError, Places};
use rayon::prelude::*;
use serde::Serialize;

/// Which industries are present in which regions, in one period: the matrix M as bits and as lists.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Presence {
    regions: usize,
    industries: usize,
    by_region: Side,
    by_industry: Side,
    /// Regions with at least one industry.
    occupied: usize,
}

/// The matrix from one side: the ones of every row as bits and as a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
struct Side {
    words: usize,
    bits: Vec<u64>,
    start: Vec<usize>,
    list: Vec<u32>,
}

impl Side {
    fn new(rows: usize, columns: usize, start: Vec<usize>, list: Vec<u32>) -> Self {
        let words = columns.div_ceil(64);
        let mut bits = vec![0; rows * words];
        for row in 0..rows {
            for &column in &list[start[row]..start[row + 1]] {
                bits[row * words + column as usize / 64] |= 1 << (column % 64);
            }
        }
        Self { words, bits, start, list }
    }

    fn row(&self, row: usize) -> &[u32] {
        &self.list[self.start[row]..self.start[row + 1]]
    }

    fn bits(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..(row + 1) * self.words]
    }
}

impl Presence {
    /// The matrix with ones at these (region, industry) pairs, which are in order and each once.
    ///
    /// ```
    /// use agglom_measures::industry_space::Presence;
    /// let presence = Presence::new(2, 3, &[(0, 0), (0, 2), (1, 2)]);
    /// assert_eq!((presence.diversity(0), presence.ubiquity(2), presence.has(1, 0)), (2, 2, false));
    /// ```
    pub fn new(regions: usize, industries: usize, pairs: &[(u32, u32)]) -> Self {
        let mut start = vec![0; regions + 1];
        let mut column_start = vec![0; industries + 1];
        for &(region, industry) in pairs {
            start[region as usize + 1] += 1;
            column_start[industry as usize + 1] += 1;
        }
        (0..regions).for_each(|i| start[i + 1] += start[i]);
        (0..industries).for_each(|j| column_start[j + 1] += column_start[j]);
        let mut next = column_start.clone();
        let mut column_list = vec![0; pairs.len()];
        for &(region, industry) in pairs {
            column_list[next[industry as usize]] = region;
            next[industry as usize] += 1;
        }
        let occupied = start.windows(2).filter(|w| w[0] < w[1]).count();
        Self {
            regions,
            industries,
            by_region: Side::new(regions, industries, start, pairs.iter().map(|p| p.1).collect()),
            by_industry: Side::new(industries, regions, column_start, column_list),
            occupied,
        }
    }

    /// Number of regions, number of industries.
    pub fn shape(&self) -> (usize, usize) {
        (self.regions, self.industries)
    }

    /// How many pairs are present.
    pub fn ones(&self) -> usize {
        self.by_region.list.len()
    }

    /// How many regions have at least one industry.
    pub fn occupied(&self) -> usize {
        self.occupied
    }

    /// How many industries are present anywhere.
    pub fn found(&self) -> usize {
        (0..self.industries).filter(|&j| self.ubiquity(j) > 0).count()
    }

    /// Whether an industry is present in a region.
    pub fn has(&self, region: usize, industry: usize) -> bool {
        self.by_region.bits(region)[industry / 64] >> (industry % 64) & 1 == 1
    }

    /// The industries of a region, in order.
    pub fn of_region(&self, region: usize) -> &[u32] {
        self.by_region.row(region)
    }

    /// The regions of an industry, in order.
    pub fn of_industry(&self, industry: usize) -> &[u32] {
        self.by_industry.row(industry)
    }

    /// How many industries a region has.
    pub fn diversity(&self, region: usize) -> usize {
        self.of_region(region).len()
    }

    /// In how many regions an industry is.
    pub fn ubiquity(&self, industry: usize) -> usize {
        self.of_industry(industry).len()
    }

    /// The regions of an industry as bits, 64 to a word.
    pub(super) fn industry_bits(&self, industry: usize) -> &[u64] {
        self.by_industry.bits(industry)
    }

    /// Mean ubiquity of the industries of a region, if it has any.
    pub fn average_ubiquity(&self, region: usize) -> Option<f64> {
        mean_of(self.of_region(region), |&j| self.ubiquity(j as usize))
    }

    /// Mean diversity of the regions of an industry, if there are any.
    pub fn average_diversity(&self, industry: usize) -> Option<f64> {
        mean_of(self.of_industry(industry), |&i| self.diversity(i as usize))
    }

    /// Number of the connected part that each region and each industry belongs to, and how many parts there are. Regions without
    /// industries and industries without regions belong to none.
    pub fn parts(&self) -> (Vec<Option<u32>>, Vec<Option<u32>>, usize) {
        let (mut region_part, mut industry_part) = (vec![None; self.regions], vec![None; self.industries]);
        let mut parts = 0;
        let mut todo = Vec::new();
        for first in 0..self.regions {
            if region_part[first].is_some() || self.diversity(first) == 0 {
                continue;
            }
            region_part[first] = Some(parts);
            todo.push(first as u32);
            while let Some(region) = todo.pop() {
                for &industry in self.of_region(region as usize) {
                    if industry_part[industry as usize].is_some() {
                        continue;
                    }
                    industry_part[industry as usize] = Some(parts);
                    for &other in self.of_industry(industry as usize) {
                        if region_part[other as usize].is_none() {
                            region_part[other as usize] = Some(parts);
                            todo.push(other);
                        }
                    }
                }
            }
            parts += 1;
        }
        (region_part, industry_part, parts as usize)
    }
}

fn mean_of<T>(list: &[T], of: impl Fn(&T) -> usize) -> Option<f64> {
    (!list.is_empty()).then(|| list.iter().map(of).sum::<usize>() as f64 / list.len() as f64)
}

/// What a value is compared with to tell whether an industry is present: the margins of one period.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Margins {
    /// A power of two that keeps products of three values within the range of numbers.
    scale: f64,
    /// What the values of a region are divided by: their sum, or the population.
    region: Vec<f64>,
    industry: Vec<f64>,
    total: f64,
    given: bool,
}

impl Margins {
    /// The margins of one period. With `population`, that takes the place of the regions' totals.
    pub fn of(cells: &Cells, regions: usize, industries: usize, population: Option<&[f64]>, given: bool) -> Self {
        let (region, industry, largest) = sums(cells, regions, industries, 1.0);
        // Within these bounds no product of three values or sums leaves the range, and values stay as they are.
        let (scale, region, industry) = if largest == 0.0 || (1e-60..1e60).contains(&largest) {
            (1.0, region, industry)
        } else {
            let scale = (-largest.log2().floor()).clamp(-1000.0, 1000.0).exp2();
            let (region, industry, _) = sums(cells, regions, industries, scale);
            (scale, region, industry)
        };
        let region = population.map_or(region, <[f64]>::to_vec);
        let total = region.iter().sum();
        Self { scale, region, industry, total, given }
    }

    /// How many times its share of the region (or its value a head) exceeds that of the whole; none where a margin is zero and where
    /// presence is given.
    pub fn quotient(&self, region: usize, industry: usize, value: f64) -> Option<f64> {
        let (row, column) = (self.region[region], self.industry[industry]);
        (!self.given && row > 0.0 && column > 0.0).then(|| (value * self.scale / row) / (column / self.total))
    }

    /// Whether an industry is present: x_ij x_.. ≥ threshold x_i. x_.j, the comparison of the quotient without its divisions, exact for whole
    /// numbers.
    pub fn present(&self, region: usize, industry: usize, value: f64, threshold: f64) -> bool {
        let value = value * self.scale;
        value > 0.0 && (self.given || value * self.total >= threshold * (self.region[region] * self.industry[industry]))
    }
}

/// Regions that one thread sums and compares at a time.
const CHUNK: usize = 128;

/// Sums of the scaled values of regions and of industries, and the largest value.
fn sums(cells: &Cells, regions: usize, industries: usize, scale: f64) -> (Vec<f64>, Vec<f64>, f64) {
    let chunk = |first: usize| {
        let (mut region, mut industry, mut largest) = (Vec::with_capacity(CHUNK), vec![0.0; industries], 0.0f64);
        for i in first..(first + CHUNK).min(regions) {
            let mut sum = 0.0;
            for cell in cells.of_region(i) {
                let value = cell.value * scale;
                sum += value;
                industry[cell.industry as usize] += value;
                largest = largest.max(cell.value);
            }
            region.push(sum);
        }
        (region, industry, largest)
    };
    let starts: Vec<usize> = (0..regions).step_by(CHUNK).collect();
    let parts: Vec<(Vec<f64>, Vec<f64>, f64)> = starts.par_iter().map(|&first| chunk(first)).collect();
    let mut industry = vec![0.0; industries];
    for part in &parts {
        industry.iter_mut().zip(&part.1).for_each(|(sum, value)| *sum += value);
    }
    let largest = parts.iter().fold(0.0, |most: f64, part| most.max(part.2));
    (parts.into_iter().flat_map(|part| part.0).collect(), industry, largest)
}

/// Presence and the margins it was told from, of one period.
pub(crate) fn presence_of(counts: &Counts, period: usize, rules: &Rules, population: Option<&[f64]>) -> (Presence, Margins) {
    let (regions, industries) = counts.shape();
    let cells = &counts.cells[period];
    let margins = Margins::of(cells, regions, industries, population, rules.presence == PresenceRule::Given);
    let of_chunk = |&first: &usize| -> Vec<(u32, u32)> {
        let cells = (first..(first + CHUNK).min(regions)).flat_map(|region| cells.of_region(region));
        let present = cells.filter(|c| margins.present(c.region as usize, c.industry as usize, c.value, rules.threshold));
        present.map(|c| (c.region, c.industry)).collect()
    };
    let starts: Vec<usize> = (0..regions).step_by(CHUNK).collect();
    let pairs: Vec<Vec<(u32, u32)>> = starts.par_iter().map(of_chunk).collect();
    (Presence::new(regions, industries, &pairs.concat()), margins)
}

/// The population of every region, where presence is told by it.
pub(crate) fn population_of(counts: &Counts, places: Option<&Places>, rule: PresenceRule) -> Result<Option<Vec<f64>>, MethodError> {
    if rule != PresenceRule::Population {
        return Ok(None);
    }
    let needs = |key: &str| MethodError::Needs { what: Message::new(key) };
    let places = places.ok_or_else(|| needs("industry-space-needs-places"))?;
    let population = places.population.as_ref().ok_or_else(|| needs("industry-space-needs-population"))?;
    let of = |(i, code): (usize, &str)| {
        let found = places.ids.index(code).map(|p| population[p]).filter(|p| *p > 0.0 && p.is_finite());
        let what = || Message::new("industry-space-needs-population-of").with("region", counts.regions.argument(i));
        found.ok_or_else(|| MethodError::Needs { what: what() })
    };
    counts.regions.iter().enumerate().map(of).collect::<Result<Vec<f64>, _>>().map(Some)
}
