use super::matching::Spread;
use super::system::System;
use nalgebra::{DMatrix, DVector, Schur, SymmetricEigen};
use serde::Serialize;

/// What shows that no species can grow beyond all bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Boundedness {
    /// Each species limits itself more than the others can further it, in some units: a dominant diagonal.
    DominantDiagonal,
    /// A positive diagonal D makes D B + Bᵀ D negative definite.
    Lyapunov,
    /// Neither was found.
    NotShown,
}

impl Boundedness {
    /// The word of the column `boundedness`.
    pub fn word(self) -> &'static str {
        match self {
            Self::DominantDiagonal => "dominant-diagonal",
            Self::Lyapunov => "lyapunov",
            Self::NotShown => "not-shown",
        }
    }
}

/// The levels at which nothing changes, `-B⁻¹ r`; `None` if the effects have no inverse.
pub(crate) fn equilibrium(system: &System) -> Option<DVector<f64>> {
    let singular = system.effects.clone().try_svd(false, false, f64::EPSILON, 10_000)?.singular_values;
    if singular.min() <= 1e-13 * singular.max() {
        return None;
    }
    let levels = system.effects.clone().lu().solve(&-&system.growth)?;
    levels.iter().all(|level| level.is_finite()).then_some(levels)
}

/// Variances of the equilibrium of a place by the delta method: `d u* = -B⁻¹ (dr + dB u*)`.
pub(crate) fn equilibrium_variance(system: &System, levels: &DVector<f64>, spread: &Spread, place: usize) -> Option<DVector<f64>> {
    let n = levels.len();
    let inverse = system.effects.clone().try_inverse()?;
    let by_level = DMatrix::from_fn(n, n * n, |i, at| if at / n == i { levels[at % n] } else { 0.0 });
    let (growth, cross) = &spread.places[place];
    let mixed = cross * by_level.transpose();
    let variance = growth + &mixed + mixed.transpose() + &by_level * &spread.effects * by_level.transpose();
    Some((&inverse * variance * inverse.transpose()).diagonal())
}

/// Eigenvalues (real, imaginary) of the Jacobian `diag(u*) B` in the order of falling real parts.
pub(crate) fn eigenvalues(effects: &DMatrix<f64>, levels: &DVector<f64>) -> Option<Vec<(f64, f64)>> {
    let jacobian = DMatrix::from_diagonal(levels) * effects;
    if jacobian.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let values = Schur::try_new(jacobian, f64::EPSILON, 10_000)?.complex_eigenvalues();
    let mut values: Vec<(f64, f64)> = values.iter().map(|value| (value.re, value.im)).collect();
    values.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    values.iter().all(|value| value.0.is_finite() && value.1.is_finite()).then_some(values)
}

/// Looks for a reason why levels stay bounded: the comparison system of the positive effects, then the inequality of Volterra and
/// Lyapunov.
pub(crate) fn boundedness(effects: &DMatrix<f64>) -> Boundedness {
    let n = effects.nrows();
    if (0..n).any(|i| effects[(i, i)] >= 0.0) {
        return Boundedness::NotShown;
    }
    // Competition cannot make anything grow, so only furthering effects count against self-limitation. A matrix with this pattern of
    // signs has a dominant diagonal in some units if and only if its inverse takes 1 to positive numbers.
    let comparison = DMatrix::from_fn(n, n, |i, j| if i == j { -effects[(i, i)] } else { -effects[(i, j)].max(0.0) });
    let weights = comparison.lu().solve(&DVector::from_element(n, 1.0));
    if weights.is_some_and(|weights| weights.iter().all(|weight| weight.is_finite() && *weight > 0.0)) {
        return Boundedness::DominantDiagonal;
    }
    if lyapunov(effects).is_some() { Boundedness::Lyapunov } else { Boundedness::NotShown }
}

