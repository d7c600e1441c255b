//! Sums over places far and near by interpolation between boxes of places.
//!
//! Boxes of places in a binary tree; what the places of a box send is carried by the Chebyshev points of the box (barycentric Lagrange
//! interpolation; Fong and Darve 2009, Journal of Computational Physics 228:8712). Boxes that are far from each other exchange between their
//! points, the others go on with their halves, and small ones pair by pair.

use super::network::{Geography, Network};
use super::sums::{Pair, Sources};
use ndarray::Array2;
use rayon::prelude::*;
use std::ops::Range;

/// Places in a leaf.
const LEAF: usize = 160;
/// Boxes exchange as wholes if their middles are this many times the sum of their radii apart.
const APART: f64 = 1.6;
/// Boxes near a pole have no smooth coordinates.
const POLE: f64 = 80.0;

/// A box of places.
struct Node {
    range: Range<usize>,
    middle: [f64; 2],
    half: [f64; 2],
    radius: f64,
    children: Option<[usize; 2]>,
}

/// Boxes over all places.
struct Tree<'a> {
    geography: &'a Geography,
    nodes: Vec<Node>,
    order: Vec<usize>,
    points: usize,
}

/// Coordinates of places in which boxes are made.
fn coordinates(geography: &Geography) -> Option<&[[f64; 2]]> {
    match geography {
        Geography::Matrix(_) => None,
        Geography::Plane(at) => Some(at),
        Geography::Globe(at, _) => at.iter().all(|p| p[1].abs() < POLE).then_some(at),
    }
}

impl<'a> Tree<'a> {
    fn new(geography: &'a Geography, at: &[[f64; 2]], points: usize) -> Self {
        let mut tree = Self { geography, nodes: Vec::new(), order: (0..at.len()).collect(), points };
        tree.grow(at, 0..at.len());
        tree
    }

    fn grow(&mut self, at: &[[f64; 2]], range: Range<usize>) -> usize {
        let ends = |axis: usize| {
            let each = self.order[range.clone()].iter().map(|&i| at[i][axis]);
            each.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)))
        };
        let ends = [ends(0), ends(1)];
        let middle = ends.map(|(a, b)| 0.5 * (a + b));
        let half = ends.map(|(a, b)| 0.5 * (b - a));
        let corners = [[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0], [0.0, 1.0], [0.0, -1.0]];
        let corner = |c: [f64; 2]| [middle[0] + c[0] * half[0], middle[1] + c[1] * half[1]];
        let radius = corners.map(|c| self.geography.between(middle, corner(c))).into_iter().fold(0.0, f64::max);
        let number = self.nodes.len();
        self.nodes.push(Node { range: range.clone(), middle, half, radius, children: None });
        if range.len() > LEAF && radius > 0.0 {
            let wide = [
                self.geography.between([middle[0] - half[0], middle[1]], [middle[0] + half[0], middle[1]]),
                self.geography.between([middle[0], middle[1] - half[1]], [middle[0], middle[1] + half[1]]),
            ];
            let axis = usize::from(wide[1] > wide[0]);
            self.order[range.clone()].sort_by(|&a, &b| at[a][axis].total_cmp(&at[b][axis]).then(a.cmp(&b)));
            let cut = range.start + self.order[range.clone()].partition_point(|&i| at[i][axis] < middle[axis]);
            let cut = cut.clamp(range.start + 1, range.end - 1);
            let first = self.grow(at, range.start..cut);
            let second = self.grow(at, cut..range.end);
            self.nodes[number].children = Some([first, second]);
        }
        number
    }

    /// Chebyshev points of a box along an axis.
    fn nodes_of(&self, node: &Node, axis: usize) -> Vec<f64> {
        let p = self.points as f64;
        (0..self.points).map(|k| node.middle[axis] + node.half[axis] * (std::f64::consts::PI * (k as f64 + 0.5) / p).cos()).collect()
    }

    /// All points of a box.
    fn grid(&self, node: &Node) -> Vec<[f64; 2]> {
        let (x, y) = (self.nodes_of(node, 0), self.nodes_of(node, 1));
        x.iter().flat_map(|&x| y.iter().map(move |&y| [x, y])).collect()
    }

    /// Shares of the points of a box in a place: outer products of these.
    fn shares(&self, node: &Node, at: [f64; 2]) -> [Vec<f64>; 2] {
        [0, 1].map(|axis| lagrange(self.points, if node.half[axis] > 0.0 { (at[axis] - node.middle[axis]) / node.half[axis] } else { 0.0 }))
    }
}

