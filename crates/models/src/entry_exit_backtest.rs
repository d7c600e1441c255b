//! Out-of-time evaluation of what foretells entry and exit.

use crate::backtest::years::{Year, density};
use crate::backtest::{Apart, Event, Evidence, Forecaster, Rows, Score, Trial};
use crate::incidence::{
    CapacityBy, Colonisation, Design, Effort, Extinction, Fading, Fit, Incidence, Kernel, Network, Parameters, Point, Prepared, Presence, Problem,
    RainWord, Rates, RelatedBy, Specification, StandardErrors, Symbol, Unfitted, co_location, fit, known, presence, quotients, sizes,
};
use agglom_method::{Bound, Codes, Context, Family, Finding, Inputs, Message, Method, MethodError, Panel, SettingError, ShapeKind, Slot, TableSpec};
use ndarray::Array2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Out-of-time backtest of entry and exit: how well the incidence model and simpler forecasts, learnt from early periods, foretell which industries enter and leave which places later.
///
/// # Formula
/// Transitions that end at or before `train_until` teach; those that begin there or later test. What foretells a transition from one period to
/// the next is known in the first of them. Forecasts:
/// ```text
/// incidence             C and E (1 - C) of the incidence function model, one set of parameters for all industries
/// incidence_log_linear  logit P = γ · (ln S_geo, ln S_rel, ln(1 + size / threshold), size = 0, density, ln capacity, 1)
/// logistic              logit P = γ · (ln(1 + LQ), LQ = 0, density, 1)
/// relatedness_density   logit P = γ · (density, 1)          density_ik = Σ_l p_il φ_kl / Σ_l φ_kl
/// location_quotient     logit P = γ · (ln(1 + LQ), 1)
/// industry_rate         (events + ½) / (transitions + 1) of the industry in training
/// persistence           0: everything stays as it is
/// ```
/// φ is the input `proximity`, or the minimum conditional probability of presence in the first period, which no test can have influenced. The
/// logistic regressions shrink the coefficients of standardised numbers by one half of their squares.
///
/// The area under the curve is the chance that a transition that happened had the larger probability than one that did not. Its error, and
/// that of a difference of two areas of the same transitions, hold the transitions of a place together (Obuchowski 1997; with one transition a
/// place, DeLong et al. 1988); the interval is taken on the scale of log odds. The Brier score is the mean of (p - event)²; skill is
/// 1 - score / score of the base rate of training. Calibration: `bins` of equal numbers, and intercept and slope of the log odds of events on
/// those of p. Errors of both hold places together.
///
/// # Reading
/// An area of 0.5 is that of a coin. `verdict`: `skill` if the intervals of area and of Brier skill lie above 0.5 and 0; `order-only` if only
/// the first does: use the ranks, not the probabilities; `no-skill` if neither does. A slope below 1 says that probabilities are too extreme.
/// A difference whose interval spans 0 is none. Where presence is a threshold on size, places just below it enter easily: `location_quotient`
/// knows that, and a model that knows only who is present does not.
///
/// # Undefined when
/// nothing (or everything) happened (`no-events`, `only-events`); the incidence model cannot be fitted (`not-fitted`: too few entries or exits
/// in training, parameters not identified, an entry into a place that nothing reaches). An error: fewer than two transitions from period to period.
///
/// # Source
/// DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44:837; Obuchowski (1997), Biometrics 53:567; Brier (1950), Monthly Weather Review
/// 78:1; Cox (1958), Biometrika 45:562. Density: Hidalgo, Klinger, Barabási and Hausmann (2007), Science 317:482.
///
/// # Checked against
/// `numpy` for areas, their errors and differences with and without places, Brier scores and skill; `statsmodels` 0.14 for logistic regression
/// and calibration lines with clustered errors; `scikit-learn` for the areas of density and of location quotient on counties (below). On panels
/// simulated from the model, its own forecasts are calibrated. County Business Patterns (3,117 counties, 288 industries of four digits, presence
/// by location quotient of employment at least 1, trained on 2018 to 2020, tested on 2021), areas of entry and exit: incidence .856 and .729,
/// log-linear incidence .894 and .771, location quotient and density .876 and .714, density .828 and .598, location quotient .787 and .720.
///
/// # Example
/// Two places exchange an industry every year: it enters where it is not, and leaves where it is, always.
/// ```
/// use agglom_models::entry_exit_backtest::{EntryExitBacktest, EntryExitPanel};
/// use agglom_models::backtest::Forecaster;
/// use agglom_method::{Context, Counts, Method, Panel, Seed, Unwatched};
/// let cells = (2001..2005).flat_map(|year: i32| [("a", year % 2), ("b", 1 - year % 2)].map(|(place, size)| (year.to_string(), place, f64::from(size))));
/// let cells: Vec<_> = cells.collect();
/// let counts = Counts::from_panel(cells.iter().map(|(year, place, size)| (year.as_str(), *place, "cars", *size)));
/// let panel = Panel { counts: counts.into(), position: Some(vec![[0.0, 0.0], [1000.0, 0.0]]), degrees: None, capacity: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let method = EntryExitBacktest { models: vec![Forecaster::Persistence], ..EntryExitBacktest::default() };
/// let found = method.compute(&EntryExitPanel::of(panel), &context).unwrap();
/// assert_eq!((found.scores[0].transitions, found.scores[0].events, found.scores[0].brier.unwrap().score.value), (1, 1, 1.0));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EntryExitBacktest {
    /// Code of the last period of training; without it, two thirds of the steps from period to period teach.
    pub train_until: Option<String>,
    /// Who foretells; all if none is named.
    pub models: Vec<Forecaster>,
    /// Codes of the industries that take part; all if none is named.
    pub industries: Vec<String>,
    /// When an industry counts as present in a place.
    pub presence: Presence,
    /// Size (`at_least`) or location quotient (`location_quotient`) from which on it is present.
    pub threshold: f64,
    /// What stands for the capacity of a place in the incidence model.
    pub capacity: BacktestCapacity,
    /// How spillovers fade with distance.
    pub kernel: Fading,
    /// β of the kernel `power`.
    pub kernel_exponent: f64,
    /// How entry depends on connectivity.
    pub colonisation: Colonisation,
    /// How exit depends on capacity.
    pub extinction: Extinction,
    /// Whether an industry that would be founded again does not leave.
    pub rescue: bool,
    /// Whether there is connectivity from outside the panel.
    pub propagule_rain: RainWord,
    /// How related industries are; `given` without the input `proximity` is `co_location`.
    pub relatedness: RelatedBy,
    /// Whether the way there may be longer than the way back.
    pub directed: bool,
    /// Entries and exits that training must have, each.
    pub least_events: usize,
    /// Bins of calibration.
    pub bins: usize,
    /// Intervals hold with probability 1 - alpha.
    pub alpha: f64,
}

