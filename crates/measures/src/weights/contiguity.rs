use super::Weights;
use crate::neighbours::Cells;
use agglom_method::{Context, Message, MethodError, Polygon};
use rayon::prelude::*;

/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;
/// Nearer to a pole than this cosine, degrees of longitude are taken as wide as there.
const LEAST_COSINE: f64 = 0.01;
const MOST_PAIRS: usize = 50_000_000;

/// What makes two outlines neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contiguity {
    /// A point of both.
    Queen,
    /// A piece of edge of both.
    Rook,
}

/// An edge between two vertices, and whose it is.
type Edge = (u32, u32, u32);
/// Edges with their numbers.
type Numbered<'a> = Vec<(usize, &'a Edge)>;

/// Regions whose outlines touch, each with weight 1.
///
/// Vertices closer than `snap_m` are one. An edge that only one region has is cut at every vertex that lies on it within `snap_m`, so that a
/// corner in the middle of a longer edge touches it and shares the pieces.
pub(crate) fn contiguity(outlines: &[&[Polygon]], how: Contiguity, snap_m: f64, context: &Context<'_>) -> Result<Weights, MethodError> {
    let (points, number, mut edges) = vertices(outlines);
    context.proceed()?;
    let snapped = snapped(&points, snap_m);
    context.proceed()?;
    edges.par_iter_mut().for_each(|e| {
        let (a, b) = (snapped[number[e.0 as usize] as usize], snapped[number[e.1 as usize] as usize]);
        *e = (a, b, e.2);
    });
    let edges = cut(&points, &snapped, edges, snap_m, context)?;
    let touching = match how {
        Contiguity::Queen => {
            let mut touching: Vec<(u64, u32)> = edges.iter().flat_map(|e| [(u64::from(e.0), e.2), (u64::from(e.1), e.2)]).collect();
            touching.par_sort_unstable();
            touching
        }
        Contiguity::Rook => {
            let key = |e: &Edge| (u64::from(e.0.min(e.1)) << 32 | u64::from(e.0.max(e.1)), e.2);
            let mut touching: Vec<(u64, u32)> = edges.iter().filter(|e| e.0 != e.1).map(key).collect();
            touching.par_sort_unstable();
            touching
        }
    };
    context.proceed()?;
    links(outlines.len(), touching)
}

/// All different vertices in order of longitude and latitude; the number of the vertex at each corner; the edges between corners.
fn vertices(outlines: &[&[Polygon]]) -> (Vec<[f64; 2]>, Vec<u32>, Vec<Edge>) {
    let sound = |p: &&[f64; 2]| p[0].abs() <= 1e9 && p[1].abs() <= 90.0;
    let (mut corners, mut edges) = (Vec::new(), Vec::new());
    for (region, polygons) in outlines.iter().enumerate() {
        for ring in polygons.iter().flat_map(|p| &p.rings) {
            let first = corners.len() as u32;
            // The antimeridian has two longitudes; a positive zero is as good as a negative.
            let east = |lon: f64| (lon + 180.0).rem_euclid(360.0) - 180.0 + 0.0;
            corners.extend(ring.iter().filter(sound).map(|p| [east(p[0]), p[1] + 0.0]));
            let last = corners.len() as u32;
            edges.extend((first..last).map(|c| (c, if c + 1 < last { c + 1 } else { first }, region as u32)));
        }
    }
    let mut order: Vec<u32> = (0..corners.len() as u32).collect();
    let by_place = |a: &[f64; 2], b: &[f64; 2]| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]));
    order.par_sort_unstable_by(|&a, &b| by_place(&corners[a as usize], &corners[b as usize]));
    let (mut points, mut number): (Vec<[f64; 2]>, _) = (Vec::new(), vec![0; corners.len()]);
    for corner in order {
        let point = corners[corner as usize];
        if points.last() != Some(&point) {
            points.push(point);
        }
        number[corner as usize] = points.len() as u32 - 1;
    }
    (points, number, edges)
}

fn cosine(lat: f64) -> f64 {
    lat.to_radians().cos().max(LEAST_COSINE)
}

