//! The density of distances between establishments, after Duranton and Overman.

use crate::distances::{Bandwidth, Chance, Curves, Density, DistanceDensities, DistanceDensity, Establishments, Estimate, Reflection};
use crate::inputs::LocatedEstablishments;
use crate::null::{Null, q_values};
use agglom_method::{Codes, Context, Family, Finding, Message, Method, MethodError, Register, SettingError, TableSpec, nearest};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

/// Density of distances between the establishments of an industry, Kd: at which distances they are nearer to each other, or farther apart,
/// than chance makes them.
///
/// # Formula
/// ```text
/// Kd(r) = 1 / (b W) Σ_{i<j} w_i w_j [ φ((r - d_ij) / b) + φ((r + d_ij) / b) ]      W = Σ_{i<j} w_i w_j
/// ```
/// where d_ij is the distance between establishments i and j of the industry, φ the standard normal density and b the bandwidth; the second
/// term folds back what the kernel puts below a distance of zero (`reflection`). w = 1, or the size of the establishment if `weighted`.
/// With `neighbours`, pairs are of an establishment of the industry and one of the neighbour. Over all r ≥ 0 the density integrates to 1.
///
/// The bandwidth is b = 0.9 min(sd, IQR / 1.34) m^(-1/5) over the m distances up to twice the last of `distances_m`, unweighted even if pairs
/// are weighted (quartiles of type 7, standard deviation with m - 1), as `dbmss` chooses it; every draw chooses its own.
///
/// Each draw deals the establishments of the industry, with their sizes, to different sites out of all sites of the register
/// (`random_location`). `low` and `high` hold the middle 1 - α of the simulated values at each distance; `global_low` and `global_high`
/// hold whole curves, as Duranton and Overman build them; with few draws they hold fewer than 1 - α of them, so `pattern` follows them only where
/// `p_value` is at most α. `p_value` compares the whole curve with the simulated ones (extreme rank length,
/// two-sided), `q_value` is its false discovery rate over the industries (Benjamini and Hochberg 1995).
///
/// `localisation` is the area of the curve above the global band, the share of pairs that are at such a distance beyond what chance explains;
/// `dispersion` the area below it. They are Duranton and Overman's Γ and Ψ, their sums over distances taken as integrals; they count Ψ of
/// industries only that are nowhere localised (`pattern` is dispersed).
///
/// # Computation
/// One pass over the pairs sums 1, t, t² and t³ in bins of 1/256 of the bandwidth, t being the place in the bin; the
/// kernel is expanded about the middle of each bin. So a pair costs a square root and a few multiplications at however many
/// distances, and `error_bound` says what the expansion leaves out, relative to the maximum of the curve: about 1e-9. Only pairs within reach
/// are looked at. Draws go over all pairs, too, but count distances in single precision in bins of 1/64 of the bandwidth, in which they are taken
/// to lie evenly: that moves a drawn curve by less than 1/300 of the standard deviation of draws. The test compares with a curve of the observed
/// establishments that was counted in the same way. Weighted pairs, and those for `sheather_jones`, are summed in draws as in the observed
/// curve, to 1e-7.
///
/// Measured on two virtual cores, 41 distances to 20 km in a square of 100 km, 100 draws of n out of 10 n sites, in seconds of processor time: n = 1,000
/// 0.1, 5,000 1.9, 20,000 23; n = 1,000,000 with 1,000 draws 250, in 2.0 GB.
///
/// For many establishments (`method`), the observed curve is made from random groups of them, every establishment in one group, and all pairs
/// inside groups; a drawn curve is the mean curve of all sites moved by the surroundings of the drawn sites (the first-order part of a
/// U-statistic), which leaves out a part of order 1/n: bands are a little too narrow, by a tenth with 2,000 establishments and less with more. `error_bound` is then statistical: three standard errors of the groups, or two
/// standard deviations of the part left out.
///
/// # Reading
/// Above `global_high` the industry is localised at that distance: its establishments are more often so far apart than if they stood at random
/// at sites of the register. Below `global_low` it is dispersed there. The curve itself rises with r, because there is more land
/// farther away: read it against the band. Since the density integrates to 1, an industry with many short distances has fewer long ones, and
/// a part below the band beyond a part above it says nothing new.
///
/// # Undefined when
/// an industry has fewer than `min_establishments` (`few-establishments`); all pairs weigh nothing (`no-pair-weight`); the distances do
/// not vary, or so little beside the distances asked for that they give no bandwidth (`no-bandwidth`). Establishments at one place are kept:
/// their distance is 0, and their pairs are counted.
///
/// # Source
/// Duranton and Overman (2005), Testing for Localization Using Micro-Geographic Data, Review of Economic Studies 72:1077. Test of the whole
/// curve: Myllymäki et al. (2017), Journal of the Royal Statistical Society B 79:381.
///
/// # Checked against
/// an independent `numpy` sum over all pairs, unweighted, weighted and between two industries, to 1e-10; R `dbmss` 2.11 to 1e-3 of
/// the maximum, which is the error of its binned density; its envelopes on the same simulated curves to 1e-13; the bandwidths of R.
/// Curves from groups and from surroundings against exact ones. The test by simulation, 300 industries of 40 to 80 establishments at random: at
/// 0.05 it rejects 3 to 5 %, and calls 3 % localised; Duranton and Overman's band alone would call 22 % localised with 39 draws, 11 %
/// with 99 and 7 % with 199.
///
/// # Example
/// Two establishments 3 km and 4 km apart east and north: one distance of 5 km. With a bandwidth of 1 km the density at 5 km is
/// φ(0) / 1000 m = 0.000399 per metre.
/// ```
/// use agglom_measures::{LocatedEstablishments, duranton_overman::DurantonOverman};
/// use agglom_method::{Context, Method, RegisterBuilder, Seed, Unwatched};
/// let builder = RegisterBuilder::default().plant("a", "cars", "north", 1.0).plant("b", "cars", "north", 1.0);
/// let mut register = builder.build();
/// register.position = Some(vec![[0.0, 0.0], [3000.0, 4000.0]]);
/// let settings = DurantonOverman {
///     distances_m: vec![0.0, 5000.0],
///     bandwidth_m: Some(1000.0),
///     min_establishments: 2,
///     draws: 0,
///     ..Default::default()
/// };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = settings.compute(&LocatedEstablishments { register: register.into() }, &context).unwrap();
/// assert!((found.curves[0].value[1].unwrap() * 1000.0 - 0.3989422804).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DurantonOverman {
    /// Industries to look at; all if empty.
    pub industries: Vec<String>,
    /// Industries at the other end of the pairs; if empty, pairs are within the industry.
    pub neighbours: Vec<String>,
    /// Distances in metres, ascending, at which the density is told. If empty, 41 steps from 0 to the median distance between all sites of the
    /// register, rounded down to two digits: the range of Duranton and Overman, who take it because what is beyond follows from what is before.
    pub distances_m: Vec<f64>,
    /// Number of random draws behind bands and p-values; 0 for none.
    pub draws: usize,
    /// What chance decides: `random_location`, `random_labelling` (sizes stay at their sites), or, between two industries,
    /// `population_independence`. Complete spatial randomness is refused: establishments cannot be anywhere.
    pub null: Null,
    /// Whether a pair counts with the product of the sizes of its establishments.
    pub weighted: bool,
    /// 1 - level of the bands, and false discovery rate at which headlines name an industry.
    pub alpha: f64,
    /// Error relative to the maximum of the curve that `auto` may make for speed.
    pub tolerance: f64,
    /// How the bandwidth is chosen.
    pub bandwidth: Bandwidth,
    /// Bandwidth in metres, instead of a rule.
    pub bandwidth_m: Option<f64>,
    /// Where the density is folded back.
    pub reflection: Reflection,
    /// How curves are computed: exactly, from groups and surroundings, or whichever suits the number of pairs and the tolerance.
    pub method: Computation,
    /// Industries with fewer establishments are told of, without a curve.
    pub min_establishments: usize,
}

