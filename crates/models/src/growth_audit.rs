//! Audit of printed growth figures and of relations between figures.
//!
//! Longer than other methods: two audits, of rows and of rules, share their tables and sentences; what they compute is in `growth` and `rules`.

use crate::growth::{cumulative_falls, labels, outliers};
use crate::rules::{Fault, Figures, Rule};
use agglom_method::{
    Argument, Bound, Chart, Codes, Context, Family, Finding, Indicator, Indicators, Inputs, Mark, Message, Method, MethodError, Order, Printed,
    Scale, SettingError, ShapeKind, Slot, Table, TableSpec, Unit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use crate::growth::{AuditFinding, AuditedRow, Irregularity, Status};
pub use crate::rules::RuleCheck;

/// Audit of a statistical table: every printed growth figure is computed again from the levels beside it, and every relation that
/// the settings state is checked.
///
/// # Formula
/// ```text
/// growth = (value / previous - 1) · 100
/// printed v with d decimals is right   if |growth - v| <= 0.5 · 10^-d + 1e-9
/// robust_z = 0.6745 (growth - median) / median |growth - median|      over the rows of an entity and period
/// implausible                          if |robust_z| > outlier_z and (value / previous) / (1 + median / 100) lies outside
///                                      [1 / implausible_factor, implausible_factor]
/// ```
/// A robust z needs `min_rows` growths of which fewer than half are equal. The repairs of a mismatch change one figure each: the
/// growth that follows from the levels, the level `previous · (1 + v/100)`, the previous level `value / (1 + v/100)`, as they would
/// be printed; a repair is empty where no figure with as many decimals makes the printed growth right.
///
/// `levels = "rounded"` lets value and previous stand for every number printed like them (half a unit of the last digit up and
/// down; figures of the kind `count` are exact) and calls v right if its interval and that of the growth meet. With the default
/// `exact`, a mismatch that cutting off digits explains is called `growth-truncated`, one that rounded levels would excuse
/// `growth-level-rounding`.
///
/// A rule compares two expressions, for every entity and period with a figure that it names:
/// ```text
/// `Debt ratio` = 100 * (1 - `Net assets` / `Total assets`)      `Total assets` = `Total assets`[-1] + `New total assets`
/// `over 1bn` <= `over 0.5bn`                                    `Debt ratio` < `Debt ratio`[-1]
/// ```
/// Indicators are named by code or name, plain words as they are, anything else in backticks; `[-1]` is the period before, in the
/// order of periods; operators are `+ - * / ( )`, relations `= <= < >= >`. With `exact` levels, a figure that is one side of an
/// equation by itself stands for its rounding interval and every other figure for itself, so `<` compares figures as printed. With
/// `rounded` levels, all figures stand for their intervals (one that is named twice is widened twice), and a relation is broken only
/// if no numbers in the intervals obey it. `repair` is what a figure that is one side of a broken equation would have to be.
///
/// # Reading
/// `mismatch` means that one of three figures is wrong, not which one. `implausible` figures are right by arithmetic: ask for the
/// cause (scope, definition, typing). `findings` lists everything that may be wrong, also in rows that are `ok`: levels that
/// equal the previous ones to the last digit (if they have decimals or are 1000 or more), missing, repeated and merged labels (`A: B`
/// above a row without one), and figures of the kind `cumulative` that fall from one period to the next within a year (the first
/// four digits of the period). The rounding intervals are the uncertainty here; nothing is estimated.
///
/// # Undefined when
/// value or previous is missing or withheld; there is no previous level (`no-previous`); it is zero (`base-zero`) or negative
/// (`base-negative`): then any printed growth is a finding. A rule is undefined where a figure is missing or withheld or stands in
/// several rows (`repeated-label`), where the divisor is or may be zero (`zero-divisor`), and where a result is too large for a
/// number (`too-large`). A rule that looks back before the first period is passed over there; a note counts that.
///
/// # Source
/// Intervals: Moore (1966), Interval Analysis; consistency of printed figures: Brown and Heathers (2017), Social Psychological and
/// Personality Science 8:363; rules and single-figure repairs: Fellegi and Holt (1976), Journal of the American Statistical
/// Association 71:17; robust z: Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers.
///
/// # Checked against
/// three published tables whose errors were found independently: 23 growth figures, 4 ratios, 8 increments, a false claim and two
/// broken sums and orders in the text around them.
///
/// # Example
/// Export delivery value is printed as 424,530.67 for both years with a growth of 0.40 %: right would be 0.00 %, or 422,839.31 before.
/// ```
/// use agglom_models::{growth_audit::GrowthAudit, Audited};
/// use agglom_method::{Codes, Context, Indicator, Indicators, Method, Printed, Reading, Seed, Unwatched};
/// let printed = |value, decimals| Reading::Observed(Printed { value, decimals });
/// let exports = Indicator {
///     row: 15, entity: 0, indicator: 0, period: 0, unit: None, kind: None, direction: None,
///     value: printed(424_530.67, 2), previous: printed(424_530.67, 2), growth_printed: printed(0.40, 2),
/// };
/// let codes = |code: &str| Codes::new([code]).into();
/// let source = Indicators { entities: codes("zone"), indicators: codes("exports"), periods: codes("2016"), rows: vec![exports] };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = GrowthAudit::default().compute(&Audited { source: source.into() }, &context).unwrap();
/// assert_eq!((found.rows[0].growth, found.rows[0].repair_previous), (Some(0.0), Some(422_839.31)));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GrowthAudit {
    /// What printed levels stand for.
    pub levels: Levels,
    /// Growth further from the median than this many robust standard deviations may be implausible.
    pub outlier_z: f64,
    /// Growth is implausible only if its ratio also differs from the median ratio by more than this factor.
    pub implausible_factor: f64,
    /// Growths that an entity and period must have before any is called implausible.
    pub min_rows: usize,
    /// Relations between indicators that must hold.
    pub rules: Vec<String>,
}

