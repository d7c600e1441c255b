//! What the settings of `composite_index` say, checked and brought to the columns of the data.

use super::{Aggregation, Block, Comparable, Fault, Limit, Options, Priorities, Rules, Unknown, Weigher, Weighting, fault, priorities};
use crate::composite_index::CompositeIndex;
use crate::index::Bounds;
use agglom_method::{Aim, Argument, Indicators, Message, MethodError, SettingError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Indicators with a fixed total weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// The sum of its weights.
    pub weight: f64,
    /// Its indicators.
    pub indicators: Vec<String>,
}

/// A figure that puts an entity behind all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    /// The indicator.
    pub indicator: String,
    /// Figures below this.
    #[serde(default)]
    pub below: Option<f64>,
    /// Figures above this.
    #[serde(default)]
    pub above: Option<f64>,
}

/// A figure that costs points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deduction {
    /// The indicator.
    pub indicator: String,
    /// Figures below this.
    #[serde(default)]
    pub below: Option<f64>,
    /// Figures above this.
    #[serde(default)]
    pub above: Option<f64>,
    /// What they cost, in points of the score.
    pub points: f64,
}

/// What to do if the weight of an indicator is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnknownWeights {
    /// Give no answer.
    Refuse,
    /// Give the interval of the score over all weights that are possible.
    Interval,
}

/// Sums of weights may be off by rounding.
const OFF: f64 = 1e-6;

/// A group with its name, total weight and columns; the indicators in no group have no name.
type Grouped<'a> = (Option<&'a str>, f64, Vec<usize>);

/// The indicators that are read: first those with a weight, then those that only rules look at.
pub(crate) struct Columns {
    pub(crate) wanted: Vec<u32>,
    pub(crate) weighed: usize,
    pub(crate) directions: BTreeMap<String, Aim>,
}

impl Default for CompositeIndex {
    fn default() -> Self {
        Self {
            framework: None,
            items: BTreeMap::new(),
            indicators: Vec::new(),
            directions: BTreeMap::new(),
            bounds: BTreeMap::new(),
            weighting: Weighting::Equal,
            weights: BTreeMap::new(),
            groups: Vec::new(),
            unknown_weights: UnknownWeights::Refuse,
            judgements: Vec::new(),
            ahp: super::Judgement::Eigenvector,
            combine: vec![Weighting::Entropy, Weighting::Critic],
            aggregation: Aggregation::WeightedSum,
            topsis: super::Normalisation::Vector,
            compromise: 0.5,
            preference: super::Preference::default(),
            veto: Vec::new(),
            deduct: Vec::new(),
            draws: 999,
            alpha: 0.05,
            resample: true,
            weight_concentration: 50.0,
            data_error: 0.0,
            vary_methods: false,
        }
    }
}

/// An error unless a number lies between two others or is one of them.
fn within(setting: &'static str, value: f64, low: f64, high: f64) -> Result<(), SettingError> {
    if value >= low && value <= high { Ok(()) } else { Err(SettingError::new(setting, format!("{value} must lie between {low} and {high}"))) }
}

fn one_limit(setting: &'static str, indicator: &str, limits: [Option<f64>; 2]) -> Result<(), SettingError> {
    let numbers = limits.iter().flatten().count();
    if numbers == 0 || limits.iter().flatten().any(|limit| !limit.is_finite()) {
        return Err(SettingError::new(setting, format!("`{indicator}` needs a number in `below` or in `above`")));
    }
    Ok(())
}

