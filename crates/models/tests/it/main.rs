//! Models against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod coupling_coordination;
mod cluster_typology;
mod goal_feasibility;
mod composite_index;
mod growth_audit;
mod target_tracking;
