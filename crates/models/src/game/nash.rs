//! The Nash equilibrium.

use super::roots::{falling_root, softplus};
use super::sums::{CHUNK, each, sum, totals};
use super::taste::Taste;
use agglom_method::MethodError;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How contributions make the brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// The brand is the sum of the contributions.
    Sum,
    /// Contributions complement or replace each other: `(sum of m^rho)^(1/rho)`.
    Ces,
    /// The brand is as good as the smallest contribution.
    WeakestLink,
}

/// A game ready to be played.
#[derive(Debug, Clone)]
pub(crate) struct Game {
    pub(crate) tastes: Arc<[Taste]>,
    /// Of the tastes, side by side: every pass over the clusters reads them.
    pub(crate) kappas: Arc<[f64]>,
    pub(crate) subsistence: Arc<[f64]>,
    /// Whether all tastes are Cobb-Douglas beyond subsistence, so that optima have closed forms.
    pub(crate) plain: bool,
    /// Budgets before the tax that pays for the public part of the brand.
    pub(crate) gross: Vec<f64>,
    /// Budgets after it.
    pub(crate) net: Vec<f64>,
    /// Public spending on the brand.
    pub(crate) public: f64,
    /// The part of it that the clusters do not pay.
    pub(crate) outside: f64,
    pub(crate) price: f64,
    pub(crate) aggregation: Aggregation,
    pub(crate) rho: f64,
}

/// The equilibrium.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Nash {
    /// What each cluster spends on the brand.
    pub(crate) spending: Vec<f64>,
    /// What each has left beyond subsistence.
    pub(crate) left: Vec<f64>,
    /// All spending on the brand, public spending included.
    pub(crate) brand: f64,
    /// The brand itself.
    pub(crate) units: f64,
}

/// Why there is no equilibrium to speak of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// Nobody can contribute, so there is no brand.
    Nobody,
    /// This cluster cannot contribute and the brand needs everybody.
    Below(usize),
    /// Something else.
    Error(MethodError),
}

impl From<MethodError> for Fault {
    fn from(error: MethodError) -> Self {
        Self::Error(error)
    }
}

impl Nash {
    pub(crate) fn contributors(&self) -> usize {
        self.spending.iter().filter(|p| **p > 0.0).count()
    }

    /// The largest contributors, at most so many; equal ones in the order of their codes.
    pub(crate) fn largest(&self, most: usize) -> Vec<usize> {
        let mut largest: Vec<usize> = Vec::with_capacity(most + 1);
        for (i, spending) in self.spending.iter().enumerate().filter(|(_, spending)| **spending > 0.0) {
            let at = largest.partition_point(|&j| self.spending[j] >= *spending);
            if at < most {
                largest.insert(at, i);
                largest.truncate(most);
            }
        }
        largest
    }
}

/// All but the clusters: prices, the way the brand is made, public money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rules {
    pub(crate) public: f64,
    pub(crate) outside: f64,
    pub(crate) price: f64,
    pub(crate) aggregation: Aggregation,
    pub(crate) rho: f64,
}

impl Game {
    pub(crate) fn new(tastes: Vec<Taste>, gross: Vec<f64>, net: Vec<f64>, rules: Rules) -> Self {
        let Rules { public, outside, price, aggregation, rho } = rules;
        let kappas = tastes.iter().map(|t| t.kappa).collect();
        let subsistence = tastes.iter().map(|t| t.subsistence).collect();
        let plain = tastes.iter().all(|t| t.sigma == 1.0);
        Self { tastes: tastes.into(), kappas, subsistence, plain, gross, net, public, outside, price, aggregation, rho }
    }

    pub(crate) fn len(&self) -> usize {
        self.tastes.len()
    }

    /// What is left for a cluster beyond subsistence.
    pub(crate) fn disposable(&self, i: usize) -> f64 {
        self.net[i] - self.subsistence[i]
    }

    pub(crate) fn kappa(&self, i: usize) -> f64 {
        self.kappas[i]
    }

    pub(crate) fn nash(&self) -> Result<Nash, Fault> {
        self.nash_near(0.0)
    }

