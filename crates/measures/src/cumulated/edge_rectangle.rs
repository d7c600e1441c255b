//! Sums over the pairs of points in a rectangle in single precision: several times faster than pair by pair in double precision, and as near to
//! the truth as curves of chance need to be.
//!
//! Coordinates lose what is less than 2⁻²⁴ of the window, which moves a pattern of points as little. Weights are off by 1e-7, more only where a circle
//! just touches a side, and sums of them by less; a pair that is by less than 3e-7 beyond a distance counts to it.

use super::Radii;
use super::edge_sums::Marked;
use crate::neighbours::{Cells, single};
use crate::window::{Edge, Window};
use std::f32::consts::{FRAC_PI_2, TAU};
use std::ops::Range;

/// Pairs looked at in one go, side by side, before they are sorted.
const AT_ONCE: usize = 64;
/// Pairs are looked at in multiples of these: more than are wanted, but no remainder one by one.
const LANES: usize = 8;

/// Points in a rectangle of which no circle crosses opposite sides, and how far the nearer two of its sides are.
pub(super) struct Sides {
    x: Padded<f32>,
    y: Padded<f32>,
    nearest: Padded<f32>,
    second: Padded<f32>,
    weight: Padded<f64>,
    /// How many sides a circle around any point of a block crosses at most, and where points with as many end.
    crossed: Vec<(u8, u32)>,
}

/// Numbers with zeros after them, so that more than are wanted can be looked at.
struct Padded<T>(Vec<T>);

impl<T: Copy + Default> Padded<T> {
    fn new(numbers: impl Iterator<Item = T>) -> Self {
        Self(numbers.chain(std::iter::repeat_n(T::default(), AT_ONCE)).collect())
    }

    #[inline(always)]
    fn from(&self, start: usize, count: usize) -> &[T] {
        &self.0[start..start + count]
    }
}

impl Sides {
    /// `None` unless the window is a rectangle of which no circle within reach crosses opposite sides, and rings are far wider than the steps
    /// between two numbers of single precision.
    pub(super) fn new(cells: &Cells, weight: &[f64], edges: &[Edge], radii: &Radii, window: &Window) -> Option<Self> {
        const NARROWEST: f64 = 1.0 / 16_384.0;
        let [west, south, east, north] = window.bounds();
        if 2.0 * radii.reach() > window.shorter_side() || radii.narrowest() < NARROWEST * (east - west).max(north - south) {
            return None;
        }
        let second: Vec<f64> = edges.iter().map(Edge::second).collect::<Option<_>>()?;
        let crossed = |(edge, second): (&Edge, &f64)| u8::from(edge.free() < radii.reach()) + u8::from(*second < radii.reach());
        Some(Self {
            x: Padded::new(cells.x.iter().map(|x| single(x - west))),
            y: Padded::new(cells.y.iter().map(|y| single(y - south))),
            nearest: Padded::new(edges.iter().map(|e| single(e.free()))),
            crossed: stretches(edges.iter().zip(&second).map(crossed).collect()),
            second: Padded::new(second.into_iter().map(single)),
            weight: Padded::new(weight.iter().copied()),
        })
    }
}

/// The most sides that are crossed in each block of points, and where points with as many end.
fn stretches(mut crossed: Vec<u8>) -> Vec<(u8, u32)> {
    for block in crossed.chunks_mut(LANES) {
        block.fill(block.iter().copied().max().unwrap_or(0));
    }
    let mut end = 0;
    let alike = crossed.chunk_by(|a, b| a == b).flat_map(|alike| {
        end += alike.len() as u32;
        std::iter::repeat_n((alike[0], end), alike.len())
    });
    alike.collect()
}

/// Every pair of some points with those after them once, with the edge weights of both.
pub(super) fn among(points: &Marked, sides: &Sides, chunk: Range<usize>, radii: &Radii) -> Vec<[f64; 3]> {
    pulp::Arch::new().dispatch(Among { points, sides, chunk, radii })
}

struct Among<'a> {
    points: &'a Marked,
    sides: &'a Sides,
    chunk: Range<usize>,
    radii: &'a Radii,
}

