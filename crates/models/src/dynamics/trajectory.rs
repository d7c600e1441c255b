use super::matching::{Estimate, Spread};
use super::panel::Course;
use super::system::Integration;
use agglom_method::{Context, MethodError};
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use rayon::prelude::*;

/// How exactly to fit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Precision {
    /// Tolerance of the integration.
    pub(crate) path: f64,
    /// Stop when the sum of squares falls by less than this share.
    pub(crate) gain: f64,
    /// Most iterations.
    pub(crate) most: usize,
    /// Damping at the start.
    pub(crate) damping: f64,
}

impl Precision {
    /// To come near, from anywhere.
    pub(crate) const SEARCH: Self = Self { path: 1e-8, gain: 1e-6, most: 60, damping: 1e-3 };
    /// For estimates, from nearby.
    pub(crate) const FINE: Self = Self { path: 1e-12, gain: 1e-16, most: 60, damping: 1e-6 };
    /// For draws around an estimate.
    pub(crate) const COARSE: Self = Self { path: 1e-8, gain: 1e-6, most: 60, damping: 1e-6 };
}

/// Parameters whose paths lie next to the data.
#[derive(Debug, Clone)]
pub(crate) struct Fitted {
    /// The parameters, without variances.
    pub(crate) estimate: Estimate,
    /// Sum of squared residuals of the logarithms.
    pub(crate) squares: f64,
    /// What the paths are near the parameters.
    places: Vec<Linear>,
}

/// Residuals of a place, and the derivatives of its path by its own parameters (growth, start) and by the effects.
#[derive(Debug, Clone)]
struct Linear {
    residual: DVector<f64>,
    own: DMatrix<f64>,
    effects: DMatrix<f64>,
}

/// Sums of squares that differ by a smaller share cannot be compared: paths are not that exact. Steps near the end go uncompared.
const COMPARABLE: f64 = 1e-9;

/// Nonlinear least squares of the logarithms of the levels by Levenberg and Marquardt, from a guess. Places share the effects only, so
/// the normal equations are solved place by place (Schur complement). `None` if it does not converge.
pub(crate) fn fit(courses: &[Course], guess: Estimate, precision: Precision, context: &Context<'_>) -> Result<Option<Fitted>, MethodError> {
    let Some(mut here) = Fitted::new(courses, guess, precision.path) else { return Ok(None) };
    let (mut damping, mut factor) = (precision.damping, 2.0);
    let mut scale = Scale::default();
    for _ in 0..precision.most {
        context.proceed()?;
        let normal = Normal::new(&here.places);
        scale.widen(&normal);
        // Damping keeps steps short, so only the step without it (but for rounding) tells how near the end is.
        if let Some((step, predicted)) = normal.step(1e-14, &scale) {
            let end = here.estimate.is_small(&step) || predicted <= precision.gain * here.squares + here.rounding(precision.path);
            if end || predicted <= COMPARABLE * here.squares {
                let next = Fitted::new(courses, here.estimate.moved(&step), precision.path);
                let next = next.filter(|next| next.squares <= here.squares * (1.0 + COMPARABLE));
                let moved = next.is_some();
                here = next.unwrap_or(here);
                if end {
                    return Ok(Some(here));
                }
                if moved {
                    continue;
                }
            }
        }
        let Some((step, predicted)) = normal.step(damping, &scale) else {
            damping *= 10.0;
            continue;
        };
        let trial = here.estimate.moved(&step);
        let squares = sum_of_squares(courses, &trial, precision.path).unwrap_or(f64::INFINITY);
        if squares < here.squares {
            let gain = (here.squares - squares) / predicted;
            let Some(next) = Fitted::new(courses, trial, precision.path) else { return Ok(None) };
            here = next;
            damping *= (1.0 - (2.0 * gain - 1.0).powi(3)).clamp(1.0 / 3.0, 2.0);
            (damping, factor) = (damping.max(1e-14), 2.0);
        } else {
            damping *= factor;
            factor *= 2.0;
        }
        if damping > 1e12 {
            return Ok(None);
        }
    }
    Ok(None)
}

