//! Which parameters are estimated, and on which scale.

use super::rates::{Colonisation, Parameters, Rates};
use serde::Serialize;

/// A parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Symbol {
    /// ln α.
    Decay,
    /// b.
    CapacityOut,
    /// ln y.
    HalfEntry,
    /// ln z.
    Exponent,
    /// ln e.
    ExitRate,
    /// x.
    CapacityExit,
    /// ln ω.
    Relatedness,
    /// ln m0.
    Rain,
    /// ln σ.
    Stochasticity,
    /// Effect of a covariate on the predictor of entry, per standard deviation.
    EntryCovariate(u32),
    /// Effect of a covariate on the log of the rate of exit, per standard deviation.
    ExitCovariate(u32),
}

impl Symbol {
    /// Those that do not depend on covariates, in the order of tables.
    pub(crate) const ALL: [Self; 9] = [
        Self::Decay,
        Self::CapacityOut,
        Self::HalfEntry,
        Self::Exponent,
        Self::ExitRate,
        Self::CapacityExit,
        Self::Relatedness,
        Self::Rain,
        Self::Stochasticity,
    ];

    /// Its word in tables and settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Decay => "decay",
            Self::CapacityOut => "capacity_out",
            Self::HalfEntry => "half_entry",
            Self::Exponent => "exponent",
            Self::ExitRate => "exit_rate",
            Self::CapacityExit => "capacity_exit",
            Self::Relatedness => "relatedness",
            Self::Rain => "rain",
            Self::Stochasticity => "stochasticity",
            Self::EntryCovariate(_) => "entry_covariate",
            Self::ExitCovariate(_) => "exit_covariate",
        }
    }

    /// The parameter of that word or symbol.
    pub(crate) fn of(word: &str) -> Option<Self> {
        let letter = match word {
            "alpha" => Self::Decay,
            "b" => Self::CapacityOut,
            "y" => Self::HalfEntry,
            "z" => Self::Exponent,
            "e" => Self::ExitRate,
            "x" => Self::CapacityExit,
            "omega" => Self::Relatedness,
            "m0" => Self::Rain,
            "sigma" => Self::Stochasticity,
            _ => return Self::ALL.into_iter().find(|s| s.word() == word),
        };
        Some(letter)
    }

    /// True if it is positive and estimated as its logarithm.
    pub fn logarithmic(self) -> bool {
        !matches!(self, Self::CapacityOut | Self::CapacityExit | Self::EntryCovariate(_) | Self::ExitCovariate(_))
    }

    /// The value that stands for a number on the scale of estimation.
    pub fn natural(self, theta: f64) -> f64 {
        if self.logarithmic() { theta.exp() } else { theta }
    }

    /// The number on the scale of estimation.
    pub(crate) fn scaled(self, value: f64) -> f64 {
        if self.logarithmic() { value.ln() } else { value }
    }
}

/// A point in the space of all parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Those of the model.
    pub parameters: Parameters,
    /// Effects of covariates on entry.
    pub entry: Vec<f64>,
    /// Effects of covariates on exit.
    pub exit: Vec<f64>,
    /// σ: standard deviation between years of the log of the rate of exit; 0 without regional stochasticity.
    pub sigma: f64,
}

impl Point {
    /// The value of a parameter.
    pub fn get(&self, symbol: Symbol) -> f64 {
        let p = &self.parameters;
        match symbol {
            Symbol::Decay => p.alpha,
            Symbol::CapacityOut => p.b,
            Symbol::HalfEntry => p.y,
            Symbol::Exponent => p.z,
            Symbol::ExitRate => p.e,
            Symbol::CapacityExit => p.x,
            Symbol::Relatedness => p.omega,
            Symbol::Rain => p.rain,
            Symbol::Stochasticity => self.sigma,
            Symbol::EntryCovariate(q) => self.entry[q as usize],
            Symbol::ExitCovariate(q) => self.exit[q as usize],
        }
    }

    /// Sets the value of a parameter.
    pub(crate) fn set(&mut self, symbol: Symbol, value: f64) {
        let p = &mut self.parameters;
        match symbol {
            Symbol::Decay => p.alpha = value,
            Symbol::CapacityOut => p.b = value,
            Symbol::HalfEntry => p.y = value,
            Symbol::Exponent => p.z = value,
            Symbol::ExitRate => p.e = value,
            Symbol::CapacityExit => p.x = value,
            Symbol::Relatedness => p.omega = value,
            Symbol::Rain => p.rain = value,
            Symbol::Stochasticity => self.sigma = value,
            Symbol::EntryCovariate(q) => self.entry[q as usize] = value,
            Symbol::ExitCovariate(q) => self.exit[q as usize] = value,
        }
    }

    /// The same point in other units: distances in units of `distance`, capacities in units of `capacity` (B.4.1).
    pub(crate) fn rescaled(&self, rates: Rates, distance: f64, capacity: f64) -> Self {
        let p = &self.parameters;
        let sent = capacity.powf(p.b);
        let y = if rates.colonisation == Colonisation::Poisson { p.y / sent } else { p.y * sent };
        let parameters = Parameters { alpha: p.alpha / distance, y, e: p.e * capacity.powf(p.x), rain: p.rain * sent, ..*p };
        Self { parameters, ..self.clone() }
    }
}

/// The parameters that are estimated and the values of the others.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Design {
    pub(crate) free: Vec<Symbol>,
    pub(crate) base: Point,
}

impl Design {
    pub(crate) fn point(&self, theta: &[f64]) -> Point {
        let mut point = self.base.clone();
        for (&symbol, &theta) in self.free.iter().zip(theta) {
            point.set(symbol, symbol.natural(theta));
        }
        point
    }

    pub(crate) fn theta(&self, point: &Point) -> Vec<f64> {
        self.free.iter().map(|&symbol| symbol.scaled(point.get(symbol))).collect()
    }

    pub(crate) fn position(&self, symbol: Symbol) -> Option<usize> {
        self.free.iter().position(|&s| s == symbol)
    }

    /// The same without a parameter, which has that value.
    pub(crate) fn without(&self, symbol: Symbol, value: f64) -> Self {
        let mut base = self.base.clone();
        base.set(symbol, value);
        Self { free: self.free.iter().copied().filter(|&s| s != symbol).collect(), base }
    }

    /// Derivatives of estimates in the units of the data by those in normal units.
    pub(crate) fn units(&self, rates: Rates, capacity: f64) -> nalgebra::DMatrix<f64> {
        let mut matrix = nalgebra::DMatrix::identity(self.free.len(), self.free.len());
        let log = capacity.ln();
        let mut set = |of: Symbol, by: Symbol, value: f64| {
            if let (Some(row), Some(column)) = (self.position(of), self.position(by)) {
                matrix[(row, column)] = value;
            }
        };
        set(Symbol::HalfEntry, Symbol::CapacityOut, if rates.colonisation == Colonisation::Poisson { -log } else { log });
        set(Symbol::Rain, Symbol::CapacityOut, log);
        set(Symbol::ExitRate, Symbol::CapacityExit, log);
        matrix
    }
}
