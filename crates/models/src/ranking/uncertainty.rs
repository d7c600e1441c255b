use super::aggregation::{Parts, Work};
use super::{Aggregation, Comparable, Frame, Options, Rules, Sums, Weigher, Weighting, ranks};
use crate::sampling::dirichlet;
use crate::sampling::normal;
use agglom_method::{Context, Generator, MethodError};
use rand::RngExt;
use rayon::prelude::*;
use serde::Serialize;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the random draws vary, and around what.
pub(crate) struct Drawing<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) data: &'a Comparable,
    pub(crate) weigher: &'a Weigher,
    pub(crate) rules: &'a Rules,
    pub(crate) options: &'a Options,
    /// The weightings to choose from; the first one is the main one.
    pub(crate) weightings: Vec<Weighting>,
    /// The aggregations to choose from; the first one is the main one.
    pub(crate) aggregations: Vec<Aggregation>,
    pub(crate) draws: usize,
    pub(crate) alpha: f64,
    /// Whether weights from data are estimated again over resampled entities.
    pub(crate) resample: bool,
    /// Concentration of Dirichlet weights, 0 for none.
    pub(crate) concentration: f64,
    /// Coefficient of variation of the figures, 0 for none.
    pub(crate) data_error: f64,
}

/// How sure the score and the rank of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Lower end of the score; `None` if no draw used the main aggregation.
    pub low: Option<f64>,
    /// Upper end of the score.
    pub high: Option<f64>,
    /// Lower end of the rank.
    pub rank_low: u32,
    /// Upper end of the rank.
    pub rank_high: u32,
    /// Share of the draws in which the row comes first.
    pub probability_first: f64,
}

/// How often a row has a rank.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chance {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the period.
    pub period: u32,
    /// The rank.
    pub rank: u32,
    /// Share of the draws.
    pub probability: f64,
}

/// What the draws say.
pub(crate) struct Spreads {
    /// By row of the frame.
    pub(crate) rows: Vec<Spread>,
    /// By kept indicator.
    pub(crate) weights: Vec<(f64, f64)>,
    /// For periods with few enough entities.
    pub(crate) chances: Vec<Chance>,
}

/// Periods with more entities get no table of the probability of each rank.
pub(crate) const MOST_RANKED: usize = 50;

/// What one draw says of a block of rows.
struct Drawn {
    scores: Vec<f64>,
    ranks: Vec<u32>,
    weights: Vec<f64>,
    main: bool,
}

/// Working memory of one thread.
#[derive(Default)]
struct Desk {
    work: Work,
    figures: Vec<Vec<f64>>,
    scaled: Vec<Vec<f64>>,
    counts: Vec<f64>,
    scores: Vec<f64>,
    ranks: Vec<u32>,
    order: Vec<u128>,
}

/// What does not change between draws unless figures do.
struct Fixed {
    parts: Vec<Parts>,
    sums: Sums,
    needed: Vec<Weighting>,
    vetoed: Vec<bool>,
    deducted: Vec<f64>,
    /// Place of each row's entity among the entities.
    entity: Vec<usize>,
    entities: usize,
}

