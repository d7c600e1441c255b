use super::Returns;
use crate::growth_history::{deviate, mean, upper_tail, variance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How uncertain the share of a season is held to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// As a new year's share: Student's t with the uncertainty of the mean.
    Predictive,
    /// As if mean and standard deviation were known: normal.
    PlugIn,
}

/// The share of the year's total that is there by the end of a season.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// Mean over the years.
    pub mean: f64,
    /// How many years.
    pub years: usize,
    /// How a new year's share is distributed around the mean, where the years tell.
    pub spread: Option<Spread>,
}

/// A Student's t (normal without degrees of freedom), cut off below 0 and above 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    mean: f64,
    scale: f64,
    df: Option<f64>,
}

impl Share {
    /// The share at the end of a month over some complete years.
    pub fn of(returns: &Returns, month: u32, years: &[i32], interval: Interval) -> Option<Self> {
        let shares: Vec<f64> = years.iter().filter_map(|&year| Some(returns.at(year, month)? / returns.at(year, 12)?)).collect();
        if shares.is_empty() {
            return None;
        }
        let (centre, n) = (mean(&shares), shares.len() as f64);
        let spread = variance(&shares).filter(|_| month < 12 && centre > 0.0).map(|variance| match interval {
            Interval::Predictive => Spread { mean: centre, scale: (variance * (1.0 + 1.0 / n)).sqrt(), df: Some(n - 1.0) },
            Interval::PlugIn => Spread { mean: centre, scale: variance.sqrt(), df: None },
        });
        Some(Self { mean: centre, years: shares.len(), spread })
    }
}

impl Spread {
    fn below(&self, share: f64) -> f64 {
        1.0 - upper_tail((share - self.mean) / self.scale, self.df).unwrap_or(0.0)
    }

    /// The probability of a share of at most this.
    pub fn at_most(&self, share: f64) -> f64 {
        let (none, all) = (self.below(0.0), self.below(1.0));
        ((self.below(share) - none) / (all - none)).clamp(0.0, 1.0)
    }

    /// The quantile of the share.
    pub fn quantile(&self, probability: f64) -> f64 {
        let (none, all) = (self.below(0.0), self.below(1.0));
        (self.mean + self.scale * deviate(none + probability * (all - none), self.df)).clamp(0.0, 1.0)
    }
}
