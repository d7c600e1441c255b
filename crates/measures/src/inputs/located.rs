use agglom_method::{Bound, Inputs, Message, MethodError, Register, ShapeKind, Slot};
use std::sync::Arc;

/// Establishments as points.
#[derive(Debug, Clone)]
pub struct LocatedEstablishments {
    /// Establishments with coordinates.
    pub register: Arc<Register>,
}

impl Inputs for LocatedEstablishments {
    const SLOTS: &'static [Slot] = &[Slot::one("source", &[ShapeKind::Register], "establishments with coordinates")];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let needs = |key: &str| MethodError::Needs { what: Message::new(key) };
        let register = bound.register("source").ok_or_else(|| needs("needs-source"))?;
        if register.position.is_none() { Err(needs("needs-coordinates")) } else { Ok(Self { register }) }
    }
}
