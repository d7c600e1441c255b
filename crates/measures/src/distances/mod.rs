//! The density of distances between establishments: pairs counted in fine bins, bandwidths of the field, curves, and what chance makes of them.
//!
//! [`Weighted`] holds points cell by cell. [`PairSums`] goes once over their pairs and keeps what any bandwidth needs: moments of the distances in
//! bins far narrower than the bandwidth, whose kernel [`curve()`] then expands about the middle of each bin. So a pair costs a square root and a
//! few multiplications, at however many distances the curve is wanted.

mod bandwidth;
mod cells;
mod chance;
mod counting;
mod curve;
mod estimate;
mod found;
mod leaves;
mod pairs;

pub use bandwidth::Bandwidth;
pub(crate) use cells::Weighted;
pub(crate) use chance::{Chance, Curves, Establishments};
use counting::Counting;
pub use curve::Reflection;
pub(crate) use curve::{curve, truncation};
pub(crate) use estimate::{Density, Estimate, Sides};
pub use found::{DistanceDensities, DistanceDensity};
pub(crate) use leaves::Leaves;
pub(crate) use pairs::{Layout, PairSums};
