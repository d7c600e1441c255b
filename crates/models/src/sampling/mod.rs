//! What every method shares that draws at random: normal numbers and Dirichlet weights.

use agglom_method::Generator;
use rand::RngExt;

/// A standard normal number (Box and Muller 1958).
pub(crate) fn normal(generator: &mut Generator) -> f64 {
    let (u, v): (f64, f64) = (1.0 - generator.random::<f64>(), generator.random());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// The logarithm of a gamma number of unit scale (Marsaglia and Tsang 2000); logarithms, because small shapes underflow.
fn log_gamma(shape: f64, generator: &mut Generator) -> f64 {
    if shape < 1.0 {
        let u = 1.0 - generator.random::<f64>();
        return log_gamma(shape + 1.0, generator) + u.ln() / shape;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = normal(generator);
        let v = (1.0 + c * z).powi(3);
        let u = 1.0 - generator.random::<f64>();
        if v > 0.0 && u.ln() < 0.5 * z * z + d - d * v + d * v.ln() {
            return (d * v).ln();
        }
    }
}

/// Dirichlet weights around some weights: the larger the concentration, the closer. A weight of 0 stays 0.
pub(crate) fn dirichlet(weights: &mut [f64], concentration: f64, generator: &mut Generator) {
    for weight in weights.iter_mut() {
        *weight = if *weight > 0.0 { log_gamma(concentration * *weight, generator) } else { f64::NEG_INFINITY };
    }
    let largest = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for weight in weights.iter_mut() {
        *weight = (*weight - largest).exp();
    }
    let total: f64 = weights.iter().sum();
    for weight in weights {
        *weight /= total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::Seed;

    /// Dirichlet: E w_j = w_j, Var w_j = w_j (1 - w_j) / (κ + 1).
    #[test]
    fn dirichlet_weights_have_their_mean_and_variance() {
        let mean = [0.6, 0.39, 0.01, 0.0];
        let draws = 20_000;
        let drawn: Vec<[f64; 4]> = (0..draws)
            .map(|k| {
                let mut weights = mean;
                dirichlet(&mut weights, 50.0, &mut Seed::new(3).draw(k));
                weights
            })
            .collect();
        for (j, &w) in mean.iter().enumerate() {
            let found = drawn.iter().map(|d| d[j]).sum::<f64>() / draws as f64;
            let variance = drawn.iter().map(|d| (d[j] - found).powi(2)).sum::<f64>() / draws as f64;
            let right = w * (1.0 - w) / 51.0;
            assert!((found - w).abs() <= 4.0 * (right / draws as f64).sqrt(), "{j}: {found}");
            assert!((variance - right).abs() <= 0.06 * right, "{j}: {variance} against {right}");
        }
        assert!(drawn.iter().all(|d| (d.iter().sum::<f64>() - 1.0).abs() < 1e-12));
    }
}
