//! What the clusters would do if they acted as one: Lindahl's prices and the utilitarian optimum.

use super::nash::{Aggregation, Fault, Game, Nash};
use super::roots::{falling_root, softplus};
use super::sums::{CHUNK, each, sum, totals};
use agglom_method::MethodError;
use rayon::prelude::*;
use std::sync::Arc;

/// Lindahl's equilibrium: each cluster pays its own share of the brand and wants just as much of it as all others.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lindahl {
    /// The share that each pays of what the clusters pay.
    pub(crate) shares: Vec<f64>,
    pub(crate) brand: f64,
    pub(crate) units: f64,
    /// Private spending.
    pub(crate) private: Vec<f64>,
}

/// The brand and the private spending with the largest product of payoffs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Utilitarian {
    pub(crate) brand: f64,
    pub(crate) units: f64,
    pub(crate) private: Vec<f64>,
}

impl Game {
    /// What one unit of brand costs when it is made in the cheapest way.
    pub(crate) fn unit_cost(&self) -> f64 {
        let n = self.len() as f64;
        match self.aggregation {
            Aggregation::Sum => self.price,
            Aggregation::Ces => self.price * n.powf(1.0 - 1.0 / self.rho),
            Aggregation::WeakestLink => self.price * n,
        }
    }

    /// Money beyond subsistence before taxes; 0 if there is none.
    fn means(&self, i: usize) -> f64 {
        (self.gross[i] - self.subsistence[i]).max(0.0)
    }

    /// Kappas at what a unit of brand costs all together.
    fn kappas_together(&self) -> Arc<[f64]> {
        let cost = self.unit_cost();
        if cost == self.price { self.kappas.clone() } else { self.tastes.iter().map(|t| t.kappa_at(cost)).collect() }
    }

    /// The share of the brand's cost at which a cluster wants this much of it, and d ln(share) / d ln(brand).
    ///
    /// kappa share^sigma G + share (G - outside) = means.
    fn wanted(&self, i: usize, kappa: f64, brand: f64, guess: f64) -> Result<(f64, f64), MethodError> {
        let (means, net, sigma) = (self.means(i), brand - self.outside, self.tastes[i].sigma);
        if means <= 0.0 {
            return Ok((0.0, 0.0));
        }
        if sigma == 1.0 {
            let all = kappa * brand + net;
            return Ok((means / all, -(kappa * brand + brand) / all));
        }
        let parts = |t: f64| ((sigma * t).exp() * kappa * brand, t.exp() * net);
        let start = if guess > 0.0 { guess.ln() } else { (means / (kappa * brand + net)).ln() };
        let t = falling_root(start, |t| {
            let (own, shared) = parts(t);
            (means.ln() - (own + shared).ln(), -(sigma * own + shared) / (own + shared))
        })?;
        let (own, shared) = parts(t);
        Ok((t.exp(), -(own + t.exp() * brand) / (sigma * own + shared)))
    }

    /// All spending on the brand at Lindahl's prices. `shares` are guesses of the shares and become the shares, unless there is a closed
    /// form, where they stay as they are.
    pub(super) fn lindahl_brand(&self, kappas: &[f64], shares: &mut [f64], guess: Option<f64>) -> Result<f64, Fault> {
        let [means] = totals(self.len(), |i| [self.means(i)]);
        if means <= 0.0 {
            return Err(Fault::Nobody);
        }
        if self.outside == 0.0 && self.plain {
            return Ok(sum((0..self.len()).map(|i| self.means(i) / (1.0 + kappas[i]))));
        }
        if self.outside > 0.0 && self.all_want(kappas, shares, self.outside)?.0 <= 1.0 {
            return Ok(self.outside);
        }
        let mut failed = None;
        // The share that all want falls from above 1 at `outside` to below 1 at `outside + means`.
        let root = falling_root(guess.unwrap_or(self.outside + means).ln(), |ln_brand| {
            let brand = ln_brand.exp();
            if brand <= self.outside {
                return (1.0, 0.0);
            }
            match self.all_want(kappas, shares, brand) {
                Ok((all, slope)) => (all.ln(), slope / all),
                Err(error) => {
                    failed = Some(error);
                    (0.0, -1.0)
                }
            }
        })?;
        failed.map_or(Ok(root.exp()), |error| Err(error.into()))
    }

    /// The sum of the wanted shares and its slope by ln(brand); the shares are guesses before and the shares after.
    fn all_want(&self, kappas: &[f64], shares: &mut [f64], brand: f64) -> Result<(f64, f64), MethodError> {
        let of_chunk = |(c, shares): (usize, &mut [f64])| {
            let (mut all, mut slope) = (0.0, 0.0);
            for (i, share) in (c * CHUNK..).zip(shares) {
                let (wanted, elasticity) = self.wanted(i, kappas[i], brand, *share)?;
                *share = wanted;
                all += wanted;
                slope += wanted * elasticity;
            }
            Ok((all, slope))
        };
        let parts = shares.par_chunks_mut(CHUNK).enumerate().map(of_chunk).collect::<Result<Vec<_>, MethodError>>()?;
        Ok(parts.iter().fold((0.0, 0.0), |(a, s), part| (a + part.0, s + part.1)))
    }