/// Lagrange polynomials of the Chebyshev points at x in [-1, 1], by the barycentric formula.
fn lagrange(points: usize, x: f64) -> Vec<f64> {
    let p = points as f64;
    let angle = |k: usize| std::f64::consts::PI * (k as f64 + 0.5) / p;
    let mut found: Vec<f64> = Vec::with_capacity(points);
    for k in 0..points {
        let gap = x - angle(k).cos();
        if gap.abs() < 1e-15 {
            let mut one = vec![0.0; points];
            one[k] = 1.0;
            return one;
        }
        found.push((if k % 2 == 0 { 1.0 } else { -1.0 }) * angle(k).sin() / gap);
    }
    let total: f64 = found.iter().sum();
    found.into_iter().map(|v| v / total).collect()
}

/// Values at places, or at the points of boxes: rows, and columns for each of some quantities.
struct Values {
    columns: usize,
    all: Vec<f64>,
}

impl Values {
    fn new(rows: usize, columns: usize) -> Self {
        Self { columns, all: vec![0.0; rows * columns] }
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.all[row * self.columns..(row + 1) * self.columns]
    }
}

fn add(to: &mut [f64], share: f64, from: &[f64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += share * from;
    }
}

/// What happens to a box: boxes that exchange with it as wholes, and boxes whose places do so one by one.
#[derive(Default, Clone)]
struct Partners {
    far: Vec<usize>,
    near: Vec<usize>,
}

impl Tree<'_> {
    /// What the points of each box send.
    fn carried(&self, sent: &Values) -> Vec<Values> {
        let square = self.points * self.points;
        let mut found: Vec<Values> = (0..self.nodes.len()).map(|_| Values::new(0, sent.columns)).collect();
        let at = coordinates(self.geography).unwrap_or_default();
        let leaves: Vec<usize> = (0..self.nodes.len()).filter(|&n| self.nodes[n].children.is_none()).collect();
        let of_leaf = |&number: &usize| {
            let node = &self.nodes[number];
            let mut values = Values::new(square, sent.columns);
            for row in node.range.clone() {
                let own = sent.row(row);
                if own.iter().any(|&v| v != 0.0) {
                    self.spread(node, at[self.order[row]], own, &mut values);
                }
            }
            (number, values)
        };
        for (number, values) in leaves.par_iter().map(of_leaf).collect::<Vec<_>>() {
            found[number] = values;
        }
        for number in (0..self.nodes.len()).rev() {
            let node = &self.nodes[number];
            let Some(children) = node.children else { continue };
            let mut values = Values::new(square, sent.columns);
            for child in children {
                for (k, point) in self.grid(&self.nodes[child]).into_iter().enumerate() {
                    self.spread(node, point, found[child].row(k), &mut values);
                }
            }
            found[number] = values;
        }
        found
    }

    fn spread(&self, node: &Node, at: [f64; 2], own: &[f64], to: &mut Values) {
        let [x, y] = self.shares(node, at);
        for (a, x) in x.iter().enumerate() {
            for (b, y) in y.iter().enumerate() {
                let row = a * self.points + b;
                add(&mut to.all[row * to.columns..(row + 1) * to.columns], x * y, own);
            }
        }
    }

    /// The value at a place between the points of a box.
    fn gather(&self, node: &Node, at: [f64; 2], from: &Values, to: &mut [f64]) {
        let [x, y] = self.shares(node, at);
        for (a, x) in x.iter().enumerate() {
            for (b, y) in y.iter().enumerate() {
                add(to, x * y, from.row(a * self.points + b));
            }
        }
    }

    /// Who exchanges with whom; what is beyond the reach does not, and few places do so one by one.
    fn partners(&self, reach: f64, active: &Active) -> Vec<Partners> {
        let exchange = self.points.pow(4);
        let mut found = vec![Partners::default(); self.nodes.len()];
        let mut open = vec![(0, 0)];
        while let Some((target, source)) = open.pop() {
            let (a, b) = (&self.nodes[target], &self.nodes[source]);
            let apart = self.geography.between(a.middle, b.middle);
            let senders = active.of(&b.range).len();
            if apart - a.radius - b.radius > reach || senders == 0 {
                continue;
            }
            if a.range.len() * senders <= exchange {
                found[target].near.push(source);
                continue;
            }
            if apart > APART * (a.radius + b.radius) && a.radius + b.radius > 0.0 {
                found[target].far.push(source);
                continue;
            }
            match (a.children, b.children) {
                (None, None) => found[target].near.push(source),
                (Some(halves), None) => open.extend(halves.map(|half| (half, source))),
                (None, Some(halves)) => open.extend(halves.map(|half| (target, half))),
                (Some(ours), Some(theirs)) if a.radius >= b.radius => {
                    let _ = theirs;
                    open.extend(ours.map(|half| (half, source)));
                }
                (Some(_), Some(theirs)) => open.extend(theirs.map(|half| (target, half))),
            }
        }
        found
    }
}

