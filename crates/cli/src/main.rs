//! `agglom`.
fn main() {}
