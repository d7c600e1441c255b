use agglom_method::{Codes, Indicators, Message, MethodError, Printed, Reading, nearest};
use std::collections::BTreeMap;

/// The periods of a plan: the start and those that are planned.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    /// Code of the start, then of the planned periods.
    pub(crate) codes: Vec<String>,
    /// The number of each in the data, if it is there.
    known: Vec<Option<usize>>,
    /// True if the planned periods are those of the data.
    pub(crate) of_data: bool,
}

impl Timeline {
    /// The start and the planned periods, as the settings and the data give them.
    pub(crate) fn new(data: &Codes, start: Option<&str>, periods: &[String], years: Option<usize>) -> Result<Self, MethodError> {
        let of_data = periods.is_empty() && years.is_none();
        let start = match start {
            Some(start) => start,
            None if data.is_empty() => return Err(MethodError::TooFew { what: "periods", need: 1, got: 0 }),
            None => data.get(if of_data { 0 } else { data.len() - 1 }),
        };
        let planned: Vec<String> = match years {
            Some(years) => {
                let first: i64 = start.parse().map_err(|_| wrong("years", Message::new("target-plan-no-number").with("period", start)))?;
                (1..=years as i64).map(|ahead| first.saturating_add(ahead).to_string()).collect()
            }
            None if of_data => {
                let from = data.index(start).ok_or_else(|| unknown("start", start, data.iter()))?;
                data.iter().skip(from + 1).map(str::to_owned).collect()
            }
            None => periods.to_vec(),
        };
        if planned.is_empty() {
            return Err(MethodError::Needs { what: Message::new("target-plan-needs-periods").with("start", start) });
        }
        if planned.len() > super::MOST_PERIODS {
            let count = agglom_method::Argument::count;
            let message = Message::new("target-plan-too-long").with("periods", count(planned.len())).with("most", count(super::MOST_PERIODS));
            return Err(wrong("periods", message));
        }
        let codes: Vec<String> = std::iter::once(start.to_owned()).chain(planned).collect();
        if !Codes::new(codes.iter().map(String::as_str)).iter().eq(codes.iter().map(String::as_str)) {
            return Err(wrong("periods", Message::new("target-plan-order").with("start", start)));
        }
        let known = codes.iter().map(|code| data.index(code)).collect();
        Ok(Self { codes, known, of_data })
    }

    /// How many periods are planned.
    pub(crate) fn horizon(&self) -> usize {
        self.codes.len() - 1
    }

    /// The planned periods.
    pub(crate) fn planned(&self) -> &[String] {
        &self.codes[1..]
    }

    /// True if the data have the start.
    pub(crate) fn start_known(&self) -> bool {
        self.known[0].is_some()
    }

    /// The number of the period so far from the start in the data.
    fn number(&self, period: i64) -> Option<u32> {
        let number = if period > 0 { *self.known.get(period as usize)? } else { self.known[0]?.checked_sub(period.unsigned_abs() as usize) };
        number.map(|n| n as u32)
    }
}

/// The figures of one entity.
pub(crate) struct Source<'a> {
    indicators: &'a Indicators,
    figures: BTreeMap<(u32, u32), Printed>,
}

impl<'a> Source<'a> {
    /// The figures of an entity; two for one indicator and period are an error.
    pub(crate) fn new(indicators: &'a Indicators, entity: u32) -> Result<Self, MethodError> {
        let mut figures = BTreeMap::new();
        for row in indicators.rows.iter().filter(|row| row.entity == entity) {
            let Reading::Observed(figure) = row.value else { continue };
            if figures.insert((row.indicator, row.period), figure).is_some() {
                let message = Message::new("index-twice").with("entity", indicators.entities.argument_or_whole(entity as usize));
                let message = message.with("indicator", indicators.indicators.argument(row.indicator as usize));
                return Err(MethodError::Needs { what: message.with("period", indicators.periods.argument(row.period as usize)) });
            }
        }
        Ok(Self { indicators, figures })
    }

    /// A figure, so many periods after the start.
    pub(crate) fn figure(&self, indicator: usize, period: i64, timeline: &Timeline) -> Option<Printed> {
        self.figures.get(&(indicator as u32, timeline.number(period)?)).copied()
    }

    /// The indicators of the data.
    pub(crate) fn codes(&self) -> &'a Codes {
        &self.indicators.indicators
    }
}

/// The error for a code that is not there.
pub(crate) fn unknown<'a>(setting: &'static str, code: &str, codes: impl Iterator<Item = &'a str>) -> MethodError {
    MethodError::UnknownCode { setting, code: code.to_owned(), nearest: nearest(code, codes).map(str::to_owned) }
}

/// The error for a setting that does not fit the data.
pub(crate) fn wrong(setting: &'static str, problem: Message) -> MethodError {
    MethodError::Setting { setting, problem }
}
