use super::presence::Presence;
use super::rules::{Diagonal, Similarity};
use agglom_method::{Codes, Flows};
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;
use serde::Serialize;
use std::borrow::Cow;

/// A square matrix of proximities between industries, row by row: from the industry of the row to that of the column. Its diagonal is 0.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ProximityMatrix {
    industries: usize,
    values: Vec<f64>,
    known: Vec<bool>,
    directed: bool,
    /// False if no value is below zero.
    signed: bool,
}

/// How many regions have both industries, as a full square matrix; the diagonal is the ubiquity.
pub fn co_occurrences(presence: &Presence) -> Vec<u32> {
    let industries = presence.shape().1;
    let mut counts = vec![0; industries * industries];
    if industries == 0 {
        return counts;
    }
    let rows = counts.par_chunks_mut(industries).enumerate().with_min_len(8);
    rows.for_each(|(industry, counts)| Arch::new().dispatch(InCommon { presence, industry, counts }));
    mirror(&mut counts, industries);
    counts
}

/// How many regions an industry has in common with itself and those after it.
struct InCommon<'a> {
    presence: &'a Presence,
    industry: usize,
    counts: &'a mut [u32],
}

impl WithSimd for InCommon<'_> {
    type Output = ();

    /// Bits are counted by the processor itself, if it can.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let mine = self.presence.industry_bits(self.industry);
        for (other, count) in self.counts.iter_mut().enumerate().skip(self.industry) {
            let bits = mine.iter().zip(self.presence.industry_bits(other)).map(|(a, b)| (a & b).count_ones());
            *count = bits.fold(0, u32::wrapping_add);
        }
    }
}

/// Copies the upper triangle into the lower one, in blocks.
fn mirror<T: Copy + Send + Sync>(square: &mut [T], n: usize) {
    const BLOCK: usize = 32;
    for rows in (0..n).step_by(BLOCK) {
        for columns in (0..=rows).step_by(BLOCK) {
            for j in rows..(rows + BLOCK).min(n) {
                for k in columns..(columns + BLOCK).min(j) {
                    square[j * n + k] = square[k * n + j];
                }
            }
        }
    }
}

impl ProximityMatrix {
    /// The proximity of all pairs of industries by presence.
    pub fn of(presence: &Presence, co_occurrences: &[u32], similarity: Similarity) -> Self {
        let industries = presence.shape().1;
        let everywhere = |j: usize| presence.ubiquity(j) >= presence.occupied();
        let known: Vec<bool> = (0..industries).map(|j| presence.ubiquity(j) > 0 && !(similarity.needs_variation() && everywhere(j))).collect();
        let values = Formula::new(presence, co_occurrences, similarity).matrix((co_occurrences, &known));
        Self { industries, values, known, directed: false, signed: similarity.needs_variation() }
    }

    /// Proximities of all pairs of so many industries, row by row: from the industry of the row to that of the column. What stands on the
    /// diagonal does not count, and all industries are known.
    ///
    /// # Panics
    /// If these are not as many as pairs.
    pub fn new(industries: usize, mut values: Vec<f64>) -> Self {
        assert_eq!(values.len(), industries * industries, "a square matrix of the industries");
        (0..industries).for_each(|j| values[j * industries + j] = 0.0);
        let directed = (0..industries).any(|j| (0..j).any(|k| values[j * industries + k] != values[k * industries + j]));
        Self { industries, signed: any_below_zero(&values), values, known: vec![true; industries], directed }
    }

    /// Proximities that somebody gives, for these industries. If no pair is listed in both directions, both directions are the same.
    pub fn given(industries: &Codes, flows: &Flows) -> Self {
        let n = industries.len();
        let place: Vec<Option<usize>> = flows.nodes.iter().map(|code| industries.index(code)).collect();
        let mut values = vec![0.0; n * n];
        let mut listed = vec![false; n * n];
        let mut known = vec![false; n];
        for flow in &flows.flows {
            let (Some(j), Some(k)) = (place[flow.from as usize], place[flow.to as usize]) else { continue };
            known[j] = true;
            known[k] = true;
            if j != k && flow.value.is_finite() {
                values[j * n + k] = flow.value;
                listed[j * n + k] = true;
            }
        }
        let directed = (0..n).any(|j| (0..j).any(|k| listed[j * n + k] && listed[k * n + j]));
        if !directed {
            for j in 0..n {
                for k in 0..n {
                    if listed[j * n + k] {
                        values[k * n + j] = values[j * n + k];
                    }
                }
            }
        }
        Self { industries: n, signed: any_below_zero(&values), values, known, directed }
    }

    /// How many industries there are.
    pub fn len(&self) -> usize {
        self.industries
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.industries == 0
    }

    /// The proximity from one industry to another; none if it is not defined for one of them.
    pub fn get(&self, from: usize, to: usize) -> Option<f64> {
        (self.known[from] && self.known[to]).then(|| self.values[from * self.industries + to])
    }

