//! What type of cluster each cluster is, and on what evidence.

use crate::typology::{Cluster, Draws, Given, Judgement, Resampling, Rule, Sources, clusters, measured, of_clusters};
use agglom_method::{
    Bound, Codes, Context, Family, Finding, Flows, Indicators, Inputs, Message, Method, MethodError, Register, SettingError, ShapeKind, Slot,
    TableSpec,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use crate::typology::{Basis, ClusterBy, Evidence, IndicatorCodes, Label, Metric, Threshold, Thresholds};

/// Typology of clusters: Marshallian district, hub-and-spoke, satellite platform or state-anchored, with the evidence for each.
///
/// # Formula
/// A firm is all establishments of one `owner` in the cluster; an establishment without one is a firm. With employment shares s_f of
/// the firms of a cluster, largest first, a metric z has the membership
/// ```text
/// m = 1 / (1 + exp(-(z - at) / width))            for the HHI: 1 / (1 + exp((z - at) / width))
///
///                                                                            at    width
/// small_firms      Σ s_f over firms below `small_below`                      0.50  0.10
/// hhi              Σ s_f²  (membership: dispersion)                          0.25  0.05
/// largest_firm     s_1                                                       0.40  0.10
/// hub_purchases    purchases inside the zone by the `hub_firms` largest      0.50  0.10
///                  / all purchases inside the zone
/// external         employment headquartered elsewhere / employment           0.50  0.10
/// local_purchases  purchases inside the zone / all purchases                 0.40  0.10
/// state            e + (1 - e) p                                             0.50  0.10
/// ```
/// where e is the employment share of state bodies and p the share of the other firms' sales that goes to public buyers (0 if not
/// given). The score of a type is the geometric mean of its memberships, its relative score that over the sum of the scores:
/// ```text
/// marshallian         small_firms, hhi, local_purchases, 1 - external, 1 - state
/// hub-and-spoke       largest_firm, hub_purchases, 1 - external, 1 - state
/// satellite-platform  external, 1 - local_purchases, 1 - hub_purchases, 1 - state
/// state-anchored      state
/// ```
/// where 1 - x stands for one minus the membership. The label is the type with the largest relative score, or `mixed` if that is
/// below `mixed_below` or leads by less than `mixed_gap`. Metrics that are missing are dropped from the means; `coverage` is the share
/// of the seven that are there. Shares of a flag are among the employment for which it is known.
///
/// `probability` is the share of `draws` that give the label. In each draw, all thresholds lie uniformly within ± `width`, the weights
/// of the means come from a Dirichlet distribution with parameters `weight_concentration` (0: equal weights), the same for all
/// clusters, and the firms of each cluster are drawn with replacement, except for the `keep_largest` largest, which are in every draw.
/// A firm drawn twice counts as two. `low` and `high` are the percentiles of a metric over the draws; shares from `indicators` are
/// taken as exact.
///
/// The zone is the region of a cluster; with `cluster = "industry"` it is the whole register. Purchases of a firm from itself do not
/// count, and establishments of size 0 are left out.
///
/// # Reading
/// Read the evidence, then the label. A label with a probability of 0.5 is as good as none: judged a little differently, the cluster is
/// another one. `guidance` puts characteristics, advantages, weaknesses, usual development and policy beside each type; it describes
/// types, not this cluster. Gini coefficient, four largest firms, outside sales, cooperation and public procurement by itself are shown
/// and judge nothing, as no threshold for them has been proposed.
///
/// What probabilities are worth, by simulation (`examples/coverage`: 800 generated clusters of any mixture, 12 to 60 firms): if nobody
/// knows thresholds and weights better than the settings say, they are right (labels with 0.61 were true in 0.61 ± 0.03, with 0.80
/// in 0.78 ± 0.02, with 0.94 in 0.94 ± 0.02). That says nothing for the thresholds themselves. Of 3,200 clusters made to be of one of the
/// four kinds, all were found. Intervals of metrics are too narrow for what firms are drawn from: those meant to hold in 95 % do so in 74 to
/// 86 % (`state`: 98 %), because the largest firm is in every draw. With `keep_largest = 0` they hold in 83 to 95 %,
/// and labels are truer than their probabilities (0.60 in 0.68).
///
/// All thresholds are proposals, and none has been validated: for satellite platforms and state-anchored districts the literature
/// has no numeric rule at all. The published rule for districts of small firms (Sforzi-ISTAT) asks of a labour market area: specialised
/// in manufacturing more than in services, the largest location quotient in the size class below 50 or below 250, a dominant industry,
/// and more than half of that industry's jobs in small and medium firms. It needs labour market areas and a national reference; only
/// its last step resembles a metric here (`small_firms`), and this method does not replace it. The same filter with the class of
/// large firms is the nearest published relative of hub-and-spoke.
///
/// The typology is Table 1 of the retracted paper by Wang and Liu (2022), which prints it without a rule, a number or its source
/// (Markusen 1996) and leaves out the fourth type. It has no equation there that this replaces.
///
/// # Undefined when
/// a cluster has fewer than five firms (`too-few-firms`), or fewer than `min_coverage` of the seven metrics are there
/// (`little-evidence`): its label is `evidence-missing`. A type has no score if nothing is known that speaks for it
/// (`evidence-missing`): satellite platforms without headquarters, state anchors without state bodies. It is then neither found nor
/// ruled out. A metric is missing if no input gives it (`not-given`), if the flag is known for less than `min_known` of
/// employment (`mostly-unknown`), or if the linkages show no purchase to take a share of (`no-purchases`, `no-local-purchases`).
/// A register without sizes, fewer than five firms in every cluster, and a share outside 0 to 1 are errors.
///
/// # Source
/// Markusen (1996), Sticky places in slippery space, Economic Geography 72:293. Published rule on districts: Sforzi-ISTAT (ISTAT 1997,
/// procedure of 2006). Memberships, means and thresholds are this program's own.
///
/// # Checked against
/// four archetypes computed by definition in numpy: shares, HHI, Gini, memberships and relative scores to 1e-12; an independent
/// simulation of their draws (40,000) within four standard errors; the drawn weights against the moments of the Dirichlet distribution.
/// The thresholds are checked against nothing.
///
/// # Example
/// Ten firms of 10 jobs, none from elsewhere and none of the state: all small, HHI 0.1, the largest firm has a tenth. The memberships are
/// 0.9933, 0.9526, 0.0474 and, for 1 - external and 1 - state, 0.9933 each, so the scores are (0.9933³ · 0.9526)^¼ = 0.9829,
/// (0.0474 · 0.9933²)^⅓ = 0.3603, (0.0067 · 0.9933)^½ = 0.0816 and 0.0067.
/// ```
/// use agglom_models::{cluster_typology::{ClusterTypology, Label}, Typed};
/// use agglom_method::{Context, Method, Register, RegisterBuilder, Seed, Unwatched};
/// let plants = (0..10).fold(RegisterBuilder::default(), |b, i| b.plant(&format!("p{i}"), "tiles", "valley", 10.0));
/// let no = Some(vec![Some(false); 10]);
/// let register = Register { external: no.clone(), state: no, ..plants.build() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = ClusterTypology::default().compute(&Typed { source: register.into(), linkages: None, indicators: None }, &context).unwrap();
/// assert_eq!(found.clusters[0].label, Label::Marshallian);
/// let score = found.clusters[0].relative[0].unwrap();
/// assert!((score - 0.9829 / (0.9829 + 0.3603 + 0.0816 + 0.0067)).abs() < 1e-3);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ClusterTypology {
    /// What of the register is a cluster.
    pub cluster: ClusterBy,
    /// Firms with fewer employees are small.
    pub small_below: f64,
    /// How many of the largest firms of a cluster may be hubs.
    pub hub_firms: usize,
    /// Thresholds and their widths.
    pub thresholds: Thresholds,
    /// Codes of the indicators with shares that a committee knows.
    pub indicator_codes: IndicatorCodes,
    /// Share of employment for which headquarters or state bodies must be known.
    pub min_known: f64,
    /// Share of the seven metrics that a label needs.
    pub min_coverage: f64,
    /// The label is mixed if no relative score is at least this.
    pub mixed_below: f64,
    /// The label is mixed if the best relative score leads by less than this.
    pub mixed_gap: f64,
    /// The interval of a metric holds with probability 1 - alpha.
    pub alpha: f64,
    /// Number of random draws; 0: none.
    pub draws: usize,
    /// How many of the largest firms are in every draw.
    pub keep_largest: usize,
    /// How close drawn weights are to equal ones: 1 makes all weights equally likely, more draws them together, 0 makes them equal.
    pub weight_concentration: u32,
}

