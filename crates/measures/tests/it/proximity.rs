use crate::industry_space::{context, counts_of, list, near, nested};
use agglom_measures::industry_space::{PresenceRule, RegionalIndustries, Similarity};
use agglom_measures::proximity::Proximity;
use agglom_method::{Method, Places};
use agglom_testing::oracles;
use proptest::prelude::*;

const KINDS: [(&str, Similarity); 8] = [
    ("minimum_conditional_probability", Similarity::MinimumConditionalProbability),
    ("maximum_conditional_probability", Similarity::MaximumConditionalProbability),
    ("association", Similarity::Association),
    ("cosine", Similarity::Cosine),
    ("jaccard", Similarity::Jaccard),
    ("probabilistic_index", Similarity::ProbabilisticIndex),
    ("correlation", Similarity::Correlation),
    ("t_statistic", Similarity::TStatistic),
];

#[test]
fn all_kinds_agree_with_numpy() {
    let oracle = oracles::industry_space();
    for (name, similarity) in KINDS {
        let found = Proximity { similarity, ..Proximity::default() }.compute(&nested(), &context()).unwrap();
        let expected = &oracle["proximity"][name];
        let proximity = &found.periods[0].proximity;
        for (k, e) in list(&expected["row6"]).iter().enumerate() {
            near(proximity.row(6)[k], *e, 1e-12);
        }
        let all = || (0..45).flat_map(|j| proximity.row(j).iter());
        near(all().sum(), expected["sum"].as_f64().unwrap(), 1e-11);
        near(all().map(|v| v * v).sum(), expected["sum_of_squares"].as_f64().unwrap(), 1e-11);
    }
}

#[test]
fn p_values_agree_with_scipy() {
    let found = Proximity::default().compute(&nested(), &context()).unwrap();
    let period = &found.periods[0];
    let expected = list(&oracles::industry_space()["p_row6"]);
    let place = |j: usize, k: usize| j * 45 - j * (j + 1) / 2 + k - j - 1;
    for k in (0..45).filter(|&k| k != 6) {
        let p = period.p_values[place(k.min(6), k.max(6))].unwrap();
        assert!((p - expected[k]).abs() < 1e-12 * expected[k].max(1e-3), "{k}: {p} {}", expected[k]);
    }
}

#[test]
fn presence_by_population_compares_values_a_head() {
    // Heads: 1 + 3. Cars: 2/1 against 4/4 a head in a, 2/3 in b; wine 0 in a, 3/3 against 3/4 in b.
    let counts = agglom_method::Counts::dense(&["a", "b"], &["cars", "wine"], &[[2.0, 0.0], [2.0, 3.0]]);
    let places = Places { ids: counts.regions.clone(), population: Some(vec![1.0, 3.0]), ..Places::default() };
    let method = Proximity { presence: PresenceRule::Population, ..Proximity::default() };
    let inputs = RegionalIndustries { source: counts.into(), places: Some(places.into()) };
    let found = method.compute(&inputs, &context()).unwrap();
    let presence = &found.periods[0].presence;
    assert_eq!([(0, 0), (0, 1), (1, 0), (1, 1)].map(|(i, j)| presence.has(i, j)), [true, false, false, true]);
    let without = RegionalIndustries { places: None, ..inputs };
    assert!(method.compute(&without, &context()).is_err());
}

#[test]
fn a_quotient_of_exactly_the_threshold_is_present() {
    // LQ of cars in a: (3/10) / (9/30) = 1; in floating point 3/10 / (9/30) is below 1.
    let counts = agglom_method::Counts::dense(&["a", "b"], &["cars", "wine"], &[[3.0, 7.0], [6.0, 14.0]]);
    let found = Proximity::default().compute(&RegionalIndustries { source: counts.into(), places: None }, &context()).unwrap();
    assert_eq!(found.periods[0].presence.ones(), 4);
}

