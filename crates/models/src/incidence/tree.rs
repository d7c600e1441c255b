//! Sums over places far and near by interpolation between boxes of places.
//!
//! Boxes of places in a binary tree; what the places of a box send is carried by the Chebyshev points of the box (barycentric Lagrange
//! interpolation; Fong and Darve 2009, Journal of Computational Physics 228:8712). Boxes that are far from each other exchange between their
//! points, the others go on with their halves, and small ones pair by pair.

use super::lines::{Limits, Lines, Points, Room};
use super::network::{Geography, Network};
use super::sums::{Pair, Sources};
use super::tabulated::Tabulated;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};
use rayon::prelude::*;
use std::ops::Range;

/// Boxes exchange as wholes if their middles are this many times the sum of their radii apart.
const APART: f64 = 1.6;
/// Boxes near a pole have no smooth coordinates.
const POLE: f64 = 80.0;

/// A box of places.
struct Node {
    /// How many boxes it lies in.
    depth: usize,
    range: Range<usize>,
    middle: [f64; 2],
    half: [f64; 2],
    radius: f64,
    children: Option<[usize; 2]>,
}

/// Boxes over all places.
struct Tree<'a> {
    geography: &'a Geography,
    at: &'a [[f64; 2]],
    nodes: Vec<Node>,
    order: Vec<usize>,
    /// Chebyshev points in [-1, 1] with their barycentric weights.
    chebyshev: Vec<[f64; 2]>,
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
    fn new(geography: &'a Geography, at: &'a [[f64; 2]], points: usize) -> Self {
        let of = |k: usize| {
            let (sine, cosine) = (std::f64::consts::PI * (k as f64 + 0.5) / points as f64).sin_cos();
            [cosine, if k.is_multiple_of(2) { sine } else { -sine }]
        };
        let mut tree = Self { geography, at, nodes: Vec::new(), order: (0..at.len()).collect(), chebyshev: (0..points).map(of).collect() };
        tree.grow(0, 0..at.len());
        tree
    }

    fn grow(&mut self, depth: usize, range: Range<usize>) -> usize {
        let at = self.at;
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
        self.nodes.push(Node { depth, range: range.clone(), middle, half, radius, children: None });
        if range.len() > self.square() && radius > 0.0 {
            let wide = [
                self.geography.between([middle[0] - half[0], middle[1]], [middle[0] + half[0], middle[1]]),
                self.geography.between([middle[0], middle[1] - half[1]], [middle[0], middle[1] + half[1]]),
            ];
            let axis = usize::from(wide[1] > wide[0]);
            self.order[range.clone()].sort_by(|&a, &b| at[a][axis].total_cmp(&at[b][axis]).then(a.cmp(&b)));
            let cut = range.start + self.order[range.clone()].partition_point(|&i| at[i][axis] < middle[axis]);
            let cut = cut.clamp(range.start + 1, range.end - 1);
            let first = self.grow(depth + 1, range.start..cut);
            let second = self.grow(depth + 1, cut..range.end);
            self.nodes[number].children = Some([first, second]);
        }
        number
    }

    /// All points of a box.
    fn grid(&self, node: &Node) -> Vec<[f64; 2]> {
        let along = |axis: usize| self.chebyshev.iter().map(move |[x, _]| node.middle[axis] + node.half[axis] * x);
        along(0).flat_map(|x| along(1).map(move |y| [x, y])).collect()
    }

    /// How many points a box has.
    fn square(&self) -> usize {
        self.chebyshev.len().pow(2)
    }

    /// Lagrange polynomials of the Chebyshev points at x in [-1, 1], by the barycentric formula.
    fn lagrange(&self, x: f64) -> Vec<f64> {
        if let Some(on) = self.chebyshev.iter().position(|[point, _]| (x - point).abs() < 1e-15) {
            let mut one = vec![0.0; self.chebyshev.len()];
            one[on] = 1.0;
            return one;
        }
        let found: Vec<f64> = self.chebyshev.iter().map(|[point, weight]| weight / (x - point)).collect();
        let total: f64 = found.iter().sum();
        found.into_iter().map(|v| v / total).collect()
    }

    /// Shares of the points of a box, by columns, in places in it, by rows: outer products of those along each axis.
    fn shares(&self, node: &Node, places: &[[f64; 2]]) -> Array2<f64> {
        let along = |place: [f64; 2], axis: usize| {
            self.lagrange(if node.half[axis] > 0.0 { (place[axis] - node.middle[axis]) / node.half[axis] } else { 0.0 })
        };
        let mut found = Vec::with_capacity(places.len() * self.square());
        for &place in places {
            let [x, y] = [0, 1].map(|axis| along(place, axis));
            found.extend(x.iter().flat_map(|x| y.iter().map(move |y| x * y)));
        }
        Array2::from_shape_vec((places.len(), self.square()), found).unwrap_or_default()
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
    fn carried(&self, active: &Active) -> Vec<Array2<f64>> {
        let mut found = vec![Array2::default((0, 0)); self.nodes.len()];
        let of_leaf = |&number: &usize| {
            let node = &self.nodes[number];
            let senders = active.of(&node.range);
            let at: Vec<[f64; 2]> = active.position[senders.clone()].iter().map(|&position| self.at[self.order[position]]).collect();
            (number, self.shares(node, &at).t().dot(&active.sent.slice_axis(Axis(0), Slice::from(senders))))
        };
        for (number, values) in self.leaves().par_iter().map(of_leaf).collect::<Vec<_>>() {
            found[number] = values;
        }
        for level in self.levels().iter().rev() {
            let of_box = |&(number, [first, second]): &(usize, [usize; 2])| {
                let from = |child: usize| self.shares(&self.nodes[number], &self.grid(&self.nodes[child])).t().dot(&found[child]);
                (number, from(first) + from(second))
            };
            for (number, values) in level.par_iter().map(of_box).collect::<Vec<_>>() {
                found[number] = values;
            }
        }
        found
    }

    /// Boxes with halves, by how many boxes they lie in.
    fn levels(&self) -> Vec<Vec<(usize, [usize; 2])>> {
        let mut found = Vec::new();
        for (number, node) in self.nodes.iter().enumerate() {
            let Some(children) = node.children else { continue };
            found.resize_with(found.len().max(node.depth + 1), Vec::new);
            found[node.depth].push((number, children));
        }
        found
    }

    fn leaves(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|&n| self.nodes[n].children.is_none()).collect()
    }

    /// Who exchanges with whom; what is beyond the reach does not, and few places do so one by one.
    fn partners(&self, reach: f64, active: &Active) -> Vec<Partners> {
        let exchange = self.square().pow(2);
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
                (Some(ours), Some(_)) if a.radius >= b.radius => open.extend(ours.map(|half| (half, source))),
                (Some(_), Some(theirs)) => open.extend(theirs.map(|half| (target, half))),
            }
        }
        found
    }
}

