//! HDBSCAN against scikit-learn, and what must hold of it.

use crate::points::{differences, labels, register, run};
use agglom_measures::hdbscan::Hdbscan;
use agglom_measures::{Distance, Selection};
use agglom_method::{Method, MethodError, Register};
use agglom_testing::oracles;
use proptest::prelude::*;

fn settings(name: &str) -> Hdbscan {
    let words: Vec<&str> = name.split(' ').collect();
    let number = |i: usize| words[i].parse::<f64>().unwrap();
    Hdbscan {
        distance: if words[1] == "planar" { Distance::Planar } else { Distance::GreatCircle },
        selection: if words[2] == "eom" { Selection::ExcessOfMass } else { Selection::Leaf },
        min_cluster_size: number(3) as usize,
        min_samples: Some(number(4) as usize),
        selection_epsilon_m: number(5),
        allow_single_cluster: words[6] == "1",
        ..Hdbscan::default()
    }
}

#[test]
fn clusters_are_those_of_scikit_learn() {
    let (cases, strengths) = oracles::density_clusters();
    let mut seen = 0;
    for (name, expected, loose) in cases.iter().filter(|c| c.0.starts_with("hdbscan")) {
        let found = run(&settings(name), register(&oracles::clustered_points())).unwrap();
        let different = differences(&labels(&found), expected);
        // Where scikit-learn's own answer depends on the order of rows, there is no one answer to agree with.
        let firm: Vec<usize> = different.iter().copied().filter(|&i| !loose[i]).collect();
        assert!(firm.is_empty(), "{name}: {firm:?} of {} differ", different.len());
        if seen == 0 {
            for (i, member) in found.members.iter().enumerate().filter(|(i, _)| !loose[*i]) {
                assert!((member.strength.unwrap() - strengths[i]).abs() < 2e-6, "{i}: {:?} {}", member.strength, strengths[i]);
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 9);
}

#[test]
fn the_two_ways_to_count_differ_by_one() {
    let places = oracles::clustered_points();
    let counted = Hdbscan { min_samples: Some(10), ..Hdbscan::default() };
    let not_counted = Hdbscan { min_samples: Some(9), min_samples_counts_itself: false, ..Hdbscan::default() };
    assert_eq!(labels(&run(&counted, register(&places)).unwrap()), labels(&run(&not_counted, register(&places)).unwrap()));
}

#[test]
fn ties_make_no_clusters() {
    // On a grid all points but those of the edge stand equally dense: there is nothing to part.
    let grid: Vec<[f64; 2]> = (0..400).map(|i| [f64::from(i % 20), f64::from(i / 20)]).collect();
    for selection in [Selection::ExcessOfMass, Selection::Leaf] {
        let found = run(&Hdbscan { min_samples: Some(3), selection, ..Hdbscan::default() }, register(&grid)).unwrap();
        assert!(found.clusters.is_empty());
    }
    let one = Hdbscan { min_samples: Some(3), allow_single_cluster: true, ..Hdbscan::default() };
    assert_eq!(run(&one, register(&grid)).unwrap().clusters[0].establishments, 400);
}

#[test]
fn piles_are_clusters_of_infinite_density() {
    // Three piles of 12 and a few points far away: every pile is a cluster, its strength is one, its stability no number.
    let mut places: Vec<[f64; 2]> = (0..36).map(|i| [f64::from(i % 3) * 100.0, 0.0]).collect();
    places.extend([[500.0, 500.0], [-400.0, 300.0], [900.0, -700.0]]);
    let found = run(&Hdbscan::default(), register(&places)).unwrap();
    assert_eq!(found.clusters.iter().map(|c| c.establishments).collect::<Vec<_>>(), [12, 12, 12]);
    assert!(found.clusters.iter().all(|c| c.stability.is_none() && c.reason == Some("one-place")));
    assert!(found.members.iter().filter(|m| m.cluster.is_some()).all(|m| m.strength == Some(1.0)));
    // All at one place are one cluster only if that is allowed.
    let heap = [[3.0, 4.0]; 50];
    assert!(run(&Hdbscan::default(), register(&heap)).unwrap().clusters.is_empty());
    let one = run(&Hdbscan { allow_single_cluster: true, ..Hdbscan::default() }, register(&heap)).unwrap();
    assert_eq!(one.clusters[0].establishments, 50);
}

#[test]
fn senseless_settings_and_bad_places_are_refused() {
    for bad in [
        Hdbscan { min_cluster_size: 1, ..Hdbscan::default() },
        Hdbscan { min_samples: Some(0), ..Hdbscan::default() },
        Hdbscan { selection_epsilon_m: -1.0, ..Hdbscan::default() },
        Hdbscan { selection_epsilon_m: f64::NAN, ..Hdbscan::default() },
        Hdbscan { hexagon_m: Some(0.5), ..Hdbscan::default() },
    ] {
        assert!(bad.check().is_err(), "{bad:?}");
    }
    let few = register(&[[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]);
    assert!(matches!(run(&Hdbscan::default(), few.clone()), Err(MethodError::TooFew { need: 10, got: 3, .. })));
    let many = Hdbscan { min_cluster_size: 2, min_samples: Some(usize::MAX), min_samples_counts_itself: false, ..Hdbscan::default() };
    assert!(matches!(run(&many, few.clone()), Err(MethodError::TooFew { .. })));
    assert!(matches!(run(&Hdbscan::default(), Register { position: None, ..few }), Err(MethodError::Needs { .. })));
}

proptest! {
    #[test]
    fn clusters_do_not_depend_on_the_order_of_points(
        places in proptest::collection::vec((0.0f64..100.0, 0.0f64..30.0), 20..120),
        size in 2usize..8,
        samples in 1usize..8,
        leaf in any::<bool>(),
        turn in 1usize..19,
    ) {
        let places: Vec<[f64; 2]> = places.into_iter().map(|(x, y)| [x, y]).collect();
        let selection = if leaf { Selection::Leaf } else { Selection::ExcessOfMass };
        let settings = Hdbscan { min_cluster_size: size, min_samples: Some(samples), selection, ..Hdbscan::default() };
        let mut turned = places.clone();
        turned.rotate_left(turn);
        turned.reverse();
        let mut other = labels(&run(&settings, register(&turned)).unwrap());
        other.reverse();
        other.rotate_right(turn);
        let found = labels(&run(&settings, register(&places)).unwrap());
        prop_assert_eq!(differences(&found, &other), Vec::<usize>::new());
        for cluster in found.iter().flatten() {
            prop_assert!(found.iter().filter(|l| *l == &Some(*cluster)).count() >= size);
        }
    }
}
