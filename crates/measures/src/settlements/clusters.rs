//! Urban centres and urban clusters of a population grid.

use super::cells::{Cell, Cells, stepped};
use super::{Membership, Sets, SettlementRole, larger};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const SIDES: [Cell; 4] = [(-1, 0), (1, 0), (0, -1), (0, 1)];
const AROUND: [Cell; 8] = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];

/// What makes an urban centre and an urban cluster.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CellRule {
    /// Inhabitants per km² of a cell of a centre, at least.
    pub(crate) centre_density: f64,
    /// Inhabitants of a centre, at least.
    pub(crate) centre_population: f64,
    /// Inhabitants per km² of a cell of a cluster, at least.
    pub(crate) cluster_density: f64,
    /// Inhabitants of a cluster, at least.
    pub(crate) cluster_population: f64,
    /// Gaps within a centre that are smaller than this are filled, in km².
    pub(crate) gap_km2: f64,
}

/// Where every settlement belongs, and the area of the clusters by the settlement they are named after.
pub(crate) struct Urban {
    pub(crate) members: Vec<Membership>,
    pub(crate) area_km2: BTreeMap<u32, f64>,
}

/// Urban centres, urban clusters and the rest.
pub(crate) fn urban_cells(cells: &Cells, population: &[Option<f64>], rule: &CellRule) -> Urban {
    let people: BTreeMap<Cell, f64> = cells.inhabited.iter().copied().collect();
    let at_least = |density: f64| cells.inhabited.iter().filter(move |c| c.1 / cells.cell_km2 >= density).map(|c| c.0);
    let dense: Vec<Cell> = at_least(rule.centre_density).collect();
    let mut centre_of: BTreeMap<Cell, u32> = BTreeMap::new();
    for (n, centre) in (0_u32..).zip(grouped(&dense, &SIDES).into_iter().filter(|g| total(g, &people) >= rule.centre_population)) {
        centre_of.extend(centre.into_iter().map(|c| (c, n)));
    }
    smooth(&mut centre_of);
    fill(&mut centre_of, (rule.gap_km2 / cells.cell_km2).ceil());
    let moderate: BTreeSet<Cell> = at_least(rule.cluster_density).chain(centre_of.keys().copied()).collect();
    let moderate: Vec<Cell> = moderate.into_iter().collect();
    let has_centre = |g: &[Cell]| g.iter().any(|c| centre_of.contains_key(c));
    let kept = |g: &Vec<Cell>| total(g, &people) >= rule.cluster_population || has_centre(g);
    let clusters: Vec<Vec<Cell>> = grouped(&moderate, &AROUND).into_iter().filter(kept).collect();
    let cluster_of: BTreeMap<Cell, u32> = (0_u32..).zip(&clusters).flat_map(|(n, g)| g.iter().map(move |&c| (c, n))).collect();
    let class = |i: usize| classified(cells, i, &centre_of, &cluster_of);
    let classes: Vec<Class> = (0..population.len()).into_par_iter().map(class).collect();
    named(&classes, population, &clusters, cells.cell_km2)
}

