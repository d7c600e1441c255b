//! Pictures of points and curves as a study makes them: what must be in them, and files to look at.

use crate::sample::{self, noise};
use crate::xml;
use agglom_method::{Chart, Codes, Labels, Mark, Message, Places, Polygon, Reference, Scale, Table, Unit, Values};
use agglom_report::chart;
use agglom_study::Language;
use std::f64::consts::TAU;
use std::sync::Arc;

const INDUSTRIES: [(&str, &str); 14] = [
    ("1610", "Sawmilling"),
    ("2029", "Other chemical products"),
    ("2219", "Other rubber products"),
    ("2432", "Casting of non-ferrous metals"),
    ("2511", "Metal structures"),
    ("2562", "Machining"),
    ("2599", "Other fabricated metal products not elsewhere classified"),
    ("2610", "Electronic components"),
    ("2815", "Bearings, gears and driving elements"),
    ("2822", "Lifting equipment"),
    ("2910", "Motor vehicles"),
    ("2932", "Parts of motor vehicles"),
    ("3020", "Railway locomotives and rolling stock"),
    ("3030", "Aircraft"),
];
const MIDDLE: [f64; 2] = [113.1, 28.1];

/// A standard normal number.
fn normal(a: usize, b: usize) -> f64 {
    (-2.0 * (noise(a, 2 * b) + 1e-12).ln()).sqrt() * (TAU * noise(a, 2 * b + 1)).cos()
}

/// Curves over distance for some industries: the first is as chance has it, others are near each other or apart.
fn curves(industries: usize) -> Table {
    let codes = Arc::new(Codes::new(INDUSTRIES.map(|i| i.0)).named(INDUSTRIES));
    let steps = 41;
    let cells = || (0..industries).flat_map(move |i| (0..steps).map(move |s| (i, s)));
    let r = |s: usize| 1000.0 * s as f64;
    let base = |s: usize| 1.9e-5 * (0.25 + r(s) / 3e4) * (-r(s) / 4.5e4).exp();
    let wide = |i: usize| 1.6e-6 * (0.5 + noise(i, 3));
    let value = |(i, s): (usize, usize)| {
        let near = [0.0, 3.4, 0.6, -2.2, 0.2, 8.0, 1.0, 5.0, -0.8, 0.4, 2.6, 9.0, 2.0, -0.3][i];
        let wave = (r(s) / 5200.0 + i as f64).sin() * 0.7 + 0.5 * (r(s) / 2100.0 + 2.0 * i as f64).sin();
        // Nothing is known of the shortest distances of one industry.
        (i != 2 || s > 3).then(|| (base(s) + wide(i) * (0.8 * wave + near * (-r(s) / 9000.0).exp() - 0.18 * near * (r(s) / 4e4))).max(0.0))
    };
    let around = |width: f64| move |(i, s): (usize, usize)| Some((base(s) + width * wide(i)).max(0.0));
    Table::new("sample", Message::new("table-sample"))
        .codes("industry", &codes, cells().map(|c| c.0))
        .numbers("sample_r", Unit::Metres, cells().map(|c| Some(r(c.1))))
        .numbers("sample_kd", Unit::None, cells().map(value))
        .numbers("low", Unit::None, cells().map(around(-1.0)))
        .numbers("high", Unit::None, cells().map(around(1.0)))
        .numbers("global_low", Unit::None, cells().map(around(-1.7)))
        .numbers("global_high", Unit::None, cells().map(around(1.7)))
}

fn curve_mark(reference: Option<f64>) -> Mark {
    Mark::Curves {
        x: "sample_r".into(),
        y: "sample_kd".into(),
        panel: vec!["industry".into()],
        band: Some(("low".into(), "high".into())),
        outer: Some(("global_low".into(), "global_high".into())),
        reference: reference.map(|at| Reference { at, label: Message::new("sample-chance") }),
    }
}

/// Clusters as (longitude, latitude, spread in degrees, share of the points).
const CLUSTERS: [(f64, f64, f64, f64); 6] = [
    (113.00, 28.20, 0.035, 0.17),
    (113.16, 27.85, 0.030, 0.12),
    (112.93, 27.86, 0.022, 0.10),
    (113.45, 28.15, 0.024, 0.08),
    (113.22, 28.33, 0.018, 0.07),
    (112.72, 28.28, 0.015, 0.05),
];

fn cluster_codes() -> Arc<Codes> {
    Arc::new(Codes::new((1..=CLUSTERS.len()).map(|k| format!("c{k:02}"))))
}

