//! What each command does.

mod explain;
mod new;
mod schema;
mod study;

pub(crate) use explain::{explain, methods};
pub(crate) use new::new;
pub(crate) use schema::schema;
pub(crate) use study::{check, run};

use agglom_method::Catalogue;
use std::process::ExitCode;

/// Every message of the system.
pub(crate) const CATALOGUES: [Catalogue; 5] =
    [agglom_report::MESSAGES, agglom_method::MESSAGES, agglom_data::MESSAGES, agglom_measures::MESSAGES, agglom_models::MESSAGES];

/// The study, the data or the call are wrong.
const WRONG: u8 = 2;

fn wrong(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::from(WRONG)
}
