use super::{LatticeSettings, Sample};
use crate::inference::{deviate, quantile};
use crate::null::upper_tail;
use agglom_method::{Context, Generator, MethodError, Seed};
use rand::RngExt;
use rand::seq::SliceRandom;
use rayon::prelude::*;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

/// Two values this close, in units of what they are made of, are equal but for rounding.
const TIE: f64 = 1e-12;

/// A statistic against what chance gives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tails {
    /// Lower end of what chance gives.
    pub low: Option<f64>,
    /// Upper end of what chance gives.
    pub high: Option<f64>,
    /// Probability under chance.
    pub p_value: Option<f64>,
}

/// Values dealt out anew over the regions.
pub(crate) struct Deal<'a> {
    pub(crate) settings: LatticeSettings<'a>,
    pub(crate) seed: Seed,
}

impl<'a> Deal<'a> {
    pub(crate) fn new(settings: LatticeSettings<'a>, context: &Context<'_>) -> Self {
        Self { settings, seed: context.seed.child("permutations") }
    }

    /// A statistic of the values in so many random orders.
    pub(crate) fn over_all<S: Send>(&self, values: &[f64], context: &Context<'_>, of: impl Fn(&[f64]) -> S + Sync) -> Result<Vec<S>, MethodError> {
        let draw = |buffer: &mut Vec<f64>, k: usize| {
            context.proceed()?;
            buffer.clone_from_slice(values);
            buffer.shuffle(&mut self.seed.draw(k as u64));
            Ok(of(buffer))
        };
        (0..self.settings.draws).into_par_iter().map_init(|| values.to_vec(), draw).collect()
    }

    /// The tails of an observed value among the dealt ones; without draws those of the normal distribution.
    pub(crate) fn tails(&self, observed: f64, dealt: &[f64], expected: f64, variance: Option<f64>) -> Tails {
        let (alpha, alternative) = (self.settings.alpha, self.settings.alternative);
        if dealt.is_empty() {
            let spread = variance.map(|v| deviate(alpha / 2.0) * v.sqrt());
            let p_value = variance.map(|v| self.normal((observed - expected) / v.sqrt()));
            return Tails { low: spread.map(|s| expected - s), high: spread.map(|s| expected + s), p_value };
        }
        let tie = TIE * dealt.iter().fold(observed.abs(), |m, v| m.max(v.abs()));
        let upper = upper_tail(dealt.iter().filter(|v| **v >= observed - tie).count(), dealt.len());
        let lower = upper_tail(dealt.iter().filter(|v| **v <= observed + tie).count(), dealt.len());
        let mut sorted = dealt.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        Tails { low: quantile(&sorted, alpha / 2.0), high: quantile(&sorted, 1.0 - alpha / 2.0), p_value: Some(alternative.p_value(upper, lower)) }
    }

    /// The p-value of a standard normal deviate.
    pub(crate) fn normal(&self, z: f64) -> f64 {
        let normal = Normal::standard();
        self.settings.alternative.p_value(normal.sf(z), normal.cdf(z))
    }

    /// For each region the upper and the lower tail of what its neighbours add up to, when the values of all other regions are dealt out
    /// over them; none for a region without neighbours.
    ///
    /// The same drawn numbers serve all regions, as in PySAL: they stand for the others of each region, its own place being taken by the
    /// last region.
    pub(crate) fn over_others(&self, sample: &Sample<'_>, context: &Context<'_>) -> Result<Vec<Option<(f64, f64)>>, MethodError> {
        const BLOCK: usize = 8 << 20;
        const CHUNK: usize = 4096;
        let (n, most, draws) = (sample.values.len(), sample.weights.most_neighbours(), self.settings.draws);
        if most == 0 || draws == 0 {
            return Ok(vec![None; n]);
        }
        let mut reached = vec![(0u32, 0u32); n];
        let block = (BLOCK / most).clamp(1, draws);
        let (pieces, mut done) = (draws.div_ceil(block) * n.div_ceil(CHUNK), 0);
        for first in (0..draws).step_by(block) {
            let table = self.others(n - 1, most, first..(first + block).min(draws), context)?;
            for (chunk, reached) in reached.chunks_mut(CHUNK).enumerate() {
                let count = |values: &mut Vec<f64>, (at, reached): (usize, &mut (u32, u32))| {
                    context.proceed()?;
                    count(sample, chunk * CHUNK + at, values, &table, most, reached);
                    Ok(())
                };
                reached.par_iter_mut().enumerate().map_init(|| sample.deviations.clone(), count).collect::<Result<(), MethodError>>()?;
                done += 1;
                context.watch.progress(done, pieces as u64);
            }
        }
        let tails = |(i, r): (usize, (u32, u32))| {
            (sample.weights.neighbours(i) > 0).then(|| (upper_tail(r.0 as usize, draws), upper_tail(r.1 as usize, draws)))
        };
        Ok(reached.into_iter().enumerate().map(tails).collect())
    }

    /// So many different numbers below `n` for each of these draws.
    fn others(&self, n: usize, size: usize, draws: std::ops::Range<usize>, context: &Context<'_>) -> Result<Vec<u32>, MethodError> {
        let mut table = vec![0; size * draws.len()];
        let fill = |(row, k): (&mut [u32], usize)| {
            context.proceed()?;
            different(n, &mut self.seed.draw(k as u64), row);
            Ok(())
        };
        table.par_chunks_mut(size).zip(draws).map(fill).collect::<Result<(), MethodError>>()?;
        Ok(table)
    }
}

/// Different numbers below `n`, each as likely as any that is left: the first of them are the same however many are wanted.
fn different(n: usize, generator: &mut Generator, into: &mut [u32]) {
    const FEW: usize = 64;
    let mut taken = if into.len() > FEW { vec![false; n] } else { Vec::new() };
    for at in 0..into.len() {
        into[at] = loop {
            let number = generator.random_range(0..n as u32);
            let again = if taken.is_empty() { into[..at].contains(&number) } else { std::mem::replace(&mut taken[number as usize], true) };
            if !again {
                break number;
            }
        };
    }
}

/// How often the neighbours of region `i` reach what they are, from above and from below. `values` are all values and are so again after.
fn count(sample: &Sample<'_>, i: usize, values: &mut [f64], table: &[u32], width: usize, reached: &mut (u32, u32)) {
    let (to, weight) = sample.weights.row(i);
    let Some(&first) = weight.first() else { return };
    let size = to.len();
    let all_equal = weight.iter().all(|w| *w == first);
    let observed: f64 = if all_equal { to.iter().map(|&j| values[j as usize]).sum() } else { sample.weights.lag(i, values) };
    let scale = if all_equal { size as f64 } else { weight.iter().sum() };
    let tie = TIE * scale * sample.largest;
    let (from, to) = (observed - tie, observed + tie);
    let last = values[values.len() - 1];
    let own = std::mem::replace(&mut values[i], last);
    let mut add = |sum: f64| {
        reached.0 += u32::from(sum >= from);
        reached.1 += u32::from(sum <= to);
    };
    if all_equal {
        table.chunks_exact(width).for_each(|row| add(row[..size].iter().map(|&j| values[j as usize]).sum()));
    } else {
        table.chunks_exact(width).for_each(|row| add(row[..size].iter().zip(weight).map(|(&j, w)| w * values[j as usize]).sum()));
    }
    values[i] = own;
}
