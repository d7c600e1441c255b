//! Required growth and the probability of reaching goals.

use crate::calendar::{Length, Period};
use crate::growth_history::{Class, Event, History, Rules, Target, joint};
use agglom_method::{
    Aim, Argument, Bound, Codes, Context, Family, Finding, Indicators, Inputs, Message, Method, MethodError, SettingError, ShapeKind, Slot, TableSpec,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use crate::growth_history::{Assessment, GrowthModel, Shrinkage};

/// Growth that goals require, and the probability of reaching them if the years ahead are like those behind.
///
/// # Formula
/// ```text
/// required_growth  = (goal / y_0)^(1/H) - 1                         y_0 the last known level, H years before the goal
/// g_t = ln y_t - ln y_(t-1)                                         of years in a row, n of them, mean ḡ, variance s²
/// random_walk      P = 1 - F_(n-1)((ln goal/y_0 - H ḡ) / (s √(H + H²/n)))      F_k Student's t, k degrees of freedom
/// ar1              g_t - μ = φ (g_(t-1) - μ) + e_t,   Var Σ g = σ² Σ_k (Σ_(j<H-k) φ^j)²
/// student          as random_walk with shocks from a t with 5 degrees of freedom, scaled to variance s²
/// bootstrap        runs of `block` years of the history; one resampled history gives the mean, another the years ahead
/// ```
/// y_(t-1) is the figure that the source prints beside y_t (`previous`), otherwise that of the year before.
///
/// All models count the uncertainty of the estimates: `random_walk` exactly, `student` by drawing variance and mean from their
/// posterior, `ar1` by estimating again from `draws` histories that the estimate makes. `ar1` with `draws = 0` takes the estimates as
/// true; `bootstrap` takes the spread of growth as that of the history. `ar1` and `bootstrap` need five growth rates, the others three.
///
/// Shrinkage towards the class in `reference` (by default with fewer than eight growth rates): the mean becomes
/// w ḡ + (1 - w) μ, w = τ² / (τ² + s²/n), with the variance w s²/n + (1 - w)² Var μ in place of s²/n. The mean μ of the peers' mean
/// growth and its variance τ² between peers come from the one-way random-effects analysis of variance (method of moments);
/// τ² is taken as known. With fewer than three rates of its own, an entity takes s² and its degrees of freedom from within the peers;
/// with none, w = 0. `shrinkage` is 1 - w. Entities of the reference count as they are, also the entity itself if it is among them;
/// `peer_percentile` leaves it out.
///
/// All goals of an entity are reached together with `joint_feasibility`: their probabilities joined by a multivariate normal copula with
/// the correlation of growth over the years that all their indicators have in common, if there are five; `independent_feasibility` is what
/// independence would give.
///
/// # Reading
/// `goal_feasibility` is the probability that the level in the goal's year is the goal or better (lower is better where `direction`
/// says so). `low` and `high` hold the level of that year with probability 1 - `alpha`. The past is no promise: a probability says how
/// the goal compares with what was usual, before any new measure. `peer_percentile` is the percentage of peers that grew
/// less on average than is required here.
///
/// # Undefined when
/// there are fewer than three growth rates and no reference class (`history-too-short`; one growth rate gives no probability), growth
/// never varies (`growth-constant`), the last level is not positive (`not-positive`), the goal's year is not after it
/// (`goal-not-ahead`) or more than 100 years away (`goal-too-far`), φ is not between -1 and 1 (`not-stationary`), or there are fewer
/// than two peers with repeated growth rates (`no-peers`). If no goal has a probability, the method refuses and names the required growth.
///
/// # Source
/// Predictive distribution: Zellner (1971), An Introduction to Bayesian Inference in Econometrics, ch. 2; shrinkage: Efron and Morris
/// (1975), Journal of the American Statistical Association 70:311; moments: Searle (1971), Linear Models; ar1: Pascual, Romo and Ruiz
/// (2004), Journal of Time Series Analysis 25:449; blocks: Politis and Romano (1992); reference classes: Kahneman and Tversky (1979).
/// Replaces the goals of Wang and Liu (2022, retracted), which stand without required growth or probability; that paper's one growth
/// rate (17.94 %) supports none.
///
/// # Checked against
/// `scipy` for predictive t, ar1 and required growth; coverage of the interval by simulation; the shrinkage against `numpy`;
/// the joint probability of two goals against `scipy`'s bivariate normal.
///
/// # Example
/// A level of 100 after growth of 10, 20 and 30 log points shall grow by twice the mean, 40 log points, in two years: exactly a half.
/// ```
/// use agglom_models::{goal_feasibility::{Goal, GoalFeasibility}, Histories};
/// use agglom_method::{Codes, Context, Indicator, Indicators, Method, Printed, Reading, Seed, Unwatched};
/// let level = |period: u32, log: f64| Indicator {
///     row: u64::from(period) + 2, entity: 0, indicator: 0, period, unit: None, kind: None, direction: None,
///     value: Reading::Observed(Printed { value: 100.0 * log.exp(), decimals: 2 }), previous: Reading::Missing, growth_printed: Reading::Missing,
/// };
/// let rows = vec![level(0, -0.6), level(1, -0.5), level(2, -0.3), level(3, 0.0)];
/// let periods = Codes::new(["2013", "2014", "2015", "2016"]).into();
/// let source = Indicators { entities: Codes::new(["zone"]).into(), indicators: Codes::new(["output"]).into(), periods, rows };
/// let goal = Goal { indicator: "output".into(), entity: None, period: "2018".into(), level: Some(100.0 * 0.4f64.exp()), times: None };
/// let method = GoalFeasibility { goals: vec![goal], ..Default::default() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = method.compute(&Histories { source: source.into(), reference: None }, &context).unwrap();
/// assert!((found.goals[0].assessment.probability.unwrap() - 0.5).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GoalFeasibility {
    /// The goals. Without any, every indicator shall reach `times` its last level in `horizon` years.
    pub goals: Vec<Goal>,
    /// Without `goals`: how many times the last level.
    pub times: f64,
    /// Without `goals`: in how many years.
    pub horizon: usize,
    /// How growth varies from year to year.
    pub model: GrowthModel,
    /// Whether mean growth is drawn towards that of the reference class.
    pub shrinkage: Shrinkage,
    /// Years in a run of the model `bootstrap`; 0 is the cube root of the number of growth rates.
    pub block: usize,
    /// The interval holds with probability 1 - alpha.
    pub alpha: f64,
    /// Number of random draws, for the models `ar1`, `student` and `bootstrap` and for joint probabilities.
    pub draws: usize,
}

