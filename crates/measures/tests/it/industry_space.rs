//! What the tests of relatedness and complexity share, and what every one of these methods must do.

use agglom_measures::MESSAGES;
use agglom_measures::coherence::Coherence;
use agglom_measures::complexity_outlook::ComplexityOutlook;
use agglom_measures::economic_complexity::EconomicComplexity;
use agglom_measures::industry_space::{Presence, RegionalIndustries, RelatedIndustries};
use agglom_measures::linkage_clusters::LinkageClusters;
use agglom_measures::proximity::Proximity;
use agglom_measures::relatedness_density::RelatednessDensity;
use agglom_measures::variety::Variety;
use agglom_method::{
    Absent, Bound, Cells, Codes, Context, Counts, Finding, Inputs, Mark, Measured, Method, MethodError, Periods, Seed, Shape, ShapeKind, Unwatched,
    Values,
};
use agglom_testing::{oracles, samples};
use std::collections::BTreeSet;

pub(crate) fn context() -> Context<'static> {
    Context { seed: Seed::new(5), watch: &Unwatched }
}

pub(crate) fn nested() -> RegionalIndustries {
    RegionalIndustries { source: oracles::nested_employment().into(), places: None }
}

pub(crate) fn nested_related() -> RelatedIndustries {
    RelatedIndustries { source: oracles::nested_employment().into(), proximity: None, places: None }
}

pub(crate) fn list(value: &serde_json::Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

pub(crate) fn near(found: f64, expected: f64, error: f64) {
    assert!((found - expected).abs() <= error * expected.abs().max(1.0), "{found} is not {expected}");
}

/// A matrix of presence as counts of zeros and ones.
pub(crate) fn counts_of(rows: &[Vec<u8>]) -> Counts {
    let named = |letter: char, n: usize| Codes::new((0..n).map(|i| format!("{letter}{i:04}")));
    let cells =
        rows.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().map(move |(j, &x)| Measured::units(i as u32, j as u32, f64::from(x))));
    Counts {
        regions: named('r', rows.len()).into(),
        industries: named('i', rows.first().map_or(0, Vec::len)).into(),
        periods: Codes::new([""]).into(),
        cells: vec![Cells::new(rows.len(), cells.collect(), Vec::new())],
        ..Counts::from_panel([])
    }
}

pub(crate) fn presence_of(rows: &[Vec<u8>]) -> Presence {
    let pairs: Vec<(u32, u32)> =
        rows.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().filter(|c| *c.1 > 0).map(move |(j, _)| (i as u32, j as u32))).collect();
    Presence::new(rows.len(), rows[0].len(), &pairs)
}

/// The sample of every slot, all or only the required ones.
pub(crate) fn bound<M: Method>(all: bool, shape: impl Fn(&str, ShapeKind) -> Shape) -> Bound {
    let slots = M::Inputs::SLOTS.iter().filter(|s| all || s.required);
    slots.fold(Bound::default(), |b, s| b.with(s.name, shape(M::KEY, s.accepts[0])))
}

fn method<M: Method>() -> M {
    serde_json::from_value(samples::settings(M::KEY)).unwrap()
}

fn finding<M: Method>(method: &M, bound: &Bound) -> Result<Finding, MethodError> {
    let inputs = M::Inputs::take(bound)?;
    let output = method.compute(&inputs, &context())?;
    serde_json::to_value(&output).unwrap();
    Ok(method.present(&inputs, &output))
}

fn text(finding: &Finding) -> Vec<Vec<Option<String>>> {
    finding.tables.iter().flat_map(|t| (0..t.rows()).map(move |i| t.columns.iter().map(|c| c.values.text(i)).collect())).collect()
}

/// Tables are as announced, charts name what is there, and everything has its message.
fn sound<M: Method>(finding: &Finding) {
    let key_of = |name: &str| name.replace('_', "-");
    let known: BTreeSet<&str> =
        [MESSAGES, agglom_method::MESSAGES].iter().flat_map(|c| c.en.lines().filter_map(|l| l.split_once(" =")).map(|l| l.0)).collect();
    let elsewhere = ["column-expected", "column-cluster", "column-rank", "column-rank-low", "column-rank-high", "column-share", "reason-constant"];
    let said = |key: &str| assert!(known.contains(key) || elsewhere.contains(&key), "{}: no message `{key}`", M::KEY);
    assert!(finding.tables.iter().any(|t| t.name == M::KEY));
    assert!(!finding.charts.is_empty() && !finding.notes.is_empty());
    for table in &finding.tables {
        said(&table.title.key);
        let spec = M::TABLES.iter().find(|s| s.name == table.name).unwrap_or_else(|| panic!("`{}` is not announced", table.name));
        let mut announced = spec.columns();
        for column in &table.columns {
            assert!(announced.any(|c| c == column.name), "{}.{}: `{}` is not announced there", M::KEY, table.name, column.name);
            assert_eq!(column.values.len(), table.rows());
            said(&format!("column-{}", key_of(&column.name)));
            if let Values::Word(words) = &column.values {
                words.iter().flatten().for_each(|w| said(&format!("{}-{w}", key_of(&column.name))));
            }
            assert!((0..table.rows()).filter_map(|i| column.values.number(i)).all(f64::is_finite), "{}.{}", table.name, column.name);
        }
    }
    for chart in &finding.charts {
        said(&chart.title.key);
        said(&chart.reading.key);
        let table = finding.tables.iter().find(|t| t.name == chart.table).unwrap();
        let columns: Vec<&String> = match &chart.mark {
            Mark::Bars { label, values, interval, .. } => label.iter().chain(values).chain(interval.iter().flat_map(|(a, b)| [a, b])).collect(),
            Mark::Dots { label, value, interval, .. } => label.iter().chain([value]).chain(interval.iter().flat_map(|(a, b)| [a, b])).collect(),
            Mark::Scatter { x, y, label, size, .. } => [x, y].into_iter().chain(label).chain(size).collect(),
            Mark::Heat { row, column, value, .. } => vec![row, column, value],
            Mark::Map { region, value, .. } => vec![region, value],
            Mark::Network { node, x, y, value, size, .. } => [node, x, y].into_iter().chain(value).chain(size).collect(),
            other => panic!("{other:?} is new here"),
        };
        for column in columns.into_iter().chain(chart.only.iter().map(|o| &o.0)) {
            assert!(table.get(column).is_some(), "{}: chart `{}` names `{column}`", M::KEY, chart.name);
        }
    }
    finding.notes.iter().for_each(|n| said(&n.message.key));
}

