//! Studies that are refused before any data are read. The sign `^` stands before the place that the error must name.

use crate::{ANALYSIS, SOURCE, errors, folder};
use std::fs;

/// A marked study without its marks; line and column of each.
fn unmarked(marked: &str) -> (String, Vec<(usize, usize)>) {
    let pieces: Vec<&str> = marked.split('^').collect();
    let place = |before: &str| {
        let line = before.matches('\n').count() + 1;
        (line, before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1)
    };
    let places = (1..pieces.len()).map(|n| place(&pieces[..n].concat())).collect();
    (pieces.concat(), places)
}

/// Asserts that a marked study has exactly the errors that are marked, and that the first says each of some pieces.
fn refused(marked: &str, pieces: &[&str]) {
    let (text, places) = unmarked(marked);
    let folder = folder();
    let errors = errors(folder.path(), &text);
    let found: Vec<(usize, usize)> = errors.iter().map(|e| (e.line, e.column)).collect();
    assert_eq!(found, places, "{errors:#?} in\n{marked}");
    let file = folder.path().join("study.toml");
    assert!(errors[0].to_string().starts_with(&format!("{}:{}:{}: ", file.display(), places[0].0, places[0].1)));
    for piece in pieces {
        assert!(errors[0].message.contains(piece), "{:?} does not say {piece:?}", errors[0].message);
    }
}

/// The same for a key before everything else.
fn top(marked: &str, pieces: &[&str]) {
    refused(&format!("{marked}\n{SOURCE}{ANALYSIS}"), pieces);
}

/// The same for a source with one more key.
fn source(marked: &str, pieces: &[&str]) {
    refused(&format!("{SOURCE}{marked}\n{ANALYSIS}"), pieces);
}

/// The same for an analysis with one more key.
fn analysis(marked: &str, pieces: &[&str]) {
    refused(&format!("{SOURCE}{ANALYSIS}{marked}\n"), pieces);
}

/// The same for a study of which a part is replaced.
fn altered(part: &str, marked: &str, pieces: &[&str]) {
    let study = format!("{SOURCE}{ANALYSIS}");
    assert_eq!(study.matches(part).count(), 1, "{part}");
    refused(&study.replace(part, marked), pieces);
}

#[test]
fn the_study_that_these_are_made_of_is_fine() {
    assert_eq!(errors(folder().path(), &format!("{SOURCE}{ANALYSIS}")), []);
}

#[test]
fn text_that_is_not_toml() {
    refused("title = \"x^\n", &["string"]);
    analysis("settings = [1,^", &["unclosed array"]);
    refused(&format!("{SOURCE}{}{ANALYSIS}", SOURCE.replace("jobs]", "^jobs]")), &["`jobs` stands here for the second time"]);
    refused(&format!("^{SOURCE}"), &["asks for nothing", "[[analysis]]"]);
    refused("^", &["asks for nothing"]);
}

#[test]
fn keys_of_the_study() {
    top("^titel = \"x\"", &["no key `titel`", "nearest is `title`", "`sources`, `analysis`"]);
    top("title = ^3", &["`title` must be a text in quotation marks, not the number 3"]);
    top("seed = ^-1", &["`seed` must be a whole number from 0, not the number -1"]);
    top("seed = ^1.5", &["`seed` must be a whole number from 0, not the number 1.5"]);
    top("seed = ^\"7\"", &["not the text \"7\""]);
    top("language = ^\"de\"", &["`de`", "`en` and `zh`"]);
    top("language = ^3", &["`language` must be a text"]);
    refused(&format!("sources = ^3\n{}", ANALYSIS.replace("\"jobs\"", "^\"jobs\"")), &["[sources.NAME]"]);
    refused(&format!("{SOURCE}{}", ANALYSIS.replace("[[analysis]]", "^[analysis]")), &["[[analysis]]", "two brackets"]);
}

