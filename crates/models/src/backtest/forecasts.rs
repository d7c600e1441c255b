use crate::backtest::years::Year;
use crate::backtest::{Clusters, Design, logistic};
use agglom_method::{Context, MethodError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who foretells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Forecaster {
    /// The incidence function model.
    Incidence,
    /// Logistic regression on the logs of what arrives from places and from related industries by the incidence model, on capacity and on the
    /// present size.
    IncidenceLogLinear,
    /// Everything stays as it is.
    Persistence,
    /// How often the industry entered or left in training.
    IndustryRate,
    /// Logistic regression on the location quotient.
    LocationQuotient,
    /// Logistic regression on the relatedness density.
    RelatednessDensity,
    /// Logistic regression on both.
    Logistic,
}

impl Forecaster {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Incidence,
        Self::IncidenceLogLinear,
        Self::Logistic,
        Self::RelatednessDensity,
        Self::LocationQuotient,
        Self::IndustryRate,
        Self::Persistence,
    ];

    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Incidence => "incidence",
            Self::IncidenceLogLinear => "incidence-log-linear",
            Self::Persistence => "persistence",
            Self::IndustryRate => "industry-rate",
            Self::LocationQuotient => "location-quotient",
            Self::RelatednessDensity => "relatedness-density",
            Self::Logistic => "logistic",
        }
    }

    /// True if it needs a fitted incidence model.
    pub(crate) fn needs_fit(self) -> bool {
        matches!(self, Self::Incidence | Self::IncidenceLogLinear)
    }
}

/// What may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Event {
    /// An industry that is not there comes.
    Entry,
    /// An industry that is there goes.
    Exit,
}

impl Event {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Entry, Self::Exit];

    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Exit => "exit",
        }
    }
}

/// Chances of something to happen, one a row: an industry in a place from one period to the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) place: Vec<u32>,
    pub(crate) industry: Vec<u32>,
    /// The period before.
    pub(crate) from: Vec<u32>,
    /// Whether it happened.
    pub(crate) event: Vec<bool>,
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        self.event.len()
    }

    pub(crate) fn push(&mut self, place: usize, industry: usize, from: usize, event: bool) {
        self.place.push(place as u32);
        self.industry.push(industry as u32);
        self.from.push(from as u32);
        self.event.push(event);
    }

    pub(crate) fn rate(&self) -> f64 {
        self.event.iter().filter(|e| **e).count() as f64 / self.len().max(1) as f64
    }

    fn at(&self, i: usize) -> ([usize; 2], usize) {
        ([self.place[i] as usize, self.industry[i] as usize], self.from[i] as usize)
    }
}

/// What forecasts are made of.
pub(crate) struct Evidence<'a> {
    /// By period; nothing for the last one.
    pub(crate) years: &'a [Option<Year>],
    /// ln of capacity by period.
    pub(crate) capacity: &'a dyn Fn(usize, [usize; 2]) -> f64,
    pub(crate) places: usize,
    pub(crate) industries: usize,
}

/// Shrinks coefficients of standardised numbers like one observation would: enough where numbers tell events perfectly.
const PENALTY: f64 = 1.0;

impl Evidence<'_> {
    /// Probabilities for `test`, learnt from `train`. Nothing if it cannot learn.
    pub(crate) fn forecast(
        &self,
        forecaster: Forecaster,
        event: Event,
        train: &Rows,
        test: &Rows,
        context: &Context<'_>,
    ) -> Result<Option<Vec<f64>>, MethodError> {
        match forecaster {
            Forecaster::Persistence => Ok(Some(vec![0.0; test.len()])),
            Forecaster::IndustryRate => Ok(Some(self.industry_rates(train, test))),
            Forecaster::Incidence => {
                let which = usize::from(event == Event::Exit);
                let chance = |i: usize| {
                    let (at, from) = test.at(i);
                    self.years[from].as_ref()?.chances.as_ref().map(|c| c[which][at])
                };
                let found: Option<Vec<f64>> = (0..test.len()).map(chance).collect();
                Ok(found.filter(|f| f.iter().all(|p| p.is_finite())))
            }
            _ => self.regression(forecaster, train, test, context),
        }
    }

    /// (events + ½) / (rows + 1) of the industry in training.
    fn industry_rates(&self, train: &Rows, test: &Rows) -> Vec<f64> {
        let mut counts = vec![(0.5, 1.0); self.industries];
        for (&k, &event) in train.industry.iter().zip(&train.event) {
            let (events, all) = &mut counts[k as usize];
            *events += f64::from(u8::from(event));
            *all += 1.0;
        }
        test.industry.iter().map(|&k| counts[k as usize].0 / counts[k as usize].1).collect()
    }

    fn regression(&self, forecaster: Forecaster, train: &Rows, test: &Rows, context: &Context<'_>) -> Result<Option<Vec<f64>>, MethodError> {
        let (Some((width, learnt)), Some((_, asked))) = (self.numbers(forecaster, train), self.numbers(forecaster, test)) else { return Ok(None) };
        let clusters = Clusters { of: &train.place, count: self.places };
        let fitted = logistic(Design { width, rows: &learnt }, &train.event, clusters, PENALTY, context)?;
        Ok(fitted.map(|fitted| fitted.probabilities(Design { width, rows: &asked }, test.len())))
    }

    /// What a regression explains events by.
    fn numbers(&self, forecaster: Forecaster, rows: &Rows) -> Option<(usize, Vec<f64>)> {
        let mut numbers = Vec::new();
        let empty = |ratio: f64| f64::from(u8::from(ratio <= 0.0));
        for i in 0..rows.len() {
            let (at, from) = rows.at(i);
            let year = self.years[from].as_ref()?;
            let (quotient, ratio, density) = (year.quotient[at], year.ratio[at], year.density[at]);
            match forecaster {
                Forecaster::LocationQuotient => numbers.push(quotient.ln_1p()),
                Forecaster::RelatednessDensity => numbers.push(density),
                Forecaster::Logistic => numbers.extend([quotient.ln_1p(), empty(quotient), density]),
                _ => {
                    let [near, related] = year.arrives.as_ref()?;
                    numbers.extend([near[at], related[at], ratio.ln_1p(), empty(ratio), density, (self.capacity)(from, at)]);
                }
            }
        }
        let width = numbers.len() / rows.len().max(1);
        (width > 0).then_some((width, numbers))
    }
}
