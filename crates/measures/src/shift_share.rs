//! Shift-share analysis: what of a region's change is the nation's, its industries' and its own.
//!
//! Longer than other measures: two decompositions, static and by steps, are one pass over the pairs.

use agglom_method::{
    Absent, Argument, Bound, Chart, Codes, Context, Counts, ExactSum, Family, Finding, Inputs, Mark, Message, Method, MethodError, Order, Reference,
    Scale, SettingError, ShapeKind, Slot, State, Table, TableSpec, Unit, exact_sum,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Shift-share analysis: the change of every region-industry pair, divided into what the nation's growth, the region's mix of
/// industries and the region itself explain.
///
/// # Formula
/// ```text
/// national  = e g               e, e'   value of the pair at the start, at the end       g   = N'/N - 1
/// mix       = e (g_j - g)       N, N_j  the nation's total, and its industry j           g_j = N_j'/N_j - 1
/// regional  = e (r - g_j)       r = e'/e - 1
/// total     = e' - e = national + mix + regional
///
/// competitive = ê (r - g_j)          ê = e_i. N_j / N    what the pair would be if the region had the nation's mix
/// allocation  = (e - ê) (r - g_j)    competitive + allocation = regional
/// ```
/// The nation is the sum of the regions of the `reference`, without one of all regions of the source; industries and periods are
/// matched by their codes. `regions` sums the components over industries; there, `undivided` is the regional effect of the pairs
/// without competitive and allocation effect. With `dynamic`, every component is the sum of those of the steps from each period
/// to the next, and `periods` lists the steps by region, each under the period in which it ends.
///
/// A pair that is new to the region (e = 0 < e') is regional as a whole. An industry that the nation does not have at the start
/// (N_j = 0 < e, possible only with a `reference`) has no growth to compare with: g_j is taken to be g, so that mix = 0, and a
/// caution says so. `location_quotient` is that of the pairs compared at the end: e' / e_i.' over N_j' / N'. A pair that is zero at both ends of a step adds nothing. A pair that lacks a value in any of the periods
/// compared is left out of every sum, the nation's too, so that no gap looks like growth.
///
/// # Reading
/// `regional` is what the region gained or lost beyond what the nation and its own industries explain; where the nation is the
/// source itself, it sums to zero over the regions, for every industry that existed at the start. It describes and does not explain.
/// A positive `allocation` means that the region is specialised in what grows faster here than in the nation, or has little of what
/// grows slower. Over a long span the mix at the start is out of date at the end; `dynamic` mends that. There is no interval: on full
/// counts these are identities, not estimates; counts from a sample would need their own variances, which the input does not carry.
///
/// # Undefined when
/// the pair is missing or suppressed in one of the periods (all columns empty); the region had none of the industry at the start
/// of a step (`new-industry`) or the nation had none (`not-in-nation`): then `competitive` and `allocation` are empty. A region that
/// starts from zero has no `growth` (`empty-region`). Fewer than two periods, one region without a `reference`, a period that the
/// `reference` lacks and a nation that is zero at the start of a step are errors.
///
/// # Source
/// Dunn (1960), Papers of the Regional Science Association 6:97; Esteban-Marquillas (1972), Regional and Urban Economics 2:249;
/// `dynamic`: Barff and Knight (1988), Growth and Change 19(2):1.
///
/// # Checked against
/// `numpy` from the formulas, to 1e-12: one region and its nation with six industries, from end to end and year by year; 12 regions
/// x 15 industries with the nation as their sum.
///
/// # Example
/// The nation grows by 10 %, its car industry by 30 %. North's cars go from 80 to 110: 8 as the nation, 16 for being cars, 6 of its own.
/// ```
/// use agglom_measures::{shift_share::ShiftShare, RegionsAndNation};
/// use agglom_method::{Context, Counts, Method, Seed, Unwatched};
/// let source = Counts::from_panel([
///     ("2015", "north", "cars", 80.0), ("2015", "north", "wine", 20.0), ("2015", "south", "cars", 20.0), ("2015", "south", "wine", 80.0),
///     ("2020", "north", "cars", 110.0), ("2020", "north", "wine", 18.0), ("2020", "south", "cars", 20.0), ("2020", "south", "wine", 72.0),
/// ]);
/// let inputs = RegionsAndNation { source: source.into(), reference: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = ShiftShare::default().compute(&inputs, &context).unwrap();
/// let cars = found.pairs[0].change.unwrap().shift;
/// assert!((cars.national - 8.0).abs() < 1e-12 && (cars.mix - 16.0).abs() < 1e-12 && (cars.regional - 6.0).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ShiftShare {
    /// Period to start from; the first one of the source if not set.
    pub start: Option<String>,
    /// Period to end with; the last one of the source if not set.
    pub end: Option<String>,
    /// Compare every period between start and end with the one before it and sum the components, instead of comparing the ends.
    pub dynamic: bool,
}

