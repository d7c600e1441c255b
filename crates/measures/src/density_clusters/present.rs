//! Clusters as tables, charts and sentences.

use super::found::{Asked, Cluster, DensityClusters, Ring};
use super::{Distance, Per};
use agglom_method::{Argument, Chart, Finding, Labels, Mark, Message, Order, Register, Scale, Table, Unit, Values};

impl DensityClusters {
    /// The finding of the method of that key.
    pub(crate) fn finding(&self, key: &'static str, register: &Register, asked: &Asked) -> Finding {
        let mut finding = Finding::default().table(self.main(key, register, asked)).table(self.member_table(register));
        if asked.per == Per::All {
            finding = finding.table(self.composition_table(register));
        }
        finding = finding.table(self.outline_table(register));
        let dashed = key.replace('_', "-");
        if !self.clusters.is_empty() {
            let order = Order::Largest("establishments".to_owned(), 20);
            finding = finding.chart(Chart::new(
                &format!("{key}_largest"),
                key,
                Mark::Bars {
                    label: vec!["cluster".to_owned()],
                    values: vec!["establishments".to_owned()],
                    interval: None,
                    order,
                    scale: Scale::Linear,
                    reference: None,
                },
            ));
        }
        if let Some(hexagon_m) = self.hexagon_m {
            finding = finding.table(self.hexagon_table());
            if !self.hexagons.is_empty() {
                finding = finding.chart(map(&format!("{key}_hexagons"), "hexagons", "establishments", Scale::Log, Some(hexagon_m)));
            }
        }
        if register.degrees.is_some() {
            finding = finding.chart(map(&format!("{key}_members"), "members", "cluster", Scale::Linear, None));
        }
        self.sentences(finding, &dashed, register, asked)
    }

    fn codes_of(&self, places: impl Iterator<Item = Option<u32>>) -> Values {
        let code = |place: Option<u32>| place.map(|p| self.clusters[p as usize].code);
        Values::Code(Labels::from_index(self.codes.clone(), places.map(code)))
    }

    fn main(&self, key: &str, register: &Register, asked: &Asked) -> Table {
        let each = |value: fn(&Cluster) -> Option<f64>| self.clusters.iter().map(value);
        let mut table = Table::new(key, Message::new(format!("table-{}", key.replace('_', "-"))));
        table = table.column("cluster", Unit::None, self.codes_of((0..self.clusters.len() as u32).map(Some)));
        if asked.per == Per::Industry {
            table = table.codes("industry", &register.industry.codes, self.clusters.iter().map(|c| c.industry.unwrap_or(0) as usize));
        }
        table = table.integers("establishments", Unit::None, self.clusters.iter().map(|c| Some(c.establishments as i64)));
        if register.size.is_some() {
            table = table.numbers("size", Unit::of(register.size_unit.as_ref()), each(|c| Some(c.size)));
        }
        table = table.numbers("area_km2", Unit::Named("km²".to_owned()), each(|c| c.area_km2)).numbers(
            "density_per_km2",
            Unit::None,
            each(|c| c.area_km2.filter(|&a| a > 0.0).map(|a| c.establishments as f64 / a)),
        );
        if asked.per == Per::All {
            let industry = |&(j, share): &(u32, f64)| format!("{} {:.0} %", register.industry.codes.get(j as usize), 100.0 * share);
            let leading = |c: &Cluster| c.leading.iter().map(industry).collect::<Vec<_>>().join(", ");
            table = table.texts("leading_industries", self.clusters.iter().map(|c| Some(leading(c)).filter(|t| !t.is_empty())));
        }
        if register.degrees.is_some() {
            let degrees = |k: usize| self.clusters.iter().map(move |c| c.degrees.map(|d| d[k]));
            table = table.numbers("lon", Unit::None, degrees(0)).numbers("lat", Unit::None, degrees(1));
        }
        if register.position.is_some() {
            let metres = |k: usize| self.clusters.iter().map(move |c| c.position.map(|p| p[k]));
            table = table.numbers("x", Unit::Metres, metres(0)).numbers("y", Unit::Metres, metres(1));
        }
        table = table.numbers("radius_m", Unit::Metres, each(|c| Some(c.radius_m)));
        if key == "hdbscan" {
            table = table.numbers("stability", Unit::None, each(|c| c.stability)).numbers("persistence", Unit::Share, each(|c| c.persistence));
        }
        table.words("outline", self.clusters.iter().map(|c| Some(c.outline))).words("reason", self.clusters.iter().map(|c| c.reason))
    }

