//! Levels, increments, ratios and identities in one plan.

use crate::planning::{MOST_PERIODS, Program, Source, Timeline, checked, listed, plan, solution, spoken};
use agglom_method::{
    Argument, Bound, Chart, Codes, Context, Family, Finding, Indicators, Inputs, Mark, Message, Method, MethodError, Order, Reference, Scale,
    SettingError, ShapeKind, Slot, Table, TableSpec, Unit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use crate::planning::{
    Amounts, PathObjective, PathPoint, Plan, PlanAudit, PlannedLevel, PlannedRatio, PlannedSeries, RatioLimit, RequirementKind, ShadowPrice,
    Smoothness,
};

/// The smoothest path of linked series from where they stand to their goals, under limits of levels, increases and ratios.
///
/// # Formula
/// ```text
/// min  Σ_s Σ_t ((y_s,t+1 - 2 y_s,t + y_s,t-1) / scale_s)²        t = 1 .. T-1, y_s,0 the level at the start
/// with goals         y_s,t = goal
///      levels        least <= y_s,t <= most
///      increases     least_increase <= y_s,t - y_s,t-1 <= most_increase
///      ratios        of_t - most · to_t <= 0,  least · to_t - of_t <= 0,  falling: of_t/to_t <= of_t-1/to_t-1
///      identities    `Debt` = `Total assets` - `Net assets`        `Total assets` = `Total assets`[-1] + `New total assets`
///      links         `Net assets` - `Net assets`[-1] <= `Profit` + `Injection`
/// ```
/// `scale` is the goal unless it is set. With `smoothness = "log"` the second differences are those of ln y. All requirements are
/// linear, so the problem is a convex quadratic program: an interior point finds which limits bind, a linear system gives the levels
/// on them. Two things are solved as a sequence of such programs: logs, and ratios that may not rise (whose products of levels are
/// replaced by their first order, so that the plan is the best nearby, perhaps not the best of all).
///
/// A series alone on one side of an identity is computed from the other side, in f64 as it is written, from levels on a grid of
/// binary fractions (2^44 to the largest level among related series): the identity holds to the last bit. Other requirements hold to
/// 1e-8 of the levels that they are about.
///
/// The data beyond `start` are a published plan (`published = false` passes them over): every requirement is checked on it, an
/// equation with the rounding of the figure that stands alone. With neither `periods` nor `years`, the plan covers the periods of the
/// data from the first on; without `series`, every indicator there is planned from its first level to its last published one.
///
/// # Reading
/// `target_plan` is the level to plan for, `increase` the task of the period, `share_left` the part of the way still ahead. `binding`
/// names a requirement of the series itself that leaves no room. `shadow_prices` tells what limits cost: the change of the objective
/// when the required value rises by one unit; where several limits meet in a point, prices are one choice of many. `objective`
/// compares the plan with the published one and with the straight line, which is perfectly smooth and may break requirements.
/// The plan carries no interval: nothing in it is estimated; how likely it is to be reached is the question of goal feasibility.
///
/// # Undefined when
/// growth from zero or below (`base-zero`, `base-negative`). If no plan meets all requirements, there is none, and the error names
/// requirements that exclude each other, none of which could be left out of the list; a shorter list that lacks one of them does not
/// turn up by the same search. A ratio needs a positive divisor. A smooth series needs a level at the start, in the data or `initial`.
///
/// # Source
/// Convex programming: Boyd and Vandenberghe (2004), Convex Optimization, ch. 6.3; Whittaker (1923), Proceedings of the Edinburgh
/// Mathematical Society 41:63 (squared differences); solver: Goulart and Chen (2024), Clarabel; conflicts: Chinneck and Dravnieks
/// (1991), ORSA Journal on Computing 3:157. It takes the place of Table 6 of Wang and Liu (2022, retracted): a plan from 80 and 41 to
/// 200 and 110 whose debt ratio rises in two of four years, though the abstract says that it falls every year.
///
/// # Checked against
/// two quadratic solvers and exact fractions for the plan of Table 6 under increments and debt caps (objective 2125/14, and
/// 16.694251331); the published plan's objective, 1138; shadow prices against differences of the objective.
///
/// # Example
/// From 100 to 130 in three years, at most 5 in the first: increases 5, d, 25 - d make (d - 5)² + (25 - 2d)² smallest at d = 11.
/// ```
/// use agglom_models::{target_plan::{Amounts, PlannedSeries, TargetPlan}, Planned};
/// use agglom_method::{Codes, Context, Indicators, Method, Seed, Unwatched};
/// let assets = PlannedSeries {
///     indicator: "assets".into(), initial: Some(100.0), goal: Some(130.0), scale: Some(1.0),
///     most_increase: Some(Amounts::ByPeriod([("2017".to_owned(), 5.0)].into())),
///     ..PlannedSeries::default()
/// };
/// let method = TargetPlan { start: Some("2016".into()), years: Some(3), series: vec![assets], ..TargetPlan::default() };
/// let source = Indicators { entities: Codes::new(["zone"]).into(), ..Indicators::default() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = method.compute(&Planned { source: source.into() }, &context).unwrap();
/// let levels: Vec<f64> = found.plans[0].levels.iter().filter_map(|l| l.level).collect();
/// assert_eq!(levels, [100.0, 105.0, 116.0, 130.0]);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TargetPlan {
    /// The period whose levels the plan starts from; by default the last of the data, or the first if neither periods nor years are set.
    pub start: Option<String>,
    /// The planned periods in order.
    pub periods: Vec<String>,
    /// Instead of periods, so many years after the start, whose code must be a whole number.
    pub years: Option<usize>,
    /// Whether figures after the start are a published plan.
    pub published: bool,
    /// The series to plan; without any, every indicator of the data.
    pub series: Vec<PlannedSeries>,
    /// Quotients with limits.
    pub ratios: Vec<RatioLimit>,
    /// Linear relations by `=`, which the plan keeps exactly.
    pub identities: Vec<String>,
    /// Linear relations by `<=` or `>=`.
    pub links: Vec<String>,
    /// What a smooth path is.
    pub smoothness: Smoothness,
}

