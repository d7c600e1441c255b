//! Whatever is done to a study, it is refused in words or planned: nothing panics, and every place lies within the text.

use crate::{errors, folder, plan, runtime};
use agglom_datafusion::Engine;
use agglom_study::{RunError, Study};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;
use std::path::Path;

const STUDY: &str = r#"title = "县域产业" # a comment
seed = 7
language = "zh"

[sources.jobs]
path = "jobs.csv"
columns = { region = "region", industry = "industry", value = "jobs", period = "year" }
where = "year >= 2020 and industry like 'x%'"
missing = ["", "n/a"]
regions = { path = "jobs.csv", id = "code" }
decimal = ","

[sources.made]
table = "lq.location_quotient"
columns = { value = "value" }

[[analysis]]
name = "lq"
method = "location_quotient"
inputs = { source = "jobs", reference = "jobs" }
by = ["year"]
settings = { min_value = 2.5, draws = 99, all_pairs = true }

[[analysis]]
method = "concentration"
source = "made"
by = ["year"]

[analysis.settings]
alpha = 0.1
"#;

/// Pieces to put into a study: what TOML is made of, what a study is made of, and what is neither.
const PIECES: [&str; 24] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "=",
    ",",
    ".",
    "\n",
    "#",
    "\\",
    "-1",
    "1e999",
    "nan",
    "0x",
    "\u{0}",
    "醴陵",
    "\u{1F600}",
    "\"lq.location_quotient\"",
    "\"made\"",
    "[[analysis]]\n",
    "true",
    "\"\"\"",
];

/// What to do to a text: at a place (0..1), over a length (0..12 bytes), with a piece.
type Change = (f64, usize, usize, u8);

fn changed(text: &str, (at, length, piece, what): Change) -> String {
    let start = text.floor_char_boundary((at * text.len() as f64) as usize);
    let end = text.ceil_char_boundary((start + length).min(text.len()));
    let (before, middle, after) = (&text[..start], &text[start..end], &text[end..]);
    match what {
        0 => format!("{before}{after}"),
        1 => format!("{before}{}{middle}{after}", PIECES[piece]),
        2 => format!("{before}{}{after}", PIECES[piece]),
        3 => format!("{before}{middle}{middle}{after}"),
        4 => format!("{after}{middle}{before}"),
        _ => before.to_owned(),
    }
}

#[test]
fn nothing_that_is_done_to_a_study_makes_it_panic() {
    let (folder, runtime, engine) = (folder(), runtime(), Engine::new(1));
    assert_eq!(errors(folder.path(), STUDY), [], "a study that is wrong already shows little");
    let change = (0.0..1.0, 0..12_usize, 0..PIECES.len(), 0..6_u8);
    let mut runner = TestRunner::new(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() });
    let sound_toml = Cell::new(0);
    let outcome = runner.run(&prop::collection::vec(change, 1..3), |changes| {
        let text = changes.into_iter().fold(STUDY.to_owned(), |text, change| changed(&text, change));
        sound_toml.set(sound_toml.get() + usize::from(Study::parse(Path::new("s.toml"), &text).is_ok()));
        match runtime.block_on(plan(folder.path(), &text, &engine)) {
            Ok(_) => {}
            Err(RunError::Study(errors)) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    let line = text.split('\n').nth(error.line - 1);
                    prop_assert!(line.is_some_and(|l| error.column <= l.chars().count() + 1), "{error} in {text}");
                    prop_assert!(text.get(error.span.clone()).is_some(), "{error:?} in {text}");
                    prop_assert!(!error.message.is_empty());
                }
            }
            Err(other) => prop_assert!(false, "{other} in {text}"),
        }
        Ok(())
    });
    outcome.unwrap();
    assert!(sound_toml.get() > 40, "{} studies were TOML: the others test little of ours", sound_toml.get());
}
