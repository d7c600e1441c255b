//! What a study says about a source.

use crate::geography::Projection;
use crate::read;
use crate::{RoleKind, role};
use agglom_method::Absent;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A table to read: a file, or a table that an analysis of the study makes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// File, relative to the study: .csv, .tsv, .parquet, .xlsx, .geojson.
    pub path: Option<String>,
    /// Instead of a file: a table of this study's results, as `analysis.table`.
    pub table: Option<String>,
    /// What each role is called in the table: `{ region = "fips", industry = "naics", value = "emp" }`.
    pub columns: BTreeMap<String, String>,
    /// How many characters of a role's codes count, so that finer codes become coarser ones: `{ industry = 3 }`.
    pub digits: BTreeMap<String, u32>,
    /// Rows to take, as an SQL condition over the table's columns.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// Format, if the file's name does not tell.
    pub format: Option<Format>,
    /// Encoding of a text file (`utf-8`, `gb18030`, `utf-16le`, ...), if detection is wrong.
    pub encoding: Option<String>,
    /// Delimiter of a text file: default `,`, in .tsv a tab.
    pub delimiter: Option<char>,
    /// Decimal separator: `.` (default) or `,`.
    pub decimal: Option<char>,
    /// Sheet of a workbook that has several.
    pub sheet: Option<String>,
    /// Row of the header, as a spreadsheet counts (default 1).
    pub header_row: Option<u32>,
    /// Texts that mean: not reported. Default: empty, NA, N/A, NaN, null.
    pub missing: Option<Vec<String>>,
    /// Texts that mean: withheld.
    pub suppressed: Vec<String>,
    /// Texts that mean: cannot exist.
    pub not_applicable: Vec<String>,
    /// What to do with several rows of one key: refuse, or sum (rows are parts of a whole).
    pub duplicates: Duplicates,
    /// What a region-industry pair means that is not listed.
    pub absent: Absent,
    /// Polygons, or a grid, to find the region of a point with and to draw maps of.
    pub regions: Option<Regions>,
    /// Coordinate system of `x` and `y`: an EPSG code such as `EPSG:3067`. `lon` and `lat` are WGS 84.
    pub crs: Option<String>,
    /// Unit of the values (or sizes): `jobs`, `10k yuan`.
    pub unit: Option<String>,
}

/// File formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text, fields separated by commas (or `delimiter`).
    Csv,
    /// Text, fields separated by tabs.
    Tsv,
    /// Apache Parquet.
    Parquet,
    /// Workbook of Excel 2007 and later.
    Xlsx,
    /// Polygons with properties.
    Geojson,
}

/// What to do with several rows of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Duplicates {
    /// An error that names two of them.
    #[default]
    Refuse,
    /// They are parts of a whole and are added up.
    Sum,
}

/// Where regions come from: polygons from a file, or a square grid laid over the points.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Regions {
    /// GeoJSON file with polygons in longitude and latitude, relative to the study.
    pub path: Option<String>,
    /// Property that holds the region's code.
    pub id: Option<String>,
    /// Property that holds the region's name.
    pub name: Option<String>,
    /// Instead of polygons: side of the grid's squares, in metres.
    pub grid_m: Option<f64>,
}

/// Columns of coordinates.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Coordinates<'a> {
    /// Longitude and latitude, WGS 84.
    Degrees(&'a str, &'a str),
    /// Easting and northing.
    Metres(&'a str, &'a str),
}

impl Regions {
    /// What is wrong with regions that are neither polygons nor a grid.
    pub(crate) fn sound(&self) -> Result<(), String> {
        match (&self.path, &self.id, self.grid_m) {
            (Some(_), Some(_), None) => Ok(()),
            (Some(_), None, None) => Err("`regions` needs `id`: the property with the regions' codes".to_owned()),
            (None, _, Some(side)) if side > 0.0 && side.is_finite() => Ok(()),
            (None, _, Some(_)) => Err("`grid_m` must be a number of metres above 0".to_owned()),
            _ => Err("`regions` needs either `path` and `id` of a GeoJSON file, or `grid_m`".to_owned()),
        }
    }
}

