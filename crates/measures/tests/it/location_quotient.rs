use crate::tables::of_drawn;
use agglom_measures::location_quotient::{Interval, LocationQuotients, Quotient};
use agglom_measures::{CountsOrRegister, ZonedEstablishments, location_quotient::LocationQuotient};
use agglom_method::{Context, Counts, Method, MethodError, Register, Seed, Unwatched};
use agglom_testing::{oracles, patterns};

fn compute(method: &LocationQuotient, source: CountsOrRegister, reference: Option<Counts>, seed: u64) -> Result<LocationQuotients, MethodError> {
    let inputs = ZonedEstablishments { source, reference: reference.map(Into::into) };
    method.compute(&inputs, &Context { seed: Seed::new(seed), watch: &Unwatched })
}

fn of_counts(method: &LocationQuotient, counts: Counts) -> LocationQuotients {
    compute(method, CountsOrRegister::Counts(counts.into()), None, 0).unwrap()
}

fn of_register(method: &LocationQuotient, register: Register, seed: u64) -> LocationQuotients {
    compute(method, CountsOrRegister::Register(register.into()), None, seed).unwrap()
}

fn at(found: &LocationQuotients, region: u32, industry: u32) -> Quotient {
    *found.quotients.iter().find(|q| (q.region, q.industry) == (region, industry)).unwrap()
}

fn close(a: Option<f64>, b: f64) {
    assert!((a.unwrap() - b).abs() <= 1e-12 * b.abs(), "{a:?} is not {b}");
}

/// numpy: quotients from the definition, variance by summing x·(∂ ln LQ / ∂x)² over all cells with complex-step derivatives.
#[test]
fn quotients_and_log_ratio_intervals_agree_with_numpy() {
    let found = of_counts(&LocationQuotient::default(), oracles::employment_before());
    for (region, industry, lq, low, high) in [
        (0, 0, 1.4298540965207631, 1.1093519464463224, 1.8429523145350455),
        (0, 2, 5.246877965458341, 4.9171780403851395, 5.598684480876757),
        (1, 13, 4.451043165736244, 4.228316459965339, 4.685502007910196),
        (5, 7, 0.7654577233996068, 0.5529595255891403, 1.059617384631987),
        (11, 14, 1.2146400889846218, 1.0251105839951469, 1.4392111141987338),
    ] {
        let quotient = at(&found, region, industry);
        close(quotient.location_quotient, lq);
        assert!((quotient.low.unwrap() - low).abs() < 1e-9 && (quotient.high.unwrap() - high).abs() < 1e-9, "{quotient:?}");
    }
    let zero = at(&found, 0, 9);
    assert_eq!((zero.location_quotient, zero.low), (Some(0.0), Some(0.0)));
    close(zero.high, 0.031117211312594546);
}

#[test]
fn weighted_by_the_regions_shares_the_quotients_of_an_industry_average_to_one() {
    let counts = oracles::employment_before();
    let (share, total) = (counts.only().by_region(|c| c.value), counts.only().total());
    let found = of_counts(&LocationQuotient::default(), counts);
    for industry in 0..15 {
        let mean: f64 =
            found.quotients.iter().filter(|q| q.industry == industry).map(|q| q.location_quotient.unwrap() * share[q.region as usize] / total).sum();
        assert!((mean - 1.0).abs() < 1e-12);
    }
}

#[test]
fn empty_margins_are_empty_with_a_reason() {
    let found = of_counts(&LocationQuotient::default(), oracles::with_empty_margins());
    assert_eq!(at(&found, 3, 0).reason, Some("empty-region"));
    assert_eq!(at(&found, 0, 4).reason, Some("empty-industry"));
    assert_eq!(at(&found, 0, 4).location_quotient, None);
}

#[test]
fn min_value_hides_rows_but_not_totals() {
    let all = of_counts(&LocationQuotient::default(), oracles::employment_before());
    let large = of_counts(&LocationQuotient { min_value: 100.0, ..Default::default() }, oracles::employment_before());
    assert!(large.quotients.len() < all.quotients.len() && large.quotients.iter().all(|q| q.value.unwrap() >= 100.0));
    assert_eq!(at(&large, 0, 2).location_quotient, at(&all, 0, 2).location_quotient);
}

