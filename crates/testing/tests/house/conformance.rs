//! What every method must do, whoever wrote it.

use crate::{root, sources};
use agglom_method::{Bound, Context, Finding, Mark, MethodError, Periods, Prepared, Registered, Scale, Seed, ShapeKind, Slot, Unwatched};
use agglom_study::METHODS;
use agglom_testing::samples;
use serde_json::json;
use std::collections::BTreeSet;

/// Ways to fill the slots of a method: each slot alone, and all together, with every shape that it takes.
fn bindings(method: &Registered, shape: impl Fn(ShapeKind, &Slot) -> agglom_method::Shape) -> Vec<Bound> {
    let mut ways = vec![];
    let fill = |slots: &[&'static Slot], which: usize| {
        slots.iter().fold(Bound::default(), |b, s| b.with(s.name, shape(s.accepts[which.min(s.accepts.len() - 1)], s)))
    };
    let all: Vec<&'static Slot> = method.slots.iter().collect();
    let most = all.iter().map(|s| s.accepts.len()).max().unwrap_or(0);
    for which in 0..most {
        for subset in 1..(1usize << all.len()) {
            let slots: Vec<&'static Slot> = all.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1).map(|(_, s)| *s).collect();
            ways.push(fill(&slots, which));
        }
    }
    ways
}

fn full(method: &Registered) -> impl Fn(ShapeKind, &Slot) -> agglom_method::Shape {
    |kind, slot| samples::shape_for(method.key, kind, if slot.periods == Periods::Any { 3 } else { 1 })
}

fn prepare(method: &Registered) -> Box<dyn Prepared> {
    assert!((method.prepare)(json!({})).is_ok(), "{}: its defaults must do", method.key);
    (method.prepare)(samples::settings(method.key)).ok().unwrap_or_else(|| panic!("{}: the settings of its samples must do", method.key))
}

fn run(method: &Registered, bound: &Bound, seed: u64) -> Result<Finding, MethodError> {
    prepare(method).run(bound, &Context { seed: Seed::new(seed), watch: &Unwatched })
}

/// What a method finds on the samples, for every way of filling its slots that it accepts.
pub fn findings(method: &Registered) -> Vec<Finding> {
    let found: Vec<Finding> = bindings(method, full(method)).iter().filter_map(|b| run(method, b, 7).ok()).collect();
    assert!(!found.is_empty(), "{}: finds nothing on any sample", method.key);
    found
}

fn camel(key: &str) -> String {
    key.split('_').map(|w| w[..1].to_uppercase() + &w[1..]).collect()
}

#[test]
fn file_key_and_struct_have_one_name() {
    let mut files = BTreeSet::new();
    for crate_name in ["measures", "models"] {
        for entry in std::fs::read_dir(root().join("crates").join(crate_name).join("src")).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(stem) = name.strip_suffix(".rs").filter(|s| *s != "lib") else { continue };
            let text = std::fs::read_to_string(entry.path()).unwrap();
            assert!(text.contains(&format!("pub struct {} ", camel(stem))) || text.contains(&format!("pub struct {};", camel(stem))), "{name}");
            assert!(text.contains(&format!("const KEY: &'static str = \"{stem}\"")), "{name}");
            files.insert(stem.to_owned());
        }
    }
    assert_eq!(files, METHODS.iter().map(|m| m.key.to_owned()).collect(), "a file beside lib.rs is a method, and every method is registered");
}

#[test]
fn documentation_has_its_headings() {
    for method in METHODS {
        let text = method.documentation();
        let mut from = 0;
        for heading in ["# Formula", "# Reading", "# Undefined when", "# Source", "# Checked against", "# Example"] {
            let at = text[from..].find(heading).unwrap_or_else(|| panic!("{}: no `{heading}` in its place", method.key));
            from += at;
        }
        assert!(method.summary().ends_with('.') && method.summary().len() < 200, "{}: {}", method.key, method.summary());
    }
}

#[test]
fn every_setting_and_slot_is_documented() {
    for method in METHODS {
        let schema = (method.schema)();
        for (name, setting) in schema.get("properties").and_then(|p| p.as_object()).into_iter().flatten() {
            assert!(setting["description"].is_string(), "{}: setting `{name}` has no doc comment", method.key);
        }
        assert!(method.slots.iter().all(|s| !s.about.is_empty()), "{}", method.key);
    }
}

#[test]
fn unknown_settings_are_refused() {
    for method in METHODS {
        assert!((method.prepare)(json!({ "no_such_setting": 1 })).is_err(), "{}", method.key);
        let settings = prepare(method).settings();
        assert!((method.prepare)(settings.clone()).is_ok_and(|p| p.settings() == settings), "{}: its own settings must do", method.key);
    }
}

