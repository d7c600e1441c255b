//! What moves industries and what to do: a file directly under `src` is a model, a folder is machinery shared by several.

pub mod framework;
mod coupling;
pub mod coupling_coordination;
pub mod cluster_typology;
mod calendar;
mod cumulative;
pub mod goal_feasibility;
mod growth;
pub mod growth_audit;
mod growth_history;
mod index;
mod rules;
mod typology;

pub use cluster_typology::Typed;
pub mod target_tracking;

pub use goal_feasibility::Histories;
pub use growth_audit::Audited;
pub use target_tracking::Tracked;

/// Every sentence and label of the models, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
