//! Convex quadratic programs: an interior point finds which limits bind, a linear system then gives the answer to the last digits.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus, ZeroConeT};
use nalgebra::{DMatrix, DVector};

/// Half x'Px + q'x, to be made small.
pub(crate) struct Quadratic {
    pub(crate) p: DMatrix<f64>,
    pub(crate) q: DVector<f64>,
}

/// A limit: the sum of terms is at most, or equals, the bound.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) terms: Vec<(usize, f64)>,
    pub(crate) bound: f64,
    pub(crate) equal: bool,
}

/// What a program comes to.
pub(crate) enum Answer {
    /// The point, and the multiplier of every row.
    Found { x: Vec<f64>, multipliers: Vec<f64> },
    /// No point meets all rows.
    Infeasible,
    /// No answer after so many iterations.
    Stuck { iterations: usize },
}

impl Row {
    pub(crate) fn value(&self, x: &[f64]) -> f64 {
        self.terms.iter().map(|&(i, a)| a * x[i]).sum()
    }
}

/// What the interior point gives: point, multipliers, slacks, status.
pub(crate) struct Interior {
    pub(crate) x: Vec<f64>,
    pub(crate) z: Vec<f64>,
    s: Vec<f64>,
    pub(crate) status: SolverStatus,
    iterations: usize,
}

/// An interior point of half x'Px + q'x under rows, in their order; P is given by its upper triangle.
pub(crate) fn interior(p: &CscMatrix<f64>, q: &[f64], rows: &[Row]) -> Option<Interior> {
    let n = q.len();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&r| !rows[r].equal);
    let equal = rows.iter().filter(|r| r.equal).count();
    let (mut i, mut j, mut v) = (Vec::new(), Vec::new(), Vec::new());
    for (at, &row) in order.iter().enumerate() {
        for &(variable, a) in &rows[row].terms {
            i.push(at);
            j.push(variable);
            v.push(a);
        }
    }
    let a = CscMatrix::new_from_triplets(rows.len(), n, i, j, v);
    let b: Vec<f64> = order.iter().map(|&r| rows[r].bound).collect();
    let cones = [ZeroConeT(equal), NonnegativeConeT(rows.len() - equal)];
    let settings =
        DefaultSettings { verbose: false, max_threads: 1, tol_gap_abs: 1e-11, tol_gap_rel: 1e-11, tol_feas: 1e-11, ..DefaultSettings::default() };
    let mut solver = DefaultSolver::new(p, q, &a, &b, &cones, settings).ok()?;
    solver.solve();
    let solution = &solver.solution;
    let back = |values: &[f64]| {
        let mut sorted = vec![0.0; rows.len()];
        order.iter().zip(values).for_each(|(&row, &value)| sorted[row] = value);
        sorted
    };
    let finite = solution.x.iter().chain(&solution.z).chain(&solution.s).all(|value| value.is_finite());
    let (z, s) = (back(&solution.z), back(&solution.s));
    finite.then(|| Interior { x: solution.x.clone(), z, s, status: solution.status, iterations: solution.iterations as usize })
}

/// The upper triangle of a matrix.
fn upper(matrix: &DMatrix<f64>) -> CscMatrix<f64> {
    let n = matrix.nrows();
    let (mut i, mut j, mut v) = (Vec::new(), Vec::new(), Vec::new());
    for (row, column) in (0..n).flat_map(|c| (0..=c).map(move |r| (r, c))).filter(|&cell| matrix[cell] != 0.0) {
        i.push(row);
        j.push(column);
        v.push(matrix[(row, column)]);
    }
    CscMatrix::new_from_triplets(n, n, i, j, v)
}

/// The point that meets all rows at the smallest value.
pub(crate) fn minimum(program: &Quadratic, rows: &[Row]) -> Answer {
    let Some(found) = interior(&upper(&program.p), program.q.as_slice(), rows) else { return Answer::Stuck { iterations: 0 } };
    if matches!(found.status, SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible) {
        return Answer::Infeasible;
    }
    if let Some((x, multipliers)) = polished(program, rows, &found) {
        return Answer::Found { x, multipliers };
    }
    match found.status {
        SolverStatus::Solved => Answer::Found { x: found.x, multipliers: found.z },
        _ => Answer::Stuck { iterations: found.iterations },
    }
}

