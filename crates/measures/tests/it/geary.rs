use crate::moran::{close, context, given, moments, numbers, oracle, orders, six};
use agglom_measures::geary::Geary;
use agglom_measures::{Lattice, Neighbourhood, OverallTest, Standardise};
use agglom_method::Method;
use agglom_testing::oracles;

fn first(settings: &Geary, lattice: &Lattice) -> OverallTest {
    settings.compute(lattice, &context(1)).unwrap().rows[0]
}

fn untested() -> Geary {
    Geary { draws: 0, ..Geary::default() }
}

#[test]
fn agrees_with_esda() {
    let esda = oracles::esda_regions();
    let found = first(&Geary { k: 8, ..untested() }, &oracle(0.0));
    let all = [found.statistic, found.expected, found.variance_normality, found.variance, found.z];
    all.into_iter().zip(numbers(&esda["geary_r"])).for_each(|(found, expected)| close(found, expected, 1e-11));
    for (name, distance) in [("band12", 12.0), ("band6", 6.0)] {
        for (letter, standardise) in [("r", Standardise::Row), ("b", Standardise::Binary), ("v", Standardise::Variance)] {
            let settings = Geary { weights: Neighbourhood::DistanceBand, distance_m: Some(distance), standardise, ..untested() };
            let found = first(&settings, &oracle(0.0));
            let all = [found.statistic, found.expected, found.variance_normality, found.variance];
            all.into_iter().zip(numbers(&esda[format!("{name}_{letter}")]["geary"])).for_each(|(found, expected)| close(found, expected, 1e-11));
        }
    }
}

#[test]
fn moments_are_those_of_all_permutations() {
    let (values, w) = six();
    for standardise in [Standardise::Row, Standardise::None] {
        let settings = Geary { standardise, ..untested() };
        let all: Vec<f64> = orders(&values).iter().map(|v| first(&settings, &given(v, &w)).statistic.unwrap()).collect();
        let (mean, variance) = moments(&all);
        let found = first(&settings, &given(&values, &w));
        close(found.expected, mean, 1e-10);
        close(found.variance, variance, 1e-10);
    }
}

#[test]
fn alike_neighbours_are_left_of_what_chance_gives() {
    let found = first(&Geary { k: 8, draws: 199, ..Geary::default() }, &oracle(0.0));
    assert!(found.statistic < found.tails.low && found.tails.p_value == Some(0.01));
}
