//! Tables that an analysis makes are sources of later ones; `by` puts its columns first.

use crate::{Desk, STUDY};

const LATER: &str = r#"
[sources.made]
table = "lq.location_quotient"
where = "region = 'a' or value > 15"

[[analysis]]
name = "later"
method = "concentration"
source = "made"
by = ["year"]

[[analysis]]
name = "direct"
method = "specialization"
source = "lq.location_quotient"
by = ["year"]
"#;

/// The study of jobs with two analyses that read its table.
fn chained() -> Desk {
    let desk = Desk::of_jobs();
    desk.put("study.toml", format!("{STUDY}{LATER}").as_bytes());
    desk.runs(&[]);
    desk
}

#[test]
fn a_chain_finds_what_its_steps_find() {
    let chained = chained();
    let stepwise = Desk::with(&[("made.csv", chained.results("lq/location_quotient.csv").as_bytes())]);
    let columns = "columns = { region = \"region\", industry = \"industry\", value = \"location_quotient\", period = \"year\" }";
    let sources = format!(
        "[sources.made]\npath = \"made.csv\"\n{columns}\nwhere = \"region = 'a' or value > 15\"\n[sources.all]\npath = \"made.csv\"\n{columns}\n"
    );
    let (_, analyses) = LATER.split_once("\n\n").unwrap();
    stepwise.put("study.toml", format!("{sources}{}", analyses.replace("lq.location_quotient", "all")).as_bytes());
    stepwise.runs(&[]);
    for table in ["later/concentration.csv", "direct/specialization.csv"] {
        assert!(chained.table(table).rows.len() >= 4, "{table}");
        assert_eq!(chained.results(table), stepwise.results(table), "{table}");
    }
}

/// Some columns are made under some settings only: the jobs have no establishments, so their quotients have none.
#[test]
fn a_column_that_was_not_made_is_missed_only_if_the_study_names_it() {
    let desk = chained();
    assert!(!desk.table("lq/location_quotient.csv").header.contains(&"establishments".to_owned()));
    let named = LATER.replace("where =", "columns = { establishments = \"establishments\" }\nwhere =");
    desk.put("study.toml", format!("{STUDY}{named}").as_bytes());
    let before = desk.files();
    desk.run(&[]).ends(2, &["source `made`: no column `establishments` in table lq.location_quotient; it has `year`, `region`"]);
    assert!(desk.files() == before);
}

#[test]
fn a_table_that_was_made_is_recorded_as_a_source() {
    let record = chained().record();
    let sources = record["sources"].as_array().unwrap();
    let made: Vec<(&str, &str, u64)> =
        sources.iter().filter_map(|s| Some((s["name"].as_str()?, s["table"].as_str()?, s["ledgers"][0]["read"].as_u64()?))).collect();
    assert_eq!(made, [("made", "lq.location_quotient", 8), ("lq.location_quotient", "lq.location_quotient", 8)]);
}

#[test]
fn columns_of_by_come_first_in_every_table() {
    let desk = chained();
    desk.put("study.toml", STUDY.replace("[\"year\"]", "[\"year\", \"industry\"]").replace("location_quotient", "specialization").as_bytes());
    let single = desk.tables();
    assert!(single.len() == 3);
    for bytes in single.values() {
        assert!(bytes.starts_with(b"year,"), "{}", String::from_utf8_lossy(bytes));
    }
    let years = desk.table("lq/location_quotient.csv").cells(&["year"]);
    assert_eq!(years, ["2020", "2020", "2020", "2020", "2021", "2021", "2021", "2021"]);
}

#[test]
fn several_columns_of_by_make_a_group_of_every_combination() {
    let jobs = "sex,region,industry,year,jobs\n".to_owned()
        + &["f,a,x,2020,5", "f,a,y,2020,7", "f,b,x,2020,9", "f,b,y,2020,1", "m,a,x,2020,2", "m,a,y,2020,3", "m,b,x,2020,4", "m,b,y,2020,4"]
            .join("\n")
        + "\nf,a,x,2021,1\nf,b,x,2021,2\nf,a,y,2021,3\nf,b,y,2021,1\n";
    let desk = Desk::with(&[("jobs.csv", jobs.as_bytes()), ("study.toml", STUDY.replace("[\"year\"]", "[\"sex\", \"period\"]").as_bytes())]);
    desk.runs(&[]);
    let table = desk.table("lq/location_quotient.csv");
    assert_eq!(table.header[..2], ["sex", "period"]);
    let mut groups = table.cells(&["sex", "period"]);
    groups.dedup();
    assert_eq!(groups, ["f|2020", "f|2021", "m|2020"]);
    // (5 / 12) / (14 / 22)
    let found = table.value(&[("sex", "f"), ("period", "2020"), ("region", "a"), ("industry", "x")], "location_quotient");
    crate::close(found, 5.0 / 12.0 / (14.0 / 22.0));
}

#[test]
fn only_runs_what_is_asked_for_and_what_that_reads() {
    let desk = chained();
    let folders = |only: &str| {
        desk.runs(&["--only", only, "--out", "part"]);
        let mut folders: Vec<String> =
            crate::files(&desk.path().join("part")).keys().filter_map(|p| Some(p.parent()?.display().to_string())).collect();
        folders.dedup();
        folders.retain(|f| !f.is_empty());
        folders
    };
    assert_eq!(folders("later"), ["later", "lq"]);
    assert_eq!(folders("lq"), ["lq"]);
    let whole = desk.results("later/concentration.csv");
    desk.runs(&["--only", "later,lq"]);
    assert_eq!(desk.results("later/concentration.csv"), whole);
    desk.run(&["--only", "latter"]).ends(2, &["--only: there is no analysis `latter`; nearest is `later`; there are `lq`, `later`, `direct`"]);
}
