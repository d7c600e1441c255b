use super::{LARGEST, Statement};
use crate::rules::Relation;
use agglom_method::SettingError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A series of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlannedSeries {
    /// Its indicator, by code or name.
    pub indicator: String,
    /// The level at the start, instead of the one in the data.
    pub initial: Option<f64>,
    /// The level to reach in the last period.
    pub goal: Option<f64>,
    /// Levels to reach in other periods, by period.
    pub goals: BTreeMap<String, f64>,
    /// The lowest level allowed: one number, a list with one for each planned period, or numbers by period.
    pub least: Option<Amounts>,
    /// The highest level allowed.
    pub most: Option<Amounts>,
    /// The smallest increase from one period to the next that is allowed.
    pub least_increase: Option<Amounts>,
    /// The largest increase from one period to the next that is allowed.
    pub most_increase: Option<Amounts>,
    /// Whether its path shall be smooth.
    pub smooth: bool,
    /// What its second differences are divided by before they are squared; the last goal by default.
    pub scale: Option<f64>,
}

impl Default for PlannedSeries {
    fn default() -> Self {
        Self {
            indicator: String::new(),
            initial: None,
            goal: None,
            goals: BTreeMap::new(),
            least: None,
            most: None,
            least_increase: None,
            most_increase: None,
            smooth: true,
            scale: None,
        }
    }
}

/// One number for all planned periods, a list with one for each, or numbers by period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Amounts {
    /// The same in every period.
    Every(f64),
    /// One for each planned period, in order.
    Each(Vec<f64>),
    /// By period; none where no period is named.
    ByPeriod(BTreeMap<String, f64>),
}

impl Amounts {
    /// The number for planned period `at`, counted from 0.
    pub(crate) fn at(&self, at: usize, period: &str) -> Option<f64> {
        match self {
            Self::Every(amount) => Some(*amount),
            Self::Each(list) => list.get(at).copied(),
            Self::ByPeriod(map) => map.get(period).copied(),
        }
    }

    /// All numbers.
    pub(crate) fn all(&self) -> Vec<f64> {
        match self {
            Self::Every(amount) => vec![*amount],
            Self::Each(list) => list.clone(),
            Self::ByPeriod(map) => map.values().copied().collect(),
        }
    }
}

/// A quotient of two planned quantities and what it must keep to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RatioLimit {
    /// What it is called.
    pub name: String,
    /// What is divided: an indicator or a linear expression of indicators.
    pub of: String,
    /// What it is divided by: likewise, and positive throughout the plan.
    pub to: String,
    /// The lowest ratio allowed: one number, a list with one for each planned period, or numbers by period.
    pub least: Option<Amounts>,
    /// The highest ratio allowed.
    pub most: Option<Amounts>,
    /// Whether the ratio may never rise from one period to the next.
    pub falling: bool,
}

/// What a smooth path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Smoothness {
    /// Increases change little: a straight line is perfectly smooth.
    SecondDifference,
    /// Growth rates change little: constant growth is perfectly smooth.
    Log,
}

/// Why the series, ratios and relations of a plan make no sense, if they do not.
pub(crate) fn checked(
    series: &[PlannedSeries],
    ratios: &[RatioLimit],
    identities: &[String],
    links: &[String],
    smoothness: Smoothness,
) -> Result<(), SettingError> {
    let mut seen = BTreeSet::new();
    for one in series {
        check_series(one, smoothness)?;
        if !seen.insert(one.indicator.as_str()) {
            return Err(SettingError::new("series", format!("`{}` stands there twice", one.indicator)));
        }
    }
    let mut seen = BTreeSet::new();
    for ratio in ratios {
        check_ratio(ratio)?;
        if !seen.insert(ratio.name.as_str()) {
            return Err(SettingError::new("ratios", format!("`{}` stands there twice", ratio.name)));
        }
    }
    for (setting, list) in [("identities", identities), ("links", links)] {
        for (number, text) in list.iter().enumerate() {
            let statement = Statement::parse(text)
                .map_err(|fault| SettingError::new(setting, format!("rule {}, column {}: {}", number + 1, fault.column, fault.problem)))?;
            let fits = match statement.relation {
                Relation::Equal => setting == "identities",
                Relation::AtMost | Relation::AtLeast => setting == "links",
                Relation::Below | Relation::Above => false,
            };
            if !fits {
                let wanted = if setting == "identities" { "`=`; put `<=` and `>=` into links" } else { "`<=` or `>=`; put `=` into identities" };
                return Err(SettingError::new(setting, format!("rule {} must compare by {wanted}", number + 1)));
            }
        }
    }
    Ok(())
}

fn check_series(series: &PlannedSeries, smoothness: Smoothness) -> Result<(), SettingError> {
    let name = &series.indicator;
    let wrong = |problem: String| Err(SettingError::new("series", problem));
    if name.is_empty() {
        return wrong("every series needs an `indicator`".to_owned());
    }
    let amounts = [&series.least, &series.most, &series.least_increase, &series.most_increase];
    let numbers = series.initial.iter().chain(&series.goal).chain(series.goals.values()).copied();
    let numbers = numbers.chain(amounts.into_iter().flatten().flat_map(Amounts::all)).chain(series.scale);
    for number in numbers {
        if !is_bearable(number) {
            return wrong(format!("`{name}`: {number} must lie between -{LARGEST:e} and {LARGEST:e}"));
        }
    }
    match series.scale {
        Some(scale) if scale <= 0.0 => wrong(format!("`{name}`: scale {scale} must be positive")),
        Some(_) if smoothness == Smoothness::Log => wrong(format!("`{name}`: growth rates have no scale; leave it out")),
        _ => Ok(()),
    }
}

fn check_ratio(ratio: &RatioLimit) -> Result<(), SettingError> {
    let wrong = |problem: String| Err(SettingError::new("ratios", problem));
    if ratio.name.is_empty() {
        return wrong("every ratio needs a `name`".to_owned());
    }
    for (part, text) in [("of", &ratio.of), ("to", &ratio.to)] {
        if let Err(fault) = Statement::side(text) {
            return wrong(format!("`{}`, {part}, column {}: {}", ratio.name, fault.column, fault.problem));
        }
    }
    for amount in [&ratio.least, &ratio.most].into_iter().flatten().flat_map(Amounts::all) {
        if !is_bearable(amount) {
            return wrong(format!("`{}`: {amount} must lie between -{LARGEST:e} and {LARGEST:e}", ratio.name));
        }
    }
    Ok(())
}

/// True if the number is one and not too large.
fn is_bearable(number: f64) -> bool {
    number.abs() <= LARGEST
}
