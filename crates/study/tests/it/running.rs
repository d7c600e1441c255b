//! What a run promises whoever calls it as a library.

use crate::{ANALYSIS, JOBS, SOURCE, folder, plan, runtime};
use agglom_datafusion::Engine;
use agglom_method::{MethodError, Values};
use agglom_study::{Analysed, Conditions, Observer, Run, RunError, Stop, run};
use std::fs;
use std::sync::{Arc, Mutex};

/// Writes down what it is told, and stops the run when an analysis of some name starts.
#[derive(Default)]
struct Notebook {
    told: Mutex<Vec<String>>,
    stop: Stop,
    stop_at: &'static str,
}

impl Notebook {
    fn note(&self, line: String) {
        self.told.lock().unwrap().push(line);
    }
}

impl Observer for Notebook {
    fn started(&self, analysis: &str) {
        self.note(format!("started {analysis}"));
        if analysis == self.stop_at {
            self.stop.stop();
        }
    }

    fn progress(&self, analysis: &str, done: u64, of: u64) {
        assert!(done <= of, "{analysis}: {done} of {of}");
    }

    fn ended(&self, analysis: &str, found: bool) {
        self.note(format!("ended {analysis} {found}"));
    }
}

fn observed(text: &str, jobs: &str, notebook: &Arc<Notebook>) -> Result<Run, RunError> {
    let folder = folder();
    fs::write(folder.path().join("jobs.csv"), jobs).unwrap();
    let conditions = Conditions {
        observer: notebook.clone(),
        stop: notebook.stop.clone(),
        version: "test 1".to_owned(),
        started: "2024-05-06T07:08:09Z".to_owned(),
        threads: 2,
    };
    let engine = Engine::new(2);
    runtime().block_on(async {
        let plan = plan(folder.path(), text, &engine).await?;
        run(plan, &engine, &conditions).await
    })
}

fn ran(text: &str) -> Run {
    observed(text, JOBS, &Arc::default()).unwrap()
}

/// The column of an analysis' main table, group after group.
fn numbers(analysed: &Analysed, column: &str) -> Vec<Option<f64>> {
    let groups = analysed.outcome.as_ref().unwrap();
    let columns = groups.iter().map(|g| &g.finding.tables[0].get(column).unwrap().values);
    let values = columns.flat_map(|values| if let Values::Number(numbers) = values { numbers.clone() } else { panic!("{column} has no numbers") });
    values.collect()
}

#[test]
fn a_run_knows_what_it_was_made_of() {
    let text = format!("title = \"Jobs\"\nseed = 3\n{SOURCE}{ANALYSIS}settings = {{ min_value = 7 }}\n");
    let run = ran(&text);
    assert_eq!((run.title.as_str(), run.seed, run.version.as_str(), run.threads), ("Jobs", 3, "test 1", 2));
    assert_eq!((run.study.file.as_str(), run.study.text.as_str()), ("study.toml", text.as_str()));
    let file = &run.sources[0].files[0];
    // sha256sum of JOBS, with GNU coreutils.
    assert_eq!(
        (file.path.as_str(), file.bytes, file.sha256.as_str()),
        ("jobs.csv", JOBS.len() as u64, "78e7a0a4bb3949e9e724aa32f49d602542970482938edcd8665aa0c5ccf2edd8")
    );
    assert_eq!(run.analyses[0].settings["min_value"], 7.0);
    assert_eq!(run.analyses[0].settings["alpha"], 0.05, "completed by defaults");
    let groups = run.analyses[0].outcome.as_ref().unwrap();
    let by: Vec<_> = groups.iter().flat_map(|g| g.by.clone()).map(|(column, value)| format!("{column} {value}")).collect();
    assert_eq!(by, ["year 2020", "year 2021"]);
}

#[test]
fn draws_of_an_analysis_do_not_depend_on_the_others() {
    let plants: String = (0..60).map(|i| format!("p{i},{},{}\n", ["a", "b", "c"][i * i % 7 % 3], ["x", "y"][i % 5 % 2])).collect();
    let plants = format!("id,region,industry\n{plants}");
    let source = "[sources.jobs]\npath = \"jobs.csv\"\ncolumns = { id = \"id\", region = \"region\", industry = \"industry\" }\n";
    let drawn = |name: &str| {
        format!(
            "[[analysis]]\nname = \"{name}\"\nmethod = \"location_quotient\"\nsource = \"jobs\"\nsettings = {{ interval = \"bootstrap\", draws = 99 }}\n"
        )
    };
    // Lower ends of the intervals that the last analysis finds.
    let low = |seed: u64, names: &[&str]| {
        let analyses: String = names.iter().map(|name| drawn(name)).collect();
        let run = observed(&format!("seed = {seed}\n{source}{analyses}"), &plants, &Arc::default()).unwrap();
        numbers(run.analyses.last().unwrap(), "low")
    };
    let alone = low(5, &["one"]);
    assert!(alone.iter().any(Option::is_some));
    assert_eq!(alone, low(5, &["other", "one"]));
    assert_ne!(alone, low(5, &["other"]), "another name draws otherwise");
    assert_ne!(alone, low(6, &["one"]), "another seed draws otherwise");
}

#[test]
fn a_finding_that_fails_takes_only_those_with_it_that_read_it() {
    let zero = "region,industry,jobs,year\na,x,0,2020\nb,x,0,2020\n";
    let later = r#"
[sources.figures]
path = "jobs.csv"
columns = { entity = "region", indicator = "industry", value = "jobs" }

[[analysis]]
name = "reader"
method = "concentration"
source = "location_quotient.location_quotient"
by = ["year"]

[[analysis]]
name = "other"
method = "growth_audit"
source = "figures"
"#;
    let text = format!("{SOURCE}{ANALYSIS}{later}");
    let notebook = Arc::<Notebook>::default();
    let run = observed(&text, zero, &notebook).unwrap();
    let outcomes: Vec<_> = run.analyses.iter().map(|a| a.outcome.as_ref().err()).collect();
    assert!(matches!(outcomes[0], Some(MethodError::AllZero { .. })), "{:?}", outcomes[0]);
    assert_eq!(outcomes[1], Some(&MethodError::Upstream { analysis: "location_quotient".to_owned() }));
    assert_eq!(outcomes[2], None);
    let mut told = notebook.told.lock().unwrap().clone();
    told.sort();
    assert_eq!(told, ["ended location_quotient false", "ended other true", "started location_quotient", "started other"]);
}

#[test]
fn a_run_that_is_stopped_gives_nothing() {
    for stop_at in ["first", "second"] {
        let chain = format!(
            "{SOURCE}{}\n[[analysis]]\nname = \"second\"\nmethod = \"concentration\"\nsource = \"first.location_quotient\"\nby = [\"year\"]\n",
            ANALYSIS.replace("method", "name = \"first\"\nmethod")
        );
        let notebook = Arc::new(Notebook { stop_at, ..Notebook::default() });
        assert!(matches!(observed(&chain, JOBS, &notebook), Err(RunError::Cancelled)), "{stop_at}");
    }
}