/// For every vertex the one that stands for it: the first of those it hangs together with in steps of at most `snap_m`.
fn snapped(points: &[[f64; 2]], snap_m: f64) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..points.len() as u32).collect();
    let snap = snap_m / DEGREE_M;
    if snap <= 0.0 || points.is_empty() {
        return parent;
    }
    // Bands of longitude as wide as the tolerance where degrees are narrowest.
    let wide = points.iter().map(|p| snap / cosine(p[1])).fold(0.0, f64::max);
    let mut banded: Vec<(i64, f64, f64, u32)> =
        points.par_iter().enumerate().map(|(i, p)| ((p[0] / wide).floor() as i64, p[1], p[0], i as u32)).collect();
    banded.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2)));
    let mut next = 0;
    for (at, &(band, lat, lon, i)) in banded.iter().enumerate() {
        let mut join = |&(_, other_lat, other_lon, j): &(i64, f64, f64, u32)| {
            let (dy, dx) = (other_lat - lat, (other_lon - lon) * cosine(lat));
            if dx * dx + dy * dy <= snap * snap {
                let (a, b) = (root(&mut parent, i), root(&mut parent, j));
                parent[a.max(b) as usize] = a.min(b);
            }
        };
        banded[at + 1..].iter().take_while(|o| o.0 == band && o.1 - lat <= snap).for_each(&mut join);
        while next < banded.len() && (banded[next].0, banded[next].1) < (band + 1, lat - snap) {
            next += 1;
        }
        banded[next..].iter().take_while(|o| o.0 == band + 1 && o.1 - lat <= snap).for_each(&mut join);
    }
    (0..points.len() as u32).map(|i| root(&mut parent, i)).collect()
}

fn root(parent: &mut [u32], mut i: u32) -> u32 {
    while parent[i as usize] != i {
        parent[i as usize] = parent[parent[i as usize] as usize];
        i = parent[i as usize];
    }
    i
}

/// The edges, those that one region has alone cut at the vertices that lie on them.
fn cut(points: &[[f64; 2]], snapped: &[u32], mut edges: Vec<Edge>, snap_m: f64, context: &Context<'_>) -> Result<Vec<Edge>, MethodError> {
    let key = |e: &Edge| (e.0.min(e.1), e.0.max(e.1), e.2);
    edges.par_sort_unstable_by_key(key);
    edges.dedup_by_key(|e| key(e));
    let ends = |e: &Edge| (e.0.min(e.1), e.0.max(e.1));
    let (shared, alone): (Numbered<'_>, Numbered<'_>) = edges.iter().enumerate().partition(|(at, e)| {
        let same = |other: Option<&Edge>| other.is_some_and(|o| ends(o) == ends(e));
        e.0 == e.1 || same(at.checked_sub(1).and_then(|before| edges.get(before))) || same(edges.get(at + 1))
    });
    let length = |e: &Edge| {
        let (a, b) = (points[e.0 as usize], points[e.1 as usize]);
        (a[0] - b[0]).hypot(a[1] - b[1])
    };
    let standing: Vec<[f64; 2]> = snapped.iter().enumerate().filter(|(i, s)| *i as u32 == **s).map(|(i, _)| points[i]).collect();
    let numbers: Vec<u32> = snapped.iter().enumerate().filter(|(i, s)| *i as u32 == **s).map(|(i, _)| i as u32).collect();
    let mut lengths: Vec<f64> = alone.iter().map(|e| length(e.1)).collect();
    lengths.sort_unstable_by(f64::total_cmp);
    let grid = Cells::new(&standing, lengths.get(lengths.len() / 2).copied().unwrap_or(1.0));
    let pieces = |&(_, e): &(usize, &Edge)| {
        context.proceed()?;
        let (a, b) = (points[e.0 as usize], points[e.1 as usize]);
        let cos = cosine(f64::midpoint(a[1], b[1]));
        let snap = (snap_m / DEGREE_M).max(1e-12);
        let side = [(b[0] - a[0]) * cos, b[1] - a[1]];
        let squared = side[0] * side[0] + side[1] * side[1];
        let mut on: Vec<(f64, u32)> = Vec::new();
        grid.near([f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])], length(e) / 2.0 + snap / cos, |at, _| {
            let p = [(standing[at][0] - a[0]) * cos, standing[at][1] - a[1]];
            let t = (p[0] * side[0] + p[1] * side[1]) / squared;
            let off = p[0] * side[1] - p[1] * side[0];
            if t > 0.0 && t < 1.0 && off * off <= snap * snap * squared && numbers[at] != e.0 && numbers[at] != e.1 {
                on.push((t, numbers[at]));
            }
        });
        on.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        let stops: Vec<u32> = std::iter::once(e.0).chain(on.into_iter().map(|o| o.1)).chain([e.1]).collect();
        Ok(stops.windows(2).map(|w| (w[0], w[1], e.2)).collect())
    };
    let cut: Vec<Vec<Edge>> = alone.par_iter().map(pieces).collect::<Result<_, MethodError>>()?;
    Ok(shared.into_iter().map(|(_, e)| *e).chain(cut.into_iter().flatten()).collect())
}

