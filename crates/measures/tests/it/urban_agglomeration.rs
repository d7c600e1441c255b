use agglom_measures::urban_agglomeration::{Choice, Rule, TravelUnit, UrbanAgglomeration};
use agglom_measures::{Ground, Metric, SettlementRole, SettlementsAndTravel, UrbanAgglomerations};
use agglom_method::{Codes, Context, Flow, Flows, Method, MethodError, Places, Seed, Unwatched};
use agglom_testing::{oracles, samples};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn compute(method: &UrbanAgglomeration, places: &Places, travel: Option<Flows>) -> Result<UrbanAgglomerations, MethodError> {
    let inputs = SettlementsAndTravel { source: places.clone().into(), travel: travel.map(Into::into) };
    method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched })
}

fn plain() -> UrbanAgglomeration {
    UrbanAgglomeration { sensitivity: vec![], ..Default::default() }
}

/// On a line: kilometres and inhabitants, with codes a, b, c, ...
fn line(settlements: &[(f64, f64)]) -> Places {
    Places {
        ids: Codes::new((b'a'..).take(settlements.len()).map(|c| char::from(c).to_string())).into(),
        position: Some(settlements.iter().map(|s| [s.0 * 1000.0, 0.0]).collect()),
        population: Some(settlements.iter().map(|s| s.1).collect()),
        ..Places::default()
    }
}

fn named(found: &UrbanAgglomerations) -> Vec<Option<&str>> {
    found.members.iter().map(|m| m.agglomeration.map(|a| found.ids.get(a as usize))).collect()
}

