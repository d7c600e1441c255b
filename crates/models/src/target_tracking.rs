//! Returns against the plan of the year.

use crate::calendar::{Length, Period};
use crate::cumulative::{Returns, Thresholds};
use crate::growth_history::place;
use agglom_method::{
    Bound, Codes, Context, Family, Finding, Indicators, Inputs, Message, Method, MethodError, Reading, SettingError, ShapeKind, Slot, TableSpec,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use crate::cumulative::{Course, Interval, Nowcast, Plan, Share};

/// Monthly or quarterly returns against the plan: the year they point to with an interval, the gap, and what the rest of the year must bring.
///
/// # Formula
/// ```text
/// expected_share  c_q = mean over complete years of (figure by the end of season q) / (figure of the year),   n years, sd s
/// nowcast             = to_date / c_q                          with n = 1: last year · (1 + growth to date)
/// low, high           = to_date / (c_q ± t_(n-1) s √(1 + 1/n))       `plug_in`: to_date / (c_q ± z s)
/// gap                 = (nowcast / target - 1) · 100
/// required_rest       = target - to_date                       required_run_rate = required_rest / seasons left
/// required_growth_rest = (required_rest / (last year - last year to date) - 1) · 100
/// tracking_probability = P(share of this year <= to_date / target)
/// ```
/// The share of a new year follows Student's t around c_q, cut off below 0 and above 1: more than the whole year cannot be there yet.
/// Complete years are those before the year of the last return with a figure for the year's end, the last `reference_years` of them.
///
/// Figures are since the start of the year (`cumulative = true`), or each for itself and added up here (`false`); the `kind` of a figure
/// (`cumulative`, `flow`) goes before the setting. Periods are months (`2017-03`, `201703`), quarters (`2017-Q1`, `2017Q1`) or years
/// (`2017`, the same as the year's end). A February without a January stands for both months; once one year has it so, January and
/// February are one season (`01-02`) in all years.
///
/// # Reading
/// `tracking_status` is `on-course` if the plan is met with a probability of at least `on_course`, `off-course` if of at most
/// `off_course`, otherwise `at-risk`. `required_growth_rest` says by how much the rest of the year must exceed the same rest of last year.
/// Where the source says that less is better, meeting the plan means to stay below it. The nowcast assumes that the year's work is
/// spread over the seasons as in the years before; a plant that opens in autumn is not in it.
///
/// # Undefined when
/// no year before is complete (`no-reference-year`); there is one only, which gives a nowcast and no interval
/// (`one-reference-year`), or all have the same share (`shares-equal`); nothing has come in yet (`nothing-yet`); there is no plan
/// (`no-target`); the figures do not add up over a year by their kind, stock or ratio (`not-a-flow`). A cumulative figure that falls
/// within its year is an error that names entity, indicator and period. If no series has a nowcast or a plan, the method refuses.
///
/// # Source
/// Shares of a new year: predictive Student's t, Zellner (1971), An Introduction to Bayesian Inference in Econometrics, ch. 2; the interval of
/// the quotient: Fieller (1940). January and February together: National Bureau of Statistics of China. Replaces the tracking by
/// annual targets alone of Wang and Liu (2022, retracted).
///
/// # Checked against
/// `numpy` and `scipy` for shares, nowcast, gap, both intervals and the probability; coverage of the interval by simulation.
///
/// # Example
/// Half of last year's 80 was there by June. With 44 now, the year points to 88: 2.2 % below a plan of 90.
/// ```
/// use agglom_models::{target_tracking::TargetTracking, Tracked};
/// use agglom_method::{Codes, Context, Indicator, Indicators, Method, Printed, Reading, Seed, Unwatched};
/// let figure = |period: u32, value: f64| Indicator {
///     row: u64::from(period) + 2, entity: 0, indicator: 0, period, unit: None, kind: None, direction: None,
///     value: Reading::Observed(Printed { value, decimals: 0 }), previous: Reading::Missing, growth_printed: Reading::Missing,
/// };
/// let periods = Codes::new(["2016-06", "2016-12", "2017-06"]).into();
/// let rows = vec![figure(0, 40.0), figure(1, 80.0), figure(2, 44.0)];
/// let source = Indicators { entities: Codes::new(["zone"]).into(), indicators: Codes::new(["output"]).into(), periods, rows };
/// let targets = [("output".to_owned(), [("2017".to_owned(), 90.0)].into())].into();
/// let method = TargetTracking { targets, ..Default::default() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = method.compute(&Tracked { source: source.into(), plan: None }, &context).unwrap();
/// assert_eq!((found.nowcasts[0].nowcast, found.nowcasts[0].plan.unwrap().rest), (Some(88.0), 46.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TargetTracking {
    /// Whether figures are since the start of the year; otherwise each is of its own month or quarter.
    pub cumulative: bool,
    /// At most so many of the last complete years give the shares.
    pub reference_years: usize,
    /// Targets of years: indicator, then year as text, then level. They go before those of `plan`.
    pub targets: BTreeMap<String, BTreeMap<String, f64>>,
    /// How uncertain a share is held to be.
    pub interval: Interval,
    /// The interval holds with probability 1 - alpha.
    pub alpha: f64,
    /// On course from this probability on.
    pub on_course: f64,
    /// Off course up to this probability.
    pub off_course: f64,
}

