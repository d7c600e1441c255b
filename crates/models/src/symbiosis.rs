//! Symbiosis of subsystems or clusters: who furthers or hinders whom, and where this leads.
//!
//! Longer than other methods: six tables, and a sentence for every reason to doubt them; what they compute is in `dynamics`.

use crate::dynamics::{Ahead, Course, Estimate, Findings, Fit, Fitted, Panel, Precision, Regression, bands, fit, logistic_guess};
use agglom_method::{
    Argument, Bound, Chart, Codes, Context, Family, Finding, Indicators, Inputs, Mark, Message, Method, MethodError, Order, Reference, Scale,
    SettingError, ShapeKind, Slot, Table, TableSpec, Unit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use crate::dynamics::{Boundedness, Clock, EquilibriumLevel, Influence, Interaction, Mode, Pair, Parameter, Point, Relation};

/// Symbiosis of subsystems or clusters from a panel (generalised Lotka-Volterra): the relation of each pair, the levels at which they would rest, whether they return there, and their path.
///
/// # Formula
/// ```text
/// d ln u_i / dt = r_i + Σ_j B_ij u_j
/// ```
/// where u_i is the level of indicator i (divided by its `capacity`, if one is given), r_i its growth by itself and B_ij the effect of
/// j on the growth of i. Several entities share B; each has its own r. Two estimators:
/// - `integral_matching`, for disturbances of growth that feed on:
/// ```text
/// (ln u_i(t') - ln u_i(t)) / (t' - t) = r_i + Σ_j B_ij ½ (u_j(t) + u_j(t')) + ε
/// ```
///   by least squares, equation by equation, a step weighted by its length t' - t;
/// - `trajectory`, for errors of observation that do not feed on: the solution u(t; r, B, u(0)) whose logarithms lie next to those of the
///   data (Levenberg and Marquardt; Dormand and Prince with variational equations), from two starts: integral matching, and logistic
///   growth of each indicator by itself. Standard errors are those of the sandwich formula for errors that are independent over time
///   and correlated between indicators.
///
/// The default (`auto`) is `trajectory`, unless it does not converge, or its residuals follow those of the period before (correlation above
/// 2 / √N): then disturbances feed on, and intervals that do not know it would be too narrow.
///
/// The condition number is that of the regressors, less the means of each place and divided by their norms. Above 1e4 (`ridge = "auto"`)
/// each equation of integral matching is shrunken by the ridge penalty (of 141 between 1e-12 and 100) that predicts left-out
/// observations best; shrunken effects have no standard errors and no relations.
/// ```text
/// equilibrium u* = -B⁻¹ r     Jacobian diag(u*) B     stable if all its eigenvalues have negative real parts
/// ```
/// An effect has a sign if its two-sided p-value (Student's t), adjusted by Benjamini and Hochberg over all effects between two
/// indicators, is at most `alpha`. Otherwise it is none if both ends of its interval, times the standard deviation of u_j over that of
/// the growth of i (both within places), lie within ± `negligible`; otherwise the panel does not tell.
/// ```text
/// ++ mutualism    -- competition    +- parasitism    +0 commensalism    -0 amensalism    00 neutral    otherwise not-identified
/// ```
/// Bands are percentiles of `draws` in which residuals, whole periods at a time, are drawn with replacement and the system is estimated
/// again: in observed periods of the value of the system, ahead of the figure that will be observed. Intervals of effects and of r come
/// from standard errors, those of the equilibrium from the draws (without draws, by the delta method), those of eigenvalues from the draws.
///
/// Time is counted in the codes of periods if they are numbers below 100,000 (years; gaps count as they are), in months if they are six
/// digits of year and month, otherwise one step from each code of the source to the next. A period of an entity that lacks an
/// indicator is left out, which makes the step across it longer.
///
/// # Reading
/// `contribution` is the growth per unit of time (log points) that an indicator at its typical level (geometric mean) adds to another.
/// `not-identified` is not `neutral`: the panel does not tell. Relations in a panel are no proof of causes: what drives all indicators
/// alike looks like mutualism. Where all indicators only rise, r and B can hardly be told apart. An equilibrium far beyond the observed
/// levels is an extrapolation. `boundedness` says what was found to keep all paths bounded: `dominant-diagonal` (the negative of the
/// matrix of B_ii and max(B_ij, 0) is an M-matrix), `lyapunov` (a positive diagonal D with DB + BᵀD negative definite, searched by the
/// ellipsoid method), or `not-shown`, which is no proof of the contrary.
///
/// # Undefined when
/// the entities have together no more than as many periods beyond two each as there are indicators (a single entity needs three
/// periods more than indicators); a level is zero or negative; an indicator does not vary, or is a combination of others: all these are
/// errors. There are no eigenvalues without a positive equilibrium, no equilibrium if B has no inverse, no value where the path leaves
/// all bounds, and with integral matching none in the first period. `reason` says which.
///
/// # Source
/// Lotka (1925), Elements of Physical Biology; Volterra (1926), Nature 118:558. Integral matching: Stein et al. (2013), PLOS
/// Computational Biology 9:e1003388, here with the trapezoidal mean. Integration: Dormand and Prince (1980), Journal of Computational and
/// Applied Mathematics 6:19. Boundedness: Goh (1977), American Naturalist 111:135. Adjustment: Benjamini and Hochberg (1995), Journal of
/// the Royal Statistical Society B 57:289.
///
/// # Checked against
/// `scipy`: a three-species system without noise (parameters from its paths to 1e-8, its trapezoid to 1e-9, equilibrium and eigenvalues
/// to 1e-12), two places with noise and unequal steps by `least_squares` (parameters, standard errors, intervals of the equilibrium);
/// `numpy` for integral matching of both, and for ridge with every observation left out in turn; closed forms of logistic growth and of
/// two species. Coverage of 95 % intervals of effects by simulation (eight places, twenty years): 95 % for errors of observation; for
/// disturbances that feed on 90 % by integral matching, which `auto` chooses there, and 63 % by `trajectory`. Bands were not checked against
/// another program.
///
/// # Example
/// Two places of logistic growth that do not mind each other, towards 1 and 2: the equilibrium is (1, 2), the relation neutral.
/// ```
/// use agglom_models::{symbiosis::{Relation, Symbiosis}, Subsystems};
/// use agglom_method::{Codes, Context, Indicator, Indicators, Method, Printed, Reading, Seed, Unwatched};
/// let logistic = |t: f64, r: f64, capacity: f64| capacity / (1.0 + 9.0 * (-r * t).exp());
/// let row = |period: u32, indicator: u32, value: f64| Indicator {
///     row: 0, entity: 0, indicator, period, unit: None, kind: None, direction: None, previous: Reading::Missing,
///     value: Reading::Observed(Printed { value, decimals: 6 }), growth_printed: Reading::Missing,
/// };
/// let rows = (0..9).flat_map(|t| [row(t, 0, logistic(f64::from(t), 0.5, 1.0)), row(t, 1, logistic(f64::from(t), 0.8, 2.0))]);
/// let periods = Codes::new((2011..2020).map(|year: i32| year.to_string())).into();
/// let (entities, indicators) = (Codes::new(["zone"]).into(), Codes::new(["city", "park"]).into());
/// let source = Indicators { entities, indicators, periods, rows: rows.collect() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let method = Symbiosis { draws: 0, ..Symbiosis::default() };
/// let found = method.compute(&Subsystems { source: source.into() }, &context).unwrap();
/// assert_eq!(found.pairs[0].relation, Relation::Neutral);
/// assert!((found.equilibrium[0].level.unwrap() - 1.0).abs() < 1e-6 && (found.equilibrium[1].level.unwrap() - 2.0).abs() < 1e-6);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Symbiosis {
    /// Codes of the 2 to 8 indicators that take part; all if none is named.
    pub indicators: Vec<String>,
    /// Carrying capacity of indicators, by code: their figures are divided by it.
    pub capacity: BTreeMap<String, f64>,
    /// How the system is estimated.
    pub estimator: Estimator,
    /// Whether nearly collinear effects are shrunken.
    pub ridge: Ridge,
    /// Effects that are not significant and within this size count as none; otherwise the panel does not tell.
    pub negligible: f64,
    /// Whether p-values of effects are adjusted for their number.
    pub adjustment: Adjustment,
    /// Intervals hold with probability 1 - alpha; effects with a larger (adjusted) p-value are not significant.
    pub alpha: f64,
    /// Number of draws for bands; 0 = none.
    pub draws: usize,
    /// Steps ahead.
    pub horizon: usize,
}