/// What printed levels stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Levels {
    /// Themselves.
    Exact,
    /// Every number that is printed like them.
    Rounded,
}

/// A table of printed figures.
#[derive(Debug, Clone)]
pub struct Audited {
    /// The figures.
    pub source: Arc<Indicators>,
}

/// What the audit found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audit {
    /// Whom the figures describe.
    pub entities: Arc<Codes>,
    /// What they measure.
    pub indicators: Arc<Codes>,
    /// When.
    pub periods: Arc<Codes>,
    /// The rows by entity, period and row.
    pub rows: Vec<AuditedRow>,
    /// Everything that may be wrong, by row, the gravest first.
    pub findings: Vec<AuditFinding>,
    /// The rules as they were written.
    pub rules: Vec<String>,
    /// Every check of a rule.
    pub checks: Vec<RuleCheck>,
    /// Checks passed over because they need a period before the first one.
    pub skipped: usize,
}

impl Default for GrowthAudit {
    fn default() -> Self {
        Self { levels: Levels::Exact, outlier_z: 3.5, implausible_factor: 2.0, min_rows: 6, rules: Vec::new() }
    }
}

impl Inputs for Audited {
    const SLOTS: &'static [Slot] =
        &[Slot::one("source", &[ShapeKind::Indicators], "figures with the previous level and the printed growth beside them").all_periods()];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.indicators("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source })
    }
}

