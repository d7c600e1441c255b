//! The long run of industries that enter and leave places: metapopulation capacity, equilibrium, the fold, the quasi-stationary distribution,
//! simulation and scenarios.

mod ahead;
mod capacity;
mod eigen;
mod fold;
mod forecast;
mod mean_field;
mod outlook;
mod quasi_stationary;
mod scenario;
mod simulation;
mod tables;
mod terrain;

pub use ahead::{Ahead, Compared, IndustryAhead, PlaceWorth, Settings, Site, Step};
pub(crate) use capacity::shares;
pub use capacity::{Capacity, LEFT_OUT_EACH, PlaceValue, Powers, Product, Spillovers, capacity};
pub use eigen::{Leading, leading_of_each};
pub use fold::{Fold, fold};
pub use mean_field::{MeanField, equilibrium, mean_field};
pub use outlook::{Group, Outlook};
pub use quasi_stationary::{EXACT, EXACT_YEARS, QuasiStationary, quasi_stationary, resurrected};
pub(crate) use scenario::coordinates;
pub use scenario::{CapacityChange, Changed, DistanceChange, NewPlace, Scenario, check_ahead};
pub use simulation::{Chances, Path, Walk, path};
pub use tables::{OUTLOOK_TABLES, present};
pub use terrain::{Shifts, Terrain};

/// What decides who enters and who leaves: sites (an industry in a place each), how well each is connected if the others are occupied with
/// given probabilities, and the chances that follow.
pub trait Landscape: Sync {
    /// How many sites there are.
    fn sites(&self) -> usize;

    /// The connectivity of every site; its own incidence plays no part.
    fn connectivity(&self, incidence: &[f64], connectivity: &mut [f64]);

    /// Connectivity after some sites changed, from what it was before.
    fn changed(&self, _before: &[f64], after: &[f64], connectivity: &mut [f64]) {
        self.connectivity(after, connectivity);
    }

    /// The probability that the site is entered at this connectivity, if it is empty.
    fn entry(&self, site: usize, connectivity: f64) -> f64;

    /// The probability that the site is left, if it is occupied and would be entered with this probability if it were not; in the mean over years.
    fn exit(&self, site: usize, entry: f64) -> f64;

    /// The same in a year of that fortune, a standard normal number that is common to all sites.
    fn exit_in(&self, site: usize, entry: f64, _fortune: f64) -> f64 {
        self.exit(site, entry)
    }

    /// Fortunes and their weights that stand for all years; a single one where years are alike.
    fn fortunes(&self) -> Vec<(f64, f64)> {
        vec![(0.0, 1.0)]
    }
}

/// A sum in eight parts, always the same ones: fast, and the same at any number of threads.
pub(crate) fn sum(count: usize, term: impl Fn(usize) -> f64) -> f64 {
    let mut parts = [0.0; 8];
    let whole = count / 8 * 8;
    for i in (0..whole).step_by(8) {
        for (k, part) in parts.iter_mut().enumerate() {
            *part += term(i + k);
        }
    }
    let rest: f64 = (whole..count).map(&term).sum();
    parts.iter().sum::<f64>() + rest
}
