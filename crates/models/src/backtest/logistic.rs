use crate::backtest::Clusters;
use agglom_method::{Context, MethodError};
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// What an event is explained by: rows of so many numbers each, without the constant.
#[derive(Debug, Clone, Copy)]
pub struct Design<'a> {
    /// Numbers a row.
    pub width: usize,
    /// Row after row.
    pub rows: &'a [f64],
}

/// A logistic regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// The constant, then one for each number of a row.
    pub coefficients: Vec<f64>,
    /// Their standard errors, observations of a cluster hanging together (sandwich); empty if there are fewer than two clusters.
    pub errors: Vec<f64>,
    /// The log-likelihood, without the penalty.
    pub log_likelihood: f64,
    /// Newton steps.
    pub steps: usize,
}

/// Newton steps before giving up.
const MOST: usize = 100;
/// Rows summed by one thread at a time.
const PIECE: usize = 8192;

impl Design<'_> {
    fn row(&self, i: usize) -> &[f64] {
        &self.rows[i * self.width..(i + 1) * self.width]
    }
}

impl Logistic {
    /// The probability of an event for each row.
    pub fn probabilities(&self, design: Design<'_>, count: usize) -> Vec<f64> {
        (0..count).into_par_iter().map(|i| chance(log_odds(&self.coefficients, design.row(i)))).collect()
    }
}

fn log_odds(coefficients: &[f64], row: &[f64]) -> f64 {
    coefficients[0] + row.iter().zip(&coefficients[1..]).map(|(x, c)| x * c).sum::<f64>()
}

fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// ln(1 + exp(x)).
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// The coefficients that make what happened most likely, less `penalty` times half the sum of squares of the coefficients of standardised
/// numbers (the constant is free), by Newton's method with halved steps. Nothing if events are all alike or, without penalty, if numbers tell
/// events from others perfectly or depend on each other; a number that does not vary has the coefficient 0.
///
/// # Errors
/// If nobody wants the answer any more.
pub fn logistic(
    design: Design<'_>,
    event: &[bool],
    clusters: Clusters<'_>,
    penalty: f64,
    context: &Context<'_>,
) -> Result<Option<Logistic>, MethodError> {
    let events = event.iter().filter(|e| **e).count();
    if events == 0 || events == event.len() || design.rows.iter().any(|x| !x.is_finite()) {
        return Ok(None);
    }
    let scales = Scales::new(design, event.len());
    let problem = Problem { design, event, scales: &scales, penalty };
    let mut at = DVector::zeros(1 + scales.used.len());
    at[0] = (events as f64 / (event.len() - events) as f64).ln();
    let mut sums = problem.sums(&at);
    for steps in 1..=MOST {
        context.proceed()?;
        let Some(inverse) = sums.information.clone().cholesky() else { return Ok(None) };
        let change = inverse.solve(&sums.score);
        if change.amax() < 1e-10 * (1.0 + at.amax()) {
            return Ok(Some(problem.found(&at, &sums, &inverse.inverse(), clusters, steps)));
        }
        let mut length = 1.0;
        let next = loop {
            let trial = &at + length * &change;
            let found = problem.sums(&trial);
            if found.objective >= sums.objective - 1e-12 * sums.objective.abs() {
                break Some((trial, found));
            }
            length /= 2.0;
            if length < 1e-8 {
                break None;
            }
        };
        let Some(next) = next else { return Ok(None) };
        (at, sums) = next;
    }
    Ok(None)
}

/// Means and spreads of the numbers that vary.
struct Scales {
    used: Vec<(usize, f64, f64)>,
}

impl Scales {
    fn new(design: Design<'_>, count: usize) -> Self {
        let of = |k: usize| {
            let values = || (0..count).map(|i| design.row(i)[k]);
            let mean = values().sum::<f64>() / count as f64;
            let spread = (values().map(|x| (x - mean).powi(2)).sum::<f64>() / count as f64).sqrt();
            (k, mean, spread)
        };
        // What varies by rounding only does not vary.
        let varies = |(_, mean, spread): &(usize, f64, f64)| spread.is_finite() && *spread > 1e-12 * mean.abs() && *spread > 0.0;
        Self { used: (0..design.width).map(of).filter(varies).collect() }
    }
}

struct Problem<'a> {
    design: Design<'a>,
    event: &'a [bool],
    scales: &'a Scales,
    penalty: f64,
}

struct Sums {
    likelihood: f64,
    objective: f64,
    score: DVector<f64>,
    information: DMatrix<f64>,
}

