//! What lies ahead of a fitted network: where incidence would rest, what places are worth, how near the fold is, the next periods, scenarios.

use crate::incidence::{Fit, Geography, Network, Point};
use crate::landscape::ahead::{Ahead, IndustryAhead, PlaceWorth, Settings, Site};
use crate::landscape::scenario::Changed;
use crate::landscape::terrain::{Shifts, Terrain};
use crate::landscape::{Capacity, Powers, QuasiStationary, capacity, equilibrium, fold, mean_field, quasi_stationary, resurrected};
use agglom_method::{Codes, Context, MethodError};
use ndarray::{Array2, ArrayView2, Axis};
use std::sync::Arc;

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
    /// Where the places are, if distances follow from that: new places need it.
    pub coordinates: Option<Geography>,
    /// Standardised covariates, place by covariate.
    pub covariates: Option<Array2<f64>>,
}

/// Up to so many products of places with places for all industries, the mean field is computed.
const FIELD: f64 = 1e9;
/// The same for the fold, which takes thousands of steps.
const FOLD: f64 = 5e6;
/// Multiplications that the simulated quasi-stationary distribution may take.
const RESURRECTED: f64 = 1e8;
/// Periods it is simulated for.
const PERIODS: usize = 100;

impl Outlook<'_> {
    /// Everything ahead.
    ///
    /// # Errors
    /// If scenarios do not fit the data, or if nobody wants the answer any more.
    pub fn ahead(&self, settings: &Settings, context: &Context<'_>) -> Result<Ahead, MethodError> {
        let changed: Vec<Changed> = settings
            .scenarios
            .iter()
            .map(|s| s.applied(self.network, self.coordinates.as_ref(), &self.places, &self.industries))
            .collect::<Result<_, _>>()?;
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
            for industry in ahead.industries.iter_mut().filter(|i| i.metapopulation_capacity.is_some()) {
                industry.capacity_range = drawn.worth_range(industry.industry as usize, None, settings);
            }
            for value in &mut ahead.values {
                value.range = drawn.worth_range(value.industry as usize, Some(value.place as usize), settings);
            }
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

    pub(crate) fn terrain<'b>(
        &'b self,
        network: &'b Network,
        group: &Group,
        industries: &[usize],
        point: &Point,
        now: ArrayView2<'_, f64>,
    ) -> Terrain<'b> {
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
        let worth = self.worth(&whole, group, context)?;
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
                let found = group.industries.iter().position(|&other| other == k).and_then(|at| worth[at].as_ref());
                ahead.industries.push(self.industry(k, &group.fit, &fate, found, field));
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
            capacity_range: None,
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
        let mut quasi = quasi_stationary(terrain, context)?;
        if quasi.is_none() {
            let each = (self.network.places() * self.network.places() * unit.len()) as f64 * 2.0 * PERIODS as f64;
            let particles = (RESURRECTED / each / self.fitted().len().max(1) as f64).min(1000.0) as usize;
            let seed = context.seed.child("resurrected").child(self.industries.get(unit[0]));
            if particles >= 50 {
                quasi = resurrected(terrain, particles, PERIODS, seed, context)?;
            }
        }
        if work > FOLD {
            return Ok(Fate { fold: None, quasi, reason: Some("too-many-sites") });
        }
        let found = fold(terrain, if work <= 1e5 { 1e-4 } else { 1e-3 }, context)?;
        Ok(Fate { fold: found.map(|f| (f.factor, f.width)), quasi, reason: found.is_none().then_some("no-connection") })
    }

    /// The metapopulation capacity of each industry, and what its places are worth; nothing for distances that differ by direction.
    fn worth(&self, terrain: &Terrain<'_>, group: &Group, context: &Context<'_>) -> Result<Vec<Option<Capacity>>, MethodError> {
        if !self.symmetric() {
            return Ok(vec![None; group.industries.len()]);
        }
        let (capacities, powers) = self.weights(&group.fit.point, &group.industries);
        capacity(&capacities, powers, &terrain.spillovers(), context)
    }

    /// True if the way there is the way back.
    pub(crate) fn symmetric(&self) -> bool {
        match &self.network.geography {
            Geography::Matrix(matrix) => matrix.indexed_iter().all(|((i, j), d)| *d == matrix[[j, i]]),
            _ => true,
        }
    }

    /// Capacities of industries and their powers in metapopulation capacity.
    pub(crate) fn weights(&self, point: &Point, industries: &[usize]) -> (Vec<Vec<f64>>, Powers) {
        let capacities = industries.iter().map(|&k| self.network.capacity.column(k).to_vec()).collect();
        (capacities, Powers { receives: point.parameters.x, sends: point.parameters.b })
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
        range: None,
        elasticity: value.elasticity,
        unit_adds: value.unit_adds,
    })
}
