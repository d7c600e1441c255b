//! A run to report on: real quotients of generated jobs, a map, groups, a failure, ledgers.

use agglom_data::{Accepted, Ledger, Oddity, Reason};
use agglom_measures::{CountsOrRegister, ZonedEstablishments, location_quotient::LocationQuotient};
use agglom_method::{
    Argument, Catalogue, Chart, Codes, Context, Counts, Family, Finding, Mark, Message, Method, MethodError, Order, Places, Polygon, Reference,
    Scale, Seed, ShapeKind, Table, Unit, Unwatched,
};
use agglom_report::Speaker;
use agglom_study::{Analysed, FileRecord, Group, Language, Run, SourceRecord, StudyText};
use std::sync::Arc;

/// What the tables and charts made here say.
const OWN: Catalogue = Catalogue {
    en: "column-sample-year = Year
column-sample-growth = Growth of jobs
column-sample-jobs = Jobs
column-sample-national = National growth
column-sample-structural = Industry mix
column-sample-competitive = Competitive
column-sample-certain = Certain
table-sample = Growth of the regions
chart-sample-lines = Jobs by region
chart-sample-lines-reading = Each line is a region; the band is the 95% interval.
chart-sample-scatter = Specialisation and growth
chart-sample-scatter-reading = Each dot is a region; its area is the number of jobs. To the right of the line the industry is over-represented.
chart-sample-stack = Where growth comes from
chart-sample-stack-reading = The parts of a bar add up to the growth of the region; parts to the left slow it down.
column-sample-cluster = Cluster
column-sample-type = Type of cluster
column-sample-kd = Density of pairs (Kd)
column-sample-r = Distance
sample-type-high-high = high beside high
sample-type-low-low = low beside low
sample-type-high-low = high beside low
sample-type-low-high = low beside high
sample-type-not-significant = not significant
sample-chance = complete randomness
sample-headline = { $region } grew fastest: { $growth } in five years.
sample-nation = the nation
",
    zh: "column-sample-year = 年份
column-sample-growth = 就业增速
column-sample-jobs = 就业
column-sample-national = 全国增长分量
column-sample-structural = 产业结构分量
column-sample-competitive = 竞争力分量
column-sample-certain = 是否确定
table-sample = 各地区的增长
chart-sample-lines = 各地区就业
chart-sample-lines-reading = 每条线为一个地区，色带为95%区间。
chart-sample-scatter = 专业化与增长
chart-sample-scatter-reading = 每个点为一个地区，面积表示就业人数；虚线以右表示产业比重高于整体。
chart-sample-stack = 增长从何而来
chart-sample-stack-reading = 各部分相加即为该地区的增长，向左的部分拉低增长。
column-sample-cluster = 集群
column-sample-type = 集聚类型
column-sample-kd = 企业对密度（Kd）
column-sample-r = 距离
sample-type-high-high = 高—高
sample-type-low-low = 低—低
sample-type-high-low = 高—低
sample-type-low-high = 低—高
sample-type-not-significant = 不显著
sample-chance = 完全随机
sample-headline = { $region }增长最快，五年增长{ $growth }。
sample-nation = 全国
",
};

const REGIONS: [(&str, &str, &str); 12] = [
    ("0101", "Northgate", "北门区"),
    ("0102", "Old Harbour", "老港区"),
    ("0103", "Riverside", "滨江区"),
    ("0104", "Lakeview Economic and Technological Development Zone", "湖景经济技术开发区"),
    ("0201", "Millbrook", "磨溪县"),
    ("0202", "Steelton", "钢城区"),
    ("0203", "West Hills", "西山区"),
    ("0204", "Eastfield", "东田县"),
    ("0301", "Port Alma", "安港市"),
    ("0302", "High Plains", "高原县"),
    ("0303", "Cedar Valley", "柏谷县"),
    ("0304", "Saltmarsh", "盐滩县"),
];
const INDUSTRIES: [(&str, &str, &str); 8] = [
    ("3361", "Motor vehicles", "汽车整车制造"),
    ("3363", "Motor vehicle parts", "汽车零部件制造"),
    ("3311", "Iron and steel", "钢铁"),
    ("3254", "Pharmaceuticals", "医药制造"),
    ("3344", "Semiconductors and other electronic components", "半导体及其他电子元件"),
    ("3111", "Food", "食品制造"),
    ("4931", "Warehousing", "仓储"),
    ("5415", "Computer systems design", "计算机系统设计"),
];

