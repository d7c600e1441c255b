//! The incidence function model: which industries will enter and leave which places.

use crate::incidence::{Analysis, Effort, Plan, Prepared, response};
use crate::landscape::{Ahead, Group, OUTLOOK_TABLES, Outlook, Scenario, Settings, check_ahead, coordinates};
use agglom_method::{
    Argument, Bound, Codes, Context, Family, Finding, Inputs, Message, Method, MethodError, SettingError, ShapeKind, Slot, TableSpec,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use crate::incidence::{
    CapacityBy, Colonisation, Common, Estimated, Extinction, Fading, Fit, Fits, Fitted, Geography, Incidence, Kernel, Lattice, Missing, Network,
    Parameters, Point, Pooling, Presence, PropaguleRain, Prospect, Quality, RainWord, Rates, RelatedBy, Response, Specification, StandardErrors,
    Sums, Symbol, Turnover, Unfitted,
};

/// Entry and exit of industries in places (incidence function model): which places each industry may enter or leave next, from who is near, what is related and what a place can hold.
///
/// # Formula
/// ```text
/// connectivity  S_ik = Σ_{j≠i} p_jk K(d_ij) A_jk^b + ω Σ_{l≠k} φ_kl p_il A_il^b + m0
/// entry         C = S²/(S² + y²)     (poisson: 1 - exp(-y S);  free: S^z/(S^z + y^z))
/// exit          π = E (1 - C)^R      E = 1 - exp(-e A^-x)     (hanski: min(1, e A^-x))
/// exit rate     with `stochasticity` e A^-x exp(σ u_t) instead of e A^-x, u_t standard normal, one a step
/// kernel        K(d) = exp(-α d)     (gaussian: exp(-(α d)²);  power: 1/(1 + (α d)^β))
/// likelihood    Σ over places, industries and steps of one period of ln P(p_t+1 | p_t)
/// ```
/// where p is presence (1 or 0) of industry k in place i, A what the place can hold of it, φ how related two industries are, m0 what comes
/// from outside (propagule rain), R = 1 with `rescue`. Words of the table `parameters`: decay α, capacity_out b, half_entry y, exponent z,
/// exit_rate e, capacity_exit x, relatedness ω, rain m0, stochasticity σ. With Poisson y is a rate: entries per unit of connectivity.
///
/// Given the places of a period, those of the next are independent of each other, so the likelihood is exact. It is maximised by damped Newton
/// steps with the exact Hessian, in units of the geometric mean of capacity and of the median distance, from up to three of eight starts, until
/// the maximum is less than 1e-7 standard errors away. Positive parameters are estimated as logarithms. Intervals are normal on that scale;
/// where two estimates are correlated beyond 0.95 (up to 100,000 transitions), or where `profile` asks, also by profile likelihood. Evidence
/// for ω, m0 and σ is tested by the likelihood ratio against half a χ² with one degree of freedom.
///
/// `stochasticity`: u_t is common to all places, and with `pooled` to all industries; with `none` each industry has its own. Given a complete
/// panel, steps are independent, and each is an integral over one u_t: adaptive Gauss-Hermite quadrature of 15 nodes about its mode, with exact
/// derivatives. Standard errors are then those of the information, with `place` too. Chances, equilibrium and mean field take means over u_t, as
/// if places did not share it; forecasts and the quasi-stationary distribution (exact up to 9 places) let them share it.
///
/// `pooling`: `pooled` is one set of parameters for all industries; `none` one for each; `partial` an empirical Bayes fit: parameters of
/// industries are normal around a mean of all, with a standard deviation for each parameter; both come from an EM algorithm on quadratic
/// likelihoods, and each industry takes the maximum of its likelihood times that prior (its interval is that of the penalised likelihood, given
/// the prior).
///
/// Presence that is not known is replaced where it matters to others by what the model expects of it, in rounds (`missing`); transitions from
/// or to it do not count. Only steps of the shortest length between periods count. Covariates are standardised; their effects are per standard
/// deviation, on the log odds (with Poisson the log rate) of entry and on the log rate of exit.
///
/// Sums over places are exact up to 10,000 places. Beyond, boxes of places that are far from each other exchange between their Chebyshev points
/// (Fong and Darve 2009). What lies beyond the distance at which a weight falls to `tolerance` is left out, which costs less than `tolerance` of
/// what all places send together. Interpolation has 4 to 14 points along an axis, chosen by `tolerance`; its error has no bound beforehand, but
/// is looked at: the largest relative error at 32 places is told. Weights come from a table that is right to 1e-9, a search begins under an error
/// of 1e-3, and metapopulation capacity is sought to `tolerance`. Near a pole, and with `distances`, every pair is summed. Places on a regular
/// grid are summed by Fourier transform, exact up to rounding.
///
/// Distances are great circles in kilometres where longitudes and latitudes are known, otherwise those between coordinates, or the input
/// `distances` in its own unit.
///
/// What follows from a fit: presence is simulated for `horizon` periods with parameters drawn from their distribution and chance drawn anew
/// (`draws`); the mean field, from everywhere occupied, gives the incidence in the long run and the fold (the y at which it vanishes);
/// where nothing comes from outside, the quasi-stationary distribution does (exact up to 12 places, by simulation with resurrection beyond).
/// Metapopulation capacity is the leading eigenvalue of K(d_ij) A_i^x A_j^b; a place is worth what it loses without it; intervals of it and of the
/// parts of places in it (`first_order`) are over the draws of parameters, where these are not too many for the places. A scenario changes a
/// capacity, adds a place or shortens a distance, and is simulated with the same draws as the baseline.
///
/// # Reading
/// Chances are for one step of time after the last period. A high chance of entry where an industry is absent is an opportunity; a high
/// chance of exit where it is present, a risk. They predict; they do not prove that neighbours cause entry: whatever makes neighbours alike
/// looks like spillovers. Decay α means that spillovers fall to 37% over 1/α kilometres (exponential kernel). Capacity taken from the panel
/// itself (`total`) moves with what it is to explain. Areas under the curve are of the same transitions that were fitted: a backtest tells how
/// well the model predicts.
///
/// # Undefined when
/// there are fewer than `least_events` entries or exits, no two periods one step apart, less than two places, more than 30% unknown
/// presence; an industry entered a place that nothing reaches (set `propagule_rain = "estimate"`); the data do not tell parameters apart,
/// which the error names. All capacities equal: b and x cannot be told, are set to 0, and a caution says so. A place without capacity or
/// covariate, or whose presence is not known, has no chances; `reason` says which.
///
/// # Source
/// Hanski (1994), Journal of Animal Ecology 63:151; Moilanen (1999), Ecology 80:1031, and (2004), Ecological Modelling 179:533; Ovaskainen and
/// Hanski (2002), Ecology 83:1131 (complementary log-log); Risk, de Valpine and Beissinger (2011), Ecology 92:462; relatedness: Hidalgo et al.
/// (2007), Science 317:482; entry and exit of industries: Neffke, Henning and Boschma (2011), Economic Geography 87:237; boundary: Self and Liang
/// (1987), Journal of the American Statistical Association 82:605.
///
/// # Checked against
/// `jax` and `numpy`: 200 places over 15 periods (exit `hanski`), and 60 places and 15 industries over 10 periods with related industries (exit
/// `complementary_log_log`): log likelihood to 1e-9 of itself, gradient to 1e-8, Hessian to 1e-7, maximum and standard errors (200 places:
/// information, squared scores, by place) to 1e-6, likelihood ratio of ω to 1e-8. Connectivity of 5,000 points by `numpy`: all pairs to 1e-11,
/// boxes within `tolerance`; boxes of 1,500 places on plane and globe against all pairs, every kernel. Gradient and Hessian of every option,
/// also at random points, against central differences. Log likelihood with `stochasticity` against trapezoids of 1,601 points: to 1e-6 at
/// σ = 0.6, to 1e-4 at σ = 1.5.
///
/// Intervals of 95% in 200 panels simulated from the model (100 places, 10 periods, Hanski's entry, rescue; chance makes ±3) held the truth
/// with `place` in 94.5% (decay), 91.5% (capacity_out, a little too seldom), 96% (half_entry), 94.5% (exit_rate) and 94.5% (capacity_exit),
/// with `hessian` in 95.5%, 91.5%, 96.5%, 94.5% and 96%. Where years differ (σ = 0.5, 40 panels): decay 97.5%, capacity_out 95%,
/// half_entry 97.5%, exit_rate 90%, capacity_exit 95%, σ all of 36; in the other 4 its estimate was 0.
///
/// # Example
/// Two places ten kilometres apart with capacity 1; everything is known, so nothing is estimated. The empty one has
/// S = exp(-0.1 · 10) = 0.3679 and C = S²/(S² + 0.25) = 0.3512.
/// ```
/// use agglom_models::incidence_function::{CapacityBy, Incidence, IncidenceFunction};
/// use agglom_method::{Context, Counts, Method, Panel, Seed, Unwatched};
/// let counts = Counts::from_panel([("2020", "a", "k", 1.0), ("2020", "b", "k", 0.0), ("2021", "a", "k", 1.0), ("2021", "b", "k", 0.0)]);
/// let position = Some(vec![[0.0, 0.0], [10_000.0, 0.0]]);
/// let panel = Panel { counts: counts.into(), position, degrees: None, capacity: None };
/// let fixed = [("alpha", 0.1), ("y", 0.5), ("e", 0.1)].map(|(word, value)| (word.to_owned(), value)).into();
/// let method = IncidenceFunction { capacity: CapacityBy::One, fixed, least_events: 0, ..Default::default() };
/// let given = Incidence { panel: panel.into(), places: None, proximity: None, distances: None, covariates: None };
/// let found = method.compute(&given, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap();
/// assert!((found.prospects[1].entry.unwrap() - 0.3512).abs() < 1e-4);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IncidenceFunction {
    /// Codes of the industries that are fitted; all if none is named. The others still count as related.
    pub industries: Vec<String>,
    /// When an industry counts as present.
    pub presence: Presence,
    /// Least size (`at_least`) or location quotient of presence.
    pub threshold: f64,
    /// What a place can hold of an industry.
    pub capacity: CapacityBy,
    /// How spillovers fade with distance.
    pub kernel: Fading,
    /// Exponent β of the kernel `power`.
    pub kernel_exponent: f64,
    /// How entry depends on connectivity.
    pub colonisation: Colonisation,
    /// How exit depends on capacity.
    pub extinction: Extinction,
    /// Whether connectivity keeps an industry from leaving.
    pub rescue: bool,
    /// Connectivity from outside: "none", "estimate" or a number.
    pub propagule_rain: PropaguleRain,
    /// How related industries are.
    pub relatedness: RelatedBy,
    /// Whether distances and relatedness may differ by direction.
    pub directed: bool,
    /// Codes of the covariates that take part; all that are bound if none is named.
    pub covariates: Vec<String>,
    /// How industries are fitted.
    pub pooling: Pooling,
    /// Values of parameters that are not estimated, by word or symbol, in the units of the data: `{ capacity_out = 1.0 }`.
    pub fixed: BTreeMap<String, f64>,
    /// What stands for presence that is not known.
    pub missing: Missing,
    /// How standard errors are computed.
    pub standard_errors: StandardErrors,
    /// Parameters whose intervals are also taken from the profile likelihood, by word or symbol.
    pub profile: Vec<String>,
    /// Whether years differ in how frequent exit is everywhere (regional stochasticity). Not with `extinction` "hanski", `pooling` "partial",
    /// `standard_errors` "opg", nor where presence that is not known would be replaced (`missing` "expected").
    pub stochasticity: bool,
    /// Least entries and least exits of a fit.
    pub least_events: usize,
    /// Rows of the lists of opportunities and of risks.
    pub top: usize,
    /// Error aimed at in sums over places, as a share of what all places send together; matters beyond 10,000 places.
    pub tolerance: f64,
    /// Intervals hold with probability 1 - alpha.
    pub alpha: f64,
    /// Periods ahead that are simulated; 0 for none.
    pub horizon: usize,
    /// Draws of parameters and of chance for the periods ahead; 0 for none.
    pub draws: usize,
    /// Changes whose effect at the horizon is compared with how things are.
    pub scenarios: Vec<Scenario>,
}

