use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the coupling degree follows from the scores of the systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Formula {
    /// Wang and others (2021): tells apart what the standard formula calls 1.
    Wang2021,
    /// Geometric over arithmetic mean.
    Standard,
    /// The family of Liao (1999): the power `exponent` of the product over the mean to the power n.
    Liao,
    /// Wrong, to reproduce a published number: the standard formula without its coefficient n.
    CoefficientLost,
    /// Wrong, to reproduce a published number: the product over the products of sums of pairs, for three systems.
    PairwiseProductSum,
    /// Wrong, to reproduce a published number: the weights of the systems inside the product.
    WeightsInside,
    /// Wrong, to reproduce a published number: standard coupling, coordination without the square root.
    SqrtMissing,
}

/// A formula with all it needs but the scores.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Degree<'a> {
    pub(crate) formula: Formula,
    /// Exponent of [`Formula::Liao`].
    pub(crate) exponent: f64,
    /// Weights of the systems, which add up to 1.
    pub(crate) weights: &'a [f64],
}

impl Formula {
    /// True for formulas known to be wrong.
    pub fn is_wrong(self) -> bool {
        !matches!(self, Self::Wang2021 | Self::Standard | Self::Liao)
    }

    /// Its name as in a study.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wang2021 => "wang2021",
            Self::Standard => "standard",
            Self::Liao => "liao",
            Self::CoefficientLost => "coefficient-lost",
            Self::PairwiseProductSum => "pairwise-product-sum",
            Self::WeightsInside => "weights-inside",
            Self::SqrtMissing => "sqrt-missing",
        }
    }
}

impl Degree<'_> {
    /// The coupling degree; 0 if all scores are.
    pub(crate) fn coupling(&self, scores: &[f64]) -> f64 {
        let n = scores.len() as f64;
        match self.formula {
            Formula::Wang2021 => wang2021(scores),
            Formula::Standard | Formula::SqrtMissing => standard(scores),
            Formula::Liao => liao(scores, self.exponent),
            Formula::CoefficientLost => standard(scores) / n,
            Formula::PairwiseProductSum => pairwise(scores),
            Formula::WeightsInside => standard(scores) * root(self.weights.iter().product(), scores.len()),
        }
    }

    /// The coordination degree: `√(C · T)`.
    pub(crate) fn coordination(&self, scores: &[f64]) -> f64 {
        let product = self.coupling(scores) * comprehensive(scores, self.weights);
        if self.formula == Formula::SqrtMissing { product } else { product.sqrt() }
    }

    /// The largest coupling degree that the formula can reach.
    pub(crate) fn highest(&self) -> f64 {
        match self.formula {
            Formula::PairwiseProductSum => 0.5,
            _ => self.coupling(&vec![1.0; self.weights.len()]),
        }
    }
}

/// Comprehensive score: `T = Σ α_s U_s`.
pub(crate) fn comprehensive(scores: &[f64], weights: &[f64]) -> f64 {
    scores.iter().zip(weights).map(|(u, a)| u * a).sum::<f64>().min(1.0)
}

/// `C = n (Π U)^(1/n) / Σ U`.
pub(crate) fn standard(scores: &[f64]) -> f64 {
    mean_ratios(scores).map_or(0.0, |product| root(product, scores.len()).min(1.0))
}

/// `C = √{ [1 - Σ_{i>j} |U_i - U_j| / (n(n-1)/2)] · (Π U_i / U_max)^(1/(n-1)) }`, the product over all i.
pub(crate) fn wang2021(scores: &[f64]) -> f64 {
    let largest = scores.iter().fold(0.0f64, |most, &u| most.max(u));
    if largest <= 0.0 {
        return 0.0;
    }
    let differences: f64 = scores.iter().enumerate().map(|(i, a)| scores[..i].iter().map(|b| (a - b).abs()).sum::<f64>()).sum();
    let pairs = scores.len() * (scores.len() - 1) / 2;
    let closeness = (1.0 - differences / pairs as f64).max(0.0);
    let product: f64 = scores.iter().map(|u| u / largest).product();
    (closeness * root(product, scores.len() - 1)).sqrt().min(1.0)
}

/// `C = [Π U / (Σ U / n)^n]^k`.
fn liao(scores: &[f64], exponent: f64) -> f64 {
    mean_ratios(scores).map_or(0.0, |product| product.min(1.0).powf(exponent))
}

/// `C = {U_1 U_2 U_3 / [(U_1 + U_2)(U_1 + U_3)(U_2 + U_3)]}^(1/3)`.
fn pairwise(scores: &[f64]) -> f64 {
    let &[a, b, c] = scores else { return 0.0 };
    let largest = a.max(b).max(c);
    if a.min(b).min(c) <= 0.0 {
        return 0.0;
    }
    let (a, b, c) = (a / largest, b / largest, c / largest);
    root(a * b * c / ((a + b) * (a + c) * (b + c)), 3)
}

/// The product of the scores over their mean; nothing if all are zero.
fn mean_ratios(scores: &[f64]) -> Option<f64> {
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    (mean > 0.0).then(|| scores.iter().map(|u| u / mean).product())
}

