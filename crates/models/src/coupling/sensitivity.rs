use super::degree::{Degree, Formula};
use super::panel::{Panel, Scales, Weighting};
use crate::index::{Bounds, Scaled};
use agglom_method::{Aim, Context, MethodError};
use serde::Serialize;

/// How much of the variance of the mean coordination over all combinations of choices each choice explains by itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sensitivity {
    /// First-order Sobol shares of weights, normalisation and formula; none if no choice changes the mean.
    pub shares: Option<[f64; 3]>,
    /// The smallest mean coordination.
    pub lowest: f64,
    /// The largest mean coordination.
    pub highest: f64,
    /// How many combinations there are.
    pub combinations: usize,
}

const WEIGHTINGS: [Weighting; 4] = [Weighting::Entropy, Weighting::Equal, Weighting::Critic, Weighting::StandardDeviation];
const NORMALISATIONS: [Normalisation; 3] = [Normalisation::Ends, Normalisation::Percentiles, Normalisation::Ranks];
/// A smaller variance of a number between 0 and 1 is rounding.
const ROUNDING: f64 = 1e-24;

/// How figures become numbers between 0 and 1.
#[derive(Clone, Copy)]
enum Normalisation {
    /// Between the ends of the study.
    Ends,
    /// Between the 5th and the 95th percentile.
    Percentiles,
    /// By rank.
    Ranks,
}

/// The full factorial of four weightings, three normalisations and the valid formulas (Liao's only if it is the chosen one).
pub(crate) fn sensitivity(panel: &Panel, scales: &Scales, degree: Degree<'_>, context: &Context<'_>) -> Result<Sensitivity, MethodError> {
    let mut formulas = vec![Formula::Wang2021, Formula::Standard];
    formulas.extend((degree.formula == Formula::Liao).then_some(Formula::Liao));
    let ones = vec![1.0; panel.rows.len()];
    let mut means = Vec::new();
    for normalisation in NORMALISATIONS {
        let scaled = normalised(panel, scales, normalisation);
        for weighting in WEIGHTINGS {
            context.proceed()?;
            let weights = weighting.weights(&scaled, &ones, &panel.system);
            let mut totals = vec![0.0; formulas.len()];
            for row in 0..panel.rows.len() {
                let scores = panel.scores(&scaled, &weights, row);
                for (total, &formula) in totals.iter_mut().zip(&formulas) {
                    *total += Degree { formula, ..degree }.coordination(&scores);
                }
            }
            means.extend(totals.into_iter().map(|total| total / panel.rows.len() as f64));
        }
    }
    // Numbers of the levels of weights, normalisation and formula in the order of `means`.
    let (w, f) = (WEIGHTINGS.len(), formulas.len());
    let shares = sobol(&means, [(w, |i, (w, f)| i / f % w), (NORMALISATIONS.len(), |i, (w, f)| i / f / w), (f, |i, (_, f)| i % f)], (w, f));
    let (lowest, highest) = means.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &m| (low.min(m), high.max(m)));
    Ok(Sensitivity { shares, lowest, highest, combinations: means.len() })
}

/// A factor: how many levels it has, and which one a combination takes.
type Factor = (usize, fn(usize, (usize, usize)) -> usize);

/// `S = Var(E[Y | factor]) / Var(Y)` over equally likely combinations (Sobol 1993).
fn sobol(means: &[f64], factors: [Factor; 3], counts: (usize, usize)) -> Option<[f64; 3]> {
    let mean = means.iter().sum::<f64>() / means.len() as f64;
    let variance = means.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / means.len() as f64;
    let share = |(levels, level): Factor| {
        let mut totals = vec![(0.0, 0.0); levels];
        for (i, &m) in means.iter().enumerate() {
            let (total, count) = &mut totals[level(i, counts)];
            *total += m - mean;
            *count += 1.0;
        }
        let between = totals.iter().map(|(total, count)| total * total / count).sum::<f64>() / means.len() as f64;
        (between / variance).min(1.0)
    };
    (variance > ROUNDING).then(|| factors.map(share))
}

