//! How the equilibrium changes with the budgets and the number of clusters.

use super::nash::{Aggregation, Game, Rules};
use super::optimum::{Lindahl, efficiency};
use super::sums::{each, sum, totals};
use super::taste::{Taste, Weights};
use agglom_method::{Context, MethodError};
use rayon::prelude::*;
use serde::Serialize;

/// What is varied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Varied {
    /// All budgets, by a factor.
    Budgets,
    /// The budget of the largest contributor, by a factor.
    LargestBudget,
    /// The number of clusters, each like the average one.
    Clusters,
    /// The number of clusters, those with the largest budgets.
    LargestClusters,
}

impl Varied {
    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Budgets => "budgets",
            Self::LargestBudget => "largest-budget",
            Self::Clusters => "clusters",
            Self::LargestClusters => "largest-clusters",
        }
    }
}

/// The equilibrium of a changed game.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Static {
    /// What is varied.
    pub varied: Varied,
    /// The factor or number.
    pub value: f64,
    /// Brand spending in equilibrium.
    pub brand: Option<f64>,
    /// The brand in equilibrium as a share of Lindahl's.
    pub underprovision: Option<f64>,
    /// Geometric mean of the payoffs, as a share of that in the utilitarian optimum.
    pub efficiency: Option<f64>,
    /// Clusters that contribute.
    pub contributors: Option<usize>,
}

/// What is already known of the game as it is.
pub(crate) struct Known<'a> {
    /// All spending on the brand.
    pub(crate) brand: f64,
    /// The brand itself.
    pub(crate) units: f64,
    pub(crate) contributors: usize,
    pub(crate) lindahl: Option<&'a Lindahl>,
    pub(crate) efficiency: Option<f64>,
    /// The largest contributor.
    pub(crate) leader: usize,
}

impl Game {
    pub(crate) fn statics(&self, known: &Known<'_>, factors: &[f64], numbers: &[usize], context: &Context<'_>) -> Result<Vec<Static>, MethodError> {
        let counted = |varied| move |n: &usize| (varied, *n as f64);
        let fits = |n: &&usize| **n <= self.len();
        let mut variations: Vec<(Varied, f64)> = factors.iter().flat_map(|f| [(Varied::Budgets, *f), (Varied::LargestBudget, *f)]).collect();
        variations.extend(numbers.iter().map(counted(Varied::Clusters)));
        variations.extend(numbers.iter().filter(fits).map(counted(Varied::LargestClusters)));
        variations.sort_by(|a, b| (a.0 as usize).cmp(&(b.0 as usize)).then(a.1.total_cmp(&b.1)));
        if variations.is_empty() {
            return Ok(Vec::new());
        }
        let order = self.by_budget(numbers.iter().copied().filter(|n| *n <= self.len()).max().unwrap_or(0));
        let basis = self.basis(known);
        let average = self.average();
        let play = |&(varied, value): &(Varied, f64)| {
            context.proceed()?;
            let found = match varied {
                Varied::Budgets if self.homogeneous() => in_proportion(known, value),
                Varied::Budgets => near(&self.scaled(value, None), basis.as_ref(), varied, value),
                Varied::LargestBudget => near(&self.scaled(value, Some(known.leader)), basis.as_ref(), varied, value),
                Varied::Clusters => outcome(varied, value, &self.copies(average, value as usize)),
                Varied::LargestClusters => outcome(varied, value, &self.of(&order[..value as usize])),
            };
            Ok(found)
        };
        variations.par_iter().map(play).collect()
    }

    /// The clusters with the largest budgets, so many.
    fn by_budget(&self, most: usize) -> Vec<usize> {
        let larger = |a: &usize, b: &usize| self.gross[*b].total_cmp(&self.gross[*a]).then(a.cmp(b));
        let mut order: Vec<usize> = (0..self.len()).collect();
        if most > 0 && most < order.len() {
            order.select_nth_unstable_by(most - 1, larger);
        }
        order.truncate(most);
        order.sort_unstable_by(larger);
        order
    }

    /// Whether all money is budgets, so that the game scales with them.
    fn homogeneous(&self) -> bool {
        self.public == 0.0 && self.subsistence.iter().all(|s| *s == 0.0)
    }

    /// The game with all budgets, or one, times a factor.
    fn scaled(&self, factor: f64, only: Option<usize>) -> Self {
        let mut game = self.clone();
        for i in only.map_or(0..self.len(), |only| only..only + 1) {
            game.net[i] += (factor - 1.0) * game.gross[i];
            game.gross[i] *= factor;
        }
        game
    }

    fn with(&self, tastes: Vec<Taste>, gross: Vec<f64>, net: Vec<f64>) -> Self {
        let Self { public, outside, price, aggregation, rho, .. } = *self;
        Self::new(tastes, gross, net, Rules { public, outside, price, aggregation, rho })
    }

