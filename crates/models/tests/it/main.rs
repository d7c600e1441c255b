//! Models against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod goal_feasibility;
mod growth_audit;
mod target_tracking;
