use super::aggregation::Parts;
use super::order::NEAR;
use super::{Aggregation, Frame};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// Weights of which some are not known, by group of indicators; columns are those of the parts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Unknown {
    /// The groups.
    pub(crate) blocks: Vec<Block>,
}

/// A group of indicators whose unknown weights add up to what the known ones leave.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Block {
    /// Known weights by column.
    pub(crate) known: Vec<(usize, f64)>,
    /// Columns without a weight.
    pub(crate) unknown: Vec<usize>,
    /// What they share.
    pub(crate) left: f64,
}

/// All that the score and the rank of a row can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Possible {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) rank_low: u32,
    pub(crate) rank_high: u32,
}

impl Unknown {
    /// The least value of `Σ w x` over all weights allowed; it lies at a corner of the weights, where one indicator of each group has all
    /// that is left. What has no weight does not count, even if it is infinite.
    fn least(&self, value: impl Fn(usize) -> f64) -> f64 {
        let weighed = |weight: f64, value: f64| if weight > 0.0 { weight * value } else { 0.0 };
        let of = |block: &Block| {
            let known: f64 = block.known.iter().map(|&(j, w)| weighed(w, value(j))).sum();
            let free = block.unknown.iter().map(|&j| value(j)).fold(f64::INFINITY, f64::min);
            known + if block.unknown.is_empty() { 0.0 } else { weighed(block.left, free) }
        };
        self.blocks.iter().map(of).sum()
    }

    fn interval(&self, parts: &Parts, row: usize) -> (f64, f64) {
        let (low, high) = (self.least(|j| parts.parts[j][row]), -self.least(|j| -parts.parts[j][row]));
        if parts.aggregation == Aggregation::WeightedProduct { (low.exp(), high.exp()) } else { (low, high) }
    }
}

/// The interval of every row's score over all weights allowed, and the ranks that it can have: one place behind each row that beats it
/// whatever the weights, one place before each that it beats. For sums this compares the two scores under the same weights, for
/// products their intervals.
pub(crate) fn spread_of_unknown(
    unknown: &Unknown,
    parts: &Parts,
    frame: &Frame,
    (vetoed, deducted): (&[bool], &[f64]),
    context: &Context<'_>,
) -> Result<Vec<Possible>, MethodError> {
    let interval = |row: usize| {
        let (low, high) = unknown.interval(parts, row);
        (low - deducted[row], high - deducted[row])
    };
    let intervals: Vec<(f64, f64)> = (0..frame.rows.len()).map(interval).collect();
    let beats = |a: usize, b: usize| match (vetoed[a], vetoed[b]) {
        (false, true) => true,
        (true, false) => false,
        _ if !parts.aggregation.is_linear() => intervals[a].0 > intervals[b].1 + NEAR,
        _ => unknown.least(|j| parts.parts[j][a] - parts.parts[j][b]) - deducted[a] + deducted[b] > NEAR,
    };
    let mut found = Vec::with_capacity(frame.rows.len());
    for period in &frame.periods {
        let of = |a: usize| {
            context.proceed()?;
            let others = || period.clone().filter(move |&b| b != a);
            let (ahead, behind) = (others().filter(|&b| beats(b, a)).count(), others().filter(|&b| beats(a, b)).count());
            let (low, high) = intervals[a];
            Ok(Possible { low, high, rank_low: ahead as u32 + 1, rank_high: (period.len() - behind) as u32 })
        };
        let of_period: Vec<Possible> = period.clone().into_par_iter().map(of).collect::<Result<_, MethodError>>()?;
        found.extend(of_period);
    }
    Ok(found)
}
