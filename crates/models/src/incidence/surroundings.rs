//! Where places are, how related industries are, and what else is known of places.

use super::network::Geography;
use super::observed::PRESENT;
use agglom_measures::industry_space::{Presence, ProximityMatrix, Similarity, co_occurrences};
use agglom_method::{Codes, Flows, Indicators, Message, MethodError, Panel, Places, Reading};
use ndarray::Array2;

/// Most places whose distances are kept.
const KEPT: usize = 6000;

/// Where the places are.
pub(crate) fn geography(panel: &Panel, places: Option<&Places>, distances: Option<&Flows>, directed: bool) -> Result<Geography, MethodError> {
    let codes = &panel.counts.regions;
    if let Some(flows) = distances {
        return matrix(codes, flows, directed);
    }
    let found = if let Some(degrees) = &panel.degrees {
        Geography::globe(degrees.clone())
    } else if let Some(position) = &panel.position {
        Geography::Plane(kilometres(position))
    } else {
        located(codes, places.ok_or_else(|| needs("incidence-function-needs-places"))?)?
    };
    let (Geography::Plane(at) | Geography::Globe(at, _)) = &found else { return Ok(found) };
    if let Some(place) = at.iter().position(|p| !p.iter().all(|c| c.abs() < 1e9)) {
        return Err(MethodError::NoAnswer { why: Message::new("incidence-function-bad-position").with("place", codes.argument(place)) });
    }
    Ok(if found.len() <= KEPT { Geography::Matrix(found.matrix()) } else { found })
}

fn needs(key: &'static str) -> MethodError {
    MethodError::Needs { what: Message::new(key) }
}

fn kilometres(metres: &[[f64; 2]]) -> Vec<[f64; 2]> {
    metres.iter().map(|p| p.map(|c| c / 1000.0)).collect()
}

/// Positions from the input `places`.
fn located(codes: &Codes, places: &Places) -> Result<Geography, MethodError> {
    let index = codes.iter().enumerate().map(|(at, code)| places.ids.index(code).ok_or(at));
    let index: Vec<usize> = index
        .collect::<Result<_, _>>()
        .map_err(|at| MethodError::Needs { what: Message::new("incidence-function-place-unknown").with("place", codes.argument(at)) })?;
    let taken = |at: &[[f64; 2]]| index.iter().map(|&i| at[i]).collect::<Vec<_>>();
    match (&places.degrees, &places.position) {
        (Some(degrees), _) => Ok(Geography::globe(taken(degrees))),
        (None, Some(position)) => Ok(Geography::Plane(kilometres(&taken(position)))),
        (None, None) => Err(needs("incidence-function-needs-places")),
    }
}

/// The values of flows, row `to` and column `from`; not a number where none is listed. An error of that name if one is not sound.
fn listed(codes: &Codes, flows: &Flows, error: &'static str, sound: impl Fn(f64) -> bool) -> Result<Array2<f64>, MethodError> {
    let mut found = Array2::from_elem((codes.len(), codes.len()), f64::NAN);
    let number: Vec<Option<usize>> = flows.nodes.iter().map(|code| codes.index(code)).collect();
    for flow in &flows.flows {
        let (Some(from), Some(to)) = (number[flow.from as usize], number[flow.to as usize]) else { continue };
        if !sound(flow.value) {
            let why = Message::new(error).with("from", codes.argument(from)).with("to", codes.argument(to));
            return Err(MethodError::NoAnswer { why });
        }
        found[[to, from]] = flow.value;
    }
    Ok(found)
}

/// Distances that are given; no way where there are none.
fn matrix(codes: &Codes, flows: &Flows, directed: bool) -> Result<Geography, MethodError> {
    let mut found = listed(codes, flows, "incidence-function-bad-distance", |v| v >= 0.0)?;
    for i in 0..codes.len() {
        for j in 0..i {
            let (there, back) = (found[[i, j]], found[[j, i]]);
            if there.is_finite() && back.is_finite() && !directed && (there - back).abs() > 1e-9 * there.max(back) {
                let message = Message::new("incidence-function-asymmetric").with("from", codes.argument(j)).with("to", codes.argument(i));
                return Err(MethodError::Setting { setting: "directed", problem: message });
            }
            let one = |own: f64, other: f64| if own.is_nan() && !directed { other } else { own };
            (found[[i, j]], found[[j, i]]) = (one(there, back), one(back, there));
        }
        found[[i, i]] = 0.0;
    }
    found.mapv_inplace(|d| if d.is_nan() { f64::INFINITY } else { d });
    Ok(Geography::Matrix(found))
}

