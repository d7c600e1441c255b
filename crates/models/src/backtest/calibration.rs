use crate::backtest::{Clusters, Design, Logistic, Measured, logistic};
use agglom_method::{Context, MethodError};

/// Whether what was given a probability of so much happened so often.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// By probability, from the smallest.
    pub bins: Vec<Bin>,
    /// `logit P(event) = intercept + slope logit p`; 0 and 1 are right. Nothing where probabilities are all alike.
    pub line: Option<(Measured, Measured)>,
}

/// Observations of similar probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Their mean probability.
    pub predicted: f64,
    /// The share of events among them.
    pub observed: Measured,
    /// How many there are.
    pub count: usize,
}

/// Probabilities are kept this far from 0 and 1 where their log odds are taken.
const EDGE: f64 = 1e-9;

/// At most `most` bins of about equal numbers, observations of equal probability in one, and the line of log odds.
///
/// # Errors
/// If nobody wants the answer any more.
pub fn calibration(
    probability: &[f64],
    event: &[bool],
    clusters: Clusters<'_>,
    most: usize,
    context: &Context<'_>,
) -> Result<Calibration, MethodError> {
    let mut order: Vec<usize> = (0..probability.len()).collect();
    order.sort_by(|a, b| probability[*a].total_cmp(&probability[*b]));
    let mut bins = Vec::new();
    let mut first = 0;
    for k in 1..=most {
        let mut end = (order.len() * k / most).max(first);
        while end > first && end < order.len() && probability[order[end]] == probability[order[end - 1]] {
            end += 1;
        }
        if end > first {
            bins.push(bin(&order[first..end], probability, event, clusters));
        }
        first = end;
    }
    Ok(Calibration { bins, line: line(probability, event, clusters, context)? })
}

fn bin(members: &[usize], probability: &[f64], event: &[bool], clusters: Clusters<'_>) -> Bin {
    let count = members.len() as f64;
    let predicted = members.iter().map(|&i| probability[i]).sum::<f64>() / count;
    let share = members.iter().filter(|&&i| event[i]).count() as f64 / count;
    let of: Vec<u32> = members.iter().map(|&i| clusters.of[i]).collect();
    let own = Clusters { of: &of, count: clusters.count };
    let error = own.error(members.iter().map(|&i| (f64::from(u8::from(event[i])) - share) / count)).filter(|error| *error > 0.0);
    Bin { predicted, observed: Measured { value: share, error }, count: members.len() }
}

fn line(probability: &[f64], event: &[bool], clusters: Clusters<'_>, context: &Context<'_>) -> Result<Option<(Measured, Measured)>, MethodError> {
    let odds = |p: f64| {
        let p = p.clamp(EDGE, 1.0 - EDGE);
        (p / (1.0 - p)).ln()
    };
    let events = event.iter().filter(|e| **e).count();
    let varies = probability.iter().any(|p| odds(*p) != odds(probability[0]));
    if events == 0 || events == event.len() || !varies {
        return Ok(None);
    }
    let rows: Vec<f64> = probability.iter().map(|p| odds(*p)).collect();
    let fitted = logistic(Design { width: 1, rows: &rows }, event, clusters, 0.0, context)?;
    Ok(fitted.and_then(|Logistic { coefficients, errors, .. }| {
        let measured = |i: usize| Measured { value: coefficients[i], error: errors.get(i).copied() };
        coefficients.iter().all(|c| c.abs() < 1e3).then(|| (measured(0), measured(1)))
    }))
}
