//! Models against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod coupling_coordination;
mod growth_audit;
