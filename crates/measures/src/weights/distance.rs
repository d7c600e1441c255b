use super::{BandwidthKind, Kernel, Weights};
use crate::neighbours::{Cells, bounds};
use crate::sphere::{RADIUS_M, direction};
use agglom_method::{Context, Message, MethodError, Places, Polygon};
use rayon::prelude::*;

/// How many links weights may have: more take gigabytes and hours.
const MOST_LINKS: usize = 50_000_000;
/// Coordinates beyond this are no metres on the earth.
const FARTHEST: f64 = 1e9;

/// Where places are, in metres; none where the source does not say.
pub(crate) struct Projected {
    pub(crate) points: Vec<Option<[f64; 2]>>,
    /// They were made of degrees here.
    pub(crate) from_degrees: bool,
}

/// Where these places are: as the source says in metres; else made of degrees, or of the middle of the outline, in Lambert's azimuthal
/// equal-area projection about their mean (distances right to 2.5 % within 2800 km of it).
pub(crate) fn positions(places: &Places, wanted: &[Option<usize>]) -> Projected {
    let sound = |p: [f64; 2]| p.iter().all(|v| v.is_finite() && v.abs() <= FARTHEST).then_some(p);
    if let Some(metres) = &places.position {
        let points = wanted.iter().map(|p| metres.get((*p)?).copied().and_then(sound)).collect();
        return Projected { points, from_degrees: false };
    }
    let degrees = |place: usize| match (&places.degrees, &places.polygons) {
        (Some(degrees), _) => degrees.get(place).copied(),
        (None, Some(polygons)) => middle(polygons.get(place)?),
        (None, None) => None,
    };
    let all: Vec<Option<[f64; 3]>> = wanted.iter().map(|p| degrees((*p)?).and_then(sound).filter(|p| p[1].abs() <= 90.0).map(direction)).collect();
    let mut mean = [0.0; 3];
    all.iter().flatten().for_each(|p| (0..3).for_each(|i| mean[i] += p[i]));
    let (lon, lat) = (mean[1].atan2(mean[0]), mean[2].atan2(mean[0].hypot(mean[1])));
    let east = [-lon.sin(), lon.cos(), 0.0];
    let north = [-lat.sin() * lon.cos(), -lat.sin() * lon.sin(), lat.cos()];
    let up = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
    let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let project = |p: [f64; 3]| {
        let scale = RADIUS_M * (2.0 / (1.0 + dot(p, up)).max(1e-6)).sqrt();
        [scale * dot(p, east), scale * dot(p, north)]
    };
    Projected { points: all.into_iter().map(|p| p.map(project)).collect(), from_degrees: true }
}

/// The centre of gravity of an outline in degrees, its largest part.
fn middle(polygons: &[Polygon]) -> Option<[f64; 2]> {
    let rings = polygons.iter().filter_map(|p| p.rings.first()).filter(|r| !r.is_empty());
    let centred = rings.map(|ring| {
        let origin = ring[0];
        let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (a, b) = ([a[0] - origin[0], a[1] - origin[1]], [b[0] - origin[0], b[1] - origin[1]]);
            let cross = a[0] * b[1] - b[0] * a[1];
            area += cross;
            x += cross * (a[0] + b[0]) / 3.0;
            y += cross * (a[1] + b[1]) / 3.0;
        }
        let centre = if area == 0.0 { origin } else { [origin[0] + x / area, origin[1] + y / area] };
        (area.abs(), centre)
    });
    centred.max_by(|a, b| a.0.total_cmp(&b.0)).map(|c| c.1)
}

fn grid(points: &[[f64; 2]], side: Option<f64>) -> Cells {
    let b = bounds(points);
    let area = (b[2] - b[0]).max(1.0) * (b[3] - b[1]).max(1.0);
    Cells::new(points, side.unwrap_or((area / points.len().max(1) as f64).sqrt()))
}

/// The nearest of each point, with distances.
fn nearest_of(points: &[[f64; 2]], k: usize, context: &Context<'_>) -> Result<Vec<Vec<(usize, f64)>>, MethodError> {
    if k >= points.len() {
        let problem = Message::new("weights-k-too-large").with("k", agglom_method::Argument::count(k));
        return Err(MethodError::Setting { setting: "k", problem: problem.with("regions", agglom_method::Argument::count(points.len())) });
    }
    if k.saturating_mul(points.len()) > MOST_LINKS {
        return Err(MethodError::Setting { setting: "k", problem: Message::new("weights-too-many-links") });
    }
    let grid = grid(points, None);
    let of = |i: usize| {
        context.proceed()?;
        let mut nearest = grid.nearest(points[i], k, Some(i));
        for near in &mut nearest {
            near.1 = near.1.sqrt();
        }
        Ok(nearest)
    };
    (0..points.len()).into_par_iter().map(of).collect()
}