/// Firms, and what is known of their ties.
#[derive(Debug, Clone)]
pub struct Typed {
    /// The establishments.
    pub source: Arc<Register>,
    /// Purchases, from seller to buyer.
    pub linkages: Option<Arc<Flows>>,
    /// Shares of clusters that no register shows.
    pub indicators: Option<Arc<Indicators>>,
}

/// The types of all clusters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Typology {
    /// The regions.
    pub regions: Option<Arc<Codes>>,
    /// The industries.
    pub industries: Arc<Codes>,
    /// The clusters by region and industry.
    pub clusters: Vec<TypedCluster>,
    /// Entities of the indicators that are no cluster.
    pub other_entities: Vec<String>,
    /// True if the register says who owns.
    pub owners: bool,
}

/// The type of one cluster.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypedCluster {
    /// Number of its region.
    pub region: Option<u32>,
    /// Number of its industry.
    pub industry: Option<u32>,
    /// Establishments with employment.
    pub establishments: usize,
    /// Firms.
    pub firms: usize,
    /// The label.
    pub label: Label,
    /// Relative score of each of the four types.
    pub relative: [Option<f64>; 4],
    /// Share of the draws with each of the four types and with `mixed`.
    pub probabilities: Option<[f64; 5]>,
    /// Share of the seven metrics that are there.
    pub coverage: Option<f64>,
    /// The evidence card.
    pub evidence: Vec<Evidence>,
    /// Why evidence is missing.
    pub reason: Option<&'static str>,
}

