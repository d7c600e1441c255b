use super::classes::Class;
use super::degree::Degree;
use super::panel::{Panel, Weighting};
use crate::index::Bounds;
use crate::sampling::dirichlet;
use agglom_method::{Aim, Context, Generator, MethodError, Seed};
use rand::RngExt;
use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Normal};
use std::sync::atomic::{AtomicU64, Ordering};

/// The bootstrap over entities, with scales and weights estimated anew in every draw.
pub(crate) struct Resampling<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) degree: Degree<'a>,
    pub(crate) weighting: Weighting,
    pub(crate) draws: usize,
    pub(crate) alpha: f64,
    /// Concentration of the Dirichlet distribution of the weights; 0 for none.
    pub(crate) concentration: f64,
    /// Coefficient of variation of the error of a figure.
    pub(crate) data_error: f64,
}

/// Lower and upper end.
pub(crate) type Ends = (f64, f64);

/// What the draws say.
pub(crate) struct Spread {
    /// One per row; empty if no draw could be made.
    pub(crate) rows: Vec<RowSpread>,
    /// One per indicator.
    pub(crate) weights: Vec<Ends>,
    /// Draws in which a system had no indicator that varies.
    pub(crate) failed: usize,
}

/// What the draws say of a row.
pub(crate) struct RowSpread {
    pub(crate) coordination: Ends,
    pub(crate) scores: Vec<Ends>,
    /// Shares of the draws by class.
    pub(crate) classes: [f64; 10],
}

/// The scale and the weight of an indicator in a draw: `r = (x - worst) / span`.
#[derive(Clone, Copy)]
struct Drawn {
    worst: f64,
    span: f64,
    weight: f64,
}

/// What a thread writes a draw into.
struct Buffers {
    entities: Vec<f64>,
    rows: Vec<usize>,
    counts: Vec<f64>,
    columns: Vec<Vec<f64>>,
}

/// Multiplies figures by lognormal errors of median 1, the same ones for the same draw and row whenever they are asked for.
struct Noise {
    seed: Seed,
    /// Equally likely errors, one for each number of 16 bits.
    factors: Vec<f64>,
    columns: usize,
}

