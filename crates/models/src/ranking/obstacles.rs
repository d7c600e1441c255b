use serde::Serialize;

/// What keeps an entity from the best score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Obstacle {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the period.
    pub period: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Obstacle degree: `w (1 - r) / Σ w (1 - r)`.
    pub obstacle: f64,
    /// How much the score would rise if this indicator were at its best and all else as it is.
    pub gain: f64,
    /// 1 for the largest obstacle.
    pub order: usize,
}

/// The largest obstacle degrees of a row as (column, degree), the largest first; none if all indicators with a weight are at their best.
pub(crate) fn obstacles(scaled: &[Vec<f64>], weights: &[f64], row: usize, most: usize) -> Vec<(usize, f64)> {
    let lacking: Vec<f64> = scaled.iter().zip(weights).map(|(column, w)| w * (1.0 - column[row])).collect();
    let total: f64 = lacking.iter().sum();
    let mut found: Vec<(usize, f64)> = lacking.iter().enumerate().filter(|(_, l)| **l > 0.0).map(|(j, l)| (j, l / total)).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(most);
    found
}