/// Checks before any data are read.
impl CompositeIndex {
    pub(crate) fn checked(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        if (1..39).contains(&self.draws) {
            return Err(SettingError::new("draws", format!("{} draws give no percentiles; take at least 39, better 999, or 0 for none", self.draws)));
        }
        within("weight_concentration", self.weight_concentration, 0.0, 1e9)?;
        within("data_error", self.data_error, 0.0, 10.0)?;
        within("compromise", self.compromise, 0.0, 1.0)?;
        let p = &self.preference;
        if !(p.indifference >= 0.0 && p.indifference < p.strict && p.strict.is_finite() && p.inflection > 0.0 && p.inflection.is_finite()) {
            return Err(SettingError::new("preference", "0 <= indifference < strict and 0 < inflection must hold"));
        }
        for (code, [low, high]) in &self.bounds {
            if !(low.is_finite() && high.is_finite() && low < high) {
                return Err(SettingError::new("bounds", format!("`{code}`: {low} must be less than {high}, whichever way the indicator points")));
            }
        }
        for (place, code) in self.indicators.iter().enumerate() {
            if self.indicators[..place].contains(code) {
                return Err(SettingError::new("indicators", format!("`{code}` stands there twice")));
            }
        }
        super::framed::checked(self)?;
        self.rules_checked()?;
        if self.framework.is_none() {
            self.weights_checked()?;
        }
        self.judgements_checked()
    }

    fn rules_checked(&self) -> Result<(), SettingError> {
        for veto in &self.veto {
            one_limit("veto", &veto.indicator, [veto.below, veto.above])?;
        }
        for rule in &self.deduct {
            one_limit("deduct", &rule.indicator, [rule.below, rule.above])?;
            if !(rule.points > 0.0 && rule.points.is_finite()) {
                return Err(SettingError::new("deduct", format!("`{}`: points {} must be a positive number", rule.indicator, rule.points)));
            }
        }
        Ok(())
    }

    /// True if the weighting is used, by itself, in a combination or as one of several methods.
    fn uses(&self, weighting: Weighting) -> bool {
        self.weighting == weighting || self.vary_methods || (self.weighting == Weighting::Combination && self.combine.contains(&weighting))
    }

    fn weights_checked(&self) -> Result<(), SettingError> {
        if let Some((code, weight)) = self.weights.iter().find(|(_, weight)| !(**weight >= 0.0 && weight.is_finite())) {
            return Err(SettingError::new("weights", format!("`{code}` has the weight {weight}; weights are not negative")));
        }
        let sum: f64 = self.weights.values().sum();
        if sum > 1.0 + OFF {
            return Err(SettingError::new("weights", format!("they add up to {sum}, not to 1; divide each by {sum}")));
        }
        if !self.weights.is_empty() && !self.uses(Weighting::Given) {
            return Err(SettingError::new("weights", "are not used by this weighting; say weighting = \"given\" or leave them out"));
        }
        if self.weights.is_empty() && self.groups.is_empty() && self.weighting == Weighting::Given {
            return Err(SettingError::new("weights", "weighting = \"given\" needs a weight for each indicator"));
        }
        if self.unknown_weights == UnknownWeights::Interval
            && self.weighting == Weighting::Given
            && matches!(self.aggregation, Aggregation::Topsis | Aggregation::Vikor)
        {
            return Err(SettingError::new("unknown_weights", "intervals need weighted_sum, weighted_product or promethee"));
        }
        let mut members: Vec<&String> = self.groups.iter().flat_map(|group| &group.indicators).collect();
        members.sort();
        if let Some(twice) = (1..members.len()).find(|&i| members[i] == members[i - 1]) {
            return Err(SettingError::new("groups", format!("`{}` is in two groups or twice in one", members[twice])));
        }
        for group in &self.groups {
            within("groups", group.weight, 0.0, 1.0)?;
            if group.indicators.is_empty() {
                return Err(SettingError::new("groups", format!("`{}` has no indicators", group.name)));
            }
        }
        let sum: f64 = self.groups.iter().map(|group| group.weight).sum();
        if sum > 1.0 + OFF {
            return Err(SettingError::new("groups", format!("their weights add up to {sum}, more than 1")));
        }
        Ok(())
    }

