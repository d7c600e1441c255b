//! What a plan promises of a study that is right.

use crate::{ANALYSIS, SOURCE, errors, folder, plan, runtime};
use agglom_datafusion::Engine;
use agglom_study::{Language, METHODS, Plan, RunError, Study, schema};
use std::path::Path;

/// Four analyses, of which `second` reads `first` and `third` reads `second`.
fn chain() -> String {
    let later = "[[analysis]]\nname = \"third\"\nmethod = \"concentration\"\nsource = \"from_second\"\nby = [\"year\"]\n\
        [[analysis]]\nname = \"second\"\nmethod = \"location_quotient\"\nsource = \"first.location_quotient\"\nby = [\"year\"]\n\
        [[analysis]]\nname = \"alone\"\nmethod = \"shift_share\"\nsource = \"jobs\"\n";
    let table = "[sources.from_second]\ntable = \"second.location_quotient\"\ncolumns = { value = \"value\" }\n";
    format!("{table}{SOURCE}{}{later}", ANALYSIS.replace("method", "name = \"first\"\nmethod"))
}

fn planned(text: &str) -> Result<Plan, RunError> {
    runtime().block_on(plan(folder().path(), text, &Engine::new(2)))
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.analyses().map(|a| a.0).collect()
}

#[test]
fn what_a_study_does_not_say() {
    let study = Study::parse(Path::new("folder/jobs of 2021.toml"), &format!("{SOURCE}{ANALYSIS}")).unwrap();
    assert_eq!((study.title.as_str(), study.seed, study.language), ("jobs of 2021", 0, Language::En));
    assert_eq!(study.folder(), Path::new("folder"));
    assert_eq!(study.analyses[0].name, "location_quotient");
    assert!(study.analyses[0].value.settings.is_empty());
}

#[test]
fn numbers_of_any_notation() {
    let seed = |text: &str| Study::parse(Path::new("s.toml"), &format!("seed = {text}\n{SOURCE}{ANALYSIS}")).unwrap().seed;
    assert_eq!([seed("1_000"), seed("0x1f"), seed("0b11"), seed("9223372036854775807")], [1000, 31, 3, i64::MAX as u64]);
    let settings = |text: &str| errors(folder().path(), &format!("{SOURCE}{ANALYSIS}settings = {{ min_value = {text} }}\n"));
    for text in ["1", "1_000", "1e3", "0.5", "+1.5", "0x10"] {
        assert_eq!(settings(text), [], "{text}");
    }
}

#[test]
fn sources_and_analyses_stand_in_the_order_of_the_study() {
    let study = Study::parse(Path::new("s.toml"), &chain()).unwrap();
    let sources: Vec<&str> = study.sources.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(sources, ["from_second", "jobs"]);
    assert_eq!(names(&planned(&chain()).unwrap()), ["first", "third", "second", "alone"]);
}

#[test]
fn places_of_the_parts_of_a_study() {
    let text = format!("{SOURCE}{ANALYSIS}settings = {{ alpha = 0.1 }}\n");
    let study = Study::parse(Path::new("s.toml"), &text).unwrap();
    let (jobs, analysis) = (&study.sources[0], &study.analyses[0]);
    assert_eq!(&text[jobs.span_of("columns.value")], "\"jobs\"");
    assert_eq!(&text[jobs.span_of("path")], "\"jobs.csv\"");
    assert_eq!(&text[analysis.span_of("settings.alpha")], "0.1");
    assert_eq!(&text[analysis.span_of("settings.draws")], "{ alpha = 0.1 }", "the nearest whole");
    assert_eq!(&text[analysis.span_of("nothing")], "[[analysis]]");
}

#[test]
fn some_analyses_and_what_they_read() {
    let only = |wanted: &[&str]| planned(&chain()).unwrap().only(&wanted.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
    assert_eq!(names(&only(&["third"]).unwrap()), ["first", "third", "second"]);
    assert_eq!(names(&only(&["alone", "first"]).unwrap()), ["first", "alone"]);
    let RunError::Study(errors) = only(&["frist"]).err().unwrap() else { panic!("not the study's fault") };
    for piece in ["--only", "no analysis `frist`", "nearest is `first`", "`first`, `third`, `second`, `alone`"] {
        assert!(errors[0].message.contains(piece), "{}", errors[0].message);
    }
}

#[test]
fn a_source_that_nothing_reads_is_checked_all_the_same() {
    let text = format!("[sources.spare]\npath = \"spare.csv\"\n{SOURCE}{ANALYSIS}");
    assert_eq!(errors(folder().path(), &text).len(), 1);
}

#[test]
fn every_method_knows_itself_in_the_schema() {
    let schema = schema();
    let analyses = schema["properties"]["analysis"]["items"]["oneOf"].as_array().unwrap();
    let keys: Vec<&str> = analyses.iter().map(|a| a["properties"]["method"]["const"].as_str().unwrap()).collect();
    assert_eq!(keys, METHODS.iter().map(|m| m.key).collect::<Vec<_>>());
    assert!(analyses.iter().all(|a| a["properties"]["settings"]["type"] == "object" && a["additionalProperties"] == false));
}
