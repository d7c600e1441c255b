use std::f64::consts::{FRAC_PI_2, PI, TAU};
use std::sync::LazyLock;

/// Steps of each octave.
const STEPS: usize = 16;
/// Steps from the least number on; a power of two, so that every number has its place.
const COUNT: usize = 4096;
/// Digits of a number that say where in its step it lies.
const REST: u32 = 52 - STEPS.trailing_zeros();
const FIRST: u64 = (1023 - 54) * STEPS as u64;
/// No difference of squares over one of them is less but zero: the smallest digit of 1 is 2⁻⁵³.
const LEAST: f64 = f64::from_bits(FIRST << REST);
/// The angle of what is more is a right one.
const MOST: f64 = f64::from_bits((FIRST + COUNT as u64 - 1) << REST);

/// A step of a table: its middle and a polynomial about it, in one line of memory.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Step([f64; 8]);

type Table = Box<[Step; COUNT]>;

static ANGLE: LazyLock<Table> = LazyLock::new(|| table(|angle| angle));
static EXCESS: LazyLock<Table> = LazyLock::new(|| table(Crossed::excess));

/// A function of the angle by its squared tangent p: interpolated at the seven Chebyshev nodes of each step, off by less than 3e-14 of it.
fn table(of: impl Fn(f64) -> f64) -> Table {
    let step = |k: usize| match k {
        // The first and the last step are for no angle and a right one.
        0 => Step([0.0; 8]),
        _ if k == COUNT - 1 => Step([0.0, of(FRAC_PI_2), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        _ => Step(interpolated(k, |p| of(p.sqrt().atan()))),
    };
    (0..COUNT).map(step).collect::<Vec<_>>().try_into().expect("as many steps as counted")
}

fn interpolated(k: usize, of: impl Fn(f64) -> f64) -> [f64; 8] {
    const NODES: usize = 7;
    let bits = (FIRST + k as u64) << REST;
    let (start, end) = (f64::from_bits(bits), f64::from_bits(bits + (1 << REST)));
    let (middle, half) = (f64::midpoint(start, end), (end - start) / 2.0);
    let mut chebyshev = [0.0; NODES];
    for node in 0..NODES {
        let turn = |times: usize| ((times * (2 * node + 1)) as f64 * PI / (2 * NODES) as f64).cos();
        let value = of(middle + half * turn(1)) / NODES as f64;
        (0..NODES).zip(&mut chebyshev).for_each(|(times, c)| *c += value * turn(times) * if times == 0 { 1.0 } else { 2.0 });
    }
    let [c0, c1, c2, c3, c4, c5, c6] = chebyshev;
    let powers = [
        c0 - c2 + c4 - c6,
        c1 - 3.0 * c3 + 5.0 * c5,
        2.0 * c2 - 8.0 * c4 + 18.0 * c6,
        4.0 * c3 - 20.0 * c5,
        8.0 * c4 - 48.0 * c6,
        16.0 * c5,
        32.0 * c6,
    ];
    let mut step = [middle; 8];
    (0..).zip(&mut step[1..]).zip(powers).for_each(|((power, step), c)| *step = c / half.powi(power));
    step
}

/// Angles that sides of a rectangle cut off circles, and what that makes of their weights.
#[derive(Clone, Copy)]
pub(crate) struct Crossed {
    angle: &'static [Step; COUNT],
    excess: &'static [Step; COUNT],
}

impl Crossed {
    pub(crate) fn new() -> Self {
        Self { angle: &ANGLE, excess: &EXCESS }
    }

    /// p = r²/b² - 1: the squared tangent of the angle that a side at distance b cuts off a circle of radius r to both sides of its foot, and
    /// the least number if it cuts off none.
    #[inline]
    pub(crate) fn squared_tangent(square: f64, side: f64, per_side: f64) -> f64 {
        let p = (square - side) * per_side;
        // Written so that no number becomes the least.
        let p = if p > LEAST { p } else { LEAST };
        if p < MOST { p } else { MOST }
    }

    /// What the isotropic weight is above 1 if one side is crossed.
    #[inline]
    pub(crate) fn one(self, p: f64) -> f64 {
        looked_up(self.excess, p)
    }

    /// The angle that one side cuts off.
    #[inline]
    pub(crate) fn angle(self, p: f64) -> f64 {
        looked_up(self.angle, p)
    }

    /// What the isotropic weight is above 1 if one side cuts off this angle, or two sides at a corner angles with this sum.
    #[inline]
    pub(crate) fn excess(angle: f64) -> f64 {
        let corner = angle - FRAC_PI_2;
        let outside = 2.0 * angle - if corner > 0.0 { corner } else { 0.0 };
        outside / (TAU - outside)
    }
}

#[inline]
fn looked_up(table: &[Step; COUNT], p: f64) -> f64 {
    let Step([middle, a, b, c, d, e, f, g]) = &table[(p.to_bits() >> REST).wrapping_sub(FIRST) as usize % COUNT];
    let t = p - middle;
    a + t * (b + t * (c + t * (d + t * (e + t * (f + t * g)))))
}

#[cfg(test)]
mod tests {
    use super::super::Window;
    use super::*;

    #[test]
    fn it_is_the_weight_of_the_circle() {
        let window = Window::rectangle([0.0, 0.0, 100.0, 100.0]).unwrap();
        let crossed = Crossed::new();
        let corner = |p: f64, q: f64| Crossed::excess(crossed.angle(p) + crossed.angle(q));
        let p = |distance: f64| Crossed::squared_tangent(400.0, distance * distance, 1.0 / (distance * distance));
        for k in 0..=20_000 {
            let x = 1.0 - 0.999_999 * f64::from(k) / 20_000.0;
            let one = window.edge([x * 20.0, 50.0], 20.0).weight(20.0) - 1.0;
            let found = crossed.one(p(x * 20.0));
            assert!((found - one).abs() < 2e-13, "{x}: {found} {one}");
            let y = 1.0 - f64::from(k * 7919 % 20_011) / 20_011.0;
            let two = window.edge([x * 20.0, 100.0 - y * 20.0], 20.0).weight(20.0) - 1.0;
            let found = corner(p(x * 20.0), p(y * 20.0));
            assert!((found - two).abs() < 1e-12, "{x} {y}: {found} {two}");
        }
        assert_eq!((crossed.one(p(20.0)), crossed.one(p(30.0)), corner(p(20.0), p(30.0))), (0.0, 0.0, 0.0));
        assert_eq!((crossed.one(p(0.0)), corner(p(0.0), p(0.0))), (1.0, 3.0));
        // A point on the edge and another at the same place.
        assert_eq!(crossed.one(Crossed::squared_tangent(0.0, 0.0, f64::INFINITY)), 0.0);
    }

    #[test]
    fn angles_of_every_size_are_right() {
        for k in -520..=1000 {
            let p = (f64::from(k) / 10.0).exp2();
            let angle = Crossed::new().angle(Crossed::squared_tangent(1.0 + p, 1.0, 1.0));
            let exact = ((1.0 + p) - 1.0).sqrt().atan();
            assert!((angle - exact).abs() < 3e-14 * exact, "{p}: {angle} {exact}");
        }
    }
}