/// What stands for the capacity of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BacktestCapacity {
    /// The panel says so.
    Given,
    /// The size of all other industries of the place, period by period.
    Total,
    /// The size of the industry itself in the place in units of what presence needs, period by period: large presences send more and last longer.
    Size,
    /// All places are alike: 1.
    One,
}

/// A panel and what else is known.
#[derive(Debug, Clone)]
pub struct EntryExitPanel {
    /// What the incidence model reads.
    pub given: Incidence,
}

/// How forecasts did.
#[derive(Debug, Clone, Serialize)]
pub struct Backtest {
    /// The industries.
    pub industries: Arc<Codes>,
    /// The periods.
    pub periods: Arc<Codes>,
    /// Number of the last period of training.
    pub train_until: usize,
    /// Steps from period to period that teach and that test.
    pub steps: (usize, usize),
    /// Over all industries, by event and forecaster.
    #[serde(skip)]
    pub scores: Vec<Score>,
    /// By event, industry and forecaster.
    #[serde(skip)]
    pub by_industry: Vec<Score>,
    /// Differences of areas.
    #[serde(skip)]
    pub differences: Vec<Apart>,
    /// The share of training transitions in which each event happened, entry and exit.
    pub base_rates: [f64; 2],
    /// The incidence model, if it was fitted.
    pub fit: Option<Fit>,
    /// Why it was not.
    pub unfitted: Option<&'static str>,
    /// 1 - level of intervals.
    pub alpha: f64,
}