/// Sums for these rows; none if places have no coordinates that boxes can be made of.
pub(crate) fn sums(network: &Network, share: f64, alpha: f64, rows: &[usize], sources: &Sources, pairs: &[Pair]) -> Option<Vec<Array2<f64>>> {
    let at = coordinates(&network.geography)?;
    let points = (2.0 - share.ln() / 2.2).round().clamp(4.0, 14.0) as usize;
    let tree = Tree::new(&network.geography, at, points);
    let (columns, powers) = (sources.columns(), sources.powers.len());
    let mut sent = Values::new(at.len(), columns * powers);
    let mut row_of = vec![usize::MAX; at.len()];
    for (row, &place) in sources.places.iter().enumerate() {
        row_of[place] = row;
    }
    for (position, &place) in tree.order.iter().enumerate().filter(|(_, place)| row_of[**place] != usize::MAX) {
        for (power, values) in sources.powers.iter().enumerate() {
            let from = position * columns * powers + power * columns;
            sent.all[from..from + columns].copy_from_slice(values.row(row_of[place]).as_slice()?);
        }
    }
    let carried = tree.carried(&sent);
    let straight = network.geography.straight()?;
    let active = Active::new(&sent, &tree, &straight);
    let reach = network.kernel.reach(share) / alpha;
    let partners = tree.partners(reach, &active);
    let exchange = Exchange {
        network,
        alpha,
        pairs,
        columns,
        tree: &tree,
        sent: &sent,
        active: &active,
        straight: &straight,
        reach,
        carried: &carried,
        partners: &partners,
    };
    let found = exchange.places(at, rows);
    Some((0..pairs.len()).map(|pair| Array2::from_shape_fn((rows.len(), columns), |(r, c)| found[rows[r]][pair * columns + c])).collect())
}

/// Places that send anything, in the order of boxes.
struct Active {
    /// How many there are before each place.
    before: Vec<usize>,
    position: Vec<usize>,
    straight: Vec<[f64; 3]>,
}

impl Active {
    fn new(sent: &Values, tree: &Tree<'_>, straight: &[[f64; 3]]) -> Self {
        let mut found = Self { before: vec![0], position: Vec::new(), straight: Vec::new() };
        for (position, &place) in tree.order.iter().enumerate() {
            if sent.row(position).iter().any(|&v| v != 0.0) {
                found.position.push(position);
                found.straight.push(straight[place]);
            }
            found.before.push(found.position.len());
        }
        found
    }

    fn of(&self, range: &Range<usize>) -> Range<usize> {
        self.before[range.start]..self.before[range.end]
    }
}

/// Everything that is needed to sum.
struct Exchange<'a> {
    network: &'a Network,
    alpha: f64,
    pairs: &'a [Pair],
    columns: usize,
    tree: &'a Tree<'a>,
    sent: &'a Values,
    active: &'a Active,
    straight: &'a [[f64; 3]],
    reach: f64,
    carried: &'a [Values],
    partners: &'a [Partners],
}

