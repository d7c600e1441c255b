//! Functions of all neighbours within a distance: sums over neighbours, curves over distance, bands of chance around them, summaries.

mod cells;
mod curves;
mod edge_rectangle;
mod edge_sums;
mod individual;
mod listed;
mod presentation;
mod radii;
mod relative;
mod second_order;
mod sites;
mod stored;

pub(crate) use cells::cells;
pub(crate) use curves::{Compared, coincident};
pub use curves::{Curve, Curves, WindowSize};
pub(crate) use edge_sums::{EdgeSums, Marked, Precision};
pub use individual::Individual;
pub(crate) use individual::individuals;
pub(crate) use presentation::{Looks, finding};
pub(crate) use radii::Radii;
pub(crate) use relative::Relative;
pub(crate) use second_order::SecondOrder;
pub(crate) use sites::{Pair, Sites, check_distances, positions};