fn normalised(panel: &Panel, scales: &Scales, normalisation: Normalisation) -> Vec<Vec<f64>> {
    match normalisation {
        Normalisation::Ends => scales.scaled.clone(),
        Normalisation::Percentiles => {
            let bounds: Vec<Bounds> = panel.columns.iter().zip(&scales.bounds).map(|(column, &ends)| percentiles(column).unwrap_or(ends)).collect();
            Scaled::new(&panel.columns, &panel.aims, &bounds).columns
        }
        Normalisation::Ranks => panel.columns.iter().zip(&panel.aims).map(|(column, &aim)| ranks(column, aim)).collect(),
    }
}

/// The 5th and the 95th percentile; nothing if they are equal.
fn percentiles(column: &[f64]) -> Option<Bounds> {
    let mut sorted = column.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |probability: f64| {
        let position = probability * (sorted.len() - 1) as f64;
        let (below, above) = (sorted[position as usize], sorted[position.ceil() as usize]);
        below + position.fract() * (above - below)
    };
    let bounds = Bounds { low: at(0.05), high: at(0.95) };
    (bounds.low < bounds.high).then_some(bounds)
}

/// Ranks between 0 (worst) and 1 (best); equal figures share their mean rank, and a single figure is in the middle.
fn ranks(column: &[f64], aim: Aim) -> Vec<f64> {
    let mut order: Vec<usize> = (0..column.len()).collect();
    order.sort_unstable_by(|&a, &b| column[a].total_cmp(&column[b]));
    let last = column.len() as f64 - 1.0;
    let mut ranks = vec![0.5; column.len()];
    let mut first = 0;
    for tied in order.chunk_by(|&a, &b| column[a] == column[b]) {
        let rank = first as f64 + (tied.len() - 1) as f64 / 2.0;
        let share = if last > 0.0 { rank / last } else { 0.5 };
        for &row in tied {
            ranks[row] = if aim == Aim::Up { share } else { 1.0 - share };
        }
        first += tied.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_a_sum_and_of_a_product_by_hand() {
        // Two levels each. y = a + 2b, a and b in {0, 1}: variances 1/4 and 1, shares 1/5 and 4/5, the third factor 0.
        let levels: [Factor; 3] = [(2, |i, _| i / 4), (2, |i, _| i / 2 % 2), (2, |i, _| i % 2)];
        let sum: Vec<f64> = (0..8).map(|i| f64::from(i / 4 + 2 * (i / 2 % 2))).collect();
        let found = sobol(&sum, levels, (0, 0)).unwrap();
        assert!(found.iter().zip([0.2, 0.8, 0.0]).all(|(f, e)| (f - e).abs() < 1e-14), "{found:?}");
        // y = ab: Var = 3/16, E[y|a] in {0, 1/2} has variance 1/16: shares 1/3 and 1/3; the rest is interaction.
        let product: Vec<f64> = (0..8).map(|i| f64::from(i / 4 * (i / 2 % 2))).collect();
        let found = sobol(&product, levels, (0, 0)).unwrap();
        assert!(found.iter().zip([1.0 / 3.0, 1.0 / 3.0, 0.0]).all(|(f, e)| (f - e).abs() < 1e-14), "{found:?}");
        assert_eq!(sobol(&[0.3; 8], levels, (0, 0)), None);
    }

    #[test]
    fn ties_share_their_rank_and_direction_turns_it() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 9.0, 2.0], Aim::Up), [0.625, 0.0, 0.625, 1.0, 0.25]);
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 9.0, 2.0], Aim::Down), [0.375, 1.0, 0.375, 0.0, 0.75]);
        assert_eq!(ranks(&[7.0], Aim::Down), [0.5]);
    }

    #[test]
    fn percentiles_agree_with_numpy() {
        // numpy.percentile([1, 2, 4, 8, 16], [5, 95]) -> 1.2, 14.4
        let found = percentiles(&[16.0, 1.0, 8.0, 2.0, 4.0]).unwrap();
        assert!((found.low - 1.2).abs() < 1e-12 && (found.high - 14.4).abs() < 1e-12);
        assert_eq!(percentiles(&[3.0, 3.0]), None);
    }
}
