//! From the spanning tree to clusters: the hierarchy of connected parts, the condensed tree, and the choice of clusters from it.
//!
//! Parts that are joined at one and the same distance are joined at once, so that ties make no clusters that live for no time.

use super::Selection;
use super::spanning_tree::Edge;
use super::union_find::UnionFind;

const NONE: u32 = u32::MAX;

/// Which parts are joined at which distance. The first numbers are points, the others joins in their order.
pub(super) struct Dendrogram {
    points: usize,
    left: Vec<u32>,
    right: Vec<u32>,
    /// The distance of each join, squared.
    reach: Vec<f64>,
    edges: Vec<Edge>,
    /// The points in an order in which those of every part stand together.
    order: Vec<u32>,
    /// Where the points of each part begin in `order`.
    start: Vec<u32>,
    size: Vec<u32>,
    /// Where each point stands in `order`.
    place: Vec<u32>,
}

impl Dendrogram {
    /// The joins of so many points along the edges of a spanning tree, sorted.
    pub(super) fn new(points: usize, edges: Vec<Edge>) -> Self {
        let (mut sets, mut top) = (UnionFind::new(points), (0..points as u32).collect::<Vec<_>>());
        let (mut left, mut right) = (Vec::with_capacity(edges.len()), Vec::with_capacity(edges.len()));
        let mut size = vec![1u32; points];
        for (i, edge) in edges.iter().enumerate() {
            let (a, b) = (sets.find(edge.low), sets.find(edge.high));
            let (l, r) = (top[a as usize], top[b as usize]);
            sets.unite(a, b);
            let root = sets.find(a);
            top[root as usize] = (points + i) as u32;
            left.push(l);
            right.push(r);
            size.push(size[l as usize] + size[r as usize]);
        }
        let mut start = vec![0u32; size.len()];
        for i in (0..edges.len()).rev() {
            let at = start[points + i];
            start[left[i] as usize] = at;
            start[right[i] as usize] = at + size[left[i] as usize];
        }
        let mut order = vec![0; points];
        (0..points).for_each(|p| order[start[p] as usize] = p as u32);
        let place = start[..points].to_vec();
        let reach = edges.iter().map(|e| e.reach).collect();
        Self { points, left, right, reach, edges, order, start, size, place }
    }

    fn members(&self, part: u32) -> &[u32] {
        let (start, size) = (self.start[part as usize] as usize, self.size[part as usize] as usize);
        &self.order[start..start + size]
    }

    /// The parts that are joined to this one at its distance, and the joins in ascending order.
    fn opened(&self, part: u32, parts: &mut Vec<u32>, joins: &mut Vec<usize>) {
        parts.clear();
        joins.clear();
        let reach = self.reach[part as usize - self.points];
        let mut stack = vec![part];
        while let Some(p) = stack.pop() {
            match (p as usize).checked_sub(self.points).filter(|&join| self.reach[join] == reach) {
                Some(join) => {
                    joins.push(join);
                    stack.extend([self.right[join], self.left[join]]);
                }
                None => parts.push(p),
            }
        }
        joins.sort_unstable();
    }
}

/// The hierarchy of clusters of some size. Clusters come after those they are part of; the first one is everything.
pub(super) struct Condensed {
    /// The cluster each one is part of; of the first itself.
    parent: Vec<u32>,
    /// Density (1 / distance) at which each begins, ends, and at which the densest of its points leaves it or a part of it.
    birth: Vec<f64>,
    death: Vec<f64>,
    deepest: Vec<f64>,
    /// Sum over its points of the densities through which they stay.
    stability: Vec<f64>,
    children: Vec<[u32; 2]>,
    /// The cluster that each point leaves last, and the density at which it does.
    left: Vec<u32>,
    density: Vec<f64>,
}