impl Source {
    /// The column of a role, if the study maps it.
    pub fn column(&self, role: &str) -> Option<&str> {
        self.columns.get(role).map(String::as_str)
    }

    /// What makes no sense whatever the table holds: the key, and what is wrong with it.
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        let mut need = |key, sound: Result<(), String>| problems.extend(sound.err().map(|problem| (key, problem)));
        if self.path.is_some() {
            need("path", self.known_format().map(|_| ()));
        }
        need("encoding", self.encoding.as_deref().map_or(Ok(()), |label| read::encoding(label).map(|_| ())));
        need("delimiter", self.delimiter().map(|_| ()));
        need("decimal", self.decimal.filter(|d| !".,".contains(*d)).map_or(Ok(()), |_| Err("`decimal` is \".\" or \",\"".to_owned())));
        need("regions", self.regions.as_ref().map_or(Ok(()), Regions::sound));
        need("columns", self.coordinates().map(|_| ()));
        need("digits", self.sound_digits());
        need("crs", self.crs.as_deref().map_or(Ok(()), |crs| Projection::declared(crs).map(|_| ())));
        problems
    }

    /// Checks that digits are those of codes that are mapped.
    fn sound_digits(&self) -> Result<(), String> {
        let code = |name: &str| role(name).is_some_and(|r| r.kind == RoleKind::Code);
        let not_mapped = self.digits.keys().find(|name| self.column(name).is_none() || !code(name));
        match (not_mapped, self.digits.iter().find(|d| *d.1 == 0)) {
            (Some(name), _) => Err(format!("`digits` names `{name}`, which is no role with codes that `columns` maps")),
            (_, Some((name, _))) => Err(format!("`digits` of `{name}` must be 1 or more: how many characters of a code count")),
            _ => Ok(()),
        }
    }

    /// The coordinates that are mapped, if any are.
    pub(crate) fn coordinates(&self) -> Result<Option<Coordinates<'_>>, String> {
        match ["lon", "lat", "x", "y"].map(|role| self.column(role)) {
            [None, None, None, None] => Ok(None),
            [Some(lon), Some(lat), None, None] => Ok(Some(Coordinates::Degrees(lon, lat))),
            [None, None, Some(x), Some(y)] if self.crs.is_some() => Ok(Some(Coordinates::Metres(x, y))),
            [None, None, Some(_), Some(_)] => Err("`x` and `y` need a coordinate system, for example crs = \"EPSG:3067\"".to_owned()),
            _ => Err("coordinates are either `lon` and `lat`, or `x` and `y` with `crs`: map one pair, both of it".to_owned()),
        }
    }

    /// The format, or what to do if neither the study nor the file's name tells it.
    pub(crate) fn known_format(&self) -> Result<Format, String> {
        let path = self.path.as_deref().unwrap_or_default();
        self.format().ok_or_else(|| format!("the ending of {path} does not tell its format; add format = \"csv\""))
    }

    /// What separates the fields of a text file.
    pub(crate) fn delimiter(&self) -> Result<u8, String> {
        let default = if self.format() == Some(Format::Tsv) { '\t' } else { ',' };
        let delimiter = u8::try_from(self.delimiter.unwrap_or(default)).ok().filter(u8::is_ascii);
        delimiter.ok_or_else(|| "`delimiter` must be a single ASCII character such as `;`".to_owned())
    }

    /// The decimal separator.
    pub fn decimal(&self) -> char {
        self.decimal.unwrap_or('.')
    }

    /// The format: as declared, or by the file's ending.
    pub fn format(&self) -> Option<Format> {
        self.format.or_else(|| {
            let path = self.path.as_deref()?;
            let ending = path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase())?;
            Some(match ending.as_str() {
                "csv" | "txt" => Format::Csv,
                "tsv" | "tab" => Format::Tsv,
                "parquet" | "pq" => Format::Parquet,
                "xlsx" | "xlsm" => Format::Xlsx,
                "geojson" | "json" => Format::Geojson,
                _ => return None,
            })
        })
    }
}
