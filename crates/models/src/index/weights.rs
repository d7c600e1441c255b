//! Weights from the data themselves. All take indicators between 0 and 1 that point the same way, and how often each row counts
//! (1, or the number of times a bootstrap drew it); all add up to 1. Rows come in the order of their codes, so plain sums do not depend
//! on the order of the file.

/// The same weight for each.
pub(crate) fn equal(count: usize) -> Vec<f64> {
    vec![1.0 / count as f64; count]
}

/// Shannon entropy weights: `w ∝ 1 - e`, `e = -Σ p ln p / ln N`, `p = r / Σ r`. A figure of 0 contributes 0; nothing is added to it.
pub(crate) fn entropy(columns: &[Vec<f64>], counts: &[f64]) -> Vec<f64> {
    let rows: f64 = counts.iter().sum();
    let divergence = |column: &Vec<f64>| {
        let total = weighted_sum(column, counts);
        if total <= 0.0 || rows <= 1.0 {
            return 0.0;
        }
        // -Σ p ln p = ln Σ r - Σ r ln r / Σ r
        let spread: f64 = column.iter().zip(counts).filter(|(r, _)| **r > 0.0).map(|(r, count)| count * r * r.ln()).sum();
        (1.0 - (total.ln() - spread / total) / rows.ln()).max(0.0)
    };
    normalised(columns.iter().map(divergence).collect())
}

/// CRITIC weights (Diakoulaki, Mavrotas and Papayannakis 1995): `w ∝ σ_j Σ_k (1 - r_jk)`.
pub(crate) fn critic(columns: &[Vec<f64>], counts: &[f64]) -> Vec<f64> {
    let centred: Vec<Vec<f64>> = columns.iter().map(|column| centred(column, counts)).collect();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).zip(counts).map(|((a, b), count)| count * a * b).sum::<f64>();
    // An indicator that does not vary correlates with none; what is left of its squares is rounding.
    let rounding = 1e-28 * counts.iter().sum::<f64>();
    let squares: Vec<f64> = centred.iter().map(|column| product(column, column)).map(|s| if s > rounding { s } else { 0.0 }).collect();
    let conflict = |j: usize| -> f64 {
        let correlation = |k: usize| match (squares[j] * squares[k]).sqrt() {
            scale if scale > 0.0 => product(&centred[j], &centred[k]) / scale,
            _ => 0.0,
        };
        (0..columns.len()).filter(|&k| k != j).map(|k| 1.0 - correlation(k)).sum()
    };
    normalised((0..columns.len()).map(|j| squares[j].sqrt() * conflict(j)).collect())
}

/// Standard deviation weights: `w ∝ σ_j` of the indicators between 0 and 1.
pub(crate) fn standard_deviation(columns: &[Vec<f64>], counts: &[f64]) -> Vec<f64> {
    let deviation = |column: &Vec<f64>| centred(column, counts).iter().zip(counts).map(|(d, count)| count * d * d).sum::<f64>().sqrt();
    normalised(columns.iter().map(deviation).collect())
}

fn weighted_sum(column: &[f64], counts: &[f64]) -> f64 {
    column.iter().zip(counts).map(|(r, count)| r * count).sum()
}

fn centred(column: &[f64], counts: &[f64]) -> Vec<f64> {
    let mean = weighted_sum(column, counts) / counts.iter().sum::<f64>();
    column.iter().map(|r| r - mean).collect()
}

/// Shares of a total; equal shares if there is nothing to share.
fn normalised(raw: Vec<f64>) -> Vec<f64> {
    let total: f64 = raw.iter().sum();
    if total > 0.0 { raw.iter().map(|w| w / total).collect() } else { equal(raw.len()) }
}