fn root(value: f64, degree: usize) -> f64 {
    match degree {
        1 => value,
        2 => value.sqrt(),
        3 => value.cbrt(),
        _ => value.powf(1.0 / degree as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} against {expected}");
    }

    /// (scores, standard, Wang 2021): pairs and triples of ccd.json, made with numpy.
    const CASES: [(&[f64], f64, f64); 10] = [
        (&[0.5, 0.5], 1.0, 1.0),
        (&[0.9, 0.1], 0.6, 0.14907119849998596),
        (&[0.8, 0.6], 0.9897433186107871, 0.7745966692414833),
        (&[0.1, 0.1], 1.0, 1.0),
        (&[1.0, 0.01], 0.19801980198019803, 0.01),
        (&[0.5, 0.5, 0.5], 1.0, 1.0),
        (&[0.9, 0.5, 0.1], 0.7113786608980126, 0.34050589642470086),
        (&[0.6, 0.5, 0.4], 0.9864848297321881, 0.803725819853972),
        (&[1.0, 1.0, 0.0], 0.0, 0.0),
        (&[0.2, 0.3, 0.25], 0.9864848297321881, 0.834065700649496),
    ];

    #[test]
    fn pairs_and_triples_agree_with_numpy() {
        for (scores, expected_standard, expected_wang) in CASES {
            close(standard(scores), expected_standard);
            close(wang2021(scores), expected_wang);
        }
    }

    #[test]
    fn coordination_of_triples_agrees_with_numpy() {
        let thirds = [1.0 / 3.0; 3];
        let degree = |formula| Degree { formula, exponent: 2.0, weights: &thirds };
        for (scores, expected_standard, expected_wang) in [
            ([0.5, 0.5, 0.5], 0.5f64.sqrt(), 0.5f64.sqrt()),
            ([0.9, 0.5, 0.1], 0.5963969571091106, 0.4126171933067628),
            ([0.6, 0.5, 0.4], 0.7023121918819963, 0.6339265808648396),
            ([1.0, 1.0, 0.0], 0.0, 0.0),
            ([0.2, 0.3, 0.25], 0.49660971338974735, 0.4566359875900869),
        ] {
            close(degree(Formula::Standard).coordination(&scores), expected_standard);
            close(degree(Formula::Wang2021).coordination(&scores), expected_wang);
        }
    }

    #[test]
    fn wrong_formulas_by_hand() {
        let thirds = [1.0 / 3.0; 3];
        let degree = |formula, weights| Degree { formula, exponent: 2.0, weights };
        let equal = [0.4; 3];
        // 1/n; (1/8)^(1/3); (α_1 α_2)^(1/2) = √(0.2 · 0.8); D² = 1 · 0.4.
        close(degree(Formula::CoefficientLost, &thirds).coupling(&equal), 1.0 / 3.0);
        close(degree(Formula::PairwiseProductSum, &thirds).coupling(&equal), 0.5);
        close(degree(Formula::WeightsInside, &[0.2, 0.8]).coupling(&[0.4, 0.4]), 0.4);
        close(degree(Formula::SqrtMissing, &thirds).coordination(&equal), 0.4);
        let highest = [Formula::CoefficientLost, Formula::PairwiseProductSum, Formula::WeightsInside, Formula::SqrtMissing];
        let highest = highest.map(|formula| degree(formula, &thirds).highest());
        for (found, expected) in highest.into_iter().zip([1.0 / 3.0, 0.5, 1.0 / 3.0, 1.0]) {
            close(found, expected);
        }
        // Liao with k = 1/n is the standard formula; with k = 2 it is its power 2n.
        let scores = [0.9, 0.5, 0.1];
        close(liao(&scores, 1.0 / 3.0), standard(&scores));
        close(liao(&scores, 2.0), standard(&scores).powi(6));
    }

    #[test]
    fn no_score_no_coupling() {
        for formula in
            [Formula::Wang2021, Formula::Standard, Formula::Liao, Formula::CoefficientLost, Formula::PairwiseProductSum, Formula::WeightsInside]
        {
            let degree = Degree { formula, exponent: 0.5, weights: &[0.2, 0.3, 0.5] };
            assert_eq!(degree.coordination(&[0.0; 3]), 0.0, "{formula:?}");
        }
    }

    fn scores() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(prop_oneof![0.0..=1.0f64, Just(0.0), Just(1.0), Just(5e-324), 0.0..1e-300f64], 2..6)
    }

    proptest! {
        #[test]
        fn every_degree_stays_between_0_and_its_highest(scores in scores(), exponent in 0.1..4.0f64) {
            let weights = vec![1.0 / scores.len() as f64; scores.len()];
            for formula in [Formula::Wang2021, Formula::Standard, Formula::Liao, Formula::CoefficientLost, Formula::PairwiseProductSum,
                Formula::WeightsInside, Formula::SqrtMissing] {
                let degree = Degree { formula, exponent, weights: &weights };
                let (coupling, coordination) = (degree.coupling(&scores), degree.coordination(&scores));
                prop_assert!((0.0..=degree.highest() + 1e-12).contains(&coupling), "{formula:?} {coupling}");
                prop_assert!((0.0..=1.0).contains(&coordination), "{formula:?} {coordination}");
            }
        }

        #[test]
        fn coupling_is_1_if_and_only_if_the_scores_are_equal(score in 0.01..1.0f64, n in 2usize..6, apart in 0.001..0.009f64) {
            let mut scores = vec![score; n];
            prop_assert!((standard(&scores) - 1.0).abs() < 1e-12);
            prop_assert!((wang2021(&scores) - 1.0).abs() < 1e-12);
            scores[0] -= apart;
            prop_assert!(standard(&scores) < 1.0 - 1e-9);
            prop_assert!(wang2021(&scores) < 1.0 - 1e-4);
        }

        #[test]
        fn the_order_of_systems_does_not_matter(mut scores in scores()) {
            let before = (standard(&scores), wang2021(&scores));
            scores.reverse();
            prop_assert!((standard(&scores) - before.0).abs() < 1e-12 && (wang2021(&scores) - before.1).abs() < 1e-12);
        }
    }
}
