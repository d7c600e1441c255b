use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How weights follow from judgements of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The principal eigenvector (Saaty).
    Eigenvector,
    /// The geometric means of the rows.
    GeometricMean,
}

/// Weights from judgements of pairs, and how far the judgements agree with each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Priorities {
    /// The weights.
    pub weights: Vec<f64>,
    /// The principal eigenvalue; as large as the matrix if the judgements agree.
    pub lambda_max: f64,
    /// `CI = (λ - n) / (n - 1)`; `None` for a single indicator.
    pub consistency_index: Option<f64>,
    /// The mean CI of random judgements (Saaty 1980); `None` for more than 15 indicators.
    pub random_index: Option<f64>,
    /// `CR = CI / RI`; 0 for two indicators, which cannot disagree.
    pub consistency_ratio: Option<f64>,
    /// `GCI = 2 / ((n-1)(n-2)) Σ_{i<j} ln²(a_ij w_j / w_i)` with geometric-mean weights; `None` for fewer than three indicators.
    pub geometric_consistency_index: Option<f64>,
}

/// What is wrong with a matrix of judgements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    /// Row `row` has `got` numbers where there are `need` rows.
    Ragged {
        /// The row.
        row: usize,
        /// How many numbers it has.
        got: usize,
        /// How many rows there are.
        need: usize,
    },
    /// The judgement of a pair is not a positive number (between 1e-6 and 1e6).
    OutOfRange(usize, usize),
    /// An indicator compared with itself is not 1.
    SelfOther(usize),
    /// The two judgements of a pair are not each other's reciprocals.
    Lopsided(usize, usize),
}

/// Saaty (1980): mean consistency index of random matrices of 0, 1, 2 ... rows.
const RANDOM_INDEX: [f64; 16] = [0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

/// What is wrong with a matrix of judgements, if anything is.
pub(crate) fn fault(matrix: &[Vec<f64>]) -> Option<Fault> {
    let need = matrix.len();
    if let Some(row) = matrix.iter().position(|row| row.len() != need) {
        return Some(Fault::Ragged { row, got: matrix[row].len(), need });
    }
    let pairs = || (0..need).flat_map(|i| (i..need).map(move |j| (i, j)));
    let off = |a: f64, b: f64| (a * b - 1.0).abs() > 1e-3;
    pairs().find_map(|(i, j)| match (matrix[i][j], matrix[j][i]) {
        (a, _) if !(1e-6..=1e6).contains(&a) => Some(Fault::OutOfRange(i, j)),
        (_, b) if !(1e-6..=1e6).contains(&b) => Some(Fault::OutOfRange(j, i)),
        (a, _) if i == j && off(a, 1.0) => Some(Fault::SelfOther(i)),
        (a, b) if off(a, b) => Some(Fault::Lopsided(i, j)),
        _ => None,
    })
}

/// The weights that follow from judgements that do not contradict their own form; `None` for none, and if the iteration does not settle.
pub fn priorities(matrix: &[Vec<f64>], how: Judgement) -> Option<Priorities> {
    let n = matrix.len();
    let eigenvector = eigenvector(matrix)?;
    let lambda_max = product(matrix, &eigenvector).iter().sum::<f64>();
    let geometric = geometric_means(matrix);
    let consistency_index = (n > 1).then(|| ((lambda_max - n as f64) / (n as f64 - 1.0)).max(0.0));
    let random_index = RANDOM_INDEX.get(n).copied();
    let consistency_ratio = consistency_index.zip(random_index).map(|(ci, ri)| if ri > 0.0 { ci / ri } else { 0.0 });
    let error = |i: usize, j: usize| (matrix[i][j] * geometric[j] / geometric[i]).ln().powi(2);
    let errors: f64 = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).map(|(i, j)| error(i, j)).sum();
    let geometric_consistency_index = (n > 2).then(|| 2.0 * errors / ((n - 1) * (n - 2)) as f64);
    let weights = if how == Judgement::Eigenvector { eigenvector } else { geometric };
    Some(Priorities { weights, lambda_max, consistency_index, random_index, consistency_ratio, geometric_consistency_index })
}

fn product(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| row.iter().zip(vector).map(|(a, v)| a * v).sum()).collect()
}

fn shares(raw: Vec<f64>) -> Vec<f64> {
    let total: f64 = raw.iter().sum();
    raw.into_iter().map(|v| v / total).collect()
}

