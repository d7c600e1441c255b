//! The spanning tree against Prim's algorithm over all pairs.

use super::clusters::edges;
use super::spanning_tree::Edge;
use super::tree::squared;
use agglom_method::{Context, Seed, Unwatched};
use rand::RngExt;

/// The tree by Prim's algorithm (1957) in the same order of edges.
fn prim(points: &[[f64; 2]], rank: usize) -> Vec<Edge> {
    let n = points.len();
    let core: Vec<f64> = points
        .iter()
        .map(|p| {
            let mut all: Vec<f64> = points.iter().map(|q| squared(p, q)).collect();
            all.sort_by(f64::total_cmp);
            all[rank - 1]
        })
        .collect();
    let edge = |i: usize, j: usize| {
        let distance = squared(&points[i], &points[j]);
        Edge { reach: distance.max(core[i]).max(core[j]), distance, low: i.min(j) as u32, high: i.max(j) as u32 }
    };
    let (mut inside, mut found) = (vec![false; n], Vec::new());
    inside[0] = true;
    while found.len() + 1 < n {
        let pairs = (0..n).filter(|&i| inside[i]).flat_map(|i| (0..n).filter(|&j| !inside[j]).map(move |j| (i, j)).collect::<Vec<_>>());
        let (best, next) = pairs.map(|(i, j)| (edge(i, j), j)).min_by(|a, b| a.0.compare(&b.0)).unwrap();
        inside[next] = true;
        found.push(best);
    }
    found.sort_by(Edge::compare);
    found
}

fn watched(points: &[[f64; 2]], rank: usize) -> Vec<Edge> {
    edges(points, rank, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap()
}

#[test]
fn the_spanning_tree_is_that_of_prim() {
    let mut generator = Seed::new(5).draw(0);
    for (n, rank, step) in [(2, 1, 0.0), (60, 1, 0.0), (150, 4, 0.0), (150, 10, 0.0), (100, 100, 0.0), (120, 3, 1.0), (140, 9, 1.0), (90, 2, 3.0)] {
        let places: Vec<[f64; 2]> = (0..n)
            .map(|_| {
                let p = [generator.random::<f64>() * 20.0, generator.random::<f64>() * 9.0];
                // On a grid many distances are equal and many places are taken twice.
                if step > 0.0 { p.map(|x| (x / step).round() * step) } else { p }
            })
            .collect();
        let (found, expected) = (watched(&places, rank), prim(&places, rank));
        assert_eq!(found.len(), n - 1);
        if step == 0.0 {
            assert_eq!(found, expected, "{n} {rank}");
        } else {
            // Points at one place are linked to the first of them, which is as good.
            let weights = |edges: &[Edge]| edges.iter().map(|e| (e.reach, e.distance)).collect::<Vec<_>>();
            assert_eq!(weights(&found), weights(&expected), "{n} {rank} {step}");
        }
    }
}
