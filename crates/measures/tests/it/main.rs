//! Measures against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod coagglomeration;
mod concentration;
mod duranton_overman;
mod ellison_glaeser;
mod location_quotient;
mod maurel_sedillot;
mod shift_share;
mod specialization;
mod tables;
