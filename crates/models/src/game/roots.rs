//! Roots of falling functions and maxima of hills.

use agglom_method::MethodError;

const MOST: usize = 300;

/// The root of a continuous falling function of the whole line, given as value and slope; Newton steps, kept inside a bracket.
pub(super) fn falling_root(start: f64, mut f: impl FnMut(f64) -> (f64, f64)) -> Result<f64, MethodError> {
    let (mut low, mut high) = (None, None);
    let (mut x, mut step, mut before) = (start, 1.0, f64::INFINITY);
    for _ in 0..MOST {
        let (value, slope): (f64, f64) = f(x);
        let quick = value.abs() < 0.5 * before;
        before = value.abs();
        if value == 0.0 {
            return Ok(x);
        }
        if value > 0.0 {
            low = Some(x);
        } else {
            high = Some(x);
        }
        let newton = x - value / slope;
        // The step after this one would be rounding.
        let near = f64::EPSILON * 32.0 * x.abs().max(1.0);
        if (newton - x).abs() <= near {
            return Ok(newton);
        }
        let next = match (low, high) {
            (Some(low), Some(high)) if quick && newton > low && newton < high => newton,
            (Some(low), Some(high)) => 0.5 * (low + high),
            (Some(low), None) => {
                step *= 2.0;
                if newton > low && newton <= low + step { newton } else { low + step }
            }
            (None, Some(high)) => {
                step *= 2.0;
                if newton < high && newton >= high - step { newton } else { high - step }
            }
            (None, None) => return Err(MethodError::NotConverged { iterations: 0 }),
        };
        if (next - x).abs() <= near || Some(next) == low || Some(next) == high {
            return Ok(next);
        }
        x = next;
    }
    Err(MethodError::NotConverged { iterations: MOST })
}

/// Where a hill between two points is highest, to a precision, by golden section.
pub(super) fn hilltop(mut low: f64, mut high: f64, precision: f64, mut f: impl FnMut(f64) -> Result<f64, MethodError>) -> Result<f64, MethodError> {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_a, mut at_b) = (f(a)?, f(b)?);
    for _ in 0..MOST {
        if high - low <= precision {
            break;
        }
        if at_a >= at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - GOLDEN * (high - low);
            at_a = f(a)?;
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + GOLDEN * (high - low);
            at_b = f(b)?;
        }
    }
    Ok(0.5 * (low + high))
}

/// ln(1 + e^x) without overflow.
pub(super) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// x ln y, 0 where x is 0.
pub(super) fn x_ln_y(x: f64, y: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x * y.ln() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_far_from_the_start_and_with_poor_slopes_are_found() {
        for root in [-300.0, -1e-9, 0.0, 7.0, 250.0] {
            let cubic = falling_root(0.0, |x| ((root - x).powi(3), -3.0 * (root - x).powi(2))).unwrap();
            assert!((cubic - root).abs() < 1e-4, "{cubic} for {root}");
            let steep = falling_root(0.0, |x| ((root - x).atan(), -1.0 / (1.0 + (root - x).powi(2)))).unwrap();
            assert!((steep - root).abs() < 1e-9, "{steep} for {root}");
        }
        assert!(falling_root(0.0, |_| (1.0, 0.0)).is_err());
    }

    #[test]
    fn the_top_of_a_kinked_hill_is_found() {
        let top = hilltop(0.0, 1.0, 1e-7, |x| Ok(-(x - 0.3).abs())).unwrap();
        assert!((top - 0.3).abs() < 1e-7);
        assert!(hilltop(0.0, 1.0, 1e-7, Ok).unwrap() > 1.0 - 1e-6);
    }
}
