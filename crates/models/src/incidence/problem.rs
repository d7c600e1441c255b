//! Connectivity with its derivatives, block of places by block of places.

use super::design::{Design, Point, Symbol};
use super::kernel::Kernel;
use super::network::Network;
use super::observed::Observed;
use super::rates::{Colonisation, Rates};
use super::sums::{Pair, Sources, Sums, dense, rows_at_once};
use agglom_method::{MethodError, Watch};
use ndarray::{Array2, Axis, Slice};
use rayon::prelude::*;
use std::borrow::Cow;

/// Decay, exponent of capacity, weight of related industries, rain: what connectivity depends on.
pub(crate) const SHAPES: [Symbol; 4] = [Symbol::Decay, Symbol::CapacityOut, Symbol::Relatedness, Symbol::Rain];

/// Below this, sums are computed again as logarithms.
const UNDERFLOW: f64 = 1e-280;

/// What is to be explained, and by what.
#[derive(Clone)]
pub(crate) struct Problem<'a> {
    pub(crate) network: &'a Network,
    pub(crate) observed: &'a Observed,
    pub(crate) rates: Rates,
    /// The industries.
    pub(crate) targets: Vec<usize>,
    /// The places.
    pub(crate) rows: Vec<usize>,
    /// Steps of time.
    pub(crate) steps: Vec<(usize, usize)>,
    /// How sums over places are computed.
    pub(crate) sums: Cow<'a, Sums>,
    pub(crate) watch: &'a dyn Watch,
}

/// ln S with its derivatives by the four parameters of [`SHAPES`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) log: f64,
    pub(crate) first: [f64; 4],
    pub(crate) second: [[f64; 4]; 4],
}

/// The predictors of one industry in one place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Predictors {
    pub(crate) entry: f64,
    pub(crate) exit: f64,
    pub(crate) log_capacity: f64,
    pub(crate) link: Link,
}

/// Sums for a block of places.
pub(crate) struct Block<'a> {
    pub(crate) problem: &'a Problem<'a>,
    pub(crate) point: &'a Point,
    pub(crate) rows: &'a [usize],
    order: usize,
    near: [[Option<Array2<f64>>; 3]; 3],
    related: Vec<Array2<f64>>,
    sources: &'a Sources,
    alpha: f64,
}

impl<'a> Problem<'a> {
    /// Some or all steps of all places.
    pub(crate) fn new(network: &'a Network, observed: &'a Observed, rates: Rates, targets: Vec<usize>, watch: &'a dyn Watch) -> Self {
        let rows = (0..network.places()).collect();
        Self { network, observed, rates, targets, rows, steps: observed.steps.clone(), sums: Cow::Borrowed(&network.sums), watch }
    }

    /// The same with a larger error of sums over places, if that makes them much faster.
    pub(crate) fn rough(&self) -> Option<Self> {
        const ROUGH: f64 = 1e-3;
        let sums = match *self.sums {
            Sums::Tree { share } if share < ROUGH / 10.0 => Sums::Tree { share: ROUGH },
            _ => return None,
        };
        Some(Self { sums: Cow::Owned(sums), ..self.clone() })
    }

    fn column(&self, step: usize, target: usize) -> usize {
        step * self.targets.len() + target
    }

    /// p A^b (ln A)^q of all places, by step and industry.
    fn sources(&self, b: f64, powers: usize) -> Sources {
        let (places, columns) = (self.network.places(), self.steps.len() * self.targets.len());
        let each = |row: &mut [f64], place: usize, power: usize, before: Option<&[f64]>| {
            for (step, &(from, _)) in self.steps.iter().enumerate() {
                let (present, capacity) = (&self.observed.present[from], self.observed.capacity(from));
                for (target, &industry) in self.targets.iter().enumerate() {
                    let (p, log) = (present[[place, industry]], capacity[[place, industry]]);
                    let at = self.column(step, target);
                    if p > 0.0 && log.is_finite() {
                        row[at] = if power == 0 { p * (b * log).exp() } else { before.map_or(0.0, |row| row[at]) * log };
                    }
                }
            }
        };
        let mut found: Vec<Vec<f64>> = Vec::with_capacity(powers);
        for power in 0..powers {
            let mut next = vec![0.0; places * columns];
            let before = found.last();
            next.par_chunks_mut(columns.max(1)).enumerate().for_each(|(place, row)| {
                each(row, place, power, before.map(|all| &all[place * columns..(place + 1) * columns]));
            });
            found.push(next);
        }
        let shaped = |values| Array2::from_shape_vec((places, columns), values).unwrap_or_default();
        Sources::new(found.into_iter().map(shaped).collect())
    }

