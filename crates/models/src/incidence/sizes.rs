//! Presence and capacity as a panel gives them.

use super::observed::{ABSENT, PRESENT, UNKNOWN};
use super::specification::{CapacityBy, Presence, Specification};
use agglom_measures::industry_space::Margins;
use agglom_method::{Absent, Argument, Message, MethodError, Panel};
use ndarray::Array2;

/// Sizes by place and industry, per period; not a number where not known.
pub(crate) fn sizes(panel: &Panel) -> Vec<Array2<f64>> {
    let counts = &panel.counts;
    let unlisted = if counts.absent == Absent::Zero { 0.0 } else { f64::NAN };
    let period = |cells: &agglom_method::Cells| {
        let mut sizes = Array2::from_elem(counts.shape(), unlisted);
        for cell in cells.iter() {
            sizes[[cell.region as usize, cell.industry as usize]] = cell.value;
        }
        for gap in cells.gaps() {
            sizes[[gap.region as usize, gap.industry as usize]] = f64::NAN;
        }
        sizes
    };
    counts.cells.iter().map(period).collect()
}

/// What is not known counts as nothing.
pub(crate) fn known(v: f64) -> f64 {
    if v.is_finite() { v } else { 0.0 }
}

/// What location quotients of a period are taken from.
fn margins(panel: &Panel, period: usize) -> Margins {
    let (places, industries) = panel.counts.shape();
    Margins::of(&panel.counts.cells[period], places, industries, None, false)
}

/// Location quotients of a period; 0 where nothing is known, and for empty places and industries.
pub(crate) fn quotients(panel: &Panel, period: usize) -> Array2<f64> {
    let margins = margins(panel, period);
    let mut found = Array2::zeros(panel.counts.shape());
    for cell in panel.counts.cells[period].iter() {
        let at = [cell.region as usize, cell.industry as usize];
        found[at] = margins.quotient(at[0], at[1], cell.value).map_or(0.0, known);
    }
    found
}

/// Where industries are, per period.
pub(crate) fn states(panel: &Panel, sizes: &[Array2<f64>], wanted: &Specification) -> Result<Vec<Array2<u8>>, MethodError> {
    let word = |yes: bool| if yes { PRESENT } else { ABSENT };
    let mut found = Vec::with_capacity(sizes.len());
    for (t, size) in sizes.iter().enumerate() {
        let mut state = Array2::from_elem(size.dim(), UNKNOWN);
        match wanted.presence {
            Presence::Given => {
                for (at, &v) in size.indexed_iter().filter(|(_, v)| v.is_finite()) {
                    if v != 0.0 && v != 1.0 {
                        return Err(neither(panel, at, t, v));
                    }
                    state[at] = word(v == 1.0);
                }
            }
            Presence::AtLeast => {
                for (at, &v) in size.indexed_iter().filter(|(_, v)| v.is_finite()) {
                    state[at] = word(v >= wanted.threshold);
                }
            }
            Presence::LocationQuotient => {
                let margins = margins(panel, t);
                for (at, &v) in size.indexed_iter().filter(|(_, v)| v.is_finite()) {
                    state[at] = word(margins.present(at.0, at.1, v, wanted.threshold));
                }
            }
        }
        found.push(state);
    }
    Ok(found)
}

fn neither(panel: &Panel, (place, industry): (usize, usize), period: usize, value: f64) -> MethodError {
    let counts = &panel.counts;
    let problem = Message::new("incidence-function-not-binary")
        .with("place", counts.regions.argument(place))
        .with("industry", counts.industries.argument(industry))
        .with("period", counts.periods.argument(period))
        .with("value", Argument::number(value));
    MethodError::Setting { setting: "presence", problem }
}

/// Log of capacity in units of its geometric mean, that mean, and how many pairs of place and industry have none.
pub(crate) struct Capacities {
    pub(crate) log: Vec<Array2<f64>>,
    pub(crate) scale: f64,
    pub(crate) unknown: usize,
    pub(crate) equal: bool,
}

/// What places can hold.
pub(crate) fn capacities(
    panel: &Panel,
    sizes: &[Array2<f64>],
    states: &[Array2<u8>],
    industries: &[usize],
    by: CapacityBy,
) -> Result<Capacities, MethodError> {
    let shape = panel.counts.shape();
    let mut raw: Vec<Array2<f64>> = match by {
        CapacityBy::One => vec![Array2::from_elem(shape, 1.0)],
        CapacityBy::Total => sizes.iter().map(others).collect(),
        CapacityBy::Given => {
            let given = panel.capacity.as_ref().ok_or(MethodError::Needs { what: Message::new("incidence-function-needs-capacity") })?;
            let mut periods: Vec<Array2<f64>> = Vec::new();
            for cells in given {
                let mut matrix = Array2::from_elem(shape, f64::NAN);
                for cell in cells {
                    matrix[[cell.place as usize, cell.industry as usize]] = cell.value;
                }
                periods.push(matrix);
            }
            let same = |a: &Array2<f64>, b: &Array2<f64>| a.iter().zip(b).all(|(a, b)| a == b || a.is_nan() && b.is_nan());
            if periods.windows(2).all(|w| same(&w[0], &w[1])) {
                periods.truncate(1);
            }
            periods
        }
    };
    if raw.is_empty() {
        return Err(MethodError::TooFew { what: "periods", need: 2, got: 0 });
    }
    for (t, matrix) in raw.iter_mut().enumerate() {
        for (at, value) in matrix.indexed_iter_mut() {
            if *value > 0.0 && value.is_finite() {
                *value = value.ln();
                continue;
            }
            let occupied = states.iter().enumerate().any(|(s, state)| state[at] == PRESENT && (s == t || t == 0));
            if by == CapacityBy::Given && *value == 0.0 && occupied && industries.contains(&at.1) {
                let message = Message::new("incidence-function-no-capacity").with("place", panel.counts.regions.argument(at.0));
                return Err(MethodError::NoAnswer { why: message.with("industry", panel.counts.industries.argument(at.1)) });
            }
            *value = f64::NAN;
        }
    }
    Ok(centred(raw, industries))
}

/// Divides by the geometric mean over the industries that take part.
fn centred(mut raw: Vec<Array2<f64>>, industries: &[usize]) -> Capacities {
    let used = |matrix: &Array2<f64>| industries.iter().flat_map(|&k| matrix.column(k).to_vec()).collect::<Vec<f64>>();
    let all: Vec<f64> = raw.iter().flat_map(used).collect();
    let known: Vec<f64> = all.iter().copied().filter(|v| v.is_finite()).collect();
    let mean = if known.is_empty() { 0.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
    let equal = known.iter().all(|v| (v - mean).abs() < 1e-12 * (1.0 + mean.abs()));
    let mean = if equal { known.first().copied().unwrap_or(0.0) } else { mean };
    for matrix in &mut raw {
        *matrix -= mean;
    }
    Capacities { unknown: all.len() - known.len(), log: raw, scale: mean.exp(), equal }
}

/// The size of all other industries of each place.
fn others(size: &Array2<f64>) -> Array2<f64> {
    let mut found = size.clone();
    for (mut row, sizes) in found.outer_iter_mut().zip(size.outer_iter()) {
        let total: f64 = sizes.iter().copied().map(known).sum();
        for (other, &own) in row.iter_mut().zip(sizes) {
            let rest = total - known(own);
            // What rounding leaves of nothing is nothing.
            *other = if rest > 1e-12 * total { rest } else { f64::NAN };
        }
    }
    found
}