/// A level to be reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Code or name of the indicator.
    pub indicator: String,
    /// Code or name of the entity; without one, every entity that has the indicator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The year by whose end it shall be reached, as text.
    pub period: String,
    /// The level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// Or how many times the last known level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<f64>,
}

/// Levels over the years.
#[derive(Debug, Clone)]
pub struct Histories {
    /// The levels.
    pub source: Arc<Indicators>,
    /// Levels of the peers.
    pub reference: Option<Arc<Indicators>>,
}

/// What can be said of the goals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Feasibility {
    /// Whose goals.
    pub entities: Arc<Codes>,
    /// Of what.
    pub indicators: Arc<Codes>,
    /// The years of the history, of the goals and between.
    pub periods: Arc<Codes>,
    /// One per goal and entity.
    pub goals: Vec<Judged>,
    /// Entities with several goals that have a probability.
    pub joint: Vec<JointGoals>,
    /// The histories of the goals' indicators: entity, indicator, unit, levels, growth of the logarithm.
    pub histories: Vec<Levels>,
    /// How growth varies.
    pub model: GrowthModel,
    /// 1 - level of the intervals.
    pub alpha: f64,
    /// Random draws.
    pub draws: usize,
    /// The peers of the smallest reference class that counted, if any did.
    pub peers: Option<usize>,
    /// Whether the goals are those that stand for none.
    pub assumed: Option<(f64, usize)>,
    /// Rows passed over because they have no label.
    pub unlabelled: usize,
}

/// A goal of an entity and what can be said of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// Number of the goal, from 1.
    pub number: usize,
    /// Number of the history.
    pub history: usize,
    /// The level to be reached.
    pub level: f64,
    /// The year.
    pub year: i32,
    /// True if the goal is not beyond the last known level.
    pub behind: bool,
    /// What can be said of it.
    pub assessment: Assessment,
}

/// All goals of an entity together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct JointGoals {
    /// Number of the entity.
    pub entity: u32,
    /// How many goals have a probability.
    pub goals: usize,
    /// Years in which growth of all their indicators is known.
    pub common: usize,
    /// The probability that all are reached.
    pub joint_feasibility: Option<f64>,
    /// The same if the goals were independent.
    pub product: f64,
    /// Why there is no joint probability.
    pub reason: Option<&'static str>,
}

