use super::Weighting;
use crate::index::equal;

/// What weights from data need, added up by entity, so that estimating them again over drawn entities takes no look at the rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    rows: Vec<f64>,
    /// By indicator and entity: `Σ r`, `Σ r ln r` and `Σ (r - mean)`.
    values: Vec<Vec<f64>>,
    logarithms: Vec<Vec<f64>>,
    centred: Vec<Vec<f64>>,
    /// By pair of indicators (j, k <= j) and entity: `Σ (r_j - mean_j)(r_k - mean_k)`.
    products: Vec<Vec<f64>>,
}

/// Sums that should be zero and are smaller than this share of their terms are rounding.
const ROUNDING: f64 = 1e-12;

impl Sums {
    /// The sums that a weighting needs, of scaled figures whose rows belong to `entity`.
    pub(crate) fn new(weightings: &[Weighting], scaled: &[Vec<f64>], entity: &[usize], entities: usize) -> Self {
        let by_entity = |value: &dyn Fn(usize) -> f64| {
            let mut sums = vec![0.0; entities];
            entity.iter().enumerate().for_each(|(row, &entity)| sums[entity] += value(row));
            sums
        };
        let any = |of: &[Weighting]| weightings.iter().any(|weighting| of.contains(weighting));
        let rows = by_entity(&|_| 1.0);
        let (mut values, mut logarithms, mut centred, mut products) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        if any(&[Weighting::Entropy]) {
            values = scaled.iter().map(|r| by_entity(&|row| r[row])).collect();
            logarithms = scaled.iter().map(|r| by_entity(&|row| if r[row] > 0.0 { r[row] * r[row].ln() } else { 0.0 })).collect();
        }
        if any(&[Weighting::Critic, Weighting::StandardDeviation]) {
            let mean = |r: &Vec<f64>| r.iter().sum::<f64>() / r.len() as f64;
            let deviations: Vec<Vec<f64>> = scaled.iter().map(|r| r.iter().map(|x| x - mean(r)).collect()).collect();
            centred = deviations.iter().map(|d| by_entity(&|row| d[row])).collect();
            let pairs = (0..scaled.len()).flat_map(|j| (0..=j).map(move |k| (j, k)));
            products = pairs.map(|(j, k)| by_entity(&|row| deviations[j][row] * deviations[k][row])).collect();
        }
        Self { rows, values, logarithms, centred, products }
    }

    /// Entropy, CRITIC or standard deviation weights if every entity counts so many times; equal ones for any other weighting.
    pub(crate) fn weights(&self, weighting: Weighting, counts: &[f64], indicators: usize) -> Vec<f64> {
        let sum = |of_entity: &Vec<f64>| of_entity.iter().zip(counts).map(|(x, count)| x * count).sum::<f64>();
        let rows = sum(&self.rows);
        let raw: Vec<f64> = match weighting {
            Weighting::Entropy => self.values.iter().zip(&self.logarithms).map(|(r, l)| divergence(sum(r), sum(l), rows)).collect(),
            Weighting::StandardDeviation => self.covariances(&sum, rows).iter().enumerate().map(|(j, row)| row[j].sqrt()).collect(),
            Weighting::Critic => conflicts(&self.covariances(&sum, rows)),
            _ => Vec::new(),
        };
        let total: f64 = raw.iter().sum();
        if total > 0.0 { raw.iter().map(|w| w / total).collect() } else { equal(indicators) }
    }

    /// `Σ (r_j - m_j)(r_k - m_k)` for k <= j, with the means of what is drawn.
    fn covariances(&self, sum: &impl Fn(&Vec<f64>) -> f64, rows: f64) -> Vec<Vec<f64>> {
        let centres: Vec<f64> = self.centred.iter().map(sum).collect();
        let mut products = self.products.iter();
        let mut covariance = |j: usize, k: usize| {
            let around = products.next().map_or(0.0, sum);
            let found = around - centres[j] * centres[k] / rows;
            if j == k && found <= ROUNDING * around { 0.0 } else { found }
        };
        (0..centres.len()).map(|j| (0..=j).map(|k| covariance(j, k)).collect()).collect()
    }
}

/// `1 - e` of the entropy weights: `-Σ p ln p = ln Σ r - Σ r ln r / Σ r`.
fn divergence(total: f64, logarithms: f64, rows: f64) -> f64 {
    if total > 0.0 && rows > 1.0 { (1.0 - (total.ln() - logarithms / total) / rows.ln()).max(0.0) } else { 0.0 }
}

/// `σ_j Σ_k (1 - r_jk)` of the CRITIC weights.
fn conflicts(covariances: &[Vec<f64>]) -> Vec<f64> {
    let deviation = |j: usize| covariances[j][j].sqrt();
    let correlation = |j: usize, k: usize| match deviation(j) * deviation(k) {
        scale if scale > 0.0 => covariances[j.max(k)][j.min(k)] / scale,
        _ => 0.0,
    };
    let others = |j: usize| (0..covariances.len()).filter(move |&k| k != j);
    (0..covariances.len()).map(|j| deviation(j) * others(j).map(|k| 1.0 - correlation(j, k)).sum::<f64>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{critic, entropy, standard_deviation};

    /// The same weights as from rows that count so many times.
    #[test]
    fn sums_give_the_weights_that_rows_give() {
        let (entities, periods) = (9, 3);
        let entity: Vec<usize> = (0..entities * periods).map(|row| row % entities).collect();
        let scaled: Vec<Vec<f64>> =
            (1..5).map(|j| entity.iter().enumerate().map(|(row, _)| ((row * 7 * j + j * j) % 11) as f64 / 10.0).collect()).collect();
        let scaled: Vec<Vec<f64>> = scaled.into_iter().map(|column| column.into_iter().map(|r| r.min(1.0)).collect()).collect();
        let drawn = [2.0, 0.0, 1.0, 3.0, 0.0, 1.0, 1.0, 0.0, 1.0];
        let counts: Vec<f64> = entity.iter().map(|&e| drawn[e]).collect();
        let all = [Weighting::Entropy, Weighting::Critic, Weighting::StandardDeviation];
        let sums = Sums::new(&all, &scaled, &entity, entities);
        let right = [entropy(&scaled, &counts), critic(&scaled, &counts), standard_deviation(&scaled, &counts)];
        for (weighting, right) in all.into_iter().zip(right) {
            let found = sums.weights(weighting, &drawn, scaled.len());
            assert!(found.iter().zip(&right).all(|(f, r)| (f - r).abs() < 1e-12), "{weighting:?}: {found:?} against {right:?}");
        }
        let mut one = [0.0; 9];
        one[4] = 9.0;
        let single = Sums::new(&all, &scaled[..2], &(0..9).collect::<Vec<_>>(), 9);
        assert_eq!(single.weights(Weighting::Critic, &one, 2), [0.5, 0.5], "one entity again and again varies in nothing");
    }
}
