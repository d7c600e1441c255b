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

/// The text in row `row`; numbers with three significant digits.
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
        Values::Number(_) | Values::Integer(_) => speaker.number(shown(column, row)?, 3),
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

/// How many digits after the point let the numbers of a column stand under each other: none for whole numbers, otherwise
/// enough for three significant digits of the median and two of the smallest; `None` if that would be too many.
pub(crate) fn decimals(numbers: impl Iterator<Item = f64>) -> Option<usize> {
    const MOST: i32 = 4;
    let mut sizes: Vec<f64> = numbers.map(f64::abs).filter(|v| *v > 0.0).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let (Some(least), Some(most)) = (sizes.first(), sizes.last()) else { return Some(0) };
    if *most >= 1e12 {
        return None;
    }
    if sizes.iter().all(|v| v.fract() == 0.0) {
        return Some(0);
    }
    let exponent = |v: f64| v.log10().floor().max(-300.0) as i32;
    let digits = (2 - exponent(sizes[sizes.len() / 2])).max(1 - exponent(*least)).max(0);
    (digits <= MOST).then_some(digits as usize)
}

/// A number with these digits after the point, or else with three significant digits.
pub(crate) fn written(value: f64, decimals: Option<usize>) -> String {
    decimals.map_or_else(|| number::significant(value, 3), |d| number::fixed(value, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(numbers: &[f64]) -> Vec<String> {
        let digits = decimals(numbers.iter().copied());
        numbers.iter().map(|v| written(*v, digits)).collect()
    }

    #[test]
    fn the_numbers_of_a_column_stand_under_each_other() {
        assert_eq!(column(&[1508.0, 13522.0, 0.0]), ["1,508", "13,522", "0"]);
        assert_eq!(column(&[0.14, 1.289, 3.5]), ["0.14", "1.29", "3.50"]);
        assert_eq!(column(&[0.0271, 1.289, -6.9]), ["0.027", "1.289", "−6.900"]);
        assert_eq!(column(&[15.02, 5.0, -0.157]), ["15.02", "5.00", "−0.16"]);
    }

    #[test]
    fn a_column_that_spans_many_sizes_is_written_number_by_number() {
        assert_eq!(column(&[1.5e-6, 2.25, 1e7]), ["1.50×10⁻⁶", "2.25", "10,000,000"]);
        assert_eq!(column(&[1e300, 5.0]), ["1.00×10³⁰⁰", "5.00"]);
        assert_eq!(column(&[f64::MIN_POSITIVE, 0.0]), ["2.23×10⁻³⁰⁸", "0"]);
    }
}
