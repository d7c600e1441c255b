//! Ripley's K, Besag's L and the pair correlation function g of industries.

use crate::cumulated::{Curve, Curves, Looks, Pair, SecondOrder, Sites, WindowSize, check_distances, coincident, finding, positions};
use crate::inputs::LocatedEstablishments;
use crate::neighbours::bounds;
use crate::null::Null;
use crate::plants::check_test;
use crate::window::Window as Area;
use agglom_method::{Argument, Codes, Context, Family, Finding, Message, Method, MethodError, Register, SettingError, TableSpec, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;
use std::sync::Arc;

/// Ripley's K, Besag's L or the pair correlation g of industries: how many establishments are within a distance of others, per unit of density.
///
/// # Formula
/// ```text
/// K(r) = A / (n (n - 1)) Σ_i Σ_j≠i 1(d_ij <= r) e_ij        L(r) - r = √(K(r)/π) - r        (complete spatial randomness: π r², 0)
/// g(r) = A / (n (n - 1)) Σ_i Σ_j≠i k_h(r - d_ij) e_ij / (2π r)                              (complete spatial randomness: 1)
/// ```
/// where A is the area of the window and e_ij one divided by the share of the circle around i through j that lies in the window
/// (isotropic correction, Ripley 1976), at most 100. The share is exact for a rectangle and for polygons with holes: 2π less the angles
/// under which the sides nearer than d_ij are seen. Between industries (`neighbours`) j is of another one and n (n - 1) becomes n_1 n_2. With
/// `weighted`, every pair counts by the product of its sizes, over the square of their sum (mark-weighted K_mm, Penttinen et al. 1992).
/// k_h is the Epanechnikov kernel of half-width h = 0.15 / √(n / A) (Stoyan and Stoyan 1994), summed over the exact distances.
///
/// # Reading
/// K answers whether establishments are close in space as such. Land that nobody can build on, and towns, make every industry localised: to ask
/// whether an industry is more so than the others, take `null` = `random_location`, or `marcon_puech`. L - r and g show the scale: g > 1 at r
/// means more pairs than by chance at just that distance, L - r > 0 up to that distance.
///
/// `low` and `high` are the band of chance at each distance by itself; `global_low` and `global_high` hold whole curves of chance with
/// probability 1 - `alpha` (Duranton and Overman 2005). `p_value` is the rank test of the whole curve (extreme rank length, Myllymäki et al.
/// 2017), `q_value` the false discovery rate over all curves. `localised` is above the global band somewhere, `dispersed` below, and only if
/// `p_value` is at most `alpha`: the band comes from the same draws that it is to hold, and with 100 of them one random industry in ten
/// leaves it. The band has no interval of the value: it says what chance makes of as many establishments.
///
/// Draws of K and L within an industry in a rectangle, and the observed curve as it is compared with them, are summed in single precision: weights
/// to 1e-7, and pairs by less than 3e-7 beyond r may count to it. Where rings are narrower than 1/16384 of the window, or circles cross
/// opposite sides, and for `value` itself, sums are in double precision.
///
/// Null models: `complete_spatial_randomness` puts as many establishments anywhere in the window; `random_location` deals establishments out
/// over all existing sites; `random_labelling` deals industries (pooled: sizes) out and leaves the rest; `population_independence`
/// (between industries) leaves the industry where it is and deals all others out.
///
/// # Undefined when
/// r is beyond half the diagonal of the window, where circles miss it (`beyond-window`); g at r = 0 (`at-zero`); all weights are zero
/// (`no-weight`); the industry or its neighbours have fewer than `min_establishments` (`few-establishments`, no curve). A window without
/// area (all sites on a line) and sites outside the window are errors.
///
/// # Source
/// Ripley (1976), The second-order analysis of stationary point processes, Journal of Applied Probability 13:255; Besag (1977), Journal of
/// the Royal Statistical Society B 39:193; Stoyan and Stoyan (1994), Fractals, Random Shapes and Point Fields.
///
/// # Checked against
/// the value by hand below; R `dbmss` 2.11-0 and `spatstat` on 2,000 points to 1e-10: K within, between, of all, L, K_mm. g of
/// `spatstat` is a binned one over n² instead of n (n - 1) pairs: equal to 1e-3 after that factor. Shares of circles in polygons against 20,000
/// places on each circle; the outline of a rectangle against the rectangle; a planted cluster; the level of the test by simulation.
///
/// # Example
/// Two plants 3 km apart in the middle of a square of 100 km: K(5 km) = 10¹⁰ / 2 · 2 = 10¹⁰ m².
/// ```
/// use agglom_measures::{ripley::{Function, Ripley, Window}, LocatedEstablishments};
/// use agglom_method::{Context, Method, RegisterBuilder, Seed, Unwatched};
/// let mut register = RegisterBuilder::default().plant("a", "cars", "r", 1.0).plant("b", "cars", "r", 1.0).build();
/// register.position = Some(vec![[50e3, 50e3], [53e3, 50e3]]);
/// let settings = Ripley {
///     function: Function::K, window: Window::Rectangle, window_m: vec![0.0, 0.0, 1e5, 1e5], distances_m: vec![5e3], draws: 0,
///     min_establishments: 2, ..Default::default()
/// };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = settings.compute(&LocatedEstablishments { register: register.into() }, &context).unwrap();
/// assert_eq!(found.curves[0].value, [Some(1e10)]);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ripley {
    /// Industries to look at; all if empty.
    pub industries: Vec<String>,
    /// Industries whose establishments count as neighbours; each industry's own if empty.
    pub neighbours: Vec<String>,
    /// Take all establishments as one industry.
    pub pooled: bool,
    /// What is computed.
    pub function: Function,
    /// Distances in metres, ascending; if empty, 51 even steps from 0 to a quarter of the shorter side of the window.
    pub distances_m: Vec<f64>,
    /// Where establishments could have been.
    pub window: Window,
    /// West, south, east and north end of the window in metres, for `window` = `rectangle`.
    pub window_m: Vec<f64>,
    /// Pairs count by the product of their sizes; with false each counts 1.
    pub weighted: bool,
    /// What chance is left to decide.
    pub null: Null,
    /// Number of random draws behind bands and p-values; 0 for none.
    pub draws: usize,
    /// Bands hold with probability 1 - alpha; false discovery rate of the headlines.
    pub alpha: f64,
    /// Industries with fewer establishments get no curve.
    pub min_establishments: usize,
}

