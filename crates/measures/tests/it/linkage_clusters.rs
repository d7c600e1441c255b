use crate::industry_space::{context, near};
use agglom_measures::Way;
use agglom_measures::linkage_clusters::{LinkageClusters, LinkageInputs};
use agglom_method::{Codes, Counts, Flow, Flows, Labels, Measured, Method, Places, Seed};
use rand::RngExt;

/// Sixty industries of five clusters over eighty regions: each cluster has its own places, each industry its own chance.
fn planted(noise: f64) -> Counts {
    let mut draw = Seed::new(9).draw(0);
    let places: Vec<Vec<f64>> = (0..5).map(|_| (0..80).map(|_| draw.random::<f64>().powi(4) * 100.0).collect()).collect();
    let cells = (0..80).flat_map(|i| (0..60).map(move |j| (i, j)));
    let cells: Vec<Measured> =
        cells.map(|(i, j)| Measured::units(i as u32, j as u32, places[j % 5][i] * (1.0 + noise * draw.random::<f64>()) + 1.0)).collect();
    let named = |letter: char, n: usize| Codes::new((0..n).map(|k| format!("{letter}{k:02}")));
    Counts {
        regions: named('r', 80).into(),
        industries: named('i', 60).into(),
        cells: vec![agglom_method::Cells::new(80, cells, Vec::new())],
        ..Counts::from_triples([("r", "i", 1.0)])
    }
}

#[test]
fn planted_clusters_are_found_again_and_score_best() {
    let method = LinkageClusters { numbers: vec![3, 5, 8], ..LinkageClusters::default() };
    let inputs = LinkageInputs { source: planted(0.8).into(), linkages: None, proximity: None, definitions: None };
    let found = method.compute(&inputs, &context()).unwrap();
    assert_eq!(found.clusters.len(), 5);
    for j in 0..60 {
        assert_eq!(found.cluster[j], found.cluster[j % 5], "{j}");
    }
    assert!(found.candidates.iter().all(|c| c.validation.score() <= found.candidates[0].validation.score()));
    near(found.candidates[0].validation.score(), 1.0, 1e-12);
}

#[test]
fn definitions_take_the_place_of_candidates_and_are_scored_beside_them() {
    let source = planted(0.8);
    let names: Vec<String> = (0..60).map(|j| if j < 59 { format!("cluster {}", j % 3) } else { String::new() }).collect();
    let group: Vec<Option<&str>> = names.iter().map(|n| Some(n.as_str()).filter(|n| !n.is_empty())).collect();
    let definitions = Places { ids: source.industries.clone(), group: Some(Labels::new(&group)), ..Places::default() };
    let inputs = LinkageInputs { source: source.into(), linkages: None, proximity: None, definitions: Some(definitions.into()) };
    let found = LinkageClusters { numbers: vec![5], ..LinkageClusters::default() }.compute(&inputs, &context()).unwrap();
    assert_eq!((found.candidates[0].way, found.clusters.len(), found.candidates.len()), (Way::Given, 3, 3));
    assert_eq!((found.cluster[59], found.rows[59].reason), (None, Some("no-group")));
    assert!(found.candidates[0].validation.score() < 0.7, "clusters that cut across the planted ones");
}

#[test]
fn strength_is_the_location_quotient_of_the_cluster() {
    // Cluster x is a and b. Region r: 30 of 40; whole: 60 of 140. LQ = (30/40) / (60/140) = 1.75.
    let source = Counts::dense(&["r", "s", "t"], &["a", "b", "c"], &[[20.0, 10.0, 10.0], [10.0, 5.0, 35.0], [5.0, 10.0, 35.0]]);
    let group = Labels::new(&[Some("x"), Some("x"), Some("y")]);
    let definitions = Places { ids: source.industries.clone(), group: Some(group), ..Places::default() };
    let inputs = LinkageInputs { source: source.into(), linkages: None, proximity: None, definitions: Some(definitions.into()) };
    let found = LinkageClusters::default().compute(&inputs, &context()).unwrap();
    let first = found.strength[0];
    near(first.location_quotient.unwrap(), 1.75, 1e-14);
    near(first.share.unwrap(), 0.5, 1e-14);
    assert!(first.strong && found.strength.iter().filter(|s| s.cluster == 0).filter(|s| s.strong).count() == 1);
}

#[test]
fn linkages_alone_make_clusters_of_buyers_and_sellers() {
    let source = Counts::dense(
        &["r", "s", "t", "u"],
        &["a", "b", "c", "d"],
        &[[1.0, 4.0, 2.0, 8.0], [7.0, 3.0, 5.0, 1.0], [2.0, 2.0, 9.0, 4.0], [3.0, 6.0, 1.0, 1.0]],
    );
    let flow = |from, to, value| Flow { from, to, value };
    let flows = vec![flow(0, 3, 50.0), flow(1, 2, 30.0), flow(2, 1, 20.0), flow(3, 0, 10.0), flow(0, 1, 1.0)];
    let linkages = Flows { nodes: source.industries.clone(), flows, unit: None };
    let inputs = LinkageInputs { source: source.into(), linkages: Some(linkages.into()), proximity: None, definitions: None };
    let method = LinkageClusters { relatedness: vec![agglom_measures::Relatedness::InputOutput], ..LinkageClusters::default() };
    let found = method.compute(&inputs, &context()).unwrap();
    assert_eq!(found.cluster, [Some(0), Some(1), Some(1), Some(0)]);
    assert!(method.compute(&LinkageInputs { linkages: None, ..inputs }, &context()).is_err(), "no linkages, nothing to tell");
}

#[test]
fn a_given_similarity_decides_where_it_is_all_that_is_asked_for() {
    let source = planted(0.8);
    let (industries, inputs) =
        (source.industries.clone(), LinkageInputs { source: source.into(), linkages: None, proximity: None, definitions: None });
    // Odd and even industries are alike, whatever their regions say; one direction is listed.
    let pairs = (0..industries.len() as u32).flat_map(|j| (0..j).map(move |k| (j, k)));
    let flows = pairs.map(|(from, to)| Flow { from, to, value: if from % 2 == to % 2 { 0.9 } else { 0.1 } }).collect();
    let proximity = Some(Flows { nodes: industries.clone(), flows, unit: None }.into());
    let method = LinkageClusters { relatedness: vec![agglom_measures::Relatedness::Given], numbers: vec![2], ..LinkageClusters::default() };
    assert!(method.compute(&inputs, &context()).is_err(), "no proximity, nothing to tell");
    let found = method.compute(&LinkageInputs { proximity, ..inputs }, &context()).unwrap();
    for j in 0..industries.len() {
        assert_eq!(found.cluster[j], found.cluster[j % 2], "{j}");
    }
    assert_ne!(found.cluster[0], found.cluster[1]);
}
