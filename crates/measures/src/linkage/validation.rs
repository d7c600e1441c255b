use crate::inference::quantile;
use ndarray::Array2;
use serde::Serialize;

/// How well clusters are told apart, as shares between 0 and 1, means over the matrices of relatedness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Validation {
    /// Clusters whose relatedness within exceeds the mean of that with the other clusters.
    pub clusters_above_mean: f64,
    /// Clusters whose relatedness within exceeds the 95th percentile of that with the other clusters.
    pub clusters_above_most: f64,
    /// Industries more related to their own cluster than, on average, to the others.
    pub industries_above_mean: f64,
    /// Industries more related to their own cluster than to 95 % of the others.
    pub industries_above_most: f64,
}

impl Validation {
    /// The mean of the four.
    pub fn score(&self) -> f64 {
        (self.clusters_above_mean + self.clusters_above_most + self.industries_above_mean + self.industries_above_most) / 4.0
    }
}

/// Mean relatedness of every industry and of every cluster with every cluster; none where no pair is known.
pub(crate) struct Averages {
    pub(crate) clusters: usize,
    pub(crate) of: Vec<Option<usize>>,
    industry: Vec<Option<f64>>,
    cluster: Vec<Option<f64>>,
}

/// The averages of a matrix over clusters; industries without one are left out.
pub(crate) fn averages(matrix: &Array2<f64>, of: &[Option<usize>]) -> Averages {
    let clusters = of.iter().flatten().max().map_or(0, |m| m + 1);
    let n = of.len();
    let (mut sums, mut counts) = (vec![0.0; n * clusters], vec![0usize; n * clusters]);
    for j in 0..n {
        for k in (0..n).filter(|&k| k != j) {
            let value = matrix[[j, k]];
            if let (Some(c), true) = (of[k], value.is_finite()) {
                sums[j * clusters + c] += value;
                counts[j * clusters + c] += 1;
            }
        }
    }
    let (mut cluster_sums, mut cluster_counts) = (vec![0.0; clusters * clusters], vec![0usize; clusters * clusters]);
    for (j, own) in of.iter().enumerate() {
        let Some(own) = own else { continue };
        for c in 0..clusters {
            cluster_sums[own * clusters + c] += sums[j * clusters + c];
            cluster_counts[own * clusters + c] += counts[j * clusters + c];
        }
    }
    let mean = |sums: &[f64], counts: &[usize]| sums.iter().zip(counts).map(|(s, &c)| (c > 0).then(|| s / c as f64)).collect::<Vec<_>>();
    Averages { clusters, of: of.to_vec(), industry: mean(&sums, &counts), cluster: mean(&cluster_sums, &cluster_counts) }
}

impl Averages {
    /// Mean relatedness of an industry with the others of its cluster.
    pub(crate) fn within(&self, industry: usize) -> Option<f64> {
        self.industry[industry * self.clusters + self.of[industry]?]
    }

    /// Mean relatedness of an industry with each other cluster.
    pub(crate) fn others(&self, industry: usize) -> Vec<(usize, f64)> {
        let own = self.of[industry];
        (0..self.clusters).filter(|&c| Some(c) != own).filter_map(|c| Some((c, self.industry[industry * self.clusters + c]?))).collect()
    }

    /// Mean over industries of relatedness with their own cluster minus that with the nearest other one; 0 for an industry alone.
    pub(crate) fn margin(&self) -> f64 {
        let one = |j: usize| {
            let nearest = self.others(j).into_iter().map(|o| o.1).fold(f64::NEG_INFINITY, f64::max);
            self.within(j).filter(|_| nearest.is_finite()).map_or(0.0, |within| within - nearest)
        };
        let placed = || (0..self.of.len()).filter(|&j| self.of[j].is_some());
        placed().map(one).sum::<f64>() / placed().count().max(1) as f64
    }

    /// Mean relatedness of the pairs of a cluster.
    pub(crate) fn within_cluster(&self, cluster: usize) -> Option<f64> {
        self.cluster[cluster * self.clusters + cluster]
    }

    /// Mean relatedness of a cluster with each other one.
    pub(crate) fn other_clusters(&self, cluster: usize) -> Vec<(usize, f64)> {
        (0..self.clusters).filter(|&c| c != cluster).filter_map(|c| Some((c, self.cluster[cluster * self.clusters + c]?))).collect()
    }
}

/// The validation of clusters by several matrices.
pub(crate) fn validation(matrices: &[Array2<f64>], of: &[Option<usize>]) -> Validation {
    let mut sum = [0.0; 4];
    for matrix in matrices {
        let averages = averages(matrix, of);
        let clusters: Vec<[bool; 2]> = (0..averages.clusters).map(|c| above(averages.within_cluster(c), &averages.other_clusters(c))).collect();
        let industries: Vec<[bool; 2]> = (0..of.len()).filter(|&j| of[j].is_some()).map(|j| above(averages.within(j), &averages.others(j))).collect();
        let share = |rows: &[[bool; 2]], at: usize| rows.iter().filter(|r| r[at]).count() as f64 / rows.len().max(1) as f64;
        let parts = [share(&clusters, 0), share(&clusters, 1), share(&industries, 0), share(&industries, 1)];
        sum.iter_mut().zip(parts).for_each(|(s, p)| *s += p / matrices.len() as f64);
    }
    Validation { clusters_above_mean: sum[0], clusters_above_most: sum[1], industries_above_mean: sum[2], industries_above_most: sum[3] }
}

/// Whether the relatedness within exceeds the mean and the 95th percentile of that with others; not if there is none within.
fn above(within: Option<f64>, others: &[(usize, f64)]) -> [bool; 2] {
    let mut values: Vec<f64> = others.iter().map(|o| o.1).collect();
    values.sort_unstable_by(f64::total_cmp);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    match (within, quantile(&values, 0.95)) {
        (Some(within), Some(most)) => [within > mean, within > most],
        _ => [false; 2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_blocks_are_told_apart_and_a_wrong_cut_is_not() {
        let block = |j: usize| usize::from(j >= 3);
        let matrix = Array2::from_shape_fn((6, 6), |(j, k)| if block(j) == block(k) { 1.0 } else { 0.0 });
        let right: Vec<Option<usize>> = (0..6).map(|j| Some(block(j))).collect();
        assert_eq!(validation(std::slice::from_ref(&matrix), &right).score(), 1.0);
        let wrong: Vec<Option<usize>> = (0..6).map(|j| Some(j % 2)).collect();
        // By hand: within {0, 2, 4} 1/3, with {1, 3, 5} (1 + 0 + 0 + 0 + ... )/9 = 4/9: no cluster is above. Of the industries, those that
        // have half of their two mates in their block are above the third they have elsewhere: 0 and 2, 3 and 5.
        let scores = validation(&[matrix], &wrong);
        assert_eq!((scores.clusters_above_mean, scores.clusters_above_most), (0.0, 0.0));
        assert_eq!(scores.industries_above_mean, 4.0 / 6.0);
    }
}