/// A guess without effects between species: each grows logistically by a regression on its own levels.
pub(crate) fn logistic_guess(courses: &[Course]) -> Estimate {
    let n = courses[0].log[0].len();
    let mut effects = DMatrix::zeros(n, n);
    let mut growth = vec![DVector::zeros(n); courses.len()];
    for i in 0..n {
        let slope = |course: &Course| {
            let rows = course.log.windows(2).zip(&course.steps);
            let pairs: Vec<(f64, f64)> =
                rows.map(|(ends, step)| (0.5 * (ends[0][i].exp() + ends[1][i].exp()), (ends[1][i] - ends[0][i]) / step)).collect();
            let count = pairs.len() as f64;
            let (x, y) = (pairs.iter().map(|p| p.0).sum::<f64>() / count, pairs.iter().map(|p| p.1).sum::<f64>() / count);
            let (xy, xx) = pairs.iter().fold((0.0, 0.0), |(xy, xx), p| (xy + (p.0 - x) * (p.1 - y), xx + (p.0 - x) * (p.0 - x)));
            (x, y, xy, xx)
        };
        let places: Vec<_> = courses.iter().map(slope).collect();
        let (xy, xx) = places.iter().fold((0.0, 0.0), |sums, place| (sums.0 + place.2, sums.1 + place.3));
        effects[(i, i)] = if xx > 0.0 { (xy / xx).min(-1e-3) } else { -1e-3 };
        growth.iter_mut().zip(&places).for_each(|(growth, place)| growth[i] = place.1 - effects[(i, i)] * place.0);
    }
    let start = courses.iter().map(|course| DVector::from_row_slice(&course.log[0])).collect();
    Estimate { growth, start, effects, spread: None }
}

/// A change of the parameters: of each place's own, and of the effects.
struct Step {
    own: Vec<DVector<f64>>,
    effects: DVector<f64>,
}

impl Estimate {
    fn moved(&self, step: &Step) -> Self {
        let n = self.species();
        let part = |values: &[DVector<f64>], from: usize| values.iter().zip(&step.own).map(|(v, own)| v + own.rows(from, n)).collect();
        let effects = DMatrix::from_fn(n, n, |i, j| self.effects[(i, j)] + step.effects[i * n + j]);
        Self { growth: part(&self.growth, 0), start: part(&self.start, n), effects, spread: None }
    }

    /// True if no parameter moves in its first ten digits.
    fn is_small(&self, step: &Step) -> bool {
        let n = self.species();
        let still = |value: f64, step: f64| step.abs() <= 1e-11 * (value.abs() + 0.1);
        let own =
            |(place, own): (usize, &DVector<f64>)| (0..n).all(|i| still(self.growth[place][i], own[i]) && still(self.start[place][i], own[n + i]));
        step.own.iter().enumerate().all(own) && (0..n * n).all(|at| still(self.effects[(at / n, at % n)], step.effects[at]))
    }
}

impl Fitted {
    fn new(courses: &[Course], estimate: Estimate, tolerance: f64) -> Option<Self> {
        let places = courses.par_iter().enumerate().map(|(at, course)| Linear::new(&estimate, at, course, tolerance)).collect::<Option<Vec<_>>>()?;
        let squares = places.iter().map(|place| place.residual.norm_squared()).sum::<f64>();
        squares.is_finite().then_some(Self { estimate, squares, places })
    }

    /// What rounding and the errors of integration may add to the sum of squares.
    fn rounding(&self, tolerance: f64) -> f64 {
        let count: usize = self.places.iter().map(|place| place.residual.len()).sum();
        count as f64 * tolerance * tolerance
    }

    /// Residuals of each place, a row for each period.
    pub(crate) fn residuals(&self) -> Vec<DMatrix<f64>> {
        let n = self.estimate.species();
        self.places.iter().map(|place| DMatrix::from_row_slice(place.residual.len() / n, n, place.residual.as_slice())).collect()
    }

    /// Observations of an equation less its parameters: growth and start of each place, and the effects.
    pub(crate) fn freedom(&self) -> f64 {
        let n = self.estimate.species();
        let rows: usize = self.places.iter().map(|place| place.residual.len() / n).sum();
        rows as f64 - (2 * self.places.len() + n) as f64
    }

    /// Correlation of residuals with those of the period before.
    pub(crate) fn autocorrelation(&self) -> f64 {
        let products = |lag: usize| -> f64 {
            self.residuals().iter().flat_map(|r| (lag..r.nrows()).map(|t| r.row(t).dot(&r.row(t - lag))).collect::<Vec<_>>()).sum()
        };
        let all = products(0);
        if all > 0.0 { products(1) / all } else { 0.0 }
    }

