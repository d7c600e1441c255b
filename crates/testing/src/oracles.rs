//! Inputs and outputs of independent programs. `oracles/README.md` says which program made which number.

use agglom_method::{Capacity, Cells, Codes, Counts, Flow, Flows, Labels, Measured, Panel, Places, Register, RegisterBuilder};

/// The numbers an independent `numpy` implementation of the formulas gives on the inputs below.
///
/// # Panics
/// If the committed file is not JSON.
pub fn reference_formulas() -> serde_json::Value {
    let file: serde_json::Value = serde_json::from_str(include_str!("../oracles/reference_formulas.json")).expect("committed JSON");
    file["values"].clone()
}

/// Exact values of Kd on [`points`] that an independent `numpy` implementation gives.
///
/// # Panics
/// If the committed file is not JSON.
pub fn reference_kd() -> serde_json::Value {
    let file: serde_json::Value = serde_json::from_str(include_str!("../oracles/reference_kd.json")).expect("committed JSON");
    file["values"].clone()
}

/// What R `dbmss` 2.11-0 gives on [`points`] for Kd, M, m, K, L, g and others, each entry with its call.
///
/// # Panics
/// If the committed file is not JSON.
pub fn dbmss_points() -> serde_json::Value {
    serde_json::from_str(include_str!("../oracles/dbmss_points_200.json")).expect("committed JSON")
}

/// Metapopulation capacity, values of places, mean-field equilibria, a fold and an exact quasi-stationary distribution, by dense `numpy`.
///
/// # Panics
/// If the committed file is not JSON.
pub fn metapopulation() -> serde_json::Value {
    serde_json::from_str(include_str!("../oracles/ifm_capacity_meanfield_qsd.json")).expect("committed JSON")
}

/// Where the 200 places of its mean field stand, and their areas.
pub fn patches() -> (Vec<[f64; 2]>, Vec<f64>) {
    let number = |cell: &String| cell.parse().expect("a number");
    let parsed = rows(include_str!("../oracles/ifm_sim200_patches.csv"));
    (parsed.iter().map(|row| [number(&row[1]), number(&row[2])]).collect(), parsed.iter().map(|row| number(&row[3])).collect())
}

/// 2,000 generated establishments in a square of 100 km, 200 of them in industry `REF`, 227 in `T1`.
pub fn points() -> Register {
    let parsed = rows(include_str!("../oracles/points_200.csv"));
    let width = parsed.len().to_string().len();
    let number = |cell: &String| cell.parse().expect("a number");
    let types: Vec<Option<&str>> = parsed.iter().map(|row| Some(row[2].as_str())).collect();
    Register {
        ids: (0..parsed.len()).map(|i| format!("{:0width$}", i + 1)).collect(),
        industry: Labels::new(&types),
        position: Some(parsed.iter().map(|row| [number(&row[0]), number(&row[1])]).collect()),
        size: Some(parsed.iter().map(|row| number(&row[3])).collect()),
        ..Register::default()
    }
}

/// 5,000 points in clusters of several sizes and noise; their kilometres are given as metres.
pub fn clustered_points() -> Vec<[f64; 2]> {
    let number = |cell: &String| cell.parse().expect("a number");
    rows(include_str!("../oracles/clus_5000.csv")).iter().map(|row| [number(&row[0]), number(&row[1])]).collect()
}

/// One clustering of [`clustered_points`] by `scikit-learn`: (its name, the cluster of each point, a flag of each point). The flag tells
/// cores of DBSCAN, and with HDBSCAN the points whose cluster depends on the order of rows.
pub type Clustering = (String, Vec<Option<u32>>, Vec<bool>);

