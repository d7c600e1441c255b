use super::values::{Variable, Variables};
use super::{Lattice, LatticeSettings, Subject};
use crate::weights::{Contiguity, Neighbourhood, Weights, contiguity, distance_band, given, kernel, nearest, positions};
use agglom_method::{Codes, Context, Message, MethodError, Places, Polygon, exact_sum};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// Regions, their values and their weights.
pub(crate) struct Frame<'a> {
    pub(crate) variables: Variables<'a>,
    pub(crate) neighbours: Neighbours,
    /// Numbers of the regions that have weights.
    placed: Vec<u32>,
    raw: Weights,
    standardised: Weights,
    settings: LatticeSettings<'a>,
}

/// What the weights are.
#[derive(Debug, Clone, Serialize)]
pub struct Neighbours {
    /// The regions of the values.
    pub regions: Arc<Codes>,
    /// `given`, `queen`, `rook`, `nearest`, `distance_band` or `kernel`.
    pub neighbourhood: &'static str,
    /// On which scale: `row`, `binary`, `none` or `variance`.
    pub standardise: &'static str,
    /// How many regions have weights.
    pub placed: usize,
    /// How many links there are, each way counted.
    pub links: usize,
    /// Neighbours of a region: least, mean, most.
    pub neighbours: (usize, f64, usize),
    /// Regions without a neighbour.
    pub islands: Vec<u32>,
    /// Regions without outline or position, which are left out.
    pub unplaced: Vec<u32>,
    /// The distance used, in metres.
    pub distance_m: Option<f64>,
    /// Positions were made of degrees or outlines.
    pub from_degrees: bool,
}

/// The regions that have a value of a variable.
pub(crate) struct Sample<'a> {
    /// Their numbers.
    pub(crate) regions: Vec<u32>,
    pub(crate) weights: Cow<'a, Weights>,
    /// Their values, times a power of two where squares of them would overflow.
    pub(crate) values: Vec<f64>,
    /// Deviations from the mean.
    pub(crate) deviations: Vec<f64>,
    /// The largest deviation.
    pub(crate) largest: f64,
    /// Why nothing can be said of them.
    pub(crate) reason: Option<&'static str>,
    pub(crate) variable: Variable,
}

/// Weights between the regions that have some, their numbers, and how they came about.
struct Built {
    placed: Vec<u32>,
    weights: Weights,
    word: &'static str,
    distance_m: Option<f64>,
    from_degrees: bool,
}

impl<'a> Frame<'a> {
    /// With weights of the regions for themselves if `star` says so.
    pub(crate) fn new(inputs: &'a Lattice, settings: LatticeSettings<'a>, star: bool, context: &Context<'_>) -> Result<Self, MethodError> {
        let variables = Variables::new(&inputs.values, &settings)?;
        if variables.regions.len() < 3 {
            return Err(MethodError::TooFew { what: "regions", need: 3, got: variables.regions.len() });
        }
        let built = built(inputs, &variables.regions, &settings, context)?;
        if built.placed.len() < 3 {
            return Err(MethodError::TooFew { what: "regions", need: 3, got: built.placed.len() });
        }
        if built.weights.links() == 0 {
            return Err(MethodError::Setting { setting: "weights", problem: Message::new("weights-only-islands") });
        }
        let raw = if star { built.weights.with_own(built.word == "given") } else { built.weights };
        let n = raw.len();
        let least = (0..n).map(|i| raw.neighbours(i)).min().unwrap_or(0);
        let mut is_placed = vec![false; variables.regions.len()];
        built.placed.iter().for_each(|&i| is_placed[i as usize] = true);
        let neighbours = Neighbours {
            regions: variables.regions.clone(),
            neighbourhood: built.word,
            standardise: settings.standardise.word(),
            placed: n,
            links: raw.links(),
            neighbours: (least, raw.links() as f64 / n as f64, raw.most_neighbours()),
            islands: (0..n).filter(|&i| raw.neighbours(i) == 0).map(|i| built.placed[i]).collect(),
            unplaced: (0..is_placed.len() as u32).filter(|&i| !is_placed[i as usize]).collect(),
            distance_m: built.distance_m,
            from_degrees: built.from_degrees,
        };
        let standardised = raw.clone().standardised(settings.standardise);
        Ok(Self { variables, neighbours, placed: built.placed, raw, standardised, settings })
    }

    pub(crate) fn role(&self) -> Subject {
        self.variables.role.clone()
    }

    /// The regions that have a value of this variable and weights.
    pub(crate) fn sample(&self, number: u32) -> Sample<'_> {
        let variable = self.variables.get(number);
        let kept: Vec<u32> = (0..self.placed.len() as u32).filter(|&at| variable.values[self.placed[at as usize] as usize].is_ok()).collect();
        let regions: Vec<u32> = kept.iter().map(|&at| self.placed[at as usize]).collect();
        let weights = if kept.len() == self.placed.len() {
            Cow::Borrowed(&self.standardised)
        } else {
            Cow::Owned(self.raw.among(&kept).standardised(self.settings.standardise))
        };
        let values = scaled(regions.iter().filter_map(|&i| variable.values[i as usize].ok()).collect());
        let mean = exact_sum(values.iter().copied()) / values.len().max(1) as f64;
        let reason = if variable.reason.is_some() {
            variable.reason
        } else if values.len() < 3 {
            Some("few-regions")
        } else if values.iter().all(|v| *v == values[0]) {
            Some("constant")
        } else if weights.links() == 0 {
            Some("no-neighbours")
        } else {
            None
        };
        let deviations: Vec<f64> = values.iter().map(|v| v - mean).collect();
        let largest = deviations.iter().fold(0.0f64, |m, v| m.max(v.abs()));
        Sample { regions, weights, values, deviations, largest, reason, variable }
    }
}

