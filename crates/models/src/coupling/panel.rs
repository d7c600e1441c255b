use super::members::Members;
use crate::index::{Bounds, Cell, Incomplete, Matrix, Scaled, critic, entropy, equal, standard_deviation};
use agglom_method::{Aim, Codes, Indicators, Message, MethodError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the weights of indicators come from. All are pooled over places and periods, and add up to 1 within a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// More weight where figures are spread more unevenly (Shannon entropy).
    Entropy,
    /// The same weight for each.
    Equal,
    /// More weight where figures vary more and agree less with the others (CRITIC).
    Critic,
    /// More weight where figures vary more.
    StandardDeviation,
}

/// The figures of all systems, ready to be scored: columns system by system, rows by entity and period.
pub(crate) struct Panel {
    pub(crate) systems: Arc<Codes>,
    pub(crate) rows: Vec<Cell>,
    pub(crate) incomplete: Vec<Incomplete>,
    pub(crate) indicators: Vec<u32>,
    /// The number of the system of each column.
    pub(crate) system: Vec<usize>,
    pub(crate) aims: Vec<Aim>,
    /// Bounds that the study sets.
    pub(crate) fixed: Vec<Option<Bounds>>,
    pub(crate) columns: Vec<Vec<f64>>,
    /// Indicators left out because they are constant.
    pub(crate) constant: Vec<u32>,
}

/// Scales and weights, and what follows from them.
pub(crate) struct Scales {
    pub(crate) bounds: Vec<Bounds>,
    /// Indicators between 0 and 1.
    pub(crate) scaled: Vec<Vec<f64>>,
    /// Weights that add up to 1 within a system.
    pub(crate) weights: Vec<f64>,
}

/// Figures beyond this cannot be told apart safely.
const LARGEST: f64 = 1e300;

impl Weighting {
    /// The weights of indicators between 0 and 1, adding up to 1 within each system that has any; rows count so often.
    pub(crate) fn weights(self, columns: &[Vec<f64>], counts: &[f64], system: &[usize]) -> Vec<f64> {
        let mut weights = match self {
            Self::Entropy => entropy(columns, counts),
            Self::Equal => equal(columns.len()),
            Self::Critic => critic(columns, counts),
            Self::StandardDeviation => standard_deviation(columns, counts),
        };
        let systems = system.iter().max().map_or(0, |most| most + 1);
        for s in 0..systems {
            let total: f64 = weights.iter().zip(system).filter(|(_, of)| **of == s).map(|(w, _)| w).sum();
            let members = system.iter().filter(|of| **of == s).count();
            for (weight, _) in weights.iter_mut().zip(system).filter(|(_, of)| **of == s) {
                *weight = if total > 0.0 { *weight / total } else { 1.0 / members as f64 };
            }
        }
        weights
    }
}

impl Panel {
    /// Figures without constant indicators. Constant ones with bounds of their own stay if the weights do not depend on their spread.
    pub(crate) fn new(
        members: Members,
        source: &Indicators,
        directions: &BTreeMap<String, Aim>,
        fixed: &BTreeMap<u32, Bounds>,
        weighting: Weighting,
    ) -> Result<Self, MethodError> {
        let matrix = Matrix::new(source, &members.indicators, directions)?;
        if matrix.rows.is_empty() {
            return Err(no_row(source, &matrix));
        }
        let ones = vec![1.0; matrix.rows.len()];
        let mut panel = Self {
            systems: members.systems,
            rows: matrix.rows,
            incomplete: matrix.incomplete,
            indicators: Vec::new(),
            system: Vec::new(),
            aims: Vec::new(),
            fixed: Vec::new(),
            columns: Vec::new(),
            constant: Vec::new(),
        };
        for (i, column) in matrix.columns.into_iter().enumerate() {
            let indicator = matrix.indicators[i];
            if column.iter().any(|figure| figure.abs() > LARGEST) {
                let message = Message::new("coupling-coordination-too-large").with("indicator", source.indicators.argument(indicator as usize));
                return Err(MethodError::Needs { what: message });
            }
            let fixed = fixed.get(&indicator).copied();
            if !varies(&column, fixed, &ones) && (fixed.is_none() || weighting != Weighting::Equal) {
                panel.constant.push(indicator);
                continue;
            }
            panel.indicators.push(indicator);
            panel.system.push(members.system[i]);
            panel.aims.push(matrix.aims[i]);
            panel.fixed.push(fixed);
            panel.columns.push(column);
        }
        match (0..panel.systems.len()).find(|s| !panel.system.contains(s)) {
            None => Ok(panel),
            Some(empty) => {
                let message = Message::new("coupling-coordination-system-constant").with("system", panel.systems.argument(empty));
                Err(MethodError::NoAnswer { why: message })
            }
        }
    }

