//! The outline of points in the plane: the alpha shape of Edelsbrunner, Kirkpatrick and Seidel (1983), as rings of points.

use crate::density_clusters::UnionFind;
use delaunator::{EMPTY, Point, Triangulation, next_halfedge, triangulate};

/// What an outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The triangles of the Delaunay triangulation whose circles are not larger than some radius.
    AlphaShape,
    /// All of them, where the radius asked for leaves points out or makes several pieces.
    ConvexHull,
}

/// The outline of some points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outline {
    /// What it is.
    pub(crate) kind: Kind,
    /// The radius of its alpha shape.
    pub(crate) alpha: f64,
    /// Its rings, as numbers of points, each closed (the first point again at the end): outer ones anticlockwise, holes clockwise.
    pub(crate) rings: Vec<Vec<u32>>,
    /// Whether each ring is a hole.
    pub(crate) holes: Vec<bool>,
    /// Its area.
    pub(crate) area: f64,
}

/// The outline of points, or why there is none. Without `alpha`, its radius is the least with which the triangles take in all points and
/// hang together by their sides.
pub(crate) fn outline(points: &[[f64; 2]], alpha: Option<f64>) -> Result<Outline, &'static str> {
    let mut first: Vec<u32> = (0..points.len() as u32).collect();
    let at = |i: u32| points[i as usize];
    first.sort_unstable_by(|&a, &b| at(a)[0].total_cmp(&at(b)[0]).then(at(a)[1].total_cmp(&at(b)[1])).then(a.cmp(&b)));
    first.dedup_by(|a, b| at(*a) == at(*b));
    match first.len() {
        0 | 1 => return Err("one-place"),
        2 => return Err("two-places"),
        _ => {}
    }
    // About the first point, so that circles are not drowned in large coordinates.
    let origin = at(first[0]);
    let places: Vec<Point> = first.iter().map(|&i| Point { x: at(i)[0] - origin[0], y: at(i)[1] - origin[1] }).collect();
    let net = triangulate(&places);
    let radii: Vec<f64> = (0..net.triangles.len() / 3).map(|t| circle(&places, &net.triangles[3 * t..3 * t + 3])).collect();
    if !radii.iter().any(|r| r.is_finite()) {
        return Err("on-a-line");
    }
    let mut order: Vec<u32> = (0..radii.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| radii[a as usize].total_cmp(&radii[b as usize]).then(a.cmp(&b)));
    let needed = least_whole(&net, &order, places.len()).map_or(f64::INFINITY, |t| radii[t as usize]);
    let (kind, limit) = match alpha {
        Some(alpha) if alpha < needed => (Kind::ConvexHull, f64::INFINITY),
        Some(alpha) => (Kind::AlphaShape, alpha),
        None => (Kind::AlphaShape, needed),
    };
    let inside: Vec<bool> = radii.iter().map(|&r| r <= limit).collect();
    let rings = rings(&net, &inside);
    let areas: Vec<f64> = rings.iter().map(|ring| area(&places, ring)).collect();
    // The triangulation turns clockwise in a plane whose second axis points up.
    let turn = if areas.iter().sum::<f64>() < 0.0 { -1.0 } else { 1.0 };
    let named = |ring: &Vec<usize>| {
        let mut ring: Vec<u32> = ring.iter().map(|&v| first[v]).collect();
        if turn < 0.0 {
            ring.reverse();
        }
        let least = (0..ring.len()).min_by_key(|&i| ring[i]).unwrap_or(0);
        ring.rotate_left(least);
        ring.push(ring[0]);
        ring
    };
    let mut found: Vec<(bool, Vec<u32>)> = rings.iter().zip(&areas).map(|(ring, a)| (a * turn < 0.0, named(ring))).collect();
    found.sort_unstable();
    let (holes, rings) = found.into_iter().unzip();
    Ok(Outline { kind, alpha: limit, rings, holes, area: areas.iter().sum::<f64>() * turn })
}

/// The radius of the circle through three points; infinite if they are on a line.
fn circle(places: &[Point], corners: &[usize]) -> f64 {
    let [a, b, c] = [&places[corners[0]], &places[corners[1]], &places[corners[2]]];
    let (bx, by, cx, cy) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
    let twice = (bx * cy - by * cx).abs();
    let sides = bx.hypot(by) * cx.hypot(cy) * (bx - cx).hypot(by - cy);
    if twice > 0.0 { sides / (2.0 * twice) } else { f64::INFINITY }
}

