use agglom_method::{Codes, Context, Indicator, Indicators, Method, MethodError, NoteKind, Printed, Reading, Seed, SeriesKind, Unwatched};
use agglom_models::growth_audit::{Audit, Irregularity, Levels, Status};
use agglom_models::{Audited, growth_audit::GrowthAudit};
use proptest::prelude::*;

/// A number as a table prints it: `1,250,878.00` has two decimals.
fn printed(text: &str) -> Reading<Printed> {
    let plain = text.replace(',', "");
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len() as u8);
    plain.parse().map_or(Reading::Missing, |value| Reading::Observed(Printed { value, decimals }))
}

/// A row of (period, label, value, previous, growth), with what is empty missing.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

fn indicators(rows: &[Row<'_>]) -> Indicators {
    let (periods, labels) = (Codes::new(rows.iter().map(|r| r.0)), Codes::new(rows.iter().map(|r| r.1)));
    let number = |codes: &Codes, code: &str| codes.index(code).unwrap() as u32;
    let mut rows: Vec<Indicator> = rows
        .iter()
        .zip(2..)
        .map(|(&(period, label, value, previous, growth), row)| Indicator {
            row,
            entity: 0,
            indicator: number(&labels, label),
            period: number(&periods, period),
            value: printed(value),
            previous: printed(previous),
            growth_printed: printed(growth),
            unit: None,
            kind: None,
            direction: None,
        })
        .collect();
    rows.sort_by_key(|r| (r.period, r.row));
    Indicators { entities: Codes::new(["zone"]).into(), indicators: labels.into(), periods: periods.into(), rows }
}

fn compute(method: &GrowthAudit, source: Indicators) -> Result<Audit, MethodError> {
    method.check().unwrap();
    method.compute(&Audited { source: source.into() }, &Context { seed: Seed::new(0), watch: &Unwatched })
}

fn audit(source: Indicators) -> Audit {
    compute(&GrowthAudit::default(), source).unwrap()
}

fn with_rules(rules: &[&str], levels: Levels, source: Indicators) -> Audit {
    let rules = rules.iter().map(|&rule| rule.to_owned()).collect();
    compute(&GrowthAudit { rules, levels, ..Default::default() }, source).unwrap()
}

fn statuses(found: &Audit, status: Status) -> usize {
    found.rows.iter().filter(|r| r.status == status).count()
}

/// Findings as (row, what).
fn findings(found: &Audit) -> Vec<(u64, Irregularity)> {
    found.findings.iter().map(|f| (found.rows[f.row].row, f.finding)).collect()
}

/// Checks as (period, left, right, holds).
fn checks(found: &Audit) -> Vec<(&str, f64, f64, bool)> {
    let at = |period: u32| found.periods.get(period as usize);
    found.checks.iter().map(|c| (at(c.period), c.left.unwrap(), c.right.unwrap(), c.holds.unwrap())).collect()
}

/// Table 2 of Wang and Liu (2022), "Statistics of investment and investment attraction", as printed.
const TABLE_2: [Row<'_>; 9] = [
    ("2016", "Total industrial investment of the year: Fixed assets", "1,822,665.00", "1,467,656.00", "24.19"),
    ("2016", "", "1,250,878.00", "1,135,407.00", "10.17"),
    ("2016", "Number of newly approved foreign direct investment projects", "1.00", "0", "0"),
    ("2016", "Actual amount of foreign direct investment in place", "1065.61", "0", "0"),
    ("2016", "Number of domestic cooperation projects implemented outside the province", "11.00", "10.00", "10.00"),
    ("2016", "Actually paid in domestic funds outside the province", "147,317.00", "165,450.00", "-10.96"),
    ("2016", "Construction projects this year", "197.00", "188.00", "4.79"),
    ("2016", "", "186.00", "178.00", "4.49"),
    ("2016", "Including: New projects started this year", "152.00", "146.00", "4.11"),
];

/// Table 3 of the same, "Statistics of main economic indicators", with the digit groups in order.
const TABLE_3: [Row<'_>; 14] = [
    ("2016", "Income from technology, industry and trade", "5,188,452.00", "4,399,071.00", "17.94"),
    ("2016", "Main business income of industrial enterprises", "4,942,980.00", "4,159,432.00", "18.84"),
    ("2016", "Main business income of large-scale industrial enterprises", "4,870,446.00", "4,049,543.00", "20.27"),
    ("2016", "Main business income of leading industries", "3,840,577.00", "3,169,787.00", "21.16"),
    ("2016", "Gross industrial output value", "5,271,028.86", "4,546,163.06", "15.94"),
    ("2016", "Large-scale industrial output value", "5,215,222.86", "4,452,538.06", "17.13"),
    ("2016", "Output value of leading industries", "4,115,376.94", "3,487,142.37", "18.02"),
    ("2016", "Industrial output", "1,852,000.02", "1,604,121.00", "15.45"),
    ("2016", "Industrial scale: Increase", "1,825,218.72", "1,559,190.36", "17.06"),
    ("2016", "Total profit", "344,108.00", "280,486.00", "22.68"),
    ("2016", "Total taxes handed in", "131,824.00", "348,252.00", "-62.15"),
    ("2016", "R & D expenditure", "108,638.00", "62,294.00", "74.40"),
    ("2016", "Output value of high-tech products", "2,109,761.75", "1,802,960.65", "17.02"),
    ("2016", "Export delivery value", "424,530.67", "424,530.67", "0.40"),
];

/// Table 6 of the same, "Breakdown of objectives and tasks in 2017-2020", with the 2016 base that the increments imply.
const TABLE_6: [(&str, [&str; 5]); 5] = [
    ("2016", ["", "80", "", "41", ""]),
    ("2017", ["20", "100", "13", "54", "46.0"]),
    ("2018", ["30", "130", "15", "69", "46.9"]),
    ("2019", ["20", "150", "18", "87", "42.0"]),
    ("2020", ["50", "200", "23", "110", "45.0"]),
];

fn table_6() -> Indicators {
    table_6_of(&TABLE_6)
}

fn table_6_of(years: &[(&str, [&str; 5])]) -> Indicators {
    const LABELS: [&str; 5] = ["New total assets", "Total assets", "New net assets", "Net assets", "Debt ratio"];
    let cells = years.iter().flat_map(|(year, cells)| LABELS.iter().zip(cells).map(move |(&label, &cell)| (*year, label, cell, "", "")));
    indicators(&cells.filter(|row| !row.2.is_empty()).collect::<Vec<_>>())
}

/// Growth recomputed by an independent program from the printed levels; z from the definition with numpy.
#[test]
fn table_2_has_seven_right_growth_figures_and_two_that_cannot_be() {
    let found = audit(indicators(&TABLE_2));
    assert_eq!((statuses(&found, Status::Ok), statuses(&found, Status::Undefined)), (7, 2));
    for (at, growth, z) in
        [(0, 24.18884261707104, 2.5104493641839847), (5, -10.95980658809308, -2.037570647152783), (7, 4.494382022471921, -0.037893258426964616)]
    {
        assert!((found.rows[at].growth.unwrap() - growth).abs() < 1e-12 && (found.rows[at].robust_z.unwrap() - z).abs() < 1e-12);
    }
    assert_eq!((found.rows[2].growth, found.rows[2].reason), (None, Some("base-zero")));
    let expected = [(2, Irregularity::MergedLabel), (4, Irregularity::BaseZero), (5, Irregularity::BaseZero), (9, Irregularity::NoLabel)];
    assert_eq!(findings(&found), expected);
}

#[test]
fn table_3_has_one_wrong_growth_figure_and_one_that_is_right_and_implausible() {
    let found = audit(indicators(&TABLE_3));
    let counts = [Status::Ok, Status::Mismatch, Status::Implausible, Status::Undefined].map(|status| statuses(&found, status));
    assert_eq!(counts, [12, 1, 1, 0]);
    let (taxes, research, exports) = (&found.rows[10], &found.rows[11], &found.rows[13]);
    assert_eq!((taxes.status, taxes.finding), (Status::Implausible, Some(Irregularity::Outlier)));
    // Far from the median, and yet less than twice or half the usual ratio.
    assert_eq!((research.status, research.finding), (Status::Ok, None));
    for (row, z) in [(taxes, -29.239695236951746), (research, 20.864193578230104), (exports, -6.435055062885308)] {
        assert!((row.robust_z.unwrap() - z).abs() < 1e-10);
    }
    assert_eq!((exports.status, exports.growth), (Status::Mismatch, Some(0.0)));
    assert_eq!((exports.repair_growth, exports.repair_value, exports.repair_previous), (Some(0.0), Some(426_228.79), Some(422_839.31)));
    assert_eq!(findings(&found), [(12, Irregularity::Outlier), (15, Irregularity::GrowthMismatch), (15, Irregularity::Identical)]);
}

#[test]
fn rounded_levels_do_not_excuse_table_3() {
    let found = with_rules(&[], Levels::Rounded, indicators(&TABLE_3));
    assert_eq!((statuses(&found, Status::Mismatch), statuses(&found, Status::Implausible)), (1, 1));
}

#[test]
fn outliers_need_company_and_both_thresholds() {
    let taxes_with = |rows: usize| {
        let mut some = TABLE_3[..rows].to_vec();
        some.push(TABLE_3[10]);
        audit(indicators(&some)).rows.pop().unwrap().status
    };
    assert_eq!((taxes_with(4), taxes_with(5)), (Status::Ok, Status::Implausible));
    let lenient = GrowthAudit { implausible_factor: 4.0, ..Default::default() };
    assert_eq!(statuses(&compute(&lenient, indicators(&TABLE_3)).unwrap(), Status::Implausible), 0);
    let strict = GrowthAudit { implausible_factor: 1.1, ..Default::default() };
    assert_eq!(statuses(&compute(&strict, indicators(&TABLE_3)).unwrap(), Status::Implausible), 2);
}

#[test]
fn debt_ratios_and_increments_of_table_6_are_right() {
    let rules = [
        "`Debt ratio` = 100 * (1 - `Net assets` / `Total assets`)",
        "`Total assets` = `Total assets`[-1] + `New total assets`",
        "`Net assets` = `Net assets`[-1] + `New net assets`",
    ];
    for levels in [Levels::Exact, Levels::Rounded] {
        let found = with_rules(&rules, levels, table_6());
        let holding = found.checks.iter().filter(|c| c.holds == Some(true)).count();
        // The ratio is undefined in 2016, which prints none; the increments cannot look back from there.
        let undefined: Vec<_> = found.checks.iter().filter(|c| c.holds.is_none()).map(|c| (c.period, c.reason)).collect();
        assert_eq!((holding, undefined, found.skipped), (12, vec![(0, Some("missing"))], 2), "{levels:?}");
    }
    let debt = with_rules(&rules[..1], Levels::Exact, table_6());
    let right: Vec<f64> = checks_where_defined(&debt);
    assert!(right.iter().zip([46.0, 46.92307692307692, 42.0, 45.0]).all(|(a, b)| (a - b).abs() < 1e-12), "{right:?}");
}

/// The right sides of the checks that could be made.
fn checks_where_defined(found: &Audit) -> Vec<f64> {
    found.checks.iter().filter(|c| c.holds.is_some()).filter_map(|c| c.right).collect()
}

/// The paper's abstract: "the debt ratio decreased year by year".
#[test]
fn the_claim_that_debt_falls_every_year_is_false_in_2018_and_2020() {
    let found = with_rules(&["`Debt ratio` < `Debt ratio`[-1]"], Levels::Exact, table_6_of(&TABLE_6[1..]));
    assert_eq!(checks(&found), [("2018", 46.9, 46.0, false), ("2019", 42.0, 46.9, true), ("2020", 45.0, 42.0, false)]);
    assert_eq!((found.skipped, found.checks[0].repair), (1, None));
}

/// The paper's text: "10 enterprises > 1 bn, 5 > 0.5 bn, 300 > 0.1 bn"; 44 bn and 3 bn make 51.8 bn.
#[test]
fn counts_that_are_not_nested_and_a_sum_that_is_none_are_found() {
    let rows = [
        ("2020", "over 1bn", "10", "", ""),
        ("2020", "over 0.5bn", "5", "", ""),
        ("2020", "over 0.1bn", "300", "", ""),
        ("2020", "total", "51.8", "", ""),
        ("2020", "secondary", "44", "", ""),
        ("2020", "tertiary", "3", "", ""),
    ];
    let rules = ["`over 1bn` <= `over 0.5bn`", "`over 0.1bn` >= `over 0.5bn`", "total = secondary + tertiary"];
    for levels in [Levels::Exact, Levels::Rounded] {
        let found = with_rules(&rules, levels, indicators(&rows));
        assert_eq!(checks(&found), [("2020", 10.0, 5.0, false), ("2020", 300.0, 5.0, true), ("2020", 51.8, 47.0, false)]);
        assert_eq!(found.checks[2].repair, Some(47.0));
    }
}

#[test]
fn only_rounded_levels_let_the_parts_of_a_sum_vary() {
    let rows = |total| [("", "total", total, "", ""), ("", "a", "44", "", ""), ("", "b", "3", "", "")];
    let holds = |total, levels| with_rules(&["a + b = total"], levels, indicators(&rows(total))).checks[0].holds;
    assert_eq!((holds("47.0", Levels::Exact), holds("47.1", Levels::Exact), holds("47", Levels::Exact)), (Some(true), Some(false), Some(true)));
    // 43.5 + 2.5 = 46 to 44.5 + 3.5 = 48.
    assert_eq!((holds("48.0", Levels::Rounded), holds("48.1", Levels::Rounded)), (Some(true), Some(false)));
    let mut counts = indicators(&rows("48.0"));
    counts.rows.iter_mut().for_each(|row| row.kind = Some(SeriesKind::Count));
    assert_eq!(with_rules(&["a + b = total"], Levels::Rounded, counts).checks[0].holds, Some(false), "counts are exact");
}

#[test]
fn orders_compare_figures_as_printed_unless_levels_are_rounded() {
    let holds = |rule: &str, levels| with_rules(&[rule], levels, indicators(&[("", "a", "6", "", ""), ("", "b", "5", "", "")])).checks[0].holds;
    for (rule, exact, rounded) in
        [("a <= b", false, true), ("a < b", false, false), ("b >= a", false, true), ("a > b", true, true), ("a >= b + 1", true, true)]
    {
        assert_eq!((holds(rule, Levels::Exact), holds(rule, Levels::Rounded)), (Some(exact), Some(rounded)), "{rule}");
    }
}

#[test]
fn rules_say_why_they_cannot_be_checked() {
    let mut source =
        indicators(&[("1", "a", "4", "", ""), ("1", "b", "0", "", ""), ("1", "c", "1", "", ""), ("1", "c", "2", "", ""), ("2", "a", "5", "", "")]);
    let reasons = |source: &Indicators, rule: &str| {
        let found = with_rules(&[rule], Levels::Exact, source.clone());
        found.checks.iter().map(|c| c.reason).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&source, "a / b < 9"), [Some("zero-divisor"), Some("missing")]);
    assert_eq!(reasons(&source, "c < 9"), [Some("repeated-label")]);
    assert_eq!(reasons(&source, "a = a[-1] + 1"), [None]);
    source.rows[0].value = Reading::Suppressed;
    assert_eq!(reasons(&source, "a < 9"), [Some("suppressed"), None]);
}

