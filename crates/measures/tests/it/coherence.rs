use crate::industry_space::{context, near, nested_related};
use agglom_measures::coherence::Coherence;
use agglom_measures::industry_space::RelatedIndustries;
use agglom_method::{Counts, Flow, Flows, Method};
use agglom_testing::oracles;

#[test]
fn coherence_agrees_with_numpy() {
    // The conventions found from the numbers: weights are the values, presence is LQ >= 1, relatedness t with hypergeometric variance.
    let oracle = oracles::reference_urban();
    let counts = oracles::nested_employment();
    let found = Coherence::default().compute(&nested_related(), &context()).unwrap();
    for (i, region) in counts.regions.iter().enumerate() {
        near(found.periods[0].regions[i].coherence.unwrap(), oracle["coherence_values_t"][region].as_f64().unwrap(), 1e-12);
    }
}

/// All orders of five things.
fn orders() -> Vec<[usize; 5]> {
    let mut all = Vec::new();
    for code in 0..5usize.pow(5) {
        let order = [0, 1, 2, 3, 4].map(|k| code / 5usize.pow(k) % 5);
        if (0..5).all(|x| order.contains(&x)) {
            all.push(order);
        }
    }
    all
}

#[test]
fn mean_and_variance_are_those_of_all_permutations() {
    let related =
        [[0.0, 3.0, -1.0, 0.5, 2.0], [3.0, 0.0, 0.2, 1.5, -2.0], [-1.0, 0.2, 0.0, 4.0, 0.7], [0.5, 1.5, 4.0, 0.0, 1.1], [2.0, -2.0, 0.7, 1.1, 0.0]];
    let names = ["a", "b", "c", "d", "e"];
    let counts = Counts::dense(&["x", "y"], &names, &[[5.0, 3.0, 0.0, 1.0, 7.0], [1.0, 1.0, 1.0, 1.0, 1.0]]);
    let run = |order: [usize; 5]| {
        let flows = (0..5).flat_map(|j| (0..5).filter(move |&k| k != j).map(move |k| (j, k)));
        let flows = flows.map(|(j, k)| Flow { from: j as u32, to: k as u32, value: related[order[j]][order[k]] }).collect();
        let proximity = Flows { nodes: counts.industries.clone(), flows, unit: None };
        let inputs = RelatedIndustries { source: counts.clone().into(), proximity: Some(proximity.into()), places: None };
        Coherence::default().compute(&inputs, &context()).unwrap().periods.remove(0)
    };
    let all: Vec<_> = orders().into_iter().map(run).collect();
    assert_eq!(all.len(), 120);
    let values: Vec<f64> = all.iter().map(|p| p.regions[0].coherence.unwrap()).collect();
    let mean = values.iter().sum::<f64>() / 120.0;
    near(all[0].expected, mean, 1e-13);
    let deviation = (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 120.0).sqrt();
    near(all[0].regions[0].z.unwrap(), (values[0] - mean) / deviation, 1e-11);
    // With equal shares every permutation gives the same.
    assert_eq!(all[0].regions[1].z, None);
}

#[test]
fn a_region_of_one_industry_has_no_coherence() {
    let counts = Counts::dense(&["x", "y", "z"], &["a", "b"], &[[5.0, 0.0], [2.0, 1.0], [1.0, 4.0]]);
    let inputs = RelatedIndustries { source: counts.into(), proximity: None, places: None };
    let found = Coherence::default().compute(&inputs, &context()).unwrap();
    assert_eq!((found.periods[0].regions[0].coherence, found.periods[0].regions[0].reason), (None, Some("few-industries-in-region")));
}
