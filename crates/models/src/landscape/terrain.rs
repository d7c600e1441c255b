use crate::incidence::stochasticity::{mean, shifts};
use crate::incidence::{Network, Pair, Parameters, Point, Rates, Sources, Sums, rows_at_once};
use crate::landscape::{Landscape, Spillovers, sum};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};
use rayon::prelude::*;
use std::sync::OnceLock;

/// The landscape of some industries of a fitted network: site `place * industries + industry`. What other industries do for them stays as it is.
pub struct Terrain<'a> {
    network: &'a Network,
    rates: Rates,
    parameters: Parameters,
    industries: usize,
    /// Weights between places, row by row, once they are worth keeping.
    near: OnceLock<Vec<f64>>,
    /// True if there is room for them.
    keeps: bool,
    /// A^b by place and industry.
    sent: Array2<f64>,
    /// ω φ among these industries.
    related: Option<Array2<f64>>,
    /// What comes from other industries and from nowhere, per site.
    outside: Vec<f64>,
    /// What covariates add to the predictor of entry, per place.
    entry_shift: Vec<f64>,
    /// The chance of exit without rescue in the mean over years, per site.
    extinction: Vec<f64>,
    /// The log of the rate of exit in a year like any other, per site; empty where all are.
    exit_predictor: Vec<f64>,
    /// Standard deviation between years of the log of the rate of exit.
    sigma: f64,
}

/// Up to so many places, weights are kept.
const KEPT: usize = 6000;

/// What covariates do to the chances, per place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shifts {
    /// Added to the predictor of entry; empty for nothing.
    pub entry: Vec<f64>,
    /// Added to the log of the rate of exit; empty for nothing.
    pub exit: Vec<f64>,
}

impl<'a> Terrain<'a> {
    /// These industries of a network, with the parameters of a point; `present` are all industries, now.
    pub fn new(network: &'a Network, rates: Rates, point: &Point, industries: &[usize], present: ArrayView2<'_, f64>, shifts: &Shifts) -> Self {
        let p = point.parameters;
        let places = network.places();
        let power = |c: &f64| if *c > 0.0 { c.powf(p.b) } else { 0.0 };
        let all_sent = network.capacity.map(power);
        let sent = all_sent.select(Axis(1), industries);
        let capacity = network.capacity.select(Axis(1), industries);
        let relatedness = network.relatedness.as_ref().filter(|_| p.omega > 0.0);
        let mut outside = Array2::from_elem((places, industries.len()), p.rain);
        let related = relatedness.map(|phi| {
            let rows = phi.select(Axis(0), industries);
            let mut others = &all_sent * &present;
            for &k in industries {
                others.column_mut(k).fill(0.0);
            }
            general_mat_mul(p.omega, &others, &rows.t(), 1.0, &mut outside);
            rows.select(Axis(1), industries) * p.omega
        });
        let shift = |shifts: &[f64], place: usize| shifts.get(place).copied().unwrap_or(0.0);
        let exit = |((place, _), &capacity): ((usize, usize), &f64)| {
            if capacity > 0.0 { rates.exit_predictor(capacity, &p) + shift(&shifts.exit, place) } else { f64::INFINITY }
        };
        let (sigma, predictors) = (point.sigma, capacity.indexed_iter().map(exit).collect::<Vec<f64>>());
        Self {
            network,
            rates,
            parameters: p,
            industries: industries.len(),
            near: OnceLock::new(),
            keeps: places <= KEPT && network.sums.by_blocks(),
            sent,
            related,
            outside: outside.into_raw_vec_and_offset().0,
            entry_shift: (0..places).map(|place| shift(&shifts.entry, place)).collect(),
            extinction: predictors.iter().map(|h| mean(sigma, |shift| rates.extinction_of(h + shift))).collect(),
            exit_predictor: if sigma > 0.0 { predictors } else { Vec::new() },
            sigma,
        }
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        self.network.places()
    }

    /// True if some site is reached from outside: the industries cannot vanish for good.
    pub fn fed(&self) -> bool {
        self.outside.iter().any(|s| *s > 0.0)
    }

    /// Weights, kept from now on, if there is room for them.
    fn kept(&self) -> Option<&[f64]> {
        self.keeps.then(|| self.near.get_or_init(|| near(self.network, self.parameters.alpha)).as_slice())
    }

    /// Adds what some sources (place, industry, how much) send to all places. Sources stand in the order of places.
    fn scatter(&self, sources: &[(usize, usize, f64)], connectivity: &mut [f64]) {
        let (of, places, network) = (self.industries, self.places(), self.network);
        let kept = self.near.get();
        let at_once = rows_at_once(places);
        connectivity.par_chunks_mut(at_once * of).enumerate().for_each(|(number, s)| {
            for (i, s) in s.chunks_mut(of).enumerate().map(|(i, s)| (number * at_once + i, s)) {
                for from in sources.chunk_by(|a, b| a.0 == b.0) {
                    let j = from[0].0;
                    let weight = match kept {
                        Some(near) => near[i * places + j],
                        None if i == j => 0.0,
                        None => network.kernel.weight(network.geography.distance(i, j), self.parameters.alpha),
                    };
                    for &(_, k, sent) in from {
                        s[k] += weight * sent;
                    }
                }
            }
        });
    }

    /// True if these sources are few enough to be added one by one: such sums take about four times as long as those of a full product.
    fn few(&self, sources: &[(usize, usize, f64)]) -> bool {
        let places = sources.chunk_by(|a, b| a.0 == b.0).count();
        4 * sources.len() < self.sent.len() && (self.near.get().is_some() || 4 * places < self.places())
    }

