//! How complex regions and industries are, by which industries are in which regions.

use crate::industry_space::{
    Complexity, Degenerate, Fitness, Intervals, Panels, Presence, PresenceRule, RegionalIndustries, Rules, Side, Unknown, complexity, each_period,
    fitness, presences, ranks, redrawn, reflections,
};
use agglom_method::{
    Argument, Chart, Context, Family, Finding, Mark, Message, Method, MethodError, Order, Reference, Scale, SettingError, Table, TableSpec, Unit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::complexity_outlook::ScoreScale;

/// Economic complexity of regions (ECI) and of industries (PCI), with diversity, ubiquity, reflections and fitness.
///
/// # Formula
/// M_ij is 1 if industry j is present in region i (see `proximity`), d_i = Σ_j M_ij its diversity, u_j = Σ_i M_ij its ubiquity.
/// ```text
/// K = D^-1 M p     p = U^-1 Mᵀ K / λ     λ the second largest eigenvalue of D^-1 M U^-1 Mᵀ (the largest is 1)
/// ECI = (K - mean K) / sd K              PCI = (p - mean p) / sd p   (`own`)   or   (p - mean K) / sd K   (`regions`)
/// ```
/// with standard deviations of divisor n. λ and the vector come from the symmetric matrix D^-1/2 M U^-1 Mᵀ D^-1/2, or its counterpart of
/// industries where these are fewer, by Lanczos steps beside the known first vector, to 1e-14. The sign makes ECI correlate
/// positively with diversity. On the scale of `regions` (as `ecomplexity` prints), a region's ECI is the mean PCI of its industries.
///
/// `reflections` are the standard scores of k_i,N (k_i,0 = d_i, k_j,0 = u_j, each step the mean over the other side) after N = `reflections`
/// steps; for even N they approach ECI. Fitness and `industry_fitness` Q are the fixed point of F_i = Σ_j M_ij Q_j, Q_j = 1 / Σ_i M_ij / F_i,
/// each with mean 1 over what is present.
///
/// `low` and `high` hold the score in the middle 1 - `alpha` of `draws` samples in which the other side is drawn anew with replacement:
/// industries for a region, regions for an industry. `rank_low` and `rank_high` do so for the rank. They tell how far the score hangs on
/// which industries happen to be told apart, not how sure the counts are.
///
/// # Reading
/// Scores order regions by what they have in common with whom: it is the main direction in which portfolios differ, most often from
/// few common industries to many rare ones. Look at `with_diversity` (table `spectrum`): where ECI hardly correlates with diversity, the
/// direction is another one, and "complex" is the wrong word. A second eigenvalue near 1 says that the regions fall into two groups with
/// little in common, and ECI tells these apart.
///
/// # Undefined when
/// a region has no industry present or an industry is nowhere: its row is empty (`no-industry-present`, `present-nowhere`), all others keep
/// their scores. All are empty if fewer than two regions or two industries are left (`one-region-or-industry`), if all regions have the
/// same industries (`no-variation`), if the network falls into three parts or more (`several-parts`) or the second eigenvalue is no
/// larger than the third (`tied-eigenvalues`): then there is no second vector to speak of. Two parts have a second eigenvalue of 1; ECI
/// is then one number for each part, which a caution says. Fitness is empty where it runs towards 0 without end
/// (not converged after `iterations`); a caution says so. Pairs whose presence is not known count as absent.
///
/// # Source
/// Hidalgo and Hausmann (2009), PNAS 106:10570; Mealy, Farmer and Teytelboym (2019), Science Advances 5:eaau1705 (what the vector means);
/// Tacchella and others (2012), Scientific Reports 2:723 (fitness).
///
/// # Checked against
/// the value by hand below; a `numpy` implementation on 30 regions x 45 industries (ECI, PCI, three eigenvalues, converged fitness and
/// complexity) to 1e-10; `ecomplexity` 0.5.3 and `econcomplex` 1.0.1 (both scales); `economic-complexity` 0.3.0 (reflections).
///
/// # Example
/// Region a has cars and wine, b and c have cars only: a stands apart from the other two, which are the same.
/// ```
/// use agglom_measures::{economic_complexity::EconomicComplexity, industry_space::{PresenceRule, RegionalIndustries}};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let counts = Counts::dense(&["a", "b", "c"], &["cars", "wine"], &[[1.0, 1.0], [1.0, 0.0], [1.0, 0.0]]);
/// let inputs = RegionalIndustries { source: counts.into(), places: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let method = EconomicComplexity { presence: PresenceRule::Given, draws: 0, ..EconomicComplexity::default() };
/// let found = method.compute(&inputs, &context).unwrap();
/// // Scores √2, -1/√2 and -1/√2 have mean 0 and standard deviation 1.
/// let score = found.periods[0].region_scores[0].unwrap();
/// assert!((score - 2f64.sqrt()).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EconomicComplexity {
    /// When an industry counts as present: `rca` (default: by its location quotient), `population` (by its value a head), `given` (value above 0).
    pub presence: PresenceRule,
    /// From which quotient on an industry is present; default 1.
    pub threshold: f64,
    /// Scale of product complexity: `own` (default) or `regions`.
    pub scale: ScoreScale,
    /// Steps of the method of reflections, an even number; default 20, 0 for none.
    pub reflections: usize,
    /// Most iterations of fitness; default 2000, 0 for none.
    pub iterations: usize,
    /// Number of draws behind the intervals; default 99, 0 for none.
    pub draws: usize,
    /// The interval holds with probability 1 - alpha; default 0.05.
    pub alpha: f64,
}

