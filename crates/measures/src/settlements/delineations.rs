//! A delineation and what becomes of it when its thresholds are other ones.

use super::gravity::{GravityRule, Settled, Strongest, delineation, seeds, strongest};
use super::{CellRule, Cells, Membership, Reach, Urban, adjusted_rand_index, urban_cells};
use agglom_method::{Context, MethodError};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A rule with the settlements it is for.
pub(crate) enum Delineator<'a> {
    /// Seeds and what they draw.
    Gravity(Settled<'a>, GravityRule),
    /// Dense cells.
    Cells(&'a Cells, &'a [Option<f64>], CellRule),
}

/// A threshold that was changed, and what that did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Variant {
    /// The setting.
    pub setting: &'static str,
    /// What it was multiplied by.
    pub scaled_by: f64,
    /// Its value then.
    pub value: f64,
    /// Agglomerations then.
    pub agglomerations: usize,
    /// Inhabitants of agglomerations then.
    pub population: f64,
    /// Share of all inhabitants whose settlement changes agglomeration, enters one or leaves one.
    pub share_changed: Option<f64>,
    /// Agreement with the delineation itself; a settlement outside stands alone.
    pub adjusted_rand_index: Option<f64>,
}

/// A delineation and its variants.
pub(crate) struct Delineated {
    pub(crate) members: Vec<Membership>,
    /// Area of the agglomerations by the settlement they are named after, where cells tell it.
    pub(crate) area_km2: BTreeMap<u32, f64>,
    pub(crate) variants: Vec<Variant>,
    /// Share of the variants in which a settlement keeps its agglomeration, or stays outside.
    pub(crate) stability: Vec<Option<f64>>,
    /// Settlements that would be drawn or not by a route that is missing, and those with a travel time made up for one.
    pub(crate) unrouted: usize,
    pub(crate) imputed: usize,
}

impl Delineator<'_> {
    fn population(&self) -> &[Option<f64>] {
        match self {
            Self::Gravity(settled, _) => settled.population,
            Self::Cells(_, population, _) => population,
        }
    }

    /// The thresholds that are in force, by setting.
    pub(crate) fn thresholds(&self) -> Vec<(&'static str, f64)> {
        let all = match self {
            Self::Gravity(settled, rule) => vec![
                ("seed_population", rule.seed_population),
                ("seed_density_per_km2", rule.seed_density.unwrap_or(0.0)),
                ("member_density_per_km2", rule.member_density.unwrap_or(0.0)),
                (if matches!(settled.by, Reach::Distance) { "distance_km" } else { "travel_time_min" }, rule.reach),
                ("search_radius_km", if settled.space.is_some() { rule.radius } else { 0.0 }),
                ("merge_distance_km", if settled.space.is_some() { rule.merge } else { 0.0 }),
            ],
            Self::Cells(_, _, rule) => vec![
                ("centre_density_per_km2", rule.centre_density),
                ("centre_population", rule.centre_population),
                ("cluster_density_per_km2", rule.cluster_density),
                ("cluster_population", rule.cluster_population),
            ],
        };
        all.into_iter().filter(|t| t.1 > 0.0).collect()
    }

    /// The delineation, and one for every threshold multiplied by every factor.
    pub(crate) fn run(&self, factors: &[f64], context: &Context<'_>) -> Result<Delineated, MethodError> {
        let (base, drawn) = self.once(None, None, context)?;
        let groups = groups_of(&base.members);
        let total: f64 = self.population().iter().flatten().sum();
        let changes = self.thresholds().into_iter().flat_map(|(s, v)| factors.iter().map(move |&f| (s, f, v * f)));
        let changes: Vec<(&'static str, f64, f64)> = changes.collect();
        let mut kept = vec![0_usize; groups.len()];
        let mut variants = vec![];
        for (done, &(setting, scaled_by, value)) in changes.iter().enumerate() {
            context.proceed()?;
            context.watch.progress(done as u64, changes.len() as u64);
            let other = groups_of(&self.once(Some((setting, value)), Some(&drawn), context)?.0.members);
            let (mut inside, mut moved) = (0.0, 0.0);
            for (i, population) in self.population().iter().enumerate() {
                let people = population.unwrap_or(0.0);
                inside += if other[i].is_some() { people } else { 0.0 };
                moved += if other[i] == groups[i] { 0.0 } else { people };
                kept[i] += usize::from(other[i] == groups[i]);
            }
            variants.push(Variant {
                setting,
                scaled_by,
                value,
                agglomerations: other.iter().flatten().collect::<BTreeSet<_>>().len(),
                population: inside,
                share_changed: (total > 0.0).then(|| moved / total),
                adjusted_rand_index: adjusted_rand_index(&groups, &other),
            });
        }
        let stability = kept.iter().map(|&k| (!variants.is_empty()).then(|| k as f64 / variants.len() as f64)).collect();
        let unrouted = base.members.iter().filter(|m| m.reason == Some("no-route")).count();
        let imputed = base.members.iter().zip(&drawn).filter(|(m, s)| m.distance_km != Some(0.0) && s.is_some_and(|s| s.is_imputed())).count();
        Ok(Delineated { members: base.members, area_km2: base.area_km2, variants, stability, unrouted, imputed })
    }

    /// The delineation with one threshold changed, and which seed draws each settlement most; `drawn` is that of the unchanged rule.
    fn once(
        &self,
        change: Option<(&str, f64)>,
        drawn: Option<&Vec<Option<Strongest>>>,
        context: &Context<'_>,
    ) -> Result<(Urban, Vec<Option<Strongest>>), MethodError> {
        match self {
            Self::Gravity(settled, rule) => {
                let (rule, again) = changed(*rule, change);
                let seeds = seeds(*settled, &rule);
                let fresh = match drawn {
                    Some(_) if !again => None,
                    _ => Some(strongest(*settled, &rule, &seeds, context)?),
                };
                let used = fresh.as_ref().or(drawn).map_or(&[][..], Vec::as_slice);
                let members = delineation(*settled, &rule, &seeds, used);
                Ok((Urban { members, area_km2: BTreeMap::new() }, fresh.unwrap_or_default()))
            }
            Self::Cells(cells, population, rule) => {
                let mut rule = *rule;
                match change {
                    Some(("centre_density_per_km2", value)) => rule.centre_density = value,
                    Some(("centre_population", value)) => rule.centre_population = value,
                    Some(("cluster_density_per_km2", value)) => rule.cluster_density = value,
                    Some((_, value)) => rule.cluster_population = value,
                    None => {}
                }
                Ok((urban_cells(cells, population, &rule), vec![]))
            }
        }
    }
}

/// A rule with one threshold changed, and whether that can change which seed draws most.
fn changed(mut rule: GravityRule, change: Option<(&str, f64)>) -> (GravityRule, bool) {
    let Some((setting, value)) = change else { return (rule, true) };
    let threshold = match setting {
        "seed_population" => &mut rule.seed_population,
        "seed_density_per_km2" => rule.seed_density.get_or_insert(value),
        "member_density_per_km2" => rule.member_density.get_or_insert(value),
        "search_radius_km" => &mut rule.radius,
        "merge_distance_km" => &mut rule.merge,
        _ => &mut rule.reach,
    };
    *threshold = value;
    let again = matches!(setting, "seed_population" | "seed_density_per_km2" | "search_radius_km");
    (rule, again || (rule.second_choice && matches!(setting, "travel_time_min" | "distance_km")))
}

fn groups_of(members: &[Membership]) -> Vec<Option<u32>> {
    members.iter().map(|m| m.agglomeration).collect()
}