/// Entry and exit of industries in places.
#[derive(Debug, Clone, Serialize)]
pub struct Entries {
    /// The places.
    pub places: Arc<Codes>,
    /// The industries of the panel.
    pub industries: Arc<Codes>,
    /// The periods.
    pub periods: Arc<Codes>,
    /// The covariates that take part.
    pub covariates: Vec<String>,
    /// All fits.
    pub fits: Fits,
    /// Their parameters.
    pub parameters: Vec<Estimated>,
    /// Chances of every industry in every place after the last period.
    pub prospects: Vec<Prospect>,
    /// The largest chances of entry, as numbers into `prospects`.
    pub opportunities: Vec<usize>,
    /// The largest chances of exit, as numbers into `prospects`.
    pub risks: Vec<usize>,
    /// What happened in each place.
    pub by_place: Vec<Turnover>,
    /// What happened in each step: periods, turnover.
    pub by_step: Vec<(usize, usize, Turnover)>,
    /// How good each fit is.
    pub quality: Vec<Option<Quality>>,
    /// Chance of entry by connectivity, and of exit by capacity, of one fit.
    pub responses: Vec<Response>,
    /// The industry of that fit; none if it is the fit of all.
    pub response_of: Option<usize>,
    /// Kilometres (or the unit of the distances given): median distance.
    pub distance_scale: f64,
    /// Geometric mean of capacity.
    pub capacity_scale: f64,
    /// How sums over places were computed.
    pub sums: Sums,
    /// Largest relative error of connectivity, where sums are not exact, at 32 places.
    pub sum_error: Option<f64>,
    /// Share of presence that is not known.
    pub missing: f64,
    /// Share of known presence that is presence.
    pub occupied: f64,
    /// Pairs of place and industry (and period) without capacity.
    pub without_capacity: usize,
    /// Steps between periods longer than the shortest.
    pub long_steps: usize,
    /// Codes of periods say nothing about time.
    pub consecutive: bool,
    /// All capacities are equal.
    pub equal_capacities: bool,
    /// Rounds in which unknown presence was replaced.
    pub rounds: usize,
    /// 1 - level of the intervals.
    pub alpha: f64,
    /// The network, in the units of the data.
    #[serde(skip)]
    pub network: Network,
    /// What lies ahead.
    pub ahead: Ahead,
}