/// SettlementRole, centre and cluster of a settlement.
type Class = (SettlementRole, Option<u32>, Option<u32>, Option<&'static str>);

/// A settlement is of a centre if half of its inhabitants live in centres, rural if more than half live outside of clusters.
fn classified(cells: &Cells, i: usize, centre_of: &BTreeMap<Cell, u32>, cluster_of: &BTreeMap<Cell, u32>) -> Class {
    if !cells.has(i) {
        return (SettlementRole::Rural, None, None, Some("no-position"));
    }
    let (mut centres, mut clusters): (BTreeMap<u32, u32>, BTreeMap<u32, u32>) = (BTreeMap::new(), BTreeMap::new());
    let mut all = 0;
    for cell in cells.of(i) {
        all += 1;
        centre_of.get(&cell).into_iter().for_each(|&n| *centres.entry(n).or_insert(0) += 1);
        cluster_of.get(&cell).into_iter().for_each(|&n| *clusters.entry(n).or_insert(0) += 1);
    }
    let most = |of: &BTreeMap<u32, u32>| of.iter().map(|(&n, &k)| (k, std::cmp::Reverse(n))).max().map(|m| m.1.0);
    let (in_centres, in_clusters): (u32, u32) = (centres.values().sum(), clusters.values().sum());
    if in_centres > 0 && 2 * in_centres >= all {
        (SettlementRole::UrbanCentre, most(&centres), most(&clusters), None)
    } else if in_clusters > 0 && 2 * in_clusters >= all {
        (SettlementRole::UrbanCluster, None, most(&clusters), None)
    } else {
        (SettlementRole::Rural, None, None, Some("rural-cells"))
    }
}

/// Centres and clusters named after their largest settlements.
fn named(classes: &[Class], population: &[Option<f64>], clusters: &[Vec<Cell>], cell_km2: f64) -> Urban {
    let (mut of_centre, mut of_cluster): (BTreeMap<u32, u32>, BTreeMap<u32, u32>) = (BTreeMap::new(), BTreeMap::new());
    let take = |names: &mut BTreeMap<u32, u32>, n: Option<u32>, i: u32| {
        if let Some(n) = n {
            names.entry(n).and_modify(|was| *was = larger(population, *was, i)).or_insert(i);
        }
    };
    for (i, class) in (0_u32..).zip(classes) {
        take(&mut of_centre, class.1, i);
        take(&mut of_cluster, class.2, i);
    }
    let member = |&(role, centre, cluster, reason): &Class| {
        let find = |names: &BTreeMap<u32, u32>, n: Option<u32>| n.and_then(|n| names.get(&n).copied());
        let (core, agglomeration) = (find(&of_centre, centre), find(&of_cluster, cluster));
        Membership { core, agglomeration, role, distance_km: None, travel_time_min: None, reason }
    };
    let members = classes.iter().enumerate().map(|(i, class)| match population[i] {
        Some(_) => member(class),
        None => Membership::none(SettlementRole::Rural, "no-population"),
    });
    let area_km2 = of_cluster.iter().map(|(&n, &i)| (i, clusters[n as usize].len() as f64 * cell_km2)).collect();
    Urban { members: members.collect(), area_km2 }
}

fn total(cells: &[Cell], people: &BTreeMap<Cell, f64>) -> f64 {
    cells.iter().map(|c| people.get(c).copied().unwrap_or(0.0)).sum()
}

/// Contiguous groups of cells, given in order; groups by their first cell, each in order.
fn grouped(cells: &[Cell], steps: &[Cell]) -> Vec<Vec<Cell>> {
    let number: BTreeMap<Cell, usize> = cells.iter().enumerate().map(|(n, &c)| (c, n)).collect();
    let mut sets = Sets::new(cells.len());
    for (n, &cell) in cells.iter().enumerate() {
        for &step in steps {
            if let Some(&other) = number.get(&stepped(cell, step)) {
                sets.join(n, other);
            }
        }
    }
    let mut groups: Vec<Vec<Cell>> = vec![];
    let mut place: BTreeMap<usize, usize> = BTreeMap::new();
    for (n, &cell) in cells.iter().enumerate() {
        let at = *place.entry(sets.of(n)).or_insert_with(|| {
            groups.push(vec![]);
            groups.len() - 1
        });
        groups[at].push(cell);
    }
    groups
}

/// The majority rule: a cell of which at least five of the eight cells around are of one centre joins it, until there is none.
fn smooth(centre_of: &mut BTreeMap<Cell, u32>) {
    let mut frontier: Vec<Cell> = centre_of.keys().copied().collect();
    while !frontier.is_empty() {
        let candidates: BTreeSet<Cell> =
            frontier.iter().flat_map(|&c| AROUND.map(|s| stepped(c, s))).filter(|c| !centre_of.contains_key(c)).collect();
        let joins: Vec<(Cell, u32)> = candidates.into_iter().filter_map(|c| Some((c, majority(c, centre_of)?))).collect();
        centre_of.extend(joins.iter().copied());
        frontier = joins.into_iter().map(|j| j.0).collect();
    }
}

fn majority(cell: Cell, centre_of: &BTreeMap<Cell, u32>) -> Option<u32> {
    let around = AROUND.map(|s| centre_of.get(&stepped(cell, s)).copied());
    let count = |n: u32| around.iter().filter(|&&a| a == Some(n)).count();
    around.into_iter().flatten().find(|&n| count(n) >= 5)
}

/// Fills gaps of fewer than `most` cells that one centre encloses.
fn fill(centre_of: &mut BTreeMap<Cell, u32>, most: f64) {
    let mut starts: Vec<(Cell, u32)> =
        centre_of.iter().flat_map(|(&c, &n)| SIDES.map(|s| (stepped(c, s), n))).filter(|(c, _)| !centre_of.contains_key(c)).collect();
    starts.sort_unstable();
    for (start, centre) in starts {
        if !centre_of.contains_key(&start)
            && let Some(gap) = enclosed(start, centre, centre_of, most)
        {
            centre_of.extend(gap.into_iter().map(|c| (c, centre)));
        }
    }
}

/// The cells around one that a centre alone encloses, if they are fewer than `most`.
fn enclosed(start: Cell, centre: u32, centre_of: &BTreeMap<Cell, u32>, most: f64) -> Option<Vec<Cell>> {
    let (mut seen, mut gap) = (BTreeSet::from([start]), vec![start]);
    let mut at = 0;
    while at < gap.len() {
        if gap.len() as f64 >= most {
            return None;
        }
        for step in SIDES {
            let next = stepped(gap[at], step);
            match centre_of.get(&next) {
                Some(&n) if n == centre => {}
                Some(_) => return None,
                None if seen.insert(next) => gap.push(next),
                None => {}
            }
        }
        at += 1;
    }
    Some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> BTreeMap<Cell, u32> {
        let rows = text.lines().enumerate();
        let cells = rows.flat_map(|(r, line)| line.bytes().enumerate().filter(|b| b.1 == b'#').map(move |(c, _)| ((r as i32, c as i32), 0)));
        cells.collect()
    }

    #[test]
    fn the_majority_rule_rounds_corners_and_stops() {
        // Each of the two cells of the gap has seven neighbours in the centre.
        let mut centre = drawn("####\n#  #\n####");
        smooth(&mut centre);
        assert_eq!(centre.len(), 12);
        let mut cross = drawn(" # \n###\n # ");
        smooth(&mut cross);
        assert_eq!(cross.len(), 5, "a corner of a cross has three neighbours in it");
    }

    #[test]
    fn gaps_are_filled_if_they_are_small_and_closed() {
        let ring = "#######\n#     #\n#     #\n#     #\n#######";
        let filled = |most: f64, text: &str| {
            let mut centre = drawn(text);
            fill(&mut centre, most);
            centre.len()
        };
        assert_eq!(filled(15.0, ring), 20, "a gap of fifteen cells is not smaller than fifteen");
        assert_eq!(filled(16.0, ring), 35);
        assert_eq!(filled(16.0, "#######\n#     #\n#      \n#     #\n#######"), 19, "an open bay is no gap");
    }

    #[test]
    fn a_gap_with_cut_corners_is_left_to_the_filling_of_gaps() {
        let ring = "########\n########\n###  ###\n##    ##\n##    ##\n###  ###\n########\n########";
        let mut centre = drawn(ring);
        smooth(&mut centre);
        assert_eq!(centre.len(), 52, "its cells have four neighbours in the centre at most");
        fill(&mut centre, 15.0);
        assert_eq!(centre.len(), 64);
    }

    #[test]
    fn sides_and_corners_make_different_groups() {
        let cells = [(0, 0), (1, 1), (1, 2), (5, 5)];
        assert_eq!(grouped(&cells, &SIDES).len(), 3);
        assert_eq!(grouped(&cells, &AROUND), vec![vec![(0, 0), (1, 1), (1, 2)], vec![(5, 5)]]);
    }
}
