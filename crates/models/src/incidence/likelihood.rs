//! The exact likelihood of a panel (B.3) with its gradient and Hessian.

use super::design::{Design, Point, Symbol};
use super::problem::{Block, Predictors, Problem, SHAPES};
use super::rates::{Colonisation, Rates, Term};
use super::stochasticity::{Fate, NODES, Shared, Years};
use agglom_method::MethodError;
use nalgebra::{DMatrix, DVector};

/// How much of the likelihood is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    /// Its value.
    Value,
    /// And its gradient and its Hessian.
    Hessian,
    /// And sums of squared scores, of transitions and of places.
    Scores,
}

/// The log likelihood and its derivatives.
#[derive(Debug, Clone)]
pub(crate) struct Evaluation {
    pub(crate) value: f64,
    pub(crate) gradient: DVector<f64>,
    pub(crate) hessian: DMatrix<f64>,
    /// Σ s s' over transitions.
    pub(crate) transitions: DMatrix<f64>,
    /// Σ s s' over places.
    pub(crate) places: DMatrix<f64>,
    /// An entry that has no chance: place, index of the step, industry.
    pub(crate) impossible: Option<(usize, usize, usize)>,
}

/// Where the free parameters stand.
pub(crate) struct Slots {
    pub(crate) count: usize,
    shapes: [Option<usize>; 4],
    y: Option<usize>,
    z: Option<usize>,
    e: Option<usize>,
    x: Option<usize>,
    pub(crate) sigma: Option<usize>,
    entry: Vec<(usize, usize)>,
    exit: Vec<(usize, usize)>,
}

impl Slots {
    pub(crate) fn new(design: &Design) -> Self {
        let at = |symbol| design.position(symbol);
        let each = |of: fn(Symbol) -> Option<u32>| {
            design.free.iter().enumerate().filter_map(|(slot, &symbol)| of(symbol).map(|q| (slot, q as usize))).collect()
        };
        Self {
            count: design.free.len(),
            shapes: SHAPES.map(at),
            y: at(Symbol::HalfEntry),
            z: at(Symbol::Exponent),
            e: at(Symbol::ExitRate),
            x: at(Symbol::CapacityExit),
            sigma: at(Symbol::Stochasticity),
            entry: each(|s| if let Symbol::EntryCovariate(q) = s { Some(q) } else { None }),
            exit: each(|s| if let Symbol::ExitCovariate(q) = s { Some(q) } else { None }),
        }
    }

    /// Derivatives of the predictors by the free parameters.
    pub(crate) fn slopes(&self, rates: Rates, point: &Point, at: &Predictors, covariates: Option<&[f64]>, entry: &mut [f64], exit: &mut [f64]) {
        let p = &point.parameters;
        let poisson = rates.colonisation == Colonisation::Poisson;
        let z = if poisson { 1.0 } else { p.z };
        for (slot, first) in self.shapes.iter().zip(at.link.first) {
            if let Some(slot) = slot {
                entry[*slot] = z * first;
            }
        }
        let set = |slot: Option<usize>, value: f64, to: &mut [f64]| {
            if let Some(slot) = slot {
                to[slot] = value;
            }
        };
        set(self.y, if poisson { 1.0 } else { -z }, entry);
        set(self.z, finite(z * (at.link.log - p.y.ln())), entry);
        set(self.e, 1.0, exit);
        set(self.x, -at.log_capacity, exit);
        if let Some(w) = covariates {
            for &(slot, q) in &self.entry {
                entry[slot] = w[q];
            }
            for &(slot, q) in &self.exit {
                exit[slot] = w[q];
            }
        }
    }
}

/// Nothing where connectivity is zero: such a term does not depend on it.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// Sums over the transitions of a block.
struct Tally {
    wanted: Wanted,
    value: f64,
    gradient: DVector<f64>,
    hessian: DMatrix<f64>,
    transitions: DMatrix<f64>,
    places: DMatrix<f64>,
    place: Vec<f64>,
    entry: Vec<f64>,
    exit: Vec<f64>,
    score: Vec<f64>,
    /// Scores at the nodes of each year: step, node, parameter.
    nodes: Vec<f64>,
    impossible: Option<(usize, usize, usize)>,
}

