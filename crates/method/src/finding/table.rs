use crate::{Codes, Labels, Message};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A result table: typed columns of one length.
///
/// The label of a column is the message `column-<name>`, so a name means one thing in the whole system. A number that is not
/// defined is empty, and the row's text column `reason` says why.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name, also the file's.
    pub name: String,
    /// Its title.
    pub title: Message,
    /// Its columns, identifiers first.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name: the field's term in words; identifiers carry their role's name.
    pub name: String,
    /// What its numbers are measured in.
    pub unit: Unit,
    /// Its values.
    pub values: Values,
}

/// Values of a column; `None` is empty.
#[derive(Debug, Clone)]
pub enum Values {
    /// Codes, stored once.
    Code(Labels),
    /// Text.
    Text(Vec<Option<String>>),
    /// Words of a closed list (`ok`, `suppressed`): as they are in the files, and in a report as the message
    /// `<column>-<word>` in its language.
    Word(Vec<Option<&'static str>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
}

/// What a number is measured in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Nothing: a pure number or a text.
    None,
    /// A share between 0 and 1, shown as a percentage.
    Share,
    /// Percent.
    Percent,
    /// Metres.
    Metres,
    /// The unit the source names (persons, 10k yuan).
    Named(String),
}

impl Unit {
    /// The unit a source names, if it names one.
    pub fn of(name: Option<&String>) -> Self {
        name.map_or(Self::None, |n| Self::Named(n.clone()))
    }
}

impl Values {
    /// How many rows the column has.
    pub fn len(&self) -> usize {
        match self {
            Self::Code(v) => v.len(),
            Self::Text(v) => v.len(),
            Self::Word(v) => v.len(),
            Self::Number(v) => v.len(),
            Self::Integer(v) => v.len(),
            Self::Flag(v) => v.len(),
        }
    }

    /// True if the column has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number in row `i` of a numeric column.
    pub fn number(&self, i: usize) -> Option<f64> {
        match self {
            Self::Number(v) => v[i],
            Self::Integer(v) => v[i].map(|n| n as f64),
            _ => None,
        }
    }

    /// The text in row `i`, as it stands in the files.
    pub fn text(&self, i: usize) -> Option<String> {
        match self {
            Self::Code(v) => v.code(i).map(str::to_owned),
            Self::Text(v) => v[i].clone(),
            Self::Word(v) => v[i].map(str::to_owned),
            Self::Number(v) => v[i].map(|n| n.to_string()),
            Self::Integer(v) => v[i].map(|n| n.to_string()),
            Self::Flag(v) => v[i].map(|n| n.to_string()),
        }
    }
}

impl Table {
    /// An empty table.
    pub fn new(name: &str, title: Message) -> Self {
        Self { name: name.to_owned(), title, columns: Vec::new() }
    }

    /// Adds a column of codes that every row has, given as numbers into `codes`.
    pub fn codes(self, name: &str, codes: &Arc<Codes>, index: impl IntoIterator<Item = usize>) -> Self {
        self.column(name, Unit::None, Values::Code(Labels::from_index(codes.clone(), index.into_iter().map(|i| Some(i as u32)))))
    }

    /// Adds a numeric column.
    pub fn numbers(self, name: &str, unit: Unit, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        self.column(name, unit, Values::Number(values.into_iter().collect()))
    }

    /// Adds a column of whole numbers.
    pub fn integers(self, name: &str, unit: Unit, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        self.column(name, unit, Values::Integer(values.into_iter().collect()))
    }

    /// Adds a column of words of a closed list; every word has the message `<name>-<word>`.
    pub fn words(self, name: &str, values: impl IntoIterator<Item = Option<&'static str>>) -> Self {
        self.column(name, Unit::None, Values::Word(values.into_iter().collect()))
    }

    /// Adds a text column.
    pub fn texts(self, name: &str, values: impl IntoIterator<Item = Option<String>>) -> Self {
        self.column(name, Unit::None, Values::Text(values.into_iter().collect()))
    }

    /// Adds a column.
    pub fn column(mut self, name: &str, unit: Unit, values: Values) -> Self {
        self.columns.push(Column { name: name.to_owned(), unit, values });
        self
    }

    /// How many rows the table has.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |c| c.values.len())
    }

    /// The column of that name.
    pub fn get(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}
