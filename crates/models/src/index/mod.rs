//! From indicators to comparable numbers: what every method shares that judges entities by several indicators.

mod matrix;
mod scaling;
mod weights;

pub use matrix::{Cell, Incomplete, Matrix};
pub use scaling::{Bounds, Scaled};
pub use weights::{critic, entropy, equal, standard_deviation};
