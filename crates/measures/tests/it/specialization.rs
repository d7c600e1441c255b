use crate::tables::{of_cells, of_drawn, of_rows, same, shuffled, tables};
use agglom_measures::specialization::{RegionIndices, Specializations};
use agglom_measures::{Estimate, Zoned, specialization::Specialization};
use agglom_method::{Absent, Argument, Context, Counts, Method, MethodError, Seed, Unwatched};
use agglom_testing::oracles;
use proptest::prelude::*;
use std::sync::Arc;

fn compute(method: &Specialization, source: Arc<Counts>, reference: Option<Counts>) -> Result<Specializations, MethodError> {
    let inputs = Zoned { source, reference: reference.map(Into::into) };
    method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched })
}

fn of_counts(counts: Counts) -> Specializations {
    compute(&Specialization::default(), counts.into(), None).unwrap()
}

fn all(region: &RegionIndices) -> [Option<Estimate>; 5] {
    [region.krugman, region.herfindahl, region.shannon_entropy, region.hachman, region.theil]
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * b.abs(), "{a:?} is not {b}");
}

/// mpmath with 50 digits: the indices from their definitions, as functions of all cells of the region; Var = Σ x (∂f/∂x)² with
/// central differences. krugman, shannon_entropy and hachman as econcomplex 1.0.1 prints them.
#[test]
fn indices_and_intervals_agree_with_mpmath() {
    let found = of_counts(oracles::employment_before());
    for (region, expected) in [
        (
            0,
            [
                (1.02993577850721, 0.992295414911288, 1.06757614210313),
                (0.205864462809917, 0.187484689662093, 0.224244235957741),
                (2.83021941911441, 2.74924109306501, 2.91119774516381),
                (0.328379188440848, 0.304229743085595, 0.352528633796101),
                (0.824742892404751, 0.773225263256618, 0.876260521552885),
            ],
        ),
        (
            6,
            [
                (1.24157082690752, 1.19514844519808, 1.28799320861696),
                (0.491897766306352, 0.45418121469524, 0.529614317917464),
                (1.69498671975041, 1.57829493930854, 1.81167850019229),
                (0.213361460294764, 0.198450646114929, 0.228272274474599),
                (1.21448000187131, 1.14852178078327, 1.28043822295936),
            ],
        ),
        (
            11,
            [
                (0.970330828896986, 0.926223753362187, 1.01443790443178),
                (0.186500047657303, 0.170997021533909, 0.202003073780697),
                (2.96515636471722, 2.87939988163824, 3.0509128477962),
                (0.360562226852835, 0.331019301271198, 0.390105152434473),
                (0.663288105121605, 0.604798012447705, 0.721778197795506),
            ],
        ),
    ] {
        for (estimate, (value, low, high)) in all(&found.indices[region]).into_iter().zip(expected) {
            let estimate = estimate.unwrap();
            close(estimate.value, value);
            close(estimate.low.unwrap(), low);
            close(estimate.high.unwrap(), high);
        }
    }
}

#[test]
fn a_region_like_the_whole_is_not_special_and_its_krugman_index_is_flat() {
    let found = of_counts(Counts::dense(&["a", "b", "c"], &["cars", "wine"], &[[10.0, 30.0], [5.0, 25.0], [5.0, 5.0]]));
    // The whole is 20 : 60.
    let like = &found.indices[0];
    assert_eq!(like.krugman, Some(Estimate { value: 0.0, low: None, high: None }));
    assert_eq!((like.hachman.unwrap().value, like.theil.unwrap().value, like.reason), (1.0, 0.0, Some("flat")));
    assert!(like.herfindahl.unwrap().low.is_some());
    assert_eq!(found.indices[1].reason, None);
}