fn name(language: Language, of: (&'static str, &'static str, &'static str)) -> (&'static str, &'static str) {
    (of.0, if language == Language::Zh { of.2 } else { of.1 })
}

pub(crate) fn speaker(language: Language) -> Speaker {
    Speaker::new(language, &[agglom_method::MESSAGES, agglom_data::MESSAGES, agglom_measures::MESSAGES, OWN]).unwrap()
}

/// A number between 0 and 1 that depends on two others and nothing else.
pub(crate) fn noise(a: usize, b: usize) -> f64 {
    let mixed = (a as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (b as u64 + 11).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed >> 40) as f64 / (1u64 << 24) as f64
}

fn region_codes(language: Language) -> Codes {
    Codes::new(REGIONS.map(|r| r.0)).named(REGIONS.map(|r| name(language, r)))
}

fn counts(language: Language, year: usize) -> Counts {
    let industries = Codes::new(INDUSTRIES.map(|i| i.0)).named(INDUSTRIES.map(|i| name(language, i)));
    let cells = REGIONS.iter().enumerate().flat_map(|(r, region)| {
        INDUSTRIES.iter().enumerate().filter(move |(j, _)| noise(r, *j) > 0.12).map(move |(j, industry)| {
            let jobs = 40.0 * (4.0 * noise(r, j) + 2.2 * noise(r * 7, j * 5 + 3)).exp() * (1.0 + 0.1 * noise(year, r * 8 + j));
            (region.0, industry.0, jobs.round())
        })
    });
    let mut counts = Counts::from_triples(cells);
    counts.regions = Arc::new(region_codes(language));
    counts.industries = Arc::new(industries);
    counts.unit = Some(if language == Language::Zh { "人" } else { "persons" }.into());
    counts
}

fn quotients(language: Language, year: usize) -> Finding {
    let method = LocationQuotient::default();
    let inputs = ZonedEstablishments { source: CountsOrRegister::Counts(counts(language, year).into()), reference: None };
    let found = method.compute(&inputs, &Context { seed: Seed::new(7), watch: &Unwatched }).unwrap();
    method.present(&inputs, &found)
}

/// Twelve hexagons, one of them with a hole, and one region that no table knows.
pub(crate) fn places(language: Language) -> Places {
    let ids = Codes::new(REGIONS.map(|r| r.0).into_iter().chain(["0999"])).named(REGIONS.map(|r| name(language, r)));
    let hexagon = |i: usize| {
        let (row, column) = (i / 4, i % 4);
        let (x, y) = (113.0 + column as f64 * 0.52 + (row % 2) as f64 * 0.26, 28.0 - row as f64 * 0.45);
        let ring =
            |size: f64| (0..=6).map(|k| f64::from(k) * 60f64.to_radians()).map(|a| [x + size * a.sin(), y + size * a.cos()]).collect::<Vec<_>>();
        let rings = if i == 5 { vec![ring(0.3), ring(0.08)] } else { vec![ring(0.3)] };
        vec![Polygon { rings }]
    };
    Places { polygons: Some((0..ids.len()).map(hexagon).collect()), ids: Arc::new(ids), ..Places::default() }
}

fn stack() -> Mark {
    Mark::Bars {
        label: vec!["region".into()],
        values: ["sample_national", "sample_structural", "sample_competitive"].map(String::from).to_vec(),
        interval: None,
        order: Order::Extreme("sample_growth".into(), 20),
        scale: Scale::Linear,
        reference: None,
    }
}

fn scatter() -> Mark {
    let nation = |at: f64| Some(Reference { at, label: Message::new("sample-nation") });
    Mark::Scatter {
        x: "location_quotient".into(),
        y: "sample_growth".into(),
        label: Some("region".into()),
        size: Some("sample_jobs".into()),
        x_scale: Scale::Log,
        y_scale: Scale::Linear,
        x_reference: nation(1.0),
        y_reference: nation(0.05),
        equal: None,
    }
}

fn lines() -> Mark {
    Mark::Lines {
        x: "sample_year".into(),
        y: "sample_jobs".into(),
        series: Some("region".into()),
        band: Some(("low".into(), "high".into())),
        reference: None,
    }
}

fn growth(language: Language) -> Finding {
    let codes = Arc::new(region_codes(language));
    let n = codes.len();
    let share = |r: usize, k: usize| 0.12 * (noise(r, k) - 0.4);
    let parts = |r: usize| [0.05, share(r, 31), share(r, 32)];
    let summary = Table::new("sample", Message::new("table-sample"))
        .codes("region", &codes, 0..n)
        .numbers("location_quotient", Unit::None, (0..n).map(|r| (r != 3).then(|| 3f64.powf(2.0 * noise(r, 41) - 1.0))))
        .numbers("sample_growth", Unit::Share, (0..n).map(|r| Some(parts(r).iter().sum())))
        .numbers("sample_national", Unit::Share, (0..n).map(|r| Some(parts(r)[0])))
        .numbers("sample_structural", Unit::Share, (0..n).map(|r| Some(parts(r)[1])))
        .numbers("sample_competitive", Unit::Share, (0..n).map(|r| Some(parts(r)[2])))
        .numbers(
            "sample_jobs",
            Unit::Named(if language == Language::Zh { "人" } else { "persons" }.into()),
            (0..n).map(|r| Some((9000.0 * noise(r, 51)).round())),
        )
        .column("sample_certain", Unit::None, agglom_method::Values::Flag((0..n).map(|r| Some(r % 3 == 0)).collect()))
        .words("reason", (0..n).map(|r| (r == 3).then_some("suppressed")));
    let years = Arc::new(Codes::new((2016..=2021).map(|y| y.to_string())));
    let rows = || (0..5).flat_map(|r| (0..6).map(move |y| (r, y)));
    let jobs = |(r, y): (usize, usize)| 2000.0 + 6000.0 * noise(r, 61) + y as f64 * 700.0 * (noise(r, 62) - 0.3) + 300.0 * noise(r, 70 + y);
    let panel = Table::new("panel", Message::new("table-sample"))
        .codes("region", &codes, rows().map(|p| p.0))
        .codes("sample_year", &years, rows().map(|p| p.1))
        .numbers("sample_jobs", Unit::None, rows().map(|p| Some(jobs(p))))
        .numbers("low", Unit::None, rows().map(|p| Some(jobs(p) - 150.0 - 60.0 * p.1 as f64)))
        .numbers("high", Unit::None, rows().map(|p| Some(jobs(p) + 150.0 + 60.0 * p.1 as f64)));
    Finding::default()
        .table(summary)
        .table(panel)
        .chart(Chart::new("sample_stack", "sample", stack()))
        .chart(Chart::new("sample_scatter", "sample", scatter()))
        .chart(Chart::new("sample_lines", "panel", lines()))
        .headline(Message::new("sample-headline").with("region", codes.argument(0)).with("growth", Argument::percent(parts(0).iter().sum())))
}

fn analysed(name: &str, method: &'static str, inputs: &[&str], outcome: Result<Vec<Group>, MethodError>) -> Analysed {
    Analysed {
        name: name.into(),
        method,
        family: Family::Measure,
        inputs: inputs.iter().map(|i| ("source".into(), (*i).into())).collect(),
        by: Vec::new(),
        settings: serde_json::to_value(LocationQuotient::default()).unwrap(),
        outcome,
        seconds: 0.8123,
        peak_bytes: Some(123_456_789),
    }
}

fn sources(language: Language) -> Vec<SourceRecord> {
    let mut jobs = Ledger::new("jobs", ShapeKind::Counts);
    (jobs.read, jobs.used) = (65_873, 61_020);
    jobs.leave_out(Reason::Where, 3_853, Some(2));
    jobs.leave_out(Reason::Suppressed, 1_000, Some(17));
    let grouping = Accepted { column: "emp".into(), what: Oddity::Grouping, cells: 3, first_row: Some(401), example: "5188,452.00".into() };
    jobs.accepted = vec![grouping];
    let file = FileRecord {
        path: "data/jobs 2021.csv".into(),
        bytes: 3_273_849,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    };
    let mut panel = Ledger::new("panel", ShapeKind::Counts);
    (panel.read, panel.used) = (96, 96);
    vec![
        SourceRecord {
            name: "jobs".into(),
            files: vec![file],
            table: None,
            ledgers: vec![jobs],
            chosen: vec![("encoding".into(), "UTF-8".into()), ("delimiter".into(), ",".into())],
            places: Some(places(language).into()),
        },
        SourceRecord {
            name: "panel".into(),
            files: Vec::new(),
            table: Some("lq.location_quotient".into()),
            ledgers: vec![panel],
            chosen: Vec::new(),
            places: None,
        },
    ]
}

/// The whole sample.
pub(crate) fn run(language: Language) -> Run {
    let plain = |finding: Finding| Ok(vec![Group { by: Vec::new(), finding }]);
    let needs = MethodError::Needs { what: Message::new("needs-regions") };
    let mut by_year = analysed("lq_by_year", "location_quotient", &["jobs"], Ok(Vec::new()));
    by_year.by = vec!["year".into()];
    by_year.outcome = Ok((2018..=2021).map(|y| Group { by: vec![("year".into(), y.to_string())], finding: quotients(language, y) }).collect());
    let text = "title = \"Where are vehicles made?\"\nseed  = 7\n\n[sources.jobs]\npath = \"data/jobs 2021.csv\"\n";
    Run {
        title: if language == Language::Zh { "汽车产业在哪里集聚？" } else { "Where are vehicles made?" }.into(),
        language,
        seed: 7,
        study: StudyText {
            file: "study.toml".into(),
            text: text.into(),
            sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".into(),
        },
        sources: sources(language),
        analyses: vec![
            analysed("lq", "location_quotient", &["jobs"], plain(quotients(language, 0))),
            analysed("growth", "shift_share", &["jobs", "panel"], plain(growth(language))),
            analysed("concentration", "ellison_glaeser", &["jobs"], Err(needs)),
            by_year,
        ],
        version: "agglom 0.1.0".into(),
        started: "2026-03-09T14:05:31Z".into(),
        seconds: 3.217,
        threads: 8,
    }
}