/// A point and its cluster.
fn establishment(i: usize) -> ([f64; 2], Option<usize>) {
    let mut chosen = noise(i, 900);
    for (k, (lon, lat, spread, share)) in CLUSTERS.iter().enumerate() {
        if chosen < *share {
            return ([lon + spread * normal(i, 1), lat + 0.8 * spread * normal(i, 2)], Some(k));
        }
        chosen -= share;
    }
    ([MIDDLE[0] + 1.1 * (noise(i, 901) - 0.5), MIDDLE[1] + 0.8 * (noise(i, 902) - 0.5)], None)
}

fn establishments(n: usize) -> Table {
    let ids = Arc::new(Codes::new((0..n).map(|i| format!("e{i:05}"))));
    let clusters = Labels::from_index(cluster_codes(), (0..n).map(|i| establishment(i).1.map(|k| k as u32)));
    Table::new("sample", Message::new("table-sample"))
        .codes("id", &ids, 0..n)
        .column("sample_cluster", Unit::None, Values::Code(clusters))
        .numbers("lon", Unit::None, (0..n).map(|i| Some(establishment(i).0[0])))
        .numbers("lat", Unit::None, (0..n).map(|i| Some(establishment(i).0[1])))
        .numbers("sample_jobs", Unit::None, (0..n).map(|i| Some((4.0 + 1.4 * normal(i, 7)).exp().round())))
}

/// Outlines around the clusters; the largest has a hole.
fn outlines() -> Table {
    let corner = |k: usize, ring: usize, v: usize| {
        let (lon, lat, spread, _) = CLUSTERS[k];
        let angle = TAU * v as f64 / 24.0;
        let radius = spread * if ring == 0 { 2.3 + 0.5 * noise(k, v) } else { 0.5 };
        [lon + radius * angle.cos(), lat + 0.85 * radius * angle.sin()]
    };
    let rows: Vec<(usize, usize, usize)> =
        (0..CLUSTERS.len()).flat_map(|k| (0..if k == 0 { 2 } else { 1 }).flat_map(move |ring| (0..24).map(move |v| (k, ring, v)))).collect();
    Table::new("outlines", Message::new("table-sample"))
        .codes("sample_cluster", &cluster_codes(), rows.iter().map(|r| r.0))
        .integers("ring", Unit::None, rows.iter().map(|r| Some(r.1 as i64)))
        .numbers("lon", Unit::None, rows.iter().map(|&(k, ring, v)| Some(corner(k, ring, v)[0])))
        .numbers("lat", Unit::None, rows.iter().map(|&(k, ring, v)| Some(corner(k, ring, v)[1])))
}

/// Counts in hexagons of a side of 2 km that stand on a corner.
fn hexagons(n: usize) -> Table {
    let (side, degree) = (2000.0, 111_194.926_6);
    let east = degree * MIDDLE[1].to_radians().cos();
    let mut counts = std::collections::BTreeMap::<(i64, i64), f64>::new();
    for i in 0..n {
        let [lon, lat] = establishment(i).0;
        let (x, y) = ((lon - MIDDLE[0]) * east, (lat - MIDDLE[1]) * degree);
        let row = (y / (1.5 * side)).round();
        let shift = if row.rem_euclid(2.0) == 0.0 { 0.0 } else { 0.5 };
        let column = (x / (3f64.sqrt() * side) - shift).round();
        *counts.entry((column as i64, row as i64)).or_default() += 1.0;
    }
    let shown: Vec<((i64, i64), f64)> = counts.into_iter().filter(|c| c.1 >= 3.0).collect();
    let lon = |c: i64, r: i64| MIDDLE[0] + (c as f64 + if r.rem_euclid(2) == 0 { 0.0 } else { 0.5 }) * 3f64.sqrt() * side / east;
    Table::new("sample", Message::new("table-sample"))
        .numbers("lon", Unit::None, shown.iter().map(|((c, r), _)| Some(lon(*c, *r))))
        .numbers("lat", Unit::None, shown.iter().map(|((_, r), _)| Some(MIDDLE[1] + *r as f64 * 1.5 * side / degree)))
        .numbers("sample_jobs", Unit::None, shown.iter().map(|c| Some(c.1)))
}

