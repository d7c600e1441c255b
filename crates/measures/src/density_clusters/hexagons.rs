//! Establishments counted in hexagons, for a map that shows no single one.

use super::found::{Asked, Member, middle_on_sphere};
use crate::sphere::RADIUS_M;
use agglom_method::Register;
use serde::Serialize;
use std::collections::BTreeMap;

/// The establishments in a hexagon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hexagon {
    /// Longitude and latitude of its middle.
    pub degrees: [f64; 2],
    /// How many there are.
    pub establishments: usize,
    /// Share of them that is in a cluster.
    pub cluster_share: f64,
}

/// The hexagons that may be shown.
#[derive(Default)]
pub(super) struct Hexagons {
    pub(super) bins: Vec<Hexagon>,
    pub(super) side: Option<f64>,
    pub(super) hidden: usize,
    pub(super) hidden_establishments: usize,
}

/// Hexagons with a corner in the north, in metres east and north of the middle of all establishments: degrees of longitude have the length
/// that they have there, so that metres can be turned into degrees exactly.
pub(super) fn hexagons(register: &Register, members: &[Member], asked: &Asked) -> Hexagons {
    let Some(degrees) = register.degrees.as_ref().filter(|_| !members.is_empty() && asked.hexagon_m != Some(0.0)) else { return Hexagons::default() };
    let chosen: Vec<u32> = members.iter().map(|m| m.establishment).collect();
    let [lon0, lat0] = middle_on_sphere(degrees, &chosen);
    let degree = RADIUS_M.to_radians();
    let east = degree * lat0.to_radians().cos().max(1e-6);
    let metres = |i: u32| {
        let [lon, lat] = degrees[i as usize];
        [east * ((lon - lon0 + 540.0).rem_euclid(360.0) - 180.0), degree * (lat - lat0)]
    };
    let places: Vec<[f64; 2]> = chosen.iter().map(|&i| metres(i)).collect();
    let side = asked.hexagon_m.unwrap_or_else(|| usual_side(&places));
    let mut bins: BTreeMap<(i64, i64), (usize, usize)> = BTreeMap::new();
    for (place, member) in places.iter().zip(members) {
        let bin = bins.entry(hexagon(*place, side)).or_default();
        bin.0 += 1;
        bin.1 += usize::from(member.cluster.is_some());
    }
    let mut found = Hexagons { side: Some(side), ..Hexagons::default() };
    for ((q, r), (establishments, clustered)) in bins {
        if establishments < asked.hide_below {
            found.hidden += 1;
            found.hidden_establishments += establishments;
            continue;
        }
        let [x, y] = middle(q, r, side);
        let lon = (lon0 + x / east + 540.0).rem_euclid(360.0) - 180.0;
        found.bins.push(Hexagon { degrees: [lon, lat0 + y / degree], establishments, cluster_share: clustered as f64 / establishments as f64 });
    }
    found
}

/// A fortieth of the width that holds 96 of 100 establishments, rounded down to 1, 2 or 5 times a power of ten.
fn usual_side(places: &[[f64; 2]]) -> f64 {
    let width = |k: usize| {
        let mut of: Vec<f64> = places.iter().map(|p| p[k]).collect();
        of.sort_unstable_by(f64::total_cmp);
        of[(of.len() - 1) * 98 / 100] - of[(of.len() - 1) * 2 / 100]
    };
    let rough = (width(0).max(width(1)) / 40.0).clamp(10.0, 1e6);
    let power = 10f64.powf(rough.log10().floor());
    [5.0, 2.0, 1.0].iter().map(|step| step * power).find(|&s| s <= rough * (1.0 + 1e-12)).unwrap_or(power)
}

/// The hexagon of a place, by its coordinates along two axes at 60 degrees.
fn hexagon([x, y]: [f64; 2], side: f64) -> (i64, i64) {
    let (q, r) = ((x / 3f64.sqrt() - y / 3.0) / side, 2.0 / 3.0 * y / side);
    let s = -q - r;
    let (a, b, c) = (q.round(), r.round(), s.round());
    let (da, db, dc) = ((a - q).abs(), (b - r).abs(), (c - s).abs());
    // The coordinates add up to zero: the one rounded most gives way.
    if da > db && da > dc {
        ((-b - c) as i64, b as i64)
    } else if db > dc {
        (a as i64, (-a - c) as i64)
    } else {
        (a as i64, b as i64)
    }
}

fn middle(q: i64, r: i64, side: f64) -> [f64; 2] {
    [side * 3f64.sqrt() * (q as f64 + r as f64 / 2.0), side * 1.5 * r as f64]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_in_the_hexagon_with_the_nearest_middle() {
        for i in 0..2000 {
            let place = [f64::from(i * 37 % 1000) - 500.0, f64::from(i * 91 % 777) - 300.0];
            let (q, r) = hexagon(place, 50.0);
            let far = |q, r| {
                let [x, y] = middle(q, r, 50.0);
                (x - place[0]).hypot(y - place[1])
            };
            let own = far(q, r);
            assert!(own <= 50.0);
            for (dq, dr) in [(1, 0), (0, 1), (-1, 0), (0, -1), (1, -1), (-1, 1)] {
                assert!(far(q + dq, r + dr) >= own - 1e-9);
            }
        }
    }
}