impl Exchange<'_> {
    /// Adds what something sends over a distance.
    fn receive(&self, to: &mut [f64], distance: f64, from: &[f64]) {
        let k = self.network.kernel.derivatives(distance, self.alpha);
        if k[0] == 0.0 {
            return;
        }
        let columns = self.columns;
        for (pair, to) in self.pairs.iter().zip(to.chunks_exact_mut(columns)) {
            add(to, k[pair.kernel], &from[pair.capacity * columns..][..columns]);
        }
    }

    /// Adds what single places send to a place.
    fn one_by_one(&self, own: &mut [f64], (position, at): (usize, [f64; 3]), range: Range<usize>) {
        for other in range {
            let from = self.active.straight[other];
            let d = [at[0] - from[0], at[1] - from[1], at[2] - from[2]];
            let straight = (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt();
            let sender = self.active.position[other];
            if straight <= self.reach && sender != position {
                self.receive(own, self.network.geography.along(straight), self.sent.row(sender));
            }
        }
    }

    /// What arrives at the points of every box from boxes that are far.
    fn arrived(&self) -> Vec<Option<Values>> {
        let width = self.pairs.len() * self.columns;
        let tree = self.tree;
        let of_box = |number: usize| {
            if self.partners[number].far.is_empty() {
                return None;
            }
            let grid = tree.grid(&tree.nodes[number]);
            let mut values = Values::new(grid.len(), width);
            for &source in &self.partners[number].far {
                let from = &self.carried[source];
                for (b, point) in tree.grid(&tree.nodes[source]).into_iter().enumerate() {
                    let own = from.row(b);
                    if own.iter().all(|&v| v == 0.0) {
                        continue;
                    }
                    for (a, to) in values.all.chunks_exact_mut(width).enumerate() {
                        self.receive(to, tree.geography.between(grid[a], point), own);
                    }
                }
            }
            Some(values)
        };
        let mut found: Vec<Option<Values>> = (0..tree.nodes.len()).into_par_iter().map(of_box).collect();
        // From boxes to their halves.
        for number in 0..tree.nodes.len() {
            let Some(children) = tree.nodes[number].children else { continue };
            let Some(own) = found[number].take() else { continue };
            for child in children {
                let grid = tree.grid(&tree.nodes[child]);
                let to = found[child].get_or_insert_with(|| Values::new(grid.len(), width));
                for (point, to) in grid.into_iter().zip(to.all.chunks_exact_mut(width)) {
                    tree.gather(&tree.nodes[number], point, &own, to);
                }
            }
        }
        found
    }

    /// What arrives at the places.
    fn places(&self, at: &[[f64; 2]], rows: &[usize]) -> Vec<Vec<f64>> {
        let tree = self.tree;
        let mut wanted = vec![false; at.len()];
        for &row in rows {
            wanted[row] = true;
        }
        let arrived = self.arrived();
        let mut parent = vec![usize::MAX; tree.nodes.len()];
        for (number, node) in tree.nodes.iter().enumerate() {
            node.children.into_iter().flatten().for_each(|child| parent[child] = number);
        }
        let leaves: Vec<usize> = (0..tree.nodes.len()).filter(|&n| tree.nodes[n].children.is_none()).collect();
        let of_leaf = |&number: &usize| {
            let node = &tree.nodes[number];
            let mut near: Vec<Range<usize>> = Vec::new();
            let mut up = number;
            while up != usize::MAX {
                near.extend(self.partners[up].near.iter().map(|&source| self.active.of(&tree.nodes[source].range)));
                up = parent[up];
            }
            let mut found = Vec::with_capacity(node.range.len());
            for position in node.range.clone().filter(|&position| wanted[tree.order[position]]) {
                let place = tree.order[position];
                let mut own = vec![0.0; self.pairs.len() * self.columns];
                if let Some(from) = &arrived[number] {
                    tree.gather(node, at[place], from, &mut own);
                }
                for range in &near {
                    self.one_by_one(&mut own, (position, self.straight[place]), range.clone());
                }
                found.push((place, own));
            }
            found
        };
        let mut found = vec![Vec::new(); at.len()];
        for (place, own) in leaves.par_iter().map(of_leaf).collect::<Vec<_>>().into_iter().flatten() {
            found[place] = own;
        }
        found
    }
}
