//! Measures against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod coagglomeration;
mod concentration;
mod ellison_glaeser;
mod location_quotient;
mod marcon_puech;
mod maurel_sedillot;
mod ripley;
mod shift_share;
mod specialization;
mod tables;
