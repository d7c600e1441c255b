//! What moves industries and what to do: a file directly under `src` is a model, a folder is machinery shared by several.

pub mod backtest;
mod calendar;
pub mod cluster_typology;
pub mod composite_index;
mod coupling;
pub mod coupling_coordination;
mod cumulative;
mod dynamics;
pub mod entry_exit_backtest;
pub mod framework;
mod game;
pub mod goal_feasibility;
mod growth;
pub mod growth_audit;
mod growth_history;
mod incidence;
pub mod incidence_function;
mod index;
pub mod investment_game;
pub mod landscape;
mod planning;
mod ranking;
mod rules;
mod sampling;
pub mod symbiosis;
pub mod target_plan;
pub mod target_tracking;
mod typology;

pub use cluster_typology::Typed;
pub use composite_index::Assessed;
pub use coupling_coordination::Coupled;
pub use goal_feasibility::Histories;
pub use growth_audit::Audited;
pub use incidence_function::Incidence;
pub use investment_game::Played;
pub use symbiosis::Subsystems;
pub use target_plan::Planned;
pub use target_tracking::Tracked;

/// Every sentence and label of the models, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