/// How the system is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// `trajectory` if it converges, nothing is shrunken and its residuals do not follow each other, otherwise `integral_matching`.
    Auto,
    /// Paths next to the data.
    Trajectory,
    /// Growth from each period to the next.
    IntegralMatching,
}

/// Whether nearly collinear effects are shrunken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ridge {
    /// If the condition number exceeds 1e4.
    Auto,
    /// Always, by leave-one-out cross-validation.
    Loocv,
    /// Never.
    None,
}

/// Whether p-values are adjusted for their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// The false discovery rate is held.
    BenjaminiHochberg,
    /// They are not.
    None,
}

/// A panel of subsystems.
#[derive(Debug, Clone)]
pub struct Subsystems {
    /// The figures.
    pub source: Arc<Indicators>,
}

/// What the panel says about the system.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dynamics {
    /// The places.
    pub entities: Arc<Codes>,
    /// What is measured in them.
    pub indicators: Arc<Codes>,
    /// The periods of the source and those ahead.
    pub periods: Arc<Codes>,
    /// Indicators that take part.
    pub species: Vec<u32>,
    /// Every two of them.
    pub pairs: Vec<Pair>,
    /// All effects.
    pub interactions: Vec<Interaction>,
    /// Growth by itself.
    pub parameters: Vec<Parameter>,
    /// Levels at rest.
    pub equilibrium: Vec<EquilibriumLevel>,
    /// Eigenvalues there.
    pub stability: Vec<Mode>,
    /// Figures, values and bands.
    pub trajectory: Vec<Point>,
    /// What keeps all paths bounded.
    pub boundedness: Boundedness,
    /// How the system was estimated.
    pub estimator: Estimator,
    /// True if trajectories were wanted and could not be fitted.
    pub fell_back: bool,
    /// Ridge penalties of the equations; none if nothing is shrunken.
    pub penalties: Vec<f64>,
    /// How nearly collinear the regressors are.
    pub condition: f64,
    /// True if every indicator only rises or only falls in every place.
    pub monotone: bool,
    /// Correlation of residuals with those of the period before, for trajectories.
    pub autocorrelation: Option<f64>,
    /// Observations in the panel: places and periods.
    pub observations: usize,
    /// How time is counted.
    pub clock: Clock,
    /// Pairs of entity and period that lack an indicator.
    pub incomplete: usize,
    /// Entities with fewer than two complete periods.
    pub left_out: usize,
    /// Draws that could not be fitted.
    pub failed: usize,
    /// Draws.
    pub draws: usize,
    /// 1 - level of the intervals.
    pub alpha: f64,
}