/// Totals of regions in several periods, and of the nation to compare with.
#[derive(Debug, Clone)]
pub struct RegionsAndNation {
    /// What is decomposed.
    pub source: Arc<Counts>,
    /// The nation; without one, the sum of all regions of the source.
    pub reference: Option<Arc<Counts>>,
}

/// All components.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShiftShares {
    /// The regions.
    pub regions: Arc<Codes>,
    /// The industries.
    pub industries: Arc<Codes>,
    /// The periods of the source.
    pub periods: Arc<Codes>,
    /// Numbers of the periods compared: start and end, if dynamic with all between.
    pub span: Vec<usize>,
    /// One per listed pair, by region and industry.
    pub pairs: Vec<PairShift>,
    /// One per region.
    pub sums: Vec<RegionShift>,
    /// The components of every region, per step (one if not dynamic); empty where the region's row is.
    pub steps: Vec<Vec<Shift>>,
    /// Growth of the nation from start to end, in percent.
    pub national_growth: f64,
    /// Pairs left out because a value is missing or suppressed.
    pub gaps: usize,
    /// Pairs that are listed in none of the periods and not known to be zero.
    pub unlisted: usize,
    /// Industries that a region has and the nation has not, at the start of a step.
    pub not_in_nation: BTreeSet<u32>,
    /// True if the nation is the sum of the source's regions.
    pub own_reference: bool,
    /// Unit of the values.
    pub unit: Option<String>,
}

/// The components of one pair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PairShift {
    /// Number of the region.
    pub region: u32,
    /// Number of the industry.
    pub industry: u32,
    /// Its change, if its values are known.
    pub change: Option<Change>,
    /// Its share of the region at the end over that of its industry in the nation.
    pub location_quotient: Option<f64>,
    /// Why something is empty.
    pub reason: Option<&'static str>,
}

/// The components of one region, summed over industries.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RegionShift {
    /// Number of the region.
    pub region: u32,
    /// Its change, if anything of it is known; the parts are those of the pairs that have them.
    pub change: Option<Change>,
    /// The regional effect of the pairs without such parts.
    pub undivided: Option<f64>,
    /// Growth in percent.
    pub growth: Option<f64>,
    /// Why something is empty.
    pub reason: Option<&'static str>,
}

/// A change and what it consists of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// Value at the start.
    pub value_start: f64,
    /// Value at the end.
    pub value_end: f64,
    /// The components.
    pub shift: Shift,
    /// The parts of the regional effect.
    pub parts: Option<Parts>,
}

/// The components of a change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shift {
    /// As the nation grew.
    pub national: f64,
    /// As the nation's industries grew faster or slower than the nation.
    pub mix: f64,
    /// As the region grew faster or slower than the nation's industries.
    pub regional: f64,
    /// The change itself.
    pub total: f64,
}

