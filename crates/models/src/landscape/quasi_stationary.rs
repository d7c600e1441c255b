use crate::landscape::{Landscape, sum};
use agglom_method::{Context, MethodError, Seed};
use rand::RngExt;
use rayon::prelude::*;

/// Up to so many sites, the quasi-stationary distribution is exact.
pub const EXACT: usize = 12;
/// The same where years differ.
pub const EXACT_YEARS: usize = 9;

/// What a network looks like as long as it is not empty (Darroch and Seneta 1965).
#[derive(Debug, Clone, PartialEq)]
pub struct QuasiStationary {
    /// λ₀: the probability that it is still not empty after one period.
    pub persistence: f64,
    /// 1 / (1 - λ₀): periods until it is empty, on average. Nothing if it cannot become empty.
    pub mean_time: Option<f64>,
    /// The same from every site occupied; exact only.
    pub mean_time_from_all: Option<f64>,
    /// The same from a single site occupied; exact only.
    pub mean_time_from_one: Vec<f64>,
    /// The probability that each site is occupied.
    pub occupancy: Vec<f64>,
    /// The probability that 1, 2, ... sites are occupied; exact only.
    pub occupied: Vec<f64>,
    /// True if it is exact and not simulated.
    pub exact: bool,
}

/// Steps before giving up.
const MOST: usize = 2_000;

/// The chain over all sets of occupied sites: for each, the chance of each site to be occupied next, in each of some years.
struct Chain {
    sites: usize,
    /// Weights of the years.
    years: Vec<f64>,
    next: Vec<f64>,
}

impl Chain {
    fn new(landscape: &dyn Landscape) -> Self {
        let (sites, years) = (landscape.sites(), landscape.fortunes());
        let of = |state: usize| {
            let incidence: Vec<f64> = (0..sites).map(|i| f64::from(u8::from(state >> i & 1 == 1))).collect();
            let mut connectivity = vec![0.0; sites];
            landscape.connectivity(&incidence, &mut connectivity);
            let entry: Vec<f64> = connectivity.iter().enumerate().map(|(i, &s)| landscape.entry(i, s)).collect();
            let stays = |i: usize, fortune: f64| if state >> i & 1 == 1 { 1.0 - landscape.exit_in(i, entry[i], fortune) } else { entry[i] };
            years.iter().flat_map(|&(fortune, _)| (0..sites).map(move |i| (i, fortune))).map(|(i, u)| stays(i, u)).collect::<Vec<f64>>()
        };
        let next = (0..1usize << sites).into_par_iter().flat_map_iter(of).collect();
        Self { sites, years: years.iter().map(|y| y.1).collect(), next }
    }

    /// Chances of all next states from one.
    fn row(&self, state: usize, row: &mut [f64]) {
        let width = self.sites * self.years.len();
        let chances = &self.next[state * width..(state + 1) * width];
        if self.years.len() == 1 {
            return spread(1.0, chances, row);
        }
        let mut of_year = vec![0.0; row.len()];
        row.fill(0.0);
        for (&weight, chances) in self.years.iter().zip(chances.chunks(self.sites)) {
            spread(weight, chances, &mut of_year);
            row.iter_mut().zip(&of_year).for_each(|(sum, p)| *sum += p);
        }
    }

    /// The distribution one period later, and what of it is the empty state.
    fn forward(&self, now: &[f64]) -> (Vec<f64>, f64) {
        const PIECE: usize = 128;
        let states = now.len();
        let piece = |first: usize| {
            let (mut row, mut next) = (vec![0.0; states], vec![0.0; states]);
            let end = (first + PIECE).min(states);
            for (state, now) in now.iter().enumerate().take(end).skip(first.max(1)) {
                self.row(state, &mut row);
                next.iter_mut().zip(&row).for_each(|(n, r)| *n += now * r);
            }
            next
        };
        let pieces: Vec<Vec<f64>> = (0..states.div_ceil(PIECE)).into_par_iter().map(|k| piece(k * PIECE)).collect();
        let mut next = vec![0.0; states];
        for piece in pieces {
            next.iter_mut().zip(piece).for_each(|(n, p)| *n += p);
        }
        let empty = std::mem::take(&mut next[0]);
        (next, empty)
    }

