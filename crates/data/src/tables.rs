//! What an engine must be able to do.

use crate::error::Place;
use crate::read::{CsvFile, Features, TextTable, Workbook};
use crate::{DataError, Format, RegionIndex, Source};
use agglom_method::State;
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An engine: opens tables and answers selections. It filters, groups and sums; statistics stay outside.
#[async_trait]
pub trait Tables: Send + Sync {
    /// Makes a table known under the name of its source; its columns.
    async fn open(&self, place: &Place, source: &Source, content: Content) -> Result<Vec<String>, DataError>;

    /// The columns of a table that was opened.
    async fn columns(&self, place: &Place) -> Result<Vec<String>, DataError>;

    /// Checks that a `where` is a condition over the table, without reading data.
    async fn check_filter(&self, place: &Place, source: &Source) -> Result<(), DataError>;

    /// Runs a selection and hands over its batches one by one, in any order. All have the columns that [`Selection`] describes.
    async fn select(&self, place: &Place, source: &Source, selection: &Selection, each: &mut Each<'_>) -> Result<(), DataError>;

    /// How many rows the table has, `where` or not.
    async fn rows(&self, place: &Place) -> Result<u64, DataError>;

    /// The text of a cell, to show it in a message.
    async fn cell(&self, place: &Place, column: &str, row: u64) -> Option<String>;
}

/// What happens to every batch of a selection.
pub type Each<'a> = dyn FnMut(&RecordBatch) -> Result<(), DataError> + Send + 'a;

/// What is behind a source.
#[derive(Debug, Clone)]
pub enum Content {
    /// A table of text with row numbers.
    Text(Arc<dyn TextTable>),
    /// A Parquet file.
    Parquet(PathBuf),
    /// A table in memory: what an analysis made.
    Batches(Vec<RecordBatch>),
}

/// What to read from a source, and how.
///
/// The result has, for every pick, the columns that [`What`] names after its alias. Without `grouped`, a column `row` follows:
/// the row as a spreadsheet shows it, or the data row of a Parquet file. With `grouped`, rows of equal codes, flags and states
/// are one; numbers are replaced by their exact sums, and the columns `rows` (how many) and `first_row` follow.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The columns to make.
    pub picks: Vec<Pick>,
    /// One row per combination of codes instead of one per row of the source.
    pub grouped: bool,
}

/// A column to make.
#[derive(Debug, Clone)]
pub struct Pick {
    /// Its name in the result.
    pub alias: String,
    /// What it holds.
    pub what: What,
    /// How many characters of a code count, if not all.
    pub digits: Option<u32>,
}

impl Pick {
    /// A column under another name, all of it.
    pub fn new(alias: &str, what: What) -> Self {
        Self { alias: alias.to_owned(), what, digits: None }
    }
}

/// What a pick holds.
#[derive(Debug, Clone)]
pub enum What {
    /// Text, trimmed; empty where the source has none.
    Code(String),
    /// Text that does not tell groups apart: the least one of a group (a name beside its code).
    Name(String),
    /// A number: `<alias>` (empty unless observed) and `<alias>_state` ([`CellState`] as a number);
    /// grouped: their exact sum, and `<alias>_squares`, the exact sum of squares.
    Number(String),
    /// Text that is true (`1`, `true`, `yes`, `t`, `y`) or not.
    Flag(String),
    /// The number of the region that a point lies in; empty outside all, or where a coordinate is missing
    /// (then `<alias>_state` is not observed).
    Located {
        /// Column of longitudes or eastings.
        lon: String,
        /// Column of latitudes or northings.
        lat: String,
        /// Finds the region.
        locator: Locator,
    },
}

/// From coordinates of a source to the number of a region.
pub trait Locate: Send + Sync {
    /// The region of a point.
    fn find(&self, point: [f64; 2]) -> Location;

    /// The regions of many points, the same as [`Locate::find`] gives for each.
    fn find_all(&self, points: &[[f64; 2]]) -> Vec<Location> {
        points.iter().map(|&point| self.find(point)).collect()
    }
}

