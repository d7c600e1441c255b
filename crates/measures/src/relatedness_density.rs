//! How near the industries of a region are to each industry that it has or lacks.

use crate::industry_space::{Degenerate, Density, Diagonal, Ground, Panels, PresenceRule, RelatedIndustries, Rules, Similarity, each_period, states};
use agglom_method::{
    Argument, Chart, Context, Family, Finding, Mark, Message, Method, MethodError, Order, Scale, SettingError, Table, TableSpec, Unit, Values,
};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Relatedness density of every pair of region and industry, present or absent: the share of what is near the industry that the region has.
///
/// # Formula
/// ```text
/// ω_ij = Σ_k M_ik φ_kj / Σ_k φ_kj
/// ```
/// M_ik is 1 if industry k is present in region i (see `proximity`, also for φ). By default k runs over the other industries only
/// (`diagonal` = `zero`): an industry that is there must not look near because it is near itself, so that present and absent pairs can be
/// compared. With `one`, φ_jj = 1 counts on both sides, which adds about 1 / Σφ to present pairs. Below-zero similarities (`correlation`,
/// `t_statistic`) count as 0. Proximities given in the slot `proximity` take the place of those of the source; if no pair is
/// listed in both directions they hold in both, else φ_kj goes from k to j.
///
/// z tells how unusual the density is for the size of the portfolio. If the region had drawn its n other industries at random from the m
/// others, the sum would have mean n φ̄ and variance n (1 - n/m) s², φ̄ and s² being mean and variance of the m proximities to j:
/// ```text
/// z = (Σ_{k≠j} M_ik φ_kj - n φ̄) / √(n (1 - n/m) s²)
/// ```
/// Presence is taken as it stands, so the density itself has no interval.
///
/// # Reading
/// 0.4: of all proximity to the industry, 40 % comes from industries that the region has. Diverse regions have high densities everywhere;
/// compare industries within a region, or read z. Absent industries with high density are those that regions tend to enter next
/// (Neffke and others 2011). The peers differ: `ecomplexity` and R `economiccomplexity` keep the diagonal at 1, `econcomplex` and
/// `economic-complexity` set it to 0; `econcomplex` and EconGeo print percent.
///
/// # Undefined when
/// the industry has no proximity above 0 to any other (`no-proximity`), is present nowhere (`present-nowhere`), or the region has no
/// industry (`no-industry-present`; it is listed in `region` only). Where presence of the pair is not known (suppressed, missing, or not
/// listed where that does not mean zero), it counts as absent for everything else, `present` is empty and `reason` says why; the density
/// does not depend on it. z is empty where all proximities to the industry are the same and where the region has all or none.
///
/// # Source
/// Hidalgo, Klinger, Barabási and Hausmann (2007), Science 317:482; Boschma, Balland and Kogler (2015), Industrial and Corporate Change
/// 24:223; the convention of the diagonal is asked for in issue 38 of `py-ecomplexity`.
///
/// # Checked against
/// the value by hand below; `numpy` by the formula on 30 regions x 45 industries, both diagonals, to 1e-12; `ecomplexity` 0.5.3 (`one`) and
/// `econcomplex` 1.0.1 (`zero`); mean and variance of z against the enumeration of all portfolios.
///
/// # Example
/// Proximities of wine are 1/2 to cars and 1/4 to tyres. Region a has cars only: (1/2) / (3/4) = 2/3.
/// ```
/// use agglom_measures::{industry_space::{PresenceRule, RelatedIndustries}, relatedness_density::RelatednessDensity};
/// use agglom_method::{Codes, Context, Counts, Flow, Flows, Method, Seed, Unwatched};
/// let counts = Counts::dense(&["a", "b"], &["cars", "tyres", "wine"], &[[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]);
/// let flows = vec![Flow { from: 0, to: 2, value: 0.5 }, Flow { from: 1, to: 2, value: 0.25 }];
/// let proximity = Flows { nodes: Codes::new(["cars", "tyres", "wine"]).into(), flows, unit: None };
/// let inputs = RelatedIndustries { source: counts.into(), proximity: Some(proximity.into()), places: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let method = RelatednessDensity { presence: PresenceRule::Given, ..RelatednessDensity::default() };
/// let found = method.compute(&inputs, &context).unwrap();
/// assert_eq!(found.periods[0].density.get(0, 2), Some(2.0 / 3.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RelatednessDensity {
    /// When an industry counts as present: `rca` (default: by its location quotient), `population` (by its value a head), `given` (value above 0).
    pub presence: PresenceRule,
    /// From which quotient on an industry is present; default 1.
    pub threshold: f64,
    /// Which proximity; default `minimum_conditional_probability`. Without effect on proximities that are given.
    pub similarity: Similarity,
    /// Whether an industry is near itself: `zero` (default) or `one`.
    pub diagonal: Diagonal,
    /// Which pairs the main table lists: `all` (default), `absent`, `present`, or `candidates`.
    pub pairs: Pairs,
    /// How many absent industries of each region `candidates` are: those of highest density; default 20.
    pub candidates: usize,
}

