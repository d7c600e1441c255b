//! A study: TOML to plan to run.

mod run;

pub use run::{Analysed, FileRecord, Group, Language, Run, SourceRecord, StudyText};
