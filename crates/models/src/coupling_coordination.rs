//! How well subsystems (city, cluster, park) develop together.

use crate::coupling::{BlockScores, Degree, Members, Panel, Resampling, Scales, Spread, by_number, comprehensive, sensitivity, standard, wang2021};
use crate::index::Bounds;
use agglom_method::{
    Aim, Argument, Bound, Chart, Codes, Context, Family, Finding, Indicators, Inputs, Mark, Message, Method, MethodError, Order, Scale, SettingError,
    ShapeKind, Slot, TableSpec,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use crate::coupling::{
    Blocks, Class, Coordination, CoordinationRow, CouplingLevel, Formula, IndicatorWeight, Lag, Sensitivity, Stage, StageThresholds, Weighting,
};

/// Coupling and coordination of two or more subsystems of a place, such as its cities, its industrial clusters and its parks.
///
/// # Formula
/// ```text
/// r = (x - low) / (high - low), or (high - x) / (high - low) where less is better, kept within [0, 1]
/// U_s = Σ_j w_j r_j                  score of system s, weights adding up to 1 within it
/// T = Σ_s α_s U_s                    comprehensive score, α from `system_weights` (default: equal)
/// D = √(C · T)                       coordination degree
///
/// wang2021   C = √{ [1 - Σ_{i>j} |U_i - U_j| / (n(n-1)/2)] · (Π_i U_i / U_max)^(1/(n-1)) }
/// standard   C = n (Π U)^(1/n) / Σ U
/// liao       C = [Π U / (Σ U / n)^n]^k, k = `exponent`; not comparable between exponents
/// ```
/// `low` and `high` come from `bounds` or from all places and periods together, never from one period, which would make periods
/// incomparable. Weights are computed over all places and periods and all indicators, then made to add up to 1 within each system:
/// entropy weights are `w ∝ 1 - e`, `e = -Σ p ln p / ln N`, `p = r / Σ r`, with `0 ln 0 = 0` and nothing added to a zero.
///
/// Formulas known to be wrong can be asked for by name, to reproduce a published number; a caution says what is wrong:
/// ```text
/// coefficient_lost      C = (Π U)^(1/n) / Σ U                                          at most 1/n
/// pairwise_product_sum  C = {U1 U2 U3 / [(U1+U2)(U1+U3)(U2+U3)]}^(1/3)                 at most 1/2
/// weights_inside        C = n (Π α_s U_s)^(1/n) / Σ U                                  at most (Π α)^(1/n)
/// sqrt_missing          C as in `standard`, D = C · T                                  the square of the coordination degree
/// ```
/// The obstacle degree of an indicator is its share of what the place lacks: `O_j = I_j / Σ I`, `I_j = α_s w_j (1 - r_j)`.
///
/// A system lags if its score is below `lag_share` of the mean score; otherwise the place is synchronous. With `blocks`, scores of
/// location L, spillover S and system Y (plain means of their indicators on the same scales) tell the stage:
/// ```text
/// location   D < middle, or L is the largest and S, Y < weak
/// spillover  D >= middle, S >= weak and Y < strong
/// system     D >= advanced and min(L, S, Y) >= strong
/// ```
/// and `between` where no rule holds. The thresholds are a proposal that no study has tested.
///
/// Each of `draws` draws takes as many entities as there are, with replacement and with all their periods, estimates ends of scales
/// and weights anew, draws the weights of each system from a Dirichlet distribution around them (concentration
/// `weight_concentration`), multiplies every figure by a lognormal error of median 1 and coefficient of variation `data_error`, and
/// scores all rows. Intervals are percentiles; the probability of a class is its share of the draws. Draws that leave a system without
/// an indicator that varies are passed over and counted.
///
/// The table `sensitivity` splits the variance of the mean coordination over all combinations of four weightings, three
/// normalisations (ends, 5th and 95th percentile, ranks) and the valid formulas into first-order Sobol shares; what they leave is
/// interaction.
///
/// # Reading
/// C says how alike the scores are, T how high, D both. The standard C is close to 1 for scores as different as 0.8 and 0.6 (0.990),
/// so it hardly tells places apart; Wang's gives 0.775. Numbers of two formulas must not be compared. The ten classes of D and the
/// four levels of C are conventions: read the probability of the class, and the interval before a difference between places. Scores
/// are relative to the places in the data unless `bounds` say otherwise. Coupling is a likeness of scores, not an exchange that
/// somebody measured.
///
/// What intervals are worth, by simulation (`examples/coverage`: 30 places, 9 indicators, 8 years, 100 studies each): with `bounds` given, 95 %
/// intervals of D hold in 93 % (± 1) where weights come from 30 of 600 places, in 94 % for errors of 10 % in the figures and in 93 % for errors
/// of 30 %; probabilities of classes are right (0.60 true in 0.60, 0.81 in 0.82, 0.95 in 0.95). The weights drawn around the estimated
/// ones by default (`weight_concentration` 50) come on top: they stand for judgement, and without doubt about it intervals hold in more than
/// 99 %. Without `bounds`, the ends of the scales are the extremes of the places in the data, and no resampling of 30 places
/// tells those of 600: against the scales of all of them, intervals hold in 64 to 84 %, and classes with a probability of 0.95
/// are true in 0.86. Give `bounds`, or read D as a comparison of these places alone.
///
/// # Undefined when
/// an indicator is missing (`missing-indicator`): the row is left out. If all scores are zero, C and D are set to zero and `reason` is
/// `all-scores-zero`. Constant indicators are left out with a caution, except those with bounds of their own under equal weights; a
/// system of which none is left is an error. A place that lacks nothing has no obstacles. A single entity cannot be drawn again: its
/// interval holds only what the weights and the errors of the figures add.
///
/// # Source
/// Wang, Kong, Ren and others (2021), Journal of Natural Resources 36:793 (formula and taxonomy of errors); Liao (1999), Tropical
/// Geography 19:171; classes as in Tian and others (2021), Acta Geographica Sinica 76:781. Stages: Pang, Research on the integration
/// of urban clusters, industrial clusters and industrial parks, whose three stages are words there, without a measure. Shares: Sobol
/// (1993), Mathematical Modelling and Computational Experiments 1:407.
///
/// # Checked against
/// `numpy` on 18 rows of 9 indicators in 3 systems to 1e-12: scales, weights, scores, both degrees, the wrong formulas, obstacles;
/// values by hand; simulation.
///
/// # Example
/// Scores 0.8 and 0.6: C = √((1 - 0.2) · 0.6 / 0.8) = √0.6 = 0.7746, T = 0.7, D = √(0.7746 · 0.7) = 0.7364.
/// ```
/// use agglom_models::coupling_coordination::{CouplingCoordination, Coupled, Weighting};
/// use agglom_method::{Aim, Codes, Context, Indicator, Indicators, Method, Printed, Reading, Seed, Unwatched};
/// let figure = |indicator, value| Indicator {
///     row: 2, entity: 0, indicator, period: 0, unit: None, kind: None, direction: Some(Aim::Up),
///     value: Reading::Observed(Printed { value, decimals: 1 }), previous: Reading::Missing, growth_printed: Reading::Missing,
/// };
/// let source = Indicators {
///     entities: Codes::new(["Liling"]).into(), indicators: Codes::new(["homes", "plants"]).into(), periods: Codes::new(["2020"]).into(),
///     rows: vec![figure(0, 0.8), figure(1, 0.6)],
/// };
/// let systems = [("city", "homes"), ("park", "plants")].map(|(system, code)| (system.to_owned(), vec![code.to_owned()]));
/// let bounds = ["homes", "plants"].map(|code| (code.to_owned(), [0.0, 1.0]));
/// let method = CouplingCoordination {
///     systems: systems.into(), bounds: bounds.into(), weighting: Weighting::Equal, ..Default::default()
/// };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = method.compute(&Coupled { source: source.into() }, &context).unwrap();
/// assert!((found.rows[0].coupling.unwrap() - 0.6f64.sqrt()).abs() < 1e-12);
/// assert!((found.rows[0].coordination.unwrap() - 0.7364).abs() < 1e-4);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CouplingCoordination {
    /// The subsystems: a name, and the codes (or names) of its indicators; at least two. Every indicator of the data belongs to one.
    pub systems: BTreeMap<String, Vec<String>>,
    /// Whether more of an indicator is better (`up`) or less (`down`), by code; goes before what the data say.
    pub directions: BTreeMap<String, Aim>,
    /// Ends of the scale of an indicator, `[low, high]`, by code; for others the smallest and the largest figure of the data.
    pub bounds: BTreeMap<String, [f64; 2]>,
    /// Where the weights of the indicators come from.
    pub weighting: Weighting,
    /// Weights of the systems, by name, adding up to 1; equal if there are none.
    pub system_weights: BTreeMap<String, f64>,
    /// How the coupling degree follows from the scores.
    pub formula: Formula,
    /// Exponent k of the formula `liao`.
    pub exponent: f64,
    /// A system lags if its score is below this share of the mean score.
    pub lag_share: f64,
    /// Indicators of location, spillover and system, which tell the stage.
    pub blocks: Blocks,
    /// Where one stage ends and the next begins.
    pub thresholds: StageThresholds,
    /// The interval holds with probability 1 - alpha.
    pub alpha: f64,
    /// Number of bootstrap draws; 0 for none.
    pub draws: usize,
    /// How closely drawn weights keep to the estimated ones (concentration of the Dirichlet distribution); 0 keeps them as they are.
    pub weight_concentration: f64,
    /// Coefficient of variation of the error of a figure.
    pub data_error: f64,
}