/// Four sets of thresholds on 80 settlements: numpy from the published rules (aggregates before and after seeds merge, shares of the population).
#[test]
fn every_assignment_agrees_with_the_independent_implementation() {
    let (places, reference) = (oracles::settlements(), oracles::reference_urban());
    let runs = reference["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 4);
    for run in runs {
        let threshold = |key: &str| run["params"][key].as_f64().unwrap();
        let method = UrbanAgglomeration {
            seed_population: threshold("thSeedMinPop"),
            member_density_per_km2: Some(threshold("thPopDen")),
            travel_time_min: threshold("thTvlTime_min"),
            search_radius_km: threshold("thSearchSeedRadius_km"),
            merge_distance_km: threshold("seedMergeDist_km"),
            travel_unit: Some(TravelUnit::Seconds),
            ..plain()
        };
        let found = compute(&method, &places, Some(oracles::travel_times())).unwrap();
        let code = |of: Option<u32>| of.map_or(0, |i| found.ids.get(i as usize).parse::<i64>().unwrap());
        let expected = |key: &str| run[key].as_array().unwrap().iter().map(|v| v.as_i64().unwrap()).collect::<Vec<_>>();
        assert_eq!(found.members.iter().map(|m| code(m.core)).collect::<Vec<_>>(), expected("agg"));
        assert_eq!(found.members.iter().map(|m| code(m.agglomeration)).collect::<Vec<_>>(), expected("agg2"));
        let shares = run["AI_by_agglomeration"].as_object().unwrap();
        assert_eq!(found.agglomerations.len(), shares.len());
        for agglomeration in &found.agglomerations {
            let share = shares[found.ids.get(agglomeration.settlement as usize)].as_f64().unwrap();
            assert!((agglomeration.share.unwrap() - share).abs() < 1e-12);
        }
    }
}

#[test]
fn the_seed_that_draws_most_is_the_only_choice_unless_another_is_asked_for() {
    // c: pull of a 1,000,000 / 80² = 156, of d 60,000 / 30² = 67. At 50 km/h a is 96 minutes away, d 36.
    let places = line(&[(0.0, 1_000_000.0), (10.0, 5_000.0), (80.0, 9_000.0), (110.0, 60_000.0)]);
    assert_eq!(named(&compute(&plain(), &places, None).unwrap()), [Some("a"), Some("a"), None, Some("d")]);
    let within = UrbanAgglomeration { choice: Choice::WithinReach, ..plain() };
    let found = compute(&within, &places, None).unwrap();
    assert_eq!(named(&found), [Some("a"), Some("a"), Some("d"), Some("d")]);
    assert_eq!((found.members[2].distance_km, found.members[2].travel_time_min), (Some(30.0), Some(36.0)));
    let by_distance = UrbanAgglomeration { distance_km: Some(80.0), ..plain() };
    assert_eq!(named(&compute(&by_distance, &places, None).unwrap())[2], None, "80 km is not less than 80 km");
    let by_distance = UrbanAgglomeration { distance_km: Some(80.1), ..plain() };
    assert_eq!(named(&compute(&by_distance, &places, None).unwrap())[2], Some("a"));
}

#[test]
fn seeds_merge_in_chains_and_thresholds_are_strict_where_the_rule_says_so() {
    let places = line(&[(0.0, 60_000.0), (9.0, 70_000.0), (18.0, 90_000.0), (28.0, 80_000.0), (29.0, 50_000.0)]);
    let found = compute(&plain(), &places, None).unwrap();
    assert_eq!(named(&found), [Some("c"), Some("c"), Some("c"), Some("d"), Some("d")], "10 km is not less than 10 km");
    let roles: Vec<SettlementRole> = found.members.iter().map(|m| m.role).collect();
    assert_eq!(
        roles,
        [SettlementRole::MergedSeed, SettlementRole::MergedSeed, SettlementRole::Seed, SettlementRole::Seed, SettlementRole::Assigned],
        "50,000 is not more than 50,000"
    );
    assert_eq!((found.agglomerations[0].population, found.agglomerations[0].cores), (220_000.0, 3));
}

#[test]
fn missing_routes_are_counted_and_made_up_only_if_asked() {
    let places = line(&[(0.0, 90_000.0), (5.0, 100.0), (6.0, 100.0), (7.0, 100.0)]);
    let flow = |from, to, value| Flow { from, to, value };
    let flows = vec![flow(0, 0, 0.0), flow(0, 1, 9.0), flow(1, 0, 59.0), flow(2, 0, -1.0), flow(3, 1, 2.0)];
    let travel = Flows { nodes: places.ids.clone(), flows, unit: Some("min".to_owned()) };
    let found = compute(&plain(), &places, Some(travel.clone())).unwrap();
    assert_eq!(named(&found), [Some("a"), Some("a"), None, None]);
    assert_eq!((found.members[2].reason, found.circumstances.unrouted), (Some("no-route"), 2));
    assert_eq!((found.circumstances.pairs, found.circumstances.uneven), (1, 1));
    let imputing = UrbanAgglomeration { impute_speed_km_h: Some(10.0), ..plain() };
    let found = compute(&imputing, &places, Some(travel.clone())).unwrap();
    assert_eq!((named(&found)[2], found.members[2].travel_time_min, found.circumstances.imputed), (Some("a"), Some(36.0), 2));
    // Without positions the time takes the place of the distance.
    let unplaced = Places { position: None, ..places.clone() };
    let found = compute(&plain(), &unplaced, Some(travel.clone())).unwrap();
    assert_eq!((named(&found), found.circumstances.ground), (vec![Some("a"), Some("a"), None, None], Ground::TravelTimes));
    let unknown = Flows { nodes: Codes::new(["a", "b", "c", "dd"]).into(), ..travel.clone() };
    assert!(matches!(compute(&plain(), &places, Some(unknown)), Err(MethodError::UnknownCode { setting: "travel", code, .. }) if code == "dd"));
    let unit = Flows { unit: None, ..travel.clone() };
    assert!(matches!(compute(&plain(), &places, Some(unit)), Err(MethodError::Setting { setting: "travel_unit", .. })));
    let both = UrbanAgglomeration { distance_km: Some(5.0), ..plain() };
    assert!(matches!(compute(&both, &places, Some(travel)), Err(MethodError::Setting { setting: "distance_km", .. })));
}

#[test]
fn what_is_lacking_is_said() {
    let places = line(&[(0.0, 90_000.0), (5.0, 100.0)]);
    let needs = |places: &Places, method: &UrbanAgglomeration| matches!(compute(method, places, None), Err(MethodError::Needs { .. }));
    assert!(needs(&Places { population: None, ..places.clone() }, &plain()));
    assert!(needs(&Places { population: Some(vec![1.0, -1.0]), ..places.clone() }, &plain()));
    assert!(needs(&Places { position: None, ..places.clone() }, &plain()));
    assert!(needs(&places, &UrbanAgglomeration { distance: Metric::GreatCircle, ..plain() }));
    assert!(needs(&places, &UrbanAgglomeration { member_density_per_km2: Some(150.0), ..plain() }));
    assert!(needs(&Places { position: None, ..places.clone() }, &UrbanAgglomeration { rule: Rule::DegreeOfUrbanisation, ..plain() }));
    assert!(compute(&plain(), &places, None).unwrap().circumstances.no_areas);
    let none = compute(&UrbanAgglomeration { seed_population: 1e6, ..Default::default() }, &places, None).unwrap();
    assert!(none.agglomerations.is_empty());
    let finding = UrbanAgglomeration::default().present(&SettlementsAndTravel { source: places.clone().into(), travel: None }, &none);
    assert_eq!(finding.notes[0].message.key, "urban-agglomeration-no-seed");
    let with_areas = Places { area_km2: Some(vec![f64::NAN, 0.0]), ..places.clone() };
    let found = compute(&plain(), &with_areas, None).unwrap();
    assert_eq!((found.members[1].reason, found.agglomerations[0].area_km2), (Some("no-area"), None));
}

#[test]
fn nothing_breaks_it() {
    let far = Places { position: Some(vec![[1e308, -1e308], [-1e308, 1e308], [0.0, 0.0], [0.0, 0.0]]), ..line(&[(0.0, 9e4); 4]) };
    for rule in [Rule::Day, Rule::DegreeOfUrbanisation] {
        let found = compute(&UrbanAgglomeration { rule, ..Default::default() }, &far, None).unwrap();
        assert_eq!((found.members.len(), named(&found)[2], named(&found)[3]), (4, Some("c"), Some("c")));
        let huge = Places { population: Some(vec![1e308; 4]), ..far.clone() };
        assert!(compute(&UrbanAgglomeration { rule, ..Default::default() }, &huge, None).is_err());
        let lost = Places { position: Some(vec![[f64::NAN, 0.0]; 4]), ..far.clone() };
        assert_eq!(compute(&UrbanAgglomeration { rule, ..Default::default() }, &lost, None).unwrap().circumstances.unknown, 4);
    }
    for (setting, method) in [
        ("speed_km_h", UrbanAgglomeration { speed_km_h: 0.0, ..plain() }),
        ("seed_population", UrbanAgglomeration { seed_population: f64::NAN, ..plain() }),
        ("sensitivity", UrbanAgglomeration { sensitivity: vec![0.0], ..plain() }),
        ("cluster_density_per_km2", UrbanAgglomeration { cluster_density_per_km2: 2000.0, ..plain() }),
    ] {
        assert_eq!(method.check().unwrap_err().setting, setting);
    }
}

/// 900 cells by a congruential generator, with a block that has a small gap with cut corners and one that has a large one.
fn grid() -> Places {
    let mut x: u64 = 12345;
    let mut population: Vec<f64> = (0..900)
        .map(|_| {
            x = (x * 1_103_515_245 + 12345) % (1 << 31);
            (4500.0 * (x as f64 / (1_u64 << 31) as f64).powi(3)).floor()
        })
        .collect();
    let mut set = |rows: std::ops::Range<usize>, columns: std::ops::Range<usize>, value: f64| {
        rows.for_each(|r| columns.clone().for_each(|c| population[r * 30 + c] = value));
    };
    set(2..14, 2..14, 3000.0);
    for (r, c) in [(6, 7..9), (7, 6..10), (8, 6..10), (9, 7..9)] {
        set(r..r + 1, c, 0.0);
    }
    set(16..28, 16..28, 2500.0);
    for (r, c) in [(19, 20..23), (20, 19..24), (21, 19..24), (22, 19..24), (23, 20..23)] {
        set(r..r + 1, c, 100.0);
    }
    Places {
        ids: Codes::new((0..900).map(|i| format!("{i:03}"))).into(),
        position: Some((0..900).map(|i| [500.0 + 1000.0 * f64::from(i % 30), 500.0 + 1000.0 * f64::from(i / 30)]).collect()),
        population: Some(population),
        ..Places::default()
    }
}

/// scipy 1.17.1: ndimage.label with four and with eight neighbours, the majority rule by ndimage.convolve, gaps by ndimage.label of the rest:
/// 301 cells in two centres of 344,114 and 484,668 inhabitants, 321 after the majority rule, 333 after gaps; clusters of 635 cells.
#[test]
fn centres_and_clusters_agree_with_scipy() {
    let places = grid();
    let method = UrbanAgglomeration { rule: Rule::DegreeOfUrbanisation, ..plain() };
    let found = compute(&method, &places, None).unwrap();
    let of = |role: SettlementRole| found.members.iter().filter(|m| m.role == role).count();
    assert_eq!((of(SettlementRole::UrbanCentre), of(SettlementRole::UrbanCluster), of(SettlementRole::Rural)), (333, 635 - 333, 900 - 635));
    let mut centres: BTreeMap<u32, f64> = BTreeMap::new();
    for (member, population) in found.members.iter().zip(&found.population) {
        if let Some(core) = member.core {
            *centres.entry(core).or_default() += population.unwrap();
        }
    }
    let sums: BTreeSet<u64> = centres.values().map(|&p| p as u64).collect();
    assert_eq!(sums, [344_114, 484_668].into());
    let clusters: Vec<(u64, usize)> = found.agglomerations.iter().map(|a| (a.population as u64, a.settlements)).collect();
    assert_eq!(clusters.iter().map(|c| c.0).collect::<BTreeSet<_>>(), [5_126, 1_351_099].into());
    let area: f64 = found.agglomerations.iter().map(|a| a.area_km2.unwrap()).sum();
    assert_eq!(area, 635.0);
}

#[test]
fn a_settlement_is_spread_over_its_area() {
    // 100,000 on 50 km² are 2,000 per km²; 100,000 on 100 km² are 1,000: a cluster and no centre; 9,000 on 100 km² are rural.
    let places = Places { area_km2: Some(vec![50.0, 100.0, 100.0]), ..line(&[(0.0, 1e5), (100.0, 1e5), (200.0, 9e3)]) };
    let method = UrbanAgglomeration { rule: Rule::DegreeOfUrbanisation, ..plain() };
    let roles = |method: &UrbanAgglomeration| compute(method, &places, None).unwrap().members.iter().map(|m| m.role).collect::<Vec<_>>();
    assert_eq!(roles(&method), [SettlementRole::UrbanCentre, SettlementRole::UrbanCluster, SettlementRole::Rural]);
    assert_eq!(
        roles(&UrbanAgglomeration { spread_area: false, ..method.clone() }),
        [SettlementRole::UrbanCentre, SettlementRole::UrbanCentre, SettlementRole::UrbanCluster]
    );
    let vast = Places { area_km2: Some(vec![1e9; 3]), ..places.clone() };
    assert!(matches!(compute(&method, &vast, None), Err(MethodError::Setting { setting: "cell_m", .. })));
}

/// By hand: with the threshold of 60,000 scaled by 1.25 the seed of 70,000 falls and the settlement it drew has nobody; 70,500 of 170,500 change.
#[test]
fn sensitivity_says_what_a_threshold_decides() {
    let places = line(&[(0.0, 100_000.0), (500.0, 70_000.0), (505.0, 500.0)]);
    let method = UrbanAgglomeration { seed_population: 60_000.0, sensitivity: vec![0.8, 1.25], ..Default::default() };
    let found = compute(&method, &places, None).unwrap();
    let thresholds: BTreeSet<&str> = found.variants.iter().map(|v| v.setting).collect();
    assert_eq!(thresholds, ["seed_population", "travel_time_min", "search_radius_km", "merge_distance_km"].into());
    assert_eq!(found.variants.len(), 8);
    let v = found.variants[1];
    assert_eq!((v.setting, v.value, v.agglomerations, v.population), ("seed_population", 75_000.0, 1, 100_000.0));
    assert!((v.share_changed.unwrap() - 70_500.0 / 170_500.0).abs() < 1e-15);
    // Two settlements together before, all alone after: expected agreement 0.
    assert_eq!(v.adjusted_rand_index, Some(0.0));
    assert_eq!(found.stability, [Some(1.0), Some(7.0 / 8.0), Some(7.0 / 8.0)]);
    assert!(found.variants.iter().filter(|w| **w != v).all(|w| w.share_changed == Some(0.0) && w.adjusted_rand_index == Some(1.0)));
}

/// The variants take a short cut for thresholds that leave the strongest seeds as they are: they must be what the method gives with that setting.
#[test]
fn a_variant_is_what_the_method_gives_with_that_setting() {
    let places = oracles::settlements();
    let base = UrbanAgglomeration { seed_population: 20_000.0, seed_density_per_km2: 100.0, sensitivity: vec![0.7, 1.3], ..Default::default() };
    for base in [base.clone(), UrbanAgglomeration { choice: Choice::WithinReach, ..base }] {
        for variant in compute(&base, &places, None).unwrap().variants {
            let mut settings = serde_json::to_value(&base).unwrap();
            settings[variant.setting] = variant.value.into();
            settings["sensitivity"] = serde_json::json!([]);
            let found = compute(&serde_json::from_value(settings).unwrap(), &places, None).unwrap();
            assert_eq!(found.agglomerations.len(), variant.agglomerations, "{}", variant.setting);
            assert_eq!(found.agglomerations.iter().map(|a| a.population).sum::<f64>(), variant.population, "{}", variant.setting);
        }
    }
}

#[test]
fn the_sample_has_something_to_say() {
    let inputs = SettlementsAndTravel { source: samples::settlements().into(), travel: Some(samples::travel().into()) };
    for rule in [Rule::Day, Rule::DegreeOfUrbanisation] {
        let method = UrbanAgglomeration { rule, ..Default::default() };
        let found = method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap();
        let finding = method.present(&inputs, &found);
        assert!(finding.charts.len() == 3 && !found.agglomerations.is_empty(), "{rule:?}");
        assert!(rule != Rule::Day || found.members.iter().any(|m| m.role == SettlementRole::Assigned));
    }
}

fn scattered() -> impl Strategy<Value = Vec<([f64; 2], f64)>> {
    prop::collection::vec(((110.0_f64..114.0, 25.0_f64..29.0).prop_map(|(x, y)| [x, y]), 0_u32..200_000), 3..60)
        .prop_map(|rows| rows.into_iter().map(|(p, n)| (p, f64::from(n))).collect())
}

fn on_earth(rows: &[([f64; 2], f64)], codes: impl Fn(usize) -> String) -> Places {
    let all = Codes::new((0..rows.len()).map(&codes));
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&i| all.index(&codes(i)));
    Places {
        degrees: Some(order.iter().map(|&i| rows[i].0).collect()),
        population: Some(order.iter().map(|&i| rows[i].1).collect()),
        ids: all.into(),
        ..Places::default()
    }
}

