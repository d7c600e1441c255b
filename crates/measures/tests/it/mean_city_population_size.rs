use agglom_measures::CitySizes;
use agglom_measures::mean_city_population_size::{Cities, MeanCityPopulationSize, MeanCitySizes};
use agglom_method::{Codes, Context, Labels, Method, MethodError, Places, Seed, Unwatched};
use agglom_testing::oracles;
use proptest::prelude::*;

fn places(population: &[f64], groups: Option<&[&str]>) -> Places {
    Places {
        ids: Codes::new((0..population.len()).map(|i| format!("p{i}"))).into(),
        population: Some(population.to_vec()),
        group: groups.map(|g| Labels::new(&g.iter().map(|g| Some(*g)).collect::<Vec<_>>())),
        ..Places::default()
    }
}

fn compute(method: &MeanCityPopulationSize, places: Places) -> Result<MeanCitySizes, MethodError> {
    method.compute(&Cities { source: places.into() }, &Context { seed: Seed::new(0), watch: &Unwatched })
}

fn whole(method: &MeanCityPopulationSize, population: &[f64]) -> CitySizes {
    compute(method, places(population, None)).unwrap().sizes[0]
}

fn close(a: Option<f64>, b: f64) {
    assert!((a.unwrap() - b).abs() <= 1e-12 * b.abs(), "{a:?} is not {b}");
}

/// The block MCPS of the reference: numpy on five cities of a country of twelve million.
#[test]
fn the_indices_agree_with_numpy() {
    let reference = oracles::reference_urban()["MCPS"].clone();
    let cities: Vec<f64> = reference["cities"].as_array().unwrap().iter().map(|c| c.as_f64().unwrap()).collect();
    let method = MeanCityPopulationSize { total_population: reference["total_population"].as_f64(), order: 1.0, ..Default::default() };
    let found = whole(&method, &cities);
    let number = |key: &str| reference[key].as_f64().unwrap();
    close(found.mean_city_population_size, number("arriaga_mean_city_population_size_sumC2_over_P"));
    close(found.degree_of_urbanisation, number("degree_of_urbanisation"));
    close(found.herfindahl, number("HHI_of_cities"));
    close(found.power_mean_city_size, number("arriaga_mean_city_population_size_sumC2_over_P"));
    // Closed form: the 5.4 million that no city accounts for live in places of 20,000 at most.
    close(found.low, 2_211_400.0);
    close(found.high, 2_211_400.0 + 0.45 * 20_000.0);
}

/// By hand: of 10 people 6 live in one place, 3 in another and 1 in a third; with a threshold of 2 the third is the country.
#[test]
fn a_threshold_leaves_small_places_to_the_bounds() {
    let found = whole(&MeanCityPopulationSize { min_population: 2.0, ..Default::default() }, &[6.0, 3.0, 1.0]);
    close(found.mean_city_population_size, 4.5);
    close(found.mean_size_in_cities, 5.0);
    close(found.low, 4.6);
    close(found.high, 4.6);
    // Order 2: the square root of (6³ + 3³) / 10.
    close(found.power_mean_city_size, 24.3_f64.sqrt());
    assert_eq!((found.cities, found.degree_of_urbanisation, found.largest), (2, Some(0.9), Some(0)));
}

#[test]
fn groups_are_as_if_each_were_alone() {
    let method = MeanCityPopulationSize { by_group: true, ..Default::default() };
    let found = compute(&method, places(&[6.0, 5.0, 3.0, 7.0, 0.0], Some(&["a", "b", "a", "b", "c"]))).unwrap();
    close(found.sizes[0].mean_city_population_size, 5.0);
    close(found.sizes[1].mean_city_population_size, 74.0 / 12.0);
    assert_eq!((found.sizes[2].mean_city_population_size, found.sizes[2].reason), (None, Some("no-inhabitants")));
    assert_eq!(found.cities.len(), 4);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let small = MeanCityPopulationSize { total_population: Some(5.0), ..Default::default() };
    assert!(matches!(compute(&small, places(&[6.0], None)), Err(MethodError::Setting { setting: "total_population", .. })));
    assert!(matches!(compute(&MeanCityPopulationSize::default(), Places::default()), Err(MethodError::Needs { .. })));
    assert!(matches!(compute(&MeanCityPopulationSize::default(), places(&[1.0, -1.0], None)), Err(MethodError::Needs { .. })));
    let grouped = MeanCityPopulationSize { by_group: true, ..Default::default() };
    assert!(matches!(compute(&grouped, places(&[1.0], None)), Err(MethodError::Needs { .. })));
    assert_eq!(MeanCityPopulationSize { total_population: Some(5.0), ..grouped }.check().unwrap_err().setting, "total_population");
    for order in [0.0, -1.0, f64::NAN] {
        assert_eq!(MeanCityPopulationSize { order, ..Default::default() }.check().unwrap_err().setting, "order");
    }
    let found = whole(&MeanCityPopulationSize::default(), &[1e308, 1e308]);
    assert_eq!((found.mean_city_population_size, found.reason), (None, Some("too-large")));
    let none = whole(&MeanCityPopulationSize { min_population: 10.0, ..Default::default() }, &[4.0, 2.0]);
    assert_eq!((none.mean_city_population_size, none.herfindahl, none.reason), (Some(0.0), None, Some("no-city")));
}

proptest! {
    /// The identities of the definition, the transfer principle and the order of power means.
    #[test]
    fn the_mean_is_what_it_says(sizes in prop::collection::vec(1.0_f64..1e7, 2..30), rural in 0.0_f64..1e8, order in 1.1_f64..5.0) {
        let total = sizes.iter().sum::<f64>() + rural;
        let method = MeanCityPopulationSize { total_population: Some(total), order, ..Default::default() };
        let found = whole(&method, &sizes);
        let mean = found.mean_city_population_size.unwrap();
        let product = found.city_population * found.herfindahl.unwrap() * found.degree_of_urbanisation.unwrap();
        prop_assert!((mean - product).abs() <= 1e-9 * mean);
        prop_assert!(found.low.unwrap() <= found.high.unwrap());
        let largest = sizes.iter().copied().fold(0.0, f64::max);
        let power = found.power_mean_city_size.unwrap();
        prop_assert!(mean <= power * (1.0 + 1e-9) && power <= largest * (1.0 + 1e-9));
        let mut moved = sizes.clone();
        moved.sort_by(f64::total_cmp);
        let gain = moved[0] / 2.0;
        moved[0] -= gain;
        *moved.last_mut().unwrap() += gain;
        prop_assert!(whole(&method, &moved).mean_city_population_size.unwrap() > mean, "moving to a larger city raises it");
    }
}