/// What `scikit-learn` makes of [`clustered_points`], and the membership strengths of the first case of HDBSCAN.
pub fn density_clusters() -> (Vec<Clustering>, Vec<f64>) {
    let (cases, strengths) = include_str!("../oracles/density_clusters_5000.txt").split_once("strength\n").expect("strengths at the end");
    let lines: Vec<&str> = cases.lines().collect();
    let label = |c: char| match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        'A'..='Z' => Some(c as u32 - 'A' as u32 + 10),
        'a'..='z' => Some(c as u32 - 'a' as u32 + 36),
        _ => None,
    };
    let case = |l: &[&str]| (l[0].to_owned(), l[1].chars().map(label).collect(), l[2].chars().map(|c| c == '1').collect());
    (lines.chunks_exact(3).map(case).collect(), strengths.split_whitespace().map(|s| s.parse().expect("a number")).collect())
}

/// 199 simulated curves of Kd at 41 distances, and the bands `dbmss` makes of them: (curves, local low, local high, global low, global high,
/// mean).
pub fn simulated_kd() -> (Vec<Vec<f64>>, [Vec<f64>; 5]) {
    let columns = |text: &str| {
        let rows: Vec<Vec<f64>> = rows(text).iter().map(|r| r.iter().map(|c| c.trim().parse().expect("a number")).collect()).collect();
        (0..rows[0].len()).map(|k| rows.iter().map(|r| r[k]).collect::<Vec<f64>>()).collect::<Vec<_>>()
    };
    let curves = columns(include_str!("../oracles/dbmss_env_Kd_simfuns.csv")).split_off(1);
    let local = columns(include_str!("../oracles/dbmss_env_Kd_local.csv"));
    let global = columns(include_str!("../oracles/dbmss_env_Kd_global.csv"));
    (curves, [local[3].clone(), local[4].clone(), global[3].clone(), global[4].clone(), global[2].clone()])
}

/// 200 regions: where they are, and a value of each.
pub fn regions() -> Vec<([f64; 2], f64)> {
    let number = |cell: &String| cell.parse().expect("a number");
    rows(include_str!("../oracles/regions_200.csv")).iter().map(|row| ([number(&row[0]), number(&row[1])], number(&row[2]))).collect()
}

/// What `esda` 2.9.0 of PySAL gives on [`regions`] for Moran, Geary, Getis-Ord and join counts, each entry with its call.
///
/// # Panics
/// If the committed file is not JSON.
pub fn esda_regions() -> serde_json::Value {
    serde_json::from_str(include_str!("../oracles/esda_regions_200.json")).expect("committed JSON")
}

/// Employment of 12 regions in 15 industries, in the earlier year.
pub fn employment_before() -> Counts {
    table(include_str!("../oracles/emp_12x15_t0.csv"))
}

/// Employment of the same regions and industries in the later year.
pub fn employment_after() -> Counts {
    table(include_str!("../oracles/emp_12x15_t1.csv"))
}

/// 8 regions x 10 industries with an empty region and an empty industry.
pub fn with_empty_margins() -> Counts {
    table(include_str!("../oracles/edge_8x10.csv"))
}

/// Employment of 30 regions in 45 industries, nested: later regions have more of the industries that few have.
pub fn nested_employment() -> Counts {
    table(include_str!("../oracles/cplx_30x45.csv"))
}

/// What `numpy` and `scipy` give by the formulas for proximity, density, outlook and reflections on [`nested_employment`], and what
/// `ecomplexity` 0.5.3 prints.
///
/// # Panics
/// If the committed file is not JSON.
pub fn industry_space() -> serde_json::Value {
    serde_json::from_str(include_str!("../oracles/industry_space_30x45.json")).expect("committed JSON")
}

/// 400 plants in 6 industries and 12 regions.
pub fn plants() -> Register {
    let mut builder = RegisterBuilder::default();
    for row in rows(include_str!("../oracles/plants_400.csv")) {
        builder = builder.plant(&row[0], &row[1], &row[2], row[3].parse().expect("a number"));
    }
    builder.build()
}

