use nalgebra::{DMatrix, DVector};

/// The game-theoretic combination of several sets of weights: shares `|a| / Σ|a|` with `G a = diag(G)`, `G = W Wᵀ`, and the weights
/// `Σ a_k w_k`. Where sets are alike and G is singular, the solution with the smallest norm is taken, which shares equally.
pub fn combination(sets: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let (count, wide) = (sets.len(), sets.first().map_or(0, Vec::len));
    let rows = DMatrix::from_fn(count, wide, |k, j| sets[k][j]);
    let gram = &rows * rows.transpose();
    let right = DVector::from_fn(count, |k, _| gram[(k, k)]);
    let solved = gram.svd(true, true).solve(&right, 1e-12).map_or_else(|_| vec![1.0; count], |a| a.iter().map(|a| a.abs()).collect());
    let total: f64 = solved.iter().sum();
    let shares: Vec<f64> = solved.iter().map(|a| if total > 0.0 { a / total } else { 1.0 / count as f64 }).collect();
    let weights = (0..wide).map(|j| shares.iter().zip(sets).map(|(a, set)| a * set[j]).sum()).collect();
    (shares, weights)
}

#[cfg(test)]
mod tests {
    use super::combination;

    /// mcda.json of the oracles: numpy on a given set, pymcdm's entropy and pymcdm's CRITIC weights.
    #[test]
    fn agrees_with_numpy() {
        let sets = [
            vec![0.25, 0.1, 0.15, 0.15, 0.1, 0.15, 0.1],
            vec![
                0.137_502_581_009_595_8,
                0.166_170_399_560_659_24,
                0.124_007_426_949_899_61,
                0.045_267_981_466_871_034,
                0.128_248_616_768_626_42,
                0.230_422_963_558_212_04,
                0.168_380_030_686_135_83,
            ],
            vec![
                0.098_570_969_406_969_38,
                0.097_345_283_195_218_15,
                0.227_799_619_718_890_34,
                0.108_538_678_200_913_79,
                0.243_560_336_401_571_13,
                0.112_836_320_527_844_87,
                0.111_348_792_548_592_41,
            ],
        ];
        let (shares, weights) = combination(&sets);
        let close = |found: &[f64], right: &[f64]| found.iter().zip(right).all(|(f, r)| (f - r).abs() < 1e-12);
        assert!(close(&shares, &[0.269_421_608_355_343_2, 0.290_440_884_093_180_25, 0.440_137_507_551_476_46]), "{shares:?}");
        let right = [
            0.150_676_554_074_073_27,
            0.118_050_148_911_485_13,
            0.176_693_224_814_997_06,
            0.101_332_857_107_935_16,
            0.171_390_841_875_728_3,
            0.157_000_987_382_924_37,
            0.124_855_385_832_856_3,
        ];
        assert!(close(&weights, &right), "{weights:?}");
    }

    #[test]
    fn sets_that_are_alike_share_equally() {
        let (shares, weights) = combination(&[vec![0.3, 0.7], vec![0.3, 0.7]]);
        assert!(shares.iter().all(|s| (s - 0.5).abs() < 1e-12));
        assert!((weights[0] - 0.3).abs() < 1e-12);
    }
}
