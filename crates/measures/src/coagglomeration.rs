//! Which industries locate together, pair by pair and in groups.

use crate::null::{IndependentLocation, q_values};
use crate::plants::{Blend, Coverage, Industries, PlantsInRegions, RegionShare, Unrelated, deviations, products};
use agglom_method::{
    Argument, Chart, Codes, Context, Family, Finding, Mark, Message, Method, MethodError, Order, Scale, SettingError, Table, TableSpec, Unit,
};
use ndarray::Array2;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Co-agglomeration of industries: how much more they share regions than industries that take no notice of each other would.
///
/// # Formula
/// For a pair j, k of industries and for a group of industries with shares w_j of the group's total
/// ```text
/// gamma_jk = Σ_i (s_ij - x_i)(s_ik - x_i) / (1 - Σx²)      gamma_c = Σ_{j<k} a_jk gamma_jk      a_jk = 2 w_j w_k / (1 - Σ w_j²)
/// ```
/// where s_ij is the share of region i in industry j and x_i its share in the whole (all industries of the source, or `reference`).
/// From a register, values are summed sizes of establishments (their number if they have no size). The second is the index of
/// Ellison and Glaeser (1997),
/// ```text
/// gamma_c = [G/(1 - Σx²) - Σ w_j² H_j - Σ gamma_j w_j² (1 - H_j)] / (1 - Σ w_j²)
/// ```
/// in which the sizes of plants cancel: what plants of one industry do among themselves has no part in it. `groups` names the groups.
///
/// The test is against Ellison and Glaeser's own model without co-agglomeration: each industry is as concentrated as it is, for whatever
/// reason, and located without regard to the others. Then Cov(s_j) = c_j (diag(x) - xx') with c_j = gamma_j + (1 - gamma_j) H_j. By
/// the definition of gamma_j its estimate is
/// ```text
/// g_j = G_j / (1 - Σx²)      G_j = Σ_i (s_ij - x_i)²
/// ```
/// whatever H_j, and so the test needs no plants; those given beside `counts` change nothing. Over its bound √(g_j g_k), gamma_jk is
/// ```text
/// r = gamma_jk / √(g_j g_k)      E(r) = 0      Var(r) = V = [Σx² - 2Σx³ + (Σx²)²] / (1 - Σx²)²      z = r / √V
/// ```
/// the cosine of two vectors of deviations, never beyond 1. `p_value` = P(|R| >= |r|), where R has the beta distribution on [-l, 1] with mean
/// 0, variance V and, for r above 0, the skewness κ: l = (2√V - κV) / (κ + 2√V). With κ = 0 it is the t test of a correlation with
/// 1/V - 1 degrees of freedom. Industries that crowd into few regions meet seldom, and then wholly, which is what κ tells:
/// ```text
/// κ = t_j t_k T / (g_j g_k V)^(3/2)      t_j = Σ_i (s_ij - x_i)³ / (1 - 3Σx² + 2Σx³)
/// T = [Σx² - 6Σx³ + 10Σx⁴ + 3(Σx²)² - 12 Σx² Σx³ + 4(Σx²)³] / (1 - Σx²)³
/// ```
/// (at least 0). V and T are second and third moment of gamma_jk of two industries of one plant each. For a group, r = gamma_c / U with
/// ```text
/// U = Σ_{j<k} a_jk √(g_j g_k)      Var(gamma_c) = Σ_{j<k} a_jk² g_j g_k V
/// E(gamma_c³) = Σ_{j<k} a_jk³ t_j t_k T + 6 Σ_{j<k<l} a_jk a_kl a_jl g_j g_k g_l [Σx³ - 3Σx⁴ + 3 Σx² Σx³ - (Σx²)³] / (1 - Σx²)³
/// ```
/// Without a `reference`, x is made of the industries themselves, which moves every value. With v_j the share of industry j in the whole
/// ```text
/// E(gamma_jk) = S - v_j c_j - v_k c_k      S = Σ v_j² c_j      E(g_j) = (1 - 2v_j) c_j + S
/// ```
/// solved for c_j; with ρ = E(gamma_jk) / √(g_j g_k) (for a group, the mean over U) the cosine is taken of what is left,
/// (r - ρ) / √(1 - 2rρ + ρ²), in place of r. `q_value` is the false discovery rate over the pairs, and over the groups (Benjamini and
/// Hochberg 1995).
///
/// # Reading
/// Above 0 the industries share regions, at 0 each ignores the other, below 0 they avoid each other. A group's value is on the scale of the
/// Ellison-Glaeser index of a single industry. Shares of all industries add up to those of the whole, so values without a
/// `reference` scatter around a value below 0; z has its 0 there.
///
/// A small q-value says that two industries do not locate independently of each other. Both may follow a third thing, such as a port, a
/// large city or a common supplier: it is no proof of a link between them. Few regions say little: with two, every r is 1 or -1 and
/// every p-value 1. So do few industries without a `reference`: of three, the places of two give those of the third, and p is 1. A
/// `reference` is taken as known; one that is mostly these industries makes pairs look apart.
///
/// # Undefined when
/// an industry is zero everywhere (`empty-industry`); a group has one industry that is not (`one-industry`). Only one region with a share
/// of the whole, fewer than two industries, and a group with a code that the data do not have are errors.
///
/// # Source
/// Ellison and Glaeser (1997), Geographic Concentration in U.S. Manufacturing Industries: A Dartboard Approach, Journal of Political
/// Economy 105:889. Pairs: Ellison, Glaeser and Kerr (2010), What Causes Industry Agglomeration?, American Economic Review 100:1195.
///
/// # Checked against
/// the value by hand below; a `numpy` implementation of the formula of 1997 on 400 plants, all pairs and all six industries as one
/// group, to 1e-12; z and p-values against `numpy` and `scipy` on the same plants, from the covariance and third-moment tensors as they
/// stand, a linear solver and a root finder; V, T and the last sum against the enumeration of all locations of plants.
///
/// The test by simulation of pairs that ignore each other: 20, 100 and 1000 plants of unequal size, gamma of each 0 to 0.3 (Dirichlet), 12, 40
/// and 200 regions of equal, evenly falling and Zipf shares. With known x, at 0.05 it rejects 2.5 to 7.3 % of them, 5 %
/// in the median case; at 0.01 0.2 to 2.1 %; at 0.001 at most 0.2 %. Only 20 plants in 200 regions, of which two seldom meet at all, reach
/// 10 % at 0.05. The normal distribution at z would reject up to 10, 8 and 3 %. Groups of 3 to 12 industries: 3 to 6 % at 0.05, 0.4 to 1.9 % at
/// 0.01. With x from the source and 100 plants each it is cautious, the more so the fewer industries there are: at 0.05 it rejects on average
/// 1.2 % of pairs among 4 industries, 2.5 % among 10 and 3.4 % among 40 (never above 7.3 %; without ρ up to all of them). Of pairs that share
/// the draw of their places with gamma = 0.05 (100 plants each, known x) it finds at 0.05 52 % in 12 regions, 94 % in 40, all in 200.
///
/// # Example
/// Half of the whole is in each of two regions. Cars and tyres are wholly north, wine wholly south: cars and tyres
/// (0.5 · 0.5 + 0.5 · 0.5) / (1 - 0.5) = 1, cars and wine -1.
/// ```
/// use agglom_measures::{coagglomeration::Coagglomeration, PlantsInRegions};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let counts = Counts::dense(&["north", "south"], &["cars", "tyres", "wine"], &[[60.0, 40.0, 0.0], [0.0, 0.0, 100.0]]);
/// let inputs = PlantsInRegions::of_counts(counts.into(), None);
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = Coagglomeration::default().compute(&inputs, &context).unwrap();
/// assert_eq!(found.pair(0, 1).unwrap().coagglomeration, Some(1.0));
/// assert_eq!(found.pair(0, 2).unwrap().coagglomeration, Some(-1.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Coagglomeration {
    /// False discovery rate at which the headlines count pairs.
    pub alpha: f64,
    /// Groups of industries to measure as one, each a name with its codes.
    pub groups: BTreeMap<String, Vec<String>>,
}

