use agglom_method::{Context, MethodError, Seed};
use rand::RngExt;
use rayon::prelude::*;

/// The bootstrap over establishments: in draw `k`, as many establishments as there are, each drawn with equal chance.
///
/// A draw depends on (seed, `k`) only.
pub(crate) struct Resamples<'a> {
    pub(crate) seed: Seed,
    pub(crate) draws: usize,
    /// Cell of each establishment.
    pub(crate) cell: &'a [u32],
    /// Size of each establishment.
    pub(crate) size: &'a [f64],
    /// How many cells there are.
    pub(crate) cells: usize,
}

impl Resamples<'_> {
    /// For each draw, `statistic` of the cells' totals, in the order of the draws.
    pub(crate) fn map<T: Send>(&self, context: &Context<'_>, statistic: impl Fn(&[f64]) -> T + Sync) -> Result<Vec<T>, MethodError> {
        let finished = std::sync::atomic::AtomicU64::new(0);
        (0..self.draws)
            .into_par_iter()
            .map(|k| {
                context.proceed()?;
                let result = statistic(&self.totals(k as u64));
                let done = finished.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
                context.watch.progress(done, self.draws as u64);
                Ok(result)
            })
            .collect()
    }

    fn totals(&self, k: u64) -> Vec<f64> {
        let mut generator = self.seed.draw(k);
        let mut totals = vec![0.0; self.cells];
        for _ in 0..self.cell.len() {
            let drawn = generator.random_range(0..self.cell.len());
            totals[self.cell[drawn] as usize] += self.size[drawn];
        }
        totals
    }
}
