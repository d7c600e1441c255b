//! Generates the panel of `examples/three-systems`: `cargo run --release --example three_systems > examples/three-systems/panel.csv`.
//!
//! City, cluster and park of eight places grow for twenty years by a generalised Lotka-Volterra system whose parameters are known
//! (`GROWTH`, `EFFECT` below and in the example's README). The size of each is written down with a little noise, and so are three
//! indicators of it that follow its size, one of them the less the better. The same numbers on every machine.
#![allow(clippy::print_stdout)] // the result

use agglom_method::{Generator, Seed};
use rand::RngExt;

const SYSTEMS: [&str; 3] = ["city", "cluster", "park"];
const PLACES: usize = 8;
const YEARS: std::ops::Range<u32> = 2001..2021;
/// Growth per year of each system in the first place; the others differ from it.
const GROWTH: [f64; 3] = [0.25, 0.30, 0.20];
/// What a unit of the system in the column adds to the growth of the system in the row.
const EFFECT: [[f64; 3]; 3] = [[-0.30, 0.10, 0.05], [0.12, -0.40, 0.08], [0.06, -0.05, -0.25]];
/// Standard deviations of the logarithms: of a year's chance, and of the figures.
const CHANCE: f64 = 0.02;
const ERROR: f64 = 0.01;
const STEPS: usize = 100;
/// Name, lowest value, and what it gains (or loses) as its system grows from nothing to a size of 1.
const INDICATORS: [[(&str, f64, f64); 3]; 3] = [
    [("income per head", 12.0, 30.0), ("graduates", 3.0, 9.0), ("commuting time", 70.0, -25.0)],
    [("value added", 5.0, 60.0), ("patents", 10.0, 140.0), ("energy intensity", 2.4, -0.9)],
    [("occupied land", 20.0, 55.0), ("tax per mu", 4.0, 21.0), ("vacancy", 34.0, -16.0)],
];

fn main() {
    let mut chance = Seed::new(3).draw(0);
    println!("place,year,indicator,value,direction");
    for place in 0..PLACES {
        let growth = GROWTH.map(|r| r * (0.85 + 0.3 * place as f64 / (PLACES - 1) as f64));
        let mut size = [0, 1, 2].map(|i| 0.06 + 0.02 * ((3 * i + 2 * place) % 7) as f64);
        for year in YEARS {
            for (system, indicators) in INDICATORS.iter().enumerate() {
                let written = size[system] * (ERROR * normal(&mut chance)).exp();
                println!("place {},{year},{} size,{written:.5},up", place + 1, SYSTEMS[system]);
                for &(name, low, gain) in indicators {
                    let value = (low + gain * size[system]) * (ERROR * normal(&mut chance)).exp();
                    println!("place {},{year},{name},{value:.3},{}", place + 1, if gain > 0.0 { "up" } else { "down" });
                }
            }
            size = grown(size, growth).map(|u| u * (CHANCE * normal(&mut chance)).exp());
        }
    }
}

/// The sizes a year later, by the classical Runge-Kutta method.
fn grown(mut size: [f64; 3], growth: [f64; 3]) -> [f64; 3] {
    let step = 1.0 / STEPS as f64;
    let rate = |u: [f64; 3]| [0, 1, 2].map(|i| u[i] * (growth[i] + (0..3).map(|j| EFFECT[i][j] * u[j]).sum::<f64>()));
    let after = |u: [f64; 3], rate: [f64; 3], step: f64| [0, 1, 2].map(|i| u[i] + step * rate[i]);
    for _ in 0..STEPS {
        let first = rate(size);
        let second = rate(after(size, first, step / 2.0));
        let third = rate(after(size, second, step / 2.0));
        let fourth = rate(after(size, third, step));
        size = [0, 1, 2].map(|i| size[i] + step / 6.0 * (first[i] + 2.0 * second[i] + 2.0 * third[i] + fourth[i]));
    }
    size
}

/// A standard normal draw (Box and Muller 1958).
fn normal(generator: &mut Generator) -> f64 {
    let (radius, angle): (f64, f64) = (generator.random(), generator.random());
    (-2.0 * (1.0 - radius).ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}
