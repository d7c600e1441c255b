use super::{IndicatorsOrCounts, LatticeSettings, Of, Subject};
use agglom_method::{Absent, Codes, Counts, Indicators, Message, MethodError, exact_sum, nearest};
use std::sync::Arc;

/// What regions are compared by: one variable per indicator or industry.
pub(crate) struct Variables<'a> {
    pub(crate) regions: Arc<Codes>,
    pub(crate) role: Subject,
    /// Those asked for, by number.
    pub(crate) chosen: Vec<u32>,
    source: Source<'a>,
}

enum Source<'a> {
    /// Rows of each indicator.
    Indicators(&'a Indicators, Vec<Vec<usize>>),
    Counts(&'a Counts, Of, Totals),
}

struct Totals {
    region: Vec<f64>,
    industry: Vec<f64>,
    all: f64,
    /// Why a region has no total.
    reason: Vec<Option<&'static str>>,
}

/// The value of every region, or why it has none; and why no region has one.
pub(crate) struct Variable {
    pub(crate) values: Vec<Result<f64, &'static str>>,
    pub(crate) reason: Option<&'static str>,
}

impl<'a> Variables<'a> {
    pub(crate) fn new(values: &'a IndicatorsOrCounts, settings: &LatticeSettings<'_>) -> Result<Self, MethodError> {
        match values {
            IndicatorsOrCounts::Indicators(indicators) => Self::of_indicators(indicators, settings),
            IndicatorsOrCounts::Counts(counts) => Self::of_counts(counts, settings),
        }
    }

    fn of_indicators(indicators: &'a Indicators, settings: &LatticeSettings<'_>) -> Result<Self, MethodError> {
        let meant_for_counts = !settings.industries.is_empty() || settings.of != Of::Value;
        if meant_for_counts {
            let setting = if settings.industries.is_empty() { "of" } else { "industries" };
            return Err(MethodError::Setting { setting, problem: Message::new("lattice-values-are-indicators") });
        }
        if indicators.rows.iter().any(|row| row.period != indicators.rows[0].period) {
            return Err(MethodError::Needs { what: Message::new("lattice-one-period") });
        }
        let mut rows = vec![Vec::new(); indicators.indicators.len()];
        indicators.rows.iter().enumerate().for_each(|(at, row)| rows[row.indicator as usize].push(at));
        Ok(Self {
            regions: indicators.entities.clone(),
            chosen: chosen("indicators", settings.indicators, &indicators.indicators)?,
            role: Subject { column: "indicator", codes: indicators.indicators.clone() },
            source: Source::Indicators(indicators, rows),
        })
    }

    fn of_counts(counts: &'a Counts, settings: &LatticeSettings<'_>) -> Result<Self, MethodError> {
        if !settings.indicators.is_empty() {
            return Err(MethodError::Setting { setting: "indicators", problem: Message::new("lattice-values-are-counts") });
        }
        let mut industries = chosen("industries", settings.industries, &counts.industries)?;
        let mut counted = vec![settings.of != Of::Total; counts.industries.len()];
        for &j in &industries {
            counted[j as usize] = true;
        }
        let mut role = Subject { column: "industry", codes: counts.industries.clone() };
        if settings.of == Of::Total {
            industries = vec![0];
            role.codes = Arc::new(Codes::new([""]));
        }
        let source = Source::Counts(counts, settings.of, Totals::of(counts, &counted));
        Ok(Self { regions: counts.regions.clone(), role, chosen: industries, source })
    }

    /// The values of a variable, by its number.
    pub(crate) fn get(&self, number: u32) -> Variable {
        match &self.source {
            Source::Indicators(indicators, rows) => self.figures(indicators, &rows[number as usize]),
            Source::Counts(counts, of, totals) => {
                let cell = |i: usize| totals.value(counts, *of, i, number);
                let empty = *of == Of::LocationQuotient && totals.industry[number as usize] <= 0.0;
                Variable { values: (0..self.regions.len()).map(cell).collect(), reason: empty.then_some("empty-industry") }
            }
        }
    }

    fn figures(&self, indicators: &Indicators, rows: &[usize]) -> Variable {
        let mut values: Vec<Result<f64, &'static str>> = vec![Err("missing"); self.regions.len()];
        let mut seen = vec![false; self.regions.len()];
        for row in rows.iter().map(|&at| &indicators.rows[at]) {
            let entity = row.entity as usize;
            values[entity] = if seen[entity] {
                Err("repeated-label")
            } else {
                let value = row.value.observed().map(|p| p.value).filter(|v| v.is_finite());
                value.ok_or(row.value.state().word().unwrap_or("missing"))
            };
            seen[entity] = true;
        }
        Variable { values, reason: None }
    }
}

impl Totals {
    fn of(counts: &Counts, counted: &[bool]) -> Self {
        let cells = counts.only();
        let industry = cells.by_industry(counts.industries.len(), |c| c.value);
        let region: Vec<f64> = cells.by_region(|c| if counted[c.industry as usize] { c.value } else { 0.0 });
        let mut reason = vec![None; counts.regions.len()];
        for gap in cells.gaps().iter().filter(|g| counted[g.industry as usize]) {
            reason[gap.region as usize] = gap.state.word();
        }
        if counts.absent == Absent::Missing {
            let wanted = counted.iter().filter(|c| **c).count();
            for (i, reason) in reason.iter_mut().enumerate() {
                let listed = cells.of_region(i).iter().filter(|c| counted[c.industry as usize]).count();
                *reason = reason.or((listed < wanted).then_some("missing"));
            }
        }
        Self { all: exact_sum(industry.iter().copied()), region, industry, reason }
    }

    fn value(&self, counts: &Counts, of: Of, i: usize, industry: u32) -> Result<f64, &'static str> {
        if of == Of::Total {
            return self.reason[i].map_or(Ok(self.region[i]), Err);
        }
        let cells = counts.only();
        let row = cells.of_region(i);
        let value = if let Ok(at) = row.binary_search_by_key(&industry, |c| c.industry) {
            row[at].value
        } else {
            let gaps = cells.gaps();
            let at = gaps.partition_point(|g| (g.region, g.industry) < (i as u32, industry));
            match gaps.get(at).filter(|g| (g.region, g.industry) == (i as u32, industry)) {
                Some(gap) => return Err(gap.state.word().unwrap_or("missing")),
                None if counts.absent == Absent::Missing => return Err("missing"),
                None => 0.0,
            }
        };
        let finite = |v: f64| if v.is_finite() { Ok(v) } else { Err("missing") };
        match of {
            Of::Value | Of::Total => finite(value),
            _ if self.region[i] <= 0.0 => Err("empty-region"),
            Of::Share => finite(value / self.region[i]),
            Of::LocationQuotient if self.industry[industry as usize] <= 0.0 => Err("empty-industry"),
            Of::LocationQuotient => finite((value / self.region[i]) / (self.industry[industry as usize] / self.all)),
        }
    }
}

/// The numbers of the codes that a setting names; all, if it names none.
fn chosen(setting: &'static str, names: &[String], codes: &Codes) -> Result<Vec<u32>, MethodError> {
    if names.is_empty() {
        return Ok((0..codes.len() as u32).collect());
    }
    let number = |name: &String| {
        let unknown = || MethodError::UnknownCode { setting, code: name.clone(), nearest: nearest(name, codes.iter()).map(str::to_owned) };
        codes.index(name).map(|i| i as u32).ok_or_else(unknown)
    };
    let mut numbers: Vec<u32> = names.iter().map(number).collect::<Result<_, _>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

impl Variable {
    /// The values of these regions, which have one, as the source gives them.
    pub(crate) fn values_of<'s>(&'s self, regions: &'s [u32]) -> impl Iterator<Item = f64> + 's {
        regions.iter().filter_map(|&i| self.values[i as usize].ok())
    }
}
