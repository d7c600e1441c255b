//! Voluntary contributions to a shared brand: preferences, equilibrium, optimum, policy.

mod authority;
mod nash;
mod optimum;
mod outcomes;
mod policy;
mod roots;
mod sentences;
mod shares;
mod statics;
mod sums;
mod tables;
mod taste;

pub use authority::{Authority, Handout, Matching, Split};
pub use nash::Aggregation;
pub use policy::{Change, NeutralityCheck, Subsidy};
pub use shares::{Origin, Preference};
pub use statics::{Static, Varied};
pub use tables::{BestResponse, Equilibrium, OptimalOutcome, Outcome, Summary};
pub use taste::Weights;

pub(crate) use authority::Leader;
pub(crate) use nash::{Fault, Game, Rules};
pub(crate) use optimum::efficiency;
pub(crate) use outcomes::{best_responses, crowded_out, optimal_outcome, outcomes};
pub(crate) use policy::{crowding_out, neutrality, subsidies};
pub(crate) use sentences::{cautions, charts, headlines};
pub(crate) use shares::{Survey, about, given};
pub(crate) use statics::Known;
pub(crate) use sums::{each, sum};
pub(crate) use taste::Taste;
