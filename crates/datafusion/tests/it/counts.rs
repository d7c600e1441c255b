use crate::{Ask, csv, folder, left_out, refused, says};
use agglom_data::load::Loaded;
use agglom_data::{Reason, Source};
use agglom_method::{Counts, Periods, Sampling, Shape, ShapeKind, State};
use std::sync::Arc;

const COLUMNS: &str = r#"columns = { region = "fips", industry = "naics", value = "emp" }"#;

pub fn counts(loaded: &Loaded) -> Arc<Counts> {
    let Shape::Counts(counts) = &loaded.groups[0].1 else { panic!("not counts") };
    counts.clone()
}

pub fn cells(counts: &Counts) -> Vec<(String, String, f64)> {
    let name = |c: &agglom_method::Measured| {
        (counts.regions.get(c.region as usize).to_owned(), counts.industries.get(c.industry as usize).to_owned(), c.value)
    };
    counts.only().iter().map(name).collect()
}

fn cell(region: &str, industry: &str, value: f64) -> (String, String, f64) {
    (region.to_owned(), industry.to_owned(), value)
}

#[test]
fn codes_keep_their_zeros_and_numbers_their_groups() {
    let loaded = csv("fips,naics,emp\n01001,0111,\"1,822,665.00\"\n1001,0111,5\n01001,0112,0\n", COLUMNS, ShapeKind::Counts).unwrap();
    assert_eq!(cells(&counts(&loaded)), [cell("01001", "0111", 1_822_665.0), cell("01001", "0112", 0.0), cell("1001", "0111", 5.0)]);
    assert_eq!((loaded.ledger.read, loaded.ledger.used), (3, 3));
}

#[test]
fn missing_suppressed_not_applicable_and_zero_stay_apart() {
    let text = "fips,naics,emp\na,1,0\na,2,\na,3,(D)\na,4,x\nb,1,7\n";
    let loaded = csv(text, &format!("{COLUMNS}\nsuppressed = [\"(D)\"]\nnot_applicable = [\"x\"]"), ShapeKind::Counts).unwrap();
    let counts = counts(&loaded);
    assert_eq!(cells(&counts), [cell("a", "1", 0.0), cell("b", "1", 7.0)]);
    let states: Vec<State> = counts.only().gaps().iter().map(|g| g.state).collect();
    assert_eq!(states, [State::Missing, State::Suppressed, State::NotApplicable]);
    let ledger = &loaded.ledger;
    assert_eq!((ledger.read, ledger.used), (5, 2));
    assert_eq!(left_out(ledger, Reason::MissingValue), (1, Some(3)));
    assert_eq!(left_out(ledger, Reason::Suppressed), (1, Some(4)));
    assert_eq!(left_out(ledger, Reason::NotApplicable), (1, Some(5)));
}

#[test]
fn a_flag_column_marks_withheld_values_that_are_coded_zero() {
    let text = "fips,naics,emp,hidden\na,1,0,true\na,2,5,false\nb,1,3,0\n";
    let columns = r#"columns = { region = "fips", industry = "naics", value = "emp", suppressed = "hidden" }"#;
    let loaded = csv(text, columns, ShapeKind::Counts).unwrap();
    assert_eq!(cells(&counts(&loaded)), [cell("a", "2", 5.0), cell("b", "1", 3.0)]);
    assert_eq!(left_out(&loaded.ledger, Reason::Suppressed), (1, Some(2)));
}

