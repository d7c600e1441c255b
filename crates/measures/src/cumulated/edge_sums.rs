use super::Radii;
use super::edge_rectangle::{self, Sides};
use crate::neighbours::Cells;
use crate::window::{Edge, Window};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// Points with weights, sorted for searches, and how far each is from the edge of the window.
pub(crate) struct Marked {
    pub(super) cells: Cells,
    pub(super) weight: Vec<f64>,
    edges: Vec<Edge>,
    /// Squared radius up to which circles lie in the window.
    free: Vec<f64>,
    /// What single precision needs, if it is precise enough.
    pub(super) sides: Option<Sides>,
}

/// How precisely sums are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    /// As precisely as can be.
    Double,
    /// The same, with the products of weights and distances, too.
    Moments,
    /// To about 1e-6, where that is faster.
    Single,
}

impl Marked {
    /// Points in the window; without weights each counts 1.
    pub(crate) fn new(points: &[[f64; 2]], weights: Option<&[f64]>, window: &Window, radii: &Radii) -> Self {
        let cells = super::cells(points, radii.reach());
        let edges: Vec<Edge> = (0..cells.len()).map(|at| window.edge(cells.point(at), radii.reach())).collect();
        let weight: Vec<f64> = cells.member.iter().map(|&i| weights.map_or(1.0, |w| w[i as usize])).collect();
        Self {
            sides: Sides::new(&cells, &weight, &edges, radii, window),
            weight,
            free: edges.iter().map(|e| e.free().powi(2)).collect(),
            edges,
            cells,
        }
    }
}

/// Sums over ordered pairs of points of their weights times the isotropic edge weight, ring by ring: the sums themselves, and those of
/// the same times the distance and its square.
#[derive(Debug, Clone)]
pub(crate) struct EdgeSums {
    rings: Vec<[f64; 3]>,
}

impl EdgeSums {
    /// Points summed in one go.
    const CHUNK: usize = 256;

    /// From the points of `from` to those of `to`, or to the others of the same points.
    ///
    /// Unless `precision` asks for moments, the sums of products with distances are not to be looked at.
    pub(crate) fn new(from: &Marked, to: Option<&Marked>, radii: &Radii, precision: Precision, context: &Context<'_>) -> Result<Self, MethodError> {
        let chunks = (0..from.cells.len()).step_by(Self::CHUNK).collect::<Vec<_>>();
        let sums = chunks
            .into_par_iter()
            .map(|start| {
                context.proceed()?;
                let points = start..(start + Self::CHUNK).min(from.cells.len());
                Ok(match (to, precision, &from.sides) {
                    (Some(to), ..) => between(from, to, points, radii),
                    (None, Precision::Single, Some(sides)) => edge_rectangle::among(from, sides, points, radii),
                    (None, Precision::Moments, _) => among::<true>(from, points, radii),
                    (None, ..) => among::<false>(from, points, radii),
                })
            })
            .collect::<Result<Vec<_>, MethodError>>()?;
        let mut rings = vec![[0.0; 3]; radii.len()];
        for part in sums {
            for (ring, part) in rings.iter_mut().zip(part) {
                ring.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
            }
        }
        Ok(Self { rings })
    }

    /// The sums up to each distance.
    pub(crate) fn cumulated(&self) -> Vec<f64> {
        let mut sum = 0.0;
        self.rings
            .iter()
            .map(|ring| {
                sum += ring[0];
                sum
            })
            .collect()
    }

    /// Sums over some rings: of the weights, of weights times distances, of weights times squared distances.
    pub(crate) fn over(&self, rings: std::ops::Range<usize>) -> [f64; 3] {
        self.rings[rings].iter().fold([0.0; 3], |s, r| [s[0] + r[0], s[1] + r[1], s[2] + r[2]])
    }
}

fn between(from: &Marked, to: &Marked, points: std::ops::Range<usize>, radii: &Radii) -> Vec<[f64; 3]> {
    let mut rings = vec![[0.0; 3]; radii.len()];
    for i in points {
        let (edge, free, own) = (&from.edges[i], from.free[i], from.weight[i]);
        to.cells.within(from.cells.point(i), radii.reach(), radii.most(), |j, squared| {
            let distance = squared.sqrt();
            let weight = own * to.weight[j] * if squared <= free { 1.0 } else { edge.weight(distance) };
            let ring = &mut rings[radii.ring(squared)];
            ring[0] += weight;
            ring[1] += weight * distance;
            ring[2] += weight * squared;
        });
    }
    rings
}

/// Every pair once, with the edge weights of both its points.
fn among<const MOMENTS: bool>(points: &Marked, chunk: std::ops::Range<usize>, radii: &Radii) -> Vec<[f64; 3]> {
    let mut rings = vec![[0.0; 3]; radii.len()];
    for i in chunk {
        let (edge, free, own) = (&points.edges[i], points.free[i], points.weight[i]);
        points.cells.after(i, radii.reach(), radii.most(), |j, squared| {
            let both = if squared <= free.min(points.free[j]) {
                2.0
            } else {
                let distance = squared.sqrt();
                let mine = if squared <= free { 1.0 } else { edge.weight(distance) };
                mine + if squared <= points.free[j] { 1.0 } else { points.edges[j].weight(distance) }
            };
            let weight = own * points.weight[j] * both;
            let ring = &mut rings[radii.ring(squared)];
            ring[0] += weight;
            if MOMENTS {
                ring[1] += weight * squared.sqrt();
                ring[2] += weight * squared;
            }
        });
    }
    rings
}
