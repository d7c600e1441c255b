use agglom_study::schema as study_schema;
use std::process::ExitCode;

/// Prints the JSON schema of a study.
pub(crate) fn schema() -> ExitCode {
    println!("{}", serde_json::to_string_pretty(&study_schema()).unwrap_or_default());
    ExitCode::SUCCESS
}
