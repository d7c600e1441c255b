use super::{Rate, mean, squares};
use crate::sampling::normal;
use agglom_measures::quantile;
use agglom_method::{Context, Generator, MethodError, Seed};
use rand::RngExt;
use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// What is known of the growth of one indicator: its mean, how sure that is, and how growth varies around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outlook {
    /// Expected growth of the logarithm in a year.
    pub mean: f64,
    /// Variance of that expectation.
    pub mean_variance: f64,
    /// Variance of growth in a year.
    pub variance: f64,
    /// Degrees of freedom of `variance`.
    pub df: f64,
    /// How much the entity's own history counts, 0 to 1.
    pub own: f64,
}

/// The growth of the logarithm over the next `h` years, for `h` = 1, 2, …
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Forecast {
    /// A shifted and scaled distribution: Student's t, or normal if there are no degrees of freedom.
    Analytic {
        /// Centre and scale for each horizon.
        steps: Vec<(f64, f64)>,
        /// Degrees of freedom.
        df: Option<f64>,
    },
    /// Draws for each horizon, sorted.
    Drawn(Vec<Vec<f64>>),
}

impl Forecast {
    /// The probability of growing by at least `need` until the last horizon.
    pub(crate) fn at_least(&self, need: f64) -> Option<f64> {
        match self {
            Self::Analytic { steps, df } => {
                let &(centre, scale) = steps.last()?;
                upper_tail((need - centre) / scale, *df)
            }
            Self::Drawn(steps) => {
                let last = steps.last().filter(|last| !last.is_empty())?;
                Some((last.len() - last.partition_point(|&x| x < need)) as f64 / last.len() as f64)
            }
        }
    }

    /// The quantile at each horizon.
    pub(crate) fn quantile(&self, probability: f64) -> Vec<f64> {
        match self {
            Self::Analytic { steps, df } => {
                let deviate = deviate(probability, *df);
                steps.iter().map(|(centre, scale)| centre + deviate * scale).collect()
            }
            Self::Drawn(steps) => steps.iter().map(|sorted| quantile(sorted, probability).unwrap_or(f64::NAN)).collect(),
        }
    }
}

/// `P(X >= z)` of Student's t, or of the normal distribution.
pub(crate) fn upper_tail(z: f64, df: Option<f64>) -> Option<f64> {
    if z.is_nan() {
        return None;
    }
    Some(match df.and_then(|df| StudentsT::new(0.0, 1.0, df).ok()) {
        Some(t) => t.sf(z),
        None => Normal::standard().sf(z),
    })
}

/// The quantile of Student's t, or of the normal distribution.
pub(crate) fn deviate(probability: f64, df: Option<f64>) -> f64 {
    match df.and_then(|df| StudentsT::new(0.0, 1.0, df).ok()) {
        Some(t) => t.inverse_cdf(probability),
        None => Normal::standard().inverse_cdf(probability),
    }
}

/// Independent normal growth, its mean and variance estimated:
/// `Σ_H = H m + t_df √(H s² + H² v)`, with `v = s²/n` if nothing is shrunk.
pub(crate) fn random_walk(outlook: &Outlook, horizon: usize) -> Forecast {
    let step = |h: usize| {
        let h = h as f64;
        (h * outlook.mean, (h * outlook.variance + h * h * outlook.mean_variance).sqrt())
    };
    Forecast::Analytic { steps: (1..=horizon).map(step).collect(), df: Some(outlook.df) }
}

/// Growth that returns to its mean: `g_t - μ = φ (g_(t-1) - μ) + e_t`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AutoRegression {
    /// The mean.
    pub mean: f64,
    /// How much of a deviation is left after a year.
    pub phi: f64,
    /// Variance of `e`.
    pub variance: f64,
}

impl AutoRegression {
    /// Fewest growth rates that give an estimate with a variance.
    pub(crate) const LEAST: usize = 5;