    /// The mean of a value over next states other than the empty one, from every state.
    fn backward(&self, value: &[f64]) -> Vec<f64> {
        let of = |row: &mut Vec<f64>, state: usize| {
            if state == 0 {
                return 0.0;
            }
            self.row(state, row);
            sum(row.len() - 1, |k| row[k + 1] * value[k + 1])
        };
        (0..value.len()).into_par_iter().map_init(|| vec![0.0; value.len()], of).collect()
    }
}

/// Chances of all sets of sites that are occupied with these chances independently, times a weight.
fn spread(weight: f64, chances: &[f64], row: &mut [f64]) {
    row[0] = weight;
    for (i, p) in chances.iter().enumerate() {
        let (empty, occupied) = row[..2 << i].split_at_mut(1 << i);
        for (e, o) in empty.iter_mut().zip(occupied) {
            *o = *e * p;
            *e *= 1.0 - p;
        }
    }
}

/// The exact distribution of at most [`EXACT`] sites ([`EXACT_YEARS`] where years differ); nothing if there are more, if there are none, or if it does not converge.
///
/// # Errors
/// If nobody wants the answer any more.
pub fn quasi_stationary(landscape: &dyn Landscape, context: &Context<'_>) -> Result<Option<QuasiStationary>, MethodError> {
    let sites = landscape.sites();
    let most = if landscape.fortunes().len() > 1 { EXACT_YEARS } else { EXACT };
    if sites == 0 || sites > most {
        return Ok(None);
    }
    let chain = Chain::new(landscape);
    let states = 1usize << sites;
    let Some(left) = settle(states, context, |now| {
        let next = chain.forward(now).0;
        let all = sum(states, |k| next[k]);
        (next, all)
    })?
    else {
        return Ok(None);
    };
    let leaves = chain.forward(&left).1;
    let Some(right) = settle(states, context, |now| {
        let next = chain.backward(now);
        let all = sum(states, |k| next[k]);
        (next, all)
    })?
    else {
        return Ok(None);
    };
    let times = if leaves > 0.0 { times(&chain, &left, &right, leaves, context)? } else { None };
    let with = |condition: &dyn Fn(usize) -> bool| (1..states).filter(|s| condition(*s)).map(|s| left[s]).sum::<f64>();
    Ok(Some(QuasiStationary {
        persistence: 1.0 - leaves,
        mean_time: (leaves > 0.0).then(|| 1.0 / leaves),
        mean_time_from_all: times.as_ref().map(|t| t[states - 1]),
        mean_time_from_one: times.map_or_else(Vec::new, |t| (0..sites).map(|i| t[1 << i]).collect()),
        occupancy: (0..sites).map(|i| with(&|s| s >> i & 1 == 1)).collect(),
        occupied: (1..=sites).map(|n| with(&|s| s.count_ones() as usize == n)).collect(),
        exact: true,
    }))
}

/// A vector of sum 1 that a map leaves as it is, but for its length. What the second eigenvalue leaves behind is a geometric series: every
/// eighth step goes to its limit.
fn settle(states: usize, context: &Context<'_>, map: impl Fn(&[f64]) -> (Vec<f64>, f64)) -> Result<Option<Vec<f64>>, MethodError> {
    let mut now = vec![1.0 / (states - 1) as f64; states];
    now[0] = 0.0;
    let mut before = f64::INFINITY;
    for step in 1..=MOST {
        context.proceed()?;
        let (mut next, all) = map(&now);
        if all.is_nan() || all <= 0.0 {
            return Ok(None);
        }
        for p in &mut next {
            *p /= all;
        }
        let change = next.iter().zip(&now).map(|(a, b)| (a - b).abs()).sum::<f64>();
        if change < 1e-14 {
            return Ok(Some(next));
        }
        let ratio = change / before;
        if step % 8 == 0 && ratio < 1.0 {
            let far = ratio / (1.0 - ratio);
            let ahead: Vec<f64> = next.iter().zip(&now).map(|(a, b)| (a + far * (a - b)).max(0.0)).collect();
            let all = sum(states, |k| ahead[k]);
            if all > 0.0 && all.is_finite() {
                next = ahead.iter().map(|p| p / all).collect();
            }
            before = f64::INFINITY;
        } else {
            before = change;
        }
        now = next;
    }
    Ok(None)
}