#[test]
fn columns_are_counted_in_characters_and_lines_from_the_first() {
    top("# 醴陵的产业\ntitle = \"醴陵\"\n^\"题目\" = 1", &["no key `题目`"]);
    top("title = \"醴陵\" ^x", &[]);
    altered("region = \"region\"", "region_name = ^\"名称\", region = \"region\"", &["no column `名称`"]);
    altered("region = \"region\"", "region = \"region\", owner = ^\"甲\"", &["no column `甲`"]);
}

#[test]
fn keys_of_a_source() {
    source("^encodng = \"utf-8\"", &["no key `encodng`", "nearest is `encoding`", "`where`"]);
    source("format = ^\"dbf\"", &["`format`: must be one of `csv`", "not `dbf`"]);
    source("format = ^\"parqet\"", &["nearest is `parquet`"]);
    source("absent = ^\"nought\"", &["`absent`: must be `zero` or `missing`, not `nought`"]);
    source("duplicates = ^\"drop\"", &["`duplicates`: must be `refuse` or `sum`, not `drop`"]);
    source("delimiter = ^\";;\"", &["`delimiter`: must be a single character, not the text \";;\""]);
    source("delimiter = ^\"；\"", &["`delimiter` must be a single ASCII character"]);
    source("decimal = ^\";\"", &["`decimal` is \".\" or \",\""]);
    source("header_row = ^\"one\"", &["`header_row`: must be a whole number from 0, not the text \"one\""]);
    source("missing = ^\"x\"", &["`missing`: must be a list, not the text \"x\""]);
    source("encoding = ^\"klingon\"", &["`klingon`", "gb18030"]);
    source("crs = ^\"EPSG:4326\"", &["EPSG:4326", "in degrees"]);
    source("crs = ^\"lambert\"", &["not an EPSG code", "EPSG:3067"]);
    altered("path = \"jobs.csv\"", "path = ^\"jobs.dbf\"", &["jobs.dbf does not tell its format", "format = \"csv\""]);
    altered("path = \"jobs.csv\"", "path = ^\"jbos.csv\"", &["source `jobs`", "cannot open jbos.csv"]);
    altered("jobs]\npath = \"jobs.csv\"", "^jobs]", &["needs either `path`", "`table`"]);
    refused(&format!("[sources.^\"my jobs\"]\npath = \"jobs.csv\"\n{SOURCE}{ANALYSIS}"), &["`my jobs`", "letters, digits"]);
}

#[test]
fn regions_of_a_source() {
    source("regions = { ^grid = 3 }", &["`regions` has no key `grid`", "nearest is `grid_m`"]);
    source("regions = ^{ grid_m = 3, path = \"x.geojson\" }", &["either `path` and `id`", "or `grid_m`"]);
    source("regions = ^{ path = \"x.geojson\" }", &["needs `id`"]);
    source("regions = ^{ grid_m = -3 }", &["metres above 0"]);
    source("regions = { path = ^\"x.geojson\", id = \"code\" }", &["source `jobs`", "cannot open x.geojson"]);
}

#[test]
fn roles_and_columns() {
    altered("industry = \"industry\"", "industri = ^\"industry\"", &["no role `industri`", "nearest is `industry`", "`region`, `region_name`"]);
    altered("value = \"jobs\"", "value = ^\"job\"", &["no column `job` in jobs.csv", "nearest is `jobs`", "`region`, `industry`, `jobs`, `year`"]);
    altered("value = \"jobs\"", "value = ^3", &["must be a text in quotation marks, not the number 3"]);
    altered("columns = {", "columns = ^{ lon = \"x\",", &["map one pair, both of it"]);
    altered("columns = {", "columns = ^{ x = \"x\", y = \"y\",", &["crs = \"EPSG:3067\""]);
}

