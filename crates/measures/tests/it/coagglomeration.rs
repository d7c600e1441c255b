use super::ellison_glaeser::{SIZES, close, context, of_counts, of_register, with_shares};
use crate::tables::of_measured;
use agglom_measures::coagglomeration::{Coagglomerations, Together};
use agglom_measures::{PlantsInRegions, coagglomeration::Coagglomeration, ellison_glaeser::EllisonGlaeser};
use agglom_method::{Counts, Generator, Measured, Method, MethodError, RegisterBuilder, Sampling, Seed};
use agglom_testing::oracles;
use proptest::prelude::*;
use rand::RngExt;
use std::collections::BTreeMap;
use std::sync::Arc;

const REGIONS: [&str; 10] = ["reg0", "reg1", "reg2", "reg3", "reg4", "reg5", "reg6", "reg7", "reg8", "reg9"];

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

/// numpy from the model, on the same plants: traces and third moments of diag(x) - xx' as whole tensors, c_j by a linear solver, the shape of
/// the beta distribution by a root finder. First with x from the source, then with known x = (10, 9, …, 1)/55.
#[test]
fn z_and_p_values_of_400_plants_agree_with_numpy() {
    let method = with_groups(&[("three", &["ind0", "ind2", "ind5"])]);
    let x: Vec<f64> = (1..=10).rev().map(f64::from).collect();
    let own = compute(&method, &of_register(oracles::plants()));
    let reference = Counts::from_triples(x.iter().enumerate().map(|(i, &x)| (REGIONS[i], "all", x)));
    let known = compute(&method, &PlantsInRegions { reference: Some(reference.into()), ..of_register(oracles::plants()) });
    let agree = |found: Together, z: f64, p_value: f64| {
        assert!((found.z.unwrap() - z).abs() < 1e-10 && (found.p_value.unwrap() - p_value).abs() < 1e-8, "{found:?} {z} {p_value}");
    };
    for (j, k, z, p_value) in [
        (0, 1, 0.00873307585516178, 0.99509866820154),
        (0, 3, 1.27614149729042, 0.228023205960747),
        (0, 4, -1.46068151073634, 0.155629448965472),
        (1, 2, 0.717560714079015, 0.56710593476601),
        (4, 5, -0.385632768315603, 0.729560156692605),
    ] {
        agree(*own.pair(j, k).unwrap(), z, p_value);
    }
    for (j, k, z, p_value) in [
        (0, 3, 1.79658264715911, 0.0615873641621125),
        (1, 5, -0.274140994574993, 0.806727519250668),
        (2, 4, 1.85536784082676, 0.0529387311130304),
        (3, 5, 0.819074875735425, 0.460903319736477),
    ] {
        agree(*known.pair(j, k).unwrap(), z, p_value);
    }
    agree(own.groups[0].together, -0.320072097328811, 0.757874662604319);
    agree(known.groups[0].together, 1.83255147479334, 0.0526678683723209);
}

#[test]
fn counts_alone_give_what_the_plants_give() {
    let method = with_groups(&[("three", &["ind5", "ind0", "ind2"])]);
    let of_both = of_counts(&oracles::plants());
    let found =
        [of_register(oracles::plants()), PlantsInRegions { plants: None, ..of_both.clone() }, of_both].map(|inputs| compute(&method, &inputs));
    assert!(found.iter().all(|f| (&f.pairs, &f.groups) == (&found[0].pairs, &found[0].groups)));
    assert!(found[0].pairs.iter().all(|pair| pair.z.is_some() && pair.p_value.is_some() && pair.q_value.is_some()));
}

/// With known x, z is the value over √(c_j c_k V), and c_j = gamma_j + (1 - gamma_j) H_j from the plants.
#[test]
fn z_has_the_concentration_that_ellison_and_glaeser_estimate() {
    let x: Vec<f64> = (1..=10).rev().map(|x| f64::from(x) / 55.0).collect();
    let power = |n: i32| x.iter().map(|x| x.powi(n)).sum::<f64>();
    let reference = Counts::from_triples(x.iter().enumerate().map(|(i, &x)| (REGIONS[i], "all", x)));
    let inputs = PlantsInRegions { reference: Some(reference.into()), ..of_register(oracles::plants()) };
    let single = EllisonGlaeser { draws: 0, ..Default::default() }.compute(&inputs, &context(0)).unwrap().indices;
    let c: Vec<f64> = single.iter().map(|i| i.gamma.unwrap() + (1.0 - i.gamma.unwrap()) * i.hhi.unwrap()).collect();
    let deviation = (power(2) - 2.0 * power(3) + power(2).powi(2)).sqrt() / (1.0 - power(2));
    let found = compute(&Coagglomeration::default(), &inputs);
    for (j, k) in [(0, 1), (0, 5), (2, 4)] {
        let pair = found.pair(j, k).unwrap();
        close(pair.z, pair.coagglomeration.unwrap() / (c[j] * c[k]).sqrt() / deviation);
    }
}

