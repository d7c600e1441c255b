use agglom_measures::{IndustryIndex, PlantIndices, PlantsInRegions, ellison_glaeser::EllisonGlaeser, maurel_sedillot::MaurelSedillot};
use agglom_method::{
    Bound, Cells, Context, Counts, Gap, Inputs, Method, MethodError, NoteKind, Register, RegisterBuilder, Seed, Shape, State, Unwatched,
};
use agglom_testing::{oracles, patterns};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) const SIZES: [f64; 5] = [1.0, 2.0, 5.0, 10.0, 60.0];

pub(crate) fn context(seed: u64) -> Context<'static> {
    Context { seed: Seed::new(seed), watch: &Unwatched }
}

pub(crate) fn of_register(register: Register) -> PlantsInRegions {
    PlantsInRegions::of_register(register.into()).unwrap()
}

/// The totals of a register beside its plants without their regions.
pub(crate) fn of_counts(register: &Register) -> PlantsInRegions {
    let mut totals: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for i in 0..register.len() {
        let region = register.region.as_ref().unwrap().code(i).unwrap();
        *totals.entry((region, register.industry.code(i).unwrap())).or_default() += register.size_of(i);
    }
    let counts = Counts::from_triples(totals.iter().map(|(&(region, industry), &value)| (region, industry, value)));
    PlantsInRegions::of_counts(counts.into(), Some(Register { region: None, ..register.clone() }.into()))
}

/// The same plants and regions, with these shares of the whole for r0, r1, ….
pub(crate) fn with_shares(inputs: PlantsInRegions, x: &[f64]) -> PlantsInRegions {
    let codes: Vec<String> = (0..x.len()).map(|i| format!("r{i}")).collect();
    let reference = Counts::from_triples(codes.iter().zip(x).map(|(code, &x)| (code.as_str(), "all", x)));
    PlantsInRegions { reference: Some(reference.into()), ..inputs }
}

/// Every way in which so many plants can locate, with its probability.
fn locations(x: &[f64], plants: usize) -> Vec<(Vec<usize>, f64)> {
    (0..x.len().pow(plants as u32))
        .map(|code| {
            let regions: Vec<usize> = (0..plants as u32).map(|k| code / x.len().pow(k) % x.len()).collect();
            let probability = regions.iter().map(|&r| x[r]).product();
            (regions, probability)
        })
        .collect()
}

/// Mean and variance of a statistic over all locations, and the probability that it is at least `observed`.
fn enumerated(locations: &[(Vec<usize>, f64)], statistic: impl Fn(&[usize]) -> f64, observed: f64) -> (f64, f64, f64) {
    let values: Vec<(f64, f64)> = locations.iter().map(|(regions, p)| (statistic(regions), *p)).collect();
    let mean: f64 = values.iter().map(|(v, p)| v * p).sum();
    let variance = values.iter().map(|(v, p)| (v - mean).powi(2) * p).sum();
    (mean, variance, values.iter().filter(|(v, _)| *v >= observed - 1e-12).map(|(_, p)| p).sum())
}

fn shares_of(regions: &[usize], plants: &[f64], n: usize) -> Vec<f64> {
    let mut shares = vec![0.0; n];
    regions.iter().zip(plants).for_each(|(&r, z)| shares[r] += z);
    shares
}

/// Five plants in three regions: r0 has 50 and 20, r1 has 10 and 15, r2 has 5.
pub(crate) fn five_plants() -> (Register, [f64; 5], [f64; 3]) {
    let places = [("a", "r0", 50.0), ("b", "r0", 20.0), ("c", "r1", 10.0), ("d", "r1", 15.0), ("e", "r2", 5.0)];
    let builder = places.iter().fold(RegisterBuilder::default(), |b, &(id, region, size)| b.plant(id, "cars", region, size));
    (builder.build(), [0.5, 0.2, 0.1, 0.15, 0.05], [0.5, 0.3, 0.2])
}

