//! Levels over the years, their growth rates, and what these say of the years ahead.

mod assess;
mod class;
mod forecast;
mod joint;
mod present;

pub use assess::{Assessment, GrowthModel, Shrinkage};
pub(crate) use assess::{Rules, Target};
pub(crate) use class::Class;
pub(crate) use forecast::{AutoRegression, Blend, Forecast, Outlook, Simulated, deviate, random_walk, upper_tail, usual_block, variance};
pub(crate) use joint::{Event, joint};

use crate::calendar::{Length, Period};
use agglom_method::{Aim, Indicators, Message, MethodError, Reading};
use std::collections::BTreeMap;

/// The levels of an indicator of an entity by year.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Whether more is better, if the source says so.
    pub aim: Option<Aim>,
    /// Unit, if the source names one.
    pub unit: Option<String>,
    /// The levels.
    pub levels: BTreeMap<i32, f64>,
    /// Levels of the year before, as printed beside a level.
    pub bases: BTreeMap<i32, f64>,
}

/// The growth of a logarithm in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The year.
    pub year: i32,
    /// `ln y_t - ln y_(t-1)`.
    pub growth: f64,
}

impl History {
    /// The history of every indicator of every entity, in the order of (entity, indicator), and how many rows have no label.
    /// Two figures of one year and periods that are not years are errors.
    pub fn all(source: &Indicators) -> Result<(Vec<Self>, usize), MethodError> {
        let mut histories: BTreeMap<(u32, u32), Self> = BTreeMap::new();
        let mut unlabelled = 0;
        for row in &source.rows {
            let Reading::Observed(printed) = row.value else { continue };
            if source.indicators.get(row.indicator as usize).is_empty() {
                unlabelled += 1;
                continue;
            }
            let code = source.periods.get(row.period as usize);
            let year = Period::parse(code).filter(|p| p.length == Length::Year).map(|p| p.year);
            let year = year.ok_or_else(|| MethodError::Needs { what: place(source, row.entity, row.indicator, row.period, "history-not-a-year") })?;
            let empty =
                || Self { entity: row.entity, indicator: row.indicator, aim: None, unit: None, levels: BTreeMap::new(), bases: BTreeMap::new() };
            let history = histories.entry((row.entity, row.indicator)).or_insert_with(empty);
            history.aim = history.aim.or(row.direction);
            if history.unit.is_none() {
                history.unit.clone_from(&row.unit);
            }
            history.bases.extend(row.previous.observed().map(|p| (year, p.value)));
            if history.levels.insert(year, printed.value).is_some() {
                return Err(MethodError::Needs { what: place(source, row.entity, row.indicator, row.period, "history-twice") });
            }
        }
        Ok((histories.into_values().collect(), unlabelled))
    }

    /// The last year and its level.
    pub fn last(&self) -> Option<(i32, f64)> {
        self.levels.last_key_value().map(|(&year, &level)| (year, level))
    }

    /// The level that growth of a year starts from: the one printed beside it, otherwise that of the year before.
    fn base(&self, year: i32) -> Option<f64> {
        self.bases.get(&year).or_else(|| self.levels.get(&(year - 1))).copied()
    }

    /// The growth of each year whose level and that of the year before are there and positive.
    pub fn rates(&self) -> Vec<Rate> {
        let growth = |(&year, &level): (&i32, &f64)| {
            let before = self.base(year)?;
            (before > 0.0 && level > 0.0).then(|| Rate { year, growth: level.ln() - before.ln() })
        };
        self.levels.iter().filter_map(growth).collect()
    }

    /// True if a level is printed beside that of the year after as another one than it was: its series was revised.
    pub fn is_revised(&self) -> bool {
        self.bases.iter().any(|(year, base)| self.levels.get(&(year - 1)).is_some_and(|level| (level - base).abs() > 1e-9 * level.abs()))
    }

    /// The first year whose level is zero or negative.
    pub fn not_positive(&self) -> Option<i32> {
        self.levels.iter().find(|(_, level)| **level <= 0.0).map(|(&year, _)| year)
    }

    /// True if years between the first and the last are missing.
    pub fn has_gaps(&self) -> bool {
        self.levels.keys().skip(1).any(|&year| self.base(year).is_none())
    }
}

/// A message about a figure: entity, indicator and period.
pub(crate) fn place(source: &Indicators, entity: u32, indicator: u32, period: u32, key: &'static str) -> Message {
    let message = Message::new(key).with("entity", source.entities.argument_or_whole(entity as usize));
    message.with("indicator", source.indicators.argument(indicator as usize)).with("period", source.periods.argument(period as usize))
}

/// The mean of some numbers; they come in the order of years, so the sum does not depend on the order of rows.
pub(crate) fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// The sum of squared deviations from the mean.
pub(crate) fn squares(numbers: &[f64]) -> f64 {
    let mean = mean(numbers);
    numbers.iter().map(|x| (x - mean).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::History;
    use std::collections::BTreeMap;

    fn history(levels: &[(i32, f64)]) -> History {
        History { entity: 0, indicator: 0, aim: None, unit: None, levels: levels.iter().copied().collect(), bases: BTreeMap::new() }
    }

    #[test]
    fn a_rate_needs_two_positive_levels_in_a_row() {
        let found = history(&[(2010, 1.0), (2011, 2.0), (2013, 2.0), (2014, 0.0), (2015, 1.0), (2016, 1.5)]);
        let rates: Vec<(i32, f64)> = found.rates().iter().map(|r| (r.year, r.growth)).collect();
        assert_eq!(rates, [(2011, 2f64.ln()), (2016, 1.5f64.ln())]);
        assert_eq!((found.not_positive(), found.has_gaps()), (Some(2014), true));
        assert!(!history(&[(2010, 1.0), (2011, 2.0)]).has_gaps() && !history(&[]).has_gaps());
    }
}
