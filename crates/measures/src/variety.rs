//! How varied the industries of a region are, within and between groups of related ones.

use crate::industry_space::Panels;
use crate::inference::{Estimate, Index, deviate};
use agglom_method::{
    Absent, Argument, Bound, Cells, Chart, Codes, Context, Counts, Family, Finding, Inputs, Mark, Measured, Message, Method, MethodError, Order,
    Places, Sampling, Scale, SettingError, ShapeKind, Slot, Table, TableSpec, Unit,
};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Related and unrelated variety of every region: the entropy of its industries within and between groups.
///
/// # Formula
/// ```text
/// H = -Σ_j s_j log2 s_j        unrelated variety = -Σ_g P_g log2 P_g        related variety = Σ_g P_g H_g = H - unrelated variety
/// ```
/// s_j is the share of industry j in the region's value, P_g the share of group g, H_g = -Σ_{j in g} (s_j/P_g) log2(s_j/P_g). A group is made of the
/// codes with the same first `digits` characters, or as the slot `groups` says.
///
/// The interval at level 1 - `alpha` is that of the delta method, with the sampling variance of the values as in `specialization`: the sum of
/// squared sizes of establishments if the source knows them, else from their number, else every unit by itself (too narrow; the notes say
/// which).
///
/// # Reading
/// In bits: 1 is as varied as two equal industries, 2 as four. Related variety is high where groups are themselves varied inside, unrelated
/// variety where the region is spread over many groups. Both grow with the number of industries that the classification tells apart: compare only
/// regions under the same one. Entropy from few establishments is too low by about (industries - 1) / (2 ln 2 · establishments) bits.
///
/// # Undefined when
/// nothing in the region has a value (`empty-region`). An interval is missing where all shares are equal, as then small changes do not move
/// entropy. Suppressed and missing values, and industries without a group, are left out and counted in a caution.
///
/// # Source
/// Frenken, van Oort and Verburg (2007), Related Variety, Unrelated Variety and Regional Economic Growth, Regional Studies 41:685.
///
/// # Checked against
/// the value by hand below; a `numpy` implementation on 30 regions x 45 industries in nine groups of five to 1e-12; the interval against the
/// bootstrap of 2,000 multinomial draws.
///
/// # Example
/// Four equal industries in two groups of two: 2 bits, of which 1 between the groups and 1 within them.
/// ```
/// use agglom_measures::variety::{Variety, VarietyInputs};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let counts = Counts::dense(&["a"], &["101", "102", "201", "202"], &[[5.0, 5.0, 5.0, 5.0]]);
/// let inputs = VarietyInputs { source: counts.into(), groups: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = Variety { digits: 1, ..Variety::default() }.compute(&inputs, &context).unwrap();
/// let region = found.periods[0].regions[0].as_ref().unwrap();
/// assert_eq!((region.entropy.value, region.unrelated.value, region.related.value), (2.0, 1.0, 1.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Variety {
    /// Characters at the start of a code that tell its group, without groups in the slot `groups`; default 2.
    pub digits: usize,
    /// The interval holds with probability 1 - alpha; default 0.05.
    pub alpha: f64,
}

/// Industries in regions, and the groups of the industries.
#[derive(Debug, Clone)]
pub struct VarietyInputs {
    /// What is where.
    pub source: Arc<Counts>,
    /// Industries with the group that each belongs to.
    pub groups: Option<Arc<Places>>,
}

impl Inputs for VarietyInputs {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Counts], "region x industry counts; every period by itself").all_periods(),
        Slot::one("groups", &[ShapeKind::Places], "industries as ids, each with its group; default: by the start of the codes").optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.counts("source").ok_or_else(|| MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source, groups: bound.places("groups") })
    }
}

/// Variety in all periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Varieties {
    /// One per period of the source.
    pub periods: Vec<PeriodVariety>,
    /// How many groups there are.
    pub groups: usize,
    /// Industries without a group.
    pub without_group: usize,
    panels: Panels,
    sampling: Sampling,
    alpha: f64,
}

/// Variety in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodVariety {
    /// One per region; none where nothing has a value.
    pub regions: Vec<Option<RegionVariety>>,
    gaps: usize,
    unlisted: usize,
}

/// Variety of one region.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RegionVariety {
    /// Entropy of the industries, in bits.
    pub entropy: Estimate,
    /// Entropy of the groups.
    pub unrelated: Estimate,
    /// Entropy within groups.
    pub related: Estimate,
    /// Industries with a value.
    pub industries: usize,
    /// Groups with a value.
    pub groups: usize,
}

