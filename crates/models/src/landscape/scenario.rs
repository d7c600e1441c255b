use crate::incidence::{Geography, Network, Sums};
use agglom_method::{Codes, Message, MethodError, Panel, Places, SettingError};
use ndarray::{Array2, Axis};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What if: a change that is compared with how things are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Scenario {
    /// Its name in tables.
    pub name: String,
    /// Another capacity of a place.
    pub capacity: Option<CapacityChange>,
    /// A place that is not there yet.
    pub new_place: Option<NewPlace>,
    /// Another distance between two places, both ways: a new road.
    pub distance: Option<DistanceChange>,
}

/// Another capacity of a place: `factor` times the present one, or `value`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CapacityChange {
    /// Code of the place.
    pub place: String,
    /// Code of the industry; all if none is named.
    pub industry: Option<String>,
    /// Times the present capacity.
    pub factor: Option<f64>,
    /// The capacity, in the units of the data.
    pub value: Option<f64>,
}

/// A place that is not there yet, empty at first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewPlace {
    /// Its code, which no other place has.
    pub place: String,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Coordinate to the east in metres.
    pub x_m: Option<f64>,
    /// Coordinate to the north in metres.
    pub y_m: Option<f64>,
    /// What it can hold of each industry, in the units of the data.
    pub capacity: f64,
}

/// Another distance: `factor` times the present one, or `value`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DistanceChange {
    /// Code of one place.
    pub from: String,
    /// Code of the other.
    pub to: String,
    /// Times the present distance.
    pub factor: Option<f64>,
    /// The distance, in kilometres or in the units of the distances given.
    pub value: Option<f64>,
}

/// A changed network; a new place is the last one.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The network.
    pub network: Network,
    /// The new place's code.
    pub added: Option<String>,
    /// Numbers of the places that the scenario names, in the changed network.
    pub touched: Vec<usize>,
}

/// One of factor and value, as a function of what is there now.
fn changed(now: f64, factor: Option<f64>, value: Option<f64>) -> f64 {
    value.unwrap_or_else(|| now * factor.unwrap_or(1.0))
}

/// What is wrong with the settings of what lies ahead before any data are read.
///
/// # Errors
/// With the setting and what would be right.
pub fn check_ahead(horizon: usize, draws: usize, scenarios: &[Scenario]) -> Result<(), SettingError> {
    if horizon > 1000 {
        return Err(SettingError::new("horizon", format!("{horizon} periods are no forecast; take at most 1000")));
    }
    if draws != 0 && draws < 39 {
        return Err(SettingError::new("draws", format!("{draws} draws give no percentiles; take 0 or at least 39, better 199")));
    }
    if !scenarios.is_empty() && (draws == 0 || horizon == 0) {
        return Err(SettingError::new("scenarios", "are compared by simulation: set `draws` and `horizon` above 0"));
    }
    check_scenarios(scenarios)
}

/// What is wrong with scenarios before any data are read.
///
/// # Errors
/// With the number of the scenario and what would be right.
fn check_scenarios(scenarios: &[Scenario]) -> Result<(), SettingError> {
    let wrong = |n: usize, what: &str| Err(SettingError::new("scenarios", format!("number {} {what}", n + 1)));
    let one_of = |factor: Option<f64>, value: Option<f64>| match (factor, value) {
        (Some(x), None) | (None, Some(x)) => x >= 0.0 && x.is_finite(),
        _ => false,
    };
    for (n, scenario) in scenarios.iter().enumerate() {
        if scenario.name.is_empty() {
            return wrong(n, "has no name");
        }
        if scenarios[..n].iter().any(|other| other.name == scenario.name) {
            return wrong(n, "has the name of another one");
        }
        if scenario.capacity.is_none() && scenario.new_place.is_none() && scenario.distance.is_none() {
            return wrong(n, "changes nothing; give `capacity`, `new_place` or `distance`");
        }
        if scenario.capacity.as_ref().is_some_and(|c| !one_of(c.factor, c.value)) {
            return wrong(n, "needs either `factor` or `value` of `capacity`, not negative");
        }
        if scenario.distance.as_ref().is_some_and(|d| !one_of(d.factor, d.value)) {
            return wrong(n, "needs either `factor` or `value` of `distance`, not negative");
        }
        if let Some(new) = &scenario.new_place {
            let finite = |c: Option<f64>| c.is_some_and(f64::is_finite);
            let degrees = new.lon.is_some_and(|l| l.abs() <= 180.0) && new.lat.is_some_and(|l| l.abs() <= 90.0);
            if new.place.is_empty() || !(new.capacity >= 0.0 && new.capacity.is_finite()) {
                return wrong(n, "needs `place` and `capacity` (not negative) of `new_place`");
            }
            if degrees == (finite(new.x_m) && finite(new.y_m)) {
                return wrong(n, "needs either `lon` and `lat` or `x_m` and `y_m` of `new_place`");
            }
        }
    }
    Ok(())
}