/// Numbers that boxes keep at once, about; columns beyond that take turns.
const KEPT: usize = 1 << 25;

/// Sums for these rows; none if places have no coordinates that boxes can be made of.
pub(crate) fn sums(network: &Network, share: f64, alpha: f64, rows: &[usize], sources: &Sources, pairs: &[Pair]) -> Option<Vec<Array2<f64>>> {
    in_turns(network, (share, KEPT), alpha, rows, sources, pairs)
}

fn in_turns(
    network: &Network,
    (share, kept): (f64, usize),
    alpha: f64,
    rows: &[usize],
    sources: &Sources,
    pairs: &[Pair],
) -> Option<Vec<Array2<f64>>> {
    let at = coordinates(&network.geography)?;
    let straight = network.geography.straight()?;
    let points = (2.0 - share.ln() / 2.2).round().clamp(4.0, 14.0) as usize;
    let tree = Tree::new(&network.geography, at, points);
    let reach = network.kernel.reach(share) / alpha;
    let orders = pairs.iter().map(|p| p.kernel + 1).max().unwrap_or(0);
    // No line is longer than the box of all places is wide.
    let longest = (4.0 * reach).min(2.1 * tree.nodes[0].radius);
    let weights = Tabulated::new(network.kernel, &network.geography, alpha, orders, longest);
    let at_once = (kept / (tree.nodes.len() * tree.square() * pairs.len()).max(1)).max(1);
    let mut found = vec![Array2::zeros((rows.len(), sources.columns())); pairs.len()];
    for from in (0..sources.columns()).step_by(at_once) {
        let columns = Slice::from(from..(from + at_once).min(sources.columns()));
        let active = Active::new(sources, columns, &tree, &straight);
        let (carried, partners) = (tree.carried(&active), tree.partners(reach, &active));
        let exchange = Exchange {
            weights: &weights,
            pairs,
            columns: active.sent.ncols() / sources.powers.len(),
            tree: &tree,
            active: &active,
            straight: &straight,
            reach,
            carried: &carried,
            partners: &partners,
        };
        let sums = exchange.places(rows);
        for (pair, found) in found.iter_mut().enumerate() {
            let own = sums.slice_axis(Axis(1), part(pair, exchange.columns)).select(Axis(0), rows);
            found.slice_axis_mut(Axis(1), columns).assign(&own);
        }
    }
    Some(found)
}

