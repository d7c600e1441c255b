//! Generates a register of establishments and the regions around it, to measure speed on: `cargo run --release --example generate ROWS REGIONS FOLDER`.
//!
//! Writes `register.parquet`, `register.csv` (the same rows) and `regions.geojson`. Establishments cluster around towns; industries
//! are four-digit codes with leading zeros; sizes are whole numbers with a long tail. The same numbers on every machine.
#![allow(clippy::print_stdout, clippy::unwrap_used)] // a tool that either does its work or says why not

use agglom_method::{Generator, Seed};
use arrow::array::{ArrayRef, Float64Array, Int32Array, StringArray};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use rand::RngExt;
use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// West, south, east, north of the generated country, in degrees.
const COUNTRY: [f64; 4] = [100.0, 25.0, 118.0, 40.0];
const INDUSTRIES: usize = 300;
const TOWNS: usize = 800;
const BATCH: usize = 1 << 16;
/// Points on the border between two corners of a region.
const WIGGLES: usize = 24;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rows, regions, folder] = arguments.as_slice() else {
        println!("usage: generate ROWS REGIONS FOLDER");
        std::process::exit(2);
    };
    let folder = Path::new(folder);
    create_dir_all(folder).unwrap();
    write_regions(regions.parse().unwrap(), folder);
    write_register(rows.parse().unwrap(), folder);
    println!("{}", folder.display());
}

/// A country cut into about that many regions with crooked borders that neighbours share.
fn write_regions(regions: usize, folder: &Path) {
    let side = (regions as f64).sqrt().ceil() as usize;
    let mut draw = Seed::new(1).child("regions").draw(0);
    let [west, south, east, north] = COUNTRY;
    let step = [(east - west) / side as f64, (north - south) / side as f64];
    let mut corner = |i: usize, j: usize, inner: bool| {
        let shift = |random: f64| if inner { 0.3 * (random - 0.5) } else { 0.0 };
        let (a, b) = (draw.random::<f64>(), draw.random::<f64>());
        [west + (i as f64 + shift(a)) * step[0], south + (j as f64 + shift(b)) * step[1]]
    };
    let corners: Vec<Vec<[f64; 2]>> =
        (0..=side).map(|i| (0..=side).map(|j| corner(i, j, i > 0 && i < side && j > 0 && j < side)).collect()).collect();
    let mut file = BufWriter::new(File::create(folder.join("regions.geojson")).unwrap());
    write!(file, "{{\"type\":\"FeatureCollection\",\"features\":[").unwrap();
    for k in 0..(side * side).min(regions) {
        let (i, j) = (k % side, k / side);
        let square = [corners[i][j], corners[i + 1][j], corners[i + 1][j + 1], corners[i][j + 1]];
        let mut ring: Vec<[f64; 2]> = (0..4).flat_map(|c| border(square[c], square[(c + 1) % 4])).collect();
        ring.push(ring[0]);
        let text: Vec<String> = ring.iter().map(|p| format!("[{:.6},{:.6}]", p[0], p[1])).collect();
        let comma = if k == 0 { "" } else { "," };
        write!(
            file,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{k:05}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            text.join(",")
        )
        .unwrap();
    }
    write!(file, "]}}").unwrap();
}

/// Points from one corner towards another, the same from both sides: the bend depends on the two ends only.
fn border(from: [f64; 2], to: [f64; 2]) -> Vec<[f64; 2]> {
    let forward = (from[0], from[1]) < (to[0], to[1]);
    let (a, b) = if forward { (from, to) } else { (to, from) };
    let across = [-(b[1] - a[1]) * 0.06, (b[0] - a[0]) * 0.06];
    let point = |t: f64| {
        let bend = (t * std::f64::consts::PI * 3.0).sin() * (1.0 - t) * t * 4.0;
        [a[0] + (b[0] - a[0]) * t + across[0] * bend, a[1] + (b[1] - a[1]) * t + across[1] * bend]
    };
    let along = |k: usize| point(if forward { k as f64 } else { (WIGGLES - k) as f64 } / WIGGLES as f64);
    (0..WIGGLES).map(along).collect()
}

