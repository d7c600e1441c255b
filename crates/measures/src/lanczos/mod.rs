//! The largest eigenvalue of a symmetric matrix of which nothing is known but its products with vectors (method of Lanczos).

mod tridiagonal;

use agglom_method::MethodError;
use tridiagonal::Tridiagonal;

/// How the search for an eigenpair goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Vectors of a space before the search begins anew from the best one.
    pub space: usize,
    /// Spaces before it is given up.
    pub spaces: usize,
    /// Steps in a space before the first look at how good the pair is.
    pub first: usize,
    /// What is left of a product beside the space is rounding if it is no longer than this.
    pub negligible: f64,
}

/// How good the pair of a space is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// The eigenvalue.
    pub value: f64,
    /// The norm of `M v - λ v`.
    pub residual: f64,
    /// How far the next eigenvalue of the space is below; the eigenvalue itself if there is none.
    pub gap: f64,
}

/// An eigenvalue and its vector.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigenpair {
    /// The eigenvalue.
    pub value: f64,
    /// Its vector, of length 1.
    pub vector: Vec<f64>,
    /// The norm of `M v - λ v`: an eigenvalue lies within this distance of the value.
    pub residual: f64,
    /// Products with the matrix.
    pub products: usize,
}

/// The largest eigenvalue of a symmetric matrix in the space orthogonal to `known`, of dimension `free`, and its vector: Lanczos steps with full
/// reorthogonalisation (Golub and Van Loan 2013, section 10.3), begun anew from the best vector once a space is full, until a pair is `good` or
/// the whole space is exhausted. Nothing if no part of the start is orthogonal to what is known.
///
/// ```
/// use agglom_measures::lanczos::{Search, leading};
/// let search = Search { space: 10, spaces: 1, first: 1, negligible: 0.0 };
/// let found = leading(vec![1.0, 0.0], &[], 2, search, |v| Ok(vec![2.0 * v[0] + v[1], v[0] + 2.0 * v[1]]), |_| false).unwrap().unwrap();
/// assert!((found.value - 3.0).abs() < 1e-15 && (found.vector[0].abs() - 0.5_f64.sqrt()).abs() < 1e-15);
/// ```
///
/// # Errors
/// [`MethodError::NotConverged`], also where products are not finite, and those of a product.
pub fn leading(
    start: Vec<f64>,
    known: &[Vec<f64>],
    free: usize,
    search: Search,
    mut product: impl FnMut(&[f64]) -> Result<Vec<f64>, MethodError>,
    good: impl Fn(Quality) -> bool,
) -> Result<Option<Eigenpair>, MethodError> {
    let Some(mut krylov) = Krylov::begin(start, known, free, search) else { return Ok(None) };
    loop {
        let image = product(krylov.vector())?;
        if let Some(found) = krylov.advance(image, &good)? {
            return Ok(Some(found));
        }
    }
}

/// The search of [`leading`] under way, for whoever computes products of many searches together.
#[derive(Debug)]
pub struct Krylov<'a> {
    known: &'a [Vec<f64>],
    free: usize,
    search: Search,
    basis: Vec<Vec<f64>>,
    small: Tridiagonal,
    look: usize,
    spaces: usize,
    products: usize,
    vector: Vec<f64>,
}

impl<'a> Krylov<'a> {
    /// Begins, with the arguments of [`leading`].
    pub fn begin(start: Vec<f64>, known: &'a [Vec<f64>], free: usize, search: Search) -> Option<Self> {
        let vector = unit(without(known, &[], start)).filter(|_| free > 0)?;
        Some(Self { known, free, search, basis: Vec::new(), small: Tridiagonal::default(), look: search.first, spaces: 0, products: 0, vector })
    }

    /// The vector whose product with the matrix is wanted next.
    pub fn vector(&self) -> &[f64] {
        &self.vector
    }

    /// Takes that product; the pair, once it is `good`.
    ///
    /// # Errors
    /// Those of [`leading`].
    pub fn advance(&mut self, image: Vec<f64>, good: impl Fn(Quality) -> bool) -> Result<Option<Eigenpair>, MethodError> {
        self.products += 1;
        let vector = std::mem::take(&mut self.vector);
        self.small.diagonal.push(dot(&image, &vector));
        self.basis.push(vector);
        let rest = without(self.known, &self.basis, image);
        let beside = dot(&rest, &rest).sqrt();
        let failed = MethodError::NotConverged { iterations: self.products };
        if !beside.is_finite() {
            return Err(failed);
        }
        let (size, exhausted) = (self.basis.len(), beside <= self.search.negligible || self.basis.len() == self.free);
        let full = size >= self.search.space;
        if exhausted || full || size >= self.look {
            self.look = size + 1 + size / 8;
            let Some((quality, coordinates)) = best(&self.small, beside) else { return Err(failed) };
            let settled = exhausted || good(quality);
            if settled || full {
                let Some(vector) = unit(combined(&self.basis, &coordinates)) else { return Err(failed) };
                if settled {
                    return Ok(Some(Eigenpair { value: quality.value, vector, residual: quality.residual, products: self.products }));
                }
                return self.again(vector).map(|()| None);
            }
        }
        self.small.beside.push(beside);
        self.vector = unit(rest).ok_or(failed)?;
        Ok(None)
    }

