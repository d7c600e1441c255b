//! What every method shares that draws at random: deviates, and quantiles of what came of them.

use agglom_method::Generator;
use rand::RngExt;

/// A standard normal number (Box and Muller 1958).
pub(crate) fn normal(generator: &mut Generator) -> f64 {
    let (u, v): (f64, f64) = (1.0 - generator.random::<f64>(), generator.random());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// The quantile of sorted values by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
pub(crate) fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = probability * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (position - position.floor()) * (sorted[above] - sorted[below]))
}