/// A function of the distances between establishments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Ripley's K, in square metres.
    K,
    /// Besag's L less r, in metres.
    L,
    /// The pair correlation.
    G,
}

/// Where establishments could have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// The box around all sites of the register.
    Box,
    /// The rectangle in `window_m`.
    Rectangle,
    /// The outlines of the register's regions.
    Regions,
}

impl Default for Ripley {
    fn default() -> Self {
        Self {
            industries: Vec::new(),
            neighbours: Vec::new(),
            pooled: false,
            function: Function::L,
            distances_m: Vec::new(),
            window: Window::Box,
            window_m: Vec::new(),
            weighted: false,
            null: Null::CompleteSpatialRandomness,
            draws: 100,
            alpha: 0.05,
            min_establishments: 10,
        }
    }
}

impl Method for Ripley {
    const KEY: &'static str = "ripley";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("ripley", "industry neighbour r_m value expected low high global_low global_high mean reason"),
        TableSpec::new("industries", "industry neighbour establishments pattern from_m to_m strongest_r_m p_value q_value reason"),
    ];
    type Inputs = LocatedEstablishments;
    type Output = Curves;

    fn check(&self) -> Result<(), SettingError> {
        check_test(self.alpha, self.draws)?;
        check_distances("distances_m", &self.distances_m)?;
        if self.min_establishments < 2 {
            return Err(SettingError::new("min_establishments", "an industry needs at least 2 establishments to be near itself"));
        }
        if self.pooled && !(self.industries.is_empty() && self.neighbours.is_empty()) {
            return Err(SettingError::new("pooled", "all establishments as one leave no industries or neighbours to name"));
        }
        match (self.window, self.window_m.as_slice()) {
            (Window::Rectangle, &[west, south, east, north]) if Area::rectangle([west, south, east, north]).is_some() => {}
            (Window::Rectangle, _) => {
                return Err(SettingError::new("window_m", "give west, south, east and north in metres, west < east and south < north"));
            }
            (_, []) => {}
            _ => return Err(SettingError::new("window_m", "is for window = rectangle")),
        }
        match self.null {
            Null::PopulationIndependence if self.neighbours.is_empty() => Err(SettingError::new(
                "null",
                "population_independence leaves an industry where it is and moves its neighbours: name some in neighbours",
            )),
            Null::RandomLocation if self.pooled && !self.weighted => {
                Err(SettingError::new("null", "all establishments dealt out over all sites are where they were; take complete_spatial_randomness"))
            }
            Null::RandomLabelling if self.pooled && !self.weighted => {
                Err(SettingError::new("null", "there is nothing to label if all establishments are one; take complete_spatial_randomness"))
            }
            _ => Ok(()),
        }
    }

    fn compute(&self, inputs: &LocatedEstablishments, context: &Context<'_>) -> Result<Curves, MethodError> {
        let register = &inputs.register;
        let position = positions(register)?;
        if position.len() < self.min_establishments {
            return Err(MethodError::TooFew { what: "establishments", need: self.min_establishments, got: position.len() });
        }
        let window = self.area(register)?;
        let outside = position.iter().filter(|&&p| !window.contains(p)).count();
        if outside > 0 {
            let setting = if self.window == Window::Rectangle { "window_m" } else { "window" };
            let problem =
                Message::new("ripley-outside-window").with("establishments", Argument::count(outside)).with("all", Argument::count(position.len()));
            return Err(MethodError::Setting { setting, problem });
        }
        let distances = if self.distances_m.is_empty() { even_distances(window.shorter_side() / 4.0) } else { self.distances_m.clone() };
        let reach = distances.last().copied().unwrap_or(0.0);
        let sites = Sites::new(register, reach, self.weighted)?;
        let pairs = if self.pooled { vec![(0, 0)] } else { sites.pairs(&self.industries, &self.neighbours)? };
        let establishments = |s: usize| if self.pooled { sites.len() } else { sites.establishments[s] };
        if !self.pooled {
            sites.need(&pairs, self.min_establishments)?;
        }
        let mut curves = Vec::with_capacity(pairs.len());
        for (done, &pair) in pairs.iter().enumerate() {
            curves.push(if self.pooled || sites.enough(pair, self.min_establishments) {
                self.curve(&sites, &window, pair, establishments(pair.0), &distances, (done, pairs.len()), context)?
            } else {
                Curve::without(pair, sites.establishments[pair.0], "few-establishments")
            });
        }
        let found = Curves {
            industries: if self.pooled { Arc::new(Codes::new([""])) } else { sites.codes.clone() },
            distances_m: distances,
            curves,
            individuals: Vec::new(),
            between: !self.neighbours.is_empty(),
            weighted: self.weighted && register.size.is_some(),
            null: self.null,
            draws: self.draws,
            alpha: self.alpha,
            coincident: coincident(position),
            window: Some(WindowSize { area_m2: window.area(), shorter_side_m: window.shorter_side(), half_diagonal_m: window.half_diagonal() }),
        };
        Ok(found.ordered())
    }

    fn present(&self, inputs: &LocatedEstablishments, found: &Curves) -> Finding {
        let (reference, unit) = match self.function {
            Function::K => (None, Unit::Named("m²".into())),
            Function::L => (Some((0.0, "ripley-complete-randomness")), Unit::Metres),
            Function::G => (Some((1.0, "ripley-complete-randomness")), Unit::None),
        };
        let finding = finding(found, &inputs.register, &Looks { key: Self::KEY, reference, unit, expected: true });
        let name = match self.function {
            Function::K => "ripley-function-k",
            Function::L => "ripley-function-l",
            Function::G => "ripley-function-g",
        };
        let finding = finding.remark(Message::new(name));
        let finding = if found.weighted { finding.remark(Message::new("ripley-weighted")) } else { finding };
        let Some(window) = found.window else { return finding };
        let finding = if self.window == Window::Box { finding.caution(Message::new("ripley-box")) } else { finding };
        let far = found.distances_m.last().is_some_and(|&r| r > window.shorter_side_m / 2.0);
        let finding =
            if far { finding.caution(Message::new("ripley-far").with("half", Argument::number(window.shorter_side_m / 2.0))) } else { finding };
        finding.remark(Message::new("ripley-window").with("area", Argument::number(window.area_m2 / 1e6)))
    }
}

