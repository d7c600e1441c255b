//! Clusters of related industries, and how strong each is in every region.

use crate::industry_space::Unknown;
use crate::linkage::{Averages, Candidate, Matrices, Relatedness, Way, averages, candidates, combined, default_numbers, stability, standardised};
use agglom_method::{
    Argument, Bound, Chart, Codes, Context, Counts, Family, Finding, Flows, Inputs, Mark, Message, Method, MethodError, Order, Places, Scale,
    SettingError, ShapeKind, Slot, Table, TableSpec, Unit, Values,
};
use ndarray::Array2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Clusters of related industries from co-location and linkages, chosen by how well they are told apart, and their strength in regions.
///
/// # Formula
/// Relatedness of two industries, as far as the inputs tell (`relatedness`):
/// ```text
/// value_correlation, establishment_correlation    Pearson's correlation over regions
/// coagglomeration                                  Σ_i (s_ij - x_i)(s_ik - x_i) / (1 - Σ_i x_i²)
/// input_output                                     max(share of k in the purchases of j, of j in those of k, the same of sales)
/// given                                            the mean of both directions in the slot `proximity` (occupations, patents, products …)
/// ```
/// Each matrix is standardised over pairs, and S is the mean of those that know a pair. Clusters are cut, for every number in `numbers`, from
/// the hierarchy of Ward and by k-means (best of the start from Ward's clusters and `starts` random ones), both on the rows of S.
///
/// Candidates are scored as by Delgado, Porter and Stern: with WCR the mean relatedness within a cluster (of an industry: with the rest of its
/// cluster) and BCR that with each other cluster, the share of clusters and of industries whose WCR exceeds the mean of BCR, and the 95th
/// percentile of BCR; `validation_score` is the mean of these four shares over all matrices. The best one is taken; of equal ones the one with
/// the largest `margin`: the mean over industries of S with their own cluster minus S with the nearest other one. With the
/// slot `definitions`, those clusters are taken and scored beside the candidates.
///
/// In a region, a cluster's location quotient is its share of the region's value over its share of the whole. It is strong where the quotient is
/// above 1 and among the highest 1 - `strong_percentile` of the regions that have the cluster.
///
/// # Reading
/// A score of 0.9 says that nine of ten clusters and industries are nearer to their own than to others. `stability` of an industry is how much of
/// its cluster stays with it in the other candidates: below about 0.3 its place is a matter of choice, and `nearest_cluster` names the other
/// place it could have. Clusters made from one country's regions need not hold in another.
///
/// # Undefined when
/// an industry has the same value in every region: it cannot be placed (`constant`); with definitions, one that they do not name (`no-group`).
/// A cluster of one industry has no relatedness within and counts as not told apart. Fewer than three industries or three regions are an error.
/// Suppressed, missing and unlisted values count as 0, which a caution says.
///
/// # Source
/// Delgado, Porter and Stern (2016), Defining Clusters of Related Industries, Journal of Economic Geography 16:1. Strength: U.S. Cluster Mapping
/// Project. Ward (1963), Journal of the American Statistical Association 58:236.
///
/// # Checked against
/// the hierarchy against `scipy` 1.17.1; scores and location quotients by hand; generated industries of known clusters are found again. Not
/// against the clusters that the authors publish.
///
/// # Example
/// Two industries follow one pattern over regions, two another: two clusters.
/// ```
/// use agglom_measures::linkage_clusters::{LinkageClusters, LinkageInputs};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let counts = Counts::dense(
///     &["a", "b", "c", "d"],
///     &["cars", "tyres", "wine", "corks"],
///     &[[90.0, 45.0, 5.0, 3.0], [60.0, 30.0, 10.0, 4.0], [8.0, 5.0, 80.0, 40.0], [2.0, 1.0, 50.0, 26.0]],
/// );
/// let inputs = LinkageInputs { source: counts.into(), linkages: None, proximity: None, definitions: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = LinkageClusters::default().compute(&inputs, &context).unwrap();
/// // In the order of codes: cars, corks, tyres, wine.
/// assert_eq!(found.cluster, [Some(0), Some(1), Some(0), Some(1)]);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LinkageClusters {
    /// Which kinds of relatedness to use; empty (default) for all that the inputs tell.
    pub relatedness: Vec<Relatedness>,
    /// Numbers of clusters to try; empty (default) for those with about 12 to 30 industries in each.
    pub numbers: Vec<usize>,
    /// Random starts of k-means for each number; default 4.
    pub starts: usize,
    /// Percentile of the location quotient from which on a cluster is strong in a region, between 0 and 1; default 0.75.
    pub strong_percentile: f64,
}