/// Above this condition number, indicators count as nearly collinear.
const COLLINEAR: f64 = 1e4;

/// A system, and how it was estimated.
struct Estimated {
    estimate: Estimate,
    penalties: Vec<f64>,
    fitted: Option<Fitted>,
    fell_back: bool,
}

impl Default for Symbiosis {
    fn default() -> Self {
        Self {
            indicators: Vec::new(),
            capacity: BTreeMap::new(),
            estimator: Estimator::Auto,
            ridge: Ridge::Auto,
            negligible: 0.5,
            adjustment: Adjustment::BenjaminiHochberg,
            alpha: 0.05,
            draws: 199,
            horizon: 3,
        }
    }
}

impl Inputs for Subsystems {
    const SLOTS: &'static [Slot] =
        &[Slot::one("source", &[ShapeKind::Indicators], "levels of 2 to 8 indicators, all above zero, of one or more entities over time")
            .all_periods()];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let source = bound.indicators("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        Ok(Self { source })
    }
}

impl Method for Symbiosis {
    const KEY: &'static str = "symbiosis";
    const FAMILY: Family = Family::Project;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "symbiosis",
            "first second relation effect_on_first effect_on_first_low effect_on_first_high q_value_on_first effect_on_second effect_on_second_low effect_on_second_high q_value_on_second reason",
        ),
        TableSpec::new(
            "interactions",
            "from to effect standard_error t p_value q_value low high contribution contribution_low contribution_high reason",
        ),
        TableSpec::new("parameters", "entity indicator intrinsic_growth standard_error low high initial_level reason"),
        TableSpec::new("equilibrium", "entity indicator level low high feasible reason"),
        TableSpec::new("stability", "entity eigenvalue_real eigenvalue_imaginary low high stable boundedness reason"),
        TableSpec::new("trajectory", "entity indicator period ahead observed value low high reason"),
    ];
    type Inputs = Subsystems;
    type Output = Dynamics;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        SettingError::between("negligible", self.negligible, 0.0, f64::INFINITY)?;
        if self.draws != 0 && self.draws < 39 {
            return Err(SettingError::new("draws", format!("{} draws give no percentiles; take 0 or at least 39, better 199", self.draws)));
        }
        if self.horizon > 1000 {
            return Err(SettingError::new("horizon", format!("{} steps are no forecast; take at most 1000", self.horizon)));
        }
        if self.estimator == Estimator::Trajectory && self.ridge == Ridge::Loocv {
            return Err(SettingError::new("ridge", "belongs to the estimator `integral_matching`"));
        }
        let mut named = self.indicators.clone();
        named.sort_unstable();
        named.dedup();
        if named.len() < self.indicators.len() {
            return Err(SettingError::new("indicators", "an indicator is named twice"));
        }
        if named.len() == 1 || named.len() > 8 {
            return Err(SettingError::new("indicators", format!("{} is named; a system has 2 to 8", named.len())));
        }
        match self.capacity.iter().find(|(_, capacity)| !(**capacity > 0.0 && capacity.is_finite())) {
            Some((code, capacity)) => Err(SettingError::new("capacity", format!("that of `{code}` is {capacity}; it must be a number above 0"))),
            None => Ok(()),
        }
    }

    fn compute(&self, inputs: &Subsystems, context: &Context<'_>) -> Result<Dynamics, MethodError> {
        let source = &inputs.source;
        let (species, capacity) = (self.species(source)?, self.capacities(source)?);
        let capacity: Vec<f64> = species.iter().map(|&indicator| capacity[indicator as usize]).collect();
        let panel = Panel::new(source, &species, &capacity)?;
        let units = panel.units();
        let courses = panel.courses(&units);
        let regression = regression(source, &species, &courses)?;
        context.proceed()?;
        let system = self.system(&regression, &courses, context)?;
        let ahead = Ahead { count: self.horizon, step: units.median / units.step };
        let around = system.fitted.as_ref().map_or(Fit::Matching(&regression), Fit::Trajectory);
        let draws = if system.penalties.is_empty() { self.draws } else { 0 };
        let bands = if draws > 0 { Some(bands(&system.estimate, &around, &courses, ahead, (draws, self.alpha), context)?) } else { None };
        let findings = Findings {
            source,
            species: &species,
            panel: &panel,
            units: &units,
            courses: &courses,
            regression: &regression,
            estimate: &system.estimate,
            trajectory: system.fitted.is_some(),
            bands: bands.as_ref(),
            alpha: self.alpha,
            ahead,
        };
        Ok(self.dynamics(&findings, &system, draws))
    }

    fn present(&self, _inputs: &Subsystems, found: &Dynamics) -> Finding {
        let tables = [found.pair_table(), found.interaction_table(), found.parameter_table(), found.rest_table(), found.mode_table()];
        let finding = tables.into_iter().chain([found.path_table()]).fold(Finding::default(), Finding::table);
        let finding = found.charts().into_iter().fold(finding, Finding::chart);
        found.remarks(found.cautions(found.headlines(finding)))
    }
}

