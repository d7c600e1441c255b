use agglom_measures::lanczos::{Eigenpair, Krylov, Search};
use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

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

/// The largest eigenvalues of symmetric matrices of one order by the method of Lanczos, fully reorthogonalised, begun anew from the best vector
/// every 60 steps, until the residual is at most `tolerance` times the eigenvalue. `product` takes a vector of each matrix whose eigenvalue is
/// still looked for, as columns, and which ones these are: matrices that have much in common share its work.
///
/// Nothing where products are not finite, or where it did not converge.
pub fn leading_of_each(
    starts: Vec<Vec<f64>>,
    tolerance: f64,
    product: impl Fn(ArrayView2<'_, f64>, &[usize]) -> Array2<f64>,
) -> Vec<Option<Leading>> {
    let order = starts.first().map_or(0, Vec::len);
    let mut found = vec![None; starts.len()];
    let begin = |(which, start): (usize, Vec<f64>)| {
        let start = if start.iter().any(|x| *x != 0.0) { start } else { vec![1.0; order] };
        Some((which, Krylov::begin(start, &[], order, SEARCH)?))
    };
    let mut open: Vec<(usize, Krylov<'_>)> = starts.into_iter().enumerate().filter_map(begin).collect();
    while !open.is_empty() {
        let which: Vec<usize> = open.iter().map(|(which, _)| *which).collect();
        let mut vectors = Array2::zeros((order, open.len()));
        for (mut column, (_, krylov)) in vectors.columns_mut().into_iter().zip(&open) {
            column.iter_mut().zip(krylov.vector()).for_each(|(x, v)| *x = *v);
        }
        let images = product(vectors.view(), &which);
        let advanced: Vec<(usize, Advanced<'_>)> = open
            .into_par_iter()
            .enumerate()
            .map(|(column, (which, mut krylov))| {
                let pair = krylov.advance(images.column(column).to_vec(), |q| q.residual <= tolerance * q.value.abs());
                (
                    which,
                    match pair {
                        Ok(Some(pair)) => Advanced::Settled(pair),
                        Ok(None) => Advanced::Open(krylov),
                        Err(_) => Advanced::Failed,
                    },
                )
            })
            .collect();
        open = Vec::new();
        for (which, advanced) in advanced {
            match advanced {
                Advanced::Settled(pair) => found[which] = Some(Leading::of(pair)),
                Advanced::Open(krylov) => open.push((which, krylov)),
                Advanced::Failed => {}
            }
        }
    }
    found
}

/// What became of a search.
enum Advanced<'a> {
    Settled(Eigenpair),
    Open(Krylov<'a>),
    Failed,
}

impl Leading {
    fn of(pair: Eigenpair) -> Self {
        let vector = pair.vector.into_iter().map(f64::abs).collect();
        Self { value: pair.value.max(0.0), vector, residual: pair.residual, products: pair.products }
    }
}
