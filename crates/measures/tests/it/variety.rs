use crate::industry_space::{context, list, near};
use agglom_measures::variety::{Variety, VarietyInputs};
use agglom_method::{Codes, Counts, Labels, Method, Places, Seed};
use agglom_testing::oracles;
use rand::RngExt;

#[test]
fn variety_agrees_with_numpy() {
    // The convention found from the numbers: bits, groups of five neighbouring columns.
    let oracle = &oracles::reference_urban()["variety"];
    let counts = oracles::nested_employment();
    let names: Vec<String> = (0..45).map(|j| format!("g{}", j / 5)).collect();
    let labels: Vec<Option<&str>> = names.iter().map(|n| Some(n.as_str())).collect();
    let groups = Places { ids: counts.industries.clone(), group: Some(Labels::new(&labels)), ..Places::default() };
    let inputs = VarietyInputs { source: counts.into(), groups: Some(groups.into()) };
    let found = Variety::default().compute(&inputs, &context()).unwrap();
    for i in 0..30 {
        let region = found.periods[0].regions[i].unwrap();
        near(region.entropy.value, list(&oracle["total_entropy_log2"])[i], 1e-12);
        near(region.unrelated.value, list(&oracle["unrelated_variety"])[i], 1e-12);
        near(region.related.value, list(&oracle["related_variety"])[i], 1e-12);
    }
}

#[test]
fn the_interval_is_as_wide_as_multinomial_draws_scatter() {
    let values = [400.0, 150.0, 30.0, 250.0, 90.0, 80.0];
    let names = ["11", "12", "21", "22", "31", "32"];
    let of = |values: [f64; 6]| {
        let inputs = VarietyInputs { source: Counts::dense(&["a"], &names, &[values]).into(), groups: None };
        Variety { digits: 1, ..Variety::default() }.compute(&inputs, &context()).unwrap().periods[0].regions[0].unwrap()
    };
    let found = of(values);
    let draws: Vec<_> = (0..2000)
        .map(|k| {
            let mut generator = Seed::new(3).draw(k);
            let mut drawn = [0.0; 6];
            for _ in 0..1000 {
                let mut at = generator.random::<f64>() * 1000.0;
                let j = values.iter().position(|v| {
                    at -= v;
                    at < 0.0
                });
                drawn[j.unwrap_or(5)] += 1.0;
            }
            of(drawn)
        })
        .collect();
    for (estimate, scatter) in [
        (found.related, draws.iter().map(|d| d.related.value).collect::<Vec<_>>()),
        (found.unrelated, draws.iter().map(|d| d.unrelated.value).collect()),
        (found.entropy, draws.iter().map(|d| d.entropy.value).collect()),
    ] {
        let mean = scatter.iter().sum::<f64>() / 2000.0;
        let deviation = (scatter.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 2000.0).sqrt();
        let half = (estimate.high.unwrap() - estimate.low.unwrap()) / 2.0;
        assert!((half / (1.96 * deviation) - 1.0).abs() < 0.06, "{half} {deviation}");
    }
}

#[test]
fn industries_without_a_group_are_left_out_and_other_codes_are_an_error() {
    let counts = Counts::dense(&["a"], &["x", "y", "z"], &[[1.0, 1.0, 6.0]]);
    let of = |ids: &[&str]| {
        let group: Vec<Option<&str>> = ids.iter().map(|_| Some("g")).collect();
        let groups = Places { ids: Codes::new(ids.iter().copied()).into(), group: Some(Labels::new(&group)), ..Places::default() };
        Variety::default().compute(&VarietyInputs { source: counts.clone().into(), groups: Some(groups.into()) }, &context())
    };
    let found = of(&["x", "y"]).unwrap();
    assert_eq!((found.without_group, found.periods[0].regions[0].unwrap().entropy.value), (1, 1.0));
    assert!(of(&["p", "q"]).is_err());
}
