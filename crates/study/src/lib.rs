//! A study: TOML to plan to run.

mod error;
mod execute;
mod headers;
mod plan;
mod provenance;
mod registry;
mod run;
mod schema;
mod study;

pub use error::{RunError, StudyError};
pub use execute::{Conditions, Observer, Stop, run};
pub use plan::Plan;
pub use registry::{METHODS, method};
pub use run::{Analysed, FileRecord, Group, Language, Run, SourceRecord, StudyText};
pub use schema::schema;
pub use study::{Analysis, Named, Study};