/// The `number`-th part of so many columns each.
fn part(number: usize, columns: usize) -> Slice {
    Slice::from(number * columns..(number + 1) * columns)
}

/// Places that send anything, in the order of boxes.
struct Active {
    /// How many there are before each place.
    before: Vec<usize>,
    position: Vec<usize>,
    straight: Points,
    /// What they send: columns once for each derivative by the exponent of capacity.
    sent: Array2<f64>,
}

impl Active {
    fn new(sources: &Sources, columns: Slice, tree: &Tree<'_>, straight: &[[f64; 3]]) -> Self {
        let mut row_of = vec![usize::MAX; straight.len()];
        for (row, &place) in sources.places.iter().enumerate() {
            row_of[place] = row;
        }
        let (mut before, mut position, mut rows) = (vec![0], Vec::new(), Vec::new());
        for (at, &place) in tree.order.iter().enumerate() {
            if row_of[place] != usize::MAX {
                position.push(at);
                rows.push(row_of[place]);
            }
            before.push(position.len());
        }
        let powers: Vec<Array2<f64>> = sources.powers.iter().map(|values| values.slice_axis(Axis(1), columns).select(Axis(0), &rows)).collect();
        let powers: Vec<ArrayView2<'_, f64>> = powers.iter().map(|p| p.view()).collect();
        let sent = ndarray::concatenate(Axis(1), &powers).unwrap_or_default();
        Self { before, straight: position.iter().map(|&at| straight[tree.order[at]]).collect(), position, sent }
    }

    fn of(&self, range: &Range<usize>) -> Range<usize> {
        self.before[range.start]..self.before[range.end]
    }
}

/// Lines looked at together: to so many targets, from so many senders.
const TARGETS: usize = 256;
const SENDERS: usize = 1024;

/// Everything that is needed to sum.
struct Exchange<'a> {
    weights: &'a Tabulated,
    pairs: &'a [Pair],
    columns: usize,
    tree: &'a Tree<'a>,
    active: &'a Active,
    straight: &'a [[f64; 3]],
    reach: f64,
    carried: &'a [Array2<f64>],
    partners: &'a [Partners],
}

