//! Measures against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod location_quotient;
mod specialization;
