//! The Nash equilibrium.

use super::roots::{falling_root, softplus};
use super::taste::Taste;
use agglom_method::{MethodError, exact_sum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    pub(crate) tastes: Vec<Taste>,
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
}

impl Game {
    pub(crate) fn len(&self) -> usize {
        self.tastes.len()
    }

    /// What is left for a cluster beyond subsistence.
    pub(crate) fn disposable(&self, i: usize) -> f64 {
        self.net[i] - self.tastes[i].subsistence
    }

    pub(crate) fn kappa(&self, i: usize) -> f64 {
        self.tastes[i].kappa
    }

    pub(crate) fn nash(&self) -> Result<Nash, Fault> {
        match self.aggregation {
            Aggregation::Sum => self.sum(),
            Aggregation::Ces => self.ces(),
            Aggregation::WeakestLink => self.weakest_link(),
        }
    }

    /// METHODS C.2. The excess of contributions over the brand is convex and falling, so Newton's steps from 0 rise to its root and end
    /// there, as soon as no cluster drops out: at the contributor set of Andreoni and McGuire (1993), without sorting.
    fn sum(&self) -> Result<Nash, Fault> {
        let of = |i: usize| (self.disposable(i), self.kappa(i));
        let mut set: Vec<(f64, f64)> = (0..self.len()).map(of).filter(|(disposable, _)| *disposable > 0.0).collect();
        let mut brand;
        loop {
            let (money, slope): (f64, f64) = set.iter().fold((0.0, 0.0), |(d, k), c| (d + c.0, k + c.1));
            brand = (self.public + money) / (1.0 + slope);
            let before = set.len();
            set.retain(|(disposable, kappa)| disposable - kappa * brand > 0.0);
            if set.len() == before {
                break;
            }
        }
        brand = (self.public + exact_sum(set.iter().map(|c| c.0))) / (1.0 + exact_sum(set.iter().map(|c| c.1)));
        let spending: Vec<f64> = (0..self.len()).map(|i| (self.disposable(i) - self.kappa(i) * brand).max(0.0)).collect();
        if brand > 0.0 { Ok(Nash { spending, brand, units: brand / self.price }) } else { Err(Fault::Nobody) }
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
        Ok(Nash { spending: vec![common; self.len()], brand: common * self.len() as f64, units: common / self.price })
    }