impl Symbiosis {
    /// Numbers of the indicators that take part.
    fn species(&self, source: &Indicators) -> Result<Vec<u32>, MethodError> {
        if source.rows.is_empty() {
            return Err(MethodError::TooFew { what: "rows", need: 1, got: 0 });
        }
        let number = |code: &String| known("indicators", code, &source.indicators).map(|at| at as u32);
        let mut species: Vec<u32> = self.indicators.iter().map(number).collect::<Result<_, _>>()?;
        if species.is_empty() {
            species = source.rows.iter().map(|row| row.indicator).collect();
        }
        species.sort_unstable();
        species.dedup();
        if (2..=8).contains(&species.len()) {
            return Ok(species);
        }
        let problem = Message::new("symbiosis-how-many").with("count", Argument::count(species.len()));
        Err(MethodError::Setting { setting: "indicators", problem })
    }

    /// The capacity of every indicator of the source.
    fn capacities(&self, source: &Indicators) -> Result<Vec<f64>, MethodError> {
        let mut capacities = vec![1.0; source.indicators.len()];
        for (code, &capacity) in &self.capacity {
            capacities[known("capacity", code, &source.indicators)?] = capacity;
        }
        Ok(capacities)
    }

    /// The system by the estimator that the settings ask for and the panel allows.
    fn system(&self, regression: &Regression, courses: &[Course], context: &Context<'_>) -> Result<Estimated, MethodError> {
        let condition = regression.condition();
        if self.ridge == Ridge::Loocv || self.ridge == Ridge::Auto && condition > COLLINEAR {
            if self.estimator == Estimator::Trajectory {
                let problem = Message::new("symbiosis-trajectory-collinear").with("condition", Argument::number(condition));
                return Err(MethodError::Setting { setting: "estimator", problem });
            }
            let (estimate, penalties) = regression.shrunken(courses);
            return Ok(Estimated { estimate, penalties, fitted: None, fell_back: false });
        }
        let estimate = regression.estimate(courses);
        if self.estimator == Estimator::IntegralMatching {
            return Ok(Estimated { estimate, penalties: Vec::new(), fitted: None, fell_back: false });
        }
        Ok(match self.fitted(courses, &estimate, context)? {
            Some((fitted, _)) if self.estimator == Estimator::Auto && fitted.feeds_on() => {
                Estimated { estimate, penalties: Vec::new(), fitted: None, fell_back: false }
            }
            Some((fitted, estimate)) => Estimated { estimate, penalties: Vec::new(), fitted: Some(fitted), fell_back: false },
            None => Estimated { estimate, penalties: Vec::new(), fitted: None, fell_back: true },
        })
    }