/// The history of an indicator of an entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Levels {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the indicator.
    pub indicator: u32,
    /// Unit, if the source names one.
    pub unit: Option<String>,
    /// Levels by year.
    pub levels: BTreeMap<i32, f64>,
    /// Growth of the logarithm by year.
    pub growth: BTreeMap<i32, f64>,
    /// The first year whose level is not positive.
    pub not_positive: Option<i32>,
    /// True if years are missing.
    pub has_gaps: bool,
    /// True if a level is printed beside that of the year after as another one than it was.
    pub revised: bool,
}

impl Default for GoalFeasibility {
    fn default() -> Self {
        Self {
            goals: Vec::new(),
            times: 2.0,
            horizon: 10,
            model: GrowthModel::RandomWalk,
            shrinkage: Shrinkage::Auto,
            block: 0,
            alpha: 0.05,
            draws: 1999,
        }
    }
}

impl Inputs for Histories {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Indicators], "levels by year, for every entity and indicator with a goal").all_periods(),
        Slot::one("reference", &[ShapeKind::Indicators], "levels of peers by year: the reference class of short histories").all_periods().optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.indicators("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source, reference: bound.indicators("reference") })
    }
}

impl Method for GoalFeasibility {
    const KEY: &'static str = "goal_feasibility";
    const FAMILY: Family = Family::Project;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "goal_feasibility",
            "goal_number entity indicator period start_period start_level goal_level required_growth mean_growth expected_growth history_rates shrinkage goal_feasibility expected_level low high peer_percentile reason",
        ),
        TableSpec::new("joint_feasibility", "entity goals_joined common_years joint_feasibility independent_feasibility reason"),
        TableSpec::new("paths", "goal_number entity indicator period path path_level low high"),
        TableSpec::new("growth_rates", "entity indicator period annual_growth"),
    ];
    type Inputs = Histories;
    type Output = Feasibility;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        SettingError::between("times", self.times, 0.0, f64::INFINITY)?;
        if !(1..=100).contains(&self.horizon) {
            return Err(SettingError::new("horizon", format!("{} years; take 1 to 100", self.horizon)));
        }
        if self.draws < 99 && matches!(self.model, GrowthModel::Student | GrowthModel::Bootstrap) {
            return Err(SettingError::new("draws", format!("{} draws give no probability; take at least 99, better 1999", self.draws)));
        }
        if (1..99).contains(&self.draws) {
            return Err(SettingError::new("draws", format!("{} draws are too few; take 0 for none, or at least 99", self.draws)));
        }
        for (at, goal) in self.goals.iter().enumerate() {
            goal.check().map_err(|problem| SettingError::new("goals", format!("goal {} ({}): {problem}", at + 1, goal.indicator)))?;
        }
        Ok(())
    }

    fn compute(&self, inputs: &Histories, context: &Context<'_>) -> Result<Feasibility, MethodError> {
        let source = &inputs.source;
        if source.rows.is_empty() {
            return Err(MethodError::TooFew { what: "rows", need: 1, got: 0 });
        }
        let (histories, unlabelled) = History::all(source)?;
        if histories.is_empty() {
            return Err(MethodError::TooFew { what: "values", need: 1, got: 0 });
        }
        if self.shrinkage == Shrinkage::Always && inputs.reference.is_none() {
            return Err(MethodError::Setting { setting: "shrinkage", problem: Message::new("goal-feasibility-needs-reference") });
        }
        let classes = classes(inputs, &histories)?;
        let targets = self.targets(source, &histories)?;
        let mut goals = Vec::with_capacity(targets.len());
        for (number, (at, target)) in targets.into_iter().enumerate() {
            context.proceed()?;
            let history = &histories[at];
            goals.push(self.judge(number + 1, at, target, source, history, classes.get(&history.indicator), inputs.reference.as_deref(), context)?);
        }
        let joint = self.joint(source, &histories, &goals, context)?;
        let found = self.collected(source, &histories, goals, joint, &classes, unlabelled);
        found.refusal().map_or(Ok(found), Err)
    }

    fn present(&self, _inputs: &Histories, found: &Feasibility) -> Finding {
        let finding = Finding::default().table(found.goal_table());
        let finding = if found.joint.is_empty() { finding } else { finding.table(found.joint_table()) };
        let finding = finding.table(found.path_table()).table(found.rate_table());
        let finding = found.charts().into_iter().fold(finding, Finding::chart);
        found.remarks(found.cautions(found.headlines(finding)))
    }
}