/// Complexities of all periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EconomicComplexities {
    /// One per period of the source.
    pub periods: Vec<PeriodComplexity>,
    panels: Panels,
    settings: EconomicComplexity,
}

/// Standard scores of regions and of industries.
pub type BothScores = (Vec<Option<f64>>, Vec<Option<f64>>);

/// Complexity in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodComplexity {
    /// Which industries are where.
    pub presence: Presence,
    /// The vectors before standardisation, or none.
    pub complexity: Option<Complexity>,
    /// Why there are none.
    pub reason: Option<&'static str>,
    /// Standard scores of the regions (ECI).
    pub region_scores: Vec<Option<f64>>,
    /// Standard scores of the industries (PCI).
    pub industry_scores: Vec<Option<f64>>,
    /// Intervals of the regions' scores.
    pub region_intervals: Option<Intervals>,
    /// Intervals of the industries' scores.
    pub industry_intervals: Option<Intervals>,
    /// Standard scores by reflections, of regions and of industries.
    pub reflections: Option<BothScores>,
    /// Fitness and complexity.
    pub fitness: Option<Fitness>,
    /// Connected parts of the network of regions and industries.
    pub parts: usize,
    /// What is not known of presence.
    pub unknown: Unknown,
}

impl Default for EconomicComplexity {
    fn default() -> Self {
        let rules = Rules::default();
        Self {
            presence: rules.presence,
            threshold: rules.threshold,
            scale: ScoreScale::Own,
            reflections: 20,
            iterations: 2000,
            draws: 99,
            alpha: 0.05,
        }
    }
}

impl Method for EconomicComplexity {
    const KEY: &'static str = "economic_complexity";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "economic_complexity",
            "period region economic_complexity low high rank rank_low rank_high diversity average_ubiquity reflections fitness reason",
        ),
        TableSpec::new("industry", "period industry product_complexity low high ubiquity average_diversity reflections industry_fitness reason"),
        TableSpec::new("spectrum", "period regions industries parts second_eigenvalue third_eigenvalue with_diversity iterations reason"),
    ];
    type Inputs = RegionalIndustries;
    type Output = EconomicComplexities;

    fn check(&self) -> Result<(), SettingError> {
        Rules { threshold: self.threshold, ..Rules::default() }.check()?;
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        if !self.reflections.is_multiple_of(2) || self.reflections > 10_000 {
            return Err(SettingError::new("reflections", format!("{} must be an even number up to 10000", self.reflections)));
        }
        if self.draws > 0 && self.draws < 39 {
            return Err(SettingError::new("draws", format!("{} draws give no percentiles; take 0 for none or at least 39", self.draws)));
        }
        Ok(())
    }

    fn compute(&self, inputs: &RegionalIndustries, context: &Context<'_>) -> Result<EconomicComplexities, MethodError> {
        let rules = Rules { presence: self.presence, threshold: self.threshold, ..Rules::default() };
        let counts = &inputs.source;
        let all = presences(counts, &rules, inputs.places.as_deref())?;
        let (regions, industries) = all.iter().fold((0, 0), |most, (p, ..)| (most.0.max(p.occupied()), most.1.max(p.found())));
        for (what, got) in [("regions", regions), ("industries", industries)] {
            if got < 2 {
                return Err(MethodError::TooFew { what, need: 2, got });
            }
        }
        let period = |t, (presence, _, unknown)| self.period(presence, unknown, counts.periods.get(t), context);
        let periods = each_period(all, context, period)?;
        Ok(EconomicComplexities { periods, panels: Panels::of(counts), settings: self.clone() })
    }

    fn present(&self, _inputs: &RegionalIndustries, found: &EconomicComplexities) -> Finding {
        let finding = Finding::default()
            .table(found.table())
            .table(found.industry())
            .table(found.spectrum())
            .chart(found.ranking())
            .chart(found.scatter())
            .chart(found.map())
            .chart(found.industries());
        found.sentences(finding)
    }
}