impl Sample<'_> {
    /// How many of the regions have no neighbour.
    pub(crate) fn islands(&self) -> usize {
        (0..self.weights.len()).filter(|&i| self.weights.neighbours(i) == 0).count()
    }

    /// Of all `regions`, why one has no number of its own: no geography, no value, no neighbour. Otherwise its number in the sample.
    pub(crate) fn places(&self) -> Vec<Result<usize, &'static str>> {
        let reason = |value: &Result<f64, &'static str>| Err(value.err().unwrap_or("no-geography"));
        let mut places: Vec<Result<usize, &'static str>> = self.variable.values.iter().map(reason).collect();
        for (at, &region) in self.regions.iter().enumerate() {
            places[region as usize] = match self.reason {
                Some(reason) => Err(reason),
                None if self.weights.neighbours(at) == 0 => Err("island"),
                None => Ok(at),
            };
        }
        places
    }
}

/// Values whose fourth powers and sums are finite and not lost: the statistics do not depend on the scale.
fn scaled(mut values: Vec<f64>) -> Vec<f64> {
    let largest = values.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
    if largest > 1e60 || (largest > 0.0 && largest < 1e-60) {
        let power = -(largest.log2().floor().clamp(-1000.0, 1023.0));
        // Two steps: 2^1023 is the largest power there is.
        let (first, second) = ((power / 2.0).floor().exp2(), (power / 2.0).ceil().exp2());
        for value in &mut values {
            *value = *value * first * second;
        }
    }
    values
}

fn built(inputs: &Lattice, regions: &Codes, settings: &LatticeSettings<'_>, context: &Context<'_>) -> Result<Built, MethodError> {
    if let Some(flows) = &inputs.weights {
        if settings.weights != Neighbourhood::Auto {
            return Err(MethodError::Setting { setting: "weights", problem: Message::new("weights-given-and-asked-for") });
        }
        let placed = (0..regions.len() as u32).collect();
        return Ok(Built { placed, weights: given(flows, regions)?, word: "given", distance_m: None, from_degrees: false });
    }
    let Some(places) = &inputs.places else { return Err(MethodError::Needs { what: Message::new("lattice-needs-neighbours") }) };
    let place: Vec<Option<usize>> = regions.iter().map(|code| places.ids.index(code)).collect();
    if place.iter().all(Option::is_none) {
        return Err(MethodError::Needs { what: Message::new("lattice-places-match-no-region") });
    }
    let outline = |i: usize| places.polygons.as_ref()?.get(place[i]?).filter(|p| !p.is_empty());
    let how = match settings.weights {
        Neighbourhood::Auto if (0..regions.len()).any(|i| outline(i).is_some()) => Neighbourhood::Queen,
        Neighbourhood::Auto => Neighbourhood::Nearest,
        how => how,
    };
    if !matches!(how, Neighbourhood::Queen | Neighbourhood::Rook) {
        return by_distance(places, &place, how, settings, context);
    }
    let placed: Vec<u32> = (0..regions.len() as u32).filter(|&i| outline(i as usize).is_some()).collect();
    if placed.is_empty() {
        return Err(MethodError::Needs { what: Message::new("weights-need-outlines") });
    }
    let outlines: Vec<&[Polygon]> = placed.iter().filter_map(|&i| outline(i as usize)).map(Vec::as_slice).collect();
    let (touch, word) = if how == Neighbourhood::Queen { (Contiguity::Queen, "queen") } else { (Contiguity::Rook, "rook") };
    Ok(Built { placed, weights: contiguity(&outlines, touch, settings.snap_m, context)?, word, distance_m: None, from_degrees: false })
}

fn by_distance(
    places: &Places,
    place: &[Option<usize>],
    how: Neighbourhood,
    settings: &LatticeSettings<'_>,
    context: &Context<'_>,
) -> Result<Built, MethodError> {
    let projected = positions(places, place);
    let placed: Vec<u32> = (0..place.len() as u32).filter(|&i| projected.points[i as usize].is_some()).collect();
    if placed.is_empty() {
        return Err(MethodError::Needs { what: Message::new("weights-need-positions") });
    }
    let points: Vec<[f64; 2]> = projected.points.into_iter().flatten().collect();
    if points.len() < 3 {
        return Err(MethodError::TooFew { what: "regions", need: 3, got: points.len() });
    }
    let (weights, word, distance_m) = match how {
        Neighbourhood::DistanceBand => {
            let (weights, distance) = distance_band(&points, settings.distance_m, context)?;
            (weights, "distance_band", Some(distance))
        }
        Neighbourhood::Kernel => {
            let (weights, distance) = kernel(&points, settings.kernel, settings.bandwidth, settings.k, settings.distance_m, context)?;
            (weights, "kernel", distance)
        }
        _ => (nearest(&points, settings.k, context)?, "nearest", None),
    };
    Ok(Built { placed, weights, word, distance_m, from_degrees: projected.from_degrees })
}