#[test]
fn one_zone_needs_a_reference_and_then_compares_with_it() {
    let zone = Counts::dense(&["zone"], &["cars", "wine"], &[[30.0, 10.0]]);
    let source = || CountsOrRegister::Counts(zone.clone().into());
    let refused = compute(&LocationQuotient::default(), source(), None, 0);
    assert_eq!(refused.unwrap_err(), MethodError::TooFew { what: "regions", need: 2, got: 1 });
    let nation = Counts::dense(&["a", "b"], &["cars", "wine"], &[[100.0, 300.0], [50.0, 50.0]]);
    let found = compute(&LocationQuotient::default(), source(), Some(nation), 0).unwrap();
    close(at(&found, 0, 0).location_quotient, (30.0 / 40.0) / (150.0 / 500.0));
    // Two independent binomial shares: 1/30 - 1/40 + 1/150 - 1/500.
    let s = (1.0f64 / 30.0 - 1.0 / 40.0 + 1.0 / 150.0 - 1.0 / 500.0).sqrt();
    close(at(&found, 0, 0).high, 2.5 * (1.959_963_984_540_054 * s).exp());
}

/// Truth by simulation: the share of generated registers, or their totals, whose interval holds the quotient that generated them.
fn coverage(runs: u64, found: impl Fn(u64, &[Vec<f64>]) -> LocationQuotients) -> f64 {
    let chances = [vec![4.0, 2.0, 1.0], vec![1.0, 3.0, 3.0], vec![2.0, 2.0, 2.0]];
    let (row, column, total) = (7.0, 7.0, 20.0);
    let truth = (4.0 / row) / (column / total);
    let holds = |quotient: Quotient| quotient.low.unwrap() <= truth && truth <= quotient.high.unwrap();
    (0..runs).filter(|&k| holds(at(&found(k, &chances), 0, 0))).count() as f64 / runs as f64
}

#[test]
fn both_intervals_hold_the_truth_about_as_often_as_they_say() {
    let sizes = [1.0, 2.0, 5.0, 10.0, 60.0];
    let log_ratio = coverage(1000, |k, chances| {
        of_counts(&LocationQuotient { interval: Interval::LogRatio, ..Default::default() }, of_drawn(300, chances, &sizes, k))
    });
    // 1000 tables: a true 95 % lies within ±2 points of it; the delta method may be a little short with 300 plants.
    assert!((0.91..=0.975).contains(&log_ratio), "log_ratio held {log_ratio}");
    let method = LocationQuotient { interval: Interval::Bootstrap, draws: 99, ..Default::default() };
    let bootstrap = coverage(250, |k, chances| of_register(&method, patterns::register(300, chances, &sizes, Seed::new(k)), k));
    assert!((0.89..=0.98).contains(&bootstrap), "bootstrap held {bootstrap}");
}

#[test]
fn without_the_sizes_of_plants_the_interval_is_too_narrow_as_the_documentation_says() {
    let chances = vec![vec![1.0, 1.0], vec![1.0, 2.0]];
    let register = patterns::register(500, &chances, &[1.0, 100.0], Seed::new(3));
    let known = of_register(&LocationQuotient { interval: Interval::LogRatio, ..Default::default() }, register.clone(), 0);
    let summed = of_counts(
        &LocationQuotient::default(),
        Counts::from_triples(
            known.quotients.iter().map(|q| (known.regions.get(q.region as usize), known.industries.get(q.industry as usize), q.value.unwrap())),
        ),
    );
    assert_eq!(at(&known, 0, 0).location_quotient, at(&summed, 0, 0).location_quotient);
    assert!(at(&known, 0, 0).high.unwrap() > 1.1 * at(&summed, 0, 0).high.unwrap());
}

#[test]
fn bootstrap_does_not_depend_on_the_order_of_plants_or_on_threads() {
    let register = patterns::register(200, &[vec![1.0, 2.0], vec![2.0, 1.0]], &[1.0, 7.0], Seed::new(1));
    let method = LocationQuotient { draws: 99, ..Default::default() };
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| of_register(&method, register.clone(), 5));
    let together = rayon::ThreadPoolBuilder::new().num_threads(8).build().unwrap().install(|| of_register(&method, register.clone(), 5));
    assert_eq!(alone, together);
    assert_ne!(alone, of_register(&method, register, 6), "another seed must give other draws");
}
