use super::classes::{Class, CouplingLevel, Lag};
use super::sensitivity::Sensitivity;
use super::stage::Stage;
use crate::coupling_coordination::CouplingCoordination;
use crate::index::Cell;
use agglom_method::{Codes, Labels, Message, Method, Table, Unit, Values};
use serde::Serialize;
use std::sync::Arc;

/// Coupling and coordination of all places and periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coordination {
    /// The places.
    pub entities: Arc<Codes>,
    /// The periods.
    pub periods: Arc<Codes>,
    /// The indicators of the data.
    pub indicators: Arc<Codes>,
    /// The systems.
    pub systems: Arc<Codes>,
    /// One per place and period.
    pub rows: Vec<CoordinationRow>,
    /// The indicators with their weights, system by system.
    pub weights: Vec<IndicatorWeight>,
    /// Indicators left out because they are constant.
    pub constant: Vec<u32>,
    /// The first missing indicator of every row that was left out, as (entity, period, indicator).
    pub incomplete: Vec<(u32, u32, u32)>,
    /// What the choices of weights, normalisation and formula change.
    pub sensitivity: Sensitivity,
    /// The largest coupling degree that the formula can reach.
    pub highest: f64,
    /// Draws that could not be used.
    pub failed: usize,
    /// How many entities were drawn from.
    pub drawn_entities: usize,
}

/// Coupling and coordination of a place in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoordinationRow {
    /// Number of the place.
    pub entity: u32,
    /// Number of the period.
    pub period: u32,
    /// Coordination degree D.
    pub coordination: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Coupling degree C by the chosen formula.
    pub coupling: Option<f64>,
    /// Coupling degree by the standard formula.
    pub standard: Option<f64>,
    /// Coupling degree by the formula of Wang and others (2021).
    pub wang2021: Option<f64>,
    /// Comprehensive score T.
    pub comprehensive: Option<f64>,
    /// Class of D.
    pub class: Option<Class>,
    /// Probabilities of the ten classes.
    pub probabilities: Option<[f64; 10]>,
    /// Which system lags.
    pub lag: Option<Lag>,
    /// The stage, if there are blocks.
    pub stage: Option<Stage>,
    /// Figures beyond the ends of their scales.
    pub clipped: Option<usize>,
    /// Scores of the systems.
    pub scores: Vec<f64>,
    /// Intervals of the scores.
    pub score_intervals: Vec<(f64, f64)>,
    /// Obstacle degrees of the indicators, in the order of the weights; none for a place that lacks nothing.
    pub obstacles: Option<Vec<f64>>,
    /// Why there is no number, or what is special about it.
    pub reason: Option<&'static str>,
}

/// The weight of an indicator within its system.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IndicatorWeight {
    /// Number of the system.
    pub system: usize,
    /// Number of the indicator.
    pub indicator: u32,
    /// The weight.
    pub weight: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Lower end of its scale.
    pub scale_low: f64,
    /// Upper end of its scale.
    pub scale_high: f64,
}

impl CoordinationRow {
    pub(crate) fn empty(row: Cell, reason: &'static str) -> Self {
        Self {
            entity: row.entity,
            period: row.period,
            coordination: None,
            interval: None,
            coupling: None,
            standard: None,
            wang2021: None,
            comprehensive: None,
            class: None,
            probabilities: None,
            lag: None,
            stage: None,
            clipped: None,
            scores: Vec::new(),
            score_intervals: Vec::new(),
            obstacles: None,
            reason: Some(reason),
        }
    }

    /// The probability of the row's class.
    pub fn probability(&self) -> Option<f64> {
        Some(self.probabilities?[self.class?.number()])
    }

    /// The number of the system that lags.
    pub fn lagging(&self) -> Option<usize> {
        if let Some(Lag::Behind(system)) = self.lag { Some(system) } else { None }
    }
}

/// Tables.
impl Coordination {
    pub(crate) fn has_draws(&self) -> bool {
        self.rows.iter().any(|r| r.probabilities.is_some())
    }

    pub(crate) fn main_table(&self) -> Table {
        let r = &self.rows;
        let systems = Labels::from_index(self.systems.clone(), r.iter().map(|r| r.lagging().map(|s| s as u32)));
        let table = self
            .cells(Table::new(CouplingCoordination::KEY, Message::new("table-coupling-coordination")), r.iter())
            .numbers("coupling_coordination", Unit::None, r.iter().map(|r| r.coordination))
            .numbers("low", Unit::None, r.iter().map(|r| Some(r.interval?.0)))
            .numbers("high", Unit::None, r.iter().map(|r| Some(r.interval?.1)))
            .numbers("coupling", Unit::None, r.iter().map(|r| r.coupling))
            .words("coupling_level", r.iter().map(|r| Some(CouplingLevel::of(r.coupling?).word())))
            .numbers("coupling_standard", Unit::None, r.iter().map(|r| r.standard))
            .numbers("coupling_wang2021", Unit::None, r.iter().map(|r| r.wang2021))
            .numbers("comprehensive", Unit::None, r.iter().map(|r| r.comprehensive))
            .words("class", r.iter().map(|r| Some(r.class?.word())))
            .numbers("probability", Unit::Share, r.iter().map(CoordinationRow::probability))
            .words("lag", r.iter().map(|r| Some(r.lag?.word())))
            .column("lagging_system", Unit::None, Values::Code(systems));
        let staged = r.iter().any(|r| r.stage.is_some());
        let table = if staged { table.words("stage", r.iter().map(|r| Some(r.stage?.word()))) } else { table };
        table.integers("clipped", Unit::None, r.iter().map(|r| Some(r.clipped? as i64))).words("reason", r.iter().map(|r| r.reason))
    }

