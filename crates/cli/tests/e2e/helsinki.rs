//! The example of Helsinki against numbers that an independent program found: pyproj 3 for the projection, shapely's search tree over
//! the squares as boxes, pandas for the counts, the definitions of the measures written out anew, and scikit-learn 1.9 for clusters of points.

use crate::outputs::{same_in_parquet, self_contained};
use crate::{Desk, close};

#[test]
fn helsinki_gives_the_numbers_of_an_independent_program() {
    let desk = Desk::of_example("helsinki");
    let ran = desk.run(&[]);
    ran.ends(0, &["9 of 9 analyses"]);
    assert_eq!(ran.out, "study-results/report.html\n");
    headers(&desk);
    same_in_parquet(&desk);
    readable(&desk);
    let quotients = desk.table("strengths/location_quotient.csv");
    // 947 of 1982 points are of the twenty trades; 96 of the pairs of 30 squares and 20 trades have three points or more.
    assert_eq!(quotients.rows.len(), 96);
    let quotient = |region, industry, column| quotients.value(&[("region", region), ("industry", industry)], column);
    assert_eq!([quotient("c1r2", "company", "value"), quotient("c4r3", "clothes", "value")], [22.0, 9.0]);
    close(quotient("c1r2", "company", "location_quotient"), 22.0 / 36.0 / (169.0 / 947.0));
    close(quotient("c4r3", "clothes", "location_quotient"), 1.337_990_580_847_723_7);
    let squares = desk.table("squares/specialization.csv");
    assert_eq!(squares.rows.len(), 30);
    let square = |region, column| squares.value(&[("region", region)], column);
    assert_eq!([square("c1r1", "value"), square("c1r2", "value"), square("c4r4", "value")], [9.0, 36.0, 47.0]);
    close(square("c1r1", "krugman"), 1.179_631_585_122_609_3);
    close(square("c4r4", "krugman"), 0.798_849_670_853_085_7);
    close(square("c4r4", "herfindahl"), 0.164_327_750_113_173_4);
    let spread = desk.table("spread/concentration.csv");
    close(spread.value(&[("industry", "bank")], "hoover"), 0.507_050_127_337_101_6);
    close(spread.value(&[("industry", "clothes")], "herfindahl"), 0.148_271_553_519_366_9);
    let clusters = desk.table("clusters/ellison_glaeser.csv");
    let cluster = |industry, column| clusters.value(&[("industry", industry)], column);
    assert_eq!([cluster("restaurant", "establishments"), cluster("clothes", "establishments")], [212.0, 98.0]);
    close(cluster("restaurant", "g"), 0.011_146_385_164_829_818);
    close(cluster("restaurant", "gamma"), 0.007_397_771_289_750_526);
    close(cluster("clothes", "gamma"), 0.039_903_707_870_026_93);
    let pairs = desk.table("company/coagglomeration.csv");
    assert_eq!(pairs.rows.len(), 190);
    close(pairs.value(&[("from", "clothes"), ("to", "shoes")], "coagglomeration"), 0.045_155_659_034_365_705);
    points(&desk);
}

/// Agreement but for the last digits of a projection.
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

/// Distances, neighbours and clusters of points.
fn points(desk: &Desk) {
    let distances = desk.table("distances/duranton_overman.csv");
    let density = |r: &str| distances.value(&[("industry", "clothes"), ("r_m", r)], "value");
    near(density("0"), 0.001_190_979_693_325_98);
    near(density("100"), 0.001_149_338_812_005_887);
    near(density("800"), 0.000_215_453_666_960_718_5);
    let industries = desk.table("distances/industries.csv");
    near(industries.value(&[("industry", "clothes")], "bandwidth_m"), 37.852_480_162_328_78);
    assert!(industries.value(&[("industry", "clothes")], "localisation") > 0.0);
    let neighbours = desk.table("neighbours/marcon_puech.csv");
    let relative = |industry: &str, r: &str| neighbours.value(&[("industry", industry), ("r_m", r)], "value");
    near(relative("clothes", "100"), 1.499_371_706_665_746_6);
    near(relative("bar", "50"), 2.663_743_684_608_346);
    let centres = desk.table("centres/hdbscan.csv");
    // Distances that are equal leave scikit-learn a choice by the order of rows; ours is another, and moves single shops.
    let theirs = [86.0, 51.0, 40.0, 40.0, 38.0, 35.0, 34.0, 30.0, 29.0, 25.0, 23.0, 23.0, 21.0, 20.0, 20.0, 20.0, 16.0, 16.0];
    let ours: Vec<f64> = centres.cells(&["establishments"]).iter().map(|cell| cell.parse().unwrap()).collect();
    assert!(ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(our, their)| (our - their).abs() <= 1.0), "{ours:?}");
    let members = desk.table("centres/members.csv");
    let alone = members.cells(&["cluster"]).iter().filter(|cluster| cluster.is_empty()).count();
    assert!(alone.abs_diff(380) <= 5, "{alone}");
    assert!(!desk.table("known_for/location_quotient.csv").rows.is_empty());
    for picture in ["distances/duranton_overman_curves.svg", "centres/hdbscan_hexagons.svg"] {
        assert!(desk.results(picture).starts_with("<svg"), "{picture}");
    }
}

fn headers(desk: &Desk) {
    let header = |path: &str| desk.table(path).header.join(" ");
    assert_eq!(header("strengths/location_quotient.csv"), "region industry location_quotient low high value establishments reason");
    assert_eq!(header("clusters/ellison_glaeser.csv"), "industry g hhi gamma expected_g z p_value q_value establishments value reason");
    assert_eq!(header("company/coagglomeration.csv"), "from to coagglomeration z p_value q_value reason");
    assert_eq!(header("company/groups.csv"), "group industries coagglomeration z p_value q_value reason");
    assert_eq!(
        header("squares/specialization.csv"),
        "region krugman krugman_low krugman_high herfindahl herfindahl_low herfindahl_high shannon_entropy shannon_entropy_low \
         shannon_entropy_high hachman hachman_low hachman_high theil theil_low theil_high value establishments reason"
    );
    assert_eq!(
        header("spread/concentration.csv"),
        "industry locational_gini locational_gini_low locational_gini_high hoover hoover_low hoover_high herfindahl herfindahl_low \
         herfindahl_high krugman krugman_low krugman_high theil_t theil_t_low theil_t_high theil_l theil_l_low theil_l_high value \
         establishments reason"
    );
}

/// What a reader needs: a report that is whole in itself, maps, and an account of every row.
fn readable(desk: &Desk) {
    self_contained(&desk.results("report.html"), &desk.path().join("study-results"));
    for picture in ["strengths/location_quotient_map.svg", "squares/specialization_map.svg", "company/coagglomeration_heat.svg"] {
        assert!(desk.results(picture).starts_with("<svg"), "{picture}");
    }
    let ledger = &desk.record()["sources"][0]["ledgers"][0];
    assert_eq!([&ledger["read"], &ledger["used"], &ledger["left_out"]["where"]["rows"]], [1982, 947, 1035]);
}
