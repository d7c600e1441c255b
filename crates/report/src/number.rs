//! Numbers as people read them: grouped digits, a true minus, no more digits than they deserve. Both languages write them alike.

/// A number with at least this many significant digits. Digits before the point are never dropped (`12,346`, not `12,300`);
/// very large and very small numbers are written with a power of ten.
pub(crate) fn significant(value: f64, digits: u8) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let digits = i32::from(digits.clamp(1, 17));
    let exponent = exponent(value, digits);
    if !value.is_finite() || !(-4..15).contains(&exponent) {
        return scientific(value, digits);
    }
    fixed(value, (digits - 1 - exponent).max(0) as usize)
}

/// A number with this many digits after the point.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return if value.is_nan() { "–" } else { ["−∞", "∞"][usize::from(value > 0.0)] }.into();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let sign = if value < 0.0 && plain.bytes().any(|b| b.is_ascii_digit() && b != b'0') { "−" } else { "" };
    let point = fraction.map(|f| format!(".{f}")).unwrap_or_default();
    format!("{sign}{}{point}", grouped(whole))
}

/// A number as short as it can be without losing digits it has, up to six of them: for the ends of colour classes and for ticks.
pub(crate) fn short(value: f64) -> String {
    let text = significant(value, 6);
    match text.split_once('×') {
        Some((mantissa, power)) => format!("{}×{power}", trimmed(mantissa)),
        None => trimmed(&text).to_owned(),
    }
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// The power of ten of the number after rounding.
fn exponent(value: f64, digits: i32) -> i32 {
    let text = format!("{:.*e}", (digits - 1) as usize, value);
    text.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(i32::MAX)
}

fn scientific(value: f64, digits: i32) -> String {
    let text = format!("{:.*e}", (digits - 1) as usize, value.abs());
    let Some((mantissa, power)) = text.split_once('e') else { return fixed(value, 0) };
    let power: String = power.chars().map(superscript).collect();
    format!("{}{mantissa}×10{power}", if value < 0.0 { "−" } else { "" })
}

/// A power of ten to multiply with: ×10⁻⁶.
pub(crate) fn times_power(exponent: i32) -> String {
    format!("×10{}", exponent.to_string().chars().map(superscript).collect::<String>())
}

fn superscript(digit: char) -> char {
    match digit {
        '-' => '⁻',
        _ => digit.to_digit(10).and_then(|d| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(d as usize)).unwrap_or(digit),
    }
}

fn grouped(whole: &str) -> String {
    let mut out = String::with_capacity(whole.len() + whole.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significant_digits_never_drop_digits_before_the_point() {
        for (value, digits, text) in [
            (0.0, 3, "0"),
            (1.6, 3, "1.60"),
            (12345.678, 3, "12,346"),
            (-1234.5, 5, "−1,234.5"),
            (0.012345, 3, "0.0123"),
            (9.996, 3, "10.0"),
            (999.96, 4, "1,000"),
            (1e6, 3, "1,000,000"),
            (0.0001, 3, "0.000100"),
            (0.00001234, 3, "1.23×10⁻⁵"),
            (-3.2e300, 2, "−3.2×10³⁰⁰"),
            (5e-324, 3, "4.94×10⁻³²⁴"),
        ] {
            assert_eq!(significant(value, digits), text);
        }
    }

    #[test]
    fn a_rounded_zero_has_no_sign_and_nothing_reads_nan() {
        assert_eq!(fixed(-0.004, 2), "0.00");
        assert_eq!(fixed(-0.006, 2), "−0.01");
        assert_eq!((fixed(f64::NAN, 2), significant(f64::NAN, 3)), ("–".into(), "–".into()));
        assert_eq!(significant(f64::NEG_INFINITY, 3), "−∞");
    }

    #[test]
    fn short_numbers_keep_no_empty_digits() {
        for (value, text) in [(0.5, "0.5"), (1200.0, "1,200"), (0.30000000000000004, "0.3"), (-2.0, "−2"), (1e20, "1×10²⁰"), (1e-7, "1×10⁻⁷")]
        {
            assert_eq!(short(value), text);
        }
    }
}