/// Mean times until empty, t = 1 + Q t: along the right vector r in closed form, (l·1) / (l·r) r / (1 - λ₀), the rest by repetition, which
/// converges like the second eigenvalue.
fn times(chain: &Chain, left: &[f64], right: &[f64], leaves: f64, context: &Context<'_>) -> Result<Option<Vec<f64>>, MethodError> {
    let states = left.len();
    let product = sum(states, |k| left[k] * right[k]);
    let along: Vec<f64> = right.iter().map(|r| r / product).collect();
    let mut term: Vec<f64> = along.iter().map(|r| 1.0 - r).collect();
    term[0] = 0.0;
    let mut time: Vec<f64> = along.iter().zip(&term).map(|(r, t)| r / leaves + t).collect();
    for _ in 0..MOST {
        context.proceed()?;
        let mut next = chain.backward(&term);
        // Rounding would bring the leading part back.
        let back = sum(states, |k| left[k] * next[k]);
        next.iter_mut().zip(&along).for_each(|(t, r)| *t -= back * r);
        let most = next.iter().fold(0.0f64, |m, t| m.max(t.abs()));
        time.iter_mut().zip(&next).for_each(|(t, n)| *t += n);
        if most < 1e-14 {
            time[0] = 0.0;
            return Ok(Some(time));
        }
        term = next;
    }
    Ok(None)
}

/// The distribution by `particles` copies of the network over `periods` periods, after as many again to forget the start: a copy that becomes
/// empty goes on from another that has not (Fleming and Viot). Nothing if all become empty at once.
///
/// # Errors
/// If nobody wants the answer any more.
pub fn resurrected(
    landscape: &dyn Landscape,
    particles: usize,
    periods: usize,
    seed: Seed,
    context: &Context<'_>,
) -> Result<Option<QuasiStationary>, MethodError> {
    let sites = landscape.sites();
    let mut now = vec![vec![1.0; sites]; particles];
    let mut generators: Vec<_> = (0..particles as u64).map(|k| seed.draw(k)).collect();
    let mut choice = seed.child("choice").draw(0);
    let differ = landscape.fortunes().len() > 1;
    let (mut gone, mut occupancy) = (0usize, vec![0u64; sites]);
    for period in 0..2 * periods {
        context.proceed()?;
        now.par_iter_mut().zip(&mut generators).for_each(|(state, generator)| {
            let mut connectivity = vec![0.0; sites];
            landscape.connectivity(state, &mut connectivity);
            let fortune = if differ { crate::sampling::normal(generator) } else { 0.0 };
            for (i, p) in state.iter_mut().enumerate() {
                let entry = landscape.entry(i, connectivity[i]);
                let chance: f64 = generator.random();
                let stays = if *p > 0.0 { chance >= landscape.exit_in(i, entry, fortune) } else { chance < entry };
                *p = f64::from(u8::from(stays));
            }
        });
        let (alive, empty): (Vec<usize>, Vec<usize>) = (0..particles).partition(|&k| now[k].iter().any(|p| *p > 0.0));
        if alive.is_empty() {
            return Ok(None);
        }
        for &k in &empty {
            let other = now[alive[choice.random_range(0..alive.len())]].clone();
            now[k] = other;
        }
        if period >= periods {
            gone += empty.len();
            for state in &now {
                occupancy.iter_mut().zip(state).for_each(|(n, p)| *n += u64::from(*p > 0.0));
            }
        }
    }
    let all = (particles * periods) as f64;
    let leaves = gone as f64 / all;
    Ok(Some(QuasiStationary {
        persistence: 1.0 - leaves,
        mean_time: (gone > 0).then(|| 1.0 / leaves),
        mean_time_from_all: None,
        mean_time_from_one: Vec::new(),
        occupancy: occupancy.iter().map(|&n| n as f64 / all).collect(),
        occupied: Vec::new(),
        exact: false,
    }))
}
