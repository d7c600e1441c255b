use super::{CATALOGUES, wrong};
use crate::progress::Progress;
use crate::show;
use agglom_datafusion::Engine;
use agglom_report::{Results, Speaker};
use agglom_study::{Analysed, Conditions, Plan, Run, RunError, Stop, Study};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};

/// Checks a study without running it.
pub(crate) fn check(file: &Path) -> ExitCode {
    let Some(text) = read(file) else { return ExitCode::from(2) };
    let threads = available();
    let Ok(runtime) = runtime(threads) else { return wrong("cannot start threads") };
    match runtime.block_on(plan(file, &text, &Engine::new(threads))) {
        Ok(plan) => {
            println!("{} is fine:", file.display());
            for (name, method) in plan.analyses() {
                println!("  {name} ({method})");
            }
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error, &text),
    }
}

/// Runs a study and writes its results.
pub(crate) fn run(file: &Path, out: Option<PathBuf>, only: &[String], threads: Option<u16>) -> ExitCode {
    let Some(text) = read(file) else { return ExitCode::from(2) };
    let threads = threads.map_or_else(available, usize::from);
    let Ok(runtime) = runtime(threads) else { return wrong("cannot start threads") };
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    let engine = Engine::new(threads);
    let plan = match runtime.block_on(plan(file, &text, &engine)).and_then(|p| if only.is_empty() { Ok(p) } else { p.only(only) }) {
        Ok(plan) => plan,
        Err(error) => return failed(&error, &text),
    };
    let results = match Results::prepare(&out.unwrap_or_else(|| beside(file))) {
        Ok(results) => results,
        Err(error) => return wrong(&error.to_string()),
    };
    let stop = Stop::default();
    let asked = stop.clone();
    let _ = ctrlc::set_handler(move || asked.stop());
    let progress = Arc::new(Progress::new(plan.analyses().count()));
    let conditions = Conditions {
        observer: progress.clone(),
        stop,
        version: format!("agglom {}", env!("CARGO_PKG_VERSION")),
        started: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        threads,
    };
    let outcome = runtime.block_on(agglom_study::run(plan, &engine, &conditions));
    progress.clear();
    match outcome {
        Ok(run) => finish(&run, results),
        Err(error) => failed(&error, &text),
    }
}

/// Writes the results of a run and says where they are; the exit status is that of the first analysis that found nothing.
fn finish(run: &Run, results: Results) -> ExitCode {
    let (speaker, english) = match (Speaker::new(run.language, &CATALOGUES), Speaker::new(agglom_study::Language::En, &CATALOGUES)) {
        (Ok(speaker), Ok(english)) => (speaker, english),
        (Err(error), _) | (_, Err(error)) => {
            eprintln!("agglom made a mistake: {error}");
            return ExitCode::from(1);
        }
    };
    let failures: Vec<(&Analysed, &agglom_method::MethodError)> =
        run.analyses.iter().filter_map(|a| a.outcome.as_ref().err().map(|e| (a, e))).collect();
    for (analysis, error) in &failures {
        eprintln!("error: analysis `{}` ({}): {}", analysis.name, analysis.method, english.say(&error.message()));
    }
    let status = failures.iter().map(|(_, e)| e.status()).find(|&s| s != 0).unwrap_or(0);
    if failures.len() == run.analyses.len() {
        eprintln!("no analysis found anything; earlier results are untouched");
        return ExitCode::from(status);
    }
    match results.write(run, &speaker) {
        Ok(report) => {
            eprintln!("{} of {} analyses in {:.1} s; the report is", run.analyses.len() - failures.len(), run.analyses.len(), run.seconds);
            println!("{}", report.display());
            ExitCode::from(status)
        }
        Err(error) => wrong(&error.to_string()),
    }
}

async fn plan(file: &Path, text: &str, engine: &Engine) -> Result<Plan, RunError> {
    let study = Study::parse(file, text).map_err(|e| RunError::Study(vec![e]))?;
    Plan::new(study, engine).await
}

fn failed(error: &RunError, text: &str) -> ExitCode {
    show::failed(error, text);
    ExitCode::from(error.status())
}

fn read(file: &Path) -> Option<String> {
    let bytes = std::fs::read(file).inspect_err(|e| eprintln!("error: cannot open {}: {e}", file.display())).ok()?;
    let text = String::from_utf8(bytes).inspect_err(|_| eprintln!("error: {} is not UTF-8 text", file.display())).ok()?;
    Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn beside(study: &Path) -> PathBuf {
    let stem = study.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    study.with_file_name(format!("{stem}-results"))
}

fn available() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn runtime(threads: usize) -> std::io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(threads).enable_all().build()
}
