//! From indicators to comparable numbers: what every method shares that judges entities by several indicators.

mod matrix;
mod scaling;
mod weights;

pub(crate) use matrix::{Cell, Incomplete, Matrix};
pub(crate) use scaling::{Bounds, Scaled};
pub(crate) use weights::{critic, entropy, equal, standard_deviation};
