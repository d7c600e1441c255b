//! Generalised Lotka-Volterra dynamics: the panel, the differential equation and its integration, two estimators, equilibrium and
//! stability, intervals and bands. Everything but the panel works in scaled units: levels in geometric means, time in mean steps.

mod bands;
mod dopri;
mod equilibrium;
mod found;
mod matching;
mod panel;
mod periods;
mod relations;
mod system;
mod trajectory;

pub(crate) use bands::{Ahead, Fit, bands};
pub(crate) use found::Findings;
pub(crate) use matching::{Estimate, Regression};
pub(crate) use panel::{Course, Panel};
pub(crate) use trajectory::{Fitted, Precision, fit, logistic_guess};

pub use equilibrium::Boundedness;
pub use found::{EquilibriumLevel, Interaction, Mode, Pair, Parameter, Point};
pub use periods::Clock;
pub(crate) use periods::Times;
pub use relations::{Influence, Relation};
