//! Moments of statistics when the values are dealt out anew over the regions.

use crate::weights::{Sums, Weights};

/// What closed forms need of the values: their number and central moments, on a scale of their own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) n: f64,
    /// Σ z²
    pub(crate) squares: f64,
    /// m4 / m2²
    pub(crate) kurtosis: f64,
}

impl Moments {
    /// Of deviations from the mean.
    pub(crate) fn of(deviations: &[f64]) -> Self {
        let n = deviations.len() as f64;
        let squares: f64 = deviations.iter().map(|z| z * z).sum();
        let fourths: f64 = deviations.iter().map(|z| z.powi(4)).sum();
        Self { n, squares, kurtosis: n * fourths / (squares * squares) }
    }

    /// Variance of Moran's I if values are normal (Cliff and Ord 1981, eq. 1.35).
    pub(crate) fn moran_normality(&self, w: &Sums) -> Option<f64> {
        let (n, s02) = (self.n, w.s0 * w.s0);
        positive((n * n * w.s1 - n * w.s2 + 3.0 * s02) / ((n * n - 1.0) * s02) - 1.0 / (n - 1.0).powi(2))
    }

    /// Variance of Moran's I over all permutations (Cliff and Ord 1981, eq. 1.38).
    pub(crate) fn moran_randomisation(&self, w: &Sums) -> Option<f64> {
        let (n, k, s02) = (self.n, self.kurtosis, w.s0 * w.s0);
        let first = n * ((n * n - 3.0 * n + 3.0) * w.s1 - n * w.s2 + 3.0 * s02);
        let second = k * ((n * n - n) * w.s1 - 2.0 * n * w.s2 + 6.0 * s02);
        positive((first - second) / ((n - 1.0) * (n - 2.0) * (n - 3.0) * s02) - 1.0 / (n - 1.0).powi(2))
    }

    /// Variance of Geary's C if values are normal (Cliff and Ord 1981, eq. 1.37).
    pub(crate) fn geary_normality(&self, w: &Sums) -> Option<f64> {
        let s02 = w.s0 * w.s0;
        positive(((2.0 * w.s1 + w.s2) * (self.n - 1.0) - 4.0 * s02) / (2.0 * (self.n + 1.0) * s02))
    }

    /// Variance of Geary's C over all permutations (Cliff and Ord 1981, eq. 1.40).
    pub(crate) fn geary_randomisation(&self, w: &Sums) -> Option<f64> {
        let (n, k, s02) = (self.n, self.kurtosis, w.s0 * w.s0);
        let a = (n - 1.0) * w.s1 * (n * n - 3.0 * n + 3.0 - (n - 1.0) * k);
        let b = 0.25 * (n - 1.0) * w.s2 * (n * n + 3.0 * n - 6.0 - (n * n - n + 2.0) * k);
        let c = s02 * (n * n - 3.0 - (n - 1.0).powi(2) * k);
        positive((a - b + c) / (n * (n - 2.0) * (n - 3.0) * s02))
    }
}

/// A variance, if it is one: of few regions the closed forms are 0 / 0, of complete graphs 0 but for rounding.
pub(crate) fn positive(variance: f64) -> Option<f64> {
    (variance.is_finite() && variance > 1e-14).then_some(variance)
}

/// Variance of the general G over all permutations (Getis and Ord 1992), for values that are not negative.
pub(crate) fn general_g_variance(values: &[f64], w: &Sums) -> Option<f64> {
    let n = values.len() as f64;
    let power = |k: i32| values.iter().map(|x| x.powi(k)).sum::<f64>();
    let (m1, m2, m3, m4) = (power(1), power(2), power(3), power(4));
    let (s02, n2) = (w.s0 * w.s0, n * n);
    let b0 = (n2 - 3.0 * n + 3.0) * w.s1 - n * w.s2 + 3.0 * s02;
    let b1 = -((n2 - n) * w.s1 - 2.0 * n * w.s2 + 6.0 * s02);
    let b2 = -(2.0 * n * w.s1 - (n + 3.0) * w.s2 + 6.0 * s02);
    let b3 = 4.0 * (n - 1.0) * w.s1 - 2.0 * (n + 1.0) * w.s2 + 8.0 * s02;
    let b4 = w.s1 - w.s2 + s02;
    let square = b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1.powi(4);
    let square = square / ((m1 * m1 - m2).powi(2) * n * (n - 1.0) * (n - 2.0) * (n - 3.0));
    let expected = w.s0 / (n * (n - 1.0));
    let variance = square - expected * expected;
    (variance.is_finite() && variance > 1e-12 * expected * expected).then_some(variance)
}

