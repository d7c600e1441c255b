use super::form::{Cell, Lookup};
use super::{Program, RequirementKind, Sense, Solution, Sort, TOLERANCE};
use agglom_method::{Argument, Message, MethodError};
use serde::Serialize;

/// The plan of one entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Number of the entity.
    pub entity: u32,
    /// Code and name of each series.
    pub series: Vec<(String, Option<String>)>,
    /// The goal of each series in the last period.
    pub goals: Vec<Option<f64>>,
    /// Levels by series and period, the start first.
    pub levels: Vec<PlannedLevel>,
    /// Ratios by ratio and period.
    pub ratios: Vec<PlannedRatio>,
    /// Levels of the plan, of the published plan and of the straight line.
    pub paths: Vec<PathPoint>,
    /// The published plan against the requirements.
    pub audit: Vec<PlanAudit>,
    /// What requirements cost in smoothness.
    pub prices: Vec<ShadowPrice>,
    /// How the paths compare.
    pub objectives: Vec<PathObjective>,
    /// The largest difference between the two sides of an identity in the plan.
    pub residual: f64,
    /// Series whose levels nothing fixes.
    pub open: Vec<usize>,
    /// Identities that the levels at the start break, with both sides.
    pub broken_at_start: Vec<(String, f64, f64)>,
}

/// A level of the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedLevel {
    /// Number of the series.
    pub series: usize,
    /// Number of the period; 0 is the start.
    pub period: usize,
    /// The level.
    pub level: Option<f64>,
    /// What it adds to the level before.
    pub increase: Option<f64>,
    /// Growth over the level before, in percent.
    pub growth: Option<f64>,
    /// Share of the way from the start to the goal that is still ahead.
    pub remaining: Option<f64>,
    /// The lowest level allowed.
    pub least: Option<f64>,
    /// The highest level allowed.
    pub most: Option<f64>,
    /// The first of its own requirements that holds as an equation.
    pub binding: Option<RequirementKind>,
    /// The published level.
    pub published: Option<f64>,
    /// Why growth is empty.
    pub reason: Option<&'static str>,
}

/// A ratio of the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedRatio {
    /// Its name.
    pub ratio: String,
    /// Number of the period; 0 is the start.
    pub period: usize,
    /// The ratio.
    pub value: Option<f64>,
    /// The lowest ratio allowed.
    pub least: Option<f64>,
    /// The highest ratio allowed.
    pub most: Option<f64>,
    /// The first of its requirements that holds as an equation.
    pub binding: Option<RequirementKind>,
    /// The ratio of the published plan.
    pub published: Option<f64>,
    /// Why the ratio is empty.
    pub reason: Option<&'static str>,
}

/// A level of one of the paths that are compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PathPoint {
    /// Number of the series.
    pub series: usize,
    /// Number of the period; 0 is the start.
    pub period: usize,
    /// Which path: `plan`, `published`, `straight`.
    pub path: &'static str,
    /// The level.
    pub level: f64,
}

/// A requirement against the published plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanAudit {
    /// What kind of requirement.
    pub kind: RequirementKind,
    /// What it is about: a series, a ratio, a relation as it was written.
    pub subject: String,
    /// Number of the period.
    pub period: usize,
    /// What the published plan has.
    pub value: Option<f64>,
    /// What is required.
    pub required: Option<f64>,
    /// By how much the requirement is missed.
    pub missed: Option<f64>,
    /// Why it cannot be told.
    pub reason: Option<&'static str>,
}

/// What a requirement costs in smoothness.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShadowPrice {
    /// What kind of requirement.
    pub kind: RequirementKind,
    /// What it is about.
    pub subject: String,
    /// Number of the period.
    pub period: usize,
    /// What is required.
    pub required: Option<f64>,
    /// By how much the objective changes per unit that the required value rises.
    pub price: f64,
}

/// How smooth a path is and what it breaks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PathObjective {
    /// Which path: `plan`, `published`, `straight`.
    pub path: &'static str,
    /// The sum of squares that the plan makes as small as it can be.
    pub objective: Option<f64>,
    /// Requirements that the path breaks.
    pub broken: usize,
    /// Requirements that can be checked.
    pub checked: usize,
}

/// A path that is compared with the plan: levels by series and planned period.
type Path = Vec<Vec<Option<f64>>>;

