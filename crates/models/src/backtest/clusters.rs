/// Observations that hang together: those of one place.
#[derive(Debug, Clone, Copy)]
pub struct Clusters<'a> {
    /// The cluster of each observation, below `count`.
    pub of: &'a [u32],
    /// How many clusters there are.
    pub count: usize,
}

impl Clusters<'_> {
    /// Sums of a number per observation by cluster.
    pub fn sums(&self, values: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut sums = vec![0.0; self.count];
        for (&cluster, value) in self.of.iter().zip(values) {
            sums[cluster as usize] += value;
        }
        sums
    }

    /// How many clusters have an observation for which this holds.
    pub fn occupied(&self, which: impl Iterator<Item = bool>) -> usize {
        let mut seen = vec![false; self.count];
        for (&cluster, _) in self.of.iter().zip(which).filter(|(_, w)| *w) {
            seen[cluster as usize] = true;
        }
        seen.iter().filter(|s| **s).count()
    }

    /// The standard error of a sum of deviations that are independent between clusters: √(G / (G - 1) Σ_g (Σ_i d_gi)²). Nothing for fewer
    /// than two clusters.
    pub fn error(&self, deviations: impl Iterator<Item = f64>) -> Option<f64> {
        let clusters = self.occupied(self.of.iter().map(|_| true));
        let squares: f64 = self.sums(deviations).iter().map(|d| d * d).sum();
        (clusters > 1).then(|| (squares * clusters as f64 / (clusters - 1) as f64).sqrt())
    }
}