    /// METHODS C.6, in ln Q; a cluster's share w = spending / disposable is sought on the scale ln(w / (1 - w)).
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
        let money: Vec<f64> = able.iter().map(|&i| (self.disposable(i) / self.price).ln()).collect();
        let odds: Vec<f64> = able.iter().map(|&i| self.kappa(i).ln()).collect();
        let mut logits = vec![0.0; able.len()];
        let mut failed = None;
        let mut excess = |ln_q: f64| {
            let (mut total, mut slope) = (Vec::with_capacity(able.len()), 0.0);
            for (k, logit) in logits.iter_mut().enumerate() {
                // First-order condition: (rho - 1) ln w + ln(1 - w) = ln kappa + ln Q - rho ln(disposable / price).
                let right = odds[k] + ln_q - rho * money[k];
                match content(rho, right, *logit) {
                    Ok(found) => *logit = found,
                    Err(error) => failed = Some(error),
                }
                total.push(rho * (money[k] - softplus(-*logit)));
            }
            let top = total.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = total.iter().map(|t| (t - top).exp()).sum();
            for (t, logit) in total.iter().zip(&logits) {
                slope += (t - top).exp() / sum * rho / ((1.0 - rho) + logit.exp());
            }
            (top + sum.ln() - ln_q, -1.0 - slope)
        };
        let start = rho * money.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ln_q = falling_root(start, &mut excess)?;
        excess(ln_q);
        if let Some(error) = failed {
            return Err(Fault::Error(error));
        }
        let mut spending = vec![0.0; self.len()];
        for ((&i, money), logit) in able.iter().zip(&money).zip(&logits) {
            spending[i] = self.price * (money - softplus(-logit)).exp();
        }
        Ok(Nash { brand: exact_sum(spending.iter().copied()), units: (ln_q / rho).exp(), spending })
    }

    /// d ln(brand units) / d(own spending).
    fn reach(&self, nash: &Nash, i: usize) -> f64 {
        match self.aggregation {
            Aggregation::Sum => 1.0 / nash.brand,
            Aggregation::Ces => ((self.rho - 1.0) * (nash.spending[i] / self.price / nash.units).ln()).exp() / (self.price * nash.units),
            Aggregation::WeakestLink => 1.0 / nash.spending[i],
        }
    }

    /// What one more unit of own money in the brand is worth to a cluster in private money (for the weakest link: if all others add as much).
    pub(crate) fn marginal_rate(&self, nash: &Nash, i: usize) -> Option<f64> {
        let left = self.disposable(i) - nash.spending[i];
        if left <= 0.0 || (self.aggregation == Aggregation::Ces && nash.spending[i] <= 0.0) {
            return None;
        }
        Some(self.tastes[i].marginal_rate(self.kappa(i), left, 1.0 / self.reach(nash, i)))
    }

    /// A bound on what a cluster can gain by any other contribution, as a share of its payoff: the payoff is concave in the own
    /// contribution, so no gain exceeds its slope times the way to the end.
    pub(crate) fn deviation(&self, nash: &Nash, i: usize) -> Option<f64> {
        let (taste, kappa, spending) = (&self.tastes[i], self.kappa(i), nash.spending[i]);
        let left = self.disposable(i) - spending;
        let brand: f64 = nash.units * self.price;
        if left <= 0.0 || (self.aggregation == Aggregation::Ces && spending <= 0.0) {
            return None;
        }
        let private = taste.private_elasticity(kappa, left / brand);
        let slope = (1.0 - private) * self.reach(nash, i) - private / left;
        let upwards = if self.aggregation == Aggregation::WeakestLink { 0.0 } else { left };
        Some((slope * upwards).max(-slope * spending).max(0.0))
    }

    /// What a cluster spends on the brand if all others spend this many times what they spend in equilibrium.
    pub(crate) fn best_response(&self, nash: &Nash, i: usize, times: f64) -> Result<f64, MethodError> {
        let (disposable, kappa) = (self.disposable(i), self.kappa(i));
        let others = times * (nash.brand - self.public - nash.spending[i]).max(0.0);
        match self.aggregation {
            Aggregation::Sum => Ok(((disposable - kappa * (self.public + others)) / (1.0 + kappa)).max(0.0)),
            Aggregation::WeakestLink => {
                Ok(if self.len() == 1 { nash.spending[i] } else { (disposable / (1.0 + kappa)).min(times * nash.spending[i]) })
            }
            Aggregation::Ces => {
                let (rho, money) = (self.rho, (disposable / self.price).ln());
                let own = |j: usize| (rho * (times * nash.spending[j] / self.price).ln()).exp();
                let theirs: f64 = (0..self.len()).filter(|&j| j != i && nash.spending[j] > 0.0).map(own).sum();
                let logit = falling_root(0.0, |t| {
                    let ln_w = -softplus(-t);
                    let mine = (rho * (money + ln_w)).exp();
                    let value = (rho - 1.0) * ln_w - softplus(t) + rho * money - kappa.ln() - (theirs + mine).ln();
                    let w = ln_w.exp();
                    (value, (rho - 1.0 - rho * mine / (theirs + mine)) * (1.0 - w) - w)
                })?;
                Ok(disposable * (-softplus(-logit)).exp())
            }
        }
    }
}

/// The logit of w at which (rho - 1) ln w + ln(1 - w) takes a value.
fn content(rho: f64, value: f64, start: f64) -> Result<f64, MethodError> {
    falling_root(start, |t| {
        let w = (-softplus(-t)).exp();
        ((1.0 - rho) * softplus(-t) - softplus(t) - value, -(1.0 - rho) * (1.0 - w) - w)
    })
}