proptest! {
    #[test]
    fn a_higher_threshold_never_makes_more_seeds(rows in scattered(), more in 1.0_f64..3.0) {
        let places = on_earth(&rows, |i| format!("s{i}"));
        let seeds = |threshold: f64| -> BTreeSet<u32> {
            let found = compute(&UrbanAgglomeration { seed_population: threshold, ..plain() }, &places, None).unwrap();
            (0..).zip(&found.members).filter(|(_, m)| matches!(m.role, SettlementRole::Seed | SettlementRole::MergedSeed)).map(|(i, _)| i).collect()
        };
        prop_assert!(seeds(50_000.0 * more).is_subset(&seeds(50_000.0)));
    }

    #[test]
    fn people_counted_in_pairs_change_nothing(rows in scattered()) {
        let doubled: Vec<([f64; 2], f64)> = rows.iter().map(|r| (r.0, 2.0 * r.1)).collect();
        let members = |rows: &[([f64; 2], f64)], scale: f64, rule: Rule| {
            let method = UrbanAgglomeration {
                rule,
                seed_population: 50_000.0 * scale,
                centre_density_per_km2: 1500.0 * scale,
                centre_population: 50_000.0 * scale,
                cluster_density_per_km2: 300.0 * scale,
                cluster_population: 5_000.0 * scale,
                sensitivity: vec![1.25],
                ..Default::default()
            };
            let found = compute(&method, &on_earth(rows, |i| format!("s{i}")), None).unwrap();
            (found.members, found.stability)
        };
        for rule in [Rule::Day, Rule::DegreeOfUrbanisation] {
            prop_assert_eq!(members(&rows, 1.0, rule), members(&doubled, 2.0, rule));
        }
    }

    /// Other codes put the settlements into another order. Without ties (populations made distinct) the grouping is the same.
    #[test]
    fn the_order_of_settlements_does_not_matter(rows in scattered()) {
        let rows: Vec<([f64; 2], f64)> = rows.iter().enumerate().map(|(i, r)| (r.0, r.1 + i as f64 / 128.0)).collect();
        let n = rows.len();
        let groups = |codes: &dyn Fn(usize) -> String, back: &dyn Fn(&str) -> usize, rule: Rule| -> BTreeMap<usize, Option<usize>> {
            let found = compute(&UrbanAgglomeration { rule, ..plain() }, &on_earth(&rows, codes), None).unwrap();
            let original = |i: usize| back(found.ids.get(i));
            found.members.iter().enumerate().map(|(i, m)| (original(i), m.agglomeration.map(|a| original(a as usize)))).collect()
        };
        let number = |code: &str| code[1..].parse::<usize>().unwrap();
        for rule in [Rule::Day, Rule::DegreeOfUrbanisation] {
            let there = groups(&|i| format!("s{i}"), &number, rule);
            let back = groups(&|i| format!("s{}", n - 1 - i), &|code| n - 1 - number(code), rule);
            prop_assert_eq!(there, back);
        }
    }

    /// Settlements are nearer to the seed they are assigned to than any threshold, and everybody is somewhere or has a reason.
    #[test]
    fn members_keep_the_thresholds(rows in scattered()) {
        let found = compute(&plain(), &on_earth(&rows, |i| format!("s{i}")), None).unwrap();
        for member in &found.members {
            prop_assert_eq!(member.agglomeration.is_none(), member.reason.is_some());
            prop_assert!(member.travel_time_min.is_none_or(|t| t < 60.0));
        }
        let inside: usize = found.agglomerations.iter().map(|a| a.settlements).sum();
        prop_assert_eq!(inside, found.members.iter().filter(|m| m.agglomeration.is_some()).count());
    }
}
