use super::{Coverage, Industries, Plants, PlantsInRegions, deviations};
use crate::null::{IndependentLocation, Located, q_values, upper_tail};
use agglom_method::{
    Argument, Chart, Codes, Context, Finding, Mark, Message, Method, MethodError, Order, Reference, Scale, Seed, SettingError, Table, Unit, exact_sum,
};
use rayon::prelude::*;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An index that takes from the raw concentration G of an industry what the sizes of its plants alone would make.
pub(crate) trait PlantIndex: Method {
    /// The column of the index.
    const COLUMN: &'static str;
    /// Raw concentration.
    fn g(sums: &Sums, location: &IndependentLocation) -> f64;
    /// E(G) if plants locate independently.
    fn expected_g(plants: &Plants, location: &IndependentLocation) -> f64;
    /// Var(G) if plants locate independently.
    fn variance_g(plants: &Plants, location: &IndependentLocation) -> f64;
    /// The index.
    fn gamma(g: f64, hhi: f64, location: &IndependentLocation) -> f64;
}

/// Sums over regions that a raw concentration is made of.
pub(crate) struct Sums {
    /// Σ s²
    pub(crate) squares: f64,
    /// Σ (s - x)²
    pub(crate) spread: f64,
}

/// The index of every industry, tested against independent location.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlantIndices {
    /// The industries.
    pub industries: Arc<Codes>,
    /// One per industry, in the order of the codes.
    pub indices: Vec<IndustryIndex>,
    /// What the totals leave out.
    pub coverage: Coverage,
    /// Unit of the values.
    pub unit: Option<String>,
    /// Random locations behind the p-values; 0 for the normal approximation.
    pub draws: usize,
    /// False discovery rate of the headlines.
    pub alpha: f64,
}

/// The index of one industry.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IndustryIndex {
    /// Raw concentration.
    pub g: Option<f64>,
    /// Herfindahl index of plant sizes.
    pub hhi: Option<f64>,
    /// The index.
    pub gamma: Option<f64>,
    /// G that independent location of the plants would give on average.
    pub expected_g: Option<f64>,
    /// How many standard deviations of independent location G lies above that.
    pub z: Option<f64>,
    /// Probability of so large a G under independent location.
    pub p_value: Option<f64>,
    /// False discovery rate at which the industry is called concentrated.
    pub q_value: Option<f64>,
    /// How many plants.
    pub establishments: Option<usize>,
    /// Total of the industry.
    pub value: f64,
    /// Why there is no index.
    pub reason: Option<&'static str>,
}

/// Checks the settings of a test: with too few draws no p-value could fall below alpha.
pub(crate) fn check_test(alpha: f64, draws: usize) -> Result<(), SettingError> {
    SettingError::between("alpha", alpha, 0.0, 1.0)?;
    let smallest = upper_tail(0, draws);
    if draws == 0 || smallest <= alpha {
        return Ok(());
    }
    Err(SettingError::new("draws", format!("the smallest p-value of {draws} draws is {smallest}, above alpha = {alpha}; take more, or 0 for none")))
}

impl PlantIndices {
    /// The indices of all industries.
    pub(crate) fn of<I: PlantIndex>(inputs: &PlantsInRegions, draws: usize, alpha: f64, context: &Context<'_>) -> Result<Self, MethodError> {
        inputs.need_plants()?;
        let industries = Industries::new(inputs)?;
        let codes = &inputs.counts.industries;
        let mut indices: Vec<IndustryIndex> = (0..codes.len()).into_par_iter().map(|j| industries.index::<I>(j)).collect();
        if draws > 0 {
            let reached = industries.reached::<I>(codes, &indices, draws, context)?;
            for (index, reached) in indices.iter_mut().zip(reached).filter(|(index, _)| index.gamma.is_some()) {
                index.p_value = Some(upper_tail(reached, draws));
            }
        }
        let p_values: Vec<_> = indices.iter().map(|index| index.p_value).collect();
        indices.iter_mut().zip(q_values(&p_values)).for_each(|(index, q)| index.q_value = q);
        Ok(Self { industries: codes.clone(), indices, coverage: industries.coverage, unit: inputs.counts.unit.clone(), draws, alpha })
    }

    /// What there is to say of an index, with a line at `reference` among its bars.
    pub(crate) fn finding<I: PlantIndex>(&self, reference: Reference) -> Finding {
        let bars = Mark::Bars {
            label: vec!["industry".into()],
            values: vec![I::COLUMN.into()],
            interval: None,
            order: Order::Largest(I::COLUMN.into(), 25),
            scale: Scale::Linear,
            reference: Some(reference),
        };
        let scatter = Mark::Scatter {
            x: "hhi".into(),
            y: "g".into(),
            label: Some("industry".into()),
            size: None,
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            x_reference: None,
            y_reference: None,
            equal: None,
        };
        let chart = |name: &str, mark| Chart::new(&format!("{}_{name}", I::KEY), I::KEY, mark);
        self.sentences(Finding::default().table(self.table::<I>()).chart(chart("largest", bars)).chart(chart("and_plant_size", scatter)))
    }

    fn table<I: PlantIndex>(&self) -> Table {
        let rows = &self.indices;
        Table::new(I::KEY, Message::new(format!("table-{}", I::KEY.replace('_', "-"))))
            .codes("industry", &self.industries, 0..rows.len())
            .numbers("g", Unit::None, rows.iter().map(|r| r.g))
            .numbers("hhi", Unit::None, rows.iter().map(|r| r.hhi))
            .numbers(I::COLUMN, Unit::None, rows.iter().map(|r| r.gamma))
            .numbers("expected_g", Unit::None, rows.iter().map(|r| r.expected_g))
            .numbers("z", Unit::None, rows.iter().map(|r| r.z))
            .numbers("p_value", Unit::None, rows.iter().map(|r| r.p_value))
            .numbers("q_value", Unit::None, rows.iter().map(|r| r.q_value))
            .numbers("establishments", Unit::None, rows.iter().map(|r| r.establishments.map(|n| n as f64)))
            .numbers("value", Unit::of(self.unit.as_ref()), rows.iter().map(|r| Some(r.value)))
            .words("reason", rows.iter().map(|r| r.reason))
    }

