//! Goals as tables, charts and sentences.

use crate::goal_feasibility::{Feasibility, GoalFeasibility, Judged, Levels};
use crate::growth_history::GrowthModel;
use agglom_method::{Argument, Chart, Finding, Mark, Message, Method, MethodError, Order, Reference, Scale, Table, Unit};

/// Most things that a sentence lists.
const LISTED: usize = 8;

/// A row of the table of paths.
type Step<'a> = (&'a Judged, i32, &'static str, f64, Option<(f64, f64)>);

impl Feasibility {
    /// Why there is nothing to say, if no goal has a probability.
    pub(crate) fn refusal(&self) -> Option<MethodError> {
        if self.goals.iter().any(|g| g.assessment.probability.is_some()) {
            return None;
        }
        let all = |reason| self.goals.iter().all(|g| g.assessment.reason == Some(reason));
        let first = self.goals.first()?;
        let history = &self.histories[first.history];
        let named = |key: &str| {
            let message = Message::new(key).with("entity", self.entities.argument_or_whole(history.entity as usize));
            message.with("indicator", self.indicators.argument(history.indicator as usize)).with("last", code(first.assessment.start_year))
        };
        if all("goal-not-ahead") {
            return Some(MethodError::Setting { setting: "goals", problem: named("goal-feasibility-not-ahead").with("period", code(first.year)) });
        }
        if all("not-positive") {
            return Some(MethodError::Needs { what: named("goal-feasibility-not-positive") });
        }
        let required = self.listed(&self.goals.iter().collect::<Vec<_>>(), "goal-feasibility-required", "goal-feasibility-unrequired");
        Some(MethodError::NoAnswer { why: Message::new("goal-feasibility-nothing").with("goals", required) })
    }

    fn unit(&self) -> Unit {
        let mut units = self.histories.iter().map(|h| h.unit.as_ref());
        let first = units.next().flatten();
        if units.all(|unit| unit == first) { Unit::of(first) } else { Unit::None }
    }

    fn history(&self, goal: &Judged) -> &Levels {
        &self.histories[goal.history]
    }

    fn period(&self, year: i32) -> usize {
        self.periods.index(&code(year)).expect("every year of a goal and a history is among the periods")
    }

    pub(crate) fn goal_table(&self) -> Table {
        let (g, unit) = (&self.goals, self.unit());
        let end = |goal: &Judged, which: usize| goal.assessment.levels.last().and_then(|l| finite(l[which]));
        let table = Table::new(GoalFeasibility::KEY, Message::new("table-goal-feasibility"))
            .integers("goal_number", Unit::None, g.iter().map(|g| i64::try_from(g.number).ok()))
            .codes("entity", &self.entities, g.iter().map(|g| self.history(g).entity as usize))
            .codes("indicator", &self.indicators, g.iter().map(|g| self.history(g).indicator as usize))
            .codes("period", &self.periods, g.iter().map(|g| self.period(g.year)))
            .codes("start_period", &self.periods, g.iter().map(|g| self.period(g.assessment.start_year)))
            .numbers("start_level", unit.clone(), g.iter().map(|g| finite(g.assessment.start)))
            .numbers("goal_level", unit.clone(), g.iter().map(|g| finite(g.level)))
            .numbers("required_growth", Unit::Percent, g.iter().map(|g| percent(g.assessment.required?)))
            .numbers("mean_growth", Unit::Percent, g.iter().map(|g| percent(g.assessment.history?)))
            .numbers("expected_growth", Unit::Percent, g.iter().map(|g| percent(g.assessment.expected?)))
            .integers("history_rates", Unit::None, g.iter().map(|g| i64::try_from(g.assessment.rates).ok()))
            .numbers("shrinkage", Unit::Share, g.iter().map(|g| g.assessment.shrinkage));
        table
            .numbers("goal_feasibility", Unit::Share, g.iter().map(|g| g.assessment.probability))
            .numbers("expected_level", unit.clone(), g.iter().map(|g| end(g, 0)))
            .numbers("low", unit.clone(), g.iter().map(|g| end(g, 1)))
            .numbers("high", unit, g.iter().map(|g| end(g, 2)))
            .numbers("peer_percentile", Unit::Percent, g.iter().map(|g| g.assessment.percentile))
            .words("reason", g.iter().map(|g| g.assessment.reason))
    }