/// What the clusters are made from.
#[derive(Debug, Clone)]
pub struct LinkageInputs {
    /// What is where.
    pub source: Arc<Counts>,
    /// Purchases of industries from industries.
    pub linkages: Option<Arc<Flows>>,
    /// Another similarity of industries.
    pub proximity: Option<Arc<Flows>>,
    /// Industries with the cluster that each belongs to.
    pub definitions: Option<Arc<Places>>,
}

impl Inputs for LinkageInputs {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Counts], "region x industry counts, with establishments if known"),
        Slot::one("linkages", &[ShapeKind::Flows], "input-output: from the selling to the buying industry").optional(),
        Slot::one("proximity", &[ShapeKind::Flows], "another similarity of industries: from, to, value").optional(),
        Slot::one("definitions", &[ShapeKind::Places], "clusters to use: industries as ids, each with its cluster as group").optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.counts("source").ok_or_else(|| MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source, linkages: bound.flows("linkages"), proximity: bound.flows("proximity"), definitions: bound.places("definitions") })
    }
}

/// Clusters and their strength.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndustryClusters {
    /// The industries.
    pub industries: Arc<Codes>,
    /// The regions.
    pub regions: Arc<Codes>,
    /// The clusters.
    pub clusters: Arc<Codes>,
    /// The cluster of every industry.
    pub cluster: Vec<Option<usize>>,
    /// All candidates, the chosen one first.
    pub candidates: Vec<Candidate>,
    /// Kinds of relatedness used.
    pub relatedness: Vec<Relatedness>,
    /// What is told of every industry.
    pub rows: Vec<ClusteredIndustry>,
    /// What is told of every cluster.
    pub sizes: Vec<ClusterSize>,
    /// Clusters in regions, by region and cluster.
    pub strength: Vec<Strength>,
    gaps: usize,
    unit: Option<String>,
}

/// An industry in its cluster.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ClusteredIndustry {
    /// Mean standardised relatedness with the rest of its cluster.
    pub within: Option<f64>,
    /// The same with all other clusters.
    pub between: Option<f64>,
    /// The other cluster that it is most related to.
    pub nearest: Option<usize>,
    /// How much of its cluster stays with it in other candidates.
    pub stability: Option<f64>,
    /// Why it has no cluster.
    pub reason: Option<&'static str>,
}

/// A cluster.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ClusterSize {
    /// How many industries it has.
    pub industries: usize,
    /// Mean standardised relatedness of its pairs.
    pub within: Option<f64>,
    /// The same with the other clusters.
    pub between: Option<f64>,
    /// Its value in all regions.
    pub value: f64,
}

/// A cluster in a region.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Strength {
    /// Number of the region.
    pub region: usize,
    /// Number of the cluster.
    pub cluster: usize,
    /// Its value there.
    pub value: f64,
    /// Its share of the region's value over its share of the whole.
    pub location_quotient: Option<f64>,
    /// The region's share of the cluster.
    pub share: Option<f64>,
    /// Whether it is strong.
    pub strong: bool,
}

impl Default for LinkageClusters {
    fn default() -> Self {
        Self { relatedness: Vec::new(), numbers: Vec::new(), starts: 4, strong_percentile: 0.75 }
    }
}