    fn judgements_checked(&self) -> Result<(), SettingError> {
        let wrong = |problem: String| Err(SettingError::new("judgements", problem));
        let combined = self.weighting == Weighting::Combination;
        if combined && (self.combine.len() < 2 || self.combine.contains(&Weighting::Combination)) {
            return Err(SettingError::new("combine", "take at least two weightings, none of them a combination"));
        }
        if combined && self.combine.contains(&Weighting::Given) && self.weights.is_empty() {
            return Err(SettingError::new("weights", "the combination needs a weight for each indicator"));
        }
        let needed = self.weighting == Weighting::Ahp || (combined && self.combine.contains(&Weighting::Ahp));
        if self.judgements.is_empty() {
            return if needed { wrong("ahp needs a matrix of judgements".to_owned()) } else { Ok(()) };
        }
        if !self.uses(Weighting::Ahp) {
            return wrong("are not used by this weighting; say weighting = \"ahp\" or leave them out".to_owned());
        }
        if self.indicators.len() != self.judgements.len() {
            let (rows, listed) = (self.judgements.len(), self.indicators.len());
            return wrong(format!("{rows} rows for {listed} names in `indicators`, which says what the rows are about; there must be as many"));
        }
        let name = |i: usize| format!("`{}`", self.indicators[i]);
        let judged = |i: usize, j: usize| format!("{} against {}", name(i), name(j));
        match fault(&self.judgements) {
            None => Ok(()),
            Some(Fault::Ragged { row, got, need }) => wrong(format!("the row of {} has {got} numbers, not {need}", name(row))),
            Some(Fault::OutOfRange(i, j)) => {
                wrong(format!("{} is {}, not a number between 0.000001 and 1000000", judged(i, j), self.judgements[i][j]))
            }
            Some(Fault::SelfOther(i)) => wrong(format!("{} against itself is {}, not 1", name(i), self.judgements[i][i])),
            Some(Fault::Lopsided(i, j)) => {
                let (there, back) = (self.judgements[i][j], self.judgements[j][i]);
                wrong(format!("{} is {there} and {} is {back}, which is not 1 / {there} = {}", judged(i, j), judged(j, i), 1.0 / there))
            }
        }
    }
}

/// The number of an indicator by code or name.
pub(super) fn number(source: &Indicators, setting: &'static str, code: &str) -> Result<u32, MethodError> {
    source.indicators.required(setting, code).map(|i| i as u32)
}

fn refused(setting: &'static str, problem: Message) -> MethodError {
    MethodError::Setting { setting, problem }
}

/// A sum that is not what it should be.
fn wrong_sum(setting: &'static str, sum: f64, right: f64, of: Option<&str>) -> MethodError {
    let message = Message::new(if of.is_some() { "composite-index-sum-of-group" } else { "composite-index-sum" });
    // Six digits, unless both would look the same.
    let shown = |value: f64| if (sum - right).abs() > 1e-4 { Argument::Short(value) } else { Argument::Number { value, digits: 12 } };
    let message = message.with("sum", shown(sum)).with("right", shown(right));
    refused(setting, message.with("group", of.unwrap_or_default()))
}

/// What the settings mean for the data.
impl CompositeIndex {
    pub(crate) fn columns(&self, source: &Indicators) -> Result<Columns, MethodError> {
        let mut wanted = Vec::new();
        for code in &self.indicators {
            let found = number(source, "indicators", code)?;
            if wanted.contains(&found) {
                let indicator = source.indicators.argument(found as usize);
                return Err(refused("indicators", Message::new("composite-index-twice").with("indicator", indicator)));
            }
            wanted.push(found);
        }
        if self.indicators.is_empty() {
            wanted = (0..source.indicators.len() as u32).filter(|&i| !source.indicators.get(i as usize).is_empty()).collect();
        }
        let weighed = wanted.len();
        if weighed == 0 && !source.rows.is_empty() {
            return Err(MethodError::TooFew { what: "indicators", need: 1, got: 0 });
        }
        let mut directions = BTreeMap::new();
        for (code, aim) in &self.directions {
            directions.insert(source.indicators.get(number(source, "directions", code)? as usize).to_owned(), *aim);
        }
        one_direction(source, &wanted, &directions)?;
        let rules = self.veto.iter().map(|v| ("veto", &v.indicator)).chain(self.deduct.iter().map(|d| ("deduct", &d.indicator)));
        for (setting, code) in rules {
            let found = number(source, setting, code)?;
            if !wanted.contains(&found) {
                wanted.push(found);
                // Rules do not ask which way the indicator points.
                directions.entry(source.indicators.get(found as usize).to_owned()).or_insert(Aim::Up);
            }
        }
        Ok(Columns { wanted, weighed, directions })
    }

