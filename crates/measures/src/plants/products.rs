use super::{RegionShare, deviations};
use crate::null::IndependentLocation;
use agglom_method::{Context, MethodError};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, Axis, Slice};
use rayon::prelude::*;

/// Σ_i (s_ij - x_i)(s_ik - x_i) for all pairs j <= k of industries: one matrix product over the deviations.
///
/// Regions come in panels, so that memory does not grow with their number; rows of a panel's product come in blocks, each the work
/// of one thread, so that sums do not depend on threads. Below the diagonal stands nothing of use.
pub(crate) fn products(location: &IndependentLocation, shares: &[&[RegionShare]], context: &Context<'_>) -> Result<Array2<f64>, MethodError> {
    const PANEL: usize = 2048;
    const BLOCK: usize = 64;
    let regions = location.chances.len();
    let mut products = Array2::zeros((shares.len(), shares.len()));
    for start in (0..regions).step_by(PANEL) {
        context.proceed()?;
        let panel = start..(start + PANEL).min(regions);
        let rows: Vec<f64> = shares.par_iter().flat_map_iter(|s| deviations(location, s, panel.clone())).collect();
        let rows = Array2::from_shape_vec((shares.len(), panel.len()), rows).expect("a row per industry, a column per region");
        let mut blocks: Vec<_> = products.axis_chunks_iter_mut(Axis(0), BLOCK).enumerate().collect();
        blocks.par_iter_mut().for_each(|(block, sums)| {
            let first = *block * BLOCK;
            let left = rows.slice_axis(Axis(0), Slice::from(first..first + sums.nrows()));
            let right = rows.slice_axis(Axis(0), Slice::from(first..));
            general_mat_mul(1.0, &left, &right.t(), 1.0, &mut sums.slice_axis_mut(Axis(1), Slice::from(first..)));
        });
    }
    Ok(products)
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::{Seed, Unwatched};
    use rand::RngExt;

    #[test]
    fn panels_and_blocks_do_not_show() {
        let (industries, regions) = (130, 5000);
        let mut generator = Seed::new(1).draw(0);
        let location = IndependentLocation::new(vec![1.0 / regions as f64; regions]);
        let shares: Vec<Vec<RegionShare>> = (0..industries)
            .map(|_| (0..regions as u32).filter(|_| generator.random::<f64>() < 0.01).map(|region| (region, 0.02)).collect::<Vec<_>>())
            .collect();
        let slices: Vec<&[RegionShare]> = shares.iter().map(Vec::as_slice).collect();
        let products = products(&location, &slices, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap();
        for (j, k) in [(0, 0), (0, 129), (63, 64), (70, 127), (128, 129)] {
            let (a, b) = (deviations(&location, &shares[j], 0..regions), deviations(&location, &shares[k], 0..regions));
            let sum: f64 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
            assert!((products[[j, k]] - sum).abs() < 1e-15, "{j} {k}");
        }
    }
}
