use super::ward::renumbered;
use agglom_method::{Context, MethodError, Seed};
use ndarray::Array2;
use rand::RngExt;
use rayon::prelude::*;

const ROUNDS: usize = 100;

/// The best of several runs of k-means on the rows: one from given clusters, the others from rows drawn far from each other (Arthur and
/// Vassilvitskii 2007).
pub(super) fn k_means(
    rows: &Array2<f64>,
    distance: &Array2<f64>,
    first: &[usize],
    starts: usize,
    seed: Seed,
    context: &Context<'_>,
) -> Result<Vec<usize>, MethodError> {
    let k = first.iter().max().map_or(0, |m| m + 1);
    let mut best = run(rows, first.to_vec(), k, context)?;
    for start in 0..starts {
        let middles = spread(distance, k, seed, start as u64);
        let nearest =
            |i: usize| (0..middles.len()).fold(0, |near, c| if distance[[i, middles[c]]] < distance[[i, middles[near]]] { c } else { near });
        let of: Vec<usize> = (0..rows.nrows()).map(nearest).collect();
        let found = run(rows, of, k, context)?;
        if found.1 < best.1 * (1.0 - 1e-12) {
            best = found;
        }
    }
    Ok(renumbered(&best.0))
}

/// Rows drawn one after the other, each with a chance as its squared distance from the nearest of those before.
fn spread(distance: &Array2<f64>, k: usize, seed: Seed, draw: u64) -> Vec<usize> {
    let n = distance.nrows();
    let mut generator = seed.draw(draw);
    let mut middles = vec![generator.random_range(0..n)];
    let mut nearest: Vec<f64> = distance.row(middles[0]).to_vec();
    while middles.len() < k {
        let total: f64 = nearest.iter().sum();
        if total <= 0.0 {
            break;
        }
        let mut at = generator.random::<f64>() * total;
        let mut next = n - 1;
        for (i, d) in nearest.iter().enumerate() {
            at -= d;
            if at < 0.0 {
                next = i;
                break;
            }
        }
        middles.push(next);
        nearest.iter_mut().enumerate().for_each(|(i, near)| *near = near.min(distance[[i, next]]));
    }
    middles
}

/// Lloyd's rounds until nothing moves: the clusters and the sum of squared distances from their means. An emptied cluster stays empty.
fn run(rows: &Array2<f64>, mut of: Vec<usize>, k: usize, context: &Context<'_>) -> Result<(Vec<usize>, f64), MethodError> {
    let (n, width) = rows.dim();
    let mut squares = f64::INFINITY;
    for _ in 0..ROUNDS {
        context.proceed()?;
        let mut means = Array2::zeros((k, width));
        let mut sizes = vec![0.0f64; k];
        for (i, &c) in of.iter().enumerate() {
            let mut mean = means.row_mut(c);
            mean += &rows.row(i);
            sizes[c] += 1.0;
        }
        means.rows_mut().into_iter().zip(&sizes).for_each(|(mut mean, &size)| mean.mapv_inplace(|v| v / size.max(1.0)));
        let lengths: Vec<f64> = means.rows().into_iter().map(|m| m.dot(&m)).collect();
        let products = rows.dot(&means.t());
        let next: Vec<(usize, f64)> = (0..n)
            .into_par_iter()
            .map(|i| {
                let own = rows.row(i).dot(&rows.row(i));
                let from = |c: usize| own + lengths[c] - 2.0 * products[[i, c]];
                let best = (0..k).filter(|&c| sizes[c] > 0.0).fold(of[i], |near, c| if from(c) < from(near) - 1e-12 * own { c } else { near });
                (best, from(best).max(0.0))
            })
            .collect();
        squares = next.iter().map(|x| x.1).sum();
        let moved = next.iter().zip(&of).any(|(x, c)| x.0 != *c);
        of = next.into_iter().map(|x| x.0).collect();
        if !moved {
            break;
        }
    }
    Ok((of, squares))
}
