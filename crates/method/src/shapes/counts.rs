use crate::{Codes, ExactSum, Register, State, exact_sum};
use ndarray::Array2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Region x industry (x period) totals: employment, output, establishments.
///
/// Sparse: a cell that is not listed is [`Absent`], a listed cell is observed (zero included) or a [`Gap`].
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// The regions.
    pub regions: Arc<Codes>,
    /// The industries.
    pub industries: Arc<Codes>,
    /// The periods; a single empty code if the source has none.
    pub periods: Arc<Codes>,
    /// The cells of each period.
    pub cells: Vec<Cells>,
    /// What a pair that is not listed means.
    pub absent: Absent,
    /// What is known about the establishments behind the values.
    pub sampling: Sampling,
    /// Unit of the values, as the source names it.
    pub unit: Option<String>,
}

/// What is known about the establishments behind a total, and hence how certain a share of it can be.
///
/// Establishments are taken to locate independently of each other, so the variance of a total is the sum of their squared
/// sizes (compound Poisson). From the best to the least known:
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// The size of every establishment: variance = sum of squared sizes.
    Sizes,
    /// The number of establishments: variance = value² / establishments, as if those of a cell were of one size.
    Establishments,
    /// Neither: variance = value, as if every unit (job, yuan) located by itself. Intervals are then too narrow.
    #[default]
    Units,
}

/// What it means that a source does not list a region-industry pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// There is none: the value is zero.
    #[default]
    Zero,
    /// It is not known.
    Missing,
}

/// The cells of one period, region by region, industries in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cells {
    start: Vec<usize>,
    measured: Vec<Measured>,
    gaps: Vec<Gap>,
}

/// An observed cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Number of the region.
    pub region: u32,
    /// Number of the industry.
    pub industry: u32,
    /// The value: finite, not negative.
    pub value: f64,
    /// How many establishments it counts, if the source says so.
    pub establishments: Option<f64>,
    /// Sampling variance of the value, see [`Sampling`].
    pub variance: f64,
}

impl Measured {
    /// A cell of which only the value is known.
    pub fn units(region: u32, industry: u32, value: f64) -> Self {
        Self { region, industry, value, establishments: None, variance: value }
    }
}

/// A listed cell without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// Number of the region.
    pub region: u32,
    /// Number of the industry.
    pub industry: u32,
    /// Why there is no value.
    pub state: State,
}

impl Counts {
    /// One period of dense counts, rows = regions, columns = industries; for examples and tests.
    ///
    /// ```
    /// use agglom_method::Counts;
    /// let counts = Counts::dense(&["north", "south"], &["cars", "wine"], &[[80.0, 20.0], [20.0, 80.0]]);
    /// assert_eq!(counts.only().total(), 200.0);
    /// ```
    pub fn dense<const M: usize>(regions: &[&str], industries: &[&str], values: &[[f64; M]]) -> Self {
        let triples = regions
            .iter()
            .zip(values)
            .flat_map(|(&region, row)| industries.iter().zip(row).map(move |(&industry, &value)| (region, industry, value)));
        Self::from_triples(triples)
    }