/// Regions in rows whose borders are crooked and shared.
fn districts(columns: usize, rows: usize, [west, south]: [f64; 2], step: [f64; 2]) -> Places {
    let node = |i: usize, j: usize| {
        let edge = i == 0 || j == 0 || i == columns || j == rows;
        let shift = if edge { 0.12 } else { 0.5 };
        [west + step[0] * (i as f64 + shift * (noise(i * 31 + j, 71) - 0.5)), south + step[1] * (j as f64 + shift * (noise(i * 31 + j, 72) - 0.5))]
    };
    // A border of several steps that is the same from both sides.
    let side = |a: (usize, usize), b: (usize, usize)| -> Vec<[f64; 2]> {
        let (from, to) = (node(a.0.min(b.0), a.1.min(b.1)), node(a.0.max(b.0), a.1.max(b.1)));
        let seed = a.0.min(b.0) * 101 + a.1.min(b.1) * 7 + usize::from(a.0 == b.0);
        let mut points: Vec<[f64; 2]> = (0..12)
            .map(|k| {
                let t = f64::from(k) / 12.0;
                let off = if k == 0 {
                    0.0
                } else {
                    0.05 * (noise(seed, 80 + k as usize) - 0.5) + 0.04 * (5.0 * t + seed as f64).sin() * t * (1.0 - t) * 4.0
                };
                [from[0] + t * (to[0] - from[0]) + off * step[0], from[1] + t * (to[1] - from[1]) + off * step[1]]
            })
            .chain([to])
            .collect();
        if a > b {
            points.reverse();
        }
        points
    };
    let district = |k: usize| {
        let (i, j) = (k % columns, k / columns);
        let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1), (i, j)];
        vec![Polygon { rings: vec![corners.windows(2).flat_map(|pair| side(pair[0], pair[1])).collect()] }]
    };
    let n = columns * rows;
    let names: Vec<(String, String)> = (0..n).map(|i| (format!("d{i:03}"), format!("District {}", i + 1))).collect();
    Places {
        ids: Arc::new(Codes::new(names.iter().map(|c| c.0.clone())).named(names.iter().map(|(c, n)| (c.as_str(), n.as_str())))),
        polygons: Some((0..n).map(district).collect()),
        ..Places::default()
    }
}

fn counties() -> Places {
    districts(4, 2, [112.5, 27.65], [0.3, 0.45])
}

fn point_mark(value: Option<&str>, size: Option<&str>, hexagon_m: Option<f64>, outlined: bool) -> Mark {
    Mark::Points {
        lon: "lon".into(),
        lat: "lat".into(),
        value: value.map(Into::into),
        scale: Scale::Linear,
        midpoint: None,
        size: size.map(Into::into),
        hexagon_m,
        outlines: outlined.then(|| "outlines".into()),
    }
}

/// Settlements of a country with far islands, or of the world.
fn settlements(n: usize, world: bool) -> Table {
    let ids = Arc::new(Codes::new((0..n).map(|i| format!("s{i:05}"))));
    let at = |i: usize| match i % 40 {
        _ if world => [360.0 * noise(i, 1) - 180.0, (1.8 * noise(i, 2) - 0.8).clamp(-1.0, 1.0).asin().to_degrees()],
        0 => [-157.0 + noise(i, 3), 20.5 + noise(i, 4)],
        1 => [-150.0 + 8.0 * noise(i, 3), 61.0 + 4.0 * noise(i, 4)],
        _ => [-122.0 + 50.0 * noise(i, 3), 30.0 + 17.0 * noise(i, 4)],
    };
    let kinds = Labels::from_index(cluster_codes(), (0..n).map(|i| (noise(i, 5) < 0.7).then(|| (6.0 * noise(i, 6)) as u32)));
    Table::new("sample", Message::new("table-sample"))
        .codes("id", &ids, 0..n)
        .column("sample_cluster", Unit::None, Values::Code(kinds))
        .numbers("lon", Unit::None, (0..n).map(|i| Some(at(i)[0])))
        .numbers("lat", Unit::None, (0..n).map(|i| Some(at(i)[1])))
        .numbers("sample_jobs", Unit::None, (0..n).map(|i| Some((9.0 + 1.3 * normal(i, 7)).exp().round())))
}

/// Types of clusters of regions as a local test finds them.
fn types(places: &Places) -> Table {
    let n = places.ids.len();
    let word = |i: usize| {
        let (x, y) = ((i % 14) as f64, (i / 14) as f64);
        Some(match () {
            () if i == 60 => return None,
            () if (x - 3.5).hypot(y - 5.5) < 2.3 => "high_high",
            () if (x - 10.5).hypot(y - 2.5) < 2.6 => "low_low",
            () if i % 29 == 3 => "high_low",
            () if i % 31 == 7 => "low_high",
            () => "not_significant",
        })
    };
    Table::new("sample", Message::new("table-sample")).codes("region", &places.ids, 0..n).words("sample_type", (0..n).map(word))
}

