//! The rule of Day, Chen, Ellis and Roberts: seeds, what they draw, which of them merge.

use super::space::Near;
use super::{Membership, Reach, Sets, SettlementRole, Space, larger};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// What makes an agglomeration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GravityRule {
    /// A seed has more inhabitants.
    pub(crate) seed_population: f64,
    /// A seed has at least this density, if set.
    pub(crate) seed_density: Option<f64>,
    /// What a seed draws has at least this density, if set.
    pub(crate) member_density: Option<f64>,
    /// A seed draws what is nearer, in minutes or km.
    pub(crate) reach: f64,
    /// No seed as far as this is looked at, in km.
    pub(crate) radius: f64,
    /// Seeds nearer than this merge, in km.
    pub(crate) merge: f64,
    /// Whether a settlement whose strongest seed is out of reach may turn to the strongest seed within reach.
    pub(crate) second_choice: bool,
}

/// What is known of the settlements.
#[derive(Clone, Copy)]
pub(crate) struct Settled<'a> {
    /// Inhabitants.
    pub(crate) population: &'a [Option<f64>],
    /// Area in km².
    pub(crate) area: Option<&'a [f64]>,
    /// Where they are.
    pub(crate) space: Option<&'a Space>,
    /// How long it takes.
    pub(crate) by: Reach<'a>,
}

impl Settled<'_> {
    /// Inhabitants per km².
    pub(crate) fn density(&self, i: usize) -> Option<f64> {
        let area = self.area?[i];
        self.population[i].filter(|_| area > 0.0 && area.is_finite()).map(|p| p / area)
    }

    fn dense(&self, i: usize, at_least: Option<f64>) -> bool {
        at_least.is_none_or(|least| self.density(i).is_some_and(|d| d >= least))
    }
}

/// The seed that draws a settlement most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Strongest {
    seed: u32,
    distance_km: Option<f64>,
    minutes: Option<f64>,
    imputed: bool,
}

impl Strongest {
    /// Whether the travel time stands for a missing route.
    pub(crate) fn is_imputed(&self) -> bool {
        self.imputed
    }

    fn within(&self, by: Reach<'_>, reach: f64) -> bool {
        match by {
            Reach::Distance => self.distance_km.is_some_and(|d| d < reach),
            _ => self.minutes.is_some_and(|m| m < reach),
        }
    }
}

/// The seeds, in order.
pub(crate) fn seeds(settled: Settled<'_>, rule: &GravityRule) -> Vec<u32> {
    let is_seed = |&i: &u32| {
        let i = i as usize;
        settled.space.is_none_or(|s| s.has(i))
            && settled.population[i].is_some_and(|p| p > rule.seed_population)
            && settled.dense(i, rule.seed_density)
    };
    (0..settled.population.len() as u32).filter(is_seed).collect()
}

/// The seed of the largest population / distance² for every settlement.
pub(crate) fn strongest(
    settled: Settled<'_>,
    rule: &GravityRule,
    seeds: &[u32],
    context: &Context<'_>,
) -> Result<Vec<Option<Strongest>>, MethodError> {
    const PIECE: usize = 2048;
    let near = settled.space.map(|space| Near::new(space, seeds, rule.radius));
    let n = settled.population.len();
    let pieces = (0..n.div_ceil(PIECE)).into_par_iter().map(|piece| {
        context.proceed()?;
        Ok((piece * PIECE..n.min((piece + 1) * PIECE)).map(|i| strongest_of(i, settled, rule, near.as_ref(), seeds)).collect())
    });
    let pieces: Vec<Vec<Option<Strongest>>> = pieces.collect::<Result<_, MethodError>>()?;
    Ok(pieces.concat())
}

