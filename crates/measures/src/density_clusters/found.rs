//! Clusters with what stands in them, from labels.

use super::hexagons::{Hexagons, hexagons};
use super::{Distance, Per};
use crate::outline::{Kind, outline};
use crate::sphere::{self, RADIUS_M, arc, chord, direction};
use agglom_method::{Codes, Context, Message, MethodError, Register, nearest};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

pub use super::hexagons::Hexagon;

/// More than once around the Earth: metres this far apart are none.
const FARTHEST: f64 = 1e8;

/// The settings that both methods have.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) distance: Distance,
    pub(crate) per: Per,
    pub(crate) industries: Vec<String>,
    pub(crate) alpha_m: Option<f64>,
    pub(crate) hexagon_m: Option<f64>,
    pub(crate) hide_below: usize,
    /// Establishments without which there is nothing to look for.
    pub(crate) need: usize,
}

/// Where distances are measured.
#[derive(Debug, Clone, Copy)]
pub(super) enum Space {
    /// Metres in the plane.
    Plane,
    /// Chords through the Earth, in metres, which grow with the great circle.
    Sphere,
}

impl Space {
    /// The distance in metres whose square is given.
    pub(super) fn metres(self, squared: f64) -> f64 {
        match self {
            Self::Plane => squared.sqrt(),
            Self::Sphere => arc(squared.sqrt(), RADIUS_M),
        }
    }

    /// The chord of so many metres.
    pub(super) fn chord(self, metres: f64) -> f64 {
        match self {
            Self::Plane => metres,
            Self::Sphere => chord(metres, RADIUS_M) * (1.0 + 1e-15),
        }
    }
}

/// Points of some establishments.
pub(crate) enum Points {
    Plane(Vec<[f64; 2]>),
    Sphere(Vec<[f64; 3]>),
}

/// What a method says of the points of a group.
pub(crate) struct Labelled {
    /// The cluster of each; `u32::MAX` for none. Numbers need not be in a row.
    pub(crate) cluster: Vec<u32>,
    pub(crate) role: Vec<MemberRole>,
    pub(crate) strength: Option<Vec<f64>>,
    pub(crate) outlier_score: Option<Vec<f64>>,
    pub(crate) stability: Option<Vec<f64>>,
    pub(crate) densest: Option<f64>,
}

/// As what an establishment stands where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// Has enough others around it.
    Core,
    /// Is near one that has.
    Border,
    /// Is in a cluster (where no cores are told from borders).
    Member,
    /// Is in no cluster.
    Noise,
}

impl MemberRole {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Border => "border",
            Self::Member => "member",
            Self::Noise => "noise",
        }
    }
}

/// The clusters, and where every establishment belongs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DensityClusters {
    /// Codes of the clusters.
    pub codes: Arc<Codes>,
    /// The clusters: by industry if they were made by industry, then the largest first.
    pub clusters: Vec<Cluster>,
    /// The establishments looked at, by their ids.
    pub members: Vec<Member>,
    /// What the clusters are made of; empty if they were made by industry.
    pub composition: Vec<Part>,
    /// Outlines.
    pub rings: Vec<Ring>,
    /// Bins of a map.
    pub hexagons: Vec<Hexagon>,
    /// Side of the hexagons in metres, if there are any.
    pub hexagon_m: Option<f64>,
    /// Bins with too few establishments to be shown.
    pub hidden_hexagons: usize,
    /// Establishments in them.
    pub hidden_establishments: usize,
    /// Industries with too few establishments to look for clusters.
    pub small_industries: usize,
}

/// A cluster.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cluster {
    /// Number of its code.
    pub code: u32,
    /// Number of its industry, if clusters are made by industry.
    pub industry: Option<u32>,
    /// How many establishments it has.
    pub establishments: usize,
    /// Summed size.
    pub size: f64,
    /// Area of the outline.
    pub area_km2: Option<f64>,
    /// Its largest industries with their shares of its establishments, at most three.
    pub leading: Vec<(u32, f64)>,
    /// Longitude and latitude of its middle.
    pub degrees: Option<[f64; 2]>,
    /// Its middle in metres.
    pub position: Option<[f64; 2]>,
    /// How far its farthest establishment is from the middle.
    pub radius_m: f64,
    /// Sum over its establishments of the densities (1 / km) through which they stay.
    pub stability: Option<f64>,
    /// Stability as a share of what it would be if all stayed to the largest density of the hierarchy.
    pub persistence: Option<f64>,
    /// What its outline is.
    pub outline: &'static str,
    /// Why there is no outline.
    pub reason: Option<&'static str>,
}

