/// A sum of `f64` without rounding until it is read: the result does not depend on the order or grouping of the terms.
///
/// Keeps non-overlapping partial sums whose exact total is the exact total of the terms (Shewchuk 1997,
/// *Discrete & Computational Geometry* 18:305); [`ExactSum::value`] rounds that total once, to nearest even. The largest partial sum
/// stands by itself: whole numbers, the common case, never need another.
/// Terms must be finite and the exact sum must stay below the largest `f64`.
///
/// ```
/// use agglom_method::exact_sum;
/// assert_eq!(exact_sum([1e100, 1.0, -1e100]), 1.0);
/// assert_eq!(exact_sum([0.1; 10]), 1.0);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExactSum {
    high: f64,
    /// What `high` does not hold, smallest first.
    rest: Vec<f64>,
}

/// The correctly rounded sum of the terms.
pub fn exact_sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = ExactSum::default();
    for term in terms {
        sum.add(term);
    }
    sum.value()
}

impl ExactSum {
    /// Adds one term.
    #[inline]
    pub fn add(&mut self, term: f64) {
        let x = if self.rest.is_empty() { term } else { self.add_to_rest(term) };
        let (sum, error) = two_sum(x, self.high);
        self.high = sum;
        if error != 0.0 {
            self.rest.push(error);
        }
    }

    /// Adds a term to all partial sums but the largest; what is left over goes to that.
    fn add_to_rest(&mut self, term: f64) -> f64 {
        let mut x = term;
        let mut kept = 0;
        for i in 0..self.rest.len() {
            let (sum, error) = two_sum(x, self.rest[i]);
            if error != 0.0 {
                self.rest[kept] = error;
                kept += 1;
            }
            x = sum;
        }
        self.rest.truncate(kept);
        x
    }

    /// The largest partial sum. Adding it and [`ExactSum::rest`] to another [`ExactSum`] adds this one.
    pub fn high(&self) -> f64 {
        self.high
    }

    /// The other partial sums, smallest first.
    pub fn rest(&self) -> &[f64] {
        &self.rest
    }

    /// The total, rounded once.
    pub fn value(&self) -> f64 {
        let (mut high, mut low) = (self.high, 0.0);
        let mut below = 0.0;
        for &partial in self.rest.iter().rev() {
            if low != 0.0 {
                below = partial;
                break;
            }
            let sum = high + partial;
            low = partial - (sum - high);
            high = sum;
        }
        // A tie is broken by what lies below it (Python's math.fsum does the same).
        if (low < 0.0 && below < 0.0) || (low > 0.0 && below > 0.0) {
            let doubled = low * 2.0;
            let rounded = high + doubled;
            if doubled == rounded - high {
                high = rounded;
            }
        }
        high
    }
}

/// Knuth's exact addition: `sum + error == a + b` exactly.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let from_b = sum - a;
    let error = (a - (sum - from_b)) + (b - from_b);
    (sum, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_grouping_do_not_matter() {
        let terms: Vec<f64> = (1..2000).map(|i| f64::from(i).sin() * 10f64.powi(i % 37 - 18)).collect();
        let forward = exact_sum(terms.iter().copied());
        let backward = exact_sum(terms.iter().rev().copied());
        let mut grouped = ExactSum::default();
        for chunk in terms.chunks(17) {
            let mut part = ExactSum::default();
            for &term in chunk {
                part.add(term);
            }
            part.rest().iter().chain([&part.high()]).for_each(|&partial| grouped.add(partial));
        }
        assert_eq!(forward.to_bits(), backward.to_bits());
        assert_eq!(forward.to_bits(), grouped.value().to_bits());
        assert_ne!(terms.iter().sum::<f64>().to_bits(), terms.iter().rev().sum::<f64>().to_bits(), "plain sums must differ or this shows nothing");
    }

    #[test]
    fn ties_round_to_even_by_what_lies_below() {
        // 2^53 + 1 lies between two doubles; the tiny rest decides.
        assert_eq!(exact_sum([9_007_199_254_740_992.0, 1.0, 1e-20]), 9_007_199_254_740_994.0);
        assert_eq!(exact_sum([9_007_199_254_740_992.0, 1.0]), 9_007_199_254_740_992.0);
        assert_eq!(exact_sum([]), 0.0);
    }
}