impl Default for Variety {
    fn default() -> Self {
        Self { digits: 2, alpha: 0.05 }
    }
}

impl Method for Variety {
    const KEY: &'static str = "variety";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[TableSpec::new(
        "variety",
        "period region related_variety related_variety_low related_variety_high unrelated_variety unrelated_variety_low unrelated_variety_high \
         shannon_entropy shannon_entropy_low shannon_entropy_high industries industry_groups reason",
    )];
    type Inputs = VarietyInputs;
    type Output = Varieties;

    fn check(&self) -> Result<(), SettingError> {
        if self.digits == 0 {
            return Err(SettingError::new("digits", "must be at least 1: with none, all industries were one group"));
        }
        SettingError::between("alpha", self.alpha, 0.0, 1.0)
    }

    fn compute(&self, inputs: &VarietyInputs, context: &Context<'_>) -> Result<Varieties, MethodError> {
        let counts = &inputs.source;
        let (group, groups) = self.groups(&counts.industries, inputs.groups.as_deref())?;
        let z = deviate(self.alpha / 2.0);
        let mut periods = Vec::with_capacity(counts.cells.len());
        for cells in &counts.cells {
            context.proceed()?;
            let regions: Vec<Option<RegionVariety>> =
                (0..counts.regions.len()).into_par_iter().map(|i| variety(cells.of_region(i), &group, groups, z)).collect();
            periods.push(PeriodVariety { regions, gaps: cells.gaps().len(), unlisted: unlisted(counts, cells) });
        }
        if periods.iter().all(|p| p.regions.iter().all(Option::is_none)) {
            return Err(MethodError::AllZero { what: "values" });
        }
        let without_group = group.iter().filter(|g| g.is_none()).count();
        Ok(Varieties { periods, groups, without_group, panels: Panels::of(counts), sampling: counts.sampling, alpha: self.alpha })
    }

    fn present(&self, _inputs: &VarietyInputs, found: &Varieties) -> Finding {
        let bars = Mark::Bars {
            label: vec!["region".into()],
            values: vec!["unrelated_variety".into(), "related_variety".into()],
            interval: None,
            order: Order::Largest("shannon_entropy".into(), 25),
            scale: Scale::Linear,
            reference: None,
        };
        let scatter = Mark::Scatter {
            x: "unrelated_variety".into(),
            y: "related_variety".into(),
            label: Some("region".into()),
            size: None,
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            x_reference: None,
            y_reference: None,
            equal: None,
        };
        let map = Mark::Map { region: "region".into(), value: "related_variety".into(), scale: Scale::Linear, midpoint: None };
        let finding = Finding::default()
            .table(found.table())
            .chart(found.panels.chart(Chart::new("variety_parts", Self::KEY, bars)))
            .chart(found.panels.chart(Chart::new("variety_scatter", Self::KEY, scatter)))
            .chart(found.panels.chart(Chart::new("variety_map", Self::KEY, map)));
        found.sentences(finding)
    }
}

impl Variety {
    /// The group of every industry, and how many groups there are.
    fn groups(&self, industries: &Codes, given: Option<&Places>) -> Result<(Vec<Option<usize>>, usize), MethodError> {
        let needs = |key: &str| MethodError::Needs { what: Message::new(key) };
        let Some(given) = given else {
            let start = |code: &str| code.chars().take(self.digits).collect::<String>();
            let groups = Codes::new(industries.iter().map(start));
            return Ok((industries.iter().map(|code| groups.index(&start(code))).collect(), groups.len()));
        };
        let labels = given.group.as_ref().ok_or_else(|| needs("variety-needs-groups"))?;
        let of: Vec<Option<usize>> = industries.iter().map(|code| given.ids.index(code).and_then(|at| labels.get(at))).collect();
        if of.iter().all(Option::is_none) { Err(needs("variety-other-codes")) } else { Ok((of, labels.codes.len())) }
    }
}

fn unlisted(counts: &Counts, cells: &Cells) -> usize {
    let (regions, industries) = counts.shape();
    if counts.absent == Absent::Missing { (regions * industries).saturating_sub(cells.len() + cells.gaps().len()) } else { 0 }
}

