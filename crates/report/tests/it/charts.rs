use crate::{sample, xml};
use agglom_method::{Chart, Codes, Mark, Message, Order, Places, Reference, Scale, Table, Unit};
use agglom_report::chart;
use agglom_study::Language;
use std::sync::Arc;

type Numbers = Vec<Option<f64>>;

/// A table of regions with a number, an interval around it, a second number, and a kind.
fn table(numbers: &[Option<f64>]) -> Table {
    let n = numbers.len();
    let regions = Arc::new(Codes::new((0..n).map(|i| format!("r{i:05}"))));
    let kinds = Arc::new(Codes::new(["a", "b", "c"]));
    Table::new("sample", Message::new("table-sample"))
        .codes("region", &regions, 0..n)
        .codes("sample_year", &kinds, (0..n).map(|i| i % 3))
        .numbers("value", Unit::None, numbers.iter().copied())
        .numbers("low", Unit::None, numbers.iter().map(|v| v.map(|v| v - v.abs() / 2.0)))
        .numbers("high", Unit::None, numbers.iter().map(|v| v.map(|v| v + v.abs() / 2.0)))
        .numbers("sample_growth", Unit::Share, numbers.iter().rev().copied())
        .words("reason", numbers.iter().map(|v| v.is_none().then_some("missing")))
}

fn squares(n: usize) -> Places {
    let square = |i: usize| {
        let (x, y) = (10.0 + (i % 10) as f64, 40.0 + (i / 10) as f64);
        vec![agglom_method::Polygon { rings: vec![vec![[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0], [x, y]]] }]
    };
    Places { ids: Arc::new(Codes::new((0..n).map(|i| format!("r{i:05}")))), polygons: Some((0..n).map(square).collect()), ..Places::default() }
}

fn reference(at: f64) -> Reference {
    Reference { at, label: Message::new("sample-nation") }
}

fn bars(values: &[&str], interval: bool, order: Order, scale: Scale, at: Option<f64>) -> Mark {
    Mark::Bars {
        label: vec!["region".into(), "sample_year".into()],
        values: values.iter().map(|v| (*v).to_owned()).collect(),
        interval: interval.then(|| ("low".into(), "high".into())),
        order,
        scale,
        reference: at.map(reference),
    }
}

fn lines(series: bool, band: bool) -> Mark {
    Mark::Lines {
        x: "sample_growth".into(),
        y: "value".into(),
        series: series.then(|| "sample_year".into()),
        band: band.then(|| ("low".into(), "high".into())),
        reference: Some(reference(1.0)),
    }
}

fn scatter(scale: Scale, size: bool) -> Mark {
    Mark::Scatter {
        x: "value".into(),
        y: "sample_growth".into(),
        label: Some("region".into()),
        size: size.then(|| "value".into()),
        x_scale: scale,
        y_scale: scale,
        x_reference: Some(reference(1.0)),
        y_reference: None,
        equal: None,
    }
}

fn heat(scale: Scale, midpoint: Option<f64>) -> Mark {
    Mark::Heat { row: "region".into(), column: "sample_year".into(), value: "value".into(), scale, midpoint }
}

fn map(scale: Scale, midpoint: Option<f64>) -> Mark {
    Mark::Map { region: "region".into(), value: "value".into(), scale, midpoint }
}

fn curves() -> Mark {
    Mark::Curves {
        x: "sample_growth".into(),
        y: "value".into(),
        panel: vec!["sample_year".into()],
        band: Some(("low".into(), "high".into())),
        outer: Some(("value".into(), "high".into())),
        reference: Some(reference(1.0)),
    }
}

/// Points at whatever the numbers are; only some of them are on earth.
fn points(value: Option<&str>, hexagon_m: Option<f64>) -> Mark {
    Mark::Points {
        lon: "value".into(),
        lat: "low".into(),
        value: value.map(Into::into),
        scale: Scale::Log,
        midpoint: None,
        size: value.map(|_| "sample_growth".into()),
        hexagon_m,
        outlines: Some("sample".into()),
    }
}

fn network(value: Option<&str>) -> Mark {
    Mark::Network {
        node: "region".into(),
        x: "value".into(),
        y: "low".into(),
        value: value.map(Into::into),
        scale: Scale::Linear,
        midpoint: None,
        size: value.map(|_| "high".into()),
        links: "sample".into(),
    }
}

