use super::Composition;
use serde::Serialize;

/// A division of parts into groups.
pub(crate) struct Groups {
    /// The group of each part.
    pub(crate) of: Vec<usize>,
    /// Share X of each group in the other division.
    share: Vec<f64>,
}

/// A Theil index as the sum of two parts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Split {
    /// The part between groups.
    pub between: f64,
    /// The part within groups.
    pub within: f64,
}

impl Groups {
    /// Groups of parts with the given shares in the other division.
    pub(crate) fn new(of: Vec<usize>, other: &[f64]) -> Self {
        let mut share = vec![0.0; of.iter().max().map_or(0, |last| last + 1)];
        of.iter().zip(other).for_each(|(&group, x)| share[group] += x);
        Self { of, share }
    }

    /// Σ A ln(A/B) + Σ a ln((a/b) / (A/B)), where (a, b) are the shares (s, x) of a part, and (A, B) those of its group, as
    /// `order` puts them; `of` is the group of each part of the composition.
    pub(crate) fn split(&self, composition: &Composition, of: &[usize], order: fn(f64, f64) -> (f64, f64)) -> Split {
        let mut sums = vec![0.0; self.share.len()];
        composition.parts().zip(of).for_each(|((s, _), &group)| sums[group] += s);
        let groups: Vec<(f64, f64)> = sums.iter().zip(&self.share).map(|(&s, &x)| order(s, x)).collect();
        let between: f64 = groups.iter().filter(|(a, _)| *a > 0.0).map(|(a, b)| a * (a / b).ln()).sum();
        let within = composition.parts().zip(of).map(|((s, x), &group)| (order(s, x), groups[group]));
        let within: f64 = within.filter(|((a, _), _)| *a > 0.0).map(|((a, b), (all_a, all_b))| a * (a / b / (all_a / all_b)).ln()).sum();
        Split { between: between.max(0.0), within: within.max(0.0) }
    }
}

impl Split {
    /// The part between groups as a share of the whole index, if that is not zero.
    pub(crate) fn share_between(self) -> Option<f64> {
        let whole = self.between + self.within;
        (whole > 0.0).then(|| self.between / whole)
    }
}
