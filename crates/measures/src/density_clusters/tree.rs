//! A balanced k-d tree: points of a leaf lie side by side in memory, and every node knows the box of its points.

use rayon::prelude::*;

/// Points of a leaf, at most.
pub(super) const LEAF: usize = 16;

/// A node's points and the box around them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<const D: usize> {
    low: [f64; D],
    high: [f64; D],
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Points in an order that keeps near ones together. Node `i` has the children `2i + 1` and `2i + 2`; all leaves are equally deep.
#[derive(Debug)]
pub(super) struct Tree<const D: usize> {
    pub(super) nodes: Vec<Node<D>>,
    /// The number of the point at each position.
    pub(super) order: Vec<u32>,
    /// The points, position by position.
    pub(super) points: Vec<[f64; D]>,
    first_leaf: usize,
}

impl<const D: usize> Node<D> {
    /// The positions of its points.
    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The square of the least distance between two boxes; never above that of two points in them, rounding included.
    pub(super) fn gap(&self, other: &Self) -> f64 {
        let mut sum = 0.0;
        for k in 0..D {
            let beyond = (self.low[k] - other.high[k]).max(other.low[k] - self.high[k]).max(0.0);
            sum += beyond * beyond;
        }
        sum
    }

    /// The square of the least distance from a point to the box.
    pub(super) fn gap_to(&self, point: &[f64; D]) -> f64 {
        let mut sum = 0.0;
        for (k, &x) in point.iter().enumerate() {
            let beyond = (self.low[k] - x).max(x - self.high[k]).max(0.0);
            sum += beyond * beyond;
        }
        sum
    }
}

/// The square of a distance.
pub(super) fn squared<const D: usize>(a: &[f64; D], b: &[f64; D]) -> f64 {
    let mut sum = 0.0;
    for k in 0..D {
        let difference = a[k] - b[k];
        sum += difference * difference;
    }
    sum
}

impl<const D: usize> Tree<D> {
    /// The tree of at least one finite point.
    pub(super) fn new(points: &[[f64; D]]) -> Self {
        let mut depth = 0;
        while points.len().div_ceil(1 << depth) > LEAF {
            depth += 1;
        }
        let mut items: Vec<([f64; D], u32)> = points.iter().enumerate().map(|(i, &p)| (p, i as u32)).collect();
        arrange(&mut items, depth);
        let first_leaf = (1 << depth) - 1;
        let mut nodes = vec![Node { low: [f64::INFINITY; D], high: [f64::NEG_INFINITY; D], start: 0, end: points.len() as u32 }; 2 * first_leaf + 1];
        for i in 0..first_leaf {
            let (start, end) = (nodes[i].start, nodes[i].end);
            let middle = start + (end - start) / 2;
            (nodes[2 * i + 1].start, nodes[2 * i + 1].end) = (start, middle);
            (nodes[2 * i + 2].start, nodes[2 * i + 2].end) = (middle, end);
        }
        nodes[first_leaf..].par_iter_mut().for_each(|leaf| {
            for (point, _) in &items[leaf.range()] {
                for (k, &x) in point.iter().enumerate() {
                    leaf.low[k] = leaf.low[k].min(x);
                    leaf.high[k] = leaf.high[k].max(x);
                }
            }
        });
        for i in (0..first_leaf).rev() {
            let (left, right) = (nodes[2 * i + 1], nodes[2 * i + 2]);
            for k in 0..D {
                nodes[i].low[k] = left.low[k].min(right.low[k]);
                nodes[i].high[k] = left.high[k].max(right.high[k]);
            }
        }
        Self { nodes, order: items.iter().map(|i| i.1).collect(), points: items.iter().map(|i| i.0).collect(), first_leaf }
    }

    /// The numbers of the leaves among the nodes.
    pub(super) fn leaves(&self) -> std::ops::Range<usize> {
        self.first_leaf..self.nodes.len()
    }

    /// True for a node without children.
    pub(super) fn is_leaf(&self, node: usize) -> bool {
        node >= self.first_leaf
    }
}

/// Brings the points into the order of the tree: halves about the middle of the wider side, again and again.
fn arrange<const D: usize>(items: &mut [([f64; D], u32)], depth: usize) {
    if depth == 0 {
        return;
    }
    let mut bounds = [[f64::INFINITY, f64::NEG_INFINITY]; D];
    for (point, _) in items.iter() {
        for (bound, &x) in bounds.iter_mut().zip(point) {
            *bound = [bound[0].min(x), bound[1].max(x)];
        }
    }
    let widest = (0..D).fold(0, |best, k| if bounds[k][1] - bounds[k][0] > bounds[best][1] - bounds[best][0] { k } else { best });
    let middle = items.len() / 2;
    items.select_nth_unstable_by(middle, |a, b| a.0[widest].total_cmp(&b.0[widest]).then(a.1.cmp(&b.1)));
    let (left, right) = items.split_at_mut(middle);
    if left.len() > 4096 {
        rayon::join(|| arrange(left, depth - 1), || arrange(right, depth - 1));
    } else {
        arrange(left, depth - 1);
        arrange(right, depth - 1);
    }
}