    /// One period of (region, industry, value) cells, each pair once.
    pub fn from_triples<'a>(triples: impl IntoIterator<Item = (&'a str, &'a str, f64)>) -> Self {
        Self::from_panel(triples.into_iter().map(|(region, industry, value)| ("", region, industry, value)))
    }

    /// Cells of (period, region, industry, value), each once.
    pub fn from_panel<'a>(cells: impl IntoIterator<Item = (&'a str, &'a str, &'a str, f64)>) -> Self {
        let cells: Vec<_> = cells.into_iter().collect();
        let periods = Codes::new(cells.iter().map(|c| c.0));
        let regions = Codes::new(cells.iter().map(|c| c.1));
        let industries = Codes::new(cells.iter().map(|c| c.2));
        let mut measured = vec![Vec::new(); periods.len()];
        for (period, region, industry, value) in cells {
            let (Some(p), Some(region), Some(industry)) = (periods.index(period), regions.index(region), industries.index(industry)) else {
                continue;
            };
            measured[p].push(Measured::units(region as u32, industry as u32, value));
        }
        let cells = measured.into_iter().map(|m| Cells::new(regions.len(), m, Vec::new())).collect();
        Self {
            regions: Arc::new(regions),
            industries: Arc::new(industries),
            periods: Arc::new(periods),
            cells,
            absent: Absent::default(),
            sampling: Sampling::default(),
            unit: None,
        }
    }

    /// The totals of a register with regions; the variance of each is the sum of its squared sizes. Establishments without a region
    /// do not count.
    pub fn of_register(register: &Register) -> Self {
        let mut cells: BTreeMap<(u32, u32), (ExactSum, ExactSum, f64)> = BTreeMap::new();
        let regions = register.region.as_ref().map(|r| r.codes.clone()).unwrap_or_default();
        for i in 0..register.len() {
            let region = register.region.as_ref().and_then(|r| r.get(i));
            let (Some(region), Some(industry)) = (region, register.industry.get(i)) else { continue };
            let (value, squares, establishments) = cells.entry((region as u32, industry as u32)).or_default();
            let size = register.size_of(i);
            value.add(size);
            squares.add(size * size);
            *establishments += 1.0;
        }
        let measured = cells.into_iter().map(|((region, industry), (value, squares, establishments))| Measured {
            region,
            industry,
            value: value.value(),
            establishments: Some(establishments),
            variance: squares.value(),
        });
        Self {
            cells: vec![Cells::new(regions.len(), measured.collect(), Vec::new())],
            regions,
            industries: register.industry.codes.clone(),
            periods: Arc::new(Codes::new([""])),
            absent: Absent::Zero,
            sampling: Sampling::Sizes,
            unit: register.size_unit.clone(),
        }
    }

    /// The cells of the only period. Methods that ask for one period get exactly one.
    ///
    /// # Panics
    /// If there is no period.
    pub fn only(&self) -> &Cells {
        &self.cells[0]
    }

    /// Number of regions, number of industries.
    pub fn shape(&self) -> (usize, usize) {
        (self.regions.len(), self.industries.len())
    }

    /// The region x industry matrix of one period; gaps and pairs not listed are 0.
    pub fn matrix(&self, period: usize) -> Array2<f64> {
        let mut matrix = Array2::zeros(self.shape());
        for cell in self.cells[period].iter() {
            matrix[[cell.region as usize, cell.industry as usize]] = cell.value;
        }
        matrix
    }
}

impl Cells {
    /// Sorts the cells by region and industry.
    pub fn new(regions: usize, mut measured: Vec<Measured>, mut gaps: Vec<Gap>) -> Self {
        measured.sort_by_key(|c| (c.region, c.industry));
        gaps.sort_unstable();
        let mut start = vec![0; regions + 1];
        for cell in &measured {
            start[cell.region as usize + 1] += 1;
        }
        for r in 0..regions {
            start[r + 1] += start[r];
        }
        Self { start, measured, gaps }
    }

    /// All observed cells, by region and industry.
    pub fn iter(&self) -> impl Iterator<Item = &Measured> {
        self.measured.iter()
    }

    /// How many cells are observed.
    pub fn len(&self) -> usize {
        self.measured.len()
    }

    /// True if no cell is observed.
    pub fn is_empty(&self) -> bool {
        self.measured.is_empty()
    }

    /// The observed cells of one region, by industry.
    pub fn of_region(&self, region: usize) -> &[Measured] {
        &self.measured[self.start[region]..self.start[region + 1]]
    }

    /// The listed cells without a value, by region and industry.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Sum of the observed values.
    pub fn total(&self) -> f64 {
        exact_sum(self.iter().map(|c| c.value))
    }

    /// Sum of `what` of the observed cells, per region.
    pub fn by_region(&self, what: impl Fn(&Measured) -> f64) -> Vec<f64> {
        (0..self.start.len().saturating_sub(1)).map(|r| exact_sum(self.of_region(r).iter().map(&what))).collect()
    }

    /// Sum of `what` of the observed cells, per industry, of `industries` industries.
    pub fn by_industry(&self, industries: usize, what: impl Fn(&Measured) -> f64) -> Vec<f64> {
        let mut sums = vec![ExactSum::default(); industries];
        for cell in &self.measured {
            sums[cell.industry as usize].add(what(cell));
        }
        sums.iter().map(ExactSum::value).collect()
    }
}