    /// Least squares around the mean of all rates: `φ = Σ z_t z_(t-1) / Σ z_(t-1)²`, `σ² = Σ e² / (pairs - 1)`.
    pub(crate) fn estimate(rates: &[Rate]) -> Option<Self> {
        let mean = mean(&rates.iter().map(|r| r.growth).collect::<Vec<_>>());
        let pairs: Vec<(f64, f64)> =
            rates.windows(2).filter(|w| w[1].year == w[0].year + 1).map(|w| (w[0].growth - mean, w[1].growth - mean)).collect();
        let before: f64 = pairs.iter().map(|p| p.0 * p.0).sum();
        if pairs.len() < Self::LEAST - 1 || before <= 0.0 {
            return None;
        }
        let phi = pairs.iter().map(|p| p.0 * p.1).sum::<f64>() / before;
        let variance = pairs.iter().map(|p| (p.1 - phi * p.0).powi(2)).sum::<f64>() / (pairs.len() - 1) as f64;
        Some(Self { mean, phi, variance })
    }

    /// The forecast as if the estimates were true: normal, with mean `H μ + z_n Σ φ^k` and variance `σ² Σ_k (Σ_(j<H-k) φ^j)²`.
    pub(crate) fn plug_in(&self, last: f64, horizon: usize) -> Forecast {
        let (mut sum, mut power, mut variance, mut steps) = (0.0, 1.0, 0.0, Vec::with_capacity(horizon));
        for h in 1..=horizon {
            // sum = Σ_(j<h) φ^j
            sum += power;
            power *= self.phi;
            variance += self.variance * sum * sum;
            steps.push((h as f64 * self.mean + (last - self.mean) * self.phi * sum, variance.sqrt()));
        }
        Forecast::Analytic { steps, df: None }
    }
}

/// A model that is drawn from rather than calculated.
pub(crate) enum Simulated<'a> {
    /// Student's t with five degrees of freedom around an uncertain mean, with an uncertain variance.
    Student(Outlook),
    /// Growth that returns to its mean; each draw estimates it again from a history that the first estimate makes.
    AutoRegression {
        /// The estimate.
        model: AutoRegression,
        /// The history.
        rates: &'a [Rate],
        /// Growth of the last year.
        last: f64,
        /// How its mean is mixed with that of peers.
        blend: Blend,
    },
    /// Runs of the history in a row.
    Blocks {
        /// The growth rates.
        rates: &'a [f64],
        /// Length of a run.
        block: usize,
        /// How their mean is mixed with that of peers.
        blend: Blend,
    },
}

/// An own mean, drawn, and a prior: `w ḡ* + (1 - w) N(μ, τ² + Var μ)`, whose variance is that of the shrunk mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Blend {
    /// The weight `w` of the own mean.
    pub own: f64,
    /// The mean of the prior.
    pub centre: f64,
    /// The standard deviation of the prior.
    pub deviation: f64,
}

impl Blend {
    fn draw(self, own_mean: f64, generator: &mut Generator) -> f64 {
        let rest = 1.0 - self.own;
        if rest > 0.0 { self.own * own_mean + rest * (self.centre + self.deviation * normal(generator)) } else { own_mean }
    }
}

impl Simulated<'_> {
    /// Sorted draws of the sums over the next years. Draw `k` depends on (seed, `k`) only.
    pub(crate) fn forecast(&self, horizon: usize, draws: usize, seed: Seed, context: &Context<'_>) -> Result<Forecast, MethodError> {
        let finished = std::sync::atomic::AtomicU64::new(0);
        let paths: Vec<Vec<f64>> = (0..draws)
            .into_par_iter()
            .map(|k| {
                context.proceed()?;
                let path = self.path(horizon, &mut seed.draw(k as u64));
                let done = finished.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
                context.watch.progress(done, draws as u64);
                Ok(path)
            })
            .collect::<Result<_, MethodError>>()?;
        let sorted = |h: usize| {
            let mut values: Vec<f64> = paths.iter().map(|path| path[h]).collect();
            values.sort_unstable_by(f64::total_cmp);
            values
        };
        Ok(Forecast::Drawn((0..horizon).map(sorted).collect()))
    }

    /// One path of sums.
    fn path(&self, horizon: usize, generator: &mut Generator) -> Vec<f64> {
        let growth = match self {
            Self::Student(outlook) => student(outlook, horizon, generator),
            Self::AutoRegression { model, rates, last, blend } => auto_regression(model, rates, *last, *blend, horizon, generator),
            Self::Blocks { rates, block, blend } => resampled(rates, *block, *blend, horizon, generator),
        };
        growth
            .iter()
            .scan(0.0, |sum, g| {
                *sum += g;
                Some(*sum)
            })
            .collect()
    }
}

