//! An analysis that finds nothing does not take the others with it.

use crate::outputs::self_contained;
use crate::{Desk, STUDY};

const MORE: &str = r#"
[sources.zeros]
path = "zeros.csv"
columns = { region = "region", industry = "industry", value = "jobs" }

[[analysis]]
name = "nothing"
method = "location_quotient"
source = "zeros"

[[analysis]]
name = "reader"
method = "concentration"
source = "nothing.location_quotient"

[[analysis]]
name = "late"
method = "shift_share"
source = "jobs"
settings = { start = "2019" }
"#;

fn desk(language: &str) -> Desk {
    let desk = Desk::of_jobs();
    desk.put("zeros.csv", b"region,industry,jobs\na,x,0\nb,x,0\n");
    desk.put("study.toml", format!("language = \"{language}\"\n{STUDY}{MORE}").as_bytes());
    desk
}

#[test]
fn the_report_says_which_analyses_found_nothing_and_why() {
    let desk = desk("en");
    let ran = desk.run(&[]);
    ran.ends(
        2,
        &[
            "error: analysis `nothing` (location_quotient): All values are zero",
            "error: analysis `reader` (concentration): The analysis “nothing”, whose table it reads, found nothing.",
            "error: analysis `late` (shift_share): The setting “start” names “2019”, which is not in the data. The nearest code is “2020”.",
            "1 of 4 analyses",
        ],
    );
    assert_eq!(ran.out.trim_end(), "study-results/report.html", "the others are written");
    assert_eq!(desk.table("lq/location_quotient.csv").rows.len(), 8);
    let report = desk.results("report.html");
    self_contained(&report, &desk.path().join("study-results"));
    for said in ["All values are zero", "The analysis “nothing”, whose table it reads, found nothing.", "The nearest code is “2020”"] {
        assert!(report.contains(said), "{said}");
    }
    let record = desk.record();
    let analyses = record["analyses"].as_array().unwrap();
    let found: Vec<(bool, Option<u64>)> = analyses.iter().map(|a| (a["found"].as_bool().unwrap(), a["error"]["status"].as_u64())).collect();
    assert_eq!(found, [(true, None), (false, Some(2)), (false, Some(0)), (false, Some(2))]);
    assert!(desk.tables().keys().all(|path| path.starts_with("lq")));
}

#[test]
fn the_command_line_speaks_english_whatever_the_report_speaks() {
    let desk = desk("zh");
    desk.run(&[]).ends(2, &["All values are zero"]);
    assert!(desk.results("report.html").contains("所有数值均为零"));
}

#[test]
fn a_run_in_which_nothing_is_found_leaves_the_results_before_as_they_were() {
    let desk = desk("en");
    desk.run(&[]).ends(2, &[]);
    let before = desk.files();
    let ran = desk.run(&["--only", "reader,late"]);
    ran.ends(2, &["no analysis found anything; earlier results are untouched"]);
    assert_eq!(ran.out, "");
    assert!(desk.files() == before);
}
