use super::{Comparable, Frame, Preference};
use agglom_method::Aim;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the indicators of an entity become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// `Σ w r`: a good indicator makes up for a bad one.
    WeightedSum,
    /// `Π r^w`: an indicator at its worst makes the score 0.
    WeightedProduct,
    /// Closeness to the best and distance from the worst figures.
    Topsis,
    /// A compromise between the sum of regrets and the largest regret; the score is `1 - Q`.
    Vikor,
    /// Net outranking flow among the entities of the period (PROMETHEE II), between -1 and 1.
    Promethee,
}

/// How TOPSIS makes figures comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Normalisation {
    /// Divided by the root of the sum of squares (Hwang and Yoon).
    Vector,
    /// Between 0 and 1 on the scale of the indicator.
    Minmax,
}

/// Settings of the aggregations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Of TOPSIS.
    pub topsis: Normalisation,
    /// Of VIKOR: the weight of the sum of regrets against the largest regret.
    pub compromise: f64,
    /// Of PROMETHEE.
    pub preference: Preference,
}

/// The three numbers of VIKOR.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Compromise {
    /// S, the weighted sum of regrets.
    pub group_regret: f64,
    /// R, the largest weighted regret.
    pub individual_regret: f64,
    /// Q, the compromise; the smallest is best.
    pub compromise: f64,
}

impl Aggregation {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::WeightedSum, Self::WeightedProduct, Self::Topsis, Self::Vikor, Self::Promethee];

    /// True if the score is a sum of weights times something.
    pub(crate) fn is_linear(self) -> bool {
        matches!(self, Self::WeightedSum | Self::Promethee)
    }
}

/// All that an aggregation needs besides the weights, by indicator and row: scaled figures (sum), their logarithms (product), squared
/// distances from the best (TOPSIS; `worst` from the worst), regrets (VIKOR), net flows (PROMETHEE).
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) aggregation: Aggregation,
    pub(crate) parts: Vec<Vec<f64>>,
    worst: Vec<Vec<f64>>,
    /// What the parts would be if the indicator were at its best: for all rows, or for each (PROMETHEE).
    best: Vec<Vec<f64>>,
    compromise: f64,
}

/// Working memory, reused from draw to draw.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    sums: Vec<f64>,
    others: Vec<f64>,
}

/// The least and the largest S and R of VIKOR.
struct Ends {
    group: (f64, f64),
    individual: (f64, f64),
}

impl Parts {
    /// The parts of scaled figures; `figures` are those of the frame, which TOPSIS divides by their root of the sum of squares.
    pub(crate) fn new(
        aggregation: Aggregation,
        options: &Options,
        frame: &Frame,
        data: &Comparable,
        scaled: &[Vec<f64>],
        figures: &[Vec<f64>],
    ) -> Self {
        let each = |f: &dyn Fn(f64) -> f64| scaled.iter().map(|column| column.iter().map(|&r| f(r)).collect()).collect::<Vec<Vec<f64>>>();
        let same = |value: f64| vec![vec![value]; scaled.len()];
        let (parts, worst, best) = match aggregation {
            Aggregation::WeightedSum => (scaled.to_vec(), Vec::new(), same(1.0)),
            Aggregation::WeightedProduct => (each(&f64::ln), Vec::new(), same(0.0)),
            Aggregation::Vikor => (each(&|r| 1.0 - r), Vec::new(), same(0.0)),
            Aggregation::Topsis if options.topsis == Normalisation::Minmax => (each(&|r| (1.0 - r).powi(2)), each(&|r| r * r), same(1.0)),
            Aggregation::Topsis => vector_distances(data, figures).into(),
            Aggregation::Promethee => {
                let (flows, best) = scaled.iter().map(|column| options.preference.flows(column, &frame.periods)).unzip();
                (flows, Vec::new(), best)
            }
        };
        Self { aggregation, parts, worst, best, compromise: options.compromise }
    }

    /// The score of every row.
    pub(crate) fn scores(&self, weights: &[f64], work: &mut Work, scores: &mut [f64]) {
        match self.aggregation {
            Aggregation::WeightedSum | Aggregation::Promethee => add_up(&self.parts, weights, scores),
            Aggregation::WeightedProduct => {
                add_up(&self.parts, weights, scores);
                for score in scores {
                    *score = score.exp();
                }
            }
            Aggregation::Topsis => {
                let squares: Vec<f64> = weights.iter().map(|w| w * w).collect();
                work.sums.resize(scores.len(), 0.0);
                add_up(&self.parts, &squares, &mut work.sums);
                add_up(&self.worst, &squares, scores);
                scores.iter_mut().zip(&work.sums).for_each(|(score, best)| *score = closeness(*best, *score));
            }
            Aggregation::Vikor => {
                let ends = self.regrets(weights, work, scores.len());
                let pairs = work.sums.iter().zip(&work.others);
                scores.iter_mut().zip(pairs).for_each(|(score, (&s, &r))| *score = 1.0 - self.q(&ends, s, r));
            }
        }
    }

