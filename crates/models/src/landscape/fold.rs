use crate::landscape::{Landscape, mean_field::step};
use agglom_method::{Context, MethodError};

/// Where the upper state of the mean field vanishes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fold {
    /// All connectivity times this factor is the least that sustains presence: below 1 there is room, above 1 the state is lost already.
    pub factor: f64,
    /// The factor is known to this relative width.
    pub width: f64,
}

/// Incidence below which the industry counts as gone: what falls so far falls faster and faster.
const GONE: f64 = 1e-6;
/// Steps before a state that neither falls nor rests counts as being at the fold.
const MOST: usize = 50_000;
/// Factors are looked for between 2^-REACH and 2^REACH.
const REACH: i32 = 100;

/// The least factor of connectivity at which the mean field has an occupied state, by bisection to the relative `width`. Nothing if none is
/// large enough (no site reaches another), or if every one is (rain that falls without any site).
///
/// Steps next to a fold get small like the distance to it, hence a state counts as resting once steps are a thousandth of `width`.
///
/// # Errors
/// If nobody wants the answer any more.
pub fn fold(landscape: &dyn Landscape, width: f64, context: &Context<'_>) -> Result<Option<Fold>, MethodError> {
    let everywhere = vec![1.0; landscape.sites()];
    // Of a factor that sustains presence, the state: an upper bound of those of smaller factors.
    let between = match rests(landscape, 1.0, &everywhere, width, context)? {
        Some(found) => below(landscape, found, width, context)?,
        None => above(landscape, &everywhere, width, context)?,
    };
    let Some((mut low, mut high, mut state)) = between else { return Ok(None) };
    while high / low - 1.0 > width {
        let middle = (low * high).sqrt();
        match rests(landscape, middle, &state, width, context)? {
            Some(found) => (high, state) = (middle, found),
            None => low = middle,
        }
    }
    Ok(Some(Fold { factor: (low * high).sqrt(), width: high / low - 1.0 }))
}

/// A factor that does not sustain presence, twice as much, which does, and its state.
type Between = (f64, f64, Vec<f64>);

/// Halves the factor until presence is not sustained.
fn below(landscape: &dyn Landscape, mut state: Vec<f64>, width: f64, context: &Context<'_>) -> Result<Option<Between>, MethodError> {
    for step in 0..REACH {
        let high = 2.0f64.powi(-step);
        match rests(landscape, high / 2.0, &state, width, context)? {
            Some(found) => state = found,
            None => return Ok(Some((high / 2.0, high, state))),
        }
    }
    Ok(None)
}

/// Doubles the factor until presence is sustained.
fn above(landscape: &dyn Landscape, everywhere: &[f64], width: f64, context: &Context<'_>) -> Result<Option<Between>, MethodError> {
    for step in 1..=REACH {
        let high = 2.0f64.powi(step);
        if let Some(found) = rests(landscape, high, everywhere, width, context)? {
            return Ok(Some((high / 2.0, high, found)));
        }
    }
    Ok(None)
}

/// The upper state with this factor, if there is an occupied one.
fn rests(landscape: &dyn Landscape, factor: f64, from: &[f64], width: f64, context: &Context<'_>) -> Result<Option<Vec<f64>>, MethodError> {
    let mut incidence = from.to_vec();
    let mut connectivity = vec![0.0; incidence.len()];
    for _ in 0..MOST {
        context.proceed()?;
        let change = step(landscape, factor, &mut incidence, &mut connectivity);
        if incidence.iter().all(|p| *p < GONE) {
            return Ok(None);
        }
        if change <= 1e-3 * width {
            break;
        }
    }
    Ok(Some(incidence))
}