    /// True if residuals follow those before them more than chance would have it: then disturbances feed on, and errors of observation
    /// alone do not explain them. Residuals of the size of rounding say nothing.
    pub(crate) fn feeds_on(&self) -> bool {
        let count: usize = self.places.iter().map(|place| place.residual.len()).sum();
        self.squares > 1e-12 * count as f64 && self.autocorrelation() > 2.0 / (count as f64).sqrt()
    }

    /// The parameters with their variances, for errors that are independent over time and have any variances and covariances between
    /// species (sandwich). `None` if the data do not determine the parameters.
    pub(crate) fn with_spread(&self) -> Option<Estimate> {
        let n = self.estimate.species();
        let freedom = self.freedom();
        let noise = self.residuals().iter().map(|r| r.transpose() * r).sum::<DMatrix<f64>>() / freedom;
        let bread = Normal::new(&self.places).reduced(0.0, &Scale::default())?;
        let inverse = bread.effects.inverse();
        let mut meat = DMatrix::zeros(n * n, n * n);
        let mut parts = Vec::with_capacity(self.places.len());
        for (place, own) in self.places.iter().zip(&bread.own) {
            let projection = own.solve(&(place.own.transpose() * &place.effects));
            let rest = &place.effects - &place.own * &projection;
            let noisy = by_period(&noise, &rest);
            meat += rest.transpose() * &noisy;
            let to_own = own.solve(&(place.own.transpose() * &noisy));
            let own_variance = own.solve(&(place.own.transpose() * by_period(&noise, &place.own)));
            parts.push((projection, to_own * &inverse, own.solve(&own_variance.transpose())));
        }
        let effects = &inverse * meat * &inverse;
        let place = |(projection, cross, own): (DMatrix<f64>, DMatrix<f64>, DMatrix<f64>)| {
            let both = &cross * projection.transpose();
            let variance = own + &projection * &effects * projection.transpose() - &both - both.transpose();
            let cross = cross - &projection * &effects;
            (variance.view((0, 0), (n, n)).into_owned(), cross.rows(0, n).into_owned())
        };
        let places = parts.into_iter().map(place).collect();
        let finite = effects.iter().all(|value| value.is_finite());
        finite.then(|| Estimate { spread: Some(Spread { effects: effects.clone(), places, freedom }), ..self.estimate.clone() })
    }
}

/// The covariance of the errors of a period applied to every period.
fn by_period(noise: &DMatrix<f64>, rows: &DMatrix<f64>) -> DMatrix<f64> {
    let n = noise.nrows();
    let mut product = DMatrix::zeros(rows.nrows(), rows.ncols());
    for from in (0..rows.nrows()).step_by(n) {
        product.rows_mut(from, n).copy_from(&(noise * rows.rows(from, n)));
    }
    product
}

impl Linear {
    fn new(estimate: &Estimate, place: usize, course: &Course, tolerance: f64) -> Option<Self> {
        let n = estimate.species();
        let rows = n * course.log.len();
        let mut linear = Self { residual: DVector::zeros(rows), own: DMatrix::zeros(rows, 2 * n), effects: DMatrix::zeros(rows, n * n) };
        let system = estimate.system(place);
        let mut path = Integration::with_derivatives(&system, estimate.start[place].as_slice(), tolerance);
        for (t, log) in course.log.iter().enumerate() {
            if t > 0 {
                path.advance(course.steps[t - 1])?;
            }
            for (i, log) in log.iter().enumerate() {
                linear.residual[t * n + i] = log - path.state[i];
                (0..2 * n).for_each(|at| linear.own[(t * n + i, at)] = path.state[n * (1 + at) + i]);
                (0..n * n).for_each(|at| linear.effects[(t * n + i, at)] = path.state[n * (1 + 2 * n + at) + i]);
            }
        }
        Some(linear)
    }
}

/// Sum of squared residuals; `None` if a path leaves all bounds.
fn sum_of_squares(courses: &[Course], estimate: &Estimate, tolerance: f64) -> Option<f64> {
    let of = |(place, course): (usize, &Course)| {
        let system = estimate.system(place);
        let mut path = Integration::new(&system, estimate.start[place].as_slice(), tolerance);
        let mut sum = 0.0;
        for (t, log) in course.log.iter().enumerate() {
            if t > 0 {
                path.advance(course.steps[t - 1])?;
            }
            sum += log.iter().zip(&path.state).map(|(log, state)| (log - state).powi(2)).sum::<f64>();
        }
        Some(sum)
    };
    let sums = courses.par_iter().enumerate().map(of).collect::<Option<Vec<f64>>>()?;
    Some(sums.iter().sum()).filter(|sum: &f64| sum.is_finite())
}

