//! Settlements with population: how far apart they are, which agglomerate, which lie in dense cells.

mod agglomerations;
mod agreement;
mod cells;
mod clusters;
mod delineations;
mod gravity;
mod mean_size;
mod space;
mod travel;

pub(crate) use agglomerations::agglomerations;
pub use agglomerations::{Agglomeration, Circumstances, Ground, UrbanAgglomerations};
pub(crate) use agreement::adjusted_rand_index;
pub(crate) use cells::{Cells, Raster, Spread};
pub(crate) use clusters::{CellRule, Urban, urban_cells};
pub(crate) use delineations::Delineator;
pub use delineations::Variant;
pub(crate) use gravity::{GravityRule, Settled};
pub use mean_size::CitySizes;
pub(crate) use mean_size::{CityRule, contribution};
pub use space::Metric;
pub(crate) use space::Space;
pub(crate) use travel::{Reach, Travel};

use agglom_method::{Bound, Flows, Inputs, Message, MethodError, Places, ShapeKind, Slot};
use serde::Serialize;
use std::sync::Arc;

/// Settlements, and optionally how long it takes to travel between them.
#[derive(Debug, Clone)]
pub struct SettlementsAndTravel {
    /// The settlements with population, and position or area where known.
    pub source: Arc<Places>,
    /// Travel times between settlements.
    pub travel: Option<Arc<Flows>>,
}

impl Inputs for SettlementsAndTravel {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Places], "settlements with position (lon, lat or x, y), population and, if known, area"),
        Slot::one("travel", &[ShapeKind::Flows], "travel times between settlements (from, to, value); default: distance over speed_km_h").optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let needs = || MethodError::Needs { what: Message::new("needs-source") };
        Ok(Self { source: bound.places("source").ok_or_else(needs)?, travel: bound.flows("travel") })
    }
}

/// What a settlement is to its agglomeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlementRole {
    /// The seed the agglomeration is named after: the most populous of its seeds.
    Seed,
    /// Another seed of the agglomeration.
    MergedSeed,
    /// A settlement drawn by one of the seeds.
    Assigned,
    /// In no agglomeration.
    Outside,
    /// In an urban centre.
    UrbanCentre,
    /// In an urban cluster and in none of its urban centres.
    UrbanCluster,
    /// In neither.
    Rural,
}

impl SettlementRole {
    /// Its word in a table.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::MergedSeed => "merged_seed",
            Self::Assigned => "assigned",
            Self::Outside => "outside",
            Self::UrbanCentre => "urban_centre",
            Self::UrbanCluster => "urban_cluster",
            Self::Rural => "rural",
        }
    }
}

/// Where one settlement belongs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Membership {
    /// Number of the settlement its core is named after: the seed, or the largest settlement of the urban centre.
    pub core: Option<u32>,
    /// Number of the settlement its agglomeration is named after.
    pub agglomeration: Option<u32>,
    /// What it is there.
    pub role: SettlementRole,
    /// Distance to the core in km, where positions are known and a seed draws it.
    pub distance_km: Option<f64>,
    /// Travel time to the core in minutes, likewise.
    pub travel_time_min: Option<f64>,
    /// Why it is in no agglomeration.
    pub reason: Option<&'static str>,
}

impl Membership {
    /// A settlement in no agglomeration.
    pub(crate) fn none(role: SettlementRole, reason: &'static str) -> Self {
        Self { core: None, agglomeration: None, role, distance_km: None, travel_time_min: None, reason: Some(reason) }
    }
}

/// The populations of places; an error if there are none or one is negative. `None` where it is not a number.
pub(crate) fn populations(places: &Places) -> Result<Vec<Option<f64>>, MethodError> {
    let Some(given) = &places.population else { return Err(MethodError::Needs { what: Message::new("needs-settlement-population") }) };
    if given.is_empty() {
        return Err(MethodError::TooFew { what: "settlements", need: 1, got: 0 });
    }
    if let Some(i) = given.iter().position(|&p| p < 0.0) {
        return Err(MethodError::Needs { what: Message::new("needs-population-not-negative").with("place", places.ids.argument(i)) });
    }
    Ok(given.iter().map(|&p| p.is_finite().then_some(p)).collect())
}

/// The more populous of two settlements; of equal ones the first.
pub(crate) fn larger(population: &[Option<f64>], a: u32, b: u32) -> u32 {
    let of = |i: u32| population[i as usize].unwrap_or(0.0);
    match of(a).total_cmp(&of(b)) {
        std::cmp::Ordering::Greater => a,
        std::cmp::Ordering::Less => b,
        std::cmp::Ordering::Equal => a.min(b),
    }
}

/// Sets that are joined step by step; the representative of each is its smallest member.
pub(crate) struct Sets(Vec<u32>);

impl Sets {
    /// So many sets of one.
    pub(crate) fn new(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    /// The representative of the set of `i`.
    pub(crate) fn of(&mut self, i: usize) -> usize {
        let mut root = i;
        while self.0[root] as usize != root {
            self.0[root] = self.0[self.0[root] as usize];
            root = self.0[root] as usize;
        }
        root
    }

    /// Joins the sets of two members.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b) as u32;
    }
}
