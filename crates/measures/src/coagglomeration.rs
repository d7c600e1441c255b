//! Which industries locate together, pair by pair and in groups.

use crate::null::{IndependentLocation, Located, Tails, q_values};
use crate::plants::{Blend, Coverage, Industries, Industry, PlantsInRegions, RegionShare, check_test, products};
use agglom_method::{
    Argument, Chart, Codes, Context, Family, Finding, Mark, Message, Method, MethodError, Order, Scale, Seed, SettingError, Table, TableSpec, Unit,
};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Co-agglomeration of industries: how much more the plants of different industries share regions than independent location brings.
///
/// # Formula
/// For a pair j, k of industries and for a group of industries with shares w_j of the group's total
/// ```text
/// gamma_jk = Σ_i (s_ij - x_i)(s_ik - x_i) / (1 - Σx²)      gamma_c = Σ_{j≠k} w_j w_k gamma_jk / (1 - Σ w_j²)
/// ```
/// where s_ij is the share of region i in industry j and x_i its share in the whole (all industries of the source, or `reference`).
/// From a register, values are summed sizes of establishments (their number if they have no size). The second is the index of
/// Ellison and Glaeser (1997),
/// ```text
/// gamma_c = [G/(1 - Σx²) - Σ w_j² H_j - Σ gamma_j w_j² (1 - H_j)] / (1 - Σ w_j²)
/// ```
/// in which the sizes of plants cancel: what plants of one industry do among themselves has no part in it. `groups` names the groups.
///
/// Where plants are known, the test is against independent location, where every plant of every industry chooses region i with chance
/// x_i. Then the mean is 0 and
/// ```text
/// Var(gamma_jk) = H_j H_k V      Var(gamma_c) = Σ_{j<k} [2 w_j w_k / (1 - Σ w_j²)]² H_j H_k V
/// V = [Σx² - 2Σx³ + (Σx²)²] / (1 - Σx²)²
/// ```
/// `z` is the value over its standard deviation. `p_value` is two-sided: from the normal distribution, or with `draws` > 0 twice the smaller of
/// (1 + number of draws as high) / (`draws` + 1) and (1 + number of draws as low) / (`draws` + 1), where a draw locates all plants anew.
/// `q_value` is the false discovery rate over the pairs, and over the groups (Benjamini and Hochberg 1995).
///
/// # Reading
/// Above 0 the industries share regions, at 0 each ignores the other, below 0 they avoid each other. A group's value is on the scale of the
/// Ellison-Glaeser index of a single industry. Shares of all industries add up to those of the whole, so values scatter around 0 by
/// construction: read them against each other.
///
/// The test asks whether all plants of both industries locate independently. Where two industries are each concentrated, for whatever
/// reason of their own, their places coincide or differ by chance more widely than that: of pairs that ignore each other it rejects at 0.05
/// about 18 % if each industry has an Ellison-Glaeser index of 0.02, 36 % if 0.05, 56 % if 0.1 (simulated: 100 plants each, 12 regions). A small
/// q-value is a reason to look, not a proof of a link. Without the sizes of plants (`counts` alone) there is no test, and nothing tells
/// chance from more than chance.
///
/// # Undefined when
/// an industry is zero everywhere (`empty-industry`); a group has one industry that is not (`one-industry`). Where no establishment with a
/// size is listed for an industry, only the test is empty (`no-plants`). Only one region with a share of the whole, fewer than two
/// industries, and a group with a code that the data do not have are errors.
///
/// # Source
/// Ellison and Glaeser (1997), Geographic Concentration in U.S. Manufacturing Industries: A Dartboard Approach, Journal of Political
/// Economy 105:889. Pairs: Ellison, Glaeser and Kerr (2010), What Causes Industry Agglomeration?, American Economic Review 100:1195.
///
/// # Checked against
/// the value by hand below; a `numpy` implementation of the formula of 1997 on 400 plants, all pairs and all six industries as one
/// group, to 1e-12; variance and p-value against the enumeration of all locations of a few plants; the test by simulation of industries
/// of 20 to 1000 plants that locate independently: with known x it rejects 5.3 % of pairs at 0.05 by draws and 5 to 6 % by the normal
/// approximation (at 0.01: 1.1 % and 1.7 to 2.5 %).
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
    /// Number of random locations behind the p-values; 0 for the normal approximation.
    pub draws: usize,
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
    /// Whether plants are known, so that there is a test.
    pub tested: bool,
    /// Random locations behind the p-values; 0 for the normal approximation.
    pub draws: usize,
    /// False discovery rate of the headlines.
    pub alpha: f64,
}

