use crate::counts::{cells, counts};
use crate::{Ask, csv, folder, left_out, refused, says};
use agglom_data::Reason;
use agglom_method::ShapeKind;
use datafusion::arrow::array::{ArrayRef, Float64Array, Int32Array, StringArray};
use datafusion::arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{Format, Workbook};
use std::sync::Arc;

const COLUMNS: &str = r#"columns = { region = "地区", industry = "产业", value = "人数" }"#;
const TEXT: &str = "地区,产业,人数\n醴陵,陶瓷,\"1,200\"\n\"株洲\n市\",玻璃,80\n";

fn load_bytes(name: &str, bytes: &[u8], more: &str) -> Vec<String> {
    let files = folder(&[(name, bytes)]);
    let loaded = Ask::new(files.path(), &format!("path = \"{name}\"\n{COLUMNS}\n{more}"), ShapeKind::Counts).load().unwrap();
    assert_eq!((loaded.ledger.read, loaded.ledger.used), (2, 2));
    cells(&counts(&loaded)).iter().map(|c| format!("{}|{}|{}", c.0, c.1, c.2)).collect()
}

#[test]
fn text_is_read_in_every_usual_encoding_detected_or_declared() {
    let expected = ["株洲\n市|玻璃|80", "醴陵|陶瓷|1200"];
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: u16| std::iter::once(mark).chain(TEXT.encode_utf16()).flat_map(unit).collect::<Vec<u8>>();
    let gb18030 = encoding_rs::GB18030.encode(TEXT).0.into_owned();
    let with_mark = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
    for (bytes, more) in [
        (TEXT.as_bytes().to_vec(), ""),
        (with_mark, ""),
        (utf16(u16::to_le_bytes, 0xFEFF), ""),
        (utf16(u16::to_be_bytes, 0xFEFF), ""),
        (gb18030.clone(), ""),
        (gb18030, "encoding = \"gbk\""),
        (TEXT.replace('\n', "\r\n").replace("\r\n市", "\n市").into_bytes(), "encoding = \"utf-8\""),
    ] {
        assert_eq!(load_bytes("t.csv", &bytes, more), expected, "{more}");
    }
    let tabs = TEXT.replace(',', "\t").replace("\"1\t200\"", "\"1,200\"");
    assert_eq!(load_bytes("t.tsv", tabs.as_bytes(), ""), expected);
    let european = "地区;产业;人数\n醴陵;陶瓷;1.200,0\n\"株洲\n市\";玻璃;80\n";
    assert_eq!(load_bytes("t.csv", european.as_bytes(), "delimiter = \";\"\ndecimal = \",\""), expected);
}

#[test]
fn a_wrong_encoding_is_told_with_its_place() {
    let gbk = encoding_rs::GBK.encode(TEXT).0.into_owned();
    let files = folder(&[("t.csv", &gbk)]);
    let declared =
        |encoding: &str| Ask::new(files.path(), &format!("path = \"t.csv\"\n{COLUMNS}\nencoding = \"{encoding}\""), ShapeKind::Counts).load();
    says(&refused(declared("utf-8")), &["t.csv", "row 1", "UTF-8", "encoding = \"gb18030\""]);
    says(&refused(declared("klingon")), &["`klingon`", "gb18030"]);
    // Text that turns from ASCII into something else far behind the sample.
    let mut late = String::from("a,b,v\n");
    while late.len() < 1 << 20 {
        late.push_str(&format!("r{},x,1\n", late.len()));
    }
    let bytes = [late.as_bytes(), b"\xC1\xCE,x,1\n"].concat();
    let files = folder(&[("t.csv", &bytes)]);
    let message =
        refused(Ask::new(files.path(), "path = \"t.csv\"\ncolumns = { region = \"a\", industry = \"b\", value = \"v\" }", ShapeKind::Counts).load());
    says(&message, &["row ", "column `a`", "encoding"]);
}

