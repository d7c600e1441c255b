use super::form::{Cell, Form};
use super::requirement::Measure;
use super::source::{Source, unknown, wrong};
use super::{Amounts, LARGEST, PlannedSeries, Requirement, Smoothness, Sort, Statement, Timeline};
use crate::rules::Relation;
use crate::target_plan::TargetPlan;
use agglom_method::{Message, MethodError, Printed};
use std::collections::BTreeMap;

/// Most levels that a plan may have.
const MOST_LEVELS: usize = 1500;

/// A series of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    pub(crate) code: String,
    pub(crate) name: Option<String>,
    /// Levels known up to the start: the start first, then the period before it.
    pub(crate) known: Vec<Option<f64>>,
    /// The published plan, by planned period.
    pub(crate) published: Vec<Option<Printed>>,
    pub(crate) smooth: bool,
    /// The divisor of second differences.
    pub(crate) scale: f64,
    /// The order of magnitude of its levels.
    pub(crate) size: f64,
    /// True if it has a goal in the last period.
    pub(crate) goal: Option<f64>,
    /// The statement that gives its levels, and whether its left side is the series.
    pub(crate) defined: Option<(usize, bool)>,
}

/// A ratio of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Quotient {
    pub(crate) name: String,
    /// Dividend and divisor from the start on.
    pub(crate) forms: Vec<(Form, Form)>,
}

/// What a plan must meet and what it shall be like.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) timeline: Timeline,
    pub(crate) tracks: Vec<Track>,
    pub(crate) ratios: Vec<Quotient>,
    /// Identities, then links.
    pub(crate) statements: Vec<Statement>,
    /// Names in statements and ratios, and the series they stand for.
    pub(crate) numbers: BTreeMap<String, usize>,
    pub(crate) requirements: Vec<Requirement>,
    /// Series that a statement gives, each after those it needs.
    pub(crate) order: Vec<usize>,
    /// Statements that the levels at the start break, with both sides.
    pub(crate) broken_at_start: Vec<(usize, f64, f64)>,
    pub(crate) smoothness: Smoothness,
}

impl Program {
    /// The plan that the settings ask for one entity.
    pub(crate) fn new(settings: &TargetPlan, source: &Source<'_>, timeline: &Timeline) -> Result<Self, MethodError> {
        let asked = asked(settings, source, timeline)?;
        let mut program = Self {
            timeline: timeline.clone(),
            tracks: Vec::new(),
            ratios: Vec::new(),
            statements: statements(settings)?,
            numbers: BTreeMap::new(),
            requirements: Vec::new(),
            order: Vec::new(),
            broken_at_start: Vec::new(),
            smoothness: settings.smoothness,
        };
        for one in &asked {
            program.track(one, settings, source)?;
        }
        program.name_all(settings, source)?;
        if program.tracks.len() * timeline.horizon() > MOST_LEVELS {
            let levels = agglom_method::Argument::count(program.tracks.len() * timeline.horizon());
            return Err(wrong("series", Message::new("target-plan-too-many").with("levels", levels)));
        }
        program.define();
        program.complete_start();
        program.require_starts()?;
        program.size(&asked);
        program.require_series(&asked)?;
        program.require_ratios(&settings.ratios)?;
        program.require_statements();
        program.look_back()?;
        Ok(program)
    }

    pub(crate) fn horizon(&self) -> usize {
        self.timeline.horizon()
    }

    /// A level that is known before planning.
    pub(crate) fn known(&self, cell: Cell) -> Option<f64> {
        if cell.period > 0 { None } else { *self.tracks[cell.series].known.get(cell.period.unsigned_abs() as usize)? }
    }

    /// Adds a series that the settings name.
    fn track(&mut self, one: &PlannedSeries, settings: &TargetPlan, source: &Source<'_>) -> Result<(), MethodError> {
        let number = source.codes().find(&one.indicator);
        let code = number.map_or(one.indicator.as_str(), |n| source.codes().get(n)).to_owned();
        if self.tracks.iter().any(|t| t.code == code) {
            return Err(wrong("series", Message::new("target-plan-series-twice").with("indicator", code)));
        }
        let mut track = self.bare(number, code, settings, source)?;
        track.smooth = one.smooth;
        if one.initial.is_some() {
            track.known.resize(track.known.len().max(1), None);
            track.known[0] = one.initial;
        }
        let last = self.timeline.codes.last().map(String::as_str).unwrap_or_default();
        track.goal = one.goal.or_else(|| one.goals.get(last).copied());
        self.numbers.insert(one.indicator.clone(), self.tracks.len());
        self.tracks.push(track);
        Ok(())
    }