impl Default for EntryExitBacktest {
    fn default() -> Self {
        Self {
            train_until: None,
            models: Vec::new(),
            industries: Vec::new(),
            presence: Presence::Given,
            threshold: 1.0,
            capacity: BacktestCapacity::Size,
            kernel: Fading::Exponential,
            kernel_exponent: 2.0,
            colonisation: Colonisation::Hanski,
            extinction: Extinction::ComplementaryLogLog,
            rescue: true,
            propagule_rain: RainWord::Estimate,
            relatedness: RelatedBy::CoLocation,
            directed: false,
            least_events: 10,
            bins: 10,
            alpha: 0.05,
        }
    }
}

impl EntryExitPanel {
    /// A panel of which nothing else is known.
    pub fn of(panel: agglom_method::Panel) -> Self {
        Self { given: Incidence { panel: panel.into(), places: None, proximity: None, distances: None, covariates: None } }
    }
}

impl Inputs for EntryExitPanel {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Panel], "presence or size of industries in places over three periods or more").all_periods(),
        Slot::one("places", &[ShapeKind::Places], "where the places are, if the panel does not say").optional(),
        Slot::one("proximity", &[ShapeKind::Flows], "how related industries are; without it, by presence in the same places at first").optional(),
        Slot::one("distances", &[ShapeKind::Flows], "distances or travel times that take the place of those between coordinates").optional(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let panel = bound.panel("source").ok_or(MethodError::Needs { what: Message::new("needs-source") })?;
        let (places, proximity, distances) = (bound.places("places"), bound.flows("proximity"), bound.flows("distances"));
        Ok(Self { given: Incidence { panel, places, proximity, distances, covariates: None } })
    }
}

impl Method for EntryExitBacktest {
    const KEY: &'static str = "entry_exit_backtest";
    const FAMILY: Family = Family::Project;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "entry_exit_backtest",
            "model outcome auc low high brier brier_low brier_high skill skill_low skill_high calibration_intercept calibration_slope calibration_slope_low calibration_slope_high transitions events base_rate verdict reason",
        ),
        TableSpec::new("differences", "outcome first_model second_model auc_difference low high"),
        TableSpec::new("calibration", "model outcome bin predicted observed low high transitions"),
        TableSpec::new("industries", "industry model outcome auc low high brier skill skill_low skill_high transitions events reason"),
    ];
    type Inputs = EntryExitPanel;
    type Output = Backtest;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        SettingError::between("threshold", self.threshold, 0.0, f64::INFINITY)?;
        SettingError::between("kernel_exponent", self.kernel_exponent, 0.0, f64::INFINITY)?;
        if !(2..=100).contains(&self.bins) {
            return Err(SettingError::new("bins", format!("{} bins show nothing; take 2 to 100, better 10", self.bins)));
        }
        let mut models = self.models.clone();
        models.sort_unstable();
        models.dedup();
        if models.len() < self.models.len() {
            return Err(SettingError::new("models", "a model is named twice"));
        }
        Ok(())
    }

    fn compute(&self, inputs: &EntryExitPanel, context: &Context<'_>) -> Result<Backtest, MethodError> {
        let prepared = self.prepared(&inputs.given)?;
        let counts = &inputs.given.panel.counts;
        let split = self.split(&counts.periods, &prepared.observed.steps)?;
        let (train, test) = (Split::rows(&prepared, &split.train), Split::rows(&prepared, &split.test));
        let wanted = |f: &Forecaster| self.models.is_empty() || self.models.contains(f);
        let forecasters: Vec<Forecaster> = Forecaster::ALL.into_iter().filter(wanted).collect();
        let fitted = if forecasters.iter().any(|f| f.needs_fit()) { Some(self.fitted(&prepared, &split, context)?) } else { None };
        let (fit, unfitted) = match fitted {
            Some(Ok(fit)) => (Some(fit), None),
            Some(Err(word)) => (None, Some(word)),
            None => (None, None),
        };
        let years = self.years(&inputs.given, &prepared, &split, fit.as_ref(), context)?;
        let capacity = |from: usize, at: [usize; 2]| prepared.observed.capacity(from)[at];
        let (places, industries) = counts.shape();
        let evidence = Evidence { years: &years, capacity: &capacity, places, industries };
        let mut found = Backtest {
            industries: counts.industries.clone(),
            periods: counts.periods.clone(),
            train_until: split.until,
            steps: (split.train.len(), split.test.len()),
            scores: Vec::new(),
            by_industry: Vec::new(),
            differences: Vec::new(),
            base_rates: [train[0].rate(), train[1].rate()],
            fit,
            unfitted,
            alpha: self.alpha,
        };
        for event in Event::ALL {
            let which = usize::from(event == Event::Exit);
            let mut forecasts = Vec::with_capacity(forecasters.len());
            for &forecaster in &forecasters {
                context.proceed()?;
                forecasts.push((forecaster, evidence.forecast(forecaster, event, &train[which], &test[which], context)?));
            }
            let base_rate = train[which].rate();
            let trial = Trial { event, test: &test[which], forecasts: &forecasts, base_rate, places, bins: self.bins };
            let (scores, apart) = trial.overall(context)?;
            found.scores.extend(scores);
            found.differences.extend(apart);
            found.by_industry.extend(trial.by_industry(industries, context)?);
        }
        Ok(found)
    }

    fn present(&self, _inputs: &EntryExitPanel, found: &Backtest) -> Finding {
        crate::backtest::tables::present(found)
    }
}

