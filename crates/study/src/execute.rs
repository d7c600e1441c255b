//! Running a plan: analyses as soon as what they read is there, as many at once as there are threads.

use crate::error::RunError;
use crate::headers::{data_error, splits};
use crate::plan::{Input, Plan, Step};
use crate::provenance::{Hashed, Hashes, peak_bytes};
use crate::run::{Analysed, FileRecord, Group, Run, SourceRecord, StudyText};
use agglom_data::load::{Loaded, Request, load};
use agglom_data::read::Batch;
use agglom_data::{Content, Tables, batch};
use agglom_method::{Bound, Context, MethodError, Periods, Seed, ShapeKind, Watch};
use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{BoxFuture, Shared};
use futures::stream::{FuturesUnordered, StreamExt};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Who looks on while a study runs. Calls come from any thread.
pub trait Observer: Send + Sync {
    /// An analysis starts.
    fn started(&self, analysis: &str);
    /// `done` of `of` pieces of its work are finished.
    fn progress(&self, analysis: &str, done: u64, of: u64);
    /// An analysis has ended, with a finding or without.
    fn ended(&self, analysis: &str, found: bool);
}

/// Stops a run from another thread (or a signal handler).
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks the run to end without results.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a run is told besides the plan.
pub struct Conditions {
    /// Who looks on.
    pub observer: Arc<dyn Observer>,
    /// How to stop it.
    pub stop: Stop,
    /// Program and version, for the record.
    pub version: String,
    /// When it starts (RFC 3339, UTC), for the record.
    pub started: String,
    /// Threads it may use, for the record (the thread pools are the caller's).
    pub threads: usize,
}

/// A source read as a shape, by some columns.
type LoadKey = (usize, ShapeKind, Periods, Vec<String>);

/// A load that several analyses may wait for.
type SharedLoad<'a> = Shared<BoxFuture<'a, Result<Arc<Loaded>, RunError>>>;

/// Runs a plan.
pub async fn run(plan: Plan, tables: &dyn Tables, conditions: &Conditions) -> Result<Run, RunError> {
    let begun = Instant::now();
    let hashes = Hashes::start(&plan);
    let runner = Runner { plan: &plan, tables, conditions, loads: Mutex::default(), made: Mutex::default() };
    let outcomes = runner.all().await?;
    if conditions.stop.asked() {
        return Err(RunError::Cancelled);
    }
    let sources = runner.records(&hashes.finish()).await?;
    let analyses = plan.steps.iter().zip(outcomes).map(|(step, o)| analysed(&plan, step, o)).collect();
    Ok(Run {
        title: plan.study.title.clone(),
        language: plan.study.language,
        seed: plan.study.seed,
        study: StudyText {
            file: plan.study.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            sha256: crate::provenance::hash(plan.study.text.as_bytes()),
            text: plan.study.text.clone(),
        },
        sources,
        analyses,
        version: conditions.version.clone(),
        started: conditions.started.clone(),
        seconds: begun.elapsed().as_secs_f64(),
        threads: conditions.threads,
    })
}

/// What came of an analysis, and what it took.
struct Outcome {
    outcome: Result<Vec<Group>, MethodError>,
    seconds: f64,
    peak_bytes: Option<u64>,
}

struct Runner<'a> {
    plan: &'a Plan,
    tables: &'a dyn Tables,
    conditions: &'a Conditions,
    loads: Mutex<HashMap<LoadKey, SharedLoad<'a>>>,
    /// Tables that later analyses read, by (analysis, table).
    made: Mutex<HashMap<(usize, String), Vec<Batch>>>,
}

impl<'a> Runner<'a> {
    /// Runs every analysis as soon as those whose tables it reads have ended.
    async fn all(&self) -> Result<Vec<Outcome>, RunError>
    where
        'a: 'a,
    {
        let steps = &self.plan.steps;
        let mut outcomes: Vec<Option<Outcome>> = steps.iter().map(|_| None).collect();
        let mut started = vec![false; steps.len()];
        let mut running = FuturesUnordered::new();
        loop {
            for i in 0..steps.len() {
                let ready = !started[i] && steps[i].after.iter().all(|&a| outcomes[a].is_some());
                if !ready {
                    continue;
                }
                started[i] = true;
                let failed = steps[i].after.iter().find(|&&a| outcomes[a].as_ref().is_some_and(|o| o.outcome.is_err()));
                if let Some(&upstream) = failed {
                    let error = MethodError::Upstream { analysis: steps[upstream].name.clone() };
                    outcomes[i] = Some(Outcome { outcome: Err(error), seconds: 0.0, peak_bytes: None });
                } else {
                    running.push(async move { (i, self.one(&steps[i]).await) });
                }
            }
            match running.next().await {
                Some((i, outcome)) => {
                    let outcome = outcome?;
                    self.keep_tables(i, &outcome);
                    outcomes[i] = Some(outcome);
                }
                None if outcomes.iter().all(Option::is_some) => break,
                None => {}
            }
        }
        Ok(outcomes.into_iter().flatten().collect())
    }

