//! Assessment frameworks as data: what is assessed, which way is better, with which weight, and how well each of these is known.

use agglom_method::Aim;
use serde::Deserialize;

/// An assessment framework.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Its title.
    pub title: Text,
    /// Which version of it.
    pub version: String,
    /// Where it was read.
    pub source: Vec<String>,
    /// What is to be known before using it.
    pub note: Text,
    /// The words of the grades from 1 upwards, if items are graded.
    #[serde(default)]
    pub scale: Vec<Text>,
    /// Groups of items.
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
    /// The items, as far as they are known.
    #[serde(skip)]
    pub items: Vec<Item>,
}

/// The same in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// Items that are weighted together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its weight among the groups.
    pub weight: Option<f64>,
    /// How well the weight is known.
    pub weight_status: Knowledge,
}

/// Something that is assessed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Code of its group.
    pub group: String,
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Chinese, if the framework has one.
    pub name_zh: String,
    /// How well the name is known.
    pub name_status: Knowledge,
    /// Its unit.
    pub unit: String,
    /// How well the unit is known.
    pub unit_status: Knowledge,
    /// Whether more is better.
    pub direction: Option<Aim>,
    /// How well that is known.
    pub direction_status: Knowledge,
    /// Its weight within its group.
    pub weight: Option<f64>,
    /// How well the weight is known.
    pub weight_status: Knowledge,
    /// A figure that can stand for it where it is a judgement.
    pub proxy_en: String,
    /// The same in Chinese.
    pub proxy_zh: String,
}

/// How well something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Knowledge {
    /// Read in the source itself.
    Verified,
    /// Read in a report about it.
    Secondary,
    /// Not known.
    Unknown,
}

macro_rules! packs {
    ($($key:literal),+ $(,)?) => {
        &[$(($key, include_str!(concat!("../../frameworks/", $key, ".toml")), include_str!(concat!("../../frameworks/", $key, ".csv")))),+]
    };
}

/// Key, head and items of every framework.
const PACKS: &[(&str, &str, &str)] = packs![
    "eco_industrial_parks",
    "etdz_2016",
    "etdz_2021",
    "high_tech_zones_2021",
    "high_tech_zones_2024",
    "innovation_environment",
    "innovation_index_1",
    "innovation_index_3",
    "innovation_scoreboard",
    "per_mu",
    "wanjiang_results",
    "wanjiang_targets",
];

/// The keys of all frameworks.
pub fn keys() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|pack| pack.0)
}

/// The framework of that key.
pub fn framework(key: &str) -> Option<Framework> {
    let (_, head, items) = PACKS.iter().find(|pack| pack.0 == key)?;
    let framework: Framework = toml::from_str(head).expect("the packs are read by a test");
    let items = csv::Reader::from_reader(items.as_bytes()).deserialize().collect::<Result<_, _>>().expect("the packs are read by a test");
    Some(Framework { items, ..framework })
}

impl Framework {
    /// The weight of an item in the whole, if it and that of its group are known.
    pub fn weight(&self, item: &Item) -> Option<f64> {
        let group = self.groups.iter().find(|group| group.code == item.group)?;
        let within: f64 = self.items.iter().filter(|other| other.group == item.group).map(|other| other.weight).sum::<Option<f64>>()?;
        Some(group.weight? * item.weight? / within)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_is_sound() {
        for key in keys() {
            let framework = framework(key).unwrap();
            assert!(!framework.source.is_empty() && !framework.groups.is_empty(), "{key}");
            let codes: std::collections::BTreeSet<&str> = framework.items.iter().map(|i| i.code.as_str()).collect();
            assert_eq!(codes.len(), framework.items.len(), "{key}: an item stands twice");
            for item in &framework.items {
                assert!(framework.groups.iter().any(|g| g.code == item.group), "{key}: {} has no group", item.code);
                assert_eq!(item.weight.is_some(), item.weight_status != Knowledge::Unknown, "{key}: {}", item.code);
                assert_eq!(item.direction.is_some(), item.direction_status != Knowledge::Unknown, "{key}: {}", item.code);
                assert!(!item.name_en.is_empty(), "{key}: {}", item.code);
            }
            for group in &framework.groups {
                assert_eq!(group.weight.is_some(), group.weight_status != Knowledge::Unknown, "{key}: {}", group.code);
            }
        }
    }

    #[test]
    fn published_weights_add_up() {
        // The five groups of the zone assessment of 2021: 30, 30, 15, 15 and 10 percent.
        let zones = framework("etdz_2021").unwrap();
        assert!((zones.groups.iter().filter_map(|g| g.weight).sum::<f64>() - 1.0).abs() < 1e-12);
        for key in ["wanjiang_targets", "wanjiang_results", "innovation_index_1", "innovation_index_3"] {
            let framework = framework(key).unwrap();
            let total: f64 = framework.items.iter().map(|i| framework.weight(i).unwrap()).sum();
            assert!((total - 1.0).abs() < 1e-12, "{key}: {total}");
        }
        assert!(zones.items.iter().all(|i| zones.weight(i).is_none()));
    }

    #[test]
    fn the_eleven_items_have_a_proxy_each_and_five_grades() {
        let environment = framework("innovation_environment").unwrap();
        assert_eq!((environment.items.len(), environment.scale.len()), (11, 5));
        assert!(environment.items.iter().all(|i| !i.proxy_en.is_empty() && !i.proxy_zh.is_empty()));
    }
}
