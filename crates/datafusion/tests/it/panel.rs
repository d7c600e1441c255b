use crate::{csv, left_out, refused, says};
use agglom_data::Reason;
use agglom_data::load::Loaded;
use agglom_method::{Panel, Shape, ShapeKind};
use std::sync::Arc;

const COLUMNS: &str = r#"columns = { place = "zone", industry = "k", period = "year", value = "jobs", lon = "lon", lat = "lat", capacity = "land" }"#;

fn panel(loaded: &Loaded) -> Arc<Panel> {
    let Shape::Panel(panel) = &loaded.groups[0].1 else { panic!("not a panel") };
    panel.clone()
}

#[test]
fn panels_know_sizes_coordinates_and_capacities() {
    let text = "zone,k,year,jobs,lon,lat,land\nz10,01,2020,5,116,40,2\nz2,01,2020,0,117,40,3\nz2,01,2021,4,117,40,\nz10,02,2021,,116,40,7\n,01,2020,1,116,40,1\n";
    let loaded = csv(text, COLUMNS, ShapeKind::Panel).unwrap();
    let panel = panel(&loaded);
    assert_eq!(panel.counts.regions.iter().collect::<Vec<_>>(), ["z2", "z10"]);
    assert_eq!(panel.counts.industries.iter().collect::<Vec<_>>(), ["01", "02"]);
    assert_eq!(panel.counts.cells.iter().map(|c| c.iter().map(|m| m.value).collect::<Vec<_>>()).collect::<Vec<_>>(), [vec![0.0, 5.0], vec![4.0]]);
    assert_eq!(panel.degrees, Some(vec![[117.0, 40.0], [116.0, 40.0]]));
    // A degree along the 40th parallel is 85.4 km.
    let metres = panel.position.as_ref().unwrap();
    assert!(((metres[0][0] - metres[1][0]).hypot(metres[0][1] - metres[1][1]) - 85_394.0).abs() < 100.0, "{metres:?}");
    let capacity: Vec<Vec<_>> = panel.capacity.as_ref().unwrap().iter().map(|c| c.iter().map(|c| (c.place, c.industry, c.value)).collect()).collect();
    assert_eq!(capacity, [vec![(0, 0, 3.0), (1, 0, 2.0)], vec![(1, 1, 7.0)]]);
    assert_eq!(left_out(&loaded.ledger, Reason::MissingValue), (1, Some(5)));
    assert_eq!(left_out(&loaded.ledger, Reason::NoRegion), (1, Some(6)));
}

#[test]
fn what_is_listed_without_a_size_is_present() {
    let columns = r#"columns = { region = "zone", industry = "k", period = "year" }"#;
    let loaded = csv("zone,k,year\na,01,2020\nb,01,2021\n", columns, ShapeKind::Panel).unwrap();
    let panel = panel(&loaded);
    assert_eq!(panel.counts.cells.iter().map(|c| c.total()).collect::<Vec<_>>(), [1.0, 1.0]);
    assert_eq!((&panel.position, &panel.capacity), (&None, &None));
}

#[test]
fn a_place_stays_where_it_is() {
    let rows = |last: &str| format!("zone,k,year,jobs,lon,lat,land\na,01,2020,5,116,40,2\nb,01,2020,5,116.5,40,2\n{last}\n");
    says(&refused(csv(&rows("a,01,2021,5,116.2,40,2"), COLUMNS, ShapeKind::Panel)), &["row 4", "row 2", "elsewhere"]);
    says(&refused(csv(&rows("a,01,2021,5,16,140,2"), COLUMNS, ShapeKind::Panel)), &["row 4", "lat", "swapped"]);
    says(&refused(csv(&rows("c,01,2021,5,,,2"), COLUMNS, ShapeKind::Panel)), &["place `c` has no coordinates"]);
    says(&refused(csv(&rows("a,01,2021,5,116,40,-2"), COLUMNS, ShapeKind::Panel)), &["row 4", "column `land`", "negative"]);
    says(&refused(csv(&rows("a,01,2020,5,116,40,2"), COLUMNS, ShapeKind::Panel)), &["rows 2 and 4", "region a, industry 01, period 2020"]);
}