impl Default for IncidenceFunction {
    fn default() -> Self {
        Self {
            industries: Vec::new(),
            presence: Presence::Given,
            threshold: 1.0,
            capacity: CapacityBy::Given,
            kernel: Fading::Exponential,
            kernel_exponent: 2.0,
            colonisation: Colonisation::Hanski,
            extinction: Extinction::ComplementaryLogLog,
            rescue: true,
            propagule_rain: PropaguleRain::Word(RainWord::None),
            relatedness: RelatedBy::Given,
            directed: false,
            covariates: Vec::new(),
            pooling: Pooling::Pooled,
            fixed: BTreeMap::new(),
            missing: Missing::Expected,
            standard_errors: StandardErrors::Place,
            profile: Vec::new(),
            stochasticity: false,
            least_events: 10,
            top: 50,
            tolerance: 1e-6,
            alpha: 0.05,
            horizon: 5,
            draws: 199,
            scenarios: Vec::new(),
        }
    }
}

impl Inputs for Incidence {
    const SLOTS: &'static [Slot] = &[
        Slot::one("source", &[ShapeKind::Panel], "presence or size of industries in places over periods").all_periods(),
        Slot::one("places", &[ShapeKind::Places], "where places are, if the panel does not say").optional(),
        Slot::one("proximity", &[ShapeKind::Flows], "how related industries are: from, to, value").optional(),
        Slot::one("distances", &[ShapeKind::Flows], "distances or travel times between places, instead of those between coordinates").optional(),
        Slot::one("covariates", &[ShapeKind::Indicators], "figures of places that may further or hinder entry and exit").optional().all_periods(),
    ];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let panel = bound.panel("source").ok_or(MethodError::Needs { what: Message::new("incidence-function-needs-panel") })?;
        let [proximity, distances] = ["proximity", "distances"].map(|slot| bound.flows(slot));
        Ok(Self { panel, places: bound.places("places"), proximity, distances, covariates: bound.indicators("covariates") })
    }
}

