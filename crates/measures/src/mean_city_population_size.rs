//! The size of the city that an inhabitant lives in, on average.

use crate::settlements::{CityRule, CitySizes, contribution, populations};
use agglom_method::{
    Argument, Bound, Chart, Codes, Context, Family, Finding, Inputs, Mark, Message, Method, MethodError, Order, Places, Scale, SettingError,
    ShapeKind, Slot, Table, TableSpec, Unit,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Mean city population size: how large the city is that a randomly chosen inhabitant lives in, over all inhabitants of a country.
///
/// # Formula
/// ```text
/// mean_city_population_size = Σ C²/P = U · H · (U/P)
/// degree_of_urbanisation    = U/P            share of the inhabitants in cities
/// mean_size_in_cities       = Σ C²/U = U·H   the same mean over inhabitants of cities
/// herfindahl                = H = Σ (C/U)²   concentration of the inhabitants of cities
/// power_mean_city_size      = (Σ C/P · C^order)^(1/order)
/// ```
/// where C are the populations of the cities (places with at least `min_population`), U = ΣC, and P all inhabitants: those of all places listed,
/// or `total_population`. Whoever lives outside of cities counts with a city of size 0. The power mean is Arriaga's index for `order` 1; a larger
/// order stresses the largest cities (towards the largest of all), a smaller one how many live in any city.
///
/// `low` and `high` enclose the index without a threshold, Σ C²/P over all places: `low` counts the places that are listed, `high` adds the
/// inhabitants that no place accounts for as if they lived in places of the size of the smallest that is listed.
///
/// # Reading
/// A mean of 2 million says that an inhabitant drawn at random lives, on average, in a city of 2 million, where those in the country count 0.
/// It is the number of people somebody could meet in the same labour market, and so a measure of agglomeration: it grows when people move from
/// a smaller to a larger city, and it grows with the cities. `degree_of_urbanisation` and `herfindahl` tell only one of these.
/// Compare countries with the same definition of a city; take agglomerations (`urban_agglomeration`) rather than municipalities.
/// Without a threshold nothing has to be decided about what a city is; `low` and `high` show how little it matters.
///
/// # Undefined when
/// nobody lives there (`no-inhabitants`); without a city (`no-city`) all but the mean, which is 0, and the bounds; a sum is not a number any more (`too-large`). No
/// populations are an error. A list of cities is a census and no sample: there is no interval of chance, and resampling cities would
/// only tell how the index would vary between countries whose cities were drawn from a hat.
///
/// # Source
/// Arriaga (1970), A new approach to the measurements of urbanization, Economic Development and Cultural Change 18:206; Lemelin, Rubiera-Morollón
/// and Gómez-Loscos (2016), Measuring urban agglomeration: a refoundation of the mean city-population size index, Social Indicators Research
/// 125:589. The power mean is a generalisation of this project; the bounds use that the index can be bounded from a truncated list.
///
/// # Checked against
/// the value by hand below; an independent `numpy` implementation on five cities; closed forms of the bounds and of the power mean.
///
/// # Example
/// Of 1,000 inhabitants, 600 live in one city, 200 in another, 200 in the country: (600² + 200²) / 1000 = 400.
/// ```
/// use agglom_measures::mean_city_population_size::{Cities, MeanCityPopulationSize};
/// use agglom_method::{Codes, Context, Method, Places, Seed, Unwatched};
/// let places = Places { ids: Codes::new(["a", "b"]).into(), population: Some(vec![600.0, 200.0]), ..Places::default() };
/// let method = MeanCityPopulationSize { total_population: Some(1000.0), ..MeanCityPopulationSize::default() };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = method.compute(&Cities { source: places.into() }, &context).unwrap();
/// assert_eq!(found.sizes[0].mean_city_population_size, Some(400.0));
/// assert_eq!(found.sizes[0].degree_of_urbanisation, Some(0.8));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MeanCityPopulationSize {
    /// A place with at least so many inhabitants is a city; 0 for all places.
    pub min_population: f64,
    /// All inhabitants, also those of no place that is listed; default: those of the places. Not with `by_group`.
    pub total_population: Option<f64>,
    /// Whether to give the indices for every group of the places (country, province) by itself.
    pub by_group: bool,
    /// Order of the power mean, above 0.
    pub order: f64,
}

/// Cities, or all places of a country.
#[derive(Debug, Clone)]
pub struct Cities {
    /// The places with population.
    pub source: Arc<Places>,
}

impl Inputs for Cities {
    const SLOTS: &'static [Slot] = &[Slot::one("source", &[ShapeKind::Places], "cities or all places, with population and, if wanted, group")];