    pub(crate) fn lindahl(&self) -> Result<Lindahl, Fault> {
        let (kappas, mut shares) = (self.kappas_together(), vec![0.0; self.len()]);
        let brand = self.lindahl_brand(&kappas, &mut shares, None)?;
        self.all_want(&kappas, &mut shares, brand)?;
        let private = (0..self.len()).map(|i| self.gross[i] - shares[i] * (brand - self.outside)).collect();
        Ok(Lindahl { shares, brand, units: brand / self.unit_cost(), private })
    }

    /// Money of all beyond subsistence, before taxes.
    pub(super) fn money(&self) -> f64 {
        sum((0..self.len()).flat_map(|i| [self.gross[i], -self.subsistence[i]]))
    }

    /// Private spending per unit of brand spending, where marginal payoffs of money are the same; it does not depend on budgets.
    pub(super) fn utilitarian_ratios(&self) -> Result<Vec<f64>, MethodError> {
        let kappas = self.kappas_together();
        let mut ratios = kappas.to_vec();
        // The marginal payoff of money times the brand; without CES preferences it is the sum of the brand weights.
        let weight = sum(kappas.iter().map(|k| 1.0 / (1.0 + k)));
        let ln_weight = if self.plain { weight.ln() } else { self.balance(&kappas, &mut ratios, weight.ln(), None)? };
        self.ratios(&kappas, ln_weight, &mut ratios)?;
        Ok(ratios)
    }

    /// METHODS C.3 with equal weights.
    pub(crate) fn utilitarian(&self) -> Result<Utilitarian, Fault> {
        let (cost, n, money) = (self.unit_cost(), self.len() as f64, self.money());
        if money <= 0.0 {
            return Err(Fault::Nobody);
        }
        let mut ratios = self.utilitarian_ratios()?;
        let mut brand = (money + self.outside) / (1.0 + sum(ratios.iter().copied()));
        if brand < self.outside {
            brand = self.outside;
            let kappas = self.kappas_together();
            let ln_weight = self.balance(&kappas, &mut ratios, (n * brand / money).ln(), Some(money / brand))?;
            self.ratios(&kappas, ln_weight, &mut ratios)?;
        }
        let private = ratios.iter().zip(self.subsistence.iter()).map(|(ratio, subsistence)| subsistence + ratio * brand).collect();
        Ok(Utilitarian { brand, units: brand / cost, private })
    }

    /// Private spending per unit of brand spending at which each cluster's marginal payoff of money, times the brand, has this logarithm.
    fn ratios(&self, kappas: &[f64], ln_weight: f64, ratios: &mut [f64]) -> Result<(), MethodError> {
        let of_chunk = |(c, ratios): (usize, &mut [f64])| {
            let at = c * CHUNK;
            for ((taste, kappa), ratio) in self.tastes[at..].iter().zip(&kappas[at..]).zip(ratios) {
                let s = taste.exponent();
                *ratio = if s == 0.0 {
                    kappa / (1.0 + kappa) / ln_weight.exp()
                } else {
                    // private elasticity / ratio = weight
                    let u = falling_root(ratio.ln(), |u| {
                        let brand = taste.brand_elasticity(*kappa, u.exp());
                        (-softplus(-kappa.ln() - s * (u - kappa.ln())) - u - ln_weight, s * brand - 1.0)
                    })?;
                    u.exp()
                };
            }
            Ok(())
        };
        ratios.par_chunks_mut(CHUNK).enumerate().map(of_chunk).collect()
    }

    /// The ln of the weight that is the sum of the brand elasticities, or at which the ratios add up to a given sum.
    fn balance(&self, kappas: &[f64], ratios: &mut [f64], start: f64, given: Option<f64>) -> Result<f64, MethodError> {
        let mut failed = None;
        let root = falling_root(start, |ln_weight| {
            if let Err(error) = self.ratios(kappas, ln_weight, ratios) {
                failed = Some(error);
            }
            let [all, slope] = totals(self.len(), |i| {
                let (s, brand) = (self.tastes[i].exponent(), self.tastes[i].brand_elasticity(kappas[i], ratios[i]));
                let ln_ratio_slope = 1.0 / (s * brand - 1.0);
                let part = if given.is_some() { ratios[i] } else { brand };
                [part, part * ln_ratio_slope * if given.is_some() { 1.0 } else { -s * (1.0 - brand) }]
            });
            match given {
                Some(given) => ((all / given).ln(), slope / all),
                None => (all.ln() - ln_weight, slope / all - 1.0),
            }
        });
        failed.map_or(root, Err)
    }

    /// ln payoffs of private spending and a brand; empty where a cluster is below subsistence.
    pub(crate) fn ln_payoffs(&self, private: impl Fn(usize) -> f64 + Sync + Send, units: f64) -> Vec<Option<f64>> {
        each(self.len(), |i| {
            let left = private(i) - self.subsistence[i];
            (left > 0.0).then(|| self.tastes[i].ln_payoff(left, units))
        })
    }

    pub(crate) fn nash_payoffs(&self, nash: &Nash) -> Vec<Option<f64>> {
        each(self.len(), |i| (nash.left[i] > 0.0).then(|| self.tastes[i].ln_payoff(nash.left[i], nash.units)))
    }
}

/// Geometric mean of the ratios of payoffs, over clusters that have both.
pub(crate) fn efficiency(payoffs: &[Option<f64>], of: &[Option<f64>]) -> Option<f64> {
    let gaps = || payoffs.iter().zip(of).filter_map(|(a, b)| Some((*a)? - (*b)?));
    let count = gaps().count();
    (count > 0).then(|| (sum(gaps()) / count as f64).exp())
}
