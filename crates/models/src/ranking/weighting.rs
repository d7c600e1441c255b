use super::{Comparable, combination};
use crate::index::{critic, entropy, equal, standard_deviation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// The same for each.
    Equal,
    /// Shannon entropy of the scaled figures.
    Entropy,
    /// Standard deviation times conflict with the other indicators.
    Critic,
    /// Standard deviation of the scaled figures.
    StandardDeviation,
    /// Judgements of pairs (analytic hierarchy process).
    Ahp,
    /// Game-theoretic combination of several.
    Combination,
    /// The setting `weights`.
    Given,
}

impl Weighting {
    /// True for weights that are estimated from the figures.
    pub(crate) fn is_from_data(self) -> bool {
        matches!(self, Self::Entropy | Self::Critic | Self::StandardDeviation | Self::Combination)
    }

    /// Its name, as in a study with `-` for `_`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Entropy => "entropy",
            Self::Critic => "critic",
            Self::StandardDeviation => "standard-deviation",
            Self::Ahp => "ahp",
            Self::Combination => "combination",
            Self::Given => "given",
        }
    }
}

/// All that weights can come from besides the figures; columns are those of the frame.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weigher {
    /// Given weights.
    pub(crate) given: Option<Vec<f64>>,
    /// Weights from judgements.
    pub(crate) ahp: Option<Vec<f64>>,
    /// What a combination combines.
    pub(crate) combine: Vec<Weighting>,
    /// Groups of columns with the total weight of each; together they are all columns.
    pub(crate) groups: Vec<(f64, Vec<usize>)>,
}

impl Weigher {
    /// The weights of the kept indicators, which add up to 1.
    pub(crate) fn weights(&self, weighting: Weighting, data: &Comparable) -> Vec<f64> {
        let (columns, counts) = (&data.scaled.columns, vec![1.0; data.scaled.columns.first().map_or(0, Vec::len)]);
        let from_data = |weighting| match weighting {
            Weighting::Entropy => entropy(columns, &counts),
            Weighting::Critic => critic(columns, &counts),
            _ => standard_deviation(columns, &counts),
        };
        self.weights_by(weighting, data, &from_data)
    }

    /// The same, with entropy, CRITIC and standard deviation weights from `from_data`.
    pub(crate) fn weights_by(&self, weighting: Weighting, data: &Comparable, from_data: &impl Fn(Weighting) -> Vec<f64>) -> Vec<f64> {
        let fixed = |weights: &Option<Vec<f64>>| -> Vec<f64> {
            let of = |weights: &Vec<f64>| data.kept.iter().map(|&j| weights[j]).collect();
            weights.as_ref().map_or_else(|| equal(data.kept.len()), of)
        };
        let raw = match weighting {
            Weighting::Equal => equal(data.kept.len()),
            Weighting::Entropy | Weighting::Critic | Weighting::StandardDeviation => from_data(weighting),
            Weighting::Ahp => fixed(&self.ahp),
            Weighting::Given => fixed(&self.given),
            Weighting::Combination => combination(&self.to_combine(data, from_data)).1,
        };
        grouped(raw, &self.groups, &data.kept)
    }

    /// The shares of the combined weightings.
    pub(crate) fn shares(&self, data: &Comparable) -> Vec<f64> {
        combination(&self.single().map(|w| self.weights(w, data)).collect::<Vec<_>>()).0
    }

    fn to_combine(&self, data: &Comparable, from_data: &impl Fn(Weighting) -> Vec<f64>) -> Vec<Vec<f64>> {
        self.single().map(|w| self.weights_by(w, data, from_data)).collect()
    }

    fn single(&self) -> impl Iterator<Item = Weighting> + '_ {
        self.combine.iter().copied().filter(|w| *w != Weighting::Combination)
    }

    /// The weightings from data that these come down to.
    pub(crate) fn needed(&self, weightings: &[Weighting]) -> Vec<Weighting> {
        let of = |w: &Weighting| if *w == Weighting::Combination { self.single().collect() } else { vec![*w] };
        weightings.iter().flat_map(of).filter(|w| w.is_from_data()).collect()
    }
}

/// Weights made to add up to the total of each group (equal within a group whose weights are all zero), and to 1.
fn grouped(mut weights: Vec<f64>, groups: &[(f64, Vec<usize>)], kept: &[usize]) -> Vec<f64> {
    for (total, members) in groups {
        let at: Vec<usize> = (0..kept.len()).filter(|&j| members.contains(&kept[j])).collect();
        let sum: f64 = at.iter().map(|&j| weights[j]).sum();
        for &j in &at {
            weights[j] = if sum > 0.0 { weights[j] / sum * total } else { total / at.len() as f64 };
        }
    }
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 { weights.iter().map(|w| w / sum).collect() } else { equal(weights.len()) }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn groups_keep_their_totals() {
        let groups = [(0.7, vec![0, 2]), (0.3, vec![1, 3])];
        assert_eq!(grouped(vec![0.25; 4], &groups, &[0, 1, 2, 3]), [0.35, 0.15, 0.35, 0.15]);
        assert_eq!(grouped(vec![0.0, 0.5, 0.5], &groups, &[0, 1, 3]), [0.7, 0.15, 0.15]);
    }
}
