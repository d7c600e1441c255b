//! Null models: what the data would be if nothing but chance had been at work. A null model x a statistic = a test.
//!
//! A null is a file here that makes one draw from a generator; [`Tails`] counts how often draws reach the observed value.

mod alias;
mod independent_location;
mod tails;

pub(crate) use independent_location::{IndependentLocation, Located};
pub(crate) use tails::{Tails, q_values};
