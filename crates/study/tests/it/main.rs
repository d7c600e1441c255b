//! Studies that are refused, planned and run, on the engine of this process.
#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs, unreachable_pub)] // a test binary

mod mutations;
mod planned;
mod refused;
mod running;

use agglom_datafusion::Engine;
use agglom_study::{Plan, RunError, Study, StudyError};
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Two regions, two industries, two years; the analyses of this file take one year at a time.
pub const JOBS: &str = "region,industry,jobs,year\n\
    a,x,5,2020\na,y,7,2020\nb,x,9,2020\nb,y,1,2020\n\
    a,x,6,2021\na,y,7,2021\nb,x,9,2021\nb,y,2,2021\n";

/// A source of jobs, to be followed by more of its keys or by analyses.
pub const SOURCE: &str = r#"[sources.jobs]
path = "jobs.csv"
columns = { region = "region", industry = "industry", value = "jobs", period = "year" }
"#;

/// An analysis of the jobs, to be followed by more of its keys.
pub const ANALYSIS: &str = r#"
[[analysis]]
method = "location_quotient"
source = "jobs"
by = ["year"]
"#;

/// A folder with the jobs.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("jobs.csv"), JOBS).unwrap();
    folder
}

pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// The plan of a study that stands in a folder.
pub async fn plan(folder: &Path, text: &str, engine: &Engine) -> Result<Plan, RunError> {
    let study = Study::parse(&folder.join("study.toml"), text).map_err(|e| RunError::Study(vec![e]))?;
    Plan::new(study, engine).await
}

/// Everything that is wrong with a study; nothing if it is fine.
pub fn errors(folder: &Path, text: &str) -> Vec<StudyError> {
    match runtime().block_on(plan(folder, text, &Engine::new(2))) {
        Ok(_) => Vec::new(),
        Err(RunError::Study(errors)) => errors,
        Err(other) => panic!("data were read: {other}"),
    }
}
