use super::{Individual, Pair};
use crate::envelope::{Envelope, global_p_value};
use crate::null::{Null, q_values};
use agglom_method::Codes;
use serde::Serialize;
use std::cmp::Ordering;
use std::sync::Arc;

/// Curves over distance with the bands of chance around them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curves {
    /// The industries.
    pub industries: Arc<Codes>,
    /// Distances in metres.
    pub distances_m: Vec<f64>,
    /// One per pair of industries, those furthest from chance first.
    pub curves: Vec<Curve>,
    /// M of single establishments, if asked for.
    pub individuals: Vec<Individual>,
    /// True if neighbours of other industries are looked at.
    pub between: bool,
    /// True if establishments count by their size.
    pub weighted: bool,
    /// What chance was left to decide.
    pub null: Null,
    /// How many draws the bands have.
    pub draws: usize,
    /// 1 - level of the bands.
    pub alpha: f64,
    /// Establishments at a site that others have, too.
    pub coincident: usize,
    /// The window, if there is one: its area in square metres and the shorter side of its box in metres.
    pub window: Option<WindowSize>,
}

/// How large a window is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WindowSize {
    /// Square metres.
    pub area_m2: f64,
    /// Shorter side of the box around it, in metres.
    pub shorter_side_m: f64,
    /// Half the diagonal of the box around it, in metres.
    pub half_diagonal_m: f64,
}

/// A curve of one industry, or of one and its neighbours of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// Number of the industry.
    pub industry: usize,
    /// Number of the industry whose neighbourhood is looked at; the same within an industry.
    pub neighbour: usize,
    /// How many establishments the industry has.
    pub establishments: usize,
    /// The value per distance.
    pub value: Vec<Option<f64>>,
    /// What complete spatial randomness gives, per distance; empty for measures that are 1 without any pattern.
    pub expected: Vec<f64>,
    /// Lower end of the band of chance at each distance by itself.
    pub low: Vec<Option<f64>>,
    /// Its upper end.
    pub high: Vec<Option<f64>>,
    /// Lower end of the band that holds whole curves of chance.
    pub global_low: Vec<Option<f64>>,
    /// Its upper end.
    pub global_high: Vec<Option<f64>>,
    /// Mean of chance.
    pub mean: Vec<Option<f64>>,
    /// Why a value is missing, per distance.
    pub reasons: Vec<Option<&'static str>>,
    /// Whether the curve leaves the global band, and where to, if the test of the whole curve says that it is not chance.
    pub pattern: Option<&'static str>,
    /// Shortest distance at which it does.
    pub from_m: Option<f64>,
    /// Longest distance at which it does.
    pub to_m: Option<f64>,
    /// Distance at which it is furthest beyond the band.
    pub strongest_r_m: Option<f64>,
    /// Probability of a curve as extreme under chance.
    pub p_value: Option<f64>,
    /// False discovery rate at which the industry is called patterned.
    pub q_value: Option<f64>,
    /// Why there is no curve.
    pub reason: Option<&'static str>,
}

/// Values per distance.
pub(crate) type Values = Vec<Option<f64>>;

/// Values observed and under chance.
pub(crate) struct Compared {
    /// The observed values.
    pub(crate) value: Values,
    /// The observed values as precisely as those of chance, to be compared with them: equal patterns have equal values.
    pub(crate) alike: Values,
    /// The values of every draw.
    pub(crate) simulated: Vec<Values>,
}

impl Curve {
    /// No curve, and why.
    pub(crate) fn without((industry, neighbour): Pair, establishments: usize, reason: &'static str) -> Self {
        Self {
            industry,
            neighbour,
            establishments,
            value: Vec::new(),
            expected: Vec::new(),
            low: Vec::new(),
            high: Vec::new(),
            global_low: Vec::new(),
            global_high: Vec::new(),
            mean: Vec::new(),
            reasons: Vec::new(),
            pattern: None,
            from_m: None,
            to_m: None,
            strongest_r_m: None,
            p_value: None,
            q_value: None,
            reason: Some(reason),
        }
    }

