//! The Earth as a sphere: directions to places, straight lines through it and great circles on it.

/// Mean radius of the Earth in kilometres (IUGG).
pub const RADIUS_KM: f64 = 6371.0088;
/// The same in metres.
pub const RADIUS_M: f64 = 6_371_008.8;

/// The unit vector to a longitude and a latitude in degrees.
pub fn direction([lon, lat]: [f64; 2]) -> [f64; 3] {
    let ((y, x), (z, level)) = (lon.to_radians().sin_cos(), lat.to_radians().sin_cos());
    [level * x, level * y, z]
}

/// Longitude and latitude in degrees of a vector of any length.
pub fn degrees([x, y, z]: [f64; 3]) -> [f64; 2] {
    [y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees()]
}

/// The straight line between two points in space.
pub fn straight(a: [f64; 3], b: [f64; 3]) -> f64 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt()
}

/// The great circle above a straight line through a sphere.
pub fn arc(chord: f64, radius: f64) -> f64 {
    2.0 * radius * arc_sine((chord / (2.0 * radius)).min(1.0))
}

/// The arc sine of a number in [0, 1]: for small ones, as most are, by its series, which is several times faster.
fn arc_sine(x: f64) -> f64 {
    /// Up to here what comes after the series is less than rounding.
    const SMALL: f64 = 0.1;
    if x > SMALL {
        return x.asin();
    }
    let square = x * x;
    let next = 35.0 / 1152.0 + square * (63.0 / 2816.0 + square * (231.0 / 13312.0 + square * (143.0 / 10240.0 + square * (6435.0 / 557_056.0))));
    x + x * square * (1.0 / 6.0 + square * (3.0 / 40.0 + square * (5.0 / 112.0 + square * next)))
}

/// The straight line under a great circle.
pub fn chord(arc: f64, radius: f64) -> f64 {
    2.0 * radius * (arc / (2.0 * radius)).min(std::f64::consts::FRAC_PI_2).sin()
}

/// The great circle between two places in degrees (haversine formula).
///
/// ```
/// use agglom_measures::sphere::{RADIUS_KM, great_circle};
/// assert!((great_circle([0.0, 0.0], [0.0, 90.0], RADIUS_KM) - RADIUS_KM * std::f64::consts::FRAC_PI_2).abs() < 1e-9);
/// ```
pub fn great_circle(a: [f64; 2], b: [f64; 2], radius: f64) -> f64 {
    let (north, south) = (a[1].to_radians(), b[1].to_radians());
    let half = |v: f64| (0.5 * v).sin().powi(2);
    let square = half(north - south) + north.cos() * south.cos() * half((a[0] - b[0]).to_radians());
    2.0 * radius * square.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_a_great_circle_agree() {
        for (a, b) in [([10.0, 60.0], [11.0, 60.0]), ([-170.0, 5.0], [175.0, -12.0]), ([0.0, 0.0], [180.0, 0.0]), ([3.0, 4.0], [3.0, 4.0])] {
            let line = RADIUS_KM * straight(direction(a), direction(b));
            let circle = great_circle(a, b, RADIUS_KM);
            assert!((arc(line, RADIUS_KM) - circle).abs() < 1e-9 && (chord(circle, RADIUS_KM) - line).abs() < 1e-9, "{a:?} {b:?}");
        }
        for k in 0..=1000 {
            let x: f64 = f64::from(k) / 1000.0;
            assert!((arc_sine(x) - x.asin()).abs() <= 3e-16 * x.asin(), "{x}");
        }
        let back = degrees(direction([-70.5, 41.25]).map(|c| 3.0 * c));
        assert!((back[0] + 70.5).abs() < 1e-12 && (back[1] - 41.25).abs() < 1e-12);
    }
}