    /// The equilibrium; for the sum it is sought from a guess of all spending on the brand.
    pub(crate) fn nash_near(&self, guess: f64) -> Result<Nash, Fault> {
        match self.aggregation {
            Aggregation::Sum => self.sum(guess),
            Aggregation::Ces => self.ces(),
            Aggregation::WeakestLink => self.weakest_link(),
        }
    }

    /// All spending on the brand and how many contribute, METHODS C.2. The excess of contributions over the brand is convex and falling, so
    /// Newton's steps rise to its root from the second on and end there as soon as no cluster drops out: at the contributor set of Andreoni
    /// and McGuire (1993), without sorting.
    pub(super) fn brand_of_sum(&self, guess: f64) -> (f64, usize) {
        let open = |i: usize, brand: f64| self.disposable(i) - self.kappas[i] * brand > 0.0;
        let (mut brand, mut contributors) = (guess, None);
        loop {
            let [money, slope, count] = totals(self.len(), |i| {
                let open = open(i, brand);
                [if open { self.disposable(i) } else { 0.0 }, if open { self.kappas[i] } else { 0.0 }, f64::from(u8::from(open))]
            });
            if contributors == Some(count) {
                break;
            }
            let root = (self.public + money) / (1.0 + slope);
            brand = if contributors.is_none() { root } else { root.max(brand) };
            contributors = Some(count);
        }
        let set = || (0..self.len()).filter(|&i| open(i, brand));
        let exact = (self.public + sum(set().map(|i| self.disposable(i)))) / (1.0 + sum(set().map(|i| self.kappas[i])));
        let count = (0..self.len()).filter(|&i| open(i, exact)).count();
        (exact, count)
    }

    fn sum(&self, guess: f64) -> Result<Nash, Fault> {
        let (brand, _) = self.brand_of_sum(guess);
        if brand <= 0.0 {
            return Err(Fault::Nobody);
        }
        let spending: Vec<f64> = (0..self.len()).map(|i| (self.disposable(i) - self.kappas[i] * brand).max(0.0)).collect();
        let left = (0..self.len()).map(|i| self.disposable(i).min(self.kappas[i] * brand)).collect();
        Ok(Nash { spending, left, brand, units: brand / self.price })
    }

    /// The brand spending from which on a cluster contributes nothing; the contribution that it wants of everybody, for the weakest link.
    pub(crate) fn threshold(&self, i: usize) -> Option<f64> {
        let disposable = self.disposable(i);
        match self.aggregation {
            Aggregation::Sum => Some(disposable / self.kappa(i)),
            Aggregation::WeakestLink => Some(disposable / (1.0 + self.kappa(i))),
            Aggregation::Ces => None,
        }
    }

    /// METHODS C.6: the best for all of the equilibria, which are all common contributions up to this one.
    fn weakest_link(&self) -> Result<Nash, Fault> {
        if let Some(i) = (0..self.len()).find(|&i| self.disposable(i) <= 0.0) {
            return Err(Fault::Below(i));
        }
        let common = (0..self.len()).filter_map(|i| self.threshold(i)).fold(f64::INFINITY, f64::min);
        let left = (0..self.len()).map(|i| self.disposable(i) - common).collect();
        Ok(Nash { spending: vec![common; self.len()], left, brand: common * self.len() as f64, units: common / self.price })
    }