impl pulp::WithSimd for Among<'_> {
    type Output = Vec<[f64; 3]>;

    /// The same operations on every processor, on as many pairs at a time as it can.
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Vec<[f64; 3]> {
        let Self { points, sides, chunk, radii } = self;
        let mut pairs = Pairs::new();
        // One ring more for what is too far.
        let mut rings = vec![[0.0; LANES]; radii.len() + 1];
        for i in chunk {
            let (nearest, second) = ([sides.nearest.0[i]; AT_ONCE], [sides.second.0[i]; AT_ONCE]);
            points.cells.stretches(points.cells.point(i), radii.reach(), i + 1, |from, to| {
                let mut start = from;
                while start < to {
                    let (most, end) = sides.crossed[start];
                    let end = (end as usize).min(to).min(start + AT_ONCE);
                    let count = (end - start).next_multiple_of(LANES).min(AT_ONCE);
                    pairs.look([sides.x.0[i], sides.y.0[i]], sides.x.from(start, count), sides.y.from(start, count));
                    pairs.add(sides.crossed[i].0, &nearest[..count], &second[..count]);
                    pairs.add(most, sides.nearest.from(start, count), sides.second.from(start, count));
                    pairs.sort(sides.weight.0[i], sides.weight.from(start, count), end - start, radii, &mut rings);
                    start = end;
                }
            });
        }
        rings.iter().take(radii.len()).map(|ring| [ring.iter().sum(), 0.0, 0.0]).collect()
    }
}

/// Pairs of a point with some others: squared distances, one divided by distances, and the edge weights of both points together.
struct Pairs {
    squares: [f32; AT_ONCE],
    inverse: [f32; AT_ONCE],
    weights: [f32; AT_ONCE],
    /// The products of all weights.
    products: [f64; AT_ONCE],
    rings: [u16; AT_ONCE],
}

impl Pairs {
    fn new() -> Self {
        let none = [0.0; AT_ONCE];
        Self { squares: none, inverse: none, weights: none, products: [0.0; AT_ONCE], rings: [0; AT_ONCE] }
    }

    #[inline(always)]
    fn look(&mut self, [x, y]: [f32; 2], xs: &[f32], ys: &[f32]) {
        let pairs = self.squares.iter_mut().zip(&mut self.inverse).zip(&mut self.weights);
        for (((square, inverse), weight), (px, py)) in pairs.zip(xs.iter().zip(ys)) {
            let (dx, dy) = (px - x, py - y);
            *square = dx * dx + dy * dy;
            *inverse = 1.0 / square.sqrt();
            *weight = 2.0;
        }
    }

    /// Adds what the weights of one point of each pair are above 1, whose circles cross so many sides at most.
    #[inline(always)]
    fn add(&mut self, sides: u8, nearest: &[f32], second: &[f32]) {
        let pairs = self.weights.iter_mut().zip(&self.inverse);
        match sides {
            0 => {}
            1 => pairs.zip(nearest).for_each(|((weight, inverse), side)| *weight += excess(angle(side * inverse))),
            _ => pairs
                .zip(nearest.iter().zip(second))
                .for_each(|((weight, inverse), (a, b))| *weight += excess(angle(a * inverse) + angle(b * inverse))),
        }
    }

    /// Adds the pairs to their rings; those with points that are not meant are far.
    #[inline(always)]
    fn sort(&mut self, own: f64, others: &[f64], meant: usize, radii: &Radii, rings: &mut [[f64; LANES]]) {
        let count = others.len();
        self.squares[meant..count].fill(f32::INFINITY);
        radii.rings_in_single(&self.squares[..count], &mut self.rings[..count]);
        let weights = self.weights.iter().zip(others);
        self.products.iter_mut().zip(weights).for_each(|(product, (weight, other))| *product = own * other * f64::from(*weight));
        for (of, products) in self.rings[..count].as_chunks::<LANES>().0.iter().zip(self.products.as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                rings[usize::from(of[lane])][lane] += products[lane];
            }
        }
    }
}

