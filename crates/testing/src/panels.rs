//! Generated panels of known truth: industries that enter and leave places by the incidence function model.

use crate::patterns::normal;
use agglom_method::{Capacity, Cells, Codes, Counts, Generator, Measured, Panel, Seed};
use ndarray::Array2;
use rand::RngExt;
use std::sync::Arc;

/// The truth behind a generated panel.
///
/// An industry enters with probability `S²/(S² + y²)`, leaves with `(1 - exp(-e exp(sigma u_t) A^-x)) (1 - S²/(S² + y²))`, where
/// `S = rain + Σ_j p_j exp(-alpha d_ij) A_j^b + omega Σ_l phi_kl p_il A_il^b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truth {
    /// Decay of spillovers per kilometre.
    pub alpha: f64,
    /// Exponent of capacity in what a place sends out.
    pub b: f64,
    /// Connectivity at which entry has a chance of one half.
    pub y: f64,
    /// Rate of exit of a place of capacity 1.
    pub e: f64,
    /// Exponent of capacity in exit.
    pub x: f64,
    /// Weight of related industries in the same place.
    pub omega: f64,
    /// What comes from nowhere in particular.
    pub rain: f64,
    /// Standard deviation between years of the log of the rate of exit, common to all places and industries.
    pub sigma: f64,
}

/// Places over a square of `side_km`, industries of which neighbours in number are related, and what happens in so many periods.
pub fn incidence(places: usize, industries: usize, periods: usize, side_km: f64, truth: Truth, seed: Seed) -> Panel {
    let mut generator = seed.draw(0);
    let capacity = Array2::from_shape_simple_fn((places, industries), || (0.8 * normal(&mut generator)).exp());
    let km: Vec<[f64; 2]> = (0..places).map(|_| [generator.random::<f64>() * side_km, generator.random::<f64>() * side_km]).collect();
    let mut present = Array2::from_shape_simple_fn((places, industries), || generator.random::<f64>() < 0.5);
    let mut cells = Vec::with_capacity(periods);
    for t in 0..periods {
        if t > 0 {
            present = step(&present, &capacity, &km, truth, &mut generator);
        }
        let one = present.indexed_iter().map(|((i, k), &p)| Measured::units(i as u32, k as u32, f64::from(u8::from(p))));
        cells.push(Cells::new(places, one.collect(), Vec::new()));
    }
    let named = |letter: char, n: usize, width: usize| Arc::new(Codes::new((0..n).map(|i| format!("{letter}{i:0width$}"))));
    let each: Vec<Capacity> = capacity.indexed_iter().map(|((i, k), &value)| Capacity { place: i as u32, industry: k as u32, value }).collect();
    let counts = Counts {
        regions: named('p', places, 4),
        industries: named('i', industries, 2),
        periods: Arc::new(Codes::new((0..periods).map(|t| format!("{}", 2000 + t)))),
        cells,
        ..Counts::from_panel([])
    };
    let position = km.iter().map(|p| p.map(|c| 1000.0 * c)).collect();
    Panel { counts: Arc::new(counts), position: Some(position), degrees: None, capacity: Some(vec![each; periods]) }
}

/// How related two industries of [`incidence`] are: neighbours in number by a half.
pub fn relatedness(k: usize, l: usize) -> f64 {
    if k.abs_diff(l) == 1 { 0.5 } else { 0.0 }
}

fn step(present: &Array2<bool>, capacity: &Array2<f64>, km: &[[f64; 2]], truth: Truth, generator: &mut Generator) -> Array2<bool> {
    let (places, industries) = present.dim();
    // Panels without it are drawn as ever.
    let year = if truth.sigma > 0.0 { truth.sigma * normal(generator) } else { 0.0 };
    let sent = Array2::from_shape_fn((places, industries), |c| if present[c] { capacity[c].powf(truth.b) } else { 0.0 });
    Array2::from_shape_fn((places, industries), |(i, k)| {
        let near = |j: usize| (-truth.alpha * (km[i][0] - km[j][0]).hypot(km[i][1] - km[j][1])).exp() * sent[[j, k]];
        let from_places: f64 = (0..places).filter(|&j| j != i).map(near).sum();
        let from_industries: f64 = (0..industries).map(|l| relatedness(k, l) * sent[[i, l]]).sum();
        let s = truth.rain + from_places + truth.omega * from_industries;
        let entry = s * s / (s * s + truth.y * truth.y);
        let exit = -(-truth.e * year.exp() * capacity[[i, k]].powf(-truth.x)).exp_m1() * (1.0 - entry);
        let chance: f64 = generator.random();
        if present[[i, k]] { chance >= exit } else { chance < entry }
    })
}
