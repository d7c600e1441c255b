//! The minimum spanning tree of mutual reachability, exactly, by the rounds of Boruvka (1926) over a k-d tree.
//!
//! Edges are ordered by mutual reachability, then by distance, then by the numbers of their ends. No two are equal, so the tree is the
//! only one, whatever the number of threads: a search may pass over an edge only if it is surely worse than one already found.

use super::core_distances::Neighbourhoods;
use super::tree::{LEAF, Tree, squared};
use super::union_find::UnionFind;
use agglom_method::{Context, MethodError};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// A link of two points. Distances are squared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    /// Mutual reachability: the largest of both core distances and the distance.
    pub(super) reach: f64,
    pub(super) distance: f64,
    pub(super) low: u32,
    pub(super) high: u32,
}

impl Edge {
    /// The order of the edges.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let by_distance = self.reach.total_cmp(&other.reach).then(self.distance.total_cmp(&other.distance));
        by_distance.then(self.low.cmp(&other.low)).then(self.high.cmp(&other.high))
    }
}

const NONE: u32 = u32::MAX;

/// The edges of the tree, in no particular order; `low` and `high` are numbers of points, as they were given to the k-d tree.
pub(super) fn spanning_tree<const D: usize>(tree: &Tree<D>, near: &Neighbourhoods, context: &Context<'_>) -> Result<Vec<Edge>, MethodError> {
    let mut rounds = Rounds::new(tree, near);
    let mut edges = Vec::with_capacity(tree.points.len().saturating_sub(1));
    while rounds.parts > 1 {
        context.watch.progress(edges.len() as u64, tree.points.len() as u64);
        rounds.look_near(context)?;
        rounds.look_far(context)?;
        rounds.join(&mut edges);
    }
    Ok(edges)
}

/// A round: the best edge out of every part, then the parts that these edges join.
struct Rounds<'a, const D: usize> {
    tree: &'a Tree<D>,
    near: &'a Neighbourhoods,
    /// How many parts there are.
    parts: usize,
    /// The part of the point at each position.
    part: Vec<u32>,
    /// The part of all points of a node, if it is one.
    node_part: Vec<u32>,
    /// The least core distance in a node.
    node_core: Vec<f64>,
    /// No edge out of its part is shorter than this, for any point of the leaf.
    beyond: Vec<AtomicU64>,
    /// The best reach known out of every part, as bits: of numbers that are not negative they have the order of the numbers.
    bound: Vec<AtomicU64>,
    /// Where the best edge known from each position leads.
    best: Vec<AtomicU32>,
    /// True while one of the nearest points may be in another part.
    open: Vec<bool>,
}

impl<'a, const D: usize> Rounds<'a, D> {
    fn new(tree: &'a Tree<D>, near: &'a Neighbourhoods) -> Self {
        let n = tree.points.len();
        let mut node_core = vec![f64::INFINITY; tree.nodes.len()];
        for leaf in tree.leaves() {
            node_core[leaf] = tree.nodes[leaf].range().map(|i| near.core[i]).fold(f64::INFINITY, f64::min);
        }
        for i in (0..tree.leaves().start).rev() {
            node_core[i] = node_core[2 * i + 1].min(node_core[2 * i + 2]);
        }
        let mut rounds = Self {
            tree,
            near,
            parts: n,
            part: (0..n as u32).collect(),
            node_part: vec![NONE; tree.nodes.len()],
            node_core,
            beyond: tree.leaves().map(|_| AtomicU64::new(0)).collect(),
            bound: Vec::new(),
            best: (0..n).map(|_| AtomicU32::new(NONE)).collect(),
            open: vec![true; n],
        };
        rounds.prepare();
        rounds
    }

    fn prepare(&mut self) {
        let first = self.tree.leaves().start;
        let (tree, part) = (self.tree, &self.part);
        self.node_part[first..].par_iter_mut().enumerate().for_each(|(i, node_part)| {
            let range = tree.nodes[first + i].range();
            let one = part[range.start];
            *node_part = if part[range].iter().all(|&p| p == one) { one } else { NONE };
        });
        for i in (0..first).rev() {
            let (left, right) = (self.node_part[2 * i + 1], self.node_part[2 * i + 2]);
            self.node_part[i] = if left == right { left } else { NONE };
        }
        self.bound = (0..self.parts).map(|_| AtomicU64::new(f64::INFINITY.to_bits())).collect();
        self.best.par_iter_mut().for_each(|b| *b.get_mut() = NONE);
    }

    fn bound_of(&self, part: u32) -> f64 {
        f64::from_bits(self.bound[part as usize].load(Relaxed))
    }

    fn edge(&self, from: usize, to: usize) -> Edge {
        let distance = squared(&self.tree.points[from], &self.tree.points[to]);
        let (a, b) = (self.tree.order[from], self.tree.order[to]);
        Edge { reach: distance.max(self.near.core[from]).max(self.near.core[to]), distance, low: a.min(b), high: a.max(b) }
    }

