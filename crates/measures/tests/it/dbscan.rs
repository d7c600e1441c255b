//! DBSCAN against scikit-learn and against its definition.

use crate::points::{differences, labels, register, run};
use agglom_measures::dbscan::Dbscan;
use agglom_measures::{Distance, MemberRole, Per};
use agglom_method::{Method, MethodError, Register};
use agglom_testing::oracles;
use proptest::prelude::*;

#[test]
fn cores_noise_and_clusters_are_those_of_scikit_learn() {
    let (cases, _) = oracles::density_clusters();
    let mut seen = 0;
    for (name, expected, core) in cases.iter().filter(|c| c.0.starts_with("dbscan")) {
        let words: Vec<&str> = name.split(' ').collect();
        let distance = if words[1] == "planar" { Distance::Planar } else { Distance::GreatCircle };
        let settings = Dbscan { radius_m: words[2].parse().unwrap(), min_establishments: words[3].parse().unwrap(), distance, ..Dbscan::default() };
        let found = run(&settings, register(&oracles::clustered_points())).unwrap();
        let ours: Vec<bool> = found.members.iter().map(|m| m.role == MemberRole::Core).collect();
        assert_eq!(&ours, core, "{name}");
        let labels = labels(&found);
        assert!(labels.iter().zip(expected).all(|(a, b)| a.is_some() == b.is_some()), "{name}: noise");
        let of_cores = |l: &[Option<u32>]| l.iter().zip(core).map(|(&l, &core)| l.filter(|_| core)).collect::<Vec<_>>();
        assert!(differences(&of_cores(&labels), &of_cores(expected)).is_empty(), "{name}");
        assert_eq!(found.clusters.len(), expected.iter().flatten().max().map_or(0, |&m| m as usize + 1));
        // Borders between two clusters: a few, given to the first by scikit-learn and to the nearest here.
        assert!(differences(&labels, expected).len() < 10, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 3);
}

/// Core points, and the cluster of every point, by the definition.
fn by_definition(places: &[[f64; 2]], radius: f64, least: usize) -> (Vec<bool>, Vec<Option<u32>>) {
    let squared = |i: usize, j: usize| (places[i][0] - places[j][0]).powi(2) + (places[i][1] - places[j][1]).powi(2);
    let near = |i: usize| (0..places.len()).filter(move |&j| squared(i, j) <= radius * radius);
    let core: Vec<bool> = (0..places.len()).map(|i| near(i).count() >= least).collect();
    let mut label: Vec<Option<u32>> = vec![None; places.len()];
    for start in 0..places.len() {
        let mut stack = if core[start] && label[start].is_none() { vec![start] } else { Vec::new() };
        while let Some(i) = stack.pop() {
            if label[i].is_none() {
                label[i] = Some(start as u32);
                stack.extend(near(i).filter(|&j| core[j]));
            }
        }
    }
    let of_cores = label.clone();
    for i in (0..places.len()).filter(|&i| !core[i]) {
        let nearest = near(i).filter(|&j| core[j]).min_by(|&a, &b| squared(i, a).total_cmp(&squared(i, b)).then(a.cmp(&b)));
        label[i] = nearest.and_then(|j| of_cores[j]);
    }
    (core, label)
}

proptest! {
    #[test]
    fn it_is_its_definition(cells in proptest::collection::vec((0u8..20, 0u8..12), 5..150), step in 1u8..4, least in 1usize..6, exact in any::<bool>()) {
        // On a grid, so that places coincide and distances are exactly the radius.
        let shift = |i: usize| if exact { 0.0 } else { 0.01 * ((i * 7919) % 101) as f64 };
        let places: Vec<[f64; 2]> = cells.iter().enumerate().map(|(i, c)| [f64::from(c.0) + shift(i), f64::from(c.1) - shift(i + 3)]).collect();
        let settings = Dbscan { radius_m: f64::from(step), min_establishments: least, ..Dbscan::default() };
        let found = run(&settings, register(&places)).unwrap();
        let (core, label) = by_definition(&places, f64::from(step), least);
        prop_assert_eq!(found.members.iter().map(|m| m.role == MemberRole::Core).collect::<Vec<_>>(), core);
        prop_assert_eq!(differences(&labels(&found), &label), Vec::<usize>::new());
    }
}

#[test]
fn what_clusters_are_made_of_adds_up() {
    let settings = Dbscan { radius_m: 1.0, ..Dbscan::default() };
    let found = run(&settings, register(&oracles::clustered_points())).unwrap();
    assert!(found.clusters.windows(2).all(|w| w[0].establishments >= w[1].establishments), "the largest first");
    for (i, cluster) in found.clusters.iter().enumerate() {
        let members = found.members.iter().filter(|m| m.cluster == Some(i as u32));
        assert_eq!(members.clone().count(), cluster.establishments);
        assert_eq!(members.map(|m| 1.0 + f64::from(m.establishment % 5)).sum::<f64>(), cluster.size);
        let parts = found.composition.iter().filter(|p| p.cluster as usize == i);
        assert_eq!(parts.clone().map(|p| p.establishments).sum::<usize>(), cluster.establishments);
        assert!((parts.map(|p| p.share).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(cluster.area_km2.unwrap() > 0.0);
    }
    assert!(found.rings.iter().all(|r| r.vertices.first() == r.vertices.last() && r.vertices.len() > 3));
    let shown: usize = found.hexagons.iter().map(|h| h.establishments).sum();
    assert_eq!(shown + found.hidden_establishments, 5000);
}

#[test]
fn industries_do_not_see_each_other() {
    let alone = Dbscan { radius_m: 1.5, per: Per::Industry, industries: vec!["wine".to_owned()], ..Dbscan::default() };
    let both = Dbscan { industries: Vec::new(), ..alone.clone() };
    let (alone, both) = (run(&alone, register(&oracles::clustered_points())).unwrap(), run(&both, register(&oracles::clustered_points())).unwrap());
    let wine: Vec<_> = both.clusters.iter().filter(|c| c.industry == Some(1)).collect();
    assert_eq!(wine.len(), alone.clusters.len());
    assert!(wine.iter().zip(&alone.clusters).all(|(a, b)| (a.establishments, a.area_km2) == (b.establishments, b.area_km2)));
    assert!(both.codes.get(both.clusters[0].code as usize).starts_with("cars-c01"));
}

#[test]
fn areas_are_the_same_on_the_sphere() {
    // 0.9 x 0.9 hundredths of a degree in steps of a tenth of one, at 40 degrees north: the zone's share of the sphere by Archimedes.
    let places: Vec<[f64; 2]> = (0..100).map(|i| [f64::from(i % 10) / 10.0, f64::from(i / 10) / 10.0]).collect();
    let settings = Dbscan { radius_m: 200.0, min_establishments: 3, distance: Distance::GreatCircle, alpha_m: Some(100.0), ..Dbscan::default() };
    let found = run(&settings, register(&places)).unwrap();
    let radius = 6371.0088f64;
    let area = radius * radius * 0.009f64.to_radians() * (40.009f64.to_radians().sin() - 40f64.to_radians().sin());
    assert_eq!(found.clusters.len(), 1);
    assert!((found.clusters[0].area_km2.unwrap() / area - 1.0).abs() < 1e-9);
}

#[test]
fn senseless_settings_and_bad_places_are_refused() {
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(Dbscan { radius_m: bad, ..Dbscan::default() }.check().is_err());
        assert!(Dbscan { alpha_m: Some(bad), ..Dbscan::default() }.check().is_err());
    }
    assert!(Dbscan { min_establishments: 0, ..Dbscan::default() }.check().is_err());
    let any = Dbscan { min_establishments: 2, ..Dbscan::default() };
    let places = register(&[[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]);
    assert!(matches!(run(&any, Register { position: None, ..places.clone() }), Err(MethodError::Needs { .. })));
    let sphere = Dbscan { distance: Distance::GreatCircle, ..any.clone() };
    assert!(matches!(run(&sphere, Register { degrees: None, ..places.clone() }), Err(MethodError::Needs { .. })));
    let strange = Dbscan { industries: vec!["card".to_owned()], ..any.clone() };
    assert!(matches!(run(&strange, places.clone()), Err(MethodError::UnknownCode { nearest: Some(n), .. }) if n == "cars"));
    for x in [1e308, f64::NAN, f64::NEG_INFINITY] {
        let far = Register { position: Some(vec![[0.0, 0.0], [-x, 0.0], [x, 1.0]]), degrees: None, ..places.clone() };
        assert!(matches!(run(&any, far), Err(MethodError::NoAnswer { .. })));
    }
    assert!(matches!(run(&Dbscan::default(), places), Err(MethodError::TooFew { need: 10, got: 3, .. })));
}

#[test]
fn one_place_and_a_line_have_no_area() {
    let settings = Dbscan { min_establishments: 4, radius_m: 2.5, ..Dbscan::default() };
    let one = run(&settings, register(&[[7.0, 7.0]; 30])).unwrap();
    assert_eq!((one.clusters[0].establishments, one.clusters[0].reason, one.clusters[0].radius_m), (30, Some("one-place"), 0.0));
    let line: Vec<[f64; 2]> = (0..30).map(|i| [f64::from(i), 0.5 * f64::from(i)]).collect();
    assert_eq!(run(&settings, register(&line)).unwrap().clusters[0].reason, Some("on-a-line"));
    let none = run(&Dbscan { radius_m: 0.1, ..settings }, register(&line)).unwrap();
    assert!(none.clusters.is_empty() && none.members.iter().all(|m| m.role == MemberRole::Noise));
}