#[test]
fn a_region_with_a_single_industry_has_no_interval() {
    let found = of_counts(Counts::dense(&["a", "b"], &["cars", "wine"], &[[7.0, 0.0], [5.0, 24.0]]));
    let single = &found.indices[0];
    assert_eq!(single.herfindahl, Some(Estimate { value: 1.0, low: None, high: None }));
    assert_eq!((single.shannon_entropy.unwrap().value, single.reason), (0.0, Some("flat")));
    // The whole has 12 of 36 in cars: |1 - 1/3| + 2/3.
    close(single.krugman.unwrap().value, 4.0 / 3.0);
    assert_eq!(single.krugman.unwrap().low, None);
}

#[test]
fn an_empty_region_is_empty_with_a_reason_and_takes_nothing_from_the_others() {
    let found = of_counts(oracles::with_empty_margins());
    assert!(all(&found.indices[3]).iter().all(Option::is_none));
    assert_eq!((found.indices[3].value, found.indices[3].reason), (0.0, Some("empty-region")));
    assert!(found.indices.iter().enumerate().all(|(i, r)| i == 3 || (r.krugman.is_some() && r.hachman.is_some())));
}

#[test]
fn one_region_needs_a_reference_and_then_compares_with_it() {
    let zone = || Counts::dense(&["zone"], &["cars", "wine"], &[[30.0, 10.0]]).into();
    let refused = compute(&Specialization::default(), zone(), None);
    assert_eq!(refused.unwrap_err(), MethodError::TooFew { what: "regions", need: 2, got: 1 });
    // The nation: cars 150, wine 250, tea 100 of 500. The zone: 0.75, 0.25, 0.
    let nation = Counts::dense(&["x", "y"], &["cars", "tea", "wine"], &[[100.0, 100.0, 200.0], [50.0, 0.0, 50.0]]);
    let found = compute(&Specialization::default(), zone(), Some(nation)).unwrap().indices[0];
    close(found.krugman.unwrap().value, 0.45 + 0.25 + 0.2);
    close(found.hachman.unwrap().value, 1.0 / (0.75f64.powi(2) / 0.3 + 0.25f64.powi(2) / 0.5));
    close(found.theil.unwrap().value, 0.75 * 2.5f64.ln() + 0.25 * 0.5f64.ln());
}

#[test]
fn an_industry_that_the_reference_has_not_leaves_hachman_and_theil_undefined() {
    let source = Counts::dense(&["a", "b"], &["cars", "wine"], &[[5.0, 5.0], [0.0, 9.0]]).into();
    let reference = Counts::dense(&["x"], &["wine"], &[[90.0]]);
    let found = compute(&Specialization::default(), source, Some(reference)).unwrap();
    let outside = &found.indices[0];
    assert_eq!((outside.hachman, outside.theil, outside.reason), (None, None, Some("industry-not-in-reference")));
    close(outside.krugman.unwrap().value, 1.0);
    assert_eq!(found.indices[1].hachman.unwrap().value, 1.0);
}

#[test]
fn nothing_at_all_is_an_error() {
    let counts = Counts::dense(&["a", "b"], &["cars"], &[[0.0], [0.0]]);
    let refused = compute(&Specialization::default(), counts.into(), None);
    assert_eq!(refused.unwrap_err(), MethodError::AllZero { what: "values" });
    assert!(Specialization { alpha: 1.0, ..Default::default() }.check().is_err());
}

/// Chances of the simulated region; every industry has the same share of the whole it is compared with.
const CHANCES: [f64; 10] = [0.3, 0.2, 0.14, 0.09, 0.08, 0.06, 0.05, 0.04, 0.02, 0.02];