/// What a regional effect consists of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Parts {
    /// What it would be if the region had the nation's mix of industries.
    pub competitive: f64,
    /// What the region's own mix adds to that.
    pub allocation: f64,
}

impl Inputs for RegionsAndNation {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Counts], "region x industry counts in at least two periods").all_periods(),
        Slot::one(
            "reference",
            &[ShapeKind::Counts],
            "the nation's counts in the same periods, summed over regions; default: all regions of the source",
        )
        .all_periods()
        .optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.counts("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source, reference: bound.counts("reference") })
    }
}

impl Method for ShiftShare {
    const KEY: &'static str = "shift_share";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "shift_share",
            "region industry value_start value_end national mix regional total competitive allocation growth location_quotient reason",
        ),
        TableSpec::new(
            "regions",
            "region value_start value_end national mix regional total competitive allocation undivided growth national_growth reason",
        ),
        TableSpec::new("periods", "region period national mix regional total reason"),
    ];
    type Inputs = RegionsAndNation;
    type Output = ShiftShares;

    fn check(&self) -> Result<(), SettingError> {
        match (&self.start, &self.end) {
            (Some(start), Some(end)) if start == end => Err(SettingError::new("end", format!("`{end}` is the start too; two periods are compared"))),
            _ => Ok(()),
        }
    }

    fn compute(&self, inputs: &RegionsAndNation, context: &Context<'_>) -> Result<ShiftShares, MethodError> {
        let source = &inputs.source;
        let (regions, industries) = source.shape();
        if regions < 2 && inputs.reference.is_none() {
            return Err(MethodError::TooFew { what: "regions", need: 2, got: regions });
        }
        let span = self.span(&source.periods)?;
        let series = Series::of(source, &span);
        let nation = match &inputs.reference {
            None => Nation::new(&series, industries, span.len()),
            Some(reference) => Nation::of_reference(reference, source, &span)?,
        };
        if nation.total[..span.len() - 1].iter().any(|&total| total <= 0.0) {
            return Err(MethodError::AllZero { what: "values" });
        }
        let mut found = ShiftShares {
            regions: source.regions.clone(),
            industries: source.industries.clone(),
            periods: source.periods.clone(),
            national_growth: 100.0 * growth(nation.total[0], nation.total[span.len() - 1]),
            span,
            pairs: Vec::with_capacity(series.len()),
            sums: Vec::with_capacity(regions),
            steps: Vec::with_capacity(regions),
            gaps: series.iter().filter(|s| s.values.is_err()).count(),
            unlisted: if source.absent == Absent::Missing { regions * industries - series.len() } else { 0 },
            not_in_nation: BTreeSet::new(),
            own_reference: inputs.reference.is_none(),
            unit: source.unit.clone(),
        };
        let mut rest = series.as_slice();
        for region in 0..regions as u32 {
            context.proceed()?;
            let (own, others) = rest.split_at(rest.partition_point(|s| s.region == region));
            rest = others;
            found.add_region(region, own, &nation, source.absent);
        }
        Ok(found)
    }

    fn present(&self, _inputs: &RegionsAndNation, found: &ShiftShares) -> Finding {
        let finding = Finding::default().table(found.pair_table()).table(found.region_table());
        let finding = if self.dynamic { finding.table(found.period_table()) } else { finding };
        let finding = found.charts(self.dynamic).into_iter().fold(finding, Finding::chart);
        found.cautions(found.headlines(finding))
    }
}

impl ShiftShare {
    /// Numbers of the periods to compare, in order.
    fn span(&self, periods: &Codes) -> Result<Vec<usize>, MethodError> {
        if periods.len() < 2 {
            return Err(MethodError::TooFew { what: "periods", need: 2, got: periods.len() });
        }
        let number = |setting: &'static str, code: &Option<String>, default: usize| match code {
            None => Ok(default),
            Some(code) => periods.index(code).ok_or_else(|| unknown_period(setting, code, periods)),
        };
        let (start, end) = (number("start", &self.start, 0)?, number("end", &self.end, periods.len() - 1)?);
        if start >= end {
            let problem = Message::new("shift-share-not-after").with("start", periods.argument(start)).with("end", periods.argument(end));
            return Err(MethodError::Setting { setting: if self.end.is_some() { "end" } else { "start" }, problem });
        }
        Ok(if self.dynamic { (start..=end).collect() } else { vec![start, end] })
    }
}