    /// The given scales, by column with a weight.
    pub(crate) fn scales(&self, source: &Indicators, columns: &Columns) -> Result<Vec<Option<Bounds>>, MethodError> {
        let mut given = vec![None; columns.weighed];
        for (code, &[low, high]) in &self.bounds {
            let found = number(source, "bounds", code)?;
            if let Some(at) = columns.wanted[..columns.weighed].iter().position(|&i| i == found) {
                given[at] = Some(Bounds { low, high });
            }
        }
        Ok(given)
    }

    pub(crate) fn rules(&self, source: &Indicators, wanted: &[u32]) -> Result<Rules, MethodError> {
        let limit = |setting, code: &str, below, above| {
            let found = number(source, setting, code)?;
            let column = wanted.iter().position(|&i| i == found).expect("indicators of rules are wanted");
            Ok::<Limit, MethodError>(Limit { column, below, above })
        };
        let veto = self.veto.iter().map(|v| limit("veto", &v.indicator, v.below, v.above)).collect::<Result<_, _>>()?;
        let deduct = self.deduct.iter().map(|d| Ok((limit("deduct", &d.indicator, d.below, d.above)?, d.points)));
        Ok(Rules { veto, deduct: deduct.collect::<Result<_, MethodError>>()? })
    }

    pub(crate) fn options(&self) -> Options {
        Options { topsis: self.topsis, compromise: self.compromise, preference: self.preference }
    }

    /// The weightings that draws choose from, the main one first.
    pub(crate) fn weightings(&self) -> Vec<Weighting> {
        let given = (!self.weights.is_empty()).then_some(Weighting::Given);
        let ahp = (!self.judgements.is_empty()).then_some(Weighting::Ahp);
        let data = [Weighting::Equal, Weighting::Entropy, Weighting::Critic, Weighting::StandardDeviation];
        let others = data.into_iter().chain(given).chain(ahp).filter(|&w| self.vary_methods && w != self.weighting);
        std::iter::once(self.weighting).chain(others).collect()
    }

    /// The aggregations that draws choose from, the main one first.
    pub(crate) fn aggregations(&self) -> Vec<Aggregation> {
        let others = Aggregation::ALL.into_iter().filter(|&a| self.vary_methods && a != self.aggregation);
        std::iter::once(self.aggregation).chain(others).collect()
    }

    /// A column with a weight.
    fn weighed(source: &Indicators, setting: &'static str, code: &str, columns: &Columns) -> Result<usize, MethodError> {
        let found = number(source, setting, code)?;
        let at = columns.wanted[..columns.weighed].iter().position(|&i| i == found);
        let problem = || Message::new("composite-index-not-listed").with("indicator", source.indicators.argument(found as usize));
        at.ok_or_else(|| refused(setting, problem()))
    }

    /// The given weights, by column.
    fn given(&self, source: &Indicators, columns: &Columns) -> Result<Vec<Option<f64>>, MethodError> {
        let mut given = vec![None; columns.weighed];
        for (code, &weight) in &self.weights {
            given[Self::weighed(source, "weights", code, columns)?] = Some(weight);
        }
        Ok(given)
    }