impl Method for LinkageClusters {
    const KEY: &'static str = "linkage_clusters";
    const FAMILY: Family = Family::Delineate;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("linkage_clusters", "industry cluster within_relatedness between_relatedness nearest_cluster stability reason"),
        TableSpec::new(
            "candidates",
            "clustering clusters validation_score clusters_above_mean clusters_above_most industries_above_mean industries_above_most margin chosen",
        ),
        TableSpec::new("cluster", "cluster industries within_relatedness between_relatedness value"),
        TableSpec::new("region", "region cluster value location_quotient share strong"),
    ];
    type Inputs = LinkageInputs;
    type Output = IndustryClusters;

    fn check(&self) -> Result<(), SettingError> {
        if let Some(k) = self.numbers.iter().find(|&&k| k < 2) {
            return Err(SettingError::new("numbers", format!("{k} clusters are no clusters; take at least 2")));
        }
        if self.starts > 1000 {
            return Err(SettingError::new("starts", format!("{} starts are too many; 1000 at most", self.starts)));
        }
        SettingError::between("strong_percentile", self.strong_percentile, 0.0, 1.0)
    }

    fn compute(&self, inputs: &LinkageInputs, context: &Context<'_>) -> Result<IndustryClusters, MethodError> {
        let counts = &inputs.source;
        let wanted = if self.relatedness.is_empty() { Relatedness::ALL.to_vec() } else { self.relatedness.clone() };
        let matrices = Matrices::of(counts, [inputs.linkages.as_deref(), inputs.proximity.as_deref()], &wanted, context)?;
        let n = matrices.industries.len();
        for (what, got) in [("industries", n), ("regions", counts.regions.len())] {
            if got < 3 {
                return Err(MethodError::TooFew { what, need: 3, got });
            }
        }
        if matrices.kinds.is_empty() {
            return Err(MethodError::Needs { what: Message::new("linkage-clusters-needs-relatedness") });
        }
        let scaled: Vec<Array2<f64>> = matrices.kinds.iter().map(|(_, matrix)| standardised(matrix)).collect();
        let together = combined(&scaled);
        let numbers = self.numbers(n)?;
        let mut all = candidates(&together, &scaled, &numbers, self.starts, context.seed.child("k-means"), context)?;
        let names = if let Some(definitions) = inputs.definitions.as_deref() {
            let (of, names) = given(definitions, counts, &matrices.industries)?;
            all.insert(0, Candidate::new(Way::Given, of, &together, &scaled));
            names
        } else {
            let better = |a: &Candidate, b: &Candidate| (a.validation.score(), a.margin) > (b.validation.score(), b.margin);
            let best = (0..all.len()).fold(0, |best, at| if better(&all[at], &all[best]) { at } else { best });
            let best = all.remove(best);
            let width = best.clusters.to_string().len();
            let names = Codes::new((1..=best.clusters).map(|c| format!("{c:0width$}")));
            all.insert(0, best);
            names
        };
        Ok(self.found(counts, &matrices, &together, all, names))
    }

    fn present(&self, _inputs: &LinkageInputs, found: &IndustryClusters) -> Finding {
        let finding =
            Finding::default().table(found.industry_table()).table(found.candidate_table()).table(found.cluster_table()).table(found.region_table());
        found.sentences(found.charts(finding))
    }
}

impl LinkageClusters {
    fn numbers(&self, n: usize) -> Result<Vec<usize>, MethodError> {
        let mut numbers = if self.numbers.is_empty() { default_numbers(n) } else { self.numbers.clone() };
        numbers.sort_unstable();
        numbers.dedup();
        match numbers.iter().find(|&&k| k >= n) {
            Some(&k) => {
                let problem = Message::new("linkage-clusters-too-many").with("clusters", Argument::count(k)).with("industries", Argument::count(n));
                Err(MethodError::Setting { setting: "numbers", problem })
            }
            None => Ok(numbers),
        }
    }