/// Figures with the levels at the start, and perhaps a published plan.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The figures.
    pub source: Arc<Indicators>,
}

/// Plans by entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plans {
    /// The entities.
    pub entities: Arc<Codes>,
    /// The planned series.
    pub indicators: Arc<Codes>,
    /// The start and the planned periods.
    pub periods: Arc<Codes>,
    /// One plan for each entity.
    pub plans: Vec<Plan>,
}

impl Default for TargetPlan {
    fn default() -> Self {
        Self {
            start: None,
            periods: Vec::new(),
            years: None,
            published: true,
            series: Vec::new(),
            ratios: Vec::new(),
            identities: Vec::new(),
            links: Vec::new(),
            smoothness: Smoothness::SecondDifference,
        }
    }
}

impl Inputs for Planned {
    const SLOTS: &'static [Slot] =
        &[Slot::one("source", &[ShapeKind::Indicators], "levels at the start, and after it a published plan if there is one").all_periods()];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.indicators("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source })
    }
}

impl Method for TargetPlan {
    const KEY: &'static str = "target_plan";
    const FAMILY: Family = Family::Optimise;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "target_plan",
            "entity indicator period target_plan increase growth share_left least most binding published published_difference reason",
        ),
        TableSpec::new("ratios", "entity ratio period value least most binding published reason"),
        TableSpec::new("paths", "entity indicator period plan_path plan_level"),
        TableSpec::new("audit", "entity requirement subject period value required missed status reason"),
        TableSpec::new("shadow_prices", "entity requirement subject period required price"),
        TableSpec::new("objective", "entity plan_path objective broken checked"),
    ];
    type Inputs = Planned;
    type Output = Plans;

    fn check(&self) -> Result<(), SettingError> {
        if self.years.is_some() && !self.periods.is_empty() {
            return Err(SettingError::new("years", "periods are set too; keep one of the two"));
        }
        if self.years.is_some_and(|years| !(1..=MOST_PERIODS).contains(&years)) {
            return Err(SettingError::new("years", format!("a plan has 1 to {MOST_PERIODS} years")));
        }
        checked(&self.series, &self.ratios, &self.identities, &self.links, self.smoothness)
    }

    fn compute(&self, inputs: &Planned, context: &Context<'_>) -> Result<Plans, MethodError> {
        let source = &inputs.source;
        if source.entities.is_empty() {
            return Err(MethodError::TooFew { what: "rows", need: 1, got: 0 });
        }
        let timeline = Timeline::new(&source.periods, self.start.as_deref(), &self.periods, self.years)?;
        let mut plans = Vec::new();
        for entity in 0..source.entities.len() {
            context.proceed()?;
            let program = Program::new(self, &Source::new(source, entity as u32)?, &timeline)?;
            plans.push(plan(entity as u32, &program, solution(&program, context)?)?);
            context.watch.progress(entity as u64 + 1, source.entities.len() as u64);
        }
        let names = || plans.iter().flat_map(|p| &p.series);
        let indicators = Codes::new(names().map(|s| s.0.as_str())).named(names().filter_map(|s| Some((s.0.as_str(), s.1.as_deref()?))));
        let periods = Codes::new(timeline.codes.iter().map(String::as_str));
        let named = (0..source.periods.len()).filter_map(|i| Some((source.periods.get(i), source.periods.name(i)?)));
        let periods = Arc::new(periods.named(named));
        Ok(Plans { entities: source.entities.clone(), indicators: indicators.into(), periods, plans })
    }

    fn present(&self, _inputs: &Planned, found: &Plans) -> Finding {
        let finding = Finding::default().table(found.level_table());
        let finding = if self.ratios.is_empty() { finding } else { finding.table(found.ratio_table()) };
        let finding = finding.table(found.path_table());
        let finding = if found.plans.iter().all(|p| p.audit.is_empty()) { finding } else { finding.table(found.audit_table()) };
        let finding = if found.plans.iter().all(|p| p.prices.is_empty()) { finding } else { finding.table(found.price_table()) };
        let finding = finding.table(found.objective_table());
        let finding = found.charts().into_iter().fold(finding, Finding::chart);
        let finding = found.plans.iter().take(MOST_SPOKEN).fold(finding, |finding, plan| found.sentences(plan, finding));
        self.remarks(found, finding)
    }
}