/// Which pairs of region and industry a table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pairs {
    /// All pairs.
    All,
    /// Industries that the region lacks.
    Absent,
    /// Industries that the region has.
    Present,
    /// Of the industries that a region lacks, those that stand first.
    Candidates,
}

/// Densities of all periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatednessDensities {
    /// One per period of the source.
    pub periods: Vec<PeriodDensity>,
    panels: Panels,
    given: bool,
    similarity: Similarity,
    diagonal: Diagonal,
}

/// Densities of one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodDensity {
    /// The densities.
    pub density: Density,
    /// One row per region.
    pub regions: Vec<RegionDensity>,
    pub(crate) ground: Ground,
    /// Industries with proximities in every region, and in all.
    known: (Vec<usize>, usize),
    /// The pairs to list, by region and industry.
    pairs: Vec<(u32, u32)>,
}

/// What the densities of a region come to.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct RegionDensity {
    /// How many industries are present.
    pub diversity: usize,
    /// Mean density of the industries it has.
    pub density_present: Option<f64>,
    /// Mean density of those it lacks.
    pub density_absent: Option<f64>,
    /// Why there is none.
    pub reason: Option<&'static str>,
}

impl Default for RelatednessDensity {
    fn default() -> Self {
        let rules = Rules::default();
        Self {
            presence: rules.presence,
            threshold: rules.threshold,
            similarity: rules.similarity,
            diagonal: rules.diagonal,
            pairs: Pairs::All,
            candidates: 20,
        }
    }
}

impl Method for RelatednessDensity {
    const KEY: &'static str = "relatedness_density";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("relatedness_density", "period region industry relatedness_density z present location_quotient per_head_quotient reason"),
        TableSpec::new("region", "period region diversity density_present density_absent reason"),
    ];
    type Inputs = RelatedIndustries;
    type Output = RelatednessDensities;

    fn check(&self) -> Result<(), SettingError> {
        self.rules().check()?;
        if self.pairs == Pairs::Candidates && self.candidates == 0 {
            return Err(SettingError::new("candidates", "must be at least 1"));
        }
        Ok(())
    }

    fn compute(&self, inputs: &RelatedIndustries, context: &Context<'_>) -> Result<RelatednessDensities, MethodError> {
        let grounds = Ground::of(inputs, &self.rules(), context)?;
        let most = grounds.iter().map(|g| g.presence.found()).max().unwrap_or(0);
        if most < 2 {
            return Err(MethodError::TooFew { what: "industries", need: 2, got: most });
        }
        Ok(RelatednessDensities {
            periods: each_period(grounds, context, |_, ground| Ok(self.period(ground)))?,
            panels: Panels::of(&inputs.source),
            given: inputs.proximity.is_some(),
            similarity: self.similarity,
            diagonal: self.diagonal,
        })
    }

    fn present(&self, inputs: &RelatedIndustries, found: &RelatednessDensities) -> Finding {
        let finding = Finding::default().table(self.table(inputs, found)).table(found.region_table());
        let finding = if matches!(self.pairs, Pairs::All | Pairs::Absent | Pairs::Candidates) { finding.chart(found.nearest()) } else { finding };
        found.sentences(finding.chart(found.scatter()))
    }
}

impl RelatednessDensity {
    fn rules(&self) -> Rules {
        Rules { presence: self.presence, threshold: self.threshold, similarity: self.similarity, diagonal: self.diagonal }
    }

    fn period(&self, ground: Ground) -> PeriodDensity {
        let presence = &ground.presence;
        let (regions, industries) = presence.shape();
        let density = Density::of(presence, &ground.proximity, self.diagonal);
        let here = |i: usize| presence.of_region(i).iter().filter(|&&j| ground.proximity.knows(j as usize)).count();
        let all = (0..industries).filter(|&j| ground.proximity.knows(j)).count();
        let listed: Vec<Vec<(u32, u32)>> = (0..regions).into_par_iter().map(|i| self.listed(&ground, &density, i)).collect();
        PeriodDensity {
            regions: (0..regions).into_par_iter().map(|i| region_density(&ground, &density, i)).collect(),
            known: ((0..regions).map(here).collect(), all),
            pairs: listed.concat(),
            density,
            ground,
        }
    }