#[test]
fn rules_find_indicators_by_code_or_name_and_refuse_others() {
    let mut source = indicators(&[("", "01", "4", "", ""), ("", "", "9", "", "")]);
    source.indicators = Codes::new(["01", ""]).named([("01", "总资产")]).into();
    assert_eq!(with_rules(&["`总资产` = `01`"], Levels::Exact, source.clone()).checks[0].holds, Some(true));
    let refused = compute(&GrowthAudit { rules: vec!["`总资` > 1".into()], ..Default::default() }, source);
    assert_eq!(refused.unwrap_err(), MethodError::UnknownCode { setting: "rules", code: "总资".into(), nearest: Some("总资产".into()) });
}

#[test]
fn settings_that_make_no_sense_are_refused_before_data_are_read() {
    let of = |method: GrowthAudit| method.check().unwrap_err().to_string();
    let rules = vec!["a = b".to_owned(), "a = (b".to_owned()];
    assert_eq!(of(GrowthAudit { rules, ..Default::default() }), "rule 2, column 7: expected an operator or `)`, found the end of the rule");
    assert!(GrowthAudit { outlier_z: f64::NAN, ..Default::default() }.check().is_err());
    assert!(GrowthAudit { implausible_factor: 1.0, ..Default::default() }.check().is_err());
    assert!(GrowthAudit { min_rows: 2, ..Default::default() }.check().is_err());
    let unchecked = GrowthAudit { rules: vec!["=".into()], ..Default::default() };
    let context = Context { seed: Seed::new(0), watch: &Unwatched };
    assert!(matches!(unchecked.compute(&Audited { source: table_6().into() }, &context), Err(MethodError::Setting { setting: "rules", .. })));
    assert_eq!(compute(&GrowthAudit::default(), Indicators::default()).unwrap_err(), MethodError::TooFew { what: "rows", need: 1, got: 0 });
}