impl Resampling<'_> {
    /// Draws scales and weights, then scores every row under each of them.
    pub(crate) fn run(&self, context: &Context<'_>) -> Result<Spread, MethodError> {
        let noise = (self.data_error > 0.0).then(|| Noise::new(context.seed.child("data_error"), self.data_error, self.panel.columns.len()));
        let entity_of_row = self.entities();
        let (done, all) = (AtomicU64::new(0), (self.draws + self.panel.rows.len()) as u64);
        let progress = || context.watch.progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
        let drawn: Vec<Option<Vec<Drawn>>> = (0..self.draws as u64)
            .into_par_iter()
            .map_init(
                || self.buffers(&entity_of_row),
                |buffers, k| {
                    context.proceed()?;
                    progress();
                    Ok(self.draw(k, context.seed.draw(k), &entity_of_row, noise.as_ref(), buffers))
                },
            )
            .collect::<Result<_, MethodError>>()?;
        let drawn: Vec<(u64, Vec<Drawn>)> = (0..).zip(drawn).filter_map(|(k, draw)| Some((k, draw?))).collect();
        let failed = self.draws - drawn.len();
        if drawn.is_empty() {
            return Ok(Spread { rows: Vec::new(), weights: Vec::new(), failed });
        }
        let rows = (0..self.panel.rows.len())
            .into_par_iter()
            .map_init(
                || vec![vec![0.0; drawn.len()]; self.panel.systems.len() + 1],
                |values, row| {
                    context.proceed()?;
                    progress();
                    Ok(self.row(row, &drawn, noise.as_ref(), values))
                },
            )
            .collect::<Result<_, MethodError>>()?;
        let weight = |i: usize| ends(&mut drawn.iter().map(|(_, draw)| draw[i].weight).collect::<Vec<f64>>(), self.alpha);
        Ok(Spread { rows, weights: (0..self.panel.columns.len()).map(weight).collect(), failed })
    }

    /// The number of the entity of each row, counted without gaps.
    fn entities(&self) -> Vec<usize> {
        let rows = &self.panel.rows;
        let mut number = 0;
        (0..rows.len())
            .map(|i| {
                number += usize::from(i > 0 && rows[i].entity != rows[i - 1].entity);
                number
            })
            .collect()
    }

    fn buffers(&self, entity_of_row: &[usize]) -> Buffers {
        let rows = self.panel.rows.len();
        Buffers {
            entities: vec![0.0; entity_of_row.last().map_or(0, |last| last + 1)],
            rows: Vec::with_capacity(rows),
            counts: Vec::with_capacity(rows),
            columns: vec![Vec::with_capacity(rows); self.panel.columns.len()],
        }
    }

    /// Scales and weights of one draw; nothing if a system is left without an indicator that varies.
    fn draw(&self, k: u64, mut generator: Generator, entity_of_row: &[usize], noise: Option<&Noise>, buffers: &mut Buffers) -> Option<Vec<Drawn>> {
        let panel = self.panel;
        let Buffers { entities, rows, counts, columns } = buffers;
        entities.fill(0.0);
        for _ in 0..entities.len() {
            let drawn = generator.random_range(0..entities.len());
            entities[drawn] += 1.0;
        }
        // Only the rows of drawn entities are looked at; a row counts as often as its entity was drawn.
        rows.clear();
        rows.extend((0..entity_of_row.len()).filter(|&row| entities[entity_of_row[row]] > 0.0));
        counts.clear();
        counts.extend(rows.iter().map(|&row| entities[entity_of_row[row]]));
        for (column, figures) in columns.iter_mut().zip(&panel.columns) {
            column.clear();
            column.extend(rows.iter().map(|&row| figures[row]));
        }
        if let Some(noise) = noise {
            let mut factors = vec![0.0; columns.len()];
            for (at, &row) in rows.iter().enumerate() {
                noise.factors(k, row, &mut factors);
                columns.iter_mut().zip(&factors).for_each(|(column, factor)| column[at] *= factor);
            }
        }
        let mut drawn = vec![Drawn { worst: 0.0, span: 1.0, weight: 0.0 }; columns.len()];
        // Indicators that vary in this draw are moved to the front.
        let (mut kept, mut system) = (Vec::with_capacity(columns.len()), Vec::with_capacity(columns.len()));
        for (i, drawn) in drawn.iter_mut().enumerate() {
            let Some(ends) = panel.fixed[i].or_else(|| Bounds::pooled(&columns[i], counts)) else { continue };
            let (worst, best) = if panel.aims[i] == Aim::Up { (ends.low, ends.high) } else { (ends.high, ends.low) };
            (drawn.worst, drawn.span) = (worst, best - worst);
            columns[i].iter_mut().for_each(|x| *x = drawn.scale(*x));
            // Within bounds of its own it may be constant, and then has no weight unless all have the same.
            if panel.fixed[i].is_some() && self.weighting != Weighting::Equal && Bounds::pooled(&columns[i], counts).is_none() {
                continue;
            }
            columns.swap(kept.len(), i);
            kept.push(i);
            system.push(panel.system[i]);
        }
        if (0..panel.systems.len()).any(|s| !system.contains(&s)) {
            return None;
        }
        let mut weights = self.weighting.weights(&columns[..kept.len()], counts, &system);
        if self.concentration > 0.0 {
            system.chunk_by(|a, b| a == b).fold(0, |from, members| {
                let part = &mut weights[from..from + members.len()];
                let before: f64 = part.iter().sum();
                if before > 0.0 {
                    dirichlet(part, self.concentration, &mut generator);
                    for weight in part {
                        *weight *= before;
                    }
                }
                from + members.len()
            });
        }
        kept.into_iter().zip(weights).for_each(|(i, weight)| drawn[i].weight = weight);
        Some(drawn)
    }

    /// A row under every draw.
    fn row(&self, row: usize, drawn: &[(u64, Vec<Drawn>)], noise: Option<&Noise>, values: &mut [Vec<f64>]) -> RowSpread {
        let panel = self.panel;
        let figures: Vec<f64> = panel.columns.iter().map(|column| column[row]).collect();
        let mut noisy = figures.clone();
        let mut scores = vec![0.0; panel.systems.len()];
        let mut classes = [0.0; 10];
        for (at, (k, draw)) in drawn.iter().enumerate() {
            if let Some(noise) = noise {
                noise.factors(*k, row, &mut noisy);
                noisy.iter_mut().zip(&figures).for_each(|(factor, figure)| *factor *= figure);
            }
            scores.fill(0.0);
            for ((drawn, &figure), &system) in draw.iter().zip(&noisy).zip(&panel.system) {
                scores[system] += drawn.weight * drawn.scale(figure);
            }
            for (values, score) in values[1..].iter_mut().zip(&mut scores) {
                *score = score.min(1.0);
                values[at] = *score;
            }
            let coordination = self.degree.coordination(&scores);
            classes[Class::of(coordination).number()] += 1.0;
            values[0][at] = coordination;
        }
        let (coordination, scores) = values.split_at_mut(1);
        RowSpread {
            coordination: ends(&mut coordination[0], self.alpha),
            scores: scores.iter_mut().map(|values| ends(values, self.alpha)).collect(),
            classes: classes.map(|count| count / drawn.len() as f64),
        }
    }
}

