//! From a panel to what can be fitted.

use super::lattice::Lattice;
use super::network::{Geography, Network};
use super::observed::{Events, Observed, PRESENT, UNKNOWN};
use super::sizes::{capacities, sizes, states};
use super::specification::{RelatedBy, Specification};
use super::sums::Sums;
use super::surroundings::{co_location, covariates, geography, median_distance, proximity};
use crate::dynamics::{Clock, Times};
use agglom_method::{Flows, Indicators, Message, MethodError, Panel, Places};
use ndarray::Array2;
use std::sync::Arc;

/// Up to so many places, every pair is computed.
const DENSE: usize = 10_000;
/// From so many places on, a grid is worth a Fourier transform.
const LATTICE: usize = 2_000;

/// A panel and what else is known.
#[derive(Debug, Clone)]
pub struct Incidence {
    /// Who is where when.
    pub panel: Arc<Panel>,
    /// Where places are, if the panel does not say.
    pub places: Option<Arc<Places>>,
    /// How related industries are.
    pub proximity: Option<Arc<Flows>>,
    /// Distances that take the place of those between coordinates.
    pub distances: Option<Arc<Flows>>,
    /// What else may further entry or exit.
    pub covariates: Option<Arc<Indicators>>,
}

/// A panel that can be fitted.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) network: Network,
    pub(crate) observed: Observed,
    /// Industries that take part.
    pub(crate) industries: Vec<usize>,
    /// Covariates that take part.
    pub(crate) covariates: Vec<usize>,
    pub(crate) facts: Facts,
}

/// What a reader should know of the panel.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Facts {
    /// Share of presence that is not known.
    pub(crate) missing: f64,
    /// Pairs of place and industry (and period) without capacity.
    pub(crate) without_capacity: usize,
    /// Steps between periods that are longer than the shortest.
    pub(crate) long_steps: usize,
    /// The codes of periods say nothing about time.
    pub(crate) consecutive: bool,
    /// All capacities are the same.
    pub(crate) equal: bool,
    /// Share of presence that is known.
    pub(crate) occupied: f64,
}

/// Periods one step apart, and how many steps are longer.
fn steps(panel: &Panel) -> (Vec<(usize, usize)>, usize, bool) {
    let times = Times::new(&panel.counts.periods);
    let lengths: Vec<f64> = times.at.windows(2).map(|w| w[1] - w[0]).collect();
    let unit = lengths.iter().copied().fold(f64::INFINITY, f64::min);
    let short: Vec<(usize, usize)> =
        lengths.iter().enumerate().filter(|(_, length)| **length <= unit * (1.0 + 1e-9)).map(|(t, _)| (t, t + 1)).collect();
    let long = lengths.len() - short.len();
    (short, long, times.clock == Clock::Consecutive)
}

/// How sums over places are computed.
fn sums(geography: &Geography, tolerance: f64) -> Sums {
    let lattice = match geography {
        Geography::Plane(at) if at.len() > LATTICE => Lattice::of(at),
        _ => None,
    };
    match lattice {
        Some(lattice) => Sums::Lattice(lattice),
        None if geography.len() > DENSE => Sums::Tree { share: tolerance },
        None => Sums::Dense,
    }
}

impl Prepared {
    /// Reads a panel; `named` are the industries that take part, all if there are none.
    pub(crate) fn new(given: &Incidence, wanted: &Specification, named: &[String]) -> Result<Self, MethodError> {
        let (panel, counts) = (&given.panel, &given.panel.counts);
        let too_few = |what, need, got| Err(MethodError::TooFew { what, need, got });
        if counts.regions.len() < 2 {
            return too_few("places", 2, counts.regions.len());
        }
        if counts.cells.len() < 2 {
            return too_few("periods", 2, counts.cells.len());
        }
        let mut industries: Vec<usize> = named.iter().map(|word| counts.industries.required("industries", word)).collect::<Result<_, _>>()?;
        if named.is_empty() {
            industries = (0..counts.industries.len()).collect();
        }
        industries.sort_unstable();
        industries.dedup();
        if industries.is_empty() {
            return too_few("industries", 1, 0);
        }
        let sizes = sizes(panel);
        let state = states(panel, &sizes, wanted)?;
        let capacity = capacities(panel, &sizes, &state, &industries, wanted.capacity)?;
        let place = geography(panel, given.places.as_deref(), given.distances.as_deref(), wanted.directed)?;
        let relatedness = match (wanted.related, &given.proximity) {
            (RelatedBy::Given, Some(flows)) => Some(proximity(&counts.industries, flows)?),
            (RelatedBy::CoLocation, _) => Some(co_location(&state[0])),
            _ => None,
        };
        let related = given.covariates.as_ref().map(|source| covariates(panel, source, &wanted.covariates)).transpose()?;
        let (covariates, w) = related.unwrap_or_default();
        let (steps, long_steps, consecutive) = steps(panel);
        let cells = industries.iter().flat_map(|&k| state.iter().flat_map(move |s| s.column(k).to_vec()));
        let (mut unknown, mut present, mut all) = (0usize, 0usize, 0usize);
        for cell in cells {
            unknown += usize::from(cell == UNKNOWN);
            present += usize::from(cell == PRESENT);
            all += 1;
        }
        let facts = Facts {
            missing: unknown as f64 / all as f64,
            without_capacity: capacity.unknown,
            long_steps,
            consecutive,
            equal: capacity.equal,
            occupied: present as f64 / (all - unknown).max(1) as f64,
        };
        let observed = Observed {
            present: state.iter().map(|s| s.mapv(|s| if s == PRESENT { 1.0 } else { 0.0 })).collect(),
            state,
            covariates: w,
            steps,
            capacity_scale: capacity.scale,
            distance_scale: median_distance(&place),
            log_capacity: capacity.log,
        };
        let last: Array2<f64> = observed.capacity(counts.cells.len() - 1).mapv(|log| log.exp() * capacity.scale);
        let sums = sums(&place, wanted.tolerance);
        let network = Network { kernel: wanted.kernel, geography: place, relatedness, capacity: last, sums };
        Ok(Self { network, observed, industries, covariates, facts })
    }

    /// What happened in all steps to all industries that take part.
    pub(crate) fn events(&self) -> Events {
        self.industries.iter().fold(Events::default(), |sum, &k| sum.plus(self.observed.events(k)))
    }

    /// An error if there is nothing to learn from, or too much is not known.
    pub(crate) fn sound(&self, expected: bool) -> Result<(), MethodError> {
        const MOST_MISSING: f64 = 0.3;
        if self.facts.missing > MOST_MISSING && expected {
            let share = agglom_method::Argument::percent(self.facts.missing);
            return Err(MethodError::NoAnswer { why: Message::new("incidence-function-too-much-missing").with("share", share) });
        }
        if self.events().transitions() == 0 {
            return Err(MethodError::NoAnswer { why: Message::new("incidence-function-no-transitions") });
        }
        Ok(())
    }
}
