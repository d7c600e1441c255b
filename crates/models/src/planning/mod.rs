//! Plans of linked series: what a plan must meet as linear forms of its levels, the smoothest levels that meet it, and what stands
//! in the way if there are none.

mod conflict;
mod exact;
mod form;
mod limits;
mod outcome;
mod program;
mod qp;
mod requirement;
mod settings;
mod solve;
mod source;
mod statement;

pub use outcome::{PathObjective, PathPoint, Plan, PlanAudit, PlannedLevel, PlannedRatio, ShadowPrice};
pub(crate) use outcome::{listed, plan, spoken};
pub(crate) use program::Program;
pub use requirement::RequirementKind;
pub(crate) use requirement::{Requirement, Sense, Sort, Subject};
pub(crate) use settings::checked;
pub use settings::{Amounts, PlannedSeries, RatioLimit, Smoothness};
pub(crate) use solve::{Solution, solution};
pub(crate) use source::{Source, Timeline};
pub(crate) use statement::Statement;

/// Numbers larger than this are refused: their squares would be too large for a number.
pub(crate) const LARGEST: f64 = 1e100;
/// Most periods a plan may have: beyond, second differences in f64 no longer fix levels to eight digits.
pub(crate) const MOST_PERIODS: usize = 100;
/// How far a requirement may be missed, as a share of the larger side.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// True if two numbers differ by no more than the tolerance.
pub(crate) fn agrees(a: f64, b: f64) -> bool {
    (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1e-12)
}
