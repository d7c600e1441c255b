use crate::industry_space::ProximityMatrix;
use agglom_method::{Codes, Context, Counts, Flows, MethodError};
use ndarray::{Array2, Axis};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What tells that two industries are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relatedness {
    /// Correlation over regions of the values.
    ValueCorrelation,
    /// Correlation over regions of the numbers of establishments; needs them.
    EstablishmentCorrelation,
    /// Co-agglomeration after Ellison and Glaeser.
    Coagglomeration,
    /// Largest share that one takes of the other's purchases or sales; needs the slot `linkages`.
    InputOutput,
    /// Proximities that somebody gives, such as those of occupations or patents; needs the slot `proximity`.
    Given,
}

impl Relatedness {
    pub(crate) const ALL: [Self; 5] = [Self::ValueCorrelation, Self::EstablishmentCorrelation, Self::Coagglomeration, Self::InputOutput, Self::Given];

    /// Its word in a message.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::ValueCorrelation => "value-correlation",
            Self::EstablishmentCorrelation => "establishment-correlation",
            Self::Coagglomeration => "coagglomeration",
            Self::InputOutput => "input-output",
            Self::Given => "given",
        }
    }
}

/// Industries that can be clustered, and how related they are by each kind; not a number where it is not known.
pub(crate) struct Matrices {
    /// Numbers of the industries.
    pub(crate) industries: Vec<usize>,
    pub(crate) kinds: Vec<(Relatedness, Array2<f64>)>,
}

impl Matrices {
    /// The matrices of these kinds that the inputs can give.
    pub(crate) fn of(
        counts: &Counts,
        [linkages, proximity]: [Option<&Flows>; 2],
        wanted: &[Relatedness],
        context: &Context<'_>,
    ) -> Result<Self, MethodError> {
        let values = counts.matrix(0);
        let varies = |j: usize| {
            let column = values.column(j);
            column.iter().any(|&v| v != column[0])
        };
        let industries: Vec<usize> = (0..counts.industries.len()).filter(|&j| counts.regions.len() > 1 && varies(j)).collect();
        let chosen = values.select(Axis(1), &industries);
        let mut kinds = Vec::new();
        for &kind in wanted {
            context.proceed()?;
            let matrix = match kind {
                Relatedness::ValueCorrelation => Some(correlations(&chosen)),
                Relatedness::EstablishmentCorrelation => establishments(counts).map(|e| correlations(&e.select(Axis(1), &industries))),
                Relatedness::Coagglomeration => coagglomeration(&values, &chosen),
                Relatedness::InputOutput => linkages.map(|flows| input_output(&counts.industries, &industries, flows)),
                Relatedness::Given => proximity.map(|flows| given(&counts.industries, &industries, flows)),
            };
            // A kind that knows fewer than two pairs tells nothing.
            let tells = |m: &Array2<f64>| m.indexed_iter().filter(|((j, k), v)| j != k && v.is_finite()).count() > 2;
            kinds.extend(matrix.filter(tells).map(|matrix| (kind, matrix)));
        }
        Ok(Self { industries, kinds })
    }
}

/// Numbers of establishments, if every observed cell has one.
fn establishments(counts: &Counts) -> Option<Array2<f64>> {
    let mut matrix = Array2::zeros(counts.shape());
    for cell in counts.only().iter() {
        matrix[[cell.region as usize, cell.industry as usize]] = cell.establishments?;
    }
    Some(matrix)
}

/// Pearson's correlations of the columns; not a number for columns that do not vary.
fn correlations(columns: &Array2<f64>) -> Array2<f64> {
    let mut scaled = columns.clone();
    for mut column in scaled.columns_mut() {
        let largest = column.iter().fold(0.0f64, |most, v| most.max(v.abs()));
        column.mapv_inplace(|v| if largest > 0.0 { v / largest } else { 0.0 });
        let mean = column.sum() / column.len() as f64;
        column.mapv_inplace(|v| v - mean);
        let length = column.iter().map(|v| v * v).sum::<f64>().sqrt();
        column.mapv_inplace(|v| if length > 1e-12 { v / length } else { f64::NAN });
    }
    scaled.t().dot(&scaled)
}