    fn found(&self, counts: &Counts, matrices: &Matrices, together: &Array2<f64>, all: Vec<Candidate>, names: Codes) -> IndustryClusters {
        let chosen = &all[0];
        let averages = averages(together, &chosen.of);
        let stable = stability(chosen, &all);
        let mut rows = vec![ClusteredIndustry { reason: Some("constant"), ..ClusteredIndustry::default() }; counts.industries.len()];
        let mut cluster = vec![None; counts.industries.len()];
        for (at, &j) in matrices.industries.iter().enumerate() {
            cluster[j] = chosen.of[at];
            rows[j] = clustered(&averages, at, stable[at]);
        }
        let sizes = (0..names.len()).map(|c| size(&averages, c, counts, &cluster)).collect();
        let strength = strength(counts, &cluster, names.len(), self.strong_percentile);
        IndustryClusters {
            industries: counts.industries.clone(),
            regions: counts.regions.clone(),
            clusters: names.into(),
            cluster,
            candidates: all,
            relatedness: matrices.kinds.iter().map(|k| k.0).collect(),
            rows,
            sizes,
            strength,
            gaps: Unknown::of(counts, counts.only()).all(),
            unit: counts.unit.clone(),
        }
    }
}

/// The clusters that the definitions give these industries, and their names.
fn given(definitions: &Places, counts: &Counts, industries: &[usize]) -> Result<(Vec<Option<usize>>, Codes), MethodError> {
    let needs = |key: &str| MethodError::Needs { what: Message::new(key) };
    let labels = definitions.group.as_ref().ok_or_else(|| needs("linkage-clusters-needs-groups"))?;
    let label = |j: &usize| definitions.ids.index(counts.industries.get(*j)).and_then(|at| labels.get(at));
    let of: Vec<Option<usize>> = industries.iter().map(label).collect();
    // Only clusters that have an industry here.
    let names = Codes::new(of.iter().flatten().map(|&c| labels.codes.get(c)));
    if names.len() < 2 {
        return Err(needs("linkage-clusters-other-codes"));
    }
    let renamed = of.iter().map(|c| c.and_then(|c| names.index(labels.codes.get(c)))).collect();
    let told: Vec<(&str, &str)> = (0..labels.codes.len()).filter_map(|c| Some((labels.codes.get(c), labels.codes.name(c)?))).collect();
    Ok((renamed, names.named(told)))
}

fn clustered(averages: &Averages, at: usize, stability: Option<f64>) -> ClusteredIndustry {
    if averages.of[at].is_none() {
        return ClusteredIndustry { reason: Some("no-group"), ..ClusteredIndustry::default() };
    }
    let others = averages.others(at);
    let nearest = others.iter().fold(None, |best: Option<(usize, f64)>, &one| if best.is_none_or(|b| one.1 > b.1) { Some(one) } else { best });
    ClusteredIndustry { within: averages.within(at), between: mean(&others), nearest: nearest.map(|n| n.0), stability, reason: None }
}

fn mean(values: &[(usize, f64)]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().map(|v| v.1).sum::<f64>() / values.len() as f64)
}

fn size(averages: &Averages, cluster: usize, counts: &Counts, of: &[Option<usize>]) -> ClusterSize {
    ClusterSize {
        industries: of.iter().filter(|c| **c == Some(cluster)).count(),
        within: averages.within_cluster(cluster),
        between: mean(&averages.other_clusters(cluster)),
        value: counts.only().iter().filter(|c| of[c.industry as usize] == Some(cluster)).map(|c| c.value).sum(),
    }
}

