use crate::backtest::{Clusters, Measured};

/// How far probabilities were off, squared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brier {
    /// Mean of (p - event)².
    pub score: Measured,
    /// 1 - score / score of the reference: above 0, the probabilities are better than the reference.
    pub skill: Option<Measured>,
}

/// The Brier score (Brier 1950) of probabilities, and its skill against those of a reference; errors hold observations of a cluster together.
pub fn brier(probability: &[f64], reference: &[f64], event: &[bool], clusters: Clusters<'_>) -> Option<Brier> {
    if event.is_empty() {
        return None;
    }
    let count = event.len() as f64;
    let squares = |p: &[f64]| -> Vec<f64> { p.iter().zip(event).map(|(p, e)| (p - f64::from(u8::from(*e))).powi(2)).collect() };
    let (own, other) = (squares(probability), squares(reference));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (score, against) = (mean(&own), mean(&other));
    let error = clusters.error(own.iter().map(|d| (d - score) / count));
    let ratio = score / against;
    // The delta method for a ratio of means.
    let skill = (against > 0.0)
        .then(|| Measured { value: 1.0 - ratio, error: clusters.error(own.iter().zip(&other).map(|(d, r)| (d - ratio * r) / (against * count))) });
    Some(Brier { score: Measured { value: score, error }, skill })
}