fn type_mark() -> Mark {
    Mark::Map { region: "region".into(), value: "sample_type".into(), scale: Scale::Linear, midpoint: None }
}

/// Industries in a space of their own, of four groups, and what joins them.
fn industries(n: usize) -> [Table; 2] {
    let at = |i: usize| {
        let angle = TAU * (i % 4) as f64 / 4.0 + 0.7 * normal(i, 91);
        let away = 2.0 + 0.8 * normal(i, 92);
        [1.6 * away * angle.cos(), away * angle.sin()]
    };
    let nearest = |i: usize| (0..i).min_by(|&a, &b| distance(at(a), at(i)).total_cmp(&distance(at(b), at(i))));
    let links: Vec<(usize, usize)> = (1..n).filter_map(|i| Some((nearest(i)?, i))).collect();
    let ids = Arc::new(Codes::new((0..n).map(|i| format!("{:04}", 3000 + 7 * i))));
    let status = |i: usize| Some(["high_high", "not_significant", "low_low"][if noise(i, 93) < 0.3 { 0 } else { 1 + i % 2 }]);
    [
        Table::new("sample", Message::new("table-sample"))
            .codes("region", &ids, 0..n)
            .numbers("value", Unit::None, (0..n).map(|i| Some(at(i)[0])))
            .numbers("low", Unit::None, (0..n).map(|i| Some(at(i)[1])))
            .words("sample_type", (0..n).map(status))
            .numbers("sample_jobs", Unit::None, (0..n).map(|i| Some((6.0 + 1.2 * normal(i, 94)).exp().round()))),
        Table::new("links", Message::new("table-sample")).codes("from", &ids, links.iter().map(|l| l.0)).codes("to", &ids, links.iter().map(|l| l.1)),
    ]
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn network_mark() -> Mark {
    Mark::Network {
        node: "region".into(),
        x: "value".into(),
        y: "low".into(),
        value: Some("sample_type".into()),
        scale: Scale::Linear,
        midpoint: None,
        size: Some("sample_jobs".into()),
        links: "links".into(),
    }
}

/// What was foretold and what came to pass.
fn calibration_mark() -> Mark {
    Mark::Scatter {
        x: "value".into(),
        y: "low".into(),
        label: Some("region".into()),
        size: None,
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        x_reference: None,
        y_reference: None,
        equal: Some(Message::new("sample-nation")),
    }
}

fn svg(language: Language, mark: Mark, tables: &[Table], places: Option<&Places>) -> String {
    chart(&Chart::new("sample_stack", "sample", mark), tables, places, &sample::speaker(language)).unwrap()
}

fn english(mark: Mark, tables: &[Table], places: Option<&Places>) -> String {
    svg(Language::En, mark, tables, places)
}

/// Every picture with its name.
fn gallery(language: Language) -> Vec<(&'static str, String)> {
    let draw = |mark: Mark, tables: &[Table], places: Option<&Places>| svg(language, mark, tables, places);
    let wide = districts(14, 9, [108.0, 24.0], [0.7, 0.6]);
    let kinds = Arc::new(Codes::new((0..12).map(|k| format!("k{k:02}"))));
    let many = Table::new("sample", Message::new("table-sample")).codes("region", &wide.ids, 0..wide.ids.len()).codes(
        "sample_cluster",
        &kinds,
        (0..wide.ids.len()).map(|i| (i % 14) / 4 + 4 * ((i / 14) / 4)),
    );
    let few = |n: usize, mark: Mark, places: &Places| draw(mark, &[establishments(n), outlines()], Some(places));
    let cluster = Some("sample_cluster");
    vec![
        ("curves_1", draw(curve_mark(Some(1e-5)), &[most_concentrated()], None)),
        ("curves_4", draw(curve_mark(None), &[curves(4)], None)),
        ("curves_12", draw(curve_mark(None), &[curves(12)], None)),
        ("curves_14", draw(curve_mark(Some(1e-5)), &[curves(14)], None)),
        ("points_300", few(300, point_mark(cluster, None, None, true), &counties())),
        ("points_1500", few(1500, point_mark(cluster, Some("sample_jobs"), None, false), &counties())),
        ("points_5000", few(5000, point_mark(cluster, None, None, true), &counties())),
        ("points_40000", few(40_000, point_mark(cluster, None, None, true), &counties())),
        ("points_number", few(700, point_mark(Some("sample_jobs"), None, None, false), &counties())),
        ("points_country", few(5000, point_mark(cluster, Some("sample_jobs"), None, false), &wide)),
        ("points_far", draw(point_mark(cluster, Some("sample_jobs"), None, false), &[settlements(400, false)], None)),
        ("points_world", draw(point_mark(None, Some("sample_jobs"), None, false), &[settlements(6000, true)], None)),
        ("hexagons", draw(point_mark(Some("sample_jobs"), None, Some(2000.0), true), &[hexagons(20_000), outlines()], Some(&counties()))),
        ("network_120", draw(network_mark(), &industries(120), None)),
        ("network_600", draw(network_mark(), &industries(600), None)),
        ("calibration", draw(calibration_mark(), &industries(12), None)),
        ("map_types", draw(type_mark(), &[types(&wide)], Some(&wide))),
        (
            "map_kinds",
            draw(Mark::Map { region: "region".into(), value: "sample_cluster".into(), scale: Scale::Linear, midpoint: None }, &[many], Some(&wide)),
        ),
    ]
}

/// The curves of the industry that is most concentrated.
fn most_concentrated() -> Table {
    let all = curves(12);
    let rows = 11 * 41..12 * 41;
    let mut one = Table::new("sample", Message::new("table-sample"));
    for column in all.columns {
        let values = match column.values {
            Values::Number(v) => Values::Number(v[rows.clone()].to_vec()),
            Values::Code(labels) => Values::Code(Labels::from_index(labels.codes.clone(), rows.clone().map(|i| labels.get(i).map(|c| c as u32)))),
            other => other,
        };
        one = one.column(&column.name, column.unit, values);
    }
    one
}

/// Writes the pictures into a folder, to look at them.
#[test]
#[allow(clippy::disallowed_methods)]
fn the_pictures_are_written_where_they_are_asked_for() {
    let Ok(folder) = std::env::var("AGGLOM_REPORT_SAMPLE") else { return };
    for (language, code) in [(Language::En, "en"), (Language::Zh, "zh")] {
        for (name, svg) in gallery(language) {
            std::fs::write(format!("{folder}/{code}_{name}.svg"), svg).unwrap();
        }
    }
}

/// What stands in an attribute of every element that has it.
fn attribute<'a>(svg: &'a str, element: &str, name: &str) -> Vec<&'a str> {
    let (start, name) = (format!("<{element} "), format!("{name}=\""));
    let tags = svg.split(&start).skip(1).filter_map(|rest| rest.split('>').next());
    tags.filter_map(|tag| {
        let before = if tag.starts_with(&name) { 0 } else { tag.find(&format!(" {name}"))? + 1 };
        tag[before + name.len()..].split('"').next()
    })
    .collect()
}

