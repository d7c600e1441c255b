use super::density::{Density, sums_over_present};
use super::presence::Presence;
use super::proximity::ProximityMatrix;
use super::rules::Diagonal;
use rayon::prelude::*;
use serde::Serialize;

/// Complexity outlook of regions and what each absent industry would add to it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Outlook {
    /// Σ_j (1 - M_ij) ω_ij PCI_j of every region; none for regions without industries.
    pub index: Vec<Option<f64>>,
    industries: usize,
    gain: Vec<f64>,
}

impl Outlook {
    /// The outlook under these densities and complexities. Industries without a complexity or without proximities add nothing.
    ///
    /// `net` takes off what an industry would no longer add once it is there.
    pub fn of(
        presence: &Presence,
        proximity: &ProximityMatrix,
        density: &Density,
        complexity: &[Option<f64>],
        diagonal: Diagonal,
        net: bool,
    ) -> Self {
        let (regions, industries) = presence.shape();
        let weights = proximity.weights(diagonal);
        let worth: Vec<f64> =
            (0..industries).map(|k| complexity[k].filter(|_| density.degree[k] > 0.0).map_or(0.0, |pci| pci / density.degree[k])).collect();
        // w_jk PCI_k / Σ_l w_lk: what industry k would gain from j, arranged by rows of k.
        let mut flows = vec![0.0; industries * industries];
        if industries > 0 {
            flows.par_chunks_mut(industries).enumerate().for_each(|(k, row)| {
                row.iter_mut().enumerate().for_each(|(j, flow)| *flow = weights[j * industries + k] * worth[k]);
            });
        }
        let mut all = vec![0.0; industries];
        for row in flows.chunks(industries.max(1)) {
            all.iter_mut().zip(row).for_each(|(sum, f)| *sum += f);
        }
        let mut gain = sums_over_present(presence, &flows);
        if industries > 0 {
            gain.par_chunks_mut(industries).enumerate().with_min_len(16).for_each(|(region, row)| {
                let here = density.of_region(region);
                for (j, gain) in row.iter_mut().enumerate() {
                    let loss = if net { here[j] * complexity[j].unwrap_or(0.0) + own(&flows, j, industries) } else { 0.0 };
                    *gain = all[j] - *gain - loss;
                }
            });
        }
        let index = |region: usize| {
            let here = density.of_region(region);
            let part = |j: usize| if presence.has(region, j) { 0.0 } else { here[j] * complexity[j].unwrap_or(0.0) };
            (presence.diversity(region) > 0).then(|| (0..industries).map(part).sum())
        };
        Self { index: (0..regions).into_par_iter().with_min_len(16).map(index).collect(), industries, gain }
    }

    /// What an industry that a region lacks would add to its outlook. Of an industry that it has, the number means nothing.
    pub fn gain(&self, region: usize, industry: usize) -> f64 {
        self.gain[region * self.industries + industry]
    }
}

/// What an absent industry gains from itself: counted among the gains of the others only where the diagonal is one.
fn own(flows: &[f64], j: usize, industries: usize) -> f64 {
    flows[j * industries + j]
}