    /// METHODS C.6, in ln M, with a cluster's share w = spending / disposable on the scale ln(w / (1 - w)). With a = sigma (1 - rho),
    /// d ln m / d ln M = (a - 1) / (a + w / (1 - w)) < 1 for every cluster, so that ln (sum of m^rho)^(1/rho) - ln M falls: there is one
    /// equilibrium with a brand, for substitutes and complements and any sigma.
    fn ces(&self) -> Result<Nash, Fault> {
        let able: Vec<usize> = (0..self.len()).filter(|&i| self.disposable(i) > 0.0).collect();
        if able.is_empty() {
            return Err(Fault::Nobody);
        }
        if self.rho < 0.0
            && let Some(i) = (0..self.len()).find(|&i| self.disposable(i) <= 0.0)
        {
            return Err(Fault::Below(i));
        }
        let rho = self.rho;
        let mut players: Vec<Content> = able
            .iter()
            .map(|&i| Content {
                curve: self.tastes[i].sigma * (1.0 - rho),
                money: (self.disposable(i) / self.price).ln(),
                odds: self.kappas[i].ln(),
                logit: 0.0,
            })
            .collect();
        let start = players.iter().map(|p| p.money).fold(f64::NEG_INFINITY, f64::max);
        let (mut powers, mut failed) = (vec![0.0; able.len()], None);
        let mut excess = |ln_brand: f64| match raised(&mut players, &mut powers, rho, ln_brand) {
            Ok((ln_sum, slope)) => (ln_sum / rho - ln_brand, slope - 1.0),
            Err(error) => {
                failed = Some(error);
                (0.0, -1.0)
            }
        };
        let ln_brand = falling_root(start, &mut excess)?;
        excess(ln_brand);
        if let Some(error) = failed {
            return Err(Fault::Error(error));
        }
        let units = ln_brand.exp();
        if !units.is_normal() {
            return Err(Fault::Error(MethodError::NotConverged { iterations: 0 }));
        }
        let mut spending = vec![0.0; self.len()];
        let mut left: Vec<f64> = (0..self.len()).map(|i| self.disposable(i)).collect();
        for (&i, player) in able.iter().zip(&players) {
            spending[i] = self.price * player.ln_units().exp();
            // Not disposable - spending, of which rounding may leave nothing.
            left[i] *= (-softplus(player.logit)).exp();
        }
        Ok(Nash { brand: sum(spending.iter().copied()), left, units, spending })
    }

    /// ln of d(price x brand units) / d(own spending).
    fn ln_reach(&self, nash: &Nash, i: usize) -> f64 {
        match self.aggregation {
            Aggregation::Sum | Aggregation::WeakestLink => 0.0,
            Aggregation::Ces => (self.rho - 1.0) * (nash.spending[i] / self.price / nash.units).ln(),
        }
    }

    /// Whether a cluster has something left and a part in the brand.
    fn plays(&self, nash: &Nash, i: usize) -> bool {
        nash.left[i] > 0.0 && (self.aggregation != Aggregation::Ces || nash.spending[i] > 0.0)
    }

    /// What one more unit of own money in the brand is worth to a cluster in private money (for the weakest link: if all others add as much).
    pub(crate) fn marginal_rate(&self, nash: &Nash, i: usize) -> Option<f64> {
        if !self.plays(nash, i) {
            return None;
        }
        let brand = nash.units * self.price;
        let taste = &self.tastes[i];
        if self.aggregation == Aggregation::Ces || taste.sigma != 1.0 {
            return Some((taste.ln_marginal_rate(self.kappa(i), nash.left[i], brand) + self.ln_reach(nash, i)).exp());
        }
        Some(nash.left[i] / (self.kappa(i) * brand))
    }

    /// A bound on what a cluster can gain by any other contribution, as a share of its payoff: the payoff is concave in the own
    /// contribution, so no gain exceeds its slope times the way to the end.
    pub(crate) fn deviation(&self, nash: &Nash, i: usize) -> Option<f64> {
        if !self.plays(nash, i) {
            return None;
        }
        let (taste, kappa, spending, left) = (&self.tastes[i], self.kappa(i), nash.spending[i], nash.left[i]);
        let brand: f64 = nash.units * self.price;
        let (ours, private) = (taste.brand_elasticity(kappa, left / brand), taste.private_elasticity(kappa, left / brand));
        let reach = if self.aggregation == Aggregation::Ces { self.ln_reach(nash, i).exp() } else { 1.0 };
        // The slope of ln payoff, times what is left.
        let slope = ours * reach * (left / brand) - private;
        let upwards = if self.aggregation == Aggregation::WeakestLink { 0.0 } else { slope };
        Some(upwards.max(-slope * (spending / left)).max(0.0))
    }