/// Sizes by region of an industry whose plants come one by one: the next one joins a plant that is there, drawn with equal chance, or
/// chooses a region with chance x. Its places are those of Ellison and Glaeser's model with this gamma (Pólya's urn).
fn industry(x: &[f64], gamma: f64, plants: usize, generator: &mut Generator) -> Vec<f64> {
    let mut regions: Vec<usize> = Vec::with_capacity(plants);
    let mut sizes = vec![0.0; x.len()];
    for m in 0..plants {
        let joins = gamma * m as f64 / (1.0 - gamma + gamma * m as f64);
        let region = if generator.random::<f64>() < joins { regions[generator.random_range(0..m)] } else { chosen(x, generator) };
        regions.push(region);
        sizes[region] += SIZES[m % SIZES.len()];
    }
    sizes
}

fn chosen(x: &[f64], generator: &mut Generator) -> usize {
    let mut left = generator.random::<f64>();
    let here = |x: &f64| {
        left -= x;
        left < 0.0
    };
    x.iter().position(here).unwrap_or(x.len() - 1)
}

fn together(industries: &[Vec<f64>], x: Option<&[f64]>) -> PlantsInRegions {
    let counts = |industries: &[Vec<f64>]| {
        let of_industry =
            |(j, values): (usize, &Vec<f64>)| values.iter().enumerate().map(move |(i, &x)| Measured::units(i as u32, j as u32, x)).collect();
        let cells = industries.iter().enumerate().flat_map::<Vec<_>, _>(of_industry).collect();
        Arc::new(of_measured(industries[0].len(), industries.len(), cells, Sampling::Units))
    };
    PlantsInRegions { reference: x.map(|x| counts(&[x.to_vec()])), ..PlantsInRegions::of_counts(counts(industries), None) }
}

fn falling(regions: usize) -> Vec<f64> {
    (1..=regions).rev().map(|x| 2.0 * x as f64 / (regions * (regions + 1)) as f64).collect()
}

fn share_below(alpha: f64, p_values: &[f64]) -> f64 {
    p_values.iter().filter(|&&p| p < alpha).count() as f64 / p_values.len() as f64
}

/// p-values of disjoint pairs, and of groups of four, of industries of 100 plants that are concentrated each for itself.
fn of_unrelated(regions: usize, gamma: f64, known: bool, runs: u64) -> (Vec<f64>, Vec<f64>) {
    let x = falling(regions);
    let method = with_groups(&[("a", &["i0", "i1", "i2", "i3"]), ("b", &["i4", "i5", "i6", "i7"])]);
    let (mut of_pairs, mut of_groups) = (Vec::new(), Vec::new());
    for k in 0..runs {
        let mut generator = Seed::new(k).child("unrelated").draw(0);
        let industries: Vec<_> = (0..12).map(|_| industry(&x, gamma, 100, &mut generator)).collect();
        let found = compute(&method, &together(&industries, known.then_some(&x[..])));
        of_pairs.extend((0..6).map(|j| found.pair(2 * j, 2 * j + 1).unwrap().p_value.unwrap()));
        of_groups.extend(found.groups.iter().map(|group| group.together.p_value.unwrap()));
    }
    (of_pairs, of_groups)
}

/// 1,200 pairs and 400 groups each: at 0.05 four standard errors are 2.5 and 4.4 points, at 0.01 they are 1.1 and 2 points.
#[test]
fn unrelated_industries_are_rejected_about_as_often_as_the_level_says_however_concentrated() {
    for (regions, gamma) in [(12, 0.0), (12, 0.1), (40, 0.02), (40, 0.1), (40, 0.3)] {
        let (pairs, groups) = of_unrelated(regions, gamma, true, 200);
        let rates = [0.05, 0.01].map(|alpha| (share_below(alpha, &pairs), share_below(alpha, &groups)));
        assert!((0.025..0.075).contains(&rates[0].0) && rates[1].0 < 0.021, "{regions} {gamma} {rates:?}");
        assert!((0.006..0.094).contains(&rates[0].1) && rates[1].1 < 0.03, "{regions} {gamma} {rates:?}");
    }
}

#[test]
fn industries_that_make_up_the_whole_are_not_rejected_for_that() {
    let (pairs, groups) = of_unrelated(40, 0.05, false, 150);
    assert!((0.015..0.075).contains(&share_below(0.05, &pairs)) && share_below(0.05, &groups) < 0.08, "{pairs:?}");
}

