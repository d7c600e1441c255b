/// A symmetric tridiagonal matrix without zeros beside its diagonal.
#[derive(Debug, Clone, Default)]
pub(super) struct Tridiagonal {
    pub(super) diagonal: Vec<f64>,
    /// Between row i and row i + 1.
    pub(super) beside: Vec<f64>,
}

impl Tridiagonal {
    fn len(&self) -> usize {
        self.diagonal.len()
    }

    fn beside(&self, i: usize) -> f64 {
        if i + 1 < self.len() { self.beside[i] } else { 0.0 }
    }

    /// How many eigenvalues lie below `x` (Sturm sequence).
    fn below(&self, x: f64) -> usize {
        let mut count = 0;
        let mut q = 1.0;
        for (i, d) in self.diagonal.iter().enumerate() {
            let b = if i == 0 { 0.0 } else { self.beside[i - 1] };
            q = d - x - if b == 0.0 { 0.0 } else { b * b / q };
            if q == 0.0 {
                q = -f64::MIN_POSITIVE.sqrt();
            }
            count += usize::from(q < 0.0);
        }
        count
    }

    /// The eigenvalue number `rank` from above (0 is the largest), by bisection to the last bits.
    pub(super) fn eigenvalue(&self, rank: usize) -> Option<f64> {
        let n = self.len();
        let at = n.checked_sub(rank + 1)?;
        let reach = |i: usize| self.beside(i).abs() + if i == 0 { 0.0 } else { self.beside[i - 1].abs() };
        let low = (0..n).map(|i| self.diagonal[i] - reach(i)).fold(f64::INFINITY, f64::min);
        let high = (0..n).map(|i| self.diagonal[i] + reach(i)).fold(f64::NEG_INFINITY, f64::max);
        let (mut low, mut high) = (low, high);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.below(middle) > at { high = middle } else { low = middle }
        }
        Some(0.5 * (low + high))
    }

    /// The eigenvector of a single eigenvalue, of length 1 (inverse iteration with partial pivoting).
    pub(super) fn eigenvector(&self, eigenvalue: f64) -> Vec<f64> {
        let n = self.len();
        let mut vector: Vec<f64> = (0..n).map(|i| 1.0 + 0.3 * (i as f64 * 2.399_963).sin()).collect();
        for _ in 0..3 {
            vector = self.solve(eigenvalue, vector);
            let length = vector.iter().fold(0.0f64, |most, v| most.max(v.abs()));
            if !(length > 0.0 && length.is_finite()) {
                return vec![0.0; n];
            }
            for v in &mut vector {
                *v /= length;
            }
            let norm = vector.iter().map(|v| v * v).sum::<f64>().sqrt();
            for v in &mut vector {
                *v /= norm;
            }
        }
        vector
    }

    /// (T - shift) x = right side.
    fn solve(&self, shift: f64, mut right: Vec<f64>) -> Vec<f64> {
        let n = self.len();
        let tiny = 1e-16 * self.diagonal.iter().fold(1e-130, |most: f64, d| most.max(d.abs()));
        // Rows of the upper triangle: diagonal, next, second next.
        let mut rows = vec![[0.0; 3]; n];
        let mut current = [self.diagonal[0] - shift, self.beside(0), 0.0];
        for i in 0..n {
            if i + 1 == n {
                rows[i] = current;
                break;
            }
            let below = [self.beside(i), self.diagonal[i + 1] - shift, self.beside(i + 1)];
            let (pivot, other) = if below[0].abs() > current[0].abs() {
                right.swap(i, i + 1);
                (below, current)
            } else {
                (current, below)
            };
            let first = if pivot[0] == 0.0 { tiny } else { pivot[0] };
            let factor = other[0] / first;
            rows[i] = [first, pivot[1], pivot[2]];
            current = [other[1] - factor * pivot[1], other[2] - factor * pivot[2], 0.0];
            right[i + 1] -= factor * right[i];
        }
        for i in (0..n).rev() {
            let after = |k: usize, right: &[f64]| if i + k < n { right[i + k] } else { 0.0 };
            let rest = right[i] - rows[i][1] * after(1, &right) - rows[i][2] * after(2, &right);
            let pivot = if rows[i][0].abs() < tiny { tiny.copysign(rows[i][0]) } else { rows[i][0] };
            right[i] = rest / pivot;
        }
        right
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_has_its_known_spectrum() {
        // Eigenvalues of the path of n points: 2 cos(k π / (n + 1)), vectors sin(i k π / (n + 1)).
        let n = 9;
        let path = Tridiagonal { diagonal: vec![0.0; n], beside: vec![1.0; n - 1] };
        let angle = std::f64::consts::PI / (n + 1) as f64;
        for k in 0..n {
            assert!((path.eigenvalue(k).unwrap() - 2.0 * (angle * (k + 1) as f64).cos()).abs() < 1e-14);
        }
        let vector = path.eigenvector(path.eigenvalue(1).unwrap());
        let sign = vector[0].signum();
        for (i, v) in vector.iter().enumerate() {
            let expected = (2.0 * angle * (i + 1) as f64).sin() / 5f64.sqrt();
            assert!((sign * v - expected).abs() < 1e-13);
        }
        assert_eq!(path.eigenvalue(n), None);
    }
}