/// Figures of the systems.
#[derive(Debug, Clone)]
pub struct Coupled {
    /// The figures.
    pub source: Arc<Indicators>,
}

impl Default for CouplingCoordination {
    fn default() -> Self {
        Self {
            systems: BTreeMap::new(),
            directions: BTreeMap::new(),
            bounds: BTreeMap::new(),
            weighting: Weighting::Entropy,
            system_weights: BTreeMap::new(),
            formula: Formula::Wang2021,
            exponent: 2.0,
            lag_share: 0.9,
            blocks: Blocks::default(),
            thresholds: StageThresholds::default(),
            alpha: 0.05,
            draws: 1000,
            weight_concentration: 50.0,
            data_error: 0.0,
        }
    }
}

impl Inputs for Coupled {
    const SLOTS: &'static [Slot] =
        &[Slot::one("source", &[ShapeKind::Indicators], "figures of places by indicator, for all periods together").all_periods()];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.indicators("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source })
    }
}

impl Method for CouplingCoordination {
    const KEY: &'static str = "coupling_coordination";
    const FAMILY: Family = Family::Assess;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "coupling_coordination",
            "entity period coupling_coordination low high coupling coupling_level coupling_standard coupling_wang2021 comprehensive class \
             probability lag lagging_system stage clipped reason",
        ),
        TableSpec::new("systems", "entity period system score low high obstacle"),
        TableSpec::new("class_probabilities", "entity period class probability"),
        TableSpec::new("weights", "system indicator weight low high scale_low scale_high"),
        TableSpec::new("obstacles", "entity period system indicator obstacle obstacle_rank"),
        TableSpec::new("sensitivity", "factor share reason"),
    ];
    type Inputs = Coupled;
    type Output = Coordination;

    fn check(&self) -> Result<(), SettingError> {
        self.check_systems()?;
        for (code, [low, high]) in &self.bounds {
            if !(low < high && low.abs() <= 1e300 && high.abs() <= 1e300) {
                return Err(SettingError::new("bounds", format!("{code}: {low} must lie below {high}, and both be numbers")));
            }
        }
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        SettingError::between("exponent", self.exponent, 0.0, f64::INFINITY)?;
        if (1..39).contains(&self.draws) {
            return Err(SettingError::new(
                "draws",
                format!("{} draws give no percentiles; take at least 39, better 1000, or 0 for none", self.draws),
            ));
        }
        for (setting, value, most) in
            [("lag_share", self.lag_share, 1.0), ("weight_concentration", self.weight_concentration, 1e12), ("data_error", self.data_error, 1.0)]
        {
            if !(0.0..=most).contains(&value) {
                return Err(SettingError::new(setting, format!("{value} must lie between 0 and {most}")));
            }
        }
        self.blocks.check()?;
        self.thresholds.check()
    }

    fn compute(&self, inputs: &Coupled, context: &Context<'_>) -> Result<Coordination, MethodError> {
        let source = &inputs.source;
        if source.rows.is_empty() {
            return Err(MethodError::TooFew { what: "rows", need: 1, got: 0 });
        }
        let members = Members::new(&self.systems, &self.blocks, source)?;
        by_number(source, "directions", &self.directions)?;
        let fixed: BTreeMap<u32, Bounds> = by_number(source, "bounds", &self.bounds)?.into_iter().map(|(i, b)| (i, ends(b))).collect();
        let panel = Panel::new(members, source, &self.directions, &fixed, self.weighting)?;
        let blocks = if self.blocks.is_empty() { None } else { Some(BlockScores::new(&self.blocks, source, &self.directions, &fixed)?) };
        let scales = panel.scales(self.weighting);
        let system_weights = self.weights_of(&panel.systems);
        let degree = Degree { formula: self.formula, exponent: self.exponent, weights: &system_weights };
        let spread = self.spread(&panel, degree, context)?;
        let mut rows: Vec<CoordinationRow> =
            (0..panel.rows.len()).map(|i| self.row(i, &panel, &scales, degree, spread.as_ref(), blocks.as_ref())).collect();
        rows.extend(panel.incomplete.iter().map(|lacking| CoordinationRow::empty(lacking.row, "missing-indicator")));
        rows.sort_by_key(|r| (r.entity, r.period));
        let weight = |i: usize| IndicatorWeight {
            system: panel.system[i],
            indicator: panel.indicators[i],
            weight: scales.weights[i],
            interval: spread.as_ref().and_then(|s| s.weights.get(i).copied()),
            scale_low: scales.bounds[i].low,
            scale_high: scales.bounds[i].high,
        };
        Ok(Coordination {
            entities: source.entities.clone(),
            periods: source.periods.clone(),
            indicators: source.indicators.clone(),
            systems: panel.systems.clone(),
            rows,
            weights: (0..panel.columns.len()).map(weight).collect(),
            constant: panel.constant.clone(),
            incomplete: panel.incomplete.iter().map(|lacking| (lacking.row.entity, lacking.row.period, lacking.indicator)).collect(),
            sensitivity: sensitivity(&panel, &scales, degree, context)?,
            highest: degree.highest(),
            failed: spread.as_ref().map_or(0, |s| s.failed),
            drawn_entities: panel.rows.chunk_by(|a, b| a.entity == b.entity).count(),
        })
    }

    fn present(&self, _inputs: &Coupled, found: &Coordination) -> Finding {
        let finding = Finding::default().table(found.main_table()).table(found.system_table());
        let finding = if found.has_draws() { finding.table(found.class_table()) } else { finding };
        let finding = finding.table(found.weight_table()).table(found.obstacle_table()).table(found.sensitivity_table());
        let finding = found.charts().into_iter().fold(finding, Finding::chart);
        self.remarks(found, self.cautions(found, found.headlines(finding)))
    }
}

