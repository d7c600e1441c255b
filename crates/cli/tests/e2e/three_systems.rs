//! City, cluster and park against the truth that their data were generated from (`crates/cli/examples/three_systems.rs`).

use crate::Desk;

const SYSTEMS: [&str; 3] = ["city size", "cluster size", "park size"];
/// What a unit of the system in the column adds to the growth of the system in the row.
const EFFECT: [[f64; 3]; 3] = [[-0.30, 0.10, 0.05], [0.12, -0.40, 0.08], [0.06, -0.05, -0.25]];

fn systems() -> Desk {
    let desk = Desk::of_example("three-systems");
    desk.runs(&[]);
    desk
}

#[test]
fn effects_are_found_and_the_panel_says_how_surely() {
    let interactions = systems().table("symbiosis/interactions.csv");
    let mut inside = 0;
    for (to, row) in EFFECT.iter().enumerate() {
        for (from, truth) in row.iter().enumerate() {
            let of = |column| interactions.value(&[("from", SYSTEMS[from]), ("to", SYSTEMS[to])], column);
            inside += usize::from(of("low") <= *truth && *truth <= of("high"));
            assert!((of("effect") - truth).abs() < 0.2, "{} on {}: {}", SYSTEMS[from], SYSTEMS[to], of("effect"));
        }
    }
    // Of nine 95 % intervals whose coverage was measured at 92 %, fewer than six would miss the truth by chance less than once in 200.
    assert!(inside >= 6, "{inside} of 9");
}

#[test]
fn coordination_grows_with_the_systems_and_classes_have_probabilities() {
    let desk = systems();
    let table = desk.table("coupling/coupling_coordination.csv");
    for place in 1..=8 {
        let degree = |year: &str| table.value(&[("entity", &format!("place {place}")), ("period", year)], "coupling_coordination");
        assert!(degree("2020") > degree("2010") && degree("2010") > degree("2002"), "place {place}");
    }
    let classes = desk.table("coupling/class_probabilities.csv");
    for year in ["2001", "2020"] {
        let of_place = classes.cells(&["entity", "period", "probability"]);
        let total: f64 = of_place.iter().filter_map(|row| row.strip_prefix(&format!("place 3|{year}|"))).map(|p| p.parse::<f64>().unwrap()).sum();
        assert!((total - 1.0).abs() < 1e-9, "{year}: {total}");
    }
}
