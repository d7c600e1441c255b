use crate::counts::{cells, counts};
use crate::{Ask, folder, left_out, refused, says};
use agglom_data::Reason;
use agglom_method::ShapeKind;

/// Two unit squares side by side, the second with a hole and in two parts.
const SQUARES: &str = r#"{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"code": "01", "name": "West"}, "geometry": {"type": "Polygon", "coordinates": [[[10,50],[11,50],[11,51],[10,51],[10,50]]]}},
  {"type": "Feature", "properties": {"code": "02", "name": "East"}, "geometry": {"type": "Polygon",
    "coordinates": [[[11,50],[12,50],[12,51],[11,51],[11,50]], [[11.4,50.4],[11.6,50.4],[11.6,50.6],[11.4,50.6],[11.4,50.4]]]}},
  {"type": "Feature", "properties": {"code": "02", "name": "East"}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[13,50],[14,50],[14,51],[13,51],[13,50]]]]}}
]}"#;

const SOURCE: &str = r#"path = "p.csv"
columns = { id = "id", industry = "i", lon = "lon", lat = "lat" }
regions = { path = "r.geojson", id = "code", name = "name" }"#;

fn points(rows: &str) -> tempfile::TempDir {
    folder(&[("p.csv", format!("id,i,lon,lat\n{rows}").as_bytes()), ("r.geojson", SQUARES.as_bytes())])
}

#[test]
fn points_are_located_in_polygons_holes_and_parts_included() {
    let files = points("1,x,10.5,50.5\n2,x,11.2,50.2\n3,x,13.5,50.5\n4,x,11.5,50.5\n5,x,0,0\n6,x,,50\n7,y,10.1,50.1\n");
    let loaded = Ask::new(files.path(), SOURCE, ShapeKind::Counts).load().unwrap();
    let counts = counts(&loaded);
    let found: Vec<(String, String, f64)> = cells(&counts);
    let text: Vec<String> = found.iter().map(|c| format!("{} {} {}", c.0, c.1, c.2)).collect();
    assert_eq!(text, ["01 x 1", "01 y 1", "02 x 2"]);
    assert_eq!(counts.regions.name(1), Some("East"));
    assert_eq!(left_out(&loaded.ledger, Reason::OutsideRegions), (2, Some(5)));
    assert_eq!(left_out(&loaded.ledger, Reason::NoCoordinates), (1, Some(7)));
    assert_eq!(loaded.places.as_ref().unwrap().polygons.as_ref().unwrap()[1].len(), 2);
    let register = Ask::new(files.path(), SOURCE, ShapeKind::Register).load().unwrap();
    assert_eq!(register.ledger.used, 4);
    assert_eq!(left_out(&register.ledger, Reason::OutsideRegions), (2, Some(5)));
}

#[test]
fn a_point_on_a_border_lies_in_exactly_one_region() {
    let rows: String = (0..=100).map(|i| format!("{i},x,11,{}\n", 50.0 + f64::from(i) * 0.0099)).collect();
    let files = points(&rows);
    let loaded = Ask::new(files.path(), SOURCE, ShapeKind::Counts).load().unwrap();
    assert_eq!(loaded.ledger.used, 101);
}

#[test]
fn swapped_coordinates_are_noticed() {
    let swapped = SOURCE.replace("lon = \"lon\", lat = \"lat\"", "lon = \"lat\", lat = \"lon\"");
    let files = points("1,x,10.5,50.5\n2,x,11.2,50.2\n");
    for shape in [ShapeKind::Counts, ShapeKind::Register] {
        says(&refused(Ask::new(files.path(), &swapped, shape).load()), &["swapped", "0 of 2", "2 with the two exchanged"]);
    }
}

#[test]
fn points_in_metres_find_polygons_in_degrees() {
    // pyproj: (24.9414, 60.1719) is (385784.68, 6672335.86) in EPSG:3067.
    let around = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "H"},
        "geometry": {"type": "Polygon", "coordinates": [[[24.9,60.1],[25.0,60.1],[25.0,60.2],[24.9,60.2],[24.9,60.1]]]}}]}"#;
    let files = folder(&[("p.csv", b"id,i,x,y\n1,a,385784.68,6672335.86\n2,a,300000,6672335\n"), ("r.geojson", around.as_bytes())]);
    let source = "path = \"p.csv\"\ncolumns = { id = \"id\", industry = \"i\", x = \"x\", y = \"y\" }\ncrs = \"EPSG:3067\"\nregions = { path = \"r.geojson\", id = \"code\" }";
    let loaded = Ask::new(files.path(), source, ShapeKind::Counts).load().unwrap();
    assert_eq!((loaded.ledger.used, left_out(&loaded.ledger, Reason::OutsideRegions).0), (1, 1));
}

#[test]
fn a_grid_makes_regions_of_equal_area() {
    let files = folder(&[("p.csv", b"id,i,lon,lat\n1,a,24.90,60.15\n2,a,24.90,60.15\n3,a,24.95,60.18\n")]);
    let source = "path = \"p.csv\"\ncolumns = { id = \"id\", industry = \"i\", lon = \"lon\", lat = \"lat\" }\nregions = { grid_m = 1000 }";
    let loaded = Ask::new(files.path(), source, ShapeKind::Counts).load().unwrap();
    let counts = counts(&loaded);
    assert_eq!(counts.regions.len(), 2);
    assert_eq!(loaded.ledger.used, 3);
    assert_eq!(loaded.places.unwrap().ids.len(), 2, "only squares with points are drawn");
    assert!(loaded.chosen.iter().any(|(name, _)| name == "grid"));
    says(&refused(Ask::new(files.path(), &source.replace("1000", "1"), ShapeKind::Counts).load()), &["squares", "grid_m = "]);
}

#[test]
fn broken_polygons_name_their_feature() {
    let replaced = |from: &str, to: &str| {
        let files = folder(&[("p.csv", b"id,i,lon,lat\n1,x,10.5,50.5\n"), ("r.geojson", SQUARES.replace(from, to).as_bytes())]);
        refused(Ask::new(files.path(), SOURCE, ShapeKind::Counts).load())
    };
    says(&replaced("[10,51],[10,50]]]", "[10,51]]]"), &["r.geojson", "row 1", "not closed"]);
    says(&replaced("[[10,50],[11,50],[11,51],[10,51],[10,50]]", "[[10,50],[11,51],[11,50],[10,51],[10,50]]"), &["row 1", "crosses itself"]);
    says(&replaced("[[13,50],[14,50]", "[[13,500],[14,50]"), &["row 3", "outside the world"]);
    says(&replaced("\"code\": \"01\", ", ""), &["row 1", "`code`"]);
    says(&replaced("\"FeatureCollection\"", "\"Nonsense\""), &["r.geojson", "GeoJSON"]);
    says(&replaced("[[[11,50],[12,50],[12,51],[11,51],[11,50]]", "[[[10.2,50],[12,50],[12,51],[10.2,51],[10.2,50]]"), &["`01` and `02` overlap"]);
    let files = points("1,x,10.5,50.5\n");
    says(
        &refused(Ask::new(files.path(), &SOURCE.replace("id = \"code\"", "id = \"kode\""), ShapeKind::Counts).load()),
        &["`kode`", "nearest is `code`"],
    );
}