/// How curves are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Computation {
    /// Exactly where that takes minutes at most, otherwise as the tolerance allows.
    Auto,
    /// From all pairs, in every draw.
    Exact,
    /// The observed curve from groups of establishments, drawn ones from the surroundings of sites where there is no other way to draw.
    Sampled,
}

impl Default for DurantonOverman {
    fn default() -> Self {
        Self {
            industries: Vec::new(),
            neighbours: Vec::new(),
            distances_m: Vec::new(),
            draws: 100,
            null: Null::RandomLocation,
            weighted: false,
            alpha: 0.05,
            tolerance: 1e-3,
            bandwidth: Bandwidth::SilvermanNear,
            bandwidth_m: None,
            reflection: Reflection::Zero,
            method: Computation::Auto,
            min_establishments: 10,
        }
    }
}

impl Method for DurantonOverman {
    const KEY: &'static str = "duranton_overman";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("duranton_overman", "industry neighbour r_m value mean low high global_low global_high"),
        TableSpec::new(
            "industries",
            "industry neighbour establishments neighbour_establishments pattern localised_from_m localised_to_m dispersed_from_m dispersed_to_m \
             localisation dispersion p_value q_value bandwidth_m pairs coincident_pairs computed_by error_bound reason",
        ),
        TableSpec::new("most_significant", "industry neighbour r_m value mean low high global_low global_high"),
    ];
    type Inputs = LocatedEstablishments;
    type Output = DistanceDensities;

    fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        SettingError::between("tolerance", self.tolerance, 0.0, 1.0)?;
        let error = |setting: &'static str, problem: &str| Err(SettingError::new(setting, problem.to_owned()));
        if self.distances_m.iter().any(|r| !r.is_finite() || *r < 0.0 || *r > FARTHEST) || self.distances_m.windows(2).any(|w| w[0] >= w[1]) {
            return error("distances_m", "must be numbers of metres from 0 on, each larger than the one before");
        }
        if self.distances_m.last().is_some_and(|&r| r <= 0.0) {
            return error("distances_m", "must reach beyond 0");
        }
        if self.bandwidth_m.is_some_and(|b| !(b > 0.0 && b <= FARTHEST)) {
            return error("bandwidth_m", "must be a number of metres above 0");
        }
        if self.min_establishments < 2 {
            return error("min_establishments", "must be at least 2: there is no distance with less");
        }
        if self.method == Computation::Sampled && self.bandwidth == Bandwidth::SheatherJones && self.bandwidth_m.is_none() {
            return error("method", "sheather_jones needs all pairs: take exact, or another bandwidth");
        }
        match self.null {
            Null::CompleteSpatialRandomness => {
                error("null", "complete_spatial_randomness would put establishments where none can be; take random_location")
            }
            Null::PopulationIndependence if self.neighbours.is_empty() => {
                error("null", "population_independence is for pairs of two industries; name neighbours, or take random_location")
            }
            _ => Ok(()),
        }
    }

    fn compute(&self, inputs: &LocatedEstablishments, context: &Context<'_>) -> Result<DistanceDensities, MethodError> {
        let register = &inputs.register;
        let codes = &register.industry.codes;
        let all = self.establishments(register)?;
        let members = members(register);
        let targets = self.targets(codes)?;
        let enough = |&(i, j): &(usize, Option<usize>)| members[i].len().min(j.map_or(usize::MAX, |j| members[j].len()));
        let most = targets.iter().map(enough).max().unwrap_or(0);
        if most < self.min_establishments {
            return Err(MethodError::TooFew { what: "establishments", need: self.min_establishments, got: most });
        }
        let distances = if self.distances_m.is_empty() { default_distances(all.sites) } else { self.distances_m.clone() };
        let density =
            Density { at: &distances, rule: self.bandwidth, fixed: self.bandwidth_m, reflection: self.reflection, diameter: diameter(all.sites) };
        let (done, of) = (AtomicU64::new(0), (targets.len() * (self.draws + 1)) as u64);
        let step = |pieces: u64| context.watch.progress(done.fetch_add(pieces, Ordering::Relaxed) + pieces, of);
        let one = |&(industry, neighbour): &(usize, Option<usize>)| {
            let name = neighbour.map_or_else(|| codes.get(industry).to_owned(), |j| format!("{}\n{}", codes.get(industry), codes.get(j)));
            let others = neighbour.map(|j| members[j].as_slice());
            let chance = Chance { all, null: self.null, own: &members[industry], others, seed: context.seed.child(&name) };
            let curve = self.curve(&chance, &density, context, &|| step(1))?;
            Ok(DistanceDensity { industry, neighbour, ..curve })
        };
        let mut curves: Vec<DistanceDensity> = targets.par_iter().map(one).collect::<Result<_, MethodError>>()?;
        let q = q_values(&curves.iter().map(|c| c.p_value).collect::<Vec<_>>());
        curves.iter_mut().zip(q).for_each(|(c, q)| c.q_value = q);
        Ok(DistanceDensities {
            industries: codes.clone(),
            curves,
            default_distances: self.distances_m.is_empty(),
            distances_m: distances,
            between: !self.neighbours.is_empty(),
            alpha: self.alpha,
            draws: self.draws,
            sites: register.len(),
            weighted: self.weighted,
            null: self.null,
        })
    }

    fn present(&self, _inputs: &LocatedEstablishments, found: &DistanceDensities) -> Finding {
        found.finding(Self::KEY)
    }
}