/// Kolmogorov's distance from the uniform distribution times √n; exceeds 1.63 with probability 0.01.
pub(crate) fn kolmogorov(mut p_values: Vec<f64>) -> f64 {
    p_values.sort_unstable_by(f64::total_cmp);
    let n = p_values.len() as f64;
    p_values.iter().enumerate().map(|(i, p)| ((i as f64 + 1.0) / n - p).abs().max((p - i as f64 / n).abs())).fold(0.0, f64::max) * n.sqrt()
}

fn compute(inputs: &PlantsInRegions, draws: usize, seed: u64) -> PlantIndices {
    EllisonGlaeser { draws, ..Default::default() }.compute(inputs, &context(seed)).unwrap()
}

pub(crate) fn close(a: Option<f64>, b: f64) {
    assert!((a.unwrap() - b).abs() <= 1e-12 * b.abs().max(1e-3), "{a:?} is not {b}");
}

/// z: numpy from the formula, on the same plants.
#[test]
fn indices_of_400_plants_agree_with_numpy() {
    let found = compute(&of_register(oracles::plants()), 0, 0);
    let z = [0.326596177082284, 2.1226329188793427, 0.007612013761303574, 6.542685392923722, -0.18181419331144727, 1.3494597978028789];
    for (j, index) in found.indices.iter().enumerate() {
        let expected = &oracles::reference_formulas()["EG_MS"][found.industries.get(j)];
        close(index.g, expected["G_raw"].as_f64().unwrap());
        close(index.hhi, expected["H"].as_f64().unwrap());
        close(index.gamma, expected["gamma_EG"].as_f64().unwrap());
        close(index.z, z[j]);
        assert_eq!(index.establishments.map(|n| n as u64), expected["n_plants"].as_u64());
    }
    assert_eq!(found.indices.len(), 6);
}

#[test]
fn counts_with_plants_give_what_the_register_gives() {
    let register = oracles::plants();
    assert_eq!(compute(&of_counts(&register), 99, 1).indices, compute(&of_register(register), 99, 1).indices);
}

/// That what was found for the five plants with 100,000 draws is what the enumeration of their locations gives for G.
pub(crate) fn agrees_with_all_locations_of_five_plants(found: IndustryIndex, g: impl Fn(&[f64]) -> f64) {
    let (_, z, x) = five_plants();
    let of_regions = |regions: &[usize]| g(&shares_of(regions, &z, 3));
    let observed = of_regions(&[0, 0, 1, 1, 2]);
    let (mean, variance, upper) = enumerated(&locations(&x, 5), of_regions, observed);
    close(found.g, observed);
    close(found.expected_g, mean);
    close(found.z, (observed - mean) / variance.sqrt());
    // Four standard errors of a share of so many draws.
    assert!((found.p_value.unwrap() - upper).abs() < 4.0 * (upper * (1.0 - upper) / 1e5).sqrt(), "{found:?} {upper}");
}

#[test]
fn mean_variance_and_p_value_are_those_of_all_locations_of_five_plants() {
    let (register, _, x) = five_plants();
    let found = compute(&with_shares(of_register(register), &x), 100_000, 0).indices[0];
    agrees_with_all_locations_of_five_plants(found, |shares| shares.iter().zip(x).map(|(s, x)| (s - x).powi(2)).sum());
}

/// p-values of three industries in many registers whose plants locate independently over six regions.
fn p_values(draws: usize, registers: u64) -> Vec<f64> {
    let x = [6.0, 5.0, 4.0, 3.0, 2.0, 1.0];
    let chances: Vec<Vec<f64>> = x.iter().map(|&x| vec![x, 2.0 * x, 3.0 * x]).collect();
    let found = |k| compute(&with_shares(of_register(patterns::register(120, &chances, &SIZES, Seed::new(k))), &x), draws, k);
    (0..registers).flat_map(|k| found(k).indices).filter_map(|index| index.p_value).collect()
}

#[test]
fn p_values_of_independent_locations_are_uniform() {
    let distance = kolmogorov(p_values(99, 200));
    assert!(distance < 1.63, "{distance}");
}

