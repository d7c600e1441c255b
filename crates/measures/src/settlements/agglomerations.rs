//! What a delineation found, as tables, charts and sentences.

use super::delineations::Variant;
use super::{Membership, SettlementRole};
use agglom_method::{Argument, Chart, Codes, Finding, Labels, Mark, Message, Order, Scale, Table, Unit, Values};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

const MAIN: &str = "urban_agglomeration";

/// The agglomerations of some settlements.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UrbanAgglomerations {
    /// The settlements.
    pub ids: Arc<Codes>,
    /// Longitude and latitude of the settlements.
    pub degrees: Option<Vec<[f64; 2]>>,
    /// Their inhabitants.
    pub population: Vec<Option<f64>>,
    /// Where each belongs.
    pub members: Vec<Membership>,
    /// Share of the variants in which a settlement keeps its agglomeration or stays outside.
    pub stability: Vec<Option<f64>>,
    /// The agglomerations, by the settlement they are named after.
    pub agglomerations: Vec<Agglomeration>,
    /// What other thresholds would do.
    pub variants: Vec<Variant>,
    /// The inhabitants that shares refer to.
    pub total_population: f64,
    /// What was assumed and what is missing.
    pub circumstances: Circumstances,
}

/// One agglomeration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agglomeration {
    /// Number of the settlement it is named after.
    pub settlement: u32,
    /// Inhabitants of its settlements.
    pub population: f64,
    /// Their share of all inhabitants.
    pub share: Option<f64>,
    /// How many settlements it has.
    pub settlements: usize,
    /// How many seeds or urban centres it has.
    pub cores: usize,
    /// Its area in km².
    pub area_km2: Option<f64>,
    /// Why something is empty.
    pub reason: Option<&'static str>,
}

/// What tells who is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Straight distances in a plane.
    #[default]
    Plane,
    /// Distances on the sphere.
    GreatCircle,
    /// Travel times alone: positions are not known.
    TravelTimes,
    /// Cells of a population grid.
    Cells,
}

/// What was assumed and what is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Circumstances {
    /// What tells who is near.
    pub ground: Ground,
    /// Whether a threshold of density could not be applied.
    pub no_areas: bool,
    /// Whether the total is given and not summed.
    pub total_given: bool,
    /// Speed in km/h that makes distances travel times.
    pub speed_km_h: Option<f64>,
    /// Settlements without a route to the seed that draws them.
    pub unrouted: usize,
    /// Settlements with a travel time made up for a missing route.
    pub imputed: usize,
    /// Pairs of settlements with travel times in both directions.
    pub pairs: usize,
    /// Pairs of them whose times differ.
    pub uneven: usize,
    /// Settlements without a population or a position.
    pub unknown: usize,
    /// Which projection makes cells of equal area.
    pub projection: Option<&'static str>,
    /// Side of the cells in metres.
    pub cell_m: f64,
    /// Whether inhabitants are spread over the areas of their settlements.
    pub spread: bool,
    /// Inhabitants a seed must have more of, or an urban cluster at least.
    pub least: f64,
    /// The largest settlement.
    pub largest: Option<u32>,
}

/// Sums the settlements of every agglomeration.
pub(crate) fn agglomerations(
    members: &[Membership],
    population: &[Option<f64>],
    area: impl Fn(u32, &[u32]) -> Option<f64>,
    total: f64,
) -> Vec<Agglomeration> {
    let mut of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (i, member) in (0_u32..).zip(members) {
        if let Some(named) = member.agglomeration {
            of.entry(named).or_default().push(i);
        }
    }
    let summed = |(settlement, list): (u32, Vec<u32>)| {
        let population: f64 = list.iter().filter_map(|&i| population[i as usize]).sum();
        let mut cores: Vec<u32> = list.iter().filter_map(|&i| members[i as usize].core).collect();
        cores.sort_unstable();
        cores.dedup();
        let area_km2 = area(settlement, &list);
        let reason = if area_km2.is_none() { Some("area-unknown") } else { None };
        let share = (total > 0.0).then(|| population / total);
        Agglomeration { settlement, population, share, settlements: list.len(), cores: cores.len(), area_km2, reason }
    };
    of.into_iter().map(summed).collect()
}

impl UrbanAgglomerations {
    /// Tables, charts and sentences.
    pub(crate) fn finding(&self) -> Finding {
        let mut finding = Finding::default().table(self.table()).table(self.members_table());
        if !self.variants.is_empty() {
            finding = finding.table(self.sensitivity_table());
        }
        if !self.agglomerations.is_empty() {
            finding = finding.chart(largest());
        }
        if self.degrees.is_some() && !self.agglomerations.is_empty() {
            finding = finding.chart(map());
        }
        if !self.variants.is_empty() {
            finding = finding.chart(sensitivity());
        }
        self.remarks(self.cautions(self.headlines(finding)))
    }