/// Where an establishment belongs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Member {
    /// Its number in the register.
    pub establishment: u32,
    /// Its cluster's place in the list of clusters.
    pub cluster: Option<u32>,
    /// As what.
    pub role: MemberRole,
    /// How strongly it belongs to its cluster.
    pub strength: Option<f64>,
    /// How much sparser it stands than the densest around it.
    pub outlier_score: Option<f64>,
}

/// An industry in a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Part {
    /// The cluster's place in the list.
    pub cluster: u32,
    /// Number of the industry.
    pub industry: u32,
    /// How many establishments of it there are.
    pub establishments: usize,
    /// Their share of the cluster's establishments.
    pub share: f64,
    /// That share over the industry's share of all establishments looked at.
    pub location_quotient: f64,
}

/// A ring of an outline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ring {
    /// The cluster's place in the list.
    pub cluster: u32,
    /// True for a hole.
    pub hole: bool,
    /// Numbers of establishments, the first one again at the end.
    pub vertices: Vec<u32>,
}

/// A cluster of a group before it has a code.
struct Raw {
    industry: Option<u32>,
    members: Vec<u32>,
    stability: Option<f64>,
    densest: Option<f64>,
}

/// The clusters that `label` sees in the points of every group.
pub(crate) fn delineated(
    register: &Register,
    asked: &Asked,
    context: &Context<'_>,
    label: impl Fn(&Points) -> Result<Labelled, MethodError>,
) -> Result<DensityClusters, MethodError> {
    check_places(register, asked)?;
    let groups = groups(register, asked)?;
    let largest = groups.iter().map(|g| g.1.len()).max().unwrap_or(0);
    if largest < asked.need {
        return Err(MethodError::TooFew { what: "establishments", need: asked.need, got: largest });
    }
    let (mut raw, mut members, mut small_industries) = (Vec::new(), Vec::new(), 0);
    for (industry, group) in groups {
        context.proceed()?;
        let first = raw.len();
        let member = |establishment, role| Member { establishment, cluster: None, role, strength: None, outlier_score: None };
        if group.len() < asked.need {
            small_industries += 1;
            members.extend(group.into_iter().map(|e| member(e, MemberRole::Noise)));
            continue;
        }
        let labels = label(&points(register, asked.distance, &group))?;
        raw.extend(gathered(industry, &group, &labels));
        let mut place = vec![None; labels.cluster.iter().filter(|&&c| c != u32::MAX).max().map_or(0, |&c| c as usize + 1)];
        for (i, cluster) in raw[first..].iter().enumerate() {
            let at = group.binary_search(&cluster.members[0]).expect("a member of the group");
            place[labels.cluster[at] as usize] = Some((first + i) as u32);
        }
        members.extend(group.iter().enumerate().map(|(i, &e)| Member {
            cluster: place.get(labels.cluster[i] as usize).copied().flatten(),
            strength: labels.strength.as_ref().map(|s| s[i]),
            outlier_score: labels.outlier_score.as_ref().map(|s| s[i]),
            ..member(e, labels.role[i])
        }));
    }
    members.sort_unstable_by_key(|m| m.establishment);
    context.proceed()?;
    let (codes, numbers) = codes(register, &raw);
    let described: Vec<(Cluster, Vec<Ring>)> =
        raw.par_iter().enumerate().map(|(i, cluster)| described(register, asked, cluster, i as u32, numbers[i])).collect();
    context.proceed()?;
    let Hexagons { bins, side, hidden, hidden_establishments } = hexagons(register, &members, asked);
    let (mut clusters, mut rings) = (Vec::new(), Vec::new());
    for (cluster, outline) in described {
        clusters.push(cluster);
        rings.extend(outline);
    }
    let composition = if asked.per == Per::All { composition(register, &members, &raw) } else { Vec::new() };
    for parts in composition.chunk_by(|a, b| a.cluster == b.cluster) {
        clusters[parts[0].cluster as usize].leading = parts.iter().take(3).map(|p| (p.industry, p.share)).collect();
    }
    Ok(DensityClusters {
        codes,
        clusters,
        members,
        composition,
        rings,
        hexagons: bins,
        hexagon_m: side,
        hidden_hexagons: hidden,
        hidden_establishments,
        small_industries,
    })
}

fn needs(key: &str) -> MethodError {
    MethodError::Needs { what: Message::new(key) }
}

