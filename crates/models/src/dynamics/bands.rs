use super::equilibrium::{eigenvalues, equilibrium};
use super::matching::{Estimate, Regression};
use super::panel::Course;
use super::system::Integration;
use super::trajectory::{Fitted, Precision, fit};
use agglom_measures::quantile;
use agglom_method::{Context, MethodError, Seed};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Logarithms of levels, a vector of species for each period of a place and each period ahead; nothing where the system does not say.
pub(crate) type Path = Vec<Option<Vec<f64>>>;

/// What was fitted, and to what.
pub(crate) enum Fit<'a> {
    /// Paths from an estimated start, next to the data.
    Trajectory(&'a Fitted),
    /// Growth from each period to the next.
    Matching(&'a Regression),
}

/// How many steps ahead, and how long each is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ahead {
    pub(crate) count: usize,
    pub(crate) step: f64,
}

/// What one draw says of each place.
#[derive(Debug, Clone)]
struct Draw {
    paths: Vec<Path>,
    levels: Vec<Option<DVector<f64>>>,
    real_parts: Vec<Option<Vec<f64>>>,
}

/// Draws around an estimate.
#[derive(Debug, Clone)]
pub(crate) struct Bands {
    draws: Vec<Draw>,
    alpha: f64,
    /// Draws that could not be fitted.
    pub(crate) failed: usize,
}

/// The path of a place. A trajectory goes on from its start; otherwise each period is predicted from the one before. `shock` moves
/// what lies ahead.
pub(crate) fn path(
    estimate: &Estimate,
    (place, course): (usize, &Course),
    ahead: Ahead,
    trajectory: bool,
    tolerance: f64,
    mut shock: impl FnMut(&mut [f64]),
) -> Path {
    let system = estimate.system(place);
    let start = if trajectory { estimate.start[place].as_slice() } else { &course.log[course.log.len() - 1] };
    let mut onward = Integration::new(&system, start, tolerance);
    let mut path: Path = Vec::with_capacity(course.log.len() + ahead.count);
    let mut lost = false;
    if trajectory {
        path.push(Some(onward.state.clone()));
        for &step in &course.steps {
            lost = lost || onward.advance(step).is_none();
            path.push((!lost).then(|| onward.state.clone()));
        }
    } else {
        path.push(None);
        for (from, &step) in course.log.iter().zip(&course.steps) {
            let mut one = Integration::new(&system, from, tolerance);
            path.push(one.advance(step).map(|()| one.state));
        }
    }
    for _ in 0..ahead.count {
        lost = lost || onward.advance(ahead.step).is_none();
        if lost {
            path.push(None);
            continue;
        }
        // Errors of observation do not feed on; disturbances of growth do.
        let mut seen = onward.state.clone();
        shock(&mut seen);
        if !trajectory {
            onward.state.clone_from(&seen);
        }
        path.push(Some(seen));
    }
    path
}

/// Residuals are drawn with replacement, whole periods at a time; the system is estimated again from each draw.
pub(crate) fn bands(
    estimate: &Estimate,
    fit: &Fit<'_>,
    courses: &[Course],
    ahead: Ahead,
    (draws, alpha): (usize, f64),
    context: &Context<'_>,
) -> Result<Bands, MethodError> {
    let pool = pool(fit);
    let finished = AtomicU64::new(0);
    let all: Vec<Option<Draw>> = (0..draws)
        .into_par_iter()
        .map(|k| {
            context.proceed()?;
            let draw = draw(estimate, fit, courses, ahead, &pool, context.seed, k as u64, context);
            context.watch.progress(finished.fetch_add(1, Ordering::Relaxed) + 1, draws as u64);
            draw
        })
        .collect::<Result<_, _>>()?;
    let kept: Vec<Draw> = all.into_iter().flatten().collect();
    Ok(Bands { failed: draws - kept.len(), draws: kept, alpha })
}

/// Residuals of all periods, about zero and as large as the errors.
fn pool(fit: &Fit<'_>) -> DMatrix<f64> {
    let (mut pool, freedom) = match fit {
        Fit::Trajectory(fitted) => {
            let places = fitted.residuals();
            let rows: Vec<_> = places.iter().flat_map(|place| place.row_iter().map(|row| row.into_owned()).collect::<Vec<_>>()).collect();
            (DMatrix::from_rows(&rows), fitted.freedom())
        }
        Fit::Matching(regression) => (regression.residuals().1, regression.freedom()),
    };
    let rows = pool.nrows() as f64;
    for mut column in pool.column_iter_mut() {
        let mean = column.sum() / rows;
        column.iter_mut().for_each(|residual| *residual = (*residual - mean) * (rows / freedom).sqrt());
    }
    pool
}