/// The normal equations: blocks of each place, of the effects, and between both.
struct Normal {
    own: Vec<DMatrix<f64>>,
    between: Vec<DMatrix<f64>>,
    effects: DMatrix<f64>,
    right: Step,
}

/// Largest diagonal of the normal equations so far (Moré 1978): damping does not depend on the units of the parameters.
#[derive(Default)]
struct Scale {
    own: Vec<DVector<f64>>,
    effects: Option<DVector<f64>>,
}

/// Decomposed normal equations: of each place, and of the effects after the places.
struct Reduced {
    own: Vec<Cholesky<f64, Dyn>>,
    effects: Cholesky<f64, Dyn>,
}

impl Scale {
    fn widen(&mut self, normal: &Normal) {
        let least = |diagonal: DVector<f64>| diagonal.map(|value: f64| value.max(1e-12));
        let effects = least(normal.effects.diagonal());
        self.effects = Some(self.effects.take().map_or(effects.clone(), |before| before.sup(&effects)));
        let own: Vec<DVector<f64>> = normal.own.iter().map(|block| least(block.diagonal())).collect();
        self.own = if self.own.is_empty() { own } else { self.own.iter().zip(&own).map(|(before, now)| before.sup(now)).collect() };
    }
}

impl Normal {
    fn new(places: &[Linear]) -> Self {
        let size = places[0].effects.ncols();
        let mut effects = DMatrix::zeros(size, size);
        let mut right = Step { own: Vec::with_capacity(places.len()), effects: DVector::zeros(size) };
        let (mut own, mut between) = (Vec::with_capacity(places.len()), Vec::with_capacity(places.len()));
        for place in places {
            own.push(place.own.transpose() * &place.own);
            between.push(place.own.transpose() * &place.effects);
            effects += place.effects.transpose() * &place.effects;
            right.own.push(place.own.transpose() * &place.residual);
            right.effects += place.effects.transpose() * &place.residual;
        }
        Self { own, between, effects, right }
    }

    fn reduced(&self, damping: f64, scale: &Scale) -> Option<Reduced> {
        let damped = |block: &DMatrix<f64>, scale: Option<&DVector<f64>>| match scale {
            Some(scale) if damping > 0.0 => block + DMatrix::from_diagonal(&(scale * damping)),
            _ => block.clone(),
        };
        let own = self.own.iter().enumerate().map(|(at, block)| damped(block, scale.own.get(at)).cholesky()).collect::<Option<Vec<_>>>()?;
        let mut effects = damped(&self.effects, scale.effects.as_ref());
        for (own, between) in own.iter().zip(&self.between) {
            effects -= between.transpose() * own.solve(between);
        }
        Some(Reduced { own, effects: effects.cholesky()? })
    }

    /// The damped step, and by how much the sum of squares would fall if paths were linear.
    fn step(&self, damping: f64, scale: &Scale) -> Option<(Step, f64)> {
        let reduced = self.reduced(damping, scale)?;
        let mut right = self.right.effects.clone();
        for ((own, between), side) in reduced.own.iter().zip(&self.between).zip(&self.right.own) {
            right -= between.transpose() * own.solve(side);
        }
        let effects = reduced.effects.solve(&right);
        let places = reduced.own.iter().zip(&self.between).zip(&self.right.own);
        let own: Vec<DVector<f64>> = places.map(|((own, between), side)| own.solve(&(side - between * &effects))).collect();
        // 2 g'δ - δ'Aδ = g'δ + δ'(damping · scale)δ, as (A + damping · scale) δ = g.
        let part = |step: &DVector<f64>, side: &DVector<f64>, scale: &DVector<f64>| step.dot(side) + damping * step.component_mul(scale).dot(step);
        let shared = scale.effects.as_ref().map_or(0.0, |scale| part(&effects, &self.right.effects, scale));
        let predicted = shared + own.iter().zip(&self.right.own).zip(&scale.own).map(|((step, side), scale)| part(step, side, scale)).sum::<f64>();
        predicted.is_finite().then_some((Step { own, effects }, predicted))
    }
}
