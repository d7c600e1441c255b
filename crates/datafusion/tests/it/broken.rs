use crate::{Ask, csv, folder, refused, says};
use agglom_method::ShapeKind;

const COLUMNS: &str = r#"columns = { region = "r", industry = "i", value = "v" }"#;

#[test]
fn a_file_that_is_not_there_is_named() {
    let files = folder(&[]);
    says(
        &refused(Ask::new(files.path(), &format!("path = \"nowhere.csv\"\n{COLUMNS}"), ShapeKind::Counts).load()),
        &["source `s`", "cannot open nowhere.csv"],
    );
    says(&refused(Ask::new(files.path(), &format!("path = \"data.sav\"\n{COLUMNS}"), ShapeKind::Counts).load()), &["data.sav", "format ="]);
}

#[test]
fn a_column_that_is_not_there_is_named_with_the_nearest() {
    let message = refused(csv("region,i,v\na,1,5\n", &COLUMNS.replace("\"r\"", "\"regoin\""), ShapeKind::Counts));
    says(&message, &["no column `regoin`", "nearest is `region`", "`i`, `v`"]);
}

#[test]
fn cells_of_the_wrong_type_are_named_by_row_and_column() {
    let bad = |cell: &str| refused(csv(&format!("r,i,v\na,1,5\nb,1,{cell}\nc,1,x\n"), COLUMNS, ShapeKind::Counts));
    says(&bad("(D)"), &["t.csv", "row 3", "column `v`", "`(D)` is not a number", "suppressed = [\"(D)\"]"]);
    says(&bad("-5"), &["row 3", "`-5` is negative"]);
    says(&bad("1e999"), &["row 3", "infinite"]);
    says(&bad("\"12,5\""), &["row 3", "decimal = \",\""]);
}

#[test]
fn nothing_hostile_makes_it_panic() {
    for text in ["\"", "r,i,v\n\"a", "\u{0}", "r,i,v\n\u{0},\u{0},\u{0}\n", "r,r,r\n1,2,3\n", ",,\n,,\n", "r,i,v\n\"\"\"\",\"\n\n\",1\n", "\n\n\n"] {
        let _ = csv(text, COLUMNS, ShapeKind::Counts);
        let _ = csv(text, COLUMNS, ShapeKind::Indicators);
    }
    for bytes in [&[0xFF_u8, 0xFE][..], &[0xFE, 0xFF, 0x00], &[0x80; 100], &[0; 64]] {
        let files = folder(&[("t.csv", bytes)]);
        let _ = Ask::new(files.path(), &format!("path = \"t.csv\"\n{COLUMNS}"), ShapeKind::Counts).load();
    }
}

#[test]
fn columns_that_stand_twice_are_told_apart() {
    let loaded = csv("r,i,v,v\na,1,5,50\n", &COLUMNS.replace("\"v\"", "\"v (2)\""), ShapeKind::Counts).unwrap();
    assert_eq!(loaded.ledger.used, 1);
    let agglom_method::Shape::Counts(counts) = &loaded.groups[0].1 else { panic!("not counts") };
    assert_eq!(counts.only().total(), 50.0);
}
