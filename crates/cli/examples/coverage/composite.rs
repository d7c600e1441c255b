//! Composite indices: entities with true figures, and a study that sees them with error, or sees a few of them, or guesses the weights.

use crate::claims::Held;
use crate::{chance, context, table};
use agglom_method::{Aim, Method};
use agglom_models::Assessed;
use agglom_models::composite_index::{Composite, CompositeIndex, Weighting};
use agglom_testing::patterns::{gamma, normal};

/// What is not known in a scenario.
#[derive(Clone, Copy)]
pub struct Doubts {
    /// Coefficient of variation of the errors in the figures.
    pub error: f64,
    /// Standard deviation of the logarithms of the true figures of an indicator over the entities.
    pub spread: f64,
    /// Whether scales are given rather than the range of the figures.
    pub bounds: bool,
    /// Concentration of the true weights around the given ones; 0: they are the given ones.
    pub concentration: f64,
    /// Whether weights are estimated from the entities, of which there are many more than the study sees.
    pub estimated: Option<Weighting>,
}

const INDICATORS: [&str; 6] = ["i1", "i2", "i3", "i4", "i5", "i6"];
const WEIGHTS: [f64; 6] = [0.25, 0.2, 0.2, 0.15, 0.1, 0.1];
const ENTITIES: usize = 12;
/// So many that the method does not look at the order without each.
const POPULATION: usize = 600;

/// One study of twelve entities and six indicators, two of them the less the better.
pub fn ranks(run: u64, doubts: Doubts) -> Option<Held> {
    let mut draw = chance("composite", run);
    let many = if doubts.estimated.is_some() { POPULATION } else { ENTITIES };
    let truth = entities(many, doubts.spread, &mut draw);
    let sigma = (1.0 + doubts.error * doubts.error).ln().sqrt();
    let mut error = || (sigma * normal(&mut draw) - 0.5 * sigma * sigma).exp();
    let seen: Vec<[f64; 6]> = truth[..ENTITIES].iter().map(|figures| figures.map(|x| x * error())).collect();
    let mut weights = WEIGHTS;
    if doubts.concentration > 0.0 {
        let parts = weights.map(|w| gamma(doubts.concentration * w, &mut draw));
        weights = parts.map(|part| part / parts.iter().sum::<f64>());
    }
    let exact = CompositeIndex { draws: 0, ..method(doubts, weights) };
    let stated = CompositeIndex {
        draws: 499,
        data_error: doubts.error,
        weight_concentration: doubts.concentration,
        resample: doubts.estimated.is_some(),
        ..method(doubts, WEIGHTS)
    };
    let (truth, found) = (computed(&exact, &truth, run)?, computed(&stated, &seen, run)?);
    Some(held(&truth, &found))
}

/// True figures: quality common to the indicators of an entity, and what is their own.
fn entities(many: usize, spread: f64, draw: &mut agglom_method::Generator) -> Vec<[f64; 6]> {
    let of_one = |_| {
        let quality = normal(draw);
        [0, 1, 2, 3, 4, 5].map(|i| (spread * if i < 4 { 0.5 * quality + 0.87 * normal(draw) } else { normal(draw) }).exp())
    };
    (0..many).map(of_one).collect()
}

fn method(doubts: Doubts, weights: [f64; 6]) -> CompositeIndex {
    let named = INDICATORS.map(str::to_owned);
    // Wide enough that no figure lies beyond.
    let ends = [(-6.0 * doubts.spread).exp(), (6.0 * doubts.spread).exp()];
    CompositeIndex {
        directions: named.iter().enumerate().map(|(i, name)| (name.clone(), if i < 4 { Aim::Up } else { Aim::Down })).collect(),
        bounds: named.iter().filter(|_| doubts.bounds).map(|name| (name.clone(), ends)).collect(),
        weighting: doubts.estimated.unwrap_or(Weighting::Given),
        weights: if doubts.estimated.is_some() { std::collections::BTreeMap::default() } else { named.iter().cloned().zip(weights).collect() },
        ..CompositeIndex::default()
    }
}

fn computed(method: &CompositeIndex, figures: &[[f64; 6]], run: u64) -> Option<Composite> {
    let source = table(figures.len(), &INDICATORS, &["2020".to_owned()], |entity, indicator, _| figures[entity][indicator]);
    method.compute(&Assessed { source }, &context(run)).ok()
}

/// The truth may be about more entities than the study: what counts is the order of those in it.
fn held(truth: &Composite, found: &Composite) -> Held {
    let mut scores = [f64::NAN; ENTITIES];
    truth
        .rows
        .iter()
        .filter(|row| (row.entity as usize) < ENTITIES)
        .for_each(|row| scores[row.entity as usize] = row.composite_index.unwrap_or(f64::NAN));
    let mut held = Held::default();
    for row in &found.rows {
        let at = row.entity as usize;
        let rank = 1 + scores.iter().filter(|other| **other > scores[at]).count() as u32;
        if let (Some(low), Some(high), Some(first), Some(last)) = (row.low, row.high, row.rank_low, row.rank_high) {
            held.intervals.push(("score", low <= scores[at] && scores[at] <= high));
            held.intervals.push(("rank", first <= rank && rank <= last));
            if row.rank == Some(1) {
                held.intervals.push(("rank of the one that is found first", first <= rank && rank <= last));
            }
        }
        let probability = |rank: u32| found.chances.iter().find(|c| (c.entity, c.rank) == (row.entity, rank)).map_or(0.0, |c| c.probability);
        held.claims.extend((1..=ENTITIES as u32).map(|place| (probability(place), place == rank)));
        if let Some(likeliest) = (1..=ENTITIES as u32).max_by(|a, b| probability(*a).total_cmp(&probability(*b))) {
            held.best.push((probability(likeliest), likeliest == rank));
        }
    }
    held
}