impl Condensed {
    /// Clusters of at least `smallest` (at least 2) points; `metres` turns squared distances into metres.
    pub(super) fn new(dendrogram: &Dendrogram, smallest: usize, metres: impl Fn(f64) -> f64) -> Self {
        let n = dendrogram.points;
        let mut tree = Self {
            parent: vec![0],
            birth: vec![0.0],
            death: vec![0.0],
            deepest: Vec::new(),
            stability: vec![0.0],
            children: Vec::new(),
            left: vec![0; n],
            density: vec![f64::INFINITY; n],
        };
        let (mut parts, mut joins) = (Vec::new(), Vec::new());
        let mut waiting = if n > 1 { vec![(0u32, (2 * n - 2) as u32)] } else { Vec::new() };
        while let Some((cluster, mut part)) = waiting.pop() {
            loop {
                let distance = metres(dendrogram.reach[part as usize - n]);
                let density = if distance > 0.0 { 1.0 / distance } else { f64::INFINITY };
                dendrogram.opened(part, &mut parts, &mut joins);
                let c = cluster as usize;
                tree.death[c] = tree.death[c].max(density);
                let large: Vec<u32> = parts.iter().copied().filter(|&p| dendrogram.size[p as usize] as usize >= smallest).collect();
                if large.len() < 2 {
                    for &small in parts.iter().filter(|&&p| Some(&p) != large.first()) {
                        tree.leave(cluster, dendrogram.members(small), density);
                    }
                    match large.first() {
                        Some(&rest) => part = rest,
                        None => break,
                    }
                } else {
                    let first = tree.parent.len() as u32;
                    for &child in &large {
                        tree.stability[c] += (density - tree.birth[c]) * f64::from(dendrogram.size[child as usize]);
                        waiting.push((tree.parent.len() as u32, child));
                        tree.parent.push(cluster);
                        tree.birth.push(density);
                        tree.death.push(density);
                        tree.stability.push(0.0);
                    }
                    for (small, owner) in flooded(dendrogram, &parts, &large, &joins) {
                        tree.leave(first + owner, dendrogram.members(small), density);
                    }
                    break;
                }
            }
        }
        tree.finish();
        tree
    }

    fn leave(&mut self, cluster: u32, points: &[u32], density: f64) {
        let c = cluster as usize;
        if density > self.birth[c] {
            self.stability[c] += (density - self.birth[c]) * points.len() as f64;
        }
        for &p in points {
            self.left[p as usize] = cluster;
            self.density[p as usize] = density;
        }
    }

    fn finish(&mut self) {
        self.deepest.clone_from(&self.death);
        for c in (1..self.parent.len()).rev() {
            let parent = self.parent[c] as usize;
            self.deepest[parent] = self.deepest[parent].max(self.deepest[c]);
        }
        // Parts of one cluster were made in a row.
        self.children = vec![[0, 0]; self.parent.len()];
        for c in 1..self.parent.len() {
            let range = &mut self.children[self.parent[c] as usize];
            *range = if range[0] == 0 { [c as u32, c as u32 + 1] } else { [range[0], c as u32 + 1] };
        }
    }

    fn parts(&self, cluster: usize) -> std::ops::Range<usize> {
        self.children[cluster][0] as usize..self.children[cluster][1] as usize
    }

    /// The chosen clusters.
    pub(super) fn selected(&self, selection: Selection, epsilon: f64, single: bool) -> Vec<bool> {
        let mut chosen = match selection {
            Selection::ExcessOfMass => self.of_most_mass(single),
            Selection::Leaf => (0..self.parent.len()).map(|c| c > 0 && self.parts(c).is_empty()).collect(),
        };
        let only_all = chosen[0];
        if epsilon > 0.0 && !only_all {
            chosen = self.merged(&chosen, epsilon, single);
        }
        chosen
    }

    /// Those whose stability is not less than that of the clusters chosen inside them.
    fn of_most_mass(&self, single: bool) -> Vec<bool> {
        let mut mass = self.stability.clone();
        let mut chosen = vec![false; mass.len()];
        for c in (usize::from(!single)..mass.len()).rev() {
            let inside: f64 = self.parts(c).map(|p| mass[p]).sum();
            chosen[c] = inside <= mass[c];
            if !chosen[c] {
                mass[c] = inside;
            }
        }
        // The outermost only.
        let mut covered = vec![false; mass.len()];
        for c in 1..mass.len() {
            let parent = self.parent[c] as usize;
            covered[c] = covered[parent] || chosen[parent];
            chosen[c] &= !covered[c];
        }
        chosen
    }

