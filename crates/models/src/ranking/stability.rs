use super::aggregation::{Parts, Work};
use super::order::NEAR;
use super::{Aggregation, Comparable, Frame, Options, Rules, Weigher, Weighting, ranks};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;
use serde::Serialize;

/// How far the first place of the last period depends on the weight of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Steadiness {
    /// Number of the indicator.
    pub indicator: u32,
    /// Its weight.
    pub weight: f64,
    /// The first place stays from this weight on, the other weights keeping their proportions ...
    pub low: f64,
    /// ... up to this one.
    pub high: f64,
    /// Number of the entity that is first below.
    pub first_below: Option<u32>,
    /// Number of the entity that is first above.
    pub first_above: Option<u32>,
}

/// What happens to the order of the last period if an entity is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reversal {
    /// Number of the entity.
    pub entity: u32,
    /// Pairs of the other entities whose order turns round.
    pub reversals: Option<usize>,
    /// Number of the entity that is then first.
    pub first: Option<u32>,
    /// Why nothing can be said.
    pub reason: Option<&'static str>,
}

/// What the stability of an order is judged by.
pub(crate) struct Stability<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) data: &'a Comparable,
    pub(crate) parts: &'a Parts,
    pub(crate) weights: &'a [f64],
    pub(crate) weigher: &'a Weigher,
    pub(crate) weighting: Weighting,
    pub(crate) aggregation: Aggregation,
    pub(crate) options: &'a Options,
    pub(crate) rules: &'a Rules,
    pub(crate) vetoed: &'a [bool],
    pub(crate) deducted: &'a [f64],
    pub(crate) scores: &'a [f64],
    pub(crate) ranks: &'a [u32],
}

/// With more entities in the last period, none is dropped to see what happens.
pub(crate) const MOST_DROPPED: usize = 500;

/// A row that could be first: of those without a veto if there is any, the one with the largest score.
pub(crate) fn winner(rows: std::ops::Range<usize>, scores: &[f64], vetoed: &[bool]) -> Option<usize> {
    rows.min_by(|&a, &b| vetoed[a].cmp(&vetoed[b]).then(scores[b].total_cmp(&scores[a])).then(a.cmp(&b)))
}

