use crate::figures::figures;
use agglom_method::{Aim, Context, Finding, Indicators, Method, MethodError, NoteKind, Printed, Reading, Seed, SeriesKind, Unwatched};
use agglom_models::Tracked;
use agglom_models::target_tracking::{Course, Interval, TargetTracking, Tracking};
use agglom_testing::samples;
use proptest::prelude::*;
use rand::RngExt;

/// Figures of one series.
fn series(cells: &[(&str, f64)]) -> Indicators {
    figures(&cells.iter().map(|&(period, value)| ("zone", "output", period, value)).collect::<Vec<_>>())
}

/// With a target for 2017.
fn target(level: f64) -> TargetTracking {
    TargetTracking { targets: [("output".to_owned(), [("2017".to_owned(), level)].into())].into(), ..Default::default() }
}

fn run(method: &TargetTracking, source: Indicators, plan: Option<Indicators>) -> Result<Tracking, MethodError> {
    method.check().unwrap();
    let inputs = Tracked { source: source.into(), plan: plan.map(Into::into) };
    method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched })
}

fn present(method: &TargetTracking, found: &Tracking) -> Finding {
    method.present(&Tracked { source: Indicators::default().into(), plan: None }, found)
}

fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

fn said(error: &MethodError, key: &str) -> String {
    let MethodError::Needs { what } = error else { panic!("{error:?}") };
    assert_eq!(what.key, key);
    format!("{what:?}")
}

/// `targets.json`, tracking: first quarters of 2016 and 2017, plan_2017.
const PLAN: f64 = 61.133_372_164_144_44;
const FIRST_QUARTERS: [(&str, f64); 3] = [("2016-Q1", 7.220_309_810_671_257), ("2016-Q4", 51.884_52), ("2017-Q1", 8.39)];

/// Three years of 100 with the cumulative shares of `targets.json`, tracking.history_shares, and 8.39 in the first quarter after them.
fn three_years() -> Indicators {
    let shares = [[0.139, 0.245, 0.258, 0.358], [0.142, 0.241, 0.262, 0.355], [0.137, 0.248, 0.255, 0.36]];
    let mut cells = vec![("zone", "output", "2017-Q1".to_owned(), 8.39)];
    for (year, shares) in (2014..).zip(shares) {
        let mut sum = 0.0;
        for (quarter, share) in (1..).zip(shares) {
            sum += 100.0 * share;
            cells.push(("zone", "output", format!("{year}-Q{quarter}"), sum));
        }
    }
    figures(&cells.iter().map(|c| (c.0, c.1, c.2.as_str(), c.3)).collect::<Vec<_>>())
}

/// `targets.json`: forecast_by_share, forecast_by_growth, gap_pct; the growth of the rest by hand (numpy).
#[test]
fn one_year_before_gives_last_year_times_growth_to_date_and_no_interval() {
    let found = run(&target(PLAN), series(&FIRST_QUARTERS), None).unwrap();
    let (nowcast, plan) = (&found.nowcasts[0], found.nowcasts[0].plan.unwrap());
    near(nowcast.nowcast, 60.289_812_24, 1e-9);
    near(nowcast.nowcast, 51.884_52 * (1.0 + nowcast.growth.unwrap()), 1e-9);
    near(plan.gap.map(|g| 100.0 * g), -1.379_868_137_945_128_3, 1e-9);
    near(Some(plan.rest), 52.743_372_164_144_44, 1e-9);
    near(plan.growth_rest, 0.180_886_708_632_451_93, 1e-9);
    // Only the fourth quarter stands after the first one in the returns.
    near(plan.run_rate, 52.743_372_164_144_44, 1e-9);
    assert_eq!((nowcast.ends, plan.probability, plan.course, nowcast.reason), (None, None, Course::Undetermined, Some("one-reference-year")));
}

/// `targets.json`: mean_cum_share, forecast_mean_share. The interval and the probability from scipy 1.14, stats.t cut off at 0 and 1.
#[test]
fn three_years_before_give_an_interval_and_a_probability() {
    let found = run(&target(PLAN), three_years(), None).unwrap();
    let (nowcast, plan) = (&found.nowcasts[0], found.nowcasts[0].plan.unwrap());
    near(nowcast.nowcast, 60.215_311_004_784_695, 1e-9);
    near(nowcast.ends.map(|e| e.0), 55.256_798_969_152_23, 1e-6);
    near(nowcast.ends.map(|e| e.1), 66.121_858_800_189, 1e-6);
    near(plan.probability, 0.272_980_282_379_240_77, 1e-9);
    near(plan.run_rate, (PLAN - 8.39) / 3.0, 1e-12);
    assert_eq!((plan.course, nowcast.reason), (Course::AtRisk, None));
    let shares: Vec<f64> = found.seasons.iter().map(|s| s.share.mean).collect();
    for (share, expected) in shares.into_iter().zip([0.139_333_333_333_333_33, 0.384, 0.642_333_333_333_333_3, 1.0]) {
        near(Some(share), expected, 1e-12);
    }
    let seasons: Vec<&str> = found.seasons.iter().map(|s| s.season.as_str()).collect();
    assert_eq!(seasons, ["Q1", "Q2", "Q3", "Q4"]);
}