#[test]
fn cumulative_figures_fall_only_with_the_year() {
    let mut source = indicators(&[
        ("2023-11", "output", "80", "", ""),
        ("2023-12", "output", "90", "", ""),
        ("2024-02", "output", "15", "", ""),
        ("2024-03", "output", "14", "", ""),
        ("2024-04", "output", "", "", ""),
        ("2024-05", "output", "13", "", ""),
    ]);
    assert!(audit(source.clone()).findings.is_empty());
    source.rows.iter_mut().for_each(|row| row.kind = Some(SeriesKind::Cumulative));
    let found = audit(source);
    assert_eq!(findings(&found), [(5, Irregularity::CumulativeFalls), (7, Irregularity::CumulativeFalls)]);
    assert_eq!((found.findings[1].expected, found.findings[1].found), (Some(14.0), Some(13.0)));
}

#[test]
fn labels_that_repeat_and_levels_that_do_not_change_are_found() {
    let found = audit(indicators(&[
        ("", "of which", "1,500", "1,500", "0.00"),
        ("", "of which", "12", "12", "0.00"),
        ("", "Output: total", "12.5", "12.5", "0.00"),
        ("", "Output: ", "7", "6", "16.67"),
        ("", "", "6", "7", "-14.29"),
    ]));
    let expected = [
        (2, Irregularity::Identical),
        (2, Irregularity::RepeatedLabel),
        (3, Irregularity::RepeatedLabel),
        (4, Irregularity::Identical),
        (6, Irregularity::NoLabel),
    ];
    assert_eq!(findings(&found), expected);
    assert_eq!((statuses(&found, Status::Ok), found.rows[0].finding), (5, Some(Irregularity::Identical)));
}

