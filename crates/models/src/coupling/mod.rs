//! Coupling of subsystems: scores of the systems, degrees, classes and stages, and what their uncertainty is made of.

mod classes;
mod degree;
mod draws;
mod members;
mod outcome;
mod panel;
mod sensitivity;
mod stage;

pub use classes::{Class, CouplingLevel, Lag};
pub use degree::Formula;
pub(crate) use degree::{Degree, comprehensive, standard, wang2021};
pub(crate) use draws::{Resampling, Spread};
pub(crate) use members::{Members, by_number};
pub use outcome::{Coordination, CoordinationRow, IndicatorWeight};
pub use panel::Weighting;
pub(crate) use panel::{Panel, Scales};
pub use sensitivity::Sensitivity;
pub(crate) use sensitivity::sensitivity;
pub(crate) use stage::BlockScores;
pub use stage::{Blocks, Stage, StageThresholds};
