//! How the equilibrium changes with the budgets and the number of clusters.

use super::nash::Game;
use super::optimum::efficiency;
use super::taste::{Taste, Weights};
use agglom_method::{Context, MethodError, exact_sum};
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
        let mut statics = Vec::new();
        let mut play = |varied, value, game: &Game| {
            context.proceed()?;
            statics.push(outcome(varied, value, game));
            Ok::<(), MethodError>(())
        };
        for &factor in factors {
            let scaled = |only: Option<usize>| {
                let mut game = self.clone();
                let of = |i: &usize| only.is_none_or(|only| *i == only);
                for i in (0..self.len()).filter(of) {
                    game.net[i] += (factor - 1.0) * self.gross[i];
                    game.gross[i] *= factor;
                }
                game
            };
            play(Varied::Budgets, factor, &scaled(None))?;
            play(Varied::LargestBudget, factor, &scaled(Some(leader)))?;
        }
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|&a, &b| self.gross[b].total_cmp(&self.gross[a]).then(a.cmp(&b)));
        for &number in numbers {
            play(Varied::Clusters, number as f64, &self.of_average(number))?;
            if number <= self.len() {
                play(Varied::LargestClusters, number as f64, &self.of(&order[..number]))?;
            }
        }
        statics.sort_by(|a, b| (a.varied as usize).cmp(&(b.varied as usize)).then(a.value.total_cmp(&b.value)));
        Ok(statics)
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
        let taste = self.tastes[0].like(weights, mean(&|i| self.tastes[i].subsistence));
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
