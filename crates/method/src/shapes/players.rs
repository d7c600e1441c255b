use crate::Codes;
use std::sync::Arc;

/// Clusters, zones or firms that share something and spend on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Players {
    /// The players' codes and names.
    pub ids: Arc<Codes>,
    /// What the source knows of each, in the order of the codes.
    pub players: Vec<Player>,
    /// Unit of the money, as the source names it.
    pub unit: Option<String>,
}

/// What a source knows of one player; money in one unit, shares between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Player {
    /// What it can spend.
    pub budget: f64,
    /// Weight of tangible assets in what it strives for.
    pub tangible_share: Option<f64>,
    /// Weight of the shared brand.
    pub brand_share: Option<f64>,
    /// Weight of everything else.
    pub other_share: Option<f64>,
    /// Private spending that it cannot do without.
    pub subsistence: Option<f64>,
    /// What it spent on the shared brand.
    pub brand_spending: Option<f64>,
    /// What it spent on tangible assets.
    pub tangible_spending: Option<f64>,
}
