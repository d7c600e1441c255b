//! Inputs that nothing honest can be made of: each is refused with its place and advice, and the results of the run before stay as
//! they were, byte for byte.

use crate::{Desk, JOBS, STUDY};

/// Runs a study that is right, then spoils a file (and perhaps the study) and asserts how the second run ends.
fn spoilt(study: &str, good: &[(&str, &[u8])], bad: (&str, &[u8]), replaced: Option<(&str, &str)>, pieces: &[&str]) {
    let desk = Desk::with(good);
    desk.put("study.toml", study.as_bytes());
    desk.runs(&[]);
    desk.put(bad.0, bad.1);
    if let Some((part, other)) = replaced {
        assert_eq!(study.matches(part).count(), 1, "{part}");
        desk.put("study.toml", study.replace(part, other).as_bytes());
    }
    let before = desk.files();
    let ran = desk.run(&[]);
    ran.ends(2, pieces);
    assert_eq!(ran.out, "", "standard output is for results");
    assert!(desk.files() == before, "the results of the run before were touched");
}

/// The same for the table of jobs.
fn jobs(bad: &[u8], pieces: &[&str]) {
    spoilt(STUDY, &[("jobs.csv", JOBS.as_bytes())], ("jobs.csv", bad), None, pieces);
}

/// The same with the study's file of another kind or encoding.
fn jobs_as(name: &str, bad: &[u8], more: &str, pieces: &[&str]) {
    let path = format!("path = \"{name}\"\n{more}");
    spoilt(STUDY, &[("jobs.csv", JOBS.as_bytes())], (name, bad), Some(("path = \"jobs.csv\"", &path)), pieces);
}

fn with_row(row: &str) -> Vec<u8> {
    format!("{JOBS}{row}").into_bytes()
}

#[test]
fn an_empty_file() {
    jobs(b"", &["study.toml:4:8: ", "source `jobs`", "jobs.csv cannot be read: it is empty"]);
}

#[test]
fn a_header_without_rows() {
    jobs(b"region,industry,year,jobs\n", &["study.toml:3:10: ", "jobs.csv leaves nothing to work with: 0 rows read"]);
}

#[test]
fn no_such_column() {
    let other = JOBS.replacen("jobs", "employees", 1);
    jobs(other.as_bytes(), &["study.toml:5:80: ", "no column `jobs` in jobs.csv", "`region`, `industry`, `year`, `employees`"]);
}

#[test]
fn nothing_but_zeros() {
    let zeros = "region,industry,year,jobs\na,x,2020,0\nb,x,2020,0\n";
    jobs(zeros.as_bytes(), &["analysis `lq` (location_quotient)", "zero", "no analysis found anything; earlier results are untouched"]);
}

#[test]
fn a_single_region() {
    let one = "region,industry,year,jobs\na,x,2020,5\na,y,2020,7\n";
    jobs(one.as_bytes(), &["analysis `lq` (location_quotient)", "Needs at least 2 regions; the data have 1."]);
}

#[test]
fn a_key_that_stands_twice() {
    jobs(&with_row("b,x,2021,5\n"), &["study.toml:3:10: ", "jobs.csv, rows 8 and 10", "region b, industry x, period 2021", "duplicates = \"sum\""]);
}

#[test]
fn a_cell_that_is_not_a_number() {
    jobs(&with_row("c,x,2021,many\n"), &["study.toml:3:10: ", "jobs.csv, row 10, column `jobs`: `many` is not a number", "suppressed = [\"many\"]"]);
    jobs(&with_row("c,x,2021,-5\n"), &["row 10, column `jobs`: `-5` is negative"]);
    jobs(&with_row("c,x,2021,\"1,5\"\n"), &["row 10, column `jobs`: `1,5` can be read in two ways", "decimal = \",\""]);
}

#[test]
fn a_row_of_another_length() {
    jobs(&with_row("c,x\n"), &["jobs.csv, row 10, has 2 fields where the header has 4"]);
}

#[test]
fn several_periods_where_one_is_taken() {
    let replaced = Some(("by = [\"year\"]\n", ""));
    let pieces = ["study.toml:3:10: ", "2 periods (2020 to 2021)", "by = [\"year\"]", "where = \"year = 2021\""];
    spoilt(STUDY, &[("jobs.csv", JOBS.as_bytes())], ("jobs.csv", JOBS.as_bytes()), replaced, &pieces);
}

