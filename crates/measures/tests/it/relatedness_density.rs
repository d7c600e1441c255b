use crate::industry_space::{context, counts_of, list, near, nested_related};
use agglom_measures::industry_space::{Diagonal, PresenceRule, RelatedIndustries, sums_over_present};
use agglom_measures::relatedness_density::{Pairs, RelatednessDensity};
use agglom_method::{Codes, Flow, Flows, Gap, Method, State};
use agglom_testing::oracles;

#[test]
fn densities_agree_with_numpy_and_ecomplexity() {
    let oracle = oracles::industry_space();
    for (name, diagonal) in [("density_zero", Diagonal::Zero), ("density_one", Diagonal::One)] {
        let found = RelatednessDensity { diagonal, ..RelatednessDensity::default() }.compute(&nested_related(), &context()).unwrap();
        let density = &found.periods[0].density;
        for (j, e) in list(&oracle[name]["row5"]).iter().enumerate() {
            near(density.get(5, j).unwrap(), *e, 1e-13);
        }
        let all: Vec<f64> = (0..30).flat_map(|i| density.of_region(i).to_vec()).collect();
        near(all.iter().sum(), oracle[name]["sum"].as_f64().unwrap(), 1e-12);
        near(all.iter().map(|v| v * v).sum(), oracle[name]["sum_of_squares"].as_f64().unwrap(), 1e-12);
        if diagonal == Diagonal::One {
            for (j, e) in list(&oracle["ecomplexity_0.5.3"]["density5"]).iter().enumerate() {
                near(density.get(5, j).unwrap(), *e, 1e-13);
            }
        }
    }
}

#[test]
fn z_agrees_with_numpy_and_does_not_depend_on_the_diagonal() {
    let expected = list(&oracles::industry_space()["z_row5"]);
    for diagonal in [Diagonal::Zero, Diagonal::One] {
        let found = RelatednessDensity { diagonal, ..RelatednessDensity::default() }.compute(&nested_related(), &context()).unwrap();
        for (j, e) in expected.iter().enumerate() {
            near(found.periods[0].z(5, j, diagonal).unwrap(), *e, 1e-10);
        }
    }
}

#[test]
fn z_has_mean_0_and_variance_1_over_all_portfolios_of_a_size() {
    // All 20 portfolios of three of six other industries; proximities to the seventh are arbitrary.
    let near_it = [0.9, 0.1, 0.4, 0.0, 0.7, 0.2];
    let flows = near_it.iter().enumerate().map(|(k, &value)| Flow { from: k as u32, to: 6, value }).collect();
    let portfolios: Vec<Vec<u8>> = (0..64u32).filter(|s| s.count_ones() == 3).map(|s| (0..7).map(|k| (s >> k & 1) as u8).collect()).collect();
    let mut rows = portfolios.clone();
    rows.push(vec![1; 7]);
    let counts = counts_of(&rows);
    let proximity = Flows { nodes: counts.industries.clone(), flows, unit: None };
    let inputs = RelatedIndustries { source: counts.into(), proximity: Some(proximity.into()), places: None };
    let method = RelatednessDensity { presence: PresenceRule::Given, ..RelatednessDensity::default() };
    let found = method.compute(&inputs, &context()).unwrap();
    let z: Vec<f64> = (0..20).map(|i| found.periods[0].z(i, 6, Diagonal::Zero).unwrap()).collect();
    assert!(z.iter().sum::<f64>().abs() < 1e-12);
    near(z.iter().map(|z| z * z).sum::<f64>() / 20.0, 1.0, 1e-12);
}

#[test]
fn given_proximities_hold_in_both_directions_unless_both_are_listed() {
    let counts = counts_of(&[vec![1, 0, 0], vec![0, 1, 0], vec![1, 1, 1]]);
    let flow = |from, to, value| Flow { from, to, value };
    let run = |flows: Vec<Flow>| {
        let proximity = Flows { nodes: counts.industries.clone(), flows, unit: None };
        let inputs = RelatedIndustries { source: counts.clone().into(), proximity: Some(proximity.into()), places: None };
        let method = RelatednessDensity { presence: PresenceRule::Given, ..RelatednessDensity::default() };
        let found = method.compute(&inputs, &context()).unwrap();
        [found.periods[0].value(0, 1), found.periods[0].value(1, 0)]
    };
    assert_eq!(run(vec![flow(0, 1, 1.0), flow(0, 2, 1.0), flow(1, 2, 3.0)]), [Some(0.25), Some(0.5)]);
    // From 0 to 1 nothing goes, from 1 to 0 all of it.
    assert_eq!(run(vec![flow(0, 1, 0.0), flow(1, 0, 2.0), flow(2, 1, 3.0)]), [Some(0.0), Some(1.0)]);
}

