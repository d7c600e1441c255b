//! The two ways from points to labels.

use super::Selection;
use super::core_distances::Neighbourhoods;
use super::found::{Labelled, MemberRole, Points};
use super::hierarchy::{Condensed, Dendrogram, Flat};
use super::spanning_tree::{Edge, spanning_tree};
use super::tree::Tree;
use super::{cells, found::Space};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// Clusters of points with enough others within a radius.
pub(crate) fn density_based(points: &Points, radius_m: f64, least: usize, context: &Context<'_>) -> Result<Labelled, MethodError> {
    let reached = match points {
        Points::Plane(points) => cells::reached(points, radius_m, least, context),
        Points::Sphere(points) => cells::reached(points, Space::Sphere.chord(radius_m), least, context),
    }?;
    let role = |(&cluster, &core): (&u32, &bool)| match (cluster, core) {
        (u32::MAX, _) => MemberRole::Noise,
        (_, true) => MemberRole::Core,
        (_, false) => MemberRole::Border,
    };
    let role = reached.cluster.iter().zip(&reached.core).map(role).collect();
    Ok(Labelled { cluster: reached.cluster, role, strength: None, outlier_score: None, stability: None, densest: None })
}

/// How clusters are taken from the hierarchy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    /// Establishments a cluster has at least.
    pub(crate) min_cluster_size: usize,
    /// Establishments, itself among them, within the core distance.
    pub(crate) rank: usize,
    pub(crate) selection: Selection,
    pub(crate) epsilon_m: f64,
    pub(crate) single: bool,
}

/// Clusters that last as density grows.
pub(crate) fn hierarchical(points: &Points, choice: &Choice, context: &Context<'_>) -> Result<Labelled, MethodError> {
    let (edges, space) = match points {
        Points::Plane(points) => (edges(points, choice.rank, context)?, Space::Plane),
        Points::Sphere(points) => (edges(points, choice.rank, context)?, Space::Sphere),
    };
    context.proceed()?;
    let dendrogram = Dendrogram::new(edges.len() + 1, edges);
    context.proceed()?;
    let condensed = Condensed::new(&dendrogram, choice.min_cluster_size, |squared| space.metres(squared));
    let chosen = condensed.selected(choice.selection, choice.epsilon_m, choice.single);
    let Flat { cluster, strength, outlier_score, stability, densest } = condensed.flat(&chosen, choice.epsilon_m);
    let role = cluster.iter().map(|&c| if c == u32::MAX { MemberRole::Noise } else { MemberRole::Member }).collect();
    Ok(Labelled { cluster, role, strength: Some(strength), outlier_score: Some(outlier_score), stability: Some(stability), densest: Some(densest) })
}

/// The minimum spanning tree of all points, its edges sorted. Points at one place are one point of the search.
pub(super) fn edges<const D: usize>(points: &[[f64; D]], rank: usize, context: &Context<'_>) -> Result<Vec<Edge>, MethodError> {
    let mut sorted: Vec<u32> = (0..points.len() as u32).collect();
    let order = |a: &u32, b: &u32| {
        let (p, q) = (&points[*a as usize], &points[*b as usize]);
        let different = (0..D).map(|k| p[k].total_cmp(&q[k])).find(|o| o.is_ne());
        different.unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b))
    };
    sorted.par_sort_unstable_by(order);
    let mut sites: Vec<&[u32]> = sorted.chunk_by(|&a, &b| points[a as usize] == points[b as usize]).collect();
    sites.par_sort_unstable_by_key(|site| site[0]);
    context.proceed()?;
    let places: Vec<[f64; D]> = sites.iter().map(|site| points[site[0] as usize]).collect();
    let weight: Vec<u32> = sites.iter().map(|site| site.len() as u32).collect();
    let tree = Tree::new(&places);
    let near = Neighbourhoods::new(&tree, &weight, rank, context)?;
    let mut edges = spanning_tree(&tree, &near, context)?;
    for edge in &mut edges {
        (edge.low, edge.high) = (sites[edge.low as usize][0], sites[edge.high as usize][0]);
    }
    for (position, &site) in tree.order.iter().enumerate() {
        let members = sites[site as usize];
        edges.extend(members[1..].iter().map(|&other| Edge { reach: near.core[position], distance: 0.0, low: members[0], high: other }));
    }
    edges.par_sort_unstable_by(Edge::compare);
    Ok(edges)
}