/// Coordinates must be there and be some on Earth.
fn check_places(register: &Register, asked: &Asked) -> Result<(), MethodError> {
    let within = |places: &[[f64; 2]], most: f64| {
        let of = |k: usize| places.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |b, p| [b[0].min(p[k]), b[1].max(p[k])]);
        let near = |b: [f64; 2]| places.is_empty() || b[1] - b[0] <= most;
        places.iter().flatten().all(|x| x.is_finite() && x.abs() <= 1e15) && near(of(0)) && near(of(1))
    };
    let sound = match (asked.distance, &register.position, &register.degrees) {
        (Distance::Planar, None, _) => return Err(needs("needs-coordinates")),
        (Distance::GreatCircle, _, None) => return Err(needs("density-clusters-needs-degrees")),
        (_, position, degrees) => {
            position.as_ref().is_none_or(|p| within(p, FARTHEST))
                && degrees.as_ref().is_none_or(|d| within(d, 720.0) && d.iter().all(|p| p[1].abs() <= 90.0))
        }
    };
    if sound { Ok(()) } else { Err(MethodError::NoAnswer { why: Message::new("density-clusters-not-on-earth") }) }
}

/// The number of an industry, if clusters are made by industry, and the establishments to look at.
type Group = (Option<u32>, Vec<u32>);

/// The establishments to look at, together or by industry, each group ascending.
fn groups(register: &Register, asked: &Asked) -> Result<Vec<Group>, MethodError> {
    let codes = &register.industry.codes;
    let mut wanted = vec![asked.industries.is_empty(); codes.len()];
    for code in &asked.industries {
        let Some(i) = codes.index(code) else {
            let nearest = nearest(code, codes.iter()).map(str::to_owned);
            return Err(MethodError::UnknownCode { setting: "industries", code: code.clone(), nearest });
        };
        wanted[i] = true;
    }
    let industry = |i: usize| register.industry.get(i);
    if asked.per == Per::All {
        let all = asked.industries.is_empty();
        let group = (0..register.len()).filter(|&i| industry(i).map_or(all, |j| wanted[j]));
        return Ok(vec![(None, group.map(|i| i as u32).collect())]);
    }
    let mut groups = vec![Vec::new(); codes.len()];
    for i in 0..register.len() {
        if let Some(j) = industry(i).filter(|&j| wanted[j]) {
            groups[j].push(i as u32);
        }
    }
    Ok(groups.into_iter().enumerate().filter(|(_, g)| !g.is_empty()).map(|(j, g)| (Some(j as u32), g)).collect())
}

fn points(register: &Register, distance: Distance, group: &[u32]) -> Points {
    match (distance, &register.position, &register.degrees) {
        (Distance::GreatCircle, _, Some(degrees)) => Points::Sphere(group.iter().map(|&i| on_sphere(degrees[i as usize])).collect()),
        (_, Some(position), _) => Points::Plane(group.iter().map(|&i| position[i as usize]).collect()),
        _ => Points::Plane(Vec::new()),
    }
}

fn on_sphere(place: [f64; 2]) -> [f64; 3] {
    direction(place).map(|c| RADIUS_M * c)
}

/// The clusters of a group, the largest first, then by their first establishment.
fn gathered(industry: Option<u32>, group: &[u32], labels: &Labelled) -> Vec<Raw> {
    let mut pairs: Vec<(u32, u32)> = labels.cluster.iter().zip(group).filter(|(c, _)| **c != u32::MAX).map(|(&c, &e)| (c, e)).collect();
    pairs.sort_unstable();
    let raw = |pairs: &[(u32, u32)]| Raw {
        industry,
        members: pairs.iter().map(|p| p.1).collect(),
        stability: labels.stability.as_ref().map(|s| s[pairs[0].0 as usize]),
        densest: labels.densest,
    };
    let mut clusters: Vec<Raw> = pairs.chunk_by(|a, b| a.0 == b.0).map(raw).collect();
    clusters.sort_by_key(|c| (std::cmp::Reverse(c.members.len()), c.members[0]));
    clusters
}

/// The clusters' codes, and the number of each cluster's own.
fn codes(register: &Register, raw: &[Raw]) -> (Arc<Codes>, Vec<u32>) {
    let width = raw.len().to_string().len().max(2);
    let mut names = Vec::with_capacity(raw.len());
    for group in raw.chunk_by(|a, b| a.industry == b.industry) {
        names.extend(group.iter().enumerate().map(|(i, cluster)| match cluster.industry {
            Some(industry) => format!("{}-c{:0width$}", register.industry.codes.get(industry as usize), i + 1),
            None => format!("c{:0width$}", i + 1),
        }));
    }
    let codes = Codes::new(names.iter().cloned());
    let numbers = names.iter().map(|n| codes.index(n).expect("a code of its own") as u32).collect();
    (Arc::new(codes), numbers)
}

