use agglom_method::{Bound, Counts, Inputs, Message, MethodError, Register, ShapeKind, Slot};
use std::sync::Arc;

/// Where industries are and how large their plants are: a register that knows both, or totals beside a register of sizes.
#[derive(Debug, Clone)]
pub struct PlantsInRegions {
    /// Region x industry totals.
    pub counts: Arc<Counts>,
    /// The plants behind them; their regions are not read.
    pub plants: Option<Arc<Register>>,
    /// Totals whose regional shares are those of the whole; without them, the totals of all industries of `counts`.
    pub reference: Option<Arc<Counts>>,
}

impl PlantsInRegions {
    /// Plants whose regions are known.
    pub fn of_register(register: Arc<Register>) -> Result<Self, MethodError> {
        if register.region.is_none() {
            return Err(MethodError::Needs { what: Message::new("needs-regions") });
        }
        Ok(Self { counts: Arc::new(Counts::of_register(&register)), plants: Some(register), reference: None })
    }

    /// Totals, and the plants behind them if they are known.
    pub fn of_counts(counts: Arc<Counts>, plants: Option<Arc<Register>>) -> Self {
        Self { counts, plants, reference: None }
    }

    /// The plants, or what to give.
    pub(crate) fn need_plants(&self) -> Result<&Register, MethodError> {
        self.plants.as_deref().ok_or_else(|| MethodError::Needs { what: Message::new("needs-plants") })
    }
}

impl Inputs for PlantsInRegions {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Register], "establishments with regions; without sizes each counts 1").optional(),
        Slot::one("counts", &[ShapeKind::Counts], "region x industry counts, in place of `source`").optional(),
        Slot::one("plants", &[ShapeKind::Register], "with `counts`: establishments whose sizes give the plant sizes of industries").optional(),
        Slot::one("reference", &[ShapeKind::Counts], "counts whose regional shares are those of the whole; default: all industries measured")
            .optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let inputs = match (bound.register("source"), bound.counts("counts"), bound.register("plants")) {
            (Some(register), None, None) => Self::of_register(register)?,
            (None, Some(counts), plants) => Self::of_counts(counts, plants),
            (Some(_), _, _) => return Err(MethodError::Needs { what: Message::new("needs-source-or-counts") }),
            (None, None, _) => return Err(MethodError::Needs { what: Message::new("needs-source") }),
        };
        Ok(Self { reference: bound.counts("reference"), ..inputs })
    }
}