impl EconomicComplexity {
    fn period(&self, presence: Presence, unknown: Unknown, name: &str, context: &Context<'_>) -> Result<PeriodComplexity, MethodError> {
        let found = complexity(&presence, context)?;
        let (regions, industries) = presence.shape();
        let (region_scores, industry_scores) = match &found {
            Ok(found) => (found.region_scores(), found.industry_scores(self.scale == ScoreScale::Regions)),
            Err(_) => (vec![None; regions], vec![None; industries]),
        };
        let intervals = |side: Side, label: &str| match &found {
            Ok(found) if self.draws > 0 => {
                let seed = context.seed.child(label).child(name);
                redrawn(&presence, found, side, self.draws, self.alpha, seed, context).map(Some)
            }
            _ => Ok(None),
        };
        Ok(PeriodComplexity {
            region_intervals: intervals(Side::Regions, "regions")?,
            industry_intervals: if self.scale == ScoreScale::Own { intervals(Side::Industries, "industries")? } else { None },
            reflections: (self.reflections > 0).then(|| reflections(&presence, self.reflections)),
            fitness: if self.iterations > 0 { Some(fitness(&presence, self.iterations, context)?) } else { None },
            parts: presence.parts().2,
            reason: found.as_ref().err().copied(),
            complexity: found.ok(),
            region_scores,
            industry_scores,
            presence,
            unknown,
        })
    }
}

fn low(intervals: Option<&Intervals>, i: usize) -> Option<f64> {
    intervals?.score[i].map(|ends| ends.0)
}

fn high(intervals: Option<&Intervals>, i: usize) -> Option<f64> {
    intervals?.score[i].map(|ends| ends.1)
}

impl PeriodComplexity {
    fn fitness(&self) -> Option<&Fitness> {
        self.fitness.as_ref().filter(|f| f.converged)
    }
}

impl EconomicComplexities {
    fn table(&self) -> Table {
        let regions = self.panels.regions.len();
        let rows: Vec<(&PeriodComplexity, usize)> = self.periods.iter().flat_map(|p| (0..regions).map(move |i| (p, i))).collect();
        let rows = || rows.iter().copied();
        let ranked: Vec<Option<i64>> = self.periods.iter().flat_map(|p| ranks(&p.region_scores)).collect();
        let table = self
            .panels
            .rows((0..self.periods.len()).flat_map(|t| std::iter::repeat_n(t, regions)))
            .table(EconomicComplexity::KEY, Message::new("table-economic-complexity"))
            .codes("region", &self.panels.regions, rows().map(|r| r.1))
            .numbers("economic_complexity", Unit::None, rows().map(|(p, i)| p.region_scores[i]));
        let rank = |(p, i): (&PeriodComplexity, usize)| p.region_intervals.as_ref().and_then(|n| n.rank[i]);
        let table = if self.settings.draws > 0 {
            table
                .numbers("low", Unit::None, rows().map(|(p, i)| low(p.region_intervals.as_ref(), i)))
                .numbers("high", Unit::None, rows().map(|(p, i)| high(p.region_intervals.as_ref(), i)))
                .integers("rank", Unit::None, ranked)
                .integers("rank_low", Unit::None, rows().map(|r| rank(r).map(|n| n.0)))
                .integers("rank_high", Unit::None, rows().map(|r| rank(r).map(|n| n.1)))
        } else {
            table.integers("rank", Unit::None, ranked)
        };
        let table = table.integers("diversity", Unit::None, rows().map(|(p, i)| Some(p.presence.diversity(i) as i64))).numbers(
            "average_ubiquity",
            Unit::None,
            rows().map(|(p, i)| p.presence.average_ubiquity(i)),
        );
        let table = if self.settings.reflections > 0 {
            table.numbers("reflections", Unit::None, rows().map(|(p, i)| p.reflections.as_ref().and_then(|r| r.0[i])))
        } else {
            table
        };
        let table = if self.settings.iterations > 0 {
            table.numbers("fitness", Unit::None, rows().map(|(p, i)| p.fitness().and_then(|f| f.regions[i])))
        } else {
            table
        };
        table.words("reason", rows().map(|(p, i)| Degenerate::region(&p.presence, i).or(p.reason)))
    }

