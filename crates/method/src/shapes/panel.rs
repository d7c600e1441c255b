use crate::Counts;
use std::sync::Arc;

/// Presence or size of industries in places over periods, with where the places are and what they can hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Sizes (or presence as 0 and 1) by place, industry and period; the regions are the places.
    pub counts: Arc<Counts>,
    /// Coordinates in metres, per place.
    pub position: Option<Vec<[f64; 2]>>,
    /// The same places as longitude and latitude in degrees.
    pub degrees: Option<Vec<[f64; 2]>>,
    /// What places can hold of an industry, per period in the order of the periods of `counts`; each pair once, by place and industry.
    pub capacity: Option<Vec<Vec<Capacity>>>,
}

/// What a place can hold of an industry: serviced land, floor area, suitable labour force. Finite, not negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capacity {
    /// Number of the place.
    pub place: u32,
    /// Number of the industry.
    pub industry: u32,
    /// How much.
    pub value: f64,
}
