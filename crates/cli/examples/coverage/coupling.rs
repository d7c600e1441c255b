//! Coupling and coordination: places drawn from many, seen with error; what is true is what all of them without error would show.

use crate::claims::Held;
use crate::{chance, context, table};
use agglom_method::{Aim, Generator, Method};
use agglom_models::Coupled;
use agglom_models::coupling_coordination::{Class, Coordination, CouplingCoordination, Weighting};
use agglom_testing::patterns::normal;
use rand::RngExt;

/// What is not known in a scenario.
#[derive(Clone, Copy)]
pub struct Doubts {
    /// Coefficient of variation of the errors in the figures.
    pub error: f64,
    /// Whether scales are given rather than the range of the figures.
    pub bounds: bool,
    /// Where weights come from.
    pub weighting: Weighting,
    /// The concentration of the Dirichlet distribution that the study assumes of its weights.
    pub concentration: f64,
}

type Figures = [[f64; 9]; YEARS];

const YEARS: usize = 8;
const PLACES: usize = 30;
const POPULATION: usize = 600;
const INDICATORS: [&str; 9] = ["c1", "c2", "c3", "k1", "k2", "k3", "p1", "p2", "p3"];

/// All places without error, and the degree of each in each year.
pub struct Population {
    figures: Vec<Figures>,
    degrees: Vec<[f64; YEARS]>,
    doubts: Doubts,
}

impl Population {
    pub fn new(doubts: Doubts) -> Self {
        let mut draw = chance("population", 0);
        let figures: Vec<Figures> = (0..POPULATION).map(|_| place(&mut draw)).collect();
        let found = computed(&CouplingCoordination { draws: 0, ..method(doubts) }, &figures, 0).expect("the population has a degree");
        let mut degrees = vec![[0.0; YEARS]; POPULATION];
        for row in &found.rows {
            degrees[row.entity as usize][row.period as usize] = row.coordination.expect("every figure is there");
        }
        Self { figures, degrees, doubts }
    }

    /// One study of thirty places.
    pub fn study(&self, run: u64) -> Option<Held> {
        let mut draw = chance("places", run);
        let mut numbers: Vec<usize> = (0..POPULATION).collect();
        (0..PLACES).for_each(|at| numbers.swap(at, draw.random_range(at..POPULATION)));
        let sigma = (1.0 + self.doubts.error * self.doubts.error).ln().sqrt();
        let mut error = || (sigma * normal(&mut draw) - 0.5 * sigma * sigma).exp();
        let seen: Vec<Figures> = numbers[..PLACES].iter().map(|&n| self.figures[n].map(|year| year.map(|x| x * error()))).collect();
        let found = computed(&CouplingCoordination { draws: 499, ..method(self.doubts) }, &seen, run)?;
        let mut held = Held::default();
        for row in &found.rows {
            let truth = self.degrees[numbers[row.entity as usize]][row.period as usize];
            if let Some((low, high)) = row.interval {
                held.intervals.push(("degree", low <= truth && truth <= high));
            }
            let (Some(probabilities), Some(class)) = (row.probabilities, row.class) else { continue };
            let right = Class::of(truth).number();
            held.claims.extend(probabilities.iter().enumerate().map(|(number, p)| (*p, number == right)));
            held.best.push((probabilities[class.number()], class.number() == right));
        }
        Some(held)
    }
}

/// Nine figures between 1 and 10 that rise over the years: development of the place, of its three systems, and of each figure.
fn place(draw: &mut Generator) -> Figures {
    let level = 0.7 * normal(draw);
    let systems = [0, 1, 2].map(|_| level + 0.6 * normal(draw));
    let own: [f64; 9] = std::array::from_fn(|i| systems[i / 3] + 0.8 * normal(draw));
    std::array::from_fn(|year| own.map(|x| 1.0 + 9.0 / (1.0 + (-(x - 1.0 + 0.15 * year as f64 + 0.1 * normal(draw))).exp())))
}

fn method(doubts: Doubts) -> CouplingCoordination {
    let named = INDICATORS.map(str::to_owned);
    let systems = ["city", "cluster", "park"].iter().zip(named.chunks(3)).map(|(system, codes)| ((*system).to_owned(), codes.to_vec()));
    CouplingCoordination {
        systems: systems.collect(),
        directions: named.iter().map(|name| (name.clone(), Aim::Up)).collect(),
        bounds: named.iter().filter(|_| doubts.bounds).map(|name| (name.clone(), [0.5, 12.0])).collect(),
        weighting: doubts.weighting,
        weight_concentration: doubts.concentration,
        data_error: doubts.error,
        ..CouplingCoordination::default()
    }
}

fn computed(method: &CouplingCoordination, figures: &[Figures], run: u64) -> Option<Coordination> {
    let years: Vec<String> = (0..YEARS).map(|year| (2013 + year).to_string()).collect();
    let source = table(figures.len(), &INDICATORS, &years, |place, indicator, year| figures[place][year][indicator]);
    method.compute(&Coupled { source }, &context(run)).ok()
}