    /// What other industries of the same places send, for a block of places: place x column, once for each power of ln A.
    fn related(&self, rows: &[usize], phi: &Array2<f64>, b: f64, powers: usize) -> Vec<Array2<f64>> {
        let industries = self.network.industries();
        let mut found = vec![Array2::zeros((rows.len(), self.steps.len() * self.targets.len())); powers];
        for (step, &(from, _)) in self.steps.iter().enumerate() {
            let (present, capacity) = (&self.observed.present[from], self.observed.capacity(from));
            let mut sent = vec![Array2::zeros((rows.len(), industries)); powers];
            for (r, &i) in rows.iter().enumerate() {
                for l in 0..industries {
                    let (p, log) = (present[[i, l]], capacity[[i, l]]);
                    if p > 0.0 && log.is_finite() {
                        let mut value = p * (b * log).exp();
                        for power in &mut sent {
                            power[[r, l]] = value;
                            value *= log;
                        }
                    }
                }
            }
            let columns = self.column(step, 0)..self.column(step, self.targets.len());
            for (found, sent) in found.iter_mut().zip(&sent) {
                found.slice_axis_mut(Axis(1), Slice::from(columns.clone())).assign(&sent.dot(phi));
            }
        }
        found
    }

    /// Sums with derivatives up to an order by the free parameters, and what is made of them, block by block.
    pub(crate) fn blocks<R: Send>(
        &self,
        design: &Design,
        point: &Point,
        order: usize,
        work: impl Fn(&Block<'_>) -> R + Sync,
    ) -> Result<Vec<R>, MethodError> {
        let free = |symbol| if design.position(symbol).is_some() { order } else { 0 };
        let (kernels, powers) = (free(Symbol::Decay), free(Symbol::CapacityOut));
        let cells = (0..=kernels).flat_map(|kernel| (0..=powers).map(move |capacity| Pair { kernel, capacity }));
        let pairs: Vec<Pair> = cells.filter(|p| p.kernel + p.capacity <= order).collect();
        let alpha = point.parameters.alpha / self.observed.distance_scale;
        let sources = self.sources(point.parameters.b, powers + 1);
        let phi = self.network.relatedness.as_ref().filter(|_| point.parameters.omega > 0.0);
        let phi = phi.map(|phi| phi.select(Axis(0), &self.targets).t().to_owned());
        let whole = if self.sums.by_blocks() { None } else { Some(self.sums.all(self.network, alpha, &self.rows, &sources, &pairs)) };
        let at_once = rows_at_once(self.rows.len());
        let each = |(number, rows): (usize, &[usize])| {
            if self.watch.cancelled() {
                return Err(MethodError::Cancelled);
            }
            let found = match &whole {
                Some(whole) => {
                    whole.iter().map(|sum| sum.slice_axis(Axis(0), Slice::from(number * at_once..number * at_once + rows.len())).to_owned()).collect()
                }
                None => dense(self.network, alpha, rows, &sources, &pairs),
            };
            let mut near: [[Option<Array2<f64>>; 3]; 3] = Default::default();
            for (pair, sum) in pairs.iter().zip(found) {
                near[pair.kernel][pair.capacity] = Some(sum);
            }
            let related = phi.as_ref().map_or_else(Vec::new, |phi| self.related(rows, phi, point.parameters.b, powers + 1));
            Ok(work(&Block { problem: self, point, rows, order, near, related, sources: &sources, alpha }))
        };
        self.rows.par_chunks(at_once).enumerate().map(each).collect()
    }
}

impl Block<'_> {
    fn near(&self, kernel: usize, power: usize, at: [usize; 2]) -> f64 {
        self.near[kernel][power].as_ref().map_or(0.0, |sum| sum[at])
    }

    /// What arrives from places, and from related industries at a weight of 1.
    pub(crate) fn parts(&self, row: usize, step: usize, target: usize) -> [f64; 2] {
        let at = [row, self.problem.column(step, target)];
        [self.near(0, 0, at), self.related.first().map_or(0.0, |sum| sum[at])]
    }

