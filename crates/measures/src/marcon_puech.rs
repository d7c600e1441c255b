//! Relative concentration of industries within distances, after Marcon and Puech.

use crate::cumulated::{Compared, Curve, Curves, Looks, Pair, Radii, Relative, Sites, check_distances, coincident, finding, individuals, positions};
use crate::inputs::LocatedEstablishments;
use crate::neighbours::bounds;
use crate::null::Null;
use crate::plants::check_test;
use agglom_method::{Context, Family, Finding, Message, Method, MethodError, SettingError, TableSpec, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Marcon and Puech's M of industries: how much larger the share of an industry is among the neighbours of its establishments, up to each
/// distance, than in the whole.
///
/// # Formula
/// ```text
/// M(r) = Σ_i [ W_i(r, neighbours) / W_i(r, all) ]  /  Σ_i [ (W_neighbours - w_i) / (W - w_i) ]
/// ```
/// The sums run over the establishments i of the industry that have a neighbour at most r away; W_i(r, ·) is the weight of the establishments
/// at most r away from i, without i itself; W is the weight of all. Within an industry the neighbours are its own establishments; between
/// industries (`neighbours`) they are those of another, and nothing is taken off their weight. The weight of establishment i counts as
/// somebody's neighbour only: every reference establishment has one vote. Weights are sizes (number of establishments if there are none, or
/// with `weighted` = false). With `case_control`, the weight of the `neighbours` (the controls) stands below both lines instead of all, and
/// the industry's own weight above them.
///
/// Distances are in the plane of the register's coordinates, and all distances of a pair are exact: nothing is binned.
///
/// # Reading
/// 1 is the share of the industry in the whole; M(1000) = 2.5 says that within a kilometre of its establishments the industry's share is two
/// and a half times that. It is relative: a window, an edge correction or empty land play no part, and values of different industries,
/// distances and countries compare. It cumulates: a peak near 1 km stays visible far beyond.
///
/// `low` and `high` are the band of chance at each distance by itself; `global_low` and `global_high` hold whole curves of chance with
/// probability 1 - `alpha` (Duranton and Overman 2005). `p_value` is the rank test of the whole curve (extreme rank length, Myllymäki et al.
/// 2017), `q_value` the false discovery rate over all curves. An industry is `localised` where it is above the global band, `dispersed` where
/// below, and only if `p_value` is at most `alpha`: the band comes from the same draws that it is to hold, and with 100 of them one random
/// industry in ten leaves it. The band has no interval of the value: it says what chance makes of this register, not how sure the value is.
///
/// Null models: `random_location` deals establishments with industry and size out anew over all existing sites; `random_labelling` deals
/// industries out and leaves sizes at their sites; `population_independence` (between industries) leaves the industry where it is and deals all
/// others out. One deal per draw serves all industries, and does not depend on which are asked for.
///
/// # Undefined when
/// no establishment of the industry has a neighbour with a weight that near (`no-neighbour`; so M(0), unless sites coincide); the neighbours
/// have no weight (`no-weight`); the industry or its neighbours have fewer than `min_establishments` (`few-establishments`, no curve).
///
/// # Source
/// Marcon and Puech (2010), Measures of the geographic concentration of industries: improving distance-based methods, Journal of Economic
/// Geography 10:745; Marcon and Puech (2017), A typology of distance-based measures of spatial concentration, Regional Science and Urban
/// Economics 62:56.
///
/// # Checked against
/// the value by hand below; R `dbmss` 2.11-0 on 2,000 points to 1e-10 (within an industry, between two, case-control, individual values, default
/// distances); the bands against those of `dbmss` on the same simulated curves; a planted cluster; the level of the test by simulation.
///
/// # Example
/// Two car plants a kilometre apart, each with a wine maker next door, and a wine maker far away. Of the two neighbours of a car plant within
/// 2 km with 1 job each, one makes cars and one wine (the other's wine maker is 2.1 km away): 1/2. In the whole, 1 of 4 others: M = 2.
/// ```
/// use agglom_measures::{marcon_puech::MarconPuech, LocatedEstablishments};
/// use agglom_method::{Context, Method, RegisterBuilder, Seed, Unwatched};
/// let mut register = RegisterBuilder::default()
///     .plant("a", "cars", "r", 1.0).plant("b", "cars", "r", 1.0)
///     .plant("c", "wine", "r", 1.0).plant("d", "wine", "r", 1.0).plant("e", "wine", "r", 1.0).build();
/// register.position = Some(vec![[0.0, 0.0], [1000.0, 0.0], [-1100.0, 0.0], [2100.0, 0.0], [90_000.0, 0.0]]);
/// let settings = MarconPuech { distances_m: vec![2000.0], draws: 0, min_establishments: 2, industries: vec!["cars".into()], ..Default::default() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = settings.compute(&LocatedEstablishments { register: register.into() }, &context).unwrap();
/// assert_eq!(found.curves[0].value, [Some(2.0)]);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MarconPuech {
    /// Industries to look at; all if empty.
    pub industries: Vec<String>,
    /// Industries whose establishments count as neighbours; each industry's own if empty.
    pub neighbours: Vec<String>,
    /// Distances in metres, ascending; if empty, 63 distances up to half the diagonal of the box of all sites, closer together near 0
    /// (those of `dbmss`).
    pub distances_m: Vec<f64>,
    /// Establishments count by their size; with false each counts 1.
    pub weighted: bool,
    /// Compare with the `neighbours` as controls instead of with all establishments.
    pub case_control: bool,
    /// What chance is left to decide.
    pub null: Null,
    /// Number of random draws behind bands and p-values; 0 for none.
    pub draws: usize,
    /// Bands hold with probability 1 - alpha; false discovery rate of the headlines.
    pub alpha: f64,
    /// Industries with fewer establishments get no curve.
    pub min_establishments: usize,
    /// Distances in metres at which to list the value of every single establishment, for maps; none if empty.
    pub individual_at_m: Vec<f64>,
}