/// Returns and a plan.
#[derive(Debug, Clone)]
pub struct Tracked {
    /// The returns.
    pub source: Arc<Indicators>,
    /// Levels to be reached in years.
    pub plan: Option<Arc<Indicators>>,
}

/// Returns against the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tracking {
    /// Whose returns.
    pub entities: Arc<Codes>,
    /// Of what.
    pub indicators: Arc<Codes>,
    /// When.
    pub periods: Arc<Codes>,
    /// The year that each series points to, by entity and indicator.
    pub nowcasts: Vec<Nowcast>,
    /// The seasons of each of them.
    pub seasons: Vec<Season>,
    /// The year of each of them, with the plan.
    pub steps: Vec<Step>,
    /// Its unit.
    pub units: Vec<Option<String>>,
    /// Series with January and February together.
    pub merged: Vec<usize>,
    /// Series whose sum stops at a missing month or quarter.
    pub broken: Vec<usize>,
    /// How intervals are made.
    pub interval: Interval,
    /// 1 - level of the intervals.
    pub alpha: f64,
    /// Rows passed over because they have no label.
    pub unlabelled: usize,
}

/// The share of a season.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Season {
    /// Number of the series.
    pub series: usize,
    /// Its code.
    pub season: String,
    /// The cumulative share at its end.
    pub share: Share,
    /// The ends of the interval of a new year's share.
    pub ends: Option<(f64, f64)>,
}

/// The end of a season in the current year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Number of the series.
    pub series: usize,
    /// Code of the period.
    pub period: String,
    /// `actual`, or `planned`.
    pub path: &'static str,
    /// Since the start of the year.
    pub value: f64,
    /// What the target leaves.
    pub remaining: Option<f64>,
}

impl Default for TargetTracking {
    fn default() -> Self {
        Self {
            cumulative: true,
            reference_years: 5,
            targets: BTreeMap::new(),
            interval: Interval::Predictive,
            alpha: 0.05,
            on_course: 0.8,
            off_course: 0.2,
        }
    }
}

impl Inputs for Tracked {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Indicators], "figures by month or quarter, of this year and at least one complete year before")
            .all_periods(),
        Slot::one("plan", &[ShapeKind::Indicators], "the level to be reached in each year").all_periods().optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.indicators("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source, plan: bound.indicators("plan") })
    }
}