impl Method for GrowthAudit {
    const KEY: &'static str = "growth_audit";
    const FAMILY: Family = Family::Audit;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "growth_audit",
            "row entity indicator period value previous unit growth_printed growth robust_z status finding repair_growth repair_value repair_previous reason",
        ),
        TableSpec::new("findings", "row entity indicator period finding expected found repair"),
        TableSpec::new("rules", "rule entity period left right difference status repair reason"),
    ];
    type Inputs = Audited;
    type Output = Audit;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("outlier_z", self.outlier_z, 0.0, f64::INFINITY)?;
        SettingError::between("implausible_factor", self.implausible_factor, 1.0, f64::INFINITY)?;
        if self.min_rows < 3 {
            return Err(SettingError::new("min_rows", format!("{} growths have no outlier; take at least 3", self.min_rows)));
        }
        for (i, rule) in self.rules.iter().enumerate() {
            let said = |Fault { column, problem }| SettingError::new("rules", format!("rule {}, column {column}: {problem}", i + 1));
            Rule::parse(rule).map_err(said)?;
        }
        Ok(())
    }

    fn compute(&self, inputs: &Audited, context: &Context<'_>) -> Result<Audit, MethodError> {
        let source = &inputs.source;
        if source.rows.is_empty() {
            return Err(MethodError::TooFew { what: "rows", need: 1, got: 0 });
        }
        let rules: Vec<Rule> = self.rules.iter().map(|text| Rule::parse(text).map_err(|fault| unreadable(text, &fault))).collect::<Result<_, _>>()?;
        let rounded = self.levels == Levels::Rounded;
        let (mut checks, mut skipped) = (Vec::new(), 0);
        let figures = Figures::new(source);
        for (number, rule) in rules.iter().enumerate() {
            let (of_rule, passed_over) = rule.check(number, &figures, rounded, context)?;
            checks.extend(of_rule);
            skipped += passed_over;
        }
        let (rows, findings) = self.rows(source, context)?;
        Ok(Audit {
            entities: source.entities.clone(),
            indicators: source.indicators.clone(),
            periods: source.periods.clone(),
            rows,
            findings,
            rules: rules.into_iter().map(|rule| rule.text).collect(),
            checks,
            skipped,
        })
    }

    fn present(&self, _inputs: &Audited, found: &Audit) -> Finding {
        let finding = Finding::default().table(found.row_table()).table(found.finding_table());
        let finding = if found.rules.is_empty() { finding } else { finding.table(found.rule_table()) };
        let finding = found.charts().into_iter().fold(finding, Finding::chart);
        let finding = found.rule_notes(found.irregularities(found.verdict(finding)));
        let levels = if self.levels == Levels::Exact { "growth-audit-levels-exact" } else { "growth-audit-levels-rounded" };
        finding.remark(Message::new(levels))
    }
}

impl GrowthAudit {
    fn rows(&self, source: &Indicators, context: &Context<'_>) -> Result<(Vec<AuditedRow>, Vec<AuditFinding>), MethodError> {
        let mut order: Vec<&Indicator> = source.rows.iter().collect();
        order.sort_by_key(|r| (r.entity, r.period, r.row));
        let mut rows: Vec<AuditedRow> = order.iter().map(|row| AuditedRow::new(row, self.levels == Levels::Rounded)).collect();
        let mut findings: Vec<AuditFinding> = rows.iter().enumerate().flat_map(|(at, row)| row.own_findings(at)).collect();
        findings.extend(cumulative_falls(&order, &source.periods, &source.indicators));
        let mut first = 0;
        for table in rows.chunk_by_mut(|a, b| (a.entity, a.period) == (b.entity, b.period)) {
            context.proceed()?;
            findings.extend(labels(table, first, &source.indicators));
            findings.extend(outliers(table, first, self.min_rows, self.outlier_z, self.implausible_factor));
            first += table.len();
        }
        findings.sort_by_key(|f| (f.row, f.finding));
        for finding in findings.iter().rev() {
            rows[finding.row].finding = Some(finding.finding);
        }
        Ok((rows, findings))
    }
}

/// The error for a rule that `check` would have refused.
fn unreadable(rule: &str, fault: &Fault) -> MethodError {
    let problem = Message::new("growth-audit-unreadable").with("rule", rule).with("column", Argument::count(fault.column));
    MethodError::Setting { setting: "rules", problem }
}

fn value_of(figure: Option<Printed>) -> Option<f64> {
    figure.map(|f| f.value)
}