/// The `k` nearest regions, each with weight 1; of equally near ones those that come first.
pub(crate) fn nearest(points: &[[f64; 2]], k: usize, context: &Context<'_>) -> Result<Weights, MethodError> {
    let rows = nearest_of(points, k, context)?;
    Ok(Weights::new(rows.into_iter().map(|row| row.into_iter().map(|(j, _)| (j as u32, 1.0)).collect()).collect()))
}

/// All regions at most so far away, each with weight 1; without a distance, the smallest at which each region has a neighbour. Also the
/// distance.
pub(crate) fn distance_band(points: &[[f64; 2]], distance: Option<f64>, context: &Context<'_>) -> Result<(Weights, f64), MethodError> {
    let distance = match distance {
        Some(distance) => distance,
        // Squares and their roots round: the last neighbour must not be lost.
        None => largest(&nearest_of(points, 1, context)?) * (1.0 + 1e-9),
    };
    Ok((within(points, |_| distance, |_| 1.0, context)?, distance))
}

/// Weights that fall with distance; also the fixed bandwidth, if it is one.
pub(crate) fn kernel(
    points: &[[f64; 2]],
    kernel: Kernel,
    bandwidth: BandwidthKind,
    k: usize,
    distance: Option<f64>,
    context: &Context<'_>,
) -> Result<(Weights, Option<f64>), MethodError> {
    let reach = if kernel == Kernel::Gaussian { 3.0 } else { 1.0 };
    let weight = |u: f64| match kernel {
        Kernel::Gaussian => (-u * u / 2.0).exp(),
        Kernel::Triangular => 1.0 - u,
        Kernel::Bisquare => (1.0 - u * u).powi(2),
        Kernel::Uniform => 1.0,
    };
    // In a region with many at its very place the bandwidth is 0, and those count in full.
    let at = |distance: f64, bandwidth: f64| if distance == 0.0 { weight(0.0) } else { weight(distance / bandwidth) };
    let fixed = match (bandwidth, distance) {
        (BandwidthKind::Fixed, Some(distance)) => Some(distance),
        (BandwidthKind::Fixed, None) => Some(largest(&nearest_of(points, k + 1, context)?)),
        (BandwidthKind::Adaptive, _) => None,
    };
    if let Some(fixed) = fixed {
        return Ok((within(points, |_| fixed * reach, |d| at(d, fixed), context)?, Some(fixed)));
    }
    let each: Vec<f64> = nearest_of(points, k + 1, context)?.iter().map(|row| row.last().map_or(0.0, |n| n.1)).collect();
    if kernel == Kernel::Gaussian || kernel == Kernel::Uniform {
        // A uniform kernel would count the one at the bandwidth itself.
        let open = if kernel == Kernel::Uniform { 1.0 - 1e-12 } else { reach };
        return Ok((within_each(points, |i| each[i] * open, |i, d| at(d, each[i]), context)?, None));
    }
    Ok((within_each(points, |i| each[i], |i, d| at(d, each[i]), context)?, None))
}

fn largest(rows: &[Vec<(usize, f64)>]) -> f64 {
    rows.iter().filter_map(|row| row.last()).map(|n| n.1).fold(0.0, f64::max)
}

fn within(
    points: &[[f64; 2]],
    radius: impl Fn(usize) -> f64 + Sync,
    weight: impl Fn(f64) -> f64 + Sync,
    context: &Context<'_>,
) -> Result<Weights, MethodError> {
    within_each(points, radius, |_, d| weight(d), context)
}

/// Links to all within a radius whose weight is positive.
fn within_each(
    points: &[[f64; 2]],
    radius: impl Fn(usize) -> f64 + Sync,
    weight: impl Fn(usize, f64) -> f64 + Sync,
    context: &Context<'_>,
) -> Result<Weights, MethodError> {
    const CHUNK: usize = 1024;
    let mean = (0..points.len()).map(&radius).sum::<f64>() / points.len().max(1) as f64;
    let grid = grid(points, Some(mean));
    let row = |i: usize| {
        context.proceed()?;
        let mut row = Vec::new();
        grid.near(points[i], radius(i), |j, squared| {
            let w = weight(i, squared.sqrt());
            if j != i && w > 0.0 && row.len() < MOST_LINKS {
                row.push((j as u32, w));
            }
        });
        row.shrink_to_fit();
        Ok(row)
    };
    let (mut rows, mut links) = (Vec::with_capacity(points.len()), 0);
    for first in (0..points.len()).step_by(CHUNK) {
        let chunk: Vec<Vec<(u32, f64)>> = (first..(first + CHUNK).min(points.len())).into_par_iter().map(row).collect::<Result<_, MethodError>>()?;
        links += chunk.iter().map(Vec::len).sum::<usize>();
        if links > MOST_LINKS {
            return Err(MethodError::Setting { setting: "distance_m", problem: Message::new("weights-too-many-links") });
        }
        rows.extend(chunk);
    }
    Ok(Weights::new(rows))
}