/// The co-agglomeration of all pairs and of the groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coagglomerations {
    /// The industries.
    pub industries: Arc<Codes>,
    /// One per unordered pair, in the order (0, 1), (0, 2), … (1, 2), ….
    pub pairs: Vec<Together>,
    /// One per group, in the order of their names.
    pub groups: Vec<Group>,
    /// What the totals leave out.
    pub coverage: Coverage,
    /// Whether the whole is made of so few industries that the test can tell nothing.
    pub few: bool,
    /// False discovery rate of the headlines.
    pub alpha: f64,
}

/// How much some industries locate together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Together {
    /// The co-agglomeration.
    pub coagglomeration: Option<f64>,
    /// By how many standard deviations of unrelated industries it lies off their mean.
    pub z: Option<f64>,
    /// Probability of a value so far off among unrelated industries.
    pub p_value: Option<f64>,
    /// False discovery rate at which it is called other than chance.
    pub q_value: Option<f64>,
    /// Why there is no value.
    pub reason: Option<&'static str>,
}

/// A group of industries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many industries it has.
    pub industries: usize,
    /// How much they locate together.
    pub together: Together,
}

impl Default for Coagglomeration {
    fn default() -> Self {
        Self { alpha: 0.05, groups: BTreeMap::new() }
    }
}

