//! What the industries that a region lacks could still bring it.

use crate::industry_space::{
    Complexity, Degenerate, Density, Diagonal, Ground, Outlook, Panels, PresenceRule, RelatedIndustries, Rules, Similarity, complexity, each_period,
    ranks,
};
use crate::relatedness_density::Pairs;
use agglom_method::{
    Argument, Chart, Context, Family, Finding, Mark, Message, Method, MethodError, Order, Reference, Scale, SettingError, Table, TableSpec, Unit,
};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Complexity outlook of regions (COI), and what every absent industry would add to it (COG).
///
/// # Formula
/// ```text
/// COI_i = Σ_j (1 - M_ij) ω_ij PCI_j
/// COG_ij = Σ_{k≠j} (1 - M_ik) φ_jk PCI_k / Σ_l φ_lk - ω_ij PCI_j          (net, default)
/// COG_ij = Σ_k (1 - M_ik) φ_jk PCI_k / Σ_l φ_lk                            (gross)
/// ```
/// with presence M and proximity φ of `proximity`, density ω of `relatedness_density` and product complexity PCI of `economic_complexity`
/// (standard scores of their own, or on the regions' scale).
/// The net gain is exactly the change of COI when industry j comes to region i while proximities and complexities stay; the
/// gross gain leaves out that j itself is then no longer ahead.
///
/// # Reading
/// A high outlook says that complex industries are near to what the region has. Of an absent industry, read three numbers together: density
/// (how near it is), product complexity (what it is worth by itself), gain (which doors it opens). Standard scores make about half
/// of the industries count below zero. The numbers take presence as it stands and so have no interval; those of
/// the complexities behind them are in `economic_complexity`.
///
/// # Undefined when
/// the region has no industry (`no-industry-present`), or the period has no complexity: fewer than two regions or industries
/// (`one-region-or-industry`), no second eigenvector (`no-variation`), or one that is not unique (`several-parts`, `tied-eigenvalues`).
/// Industries that are nowhere, or that no other is near, neither add to an outlook nor have a gain (`present-nowhere`, `no-proximity`). Pairs
/// whose presence is not known count as absent and are counted in a caution.
///
/// # Source
/// Hausmann, Hidalgo and others (2014), The Atlas of Economic Complexity, p. 54 (net gain, its last term by the density).
///
/// # Checked against
/// `numpy` by the formula on 30 regions x 45 industries to 1e-12, both diagonals, both scales, net and gross; the net gain against the outlook
/// computed anew with the industry added; the index of `econcomplex` 1.0.1 (diagonal `zero`). `ecomplexity` 0.5.3 makes both numbers from
/// the vector before it is centred and then standardises the index over regions; with that they agree to 1e-11. The gain of `econcomplex` divides
/// by the proximities of the industry gained instead of those it helps, and is no change of its outlook.
///
/// # Example
/// Region c has every industry: nothing is ahead of it, and its outlook is 0.
/// ```
/// use agglom_measures::{complexity_outlook::ComplexityOutlook, industry_space::{PresenceRule, RelatedIndustries}};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let counts = Counts::dense(
///     &["a", "b", "c"],
///     &["cars", "tyres", "wine"],
///     &[[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 1.0, 1.0]],
/// );
/// let inputs = RelatedIndustries { source: counts.into(), proximity: None, places: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let method = ComplexityOutlook { presence: PresenceRule::Given, ..ComplexityOutlook::default() };
/// let found = method.compute(&inputs, &context).unwrap();
/// assert_eq!(found.periods[0].outlook.as_ref().unwrap().index[2], Some(0.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ComplexityOutlook {
    /// When an industry counts as present: `rca` (default: by its location quotient), `population` (by its value a head), `given` (value above 0).
    pub presence: PresenceRule,
    /// From which quotient on an industry is present; default 1.
    pub threshold: f64,
    /// Which proximity; default `minimum_conditional_probability`. Without effect on proximities that are given.
    pub similarity: Similarity,
    /// Whether an industry is near itself: `zero` (default) or `one`.
    pub diagonal: Diagonal,
    /// Scale of product complexity: `own` (default) or `regions` (see `economic_complexity`).
    pub scale: ScoreScale,
    /// Whether an industry's gain is `net` (default) of its own part or `gross`.
    pub gain: Gain,
    /// Which pairs the table `pair` lists: all absent ones (`absent`, default) or the `candidates` among them.
    pub pairs: Pairs,
    /// How many industries of each region `candidates` are: those of highest density; default 20.
    pub candidates: usize,
}