    /// Everything that the tables show.
    fn dynamics(&self, findings: &Findings<'_>, system: &Estimated, draws: usize) -> Dynamics {
        let interactions = findings.interactions(self.negligible, self.adjustment == Adjustment::BenjaminiHochberg);
        let (equilibrium, stability) = findings.rests();
        let (periods, trajectory) = findings.points();
        let (source, panel) = (findings.source, findings.panel);
        Dynamics {
            entities: source.entities.clone(),
            indicators: source.indicators.clone(),
            periods,
            species: findings.species.to_vec(),
            pairs: findings.pairs(&interactions),
            interactions,
            parameters: findings.parameters(),
            equilibrium,
            stability,
            trajectory,
            boundedness: findings.boundedness(),
            estimator: if system.fitted.is_some() { Estimator::Trajectory } else { Estimator::IntegralMatching },
            fell_back: system.fell_back,
            penalties: system.penalties.clone(),
            condition: findings.regression.condition(),
            monotone: panel.monotone(),
            autocorrelation: system.fitted.as_ref().map(Fitted::autocorrelation),
            observations: findings.courses.iter().map(|course| course.log.len()).sum(),
            clock: panel.times.clock,
            incomplete: panel.incomplete,
            left_out: panel.left_out,
            failed: findings.bands.map_or(0, |bands| bands.failed),
            draws,
            alpha: self.alpha,
        }
    }

    /// The best trajectories from both starts; nothing if there are none and others may do.
    fn fitted(&self, courses: &[Course], matched: &Estimate, context: &Context<'_>) -> Result<Option<(Fitted, Estimate)>, MethodError> {
        let mut best: Option<Fitted> = None;
        for guess in [Estimate { spread: None, ..matched.clone() }, logistic_guess(courses)] {
            if let Some(found) = fit(courses, guess, Precision::SEARCH, context)?
                && best.as_ref().is_none_or(|best| found.squares < best.squares)
            {
                best = Some(found);
            }
        }
        let best = best.map(|near| fit(courses, near.estimate, Precision::FINE, context)).transpose()?.flatten();
        let found = best.and_then(|fitted| fitted.with_spread().map(|estimate| (fitted, estimate)));
        if found.is_none() && self.estimator == Estimator::Trajectory {
            return Err(MethodError::NotConverged { iterations: Precision::SEARCH.most });
        }
        Ok(found)
    }
}

