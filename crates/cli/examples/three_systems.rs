//! Generates the panel of `examples/three-systems`: `cargo run --release --example three_systems > examples/three-systems/panel.csv`.
//!
//! City, cluster and park of eight places grow for twenty years by a generalised Lotka-Volterra system whose parameters are known
//! (`GROWTH`, `EFFECT` below and in the example's README). The size of each is written down with a little noise, and so are three
//! indicators of it that follow its size, one of them the less the better. The same numbers on every machine.
#![allow(clippy::print_stdout)] // the result

use agglom_method::Seed;
use agglom_testing::patterns;

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
        let start = [0, 1, 2].map(|i| 0.06 + 0.02 * ((3 * i + 2 * place) % 7) as f64);
        let sizes = patterns::three_systems(growth, EFFECT, start, YEARS.len(), CHANCE, &mut chance);
        for (year, size) in YEARS.zip(sizes) {
            for (system, indicators) in INDICATORS.iter().enumerate() {
                let mut error = || (ERROR * patterns::normal(&mut chance)).exp();
                println!("place {},{year},{} size,{:.5},up", place + 1, SYSTEMS[system], size[system] * error());
                for &(name, low, gain) in indicators {
                    let value = (low + gain * size[system]) * error();
                    println!("place {},{year},{name},{value:.3},{}", place + 1, if gain > 0.0 { "up" } else { "down" });
                }
            }
        }
    }
}