/// The scale of standard scores of industries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScoreScale {
    /// Mean 0 and standard deviation 1 over the industries.
    Own,
    /// The mean and the standard deviation of the regions: a region's score is then the mean of the scores of its industries.
    Regions,
}

/// What counts as the gain of an industry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gain {
    /// The change of the outlook.
    Net,
    /// What it adds for the other industries.
    Gross,
}

/// Outlooks of all periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComplexityOutlooks {
    /// One per period of the source.
    pub periods: Vec<PeriodOutlook>,
    panels: Panels,
    given: bool,
}

/// Outlooks of one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodOutlook {
    /// Outlook and gains; none where the period has no complexity.
    pub outlook: Option<Outlook>,
    /// Densities behind them.
    pub density: Density,
    /// Standard scores of the regions (ECI).
    pub region_scores: Vec<Option<f64>>,
    /// Standard scores of the industries (PCI).
    pub industry_scores: Vec<Option<f64>>,
    /// Why there is no complexity.
    pub reason: Option<&'static str>,
    ground: Ground,
    pairs: Vec<(u32, u32)>,
}

impl Default for ComplexityOutlook {
    fn default() -> Self {
        let rules = Rules::default();
        Self {
            presence: rules.presence,
            threshold: rules.threshold,
            similarity: rules.similarity,
            diagonal: rules.diagonal,
            scale: ScoreScale::Own,
            gain: Gain::Net,
            pairs: Pairs::Absent,
            candidates: 20,
        }
    }
}

impl Method for ComplexityOutlook {
    const KEY: &'static str = "complexity_outlook";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("complexity_outlook", "period region complexity_outlook economic_complexity diversity rank reason"),
        TableSpec::new("pair", "period region industry complexity_outlook_gain relatedness_density product_complexity reason"),
    ];
    type Inputs = RelatedIndustries;
    type Output = ComplexityOutlooks;

    fn check(&self) -> Result<(), SettingError> {
        Rules { threshold: self.threshold, ..Rules::default() }.check()?;
        match self.pairs {
            Pairs::Candidates if self.candidates == 0 => Err(SettingError::new("candidates", "must be at least 1")),
            Pairs::All | Pairs::Present => Err(SettingError::new("pairs", "only absent industries have a gain: `absent` or `candidates`")),
            _ => Ok(()),
        }
    }

    fn compute(&self, inputs: &RelatedIndustries, context: &Context<'_>) -> Result<ComplexityOutlooks, MethodError> {
        let rules = Rules { presence: self.presence, threshold: self.threshold, similarity: self.similarity, diagonal: self.diagonal };
        let grounds = Ground::of(inputs, &rules, context)?;
        let most = grounds.iter().map(|g| g.presence.found()).max().unwrap_or(0);
        if most < 2 {
            return Err(MethodError::TooFew { what: "industries", need: 2, got: most });
        }
        let periods = each_period(grounds, context, |_, ground| self.period(ground, context))?;
        Ok(ComplexityOutlooks { periods, panels: Panels::of(&inputs.source), given: inputs.proximity.is_some() })
    }

    fn present(&self, _inputs: &RelatedIndustries, found: &ComplexityOutlooks) -> Finding {
        let finding = Finding::default().table(found.table()).table(found.pair_table()).chart(found.best()).chart(found.map());
        // A chart can be limited to a region or to a period, not to both.
        let finding = match found.leader() {
            Some(region) if found.periods.len() == 1 => finding.chart(found.quadrant(region)),
            _ => finding,
        };
        self.sentences(found, finding)
    }
}

impl ComplexityOutlook {
    fn period(&self, ground: Ground, context: &Context<'_>) -> Result<PeriodOutlook, MethodError> {
        let (density, found) =
            rayon::join(|| Density::of(&ground.presence, &ground.proximity, self.diagonal), || complexity(&ground.presence, context));
        let (regions, industries) = ground.presence.shape();
        let found: Result<Complexity, &'static str> = found?;
        context.proceed()?;
        let (region_scores, industry_scores) = match &found {
            Ok(found) => (found.region_scores(), found.industry_scores(self.scale == ScoreScale::Regions)),
            Err(_) => (vec![None; regions], vec![None; industries]),
        };
        let net = self.gain == Gain::Net;
        let outlook = found.is_ok().then(|| Outlook::of(&ground.presence, &ground.proximity, &density, &industry_scores, self.diagonal, net));
        let listed: Vec<Vec<(u32, u32)>> = (0..regions).into_par_iter().map(|i| self.listed(&ground, &density, i)).collect();
        Ok(PeriodOutlook { outlook, density, region_scores, industry_scores, reason: found.err(), pairs: listed.concat(), ground })
    }

