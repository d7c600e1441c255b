use super::Relative;
use super::relative::{Ratios, Scratch, add_rings, folded, group_rings};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;
use serde::Serialize;

/// M of one establishment at one distance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Individual {
    /// Number of the establishment in the register.
    pub establishment: usize,
    /// Its industry.
    pub industry: usize,
    /// The industry whose neighbourhood is looked at.
    pub neighbour: usize,
    /// Distance in metres.
    pub r_m: f64,
    /// The ratio of the establishment's own neighbourhood to the whole.
    pub value: Option<f64>,
    /// Why there is none.
    pub reason: Option<&'static str>,
}

/// M of every establishment of the pairs' reference industries at these distances.
pub(crate) fn individuals(relative: &Relative<'_>, distances: &[f64], context: &Context<'_>) -> Result<Vec<Individual>, MethodError> {
    let (sites, radii) = (relative.sites, relative.radii);
    let deal = relative.deal::<f64>(None);
    let total: f64 = sites.weight.iter().sum();
    let mut found = Vec::new();
    for &(s, t) in relative.pairs {
        let (Some(group), Some(other)) = (&deal.groups[s], &deal.groups[t]) else { continue };
        let rows = (0..group.members.len()).into_par_iter().map_init(
            || Scratch::new(radii.len()),
            |scratch, me| {
                context.proceed()?;
                let (at, weight) = (group.members[me].0 as usize, group.members[me].1);
                let place = sites.cells.point(at);
                group_rings(other, place, radii, (s == t).then_some(me), &mut scratch.near, &mut scratch.rings);
                let global = if relative.case_control {
                    scratch.all.copy_from_slice(&scratch.near);
                    group_rings(group, place, radii, Some(me), &mut scratch.near, &mut scratch.rings);
                    (group.total - weight) / other.total
                } else {
                    let all = |k: usize| if k == at { None } else { Some(sites.weight[sites.cells.member[k] as usize]) };
                    scratch.rings.fill(0.0);
                    add_rings(&sites.cells, place, radii, all, &mut scratch.rings);
                    scratch.all.copy_from_slice(&folded(&scratch.rings));
                    (if s == t { other.total - weight } else { other.total }) / (total - weight)
                };
                let mut own = Ratios { local: vec![0.0; radii.len()], global: vec![0.0; radii.len()] };
                own.add(&scratch.near, &scratch.all, global);
                let establishment = sites.cells.member[at] as usize;
                let row = |(&r_m, value): (&f64, Option<f64>)| {
                    let reason = value.is_none().then_some(if global > 0.0 { "no-neighbour" } else { "no-weight" });
                    Individual { establishment, industry: s, neighbour: t, r_m, value, reason }
                };
                Ok(distances.iter().zip(own.curve()).map(row).collect::<Vec<_>>())
            },
        );
        let mut rows = rows.collect::<Result<Vec<_>, MethodError>>()?;
        rows.sort_unstable_by_key(|r| r.first().map(|i| i.establishment));
        found.extend(rows.into_iter().flatten());
    }
    Ok(found)
}