#[test]
fn rows_in_another_order_give_the_same_audit() {
    let turned = |mut source: Indicators| {
        source.rows.reverse();
        source
    };
    for source in [indicators(&TABLE_2), indicators(&TABLE_3), table_6()] {
        assert_eq!(audit(turned(source.clone())), audit(source));
    }
}

#[test]
fn the_sentences_follow_the_findings() {
    let notes = |rules: &[&str], source: Indicators, kind: NoteKind| {
        let method = GrowthAudit { rules: rules.iter().map(|&r| r.to_owned()).collect(), ..Default::default() };
        let inputs = Audited { source: source.into() };
        let found = method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap();
        let finding = method.present(&inputs, &found);
        for (table, spec) in finding.tables.iter().zip(GrowthAudit::TABLES) {
            assert_eq!(
                (table.name.as_str(), table.columns.iter().map(|c| c.name.as_str()).collect()),
                (spec.name, spec.columns().collect::<Vec<_>>())
            );
        }
        finding.notes.iter().filter(|n| n.kind == kind).map(|n| n.message.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(notes(&[], indicators(&TABLE_2), NoteKind::Headline), ["growth-audit-right", "growth-audit-base-zero"]);
    assert_eq!(notes(&[], indicators(&TABLE_2), NoteKind::Caution), ["growth-audit-no-unit", "growth-audit-merged-label", "growth-audit-no-label"]);
    assert_eq!(notes(&[], indicators(&TABLE_3), NoteKind::Headline), ["growth-audit-right", "growth-audit-growth-mismatch", "growth-audit-outlier"]);
    assert_eq!(notes(&[], table_6(), NoteKind::Headline), ["growth-audit-nothing-printed"]);
    let falls = "`Debt ratio` < `Debt ratio`[-1]";
    assert_eq!(notes(&[falls], table_6(), NoteKind::Headline), ["growth-audit-rules-broken"]);
    assert_eq!(notes(&["`Total assets` > 0"], table_6(), NoteKind::Headline), ["growth-audit-rules-hold"]);
}

proptest! {
    /// Whoever rounds the growth of two levels correctly is never accused; whoever adds two units of the last digit always is.
    #[test]
    fn growth_that_is_rounded_right_is_right(value in 1u32..2_000_000, previous in 1u32..2_000_000, level_decimals in 0u8..3, decimals in 0u8..3) {
        let scale = 10f64.powi(i32::from(level_decimals));
        let (value, previous) = (f64::from(value) / scale, f64::from(previous) / scale);
        let growth = 100.0 * (value - previous) / previous;
        let text = |number: f64, decimals: u8| format!("{number:.*}", usize::from(decimals));
        let shifted = growth + 2.0 * 10f64.powi(-i32::from(decimals));
        for (printed, status) in [(growth, Status::Ok), (shifted, Status::Mismatch)] {
            let rows = [("", "a", &*text(value, level_decimals), &*text(previous, level_decimals), &*text(printed, decimals))];
            prop_assert_eq!(audit(indicators(&rows)).rows[0].status, status);
        }
    }

    /// No text makes the reader of rules panic, and what it accepts can be computed.
    #[test]
    fn any_text_is_a_rule_or_is_refused(text in "[ab0-9 .`=<>+*/()\\[\\]é总-]{0,40}") {
        let method = GrowthAudit { rules: vec![text], ..Default::default() };
        if method.check().is_ok() {
            let source = indicators(&[("1", "a", "4", "", ""), ("1", "b", "0.0", "", ""), ("2", "a", "5", "", "")]);
            let _ = method.compute(&Audited { source: source.into() }, &Context { seed: Seed::new(0), watch: &Unwatched });
        }
    }
}
