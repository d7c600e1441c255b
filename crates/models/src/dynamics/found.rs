use super::bands::{Ahead, Bands, path};
use super::equilibrium::{Boundedness, boundedness, eigenvalues, equilibrium, equilibrium_variance};
use super::matching::{Estimate, Regression};
use super::panel::{Course, Panel, Units};
use super::relations::{Influence, Relation, relation, student_deviate, two_sided};
use super::trajectory::Precision;
use agglom_measures::q_values;
use agglom_method::{Codes, Indicators};
use nalgebra::DVector;
use serde::Serialize;
use std::sync::Arc;

/// The effect of one species on the growth of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interaction {
    /// Number of the indicator that has the effect.
    pub from: u32,
    /// Number of the indicator that grows by it.
    pub to: u32,
    /// Change of growth per unit of the level of `from`: B of row `to`, column `from`.
    pub effect: f64,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// Effect over standard error.
    pub t: Option<f64>,
    /// Probability of so large a t without an effect.
    pub p_value: Option<f64>,
    /// Adjusted for the number of effects between species.
    pub q_value: Option<f64>,
    /// Lower end of the interval of the effect.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Growth that the geometric mean level of `from` adds: the effect times this level.
    pub contribution: f64,
    /// Lower end of its interval.
    pub contribution_low: Option<f64>,
    /// Upper end of it.
    pub contribution_high: Option<f64>,
    /// What this amounts to.
    pub influence: Influence,
    /// Why there is no standard error.
    pub reason: Option<&'static str>,
}

/// Two species and what they are to each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// Number of the first indicator.
    pub first: u32,
    /// Number of the second.
    pub second: u32,
    /// What they are to each other.
    pub relation: Relation,
    /// Effect of the second on the first.
    pub on_first: Interaction,
    /// Effect of the first on the second.
    pub on_second: Interaction,
}

/// What a species does by itself in a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Growth when all levels are small.
    pub intrinsic_growth: f64,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Level from which the path starts.
    pub initial_level: Option<f64>,
    /// Why there is no standard error.
    pub reason: Option<&'static str>,
}

/// The level of a species at which a place would rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EquilibriumLevel {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// The level.
    pub level: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Whether all levels of the place are positive.
    pub feasible: Option<bool>,
    /// Why there is none.
    pub reason: Option<&'static str>,
}

/// A way to come back to the equilibrium, or to leave it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mode {
    /// Number of the entity.
    pub entity: u32,
    /// Real part of the eigenvalue of the Jacobian: growth of a disturbance.
    pub eigenvalue_real: Option<f64>,
    /// Imaginary part: how fast it turns.
    pub eigenvalue_imaginary: Option<f64>,
    /// Lower end of the interval of the real part.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Whether all disturbances of the place die out.
    pub stable: Option<bool>,
    /// Why there is no eigenvalue.
    pub reason: Option<&'static str>,
}

/// A species in a place and period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Number of the period among those of the source and those ahead.
    pub period: u32,
    /// How many steps after the last observed period; 0 up to it.
    pub ahead: usize,
    /// The figure.
    pub observed: Option<f64>,
    /// The level that the system gives.
    pub value: Option<f64>,
    /// Lower end of its band.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Why there is no value.
    pub reason: Option<&'static str>,
}

/// An estimate on its way to the tables: everything that turns scaled numbers into those of the source.
pub(crate) struct Findings<'a> {
    pub(crate) source: &'a Indicators,
    pub(crate) species: &'a [u32],
    pub(crate) panel: &'a Panel,
    pub(crate) units: &'a Units,
    pub(crate) courses: &'a [Course],
    pub(crate) regression: &'a Regression,
    pub(crate) estimate: &'a Estimate,
    pub(crate) trajectory: bool,
    pub(crate) bands: Option<&'a Bands>,
    pub(crate) alpha: f64,
    pub(crate) ahead: Ahead,
}

/// A number that a table can hold.
fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