    pub(crate) fn joint_table(&self) -> Table {
        let j = &self.joint;
        Table::new("joint_feasibility", Message::new("table-joint-feasibility"))
            .codes("entity", &self.entities, j.iter().map(|j| j.entity as usize))
            .integers("goals_joined", Unit::None, j.iter().map(|j| i64::try_from(j.goals).ok()))
            .integers("common_years", Unit::None, j.iter().map(|j| i64::try_from(j.common).ok()))
            .numbers("joint_feasibility", Unit::Share, j.iter().map(|j| j.joint_feasibility))
            .numbers("independent_feasibility", Unit::Share, j.iter().map(|j| Some(j.product)))
            .words("reason", j.iter().map(|j| j.reason))
    }

    /// The history, the years ahead and the steady way to each goal.
    fn steps(&self) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        for goal in &self.goals {
            let found = &goal.assessment;
            steps.extend(self.history(goal).levels.iter().map(|(&year, &level)| (goal, year, "actual", level, None)));
            let Some(required) = found.required else { continue };
            if !found.levels.is_empty() {
                steps.push((goal, found.start_year, "projected", found.start, Some((found.start, found.start))));
            }
            let projected = (found.start_year + 1..).zip(&found.levels);
            steps.extend(projected.map(|(year, &[median, low, high])| (goal, year, "projected", median, Some((low, high)))));
            let way = (found.start_year..=goal.year).map(|year| (year, found.start * (required * f64::from(year - found.start_year)).exp()));
            steps.extend(way.map(|(year, level)| (goal, year, "required", level, None)));
        }
        steps
    }

    pub(crate) fn path_table(&self) -> Table {
        let (s, unit) = (self.steps(), self.unit());
        Table::new("paths", Message::new("table-goal-feasibility-paths"))
            .integers("goal_number", Unit::None, s.iter().map(|s| i64::try_from(s.0.number).ok()))
            .codes("entity", &self.entities, s.iter().map(|s| self.history(s.0).entity as usize))
            .codes("indicator", &self.indicators, s.iter().map(|s| self.history(s.0).indicator as usize))
            .codes("period", &self.periods, s.iter().map(|s| self.period(s.1)))
            .words("path", s.iter().map(|s| Some(s.2)))
            .numbers("path_level", unit.clone(), s.iter().map(|s| finite(s.3)))
            .numbers("low", unit.clone(), s.iter().map(|s| finite(s.4?.0)))
            .numbers("high", unit, s.iter().map(|s| finite(s.4?.1)))
    }

    pub(crate) fn rate_table(&self) -> Table {
        let rates: Vec<(&Levels, i32, f64)> = self.histories.iter().flat_map(|h| h.growth.iter().map(move |(&year, &g)| (h, year, g))).collect();
        Table::new("growth_rates", Message::new("table-goal-feasibility-rates"))
            .codes("entity", &self.entities, rates.iter().map(|r| r.0.entity as usize))
            .codes("indicator", &self.indicators, rates.iter().map(|r| r.0.indicator as usize))
            .codes("period", &self.periods, rates.iter().map(|r| self.period(r.1)))
            .numbers("annual_growth", Unit::Percent, rates.iter().map(|r| percent(r.2)))
    }

    /// The least probable goal.
    fn hardest(&self) -> Option<(&Judged, f64)> {
        let known = self.goals.iter().filter_map(|g| Some((g, g.assessment.probability?)));
        known.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    pub(crate) fn charts(&self) -> Vec<Chart> {
        let Some((hardest, _)) = self.hardest() else { return Vec::new() };
        let band = Some(("low".to_owned(), "high".to_owned()));
        let lines = Mark::Lines { x: "period".into(), y: "path_level".into(), series: Some("path".into()), band, reference: None };
        let mut fan = Chart::new("goal_feasibility_paths", "paths", lines).only("goal_number", &hardest.number.to_string());
        fan.title = fan.title.with("goal", self.goal_argument(hardest));
        let bars = Mark::Bars {
            label: vec!["entity".into(), "indicator".into(), "period".into()],
            values: vec!["goal_feasibility".into()],
            interval: None,
            order: if self.goals.len() <= 40 { Order::AsIs } else { Order::Largest("required_growth".into(), 40) },
            scale: Scale::Linear,
            reference: Some(Reference { at: 0.5, label: Message::new("goal-feasibility-even") }),
        };
        let mut charts = vec![fan, Chart::new("goal_feasibility_probability", GoalFeasibility::KEY, bars)];
        let indicator = self.history(hardest).indicator as usize;
        if self.histories.iter().any(|h| h.indicator as usize == indicator && h.growth.len() > 1) {
            let needed = hardest.assessment.required.and_then(percent);
            let reference = needed.map(|at| Reference { at, label: Message::new("goal-feasibility-needed") });
            let series = (self.entities.len() > 1).then(|| "entity".to_owned());
            let lines = Mark::Lines { x: "period".into(), y: "annual_growth".into(), series, band: None, reference };
            let mut rates = Chart::new("goal_feasibility_rates", "growth_rates", lines).only("indicator", self.indicators.get(indicator));
            rates.title = rates.title.with("indicator", self.indicators.argument(indicator));
            charts.push(rates);
        }
        charts
    }

    /// A goal by entity, indicator and year.
    fn goal_argument(&self, goal: &Judged) -> Argument {
        let history = self.history(goal);
        let message = Message::new("goal-feasibility-goal").with("entity", self.entities.argument_or_whole(history.entity as usize));
        message.with("indicator", self.indicators.argument(history.indicator as usize)).with("period", code(goal.year)).into()
    }

    /// Goals with what they require, the first ones by name.
    fn listed(&self, goals: &[&Judged], required: &str, without: &str) -> Argument {
        let said = |goal: &&Judged| match goal.assessment.required.and_then(percent) {
            Some(growth) => Message::new(required)
                .with("goal", self.goal_argument(goal))
                .with("growth", Argument::percent(growth / 100.0))
                .with("rates", Argument::count(goal.assessment.rates)),
            None => Message::new(without).with("goal", self.goal_argument(goal)),
        };
        let mut list: Vec<Argument> = goals.iter().take(LISTED).map(|g| said(g).into()).collect();
        if goals.len() > LISTED {
            list.push(Message::new("goal-feasibility-more").with("more", Argument::count(goals.len() - LISTED)).into());
        }
        list.into()
    }

    pub(crate) fn headlines(&self, finding: Finding) -> Finding {
        let Some((hardest, probability)) = self.hardest() else { return finding };
        let known = self.goals.iter().filter(|g| g.assessment.probability.is_some()).count();
        let likely = self.goals.iter().filter(|g| g.assessment.probability.is_some_and(|p| p >= 0.5)).count();
        let growth = |log: Option<f64>| Argument::percent(log.and_then(percent).unwrap_or_default() / 100.0);
        let finding = finding.headline(
            Message::new(if known == 1 { "goal-feasibility-one" } else { "goal-feasibility-hardest" })
                .with("goal", self.goal_argument(hardest))
                .with("probability", Argument::Percent { value: probability, decimals: 0 })
                .with("required", growth(hardest.assessment.required))
                .with("expected", growth(hardest.assessment.expected)),
        );
        let finding = if known == 1 {
            finding
        } else {
            finding.headline(Message::new("goal-feasibility-likely").with("likely", Argument::count(likely)).with("all", Argument::count(known)))
        };
        let joined = self.joint.iter().filter_map(|j| Some((j, j.joint_feasibility?))).min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((joint, together)) = joined else { return finding };
        let message = Message::new("goal-feasibility-joint").with("entity", self.entities.argument_or_whole(joint.entity as usize));
        let message = message.with("goals", Argument::count(joint.goals)).with("probability", Argument::Percent { value: together, decimals: 0 });
        finding.headline(message)
    }

    pub(crate) fn cautions(&self, finding: Finding) -> Finding {
        let mut finding = finding;
        if let Some((times, years)) = self.assumed {
            let message = Message::new("goal-feasibility-assumed").with("times", Argument::Short(times));
            finding = finding.caution(message.with("years", Argument::count(years)));
        }
        let behind: Vec<&Judged> = self.goals.iter().filter(|g| g.behind).collect();
        if !behind.is_empty() {
            let goals = self.listed(&behind, "goal-feasibility-plain", "goal-feasibility-plain");
            finding = finding.caution(Message::new("goal-feasibility-behind").with("goals", goals));
        }
        let without: Vec<&Judged> = self.goals.iter().filter(|g| g.assessment.probability.is_none()).collect();
        if !without.is_empty() {
            let goals = self.listed(&without, "goal-feasibility-required", "goal-feasibility-unrequired");
            finding = finding.caution(Message::new("goal-feasibility-without").with("goals", goals));
        }
        let named = |key: &str, histories: Vec<&Levels>| {
            let figure = |h: &&Levels| -> Argument {
                let message = Message::new("goal-feasibility-figure").with("entity", self.entities.argument_or_whole(h.entity as usize));
                message.with("indicator", self.indicators.argument(h.indicator as usize)).into()
            };
            let list: Vec<Argument> = histories.iter().take(LISTED).map(figure).collect();
            Message::new(key).with("count", Argument::count(histories.len())).with("figures", list)
        };
        for (key, histories) in [
            ("goal-feasibility-gaps", self.histories.iter().filter(|h| h.has_gaps).collect::<Vec<_>>()),
            ("goal-feasibility-revised", self.histories.iter().filter(|h| h.revised).collect()),
            ("goal-feasibility-some-not-positive", self.histories.iter().filter(|h| h.not_positive.is_some()).collect()),
        ] {
            if !histories.is_empty() {
                finding = finding.caution(named(key, histories));
            }
        }
        if self.unlabelled > 0 {
            finding = finding.caution(Message::new("history-unlabelled").with("count", Argument::count(self.unlabelled)));
        }
        if self.joint.iter().any(|j| j.reason == Some("few-common-years")) {
            finding = finding.caution(Message::new("goal-feasibility-product"));
        }
        match self.peers {
            Some(peers) if peers < 5 => finding.caution(Message::new("goal-feasibility-few-peers").with("peers", Argument::count(peers))),
            _ => finding,
        }
    }

    pub(crate) fn remarks(&self, finding: Finding) -> Finding {
        let model = match self.model {
            GrowthModel::RandomWalk => "goal-feasibility-random-walk",
            GrowthModel::Ar1 if self.draws == 0 => "goal-feasibility-ar1-plug-in",
            GrowthModel::Ar1 => "goal-feasibility-ar1",
            GrowthModel::Student => "goal-feasibility-student",
            GrowthModel::Bootstrap => "goal-feasibility-bootstrap",
        };
        let finding = finding.remark(Message::new(model).with("level", Argument::Percent { value: 1.0 - self.alpha, decimals: 0 }));
        match self.peers {
            Some(peers) => finding.remark(Message::new("goal-feasibility-shrunk").with("peers", Argument::count(peers))),
            None => finding,
        }
    }
}

/// A year as the code of a period.
fn code(year: i32) -> String {
    format!("{year:04}")
}

/// Growth of the logarithm in percent.
fn percent(log: f64) -> Option<f64> {
    finite(100.0 * log.exp_m1())
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}
