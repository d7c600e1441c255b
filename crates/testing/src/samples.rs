//! One small input of every shape, to try any method on.

use crate::{lattice, panels, patterns};
use agglom_method::{
    Aim, Cells, Codes, Counts, Flow, Flows, Indicator, Indicators, Labels, Panel, Places, Player, Players, Printed, Reading, Register, Seed, Shape,
    ShapeKind,
};
use rand::RngExt;
use std::sync::Arc;

const CHANCES: [[f64; 4]; 5] = [[6.0, 1.0, 1.0, 2.0], [1.0, 5.0, 2.0, 2.0], [1.0, 1.0, 4.0, 2.0], [2.0, 2.0, 2.0, 2.0], [1.0, 3.0, 1.0, 2.0]];

/// A register of 400 plants in 5 regions and 4 industries.
pub fn register() -> Register {
    let chances: Vec<Vec<f64>> = CHANCES.iter().map(|row| row.to_vec()).collect();
    patterns::register(400, &chances, &[1.0, 3.0, 10.0, 40.0], Seed::new(11))
}

/// The same plants with coordinates: those of a region stand close about its middle, every eighth one anywhere.
pub fn clustered_register() -> Register {
    let plain = register();
    let mut generator = Seed::new(12).draw(0);
    let place = |i: usize| {
        let region = plain.region.as_ref().and_then(|r| r.get(i)).unwrap_or(0) as f64;
        let (x, y) = (generator.random::<f64>(), generator.random::<f64>());
        if i.is_multiple_of(8) {
            [x * 40_000.0, y * 30_000.0]
        } else {
            [5_000.0 + 7_000.0 * region + 1_500.0 * x, 6_000.0 + 5_000.0 * (region % 3.0) + 1_500.0 * y]
        }
    };
    let position: Vec<[f64; 2]> = (0..plain.len()).map(place).collect();
    // About 116 E, 40 N: a degree has 111,195 m north and 85,180 m east.
    let degrees = position.iter().map(|p| [116.0 + p[0] / 85_180.0, 40.0 + p[1] / 111_195.0]).collect();
    Register { position: Some(position), degrees: Some(degrees), ..plain }
}

/// The plants of [`register`] within 10 km of the middle of their region, some of them at the same site.
pub fn register_with_coordinates() -> Register {
    const MIDDLES: [[f64; 2]; 5] = [[10.0, 10.0], [40.0, 15.0], [25.0, 40.0], [60.0, 50.0], [70.0, 10.0]];
    let register = register();
    let mut generator = Seed::new(12).draw(0);
    let mut position: Vec<[f64; 2]> = Vec::with_capacity(register.len());
    for i in 0..register.len() {
        let middle = MIDDLES[register.region.as_ref().and_then(|r| r.get(i)).unwrap_or(0)];
        let around = [generator.random::<f64>(), generator.random::<f64>()];
        position.push(if i % 20 == 19 { position[i - 1] } else { [0, 1].map(|k| 1000.0 * (middle[k] + 20.0 * around[k] - 10.0)) });
    }
    let degrees = position.iter().map(|p| [113.0 + p[0] / 1e5, 28.0 + p[1] / 1.1e5]).collect();
    Register { position: Some(position), degrees: Some(degrees), ..register }
}

/// Counts of 5 regions and 4 industries in so many periods.
pub fn counts(periods: usize) -> Counts {
    let names: Vec<String> = (0..periods).map(|t| format!("{}", 2020 + t)).collect();
    let cells = names.iter().enumerate().flat_map(|(t, period)| {
        let grown = move |i: usize, j: usize| (CHANCES[i][j] * 10.0 * (1.0 + 0.1 * t as f64 * ((i + 2 * j) % 3) as f64)).round();
        (0..5).flat_map(move |i| (0..4).map(move |j| (period.as_str(), ["r0", "r1", "r2", "r3", "r4"][i], ["i0", "i1", "i2", "i3"][j], grown(i, j))))
    });
    Counts::from_panel(cells.collect::<Vec<_>>())
}