impl Tally {
    fn new(count: usize, wanted: Wanted) -> Self {
        let square = || DMatrix::zeros(count, count);
        Self {
            wanted,
            value: 0.0,
            gradient: DVector::zeros(count),
            hessian: square(),
            transitions: square(),
            places: square(),
            place: vec![0.0; count],
            entry: vec![0.0; count],
            exit: vec![0.0; count],
            score: vec![0.0; count],
            nodes: Vec::new(),
            impossible: None,
        }
    }

    /// Adds a transition by its derivatives in the mean of its year, after [`Tally::slopes`].
    fn add(&mut self, slots: &Slots, rates: Rates, point: &Point, at: &Predictors, term: Term, shared: Shared) {
        self.value += term.value;
        if self.wanted == Wanted::Value {
            return;
        }
        for a in 0..slots.count {
            self.score[a] = term.c * self.entry[a] + term.h * self.exit[a];
        }
        if let Some(slot) = slots.sigma {
            self.score[slot] = shared.first;
        }
        for (gradient, score) in self.gradient.iter_mut().zip(&self.score) {
            *gradient += score;
        }
        if self.wanted >= Wanted::Hessian {
            self.bend(slots, rates, point, at, term);
            self.bend_with_years(slots, shared);
        }
        if self.wanted == Wanted::Scores {
            for a in 0..slots.count {
                self.place[a] += self.score[a];
                for b in 0..=a {
                    self.transitions[(a, b)] += self.score[a] * self.score[b];
                }
            }
        }
    }

    /// Adds what a transition tells at the nodes of its year.
    fn add_nodes(&mut self, slots: &Slots, years: &Years, step: usize, terms: &[Term; NODES]) {
        let from = step * NODES * slots.count;
        for (q, (term, u)) in terms.iter().zip(&years.each[step].u).enumerate() {
            let own = &mut self.nodes[from + q * slots.count..from + (q + 1) * slots.count];
            for (a, own) in own.iter_mut().enumerate() {
                *own += term.c * self.entry[a] + term.h * self.exit[a];
            }
            if let Some(slot) = slots.sigma {
                own[slot] += term.h * years.sigma * u;
            }
        }
    }

    /// Second derivatives that contain ln σ.
    fn bend_with_years(&mut self, slots: &Slots, shared: Shared) {
        let Some(slot) = slots.sigma else { return };
        for a in (0..slots.count).filter(|&a| a != slot) {
            self.hessian[(a.max(slot), a.min(slot))] += shared.entry * self.entry[a] + shared.exit * self.exit[a];
        }
        self.hessian[(slot, slot)] += shared.second;
    }

    /// Second derivatives; the lower triangle.
    fn bend(&mut self, slots: &Slots, rates: Rates, point: &Point, at: &Predictors, term: Term) {
        for a in 0..slots.count {
            let (c, h) = (self.entry[a], self.exit[a]);
            let (by_c, by_h) = (term.cc * c + term.ch * h, term.ch * c + term.hh * h);
            for b in 0..=a {
                self.hessian[(a, b)] += by_c * self.entry[b] + by_h * self.exit[b];
            }
        }
        let poisson = rates.colonisation == Colonisation::Poisson;
        let z = if poisson { 1.0 } else { point.parameters.z };
        let lower = |a: usize, b: usize| (a.max(b), a.min(b));
        for (i, a) in slots.shapes.iter().enumerate() {
            let Some(a) = *a else { continue };
            for (j, b) in slots.shapes.iter().enumerate().take(i + 1) {
                if let Some(b) = *b {
                    self.hessian[lower(a, b)] += term.c * z * at.link.second[i][j];
                }
            }
            if let Some(slot) = slots.z {
                self.hessian[lower(a, slot)] += term.c * z * at.link.first[i];
            }
        }
        if let Some(slot) = slots.z {
            self.hessian[(slot, slot)] += term.c * finite(z * (at.link.log - point.parameters.y.ln()));
            if let Some(y) = slots.y {
                self.hessian[lower(y, slot)] -= term.c * z;
            }
        }
    }