fn described(register: &Register, asked: &Asked, raw: &Raw, place: u32, code: u32) -> (Cluster, Vec<Ring>) {
    let n = raw.members.len();
    let middle_of = |places: &[[f64; 2]]| [0, 1].map(|k| raw.members.iter().map(|&i| places[i as usize][k]).sum::<f64>() / n as f64);
    let degrees = register.degrees.as_ref().map(|degrees| middle_on_sphere(degrees, &raw.members));
    let position = register.position.as_deref().map(middle_of);
    let (local, origin): (Vec<[f64; 2]>, [f64; 2]) = match (asked.distance, &register.degrees, degrees, &register.position, position) {
        (Distance::GreatCircle, Some(all), Some(middle), _, _) => {
            (raw.members.iter().map(|&i| equal_area(all[i as usize], middle)).collect(), [0.0; 2])
        }
        (_, _, _, Some(all), Some(middle)) => (raw.members.iter().map(|&i| all[i as usize]).collect(), middle),
        _ => (Vec::new(), [0.0; 2]),
    };
    let radius = |p: &[f64; 2]| (p[0] - origin[0]).hypot(p[1] - origin[1]);
    let radius_m = match (asked.distance, &register.degrees, degrees) {
        (Distance::GreatCircle, Some(all), Some(middle)) => {
            let middle = on_sphere(middle);
            let chord = |&i: &u32| super::tree::squared(&on_sphere(all[i as usize]), &middle);
            Space::Sphere.metres(raw.members.iter().map(chord).fold(0.0, f64::max))
        }
        _ => local.iter().map(radius).fold(0.0, f64::max),
    };
    let (outline, reason) = match outline(&local, asked.alpha_m) {
        Ok(outline) => (Some(outline), None),
        Err(why) => (None, Some(why)),
    };
    let rings = outline.iter().flat_map(|o| o.rings.iter().zip(&o.holes)).map(|(ring, &hole)| Ring {
        cluster: place,
        hole,
        vertices: ring.iter().map(|&v| raw.members[v as usize]).collect(),
    });
    let rings = rings.collect();
    let stability = raw.stability.filter(|s| s.is_finite());
    let persistence = stability.zip(raw.densest).filter(|(_, most)| most.is_finite() && *most > 0.0);
    let cluster = Cluster {
        code,
        industry: raw.industry,
        establishments: n,
        size: raw.members.iter().map(|&i| register.size_of(i as usize)).sum(),
        area_km2: outline.as_ref().map(|o| o.area / 1e6),
        leading: Vec::new(),
        degrees,
        position,
        radius_m,
        stability: stability.map(|s| s * 1e3),
        persistence: persistence.map(|(s, most)| s / (n as f64 * most)),
        outline: match outline.map(|o| o.kind) {
            Some(Kind::AlphaShape) => "alpha-shape",
            Some(Kind::ConvexHull) => "convex-hull",
            None => "none",
        },
        reason,
    };
    (cluster, rings)
}

/// The direction of the mean of the places in space; their mean in degrees if that has none.
pub(super) fn middle_on_sphere(degrees: &[[f64; 2]], members: &[u32]) -> [f64; 2] {
    let mut sum = [0.0; 3];
    for &i in members {
        let p = on_sphere(degrees[i as usize]);
        (0..3).for_each(|k| sum[k] += p[k]);
    }
    sphere::degrees(sum)
}

/// Metres about a middle such that areas are true, and shapes near the middle too (Lambert's cylinder, stretched).
fn equal_area([lon, lat]: [f64; 2], [lon0, lat0]: [f64; 2]) -> [f64; 2] {
    let stretch = lat0.to_radians().cos().max(1e-6);
    let around = (lon - lon0 + 540.0).rem_euclid(360.0) - 180.0;
    [RADIUS_M * stretch * around.to_radians(), RADIUS_M * (lat.to_radians().sin() - lat0.to_radians().sin()) / stretch]
}

/// What each cluster is made of, the largest industry first.
fn composition(register: &Register, members: &[Member], raw: &[Raw]) -> Vec<Part> {
    let mut whole = vec![0usize; register.industry.codes.len()];
    members.iter().filter_map(|m| register.industry.get(m.establishment as usize)).for_each(|j| whole[j] += 1);
    let all: usize = whole.iter().sum();
    let of = |(place, cluster): (usize, &Raw)| {
        let mut industries: Vec<u32> = cluster.members.iter().filter_map(|&e| register.industry.get(e as usize)).map(|j| j as u32).collect();
        industries.sort_unstable();
        let known = industries.len() as f64;
        let part = |same: &[u32]| {
            let share = same.len() as f64 / known;
            let location_quotient = share / (whole[same[0] as usize] as f64 / all as f64);
            Part { cluster: place as u32, industry: same[0], establishments: same.len(), share, location_quotient }
        };
        let mut parts: Vec<Part> = industries.chunk_by(|a, b| a == b).map(part).collect();
        parts.sort_by_key(|p| (std::cmp::Reverse(p.establishments), p.industry));
        parts
    };
    raw.par_iter().enumerate().flat_map_iter(of).collect()
}
