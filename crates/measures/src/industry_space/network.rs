use super::communities::communities;
use super::layout::layout;
use super::proximity::ProximityMatrix;
use serde::Serialize;

/// The industry space (product space of Hidalgo et al. 2007) as a network: the maximum spanning tree of proximities and the strongest further links.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct IndustrySpace {
    /// One per industry with proximities, in order.
    pub points: Vec<Point>,
    /// Pairs of industries in order, the smaller number first.
    pub links: Vec<Link>,
}

/// An industry in the picture of the network.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Its number.
    pub industry: u32,
    /// Where it stands; a typical link has length 1.
    pub x: f64,
    /// Where it stands, upwards.
    pub y: f64,
    /// How many links it has.
    pub degree: u32,
    /// Which community it belongs to, from 0, the largest first.
    pub community: u32,
}

/// A link of the network.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Link {
    /// Number of one industry.
    pub from: u32,
    /// Number of the other.
    pub to: u32,
    /// How near they are.
    pub proximity: f64,
    /// Whether it belongs to the maximum spanning tree.
    pub tree: bool,
}

impl IndustrySpace {
    /// The network of these proximities (the mean of both directions), with so many links an industry.
    pub fn of(proximity: &ProximityMatrix, links_per_industry: f64) -> Self {
        let industries: Vec<usize> = (0..proximity.len()).filter(|&j| proximity.knows(j)).collect();
        let n = industries.len();
        let near = |a: usize, b: usize| proximity.mean(industries[a], industries[b]);
        let tree = spanning_tree(n, near);
        let wanted = ((n as f64 * links_per_industry) as usize).saturating_sub(tree.len());
        let mut all: Vec<(usize, usize, f64)> = tree.iter().copied().filter(|link| link.2 > 0.0).collect();
        all.extend(strongest(n, &tree, wanted, near));
        all.sort_by_key(|link| (link.0, link.1));
        let in_tree = |a: usize, b: usize| tree.binary_search_by_key(&(a, b), |l| (l.0, l.1)).is_ok();
        let link =
            |&(a, b, proximity): &(usize, usize, f64)| Link { from: industries[a] as u32, to: industries[b] as u32, proximity, tree: in_tree(a, b) };
        let links = all.iter().map(link).collect();
        // Parts without proximity between them are held together in the picture only.
        let mut drawn: Vec<(usize, usize)> = all.iter().map(|l| (l.0, l.1)).collect();
        drawn.extend(tree.iter().filter(|link| link.2 <= 0.0).map(|l| (l.0, l.1)));
        let positions = layout(n, &drawn);
        let community = communities(n, &all);
        let mut degree = vec![0u32; n];
        for link in &all {
            degree[link.0] += 1;
            degree[link.1] += 1;
        }
        let point =
            |a: usize| Point { industry: industries[a] as u32, x: positions[a][0], y: positions[a][1], degree: degree[a], community: community[a] };
        Self { points: (0..n).map(point).collect(), links }
    }
}

/// The maximum spanning tree (Prim), pairs in order with the smaller number first; of equal links the first.
fn spanning_tree(n: usize, near: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize, f64)> {
    let mut tree = Vec::with_capacity(n.saturating_sub(1));
    let mut best = vec![(f64::NEG_INFINITY, 0usize); n];
    let mut outside: Vec<usize> = (1..n).collect();
    let mut last = 0;
    while !outside.is_empty() {
        let mut next = 0;
        for (at, &b) in outside.iter().enumerate() {
            let proximity = near(last, b);
            if proximity > best[b].0 {
                best[b] = (proximity, last);
            }
            if best[b].0 > best[outside[next]].0 {
                next = at;
            }
        }
        let b = outside.remove(next);
        let (proximity, a) = best[b];
        tree.push((a.min(b), a.max(b), proximity));
        last = b;
    }
    tree.sort_by_key(|link| (link.0, link.1));
    tree
}

/// The strongest links above 0 that are not in the tree; of equal ones the first.
fn strongest(n: usize, tree: &[(usize, usize, f64)], wanted: usize, near: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize, f64)> {
    let most = (wanted + tree.len()).min(n * n.saturating_sub(1) / 2);
    if wanted == 0 || most == 0 {
        return Vec::new();
    }
    let pairs = || (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
    let mut values: Vec<f64> = pairs().map(|(a, b)| near(a, b)).collect();
    let least = *values.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a)).1;
    let mut links: Vec<(usize, usize, f64)> = pairs().map(|(a, b)| (a, b, near(a, b))).filter(|l| l.2 > 0.0 && l.2 >= least).collect();
    links.retain(|&(a, b, _)| tree.binary_search_by_key(&(a, b), |l| (l.0, l.1)).is_err());
    links.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    links.truncate(wanted);
    links
}