impl Method for IncidenceFunction {
    const KEY: &'static str = "incidence_function";
    const FAMILY: Family = Family::Project;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("incidence_function", "place industry present connectivity capacity entry_probability exit_probability low high reason"),
        TableSpec::new("opportunities", "rank place industry entry_probability low high connectivity capacity lon lat"),
        TableSpec::new("risks", "rank place industry exit_probability low high connectivity capacity lon lat"),
        TableSpec::new("parameters", "industry parameter covariate value standard_error low high profile_low profile_high p_value reason"),
        TableSpec::new("places", "place industries_present entries expected_entries exits expected_exits"),
        TableSpec::new("transitions", "from to empty entries expected_entries occupied exits expected_exits"),
        TableSpec::new(
            "fit",
            "industry entries exits transitions log_likelihood aic auc_entry auc_exit brier_entry brier_exit shrinkage iterations gradient distance_scale capacity_scale reason",
        ),
        TableSpec::new("responses", "event driver probability low high"),
        OUTLOOK_TABLES[0],
        OUTLOOK_TABLES[1],
        OUTLOOK_TABLES[2],
        OUTLOOK_TABLES[3],
        OUTLOOK_TABLES[4],
    ];
    type Inputs = Incidence;
    type Output = Entries;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        check_ahead(self.horizon, self.draws, &self.scenarios)?;
        SettingError::between("tolerance", self.tolerance, 0.0, 0.1)?;
        SettingError::between("kernel_exponent", self.kernel_exponent, 0.0, 20.0)?;
        if !(self.threshold > 0.0 && self.threshold.is_finite()) {
            return Err(SettingError::new("threshold", format!("{} must be above 0: presence is at least that much", self.threshold)));
        }
        if let PropaguleRain::Known(rain) = self.propagule_rain
            && !(rain >= 0.0 && rain.is_finite())
        {
            return Err(SettingError::new("propagule_rain", format!("{rain} must be \"none\", \"estimate\" or a number not below 0")));
        }
        for (word, &value) in &self.fixed {
            let symbol = Symbol::of(word).ok_or_else(|| unknown_parameter("fixed", word))?;
            let zero = matches!(symbol, Symbol::Relatedness | Symbol::Rain | Symbol::Decay | Symbol::Stochasticity);
            if !value.is_finite() || symbol.logarithmic() && (value < 0.0 || value == 0.0 && !zero) {
                return Err(SettingError::new("fixed", format!("`{word}` is {value}; it must be a number above 0")));
            }
        }
        let twice = self.fixed.len() > self.fixed.keys().filter_map(|word| Symbol::of(word)).collect::<std::collections::BTreeSet<_>>().len();
        if twice {
            return Err(SettingError::new("fixed", "a parameter is named twice, by word and by symbol"));
        }
        if self.fixed.keys().any(|w| Symbol::of(w) == Some(Symbol::Exponent)) && self.colonisation == Colonisation::Poisson {
            return Err(SettingError::new("fixed", "entry by the Poisson form has no exponent"));
        }
        self.check_stochasticity()?;
        match self.profile.iter().find(|word| Symbol::of(word).is_none()) {
            Some(word) => Err(unknown_parameter("profile", word)),
            None => Ok(()),
        }
    }

    fn compute(&self, inputs: &Incidence, context: &Context<'_>) -> Result<Entries, MethodError> {
        let mut prepared = Prepared::new(inputs, &self.specification(), &self.industries)?;
        prepared.sound(self.missing == Missing::Expected)?;
        if self.stochasticity && self.missing == Missing::Expected && prepared.facts.missing > 0.0 {
            let problem = Message::new("incidence-function-stochasticity-missing").with("share", Argument::percent(prepared.facts.missing));
            return Err(MethodError::Setting { setting: "stochasticity", problem });
        }
        context.proceed()?;
        let analysis = Analysis::new(&mut prepared, &self.plan(), context).map_err(|error| refused(error, inputs, self.least_events))?;
        if analysis.fits.fitted.iter().all(|f| f.fit.is_err()) {
            return Err(MethodError::NoAnswer { why: Message::new("incidence-function-no-fit").with("least", Argument::count(self.least_events)) });
        }
        let ahead = self.ahead(inputs, &prepared, &analysis, context)?;
        Ok(self.entries(inputs, prepared, analysis, ahead))
    }

    fn present(&self, inputs: &Incidence, found: &Entries) -> Finding {
        crate::landscape::present(found.finding(inputs), &found.ahead, &found.places, &found.industries)
    }
}

