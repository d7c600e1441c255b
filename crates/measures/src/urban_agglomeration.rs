//! Urban agglomerations delineated from settlements.

use crate::settlements::{
    CellRule, Cells, Circumstances, Delineator, GravityRule, Ground, Metric, Raster, Reach, Settled, SettlementsAndTravel, Space, Spread, Travel,
    UrbanAgglomerations, agglomerations, larger, populations,
};
use agglom_method::{Context, Family, Finding, Flows, Message, Method, MethodError, Places, SettingError, TableSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Urban agglomerations: which settlements belong together, by seeds that draw what is near or by dense cells, and how far thresholds decide it.
///
/// # Formula
/// `rule = "day"`, after Day, Chen, Ellis and Roberts, with P population, d distance and t travel time from settlement i to seed s:
/// ```text
/// seeds        P_s > seed_population (and P_s / area >= seed_density_per_km2)
/// candidates   settlements that are no seed, with P_i / area >= member_density_per_km2
/// choice       the one seed with the largest pull P_s / d_is², among all seeds with d_is < search_radius_km
/// assignment   i belongs to that seed if t_is < travel_time_min (or d_is < distance_km); else to none
/// merging      seeds nearer to each other than merge_distance_km, and chains of such, become one agglomeration, named after the
///              most populous of them; what they draw comes along
/// ```
/// A settlement has one choice: if the seed that draws it most is out of reach, it stays outside, even with a weaker seed at hand.
/// `choice = "within_reach"` lets it take the strongest seed within reach. Equal pulls go to the more populous seed, then to the first code.
///
/// t comes from `travel`, in the direction from the settlement to the seed. Without a route (no row, or a time below zero) a settlement is out of
/// reach, and the notes count such settlements; `impute_speed_km_h` takes distance over that speed instead. Without `travel`, t is the
/// straight-line distance over `speed_km_h`, or d itself is compared with `distance_km`. If settlements have no positions, t stands for d in the
/// pull, all seeds with a route are candidates, and none merge.
///
/// `rule = "degree_of_urbanisation"`, after Dijkstra, Poelman and Veneri, on square cells of equal area and side `cell_m`:
/// ```text
/// urban centre    cells >= centre_density_per_km2 that share sides, with centre_population in all; then each cell of which at least five
///                 of eight neighbours are in one centre joins it, again and again, and gaps below gap_km2 that it encloses are filled
/// urban cluster   cells >= cluster_density_per_km2 or in a centre, that share sides or corners, with cluster_population in all
/// settlement      in a centre if at least half of its cells are; else in a cluster if at least half of its cells are; else rural
/// ```
/// A settlement covers the cells nearest to its point, as many as its area has, and is spread evenly over them (`spread_area`); without an area it
/// is one cell. Degrees are projected by Lambert's azimuthal equal-area projection about their middle, by Mollweide's if they span more than half
/// of the Earth. The core of an agglomeration is then the urban centre, the agglomeration the urban cluster.
///
/// Sensitivity: every threshold in force is multiplied by every factor of `sensitivity`, one at a time. `share_changed` is the share of the
/// inhabitants whose settlement then has another agglomeration, or one instead of none, or none. `adjusted_rand_index` compares the two groupings of
/// settlements (Hubert and Arabie), a settlement outside being a group of its own. `membership_stability` of a settlement is the share of these variants in
/// which it keeps its agglomeration or stays outside.
///
/// # Reading
/// `members` nests settlements in cores and cores in agglomerations; a settlement outside has neither and `reason` says why. As a source of
/// another method it gives places with the agglomeration as their group:
/// ```toml
/// [sources.settlements_in_agglomerations]
/// table = "urban_agglomeration.members"
/// columns = { id = "id", group = "agglomeration", population = "population", lon = "lon", lat = "lat" }
/// ```
/// and the main table, with `id = "agglomeration"`, gives the agglomerations themselves as places (for `mean_city_population_size`, say).
/// The share of the inhabitants in agglomerations is the agglomeration index of the World Bank.
///
/// Seeds merge in chains, so that a dense region of towns can become one agglomeration although its ends are far apart: look at `cores`, and lower
/// `merge_distance_km` if that is not meant.
///
/// Delineations depend on thresholds. Read `sensitivity` before comparing countries, and `membership_stability` before calling a settlement part of a city.
///
/// # Undefined when
/// the population of a settlement is not known (`no-population`), or its position (`no-position`), or, with a threshold of density, its area
/// (`no-area`): it is in no agglomeration. Without any seed or urban cluster the tables are empty and the headline says so. No populations at all,
/// and neither positions nor travel times, are errors. The area of an agglomeration is empty where that of a settlement is not known.
/// There is no interval: nothing is sampled, and the doubt is in the thresholds.
///
/// # Source
/// Day, Chen, Ellis and Roberts (2016), A Free, Open-Source Tool for Identifying Urban Agglomerations using Polygon Data, Journal of Spatial Science
/// 61; the idea: Uchida and Nelson (2010), Agglomeration Index. Dijkstra, Poelman and Veneri (2019), The EU-OECD definition of a functional urban
/// area; Eurostat (2021), Applying the Degree of Urbanisation. Hubert and Arabie (1985), Comparing partitions, Journal of Classification 2:193.
///
/// # Checked against
/// an independent `numpy` implementation of the published rules on 80 settlements and their travel times, under four sets of thresholds: every
/// assignment and every share; the order of choice and test was read in the tool's source. Urban centres and clusters, gaps and corners, by
/// hand on small grids and on one of 900 cells with `scipy.ndimage`; the adjusted Rand index with scikit-learn. What the tool has and this has not: calls to web
/// services, a national total written into the code, a test of detours that compares kilometres with metres, missing routes made up silently.
///
/// # Example
/// Along a road: a city of 100,000, a suburb 10 km away, a village 90 km away. At 50 km/h the suburb is 12 minutes from the city.
/// ```
/// use agglom_measures::{SettlementsAndTravel, urban_agglomeration::UrbanAgglomeration};
/// use agglom_method::{Codes, Context, Method, Places, Seed, Unwatched};
/// let places = Places {
///     ids: Codes::new(["city", "suburb", "village"]).into(),
///     position: Some(vec![[0.0, 0.0], [10_000.0, 0.0], [90_000.0, 0.0]]),
///     population: Some(vec![100_000.0, 20_000.0, 1_000.0]),
///     ..Places::default()
/// };
/// let inputs = SettlementsAndTravel { source: places.into(), travel: None };
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = UrbanAgglomeration::default().compute(&inputs, &context).unwrap();
/// assert_eq!(found.agglomerations[0].population, 120_000.0);
/// assert_eq!(found.members[1].travel_time_min, Some(12.0));
/// assert_eq!(found.members[2].reason, Some("out-of-reach"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UrbanAgglomeration {
    /// What makes an agglomeration.
    pub rule: Rule,
    /// A seed has more inhabitants than this.
    pub seed_population: f64,
    /// A seed has at least so many inhabitants per km²; 0 for no such condition, as in the published tool.
    pub seed_density_per_km2: f64,
    /// What a seed draws has at least so many inhabitants per km²; 0 for no such condition. Default: 150, or none where areas are not known.
    pub member_density_per_km2: Option<f64>,
    /// A seed draws settlements that are nearer than this, in minutes.
    pub travel_time_min: f64,
    /// Straight-line distance in km that takes the place of a travel time; not with `travel`.
    pub distance_km: Option<f64>,
    /// Speed in km/h over the straight line, where there is no table of travel times.
    pub speed_km_h: f64,
    /// What the values of `travel` are measured in; default: what the source says.
    pub travel_unit: Option<TravelUnit>,
    /// Speed in km/h over the straight line where the table of travel times has no route; default: such settlements are out of reach.
    pub impute_speed_km_h: Option<f64>,
    /// Seeds as far as this are not looked at, in km.
    pub search_radius_km: f64,
    /// Seeds nearer to each other than this make one agglomeration, in km; 0 to keep all apart.
    pub merge_distance_km: f64,
    /// What a settlement does whose strongest seed is out of reach.
    pub choice: Choice,
    /// How distances are measured.
    pub distance: Metric,
    /// Inhabitants that shares refer to; default: those of all settlements of the source.
    pub total_population: Option<f64>,
    /// Side of a cell in metres.
    pub cell_m: f64,
    /// Spread the inhabitants of a settlement over its area, where areas are known.
    pub spread_area: bool,
    /// A cell of an urban centre has at least so many inhabitants per km².
    pub centre_density_per_km2: f64,
    /// An urban centre has at least so many inhabitants.
    pub centre_population: f64,
    /// A cell of an urban cluster has at least so many inhabitants per km².
    pub cluster_density_per_km2: f64,
    /// An urban cluster has at least so many inhabitants.
    pub cluster_population: f64,
    /// Gaps within an urban centre that are smaller than this are filled, in km².
    pub gap_km2: f64,
    /// What thresholds are multiplied by to see what they decide; empty for no such table.
    pub sensitivity: Vec<f64>,
}

