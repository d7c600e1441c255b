use super::complexity::{Complexity, standard_scores};
use super::presence::Presence;
use super::spectrum::{Operator, second};
use crate::inference::quantile;
use agglom_method::{Context, MethodError, Seed};
use rand::RngExt;
use rayon::prelude::*;
use serde::Serialize;

/// Error of a vector that is one of many draws.
const ERROR: f64 = 1e-5;

/// Intervals of standard scores and of ranks over draws of the other side.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Intervals {
    /// Low and high end of the standard score.
    pub score: Vec<Option<(f64, f64)>>,
    /// Best and worst rank.
    pub rank: Vec<Option<(i64, i64)>>,
    /// Draws that gave a score.
    pub draws: usize,
}

/// Which side is measured, and which is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Regions, over draws of industries.
    Regions,
    /// Industries, over draws of regions.
    Industries,
}

/// Percentile intervals of the complexity of one side when the other side is drawn anew with replacement.
///
/// Every draw gets the sign that agrees with the estimate. Draws whose network falls into parts, or that leave nothing to compare, are
/// passed over.
pub(crate) fn redrawn(
    presence: &Presence,
    estimate: &Complexity,
    side: Side,
    draws: usize,
    alpha: f64,
    seed: Seed,
    context: &Context<'_>,
) -> Result<Intervals, MethodError> {
    let of_regions = side == Side::Regions;
    let numbers = if of_regions { &estimate.regions } else { &estimate.industries };
    let scores: Vec<Option<Vec<Option<f64>>>> =
        (0..draws).into_par_iter().map(|k| draw(presence, numbers, of_regions, seed, k as u64, context)).collect::<Result<_, _>>()?;
    let scores: Vec<Vec<Option<f64>>> = scores.into_iter().flatten().collect();
    let ranks: Vec<Vec<Option<i64>>> = scores.par_iter().map(|s| ranks(s)).collect();
    let ends = |values: Vec<f64>| {
        let mut values = values;
        values.sort_unstable_by(f64::total_cmp);
        quantile(&values, alpha / 2.0).zip(quantile(&values, 1.0 - alpha / 2.0)).filter(|_| values.len() >= 39)
    };
    let score = |i: usize| ends(scores.iter().filter_map(|s| s[i]).collect()).filter(|_| numbers[i].is_some());
    let rank = |i: usize| {
        let (low, high) = ends(ranks.iter().filter_map(|r| r[i].map(|r| r as f64)).collect()).filter(|_| numbers[i].is_some())?;
        Some((low.floor() as i64, high.ceil() as i64))
    };
    Ok(Intervals {
        score: (0..numbers.len()).into_par_iter().map(score).collect(),
        rank: (0..numbers.len()).into_par_iter().map(rank).collect(),
        draws: scores.len(),
    })
}

/// The standard scores of one draw.
fn draw(
    presence: &Presence,
    numbers: &[Option<f64>],
    of_regions: bool,
    seed: Seed,
    k: u64,
    context: &Context<'_>,
) -> Result<Option<Vec<Option<f64>>>, MethodError> {
    context.proceed()?;
    let (regions, industries) = presence.shape();
    // Only what is present somewhere is drawn.
    let from: Vec<usize> = if of_regions {
        (0..industries).filter(|&j| presence.ubiquity(j) > 0).collect()
    } else {
        (0..regions).filter(|&i| presence.diversity(i) > 0).collect()
    };
    let mut weights = vec![0.0; if of_regions { industries } else { regions }];
    let mut generator = seed.draw(k);
    for _ in 0..from.len() {
        weights[from[generator.random_range(0..from.len())]] += 1.0;
    }
    let operator = Operator::on(presence, of_regions, Some(&weights));
    let start: Vec<f64> = numbers.iter().zip(operator.root()).map(|(x, &r)| if r > 0.0 { x.unwrap_or(0.0) / r } else { 0.0 }).collect();
    let Some(pair) = second(&operator, Some(&start), ERROR, context)? else { return Ok(None) };
    if pair.value < 1e-12 || pair.value > 1.0 - 1e-10 {
        return Ok(None);
    }
    let drawn: Vec<Option<f64>> = pair.vector.iter().zip(operator.root()).map(|(v, &r)| (r > 0.0).then_some(v * r)).collect();
    let mut scores = standard_scores(&drawn);
    let along: f64 = scores.iter().zip(numbers).filter_map(|(s, x)| Some((*s)? * (*x)?)).sum();
    let level: f64 = numbers.iter().flatten().sum::<f64>() / numbers.iter().flatten().count().max(1) as f64;
    let offset: f64 = scores.iter().flatten().sum::<f64>() * level;
    if along - offset < 0.0 {
        scores.iter_mut().flatten().for_each(|s| *s = -*s);
    }
    Ok(Some(scores))
}

/// 1 for the largest; equal numbers share the better rank.
pub(crate) fn ranks(values: &[Option<f64>]) -> Vec<Option<i64>> {
    let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    values.iter().map(|v| v.map(|v| sorted.partition_point(|s| s.total_cmp(&v).is_gt()) as i64 + 1)).collect()
}