fn unknown_parameter(setting: &'static str, word: &str) -> SettingError {
    let known: Vec<&str> = Symbol::ALL.iter().map(|s| s.word()).collect();
    SettingError::new(setting, format!("`{word}` is no parameter; they are {}", known.join(", ")))
}

/// The error of a fit, with names.
fn refused(error: Unfitted, inputs: &Incidence, least: usize) -> MethodError {
    let counts = &inputs.panel.counts;
    let why = match error {
        Unfitted::TooFew { entries, exits } => Message::new("incidence-function-too-few-events")
            .with("entries", Argument::count(entries))
            .with("exits", Argument::count(exits))
            .with("least", Argument::count(least)),
        Unfitted::Impossible { place, period, industry } => Message::new("incidence-function-impossible")
            .with("place", counts.regions.argument(place))
            .with("industry", counts.industries.argument(industry))
            .with("period", counts.periods.argument(period)),
        Unfitted::NotIdentified(symbols) => {
            let names: Vec<Argument> = symbols.iter().map(|s| Message::new(format!("parameter-{}", s.word().replace('_', "-"))).into()).collect();
            Message::new("incidence-function-not-identified").with("parameters", names)
        }
        Unfitted::NotConverged { iterations } => return MethodError::NotConverged { iterations },
        Unfitted::Stopped(error) => return error,
    };
    MethodError::NoAnswer { why }
}

