use crate::{csv, left_out, refused, says};
use agglom_data::Reason;
use agglom_data::load::Loaded;
use agglom_method::{Register, Shape, ShapeKind};
use std::sync::Arc;

const COLUMNS: &str = r#"columns = { id = "id", industry = "i", region = "r", size = "n", owner = "o" }"#;

fn register(loaded: &Loaded) -> Arc<Register> {
    let Shape::Register(register) = &loaded.groups[0].1 else { panic!("not a register") };
    register.clone()
}

#[test]
fn establishments_stand_in_the_order_of_their_ids() {
    let loaded = csv("id,i,r,n,o\nb,2,x,5,\na,01,y,7,acme\n", COLUMNS, ShapeKind::Register).unwrap();
    let register = register(&loaded);
    assert_eq!(register.ids, ["a", "b"]);
    assert_eq!((register.industry.code(0), register.region.as_ref().unwrap().code(0)), (Some("01"), Some("y")));
    assert_eq!(register.size, Some(vec![7.0, 5.0]));
    let owner = register.owner.as_ref().unwrap();
    assert_eq!((owner.code(0), owner.code(1)), (Some("acme"), None));
}

#[test]
fn an_empty_answer_is_not_a_no() {
    let columns = r#"columns = { id = "id", industry = "i", external = "e", state = "s" }
suppressed = ["(D)"]"#;
    let loaded = csv("id,i,e,s\na,1,yes,\nb,1,0,\nc,1,,\nd,1,NA,\ne,1,(D),\n", columns, ShapeKind::Register).unwrap();
    let register = register(&loaded);
    assert_eq!(register.external, Some(vec![Some(true), Some(false), None, None, None]));
    assert_eq!(register.state, None, "a column without any answer says nothing");
    says(
        &refused(csv("id,i,e,s\na,1,yes,\nb,1,perhaps,\n", columns, ShapeKind::Register)),
        &["row 3", "column `e`", "`perhaps`", "neither yes nor no"],
    );
}

#[test]
fn rows_that_cannot_count_are_left_out_by_reason() {
    let loaded = csv("id,i,r,n,o\n,1,x,5,\na,,x,5,\nb,1,,5,\nc,1,x,,\nd,1,x,4,\n", COLUMNS, ShapeKind::Register).unwrap();
    let ledger = &loaded.ledger;
    assert_eq!((ledger.read, ledger.used), (5, 1));
    for (reason, row) in [(Reason::NoId, 2), (Reason::NoIndustry, 3), (Reason::NoRegion, 4), (Reason::MissingValue, 5)] {
        assert_eq!(left_out(ledger, reason), (1, Some(row)), "{reason:?}");
    }
}

#[test]
fn an_establishment_stands_in_a_register_once() {
    says(&refused(csv("id,i,r,n,o\na,1,x,5,\nb,1,x,5,\na,1,x,5,\n", COLUMNS, ShapeKind::Register)), &["rows 2 and 4", "id a"]);
}

#[test]
fn a_negative_size_is_refused_with_its_place() {
    says(&refused(csv("id,i,r,n,o\na,1,x,5,\nb,1,x,-5,\n", COLUMNS, ShapeKind::Register)), &["t.csv", "row 3", "column `n`", "negative"]);
}

#[test]
fn degrees_become_metres_in_a_projection_that_is_told() {
    let columns = r#"columns = { id = "id", industry = "i", lon = "lon", lat = "lat" }"#;
    let loaded = csv("id,i,lon,lat\na,1,24.0,60.0\nb,1,24.1,60.0\nc,1,,60.0\n", columns, ShapeKind::Register).unwrap();
    let position = register(&loaded).position.clone().unwrap();
    let distance = ((position[0][0] - position[1][0]).powi(2) + (position[0][1] - position[1][1]).powi(2)).sqrt();
    // pyproj Geod("WGS84").inv(24, 60, 24.1, 60): 5580.09 m.
    assert!((distance - 5580.09).abs() < 0.5, "{distance}");
    assert!(loaded.chosen.iter().any(|(name, value)| name == "projection" && value.contains("+proj=laea")), "{:?}", loaded.chosen);
    assert_eq!(left_out(&loaded.ledger, Reason::NoCoordinates), (1, Some(4)));
}

#[test]
fn impossible_coordinates_are_refused_with_advice() {
    let columns = r#"columns = { id = "id", industry = "i", lon = "lon", lat = "lat" }"#;
    let text = |lon: &str, lat: &str| csv(&format!("id,i,lon,lat\na,1,24.0,60.0\nb,1,{lon},{lat}\n"), columns, ShapeKind::Register);
    says(&refused(text("60.1", "105.2")), &["row 3", "column `lat`", "swapped"]);
    says(&refused(text("385794", "60.2")), &["row 3", "column `lon`", "metres"]);
    says(&refused(text("north", "60.2")), &["row 3", "column `lon`", "`north` is not a number"]);
    says(&refused(text("inf", "60.2")), &["row 3", "column `lon`", "infinite"]);
}

#[test]
fn degrees_passed_as_metres_are_refused() {
    let columns = "columns = { id = \"id\", industry = \"i\", x = \"lon\", y = \"lat\" }\ncrs = \"EPSG:3067\"";
    says(&refused(csv("id,i,lon,lat\na,1,24.0,60.0\nb,1,24.1,60.1\n", columns, ShapeKind::Register)), &["degrees", "lon"]);
    let without = r#"columns = { id = "id", industry = "i", x = "lon", y = "lat" }"#;
    says(&refused(csv("id,i,lon,lat\na,1,385794,6672269\n", without, ShapeKind::Register)), &["crs"]);
}