    /// An observed curve, the same as precisely as the curves of chance, these, and what the first is beside the others.
    pub(crate) fn tested(
        pair: Pair,
        establishments: usize,
        distances: &[f64],
        (Compared { value, alike, simulated }, reasons): (Compared, Vec<Option<&'static str>>),
        alpha: f64,
    ) -> Self {
        let mut curve = Self { reason: None, ..Self::without(pair, establishments, "") };
        let none = || vec![None; distances.len()];
        if simulated.is_empty() {
            (curve.low, curve.high, curve.global_low, curve.global_high, curve.mean) = (none(), none(), none(), none(), none());
        } else {
            let band = Envelope::new(&simulated, alpha);
            (curve.low, curve.high, curve.global_low, curve.global_high, curve.mean) =
                (band.low, band.high, band.global_low, band.global_high, band.mean);
            curve.p_value = global_p_value(&alike, &simulated);
        }
        curve.value = value;
        curve.reasons = reasons;
        if curve.value.iter().all(Option::is_none) {
            curve.reason = curve.reasons.last().copied().flatten();
        } else if !simulated.is_empty() {
            curve.judge(&alike, distances, alpha);
        }
        curve
    }

    /// Follows the global band only where the test of the whole curve agrees: with few draws the band is too narrow.
    fn judge(&mut self, value: &[Option<f64>], distances: &[f64], alpha: f64) {
        let Some(p_value) = self.p_value else { return };
        if p_value > alpha {
            self.pattern = Some("random");
            return;
        }
        let beyond = |r: usize, above: bool| -> Option<f64> {
            let (value, end) = (value[r]?, if above { self.global_high[r]? } else { self.global_low[r]? });
            let by = if above { value - end } else { end - value };
            // Ends are interpolated between values that may be equal: rounding is not a pattern.
            (by > 1e-12 * end.abs()).then_some(by)
        };
        let above: Vec<(usize, f64)> = (0..distances.len()).filter_map(|r| Some((r, beyond(r, true)?))).collect();
        let below: Vec<(usize, f64)> = (0..distances.len()).filter_map(|r| Some((r, beyond(r, false)?))).collect();
        self.pattern = Some(match (above.is_empty(), below.is_empty()) {
            (true, true) => "random",
            (false, true) => "localised",
            (true, false) => "dispersed",
            (false, false) => "both",
        });
        let outside = || above.iter().chain(&below);
        self.from_m = outside().map(|o| distances[o.0]).reduce(f64::min);
        self.to_m = outside().map(|o| distances[o.0]).reduce(f64::max);
        let width = |r: usize| Some(self.global_high[r]? - self.global_low[r]?).filter(|w| *w > 0.0);
        // Beside the width of the band, so that distances with much and with little chance compare.
        let strength = |&(r, by): &(usize, f64)| (r, width(r).map_or(f64::INFINITY, |w| by / w));
        let strongest = outside().map(strength).reduce(|a, b| if b.1 > a.1 { b } else { a });
        self.strongest_r_m = strongest.map(|s| distances[s.0]);
    }

    /// The value at the distance at which it is furthest beyond the band.
    pub(crate) fn strongest(&self, distances: &[f64]) -> Option<f64> {
        let at = self.strongest_r_m?;
        distances.iter().position(|&r| r == at).and_then(|r| self.value[r])
    }
}

impl Curves {
    /// Adds q-values and puts the curves furthest from chance first: by p-value, patterned ones before others, then by code.
    pub(crate) fn ordered(mut self) -> Self {
        let p_values: Vec<Option<f64>> = self.curves.iter().map(|c| c.p_value).collect();
        self.curves.iter_mut().zip(q_values(&p_values)).for_each(|(c, q)| c.q_value = q);
        let by_p = |a: &Curve, b: &Curve| match (a.p_value, b.p_value) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let plain = |c: &Curve| (c.reason.is_some(), !matches!(c.pattern, Some("localised" | "dispersed" | "both")));
        self.curves
            .sort_by(|a, b| by_p(a, b).then_with(|| plain(a).cmp(&plain(b))).then_with(|| (a.industry, a.neighbour).cmp(&(b.industry, b.neighbour))));
        self
    }

    /// The curves that leave the global band, with a false discovery rate below alpha.
    pub(crate) fn sure<'a>(&'a self, patterns: &'a [&str]) -> impl Iterator<Item = &'a Curve> {
        let sure = |c: &&Curve| c.q_value.is_some_and(|q| q <= self.alpha) && c.pattern.is_some_and(|p| patterns.contains(&p));
        self.curves.iter().filter(sure)
    }
}

/// How many establishments stand where another stands.
pub(crate) fn coincident(position: &[[f64; 2]]) -> usize {
    let mut sorted = position.to_vec();
    let order = |a: &[f64; 2], b: &[f64; 2]| -> Ordering { a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])) };
    sorted.sort_unstable_by(order);
    sorted.chunk_by(|a, b| a == b).map(<[_]>::len).filter(|&n| n > 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The curve is above all four curves of chance at one distance and in their midst at the other: with four draws no test is sure.
    #[test]
    fn a_pattern_needs_the_test_of_the_whole_curve() {
        let distances = [1.0, 2.0];
        let simulated: Vec<Vec<Option<f64>>> = (0..4u8).map(|k| vec![Some(f64::from(k)); 2]).collect();
        let value = vec![Some(1.5), Some(9.0)];
        let compared = || Compared { value: value.clone(), alike: value.clone(), simulated: simulated.clone() };
        let tested = |alpha: f64| Curve::tested((0, 0), 9, &distances, (compared(), vec![None; 2]), alpha);
        let (sure, unsure) = (tested(0.9), tested(0.05));
        assert_eq!((sure.pattern, sure.from_m, sure.strongest_r_m), (Some("localised"), Some(2.0), Some(2.0)));
        assert_eq!((unsure.pattern, unsure.from_m, unsure.strongest_r_m), (Some("random"), None, None));
        assert!(unsure.p_value.is_some_and(|p| p > 0.05) && unsure.value[1] > unsure.global_high[1]);
    }
}