/// Figures of two zones over three years, with printed growth.
pub fn indicators() -> Indicators {
    let printed = |value: f64, decimals: u8| Reading::Observed(Printed { value, decimals });
    let rows = (0..2u32).flat_map(|entity| {
        (0..3u32).flat_map(move |period| {
            (0..8u32).map(move |indicator| {
                let value = f64::from(100 + 10 * indicator + 7 * period + entity);
                let previous = f64::from(90 + 9 * indicator + 7 * period);
                Indicator {
                    row: u64::from(2 + entity * 24 + period * 8 + indicator),
                    entity,
                    indicator,
                    period,
                    value: printed(value, 0),
                    previous: printed(previous, 0),
                    growth_printed: printed(((value / previous - 1.0) * 10_000.0).round() / 100.0, 2),
                    unit: Some("yuan".to_owned()),
                    kind: None,
                    direction: Some(Aim::Up),
                }
            })
        })
    });
    Indicators {
        entities: Arc::new(Codes::new(["east zone", "west zone"])),
        indicators: Arc::new(Codes::new((0..8).map(|i| format!("figure {i}")))),
        periods: Arc::new(Codes::new(["2020", "2021", "2022"])),
        rows: rows.collect(),
    }
}

/// Three figures of two zones that grow towards their limits for fourteen years, each with a swing of its own.
pub fn panel() -> Indicators {
    let years: Vec<String> = (2009..2023).map(|year: u32| year.to_string()).collect();
    let level = |entity: u32, indicator: u32, year: u32| {
        let (t, i, e) = (f64::from(year), f64::from(indicator), f64::from(entity));
        let limit = 20.0 + 5.0 * i - 4.0 * e;
        limit / (1.0 + (6.0 - i) * (-(0.25 + 0.05 * i + 0.03 * e) * t).exp()) * (1.0 + 0.08 * (1.7 * t + 2.1 * i + e).sin())
    };
    let cells = (0..2u32).flat_map(|e| (0..14u32).flat_map(move |t| (0..3u32).map(move |i| (e, t, i))));
    let rows = cells.enumerate().map(|(n, (entity, period, indicator))| Indicator {
        row: n as u64 + 2,
        entity,
        indicator,
        period,
        value: Reading::Observed(Printed { value: level(entity, indicator, period), decimals: 6 }),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: Some(Aim::Up),
    });
    Indicators {
        indicators: Arc::new(Codes::new((0..3).map(|i| format!("figure {i}")))),
        periods: Arc::new(Codes::new(years)),
        rows: rows.collect(),
        ..indicators()
    }
}

/// Settings with which a method finds something on the samples, if it cannot do without.
pub fn settings(method: &str) -> serde_json::Value {
    match method {
        "coupling_coordination" => serde_json::json!({
            "systems": { "city": ["figure 0", "figure 1", "figure 2"], "cluster": ["figure 3", "figure 4"], "park": ["figure 5", "figure 6", "figure 7"] },
            "draws": 99
        }),
        "dbscan" => serde_json::json!({ "radius_m": 600.0, "hexagon_m": 1000.0 }),
        "hdbscan" => serde_json::json!({ "hexagon_m": 1000.0 }),
        "mean_city_population_size" => serde_json::json!({ "by_group": true }),
        "incidence_function" => serde_json::json!({ "draws": 39, "horizon": 3 }),
        "moran" | "geary" | "local_moran" | "getis_ord" => serde_json::json!({ "draws": 99 }),
        "join_counts" => serde_json::json!({ "draws": 99, "threshold": 12.0 }),
        "marcon_puech" => serde_json::json!({ "draws": 39, "individual_at_m": [2000.0] }),
        "duranton_overman" | "ripley" | "symbiosis" | "economic_complexity" => serde_json::json!({ "draws": 39 }),
        _ => serde_json::json!({}),
    }
}

/// A shape for a method that needs more than the usual sample of it.
pub fn shape_for(method: &str, kind: ShapeKind, periods: usize) -> Shape {
    match (method, kind) {
        ("duranton_overman" | "marcon_puech" | "ripley", ShapeKind::Register) => Shape::Register(Arc::new(register_with_coordinates())),
        ("symbiosis", ShapeKind::Indicators) => Shape::Indicators(Arc::new(panel())),
        ("urban_agglomeration", ShapeKind::Places) => Shape::Places(Arc::new(settlements())),
        ("urban_agglomeration", ShapeKind::Flows) => Shape::Flows(Arc::new(travel())),
        ("moran" | "geary" | "local_moran" | "getis_ord" | "join_counts", kind) => lattice::shape(kind).unwrap_or_else(|| self::shape(kind, periods)),
        ("relatedness_density" | "complexity_outlook" | "coherence" | "linkage_clusters", ShapeKind::Flows) => Shape::Flows(Arc::new(relatedness())),
        ("incidence_function" | "entry_exit_backtest", ShapeKind::Flows) => Shape::Flows(Arc::new(industry_links())),
        ("incidence_function", ShapeKind::Indicators) => Shape::Indicators(Arc::new(rents())),
        ("variety" | "linkage_clusters", ShapeKind::Places) => Shape::Places(Arc::new(industry_groups())),
        ("dbscan" | "hdbscan", ShapeKind::Register) => Shape::Register(Arc::new(clustered_register())),
        _ => shape(kind, periods),
    }
}