/// How many entities have sentences of their own.
const MOST_SPOKEN: usize = 5;

impl TargetPlan {
    fn remarks(&self, found: &Plans, finding: Finding) -> Finding {
        let residual = found.plans.iter().map(|p| p.residual).fold(0.0, f64::max);
        let finding = match (self.identities.is_empty(), residual == 0.0) {
            (true, _) => finding,
            (false, true) => finding.remark(Message::new("target-plan-exact")),
            (false, false) => finding.remark(Message::new("target-plan-residual").with("residual", Argument::number(residual))),
        };
        let falling = self.ratios.iter().any(|r| r.falling);
        let finding = if falling { finding.remark(Message::new("target-plan-nearby")) } else { finding };
        let smooth = if self.smoothness == Smoothness::Log { "target-plan-log" } else { "target-plan-second-difference" };
        finding.remark(Message::new(smooth)).remark(Message::new("target-plan-no-interval"))
    }
}

/// Rows of all plans with the entity's number in front.
fn rows<'a, T>(plans: &'a [Plan], of: impl Fn(&'a Plan) -> &'a [T]) -> Vec<(&'a Plan, &'a T)> {
    plans.iter().flat_map(|plan| of(plan).iter().map(move |row| (plan, row))).collect()
}

/// Presentation.
impl Plans {
    fn indicator(&self, plan: &Plan, series: usize) -> usize {
        self.indicators.index(&plan.series[series].0).unwrap_or(0)
    }

    fn begun<T>(&self, name: &str, title: &str, rows: &[(&Plan, &T)]) -> Table {
        Table::new(name, Message::new(title)).codes("entity", &self.entities, rows.iter().map(|r| r.0.entity as usize))
    }