#[test]
fn the_normal_approximation_rejects_too_often_as_the_documentation_says() {
    let p_values = p_values(0, 600);
    let rejected = p_values.iter().filter(|&&p| p < 0.01).count() as f64 / p_values.len() as f64;
    assert!((0.015..0.045).contains(&rejected), "{rejected}");
}

#[test]
fn without_a_reference_the_test_is_cautious_for_a_large_industry() {
    let chances = vec![vec![3.0, 1.0], vec![2.0, 1.0], vec![1.0, 1.0], vec![1.0, 1.0]];
    let rejected = (0..200)
        .filter(|&k| compute(&of_register(patterns::register(100, &chances, &SIZES, Seed::new(k))), 99, k).indices[0].p_value.unwrap() <= 0.05);
    assert!(rejected.count() < 6, "fewer than 3 % where 5 % are allowed");
}

#[test]
fn a_concentrated_industry_is_found_among_others() {
    let chances = vec![vec![8.0, 2.0, 2.0, 2.0], vec![1.0, 3.0, 3.0, 3.0], vec![1.0, 4.0, 4.0, 4.0], vec![1.0, 2.0, 2.0, 2.0]];
    let found = |k| compute(&of_register(patterns::register(200, &chances, &[1.0, 2.0, 5.0], Seed::new(k))), 99, k).indices[0];
    let sure = (0..50).map(found).filter(|index: &IndustryIndex| index.q_value.unwrap() < 0.05 && index.gamma.unwrap() > 0.05).count();
    assert!(sure >= 48, "{sure} of 50");
}

#[test]
fn an_industry_that_cannot_be_measured_says_why() {
    let register = RegisterBuilder::default()
        .plant("a", "alone", "r0", 5.0)
        .plant("b", "cars", "r0", 5.0)
        .plant("c", "cars", "r1", 3.0)
        .plant("d", "idle", "r1", 0.0)
        .plant("e", "shadowed", "r1", 4.0)
        .plant("f", "shadowed", "r0", 0.0)
        .build();
    let found = compute(&of_register(register), 99, 0);
    let reasons: Vec<_> = found.indices.iter().map(|index| index.reason).collect();
    assert_eq!(reasons, [Some("one-plant"), None, Some("empty-industry"), Some("one-plant")]);
    let undefined = |index: &IndustryIndex| (index.gamma, index.z, index.p_value, index.q_value) == (None, None, None, None);
    assert!(found.indices.iter().all(|index| index.reason.is_none() != undefined(index)));
    assert_eq!((found.indices[0].g.is_some(), found.indices[2].g), (true, None));
    assert_eq!(found.indices[3].establishments, Some(2));
    let counts = Counts::dense(&["r0", "r1"], &["cars", "wine"], &[[5.0, 2.0], [3.0, 2.0]]);
    let plants = RegisterBuilder::default().plant("b", "cars", "", 5.0).plant("c", "cars", "", 3.0).plant("z", "ships", "", 3.0).build();
    let found = compute(&PlantsInRegions::of_counts(counts.into(), Some(plants.into())), 99, 0);
    assert_eq!((found.indices[0].reason, found.indices[1].reason), (None, Some("no-plants")));
}

#[test]
fn one_region_and_no_value_are_errors() {
    let refused = |register: RegisterBuilder| EllisonGlaeser::default().compute(&of_register(register.build()), &context(0)).unwrap_err();
    let one = RegisterBuilder::default().plant("a", "cars", "r0", 5.0).plant("b", "cars", "r0", 5.0);
    assert_eq!(refused(one.clone().plant("c", "cars", "r1", 0.0)), MethodError::TooFew { what: "regions", need: 2, got: 1 });
    assert_eq!(refused(one), MethodError::TooFew { what: "regions", need: 2, got: 1 });
    assert_eq!(refused(RegisterBuilder::default()), MethodError::AllZero { what: "values" });
}

