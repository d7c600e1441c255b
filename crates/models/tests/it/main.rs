//! Models against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod coupling_coordination;
mod cluster_typology;
mod growth_audit;
