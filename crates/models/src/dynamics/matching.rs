use super::panel::Course;
use super::system::System;
use nalgebra::{DMatrix, DVector};

/// Integral matching: growth between two periods against the mean of the levels at both ends, with an intercept for each place.
/// A step counts by its length, as what disturbs growth adds up over it.
#[derive(Debug, Clone)]
pub(crate) struct Regression {
    /// Place of each row.
    place: Vec<usize>,
    /// Square root of the weight of each row.
    root: Vec<f64>,
    /// Weight of each place.
    weight: Vec<f64>,
    /// Mean levels of each place.
    mean: Vec<DVector<f64>>,
    /// Weighted levels without the means, divided by their norms.
    regressors: DMatrix<f64>,
    /// The norms: the spread of each species over the rows.
    pub(crate) norm: DVector<f64>,
    /// Growth, a column for each species.
    growth: DMatrix<f64>,
    /// Singular values of the regressors and their right vectors, by column.
    singular: DVector<f64>,
    right: DMatrix<f64>,
}

/// Parameters of the system, with what is known of their errors.
#[derive(Debug, Clone)]
pub(crate) struct Estimate {
    /// Growth of each species by itself, for each place.
    pub(crate) growth: Vec<DVector<f64>>,
    /// Logarithms of the levels from which each place starts.
    pub(crate) start: Vec<DVector<f64>>,
    /// Effect on row i of column j, the same in all places.
    pub(crate) effects: DMatrix<f64>,
    /// Nothing if the effects are shrunken.
    pub(crate) spread: Option<Spread>,
}

/// Variances of an estimate. Effects are in the order (0,0), (0,1), ...
#[derive(Debug, Clone)]
pub(crate) struct Spread {
    /// Of the effects.
    pub(crate) effects: DMatrix<f64>,
    /// Of the growth in each place, and its covariances with the effects.
    pub(crate) places: Vec<(DMatrix<f64>, DMatrix<f64>)>,
    /// Observations of an equation less its parameters.
    pub(crate) freedom: f64,
}

impl Estimate {
    /// The system of a place.
    pub(crate) fn system(&self, place: usize) -> System {
        System { growth: self.growth[place].clone(), effects: self.effects.clone() }
    }

    /// How many species there are.
    pub(crate) fn species(&self) -> usize {
        self.effects.nrows()
    }
}

impl Regression {
    /// The regression of some places; rows as they come.
    pub(crate) fn new(courses: &[Course]) -> Self {
        let n = courses[0].log[0].len();
        let rows: usize = courses.iter().map(|course| course.steps.len()).sum();
        let (mut place, mut root) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        let (mut levels, mut growth) = (DMatrix::zeros(rows, n), DMatrix::zeros(rows, n));
        for (at, course) in courses.iter().enumerate() {
            for (ends, step) in course.log.windows(2).zip(&course.steps) {
                let row = place.len();
                for i in 0..n {
                    levels[(row, i)] = 0.5 * (ends[0][i].exp() + ends[1][i].exp());
                    growth[(row, i)] = (ends[1][i] - ends[0][i]) / step;
                }
                place.push(at);
                root.push(step.sqrt());
            }
        }
        let mut weight = vec![0.0; courses.len()];
        place.iter().zip(&root).for_each(|(&place, root)| weight[place] += root * root);
        let mut regression = Self {
            place,
            root,
            weight,
            mean: Vec::new(),
            regressors: DMatrix::zeros(rows, n),
            norm: DVector::zeros(n),
            growth,
            singular: DVector::zeros(n),
            right: DMatrix::identity(n, n),
        };
        regression.mean = regression.means(&levels);
        regression.regressors = regression.centred(&levels, &regression.mean);
        regression.norm = DVector::from_iterator(n, regression.regressors.column_iter().map(|column| column.norm()));
        for (mut column, &norm) in regression.regressors.column_iter_mut().zip(&regression.norm) {
            if norm > 0.0 {
                column /= norm;
            }
        }
        regression
    }

