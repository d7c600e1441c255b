//! Types of clusters as tables, charts and sentences.

use super::{ClusterBy, Label, Metric};
use crate::cluster_typology::{ClusterTypology, TypedCluster, Typology, name};
use agglom_method::{Argument, Chart, Finding, Mark, Message, Method, Order, Scale, Table, Unit};

/// More names than these are not listed in a sentence.
const NAMED: usize = 5;

/// What Table 1 says of a type: each aspect and its text.
const GUIDANCE: [(Label, [(&str, &str); 5]); 4] = [
    (
        Label::Marshallian,
        [
            ("characteristics", "marshallian-characteristics"),
            ("advantages", "marshallian-advantages"),
            ("weaknesses", "marshallian-weaknesses"),
            ("development-path", "marshallian-development-path"),
            ("policy", "marshallian-policy"),
        ],
    ),
    (
        Label::HubAndSpoke,
        [
            ("characteristics", "hub-and-spoke-characteristics"),
            ("advantages", "hub-and-spoke-advantages"),
            ("weaknesses", "hub-and-spoke-weaknesses"),
            ("development-path", "hub-and-spoke-development-path"),
            ("policy", "hub-and-spoke-policy"),
        ],
    ),
    (
        Label::SatellitePlatform,
        [
            ("characteristics", "satellite-platform-characteristics"),
            ("advantages", "satellite-platform-advantages"),
            ("weaknesses", "satellite-platform-weaknesses"),
            ("development-path", "satellite-platform-development-path"),
            ("policy", "satellite-platform-policy"),
        ],
    ),
    (
        Label::StateAnchored,
        [
            ("characteristics", "state-anchored-characteristics"),
            ("advantages", "state-anchored-advantages"),
            ("weaknesses", "state-anchored-weaknesses"),
            ("development-path", "state-anchored-development-path"),
            ("policy", "state-anchored-policy"),
        ],
    ),
];

impl Label {
    fn message(self) -> Message {
        Message::new(format!("label-{}", self.word()))
    }
}

impl Typology {
    /// Tables, charts and sentences.
    pub(crate) fn finding(&self, settings: &ClusterTypology) -> Finding {
        let by = settings.cluster;
        let drawn = self.clusters.iter().any(|c| c.probabilities.is_some());
        let finding = Finding::default().table(self.main_table(by)).table(self.label_table(by)).table(self.evidence_table(by)).table(guidance());
        let finding = if drawn { finding.chart(probabilities(by)) } else { finding };
        let finding = self.cautions(self.headlines(finding.chart(evidence(by))));
        let finding = finding.remark(Message::new(if self.owners { "cluster-typology-owners" } else { "cluster-typology-no-owners" }));
        let draws = Argument::count(settings.draws);
        let kept = Argument::count(settings.keep_largest);
        let finding = if drawn { finding.remark(Message::new("cluster-typology-draws").with("draws", draws).with("kept", kept)) } else { finding };
        finding.remark(Message::new("cluster-typology-guidance"))
    }

    /// The columns that say which cluster a row is about.
    fn clusters_of(&self, table: Table, by: ClusterBy, rows: &[&TypedCluster]) -> Table {
        let region = |c: &&TypedCluster| c.region.map_or(0, |r| r as usize);
        let industry = |c: &&TypedCluster| c.industry.map_or(0, |j| j as usize);
        let table = match &self.regions {
            Some(regions) if by != ClusterBy::Industry => table.codes("region", regions, rows.iter().map(region)),
            _ => table,
        };
        if by == ClusterBy::Region { table } else { table.codes("industry", &self.industries, rows.iter().map(industry)) }
    }

    fn main_table(&self, by: ClusterBy) -> Table {
        let rows: Vec<&TypedCluster> = self.clusters.iter().collect();
        let count = |pick: fn(&TypedCluster) -> usize| rows.iter().map(move |c| i64::try_from(pick(c)).ok()).collect::<Vec<_>>();
        let table = self.clusters_of(Table::new(ClusterTypology::KEY, Message::new("table-cluster-typology")), by, &rows);
        let table = table
            .integers("establishments", Unit::None, count(|c| c.establishments))
            .integers("firms", Unit::None, count(|c| c.firms))
            .words("label", rows.iter().map(|c| Some(c.label.word())))
            .numbers("probability", Unit::Share, rows.iter().map(|c| c.probability_of(c.label)))
            .numbers("coverage", Unit::Share, rows.iter().map(|c| c.coverage));
        let columns = Label::JUDGED.map(|label| (label.word().replace('-', "_"), label));
        let table = columns.iter().fold(table, |t, (name, label)| t.numbers(name, Unit::Share, rows.iter().map(|c| c.probability_of(*label))));
        table.words("reason", rows.iter().map(|c| c.reason))
    }

