use crate::{Codes, Printed, Reading};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Figures of entities: an entity x indicator x period table, as printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Indicators {
    /// Whom the figures describe.
    pub entities: Arc<Codes>,
    /// What is measured; the empty code stands for a row without a label.
    pub indicators: Arc<Codes>,
    /// When; a single empty code if the source has no periods.
    pub periods: Arc<Codes>,
    /// The figures in the order of (entity, period, row).
    pub rows: Vec<Indicator>,
}

/// One figure with what the source prints beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Row of the source, counted as a spreadsheet shows it.
    pub row: u64,
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Number of the period.
    pub period: u32,
    /// The figure.
    pub value: Reading<Printed>,
    /// The figure of the period before or of last year, if printed beside it.
    pub previous: Reading<Printed>,
    /// The printed growth in percent.
    pub growth_printed: Reading<Printed>,
    /// Its unit.
    pub unit: Option<String>,
    /// What kind of series it belongs to.
    pub kind: Option<SeriesKind>,
    /// Whether more is better.
    pub direction: Option<Aim>,
}

/// What kind of series a figure belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesKind {
    /// A level at a moment.
    Stock,
    /// What happened during a period.
    Flow,
    /// What happened since the start of the year; cannot fall within a year.
    Cumulative,
    /// A quotient of other figures.
    Ratio,
    /// A number of things.
    Count,
}

/// Whether more of an indicator is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}
