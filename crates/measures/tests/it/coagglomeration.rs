use super::ellison_glaeser::{SIZES, close, context, enumerated, five_plants, kolmogorov, locations, of_counts, of_register, shares_of, with_shares};
use agglom_measures::coagglomeration::{Coagglomerations, Together};
use agglom_measures::{PlantsInRegions, coagglomeration::Coagglomeration, ellison_glaeser::EllisonGlaeser};
use agglom_method::{Counts, Method, MethodError, RegisterBuilder, Seed};
use agglom_testing::{oracles, patterns};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn with_groups(groups: &[(&str, &[&str])]) -> Coagglomeration {
    let owned = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
    let groups: BTreeMap<String, Vec<String>> = groups.iter().map(|&(name, codes)| (name.to_owned(), owned(codes))).collect();
    Coagglomeration { groups, ..Default::default() }
}

fn compute(method: &Coagglomeration, inputs: &PlantsInRegions) -> Coagglomerations {
    method.compute(inputs, &context(0)).unwrap()
}

#[test]
fn pairs_and_a_group_of_400_plants_agree_with_numpy() {
    let all = with_groups(&[("all", &["ind0", "ind1", "ind2", "ind3", "ind4", "ind5"])]);
    let found = compute(&all, &of_register(oracles::plants()));
    let expected = oracles::reference_formulas();
    let pairs = expected["EG_coagglomeration_pair"].as_object().unwrap();
    for (ends, value) in pairs {
        let (from, to) = ends.split_once('-').unwrap();
        let pair = found.pair(found.industries.index(from).unwrap(), found.industries.index(to).unwrap());
        close(pair.unwrap().coagglomeration, value.as_f64().unwrap());
    }
    assert_eq!((pairs.len(), found.pairs.len()), (15, 15));
    close(found.groups[0].together.coagglomeration, expected["EG_coagglomeration_group_all"].as_f64().unwrap());
}

#[test]
fn counts_alone_give_the_same_values_without_a_test() {
    let method = with_groups(&[("three", &["ind5", "ind0", "ind2"])]);
    let register = compute(&method, &of_register(oracles::plants()));
    let of_both = of_counts(&oracles::plants());
    let both = compute(&method, &of_both);
    assert_eq!((&both.pairs, &both.groups), (&register.pairs, &register.groups));
    let counts = compute(&method, &PlantsInRegions { plants: None, ..of_both.clone() });
    for (alone, tested) in counts.pairs.iter().chain([&counts.groups[0].together]).zip(register.pairs.iter().chain([&register.groups[0].together])) {
        assert_eq!(alone, &Together { coagglomeration: tested.coagglomeration, ..Default::default() });
    }
    let drawn = Coagglomeration { draws: 99, ..Default::default() }.compute(&PlantsInRegions { plants: None, ..of_both }, &context(0));
    assert!(matches!(drawn, Err(MethodError::Needs { what }) if what.key == "needs-plants"));
}

/// Cars: 50 + 20 in r0, 10 + 15 in r1, 5 in r2. Tyres: 8 in r0, 2 in r0, and 6 in r1.
#[test]
fn variance_and_p_value_are_those_of_all_locations_of_eight_plants() {
    let (cars, z, x) = five_plants();
    let tyres = [(8.0, 0), (2.0, 0), (6.0, 1)];
    let mut builder =
        tyres.iter().enumerate().fold(RegisterBuilder::default(), |b, (k, &(size, r))| b.plant(&format!("t{k}"), "tyres", &format!("r{r}"), size));
    for i in 0..cars.len() {
        builder = builder.plant(&cars.ids[i], "cars", cars.region.as_ref().unwrap().code(i).unwrap(), cars.size_of(i));
    }
    let draws = 20_000;
    let method = Coagglomeration { draws, ..with_groups(&[("both", &["tyres", "cars"])]) };
    let found = compute(&method, &with_shares(of_register(builder.build()), &x));
    let sizes = [0.5, 0.125, 0.375];
    let value = |regions: &[usize]| {
        let (a, b) = (shares_of(&regions[..5], &z, 3), shares_of(&regions[5..], &sizes, 3));
        (0..3).map(|i| (a[i] - x[i]) * (b[i] - x[i])).sum::<f64>() / 0.62
    };
    let observed = value(&[0, 0, 1, 1, 2, 0, 0, 1]);
    let all = locations(&x, 8);
    let (mean, variance, upper) = enumerated(&all, value, observed);
    let (_, _, lower) = enumerated(&all, |regions| -value(regions), -observed);
    assert!(mean.abs() < 1e-15);
    let two_sided = 2.0 * upper.min(lower);
    for together in [found.pair(1, 0).unwrap(), &found.groups[0].together] {
        close(together.coagglomeration, observed);
        close(together.z, observed / variance.sqrt());
        // Four standard errors of twice a share of so many draws.
        assert!((together.p_value.unwrap() - two_sided).abs() < 8.0 * (upper * (1.0 - upper) / draws as f64).sqrt(), "{together:?} {two_sided}");
    }
}