    /// The pairs of a region to list; none of a region without industries.
    fn listed(&self, ground: &Ground, density: &Density, region: usize) -> Vec<(u32, u32)> {
        let presence = &ground.presence;
        if presence.diversity(region) == 0 {
            return Vec::new();
        }
        let wanted = |&j: &usize| match self.pairs {
            Pairs::All => true,
            Pairs::Present => presence.has(region, j),
            Pairs::Absent => !presence.has(region, j),
            Pairs::Candidates => !presence.has(region, j) && presence.ubiquity(j) > 0 && density.get(region, j).is_some(),
        };
        let mut list: Vec<usize> = (0..presence.shape().1).filter(wanted).collect();
        if self.pairs == Pairs::Candidates {
            let here = density.of_region(region);
            list.sort_by(|&a, &b| here[b].total_cmp(&here[a]).then(a.cmp(&b)));
            list.truncate(self.candidates);
            list.sort_unstable();
        }
        list.into_iter().map(|j| (region as u32, j as u32)).collect()
    }

    fn table(&self, inputs: &RelatedIndustries, found: &RelatednessDensities) -> Table {
        let panels = &found.panels;
        let rows: Vec<(usize, usize, usize)> =
            found.periods.iter().enumerate().flat_map(|(t, p)| p.pairs.iter().map(move |&(i, j)| (t, i as usize, j as usize))).collect();
        let mut state = Vec::new();
        let mut quotients = Vec::with_capacity(rows.len());
        let mut unknown = Vec::with_capacity(rows.len());
        let mut at = None;
        let mut values = vec![0.0; panels.industries.len()];
        for &(t, i, j) in &rows {
            if at != Some((t, i)) {
                at = Some((t, i));
                states(&inputs.source, t, i, &mut state);
                values.fill(0.0);
                inputs.source.cells[t].of_region(i).iter().for_each(|c| values[c.industry as usize] = c.value);
            }
            unknown.push(state[j]);
            quotients.push(if state[j].is_some() { None } else { found.periods[t].ground.margins.quotient(i, j, values[j]) });
        }
        let reason = |(&(t, _, j), unknown): (&(usize, usize, usize), Option<&'static str>)| found.periods[t].reason(j).or(unknown);
        let present = |(&(t, i, j), unknown): (&(usize, usize, usize), Option<&'static str>)| {
            unknown.is_none().then(|| found.periods[t].ground.presence.has(i, j))
        };
        let table = panels
            .rows(rows.iter().map(|r| r.0))
            .table(Self::KEY, Message::new("table-relatedness-density"))
            .codes("region", &panels.regions, rows.iter().map(|r| r.1))
            .codes("industry", &panels.industries, rows.iter().map(|r| r.2))
            .numbers("relatedness_density", Unit::None, rows.iter().map(|r| found.periods[r.0].value(r.1, r.2)))
            .numbers("z", Unit::None, rows.iter().map(|r| found.periods[r.0].z(r.1, r.2, found.diagonal)))
            .column("present", Unit::None, Values::Flag(rows.iter().zip(unknown.iter().copied()).map(present).collect()));
        let table = match self.presence {
            PresenceRule::Rca => table.numbers("location_quotient", Unit::None, quotients),
            PresenceRule::Population => table.numbers("per_head_quotient", Unit::None, quotients),
            PresenceRule::Given => table,
        };
        table.words("reason", rows.iter().zip(unknown.iter().copied()).map(reason))
    }
}

fn region_density(ground: &Ground, density: &Density, region: usize) -> RegionDensity {
    let presence = &ground.presence;
    let diversity = presence.diversity(region);
    if diversity == 0 {
        return RegionDensity { reason: Some("no-industry-present"), ..RegionDensity::default() };
    }
    let (mut sums, mut counts) = ([0.0; 2], [0usize; 2]);
    for j in 0..presence.shape().1 {
        if let Some(value) = density.get(region, j).filter(|_| presence.ubiquity(j) > 0) {
            let side = usize::from(presence.has(region, j));
            sums[side] += value;
            counts[side] += 1;
        }
    }
    let mean = |side: usize| (counts[side] > 0).then(|| sums[side] / counts[side] as f64);
    RegionDensity { diversity, density_present: mean(1), density_absent: mean(0), reason: None }
}

impl PeriodDensity {
    /// The density of a pair, if it has one.
    pub fn value(&self, region: usize, industry: usize) -> Option<f64> {
        let there = self.reason(industry).is_none() && self.ground.presence.diversity(region) > 0;
        if there { self.density.get(region, industry) } else { None }
    }

