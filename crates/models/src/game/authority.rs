//! The authority moves first: it splits a budget between the brand and tangible assets for the clusters.

use super::nash::Game;
use super::roots::{falling_root, hilltop};
use super::sums::{CHUNK, each, sum};
use super::taste::InKind;
use agglom_method::{Context, MethodError};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who gets how much of the tangible assets that the authority buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Handout {
    /// Every cluster the same.
    Equal,
    /// In proportion to budgets.
    Budget,
}

/// What the clusters make of one split of the authority's budget.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Split {
    /// The part that goes into the brand.
    pub brand_part: f64,
    /// The authority's spending on the brand.
    pub public: f64,
    /// Its spending on tangible assets for the clusters.
    pub in_kind: f64,
    /// All spending on the brand.
    pub brand: f64,
    /// Geometric mean of the payoffs.
    pub welfare: Option<f64>,
    /// Clusters that contribute.
    pub contributors: usize,
    /// Clusters that get more tangible assets than they would buy for the money.
    pub overfed: usize,
}

/// The best an authority can do with the budget when it also pays this part of every contribution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Matching {
    /// The part of every contribution that the authority pays.
    pub rate: f64,
    /// What that costs; empty where it costs more than the budget.
    pub spending: Option<f64>,
    /// The best split of what is left of the budget.
    pub split: Option<Split>,
}

/// Welfare over the splits, and the best one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Authority {
    /// Splits in equal steps, without matching.
    pub splits: Vec<Split>,
    /// The split with the largest welfare.
    pub best: Option<Split>,
    /// The best splits beside matching, by rate.
    pub matching: Vec<Matching>,
    /// The rate with the largest welfare; 0 is one of them.
    pub best_matching: Option<Matching>,
}

/// What the authority does.
#[derive(Debug, Clone, Copy)]
struct Offer {
    rate: f64,
    public: f64,
    in_kind: f64,
}

/// What the clusters do then.
#[derive(Debug, Clone, Copy)]
struct Answer {
    brand: f64,
    /// What the clusters pay themselves.
    own: f64,
}

/// A budget to split.
pub(crate) struct Leader<'a> {
    pub(crate) game: &'a Game,
    pub(crate) budget: f64,
    pub(crate) handout: Handout,
}

/// A part of the budget this small, or a change of welfare by less, is of no interest.
const FINE: f64 = 1e-7;
const COARSE: f64 = 1e-4;

