//! `run.json`: everything needed to repeat a run and to check it.

use super::table_names;
use crate::Speaker;
use agglom_method::NoteKind;
use agglom_study::{Analysed, Group, Run, SourceRecord};
use serde_json::{Value, json};

pub(super) fn record(run: &Run, speaker: &Speaker, files: &[String]) -> Value {
    json!({
        "agglom": run.version,
        "title": run.title,
        "language": run.language,
        "seed": run.seed,
        "started": run.started,
        "seconds": run.seconds,
        "threads": run.threads,
        "study": run.study,
        "sources": run.sources.iter().map(source).collect::<Vec<_>>(),
        "analyses": run.analyses.iter().map(|a| analysis(a, speaker)).collect::<Vec<_>>(),
        "files": files,
    })
}

fn source(source: &SourceRecord) -> Value {
    let chosen: serde_json::Map<String, Value> = source.chosen.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    json!({ "name": source.name, "table": source.table, "files": source.files, "chosen": chosen, "ledgers": source.ledgers })
}

fn analysis(analysis: &Analysed, speaker: &Speaker) -> Value {
    let inputs: serde_json::Map<String, Value> = analysis.inputs.iter().map(|(slot, source)| (slot.clone(), Value::from(source.as_str()))).collect();
    let (groups, error) = match &analysis.outcome {
        Ok(groups) => (groups.as_slice(), None),
        Err(error) => (&[][..], Some(json!({ "message": speaker.say(&error.message()), "status": error.status() }))),
    };
    json!({
        "name": analysis.name,
        "method": analysis.method,
        "family": analysis.family,
        "inputs": inputs,
        "by": analysis.by,
        "settings": analysis.settings,
        "found": error.is_none(),
        "error": error,
        "tables": table_names(groups).into_iter().map(|name| table(name, groups)).collect::<Vec<_>>(),
        "notes": groups.iter().flat_map(|g| notes(g, speaker)).collect::<Vec<_>>(),
        "seconds": analysis.seconds,
        "peak_memory_bytes": analysis.peak_bytes,
    })
}

fn table(name: &str, groups: &[Group]) -> Value {
    let rows: usize = groups.iter().flat_map(|g| &g.finding.tables).filter(|t| t.name == name).map(agglom_method::Table::rows).sum();
    json!({ "name": name, "rows": rows })
}

fn notes(group: &Group, speaker: &Speaker) -> Vec<Value> {
    let by: serde_json::Map<String, Value> = group.by.iter().map(|(column, value)| (column.clone(), Value::from(value.as_str()))).collect();
    let kind = |kind: NoteKind| serde_json::to_value(kind).unwrap_or_default();
    group.finding.notes.iter().map(|n| json!({ "by": by, "kind": kind(n.kind), "text": speaker.say(&n.message) })).collect()
}
