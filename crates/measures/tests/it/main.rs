//! Measures against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod coagglomeration;
mod concentration;
mod ellison_glaeser;
mod location_quotient;
mod maurel_sedillot;
mod mean_city_population_size;
mod shift_share;
mod specialization;
mod tables;
mod urban_agglomeration;