/// `targets.json`: ci_delta is to_date / (mean ± 1.96 sd), with 1.96 for the normal quantile (hence the tolerance).
#[test]
fn the_plug_in_interval_takes_the_spread_of_shares_as_known() {
    let method = TargetTracking { interval: Interval::PlugIn, ..target(PLAN) };
    let found = run(&method, three_years(), None).unwrap();
    let ends = found.nowcasts[0].ends;
    near(ends.map(|e| e.0), 58.156_504_586_863_24, 5e-5);
    near(ends.map(|e| e.1), 62.425_235_347_499_04, 5e-5);
    near(ends.map(|e| e.0), 58.156_541_124_506_4, 1e-8);
    near(found.nowcasts[0].plan.unwrap().probability, 0.202_861_905_784_911_53, 1e-9);
    assert!(present(&method, &found).notes.iter().any(|n| n.kind == NoteKind::Caution && n.message.key == "target-tracking-plug-in"));
}

#[test]
fn a_february_without_january_is_both_in_every_year() {
    let flows = |cells| TargetTracking { cumulative: false, ..target(130.0) }.compute_of(cells);
    // 2016: January 8 and February 12 apart; 2017: 22 for both. The share of both months is 20 of 100.
    let months: Vec<(String, f64)> = (1..=12)
        .map(|m| {
            (
                format!("2016-{m:02}"),
                if m == 1 {
                    8.0
                } else if m == 2 {
                    12.0
                } else {
                    8.0
                },
            )
        })
        .collect();
    let mut cells: Vec<(&str, f64)> = months.iter().map(|(p, v)| (p.as_str(), *v)).collect();
    cells.push(("2017-02", 22.0));
    let found = flows(&cells).unwrap();
    near(found.nowcasts[0].nowcast, 110.0, 1e-12);
    assert_eq!((found.seasons[0].season.as_str(), found.merged.len(), found.nowcasts[0].to_date), ("01-02", 1, 22.0));
    near(found.nowcasts[0].plan.unwrap().run_rate, 10.8, 1e-12);
    assert!(present(&target(1.0), &found).notes.iter().any(|n| n.message.key == "target-tracking-merged"));

    // The same returns since the start of the year.
    let mut sum = 0.0;
    let sums: Vec<(String, f64)> = months
        .iter()
        .map(|(p, v)| {
            sum += v;
            (p.clone(), sum)
        })
        .collect();
    let mut cells: Vec<(&str, f64)> = sums.iter().map(|(p, v)| (p.as_str(), *v)).collect();
    cells.push(("2017-02", 22.0));
    let cumulative = run(&target(130.0), series(&cells), None).unwrap();
    assert_eq!((cumulative.nowcasts[0].nowcast, cumulative.seasons.len()), (found.nowcasts[0].nowcast, 11));
}

trait OfSeries {
    fn compute_of(&self, cells: &[(&str, f64)]) -> Result<Tracking, MethodError>;
}

impl OfSeries for TargetTracking {
    fn compute_of(&self, cells: &[(&str, f64)]) -> Result<Tracking, MethodError> {
        run(self, series(cells), None)
    }
}

#[test]
fn january_stands_alone_where_every_year_has_it() {
    let cells = [("2016-01", 10.0), ("2016-02", 15.0), ("2016-12", 100.0), ("2017-01", 11.0)];
    let found = target(100.0).compute_of(&cells).unwrap();
    near(found.nowcasts[0].nowcast, 110.0, 1e-12);
    assert!(found.merged.is_empty());
}

#[test]
fn a_cumulative_figure_that_falls_is_an_error_that_names_it() {
    let error = target(1.0).compute_of(&[("2016-Q1", 5.0), ("2016-Q2", 4.0), ("2016-Q4", 9.0), ("2017-Q1", 5.0)]).unwrap_err();
    let text = said(&error, "returns-fall");
    assert!(["zone", "output", "2016-Q2", "2016-Q1"].iter().all(|name| text.contains(name)), "{text}");
}

#[test]
fn periods_that_are_not_months_quarters_or_years_are_refused_by_name() {
    for code in ["2017-01-02", "March 2017", "2017-13", ""] {
        let text = said(&target(1.0).compute_of(&[(code, 5.0)]).unwrap_err(), "returns-period");
        assert!(text.contains("zone") && text.contains("output") && text.contains(code), "{text}");
    }
    said(&target(1.0).compute_of(&[("2016-12", 5.0), ("2016", 5.0)]).unwrap_err(), "returns-twice");
    said(&TargetTracking { cumulative: false, ..target(1.0) }.compute_of(&[("2016-Q1", 5.0), ("2016-06", 5.0)]).unwrap_err(), "returns-mixed");
}

