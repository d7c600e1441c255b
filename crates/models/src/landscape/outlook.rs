//! What lies ahead of a fitted network: where incidence would rest, what places are worth, how near the fold is, the next periods, scenarios.

use crate::incidence::{Fit, Network, Point};
use crate::landscape::scenario::{Changed, Scenario};
use crate::landscape::simulation::{Chances, Walk};
use crate::landscape::terrain::{Shifts, Terrain};
use crate::landscape::{Capacity, Powers, QuasiStationary, capacity, equilibrium, fold, mean_field, quasi_stationary, resurrected};
use crate::sampling::normal;
use agglom_measures::quantile;
use agglom_method::{Codes, Context, Generator, MethodError, Seed};
use ndarray::{Array2, ArrayView2, Axis};
use rand::RngExt;
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

/// How far ahead, and how sure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// Periods ahead; 0 for none.
    pub horizon: usize,
    /// Draws of parameters and chance; 0 for none.
    pub draws: usize,
    /// 1 - level of intervals.
    pub alpha: f64,
    /// What is compared with how things are.
    pub scenarios: Vec<Scenario>,
}

/// Industries with one fit.
#[derive(Debug, Clone)]
pub struct Group {
    /// Their numbers.
    pub industries: Vec<usize>,
    /// Their parameters.
    pub fit: Fit,
}

/// A fitted network as it is now.
#[derive(Debug, Clone)]
pub struct Outlook<'a> {
    /// The places.
    pub places: Arc<Codes>,
    /// The industries.
    pub industries: Arc<Codes>,
    /// Who reaches whom.
    pub network: &'a Network,
    /// Fits and the industries they are of.
    pub groups: Vec<Group>,
    /// Presence in the last period by place and industry; what is not known as an expectation.
    pub present: Array2<f64>,
    /// Standardised covariates, place by covariate.
    pub covariates: Option<Array2<f64>>,
}

/// An industry in a place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Site {
    /// Number of the place.
    pub place: u32,
    /// Number of the industry.
    pub industry: u32,
    /// Whether it is there now.
    pub present: Option<bool>,
    /// Incidence at rest if connectivity stays what it is.
    pub equilibrium: f64,
    /// Ends of its interval over parameter draws.
    pub range: Option<(f64, f64)>,
    /// Incidence in the upper state at rest of the mean field.
    pub long_run: Option<f64>,
    /// The share of draws in which it is there at the horizon.
    pub at_horizon: Option<f64>,
}

/// What an industry can hold on to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndustryAhead {
    /// Number of the industry.
    pub industry: u32,
    /// Metapopulation capacity and how far it can be off.
    pub metapopulation_capacity: Option<(f64, f64)>,
    /// The connectivity for an even chance of entry, and where the upper state vanishes.
    pub half_entry: (f64, Option<f64>),
    /// The share of connectivity that could be lost before it vanishes; negative if it has.
    pub reserve: Option<f64>,
    /// Relative width to which the fold is known.
    pub width: Option<f64>,
    /// Share of places occupied now, in the mean field, and as long as it is not gone.
    pub occupied: [Option<f64>; 3],
    /// Periods until it is gone, on average, and whether this is exact.
    pub persistence: Option<(f64, bool)>,
    /// Why there is no fold.
    pub reason: Option<&'static str>,
}

/// What a place is worth to an industry.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PlaceWorth {
    /// Number of the place.
    pub place: u32,
    /// Number of the industry.
    pub industry: u32,
    /// λ less λ without it.
    pub value_lost: Option<f64>,
    /// The same to first order.
    pub first_order: f64,
    /// ∂ ln λ / ∂ ln A.
    pub elasticity: f64,
    /// ∂ λ / ∂ A.
    pub unit_adds: Option<f64>,
}

/// Places occupied by an industry in a period ahead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// Periods ahead, from 1.
    pub ahead: usize,
    /// Number of the industry.
    pub industry: u32,
    /// Mean over draws.
    pub expected: f64,
    /// Ends of the interval.
    pub range: Option<(f64, f64)>,
}