/// The angle that a side cuts off a circle to both sides of its foot, none if it is farther than the circle: the arc cosine of its distance in
/// radii by the polynomial 4.4.46 of Abramowitz and Stegun (1964), off by 2e-8.
#[inline(always)]
#[expect(clippy::excessive_precision, reason = "as they are printed there")]
fn angle(cosine: f32) -> f32 {
    const POLYNOMIAL: [f32; 7] =
        [0.006_670_090_1, -0.017_088_125_6, 0.030_891_881_0, -0.050_174_304_6, 0.088_978_987_4, -0.214_598_801_6, 1.570_796_305_0];
    // Written so that a side through the point of a circle without radius cuts off nothing.
    let cosine = if cosine < 1.0 { cosine } else { 1.0 };
    POLYNOMIAL.iter().fold(-0.001_262_491_1, |sum, c| sum * cosine + c) * (1.0 - cosine).sqrt()
}

/// What the isotropic weight is above 1 if one side cuts off this angle, or two sides at a corner angles with this sum.
#[inline(always)]
fn excess(angle: f32) -> f32 {
    let corner = angle - FRAC_PI_2;
    let outside = 2.0 * angle - if corner > 0.0 { corner } else { 0.0 };
    outside / (TAU - outside)
}

#[cfg(test)]
mod tests {
    use super::super::{EdgeSums, Precision, Radii, edge_sums::Marked};
    use super::*;
    use agglom_method::{Context, Seed, Unwatched};

    /// Against pair by pair in double precision, with points on the edge, in corners and at one place.
    #[test]
    fn sums_are_those_of_pair_by_pair() {
        let context = Context { seed: Seed::new(0), watch: &Unwatched };
        let window = Window::rectangle([-3e5, 4e6, -2e5, 4.14e6]).unwrap();
        let mut points = window.places(1500, &mut Seed::new(5).draw(0));
        let at = |x: f64, y: f64| [x - 3e5, y + 4e6];
        points.extend([at(0.0, 0.0), at(1e5, 0.0), at(0.0, 7e4), at(5e4, 1.4e5), at(3e4, 3e4), at(3e4, 3e4), at(1e-6, 1e-4)]);
        let weights: Vec<f64> = (0..points.len()).map(|k| 0.1 + (k % 7) as f64).collect();
        for reach in [3e3, 2e4, 5e4] {
            let radii = Radii::new(&(0..=10).map(|k| reach * f64::from(k) / 10.1).collect::<Vec<_>>());
            for weights in [None, Some(&weights[..])] {
                let marked = Marked::new(&points, weights, &window, &radii);
                let sums = |precision| EdgeSums::new(&marked, None, &radii, precision, &context).unwrap().cumulated();
                for (fast, slow) in sums(Precision::Single).iter().zip(sums(Precision::Double)) {
                    assert!((fast - slow).abs() <= 3e-6 * slow, "{reach}: {fast} {slow}");
                }
            }
        }
    }

    #[test]
    fn a_window_too_small_or_rings_too_narrow_are_for_double_precision() {
        let window = Window::rectangle([0.0, 0.0, 100.0, 140.0]).unwrap();
        let points = window.places(10, &mut Seed::new(5).draw(0));
        let sides = |distances: &[f64]| Marked::new(&points, None, &window, &Radii::new(distances)).sides.is_some();
        assert!(sides(&[0.0, 10.0, 50.0]) && !sides(&[50.1]) && !sides(&[10.0, 10.001]));
    }

    #[test]
    fn weights_are_those_of_the_circle() {
        let window = Window::rectangle([0.0, 0.0, 100.0, 100.0]).unwrap();
        for k in 0..=20_000 {
            let (x, y) = (1.2 * f64::from(k) / 20_000.0, f64::from(k * 7919 % 20_011) / 20_011.0);
            let one = window.edge([x * 20.0, 50.0], 20.0).weight(20.0) - 1.0;
            let two = window.edge([x * 20.0, 100.0 - y * 20.0], 20.0).weight(20.0) - 1.0;
            let (a, b) = (single(x * 20.0) * 0.05, single(y * 20.0) * 0.05);
            // The angle grows like the root of what the side lies inside the circle: there rounding is a larger part.
            let most = |x: f64| 1e-6 + 1e-7 / (1.0 - x).abs().max(1e-7).sqrt();
            assert!((f64::from(excess(angle(a))) - one).abs() < most(x), "{x}: {one}");
            assert!((f64::from(excess(angle(a) + angle(b))) - two).abs() < 4.0 * (most(x) + most(y)), "{x} {y}: {two}");
        }
        assert_eq!([angle(1.0), angle(f32::INFINITY), angle(f32::NAN)], [0.0; 3]);
    }
}
