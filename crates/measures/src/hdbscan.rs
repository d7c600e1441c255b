//! Hierarchical density-based clusters of establishments, after Campello, Moulavi and Sander.

use crate::density_clusters::{Asked, Choice, DensityClusters, Distance, Per, Selection, check_asked, delineated, hierarchical};
use crate::inputs::LocatedEstablishments;
use agglom_method::{Context, Family, Finding, Method, MethodError, SettingError, TableSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Clusters of establishments that last longest as the density asked for grows (HDBSCAN*), with outlines and what they are made of.
///
/// # Formula
/// ```text
/// core distance of i        distance to the min_samples-th nearest establishment, itself counted
/// mutual reachability       max(core distance of i, core distance of j, distance of i and j)
/// hierarchy                 parts of the minimum spanning tree of mutual reachability whose edges are not longer than 1 / density
/// cluster                   a part of at least min_cluster_size; smaller pieces that break off leave it
/// stability                 Σ over its establishments of (density at which it leaves - density at which the cluster begins)
/// membership strength       density at which an establishment leaves / largest density at which anything leaves its cluster
/// outlier score             1 - density at which it leaves / largest density in the cluster that it leaves or in parts of it
/// ```
/// `excess_of_mass` chooses the clusters with the largest sum of stabilities, none within another; `leaf` those that have none within.
/// With `selection_epsilon_m`, clusters that begin at a smaller distance give way to the one around them that begins at a larger.
///
/// The spanning tree is exact. Parts that are joined at one distance are joined at once, so that ties make no clusters that live for no
/// time; small pieces joined at a distance at which two clusters meet go to the one that the shortest link leads to, by ids where links are equal.
///
/// Outlines are those of `dbscan`.
///
/// # Reading
/// A cluster is a place that is denser than what surrounds it, at whatever density: a village of workshops and the centre of a city can
/// both be one. `min_cluster_size` is the smallest number of establishments worth a name. Read the membership strength before you
/// count an establishment in: 1 is the dense middle, near 0 the edge. `persistence` compares the clusters of one run. There is no
/// test: points that locate at random also give some clusters, small and short-lived ones.
///
/// # Undefined when
/// the area of a cluster in fewer than three places (`one-place`, `two-places`) or on a line (`on-a-line`); stability and persistence where
/// `min_samples` establishments share one place, whose density is infinite. Fewer establishments than `min_cluster_size` or
/// `min_samples` is an error.
///
/// # Source
/// Campello, Moulavi and Sander (2013), Density-Based Clustering Based on Hierarchical Density Estimates, PAKDD 160; Campello, Moulavi, Zimek and
/// Sander (2015), ACM Transactions on Knowledge Discovery from Data 10:5 (outlier scores). Malzer and Baum (2020), A Hybrid Approach To
/// Hierarchical Density-based Cluster Selection (`selection_epsilon_m`). Spanning tree: Boruvka (1926) over a k-d tree.
///
/// # Checked against
/// `scikit-learn` 1.9.1 on 5,000 points, for both selections, several sizes, with an epsilon, as one cluster, in the plane and by haversine:
/// the same cluster for every establishment whose cluster there is the same in six random orders of the rows (some 0 to 2 in a hundred
/// change theirs, because ties are broken by the order), and the same membership strengths. The spanning tree against Prim's algorithm
/// over all pairs, ties included. Stability by the example below; outlier scores against nothing but their formula.
///
/// # Example
/// Two groups of three in a row, 1 m apart, 100 m from each other, are two clusters of at least three.
/// ```
/// use agglom_measures::{LocatedEstablishments, hdbscan::Hdbscan};
/// use agglom_method::{Context, Method, Register, RegisterBuilder, Seed, Unwatched};
/// let ids = ["a", "b", "c", "d", "e", "f"];
/// let plants = ids.iter().fold(RegisterBuilder::default(), |b, id| b.plant(id, "cars", "north", 1.0)).build();
/// let places = [0.0, 1.0, 2.0, 102.0, 103.0, 104.0].map(|x| [x, 0.0]).to_vec();
/// let inputs = LocatedEstablishments { register: Register { position: Some(places), ..plants }.into() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let settings = Hdbscan { min_cluster_size: 3, min_samples: Some(2), ..Hdbscan::default() };
/// let found = settings.compute(&inputs, &context).unwrap();
/// // Each begins at a density of 1 / 100 m and loses its three at 1 / 1 m: 3 · (1 - 0.01) per metre.
/// assert_eq!(found.clusters.len(), 2);
/// assert!((found.clusters[0].stability.unwrap() - 2970.0).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Hdbscan {
    /// Establishments that a cluster has at least; default 10 (`scikit-learn`: 5).
    pub min_cluster_size: usize,
    /// How many establishments make a neighbourhood: more give smoother densities and more noise; by default `min_cluster_size`.
    pub min_samples: Option<usize>,
    /// Whether `min_samples` counts the establishment itself: true (default) as in `scikit-learn`, false as in the package `hdbscan`.
    pub min_samples_counts_itself: bool,
    /// How clusters are chosen: `excess_of_mass` (default, those that last longest) or `leaf` (the smallest).
    pub selection: Selection,
    /// Distance in metres below which a cluster is not split any more; default 0.
    pub selection_epsilon_m: f64,
    /// Whether all establishments together may be the only cluster; default no.
    pub allow_single_cluster: bool,
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

impl Default for Hdbscan {
    fn default() -> Self {
        Self {
            min_cluster_size: 10,
            min_samples: None,
            min_samples_counts_itself: true,
            selection: Selection::ExcessOfMass,
            selection_epsilon_m: 0.0,
            allow_single_cluster: false,
            distance: Distance::Planar,
            per: Per::All,
            industries: Vec::new(),
            alpha_m: None,
            hexagon_m: None,
            hide_below: 3,
        }
    }
}

impl Hdbscan {
    /// Establishments within the core distance, itself counted.
    fn rank(&self) -> usize {
        self.min_samples.unwrap_or(self.min_cluster_size).saturating_add(usize::from(!self.min_samples_counts_itself))
    }

    fn asked(&self) -> Asked {
        Asked {
            distance: self.distance,
            per: self.per,
            industries: self.industries.clone(),
            alpha_m: self.alpha_m,
            hexagon_m: self.hexagon_m,
            hide_below: self.hide_below,
            need: self.min_cluster_size.max(self.rank()),
        }
    }
}

impl Method for Hdbscan {
    const KEY: &'static str = "hdbscan";
    const FAMILY: Family = Family::Delineate;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "hdbscan",
            "cluster industry establishments size area_km2 density_per_km2 leading_industries lon lat x y radius_m stability persistence outline reason",
        ),
        TableSpec::new("members", "id industry cluster role membership_strength outlier_score size x y lon lat"),
        TableSpec::new("composition", "cluster industry establishments share location_quotient"),
        TableSpec::new("outlines", "cluster ring hole x y lon lat"),
        TableSpec::new("hexagons", "lon lat establishments cluster_share"),
    ];
    type Inputs = LocatedEstablishments;
    type Output = DensityClusters;

    fn check(&self) -> Result<(), SettingError> {
        if self.min_cluster_size < 2 {
            return Err(SettingError::new("min_cluster_size", format!("{} must be at least 2", self.min_cluster_size)));
        }
        if self.min_samples == Some(0) {
            return Err(SettingError::new("min_samples", "must be at least 1; leave it out to take min_cluster_size"));
        }
        if !(0.0..=1e8).contains(&self.selection_epsilon_m) {
            return Err(SettingError::new("selection_epsilon_m", format!("{} must be a length in metres, or 0", self.selection_epsilon_m)));
        }
        check_asked(&self.asked())
    }

    fn compute(&self, inputs: &LocatedEstablishments, context: &Context<'_>) -> Result<DensityClusters, MethodError> {
        let choice = Choice {
            min_cluster_size: self.min_cluster_size,
            rank: self.rank(),
            selection: self.selection,
            epsilon_m: self.selection_epsilon_m,
            single: self.allow_single_cluster,
        };
        delineated(&inputs.register, &self.asked(), context, |points| hierarchical(points, &choice, context))
    }

    fn present(&self, inputs: &LocatedEstablishments, found: &DensityClusters) -> Finding {
        found.finding(Self::KEY, &inputs.register, &self.asked())
    }
}