/// A shared [`Locate`].
#[derive(Clone)]
pub struct Locator(Arc<dyn Locate>);

/// Where a point lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In this region.
    Region(u32),
    /// In none.
    Outside,
    /// Nowhere in the world.
    Impossible,
}

impl<F: Fn([f64; 2]) -> Location + Send + Sync> Locate for F {
    fn find(&self, point: [f64; 2]) -> Location {
        self(point)
    }
}

/// Points in longitude and latitude.
impl Locate for RegionIndex {
    fn find(&self, point: [f64; 2]) -> Location {
        possible(point, self.locate(point[0], point[1]))
    }

    fn find_all(&self, points: &[[f64; 2]]) -> Vec<Location> {
        points.iter().zip(self.locate_all(points)).map(|(&point, region)| possible(point, region)).collect()
    }
}

fn possible([lon, lat]: [f64; 2], region: Option<u32>) -> Location {
    if lon.abs() <= 180.0 && lat.abs() <= 90.0 { region.map_or(Location::Outside, Location::Region) } else { Location::Impossible }
}

impl Locator {
    /// Finds regions with `locate`.
    pub fn new(locate: impl Locate + 'static) -> Self {
        Self(Arc::new(locate))
    }
}

impl std::ops::Deref for Locator {
    type Target = dyn Locate;

    fn deref(&self) -> &Self::Target {
        self.0.as_ref()
    }
}

impl std::fmt::Debug for Locator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Locator")
    }
}

/// What a cell that should hold a number holds; as a number in the columns `<alias>_state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellState {
    /// A number.
    Plain = 0,
    /// A number with digits grouped at the wrong places.
    OddGrouping = 1,
    /// A percentage.
    Percent = 2,
    /// Nothing.
    Missing = 3,
    /// A mark that the value is withheld.
    Suppressed = 4,
    /// A mark that there cannot be a value.
    NotApplicable = 5,
    /// Text that is no number.
    Text = 6,
    /// Text that can be read as two numbers.
    Ambiguous = 7,
    /// An infinite number.
    Infinite = 8,
    /// A negative number, read as such.
    Negative = 9,
    /// A coordinate that is nowhere in the world.
    Impossible = 10,
}

impl CellState {
    const ALL: [Self; 11] = [
        Self::Plain,
        Self::OddGrouping,
        Self::Percent,
        Self::Missing,
        Self::Suppressed,
        Self::NotApplicable,
        Self::Text,
        Self::Ambiguous,
        Self::Infinite,
        Self::Negative,
        Self::Impossible,
    ];

    /// The state of that number.
    pub fn from_number(number: i8) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }

    /// The state as methods know it, if it is not an error.
    pub fn state(self) -> Option<State> {
        match self {
            Self::Plain | Self::OddGrouping | Self::Percent | Self::Negative => Some(State::Observed),
            Self::Missing => Some(State::Missing),
            Self::Suppressed => Some(State::Suppressed),
            Self::NotApplicable => Some(State::NotApplicable),
            _ => None,
        }
    }
}

/// Opens the file behind a source. `folder` is where the study is.
pub fn open_content(place: &Place, source: &Source, folder: &Path) -> Result<Content, DataError> {
    let Some(path) = source.path.as_ref().map(|p| folder.join(p)) else { return Err(place.source("needs `path` or `table`")) };
    match source.known_format().map_err(|problem| place.source(problem))? {
        Format::Csv | Format::Tsv => Ok(Content::Text(Arc::new(CsvFile::open(&path, source, place)?))),
        Format::Xlsx => Ok(Content::Text(Arc::new(Workbook::open(&path, source, place)?))),
        Format::Geojson => Ok(Content::Text(Arc::new(Features::open(&path, place)?))),
        Format::Parquet => std::fs::File::open(&path).map(|_| Content::Parquet(path)).map_err(|e| place.open(e)),
    }
}