impl Findings<'_> {
    /// All effects, by source and target. `negligible` and `adjusted` as the settings say.
    pub(crate) fn interactions(&self, negligible: f64, adjusted: bool) -> Vec<Interaction> {
        let n = self.species.len();
        let all = (0..n * n).map(|at| (at / n, at % n));
        let mut found: Vec<Interaction> = all.clone().map(|(from, to)| self.interaction(from, to)).collect();
        let between: Vec<usize> = all.enumerate().filter(|(_, (from, to))| from != to).map(|(at, _)| at).collect();
        let p_values: Vec<Option<f64>> = between.iter().map(|&at| found[at].p_value).collect();
        if p_values.iter().all(Option::is_some) {
            let judged = if adjusted { q_values(&p_values) } else { p_values };
            for (&at, q) in between.iter().zip(judged).filter_map(|(at, q)| Some((at, q?))) {
                found[at].q_value = adjusted.then_some(q);
                found[at].influence = self.influence(&found[at], (at / n, at % n), q, negligible);
            }
        }
        found
    }

    fn interaction(&self, from: usize, to: usize) -> Interaction {
        let n = self.species.len();
        let contribution = self.estimate.effects[(to, from)] / self.units.step;
        let unit = self.units.log_level[from].exp();
        let spread = self.estimate.spread.as_ref();
        let error = spread.map(|spread| spread.effects[(to * n + from, to * n + from)].max(0.0).sqrt() / self.units.step);
        let interval = spread.zip(error).map(|(spread, error)| student_deviate(self.alpha / 2.0, spread.freedom) * error);
        let t = error.map(|error| contribution / error);
        Interaction {
            from: self.species[from],
            to: self.species[to],
            effect: contribution / unit,
            standard_error: error.and_then(|error| finite(error / unit)),
            t: t.and_then(finite),
            p_value: spread.zip(t).map(|(spread, t)| if t.is_nan() { 1.0 } else { two_sided(t, spread.freedom) }),
            q_value: None,
            low: interval.and_then(|half| finite((contribution - half) / unit)),
            high: interval.and_then(|half| finite((contribution + half) / unit)),
            contribution,
            contribution_low: interval.and_then(|half| finite(contribution - half)),
            contribution_high: interval.and_then(|half| finite(contribution + half)),
            influence: Influence::Unknown,
            reason: spread.is_none().then_some("shrunken-by-ridge"),
        }
    }

    /// Whether the effect has a sign, is too small to count, or cannot be told: its size is that of the change of growth, in standard
    /// deviations of this growth, when the source moves by one of its own.
    fn influence(&self, found: &Interaction, (from, to): (usize, usize), q: f64, negligible: f64) -> Influence {
        const ROUNDING: f64 = 1e-7;
        let (Some(low), Some(high)) = (found.contribution_low, found.contribution_high) else { return Influence::Unknown };
        let most = low.abs().max(high.abs()) * self.units.step;
        let size = if most > 0.0 { most * self.regression.relative_spread(to, from) } else { 0.0 };
        if size <= ROUNDING {
            Influence::None
        } else if q <= self.alpha {
            if found.contribution > 0.0 { Influence::Furthers } else { Influence::Hinders }
        } else if size <= negligible {
            Influence::None
        } else {
            Influence::Unknown
        }
    }

    /// The pairs of species, from all their effects.
    pub(crate) fn pairs(&self, interactions: &[Interaction]) -> Vec<Pair> {
        let n = self.species.len();
        let pairs = (0..n).flat_map(|first| (first + 1..n).map(move |second| (first, second)));
        let pair = |(first, second): (usize, usize)| {
            let (on_first, on_second) = (interactions[second * n + first].clone(), interactions[first * n + second].clone());
            let relation = relation(on_first.influence, on_second.influence);
            Pair { first: self.species[first], second: self.species[second], relation, on_first, on_second }
        };
        pairs.map(pair).collect()
    }

    pub(crate) fn parameters(&self) -> Vec<Parameter> {
        let parameter = |(place, i): (usize, usize)| {
            let growth = self.estimate.growth[place][i] / self.units.step;
            let spread = self.estimate.spread.as_ref();
            let error = spread.map(|spread| spread.places[place].0[(i, i)].max(0.0).sqrt() / self.units.step);
            let interval = spread.zip(error).map(|(spread, error)| student_deviate(self.alpha / 2.0, spread.freedom) * error);
            Parameter {
                entity: self.panel.places[place].entity,
                indicator: self.species[i],
                intrinsic_growth: growth,
                standard_error: error.and_then(finite),
                low: interval.and_then(|half| finite(growth - half)),
                high: interval.and_then(|half| finite(growth + half)),
                initial_level: self.level(i, self.estimate.start[place][i]),
                reason: spread.is_none().then_some("shrunken-by-ridge"),
            }
        };
        self.cells().map(parameter).collect()
    }

    /// Places and species.
    fn cells(&self) -> impl Iterator<Item = (usize, usize)> {
        let n = self.species.len();
        (0..self.panel.places.len() * n).map(move |at| (at / n, at % n))
    }

    /// A level in the units of the source.
    fn level(&self, species: usize, log: f64) -> Option<f64> {
        finite((log + self.units.log_level[species]).exp())
    }

    /// Levels at rest, and the eigenvalues there.
    pub(crate) fn rests(&self) -> (Vec<EquilibriumLevel>, Vec<Mode>) {
        let (mut levels, mut modes) = (Vec::new(), Vec::new());
        for place in 0..self.panel.places.len() {
            let rest = equilibrium(&self.estimate.system(place));
            levels.extend(self.rest(place, rest.as_ref()));
            modes.extend(self.modes(place, rest.as_ref()));
        }
        (levels, modes)
    }

    fn rest(&self, place: usize, rest: Option<&DVector<f64>>) -> Vec<EquilibriumLevel> {
        let spread = self.estimate.spread.as_ref();
        let deviate = spread.map_or(0.0, |spread| student_deviate(self.alpha / 2.0, spread.freedom));
        let variance = rest.zip(spread).and_then(|(rest, spread)| equilibrium_variance(&self.estimate.system(place), rest, spread, place));
        let level = |i: usize| {
            let unit = self.units.log_level[i].exp();
            let (low, high) = match (rest, self.bands, &variance) {
                (Some(_), Some(bands), _) => bands.level(place, i),
                (Some(rest), None, Some(variance)) => {
                    let half = deviate * variance[i].max(0.0).sqrt();
                    (Some(rest[i] - half), Some(rest[i] + half))
                }
                _ => (None, None),
            };
            let level = rest.and_then(|rest| finite(rest[i] * unit));
            EquilibriumLevel {
                entity: self.panel.places[place].entity,
                indicator: self.species[i],
                level,
                low: low.and_then(|low| finite(low * unit)),
                high: high.and_then(|high| finite(high * unit)),
                feasible: rest.map(|rest| rest.iter().all(|&level| level > 0.0)),
                reason: level.is_none().then_some("singular-effects"),
            }
        };
        (0..self.species.len()).map(level).collect()
    }

    fn modes(&self, place: usize, rest: Option<&DVector<f64>>) -> Vec<Mode> {
        let positive = rest.filter(|rest| rest.iter().all(|&level| level > 0.0));
        let values = positive.and_then(|rest| eigenvalues(&self.estimate.effects, rest));
        let reason = if rest.is_none() { "singular-effects" } else { "no-positive-equilibrium" };
        let mode = |at: usize| {
            let value = values.as_ref().map(|values| values[at]);
            let band = self.bands.filter(|_| value.is_some()).map_or((None, None), |bands| bands.real_part(place, at));
            Mode {
                entity: self.panel.places[place].entity,
                eigenvalue_real: value.and_then(|value| finite(value.0 / self.units.step)),
                eigenvalue_imaginary: value.and_then(|value| finite(value.1 / self.units.step)),
                low: band.0.and_then(|low| finite(low / self.units.step)),
                high: band.1.and_then(|high| finite(high / self.units.step)),
                stable: values.as_ref().map(|values| values.iter().all(|value| value.0 < 0.0)),
                reason: value.is_none().then_some(reason),
            }
        };
        (0..self.species.len()).map(mode).collect()
    }

    pub(crate) fn boundedness(&self) -> Boundedness {
        boundedness(&self.estimate.effects)
    }

    /// All paths, with the periods of the source and those ahead.
    pub(crate) fn points(&self) -> (Arc<Codes>, Vec<Point>) {
        let periods = &self.source.periods;
        let step = self.units.median;
        let ahead = |place: usize, k: usize| {
            let last = self.panel.places[place].periods.last().map_or(0, |&last| last as usize);
            self.panel.times.code_ahead(periods, last, step, k)
        };
        let all = (0..self.courses.len()).flat_map(|place| (1..=self.ahead.count).map(move |k| (place, k)));
        let codes = Codes::new(periods.iter().map(str::to_owned).chain(all.map(|(place, k)| ahead(place, k))));
        let codes = codes.named((0..periods.len()).filter_map(|at| Some((periods.get(at), periods.name(at)?))));
        let mut points = Vec::new();
        for (place, course) in self.courses.iter().enumerate() {
            let states = path(self.estimate, (place, course), self.ahead, self.trajectory, Precision::FINE.path, |_| ());
            let seen = &self.panel.places[place].periods;
            let code = |at: usize| if at < seen.len() { periods.get(seen[at] as usize).to_owned() } else { ahead(place, at + 1 - seen.len()) };
            for (at, state) in states.iter().enumerate() {
                let period = codes.index(&code(at)).expect("every code of a path is among the codes") as u32;
                points.extend((0..self.species.len()).map(|i| self.point((place, at, i), period, state.as_deref())));
            }
        }
        (Arc::new(codes), points)
    }

    fn point(&self, (place, at, i): (usize, usize, usize), period: u32, state: Option<&[f64]>) -> Point {
        let course = &self.courses[place];
        let value = state.and_then(|state| self.level(i, state[i]));
        let band = self.bands.filter(|_| value.is_some()).map_or((None, None), |bands| bands.path(place, at, i));
        let reason = if at == 0 { "first-of-series" } else { "grows-without-bound" };
        Point {
            entity: self.panel.places[place].entity,
            indicator: self.species[i],
            period,
            ahead: (at + 1).saturating_sub(course.log.len()),
            observed: course.log.get(at).and_then(|log| self.level(i, log[i])),
            value,
            low: band.0.and_then(|low| self.level(i, low)),
            high: band.1.and_then(|high| self.level(i, high)),
            reason: value.is_none().then_some(reason),
        }
    }
}