    /// A series as the data give it.
    fn bare(&self, number: Option<usize>, code: String, settings: &TargetPlan, source: &Source<'_>) -> Result<Track, MethodError> {
        let figure = |period: i64| number.and_then(|n| source.figure(n, period, &self.timeline));
        let known: Vec<Option<f64>> = (0..=farthest(&self.statements, settings)).map(|back| figure(-back).map(|f| f.value)).collect();
        let published: Vec<Option<Printed>> =
            (1..=self.horizon() as i64).map(|period| if settings.published { figure(period) } else { None }).collect();
        let levels = known.iter().flatten().copied().chain(published.iter().flatten().map(|p| p.value));
        if levels.into_iter().any(|level| level.abs() > LARGEST) {
            return Err(wrong("series", Message::new("target-plan-too-large").with("indicator", code)));
        }
        let name = number.and_then(|n| source.codes().name(n)).map(str::to_owned);
        Ok(Track { code, name, known, published, smooth: false, scale: 1.0, size: 0.0, goal: None, defined: None })
    }

    /// Finds the series behind every name in statements and ratios; one that is not planned yet becomes part of the plan.
    fn name_all(&mut self, settings: &TargetPlan, source: &Source<'_>) -> Result<(), MethodError> {
        let of_statement = |s: &Statement, number: usize| {
            let setting = if number < settings.identities.len() { "identities" } else { "links" };
            s.left.terms.iter().chain(&s.right.terms).map(|(name, _)| (setting, name.indicator.clone())).collect::<Vec<_>>()
        };
        let mut names: Vec<(&'static str, String)> = self.statements.iter().enumerate().flat_map(|(n, s)| of_statement(s, n)).collect();
        for ratio in &settings.ratios {
            for text in [&ratio.of, &ratio.to] {
                let side = Statement::side(text).map_err(|fault| unreadable("ratios", text, fault.column))?;
                names.extend(side.terms.into_iter().map(|(name, _)| ("ratios", name.indicator)));
            }
        }
        for (setting, word) in names {
            if self.numbers.contains_key(&word) {
                continue;
            }
            let number = source.codes().find(&word);
            let code = number.map_or(word.as_str(), |n| source.codes().get(n)).to_owned();
            let at = match self.tracks.iter().position(|t| t.code == code) {
                Some(at) => at,
                None if number.is_none() => {
                    let planned = self.tracks.iter().map(|t| t.code.as_str());
                    return Err(unknown(setting, &word, planned.chain(source.codes().iter()).filter(|c| !c.is_empty())));
                }
                None => {
                    self.tracks.push(self.bare(number, code, settings, source)?);
                    self.tracks.len() - 1
                }
            };
            self.numbers.insert(word, at);
        }
        Ok(())
    }

    /// Lets every identity that has a series alone on one side give its levels, unless that would go round in a circle.
    fn define(&mut self) {
        for number in 0..self.statements.len() {
            if self.statements[number].relation != Relation::Equal {
                continue;
            }
            for left in [true, false] {
                let statement = &self.statements[number];
                let side = if left { &statement.left } else { &statement.right };
                let Some(name) = side.expression.single().filter(|name| name.back == 0) else { continue };
                let series = self.numbers[&name.indicator];
                if self.tracks[series].defined.is_some() {
                    continue;
                }
                self.tracks[series].defined = Some((number, left));
                if let Some(order) = self.ordered() {
                    self.order = order;
                    break;
                }
                self.tracks[series].defined = None;
            }
        }
    }

    /// The given series, each after those of the same period it needs; none if that goes round in a circle.
    fn ordered(&self) -> Option<Vec<usize>> {
        let mut order = Vec::new();
        let mut open: Vec<usize> = (0..self.tracks.len()).filter(|&s| self.tracks[s].defined.is_some()).collect();
        while !open.is_empty() {
            let ready = |&s: &usize| {
                let (number, left) = self.tracks[s].defined?;
                let statement = &self.statements[number];
                let other = if left { &statement.right } else { &statement.left };
                let needs = other.terms.iter().filter(|(name, _)| name.back == 0).map(|(name, _)| self.numbers[&name.indicator]);
                Some(needs.into_iter().all(|n| !open.contains(&n)))
            };
            let at = open.iter().position(|s| ready(s) == Some(true))?;
            order.push(open.remove(at));
        }
        Some(order)
    }

    /// What the statement that gives a series amounts to in a period.
    pub(crate) fn given(&self, series: usize, period: i64, at: super::form::Lookup<'_>) -> Option<f64> {
        let (number, left) = self.tracks[series].defined?;
        let statement = &self.statements[number];
        let other = if left { &statement.right } else { &statement.left };
        other.value(period, &self.numbers, at)
    }

    /// Fills in levels at the start that follow from others, and notes identities that the start breaks.
    fn complete_start(&mut self) {
        for &series in &self.order.clone() {
            if self.tracks[series].known.first().copied().flatten().is_none() {
                let level = self.given(series, 0, &|cell| self.known(cell));
                let known = &mut self.tracks[series].known;
                known.resize(known.len().max(1), None);
                known[0] = level;
            }
        }
        for (number, statement) in self.statements.iter().enumerate().filter(|(_, s)| s.relation == Relation::Equal) {
            let side = |side: &super::statement::Side| side.value(0, &self.numbers, &|cell| self.known(cell));
            if let (Some(left), Some(right)) = (side(&statement.left), side(&statement.right))
                && !super::agrees(left, right)
            {
                self.broken_at_start.push((number, left, right));
            }
        }
    }

    /// Every series that shall be smooth and that no identity gives needs a level at the start.
    fn require_starts(&self) -> Result<(), MethodError> {
        let lacks = |t: &&Track| t.smooth && t.defined.is_none() && t.known.first().copied().flatten().is_none();
        let Some(track) = self.tracks.iter().find(lacks) else { return Ok(()) };
        let message = Message::new("target-plan-no-start").with("indicator", track.code.as_str());
        Err(MethodError::Needs { what: message.with("period", self.timeline.codes[0].as_str()) })
    }

    /// Orders of magnitude: of the numbers a series has, otherwise of those it is related to.
    fn size(&mut self, asked: &[PlannedSeries]) {
        let largest = |numbers: &mut dyn Iterator<Item = f64>| numbers.map(f64::abs).fold(0.0, f64::max);
        for (track, one) in self.tracks.iter_mut().zip(asked) {
            let limits = [&one.least, &one.most].into_iter().flatten().flat_map(Amounts::all);
            let levels = track.known.first().copied().flatten().into_iter().chain(one.goal).chain(one.goals.values().copied());
            track.size = largest(&mut levels.chain(track.goal));
            if track.size == 0.0 {
                track.size = largest(&mut limits.into_iter());
            }
        }
        for _ in 0..self.tracks.len() {
            for statement in &self.statements {
                let terms: Vec<(usize, f64)> =
                    statement.left.terms.iter().chain(&statement.right.terms).map(|(name, c)| (self.numbers[&name.indicator], c.abs())).collect();
                let sum = terms.iter().map(|&(s, c)| c * self.tracks[s].size).fold(0.0, f64::max);
                for (series, c) in terms {
                    if self.tracks[series].size == 0.0 && c > 0.0 {
                        self.tracks[series].size = (sum / c).min(LARGEST);
                    }
                }
            }
        }
        for (at, track) in self.tracks.iter_mut().enumerate() {
            // Below this, squares would be lost beside those of other series.
            track.size = if track.size > 1.0 / LARGEST { track.size } else { 1.0 };
            let goal = track.goal.filter(|&goal| goal != 0.0).map_or(track.size, f64::abs);
            track.scale = asked.get(at).and_then(|one| one.scale).unwrap_or(goal);
        }
    }

    /// Every level up to the start that a statement or a ratio looks back to must be known.
    fn look_back(&self) -> Result<(), MethodError> {
        for requirement in &self.requirements {
            let forms = match &requirement.measure {
                Measure::Forms { left, right } => vec![left, right],
                Measure::Ratio { of, to, .. } => vec![of, to],
                Measure::Falling { of, to, of_before, to_before, .. } => vec![of, to, of_before, to_before],
            };
            for cell in forms.into_iter().flat_map(|form| form.terms.keys()) {
                if cell.period <= 0 && self.known(*cell).is_none() {
                    let message = Message::new("target-plan-no-look-back").with("indicator", self.tracks[cell.series].code.as_str());
                    let back = agglom_method::Argument::count(cell.period.unsigned_abs() as usize);
                    let message = message.with("back", back).with("start", self.timeline.codes[0].as_str());
                    return Err(MethodError::Needs { what: message.with("subject", self.subject(requirement.subject)) });
                }
            }
        }
        Ok(())
    }

    /// What a requirement is about, as it is written.
    pub(crate) fn subject(&self, (sort, number): super::Subject) -> &str {
        match sort {
            Sort::Series => &self.tracks[number].code,
            Sort::Ratio => &self.ratios[number].name,
            Sort::Relation => &self.statements[number].text,
        }
    }
}

/// The series to plan: those of the settings, or every indicator that the data follow from the start to the last period.
fn asked(settings: &TargetPlan, source: &Source<'_>, timeline: &Timeline) -> Result<Vec<PlannedSeries>, MethodError> {
    if !settings.series.is_empty() {
        let derived: Vec<String> = settings.identities.iter().filter_map(|text| Statement::parse(text).ok()).flat_map(|s| alone(&s)).collect();
        for one in &settings.series {
            let known = source.codes().find(&one.indicator).is_some() || one.initial.is_some() || derived.contains(&one.indicator);
            if !known {
                return Err(unknown("series", &one.indicator, source.codes().iter().filter(|c| !c.is_empty())));
            }
            if !timeline.start_known() && one.initial.is_none() && !derived.contains(&one.indicator) && one.smooth {
                return Err(MethodError::Needs {
                    what: Message::new("target-plan-no-start").with("indicator", one.indicator.as_str()).with("period", timeline.codes[0].as_str()),
                });
            }
        }
        return Ok(settings.series.clone());
    }
    if !timeline.of_data || !settings.published {
        return Err(MethodError::Needs { what: Message::new("target-plan-needs-series") });
    }
    let last = timeline.horizon() as i64;
    let followed = (0..source.codes().len()).filter(|&i| !source.codes().get(i).is_empty()).filter_map(|i| {
        source.figure(i, 0, timeline)?;
        let goal = source.figure(i, last, timeline)?.value;
        Some(PlannedSeries { indicator: source.codes().get(i).to_owned(), goal: Some(goal), ..PlannedSeries::default() })
    });
    let followed: Vec<PlannedSeries> = followed.collect();
    if followed.is_empty() { Err(MethodError::TooFew { what: "values", need: 2, got: 0 }) } else { Ok(followed) }
}

/// Series that stand alone on a side of a statement.
fn alone(statement: &Statement) -> Vec<String> {
    let sides = [&statement.left, &statement.right];
    sides.iter().filter_map(|side| side.expression.single()).filter(|name| name.back == 0).map(|name| name.indicator.clone()).collect()
}

fn statements(settings: &TargetPlan) -> Result<Vec<Statement>, MethodError> {
    let all = settings.identities.iter().map(|text| ("identities", text)).chain(settings.links.iter().map(|text| ("links", text)));
    all.map(|(setting, text)| Statement::parse(text).map_err(|fault| unreadable(setting, text, fault.column))).collect()
}

/// The error for text that `check` would have refused.
pub(crate) fn unreadable(setting: &'static str, text: &str, column: usize) -> MethodError {
    let message = Message::new("target-plan-unreadable").with("rule", text).with("column", agglom_method::Argument::count(column));
    wrong(setting, message)
}

/// How many periods before the start statements and ratios may look back to.
fn farthest(statements: &[Statement], settings: &TargetPlan) -> i64 {
    let of_statements = statements.iter().flat_map(|s| s.left.terms.iter().chain(&s.right.terms)).map(|(name, _)| name.back);
    let sides = settings.ratios.iter().flat_map(|ratio| [&ratio.of, &ratio.to]).filter_map(|text| Statement::side(text).ok());
    let of_ratios = sides.flat_map(|side| side.terms).map(|(name, _)| name.back);
    of_statements.chain(of_ratios).max().unwrap_or(0) as i64
}
