//! Measures against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod coagglomeration;
mod concentration;
mod dbscan;
mod ellison_glaeser;
mod hdbscan;
mod location_quotient;
mod maurel_sedillot;
mod points;
mod shift_share;
mod specialization;
mod tables;