#[test]
fn conditions() {
    source("where = ^\"yeer = 2020\"", &["names `yeer`", "not a column of jobs.csv", "nearest is `year`"]);
    source("where = ^\"year = = 2020\"", &["is not an SQL condition"]);
    source("where = ^\"year = 2020; drop table jobs\"", &["is not an SQL condition"]);
    source("where = ^\"1 + 1\"", &["`where`"]);
    source("where = ^\"sum(jobs) > 3\"", &["`where` looks at other rows with `sum"]);
    source("where = ^\"rank() over (order by jobs) < 3\"", &["looks at other rows with `over`"]);
    source("where = ^\"jobs > (select 1)\"", &["looks at other rows with `select`"]);
    source("where = ^\"\"", &["`where`"]);
    source("where = ^2020", &["`where`: must be a text in quotation marks, not the number 2020"]);
}

#[test]
fn keys_of_an_analysis() {
    analysis("^setings = {}", &["no key `setings`", "nearest is `settings`"]);
    analysis("name = ^\"a/b\"", &["`a/b`", "folder", "letters, digits"]);
    analysis("name = ^\"..\"", &["`..`"]);
    analysis("name = ^\"\"", &["cannot be the name"]);
    altered("by = [\"year\"]", "by = ^\"year\"", &["by = [\"year\"]"]);
    altered("[\"year\"]", "^[\"yeer\"]", &["no column `yeer`", "nearest is `year`"]);
    altered("\"location_quotient\"", "^\"location_quotent\"", &["no method `location_quotent`", "nearest is `location_quotient`", "`shift_share`"]);
    altered("[[analysis]]\nmethod = \"location_quotient\"", "^[[analysis]]", &["no `method`"]);
    altered(
        "[[analysis]]\nmethod = \"location_quotient\"\nsource = \"jobs\"",
        "^[[analysis]]\nmethod = \"shift_share\"",
        &["neither `source` nor `inputs`"],
    );
}

#[test]
fn settings() {
    analysis("settings = { minvalue = ^3 }", &["no setting `minvalue`", "nearest is `min_value`", "`alpha`, `draws`"]);
    analysis("settings = { min_value = ^\"three\" }", &["setting `min_value`: must be a number, not the text \"three\""]);
    analysis("settings = { draws = ^1.5 }", &["setting `draws`: must be a whole number from 0, not the number 1.5"]);
    analysis("settings = { draws = ^-1 }", &["must be a whole number from 0, not the number -1"]);
    analysis("settings = { all_pairs = ^\"yes\" }", &["must be true or false, not the text \"yes\""]);
    analysis("settings = { interval = ^\"bayes\" }", &["must be one of", "not `bayes`"]);
    analysis("settings = { alpha = ^2 }", &["setting `alpha`", "between 0 and 1"]);
    analysis("settings = { alpha = ^0 }", &["between 0 and 1"]);
    analysis("settings = { min_value = ^nan }", &["must be a number"]);
    analysis("settings = { min_value = ^inf }", &["must be a number"]);
    analysis("settings = ^3", &["settings = { name = value }"]);
    analysis("\n[analysis.settings]\nmin_value = 1\nalpha = ^7", &["between 0 and 1"]);
}

#[test]
fn inputs() {
    altered("source = \"jobs\"", "source = ^\"jbos\"", &["no source `jbos`", "nearest is `jobs`"]);
    altered("source = \"jobs\"", "source = ^3", &["`source` must be a text"]);
    altered("source = \"jobs\"", "inputs = { sauce = ^\"jobs\" }", &["no input `sauce`", "nearest is `source`", "`reference`"]);
    altered("source = \"jobs\"", "inputs = ^{ reference = \"jobs\" }", &["needs the input `source`"]);
    altered("source = \"jobs\"", "inputs = ^\"jobs\"", &["inputs = { slot = \"source\" }"]);
    altered("source = \"jobs\"", "source = ^\"jobs\"\ninputs = { source = \"jobs\" }", &["not both"]);
    let lacking = SOURCE.replace("value = \"jobs\", ", "");
    let analysis = ANALYSIS.replace("\"jobs\"", "^\"jobs\"");
    refused(&format!("{lacking}{analysis}"), &["source `jobs` cannot be read for `location_quotient`", "as counts it lacks `value`", "`columns`"]);
    let audit = analysis.replace("location_quotient", "growth_audit");
    refused(&format!("{SOURCE}{audit}"), &["as indicators it lacks `indicator`"]);
}

