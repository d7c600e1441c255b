use super::Space;
use agglom_method::{Flows, MethodError, Places, nearest};

/// Travel times between settlements in minutes, by where they start.
#[derive(Debug, Clone, Default)]
pub(crate) struct Travel {
    starts: Vec<usize>,
    /// Destination and minutes, by start and destination.
    routes: Vec<(u32, f64)>,
    /// Pairs with a time in both directions, and how many of these times differ.
    pub(crate) pairs: usize,
    /// How many of them differ by more than a thousandth.
    pub(crate) uneven: usize,
    /// Rows that say with a time below zero that there is no route.
    pub(crate) no_routes: usize,
}

impl Travel {
    /// The times of a table between settlements, each multiplied by `minutes`; routes from a settlement to itself are left out, and a time
    /// below zero or without a number means that there is none.
    pub(crate) fn new(flows: &Flows, places: &Places, minutes: f64) -> Result<Self, MethodError> {
        let find = |code: &str| {
            let unknown = || MethodError::UnknownCode {
                setting: "travel",
                code: code.to_owned(),
                nearest: nearest(code, places.ids.iter().take(10_000)).map(str::to_owned),
            };
            places.ids.index(code).map(|i| i as u32).ok_or_else(unknown)
        };
        let nodes = flows.nodes.iter().map(find).collect::<Result<Vec<u32>, MethodError>>()?;
        let mut travel = Self::default();
        let mut routes: Vec<(u32, u32, f64)> = Vec::with_capacity(flows.flows.len());
        for flow in flows.flows.iter().filter(|f| f.from != f.to) {
            if flow.value >= 0.0 && flow.value.is_finite() {
                routes.push((nodes[flow.from as usize], nodes[flow.to as usize], flow.value * minutes));
            } else {
                travel.no_routes += 1;
            }
        }
        routes.sort_unstable_by_key(|r| (r.0, r.1));
        travel.starts = (0..=places.ids.len() as u32).map(|i| routes.partition_point(|r| r.0 < i)).collect();
        travel.routes = routes.iter().map(|r| (r.1, r.2)).collect();
        for &(from, to, time) in routes.iter().filter(|r| r.0 < r.1) {
            if let Some(back) = travel.minutes(to as usize, from as usize) {
                travel.pairs += 1;
                travel.uneven += usize::from((time - back).abs() > 1e-3 * time.max(back));
            }
        }
        Ok(travel)
    }

    /// Destinations that a settlement has routes to, with minutes.
    pub(crate) fn from(&self, i: usize) -> &[(u32, f64)] {
        &self.routes[self.starts[i]..self.starts[i + 1]]
    }

    /// Minutes from one settlement to another.
    pub(crate) fn minutes(&self, from: usize, to: usize) -> Option<f64> {
        let routes = self.from(from);
        routes.binary_search_by_key(&(to as u32), |r| r.0).ok().map(|at| routes[at].1)
    }
}

/// How it is told whether a settlement is near enough to a seed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reach<'a> {
    /// By a table of travel times; where it has no route, at this speed in km/h if there is one.
    Table(&'a Travel, Option<f64>),
    /// By distance at a speed in km/h.
    Speed(f64),
    /// By distance itself.
    Distance,
}

impl Reach<'_> {
    /// Minutes from a settlement to a seed at this distance, and whether they are made up for a missing route; none without a route.
    pub(crate) fn minutes(&self, from: usize, to: usize, distance: Option<f64>) -> Option<(f64, bool)> {
        let at = |speed: f64| distance.map(|d| d / speed * 60.0);
        match self {
            Self::Table(travel, impute) => travel.minutes(from, to).map(|m| (m, false)).or_else(|| impute.and_then(at).map(|m| (m, true))),
            Self::Speed(speed) => at(*speed).map(|m| (m, false)),
            Self::Distance => None,
        }
    }

    /// The seeds that a settlement without a position could belong to, with minutes in place of distance.
    pub(crate) fn routes(&self, i: usize, space: Option<&Space>) -> &[(u32, f64)] {
        match self {
            Self::Table(travel, _) if space.is_none() => travel.from(i),
            _ => &[],
        }
    }
}