/// Which regions a join links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    /// Both have it.
    Both,
    /// Neither has it.
    Neither,
    /// One of them has it.
    One,
}

/// Mean and variance of a join count over all permutations (non-free sampling: Cliff and Ord 1981, eq. 1.27 to 1.33), where `with` of
/// `n` regions have it.
pub(crate) fn join_moments(join: Join, n: f64, with: f64, w: &Sums) -> (f64, Option<f64>) {
    let falling = |x: f64, k: u32| (0..k).map(|i| x - f64::from(i)).product::<f64>();
    // The chance that so many different regions all have it, or that some have it and others do not.
    let ratio = |above: f64, k: u32| if above == 0.0 { 0.0 } else { above / falling(n, k) };
    let (s02, pairs, triples) = (w.s0 * w.s0, w.s1, w.s2 - 2.0 * w.s1);
    let rest = s02 + w.s1 - w.s2;
    let (mean, variance) = match join {
        Join::Both | Join::Neither => {
            let m = if join == Join::Both { with } else { n - with };
            let p = |k| ratio(falling(m, k), k);
            (w.s0 * p(2) / 2.0, (pairs * p(2) + triples * p(3) + rest * p(4) - s02 * p(2) * p(2)) / 4.0)
        }
        Join::One => {
            let (a, b) = (with, n - with);
            let two = ratio(a * b, 2);
            let three = ratio(a * b * (a + b - 2.0), 3);
            let four = ratio(falling(a, 2) * falling(b, 2), 4);
            (w.s0 * two, (2.0 * pairs * two + triples * three + 4.0 * rest * four - 4.0 * s02 * two * two) / 4.0)
        }
    };
    (mean, (variance.is_finite() && variance > 1e-12 * s02).then_some(variance))
}

/// Mean and standard deviation of what the neighbours of a region add up to when all other regions' values are dealt out anew over the
/// others (Ord and Getis 1995).
pub(crate) struct Conditional<'a> {
    values: &'a [f64],
    weights: &'a Weights,
    sum: f64,
    squares: f64,
}

impl<'a> Conditional<'a> {
    /// Of deviations from the mean, so that squares lose no digits.
    pub(crate) fn new(deviations: &'a [f64], weights: &'a Weights) -> Self {
        Self { values: deviations, weights, sum: deviations.iter().sum(), squares: deviations.iter().map(|z| z * z).sum() }
    }

    /// How many standard deviations the neighbours of a region are above what chance would give.
    pub(crate) fn z(&self, i: usize) -> Option<f64> {
        let (n, y) = (self.values.len() as f64, self.values[i]);
        let mean = (self.sum - y) / (n - 1.0);
        let variance = (self.squares - y * y) / (n - 1.0) - mean * mean;
        let (_, weight) = self.weights.row(i);
        let (all, squares) = (weight.iter().sum::<f64>(), weight.iter().map(|w| w * w).sum::<f64>());
        let spread = ((n - 1.0) * squares - all * all) / (n - 2.0);
        let defined = variance > 1e-12 * self.squares / n && spread > 1e-12 * all * all;
        defined.then(|| (self.weights.lag(i, self.values) - all * mean) / (variance * spread).sqrt())
    }

    /// The same with the region itself among its neighbours, and all values dealt out anew over all regions.
    pub(crate) fn z_star(&self, i: usize) -> Option<f64> {
        let n = self.values.len() as f64;
        let mean = self.sum / n;
        let variance = self.squares / n - mean * mean;
        let ((_, weight), own) = (self.weights.row(i), self.weights.own(i));
        let (all, squares) = (weight.iter().sum::<f64>() + own, weight.iter().map(|w| w * w).sum::<f64>() + own * own);
        let spread = (n * squares - all * all) / (n - 1.0);
        let defined = variance > 0.0 && spread > 1e-12 * all * all;
        defined.then(|| (self.weights.lag(i, self.values) + own * self.values[i] - all * mean) / (variance * spread).sqrt())
    }
}