impl Default for MarconPuech {
    fn default() -> Self {
        Self {
            industries: Vec::new(),
            neighbours: Vec::new(),
            distances_m: Vec::new(),
            weighted: true,
            case_control: false,
            null: Null::RandomLocation,
            draws: 100,
            alpha: 0.05,
            min_establishments: 10,
            individual_at_m: Vec::new(),
        }
    }
}

impl Method for MarconPuech {
    const KEY: &'static str = "marcon_puech";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("marcon_puech", "industry neighbour r_m value low high global_low global_high mean reason"),
        TableSpec::new("industries", "industry neighbour establishments pattern from_m to_m strongest_r_m p_value q_value reason"),
        TableSpec::new("individual", "id industry neighbour lon lat r_m value reason"),
    ];
    type Inputs = LocatedEstablishments;
    type Output = Curves;

    fn check(&self) -> Result<(), SettingError> {
        check_test(self.alpha, self.draws)?;
        check_distances("distances_m", &self.distances_m)?;
        check_distances("individual_at_m", &self.individual_at_m)?;
        if self.min_establishments < 2 {
            return Err(SettingError::new("min_establishments", "an industry needs at least 2 establishments to be near itself"));
        }
        if self.case_control && self.neighbours.is_empty() {
            return Err(SettingError::new("neighbours", "case_control compares with controls: name their industry here"));
        }
        match self.null {
            Null::CompleteSpatialRandomness => {
                let why =
                    "M compares with the other establishments where they are; take random_location, random_labelling or population_independence";
                Err(SettingError::new("null", why))
            }
            Null::PopulationIndependence if self.neighbours.is_empty() => Err(SettingError::new(
                "null",
                "population_independence leaves an industry where it is and moves its neighbours: name some in neighbours",
            )),
            _ => Ok(()),
        }
    }

    fn compute(&self, inputs: &LocatedEstablishments, context: &Context<'_>) -> Result<Curves, MethodError> {
        let register = &inputs.register;
        let position = positions(register)?;
        let distances = if self.distances_m.is_empty() { default_distances(bounds(position)) } else { self.distances_m.clone() };
        let radii = Radii::new(&distances);
        let sites = Sites::new(register, radii.reach(), self.weighted)?;
        let pairs = sites.pairs(&self.industries, &self.neighbours)?;
        sites.need(&pairs, self.min_establishments)?;
        let (enough, few): (Vec<Pair>, Vec<Pair>) = pairs.into_iter().partition(|&pair| sites.enough(pair, self.min_establishments));
        let mut curves: Vec<Curve> = few.into_iter().map(|(s, t)| Curve::without((s, t), sites.establishments[s], "few-establishments")).collect();
        // Who is kept differs from industry to industry where the industry itself stays.
        let together: Vec<&[Pair]> =
            if self.null == Null::PopulationIndependence { enough.chunk_by(|a, b| a.0 == b.0).collect() } else { vec![&enough] };
        for pairs in together {
            curves.extend(self.tested(&sites, &radii, pairs, &distances, context)?);
        }
        let individual_radii = Radii::new(&self.individual_at_m);
        let individuals = if self.individual_at_m.is_empty() {
            Vec::new()
        } else {
            individuals(&self.relative(&sites, &individual_radii, &enough), &self.individual_at_m, context)?
        };
        let found = Curves {
            industries: sites.codes.clone(),
            distances_m: distances,
            curves,
            individuals,
            between: !self.neighbours.is_empty(),
            weighted: self.weighted && register.size.is_some(),
            null: self.null,
            draws: self.draws,
            alpha: self.alpha,
            coincident: coincident(position),
            window: None,
        };
        Ok(found.ordered())
    }

    fn present(&self, inputs: &LocatedEstablishments, found: &Curves) -> Finding {
        let looks = Looks { key: Self::KEY, reference: Some((1.0, "reference-share-of-the-whole")), unit: Unit::None, expected: false };
        let finding = finding(found, &inputs.register, &looks);
        let finding = finding.remark(Message::new(if found.weighted { "marcon-puech-weighted" } else { "marcon-puech-unweighted" }));
        if self.case_control { finding.remark(Message::new("marcon-puech-case-control")) } else { finding }
    }
}

