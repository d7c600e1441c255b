use super::Zoned;
use agglom_method::{Bound, Counts, Inputs, Labels, Message, MethodError, Places, ShapeKind, Slot};
use std::sync::Arc;

/// Region x industry totals or establishments, and optionally what is known of the regions.
#[derive(Debug, Clone)]
pub struct ZonedPlaces {
    /// What is measured and what it is compared with.
    pub zoned: Zoned,
    /// Areas, populations and groups of the regions.
    pub places: Option<Arc<Places>>,
}

impl Inputs for ZonedPlaces {
    const SLOTS: &'static [Slot] = &[
        Zoned::SLOTS[0],
        Slot::one("reference", &[ShapeKind::Counts], "counts whose regional totals are compared with; default: those of the source").optional(),
        Slot::one("places", &[ShapeKind::Places], "the regions with area, population or group").optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        Ok(Self { zoned: Zoned::take(bound)?, places: bound.places("places") })
    }
}

impl ZonedPlaces {
    /// The group of each place, if the places have any.
    pub(crate) fn groups(&self) -> Option<&Labels> {
        self.places.as_deref()?.group.as_ref()
    }

    /// What the places say of every region of the counts; the error `key` names the first region they say nothing of.
    pub(crate) fn per_region<T>(&self, counts: &Counts, key: &str, of: impl Fn(usize) -> Option<T>) -> Result<Vec<T>, MethodError> {
        let find = |(i, code)| {
            let found = self.places.as_deref().and_then(|places| of(places.ids.index(code)?));
            found.ok_or_else(|| MethodError::Needs { what: Message::new(key).with("region", counts.regions.argument(i)) })
        };
        counts.regions.iter().enumerate().map(find).collect()
    }
}