    fn take(bound: &Bound) -> Result<Self, MethodError> {
        let needs = || MethodError::Needs { what: Message::new("needs-source") };
        Ok(Self { source: bound.places("source").ok_or_else(needs)? })
    }
}

/// The indices of all groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeanCitySizes {
    /// The groups; one without a code for the whole.
    pub entities: Arc<Codes>,
    /// The places.
    pub ids: Arc<Codes>,
    /// One per group.
    pub sizes: Vec<CitySizes>,
    /// The cities: number of the group, of the place, population.
    pub cities: Vec<(u32, u32, f64)>,
    /// Places whose population or group is not known.
    pub unknown: usize,
}

impl Default for MeanCityPopulationSize {
    fn default() -> Self {
        Self { min_population: 0.0, total_population: None, by_group: false, order: 2.0 }
    }
}

impl Method for MeanCityPopulationSize {
    const KEY: &'static str = "mean_city_population_size";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "mean_city_population_size",
            "entity mean_city_population_size low high power_mean_city_size mean_size_in_cities degree_of_urbanisation herfindahl cities city_population total_population reason",
        ),
        TableSpec::new("cities", "entity id population share mean_added"),
    ];
    type Inputs = Cities;
    type Output = MeanCitySizes;

    fn check(&self) -> Result<(), SettingError> {
        if !(self.min_population >= 0.0 && self.min_population.is_finite()) {
            return Err(SettingError::new("min_population", "must be a number not below 0"));
        }
        if self.total_population.is_some_and(|t| !(t > 0.0 && t.is_finite())) {
            return Err(SettingError::new("total_population", "must be a number above 0"));
        }
        if self.by_group && self.total_population.is_some() {
            return Err(SettingError::new("total_population", "is one number and cannot be that of every group; leave out `by_group`"));
        }
        if self.order > 0.0 && self.order <= 100.0 { Ok(()) } else { Err(SettingError::new("order", "must lie above 0 and not above 100")) }
    }

    fn compute(&self, inputs: &Cities, context: &Context<'_>) -> Result<MeanCitySizes, MethodError> {
        let places = &inputs.source;
        let population = populations(places)?;
        context.proceed()?;
        let listed: f64 = population.iter().flatten().sum();
        if self.total_population.is_some_and(|total| total < listed * (1.0 - 1e-12)) {
            return Err(MethodError::Setting { setting: "total_population", problem: Message::new("total-population-too-small") });
        }
        let (entities, groups): (Arc<Codes>, Vec<Vec<u32>>) = match (self.by_group, &places.group) {
            (false, _) => (Arc::new(Codes::new([""])), vec![(0..population.len() as u32).collect()]),
            (true, None) => return Err(MethodError::Needs { what: Message::new("needs-groups-of-cities") }),
            (true, Some(group)) => {
                let mut groups = vec![vec![]; group.codes.len()];
                (0..population.len()).filter_map(|i| Some((i, group.get(i)?))).for_each(|(i, g)| groups[g].push(i as u32));
                (group.codes.clone(), groups)
            }
        };
        let rule = CityRule { least: self.min_population, order: self.order, total: self.total_population };
        let sizes = (0_u32..).zip(&groups).map(|(entity, list)| CitySizes::of(entity, list, &population, rule)).collect();
        let is_city = |i: &u32| population[*i as usize].filter(|&c| c > 0.0 && c >= self.min_population);
        let of_group =
            |(entity, list): (u32, &Vec<u32>)| -> Vec<(u32, u32, f64)> { list.iter().filter_map(|i| Some((entity, *i, is_city(i)?))).collect() };
        let grouped: usize = groups.iter().flatten().filter(|i| population[**i as usize].is_some()).count();
        Ok(MeanCitySizes {
            entities,
            ids: places.ids.clone(),
            sizes,
            cities: (0_u32..).zip(&groups).flat_map(of_group).collect(),
            unknown: population.len() - grouped,
        })
    }

    fn present(&self, _inputs: &Cities, found: &MeanCitySizes) -> Finding {
        let finding = Finding::default().table(found.table()).table(found.cities_table());
        let finding = if self.by_group { finding.chart(compared()) } else { finding };
        self.notes(found, finding.chart(contributions()))
    }
}