#[test]
fn a_complete_year_is_known() {
    let found = target(90.0).compute_of(&[("2016", 80.0), ("2017", 88.0)]).unwrap();
    let plan = found.nowcasts[0].plan.unwrap();
    assert_eq!((found.nowcasts[0].nowcast, found.nowcasts[0].ends, plan.probability), (Some(88.0), Some((88.0, 88.0)), Some(0.0)));
    assert_eq!((plan.course, plan.run_rate, found.nowcasts[0].reason), (Course::OffCourse, None, None));
}

#[test]
fn a_plan_without_entities_is_that_of_every_entity() {
    let source = figures(&[
        ("east", "output", "2016-Q1", 10.0),
        ("east", "output", "2016-Q4", 40.0),
        ("east", "output", "2017-Q1", 11.0),
        ("west", "output", "2016-Q1", 10.0),
        ("west", "output", "2016-Q4", 50.0),
        ("west", "output", "2017-Q1", 12.0),
    ]);
    let targets = |cells: &[(&str, f64)]| figures(&cells.iter().map(|c| (c.0, "output", "2017", c.1)).collect::<Vec<_>>());
    let of = |plan: Indicators| {
        run(&TargetTracking::default(), source.clone(), Some(plan)).map(|f| f.nowcasts.iter().map(|n| n.plan.map(|p| p.target)).collect::<Vec<_>>())
    };
    assert_eq!(of(targets(&[("", 60.0)])).unwrap(), [Some(60.0), Some(60.0)]);
    assert_eq!(of(targets(&[("west", 70.0)])).unwrap(), [None, Some(70.0)]);
    assert_eq!(of(targets(&[("", 60.0), ("west", 70.0)])).unwrap(), [Some(60.0), Some(70.0)]);
    let text = said(&of(figures(&[("", "output", "2019", 1.0)])).unwrap_err(), "target-tracking-unmatched");
    assert!(text.contains("2019") && text.contains("2017"), "{text}");
}

#[test]
fn less_is_better_where_the_source_says_so() {
    let mut source = three_years();
    source.rows.iter_mut().for_each(|r| r.direction = Some(Aim::Down));
    let plan = run(&target(PLAN), source, None).unwrap().nowcasts[0].plan.unwrap();
    near(plan.probability, 1.0 - 0.272_980_282_379_240_77, 1e-9);
}

#[test]
fn stocks_are_not_tracked_and_flows_are_added_up_whatever_the_setting_says() {
    let mut stock = series(&FIRST_QUARTERS);
    stock.rows.iter_mut().for_each(|r| r.kind = Some(SeriesKind::Stock));
    assert_eq!(run(&TargetTracking::default(), stock, None).unwrap_err().status(), 3);
    let mut flow = series(&[("2016-Q1", 10.0), ("2016-Q2", 5.0), ("2016-Q3", 15.0), ("2016-Q4", 10.0), ("2017-Q1", 12.0), ("2017-Q2", 6.0)]);
    flow.rows.iter_mut().for_each(|r| r.kind = Some(SeriesKind::Flow));
    let found = run(&target(50.0), flow, None).unwrap();
    assert_eq!((found.nowcasts[0].to_date, found.nowcasts[0].nowcast), (18.0, Some(48.0)));
}

#[test]
fn printed_growth_on_another_base_is_a_caution() {
    let mut source = series(&FIRST_QUARTERS);
    let now = source.rows.last_mut().unwrap();
    now.previous = Reading::Observed(Printed { value: 7.5, decimals: 2 });
    now.growth_printed = Reading::Observed(Printed { value: 16.2, decimals: 1 });
    let found = run(&target(PLAN), source, None).unwrap();
    // 8.39 / 7.5 - 1 = 11.9 %, on the revised base.
    near(found.nowcasts[0].growth, 8.39 / 7.5 - 1.0, 1e-12);
    let keys: Vec<String> = present(&target(PLAN), &found).notes.into_iter().map(|n| n.message.key).collect();
    assert!(keys.iter().any(|k| k == "target-tracking-printed") && keys.iter().any(|k| k == "target-tracking-revised"), "{keys:?}");
}

#[test]
fn without_a_year_before_the_target_still_says_what_is_left() {
    let found = target(10.0).compute_of(&[("2017-Q1", 3.0)]).unwrap();
    assert_eq!((found.nowcasts[0].reason, found.nowcasts[0].plan.unwrap().rest), (Some("no-reference-year"), 7.0));
    let nothing = run(&TargetTracking::default(), series(&[("2017-Q1", 3.0)]), None).unwrap_err();
    assert_eq!(nothing.status(), 3);
}

