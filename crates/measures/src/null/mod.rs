//! Null models: what the data would be if nothing but chance had been at work. A null model x a statistic = a test.
//!
//! `Null` and `permutation` deal establishments that are points out anew.
//!
//! [`IndependentLocation`] makes draws and [`upper_tail`] counts how often they reach the observed value; [`both_tails`] is the closed form
//! for a null of which only moments and a bound are known.

mod alias;
mod bounded;
mod independent_location;
mod relocation;
mod tails;

pub(crate) use bounded::both_tails;
pub(crate) use independent_location::{IndependentLocation, Located};
pub use relocation::Null;
pub(crate) use relocation::{permutation, sample};
pub use tails::q_values;
pub(crate) use tails::upper_tail;