/// The numbers of a path of absolute steps.
fn numbers(d: &str) -> Vec<f64> {
    d.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).filter_map(|t| t.parse().ok()).collect()
}

#[test]
fn links_join_the_nodes_that_they_name() {
    // Nodes that look alike are circles, of which the canvas has no others.
    let Mark::Network { node, x, y, scale, links, .. } = network_mark() else { panic!("a network") };
    let plain = Mark::Network { node, x, y, value: None, scale, midpoint: None, size: None, links };
    let svg = english(plain, &industries(5), None);
    let links = attribute(&svg, "path", "d").into_iter().find(|d| d.matches('L').count() == 4).unwrap();
    let ends = numbers(links);
    assert_eq!((links.matches('M').count(), ends.len()), (4, 16));
    let centre = |key| attribute(&svg, "circle", key).into_iter().map(|c| c.parse::<f64>().unwrap()).collect::<Vec<_>>();
    let centres: Vec<(f64, f64)> = centre("cx").into_iter().zip(centre("cy")).collect();
    assert_eq!(centres.len(), 5);
    // Four links join five nodes: every circle is the end of one, and every end a circle, to a tenth of a pixel.
    let near = |a: (f64, f64), b: &[f64]| (a.0 - b[0]).abs() < 0.06 && (a.1 - b[1]).abs() < 0.06;
    assert!(centres.iter().all(|&c| ends.chunks(2).any(|e| near(c, e))), "{svg}");
    assert!(ends.chunks(2).all(|e| centres.iter().any(|&c| near(c, e))), "{svg}");
}