#[test]
fn one_bare_row_or_column_leaves_all_other_numbers_alone() {
    let rows: Vec<Vec<u8>> = vec![vec![1, 1, 0, 1], vec![1, 0, 1, 0], vec![0, 1, 1, 0], vec![1, 1, 1, 0]];
    let mut bare: Vec<Vec<u8>> = rows.iter().map(|r| r.iter().copied().chain([0]).collect()).collect();
    bare.push(vec![0; 5]);
    for (_, similarity) in KINDS {
        let method = Proximity { similarity, presence: PresenceRule::Given, ..Proximity::default() };
        let run = |rows: &[Vec<u8>]| method.compute(&RegionalIndustries { source: counts_of(rows).into(), places: None }, &context()).unwrap();
        let (plain, more) = (run(&rows), run(&bare));
        for j in 0..4 {
            assert_eq!(plain.periods[0].proximity.row(j), &more.periods[0].proximity.row(j)[..4], "{similarity:?}");
            assert_eq!(more.periods[0].proximity.get(j, 4), None);
        }
        assert_eq!(plain.periods[0].p_values, more.periods[0].p_values);
    }
}

#[test]
fn the_network_holds_together_and_its_tree_is_the_heaviest() {
    let found = Proximity::default().compute(&nested(), &context()).unwrap();
    let network = found.network.unwrap();
    let tree: Vec<_> = network.links.iter().filter(|l| l.tree).collect();
    assert_eq!((tree.len(), network.points.len(), network.links.len()), (44, 45, 90));
    // Kruskal, as an independent way to the weight of the maximum spanning tree.
    let proximity = &found.periods[0].proximity;
    let mut pairs: Vec<(f64, usize, usize)> =
        (0..45).flat_map(|j| (j + 1..45).map(move |k| (j, k))).map(|(j, k)| (proximity.row(j)[k], j, k)).collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut part: Vec<usize> = (0..45).collect();
    let mut weight = 0.0;
    for (value, j, k) in pairs {
        if part[j] != part[k] {
            weight += value;
            let (from, to) = (part[j], part[k]);
            part.iter_mut().filter(|p| **p == from).for_each(|p| *p = to);
        }
    }
    near(tree.iter().map(|l| l.proximity).sum(), weight, 1e-12);
    let weakest = network.links.iter().filter(|l| !l.tree).map(|l| l.proximity).fold(1.0, f64::min);
    let linked = |j: u32, k: u32| network.links.iter().any(|l| (l.from, l.to) == (j, k));
    for j in 0..45 {
        for k in j + 1..45 {
            assert!(linked(j, k) || proximity.row(j as usize)[k as usize] <= weakest);
        }
    }
}

proptest! {
    #[test]
    fn proximities_are_symmetric_and_within_their_bounds(rows in prop::collection::vec(prop::collection::vec(0u8..2, 6), 2..70)) {
        let found: Vec<bool> = (0..6).map(|j| rows.iter().any(|r| r[j] > 0)).collect();
        prop_assume!(found.iter().filter(|f| **f).count() > 1);
        for (name, similarity) in KINDS {
            let method = Proximity { similarity, presence: PresenceRule::Given, ..Proximity::default() };
            let proximity = &method.compute(&RegionalIndustries { source: counts_of(&rows).into(), places: None }, &context()).unwrap().periods[0].proximity;
            for j in 0..6 {
                for k in 0..6 {
                    prop_assert_eq!(proximity.get(j, k), proximity.get(k, j));
                    let Some(value) = proximity.get(j, k) else { continue };
                    let bounded = match name {
                        "correlation" => (-1.0 - 1e-12..=1.0 + 1e-12).contains(&value),
                        "t_statistic" => value.is_finite(),
                        "association" | "probabilistic_index" => value >= 0.0,
                        _ => (0.0..=1.0 + 1e-12).contains(&value),
                    };
                    prop_assert!(bounded, "{} {}", name, value);
                }
            }
        }
    }
}