    fn cells<'a>(&self, table: Table, rows: impl Iterator<Item = &'a CoordinationRow> + Clone) -> Table {
        let entities = rows.clone().map(|r| r.entity as usize);
        table.codes("entity", &self.entities, entities).codes("period", &self.periods, rows.map(|r| r.period as usize))
    }

    pub(crate) fn system_table(&self) -> Table {
        let each = || self.rows.iter().flat_map(|r| (0..r.scores.len()).map(move |s| (r, s)));
        let obstacle = |r: &CoordinationRow, s: usize| {
            let of_system = self.weights.iter().zip(r.obstacles.as_ref()?).filter(|(w, _)| w.system == s);
            Some(of_system.map(|(_, o)| o).sum())
        };
        self.cells(Table::new("systems", Message::new("table-coupling-systems")), each().map(|(r, _)| r))
            .codes("system", &self.systems, each().map(|(_, s)| s))
            .numbers("score", Unit::None, each().map(|(r, s)| Some(r.scores[s])))
            .numbers("low", Unit::None, each().map(|(r, s)| Some(r.score_intervals.get(s)?.0)))
            .numbers("high", Unit::None, each().map(|(r, s)| Some(r.score_intervals.get(s)?.1)))
            .numbers("obstacle", Unit::Share, each().map(|(r, s)| obstacle(r, s)))
    }

    pub(crate) fn class_table(&self) -> Table {
        let each = || self.rows.iter().filter_map(|r| Some((r, r.probabilities?))).flat_map(|(r, p)| Class::ALL.map(|c| (r, c, p[c.number()])));
        self.cells(Table::new("class_probabilities", Message::new("table-coupling-classes")), each().map(|(r, ..)| r))
            .words("class", each().map(|(_, class, _)| Some(class.word())))
            .numbers("probability", Unit::Share, each().map(|(.., probability)| Some(probability)))
    }

    pub(crate) fn weight_table(&self) -> Table {
        let w = &self.weights;
        Table::new("weights", Message::new("table-coupling-weights"))
            .codes("system", &self.systems, w.iter().map(|w| w.system))
            .codes("indicator", &self.indicators, w.iter().map(|w| w.indicator as usize))
            .numbers("weight", Unit::Share, w.iter().map(|w| Some(w.weight)))
            .numbers("low", Unit::Share, w.iter().map(|w| Some(w.interval?.0)))
            .numbers("high", Unit::Share, w.iter().map(|w| Some(w.interval?.1)))
            .numbers("scale_low", Unit::None, w.iter().map(|w| Some(w.scale_low)))
            .numbers("scale_high", Unit::None, w.iter().map(|w| Some(w.scale_high)))
    }

    pub(crate) fn obstacle_table(&self) -> Table {
        let rank = |all: &[f64], i: usize| 1 + all.iter().filter(|&&o| o > all[i]).count();
        let each = || self.rows.iter().filter_map(|r| Some((r, r.obstacles.as_ref()?))).flat_map(|(r, all)| (0..all.len()).map(move |i| (r, all, i)));
        self.cells(Table::new("obstacles", Message::new("table-coupling-obstacles")), each().map(|(r, ..)| r))
            .codes("system", &self.systems, each().map(|(.., i)| self.weights[i].system))
            .codes("indicator", &self.indicators, each().map(|(.., i)| self.weights[i].indicator as usize))
            .numbers("obstacle", Unit::Share, each().map(|(_, all, i)| Some(all[i])))
            .integers("obstacle_rank", Unit::None, each().map(|(_, all, i)| Some(rank(all, i) as i64)))
    }

    pub(crate) fn sensitivity_table(&self) -> Table {
        let shares = self.sensitivity.shares.map(|[w, n, f]| [w, n, f, (1.0 - w - n - f).max(0.0)]);
        let share = |i: usize| shares.map(|s| s[i]);
        Table::new("sensitivity", Message::new("table-coupling-sensitivity"))
            .words("factor", ["weights", "normalisation", "formula", "interaction"].map(Some))
            .numbers("share", Unit::Share, (0..4).map(share))
            .words("reason", (0..4).map(|_| shares.is_none().then_some("no-difference")))
    }
}
