use agglom_method::ShapeKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// What became of every row of a source when it was read as one shape: rows read = rows used + rows left out, by reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// The source.
    pub source: String,
    /// The shape it was read as.
    #[serde(serialize_with = "shape_name")]
    pub shape: ShapeKind,
    /// Rows the source has.
    pub read: u64,
    /// Rows that count in the shape.
    pub used: u64,
    /// Rows that do not, by reason.
    pub left_out: BTreeMap<Reason, LeftOut>,
    /// What was accepted although it is not quite right.
    pub accepted: Vec<Accepted>,
}

/// Why a row is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The source's `where` does not select it.
    Where,
    /// Its value is missing.
    MissingValue,
    /// Its value is withheld by the source.
    Suppressed,
    /// Its value cannot exist.
    NotApplicable,
    /// It names no region.
    NoRegion,
    /// It names no industry.
    NoIndustry,
    /// It names no period.
    NoPeriod,
    /// It names no entity.
    NoEntity,
    /// It has no identifier.
    NoId,
    /// It lacks an end (`from` or `to`).
    NoEnd,
    /// Its longitude or latitude is missing.
    NoCoordinates,
    /// It lies in none of the polygons.
    OutsideRegions,
}

/// How many rows were left out for one reason, and where the first one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// How many.
    pub rows: u64,
    /// Row of the first, counted as a spreadsheet shows it (a header is row 1); data rows from 1 in a Parquet file.
    pub first_row: Option<u64>,
}

/// Numbers that were read although they are not written as they should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// The column.
    pub column: String,
    /// What is odd about them.
    pub what: Oddity,
    /// How many there are.
    pub cells: u64,
    /// Row of the first.
    pub first_row: Option<u64>,
    /// The first, as written.
    pub example: String,
}

/// How a number was written oddly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Oddity {
    /// Digits grouped with separators at the wrong places, as in `5188,452.00`.
    Grouping,
    /// A percent sign, as in `24.19%`: read as 24.19.
    Percent,
}

impl Reason {
    /// The reason as a message key: `left-out-<reason>`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Where => "left-out-where",
            Self::MissingValue => "left-out-missing-value",
            Self::Suppressed => "left-out-suppressed",
            Self::NotApplicable => "left-out-not-applicable",
            Self::NoRegion => "left-out-no-region",
            Self::NoIndustry => "left-out-no-industry",
            Self::NoPeriod => "left-out-no-period",
            Self::NoEntity => "left-out-no-entity",
            Self::NoId => "left-out-no-id",
            Self::NoEnd => "left-out-no-end",
            Self::NoCoordinates => "left-out-no-coordinates",
            Self::OutsideRegions => "left-out-outside-regions",
        }
    }

    /// The reason in English words, for the command line.
    pub fn words(self) -> &'static str {
        match self {
            Self::Where => "not selected by `where`",
            Self::MissingValue => "value missing",
            Self::Suppressed => "value withheld",
            Self::NotApplicable => "value cannot exist",
            Self::NoRegion => "no region",
            Self::NoIndustry => "no industry",
            Self::NoPeriod => "no period",
            Self::NoEntity => "no entity",
            Self::NoId => "no identifier",
            Self::NoEnd => "no origin or destination",
            Self::NoCoordinates => "no coordinates",
            Self::OutsideRegions => "outside all regions",
        }
    }
}

impl Oddity {
    /// The oddity as a message key: `accepted-<oddity>`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Grouping => "accepted-grouping",
            Self::Percent => "accepted-percent",
        }
    }
}

impl Ledger {
    /// An empty ledger.
    pub fn new(source: &str, shape: ShapeKind) -> Self {
        Self { source: source.to_owned(), shape, read: 0, used: 0, left_out: BTreeMap::new(), accepted: Vec::new() }
    }

    /// Leaves rows out.
    pub fn leave_out(&mut self, reason: Reason, rows: u64, first_row: Option<u64>) {
        if rows == 0 {
            return;
        }
        let entry = self.left_out.entry(reason).or_insert(LeftOut { rows: 0, first_row });
        entry.rows += rows;
        entry.first_row = [entry.first_row, first_row].into_iter().flatten().min();
    }

    /// True if every row read is either used or left out.
    pub fn balances(&self) -> bool {
        self.read == self.used + self.left_out.values().map(|l| l.rows).sum::<u64>()
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn shape_name<S: serde::Serializer>(shape: &ShapeKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(shape.name())
}
