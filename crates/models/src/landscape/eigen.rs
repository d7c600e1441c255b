use agglom_measures::lanczos::{self, Search};

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

/// Vectors of a Krylov space before it is begun anew, and spaces before giving up.
const SEARCH: Search = Search { space: 60, spaces: 200, first: 1, negligible: 0.0 };

/// The largest eigenvalue of the symmetric matrix behind `product` by the method of Lanczos, fully reorthogonalised, begun anew from its best
/// vector every 60 steps, until the residual is at most `tolerance` times the eigenvalue.
///
/// Nothing if products are not finite, or if it did not converge.
pub fn leading(start: &[f64], tolerance: f64, product: impl Fn(&[f64], &mut [f64])) -> Option<Leading> {
    let order = start.len();
    let start = if start.iter().any(|x| *x != 0.0) { start.to_vec() } else { vec![1.0; order] };
    let image = |vector: &[f64]| {
        let mut image = vec![0.0; order];
        product(vector, &mut image);
        Ok(image)
    };
    let found = lanczos::leading(start, &[], order, SEARCH, image, |q| q.residual <= tolerance * q.value.abs()).ok().flatten()?;
    let vector = found.vector.into_iter().map(f64::abs).collect();
    Some(Leading { value: found.value.max(0.0), vector, residual: found.residual, products: found.products })
}