    /// Runs one analysis: loads its inputs, then computes every group on the thread pool.
    async fn one(&self, step: &'a Step) -> Result<Outcome, RunError> {
        let begun = Instant::now();
        self.conditions.observer.started(&step.name);
        let mut inputs = Vec::new();
        for input in &step.inputs {
            inputs.push((input, self.load(input, &step.by).await?));
        }
        if self.conditions.stop.asked() {
            return Err(RunError::Cancelled);
        }
        let groups = groups(&inputs);
        let outcome = self.compute(step, groups).await;
        if matches!(outcome, Err(MethodError::Cancelled)) {
            return Err(RunError::Cancelled);
        }
        self.conditions.observer.ended(&step.name, outcome.is_ok());
        Ok(Outcome { outcome, seconds: begun.elapsed().as_secs_f64(), peak_bytes: peak_bytes() })
    }

    async fn compute(&self, step: &'a Step, groups: Vec<(Vec<(String, String)>, Bound)>) -> Result<Vec<Group>, MethodError> {
        let seed = Seed::new(self.plan.study.seed).child(&step.name);
        let total = groups.len() as u64;
        let mut found = Vec::with_capacity(groups.len());
        for (k, (by, bound)) in groups.into_iter().enumerate() {
            let seed = by.iter().fold(seed, |seed, (column, value)| seed.child(&format!("{column}={value}")));
            let watch = StepWatch { conditions: self.conditions, name: &step.name, before: k as u64, groups: total };
            let finding = on_pool(|| step.prepared.run(&bound, &Context { seed, watch: &watch })).await?;
            found.push(Group { by, finding });
        }
        Ok(found)
    }

    /// Loads a source as a shape, once for all analyses that want the same.
    async fn load(&self, input: &Input, by: &[String]) -> Result<Arc<Loaded>, RunError> {
        let by = if splits(input) { by.to_vec() } else { Vec::new() };
        let key = (input.source, input.shape, input.slot.periods, by);
        let shared = {
            let mut loads = self.loads.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            loads.entry(key.clone()).or_insert_with(|| load_source(self.plan, self.tables, self.table_of(key.0), key).boxed().shared()).clone()
        };
        shared.await
    }

    /// The batches of a table that an analysis has made, if the source is one.
    fn table_of(&self, source: usize) -> Option<Vec<Batch>> {
        let table = self.plan.sources[source].table.as_ref()?;
        self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(table).cloned()
    }

    /// Keeps the tables of an analysis that others read.
    fn keep_tables(&self, analysis: usize, outcome: &Outcome) {
        let Ok(groups) = &outcome.outcome else { return };
        let mut made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (reader, table) in self.plan.sources.iter().filter_map(|s| s.table.clone()).filter(|t| t.0 == analysis) {
            let tables = groups.iter().filter_map(|g| g.finding.tables.iter().find(|t| t.name == table).map(|t| batch(&g.by, t)));
            made.insert((reader, table.clone()), tables.collect());
        }
    }

    /// What was read from each source that was used.
    async fn records(&self, hashed: &Hashed) -> Result<Vec<SourceRecord>, RunError> {
        let loads: Vec<(LoadKey, SharedLoad<'a>)> = {
            let loads = self.loads.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            loads.iter().map(|(k, l)| (k.clone(), l.clone())).collect()
        };
        let mut by_source: BTreeMap<usize, Vec<(LoadKey, Arc<Loaded>)>> = BTreeMap::new();
        for (key, shared) in loads {
            by_source.entry(key.0).or_default().push((key, shared.await?));
        }
        let mut records = Vec::new();
        for (source, mut loaded) in by_source {
            loaded.sort_by(|a, b| (a.0.1, &a.0.3).cmp(&(b.0.1, &b.0.3)));
            records.push(record(self.plan, source, &loaded, hashed)?);
        }
        Ok(records)
    }
}