    fn level_table(&self) -> Table {
        let rows: Vec<(&Plan, &PlannedLevel)> = rows(&self.plans, |p| &p.levels);
        let numbers = |of: fn(&PlannedLevel) -> Option<f64>| rows.iter().map(move |r| of(r.1)).collect::<Vec<_>>();
        self.begun(TargetPlan::KEY, "table-target-plan", &rows)
            .codes("indicator", &self.indicators, rows.iter().map(|r| self.indicator(r.0, r.1.series)))
            .codes("period", &self.periods, rows.iter().map(|r| r.1.period))
            .numbers("target_plan", Unit::None, numbers(|r| r.level))
            .numbers("increase", Unit::None, numbers(|r| r.increase))
            .numbers("growth", Unit::Percent, numbers(|r| r.growth))
            .numbers("share_left", Unit::Share, numbers(|r| r.remaining))
            .numbers("least", Unit::None, numbers(|r| r.least))
            .numbers("most", Unit::None, numbers(|r| r.most))
            .words("binding", rows.iter().map(|r| r.1.binding.map(RequirementKind::word)))
            .numbers("published", Unit::None, numbers(|r| r.published))
            .numbers("published_difference", Unit::None, numbers(|r| Some(r.published? - r.level?)))
            .words("reason", rows.iter().map(|r| r.1.reason))
    }

    fn ratio_table(&self) -> Table {
        let rows: Vec<(&Plan, &PlannedRatio)> = rows(&self.plans, |p| &p.ratios);
        let numbers = |of: fn(&PlannedRatio) -> Option<f64>| rows.iter().map(move |r| of(r.1)).collect::<Vec<_>>();
        self.begun("ratios", "table-target-plan-ratios", &rows)
            .texts("ratio", rows.iter().map(|r| Some(r.1.ratio.clone())))
            .codes("period", &self.periods, rows.iter().map(|r| r.1.period))
            .numbers("value", Unit::None, numbers(|r| r.value))
            .numbers("least", Unit::None, numbers(|r| r.least))
            .numbers("most", Unit::None, numbers(|r| r.most))
            .words("binding", rows.iter().map(|r| r.1.binding.map(RequirementKind::word)))
            .numbers("published", Unit::None, numbers(|r| r.published))
            .words("reason", rows.iter().map(|r| r.1.reason))
    }

    fn path_table(&self) -> Table {
        let rows = rows(&self.plans, |p| &p.paths);
        self.begun("paths", "table-target-plan-paths", &rows)
            .codes("indicator", &self.indicators, rows.iter().map(|r| self.indicator(r.0, r.1.series)))
            .codes("period", &self.periods, rows.iter().map(|r| r.1.period))
            .words("plan_path", rows.iter().map(|r| Some(r.1.path)))
            .numbers("plan_level", Unit::None, rows.iter().map(|r| Some(r.1.level)))
    }

    fn audit_table(&self) -> Table {
        let rows: Vec<(&Plan, &PlanAudit)> = rows(&self.plans, |p| &p.audit);
        let numbers = |of: fn(&PlanAudit) -> Option<f64>| rows.iter().map(move |r| of(r.1)).collect::<Vec<_>>();
        let status = |row: &PlanAudit| row.missed.map_or("undefined", |missed| if missed > 0.0 { "mismatch" } else { "ok" });
        self.begun("audit", "table-target-plan-audit", &rows)
            .words("requirement", rows.iter().map(|r| Some(r.1.kind.word())))
            .texts("subject", rows.iter().map(|r| Some(r.1.subject.clone())))
            .codes("period", &self.periods, rows.iter().map(|r| r.1.period))
            .numbers("value", Unit::None, numbers(|r| r.value))
            .numbers("required", Unit::None, numbers(|r| r.required))
            .numbers("missed", Unit::None, numbers(|r| r.missed))
            .words("status", rows.iter().map(|r| Some(status(r.1))))
            .words("reason", rows.iter().map(|r| r.1.reason))
    }

    fn price_table(&self) -> Table {
        let rows: Vec<(&Plan, &ShadowPrice)> = rows(&self.plans, |p| &p.prices);
        self.begun("shadow_prices", "table-target-plan-prices", &rows)
            .words("requirement", rows.iter().map(|r| Some(r.1.kind.word())))
            .texts("subject", rows.iter().map(|r| Some(r.1.subject.clone())))
            .codes("period", &self.periods, rows.iter().map(|r| r.1.period))
            .numbers("required", Unit::None, rows.iter().map(|r| r.1.required))
            .numbers("price", Unit::None, rows.iter().map(|r| Some(r.1.price)))
    }

