//! From metrics to labels.

use super::metric::{Metric, Values};
use agglom_method::{Seed, SettingError};
use rand::RngExt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What type of cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// Many small firms that buy from each other.
    Marshallian,
    /// A few large local firms and those around them.
    HubAndSpoke,
    /// Branches of firms from elsewhere, with few ties among each other.
    SatellitePlatform,
    /// Around state bodies.
    StateAnchored,
    /// No type stands out.
    Mixed,
    /// Too little is known.
    EvidenceMissing,
}

/// Where a metric is half a member of what it stands for, and how steeply that changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The value with membership 0.5.
    pub at: f64,
    /// The membership falls to 0.27 within this distance, and rises to 0.73; thresholds are uncertain by as much.
    pub width: f64,
}

/// The thresholds of the seven metrics that judge the type. All are proposals of this program.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Employment share of small firms.
    pub small_firms: Threshold,
    /// Herfindahl-Hirschman index; below it, employment is dispersed.
    pub hhi: Threshold,
    /// Employment share of the largest firm.
    pub largest_firm: Threshold,
    /// Share of purchases inside the zone that the largest firms make.
    pub hub_purchases: Threshold,
    /// Employment share of establishments headquartered elsewhere.
    pub external: Threshold,
    /// Value share of purchases made inside the zone.
    pub local_purchases: Threshold,
    /// Employment share of state bodies, and what else lives on public procurement.
    pub state: Threshold,
}

/// Weights and thresholds that a cluster is judged by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    at: [f64; Metric::JUDGING],
    width: [f64; Metric::JUDGING],
    /// Weights of the metrics of each type, in the order of its [`Type::metrics`].
    weights: [[f64; MOST]; TYPES.len()],
}

/// How a cluster was judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Verdict {
    /// Score of each type over the sum of the scores; none of types without any of their decisive metrics.
    pub(crate) relative: [Option<f64>; TYPES.len()],
    /// The type that stands out, or mixed.
    pub(crate) label: Label,
}

/// A type: what speaks for it if high, and what if low.
struct Type {
    label: Label,
    high: &'static [Metric],
    low: &'static [Metric],
}

/// The longest list of metrics of a type.
const MOST: usize = 5;

const TYPES: [Type; 4] = [
    Type { label: Label::Marshallian, high: &[Metric::SmallFirms, Metric::Hhi, Metric::LocalPurchases], low: &[Metric::External, Metric::State] },
    Type { label: Label::HubAndSpoke, high: &[Metric::LargestFirm, Metric::HubPurchases], low: &[Metric::External, Metric::State] },
    Type { label: Label::SatellitePlatform, high: &[Metric::External], low: &[Metric::LocalPurchases, Metric::HubPurchases, Metric::State] },
    Type { label: Label::StateAnchored, high: &[Metric::State], low: &[] },
];

impl Label {
    /// The four types and what a draw may say instead.
    pub const JUDGED: [Self; 5] = [Self::Marshallian, Self::HubAndSpoke, Self::SatellitePlatform, Self::StateAnchored, Self::Mixed];

    /// Its word in the column `label`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Marshallian => "marshallian",
            Self::HubAndSpoke => "hub-and-spoke",
            Self::SatellitePlatform => "satellite-platform",
            Self::StateAnchored => "state-anchored",
            Self::Mixed => "mixed",
            Self::EvidenceMissing => "evidence-missing",
        }
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        let threshold = |at, width| Threshold { at, width };
        Self {
            small_firms: threshold(0.5, 0.1),
            hhi: threshold(0.25, 0.05),
            largest_firm: threshold(0.4, 0.1),
            hub_purchases: threshold(0.5, 0.1),
            external: threshold(0.5, 0.1),
            local_purchases: threshold(0.4, 0.1),
            state: threshold(0.5, 0.1),
        }
    }
}

impl Thresholds {
    /// In the order of the metrics.
    fn by_metric(&self) -> [(&'static str, Threshold); Metric::JUDGING] {
        [
            ("small_firms", self.small_firms),
            ("hhi", self.hhi),
            ("largest_firm", self.largest_firm),
            ("hub_purchases", self.hub_purchases),
            ("external", self.external),
            ("local_purchases", self.local_purchases),
            ("state", self.state),
        ]
    }

    /// An error if a threshold is no share or a width is too small to calculate with.
    pub(crate) fn check(&self) -> Result<(), SettingError> {
        for (name, threshold) in self.by_metric() {
            if !(0.0..=1.0).contains(&threshold.at) {
                return Err(SettingError::new("thresholds", format!("{name}: {} must lie between 0 and 1", threshold.at)));
            }
            if !(0.001..=1.0).contains(&threshold.width) {
                return Err(SettingError::new("thresholds", format!("{name}: the width {} must lie between 0.001 and 1", threshold.width)));
            }
        }
        Ok(())
    }
}

impl Judgement {
    /// Thresholds as they are, equal weights.
    pub(crate) fn new(thresholds: &Thresholds) -> Self {
        let by_metric = thresholds.by_metric();
        Self { at: by_metric.map(|(_, t)| t.at), width: by_metric.map(|(_, t)| t.width), weights: [[1.0; MOST]; TYPES.len()] }
    }