/// Computation.
impl CouplingCoordination {
    fn check_systems(&self) -> Result<(), SettingError> {
        if self.systems.len() == 1 {
            return Err(SettingError::new("systems", "one system has nothing to couple with; name at least two"));
        }
        if let Some((name, _)) = self.systems.iter().find(|(_, codes)| codes.is_empty()) {
            return Err(SettingError::new("systems", format!("`{name}` has no indicators")));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = self.systems.values().flatten().find(|code| !seen.insert(*code)) {
            return Err(SettingError::new("systems", format!("`{twice}` is named twice; an indicator belongs to one system")));
        }
        if self.formula == Formula::PairwiseProductSum && !self.systems.is_empty() && self.systems.len() != 3 {
            return Err(SettingError::new("formula", format!("pairwise_product_sum is written for three systems, not {}", self.systems.len())));
        }
        if self.system_weights.is_empty() {
            return Ok(());
        }
        if !self.system_weights.keys().eq(self.systems.keys()) {
            return Err(SettingError::new("system_weights", "must name every system once, and nothing else"));
        }
        if !self.system_weights.values().all(|w| *w > 0.0 && w.is_finite()) {
            return Err(SettingError::new("system_weights", "must be above 0"));
        }
        let total: f64 = self.system_weights.values().sum();
        if (total - 1.0).abs() <= 1e-9 { Ok(()) } else { Err(SettingError::new("system_weights", format!("must add up to 1, not {total}"))) }
    }

    /// The weights of the systems in their order.
    fn weights_of(&self, systems: &Codes) -> Vec<f64> {
        let equal = 1.0 / systems.len() as f64;
        systems.iter().map(|system| self.system_weights.get(system).copied().unwrap_or(equal)).collect()
    }

    fn spread(&self, panel: &Panel, degree: Degree<'_>, context: &Context<'_>) -> Result<Option<Spread>, MethodError> {
        let (weighting, draws, alpha) = (self.weighting, self.draws, self.alpha);
        let resampling = Resampling { panel, degree, weighting, draws, alpha, concentration: self.weight_concentration, data_error: self.data_error };
        if draws == 0 { Ok(None) } else { resampling.run(context).map(Some) }
    }

    fn row(
        &self,
        at: usize,
        panel: &Panel,
        scales: &Scales,
        degree: Degree<'_>,
        spread: Option<&Spread>,
        blocks: Option<&BlockScores>,
    ) -> CoordinationRow {
        let row = panel.rows[at];
        let scores = panel.scores(&scales.scaled, &scales.weights, at);
        let coordination = degree.coordination(&scores);
        let drawn = spread.and_then(|s| s.rows.get(at));
        CoordinationRow {
            coordination: Some(coordination),
            interval: drawn.map(|d| d.coordination),
            coupling: Some(degree.coupling(&scores)),
            standard: Some(standard(&scores)),
            wang2021: Some(wang2021(&scores)),
            comprehensive: Some(comprehensive(&scores, degree.weights)),
            class: Some(Class::of(coordination)),
            probabilities: drawn.map(|d| d.classes),
            lag: Lag::of(&scores, self.lag_share),
            stage: blocks.and_then(|b| Some(self.thresholds.stage(coordination, b.get(row)?))),
            clipped: Some(panel.clipped(scales, at)),
            score_intervals: drawn.map_or_else(Vec::new, |d| d.scores.clone()),
            obstacles: panel.obstacles(scales, degree.weights, at),
            reason: scores.iter().all(|&u| u <= 0.0).then_some("all-scores-zero"),
            scores,
            entity: row.entity,
            period: row.period,
        }
    }
}

fn ends([low, high]: [f64; 2]) -> Bounds {
    Bounds { low, high }
}

/// Charts.
impl Coordination {
    /// The last period in which anything is defined.
    fn last(&self) -> Option<u32> {
        self.rows.iter().filter(|r| r.coordination.is_some()).map(|r| r.period).max()
    }

