//! From tables to shapes.

mod ledger;

pub use ledger::{Accepted, Ledger, LeftOut, Oddity, Reason};