/// Presentation.
impl Audit {
    fn row_table(&self) -> Table {
        let r = &self.rows;
        Table::new(GrowthAudit::KEY, Message::new("table-growth-audit"))
            .integers("row", Unit::None, r.iter().map(|r| i64::try_from(r.row).ok()))
            .codes("entity", &self.entities, r.iter().map(|r| r.entity as usize))
            .codes("indicator", &self.indicators, r.iter().map(|r| r.indicator as usize))
            .codes("period", &self.periods, r.iter().map(|r| r.period as usize))
            .numbers("value", Unit::None, r.iter().map(|r| value_of(r.value)))
            .numbers("previous", Unit::None, r.iter().map(|r| value_of(r.previous)))
            .texts("unit", r.iter().map(|r| r.unit.clone()))
            .numbers("growth_printed", Unit::Percent, r.iter().map(|r| value_of(r.growth_printed)))
            .numbers("growth", Unit::Percent, r.iter().map(|r| r.growth))
            .numbers("robust_z", Unit::None, r.iter().map(|r| r.robust_z))
            .words("status", r.iter().map(|r| Some(r.status.word())))
            .words("finding", r.iter().map(|r| r.finding.map(Irregularity::word)))
            .numbers("repair_growth", Unit::Percent, r.iter().map(|r| r.repair_growth))
            .numbers("repair_value", Unit::None, r.iter().map(|r| r.repair_value))
            .numbers("repair_previous", Unit::None, r.iter().map(|r| r.repair_previous))
            .words("reason", r.iter().map(|r| r.reason))
    }

    fn finding_table(&self) -> Table {
        let (f, row) = (&self.findings, |f: &AuditFinding| &self.rows[f.row]);
        Table::new("findings", Message::new("table-growth-audit-findings"))
            .integers("row", Unit::None, f.iter().map(|f| i64::try_from(row(f).row).ok()))
            .codes("entity", &self.entities, f.iter().map(|f| row(f).entity as usize))
            .codes("indicator", &self.indicators, f.iter().map(|f| row(f).indicator as usize))
            .codes("period", &self.periods, f.iter().map(|f| row(f).period as usize))
            .words("finding", f.iter().map(|f| Some(f.finding.word())))
            .numbers("expected", Unit::None, f.iter().map(|f| f.expected))
            .numbers("found", Unit::None, f.iter().map(|f| f.found))
            .numbers("repair", Unit::None, f.iter().map(|f| f.repair))
    }

    fn rule_table(&self) -> Table {
        let c = &self.checks;
        let status = |check: &RuleCheck| check.holds.map_or(Status::Undefined, |holds| if holds { Status::Ok } else { Status::Mismatch });
        Table::new("rules", Message::new("table-growth-audit-rules"))
            .texts("rule", c.iter().map(|c| Some(self.rules[c.rule].clone())))
            .codes("entity", &self.entities, c.iter().map(|c| c.entity as usize))
            .codes("period", &self.periods, c.iter().map(|c| c.period as usize))
            .numbers("left", Unit::None, c.iter().map(|c| c.left))
            .numbers("right", Unit::None, c.iter().map(|c| c.right))
            .numbers("difference", Unit::None, c.iter().map(|c| Some(c.left? - c.right?)))
            .words("status", c.iter().map(|c| Some(status(c).word())))
            .numbers("repair", Unit::None, c.iter().map(|c| c.repair))
            .words("reason", c.iter().map(|c| c.reason))
    }

    fn has_units(&self) -> bool {
        self.rows.iter().any(|r| r.unit.is_some())
    }

    /// Columns that tell one row from another.
    fn telling(&self) -> Vec<String> {
        let without_label = self.rows.iter().any(|r| self.indicators.get(r.indicator as usize).is_empty());
        let columns = [("row", without_label), ("entity", self.entities.len() > 1), ("indicator", true), ("period", self.periods.len() > 1)];
        columns.into_iter().filter(|c| c.1).map(|c| c.0.to_owned()).collect()
    }