    /// Σ_{j≠i} K_ij v_j for each place and column v, of any sign.
    pub fn near(&self, vectors: ArrayView2<'_, f64>) -> Array2<f64> {
        let (places, columns) = vectors.dim();
        if let Some(near) = self.kept() {
            let mut images = vec![0.0; places * columns];
            multiply(near, vectors, &mut images);
            return Array2::from_shape_vec((places, columns), images).unwrap_or_default();
        }
        let rows: Vec<usize> = (0..places).collect();
        let sources = Sources::new(vec![vectors.to_owned()]);
        self.network.sums.all(self.network, self.parameters.alpha, &rows, &sources, &[Pair { kernel: 0, capacity: 0 }]).remove(0)
    }

    /// The same as a product with its error.
    pub(crate) fn spillovers(&self) -> Spillovers<'_> {
        let error = if let Sums::Tree { share } = self.network.sums { share } else { 0.0 };
        Spillovers { product: Box::new(|vectors| self.near(vectors)), error }
    }
}

/// Weights between all places, row by row; none from a place to itself. By one thread: while several worked, one of them could take up a task that
/// waits for these very weights, for ever.
fn near(network: &Network, alpha: f64) -> Vec<f64> {
    let places = network.places();
    let mut near = vec![0.0; places * places];
    for (i, row) in near.chunks_mut(places.max(1)).enumerate() {
        for (j, weight) in row.iter_mut().enumerate().filter(|(j, _)| *j != i) {
            *weight = network.kernel.weight(network.geography.distance(i, j), alpha);
        }
    }
    near
}

/// A product, block of rows by block of rows.
fn multiply(near: &[f64], sent: ArrayView2<'_, f64>, image: &mut [f64]) {
    let (places, columns) = sent.dim();
    if places == 0 || columns == 0 {
        return;
    }
    let at_once = rows_at_once(places);
    near.par_chunks(at_once * places).zip(image.par_chunks_mut(at_once * columns)).for_each(|(rows, image)| {
        let height = rows.len() / places;
        if columns == 1 {
            let one = sent.as_standard_layout();
            let vector = one.as_slice().unwrap_or_default();
            for (x, row) in image.iter_mut().zip(rows.chunks(places)) {
                *x = sum(places, |j| row[j] * vector[j]);
            }
        } else if let (Ok(rows), Ok(mut image)) =
            (ArrayView2::from_shape((height, places), rows), ArrayViewMut2::from_shape((height, columns), image))
        {
            general_mat_mul(1.0, &rows, &sent, 0.0, &mut image);
        }
    });
}

impl Landscape for Terrain<'_> {
    fn sites(&self) -> usize {
        self.extinction.len()
    }

    fn connectivity(&self, incidence: &[f64], connectivity: &mut [f64]) {
        let shape = (self.places(), self.industries);
        let Ok(present) = ArrayView2::from_shape(shape, incidence) else { return };
        let sent = &present * &self.sent;
        let sources: Vec<(usize, usize, f64)> = sent.indexed_iter().filter(|(_, s)| **s != 0.0).map(|((j, k), s)| (j, k, *s)).collect();
        if self.keeps && self.few(&sources) {
            connectivity.fill(0.0);
            self.scatter(&sources, connectivity);
        } else if let Some(near) = self.kept() {
            multiply(near, sent.view(), connectivity);
        } else {
            let plain = Parameters { b: 1.0, omega: 0.0, rain: 0.0, ..self.parameters };
            let some = Network { relatedness: None, capacity: Array2::ones(shape), ..self.network.clone() };
            let found = some.connectivity(&plain, sent.view());
            connectivity.iter_mut().zip(&found).for_each(|(s, f)| *s = *f);
        }
        if let (Some(related), Ok(mut s)) = (&self.related, ArrayViewMut2::from_shape(shape, &mut *connectivity)) {
            general_mat_mul(1.0, &sent, &related.t(), 1.0, &mut s);
        }
        connectivity.iter_mut().zip(&self.outside).for_each(|(s, o)| *s += o);
    }

    fn changed(&self, before: &[f64], after: &[f64], connectivity: &mut [f64]) {
        let of = self.industries;
        let changes: Vec<(usize, usize, f64)> = before
            .iter()
            .zip(after)
            .enumerate()
            .filter(|(_, (b, a))| a != b)
            .map(|(site, (b, a))| (site / of, site % of, (a - b) * self.sent[[site / of, site % of]]))
            .collect();
        if !self.keeps || !self.few(&changes) {
            return self.connectivity(after, connectivity);
        }
        self.scatter(&changes, connectivity);
        if let Some(related) = &self.related {
            for &(j, k, sent) in &changes {
                connectivity[j * of..(j + 1) * of].iter_mut().zip(related.column(k)).for_each(|(s, weight)| *s += weight * sent);
            }
        }
        // Sums that go up and down must not end below what is always there.
        connectivity.iter_mut().zip(&self.outside).for_each(|(s, o)| *s = s.max(*o));
    }

    fn entry(&self, site: usize, connectivity: f64) -> f64 {
        if connectivity > 0.0 {
            self.rates.entry_of(self.rates.entry_predictor(connectivity, &self.parameters) + self.entry_shift[site / self.industries])
        } else {
            0.0
        }
    }

    fn exit(&self, site: usize, entry: f64) -> f64 {
        self.rates.exit(self.extinction[site], entry)
    }

    fn exit_in(&self, site: usize, entry: f64, fortune: f64) -> f64 {
        match self.exit_predictor.get(site) {
            Some(predictor) => self.rates.exit(self.rates.extinction_of(predictor + self.sigma * fortune), entry),
            None => self.exit(site, entry),
        }
    }

    fn fortunes(&self) -> Vec<(f64, f64)> {
        if self.sigma > 0.0 { shifts(1.0) } else { vec![(0.0, 1.0)] }
    }
}