fn strongest_of(i: usize, settled: Settled<'_>, rule: &GravityRule, near: Option<&Near<'_>>, seeds: &[u32]) -> Option<Strongest> {
    if seeds.binary_search(&(i as u32)).is_ok() {
        return None;
    }
    // (within reach if that counts, gravity, seed)
    let mut best: Option<(bool, f64, Strongest)> = None;
    let mut consider = |seed: u32, gap: f64, distance: Option<f64>| {
        let pull = settled.population[seed as usize].unwrap_or(0.0) / (gap * gap);
        let mut candidate = Strongest { seed, distance_km: distance, minutes: None, imputed: false };
        let mut reached = false;
        if rule.second_choice {
            candidate.time(i, settled.by);
            reached = candidate.within(settled.by, rule.reach);
        }
        let better = best.as_ref().is_none_or(|(was, most, s)| {
            (reached, pull) > (*was, *most)
                || ((reached, pull) == (*was, *most) && s.seed != seed && larger(settled.population, s.seed, seed) == seed)
        });
        if better {
            best = Some((reached, pull, candidate));
        }
    };
    match near {
        Some(near) => near.each(i, |seed, distance| consider(seed, distance, Some(distance))),
        None => {
            for &(to, minutes) in settled.by.routes(i, settled.space) {
                if seeds.binary_search(&to).is_ok() {
                    consider(to, minutes, None);
                }
            }
        }
    }
    best.map(|(_, _, mut found)| {
        found.time(i, settled.by);
        found
    })
}

impl Strongest {
    fn time(&mut self, from: usize, by: Reach<'_>) {
        if let Some((minutes, imputed)) = by.minutes(from, self.seed as usize, self.distance_km) {
            (self.minutes, self.imputed) = (Some(minutes), imputed);
        }
    }
}

/// The largest seed that each seed is merged into, by number of the settlement.
fn merged(settled: Settled<'_>, rule: &GravityRule, seeds: &[u32]) -> Vec<Option<u32>> {
    let mut sets = Sets::new(seeds.len());
    if let Some(space) = settled.space.filter(|_| rule.merge > 0.0) {
        let near = Near::new(space, seeds, rule.merge);
        for (a, &seed) in seeds.iter().enumerate() {
            near.each(seed as usize, |other, _| {
                if let Ok(b) = seeds.binary_search(&other) {
                    sets.join(a, b);
                }
            });
        }
    }
    let mut main: Vec<u32> = seeds.to_vec();
    for (a, &seed) in seeds.iter().enumerate() {
        let set = sets.of(a);
        main[set] = larger(settled.population, main[set], seed);
    }
    let mut into = vec![None; settled.population.len()];
    for (a, &seed) in seeds.iter().enumerate() {
        into[seed as usize] = Some(main[sets.of(a)]);
    }
    into
}

/// Where every settlement belongs, given the seed that draws it most.
pub(crate) fn delineation(settled: Settled<'_>, rule: &GravityRule, seeds: &[u32], strongest: &[Option<Strongest>]) -> Vec<Membership> {
    let into = merged(settled, rule, seeds);
    let outside = |reason| Membership::none(SettlementRole::Outside, reason);
    let belongs = |i: usize| {
        if let Some(main) = into[i] {
            let role = if main as usize == i { SettlementRole::Seed } else { SettlementRole::MergedSeed };
            let itself = Some(0.0).filter(|_| settled.space.is_some());
            let time = Some(0.0).filter(|_| !matches!(settled.by, Reach::Distance));
            return Membership { core: Some(i as u32), agglomeration: Some(main), role, distance_km: itself, travel_time_min: time, reason: None };
        }
        if settled.population[i].is_none() {
            return outside("no-population");
        }
        if settled.space.is_some_and(|s| !s.has(i)) {
            return outside("no-position");
        }
        if !settled.dense(i, rule.member_density) {
            return outside(if settled.density(i).is_some() { "sparse" } else { "no-area" });
        }
        match strongest[i] {
            None => outside("no-seed-near"),
            Some(s) if s.within(settled.by, rule.reach) => Membership {
                core: Some(s.seed),
                agglomeration: into[s.seed as usize],
                role: SettlementRole::Assigned,
                distance_km: s.distance_km,
                travel_time_min: s.minutes,
                reason: None,
            },
            Some(s) if s.minutes.is_none() && !matches!(settled.by, Reach::Distance) => outside("no-route"),
            Some(_) => outside("out-of-reach"),
        }
    };
    (0..settled.population.len()).into_par_iter().map(belongs).collect()
}
