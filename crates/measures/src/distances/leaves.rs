//! What so many points make of the density of distances that only their mean surroundings matter.
//!
//! The density of a random sample of n sites is a U-statistic. Its part of first order is a sum over the drawn sites of how many other sites are
//! at each distance from them (Hájek's projection); what is left is of order 1/n. Sites near each other have about the same surroundings, so
//! these are worked out once for each of some thousand leaves of a tree over the sites.

use super::{Layout, PairSums, Reflection, Weighted, curve, truncation};
use agglom_method::{Context, Generator, MethodError};
use rayon::prelude::*;

/// Sites in leaves, and the density of distances from each leaf to all sites.
#[derive(Debug, Clone)]
pub(crate) struct Leaves {
    /// The leaf of each site.
    leaf: Vec<u32>,
    /// The density from each leaf less the mean of all sites, leaf by leaf.
    surroundings: Vec<Vec<f64>>,
}

impl Leaves {
    /// The leaves of some sites and their surroundings at these distances.
    pub(crate) fn new(sites: &[[f64; 2]], at: &[f64], bandwidth: f64, reflection: Reflection, context: &Context<'_>) -> Result<Self, MethodError> {
        const MOST: usize = 8192;
        let mut order: Vec<u32> = (0..sites.len() as u32).collect();
        let mut leaves: Vec<(usize, usize)> = vec![(0, sites.len())];
        while leaves.len() < MOST && leaves.first().is_some_and(|l| l.1 - l.0 >= 16) {
            context.proceed()?;
            leaves = leaves.into_iter().flat_map(|leaf| halves(sites, &mut order, leaf)).collect();
        }
        let mut leaf = vec![0; sites.len()];
        let (mut middles, mut counts, mut spread) = (Vec::new(), Vec::new(), 0.0);
        for (l, &(from, to)) in leaves.iter().enumerate() {
            order[from..to].iter().for_each(|&i| leaf[i as usize] = l as u32);
            let n = (to - from).max(1) as f64;
            let mean = [0, 1].map(|k| order[from..to].iter().map(|&i| sites[i as usize][k]).sum::<f64>() / n);
            spread += order[from..to].iter().map(|&i| (0..2).map(|k| (sites[i as usize][k] - mean[k]).powi(2)).sum::<f64>()).sum::<f64>();
            middles.push(mean);
            counts.push((to - from) as f64);
        }
        // The distance between two sites varies about that of the middles of their leaves: by as much the kernel is wider.
        let bandwidth = (bandwidth * bandwidth + spread / sites.len().max(1) as f64).sqrt();
        let surroundings = surroundings(&middles, &counts, (at, bandwidth, reflection), context)?;
        Ok(Self { leaf, surroundings })
    }

    /// Moves a `mean` curve as these sites with these coefficients do.
    pub(crate) fn moved(&self, mean: &[Option<f64>], sites: impl Iterator<Item = (u32, f64)>) -> Vec<Option<f64>> {
        let mut weight = vec![0.0; self.surroundings.len()];
        sites.for_each(|(site, coefficient)| weight[self.leaf[site as usize] as usize] += coefficient);
        let mut moved: Vec<f64> = vec![0.0; mean.len()];
        for (w, surroundings) in weight.iter().zip(&self.surroundings) {
            moved.iter_mut().zip(surroundings).for_each(|(m, s)| *m += w * s);
        }
        mean.iter().zip(moved).map(|(mean, moved)| mean.map(|m| m + 2.0 * moved)).collect()
    }

    /// A random sample of sites, and the mean curve as it moves it: each drawn site with the coefficient of its place.
    pub(crate) fn draw(&self, mean: &[Option<f64>], coefficients: &[f64], generator: &mut Generator) -> Vec<Option<f64>> {
        let drawn = crate::null::sample(self.leaf.len(), coefficients.len(), generator);
        self.moved(mean, drawn.into_iter().zip(coefficients.iter().copied()))
    }
}

/// A stretch of the order cut in two halves across its longer side.
fn halves(sites: &[[f64; 2]], order: &mut [u32], (from, to): (usize, usize)) -> [(usize, usize); 2] {
    let part = &mut order[from..to];
    let extent = |k: usize| {
        let (low, high) =
            part.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &i| (l.min(sites[i as usize][k]), h.max(sites[i as usize][k])));
        high - low
    };
    let axis = usize::from(extent(1) > extent(0));
    let middle = part.len() / 2;
    part.select_nth_unstable_by(middle, |&a, &b| sites[a as usize][axis].total_cmp(&sites[b as usize][axis]).then(a.cmp(&b)));
    [(from, from + middle), (from + middle, to)]
}

fn surroundings(
    middles: &[[f64; 2]],
    counts: &[f64],
    (at, bandwidth, reflection): (&[f64], f64, Reflection),
    context: &Context<'_>,
) -> Result<Vec<Vec<f64>>, MethodError> {
    let near = at.last().copied().unwrap_or(0.0) + truncation(bandwidth);
    let layout = Layout { near, far: 0.0, step: bandwidth / 8.0 };
    let all = Weighted::new(middles, Some(counts), near);
    let total: f64 = counts.iter().sum();
    let mut densities: Vec<Vec<f64>> = (0..middles.len())
        .into_par_iter()
        .map(|l| {
            context.proceed()?;
            let one = Weighted::new(&middles[l..=l], Some(&[1.0]), near);
            let mut sums = PairSums::from_point(&one, &all, 0, layout);
            sums.smallest = 0.0;
            Ok(curve(&sums, at, bandwidth, total, reflection).into_iter().map(|v| v.unwrap_or(0.0)).collect())
        })
        .collect::<Result<_, MethodError>>()?;
    let mean: Vec<f64> = (0..at.len()).map(|r| densities.iter().zip(counts).map(|(d, n)| d[r] * n).sum::<f64>() / total.max(1.0)).collect();
    for density in &mut densities {
        density.iter_mut().zip(&mean).for_each(|(d, m)| *d -= m);
    }
    Ok(densities)
}