    /// The groups as (name, total, columns); together they are all columns.
    fn grouping(&self, source: &Indicators, columns: &Columns) -> Result<Vec<Grouped<'_>>, MethodError> {
        let mut groups = Vec::new();
        let mut rest: Vec<usize> = (0..columns.weighed).collect();
        for group in &self.groups {
            let members: Vec<usize> = group.indicators.iter().map(|code| Self::weighed(source, "groups", code, columns)).collect::<Result<_, _>>()?;
            rest.retain(|column| !members.contains(column));
            groups.push((Some(group.name.as_str()), group.weight, members));
        }
        let sum: f64 = self.groups.iter().map(|group| group.weight).sum();
        if rest.is_empty() && (sum - 1.0).abs() > OFF {
            return Err(wrong_sum("groups", sum, 1.0, None));
        }
        if !rest.is_empty() {
            groups.push((None, (1.0 - sum).max(0.0), rest));
        }
        Ok(groups)
    }

    /// The weights that are given and those that are left open, if any is; an error if that is not allowed or sums do not fit.
    pub(crate) fn unknown(&self, source: &Indicators, columns: &Columns, data: &Comparable) -> Result<Option<Unknown>, MethodError> {
        let single = self.weighting == Weighting::Given;
        if !single && (self.weights.is_empty() || !self.uses(Weighting::Given)) {
            return Ok(None);
        }
        let given = self.given(source, columns)?;
        let mut blocks = Vec::new();
        for (name, total, members) in self.grouping(source, columns)? {
            let sum: f64 = members.iter().filter_map(|&j| given[j]).sum();
            let complete = members.iter().all(|&j| given[j].is_some());
            if sum > total + OFF || (complete && (sum - total).abs() > OFF) {
                return Err(wrong_sum("weights", sum, total, name));
            }
            blocks.push(Block {
                known: members.iter().filter_map(|&j| Some((j, given[j]?))).collect(),
                unknown: members.iter().copied().filter(|&j| given[j].is_none()).collect(),
                left: if complete { 0.0 } else { (total - sum).max(0.0) },
            });
        }
        let open: Vec<usize> = (0..columns.weighed).filter(|&j| given[j].is_none()).collect();
        if open.is_empty() {
            return Ok(None);
        }
        let named = |columns_named: &[usize]| -> Argument {
            let all: Vec<Argument> = columns_named.iter().map(|&j| source.indicators.argument(columns.wanted[j] as usize)).collect();
            all.into()
        };
        if !single || self.unknown_weights == UnknownWeights::Refuse {
            let why = Message::new("composite-index-weights-unknown").with("count", Argument::count(open.len()));
            return Err(MethodError::NoAnswer { why: why.with("indicators", named(&open)) });
        }
        let constant: Vec<usize> = (0..columns.weighed).filter(|j| !data.kept.contains(j)).collect();
        if !constant.is_empty() {
            let why = Message::new("composite-index-unknown-constant").with("indicators", named(&constant));
            return Err(MethodError::NoAnswer { why });
        }
        // Nothing is dropped: the kept indicators are all columns.
        Ok(Some(Unknown { blocks }))
    }

    /// Where weights come from, and how far judgements agree.
    pub(crate) fn weigher(&self, source: &Indicators, columns: &Columns) -> Result<(Weigher, Option<Priorities>), MethodError> {
        let given = self.given(source, columns)?;
        let judged = if self.judgements.is_empty() {
            None
        } else {
            Some(priorities(&self.judgements, self.ahp).ok_or(MethodError::NotConverged { iterations: 60 })?)
        };
        let groups = if self.groups.is_empty() { Vec::new() } else { self.grouping(source, columns)? };
        let weigher = Weigher {
            given: given.into_iter().collect(),
            ahp: judged.as_ref().map(|judged| judged.weights.clone()),
            combine: self.combine.clone(),
            groups: groups.into_iter().map(|(_, total, members)| (total, members)).collect(),
        };
        Ok((weigher, judged))
    }
}

/// An error if the data say of one indicator both that more is better and that less is, and the settings do not decide.
fn one_direction(source: &Indicators, wanted: &[u32], directions: &BTreeMap<String, Aim>) -> Result<(), MethodError> {
    let mut said: Vec<Option<Aim>> = vec![None; source.indicators.len()];
    for row in &source.rows {
        let Some(aim) = row.direction else { continue };
        let before = said[row.indicator as usize].replace(aim);
        let code = source.indicators.get(row.indicator as usize);
        if before.is_some_and(|before| before != aim) && wanted.contains(&row.indicator) && !directions.contains_key(code) {
            let indicator = source.indicators.argument(row.indicator as usize);
            return Err(MethodError::Needs { what: Message::new("composite-index-two-directions").with("indicator", indicator) });
        }
    }
    Ok(())
}