/// The last triangle, in order of their circles, that it takes to have all points in one piece.
fn least_whole(net: &Triangulation, order: &[u32], places: usize) -> Option<u32> {
    let mut sets = UnionFind::new(order.len());
    let (mut taken, mut reached) = (vec![false; order.len()], vec![false; places]);
    let (mut pieces, mut left) = (0usize, places);
    for &t in order {
        taken[t as usize] = true;
        pieces += 1;
        for side in 3 * t as usize..3 * t as usize + 3 {
            let corner = net.triangles[side];
            left -= usize::from(!std::mem::replace(&mut reached[corner], true));
            let across = net.halfedges[side];
            if across != EMPTY && taken[across / 3] && sets.unite(t, (across / 3) as u32) {
                pieces -= 1;
            }
        }
        if pieces == 1 && left == 0 {
            return Some(t);
        }
    }
    None
}

/// The sides between triangles inside and outside, as rings of points.
fn rings(net: &Triangulation, inside: &[bool]) -> Vec<Vec<usize>> {
    let is_border = |side: usize| inside[side / 3] && (net.halfedges[side] == EMPTY || !inside[net.halfedges[side] / 3]);
    let mut seen = vec![false; net.triangles.len()];
    let mut rings = Vec::new();
    for start in 0..net.triangles.len() {
        if seen[start] || !is_border(start) {
            continue;
        }
        let (mut ring, mut side) = (Vec::new(), start);
        while !seen[side] {
            seen[side] = true;
            ring.push(net.triangles[side]);
            // About the end of the side, through triangles inside, to the next border: rings touch at a point and do not cross.
            side = next_halfedge(side);
            while !is_border(side) {
                side = next_halfedge(net.halfedges[side]);
            }
        }
        rings.push(ring);
    }
    rings
}

/// The signed area of a ring.
fn area(places: &[Point], ring: &[usize]) -> f64 {
    let twice: f64 = (0..ring.len())
        .map(|i| {
            let (p, q) = (&places[ring[i]], &places[ring[(i + 1) % ring.len()]]);
            p.x * q.y - p.y * q.x
        })
        .sum();
    twice / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(columns: usize, rows: usize) -> Vec<[f64; 2]> {
        (0..columns * rows).map(|i| [(i % columns) as f64, (i / columns) as f64]).collect()
    }

    #[test]
    fn too_few_places_have_no_outline() {
        assert_eq!(outline(&[], None), Err("one-place"));
        assert_eq!(outline(&[[1.0, 2.0]; 5], None), Err("one-place"));
        assert_eq!(outline(&[[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]], None), Err("two-places"));
        assert_eq!(outline(&(0..9).map(|i| [f64::from(i), 2.0 * f64::from(i)]).collect::<Vec<_>>(), None), Err("on-a-line"));
    }

    #[test]
    fn a_square_of_points_is_its_square() {
        let square = outline(&grid(4, 4), None).unwrap();
        assert_eq!((square.kind, square.area, square.rings.len()), (Kind::AlphaShape, 9.0, 1));
        // Half the diagonal of a cell.
        assert!((square.alpha - 0.5f64.sqrt()).abs() < 1e-12);
        assert_eq!(square.rings[0].len(), 13);
        assert_eq!((square.rings[0][0], square.rings[0][1]), (0, 1), "anticlockwise from the first point");
        let hull = outline(&grid(4, 4), Some(0.5)).unwrap();
        assert_eq!((hull.kind, hull.area), (Kind::ConvexHull, 9.0));
    }

    #[test]
    fn a_frame_has_a_hole() {
        let frame: Vec<[f64; 2]> = grid(9, 9).into_iter().filter(|p| !(p[0] > 2.0 && p[0] < 6.0 && p[1] > 2.0 && p[1] < 6.0)).collect();
        let found = outline(&frame, None).unwrap();
        assert_eq!(found.holes, [false, true]);
        // Half a cell more in each corner of the hole, whose triangle has the circle of all others.
        assert!((found.area - (64.0 - 16.0 + 4.0 * 0.5)).abs() < 1e-9, "{}", found.area);
    }

    #[test]
    fn an_l_is_not_its_hull() {
        let l: Vec<[f64; 2]> = grid(6, 6).into_iter().filter(|p| p[0] < 1.5 || p[1] < 1.5).collect();
        let found = outline(&l, None).unwrap();
        // Two strips of a cell's width, and half a cell where they meet.
        assert!((found.area - (5.0 + 4.0 + 0.5)).abs() < 1e-9, "{}", found.area);
    }
}