impl Problem<'_> {
    fn standardised(&self, i: usize, row: &mut [f64]) {
        row[0] = 1.0;
        let plain = self.design.row(i);
        for (x, &(k, mean, spread)) in row[1..].iter_mut().zip(&self.scales.used) {
            *x = (plain[k] - mean) / spread;
        }
    }

    /// Likelihood, score and information of a piece of the rows; the matrix as its lower half.
    fn piece(&self, first: usize, at: &DVector<f64>) -> Vec<f64> {
        let width = at.len();
        let mut sums = vec![0.0; 1 + width + width * (width + 1) / 2];
        let mut row = vec![0.0; width];
        for i in first..(first + PIECE).min(self.event.len()) {
            self.standardised(i, &mut row);
            let odds: f64 = row.iter().zip(at.iter()).map(|(x, b)| x * b).sum();
            let (p, y) = (chance(odds), f64::from(u8::from(self.event[i])));
            sums[0] += y * odds - softplus(odds);
            let weight = p * (1.0 - p);
            let (score, matrix) = sums[1..].split_at_mut(width);
            let mut cell = 0;
            for (k, x) in row.iter().enumerate() {
                score[k] += (y - p) * x;
                for z in &row[..=k] {
                    matrix[cell] += weight * x * z;
                    cell += 1;
                }
            }
        }
        sums
    }

    fn sums(&self, at: &DVector<f64>) -> Sums {
        let width = at.len();
        let pieces: Vec<Vec<f64>> = (0..self.event.len().div_ceil(PIECE)).into_par_iter().map(|k| self.piece(k * PIECE, at)).collect();
        let mut all = vec![0.0; 1 + width + width * (width + 1) / 2];
        for piece in pieces {
            all.iter_mut().zip(piece).for_each(|(a, p)| *a += p);
        }
        let mut score = DVector::from_column_slice(&all[1..=width]);
        let mut information = DMatrix::zeros(width, width);
        let mut cells = all[1 + width..].iter();
        for k in 0..width {
            for l in 0..=k {
                let value = cells.next().copied().unwrap_or_default();
                information[(k, l)] = value;
                information[(l, k)] = value;
            }
        }
        let mut objective = all[0];
        for k in 1..width {
            objective -= 0.5 * self.penalty * at[k] * at[k];
            score[k] -= self.penalty * at[k];
            information[(k, k)] += self.penalty;
        }
        Sums { likelihood: all[0], objective, score, information }
    }

    /// Coefficients of the numbers as they are, with errors H⁻¹ (Σ_g s_g s_gᵀ) H⁻¹ G / (G - 1).
    fn found(&self, at: &DVector<f64>, sums: &Sums, inverse: &DMatrix<f64>, clusters: Clusters<'_>, steps: usize) -> Logistic {
        let width = at.len();
        let mut by_cluster = vec![0.0; clusters.count * width];
        let mut row = vec![0.0; width];
        for (i, &cluster) in clusters.of.iter().enumerate() {
            self.standardised(i, &mut row);
            let odds: f64 = row.iter().zip(at.iter()).map(|(x, b)| x * b).sum();
            let apart = f64::from(u8::from(self.event[i])) - chance(odds);
            let scores = &mut by_cluster[cluster as usize * width..][..width];
            scores.iter_mut().zip(&row).for_each(|(s, x)| *s += apart * x);
        }
        // Coefficients of standardised numbers to those of the numbers themselves.
        let mut back = DMatrix::zeros(1 + self.design.width, width);
        back[(0, 0)] = 1.0;
        for (column, &(k, mean, spread)) in self.scales.used.iter().enumerate() {
            back[(0, column + 1)] = -mean / spread;
            back[(k + 1, column + 1)] = 1.0 / spread;
        }
        let half = &back * inverse;
        let groups = clusters.occupied(clusters.of.iter().map(|_| true));
        let mut squares = vec![0.0; 1 + self.design.width];
        for scores in by_cluster.chunks(width) {
            let effect = &half * DVector::from_column_slice(scores);
            squares.iter_mut().zip(effect.iter()).for_each(|(s, e)| *s += e * e);
        }
        let factor = groups as f64 / (groups as f64 - 1.0);
        let errors = if groups > 1 { squares.iter().map(|s| (s * factor).sqrt()).collect() } else { Vec::new() };
        Logistic { coefficients: (&back * at).iter().copied().collect(), errors, log_likelihood: sums.likelihood, steps }
    }
}
