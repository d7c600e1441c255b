use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// What one species does to another, as far as the panel tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Influence {
    /// Makes it grow.
    Furthers,
    /// Keeps it from growing.
    Hinders,
    /// Less than what counts.
    None,
    /// The panel does not tell.
    Unknown,
}

/// The relation of two species.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Each furthers the other.
    Mutualism,
    /// Each hinders the other.
    Competition,
    /// One gains what the other loses.
    Parasitism,
    /// One gains, the other does not mind.
    Commensalism,
    /// One loses, the other does not mind.
    Amensalism,
    /// Neither minds the other.
    Neutral,
    /// The panel does not tell.
    NotIdentified,
}

impl Relation {
    /// The word of the column `relation`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mutualism => "mutualism",
            Self::Competition => "competition",
            Self::Parasitism => "parasitism",
            Self::Commensalism => "commensalism",
            Self::Amensalism => "amensalism",
            Self::Neutral => "neutral",
            Self::NotIdentified => "not-identified",
        }
    }
}

/// The relation that two influences make.
pub(crate) fn relation(first: Influence, second: Influence) -> Relation {
    use Influence::{Furthers, Hinders, None, Unknown};
    match (first, second) {
        (Unknown, _) | (_, Unknown) => Relation::NotIdentified,
        (Furthers, Furthers) => Relation::Mutualism,
        (Hinders, Hinders) => Relation::Competition,
        (Furthers, Hinders) | (Hinders, Furthers) => Relation::Parasitism,
        (Furthers, None) | (None, Furthers) => Relation::Commensalism,
        (Hinders, None) | (None, Hinders) => Relation::Amensalism,
        (None, None) => Relation::Neutral,
    }
}

/// The deviate of Student's t exceeded with probability `tail`.
pub(crate) fn student_deviate(tail: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |student| -student.inverse_cdf(tail))
}

/// The probability of a t beyond this one on either side.
pub(crate) fn two_sided(t: f64, freedom: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    StudentsT::new(0.0, 1.0, freedom).map_or(1.0, |student| (2.0 * student.cdf(-t.abs())).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviates_agree_with_scipy() {
        // scipy 1.17: t.isf(.025, 8), 2 * t.sf(2.5, 3), 2 * t.sf(12, 5)
        assert!((student_deviate(0.025, 8.0) - 2.306_004_135_204_166).abs() < 1e-9);
        assert!((two_sided(-2.5, 3.0) - 0.087_706_647_008_065_56).abs() < 1e-12);
        assert!((two_sided(12.0, 5.0) - 7.089_492_517_161_522e-5).abs() < 1e-15);
        assert_eq!(two_sided(f64::INFINITY, 5.0), 0.0);
    }
}
