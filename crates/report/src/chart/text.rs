//! How wide a text is, without a font at hand: an estimate on the wide side, so that nothing is clipped.

use std::borrow::Cow;

/// Width of a text in pixels at this font size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// The text, or its beginning with an ellipsis, so that it is no wider than `room`.
pub(crate) fn cut(text: &str, size: f64, room: f64) -> Cow<'_, str> {
    if width(text, size) <= room {
        return text.into();
    }
    let room = room / size - advance('…');
    let mut used = 0.0;
    let end = text
        .char_indices()
        .find(|&(_, c)| {
            used += advance(c);
            used > room
        })
        .map_or(text.len(), |(at, _)| at);
    format!("{}…", text[..end].trim_end()).into()
}

/// Width of a character in units of the font size: the widest of the usual sans-serif fonts.
fn advance(c: char) -> f64 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        'i' | 'j' | 'l' | '\'' | 'I' => 0.3,
        'f' | 't' | 'r' | ' ' | '.' | ',' | ':' | ';' | '!' | '|' | '(' | ')' | '-' | '·' | '“' | '”' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '½' | '¼' | '⅛' => 1.0,
        'A'..='Z' => 0.73,
        '×' | '−' | '<' | '>' | '≥' | '+' | '=' => 0.84,
        _ if wide(c) => 1.0,
        _ => 0.62,
    }
}

/// True for characters that fill a square: Chinese, Japanese, Korean, full-width forms, pictures.
fn wide(c: char) -> bool {
    const RANGES: [(char, char); 8] = [
        ('\u{1100}', '\u{115f}'),
        ('\u{2e80}', '\u{a4cf}'),
        ('\u{ac00}', '\u{d7a3}'),
        ('\u{f900}', '\u{faff}'),
        ('\u{fe30}', '\u{fe4f}'),
        ('\u{ff00}', '\u{ff60}'),
        ('\u{ffe0}', '\u{ffe6}'),
        ('\u{1f300}', char::MAX),
    ];
    RANGES.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_one_em_wide() {
        assert!((width("产业集群", 12.0) - 48.0).abs() < 1e-9);
        assert!(width("cluster", 12.0) < 48.0);
    }

    #[test]
    fn a_cut_text_fits_and_says_that_it_is_cut() {
        let name = "Motor vehicle electrical and electronic equipment manufacturing";
        for room in [30.0, 60.0, 100.0, 250.0] {
            let cut = cut(name, 12.0, room);
            assert!(width(&cut, 12.0) <= room && cut.ends_with('…') && name.starts_with(cut.trim_end_matches('…')));
        }
        assert_eq!(cut("短", 12.0, 12.0), "短");
        assert_eq!(cut("", 12.0, 0.0), "");
        assert_eq!(cut("汽车零部件制造", 10.0, 35.0), "汽车…");
    }
}
