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
    let mut draw = seed.draw(0);
    let [west, south, east, north] = COUNTRY;
    let towns: Vec<([f64; 2], f64)> = (0..TOWNS)
        .map(|_| ([west + draw.random::<f64>() * (east - west), south + draw.random::<f64>() * (north - south)], 0.02 + 0.2 * draw.random::<f64>()))
        .collect();
    let codes: Vec<String> = (0..INDUSTRIES).map(|i| format!("{:04}", 100 + 13 * i)).collect();
    let mut csv = BufWriter::with_capacity(1 << 20, File::create(folder.join("register.csv")).unwrap());
    writeln!(csv, "id,town,industry,lon,lat,jobs").unwrap();
    let mut parquet: Option<ArrowWriter<File>> = None;
    for (k, start) in (0..rows).step_by(BATCH).enumerate() {
        let batch = batch(start, BATCH.min(rows - start), &towns, &codes, &mut seed.draw(1 + k as u64), &mut csv);
        let writer = parquet
            .get_or_insert_with(|| ArrowWriter::try_new(File::create(folder.join("register.parquet")).unwrap(), batch.schema(), None).unwrap());
        writer.write(&batch).unwrap();
    }
    parquet.into_iter().for_each(|w| w.close().map(|_| ()).unwrap());
    csv.flush().unwrap();
}

fn batch(start: usize, rows: usize, towns: &[([f64; 2], f64)], codes: &[String], draw: &mut Generator, csv: &mut impl Write) -> RecordBatch {
    let [west, south, east, north] = COUNTRY;
    let (mut ids, mut from, mut industries, mut lons, mut lats, mut jobs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..rows {
        let town = draw.random_range(0..towns.len());
        let (centre, spread) = towns[town];
        // The sum of four uniforms is near enough to a normal deviate.
        let mut deviate = || (0..4).map(|_| draw.random::<f64>()).sum::<f64>() - 2.0;
        let lon = ((centre[0] + spread * deviate()).clamp(west, east) * 1e6).round() / 1e6;
        let lat = ((centre[1] + spread * deviate()).clamp(south, north) * 1e6).round() / 1e6;
        let size = (draw.random::<f64>().powi(-1).min(5000.0)).round() as i32;
        let (id, industry) = (format!("E{:08}", start + i), &codes[draw.random_range(0..codes.len())]);
        writeln!(csv, "{id},{town:03},{industry},{lon},{lat},{size}").unwrap();
        ids.push(id);
        from.push(format!("{town:03}"));
        industries.push(industry.as_str());
        lons.push(lon);
        lats.push(lat);
        jobs.push(size);
    }
    let columns: [(&str, ArrayRef); 6] = [
        ("id", Arc::new(StringArray::from(ids))),
        ("town", Arc::new(StringArray::from(from))),
        ("industry", Arc::new(StringArray::from(industries))),
        ("lon", Arc::new(Float64Array::from(lons))),
        ("lat", Arc::new(Float64Array::from(lats))),
        ("jobs", Arc::new(Int32Array::from(jobs))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}
