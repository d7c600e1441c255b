//! A plan: a study of which everything was checked that can be checked without reading data.

use crate::error::{RunError, StudyError, in_words, instead};
use crate::headers;
use crate::registry::{METHODS, method};
use crate::study::{Analysis, Named, Study};
use agglom_data::{Place, ROLES, Source, Tables, lacks, role};
use agglom_method::{PrepareError, Prepared, Registered, ShapeKind, Slot, TableSpec};
use std::ops::Range;
use std::path::PathBuf;

/// Roles that say where something is: a pair in degrees or a pair in metres.
const COORDINATES: [&str; 4] = ["lon", "lat", "x", "y"];

/// A study that can run.
pub struct Plan {
    pub(crate) study: Study,
    pub(crate) sources: Vec<Resolved>,
    pub(crate) steps: Vec<Step>,
}

/// A source as the plan knows it.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    pub(crate) place: Place,
    pub(crate) source: Source,
    pub(crate) span: Range<usize>,
    /// The analysis and the table, for a table that the study makes.
    pub(crate) table: Option<(usize, String)>,
    /// What was chosen on opening.
    pub(crate) chosen: Vec<(String, String)>,
}

/// An analysis as the plan knows it.
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) method: &'static Registered,
    pub(crate) prepared: Box<dyn Prepared>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) by: Vec<String>,
    /// Numbers of the analyses whose tables it reads.
    pub(crate) after: Vec<usize>,
}

/// An input of an analysis.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) slot: &'static Slot,
    /// Number of the source.
    pub(crate) source: usize,
    pub(crate) shape: ShapeKind,
}

impl Plan {
    /// Checks a study: first what it says, then that files and columns are there. No data are read but headers.
    pub async fn new(study: Study, tables: &dyn Tables) -> Result<Self, RunError> {
        let mut planner = Planner { study: &study, errors: study.wrong.clone(), sources: Vec::new(), methods: Vec::new() };
        planner.methods();
        planner.sources();
        let steps = planner.steps();
        planner.circles(&steps);
        let (mut sources, mut errors) = (planner.sources, planner.errors);
        if errors.is_empty() {
            errors = headers::check(&study, &mut sources, &steps, tables).await;
        }
        if !errors.is_empty() {
            errors.sort_by_key(|e| (e.line, e.column));
            return Err(RunError::Study(errors));
        }
        let steps = steps.into_iter().flatten().collect();
        Ok(Self { study, sources, steps })
    }

    /// Names of the analyses in the order of the study, with the keys of their methods.
    pub fn analyses(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.steps.iter().map(|s| (s.name.as_str(), s.method.key))
    }

    /// The study.
    pub fn study(&self) -> &Study {
        &self.study
    }

    /// The files behind a source, as the study names them and where they are.
    pub(crate) fn files(&self, source: usize) -> impl Iterator<Item = (&str, PathBuf)> {
        let source = &self.sources[source].source;
        let paths = source.path.iter().chain(source.regions.iter().filter_map(|r| r.path.as_ref()));
        paths.map(|path| (path.as_str(), self.study.folder().join(path)))
    }

    /// Keeps only these analyses and those whose tables they read.
    pub fn only(mut self, names: &[String]) -> Result<Self, RunError> {
        let mut wanted = Vec::new();
        for name in names {
            let Some(i) = self.steps.iter().position(|s| s.name == *name) else {
                let message = format!("--only: there is no analysis `{name}`{}", instead(name, self.steps.iter().map(|s| s.name.as_str())));
                return Err(RunError::Study(vec![self.study.error(0..0, message)]));
            };
            wanted.push(i);
        }
        let mut kept = vec![false; self.steps.len()];
        while let Some(i) = wanted.pop() {
            if !std::mem::replace(&mut kept[i], true) {
                wanted.extend(&self.steps[i].after);
            }
        }
        let number: Vec<usize> = kept.iter().scan(0, |n, &k| Some(std::mem::replace(n, *n + usize::from(k)))).collect();
        let mut keep = kept.iter();
        self.steps.retain(|_| *keep.next().unwrap_or(&false));
        for step in &mut self.steps {
            step.after.iter_mut().for_each(|a| *a = number[*a]);
        }
        for source in &mut self.sources {
            if let Some((analysis, _)) = &mut source.table {
                *analysis = if kept[*analysis] { number[*analysis] } else { usize::MAX };
            }
        }
        Ok(self)
    }
}