/// Which steps teach and which test.
struct Split {
    until: usize,
    train: Vec<(usize, usize)>,
    test: Vec<(usize, usize)>,
}

impl Split {
    /// Entries and exits that can happen in some steps.
    fn rows(prepared: &Prepared, steps: &[(usize, usize)]) -> [Rows; 2] {
        let mut rows = [Rows::default(), Rows::default()];
        for &step in steps {
            for place in 0..prepared.network.places() {
                for &industry in &prepared.industries {
                    match prepared.observed.happened(step, place, industry) {
                        Some((false, after)) => rows[0].push(place, industry, step.0, after),
                        Some((true, after)) => rows[1].push(place, industry, step.0, !after),
                        None => {}
                    }
                }
            }
        }
        rows
    }
}

impl EntryExitBacktest {
    fn rates(&self) -> Rates {
        Rates { colonisation: self.colonisation, extinction: self.extinction, rescue: self.rescue }
    }

    /// The panel as the incidence model reads it.
    fn prepared(&self, given: &Incidence) -> Result<Prepared, MethodError> {
        let wanted = Specification {
            presence: self.presence,
            threshold: self.threshold,
            capacity: match self.capacity {
                BacktestCapacity::Given => CapacityBy::Given,
                BacktestCapacity::Total => CapacityBy::Total,
                BacktestCapacity::Size | BacktestCapacity::One => CapacityBy::One,
            },
            kernel: match self.kernel {
                Fading::Exponential => Kernel::Exponential,
                Fading::Gaussian => Kernel::Gaussian,
                Fading::Power => Kernel::Power { exponent: self.kernel_exponent },
            },
            related: match (self.relatedness, &given.proximity) {
                (RelatedBy::Given, None) => RelatedBy::CoLocation,
                (related, _) => related,
            },
            directed: self.directed,
            covariates: Vec::new(),
            tolerance: 1e-6,
        };
        let mut prepared = Prepared::new(given, &wanted, &self.industries)?;
        if self.capacity == BacktestCapacity::Size {
            let log: Vec<Array2<f64>> =
                sizes(&given.panel).iter().enumerate().map(|(t, s)| self.ratio(&given.panel, t, s).mapv(|r| r.clamp(LEAST, MOST).ln())).collect();
            let first = log.first().and_then(|m| m.first().copied()).unwrap_or(0.0);
            prepared.facts.equal = log.iter().all(|m| m.iter().all(|v| *v == first));
            prepared.observed.log_capacity = log;
            prepared.observed.capacity_scale = 1.0;
        }
        Ok(prepared)
    }

    /// Sizes in units of what presence needs.
    fn ratio(&self, panel: &Panel, period: usize, sizes: &Array2<f64>) -> Array2<f64> {
        match self.presence {
            Presence::Given => sizes.mapv(known),
            Presence::AtLeast => sizes.mapv(|v| known(v) / self.threshold),
            Presence::LocationQuotient => quotients(panel, period) / self.threshold,
        }
    }

