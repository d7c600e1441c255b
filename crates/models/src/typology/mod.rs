//! From the firms of a cluster to what type of cluster it is.

mod bootstrap;
mod evidence;
mod firms;
mod given;
mod judgement;
mod metric;
mod present;

pub(crate) use bootstrap::{Draws, Resampling};
pub use evidence::{Basis, Evidence};
pub(crate) use evidence::{Rule, Sources, measured};
pub use firms::ClusterBy;
pub(crate) use firms::{Cluster, clusters};
pub use given::IndicatorCodes;
pub(crate) use given::{Given, of_clusters};
pub(crate) use judgement::Judgement;
pub use judgement::{Label, Threshold, Thresholds};
pub use metric::Metric;
