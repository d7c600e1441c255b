//! Period codes of years, quarters and months.

/// The period that a code stands for, by its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Period {
    /// The year.
    pub year: i32,
    /// The last month of the period, 1 to 12.
    pub month: u32,
    /// How long it is.
    pub length: Length,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Length {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

impl Period {
    /// The period of a code: `2017`, `2017-03`, `201703`, `2017-Q1` or `2017Q1`; nothing else.
    pub(crate) fn parse(code: &str) -> Option<Self> {
        let year: i32 = digits(code.get(..4)?)?.try_into().ok()?;
        let (rest, separated) = match code.get(4..)? {
            "" => return Some(Self { year, month: 12, length: Length::Year }),
            rest => rest.strip_prefix('-').map_or((rest, false), |rest| (rest, true)),
        };
        if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
            let quarter = digits(quarter).filter(|&q| quarter.len() == 1 && (1..=4).contains(&q))?;
            return Some(Self { year, month: 3 * quarter, length: Length::Quarter });
        }
        let month = digits(rest).filter(|m| rest.len() == 2 && (1..=12).contains(m))?;
        (separated || code.len() == 6).then_some(Self { year, month, length: Length::Month })
    }
}

/// A number of digits alone.
fn digits(text: &str) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{Length, Period};

    #[test]
    fn five_spellings_are_read_and_nothing_else() {
        let of = |code| Period::parse(code).map(|p| (p.year, p.month, p.length));
        assert_eq!(of("2017"), Some((2017, 12, Length::Year)));
        for code in ["2017-03", "201703"] {
            assert_eq!(of(code), Some((2017, 3, Length::Month)), "{code}");
        }
        for code in ["2017-Q1", "2017Q1", "2017q1"] {
            assert_eq!(of(code), Some((2017, 3, Length::Quarter)), "{code}");
        }
        for code in
            ["", "17", "2017-", "2017-3", "2017-13", "2017-00", "2017Q5", "2017-Q", "2017-Q12", "2017-01-02", "+017", "年2017", "2017年", "20-17"]
        {
            assert_eq!(of(code), None, "{code}");
        }
    }
}