/// The error for a period that is not there, naming its neighbour in time.
fn unknown_period(setting: &'static str, code: &str, periods: &Codes) -> MethodError {
    let with = Codes::new(periods.iter().chain([code]));
    let at = with.index(code).unwrap_or(0);
    let neighbour = if at == 0 { 1 } else { at - 1 };
    MethodError::UnknownCode { setting, code: code.to_owned(), nearest: with.iter().nth(neighbour).map(str::to_owned) }
}

/// One pair through the periods compared, or why it lacks a value in one of them.
struct Series {
    region: u32,
    industry: u32,
    values: Result<Vec<f64>, State>,
}

impl Series {
    /// The pairs that are listed in any of the periods, by region and industry.
    fn of(counts: &Counts, span: &[usize]) -> Vec<Self> {
        let mut listed: Vec<(u32, u32, usize, Result<f64, State>)> = Vec::new();
        for (at, &period) in span.iter().enumerate() {
            let cells = &counts.cells[period];
            listed.extend(cells.iter().map(|c| (c.region, c.industry, at, Ok(c.value))));
            listed.extend(cells.gaps().iter().map(|g| (g.region, g.industry, at, Err(g.state))));
        }
        listed.sort_unstable_by_key(|&(region, industry, at, _)| (region, industry, at));
        let absent = if counts.absent == Absent::Zero { Ok(0.0) } else { Err(State::Missing) };
        let pairs = listed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        pairs
            .map(|pair| {
                let mut values = vec![absent; span.len()];
                for &(_, _, at, value) in pair {
                    values[at] = value;
                }
                Self { region: pair[0].0, industry: pair[0].1, values: values.into_iter().collect() }
            })
            .collect()
    }
}

/// Totals of the nation in the periods compared.
struct Nation {
    /// Per industry and period.
    industry: Vec<Vec<f64>>,
    /// Per period.
    total: Vec<f64>,
}

impl Nation {
    fn new(series: &[Series], industries: usize, periods: usize) -> Self {
        let mut sums = vec![vec![ExactSum::default(); periods]; industries];
        let complete = || series.iter().filter_map(|s| Some((s.industry as usize, s.values.as_ref().ok()?)));
        for (industry, values) in complete() {
            values.iter().zip(&mut sums[industry]).for_each(|(&value, sum)| sum.add(value));
        }
        Self {
            industry: sums.iter().map(|periods| periods.iter().map(ExactSum::value).collect()).collect(),
            total: (0..periods).map(|at| exact_sum(complete().map(|(_, values)| values[at]))).collect(),
        }
    }

    /// The totals of the reference, in the order of the source's industries and periods.
    fn of_reference(reference: &Counts, source: &Counts, span: &[usize]) -> Result<Self, MethodError> {
        let lacks = |period: usize| MethodError::Needs {
            what: Message::new("shift-share-reference-lacks-period").with("period", source.periods.argument(period)),
        };
        let span: Vec<usize> =
            span.iter().map(|&p| reference.periods.index(source.periods.get(p)).ok_or_else(|| lacks(p))).collect::<Result<_, _>>()?;
        let Self { industry, total } = Self::new(&Series::of(reference, &span), reference.industries.len(), span.len());
        let of = |code: &str| reference.industries.index(code).map_or_else(|| vec![0.0; span.len()], |j| industry[j].clone());
        Ok(Self { industry: source.industries.iter().map(of).collect(), total })
    }