/// The plan of an entity, with everything it is compared with.
pub(crate) fn plan(entity: u32, program: &Program, solution: Solution) -> Result<Plan, MethodError> {
    let levels = program.finished(solution.levels)?;
    let planned: Path = levels.iter().map(|row| row.iter().copied().map(Some).collect()).collect();
    let published = program.completed(program.tracks.iter().map(|t| t.published.iter().map(|p| p.map(|p| p.value)).collect()).collect());
    let straight = program.completed(program.straight());
    let is_published = program.tracks.iter().any(|t| t.published.iter().any(Option::is_some));
    let audit = if is_published { program.audit(&published) } else { Vec::new() };
    let mut objectives = vec![program.compared("plan", &planned)];
    if is_published {
        objectives.push(program.compared("published", &published));
    }
    objectives.push(program.compared("straight", &straight));
    let mut paths = program.points("plan", &planned);
    if is_published {
        paths.extend(program.points("published", &published));
    }
    paths.extend(program.points("straight", &straight));
    Ok(Plan {
        entity,
        series: program.tracks.iter().map(|t| (t.code.clone(), t.name.clone())).collect(),
        goals: program.tracks.iter().map(|t| t.goal).collect(),
        ratios: program.ratio_rows(&levels, &published),
        prices: program.price_rows(&solution.prices, &levels),
        residual: program.residual(&levels),
        levels: program.level_rows(&levels),
        paths,
        audit,
        objectives,
        open: solution.open,
        broken_at_start: program.broken_at_start.iter().map(|&(n, l, r)| (program.statements[n].text.clone(), l, r)).collect(),
    })
}

impl Program {
    fn at(&self, path: &Path, cell: Cell) -> Option<f64> {
        if cell.period > 0 { *path[cell.series].get(cell.period as usize - 1)? } else { self.known(cell) }
    }

    /// A path with missing levels filled in where an identity gives them.
    fn completed(&self, mut path: Path) -> Path {
        for period in 1..=self.horizon() {
            for &series in &self.order {
                if path[series][period - 1].is_none() {
                    path[series][period - 1] = self.given(series, period as i64, &|cell| self.at(&path, cell));
                }
            }
        }
        path
    }

    /// Straight lines from the start to the goal.
    fn straight(&self) -> Path {
        let horizon = self.horizon();
        let line = |series: usize| {
            let ends = self.known(Cell { series, period: 0 }).zip(self.tracks[series].goal);
            (1..=horizon).map(|t| ends.map(|(from, to)| if t == horizon { to } else { from + (to - from) * t as f64 / horizon as f64 })).collect()
        };
        (0..self.tracks.len()).map(line).collect()
    }

    fn points(&self, name: &'static str, path: &Path) -> Vec<PathPoint> {
        let mut points = Vec::new();
        for series in 0..self.tracks.len() {
            if path[series].iter().all(Option::is_none) {
                continue;
            }
            for period in 0..=self.horizon() {
                let level = self.at(path, Cell { series, period: period as i64 });
                points.extend(level.map(|level| PathPoint { series, period, path: name, level }));
            }
        }
        points
    }

    fn compared(&self, name: &'static str, path: &Path) -> PathObjective {
        let at = |cell: Cell| self.at(path, cell);
        let stated = (0..self.requirements.len()).filter(|&number| self.requirements[number].kind != RequirementKind::RatioDivisor);
        let checks: Vec<bool> = stated.filter_map(|number| Some(self.check(number, &at, name)?.2 > 0.0)).collect();
        let objective = self.objective(&at);
        PathObjective { path: name, objective, broken: checks.iter().filter(|&&broken| broken).count(), checked: checks.len() }
    }

    /// Value, required value and by how much the requirement is missed on a path.
    fn check(&self, number: usize, at: Lookup<'_>, path: &str) -> Option<(f64, f64, f64)> {
        let requirement = &self.requirements[number];
        let sides = requirement.sides(at)?;
        // Equations may be off by what rounding hides; the plan itself by what solving leaves.
        let rounding = if path == "published" && requirement.sense == Sense::Equal { self.half_unit(number) } else { 0.0 };
        let share = if path == "published" { TOLERANCE } else { 1e-7 };
        let size = match requirement.subject.0 {
            Sort::Series => self.tracks[requirement.subject.1].size,
            _ => 0.0,
        };
        let tolerance = share * sides.0.abs().max(sides.1.abs()).max(size).max(1e-12) + rounding;
        Some((sides.0, sides.1, requirement.missed(sides, tolerance)))
    }

    /// Half a unit of the last printed digit of the figure that is one side of an equation.
    fn half_unit(&self, number: usize) -> f64 {
        let requirement = &self.requirements[number];
        let printed = |series: usize| self.tracks[series].published[requirement.period - 1].map_or(0.0, agglom_method::Printed::half_unit);
        if requirement.subject.0 == Sort::Series {
            return printed(requirement.subject.1);
        }
        let statement = &self.statements[requirement.subject.1];
        let alone = [&statement.left, &statement.right].into_iter().filter_map(|side| side.expression.single()).filter(|name| name.back == 0);
        alone.map(|name| printed(self.numbers[&name.indicator])).fold(0.0, f64::max)
    }

    fn audit(&self, published: &Path) -> Vec<PlanAudit> {
        let at = |cell: Cell| self.at(published, cell);
        let row = |number: usize| {
            let (requirement, found) = (&self.requirements[number], self.check(number, &at, "published"));
            PlanAudit {
                kind: requirement.kind,
                subject: self.subject(requirement.subject).to_owned(),
                period: requirement.period,
                value: found.map(|f| f.0),
                required: found.map(|f| f.1),
                missed: found.map(|f| f.2),
                reason: if found.is_none() { Some("missing") } else { None },
            }
        };
        (0..self.requirements.len()).filter(|&number| self.requirements[number].kind != RequirementKind::RatioDivisor).map(row).collect()
    }