impl Method for Coagglomeration {
    const KEY: &'static str = "coagglomeration";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("coagglomeration", "from to coagglomeration z p_value q_value reason"),
        TableSpec::new("groups", "group industries coagglomeration z p_value q_value reason"),
    ];
    type Inputs = PlantsInRegions;
    type Output = Coagglomerations;

    fn check(&self) -> Result<(), SettingError> {
        for (name, codes) in &self.groups {
            if codes.len() < 2 {
                return Err(SettingError::new("groups", format!("group `{name}` needs at least two industries")));
            }
            if let Some((i, code)) = codes.iter().enumerate().find(|&(i, code)| codes[..i].contains(code)) {
                return Err(SettingError::new("groups", format!("group `{name}` names `{code}` again as its code {}", i + 1)));
            }
        }
        SettingError::between("alpha", self.alpha, 0.0, 1.0)
    }

    fn compute(&self, inputs: &PlantsInRegions, context: &Context<'_>) -> Result<Coagglomerations, MethodError> {
        let codes = &inputs.counts.industries;
        if codes.len() < 2 {
            return Err(MethodError::TooFew { what: "industries", need: 2, got: codes.len() });
        }
        let industries = Industries::new(inputs)?;
        let blends = self.groups.values().map(|group| Blend::new("groups", group, codes, &industries.list)).collect::<Result<Vec<_>, _>>()?;
        let location = &industries.location;
        let shares: Vec<&[RegionShare]> = industries.list.iter().map(|industry| industry.shares.as_slice()).collect();
        let products = products(location, &shares, context)?;
        let weights = inputs.reference.is_none().then(|| industries.weights());
        let unrelated = Unrelated::new(location, &sums(location, &shares, &products), weights.as_deref());
        let values = products / (1.0 - location.squares);
        let ends: Vec<(usize, usize)> = pairs(codes.len()).collect();
        context.proceed()?;
        let empty = |j: usize| industries.list[j].value <= 0.0;
        let pair = |&(j, k): &(usize, usize)| {
            let value = values[[j, k]];
            Together::new((empty(j) || empty(k)).then_some("empty-industry"), value, || unrelated.pair(j, k, value))
        };
        let group = |(name, blend): (&String, &Blend)| {
            let value = blend.sum(|weight, j, k| weight * values[[j, k]]);
            let together = Together::new((blend.rest <= 0.0).then_some("one-industry"), value, || unrelated.group(blend, value));
            Group { name: name.clone(), industries: self.groups[name].len(), together }
        };
        let mut pairs: Vec<Together> = ends.par_iter().map(pair).collect();
        let mut groups: Vec<Group> = self.groups.keys().zip(&blends).map(group).collect();
        add_q_values(pairs.iter_mut());
        add_q_values(groups.iter_mut().map(|group| &mut group.together));
        Ok(Coagglomerations { industries: codes.clone(), pairs, groups, coverage: industries.coverage, few: !unrelated.free(), alpha: self.alpha })
    }

    fn present(&self, _inputs: &PlantsInRegions, found: &Coagglomerations) -> Finding {
        let value = || Self::KEY.to_owned();
        let heat = Mark::Heat { row: "from".into(), column: "to".into(), value: value(), scale: Scale::Linear, midpoint: Some(0.0) };
        let bars = |label: &[&str], order| Mark::Bars {
            label: label.iter().map(|&column| column.to_owned()).collect(),
            values: vec![value()],
            interval: None,
            order,
            scale: Scale::Linear,
            reference: None,
        };
        let finding = Finding::default()
            .table(found.table())
            .chart(Chart::new("coagglomeration_extreme", Self::KEY, bars(&["from", "to"], Order::Extreme(value(), 20))))
            .chart(Chart::new("coagglomeration_heat", Self::KEY, heat));
        let finding = if found.groups.is_empty() {
            finding
        } else {
            finding.table(found.group_table()).chart(Chart::new("coagglomeration_groups", "groups", bars(&["group"], Order::Largest(value(), 25))))
        };
        found.sentences(finding)
    }
}