    /// The species that do not vary, by number.
    pub(crate) fn constant(&self) -> Vec<usize> {
        let typical = |j: usize| self.mean.iter().zip(&self.weight).map(|(mean, weight)| mean[j] * mean[j] * weight).sum::<f64>().sqrt();
        (0..self.norm.len()).filter(|&j| self.norm[j] <= 1e-10 * typical(j)).collect()
    }

    /// Decomposes the regressors. `None` if they hold a number that is not finite.
    pub(crate) fn decomposed(mut self) -> Option<Self> {
        if self.regressors.iter().chain(self.growth.iter()).any(|value| !value.is_finite()) {
            return None;
        }
        let svd = self.regressors.clone().try_svd(false, true, f64::EPSILON, 10_000)?;
        self.right = svd.v_t?.transpose();
        self.singular = svd.singular_values;
        Some(self)
    }

    /// Largest over smallest singular value of the regressors, each of length one: how nearly collinear the species are.
    pub(crate) fn condition(&self) -> f64 {
        self.singular.max() / self.singular.min()
    }

    /// The species that depend on each other, by number: those with a part in the direction of the least singular value.
    pub(crate) fn collinear(&self) -> Vec<usize> {
        let least = self.singular.imin();
        (0..self.norm.len()).filter(|&j| self.right[(j, least)].abs() > 0.1).collect()
    }

    /// Standard deviation of the growth of a species over that of another's levels, within places.
    pub(crate) fn relative_spread(&self, to: usize, from: usize) -> f64 {
        let centred = self.centred(&self.growth, &self.means(&self.growth));
        self.norm[from] / centred.column(to).norm()
    }

    /// Least squares.
    pub(crate) fn estimate(&self, courses: &[Course]) -> Estimate {
        let (growth, effects, residuals) = self.fitted(&self.growth, &[]);
        let start = courses.iter().map(|course| DVector::from_row_slice(&course.log[0])).collect();
        let n = effects.nrows();
        let freedom = self.freedom();
        let noise = residuals.transpose() * &residuals / freedom;
        // (Z'Z)⁻¹ in the units of the levels.
        let inverse = self.inverse(0.0);
        let variance = DMatrix::from_fn(n, n, |j, k| inverse[(j, k)] / (self.norm[j] * self.norm[k]));
        let place = |(mean, weight): (&DVector<f64>, &f64)| {
            let to_mean = &variance * mean;
            (&noise * (1.0 / weight + mean.dot(&to_mean)), noise.kronecker(&(-to_mean.transpose())))
        };
        let spread = Spread { effects: noise.kronecker(&variance), places: self.mean.iter().zip(&self.weight).map(place).collect(), freedom };
        Estimate { growth, start, effects, spread: Some(spread) }
    }

    /// Ridge estimates: each equation with the penalty that predicts left-out observations best.
    pub(crate) fn shrunken(&self, courses: &[Course]) -> (Estimate, Vec<f64>) {
        let n = self.norm.len();
        let grid: Vec<f64> = (0..=140).map(|k| 10f64.powf(f64::from(k - 120) / 10.0)).collect();
        let errors: Vec<Vec<f64>> = grid.iter().map(|&penalty| self.left_out(penalty)).collect();
        let best = |i: usize| (0..grid.len()).min_by(|&a, &b| errors[a][i].total_cmp(&errors[b][i])).map_or(0.0, |at| grid[at]);
        let penalties: Vec<f64> = (0..n).map(best).collect();
        let (growth, effects, _) = self.fitted(&self.growth, &penalties);
        let start = courses.iter().map(|course| DVector::from_row_slice(&course.log[0])).collect();
        (Estimate { growth, start, effects, spread: None }, penalties)
    }

