//! Clusters of related industries: matrices of relatedness, ways to cut them into clusters, and scores to choose among these.

mod candidates;
mod k_means;
mod matrices;
mod validation;
mod ward;

pub use candidates::{Candidate, Way};
pub(crate) use candidates::{candidates, default_numbers, stability};
pub use matrices::Relatedness;
pub(crate) use matrices::{Matrices, combined, standardised};
pub use validation::Validation;
pub(crate) use validation::{Averages, averages};