/// A scenario against how things are, at the horizon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Number of the scenario.
    pub scenario: usize,
    /// Number of the industry; nothing for all.
    pub industry: Option<u32>,
    /// Code of the place; nothing for all places.
    pub place: Option<String>,
    /// Places occupied (for one place: industries in it, or its probability) as things are, and by the scenario.
    pub means: (f64, f64),
    /// Mean difference over draws.
    pub difference: f64,
    /// Ends of its interval.
    pub range: Option<(f64, f64)>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ahead {
    /// Industries in places.
    pub sites: Vec<Site>,
    /// Industries.
    pub industries: Vec<IndustryAhead>,
    /// What places are worth.
    pub values: Vec<PlaceWorth>,
    /// The periods ahead.
    pub steps: Vec<Step>,
    /// Scenarios.
    pub compared: Vec<Compared>,
    /// How far and how sure.
    pub settings: Settings,
}

/// Up to so many products of places with places for all industries, the mean field is computed.
const FIELD: f64 = 1e9;
/// The same for the fold, which takes thousands of steps.
const FOLD: f64 = 2e7;
/// Multiplications that the simulated quasi-stationary distribution may take.
const RESURRECTED: f64 = 1e9;
/// Periods it is simulated for.
const PERIODS: usize = 100;
/// Numbers kept for intervals of equilibria.
const KEPT: usize = 20_000_000;
/// Paths at once, for memory.
const BATCH: usize = 16;