/// Checks what a study says, and gathers everything that is wrong.
struct Planner<'a> {
    study: &'a Study,
    errors: Vec<StudyError>,
    sources: Vec<Resolved>,
    /// The method of each analysis, if it is known.
    methods: Vec<Option<&'static Registered>>,
}

impl Planner<'_> {
    fn error(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.errors.push(self.study.error(span, message));
    }

    fn methods(&mut self) {
        for analysis in &self.study.analyses {
            let found = method(&analysis.value.method);
            if found.is_none() && !analysis.value.method.is_empty() {
                let message =
                    format!("there is no method `{}`{}", analysis.value.method, instead(&analysis.value.method, METHODS.iter().map(|m| m.key)));
                self.error(analysis.span_of("method"), message);
            }
            self.methods.push(found);
        }
        for (i, analysis) in self.study.analyses.iter().enumerate() {
            if !analysis.name.is_empty() && self.study.analyses[..i].iter().any(|a| a.name == analysis.name) {
                let message = format!("there are two analyses `{}`: give each a name of its own (name = \"...\")", analysis.name);
                self.error(analysis.span.clone(), message);
            }
        }
    }

    fn sources(&mut self) {
        for named in &self.study.sources {
            let source = &named.value;
            for name in source.columns.keys().filter(|r| role(r).is_none()) {
                let message = format!("there is no role `{name}`{}", instead(name, ROLES.iter().map(|r| r.name)));
                self.error(named.span_of(&format!("columns.{name}")), message);
            }
            for (key, problem) in source.problems() {
                self.error(named.span_of(key), problem);
            }
            let table = self.table_of(named);
            if source.table.is_some() && table.is_none() {
                continue;
            }
            let path = match (&source.path, &source.table) {
                (Some(path), None) => path.clone(),
                (None, Some(table)) => format!("table {table}"),
                _ => {
                    self.error(named.span.clone(), format!("source `{}` needs either `path` (a file) or `table` (of an analysis)", named.name));
                    continue;
                }
            };
            let place = Place { source_name: named.name.clone(), path };
            self.resolve(place, source.clone(), named.span.clone(), table);
        }
    }

    fn resolve(&mut self, place: Place, mut source: Source, span: Range<usize>, table: Option<(usize, String)>) -> usize {
        if let Some((analysis, name)) = &table {
            let located = COORDINATES.iter().any(|role| source.columns.contains_key(*role));
            let mut roles = self.default_roles(*analysis, name);
            // A table has places in degrees and in metres; a source has one of them.
            let degrees = roles.iter().any(|(role, _)| role == "lon");
            roles.retain(|(role, _)| !COORDINATES.contains(&role.as_str()) || (!located && (!degrees || matches!(role.as_str(), "lon" | "lat"))));
            for (role, column) in roles {
                source.columns.entry(role).or_insert(column);
            }
        }
        self.sources.push(Resolved { place, source, span, table, chosen: Vec::new() });
        self.sources.len() - 1
    }

    fn table_of(&mut self, named: &Named<Source>) -> Option<(usize, String)> {
        let table = named.value.table.as_ref()?;
        let found = self.made(table);
        if let Err(message) = &found {
            self.error(named.span_of("table"), message.clone());
        }
        found.ok()
    }

    /// The analysis and table behind `analysis.table`.
    fn made(&self, reference: &str) -> Result<(usize, String), String> {
        let analyses = &self.study.analyses;
        let names = || analyses.iter().map(|a| a.name.as_str());
        let Some((analysis, table)) = reference.split_once('.') else {
            return Err(format!("`{reference}` must be `analysis.table`"));
        };
        let Some(i) = analyses.iter().position(|a| a.name == analysis) else {
            return Err(format!("there is no analysis `{analysis}`{}", instead(analysis, names())));
        };
        let Some(method) = self.methods[i] else { return Ok((i, table.to_owned())) };
        if method.tables.iter().any(|t| t.name == table) {
            return Ok((i, table.to_owned()));
        }
        Err(format!("`{analysis}` ({}) makes no table `{table}`{}", method.key, instead(table, method.tables.iter().map(|t| t.name))))
    }

    /// Roles that the columns of a result table have by themselves: identifiers carry their role's name, `by` columns keep the role they had,
    /// and the column named like the table is its value.
    fn default_roles(&self, analysis: usize, table: &str) -> Vec<(String, String)> {
        let mut roles: Vec<(String, String)> = Vec::new();
        for column in columns_of(self.methods[analysis], table) {
            if column == table {
                roles.insert(0, ("value".to_owned(), column.to_owned()));
            } else if role(column).is_some() {
                roles.push((column.to_owned(), column.to_owned()));
            }
        }
        let spec = &self.study.analyses[analysis].value;
        let first = spec.inputs.first().and_then(|(_, s)| self.study.sources.iter().find(|n| n.name == *s));
        for by in &spec.by {
            let mapped = first.and_then(|s| s.value.columns.iter().find(|(_, c)| *c == by)).map(|(r, _)| r.clone());
            if let Some(role) = mapped.or_else(|| role(by).map(|r| r.name.to_owned())) {
                roles.push((role, by.clone()));
            }
        }
        roles
    }

    fn steps(&mut self) -> Vec<Option<Step>> {
        (0..self.study.analyses.len()).map(|i| self.step(i)).collect()
    }

    fn step(&mut self, i: usize) -> Option<Step> {
        let analysis = &self.study.analyses[i];
        let method = self.methods[i]?;
        let prepared = self.prepare(analysis, method);
        let mut inputs = Vec::new();
        for (slot, source) in &analysis.value.inputs {
            inputs.extend(self.input(analysis, method, slot, source));
        }
        for slot in method.slots.iter().filter(|s| s.required) {
            if !inputs.iter().any(|b: &Input| b.slot.name == slot.name)
                && !analysis.value.inputs.is_empty()
                && inputs.len() == analysis.value.inputs.len()
            {
                let message = format!("`{}` needs the input `{}`: {}", method.key, slot.name, slot.about);
                self.error(analysis.span_of("inputs"), message);
            }
        }
        let mut after: Vec<usize> = inputs.iter().filter_map(|b| self.sources[b.source].table.as_ref().map(|t| t.0)).collect();
        after.sort_unstable();
        after.dedup();
        Some(Step { name: analysis.name.clone(), method, prepared: prepared?, inputs, by: analysis.value.by.clone(), after })
    }

    fn prepare(&mut self, analysis: &Named<Analysis>, method: &Registered) -> Option<Box<dyn Prepared>> {
        let schema = (method.schema)();
        let known: Vec<String> = schema.get("properties").and_then(|p| p.as_object()).map(|p| p.keys().cloned().collect()).unwrap_or_default();
        let mut sound = true;
        for (key, value) in &analysis.value.settings {
            let span = analysis.span_of(&format!("settings.{key}"));
            if !known.contains(key) {
                let message = format!("`{}` has no setting `{key}`{}", method.key, instead(key, known.iter().map(String::as_str)));
                self.error(span, message);
                sound = false;
                continue;
            }
            let alone = serde_json::Map::from_iter([(key.clone(), value.clone())]);
            if let Err(PrepareError::Type(e)) = (method.prepare)(alone.into()) {
                self.error(span, format!("setting `{key}`: {}", in_words(&e.to_string())));
                sound = false;
            }
        }
        if !sound {
            return None;
        }
        match (method.prepare)(analysis.value.settings.clone().into()) {
            Ok(prepared) => Some(prepared),
            Err(PrepareError::Type(e)) => {
                self.error(analysis.span_of("settings"), in_words(&e.to_string()));
                None
            }
            Err(PrepareError::Value(e)) => {
                self.error(analysis.span_of(&format!("settings.{}", e.setting)), format!("setting `{}`: {}", e.setting, e.problem));
                None
            }
        }
    }

    fn input(&mut self, analysis: &Named<Analysis>, method: &'static Registered, slot: &str, source: &str) -> Option<Input> {
        let key = if slot.is_empty() { "source".to_owned() } else { format!("inputs.{slot}") };
        let span = analysis.span_of(&key);
        let number = self.source(source, &span)?;
        let resolved = &self.sources[number].source;
        if resolved.columns.keys().any(|name| role(name).is_none()) {
            // What the unknown role was to be is not known, and that was said already.
            return None;
        }
        let fits = |s: &'static Slot| s.accepts.iter().copied().find(|&shape| lacks(resolved, shape).is_none());
        let slots: Vec<&'static Slot> =
            if slot.is_empty() { method.slots.iter().collect() } else { method.slots.iter().filter(|s| s.name == slot).collect() };
        if slots.is_empty() {
            let message = format!("`{}` has no input `{slot}`{}", method.key, instead(slot, method.slots.iter().map(|s| s.name)));
            self.error(span, message);
            return None;
        }
        if let Some((slot, shape)) = slots.iter().find_map(|s| fits(s).map(|shape| (*s, shape))) {
            return Some(Input { slot, source: number, shape });
        }
        let shapes: Vec<String> =
            slots[0].accepts.iter().map(|&shape| format!("as {} it lacks {}", shape.name(), lacks(resolved, shape).unwrap_or_default())).collect();
        let message = format!("source `{source}` cannot be read for `{}`: {}; map the roles in `columns`", method.key, shapes.join("; "));
        self.error(span, message);
        None
    }

    /// The number of a source by its name, or of a table that an analysis makes.
    fn source(&mut self, name: &str, span: &Range<usize>) -> Option<usize> {
        if let Some(i) = self.sources.iter().position(|s| s.place.source_name == name) {
            return Some(i);
        }
        if self.study.sources.iter().any(|s| s.name == name) || self.study.unread.iter().any(|n| n == name) {
            // It is wrong in itself, and that was said already.
            return None;
        }
        if name.contains('.') {
            return match self.made(name) {
                Ok(table) => {
                    let place = Place { source_name: name.to_owned(), path: format!("table {name}") };
                    Some(self.resolve(place, Source::default(), span.clone(), Some(table)))
                }
                Err(message) => {
                    self.error(span.clone(), message);
                    None
                }
            };
        }
        let mut names: Vec<&str> = self.study.sources.iter().map(|s| s.name.as_str()).collect();
        names.sort_unstable();
        let message = format!("there is no source `{name}`{}", instead(name, names));
        self.error(span.clone(), message);
        None
    }

    /// Refuses analyses that wait for each other.
    fn circles(&mut self, steps: &[Option<Step>]) {
        let after = |i: usize| steps[i].as_ref().map(|s| s.after.clone()).unwrap_or_default();
        let mut done = vec![false; steps.len()];
        while let Some(i) = (0..steps.len()).find(|&i| !done[i] && after(i).iter().all(|&a| done[a])) {
            done[i] = true;
        }
        let Some(start) = (0..steps.len()).find(|&i| !done[i] && reaches(i, i, &after)) else { return };
        let mut path = vec![start];
        while let Some(next) = after(path[path.len() - 1]).into_iter().find(|&a| a == start || (!path.contains(&a) && reaches(a, start, &after))) {
            path.push(next);
            if next == start {
                break;
            }
        }
        let names: Vec<&str> = path.iter().map(|&i| self.study.analyses[i].name.as_str()).collect();
        let span = self.study.analyses[start].span_of("source");
        self.error(span, format!("the analyses go in a circle: {}", names.join(" reads ")));
    }
}

/// Whether analysis `from` reads, perhaps by way of others, a table of analysis `to`.
fn reaches(from: usize, to: usize, after: &dyn Fn(usize) -> Vec<usize>) -> bool {
    let mut seen = vec![];
    let mut next = after(from);
    while let Some(i) = next.pop() {
        if i == to {
            return true;
        }
        if !seen.contains(&i) {
            seen.push(i);
            next.extend(after(i));
        }
    }
    false
}

/// The columns of a table that a method makes.
pub(crate) fn columns_of(method: Option<&'static Registered>, table: &str) -> impl Iterator<Item = &'static str> {
    let spec: Option<&TableSpec> = method.and_then(|m| m.tables.iter().find(|t| t.name == table));
    spec.into_iter().flat_map(TableSpec::columns)
}