#[test]
fn the_line_of_equality_is_where_both_numbers_are_the_same() {
    let with = english(calibration_mark(), &industries(12), None);
    let Mark::Scatter { x, y, label, size, x_scale, y_scale, x_reference, y_reference, .. } = calibration_mark() else { panic!("a scatter") };
    let without = english(Mark::Scatter { x, y, label, size, x_scale, y_scale, x_reference, y_reference, equal: None }, &industries(12), None);
    assert!(with.contains("the nation") && !without.contains("the nation"));
    assert_eq!(with.matches("<line").count(), without.matches("<line").count() + 1);
}

#[test]
fn every_picture_is_well_formed_in_both_languages_and_stays_on_its_canvas() {
    for language in [Language::En, Language::Zh] {
        for (name, svg) in gallery(language) {
            assert_eq!(xml::texts_of(&svg, "desc").len(), 1, "{name}");
            xml::asks_no_network(&svg);
            assert!(!svg.contains('⟦') && !svg.contains("NaN") && !svg.contains('∞'), "{name}");
            let height: f64 = attribute(&svg, "svg", "height")[0].parse().unwrap();
            // Everything within a group lies in a frame that is moved there; none of them is wider than the canvas.
            for key in ["x", "x1", "x2", "cx"] {
                for element in ["text", "line", "rect", "circle"] {
                    let all: Vec<f64> = attribute(&svg, element, key).iter().map(|v| v.parse().unwrap()).collect();
                    assert!(all.iter().all(|x| (-60.0..=761.0).contains(x)), "{name}: {element} {key}");
                }
            }
            for key in ["y", "y1", "y2", "cy"] {
                for element in ["text", "line", "rect", "circle"] {
                    let all: Vec<f64> = attribute(&svg, element, key).iter().map(|v| v.parse().unwrap()).collect();
                    assert!(all.iter().all(|y| (-8.0..=height).contains(y)), "{name}: {element} {key}");
                }
            }
        }
    }
}

/// One panel with these values between -1 and 1, and -2 and 2.
fn one_curve(values: &[Option<f64>], bounded: impl Fn(usize) -> bool) -> Table {
    let within = |at: f64| values.iter().enumerate().map(|(i, _)| bounded(i).then_some(at)).collect::<Vec<_>>();
    Table::new("sample", Message::new("table-sample"))
        .texts("industry", values.iter().map(|_| Some("a".into())))
        .numbers("sample_r", Unit::Metres, (0..values.len()).map(|i| Some(i as f64)))
        .numbers("sample_kd", Unit::None, values.iter().copied())
        .numbers("low", Unit::None, within(-1.0))
        .numbers("high", Unit::None, within(1.0))
        .numbers("global_low", Unit::None, within(-2.0))
        .numbers("global_high", Unit::None, within(2.0))
}

#[test]
fn a_curve_beyond_the_outer_band_is_thick_and_marked_with_triangles() {
    let thick = |svg: &str| svg.matches("stroke-width=\"2.8\"").count();
    let inside = english(curve_mark(None), &[one_curve(&[Some(0.0), Some(1.9), Some(2.0), Some(-2.0)], |_| true)], None);
    assert_eq!(thick(&inside), 0);
    assert!(!inside.contains("than chance allows"));
    let outside = english(curve_mark(None), &[one_curve(&[Some(0.0), Some(4.0), Some(0.0), Some(-3.0), Some(-3.0)], |_| true)], None);
    // One stretch above, one below, and one of each in the legend.
    assert_eq!(thick(&outside), 4);
    assert!(outside.contains("higher than chance allows") && outside.contains("lower than chance allows"));
    let ranges: Vec<String> = xml::texts_of(&outside, "title").split_off(1);
    assert_eq!(ranges, ["1 – 1", "3 – 4"]);
    // A triangle has white edges; three points are outside, two are in the legend.
    assert_eq!(outside.matches("stroke-width=\"0.8\"").count(), 5);
}

#[test]
fn values_and_bands_that_are_not_defined_interrupt_what_is_drawn() {
    let values = [Some(0.0), Some(0.5), None, Some(0.5), Some(0.0), Some(0.2)];
    let svg = english(curve_mark(None), &[one_curve(&values, |i| i != 3)], None);
    let curves = |width: &str| svg.matches(&format!("stroke=\"#1f2a33\" stroke-width=\"{width}\"")).count();
    assert_eq!(curves("1.3"), 2 + 1, "two parts of the curve, one in the legend");
    assert_eq!(svg.matches("fill=\"#dbe2e7\"").count(), 2 + 1, "two parts of the band, one in the legend");
    assert_eq!(svg.matches("stroke-dasharray=\"5 3\"").count(), 4 + 1);
}