/// An analysis with a name, reading something.
fn reading(name: &str, source: &str) -> String {
    format!("\n[[analysis]]\nname = \"{name}\"\nmethod = \"location_quotient\"\nsource = {source}\n")
}

#[test]
fn analyses_that_read_each_other() {
    let first = format!("{SOURCE}{}", reading("a", "\"jobs\""));
    refused(&format!("{first}{}", reading("b", "^\"a.quotient\"")), &["`a` (location_quotient) makes no table `quotient`", "`location_quotient`"]);
    refused(&format!("{first}{}", reading("b", "^\"aa.location_quotient\"")), &["no analysis `aa`", "nearest is `a`", "`a`, `b`"]);
    refused(&format!("{first}\n[[analysis]]\nname = ^\"a\"\nmethod = \"shift_share\"\nsource = \"jobs\"\n"), &["two analyses `a`", "name ="]);
    refused(&format!("{SOURCE}{}", reading("a", "^\"a.location_quotient\"")), &["in a circle: a reads a"]);
    let circle = [reading("a", "^\"c.location_quotient\""), reading("b", "\"a.location_quotient\""), reading("c", "\"b.location_quotient\"")];
    refused(&format!("{SOURCE}{}", circle.concat()), &["in a circle: a reads c reads b reads a"]);
    let table = "[sources.made]\ntable = ^\"a.quotient\"\n";
    refused(&format!("{table}{first}{}", reading("b", "\"made\"")), &["makes no table `quotient`"]);
    let column = "[sources.made]\ntable = \"a.location_quotient\"\ncolumns = { value = ^\"quotient\" }\n";
    refused(&format!("{column}{first}{}", reading("b", "\"made\"")), &["no column `quotient` in table a.location_quotient", "`low`"]);
    let filter = "[sources.made]\ntable = \"a.location_quotient\"\nwhere = ^\"lo > 1\"\n";
    refused(&format!("{filter}{first}{}", reading("b", "\"made\"")), &["names `lo`", "nearest is `low`"]);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let study = r#"^titel = "x"
language = ^"de"

[sources.jobs]
path = "jobs.csv"
^encodng = "utf-8"
columns = { region = "region", industri = "industry", value = "jobs" }

[sources.more]
path = "jobs.csv"
columns = { region = "region", industri = ^"industry", value = "jobs" }

[[analysis]]
method = ^"location_quotent"
source = "jobs"

[[analysis]]
method = "specialization"
source = ^"jbos"
settings = { alpha = ^2 }

[[analysis]]
name = "again"
method = "specialization"
source = "more"

^[[analysis]]
name = "last"
source = "location_quotent.location_quotient"
"#;
    refused(study, &["`titel`"]);
    let files = r#"[sources.one]
path = ^"one.csv"
columns = { region = "region", industry = "industry", value = "jobs" }

[sources.jobs]
path = "jobs.csv"
columns = { region = ^"county", industry = ^"naics", value = "jobs" }
where = ^"emp > 0"

[sources.two]
path = ^"two.parquet"
columns = { region = "region", industry = "industry", value = "jobs" }
"#;
    refused(&format!("{files}{ANALYSIS}"), &["one.csv"]);
}

#[test]
fn no_row_is_read() {
    let folder = folder();
    let study = format!("{SOURCE}{ANALYSIS}");
    for rows in ["", "a,x\n", "a,x,many,2020\n", "a,x,5,2020\na,x,5,2020\n", ",,,\n", "\"a,x,5,2020\n"] {
        fs::write(folder.path().join("jobs.csv"), format!("region,industry,jobs,year\n{rows}")).unwrap();
        assert_eq!(errors(folder.path(), &study), [], "{rows:?}");
    }
}
