//! What moves industries and what to do: a file directly under `src` is a model, a folder is machinery shared by several.

mod growth;
pub mod growth_audit;
mod index;
mod planning;
mod rules;
pub mod target_plan;

pub use growth_audit::Audited;
pub use target_plan::Planned;

/// Every sentence and label of the models, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