#[test]
fn at_most_twelve_panels_are_drawn_and_those_far_from_chance_are_among_them() {
    let svg = english(curve_mark(Some(1e-5)), &[curves(14)], None);
    assert_eq!(svg.matches("font-weight=\"600\"").count(), 12);
    assert!(svg.contains("12 of 14 panels are drawn: those whose curves go farthest beyond chance."));
    // Of those that chance explains the last are left out.
    let left_out: Vec<&str> = INDUSTRIES.iter().map(|i| i.0).filter(|code| !svg.contains(&format!(">{code}</tspan>"))).collect();
    assert_eq!(left_out, ["3020", "3030"]);
    assert!(svg.contains("complete randomness (10)"), "the reference is in the unit of the axis");
    assert!(svg.contains("Density of pairs (Kd) (×10⁻⁶)") && svg.contains("Distance (km)"));
}

#[test]
fn panels_share_a_scale_where_that_shows_all_of_them() {
    let two = |factor: f64| {
        let value = |i: usize| Some((1.0 + (i % 5) as f64) * if i < 5 { 1.0 } else { factor });
        Table::new("sample", Message::new("table-sample"))
            .texts("industry", (0..10).map(|i| Some(format!("panel {}", i / 5))))
            .numbers("sample_r", Unit::None, (0..10).map(|i| Some(f64::from(i % 5))))
            .numbers("sample_kd", Unit::None, (0..10).map(value))
    };
    let mark = Mark::Curves { x: "sample_r".into(), y: "sample_kd".into(), panel: vec!["industry".into()], band: None, outer: None, reference: None };
    assert!(english(mark.clone(), &[two(2.0)], None).contains("All panels have the same vertical scale."));
    assert!(english(mark, &[two(20.0)], None).contains("Each panel has a vertical scale of its own."));
}

#[test]
fn few_points_are_drawn_one_by_one_and_many_together() {
    let tooltips =
        |n: usize| xml::texts_of(&english(point_mark(Some("sample_cluster"), None, None, false), &[establishments(n)], None), "title").len() - 1;
    assert_eq!(tooltips(2000), 2000);
    assert_eq!(tooltips(2001), 0);
    let svg = english(point_mark(Some("sample_cluster"), None, None, true), &[establishments(40_000), outlines()], Some(&counties()));
    assert!(svg.len() < 220_000, "{}", svg.len());
    assert!(svg.matches("<path").count() < 30);
}

#[test]
fn points_are_counted_by_their_kind_in_the_legend() {
    let table = establishments(3000);
    let of = |k: Option<usize>| (0..3000).filter(|&i| establishment(i).1 == k).count();
    let svg = english(point_mark(Some("sample_cluster"), None, None, false), &[table], None);
    let thousands = |n: usize| if n < 1000 { n.to_string() } else { format!("{},{:03}", n / 1000, n % 1000) };
    for k in 0..CLUSTERS.len() {
        assert!(svg.contains(&format!(">c{:02} ({})</text>", k + 1, thousands(of(Some(k))))));
    }
    assert!(svg.contains(&format!(">in no cluster ({})</text>", thousands(of(None)))));
}

#[test]
fn points_without_a_place_on_earth_are_told() {
    let lost = Table::new("sample", Message::new("table-sample"))
        .texts("id", ["a", "b", "c", "d"].map(|t| Some(t.to_owned())))
        .numbers("lon", Unit::None, [Some(113.0), Some(113.1), None, Some(113.0)])
        .numbers("lat", Unit::None, [Some(28.0), Some(28.1), Some(28.0), Some(3_100_000.0)]);
    let svg = english(point_mark(None, None, None, false), &[lost], None);
    assert_eq!(svg.matches("<circle").count(), 2);
    assert!(svg.contains("2 rows of the table have no coordinates and cannot be drawn."));
    let nowhere = Table::new("sample", Message::new("table-sample")).numbers("lon", Unit::None, [None]).numbers("lat", Unit::None, [Some(1.0)]);
    let chart_of = Chart::new("sample_stack", "sample", point_mark(None, None, None, false));
    assert_eq!(chart(&chart_of, &[nowhere], None, &sample::speaker(Language::En)), None);
}