/// The scale is drawn from its posterior, the mean given the scale; shocks have variance 1 before they are scaled.
fn student(outlook: &Outlook, horizon: usize, generator: &mut Generator) -> Vec<f64> {
    const NU: f64 = 5.0;
    let ratio = outlook.df / chi_squared(outlook.df as usize, generator);
    let scale = (outlook.variance * ratio).sqrt();
    let mean = outlook.mean + (outlook.mean_variance * ratio).sqrt() * normal(generator);
    let shock = |generator: &mut Generator| {
        let z = normal(generator);
        z / (chi_squared(NU as usize, generator) / NU).sqrt() * ((NU - 2.0) / NU).sqrt()
    };
    (0..horizon).map(|_| mean + scale * shock(generator)).collect()
}

/// Growth after a history that `model` makes is estimated again, from the true last year on (Pascual, Romo and Ruiz 2004).
fn auto_regression(model: &AutoRegression, rates: &[Rate], last: f64, blend: Blend, horizon: usize, generator: &mut Generator) -> Vec<f64> {
    let sigma = model.variance.sqrt();
    let mut z = sigma / (1.0 - model.phi * model.phi).max(1e-6).sqrt() * normal(generator);
    let history: Vec<Rate> = rates
        .iter()
        .map(|rate| {
            let made = Rate { year: rate.year, growth: model.mean + z };
            z = model.phi * z + sigma * normal(generator);
            made
        })
        .collect();
    let drawn = AutoRegression::estimate(&history).unwrap_or(*model);
    let (phi, sigma) = (drawn.phi.clamp(-0.99, 0.99), drawn.variance.sqrt());
    let mean = blend.draw(drawn.mean, generator);
    let mut z = last - mean;
    (0..horizon)
        .map(|_| {
            z = phi * z + sigma * normal(generator);
            mean + z
        })
        .collect()
}

/// The length of a run that is taken if none is set: the cube root of the length of history.
pub(crate) fn usual_block(rates: usize) -> usize {
    ((rates as f64).cbrt().round() as usize).max(1)
}

/// The mean comes from one resampled history, the years ahead from another; deviations are widened to an unbiased variance.
fn resampled(rates: &[f64], block: usize, blend: Blend, horizon: usize, generator: &mut Generator) -> Vec<f64> {
    let n = rates.len() as f64;
    let middle = blend.draw(mean(&runs(rates, block, rates.len(), generator)), generator);
    let (centre, wider) = (mean(rates), (n / (n - 1.0).max(1.0)).sqrt());
    runs(rates, block, horizon, generator).iter().map(|g| middle + (g - centre) * wider).collect()
}

/// Runs of a history, which closes to a circle.
fn runs(rates: &[f64], block: usize, length: usize, generator: &mut Generator) -> Vec<f64> {
    let mut drawn = Vec::with_capacity(length + block);
    while drawn.len() < length {
        let start = generator.random_range(0..rates.len());
        drawn.extend((start..start + block).map(|at| rates[at % rates.len()]));
    }
    drawn.truncate(length);
    drawn
}

/// Standard normal numbers.
pub(crate) fn normals(count: usize, generator: &mut Generator) -> Vec<f64> {
    (0..count).map(|_| normal(generator)).collect()
}

/// Many degrees of freedom by the cube of a normal number (Wilson and Hilferty 1931).
fn chi_squared(df: usize, generator: &mut Generator) -> f64 {
    if df > 300 {
        let (k, c) = (df as f64, 2.0 / (9.0 * df as f64));
        return k * (1.0 - c + normal(generator) * c.sqrt()).powi(3);
    }
    (0..df).map(|_| normal(generator).powi(2)).sum::<f64>().max(f64::MIN_POSITIVE)
}

/// Variance of growth rates around their mean, unbiased; none for fewer than two, or where they do not differ.
pub(crate) fn variance(growth: &[f64]) -> Option<f64> {
    let largest = growth.iter().fold(0.0f64, |most, g| most.max(g.abs()));
    let variance = squares(growth) / (growth.len().max(2) - 1) as f64;
    (growth.len() > 1 && variance.sqrt() > 1e-12 * largest.max(1.0)).then_some(variance)
}
