//! The explicit Runge-Kutta method of Dormand and Prince (1980), Journal of Computational and Applied Mathematics 6:19, of order
//! 5 with an error estimate of order 4.

/// Rows of the tableau: weights of the earlier slopes in each stage. The last stage is the solution of order 5.
const STAGES: [&[f64]; 6] = [
    &[1.0 / 5.0],
    &[3.0 / 40.0, 9.0 / 40.0],
    &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
    &[19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0],
    &[9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0],
    &[35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
];

/// Solution of order 5 minus solution of order 4.
const ERROR: [f64; 7] = [71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339200.0, 22.0 / 525.0, -1.0 / 40.0];

/// A path through a span longer than this many steps is given up: it leaves all bounds, or its time scale is not that of the data.
const MOST_STEPS: usize = 4000;

/// Advances an autonomous differential equation.
pub(crate) struct Stepper {
    slopes: [Vec<f64>; 7],
    trial: Vec<f64>,
    step: f64,
    tolerance: f64,
}

impl Stepper {
    /// For so many equations; errors of a step stay below `tolerance · (1 + |y|)`.
    pub(crate) fn new(size: usize, tolerance: f64) -> Self {
        Self { slopes: std::array::from_fn(|_| vec![0.0; size]), trial: vec![0.0; size], step: 0.05, tolerance }
    }

    /// Moves `y` by `span`; `None` if it leaves the numbers on the way.
    pub(crate) fn advance(&mut self, slope: &mut impl FnMut(&[f64], &mut [f64]), y: &mut [f64], span: f64) -> Option<()> {
        let mut done = 0.0;
        slope(y, &mut self.slopes[0]);
        for _ in 0..MOST_STEPS {
            let left = span - done;
            let step = self.step.min(left);
            for (stage, weights) in STAGES.iter().enumerate() {
                self.point(y, weights, step);
                slope(&self.trial, &mut self.slopes[stage + 1]);
            }
            let error = self.error(y, step);
            // Finite only if every slope is.
            if error.is_finite() && error <= 1.0 {
                y.copy_from_slice(&self.trial);
                self.slopes.swap(0, 6);
                done += step;
                if left <= step {
                    self.step = self.step.max(step * factor(error));
                    return y.iter().all(|value| value.is_finite()).then_some(());
                }
            }
            self.step = step * if error.is_finite() { factor(error) } else { 0.1 };
            if self.step < span * 1e-13 {
                return None;
            }
        }
        None
    }

    /// The point from which a stage takes its slope.
    fn point(&mut self, y: &[f64], weights: &[f64], step: f64) {
        self.trial.copy_from_slice(y);
        for (weight, slope) in weights.iter().zip(&self.slopes).filter(|(weight, _)| **weight != 0.0) {
            let weight = step * weight;
            self.trial.iter_mut().zip(slope).for_each(|(point, slope)| *point += weight * slope);
        }
    }

    /// Root mean square of the errors in units of the tolerance.
    fn error(&self, y: &[f64], step: f64) -> f64 {
        let of = |at: usize| {
            let error: f64 = ERROR.iter().zip(&self.slopes).map(|(weight, slope)| weight * slope[at]).sum();
            let error = step * error / (self.tolerance * (1.0 + y[at].abs().max(self.trial[at].abs())));
            error * error
        };
        ((0..y.len()).map(of).sum::<f64>() / y.len() as f64).sqrt()
    }
}

fn factor(error: f64) -> f64 {
    (0.9 * error.powf(-0.2)).clamp(0.2, 5.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_growth_follows_its_closed_form() {
        // u' = u (1 - u / 2), u(0) = 0.1: u(t) = 2 / (1 + 19 e^-t).
        for (tolerance, within) in [(1e-6, 1e-5), (1e-9, 1e-8), (1e-12, 1e-11)] {
            let mut y = vec![0.1];
            let mut stepper = Stepper::new(1, tolerance);
            for t in 1..=10 {
                stepper.advance(&mut |y, slope| slope[0] = y[0] * (1.0 - y[0] / 2.0), &mut y, 1.0).unwrap();
                let exact = 2.0 / (1.0 + 19.0 * (-f64::from(t)).exp());
                assert!((y[0] - exact).abs() < within, "{tolerance}, {t}: {} against {exact}", y[0]);
            }
        }
    }

    #[test]
    fn an_oscillation_keeps_its_energy() {
        let mut y = vec![1.0, 0.0];
        let mut turn = |y: &[f64], slope: &mut [f64]| (slope[0], slope[1]) = (y[1], -y[0]);
        Stepper::new(2, 1e-11).advance(&mut turn, &mut y, std::f64::consts::TAU).unwrap();
        assert!((y[0] - 1.0).abs() < 1e-9 && y[1].abs() < 1e-9, "{y:?}");
    }

    #[test]
    fn a_path_that_leaves_all_bounds_in_finite_time_is_given_up() {
        // u' = u², u(0) = 1 is 1 / (1 - t).
        let mut y = vec![1.0];
        let mut square = |y: &[f64], slope: &mut [f64]| slope[0] = y[0] * y[0];
        assert!(Stepper::new(1, 1e-9).advance(&mut square, &mut y, 2.0).is_none());
    }
}
