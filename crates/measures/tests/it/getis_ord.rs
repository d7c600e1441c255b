use crate::moran::{at, close, context, given, moments, numbers, oracle, orders, seven, six};
use agglom_measures::getis_ord::{GetisOrd, GetisOrds};
use agglom_measures::{Control, Lattice, Neighbourhood, Standardise};
use agglom_method::Method;
use agglom_testing::oracles;

fn getis_ord(settings: &GetisOrd, lattice: &Lattice) -> GetisOrds {
    settings.compute(lattice, &context(1)).unwrap()
}

fn untested() -> GetisOrd {
    GetisOrd { draws: 0, ..GetisOrd::default() }
}

#[test]
fn agrees_with_esda_with_and_without_the_region_itself() {
    let esda = oracles::esda_regions();
    let lattice = oracle(esda["shift"].as_f64().unwrap());
    for (star, z, g) in [(true, "Gstar_z", "Gstar"), (false, "G_z", "Gloc")] {
        let found = getis_ord(&GetisOrd { k: 8, star, ..untested() }, &lattice);
        for ((row, z), g) in found.regions.iter().zip(numbers(&esda[z])).zip(numbers(&esda[g])) {
            close(row.getis_ord, z, 1e-10);
            close(row.g, g, 1e-10);
        }
    }
    let settings = GetisOrd { weights: Neighbourhood::DistanceBand, distance_m: Some(12.0), ..untested() };
    let found = getis_ord(&settings, &lattice);
    found.regions.iter().zip(numbers(&esda["band12_Gstar_z"])).for_each(|(row, z)| close(row.getis_ord, z, 1e-10));
    let general = found.general.rows[0];
    let all = [general.statistic, general.expected, general.variance];
    all.into_iter().zip(numbers(&esda["band12_G"])).for_each(|(found, expected)| assert!((found.unwrap() - expected).abs() < 1e-9 * expected));
}

#[test]
fn rows_may_be_standardised_or_not() {
    let lattice = oracle(3.0);
    let z = |standardise| getis_ord(&GetisOrd { k: 5, standardise, ..untested() }, &lattice).regions[7].getis_ord;
    close(z(Standardise::Row), z(Standardise::Binary).unwrap(), 1e-12);
}

#[test]
fn the_variance_of_general_g_is_that_of_all_permutations() {
    let (values, w) = six();
    let settings = GetisOrd { standardise: Standardise::None, ..untested() };
    let of = |v: &[f64]| getis_ord(&settings, &given(v, &w)).general.rows[0];
    let all: Vec<f64> = orders(&values).iter().map(|v| of(v).statistic.unwrap()).collect();
    let (mean, variance) = moments(&all);
    let found = of(&values);
    assert!((found.expected.unwrap() / mean - 1.0).abs() < 1e-10 && (found.variance.unwrap() / variance - 1.0).abs() < 1e-9);
}

#[test]
fn a_hot_and_a_cold_spot_are_found() {
    // 20 x 20 places a metre apart; a block of high values in one corner, of low ones in the opposite, and 5 in between.
    let points: Vec<[f64; 2]> = (0..400).map(|i| [f64::from(i % 20), f64::from(i / 20)]).collect();
    let value = |p: &[f64; 2]| match (p[0] + p[1], (p[0] * 7.0 + p[1] * 3.0) % 5.0) {
        (s, _) if s < 8.0 => 50.0,
        (s, _) if s > 30.0 => 0.0,
        (_, r) => 20.0 + r,
    };
    let values: Vec<f64> = points.iter().map(value).collect();
    let found = getis_ord(&GetisOrd { k: 8, ..GetisOrd::default() }, &at(&points, &values));
    assert_eq!((found.regions[0].test.cluster_type, found.regions[399].test.cluster_type), (Some("hot_spot"), Some("cold_spot")));
    assert_eq!(found.regions[190].test.cluster_type, Some("not_significant"));
    let open = getis_ord(&GetisOrd { k: 8, control: Control::None, ..GetisOrd::default() }, &at(&points, &values));
    let spots = |g: &GetisOrds| g.regions.iter().filter(|r| r.test.cluster_type != Some("not_significant")).count();
    assert!(spots(&open) >= spots(&found));
}

#[test]
fn negative_values_have_z_and_no_share() {
    let (values, w) = seven();
    let lower: Vec<f64> = values.iter().map(|v| v - 4.0).collect();
    let (found, shifted) = (getis_ord(&untested(), &given(&values, &w)), getis_ord(&untested(), &given(&lower, &w)));
    assert_eq!((shifted.regions[0].g, shifted.general.rows[0].reason), (None, Some("negative-values")));
    close(shifted.regions[0].getis_ord, found.regions[0].getis_ord.unwrap(), 1e-12);
    assert_eq!((found.regions[6].test.reason, found.regions[6].getis_ord), (Some("island"), None));
}