#[test]
fn where_sees_numbers_as_numbers_and_codes_as_text() {
    let text = "fips,naics,emp,year,sector\na,0336,9,2020,5\na,0337,100,2021,40\nb,0336,20,2021,300\nb,0111,7,2021,6\n";
    let filtered = |condition: &str| csv(text, &format!("{COLUMNS}\nwhere = \"{condition}\""), ShapeKind::Counts);
    let loaded = filtered("year = 2021 and naics like '033%'").unwrap();
    assert_eq!(cells(&counts(&loaded)), [cell("a", "0337", 100.0), cell("b", "0336", 20.0)]);
    assert_eq!(left_out(&loaded.ledger, Reason::Where), (2, None));
    // 9 < 20 as numbers; as texts '9' > '20'.
    assert_eq!(cells(&counts(&filtered("emp >= 20").unwrap())).len(), 2);
    assert_eq!(cells(&counts(&filtered("sector > 30").unwrap())).len(), 2);
    assert_eq!(
        refused(filtered("naics = '336'")),
        "source `s`: t.csv leaves nothing to work with: 4 rows read, 4 left out (not selected by `where`)"
    );
    says(&refused(filtered("yaer = 2021")), &["`yaer`", "nearest is `year`"]);
    says(&refused(filtered("emp >")), &["not an SQL condition"]);
    says(&refused(filtered("1 = 1) union select (2")), &["`where`"]);
}

#[test]
fn a_number_column_that_turns_to_text_is_told_when_a_condition_compares_it() {
    let mut text = String::from("fips,naics,emp,year\n");
    for i in 0..9000 {
        text.push_str(&format!("r{i},1,1,2021\n"));
    }
    text.push_str("z,1,1,n.d.\n");
    let refused = refused(csv(&text, &format!("{COLUMNS}\nwhere = \"year = 2021\""), ShapeKind::Counts));
    says(&refused, &["`year`", "n.d."]);
}

#[test]
fn two_rows_of_one_key_are_refused_with_their_rows_unless_they_are_parts() {
    let text = "fips,naics,emp\na,1,5\nb,1,1\na,1,6\n";
    says(&refused(csv(text, COLUMNS, ShapeKind::Counts)), &["rows 2 and 4", "region a, industry 1", "duplicates = \"sum\""]);
    let loaded = csv(text, &format!("{COLUMNS}\nduplicates = \"sum\""), ShapeKind::Counts).unwrap();
    assert_eq!(cells(&counts(&loaded)), [cell("a", "1", 11.0), cell("b", "1", 1.0)]);
}

#[test]
fn several_periods_are_refused_where_one_is_wanted_and_split_by_by() {
    let text = "fips,naics,emp,year\na,1,5,2020\na,1,6,2021\n";
    let columns = r#"columns = { region = "fips", industry = "naics", value = "emp", period = "year" }"#;
    says(&refused(csv(text, columns, ShapeKind::Counts)), &["2 periods (2020 to 2021)", "by = [\"year\"]"]);
    let files = folder(&[("t.csv", text.as_bytes())]);
    let source = format!("path = \"t.csv\"\n{columns}");
    let mut ask = Ask::new(files.path(), &source, ShapeKind::Counts);
    ask.by = &["year"];
    let loaded = ask.load().unwrap();
    let by: Vec<_> = loaded.groups.iter().map(|g| g.0[0].clone()).collect();
    assert_eq!(by, [("year".to_owned(), "2020".to_owned()), ("year".to_owned(), "2021".to_owned())]);
    assert_eq!(loaded.ledger.used, 2);
    (ask.by, ask.periods) = (&[], Periods::Any);
    assert_eq!(counts(&ask.load().unwrap()).periods.iter().collect::<Vec<_>>(), ["2020", "2021"]);
}

#[test]
fn establishments_are_added_up_with_the_sum_of_their_squared_sizes() {
    let text = "id,r,i,size\n1,a,x,2\n2,a,x,3\n3,b,x,0.1\n4,b,x,0.2\n5,,x,9\n6,a,,9\n";
    let columns = r#"columns = { id = "id", region = "r", industry = "i", size = "size" }"#;
    let loaded = csv(text, columns, ShapeKind::Counts).unwrap();
    let counts = counts(&loaded);
    let found: Vec<_> = counts.only().iter().map(|c| (c.value, c.establishments.unwrap(), c.variance)).collect();
    assert_eq!(found[0], (5.0, 2.0, 13.0));
    assert_eq!(found[1].0, 0.30000000000000004, "the exact sum of the doubles 0.1 and 0.2, rounded once");
    assert_eq!(counts.sampling, Sampling::Sizes);
    assert_eq!(left_out(&loaded.ledger, Reason::NoRegion), (1, Some(6)));
    assert_eq!(left_out(&loaded.ledger, Reason::NoIndustry), (1, Some(7)));
}