/// No two places are farther apart, in metres: far more than on the Earth, and its square is a number.
const FARTHEST: f64 = 1e12;
/// Pairs that are gone over, one by one, for an observed curve.
const PAIRS: f64 = 2e10;

impl DurantonOverman {
    fn establishments<'a>(&self, register: &'a Register) -> Result<Establishments<'a>, MethodError> {
        let needs = |key: &str| MethodError::Needs { what: Message::new(key) };
        if register.is_empty() {
            return Err(MethodError::TooFew { what: "establishments", need: self.min_establishments, got: 0 });
        }
        let sites = register.position.as_ref().ok_or_else(|| needs("needs-coordinates"))?;
        if sites.iter().flatten().any(|x| x.is_nan() || x.abs() > FARTHEST / 4.0) {
            return Err(MethodError::NoAnswer { why: Message::new("duranton-overman-too-far") });
        }
        let sizes = if self.weighted { Some(register.size.as_ref().ok_or_else(|| needs("duranton-overman-needs-size"))?.as_slice()) } else { None };
        Ok(Establishments { sites, sizes })
    }

    /// Industries, each with its neighbour if pairs are of two industries, in the order of the codes.
    fn targets(&self, codes: &Codes) -> Result<Vec<(usize, Option<usize>)>, MethodError> {
        let numbers = |setting: &'static str, names: &[String]| {
            let number = |name: &String| {
                let unknown = || MethodError::UnknownCode { setting, code: name.clone(), nearest: nearest(name, codes.iter()).map(str::to_owned) };
                codes.index(name).ok_or_else(unknown)
            };
            let mut numbers = names.iter().map(number).collect::<Result<Vec<_>, _>>()?;
            numbers.sort_unstable();
            numbers.dedup();
            Ok::<_, MethodError>(numbers)
        };
        let own = if self.industries.is_empty() { (0..codes.len()).collect() } else { numbers("industries", &self.industries)? };
        if self.neighbours.is_empty() {
            return Ok(own.into_iter().map(|i| (i, None)).collect());
        }
        let others = numbers("neighbours", &self.neighbours)?;
        let pairs: Vec<_> = own.iter().flat_map(|&i| others.iter().filter(move |&&j| i != j).map(move |&j| (i, Some(j)))).collect();
        if pairs.is_empty() {
            return Err(MethodError::Setting { setting: "neighbours", problem: Message::new("duranton-overman-no-other-industry") });
        }
        Ok(pairs)
    }

    fn curve(
        &self,
        chance: &Chance<'_>,
        density: &Density<'_>,
        context: &Context<'_>,
        done: &(impl Fn() + Sync),
    ) -> Result<DistanceDensity, MethodError> {
        let sides = chance.all.sides(chance.own, chance.others);
        let (n, m) = (chance.own.len(), chance.others.map(<[u32]>::len));
        let pairs = sides.pairs();
        let plain = DistanceDensity {
            establishments: n,
            neighbour_establishments: m,
            pairs,
            coincident_pairs: coincident_pairs(&sides.points, sides.others.as_ref().map(|o| o.points.as_slice())),
            ..DistanceDensity::default()
        };
        let without = |reason| Ok(DistanceDensity { reason: Some(reason), ..plain.clone() });
        if n.min(m.unwrap_or(n)) < self.min_establishments {
            return without("few-establishments");
        }
        if sides.pair_weight() <= 0.0 || !sides.pair_weight().is_finite() {
            return without("no-pair-weight");
        }
        let whole = self.bandwidth == Bandwidth::SheatherJones && self.bandwidth_m.is_none();
        let sampled = self.method == Computation::Sampled || (self.method == Computation::Auto && pairs > PAIRS && !whole);
        let estimate = if sampled {
            density.sampled(&sides, (self.pairs_wanted(density, pairs), pairs), &mut chance.seed.child("groups").draw(0), context)?
        } else {
            density.exact(&sides, context)?
        };
        done();
        let Some(estimate) = estimate else { return without("no-bandwidth") };
        let Simulated { curves, alike, projected } = self.simulated(chance, density, (&estimate, pairs), context, done)?;
        let computed_by = if sampled {
            "sampled"
        } else if projected.is_some() {
            "projected"
        } else {
            "exact"
        };
        let plain = DistanceDensity {
            bandwidth_m: Some(estimate.bandwidth),
            error_bound: Some(estimate.error.max(projected.unwrap_or(0.0))),
            computed_by: Some(computed_by),
            value: estimate.curve,
            ..plain
        };
        Ok(if curves.is_empty() { plain } else { plain.beside(&alike, &curves, density.at, self.alpha) })
    }

    /// How many pairs in groups make three standard errors the tolerance.
    fn pairs_wanted(&self, density: &Density<'_>, pairs: f64) -> f64 {
        let last = density.at.last().copied().unwrap_or(0.0);
        let bandwidth = density.fixed.unwrap_or(0.2 * last * pairs.powf(-0.2)).max(last * 1e-6);
        (20.0 * last / (self.tolerance.powi(2) * bandwidth)).clamp(1e6, 5e10)
    }

    /// What chance makes of the establishments.
    fn simulated(
        &self,
        chance: &Chance<'_>,
        density: &Density<'_>,
        (observed, pairs): (&Estimate, f64),
        context: &Context<'_>,
        done: &(impl Fn() + Sync),
    ) -> Result<Simulated, MethodError> {
        let most = observed.curve.iter().flatten().copied().fold(0.0, f64::max);
        let left_out = 2.0 * chance.second_order(observed.bandwidth, most);
        let suits = match self.method {
            Computation::Auto => pairs * self.draws as f64 > 1.25 * PAIRS && left_out <= self.tolerance,
            Computation::Exact => false,
            Computation::Sampled => true,
        };
        let whole = self.bandwidth == Bandwidth::SheatherJones && self.bandwidth_m.is_none();
        if self.draws > 0 && suits && chance.can_be_projected() && !whole {
            let wanted = self.pairs_wanted(density, pairs);
            if let Some((curves, error)) = chance.projected(density, wanted, self.draws, context, done)? {
                return Ok(Simulated { curves, alike: observed.curve.clone(), projected: Some(error + left_out) });
            }
        }
        if self.draws == 0 {
            return Ok(Simulated::default());
        }
        let (curves, alike) = chance.quick(density, self.draws, context, done)?;
        Ok(Simulated { curves, alike, projected: None })
    }
}

