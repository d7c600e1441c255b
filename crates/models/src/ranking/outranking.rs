use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// When a difference between two entities in one indicator counts as a preference, and how much. Thresholds are shares of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Preference {
    /// The shape of the preference.
    pub function: PreferenceFunction,
    /// Differences up to this do not count (`u_shape`, `level`, `linear`).
    pub indifference: f64,
    /// Differences from this on count fully (`v_shape`, `level`, `linear`).
    pub strict: f64,
    /// The difference at which `gaussian` bends.
    pub inflection: f64,
}

/// The six preference functions of Brans and Vincke (1985).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PreferenceFunction {
    /// Every difference counts fully.
    Usual,
    /// Differences above `indifference` count fully.
    UShape,
    /// Preference grows evenly up to `strict`.
    VShape,
    /// One half above `indifference`, fully above `strict`.
    Level,
    /// Preference grows evenly from `indifference` to `strict`.
    Linear,
    /// `1 - exp(-d² / 2 inflection²)`.
    Gaussian,
}

impl Default for Preference {
    fn default() -> Self {
        Self { function: PreferenceFunction::Usual, indifference: 0.05, strict: 0.3, inflection: 0.2 }
    }
}

impl Preference {
    /// The preference for an entity that is better by `difference`.
    pub fn of(&self, difference: f64) -> f64 {
        let one_if = |holds: bool| if holds { 1.0 } else { 0.0 };
        match self.function {
            _ if difference <= 0.0 => 0.0,
            PreferenceFunction::Usual => 1.0,
            PreferenceFunction::UShape => one_if(difference > self.indifference),
            PreferenceFunction::VShape => (difference / self.strict).min(1.0),
            PreferenceFunction::Level => f64::midpoint(one_if(difference > self.indifference), one_if(difference > self.strict)),
            PreferenceFunction::Linear => ((difference - self.indifference) / (self.strict - self.indifference)).clamp(0.0, 1.0),
            PreferenceFunction::Gaussian => 1.0 - (-difference * difference / (2.0 * self.inflection * self.inflection)).exp(),
        }
    }

    /// The net flow of every row in one indicator, `Σ_b (P(a, b) - P(b, a)) / (m - 1)` over the rows of its period, and the flow that the
    /// row would have if the indicator were at its best. 0 for a row that is alone.
    pub(crate) fn flows(&self, scaled: &[f64], periods: &[Range<usize>]) -> (Vec<f64>, Vec<f64>) {
        let (mut flow, mut best) = (vec![0.0; scaled.len()], vec![0.0; scaled.len()]);
        for period in periods.iter().filter(|period| period.len() > 1) {
            let others = (period.len() - 1) as f64;
            let ahead: f64 = period.clone().map(|b| self.of(1.0 - scaled[b])).sum();
            for a in period.clone() {
                for b in a + 1..period.end {
                    let difference = scaled[a] - scaled[b];
                    let preference = self.of(difference.abs()).copysign(difference);
                    flow[a] += preference;
                    flow[b] -= preference;
                }
                best[a] = (ahead - self.of(1.0 - scaled[a])) / others;
            }
            flow[period.clone()].iter_mut().for_each(|flow| *flow /= others);
        }
        (flow, best)
    }
}
