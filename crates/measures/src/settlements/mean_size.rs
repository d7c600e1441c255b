//! The size of the city that an inhabitant lives in, on average.

use super::larger;
use serde::Serialize;

/// Indices of the cities of one country or region.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CitySizes {
    /// Number of the group; 0 for the whole.
    pub entity: u32,
    /// How many cities.
    pub cities: usize,
    /// Their inhabitants.
    pub city_population: f64,
    /// All inhabitants.
    pub total_population: f64,
    /// Share of the inhabitants that live in cities.
    pub degree_of_urbanisation: Option<f64>,
    /// Mean size of the city of an inhabitant; outside of cities it is 0.
    pub mean_city_population_size: Option<f64>,
    /// The same without a threshold, at least.
    pub low: Option<f64>,
    /// The same without a threshold, at most.
    pub high: Option<f64>,
    /// Power mean of the size of the city of an inhabitant.
    pub power_mean_city_size: Option<f64>,
    /// Mean size of the city of an inhabitant of a city.
    pub mean_size_in_cities: Option<f64>,
    /// Sum of the squared shares of the cities.
    pub herfindahl: Option<f64>,
    /// The largest city.
    pub largest: Option<u32>,
    /// Why something is empty.
    pub reason: Option<&'static str>,
}

/// What the indices depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CityRule {
    /// A city has at least so many inhabitants.
    pub(crate) least: f64,
    /// Order of the power mean.
    pub(crate) order: f64,
    /// All inhabitants, if they are more than are listed.
    pub(crate) total: Option<f64>,
}

impl CitySizes {
    /// The indices of some places.
    pub(crate) fn of(entity: u32, places: &[u32], population: &[Option<f64>], rule: CityRule) -> Self {
        let sizes = || places.iter().filter_map(|&i| population[i as usize]);
        let is_city = |&c: &f64| c > 0.0 && c >= rule.least;
        let listed: f64 = sizes().sum();
        let total = rule.total.unwrap_or(listed);
        let (cities, city_population) = (sizes().filter(is_city).count(), sizes().filter(is_city).sum::<f64>());
        let cities_in_order = places.iter().copied().filter(|&i| population[i as usize].as_ref().is_some_and(is_city));
        let mut found = Self {
            entity,
            cities,
            city_population,
            total_population: total,
            degree_of_urbanisation: None,
            mean_city_population_size: None,
            low: None,
            high: None,
            power_mean_city_size: None,
            mean_size_in_cities: None,
            herfindahl: None,
            largest: cities_in_order.reduce(|a, b| larger(population, a, b)),
            reason: None,
        };
        if !(total > 0.0 && total.is_finite()) {
            found.reason = Some(if total > 0.0 { "too-large" } else { "no-inhabitants" });
            return found;
        }
        // Shares first, so that no square of a large number is needed.
        let mean = |of: f64, keep: &dyn Fn(&f64) -> bool| sizes().filter(keep).map(|c| c / of * c).sum::<f64>();
        let low = mean(total, &|_| true);
        // What is not listed lives in places no larger than the smallest that is.
        let smallest = sizes().filter(|&c| c > 0.0).fold(f64::INFINITY, f64::min);
        let rest = (total - listed).max(0.0);
        found.degree_of_urbanisation = Some(city_population / total);
        found.mean_city_population_size = Some(mean(total, &is_city));
        found.low = Some(low);
        found.high = Some(if rest > 0.0 && smallest.is_finite() { low + rest / total * smallest.min(rest) } else { low });
        if cities == 0 {
            found.reason = Some("no-city");
            return found;
        }
        found.mean_size_in_cities = Some(mean(city_population, &is_city));
        found.herfindahl = Some(sizes().filter(is_city).map(|c| (c / city_population).powi(2)).sum());
        found.power_mean_city_size = power_mean(sizes().filter(is_city), total, rule.order);
        let all = [found.mean_city_population_size, found.low, found.high, found.mean_size_in_cities, found.power_mean_city_size];
        if all.into_iter().flatten().any(|x| !x.is_finite()) {
            (found.mean_city_population_size, found.low, found.high) = (None, None, None);
            (found.mean_size_in_cities, found.power_mean_city_size) = (None, None);
            found.reason = Some("too-large");
        }
        found
    }
}

/// (Σ C/P · C^q)^(1/q), scaled by the largest city so that powers neither overflow nor vanish.
fn power_mean(cities: impl Iterator<Item = f64> + Clone, total: f64, order: f64) -> Option<f64> {
    let largest = cities.clone().fold(0.0, f64::max);
    let sum: f64 = cities.map(|c| c / total * (c / largest).powf(order)).sum();
    let mean = largest * sum.powf(1.0 / order);
    mean.is_finite().then_some(mean)
}

/// What a city adds to the mean city population size of a total.
pub(crate) fn contribution(size: f64, total: f64) -> f64 {
    size / total * size
}