impl Scenario {
    /// The network as it would be.
    ///
    /// # Errors
    /// If it names what the data do not have, or places a new place among places whose positions are not known.
    pub fn applied(&self, network: &Network, coordinates: Option<&Geography>, places: &Codes, industries: &Codes) -> Result<Changed, MethodError> {
        let mut network = network.clone();
        let added = self.new_place.as_ref().map(|new| new.added(&mut network, coordinates, places)).transpose()?;
        let last = network.places() - 1;
        let place = |code: &str| if added.as_deref() == Some(code) { Ok(last) } else { places.required("scenarios", code) };
        let mut touched: Vec<usize> = added.iter().map(|_| last).collect();
        if let Some(change) = &self.capacity {
            let place = place(&change.place)?;
            let industry = change.industry.as_ref().map(|code| industries.required("scenarios", code)).transpose()?;
            for k in (0..network.industries()).filter(|k| industry.is_none_or(|only| only == *k)) {
                let cell = &mut network.capacity[[place, k]];
                *cell = changed(*cell, change.factor, change.value);
            }
            touched.push(place);
        }
        if let Some(change) = &self.distance {
            let (from, to) = (place(&change.from)?, place(&change.to)?);
            let mut matrix = network.geography.matrix();
            for pair in [[from, to], [to, from]] {
                matrix[pair] = changed(matrix[pair], change.factor, change.value);
            }
            network.geography = Geography::Matrix(matrix);
            network.sums = Sums::Dense;
            touched.extend([from, to]);
        }
        touched.sort_unstable();
        touched.dedup();
        Ok(Changed { network, added, touched })
    }
}

impl NewPlace {
    fn added(&self, network: &mut Network, coordinates: Option<&Geography>, places: &Codes) -> Result<String, MethodError> {
        let problem = |key: &str| MethodError::Setting { setting: "scenarios", problem: Message::new(key).with("place", self.place.as_str()) };
        if places.index(&self.place).is_some() {
            return Err(problem("scenario-place-exists"));
        }
        let with = match (coordinates, self.lon.zip(self.lat), self.x_m.zip(self.y_m)) {
            (Some(Geography::Globe(degrees, _)), Some((lon, lat)), _) => Geography::globe(degrees.iter().copied().chain([[lon, lat]]).collect()),
            (Some(Geography::Plane(at)), _, Some((x, y))) => Geography::Plane(at.iter().copied().chain([[x / 1000.0, y / 1000.0]]).collect()),
            _ => return Err(problem("scenario-no-position")),
        };
        network.geography = match &network.geography {
            // Distances that are kept stay; those of the new place are added.
            Geography::Matrix(kept) => {
                let last = kept.nrows();
                let size = (last + 1, last + 1);
                Geography::Matrix(Array2::from_shape_fn(size, |(i, j)| if i.max(j) < last { kept[[i, j]] } else { with.distance(i, j) }))
            }
            _ => with,
        };
        // Not on the grid any more, if there was one.
        if matches!(network.sums, Sums::Lattice(_)) {
            network.sums = Sums::Dense;
        }
        let row = Array2::from_elem((1, network.industries()), self.capacity);
        network.capacity = ndarray::concatenate(Axis(0), &[network.capacity.view(), row.view()]).map_err(|_| problem("scenario-no-position"))?;
        Ok(self.place.clone())
    }
}

/// Where the places of a panel are, in the panel or in the places beside it.
pub(crate) fn coordinates(panel: &Panel, places: Option<&Places>) -> Option<Geography> {
    let plane = |metres: Vec<[f64; 2]>| Geography::Plane(metres.iter().map(|p| p.map(|c| c / 1000.0)).collect());
    if let Some(degrees) = &panel.degrees {
        return Some(Geography::globe(degrees.clone()));
    }
    if let Some(position) = &panel.position {
        return Some(plane(position.clone()));
    }
    let places = places?;
    let index: Vec<usize> = panel.counts.regions.iter().map(|code| places.ids.index(code)).collect::<Option<_>>()?;
    match (&places.degrees, &places.position) {
        (Some(degrees), _) => Some(Geography::globe(index.iter().map(|&i| degrees[i]).collect())),
        (None, position) => position.as_ref().map(|p| plane(index.iter().map(|&i| p[i]).collect())),
    }
}
