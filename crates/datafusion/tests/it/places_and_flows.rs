use crate::{Ask, csv, folder, left_out, refused, says};
use agglom_data::Reason;
use agglom_method::{Shape, ShapeKind};

#[test]
fn places_are_read_with_what_the_table_knows_of_them() {
    let columns = r#"columns = { id = "code", name = "name", lon = "lon", lat = "lat", area = "km2", population = "pop", group = "state" }"#;
    let loaded =
        csv("code,name,lon,lat,km2,pop,state\nb,Bee,10,50,5,1000,X\na,,10.1,50,7,2000,Y\n,No,1,1,1,1,X\n", columns, ShapeKind::Places).unwrap();
    let Shape::Places(places) = &loaded.groups[0].1 else { panic!("not places") };
    assert_eq!(places.ids.iter().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(
        (places.ids.name(1), places.area_km2.clone(), places.population.clone()),
        (Some("Bee"), Some(vec![7.0, 5.0]), Some(vec![2000.0, 1000.0]))
    );
    assert_eq!(places.group.as_ref().unwrap().code(0), Some("Y"));
    assert!(places.position.is_some());
    assert_eq!(left_out(&loaded.ledger, Reason::NoId), (1, Some(4)));
}

#[test]
fn a_place_stands_once_and_somewhere_in_the_world() {
    let columns = r#"columns = { id = "code", lon = "lon", lat = "lat" }"#;
    says(&refused(csv("code,lon,lat\na,1,1\na,2,2\n", columns, ShapeKind::Places)), &["rows 2 and 3", "id a"]);
    says(&refused(csv("code,lon,lat\na,1,1\nb,2,95\n", columns, ShapeKind::Places)), &["row 3", "column `lat`"]);
}

#[test]
fn the_properties_of_polygons_are_a_table_of_places() {
    let file = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"code": 2, "g": "n"}, "geometry": {"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,0]]]}},
        {"type": "Feature", "properties": {"code": 10, "g": "s"}, "geometry": null}]}"#;
    let files = folder(&[("p.geojson", file.as_bytes())]);
    let loaded = Ask::new(files.path(), "path = \"p.geojson\"\ncolumns = { id = \"code\", group = \"g\" }", ShapeKind::Places).load().unwrap();
    let Shape::Places(places) = &loaded.groups[0].1 else { panic!("not places") };
    assert_eq!(places.ids.iter().collect::<Vec<_>>(), ["2", "10"]);
    let parts: Vec<usize> = places.polygons.as_ref().unwrap().iter().map(Vec::len).collect();
    assert_eq!(parts, [1, 0]);
}

#[test]
fn flows_are_read_once_per_pair() {
    let columns = r#"columns = { from = "a", to = "b", value = "v" }"#;
    let loaded = csv("a,b,v\ny,x,2\nx,y,1.5\nx,,1\nx,x,\n", columns, ShapeKind::Flows).unwrap();
    let Shape::Flows(flows) = &loaded.groups[0].1 else { panic!("not flows") };
    let found: Vec<_> = flows.flows.iter().map(|f| (flows.nodes.get(f.from as usize), flows.nodes.get(f.to as usize), f.value)).collect();
    assert_eq!(found, [("x", "y", 1.5), ("y", "x", 2.0)]);
    assert_eq!(left_out(&loaded.ledger, Reason::NoEnd), (1, Some(4)));
    assert_eq!(left_out(&loaded.ledger, Reason::MissingValue), (1, Some(5)));
    let twice = "a,b,v\nx,y,1\nx,y,2\n";
    says(&refused(csv(twice, columns, ShapeKind::Flows)), &["rows 2 and 3", "from x, to y"]);
    let summed = csv(twice, &format!("{columns}\nduplicates = \"sum\""), ShapeKind::Flows).unwrap();
    let Shape::Flows(flows) = &summed.groups[0].1 else { panic!("not flows") };
    assert_eq!(flows.flows[0].value, 3.0);
}
