//! A run as strings: one self-contained HTML page, and every chart as a standalone SVG.
//!
//! Nothing here computes: a report chooses the language, rounds, and draws what the findings name. It reads no file and asks
//! no network, and neither does the page it writes.
//!
//! ```text
//!   Run ──> page ──> HTML { headlines, what was asked, a section per analysis, the data, how to repeat }
//!   Chart + Table ──> chart ──> SVG
//!   Message ──> Speaker ──> text
//! ```

mod cells;
mod chart;
mod markup;
mod number;
mod page;
mod results;
mod speaker;

pub use chart::chart;
pub use page::page;
pub use results::{Results, WriteError};
pub use speaker::{ReportError, Speaker};

/// Every sentence and label the report itself speaks, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
