//! The incidence function model: which industries enter and leave which places.

mod analysis;
mod chances;
mod design;
mod fit;
mod kernel;
mod lattice;
mod likelihood;
mod lines;
mod network;
mod newton;
mod observed;
mod pooling;
mod prepare;
mod present;
mod problem;
mod rates;
pub(crate) mod response;
mod sizes;
mod specification;
mod starts;
pub(crate) mod stochasticity;
mod sums;
mod surroundings;
mod tabulated;
mod tree;

pub(crate) use analysis::{Analysis, Plan};
pub use analysis::{Estimated, Prospect, Quality, Turnover};
pub use design::{Point, Symbol};
pub(crate) use fit::Effort;
pub use fit::{Fit, StandardErrors, Unfitted};
pub use kernel::Kernel;
pub use lattice::Lattice;
pub use network::{Geography, Network};
pub use pooling::{Common, Fits, Fitted};
pub use prepare::Incidence;
pub(crate) use prepare::Prepared;
pub use rates::{Colonisation, Extinction, Parameters, Rates};
pub use response::Response;
pub use specification::{CapacityBy, Fading, Missing, Pooling, Presence, PropaguleRain, RainWord, RelatedBy, Specification};
pub use sums::Sums;
pub(crate) use sums::{Pair, Sources, rows_at_once};

pub(crate) use design::Design;
pub(crate) use fit::fit;
pub(crate) use problem::Problem;
pub(crate) use sizes::{known, quotients, sizes};
pub(crate) use surroundings::{co_location, presence};

#[cfg(test)]
mod tests;
