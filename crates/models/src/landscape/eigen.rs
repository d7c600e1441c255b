use crate::landscape::sum;
use nalgebra::{DMatrix, SymmetricEigen};

/// The largest eigenvalue of a symmetric matrix without negative entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Leading {
    /// The eigenvalue.
    pub value: f64,
    /// Its eigenvector: not negative, of length 1.
    pub vector: Vec<f64>,
    /// The norm of `M v - λ v`: an eigenvalue lies within this distance of the value, and if it stands apart from the next one by a gap, the
    /// error is at most the square of this divided by the gap.
    pub residual: f64,
    /// Products with the matrix.
    pub products: usize,
}

/// Vectors of a Krylov space before it is begun anew.
const SPACE: usize = 60;
/// Spaces before giving up.
const RESTARTS: usize = 200;

/// The largest eigenvalue of the symmetric matrix behind `product` by the method of Lanczos, fully reorthogonalised, begun anew from its best
/// vector every 60 steps, until the residual is at most `tolerance` times the eigenvalue.
///
/// Nothing if products are not finite, or if it did not converge.
pub fn leading(start: &[f64], tolerance: f64, product: impl Fn(&[f64], &mut [f64])) -> Option<Leading> {
    let mut best = unit(start).or_else(|| unit(&vec![1.0; start.len()]))?;
    let mut products = 0;
    for _ in 0..RESTARTS {
        let mut space = Space::new(best);
        let found = space.grow(tolerance, &product)?;
        products += found.1;
        best = space.combine(&found.0.weights);
        if found.0.residual <= tolerance * found.0.value.abs() {
            let vector = best.into_iter().map(f64::abs).collect();
            return Some(Leading { value: found.0.value.max(0.0), vector, residual: found.0.residual, products });
        }
    }
    None
}

/// An orthonormal basis, and the matrix in it: a diagonal and what stands beside it.
struct Space {
    basis: Vec<Vec<f64>>,
    diagonal: Vec<f64>,
    beside: Vec<f64>,
}

/// The largest eigenvalue within a space.
struct Ritz {
    value: f64,
    weights: Vec<f64>,
    residual: f64,
}

impl Space {
    fn new(first: Vec<f64>) -> Self {
        Self { basis: vec![first], diagonal: Vec::new(), beside: Vec::new() }
    }

    /// Adds vectors until the largest eigenvalue has settled or the space is full.
    fn grow(&mut self, tolerance: f64, product: &impl Fn(&[f64], &mut [f64])) -> Option<(Ritz, usize)> {
        let order = self.basis[0].len();
        let mut image = vec![0.0; order];
        loop {
            let last = self.basis.len() - 1;
            product(&self.basis[last], &mut image);
            self.diagonal.push(dot(&self.basis[last], &image));
            // Twice is enough (Parlett 1998, The Symmetric Eigenvalue Problem, 6.9).
            for _ in 0..2 {
                for vector in &self.basis {
                    let share = dot(vector, &image);
                    image.iter_mut().zip(vector).for_each(|(x, v)| *x -= share * v);
                }
            }
            let rest = dot(&image, &image).sqrt();
            if !rest.is_finite() || !self.diagonal[last].is_finite() {
                return None;
            }
            let size = last + 1;
            let full = size == order.min(SPACE);
            if full || size <= 4 || size.is_multiple_of(4) || rest == 0.0 {
                let ritz = self.ritz(rest)?;
                if full || ritz.residual <= tolerance * ritz.value.abs() {
                    return Some((ritz, size));
                }
            }
            self.beside.push(rest);
            self.basis.push(image.iter().map(|x| x / rest).collect());
        }
    }

    fn ritz(&self, rest: f64) -> Option<Ritz> {
        let size = self.diagonal.len();
        let entry = |i: usize, j: usize| {
            if i == j {
                self.diagonal[i]
            } else if i.abs_diff(j) == 1 {
                self.beside[i.min(j)]
            } else {
                0.0
            }
        };
        let eigen = SymmetricEigen::try_new(DMatrix::from_fn(size, size, entry), f64::EPSILON, 10_000)?;
        let at = eigen.eigenvalues.imax();
        let weights: Vec<f64> = eigen.eigenvectors.column(at).iter().copied().collect();
        Some(Ritz { value: eigen.eigenvalues[at], residual: rest * weights[size - 1].abs(), weights })
    }

    fn combine(&self, weights: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.basis[0].len()];
        for (vector, weight) in self.basis.iter().zip(weights) {
            sum.iter_mut().zip(vector).for_each(|(s, v)| *s += weight * v);
        }
        unit(&sum).unwrap_or(sum)
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    sum(a.len(), |i| a[i] * b[i])
}

fn unit(vector: &[f64]) -> Option<Vec<f64>> {
    let most = vector.iter().fold(0.0f64, |most, x| most.max(x.abs()));
    let scaled: Vec<f64> = vector.iter().map(|x| x / most).collect();
    let length = dot(&scaled, &scaled).sqrt();
    (most > 0.0 && length.is_finite()).then(|| scaled.iter().map(|x| x / length).collect())
}
