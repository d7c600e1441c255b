//! Everything that a report can say exists in both languages.

use crate::conformance::findings;
use crate::{root, sources};
use agglom_method::{Catalogue, Finding, Mark, Message, Values};
use agglom_report::Speaker;
use agglom_study::{Language, METHODS};
use std::collections::{BTreeMap, BTreeSet};

const CATALOGUES: [(&str, Catalogue); 5] = [
    ("report", agglom_report::MESSAGES),
    ("method", agglom_method::MESSAGES),
    ("data", agglom_data::MESSAGES),
    ("measures", agglom_measures::MESSAGES),
    ("models", agglom_models::MESSAGES),
];

fn keys(text: &str) -> Vec<String> {
    let key = |line: &str| {
        line.split_once(" =")
            .map(|(k, _)| k.trim().to_owned())
            .filter(|k| !k.is_empty() && k.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)))
    };
    text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic())).filter_map(key).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_each_key_once() {
    let mut home: BTreeMap<String, &str> = BTreeMap::new();
    for (name, catalogue) in CATALOGUES {
        let (en, zh) = (keys(catalogue.en), keys(catalogue.zh));
        assert_eq!(en.iter().collect::<BTreeSet<_>>(), zh.iter().collect::<BTreeSet<_>>(), "{name}");
        assert_eq!(en.len(), en.iter().collect::<BTreeSet<_>>().len(), "{name}: a key twice in English");
        assert_eq!(zh.len(), zh.iter().collect::<BTreeSet<_>>().len(), "{name}: a key twice in Chinese");
        for key in en {
            let other = home.insert(key.clone(), name);
            assert_eq!(other, None, "`{key}` is said in {name} and in {other:?}");
        }
    }
}

#[test]
fn both_catalogues_are_sound() {
    let all: Vec<Catalogue> = CATALOGUES.iter().map(|c| c.1).collect();
    for language in [Language::En, Language::Zh] {
        assert!(Speaker::new(language, &all).is_ok(), "{language:?}");
    }
}

/// Every message that a finding can show.
fn messages(finding: &Finding) -> Vec<Message> {
    let mut found: Vec<Message> = finding.notes.iter().map(|n| n.message.clone()).collect();
    for table in &finding.tables {
        found.push(table.title.clone());
        for column in &table.columns {
            found.push(Message::new(format!("column-{}", column.name.replace('_', "-"))));
            if let Values::Word(words) = &column.values {
                let words: BTreeSet<&str> = words.iter().flatten().copied().collect();
                found.extend(words.into_iter().map(|w| Message::new(format!("{}-{w}", column.name).replace('_', "-"))));
            }
        }
    }
    for chart in &finding.charts {
        found.extend([chart.title.clone(), chart.reading.clone()]);
        match &chart.mark {
            Mark::Bars { reference, .. } | Mark::Dots { reference, .. } | Mark::Lines { reference, .. } | Mark::Curves { reference, .. } => {
                found.extend(reference.iter().map(|r| r.label.clone()));
            }
            Mark::Scatter { x_reference, y_reference, equal, .. } => {
                found.extend(x_reference.iter().chain(y_reference).map(|r| r.label.clone()).chain(equal.clone()));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn everything_the_methods_say_on_the_samples_can_be_said_in_both_languages() {
    let all: Vec<Catalogue> = CATALOGUES.iter().map(|c| c.1).collect();
    for language in [Language::En, Language::Zh] {
        let speaker = Speaker::new(language, &all).unwrap();
        for method in METHODS {
            for message in findings(method).iter().flat_map(messages) {
                let said = speaker.say(&message);
                assert!(!said.contains('⟦') && !said.contains("{$"), "{language:?}, {}: {said}", method.key);
            }
        }
    }
}

/// Keys that are written out in the code, of messages, nouns and words.
#[test]
fn every_key_in_the_code_is_in_the_catalogues() {
    let known: BTreeSet<String> = CATALOGUES.iter().flat_map(|(_, c)| keys(c.en)).collect();
    let mut seen = 0;
    for file in sources(&root().join("crates")).into_iter().filter(|f| f.to_string_lossy().contains("/src/")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for (mark, prefix) in [("Message::new(\"", ""), ("what: \"", "noun-")] {
            for (at, _) in text.match_indices(mark) {
                // Examples in documentation may name anything.
                let line = text[..at].rsplit('\n').next().unwrap_or_default();
                if line.trim_start().starts_with("//") {
                    continue;
                }
                let key = text[at + mark.len()..].split('"').next().unwrap_or_default();
                let key = format!("{prefix}{}", key.replace(' ', "-"));
                assert!(known.contains(&key), "{}: `{key}` is in no catalogue", file.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "found only {seen} keys: this test looks in the wrong place");
}