    fn price_rows(&self, prices: &[f64], levels: &[Vec<f64>]) -> Vec<ShadowPrice> {
        let at = |cell: Cell| self.level(levels, cell);
        let row = |number: usize| {
            let requirement = &self.requirements[number];
            let required = requirement.sides(&at).map(|sides| sides.1);
            let subject = self.subject(requirement.subject).to_owned();
            ShadowPrice { kind: requirement.kind, subject, period: requirement.period, required, price: prices[number] }
        };
        let binding = |&number: &usize| {
            let requirement = &self.requirements[number];
            requirement.kind != RequirementKind::Identity && self.binds(requirement, levels)
        };
        (0..self.requirements.len()).filter(binding).map(row).collect()
    }

    /// The limits of a subject in a period, and the first of its requirements that holds as an equation.
    fn limits(&self, subject: super::Subject, period: usize, levels: &[Vec<f64>]) -> (Option<f64>, Option<f64>, Option<RequirementKind>) {
        let own: Vec<usize> =
            (0..self.requirements.len()).filter(|&n| (self.requirements[n].subject, self.requirements[n].period) == (subject, period)).collect();
        let bound = |kinds: [RequirementKind; 2]| own.iter().find(|&&n| kinds.contains(&self.requirements[n].kind)).and_then(|&n| self.bound(n));
        let binding = own.iter().map(|&n| &self.requirements[n]).find(|r| self.binds(r, levels)).map(|r| r.kind);
        (bound([RequirementKind::Least, RequirementKind::RatioLeast]), bound([RequirementKind::Most, RequirementKind::RatioMost]), binding)
    }

    fn level_rows(&self, levels: &[Vec<f64>]) -> Vec<PlannedLevel> {
        let mut rows = Vec::new();
        for (series, track) in self.tracks.iter().enumerate() {
            let start = self.known(Cell { series, period: 0 });
            for period in 0..=self.horizon() {
                let level = self.level(levels, Cell { series, period: period as i64 });
                let before = if period == 0 { None } else { self.level(levels, Cell { series, period: period as i64 - 1 }) };
                let growth = level.zip(before).filter(|(_, before)| *before > 0.0).map(|(level, before)| (level / before - 1.0) * 100.0);
                let reason = match before {
                    _ if level.is_none() => Some("missing"),
                    None => Some("no-previous"),
                    Some(0.0) => Some("base-zero"),
                    Some(before) if before < 0.0 => Some("base-negative"),
                    Some(_) => None,
                };
                let way = track.goal.zip(start).map(|(goal, start)| (goal, goal - start)).filter(|(_, way)| *way != 0.0);
                let (least, most, binding) = if period == 0 { (None, None, None) } else { self.limits((Sort::Series, series), period, levels) };
                rows.push(PlannedLevel {
                    series,
                    period,
                    level,
                    increase: level.zip(before).map(|(level, before)| level - before),
                    growth: growth.filter(|g| g.is_finite()),
                    remaining: level.zip(way).map(|(level, (goal, way))| (goal - level) / way).filter(|r| r.is_finite()),
                    least,
                    most,
                    binding,
                    published: period.checked_sub(1).and_then(|t| track.published[t]).map(|p| p.value),
                    reason,
                });
            }
        }
        rows
    }

    fn ratio_rows(&self, levels: &[Vec<f64>], published: &Path) -> Vec<PlannedRatio> {
        let mut rows = Vec::new();
        for (number, ratio) in self.ratios.iter().enumerate() {
            for (period, (of, to)) in ratio.forms.iter().enumerate() {
                let at_of = |at: Lookup<'_>| {
                    let (of, to) = (of.value(at)?, to.value(at)?);
                    (to != 0.0).then(|| of / to).filter(|r| r.is_finite())
                };
                let value = at_of(&|cell| self.level(levels, cell));
                let divisor = to.value(&|cell| self.level(levels, cell));
                let (least, most, binding) = if period == 0 { (None, None, None) } else { self.limits((Sort::Ratio, number), period, levels) };
                rows.push(PlannedRatio {
                    ratio: ratio.name.clone(),
                    period,
                    value,
                    least,
                    most,
                    binding,
                    published: if period == 0 { None } else { at_of(&|cell| self.at(published, cell)) },
                    reason: if value.is_some() { None } else { Some(if divisor == Some(0.0) { "zero-divisor" } else { "missing" }) },
                });
            }
        }
        rows
    }
}

/// The first of many things, and how many more there are.
pub(crate) fn listed(mut things: Vec<Argument>) -> Argument {
    const MOST: usize = 8;
    let more = things.len().saturating_sub(MOST);
    things.truncate(MOST);
    if more > 0 {
        things.push(Message::new("target-plan-more").with("more", Argument::count(more)).into());
    }
    things.into()
}

/// A series for a sentence.
pub(crate) fn spoken(series: &(String, Option<String>)) -> Argument {
    Argument::Code { code: series.0.clone(), name: series.1.clone() }
}