/// Clusters in regions where they have a value.
fn strength(counts: &Counts, cluster: &[Option<usize>], clusters: usize, percentile: f64) -> Vec<Strength> {
    let cells = counts.only();
    let largest = cells.iter().fold(0.0f64, |most, c| most.max(c.value)).max(f64::MIN_POSITIVE);
    let regions = counts.regions.len();
    let (mut value, mut region, mut whole) = (vec![0.0; regions * clusters], vec![0.0; regions], vec![0.0; clusters]);
    for cell in cells.iter() {
        let scaled = cell.value / largest;
        region[cell.region as usize] += scaled;
        if let Some(c) = cluster[cell.industry as usize] {
            value[cell.region as usize * clusters + c] += scaled;
            whole[c] += scaled;
        }
    }
    let total: f64 = region.iter().sum();
    let quotient = |i: usize, c: usize| (region[i] > 0.0 && whole[c] > 0.0).then(|| value[i * clusters + c] / region[i] / (whole[c] / total));
    let limits: Vec<Option<f64>> = (0..clusters)
        .map(|c| {
            let mut there: Vec<f64> = (0..regions).filter(|&i| value[i * clusters + c] > 0.0).filter_map(|i| quotient(i, c)).collect();
            there.sort_unstable_by(f64::total_cmp);
            crate::inference::quantile(&there, percentile)
        })
        .collect();
    let row = |(i, c): (usize, usize)| {
        let location_quotient = quotient(i, c);
        Strength {
            region: i,
            cluster: c,
            value: value[i * clusters + c] * largest,
            location_quotient,
            share: (whole[c] > 0.0).then(|| value[i * clusters + c] / whole[c]),
            strong: location_quotient.zip(limits[c]).is_some_and(|(lq, limit)| lq > 1.0 && lq >= limit),
        }
    };
    (0..regions).flat_map(|i| (0..clusters).map(move |c| (i, c))).filter(|&(i, c)| value[i * clusters + c] > 0.0).map(row).collect()
}

impl IndustryClusters {
    fn labels(&self, of: impl Iterator<Item = Option<usize>>) -> Values {
        Values::Code(agglom_method::Labels::from_index(self.clusters.clone(), of.map(|c| c.map(|c| c as u32))))
    }

    fn industry_table(&self) -> Table {
        Table::new(LinkageClusters::KEY, Message::new("table-linkage-clusters"))
            .codes("industry", &self.industries, 0..self.industries.len())
            .column("cluster", Unit::None, self.labels(self.cluster.iter().copied()))
            .numbers("within_relatedness", Unit::None, self.rows.iter().map(|r| r.within))
            .numbers("between_relatedness", Unit::None, self.rows.iter().map(|r| r.between))
            .column("nearest_cluster", Unit::None, self.labels(self.rows.iter().map(|r| r.nearest)))
            .numbers("stability", Unit::None, self.rows.iter().map(|r| r.stability))
            .words("reason", self.rows.iter().map(|r| r.reason))
    }

    fn candidate_table(&self) -> Table {
        let all = &self.candidates;
        let share = |of: fn(&Candidate) -> f64| all.iter().map(move |c| Some(of(c)));
        Table::new("candidates", Message::new("table-cluster-candidates"))
            .words("clustering", all.iter().map(|c| Some(c.way.word())))
            .integers("clusters", Unit::None, all.iter().map(|c| Some(c.clusters as i64)))
            .numbers("validation_score", Unit::None, share(|c| c.validation.score()))
            .numbers("clusters_above_mean", Unit::Share, share(|c| c.validation.clusters_above_mean))
            .numbers("clusters_above_most", Unit::Share, share(|c| c.validation.clusters_above_most))
            .numbers("industries_above_mean", Unit::Share, share(|c| c.validation.industries_above_mean))
            .numbers("industries_above_most", Unit::Share, share(|c| c.validation.industries_above_most))
            .numbers("margin", Unit::None, share(|c| c.margin))
            .column("chosen", Unit::None, Values::Flag((0..all.len()).map(|at| Some(at == 0)).collect()))
    }

    fn cluster_table(&self) -> Table {
        Table::new("cluster", Message::new("table-cluster-sizes"))
            .codes("cluster", &self.clusters, 0..self.clusters.len())
            .integers("industries", Unit::None, self.sizes.iter().map(|s| Some(s.industries as i64)))
            .numbers("within_relatedness", Unit::None, self.sizes.iter().map(|s| s.within))
            .numbers("between_relatedness", Unit::None, self.sizes.iter().map(|s| s.between))
            .numbers("value", Unit::of(self.unit.as_ref()), self.sizes.iter().map(|s| Some(s.value).filter(|v| v.is_finite())))
    }