    fn industry(&self) -> Table {
        let industries = self.panels.industries.len();
        let rows: Vec<(&PeriodComplexity, usize)> = self.periods.iter().flat_map(|p| (0..industries).map(move |j| (p, j))).collect();
        let rows = || rows.iter().copied();
        let table = self
            .panels
            .rows((0..self.periods.len()).flat_map(|t| std::iter::repeat_n(t, industries)))
            .table("industry", Message::new("table-industry-complexity"))
            .codes("industry", &self.panels.industries, rows().map(|r| r.1))
            .numbers("product_complexity", Unit::None, rows().map(|(p, j)| p.industry_scores[j]));
        let table = if self.settings.draws > 0 && self.settings.scale == ScoreScale::Own {
            table.numbers("low", Unit::None, rows().map(|(p, j)| low(p.industry_intervals.as_ref(), j))).numbers(
                "high",
                Unit::None,
                rows().map(|(p, j)| high(p.industry_intervals.as_ref(), j)),
            )
        } else {
            table
        };
        let table = table.integers("ubiquity", Unit::None, rows().map(|(p, j)| Some(p.presence.ubiquity(j) as i64))).numbers(
            "average_diversity",
            Unit::None,
            rows().map(|(p, j)| p.presence.average_diversity(j)),
        );
        let table = if self.settings.reflections > 0 {
            table.numbers("reflections", Unit::None, rows().map(|(p, j)| p.reflections.as_ref().and_then(|r| r.1[j])))
        } else {
            table
        };
        let table = if self.settings.iterations > 0 {
            table.numbers("industry_fitness", Unit::None, rows().map(|(p, j)| p.fitness().and_then(|f| f.industries[j])))
        } else {
            table
        };
        table.words("reason", rows().map(|(p, j)| Degenerate::industry(&p.presence, j).or(p.reason)))
    }

    fn spectrum(&self) -> Table {
        let of = |f: fn(&Complexity) -> Option<f64>| self.periods.iter().map(move |p| p.complexity.as_ref().and_then(f));
        let table = self
            .panels
            .rows(0..self.periods.len())
            .table("spectrum", Message::new("table-spectrum"))
            .integers("regions", Unit::None, self.periods.iter().map(|p| Some(p.presence.occupied() as i64)))
            .integers("industries", Unit::None, self.periods.iter().map(|p| Some(p.presence.found() as i64)))
            .integers("parts", Unit::None, self.periods.iter().map(|p| Some(p.parts as i64)))
            .numbers("second_eigenvalue", Unit::None, of(|c| Some(c.second)))
            .numbers("third_eigenvalue", Unit::None, of(|c| c.third))
            .numbers("with_diversity", Unit::None, of(|c| c.with_diversity));
        let table = if self.settings.iterations > 0 {
            table.integers("iterations", Unit::None, self.periods.iter().map(|p| p.fitness.as_ref().map(|f| f.iterations as i64)))
        } else {
            table
        };
        table.words("reason", self.periods.iter().map(|p| p.reason))
    }

    fn interval(&self) -> Option<(String, String)> {
        (self.settings.draws > 0).then(|| ("low".to_owned(), "high".to_owned()))
    }