    /// The best edge from each point to one of its nearest.
    fn look_near(&mut self, context: &Context<'_>) -> Result<(), MethodError> {
        const CHUNK: usize = 8192;
        let mut open = std::mem::take(&mut self.open);
        let done = open.par_chunks_mut(CHUNK).enumerate().try_for_each(|(chunk, open)| {
            context.proceed()?;
            for (i, open) in open.iter_mut().enumerate().filter(|(_, open)| **open) {
                let from = chunk * CHUNK + i;
                let part = self.part[from];
                let foreign = self.near.near(from).iter().filter(|&&to| self.part[to as usize] != part);
                let best = foreign.map(|&to| (self.edge(from, to as usize), to)).min_by(|a, b| a.0.compare(&b.0));
                *open = best.is_some();
                if let Some((edge, to)) = best {
                    self.best[from].store(to, Relaxed);
                    self.bound[part as usize].fetch_min(edge.reach.to_bits(), Relaxed);
                }
            }
            Ok(())
        });
        self.open = open;
        done
    }

    /// The best edge from each point to any other, where it could be better than what its part has.
    fn look_far(&self, context: &Context<'_>) -> Result<(), MethodError> {
        let leaves: Vec<usize> = self.tree.leaves().collect();
        leaves.par_chunks(256).try_for_each(|chunk| {
            context.proceed()?;
            let mut stack = Vec::new();
            for &leaf in chunk {
                self.look_from(leaf, &mut stack);
            }
            Ok(())
        })
    }

    fn look_from(&self, leaf: usize, stack: &mut Vec<(f64, usize)>) {
        let (tree, queries) = (self.tree, &self.tree.nodes[leaf]);
        let beyond = &self.beyond[leaf - tree.leaves().start];
        let reach_of = |q: usize| self.bound_of(self.part[q]);
        let farthest = queries.range().map(reach_of).fold(0.0, f64::max);
        if f64::from_bits(beyond.load(Relaxed)) > farthest {
            return;
        }
        let mut asking = [0usize; LEAF];
        let (mut asked, mut reach, mut least) = (0, 0.0f64, f64::INFINITY);
        for q in queries.range() {
            let (bound, core) = (reach_of(q), self.near.core[q]);
            if core < bound || (core == bound && !self.near.complete[q]) {
                asking[asked] = q;
                asked += 1;
                reach = reach.max(bound);
            } else {
                least = least.min(core);
            }
        }
        let asking = &asking[..asked];
        if asked > 0 {
            stack.push((queries.gap(&tree.nodes[0]), 0));
        }
        while let Some((gap, node)) = stack.pop() {
            let own = self.node_part[node] != NONE && self.node_part[node] == self.node_part[leaf];
            if own || gap.max(self.node_core[node]) > reach {
                continue;
            }
            if tree.is_leaf(node) {
                if self.compare(asking, node) {
                    reach = asking.iter().map(|&q| reach_of(q)).fold(0.0, f64::max);
                }
                continue;
            }
            let [left, right] = [2 * node + 1, 2 * node + 2];
            let (a, b) = (queries.gap(&tree.nodes[left]), queries.gap(&tree.nodes[right]));
            stack.extend(if a <= b { [(b, right), (a, left)] } else { [(a, left), (b, right)] });
        }
        let least = asking.iter().map(|&q| reach_of(q)).fold(least, f64::min);
        beyond.store(least.to_bits(), Relaxed);
    }

    /// Compares all edges from some points to those of a leaf with the best ones known; true if one was better.
    fn compare(&self, asking: &[usize], leaf: usize) -> bool {
        let (tree, there, mut better) = (self.tree, &self.tree.nodes[leaf], false);
        for &from in asking {
            let (point, core, part) = (&tree.points[from], self.near.core[from], self.part[from]);
            let mut bound = self.bound_of(part);
            if core > bound || there.gap_to(point) > bound || self.node_part[leaf] == part {
                continue;
            }
            for to in there.range() {
                if self.part[to] == part {
                    continue;
                }
                let reach = squared(point, &tree.points[to]).max(core).max(self.near.core[to]);
                if reach > bound {
                    continue;
                }
                let known = self.best[from].load(Relaxed);
                if known == NONE || self.edge(from, to).compare(&self.edge(from, known as usize)).is_lt() {
                    self.best[from].store(to as u32, Relaxed);
                    self.bound[part as usize].fetch_min(reach.to_bits(), Relaxed);
                    bound = bound.min(reach);
                    better = true;
                }
            }
        }
        better
    }

    /// Joins every part to another by its best edge.
    fn join(&mut self, edges: &mut Vec<Edge>) {
        let mut best: Vec<Option<(Edge, u32, u32)>> = vec![None; self.parts];
        for from in 0..self.part.len() {
            let to = self.best[from].load(Relaxed);
            if to != NONE {
                let edge = self.edge(from, to as usize);
                let known = &mut best[self.part[from] as usize];
                if known.is_none_or(|k| edge.compare(&k.0).is_lt()) {
                    *known = Some((edge, self.part[from], self.part[to as usize]));
                }
            }
        }
        let mut joined = UnionFind::new(self.parts);
        for (edge, a, b) in best.into_iter().flatten() {
            if joined.unite(a, b) {
                edges.push(edge);
            }
        }
        let number = joined.numbers();
        self.parts = number.iter().max().map_or(0, |&m| m as usize + 1);
        self.part.par_iter_mut().for_each(|p| *p = number[*p as usize]);
        self.prepare();
    }
}
