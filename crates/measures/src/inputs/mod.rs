//! Inputs that several measures share.

mod reservations;
mod zoned_places;

pub use reservations::Reservations;
pub use zoned_places::ZonedPlaces;

use agglom_method::{
    Absent, Bound, Cells, Codes, Counts, ExactSum, Inputs, Labels, Measured, Message, MethodError, Register, Sampling, ShapeKind, Slot,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Region x industry totals, or the establishments they are made of; and optionally the totals to compare with.
#[derive(Debug, Clone)]
pub struct Zoned {
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

impl Inputs for Zoned {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Register, ShapeKind::Counts], "establishments with regions, or region x industry counts"),
        Slot::one("reference", &[ShapeKind::Counts], "counts to compare with, summed over regions; default: all regions of the source").optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        Ok(Self { source: CountsOrRegister::take(bound)?, reference: bound.counts("reference") })
    }
}

impl CountsOrRegister {
    /// The totals: those given, or the sums of the establishments.
    pub fn counts(&self) -> Arc<Counts> {
        match self {
            Self::Counts(counts) => counts.clone(),
            Self::Register(register) => Arc::new(totals(register)),
        }
    }

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let needs = |key: &str| MethodError::Needs { what: Message::new(key) };
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

/// Region x industry totals of a register with regions; the variance of each is the sum of its squared sizes.
pub(crate) fn totals(register: &Register) -> Counts {
    let mut cells: BTreeMap<(u32, u32), (ExactSum, ExactSum, f64)> = BTreeMap::new();
    let none = Labels::from_index(Arc::new(Codes::default()), std::iter::repeat_n(None, register.len()));
    let region = register.region.as_ref().unwrap_or(&none);
    for i in 0..register.len() {
        let Some(place) = cell_of(register, region, i) else { continue };
        let (value, squares, establishments) = cells.entry(place).or_default();
        let size = register.size_of(i);
        value.add(size);
        squares.add(size * size);
        *establishments += 1.0;
    }
    let measured = cells.into_iter().map(|((region, industry), (value, squares, establishments))| Measured {
        region,
        industry,
        value: value.value(),
        establishments: Some(establishments),
        variance: squares.value(),
    });
    Counts {
        regions: region.codes.clone(),
        industries: register.industry.codes.clone(),
        periods: Arc::new(Codes::new([""])),
        cells: vec![Cells::new(region.codes.len(), measured.collect(), Vec::new())],
        absent: Absent::Zero,
        sampling: Sampling::Sizes,
        unit: register.size_unit.clone(),
    }
}
