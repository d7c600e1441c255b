//! Where industries are and how strongly: a file directly under `src` is a measure, a folder is machinery shared by several.

mod inference;
mod inputs;
pub mod location_quotient;
mod shares;

pub use inputs::{CountsOrRegister, Zoned};
pub use location_quotient::LocationQuotient;

/// Every sentence and label of the measures, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