    fn label_table(&self, by: ClusterBy) -> Table {
        let rows: Vec<(&TypedCluster, usize)> = self.clusters.iter().flat_map(|c| (0..Label::JUDGED.len()).map(move |l| (c, l))).collect();
        let clusters: Vec<&TypedCluster> = rows.iter().map(|r| r.0).collect();
        let relative = |&(c, l): &(&TypedCluster, usize)| c.relative.get(l).copied().flatten();
        let reason = |&(c, l): &(&TypedCluster, usize)| c.reason.or_else(|| (!c.judges(Label::JUDGED[l])).then_some("evidence-missing"));
        self.clusters_of(Table::new("label_probabilities", Message::new("table-cluster-typology-labels")), by, &clusters)
            .words("label", rows.iter().map(|r| Some(Label::JUDGED[r.1].word())))
            .numbers("relative_score", Unit::Share, rows.iter().map(relative))
            .numbers("probability", Unit::Share, rows.iter().map(|(c, l)| c.probability_of(Label::JUDGED[*l])))
            .words("reason", rows.iter().map(reason))
    }

    fn evidence_table(&self, by: ClusterBy) -> Table {
        let rows: Vec<(&TypedCluster, usize)> = self.clusters.iter().flat_map(|c| (0..c.evidence.len()).map(move |e| (c, e))).collect();
        let clusters: Vec<&TypedCluster> = rows.iter().map(|r| r.0).collect();
        let cards: Vec<&super::Evidence> = rows.iter().map(|(c, e)| &c.evidence[*e]).collect();
        let table = Table::new("evidence", Message::new("table-cluster-typology-evidence"));
        let table = if by == ClusterBy::RegionAndIndustry { table.texts("cluster", clusters.iter().map(|c| Some(self.name(c)))) } else { table };
        self.clusters_of(table, by, &clusters)
            .words("metric", cards.iter().map(|e| Some(e.metric.word())))
            .words("use", cards.iter().map(|e| Some(if e.metric.judges() { "label" } else { "context" })))
            .words("basis", cards.iter().map(|e| e.basis.map(super::Basis::word)))
            .numbers("value", Unit::None, cards.iter().map(|e| e.value))
            .numbers("low", Unit::None, cards.iter().map(|e| e.low))
            .numbers("high", Unit::None, cards.iter().map(|e| e.high))
            .numbers("threshold", Unit::None, cards.iter().map(|e| e.threshold))
            .numbers("membership", Unit::None, cards.iter().map(|e| e.membership))
            .words("reason", cards.iter().map(|e| e.reason))
    }

    fn name(&self, cluster: &TypedCluster) -> String {
        name(cluster.region, cluster.industry, self.regions.as_deref(), &self.industries)
    }

    /// A cluster by the names of its region and industry.
    fn argument(&self, cluster: &TypedCluster) -> Argument {
        let region = cluster.region.and_then(|r| Some(self.regions.as_ref()?.argument(r as usize)));
        let industry = cluster.industry.map(|j| self.industries.argument(j as usize));
        match (region, industry) {
            (Some(region), Some(industry)) => Message::new("cluster-typology-pair").with("region", region).with("industry", industry).into(),
            (one, other) => one.or(other).unwrap_or_else(|| Argument::from("")),
        }
    }

    /// The first names of some clusters.
    fn names(&self, clusters: &[&TypedCluster]) -> Argument {
        let mut names: Vec<Argument> = clusters.iter().take(NAMED).map(|c| self.argument(c)).collect();
        if clusters.len() > NAMED {
            names.push(Message::new("cluster-typology-more").with("more", Argument::count(clusters.len() - NAMED)).into());
        }
        names.into()
    }

    fn headlines(&self, finding: Finding) -> Finding {
        let with = |label: Label| self.clusters.iter().filter(|c| c.label == label).collect::<Vec<_>>();
        let labelled = self.clusters.len() - with(Label::EvidenceMissing).len();
        if labelled == 0 {
            return finding.headline(Message::new("cluster-typology-none").with("all", Argument::count(self.clusters.len())));
        }
        let probability = |c: &TypedCluster| c.probability_of(c.label).map(|p| Argument::Percent { value: p, decimals: 0 });
        if let [only] = &self.clusters[..] {
            let message = |key: &str| Message::new(key).with("cluster", self.argument(only)).with("label", only.label.message());
            return finding.headline(match probability(only) {
                Some(probability) => message("cluster-typology-one").with("probability", probability),
                None => message("cluster-typology-one-plain"),
            });
        }
        let count = |label: Label| {
            let message = Message::new("cluster-typology-count").with("label", label.message()).with("clusters", self.names(&with(label)));
            message.with("count", Argument::count(with(label).len())).into()
        };
        let used = Label::JUDGED.into_iter().chain([Label::EvidenceMissing]).filter(|label| !with(*label).is_empty());
        let counts: Vec<Argument> = used.map(count).collect();
        let all = Argument::count(self.clusters.len());
        let finding = finding.headline(Message::new("cluster-typology-counts").with("all", all).with("labels", counts));
        let typed = self.clusters.iter().filter(|c| !matches!(c.label, Label::Mixed | Label::EvidenceMissing));
        let sure = |c: &TypedCluster| c.probability_of(c.label).unwrap_or(0.0);
        let surest = typed.fold(None, |best: Option<&TypedCluster>, c| best.filter(|b| sure(b) >= sure(c)).or(Some(c)));
        match surest.and_then(|c| Some((c, probability(c)?))) {
            Some((cluster, probability)) => finding.headline(
                Message::new("cluster-typology-surest")
                    .with("cluster", self.argument(cluster))
                    .with("label", cluster.label.message())
                    .with("probability", probability),
            ),
            None => finding,
        }
    }

