//! How near industries are to each other by the regions they share, and the network they make.

use crate::industry_space::{
    Degenerate, Diagonal, Hypergeometric, IndustrySpace, Panels, Presence, PresenceRule, ProximityMatrix, RegionalIndustries, Rules, Similarity,
    Unknown, co_occurrences, each_period, presences,
};
use crate::null::q_values;
use agglom_method::{
    Argument, Chart, Codes, Context, Family, Finding, Mark, Message, Method, MethodError, Order, Scale, SettingError, Table, TableSpec, Unit, Values,
};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Proximity of every pair of industries: how far the regions that have one also have the other.
///
/// # Formula
/// M_ij is 1 if industry j is present in region i. With J_jk = Σ_i M_ij M_ik regions in common, ubiquity u_j = J_jj and N regions with at
/// least one industry:
/// ```text
/// minimum_conditional_probability   J / max(u_j, u_k)                     (default; the product space)
/// maximum_conditional_probability   J / min(u_j, u_k)
/// association                       J N / (u_j u_k)                       (1 = as often as independent industries)
/// cosine                            J / √(u_j u_k)
/// jaccard                           J / (u_j + u_k - J)
/// probabilistic_index               J / {[S_j S_k / (T (T - S_j)) + S_k S_j / (T (T - S_k))] T / 2}     S_j = Σ_{k≠j} J_jk    T = Σ_j S_j
/// correlation                       (N J - u_j u_k) / √(u_j (N - u_j) u_k (N - u_k))
/// t_statistic                       (J - μ) / σ     μ = u_j u_k / N     σ² = μ (1 - u_j / N) (N - u_k) / (N - 1)
/// ```
/// Presence: location quotient at least `threshold` (`rca`, compared without division, so ties of whole numbers are exact), value a head
/// at least `threshold` times that of the whole (`population`), or any value above 0 (`given`).
///
/// The p-value is the probability of so many common regions or more if each of the two industries chose its u regions at random out of N
/// (hypergeometric), `q_value` the false discovery rate over all pairs of the period. Every period stands by itself.
///
/// `links` is the maximum spanning tree and the strongest further pairs up to `links_per_industry` times the number of industries;
/// `industry_space` the picture of it, both for the last period (multidimensional scaling of steps along links, then small stress; the same
/// proximities always give the same picture) with communities by modularity (Louvain).
///
/// # Reading
/// 0.5 by the default says that of the regions that have the more frequent industry half have the other one. The q-value holds the
/// ubiquity of industries fixed, not the diversity of regions: where some regions have nearly everything, most pairs share those regions
/// and their p-values are too small. Proximity is no proof that industries need each other.
///
/// # Undefined when
/// an industry is present nowhere (`present-nowhere`): it is listed in `industry` and has no pairs. Correlation and t have no value for an
/// industry that is in all N regions (`present-everywhere`). Pairs of region and industry that are suppressed, missing, or not listed where
/// that does not mean zero, are taken as absent and counted in a caution. Regions without any presence do not count in N.
///
/// # Source
/// Hidalgo, Klinger, Barabási and Hausmann (2007), Science 317:482; van Eck and Waltman (2009), JASIST 60:1635 (association, cosine,
/// Jaccard); Steijn (2021), Papers in Evolutionary Economic Geography 20.09 (probabilistic index); Teece, Rumelt, Dosi and Winter (1994),
/// Journal of Economic Behavior and Organization 23:1 (t).
///
/// # Checked against
/// the value by hand below; `numpy` by these formulas on 30 regions x 45 industries, to 1e-12; PyPI `ecomplexity` 0.5.3 and `econcomplex`
/// 1.0.1 (minimum); p-values against `scipy`.
///
/// # Example
/// Cars are in two regions, tyres in three, both in two: 2 / 3.
/// ```
/// use agglom_measures::{industry_space::{PresenceRule, RegionalIndustries}, proximity::Proximity};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let counts = Counts::dense(&["a", "b", "c"], &["cars", "tyres"], &[[1.0, 1.0], [1.0, 1.0], [0.0, 1.0]]);
/// let inputs = RegionalIndustries { source: counts.into(), places: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let method = Proximity { presence: PresenceRule::Given, ..Proximity::default() };
/// let found = method.compute(&inputs, &context).unwrap();
/// assert_eq!(found.periods[0].proximity.get(0, 1), Some(2.0 / 3.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Proximity {
    /// When an industry counts as present: `rca` (default: by its location quotient), `population` (by its value a head), `given` (value above 0).
    pub presence: PresenceRule,
    /// From which quotient on an industry is present; default 1.
    pub threshold: f64,
    /// Which proximity; default `minimum_conditional_probability`.
    pub similarity: Similarity,
    /// Whether to test every pair for chance; default true.
    pub test: bool,
    /// False discovery rate at which the headline counts pairs; default 0.05.
    pub alpha: f64,
    /// Whether to make the tables `links` and `industry_space`; default true.
    pub network: bool,
    /// How many links an industry has on average in them, the tree included; default 2.
    pub links_per_industry: f64,
}

