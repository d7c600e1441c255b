//! From tables to shapes: sources and their roles, files in any encoding as tables of text, the loaders that turn tables into the
//! shapes of `agglom-method`, and the ledger that accounts for every row. Knows no engine: an engine is whatever implements [`Tables`].

mod batch;
mod error;
mod geography;
mod ledger;
pub mod load;
mod number;
pub mod read;
mod reading;
mod region_index;
mod role;
mod source;
mod tables;

pub use batch::batch;
pub use error::{DataError, Place};
pub use geography::Projection;
pub use ledger::{Accepted, Ledger, LeftOut, Oddity, Reason};
pub use number::{NotNumber, Written, number};
pub use reading::CellReader;
pub use region_index::{Overlap, RegionIndex};
pub use role::{ROLES, Role, RoleKind, lacks, role};
pub use source::{Duplicates, Format, Regions, Source};
pub use tables::{CellState, Content, Each, Locate, Location, Locator, Pick, Selection, Tables, What, open_content};

/// Every sentence of the ledger, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
