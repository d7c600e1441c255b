//! Clusters of establishments as points: where they stand close together.

mod cells;
mod clusters;
mod core_distances;
mod found;
mod hexagons;
mod hierarchy;
mod present;
mod spanning_tree;
mod tree;
mod union_find;

pub(crate) use clusters::{Choice, density_based, hierarchical};
pub(crate) use found::{Asked, delineated};
pub use found::{Cluster, DensityClusters, Hexagon, Member, MemberRole, Part, Ring};
pub(crate) use union_find::UnionFind;

use agglom_method::SettingError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How distances are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// In the metres of the source.
    Planar,
    /// Along the great circle through both places, from their degrees, on a sphere of 6,371,008.8 m.
    GreatCircle,
}

/// What is delineated at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// All establishments together.
    All,
    /// The establishments of each industry by themselves.
    Industry,
}

/// How clusters are chosen from the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// Those that last longest as density grows.
    ExcessOfMass,
    /// Those that have no cluster within.
    Leaf,
}

/// Checks the settings that both methods have.
pub(crate) fn check_asked(asked: &Asked) -> Result<(), SettingError> {
    if asked.alpha_m.is_some_and(|alpha| !(alpha > 0.0 && alpha.is_finite())) {
        return Err(SettingError::new("alpha_m", "must be a length above 0 m; leave it out to have it chosen"));
    }
    if asked.hexagon_m.is_some_and(|side| !(side == 0.0 || (1.0..=1e6).contains(&side))) {
        return Err(SettingError::new("hexagon_m", "must lie between 1 m and 1,000,000 m, or be 0 for no map of hexagons"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
