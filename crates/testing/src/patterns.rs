//! Generated registers whose truth is known.

use agglom_method::{Register, RegisterBuilder, Seed};
use rand::RngExt;

/// A register of `plants` establishments that choose a (region, industry) pair independently with the given chances;
/// sizes are drawn from `sizes` with equal chance.
///
/// `chances[region][industry]` need not add up to one. The true location quotient of a pair follows from them alone.
pub fn register(plants: usize, chances: &[Vec<f64>], sizes: &[f64], seed: Seed) -> Register {
    let flat: Vec<(usize, usize, f64)> =
        chances.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().map(move |(j, &p)| (i, j, p))).collect();
    let total: f64 = flat.iter().map(|c| c.2).sum();
    let mut generator = seed.draw(0);
    let mut builder = RegisterBuilder::default();
    for plant in 0..plants {
        let mut left = generator.random::<f64>() * total;
        let (region, industry, _) = flat
            .iter()
            .find(|c| {
                left -= c.2;
                left < 0.0
            })
            .unwrap_or(&flat[flat.len() - 1]);
        let size = sizes[generator.random_range(0..sizes.len())];
        builder = builder.plant(&format!("p{plant:07}"), &format!("i{industry}"), &format!("r{region}"), size);
    }
    builder.build()
}
