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
    let (mut high, mut state);
    let mut low;
    match rests(landscape, 1.0, &everywhere, width, context)? {
        Some(found) => {
            (high, state, low) = (1.0, found, 0.5);
            while let Some(found) = rests(landscape, low, &state, width, context)? {
                (high, state, low) = (low, found, low / 2.0);
                if low < 2.0f64.powi(-REACH) {
                    return Ok(None);
                }
            }
        }
        None => {
            (low, high) = (1.0, 2.0);
            loop {
                if let Some(found) = rests(landscape, high, &everywhere, width, context)? {
                    state = found;
                    break;
                }
                (low, high) = (high, 2.0 * high);
                if high > 2.0f64.powi(REACH) {
                    return Ok(None);
                }
            }
        }
    }
    while high / low - 1.0 > width {
        let middle = (low * high).sqrt();
        match rests(landscape, middle, &state, width, context)? {
            Some(found) => (high, state) = (middle, found),
            None => low = middle,
        }
    }
    Ok(Some(Fold { factor: (low * high).sqrt(), width: high / low - 1.0 }))
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
