use super::presence::Presence;
use super::spectrum::{Operator, product, second, third};
use crate::lanczos::Eigenpair;
use agglom_method::{Context, MethodError};
use serde::Serialize;

/// Eigenvalues nearer to each other than this have no vectors of their own.
const TIE: f64 = 1e-10;
const ERROR: f64 = 1e-14;

/// Complexity of regions and industries by the second eigenvector, on its own scale and as standard scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Complexity {
    /// Mean of the industries' numbers in each region: M-weighted, before any standardisation. None for regions without industries.
    pub regions: Vec<Option<f64>>,
    /// The industries' numbers. None for industries that are nowhere.
    pub industries: Vec<Option<f64>>,
    /// The second and the third eigenvalue; the first is 1.
    pub second: f64,
    /// None if there is no third.
    pub third: Option<f64>,
    /// Correlation of the regions' numbers with diversity, positive by the choice of sign.
    pub with_diversity: Option<f64>,
    /// Steps of the search.
    pub steps: usize,
}

/// The complexity of one period, or a word why there is none.
pub fn complexity(presence: &Presence, context: &Context<'_>) -> Result<Result<Complexity, &'static str>, MethodError> {
    if presence.occupied() < 2 || presence.found() < 2 {
        return Ok(Err("one-region-or-industry"));
    }
    let operator = Operator::smaller(presence);
    let Some(pair) = second(&operator, None, ERROR, context)? else { return Ok(Err("no-variation")) };
    if pair.value < 1e-12 {
        return Ok(Err("no-variation"));
    }
    let third = third(&operator, &pair, context)?;
    if third.is_some_and(|third| pair.value - third < TIE) {
        return Ok(Err(if pair.value > 1.0 - TIE { "several-parts" } else { "tied-eigenvalues" }));
    }
    Ok(Ok(numbers(presence, &operator, &pair, third)))
}

/// The numbers of both sides from the vector of one, with the sign that agrees with diversity.
fn numbers(presence: &Presence, operator: &Operator<'_>, pair: &Eigenpair, third: Option<f64>) -> Complexity {
    let (regions, industries) = presence.shape();
    let own: Vec<f64> = pair.vector.iter().zip(operator.root()).map(|(v, r)| v * r).collect();
    let mean_over = |of_regions: bool, x: &[f64], n: usize, scale: f64| {
        let size = |i: usize| if of_regions { presence.diversity(i) } else { presence.ubiquity(i) };
        let factor: Vec<f64> = (0..n).map(|i| scale / size(i).max(1) as f64).collect();
        product(presence, of_regions, x, &factor)
    };
    // Region = mean of its industries; industry = mean of its regions over the eigenvalue.
    let (mut region, mut industry) = if operator.on_regions() {
        let industry = mean_over(false, &own, industries, 1.0 / pair.value);
        (own, industry)
    } else {
        let region = mean_over(true, &own, regions, 1.0);
        (region, own)
    };
    let (sign, with_diversity) = sign_of(presence, &region);
    region.iter_mut().chain(&mut industry).for_each(|x| *x *= sign);
    Complexity {
        regions: region.iter().enumerate().map(|(i, &x)| (presence.diversity(i) > 0).then_some(x)).collect(),
        industries: industry.iter().enumerate().map(|(j, &x)| (presence.ubiquity(j) > 0).then_some(x)).collect(),
        second: pair.value,
        third,
        with_diversity: with_diversity.map(|r| r * sign),
        steps: pair.products,
    }
}

/// The sign with which the regions' numbers correlate with diversity. Where they do not, the sign that makes the number of the region
/// farthest out positive.
fn sign_of(presence: &Presence, region: &[f64]) -> (f64, Option<f64>) {
    let rows: Vec<(f64, f64)> =
        region.iter().enumerate().filter(|&(i, _)| presence.diversity(i) > 0).map(|(i, &x)| (x, presence.diversity(i) as f64)).collect();
    match correlation(&rows) {
        Some(r) if r.abs() > 1e-9 => (r.signum(), Some(r)),
        r => {
            let farthest = rows.iter().map(|row| row.0).fold(0.0, |far: f64, x| if x.abs() > far.abs() * (1.0 + 1e-9) { x } else { far });
            (if farthest < 0.0 { -1.0 } else { 1.0 }, r)
        }
    }
}

/// Pearson's correlation; none where one side does not vary.
fn correlation(rows: &[(f64, f64)]) -> Option<f64> {
    let n = rows.len() as f64;
    let (mx, my) = (rows.iter().map(|r| r.0).sum::<f64>() / n, rows.iter().map(|r| r.1).sum::<f64>() / n);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in rows {
        xx += (x - mx) * (x - mx);
        yy += (y - my) * (y - my);
        xy += (x - mx) * (y - my);
    }
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx * yy).sqrt())
}