#[test]
fn a_declared_encoding_that_is_wrong() {
    let gbk = [b"region,industry,year,jobs\n".as_slice(), b"\xf5\xb7\xc1\xea,x,2020,5\n"].concat(); // 醴陵
    jobs_as("jobs.csv", &gbk, "encoding = \"utf-8\"", &["jobs.csv, row 2, column `region`: not UTF-8 text", "encoding = \"gb18030\""]);
    let utf16 = |text: &str, pieces: &[&str]| jobs_as("jobs.csv", text.as_bytes(), "encoding = \"utf-16le\"", pieces);
    let odd = ["study.toml:4:8: ", "jobs.csv, row 1, or soon after it: bytes that are not UTF-16LE text", "leave it to be detected"];
    assert_eq!(JOBS.len() % 2, 0);
    utf16(&JOBS[1..], &odd);
    utf16(JOBS, &["study.toml:6:22: ", "no column `region` in jobs.csv"]);
}

#[test]
fn zero_bytes_in_text() {
    jobs(&with_row("c,x\0,2021,5\n"), &["jobs.csv, row 1, or soon after it: a zero byte, which no text has"]);
    jobs(&[0; 1000], &["a zero byte"]);
}

#[test]
fn a_parquet_file_that_is_cut_off_or_something_else() {
    let whole = {
        let desk = Desk::of_jobs();
        desk.runs(&[]);
        std::fs::read(desk.path().join("study-results/lq/location_quotient.parquet")).unwrap()
    };
    let cut = &["study.toml:4:8: ", "jobs.parquet cannot be read: it is cut off, or not a Parquet file"];
    jobs_as("jobs.parquet", &whole[..whole.len() / 2], "", cut);
    jobs_as("jobs.parquet", &whole[..whole.len() - 1], "", cut);
    jobs_as("jobs.parquet", JOBS.as_bytes(), "", cut);
}

#[test]
fn text_that_is_called_a_workbook() {
    jobs_as("jobs.xlsx", JOBS.as_bytes(), "", &["study.toml:4:8: ", "jobs.xlsx cannot be read: not a workbook", "format = \"csv\""]);
}

#[test]
fn a_delimiter_that_is_not_said() {
    jobs(JOBS.replace(',', ";").as_bytes(), &["study.toml:4:8: ", "has one column", "delimiter = \";\""]);
}

const PLANTS: &str = "id,industry,east,north\n1,x,24.2,60.5\n2,x,24.4,60.5\n3,y,25.3,60.5\n4,y,25.5,60.5\n5,x,25.7,60.5\n";

const LOCATED: &str = r#"[sources.plants]
path = "plants.csv"
columns = { id = "id", industry = "industry", lon = "east", lat = "north" }
regions = { path = "regions.geojson", id = "code" }

[[analysis]]
method = "location_quotient"
source = "plants"
"#;

