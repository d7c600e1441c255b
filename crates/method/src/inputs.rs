use crate::{Counts, Flows, Indicators, MethodError, Panel, Places, Players, Register};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The kinds of input a method can ask for. A closed list: a new one is a decision, not a convenience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShapeKind {
    /// [`Counts`].
    Counts,
    /// [`Register`].
    Register,
    /// [`Indicators`].
    Indicators,
    /// [`Places`].
    Places,
    /// [`Flows`].
    Flows,
    /// [`Players`].
    Players,
    /// [`Panel`].
    Panel,
}

/// One input, loaded and checked.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Region x industry totals.
    Counts(Arc<Counts>),
    /// Establishments.
    Register(Arc<Register>),
    /// Figures of entities.
    Indicators(Arc<Indicators>),
    /// Regions, zones, cities.
    Places(Arc<Places>),
    /// From, to, value.
    Flows(Arc<Flows>),
    /// Those who share something and spend on it.
    Players(Arc<Players>),
    /// Presence or size by place, industry and period.
    Panel(Arc<Panel>),
}

impl Shape {
    /// Which kind of shape this is.
    pub fn kind(&self) -> ShapeKind {
        match self {
            Self::Counts(_) => ShapeKind::Counts,
            Self::Register(_) => ShapeKind::Register,
            Self::Indicators(_) => ShapeKind::Indicators,
            Self::Places(_) => ShapeKind::Places,
            Self::Flows(_) => ShapeKind::Flows,
            Self::Players(_) => ShapeKind::Players,
            Self::Panel(_) => ShapeKind::Panel,
        }
    }
}

impl ShapeKind {
    /// The shape's name in lower case, as in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Register => "register",
            Self::Indicators => "indicators",
            Self::Places => "places",
            Self::Flows => "flows",
            Self::Players => "players",
            Self::Panel => "panel",
        }
    }
}

/// How many periods of a source a method takes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Periods {
    /// Exactly one: several are refused with the advice to use `by` or `where`.
    One,
    /// As many as there are.
    Any,
}

/// A named input of a method.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// Its name in `inputs = { name = "source" }`.
    pub name: &'static str,
    /// Shapes it takes, the preferred one first.
    pub accepts: &'static [ShapeKind],
    /// Whether the method does without.
    pub required: bool,
    /// How many periods it takes.
    pub periods: Periods,
    /// One line for `agglom explain`.
    pub about: &'static str,
}

impl Slot {
    /// A required input of one period.
    pub const fn one(name: &'static str, accepts: &'static [ShapeKind], about: &'static str) -> Self {
        Self { name, accepts, required: true, periods: Periods::One, about }
    }

    /// The same input, for all periods at once.
    pub const fn all_periods(self) -> Self {
        Self { periods: Periods::Any, ..self }
    }

    /// The same input, not required.
    pub const fn optional(self) -> Self {
        Self { required: false, ..self }
    }
}

/// Shapes bound to the slots of a method.
#[derive(Debug, Clone, Default)]
pub struct Bound(BTreeMap<&'static str, Shape>);

impl Bound {
    /// Binds a shape to a slot.
    pub fn with(mut self, slot: &'static str, shape: Shape) -> Self {
        self.0.insert(slot, shape);
        self
    }

    /// What is bound to a slot.
    pub fn get(&self, slot: &str) -> Option<&Shape> {
        self.0.get(slot)
    }

    /// The counts bound to a slot.
    pub fn counts(&self, slot: &str) -> Option<Arc<Counts>> {
        if let Some(Shape::Counts(shape)) = self.get(slot) { Some(shape.clone()) } else { None }
    }

    /// The register bound to a slot.
    pub fn register(&self, slot: &str) -> Option<Arc<Register>> {
        if let Some(Shape::Register(shape)) = self.get(slot) { Some(shape.clone()) } else { None }
    }

    /// The indicators bound to a slot.
    pub fn indicators(&self, slot: &str) -> Option<Arc<Indicators>> {
        if let Some(Shape::Indicators(shape)) = self.get(slot) { Some(shape.clone()) } else { None }
    }

    /// The places bound to a slot.
    pub fn places(&self, slot: &str) -> Option<Arc<Places>> {
        if let Some(Shape::Places(shape)) = self.get(slot) { Some(shape.clone()) } else { None }
    }

    /// The flows bound to a slot.
    pub fn flows(&self, slot: &str) -> Option<Arc<Flows>> {
        if let Some(Shape::Flows(shape)) = self.get(slot) { Some(shape.clone()) } else { None }
    }

    /// The panel bound to a slot.
    pub fn panel(&self, slot: &str) -> Option<Arc<Panel>> {
        if let Some(Shape::Panel(shape)) = self.get(slot) { Some(shape.clone()) } else { None }
    }

    /// The players bound to a slot.
    pub fn players(&self, slot: &str) -> Option<Arc<Players>> {
        if let Some(Shape::Players(shape)) = self.get(slot) { Some(shape.clone()) } else { None }
    }
}

/// The inputs of a method: named slots, filled with shapes.
pub trait Inputs: Sized + Send + Sync {
    /// The slots. `source = "x"` in a study binds the first one that `x` can fill.
    const SLOTS: &'static [Slot];

    /// Takes the shapes out of their slots.
    fn take(bound: &Bound) -> Result<Self, MethodError>;
}
