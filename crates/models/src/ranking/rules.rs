/// A figure that must not lie on the wrong side of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Limit {
    /// Column of the figures.
    pub(crate) column: usize,
    /// The figure must not be smaller.
    pub(crate) below: Option<f64>,
    /// The figure must not be larger.
    pub(crate) above: Option<f64>,
}

/// What happens to entities whatever their score.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Rules {
    /// Who crosses one of these is ranked after all others.
    pub(crate) veto: Vec<Limit>,
    /// Who crosses one of these loses so many points.
    pub(crate) deduct: Vec<(Limit, f64)>,
}

impl Limit {
    fn is_crossed(&self, figures: &[Vec<f64>], row: usize) -> bool {
        let figure = figures[self.column][row];
        self.below.is_some_and(|limit| figure < limit) || self.above.is_some_and(|limit| figure > limit)
    }
}

impl Rules {
    /// The column whose limit the row crosses, the first one if it crosses several.
    pub(crate) fn veto(&self, figures: &[Vec<f64>], row: usize) -> Option<usize> {
        self.veto.iter().find(|limit| limit.is_crossed(figures, row)).map(|limit| limit.column)
    }

    /// The points that the row loses.
    pub(crate) fn deducted(&self, figures: &[Vec<f64>], row: usize) -> f64 {
        self.deduct.iter().filter(|(limit, _)| limit.is_crossed(figures, row)).map(|(_, points)| points).sum()
    }

    /// Both for all rows.
    pub(crate) fn apply(&self, figures: &[Vec<f64>], rows: usize) -> (Vec<bool>, Vec<f64>) {
        ((0..rows).map(|row| self.veto(figures, row).is_some()).collect(), (0..rows).map(|row| self.deducted(figures, row)).collect())
    }
}