/// How much some industries locate together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Together {
    /// The co-agglomeration.
    pub coagglomeration: Option<f64>,
    /// It over its standard deviation under independent location.
    pub z: Option<f64>,
    /// Probability of so extreme a value under independent location.
    pub p_value: Option<f64>,
    /// False discovery rate at which it is called other than chance.
    pub q_value: Option<f64>,
    /// Why there is no value or no test.
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
        Self { alpha: 0.05, draws: 0, groups: BTreeMap::new() }
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
        check_test(self.alpha, self.draws, 2)
    }

    fn compute(&self, inputs: &PlantsInRegions, context: &Context<'_>) -> Result<Coagglomerations, MethodError> {
        let (codes, tested) = (&inputs.counts.industries, inputs.plants.is_some());
        if codes.len() < 2 {
            return Err(MethodError::TooFew { what: "industries", need: 2, got: codes.len() });
        }
        if self.draws > 0 {
            inputs.need_plants()?;
        }
        let industries = Industries::new(inputs)?;
        let blends = self.groups.values().map(|group| Blend::new("groups", group, codes, &industries.list)).collect::<Result<Vec<_>, _>>()?;
        let shares: Vec<&[RegionShare]> = industries.list.iter().map(|industry| industry.shares.as_slice()).collect();
        let values = values(&industries.location, &shares, &blends, context)?;
        let (of_pairs, of_groups) = values.split_at(values.len() - blends.len());
        let pairs = pairs(codes.len()).zip(of_pairs).map(|((j, k), &value)| industries.pair(j, k, value, tested));
        let groups = blends.iter().zip(of_groups).map(|(blend, &value)| industries.group(blend, value, tested));
        let mut together: Vec<Together> = pairs.chain(groups).collect();
        if self.draws > 0 {
            let tails = self.tails(codes, &industries, &blends, &values, context)?;
            together.iter_mut().zip(tails).for_each(|(one, tails)| one.p_value = one.p_value.map(|_| tails.two_sided(self.draws)));
        }
        let of_groups = with_q_values(together.split_off(of_pairs.len()));
        let group = |((name, codes), together): ((&String, &Vec<String>), _)| Group { name: name.clone(), industries: codes.len(), together };
        Ok(Coagglomerations {
            industries: codes.clone(),
            pairs: with_q_values(together),
            groups: self.groups.iter().zip(of_groups).map(group).collect(),
            coverage: industries.coverage,
            tested,
            draws: self.draws,
            alpha: self.alpha,
        })
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

impl Coagglomeration {
    /// For each pair, then each group, how many independent locations of all plants are as high and as low as `observed`.
    fn tails(
        &self,
        codes: &Codes,
        industries: &Industries,
        blends: &[Blend],
        observed: &[f64],
        context: &Context<'_>,
    ) -> Result<Vec<Tails>, MethodError> {
        let location = &industries.location;
        let seeds: Vec<Seed> = codes.iter().map(|code| context.seed.child(code)).collect();
        let mut tails = vec![Tails::default(); observed.len()];
        for k in 0..self.draws as u64 {
            context.proceed()?;
            let draw = |located: &mut Located, (industry, seed): (&Industry, &Seed)| {
                let plants = industry.plants.as_ref().map_or(&[][..], |plants| &plants.shares);
                location.locate(plants, &mut seed.draw(k), located);
                located.shares()
            };
            let drawn: Vec<Vec<RegionShare>> = industries.list.par_iter().zip(&seeds).map_init(|| Located::new(location), draw).collect();
            let shares: Vec<&[RegionShare]> = drawn.iter().map(Vec::as_slice).collect();
            let values = values(location, &shares, blends, context)?;
            tails.iter_mut().zip(values).zip(observed).for_each(|((tails, drawn), &observed)| tails.count(drawn, observed, IndependentLocation::TIE));
            context.watch.progress(k + 1, self.draws as u64);
        }
        Ok(tails)
    }
}

impl Industries {
    fn pair(&self, j: usize, k: usize, value: f64, tested: bool) -> Together {
        let undefined = [j, k].iter().any(|&j| self.list[j].value <= 0.0).then_some("empty-industry");
        let variance = self.hhi(j).zip(self.hhi(k)).map(|(a, b)| a * b * self.unit_variance());
        Together::new(value, undefined, variance, tested)
    }

    fn group(&self, blend: &Blend, value: f64, tested: bool) -> Together {
        let undefined = (blend.rest <= 0.0).then_some("one-industry");
        let known = blend.members.iter().all(|&(j, _)| self.hhi(j).is_some());
        let of_pair = |weight: f64, j, k| weight * weight * self.hhi(j).unwrap_or_default() * self.hhi(k).unwrap_or_default();
        Together::new(value, undefined, known.then(|| blend.sum(of_pair) * self.unit_variance()), tested)
    }

    fn hhi(&self, j: usize) -> Option<f64> {
        Some(self.list[j].plants.as_ref()?.hhi)
    }

    /// Variance of a pair of industries with one plant each.
    fn unit_variance(&self) -> f64 {
        self.location.pair_variance() / (1.0 - self.location.squares).powi(2)
    }
}

impl Together {
    fn new(value: f64, undefined: Option<&'static str>, variance: Option<f64>, tested: bool) -> Self {
        if undefined.is_some() {
            return Self { reason: undefined, ..Self::default() };
        }
        let z = variance.map(|variance| value / variance.sqrt());
        let p_value = z.map(|z| 2.0 * Normal::standard().sf(z.abs()));
        Self { coagglomeration: Some(value), z, p_value, q_value: None, reason: (tested && z.is_none()).then_some("no-plants") }
    }
}

/// The co-agglomeration of every pair, in order, then of every group.
fn values(location: &IndependentLocation, shares: &[&[RegionShare]], blends: &[Blend], context: &Context<'_>) -> Result<Vec<f64>, MethodError> {
    let products = products(location, shares, context)? / (1.0 - location.squares);
    let groups = blends.iter().map(|blend| blend.sum(|weight, j, k| weight * products[[j, k]]));
    Ok(pairs(shares.len()).map(|pair| products[pair]).chain(groups).collect())
}

/// All pairs of `n` things, each once, in order.
fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |j| (j + 1..n).map(move |k| (j, k)))
}

