//! How well probabilities foretold what came: the area under the curve, Brier scores, calibration, and a logistic regression to compare with.

mod assess;
mod auc;
mod brier;
mod calibration;
mod clusters;
mod forecasts;
mod logistic;
pub(crate) mod tables;
pub(crate) mod years;

pub(crate) use assess::Trial;
pub use assess::{Apart, Score};
pub use auc::{AreaUnderCurve, areas, difference};
pub use brier::{Brier, brier};
pub use calibration::{Bin, Calibration, calibration};
pub use clusters::Clusters;
pub use forecasts::{Event, Forecaster};
pub(crate) use forecasts::{Evidence, Rows};
pub use logistic::{Design, Logistic, logistic};

/// A number with its standard error; without one where too little varies to tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The number.
    pub value: f64,
    /// Its standard error.
    pub error: Option<f64>,
}

impl Measured {
    /// The interval value ± `deviate` times the error.
    pub fn interval(self, deviate: f64) -> Option<(f64, f64)> {
        self.error.map(|error| (self.value - deviate * error, self.value + deviate * error))
    }

    /// The same for a number between 0 and 1, on the scale of log odds, so that it stays there.
    pub fn share_interval(self, deviate: f64) -> Option<(f64, f64)> {
        let spread = self.value * (1.0 - self.value);
        let error = self.error.filter(|_| spread > 0.0)? / spread;
        let odds = (self.value / (1.0 - self.value)).ln();
        let share = |odds: f64| 1.0 / (1.0 + (-odds).exp());
        Some((share(odds - deviate * error), share(odds + deviate * error)))
    }
}
