use std::collections::BTreeMap;

/// The level of a series in a period; 0 is the start, 1 the first planned period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) series: usize,
    pub(crate) period: i64,
}

/// A linear form of levels.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Form {
    pub(crate) terms: BTreeMap<Cell, f64>,
    pub(crate) constant: f64,
}

/// Where levels are looked up.
pub(crate) type Lookup<'a> = &'a dyn Fn(Cell) -> Option<f64>;

impl Form {
    pub(crate) fn constant(constant: f64) -> Self {
        Self { terms: BTreeMap::new(), constant }
    }

    pub(crate) fn level(series: usize, period: usize) -> Self {
        Self::default().term(series, period as i64, 1.0)
    }

    pub(crate) fn term(mut self, series: usize, period: i64, coefficient: f64) -> Self {
        *self.terms.entry(Cell { series, period }).or_default() += coefficient;
        self
    }

    /// This form and so many times another.
    pub(crate) fn plus(mut self, times: f64, other: &Self) -> Self {
        for (&cell, coefficient) in &other.terms {
            *self.terms.entry(cell).or_default() += times * coefficient;
        }
        self.constant += times * other.constant;
        self
    }

    /// Its value, if all its levels are known.
    pub(crate) fn value(&self, at: Lookup<'_>) -> Option<f64> {
        self.terms.iter().try_fold(self.constant, |sum, (&cell, coefficient)| Some(sum + coefficient * at(cell)?))
    }
}