/// Fewer firms than these have no type.
const FEWEST: usize = 5;

impl Default for ClusterTypology {
    fn default() -> Self {
        Self {
            cluster: ClusterBy::Region,
            small_below: 250.0,
            hub_firms: 3,
            thresholds: Thresholds::default(),
            indicator_codes: IndicatorCodes::default(),
            min_known: 0.8,
            min_coverage: 0.5,
            mixed_below: 0.5,
            mixed_gap: 0.1,
            alpha: 0.05,
            draws: 500,
            keep_largest: 1,
            weight_concentration: 1,
        }
    }
}

impl Inputs for Typed {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Register], "establishments with sizes; roles owner, external and state if known"),
        Slot::one("linkages", &[ShapeKind::Flows], "purchases from seller to buyer; an id that is not in the register is outside").optional(),
        Slot::one(
            "indicators",
            &[ShapeKind::Indicators],
            "shares of clusters (entity: region, industry, or region / industry) that a committee knows",
        )
        .optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.register("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source, linkages: bound.flows("linkages"), indicators: bound.indicators("indicators") })
    }
}

impl Method for ClusterTypology {
    const KEY: &'static str = "cluster_typology";
    const FAMILY: Family = Family::Classify;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "cluster_typology",
            "region industry establishments firms label probability coverage marshallian hub_and_spoke satellite_platform state_anchored mixed reason",
        ),
        TableSpec::new("label_probabilities", "region industry label relative_score probability reason"),
        TableSpec::new("evidence", "cluster region industry metric use basis value low high threshold membership reason"),
        TableSpec::new("guidance", "label aspect guidance"),
    ];
    type Inputs = Typed;
    type Output = Typology;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        SettingError::between("small_below", self.small_below, 0.0, f64::INFINITY)?;
        self.thresholds.check()?;
        let shares =
            [("min_known", self.min_known), ("min_coverage", self.min_coverage), ("mixed_below", self.mixed_below), ("mixed_gap", self.mixed_gap)];
        for (setting, share) in shares {
            if !(0.0..=1.0).contains(&share) {
                return Err(SettingError::new(setting, format!("{share} must lie between 0 and 1")));
            }
        }
        if (1..39).contains(&self.draws) {
            return Err(SettingError::new("draws", format!("{} draws give no percentiles; take 0 (none) or at least 39", self.draws)));
        }
        if self.hub_firms == 0 {
            return Err(SettingError::new("hub_firms", "a hub needs at least 1 firm"));
        }
        if self.weight_concentration > 1000 {
            return Err(SettingError::new("weight_concentration", "above 1000 weights are equal; take 0 for that"));
        }
        let repeated = |code: &str| SettingError::new("indicator_codes", format!("`{code}` stands for two shares"));
        self.indicator_codes.repeated().map_or(Ok(()), |code| Err(repeated(code)))
    }

    fn compute(&self, inputs: &Typed, context: &Context<'_>) -> Result<Typology, MethodError> {
        let register = &*inputs.source;
        let (found, scale) = clusters(register, self.cluster, inputs.linkages.as_deref())?;
        let most = found.iter().map(|c| c.firms.len()).max().unwrap_or(0);
        if most < FEWEST {
            return Err(MethodError::TooFew { what: "firms in a cluster", need: FEWEST, got: most });
        }
        let (regions, industries) = (register.region.as_ref().map(|r| r.codes.clone()), register.industry.codes.clone());
        let names: Vec<String> = found.iter().map(|c| name(c.region, c.industry, regions.as_deref(), &industries)).collect();
        let (given, others) = match &inputs.indicators {
            Some(source) => of_clusters(source, &self.indicator_codes, &names)?,
            None => (vec![Given::default(); found.len()], Vec::new()),
        };
        let other_entities = others.iter().filter_map(|&e| Some(inputs.indicators.as_ref()?.entities.get(e).to_owned())).collect();
        let judgement = Judgement::new(&self.thresholds);
        let judging = context.seed.child("judgement");
        let judgements: Vec<Judgement> = (0..self.draws as u64).map(|k| judgement.drawn(judging, k, self.weight_concentration)).collect();
        let rule = Rule { small_below: self.small_below * scale, hub_firms: self.hub_firms, min_known: self.min_known };
        let mut typed = Vec::with_capacity(found.len());
        for (i, cluster) in found.iter().enumerate() {
            context.proceed()?;
            let sources = Sources::of(&cluster.firms, inputs.linkages.is_some(), given[i], &rule);
            let resampling = Resampling {
                firms: &cluster.firms,
                sources: &sources,
                rule: &rule,
                keep: self.keep_largest,
                mixed: (self.mixed_below, self.mixed_gap),
                seed: context.seed.child("firms").child(&names[i]),
            };
            typed.push(if cluster.firms.len() < FEWEST {
                TypedCluster::without_evidence(cluster)
            } else {
                self.typed(cluster, &sources, &judgement, &rule, &resampling.draws(&judgements, context)?)
            });
            context.watch.progress(i as u64 + 1, found.len() as u64);
        }
        Ok(Typology { regions, industries, clusters: typed, other_entities, owners: register.owner.is_some() })
    }

    fn present(&self, _inputs: &Typed, found: &Typology) -> Finding {
        found.finding(self)
    }
}