fn drawn_in(language: Language, mark: Mark, table: &Table, places: Option<&Places>) -> Option<String> {
    chart(&Chart::new("sample_stack", "sample", mark), std::slice::from_ref(table), places, &sample::speaker(language))
}

fn drawn(mark: Mark, numbers: &[Option<f64>]) -> Option<String> {
    drawn_in(Language::En, mark, &table(numbers), Some(&squares(numbers.len())))
}

fn all_marks() -> Vec<Mark> {
    let mut marks = vec![lines(false, false), lines(true, true), bars(&["value", "sample_growth", "low"], false, Order::AsIs, Scale::Linear, None)];
    marks.extend([network(None), network(Some("value")), network(Some("reason"))]);
    marks.extend([curves(), points(None, None), points(Some("value"), None), points(Some("sample_year"), Some(1e6)), points(Some("reason"), None)]);
    for scale in [Scale::Linear, Scale::Log] {
        marks.extend([
            bars(&["value"], true, Order::Largest("low".into(), 20), scale, Some(1.0)),
            bars(&["value"], false, Order::Extreme("value".into(), 5), scale, None),
            scatter(scale, true),
            scatter(scale, false),
            heat(scale, None),
            heat(scale, Some(1.0)),
            map(scale, None),
            map(scale, Some(1.0)),
        ]);
    }
    marks
}

fn some(numbers: impl IntoIterator<Item = f64>) -> Numbers {
    numbers.into_iter().map(Some).collect()
}

#[test]
fn every_mark_draws_all_kinds_of_numbers_as_well_formed_svg() {
    let lists: Vec<Numbers> = vec![
        some([1.5]),
        some([2.0; 7]),
        some([0.0; 3]),
        some([-5.0, -0.1, -300.0]),
        some([-2.0, 0.0, 3.0, 0.5]),
        some([1e300, 1e-300, 5.0]),
        some([1e308, -1e308, 1.0]),
        some([f64::MAX, f64::MIN_POSITIVE, 5e-324]),
        some([1e9, 1e9 + 1e-4]),
        vec![Some(f64::NAN), Some(f64::INFINITY), None, Some(3.0), Some(f64::NEG_INFINITY)],
        (0..100).map(|i| (i % 7 != 0).then(|| 20.0 * sample::noise(i, 1) - 3.0)).collect(),
    ];
    for numbers in &lists {
        for mark in all_marks() {
            for language in [Language::En, Language::Zh] {
                let (table, places) = (table(numbers), squares(numbers.len()));
                let Some(svg) = drawn_in(language, mark.clone(), &table, Some(&places)) else { continue };
                assert_eq!(xml::texts_of(&svg, "desc").len(), 1, "{mark:?}");
                xml::asks_no_network(&svg);
                assert!(svg.starts_with("<svg ") && svg.contains("role=\"img\"") && !svg.contains('⟦') && !svg.contains('\u{1}'), "{svg}");
                assert!(!svg.contains("NaN") && !svg.contains('∞'), "{mark:?} of {numbers:?}");
            }
        }
    }
}

#[test]
fn nothing_is_drawn_of_nothing() {
    for mark in all_marks() {
        assert_eq!(drawn(mark.clone(), &[]), None, "{mark:?}");
        let draws_gaps = matches!(mark, Mark::Heat { .. } | Mark::Map { .. });
        assert_eq!(drawn(mark.clone(), &[None, None]).is_some(), draws_gaps, "{mark:?}");
    }
}

#[test]
fn a_column_that_is_not_there_draws_nothing() {
    let numbers = table(&some([1.0, 2.0]));
    let mark = Mark::Map { region: "nowhere".into(), value: "value".into(), scale: Scale::Linear, midpoint: None };
    assert_eq!(drawn_in(Language::En, mark, &numbers, Some(&squares(2))), None);
    let words = Mark::Heat { row: "region".into(), column: "region".into(), value: "reason".into(), scale: Scale::Linear, midpoint: None };
    assert_eq!(drawn_in(Language::En, words, &numbers, None), None);
}

