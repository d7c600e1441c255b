use super::{AutoRegression, Blend, Class, Forecast, History, Outlook, Rate, Simulated, mean, random_walk, usual_block, variance};
use agglom_method::{Aim, Context, MethodError, Seed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How growth varies from year to year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrowthModel {
    /// Independent normal growth rates; the uncertainty of mean and variance makes the forecast a Student's t.
    RandomWalk,
    /// A year's growth depends on the growth of the year before.
    Ar1,
    /// As `random_walk`, with shocks from a Student's t of five degrees of freedom: crises are more frequent.
    Student,
    /// Runs of the history, drawn with replacement.
    Bootstrap,
}

/// Whether the mean growth is drawn towards that of the reference class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shrinkage {
    /// With fewer than eight growth rates, if there is a reference.
    Auto,
    /// Not at all.
    Never,
    /// However long the history is.
    Always,
}

/// Fewest growth rates that give a mean and a variance worth the name.
pub(crate) const LEAST: usize = 3;

/// Growth rates from which on a history stands for itself.
pub(crate) const ENOUGH: usize = 8;

/// Furthest goal, in years.
pub(crate) const FURTHEST: i32 = 100;

/// How a goal is judged.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// How growth varies.
    pub model: GrowthModel,
    /// Whether the mean is shrunk.
    pub shrinkage: Shrinkage,
    /// Length of a run of `bootstrap`; 0 is the cube root of the length of history.
    pub block: usize,
    /// Random draws.
    pub draws: usize,
    /// 1 - level of the interval.
    pub alpha: f64,
}

/// A level to reach by a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The level.
    pub level: f64,
    /// The year.
    pub year: i32,
}

/// What can be said of a goal.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Assessment {
    /// Year of the last known level.
    pub start_year: i32,
    /// The last known level.
    pub start: f64,
    /// Growth rates in the history.
    pub rates: usize,
    /// `ln goal - ln start` per year.
    pub required: Option<f64>,
    /// Mean growth of the logarithm in the history.
    pub history: Option<f64>,
    /// Expected growth of the logarithm, after shrinkage.
    pub expected: Option<f64>,
    /// Weight of the reference class in it.
    pub shrinkage: Option<f64>,
    /// The probability of reaching the goal.
    pub probability: Option<f64>,
    /// Peers that grew less than required, in percent.
    pub percentile: Option<f64>,
    /// Median, lower and upper end of the level for each year ahead.
    pub levels: Vec<[f64; 3]>,
    /// Why there is no probability.
    pub reason: Option<&'static str>,
}

impl Assessment {
    /// Judges a goal of an indicator.
    pub fn new(
        history: &History,
        target: Target,
        class: Option<(&Class, Option<u32>)>,
        rules: Rules,
        seed: Seed,
        context: &Context<'_>,
    ) -> Result<Self, MethodError> {
        let (start_year, start) = history.last().unwrap_or_default();
        let rates = history.rates();
        let growth: Vec<f64> = rates.iter().map(|r| r.growth).collect();
        let mut found = Self { start_year, start, rates: rates.len(), ..Self::default() };
        found.history = (!growth.is_empty()).then(|| mean(&growth));
        let years = target.year - start_year;
        found.reason = [(start <= 0.0, "not-positive"), (years < 1, "goal-not-ahead"), (years > FURTHEST, "goal-too-far")]
            .into_iter()
            .find_map(|(fails, reason)| fails.then_some(reason));
        if found.reason.is_some() {
            return Ok(found);
        }
        let need = target.level.ln() - start.ln();
        found.required = Some(need / f64::from(years));
        found.percentile = class.and_then(|(class, own)| class.percentile(need / f64::from(years), own));
        let (outlook, blend) = match outlook(&growth, class.map(|c| c.0), rules.shrinkage) {
            Ok(known) => known,
            Err(reason) => return Ok(Self { reason: Some(reason), ..found }),
        };
        let forecast = match rules.forecast(&rates, &outlook, blend, (start_year, years as usize), seed, context)? {
            Ok(forecast) => forecast,
            Err(reason) => return Ok(Self { reason: Some(reason), ..found }),
        };
        found.expected = Some(outlook.mean);
        found.shrinkage = Some(1.0 - outlook.own);
        found.tell(&forecast, need, history.aim == Some(Aim::Down), rules.alpha);
        Ok(found)
    }

