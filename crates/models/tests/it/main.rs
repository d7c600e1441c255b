//! Models against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod growth_audit;
mod target_plan;