impl IncidenceFunction {
    /// Options that stochasticity does not go with.
    fn check_stochasticity(&self) -> Result<(), SettingError> {
        let refused = |why: &str| Err(SettingError::new("stochasticity", why));
        if !self.stochasticity {
            return match self.fixed.keys().find(|word| Symbol::of(word) == Some(Symbol::Stochasticity)) {
                Some(word) => Err(SettingError::new("fixed", format!("`{word}` is a parameter with stochasticity = true only"))),
                None => Ok(()),
            };
        }
        if self.extinction == Extinction::Hanski {
            return refused("years shift the rate of exit, which extinction = \"hanski\" has not; use \"complementary_log_log\"");
        }
        if self.pooling == Pooling::Partial {
            return refused("with pooling = \"partial\" years are not integrated; use \"pooled\" or \"none\"");
        }
        if self.standard_errors == StandardErrors::Opg {
            return refused("transitions of a year are not independent, which standard_errors = \"opg\" takes them to be; use \"hessian\"");
        }
        Ok(())
    }

    /// How the panel is read.
    pub fn specification(&self) -> Specification {
        let kernel = match self.kernel {
            Fading::Exponential => Kernel::Exponential,
            Fading::Gaussian => Kernel::Gaussian,
            Fading::Power => Kernel::Power { exponent: self.kernel_exponent },
        };
        Specification {
            presence: self.presence,
            threshold: self.threshold,
            capacity: self.capacity,
            kernel,
            related: self.relatedness,
            directed: self.directed,
            covariates: self.covariates.clone(),
            tolerance: self.tolerance,
        }
    }

    /// How it is analysed.
    pub(crate) fn plan(&self) -> Plan {
        let fixed: BTreeMap<Symbol, f64> = self.fixed.iter().filter_map(|(word, &value)| Some((Symbol::of(word)?, value))).collect();
        let rain = match self.propagule_rain {
            PropaguleRain::Known(rain) => Some(rain),
            PropaguleRain::Word(RainWord::None) => Some(fixed.get(&Symbol::Rain).copied().unwrap_or(0.0)),
            PropaguleRain::Word(RainWord::Estimate) => None,
        };
        // Places share the fortune of their years: only the whole likelihood tells how sure estimates are.
        let errors = if self.stochasticity { StandardErrors::Hessian } else { self.standard_errors };
        Plan {
            rates: Rates { colonisation: self.colonisation, extinction: self.extinction, rescue: self.rescue },
            pooling: self.pooling,
            effort: Effort { errors, tolerance: 1e-7, least_events: self.least_events },
            rain,
            fixed,
            profile: self.profile.iter().filter_map(|word| Symbol::of(word)).collect(),
            fill: self.missing == Missing::Expected,
            stochasticity: self.stochasticity,
            alpha: self.alpha,
        }
    }

