//! Numbers as people write them.

use crate::Oddity;
use agglom_method::Printed;

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Written {
    /// Value and printed decimals.
    pub printed: Printed,
    /// What is odd about the way it is written, if anything.
    pub oddity: Option<Oddity>,
}

/// Why a text is not read as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNumber {
    /// It is not a number in any writing.
    Text,
    /// It could be a decimal comma (or point) instead of digit grouping: `34,4108`.
    Ambiguous,
    /// It is infinite, or larger than any number this program calculates with.
    Infinite,
}

/// Reads a number. `decimal` separates the decimals; the other of `.` and `,`, spaces and apostrophes may group digits.
///
/// Digits grouped at the wrong places are read and reported as odd where the decimal separator makes clear that they are
/// groups (`5188,452.00`), or where every group after the first has three digits; a percent sign is dropped and reported;
/// full-width digits count as digits.
///
/// ```
/// use agglom_data::{number, Oddity};
/// assert_eq!(number("1,822,665.00", '.').unwrap().printed.value, 1_822_665.0);
/// assert_eq!(number("5188,452.00", '.').unwrap().oddity, Some(Oddity::Grouping));
/// assert_eq!(number("1.822.665,5", ',').unwrap().printed.value, 1_822_665.5);
/// assert!(number("5,5", '.').is_err());
/// ```
pub fn number(text: &str, decimal: char) -> Result<Written, NotNumber> {
    if let Some(written) = plain(text, decimal) {
        return written;
    }
    let folded: String = text.trim().chars().map(|c| fold(c, decimal)).collect();
    let (body, percent) = match folded.strip_suffix('%') {
        Some(body) => (body.trim_end(), true),
        None => (folded.as_str(), false),
    };
    let (digits, grouping) = ungroup(body, decimal)?;
    let written = plain(&digits, '.').ok_or(NotNumber::Text)??;
    let oddity = if grouping == Grouping::Broken {
        Some(Oddity::Grouping)
    } else if percent {
        Some(Oddity::Percent)
    } else {
        None
    };
    Ok(Written { oddity, ..written })
}

/// The common case: sign, digits, at most one decimal separator, exponent. `None` if the text is anything else.
fn plain(text: &str, decimal: char) -> Option<Result<Written, NotNumber>> {
    if let Some(printed) = short(text.as_bytes(), decimal) {
        return Some(Ok(Written { printed, oddity: None }));
    }
    let bytes = text.as_bytes();
    let allowed = |b: &u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E') && (*b != b'.' || decimal == '.');
    if bytes.is_empty() || !bytes.iter().all(allowed) || !bytes.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    if !value.is_finite() {
        return Some(Err(NotNumber::Infinite));
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let fraction = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i64);
    let decimals = (fraction - exponent.parse::<i64>().unwrap_or(0)).clamp(0, i64::from(u8::MAX)) as u8;
    Some(Ok(Written { printed: Printed { value, decimals }, oddity: None }))
}

/// The commonest case: digits, perhaps after a minus, perhaps with a decimal point. Up to 15 digits are a whole number without rounding and
/// so is the power of ten that divides them: one rounding, the same result as the general reader.
///
/// All characters are looked at in one go, as the bytes of one number: processors guess badly how many there are and where the point stands.
#[inline]
pub(crate) fn short(text: &[u8], decimal: char) -> Option<Printed> {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (negative, text) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
    let mut bytes = last_of_16(text)?;
    let points = zeros(bytes ^ each(b'.'));
    let decimals = if points == 0 {
        0
    } else {
        // Digits before the point move into its place.
        let at = points.trailing_zeros() / 8;
        let after = u128::MAX.unbounded_shl(8 * (at + 1));
        bytes = (bytes & after) | ((bytes & !after) << 8 & !after) | u128::from(b'0');
        15 - at as usize
    };
    let digits = bytes ^ each(b'0');
    let seen = text.len() - usize::from(points != 0);
    let plain = ((digits.wrapping_add(each(0x76)) | digits) & each(0x80)) == 0 && (1..=15).contains(&seen) && (points == 0 || decimal == '.');
    let whole = eight_digits(digits as u64) * 100_000_000 + eight_digits((digits >> 64) as u64);
    let value = whole as f64 / POWERS[decimals];
    plain.then_some(Printed { value: if negative { -value } else { value }, decimals: decimals as u8 })
}