#[test]
fn settings_are_checked() {
    assert_eq!(TargetTracking { reference_years: 0, ..Default::default() }.check().unwrap_err().setting, "reference_years");
    assert_eq!(TargetTracking { off_course: 0.9, ..Default::default() }.check().unwrap_err().setting, "off_course");
    let wrong = TargetTracking { targets: [("x".to_owned(), [("2017-Q1".to_owned(), 1.0)].into())].into(), ..Default::default() };
    assert_eq!(wrong.check().unwrap_err().setting, "targets");
    assert!(
        matches!(run(&TargetTracking { targets: [("outptu".to_owned(), [("2017".to_owned(), 1.0)].into())].into(), ..Default::default() }, three_years(), None),
        Err(MethodError::UnknownCode { setting: "targets", nearest: Some(n), .. }) if n == "output")
    );
}

#[test]
fn the_samples_are_complete_years() {
    let found = run(&TargetTracking::default(), samples::indicators(), Some(samples::indicators())).unwrap();
    assert!(found.nowcasts.iter().all(|n| n.nowcast == Some(n.to_date) && n.plan.unwrap().gap == Some(0.0)));
    assert!(run(&TargetTracking::default(), Indicators::default(), None).is_err());
}

/// Shares are normal around 0.25 with standard deviation 0.02, four years give them. Of 1,500 intervals at 90 %, the number that holds is
/// binomial with mean 1,350 and standard deviation 11.6; four of them are allowed.
#[test]
fn the_interval_holds_as_often_as_it_says() {
    let method = TargetTracking { alpha: 0.1, ..target(100.0) };
    let mut inside = 0;
    for k in 0..1500 {
        let mut generator = Seed::new(23).draw(k);
        let mut share = || 0.25 + 0.02 * (0..12).map(|_| generator.random::<f64>() - 0.5).sum::<f64>();
        let mut cells = Vec::new();
        for year in 2013..2017 {
            cells.extend([(format!("{year}-Q1"), 100.0 * share()), (format!("{year}"), 100.0)]);
        }
        cells.push(("2017-Q1".to_owned(), 100.0 * share()));
        let found = method.compute_of(&cells.iter().map(|c| (c.0.as_str(), c.1)).collect::<Vec<_>>()).unwrap();
        let (low, high) = found.nowcasts[0].ends.unwrap();
        inside += usize::from((low..=high).contains(&100.0));
    }
    assert!((1304..=1396).contains(&inside), "{inside} of 1500");
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let mut turned = three_years();
    turned.rows.reverse();
    assert_eq!(run(&target(PLAN), three_years(), None), run(&target(PLAN), turned, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_returns_end_in_an_error_or_a_finding_with_finite_numbers(
        cells in prop::collection::vec((0u8..2, 2013u16..2018, 1u8..13, prop_oneof![Just(0.0), Just(1e308), Just(-1.0), Just(1e-308), 0.5..2.0f64]), 0..50),
        cumulative in any::<bool>(),
        sorted in any::<bool>(),
        level in prop_oneof![Just(1e-300), Just(1e308), 0.1..20.0f64],
    ) {
        let mut cells = cells;
        cells.sort_by_key(|c| (c.0, c.1, c.2));
        cells.dedup_by_key(|c| (c.0, c.1, c.2));
        if sorted {
            for at in 1..cells.len() {
                if (cells[at].0, cells[at].1) == (cells[at - 1].0, cells[at - 1].1) {
                    cells[at].3 = cells[at].3.max(cells[at - 1].3);
                }
            }
        }
        let text: Vec<(String, String, f64)> = cells.iter().map(|c| (format!("e{}", c.0), format!("{}-{:02}", c.1, c.2), c.3)).collect();
        let rows: Vec<(&str, &str, &str, f64)> = text.iter().map(|c| (c.0.as_str(), "output", c.1.as_str(), c.2)).collect();
        let method = TargetTracking { cumulative, ..if rows.is_empty() { TargetTracking::default() } else { target(level) } };
        if let Ok(found) = run(&method, figures(&rows), None) {
            for nowcast in &found.nowcasts {
                prop_assert!(nowcast.ends.is_none_or(|(low, high)| low <= high && low >= nowcast.to_date - 1e-9 * nowcast.to_date.abs()));
                let probability = nowcast.plan.and_then(|p| p.probability);
                prop_assert!(probability.is_none_or(|p| (0.0..=1.0).contains(&p)));
            }
            let finding = present(&method, &found);
            for table in &finding.tables {
                for column in &table.columns {
                    prop_assert_eq!(column.values.len(), table.rows());
                    prop_assert!((0..table.rows()).all(|i| column.values.number(i).is_none_or(f64::is_finite)));
                }
            }
        }
    }
}