impl Method for TargetTracking {
    const KEY: &'static str = "target_tracking";
    const FAMILY: Family = Family::Track;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "target_tracking",
            "series_number entity indicator period to_date growth_to_date expected_share nowcast low high target gap gap_low gap_high required_rest required_run_rate required_growth_rest tracking_probability tracking_status reason",
        ),
        TableSpec::new("seasonal_shares", "series_number entity indicator season expected_share low high years_counted"),
        TableSpec::new("burndown", "series_number entity indicator period path cumulated remaining"),
    ];
    type Inputs = Tracked;
    type Output = Tracking;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        SettingError::between("on_course", self.on_course, 0.0, 1.0)?;
        SettingError::between("off_course", self.off_course, 0.0, 1.0)?;
        if self.off_course >= self.on_course {
            return Err(SettingError::new("off_course", format!("{} must lie below on_course, {}", self.off_course, self.on_course)));
        }
        if self.reference_years == 0 {
            return Err(SettingError::new("reference_years", "a share needs at least 1 complete year"));
        }
        for (indicator, years) in &self.targets {
            for (year, level) in years {
                if Period::parse(year).is_none_or(|p| p.length != Length::Year) {
                    return Err(SettingError::new("targets", format!("{indicator}: `{year}` is not a year, such as 2030")));
                }
                if !(level.is_finite() && *level > 0.0) {
                    return Err(SettingError::new("targets", format!("{indicator}, {year}: the target must be a positive number")));
                }
            }
        }
        Ok(())
    }

    fn compute(&self, inputs: &Tracked, context: &Context<'_>) -> Result<Tracking, MethodError> {
        let source = &inputs.source;
        if source.rows.is_empty() {
            return Err(MethodError::TooFew { what: "rows", need: 1, got: 0 });
        }
        let (returns, unlabelled) = Returns::all(source, self.cumulative)?;
        let plan = Targets::new(self, inputs)?;
        let thresholds = Thresholds { on_course: self.on_course, off_course: self.off_course };
        let mut found = Tracking {
            entities: source.entities.clone(),
            indicators: source.indicators.clone(),
            periods: source.periods.clone(),
            nowcasts: Vec::new(),
            seasons: Vec::new(),
            steps: Vec::new(),
            units: Vec::new(),
            merged: Vec::new(),
            broken: Vec::new(),
            interval: self.interval,
            alpha: self.alpha,
            unlabelled,
        };
        for series in &returns {
            context.proceed()?;
            let target = series.last().and_then(|(year, ..)| plan.of(source, series, year));
            let nowcast = Nowcast::new(series, target, self.reference_years, self.interval, self.alpha, thresholds);
            if let Some(nowcast) = nowcast {
                self.add(&mut found, series, nowcast);
            }
        }
        if found.nowcasts.is_empty() {
            return Err(MethodError::TooFew { what: "values", need: 1, got: 0 });
        }
        if !plan.is_empty()
            && found.nowcasts.iter().all(|n| n.reason == Some("no-target") || (n.plan.is_none() && n.reason != Some("target-not-positive")))
        {
            return Err(plan.unmatched(source, &found));
        }
        if found.nowcasts.iter().all(|n| n.nowcast.is_none() && n.plan.is_none()) {
            return Err(MethodError::NoAnswer { why: found.refusal() });
        }
        Ok(found)
    }

    fn present(&self, _inputs: &Tracked, found: &Tracking) -> Finding {
        let finding = Finding::default().table(found.nowcast_table());
        let finding = if found.seasons.is_empty() { finding } else { finding.table(found.season_table()) };
        let finding = finding.table(found.step_table());
        let finding = found.charts().into_iter().fold(finding, Finding::chart);
        found.remarks(found.cautions(found.headlines(finding)))
    }
}

impl TargetTracking {
    /// Adds a series with its seasons and the steps of its year.
    fn add(&self, found: &mut Tracking, series: &Returns, nowcast: Nowcast) {
        let number = found.nowcasts.len();
        let (year, target) = (nowcast.year, nowcast.plan.map(|p| p.target));
        let years = series.complete_before(year, self.reference_years);
        let left = |value: f64| target.map(|t| t - value).filter(|x| x.is_finite());
        let step = |month: u32, path, value: f64| Step { series: number, period: series.code(year, month), path, value, remaining: left(value) };
        let now = series.years.get(&year).into_iter().flatten();
        found.steps.extend(now.map(|(&month, figure)| step(month, "actual", figure.value)));
        if !series.not_a_flow && !years.is_empty() {
            for month in series.seasons() {
                let Some(share) = Share::of(series, month, &years, self.interval) else { continue };
                if !share.mean.is_finite() {
                    continue;
                }
                let ends = share.spread.map(|s| (s.quantile(self.alpha / 2.0), s.quantile(1.0 - self.alpha / 2.0)));
                found.seasons.push(Season { series: number, season: series.season(month), share, ends });
                found.steps.extend(target.map(|target| step(month, "planned", target * share.mean)));
            }
        }
        found.units.push(series.unit.clone());
        if series.merged {
            found.merged.push(number);
        }
        if series.broken {
            found.broken.push(number);
        }
        found.nowcasts.push(nowcast);
    }
}