/// Proximities of all periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proximities {
    /// The industries.
    pub industries: Arc<Codes>,
    /// One per period of the source.
    pub periods: Vec<PeriodProximity>,
    /// The network of the last period.
    pub network: Option<IndustrySpace>,
    panels: Panels,
    similarity: Similarity,
    alpha: f64,
}

/// Proximities of one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodProximity {
    /// Which industries are where.
    pub presence: Presence,
    /// The proximities.
    pub proximity: ProximityMatrix,
    /// Regions in common, as a square matrix.
    pub co_occurrences: Vec<u32>,
    /// p-values of the pairs (0, 1), (0, 2), … (1, 2), … of industries that are present somewhere; empty without test.
    pub p_values: Vec<Option<f64>>,
    /// Their false discovery rates.
    pub q_values: Vec<Option<f64>>,
    /// What is not known of presence.
    pub unknown: Unknown,
}

impl Default for Proximity {
    fn default() -> Self {
        let rules = Rules::default();
        Self {
            presence: rules.presence,
            threshold: rules.threshold,
            similarity: rules.similarity,
            test: true,
            alpha: 0.05,
            network: true,
            links_per_industry: 2.0,
        }
    }
}

impl Method for Proximity {
    const KEY: &'static str = "proximity";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("proximity", "period from to proximity co_occurrences expected p_value q_value reason"),
        TableSpec::new("industry", "period industry ubiquity mean_proximity reason"),
        TableSpec::new("links", "from to proximity spanning_tree"),
        TableSpec::new("industry_space", "industry x y degree cluster"),
    ];
    type Inputs = RegionalIndustries;
    type Output = Proximities;

    fn check(&self) -> Result<(), SettingError> {
        self.rules().check()?;
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        if (0.0..=1000.0).contains(&self.links_per_industry) {
            Ok(())
        } else {
            Err(SettingError::new("links_per_industry", format!("{} must lie between 0 and 1000", self.links_per_industry)))
        }
    }

    fn compute(&self, inputs: &RegionalIndustries, context: &Context<'_>) -> Result<Proximities, MethodError> {
        let counts = &inputs.source;
        let all = presences(counts, &self.rules(), inputs.places.as_deref())?;
        let most = all.iter().map(|(presence, ..)| presence.found()).max().unwrap_or(0);
        if most < 2 {
            return Err(MethodError::TooFew { what: "industries", need: 2, got: most });
        }
        let period = |_, (presence, _, unknown)| {
            let co_occurrences = co_occurrences(&presence);
            let proximity = ProximityMatrix::of(&presence, &co_occurrences, self.similarity);
            let p_values = if self.test { p_values(&presence, &co_occurrences, context)? } else { Vec::new() };
            context.proceed()?;
            let q_values = q_values(&p_values);
            Ok(PeriodProximity { presence, proximity, co_occurrences, p_values, q_values, unknown })
        };
        let periods = each_period(all, context, period)?;
        context.proceed()?;
        let last = periods.last().filter(|_| self.network);
        Ok(Proximities {
            industries: counts.industries.clone(),
            network: last.map(|last: &PeriodProximity| IndustrySpace::of(&last.proximity, self.links_per_industry)),
            periods,
            panels: Panels::of(counts),
            similarity: self.similarity,
            alpha: self.alpha,
        })
    }

    fn present(&self, _inputs: &RegionalIndustries, found: &Proximities) -> Finding {
        let finding = Finding::default().table(found.pairs()).table(found.industry()).chart(found.strongest()).chart(found.heat());
        let finding = match &found.network {
            Some(network) => finding.table(found.links(network)).table(found.picture(network)).chart(picture()),
            None => finding,
        };
        found.sentences(finding)
    }
}

impl Proximity {
    fn rules(&self) -> Rules {
        Rules { presence: self.presence, threshold: self.threshold, similarity: self.similarity, diagonal: Diagonal::Zero }
    }
}

/// The industries that are present somewhere.
fn present(presence: &Presence) -> Vec<usize> {
    (0..presence.shape().1).filter(|&j| presence.ubiquity(j) > 0).collect()
}

/// Pairs of different numbers, each once, in order.
fn pairs(numbers: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    numbers.iter().enumerate().flat_map(|(at, &j)| numbers[at + 1..].iter().map(move |&k| (j, k)))
}

