//! Models against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod composite_index;
mod growth_audit;
