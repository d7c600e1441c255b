//! Voluntary contributions to a shared brand: preferences, equilibrium, optimum, policy.

mod authority;
mod nash;
mod optimum;
mod policy;
mod roots;
mod shares;
mod statics;
mod tables;
mod taste;

pub use authority::{Authority, Handout, Split};
pub use nash::Aggregation;
pub use policy::{Change, NeutralityCheck, Subsidy};
pub use shares::{Origin, Preference};
pub use statics::{Static, Varied};
pub use tables::{BestResponse, Equilibrium, OptimalOutcome, Outcome, Summary};
pub use taste::Weights;

pub(crate) use authority::Leader;
pub(crate) use nash::{Fault, Game, Nash};
pub(crate) use optimum::efficiency;
pub(crate) use policy::{crowding_out, neutrality, subsidies};
pub(crate) use shares::{Survey, about, given};
pub(crate) use taste::Taste;
