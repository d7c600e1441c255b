//! Measures against independent numbers and against truth by simulation.

mod location_quotient;
