//! How a panel is read: what counts as present, what a place can hold, what is near, what is related.

use super::kernel::Kernel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When an industry counts as present in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// The panel says so: 1 or 0.
    Given,
    /// Its size is at least the threshold.
    AtLeast,
    /// Its location quotient is at least the threshold.
    LocationQuotient,
}

/// What a place can hold of an industry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapacityBy {
    /// The panel says so.
    Given,
    /// The size of all other industries of the place, period by period.
    Total,
    /// All places are alike: 1.
    One,
}

/// How spillovers fade with distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fading {
    /// exp(-α d).
    Exponential,
    /// exp(-(α d)²).
    Gaussian,
    /// 1/(1 + (α d)^β) with `kernel_exponent` β.
    Power,
}

/// How related industries are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelatedBy {
    /// The input `proximity` says so; without it, industries do not matter to each other.
    Given,
    /// Minimum conditional probability of presence in the same place, in the first period.
    CoLocation,
    /// Industries do not matter to each other.
    None,
}

/// What stands for presence that is not known, where it matters to other places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// What the model expects.
    Expected,
    /// Nothing: it counts as absent, and connectivity is too low.
    Drop,
}

/// How industries are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pooling {
    /// Each by itself.
    None,
    /// One set of parameters for all.
    Pooled,
    /// Each by itself, drawn towards the mean of all as far as the data of the industry leave it open.
    Partial,
}

/// Connectivity that does not come from the places of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PropaguleRain {
    /// This much.
    Known(f64),
    /// None, or as much as the panel tells.
    Word(RainWord),
}

/// Whether there is connectivity from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RainWord {
    /// There is none.
    None,
    /// It is estimated.
    Estimate,
}

/// How a panel is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Specification {
    /// When an industry counts as present.
    pub presence: Presence,
    /// From where on.
    pub threshold: f64,
    /// What a place can hold.
    pub capacity: CapacityBy,
    /// How spillovers fade.
    pub kernel: Kernel,
    /// How related industries are.
    pub related: RelatedBy,
    /// Whether the way there may be longer than the way back.
    pub directed: bool,
    /// Codes of covariates; all that are bound, if none is named.
    pub covariates: Vec<String>,
    /// Error aimed at in sums over places, as a share of all that is sent.
    pub tolerance: f64,
}
