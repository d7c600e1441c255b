use crate::{Codes, Labels};
use std::sync::Arc;

/// Regions, zones or cities, with whatever the source knows of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// The places' codes and names.
    pub ids: Arc<Codes>,
    /// Coordinates in metres, per place.
    pub position: Option<Vec<[f64; 2]>>,
    /// The same places as longitude and latitude in degrees.
    pub degrees: Option<Vec<[f64; 2]>>,
    /// Area in km², per place.
    pub area_km2: Option<Vec<f64>>,
    /// Inhabitants, per place.
    pub population: Option<Vec<f64>>,
    /// The larger place each one belongs to.
    pub group: Option<Labels>,
    /// Outlines in longitude and latitude, per place; empty where the source has none.
    pub polygons: Option<Vec<Vec<Polygon>>>,
}

/// One outline with its holes, as rings of (longitude, latitude) in degrees, or of metres where that is said; the first ring is the outer one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// Outer ring, then holes.
    pub rings: Vec<Vec<[f64; 2]>>,
}