    fn cautions(&self, finding: Finding) -> Finding {
        let which = |pick: &dyn Fn(&TypedCluster) -> bool| self.clusters.iter().filter(|c| pick(c)).collect::<Vec<_>>();
        let caution = |finding: Finding, key: &str, clusters: &[&TypedCluster]| {
            if clusters.is_empty() {
                return finding;
            }
            finding.caution(Message::new(key).with("count", Argument::count(clusters.len())).with("clusters", self.names(clusters)))
        };
        let finding = finding.caution(Message::new("cluster-typology-proposals"));
        let finding = caution(finding, "cluster-typology-unsure", &which(&|c| c.probability_of(c.label).is_some_and(|p| p < 0.5)));
        let labelled = |c: &TypedCluster| c.label != Label::EvidenceMissing;
        let finding = caution(finding, "cluster-typology-no-satellite", &which(&|c| labelled(c) && c.relative[2].is_none()));
        let finding = caution(finding, "cluster-typology-no-state", &which(&|c| labelled(c) && c.relative[3].is_none()));
        let local = |c: &TypedCluster| c.evidence.iter().any(|e| e.metric == Metric::LocalPurchases && e.value.is_some());
        let finding = caution(finding, "cluster-typology-no-linkages", &which(&|c| labelled(c) && !local(c)));
        let finding = caution(finding, "cluster-typology-little-evidence", &which(&|c| c.reason == Some("little-evidence")));
        let finding = caution(finding, "cluster-typology-too-few-firms", &which(&|c| c.reason == Some("too-few-firms")));
        if self.other_entities.is_empty() {
            return finding;
        }
        let mut names: Vec<Argument> = self.other_entities.iter().take(NAMED).map(|e| Argument::from(e.as_str())).collect();
        if self.other_entities.len() > NAMED {
            names.push(Message::new("cluster-typology-more").with("more", Argument::count(self.other_entities.len() - NAMED)).into());
        }
        finding.caution(Message::new("cluster-typology-other-entities").with("entities", names))
    }
}

/// The columns that name a cluster.
fn label_columns(by: ClusterBy) -> Vec<String> {
    match by {
        ClusterBy::Region => vec!["region".into()],
        ClusterBy::Industry => vec!["industry".into()],
        ClusterBy::RegionAndIndustry => vec!["region".into(), "industry".into()],
    }
}

fn guidance() -> Table {
    let rows: Vec<(Label, &str, &str)> = GUIDANCE.iter().flat_map(|(label, texts)| texts.iter().map(|(a, text)| (*label, *a, *text))).collect();
    Table::new("guidance", Message::new("table-cluster-typology-guidance"))
        .words("label", rows.iter().map(|r| Some(r.0.word())))
        .words("aspect", rows.iter().map(|r| Some(r.1)))
        .words("guidance", rows.iter().map(|r| Some(r.2)))
}

fn probabilities(by: ClusterBy) -> Chart {
    let mark = Mark::Bars {
        label: label_columns(by),
        values: Label::JUDGED.map(|label| label.word().replace('-', "_")).into(),
        interval: None,
        order: Order::Largest("establishments".into(), 40),
        scale: Scale::Linear,
        reference: None,
    };
    Chart::new("cluster_typology_probabilities", ClusterTypology::KEY, mark)
}

fn evidence(by: ClusterBy) -> Chart {
    let row = match by {
        ClusterBy::Region => "region",
        ClusterBy::Industry => "industry",
        ClusterBy::RegionAndIndustry => "cluster",
    };
    let mark = Mark::Heat { row: row.into(), column: "metric".into(), value: "membership".into(), scale: Scale::Linear, midpoint: Some(0.5) };
    Chart::new("cluster_typology_evidence", "evidence", mark).only("use", "label")
}
