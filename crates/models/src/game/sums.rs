//! Sums and loops over many clusters. Clusters stand in the order of their codes, so the order of terms is fixed.

use rayon::prelude::*;

/// Clusters that one thread takes at a time; sums are taken within and then over so many, whatever the number of threads.
pub(super) const CHUNK: usize = 2048;

/// A compensated sum (Neumaier 1974): its error does not grow with the number of terms as long as they do not cancel.
pub(crate) fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0f64, 0.0f64);
    for term in terms {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    sum + lost
}

/// Plain sums of several terms at once, by chunks.
pub(super) fn totals<const K: usize>(count: usize, terms: impl Fn(usize) -> [f64; K]) -> [f64; K] {
    const SHORT: usize = 256;
    let mut totals = [0.0; K];
    for start in (0..count).step_by(SHORT) {
        let mut part = [0.0; K];
        for i in start..(start + SHORT).min(count) {
            let term = terms(i);
            (0..K).for_each(|k| part[k] += term[k]);
        }
        (0..K).for_each(|k| totals[k] += part[k]);
    }
    totals
}

/// Something for each cluster.
pub(crate) fn each<T: Send>(count: usize, of: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..count).into_par_iter().with_min_len(CHUNK).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_are_not_lost() {
        // Closed form: 1 and a million times 1e-16 are 1 + 1e-10; added plainly they stay 1.
        let terms = || std::iter::once(1.0).chain(std::iter::repeat_n(1e-16, 1_000_000));
        assert_eq!(terms().sum::<f64>(), 1.0);
        assert!((sum(terms()) - 1.000_000_000_1).abs() < 1e-15);
        assert_eq!(totals(1000, |i| [i as f64, 1.0]), [499_500.0, 1000.0]);
        assert_eq!(each(5000, |i| i)[4999], 4999);
    }
}
