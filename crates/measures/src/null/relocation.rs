use agglom_method::Generator;
use rand::RngExt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What chance is left to decide when establishments are points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Null {
    /// Establishments, each with its industry and size, are dealt out anew over all existing sites.
    RandomLocation,
    /// Sites and sizes stay; industries are dealt out anew.
    RandomLabelling,
    /// The establishments of the industry stay; all others are dealt out anew over the sites that are left.
    PopulationIndependence,
    /// As many establishments anywhere in the window, each place as likely as any other.
    CompleteSpatialRandomness,
}

/// The numbers below `n` in random order.
pub(crate) fn permutation(n: usize, generator: &mut Generator) -> Vec<u32> {
    sample(n, n, generator)
}

/// So many different numbers below `n` (at most all of them), in random order (Fisher and Yates).
pub(crate) fn sample(n: usize, size: usize, generator: &mut Generator) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..n as u32).collect();
    let size = size.min(n);
    for i in 0..size {
        let j = generator.random_range(i..n);
        numbers.swap(i, j);
    }
    numbers.truncate(size);
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::Seed;

    #[test]
    fn a_sample_holds_different_numbers() {
        let mut drawn = sample(50, 20, &mut Seed::new(1).draw(0));
        drawn.sort_unstable();
        drawn.dedup();
        assert!(drawn.len() == 20 && drawn.iter().all(|&i| i < 50));
        assert_eq!((sample(3, 9, &mut Seed::new(1).draw(1)).len(), sample(0, 3, &mut Seed::new(1).draw(1)).len()), (3, 0));
    }

    #[test]
    fn every_order_is_as_likely() {
        let mut times = [0u32; 6];
        for k in 0..6_000 {
            let p = permutation(3, &mut Seed::new(2).draw(k));
            times[(p[0] * 2 + u32::from(p[1] > p[2])) as usize] += 1;
        }
        // Pearson's X² with 5 degrees of freedom exceeds 20.5 with probability 0.001.
        let distance: f64 = times.iter().map(|&n| (f64::from(n) - 1000.0).powi(2) / 1000.0).sum();
        assert!(distance < 20.5, "{times:?}");
    }
}
