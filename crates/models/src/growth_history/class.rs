use super::{History, mean, squares};

/// Growth of the peers of a reference class in one indicator: a random-effects model with one variance within peers.
///
/// ```text
/// MSW = Σ_p Σ_t (g_pt - ḡ_p)² / (N - m)        MSB = Σ_p n_p (ḡ_p - ḡ)² / (m - 1)
/// n_0 = (N - Σ n_p² / N) / (m - 1)             τ² = max(0, (MSB - MSW) / n_0)
/// μ = Σ w_p ḡ_p / Σ w_p,   w_p = 1 / (τ² + MSW / n_p),   Var μ = 1 / Σ w_p
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Entity number (of the reference) and mean growth of every peer.
    pub peers: Vec<(u32, f64)>,
    /// The distribution of peers; none with fewer than two peers, or without repeated growth rates.
    pub spread: Option<Spread>,
}

/// How the mean growth of peers is distributed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Mean over peers.
    pub mean: f64,
    /// Sampling variance of that mean.
    pub mean_variance: f64,
    /// Variance of mean growth between peers.
    pub between: f64,
    /// Variance of growth within a peer.
    pub within: f64,
    /// Degrees of freedom of `within`.
    pub df: f64,
}

/// A mean growth after shrinkage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shrunk {
    /// The mean.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
    /// How much the entity's own history counts, 0 to 1.
    pub own: f64,
}

impl Class {
    /// The class of those peers that have growth rates.
    pub fn new<'a>(peers: impl Iterator<Item = &'a History>) -> Self {
        let rates: Vec<(u32, Vec<f64>)> = peers.map(|p| (p.entity, p.rates().iter().map(|r| r.growth).collect())).collect();
        let rates: Vec<(u32, Vec<f64>)> = rates.into_iter().filter(|(_, rates)| !rates.is_empty()).collect();
        Self { peers: rates.iter().map(|(entity, rates)| (*entity, mean(rates))).collect(), spread: Spread::of(&rates) }
    }

    /// The share of peers (but one) that grew less than this on average, in percent.
    pub fn percentile(&self, growth: f64, but: Option<u32>) -> Option<f64> {
        let others: Vec<f64> = self.peers.iter().filter(|p| Some(p.0) != but).map(|p| p.1).collect();
        let below = others.iter().filter(|&&g| g < growth).count();
        (!others.is_empty()).then(|| 100.0 * below as f64 / others.len() as f64)
    }
}

impl Spread {
    fn of(rates: &[(u32, Vec<f64>)]) -> Option<Self> {
        let (peers, all) = (rates.len() as f64, rates.iter().map(|r| r.1.len() as f64).sum::<f64>());
        let df = all - peers;
        if rates.len() < 2 || df < 1.0 {
            return None;
        }
        let within = rates.iter().map(|r| squares(&r.1)).sum::<f64>() / df;
        let grand = rates.iter().flat_map(|r| &r.1).sum::<f64>() / all;
        let msb = rates.iter().map(|r| r.1.len() as f64 * (mean(&r.1) - grand).powi(2)).sum::<f64>() / (peers - 1.0);
        let size = (all - rates.iter().map(|r| (r.1.len() as f64).powi(2)).sum::<f64>() / all) / (peers - 1.0);
        let between = ((msb - within) / size).max(0.0);
        if within <= 0.0 {
            return None;
        }
        let weight = |r: &(u32, Vec<f64>)| 1.0 / (between + within / r.1.len() as f64);
        let total: f64 = rates.iter().map(weight).sum();
        let mean = rates.iter().map(|r| weight(r) * mean(&r.1)).sum::<f64>() / total;
        Some(Self { mean, mean_variance: 1.0 / total, between, within, df })
    }

    /// The posterior of a mean growth: own mean of `n` rates with variance `sigma²`, prior `N(μ, τ²)`.
    pub fn shrink(&self, own_mean: f64, n: usize, variance: f64) -> Shrunk {
        let own = if n == 0 { 0.0 } else { self.between / (self.between + variance / n as f64) };
        let rest = 1.0 - own;
        let mean = if n == 0 { self.mean } else { own * own_mean + rest * self.mean };
        // τ²(1 - w), and the uncertainty of μ itself.
        Shrunk { mean, variance: self.between * rest + rest * rest * self.mean_variance, own }
    }
}
