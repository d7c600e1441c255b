//! What a plan checks against the headers of files and of the tables to come. No rows are read.

use crate::error::{RunError, StudyError};
use crate::plan::{Input, Resolved, Step, columns_of};
use crate::study::{Named, Study};
use agglom_data::{Content, DataError, Source, Tables, open_content};
use agglom_method::ShapeKind;
use std::ops::Range;

/// Opens every source and checks its columns, its `where`, and the columns of every `by`.
pub(crate) async fn check(study: &Study, sources: &mut [Resolved], steps: &[Option<Step>], tables: &dyn Tables) -> Vec<StudyError> {
    let mut errors = Vec::new();
    for resolved in &mut *sources {
        let named = study.sources.iter().find(|s| s.name == resolved.place.source_name);
        match open(study, resolved, steps, tables).await {
            Ok(columns) => inside(study, resolved, named, &columns, tables, &mut errors).await,
            Err(error) => errors.push(study.error(place_of(&error, resolved, named), error.to_string())),
        }
    }
    if errors.is_empty() {
        columns_of_by(study, sources, steps, tables, &mut errors).await;
    }
    errors
}

/// Opens a source; its columns.
async fn open(study: &Study, resolved: &mut Resolved, steps: &[Option<Step>], tables: &dyn Tables) -> Result<Vec<String>, DataError> {
    let Resolved { place, source, .. } = resolved;
    let content = match &resolved.table {
        None => open_content(place, source, study.folder())?,
        Some((analysis, table)) => Content::Batches(vec![expected(steps[*analysis].as_ref(), table)]),
    };
    if let Content::Text(text) = &content {
        resolved.chosen = text.chosen();
    }
    tables.open(place, source, content).await
}

/// Where a source that cannot be opened is wrong: its `path`, if the file is to blame.
fn place_of(error: &DataError, resolved: &Resolved, named: Option<&Named<Source>>) -> Range<usize> {
    match (error, named) {
        (DataError::Source { .. }, _) | (_, None) => resolved.span.clone(),
        (_, Some(named)) => named.span_of("path"),
    }
}

/// Checks the columns, the file of regions and the `where` of an open source.
async fn inside(
    study: &Study,
    resolved: &Resolved,
    named: Option<&Named<Source>>,
    columns: &[String],
    tables: &dyn Tables,
    errors: &mut Vec<StudyError>,
) {
    let Resolved { place, source, span, .. } = resolved;
    let at = |key: &str| named.map_or(span.clone(), |n| n.span_of(key));
    for (role, column) in source.columns.iter().filter(|(_, column)| !columns.contains(column)) {
        errors.push(study.error(at(&format!("columns.{role}")), place.no_column(column, columns).to_string()));
    }
    if let Some(path) = source.regions.as_ref().and_then(|r| r.path.as_ref())
        && let Err(e) = std::fs::File::open(study.folder().join(path))
    {
        errors.push(study.error(at("regions.path"), format!("source `{}`: cannot open {path}: {e}", place.source_name)));
    }
    if source.filter.is_some()
        && let Err(e) = tables.check_filter(place, source).await
    {
        errors.push(study.error(at("where"), e.to_string()));
    }
}

/// A table without rows that has the columns which an analysis will make, all as text.
fn expected(step: Option<&Step>, table: &str) -> agglom_data::read::Batch {
    let made = columns_of(step.map(|s| s.method), table);
    let by = step.map(|s| s.by.clone()).unwrap_or_default();
    agglom_data::read::empty(by.into_iter().chain(made.map(str::to_owned)))
}

/// Checks that the columns of every `by` exist.
async fn columns_of_by(study: &Study, sources: &[Resolved], steps: &[Option<Step>], tables: &dyn Tables, errors: &mut Vec<StudyError>) {
    for (step, analysis) in steps.iter().zip(&study.analyses) {
        let Some(step) = step else { continue };
        for input in step.inputs.iter().filter(|i| splits(i)) {
            let resolved = &sources[input.source];
            let columns = tables.columns(&resolved.place).await.unwrap_or_default();
            for by in &step.by {
                if resolved.source.column(by).is_none() && !columns.contains(by) {
                    errors.push(study.error(analysis.span_of("by"), resolved.place.no_column(by, &columns).to_string()));
                }
            }
        }
    }
}

/// Whether `by` splits an input: places are the same for every group.
pub(crate) fn splits(input: &Input) -> bool {
    input.shape != ShapeKind::Places
}

/// Data that turn out not to be as the study says.
pub(crate) fn data_error(study: &Study, span: &Range<usize>, error: DataError) -> RunError {
    let at = study.error(span.clone(), error.to_string());
    RunError::Data { error: Box::new(error), at: Box::new(at) }
}
