//! What the clusters would do if they acted as one: Lindahl's prices and the utilitarian optimum.

use super::nash::{Aggregation, Fault, Game, Nash};
use super::roots::{falling_root, softplus};
use agglom_method::{MethodError, exact_sum};

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
        (self.gross[i] - self.tastes[i].subsistence).max(0.0)
    }

    /// The share of the brand's cost at which a cluster wants this much of it, and d ln(share) / d ln(brand).
    ///
    /// kappa share^sigma G + share (G - outside) = means.
    fn wanted(&self, i: usize, kappa: f64, brand: f64) -> Result<(f64, f64), MethodError> {
        let (means, net, sigma) = (self.means(i), brand - self.outside, self.tastes[i].sigma);
        if means <= 0.0 {
            return Ok((0.0, 0.0));
        }
        if sigma == 1.0 {
            let all = kappa * brand + net;
            return Ok((means / all, -(kappa * brand + brand) / all));
        }
        let parts = |t: f64| ((sigma * t).exp() * kappa * brand, t.exp() * net);
        let start = (means / (kappa * brand + net)).ln();
        let t = falling_root(start, |t| {
            let (own, shared) = parts(t);
            (means.ln() - (own + shared).ln(), -(sigma * own + shared) / (own + shared))
        })?;
        let (own, shared) = parts(t);
        Ok((t.exp(), -(own + t.exp() * brand) / (sigma * own + shared)))
    }

    pub(crate) fn lindahl(&self) -> Result<Lindahl, Fault> {
        let cost = self.unit_cost();
        let kappas: Vec<f64> = self.tastes.iter().map(|t| t.kappa_at(cost)).collect();
        let means = exact_sum((0..self.len()).map(|i| self.means(i)));
        if means <= 0.0 {
            return Err(Fault::Nobody);
        }
        let mut failed = None;
        let mut surplus = |brand: f64| {
            let (mut sum, mut slope) = (0.0, 0.0);
            for (i, kappa) in kappas.iter().enumerate() {
                match self.wanted(i, *kappa, brand) {
                    Ok((share, elasticity)) => {
                        sum += share;
                        slope += share * elasticity;
                    }
                    Err(error) => failed = Some(error),
                }
            }
            (sum, slope / sum)
        };
        let closed = self.outside == 0.0 && self.tastes.iter().all(|t| t.sigma == 1.0);
        let brand = if closed {
            exact_sum(kappas.iter().enumerate().map(|(i, kappa)| self.means(i) / (1.0 + kappa)))
        } else if self.outside > 0.0 && surplus(self.outside).0 <= 1.0 {
            self.outside
        } else {
            // The share that all want falls from above 1 at `outside` to below 1 at `outside + means`.
            let root = falling_root((self.outside + means).ln(), |ln_brand| {
                let brand = ln_brand.exp();
                if brand <= self.outside {
                    return (1.0, 0.0);
                }
                let (sum, slope) = surplus(brand);
                (sum.ln(), slope)
            })?;
            root.exp()
        };
        if let Some(error) = failed {
            return Err(error.into());
        }
        let mut shares = Vec::with_capacity(self.len());
        for (i, kappa) in kappas.iter().enumerate() {
            shares.push(self.wanted(i, *kappa, brand)?.0);
        }
        let private = (0..self.len()).map(|i| self.gross[i] - shares[i] * (brand - self.outside)).collect();
        Ok(Lindahl { shares, brand, units: brand / cost, private })
    }

    /// METHODS C.3 with equal weights.
    pub(crate) fn utilitarian(&self) -> Result<Utilitarian, Fault> {
        let (cost, n) = (self.unit_cost(), self.len() as f64);
        let kappas: Vec<f64> = self.tastes.iter().map(|t| t.kappa_at(cost)).collect();
        let money = exact_sum((0..self.len()).flat_map(|i| [self.gross[i], -self.tastes[i].subsistence]));
        let wealth = money + self.outside;
        if money <= 0.0 {
            return Err(Fault::Nobody);
        }
        let mut ratios = vec![0.0; self.len()];
        // The marginal payoff of money times the brand; without CES preferences it is the sum of the brand weights.
        let weight = exact_sum(kappas.iter().map(|k| 1.0 / (1.0 + k)));
        let ln_weight = if self.tastes.iter().all(|t| t.sigma == 1.0) { weight.ln() } else { self.balance(&kappas, &mut ratios, weight.ln(), None)? };
        self.ratios(&kappas, ln_weight, &mut ratios)?;
        let mut brand = wealth / (1.0 + exact_sum(ratios.iter().copied()));
        if brand < self.outside {
            brand = self.outside;
            let ln_weight = self.balance(&kappas, &mut ratios, (n * brand / money).ln(), Some(money / brand))?;
            self.ratios(&kappas, ln_weight, &mut ratios)?;
        }
        let private = ratios.iter().zip(&self.tastes).map(|(ratio, taste)| taste.subsistence + ratio * brand).collect();
        Ok(Utilitarian { brand, units: brand / cost, private })
    }

    /// Private spending per unit of brand spending at which each cluster's marginal payoff of money, times the brand, has this logarithm.
    fn ratios(&self, kappas: &[f64], ln_weight: f64, ratios: &mut [f64]) -> Result<(), MethodError> {
        for ((taste, kappa), ratio) in self.tastes.iter().zip(kappas).zip(ratios) {
            let s = taste.exponent();
            *ratio = if s == 0.0 {
                kappa / (1.0 + kappa) / ln_weight.exp()
            } else {
                // private elasticity / ratio = weight
                let u = falling_root(kappa.ln(), |u| {
                    let private = taste.private_elasticity(*kappa, u.exp());
                    (-softplus(-kappa.ln() - s * (u - kappa.ln())) - u - ln_weight, s * (1.0 - private) - 1.0)
                })?;
                u.exp()
            };
        }
        Ok(())
    }

    /// The ln of the weight that is the sum of the brand elasticities, or at which the ratios add up to a given sum.
    fn balance(&self, kappas: &[f64], ratios: &mut [f64], start: f64, given: Option<f64>) -> Result<f64, MethodError> {
        let mut failed = None;
        let root = falling_root(start, |ln_weight| {
            if let Err(error) = self.ratios(kappas, ln_weight, ratios) {
                failed = Some(error);
            }
            let (mut sum, mut slope) = (0.0, 0.0);
            for ((taste, kappa), ratio) in self.tastes.iter().zip(kappas).zip(ratios.iter()) {
                let (s, private) = (taste.exponent(), taste.private_elasticity(*kappa, *ratio));
                let ln_ratio_slope = 1.0 / (s * (1.0 - private) - 1.0);
                let part = if given.is_some() { *ratio } else { 1.0 - private };
                sum += part;
                slope += part * ln_ratio_slope * if given.is_some() { 1.0 } else { -s * private };
            }
            match given {
                Some(given) => ((sum / given).ln(), slope / sum),
                None => (sum.ln() - ln_weight, slope / sum - 1.0),
            }
        });
        failed.map_or(root, Err)
    }

    /// ln payoffs of private spending and a brand; empty where a cluster is below subsistence.
    pub(crate) fn ln_payoffs<'a>(&'a self, private: impl IntoIterator<Item = f64> + 'a, units: f64) -> impl Iterator<Item = Option<f64>> + 'a {
        self.tastes.iter().zip(private).map(move |(taste, private)| {
            let left = private - taste.subsistence;
            (left > 0.0).then(|| taste.ln_payoff(left, units))
        })
    }

    pub(crate) fn nash_payoffs(&self, nash: &Nash) -> Vec<Option<f64>> {
        self.ln_payoffs(self.net.iter().zip(&nash.spending).map(|(net, p)| net - p), nash.units).collect()
    }
}

/// Geometric mean of the ratios of payoffs, over clusters that have both.
pub(crate) fn efficiency(payoffs: &[Option<f64>], of: &[Option<f64>]) -> Option<f64> {
    let gaps: Vec<f64> = payoffs.iter().zip(of).filter_map(|(a, b)| Some((*a)? - (*b)?)).collect();
    (!gaps.is_empty()).then(|| (exact_sum(gaps.iter().copied()) / gaps.len() as f64).exp())
}
