use crate::neighbours::Cells;
use crate::null::{Null, permutation};
use agglom_method::{Codes, Context, Message, MethodError, Register, SettingError, nearest};
use std::sync::Arc;

/// No industry.
pub(crate) const NONE: u32 = u32::MAX;

/// The sites of a register and who stands there.
pub(crate) struct Sites {
    /// The sites, sorted for searches; `member` is the establishment's number in the register.
    pub(crate) cells: Cells,
    /// Industry of each establishment.
    pub(crate) industry: Vec<u32>,
    /// Weight of each establishment.
    pub(crate) weight: Vec<f64>,
    /// How many establishments each industry has.
    pub(crate) establishments: Vec<usize>,
    /// The industries' codes.
    pub(crate) codes: Arc<Codes>,
}

/// An industry and the one whose neighbourhood is looked at; the same twice within an industry.
pub(crate) type Pair = (usize, usize);

impl Sites {
    /// The sites for searches within `reach`; weights are sizes where `weighted`.
    pub(crate) fn new(register: &Register, reach: f64, weighted: bool) -> Result<Self, MethodError> {
        let position = positions(register)?;
        let codes = register.industry.codes.clone();
        let industry: Vec<u32> = (0..register.len()).map(|i| register.industry.get(i).map_or(NONE, |j| j as u32)).collect();
        let mut establishments = vec![0; codes.len()];
        industry.iter().filter(|&&j| j != NONE).for_each(|&j| establishments[j as usize] += 1);
        let weight = (0..register.len()).map(|i| if weighted { register.size_of(i) } else { 1.0 }).collect();
        Ok(Self { cells: super::cells(position, reach), industry, weight, establishments, codes })
    }

    /// How many sites.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The pairs that settings ask for: industries with themselves, or each with each of `neighbours`.
    pub(crate) fn pairs(&self, industries: &[String], neighbours: &[String]) -> Result<Vec<Pair>, MethodError> {
        let numbers = |setting: &'static str, codes: &[String]| -> Result<Vec<usize>, MethodError> {
            let number = |code: &String| {
                self.codes.index(code).ok_or_else(|| MethodError::UnknownCode {
                    setting,
                    code: code.clone(),
                    nearest: nearest(code, self.codes.iter()).map(str::to_owned),
                })
            };
            let mut numbers = codes.iter().map(number).collect::<Result<Vec<_>, _>>()?;
            numbers.sort_unstable();
            numbers.dedup();
            Ok(numbers)
        };
        let references = if industries.is_empty() { (0..self.codes.len()).collect() } else { numbers("industries", industries)? };
        if neighbours.is_empty() {
            return Ok(references.into_iter().map(|s| (s, s)).collect());
        }
        let neighbours = numbers("neighbours", neighbours)?;
        Ok(references.iter().flat_map(|&s| neighbours.iter().map(move |&t| (s, t))).collect())
    }

    /// An error if no pair has enough establishments on both sides.
    pub(crate) fn need(&self, pairs: &[Pair], least: usize) -> Result<(), MethodError> {
        let fewer = |&(s, t): &Pair| self.establishments[s].min(self.establishments[t]);
        let most = pairs.iter().map(fewer).max().unwrap_or(0);
        if most >= least { Ok(()) } else { Err(MethodError::TooFew { what: "establishments", need: least, got: most }) }
    }

    /// True if a pair has enough establishments on both sides.
    pub(crate) fn enough(&self, (s, t): Pair, least: usize) -> bool {
        self.establishments[s].min(self.establishments[t]) >= least
    }

    /// Which establishment stands where establishment `i` stood, after chance has dealt them out anew for the `draw`th time; those of
    /// industry `kept` stay.
    pub(crate) fn dealt(&self, null: Null, kept: Option<usize>, draw: u64, context: &Context<'_>) -> Vec<u32> {
        let seed = context.seed.child(null.name());
        match kept.filter(|_| null == Null::PopulationIndependence) {
            None => permutation(self.len(), &mut seed.draw(draw)),
            Some(kept) => {
                let free: Vec<u32> = (0..self.len() as u32).filter(|&i| self.industry[i as usize] as usize != kept).collect();
                let order = permutation(free.len(), &mut seed.child(self.codes.get(kept)).draw(draw));
                let mut dealt: Vec<u32> = (0..self.len() as u32).collect();
                free.iter().zip(order).for_each(|(&i, k)| dealt[i as usize] = free[k as usize]);
                dealt
            }
        }
    }
}

impl Null {
    /// The name of a null model as in settings.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RandomLocation => "random_location",
            Self::RandomLabelling => "random_labelling",
            Self::PopulationIndependence => "population_independence",
            Self::CompleteSpatialRandomness => "complete_spatial_randomness",
        }
    }
}

/// The coordinates of a register, if there are some that can be reckoned with.
pub(crate) fn positions(register: &Register) -> Result<&[[f64; 2]], MethodError> {
    // Coordinates in metres on any map are far below this; their squares do not overflow.
    const FARTHEST: f64 = 1e12;
    let needs = |key: &str| MethodError::Needs { what: Message::new(key) };
    let position = register.position.as_deref().ok_or_else(|| needs("needs-coordinates"))?;
    if position.iter().flatten().all(|c| c.abs() <= FARTHEST) { Ok(position) } else { Err(needs("needs-moderate-coordinates")) }
}

/// Checks distances: ascending, not negative, not beyond what a map can hold, and not more than a chart and a ring number can.
pub(crate) fn check_distances(setting: &'static str, distances: &[f64]) -> Result<(), SettingError> {
    const MOST: usize = 2000;
    if distances.iter().any(|r| !(0.0..=1e8).contains(r)) {
        return Err(SettingError::new(setting, "distances are metres between 0 and 1e8"));
    }
    if distances.windows(2).any(|w| w[0] >= w[1]) {
        return Err(SettingError::new(setting, "distances must ascend, each larger than the one before"));
    }
    if distances.len() > MOST { Err(SettingError::new(setting, format!("at most {MOST} distances"))) } else { Ok(()) }
}