    /// The share of an industry at the end; nothing of nothing.
    fn share_at_end(&self, industry: u32) -> f64 {
        let end = self.total.len() - 1;
        if self.total[end] > 0.0 { self.industry[industry as usize][end] / self.total[end] } else { 0.0 }
    }

    /// The components of a pair over one step that starts in period number `at`, of a region with this total there.
    fn step(&self, pair: &Series, values: &[f64], at: usize, region: f64) -> Step {
        let (start, end) = (values[at], values[at + 1]);
        let industry = &self.industry[pair.industry as usize];
        let g = growth(self.total[at], self.total[at + 1]);
        let gj = if industry[at] > 0.0 { growth(industry[at], industry[at + 1]) } else { g };
        let (national, mix, total) = (start * g, start * (gj - g), end - start);
        let shift = Shift { national, mix, regional: total - national - mix, total };
        let parts = if start == 0.0 && end > 0.0 {
            Err("new-industry")
        } else if start > 0.0 && industry[at] <= 0.0 {
            Err("not-in-nation")
        } else if start == 0.0 {
            Ok(Parts { competitive: 0.0, allocation: 0.0 })
        } else {
            let homothetic = region * industry[at] / self.total[at];
            let competitive = homothetic * (shift.regional / start);
            Ok(Parts { competitive, allocation: shift.regional - competitive })
        };
        Step { shift, parts }
    }
}

/// The components over one step; the parts of the regional effect, or why there are none.
struct Step {
    shift: Shift,
    parts: Result<Parts, &'static str>,
}

fn growth(start: f64, end: f64) -> f64 {
    (end - start) / start
}

impl Change {
    /// Growth in percent; none from nothing.
    pub fn growth(&self) -> Option<f64> {
        (self.value_start > 0.0).then(|| 100.0 * growth(self.value_start, self.value_end))
    }
}

impl Shift {
    fn sum(shifts: impl Iterator<Item = Self> + Clone) -> Self {
        let sum = |part: fn(Self) -> f64| exact_sum(shifts.clone().map(part));
        Self { national: sum(|s| s.national), mix: sum(|s| s.mix), regional: sum(|s| s.regional), total: sum(|s| s.total) }
    }
}

impl Parts {
    fn sum(parts: impl Iterator<Item = Self> + Clone) -> Self {
        Self { competitive: exact_sum(parts.clone().map(|p| p.competitive)), allocation: exact_sum(parts.map(|p| p.allocation)) }
    }
}

impl ShiftShares {
    fn add_region(&mut self, region: u32, own: &[Series], nation: &Nation, absent: Absent) {
        let last = self.span.len() - 1;
        let complete = || own.iter().filter_map(|s| s.values.as_ref().ok());
        let totals: Vec<f64> = (0..=last).map(|at| exact_sum(complete().map(|values| values[at]))).collect();
        let first = self.pairs.len();
        let mut by_step: Vec<Vec<Shift>> = vec![Vec::new(); last];
        for pair in own {
            let steps: Vec<Step> = match &pair.values {
                Ok(values) => (0..last).map(|at| nation.step(pair, values, at, totals[at])).collect(),
                Err(_) => Vec::new(),
            };
            steps.iter().zip(&mut by_step).for_each(|(step, all)| all.push(step.shift));
            if steps.iter().any(|s| s.parts == Err("not-in-nation")) {
                self.not_in_nation.insert(pair.industry);
            }
            self.pairs.push(pair_sum(pair, &steps, nation, totals[last]));
        }
        let sum = region_sum(region, &self.pairs[first..], absent, totals[0], totals[last]);
        self.steps.push(if sum.change.is_some() { by_step.iter().map(|all| Shift::sum(all.iter().copied())).collect() } else { Vec::new() });
        self.sums.push(sum);
    }
}