    fn charts(&self) -> Vec<Chart> {
        let (key, Some(last)) = (CouplingCoordination::KEY, self.last()) else { return Vec::new() };
        let interval = self.has_draws().then(|| ("low".to_owned(), "high".to_owned()));
        let several = self.rows.iter().any(|r| r.coordination.is_some() && r.period != last);
        let value = || "coupling_coordination".to_owned();
        let mut charts = if several {
            let heat = Mark::Heat { row: "entity".into(), column: "period".into(), value: value(), scale: Scale::Linear, midpoint: None };
            let series = (self.entities.len() > 1).then(|| "entity".to_owned());
            let lines = Mark::Lines { x: "period".into(), y: value(), series, band: interval, reference: None };
            vec![Chart::new("coupling_coordination_heat", key, heat), Chart::new("coupling_coordination_lines", key, lines)]
        } else {
            let order = Order::Largest(value(), 40);
            let label = vec!["entity".to_owned()];
            let bars = Mark::Bars { label, values: vec![value()], interval, order, scale: Scale::Linear, reference: None };
            vec![Chart::new("coupling_coordination_bars", key, bars)]
        };
        if self.has_draws() {
            let (row, column) = ("entity".to_owned(), "class".to_owned());
            let heat = Mark::Heat { row, column, value: "probability".into(), scale: Scale::Linear, midpoint: None };
            charts.push(self.in_period(Chart::new("coupling_coordination_classes", "class_probabilities", heat), last, several));
        }
        if self.rows.iter().any(|r| r.period == last && r.obstacles.is_some()) {
            let order = Order::Largest("obstacle".into(), 20);
            let label = vec!["entity".to_owned(), "indicator".to_owned()];
            let bars = Mark::Bars { label, values: vec!["obstacle".into()], interval: None, order, scale: Scale::Linear, reference: None };
            charts.push(self.in_period(Chart::new("coupling_coordination_obstacles", "obstacles", bars), last, several));
        }
        charts
    }