fn with_q_values(mut together: Vec<Together>) -> Vec<Together> {
    let p_values: Vec<_> = together.iter().map(|one| one.p_value).collect();
    together.iter_mut().zip(q_values(&p_values)).for_each(|(one, q)| one.q_value = q);
    together
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
        self.with_numbers(table, || self.pairs.iter())
    }

    fn group_table(&self) -> Table {
        let table = Table::new("groups", Message::new("table-groups"))
            .texts("group", self.groups.iter().map(|group| Some(group.name.clone())))
            .integers("industries", Unit::None, self.groups.iter().map(|group| i64::try_from(group.industries).ok()));
        self.with_numbers(table, || self.groups.iter().map(|group| &group.together))
    }

    fn with_numbers<'a, I: Iterator<Item = &'a Together>>(&self, table: Table, rows: impl Fn() -> I) -> Table {
        let table = table.numbers(Coagglomeration::KEY, Unit::None, rows().map(|r| r.coagglomeration));
        let table = if self.tested {
            table.numbers("z", Unit::None, rows().map(|r| r.z)).numbers("p_value", Unit::None, rows().map(|r| r.p_value)).numbers(
                "q_value",
                Unit::None,
                rows().map(|r| r.q_value),
            )
        } else {
            table
        };
        table.words("reason", rows().map(|r| r.reason))
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
            let of_sign = |r: &&Together| r.q_value.is_some_and(|q| q < self.alpha) && r.coagglomeration.is_some_and(|c| c * sign > 0.0);
            Argument::count(self.pairs.iter().filter(of_sign).count())
        };
        let finding = if self.tested {
            finding.headline(
                Message::new("coagglomeration-sure")
                    .with("together", sure(1.0))
                    .with("apart", sure(-1.0))
                    .with("all", Argument::count(self.pairs.iter().filter(|r| r.q_value.is_some()).count()))
                    .with("rate", Argument::Percent { value: self.alpha, decimals: 0 }),
            )
        } else {
            finding.caution(Message::new("coagglomeration-untested"))
        };
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
        let finding = if self.tested { finding.caution(Message::new("coagglomeration-own-concentration")) } else { finding };
        match (self.tested, self.draws) {
            (false, _) => finding,
            (true, 0) => finding.caution(Message::new("plants-normal")),
            (true, draws) => finding.remark(Message::new("plants-monte-carlo").with("draws", Argument::count(draws))),
        }
    }
}
