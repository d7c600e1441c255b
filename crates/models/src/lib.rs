//! What moves industries and what to do: a file directly under `src` is a model, a folder is machinery shared by several.

mod game;
mod growth;
pub mod growth_audit;
mod index;
pub mod investment_game;
mod rules;

pub use growth_audit::Audited;
pub use investment_game::Played;

/// Every sentence and label of the models, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
