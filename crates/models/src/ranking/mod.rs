//! From comparable numbers to an order: weights from judgements, aggregation, and how sure the order is.

mod aggregation;
mod combination;
mod frame;
mod judgements;
mod obstacles;
mod order;
mod outranking;
mod presentation;
mod random;
mod rules;
mod settings;
mod stability;
mod sums;
mod uncertainty;
mod unknown;
mod weighting;

pub use aggregation::{Aggregation, Compromise, Normalisation, Options};
pub(crate) use aggregation::{Parts, Work};
pub use combination::combination;
pub(crate) use frame::{Comparable, Frame};
pub(crate) use judgements::{Fault, fault};
pub use judgements::{Judgement, Priorities, priorities};
pub use obstacles::Obstacle;
pub(crate) use obstacles::obstacles;
pub(crate) use order::ranks;
pub use outranking::{Preference, PreferenceFunction};
pub(crate) use rules::{Limit, Rules};
pub use settings::{Deduction, Group, UnknownWeights, Veto};
pub use stability::{Reversal, Steadiness};
pub(crate) use stability::{Stability, winner};
pub(crate) use sums::Sums;
pub use uncertainty::{Chance, Spread};
pub(crate) use uncertainty::{Drawing, Spreads};
pub(crate) use unknown::{Block, Unknown, spread_of_unknown};
pub(crate) use weighting::Weigher;
pub use weighting::Weighting;