    /// For ces aggregation the sum of what the other clusters add, raised to rho; 0 for others.
    pub(crate) fn powers_of_others(&self, nash: &Nash, i: usize) -> f64 {
        if self.aggregation != Aggregation::Ces {
            return 0.0;
        }
        let of = each(self.len(), |j| if j == i || nash.spending[j] <= 0.0 { 0.0 } else { (nash.spending[j] / self.price).powf(self.rho) });
        sum(of)
    }

    /// What a cluster spends on the brand if all others spend this many times what they spend in equilibrium.
    pub(crate) fn best_response(&self, nash: &Nash, i: usize, times: f64, powers: f64) -> Result<f64, MethodError> {
        let (disposable, kappa) = (self.disposable(i), self.kappa(i));
        let others = times * (nash.brand - self.public - nash.spending[i]).max(0.0);
        match self.aggregation {
            Aggregation::Sum => Ok(((disposable - kappa * (self.public + others)) / (1.0 + kappa)).max(0.0)),
            Aggregation::WeakestLink => {
                Ok(if self.len() == 1 { nash.spending[i] } else { (disposable / (1.0 + kappa)).min(times * nash.spending[i]) })
            }
            Aggregation::Ces => {
                let (rho, money) = (self.rho, (disposable / self.price).ln());
                let curve = self.tastes[i].sigma * (1.0 - rho);
                let theirs = powers * times.powf(rho);
                // The first-order condition, which falls in the own contribution: its part in the brand, mine, moves the brand.
                let logit = falling_root(0.0, |t| {
                    let ln_w = -softplus(-t);
                    let mine = (rho * (money + ln_w)).exp();
                    let (ln_brand, part, w) = ((theirs + mine).ln() / rho, mine / (theirs + mine), ln_w.exp());
                    let value = -softplus(t) - curve * ln_w - kappa.ln() - (1.0 - curve) * (ln_brand - money);
                    (value, -w - (1.0 - w) * (curve + (1.0 - curve) * part))
                })?;
                Ok(disposable * (-softplus(-logit)).exp())
            }
        }
    }
}

/// A cluster that is content with a brand that is not a sum.
#[derive(Debug, Clone, Copy)]
struct Content {
    /// sigma (1 - rho)
    curve: f64,
    /// ln of disposable money in units of brand
    money: f64,
    /// ln kappa
    odds: f64,
    /// Of the share of disposable money that goes into the brand.
    logit: f64,
}

impl Content {
    /// First-order condition: -a ln w + ln(1 - w) = ln kappa + (1 - a) (ln M - ln(disposable / price)), a = sigma (1 - rho).
    fn meet(&mut self, ln_brand: f64) -> Result<(), MethodError> {
        let (a, right) = (self.curve, self.odds + (1.0 - self.curve) * (ln_brand - self.money));
        self.logit = falling_root(self.logit, |t| {
            let w = (-softplus(-t)).exp();
            (a * softplus(-t) - softplus(t) - right, -a * (1.0 - w) - w)
        })?;
        Ok(())
    }

    fn ln_units(&self) -> f64 {
        self.money - softplus(-self.logit)
    }
}

/// ln of the sum of m^rho of clusters content with a brand, and d ln(that sum)^(1/rho) / d ln(brand).
fn raised(players: &mut [Content], powers: &mut [f64], rho: f64, ln_brand: f64) -> Result<(f64, f64), MethodError> {
    let meet = |(players, powers): (&mut [Content], &mut [f64])| {
        for (player, power) in players.iter_mut().zip(powers) {
            player.meet(ln_brand)?;
            *power = rho * player.ln_units();
        }
        Ok(())
    };
    players.par_chunks_mut(CHUNK).zip(powers.par_chunks_mut(CHUNK)).map(meet).collect::<Result<(), MethodError>>()?;
    let top = powers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let [all, slope] = totals(players.len(), |i| {
        let part = (powers[i] - top).exp();
        let a = players[i].curve;
        [part, part * (a - 1.0) / (a + players[i].logit.exp())]
    });
    Ok((top + all.ln(), slope / all))
}