    fn reason(&self, industry: usize) -> Option<&'static str> {
        let nowhere = Degenerate::industry(&self.ground.presence, industry);
        nowhere.or_else(|| (self.density.degree[industry] <= 0.0).then_some("no-proximity"))
    }

    /// See [`Density::z`].
    pub fn z(&self, region: usize, industry: usize, diagonal: Diagonal) -> Option<f64> {
        self.value(region, industry)?;
        let (knows, present) = (self.ground.proximity.knows(industry), self.ground.presence.has(region, industry));
        let own = if knows && diagonal == Diagonal::One { 1.0 } else { 0.0 };
        let drawn = self.known.0[region] - usize::from(knows && present);
        self.density.z(region, industry, drawn, self.known.1 - usize::from(knows), own, present)
    }
}

impl RelatednessDensities {
    fn region_table(&self) -> Table {
        let rows = || self.periods.iter().enumerate().flat_map(|(t, p)| p.regions.iter().enumerate().map(move |(i, r)| (t, i, r)));
        self.panels
            .rows(rows().map(|r| r.0))
            .table("region", Message::new("table-region-density"))
            .codes("region", &self.panels.regions, rows().map(|r| r.1))
            .integers("diversity", Unit::None, rows().map(|r| Some(r.2.diversity as i64)))
            .numbers("density_present", Unit::None, rows().map(|r| r.2.density_present))
            .numbers("density_absent", Unit::None, rows().map(|r| r.2.density_absent))
            .words("reason", rows().map(|r| r.2.reason))
    }

    fn nearest(&self) -> Chart {
        let period = self.panels.told().then(|| "period".to_owned());
        let mark = Mark::Bars {
            label: period.into_iter().chain(["region".into(), "industry".into()]).collect(),
            values: vec!["relatedness_density".into()],
            interval: None,
            order: Order::Largest("z".into(), 20),
            scale: Scale::Linear,
            reference: None,
        };
        Chart::new("relatedness_density_nearest", RelatednessDensity::KEY, mark).only("present", "false")
    }

    fn scatter(&self) -> Chart {
        let mark = Mark::Scatter {
            x: "density_absent".into(),
            y: "density_present".into(),
            label: Some("region".into()),
            size: Some("diversity".into()),
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            x_reference: None,
            y_reference: None,
            equal: Some(Message::new("relatedness-density-equal")),
        };
        self.panels.chart(Chart::new("relatedness_density_regions", "region", mark))
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let Some(last) = self.periods.last() else { return finding };
        let cohesive = last.regions.iter().filter(|r| r.density_present.zip(r.density_absent).is_some_and(|(p, a)| p > a)).count();
        let compared = last.regions.iter().filter(|r| r.density_present.is_some() && r.density_absent.is_some()).count();
        let finding =
            finding.headline(self.panels.of_last(
                Message::new("relatedness-density-regions").with("regions", Argument::count(cohesive)).with("all", Argument::count(compared)),
            ));
        let absent = |&&(i, j): &&(u32, u32)| !last.ground.presence.has(i as usize, j as usize);
        let scored = last.pairs.iter().filter(absent).filter_map(|&(i, j)| {
            let (i, j) = (i as usize, j as usize);
            Some((i, j, last.z(i, j, self.diagonal)?))
        });
        let top = scored.fold(None, |best: Option<(usize, usize, f64)>, one| if best.is_none_or(|b| one.2 > b.2) { Some(one) } else { best });
        let finding = match top {
            Some((i, j, z)) => finding.headline(
                Message::new("relatedness-density-top")
                    .with("region", self.panels.regions.argument(i))
                    .with("industry", self.panels.industries.argument(j))
                    .with("value", last.value(i, j).map_or(Argument::from(""), Argument::number))
                    .with("z", Argument::number(z)),
            ),
            None => finding,
        };
        let finding = if self.given {
            finding.remark(Message::new("industry-space-given-proximity"))
        } else {
            let similarity = Message::new(format!("similarity-{}", self.similarity.word()));
            finding.remark(Message::new("industry-space-similarity").with("similarity", similarity))
        };
        let diagonal = if self.diagonal == Diagonal::Zero { "relatedness-density-diagonal-zero" } else { "relatedness-density-diagonal-one" };
        let grounds = || self.periods.iter().map(|p| &p.ground);
        Panels::caution(finding.remark(Message::new(diagonal)), grounds().map(|g| g.unknown), grounds().map(|g| Degenerate::of(&g.presence)))
    }
}
