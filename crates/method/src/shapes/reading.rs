use serde::{Deserialize, Serialize};

/// Why a value is not there, or that it is. The four states are never mixed, and none of them is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is a value.
    Observed,
    /// Nobody reported it.
    Missing,
    /// Known to the source and withheld.
    Suppressed,
    /// It cannot exist.
    NotApplicable,
}

impl State {
    /// The state as a word of the column `reason`; none if there is a value.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Observed => None,
            Self::Missing => Some("missing"),
            Self::Suppressed => Some("suppressed"),
            Self::NotApplicable => Some("not-applicable"),
        }
    }
}

/// A value, or the reason why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading<T> {
    /// The value.
    Observed(T),
    /// Nobody reported it.
    Missing,
    /// Known to the source and withheld.
    Suppressed,
    /// It cannot exist.
    NotApplicable,
}

impl<T: Copy> Reading<T> {
    /// The value, if there is one.
    pub fn observed(self) -> Option<T> {
        match self {
            Self::Observed(value) => Some(value),
            _ => None,
        }
    }

    /// The state without the value.
    pub fn state(self) -> State {
        match self {
            Self::Observed(_) => State::Observed,
            Self::Missing => State::Missing,
            Self::Suppressed => State::Suppressed,
            Self::NotApplicable => State::NotApplicable,
        }
    }
}

/// A number as it was printed: its value and how many digits stood after the decimal point.
///
/// `17.94` stands for every number in `[17.935, 17.945]`; its half unit is 0.005.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Printed {
    /// The number.
    pub value: f64,
    /// Digits after the decimal point.
    pub decimals: u8,
}

impl Printed {
    /// Half of the last printed digit.
    pub fn half_unit(self) -> f64 {
        0.5 * 10f64.powi(-i32::from(self.decimals))
    }
}