    fn tell(&mut self, forecast: &Forecast, need: f64, downwards: bool, alpha: f64) {
        let above = forecast.at_least(need);
        self.probability = if downwards { above.map(|p| 1.0 - p) } else { above };
        let ends = [0.5, alpha / 2.0, 1.0 - alpha / 2.0].map(|p| forecast.quantile(p));
        let level = |growth: f64| self.start * growth.exp();
        self.levels = (0..ends[0].len()).map(|h| [level(ends[0][h]), level(ends[1][h]), level(ends[2][h])]).collect();
        if self.probability.is_none() {
            self.reason = Some("too-large");
        }
    }
}

/// What is known of growth, and how draws mix the own mean with the prior; or why nothing is.
fn outlook(growth: &[f64], class: Option<&Class>, shrinkage: Shrinkage) -> Result<(Outlook, Blend), &'static str> {
    let n = growth.len();
    let wanted = match shrinkage {
        Shrinkage::Never => false,
        Shrinkage::Always => true,
        Shrinkage::Auto => n < ENOUGH && class.is_some_and(|c| c.spread.is_some()),
    };
    let own = variance(growth);
    if !wanted {
        if n < LEAST {
            return Err("history-too-short");
        }
        let variance = own.ok_or("growth-constant")?;
        let outlook = Outlook { mean: mean(growth), mean_variance: variance / n as f64, variance, df: n as f64 - 1.0, own: 1.0 };
        return Ok((outlook, Blend { own: 1.0, centre: 0.0, deviation: 0.0 }));
    }
    let spread = class.and_then(|c| c.spread).ok_or("no-peers")?;
    let (variance, df) = if n < LEAST { (spread.within, spread.df) } else { (own.ok_or("growth-constant")?, n as f64 - 1.0) };
    let shrunk = spread.shrink(if n == 0 { 0.0 } else { mean(growth) }, n, variance);
    let outlook = Outlook { mean: shrunk.mean, mean_variance: shrunk.variance, variance, df, own: shrunk.own };
    Ok((outlook, Blend { own: shrunk.own, centre: spread.mean, deviation: (spread.between + spread.mean_variance).sqrt() }))
}

impl Rules {
    /// The forecast from a start year over so many years; or why there is none.
    fn forecast(
        &self,
        rates: &[Rate],
        outlook: &Outlook,
        blend: Blend,
        (start, years): (i32, usize),
        seed: Seed,
        context: &Context<'_>,
    ) -> Result<Result<Forecast, &'static str>, MethodError> {
        let growth: Vec<f64> = rates.iter().map(|r| r.growth).collect();
        let model = match self.model {
            GrowthModel::RandomWalk => return Ok(Ok(random_walk(outlook, years))),
            GrowthModel::Student => Simulated::Student(*outlook),
            GrowthModel::Ar1 | GrowthModel::Bootstrap if rates.len() < AutoRegression::LEAST => return Ok(Err("history-too-short")),
            GrowthModel::Bootstrap => {
                let block = if self.block == 0 { usual_block(rates.len()) } else { self.block.min(rates.len()) };
                Simulated::Blocks { rates: &growth, block, blend }
            }
            GrowthModel::Ar1 => {
                let Some(model) = AutoRegression::estimate(rates) else { return Ok(Err("history-too-short")) };
                if model.phi.abs() >= 1.0 {
                    return Ok(Err("not-stationary"));
                }
                // Where growth of the last year is not known, no deviation from the mean is.
                let last = rates.last().filter(|r| r.year == start).map(|r| r.growth);
                if self.draws == 0 {
                    let model = AutoRegression { mean: outlook.mean, ..model };
                    return Ok(Ok(model.plug_in(last.unwrap_or(model.mean), years)));
                }
                Simulated::AutoRegression { model, rates, last: last.unwrap_or(model.mean), blend }
            }
        };
        model.forecast(years, self.draws, seed, context).map(Ok)
    }
}
