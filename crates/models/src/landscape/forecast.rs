//! The periods ahead by simulation, with and without scenarios.

use crate::incidence::Point;
use crate::landscape::ahead::{Compared, Settings, Step};
use crate::landscape::outlook::{Group, Outlook};
use crate::landscape::scenario::Changed;
use crate::landscape::simulation::{Chances, Walk};
use crate::landscape::terrain::Terrain;
use crate::landscape::{equilibrium, shares};
use agglom_measures::quantile;
use agglom_method::{Context, Generator, MethodError, Seed};
use ndarray::{Array2, Axis};
use rand::RngExt;
use rayon::prelude::*;

/// Numbers kept for intervals of equilibria.
const KEPT: usize = 20_000_000;
/// Products of places with places in all draws, up to which what places are worth has an interval.
const WORTH: f64 = 5e8;
/// Paths at once, for memory.
const BATCH: usize = 16;

impl Outlook<'_> {
    /// Paths of all groups with and without the scenarios.
    pub(crate) fn simulated(&self, settings: &Settings, changed: &[Changed], context: &Context<'_>) -> Result<Drawn, MethodError> {
        let (places, industries) = self.present.dim();
        let kept = places * industries * settings.draws <= KEPT;
        let worth = ((places * places) as f64 * self.fitted().len() as f64 * settings.draws as f64) <= WORTH && self.symmetric();
        let keeps = Keeps { equilibria: kept, worth: kept && worth };
        let mut drawn = Drawn { present: vec![0; places * industries], runs: Vec::new(), equilibria: Vec::new(), worths: Vec::new() };
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
                drawn.worths.push(std::mem::take(&mut run.worth));
                drawn.runs.push(run);
            }
        }
        Ok(drawn)
    }

    /// One draw: the same parameters and the same chances for how things are and for every scenario.
    fn run(&self, draw: u64, horizon: usize, changed: &[Changed], keeps: Keeps, context: &Context<'_>) -> Result<Run, MethodError> {
        let (places, industries) = self.present.dim();
        let mut run = Run {
            occupied: vec![vec![0; industries]; horizon],
            last: vec![false; places * industries],
            equilibrium: Vec::new(),
            worth: vec![None; industries],
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
            let terrain = self.terrain(self.network, group, &group.industries, &point, self.present.view());
            if keeps.worth {
                let (capacities, powers) = self.weights(&point, &group.industries);
                for (&k, worth) in group.industries.iter().zip(shares(&capacities, powers, &terrain.spillovers())) {
                    run.worth[k] = worth;
                }
            }
            if keeps.equilibria {
                for (site, value) in equilibrium(&terrain, &begin).into_iter().enumerate() {
                    equilibria[site / of * industries + group.industries[site % of]] = value;
                }
            }
            let mut flow = Flow::new(self, group, draw, context.seed, places);
            let path = flow.along(&terrain, &now, horizon, context)?;
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
                let mut flow = Flow::new(self, group, draw, context.seed, places);
                let last = self.elsewise((group, &point), change, &now, (&mut flow, horizon), context)?;
                for (slot, &k) in group.industries.iter().enumerate() {
                    let count = |state: &[bool]| state.iter().skip(slot).step_by(of).filter(|p| **p).count() as u32;
                    let at = |state: &[bool], place: usize| u32::from(state.get(place * of + slot).copied().unwrap_or(false));
                    run.scenarios[n][k] = std::iter::once(count(&last)).chain(change.touched.iter().map(|&i| at(&last, i))).collect();
                    run.touched_now[n][k] = std::iter::once(count(&base)).chain(change.touched.iter().map(|&i| at(&base, i))).collect();
                }
            }
        }
        if keeps.equilibria {
            run.equilibrium.push(equilibria);
        }
        Ok(run)
    }

    /// Who is where at the horizon after a change.
    fn elsewise(
        &self,
        (group, point): (&Group, &Point),
        change: &Changed,
        now: &[bool],
        (flow, horizon): (&mut Flow, usize),
        context: &Context<'_>,
    ) -> Result<Vec<bool>, MethodError> {
        let (mut all, mut start) = (self.present.clone(), now.to_vec());
        if change.added.is_some() {
            all = ndarray::concatenate![Axis(0), all, Array2::zeros((1, all.ncols()))];
            start.extend(vec![false; group.industries.len()]);
        }
        let terrain = self.terrain(&change.network, group, &group.industries, point, all.view());
        Ok(flow.along(&terrain, &start, horizon, context)?.pop().unwrap_or_default())
    }

    /// Who is there at first: what is not known is drawn.
    fn begin(&self, group: &Group, generator: &mut Generator) -> Vec<f64> {
        let now = self.present.select(Axis(1), &group.industries);
        now.iter().map(|&p| if p == 0.0 || p == 1.0 { p } else { f64::from(u8::from(generator.random::<f64>() < p)) }).collect()
    }

    pub(crate) fn steps(&self, drawn: &Drawn, settings: &Settings) -> Vec<Step> {
        let fitted = self.fitted();
        let cell = |ahead: usize, k: usize| {
            let values: Vec<f64> = drawn.runs.iter().map(|r| f64::from(r.occupied[ahead - 1][k])).collect();
            let (expected, range) = summary(values, settings.alpha);
            Step { ahead, industry: k as u32, expected, range }
        };
        (1..=settings.horizon).flat_map(|ahead| fitted.iter().map(move |&k| (ahead, k))).map(|(ahead, k)| cell(ahead, k)).collect()
    }

    pub(crate) fn fitted(&self) -> Vec<usize> {
        let mut fitted: Vec<usize> = self.groups.iter().flat_map(|g| g.industries.iter().copied()).collect();
        fitted.sort_unstable();
        fitted
    }

    pub(crate) fn compared(&self, drawn: &Drawn, changed: &[Changed], settings: &Settings) -> Vec<Compared> {
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

/// Mean and interval of draws; no interval from fewer than 39.
fn summary(mut values: Vec<f64>, alpha: f64) -> (f64, Option<(f64, f64)>) {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.sort_unstable_by(f64::total_cmp);
    let range = if values.len() >= 39 { quantile(&values, alpha / 2.0).zip(quantile(&values, 1.0 - alpha / 2.0)) } else { None };
    (mean, range)
}

/// What is kept of every draw.
#[derive(Clone, Copy)]
struct Keeps {
    equilibria: bool,
    worth: bool,
}

/// Metapopulation capacity and, by place, the part of it that is the place's.
type Worth = Option<(f64, Vec<f64>)>;

/// One draw.
struct Run {
    /// Occupied places by period and industry.
    occupied: Vec<Vec<u32>>,
    /// Who is where at the horizon.
    last: Vec<bool>,
    /// Equilibria, if they are kept.
    equilibrium: Vec<Vec<f64>>,
    /// By industry, if it is kept.
    worth: Vec<Worth>,
    /// By scenario and industry: places occupied, and whether each place that the scenario names is.
    scenarios: Vec<Vec<Vec<u32>>>,
    /// The same as things are.
    touched_now: Vec<Vec<Vec<u32>>>,
}

/// All draws.
pub(crate) struct Drawn {
    pub(crate) present: Vec<u32>,
    runs: Vec<Run>,
    equilibria: Vec<Vec<f64>>,
    /// By draw and industry.
    worths: Vec<Vec<Worth>>,
}

impl Drawn {
    /// The interval of the metapopulation capacity of an industry, or of the part of a place in it.
    pub(crate) fn worth_range(&self, industry: usize, place: Option<usize>, settings: &Settings) -> Option<(f64, f64)> {
        let of = |worth: &Vec<Worth>| worth[industry].as_ref().map(|(whole, parts)| place.map_or(*whole, |i| parts[i]));
        let values: Vec<f64> = self.worths.iter().filter_map(of).filter(|v| v.is_finite()).collect();
        summary(values, settings.alpha).1
    }

    pub(crate) fn equilibrium_range(&self, site: usize, settings: &Settings) -> Option<(f64, f64)> {
        let values: Vec<f64> = self.equilibria.iter().map(|e| e[site]).filter(|v| v.is_finite()).collect();
        summary(values, settings.alpha).1
    }
}

/// Chances that depend on the draw, the industry and the place and on nothing else, and fortunes of years that depend on the draw and the group,
/// so that scenarios meet the same fate.
struct Flow {
    industries: Vec<(Generator, Generator)>,
    years: Generator,
    places: usize,
}

impl Flow {
    fn new(outlook: &Outlook<'_>, group: &Group, draw: u64, seed: Seed, places: usize) -> Self {
        let of = |&k: &usize| {
            let seed = seed.child("chances").child(outlook.industries.get(k));
            (seed.draw(draw), seed.child("new place").draw(draw))
        };
        let years = seed.child("years").child(outlook.industries.get(group.industries[0])).draw(draw);
        Self { industries: group.industries.iter().map(of).collect(), years, places }
    }

    /// The path through the periods.
    fn along(&mut self, terrain: &Terrain<'_>, now: &[bool], horizon: usize, context: &Context<'_>) -> Result<Vec<Vec<bool>>, MethodError> {
        let mut walk = Walk::new(terrain, now);
        let mut states: Vec<Vec<bool>> = Vec::with_capacity(horizon);
        for _ in 0..horizon {
            context.proceed()?;
            let (fortune, chances) = (self.fortune(), self.next(now.len()));
            walk.step(terrain, &chances, fortune);
            states.push(walk.occupied());
        }
        Ok(states)
    }
}

impl Chances for Flow {
    fn fortune(&mut self) -> f64 {
        crate::sampling::normal(&mut self.years)
    }

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