    fn objective_table(&self) -> Table {
        let rows = rows(&self.plans, |p| &p.objectives);
        self.begun("objective", "table-target-plan-objective", &rows)
            .words("plan_path", rows.iter().map(|r| Some(r.1.path)))
            .numbers("objective", Unit::None, rows.iter().map(|r| r.1.objective))
            .integers("broken", Unit::None, rows.iter().map(|r| i64::try_from(r.1.broken).ok()))
            .integers("checked", Unit::None, rows.iter().map(|r| i64::try_from(r.1.checked).ok()))
    }

    fn charts(&self) -> Vec<Chart> {
        const MOST_BARS: usize = 60;
        let several = self.plans.len() > 1;
        let text = str::to_owned;
        let lines = |y: &str, series: &str, reference: Option<Reference>| Mark::Lines {
            x: text("period"),
            y: text(y),
            series: Some(text(series)),
            band: None,
            reference,
        };
        let first = self.plans.iter().find_map(|p| (0..p.series.len()).find(|&s| p.goals[s].is_some()).map(|s| self.indicator(p, s))).unwrap_or(0);
        let (table, mark) =
            if several { (TargetPlan::KEY, lines("target_plan", "entity", None)) } else { ("paths", lines("plan_level", "plan_path", None)) };
        let mut path = Chart::new("target_plan_path", table, mark).only("indicator", self.indicators.get(first));
        path.title = path.title.with("indicator", self.indicators.argument(first));
        let mut charts = vec![path];
        let (left, series) = if several { ("entity", true) } else { ("indicator", false) };
        let mut burndown = Chart::new("target_plan_left", TargetPlan::KEY, lines("share_left", left, None));
        if series {
            burndown = burndown.only("indicator", self.indicators.get(first));
        }
        if self.plans.iter().any(|p| p.levels.iter().any(|l| l.remaining.is_some())) {
            charts.push(burndown);
        }
        let increases = self.plans.iter().map(|p| p.levels.len()).sum::<usize>();
        let mut label = vec![text("indicator"), text("period")];
        if several {
            label.insert(0, text("entity"));
        }
        let order = if increases <= MOST_BARS { Order::AsIs } else { Order::Extreme(text("increase"), MOST_BARS) };
        let values = vec![text("increase")];
        let bars = Mark::Bars { label, values, interval: None, order, scale: Scale::Linear, reference: None };
        charts.push(Chart::new("target_plan_increase", TargetPlan::KEY, bars));
        charts.extend(self.ratio_chart(several));
        charts
    }

    /// The ratios over time, with the highest allowed if that is one number.
    fn ratio_chart(&self, several: bool) -> Option<Chart> {
        let first = &self.plans.iter().find_map(|p| p.ratios.first())?.ratio;
        let mut caps: Vec<f64> = self.plans.iter().flat_map(|p| &p.ratios).filter(|r| r.ratio == *first).filter_map(|r| r.most).collect();
        caps.dedup();
        let one = self.plans[0].ratios.iter().all(|r| r.ratio == *first);
        let reference = match caps.as_slice() {
            [at] if one || several => Some(Reference { at: *at, label: Message::new("target-plan-cap") }),
            _ => None,
        };
        let series = Some(if several { "entity" } else { "ratio" }.to_owned());
        let lines = Mark::Lines { x: "period".into(), y: "value".into(), series, band: None, reference };
        let chart = Chart::new("target_plan_ratios", "ratios", lines);
        Some(if several { chart.only("ratio", first) } else { chart })
    }

    /// The entity in front of a sentence, if there are several.
    fn who(&self, plan: &Plan) -> Argument {
        if self.plans.len() < 2 {
            return "".into();
        }
        Message::new("target-plan-who").with("entity", self.entities.argument_or_whole(plan.entity as usize)).into()
    }

