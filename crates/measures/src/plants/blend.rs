use super::Industry;
use agglom_method::{Codes, MethodError, exact_sum, nearest};

/// A group of industries as weights.
pub(crate) struct Blend {
    /// Number of an industry and its share w_j of the group's total, by number.
    pub(crate) members: Vec<(usize, f64)>,
    /// 1 - Σ w_j²; zero if only one industry is not empty.
    pub(crate) rest: f64,
}

impl Blend {
    /// From codes that a setting names.
    pub(crate) fn new(setting: &'static str, group: &[String], codes: &Codes, industries: &[Industry]) -> Result<Self, MethodError> {
        let unknown =
            |code: &str| MethodError::UnknownCode { setting, code: code.to_owned(), nearest: nearest(code, codes.iter()).map(str::to_owned) };
        let mut numbers = group.iter().map(|code| codes.index(code).ok_or_else(|| unknown(code))).collect::<Result<Vec<_>, _>>()?;
        numbers.sort_unstable();
        let total = exact_sum(numbers.iter().map(|&j| industries[j].value));
        let members: Vec<(usize, f64)> =
            numbers.into_iter().filter(|&j| industries[j].value > 0.0).map(|j| (j, industries[j].value / total)).collect();
        let rest = if members.len() > 1 { 1.0 - exact_sum(members.iter().map(|(_, w)| w * w)) } else { 0.0 };
        Ok(Self { members, rest })
    }

    /// Σ over pairs j < k of the group of `term`(2 w_j w_k / (1 - Σ w²), j, k); zero for fewer than two industries.
    pub(crate) fn sum(&self, term: impl Fn(f64, usize, usize) -> f64) -> f64 {
        let pairs = self.members.iter().enumerate().flat_map(|(a, j)| self.members[a + 1..].iter().map(move |k| (j, k)));
        exact_sum(pairs.map(|(&(j, v), &(k, w))| term(2.0 * v * w / self.rest, j, k)))
    }

    /// Σ over triples j < k < l of the group of `term`(j) `term`(k) `term`(l) times the products of the three weights 2 w_j w_k / (1 - Σ w²) of
    /// their pairs.
    pub(crate) fn triangles(&self, term: impl Fn(usize) -> f64) -> f64 {
        // Elementary symmetric sums of w² term, one member after the other.
        let (mut ones, mut twos, mut threes) = (0.0, 0.0, 0.0);
        for &(j, w) in &self.members {
            let x = w * w * term(j);
            threes += twos * x;
            twos += ones * x;
            ones += x;
        }
        threes * (2.0 / self.rest).powi(3)
    }
}