    /// The chart for one period, if there are several.
    fn in_period(&self, chart: Chart, period: u32, several: bool) -> Chart {
        let code = self.periods.get(period as usize);
        let mut chart = if several { chart.only("period", code) } else { chart };
        chart.title = chart.title.with("period", self.periods.argument(period as usize));
        chart
    }
}

/// Sentences.
impl Coordination {
    /// The last period in brackets, if the source has any.
    fn when(&self) -> Argument {
        let last = self.last().map(|p| p as usize).filter(|&p| !self.periods.get(p).is_empty());
        last.map_or("".into(), |p| Message::new("coupling-coordination-when").with("period", self.periods.argument(p)).into())
    }

    /// A place with its coordination, interval, class and probability.
    fn described(&self, row: &CoordinationRow) -> Argument {
        let class = row.class.map_or(Argument::from(""), |c| Message::new(format!("class-{}", c.word())).into());
        let value = Argument::number(row.coordination.unwrap_or_default());
        let message = |key: &str| {
            Message::new(key)
                .with("place", self.entities.argument_or_whole(row.entity as usize))
                .with("value", value.clone())
                .with("class", class.clone())
        };
        match (row.interval, row.probability()) {
            (Some((low, high)), Some(probability)) => message("coupling-coordination-place-interval")
                .with("low", Argument::number(low))
                .with("high", Argument::number(high))
                .with("probability", Argument::Percent { value: probability, decimals: 0 })
                .into(),
            _ => message("coupling-coordination-place").into(),
        }
    }

