use super::form::{Form, Lookup};
use serde::Serialize;

/// What kind of requirement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequirementKind {
    /// A level to reach.
    Goal,
    /// The lowest level.
    Least,
    /// The highest level.
    Most,
    /// The smallest increase.
    LeastIncrease,
    /// The largest increase.
    MostIncrease,
    /// The lowest ratio.
    RatioLeast,
    /// The highest ratio.
    RatioMost,
    /// A ratio that may not rise.
    RatioFalling,
    /// What a ratio is divided by must be positive.
    RatioDivisor,
    /// A relation by `=`.
    Identity,
    /// A relation by `<=` or `>=`.
    Link,
}

/// What a requirement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// A series.
    Series,
    /// A ratio.
    Ratio,
    /// An identity or a link.
    Relation,
}

/// What a requirement is about, with its number among its sort.
pub(crate) type Subject = (Sort, usize);

/// How value and required value must compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    Equal,
    AtMost,
    AtLeast,
}

/// The value that is limited and its limit.
#[derive(Debug, Clone)]
pub(crate) enum Measure {
    /// One form against another.
    Forms { left: Form, right: Form },
    /// A quotient against a number.
    Ratio { of: Form, to: Form, bound: f64 },
    /// A quotient against the one of the period before, and the quotient at the start.
    Falling { of: Form, to: Form, of_before: Form, to_before: Form, first: Option<f64> },
}

/// One thing a plan must meet, in one period.
#[derive(Debug, Clone)]
pub(crate) struct Requirement {
    pub(crate) kind: RequirementKind,
    pub(crate) subject: Subject,
    pub(crate) period: usize,
    pub(crate) sense: Sense,
    pub(crate) measure: Measure,
}

impl RequirementKind {
    /// The word of the column `requirement`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Least => "least",
            Self::Most => "most",
            Self::LeastIncrease => "least-increase",
            Self::MostIncrease => "most-increase",
            Self::RatioLeast => "ratio-least",
            Self::RatioMost => "ratio-most",
            Self::RatioFalling => "ratio-falling",
            Self::RatioDivisor => "ratio-divisor",
            Self::Identity => "identity",
            Self::Link => "link",
        }
    }

    pub(crate) fn sense(self) -> Sense {
        match self {
            Self::Goal | Self::Identity => Sense::Equal,
            Self::Least | Self::LeastIncrease | Self::RatioLeast | Self::RatioDivisor => Sense::AtLeast,
            Self::Most | Self::MostIncrease | Self::RatioMost | Self::RatioFalling | Self::Link => Sense::AtMost,
        }
    }
}

impl Requirement {
    /// The value and what is required of it.
    pub(crate) fn sides(&self, at: Lookup<'_>) -> Option<(f64, f64)> {
        match &self.measure {
            Measure::Forms { left, right } => Some((left.value(at)?, right.value(at)?)),
            Measure::Ratio { of, to, bound } => Some((quotient(of, to, at)?, *bound)),
            Measure::Falling { of, to, of_before, to_before, .. } => Some((quotient(of, to, at)?, quotient(of_before, to_before, at)?)),
        }
    }

    /// By how much the requirement is missed, above a tolerance; zero if it is met.
    pub(crate) fn missed(&self, (value, required): (f64, f64), tolerance: f64) -> f64 {
        let by = match self.sense {
            Sense::Equal => (value - required).abs(),
            Sense::AtMost => value - required,
            Sense::AtLeast => required - value,
        };
        if by > tolerance { by } else { 0.0 }
    }

    /// The requirement as a form that must be zero or at most zero; a falling ratio is linearised at the levels given.
    pub(crate) fn form(&self, at: Lookup<'_>) -> Option<Form> {
        let form = match &self.measure {
            Measure::Forms { left, right } => left.clone().plus(-1.0, right),
            Measure::Ratio { of, to, bound } => of.clone().plus(-bound, to),
            Measure::Falling { of, to, of_before, to_before, .. } => {
                let (a, b, c, d) = (of.value(at)?, to.value(at)?, of_before.value(at)?, to_before.value(at)?);
                // of · to_before - of_before · to <= 0, to first order
                let product = Form::constant(b * c - a * d).plus(d, of).plus(a, to_before);
                product.plus(-c, to).plus(-b, of_before)
            }
        };
        Some(if self.sense == Sense::AtLeast { Form::default().plus(-1.0, &form) } else { form })
    }

    /// What a falling ratio implies whatever the levels before: it is at most the ratio at the start.
    pub(crate) fn implied(&self) -> Option<Form> {
        match &self.measure {
            Measure::Falling { of, to, first, .. } if self.curved() => Some(of.clone().plus(-(*first)?, to)),
            _ => None,
        }
    }

    /// What one more unit of the required value adds to the limit of [`Requirement::form`], with its sign.
    pub(crate) fn leverage(&self, at: Lookup<'_>) -> Option<f64> {
        let size = match &self.measure {
            Measure::Forms { .. } => 1.0,
            Measure::Ratio { to, .. } => to.value(at)?,
            Measure::Falling { to, to_before, .. } => to.value(at)? * to_before.value(at)?,
        };
        Some(if self.sense == Sense::AtLeast { size } else { -size })
    }

    /// True if it follows from others only to first order.
    pub(crate) fn curved(&self) -> bool {
        self.kind == RequirementKind::RatioFalling && self.period > 1
    }
}

/// A quotient, if the divisor is positive.
fn quotient(of: &Form, to: &Form, at: Lookup<'_>) -> Option<f64> {
    let divisor = to.value(at)?;
    let ratio = of.value(at)? / divisor;
    (divisor > 0.0 && ratio.is_finite()).then_some(ratio)
}