fn known(setting: &'static str, code: &str, indicators: &Codes) -> Result<usize, MethodError> {
    indicators.required(setting, code)
}

/// The regression of the panel; without an honest answer if it has no unique solution.
fn regression(source: &Indicators, species: &[u32], courses: &[Course]) -> Result<Regression, MethodError> {
    const SINGULAR: f64 = 1e10;
    let none = |key: &str, which: Vec<usize>| {
        let which: Vec<Argument> = which.into_iter().map(|at| source.indicators.argument(species[at] as usize)).collect();
        MethodError::NoAnswer { why: Message::new(key).with("indicators", which) }
    };
    let regression = Regression::new(courses);
    let constant = regression.constant();
    if !constant.is_empty() {
        return Err(none("symbiosis-constant", constant));
    }
    let regression = regression.decomposed().ok_or_else(|| none("symbiosis-too-large", (0..species.len()).collect()))?;
    let condition = regression.condition();
    // Also if it is no number.
    if condition <= SINGULAR { Ok(regression) } else { Err(none("symbiosis-collinear", regression.collinear())) }
}

/// Presentation.
impl Dynamics {
    fn pair_table(&self) -> Table {
        let p = &self.pairs;
        let effects = |table: Table, name: &str, of: fn(&Pair) -> &Interaction| {
            table
                .numbers(&format!("effect_{name}"), Unit::None, p.iter().map(|p| Some(of(p).effect)))
                .numbers(&format!("effect_{name}_low"), Unit::None, p.iter().map(|p| of(p).low))
                .numbers(&format!("effect_{name}_high"), Unit::None, p.iter().map(|p| of(p).high))
                .numbers(&format!("q_value_{name}"), Unit::None, p.iter().map(|p| of(p).q_value))
        };
        let table = Table::new(Symbiosis::KEY, Message::new("table-symbiosis"))
            .codes("first", &self.indicators, p.iter().map(|p| p.first as usize))
            .codes("second", &self.indicators, p.iter().map(|p| p.second as usize))
            .words("relation", p.iter().map(|p| Some(p.relation.word())));
        effects(effects(table, "on_first", |p| &p.on_first), "on_second", |p| &p.on_second).words("reason", p.iter().map(|p| p.on_first.reason))
    }

    fn interaction_table(&self) -> Table {
        let e = &self.interactions;
        Table::new("interactions", Message::new("table-symbiosis-interactions"))
            .codes("from", &self.indicators, e.iter().map(|e| e.from as usize))
            .codes("to", &self.indicators, e.iter().map(|e| e.to as usize))
            .numbers("effect", Unit::None, e.iter().map(|e| Some(e.effect)))
            .numbers("standard_error", Unit::None, e.iter().map(|e| e.standard_error))
            .numbers("t", Unit::None, e.iter().map(|e| e.t))
            .numbers("p_value", Unit::None, e.iter().map(|e| e.p_value))
            .numbers("q_value", Unit::None, e.iter().map(|e| e.q_value))
            .numbers("low", Unit::None, e.iter().map(|e| e.low))
            .numbers("high", Unit::None, e.iter().map(|e| e.high))
            .numbers("contribution", Unit::None, e.iter().map(|e| Some(e.contribution)))
            .numbers("contribution_low", Unit::None, e.iter().map(|e| e.contribution_low))
            .numbers("contribution_high", Unit::None, e.iter().map(|e| e.contribution_high))
            .words("reason", e.iter().map(|e| e.reason))
    }

    fn parameter_table(&self) -> Table {
        let p = &self.parameters;
        Table::new("parameters", Message::new("table-symbiosis-parameters"))
            .codes("entity", &self.entities, p.iter().map(|p| p.entity as usize))
            .codes("indicator", &self.indicators, p.iter().map(|p| p.indicator as usize))
            .numbers("intrinsic_growth", Unit::None, p.iter().map(|p| Some(p.intrinsic_growth)))
            .numbers("standard_error", Unit::None, p.iter().map(|p| p.standard_error))
            .numbers("low", Unit::None, p.iter().map(|p| p.low))
            .numbers("high", Unit::None, p.iter().map(|p| p.high))
            .numbers("initial_level", Unit::None, p.iter().map(|p| p.initial_level))
            .words("reason", p.iter().map(|p| p.reason))
    }

