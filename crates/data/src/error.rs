use crate::NotNumber;
use agglom_method::nearest;
use thiserror::Error;

/// Why data cannot be read. Names the source, the file, the row and the column, and says what to do.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DataError {
    /// A file that is not there or cannot be opened.
    #[error("source `{source_name}`: cannot open {path}: {why}")]
    Open {
        /// Name of the source.
        source_name: String,
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// A file that is not what it should be.
    #[error("source `{source_name}`: {path} cannot be read: {why}")]
    Broken {
        /// Name of the source.
        source_name: String,
        /// The file.
        path: String,
        /// What is wrong and what to do.
        why: String,
    },
    /// A column that the table does not have.
    #[error("source `{source_name}`: no column `{column}` in {path}{}; it has {}", nearest_hint(nearest.as_deref()), list(columns))]
    NoColumn {
        /// Name of the source.
        source_name: String,
        /// The file or table.
        path: String,
        /// The column asked for.
        column: String,
        /// The most similar column.
        nearest: Option<String>,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// A cell that cannot be what its role says.
    #[error("source `{source_name}`: {path}, {}column `{column}`: {problem}", row_words(*row))]
    Cell {
        /// Name of the source.
        source_name: String,
        /// The file or table.
        path: String,
        /// The row, as a spreadsheet counts; data rows from 1 in a Parquet file.
        row: Option<u64>,
        /// The column.
        column: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A row that does not fit the table.
    #[error("source `{source_name}`: {path}, {}{problem}", row_words(Some(*row)))]
    Row {
        /// Name of the source.
        source_name: String,
        /// The file or table.
        path: String,
        /// The row, as a spreadsheet counts.
        row: u64,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Two rows with the same key.
    #[error("source `{source_name}`: {path}, rows {first} and {second} have the same key ({key}); {advice}")]
    Duplicate {
        /// Name of the source.
        source_name: String,
        /// The file or table.
        path: String,
        /// Row of the first.
        first: u64,
        /// Row of another.
        second: u64,
        /// The key, role by role.
        key: String,
        /// What to do.
        advice: &'static str,
    },
    /// Nothing is left to work with.
    #[error("source `{source_name}`: {path} leaves nothing to work with: {read} rows read{}", left_words(left_out))]
    Empty {
        /// Name of the source.
        source_name: String,
        /// The file or table.
        path: String,
        /// Rows read.
        read: u64,
        /// Rows left out, by reason.
        left_out: Vec<(String, u64)>,
    },
    /// A `where` that is not a condition over the table.
    #[error("source `{source_name}`: `where` {problem}")]
    Where {
        /// Name of the source.
        source_name: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Something else the study must say differently.
    #[error("source `{source_name}`: {problem}")]
    Source {
        /// Name of the source.
        source_name: String,
        /// What is wrong and what to do.
        problem: String,
    },
}

/// Where an error happened: the source and its file or table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the source.
    pub source_name: String,
    /// The file (as the study gives it) or `table analysis.table`.
    pub path: String,
}

impl Place {
    /// A cell that cannot be what its role says.
    pub fn cell(&self, row: Option<u64>, column: &str, problem: impl Into<String>) -> DataError {
        DataError::Cell { source_name: self.source_name.clone(), path: self.path.clone(), row, column: column.to_owned(), problem: problem.into() }
    }

    /// A row that does not fit the table.
    pub fn row(&self, row: u64, problem: impl Into<String>) -> DataError {
        DataError::Row { source_name: self.source_name.clone(), path: self.path.clone(), row, problem: problem.into() }
    }

    /// A file that is not what it should be.
    pub fn broken(&self, why: impl Into<String>) -> DataError {
        DataError::Broken { source_name: self.source_name.clone(), path: self.path.clone(), why: why.into() }
    }

    /// A file that cannot be opened.
    pub fn open(&self, why: impl ToString) -> DataError {
        DataError::Open { source_name: self.source_name.clone(), path: self.path.clone(), why: why.to_string() }
    }

    /// Something else the study must say differently.
    pub fn source(&self, problem: impl Into<String>) -> DataError {
        DataError::Source { source_name: self.source_name.clone(), problem: problem.into() }
    }

    /// A column that the table does not have.
    pub fn no_column(&self, column: &str, columns: &[String]) -> DataError {
        DataError::NoColumn {
            source_name: self.source_name.clone(),
            path: self.path.clone(),
            column: column.to_owned(),
            nearest: nearest(column, columns.iter().map(String::as_str)).map(str::to_owned),
            columns: columns.to_vec(),
        }
    }
}

impl NotNumber {
    /// What is wrong with a text that is not a number, and what to do.
    pub fn problem(self, text: &str) -> String {
        let shown: String = text.chars().take(40).collect();
        match self {
            Self::Text => format!(
                "`{shown}` is not a number; if it marks a value that is missing or withheld, say so: missing = [\"{shown}\"] or suppressed = [\"{shown}\"]"
            ),
            Self::Ambiguous => {
                format!("`{shown}` can be read in two ways; say which character separates the decimals: decimal = \",\" or decimal = \".\"")
            }
            Self::Infinite => format!("`{shown}` is infinite"),
        }
    }
}

fn nearest_hint(nearest: Option<&str>) -> String {
    nearest.map(|n| format!(" (nearest is `{n}`)")).unwrap_or_default()
}

fn list(names: &[String]) -> String {
    let shown = names.iter().take(20).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    if names.len() > 20 { format!("{shown} and {} more", names.len() - 20) } else { shown }
}

fn row_words(row: Option<u64>) -> String {
    row.map(|r| format!("row {r}, ")).unwrap_or_default()
}

fn left_words(left_out: &[(String, u64)]) -> String {
    let words: Vec<String> = left_out.iter().map(|(reason, rows)| format!(", {rows} left out ({reason})")).collect();
    words.concat()
}