#[test]
fn the_main_table_is_named_like_the_method_and_tables_are_as_announced() {
    for method in METHODS {
        for finding in findings(method) {
            assert!(finding.tables.iter().any(|t| t.name == method.key), "{}: no table of its name", method.key);
            for table in &finding.tables {
                let spec = method
                    .tables
                    .iter()
                    .find(|t| t.name == table.name)
                    .unwrap_or_else(|| panic!("{}: `{}` is not announced", method.key, table.name));
                let mut announced = spec.columns();
                for column in &table.columns {
                    assert!(announced.any(|c| c == column.name), "{}.{}: `{}` is not announced there", method.key, table.name, column.name);
                    assert_eq!(column.values.len(), table.rows(), "{}.{}.{}", method.key, table.name, column.name);
                }
                let numbers = (0..table.rows()).flat_map(|i| table.columns.iter().filter_map(move |c| c.values.number(i)));
                assert!(numbers.into_iter().all(f64::is_finite), "{}.{}: a number that is not finite", method.key, table.name);
            }
        }
    }
}

/// The column that orders the rows of a chart.
fn ordered_by(order: &agglom_method::Order) -> Option<&String> {
    match order {
        agglom_method::Order::AsIs => None,
        agglom_method::Order::Largest(column, _) | agglom_method::Order::Extreme(column, _) => Some(column),
    }
}

/// The columns that a chart names.
fn named(mark: &Mark) -> Vec<&String> {
    match mark {
        Mark::Bars { label, values, interval, order, .. } => {
            label.iter().chain(values).chain(interval.iter().flat_map(|(a, b)| [a, b])).chain(ordered_by(order)).collect()
        }
        Mark::Dots { label, value, interval, order, .. } => {
            label.iter().chain([value]).chain(interval.iter().flat_map(|(a, b)| [a, b])).chain(ordered_by(order)).collect()
        }
        Mark::Lines { x, y, series, band, .. } => [x, y].into_iter().chain(series).chain(band.iter().flat_map(|(a, b)| [a, b])).collect(),
        Mark::Scatter { x, y, label, size, .. } => [x, y].into_iter().chain(label).chain(size).collect(),
        Mark::Heat { row, column, value, .. } => vec![row, column, value],
        Mark::Map { region, value, .. } => vec![region, value],
        Mark::Curves { x, y, panel, band, outer, .. } => {
            [x, y].into_iter().chain(panel).chain(band.iter().chain(outer).flat_map(|(a, b)| [a, b])).collect()
        }
        Mark::Network { node, x, y, value, size, .. } => [node, x, y].into_iter().chain(value).chain(size).collect(),
        Mark::Points { lon, lat, value, size, .. } => [lon, lat].into_iter().chain(value).chain(size).collect(),
    }
}

#[test]
fn charts_name_columns_that_are_there() {
    for method in METHODS {
        for finding in findings(method) {
            for chart in &finding.charts {
                let table =
                    finding.tables.iter().find(|t| t.name == chart.table).unwrap_or_else(|| panic!("{}: no table {}", chart.name, chart.table));
                for column in named(&chart.mark).into_iter().chain(chart.only.iter().map(|o| &o.0)) {
                    assert!(table.get(column).is_some(), "{}: chart `{}` names `{column}`", method.key, chart.name);
                }
            }
            let names: BTreeSet<&str> = finding.charts.iter().map(|c| c.name.as_str()).collect();
            assert_eq!(names.len(), finding.charts.len(), "{}: two charts of one name", method.key);
            assert!(!finding.charts.is_empty() && !finding.notes.is_empty(), "{}: says or shows nothing", method.key);
        }
    }
    // Scale is closed: a third kind would need drawing.
    assert_ne!(Scale::Linear, Scale::Log);
}

#[test]
fn the_same_seed_gives_the_same_tables_at_any_number_of_threads() {
    let text = |finding: &Finding| {
        let rows = finding.tables.iter().flat_map(|t| (0..t.rows()).map(move |i| t.columns.iter().map(|c| c.values.text(i)).collect::<Vec<_>>()));
        rows.collect::<Vec<_>>()
    };
    for method in METHODS {
        for bound in bindings(method, full(method)) {
            let with = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| run(method, &bound, 3));
            let (one, eight) = (with(1), with(8));
            assert_eq!(one.as_ref().map(text), eight.as_ref().map(text), "{}", method.key);
        }
    }
}

#[test]
fn empty_and_one_row_inputs_end_in_an_error_or_a_finding_and_never_in_a_panic() {
    for method in METHODS {
        for bound in bindings(method, |kind, _| samples::empty(kind)) {
            assert!(run(method, &bound, 1).is_err(), "{}: an empty input must be an error", method.key);
        }
        for bound in bindings(method, |kind, _| samples::one_row(kind)) {
            let _ = run(method, &bound, 1);
        }
    }
}

#[test]
fn unsafe_unwrap_and_unfinished_code_stay_out() {
    for file in sources(&root().join("crates")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for word in [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("FIX", "ME")] {
            assert!(!text.contains(word), "{} has {word}", file.display());
        }
    }
}