/// Links between all regions that have a thing in common.
fn links(regions: usize, touching: Vec<(u64, u32)>) -> Result<Weights, MethodError> {
    let mut touching = touching;
    touching.dedup();
    let mut pairs = 0usize;
    let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); regions];
    for group in touching.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
        pairs = pairs.saturating_add(group.len().saturating_mul(group.len()));
        if pairs > MOST_PAIRS {
            return Err(MethodError::Needs { what: Message::new("weights-too-many-touch") });
        }
        for &(_, i) in group {
            rows[i as usize].extend(group.iter().filter(|g| g.1 != i).map(|g| (g.1, 1.0)));
        }
    }
    rows.par_iter_mut().for_each(|row| {
        row.sort_unstable_by_key(|n| n.0);
        row.dedup_by_key(|n| n.0);
    });
    Ok(Weights::new(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::{Seed, Unwatched};

    fn ring(points: &[[f64; 2]]) -> Vec<Polygon> {
        vec![Polygon { rings: vec![points.to_vec()] }]
    }

    fn square(x: f64, y: f64, side: f64) -> Vec<Polygon> {
        ring(&[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]])
    }

    fn neighbours(outlines: &[Vec<Polygon>], how: Contiguity, snap_m: f64) -> Vec<Vec<u32>> {
        let outlines: Vec<&[Polygon]> = outlines.iter().map(Vec::as_slice).collect();
        let context = Context { seed: Seed::new(0), watch: &Unwatched };
        let weights = contiguity(&outlines, how, snap_m, &context).unwrap();
        (0..weights.len()).map(|i| weights.row(i).0.to_vec()).collect()
    }

    #[test]
    fn a_chessboard_has_eight_and_four_neighbours() {
        let board: Vec<_> = (0..9).map(|i| square(113.0 + 0.1 * f64::from(i % 3), 27.0 + 0.1 * f64::from(i / 3), 0.1)).collect();
        assert_eq!(neighbours(&board, Contiguity::Queen, 0.1)[4], [0, 1, 2, 3, 5, 6, 7, 8]);
        assert_eq!(neighbours(&board, Contiguity::Rook, 0.1)[4], [1, 3, 5, 7]);
        assert_eq!(neighbours(&board, Contiguity::Queen, 0.1)[0], [1, 3, 4]);
    }

    #[test]
    fn a_corner_on_a_longer_edge_touches_it() {
        // One large square; to its east two small ones, whose common corner lies in the middle of its edge.
        let outlines = [square(0.0, 0.0, 2.0), square(2.0, 0.0, 1.0), square(2.0, 1.0, 1.0)];
        for how in [Contiguity::Queen, Contiguity::Rook] {
            assert_eq!(neighbours(&outlines, how, 0.1), [vec![1, 2], vec![0, 2], vec![0, 1]]);
        }
        // A point alone in the middle of an edge is a point and no edge.
        let outlines = [square(0.0, 0.0, 2.0), ring(&[[2.0, 1.0], [3.0, 0.5], [3.0, 1.5]])];
        assert_eq!(neighbours(&outlines, Contiguity::Queen, 0.1)[0], [1]);
        assert!(neighbours(&outlines, Contiguity::Rook, 0.1)[0].is_empty());
    }

    #[test]
    fn edges_that_overlap_in_part_are_shared() {
        let outlines = [square(0.0, 0.0, 2.0), square(2.0, 1.0, 2.0), square(2.0, -5.0, 2.0)];
        assert_eq!(neighbours(&outlines, Contiguity::Rook, 0.1), [vec![1], vec![0], vec![]]);
    }

    #[test]
    fn a_gap_is_closed_up_to_the_tolerance() {
        // 1e-5 degrees of longitude are 0.56 m at 60 degrees.
        let outlines = [square(10.0, 60.0, 1.0), square(11.000_01, 60.0, 1.0)];
        assert_eq!(neighbours(&outlines, Contiguity::Rook, 1.0)[0], [1]);
        assert!(neighbours(&outlines, Contiguity::Queen, 0.1)[0].is_empty());
        assert!(neighbours(&outlines, Contiguity::Queen, 0.0)[0].is_empty());
    }

    #[test]
    fn the_antimeridian_is_one_line() {
        let west = ring(&[[180.0, 0.0], [179.0, 0.0], [179.0, 1.0], [180.0, 1.0]]);
        let east = ring(&[[-180.0, 0.0], [-179.0, 0.0], [-179.0, 1.0], [-180.0, 1.0]]);
        assert_eq!(neighbours(&[west, east], Contiguity::Queen, 0.1), [[1], [0]]);
    }

    #[test]
    fn a_hole_touches_what_fills_it_and_odd_outlines_do_no_harm() {
        let mut around = square(0.0, 0.0, 3.0);
        around[0].rings.push(square(1.0, 1.0, 1.0)[0].rings[0].clone());
        let odd = [around, square(1.0, 1.0, 1.0), vec![], ring(&[]), ring(&[[f64::NAN, 1e308]]), ring(&[[9.0, 9.0]])];
        let found = neighbours(&odd, Contiguity::Rook, 0.1);
        assert_eq!((&found[0], &found[1]), (&vec![1], &vec![0]));
        assert!(found[2..].iter().all(Vec::is_empty));
    }
}