    /// Judgement number `k`: thresholds uniform within their widths, weights from a Dirichlet distribution whose parameters are all
    /// `concentration` (0: equal weights).
    pub(crate) fn drawn(&self, seed: Seed, k: u64, concentration: u32) -> Self {
        let mut generator = seed.draw(k);
        let mut drawn = self.clone();
        for (at, width) in drawn.at.iter_mut().zip(self.width) {
            *at += width * (2.0 * generator.random::<f64>() - 1.0);
        }
        if concentration > 0 {
            // Shares of sums of exponentials (Erlang) are Dirichlet, also those of a part of them.
            let mut exponential = || -(1.0 - generator.random::<f64>()).ln();
            for weight in drawn.weights.as_flattened_mut() {
                *weight = (0..concentration).map(|_| exponential()).sum();
            }
        }
        drawn
    }

    /// Membership of a metric in what it stands for, as a logarithm; of its opposite if `low`.
    fn log_membership(&self, metric: Metric, value: f64, low: bool) -> f64 {
        let m = metric.number();
        let z = (value - self.at[m]) / self.width[m];
        let z = if (metric == Metric::Hhi) == low { -z } else { z };
        // ln(1 / (1 + e^z)), without overflow.
        -(z.max(0.0) + (-z.abs()).exp().ln_1p())
    }

    /// Membership of a metric in what it stands for; none if it judges nothing.
    pub(crate) fn membership(&self, metric: Metric, value: f64) -> Option<f64> {
        metric.judges().then(|| self.log_membership(metric, value, false).exp())
    }

    /// The threshold of a metric; none if it judges nothing.
    pub(crate) fn threshold(&self, metric: Metric) -> Option<f64> {
        metric.judges().then(|| self.at[metric.number()])
    }

    /// Logarithm of the score of a type: the weighted geometric mean of the memberships that are there.
    fn log_score(&self, kind: &Type, weights: &[f64; MOST], values: &Values) -> Option<f64> {
        kind.high.iter().find(|m| values[m.number()].is_some())?;
        let (mut sum, mut weight) = (0.0, 0.0);
        let metrics = kind.high.iter().map(|m| (m, false)).chain(kind.low.iter().map(|m| (m, true)));
        for ((metric, low), w) in metrics.zip(weights) {
            if let Some(value) = values[metric.number()] {
                sum += w * self.log_membership(*metric, value, low);
                weight += w;
            }
        }
        (weight > 0.0).then(|| sum / weight)
    }

    /// The verdict on a cluster: the type with the largest relative score, or mixed where that is below `mixed_below` or leads by
    /// less than `mixed_gap`.
    pub(crate) fn verdict(&self, values: &Values, mixed_below: f64, mixed_gap: f64) -> Verdict {
        let mut relative = [None; TYPES.len()];
        for ((score, kind), weights) in relative.iter_mut().zip(&TYPES).zip(&self.weights) {
            *score = self.log_score(kind, weights, values);
        }
        let largest = relative.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = relative.iter().flatten().map(|s| (s - largest).exp()).sum();
        for score in relative.iter_mut().flatten() {
            *score = (*score - largest).exp() / sum;
        }
        let mut order: Vec<(f64, Label)> = relative.iter().zip(&TYPES).filter_map(|(score, kind)| Some(((*score)?, kind.label))).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let gap = |best: f64| best - order.get(1).map_or(0.0, |second| second.0);
        let label = order.first().filter(|(best, _)| *best >= mixed_below && gap(*best) >= mixed_gap).map_or(Label::Mixed, |best| best.1);
        Verdict { relative, label }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_type_has_more_weights_than_there_is_room() {
        assert!(TYPES.iter().all(|t| t.high.len() + t.low.len() <= MOST));
        assert!(TYPES.iter().flat_map(|t| t.high.iter().chain(t.low)).all(|m| m.judges()));
    }

    #[test]
    fn drawn_weights_are_dirichlet() {
        // Dirichlet(2, 2, 2): mean 1/3, variance (1/3)(2/3)/7 (closed form).
        let judgement = Judgement::new(&Thresholds::default());
        let share = |k| {
            let [a, b, c, ..] = judgement.drawn(Seed::new(5), k, 2).weights[0];
            a / (a + b + c)
        };
        let shares: Vec<f64> = (0..4000).map(share).collect();
        let mean = shares.iter().sum::<f64>() / 4000.0;
        let variance = shares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / 4000.0;
        // Four standard errors of the mean, and 10 % of the variance.
        assert!((mean - 1.0 / 3.0).abs() < 4.0 * (variance / 4000.0).sqrt(), "{mean}");
        assert!((variance / (2.0 / 63.0) - 1.0).abs() < 0.1, "{variance}");
    }
}
