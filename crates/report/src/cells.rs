//! What stands in a cell, as a person reads it.

use crate::{Speaker, number};
use agglom_method::{Column, Unit, Values};

/// A text with the code it stands for, where both are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The name, or the code if there is no name.
    pub(crate) text: String,
    /// The code, if `text` is its name.
    pub(crate) code: Option<String>,
}

impl Named {
    /// A text that is not the name of a code.
    pub(crate) fn plain(text: String) -> Self {
        Self { text, code: None }
    }
}

/// The text in row `row`; numbers with four significant digits.
pub(crate) fn named(column: &Column, row: usize, speaker: &Speaker) -> Option<Named> {
    let plain = match &column.values {
        Values::Code(labels) => {
            let code = labels.get(row)?;
            return Some(match labels.codes.name(code) {
                Some(name) => Named { text: name.to_owned(), code: Some(labels.codes.get(code).to_owned()) },
                None => Named::plain(labels.codes.get(code).to_owned()),
            });
        }
        Values::Text(texts) => texts[row].clone()?,
        Values::Word(words) => speaker.listed(&column.name, words[row]?),
        Values::Flag(flags) => speaker.word(if flags[row]? { "flag-true" } else { "flag-false" }),
        Values::Number(_) | Values::Integer(_) => speaker.number(shown(column, row)?, 4),
    };
    Some(Named::plain(plain))
}

/// The number in row `row` in the unit it is shown in; none if it is empty or not finite.
pub(crate) fn shown(column: &Column, row: usize) -> Option<f64> {
    column.values.number(row).map(|v| v * shown_per_unit(&column.unit)).filter(|v| v.is_finite())
}

/// Shares are shown as percentages, everything else as it is.
pub(crate) fn shown_per_unit(unit: &Unit) -> f64 {
    if *unit == Unit::Share { 100.0 } else { 1.0 }
}

/// How the numbers of a column are written: whole numbers without a point, others with four significant digits.
pub(crate) fn number_in_column(value: f64, whole: bool) -> String {
    if whole && value.abs() < 1e15 { number::fixed(value, 0) } else { number::significant(value, 4) }
}
