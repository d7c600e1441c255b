//! How spillovers fade with distance.

use serde::Serialize;

/// How what a place sends out fades with distance; 1 at distance 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Kernel {
    /// exp(-α d).
    Exponential,
    /// exp(-(α d)²).
    Gaussian,
    /// 1/(1 + (α d)^β).
    Power {
        /// β.
        exponent: f64,
    },
}

impl Kernel {
    /// What arrives over a distance; nothing where there is no way.
    pub fn weight(self, distance: f64, alpha: f64) -> f64 {
        self.derivatives(distance, alpha)[0]
    }

    /// The weight with its first and second derivative by ln α.
    pub fn derivatives(self, distance: f64, alpha: f64) -> [f64; 3] {
        let q = alpha * distance;
        if q.is_nan() || q == f64::INFINITY {
            return [0.0; 3];
        }
        match self {
            Self::Exponential => {
                let k = (-q).exp();
                [k, -q * k, (q - 1.0) * q * k]
            }
            Self::Gaussian => {
                let s = (q * q).min(f64::MAX);
                let k = (-s).exp();
                if k == 0.0 { [0.0; 3] } else { [k, -2.0 * s * k, 4.0 * (s - 1.0) * s * k] }
            }
            Self::Power { exponent } => {
                let s = q.powf(exponent);
                if s == f64::INFINITY {
                    return [0.0; 3];
                }
                let k = 1.0 / (1.0 + s);
                let sk = s * k;
                [k, -exponent * sk * k, exponent * exponent * sk * k * (2.0 * sk - 1.0)]
            }
        }
    }

    /// ln of the weight, which does not underflow.
    pub(crate) fn log_weight(self, distance: f64, alpha: f64) -> f64 {
        let q = alpha * distance;
        match self {
            Self::Exponential => -q,
            Self::Gaussian => -q * q,
            Self::Power { exponent } => -q.powf(exponent).ln_1p(),
        }
    }

    /// The distance beyond which weights are below `share`, times α.
    pub(crate) fn reach(self, share: f64) -> f64 {
        match self {
            Self::Exponential => -share.ln(),
            Self::Gaussian => (-share.ln()).sqrt(),
            Self::Power { exponent } => (1.0 / share - 1.0).powf(1.0 / exponent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_are_those_of_central_differences_and_reach_is_the_inverse() {
        for kernel in [Kernel::Exponential, Kernel::Gaussian, Kernel::Power { exponent: 2.5 }] {
            for q in [0.01_f64, 0.7, 2.0, 5.0] {
                let at = |g: f64| kernel.derivatives(3.0, (q / 3.0) * g.exp());
                let (here, up, down) = (at(0.0), at(1e-5), at(-1e-5));
                for order in 0..2 {
                    assert!((here[order + 1] - (up[order] - down[order]) / 2e-5).abs() < 1e-8, "{kernel:?} {q}");
                }
                assert!((kernel.log_weight(3.0, q / 3.0) - here[0].ln()).abs() < 1e-12);
            }
            assert!((kernel.weight(kernel.reach(1e-4), 1.0) - 1e-4).abs() < 1e-12);
            assert_eq!(kernel.derivatives(f64::INFINITY, 1.0), [0.0; 3]);
            assert_eq!(kernel.derivatives(1e308, 1e308), [0.0; 3]);
            assert_eq!(kernel.weight(0.0, 1.0), 1.0);
        }
    }
}