#[allow(clippy::too_many_arguments)] // one call; a struct for it would only repeat those of `bands`
fn draw(
    estimate: &Estimate,
    fitted: &Fit<'_>,
    courses: &[Course],
    ahead: Ahead,
    pool: &DMatrix<f64>,
    seed: Seed,
    k: u64,
    context: &Context<'_>,
) -> Result<Option<Draw>, MethodError> {
    let mut generator = seed.draw(k);
    let mut drawn = || pool.row(generator.random_range(0..pool.nrows())).into_owned();
    let (again, trajectory, length) = match fitted {
        Fit::Trajectory(found) => {
            let shifted = |(course, residuals): (&Course, DMatrix<f64>)| {
                let log = |(log, residual): (&Vec<f64>, nalgebra::RowDVector<f64>)| {
                    let new = drawn();
                    log.iter().enumerate().map(|(i, log)| log - residual[i] + new[i]).collect()
                };
                Course {
                    steps: course.steps.clone(),
                    log: course.log.iter().zip(residuals.row_iter().map(|row| row.into_owned())).map(log).collect(),
                }
            };
            let shifted: Vec<Course> = courses.iter().zip(found.residuals()).map(shifted).collect();
            let Some(again) = fit(&shifted, estimate.clone(), Precision::COARSE, context)? else { return Ok(None) };
            (again.estimate, true, 1.0)
        }
        Fit::Matching(regression) => {
            let (mut growth, _) = regression.residuals();
            for (row, &root) in regression.root().iter().enumerate() {
                let new = drawn();
                (0..growth.ncols()).for_each(|i| growth[(row, i)] += new[i] / root);
            }
            (regression.again(&growth, courses), false, ahead.step.sqrt())
        }
    };
    let mut shock = |state: &mut [f64]| state.iter_mut().zip(&drawn()).for_each(|(state, new)| *state += length * new);
    let tolerance = Precision::COARSE.path;
    let paths = courses.iter().enumerate().map(|place| path(&again, place, ahead, trajectory, tolerance, &mut shock)).collect();
    let levels: Vec<_> = (0..courses.len()).map(|place| equilibrium(&again.system(place))).collect();
    let real = |levels: &Option<DVector<f64>>| Some(eigenvalues(&again.effects, levels.as_ref()?)?.iter().map(|value| value.0).collect());
    Ok(Some(Draw { real_parts: levels.iter().map(real).collect(), paths, levels }))
}

impl Bands {
    /// Logarithms of the ends of the band at a point of a path; a draw that has left all bounds counts as infinite.
    pub(crate) fn path(&self, place: usize, at: usize, species: usize) -> (Option<f64>, Option<f64>) {
        self.ends(self.draws.iter().map(|draw| draw.paths[place][at].as_ref().map_or(f64::INFINITY, |state| state[species])).collect())
    }

    /// Ends of the interval of an equilibrium level.
    pub(crate) fn level(&self, place: usize, species: usize) -> (Option<f64>, Option<f64>) {
        self.ends(self.draws.iter().filter_map(|draw| Some(draw.levels[place].as_ref()?[species])).collect())
    }

    /// Ends of the interval of the real part of an eigenvalue, counted from the largest.
    pub(crate) fn real_part(&self, place: usize, at: usize) -> (Option<f64>, Option<f64>) {
        self.ends(self.draws.iter().filter_map(|draw| Some(draw.real_parts[place].as_ref()?[at])).collect())
    }

    /// Percentiles, unless half the draws are lost.
    fn ends(&self, mut values: Vec<f64>) -> (Option<f64>, Option<f64>) {
        if 2 * values.len() <= self.draws.len() + self.failed {
            return (None, None);
        }
        values.sort_unstable_by(f64::total_cmp);
        let end = |probability: f64| quantile(&values, probability).filter(|end| end.is_finite());
        (end(self.alpha / 2.0), end(1.0 - self.alpha / 2.0))
    }
}
