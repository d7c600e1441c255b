//! The authority moves first: it splits a budget between the brand and tangible assets for the clusters.

use super::nash::Game;
use super::roots::{falling_root, hilltop};
use super::taste::InKind;
use agglom_method::{Context, MethodError, exact_sum};
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

/// Welfare over the splits, and the best one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Authority {
    /// Splits in equal steps.
    pub splits: Vec<Split>,
    /// The split with the largest welfare.
    pub best: Option<Split>,
}

/// A budget to split.
pub(crate) struct Leader<'a> {
    pub(crate) game: &'a Game,
    pub(crate) budget: f64,
    pub(crate) handout: Handout,
}

impl Leader<'_> {
    /// Equal steps from tangible assets alone to the brand alone, then golden section between the neighbours of the best.
    pub(crate) fn lead(&self, steps: usize, context: &Context<'_>) -> Result<Authority, MethodError> {
        let mut splits = Vec::with_capacity(steps + 1);
        for k in 0..=steps {
            context.proceed()?;
            splits.push(self.followed(k as f64 / steps as f64)?);
            context.watch.progress(k as u64, steps as u64 + 1);
        }
        let welfare = |split: &Split| split.welfare.unwrap_or(f64::NEG_INFINITY);
        let mut best = 0;
        for k in 1..splits.len() {
            if welfare(&splits[k]) > welfare(&splits[best]) {
                best = k;
            }
        }
        let (low, high) = (splits[best.saturating_sub(1)].brand_part, splits[(best + 1).min(steps)].brand_part);
        let top = self.followed(hilltop(low, high, |part| {
            context.proceed()?;
            Ok(welfare(&self.followed(part)?))
        })?)?;
        let best = if welfare(&top) > welfare(&splits[best]) { top } else { splits[best] };
        Ok(Authority { best: best.welfare.is_some().then_some(best), splits })
    }

    /// The equilibrium after a split; a gift in kind cannot be turned into a contribution.
    fn followed(&self, brand_part: f64) -> Result<Split, MethodError> {
        let game = self.game;
        let (given, in_kind) = (self.budget * brand_part, self.budget * (1.0 - brand_part));
        let public = game.public + given;
        let budgets = exact_sum(game.gross.iter().copied());
        let gift = |i: usize| match self.handout {
            Handout::Equal => in_kind / game.len() as f64,
            Handout::Budget => in_kind * (game.gross[i] / budgets),
        };
        let gifts: Vec<InKind> = (0..game.len()).map(|i| game.tastes[i].in_kind(game.net[i], gift(i))).collect();
        let kappas: Vec<f64> = (0..game.len()).map(|i| game.kappa(i)).collect();
        let money: f64 = gifts.iter().map(|g| g.disposable.max(0.0)).sum();
        let reply = |brand: f64| {
            let of = |i: usize| game.tastes[i].contribution(kappas[i], gifts[i], brand);
            (0..game.len()).filter(|&i| gifts[i].disposable > gifts[i].surplus.max(0.0)).map(of).fold((public, 0.0), |(p, s), c| (p + c.0, s + c.1))
        };
        if public + money <= 0.0 || reply(f64::MIN_POSITIVE).0 <= 0.0 {
            return Ok(Split { brand_part, public: given, in_kind, brand: 0.0, welfare: None, contributors: 0, overfed: 0 });
        }
        let root = falling_root((public + money).ln(), |ln_brand| {
            let brand = ln_brand.exp();
            let (all, slope) = reply(brand);
            (all.ln() - ln_brand, slope * brand / all - 1.0)
        })?;
        let brand = root.exp();
        let (mut contributors, mut overfed, mut payoffs) = (0, 0, Vec::with_capacity(game.len()));
        for ((taste, kappa), gift) in game.tastes.iter().zip(&kappas).zip(gifts) {
            let able = gift.disposable > gift.surplus.max(0.0);
            let (p, bound) = if able {
                let (p, _, bound) = taste.contribution(*kappa, gift, brand);
                (p, bound)
            } else {
                (0.0, false)
            };
            contributors += usize::from(p > 0.0);
            overfed += usize::from(bound);
            if able {
                payoffs.push(taste.ln_payoff_with(gift, p, bound, brand / game.price));
            }
        }
        let welfare = (!payoffs.is_empty()).then(|| (exact_sum(payoffs.iter().copied()) / payoffs.len() as f64).exp());
        Ok(Split { brand_part, public: given, in_kind, brand, welfare, contributors, overfed })
    }
}