/// Two industries that follow one another's plants, among eight that do not, and a group of these two with a third that does not.
#[test]
fn industries_that_go_to_the_same_regions_are_found_and_so_are_those_that_part() {
    let x = falling(40);
    let (mut joined, mut apart, mut others) = (0, 0, 0);
    for k in 0..40 {
        let mut generator = Seed::new(k).child("related").draw(0);
        let both = industry(&x, 0.05, 400, &mut generator);
        let mut industries: Vec<Vec<f64>> = (0..8).map(|_| industry(&x, 0.05, 200, &mut generator)).collect();
        let half = |sign: f64| both.iter().enumerate().map(|(i, size)| size * (0.5 + sign * 0.1 * (i % 3) as f64)).collect::<Vec<_>>();
        let rest = both.iter().zip(&x).map(|(size, x)| (4.0 * x * both.iter().sum::<f64>() - size).max(0.0)).collect();
        industries.extend([half(1.0), half(-1.0), rest]);
        let found = compute(&Coagglomeration::default(), &together(&industries, Some(&x)));
        let sure = |j, k, sign: f64| found.pair(j, k).is_some_and(|r| r.q_value.unwrap() < 0.05 && sign * r.z.unwrap() > 0.0);
        joined += u32::from(sure(8, 9, 1.0));
        apart += u32::from(sure(8, 10, -1.0));
        others += (0..4).filter(|&j| sure(2 * j, 2 * j + 1, 1.0) || sure(2 * j, 2 * j + 1, -1.0)).count();
    }
    assert!(joined >= 39 && apart >= 36 && others <= 8, "{joined} {apart} {others}");
}

#[test]
fn what_is_empty_says_so() {
    let counts =
        Counts::dense(&["r0", "r1", "r2"], &["cars", "idle", "tyres", "wine"], &[[5.0, 0.0, 2.0, 3.0], [3.0, 0.0, 4.0, 8.0], [1.0, 0.0, 1.0, 1.0]]);
    let method = with_groups(&[("all", &["wine", "tyres", "cars", "idle"]), ("none", &["idle", "cars"])]);
    let found = compute(&method, &PlantsInRegions::of_counts(counts.into(), None));
    let reason = |j, k| found.pair(j, k).unwrap().reason;
    assert_eq!((reason(0, 1), reason(0, 2), reason(0, 3)), (Some("empty-industry"), None, None));
    assert_eq!(found.pair(0, 1), Some(&Together { reason: Some("empty-industry"), ..Default::default() }));
    assert_eq!((found.groups[0].together.reason, found.groups[1].together.reason), (None, Some("one-industry")));
    assert_eq!((found.pair(2, 2), found.pair(0, 4)), (None, None));
}

#[test]
fn where_nothing_can_be_told_the_p_value_is_one() {
    let keys = |inputs: &PlantsInRegions| {
        let found = compute(&Coagglomeration::default(), inputs);
        assert!(found.pairs.iter().all(|pair| pair.p_value.unwrap() > 1.0 - 1e-6), "{found:?}");
        let finding = Coagglomeration::default().present(inputs, &found);
        finding.notes.into_iter().map(|note| note.message.key).collect::<Vec<_>>()
    };
    let few = |key: &String| key == "coagglomeration-few-industries";
    let three = Counts::dense(&["r0", "r1", "r2"], &["a", "b", "c"], &[[9.0, 8.0, 1.0], [1.0, 2.0, 7.0], [1.0, 1.0, 1.0]]);
    assert!(keys(&PlantsInRegions::of_counts(three.into(), None)).iter().any(few));
    let two_regions = Counts::dense(&["r0", "r1"], &["a", "b", "c", "d"], &[[9.0, 8.0, 1.0, 4.0], [1.0, 2.0, 7.0, 2.0]]);
    assert!(!keys(&PlantsInRegions::of_counts(two_regions.into(), None)).iter().any(few));
    let alike = Counts::dense(&["r0", "r1", "r2"], &["a", "b", "c", "d"], &[[9.0, 3.0, 6.0, 0.3], [3.0, 1.0, 2.0, 0.1], [6.0, 2.0, 4.0, 0.2]]);
    assert!(!keys(&PlantsInRegions::of_counts(alike.into(), None)).iter().any(few));
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
    assert_eq!(Coagglomeration { alpha: 1.0, ..Default::default() }.check().unwrap_err().setting, "alpha");
}

#[test]
fn one_industry_has_no_partner() {
    let counts = Counts::dense(&["r0", "r1"], &["cars"], &[[5.0], [3.0]]);
    let refused = Coagglomeration::default().compute(&PlantsInRegions::of_counts(counts.into(), None), &context(0));
    assert_eq!(refused.unwrap_err(), MethodError::TooFew { what: "industries", need: 2, got: 1 });
}

#[test]
fn threads_do_not_change_anything() {
    let mut generator = Seed::new(1).draw(0);
    let inputs = together(&(0..80).map(|_| industry(&falling(30), 0.05, 30, &mut generator)).collect::<Vec<_>>(), None);
    let with =
        |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| compute(&Coagglomeration::default(), &inputs));
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
