//! Where industries are and how strongly: a file directly under `src` is a measure, a folder is machinery shared by several.

pub mod coagglomeration;
pub mod concentration;
pub mod ellison_glaeser;
mod envelope;
mod inference;
mod inputs;
pub mod location_quotient;
pub mod maurel_sedillot;
mod neighbours;
mod null;
mod plants;
mod shares;
pub mod shift_share;
pub mod specialization;

pub use inference::{Estimate, quantile};
pub use inputs::{CountsOrRegister, Reservations, Zoned, ZonedEstablishments, ZonedPlaces};
pub use null::{Null, q_values};
pub use plants::{Coverage, IndustryIndex, PlantIndices, PlantsInRegions};
pub use shares::Split;
pub use shift_share::RegionsAndNation;

/// Every sentence and label of the measures, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