impl Exchange<'_> {
    fn width(&self) -> usize {
        self.pairs.len() * self.columns
    }

    /// Adds what some points send to others along the lines between them.
    fn receive(&self, lines: &Lines<'_>, sent: ArrayView2<'_, f64>, room: &mut Room, mut to: ArrayViewMut2<'_, f64>) {
        for start in (0..lines.targets.len()).step_by(TARGETS) {
            let some = start..(start + TARGETS).min(lines.targets.len());
            let weights = room.weigh(lines, some.clone(), self.weights);
            let mut to = to.slice_axis_mut(Axis(0), Slice::from(some.clone()));
            for (at, pair) in self.pairs.iter().enumerate() {
                let Ok(weights) = ArrayView2::from_shape((some.len(), lines.some.len()), &weights[pair.kernel]) else { continue };
                let sent = sent.slice_axis(Axis(1), part(pair.capacity, self.columns));
                general_mat_mul(1.0, &weights, &sent, 1.0, &mut to.slice_axis_mut(Axis(1), part(at, self.columns)));
            }
        }
    }

    /// What arrives at the points of every box from boxes that are far.
    fn arrived(&self) -> Vec<Option<Array2<f64>>> {
        let tree = self.tree;
        let grid = |node: &Node| tree.grid(node).into_iter().map(|at| tree.geography.straight_to(at)).collect();
        let grids: Vec<Points> = tree.nodes.par_iter().map(grid).collect();
        let none = || Array2::zeros((tree.square(), self.width()));
        let of_box = |room: &mut Room, number: usize| {
            let far = &self.partners[number].far;
            let mut values = (!far.is_empty()).then(none)?;
            for &source in far {
                let lines = Lines { targets: &grids[number], senders: &grids[source], some: 0..grids[source].len(), limits: None };
                self.receive(&lines, self.carried[source].view(), room, values.view_mut());
            }
            Some(values)
        };
        let mut found: Vec<Option<Array2<f64>>> = (0..tree.nodes.len()).into_par_iter().map_init(Room::default, of_box).collect();
        // From boxes to their halves.
        for level in tree.levels() {
            let of_halves = |&(number, children): &(usize, [usize; 2])| {
                let own = found[number].as_ref()?;
                let shares = |child: usize| tree.shares(&tree.nodes[number], &tree.grid(&tree.nodes[child]));
                Some((number, children.map(|child| (child, shares(child).dot(own)))))
            };
            for (number, halves) in level.par_iter().filter_map(of_halves).collect::<Vec<_>>() {
                found[number] = None;
                for (child, more) in halves {
                    found[child] = Some(found[child].take().map_or_else(|| more.clone(), |own| own + &more));
                }
            }
        }
        found
    }

    /// What arrives at these places; nothing at the others.
    fn places(&self, rows: &[usize]) -> Array2<f64> {
        let tree = self.tree;
        let mut wanted = vec![false; tree.at.len()];
        for &row in rows {
            wanted[row] = true;
        }
        let arrived = self.arrived();
        let mut parent = vec![usize::MAX; tree.nodes.len()];
        for (number, node) in tree.nodes.iter().enumerate() {
            node.children.into_iter().flatten().for_each(|child| parent[child] = number);
        }
        let of_leaf = |room: &mut Room, &number: &usize| {
            let node = &tree.nodes[number];
            let positions: Vec<usize> = node.range.clone().filter(|&position| wanted[tree.order[position]]).collect();
            let targets: Points = positions.iter().map(|&position| self.straight[tree.order[position]]).collect();
            let mut found = match &arrived[number] {
                Some(from) => tree.shares(node, &positions.iter().map(|&position| tree.at[tree.order[position]]).collect::<Vec<_>>()).dot(from),
                None => Array2::zeros((positions.len(), self.width())),
            };
            let above = std::iter::successors(Some(number), |&up| Some(parent[up]).filter(|&up| up != usize::MAX));
            for source in above.flat_map(|up| &self.partners[up].near) {
                let senders = self.active.of(&tree.nodes[*source].range);
                for start in senders.clone().step_by(SENDERS) {
                    let range = start..(start + SENDERS).min(senders.end);
                    let limits = Limits { reach: self.reach, targets: &positions, senders: &self.active.position };
                    let sent = self.active.sent.slice_axis(Axis(0), Slice::from(range.clone()));
                    let lines = Lines { targets: &targets, senders: &self.active.straight, some: range, limits: Some(limits) };
                    self.receive(&lines, sent, room, found.view_mut());
                }
            }
            (positions, found)
        };
        let mut found = Array2::zeros((tree.at.len(), self.width()));
        for (positions, own) in tree.leaves().par_iter().map_init(Room::default, of_leaf).collect::<Vec<_>>() {
            for (position, own) in positions.into_iter().zip(own.outer_iter()) {
                found.row_mut(tree.order[position]).assign(&own);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::kernel::Kernel;
    use super::super::sums::dense;
    use super::*;

    /// Against all pairs, with more places at one point than are looked at together, and column by column.
    #[test]
    fn places_at_one_point_and_columns_in_turns_are_no_different() {
        const PLACES: usize = 4000;
        let at = |i: usize| if i < 1500 { [40.0, 30.0] } else { [(i * 7919 % 15013) as f64 / 150.0, (i * 104_729 % 9973) as f64 / 200.0] };
        let geography = Geography::globe((0..PLACES).map(at).collect());
        let network = Network::new(Kernel::Exponential, geography, None, Array2::ones((PLACES, 1)));
        let powers = [1, 2].map(|power| Array2::from_shape_fn((PLACES, 3), |(i, k)| if (i + k) % 4 == 0 { (i * power % 7) as f64 } else { 0.0 }));
        let total: f64 = powers.iter().map(|p| p.sum()).sum();
        let sources = Sources::new(powers.to_vec());
        let pairs = [(0, 0), (1, 0), (0, 1), (2, 0)].map(|(kernel, capacity)| Pair { kernel, capacity });
        let (alpha, share) = (0.002, 1e-7);
        let rows: Vec<usize> = (0..PLACES).step_by(3).collect();
        let exact = dense(&network, alpha, &rows, &sources, &pairs);
        for kept in [1, KEPT] {
            let found = in_turns(&network, (share, kept), alpha, &rows, &sources, &pairs).unwrap();
            for (found, exact) in found.iter().zip(&exact) {
                let worst = found.iter().zip(exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                assert!(worst < share * total, "{kept}: {worst} of {total}");
            }
        }
    }
}