/// What makes an agglomeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Seeds that draw settlements near in travel time (Day, Chen, Ellis and Roberts 2016).
    Day,
    /// Contiguous dense cells (Dijkstra, Poelman and Veneri 2019).
    DegreeOfUrbanisation,
}

/// What a settlement does whose strongest seed is out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// It stays outside, as published.
    Strongest,
    /// It takes the strongest seed within reach.
    WithinReach,
}

/// What travel times are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TravelUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
}

impl Default for UrbanAgglomeration {
    fn default() -> Self {
        Self {
            rule: Rule::Day,
            seed_population: 50_000.0,
            seed_density_per_km2: 0.0,
            member_density_per_km2: None,
            travel_time_min: 60.0,
            distance_km: None,
            speed_km_h: 50.0,
            travel_unit: None,
            impute_speed_km_h: None,
            search_radius_km: 200.0,
            merge_distance_km: 10.0,
            choice: Choice::Strongest,
            distance: Metric::Auto,
            total_population: None,
            cell_m: 1000.0,
            spread_area: true,
            centre_density_per_km2: 1500.0,
            centre_population: 50_000.0,
            cluster_density_per_km2: 300.0,
            cluster_population: 5_000.0,
            gap_km2: 15.0,
            sensitivity: vec![0.8, 0.9, 1.1, 1.25],
        }
    }
}

