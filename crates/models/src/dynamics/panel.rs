use super::periods::Times;
use agglom_method::{Argument, Indicators, Message, MethodError, Reading};
use std::collections::BTreeMap;

/// Levels of the species in places over time.
#[derive(Debug, Clone)]
pub(crate) struct Panel {
    /// The places with at least two complete periods, by number.
    pub(crate) places: Vec<Place>,
    /// When the periods are.
    pub(crate) times: Times,
    /// Pairs of place and period that lack a species.
    pub(crate) incomplete: usize,
    /// Places left out for want of two complete periods.
    pub(crate) left_out: usize,
}

/// One place: its complete periods.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Number of the entity.
    pub(crate) entity: u32,
    /// Numbers of the periods.
    pub(crate) periods: Vec<u32>,
    /// Natural logarithms of the levels, a vector of species for each period.
    pub(crate) log: Vec<Vec<f64>>,
}

/// A place in scaled units.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    /// Lengths of the steps between its periods.
    pub(crate) steps: Vec<f64>,
    /// Logarithms of the levels, a vector of species for each period.
    pub(crate) log: Vec<Vec<f64>>,
}

/// Units in which all numbers are of order one.
#[derive(Debug, Clone)]
pub(crate) struct Units {
    /// Logarithm of the geometric mean of each species.
    pub(crate) log_level: Vec<f64>,
    /// Mean length of a step.
    pub(crate) step: f64,
    /// Median length of a step, for periods ahead.
    pub(crate) median: f64,
}

impl Panel {
    /// The levels of some indicators in units of their capacities.
    pub(crate) fn new(source: &Indicators, species: &[u32], capacity: &[f64]) -> Result<Self, MethodError> {
        let n = species.len();
        let mut grid = vec![None; source.indicators.len()];
        species.iter().enumerate().for_each(|(at, &indicator)| grid[indicator as usize] = Some(at));
        let mut cells: BTreeMap<(u32, u32), Vec<Option<f64>>> = BTreeMap::new();
        for row in &source.rows {
            let Some(at) = grid[row.indicator as usize] else { continue };
            let cell = &mut cells.entry((row.entity, row.period)).or_insert_with(|| vec![None; n])[at];
            if let Reading::Observed(printed) = row.value
                && cell.replace(printed.value).is_some()
            {
                return Err(MethodError::Needs { what: located("index-twice", source, row.entity, row.period, row.indicator) });
            }
        }
        positive(source, species, capacity, &cells)?;
        let mut panel = Self { places: Vec::new(), times: Times::new(&source.periods), incomplete: 0, left_out: 0 };
        for ((entity, period), levels) in cells {
            if panel.places.last().is_none_or(|place| place.entity != entity) {
                panel.places.push(Place { entity, periods: Vec::new(), log: Vec::new() });
            }
            let Some(levels) = levels.into_iter().collect::<Option<Vec<f64>>>() else {
                panel.incomplete += 1;
                continue;
            };
            if let Some(place) = panel.places.last_mut() {
                place.periods.push(period);
                place.log.push(levels.iter().zip(capacity).map(|(level, capacity)| level.ln() - capacity.ln()).collect());
            }
        }
        panel.long_enough(source, n)?;
        let all = panel.places.len();
        panel.places.retain(|place| place.periods.len() >= 2);
        panel.left_out = all - panel.places.len();
        Ok(panel)
    }

    /// Every equation needs one observation more than it has parameters: an intercept for each place and an effect for each species.
    fn long_enough(&self, source: &Indicators, n: usize) -> Result<(), MethodError> {
        let useful: usize = self.places.iter().map(|place| place.periods.len().saturating_sub(2)).sum();
        if useful > n {
            return Ok(());
        }
        let longest = self.places.iter().max_by(|a, b| a.periods.len().cmp(&b.periods.len()).then(b.entity.cmp(&a.entity)));
        let Some(longest) = longest.filter(|place| !place.periods.is_empty()) else {
            return Err(MethodError::TooFew { what: "periods", need: n + 3, got: 0 });
        };
        let message = Message::new("symbiosis-too-short").with("species", Argument::count(n)).with("need", Argument::count(n + 3));
        let message = message.with("entity", source.entities.argument_or_whole(longest.entity as usize));
        let message = message.with("got", Argument::count(longest.periods.len())).with("places", Argument::count(self.places.len()));
        Err(MethodError::Needs { what: message.with("useful", Argument::count(useful)).with("more", Argument::count(n + 1)) })
    }

    /// Units in which levels and steps are about one.
    pub(crate) fn units(&self) -> Units {
        let n = self.places[0].log[0].len();
        let rows: Vec<&Vec<f64>> = self.places.iter().flat_map(|place| &place.log).collect();
        let log_level = (0..n).map(|i| rows.iter().map(|row| row[i]).sum::<f64>() / rows.len() as f64).collect();
        let mut steps: Vec<f64> = self.places.iter().flat_map(|place| self.steps(place)).collect();
        steps.sort_unstable_by(f64::total_cmp);
        Units { log_level, step: steps.iter().sum::<f64>() / steps.len() as f64, median: steps[(steps.len() - 1) / 2] }
    }

    /// The places in such units.
    pub(crate) fn courses(&self, units: &Units) -> Vec<Course> {
        let scaled = |row: &Vec<f64>| row.iter().zip(&units.log_level).map(|(log, unit)| log - unit).collect();
        let course = |place: &Place| Course {
            steps: self.steps(place).into_iter().map(|step| step / units.step).collect(),
            log: place.log.iter().map(scaled).collect(),
        };
        self.places.iter().map(course).collect()
    }

    fn steps(&self, place: &Place) -> Vec<f64> {
        place.periods.windows(2).map(|pair| self.times.at[pair[1] as usize] - self.times.at[pair[0] as usize]).collect()
    }

    /// True if every species only rises or only falls in every place.
    pub(crate) fn monotone(&self) -> bool {
        let n = self.places[0].log[0].len();
        let goes =
            |place: &Place, i: usize, up: bool| place.log.windows(2).all(|pair| (pair[1][i] - pair[0][i] >= 0.0) == up || pair[1][i] == pair[0][i]);
        self.places.iter().all(|place| (0..n).all(|i| goes(place, i, true) || goes(place, i, false)))
    }
}

/// Levels must have a logarithm.
fn positive(source: &Indicators, species: &[u32], capacity: &[f64], cells: &BTreeMap<(u32, u32), Vec<Option<f64>>>) -> Result<(), MethodError> {
    let sound = |level: f64, capacity: f64| level > 0.0 && (level.ln() - capacity.ln()).is_finite();
    let mut faults = cells.iter().flat_map(|(&(entity, period), levels)| {
        let bad = move |&(at, level): &(usize, &Option<f64>)| level.is_some_and(|level| !sound(level, capacity[at]));
        levels.iter().enumerate().filter(bad).map(move |(at, level)| (entity, period, species[at], level.unwrap_or_default()))
    });
    let Some((entity, period, indicator, level)) = faults.next() else { return Ok(()) };
    let more = faults.count();
    let message = located("symbiosis-not-positive", source, entity, period, indicator).with("value", Argument::Short(level));
    Err(MethodError::Needs { what: message.with("more", Argument::count(more)) })
}

fn located(key: &str, source: &Indicators, entity: u32, period: u32, indicator: u32) -> Message {
    let message = Message::new(key).with("entity", source.entities.argument_or_whole(entity as usize));
    let message = message.with("indicator", source.indicators.argument(indicator as usize));
    message.with("period", source.periods.argument(period as usize))
}
