//! Figures that add up over the year: returns, the share of the year behind them, and the year they point to.

mod nowcast;
mod present;
mod share;

pub(crate) use nowcast::Thresholds;
pub use nowcast::{Course, Nowcast, Plan};
pub use share::{Interval, Share};

use crate::calendar::{Length, Period};
use crate::growth_history::place;
use agglom_method::{Aim, Indicator, Indicators, Message, MethodError, Printed, Reading, SeriesKind};
use std::collections::{BTreeMap, BTreeSet};

/// The cumulative figures of an indicator of an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Returns {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Whether more is better, if the source says so.
    pub aim: Option<Aim>,
    /// Unit, if the source names one.
    pub unit: Option<String>,
    /// Since the start of the year, by year and last month.
    pub years: BTreeMap<i32, BTreeMap<u32, Figure>>,
    /// The shortest period of the series.
    pub length: Length,
    /// True if January and February count as one.
    pub merged: bool,
    /// True if months or quarters are missing between others, so that the sum stops there.
    pub broken: bool,
    /// True if the source says that it does not add up over the year.
    pub not_a_flow: bool,
}

/// A cumulative figure with what is printed beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// Since the start of the year.
    pub value: f64,
    /// Number of the period.
    pub period: u32,
    /// The figure of the year before, as printed beside it.
    pub previous: Option<Printed>,
    /// The growth printed beside it.
    pub growth: Option<Printed>,
    length: Length,
}

impl Returns {
    /// The returns of every indicator of every entity, in the order of (entity, indicator), and how many rows have no label. `cumulative`
    /// says what figures are whose kind the source does not give.
    pub fn all(source: &Indicators, cumulative: bool) -> Result<(Vec<Self>, usize), MethodError> {
        let mut rows: BTreeMap<(u32, u32), Vec<&Indicator>> = BTreeMap::new();
        let mut unlabelled = 0;
        for row in source.rows.iter().filter(|row| matches!(row.value, Reading::Observed(_))) {
            if source.indicators.get(row.indicator as usize).is_empty() {
                unlabelled += 1;
            } else {
                rows.entry((row.entity, row.indicator)).or_default().push(row);
            }
        }
        let returns = rows.into_values().map(|rows| Self::of(source, &rows, cumulative)).collect::<Result<_, _>>()?;
        Ok((returns, unlabelled))
    }

    /// The rows of one series; there is at least one.
    fn of(source: &Indicators, rows: &[&Indicator], cumulative: bool) -> Result<Self, MethodError> {
        let first = rows.first().expect("a series is made of its rows");
        let is = |kind: SeriesKind| rows.iter().any(|r| r.kind == Some(kind));
        let mut found = Self {
            entity: first.entity,
            indicator: first.indicator,
            aim: rows.iter().find_map(|r| r.direction),
            unit: rows.iter().find_map(|r| r.unit.clone()),
            years: BTreeMap::new(),
            length: Length::Year,
            merged: false,
            broken: false,
            not_a_flow: is(SeriesKind::Stock) || is(SeriesKind::Ratio),
        };
        for row in rows {
            let Reading::Observed(printed) = row.value else { continue };
            let refused = |key| MethodError::Needs { what: place(source, row.entity, row.indicator, row.period, key) };
            let period = Period::parse(source.periods.get(row.period as usize)).ok_or_else(|| refused("returns-period"))?;
            found.length = found.length.min(period.length);
            let (previous, growth) = (row.previous.observed(), row.growth_printed.observed());
            let figure = Figure { value: printed.value, period: row.period, previous, growth, length: period.length };
            if found.years.entry(period.year).or_default().insert(period.month, figure).is_some() {
                return Err(refused("returns-twice"));
            }
        }
        if found.not_a_flow {
            return Ok(found);
        }
        let apart = found.years.values().any(|year| year.contains_key(&1));
        found.merged = apart && found.years.values().any(|year| year.contains_key(&2) && !year.contains_key(&1));
        let added = if is(SeriesKind::Flow) { true } else { !cumulative && !is(SeriesKind::Cumulative) };
        if added {
            found.add_up(source)?;
        } else {
            found.check_order(source)?;
        }
        if found.merged {
            found.years.values_mut().for_each(|year| year.retain(|&month, _| month > 1));
        }
        found.years.retain(|_, year| !year.is_empty());
        Ok(found)
    }

