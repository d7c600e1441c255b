use super::density::{Density, product};
use super::presence::Presence;
use super::proximity::ProximityMatrix;
use super::rules::Diagonal;
use ndarray::{Array2, ArrayView2};
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
        let complexity: Vec<f64> = complexity.iter().map(|pci| pci.unwrap_or(0.0)).collect();
        let worth: Vec<f64> = complexity.iter().zip(&density.degree).map(|(pci, &degree)| if degree > 0.0 { pci / degree } else { 0.0 }).collect();
        // What counts only for industries that the region lacks.
        let lacked = |region: usize, row: &mut [f64], values: &[f64]| {
            row.copy_from_slice(values);
            presence.of_region(region).iter().for_each(|&k| row[k as usize] = 0.0);
        };
        // PCI_k / Σ_l w_lk; its product with w_jk is what they gain from j.
        let mut ahead = Array2::zeros((regions, industries));
        for (region, mut row) in ahead.rows_mut().into_iter().enumerate() {
            lacked(region, row.as_slice_mut().expect("rows are contiguous"), &worth);
        }
        let square = ArrayView2::from_shape((industries, industries), &weights).expect("a square matrix of the industries");
        let mut gain = product(&ahead, &square.t());
        if industries > 0 && net {
            // What an industry gains from itself counts only where the diagonal is one.
            let from_itself: Vec<f64> = square.diag().iter().zip(&worth).map(|(weight, worth)| weight * worth).collect();
            gain.par_chunks_mut(industries).enumerate().with_min_len(16).for_each(|(region, row)| {
                let own = density.of_region(region).iter().zip(&complexity).zip(&from_itself);
                row.iter_mut().zip(own).for_each(|(gain, ((here, pci), from_itself))| *gain -= here * pci + from_itself);
            });
        }
        let index = |region: usize| {
            let mut pci = vec![0.0; industries];
            lacked(region, &mut pci, &complexity);
            (presence.diversity(region) > 0).then(|| density.of_region(region).iter().zip(&pci).map(|(here, pci)| here * pci).sum())
        };
        Self { index: (0..regions).into_par_iter().with_min_len(16).map(index).collect(), industries, gain }
    }

    /// What an industry that a region lacks would add to its outlook. Of an industry that it has, the number means nothing.
    pub fn gain(&self, region: usize, industry: usize) -> f64 {
        self.gain[region * self.industries + industry]
    }
}