/// Mean of krugman, herfindahl, shannon_entropy, hachman and theil over simulated regions, and how often the interval held the truth.
fn simulate(establishments: usize, sizes: &[f64], regions: u64) -> [(f64, f64); 5] {
    let codes: Vec<String> = (0..10).map(|j| format!("i{j}")).collect();
    let of = |values: [f64; 10]| Counts::from_triples(codes.iter().zip(values).map(|(code, x)| ("r0", code.as_str(), x)));
    let run = |source| all(&compute(&Specialization::default(), source, Some(of([1.0; 10]))).unwrap().indices[0]);
    let truth = run(of(CHANCES).into());
    let mut found = [(0.0, 0.0); 5];
    for k in 0..regions {
        let drawn = run(of_drawn(establishments, &[CHANCES.to_vec()], sizes, k).into());
        for ((mean, held), (drawn, truth)) in found.iter_mut().zip(drawn.iter().zip(truth)) {
            let (drawn, truth) = (drawn.unwrap(), truth.unwrap().value);
            let holds = drawn.low.is_some_and(|low| low <= truth) && drawn.high.is_some_and(|high| truth <= high);
            *mean += drawn.value / regions as f64;
            *held += if holds { 1.0 / regions as f64 } else { 0.0 };
        }
    }
    found
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    // 500 regions: a true 95 % lies within ±2.5 points of it; entropies lag a little behind.
    for (_, held) in simulate(400, &[1.0], 500) {
        assert!((0.91..=0.98).contains(&held), "held {held}");
    }
    for (_, held) in simulate(1000, &[1.0, 2.0, 5.0, 10.0, 60.0], 300) {
        assert!((0.90..=0.985).contains(&held), "with sizes held {held}");
    }
}

#[test]
fn few_establishments_exaggerate_specialisation_as_the_documentation_says() {
    let found = simulate(25, &[1.0], 1000);
    // The documentation's numbers, and the coverage it warns of.
    for ((mean, held), (says, holds)) in found.into_iter().zip([(0.80, 0.84), (0.205, 0.96), (2.58, 0.67), (0.51, 0.83), (0.52, 0.67)]) {
        assert!((mean / says - 1.0).abs() < 0.02 && (held - holds).abs() < 0.05, "{mean} {held} and not {says} {holds}");
    }
    let bias = |truth: f64, found: f64| found - truth;
    // Multinomial: E Σ s² = Σ p² + (1 - Σ p²) / n. Entropies: (k - 1) / 2n nats to first order (Miller 1955).
    let (herfindahl, theil): (f64, f64) = (CHANCES.iter().map(|p| p * p).sum(), CHANCES.iter().map(|p| p * (10.0 * p).ln()).sum());
    assert!((bias(herfindahl, found[1].0) - (1.0 - herfindahl) / 25.0).abs() < 0.006);
    assert!((bias(theil, found[4].0) - 9.0 / 50.0).abs() < 0.03);
    // Of unequal size, n establishments are worth (Σ size)² / Σ size² = n · 15.6² / 746.
    let unequal = simulate(400, &[1.0, 2.0, 5.0, 10.0, 60.0], 500);
    assert!((bias(theil, unequal[4].0) - 4.5 * 746.0 / (400.0 * 15.6f64.powi(2))).abs() < 0.008);
}

#[test]
fn the_table_says_how_many_establishments_there_are_when_they_are_known() {
    let method = Specialization::default();
    let run = |source: Arc<Counts>, method: &Specialization| {
        let inputs = Zoned { source, reference: None };
        let found = method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap();
        method.present(&inputs, &found)
    };
    let finding = run(Counts::of_register(&oracles::plants()).into(), &method);
    let establishments = &finding.tables[0].get("establishments").unwrap().values;
    assert_eq!((0..establishments.len()).map(|i| establishments.number(i).unwrap()).sum::<f64>(), 400.0);
    let counts = Counts { absent: Absent::Missing, ..oracles::employment_before() };
    let finding = run(counts.into(), &Specialization { interval: false, ..method });
    let columns: Vec<&str> = finding.tables[0].columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(columns, ["region", "krugman", "herfindahl", "shannon_entropy", "hachman", "theil", "value", "reason"]);
    let notes: Vec<&str> = finding.notes.iter().map(|n| n.message.key.as_str()).collect();
    assert_eq!(notes, ["specialization-ends-plain"], "all pairs are listed and no interval was asked for");
    let counts = Counts { absent: Absent::Missing, ..Counts::from_triples([("a", "cars", 9.0), ("a", "wine", 2.0), ("b", "cars", 4.0)]) };
    let finding = run(counts.into(), &method);
    let caution = finding.notes.iter().find(|n| n.message.key == "unlisted-left-out").unwrap();
    assert_eq!(caution.message.args[0].1, Argument::Count(1));
}

