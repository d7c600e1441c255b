use super::PlantsInRegions;
use crate::inputs::Reservations;
use crate::null::IndependentLocation;
use agglom_method::{Argument, Codes, Counts, Finding, Message, MethodError, Register, exact_sum};
use serde::Serialize;
use std::ops::Range;
use std::sync::Arc;

/// Industries by their regional shares and their plants, and how plants that do not mind would locate.
///
/// Regions are numbered from the largest share of the whole to the smallest, so that no result and no draw depends on their codes.
pub(crate) struct Industries {
    pub(crate) location: IndependentLocation,
    /// In the order of the codes.
    pub(crate) list: Vec<Industry>,
    pub(crate) coverage: Coverage,
}

/// One industry.
pub(crate) struct Industry {
    /// Its total.
    pub(crate) value: f64,
    /// s_i where it is not zero, by region.
    pub(crate) shares: Vec<RegionShare>,
    /// Its plants, if any has a size.
    pub(crate) plants: Option<Plants>,
}

/// Number of a region and the industry's share in it.
pub(crate) type RegionShare = (u32, f64);

/// The plants of an industry.
pub(crate) struct Plants {
    /// z_k where it is not zero, largest first.
    pub(crate) shares: Vec<f64>,
    /// H = Σ z²
    pub(crate) hhi: f64,
    /// How many there are, those of size zero included.
    pub(crate) establishments: usize,
}

/// What the totals leave out, and what is known of the plants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// What the counts leave out.
    pub counts: Reservations,
    /// Regions of the source that have no share of the reference.
    pub outside: usize,
    /// Whether plants are known and none has a size, so that each counts 1.
    pub sizeless: bool,
}

impl Industries {
    pub(crate) fn new(inputs: &PlantsInRegions) -> Result<Self, MethodError> {
        let counts = &inputs.counts;
        let regions = Regions::new(counts, inputs.reference.as_deref())?;
        let totals = counts.only().by_industry(counts.industries.len(), |c| c.value);
        let mut shares = vec![Vec::new(); totals.len()];
        for cell in counts.only().iter().filter(|c| c.value > 0.0) {
            let industry = cell.industry as usize;
            shares[industry].push((regions.number[cell.region as usize], cell.value / totals[industry]));
        }
        for of_industry in &mut shares {
            of_industry.sort_unstable_by_key(|&(region, _)| region);
        }
        let plants = inputs.plants.as_deref().map_or_else(|| totals.iter().map(|_| None).collect(), |register| plants(register, &counts.industries));
        let list = totals.into_iter().zip(shares).zip(plants).map(|((value, shares), plants)| Industry { value, shares, plants }).collect();
        Ok(Self {
            location: regions.location,
            list,
            coverage: Coverage {
                counts: Reservations::of(counts),
                outside: regions.outside,
                sizeless: inputs.plants.as_ref().is_some_and(|register| register.size.is_none()),
            },
        })
    }

    /// Share w_j of every industry in the total of all.
    pub(crate) fn weights(&self) -> Vec<f64> {
        let total = exact_sum(self.list.iter().map(|industry| industry.value));
        self.list.iter().map(|industry| industry.value / total).collect()
    }
}

impl Coverage {
    /// Says what is left out.
    pub(crate) fn note(self, finding: Finding) -> Finding {
        let finding = self.counts.note(finding, None);
        let finding = match self.outside {
            0 => finding,
            n => finding.caution(Message::new("plants-outside-reference").with("regions", Argument::count(n))),
        };
        if self.sizeless { finding.remark(Message::new("plants-sizeless")) } else { finding }
    }
}

/// Deviations s_i - x_i of an industry in some of the regions.
pub(crate) fn deviations(location: &IndependentLocation, shares: &[RegionShare], regions: Range<usize>) -> Vec<f64> {
    let mut deviations: Vec<f64> = location.chances[regions.clone()].iter().map(|x| -x).collect();
    let at = |region: usize| shares.partition_point(|&(r, _)| (r as usize) < region);
    for &(region, share) in &shares[at(regions.start)..at(regions.end)] {
        deviations[region as usize - regions.start] += share;
    }
    deviations
}

/// The regions of the source and of the reference.
struct Regions {
    location: IndependentLocation,
    /// The number of each region of the counts.
    number: Vec<u32>,
    outside: usize,
}

impl Regions {
    fn new(counts: &Counts, reference: Option<&Counts>) -> Result<Self, MethodError> {
        let whole = reference.unwrap_or(counts);
        let total = whole.only().total();
        if counts.only().total() <= 0.0 || total <= 0.0 {
            return Err(MethodError::AllZero { what: "values" });
        }
        let codes = reference.map_or_else(|| counts.regions.clone(), |r| Arc::new(Codes::new(counts.regions.iter().chain(r.regions.iter()))));
        let of_whole = whole.only().by_region(|c| c.value);
        let chance: Vec<f64> = codes.iter().map(|code| whole.regions.index(code).map_or(0.0, |i| of_whole[i] / total)).collect();
        let mut order: Vec<usize> = (0..codes.len()).collect();
        order.sort_by(|&a, &b| chance[b].total_cmp(&chance[a]));
        let mut number_of = vec![0; codes.len()];
        order.iter().enumerate().for_each(|(number, &i)| number_of[i] = number as u32);
        let number: Vec<u32> = counts.regions.iter().filter_map(|code| codes.index(code)).map(|i| number_of[i]).collect();
        let chances: Vec<f64> = order.iter().map(|&i| chance[i]).collect();
        let own = counts.only().by_region(|c| c.value);
        let (inside, outside): (Vec<usize>, Vec<usize>) =
            (0..number.len()).filter(|&i| own[i] > 0.0).partition(|&i| chances[number[i] as usize] > 0.0);
        if inside.is_empty() {
            return Err(MethodError::Needs { what: Message::new("needs-matching-reference") });
        }
        let location = IndependentLocation::new(chances);
        if location.squares >= 1.0 {
            return Err(MethodError::TooFew { what: "regions", need: 2, got: 1 });
        }
        Ok(Self { location, number, outside: outside.len() })
    }
}

/// The plants of each of these industries.
fn plants(register: &Register, industries: &Codes) -> Vec<Option<Plants>> {
    let number: Vec<Option<usize>> = register.industry.codes.iter().map(|code| industries.index(code)).collect();
    let mut sizes = vec![Vec::new(); industries.len()];
    for i in 0..register.len() {
        if let Some(industry) = register.industry.get(i).and_then(|label| number[label]) {
            sizes[industry].push(register.size_of(i));
        }
    }
    sizes.into_iter().map(Plants::new).collect()
}

impl Plants {
    fn new(mut sizes: Vec<f64>) -> Option<Self> {
        let establishments = sizes.len();
        let total = exact_sum(sizes.iter().copied());
        sizes.retain(|&size| size > 0.0);
        sizes.sort_unstable_by(|a, b| b.total_cmp(a));
        let shares: Vec<f64> = sizes.iter().map(|size| size / total).collect();
        (!shares.is_empty()).then(|| Self { hhi: exact_sum(shares.iter().map(|z| z * z)), shares, establishments })
    }

    /// Σ z^power
    pub(crate) fn sum_of_powers(&self, power: i32) -> f64 {
        exact_sum(self.shares.iter().map(|z| z.powi(power)))
    }
}