/// Six industries of a region and of its nation, 2015-2020, as rows of (industry, region's values, nation's values).
pub fn region_and_nation() -> Vec<(String, Vec<f64>, Vec<f64>)> {
    let parsed = rows(include_str!("../oracles/shiftshare_region_nation_6x6.csv"));
    let numbers = |cells: &[String]| cells.iter().map(|c| c.parse().expect("a number")).collect::<Vec<f64>>();
    parsed.iter().map(|row| (row[0].clone(), numbers(&row[1..7]), numbers(&row[7..13]))).collect()
}

/// What an independent `numpy` implementation makes of [`settlements`] and [`travel_times`] under four sets of thresholds; mean city population
/// size, coherence, variety.
///
/// # Panics
/// If the committed file is not JSON.
pub fn reference_urban() -> serde_json::Value {
    serde_json::from_str(include_str!("../oracles/reference_urban_coherence.json")).expect("committed JSON")
}

/// 80 generated settlements in a square of 300 km, with population and area.
pub fn settlements() -> Places {
    let parsed = rows(include_str!("../oracles/urban_units_80.csv"));
    let number = |cell: &String| cell.parse::<f64>().expect("a number");
    let column = |k: usize| parsed.iter().map(|row| number(&row[k])).collect::<Vec<f64>>();
    Places {
        ids: Codes::new(parsed.iter().map(|row| row[0].clone())).into(),
        position: Some(column(1).into_iter().zip(column(2)).map(|(x, y)| [x, y]).collect()),
        population: Some(column(3)),
        area_km2: Some(column(4)),
        ..Places::default()
    }
}

/// Seconds of travel between [`settlements`]; below zero where there is no route.
pub fn travel_times() -> Flows {
    let parsed = rows(include_str!("../oracles/urban_traveltimes_80.csv"));
    let nodes = settlements().ids;
    let node = |code: &String| nodes.index(code).expect("a settlement") as u32;
    let mut flows: Vec<Flow> =
        parsed.iter().map(|row| Flow { from: node(&row[0]), to: node(&row[1]), value: row[2].parse().expect("a number") }).collect();
    flows.sort_by_key(|f| (f.from, f.to));
    Flows { flows, unit: Some("seconds".to_owned()), nodes }
}

/// What JAX and numpy give for [`presence_200`], entry `hanski`.
///
/// # Panics
/// If the committed file is not JSON.
pub fn incidence_200() -> serde_json::Value {
    serde_json::from_str(include_str!("../oracles/ifm_panel_sim200.json")).expect("committed JSON")
}

/// One industry in 200 places over 15 periods, generated with Hanski's form of exit; capacity is the area of the place.
pub fn presence_200() -> Panel {
    let number = |cell: &String| cell.parse::<f64>().expect("a number");
    let patches = rows(include_str!("../oracles/ifm_sim200_patches.csv"));
    let presence: Vec<Vec<f64>> =
        include_str!("../oracles/ifm_sim200_hanski_z.csv").lines().map(|l| l.split(',').map(|c| c.parse().expect("a number")).collect()).collect();
    let cell = |t: usize, i: usize| Measured::units(i as u32, 0, presence[i][t]);
    panel(
        &patches.iter().map(|row| [number(&row[1]), number(&row[2])]).collect::<Vec<_>>(),
        &patches.iter().map(|row| vec![number(&row[3])]).collect::<Vec<_>>(),
        (0..presence[0].len()).map(|t| (0..presence.len()).map(|i| cell(t, i)).collect()).collect(),
    )
}

/// What JAX gives for [`presence_two_kernels`].
///
/// # Panics
/// If the committed file is not JSON.
pub fn incidence_two_kernels() -> serde_json::Value {
    serde_json::from_str(include_str!("../oracles/ifm_two_kernel.json")).expect("committed JSON")
}