    fn rest_table(&self) -> Table {
        let e = &self.equilibrium;
        Table::new("equilibrium", Message::new("table-symbiosis-equilibrium"))
            .codes("entity", &self.entities, e.iter().map(|e| e.entity as usize))
            .codes("indicator", &self.indicators, e.iter().map(|e| e.indicator as usize))
            .numbers("level", Unit::None, e.iter().map(|e| e.level))
            .numbers("low", Unit::None, e.iter().map(|e| e.low))
            .numbers("high", Unit::None, e.iter().map(|e| e.high))
            .column("feasible", Unit::None, agglom_method::Values::Flag(e.iter().map(|e| e.feasible).collect()))
            .words("reason", e.iter().map(|e| e.reason))
    }

    fn mode_table(&self) -> Table {
        let m = &self.stability;
        Table::new("stability", Message::new("table-symbiosis-stability"))
            .codes("entity", &self.entities, m.iter().map(|m| m.entity as usize))
            .numbers("eigenvalue_real", Unit::None, m.iter().map(|m| m.eigenvalue_real))
            .numbers("eigenvalue_imaginary", Unit::None, m.iter().map(|m| m.eigenvalue_imaginary))
            .numbers("low", Unit::None, m.iter().map(|m| m.low))
            .numbers("high", Unit::None, m.iter().map(|m| m.high))
            .column("stable", Unit::None, agglom_method::Values::Flag(m.iter().map(|m| m.stable).collect()))
            .words("boundedness", m.iter().map(|_| Some(self.boundedness.word())))
            .words("reason", m.iter().map(|m| m.reason))
    }

    fn path_table(&self) -> Table {
        let p = &self.trajectory;
        Table::new("trajectory", Message::new("table-symbiosis-trajectory"))
            .codes("entity", &self.entities, p.iter().map(|p| p.entity as usize))
            .codes("indicator", &self.indicators, p.iter().map(|p| p.indicator as usize))
            .codes("period", &self.periods, p.iter().map(|p| p.period as usize))
            .integers("ahead", Unit::None, p.iter().map(|p| i64::try_from(p.ahead).ok()))
            .numbers("observed", Unit::None, p.iter().map(|p| p.observed))
            .numbers("value", Unit::None, p.iter().map(|p| p.value))
            .numbers("low", Unit::None, p.iter().map(|p| p.low))
            .numbers("high", Unit::None, p.iter().map(|p| p.high))
            .words("reason", p.iter().map(|p| p.reason))
    }

    /// The places that were estimated.
    fn places(&self) -> Vec<u32> {
        let mut places: Vec<u32> = self.parameters.iter().map(|p| p.entity).collect();
        places.dedup();
        places
    }

    fn charts(&self) -> Vec<Chart> {
        let none = || Some(Reference { at: 0.0, label: Message::new("symbiosis-no-effect") });
        let ends = |low: &str, high: &str| (low.to_owned(), high.to_owned());
        let bars = Mark::Bars {
            label: vec!["from".into(), "to".into()],
            values: vec!["contribution".into()],
            interval: self.penalties.is_empty().then(|| ends("contribution_low", "contribution_high")),
            order: Order::Extreme("contribution".into(), 20),
            scale: Scale::Linear,
            reference: none(),
        };
        let heat = Mark::Heat { row: "from".into(), column: "to".into(), value: "contribution".into(), scale: Scale::Linear, midpoint: Some(0.0) };
        let lines = Mark::Lines {
            x: "period".into(),
            y: "value".into(),
            series: Some("indicator".into()),
            band: (self.draws > 0).then(|| ends("low", "high")),
            reference: None,
        };
        let entity = self.places().first().map_or(0, |&entity| entity as usize);
        let mut path = Chart::new("symbiosis_trajectory", "trajectory", lines).only("entity", self.entities.get(entity));
        path.title = path.title.with("entity", self.entities.argument_or_whole(entity));
        vec![Chart::new("symbiosis_effects", "interactions", bars), Chart::new("symbiosis_heat", "interactions", heat), path]
    }

