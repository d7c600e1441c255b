use crate::backtest::{Clusters, Measured};
use rayon::slice::ParallelSliceMut;

/// The area under the receiver operating characteristic of one score: the chance that an event has the larger score than a non-event, ties
/// counting half.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaUnderCurve {
    /// The area and its error, observations of a cluster hanging together (Obuchowski 1997; with clusters of one, DeLong et al. 1988).
    pub area: Measured,
    /// Of each observation: the share of the other kind that it stands right to.
    right: Vec<f64>,
}

/// The area of each score. Nothing if there is no event or nothing but events; nothing also of scores that are not all numbers.
pub fn areas(scores: &[&[f64]], event: &[bool], clusters: Clusters<'_>) -> Option<Vec<AreaUnderCurve>> {
    let events = event.iter().filter(|e| **e).count();
    if events == 0 || events == event.len() || scores.iter().any(|s| s.len() != event.len() || s.iter().any(|x| x.is_nan())) {
        return None;
    }
    let one = |score: &&[f64]| {
        let right = right(score, event);
        let area = mean_of_events(&right, event, events);
        let area = Measured { value: area, error: error(&right, area, event, clusters) };
        AreaUnderCurve { area, right }
    };
    Some(scores.iter().map(one).collect())
}

/// The first area less the second, both of the same observations.
pub fn difference(first: &AreaUnderCurve, second: &AreaUnderCurve, event: &[bool], clusters: Clusters<'_>) -> Measured {
    let apart: Vec<f64> = first.right.iter().zip(&second.right).map(|(a, b)| a - b).collect();
    let value = first.area.value - second.area.value;
    Measured { value, error: error(&apart, value, event, clusters) }
}

fn mean_of_events(right: &[f64], event: &[bool], events: usize) -> f64 {
    right.iter().zip(event).filter(|(_, e)| **e).map(|(r, _)| r).sum::<f64>() / events as f64
}

/// Of each event the share of non-events below it, of each non-event the share of events above it.
fn right(score: &[f64], event: &[bool]) -> Vec<f64> {
    let mut order: Vec<u32> = (0..score.len() as u32).collect();
    // Scores that are equal may stand in any order.
    order.par_sort_unstable_by(|a, b| score[*a as usize].total_cmp(&score[*b as usize]));
    let events = event.iter().filter(|e| **e).count() as f64;
    let others = event.len() as f64 - events;
    let mut right = vec![0.0; score.len()];
    let (mut events_below, mut others_below) = (0.0, 0.0);
    for tied in order.chunk_by(|a, b| score[*a as usize] == score[*b as usize]) {
        let here = tied.iter().filter(|i| event[**i as usize]).count() as f64;
        let others_here = tied.len() as f64 - here;
        for &i in tied {
            right[i as usize] =
                if event[i as usize] { (others_below + 0.5 * others_here) / others } else { (events - events_below - 0.5 * here) / events };
        }
        events_below += here;
        others_below += others_here;
    }
    right
}

/// The standard error of the area (or of a difference of two) by Obuchowski (1997), Biometrics 53:567, equations 4 to 6.
fn error(right: &[f64], area: f64, event: &[bool], clusters: Clusters<'_>) -> Option<f64> {
    let kind = |wanted: bool| right.iter().zip(event).map(move |(r, e)| if *e == wanted { r - area } else { 0.0 });
    let (of_events, of_others) = (clusters.sums(kind(true)), clusters.sums(kind(false)));
    let with = |wanted: bool| clusters.occupied(event.iter().map(move |e| *e == wanted)) as f64;
    let (with_events, with_others) = (with(true), with(false));
    let all = clusters.occupied(event.iter().map(|_| true)) as f64;
    if with_events < 2.0 || with_others < 2.0 {
        return None;
    }
    let events = event.iter().filter(|e| **e).count() as f64;
    let others = event.len() as f64 - events;
    let squares = |sums: &[f64]| sums.iter().map(|s| s * s).sum::<f64>();
    let cross: f64 = of_events.iter().zip(&of_others).map(|(a, b)| a * b).sum();
    let variance = with_events / (with_events - 1.0) * squares(&of_events) / (events * events)
        + with_others / (with_others - 1.0) * squares(&of_others) / (others * others)
        + 2.0 * all / (all - 1.0) * cross / (events * others);
    Some(variance.max(0.0).sqrt())
}