    /// The absent industries of a region to list; none of a region without industries.
    fn listed(&self, ground: &Ground, density: &Density, region: usize) -> Vec<(u32, u32)> {
        let presence = &ground.presence;
        if presence.diversity(region) == 0 {
            return Vec::new();
        }
        let candidate = |j: usize| presence.ubiquity(j) > 0 && density.get(region, j).is_some();
        let wanted = |&j: &usize| !presence.has(region, j) && (self.pairs != Pairs::Candidates || candidate(j));
        let mut list: Vec<usize> = (0..presence.shape().1).filter(wanted).collect();
        if self.pairs == Pairs::Candidates {
            let here = density.of_region(region);
            list.sort_by(|&a, &b| here[b].total_cmp(&here[a]).then(a.cmp(&b)));
            list.truncate(self.candidates);
            list.sort_unstable();
        }
        list.into_iter().map(|j| (region as u32, j as u32)).collect()
    }

    fn sentences(&self, found: &ComplexityOutlooks, finding: Finding) -> Finding {
        let Some(last) = found.periods.last() else { return finding };
        let finding = match (found.leader(), last.outlook.as_ref()) {
            (Some(i), Some(outlook)) => {
                let value = outlook.index[i].map_or(Argument::from(""), Argument::number);
                let message = Message::new("complexity-outlook-top").with("region", found.panels.regions.argument(i)).with("value", value);
                found.best_gain(finding.headline(found.panels.of_last(message)), i)
            }
            _ => finding.headline(Message::new("complexity-outlook-none").with("reason", last.why())),
        };
        let finding = finding.remark(Message::new(match self.gain {
            Gain::Net => "complexity-outlook-net",
            Gain::Gross => "complexity-outlook-gross",
        }));
        let finding = if found.given { finding.remark(Message::new("industry-space-given-proximity")) } else { finding };
        let grounds = || found.periods.iter().map(|p| &p.ground);
        Panels::caution(finding, grounds().map(|g| g.unknown), grounds().map(|g| Degenerate::of(&g.presence)))
    }
}

impl PeriodOutlook {
    fn why(&self) -> Argument {
        Message::new(format!("reason-{}", self.reason.unwrap_or("no-variation"))).into()
    }

    fn index(&self, region: usize) -> Option<f64> {
        self.outlook.as_ref()?.index[region]
    }

    /// The gain of an absent industry.
    pub fn gain(&self, region: usize, industry: usize) -> Option<f64> {
        let there = self.pair_reason(industry).is_none() && self.ground.presence.diversity(region) > 0;
        self.outlook.as_ref().filter(|_| there && !self.ground.presence.has(region, industry)).map(|o| o.gain(region, industry))
    }

    fn pair_reason(&self, industry: usize) -> Option<&'static str> {
        let nowhere = Degenerate::industry(&self.ground.presence, industry);
        nowhere.or_else(|| (self.density.degree[industry] <= 0.0).then_some("no-proximity")).or(self.reason)
    }

    /// 1 for the best outlook; regions with the same share the better rank.
    fn ranks(&self) -> Vec<Option<i64>> {
        let index: Vec<Option<f64>> = (0..self.region_scores.len()).map(|i| self.index(i)).collect();
        ranks(&index)
    }
}

impl ComplexityOutlooks {
    /// The region with the best outlook in the last period.
    fn leader(&self) -> Option<usize> {
        let last = self.periods.last()?;
        let scored = (0..last.region_scores.len()).filter_map(|i| Some((i, last.index(i)?)));
        scored.fold(None, |best: Option<(usize, f64)>, one| if best.is_none_or(|b| one.1 > b.1) { Some(one) } else { best }).map(|best| best.0)
    }