/// Up to 16 bytes as the last of 16 (the lowest is the first), with `0` before them.
#[inline]
fn last_of_16(text: &[u8]) -> Option<u128> {
    let missing = 8 * 16usize.checked_sub(text.len())? as u32;
    let last = if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        u128::from(u64::from_le_bytes(*last)) << 64 | u128::from(u64::from_le_bytes(*first).unbounded_shl(missing))
    } else {
        u128::from(text.iter().fold(0, |bytes, &b| bytes >> 8 | u64::from(b) << 56)) << 64
    };
    Some(last | (each(b'0') & !u128::MAX.unbounded_shl(missing)))
}

/// A number all of whose bytes are the same.
const fn each(byte: u8) -> u128 {
    u128::from_ne_bytes([byte; 16])
}

/// The highest bit of each byte that is zero.
const fn zeros(bytes: u128) -> u128 {
    !(((bytes & each(0x7F)) + each(0x7F)) | bytes | each(0x7F))
}

/// The number that eight digits are, a digit a byte, the lowest first: neighbours are joined to pairs, pairs to fours, fours to eight.
#[inline]
const fn eight_digits(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10 << 8 | 1) >> 8 & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100 << 16 | 1) >> 16 & 0x0000_FFFF_0000_FFFF;
    fours.wrapping_mul(10_000 << 32 | 1) >> 32
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Grouping {
    Right,
    Broken,
}

/// Replaces typographic variants by what they stand for; `_` stands for a neutral group separator afterwards.
fn fold(c: char, decimal: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '\u{2212}' | '－' | '–' => '-',
        '＋' => '+',
        '，' => ',',
        '．' => '.',
        '％' => '%',
        ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}' => '_',
        '.' if decimal == ',' => '.',
        other => other,
    }
}