/// The five regions of [`counts`] in two groups, with area and population.
pub fn places() -> Places {
    let ids = ["r0", "r1", "r2", "r3", "r4"];
    Places {
        ids: Arc::new(Codes::new(ids)),
        area_km2: Some(vec![10.0, 20.0, 30.0, 40.0, 50.0]),
        population: Some(vec![5.0e4, 4.0e4, 3.0e4, 2.0e4, 1.0e4]),
        group: Some(Labels::new(&[Some("north"), Some("north"), Some("south"), Some("south"), Some("south")])),
        ..Places::default()
    }
}

/// Twelve settlements of two towns and their surroundings, with positions, areas and populations.
pub fn settlements() -> Places {
    let degrees: Vec<[f64; 2]> = (0..12).map(|i| [113.0 + 0.15 * f64::from(i % 4) + 0.8 * f64::from(i / 6), 27.5 + 0.1 * f64::from(i / 4)]).collect();
    Places {
        ids: Arc::new(Codes::new((0..12).map(|i| format!("s{i}")))),
        position: Some(degrees.iter().map(|p| [(p[0] - 113.5) * 98_700.0, (p[1] - 27.5) * 110_800.0]).collect()),
        degrees: Some(degrees),
        area_km2: Some((0..12).map(|i| f64::from(20 + 5 * i)).collect()),
        population: Some((0..12).map(|i| if i % 5 == 1 { 90_000.0 + 1000.0 * f64::from(i) } else { 4_000.0 + 900.0 * f64::from(i) }).collect()),
        ..Places::default()
    }
}

/// Travel times in minutes between the settlements of [`settlements`], with some routes missing.
pub fn travel() -> Flows {
    let places = settlements();
    let at = |i: u32| places.position.as_ref().map_or([0.0; 2], |p| p[i as usize]);
    let pairs = (0..12).flat_map(|i| (0..12).map(move |j| (i, j))).filter(|&(i, j)| i != j && (i + 3 * j) % 11 != 5);
    let minutes = |i, j| ((at(i)[0] - at(j)[0]).hypot(at(i)[1] - at(j)[1]) / 900.0 + f64::from(i % 3)).round();
    let flows = pairs.map(|(from, to)| Flow { from, to, value: minutes(from, to) }).collect();
    Flows { nodes: places.ids, flows, unit: Some("minutes".to_owned()) }
}

/// Flows between three nodes.
pub fn flows() -> Flows {
    let flow = |from, to, value| Flow { from, to, value };
    Flows { nodes: Arc::new(Codes::new(["a", "b", "c"])), flows: vec![flow(0, 1, 2.0), flow(1, 2, 3.0), flow(2, 0, 1.0)], unit: None }
}

/// How near the four industries of [`counts`] are to each other, each pair once.
pub fn relatedness() -> Flows {
    let flow = |from, to, value| Flow { from, to, value };
    let flows = vec![flow(0, 1, 0.2), flow(0, 2, 0.4), flow(0, 3, 0.1), flow(1, 2, 0.3), flow(1, 3, 0.6), flow(2, 3, 0.5)];
    Flows { nodes: Arc::new(Codes::new(["i0", "i1", "i2", "i3"])), flows, unit: None }
}

/// How related the three industries of [`presence`] are.
pub fn industry_links() -> Flows {
    let pairs = (0..3u32).flat_map(|k| (0..3u32).map(move |l| (k, l))).filter(|(k, l)| k != l);
    let flows = pairs.map(|(from, to)| Flow { from, to, value: panels::relatedness(from as usize, to as usize) }).collect();
    Flows { nodes: Arc::new(Codes::new(["i00", "i01", "i02"])), flows, unit: None }
}

/// A figure of each place of [`presence`], the same for all years.
pub fn rents() -> Indicators {
    let row = |place: u32| Indicator {
        row: u64::from(place) + 2,
        entity: place,
        indicator: 0,
        period: 0,
        value: Reading::Observed(Printed { value: 20.0 + f64::from(place * 7 % 11), decimals: 0 }),
        previous: Reading::Missing,
        growth_printed: Reading::Missing,
        unit: None,
        kind: None,
        direction: None,
    };
    Indicators {
        entities: presence().counts.regions.clone(),
        indicators: Arc::new(Codes::new(["rent"])),
        periods: Arc::new(Codes::new([""])),
        rows: (0..30).map(row).collect(),
    }
}

