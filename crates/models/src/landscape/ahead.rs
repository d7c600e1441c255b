//! What an outlook finds.

use crate::landscape::Scenario;
use serde::Serialize;

/// How far ahead, and how sure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// Periods ahead; 0 for none.
    pub horizon: usize,
    /// Draws of parameters and chance; 0 for none.
    pub draws: usize,
    /// 1 - level of intervals.
    pub alpha: f64,
    /// What is compared with how things are.
    pub scenarios: Vec<Scenario>,
}

/// An industry in a place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Site {
    /// Number of the place.
    pub place: u32,
    /// Number of the industry.
    pub industry: u32,
    /// Whether it is there now.
    pub present: Option<bool>,
    /// Incidence at rest if connectivity stays what it is.
    pub equilibrium: f64,
    /// Ends of its interval over parameter draws.
    pub range: Option<(f64, f64)>,
    /// Incidence in the upper state at rest of the mean field.
    pub long_run: Option<f64>,
    /// The share of draws in which it is there at the horizon.
    pub at_horizon: Option<f64>,
}

/// What an industry can hold on to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndustryAhead {
    /// Number of the industry.
    pub industry: u32,
    /// Metapopulation capacity and how far it can be off.
    pub metapopulation_capacity: Option<(f64, f64)>,
    /// Ends of its interval over parameter draws.
    pub capacity_range: Option<(f64, f64)>,
    /// The connectivity for an even chance of entry, and where the upper state vanishes.
    pub half_entry: (f64, Option<f64>),
    /// The share of connectivity that could be lost before it vanishes; negative if it has.
    pub reserve: Option<f64>,
    /// Relative width to which the fold is known.
    pub width: Option<f64>,
    /// Share of places occupied now, in the mean field, and as long as it is not gone.
    pub occupied: [Option<f64>; 3],
    /// Periods until it is gone, on average, and whether this is exact.
    pub persistence: Option<(f64, bool)>,
    /// Why there is no fold.
    pub reason: Option<&'static str>,
}

/// What a place is worth to an industry.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PlaceWorth {
    /// Number of the place.
    pub place: u32,
    /// Number of the industry.
    pub industry: u32,
    /// λ less λ without it.
    pub value_lost: Option<f64>,
    /// The same to first order.
    pub first_order: f64,
    /// Ends of its interval over parameter draws.
    pub range: Option<(f64, f64)>,
    /// ∂ ln λ / ∂ ln A.
    pub elasticity: f64,
    /// ∂ λ / ∂ A.
    pub unit_adds: Option<f64>,
}

/// Places occupied by an industry in a period ahead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// Periods ahead, from 1.
    pub ahead: usize,
    /// Number of the industry.
    pub industry: u32,
    /// Mean over draws.
    pub expected: f64,
    /// Ends of the interval.
    pub range: Option<(f64, f64)>,
}

/// A scenario against how things are, at the horizon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Number of the scenario.
    pub scenario: usize,
    /// Number of the industry; nothing for all.
    pub industry: Option<u32>,
    /// Code of the place; nothing for all places.
    pub place: Option<String>,
    /// Places occupied (for one place: industries in it, or its probability) as things are, and by the scenario.
    pub means: (f64, f64),
    /// Mean difference over draws.
    pub difference: f64,
    /// Ends of its interval.
    pub range: Option<(f64, f64)>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ahead {
    /// Industries in places.
    pub sites: Vec<Site>,
    /// Industries.
    pub industries: Vec<IndustryAhead>,
    /// What places are worth.
    pub values: Vec<PlaceWorth>,
    /// The periods ahead.
    pub steps: Vec<Step>,
    /// Scenarios.
    pub compared: Vec<Compared>,
    /// How far and how sure.
    pub settings: Settings,
}