    fn sentences(&self, finding: Finding) -> Finding {
        let tested = self.indices.iter().filter(|r| r.q_value.is_some()).count();
        let mut sure: Vec<(usize, f64)> = self
            .indices
            .iter()
            .enumerate()
            .filter(|(_, r)| r.q_value.is_some_and(|q| q < self.alpha))
            .filter_map(|(j, r)| Some((j, r.gamma?)))
            .collect();
        sure.sort_by(|a, b| b.1.total_cmp(&a.1));
        let counted = |key: &str| {
            Message::new(key)
                .with("sure", Argument::count(sure.len()))
                .with("all", Argument::count(tested))
                .with("rate", Argument::Percent { value: self.alpha, decimals: 0 })
        };
        let finding = if sure.is_empty() {
            finding.headline(counted("plants-none-concentrated"))
        } else {
            let with_index = |&(j, gamma): &(usize, f64)| {
                Message::new("plants-industry").with("industry", self.industries.argument(j)).with("gamma", Argument::number(gamma)).into()
            };
            let first: Vec<Argument> = sure.iter().take(3).map(with_index).collect();
            let top = Message::new("plants-most-concentrated").with("industries", first);
            finding.headline(top).headline(counted("plants-concentrated"))
        };
        let finding = self.coverage.note(finding);
        match self.draws {
            0 => finding.caution(Message::new("plants-normal")),
            draws => finding.remark(Message::new("plants-monte-carlo").with("draws", Argument::count(draws))),
        }
    }
}

impl Industries {
    /// The index of industry `j`, with the normal approximation of its p-value.
    fn index<I: PlantIndex>(&self, j: usize) -> IndustryIndex {
        let (industry, location) = (&self.list[j], &self.location);
        let plants = industry.plants.as_ref();
        let mut index = IndustryIndex {
            g: None,
            hhi: plants.map(|p| p.hhi),
            gamma: None,
            expected_g: None,
            z: None,
            p_value: None,
            q_value: None,
            establishments: plants.map(|p| p.establishments),
            value: industry.value,
            reason: Some("empty-industry"),
        };
        if industry.value <= 0.0 {
            return index;
        }
        let g = I::g(&self.sums(j), location);
        index.g = Some(g);
        index.reason = match plants {
            None => Some("no-plants"),
            Some(plants) if plants.hhi >= 1.0 => Some("one-plant"),
            Some(plants) => {
                let expected = I::expected_g(plants, location);
                let z = (g - expected) / I::variance_g(plants, location).sqrt();
                index.gamma = Some(I::gamma(g, plants.hhi, location));
                index.expected_g = Some(expected);
                index.z = Some(z);
                index.p_value = Some(Normal::standard().sf(z));
                None
            }
        };
        index
    }

    fn sums(&self, j: usize) -> Sums {
        let shares = &self.list[j].shares;
        let all = deviations(&self.location, shares, 0..self.location.chances.len());
        Sums { squares: exact_sum(shares.iter().map(|(_, s)| s * s)), spread: exact_sum(all.iter().map(|d| d * d)) }
    }

    /// For each industry, how many of `draws` independent locations of its plants reach its G.
    ///
    /// Draw `k` of an industry depends on (seed, its code, `k`), the sizes of its plants and the shares of the regions.
    fn reached<I: PlantIndex>(
        &self,
        codes: &Codes,
        observed: &[IndustryIndex],
        draws: usize,
        context: &Context<'_>,
    ) -> Result<Vec<usize>, MethodError> {
        let tested: Vec<(usize, Seed, &Plants, f64)> = observed
            .iter()
            .enumerate()
            .filter_map(|(j, index)| Some((j, context.seed.child(codes.get(j)), self.list[j].plants.as_ref()?, index.gamma.and(index.g)?)))
            .collect();
        let none = || vec![0; observed.len()];
        let finished = AtomicU64::new(0);
        let draw = |(mut located, mut reached): (Located, Vec<usize>), k: u64| {
            context.proceed()?;
            for (j, seed, plants, g) in &tested {
                self.location.locate(&plants.shares, &mut seed.draw(k), &mut located);
                let drawn = I::g(&self.location.sums(&located), &self.location);
                reached[*j] += usize::from(drawn >= g - IndependentLocation::TIE);
            }
            context.watch.progress(finished.fetch_add(1, Ordering::Relaxed) + 1, draws as u64);
            Ok((located, reached))
        };
        (0..draws as u64)
            .into_par_iter()
            .try_fold(|| (Located::new(&self.location), none()), draw)
            .map(|folded| folded.map(|(_, reached)| reached))
            .try_reduce(none, |a, b| Ok(a.into_iter().zip(b).map(|(a, b)| a + b).collect()))
    }
}

impl IndependentLocation {
    /// The sums of a draw; regions without a plant add their x² to the spread.
    fn sums(&self, located: &Located) -> Sums {
        let (mut squares, mut beyond) = (0.0, 0.0);
        for &region in &located.regions {
            let (s, x) = (located.share[region as usize], self.chances[region as usize]);
            squares += s * s;
            beyond += s * (s - 2.0 * x);
        }
        Sums { squares, spread: self.squares + beyond }
    }
}