    fn charts(&self) -> Vec<Chart> {
        const MOST_BARS: usize = 40;
        let key = GrowthAudit::KEY;
        let mut charts = Vec::new();
        if self.rows.iter().any(|r| r.growth.is_some()) {
            let order = if self.rows.len() <= MOST_BARS { Order::AsIs } else { Order::Extreme("growth".into(), MOST_BARS) };
            let values = vec!["growth".to_owned()];
            let bars = Mark::Bars { label: self.telling(), values, interval: None, order, scale: Scale::Linear, reference: None };
            charts.push(Chart::new("growth_audit_growth", key, bars));
        }
        if self.rows.iter().any(|r| r.growth.is_some() && r.growth_printed.is_some()) {
            let scatter = Mark::Scatter {
                x: "growth_printed".into(),
                y: "growth".into(),
                label: Some("indicator".into()),
                size: None,
                x_scale: Scale::Linear,
                y_scale: Scale::Linear,
                x_reference: None,
                y_reference: None,
                equal: None,
            };
            charts.push(Chart::new("growth_audit_printed", key, scatter));
        }
        charts.extend(self.series());
        charts
    }

    /// An indicator over three periods or more: the one with the gravest finding, otherwise the first that has so many.
    fn series(&self) -> Option<Chart> {
        let long = |indicator: u32| {
            let mut periods: Vec<u32> = self.rows.iter().filter(|r| r.indicator == indicator && r.value.is_some()).map(|r| r.period).collect();
            periods.sort_unstable();
            periods.dedup();
            periods.len() >= 3 && !self.indicators.get(indicator as usize).is_empty()
        };
        let gravest = self.findings.iter().min_by_key(|f| f.finding).map(|f| self.rows[f.row].indicator);
        let indicator = gravest.into_iter().chain(0..self.indicators.len() as u32).find(|&indicator| long(indicator))? as usize;
        let series = (self.entities.len() > 1).then(|| "entity".to_owned());
        let lines = Mark::Lines { x: "period".into(), y: "value".into(), series, band: None, reference: None };
        let mut chart = Chart::new("growth_audit_series", GrowthAudit::KEY, lines).only("indicator", self.indicators.get(indicator));
        chart.title = chart.title.with("indicator", self.indicators.argument(indicator));
        Some(chart)
    }

    /// The entity and the period, as far as there are several.
    fn place(&self, entity: u32, period: u32) -> Vec<Argument> {
        let entity = (self.entities.len() > 1).then(|| self.entities.argument(entity as usize));
        let period = (self.periods.len() > 1).then(|| self.periods.argument(period as usize));
        entity.into_iter().chain(period).collect()
    }

    /// A row by its label (its number if it has none), and entity and period as far as there are several.
    fn figure(&self, row: &AuditedRow) -> Argument {
        let what = if self.indicators.get(row.indicator as usize).is_empty() {
            Message::new("growth-audit-row").with("row", Argument::Count(row.row)).into()
        } else {
            self.indicators.argument(row.indicator as usize)
        };
        let place = self.place(row.entity, row.period);
        if place.is_empty() { what } else { Message::new("growth-audit-figure").with("what", what).with("where", place).into() }
    }

    /// How many of the printed growth figures are right.
    fn verdict(&self, finding: Finding) -> Finding {
        let printed = || self.rows.iter().filter(|r| r.growth_printed.is_some() && (r.growth.is_some() || is_growth_finding(r.finding)));
        let right = printed().filter(|r| r.growth.is_some() && r.status != Status::Mismatch).count();
        let all = printed().count();
        let finding = match all {
            0 if self.rules.is_empty() => finding.headline(Message::new("growth-audit-nothing-printed")),
            0 => finding,
            _ => finding.headline(Message::new("growth-audit-right").with("right", Argument::count(right)).with("all", Argument::count(all))),
        };
        let finding = if self.has_units() { finding } else { finding.caution(Message::new("growth-audit-no-unit")) };
        let no_period = self.periods.iter().all(str::is_empty);
        if no_period { finding.caution(Message::new("growth-audit-no-period")) } else { finding }
    }

