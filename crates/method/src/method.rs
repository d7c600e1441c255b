use crate::{Bound, Finding, Inputs, MethodError, Seed, SettingError, Slot, Watch};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// One way to measure, model or judge. The value of a method is its settings.
///
/// Adding one is a file with a struct that implements this, its `pub mod` line, and its line in the registry of `agglom-study`;
/// command line, help, schema, report and conformance tests follow from there.
///
/// The doc comment of the struct is what `agglom explain` prints. Its headings are Formula, Reading, Undefined when, Source,
/// Checked against, Example.
pub trait Method: Default + DeserializeOwned + Serialize + JsonSchema + Send + Sync + 'static {
    /// File name, key in a study, name of the main table.
    const KEY: &'static str;
    /// Where it stands in the loop from data to decision.
    const FAMILY: Family;
    /// The tables it can make and their columns (some only under some settings), so that a study can be checked before it runs.
    const TABLES: &'static [TableSpec];
    /// What it reads.
    type Inputs: Inputs;
    /// The numbers, for users of the library.
    type Output: Serialize + Send;

    /// Checks settings that are of the right type for values that make sense; called before any data are read.
    fn check(&self) -> Result<(), SettingError> {
        Ok(())
    }

    /// The numbers. Pure: same inputs, settings and seed, same output, at any number of threads.
    fn compute(&self, inputs: &Self::Inputs, context: &Context<'_>) -> Result<Self::Output, MethodError>;

    /// The numbers as tables, charts and sentences.
    fn present(&self, inputs: &Self::Inputs, output: &Self::Output) -> Finding;
}

/// A table that a method can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSpec {
    /// Its name.
    pub name: &'static str,
    /// Its columns in order, separated by blanks.
    pub columns: &'static str,
}

impl TableSpec {
    /// A table and its columns, separated by blanks.
    pub const fn new(name: &'static str, columns: &'static str) -> Self {
        Self { name, columns }
    }

    /// Its columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.split_whitespace()
    }
}

/// What a computation may use besides its inputs and settings.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Where random draws come from.
    pub seed: Seed,
    /// Whom to tell about progress, and who may cancel.
    pub watch: &'a dyn Watch,
}

impl Context<'_> {
    /// An error if nobody wants the answer any more.
    pub fn proceed(&self) -> Result<(), MethodError> {
        if self.watch.cancelled() { Err(MethodError::Cancelled) } else { Ok(()) }
    }
}

/// Where a method stands in the loop from data to decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Are the figures right?
    Audit,
    /// Where are the clusters?
    Delineate,
    /// How concentrated, how specialised?
    Measure,
    /// What kind are they?
    Classify,
    /// How good is it?
    Assess,
    /// What will come and go?
    Project,
    /// What to do?
    Optimise,
    /// Are we on course?
    Track,
}

impl Family {
    /// All families in the order of the loop.
    pub const ALL: [Self; 8] =
        [Self::Audit, Self::Delineate, Self::Measure, Self::Classify, Self::Assess, Self::Project, Self::Optimise, Self::Track];

    /// The family's name as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Delineate => "delineate",
            Self::Measure => "measure",
            Self::Classify => "classify",
            Self::Assess => "assess",
            Self::Project => "project",
            Self::Optimise => "optimise",
            Self::Track => "track",
        }
    }
}

/// A method as the registry knows it, its type forgotten.
#[derive(Clone, Copy)]
pub struct Registered {
    /// File name, key in a study, name of the main table.
    pub key: &'static str,
    /// Where it stands in the loop.
    pub family: Family,
    /// What it reads.
    pub slots: &'static [Slot],
    /// The tables it can make.
    pub tables: &'static [TableSpec],
    /// JSON schema of the settings; its description is the method's documentation.
    pub schema: fn() -> Schema,
    /// Settings from JSON, completed by defaults; the path of a type error is dotted (`weights.0`).
    pub prepare: fn(serde_json::Value) -> Result<Box<dyn Prepared>, PrepareError>,
}

/// Why settings were refused.
#[derive(Debug)]
pub enum PrepareError {
    /// A value of the wrong type.
    Type(serde_json::Error),
    /// A value that makes no sense.
    Value(SettingError),
}

/// A method with its settings, ready to run.
pub trait Prepared: Send + Sync {
    /// The settings as completed by defaults.
    fn settings(&self) -> serde_json::Value;

    /// Computes and presents.
    fn run(&self, bound: &Bound, context: &Context<'_>) -> Result<Finding, MethodError>;
}

impl Registered {
    /// The registry's entry for a method.
    pub const fn of<M: Method>() -> Self {
        Self { key: M::KEY, family: M::FAMILY, slots: M::Inputs::SLOTS, tables: M::TABLES, schema: schema_of::<M>, prepare: prepare::<M> }
    }

    /// The method's documentation: the doc comment of its struct.
    pub fn documentation(&self) -> String {
        (self.schema)().get("description").and_then(|d| d.as_str()).unwrap_or_default().to_owned()
    }

    /// The first sentence of the documentation.
    pub fn summary(&self) -> String {
        self.documentation().split("\n\n").next().unwrap_or_default().replace('\n', " ")
    }
}

/// The JSON schema of a type, whole in itself.
pub fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true).into_generator().into_root_schema_for::<T>()
}

fn prepare<M: Method>(settings: serde_json::Value) -> Result<Box<dyn Prepared>, PrepareError> {
    let method: M = serde_json::from_value(settings).map_err(PrepareError::Type)?;
    method.check().map_err(PrepareError::Value)?;
    Ok(Box::new(Ready(method)))
}

struct Ready<M>(M);

impl<M: Method> Prepared for Ready<M> {
    fn settings(&self) -> serde_json::Value {
        serde_json::to_value(&self.0).unwrap_or_default()
    }

    fn run(&self, bound: &Bound, context: &Context<'_>) -> Result<Finding, MethodError> {
        let inputs = M::Inputs::take(bound)?;
        let output = self.0.compute(&inputs, context)?;
        context.proceed()?;
        Ok(self.0.present(&inputs, &output))
    }
}