impl Goal {
    fn check(&self) -> Result<(), String> {
        let year = Period::parse(&self.period).filter(|p| p.length == Length::Year);
        year.ok_or_else(|| format!("`{}` is not a year, such as 2030", self.period))?;
        match (self.level, self.times) {
            (Some(number), None) | (None, Some(number)) if number > 0.0 && number.is_finite() => Ok(()),
            (Some(_), None) | (None, Some(_)) => Err("the level must be a positive number".to_owned()),
            _ => Err("say either level or times".to_owned()),
        }
    }
}

/// The reference class of every indicator that has one.
fn classes(inputs: &Histories, histories: &[History]) -> Result<BTreeMap<u32, Class>, MethodError> {
    let Some(reference) = &inputs.reference else { return Ok(BTreeMap::new()) };
    let (peers, _) = History::all(reference)?;
    let wanted: BTreeSet<u32> = histories.iter().map(|h| h.indicator).collect();
    let class = |indicator: u32| {
        let there = reference.indicators.find(inputs.source.indicators.get(indicator as usize))? as u32;
        Some((indicator, Class::new(peers.iter().filter(|p| p.indicator == there))))
    };
    Ok(wanted.into_iter().filter_map(class).collect())
}

impl GoalFeasibility {
    /// Every goal with the number of its history, in the order of the settings, then of entities.
    fn targets(&self, source: &Indicators, histories: &[History]) -> Result<Vec<(usize, Target)>, MethodError> {
        let times = |h: &History, times: f64| h.last().map_or(0.0, |l| l.1 * times);
        if self.goals.is_empty() {
            let target = |h: &History| Target { level: times(h, self.times), year: h.last().map_or(0, |l| l.0) + self.horizon as i32 };
            return Ok(histories.iter().map(target).enumerate().collect());
        }
        let number = |codes: &Codes, word: &str| codes.required("goals", word).map(|i| i as u32);
        let mut targets = Vec::new();
        for goal in &self.goals {
            let indicator = number(&source.indicators, &goal.indicator)?;
            let entity = match &goal.entity {
                Some(entity) => Some(number(&source.entities, entity)?),
                None => None,
            };
            let year = Period::parse(&goal.period).map_or(0, |p| p.year);
            let before = targets.len();
            for (at, history) in histories.iter().enumerate() {
                if history.indicator == indicator && entity.is_none_or(|e| e == history.entity) {
                    let level = goal.level.unwrap_or_else(|| times(history, goal.times.unwrap_or(1.0)));
                    targets.push((at, Target { level, year }));
                }
            }
            if targets.len() == before {
                let message = Message::new("goal-feasibility-no-figures").with("indicator", goal.indicator.as_str());
                let entity = goal.entity.as_ref().map_or_else(|| Message::new("goal-feasibility-any-entity").into(), |e| Argument::from(e.as_str()));
                return Err(MethodError::Needs { what: message.with("entity", entity) });
            }
        }
        Ok(targets)
    }

    #[allow(clippy::too_many_arguments)] // One goal with everything it is judged by.
    fn judge(
        &self,
        number: usize,
        at: usize,
        target: Target,
        source: &Indicators,
        history: &History,
        class: Option<&Class>,
        reference: Option<&Indicators>,
        context: &Context<'_>,
    ) -> Result<Judged, MethodError> {
        let (entity, indicator) = (source.entities.get(history.entity as usize), source.indicators.get(history.indicator as usize));
        let own = reference.and_then(|r| r.entities.index(entity)).map(|i| i as u32);
        // The draws of a goal depend on the goal, not on the other goals.
        let seed = context.seed.child("goal").child(entity).child(indicator).child(&target.year.to_string());
        let assessment = Assessment::new(history, target, class.map(|c| (c, own)), self.rules(), seed, context)?;
        let down = history.aim == Some(Aim::Down);
        let behind = assessment.required.is_some_and(|r| if down { r >= 0.0 } else { r <= 0.0 });
        Ok(Judged { number, history: at, level: target.level, year: target.year, behind, assessment })
    }

    fn rules(&self) -> Rules {
        Rules { model: self.model, shrinkage: self.shrinkage, block: self.block, draws: self.draws, alpha: self.alpha }
    }