    /// Begins anew from a vector.
    fn again(&mut self, vector: Vec<f64>) -> Result<(), MethodError> {
        self.spaces += 1;
        if self.spaces >= self.search.spaces {
            return Err(MethodError::NotConverged { iterations: self.products });
        }
        self.basis.clear();
        (self.small, self.look, self.vector) = (Tridiagonal::default(), self.search.first, vector);
        Ok(())
    }
}

/// The leading pair of the small matrix, in coordinates of the basis.
fn best(small: &Tridiagonal, beside: f64) -> Option<(Quality, Vec<f64>)> {
    let value = small.eigenvalue(0)?;
    let coordinates = small.eigenvector(value);
    let residual = beside * coordinates.last()?.abs();
    let gap = small.eigenvalue(1).map_or(value.abs(), |next| value - next).max(1e-300);
    Some((Quality { value, residual, gap }, coordinates))
}

fn combined(basis: &[Vec<f64>], coordinates: &[f64]) -> Vec<f64> {
    let mut vector = vec![0.0; basis[0].len()];
    for (one, c) in basis.iter().zip(coordinates) {
        vector.iter_mut().zip(one).for_each(|(sum, x)| *sum += c * x);
    }
    vector
}

/// The part of a vector that is orthogonal to all of these, twice for rounding (Parlett 1998, The Symmetric Eigenvalue Problem, 6.9).
fn without(known: &[Vec<f64>], basis: &[Vec<f64>], mut vector: Vec<f64>) -> Vec<f64> {
    for _ in 0..2 {
        for one in known.iter().chain(basis) {
            let along = dot(one, &vector);
            vector.iter_mut().zip(one).for_each(|(v, x)| *v -= along * x);
        }
    }
    vector
}

/// A vector of length 1 in the same direction; none of nothing.
pub(crate) fn unit(mut vector: Vec<f64>) -> Option<Vec<f64>> {
    let mut length = dot(&vector, &vector).sqrt();
    if !(1e-150..1e150).contains(&length) {
        // Squares leave the range of numbers.
        let most = vector.iter().fold(0.0f64, |most, x| most.max(x.abs()));
        for v in &mut vector {
            *v /= most;
        }
        length = dot(&vector, &vector).sqrt();
    }
    (length > 0.0 && length.is_finite()).then(|| {
        for v in &mut vector {
            *v /= length;
        }
        vector
    })
}

/// A product of two vectors in eight running sums.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a8, a_rest), (b8, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (x, y) in a8.iter().zip(b8) {
        for k in 0..8 {
            sums[k] += x[k] * y[k];
        }
    }
    sums.iter().sum::<f64>() + a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path of 40 points: eigenvalues 2 cos(k π / 41).
    fn path(v: &[f64]) -> Vec<f64> {
        let at = |i: usize| v.get(i).copied().unwrap_or(0.0);
        (0..v.len()).map(|i| at(i + 1) + if i > 0 { at(i - 1) } else { 0.0 }).collect()
    }

    fn eigenvalue(k: usize) -> f64 {
        2.0 * (std::f64::consts::PI * k as f64 / 41.0).cos()
    }

    #[test]
    fn the_path_has_its_leading_eigenvalues_with_and_without_new_beginnings() {
        for space in [8, 100] {
            let search = Search { space, spaces: 1000, first: 4, negligible: 1e-14 };
            let found = leading(vec![1.0; 40], &[], 40, search, |v| Ok(path(v)), |q| q.residual < 1e-12).unwrap().unwrap();
            assert!((found.value - eigenvalue(1)).abs() < 1e-13, "{space}: {}", found.value);
            let start: Vec<f64> = (0..40).map(f64::from).collect();
            let next = leading(start, &[found.vector], 39, search, |v| Ok(path(v)), |q| q.residual < 1e-12).unwrap().unwrap();
            assert!((next.value - eigenvalue(2)).abs() < 1e-13, "{space}: {}", next.value);
        }
    }

    #[test]
    fn nothing_orthogonal_has_no_pair_and_products_that_are_no_numbers_do_not_converge() {
        let search = Search { space: 5, spaces: 5, first: 1, negligible: 0.0 };
        assert_eq!(leading(vec![0.0; 3], &[], 3, search, |v| Ok(path(v)), |_| true), Ok(None));
        let lost = leading(vec![1.0; 3], &[], 3, search, |v| Ok(vec![f64::NAN; v.len()]), |_| true);
        assert!(matches!(lost, Err(MethodError::NotConverged { iterations: 1 })));
        // A start whose squares underflow.
        let small = leading(vec![1e-200; 3], &[], 3, search, |v| Ok(path(v)), |_| false).unwrap().unwrap();
        assert!((small.value - 2.0f64.sqrt()).abs() < 1e-14);
    }
}