/// The components of a pair, summed over its steps.
fn pair_sum(pair: &Series, steps: &[Step], nation: &Nation, region_end: f64) -> PairShift {
    let parts: Result<Vec<Parts>, &'static str> = steps.iter().map(|s| s.parts).collect();
    let change = pair.values.as_ref().ok().map(|values| Change {
        value_start: values[0],
        value_end: values[values.len() - 1],
        shift: Shift::sum(steps.iter().map(|s| s.shift)),
        parts: parts.as_ref().ok().map(|parts| Parts::sum(parts.iter().copied())),
    });
    let reason = pair.values.as_ref().err().map_or(parts.err(), |state| state.word());
    let usual = nation.share_at_end(pair.industry);
    PairShift {
        region: pair.region,
        industry: pair.industry,
        change,
        location_quotient: change.filter(|_| region_end > 0.0 && usual > 0.0).map(|c| c.value_end / region_end / usual),
        reason,
    }
}

/// The components of a region, summed over its pairs; nothing if no pair is known.
fn region_sum(region: u32, pairs: &[PairShift], absent: Absent, value_start: f64, value_end: f64) -> RegionShift {
    let changes = || pairs.iter().filter_map(|p| p.change);
    let unknown = pairs.first().map_or((absent == Absent::Missing).then_some("missing"), |p| p.reason);
    if changes().next().is_none() && unknown.is_some() {
        return RegionShift { region, change: None, undivided: None, growth: None, reason: unknown };
    }
    let parts = Some(Parts::sum(changes().filter_map(|c| c.parts)));
    let change = Change { value_start, value_end, shift: Shift::sum(changes().map(|c| c.shift)), parts };
    RegionShift {
        region,
        change: Some(change),
        undivided: Some(exact_sum(changes().filter(|c| c.parts.is_none()).map(|c| c.shift.regional))),
        growth: change.growth(),
        reason: (value_start <= 0.0).then_some("empty-region"),
    }
}

/// The columns of changes: values, components, parts of the regional effect.
fn changes(table: Table, unit: &Unit, changes: impl Iterator<Item = Option<Change>> + Clone) -> Table {
    let part = |of: fn(Change) -> f64| changes.clone().map(move |c| c.map(of));
    let parts = |of: fn(Parts) -> f64| changes.clone().map(move |c| c?.parts.map(of));
    let table = table.numbers("value_start", unit.clone(), part(|c| c.value_start)).numbers("value_end", unit.clone(), part(|c| c.value_end));
    components(table, unit, changes.clone().map(|c| c.map(|c| c.shift))).numbers("competitive", unit.clone(), parts(|p| p.competitive)).numbers(
        "allocation",
        unit.clone(),
        parts(|p| p.allocation),
    )
}

fn components(table: Table, unit: &Unit, shifts: impl Iterator<Item = Option<Shift>> + Clone) -> Table {
    let part = |of: fn(Shift) -> f64| shifts.clone().map(move |s| s.map(of));
    table
        .numbers("national", unit.clone(), part(|s| s.national))
        .numbers("mix", unit.clone(), part(|s| s.mix))
        .numbers("regional", unit.clone(), part(|s| s.regional))
        .numbers("total", unit.clone(), part(|s| s.total))
}

/// Presentation.
impl ShiftShares {
    fn unit(&self) -> Unit {
        Unit::of(self.unit.as_ref())
    }

    fn pair_table(&self) -> Table {
        let table = Table::new(ShiftShare::KEY, Message::new("table-shift-share"))
            .codes("region", &self.regions, self.pairs.iter().map(|p| p.region as usize))
            .codes("industry", &self.industries, self.pairs.iter().map(|p| p.industry as usize));
        changes(table, &self.unit(), self.pairs.iter().map(|p| p.change))
            .numbers("growth", Unit::Percent, self.pairs.iter().map(|p| p.change?.growth()))
            .numbers("location_quotient", Unit::None, self.pairs.iter().map(|p| p.location_quotient))
            .words("reason", self.pairs.iter().map(|p| p.reason))
    }

