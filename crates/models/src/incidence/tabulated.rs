//! A kernel over straight lines from a table, several times faster than its formula.

use super::kernel::Kernel;
use super::network::Geography;

/// Steps of each octave, and their logarithm.
const STEPS: u64 = 1 << STEP_BITS;
const STEP_BITS: u32 = 7;
/// Octaves below the longest line; what is shorter is as good as at no distance.
const OCTAVES: u64 = 42;
/// Digits of a number that say where in its step it lies.
const REST: u32 = f64::MANTISSA_DIGITS - 1 - STEP_BITS;

/// Weights and their derivatives by ln α: for each of the steps of octaves of straight lines a cubic through four Chebyshev points, off by less
/// than 1e-9 of the weight at no distance.
pub(crate) struct Tabulated {
    first: u64,
    /// By order of the derivative and by step.
    cubics: Vec<Vec<[f64; 4]>>,
}

impl Tabulated {
    /// For lines up to `longest`; a longer one carries nothing.
    pub(crate) fn new(kernel: Kernel, geography: &Geography, alpha: f64, orders: usize, longest: f64) -> Self {
        let last = longest.clamp(1e-9, 1e12).to_bits() >> REST;
        let first = last - OCTAVES * STEPS;
        let at = |line: f64| kernel.derivatives(geography.along(line), alpha);
        let step = |number: u64| {
            let [start, end] = [number, number + 1].map(|n| f64::from_bits(n << REST));
            if number == first {
                return at(0.0).map(|value| [value, 0.0, 0.0, 0.0]);
            }
            let nodes = [0, 1, 2, 3].map(|k| (std::f64::consts::PI * (f64::from(k) + 0.5) / 4.0).cos());
            let values = nodes.map(|x| at(f64::midpoint(start, end) + x * 0.5 * (end - start)));
            [0, 1, 2].map(|order| cubic(nodes, values.map(|v| v[order])))
        };
        let steps: Vec<[[f64; 4]; 3]> = (first..=last).map(step).collect();
        let of = |order: usize| steps.iter().map(|s| s[order]).chain([[0.0; 4]]).collect();
        Self { first, cubics: (0..orders).map(of).collect() }
    }

    /// How many derivatives there are, the weight itself counted.
    pub(crate) fn orders(&self) -> usize {
        self.cubics.len()
    }

    /// In which steps lines lie, and where in them: from 0 to 1, less a half.
    #[inline(always)]
    pub(crate) fn find(&self, lines: &[f64], slots: &mut [usize], beside: &mut [f64]) {
        const DIGITS: u64 = (1 << (f64::MANTISSA_DIGITS - 1)) - 1;
        let (first, last) = (self.first.cast_signed(), self.cubics[0].len() as i64 - 1);
        for ((line, slot), beside) in lines.iter().zip(slots).zip(beside) {
            let bits = line.to_bits();
            let step = (bits >> REST).cast_signed() - first;
            let step = if step > 0 { step } else { 0 };
            *slot = if step < last { step } else { last } as usize;
            *beside = f64::from_bits((bits << STEP_BITS) & DIGITS | 1f64.to_bits()) - 1.5;
        }
    }

    /// The weights of lines that were found, or a derivative of them.
    #[inline(always)]
    pub(crate) fn weights(&self, order: usize, slots: &[usize], beside: &[f64], weights: &mut [f64]) {
        let cubics = &self.cubics[order];
        for ((weight, &slot), u) in weights.iter_mut().zip(slots).zip(beside) {
            let [a, b, c, d] = cubics[slot];
            *weight = a + u * (b + u * (c + u * d));
        }
    }
}

/// The cubic in u from -1/2 to 1/2 with these values at the Chebyshev points 2u.
fn cubic(nodes: [f64; 4], values: [f64; 4]) -> [f64; 4] {
    let mean = |of: fn(f64) -> f64| nodes.iter().zip(values).map(|(&x, value)| of(x) * value).sum::<f64>() / 4.0;
    let [c0, c1, c2, c3] = [mean(|_| 1.0), 2.0 * mean(|x| x), 2.0 * mean(|x| 2.0 * x * x - 1.0), 2.0 * mean(|x| x * (4.0 * x * x - 3.0))];
    [c0 - c2, 2.0 * (c1 - 3.0 * c3), 8.0 * c2, 32.0 * c3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_the_weight_of_the_formula() {
        let globe = Geography::globe(vec![[0.0, 0.0]]);
        let plane = Geography::Plane(vec![[0.0, 0.0]]);
        for kernel in [Kernel::Exponential, Kernel::Gaussian, Kernel::Power { exponent: 2.5 }, Kernel::Power { exponent: 0.7 }] {
            for (geography, alpha) in [(&globe, 1.0 / 60.0), (&plane, 3.0), (&plane, 0.0)] {
                let table = Tabulated::new(kernel, geography, alpha, 3, 9000.0);
                let weights = |order: usize, lines: &[f64]| {
                    let (mut slots, mut beside, mut weights) = (vec![0; lines.len()], vec![0.0; lines.len()], vec![0.0; lines.len()]);
                    table.find(lines, &mut slots, &mut beside);
                    table.weights(order, &slots, &beside, &mut weights);
                    weights
                };
                let lines: Vec<f64> = (0..=20_000).map(|k| 9000.0 * (-f64::from(k) / 1000.0).exp()).collect();
                for order in 0..3 {
                    for (&line, found) in lines.iter().zip(weights(order, &lines)) {
                        let exact = kernel.derivatives(geography.along(line), alpha)[order];
                        assert!((found - exact).abs() < 1e-9, "{kernel:?} {alpha} {line} {order}: {found} {exact}");
                    }
                }
                assert_eq!(weights(0, &[0.0, f64::INFINITY, 1e5]), [1.0, 0.0, 0.0]);
            }
        }
    }
}
