use crate::moran::{close, context, given, moments, numbers, oracle, orders, seven};
use agglom_measures::join_counts::{JoinCounts, Joins};
use agglom_measures::{Lattice, Neighbourhood, Standardise};
use agglom_method::Method;
use agglom_testing::oracles;

fn joins(settings: &JoinCounts, lattice: &Lattice) -> Joins {
    settings.compute(lattice, &context(1)).unwrap()
}

fn untested() -> JoinCounts {
    JoinCounts { draws: 0, ..JoinCounts::default() }
}

fn counts(joins: &Joins) -> Vec<f64> {
    joins.overall.rows.iter().map(|r| r.statistic.unwrap()).collect()
}

#[test]
fn agrees_with_esda() {
    let esda = oracles::esda_regions();
    let settings = JoinCounts { threshold: esda["median"].as_f64(), ..untested() };
    let found = joins(&JoinCounts { k: 8, ..settings.clone() }, &oracle(0.0));
    assert_eq!((counts(&found), found.with[0]), (numbers(&esda["joins"]), Some(100)));
    let band = JoinCounts { weights: Neighbourhood::DistanceBand, distance_m: Some(12.0), ..settings };
    assert_eq!(counts(&joins(&band, &oracle(0.0))), numbers(&esda["joins_band12"]));
}

#[test]
fn moments_are_those_of_all_permutations() {
    let (_, w) = seven();
    for with in 1..=6 {
        let b: Vec<f64> = (0..7).map(|i| f64::from(u8::from(i < with))).collect();
        let settings = JoinCounts { standardise: Standardise::None, ..untested() };
        let mut orders = orders(&b);
        orders.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap());
        // Each choice of regions comes equally often.
        orders.dedup();
        let all: Vec<Vec<f64>> = orders.iter().map(|b| counts(&joins(&settings, &given(b, &w)))).collect();
        let found = joins(&settings, &given(&b, &w));
        for join in 0..3 {
            let (mean, variance) = moments(&all.iter().map(|c| c[join]).collect::<Vec<_>>());
            let row = found.overall.rows[join];
            close(row.expected, mean, 1e-10);
            if variance > 1e-9 {
                close(row.variance, variance, 1e-9);
            } else {
                assert_eq!(row.variance, None);
            }
        }
    }
}

#[test]
fn values_that_are_not_binary_need_a_threshold() {
    let (values, w) = seven();
    let found = joins(&untested(), &given(&values, &w));
    assert_eq!((found.overall.rows[0].reason, found.with[0]), (Some("not-binary"), None));
    let all = joins(&JoinCounts { threshold: Some(0.0), ..untested() }, &given(&values, &w));
    assert_eq!((all.overall.rows[0].reason, all.with[0]), (Some("constant"), Some(7)));
}

#[test]
fn blocks_are_more_than_chance() {
    let esda = oracles::esda_regions();
    let found = joins(&JoinCounts { k: 8, threshold: esda["median"].as_f64(), draws: 199, ..JoinCounts::default() }, &oracle(0.0));
    let p: Vec<_> = found.overall.rows.iter().map(|r| r.tails.p_value).collect();
    assert_eq!(p, [Some(0.01); 3]);
    assert!(found.overall.rows[0].z > Some(5.0) && found.overall.rows[2].z < Some(-5.0));
}