    /// S, R and Q of every row (VIKOR).
    pub(crate) fn compromises(&self, weights: &[f64]) -> Vec<Compromise> {
        let mut work = Work::default();
        let ends = self.regrets(weights, &mut work, self.parts.first().map_or(0, Vec::len));
        let pairs = work.sums.iter().zip(&work.others);
        pairs.map(|(&s, &r)| Compromise { group_regret: s, individual_regret: r, compromise: self.q(&ends, s, r) }).collect()
    }

    /// How much the score of a row would rise if one indicator were at its best and all else as it is, ends and best figures included.
    pub(crate) fn gains<'a>(&'a self, weights: &'a [f64], scores: &'a [f64]) -> impl Fn(usize) -> Vec<f64> + 'a {
        let ends = (self.aggregation == Aggregation::Vikor).then(|| self.regrets(weights, &mut Work::default(), scores.len()));
        move |row| (0..weights.len()).map(|raised| self.raised(weights, ends.as_ref(), row, raised) - scores[row]).collect()
    }

    fn raised(&self, weights: &[f64], ends: Option<&Ends>, row: usize, raised: usize) -> f64 {
        let best = |j: usize| self.best[j].get(row).or(self.best[j].first()).copied().unwrap_or_default();
        let weighed = || weights.iter().enumerate().filter(|(_, w)| **w > 0.0);
        let part = |j: usize| if j == raised { best(j) } else { self.parts[j][row] };
        match (self.aggregation, ends) {
            (Aggregation::Topsis, _) => {
                let near: f64 = weighed().filter(|(j, _)| *j != raised).map(|(j, w)| w * w * self.parts[j][row]).sum();
                let far: f64 = weighed().map(|(j, w)| w * w * if j == raised { best(j) } else { self.worst[j][row] }).sum();
                closeness(near, far)
            }
            (Aggregation::Vikor, Some(ends)) => {
                let regrets = || weighed().map(|(j, w)| w * part(j));
                1.0 - self.q(ends, regrets().sum(), regrets().fold(0.0, f64::max))
            }
            (Aggregation::WeightedProduct, _) => weighed().map(|(j, w)| w * part(j)).sum::<f64>().exp(),
            _ => weighed().map(|(j, w)| w * part(j)).sum(),
        }
    }

    /// S and R of every row, into the working memory, and their ends.
    fn regrets(&self, weights: &[f64], work: &mut Work, rows: usize) -> Ends {
        work.sums.resize(rows, 0.0);
        work.others.resize(rows, 0.0);
        add_up(&self.parts, weights, &mut work.sums);
        work.others.fill(0.0);
        for (column, weight) in self.parts.iter().zip(weights) {
            work.others.iter_mut().zip(column).for_each(|(most, regret)| *most = most.max(weight * regret));
        }
        let ends = |values: &[f64]| values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)));
        Ends { group: ends(&work.sums), individual: ends(&work.others) }
    }

    fn q(&self, ends: &Ends, group: f64, individual: f64) -> f64 {
        let share = |value: f64, (low, high): (f64, f64)| if high > low { (value - low) / (high - low) } else { 0.0 };
        self.compromise * share(group, ends.group) + (1.0 - self.compromise) * share(individual, ends.individual)
    }
}

fn closeness(from_best: f64, from_worst: f64) -> f64 {
    let (near, far) = (from_best.sqrt(), from_worst.sqrt());
    if near + far > 0.0 { far / (near + far) } else { 0.0 }
}

/// `Σ w x` by row; what has no weight does not count, even if it is infinite.
fn add_up(columns: &[Vec<f64>], weights: &[f64], sums: &mut [f64]) {
    sums.fill(0.0);
    for (column, &weight) in columns.iter().zip(weights).filter(|(_, w)| **w > 0.0) {
        sums.iter_mut().zip(column).for_each(|(sum, x)| *sum += weight * x);
    }
}

/// Squared distances from the best and from the worst figure, after division by the root of the sum of squares, and the squared
/// distance between best and worst.
fn vector_distances(data: &Comparable, figures: &[Vec<f64>]) -> [Vec<Vec<f64>>; 3] {
    let (mut near, mut far, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for (&column, aim) in data.kept.iter().zip(&data.aims) {
        let column = &figures[column];
        // Divided by the largest first, so that squares of large figures stay finite.
        let largest = column.iter().fold(0.0f64, |most, x| most.max(x.abs()));
        let root = column.iter().map(|x| (x / largest).powi(2)).sum::<f64>().sqrt();
        let unit: Vec<f64> = column.iter().map(|x| if largest > 0.0 { x / largest / root } else { 0.0 }).collect();
        let (low, high) = unit.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)));
        let (best, worst) = if *aim == Aim::Up { (high, low) } else { (low, high) };
        near.push(unit.iter().map(|v| (v - best).powi(2)).collect());
        far.push(unit.iter().map(|v| (v - worst).powi(2)).collect());
        ends.push(vec![(best - worst).powi(2)]);
    }
    [near, far, ends]
}