#[test]
fn outlines_have_the_colour_of_their_cluster_and_its_name() {
    let tables = [establishments(3000), outlines()];
    let svg = english(point_mark(Some("sample_cluster"), None, None, true), &tables, None);
    // The first cluster is the most frequent and has a hole: one path of two closed rings.
    let outline: Vec<&str> = svg.split("<path ").filter(|p| p.contains("stroke=\"#0072b2\" stroke-width=\"1.8\"")).collect();
    assert!(outline.len() == 1 && outline[0].split("d=\"").nth(1).unwrap().split('"').next().unwrap().matches('z').count() == 2);
    for k in 1..=CLUSTERS.len() {
        assert!(svg.contains(&format!(">c{k:02}</text>")));
    }
    let without = english(point_mark(None, None, None, true), &tables, None);
    assert_eq!(without.matches("stroke=\"#1f2a33\" stroke-width=\"1.8\"").count(), 1);
    let missing = english(point_mark(None, None, None, true), &tables[..1], None);
    assert!(!missing.contains("stroke-width=\"1.8\""));
}

#[test]
fn hexagons_are_as_large_as_their_side_says_and_do_not_overlap() {
    let table = hexagons(20_000);
    let rows = table.rows();
    let svg = english(point_mark(Some("sample_jobs"), None, Some(2000.0), false), &[table], None);
    let paths: Vec<Vec<f64>> = attribute(&svg, "path", "d").into_iter().map(numbers).filter(|p| p.len() == 12).collect();
    assert_eq!(paths.len(), rows);
    let area = |p: &[f64]| {
        let corner = |k: usize| (p[2 * (k % 6)], p[2 * (k % 6) + 1]);
        (0..6).map(|k| corner(k).0 * corner(k + 1).1 - corner(k + 1).0 * corner(k).1).sum::<f64>().abs() / 2.0
    };
    // The scale bar: 20 km in this many pixels.
    let bar: f64 = svg
        .split("stroke-width=\"1.2\"")
        .next()
        .unwrap()
        .rsplit("<line ")
        .next()
        .map(|l| {
            let at = |key: &str| l.split(&format!("{key}=\"")).nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap();
            at("x2") - at("x1")
        })
        .unwrap();
    assert!(svg.contains(">20 km</text>"));
    // The area of a hexagon of side a is 3√3/2 a².
    let expected = 1.5 * 3f64.sqrt() * (2.0 * bar / 20.0_f64).powi(2);
    let mean = paths.iter().map(|p| area(p)).sum::<f64>() / rows as f64;
    assert!((mean / expected - 1.0).abs() < 0.01, "{mean} {expected}");
    assert!(paths.iter().all(|p| (area(p) / expected - 1.0).abs() < 0.08));
}

#[test]
fn words_on_a_map_keep_their_colours_and_are_counted() {
    let places = districts(14, 9, [108.0, 24.0], [0.7, 0.6]);
    let table = types(&places);
    let count = |word: &str| (0..table.rows()).filter(|&i| table.get("sample_type").unwrap().values.text(i).as_deref() == Some(word)).count();
    let svg = english(type_mark(), std::slice::from_ref(&table), Some(&places));
    for (word, said) in [("high_high", "high beside high"), ("low_low", "low beside low"), ("not_significant", "not significant")] {
        assert!(svg.contains(&format!(">{said} ({})</text>", count(word))), "{word}");
    }
    assert!(svg.contains(">no value (1)</text>"));
    let filled = |colour: &str| svg.split("<g ").filter(|g| g.contains(&format!("fill=\"{colour}\""))).map(|g| g.matches("<title>").count()).max();
    assert_eq!(filled("#b2182b"), Some(count("high_high")));
    assert_eq!(filled("#2166ac"), Some(count("low_low")));
    assert!(svg.contains("<title>District 74 (d073): high beside high</title>"));
    assert!(svg.find("high beside high (").unwrap() < svg.find("low beside low (").unwrap());
    assert!(svg.find("low beside low (").unwrap() < svg.find("not significant (").unwrap());
}

#[test]
fn more_kinds_than_colours_are_grey_together() {
    let (_, svg) = gallery(Language::En).into_iter().find(|p| p.0 == "map_kinds").unwrap();
    assert_eq!(svg.matches("(16)</text>").count(), 6);
    assert!(svg.contains(">other (4 kinds) (14)</text>"));
}

#[test]
fn far_islands_of_points_are_drawn_in_frames_and_the_world_has_no_scale_bar() {
    let far = english(point_mark(None, None, None, false), &[settlements(400, false)], None);
    assert!(far.contains("drawn in frames below") && far.contains(" km</text>"));
    assert_eq!(far.matches("<circle").count(), 400);
    let world = english(point_mark(None, None, None, false), &[settlements(1000, true)], None);
    assert!(!world.contains(" km</text>") && !world.contains("drawn in frames"));
}