impl Together {
    fn new(undefined: Option<&'static str>, value: f64, test: impl FnOnce() -> (f64, f64)) -> Self {
        if undefined.is_some() {
            return Self { reason: undefined, ..Self::default() };
        }
        let (z, p_value) = test();
        Self { coagglomeration: Some(value), z: Some(z), p_value: Some(p_value), q_value: None, reason: None }
    }
}

/// Σ (s - x)², which `products` has, and Σ (s - x)³ of every industry.
fn sums(location: &IndependentLocation, shares: &[&[RegionShare]], products: &Array2<f64>) -> Vec<(f64, f64)> {
    let cubes = |j: usize| deviations(location, shares[j], 0..location.chances.len()).iter().map(|d| d * d * d).sum();
    (0..shares.len()).into_par_iter().map(|j| (products[[j, j]], cubes(j))).collect()
}

/// All pairs of `n` things, each once, in order.
fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |j| (j + 1..n).map(move |k| (j, k)))
}

fn add_q_values<'a>(together: impl Iterator<Item = &'a mut Together>) {
    let together: Vec<&mut Together> = together.collect();
    let p_values: Vec<_> = together.iter().map(|one| one.p_value).collect();
    together.into_iter().zip(q_values(&p_values)).for_each(|(one, q)| one.q_value = q);
}

impl Coagglomerations {
    /// The co-agglomeration of two different industries, by number.
    pub fn pair(&self, j: usize, k: usize) -> Option<&Together> {
        let (j, k, n) = (j.min(k), j.max(k), self.industries.len());
        if j < k && k < n { self.pairs.get(j * n - j * (j + 1) / 2 + k - j - 1) } else { None }
    }

    fn table(&self) -> Table {
        let ends = || pairs(self.industries.len());
        let table = Table::new(Coagglomeration::KEY, Message::new("table-coagglomeration"))
            .codes("from", &self.industries, ends().map(|(j, _)| j))
            .codes("to", &self.industries, ends().map(|(_, k)| k));
        with_numbers(table, || self.pairs.iter())
    }

    fn group_table(&self) -> Table {
        let table = Table::new("groups", Message::new("table-groups"))
            .texts("group", self.groups.iter().map(|group| Some(group.name.clone())))
            .integers("industries", Unit::None, self.groups.iter().map(|group| i64::try_from(group.industries).ok()));
        with_numbers(table, || self.groups.iter().map(|group| &group.together))
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let by_value = |a: f64, b: f64| a.total_cmp(&b);
        let top =
            pairs(self.industries.len()).zip(&self.pairs).filter_map(|(pair, r)| Some((pair, r.coagglomeration?))).max_by(|a, b| by_value(a.1, b.1));
        let finding = match top {
            Some(((j, k), value)) => finding.headline(
                Message::new("coagglomeration-top")
                    .with("from", self.industries.argument(j))
                    .with("to", self.industries.argument(k))
                    .with("value", Argument::number(value)),
            ),
            None => finding,
        };
        let sure = |sign: f64| {
            let of_sign = |r: &&Together| r.q_value.is_some_and(|q| q < self.alpha) && r.z.is_some_and(|z| z * sign > 0.0);
            Argument::count(self.pairs.iter().filter(of_sign).count())
        };
        let finding = finding.headline(
            Message::new("coagglomeration-sure")
                .with("together", sure(1.0))
                .with("apart", sure(-1.0))
                .with("all", Argument::count(self.pairs.iter().filter(|r| r.q_value.is_some()).count()))
                .with("rate", Argument::Percent { value: self.alpha, decimals: 0 }),
        );
        let group = self.groups.iter().filter_map(|g| Some((g, g.together.coagglomeration?))).max_by(|a, b| by_value(a.1, b.1));
        let finding = match group {
            Some((group, value)) => finding.headline(
                Message::new("coagglomeration-top-group")
                    .with("groups", Argument::count(self.groups.len()))
                    .with("group", group.name.as_str())
                    .with("industries", Argument::count(group.industries))
                    .with("value", Argument::number(value)),
            ),
            None => finding,
        };
        let finding = self.coverage.note(finding);
        if self.few { finding.caution(Message::new("coagglomeration-few-industries")) } else { finding }
    }
}

fn with_numbers<'a, I: Iterator<Item = &'a Together>>(table: Table, rows: impl Fn() -> I) -> Table {
    table
        .numbers(Coagglomeration::KEY, Unit::None, rows().map(|r| r.coagglomeration))
        .numbers("z", Unit::None, rows().map(|r| r.z))
        .numbers("p_value", Unit::None, rows().map(|r| r.p_value))
        .numbers("q_value", Unit::None, rows().map(|r| r.q_value))
        .words("reason", rows().map(|r| r.reason))
}
