//! Inputs that several measures share.

mod located;
mod reservations;
mod zoned_places;

pub use located::LocatedEstablishments;
pub use reservations::Reservations;
pub use zoned_places::ZonedPlaces;

use agglom_method::{Bound, Counts, Inputs, Labels, Message, MethodError, Register, ShapeKind, Slot};
use std::sync::Arc;

/// Region x industry totals, and optionally the totals to compare with.
#[derive(Debug, Clone)]
pub struct Zoned {
    /// What is measured.
    pub source: Arc<Counts>,
    /// What it is compared with; without one, the sum of all regions of the source.
    pub reference: Option<Arc<Counts>>,
}

/// Region x industry totals, or the establishments they are made of; and optionally the totals to compare with.
#[derive(Debug, Clone)]
pub struct ZonedEstablishments {
    /// What is measured.
    pub source: CountsOrRegister,
    /// What it is compared with; without one, the sum of all regions of the source.
    pub reference: Option<Arc<Counts>>,
}

/// Totals, or the establishments they are made of.
#[derive(Debug, Clone)]
pub enum CountsOrRegister {
    /// Region x industry totals.
    Counts(Arc<Counts>),
    /// Establishments with regions.
    Register(Arc<Register>),
}

const REFERENCE: Slot =
    Slot::one("reference", &[ShapeKind::Counts], "counts to compare with, summed over regions; default: all regions of the source").optional();

fn needs(key: &str) -> MethodError {
    MethodError::Needs { what: Message::new(key) }
}

impl Inputs for Zoned {
    const SLOTS: &'static [Slot] = &[Slot::one("source", &[ShapeKind::Counts], "region x industry counts, or a register to add up"), REFERENCE];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        Ok(Self { source: bound.counts("source").ok_or_else(|| needs("needs-source"))?, reference: bound.counts("reference") })
    }
}

impl Inputs for ZonedEstablishments {
    const SLOTS: &'static [Slot] =
        &[Slot::one("source", &[ShapeKind::Register, ShapeKind::Counts], "establishments with regions, or region x industry counts"), REFERENCE];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        Ok(Self { source: CountsOrRegister::take(bound)?, reference: bound.counts("reference") })
    }
}

impl CountsOrRegister {
    /// The totals: those given, or the sums of the establishments.
    pub fn counts(&self) -> Arc<Counts> {
        match self {
            Self::Counts(counts) => counts.clone(),
            Self::Register(register) => Arc::new(Counts::of_register(register)),
        }
    }

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        match (bound.counts("source"), bound.register("source")) {
            (Some(counts), _) => Ok(Self::Counts(counts)),
            (None, Some(register)) if register.region.is_some() => Ok(Self::Register(register)),
            (None, Some(_)) => Err(needs("needs-regions")),
            (None, None) => Err(needs("needs-source")),
        }
    }
}

/// The region and the industry of establishment `i`.
pub(crate) fn cell_of(register: &Register, region: &Labels, i: usize) -> Option<(u32, u32)> {
    Some((region.get(i)? as u32, register.industry.get(i)? as u32))
}