/// The upper tails of all pairs of industries that are present somewhere.
fn p_values(presence: &Presence, co_occurrences: &[u32], context: &Context<'_>) -> Result<Vec<Option<f64>>, MethodError> {
    let industries = presence.shape().1;
    let chance = Hypergeometric::new(presence.occupied());
    let found = present(presence);
    let tables = Tails::of(&chance, presence, &found, context)?;
    let row = |at: usize| -> Result<Vec<Option<f64>>, MethodError> {
        context.proceed()?;
        let j = found[at];
        let tail = |&k: &usize| {
            let (u, v, both) = (presence.ubiquity(j), presence.ubiquity(k), co_occurrences[j * industries + k] as usize);
            tables.as_ref().map_or_else(|| chance.upper(u, v, both), |tables| tables.get(u, v, both))
        };
        Ok(found[at + 1..].iter().map(|k| Some(tail(k))).collect())
    };
    let rows: Vec<Vec<Option<f64>>> = (0..found.len()).into_par_iter().map(row).collect::<Result<_, _>>()?;
    Ok(rows.concat())
}

/// All tails of all pairs of ubiquities: worth their making where many industries have the same ubiquity.
struct Tails {
    /// The place of every ubiquity among the different ones.
    place: Vec<usize>,
    tails: Vec<Vec<f64>>,
}

impl Tails {
    fn of(chance: &Hypergeometric, presence: &Presence, found: &[usize], context: &Context<'_>) -> Result<Option<Self>, MethodError> {
        let mut sizes: Vec<usize> = found.iter().map(|&j| presence.ubiquity(j)).collect();
        sizes.sort_unstable();
        sizes.dedup();
        if sizes.len() * 3 > found.len() {
            return Ok(None);
        }
        let mut place = vec![0; sizes.last().map_or(0, |most| most + 1)];
        sizes.iter().enumerate().for_each(|(at, &size)| place[size] = at);
        let row = |at: usize| -> Result<Vec<Vec<f64>>, MethodError> {
            context.proceed()?;
            Ok(sizes[..=at].iter().map(|&v| chance.tails(sizes[at], v)).collect())
        };
        let rows: Vec<Vec<Vec<f64>>> = (0..sizes.len()).into_par_iter().map(row).collect::<Result<_, _>>()?;
        Ok(Some(Self { place, tails: rows.into_iter().flatten().collect() }))
    }

    fn get(&self, u: usize, v: usize, both: usize) -> f64 {
        let (a, b) = (self.place[u.max(v)], self.place[u.min(v)]);
        self.tails[a * (a + 1) / 2 + b][both]
    }
}

impl Proximities {
    /// Every pair of every period: period, the two industries, and its place among the tests of the period.
    fn rows(&self) -> impl Iterator<Item = (usize, usize, usize, usize)> + Clone {
        let found: Vec<Vec<usize>> = self.periods.iter().map(|p| present(&p.presence)).collect();
        let mut rows = Vec::with_capacity(found.iter().map(|f| f.len() * f.len().saturating_sub(1) / 2).sum());
        for (t, found) in found.iter().enumerate() {
            rows.extend(pairs(found).enumerate().map(|(at, (j, k))| (t, j, k, at)));
        }
        rows.into_iter()
    }

    fn pairs(&self) -> Table {
        let rows = self.rows();
        let n = self.industries.len();
        let both = |(t, j, k, _): (usize, usize, usize, usize)| self.periods[t].co_occurrences[j * n + k];
        let expected = |(t, j, k, _): (usize, usize, usize, usize)| {
            let presence = &self.periods[t].presence;
            presence.ubiquity(j) as f64 * presence.ubiquity(k) as f64 / presence.occupied() as f64
        };
        let value = |(t, j, k, _): (usize, usize, usize, usize)| self.periods[t].proximity.get(j, k);
        let table = self
            .panels
            .rows(rows.clone().map(|r| r.0))
            .table(Proximity::KEY, Message::new("table-proximity"))
            .codes("from", &self.industries, rows.clone().map(|r| r.1))
            .codes("to", &self.industries, rows.clone().map(|r| r.2))
            .numbers("proximity", Unit::None, rows.clone().map(value))
            .integers("co_occurrences", Unit::None, rows.clone().map(|r| Some(i64::from(both(r)))))
            .numbers("expected", Unit::None, rows.clone().map(|r| Some(expected(r))));
        let tested = self.periods.iter().any(|p| !p.p_values.is_empty());
        let table = if tested {
            table.numbers("p_value", Unit::None, rows.clone().map(|r| self.periods[r.0].p_values[r.3])).numbers(
                "q_value",
                Unit::None,
                rows.clone().map(|r| self.periods[r.0].q_values[r.3]),
            )
        } else {
            table
        };
        table.words("reason", rows.map(|r| value(r).is_none().then_some("present-everywhere")))
    }