impl Method for UrbanAgglomeration {
    const KEY: &'static str = "urban_agglomeration";
    const FAMILY: Family = Family::Delineate;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("urban_agglomeration", "agglomeration population share settlements cores area_km2 lon lat reason"),
        TableSpec::new("members", "id agglomeration core role population distance_km travel_time_min membership_stability lon lat reason"),
        TableSpec::new("sensitivity", "setting scaled_by value agglomerations population share_changed adjusted_rand_index reason"),
    ];
    type Inputs = SettlementsAndTravel;
    type Output = UrbanAgglomerations;

    fn check(&self) -> Result<(), SettingError> {
        let positive = [
            ("travel_time_min", self.travel_time_min),
            ("distance_km", self.distance_km.unwrap_or(1.0)),
            ("speed_km_h", self.speed_km_h),
            ("impute_speed_km_h", self.impute_speed_km_h.unwrap_or(1.0)),
            ("search_radius_km", self.search_radius_km),
            ("total_population", self.total_population.unwrap_or(1.0)),
            ("cell_m", self.cell_m),
            ("centre_density_per_km2", self.centre_density_per_km2),
            ("cluster_density_per_km2", self.cluster_density_per_km2),
        ];
        let not_negative = [
            ("seed_population", self.seed_population),
            ("seed_density_per_km2", self.seed_density_per_km2),
            ("member_density_per_km2", self.member_density_per_km2.unwrap_or(0.0)),
            ("merge_distance_km", self.merge_distance_km),
            ("centre_population", self.centre_population),
            ("cluster_population", self.cluster_population),
            ("gap_km2", self.gap_km2),
        ];
        let wrong = positive.iter().find(|s| !(s.1 > 0.0 && s.1.is_finite()));
        if let Some((name, value)) = wrong {
            return Err(SettingError::new(name, format!("{value} must be a number above 0")));
        }
        if let Some((name, value)) = not_negative.iter().find(|s| !(s.1 >= 0.0 && s.1.is_finite())) {
            return Err(SettingError::new(name, format!("{value} must be a number not below 0")));
        }
        if self.cluster_density_per_km2 > self.centre_density_per_km2 || self.cluster_population > self.centre_population {
            return Err(SettingError::new("cluster_density_per_km2", "an urban cluster must not ask for more than an urban centre does"));
        }
        if self.gap_km2 * 1e6 > 1e5 * self.cell_m * self.cell_m {
            return Err(SettingError::new("gap_km2", "a gap must not be larger than 100000 cells"));
        }
        if self.sensitivity.len() > 100 || !self.sensitivity.iter().all(|&f| f > 0.0 && f <= 100.0) {
            return Err(SettingError::new("sensitivity", "give at most 100 factors above 0 and up to 100, such as [0.8, 1.25]"));
        }
        Ok(())
    }

    fn compute(&self, inputs: &SettlementsAndTravel, context: &Context<'_>) -> Result<UrbanAgglomerations, MethodError> {
        let population = populations(&inputs.source)?;
        match self.rule {
            Rule::Day => self.by_seeds(inputs, population, context),
            Rule::DegreeOfUrbanisation => self.by_cells(&inputs.source, population, context),
        }
    }

    fn present(&self, _inputs: &SettlementsAndTravel, found: &UrbanAgglomerations) -> Finding {
        found.finding()
    }
}