    fn split(&self, periods: &Codes, steps: &[(usize, usize)]) -> Result<Split, MethodError> {
        if steps.len() < 2 {
            return Err(MethodError::TooFew { what: "periods", need: 3, got: periods.len().min(2) });
        }
        let until = match &self.train_until {
            Some(code) => periods.required("train_until", code)?,
            None => steps[(2 * steps.len()).div_ceil(3).min(steps.len() - 1) - 1].1,
        };
        let (train, test): (Vec<_>, Vec<_>) = steps.iter().copied().filter(|s| s.1 <= until || s.0 >= until).partition(|s| s.1 <= until);
        if train.is_empty() || test.is_empty() {
            let key = if train.is_empty() { "entry-exit-backtest-no-training" } else { "entry-exit-backtest-no-test" };
            let problem = Message::new(key).with("period", periods.argument(until));
            return Err(MethodError::Setting { setting: "train_until", problem });
        }
        Ok(Split { until, train, test })
    }

    /// The incidence model of the steps that teach; a word where there is none.
    fn fitted(&self, prepared: &Prepared, split: &Split, context: &Context<'_>) -> Result<Result<Fit, &'static str>, MethodError> {
        let mut observed = prepared.observed.clone();
        observed.steps.clone_from(&split.train);
        let rates = self.rates();
        let parameters = Parameters { alpha: 1.0, b: 0.0, y: 1.0, z: rates.exponent(), e: 0.1, x: 0.0, omega: 0.0, rain: 0.0 };
        let base = Point { parameters, entry: Vec::new(), exit: Vec::new(), sigma: 0.0 };
        let mut free = vec![Symbol::Decay, Symbol::HalfEntry, Symbol::ExitRate];
        let more = [
            (Symbol::CapacityOut, !prepared.facts.equal),
            (Symbol::CapacityExit, !prepared.facts.equal),
            (Symbol::Exponent, self.colonisation == Colonisation::Free),
            (Symbol::Relatedness, prepared.network.relatedness.is_some()),
            (Symbol::Rain, self.propagule_rain == RainWord::Estimate),
        ];
        free.extend(more.into_iter().filter(|m| m.1).map(|m| m.0));
        free.sort_unstable();
        let problem = Problem::new(&prepared.network, &observed, rates, prepared.industries.clone(), context.watch);
        let effort = Effort { errors: StandardErrors::Hessian, tolerance: 1e-6, least_events: self.least_events };
        match fit(&problem, &Design { free, base }, effort) {
            Ok(fit) => Ok(Ok(fit)),
            Err(Unfitted::Stopped(error)) => Err(error),
            Err(Unfitted::TooFew { .. }) => Ok(Err("too-few-events")),
            Err(Unfitted::Impossible { .. }) => Ok(Err("impossible-entry")),
            Err(Unfitted::NotIdentified(_)) => Ok(Err("not-identified")),
            Err(Unfitted::NotConverged { .. }) => Ok(Err("not-converged")),
        }
    }

    /// What is known in each period from which a step begins.
    fn years(
        &self,
        given: &Incidence,
        prepared: &Prepared,
        split: &Split,
        fit: Option<&Fit>,
        context: &Context<'_>,
    ) -> Result<Vec<Option<Year>>, MethodError> {
        let observed = &prepared.observed;
        let phi = prepared.network.relatedness.clone().unwrap_or_else(|| co_location(&observed.state[0]));
        let mut years = Vec::new();
        for (t, sizes) in sizes(&given.panel).iter().enumerate() {
            context.proceed()?;
            if !split.train.iter().chain(&split.test).any(|s| s.0 == t) {
                years.push(None);
                continue;
            }
            let (ratio, density) = (self.ratio(&given.panel, t, sizes), density(&presence(&observed.state[t]), &phi));
            let year = Year { quotient: quotients(&given.panel, t), ratio, density, arrives: None, chances: None };
            years.push(Some(match fit {
                Some(fit) => {
                    let capacity = observed.capacity(t).mapv(|log| log.exp() * observed.capacity_scale);
                    let network = Network { capacity, ..prepared.network.clone() };
                    year.with_model(&network, fit.rates, &fit.point.parameters, &observed.present[t])
                }
                None => year,
            }));
        }
        Ok(years)
    }
}

/// Sizes in units of what presence needs are kept between these: capacities are above 0 and finite.
const LEAST: f64 = 1e-3;
const MOST: f64 = 1e6;