    fn region_table(&self) -> Table {
        let regions = self.sums.iter();
        let table = Table::new("regions", Message::new("table-shift-share-regions")).codes(
            "region",
            &self.regions,
            regions.clone().map(|r| r.region as usize),
        );
        changes(table, &self.unit(), regions.clone().map(|r| r.change))
            .numbers("undivided", self.unit(), regions.clone().map(|r| r.undivided))
            .numbers("growth", Unit::Percent, regions.clone().map(|r| r.growth))
            .numbers("national_growth", Unit::Percent, regions.clone().map(|_| Some(self.national_growth)))
            .words("reason", regions.map(|r| r.reason))
    }

    fn period_table(&self) -> Table {
        let steps = || self.sums.iter().flat_map(|r| (1..self.span.len()).map(move |step| (r, step)));
        let table = Table::new("periods", Message::new("table-shift-share-periods"))
            .codes("region", &self.regions, steps().map(|(r, _)| r.region as usize))
            .codes("period", &self.periods, steps().map(|(_, step)| self.span[step]));
        let shift = |(r, step): (&RegionShift, usize)| self.steps[r.region as usize].get(step - 1).copied();
        components(table, &self.unit(), steps().map(shift)).words("reason", steps().map(|(r, _)| if r.change.is_none() { r.reason } else { None }))
    }

    fn charts(&self, dynamic: bool) -> Vec<Chart> {
        let several = self.regions.len() > 1;
        let zero = |key: &str| Some(Reference { at: 0.0, label: Message::new(key) });
        let stacked = || ["national", "mix", "regional"].map(str::to_owned).to_vec();
        let bars = |name: &str, table: &str, label: &[&str], values: Vec<String>| {
            let label = label.iter().map(|&l| l.to_owned()).collect();
            let order = Order::Extreme("regional".into(), 25);
            Chart::new(name, table, Mark::Bars { label, values, interval: None, order, scale: Scale::Linear, reference: None })
        };
        let mut charts = Vec::new();
        if several {
            charts.push(bars("shift_share_regions", "regions", &["region"], stacked()));
            let map = Mark::Map { region: "region".into(), value: "regional".into(), scale: Scale::Linear, midpoint: Some(0.0) };
            charts.push(Chart::new("shift_share_map", "regions", map));
            let scatter = Mark::Scatter {
                x: "mix".into(),
                y: "regional".into(),
                label: Some("region".into()),
                size: Some("value_start".into()),
                x_scale: Scale::Linear,
                y_scale: Scale::Linear,
                x_reference: zero("reference-mix-of-the-nation"),
                y_reference: zero("reference-as-its-industries"),
                equal: None,
            };
            charts.push(Chart::new("shift_share_scatter", "regions", scatter));
            charts.push(bars("shift_share_pairs", ShiftShare::KEY, &["region", "industry"], vec!["regional".into()]));
        } else {
            charts.push(bars("shift_share_industries", ShiftShare::KEY, &["industry"], stacked()));
        }
        charts.extend(self.bubbles());
        if dynamic {
            charts.push(self.lines());
        }
        charts
    }

    /// The industries of the largest region by strength, growth and size.
    fn bubbles(&self) -> Option<Chart> {
        let size = |r: &RegionShift| r.change.map_or(0.0, |c| c.value_end);
        let largest = self.sums.iter().filter(|r| size(r) > 0.0).max_by(|a, b| size(a).total_cmp(&size(b)).then(b.region.cmp(&a.region)))?;
        let mark = Mark::Scatter {
            x: "location_quotient".into(),
            y: "growth".into(),
            label: Some("industry".into()),
            size: Some("value_end".into()),
            x_scale: Scale::Log,
            y_scale: Scale::Linear,
            x_reference: Some(Reference { at: 1.0, label: Message::new("reference-share-of-the-nation") }),
            y_reference: Some(Reference { at: self.national_growth, label: Message::new("reference-growth-of-the-nation") }),
            equal: None,
        };
        let region = largest.region as usize;
        let mut chart = Chart::new("shift_share_bubbles", ShiftShare::KEY, mark).only("region", self.regions.get(region));
        chart.title = chart.title.with("region", self.regions.argument(region));
        Some(chart)
    }