/// The four industries of [`counts`] in two groups.
pub fn industry_groups() -> Places {
    Places {
        ids: Arc::new(Codes::new(["i0", "i1", "i2", "i3"])),
        group: Some(Labels::new(&[Some("metal"), Some("metal"), Some("food"), Some("food")])),
        ..Places::default()
    }
}

/// Five clusters that share a brand.
pub fn players() -> Players {
    let player = |(budget, tangible, brand): (f64, f64, f64)| Player {
        budget,
        tangible_share: Some(tangible),
        brand_share: Some(brand),
        other_share: Some(1.0 - tangible - brand),
        ..Player::default()
    };
    Players {
        ids: Arc::new(Codes::new(["c0", "c1", "c2", "c3", "c4"])),
        players: [(120.0, 0.4, 0.3), (80.0, 0.3, 0.5), (60.0, 0.5, 0.2), (30.0, 0.2, 0.4), (10.0, 0.6, 0.1)].map(player).to_vec(),
        unit: None,
    }
}

/// Thirty places and three industries that come and go for ten periods.
pub fn presence() -> Panel {
    let truth = panels::Truth { alpha: 0.5, b: 0.5, y: 2.0, e: 0.3, x: 0.5, omega: 0.5, rain: 0.2, sigma: 0.0 };
    panels::incidence(30, 3, 10, 10.0, truth, Seed::new(13))
}

/// A shape of that kind with so many periods (counts only).
pub fn shape(kind: ShapeKind, periods: usize) -> Shape {
    match kind {
        ShapeKind::Counts => Shape::Counts(Arc::new(counts(periods))),
        ShapeKind::Register => Shape::Register(Arc::new(register())),
        ShapeKind::Indicators => Shape::Indicators(Arc::new(indicators())),
        ShapeKind::Places => Shape::Places(Arc::new(places())),
        ShapeKind::Flows => Shape::Flows(Arc::new(flows())),
        ShapeKind::Players => Shape::Players(Arc::new(players())),
        ShapeKind::Panel => Shape::Panel(Arc::new(presence())),
    }
}

/// A shape of that kind with nothing in it.
pub fn empty(kind: ShapeKind) -> Shape {
    match kind {
        ShapeKind::Counts => Shape::Counts(Arc::new(Counts {
            periods: Arc::new(Codes::new([""])),
            cells: vec![Cells::new(0, Vec::new(), Vec::new())],
            ..Counts::from_panel([])
        })),
        ShapeKind::Register => Shape::Register(Arc::new(Register::default())),
        ShapeKind::Indicators => Shape::Indicators(Arc::new(Indicators::default())),
        ShapeKind::Places => Shape::Places(Arc::new(Places::default())),
        ShapeKind::Flows => Shape::Flows(Arc::new(Flows { nodes: Arc::default(), flows: Vec::new(), unit: None })),
        ShapeKind::Players => Shape::Players(Arc::new(Players::default())),
        ShapeKind::Panel => Shape::Panel(Arc::new(panel_of(&empty(ShapeKind::Counts)))),
    }
}

/// A shape of that kind with a single row.
pub fn one_row(kind: ShapeKind) -> Shape {
    match kind {
        ShapeKind::Counts => Shape::Counts(Arc::new(Counts::from_triples([("r0", "i0", 5.0)]))),
        ShapeKind::Register => Shape::Register(Arc::new(agglom_method::RegisterBuilder::default().plant("p", "i0", "r0", 5.0).build())),
        ShapeKind::Indicators => {
            let mut one = indicators();
            one.rows.truncate(1);
            Shape::Indicators(Arc::new(one))
        }
        ShapeKind::Places => Shape::Places(Arc::new(Places { ids: Arc::new(Codes::new(["r0"])), ..Places::default() })),
        ShapeKind::Flows => {
            Shape::Flows(Arc::new(Flows { nodes: Arc::new(Codes::new(["a"])), flows: vec![Flow { from: 0, to: 0, value: 1.0 }], unit: None }))
        }
        ShapeKind::Players => Shape::Players(Arc::new(Players {
            ids: Arc::new(Codes::new(["c0"])),
            players: vec![Player { budget: 10.0, ..Player::default() }],
            unit: None,
        })),
        ShapeKind::Panel => Shape::Panel(Arc::new(panel_of(&one_row(ShapeKind::Counts)))),
    }
}

/// A panel of which only the counts are known.
fn panel_of(shape: &Shape) -> Panel {
    let Shape::Counts(counts) = shape else { unreachable!("counts are asked for") };
    Panel { counts: counts.clone(), position: None, degrees: None, capacity: None }
}