    /// In place of clusters that begin at a distance below `epsilon` the ones around them that begin at or above it (Malzer and Baum 2020).
    fn merged(&self, chosen: &[bool], epsilon: f64, single: bool) -> Vec<bool> {
        let mut merged = vec![false; chosen.len()];
        for start in (1..chosen.len()).filter(|&c| chosen[c]) {
            let mut c = start;
            while 1.0 / self.birth[c] < epsilon {
                let parent = self.parent[c] as usize;
                if parent == 0 {
                    c = if single { 0 } else { c };
                    break;
                }
                c = parent;
                if 1.0 / self.birth[c] > epsilon {
                    break;
                }
            }
            merged[c] = true;
        }
        merged
    }

    /// The flat clusters: for every point its cluster and how strongly it belongs to it; and the chosen clusters' stabilities.
    pub(super) fn flat(&self, chosen: &[bool], epsilon: f64) -> Flat {
        let mut owner: Vec<u32> = vec![NONE; chosen.len()];
        let mut chosen_clusters = Vec::new();
        for c in 0..chosen.len() {
            let around = if c > 0 { owner[self.parent[c] as usize] } else { NONE };
            owner[c] = if chosen[c] {
                chosen_clusters.push(c);
                chosen_clusters.len() as u32 - 1
            } else {
                around
            };
        }
        // Where everything is the only cluster, points that leave before the density of the end are outside of it.
        let least = match (chosen_clusters.len(), epsilon > 0.0) {
            (1, true) => 1.0 / epsilon,
            (1, false) => self.death[0],
            _ => f64::INFINITY,
        };
        let belongs = |(&left, &density): (&u32, &f64)| match owner[left as usize] {
            0 if chosen[0] && (density < least || chosen_clusters.len() > 1) => NONE,
            label => label,
        };
        let cluster: Vec<u32> = self.left.iter().zip(&self.density).map(belongs).collect();
        let strength = |(&label, &density): (&u32, &f64)| {
            if label == NONE {
                return 0.0;
            }
            let end = self.death[chosen_clusters[label as usize]];
            if density.is_infinite() || end == 0.0 || density >= end { 1.0 } else { density / end }
        };
        let outlier = |(&left, &density): (&u32, &f64)| {
            let end = self.deepest[left as usize];
            if density >= end {
                0.0
            } else if end.is_infinite() {
                1.0
            } else {
                (end - density) / end
            }
        };
        Flat {
            strength: cluster.iter().zip(&self.density).map(strength).collect(),
            outlier_score: self.left.iter().zip(&self.density).map(outlier).collect(),
            stability: chosen_clusters.iter().map(|&c| self.stability[c]).collect(),
            densest: self.deepest[0],
            cluster,
        }
    }
}

/// Clusters without a hierarchy.
pub(super) struct Flat {
    /// The cluster of each point; `u32::MAX` for none.
    pub(super) cluster: Vec<u32>,
    pub(super) strength: Vec<f64>,
    pub(super) outlier_score: Vec<f64>,
    pub(super) stability: Vec<f64>,
    /// The density at which the last points leave.
    pub(super) densest: f64,
}

/// To which of the large parts each small one goes, if all are joined at one distance: along the edges in their order.
fn flooded(dendrogram: &Dendrogram, parts: &[u32], large: &[u32], joins: &[usize]) -> Vec<(u32, u32)> {
    let mut sorted: Vec<u32> = parts.to_vec();
    sorted.sort_unstable_by_key(|&p| dendrogram.start[p as usize]);
    let of_point = |point: u32| {
        let place = dendrogram.place[point as usize];
        sorted.partition_point(|&p| dendrogram.start[p as usize] <= place) as u32 - 1
    };
    let mut sets = UnionFind::new(sorted.len());
    let mut owner: Vec<u32> = sorted.iter().map(|p| large.iter().position(|l| l == p).map_or(NONE, |i| i as u32)).collect();
    for &join in joins {
        let (a, b) = (sets.find(of_point(dendrogram.edges[join].low)), sets.find(of_point(dendrogram.edges[join].high)));
        let (x, y) = (owner[a as usize], owner[b as usize]);
        if x == NONE || y == NONE || x == y {
            sets.unite(a, b);
            let root = sets.find(a);
            owner[root as usize] = x.min(y);
        }
    }
    let small = (0..sorted.len()).filter(|&i| !large.contains(&sorted[i]));
    small.map(|i| (sorted[i], owner[sets.find(i as u32) as usize])).collect()
}
