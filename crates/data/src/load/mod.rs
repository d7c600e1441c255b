//! Loaders: from a source to a shape, with a ledger of every row.

mod cells;
mod counts;
mod flows;
mod frame;
mod indicators;
mod panel;
mod places;
mod players;
mod regions;
mod register;

pub use regions::RegionSet;

use crate::error::Place;
use crate::{DataError, Ledger, Source, Tables};
use agglom_method::{Periods, Places, Shape, ShapeKind};
use std::path::Path;
use std::sync::Arc;

/// What to load.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The source, its file or table.
    pub place: &'a Place,
    /// What the study says of it.
    pub source: &'a Source,
    /// Where the study is.
    pub folder: &'a Path,
    /// The shape to make.
    pub shape: ShapeKind,
    /// How many periods the shape may have.
    pub periods: Periods,
    /// Columns (or roles) to make a shape of its own for every value of.
    pub by: &'a [String],
}

/// Column and value of each `by`, and the shape of these rows.
pub type Group = (Vec<(String, String)>, Shape);

/// What was loaded.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// One group per combination of values of the `by` columns; a nameless one without `by`.
    pub groups: Vec<Group>,
    /// What became of every row.
    pub ledger: Ledger,
    /// What was chosen where the study is silent.
    pub chosen: Vec<(String, String)>,
    /// Polygons of the regions, for maps.
    pub places: Option<Arc<Places>>,
}

/// Loads a source as a shape.
pub async fn load(tables: &dyn Tables, request: &Request<'_>) -> Result<Loaded, DataError> {
    let loaded = match request.shape {
        ShapeKind::Counts => counts::load(tables, request).await?,
        ShapeKind::Register => register::load(tables, request).await?,
        ShapeKind::Indicators => indicators::load(tables, request).await?,
        ShapeKind::Places => places::load(tables, request).await?,
        ShapeKind::Flows => flows::load(tables, request).await?,
        ShapeKind::Players => players::load(tables, request).await?,
        ShapeKind::Panel => panel::load(tables, request).await?,
    };
    if loaded.ledger.used == 0 {
        let left_out = loaded.ledger.left_out.iter().map(|(reason, l)| (reason.words().to_owned(), l.rows)).collect();
        let (source_name, path) = (request.place.source_name.clone(), request.place.path.clone());
        return Err(DataError::Empty { source_name, path, read: loaded.ledger.read, left_out });
    }
    Ok(loaded)
}

/// An error if there are several periods where one is wanted.
fn one_period(request: &Request<'_>, periods: &agglom_method::Codes) -> Result<(), DataError> {
    if request.periods == Periods::Any || periods.len() <= 1 {
        return Ok(());
    }
    let column = request.source.column("period").unwrap_or("period");
    let (first, last) = (periods.get(0), periods.get(periods.len() - 1));
    Err(request.place.source(format!(
        "it has {} periods ({first} to {last}) and the analysis takes one at a time: add by = [\"{column}\"] to the analysis, or choose one with where = \"{column} = {last}\"",
        periods.len()
    )))
}

impl Request<'_> {
    /// The column behind a `by`: a role's column, or the column itself.
    fn by_column<'b>(&'b self, by: &'b str) -> &'b str {
        self.source.column(by).unwrap_or(by)
    }

    fn ledger(&self) -> Ledger {
        Ledger::new(&self.place.source_name, self.shape)
    }
}