    fn member_table(&self, register: &Register) -> Table {
        let numbers = || self.members.iter().map(|m| m.establishment as usize);
        let industries = Labels::from_index(register.industry.codes.clone(), numbers().map(|i| register.industry.get(i).map(|j| j as u32)));
        let mut table = Table::new("members", Message::new("table-members"))
            .texts("id", numbers().map(|i| Some(register.ids[i].clone())))
            .column("industry", Unit::None, Values::Code(industries))
            .column("cluster", Unit::None, self.codes_of(self.members.iter().map(|m| m.cluster)))
            .words("role", self.members.iter().map(|m| Some(m.role.word())));
        if self.members.iter().any(|m| m.strength.is_some()) {
            table = table.numbers("membership_strength", Unit::None, self.members.iter().map(|m| m.strength)).numbers(
                "outlier_score",
                Unit::None,
                self.members.iter().map(|m| m.outlier_score),
            );
        }
        if register.size.is_some() {
            table = table.numbers("size", Unit::of(register.size_unit.as_ref()), numbers().map(|i| Some(register.size_of(i))));
        }
        located(table, register, || numbers().collect())
    }

    fn composition_table(&self, register: &Register) -> Table {
        let parts = || self.composition.iter();
        Table::new("composition", Message::new("table-composition"))
            .column("cluster", Unit::None, self.codes_of(parts().map(|p| Some(p.cluster))))
            .codes("industry", &register.industry.codes, parts().map(|p| p.industry as usize))
            .integers("establishments", Unit::None, parts().map(|p| Some(p.establishments as i64)))
            .numbers("share", Unit::Share, parts().map(|p| Some(p.share)))
            .numbers("location_quotient", Unit::None, parts().map(|p| Some(p.location_quotient)))
    }

    fn outline_table(&self, register: &Register) -> Table {
        let vertices = || self.rings.iter().enumerate().flat_map(|(i, ring)| ring.vertices.iter().map(move |&v| (i, ring, v as usize)));
        let of_ring = |value: fn((usize, &Ring)) -> i64| vertices().map(move |(i, ring, _)| Some(value((i, ring))));
        let table = Table::new("outlines", Message::new("table-outlines"))
            .column("cluster", Unit::None, self.codes_of(vertices().map(|(_, ring, _)| Some(ring.cluster))))
            .integers("ring", Unit::None, of_ring(|(i, _)| i as i64 + 1))
            .column("hole", Unit::None, Values::Flag(vertices().map(|(_, ring, _)| Some(ring.hole)).collect()));
        located(table, register, || vertices().map(|v| v.2).collect())
    }

    fn hexagon_table(&self) -> Table {
        let bins = || self.hexagons.iter();
        Table::new("hexagons", Message::new("table-hexagons"))
            .numbers("lon", Unit::None, bins().map(|h| Some(h.degrees[0])))
            .numbers("lat", Unit::None, bins().map(|h| Some(h.degrees[1])))
            .integers("establishments", Unit::None, bins().map(|h| Some(h.establishments as i64)))
            .numbers("cluster_share", Unit::Share, bins().map(|h| Some(h.cluster_share)))
    }

