//! An assessment framework as settings.

use super::{Group, UnknownWeights, Weighting};
use crate::composite_index::CompositeIndex;
use crate::framework::{self, Framework, Item, Text};
use agglom_method::{Argument, Indicators, Message, MethodError, SettingError, nearest};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a score has from a framework.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Framed {
    /// The framework's title and version, in English and Chinese.
    pub title: [String; 2],
    /// What is to be known of it, in English and Chinese.
    pub note: [String; 2],
    /// Names of its items that the data lack, in English and Chinese.
    pub lacking: Vec<[String; 2]>,
    /// The weight of its groups that the data say something of, if the weights of groups are known.
    pub covered: Option<f64>,
}

/// An item with the code of its indicator in the data.
struct Found<'a> {
    item: &'a Item,
    code: String,
}

/// Checks the settings of a framework before data are read.
pub(super) fn checked(method: &CompositeIndex) -> Result<(), SettingError> {
    let Some(key) = &method.framework else {
        let alone = SettingError::new("items", "says which indicator stands for which item of a framework; say which: framework = \"…\"");
        return if method.items.is_empty() { Ok(()) } else { Err(alone) };
    };
    let Some(framework) = framework::framework(key) else {
        let hint = nearest(key, framework::keys()).map(|near| format!("; nearest is `{near}`")).unwrap_or_default();
        let known = framework::keys().collect::<Vec<_>>().join(", ");
        return Err(SettingError::new("framework", format!("`{key}` is not a framework{hint}; there are: {known}")));
    };
    if framework.items.is_empty() {
        return Err(SettingError::new("framework", format!("`{key}`: only its groups are known, not its items, so nothing can be scored by it")));
    }
    for setting in ["indicators", "groups", "weights", "judgements"] {
        let set = match setting {
            "indicators" => !method.indicators.is_empty(),
            "groups" => !method.groups.is_empty(),
            "weights" => !method.weights.is_empty(),
            _ => !method.judgements.is_empty(),
        };
        if set {
            return Err(SettingError::new(setting, format!("comes from the framework `{key}`; leave it out, or leave out the framework")));
        }
    }
    let codes = || framework.items.iter().map(|item| item.code.as_str());
    match method.items.keys().find(|code| !codes().any(|known| known == code.as_str())) {
        None => Ok(()),
        Some(code) => {
            let hint = nearest(code, codes()).map(|near| format!("; nearest is `{near}`")).unwrap_or_default();
            Err(SettingError::new(
                "items",
                format!("`{code}` is not an item of `{key}`{hint}; its items are: {}", codes().collect::<Vec<_>>().join(", ")),
            ))
        }
    }
}

impl CompositeIndex {
    /// The settings with what the framework says filled in, and what is to be told of it.
    pub(crate) fn framed(&self, source: &Indicators) -> Result<(Self, Option<Framed>), MethodError> {
        let Some(framework) = self.framework.as_deref().and_then(framework::framework) else { return Ok((self.clone(), None)) };
        let found = self.found(&framework, source)?;
        let lacking: Vec<&Item> = framework.items.iter().filter(|item| !found.iter().any(|f| f.item.code == item.code)).collect();
        if found.is_empty() || (!lacking.is_empty() && self.unknown_weights == UnknownWeights::Refuse) {
            let names: Vec<Argument> = lacking.iter().map(|item| item.code.as_str().into()).collect();
            let what = Message::new("composite-index-items-lacking").with("count", Argument::count(lacking.len())).with("items", names);
            return Err(if found.is_empty() { MethodError::Needs { what } } else { MethodError::NoAnswer { why: what } });
        }
        let present: BTreeSet<&str> = found.iter().map(|f| f.item.group.as_str()).collect();
        let totals: Option<Vec<(&str, f64)>> =
            framework.groups.iter().filter(|g| present.contains(g.code.as_str())).map(|g| Some((g.code.as_str(), g.weight?))).collect();
        let covered = totals.as_ref().map(|totals| totals.iter().map(|t| t.1).sum::<f64>());
        let members = |group: &str| found.iter().filter(|f| f.item.group == group).map(|f| f.code.clone()).collect::<Vec<_>>();
        let groups = match (&totals, covered) {
            (Some(totals), Some(covered)) => {
                let group = |&(code, weight): &(&str, f64)| Group { name: code.to_owned(), weight: weight / covered, indicators: members(code) };
                totals.iter().map(group).collect()
            }
            _ => Vec::new(),
        };
        let weights = match covered {
            Some(covered) if self.weighting == Weighting::Equal || self.weighting == Weighting::Given => known_weights(&framework, &found, covered),
            _ => BTreeMap::new(),
        };
        let mut directions = self.directions.clone();
        let mut bounds = self.bounds.clone();
        for Found { item, code } in &found {
            if let Some(aim) = item.direction {
                directions.entry(code.clone()).or_insert(aim);
            }
            if !framework.scale.is_empty() {
                bounds.entry(code.clone()).or_insert([1.0, framework.scale.len() as f64]);
            }
        }
        let weighting = if self.weighting == Weighting::Equal { Weighting::Given } else { self.weighting };
        let indicators = found.iter().map(|f| f.code.clone()).collect();
        let told = Framed {
            title: both(&framework.title).map(|title| format!("{title} ({})", framework.version)),
            note: both(&framework.note),
            lacking: lacking
                .iter()
                .map(|item| [&item.name_en, if item.name_zh.is_empty() { &item.name_en } else { &item.name_zh }].map(String::clone))
                .collect(),
            covered,
        };
        Ok((Self { indicators, directions, bounds, weighting, weights, groups, ..self.clone() }, Some(told)))
    }

    /// The items that the data have: by `items`, by code, or by name.
    fn found<'a>(&self, framework: &'a Framework, source: &Indicators) -> Result<Vec<Found<'a>>, MethodError> {
        let mut found = Vec::new();
        for item in &framework.items {
            let code = match self.items.get(&item.code) {
                Some(code) => Some(source.indicators.get(super::settings::number(source, "items", code)? as usize)),
                None => [&item.code, &item.name_en, &item.name_zh].into_iter().filter(|name| !name.is_empty()).find_map(|name| named(source, name)),
            };
            found.extend(code.map(|code| Found { item, code: code.to_owned() }));
        }
        Ok(found)
    }
}

fn named<'a>(source: &'a Indicators, name: &str) -> Option<&'a str> {
    source.indicators.find(name).map(|at| source.indicators.get(at))
}

/// The weights of items in groups of which every weight is known and every item is there.
fn known_weights(framework: &Framework, found: &[Found<'_>], covered: f64) -> BTreeMap<String, f64> {
    let whole = |group: &str| {
        let items = || framework.items.iter().filter(|item| item.group == group);
        items().all(|item| found.iter().any(|f| f.item.code == item.code))
    };
    let weight = |f: &Found<'_>| Some((f.code.clone(), framework.weight(f.item).filter(|_| whole(&f.item.group))? / covered));
    found.iter().filter_map(weight).collect()
}

fn both(text: &Text) -> [String; 2] {
    [text.en.clone(), text.zh.clone()]
}