/// Curves of chance.
#[derive(Default)]
struct Simulated {
    curves: Curves,
    /// The observed curve as precisely as they are.
    alike: Vec<Option<f64>>,
    /// Their error, if they are made from the surroundings of sites.
    projected: Option<f64>,
}

fn members(register: &Register) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); register.industry.codes.len()];
    for i in 0..register.len() {
        if let Some(industry) = register.industry.get(i) {
            members[industry].push(i as u32);
        }
    }
    members
}

/// Pairs at one place: among the points, or of a point and one of the others.
fn coincident_pairs(points: &[[f64; 2]], others: Option<&[[f64; 2]]>) -> f64 {
    let tagged = |points: &[[f64; 2]], other: bool| points.iter().map(|p| (p[0] + 0.0, p[1] + 0.0, other)).collect::<Vec<_>>();
    let mut places = tagged(points, false);
    places.extend(tagged(others.unwrap_or(&[]), true));
    places.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let pairs = |place: &[(f64, f64, bool)]| {
        let other = place.iter().filter(|p| p.2).count() as f64;
        let own = place.len() as f64 - other;
        if others.is_some() { own * other } else { own * (own - 1.0) / 2.0 }
    };
    places.chunk_by(|a, b| a.0 == b.0 && a.1 == b.1).map(pairs).sum()
}