#[test]
fn inputs_are_one_of_two_ways_and_complete() {
    let register = || Shape::Register(Arc::new(oracles::plants()));
    let counts = || Shape::Counts(of_counts(&oracles::plants()).counts);
    let key = |bound: &Bound| match PlantsInRegions::take(bound).and_then(|inputs| EllisonGlaeser::default().compute(&inputs, &context(0))) {
        Ok(_) => "fine".to_owned(),
        Err(MethodError::Needs { what }) => what.key,
        Err(other) => other.to_string(),
    };
    assert_eq!(key(&Bound::default().with("source", register())), "fine");
    assert_eq!(key(&Bound::default().with("counts", counts()).with("plants", register())), "fine");
    assert_eq!(key(&Bound::default().with("counts", counts())), "needs-plants");
    assert_eq!(key(&Bound::default().with("plants", register())), "needs-source");
    assert_eq!(key(&Bound::default().with("source", register()).with("counts", counts())), "needs-source-or-counts");
    let nowhere = Register { region: None, ..oracles::plants() };
    assert_eq!(key(&Bound::default().with("source", Shape::Register(nowhere.into()))), "needs-regions");
    let elsewhere = Counts::dense(&["x", "y"], &["all"], &[[1.0], [2.0]]);
    assert_eq!(key(&Bound::default().with("source", register()).with("reference", Shape::Counts(elsewhere.into()))), "needs-matching-reference");
}

/// By hand: s = (0.7, 0.25, 0.05, 0), x = (0.4, 0.2, 0, 0.4): G = 0.09 + 0.0025 + 0.0025 + 0.16 = 0.255.
#[test]
fn regions_of_the_reference_count_although_the_industry_has_none() {
    let (register, ..) = five_plants();
    let found = compute(&with_shares(of_register(register), &[4.0, 2.0, 0.0, 4.0]), 99, 0);
    close(found.indices[0].g, 0.255);
    close(found.indices[0].expected_g, (1.0 - 0.36) * 0.325);
    assert_eq!(found.coverage.outside, 1);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let check = |alpha, draws| EllisonGlaeser { alpha, draws }.check().map_err(|e| e.setting);
    assert_eq!((check(0.05, 0), check(0.05, 19)), (Ok(()), Ok(())));
    assert_eq!((check(0.05, 18), check(1.0, 99), check(f64::NAN, 99)), (Err("draws"), Err("alpha"), Err("alpha")));
}

#[test]
fn neither_threads_nor_the_names_of_regions_and_plants_change_the_draws() {
    let register = patterns::register(200, &[vec![3.0, 2.0], vec![2.0, 1.0], vec![1.0, 1.0]], &SIZES, Seed::new(1));
    let with = |threads, register: Register, seed| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| compute(&of_register(register), 99, seed))
    };
    let alone = with(1, register.clone(), 5);
    assert_eq!(alone, with(8, register.clone(), 5));
    assert_ne!(alone, with(8, register.clone(), 6), "another seed must give other draws");
    let mut renamed = RegisterBuilder::default();
    for i in 0..register.len() {
        let (region, industry) = (register.region.as_ref().unwrap().get(i).unwrap(), register.industry.code(i).unwrap());
        renamed = renamed.plant(&format!("q{}", 999 - i), industry, ["z", "y", "x"][region], register.size_of(i));
    }
    assert_eq!(alone, with(1, renamed.build(), 5));
}

#[test]
fn without_sizes_every_establishment_counts_one() {
    let unsized_register = Register { size: None, ..oracles::plants() };
    let found = compute(&of_register(unsized_register), 0, 0);
    assert!(found.coverage.sizeless);
    assert!(found.indices.iter().all(|index| (index.hhi.unwrap() - 1.0 / index.value).abs() < 1e-15));
}

