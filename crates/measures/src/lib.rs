//! Where industries are and how strongly: a file directly under `src` is a measure, a folder is machinery shared by several.

pub mod coagglomeration;
pub mod concentration;
pub mod ellison_glaeser;
mod inference;
mod inputs;
pub mod location_quotient;
pub mod maurel_sedillot;
mod null;
mod plants;
mod shares;
pub mod shift_share;
pub mod specialization;

pub use coagglomeration::Coagglomeration;
pub use concentration::Concentration;
pub use ellison_glaeser::EllisonGlaeser;
pub use inference::Estimate;
pub use inputs::{CountsOrRegister, Reservations, Zoned, ZonedPlaces};
pub use location_quotient::LocationQuotient;
pub use maurel_sedillot::MaurelSedillot;
pub use plants::{Coverage, IndustryIndex, PlantIndices, PlantsInRegions};
pub use shares::Split;
pub use shift_share::{RegionsAndNation, ShiftShare};
pub use specialization::Specialization;

/// Every sentence and label of the measures, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