impl Ripley {
    fn area(&self, register: &Register) -> Result<Area, MethodError> {
        let position = positions(register)?;
        let (area, flat) = match self.window {
            Window::Rectangle => (self.window_m.as_slice().try_into().ok().and_then(Area::rectangle), "ripley-no-area"),
            Window::Box => (Some(bounds(position)).filter(|b| wide(*b)).and_then(Area::rectangle), "ripley-on-a-line"),
            Window::Regions => {
                let regions = register.window.as_ref().ok_or_else(|| MethodError::Needs { what: Message::new("ripley-needs-regions") })?;
                (Area::polygons(regions), "ripley-no-area")
            }
        };
        area.ok_or_else(|| MethodError::Setting { setting: "window", problem: Message::new(flat) })
    }

    #[expect(clippy::too_many_arguments, reason = "one call, and the arguments are what `compute` has worked out")]
    fn curve(
        &self,
        sites: &Sites,
        window: &Area,
        pair: Pair,
        establishments: usize,
        distances: &[f64],
        done: (usize, usize),
        context: &Context<'_>,
    ) -> Result<Curve, MethodError> {
        // Distances where circles miss the window have no value, and cost none.
        let defined = distances.partition_point(|&r| r <= window.half_diagonal());
        let second_order = SecondOrder {
            sites,
            window,
            distances: &distances[..defined],
            function: self.function,
            pooled: self.pooled,
            weighted: self.weighted,
            null: self.null,
            draws: self.draws,
        };
        let mut compared = second_order.curves(pair, done, context)?;
        for values in compared.simulated.iter_mut().chain([&mut compared.value, &mut compared.alike]) {
            values.resize(distances.len(), None);
        }
        let why = |(r, value): (usize, &Option<f64>)| match value {
            Some(_) => None,
            None if r >= defined => Some("beyond-window"),
            None if self.function == Function::G && distances[r] == 0.0 => Some("at-zero"),
            None => Some("no-weight"),
        };
        let reasons = compared.value.iter().enumerate().map(why).collect();
        let expected = |r: &f64| match self.function {
            Function::K => PI * r * r,
            Function::L => 0.0,
            Function::G => 1.0,
        };
        let tested = Curve::tested(pair, establishments, distances, (compared, reasons), self.alpha);
        Ok(Curve { expected: distances.iter().map(expected).collect(), ..tested })
    }
}

fn even_distances(longest: f64) -> Vec<f64> {
    const STEPS: u32 = 50;
    (0..=STEPS).map(|k| longest * f64::from(k) / f64::from(STEPS)).collect()
}

/// True unless a box is a line: points in a row are not quite in a row once they are projected.
fn wide([west, south, east, north]: [f64; 4]) -> bool {
    let sides = [east - west, north - south];
    sides[0].min(sides[1]) > 1e-3 * sides[0].max(sides[1])
}