/// The median distance of places, of a part of the pairs if there are many.
pub(crate) fn median_distance(geography: &Geography) -> f64 {
    const SOME: usize = 1000;
    let n = geography.len();
    let step = n.div_ceil(SOME).max(1);
    let some: Vec<usize> = (0..n).step_by(step).collect();
    let pairs = some.iter().flat_map(|&i| some.iter().filter(move |&&j| j < i).map(move |&j| geography.distance(i, j)));
    let mut found: Vec<f64> = pairs.filter(|d| d.is_finite() && *d > 0.0).collect();
    let middle = found.len() / 2;
    if found.is_empty() { 1.0 } else { *found.select_nth_unstable_by(middle, f64::total_cmp).1 }
}

/// Relatedness as given; one direction stands for both where only one is given.
pub(crate) fn proximity(codes: &Codes, flows: &Flows) -> Result<Array2<f64>, MethodError> {
    let found = listed(codes, flows, "incidence-function-bad-proximity", |v| v >= 0.0 && v.is_finite())?;
    let both = |a: f64, b: f64| if a.is_nan() { b.max(0.0) } else { a };
    let mut phi = Array2::from_shape_fn(found.dim(), |(k, l)| if k == l { 0.0 } else { both(found[[k, l]], found[[l, k]]) });
    phi.mapv_inplace(|v| if v.is_nan() { 0.0 } else { v });
    if phi.iter().all(|v| *v == 0.0) { Err(needs("incidence-function-proximity-empty")) } else { Ok(phi) }
}

/// Where industries are present, as measures of the industry space read it.
pub(crate) fn presence(state: &Array2<u8>) -> Presence {
    let (places, industries) = state.dim();
    let pairs: Vec<(u32, u32)> = state.indexed_iter().filter(|(_, s)| **s == PRESENT).map(|((i, k), _)| (i as u32, k as u32)).collect();
    Presence::new(places, industries, &pairs)
}

/// Minimum conditional probability of presence in the same place (Hidalgo et al. 2007).
pub(crate) fn co_location(state: &Array2<u8>) -> Array2<f64> {
    let presence = presence(state);
    let phi = ProximityMatrix::of(&presence, &co_occurrences(&presence), Similarity::MinimumConditionalProbability);
    Array2::from_shape_fn((phi.len(), phi.len()), |(k, l)| phi.row(l)[k])
}

/// Covariates, standardised over places and periods: their numbers, and per period place x covariate.
pub(crate) fn covariates(panel: &Panel, given: &Indicators, wanted: &[String]) -> Result<(Vec<usize>, Vec<Array2<f64>>), MethodError> {
    let codes = &panel.counts.regions;
    let mut chosen: Vec<usize> = wanted.iter().map(|word| given.indicators.required("covariates", word)).collect::<Result<_, _>>()?;
    if wanted.is_empty() {
        chosen = (0..given.indicators.len()).collect();
    }
    let periods: Vec<Option<usize>> = given.periods.iter().map(|code| panel.counts.periods.index(code)).collect();
    let count = if given.periods.len() > 1 { panel.counts.periods.len() } else { 1 };
    let mut found = vec![Array2::from_elem((codes.len(), chosen.len()), f64::NAN); count];
    for row in &given.rows {
        let place = codes.index(given.entities.get(row.entity as usize));
        let covariate = chosen.iter().position(|&c| c == row.indicator as usize);
        let period = if count == 1 { Some(0) } else { periods[row.period as usize] };
        if let (Some(place), Some(covariate), Some(period), Reading::Observed(value)) = (place, covariate, period, &row.value) {
            found[period][[place, covariate]] = value.value;
        }
    }
    for (covariate, &number) in chosen.iter().enumerate() {
        let values: Vec<f64> = found.iter().flat_map(|w| w.column(covariate).to_vec()).filter(|v| v.is_finite()).collect();
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let spread = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len().max(1) as f64).sqrt();
        if !spread.is_finite() || spread <= 1e-12 * (1.0 + mean.abs()) {
            let message = Message::new("incidence-function-covariate-constant").with("covariate", given.indicators.argument(number));
            return Err(MethodError::NoAnswer { why: message });
        }
        for w in &mut found {
            w.column_mut(covariate).mapv_inplace(|v| (v - mean) / spread);
        }
    }
    Ok((chosen, found))
}