/// The exact point on the limits that bind, if the interior point tells which ones do.
fn polished(program: &Quadratic, rows: &[Row], found: &Interior) -> Option<(Vec<f64>, Vec<f64>)> {
    const ROUNDS: usize = 20;
    const CLOSE: f64 = 1e-10;
    let mut active: Vec<bool> = rows.iter().enumerate().map(|(r, row)| row.equal || found.z[r] > found.s[r]).collect();
    for _ in 0..ROUNDS {
        let (x, multipliers) = on_limits(program, rows, &active)?;
        let mut settled = true;
        let largest = multipliers.iter().fold(1e-6_f64, |m, z| m.max(z.abs()));
        for (r, row) in rows.iter().enumerate().filter(|(_, row)| !row.equal) {
            let over = row.value(&x) - row.bound;
            if active[r] && multipliers[r] < -1e-9 * largest {
                (active[r], settled) = (false, false);
            } else if !active[r] && over > CLOSE * (1.0 + row.bound.abs()) {
                (active[r], settled) = (true, false);
            }
        }
        if settled {
            let misses = rows.iter().any(|row| {
                let over = row.value(&x) - row.bound;
                (if row.equal { over.abs() } else { over }) > CLOSE * (1.0 + row.bound.abs())
            });
            return (!misses).then_some((x, multipliers));
        }
    }
    None
}

/// The smallest value where the active rows hold as equations: P x + A'z = -q, A x = b.
fn on_limits(program: &Quadratic, rows: &[Row], active: &[bool]) -> Option<(Vec<f64>, Vec<f64>)> {
    let n = program.q.len();
    let kept = independent(rows, active, n);
    let size = n + kept.len();
    let mut matrix = DMatrix::zeros(size, size);
    let mut right = DVector::zeros(size);
    matrix.view_mut((0, 0), (n, n)).copy_from(&program.p);
    right.rows_mut(0, n).copy_from(&(-&program.q));
    for (at, &row) in kept.iter().enumerate() {
        for &(variable, a) in &rows[row].terms {
            matrix[(n + at, variable)] += a;
            matrix[(variable, n + at)] += a;
        }
        right[n + at] = rows[row].bound;
    }
    let factors = matrix.clone().lu();
    let mut solution = factors.solve(&right)?;
    for _ in 0..2 {
        solution += factors.solve(&(&right - &matrix * &solution))?;
    }
    let mut multipliers = vec![0.0; rows.len()];
    kept.iter().enumerate().for_each(|(at, &row)| multipliers[row] = solution[n + at]);
    solution.iter().all(|v| v.is_finite()).then(|| (solution.iter().take(n).copied().collect(), multipliers))
}

/// Active rows none of which follows from the others, equations first.
fn independent(rows: &[Row], active: &[bool], n: usize) -> Vec<usize> {
    const FOLLOWS: f64 = 1e-9;
    let mut order: Vec<usize> = (0..rows.len()).filter(|&r| active[r]).collect();
    order.sort_by_key(|&r| !rows[r].equal);
    let (mut kept, mut basis): (Vec<usize>, Vec<DVector<f64>>) = (Vec::new(), Vec::new());
    for row in order {
        let mut direction = DVector::zeros(n);
        rows[row].terms.iter().for_each(|&(variable, a)| direction[variable] += a);
        let length = direction.norm();
        // Twice, so that rounding of the first pass is removed.
        for _ in 0..2 {
            for known in &basis {
                let along = known.dot(&direction);
                direction.axpy(-along, known, 1.0);
            }
        }
        let rest = direction.norm();
        if rest > FOLLOWS * length && length > 0.0 {
            basis.push(direction / rest);
            kept.push(row);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Answer, Quadratic, Row, minimum};
    use nalgebra::{DMatrix, DVector};

    fn row(terms: &[(usize, f64)], bound: f64, equal: bool) -> Row {
        Row { terms: terms.to_vec(), bound, equal }
    }

    /// x² + y² with x + y = 2 and x <= 1/2: x = 1/2, y = 3/2; multipliers -3 and 2 by hand.
    #[test]
    fn a_limit_that_binds_is_met_to_the_last_digit() {
        let program = Quadratic { p: DMatrix::from_diagonal_element(2, 2, 2.0), q: DVector::zeros(2) };
        let rows = [row(&[(0, 1.0)], 0.5, false), row(&[(0, 1.0), (1, 1.0)], 2.0, true), row(&[(0, 2.0), (1, 2.0)], 4.0, true)];
        let Answer::Found { x, multipliers } = minimum(&program, &rows) else { panic!("there is a minimum") };
        assert!((x[0] - 0.5).abs() < 1e-14 && (x[1] - 1.5).abs() < 1e-14);
        assert!((multipliers[0] - 2.0).abs() < 1e-12 && (multipliers[1] + 3.0).abs() < 1e-12);
    }

    #[test]
    fn rows_that_exclude_each_other_have_no_minimum() {
        let program = Quadratic { p: DMatrix::identity(1, 1), q: DVector::zeros(1) };
        assert!(matches!(minimum(&program, &[row(&[(0, 1.0)], 1.0, false), row(&[(0, -1.0)], -2.0, false)]), Answer::Infeasible));
    }
}