    fn best_gain(&self, finding: Finding, region: usize) -> Finding {
        let Some(last) = self.periods.last() else { return finding };
        let here = last.pairs.iter().filter(|p| p.0 as usize == region);
        let scored = here.filter_map(|&(i, j)| Some((j as usize, last.gain(i as usize, j as usize)?)));
        match scored.fold(None, |best: Option<(usize, f64)>, one| if best.is_none_or(|b| one.1 > b.1) { Some(one) } else { best }) {
            Some((industry, gain)) => finding.headline(
                Message::new("complexity-outlook-gain-top")
                    .with("region", self.panels.regions.argument(region))
                    .with("industry", self.panels.industries.argument(industry))
                    .with("gain", Argument::number(gain)),
            ),
            None => finding,
        }
    }

    fn table(&self) -> Table {
        let regions = self.panels.regions.len();
        let rows: Vec<(usize, usize)> = (0..self.periods.len()).flat_map(|t| (0..regions).map(move |i| (t, i))).collect();
        let ranks: Vec<Vec<Option<i64>>> = self.periods.iter().map(PeriodOutlook::ranks).collect();
        let reason = |&(t, i): &(usize, usize)| Degenerate::region(&self.periods[t].ground.presence, i).or(self.periods[t].reason);
        self.panels
            .rows(rows.iter().map(|r| r.0))
            .table(ComplexityOutlook::KEY, Message::new("table-complexity-outlook"))
            .codes("region", &self.panels.regions, rows.iter().map(|r| r.1))
            .numbers("complexity_outlook", Unit::None, rows.iter().map(|r| self.periods[r.0].index(r.1)))
            .numbers("economic_complexity", Unit::None, rows.iter().map(|r| self.periods[r.0].region_scores[r.1]))
            .integers("diversity", Unit::None, rows.iter().map(|r| Some(self.periods[r.0].ground.presence.diversity(r.1) as i64)))
            .integers("rank", Unit::None, rows.iter().map(|r| ranks[r.0][r.1]))
            .words("reason", rows.iter().map(reason))
    }

    fn pair_table(&self) -> Table {
        let rows = || self.periods.iter().enumerate().flat_map(|(t, p)| p.pairs.iter().map(move |&(i, j)| (t, i as usize, j as usize)));
        let density = |t: usize, i: usize, j: usize| {
            let period: &PeriodOutlook = &self.periods[t];
            period.density.get(i, j).filter(|_| period.ground.presence.ubiquity(j) > 0)
        };
        self.panels
            .rows(rows().map(|r| r.0))
            .table("pair", Message::new("table-pair-outlook"))
            .codes("region", &self.panels.regions, rows().map(|r| r.1))
            .codes("industry", &self.panels.industries, rows().map(|r| r.2))
            .numbers("complexity_outlook_gain", Unit::None, rows().map(|(t, i, j)| self.periods[t].gain(i, j)))
            .numbers("relatedness_density", Unit::None, rows().map(|(t, i, j)| density(t, i, j)))
            .numbers("product_complexity", Unit::None, rows().map(|(t, _, j)| self.periods[t].industry_scores[j]))
            .words("reason", rows().map(|(t, _, j)| self.periods[t].pair_reason(j)))
    }

    fn best(&self) -> Chart {
        let mark = Mark::Bars {
            label: vec!["region".into()],
            values: vec!["complexity_outlook".into()],
            interval: None,
            order: Order::Largest("complexity_outlook".into(), 25),
            scale: Scale::Linear,
            reference: None,
        };
        self.panels.chart(Chart::new("complexity_outlook_best", ComplexityOutlook::KEY, mark))
    }

    fn map(&self) -> Chart {
        let mark = Mark::Map { region: "region".into(), value: "complexity_outlook".into(), scale: Scale::Linear, midpoint: None };
        self.panels.chart(Chart::new("complexity_outlook_map", ComplexityOutlook::KEY, mark))
    }

    /// What is near and what is worth reaching, for one region.
    fn quadrant(&self, region: usize) -> Chart {
        let mark = Mark::Scatter {
            x: "relatedness_density".into(),
            y: "product_complexity".into(),
            label: Some("industry".into()),
            size: None,
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            x_reference: None,
            y_reference: Some(Reference { at: 0.0, label: Message::new("reference-mean") }),
            equal: None,
        };
        let mut chart = Chart::new("complexity_outlook_quadrant", "pair", mark).only("region", self.panels.regions.get(region));
        chart.title = chart.title.with("region", self.panels.regions.argument(region));
        chart
    }
}