impl Complexity {
    /// The regions' numbers as standard scores (divisor n).
    pub fn region_scores(&self) -> Vec<Option<f64>> {
        standard(&self.regions, moments(&self.regions))
    }

    /// The industries' numbers as standard scores of their own, or on the scale of the regions' scores.
    pub fn industry_scores(&self, on_scale_of_regions: bool) -> Vec<Option<f64>> {
        standard(&self.industries, if on_scale_of_regions { moments(&self.regions) } else { moments(&self.industries) })
    }

    /// Whether the sign could be told from diversity.
    pub fn signed(&self) -> bool {
        self.with_diversity.is_some_and(|r| r > 1e-9)
    }
}

/// Mean and standard deviation (divisor n) of what is there.
fn moments(values: &[Option<f64>]) -> Option<(f64, f64)> {
    let n = values.iter().flatten().count() as f64;
    let mean = values.iter().flatten().sum::<f64>() / n;
    let variance = values.iter().flatten().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    (variance > 0.0 && variance.is_finite()).then(|| (mean, variance.sqrt()))
}

fn standard(values: &[Option<f64>], moments: Option<(f64, f64)>) -> Vec<Option<f64>> {
    values.iter().map(|v| v.zip(moments).map(|(v, (mean, deviation))| (v - mean) / deviation)).collect()
}

/// Standard scores (divisor n) of what is there; none if all are the same.
pub(crate) fn standard_scores(values: &[Option<f64>]) -> Vec<Option<f64>> {
    standard(values, moments(values))
}

/// The method of reflections after so many steps, as standard scores of regions and of industries (Hidalgo and Hausmann 2009).
///
/// k_c,N = mean over industries of k_p,N-1, k_p,N = mean over regions of k_c,N-1, from diversity and ubiquity. Both sides run towards a
/// constant, so that what is left of the differences drowns in rounding; here the constant, which does not change the scores, is taken
/// off after every step and the rest is kept at length 1.
pub fn reflections(presence: &Presence, steps: usize) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
    let (regions, industries) = presence.shape();
    let diversity: Vec<f64> = (0..regions).map(|i| presence.diversity(i) as f64).collect();
    let ubiquity: Vec<f64> = (0..industries).map(|j| presence.ubiquity(j) as f64).collect();
    let inverse = |sizes: &[f64]| sizes.iter().map(|&s| if s > 0.0 { 1.0 / s } else { 0.0 }).collect::<Vec<f64>>();
    let (by_diversity, by_ubiquity) = (inverse(&diversity), inverse(&ubiquity));
    let (mut region, mut industry) = (diversity.clone(), ubiquity.clone());
    for _ in 0..steps {
        let next = product(presence, true, &industry, &by_diversity);
        industry = product(presence, false, &region, &by_ubiquity);
        region = next;
        centre(&mut region, &diversity);
        centre(&mut industry, &ubiquity);
    }
    let present = |values: &[f64], sizes: &[f64]| values.iter().zip(sizes).map(|(&v, &s)| (s > 0.0).then_some(v)).collect::<Vec<_>>();
    (standard_scores(&present(&region, &diversity)), standard_scores(&present(&industry, &ubiquity)))
}