    fn sentences(&self, plan: &Plan, finding: Finding) -> Finding {
        let says = |key: &str| Message::new(key).with("who", self.who(plan));
        let mut finding = finding.headline(says("target-plan-headline").with("series", listed(self.journeys(plan))));
        finding = self.verdict(plan, finding);
        if let Some(worst) = costliest(&plan.prices) {
            let what = Message::new(format!("requirement-{}", worst.kind.word()));
            let message = says("target-plan-costliest").with("requirement", what).with("subject", subject(plan, &worst.subject));
            finding = finding.headline(message.with("period", self.periods.argument(worst.period)));
        }
        if !plan.open.is_empty() {
            let open = plan.open.iter().map(|&s| spoken(&plan.series[s])).collect();
            finding = finding.caution(says("target-plan-open").with("series", listed(open)));
        }
        for (rule, left, right) in &plan.broken_at_start {
            let message = says("target-plan-start-broken").with("rule", rule.as_str());
            finding = finding.caution(message.with("left", Argument::Short(*left)).with("right", Argument::Short(*right)));
        }
        let falls = |&s: &usize| start_of(plan, s).zip(plan.goals[s]).is_some_and(|(start, goal)| goal < start);
        let falling: Vec<Argument> = (0..plan.series.len()).filter(falls).map(|s| spoken(&plan.series[s])).collect();
        if falling.is_empty() { finding } else { finding.caution(says("target-plan-goal-below").with("series", listed(falling))) }
    }

    /// Every series with a goal: from where to where.
    fn journeys(&self, plan: &Plan) -> Vec<Argument> {
        let last = self.periods.len() - 1;
        let journey = |s: usize| {
            let (start, goal) = (start_of(plan, s)?, plan.goals[s]?);
            let steps = plan.levels.iter().filter(|l| l.series == s);
            let largest = steps.filter_map(|l| Some((l.period, l.increase?))).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
            let message = Message::new("target-plan-journey").with("indicator", spoken(&plan.series[s]));
            let message = message.with("start", Argument::Short(start)).with("from", self.periods.argument(0));
            let message = message.with("goal", Argument::Short(goal)).with("to", self.periods.argument(last));
            Some(message.with("step", Argument::Short(largest.1)).with("in", self.periods.argument(largest.0)).into())
        };
        (0..plan.series.len()).filter_map(journey).collect()
    }

    /// What the published plan breaks, and how uneven it is.
    fn verdict(&self, plan: &Plan, finding: Finding) -> Finding {
        let says = |key: &str| Message::new(key).with("who", self.who(plan));
        let broken: Vec<&PlanAudit> = plan.audit.iter().filter(|a| a.missed.is_some_and(|m| m > 0.0)).collect();
        let checked = plan.audit.iter().filter(|a| a.missed.is_some()).count();
        let count = |key: &str| says(key).with("broken", Argument::count(broken.len())).with("checked", Argument::count(checked));
        let finding = match (checked, broken.is_empty()) {
            (0, _) => finding,
            (_, true) => finding.headline(count("target-plan-published-keeps")),
            (_, false) => {
                let list = broken.iter().map(|a| self.broken(plan, a)).collect();
                finding.headline(count("target-plan-published-breaks").with("list", listed(list)))
            }
        };
        let objective = |path: &str| plan.objectives.iter().find(|o| o.path == path).and_then(|o| o.objective);
        match (objective("published"), objective("plan")) {
            (Some(published), Some(ours)) => {
                finding.headline(says("target-plan-unevenness").with("published", Argument::Short(published)).with("plan", Argument::Short(ours)))
            }
            _ => finding,
        }
    }

    fn broken(&self, plan: &Plan, audit: &PlanAudit) -> Argument {
        let what = Message::new(format!("requirement-{}", audit.kind.word()));
        let message = Message::new("target-plan-broken").with("requirement", what).with("subject", subject(plan, &audit.subject));
        let side = |side: Option<f64>| Argument::Short(side.unwrap_or_default());
        message.with("period", self.periods.argument(audit.period)).with("value", side(audit.value)).with("required", side(audit.required)).into()
    }
}

/// A subject for a sentence, with its name if it is a series.
fn subject(plan: &Plan, subject: &str) -> Argument {
    plan.series.iter().find(|s| s.0 == subject).map_or_else(|| subject.into(), spoken)
}

fn start_of(plan: &Plan, series: usize) -> Option<f64> {
    plan.levels.iter().find(|l| l.series == series && l.period == 0)?.level
}

/// The limit whose value matters most, by price times value.
fn costliest(prices: &[ShadowPrice]) -> Option<&ShadowPrice> {
    let weight = |p: &&ShadowPrice| p.required.map_or(0.0, |r| (r * p.price).abs());
    let limits = prices.iter().filter(|p| !matches!(p.kind, RequirementKind::Goal | RequirementKind::Identity));
    limits.filter(|p| weight(p) > 1e-9).max_by(|a, b| weight(a).total_cmp(&weight(b)))
}