    fn region_table(&self) -> Table {
        let rows = &self.strength;
        Table::new("region", Message::new("table-cluster-strength"))
            .codes("region", &self.regions, rows.iter().map(|r| r.region))
            .codes("cluster", &self.clusters, rows.iter().map(|r| r.cluster))
            .numbers("value", Unit::of(self.unit.as_ref()), rows.iter().map(|r| Some(r.value).filter(|v| v.is_finite())))
            .numbers("location_quotient", Unit::None, rows.iter().map(|r| r.location_quotient))
            .numbers("share", Unit::Share, rows.iter().map(|r| r.share))
            .column("strong", Unit::None, Values::Flag(rows.iter().map(|r| Some(r.strong)).collect()))
    }

    /// The cluster with the largest value.
    fn largest(&self) -> usize {
        (0..self.sizes.len()).fold(0, |best, c| if self.sizes[c].value > self.sizes[best].value { c } else { best })
    }

    fn charts(&self, finding: Finding) -> Finding {
        let bars = |label: &[&str], value: &str, order| Mark::Bars {
            label: label.iter().map(|&l| l.to_owned()).collect(),
            values: vec![value.to_owned()],
            interval: None,
            order,
            scale: Scale::Linear,
            reference: None,
        };
        let scores = bars(&["clustering", "clusters"], "validation_score", Order::Largest("validation_score".into(), 20));
        let heat =
            Mark::Heat { row: "region".into(), column: "cluster".into(), value: "location_quotient".into(), scale: Scale::Log, midpoint: Some(1.0) };
        let map = Mark::Map { region: "region".into(), value: "location_quotient".into(), scale: Scale::Log, midpoint: Some(1.0) };
        let largest = self.largest();
        let mut map = Chart::new("linkage_clusters_map", "region", map).only("cluster", self.clusters.get(largest));
        map.title = map.title.with("cluster", self.clusters.argument(largest));
        finding
            .chart(Chart::new("linkage_clusters_candidates", "candidates", scores))
            .chart(Chart::new("linkage_clusters_heat", "region", heat))
            .chart(map)
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let chosen = &self.candidates[0];
        let placed = self.cluster.iter().flatten().count();
        let message = Message::new("linkage-clusters-chosen")
            .with("industries", Argument::count(placed))
            .with("clusters", Argument::count(self.clusters.len()))
            .with("way", Message::new(format!("clustering-{}", chosen.way.word())))
            .with("score", Argument::number(chosen.validation.score()))
            .with("candidates", Argument::count(self.candidates.len()));
        let strongest = self
            .strength
            .iter()
            .filter(|s| s.strong)
            .fold(None, |best: Option<&Strength>, one| if best.is_none_or(|b| one.share > b.share) { Some(one) } else { best });
        let finding = match strongest.and_then(|s| Some((s, s.location_quotient?, s.share?))) {
            Some((strong, lq, share)) => finding.headline(message).headline(
                Message::new("linkage-clusters-strong")
                    .with("strong", Argument::count(self.strength.iter().filter(|s| s.strong).count()))
                    .with("region", self.regions.argument(strong.region))
                    .with("cluster", self.clusters.argument(strong.cluster))
                    .with("lq", Argument::number(lq))
                    .with("share", Argument::percent(share)),
            ),
            None => finding.headline(message),
        };
        let kinds = self.relatedness.iter().map(|k| Message::new(format!("relatedness-{}", k.word())).into()).collect::<Vec<Argument>>();
        let finding = finding.remark(Message::new("linkage-clusters-relatedness").with("kinds", kinds));
        let loose = self.rows.iter().filter(|r| r.stability.is_some_and(|s| s < 0.3)).count();
        let finding = if loose > 0 {
            let all = self.rows.iter().filter(|r| r.stability.is_some()).count();
            finding.caution(Message::new("linkage-clusters-loose").with("loose", Argument::count(loose)).with("all", Argument::count(all)))
        } else {
            finding
        };
        let out = self.rows.iter().filter(|r| r.reason.is_some()).count();
        let finding = if out > 0 { finding.caution(Message::new("linkage-clusters-out").with("industries", Argument::count(out))) } else { finding };
        if self.gaps > 0 { finding.caution(Message::new("linkage-clusters-gaps").with("gaps", Argument::count(self.gaps))) } else { finding }
    }
}