    fn headlines(&self, finding: Finding) -> Finding {
        let last = self.last();
        let current: Vec<&CoordinationRow> = self.rows.iter().filter(|r| Some(r.period) == last && r.coordination.is_some()).collect();
        let by = |a: &&CoordinationRow, b: &&CoordinationRow| a.coordination.unwrap_or(0.0).total_cmp(&b.coordination.unwrap_or(0.0));
        let (best, worst) = (current.iter().copied().rev().max_by(by), current.iter().copied().min_by(by));
        let finding = match (best, worst) {
            (Some(best), Some(worst)) if best.entity != worst.entity => finding.headline(
                Message::new("coupling-coordination-range")
                    .with("when", self.when())
                    .with("best", self.described(best))
                    .with("worst", self.described(worst)),
            ),
            (Some(only), _) => {
                finding.headline(Message::new("coupling-coordination-one").with("when", self.when()).with("place", self.described(only)))
            }
            _ => finding,
        };
        let counts: Vec<usize> = (0..self.systems.len()).map(|s| current.iter().filter(|r| r.lagging() == Some(s)).count()).collect();
        let all = Argument::count(current.len());
        let finding = match counts.iter().enumerate().rev().max_by_key(|(_, count)| **count) {
            Some((system, &count)) if count > 0 => finding.headline(
                Message::new("coupling-coordination-lag")
                    .with("system", self.systems.argument(system))
                    .with("count", Argument::count(count))
                    .with("all", all.clone()),
            ),
            _ => finding,
        };
        if !self.has_draws() {
            return finding;
        }
        let sure = current.iter().filter(|r| r.probability().is_some_and(|p| p >= 0.9)).count();
        finding.headline(Message::new("coupling-coordination-sure").with("sure", Argument::count(sure)).with("all", all))
    }
}

impl CouplingCoordination {
    fn cautions(&self, found: &Coordination, mut finding: Finding) -> Finding {
        if self.formula.is_wrong() {
            let key = format!("coupling-coordination-wrong-{}", self.formula.word());
            finding = finding.caution(Message::new(key).with("highest", Argument::number(found.highest)));
        }
        let counted = |finding: Finding, key: &str, count: usize| {
            if count == 0 { finding } else { finding.caution(Message::new(key).with("count", Argument::count(count))) }
        };
        if !found.constant.is_empty() {
            let names: Vec<Argument> = found.constant.iter().map(|&i| found.indicators.argument(i as usize)).collect();
            finding = finding.caution(Message::new("coupling-coordination-constant").with("indicators", names));
        }
        let zero = found.rows.iter().filter(|r| r.reason == Some("all-scores-zero")).count();
        if let Some(&(entity, period, indicator)) = found.incomplete.first() {
            let message = Message::new("coupling-coordination-missing").with("count", Argument::count(found.incomplete.len()));
            let message = message.with("entity", found.entities.argument_or_whole(entity as usize));
            let message = message.with("period", found.periods.argument(period as usize));
            finding = finding.caution(message.with("indicator", found.indicators.argument(indicator as usize)));
        }
        finding = counted(finding, "coupling-coordination-zero", zero);
        finding = counted(finding, "coupling-coordination-clipped", found.rows.iter().filter_map(|r| r.clipped).sum());
        finding = counted(finding, "coupling-coordination-failed", found.failed);
        if self.draws == 0 {
            finding = finding.caution(Message::new("coupling-coordination-no-draws"));
        } else if found.drawn_entities == 1 {
            finding = finding.caution(Message::new("coupling-coordination-one-entity"));
        }
        finding
    }

    fn remarks(&self, found: &Coordination, finding: Finding) -> Finding {
        let range = &found.sensitivity;
        let finding = finding.remark(
            Message::new("coupling-coordination-choices")
                .with("combinations", Argument::count(range.combinations))
                .with("lowest", Argument::number(range.lowest))
                .with("highest", Argument::number(range.highest)),
        );
        let formula = Message::new(format!("coupling-coordination-formula-{}", self.formula.word())).with("exponent", Argument::Short(self.exponent));
        let finding = finding.remark(formula).remark(Message::new("coupling-coordination-conventions"));
        let from_data = found.has_draws() && found.weights.len() > self.bounds.len();
        let finding = if from_data { finding.remark(Message::new("coupling-coordination-scales-from-data")) } else { finding };
        if self.blocks.is_empty() { finding } else { finding.remark(Message::new("coupling-coordination-stages")) }
    }
}