    /// Whether the industry has proximities.
    pub fn knows(&self, industry: usize) -> bool {
        self.known[industry]
    }

    /// The mean of both directions; 0 if it is not defined.
    pub fn mean(&self, one: usize, other: usize) -> f64 {
        let there = self.values[one * self.industries + other];
        if self.directed { f64::midpoint(there, self.values[other * self.industries + one]) } else { there }
    }

    /// The proximities from one industry to all.
    pub fn row(&self, from: usize) -> &[f64] {
        &self.values[from * self.industries..(from + 1) * self.industries]
    }

    /// The same as weights: below zero becomes zero, and the diagonal is as the convention says.
    pub fn weights(&self, diagonal: Diagonal) -> Cow<'_, [f64]> {
        if diagonal == Diagonal::Zero && !self.signed {
            return Cow::Borrowed(&self.values);
        }
        let mut weights: Vec<f64> = self.values.iter().map(|&v| v.max(0.0)).collect();
        for j in (0..self.industries).filter(|&j| diagonal == Diagonal::One && self.known[j]) {
            weights[j * self.industries + j] = 1.0;
        }
        Cow::Owned(weights)
    }
}

fn any_below_zero(values: &[f64]) -> bool {
    !values.iter().all(|&v| v >= 0.0)
}

/// A similarity of two industries by what each has and by what all have.
struct Formula {
    similarity: Similarity,
    /// Regions of each industry; for the probabilistic index its co-occurrences with others.
    sizes: Vec<f64>,
    /// Occupied regions; for the probabilistic index the sum of sizes.
    all: f64,
}

impl Formula {
    fn new(presence: &Presence, co_occurrences: &[u32], similarity: Similarity) -> Self {
        let industries = presence.shape().1;
        if similarity == Similarity::ProbabilisticIndex {
            let sum = |(j, row): (usize, &[u32])| row.iter().map(|&c| u64::from(c)).sum::<u64>() - u64::from(row[j]);
            let sizes: Vec<f64> = co_occurrences.chunks(industries.max(1)).enumerate().map(|row| sum(row) as f64).collect();
            return Self { similarity, all: sizes.iter().sum(), sizes };
        }
        Self { similarity, sizes: (0..industries).map(|j| presence.ubiquity(j) as f64).collect(), all: presence.occupied() as f64 }
    }

    /// The similarities of all pairs of industries of which both are known; 0 for the others.
    fn matrix(&self, pairs: (&[u32], &[bool])) -> Vec<f64> {
        let n = self.all;
        match self.similarity {
            Similarity::MinimumConditionalProbability => self.filled(pairs, |u, v, both| both / u.max(v)),
            Similarity::MaximumConditionalProbability => self.filled(pairs, |u, v, both| both / u.min(v)),
            Similarity::Association => self.filled(pairs, |u, v, both| both * n / (u * v)),
            Similarity::Cosine => self.filled(pairs, |u, v, both| both / (u * v).sqrt()),
            Similarity::Jaccard => self.filled(pairs, |u, v, both| both / (u + v - both)),
            // u + v = n where no third industry co-occurs with anything; then u = v and n - u > 0 still.
            Similarity::ProbabilisticIndex => {
                self.filled(pairs, |u, v, both| if both == 0.0 { 0.0 } else { both / ((u / n * (v / (n - u)) + v / n * (u / (n - v))) * n / 2.0) })
            }
            Similarity::Correlation => self.filled(pairs, |u, v, both| (n * both - u * v) / (u * (n - u) * v * (n - v)).sqrt()),
            Similarity::TStatistic => self.filled(pairs, |u, v, both| {
                let mean = u * v / n;
                (both - mean) / (mean * ((n - u) / n) * ((n - v) / (n - 1.0))).sqrt()
            }),
        }
    }

    /// `value` of the sizes of two industries, that of the first one first, and of what they have in common: one loop for each formula.
    fn filled(&self, (co_occurrences, known): (&[u32], &[bool]), value: impl Fn(f64, f64, f64) -> f64 + Sync) -> Vec<f64> {
        let n = self.sizes.len();
        let mut values = vec![0.0; n * n];
        if n > 0 {
            values.par_chunks_mut(n).enumerate().with_min_len(8).filter(|(j, _)| known[*j]).for_each(|(j, row)| {
                let (size, both) = (self.sizes[j], &co_occurrences[j * n..][..n]);
                for (k, (cell, ((&other, &both), &known))) in row.iter_mut().zip(self.sizes.iter().zip(both).zip(known)).enumerate() {
                    let (first, second) = if k < j { (other, size) } else { (size, other) };
                    *cell = if known { value(first, second, f64::from(both)) } else { 0.0 };
                }
                row[j] = 0.0;
            });
        }
        values
    }
}
