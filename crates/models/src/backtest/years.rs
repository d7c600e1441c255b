use crate::incidence::{Network, Parameters, Rates};
use agglom_measures::industry_space::{Density, Diagonal, Presence, ProximityMatrix};
use ndarray::Array2;

/// What is known of industries in places in one period, and nothing that came later.
pub(crate) struct Year {
    /// Location quotients; 0 where nothing is known.
    pub(crate) quotient: Array2<f64>,
    /// Sizes in units of what presence needs.
    pub(crate) ratio: Array2<f64>,
    /// Relatedness density: the share of the relatedness of an industry that is around it in the place.
    pub(crate) density: Array2<f64>,
    /// ln of what arrives from other places and from related industries at a weight of 1, by the fitted incidence model.
    pub(crate) arrives: Option<[Array2<f64>; 2]>,
    /// Chances of entry and of exit by the fitted incidence model.
    pub(crate) chances: Option<[Array2<f64>; 2]>,
}

/// Σ_l p_il φ_kl / Σ_l φ_kl (Hidalgo et al. 2007); 0 for an industry that is related to none.
pub(crate) fn density(present: &Presence, phi: &Array2<f64>) -> Array2<f64> {
    let from_to = phi.t().iter().copied().collect();
    let density = Density::of(present, &ProximityMatrix::new(phi.nrows(), from_to), Diagonal::Zero);
    Array2::from_shape_fn(present.shape(), |(i, k)| density.of_region(i)[k])
}

impl Year {
    /// Adds what a fitted incidence model makes of the period. `network` holds the capacities of the period.
    pub(crate) fn with_model(mut self, network: &Network, rates: Rates, p: &Parameters, present: &Array2<f64>) -> Self {
        let alone = Parameters { omega: 0.0, rain: 0.0, ..*p };
        let near = network.connectivity(&alone, present.view());
        let related = network.related(&network.sent(p, present.view())).unwrap_or_else(|| Array2::zeros(near.dim()));
        let total = &near + &(&related * p.omega) + p.rain;
        let entry = total.mapv(|s| rates.entry(s, p));
        let exit = Array2::from_shape_fn(entry.dim(), |at| {
            let capacity = network.capacity[at];
            if capacity > 0.0 { rates.exit(rates.extinction(capacity, p), entry[at]) } else { f64::NAN }
        });
        let log = |s: Array2<f64>| {
            // Where nothing arrives, as if it were a thousandth of the least that arrives anywhere.
            let least = s.iter().copied().filter(|v| *v > 0.0).fold(f64::INFINITY, f64::min);
            let floor = if least.is_finite() { (1e-3 * least).max(f64::MIN_POSITIVE) } else { 1.0 };
            s.mapv(|v| v.max(floor).ln())
        };
        self.arrives = Some([log(near), log(related)]);
        self.chances = Some([entry, exit]);
        self
    }
}
