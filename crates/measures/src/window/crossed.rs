use std::f64::consts::{FRAC_PI_2, PI, TAU};
use std::sync::LazyLock;

/// Steps of each octave.
const STEPS: usize = 256;
/// Octaves below 1/2; what is smaller is rare and worked out.
const OCTAVES: usize = 20;
/// Digits of a number that say where in its step it lies.
const REST: u32 = 52 - STEPS.trailing_zeros();
const FIRST: u64 = (1023 - 1 - OCTAVES as u64) * STEPS as u64;
/// Steps below 1/2, and 1/2 itself.
const SIDE: usize = OCTAVES * STEPS + 1;

/// Polynomials of third degree: of a function of q, then of the same as a function of 1 - q.
type Table = Vec<[f64; 4]>;

static ANGLE: LazyLock<Table> = LazyLock::new(|| table(|angle| angle));
static EXCESS: LazyLock<Table> = LazyLock::new(|| table(excess_of_angle));

/// What the weight of a circle is above 1 if a side cuts off this angle to both sides of its foot.
fn excess_of_angle(angle: f64) -> f64 {
    angle / (PI - angle)
}

/// arccos √q.
fn exact_angle(q: f64) -> f64 {
    if q < 0.5 { q.max(0.0).sqrt().acos() } else { (1.0 - q).max(0.0).sqrt().asin() }
}

/// Interpolation of a function of arccos √q at the Chebyshev nodes of each step; off by less than 1e-13.
fn table(of_angle: impl Fn(f64) -> f64) -> Table {
    let step = |k: usize, angle: &dyn Fn(f64) -> f64| {
        let bits = (FIRST + k as u64) << REST;
        let (start, end) = (f64::from_bits(bits), f64::from_bits(bits + (1 << REST)));
        let (middle, half) = (f64::midpoint(start, end), (end - start) / 2.0);
        let turn = |node: u32, times: u32| (f64::from(times * (2 * node + 1)) * PI / 8.0).cos();
        let mut c = [0.0; 4];
        for node in 0..4 {
            let value = of_angle(angle(middle + half * turn(node, 1)));
            (0..4).zip(&mut c).for_each(|(times, c)| *c += value * turn(node, times) * if times == 0 { 0.25 } else { 0.5 });
        }
        [c[0] - c[2], (c[1] - 3.0 * c[3]) / half, 2.0 * c[2] / half.powi(2), 4.0 * c[3] / half.powi(3)]
    };
    let near_zero = |q: f64| q.sqrt().acos();
    let near_one = |rest: f64| rest.sqrt().asin();
    (0..SIDE).map(|k| step(k, &near_zero)).chain((0..SIDE).map(|k| step(k, &near_one))).collect()
}

/// Angles and weights of circles that cross sides of a rectangle, from q: the squared distance of a side over the squared radius.
#[derive(Clone, Copy)]
pub(crate) struct Crossed {
    angle: &'static [[f64; 4]],
    excess: &'static [[f64; 4]],
}

impl Crossed {
    pub(crate) fn new() -> Self {
        Self { angle: &ANGLE, excess: &EXCESS }
    }

    /// What the isotropic weight is above 1 if one side is crossed.
    #[inline]
    pub(crate) fn one(self, q: f64) -> f64 {
        looked_up(self.excess, q).unwrap_or_else(|| excess_of_angle(exact_angle(q)))
    }

    /// The same if two sides at a corner are crossed.
    #[inline]
    pub(crate) fn two(self, q: f64, other: f64) -> f64 {
        let angle = |q: f64| looked_up(self.angle, q).unwrap_or_else(|| exact_angle(q));
        let sum = angle(q) + angle(other);
        TAU / (TAU - 2.0 * sum + (sum - FRAC_PI_2).max(0.0)) - 1.0
    }
}

#[inline]
fn looked_up(table: &[[f64; 4]], q: f64) -> Option<f64> {
    let far = 1.0 - q;
    let v = if q < far { q } else { far };
    let bits = v.to_bits();
    let step = (bits >> REST).wrapping_sub(FIRST) as usize;
    if step >= SIDE {
        return None;
    }
    let middle = f64::from_bits((bits >> REST << REST) | 1 << (REST - 1));
    let [a, b, c, d] = table[step + if q < far { 0 } else { SIDE }];
    let t = v - middle;
    Some((a + b * t) + (t * t) * (c + d * t))
}

#[cfg(test)]
mod tests {
    use super::super::Window;
    use super::*;

    #[test]
    fn it_is_the_weight_of_the_circle() {
        let window = Window::rectangle([0.0, 0.0, 100.0, 100.0]).unwrap();
        let crossed = Crossed::new();
        for k in 0..=20_000 {
            let x = 1.0 - 0.999_999 * f64::from(k) / 20_000.0;
            let one = window.edge([x * 20.0, 50.0], 20.0).weight(20.0) - 1.0;
            assert!((crossed.one(x * x) - one).abs() < 2e-13, "{x}: {} {one}", crossed.one(x * x));
            let y = 1.0 - f64::from(k * 7919 % 20_011) / 20_011.0;
            let two = window.edge([x * 20.0, 100.0 - y * 20.0], 20.0).weight(20.0) - 1.0;
            assert!((crossed.two(x * x, y * y) - two).abs() < 1e-12, "{x} {y}: {} {two}", crossed.two(x * x, y * y));
        }
        assert_eq!((crossed.one(1.0), crossed.one(0.0), crossed.two(0.0, 0.0)), (0.0, 1.0, 3.0));
    }
}