#[test]
fn other_codes_in_the_proximities_are_an_error_that_says_so() {
    let flows = Flows { nodes: Codes::new(["a", "b"]).into(), flows: vec![Flow { from: 0, to: 1, value: 1.0 }], unit: None };
    let inputs = RelatedIndustries { proximity: Some(flows.into()), ..nested_related() };
    let error = RelatednessDensity::default().compute(&inputs, &context()).unwrap_err();
    assert_eq!(error.status(), 2);
    assert!(format!("{:?}", error.message()).contains("industry-space-other-codes"));
}

#[test]
fn pairs_whose_presence_is_not_known_are_absent_for_the_rest_and_told() {
    let mut counts = counts_of(&[vec![1, 1, 0], vec![1, 0, 1], vec![0, 1, 1]]);
    let mut cells: Vec<_> = counts.cells[0].iter().copied().filter(|c| (c.region, c.industry) != (0, 1)).collect();
    cells.sort_by_key(|c| (c.region, c.industry));
    counts.cells = vec![agglom_method::Cells::new(3, cells, vec![Gap { region: 0, industry: 1, state: State::Suppressed }])];
    let inputs = RelatedIndustries { source: counts.into(), proximity: None, places: None };
    let method = RelatednessDensity { presence: PresenceRule::Given, ..RelatednessDensity::default() };
    let found = method.compute(&inputs, &context()).unwrap();
    let finding = method.present(&inputs, &found);
    let table = &finding.tables[0];
    let text = |name: &str, row: usize| table.get(name).unwrap().values.text(row);
    assert_eq!((text("present", 1), text("reason", 1).as_deref()), (None, Some("suppressed")));
    assert!(table.get("relatedness_density").unwrap().values.number(1).is_some(), "the density does not depend on the pair itself");
    assert!(finding.notes.iter().any(|n| n.message.key == "industry-space-unknown"));
}

#[test]
fn candidates_are_the_absent_industries_of_highest_density() {
    let method = RelatednessDensity { pairs: Pairs::Candidates, candidates: 3, ..RelatednessDensity::default() };
    let inputs = nested_related();
    let found = method.compute(&inputs, &context()).unwrap();
    let table = &method.present(&inputs, &found).tables[0];
    assert_eq!(table.rows(), 90);
    let period = &found.periods[0];
    let listed: Vec<f64> = (15..18).map(|row| table.get("relatedness_density").unwrap().values.number(row).unwrap()).collect();
    let mut absent: Vec<f64> = (0..45)
        .filter(|&j| period.z(5, j, Diagonal::Zero).is_some())
        .filter(|&j| table_absent(&inputs, j))
        .map(|j| period.value(5, j).unwrap())
        .collect();
    absent.sort_by(|a, b| b.total_cmp(a));
    let mut listed = listed;
    listed.sort_by(|a, b| b.total_cmp(a));
    assert_eq!(listed, absent[..3]);
}

/// Whether industry `j` is absent from region 5, from all pairs listed.
fn table_absent(inputs: &RelatedIndustries, j: usize) -> bool {
    let all = RelatednessDensity::default();
    let found = all.compute(inputs, &context()).unwrap();
    let table = &all.present(inputs, &found).tables[0];
    table.get("present").unwrap().values.text(5 * 45 + j).as_deref() == Some("false")
}

#[test]
fn sums_over_present_are_those_of_the_plain_product() {
    // Sparse and dense, more regions than industries and fewer.
    for (share, regions) in [(1u32, 400u32), (9, 400), (5, 40)] {
        let rows: Vec<Vec<u8>> = (0..regions).map(|i| (0..75u32).map(|j| u8::from((i * 7 + j * j * 13 + i * j) % 10 < share)).collect()).collect();
        let presence = crate::industry_space::presence_of(&rows);
        let weights: Vec<f64> = (0..75 * 75).map(|x| f64::from(x * 31 % 257)).collect();
        let sums = sums_over_present(&presence, &weights);
        for i in [0, 17, regions as usize - 1] {
            for j in [0, 31, 32, 63, 64, 74] {
                let plain: f64 = (0..75).map(|k| f64::from(rows[i][k]) * weights[k * 75 + j]).sum();
                assert_eq!(sums[i * 75 + j], plain);
            }
        }
    }
}
