use serde::Serialize;

/// The ten classes of the coordination degree, each 0.1 wide; the lower end belongs to the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Below 0.1.
    ExtremeDisorder,
    /// Below 0.2.
    SevereDisorder,
    /// Below 0.3.
    ModerateDisorder,
    /// Below 0.4.
    MildDisorder,
    /// Below 0.5.
    VergeOfDisorder,
    /// Below 0.6.
    BareCoordination,
    /// Below 0.7.
    PrimaryCoordination,
    /// Below 0.8.
    IntermediateCoordination,
    /// Below 0.9.
    GoodCoordination,
    /// From 0.9.
    HighQualityCoordination,
}

/// The four levels of the coupling degree; the upper end belongs to the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CouplingLevel {
    /// Up to 0.3.
    Low,
    /// Up to 0.5.
    Antagonism,
    /// Up to 0.8.
    RunningIn,
    /// Above.
    High,
}

/// Which system lags behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lag {
    /// None does.
    Synchronous,
    /// The system of that number.
    Behind(usize),
}

const ENDS: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

impl Class {
    /// All classes, the worst first.
    pub const ALL: [Self; 10] = [
        Self::ExtremeDisorder,
        Self::SevereDisorder,
        Self::ModerateDisorder,
        Self::MildDisorder,
        Self::VergeOfDisorder,
        Self::BareCoordination,
        Self::PrimaryCoordination,
        Self::IntermediateCoordination,
        Self::GoodCoordination,
        Self::HighQualityCoordination,
    ];

    /// The class of a coordination degree.
    pub fn of(coordination: f64) -> Self {
        Self::ALL[ENDS.iter().filter(|&&end| coordination >= end).count()]
    }

    /// Its number, from 0.
    pub fn number(self) -> usize {
        self as usize
    }

    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::ExtremeDisorder => "extreme-disorder",
            Self::SevereDisorder => "severe-disorder",
            Self::ModerateDisorder => "moderate-disorder",
            Self::MildDisorder => "mild-disorder",
            Self::VergeOfDisorder => "verge-of-disorder",
            Self::BareCoordination => "bare-coordination",
            Self::PrimaryCoordination => "primary-coordination",
            Self::IntermediateCoordination => "intermediate-coordination",
            Self::GoodCoordination => "good-coordination",
            Self::HighQualityCoordination => "high-quality-coordination",
        }
    }
}

impl CouplingLevel {
    /// The level of a coupling degree.
    pub fn of(coupling: f64) -> Self {
        match coupling {
            c if c <= 0.3 => Self::Low,
            c if c <= 0.5 => Self::Antagonism,
            c if c <= 0.8 => Self::RunningIn,
            _ => Self::High,
        }
    }

    /// Its word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Antagonism => "antagonism",
            Self::RunningIn => "running-in",
            Self::High => "high",
        }
    }
}

impl Lag {
    /// The lowest score lags if it is below `share` of the mean; of equal ones, the first system. Nothing lags behind zeros.
    pub fn of(scores: &[f64], share: f64) -> Option<Self> {
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let (at, lowest) = scores.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
        let lag = if *lowest < share * mean { Self::Behind(at) } else { Self::Synchronous };
        (mean > 0.0).then_some(lag)
    }

    /// Its word in tables.
    pub fn word(self) -> &'static str {
        if self == Self::Synchronous { "synchronous" } else { "behind" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_ends_belong_to_classes_and_upper_ends_to_levels() {
        for (number, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!((class.number(), Class::of(number as f64 / 10.0)), (number, class));
            assert_eq!(Class::of((number as f64 + 0.99) / 10.0), class);
        }
        assert_eq!(Class::of(1.0), Class::HighQualityCoordination);
        let levels = [0.0, 0.3, 0.31, 0.5, 0.8, 0.81, 1.0].map(|c| CouplingLevel::of(c).word());
        assert_eq!(levels, ["low", "low", "antagonism", "antagonism", "running-in", "high", "high"]);
    }

    #[test]
    fn the_lowest_lags_below_nine_tenths_of_the_mean() {
        // Means 0.5, 0.5 and 0: 0.44 < 0.45 lags, 0.46 does not.
        assert_eq!(Lag::of(&[0.56, 0.44], 0.9), Some(Lag::Behind(1)));
        assert_eq!(Lag::of(&[0.46, 0.54], 0.9), Some(Lag::Synchronous));
        assert_eq!(Lag::of(&[0.0, 0.0], 0.9), None);
    }
}
