//! The incidence function model: which industries enter and leave which places.

mod design;
mod fit;
mod kernel;
mod lattice;
mod likelihood;
mod network;
mod newton;
mod observed;
mod problem;
mod rates;
mod starts;
mod sums;
mod truncated;

pub use design::{Point, Symbol};
pub use fit::{Fit, StandardErrors, Unfitted};
pub use kernel::Kernel;
pub use lattice::Lattice;
pub use network::{Geography, Network};
pub use rates::{Colonisation, Extinction, Parameters, Rates};
pub use sums::Sums;