    /// A sentence for each kind of finding.
    fn irregularities(&self, mut finding: Finding) -> Finding {
        for kind in Irregularity::ALL {
            let rows: Vec<&AuditFinding> = self.findings.iter().filter(|f| f.finding == kind).collect();
            if rows.is_empty() {
                continue;
            }
            let count = Argument::count(rows.len());
            let message = Message::new(format!("growth-audit-{}", kind.word()))
                .with("count", count)
                .with("figures", listed(rows.into_iter().map(|f| self.described(f)).collect()));
            finding = if kind <= Irregularity::Outlier { finding.headline(message) } else { finding.caution(message) };
        }
        finding
    }

    /// A row with the growth that is printed and the one that was computed, where that is what is wrong.
    fn described(&self, finding: &AuditFinding) -> Argument {
        let row = &self.rows[finding.row];
        let figure = self.figure(row);
        let decimals = row.growth_printed.map_or(1, |p| p.decimals);
        let percent = |value: f64| Argument::Percent { value: value / 100.0, decimals };
        match (finding.finding, finding.expected, finding.found) {
            (Irregularity::GrowthMismatch | Irregularity::GrowthTruncated | Irregularity::GrowthLevelRounding, Some(computed), Some(printed)) => {
                let message = Message::new("growth-audit-against").with("figure", figure);
                message.with("printed", percent(printed)).with("computed", percent(computed)).into()
            }
            (Irregularity::Outlier, Some(usual), Some(growth)) => {
                Message::new("growth-audit-beside").with("figure", figure).with("growth", percent(growth)).with("usual", percent(usual)).into()
            }
            _ => figure,
        }
    }

    fn rule_notes(&self, finding: Finding) -> Finding {
        if self.rules.is_empty() {
            return finding;
        }
        let broken: Vec<&RuleCheck> = self.checks.iter().filter(|c| c.holds == Some(false)).collect();
        let checked = self.checks.iter().filter(|c| c.holds.is_some()).count();
        let (undefined, all) = (self.checks.len() - checked, Argument::count(checked));
        let finding = if checked == 0 {
            finding
        } else if broken.is_empty() {
            finding.headline(Message::new("growth-audit-rules-hold").with("all", all))
        } else {
            let message = Message::new("growth-audit-rules-broken").with("broken", Argument::count(broken.len())).with("all", all);
            finding.headline(message.with("rules", listed(broken.into_iter().map(|check| self.broken(check)).collect())))
        };
        let counted = |finding: Finding, key: &str, count: usize| {
            if count == 0 { finding } else { finding.caution(Message::new(key).with("count", Argument::count(count))) }
        };
        counted(counted(finding, "growth-audit-rules-undefined", undefined), "growth-audit-rules-skipped", self.skipped)
    }

    /// A broken rule with its two sides, and where it is broken.
    fn broken(&self, check: &RuleCheck) -> Argument {
        let side = |side: Option<f64>| Argument::Short(side.unwrap_or_default());
        let place = self.place(check.entity, check.period);
        let message = Message::new(if place.is_empty() { "growth-audit-rule" } else { "growth-audit-rule-at" });
        let message = message.with("rule", self.rules[check.rule].as_str()).with("left", side(check.left)).with("right", side(check.right));
        if place.is_empty() { message.into() } else { message.with("where", place).into() }
    }
}

/// True for findings of growth that is printed and cannot be right or wrong.
fn is_growth_finding(finding: Option<Irregularity>) -> bool {
    matches!(finding, Some(Irregularity::BaseZero | Irregularity::BaseNegative))
}

/// The first of many things, and how many more there are.
fn listed(mut things: Vec<Argument>) -> Argument {
    const MOST: usize = 8;
    let more = things.len().saturating_sub(MOST);
    things.truncate(MOST);
    if more > 0 {
        things.push(Message::new("growth-audit-more").with("more", Argument::count(more)).into());
    }
    things.into()
}