impl Stability<'_> {
    /// For each kept indicator, the weights that leave the first place as it is.
    pub(crate) fn steadiness(&self, indicators: &[u32], context: &Context<'_>) -> Result<Vec<Steadiness>, MethodError> {
        let Some(leader) = winner(self.frame.last(), self.scores, self.vetoed) else { return Ok(Vec::new()) };
        let of = |j: usize| {
            context.proceed()?;
            let sides = if self.aggregation.is_linear() { self.exact(leader, j) } else { self.searched(leader, j, context)? };
            let [(low, below), (high, above)] = sides;
            let entity = |row: Option<usize>| row.map(|row| self.frame.rows[row].entity);
            let (first_below, first_above) = (entity(below), entity(above));
            Ok(Steadiness { indicator: indicators[self.data.kept[j]], weight: self.weights[j], low, high, first_below, first_above })
        };
        (0..self.weights.len()).into_par_iter().map(of).collect()
    }

    /// The weights if indicator `j` has the weight `w` and the others keep their proportions.
    fn shifted(&self, j: usize, w: f64) -> Vec<f64> {
        let (own, others) = (self.weights[j], self.weights.len() - 1);
        let rest = |k: usize| if own < 1.0 { self.weights[k] * (1.0 - w) / (1.0 - own) } else { (1.0 - w) / others as f64 };
        (0..self.weights.len()).map(|k| if k == j { w } else { rest(k) }).collect()
    }

    fn rivals(&self, leader: usize) -> impl Iterator<Item = usize> + '_ {
        self.frame.last().filter(move |&row| row != leader && self.vetoed[row] == self.vetoed[leader])
    }

    /// Scores are linear in the weight: the lead over each rival has one root at most.
    fn exact(&self, leader: usize, j: usize) -> [(f64, Option<usize>); 2] {
        if self.weights.len() < 2 {
            return [(self.weights[j], None), (self.weights[j], None)];
        }
        let (without, alone) = (self.shifted(j, 0.0), self.shifted(j, 1.0));
        let score = |weights: &[f64], row: usize| -> f64 {
            weights.iter().zip(&self.parts.parts).map(|(w, column)| w * column[row]).sum::<f64>() - self.deducted[row]
        };
        let own = self.weights[j];
        let (mut low, mut high) = ((0.0, None), (1.0, None));
        for rival in self.rivals(leader) {
            let lead = |weights: &[f64]| score(weights, leader) - score(weights, rival);
            let (at_zero, at_one) = (lead(&without), lead(&alone));
            let root = at_zero / (at_zero - at_one);
            if at_zero < -NEAR && root.min(own) > low.0 {
                low = (root.min(own), Some(rival));
            }
            if at_one < -NEAR && root.max(own) < high.0 {
                high = (root.max(own), Some(rival));
            }
        }
        [low, high]
    }

    /// Scores are not linear in the weight: steps of 0.005 away from it, then bisection.
    fn searched(&self, leader: usize, j: usize, context: &Context<'_>) -> Result<[(f64, Option<usize>); 2], MethodError> {
        let (own, step) = (self.weights[j], 0.005);
        if self.weights.len() < 2 {
            return Ok([(own, None), (own, None)]);
        }
        let (mut work, mut scores) = (Work::default(), vec![0.0; self.frame.rows.len()]);
        let mut overtaker = |w: f64| {
            self.parts.scores(&self.shifted(j, w), &mut work, &mut scores);
            let score = |row: usize| scores[row] - self.deducted[row];
            let best = self.rivals(leader).max_by(|&a, &b| score(a).total_cmp(&score(b)).then(b.cmp(&a)));
            best.filter(|&rival| score(rival) > score(leader) + NEAR)
        };
        let mut sides = [(0.0, None), (1.0, None)];
        for (end, side) in &mut sides {
            let mut stays = own;
            while stays != *end {
                context.proceed()?;
                let next = if *end < stays { (stays - step).max(*end) } else { (stays + step).min(*end) };
                if let Some(rival) = overtaker(next) {
                    let (mut goes, mut first) = (next, rival);
                    for _ in 0..40 {
                        let middle = f64::midpoint(stays, goes);
                        match overtaker(middle) {
                            Some(rival) => (goes, first) = (middle, rival),
                            None => stays = middle,
                        }
                    }
                    (*end, *side) = (stays, Some(first));
                    break;
                }
                stays = next;
            }
        }
        Ok(sides)
    }

    /// The order of the last period without each of its entities, all that depends on the data computed again.
    pub(crate) fn reversals(&self, context: &Context<'_>) -> Result<Vec<Reversal>, MethodError> {
        let last = self.frame.last();
        if last.len() > MOST_DROPPED {
            return Ok(Vec::new());
        }
        let of = |row: usize| {
            context.proceed()?;
            Ok(self.without(self.frame.rows[row].entity))
        };
        last.into_par_iter().map(of).collect()
    }

    fn without(&self, entity: u32) -> Reversal {
        let mut frame = self.frame.without(entity);
        let data = frame.comparable();
        let undefined = |reason| Reversal { entity, reversals: None, first: None, reason: Some(reason) };
        let Some(period) = self.frame.rows.last().map(|row| row.period) else { return undefined("nothing-left") };
        if frame.rows.last().is_none_or(|row| row.period != period) || data.kept.is_empty() {
            return undefined("nothing-left");
        }
        let rows = frame.rows.len();
        let weights = self.weigher.weights(self.weighting, &data);
        // Flows are within a period, and only the last one counts here.
        frame.periods = vec![frame.last()];
        let parts = Parts::new(self.aggregation, self.options, &frame, &data, &data.scaled.columns, &frame.figures);
        let (vetoed, deducted) = self.rules.apply(&frame.figures, rows);
        let (mut scores, mut places) = (vec![0.0; rows], vec![0; rows]);
        parts.scores(&weights, &mut Work::default(), &mut scores);
        scores.iter_mut().zip(&deducted).for_each(|(score, points)| *score -= points);
        let last = frame.last();
        ranks(&scores, &vetoed, std::slice::from_ref(&last), &mut Vec::new(), &mut places);
        let before: Vec<u32> = self.frame.last().filter(|&row| self.frame.rows[row].entity != entity).map(|row| self.ranks[row]).collect();
        let after = &places[last.clone()];
        let turned = |a: usize, b: usize| (before[a] < before[b] && after[a] > after[b]) || (before[a] > before[b] && after[a] < after[b]);
        let reversals = (0..after.len()).map(|a| (a + 1..after.len()).filter(|&b| turned(a, b)).count()).sum();
        let first = winner(last, &scores, &vetoed).map(|row| frame.rows[row].entity);
        Reversal { entity, reversals: Some(reversals), first, reason: None }
    }
}