    fn cells(&self) -> bool {
        self.circumstances.ground == Ground::Cells
    }

    fn place(&self, i: u32, axis: usize) -> Option<f64> {
        self.degrees.as_ref().map(|d| d[i as usize][axis]).filter(|x| x.is_finite())
    }

    fn table(&self) -> Table {
        let rows = &self.agglomerations;
        let table = Table::new(MAIN, Message::new("table-urban-agglomeration"))
            .codes("agglomeration", &self.ids, rows.iter().map(|a| a.settlement as usize))
            .numbers("population", Unit::None, rows.iter().map(|a| Some(a.population)))
            .numbers("share", Unit::Share, rows.iter().map(|a| a.share))
            .integers("settlements", Unit::None, rows.iter().map(|a| Some(a.settlements as i64)))
            .integers("cores", Unit::None, rows.iter().map(|a| Some(a.cores as i64)))
            .numbers("area_km2", Unit::Named("km²".into()), rows.iter().map(|a| a.area_km2))
            .numbers("lon", Unit::None, rows.iter().map(|a| self.place(a.settlement, 0)))
            .numbers("lat", Unit::None, rows.iter().map(|a| self.place(a.settlement, 1)));
        table.words("reason", rows.iter().map(|a| a.reason))
    }

    fn members_table(&self) -> Table {
        let rows = &self.members;
        let named = |of: fn(&Membership) -> Option<u32>| Values::Code(Labels::from_index(self.ids.clone(), rows.iter().map(of)));
        let n = rows.len() as u32;
        let table = Table::new("members", Message::new("table-members"))
            .codes("id", &self.ids, 0..rows.len())
            .column("agglomeration", Unit::None, named(|m| m.agglomeration))
            .column("core", Unit::None, named(|m| m.core))
            .words("role", rows.iter().map(|m| Some(m.role.word())))
            .numbers("population", Unit::None, self.population.iter().copied());
        let table = if self.cells() {
            table
        } else {
            table.numbers("distance_km", Unit::Named("km".into()), rows.iter().map(|m| m.distance_km)).numbers(
                "travel_time_min",
                Unit::Named("min".into()),
                rows.iter().map(|m| m.travel_time_min),
            )
        };
        table
            .numbers("membership_stability", Unit::Share, self.stability.iter().copied())
            .numbers("lon", Unit::None, (0..n).map(|i| self.place(i, 0)))
            .numbers("lat", Unit::None, (0..n).map(|i| self.place(i, 1)))
            .words("reason", rows.iter().map(|m| m.reason))
    }

    fn sensitivity_table(&self) -> Table {
        let rows = &self.variants;
        Table::new("sensitivity", Message::new("table-sensitivity"))
            .words("setting", rows.iter().map(|v| Some(v.setting)))
            .numbers("scaled_by", Unit::None, rows.iter().map(|v| Some(v.scaled_by)))
            .numbers("value", Unit::None, rows.iter().map(|v| Some(v.value)))
            .integers("agglomerations", Unit::None, rows.iter().map(|v| Some(v.agglomerations as i64)))
            .numbers("population", Unit::None, rows.iter().map(|v| Some(v.population)))
            .numbers("share_changed", Unit::Share, rows.iter().map(|v| v.share_changed))
            .numbers("adjusted_rand_index", Unit::None, rows.iter().map(|v| v.adjusted_rand_index))
            .words("reason", rows.iter().map(|v| v.adjusted_rand_index.is_none().then_some("no-groups")))
    }

    fn headlines(&self, finding: Finding) -> Finding {
        let largest = self.agglomerations.iter().rev().max_by(|a, b| a.population.total_cmp(&b.population));
        let Some(largest) = largest else {
            let key = if self.cells() { "urban-agglomeration-no-cluster" } else { "urban-agglomeration-no-seed" };
            let message = Message::new(key).with("least", Argument::Short(self.circumstances.least));
            return match self.circumstances.largest {
                Some(i) => finding.headline(
                    message
                        .with("largest", self.ids.argument(i as usize))
                        .with("population", Argument::number(self.population[i as usize].unwrap_or(0.0))),
                ),
                None => finding.headline(Message::new("urban-agglomeration-nobody")),
            };
        };
        let inside: f64 = self.agglomerations.iter().map(|a| a.population).sum();
        let message = Message::new("urban-agglomeration-hold")
            .with("agglomerations", Argument::count(self.agglomerations.len()))
            .with("settlements", Argument::count(self.agglomerations.iter().map(|a| a.settlements).sum()))
            .with("population", Argument::number(inside))
            .with("share", Argument::percent(inside / self.total_population));
        let finding = finding.headline(message).headline(
            Message::new("urban-agglomeration-largest")
                .with("agglomeration", self.ids.argument(largest.settlement as usize))
                .with("population", Argument::number(largest.population))
                .with("settlements", Argument::count(largest.settlements)),
        );
        let finding = if self.cells() { finding.headline(self.degree_of_urbanisation()) } else { finding };
        match self.weightiest() {
            Some(v) if v.share_changed > Some(0.0) => finding.headline(
                Message::new("urban-agglomeration-weightiest")
                    .with("setting", Message::new(format!("setting-{}", v.setting.replace('_', "-"))))
                    .with("factor", Argument::Short(v.scaled_by))
                    .with("value", Argument::Short(v.value))
                    .with("share", Argument::percent(v.share_changed.unwrap_or(0.0))),
            ),
            Some(_) => finding.headline(Message::new("urban-agglomeration-firm").with("variants", Argument::count(self.variants.len()))),
            None => finding,
        }
    }