/// The variety of a region's cells under these groups.
fn variety(cells: &[Measured], group: &[Option<usize>], groups: usize, z: f64) -> Option<RegionVariety> {
    let there: Vec<(usize, &Measured)> = cells.iter().filter(|c| c.value > 0.0).filter_map(|c| Some((group[c.industry as usize]?, c))).collect();
    let largest = there.iter().fold(0.0f64, |most, c| most.max(c.1.value));
    let total: f64 = there.iter().map(|c| c.1.value / largest).sum();
    if there.is_empty() {
        return None;
    }
    let shares: Vec<f64> = there.iter().map(|c| c.1.value / largest / total).collect();
    let variance: Vec<f64> = there.iter().map(|c| c.1.variance / largest / largest / (total * total)).collect();
    let mut whole = vec![0.0; groups];
    there.iter().zip(&shares).for_each(|(c, s)| whole[c.0] += s);
    let most = (there.len() as f64).log2();
    // The slopes are the parts of which the shares make the sum, but for constants that do not matter.
    let index = |slope: Vec<f64>| {
        let value = shares.iter().zip(&slope).filter(|p| *p.0 > 0.0).map(|(s, f)| s * f).sum::<f64>();
        Index::new(value, slope, (0.0, most)).estimate(&shares, &variance, Some(z))
    };
    let log = |x: f64| if x > 0.0 { -x.log2() } else { 0.0 };
    Some(RegionVariety {
        entropy: index(shares.iter().map(|&s| log(s)).collect()),
        unrelated: index(there.iter().map(|c| log(whole[c.0])).collect()),
        related: index(there.iter().zip(&shares).map(|(c, &s)| log(s / whole[c.0])).collect()),
        industries: there.len(),
        groups: whole.iter().filter(|&&w| w > 0.0).count(),
    })
}

impl Varieties {
    fn table(&self) -> Table {
        let rows = || self.periods.iter().enumerate().flat_map(|(t, p)| p.regions.iter().enumerate().map(move |(i, r)| (t, i, r)));
        let table = self.panels.rows(rows().map(|r| r.0)).table(Variety::KEY, Message::new("table-variety")).codes(
            "region",
            &self.panels.regions,
            rows().map(|r| r.1),
        );
        let table = Estimate::columns(table, "related_variety", true, rows().map(|r| r.2.map(|r| r.related)));
        let table = Estimate::columns(table, "unrelated_variety", true, rows().map(|r| r.2.map(|r| r.unrelated)));
        let table = Estimate::columns(table, "shannon_entropy", true, rows().map(|r| r.2.map(|r| r.entropy)));
        table
            .integers("industries", Unit::None, rows().map(|r| r.2.map(|r| r.industries as i64)))
            .integers("industry_groups", Unit::None, rows().map(|r| r.2.map(|r| r.groups as i64)))
            .words("reason", rows().map(|r| r.2.is_none().then_some("empty-region")))
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let Some(last) = self.periods.last() else { return finding };
        let there: Vec<(usize, &RegionVariety)> = last.regions.iter().enumerate().filter_map(|(i, r)| Some((i, r.as_ref()?))).collect();
        let best = |of: fn(&RegionVariety) -> f64| {
            there
                .iter()
                .fold(None, |best: Option<(usize, &RegionVariety)>, &one| if best.is_none_or(|b| of(one.1) > of(b.1)) { Some(one) } else { best })
        };
        let finding = match (best(|r| r.related.value), best(|r| r.unrelated.value)) {
            (Some((i, related)), Some((j, unrelated))) => {
                let message = Message::new("variety-top")
                    .with("related", self.panels.regions.argument(i))
                    .with("related_value", related.related.argument(self.alpha))
                    .with("unrelated", self.panels.regions.argument(j))
                    .with("unrelated_value", unrelated.unrelated.argument(self.alpha));
                finding.headline(self.panels.of_last(message))
            }
            _ => finding.headline(Message::new("variety-none")),
        };
        let finding = finding.remark(Message::new("variety-groups").with("groups", Argument::count(self.groups)));
        let finding = match self.sampling {
            Sampling::Sizes => finding.remark(Message::new("sampling-sizes")),
            Sampling::Establishments => finding.remark(Message::new("sampling-establishments")),
            Sampling::Units => finding.caution(Message::new("sampling-units")),
        };
        let (gaps, unlisted) = self.periods.iter().fold((0, 0), |sum, p| (sum.0 + p.gaps, sum.1 + p.unlisted));
        let counted = |key: &str, name: &str, n: usize| (n > 0).then(|| Message::new(key).with(name, Argument::count(n)));
        let left_out = [
            counted("gaps-left-out", "gaps", gaps),
            counted("unlisted-left-out", "pairs", unlisted),
            counted("variety-without-group", "industries", self.without_group),
        ];
        left_out.into_iter().flatten().fold(finding, Finding::caution)
    }
}