    /// ln S of a row, step and industry.
    pub(crate) fn link(&self, row: usize, step: usize, target: usize) -> Link {
        let at = [row, self.problem.column(step, target)];
        let p = &self.point.parameters;
        let related = |power: usize| self.related.get(power).map_or(0.0, |sum| p.omega * sum[at]);
        let total = self.near(0, 0, at) + related(0) + p.rain;
        if total < UNDERFLOW {
            return self.deep(row, at[1]);
        }
        if self.order == 0 {
            return Link { log: total.ln(), first: [0.0; 4], second: [[0.0; 4]; 4] };
        }
        let first = [self.near(1, 0, at), self.near(0, 1, at) + related(1), related(0), p.rain].map(|v| v / total);
        let mut second = [[0.0; 4]; 4];
        if self.order > 1 {
            second[0][0] = self.near(2, 0, at);
            second[0][1] = self.near(1, 1, at);
            second[1][1] = self.near(0, 2, at) + related(2);
            second[1][2] = related(1);
            second[2][2] = related(0);
            second[3][3] = p.rain;
            for a in 0..4 {
                for b in a..4 {
                    second[a][b] = second[a][b] / total - first[a] * first[b];
                    second[b][a] = second[a][b];
                }
            }
        }
        Link { log: total.ln(), first, second }
    }

    /// The same where S underflows, by sums of logarithms (B.3).
    fn deep(&self, row: usize, column: usize) -> Link {
        let (network, i) = (self.problem.network, self.rows[row]);
        let mut terms: Vec<(f64, [f64; 2], f64)> = Vec::new();
        for (source, &j) in self.sources.places.iter().enumerate() {
            let sent = self.sources.powers[0][[source, column]];
            let distance = if i == j { f64::INFINITY } else { network.geography.distance(i, j) };
            if sent > 0.0 && distance.is_finite() {
                let q = self.alpha * distance;
                let (slope, bend) = match network.kernel {
                    Kernel::Exponential => (-q, -q),
                    Kernel::Gaussian => (-2.0 * q * q, -4.0 * q * q),
                    Kernel::Power { exponent } => (-exponent, 0.0),
                };
                let log_capacity = self.sources.powers.get(1).map_or(0.0, |power| power[[source, column]] / sent);
                terms.push((network.kernel.log_weight(distance, self.alpha) + sent.ln(), [slope, log_capacity], bend));
            }
        }
        let most = terms.iter().map(|t| t.0).fold(f64::NEG_INFINITY, f64::max);
        if most == f64::NEG_INFINITY {
            return Link { log: f64::NEG_INFINITY, first: [0.0; 4], second: [[0.0; 4]; 4] };
        }
        let total: f64 = terms.iter().map(|t| (t.0 - most).exp()).sum();
        let mut link = Link { log: most + total.ln(), first: [0.0; 4], second: [[0.0; 4]; 4] };
        for (log, slopes, bend) in terms {
            let weight = (log - most).exp() / total;
            link.second[0][0] += weight * bend;
            for a in 0..2 {
                link.first[a] += weight * slopes[a];
                for b in 0..2 {
                    link.second[a][b] += weight * slopes[a] * slopes[b];
                }
            }
        }
        for a in 0..2 {
            for b in 0..2 {
                link.second[a][b] -= link.first[a] * link.first[b];
            }
        }
        link
    }

    /// The predictors of entry and of exit.
    pub(crate) fn predictors(&self, row: usize, step: usize, target: usize) -> Predictors {
        let (problem, p) = (self.problem, &self.point.parameters);
        let (place, from) = (self.rows[row], problem.steps[step].0);
        let log_capacity = problem.observed.capacity(from)[[place, problem.targets[target]]];
        let link = self.link(row, step, target);
        let shift = |effects: &[f64]| match problem.observed.covariate(from) {
            Some(w) if !effects.is_empty() => effects.iter().zip(w.row(place)).map(|(effect, w)| effect * w).sum(),
            _ => 0.0,
        };
        let entry = match problem.rates.colonisation {
            Colonisation::Poisson => p.y.ln() + link.log,
            _ => p.z * (link.log - p.y.ln()),
        };
        let exit = p.e.ln() - p.x * log_capacity + shift(&self.point.exit);
        Predictors { entry: entry + shift(&self.point.entry), exit, log_capacity, link }
    }
}