impl ClusterTypology {
    /// The type of a cluster of enough firms.
    fn typed(&self, cluster: &Cluster, sources: &Sources, judgement: &Judgement, rule: &Rule, draws: &Draws) -> TypedCluster {
        let copies = vec![1; cluster.firms.len()];
        let values = sources.complete(&measured(&cluster.firms, &copies, rule));
        let coverage = values[..Metric::JUDGING].iter().flatten().count() as f64 / Metric::JUDGING as f64;
        let evidence = Metric::ALL.map(|metric| {
            let (value, basis) = (values[metric.number()], sources.basis(metric));
            let interval = draws.interval(metric, self.alpha).filter(|_| basis.is_some_and(|b| b != Basis::Indicators));
            Evidence {
                metric,
                basis,
                value,
                low: interval.map(|i| i.0),
                high: interval.map(|i| i.1),
                threshold: judgement.threshold(metric),
                membership: value.and_then(|value| judgement.membership(metric, value)),
                reason: sources.reason(metric),
            }
        });
        let enough = coverage >= self.min_coverage;
        let verdict = judgement.verdict(&values, self.mixed_below, self.mixed_gap);
        TypedCluster {
            label: if enough { verdict.label } else { Label::EvidenceMissing },
            relative: if enough { verdict.relative } else { [None; 4] },
            probabilities: draws.shares().filter(|_| enough),
            coverage: Some(coverage),
            evidence: evidence.to_vec(),
            reason: (!enough).then_some("little-evidence"),
            ..TypedCluster::without_evidence(cluster)
        }
    }
}

impl TypedCluster {
    /// A cluster of too few firms.
    fn without_evidence(cluster: &Cluster) -> Self {
        Self {
            region: cluster.region,
            industry: cluster.industry,
            establishments: cluster.establishments,
            firms: cluster.firms.len(),
            label: Label::EvidenceMissing,
            relative: [None; 4],
            probabilities: None,
            coverage: None,
            evidence: Vec::new(),
            reason: Some("too-few-firms"),
        }
    }

    /// Whether enough is known for a label to be given or refused.
    pub fn judges(&self, label: Label) -> bool {
        let at = Label::JUDGED.iter().position(|l| *l == label);
        self.reason.is_none() && at.is_some_and(|at| self.relative.get(at).is_none_or(Option::is_some))
    }

    /// The share of the draws that give a label. None for a type without a score: that no draw gives it does not make it unlikely.
    pub fn probability_of(&self, label: Label) -> Option<f64> {
        let at = Label::JUDGED.iter().position(|l| *l == label).filter(|_| self.judges(label))?;
        self.probabilities.map(|p| p[at])
    }
}

/// The code of a cluster: that of its region, of its industry, or both.
pub(crate) fn name(region: Option<u32>, industry: Option<u32>, regions: Option<&Codes>, industries: &Codes) -> String {
    let region = region.zip(regions).map(|(r, codes)| codes.get(r as usize));
    let industry = industry.map(|j| industries.get(j as usize));
    region.into_iter().chain(industry).collect::<Vec<_>>().join(" / ")
}
