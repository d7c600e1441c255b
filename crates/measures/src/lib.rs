//! Where industries are and how strongly: a file directly under `src` is a measure, a folder is machinery shared by several.

pub mod coagglomeration;
pub mod concentration;
pub mod ellison_glaeser;
mod envelope;
mod inference;
mod inputs;
pub mod location_quotient;
pub mod maurel_sedillot;
pub mod mean_city_population_size;
mod neighbours;
mod null;
mod plants;
mod settlements;
mod shares;
pub mod shift_share;
pub mod specialization;
pub mod urban_agglomeration;

pub use inference::Estimate;
pub use inputs::{CountsOrRegister, Reservations, Zoned, ZonedEstablishments, ZonedPlaces};
pub use null::Null;
pub use plants::{Coverage, IndustryIndex, PlantIndices, PlantsInRegions};
pub use settlements::{
    Agglomeration, Circumstances, CitySizes, Ground, Membership, Metric, Role, SettlementsAndTravel, UrbanAgglomerations, Variant,
};
pub use shares::Split;
pub use shift_share::RegionsAndNation;

/// Every sentence and label of the measures, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