impl Drawing<'_> {
    /// True if anything varies from draw to draw.
    pub(crate) fn varies(&self) -> bool {
        let weights = self.concentration > 0.0 && self.data.kept.len() > 1;
        weights || self.data_error > 0.0 || self.resamples(self.weightings[0]) || self.weightings.len() + self.aggregations.len() > 2
    }

    fn resamples(&self, weighting: Weighting) -> bool {
        self.resample && weighting.is_from_data()
    }

    /// Intervals and probabilities. Rows are taken in blocks of whole periods, so that memory stays bounded.
    pub(crate) fn spreads(&self, context: &Context<'_>) -> Result<Spreads, MethodError> {
        const BLOCK_VALUES: usize = 24 << 20;
        let fixed = self.fixed();
        let mut blocks: Vec<Vec<Range<usize>>> = Vec::new();
        for period in &self.frame.periods {
            let fits = |block: &Vec<Range<usize>>| (period.end - block[0].start) * self.draws <= BLOCK_VALUES;
            match blocks.last_mut().filter(|block| fits(block)) {
                Some(block) => block.push(period.clone()),
                None => blocks.push(vec![period.clone()]),
            }
        }
        let (done, all) = (AtomicU64::new(0), (self.draws * blocks.len()) as u64);
        let mut found = Spreads { rows: Vec::new(), weights: Vec::new(), chances: Vec::new() };
        for block in &blocks {
            let drawn: Vec<Drawn> = (0..self.draws as u64)
                .into_par_iter()
                .map_init(Desk::default, |desk, k| {
                    context.proceed()?;
                    let drawn = self.drawn(&fixed, desk, block, context.seed.draw(k));
                    context.watch.progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                    Ok(drawn)
                })
                .collect::<Result<_, MethodError>>()?;
            self.summed_up(&drawn, block, &mut found);
        }
        Ok(found)
    }

    fn fixed(&self) -> Fixed {
        let rows = &self.frame.rows;
        let entities = self.frame.entities();
        let place = |entity: u32| entities.binary_search(&entity).expect("every row's entity is in the list");
        let (vetoed, deducted) = self.rules.apply(&self.frame.figures, rows.len());
        let parts =
            |&aggregation: &Aggregation| Parts::new(aggregation, self.options, self.frame, self.data, &self.data.scaled.columns, &self.frame.figures);
        let parts = if self.data_error > 0.0 { Vec::new() } else { self.aggregations.iter().map(parts).collect() };
        let entity: Vec<usize> = rows.iter().map(|row| place(row.entity)).collect();
        let needed = self.weigher.needed(&self.weightings);
        let sums = Sums::new(&needed, &self.data.scaled.columns, &entity, entities.len());
        Fixed { parts, sums, needed, vetoed, deducted, entity, entities: entities.len() }
    }

    fn drawn(&self, fixed: &Fixed, desk: &mut Desk, block: &[Range<usize>], mut generator: Generator) -> Drawn {
        let rows = self.frame.rows.len();
        let pick = |count: usize, generator: &mut Generator| if count > 1 { generator.random_range(0..count) } else { 0 };
        let weighting = self.weightings[pick(self.weightings.len(), &mut generator)];
        let aggregation = pick(self.aggregations.len(), &mut generator);
        let blurred = self.data_error > 0.0;
        if blurred {
            self.blur(desk, &mut generator);
        }
        let scaled = if blurred { &desk.scaled } else { &self.data.scaled.columns };
        desk.counts.resize(fixed.entities, 1.0);
        desk.counts.fill(1.0);
        if self.resamples(weighting) {
            desk.counts.fill(0.0);
            (0..fixed.entities).for_each(|_| desk.counts[generator.random_range(0..fixed.entities)] += 1.0);
        }
        let of_draw = (blurred && weighting.is_from_data()).then(|| Sums::new(&fixed.needed, scaled, &fixed.entity, fixed.entities));
        let sums = of_draw.as_ref().unwrap_or(&fixed.sums);
        let from_data = |weighting| sums.weights(weighting, &desk.counts, scaled.len());
        let mut weights = self.weigher.weights_by(weighting, self.data, &from_data);
        if self.concentration > 0.0 {
            dirichlet(&mut weights, self.concentration, &mut generator);
        }
        desk.scores.resize(rows, 0.0);
        desk.ranks.resize(rows, 0);
        if blurred {
            let parts = Parts::new(self.aggregations[aggregation], self.options, self.frame, self.data, scaled, &desk.figures);
            parts.scores(&weights, &mut desk.work, &mut desk.scores);
            let (vetoed, deducted) = self.rules.apply(&desk.figures, rows);
            desk.scores.iter_mut().zip(&deducted).for_each(|(score, points)| *score -= points);
            ranks(&desk.scores, &vetoed, block, &mut desk.order, &mut desk.ranks);
        } else {
            fixed.parts[aggregation].scores(&weights, &mut desk.work, &mut desk.scores);
            desk.scores.iter_mut().zip(&fixed.deducted).for_each(|(score, points)| *score -= points);
            ranks(&desk.scores, &fixed.vetoed, block, &mut desk.order, &mut desk.ranks);
        }
        let of_block = block[0].start..block[block.len() - 1].end;
        Drawn { scores: desk.scores[of_block.clone()].to_vec(), ranks: desk.ranks[of_block].to_vec(), weights, main: aggregation == 0 }
    }

    /// Figures times lognormal errors of median 1, on scales that stay as they are.
    fn blur(&self, desk: &mut Desk, generator: &mut Generator) {
        let sigma = (1.0 + self.data_error * self.data_error).ln().sqrt();
        let noisy = |x: f64, z: f64| (x * (sigma * z).exp()).clamp(-f64::MAX, f64::MAX);
        desk.figures.resize(self.frame.figures.len(), Vec::new());
        for (noised, column) in desk.figures.iter_mut().zip(&self.frame.figures) {
            noised.clear();
            noised.extend(column.iter().map(|&x| noisy(x, normal(generator))));
        }
        desk.scaled.resize(self.data.kept.len(), Vec::new());
        for (i, scaled) in desk.scaled.iter_mut().enumerate() {
            let (bounds, aim) = (self.data.bounds[i], self.data.aims[i]);
            scaled.clear();
            scaled.extend(desk.figures[self.data.kept[i]].iter().map(|&x| bounds.scale(x, aim)));
        }
    }

    fn summed_up(&self, drawn: &[Drawn], block: &[Range<usize>], found: &mut Spreads) {
        // Neighbouring rows are read together, because they lie together in memory.
        const TOGETHER: usize = 16;
        let (start, end) = (block[0].start, block[block.len() - 1].end);
        let groups: Vec<usize> = (start..end).step_by(TOGETHER).collect();
        let most = block.iter().map(|period| period.len()).max().unwrap_or(0);
        let of_group = |&first: &usize| -> Vec<(Spread, Vec<usize>)> {
            let rows = first..(first + TOGETHER).min(end);
            let mut scores = vec![Vec::with_capacity(drawn.len()); rows.len()];
            let mut times = vec![vec![0; most]; rows.len()];
            for draw in drawn {
                for (i, row) in rows.clone().enumerate() {
                    if draw.main {
                        scores[i].push(draw.scores[row - start]);
                    }
                    times[i][draw.ranks[row - start] as usize - 1] += 1;
                }
            }
            scores.iter_mut().zip(times).map(|(scores, times)| (self.spread(scores, &times), times)).collect()
        };
        let spreads: Vec<Vec<(Spread, Vec<usize>)>> = groups.par_iter().map(of_group).collect();
        let mut rows = (start..end).zip(spreads.into_iter().flatten());
        for period in block {
            for (row, (spread, times)) in rows.by_ref().take(period.len()) {
                found.rows.push(spread);
                if period.len() <= MOST_RANKED {
                    let cell = self.frame.rows[row];
                    let chance = |(&times, rank): (&usize, u32)| Chance {
                        entity: cell.entity,
                        period: cell.period,
                        rank,
                        probability: times as f64 / self.draws as f64,
                    };
                    found.chances.extend(times.iter().zip(1..).filter(|(times, _)| **times > 0).map(chance));
                }
            }
        }
        if found.weights.is_empty() {
            let of = |j: usize| {
                let mut weights: Vec<f64> = drawn.iter().map(|draw| draw.weights[j]).collect();
                ends(&mut weights, self.alpha).unwrap_or_default()
            };
            found.weights = (0..self.data.kept.len()).map(of).collect();
        }
    }

    /// The spread of a row from its scores and how many times it had each rank.
    fn spread(&self, scores: &mut [f64], times: &[usize]) -> Spread {
        // The smallest rank that has at least this probability at or below it.
        let at = |probability: f64| {
            let need = (probability * self.draws as f64).ceil().max(1.0) as usize;
            let reached = times.iter().scan(0, |sum, times| {
                *sum += times;
                Some(*sum >= need)
            });
            reached.take_while(|reached| !reached).count() as u32 + 1
        };
        let interval = ends(scores, self.alpha);
        Spread {
            low: interval.map(|i| i.0),
            high: interval.map(|i| i.1),
            rank_low: at(self.alpha / 2.0),
            rank_high: at(1.0 - self.alpha / 2.0),
            probability_first: times[0] as f64 / self.draws as f64,
        }
    }
}

/// The alpha/2 and 1 - alpha/2 quantiles (Hyndman and Fan 1996, type 7).
fn ends(values: &mut [f64], alpha: f64) -> Option<(f64, f64)> {
    let last = values.len().checked_sub(1)?;
    let mut at = |probability: f64| {
        let position = probability * last as f64;
        let (_, below, larger) = values.select_nth_unstable_by(position.floor() as usize, f64::total_cmp);
        let (below, above) = (*below, larger.iter().copied().fold(f64::INFINITY, f64::min));
        let share = position - position.floor();
        if share > 0.0 { below + share * (above - below) } else { below }
    };
    Some((at(alpha / 2.0), at(1.0 - alpha / 2.0)))
}

#[cfg(test)]
mod tests {
    use super::ends;

    #[test]
    fn quantiles_agree_with_r() {
        // R 4: quantile(c(1, 2, 4, 8), c(.25, .75)) -> 1.75, 5
        assert_eq!(ends(&mut [8.0, 1.0, 4.0, 2.0], 0.5), Some((1.75, 5.0)));
        assert_eq!(ends(&mut [], 0.5), None);
        assert_eq!(ends(&mut [3.0], 0.1), Some((3.0, 3.0)));
    }
}