    /// The variant that moves most inhabitants; of equal ones the first.
    fn weightiest(&self) -> Option<&Variant> {
        let share = |v: &Variant| v.share_changed.unwrap_or(0.0);
        self.variants.iter().rev().max_by(|a, b| share(a).total_cmp(&share(b)))
    }

    /// Shares of the inhabitants in urban centres, in the rest of urban clusters, and outside.
    fn degree_of_urbanisation(&self) -> Message {
        let share = |role: SettlementRole| {
            let people: f64 = self.members.iter().zip(&self.population).filter(|(m, _)| m.role == role).filter_map(|(_, p)| *p).sum();
            Argument::percent(people / self.total_population)
        };
        Message::new("urban-agglomeration-degree")
            .with("centres", share(SettlementRole::UrbanCentre))
            .with("clusters", share(SettlementRole::UrbanCluster))
            .with("rural", share(SettlementRole::Rural))
    }

    fn cautions(&self, finding: Finding) -> Finding {
        let c = &self.circumstances;
        let says: [(bool, &str, usize); 6] = [
            (c.ground == Ground::Cells, "urban-agglomeration-coarse", 0),
            (c.ground == Ground::TravelTimes, "urban-agglomeration-unplaced", 0),
            (c.no_areas, "urban-agglomeration-no-areas", 0),
            (c.unrouted > 0, "urban-agglomeration-unrouted", c.unrouted),
            (c.imputed > 0, "urban-agglomeration-imputed", c.imputed),
            (c.unknown > 0, "urban-agglomeration-unknown", c.unknown),
        ];
        says.into_iter()
            .filter(|s| s.0)
            .fold(finding, |finding, (_, key, n)| finding.caution(Message::new(key).with("settlements", Argument::count(n))))
    }

    fn remarks(&self, finding: Finding) -> Finding {
        let c = &self.circumstances;
        let mut finding = finding;
        if let Some(projection) = c.projection {
            let message = Message::new("urban-agglomeration-cells")
                .with("side", Argument::Short(c.cell_m))
                .with("projection", Message::new(format!("projection-{projection}")));
            finding = finding.remark(message);
            finding = finding.remark(Message::new(if c.spread { "urban-agglomeration-spread" } else { "urban-agglomeration-points" }));
        }
        finding = match c.ground {
            Ground::GreatCircle => finding.remark(Message::new("urban-agglomeration-great-circle")),
            Ground::Plane => finding.remark(Message::new("urban-agglomeration-plane")),
            Ground::TravelTimes | Ground::Cells => finding,
        };
        if let Some(speed) = c.speed_km_h {
            finding = finding.remark(Message::new("urban-agglomeration-speed").with("speed", Argument::Short(speed)));
        }
        if c.uneven > 0 {
            let message =
                Message::new("urban-agglomeration-uneven").with("uneven", Argument::count(c.uneven)).with("pairs", Argument::count(c.pairs));
            finding = finding.remark(message);
        }
        let total = if c.total_given { "urban-agglomeration-total-given" } else { "urban-agglomeration-total-summed" };
        finding.remark(Message::new(total).with("total", Argument::number(self.total_population)))
    }
}

fn largest() -> Chart {
    let mark = Mark::Bars {
        label: vec!["agglomeration".into()],
        values: vec!["population".into()],
        interval: None,
        order: Order::Largest("population".into(), 20),
        scale: Scale::Linear,
        reference: None,
    };
    Chart::new("urban_agglomeration_largest", MAIN, mark)
}

fn map() -> Chart {
    let mark = Mark::Points {
        lon: "lon".into(),
        lat: "lat".into(),
        value: Some("agglomeration".into()),
        scale: Scale::Linear,
        midpoint: None,
        size: Some("population".into()),
        hexagon_m: None,
        outlines: None,
    };
    Chart::new("urban_agglomeration_map", "members", mark)
}

fn sensitivity() -> Chart {
    let mark = Mark::Bars {
        label: vec!["setting".into(), "scaled_by".into()],
        values: vec!["share_changed".into()],
        interval: None,
        order: Order::AsIs,
        scale: Scale::Linear,
        reference: None,
    };
    Chart::new("urban_agglomeration_sensitivity", "sensitivity", mark)
}
