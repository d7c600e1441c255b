//! What every measure needs to say how sure it is: quantiles, normal deviates, the bootstrap over establishments.

mod bootstrap;
mod delta;
mod quantile;

pub(crate) use bootstrap::Resamples;
pub use delta::Estimate;
pub(crate) use delta::{Index, ROUNDING};
pub use quantile::quantile;

use statrs::distribution::{ContinuousCDF, Normal};

/// The standard normal deviate exceeded with probability `tail`.
pub(crate) fn deviate(tail: f64) -> f64 {
    Normal::standard().inverse_cdf(1.0 - tail)
}