    fn of(&self, players: &[usize]) -> Self {
        let pick = |money: &[f64]| players.iter().map(|&i| money[i]).collect();
        let tastes = players.iter().map(|&i| self.tastes[i]).collect();
        self.with(tastes, pick(&self.gross), pick(&self.net))
    }

    /// The average cluster: its taste, its budget before and after tax.
    fn average(&self) -> (Taste, f64, f64) {
        let n = self.len() as f64;
        let mean = |of: &dyn Fn(usize) -> f64| sum((0..self.len()).map(of)) / n;
        let weights = Weights {
            tangible: mean(&|i| self.tastes[i].weights.tangible),
            brand: mean(&|i| self.tastes[i].weights.brand),
            other: mean(&|i| self.tastes[i].weights.other),
        };
        let taste = self.tastes[0].like(weights, mean(&|i| self.subsistence[i]), self.price);
        (taste, mean(&|i| self.gross[i]), mean(&|i| self.net[i]))
    }

    fn copies(&self, (taste, gross, net): (Taste, f64, f64), number: usize) -> Self {
        self.with(vec![taste; number], vec![gross; number], vec![net; number])
    }

    fn basis<'a>(&self, known: &'a Known<'a>) -> Option<Basis<'a>> {
        let lindahl = known.lindahl.filter(|_| self.aggregation == Aggregation::Sum)?;
        let ratios = self.utilitarian_ratios().ok()?;
        let ln_ratios = each(self.len(), |i| ratios[i].ln());
        Some(Basis { brand: known.brand, lindahl, all_ratios: sum(ratios), ln_ratios })
    }
}

/// What games of the sum have in common whose clusters differ in budgets only.
struct Basis<'a> {
    brand: f64,
    lindahl: &'a Lindahl,
    /// The sum of private spending per unit of brand spending in the utilitarian optimum, and each logarithm.
    all_ratios: f64,
    ln_ratios: Vec<f64>,
}

impl Basis<'_> {
    fn outcome(&self, game: &Game, varied: Varied, value: f64) -> Option<Static> {
        let (brand, contributors) = game.brand_of_sum(self.brand);
        let best = (game.money() + game.outside) / (1.0 + self.all_ratios);
        if brand <= 0.0 || best <= game.outside {
            return None;
        }
        let mut shares = if game.plain { Vec::new() } else { self.lindahl.shares.clone() };
        if game.plain && game.outside > 0.0 {
            shares = vec![0.0; game.len()];
        }
        let lindahl = game.lindahl_brand(&game.kappas, &mut shares, Some(self.lindahl.brand)).ok()?;
        let (ln_brand, ln_best, ln_price) = (brand.ln(), best.ln(), game.price.ln());
        let gap = |i: usize| {
            let disposable = game.disposable(i);
            if disposable <= 0.0 {
                return [0.0, 0.0];
            }
            let ln_left = (disposable.min(game.kappas[i] * brand)).ln();
            let (taste, ln_private) = (&game.tastes[i], self.ln_ratios[i] + ln_best);
            let gap = if game.plain {
                let b = taste.weights.brand;
                b * (ln_brand - ln_best) + (1.0 - b) * (ln_left - ln_private)
            } else {
                taste.ln_payoff_of(ln_left, ln_brand - ln_price) - taste.ln_payoff_of(ln_private, ln_best - ln_price)
            };
            [gap, 1.0]
        };
        let [gaps, count] = totals(game.len(), gap);
        Some(Static {
            varied,
            value,
            brand: Some(brand),
            underprovision: Some(brand / lindahl),
            efficiency: (count > 0.0).then(|| (gaps / count).exp()),
            contributors: Some(contributors),
        })
    }
}

/// A game that scales with its budgets, all times a factor.
fn in_proportion(known: &Known<'_>, factor: f64) -> Static {
    Static {
        varied: Varied::Budgets,
        value: factor,
        brand: Some(factor * known.brand),
        underprovision: known.lindahl.map(|l| known.units / l.units),
        efficiency: known.efficiency,
        contributors: Some(known.contributors),
    }
}

/// The outcome of a game with other budgets, from what is known of the game as it is; `outcome` where that does not help.
fn near(game: &Game, basis: Option<&Basis<'_>>, varied: Varied, value: f64) -> Static {
    basis.and_then(|basis| basis.outcome(game, varied, value)).unwrap_or_else(|| outcome(varied, value, game))
}

fn outcome(varied: Varied, value: f64, game: &Game) -> Static {
    let (nash, lindahl) = (game.nash().ok(), game.lindahl().ok());
    let best = game.utilitarian().ok().map(|u| game.ln_payoffs(|i| u.private[i], u.units));
    Static {
        varied,
        value,
        brand: nash.as_ref().map(|n| n.brand),
        underprovision: nash.as_ref().zip(lindahl).map(|(n, l)| n.units / l.units),
        efficiency: nash.as_ref().zip(best).and_then(|(n, best)| efficiency(&game.nash_payoffs(n), &best)),
        contributors: nash.as_ref().map(|n| n.contributors()),
    }
}
