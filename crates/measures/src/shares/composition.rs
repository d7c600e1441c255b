use crate::inference::{Estimate, Index, ROUNDING};
use agglom_method::Measured;

/// How a whole divides into parts, beside another division that is taken as known. Parts of nothing are left out.
pub(crate) struct Composition {
    /// Share s of each part in the whole.
    share: Vec<f64>,
    /// Share x of the same part in the other division.
    other: Vec<f64>,
    /// Sampling variance of each part over the square of the whole.
    variance: Vec<f64>,
}

impl Composition {
    /// The composition of a whole of size `total`, from its cells and the share of each in the other division.
    pub(crate) fn new<'a>(total: f64, cells: impl Iterator<Item = (&'a Measured, f64)>) -> Self {
        let mut composition = Self { share: Vec::new(), other: Vec::new(), variance: Vec::new() };
        for (cell, other) in cells.filter(|(cell, _)| cell.value > 0.0) {
            composition.share.push(cell.value / total);
            composition.other.push(other);
            composition.variance.push(cell.variance / total / total);
        }
        composition
    }

    /// An index of this composition with its interval at ± `deviate` standard errors.
    pub(crate) fn estimate(&self, index: &Index, deviate: Option<f64>) -> Estimate {
        index.estimate(&self.share, &self.variance, deviate)
    }

    /// Share and other share of each part.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (f64, f64)> {
        self.share.iter().copied().zip(self.other.iter().copied())
    }

    /// Whether a part has no share in the other division.
    pub(crate) fn is_outside(&self) -> bool {
        self.other.iter().any(|&x| x <= 0.0)
    }

    /// Σ |s - x|. Both add up to 1, so this is twice the sum of the positive differences, and absent parts need no visit.
    pub(crate) fn krugman(&self) -> Index {
        self.dissimilarity(2.0)
    }

    /// ½ Σ |s - x|.
    pub(crate) fn hoover(&self) -> Index {
        self.dissimilarity(1.0)
    }

    /// `scale` / 2 · Σ |s - x|; at the kink s = x the derivative is taken as 0.
    fn dissimilarity(&self, scale: f64) -> Index {
        let sign = |s: f64, x: f64| if (s - x).abs() <= ROUNDING * s { 0.0 } else { (s - x).signum() };
        let value = scale * self.parts().map(|(s, x)| (s - x).max(0.0)).sum::<f64>();
        Index::new(value, self.parts().map(|(s, x)| scale / 2.0 * sign(s, x)).collect(), (0.0, scale))
    }

    /// Σ s².
    pub(crate) fn herfindahl(&self) -> Index {
        Index::new(self.share.iter().map(|s| s * s).sum(), self.share.iter().map(|s| 2.0 * s).collect(), (0.0, 1.0))
    }

    /// -Σ s log2 s; its derivative up to a constant, which no change of shares that add up to 1 can notice.
    pub(crate) fn shannon_entropy(&self) -> Index {
        let slope: Vec<f64> = self.share.iter().map(|s| -s.log2()).collect();
        Index::new(self.weighted(&slope), slope, (0.0, f64::INFINITY))
    }

    /// 1 / Σ s²/x.
    pub(crate) fn hachman(&self) -> Option<Index> {
        let quotient: Vec<f64> = (!self.is_outside()).then(|| self.parts().map(|(s, x)| s / x).collect())?;
        let value = 1.0 / self.weighted(&quotient);
        Some(Index::new(value, quotient.iter().map(|q| -2.0 * value * value * q).collect(), (0.0, 1.0)))
    }

    /// Σ s ln(s/x).
    pub(crate) fn theil_t(&self) -> Option<Index> {
        let log: Vec<f64> = (!self.is_outside()).then(|| self.parts().map(|(s, x)| (s / x).ln()).collect())?;
        Some(Index::new(self.weighted(&log), log.iter().map(|l| l + 1.0).collect(), (0.0, f64::INFINITY)))
    }

    /// Σ x ln(x/s), if no part of the other division is absent here.
    pub(crate) fn theil_l(&self) -> Index {
        let term = |s: f64, x: f64| if x > 0.0 { x * (x / s).ln() } else { 0.0 };
        Index::new(self.parts().map(|(s, x)| term(s, x)).sum(), self.parts().map(|(s, x)| -x / s).collect(), (0.0, f64::INFINITY))
    }

    /// Area between the diagonal and the Lorenz curve of cumulated s against cumulated x, in order of s/x: Σ s m - ½, where m is
    /// the middle of the part's stretch of x. Parts of equal s/x share the middle of their common stretch, so that no order
    /// among them matters.
    pub(crate) fn locational_gini(&self) -> Index {
        let mut falling: Vec<(f64, usize)> = self.parts().map(|(s, x)| s / x).zip(0..).collect();
        falling.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut slope = vec![0.0; falling.len()];
        let mut above = 0.0;
        for tied in falling.chunk_by(|a, b| b.0 >= a.0 * (1.0 - ROUNDING)) {
            let stretch: f64 = tied.iter().map(|&(_, i)| self.other[i]).sum();
            for &(_, i) in tied {
                slope[i] = 0.5 - above - stretch / 2.0;
            }
            above += stretch;
        }
        Index::new(self.weighted(&slope), slope, (0.0, 0.5))
    }

    /// Σ s f.
    fn weighted(&self, f: &[f64]) -> f64 {
        self.share.iter().zip(f).map(|(s, f)| s * f).sum()
    }
}