    fn ranking(&self) -> Chart {
        let mark = Mark::Dots {
            label: vec!["region".into()],
            value: "economic_complexity".into(),
            interval: self.interval(),
            order: Order::Largest("economic_complexity".into(), 30),
            reference: Some(Reference { at: 0.0, label: Message::new("reference-mean") }),
        };
        self.panels.chart(Chart::new("economic_complexity_ranking", EconomicComplexity::KEY, mark))
    }

    fn industries(&self) -> Chart {
        let mark = Mark::Dots {
            label: vec!["industry".into()],
            value: "product_complexity".into(),
            interval: self.interval().filter(|_| self.settings.scale == ScoreScale::Own),
            order: Order::Extreme("product_complexity".into(), 30),
            reference: Some(Reference { at: 0.0, label: Message::new("reference-mean") }),
        };
        self.panels.chart(Chart::new("economic_complexity_industries", "industry", mark))
    }

    fn scatter(&self) -> Chart {
        let mark = Mark::Scatter {
            x: "diversity".into(),
            y: "average_ubiquity".into(),
            label: Some("region".into()),
            size: None,
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            x_reference: None,
            y_reference: None,
            equal: None,
        };
        self.panels.chart(Chart::new("economic_complexity_diversity", EconomicComplexity::KEY, mark))
    }

    fn map(&self) -> Chart {
        let mark = Mark::Map { region: "region".into(), value: "economic_complexity".into(), scale: Scale::Linear, midpoint: Some(0.0) };
        self.panels.chart(Chart::new("economic_complexity_map", EconomicComplexity::KEY, mark))
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let Some(last) = self.periods.last() else { return finding };
        let top = |scores: &[Option<f64>]| {
            let there = scores.iter().enumerate().filter_map(|(i, s)| Some((i, (*s)?)));
            there.fold(None, |best: Option<(usize, f64)>, one| if best.is_none_or(|b| one.1 > b.1) { Some(one) } else { best })
        };
        let finding = if let (Some((i, score)), Some((j, complexity))) = (top(&last.region_scores), top(&last.industry_scores)) {
            let message = Message::new("economic-complexity-top")
                .with("region", self.panels.regions.argument(i))
                .with("score", Argument::number(score))
                .with("industry", self.panels.industries.argument(j))
                .with("complexity", Argument::number(complexity));
            finding.headline(self.panels.of_last(message))
        } else {
            let why = Message::new(format!("reason-{}", last.reason.unwrap_or("no-variation")));
            finding.headline(self.panels.of_last(Message::new("economic-complexity-none").with("reason", why)))
        };
        let finding = match &last.complexity {
            Some(found) => of_spectrum(last, found, finding),
            None => finding,
        };
        let finding = match &last.region_intervals {
            Some(intervals) => finding.remark(Message::new("economic-complexity-draws").with("draws", Argument::count(intervals.draws))),
            None => finding,
        };
        let open = self.periods.iter().filter(|p| p.fitness.as_ref().is_some_and(|f| !f.converged)).count();
        let finding = if open > 0 {
            let message = Message::new("economic-complexity-fitness-open")
                .with("periods", Argument::count(open))
                .with("iterations", Argument::count(self.settings.iterations));
            finding.caution(message)
        } else {
            finding
        };
        Panels::caution(finding, self.periods.iter().map(|p| p.unknown), self.periods.iter().map(|p| Degenerate::of(&p.presence)))
    }
}

/// What the eigenvalues and the sign say.
fn of_spectrum(last: &PeriodComplexity, found: &Complexity, finding: Finding) -> Finding {
    let correlation = found.with_diversity.unwrap_or(0.0);
    let message = Message::new("economic-complexity-eigenvalue")
        .with("second", Argument::number(found.second))
        .with("correlation", Argument::number(correlation));
    let finding = finding.remark(message);
    let finding =
        if last.parts > 1 { finding.caution(Message::new("economic-complexity-parts").with("parts", Argument::count(last.parts))) } else { finding };
    if found.signed() && correlation >= 0.2 {
        finding
    } else {
        finding.caution(Message::new("economic-complexity-sign").with("correlation", Argument::number(correlation)))
    }
}
