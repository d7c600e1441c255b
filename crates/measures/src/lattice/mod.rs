//! Statistics of values on regions with weights: what the five of them share.

mod deal;
mod finding;
mod frame;
mod local;
mod moments;
mod overall;
mod settings;
mod values;

pub(crate) use deal::Deal;
pub use deal::Tails;
pub(crate) use finding::{named, role, strongest};
pub use frame::Neighbours;
pub(crate) use frame::{Frame, Sample};
pub use local::{LocalTest, LocalTests};
pub(crate) use moments::{Conditional, Join, Moments, general_g_variance, join_moments};
pub(crate) use overall::{Closed, tested};
pub use overall::{Overall, OverallTest};
pub use settings::{Alternative, Control, Of};
pub(crate) use settings::{LatticeSettings, lattice_settings};

use agglom_method::{Bound, Counts, Flows, Indicators, Inputs, Message, MethodError, Places, ShapeKind, Slot};
use serde::Serialize;
use std::sync::Arc;

/// Values of regions, and what makes regions neighbours.
#[derive(Debug, Clone)]
pub struct Lattice {
    /// What is measured in the regions.
    pub values: IndicatorsOrCounts,
    /// Outlines or positions of the regions.
    pub places: Option<Arc<Places>>,
    /// Weights between the regions.
    pub weights: Option<Arc<Flows>>,
}

/// Figures of regions, or region x industry totals.
#[derive(Debug, Clone)]
pub enum IndicatorsOrCounts {
    /// Figures of regions.
    Indicators(Arc<Indicators>),
    /// Region x industry totals.
    Counts(Arc<Counts>),
}

impl Inputs for Lattice {
    const SLOTS: &'static [Slot] = &[
        Slot::one("values", &[ShapeKind::Indicators, ShapeKind::Counts], "figures of regions (entity = region), or region x industry counts"),
        Slot::one("places", &[ShapeKind::Places], "the regions with outlines or positions").optional(),
        Slot::one("weights", &[ShapeKind::Flows], "weights between regions: from, to, value; instead of places").optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let values = match (bound.indicators("values"), bound.counts("values")) {
            (Some(indicators), _) => IndicatorsOrCounts::Indicators(indicators),
            (None, Some(counts)) => IndicatorsOrCounts::Counts(counts),
            (None, None) => return Err(MethodError::Needs { what: Message::new("lattice-needs-values") }),
        };
        Ok(Self { values, places: bound.places("places"), weights: bound.flows("weights") })
    }
}

/// Whose values they are and in which order.
#[derive(Debug, Clone, Serialize)]
pub struct Subject {
    /// `indicator` or `industry`.
    pub column: &'static str,
    /// The indicators or industries; the empty code stands for the total of all.
    pub codes: Arc<agglom_method::Codes>,
}