impl UrbanAgglomeration {
    fn by_seeds(
        &self,
        inputs: &SettlementsAndTravel,
        population: Vec<Option<f64>>,
        context: &Context<'_>,
    ) -> Result<UrbanAgglomerations, MethodError> {
        let places = &inputs.source;
        let travel = inputs.travel.as_deref().map(|flows| self.travel(flows, places)).transpose()?;
        let space = Space::of(places, self.distance);
        let by = match (&travel, self.distance_km) {
            (Some(_), Some(_)) => {
                return Err(MethodError::Setting { setting: "distance_km", problem: Message::new("urban-agglomeration-time-or-distance") });
            }
            (Some(travel), None) => Reach::Table(travel, self.impute_speed_km_h),
            (None, Some(_)) => Reach::Distance,
            (None, None) => Reach::Speed(self.speed_km_h),
        };
        if space.is_none() && (travel.is_none() || self.distance != Metric::Auto) {
            return Err(MethodError::Needs { what: Message::new("needs-settlement-positions") });
        }
        let area = places.area_km2.as_deref();
        let member_density = match (self.member_density_per_km2, area) {
            (Some(density), _) => density,
            (None, Some(_)) => 150.0,
            (None, None) => 0.0,
        };
        if area.is_none() && (member_density > 0.0 || self.seed_density_per_km2 > 0.0) {
            return Err(MethodError::Needs { what: Message::new("needs-settlement-areas") });
        }
        let wanted = |density: f64| Some(density).filter(|&d| d > 0.0);
        let rule = GravityRule {
            seed_population: self.seed_population,
            seed_density: wanted(self.seed_density_per_km2),
            member_density: wanted(member_density),
            reach: self.distance_km.unwrap_or(self.travel_time_min),
            radius: self.search_radius_km,
            merge: self.merge_distance_km,
            second_choice: self.choice == Choice::WithinReach,
        };
        let circumstances = Circumstances {
            ground: space.as_ref().map_or(Ground::TravelTimes, Space::ground),
            no_areas: area.is_none() && self.member_density_per_km2.is_none(),
            speed_km_h: matches!(by, Reach::Speed(_)).then_some(self.speed_km_h),
            pairs: travel.as_ref().map_or(0, |t| t.pairs),
            uneven: travel.as_ref().map_or(0, |t| t.uneven),
            least: self.seed_population,
            ..Circumstances::default()
        };
        let settled = Settled { population: &population, area, space: space.as_ref(), by };
        self.found(&Delineator::Gravity(settled, rule), places, population.clone(), circumstances, context)
    }