#[test]
fn a_map_needs_outlines() {
    let numbers = table(&some([1.0, 2.0]));
    assert_eq!(drawn_in(Language::En, map(Scale::Linear, None), &numbers, None), None);
    assert_eq!(drawn_in(Language::En, map(Scale::Linear, None), &numbers, Some(&Places::default())), None);
}

#[test]
fn only_the_rows_that_a_chart_names_are_drawn() {
    let numbers = table(&some([1.0, 22.0, 333.0, 4444.0]));
    let chart_of = Chart::new("sample_stack", "sample", bars(&["value"], false, Order::AsIs, Scale::Linear, None)).only("sample_year", "a");
    let svg = chart(&chart_of, std::slice::from_ref(&numbers), None, &sample::speaker(Language::En)).unwrap();
    assert!(svg.contains(">1</text>") && svg.contains(">4,444</text>") && !svg.contains(">22</text>") && !svg.contains(">333</text>"));
}

/// The lengths of the bars in pixels, from the top.
fn lengths(svg: &str) -> Vec<f64> {
    let bars = svg.split("<rect ").skip(1).filter(|r| r.contains("height=\"16.2\"") || r.contains("height=\"16.74\""));
    bars.map(|r| r.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn the_length_of_a_bar_is_its_number() {
    let svg = drawn(bars(&["value"], false, Order::Largest("value".into(), 3), Scale::Linear, None), &some([10.0, 40.0, 20.0, 30.0])).unwrap();
    let bars = lengths(&svg);
    assert_eq!(bars.len(), 3);
    assert!((bars[0] / bars[2] - 2.0).abs() < 0.01 && (bars[0] / bars[1] - 4.0 / 3.0).abs() < 0.01, "{bars:?}");
}

#[test]
fn on_a_logarithmic_axis_equal_ratios_are_equal_lengths() {
    let svg = drawn(bars(&["value"], false, Order::AsIs, Scale::Log, Some(1.0)), &some([2.0, 8.0, 0.5])).unwrap();
    let bars = lengths(&svg);
    assert!((bars[1] / bars[0] - 3.0).abs() < 0.01 && (bars[2] - bars[0]).abs() < 0.1, "{bars:?}");
}

#[test]
fn without_a_reference_a_logarithmic_axis_has_dots_and_no_bars() {
    let svg = drawn(bars(&["value"], false, Order::AsIs, Scale::Log, None), &some([2.0, 800.0])).unwrap();
    assert_eq!((lengths(&svg).len(), svg.matches("<circle").count()), (0, 2));
}

#[test]
fn a_bar_whose_interval_holds_the_reference_is_pale_and_the_legend_says_so() {
    let mark = |at| bars(&["value"], true, Order::AsIs, Scale::Log, Some(at));
    let spanning = drawn(mark(1.0), &some([1.5, 8.0])).unwrap();
    assert_eq!(spanning.matches("stroke=\"#0b5c94\"").count(), 2, "the diagonals of one bar and of the legend");
    assert!(spanning.contains("the interval includes 1 (the nation): not certain"));
    let clear = drawn(mark(1.0), &some([7.0, 8.0])).unwrap();
    assert!(!clear.contains("stroke=\"#0b5c94\"") && !clear.contains("not certain"));
}

#[test]
fn the_parts_of_a_stack_lie_side_by_side_on_both_sides_of_zero() {
    let numbers = Table::new("sample", Message::new("table-sample"))
        .texts("region", [Some("x".into())])
        .numbers("value", Unit::None, [Some(-4.0)])
        .numbers("low", Unit::None, [Some(6.0)])
        .numbers("high", Unit::None, [Some(2.0)]);
    let mark = Mark::Bars {
        label: vec!["region".into()],
        values: ["value", "low", "high"].map(String::from).to_vec(),
        interval: None,
        order: Order::AsIs,
        scale: Scale::Linear,
        reference: None,
    };
    let svg = drawn_in(Language::En, mark, &numbers, None).unwrap();
    // White gaps of 0.8 pixels keep the parts apart.
    let bars: Vec<f64> = lengths(&svg).into_iter().map(|length| length + 0.8).collect();
    assert!((bars[1] / bars[2] - 3.0).abs() < 0.01 && (bars[0] / bars[2] - 2.0).abs() < 0.01, "{bars:?}");
    assert!(svg.contains("sum of the parts") && svg.contains(">4</text>"));
}

#[test]
fn dots_stand_on_an_axis_that_need_not_begin_at_zero() {
    let numbers = some([101.0, 102.0, 103.0]);
    let mark = Mark::Dots { label: vec!["region".into()], value: "value".into(), interval: None, order: Order::AsIs, reference: None };
    let svg = drawn(mark, &numbers).unwrap();
    let centres: Vec<f64> = svg.split("cx=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
    assert_eq!(centres.len(), 3);
    assert!(centres[2] - centres[0] > 200.0 && ((centres[1] - centres[0]) / (centres[2] - centres[1]) - 1.0).abs() < 0.02, "{centres:?}");
    assert!(!svg.contains(">0</text>"));
}

#[test]
fn rows_that_are_not_drawn_are_told() {
    let many: Numbers = (0..500).map(|i| (i > 0).then_some(f64::from(i))).collect();
    let svg = drawn(bars(&["value"], false, Order::AsIs, Scale::Linear, None), &many).unwrap();
    assert!(svg.contains("The first 60 of 499 rows are drawn.") && svg.contains("499 of 500 rows have a value."));
}

#[test]
fn a_point_without_a_value_interrupts_a_line() {
    let mut whole = some((0..9).map(f64::from));
    let runs = |numbers: &Numbers| {
        let periods = Table::new("sample", Message::new("table-sample")).texts("sample_year", (2010..2019).map(|y| Some(y.to_string()))).numbers(
            "value",
            Unit::None,
            numbers.iter().copied(),
        );
        let mark = Mark::Lines { x: "sample_year".into(), y: "value".into(), series: None, band: None, reference: None };
        let svg = drawn_in(Language::En, mark, &periods, None).unwrap();
        assert!(svg.contains(">2014</text>"), "years read as years");
        svg.matches("stroke-linejoin").count()
    };
    assert_eq!(runs(&whole), 1);
    whole[4] = None;
    assert_eq!(runs(&whole), 2);
}

#[test]
fn many_lines_are_grey_but_for_the_highest() {
    let n = 20;
    let codes = Arc::new(Codes::new((0..n).map(|i| format!("line{i}"))));
    let many = Table::new("sample", Message::new("table-sample"))
        .codes("region", &codes, (0..2 * n).map(|i| i % n))
        .numbers("low", Unit::None, (0..2 * n).map(|i| Some((i / n) as f64)))
        .numbers("value", Unit::None, (0..2 * n).map(|i| Some((i % n) as f64)));
    let mark = Mark::Lines { x: "low".into(), y: "value".into(), series: Some("region".into()), band: None, reference: None };
    let svg = drawn_in(Language::En, mark, &many, None).unwrap();
    let named: Vec<usize> = (0..n).filter(|i| svg.contains(&format!(">line{i}</text>"))).collect();
    assert_eq!(named, [14, 15, 16, 17, 18, 19]);
}

#[test]
fn every_dot_is_drawn_or_counted_in_a_hexagon() {
    let of = |n: usize| drawn(scatter(Scale::Linear, false), &some((0..n).map(|i| sample::noise(i, 3)))).unwrap();
    assert_eq!(of(200).matches("<circle").count(), 200);
    let dense = of(5000);
    assert!(dense.contains("5,000 points"));
    let counted = |svg: &str| xml::texts_of(svg, "title").iter().skip(1).map(|t| t.parse::<usize>().unwrap()).sum::<usize>();
    assert_eq!(counted(&dense), 5000);
}

#[test]
fn dots_that_have_no_place_on_a_logarithmic_axis_are_told() {
    let svg = drawn(scatter(Scale::Log, false), &some([0.0, 1.0, 2.0, 3.0, -1.0])).unwrap();
    assert_eq!(svg.matches("<circle").count(), 3);
    assert!(svg.contains("2 points that are zero or less have no place on a logarithmic axis."));
}

#[test]
fn a_large_heat_map_shows_the_heaviest_rows_and_columns_and_says_so() {
    let (rows, columns) = (50, 70);
    let codes = |n: usize, of: &str| Arc::new(Codes::new((0..n).map(|i| format!("{of}{i}"))));
    let large = Table::new("sample", Message::new("table-sample"))
        .codes("from", &codes(rows, "row"), (0..rows * columns).map(|i| i / columns))
        .codes("to", &codes(columns, "column"), (0..rows * columns).map(|i| i % columns))
        .numbers("value", Unit::None, (0..rows * columns).map(|i| Some((i / columns + i % columns) as f64)));
    let mark = Mark::Heat { row: "from".into(), column: "to".into(), value: "value".into(), scale: Scale::Linear, midpoint: None };
    let svg = drawn_in(Language::En, mark, &large, None).unwrap();
    assert!(svg.contains("40 of 50 rows and 60 of 70 columns are drawn: those with the largest values."));
    assert!(!svg.contains(">row9</text>") && svg.contains(">row10</text>") && svg.contains(">row49</text>"));
    let cells = xml::texts_of(&svg, "title").iter().filter(|t| t.contains(": ")).count();
    assert_eq!(cells, 40 * 60);
}

#[test]
fn the_classes_of_a_map_hold_every_region_once() {
    let mut numbers: Numbers = (0..60).map(|i| Some(5.0 * sample::noise(i, 9))).collect();
    numbers[7] = None;
    let (known, places) = (table(&numbers), squares(63));
    for (scale, midpoint) in [(Scale::Linear, None), (Scale::Log, Some(1.0)), (Scale::Linear, Some(1.0))] {
        let svg = drawn_in(Language::En, map(scale, midpoint), &known, Some(&places)).unwrap();
        let counts: Vec<usize> = svg.split(">(").skip(1).filter_map(|t| t.split(')').next()?.parse().ok()).collect();
        assert_eq!(counts.iter().sum::<usize>(), 63, "{counts:?}");
        assert_eq!(counts[counts.len() - 2..], [1, 3], "no value, not in the data");
        assert!(svg.contains("<title>r00007: not reported</title>") && svg.contains("<title>r00061: not in the data</title>"));
    }
}

#[test]
fn regions_without_an_outline_are_told() {
    let svg = drawn_in(Language::En, map(Scale::Linear, None), &table(&some([1.0, 2.0, 3.0])), Some(&squares(2))).unwrap();
    assert!(svg.contains("One region of the table has no outline and cannot be drawn."));
}

#[test]
fn hostile_names_stay_names() {
    let hostile = "\"><script>alert('x')</script>\u{1}{ $y }";
    let numbers = Table::new("sample", Message::new("table-sample"))
        .texts("region", [Some(hostile.into()), Some("b".into())])
        .texts("sample_year", [Some(hostile.into()), Some("b".into())])
        .numbers("value", Unit::Named(hostile.into()), [Some(1.0), Some(2.0)])
        .numbers("sample_growth", Unit::None, [Some(1.0), Some(2.0)]);
    for mark in
        [bars(&["value"], false, Order::AsIs, Scale::Linear, None), scatter(Scale::Linear, false), heat(Scale::Linear, None), lines(true, false)]
    {
        let svg = drawn_in(Language::En, mark, &numbers, None).unwrap();
        xml::texts_of(&svg, "title");
        assert!(!svg.contains("<script"));
    }
}

#[test]
fn a_map_of_three_thousand_regions_is_below_700_kilobytes() {
    let n = 3000;
    let bay = |i: usize| {
        let (x, y) = (-120.0 + (i % 75) as f64 * 0.7, 30.0 + (i / 75) as f64 * 0.45);
        let ring = (0..60).map(|k| {
            let angle = f64::from(k) * 6f64.to_radians();
            let radius = 0.25 + 0.05 * (3.0 * angle + sample::noise(i, 1)).sin();
            [x + 1.5 * radius * angle.cos(), y + radius * angle.sin()]
        });
        vec![agglom_method::Polygon { rings: vec![ring.collect()] }]
    };
    let places = Places { polygons: Some((0..n).map(bay).collect()), ..squares(n) };
    let numbers: Numbers = (0..n).map(|i| Some((4.0 * sample::noise(i, 5) - 2.0).exp())).collect();
    let svg = drawn_in(Language::En, map(Scale::Log, Some(1.0)), &table(&numbers), Some(&places)).unwrap();
    assert!(svg.matches("<title>").count() > n && svg.len() < 700_000, "{}", svg.len());
}
