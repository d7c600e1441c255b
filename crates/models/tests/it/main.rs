//! Models against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod backtest;
mod cluster_typology;
mod composite_index;
mod coupling_coordination;
mod figures;
mod framework;
mod goal_feasibility;
mod growth_audit;
mod incidence_function;
mod incidence_options;
mod investment_game;
mod landscape;
mod symbiosis;
mod target_plan;
mod target_tracking;