/// No two sites are farther apart.
fn diameter(sites: &[[f64; 2]]) -> f64 {
    let extent = |k: usize| {
        let (low, high) = sites.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), p| (l.min(p[k]), h.max(p[k])));
        (high - low).max(0.0)
    };
    (extent(0).powi(2) + extent(1).powi(2)).sqrt() * (1.0 + 1e-9)
}

/// 41 distances from 0 to the median distance between sites, rounded down to two digits; of many sites, between every so many-th.
fn default_distances(sites: &[[f64; 2]]) -> Vec<f64> {
    const SOME: usize = 1500;
    let some: Vec<[f64; 2]> = sites.iter().step_by(sites.len().div_ceil(SOME).max(1)).copied().collect();
    let between = |a: [f64; 2], b: [f64; 2]| ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt();
    let mut distances: Vec<f64> = (0..some.len()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| between(some[i], some[j])).collect();
    distances.sort_unstable_by(f64::total_cmp);
    let median = distances.get(distances.len() / 2).copied().filter(|&d| d > 0.0).or(distances.last().copied().filter(|&d| d > 0.0));
    let last = median.map_or(1.0, |d| {
        let unit = 10f64.powf(d.log10().floor() - 1.0);
        (d / unit).floor() * unit
    });
    (0..=40).map(|k| last * f64::from(k) / 40.0).collect()
}
