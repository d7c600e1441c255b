use super::stage::Blocks;
use agglom_method::{Argument, Codes, Indicators, Message, MethodError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which indicators make up which system.
pub(crate) struct Members {
    pub(crate) systems: Arc<Codes>,
    /// The indicators by number, system by system.
    pub(crate) indicators: Vec<u32>,
    /// The number of the system of each.
    pub(crate) system: Vec<usize>,
}

impl Members {
    /// The systems of a study. Every indicator that has figures must belong to one of them or to a block, and none to two.
    pub(crate) fn new(systems: &BTreeMap<String, Vec<String>>, blocks: &Blocks, source: &Indicators) -> Result<Self, MethodError> {
        if systems.is_empty() {
            let all = with_figures(source).into_iter().collect();
            let message = Message::new("coupling-coordination-no-systems").with("indicators", listed(source, all));
            return Err(MethodError::Setting { setting: "systems", problem: message });
        }
        let names = Codes::new(systems.keys().cloned());
        let mut owner: BTreeMap<u32, usize> = BTreeMap::new();
        let mut shared: BTreeSet<u32> = BTreeSet::new();
        for (name, codes) in systems {
            let system = names.index(name).expect("the names are the keys of the map");
            for code in codes {
                let indicator = number_of(source, "systems", code)?;
                if owner.insert(indicator, system).is_some() {
                    shared.insert(indicator);
                }
            }
        }
        if !shared.is_empty() {
            let message = Message::new("coupling-coordination-in-two").with("indicators", listed(source, shared.into_iter().collect()));
            return Err(MethodError::Setting { setting: "systems", problem: message });
        }
        let mut known: BTreeSet<u32> = owner.keys().copied().collect();
        for code in blocks.all().into_iter().flatten() {
            known.insert(number_of(source, "blocks", code)?);
        }
        let none: Vec<u32> = with_figures(source).difference(&known).copied().collect();
        if !none.is_empty() {
            let message = Message::new("coupling-coordination-in-none").with("indicators", listed(source, none));
            return Err(MethodError::Setting { setting: "systems", problem: message });
        }
        let mut pairs: Vec<(usize, u32)> = owner.into_iter().map(|(indicator, system)| (system, indicator)).collect();
        pairs.sort_unstable();
        let (system, indicators) = pairs.into_iter().unzip();
        Ok(Self { systems: names.into(), indicators, system })
    }
}

/// The number of an indicator that a setting names by code or name.
pub(super) fn number_of(source: &Indicators, setting: &'static str, code: &str) -> Result<u32, MethodError> {
    source.indicators.required(setting, code).map(|i| i as u32)
}

/// Settings by indicator, looked up as the numbers of the indicators.
pub(crate) fn by_number<T: Copy>(source: &Indicators, setting: &'static str, map: &BTreeMap<String, T>) -> Result<BTreeMap<u32, T>, MethodError> {
    map.iter().map(|(code, &value)| Ok((number_of(source, setting, code)?, value))).collect()
}

fn with_figures(source: &Indicators) -> BTreeSet<u32> {
    source.rows.iter().map(|row| row.indicator).collect()
}

/// The first of many indicators.
fn listed(source: &Indicators, indicators: Vec<u32>) -> Argument {
    const MOST: usize = 8;
    let shown = indicators.iter().take(MOST).map(|&i| source.indicators.argument(i as usize));
    let more = indicators.len().checked_sub(MOST).filter(|&more| more > 0);
    let more = more.map(|more| Message::new("coupling-coordination-more").with("more", Argument::count(more)).into());
    shown.chain(more).collect::<Vec<Argument>>().into()
}
