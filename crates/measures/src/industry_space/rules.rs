use agglom_method::SettingError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When an industry counts as present in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PresenceRule {
    /// Its location quotient (revealed comparative advantage) is at least `threshold`.
    Rca,
    /// Its value a head is at least `threshold` times that of the whole; needs `places` with population.
    Population,
    /// Its value is above 0.
    Given,
}

/// How near two industries are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Similarity {
    /// Smaller of the two conditional probabilities of presence.
    MinimumConditionalProbability,
    /// Larger of the two.
    MaximumConditionalProbability,
    /// Co-occurrences over those expected of independent industries.
    Association,
    /// Cosine of the two columns of presence.
    Cosine,
    /// Regions with both over regions with either.
    Jaccard,
    /// Co-occurrences over those expected of random co-occurrences (Steijn).
    ProbabilisticIndex,
    /// Correlation of presence over regions.
    Correlation,
    /// Co-occurrences above those expected of independent industries, in standard deviations (Teece and others).
    TStatistic,
}

/// Whether an industry counts as near itself in densities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Diagonal {
    /// No: only other industries speak for it.
    Zero,
    /// Yes, with proximity 1.
    One,
}

/// The settings that tell presence and proximity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// When an industry is present.
    pub presence: PresenceRule,
    /// From which quotient on.
    pub threshold: f64,
    /// How near industries are.
    pub similarity: Similarity,
    /// Whether an industry is near itself.
    pub diagonal: Diagonal,
}

impl Default for Rules {
    fn default() -> Self {
        Self { presence: PresenceRule::Rca, threshold: 1.0, similarity: Similarity::MinimumConditionalProbability, diagonal: Diagonal::Zero }
    }
}

impl Rules {
    pub(crate) fn check(&self) -> Result<(), SettingError> {
        if self.threshold > 0.0 && self.threshold.is_finite() {
            Ok(())
        } else {
            Err(SettingError::new("threshold", format!("{} must be above 0; 1 is the share of the whole", self.threshold)))
        }
    }
}

impl Similarity {
    /// True if it has no value for an industry that is in every region.
    pub(crate) fn needs_variation(self) -> bool {
        matches!(self, Self::Correlation | Self::TStatistic)
    }

    /// Its word in a message.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::MinimumConditionalProbability => "minimum-conditional-probability",
            Self::MaximumConditionalProbability => "maximum-conditional-probability",
            Self::Association => "association",
            Self::Cosine => "cosine",
            Self::Jaccard => "jaccard",
            Self::ProbabilisticIndex => "probabilistic-index",
            Self::Correlation => "correlation",
            Self::TStatistic => "t-statistic",
        }
    }
}
