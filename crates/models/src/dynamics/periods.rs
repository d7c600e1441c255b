use agglom_method::Codes;
use serde::Serialize;

/// How the codes of periods become times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// The codes are numbers, such as years.
    Numbers,
    /// The codes are years and months, such as 202112.
    Months,
    /// The codes are something else: one step from each to the next.
    Consecutive,
}

/// The times of the periods.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Times {
    pub(crate) clock: Clock,
    pub(crate) at: Vec<f64>,
}

impl Times {
    /// The times of the periods, by what their codes look like.
    pub(crate) fn new(periods: &Codes) -> Self {
        let read = |read: fn(&str) -> Option<f64>| periods.iter().map(read).collect::<Option<Vec<f64>>>().filter(|at| rising(at));
        if let Some(at) = read(month) {
            return Self { clock: Clock::Months, at };
        }
        if let Some(at) = read(number) {
            return Self { clock: Clock::Numbers, at };
        }
        Self { clock: Clock::Consecutive, at: (0..periods.len()).map(|at| at as f64).collect() }
    }

    /// The code of the period `k` steps of that length after period number `last`.
    pub(crate) fn code_ahead(&self, periods: &Codes, last: usize, step: f64, k: usize) -> String {
        match self.clock {
            Clock::Numbers => format!("{}", ((self.at[last] + step * k as f64) * 1e6).round() / 1e6),
            Clock::Months => {
                let months = (self.at[last] + step * k as f64).round() as i64;
                format!("{:04}{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
            }
            Clock::Consecutive if last + k < periods.len() => periods.get(last + k).to_owned(),
            Clock::Consecutive => format!("{}+{}", periods.get(periods.len() - 1), last + k + 1 - periods.len()),
        }
    }
}

fn rising(at: &[f64]) -> bool {
    at.windows(2).all(|pair| pair[0] < pair[1])
}

/// A number that may be a year; longer ones are dates or serial numbers, whose differences are no lengths of time.
fn number(code: &str) -> Option<f64> {
    code.parse().ok().filter(|number: &f64| number.abs() < 1e5)
}

/// A year and a month, counted in months.
fn month(code: &str) -> Option<f64> {
    let digits = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    let (year, month): (u32, u32) = (code.get(..4)?.parse().ok()?, code.get(4..)?.parse().ok()?);
    (digits && (1..=12).contains(&month)).then(|| f64::from(12 * year + month - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_keep_their_gaps_months_count_twelve_to_a_year_and_other_codes_are_consecutive() {
        let times = |codes: &[&str]| Times::new(&Codes::new(codes.iter().copied()));
        assert_eq!(times(&["2010", "2012", "2015"]), Times { clock: Clock::Numbers, at: vec![2010.0, 2012.0, 2015.0] });
        let months = times(&["201611", "201612", "201701"]);
        assert_eq!((months.clock, months.at[2] - months.at[1]), (Clock::Months, 1.0));
        assert_eq!(times(&["2016Q1", "2016Q2", "2016Q4"]).at, [0.0, 1.0, 2.0]);
        assert_eq!(times(&["20161231", "20171231"]).clock, Clock::Consecutive);
        assert_eq!(times(&["nan", "inf"]).clock, Clock::Consecutive);
        assert_eq!(times(&["01", "1"]).clock, Clock::Consecutive, "two codes of one number are no two times");
    }

    #[test]
    fn periods_ahead_go_on_as_the_codes_do() {
        let ahead = |codes: &[&str], last, step, k| {
            let codes = Codes::new(codes.iter().copied());
            Times::new(&codes).code_ahead(&codes, last, step, k)
        };
        assert_eq!(ahead(&["2010", "2012"], 1, 2.0, 3), "2018");
        assert_eq!(ahead(&["201611", "201612"], 1, 1.0, 1), "201701");
        assert_eq!(ahead(&["2016Q3", "2016Q4"], 1, 1.0, 2), "2016Q4+2");
        assert_eq!(ahead(&["2016Q3", "2016Q4"], 0, 1.0, 1), "2016Q4");
        assert_eq!(ahead(&["2016Q3", "2016Q4"], 0, 1.0, 2), "2016Q4+1");
    }
}