/// The same counts with their cells listed in another order.
fn shuffled(counts: &Counts) -> Counts {
    let turn = |cells: &Cells| {
        let mut all: Vec<Measured> = cells.iter().copied().collect();
        all.reverse();
        let half = all.len() / 3;
        all.rotate_left(half);
        Cells::new(counts.regions.len(), all, cells.gaps().to_vec())
    };
    Counts { cells: counts.cells.iter().map(turn).collect(), ..counts.clone() }
}

pub(crate) fn conforms<M: Method>() {
    let method = method::<M>();
    let most = if M::Inputs::SLOTS[0].periods == Periods::Any { 3 } else { 1 };
    for periods in BTreeSet::from([1, most]) {
        for all in [false, true] {
            let sample = bound::<M>(all, |key, kind| samples::shape_for(key, kind, periods));
            let found = finding(&method, &sample).unwrap_or_else(|e| panic!("{}: {e}", M::KEY));
            sound::<M>(&found);
            let Some(Shape::Counts(counts)) = sample.get("source").cloned() else { panic!("counts are read") };
            let other = sample.clone().with("source", Shape::Counts(shuffled(&counts).into()));
            assert_eq!(text(&found), text(&finding(&method, &other).unwrap()), "{}: rows in another order", M::KEY);
            for threads in [1, 8] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                let again = pool.install(|| finding(&method, &sample).unwrap());
                assert_eq!(text(&found), text(&again), "{}: {threads} threads", M::KEY);
            }
            let unknown = Counts { absent: Absent::Missing, ..Counts::clone(&counts) };
            sound::<M>(&finding(&method, &sample.clone().with("source", Shape::Counts(unknown.into()))).unwrap());
        }
    }
    for all in [false, true] {
        assert!(finding(&method, &bound::<M>(all, |_, kind| samples::empty(kind))).is_err(), "{}: an empty input must be an error", M::KEY);
        let _ = finding(&method, &bound::<M>(all, |_, kind| samples::one_row(kind)));
    }
    extremes(&method);
}

/// Inputs that break careless arithmetic.
fn extremes<M: Method>(method: &M) {
    let tables = [
        Counts::dense(&["a", "b", "c"], &["x", "y", "z"], &[[1e308, 1e308, 0.0], [1e308, 0.0, 1e308], [0.0, 1e308, 1e308]]),
        Counts::dense(&["a", "b", "c"], &["x", "y", "z"], &[[1e-308, 1e-300, 0.0], [5e-324, 0.0, 1e-308], [0.0, 1e-308, 0.0]]),
        Counts::dense(&["a", "b", "c"], &["x", "y", "z"], &[[0.0; 3]; 3]),
        Counts::dense(&["a", "b", "c"], &["x", "y", "z"], &[[1.0; 3]; 3]),
        Counts::dense(&["a", "b", "c"], &["x", "y", "z"], &[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        Counts::dense(&["a", "b", "c"], &["x", "y", "z"], &[[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1e308]]),
        Counts::dense(&["a", "b"], &["x"], &[[1.0], [2.0]]),
        Counts::dense(&["a"], &["x", "y"], &[[1.0, 3.0]]),
    ];
    for counts in tables {
        let inputs = bound::<M>(false, |_, _| Shape::Counts(counts.clone().into()));
        if let Ok(found) = finding(method, &inputs) {
            sound::<M>(&found);
        }
    }
}

#[test]
fn every_method_of_the_industry_space_does_what_methods_must() {
    conforms::<Proximity>();
    conforms::<RelatednessDensity>();
    conforms::<EconomicComplexity>();
    conforms::<ComplexityOutlook>();
    conforms::<Coherence>();
    conforms::<Variety>();
    conforms::<LinkageClusters>();
}
