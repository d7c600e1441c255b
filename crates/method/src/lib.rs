//! The contract between data, methods and reports.
//!
//! A *shape* ([`Counts`], [`Register`], [`Indicators`], [`Places`], [`Flows`], [`Players`], [`Panel`]) is what a method reads; a [`Finding`] is what it
//! gives back; a [`Method`] is a value whose fields are its settings. Nothing here touches a file, a clock or the network,
//! and nothing here knows where the numbers came from.
//!
//! ```text
//!   shapes ──> Method::compute ──> Output ──> Method::present ──> Finding { tables, charts, notes }
//! ```

mod error;
mod exact_sum;
mod finding;
mod inputs;
mod message;
mod method;
mod nearest;
mod seed;
mod shapes;
mod watch;

pub use error::{MethodError, SettingError};
pub use exact_sum::{ExactSum, exact_sum};
pub use finding::{Chart, Column, Finding, Mark, Note, NoteKind, Order, Reference, Scale, Table, Unit, Values};
pub use inputs::{Bound, Inputs, Periods, Shape, ShapeKind, Slot};
pub use message::{Argument, Catalogue, Message};
pub use method::{Context, Family, Method, PrepareError, Prepared, Registered, TableSpec, schema_of};
pub use nearest::nearest;
pub use seed::{Generator, Seed};
pub use shapes::{
    Absent, Aim, Capacity, Cells, Codes, Counts, Flow, Flows, Gap, Indicator, Indicators, Labels, Measured, Panel, Places, Player, Players, Polygon,
    Printed, Reading, Register, RegisterBuilder, Sampling, SeriesKind, State,
};
pub use watch::{Unwatched, Watch};

/// Every sentence and label this crate speaks, in both languages.
pub const MESSAGES: Catalogue = Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
