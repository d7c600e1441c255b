//! The example of Liling: everything that a reader with a pocket calculator finds wrong in the published tables, and nothing else.

use crate::outputs::{same_in_parquet, self_contained};
use crate::{Desk, Table};

fn liling() -> Desk {
    let desk = Desk::of_example("liling");
    desk.run(&[]).ends(0, &["10 of 10 analyses"]);
    desk
}

fn findings(desk: &Desk, analysis: &str) -> Vec<String> {
    desk.table(&format!("{analysis}/findings.csv")).cells(&["row", "finding"])
}

/// Rows of some status.
fn rows(table: &Table, status: &str) -> Vec<String> {
    let with_status = table.cells(&["row", "status"]);
    with_status.iter().filter_map(|r| r.strip_suffix(&format!("|{status}"))).map(str::to_owned).collect()
}

/// The irregularities of tables 2, 3 and 4 as they were found by hand and with a spreadsheet before this program was written.
#[test]
fn every_irregularity_of_the_tables_is_found() {
    let desk = liling();
    assert_eq!(findings(&desk, "table2"), ["2|merged-label", "4|base-zero", "5|base-zero", "9|no-label"]);
    assert_eq!(findings(&desk, "table3"), ["12|outlier", "15|growth-mismatch", "15|identical"]);
    for quiet in ["table4", "table6", "text"] {
        assert_eq!(findings(&desk, quiet), [""; 0], "{quiet}");
    }
    let table2 = desk.table("table2/growth_audit.csv");
    assert_eq!((rows(&table2, "undefined"), rows(&table2, "ok").len()), (vec!["4".to_owned(), "5".to_owned()], 7));
    let table3 = desk.table("table3/growth_audit.csv");
    assert_eq!((rows(&table3, "mismatch"), rows(&table3, "implausible")), (vec!["15".to_owned()], vec!["12".to_owned()]));
    assert_eq!(rows(&table3, "ok").len(), 12);
    let exports = |column| table3.value(&[("row", "15")], column);
    // If 0.40 % were right, the year before would be 424530.67 / 1.004.
    assert_eq!([exports("growth"), exports("growth_printed"), exports("repair_growth"), exports("repair_previous")], [0.0, 0.4, 0.0, 422_839.31]);
    assert!((table3.value(&[("row", "12")], "growth") - -62.15).abs() < 0.005);
    let table4 = desk.table("table4/growth_audit.csv");
    assert_eq!((table4.rows.len(), rows(&table4, "undefined").len()), (5, 5));
}

#[test]
fn relations_between_the_figures_hold_or_not() {
    let desk = liling();
    let targets = desk.table("table6/rules.csv");
    assert_eq!(targets.rows.len(), 21);
    let of = |status: &str| {
        let checks = targets.cells(&["rule", "period", "status"]);
        checks.iter().filter_map(|c| c.strip_suffix(&format!("|{status}"))).map(str::to_owned).collect::<Vec<_>>()
    };
    let (total, net) = ("`Total assets, says the abstract` = `Total assets`|2017", "`Net assets, says the abstract` = `Net assets`|2017");
    assert_eq!(of("mismatch"), ["`Debt ratio` < `Debt ratio`[-1]|2018", "`Debt ratio` < `Debt ratio`[-1]|2020", total, net]);
    assert_eq!((of("ok").len(), of("undefined").len()), (13, 4));
    let repair = |rule: &str| targets.value(&[("rule", rule.trim_end_matches("|2017")), ("period", "2017")], "repair");
    assert_eq!([repair(total), repair(net)], [100.0, 54.0]);
    let text = desk.table("text/rules.csv");
    assert_eq!(text.cells(&["status", "repair"]), ["mismatch|12.5", "ok|", "mismatch|10", "ok|", "mismatch|51.9"]);
}

#[test]
fn odd_digit_groups_are_read_and_told() {
    let desk = liling();
    let record = desk.record();
    let ledger = |name: &str| {
        let source = record["sources"].as_array().unwrap().iter().find(|s| s["name"] == name).unwrap();
        source["ledgers"][0].clone()
    };
    let accepted = &ledger("table3")["accepted"][0];
    assert_eq!((accepted["what"].as_str(), accepted["cells"].as_u64(), accepted["first_row"].as_u64()), (Some("grouping"), Some(9), Some(2)));
    assert_eq!(accepted["example"], "5188,452.00");
    assert_eq!(ledger("table2")["accepted"].as_array().unwrap().len(), 0);
    for name in ["table2", "table3", "table4", "table6", "text"] {
        let ledger = ledger(name);
        assert_eq!(ledger["read"], ledger["used"], "{name}");
    }
}

#[test]
fn the_report_says_so_in_words() {
    let desk = liling();
    same_in_parquet(&desk);
    let report = desk.results("report.html");
    self_contained(&report, &desk.path().join("study-results"));
    for said in ["7 of 9", "13 of 14", "Export delivery value", "Total taxes handed in"] {
        assert!(report.contains(said), "{said}");
    }
    let header = desk.table("table3/growth_audit.csv").header.join(" ");
    assert_eq!(
        header,
        "row entity indicator period value previous unit growth_printed growth robust_z status finding repair_growth repair_value repair_previous reason"
    );
    assert_eq!(desk.table("table3/findings.csv").header.join(" "), "row entity indicator period finding expected found repair");
    assert_eq!(desk.table("table6/rules.csv").header.join(" "), "rule entity period left right difference status repair reason");
}
