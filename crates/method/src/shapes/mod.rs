mod codes;
mod counts;
mod flows;
mod indicators;
mod labels;
mod places;
mod players;
mod reading;
mod register;

pub use codes::Codes;
pub use counts::{Absent, Cells, Counts, Gap, Measured, Sampling};
pub use flows::{Flow, Flows};
pub use indicators::{Aim, Indicator, Indicators, SeriesKind};
pub use labels::Labels;
pub use places::{Places, Polygon};
pub use players::{Player, Players};
pub use reading::{Printed, Reading, State};
pub use register::{Register, RegisterBuilder};
