//! Generated data whose truth is known.

use agglom_method::{Generator, Register, RegisterBuilder, Seed};
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

/// Sizes of three systems that grow by a generalised Lotka-Volterra system, period by period: `du_i/dt = u_i (r_i + Σ_j B_ij u_j)`, by the
/// classical Runge-Kutta method, each multiplied by a lognormal chance after every period.
pub fn three_systems(growth: [f64; 3], effect: [[f64; 3]; 3], start: [f64; 3], periods: usize, chance: f64, draw: &mut Generator) -> Vec<[f64; 3]> {
    let mut sizes = vec![start];
    while sizes.len() < periods {
        let before = sizes[sizes.len() - 1];
        sizes.push(grown(before, growth, effect).map(|u| u * (chance * normal(draw)).exp()));
    }
    sizes.truncate(periods);
    sizes
}

fn grown(mut size: [f64; 3], growth: [f64; 3], effect: [[f64; 3]; 3]) -> [f64; 3] {
    const STEPS: usize = 100;
    let step = 1.0 / STEPS as f64;
    let rate = |u: [f64; 3]| [0, 1, 2].map(|i| u[i] * (growth[i] + (0..3).map(|j| effect[i][j] * u[j]).sum::<f64>()));
    let after = |u: [f64; 3], rate: [f64; 3], step: f64| [0, 1, 2].map(|i| u[i] + step * rate[i]);
    for _ in 0..STEPS {
        let first = rate(size);
        let second = rate(after(size, first, step / 2.0));
        let third = rate(after(size, second, step / 2.0));
        let fourth = rate(after(size, third, step));
        size = [0, 1, 2].map(|i| size[i] + step / 6.0 * (first[i] + 2.0 * second[i] + 2.0 * third[i] + fourth[i]));
    }
    size
}

/// A standard normal draw (Box and Muller 1958).
pub fn normal(draw: &mut Generator) -> f64 {
    let (radius, angle): (f64, f64) = (draw.random(), draw.random());
    (-2.0 * (1.0 - radius).ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}
