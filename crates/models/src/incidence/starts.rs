//! Where climbs start (B.3).

use super::design::{Design, Symbol};
use super::likelihood::{Wanted, evaluate};
use super::problem::Problem;
use super::rates::Colonisation;
use agglom_method::MethodError;

/// Every `step`-th of some numbers, at most `most`.
pub(crate) fn thinned(all: &[usize], most: usize) -> Vec<usize> {
    let step = all.len().div_ceil(most.max(1)).max(1);
    all.iter().copied().step_by(step).collect()
}

/// A problem of fewer places and industries.
pub(crate) fn smaller<'a>(problem: &Problem<'a>, rows: usize, targets: usize) -> Problem<'a> {
    Problem { rows: thinned(&problem.rows, rows), targets: thinned(&problem.targets, targets), ..problem.clone() }
}

/// The median distance to the nearest other place that has an industry, in units of the median distance.
fn nearest_occupied(problem: &Problem<'_>) -> f64 {
    let Some(&(from, _)) = problem.steps.first() else { return 1.0 };
    let present = &problem.observed.present[from];
    let mut found = Vec::new();
    for &industry in &thinned(&problem.targets, 8) {
        let occupied: Vec<usize> = (0..present.nrows()).filter(|&j| present[[j, industry]] > 0.0).collect();
        let occupied = thinned(&occupied, 20_000);
        for &i in &thinned(&problem.rows, 64) {
            let far = |&j: &usize| problem.network.geography.distance(i, j);
            let least = occupied.iter().filter(|&&j| j != i).map(far).fold(f64::INFINITY, f64::min);
            if least.is_finite() && least > 0.0 {
                found.push(least);
            }
        }
    }
    found.sort_by(f64::total_cmp);
    found.get(found.len() / 2).map_or(0.1, |d| d / problem.observed.distance_scale)
}

/// ln S of empty places and, at a weight of 1, the means of what arrives from places and from related industries.
fn arrivals(problem: &Problem<'_>, design: &Design, theta: &[f64]) -> Result<(Vec<f64>, [f64; 2]), MethodError> {
    let mut point = design.point(theta);
    point.parameters.omega = if design.position(Symbol::Relatedness).is_some() { 1.0 } else { point.parameters.omega };
    let fixed = design.base.parameters;
    let rain = if design.position(Symbol::Rain).is_some() { 0.0 } else { fixed.rain };
    let omega = if design.position(Symbol::Relatedness).is_some() { 0.0 } else { fixed.omega };
    let blocks = problem.blocks(design, &point, 0, |block| {
        let mut found = Vec::new();
        for (row, &place) in block.rows.iter().enumerate() {
            for (step, &between) in problem.steps.iter().enumerate() {
                for (target, &industry) in problem.targets.iter().enumerate() {
                    if matches!(problem.observed.happened(between, place, industry), Some((false, _))) {
                        found.push(block.parts(row, step, target));
                    }
                }
            }
        }
        found
    })?;
    let parts: Vec<[f64; 2]> = blocks.into_iter().flatten().collect();
    let mean = |which: usize| parts.iter().map(|p| p[which]).sum::<f64>() / parts.len().max(1) as f64;
    let means = [mean(0), mean(1)];
    let weight = if design.position(Symbol::Relatedness).is_some() { share(means) } else { omega };
    let extra = if design.position(Symbol::Rain).is_some() { 0.05 * means[0] } else { rain };
    Ok((parts.iter().map(|p| (p[0] + weight * p[1] + extra).ln()).collect(), means))
}

/// The weight at which related industries bring half of what places bring.
fn share([near, related]: [f64; 2]) -> f64 {
    let weight = 0.5 * near / related;
    if weight.is_finite() && weight > 0.0 { weight } else { 1.0 }
}

/// The half-entry connectivity at which the mean chance of entry is the share that entered.
fn balanced(problem: &Problem<'_>, logs: &[f64], rate: f64, z: f64) -> f64 {
    let poisson = problem.rates.colonisation == Colonisation::Poisson;
    let mean = |log_y: f64| {
        let chance = |&s: &f64| problem.rates.entry_of(if poisson { log_y + s } else { z * (s - log_y) });
        logs.iter().filter(|s| **s > f64::NEG_INFINITY).map(chance).sum::<f64>() / logs.len().max(1) as f64
    };
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if (mean(middle) > rate) == poisson { high = middle } else { low = middle }
    }
    0.5 * (low + high)
}

/// Starts in the order of their likelihood, the best first.
pub(crate) fn starts(problem: &Problem<'_>, design: &Design) -> Result<Vec<Vec<f64>>, MethodError> {
    let events = problem.targets.iter().fold(super::observed::Events::default(), |sum, &k| sum.plus(problem.observed.events(k)));
    let share_of = |some: usize, others: usize| (some as f64 / (some + others).max(1) as f64).clamp(1e-4, 1.0 - 1e-4);
    let (entry, exit) = (share_of(events.entries, events.absent), share_of(events.exits, events.stayed));
    let rate = -(1.0 - exit).ln() / if problem.rates.rescue { 1.0 - entry } else { 1.0 };
    let near = 1.0 / nearest_occupied(problem);
    let mut found: Vec<(f64, Vec<f64>)> = Vec::new();
    for decay in [0.5, 1.0, 2.0, 0.15] {
        for out in [0.3, 1.0] {
            let mut point = design.base.clone();
            let mut set = |symbol, value| {
                if design.position(symbol).is_some() {
                    point.set(symbol, value);
                }
            };
            set(Symbol::Decay, decay * near);
            set(Symbol::CapacityOut, out);
            set(Symbol::CapacityExit, 0.5);
            set(Symbol::ExitRate, rate.max(1e-6));
            set(Symbol::Exponent, 2.0);
            set(Symbol::Relatedness, 1.0);
            set(Symbol::Rain, 1e-6);
            set(Symbol::Stochasticity, 0.3);
            let mut theta = design.theta(&point);
            let (logs, means) = arrivals(problem, design, &theta)?;
            let log_y = balanced(problem, &logs, entry, point.parameters.z);
            for (symbol, value) in
                [(Symbol::HalfEntry, log_y), (Symbol::Relatedness, share(means).ln()), (Symbol::Rain, (0.05 * means[0]).max(1e-12).ln())]
            {
                if let Some(slot) = design.position(symbol) {
                    theta[slot] = value;
                }
            }
            let value = evaluate(problem, design, &theta, Wanted::Value)?.value;
            found.push((value, theta));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(found.into_iter().map(|f| f.1).collect())
}