#[test]
fn p_values_of_independent_locations_are_uniform() {
    let x = [6.0, 5.0, 4.0, 3.0, 2.0, 1.0];
    let chances: Vec<Vec<f64>> = x.iter().map(|&x| vec![x; 4]).collect();
    let method = Coagglomeration { draws: 199, ..Default::default() };
    let found = |k| method.compute(&with_shares(of_register(patterns::register(120, &chances, &SIZES, Seed::new(k))), &x), &context(k)).unwrap();
    let of_disjoint_pairs = |f: &Coagglomerations| [(0, 1), (2, 3)].map(|(j, k)| f.pair(j, k).unwrap().p_value.unwrap());
    let distance = kolmogorov((0..150).flat_map(|k| of_disjoint_pairs(&found(k))).collect());
    assert!(distance < 1.63, "{distance}");
}

#[test]
fn industries_that_go_to_the_same_regions_are_found_and_so_are_those_that_part() {
    let chances = vec![vec![5.0, 5.0, 1.0, 4.0], vec![1.0, 1.0, 5.0, 4.0], vec![1.0, 1.0, 2.0, 4.0]];
    let method = Coagglomeration { draws: 199, ..Default::default() };
    let found: Vec<_> = (0..30).map(|k| compute(&method, &of_register(patterns::register(300, &chances, &[1.0, 2.0, 5.0], Seed::new(k))))).collect();
    let sure = |j, k, sign: f64| {
        found.iter().filter_map(|f| f.pair(j, k)).filter(|r| r.q_value.unwrap() < 0.05 && sign * r.coagglomeration.unwrap() > 0.0).count()
    };
    assert!(sure(0, 1, 1.0) >= 28 && sure(0, 2, -1.0) >= 28, "{} {}", sure(0, 1, 1.0), sure(0, 2, -1.0));
}

#[test]
fn what_is_empty_or_lacks_plants_says_so() {
    let counts = Counts::dense(&["r0", "r1"], &["cars", "idle", "tyres", "wine"], &[[5.0, 0.0, 2.0, 3.0], [3.0, 0.0, 4.0, 8.0]]);
    let plants = RegisterBuilder::default().plant("a", "cars", "", 8.0).plant("b", "tyres", "", 6.0).build();
    let method = with_groups(&[("all", &["wine", "tyres", "cars", "idle"]), ("none", &["idle", "cars"])]);
    for draws in [0, 99] {
        let found =
            compute(&Coagglomeration { draws, ..method.clone() }, &PlantsInRegions::of_counts(counts.clone().into(), Some(plants.clone().into())));
        let reason = |j, k| found.pair(j, k).unwrap().reason;
        assert_eq!((reason(0, 1), reason(0, 2), reason(0, 3)), (Some("empty-industry"), None, Some("no-plants")));
        assert_eq!(found.pair(0, 1).unwrap().coagglomeration, None);
        assert!(found.pair(0, 3).unwrap().coagglomeration.is_some() && found.pair(0, 3).unwrap().p_value.is_none());
        assert_eq!(found.groups[0].together.reason, Some("no-plants"));
        assert_eq!((found.groups[1].together.reason, found.groups[1].together.coagglomeration), (Some("one-industry"), None));
        assert_eq!(found.pair(2, 2), None);
        assert_eq!(found.pair(0, 4), None);
    }
}

#[test]
fn groups_are_checked_before_and_against_the_data() {
    let refused = with_groups(&[("g", &["ind0", "ind9x"])]).compute(&of_register(oracles::plants()), &context(0));
    // One replacement and one deletion lead from ind9x to ind0; ind0 comes first among equals.
    assert_eq!(refused.unwrap_err(), MethodError::UnknownCode { setting: "groups", code: "ind9x".into(), nearest: Some("ind0".into()) });
    let refused = with_groups(&[("g", &["ind0", "xind5"])]).compute(&of_register(oracles::plants()), &context(0));
    assert!(matches!(refused, Err(MethodError::UnknownCode { nearest: Some(code), .. }) if code == "ind5"));
    assert_eq!(with_groups(&[("g", &["ind0"])]).check().unwrap_err().setting, "groups");
    assert_eq!(with_groups(&[("g", &["ind0", "ind1", "ind0"])]).check().unwrap_err().setting, "groups");
    assert_eq!(Coagglomeration { draws: 38, ..Default::default() }.check().unwrap_err().setting, "draws");
    assert_eq!(Coagglomeration { draws: 39, ..Default::default() }.check(), Ok(()));
}

#[test]
fn one_industry_has_no_partner() {
    let counts = Counts::dense(&["r0", "r1"], &["cars"], &[[5.0], [3.0]]);
    let refused = Coagglomeration::default().compute(&PlantsInRegions::of_counts(counts.into(), None), &context(0));
    assert_eq!(refused.unwrap_err(), MethodError::TooFew { what: "industries", need: 2, got: 1 });
}