async fn load_source<'a>(plan: &'a Plan, tables: &'a dyn Tables, made: Option<Vec<Batch>>, key: LoadKey) -> Result<Arc<Loaded>, RunError> {
    let resolved = &plan.sources[key.0];
    let wrong = |e| data_error(&plan.study, &resolved.span, e);
    let mut source = resolved.source.clone();
    if let Some(batches) = made {
        let columns = tables.open(&resolved.place, &source, Content::Batches(batches)).await.map_err(wrong)?;
        // Some columns are made under some settings only; roles that the study did not map itself do without them.
        let named = plan.study.sources.iter().find(|n| n.name == resolved.place.source_name);
        source.columns.retain(|role, column| columns.contains(column) || named.is_some_and(|n| n.value.columns.contains_key(role)));
    }
    let request = Request { place: &resolved.place, source: &source, folder: plan.study.folder(), shape: key.1, periods: key.2, by: &key.3 };
    load(tables, &request).await.map(Arc::new).map_err(wrong)
}

/// Computes on the thread pool of the calculations, so that the engine's threads stay free.
async fn on_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let (sender, receiver) = oneshot::channel();
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| {
            let _ = sender.send(work());
        });
    });
    receiver.await.expect("the scope waits for its work")
}

/// Shapes of one group per combination of `by` values; inputs that `by` does not split are the same in all.
fn groups(inputs: &[(&Input, Arc<Loaded>)]) -> Vec<(Vec<(String, String)>, Bound)> {
    let split = inputs.iter().find(|(input, _)| splits(input));
    let Some((_, first)) = split.or(inputs.first()) else { return Vec::new() };
    let bind = |by: &[(String, String)]| {
        inputs.iter().try_fold(Bound::default(), |bound, (input, loaded)| {
            let group = if splits(input) { loaded.groups.iter().find(|g| g.0 == by) } else { loaded.groups.first() };
            Some(bound.with(input.slot.name, group?.1.clone()))
        })
    };
    first.groups.iter().filter_map(|(by, _)| Some((by.clone(), bind(by)?))).collect()
}

struct StepWatch<'a> {
    conditions: &'a Conditions,
    name: &'a str,
    before: u64,
    groups: u64,
}

impl Watch for StepWatch<'_> {
    fn progress(&self, done: u64, of: u64) {
        self.conditions.observer.progress(self.name, self.before * of + done, of * self.groups);
    }

    fn cancelled(&self) -> bool {
        self.conditions.stop.asked()
    }
}

fn analysed(plan: &Plan, step: &Step, outcome: Outcome) -> Analysed {
    Analysed {
        name: step.name.clone(),
        method: step.method.key,
        family: step.method.family,
        inputs: step.inputs.iter().map(|i| (i.slot.name.to_owned(), plan.sources[i.source].place.source_name.clone())).collect(),
        by: step.by.clone(),
        settings: step.prepared.settings(),
        outcome: outcome.outcome,
        seconds: outcome.seconds,
        peak_bytes: outcome.peak_bytes,
    }
}

fn record(plan: &Plan, source: usize, loaded: &[(LoadKey, Arc<Loaded>)], hashed: &Hashed) -> Result<SourceRecord, RunError> {
    let resolved = &plan.sources[source];
    let mut files: Vec<FileRecord> = Vec::new();
    for (path, file) in plan.files(source) {
        match hashed.get(&file) {
            Some(Ok((bytes, sha256))) => files.push(FileRecord { path: path.to_owned(), bytes: *bytes, sha256: sha256.clone() }),
            Some(Err(e)) => return Err(data_error(&plan.study, &resolved.span, resolved.place.open(e))),
            None => {}
        }
    }
    let mut chosen = resolved.chosen.clone();
    for choice in loaded.iter().flat_map(|(_, l)| &l.chosen) {
        if !chosen.contains(choice) {
            chosen.push(choice.clone());
        }
    }
    let mut ledgers: Vec<agglom_data::Ledger> = Vec::new();
    for (_, loaded) in loaded {
        if !ledgers.contains(&loaded.ledger) {
            ledgers.push(loaded.ledger.clone());
        }
    }
    Ok(SourceRecord {
        name: resolved.place.source_name.clone(),
        files,
        table: resolved.table.as_ref().map(|(a, t)| format!("{}.{t}", plan.steps[*a].name)),
        ledgers,
        chosen,
        places: loaded.iter().find_map(|(_, l)| l.places.clone()),
    })
}
