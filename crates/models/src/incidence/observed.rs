//! What a panel shows: who is where when, and which steps of time count.

use ndarray::Array2;

/// State of an industry in a place.
pub(crate) const ABSENT: u8 = 0;
pub(crate) const PRESENT: u8 = 1;
pub(crate) const UNKNOWN: u8 = 2;

/// A panel of presence.
#[derive(Debug, Clone)]
pub(crate) struct Observed {
    /// Presence by place and industry, per period; expected where it is not known.
    pub(crate) present: Vec<Array2<f64>>,
    /// What is known of it.
    pub(crate) state: Vec<Array2<u8>>,
    /// Log of capacity in units of its geometric mean, per period or once for all; not a number where it is not known.
    pub(crate) log_capacity: Vec<Array2<f64>>,
    /// Covariates, standardised: per period, place x covariate; not a number where not known.
    pub(crate) covariates: Vec<Array2<f64>>,
    /// Periods one step apart.
    pub(crate) steps: Vec<(usize, usize)>,
    /// The geometric mean of capacity.
    pub(crate) capacity_scale: f64,
    /// The median distance, in kilometres.
    pub(crate) distance_scale: f64,
}

/// How often an industry entered, left, stayed and stayed away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Events {
    pub(crate) entries: usize,
    pub(crate) exits: usize,
    pub(crate) stayed: usize,
    pub(crate) absent: usize,
}

impl Events {
    pub(crate) fn transitions(self) -> usize {
        self.entries + self.exits + self.stayed + self.absent
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            entries: self.entries + other.entries,
            exits: self.exits + other.exits,
            stayed: self.stayed + other.stayed,
            absent: self.absent + other.absent,
        }
    }
}

impl Observed {
    pub(crate) fn capacity(&self, period: usize) -> &Array2<f64> {
        &self.log_capacity[period.min(self.log_capacity.len() - 1)]
    }

    pub(crate) fn covariate(&self, period: usize) -> Option<&Array2<f64>> {
        self.covariates.get(period.min(self.covariates.len().saturating_sub(1)))
    }

    /// What happened to an industry in a place in a step, if that is known and can be explained.
    pub(crate) fn happened(&self, (from, to): (usize, usize), place: usize, industry: usize) -> Option<(bool, bool)> {
        let (before, after) = (self.state[from][[place, industry]], self.state[to][[place, industry]]);
        let explained = self.usable(from, place, industry);
        (before != UNKNOWN && after != UNKNOWN && explained).then_some((before == PRESENT, after == PRESENT))
    }

    /// True if the capacity and all covariates of a place are known.
    pub(crate) fn usable(&self, period: usize, place: usize, industry: usize) -> bool {
        let capacity = self.capacity(period)[[place, industry]].is_finite();
        capacity && self.covariate(period).is_none_or(|w| w.row(place).iter().all(|v| v.is_finite()))
    }

    pub(crate) fn events(&self, industry: usize) -> Events {
        let mut events = Events::default();
        for &step in &self.steps {
            for place in 0..self.state[0].nrows() {
                match self.happened(step, place, industry) {
                    Some((false, true)) => events.entries += 1,
                    Some((true, false)) => events.exits += 1,
                    Some((true, true)) => events.stayed += 1,
                    Some((false, false)) => events.absent += 1,
                    None => {}
                }
            }
        }
        events
    }
}