impl Drawn {
    /// A figure on the scale of the draw.
    fn scale(self, figure: f64) -> f64 {
        ((figure - self.worst) / self.span).clamp(0.0, 1.0)
    }
}

impl Noise {
    /// The errors are quantiles of the lognormal distribution with that coefficient of variation, which is quicker than computing each. Their
    /// median is 1: with a mean of 1, draws lie below the figures in the logarithm as the figures do below the truth, and intervals of what
    /// is not linear miss it (examples/coverage).
    fn new(seed: Seed, variation: f64, columns: usize) -> Self {
        const LEVELS: usize = 1 << 16;
        let deviation = (1.0 + variation.powi(2)).ln().sqrt();
        let normal = Normal::standard();
        let factor = |level: usize| (deviation * normal.inverse_cdf((level as f64 + 0.5) / LEVELS as f64)).exp();
        Self { seed, factors: (0..LEVELS).map(factor).collect(), columns }
    }

    /// The errors of a row's figures in a draw. Four of them take two words of the generator's stream.
    fn factors(&self, k: u64, row: usize, factors: &mut [f64]) {
        let mut generator = self.seed.draw(k);
        generator.set_word_pos(row as u128 * 2 * self.columns.div_ceil(4) as u128);
        for four in factors.chunks_mut(4) {
            let bits: u64 = generator.random();
            four.iter_mut().enumerate().for_each(|(i, factor)| *factor = self.factors[usize::from((bits >> (16 * i)) as u16)]);
        }
    }
}

/// The quantiles alpha/2 and 1 - alpha/2 by linear interpolation (Hyndman and Fan 1996, type 7). Disorders the values.
fn ends(values: &mut [f64], alpha: f64) -> Ends {
    (quantile(values, alpha / 2.0), quantile(values, 1.0 - alpha / 2.0))
}

fn quantile(values: &mut [f64], probability: f64) -> f64 {
    let position = probability * (values.len() - 1) as f64;
    let (_, below, above) = values.select_nth_unstable_by(position as usize, f64::total_cmp);
    let next = above.iter().copied().fold(f64::INFINITY, f64::min);
    if next.is_finite() { *below + position.fract() * (next - *below) } else { *below }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_numpy() {
        // numpy.quantile([8, 1, 4, 2], [.25, .5, .975, 1]) -> 1.75, 3, 7.7, 8 (2.4; its default is type 7)
        let mut values = [8.0, 1.0, 4.0, 2.0];
        for (probability, expected) in [(0.25, 1.75), (0.5, 3.0), (0.975, 7.7), (1.0, 8.0)] {
            assert!((quantile(&mut values, probability) - expected).abs() < 1e-12);
        }
        assert_eq!(quantile(&mut [3.0], 0.3), 3.0);
    }

    #[test]
    fn errors_have_median_1_and_the_coefficient_of_variation_and_repeat() {
        let noise = Noise::new(Seed::new(1), 0.2, 3);
        let mut factors = [0.0; 3];
        let mut all = Vec::new();
        for k in 0..3000 {
            noise.factors(k, 2, &mut factors);
            all.extend(factors);
        }
        // Logarithms: mean 0, variance ln(1 + 0.2²) = 0.0392. Over 9,000 draws, standard errors 0.0021 of the mean and 0.0006 of the variance;
        // bounds are five.
        let mean = all.iter().map(|f| f.ln()).sum::<f64>() / all.len() as f64;
        let variance = all.iter().map(|f| (f.ln() - mean).powi(2)).sum::<f64>() / all.len() as f64;
        assert!(mean.abs() < 0.0105 && (variance - 0.0392).abs() < 0.003, "{mean} {variance}");
        let first = all[..3].to_vec();
        noise.factors(0, 2, &mut factors);
        assert_eq!(first, factors, "the same draw and row");
        noise.factors(0, 1, &mut factors);
        assert!(first.iter().zip(&factors).all(|(a, b)| a != b), "another row");
    }
}