impl Outlook<'_> {
    /// Everything ahead.
    ///
    /// # Errors
    /// If scenarios do not fit the data, or if nobody wants the answer any more.
    pub fn ahead(&self, settings: &Settings, context: &Context<'_>) -> Result<Ahead, MethodError> {
        let changed: Vec<Changed> =
            settings.scenarios.iter().map(|s| s.applied(self.network, &self.places, &self.industries)).collect::<Result<_, _>>()?;
        let (places, industries) = self.present.dim();
        let mut ahead = Ahead {
            sites: Vec::new(),
            industries: Vec::new(),
            values: Vec::new(),
            steps: Vec::new(),
            compared: Vec::new(),
            settings: settings.clone(),
        };
        let (mut rest, mut field) = (vec![None; places * industries], vec![None; places * industries]);
        for group in &self.groups {
            self.long_run(group, (&mut rest, &mut field), &mut ahead, context)?;
        }
        let drawn = if settings.horizon > 0 && settings.draws > 0 { Some(self.simulated(settings, &changed, context)?) } else { None };
        for site in 0..places * industries {
            let (place, industry) = (site / industries, site % industries);
            let Some(equilibrium) = rest[site] else { continue };
            // A place that can hold nothing of an industry has nothing ahead.
            if self.network.capacity[[place, industry]].is_nan() || self.network.capacity[[place, industry]] <= 0.0 {
                continue;
            }
            let now = self.present[[place, industry]];
            ahead.sites.push(Site {
                place: place as u32,
                industry: industry as u32,
                present: (now == 0.0 || now == 1.0).then_some(now == 1.0),
                equilibrium,
                range: drawn.as_ref().and_then(|d| d.equilibrium_range(site, settings)),
                long_run: field[site],
                at_horizon: drawn.as_ref().map(|d| f64::from(d.present[site]) / settings.draws as f64),
            });
        }
        ahead.industries.sort_by_key(|i| i.industry);
        ahead.values.sort_by_key(|v| (v.industry, v.place));
        if let Some(drawn) = drawn {
            ahead.steps = self.steps(&drawn, settings);
            ahead.compared = self.compared(&drawn, &changed, settings);
        }
        Ok(ahead)
    }

    fn shifts(&self, point: &Point) -> Shifts {
        let times = |effects: &[f64]| match &self.covariates {
            Some(w) if !effects.is_empty() => w.outer_iter().map(|row| row.iter().zip(effects).map(|(w, g)| w * g).sum()).collect(),
            _ => Vec::new(),
        };
        Shifts { entry: times(&point.entry), exit: times(&point.exit) }
    }

    fn terrain<'b>(&'b self, network: &'b Network, group: &Group, industries: &[usize], point: &Point, now: ArrayView2<'_, f64>) -> Terrain<'b> {
        Terrain::new(network, group.fit.rates, point, industries, now, &self.shifts(point))
    }

    /// Equilibria, mean field, capacity, fold and persistence of a group of industries.
    fn long_run(
        &self,
        group: &Group,
        (rest, field): (&mut [Option<f64>], &mut [Option<f64>]),
        ahead: &mut Ahead,
        context: &Context<'_>,
    ) -> Result<(), MethodError> {
        let (places, all) = self.present.dim();
        let p = group.fit.point.parameters;
        let whole = self.terrain(self.network, group, &group.industries, &group.fit.point, self.present.view());
        let now = self.present.select(Axis(1), &group.industries);
        let spread = |values: &[f64], to: &mut [Option<f64>]| {
            for (site, value) in values.iter().enumerate() {
                to[site / group.industries.len() * all + group.industries[site % group.industries.len()]] = Some(*value);
            }
        };
        spread(&equilibrium(&whole, now.as_standard_layout().as_slice().unwrap_or_default()), rest);
        let work = (places * places) as f64 * group.industries.len() as f64;
        if work <= FIELD {
            match mean_field(&whole, 1e-10, context) {
                Ok(found) => spread(&found.incidence, field),
                Err(MethodError::NotConverged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        // Related industries stand or fall together.
        let joint = p.omega > 0.0 && self.network.relatedness.is_some() && group.industries.len() > 1;
        let units: Vec<Vec<usize>> = if joint { vec![group.industries.clone()] } else { group.industries.iter().map(|&k| vec![k]).collect() };
        for unit in units {
            context.proceed()?;
            let own;
            let terrain = if joint || group.industries.len() == 1 {
                &whole
            } else {
                own = self.terrain(self.network, group, &unit, &group.fit.point, self.present.view());
                &own
            };
            let fate = self.fate(terrain, work, &unit, context)?;
            for &k in &unit {
                let found = self.worth(terrain, &group.fit.point, k, context)?;
                ahead.industries.push(self.industry(k, &group.fit, &fate, found.as_ref(), field));
                ahead.values.extend(found.iter().flat_map(|found| worths(k, found)));
            }
        }
        Ok(())
    }

    fn industry(&self, k: usize, fit: &Fit, fate: &Fate, found: Option<&Capacity>, field: &[Option<f64>]) -> IndustryAhead {
        let (places, all) = self.present.dim();
        let share = |values: &dyn Fn(usize) -> Option<f64>| -> Option<f64> {
            (0..places).map(values).collect::<Option<Vec<f64>>>().map(|v| v.iter().sum::<f64>() / places.max(1) as f64)
        };
        let y = fit.point.parameters.y;
        let poisson = fit.rates.colonisation == crate::incidence::Colonisation::Poisson;
        IndustryAhead {
            industry: k as u32,
            metapopulation_capacity: found.map(|c| (c.value, c.error)),
            half_entry: (y, fate.fold.map(|f| if poisson { y * f.0 } else { y / f.0 })),
            reserve: fate.fold.map(|f| 1.0 - f.0),
            width: fate.fold.map(|f| f.1),
            occupied: [
                share(&|i| Some(self.present[[i, k]])),
                share(&|i| field[i * all + k]),
                fate.quasi.as_ref().map(|q| q.occupancy.iter().sum::<f64>() / q.occupancy.len().max(1) as f64),
            ],
            persistence: fate.quasi.as_ref().and_then(|q| q.mean_time.map(|t| (t, q.exact))),
            reason: fate.reason,
        }
    }

    /// Fold and persistence of industries that stand or fall together.
    fn fate(&self, terrain: &Terrain<'_>, work: f64, unit: &[usize], context: &Context<'_>) -> Result<Fate, MethodError> {
        if terrain.fed() {
            return Ok(Fate { fold: None, quasi: None, reason: Some("fed-from-outside") });
        }
        let quasi = match quasi_stationary(terrain, context)? {
            Some(exact) => Some(exact),
            None => {
                let each = (self.network.places() * self.network.places() * unit.len()) as f64 * 2.0 * PERIODS as f64;
                let particles = (RESURRECTED / each / self.fitted().len().max(1) as f64).min(1000.0) as usize;
                let seed = context.seed.child("resurrected").child(self.industries.get(unit[0]));
                if particles >= 50 { resurrected(terrain, particles, PERIODS, seed, context)? } else { None }
            }
        };
        if work > FOLD {
            return Ok(Fate { fold: None, quasi, reason: Some("too-many-sites") });
        }
        let found = fold(terrain, if work <= 1e5 { 1e-6 } else { 1e-4 }, context)?;
        Ok(Fate { fold: found.map(|f| (f.factor, f.width)), quasi, reason: found.is_none().then_some("no-connection") })
    }

    /// The metapopulation capacity of one industry, and what its places are worth; nothing for distances that differ by direction.
    fn worth(&self, terrain: &Terrain<'_>, point: &Point, k: usize, context: &Context<'_>) -> Result<Option<Capacity>, MethodError> {
        if let crate::incidence::Geography::Matrix(matrix) = &self.network.geography
            && matrix.indexed_iter().any(|((i, j), d)| *d != matrix[[j, i]])
        {
            return Ok(None);
        }
        let powers = Powers { receives: point.parameters.x, sends: point.parameters.b };
        let capacities = self.network.capacity.column(k).to_vec();
        capacity(&capacities, powers, |v, image| terrain.near(v, image), context)
    }

    /// Paths of all groups with and without the scenarios.
    fn simulated(&self, settings: &Settings, changed: &[Changed], context: &Context<'_>) -> Result<Drawn, MethodError> {
        let (places, industries) = self.present.dim();
        let keeps = places * industries * settings.draws <= KEPT;
        let mut drawn = Drawn { present: vec![0; places * industries], runs: Vec::new(), equilibria: Vec::new() };
        for first in (0..settings.draws).step_by(BATCH) {
            context.proceed()?;
            context.watch.progress(first as u64, settings.draws as u64);
            let batch: Vec<Run> = (first..(first + BATCH).min(settings.draws))
                .into_par_iter()
                .map(|k| self.run(k as u64, settings.horizon, changed, keeps, context))
                .collect::<Result<_, _>>()?;
            for mut run in batch {
                drawn.present.iter_mut().zip(&run.last).for_each(|(n, p)| *n += u32::from(*p));
                run.last = Vec::new();
                drawn.equilibria.extend(std::mem::take(&mut run.equilibrium));
                drawn.runs.push(run);
            }
        }
        Ok(drawn)
    }

    /// One draw: the same parameters and the same chances for how things are and for every scenario.
    fn run(&self, draw: u64, horizon: usize, changed: &[Changed], keeps: bool, context: &Context<'_>) -> Result<Run, MethodError> {
        let (places, industries) = self.present.dim();
        let mut run = Run {
            occupied: vec![vec![0; industries]; horizon],
            last: vec![false; places * industries],
            equilibrium: Vec::new(),
            scenarios: vec![vec![Vec::new(); industries]; changed.len()],
            touched_now: vec![vec![Vec::new(); industries]; changed.len()],
        };
        let mut equilibria = vec![f64::NAN; places * industries];
        for group in &self.groups {
            let name = self.industries.get(group.industries[0]);
            let mut generator = context.seed.child("parameters").child(name).draw(draw);
            let point = group.fit.drawn(&mut generator);
            let of = group.industries.len();
            let begin = self.begin(group, &mut generator);
            let now: Vec<bool> = begin.iter().map(|p| *p > 0.0).collect();
            let mut terrain = self.terrain(self.network, group, &group.industries, &point, self.present.view());
            if keeps {
                for (site, value) in equilibrium(&terrain, &begin).into_iter().enumerate() {
                    equilibria[site / of * industries + group.industries[site % of]] = value;
                }
            }
            let mut flow = Flow::new(self, group, draw, context.seed, places, generator.clone());
            let path = flow.along(&mut terrain, &now, horizon, point.sigma, context)?;
            for (period, state) in path.iter().enumerate() {
                for (site, _) in state.iter().enumerate().filter(|(_, p)| **p) {
                    run.occupied[period][group.industries[site % of]] += 1;
                }
            }
            let base = path.last().cloned().unwrap_or_default();
            for (site, p) in base.iter().enumerate() {
                run.last[site / of * industries + group.industries[site % of]] = *p;
            }
            for (n, change) in changed.iter().enumerate() {
                let mut all = self.present.clone();
                let mut start = now.clone();
                if change.added.is_some() {
                    all = ndarray::concatenate![Axis(0), all, Array2::zeros((1, industries))];
                    start.extend(vec![false; of]);
                }
                let mut terrain = self.terrain(&change.network, group, &group.industries, &point, all.view());
                let mut flow = Flow::new(self, group, draw, context.seed, places, generator.clone());
                let path = flow.along(&mut terrain, &start, horizon, point.sigma, context)?;
                let last = path.last().cloned().unwrap_or_default();
                for (slot, &k) in group.industries.iter().enumerate() {
                    let count = |state: &[bool]| state.iter().skip(slot).step_by(of).filter(|p| **p).count() as u32;
                    let at = |state: &[bool], place: usize| u32::from(state.get(place * of + slot).copied().unwrap_or(false));
                    run.scenarios[n][k] = std::iter::once(count(&last)).chain(change.touched.iter().map(|&i| at(&last, i))).collect();
                    run.touched_now[n][k] = std::iter::once(count(&base)).chain(change.touched.iter().map(|&i| at(&base, i))).collect();
                }
            }
        }
        if keeps {
            run.equilibrium.push(equilibria);
        }
        Ok(run)
    }

    /// Who is there at first: what is not known is drawn.
    fn begin(&self, group: &Group, generator: &mut Generator) -> Vec<f64> {
        let now = self.present.select(Axis(1), &group.industries);
        now.iter().map(|&p| if p == 0.0 || p == 1.0 { p } else { f64::from(u8::from(generator.random::<f64>() < p)) }).collect()
    }

    fn steps(&self, drawn: &Drawn, settings: &Settings) -> Vec<Step> {
        let fitted = self.fitted();
        let cell = |ahead: usize, k: usize| {
            let values: Vec<f64> = drawn.runs.iter().map(|r| f64::from(r.occupied[ahead - 1][k])).collect();
            let (expected, range) = summary(values, settings.alpha);
            Step { ahead, industry: k as u32, expected, range }
        };
        (1..=settings.horizon).flat_map(|ahead| fitted.iter().map(move |&k| (ahead, k))).map(|(ahead, k)| cell(ahead, k)).collect()
    }

    fn fitted(&self) -> Vec<usize> {
        let mut fitted: Vec<usize> = self.groups.iter().flat_map(|g| g.industries.iter().copied()).collect();
        fitted.sort_unstable();
        fitted
    }

    fn compared(&self, drawn: &Drawn, changed: &[Changed], settings: &Settings) -> Vec<Compared> {
        let fitted = self.fitted();
        let mut rows = Vec::new();
        for (n, change) in changed.iter().enumerate() {
            for at in 0..=change.touched.len() {
                let place = at.checked_sub(1).map(|t| match &change.added {
                    Some(added) if change.touched[t] == self.places.len() => added.clone(),
                    _ => self.places.get(change.touched[t]).to_owned(),
                });
                let of = |runs: &[Vec<Vec<u32>>], k: Option<usize>| -> f64 {
                    fitted.iter().filter(|f| k.is_none_or(|k| k == **f)).map(|&f| f64::from(runs[n][f][at])).sum()
                };
                for k in std::iter::once(None).chain(fitted.iter().copied().map(Some)) {
                    let base: Vec<f64> = drawn.runs.iter().map(|r| of(&r.touched_now, k)).collect();
                    let other: Vec<f64> = drawn.runs.iter().map(|r| of(&r.scenarios, k)).collect();
                    let apart: Vec<f64> = other.iter().zip(&base).map(|(o, b)| o - b).collect();
                    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
                    let means = (mean(&base), mean(&other));
                    let (difference, range) = summary(apart, settings.alpha);
                    rows.push(Compared { scenario: n, industry: k.map(|k| k as u32), place: place.clone(), means, difference, range });
                }
            }
        }
        rows
    }
}

/// Fold (factor and width) and persistence.
struct Fate {
    fold: Option<(f64, f64)>,
    quasi: Option<QuasiStationary>,
    reason: Option<&'static str>,
}

fn worths(k: usize, found: &Capacity) -> impl Iterator<Item = PlaceWorth> {
    found.places.iter().enumerate().map(move |(place, value)| PlaceWorth {
        place: place as u32,
        industry: k as u32,
        value_lost: value.value_lost,
        first_order: value.first_order,
        elasticity: value.elasticity,
        unit_adds: value.unit_adds,
    })
}

/// Mean and interval of draws; no interval from fewer than 39.
fn summary(mut values: Vec<f64>, alpha: f64) -> (f64, Option<(f64, f64)>) {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.sort_unstable_by(f64::total_cmp);
    let range = if values.len() >= 39 { quantile(&values, alpha / 2.0).zip(quantile(&values, 1.0 - alpha / 2.0)) } else { None };
    (mean, range)
}

/// One draw.
struct Run {
    /// Occupied places by period and industry.
    occupied: Vec<Vec<u32>>,
    /// Who is where at the horizon.
    last: Vec<bool>,
    /// Equilibria, if they are kept.
    equilibrium: Vec<Vec<f64>>,
    /// By scenario and industry: places occupied, and whether each place that the scenario names is.
    scenarios: Vec<Vec<Vec<u32>>>,
    /// The same as things are.
    touched_now: Vec<Vec<Vec<u32>>>,
}

/// All draws.
struct Drawn {
    present: Vec<u32>,
    runs: Vec<Run>,
    equilibria: Vec<Vec<f64>>,
}

impl Drawn {
    fn equilibrium_range(&self, site: usize, settings: &Settings) -> Option<(f64, f64)> {
        let values: Vec<f64> = self.equilibria.iter().map(|e| e[site]).filter(|v| v.is_finite()).collect();
        summary(values, settings.alpha).1
    }
}

/// Chances that depend on the draw, the industry and the place and on nothing else, so that scenarios meet the same fate.
struct Flow {
    industries: Vec<(Generator, Generator)>,
    places: usize,
    years: Generator,
}

impl Flow {
    fn new(outlook: &Outlook<'_>, group: &Group, draw: u64, seed: Seed, places: usize, years: Generator) -> Self {
        let of = |&k: &usize| {
            let seed = seed.child("chances").child(outlook.industries.get(k));
            (seed.draw(draw), seed.child("new place").draw(draw))
        };
        Self { industries: group.industries.iter().map(of).collect(), places, years }
    }

    /// The path through years that are good or bad for all with standard deviation `sigma`.
    fn along(
        &mut self,
        terrain: &mut Terrain<'_>,
        now: &[bool],
        horizon: usize,
        sigma: f64,
        context: &Context<'_>,
    ) -> Result<Vec<Vec<bool>>, MethodError> {
        let mut walk = Walk::new(&*terrain, now);
        let mut states: Vec<Vec<bool>> = Vec::with_capacity(horizon);
        for _ in 0..horizon {
            context.proceed()?;
            if sigma > 0.0 {
                terrain.in_year(sigma * normal(&mut self.years));
            }
            let chances = self.next(now.len());
            walk.step(&*terrain, &chances);
            states.push(walk.occupied());
        }
        Ok(states)
    }
}

impl Chances for Flow {
    fn next(&mut self, sites: usize) -> Vec<f64> {
        let of = self.industries.len().max(1);
        let mut drawn = vec![0.0; sites];
        for (slot, (old, new)) in self.industries.iter_mut().enumerate() {
            for (place, chance) in drawn.iter_mut().skip(slot).step_by(of).enumerate() {
                *chance = if place < self.places { old.random() } else { new.random() };
            }
        }
        drawn
    }
}