#[test]
fn title_lines_before_the_header_and_ragged_rows() {
    let columns = r#"columns = { region = "r", industry = "i", value = "v" }"#;
    let titled = "Employment by region,,\n,,\nr,i,v\na,1,5\n\nb,1,6\n";
    let loaded = csv(titled, &format!("{columns}\nheader_row = 3"), ShapeKind::Counts).unwrap();
    assert_eq!(loaded.ledger.used, 2);
    says(&refused(csv("r,i,v\na,1,5\nb,1\n", columns, ShapeKind::Counts)), &["row 3", "2 fields", "header has 3"]);
    says(&refused(csv("r,i,v\na,1,5,9\n", columns, ShapeKind::Counts)), &["row 2", "4 fields"]);
    says(&refused(csv("r;i;v\na;1;5\n", columns, ShapeKind::Counts)), &["delimiter = \";\""]);
    says(&refused(csv("", columns, ShapeKind::Counts)), &["it is empty"]);
    says(&refused(csv("r,i,v\n", columns, ShapeKind::Counts)), &["0 rows read"]);
    says(&refused(csv("r,i,v\na,1,5\n", &format!("{columns}\nheader_row = 9"), ShapeKind::Counts)), &["header row 9"]);
}

#[test]
fn rows_are_counted_as_a_spreadsheet_does_whatever_is_quoted() {
    let columns = r#"columns = { region = "r", industry = "i", value = "v" }"#;
    let text = "r,i,v\n\"two\nlines\",1,5\n\nb,1,oops\n";
    says(&refused(csv(text, columns, ShapeKind::Counts)), &["row 4", "`oops`"]);
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn parquet_is_read_with_its_types_and_codes_become_text() {
    let bytes = parquet(vec![
        ("fips", Arc::new(StringArray::from(vec!["01001", "01003", "01003"]))),
        ("naics", Arc::new(Float64Array::from(vec![3361.0, 3361.0, 3362.0]))),
        ("year", Arc::new(Int32Array::from(vec![2020, 2021, 2021]))),
        ("emp", Arc::new(Float64Array::from(vec![Some(5.0), Some(7.5), None]))),
    ]);
    let files = folder(&[("t.parquet", &bytes)]);
    let source =
        "path = \"t.parquet\"\ncolumns = { region = \"fips\", industry = \"naics\", value = \"emp\" }\nwhere = \"year = 2021 and naics like '336%'\"";
    let loaded = Ask::new(files.path(), source, ShapeKind::Counts).load().unwrap();
    let found: Vec<String> = cells(&counts(&loaded)).iter().map(|c| format!("{} {} {}", c.0, c.1, c.2)).collect();
    assert_eq!(found, ["01003 3361 7.5"]);
    assert_eq!(left_out(&loaded.ledger, Reason::Where).0, 1);
    assert_eq!(left_out(&loaded.ledger, Reason::MissingValue), (1, Some(3)));
}

#[test]
fn a_parquet_file_of_one_group_is_read_by_several_threads_with_its_row_numbers() {
    const ROWS: usize = 50_000;
    let texts = |f: &dyn Fn(usize) -> String| Arc::new((0..ROWS).map(f).map(Some).collect::<StringArray>()) as ArrayRef;
    let numbers = |f: &dyn Fn(usize) -> f64| Arc::new((0..ROWS).map(f).map(Some).collect::<Float64Array>()) as ArrayRef;
    let bytes = parquet(vec![
        ("id", texts(&|i| i.to_string())),
        ("i", texts(&|i| (i % 7).to_string())),
        ("lon", numbers(&|i| 10.0 + 0.001 * (i % 100) as f64)),
        ("lat", numbers(&|i| if i == 43_210 { 50.0 } else { 50.0 + 0.001 * (i % 90) as f64 })),
        ("size", numbers(&|i| if i == 34_567 { -1.0 } else { 1.0 })),
    ]);
    let files = folder(&[("t.parquet", &bytes)]);
    let ask = |columns: &str, shape| {
        let source = format!(
            "path = \"t.parquet\"\ncolumns = {{ id = \"id\", industry = \"i\", lon = \"lon\", lat = \"lat\" {columns} }}\nregions = {{ grid_m = 1000 }}"
        );
        Ask::new(files.path(), &source, shape).load()
    };
    for shape in [ShapeKind::Counts, ShapeKind::Register] {
        assert_eq!(ask("", shape).unwrap().ledger.used, ROWS as u64);
        says(&refused(ask(", size = \"size\"", shape)), &["t.parquet", "row 34568", "column `size`", "-1"]);
    }
}

#[test]
fn bad_values_in_parquet_are_named_by_their_data_row() {
    let bytes = parquet(vec![
        ("r", Arc::new(StringArray::from(vec!["a", "b", "c"]))),
        ("i", Arc::new(StringArray::from(vec!["1", "1", "1"]))),
        ("v", Arc::new(Float64Array::from(vec![1.0, 2.0, f64::INFINITY]))),
    ]);
    let files = folder(&[("t.parquet", &bytes), ("cut.parquet", &bytes[..bytes.len() / 2]), ("text.parquet", b"not parquet at all")]);
    let ask = |name: &str| {
        Ask::new(files.path(), &format!("path = \"{name}\"\ncolumns = {{ region = \"r\", industry = \"i\", value = \"v\" }}"), ShapeKind::Counts)
            .load()
    };
    says(&refused(ask("t.parquet")), &["t.parquet", "row 3", "column `v`", "infinite"]);
    says(&refused(ask("cut.parquet")), &["cut.parquet", "cannot be read"]);
    says(&refused(ask("text.parquet")), &["text.parquet", "cannot be read"]);
    says(&refused(ask("none.parquet")), &["cannot open none.parquet"]);
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let code = Format::new().set_num_format("00000");
    let money = Format::new().set_num_format("#,##0.0");
    let date = Format::new().set_num_format("yyyy-mm");
    let sheet = book.add_worksheet().set_name("数据").unwrap();
    sheet.write(0, 0, "Enterprises, unit: persons").unwrap();
    for (column, name) in ["地区", "产业", "人数", "月"].iter().enumerate() {
        sheet.write(2, column as u16, *name).unwrap();
    }
    sheet.merge_range(3, 0, 4, 0, "醴陵", &Format::new()).unwrap();
    for (row, industry, value) in [(3, 123.0, 1234.5678), (4, 45.0, 80.0), (5, 123.0, 7.0)] {
        sheet.write_with_format(row, 1, industry, &code).unwrap();
        sheet.write_with_format(row, 2, value, &money).unwrap();
        sheet.write_with_format(row, 3, 45_000.0, &date).unwrap();
    }
    sheet.write(5, 0, "株洲").unwrap();
    book.add_worksheet().set_name("notes").unwrap().write(0, 0, "x").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn workbooks_are_read_as_they_are_shown() {
    let files = folder(&[("t.xlsx", &workbook())]);
    let source =
        format!("path = \"t.xlsx\"\nsheet = \"数据\"\nheader_row = 3\nduplicates = \"sum\"\n{}", COLUMNS.replace('}', ", period = \"月\" }"));
    let loaded = Ask::new(files.path(), &source, ShapeKind::Counts).load().unwrap();
    let counts = counts(&loaded);
    let found: Vec<String> = cells(&counts).iter().map(|c| format!("{} {} {}", c.0, c.1, c.2)).collect();
    // Codes have their zeros, numbers all their digits, merged text counts for both rows.
    assert_eq!(found, ["株洲 00123 7", "醴陵 00045 80", "醴陵 00123 1234.5678"]);
    assert_eq!(counts.periods.get(0), "2023-03");
    let message = |more: &str| refused(Ask::new(files.path(), &format!("path = \"t.xlsx\"\n{COLUMNS}\n{more}"), ShapeKind::Counts).load());
    says(&message(""), &["several sheets", "`数据`", "`notes`"]);
    says(&message("sheet = \"data\""), &["no sheet `data`"]);
    says(&message("sheet = \"数据\"\nheader_row = 40"), &["header row 40"]);
    let files = folder(&[("t.xlsx", b"PK\x03\x04 nonsense")]);
    says(&refused(Ask::new(files.path(), &format!("path = \"t.xlsx\"\n{COLUMNS}"), ShapeKind::Counts).load()), &["t.xlsx", "not a workbook"]);
}

#[test]
fn percentages_in_workbooks_are_percent() {
    let mut book = Workbook::new();
    let percent = Format::new().set_num_format("0.00%");
    let sheet = book.add_worksheet();
    for (column, name) in ["地区", "产业", "人数"].iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
    }
    sheet.write(1, 0, "a").unwrap();
    sheet.write(1, 1, "b").unwrap();
    sheet.write_with_format(1, 2, 0.2419, &percent).unwrap();
    let files = folder(&[("t.xlsx", &book.save_to_buffer().unwrap())]);
    let loaded = Ask::new(files.path(), &format!("path = \"t.xlsx\"\n{COLUMNS}"), ShapeKind::Counts).load().unwrap();
    assert_eq!(cells(&counts(&loaded))[0].2, 24.19);
    assert_eq!(loaded.ledger.accepted[0].what, agglom_data::Oddity::Percent);
}