/// Regions of one ring each.
fn regions(rings: &[(&str, &[[f64; 2]])]) -> Vec<u8> {
    let feature = |(code, ring): &(&str, &[[f64; 2]])| serde_json::json!({ "type": "Feature", "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } });
    serde_json::json!({ "type": "FeatureCollection", "features": rings.iter().map(feature).collect::<Vec<_>>() }).to_string().into_bytes()
}

/// A square of a degree with its corner in the south-west.
fn square(x: f64, y: f64) -> [[f64; 2]; 5] {
    [[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0], [x, y]]
}

fn two_squares() -> Vec<u8> {
    regions(&[("A", &square(24.0, 60.0)), ("B", &square(25.0, 60.0))])
}

/// Spoils a file of the study of located plants.
fn located(bad: (&str, &[u8]), replaced: Option<(&str, &str)>, pieces: &[&str]) {
    spoilt(LOCATED, &[("plants.csv", PLANTS.as_bytes()), ("regions.geojson", &two_squares())], bad, replaced, pieces);
}

#[test]
fn polygons_that_are_not() {
    let west = square(24.0, 60.0);
    let bow_tie = [[25.0, 60.0], [26.0, 61.0], [26.0, 60.0], [25.0, 61.0], [25.0, 60.0]];
    let spoil = |second: &[[f64; 2]], pieces: &[&str]| located(("regions.geojson", &regions(&[("A", &west), ("B", second)])), None, pieces);
    spoil(&bow_tie, &["source `plants`", "regions.geojson, row 2, its polygon crosses itself near (26.0", "repair it"]);
    spoil(&square(25.0, 60.0)[..4], &["regions.geojson, row 2, its polygon has a ring that is not closed"]);
    spoil(&square(24.5, 60.0), &["regions `A` and `B` overlap"]);
    spoil(&[[385_000.0, 6_672_000.0]; 4], &["row 2", "outside the world", "degrees"]);
}

#[test]
fn geojson_that_is_broken() {
    let whole = two_squares();
    located(("regions.geojson", &whole[..whole.len() - 20]), None, &["regions.geojson cannot be read: not GeoJSON"]);
    located(("regions.geojson", b"{\"type\": \"Point\", \"coordinates\": [1, 2]}"), None, &["not a GeoJSON FeatureCollection"]);
    let other = String::from_utf8(whole).unwrap().replace("\"code\"", "\"kode\"");
    located(("regions.geojson", other.as_bytes()), None, &["no column `code` in regions.geojson (nearest is `kode`)"]);
}

#[test]
fn longitude_and_latitude_swapped() {
    let swapped = PLANTS.replacen("east,north", "north,east", 1);
    located(("plants.csv", swapped.as_bytes()), None, &["source `plants`", "seem to be swapped: 0 of 5 points", "5 with the two exchanged"]);
}

#[test]
fn coordinates_that_are_nowhere() {
    let far = |row: &str, pieces: &[&str]| located(("plants.csv", format!("{PLANTS}{row}").as_bytes()), None, pieces);
    far("6,y,224.9,60\n", &["plants.csv, row 7, column `east`: longitude `224.9` is not between -180 and 180"]);
    far("6,y,24.9,160\n", &["plants.csv, row 7, column `north`: latitude `160` is not between -90 and 90"]);
    far("6,y,far,60\n", &["plants.csv, row 7, column `east`: `far` is not a number"]);
}

#[test]
fn degrees_that_are_called_metres_and_metres_that_are_called_degrees() {
    let mapped = Some(("lon = \"east\", lat = \"north\" }", "x = \"east\", y = \"north\" }\ncrs = \"EPSG:3067\""));
    let same = ("plants.csv", PLANTS.as_bytes());
    located(same, mapped, &["columns `east` and `north` look like degrees, not metres; map them to lon and lat"]);
    let grid = Some(("regions = { path = \"regions.geojson\", id = \"code\" }", "regions = { grid_m = 1000 }"));
    let metres = "id,industry,east,north\n1,x,385784,6672335\n2,y,385785,6672336\n";
    located(("plants.csv", metres.as_bytes()), grid, &["none of its coordinates is a place in degrees", "map them to x and y and declare crs"]);
}

#[test]
fn two_systems_of_coordinates_in_one_study() {
    let one_row = format!("{PLANTS}6,y,385784,6672335\n");
    located(("plants.csv", one_row.as_bytes()), None, &["plants.csv, row 7, column `north`: latitude `6672335`", "metres"]);
    let mut named: serde_json::Value = serde_json::from_slice(&two_squares()).unwrap();
    named["crs"] = serde_json::json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::3857" } });
    located(("regions.geojson", named.to_string().as_bytes()), None, &["regions.geojson", "EPSG::3857", "convert it to longitude and latitude"]);
}

#[test]
fn text_in_utf_16_without_a_mark_is_read_like_any_other() {
    let desk = Desk::of_jobs();
    desk.runs(&[]);
    let before = desk.tables();
    desk.put("jobs.csv", &JOBS.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    desk.runs(&[]);
    assert!(desk.tables() == before);
    assert_eq!(desk.record()["sources"][0]["chosen"]["encoding"], "UTF-16LE");
}

#[test]
fn a_line_of_a_million_characters_is_a_line() {
    let long = "z".repeat(1_000_000);
    let desk = Desk::of_jobs();
    desk.put("jobs.csv", &with_row(&format!("c,{long},2021,5\n")));
    desk.runs(&[]);
    assert_eq!(desk.record()["sources"][0]["ledgers"][0]["used"], 9);
    assert!(desk.table("lq/location_quotient.csv").cells(&["industry"]).contains(&long));
}
