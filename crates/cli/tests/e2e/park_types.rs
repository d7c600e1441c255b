//! Four parks of known kind (`crates/cli/examples/park_types.rs`).

use crate::{Desk, agglom};

/// The study with some text replaced.
fn changed(changes: &[(&str, &str)]) -> Desk {
    let desk = Desk::of_example("park-types");
    let mut study = std::fs::read_to_string(desk.path().join("study.toml")).unwrap();
    for (from, to) in changes {
        assert!(study.contains(from), "{from}");
        study = study.replace(from, to);
    }
    desk.put("study.toml", study.as_bytes());
    desk.runs(&[]);
    desk
}

const WITHOUT_EXTERNAL: (&str, &str) = (", external = \"external\"", "");
const WITHOUT_STATE: (&str, &str) = (", state = \"state\"", "");
const WITHOUT_PURCHASES: (&str, &str) = ("inputs = { source = \"plants\", linkages = \"purchases\" }", "source = \"plants\"");

#[test]
fn every_park_is_what_it_was_made_to_be() {
    let table = changed(&[]).table("cluster_typology/cluster_typology.csv");
    assert_eq!(
        table.cells(&["region", "label", "coverage"]),
        ["airport|satellite-platform|1", "arsenal|state-anchored|1", "motortown|hub-and-spoke|1", "valley|marshallian|1"]
    );
    for park in ["airport", "arsenal", "motortown", "valley"] {
        assert!(table.value(&[("region", park)], "probability") > 0.75, "{park}");
    }
    // The works of a hub are one firm of two plants.
    assert_eq!(table.value(&[("region", "motortown")], "establishments"), table.value(&[("region", "motortown")], "firms") + 1.0);
}

#[test]
fn without_headquarters_no_satellite_is_found_or_ruled_out() {
    let desk = changed(&[WITHOUT_EXTERNAL]);
    let labels = desk.table("cluster_typology/label_probabilities.csv");
    let satellites: Vec<String> = labels.cells(&["label", "relative_score", "probability", "reason"]);
    let satellites: Vec<&String> = satellites.iter().filter(|row| row.starts_with("satellite-platform")).collect();
    assert_eq!(satellites, ["satellite-platform|||evidence-missing"; 4]);
    assert!(desk.record().to_string().contains("neither found nor ruled out"), "the report warns of it");
    let types = desk.table("cluster_typology/cluster_typology.csv").cells(&["region", "label"]);
    assert!(types.contains(&"arsenal|state-anchored".to_owned()) && types.contains(&"valley|marshallian".to_owned()), "{types:?}");
}

#[test]
fn with_sizes_alone_no_type_is_named() {
    let desk = changed(&[WITHOUT_EXTERNAL, WITHOUT_STATE, WITHOUT_PURCHASES]);
    let types = desk.table("cluster_typology/cluster_typology.csv").cells(&["label", "probability", "reason"]);
    assert_eq!(types, ["evidence-missing||little-evidence"; 4]);
}

#[test]
fn without_sizes_the_study_is_refused() {
    let desk = Desk::of_example("park-types");
    let study = std::fs::read_to_string(desk.path().join("study.toml")).unwrap();
    desk.put("study.toml", study.replace(", size = \"jobs\"", "").as_bytes());
    agglom(desk.path(), &["run", "study.toml"]).ends(2, &["need the employment of establishments", "size"]);
}