/// The targets of the settings and of the plan.
struct Targets<'a> {
    /// By number of the indicator and year; they go before the others.
    set: BTreeMap<(u32, i32), f64>,
    plan: Option<&'a Indicators>,
    /// By number of entity and indicator of the plan, and year.
    planned: BTreeMap<(u32, u32, i32), f64>,
}

impl<'a> Targets<'a> {
    fn new(method: &TargetTracking, inputs: &'a Tracked) -> Result<Self, MethodError> {
        let indicators = &inputs.source.indicators;
        let mut set = BTreeMap::new();
        for (indicator, years) in &method.targets {
            let number = indicators.required("targets", indicator)? as u32;
            set.extend(years.iter().filter_map(|(year, &level)| Some(((number, Period::parse(year)?.year), level))));
        }
        let mut planned = BTreeMap::new();
        let plan = inputs.plan.as_deref();
        for (plan, row) in plan.iter().flat_map(|plan| plan.rows.iter().map(move |row| (plan, row))) {
            let Reading::Observed(printed) = row.value else { continue };
            let refused = |key| MethodError::Needs { what: place(plan, row.entity, row.indicator, row.period, key) };
            let year = Period::parse(plan.periods.get(row.period as usize)).filter(|p| p.length == Length::Year).map(|p| p.year);
            let year = year.ok_or_else(|| refused("history-not-a-year"))?;
            if !plan.indicators.get(row.indicator as usize).is_empty() && planned.insert((row.entity, row.indicator, year), printed.value).is_some() {
                return Err(refused("history-twice"));
            }
        }
        Ok(Self { set, plan, planned })
    }

    fn is_empty(&self) -> bool {
        self.set.is_empty() && self.planned.is_empty()
    }

    /// The target of a series in a year. A plan without entities is that of the only entity of the source, or of every one.
    fn of(&self, source: &Indicators, series: &Returns, year: i32) -> Option<f64> {
        if let Some(&level) = self.set.get(&(series.indicator, year)) {
            return Some(level);
        }
        let plan = self.plan?;
        let (entity, indicator) = (source.entities.get(series.entity as usize), source.indicators.get(series.indicator as usize));
        let name = source.indicators.name(series.indicator as usize);
        let indicator = plan.indicators.find(indicator).or_else(|| plan.indicators.find(name?))? as u32;
        let only = (plan.entities.len() == 1 && (plan.entities.get(0).is_empty() || entity.is_empty())).then_some(0);
        let entity = plan.entities.index(entity).or_else(|| plan.entities.index("")).map(|e| e as u32).or(only)?;
        self.planned.get(&(entity, indicator, year)).copied()
    }

    /// No target fits any series: what the returns have, and what the plan has.
    fn unmatched(&self, source: &Indicators, found: &Tracking) -> MethodError {
        let years: BTreeSet<String> = found.nowcasts.iter().map(|n| format!("{:04}", n.year)).collect();
        let have: BTreeSet<String> = self.set.keys().map(|k| k.1).chain(self.planned.keys().map(|k| k.2)).map(|y| format!("{y:04}")).collect();
        let first = &found.nowcasts[0];
        let list = |years: BTreeSet<String>| years.into_iter().collect::<Vec<_>>().join(", ");
        let message = place(source, first.entity, first.indicator, first.period, "target-tracking-unmatched");
        MethodError::Needs { what: message.with("years", list(years)).with("planned", list(have)) }
    }
}
