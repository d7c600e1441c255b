//! Which industries are where, how near they are to each other, and what follows for regions: the matrix of presence, proximity,
//! relatedness density, complexity and outlook as pure functions.

mod chance;
mod communities;
mod complexity;
mod density;
mod inputs;
mod layout;
mod network;
mod outlook;
mod presence;
mod proximity;
mod redrawn;
mod rules;
mod spaces;
mod spectrum;

pub(crate) use chance::Hypergeometric;
pub use complexity::{Complexity, Fitness, complexity, fitness, reflections};
pub use density::{Density, sums_over_present};
pub use inputs::{RegionalIndustries, RelatedIndustries};
pub use network::{IndustrySpace, Link, Point};
pub use outlook::Outlook;
pub use presence::{Margins, Presence};
pub use proximity::{ProximityMatrix, co_occurrences};
pub use redrawn::Intervals;
pub(crate) use redrawn::{Side, ranks, redrawn};
pub use rules::{Diagonal, PresenceRule, Rules, Similarity};
pub(crate) use spaces::{Degenerate, Ground, Panels, each_period, states};
pub use spaces::{Unknown, presences};