impl MarconPuech {
    fn relative<'a>(&self, sites: &'a Sites, radii: &'a Radii, pairs: &'a [Pair]) -> Relative<'a> {
        Relative { sites, radii, pairs, case_control: self.case_control, null: self.null, draws: self.draws }
    }

    fn tested(&self, sites: &Sites, radii: &Radii, pairs: &[Pair], distances: &[f64], context: &Context<'_>) -> Result<Vec<Curve>, MethodError> {
        let mut deals = self.relative(sites, radii, pairs).curves(context)?;
        let observed = deals.remove(0);
        let of_pair = |p: usize| deals.iter().map(|deal| deal[p].clone()).collect::<Vec<_>>();
        let curve = |(p, value): (usize, Vec<Option<f64>>)| {
            let (s, t) = pairs[p];
            let weight: f64 =
                (0..sites.len()).filter(|&i| sites.industry[i] as usize == if self.case_control { s } else { t }).map(|i| sites.weight[i]).sum();
            let why = if weight > 0.0 { "no-neighbour" } else { "no-weight" };
            let reasons = value.iter().map(|v| v.is_none().then_some(why)).collect();
            let compared = Compared { alike: value.clone(), value, simulated: of_pair(p) };
            Curve::tested((s, t), sites.establishments[s], distances, (compared, reasons), self.alpha)
        };
        Ok(observed.into_iter().enumerate().map(curve).collect())
    }
}

/// The distances at which `dbmss` takes M: multiples of 1/800 of the diagonal, up to half of it.
fn default_distances([west, south, east, north]: [f64; 4]) -> Vec<f64> {
    let unit = (east - west).hypot(north - south) / 800.0;
    let unit = if unit > 0.0 && unit.is_finite() { unit } else { 1.0 };
    let multiples = (0..=20).chain((22..=40).step_by(2)).chain((45..=100).step_by(5)).chain((110..=200).step_by(10)).chain((220..=400).step_by(20));
    multiples.map(|k| f64::from(k) * unit).collect()
}