/// A positive diagonal D with D B + Bᵀ D negative definite, by the ellipsoid method: finds one if those in the unit cube fill a ball of
/// radius 1e-4.
fn lyapunov(effects: &DMatrix<f64>) -> Option<DVector<f64>> {
    let n = effects.nrows();
    let unit = effects / effects.amax();
    let size = n as f64;
    let mut centre = DVector::from_element(n, 0.5);
    let mut shape = DMatrix::identity(n, n) * (size / 4.0);
    let most = (2.0 * size * (size + 1.0) * (1e4 * size).ln()).ceil() as usize;
    for _ in 0..most {
        let outside = (0..n).find_map(|i| {
            if centre[i] <= 1e-6 {
                Some((i, -1.0))
            } else if centre[i] > 1.0 {
                Some((i, 1.0))
            } else {
                None
            }
        });
        let cut = if let Some((i, sign)) = outside {
            let mut cut = DVector::zeros(n);
            cut[i] = sign;
            cut
        } else {
            let weighted = DMatrix::from_diagonal(&centre) * &unit;
            let eigen = SymmetricEigen::try_new(&weighted + weighted.transpose(), f64::EPSILON, 10_000)?;
            let largest = eigen.eigenvalues.imax();
            if eigen.eigenvalues[largest] < -1e-12 {
                return Some(centre);
            }
            // Derivative of the largest eigenvalue v'(D B + Bᵀ D)v by D_i: 2 v_i (B v)_i.
            let vector = eigen.eigenvectors.column(largest).into_owned();
            vector.component_mul(&(&unit * &vector)) * 2.0
        };
        let along = &shape * &cut;
        let length = cut.dot(&along).sqrt();
        if !length.is_finite() || length <= 1e-150 {
            return None;
        }
        let along = along / length;
        centre -= &along / (size + 1.0);
        shape = (shape - &along * along.transpose() * (2.0 / (size + 1.0))) * (size * size / (size * size - 1.0));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[f64]]) -> DMatrix<f64> {
        DMatrix::from_fn(rows.len(), rows.len(), |i, j| rows[i][j])
    }

    #[test]
    fn two_species_agree_with_the_closed_forms() {
        // u* = (r1 b22 - r2 b12, r2 b11 - r1 b21) / -det; eigenvalues are trace/2 ± sqrt(trace²/4 - det) of the Jacobian.
        let (r, b) = ([0.5, -0.1], [[-0.2, -0.5], [0.4, -0.05]]);
        let system = System { growth: DVector::from_row_slice(&r), effects: matrix(&[&b[0], &b[1]]) };
        let det: f64 = b[0][0] * b[1][1] - b[0][1] * b[1][0];
        let expected = [-(r[0] * b[1][1] - r[1] * b[0][1]) / det, -(r[1] * b[0][0] - r[0] * b[1][0]) / det];
        let levels = equilibrium(&system).unwrap();
        assert!((levels[0] - expected[0]).abs() < 1e-14 && (levels[1] - expected[1]).abs() < 1e-14);
        let trace = expected[0] * b[0][0] + expected[1] * b[1][1];
        let det = expected[0] * expected[1] * det;
        let imaginary = (det - trace * trace / 4.0).sqrt();
        let found = eigenvalues(&system.effects, &levels).unwrap();
        assert!(imaginary > 0.1, "this case turns");
        for (found, sign) in found.iter().zip([1.0, -1.0]) {
            assert!((found.0 - trace / 2.0).abs() < 1e-14 && (found.1 - sign * imaginary).abs() < 1e-14, "{found:?}");
        }
    }

    #[test]
    fn three_species_agree_with_scipy() {
        // METHODS D.6, oracle lotka_volterra.json: the true system, its equilibrium, Jacobian and eigenvalues.
        let effects = matrix(&[&[-0.3, 0.1, 0.05], &[0.12, -0.4, 0.08], &[0.06, -0.05, -0.25]]);
        let system = System { growth: DVector::from_row_slice(&[0.25, 0.3, 0.2]), effects };
        let levels = equilibrium(&system).unwrap();
        let expected = [1.429903057419836, 1.3534675615212528, 0.8724832214765101];
        assert!(levels.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12), "{levels}");
        let found = eigenvalues(&system.effects, &levels).unwrap();
        for (found, expected) in found.iter().zip([-0.20804555193219992, -0.3397651080202548, -0.6406680872511252]) {
            assert!((found.0 - expected).abs() < 1e-12 && found.1 == 0.0, "{found:?}");
        }
    }

    #[test]
    fn boundedness_is_shown_where_it_can_be() {
        // Mutualism of two species is bounded if and only if b11 b22 > b12 b21.
        assert_eq!(boundedness(&matrix(&[&[-1.0, 3.0], &[0.3, -1.0]])), Boundedness::DominantDiagonal);
        assert_eq!(boundedness(&matrix(&[&[-1.0, 3.0], &[0.34, -1.0]])), Boundedness::NotShown);
        // A species that furthers another and is eaten by it: D = diag(1, 1) gives -2 I.
        assert_eq!(boundedness(&matrix(&[&[-1.0, 5.0], &[-5.0, -1.0]])), Boundedness::DominantDiagonal, "one positive effect makes no circle");
        // Rock, paper, scissors with strong positive effects round the circle (product 8 > 1), each answered in kind: B + Bᵀ = -2 I.
        let turning = matrix(&[&[-1.0, 2.0, -2.0], &[-2.0, -1.0, 2.0], &[2.0, -2.0, -1.0]]);
        assert_eq!(boundedness(&turning), Boundedness::Lyapunov);
        let found = lyapunov(&matrix(&[&[-1.0, 20.0, -2.0], &[-0.2, -1.0, 0.2], &[2.0, -20.0, -1.0]])).unwrap();
        assert!(found.iter().all(|weight| *weight > 0.0));
        assert_eq!(boundedness(&matrix(&[&[0.1, 0.0], &[0.0, -1.0]])), Boundedness::NotShown, "no limit to itself");
    }
}