    /// Scales and weights from all rows.
    pub(crate) fn scales(&self, weighting: Weighting) -> Scales {
        let ones = vec![1.0; self.rows.len()];
        let pooled = |i: usize| Bounds::pooled(&self.columns[i], &ones).expect("constant indicators were left out");
        let bounds: Vec<Bounds> = (0..self.columns.len()).map(|i| self.fixed[i].unwrap_or_else(|| pooled(i))).collect();
        let scaled = Scaled::new(&self.columns, &self.aims, &bounds).columns;
        let weights = weighting.weights(&scaled, &ones, &self.system);
        Scales { bounds, scaled, weights }
    }

    /// How many figures of a row lie beyond the ends of their scales.
    pub(crate) fn clipped(&self, scales: &Scales, row: usize) -> usize {
        self.columns.iter().zip(&scales.bounds).filter(|(column, ends)| column[row] < ends.low || column[row] > ends.high).count()
    }

    /// The scores of the systems in a row.
    pub(crate) fn scores(&self, scaled: &[Vec<f64>], weights: &[f64], row: usize) -> Vec<f64> {
        let mut scores = vec![0.0; self.systems.len()];
        for ((column, weight), &system) in scaled.iter().zip(weights).zip(&self.system) {
            scores[system] += weight * column[row];
        }
        for score in &mut scores {
            *score = score.min(1.0);
        }
        scores
    }

    /// The obstacle degrees of a row's indicators: `O_j = I_j / Σ I`, `I_j = α w_j (1 - r_j)`; nothing if there is no obstacle.
    pub(crate) fn obstacles(&self, scales: &Scales, system_weights: &[f64], row: usize) -> Option<Vec<f64>> {
        let gap = |i: usize| system_weights[self.system[i]] * scales.weights[i] * (1.0 - scales.scaled[i][row]);
        let gaps: Vec<f64> = (0..self.columns.len()).map(gap).collect();
        let total: f64 = gaps.iter().sum();
        (total > 0.0).then(|| gaps.into_iter().map(|gap| gap / total).collect())
    }
}

/// The error for figures of which no row is complete.
fn no_row(source: &Indicators, matrix: &Matrix) -> MethodError {
    let Some(Incomplete { row, indicator }) = matrix.incomplete.first() else { return MethodError::TooFew { what: "rows", need: 1, got: 0 } };
    let message = Message::new("coupling-coordination-no-complete-row")
        .with("entity", source.entities.argument_or_whole(row.entity as usize))
        .with("period", source.periods.argument(row.period as usize))
        .with("indicator", source.indicators.argument(*indicator as usize));
    MethodError::Needs { what: message }
}

/// Whether a column differs between rows once it is on its scale.
fn varies(column: &[f64], fixed: Option<Bounds>, ones: &[f64]) -> bool {
    match fixed {
        None => Bounds::pooled(column, ones).is_some(),
        Some(ends) => {
            let first = ends.scale(column[0], Aim::Up);
            column.iter().any(|&figure| ends.scale(figure, Aim::Up) != first)
        }
    }
}