/// Σ_i (s_ij - x_i)(s_ik - x_i) / (1 - Σ x_i²), shares s of the industry's value in regions, x of the whole (see `coagglomeration`).
fn coagglomeration(values: &Array2<f64>, chosen: &Array2<f64>) -> Option<Array2<f64>> {
    let largest = values.iter().fold(0.0f64, |most, v| most.max(*v));
    let whole: Vec<f64> = values.rows().into_iter().map(|r| r.iter().map(|v| v / largest).sum::<f64>()).collect();
    let total: f64 = whole.iter().sum();
    let x: Vec<f64> = whole.iter().map(|w| w / total).collect();
    let rest = 1.0 - x.iter().map(|x| x * x).sum::<f64>();
    if rest <= 0.0 || rest.is_nan() {
        return None;
    }
    let mut shares = chosen.mapv(|v| v / largest);
    for mut column in shares.columns_mut() {
        let sum = column.sum();
        column.iter_mut().zip(&x).for_each(|(v, x)| *v = if sum > 0.0 { *v / sum - x } else { f64::NAN });
    }
    Some(shares.t().dot(&shares) / rest)
}

/// The largest of four shares: of what each buys from the other in its purchases, and of what each sells to the other in its sales.
fn input_output(codes: &Codes, industries: &[usize], flows: &Flows) -> Array2<f64> {
    let n = industries.len();
    let mut place = vec![None; codes.len()];
    industries.iter().enumerate().for_each(|(at, &j)| place[j] = Some(at));
    let at: Vec<Option<usize>> = flows.nodes.iter().map(|code| codes.index(code).and_then(|j| place[j])).collect();
    let nodes = flows.nodes.len();
    let (mut sales, mut purchases) = (vec![0.0; nodes], vec![0.0; nodes]);
    let counted = || flows.flows.iter().filter(|f| f.value.is_finite() && f.value > 0.0);
    let largest = counted().fold(0.0f64, |most, f| most.max(f.value));
    for flow in counted() {
        sales[flow.from as usize] += flow.value / largest;
        purchases[flow.to as usize] += flow.value / largest;
    }
    let mut matrix = Array2::from_elem((n, n), f64::NAN);
    let known: Vec<usize> = at.iter().flatten().copied().collect();
    for &a in &known {
        for &b in &known {
            matrix[[a, b]] = 0.0;
        }
    }
    for flow in counted() {
        let (Some(a), Some(b)) = (at[flow.from as usize], at[flow.to as usize]) else { continue };
        let share = (flow.value / largest / sales[flow.from as usize]).max(flow.value / largest / purchases[flow.to as usize]);
        for pair in [[a, b], [b, a]] {
            matrix[pair] = matrix[pair].max(share);
        }
    }
    matrix
}

/// Given proximities, the mean of both directions; not a number for industries that are not named.
fn given(codes: &Codes, industries: &[usize], flows: &Flows) -> Array2<f64> {
    let proximity = ProximityMatrix::given(codes, flows);
    let knows: Vec<bool> = industries.iter().map(|&j| proximity.knows(j)).collect();
    let pair = |(a, b): (usize, usize)| if knows[a] && knows[b] { proximity.mean(industries[a], industries[b]) } else { f64::NAN };
    Array2::from_shape_fn((industries.len(), industries.len()), pair)
}

/// A matrix with mean 0 and standard deviation 1 over the pairs that are known.
pub(crate) fn standardised(matrix: &Array2<f64>) -> Array2<f64> {
    let pairs = || matrix.indexed_iter().filter(|((j, k), v)| j != k && v.is_finite()).map(|p| *p.1);
    let n = pairs().count().max(1) as f64;
    let mean = pairs().sum::<f64>() / n;
    let deviation = (pairs().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt();
    matrix.mapv(|v| if deviation > 0.0 { (v - mean) / deviation } else { v - mean })
}

/// The mean of the standardised matrices that know a pair, 0 where none does; the diagonal is the largest value of its row.
pub(crate) fn combined(matrices: &[Array2<f64>]) -> Array2<f64> {
    let n = matrices.first().map_or(0, Array2::nrows);
    let mut sum = Array2::from_shape_fn((n, n), |(j, k)| {
        let known = matrices.iter().map(|m| m[[j, k]]).filter(|v| v.is_finite());
        let (total, count) = known.fold((0.0, 0usize), |s, v| (s.0 + v, s.1 + 1));
        if j == k || count == 0 { 0.0 } else { total / count as f64 }
    });
    for j in 0..n {
        let most = (0..n).filter(|&k| k != j).map(|k| sum[[j, k]]).fold(0.0, f64::max);
        sum[[j, j]] = most;
    }
    sum
}