/// Takes the weighted mean off and sets the largest deviation to 1; the weighted mean is what the steps do not change.
fn centre(values: &mut [f64], weights: &[f64]) {
    let total: f64 = weights.iter().sum();
    let mean = values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total.max(1.0);
    let mut largest = 0.0f64;
    for (value, &weight) in values.iter_mut().zip(weights) {
        *value = if weight > 0.0 { *value - mean } else { 0.0 };
        largest = largest.max(value.abs());
    }
    if largest > 0.0 {
        for v in values.iter_mut() {
            *v /= largest;
        }
    }
}

/// Fitness of regions and complexity of industries after Tacchella and others (2012).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fitness {
    /// Of the regions, mean 1.
    pub regions: Vec<Option<f64>>,
    /// Of the industries, mean 1.
    pub industries: Vec<Option<f64>>,
    /// Iterations done.
    pub iterations: usize,
    /// Largest relative change in the last one.
    pub change: f64,
    /// Whether the change got below 1e-13.
    pub converged: bool,
}

/// The fixed point of F_i = Σ_j M_ij Q_j, Q_j = 1 / Σ_i M_ij / F_i, both with mean 1.
///
/// Q is taken from the new F, which has the same fixed points and needs half the steps.
pub fn fitness(presence: &Presence, iterations: usize, context: &Context<'_>) -> Result<Fitness, MethodError> {
    let (regions, industries) = presence.shape();
    let occupied: Vec<bool> = (0..regions).map(|i| presence.diversity(i) > 0).collect();
    let found: Vec<bool> = (0..industries).map(|j| presence.ubiquity(j) > 0).collect();
    let (unit_regions, unit_industries) = (vec![1.0; regions], vec![1.0; industries]);
    let mut quality: Vec<f64> = found.iter().map(|&f| f64::from(u8::from(f))).collect();
    let mut fitness: Vec<f64> = vec![1.0; regions];
    let (mut change, mut done) = (f64::INFINITY, 0);
    while done < iterations && change > 1e-13 {
        context.proceed()?;
        let mut next = product(presence, true, &quality, &unit_regions);
        level(&mut next, &occupied);
        let inverse: Vec<f64> = next.iter().map(|&f| if f > 0.0 { (1.0 / f).min(1e300) } else { 0.0 }).collect();
        let sums = product(presence, false, &inverse, &unit_industries);
        quality = sums.iter().zip(&found).map(|(&s, &f)| if f { 1.0 / s.max(1e-300) } else { 0.0 }).collect();
        level(&mut quality, &found);
        change = next.iter().zip(&fitness).zip(&occupied).filter(|r| *r.1).map(|((n, f), _)| (n - f).abs() / f.max(1e-300)).fold(0.0, f64::max);
        fitness = next;
        done += 1;
        // What falls by a factor in every step has no fixed point but 0.
        if fitness.iter().zip(&occupied).any(|(&f, &o)| o && f < 1e-200) {
            change = 1.0;
            break;
        }
    }
    let present = |values: Vec<f64>, there: &[bool]| values.into_iter().zip(there).map(|(v, &t)| t.then_some(v)).collect();
    Ok(Fitness { converged: change <= 1e-13, regions: present(fitness, &occupied), industries: present(quality, &found), iterations: done, change })
}

/// Divides by the mean of those that are there.
fn level(values: &mut [f64], there: &[bool]) {
    let n = there.iter().filter(|&&t| t).count() as f64;
    let mean = values.iter().zip(there).filter(|r| *r.1).map(|r| r.0).sum::<f64>() / n;
    if mean > 0.0 {
        for v in values.iter_mut() {
            *v /= mean;
        }
    }
}