#[test]
fn the_headline_names_both_ends_and_counts_against_the_median() {
    let method = Specialization::default();
    let inputs = Zoned { source: oracles::employment_before().into(), reference: None };
    let found = method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap();
    let finding = method.present(&inputs, &found);
    let argument = |note: usize, name: &str| finding.notes[note].message.args.iter().find(|a| a.0 == name).unwrap().1.clone();
    // mpmath as above: r06 has the largest index (1.2416 from 1.1951) but r04 the largest lower end (1.2375 from 1.1971); r05 the
    // smallest index (0.7291 to 0.8031) but r07 the smallest upper end (0.7469 to 0.8017). The median is 1.0226; four intervals
    // lie above it, five below.
    assert_eq!(argument(0, "most"), Argument::Code { code: "r04".into(), name: None });
    assert_eq!(argument(0, "least"), Argument::Code { code: "r07".into(), name: None });
    assert_eq!((argument(1, "all"), argument(1, "more"), argument(1, "less")), (Argument::Count(12), Argument::Count(4), Argument::Count(5)));
}

proptest! {
    #[test]
    fn indices_keep_their_bounds_and_their_inequalities(rows in tables()) {
        for (row, region) in rows.iter().zip(of_counts(of_rows(&rows, 1.0)).indices) {
            let [Some(krugman), Some(herfindahl), Some(entropy), Some(hachman), Some(theil)] = all(&region) else {
                prop_assert!(row.iter().all(|&x| x == 0.0));
                continue;
            };
            let present = row.iter().filter(|&&x| x > 0.0).count() as f64;
            prop_assert!((0.0..=2.0).contains(&krugman.value));
            prop_assert!((1.0 / present - 1e-12..=1.0).contains(&herfindahl.value));
            prop_assert!((0.0..=present.log2() + 1e-12).contains(&entropy.value));
            prop_assert!((0.0..=1.0).contains(&hachman.value) && theil.value >= 0.0);
            // Pinsker; and Jensen.
            prop_assert!(theil.value >= krugman.value.powi(2) / 2.0 - 1e-12);
            prop_assert!(theil.value <= -hachman.value.ln() + 1e-12);
            for estimate in all(&region).into_iter().flatten() {
                prop_assert!(estimate.low.is_none_or(|low| low <= estimate.value) && estimate.high.is_none_or(|high| high >= estimate.value));
            }
        }
    }

    #[test]
    fn only_proportions_matter(rows in tables(), scale in 1e-3..1e6f64) {
        let run = |scale| of_counts(of_rows(&rows, scale)).indices;
        for (a, b) in run(1.0).iter().zip(run(scale)) {
            prop_assert!(all(a).into_iter().zip(all(&b)).all(|(a, b)| same(a, b)), "{a:?} {b:?}");
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter((cells, shuffled) in shuffled()) {
        prop_assert_eq!(of_counts(of_cells(&cells)), of_counts(of_cells(&shuffled)));
    }

    #[test]
    fn cutting_an_industry_in_equal_proportions_changes_no_distance_from_the_whole(rows in tables(), part in 0.1..0.9f64) {
        let cut: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().skip(1).copied().chain([row[0] * part, row[0] * (1.0 - part)]).collect()).collect();
        for (a, b) in of_counts(of_rows(&rows, 1.0)).indices.iter().zip(of_counts(of_rows(&cut, 1.0)).indices) {
            prop_assert!(same(a.krugman, b.krugman) && same(a.hachman, b.hachman) && same(a.theil, b.theil), "{a:?} {b:?}");
        }
    }
}
