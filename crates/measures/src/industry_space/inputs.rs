use agglom_method::{Bound, Counts, Flows, Inputs, Message, MethodError, Places, ShapeKind, Slot};
use std::sync::Arc;

/// Industries in regions over periods.
#[derive(Debug, Clone)]
pub struct RegionalIndustries {
    /// What is where.
    pub source: Arc<Counts>,
    /// Inhabitants of the regions.
    pub places: Option<Arc<Places>>,
}

/// Industries in regions over periods, and how near industries are to each other.
#[derive(Debug, Clone)]
pub struct RelatedIndustries {
    /// What is where.
    pub source: Arc<Counts>,
    /// Proximities to use instead of those of the source.
    pub proximity: Option<Arc<Flows>>,
    /// Inhabitants of the regions.
    pub places: Option<Arc<Places>>,
}

const SOURCE: Slot = Slot::one("source", &[ShapeKind::Counts], "region x industry counts; every period by itself").all_periods();
const PROXIMITY: Slot =
    Slot::one("proximity", &[ShapeKind::Flows], "proximity from industry to industry; default: computed from the source").optional();
const PLACES: Slot = Slot::one("places", &[ShapeKind::Places], "the regions with population, for presence = \"population\"").optional();

fn source(bound: &Bound) -> Result<Arc<Counts>, MethodError> {
    bound.counts("source").ok_or_else(|| MethodError::Needs { what: Message::new("needs-source") })
}

impl Inputs for RegionalIndustries {
    const SLOTS: &'static [Slot] = &[SOURCE, PLACES];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        Ok(Self { source: source(bound)?, places: bound.places("places") })
    }
}

impl Inputs for RelatedIndustries {
    const SLOTS: &'static [Slot] = &[SOURCE, PROXIMITY, PLACES];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        Ok(Self { source: source(bound)?, proximity: bound.flows("proximity"), places: bound.places("places") })
    }
}
