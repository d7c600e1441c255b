use super::dopri::Stepper;
use nalgebra::{DMatrix, DVector};

/// `d ln u_i / dt = growth_i + Σ_j effects_ij u_j`, with the logarithms as state: levels stay positive.
#[derive(Debug, Clone)]
pub(crate) struct System {
    /// Growth of each species by itself.
    pub(crate) growth: DVector<f64>,
    /// Effect on row i of column j.
    pub(crate) effects: DMatrix<f64>,
}

/// Integrates a system, alone or with its derivatives by parameters.
pub(crate) struct Integration<'a> {
    system: &'a System,
    stepper: Stepper,
    levels: Vec<f64>,
    /// Logarithms of the levels, then for each parameter their derivatives.
    pub(crate) state: Vec<f64>,
}

impl<'a> Integration<'a> {
    /// From these logarithms of levels.
    pub(crate) fn new(system: &'a System, start: &[f64], tolerance: f64) -> Self {
        Self { system, stepper: Stepper::new(start.len(), tolerance), levels: vec![0.0; start.len()], state: start.to_vec() }
    }

    /// With the derivatives by growth, start and effects, in this order (variational equations).
    pub(crate) fn with_derivatives(system: &'a System, start: &[f64], tolerance: f64) -> Self {
        let n = start.len();
        let mut state = start.to_vec();
        state.resize(n * (1 + 2 * n + n * n), 0.0);
        (0..n).for_each(|i| state[n * (1 + n + i) + i] = 1.0);
        Self { system, stepper: Stepper::new(state.len(), tolerance), levels: vec![0.0; n], state }
    }

    /// Moves on by `span`; `None` if the path leaves all bounds.
    pub(crate) fn advance(&mut self, span: f64) -> Option<()> {
        let Self { system, stepper, levels, state } = self;
        stepper.advance(&mut |y, slope| system.slope(levels, y, slope), state, span)
    }
}

impl System {
    fn slope(&self, levels: &mut [f64], y: &[f64], slope: &mut [f64]) {
        let n = levels.len();
        levels.iter_mut().zip(y).for_each(|(level, log)| *level = log.exp());
        let (effects, growth) = (self.effects.as_slice(), self.growth.as_slice());
        slope[..n].copy_from_slice(growth);
        for (j, level) in levels.iter().enumerate() {
            (0..n).for_each(|i| slope[i] += effects[j * n + i] * level);
        }
        for (at, (column, slope)) in y[n..].chunks(n).zip(slope[n..].chunks_mut(n)).enumerate() {
            slope.fill(0.0);
            for j in 0..n {
                let by_level = levels[j] * column[j];
                if by_level != 0.0 {
                    (0..n).for_each(|i| slope[i] += effects[j * n + i] * by_level);
                }
            }
            if at < n {
                slope[at] += 1.0;
            } else if at >= 2 * n {
                let (i, j) = ((at - 2 * n) / n, (at - 2 * n) % n);
                slope[i] += levels[j];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_agree_with_differences_of_paths() {
        let (growth, effects) = ([0.25, 0.3], [-0.3, 0.1, 0.12, -0.4]);
        let system = |p: &[f64]| System { growth: DVector::from_row_slice(&p[..2]), effects: DMatrix::from_row_slice(2, 2, &p[4..]) };
        let end = |p: &[f64]| {
            let system = system(p);
            let mut path = Integration::new(&system, &p[2..4], 1e-13);
            path.advance(5.0).unwrap();
            path.state
        };
        let parameters: Vec<f64> = growth.into_iter().chain([-1.0, -0.5]).chain(effects).collect();
        let here = system(&parameters);
        let mut both = Integration::with_derivatives(&here, &parameters[2..4], 1e-12);
        both.advance(5.0).unwrap();
        for at in 0..8 {
            let moved = |by: f64| {
                let mut moved = parameters.clone();
                moved[at] += by;
                end(&moved)
            };
            let (above, below) = (moved(1e-5), moved(-1e-5));
            for i in 0..2 {
                let difference = (above[i] - below[i]) / 2e-5;
                assert!((both.state[2 + 2 * at + i] - difference).abs() < 1e-7 * (1.0 + difference.abs()), "{at}, {i}");
            }
        }
    }
}