/// Drops digit grouping and writes the decimals after a point.
fn ungroup(body: &str, decimal: char) -> Result<(String, Grouping), NotNumber> {
    if matches!(body.trim_start_matches(['+', '-']).to_ascii_lowercase().as_str(), "inf" | "infinity" | "∞") {
        return Err(NotNumber::Infinite);
    }
    let group = if decimal == ',' { '.' } else { ',' };
    let (whole, fraction) = match body.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (body, None),
    };
    let (sign, whole) = match whole.strip_prefix(['+', '-']) {
        Some(rest) => (&whole[..1], rest),
        None => ("", whole),
    };
    let groups: Vec<&str> = whole.split([group, '_']).collect();
    let digits_only = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    if groups.len() > 1 && !groups.iter().all(digits_only) {
        return Err(NotNumber::Text);
    }
    let rest = &groups[1..];
    let grouping = if rest.is_empty() || (groups[0].len() <= 3 && rest.iter().all(|g| g.len() == 3)) { Grouping::Right } else { Grouping::Broken };
    if grouping == Grouping::Broken && fraction.is_none() && rest.iter().any(|g| g.len() != 3) {
        return Err(NotNumber::Ambiguous);
    }
    let mut digits = format!("{sign}{}", groups.concat());
    if let Some(fraction) = fraction {
        digits.push('.');
        digits.push_str(fraction);
    }
    Ok((digits, grouping))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        number(text, '.').unwrap().printed.value
    }

    #[test]
    fn usual_writings_are_read() {
        for (text, expected) in [
            ("0", 0.0),
            ("-10.96", -10.96),
            ("+3", 3.0),
            ("1e3", 1000.0),
            (" 12 ", 12.0),
            ("1 822 665", 1_822_665.0),
            ("1\u{202f}822.5", 1822.5),
            ("1'000", 1000.0),
            ("\u{2212}5", -5.0),
            ("１２３．５", 123.5),
            ("1，000", 1000.0),
            (".5", 0.5),
            ("5.", 5.0),
        ] {
            assert_eq!(value(text), expected, "{text:?}");
            assert_eq!(number(text, '.').unwrap().oddity, None, "{text:?}");
        }
    }

    #[test]
    fn published_tables_with_broken_grouping_are_read_and_reported() {
        // Table 3 of Wang and Liu (2022), as printed.
        for (text, expected) in [("5188,452.00", 5_188_452.0), ("34,4108.00", 344_108.0), ("13,1824.00", 131_824.0), ("1234,567", 1_234_567.0)] {
            let written = number(text, '.').unwrap();
            assert_eq!((written.printed.value, written.oddity), (expected, Some(Oddity::Grouping)), "{text:?}");
        }
    }

    #[test]
    fn what_may_be_a_decimal_comma_is_not_guessed() {
        for text in ["5,5", "12,34", "34,4108", "1,23"] {
            assert_eq!(number(text, '.'), Err(NotNumber::Ambiguous), "{text:?}");
        }
        assert_eq!(number("5,5", ',').unwrap().printed.value, 5.5);
        assert_eq!(number("1.5", ','), Err(NotNumber::Ambiguous));
    }

    #[test]
    fn the_short_way_reads_what_the_general_reader_reads() {
        let mut state = 1u64;
        for k in 0..200_000u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let digits = (state >> 12).to_string();
            let digits = &digits[..=k as usize % digits.len().min(16)];
            let (whole, fraction) = digits.split_at((state >> 7) as usize % (digits.len() + 1));
            let text = format!("{}{whole}.{fraction}", if k % 3 == 0 { "-" } else { "" });
            let read = number(&text, '.').unwrap().printed;
            assert_eq!(read.value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
            assert_eq!(usize::from(read.decimals), text.split_once('.').unwrap().1.len(), "{text}");
        }
    }

    #[test]
    fn the_short_way_takes_digits_with_a_minus_and_a_point_and_nothing_else() {
        let mut state = 1u64;
        let mut taken = 0;
        for k in 0..300_000u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let mut bits = state;
            // Mostly digits, so that many are taken; every byte that is none stands at every place.
            let mut letter = || {
                bits = bits.rotate_left(7).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let [odd, which, ..] = (bits >> 20).to_le_bytes();
                if odd < 230 { b'0' + which % 10 } else { which % 128 }
            };
            let text: String = (0..k % 20).map(|_| char::from(letter())).collect();
            for text in [format!("-{text}"), text] {
                let body = text.strip_prefix('-').unwrap_or(&text);
                let digits = body.bytes().filter(u8::is_ascii_digit).count();
                let points = body.bytes().filter(|&b| b == b'.').count();
                for decimal in ['.', ','] {
                    let usual = digits + points == body.len() && (1..=15).contains(&digits) && points <= usize::from(decimal == '.');
                    let read = short(text.as_bytes(), decimal);
                    assert_eq!(read.map(|r| r.value.to_bits()), usual.then(|| text.parse::<f64>().unwrap().to_bits()), "{text:?}");
                    taken += u32::from(usual);
                }
            }
        }
        assert!(taken > 100_000, "{taken}");
    }

    #[test]
    fn printed_decimals_are_kept() {
        for (text, decimals) in [("17.94", 2), ("10.00", 2), ("0", 0), ("424,530.67", 2), ("1e-3", 3), ("1.5e1", 0), ("46.0%", 1)] {
            assert_eq!(number(text, '.').unwrap().printed.decimals, decimals, "{text:?}");
        }
        assert_eq!(number("46.0%", '.').unwrap().oddity, Some(Oddity::Percent));
    }

    #[test]
    fn other_texts_are_refused_without_panic() {
        for text in ["", " ", "-", "--1", "1-2", "(D)", "1,,2", ",", "1.2.3", "abc", "1a", "%", "e", "+", "1e999x", "－", "١٢"] {
            assert!(number(text, '.').is_err(), "{text:?}");
            assert!(number(text, ',').is_err(), "{text:?}");
        }
        for text in ["inf", "-Infinity", "1e999", "∞"] {
            assert_eq!(number(text, '.'), Err(NotNumber::Infinite), "{text:?}");
        }
    }
}