    /// What lies ahead of the last period.
    fn ahead(&self, inputs: &Incidence, prepared: &Prepared, analysis: &Analysis, context: &Context<'_>) -> Result<Ahead, MethodError> {
        let (counts, last) = (&inputs.panel.counts, inputs.panel.counts.cells.len().saturating_sub(1));
        let group = |f: &Fitted| {
            let industries = f.industry.map_or_else(|| prepared.industries.clone(), |k| vec![k]);
            f.fit.as_ref().ok().map(|fit| Group { industries, fit: fit.clone() })
        };
        let outlook = Outlook {
            places: counts.regions.clone(),
            industries: counts.industries.clone(),
            network: &prepared.network,
            groups: analysis.fits.fitted.iter().filter_map(group).collect(),
            present: prepared.observed.present[last].clone(),
            coordinates: if inputs.distances.is_none() { coordinates(&inputs.panel, inputs.places.as_deref()) } else { None },
            covariates: prepared.observed.covariate(last).cloned(),
        };
        let settings = Settings { horizon: self.horizon, draws: self.draws, alpha: self.alpha, scenarios: self.scenarios.clone() };
        outlook.ahead(&settings, context)
    }

    fn entries(&self, inputs: &Incidence, prepared: Prepared, analysis: Analysis, ahead: Ahead) -> Entries {
        let counts = &inputs.panel.counts;
        let top = |chance: fn(&Prospect) -> Option<f64>| {
            let mut all: Vec<(f64, usize)> = analysis.prospects.iter().enumerate().filter_map(|(at, p)| Some((chance(p)?, at))).collect();
            all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            all.into_iter().take(self.top).map(|a| a.1).collect::<Vec<usize>>()
        };
        let leading = analysis.fits.fitted.iter().filter_map(|f| f.fit.as_ref().ok().map(|fit| (f.industry, fit)));
        let leading = leading.max_by_key(|(industry, fit)| (fit.entries(), std::cmp::Reverse(*industry)));
        let own = |industry: Option<usize>| analysis.prospects.iter().filter(move |p| industry.is_none_or(|k| k == p.industry)).cloned();
        let responses = leading.map(|(industry, fit)| response::responses(fit, &own(industry).collect::<Vec<_>>(), self.alpha));
        Entries {
            places: counts.regions.clone(),
            industries: counts.industries.clone(),
            periods: counts.periods.clone(),
            covariates: prepared.covariates.iter().filter_map(|&c| Some(inputs.covariates.as_ref()?.indicators.get(c).to_owned())).collect(),
            parameters: analysis.parameters,
            opportunities: top(|p| p.entry),
            risks: top(|p| p.exit),
            by_place: analysis.places,
            by_step: prepared.observed.steps.iter().zip(analysis.steps).map(|(&(from, to), turnover)| (from, to, turnover)).collect(),
            quality: analysis.quality,
            responses: responses.unwrap_or_default(),
            response_of: leading.and_then(|l| l.0),
            distance_scale: prepared.observed.distance_scale,
            capacity_scale: prepared.observed.capacity_scale,
            sums: prepared.network.sums.clone(),
            sum_error: analysis.sum_error,
            missing: prepared.facts.missing,
            occupied: prepared.facts.occupied,
            without_capacity: prepared.facts.without_capacity,
            long_steps: prepared.facts.long_steps,
            consecutive: prepared.facts.consecutive,
            equal_capacities: prepared.facts.equal && self.capacity != CapacityBy::One,
            rounds: analysis.rounds,
            alpha: self.alpha,
            prospects: analysis.prospects,
            fits: analysis.fits,
            network: prepared.network,
            ahead,
        }
    }
}