#[test]
fn the_finding_says_what_was_found_and_what_is_left_out() {
    let inputs = of_counts(&oracles::plants());
    let mut counts = Counts::clone(&inputs.counts);
    counts.cells[0] = Cells::new(12, counts.only().iter().copied().collect(), vec![Gap { region: 0, industry: 0, state: State::Suppressed }]);
    let but_the_first: Vec<String> = (1..12).map(|i| format!("reg{i}")).collect();
    let reference = Counts::from_triples(but_the_first.iter().map(|code| (code.as_str(), "all", 1.0)));
    let inputs = PlantsInRegions { counts: counts.into(), reference: Some(reference.into()), ..inputs };
    let finding = |draws| EllisonGlaeser { draws, ..Default::default() }.present(&inputs, &compute(&inputs, draws, 0));
    let keys = |draws| finding(draws).notes.into_iter().map(|note| (note.kind, note.message.key)).collect::<Vec<_>>();
    let note = |kind, key: &str| (kind, key.to_owned());
    let [first, second] = ["plants-most-concentrated", "plants-concentrated"].map(|key| note(NoteKind::Headline, key));
    let [gaps, outside] = ["gaps-left-out", "plants-outside-reference"].map(|key| note(NoteKind::Caution, key));
    let (normal, drawn) = (note(NoteKind::Caution, "plants-normal"), note(NoteKind::Remark, "plants-monte-carlo"));
    assert_eq!(keys(0), [first.clone(), second.clone(), gaps.clone(), outside.clone(), normal]);
    assert_eq!(keys(199), [first, second, gaps, outside, drawn]);
    let columns: Vec<String> = finding(0).tables[0].columns.iter().map(|column| column.name.clone()).collect();
    let expected = ["industry", "g", "hhi", "gamma", "expected_g", "z", "p_value", "q_value", "establishments", "value", "reason"];
    assert_eq!(columns, expected);
}

fn register_of(plants: &[(usize, usize, f64)], region: impl Fn(usize) -> String, scale: f64) -> Register {
    let add =
        |b: RegisterBuilder, (i, &(r, j, size)): (usize, &(usize, usize, f64))| b.plant(&format!("{i}"), &format!("i{j}"), &region(r), size * scale);
    plants.iter().enumerate().fold(RegisterBuilder::default(), add).build()
}

fn gammas(register: Register) -> Vec<Option<f64>> {
    let inputs = of_register(register);
    let maurel_sedillot = MaurelSedillot { draws: 0, ..Default::default() }.compute(&inputs, &context(0)).unwrap();
    compute(&inputs, 0, 0).indices.iter().chain(&maurel_sedillot.indices).map(|index| index.gamma).collect()
}

fn alike(a: &[Option<f64>], b: &[Option<f64>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_some() == b.is_some() && (a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() < 1e-9)
}

proptest! {
    #[test]
    fn scaling_sizes_and_renaming_regions_change_nothing(
        plants in prop::collection::vec((0usize..5, 0usize..3, 1.0f64..1000.0), 12..40),
        scale in 0.001f64..1000.0,
    ) {
        let plain = |r: usize| format!("r{r}");
        prop_assume!(plants.iter().any(|p| p.0 != plants[0].0));
        let found = gammas(register_of(&plants, plain, 1.0));
        prop_assert!(alike(&found, &gammas(register_of(&plants, plain, scale))));
        prop_assert!(alike(&found, &gammas(register_of(&plants, |r| ["d", "a", "e", "c", "b"][r].to_owned(), 1.0))));
    }

    /// Two industries with the same regional shares have the G of the industry that they make together.
    #[test]
    fn merging_codes_with_the_same_shares_keeps_g(cells in prop::collection::vec((1.0f64..100.0, 1.0f64..100.0), 3..8), part in 0.1f64..0.9) {
        let g = |parts: &[f64]| {
            let mut builder = RegisterBuilder::default();
            for (r, &(cars, wine)) in cells.iter().enumerate() {
                builder = builder.plant(&format!("wine{r}"), "wine", &format!("r{r}"), wine);
                for (k, part) in parts.iter().enumerate() {
                    builder = builder.plant(&format!("cars{k}-{r}"), &format!("cars{k}"), &format!("r{r}"), cars * part);
                }
            }
            compute(&of_register(builder.build()), 0, 0).indices[0].g.unwrap()
        };
        prop_assert!((g(&[1.0]) - g(&[part, 1.0 - part])).abs() < 1e-12);
    }
}
