//! Generates the data of `examples/entries-and-exits`: `cargo run --release --example entries_and_exits examples/entries-and-exits`.
//!
//! Industries enter and leave places by the incidence function model with known parameters (`TRUTH` below and in the example's README);
//! industries next to each other in number are related. The same numbers on every machine.
#![allow(clippy::unwrap_used)] // a tool that either does its work or says why not

use agglom_method::Seed;
use agglom_testing::panels::{Truth, incidence, relatedness};
use std::fmt::Write;
use std::path::PathBuf;

const PLACES: usize = 80;
const YEARS: usize = 12;
const SIDE_KM: f64 = 12.0;
const INDUSTRIES: [&str; 6] = ["spinning", "weaving", "clothing", "machinery", "vehicles", "electronics"];
const TRUTH: Truth = Truth { alpha: 0.8, b: 0.6, y: 5.0, e: 0.25, x: 0.5, omega: 0.8, rain: 0.3, sigma: 0.0 };
/// South-west corner, and kilometres of a degree there.
const CORNER: [f64; 2] = [112.9, 27.8];
const DEGREE_KM: [f64; 2] = [98.36, 111.19];

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let panel = incidence(PLACES, INDUSTRIES.len(), YEARS, SIDE_KM, TRUTH, Seed::new(5));
    let (counts, position) = (&panel.counts, panel.position.as_ref().unwrap());
    let capacity = &panel.capacity.as_ref().unwrap()[0];
    let mut text = String::from("place,industry,year,present,capacity,lon,lat\n");
    for (year, cells) in counts.periods.iter().zip(&counts.cells) {
        for (cell, room) in cells.iter().zip(capacity) {
            let (place, industry) = (counts.regions.get(cell.region as usize), INDUSTRIES[cell.industry as usize]);
            let [lon, lat] = [0, 1].map(|k| CORNER[k] + position[cell.region as usize][k] / 1000.0 / DEGREE_KM[k]);
            writeln!(text, "{place},{industry},{year},{},{:.4},{lon:.5},{lat:.5}", cell.value, room.value).unwrap();
        }
    }
    std::fs::write(folder.join("panel.csv"), text).unwrap();
    let mut text = String::from("from,to,proximity\n");
    for (k, from) in INDUSTRIES.iter().enumerate() {
        for (l, to) in INDUSTRIES.iter().enumerate().filter(|(l, _)| *l != k) {
            writeln!(text, "{from},{to},{}", relatedness(k, l)).unwrap();
        }
    }
    std::fs::write(folder.join("proximity.csv"), text).unwrap();
}