    fn by_cells(&self, places: &Places, population: Vec<Option<f64>>, context: &Context<'_>) -> Result<UrbanAgglomerations, MethodError> {
        let area = places.area_km2.as_deref().filter(|_| self.spread_area);
        let cells = Cells::new(places, &population, self.distance, self.cell_m, Spread(area))?;
        let rule = CellRule {
            centre_density: self.centre_density_per_km2,
            centre_population: self.centre_population,
            cluster_density: self.cluster_density_per_km2,
            cluster_population: self.cluster_population,
            gap_km2: self.gap_km2,
        };
        let projection = match cells.raster {
            Raster::AsGiven => "as-given",
            Raster::Lambert(_) => "lambert",
            Raster::Mollweide => "mollweide",
        };
        let circumstances = Circumstances {
            ground: Ground::Cells,
            projection: Some(projection),
            cell_m: self.cell_m,
            spread: area.is_some(),
            least: self.cluster_population,
            ..Circumstances::default()
        };
        self.found(&Delineator::Cells(&cells, &population, rule), places, population.clone(), circumstances, context)
    }

    fn found(
        &self,
        delineator: &Delineator<'_>,
        places: &Places,
        population: Vec<Option<f64>>,
        circumstances: Circumstances,
        context: &Context<'_>,
    ) -> Result<UrbanAgglomerations, MethodError> {
        let listed: f64 = population.iter().flatten().sum();
        let total_population = self.total_population.unwrap_or(listed);
        if total_population < listed * (1.0 - 1e-12) || !listed.is_finite() {
            return Err(MethodError::Setting { setting: "total_population", problem: Message::new("total-population-too-small") });
        }
        let made = delineator.run(&self.sensitivity, context)?;
        let known = |i: &u32| places.area_km2.as_ref().map(|a| a[*i as usize]).filter(|a| *a >= 0.0 && a.is_finite());
        let area = |named: u32, list: &[u32]| match delineator {
            Delineator::Cells(..) => made.area_km2.get(&named).copied(),
            Delineator::Gravity(..) => list.iter().map(known).sum::<Option<f64>>().filter(|a| a.is_finite()),
        };
        let largest = (0..population.len() as u32).filter(|&i| population[i as usize].is_some()).reduce(|a, b| larger(&population, a, b));
        Ok(UrbanAgglomerations {
            ids: places.ids.clone(),
            degrees: places.degrees.clone(),
            agglomerations: agglomerations(&made.members, &population, area, total_population),
            circumstances: Circumstances {
                unrouted: made.unrouted,
                imputed: made.imputed,
                unknown: made.members.iter().filter(|m| matches!(m.reason, Some("no-population" | "no-position"))).count(),
                total_given: self.total_population.is_some(),
                largest,
                ..circumstances
            },
            population,
            members: made.members,
            stability: made.stability,
            variants: made.variants,
            total_population,
        })
    }

    /// The travel times in minutes.
    fn travel(&self, flows: &Flows, places: &Places) -> Result<Travel, MethodError> {
        let said = flows.unit.as_deref().map(str::trim).map(str::to_lowercase);
        let unit = self.travel_unit.or(match said.as_deref() {
            Some("s" | "sec" | "second" | "seconds" | "秒") => Some(TravelUnit::Seconds),
            Some("min" | "minute" | "minutes" | "分" | "分钟") => Some(TravelUnit::Minutes),
            Some("h" | "hour" | "hours" | "小时") => Some(TravelUnit::Hours),
            _ => None,
        });
        let minutes = match unit {
            Some(TravelUnit::Seconds) => 1.0 / 60.0,
            Some(TravelUnit::Minutes) => 1.0,
            Some(TravelUnit::Hours) => 60.0,
            None => return Err(MethodError::Setting { setting: "travel_unit", problem: Message::new("urban-agglomeration-travel-unit") }),
        };
        Travel::new(flows, places, minutes)
    }
}
