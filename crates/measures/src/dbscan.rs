//! Density-based clusters of establishments, after Ester, Kriegel, Sander and Xu.

use crate::density_clusters::{Asked, DensityClusters, Distance, Per, check_asked, delineated, density_based};
use crate::inputs::LocatedEstablishments;
use agglom_method::{Context, Family, Finding, Method, MethodError, SettingError, TableSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Clusters of establishments that have enough others within a given radius (DBSCAN), with outlines and what they are made of.
///
/// # Formula
/// ```text
/// core         at least min_establishments at most radius_m away, the establishment itself counted
/// one cluster  core establishments at most radius_m from each other, directly or over others
/// border       not core, at most radius_m from a core establishment: belongs to the cluster of the nearest one
/// noise        everything else
/// ```
/// The outline of a cluster is the alpha shape of its establishments: the triangles of their Delaunay triangulation whose circles have a radius
/// of at most alpha, the least alpha with which they take in all members and hang together by their sides (or `alpha_m`; where that
/// leaves members out, the convex hull). Its corners are establishments, so the area is one between sites, without their own grounds.
///
/// # Reading
/// A cluster is a place where establishments stand as densely as you asked for: at least `min_establishments` within `radius_m`. Noise is
/// no error; those establishments stand alone. The radius decides: look at several, or let `hdbscan` do without one. Clusters are numbered
/// by their size, `c01` being the largest, so a number means nothing from one run to another. The table `members` can be the source
/// of further analyses, with `cluster` as the region. There is no uncertainty: it describes where establishments are.
///
/// # Undefined when
/// the area of a cluster in fewer than three places (`one-place`, `two-places`) or on a line (`on-a-line`). Fewer establishments than
/// `min_establishments` is an error.
///
/// # Source
/// Ester, Kriegel, Sander and Xu (1996), A Density-Based Algorithm for Discovering Clusters in Large Spatial Databases with Noise, KDD 226.
/// Outline: Edelsbrunner, Kirkpatrick and Seidel (1983), On the shape of a set of points in the plane, IEEE Transactions on Information
/// Theory 29:551. Exact, by cells of diagonal `radius_m` (Gunawan 2013).
///
/// # Checked against
/// `scikit-learn` 1.9.1 on 5,000 points, for two radii in the plane and one by haversine: the same core establishments, the same noise, the
/// same clusters of core establishments; and the definition itself on small grids with distances that equal the radius. The only difference: `scikit-learn` gives a border establishment to the cluster that reaches it first,
/// which depends on the order of rows; here it goes to its nearest core establishment (of equally near ones to that of the first id).
///
/// # Example
/// Three establishments in a row, 100 m apart, and one far away. Within 100 m of the middle one are three, itself counted: it is core, its
/// neighbours are border.
/// ```
/// use agglom_measures::{LocatedEstablishments, dbscan::Dbscan};
/// use agglom_method::{Context, Method, Register, RegisterBuilder, Seed, Unwatched};
/// let plants = ["a", "b", "c", "d"].iter().fold(RegisterBuilder::default(), |b, id| b.plant(id, "cars", "north", 1.0)).build();
/// let register = Register { position: Some(vec![[0.0, 0.0], [100.0, 0.0], [200.0, 0.0], [900.0, 0.0]]), ..plants };
/// let inputs = LocatedEstablishments { register: register.into() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = Dbscan { radius_m: 100.0, min_establishments: 3, ..Dbscan::default() }.compute(&inputs, &context).unwrap();
/// assert_eq!(found.clusters[0].establishments, 3);
/// let roles: Vec<&str> = found.members.iter().map(|m| m.role.word()).collect();
/// assert_eq!(roles, ["border", "core", "border", "noise"]);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dbscan {
    /// Radius in metres within which an establishment needs others (`eps`); default 1,000.
    pub radius_m: f64,
    /// Establishments within the radius, itself counted, that make one core (`min_samples` of `scikit-learn`); default 10.
    pub min_establishments: usize,
    /// How distances are measured: `planar` (default, in the metres of the source) or `great_circle` (from degrees).
    pub distance: Distance,
    /// Clusters of `all` establishments together (default) or by `industry`.
    pub per: Per,
    /// Only establishments of these industries; default all.
    pub industries: Vec<String>,
    /// Radius in metres of the outlines' alpha shapes; by default the least that keeps each cluster whole.
    pub alpha_m: Option<f64>,
    /// Side in metres of the hexagons of the map; 0 for none; by default a fortieth of the width of the data, rounded down.
    pub hexagon_m: Option<f64>,
    /// Hexagons with fewer establishments are left out; default 3.
    pub hide_below: usize,
}

impl Default for Dbscan {
    fn default() -> Self {
        Self {
            radius_m: 1000.0,
            min_establishments: 10,
            distance: Distance::Planar,
            per: Per::All,
            industries: Vec::new(),
            alpha_m: None,
            hexagon_m: None,
            hide_below: 3,
        }
    }
}

impl Dbscan {
    fn asked(&self) -> Asked {
        Asked {
            distance: self.distance,
            per: self.per,
            industries: self.industries.clone(),
            alpha_m: self.alpha_m,
            hexagon_m: self.hexagon_m,
            hide_below: self.hide_below,
            need: self.min_establishments,
        }
    }
}

impl Method for Dbscan {
    const KEY: &'static str = "dbscan";
    const FAMILY: Family = Family::Delineate;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "dbscan",
            "cluster industry establishments size area_km2 density_per_km2 leading_industries lon lat x y radius_m outline reason",
        ),
        TableSpec::new("members", "id industry cluster role size x y lon lat"),
        TableSpec::new("composition", "cluster industry establishments share location_quotient"),
        TableSpec::new("outlines", "cluster ring hole x y lon lat"),
        TableSpec::new("hexagons", "lon lat establishments cluster_share"),
    ];
    type Inputs = LocatedEstablishments;
    type Output = DensityClusters;

    fn check(&self) -> Result<(), SettingError> {
        if !(0.001..=1e8).contains(&self.radius_m) {
            return Err(SettingError::new("radius_m", format!("{} must be a length in metres, at least 0.001", self.radius_m)));
        }
        if self.min_establishments == 0 {
            return Err(SettingError::new("min_establishments", "must be at least 1; an establishment counts itself"));
        }
        check_asked(&self.asked())
    }

    fn compute(&self, inputs: &LocatedEstablishments, context: &Context<'_>) -> Result<DensityClusters, MethodError> {
        delineated(&inputs.register, &self.asked(), context, |points| density_based(points, self.radius_m, self.min_establishments, context))
    }

    fn present(&self, inputs: &LocatedEstablishments, found: &DensityClusters) -> Finding {
        found.finding(Self::KEY, &inputs.register, &self.asked())
    }
}