/// Fifteen industries in 60 places over 10 periods, and how related they are.
pub fn presence_two_kernels() -> (Panel, Flows) {
    let number = |cell: &str| cell.parse::<f64>().expect("a number");
    let matrix = |text: &str| text.lines().map(|l| l.split(',').map(number).collect()).collect::<Vec<Vec<f64>>>();
    let regions = rows(include_str!("../oracles/ifm2k_regions.csv"));
    let mut cells: Vec<Vec<Measured>> = Vec::new();
    for row in rows(include_str!("../oracles/ifm2k_panel.csv")) {
        let [place, industry, year] = [0, 1, 2].map(|k| row[k].parse::<usize>().expect("a number"));
        cells.resize_with(cells.len().max(year + 1), Vec::new);
        cells[year].push(Measured::units(place as u32, industry as u32, number(&row[3])));
    }
    let at: Vec<[f64; 2]> = regions.iter().map(|row| [number(&row[1]), number(&row[2])]).collect();
    let panel = panel(&at, &matrix(include_str!("../oracles/ifm2k_capacity.csv")), cells);
    let phi = matrix(include_str!("../oracles/ifm2k_proximity.csv"));
    let pairs = (0..phi.len()).flat_map(|k| (0..phi.len()).map(move |l| (k, l)));
    let flows = pairs.map(|(k, l)| Flow { from: l as u32, to: k as u32, value: phi[k][l] });
    let mut flows: Vec<Flow> = flows.collect();
    flows.sort_by_key(|f| (f.from, f.to));
    let nodes = panel.counts.industries.clone();
    (panel, Flows { nodes, flows, unit: None })
}

/// A panel of numbered places and industries; coordinates are given in kilometres.
fn panel(km: &[[f64; 2]], capacity: &[Vec<f64>], cells: Vec<Vec<Measured>>) -> Panel {
    let named = |letter: char, n: usize| std::sync::Arc::new(Codes::new((0..n).map(|i| format!("{letter}{i:03}"))));
    let periods = cells.len();
    let each = |(i, row): (usize, &Vec<f64>)| {
        let one = |(k, &value): (usize, &f64)| Capacity { place: i as u32, industry: k as u32, value };
        row.iter().enumerate().map(one).collect::<Vec<_>>()
    };
    let all: Vec<Capacity> = capacity.iter().enumerate().flat_map(each).collect();
    let counts = Counts {
        regions: named('p', km.len()),
        industries: named('i', capacity[0].len()),
        periods: std::sync::Arc::new(Codes::new((0..periods).map(|t| format!("{}", 2001 + t)))),
        cells: cells.into_iter().map(|cells| Cells::new(km.len(), cells, Vec::new())).collect(),
        ..Counts::from_panel([])
    };
    let position = Some(km.iter().map(|p| p.map(|c| 1000.0 * c)).collect());
    Panel { counts: counts.into(), position, degrees: None, capacity: Some(vec![all; periods]) }
}

/// 5,000 points in kilometres with their weights, and the exact sums of weights times `exp(-0.5 d)` over all others.
pub fn weighted_points() -> (Vec<[f64; 2]>, Vec<f64>, Vec<f64>) {
    let number = |cell: &str| cell.parse::<f64>().expect("a number");
    let points = rows(include_str!("../oracles/fastS_5000_points.csv"));
    let exact = include_str!("../oracles/fastS_5000_exact_alpha0.5.csv").lines().map(number).collect();
    (points.iter().map(|r| [number(&r[0]), number(&r[1])]).collect(), points.iter().map(|r| number(&r[2])).collect(), exact)
}

fn table(text: &str) -> Counts {
    let header: Vec<String> = text.lines().next().expect("a header").split(',').map(str::to_owned).collect();
    let parsed = rows(text);
    let cells = parsed.iter().flat_map(|row| {
        header.iter().zip(row).skip(1).map(|(industry, value)| (row[0].as_str(), industry.as_str(), value.parse::<f64>().expect("a number")))
    });
    Counts::from_triples(cells)
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("committed CSV").iter().map(str::to_owned).collect()).collect()
}
