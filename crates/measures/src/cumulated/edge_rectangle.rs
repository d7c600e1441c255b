use super::Radii;
use super::edge_sums::Marked;
use crate::window::Crossed;

/// Looked at in one go: what a processor works out side by side before it is sorted.
const AT_ONCE: usize = 64;
/// Crossings kept before their weights are looked up.
const KEPT: usize = 1024;

/// Circles that cross a side of the window: the squared distances of the nearest two sides over their squared radius, ring and weight.
struct Crossings {
    count: usize,
    nearest: [f64; KEPT],
    second: [f64; KEPT],
    ring: [u16; KEPT],
    weight: [f64; KEPT],
}

impl Crossings {
    /// Writes a crossing, and keeps it if it is one, without a branch.
    #[inline]
    fn push(&mut self, crosses: bool, nearest: f64, second: f64, (ring, weight): (u16, f64)) {
        let at = self.count % KEPT;
        self.nearest[at] = nearest;
        self.second[at] = second;
        self.ring[at] = ring;
        self.weight[at] = weight;
        self.count = self.count.wrapping_add(usize::from(crosses));
    }

    /// Adds what the weights of all crossings are above 1; circles that cross two sides wait until the others are done.
    fn settle(&mut self, crossed: Crossed, rings: &mut [f64]) {
        let mut corners = [0u16; KEPT];
        let mut count = 0usize;
        for k in 0..self.count.min(KEPT) {
            let corner = self.second[k] < 1.0;
            corners[count % KEPT] = k as u16;
            count = count.wrapping_add(usize::from(corner));
            let excess = crossed.one(self.nearest[k]);
            rings[usize::from(self.ring[k]) * 4 + (k & 3)] += self.weight[k] * if corner { 0.0 } else { excess };
        }
        for &k in corners.iter().take(count) {
            let k = usize::from(k);
            rings[usize::from(self.ring[k]) * 4 + (k & 3)] += self.weight[k] * crossed.two(self.nearest[k], self.second[k]);
        }
        self.count = 0;
    }
}

/// Every pair of some points with those after them once, with the edge weights of both, where no circle crosses opposite sides of a rectangle.
pub(super) fn among(points: &Marked, chunk: std::ops::Range<usize>, radii: &Radii) -> Vec<[f64; 3]> {
    let crossed = Crossed::new();
    // Four sums a ring that take turns, for one alone would wait for itself; one ring more for what is too far.
    let mut rings = vec![0.0; 4 * (radii.len() + 1)];
    let mut kept = Crossings { count: 0, nearest: [0.0; KEPT], second: [0.0; KEPT], ring: [0; KEPT], weight: [0.0; KEPT] };
    for i in chunk {
        points.cells.stretches(points.cells.point(i), radii.reach(), 0, |from, to| {
            for start in (from.max(i + 1)..to).step_by(AT_ONCE) {
                look(points, i, start..(start + AT_ONCE).min(to), radii, &mut rings, &mut kept);
                if kept.count + 2 * AT_ONCE > KEPT {
                    kept.settle(crossed, &mut rings);
                }
            }
        });
    }
    kept.settle(crossed, &mut rings);
    rings.chunks_exact(4).take(radii.len()).map(|r| [(r[0] + r[1]) + (r[2] + r[3]), 0.0, 0.0]).collect()
}

#[inline]
fn look(points: &Marked, i: usize, others: std::ops::Range<usize>, radii: &Radii, rings: &mut [f64], kept: &mut Crossings) {
    let [x, y] = points.cells.point(i);
    let (mut squares, mut inverse, mut ring) = ([0.0; AT_ONCE], [0.0; AT_ONCE], [0u16; AT_ONCE]);
    let count = others.len().min(AT_ONCE);
    let places = points.cells.x[others.clone()].iter().zip(&points.cells.y[others.clone()]);
    for ((square, inverse), (px, py)) in squares.iter_mut().zip(&mut inverse).zip(places) {
        let (dx, dy) = (px - x, py - y);
        *square = dx * dx + dy * dy;
        *inverse = 1.0 / *square;
    }
    radii.rings(&squares[..count], &mut ring[..count]);
    let (free, second, own) = (points.free[i], points.second[i], points.weight[i]);
    let (others_free, others_second, weights) = (&points.free[others.clone()], &points.second[others.clone()], &points.weight[others]);
    for k in 0..count {
        let (square, ring, weight) = (squares[k], ring[k], own * weights[k]);
        rings[usize::from(ring) * 4 + (k & 3)] += 2.0 * weight;
        kept.push(square > others_free[k], others_free[k] * inverse[k], others_second[k] * inverse[k], (ring, weight));
    }
    if free < radii.most() {
        for k in 0..count {
            kept.push(squares[k] > free, free * inverse[k], second * inverse[k], (ring[k], own * weights[k]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EdgeSums, Radii, edge_sums::Marked};
    use crate::window::Window;
    use agglom_method::{Context, Seed, Unwatched};

    /// Against pair by pair with the arc cosine, with points on the edge, in corners and at one place.
    #[test]
    fn sums_are_those_of_pair_by_pair() {
        let context = Context { seed: Seed::new(0), watch: &Unwatched };
        let window = Window::rectangle([0.0, 0.0, 100.0, 140.0]).unwrap();
        let mut points = window.places(1500, &mut Seed::new(5).draw(0));
        points.extend([[0.0, 0.0], [100.0, 0.0], [0.0, 70.0], [50.0, 140.0], [30.0, 30.0], [30.0, 30.0], [1e-9, 1e-7]]);
        let weights: Vec<f64> = (0..points.len()).map(|k| 0.1 + (k % 7) as f64).collect();
        for reach in [3.0, 20.0, 50.0] {
            let radii = Radii::new(&(0..=10).map(|k| reach * f64::from(k) / 10.0).collect::<Vec<_>>());
            for weights in [None, Some(&weights[..])] {
                let mut marked = Marked::new(&points, weights, &window, reach);
                assert_eq!(marked.second.len(), points.len());
                let sums = |marked: &Marked| EdgeSums::new(marked, None, &radii, false, &context).unwrap().cumulated();
                let fast = sums(&marked);
                marked.second.clear();
                for (fast, slow) in fast.iter().zip(sums(&marked)) {
                    assert!((fast - slow).abs() <= 1e-12 * slow, "{reach}: {fast} {slow}");
                }
            }
        }
        assert!(Marked::new(&points, None, &window, 50.1).second.is_empty());
    }
}