    /// The regional effect by period: of all regions if they can be told apart, otherwise of the one with the largest effect.
    fn lines(&self) -> Chart {
        const TELLABLE: usize = 10;
        let reference = Some(Reference { at: 0.0, label: Message::new("reference-as-its-industries") });
        let lines = Mark::Lines { x: "period".into(), y: "regional".into(), series: Some("region".into()), band: None, reference };
        let chart = Chart::new("shift_share_periods", "periods", lines);
        if self.regions.len() <= TELLABLE {
            return chart;
        }
        let extreme = self.ranked().max_by(|a, b| a.1.regional.abs().total_cmp(&b.1.regional.abs()));
        extreme.map_or(chart.clone(), |(region, _)| chart.only("region", self.regions.get(region)))
    }

    /// The regions that have components.
    fn ranked(&self) -> impl Iterator<Item = (usize, Shift)> {
        self.sums.iter().filter_map(|r| Some((r.region as usize, r.change?.shift)))
    }

    /// A number of the source's unit.
    fn amount(&self, value: f64) -> Argument {
        match &self.unit {
            None => Argument::number(value),
            Some(unit) => Message::new("shift-share-amount").with("value", Argument::number(value)).with("unit", unit.as_str()).into(),
        }
    }

    fn headlines(&self, finding: Finding) -> Finding {
        let (start, end) = (self.span[0], self.span[self.span.len() - 1]);
        let between = |key: &str, region: usize, shift: &Shift| {
            Message::new(key)
                .with("region", self.regions.argument(region))
                .with("start", self.periods.argument(start))
                .with("end", self.periods.argument(end))
                .with("total", self.amount(shift.total))
                .with("national", self.amount(shift.national))
                .with("mix", self.amount(shift.mix))
                .with("regional", self.amount(shift.regional))
        };
        if self.regions.len() == 1 {
            return self.ranked().fold(finding, |finding, (region, shift)| finding.headline(between("shift-share-region", region, &shift)));
        }
        // Where all regions grow alike, what is left of rounding is no effect.
        let rounding = 1e-12 * self.sums.iter().filter_map(|r| Some(r.change?.value_start)).fold(0.0, f64::max);
        let most = self.ranked().max_by(|a, b| a.1.regional.total_cmp(&b.1.regional)).filter(|(_, s)| s.regional > rounding);
        let least = self.ranked().min_by(|a, b| a.1.regional.total_cmp(&b.1.regional)).filter(|(_, s)| s.regional < -rounding);
        let finding = match &most {
            Some((region, shift)) => finding.headline(between("shift-share-most", *region, shift)),
            None => finding,
        };
        match &least {
            Some((region, shift)) => finding.headline(between("shift-share-least", *region, shift).with("shortfall", self.amount(-shift.regional))),
            None if most.is_none() => finding.headline(Message::new("shift-share-none")),
            None => finding,
        }
    }

    fn cautions(&self, finding: Finding) -> Finding {
        let finding = if self.own_reference { finding.remark(Message::new("shift-share-own-reference")) } else { finding };
        let counted = |key: &str, name: &str, n: usize| (n > 0).then(|| Message::new(key).with(name, Argument::count(n)));
        let left_out = [counted("shift-share-gaps", "gaps", self.gaps), counted("unlisted-left-out", "pairs", self.unlisted)];
        let finding = left_out.into_iter().flatten().fold(finding, Finding::caution);
        if self.not_in_nation.is_empty() {
            return finding;
        }
        let industries: Vec<Argument> = self.not_in_nation.iter().map(|&j| self.industries.argument(j as usize)).collect();
        finding.caution(Message::new("shift-share-not-in-nation").with("industries", industries))
    }
}