    /// The relations that are identified, and whether the places return to their equilibria.
    fn headlines(&self, finding: Finding) -> Finding {
        const MOST: usize = 6;
        let known: Vec<&Pair> = self.pairs.iter().filter(|p| p.relation != Relation::NotIdentified).collect();
        let name = |indicator: u32| self.indicators.argument(indicator as usize);
        let said = |p: &&Pair| {
            let relation = Message::new(format!("relation-{}", p.relation.word()));
            Message::new("symbiosis-pair").with("first", name(p.first)).with("second", name(p.second)).with("relation", relation).into()
        };
        let all = Argument::count(self.pairs.len());
        let finding = if known.is_empty() {
            finding.headline(Message::new("symbiosis-none-identified").with("all", all))
        } else {
            let mut list: Vec<Argument> = known.iter().take(MOST).map(said).collect();
            if known.len() > MOST {
                list.push(Message::new("symbiosis-more").with("more", Argument::count(known.len() - MOST)).into());
            }
            let message = Message::new("symbiosis-identified").with("known", Argument::count(known.len())).with("all", all);
            finding.headline(message.with("pairs", list))
        };
        let places = self.places();
        let modes: Vec<&Mode> = places.iter().filter_map(|&place| self.stability.iter().find(|m| m.entity == place)).collect();
        let stable = modes.iter().filter(|m| m.stable == Some(true)).count();
        let positive = modes.iter().filter(|m| m.stable.is_some()).count();
        let key = match (places.len(), stable, positive) {
            (1, 1, _) => "symbiosis-stable",
            (1, 0, 1) => "symbiosis-unstable",
            (1, ..) => "symbiosis-no-equilibrium",
            _ => "symbiosis-places-stable",
        };
        let message = Message::new(key).with("stable", Argument::count(stable)).with("positive", Argument::count(positive));
        finding.headline(message.with("places", Argument::count(places.len())))
    }

    fn cautions(&self, mut finding: Finding) -> Finding {
        let residuals = (self.observations * self.species.len()) as f64;
        let follow = self.autocorrelation.filter(|correlation| *correlation > 2.0 / residuals.sqrt());
        let count = |key: &str, count: usize| Message::new(key).with("count", Argument::count(count));
        let doubts = [
            (!self.penalties.is_empty()).then(|| Message::new("symbiosis-shrunken").with("condition", Argument::number(self.condition))),
            self.monotone.then(|| Message::new("symbiosis-monotone").with("condition", Argument::number(self.condition))),
            (self.boundedness == Boundedness::NotShown).then(|| Message::new("symbiosis-unbounded")),
            self.fell_back.then(|| Message::new("symbiosis-fell-back")),
            follow.map(|correlation| Message::new("symbiosis-residuals-follow").with("correlation", Argument::number(correlation))),
            (self.incomplete > 0).then(|| count("symbiosis-incomplete", self.incomplete)),
            (self.left_out > 0).then(|| count("symbiosis-left-out", self.left_out)),
            (self.failed > 0).then(|| count("symbiosis-failed", self.failed).with("draws", Argument::count(self.draws))),
            (self.clock == Clock::Consecutive).then(|| Message::new("symbiosis-consecutive")),
        ];
        for doubt in doubts.into_iter().flatten() {
            finding = finding.caution(doubt);
        }
        finding
    }

    fn remarks(&self, finding: Finding) -> Finding {
        let finding = match self.estimator {
            Estimator::Trajectory => finding.remark(Message::new("symbiosis-by-trajectory")),
            _ => finding.remark(Message::new("symbiosis-by-matching")),
        };
        let finding = match self.clock {
            Clock::Numbers => finding.remark(Message::new("symbiosis-numbers")),
            Clock::Months => finding.remark(Message::new("symbiosis-months")),
            Clock::Consecutive => finding,
        };
        let finding = if self.places().len() > 1 { finding.remark(Message::new("symbiosis-shared-effects")) } else { finding };
        let level = Argument::Percent { value: 1.0 - self.alpha, decimals: 0 };
        let message = Message::new("symbiosis-identification").with("level", level).with("condition", Argument::number(self.condition));
        let finding = finding.remark(message.with("observations", Argument::count(self.observations)));
        if self.draws == 0 { finding } else { finding.remark(Message::new("symbiosis-bands").with("draws", Argument::count(self.draws))) }
    }
}
