//! Where industries are and how strongly: a file directly under `src` is a measure, a folder is machinery shared by several.

pub mod coagglomeration;
pub mod concentration;
pub mod dbscan;
mod density_clusters;
pub mod ellison_glaeser;
mod envelope;
pub mod hdbscan;
mod inference;
mod inputs;
pub mod location_quotient;
pub mod maurel_sedillot;
mod neighbours;
mod null;
mod outline;
mod plants;
mod shares;
pub mod shift_share;
pub mod specialization;

pub use density_clusters::{Cluster, DensityClusters, Distance, Hexagon, LocatedEstablishments, Member, Part, Per, Ring, Role, Selection};
pub use inference::Estimate;
pub use inputs::{CountsOrRegister, Reservations, Zoned, ZonedEstablishments, ZonedPlaces};
pub use null::Null;
pub use plants::{Coverage, IndustryIndex, PlantIndices, PlantsInRegions};
pub use shares::Split;
pub use shift_share::RegionsAndNation;

/// Every sentence and label of the measures, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