    /// The scores of a place are complete.
    fn close(&mut self) {
        for a in 0..self.place.len() {
            for b in 0..=a {
                self.places[(a, b)] += self.place[a] * self.place[b];
            }
        }
        self.place.fill(0.0);
    }
}

/// The transitions of a block.
fn tally(block: &Block<'_>, slots: &Slots, wanted: Wanted, years: Option<&Years>) -> Tally {
    let (problem, point) = (block.problem, block.point);
    let mut sums = Tally::new(slots.count, wanted);
    sums.nodes = vec![0.0; years.map_or(0, |y| y.each.len() * NODES * slots.count)];
    let mut covariates: Vec<f64> = Vec::new();
    for (row, &place) in block.rows.iter().enumerate() {
        for (step, &between) in problem.steps.iter().enumerate() {
            if let Some(w) = problem.observed.covariate(between.0) {
                covariates.clear();
                covariates.extend(w.row(place));
            }
            for (target, &industry) in problem.targets.iter().enumerate() {
                let Some((before, after)) = problem.observed.happened(between, place, industry) else { continue };
                let at = block.predictors(row, step, target);
                let rates = problem.rates;
                if wanted > Wanted::Value {
                    let covariates = (!covariates.is_empty()).then_some(covariates.as_slice());
                    slots.slopes(rates, point, &at, covariates, &mut sums.entry, &mut sums.exit);
                }
                let (term, shared) = match years.filter(|_| before) {
                    Some(years) => {
                        let terms = years.terms(rates, step, Fate { entry: at.entry, exit: at.exit, leaves: !after });
                        sums.add_nodes(slots, years, step, &terms);
                        years.mean(step, &terms)
                    }
                    None if before => (rates.occupied(at.entry, at.exit, !after), Shared::default()),
                    None => (rates.empty(at.entry, after), Shared::default()),
                };
                if !before && after && at.entry == f64::NEG_INFINITY {
                    sums.impossible = sums.impossible.or(Some((place, step, industry)));
                }
                sums.add(slots, rates, point, &at, term, shared);
            }
        }
        if wanted == Wanted::Scores {
            sums.close();
        }
    }
    sums
}

fn mirrored(mut lower: DMatrix<f64>) -> DMatrix<f64> {
    lower.fill_upper_triangle_with_lower_triangle();
    lower
}

/// The log likelihood at a point.
pub(crate) fn evaluate(problem: &Problem<'_>, design: &Design, theta: &[f64], wanted: Wanted) -> Result<Evaluation, MethodError> {
    let (slots, point) = (Slots::new(design), design.point(theta));
    let order = match wanted {
        Wanted::Value => 0,
        Wanted::Hessian | Wanted::Scores => 2,
    };
    let years = Years::at(problem, &point)?;
    let mut all = Tally::new(slots.count, wanted);
    if let Some(years) = &years {
        all.nodes = vec![0.0; years.each.len() * NODES * slots.count];
    }
    // Without derivatives, years tell all.
    let blocks = match &years {
        Some(_) if wanted == Wanted::Value => Vec::new(),
        _ => problem.blocks(design, &point, order, |block| tally(block, &slots, wanted, years.as_ref()))?,
    };
    for block in blocks {
        all.value += block.value;
        all.gradient += block.gradient;
        all.hessian += block.hessian;
        all.transitions += block.transitions;
        all.places += block.places;
        all.nodes.iter_mut().zip(&block.nodes).for_each(|(sum, own)| *sum += own);
        all.impossible = all.impossible.or(block.impossible);
    }
    if let Some(years) = &years {
        all.value = years.value;
        all.impossible = years.impossible;
        if wanted > Wanted::Value {
            all.hessian += years.covariance(&all.nodes, slots.count);
        }
    }
    Ok(Evaluation {
        value: if all.value.is_nan() { f64::NEG_INFINITY } else { all.value },
        gradient: all.gradient,
        hessian: mirrored(all.hessian),
        transitions: mirrored(all.transitions),
        places: mirrored(all.places),
        impossible: all.impossible,
    })
}
