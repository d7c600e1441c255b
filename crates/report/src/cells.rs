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

/// The text in row `row`; numbers with three significant digits, whole numbers without grouped digits, as they may be years.
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
        Values::Number(_) => speaker.number(shown(column, row)?, 3),
        Values::Integer(numbers) => numbers[row]?.to_string(),
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

/// How the numbers of a column are written so that they stand under each other: with so many digits after the point, or each
/// with three significant digits if that would be too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digits(Option<usize>);

impl Digits {
    /// No digits after the point for whole numbers, otherwise three significant digits of the median and two of the smallest.
    pub(crate) fn of(numbers: impl Iterator<Item = f64>) -> Self {
        const MOST: i32 = 4;
        let mut sizes: Vec<f64> = numbers.map(f64::abs).filter(|v| *v > 0.0).collect();
        sizes.sort_unstable_by(f64::total_cmp);
        let (Some(least), Some(most)) = (sizes.first(), sizes.last()) else { return Self(Some(0)) };
        if *most >= 1e12 {
            return Self(None);
        }
        if sizes.iter().all(|v| v.fract() == 0.0) {
            return Self(Some(0));
        }
        let exponent = |v: f64| v.log10().floor().max(-300.0) as i32;
        let digits = (2 - exponent(sizes[sizes.len() / 2])).max(1 - exponent(*least)).max(0);
        Self((digits <= MOST).then_some(digits as usize))
    }

    /// A number of the column.
    pub(crate) fn write(self, value: f64) -> String {
        let digits = if value == 0.0 { Some(0) } else { self.0 };
        digits.map_or_else(|| number::significant(value, 3), |digits| number::fixed(value, digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(numbers: &[f64]) -> Vec<String> {
        let digits = Digits::of(numbers.iter().copied());
        numbers.iter().map(|v| digits.write(*v)).collect()
    }

    #[test]
    fn the_numbers_of_a_column_stand_under_each_other() {
        assert_eq!(column(&[1508.0, 13522.0, 0.0]), ["1,508", "13,522", "0"]);
        assert_eq!(column(&[0.14, 0.0, 1.289, 3.5]), ["0.14", "0", "1.29", "3.50"]);
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