fn write_register(rows: usize, folder: &Path) {
    let seed = Seed::new(1).child("register");
    let country = Country::new(&mut seed.draw(0));
    let mut csv = BufWriter::with_capacity(1 << 20, File::create(folder.join("register.csv")).unwrap());
    writeln!(csv, "id,town,industry,lon,lat,jobs").unwrap();
    let mut parquet: Option<ArrowWriter<File>> = None;
    for (k, start) in (0..rows).step_by(BATCH).enumerate() {
        let mut batch = Batch::default();
        country.establish(start..rows.min(start + BATCH), &mut seed.draw(1 + k as u64), &mut batch);
        batch.write(&mut csv);
        let batch = batch.finish();
        let writer = parquet
            .get_or_insert_with(|| ArrowWriter::try_new(File::create(folder.join("register.parquet")).unwrap(), batch.schema(), None).unwrap());
        writer.write(&batch).unwrap();
    }
    if let Some(writer) = parquet {
        writer.close().unwrap();
    }
    csv.flush().unwrap();
}

/// Where establishments are, and what they can make.
struct Country {
    /// Centre and spread.
    towns: Vec<([f64; 2], f64)>,
    industries: Vec<String>,
}

impl Country {
    fn new(draw: &mut Generator) -> Self {
        let [west, south, east, north] = COUNTRY;
        let mut town = || {
            let centre = [west + draw.random::<f64>() * (east - west), south + draw.random::<f64>() * (north - south)];
            (centre, 0.02 + 0.2 * draw.random::<f64>())
        };
        let towns = (0..TOWNS).map(|_| town()).collect();
        Self { towns, industries: (0..INDUSTRIES).map(|i| format!("{:04}", 100 + 13 * i)).collect() }
    }

    fn establish(&self, numbers: Range<usize>, draw: &mut Generator, batch: &mut Batch) {
        let [west, south, east, north] = COUNTRY;
        for number in numbers {
            let town = draw.random_range(0..self.towns.len());
            let (centre, spread) = self.towns[town];
            // The sum of four uniforms is near enough to a normal deviate.
            let mut deviate = || (0..4).map(|_| draw.random::<f64>()).sum::<f64>() - 2.0;
            batch.lons.push(((centre[0] + spread * deviate()).clamp(west, east) * 1e6).round() / 1e6);
            batch.lats.push(((centre[1] + spread * deviate()).clamp(south, north) * 1e6).round() / 1e6);
            batch.jobs.push((1.0 / draw.random::<f64>()).min(5000.0).round() as i32);
            batch.industries.push(self.industries[draw.random_range(0..self.industries.len())].clone());
            batch.towns.push(format!("{town:03}"));
            batch.ids.push(format!("E{number:08}"));
        }
    }
}

/// Columns of some establishments.
#[derive(Default)]
struct Batch {
    ids: Vec<String>,
    towns: Vec<String>,
    industries: Vec<String>,
    lons: Vec<f64>,
    lats: Vec<f64>,
    jobs: Vec<i32>,
}

impl Batch {
    fn write(&self, csv: &mut impl Write) {
        for i in 0..self.ids.len() {
            let (id, town, industry) = (&self.ids[i], &self.towns[i], &self.industries[i]);
            writeln!(csv, "{id},{town},{industry},{},{},{}", self.lons[i], self.lats[i], self.jobs[i]).unwrap();
        }
    }

    fn finish(self) -> RecordBatch {
        let columns: [(&str, ArrayRef); 6] = [
            ("id", Arc::new(StringArray::from(self.ids))),
            ("town", Arc::new(StringArray::from(self.towns))),
            ("industry", Arc::new(StringArray::from(self.industries))),
            ("lon", Arc::new(Float64Array::from(self.lons))),
            ("lat", Arc::new(Float64Array::from(self.lats))),
            ("jobs", Arc::new(Int32Array::from(self.jobs))),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }
}
