use super::members::number_of;
use crate::index::{Bounds, Cell, Matrix};
use agglom_method::{Aim, Indicators, Message, MethodError, SettingError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Indicators of the three blocks that tell the stage; no stage is told without them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Blocks {
    /// Advantages of the location: access, land, labour, infrastructure.
    pub location: Vec<String>,
    /// Spillover: exchange of knowledge, people and orders.
    pub spillover: Vec<String>,
    /// The innovation system: research, finance, institutions that work together.
    pub system: Vec<String>,
}

/// Where one stage ends and the next begins. A proposal: no study has tested it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StageThresholds {
    /// Coordination below this is the location stage; from this on it may be the spillover stage.
    pub middle: f64,
    /// Coordination from which it may be the system stage.
    pub advanced: f64,
    /// Spillover and system below this, with location the largest, is the location stage; the spillover stage needs a spillover of as
    /// much.
    pub weak: f64,
    /// The spillover stage needs a system below this, the system stage all three blocks from this on.
    pub strong: f64,
}

/// The stages of coupling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Initial: advantages of the location come together.
    Location,
    /// Intermediate: spillover.
    Spillover,
    /// Advanced: one innovation system.
    System,
    /// None of the three rules holds.
    Between,
}

impl Default for StageThresholds {
    fn default() -> Self {
        Self { middle: 0.4, advanced: 0.6, weak: 0.4, strong: 0.5 }
    }
}

impl Stage {
    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Spillover => "spillover",
            Self::System => "system",
            Self::Between => "between",
        }
    }
}

impl StageThresholds {
    /// Refuses thresholds under which two stages could hold at once.
    pub(crate) fn check(&self) -> Result<(), SettingError> {
        let within = |v: f64| (0.0..=1.0).contains(&v);
        let sound = [self.middle, self.advanced, self.weak, self.strong].into_iter().all(within);
        if sound && self.middle <= self.advanced && self.weak <= self.strong {
            return Ok(());
        }
        Err(SettingError::new("thresholds", "must lie between 0 and 1, middle not above advanced and weak not above strong"))
    }

    /// The stage of a coordination degree and the scores of location, spillover and system.
    pub(crate) fn stage(&self, coordination: f64, [location, spillover, system]: [f64; 3]) -> Stage {
        let weak = location >= spillover.max(system) && spillover < self.weak && system < self.weak;
        if coordination < self.middle || weak {
            Stage::Location
        } else if spillover >= self.weak && system < self.strong {
            Stage::Spillover
        } else if coordination >= self.advanced && location.min(spillover).min(system) >= self.strong {
            Stage::System
        } else {
            Stage::Between
        }
    }
}

impl Blocks {
    pub(crate) fn is_empty(&self) -> bool {
        self.all().iter().all(|b| b.is_empty())
    }

    pub(crate) fn all(&self) -> [&Vec<String>; 3] {
        [&self.location, &self.spillover, &self.system]
    }

    /// Refuses one or two blocks without the others.
    pub(crate) fn check(&self) -> Result<(), SettingError> {
        if self.is_empty() || self.all().iter().all(|b| !b.is_empty()) {
            return Ok(());
        }
        Err(SettingError::new("blocks", "location, spillover and system need an indicator each, or leave out all three"))
    }
}

/// The scores of the blocks of each row that has all their indicators.
pub(crate) struct BlockScores(BTreeMap<Cell, [f64; 3]>);

impl BlockScores {
    /// The plain means of the indicators of each block, on fixed or pooled scales; constant indicators do not count.
    pub(crate) fn new(
        blocks: &Blocks,
        source: &Indicators,
        directions: &BTreeMap<String, Aim>,
        fixed: &BTreeMap<u32, Bounds>,
    ) -> Result<Self, MethodError> {
        let mut scores: [BTreeMap<Cell, f64>; 3] = Default::default();
        for (block, codes) in scores.iter_mut().zip(blocks.all()) {
            let mut wanted = codes.iter().map(|code| number_of(source, "blocks", code)).collect::<Result<Vec<u32>, _>>()?;
            wanted.sort_unstable();
            wanted.dedup();
            let matrix = Matrix::new(source, &wanted, directions)?;
            let ones = vec![1.0; matrix.rows.len()];
            let bounds = |i: usize| fixed.get(&wanted[i]).copied().or_else(|| Bounds::pooled(&matrix.columns[i], &ones));
            let scales: Vec<(usize, Bounds)> = (0..wanted.len()).filter_map(|i| Some((i, bounds(i)?))).collect();
            if scales.is_empty() {
                let message = Message::new("coupling-coordination-block-constant").with("indicator", source.indicators.argument(wanted[0] as usize));
                return Err(MethodError::Setting { setting: "blocks", problem: message });
            }
            for (row, &cell) in matrix.rows.iter().enumerate() {
                let total: f64 = scales.iter().map(|&(i, ends)| ends.scale(matrix.columns[i][row], matrix.aims[i])).sum();
                block.insert(cell, total / scales.len() as f64);
            }
        }
        let [location, spillover, system] = scores;
        let all = location.iter().filter_map(|(cell, &l)| Some((*cell, [l, *spillover.get(cell)?, *system.get(cell)?])));
        Ok(Self(all.collect()))
    }

    /// The scores of location, spillover and system.
    pub(crate) fn get(&self, row: Cell) -> Option<[f64; 3]> {
        self.0.get(&row).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_by_their_rules() {
        let stage = |coordination, blocks| StageThresholds::default().stage(coordination, blocks);
        assert_eq!(stage(0.39, [0.9, 0.9, 0.9]), Stage::Location, "little coordination");
        assert_eq!(stage(0.7, [0.5, 0.39, 0.2]), Stage::Location, "location leads, the rest is weak");
        assert_eq!(stage(0.4, [0.5, 0.4, 0.49]), Stage::Spillover);
        assert_eq!(stage(0.6, [0.5, 0.5, 0.5]), Stage::System);
        assert_eq!(stage(0.59, [0.5, 0.5, 0.5]), Stage::Between);
        assert_eq!(stage(0.7, [0.2, 0.3, 0.3]), Stage::Between, "location does not lead");
    }
}