    /// Growth by itself, effects and weighted residuals for some growth, with a penalty for each equation or none.
    fn fitted(&self, growth: &DMatrix<f64>, penalties: &[f64]) -> (Vec<DVector<f64>>, DMatrix<f64>, DMatrix<f64>) {
        let n = self.norm.len();
        let means = self.means(growth);
        let mut residuals = self.centred(growth, &means);
        let projected = self.regressors.transpose() * &residuals;
        let mut effects = DMatrix::zeros(n, n);
        for i in 0..n {
            let slopes = self.inverse(penalties.get(i).copied().unwrap_or(0.0)) * projected.column(i);
            let fitted = &self.regressors * &slopes;
            residuals.column_mut(i).iter_mut().zip(&fitted).for_each(|(residual, fitted)| *residual -= fitted);
            (0..n).for_each(|j| effects[(i, j)] = slopes[j] / self.norm[j]);
        }
        let growth = means.iter().zip(&self.mean).map(|(growth, level)| growth - &effects * level).collect();
        (growth, effects, residuals)
    }

    /// The estimate for other growth figures in the same design, and without variances.
    pub(crate) fn again(&self, growth: &DMatrix<f64>, courses: &[Course]) -> Estimate {
        let (growth, effects, _) = self.fitted(growth, &[]);
        let start = courses.iter().map(|course| DVector::from_row_slice(&course.log[0])).collect();
        Estimate { growth, start, effects, spread: None }
    }

    /// Growth as fitted, and weighted residuals.
    pub(crate) fn residuals(&self) -> (DMatrix<f64>, DMatrix<f64>) {
        let (_, _, residuals) = self.fitted(&self.growth, &[]);
        let fitted = DMatrix::from_fn(residuals.nrows(), residuals.ncols(), |row, i| self.growth[(row, i)] - residuals[(row, i)] / self.root[row]);
        (fitted, residuals)
    }

    /// Observations of an equation less its parameters.
    pub(crate) fn freedom(&self) -> f64 {
        (self.place.len() - self.weight.len() - self.norm.len()) as f64
    }

    /// Square root of the weight of each row.
    pub(crate) fn root(&self) -> &[f64] {
        &self.root
    }

    /// `(Z'Z + penalty)⁻¹` of the regressors of length one.
    fn inverse(&self, penalty: f64) -> DMatrix<f64> {
        let scaled = DMatrix::from_diagonal(&self.singular.map(|value| 1.0 / (value * value + penalty)));
        &self.right * scaled * self.right.transpose()
    }

    /// Sum of squared errors of each equation when an observation is predicted from the others, for a penalty.
    fn left_out(&self, penalty: f64) -> Vec<f64> {
        let n = self.norm.len();
        let (_, _, residuals) = self.fitted(&self.growth, &vec![penalty; n]);
        let inverse = self.inverse(penalty);
        let leverage = |row: usize| {
            let z = self.regressors.row(row);
            self.root[row].powi(2) / self.weight[self.place[row]] + (z * &inverse * z.transpose())[(0, 0)]
        };
        let left: Vec<f64> = (0..self.place.len()).map(|row| 1.0 - leverage(row)).collect();
        let error =
            |i: usize| left.iter().enumerate().filter(|(_, left)| **left > 1e-9).map(|(row, left)| (residuals[(row, i)] / left).powi(2)).sum();
        (0..n).map(error).collect()
    }

    fn means(&self, values: &DMatrix<f64>) -> Vec<DVector<f64>> {
        let mut means = vec![DVector::zeros(values.ncols()); self.weight.len()];
        for (row, (&place, root)) in self.place.iter().zip(&self.root).enumerate() {
            means[place] += values.row(row).transpose() * (root * root / self.weight[place]);
        }
        means
    }

    fn centred(&self, values: &DMatrix<f64>, means: &[DVector<f64>]) -> DMatrix<f64> {
        DMatrix::from_fn(values.nrows(), values.ncols(), |row, i| self.root[row] * (values[(row, i)] - means[self.place[row]][i]))
    }
}
