//! Every command but `run`, and what each says where.

use crate::{Desk, JOBS, STUDY, agglom, root};
use std::collections::BTreeSet;
use std::fs;

fn here(arguments: &[&str]) -> crate::Ran {
    agglom(Desk::with(&[]).path(), arguments)
}

/// The methods as the program lists them.
fn methods() -> Vec<String> {
    let listed = here(&["methods"]);
    listed.ends(0, &[]);
    listed.out.lines().filter_map(|l| l.strip_prefix("  ")).filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn a_new_study_runs() {
    let desk = Desk::with(&[]);
    let made = agglom(desk.path(), &["new", "first"]);
    made.ends(0, &["run it with: agglom run first/study.toml"]);
    assert_eq!(made.out, "first/study.toml\n");
    let checked = agglom(desk.path(), &["check", "first/study.toml"]);
    checked.ends(0, &[]);
    assert_eq!(
        checked.out,
        "first/study.toml is fine:\n  strengths (location_quotient)\n  specialization (specialization)\n  shift_share (shift_share)\n"
    );
    let ran = agglom(desk.path(), &["run", "first/study.toml"]);
    ran.ends(0, &["3 of 3 analyses"]);
    assert_eq!(ran.out, "first/study-results/report.html\n");
    let before = desk.files();
    agglom(desk.path(), &["new", "first"]).ends(2, &["first exists already; choose a new folder"]);
    assert!(desk.files() == before);
    agglom(desk.path(), &["new", "first/study.toml/inside"]).ends(2, &["cannot write"]);
}

#[test]
fn a_check_says_everything_that_is_wrong_and_writes_nothing() {
    let wrong =
        STUDY.replace("title", "titel").replace("value = \"jobs\"", "value = \"job\"").replace("\"location_quotient\"", "\"locaton_quotient\"");
    let desk = Desk::with(&[("jobs.csv", JOBS.as_bytes()), ("study.toml", wrong.as_bytes())]);
    let before = desk.files();
    let ran = agglom(desk.path(), &["check", "study.toml"]);
    ran.ends(
        2,
        &["error: study.toml:1:1: a study has no key `titel`; nearest is `title`", "error: study.toml:9:10: there is no method `locaton_quotient`"],
    );
    assert_eq!(ran.err.matches("error: ").count(), 2, "{}", ran.err);
    assert!(ran.err.contains("titel = \"Jobs\"") && ran.err.contains("here"), "the lines are shown: {}", ran.err);
    assert_eq!(ran.out, "");
    desk.put("study.toml", STUDY.replace("value = \"jobs\"", "value = \"job\"").as_bytes());
    agglom(desk.path(), &["check", "study.toml"]).ends(2, &["study.toml:5:80: source `jobs`: no column `job` in jobs.csv (nearest is `jobs`)"]);
    desk.put("study.toml", wrong.as_bytes());
    assert!(desk.files() == before);
}

#[test]
fn study_files_that_are_not() {
    let desk = Desk::of_jobs();
    agglom(desk.path(), &["check", "nowhere.toml"]).ends(2, &["cannot open nowhere.toml"]);
    agglom(desk.path(), &["run", "."]).ends(2, &["cannot open ."]);
    desk.put("study.toml", b"title = \"\xf5\xb7\"\n");
    desk.run(&[]).ends(2, &["study.toml is not UTF-8 text"]);
    desk.put("study.toml", b"");
    desk.run(&[]).ends(2, &["study.toml:1:1: the study asks for nothing: add an [[analysis]]"]);
    desk.put("study.toml", &[b"\xEF\xBB\xBF", STUDY.as_bytes()].concat());
    desk.run(&[]).ends(0, &[]);
    desk.put("study.toml", STUDY.replace('\n', "\r\n").replace("lq\"", "lq\"\r\nnme = 1").as_bytes());
    desk.run(&[]).ends(2, &["study.toml:9:1: an analysis has no key `nme`; nearest is `name`"]);
}

#[test]
fn calls_that_are_wrong() {
    for (arguments, piece) in [
        (&["frobnicate"][..], "frobnicate"),
        (&["run"], "STUDY"),
        (&["run", "study.toml", "--threads", "0"], "--threads"),
        (&["run", "study.toml", "--thread", "2"], "--threads"),
        (&["methods", "--family", "measures"], "there is no family `measures`; there are audit, delineate, measure"),
        (&["explain", "locaton_quotient"], "`locaton_quotient`; nearest is `location_quotient`; there are growth_audit, urban_agglomeration"),
        (&["explain", "rolls"], "nearest is `roles`"),
    ] {
        let ran = here(arguments);
        ran.ends(2, &[piece]);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}

#[test]
fn every_method_and_topic_is_explained() {
    let methods = methods();
    assert!(methods.len() >= 8);
    for method in &methods {
        let page = here(&["explain", method]);
        page.ends(0, &[]);
        assert_eq!(page.err, "");
        for heading in ["FORMULA", "READING", "UNDEFINED WHEN", "SOURCE", "INPUTS", "SETTINGS", "TABLES", "IN A STUDY"] {
            assert!(page.out.lines().any(|l| l == heading), "{method}: {heading}");
        }
        assert!(page.out.starts_with(&format!("{method}  (")) && page.out.contains(&format!("method = \"{method}\"")));
    }
    for (topic, piece) in [("study", "[[analysis]]"), ("source", "encoding"), ("results", "run.json"), ("roles", "establishments")] {
        assert!(here(&["explain", topic]).out.contains(piece), "{topic}");
    }
    let all = here(&["explain"]).out;
    assert!(all.contains("[sources.jobs]") && methods.iter().all(|m| all.contains(m)));
}

#[test]
fn methods_of_a_family() {
    let measures = here(&["methods", "--family", "measure"]).out;
    let audits = here(&["methods", "--family", "audit"]).out;
    assert!(measures.starts_with("measure\n") && measures.contains("  location_quotient ") && !measures.contains("growth_audit"));
    assert!(audits.starts_with("audit\n  growth_audit ") && audits.lines().count() == 2);
}

/// Keys of a table in TOML, without those of tables within it.
fn keys<'a>(text: &'a str, header: &str) -> BTreeSet<&'a str> {
    let parts = text.split("\n[").filter(|part| part.starts_with(header));
    let lines = parts.flat_map(|part| part.lines().skip(1));
    lines.filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(|l| l.split_once('=')).map(|(key, _)| key.trim()).collect()
}

