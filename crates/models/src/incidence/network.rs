//! Places, industries and what lies between them: who is reached by whom.

use super::kernel::Kernel;
use super::rates::Parameters;
use super::sums::{Pair, Sources, Sums};
use agglom_measures::sphere::{RADIUS_KM, arc, direction, great_circle, straight};
use ndarray::{Array2, ArrayView2};

/// Where places are.
#[derive(Debug, Clone, PartialEq)]
pub enum Geography {
    /// Distances: row i, column j is the way from j to i; infinite where there is none.
    Matrix(Array2<f64>),
    /// Coordinates in kilometres on a plane.
    Plane(Vec<[f64; 2]>),
    /// Longitudes and latitudes in degrees, with the unit vectors to them.
    Globe(Vec<[f64; 2]>, Vec<[f64; 3]>),
}

impl Geography {
    /// Places by longitude and latitude.
    pub fn globe(degrees: Vec<[f64; 2]>) -> Self {
        let units = degrees.iter().map(|&p| direction(p)).collect();
        Self::Globe(degrees, units)
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Matrix(matrix) => matrix.nrows(),
            Self::Plane(at) | Self::Globe(at, _) => at.len(),
        }
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The distance from place j to place i.
    pub fn distance(&self, i: usize, j: usize) -> f64 {
        match self {
            Self::Matrix(matrix) => matrix[[i, j]],
            Self::Plane(at) => {
                let (dx, dy) = (at[i][0] - at[j][0], at[i][1] - at[j][1]);
                if dx.abs().max(dy.abs()) < 1e100 { (dx * dx + dy * dy).sqrt() } else { dx.hypot(dy) }
            }
            Self::Globe(_, units) => arc(RADIUS_KM * straight(units[i], units[j]), RADIUS_KM),
        }
    }

    /// The distance between two points in the coordinates of the places; nothing where there are none.
    pub(crate) fn between(&self, a: [f64; 2], b: [f64; 2]) -> f64 {
        match self {
            Self::Matrix(_) => 0.0,
            Self::Plane(_) => ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt(),
            Self::Globe(..) => great_circle(a, b, RADIUS_KM),
        }
    }

    /// The same as a matrix, which is faster where there is room for it.
    pub fn matrix(&self) -> Array2<f64> {
        let n = self.len();
        let mut matrix = Array2::zeros((n, n));
        for i in 0..n {
            for j in 0..n {
                matrix[[i, j]] = self.distance(i, j);
            }
        }
        matrix
    }

    /// Coordinates in which straight lines are no longer than distances: kilometres on the plane, or through the earth.
    pub(crate) fn straight(&self) -> Option<Vec<[f64; 3]>> {
        match self {
            Self::Matrix(_) => None,
            Self::Plane(at) => Some(at.iter().map(|&p| self.straight_to(p)).collect()),
            Self::Globe(_, units) => Some(units.iter().map(|u| u.map(|c| c * RADIUS_KM)).collect()),
        }
    }

    /// The same of a point in the coordinates of the places.
    pub(crate) fn straight_to(&self, at: [f64; 2]) -> [f64; 3] {
        if matches!(self, Self::Globe(..)) { direction(at).map(|c| c * RADIUS_KM) } else { [0.0, at[0], at[1]] }
    }

    /// The distance that belongs to a straight line.
    pub(crate) fn along(&self, straight: f64) -> f64 {
        if matches!(self, Self::Globe(..)) { arc(straight, RADIUS_KM) } else { straight }
    }
}

/// Places, what they can hold, the distances between them, and how related industries are.
#[derive(Debug, Clone)]
pub struct Network {
    /// How spillovers fade with distance.
    pub kernel: Kernel,
    /// Where places are.
    pub geography: Geography,
    /// Relatedness of industries, zero on the diagonal: row k, column l is what l does for k.
    pub relatedness: Option<Array2<f64>>,
    /// What places can hold, by place and industry; not a number where it is not known.
    pub capacity: Array2<f64>,
    /// How sums over places are computed.
    pub sums: Sums,
}

impl Network {
    /// A network whose sums are exact.
    pub fn new(kernel: Kernel, geography: Geography, relatedness: Option<Array2<f64>>, capacity: Array2<f64>) -> Self {
        Self { kernel, geography, relatedness, capacity, sums: Sums::Dense }
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        self.capacity.nrows()
    }

    /// How many industries there are.
    pub fn industries(&self) -> usize {
        self.capacity.ncols()
    }

    /// What each place with an industry sends out: p A^b.
    pub fn sent(&self, p: &Parameters, present: ArrayView2<'_, f64>) -> Array2<f64> {
        let each = |&presence: &f64, &capacity: &f64| if presence > 0.0 && capacity > 0.0 { presence * capacity.powf(p.b) } else { 0.0 };
        ndarray::Zip::from(present).and(&self.capacity).map_collect(each)
    }

    /// Connectivity of each place by industry (B.2): Σ_{j≠i} p_jk K(d_ij) A_jk^b + ω Σ_l φ_kl p_il A_il^b + rain.
    pub fn connectivity(&self, p: &Parameters, present: ArrayView2<'_, f64>) -> Array2<f64> {
        let sent = self.sent(p, present);
        let rows: Vec<usize> = (0..self.places()).collect();
        let sources = Sources::new(vec![sent.clone()]);
        let mut s = self.sums.all(self, p.alpha, &rows, &sources, &[Pair { kernel: 0, capacity: 0 }]).remove(0);
        if p.omega > 0.0
            && let Some(related) = self.related(&sent)
        {
            s.scaled_add(p.omega, &related);
        }
        s += p.rain;
        s
    }

    /// What related industries of the same place send, at a weight of 1: Σ_l φ_kl p_il A_il^b.
    pub fn related(&self, sent: &Array2<f64>) -> Option<Array2<f64>> {
        self.relatedness.as_ref().map(|phi| sent.dot(&phi.t()))
    }
}