impl Leader<'_> {
    /// Equal steps from tangible assets alone to the brand alone, then golden section between the neighbours of the best.
    pub(crate) fn lead(&self, steps: usize, rates: &[f64], context: &Context<'_>) -> Result<Authority, MethodError> {
        let mut splits = Vec::with_capacity(steps + 1);
        for k in 0..=steps {
            context.proceed()?;
            splits.extend(self.split(0.0, k as f64 / steps as f64, context)?.map(|found| found.1));
            context.watch.progress(k as u64, steps as u64 + 1);
        }
        let best = self.refined(0.0, &splits, FINE, context)?.map(|found| found.1);
        let mut matching = vec![Matching { rate: 0.0, spending: Some(0.0), split: best }];
        for &rate in rates.iter().filter(|rate| **rate > 0.0) {
            matching.push(self.matching(rate, COARSE, context)?);
        }
        matching.sort_by(|a, b| a.rate.total_cmp(&b.rate));
        matching.dedup_by(|a, b| a.rate == b.rate);
        let best_matching = if matching.len() > 1 { self.best_matching(&matching, context)? } else { None };
        Ok(Authority { best, splits, best_matching, matching: if matching.len() > 1 { matching } else { Vec::new() } })
    }

    /// Golden section over the rates between the neighbours of the best.
    fn best_matching(&self, tried: &[Matching], context: &Context<'_>) -> Result<Option<Matching>, MethodError> {
        let worth = |m: &Matching| m.split.map_or(f64::NEG_INFINITY, |split| welfare(&split));
        let mut best = 0;
        for k in 1..tried.len() {
            if worth(&tried[k]) > worth(&tried[best]) {
                best = k;
            }
        }
        let (low, high) = (tried[best.saturating_sub(1)].rate, tried[(best + 1).min(tried.len() - 1)].rate);
        let rate = hilltop(low, high, COARSE, |rate| Ok(worth(&self.matching(rate, COARSE, context)?)))?;
        let top = self.matching(rate, FINE, context)?;
        let found = if worth(&top) > worth(&tried[best]) { top } else { tried[best] };
        Ok(found.split.is_some().then_some(found))
    }

    /// The best split beside one rate.
    fn matching(&self, rate: f64, precision: f64, context: &Context<'_>) -> Result<Matching, MethodError> {
        const STEPS: usize = 10;
        let mut splits = Vec::new();
        for k in 0..=STEPS {
            let Some((_, split)) = self.split(rate, k as f64 / STEPS as f64, context)? else {
                return Ok(Matching { rate, spending: None, split: None });
            };
            splits.push(split);
        }
        let best = self.refined(rate, &splits, precision, context)?;
        Ok(Matching { rate, spending: best.map(|found| found.0), split: best.map(|found| found.1) })
    }

    /// The best of splits in equal steps, or a better one between its neighbours; what matching costs beside it.
    fn refined(&self, rate: f64, splits: &[Split], precision: f64, context: &Context<'_>) -> Result<Option<(f64, Split)>, MethodError> {
        let mut best = 0;
        for k in 1..splits.len() {
            if welfare(&splits[k]) > welfare(&splits[best]) {
                best = k;
            }
        }
        let (low, high) = (splits[best.saturating_sub(1)].brand_part, splits[(best + 1).min(splits.len() - 1)].brand_part);
        let part = hilltop(low, high, precision, |part| Ok(self.split(rate, part, context)?.map_or(f64::NEG_INFINITY, |found| welfare(&found.1))))?;
        let top = self.split(rate, part, context)?.filter(|top| welfare(&top.1) > welfare(&splits[best]));
        let found = if top.is_some() { top } else { self.split(rate, splits[best].brand_part, context)? };
        Ok(found.filter(|found| found.1.welfare.is_some()))
    }

    /// What matching costs and what the clusters make of a split of the rest; nothing if matching costs more than the budget.
    fn split(&self, rate: f64, part: f64, context: &Context<'_>) -> Result<Option<(f64, Split)>, MethodError> {
        const STEPS: usize = 200;
        let offer = |cost: f64| Offer { rate, public: (self.budget - cost) * part, in_kind: (self.budget - cost) * (1.0 - part) };
        context.proceed()?;
        if rate == 0.0 {
            return Ok(Some((0.0, self.followed(part, offer(0.0), self.answer(offer(0.0), None)?))));
        }
        // The dearer matching is, the less is left to add to what clusters contribute: the excess of its cost over the plan falls.
        let excess = |cost: f64, guess: Option<f64>| {
            context.proceed()?;
            let answer = self.answer(offer(cost), guess)?;
            let paid = answer.map_or(0.0, |a| a.own * rate / (1.0 - rate));
            Ok::<_, MethodError>((paid - cost, answer))
        };
        let (mut low, mut high) = (0.0, self.budget);
        let (mut at_low, mut answer) = excess(low, None)?;
        if at_low <= 0.0 {
            return Ok(Some((0.0, self.followed(part, offer(0.0), answer))));
        }
        let (mut at_high, _) = excess(high, None)?;
        if at_high > 0.0 {
            return Ok(None);
        }
        let (mut cost, mut side) = (low, 0);
        // Regula falsi, Illinois.
        for _ in 0..STEPS {
            cost = (low * at_high - high * at_low) / (at_high - at_low);
            let (value, found) = excess(cost, answer.map(|a| a.brand))?;
            answer = found;
            if value.abs() <= 1e-13 * self.budget || high - low <= 1e-14 * self.budget {
                break;
            }
            if value > 0.0 {
                (low, at_low) = (cost, value);
                at_high *= if side == 1 { 0.5 } else { 1.0 };
                side = 1;
            } else {
                (high, at_high) = (cost, value);
                at_low *= if side == -1 { 0.5 } else { 1.0 };
                side = -1;
            }
        }
        Ok(Some((cost, self.followed(part, offer(cost), answer))))
    }

    fn gift(&self, offer: Offer, i: usize, budgets: f64) -> InKind {
        let game = self.game;
        let gift = match self.handout {
            Handout::Equal => offer.in_kind / game.len() as f64,
            Handout::Budget => offer.in_kind * (game.gross[i] / budgets),
        };
        game.tastes[i].in_kind(game.net[i], gift)
    }

    fn budgets(&self) -> f64 {
        if self.handout == Handout::Budget { sum(self.game.gross.iter().copied()) } else { 1.0 }
    }

    /// Kappa of a cluster that pays only part of what it contributes.
    fn kappa(&self, i: usize, rate: f64) -> f64 {
        if rate == 0.0 { self.game.kappas[i] } else { self.game.kappas[i] * (1.0 - rate).powf(self.game.tastes[i].sigma) }
    }

    /// The equilibrium after an offer; a gift in kind cannot be turned into a contribution.
    fn answer(&self, offer: Offer, guess: Option<f64>) -> Result<Option<Answer>, MethodError> {
        let (game, budgets, paid) = (self.game, self.budgets(), 1.0 - offer.rate);
        let clusters: Vec<(InKind, f64)> = each(game.len(), |i| (self.gift(offer, i, budgets), self.kappa(i, offer.rate)));
        let public = game.public + offer.public;
        let money = sum(clusters.iter().map(|(gift, _)| gift.disposable.max(0.0))) / paid;
        let own = |brand: f64| {
            let chunk = |c: usize| {
                let (mut own, mut slope) = (0.0, 0.0);
                for (taste, &(gift, kappa)) in game.tastes[c * CHUNK..].iter().zip(&clusters[c * CHUNK..]).take(CHUNK) {
                    if able(gift) {
                        let found = taste.contribution(kappa, gift, brand);
                        own += found.0;
                        slope += found.1;
                    }
                }
                (own, slope)
            };
            let parts: Vec<(f64, f64)> = (0..clusters.len().div_ceil(CHUNK)).into_par_iter().map(chunk).collect();
            parts.iter().fold((0.0, 0.0), |(own, slope), part| (own + part.0, slope + part.1))
        };
        if public + money <= 0.0 || public + own(f64::MIN_POSITIVE).0 <= 0.0 {
            return Ok(None);
        }
        let root = falling_root(guess.unwrap_or(public + money).ln(), |ln_brand| {
            let brand = ln_brand.exp();
            let (own, slope) = own(brand);
            let all = public + own / paid;
            (all.ln() - ln_brand, slope / paid * brand / all - 1.0)
        })?;
        let brand = root.exp();
        Ok(Some(Answer { brand, own: own(brand).0 }))
    }

    fn followed(&self, brand_part: f64, offer: Offer, answer: Option<Answer>) -> Split {
        let (game, budgets) = (self.game, self.budgets());
        let Offer { rate, public, in_kind } = offer;
        let Some(Answer { brand, .. }) = answer else {
            return Split { brand_part, public, in_kind, brand: 0.0, welfare: None, contributors: 0, overfed: 0 };
        };
        let replies = each(game.len(), |i| {
            let (taste, gift) = (&game.tastes[i], self.gift(offer, i, budgets));
            able(gift).then(|| {
                let (p, _, bound) = taste.contribution(self.kappa(i, rate), gift, brand);
                (p > 0.0, bound, taste.ln_payoff_with(gift, p, bound, brand / game.price))
            })
        });
        let replies = || replies.iter().flatten();
        let count = replies().count();
        Split {
            brand_part,
            public,
            in_kind,
            brand,
            welfare: (count > 0).then(|| (sum(replies().map(|r| r.2)) / count as f64).exp()),
            contributors: replies().filter(|r| r.0).count(),
            overfed: replies().filter(|r| r.1).count(),
        }
    }
}

fn welfare(split: &Split) -> f64 {
    split.welfare.unwrap_or(f64::NEG_INFINITY)
}

/// Whether a cluster has money of its own left beside the gift.
fn able(gift: InKind) -> bool {
    gift.disposable > gift.surplus.max(0.0)
}