fn geometric_means(matrix: &[Vec<f64>]) -> Vec<f64> {
    let n = matrix.len() as f64;
    shares(matrix.iter().map(|row| (row.iter().map(|a| a.ln()).sum::<f64>() / n).exp()).collect())
}

/// The principal eigenvector of a positive matrix. The matrix is squared again and again, so that judgements which contradict each
/// other and make the two largest eigenvalues almost equal do not slow it down.
fn eigenvector(matrix: &[Vec<f64>]) -> Option<Vec<f64>> {
    const MOST: usize = 60;
    let n = matrix.len();
    let sums = |m: &[Vec<f64>]| shares(m.iter().map(|row| row.iter().sum()).collect());
    let mut power = matrix.to_vec();
    let mut vector = sums(&power);
    for _ in 0..MOST {
        let squared: Vec<Vec<f64>> =
            power.iter().map(|row| (0..n).map(|j| row.iter().zip(&power).map(|(a, other)| a * other[j]).sum()).collect()).collect();
        let largest = squared.iter().flatten().copied().fold(0.0, f64::max);
        power = squared.into_iter().map(|row| row.into_iter().map(|a| a / largest).collect()).collect();
        let next = sums(&power);
        let change = next.iter().zip(&vector).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        vector = next;
        if change < 1e-15 {
            return (n > 0).then(|| shares(product(matrix, &vector)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// mcda.json of the oracles (numpy.linalg.eig), four indicators.
    #[test]
    fn agrees_with_numpy() {
        let third = 1.0 / 3.0;
        let matrix = [vec![1.0, 3.0, 5.0, 2.0], vec![third, 1.0, 3.0, 0.5], vec![0.2, third, 1.0, 0.25], vec![0.5, 2.0, 4.0, 1.0]];
        let close = |found: &[f64], right: &[f64]| found.iter().zip(right).all(|(f, r)| (f - r).abs() < 1e-12);
        assert_eq!(fault(&matrix), None);
        let found = priorities(&matrix, Judgement::Eigenvector).unwrap();
        assert!(close(&found.weights, &[0.472_862_002_586_342_37, 0.169_900_980_901_149_77, 0.072_858_931_667_264_9, 0.284_378_084_845_242_9]));
        assert!((found.lambda_max - 4.051_109_547_476_948).abs() < 1e-12);
        assert!((found.consistency_index.unwrap() - 0.017_036_515_825_649_207).abs() < 1e-12);
        assert!((found.consistency_ratio.unwrap() - 0.018_929_462_028_499_117).abs() < 1e-12);
        assert!((found.geometric_consistency_index.unwrap() - 0.067_796_625_303_686_33).abs() < 1e-12);
        let found = priorities(&matrix, Judgement::GeometricMean).unwrap();
        assert!(close(&found.weights, &[0.472_343_091_054_162_8, 0.169_714_814_873_114_18, 0.072_516_935_188_224_01, 0.285_425_158_884_499_04]));
    }

    #[test]
    fn judgements_that_go_round_in_a_circle_weigh_the_same_and_are_inconsistent() {
        // a > b > c > a, each a million times: the two largest eigenvalues almost agree in size.
        let (most, least) = (1e6, 1e-6);
        let matrix = [vec![1.0, most, least], vec![least, 1.0, most], vec![most, least, 1.0]];
        let found = priorities(&matrix, Judgement::Eigenvector).unwrap();
        assert!(found.weights.iter().all(|w| (w - 1.0 / 3.0).abs() < 1e-9), "{:?}", found.weights);
        assert!(found.consistency_ratio.unwrap() > 1e5);
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(fault(&[vec![1.0, 2.0], vec![0.5]]), Some(Fault::Ragged { row: 1, got: 1, need: 2 }));
        assert_eq!(fault(&[vec![1.0, 2.0], vec![0.6, 1.0]]), Some(Fault::Lopsided(0, 1)));
        assert_eq!(fault(&[vec![1.0, -2.0], vec![-0.5, 1.0]]), Some(Fault::OutOfRange(0, 1)));
        assert_eq!(fault(&[vec![1.0, 2.0], vec![0.0, 1.0]]), Some(Fault::OutOfRange(1, 0)));
        assert_eq!(fault(&[vec![2.0]]), Some(Fault::SelfOther(0)));
        assert_eq!(priorities(&[], Judgement::Eigenvector), None);
        assert_eq!(priorities(&[vec![1.0]], Judgement::Eigenvector).map(|p| p.weights), Some(vec![1.0]));
    }
}