    /// The probability of all goals of an entity together, for entities with several.
    fn joint(&self, source: &Indicators, histories: &[History], goals: &[Judged], context: &Context<'_>) -> Result<Vec<JointGoals>, MethodError> {
        let mut of_entity: BTreeMap<u32, Vec<(&History, &Judged, f64)>> = BTreeMap::new();
        for goal in goals {
            let history = &histories[goal.history];
            if let Some(probability) = goal.assessment.probability {
                of_entity.entry(history.entity).or_default().push((history, goal, probability));
            }
        }
        let mut found = Vec::new();
        for (entity, of) in of_entity.into_iter().filter(|(_, of)| of.len() > 1) {
            let growth: Vec<BTreeMap<i32, f64>> = of.iter().map(|(h, ..)| h.rates().into_iter().map(|r| (r.year, r.growth)).collect()).collect();
            let common: Vec<i32> = growth[0].keys().copied().filter(|year| growth.iter().all(|g| g.contains_key(year))).collect();
            let growth: Vec<Vec<f64>> = growth.iter().map(|g| common.iter().map(|year| g[year]).collect()).collect();
            let event = |((history, goal, probability), growth): (&(&History, &Judged, f64), &'_ Vec<f64>)| {
                (history.aim, goal.year - goal.assessment.start_year, *probability, growth.clone())
            };
            let events: Vec<_> = of.iter().zip(&growth).map(event).collect();
            let events: Vec<Event<'_>> = events
                .iter()
                .map(|(aim, years, probability, growth)| Event {
                    growth,
                    horizon: *years as usize,
                    probability: *probability,
                    upwards: *aim != Some(Aim::Down),
                })
                .collect();
            let seed = context.seed.child("joint").child(source.entities.get(entity as usize));
            let both = joint(&events, self.draws, seed, context)?;
            let reason = if both.correlated.is_some() {
                None
            } else if self.draws == 0 {
                Some("no-draws")
            } else {
                Some("few-common-years")
            };
            found.push(JointGoals {
                entity,
                goals: of.len(),
                common: common.len(),
                joint_feasibility: both.correlated,
                product: both.product,
                reason,
            });
        }
        Ok(found)
    }

    fn collected(
        &self,
        source: &Indicators,
        histories: &[History],
        goals: Vec<Judged>,
        joint: Vec<JointGoals>,
        classes: &BTreeMap<u32, Class>,
        unlabelled: usize,
    ) -> Feasibility {
        let used: BTreeSet<usize> = goals.iter().map(|g| g.history).collect();
        let place: BTreeMap<usize, usize> = used.iter().enumerate().map(|(new, &old)| (old, new)).collect();
        let shrunk = goals.iter().filter(|g| g.assessment.shrinkage.is_some_and(|s| s > 0.0));
        let peers = shrunk.filter_map(|g| classes.get(&histories[g.history].indicator)).map(|c| c.peers.len()).min();
        let goals: Vec<Judged> = goals.into_iter().map(|g| Judged { history: place[&g.history], ..g }).collect();
        let histories: Vec<Levels> = used.iter().map(|&at| Levels::of(&histories[at])).collect();
        let known = histories.iter().flat_map(|h| h.levels.keys().copied());
        let ahead = goals.iter().filter(|g| g.assessment.required.is_some()).flat_map(|g| g.assessment.start_year..=g.year);
        let years: BTreeSet<i32> = known.chain(ahead).chain(goals.iter().flat_map(|g| [g.year, g.assessment.start_year])).collect();
        Feasibility {
            entities: source.entities.clone(),
            indicators: source.indicators.clone(),
            periods: Codes::new(years.into_iter().map(code)).into(),
            goals,
            joint,
            histories,
            model: self.model,
            alpha: self.alpha,
            draws: self.draws,
            peers,
            assumed: self.goals.is_empty().then_some((self.times, self.horizon)),
            unlabelled,
        }
    }
}

/// A year as the code of a period.
fn code(year: i32) -> String {
    format!("{year:04}")
}

impl Levels {
    fn of(history: &History) -> Self {
        Self {
            entity: history.entity,
            indicator: history.indicator,
            unit: history.unit.clone(),
            levels: history.levels.clone(),
            growth: history.rates().into_iter().map(|r| (r.year, r.growth)).collect(),
            not_positive: history.not_positive(),
            has_gaps: history.has_gaps(),
            revised: history.is_revised(),
        }
    }
}
