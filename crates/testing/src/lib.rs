//! What tests stand on: committed oracle numbers with their origin, and generated data whose truth is known.

pub mod lattice;
pub mod oracles;
pub mod panels;
pub mod patterns;
pub mod samples;
