//! A report speaks one language.

use crate::outputs::self_contained;
use crate::{Desk, root};
use std::fs;

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// English messages long enough not to be a code or a name, without placeables.
fn english() -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("crates")).unwrap().flatten() {
        let text = fs::read_to_string(entry.path().join("messages/en.ftl")).unwrap_or_default();
        let messages = text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(|l| l.split_once(" = "));
        found.extend(messages.map(|(_, text)| text.to_owned()).filter(|t| t.contains(' ') && t.len() > 8 && !t.contains('{')));
    }
    assert!(found.len() > 100);
    found
}

/// An example in the other language.
fn translated(example: &str) -> (Desk, String) {
    let desk = Desk::of_example(example);
    let study = fs::read_to_string(desk.path().join("study.toml")).unwrap();
    assert_eq!(study.matches("\"en\"").count(), 1);
    desk.put("study.toml", study.replace("\"en\"", "\"zh\"").as_bytes());
    desk.runs(&[]);
    let report = desk.results("report.html");
    (desk, report)
}

#[test]
fn a_chinese_report_has_no_english_sentence_in_it() {
    for example in ["helsinki", "liling"] {
        let (desk, report) = translated(example);
        assert!(report.contains("<html lang=\"zh\">"));
        self_contained(&report, &desk.path().join("study-results"));
        for text in english() {
            assert!(!report.contains(&format!(">{text}<")) && !report.contains(&format!(" {text} ")), "{example}: {text}");
        }
        assert!(report.chars().filter(|&c| is_chinese(c)).count() > 1000);
        assert!(desk.results("run.json").chars().any(is_chinese), "notes are in the report's language");
    }
}

#[test]
fn an_english_report_has_no_chinese_in_it() {
    let desk = Desk::of_example("liling");
    desk.runs(&[]);
    let report = desk.results("report.html");
    assert!(report.contains("<html lang=\"en\">"));
    assert_eq!(report.chars().filter(|&c| is_chinese(c)).collect::<String>(), "");
    assert!(english().iter().any(|text| report.contains(text)), "or the other test shows nothing");
}

#[test]
fn numbers_and_codes_are_the_same_in_every_language() {
    let english = Desk::of_example("liling");
    english.runs(&[]);
    let (chinese, _) = translated("liling");
    assert!(english.tables() == chinese.tables());
}
