//! How the equilibrium changes with the budgets and the number of clusters.

use super::nash::Game;
use super::optimum::efficiency;
use super::taste::{Taste, Weights};
use agglom_method::{Context, MethodError, exact_sum};
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

impl Game {
    pub(crate) fn statics(&self, leader: usize, factors: &[f64], numbers: &[usize], context: &Context<'_>) -> Result<Vec<Static>, MethodError> {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|&a, &b| self.gross[b].total_cmp(&self.gross[a]).then(a.cmp(&b)));
        let counted = |varied| move |n: &usize| (varied, *n as f64);
        let fits = |n: &&usize| **n <= self.len();
        let mut variations: Vec<(Varied, f64)> = factors.iter().flat_map(|f| [(Varied::Budgets, *f), (Varied::LargestBudget, *f)]).collect();
        variations.extend(numbers.iter().map(counted(Varied::Clusters)));
        variations.extend(numbers.iter().filter(fits).map(counted(Varied::LargestClusters)));
        variations.sort_by(|a, b| (a.0 as usize).cmp(&(b.0 as usize)).then(a.1.total_cmp(&b.1)));
        let play = |&(varied, value): &(Varied, f64)| {
            context.proceed()?;
            let game = match varied {
                Varied::Budgets => self.scaled(value, None),
                Varied::LargestBudget => self.scaled(value, Some(leader)),
                Varied::Clusters => self.of_average(value as usize),
                Varied::LargestClusters => self.of(&order[..value as usize]),
            };
            Ok(outcome(varied, value, &game))
        };
        variations.par_iter().map(play).collect()
    }

    /// The game with all budgets, or one, times a factor.
    fn scaled(&self, factor: f64, only: Option<usize>) -> Self {
        let mut game = self.clone();
        for i in (0..self.len()).filter(|i| only.is_none_or(|only| *i == only)) {
            game.net[i] += (factor - 1.0) * self.gross[i];
            game.gross[i] *= factor;
        }
        game
    }

    fn with(&self, tastes: Vec<Taste>, gross: Vec<f64>, net: Vec<f64>) -> Self {
        let Self { public, outside, price, aggregation, rho, .. } = *self;
        Self { tastes, gross, net, public, outside, price, aggregation, rho }
    }

    fn of(&self, players: &[usize]) -> Self {
        let pick = |money: &[f64]| players.iter().map(|&i| money[i]).collect();
        let tastes = players.iter().map(|&i| self.tastes[i]).collect();
        self.with(tastes, pick(&self.gross), pick(&self.net))
    }

    fn of_average(&self, number: usize) -> Self {
        let n = self.len() as f64;
        let mean = |of: &dyn Fn(usize) -> f64| exact_sum((0..self.len()).map(of)) / n;
        let weights = Weights {
            tangible: mean(&|i| self.tastes[i].weights.tangible),
            brand: mean(&|i| self.tastes[i].weights.brand),
            other: mean(&|i| self.tastes[i].weights.other),
        };
        let taste = self.tastes[0].like(weights, mean(&|i| self.tastes[i].subsistence), self.price);
        self.with(vec![taste; number], vec![mean(&|i| self.gross[i]); number], vec![mean(&|i| self.net[i]); number])
    }
}

fn outcome(varied: Varied, value: f64, game: &Game) -> Static {
    let (nash, lindahl) = (game.nash().ok(), game.lindahl().ok());
    let best = game.utilitarian().ok().map(|u| game.ln_payoffs(u.private, u.units).collect::<Vec<_>>());
    Static {
        varied,
        value,
        brand: nash.as_ref().map(|n| n.brand),
        underprovision: nash.as_ref().zip(lindahl).map(|(n, l)| n.units / l.units),
        efficiency: nash.as_ref().zip(best).and_then(|(n, best)| efficiency(&game.nash_payoffs(n), &best)),
        contributors: nash.as_ref().map(|n| n.contributors()),
    }
}