    fn industry(&self) -> Table {
        let n = self.industries.len();
        let rows: Vec<(usize, usize)> = (0..self.periods.len()).flat_map(|t| (0..n).map(move |j| (t, j))).collect();
        let mean = |&(t, j): &(usize, usize)| {
            let period = &self.periods[t];
            let others = (0..n).filter(|&k| k != j && period.proximity.knows(k)).count();
            (period.proximity.knows(j) && others > 0).then(|| period.proximity.row(j).iter().sum::<f64>() / others as f64)
        };
        let reason = |&(t, j): &(usize, usize)| {
            let period = &self.periods[t];
            Degenerate::industry(&period.presence, j).or_else(|| (!period.proximity.knows(j)).then_some("present-everywhere"))
        };
        self.panels
            .rows(rows.iter().map(|r| r.0))
            .table("industry", Message::new("table-industry"))
            .codes("industry", &self.industries, rows.iter().map(|r| r.1))
            .integers("ubiquity", Unit::None, rows.iter().map(|r| Some(self.periods[r.0].presence.ubiquity(r.1) as i64)))
            .numbers("mean_proximity", Unit::None, rows.iter().map(mean))
            .words("reason", rows.iter().map(reason))
    }

    fn links(&self, network: &IndustrySpace) -> Table {
        let links = &network.links;
        Table::new("links", Message::new("table-links"))
            .codes("from", &self.industries, links.iter().map(|l| l.from as usize))
            .codes("to", &self.industries, links.iter().map(|l| l.to as usize))
            .numbers("proximity", Unit::None, links.iter().map(|l| Some(l.proximity)))
            .column("spanning_tree", Unit::None, Values::Flag(links.iter().map(|l| Some(l.tree)).collect()))
    }

    fn picture(&self, network: &IndustrySpace) -> Table {
        let points = &network.points;
        Table::new("industry_space", Message::new("table-industry-space"))
            .codes("industry", &self.industries, points.iter().map(|p| p.industry as usize))
            .numbers("x", Unit::None, points.iter().map(|p| Some(p.x)))
            .numbers("y", Unit::None, points.iter().map(|p| Some(p.y)))
            .integers("degree", Unit::None, points.iter().map(|p| Some(i64::from(p.degree))))
            .texts("cluster", points.iter().map(|p| Some((p.community + 1).to_string())))
    }

    fn strongest(&self) -> Chart {
        let mark = Mark::Bars {
            label: vec!["from".into(), "to".into()],
            values: vec!["proximity".into()],
            interval: None,
            order: Order::Largest("proximity".into(), 20),
            scale: Scale::Linear,
            reference: None,
        };
        self.panels.chart(Chart::new("proximity_strongest", Proximity::KEY, mark))
    }

    fn heat(&self) -> Chart {
        let mark = Mark::Heat { row: "from".into(), column: "to".into(), value: "proximity".into(), scale: Scale::Linear, midpoint: None };
        self.panels.chart(Chart::new("proximity_heat", Proximity::KEY, mark))
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let Some(last) = self.periods.last() else { return finding };
        let found = present(&last.presence);
        let top = pairs(&found)
            .filter_map(|(j, k)| Some((j, k, last.proximity.get(j, k)?)))
            .fold(None, |best: Option<(usize, usize, f64)>, one| if best.is_none_or(|b| one.2 > b.2) { Some(one) } else { best });
        let finding = match top {
            Some((j, k, value)) => finding.headline(
                self.panels.of_last(
                    Message::new("proximity-top")
                        .with("from", self.industries.argument(j))
                        .with("to", self.industries.argument(k))
                        .with("value", Argument::number(value)),
                ),
            ),
            None => finding.headline(Message::new("proximity-none")),
        };
        let finding = if last.q_values.is_empty() {
            finding
        } else {
            let sure = last.q_values.iter().filter(|q| q.is_some_and(|q| q < self.alpha)).count();
            let message = Message::new("proximity-sure")
                .with("sure", Argument::count(sure))
                .with("all", Argument::count(last.q_values.len()))
                .with("rate", Argument::Percent { value: self.alpha, decimals: 0 });
            finding.headline(message).remark(Message::new("proximity-chance"))
        };
        let finding = finding
            .remark(Message::new("industry-space-similarity").with("similarity", Message::new(format!("similarity-{}", self.similarity.word()))));
        Panels::caution(finding, self.periods.iter().map(|p| p.unknown), self.periods.iter().map(|p| Degenerate::of(&p.presence)))
    }
}

fn picture() -> Chart {
    let mark = Mark::Network {
        node: "industry".into(),
        x: "x".into(),
        y: "y".into(),
        value: Some("cluster".into()),
        scale: Scale::Linear,
        midpoint: None,
        size: Some("degree".into()),
        links: "links".into(),
    };
    Chart::new("industry_space", "industry_space", mark)
}
