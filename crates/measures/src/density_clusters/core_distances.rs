//! How far the neighbourhood of each point reaches: the distance to its k-th nearest point.

use super::tree::{LEAF, Tree, squared};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// The neighbourhoods of the points of a tree, position by position. Distances are squared.
#[derive(Debug)]
pub(super) struct Neighbourhoods {
    /// The square of the core distance.
    pub(super) core: Vec<f64>,
    /// The positions of the nearest points, nearest first, itself among them.
    near: Vec<u32>,
    width: usize,
    /// Whether every point at most the core distance away is among the nearest.
    pub(super) complete: Vec<bool>,
}

/// Nearest points kept per point, at most: they only speed things up.
const KEPT: usize = 64;

impl Neighbourhoods {
    /// The core distance of a point is the distance to the nearest place at which so many points, counted with their weights and with
    /// itself, are reached. There must be so many.
    pub(super) fn new<const D: usize>(tree: &Tree<D>, weight: &[u32], rank: usize, context: &Context<'_>) -> Result<Self, MethodError> {
        let n = tree.points.len();
        let searched = (rank + 1).min(n);
        let width = searched.min(KEPT);
        let leaves: Vec<usize> = tree.leaves().collect();
        let parts: Result<Vec<Part>, MethodError> = leaves
            .par_chunks(256)
            .map(|chunk| {
                context.proceed()?;
                let mut part = Part::default();
                let mut search = Search::new(tree, searched);
                for &leaf in chunk {
                    search.run(leaf);
                    search.keep(leaf, weight, rank, width, &mut part);
                }
                Ok(part)
            })
            .collect();
        let mut all = Self { core: Vec::with_capacity(n), near: Vec::with_capacity(n * width), width, complete: Vec::with_capacity(n) };
        for part in parts? {
            all.core.extend(part.core);
            all.near.extend(part.near);
            all.complete.extend(part.complete);
        }
        Ok(all)
    }

    /// The positions of the points nearest to the one at a position.
    pub(super) fn near(&self, position: usize) -> &[u32] {
        &self.near[position * self.width..(position + 1) * self.width]
    }
}

#[derive(Default)]
struct Part {
    core: Vec<f64>,
    near: Vec<u32>,
    complete: Vec<bool>,
}

/// The search for the nearest points of all points of a leaf at once.
struct Search<'a, const D: usize> {
    tree: &'a Tree<D>,
    width: usize,
    distance: Vec<f64>,
    found: Vec<u32>,
    stack: Vec<(f64, usize)>,
}

impl<'a, const D: usize> Search<'a, D> {
    fn new(tree: &'a Tree<D>, width: usize) -> Self {
        Self { tree, width, distance: vec![0.0; LEAF * width], found: vec![0; LEAF * width], stack: Vec::new() }
    }

    fn run(&mut self, leaf: usize) {
        self.distance.fill(f64::INFINITY);
        let queries = self.tree.nodes[leaf];
        let mut reach = self.look(leaf, leaf);
        self.stack.push((0.0, 0));
        while let Some((gap, node)) = self.stack.pop() {
            if gap > reach || node == leaf {
                continue;
            }
            if self.tree.is_leaf(node) {
                reach = self.look(leaf, node);
                continue;
            }
            let [left, right] = [2 * node + 1, 2 * node + 2];
            let (a, b) = (queries.gap(&self.tree.nodes[left]), queries.gap(&self.tree.nodes[right]));
            self.stack.extend(if a <= b { [(b, right), (a, left)] } else { [(a, left), (b, right)] });
        }
    }

    /// Takes the points of another leaf into account; returns how far the search still reaches.
    fn look(&mut self, leaf: usize, other: usize) -> f64 {
        let (tree, width) = (self.tree, self.width);
        let (there, mut reach) = (&tree.nodes[other], 0.0f64);
        for (q, position) in tree.nodes[leaf].range().enumerate() {
            let point = &tree.points[position];
            let (distance, found) = (&mut self.distance[q * width..(q + 1) * width], &mut self.found[q * width..(q + 1) * width]);
            let mut last = distance[width - 1];
            if there.gap_to(point) < last {
                for candidate in there.range() {
                    let d = squared(point, &tree.points[candidate]);
                    if d < last {
                        let mut at = width - 1;
                        while at > 0 && distance[at - 1] > d {
                            distance[at] = distance[at - 1];
                            found[at] = found[at - 1];
                            at -= 1;
                        }
                        distance[at] = d;
                        found[at] = candidate as u32;
                        last = distance[width - 1];
                    }
                }
            }
            reach = reach.max(last);
        }
        reach
    }

    fn keep(&self, leaf: usize, weight: &[u32], rank: usize, width: usize, part: &mut Part) {
        for q in 0..self.tree.nodes[leaf].range().len() {
            let (distance, found) = (&self.distance[q * self.width..(q + 1) * self.width], &self.found[q * self.width..(q + 1) * self.width]);
            let mut sum = 0;
            let reached = found.iter().position(|&f| {
                sum += weight[self.tree.order[f as usize] as usize] as usize;
                sum >= rank
            });
            let core = distance[reached.unwrap_or(self.width - 1)];
            part.core.push(core);
            part.complete.push(width == self.tree.points.len() || distance[width - 1] > core);
            part.near.extend_from_slice(&found[..width]);
        }
    }
}
