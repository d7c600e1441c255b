use super::Radii;
use super::edge_sums::Marked;
use crate::window::{Crossed, Edge};
use std::ops::Range;

/// Looked at in one go: what a processor works out side by side before it is sorted.
const AT_ONCE: usize = 64;
/// Sums of each ring that take turns, for one alone would wait for itself.
const TURNS: usize = 8;

/// The nearer two of the sides of a rectangle as seen from points, where no circle crosses opposite sides.
pub(super) struct Sides {
    nearest: Away,
    second: Away,
    /// How many sides a circle around any point of a block crosses at most, and where points with as many end.
    crossed: Vec<(u8, u32)>,
}

/// Squared distances of sides, and one divided by them.
#[derive(Default)]
struct Away {
    squared: Vec<f64>,
    inverse: Vec<f64>,
}

impl Away {
    fn push(&mut self, distance: f64) {
        self.squared.push(distance * distance);
        self.inverse.push(1.0 / (distance * distance));
    }

    /// The distance of one point as often as others are looked at in one go.
    fn of(&self, point: usize) -> Alike {
        Alike([self.squared[point]; AT_ONCE], [self.inverse[point]; AT_ONCE])
    }

    fn part(&self, points: Range<usize>) -> Seen<'_> {
        (&self.squared[points.clone()], &self.inverse[points])
    }
}

/// The same number many times.
struct Alike([f64; AT_ONCE], [f64; AT_ONCE]);

impl Alike {
    fn first(&self, count: usize) -> Seen<'_> {
        (&self.0[..count], &self.1[..count])
    }
}

/// Squared distances of sides, and one divided by them, for some pairs of points.
type Seen<'a> = (&'a [f64], &'a [f64]);

impl Sides {
    /// `None` unless the window is a rectangle of which no circle within reach crosses opposite sides.
    pub(super) fn new(edges: &[Edge], reach: f64, shorter_side: f64) -> Option<Self> {
        const BLOCK: usize = 8;
        let narrow = 2.0 * reach > shorter_side;
        let mut sides = Self { nearest: Away::default(), second: Away::default(), crossed: vec![(0, edges.len() as u32); edges.len()] };
        for edge in edges {
            let second = edge.second().filter(|_| !narrow)?;
            sides.nearest.push(edge.free());
            sides.second.push(second);
        }
        let crossed = |e: &Edge| u8::from(e.free() < reach) + u8::from(e.second().is_some_and(|s| s < reach));
        let mut after = (u8::MAX, edges.len() as u32);
        for (block, points) in edges.chunks(BLOCK).enumerate().rev() {
            let start = block * BLOCK;
            let most = points.iter().map(crossed).max().unwrap_or(0);
            after = (most, if most == after.0 { after.1 } else { (start + points.len()) as u32 });
            sides.crossed[start..start + points.len()].fill(after);
        }
        Some(sides)
    }
}

/// Every pair of some points with those after them once, with the edge weights of both, where no circle crosses opposite sides of a rectangle.
pub(super) fn among(points: &Marked, sides: &Sides, chunk: Range<usize>, radii: &Radii) -> Vec<[f64; 3]> {
    let mut pairs = Pairs { crossed: Crossed::new(), squares: [0.0; AT_ONCE], weights: [0.0; AT_ONCE], tangents: [[0.0; AT_ONCE]; 2] };
    // One ring more for what is too far.
    let mut rings = vec![0.0; TURNS * (radii.len() + 1)];
    for i in chunk {
        let (nearest, second) = (sides.nearest.of(i), sides.second.of(i));
        points.cells.stretches(points.cells.point(i), radii.reach(), i + 1, |from, to| {
            let mut start = from;
            while start < to {
                let (most, end) = sides.crossed[start];
                let others = start..(end as usize).min(to).min(start + AT_ONCE);
                start = others.end;
                let count = others.len();
                pairs.look(points, i, others.clone());
                pairs.add(sides.crossed[i].0, nearest.first(count), second.first(count));
                pairs.add(most, sides.nearest.part(others.clone()), sides.second.part(others.clone()));
                pairs.sort(points.weight[i], &points.weight[others], radii, &mut rings);
            }
        });
    }
    rings.chunks_exact(TURNS).take(radii.len()).map(|ring| [ring.iter().sum(), 0.0, 0.0]).collect()
}

/// Pairs of a point with some others: squared distances and the edge weights of both together.
struct Pairs {
    crossed: Crossed,
    squares: [f64; AT_ONCE],
    weights: [f64; AT_ONCE],
    tangents: [[f64; AT_ONCE]; 2],
}

impl Pairs {
    #[inline]
    fn look(&mut self, points: &Marked, i: usize, others: Range<usize>) {
        let [x, y] = points.cells.point(i);
        let places = points.cells.x[others.clone()].iter().zip(&points.cells.y[others]);
        for ((square, weight), (px, py)) in self.squares.iter_mut().zip(&mut self.weights).zip(places) {
            let (dx, dy) = (px - x, py - y);
            *square = dx * dx + dy * dy;
            *weight = 2.0;
        }
    }

    /// Adds what the weights of one point of each pair are above 1, whose circles cross so many sides at most.
    #[inline]
    fn add(&mut self, sides: u8, nearest: Seen<'_>, second: Seen<'_>) {
        if sides == 0 {
            return;
        }
        let [first, other] = &mut self.tangents;
        let (count, crossed) = (nearest.0.len().min(AT_ONCE), self.crossed);
        tangents(&self.squares, nearest, first);
        let weights = &mut self.weights[..count];
        if sides == 1 {
            weights.iter_mut().zip(first).for_each(|(weight, p)| *weight += crossed.one(*p));
            return;
        }
        tangents(&self.squares, second, other);
        for tangents in [&mut *first, &mut *other] {
            tangents[..count].iter_mut().for_each(|p| *p = crossed.angle(*p));
        }
        weights.iter_mut().zip(first.iter().zip(other)).for_each(|(weight, (a, b))| *weight += Crossed::excess(*a + *b));
    }

    /// Adds the pairs to their rings.
    #[inline(never)]
    fn sort(&self, own: f64, others: &[f64], radii: &Radii, rings: &mut [f64]) {
        for (k, ((&square, weight), other)) in self.squares.iter().zip(&self.weights).zip(others).enumerate() {
            rings[radii.ring(square) * TURNS + (k & (TURNS - 1))] += own * other * weight;
        }
    }
}

#[inline]
fn tangents(squares: &[f64], (squared, inverse): Seen<'_>, tangents: &mut [f64]) {
    for ((tangent, &square), (&side, &per_side)) in tangents.iter_mut().zip(squares).zip(squared.iter().zip(inverse)) {
        *tangent = Crossed::squared_tangent(square, side, per_side);
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
                assert!(marked.sides.is_some());
                let sums = |marked: &Marked| EdgeSums::new(marked, None, &radii, false, &context).unwrap().cumulated();
                let fast = sums(&marked);
                marked.sides = None;
                for (fast, slow) in fast.iter().zip(sums(&marked)) {
                    assert!((fast - slow).abs() <= 1e-12 * slow, "{reach}: {fast} {slow}");
                }
            }
        }
        assert!(Marked::new(&points, None, &window, 50.1).sides.is_none());
    }
}