#[test]
fn threads_do_not_change_the_draws() {
    let register = patterns::register(200, &[vec![3.0, 2.0, 1.0], vec![2.0, 1.0, 1.0], vec![1.0, 1.0, 1.0]], &SIZES, Seed::new(1));
    let method = Coagglomeration { draws: 99, ..Default::default() };
    let with =
        |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| compute(&method, &of_register(register.clone())));
    assert_eq!(with(1), with(8));
}

#[test]
fn tables_have_a_row_per_pair_and_per_group() {
    let method = with_groups(&[("some", &["ind0", "ind1", "ind2"])]);
    let inputs = of_register(oracles::plants());
    let finding = method.present(&inputs, &compute(&method, &inputs));
    let shape: Vec<_> = finding.tables.iter().map(|t| (t.name.as_str(), t.rows())).collect();
    assert_eq!(shape, [("coagglomeration", 15), ("groups", 1)]);
    let first = |name: &str| finding.tables[0].get(name).unwrap().values.text(5).unwrap();
    assert_eq!((first("from"), first("to")), ("ind1".to_owned(), "ind2".to_owned()));
}

/// Ellison and Glaeser's formula of 1997 for a group, from G of its summed shares, the H and gamma of its industries and their weights.
fn published(counts: &Counts, x: &[f64], plants: &PlantsInRegions) -> f64 {
    let x2: f64 = x.iter().map(|x| x * x).sum();
    let single = EllisonGlaeser { draws: 0, ..Default::default() }.compute(plants, &context(0)).unwrap().indices;
    let matrix = counts.matrix(0);
    let total = matrix.sum();
    let g: f64 = matrix.rows().into_iter().zip(x).map(|(row, x)| (row.sum() / total - x).powi(2)).sum();
    let w: Vec<f64> = matrix.columns().into_iter().map(|column| column.sum() / total).collect();
    let h: f64 = w.iter().zip(&single).map(|(w, i)| w * w * i.hhi.unwrap()).sum();
    let own: f64 = w.iter().zip(&single).map(|(w, i)| w * w * i.gamma.unwrap() * (1.0 - i.hhi.unwrap())).sum();
    (g / (1.0 - x2) - h - own) / (1.0 - w.iter().map(|w| w * w).sum::<f64>())
}

proptest! {
    #[test]
    fn the_value_of_a_group_is_the_published_one_and_that_of_its_pair(
        values in prop::collection::vec(prop::array::uniform3(1.0f64..100.0), 3..6),
        x in prop::collection::vec(1.0f64..10.0, 6),
    ) {
        let regions = ["r0", "r1", "r2", "r3", "r4", "r5"];
        let counts = Counts::dense(&regions[..values.len()], &["a", "b", "c"], &values);
        let plants = ["a", "b", "c"].iter().enumerate().fold(RegisterBuilder::default(), |builder, (j, industry)| {
            builder.plant(&format!("{j}"), industry, "", 3.0).plant(&format!("{j}'"), industry, "", 1.0 + j as f64)
        });
        let inputs = with_shares(PlantsInRegions::of_counts(counts.clone().into(), Some(plants.build().into())), &x[..values.len()]);
        let found = compute(&with_groups(&[("all", &["a", "b", "c"]), ("pair", &["c", "a"])]), &inputs);
        let total: f64 = x[..values.len()].iter().sum();
        let x: Vec<f64> = x[..values.len()].iter().map(|x| x / total).collect();
        prop_assert!((found.groups[0].together.coagglomeration.unwrap() - published(&counts, &x, &inputs)).abs() < 1e-12);
        let (group, pair) = (found.groups[1].together, found.pair(0, 2).unwrap());
        prop_assert!((group.coagglomeration.unwrap() - pair.coagglomeration.unwrap()).abs() < 1e-12);
        prop_assert!((group.z.unwrap() - pair.z.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn scale_and_the_names_of_regions_do_not_matter(values in prop::collection::vec(prop::array::uniform3(1.0f64..100.0), 3..6), scale in 0.001f64..1000.0) {
        let method = with_groups(&[("all", &["a", "b", "c"])]);
        let of = |names: &[&str], scale: f64| {
            let scaled: Vec<[f64; 3]> = values.iter().map(|row| row.map(|v| v * scale)).collect();
            let found = compute(&method, &PlantsInRegions::of_counts(Counts::dense(&names[..values.len()], &["a", "b", "c"], &scaled).into(), None));
            found.pairs.iter().map(|r| r.coagglomeration.unwrap()).chain([found.groups[0].together.coagglomeration.unwrap()]).collect::<Vec<_>>()
        };
        let plain = of(&["r0", "r1", "r2", "r3", "r4"], 1.0);
        let other = of(&["d", "b", "e", "a", "c"], scale);
        prop_assert!(plain.iter().zip(&other).all(|(a, b)| (a - b).abs() < 1e-12), "{plain:?} {other:?}");
    }
}