#[test]
fn the_schema_knows_every_key_of_the_examples() {
    let printed = here(&["schema"]);
    printed.ends(0, &[]);
    let schema: serde_json::Value = serde_json::from_str(&printed.out).unwrap();
    let source = &schema["properties"]["sources"]["additionalProperties"]["properties"];
    let analyses = schema["properties"]["analysis"]["items"]["oneOf"].as_array().unwrap();
    let listed: Vec<&str> = analyses.iter().map(|a| a["properties"]["method"]["const"].as_str().unwrap()).collect();
    assert_eq!(listed, methods());
    for example in fs::read_dir(root().join("examples")).unwrap().flatten() {
        let study = fs::read_to_string(example.path().join("study.toml")).unwrap();
        let (sources, analysis) = (keys(&study, "sources."), keys(&study, "[analysis]]"));
        assert!(sources.contains("path") && analysis.contains("method"), "{sources:?} {analysis:?}");
        assert!(sources.iter().all(|key| source.get(key).is_some()), "{sources:?}");
        assert!(analyses.iter().all(|a| analysis.iter().all(|key| a["properties"].get(key).is_some())), "{analysis:?}");
    }
    assert!(source["columns"]["properties"]["establishments"]["description"].is_string());
}

#[test]
fn nothing_is_drawn_where_nobody_watches() {
    let ran = Desk::of_jobs().run(&[]);
    ran.ends(0, &[]);
    assert_eq!(ran.out, "study-results/report.html\n");
    assert!(!ran.err.contains('\u{1b}') && !ran.err.contains('\r') && ran.err.lines().count() == 1, "{:?}", ran.err);
}