impl MeanCityPopulationSize {
    fn notes(&self, found: &MeanCitySizes, finding: Finding) -> Finding {
        let index = |s: &&CitySizes| s.mean_city_population_size.unwrap_or(f64::NEG_INFINITY);
        let known = || found.sizes.iter().filter(|s| s.mean_city_population_size.is_some());
        let most = known().rev().max_by(|a, b| index(a).total_cmp(&index(b)));
        let finding = match most.and_then(|s| Some((s, s.mean_city_population_size?, s.degree_of_urbanisation?))) {
            Some((s, mean, degree)) => {
                let key = if known().count() > 1 { "mean-city-population-size-most" } else { "mean-city-population-size-one" };
                let message = Message::new(key)
                    .with("entity", found.entities.argument_or_whole(s.entity as usize))
                    .with("all", Argument::count(found.sizes.len()))
                    .with("mean", Argument::number(mean))
                    .with("cities", Argument::count(s.cities))
                    .with("degree", Argument::percent(degree));
                let finding = finding.headline(message);
                match s.largest {
                    Some(largest) if known().count() == 1 => finding.headline(found.largest(largest, mean, s.total_population)),
                    _ => finding,
                }
            }
            None => finding.headline(Message::new("mean-city-population-size-nobody")),
        };
        let finding = if self.total_population.is_none() { finding.caution(Message::new("mean-city-population-size-total")) } else { finding };
        let finding = match found.unknown {
            0 => finding,
            n => finding.caution(Message::new("mean-city-population-size-unknown").with("places", Argument::count(n))),
        };
        finding
            .remark(Message::new("mean-city-population-size-census"))
            .remark(Message::new("mean-city-population-size-power").with("order", Argument::Short(self.order)))
    }
}

impl MeanCitySizes {
    fn table(&self) -> Table {
        let rows = &self.sizes;
        Table::new(MeanCityPopulationSize::KEY, Message::new("table-mean-city-population-size"))
            .codes("entity", &self.entities, rows.iter().map(|s| s.entity as usize))
            .numbers("mean_city_population_size", Unit::None, rows.iter().map(|s| s.mean_city_population_size))
            .numbers("low", Unit::None, rows.iter().map(|s| s.low))
            .numbers("high", Unit::None, rows.iter().map(|s| s.high))
            .numbers("power_mean_city_size", Unit::None, rows.iter().map(|s| s.power_mean_city_size))
            .numbers("mean_size_in_cities", Unit::None, rows.iter().map(|s| s.mean_size_in_cities))
            .numbers("degree_of_urbanisation", Unit::Share, rows.iter().map(|s| s.degree_of_urbanisation))
            .numbers("herfindahl", Unit::None, rows.iter().map(|s| s.herfindahl))
            .integers("cities", Unit::None, rows.iter().map(|s| Some(s.cities as i64)))
            .numbers("city_population", Unit::None, rows.iter().map(|s| Some(s.city_population).filter(|x| x.is_finite())))
            .numbers("total_population", Unit::None, rows.iter().map(|s| Some(s.total_population).filter(|x| x.is_finite())))
            .words("reason", rows.iter().map(|s| s.reason))
    }

    fn cities_table(&self) -> Table {
        let total = |entity: u32| Some(self.sizes[entity as usize].total_population).filter(|&t| t > 0.0 && t.is_finite());
        let finite = |x: f64| Some(x).filter(|x| x.is_finite());
        let rows = &self.cities;
        Table::new("cities", Message::new("table-cities"))
            .codes("entity", &self.entities, rows.iter().map(|c| c.0 as usize))
            .codes("id", &self.ids, rows.iter().map(|c| c.1 as usize))
            .numbers("population", Unit::None, rows.iter().map(|c| Some(c.2)))
            .numbers("share", Unit::Share, rows.iter().map(|c| total(c.0).map(|t| c.2 / t)))
            .numbers("mean_added", Unit::None, rows.iter().map(|c| finite(contribution(c.2, total(c.0)?))))
    }

    fn largest(&self, place: u32, mean: f64, total: f64) -> Message {
        let size = self.cities.iter().find(|c| c.1 == place).map_or(0.0, |c| c.2);
        Message::new("mean-city-population-size-largest")
            .with("city", self.ids.argument(place as usize))
            .with("share", Argument::percent(size / total))
            .with("contribution", Argument::percent(contribution(size, total) / mean))
    }
}

fn compared() -> Chart {
    let mark = Mark::Bars {
        label: vec!["entity".into()],
        values: vec!["mean_city_population_size".into()],
        interval: None,
        order: Order::Largest("mean_city_population_size".into(), 25),
        scale: Scale::Linear,
        reference: None,
    };
    Chart::new("mean_city_population_size_compared", MeanCityPopulationSize::KEY, mark)
}

fn contributions() -> Chart {
    let mark = Mark::Bars {
        label: vec!["id".into()],
        values: vec!["mean_added".into()],
        interval: None,
        order: Order::Largest("mean_added".into(), 20),
        scale: Scale::Linear,
        reference: None,
    };
    Chart::new("mean_city_population_size_contributions", "cities", mark)
}
