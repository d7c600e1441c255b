use crate::index::{Bounds, Cell, Matrix, Scaled};
use agglom_method::Aim;
use std::ops::Range;

/// Complete rows by period and entity, with what is fixed about their indicators.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// The rows.
    pub(crate) rows: Vec<Cell>,
    /// Which rows each period has.
    pub(crate) periods: Vec<Range<usize>>,
    /// The figures, a column per indicator: first those with a weight, then those that only rules look at.
    pub(crate) figures: Vec<Vec<f64>>,
    /// How many columns have a weight.
    pub(crate) weighed: usize,
    /// Whether more is better.
    pub(crate) aims: Vec<Aim>,
    /// The ends of the scales that are given.
    pub(crate) given: Vec<Option<Bounds>>,
}

/// The indicators that tell entities apart, between 0 (worst) and 1 (best).
#[derive(Debug, Clone)]
pub(crate) struct Comparable {
    /// Their columns in the frame.
    pub(crate) kept: Vec<usize>,
    /// Whether more is better.
    pub(crate) aims: Vec<Aim>,
    /// The ends of their scales.
    pub(crate) bounds: Vec<Bounds>,
    /// The scaled figures and how many lay beyond the ends.
    pub(crate) scaled: Scaled,
}

impl Frame {
    /// The rows of a matrix for which `wanted` holds, put in order.
    pub(crate) fn new(matrix: &Matrix, weighed: usize, given: Vec<Option<Bounds>>, wanted: impl Fn(Cell) -> bool) -> Self {
        let mut order: Vec<usize> = (0..matrix.rows.len()).filter(|&row| wanted(matrix.rows[row])).collect();
        order.sort_by_key(|&row| (matrix.rows[row].period, matrix.rows[row].entity));
        let rows: Vec<Cell> = order.iter().map(|&row| matrix.rows[row]).collect();
        let figures = matrix.columns.iter().map(|column| order.iter().map(|&row| column[row]).collect()).collect();
        Self { periods: periods(&rows), rows, figures, weighed, aims: matrix.aims[..weighed].to_vec(), given }
    }

    /// The same without an entity.
    pub(crate) fn without(&self, entity: u32) -> Self {
        let stays: Vec<usize> = (0..self.rows.len()).filter(|&row| self.rows[row].entity != entity).collect();
        let rows: Vec<Cell> = stays.iter().map(|&row| self.rows[row]).collect();
        let figures = self.figures.iter().map(|column| stays.iter().map(|&row| column[row]).collect()).collect();
        Self { periods: periods(&rows), rows, figures, weighed: self.weighed, aims: self.aims.clone(), given: self.given.clone() }
    }

    /// The indicators on their scales, without those that are constant and have no given scale.
    pub(crate) fn comparable(&self) -> Comparable {
        let counts = vec![1.0; self.rows.len()];
        let scale = |j: usize| self.given[j].or_else(|| Bounds::pooled(&self.figures[j], &counts));
        let (kept, bounds): (Vec<usize>, Vec<Bounds>) = (0..self.weighed).filter_map(|j| Some((j, scale(j)?))).unzip();
        let aims: Vec<Aim> = kept.iter().map(|&j| self.aims[j]).collect();
        let columns: Vec<Vec<f64>> = kept.iter().map(|&j| self.figures[j].clone()).collect();
        let scaled = Scaled::new(&columns, &aims, &bounds);
        Comparable { kept, aims, bounds, scaled }
    }

    /// The entities, each once, in order.
    pub(crate) fn entities(&self) -> Vec<u32> {
        let mut entities: Vec<u32> = self.rows.iter().map(|row| row.entity).collect();
        entities.sort_unstable();
        entities.dedup();
        entities
    }

    /// The rows of the last period.
    pub(crate) fn last(&self) -> Range<usize> {
        self.periods.last().cloned().unwrap_or(0..0)
    }
}

fn periods(rows: &[Cell]) -> Vec<Range<usize>> {
    let mut first = 0;
    let range = |chunk: &[Cell]| {
        first += chunk.len();
        first - chunk.len()..first
    };
    rows.chunk_by(|a, b| a.period == b.period).map(range).collect()
}