    /// Figures since the start of the year cannot fall within it.
    fn check_order(&self, source: &Indicators) -> Result<(), MethodError> {
        for year in self.years.values() {
            for (before, after) in year.values().zip(year.values().skip(1)) {
                if after.value < before.value {
                    let message = self.place(source, after, "returns-fall");
                    return Err(MethodError::Needs { what: message.with("before", source.periods.argument(before.period as usize)) });
                }
            }
        }
        Ok(())
    }

    fn place(&self, source: &Indicators, figure: &Figure, key: &'static str) -> Message {
        place(source, self.entity, self.indicator, figure.period, key)
    }

    /// Adds up the months or quarters of each year, as far as none is missing. February without January stands for both months.
    fn add_up(&mut self, source: &Indicators) -> Result<(), MethodError> {
        let years = std::mem::take(&mut self.years);
        for (number, year) in years {
            let lengths: BTreeSet<Length> = year.values().map(|f| f.length).collect();
            if lengths.len() > 1 {
                let figure = year.values().next_back().expect("a year with two lengths has figures");
                return Err(MethodError::Needs { what: self.place(source, figure, "returns-mixed") });
            }
            let step = match lengths.first() {
                Some(Length::Quarter) => 3,
                Some(Length::Year) => 12,
                _ => 1,
            };
            let mut sum = 0.0;
            let mut added = BTreeMap::new();
            let mut reached = 0;
            for (month, figure) in year {
                if month != reached + step && !(self.starts_together() && step == 1 && month == 2 && reached == 0) {
                    self.broken = true;
                    break;
                }
                if figure.value < 0.0 {
                    return Err(MethodError::Needs { what: self.place(source, &figure, "returns-negative") });
                }
                sum += figure.value;
                reached = month;
                added.insert(month, Figure { value: sum, previous: None, growth: None, ..figure });
            }
            self.years.insert(number, added);
        }
        Ok(())
    }

    /// February without January is January and February.
    fn starts_together(&self) -> bool {
        self.length == Length::Month
    }

    /// The last year, its last month and figure.
    pub fn last(&self) -> Option<(i32, u32, &Figure)> {
        let (&year, figures) = self.years.last_key_value()?;
        figures.last_key_value().map(|(&month, figure)| (year, month, figure))
    }

    /// A figure since the start of a year.
    pub fn at(&self, year: i32, month: u32) -> Option<f64> {
        self.years.get(&year)?.get(&month).map(|f| f.value)
    }

    /// The last months of the seasons that any year has; the year's end is one of them.
    pub fn seasons(&self) -> BTreeSet<u32> {
        self.years.values().flat_map(|year| year.keys().copied()).chain([12]).collect()
    }

    /// The last complete years before one, at most so many.
    pub fn complete_before(&self, year: i32, most: usize) -> Vec<i32> {
        let complete = |y: &i32| self.at(*y, 12).is_some_and(|total| total > 0.0);
        let mut years: Vec<i32> = self.years.range(..year).rev().map(|(&y, _)| y).filter(complete).take(most).collect();
        years.reverse();
        years
    }

    /// The code of a season, such as `03`, `01-02` or `Q1`.
    pub fn season(&self, month: u32) -> String {
        match self.length {
            Length::Quarter => format!("Q{}", month.div_ceil(3)),
            Length::Year => "1-12".to_owned(),
            Length::Month if month == 2 && !self.seasons().contains(&1) => "01-02".to_owned(),
            Length::Month => format!("{month:02}"),
        }
    }

    /// The code of the period from the start of a year that ends with a month.
    pub fn code(&self, year: i32, month: u32) -> String {
        match self.length {
            Length::Quarter => format!("{year:04}-Q{}", month.div_ceil(3)),
            Length::Year => format!("{year:04}"),
            Length::Month => format!("{year:04}-{month:02}"),
        }
    }
}