    fn sentences(&self, finding: Finding, key: &str, register: &Register, asked: &Asked) -> Finding {
        let all = self.members.len();
        let inside = self.members.iter().filter(|m| m.cluster.is_some()).count();
        let count = |name: &'static str, n: usize| (name, Argument::count(n));
        let message = |key: &str, with: Vec<(&str, Argument)>| with.into_iter().fold(Message::new(key), |m, (name, value)| m.with(name, value));
        let mut finding = if self.clusters.is_empty() {
            let finding = finding.headline(message("density-clusters-none", vec![count("establishments", all)]));
            finding.caution(Message::new(format!("{key}-none-advice")))
        } else {
            let share = Argument::percent(inside as f64 / all as f64);
            finding
                .headline(message(
                    "density-clusters-found",
                    vec![count("clusters", self.clusters.len()), count("establishments", all), ("share", share)],
                ))
                .headline(self.largest(register))
        };
        if self.small_industries > 0 {
            let with = vec![count("industries", self.small_industries), count("need", asked.need)];
            finding = finding.caution(message("density-clusters-small-industries", with));
        }
        let hulls = self.clusters.iter().filter(|c| c.outline == "convex-hull").count();
        if hulls > 0 {
            finding = finding.caution(message("density-clusters-hulls", vec![count("clusters", hulls)]));
        }
        finding = finding.remark(Message::new(format!("{key}-labels"))).remark(Message::new(match asked.distance {
            Distance::Planar => "density-clusters-planar",
            Distance::GreatCircle => "density-clusters-great-circle",
        }));
        if asked.alpha_m.is_none() && !self.rings.is_empty() {
            finding = finding.remark(Message::new("density-clusters-outlines"));
        }
        if let Some(side) = self.hexagon_m {
            let with = vec![
                ("side", Argument::Short(side)),
                count("hidden", self.hidden_hexagons),
                count("least", asked.hide_below),
                count("establishments", self.hidden_establishments),
            ];
            finding = finding.remark(message("density-clusters-hexagons", with));
        } else if register.degrees.is_none() {
            finding = finding.remark(Message::new("density-clusters-no-maps"));
        }
        finding
    }

    /// The largest cluster in a sentence.
    fn largest(&self, register: &Register) -> Message {
        let (place, cluster) = self
            .clusters
            .iter()
            .enumerate()
            .fold((0, &self.clusters[0]), |best, (i, c)| if c.establishments > best.1.establishments { (i, c) } else { best });
        let name = Argument::Text(self.codes.get(self.clusters[place].code as usize).to_owned());
        let leading: Vec<Argument> = match cluster.industry {
            Some(industry) => vec![register.industry.codes.argument(industry as usize)],
            None => cluster.leading.iter().map(|&(j, _)| register.industry.codes.argument(j as usize)).collect(),
        };
        let key = if leading.is_empty() { "density-clusters-largest-plain" } else { "density-clusters-largest" };
        let message = Message::new(key).with("cluster", name).with("establishments", Argument::count(cluster.establishments));
        let message = message.with("radius", Argument::number(cluster.radius_m / 1e3));
        if leading.is_empty() { message } else { message.with("industries", leading) }
    }
}

/// Adds where establishments are.
fn located(mut table: Table, register: &Register, which: impl Fn() -> Vec<usize>) -> Table {
    let column = |places: &[[f64; 2]], k: usize| which().into_iter().map(|i| Some(places[i][k])).collect::<Vec<_>>();
    if let Some(position) = &register.position {
        table = table.numbers("x", Unit::Metres, column(position, 0)).numbers("y", Unit::Metres, column(position, 1));
    }
    if let Some(degrees) = &register.degrees {
        table = table.numbers("lon", Unit::None, column(degrees, 0)).numbers("lat", Unit::None, column(degrees, 1));
    }
    table
}

fn map(name: &str, table: &str, value: &str, scale: Scale, hexagon_m: Option<f64>) -> Chart {
    Chart::new(
        name,
        table,
        Mark::Points {
            lon: "lon".to_owned(),
            lat: "lat".to_owned(),
            value: Some(value.to_owned()),
            scale,
            midpoint: None,
            size: None,
            hexagon_m,
            outlines: Some("outlines".to_owned()),
        },
    )
}
