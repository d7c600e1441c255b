use super::ellison_glaeser::{SIZES, agrees_with_all_locations_of_five_plants, close, context, five_plants, kolmogorov, of_register, with_shares};
use agglom_measures::{PlantIndices, PlantsInRegions, maurel_sedillot::MaurelSedillot};
use agglom_method::{Method, RegisterBuilder, Seed};
use agglom_testing::{oracles, patterns};

fn compute(inputs: &PlantsInRegions, draws: usize, seed: u64) -> PlantIndices {
    MaurelSedillot { draws, ..Default::default() }.compute(inputs, &context(seed)).unwrap()
}

/// z: numpy from the formula, on the same plants.
#[test]
fn indices_of_400_plants_agree_with_numpy() {
    let found = compute(&of_register(oracles::plants()), 0, 0);
    let z = [1.5240709345360888, 1.5531094685559677, -0.6194154212216698, 5.027610073143932, 0.7706755115903354, -0.5387352699527844];
    for (j, index) in found.indices.iter().enumerate() {
        let expected = &oracles::reference_formulas()["EG_MS"][found.industries.get(j)];
        close(index.g, expected["G_MS"].as_f64().unwrap());
        close(index.gamma, expected["gamma_MS"].as_f64().unwrap());
        close(index.z, z[j]);
    }
    assert_eq!(found.indices.len(), 6);
}

#[test]
fn mean_variance_and_p_value_are_those_of_all_locations_of_five_plants() {
    let (register, _, x) = five_plants();
    let found = compute(&with_shares(of_register(register), &x), 100_000, 0).indices[0];
    // Σx² = 0.38
    agrees_with_all_locations_of_five_plants(found, |shares| (shares.iter().map(|s| s * s).sum::<f64>() - 0.38) / 0.62);
}

#[test]
fn p_values_of_independent_locations_are_uniform() {
    let x = [6.0, 5.0, 4.0, 3.0, 2.0, 1.0];
    let chances: Vec<Vec<f64>> = x.iter().map(|&x| vec![x, 2.0 * x, 3.0 * x]).collect();
    let found = |k| compute(&with_shares(of_register(patterns::register(120, &chances, &SIZES, Seed::new(k))), &x), 99, k);
    let distance = kolmogorov((0..150).flat_map(|k| found(k).indices).filter_map(|index| index.p_value).collect());
    assert!(distance < 1.63, "{distance}");
}

/// By hand: two plants of one size, one in each of two small regions that share 0.2 of the whole: Σs² = 0.5, Σx² = 0.64 + 2 · 0.01.
#[test]
fn an_industry_that_gathers_where_little_else_is_can_be_below_zero() {
    let register = RegisterBuilder::default().plant("a", "cars", "r1", 1.0).plant("b", "cars", "r2", 1.0).build();
    let found = compute(&with_shares(of_register(register), &[0.8, 0.1, 0.1]), 0, 0).indices[0];
    close(found.g, (0.5 - 0.66) / 0.34);
    close(found.gamma, ((0.5 - 0.66) / 0.34 - 0.5) / 0.5);
}