#[test]
fn without_sizes_establishments_are_counted() {
    let loaded = csv("id,r,i\n1,a,x\n2,a,x\n3,b,y\n", r#"columns = { id = "id", region = "r", industry = "i" }"#, ShapeKind::Counts).unwrap();
    assert_eq!(cells(&counts(&loaded)), [cell("a", "x", 2.0), cell("b", "y", 1.0)]);
}

#[test]
fn numbers_of_establishments_give_the_variance_of_a_value() {
    let columns = r#"columns = { region = "r", industry = "i", value = "v", establishments = "n" }"#;
    let loaded = csv("r,i,v,n\na,x,100,4\nb,x,50,\n", columns, ShapeKind::Counts).unwrap();
    let counts = counts(&loaded);
    let variances: Vec<f64> = counts.only().iter().map(|c| c.variance).collect();
    assert_eq!(variances, [2500.0, 50.0]);
    assert_eq!(counts.sampling, Sampling::Establishments);
}

#[test]
fn names_follow_their_codes() {
    let columns = r#"columns = { region = "r", region_name = "rn", industry = "i", industry_name = "in", value = "v" }"#;
    let loaded = csv("r,rn,i,in,v\n1,Liling,23,Ceramics,5\n2,,23,Ceramics,6\n", columns, ShapeKind::Counts).unwrap();
    let counts = counts(&loaded);
    assert_eq!((counts.regions.name(0), counts.regions.name(1), counts.industries.name(0)), (Some("Liling"), None, Some("Ceramics")));
}

#[test]
fn sums_do_not_depend_on_the_order_of_rows_or_on_threads() {
    let sizes: Vec<String> = (0..20_000).map(|i| format!("{i},r{},x,{}\n", i % 3, f64::from(i).sin().abs() * 10f64.powi(i % 13 - 6))).collect();
    let header = "id,r,i,size\n".to_owned();
    let forward = folder(&[("t.csv", (header.clone() + &sizes.concat()).as_bytes())]);
    let backward = folder(&[("t.csv", (header + &sizes.iter().rev().cloned().collect::<String>()).as_bytes())]);
    let source = "path = \"t.csv\"\ncolumns = { id = \"id\", region = \"r\", industry = \"i\", size = \"size\" }";
    let one = counts(&Ask { threads: 1, ..Ask::new(forward.path(), source, ShapeKind::Counts) }.load().unwrap());
    let many = counts(&Ask { threads: 8, ..Ask::new(backward.path(), source, ShapeKind::Counts) }.load().unwrap());
    assert_eq!(one, many);
}

#[test]
fn codes_can_be_cut_to_their_first_characters() {
    let text = "fips,naics,emp\nnorth,0101,1\nnorth,0102,2\nnorth,工业品制造,4\nsouth,01,8\n";
    let loaded = csv(text, &format!("{COLUMNS}\ndigits = {{ industry = 2 }}\nduplicates = \"sum\""), ShapeKind::Counts).unwrap();
    assert_eq!(cells(&counts(&loaded)), [cell("north", "01", 3.0), cell("north", "工业", 4.0), cell("south", "01", 8.0)]);
    for wrong in ["{ industry = 0 }", "{ value = 2 }", "{ owner = 2 }"] {
        let source: Source = toml::from_str(&format!("path = \"t.csv\"\n{COLUMNS}\ndigits = {wrong}")).unwrap();
        assert!(matches!(source.problems()[..], [("digits", _)]), "{wrong}");
    }
}
