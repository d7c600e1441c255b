use crate::weights::{BandwidthKind, Kernel, Neighbourhood, Standardise};
use agglom_method::SettingError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which number of the counts is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The value of each industry.
    Value,
    /// The sum over the industries.
    Total,
    /// The industry's share of the region.
    Share,
    /// The location quotient of the industry.
    LocationQuotient,
}

/// Which values of a statistic speak against chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Alternative {
    /// Those far out on either side: twice the smaller tail.
    TwoSided,
    /// Large ones.
    Greater,
    /// Small ones.
    Less,
    /// The smaller tail as it is, half of `two_sided`: what PySAL and GeoDa print. It rejects twice as often as it says.
    Directed,
}

/// What a region's test must pass to be called a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// Its q-value is at most `alpha`: of all that are called clusters, at most that share is chance.
    FalseDiscoveryRate,
    /// Its p-value is at most `alpha`: that share of all regions is called a cluster by chance.
    None,
}

impl Alternative {
    /// The p-value from the two tails.
    pub(crate) fn p_value(self, upper: f64, lower: f64) -> f64 {
        match self {
            Self::Greater => upper,
            Self::Less => lower,
            Self::Directed => upper.min(lower),
            Self::TwoSided => (2.0 * upper.min(lower)).min(1.0),
        }
    }
}

/// The settings that statistics of regions share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LatticeSettings<'a> {
    pub(crate) indicators: &'a [String],
    pub(crate) industries: &'a [String],
    pub(crate) of: Of,
    pub(crate) weights: Neighbourhood,
    pub(crate) k: usize,
    pub(crate) distance_m: Option<f64>,
    pub(crate) kernel: Kernel,
    pub(crate) bandwidth: BandwidthKind,
    pub(crate) snap_m: f64,
    pub(crate) standardise: Standardise,
    pub(crate) draws: usize,
    pub(crate) alpha: f64,
    pub(crate) alternative: Alternative,
}

impl LatticeSettings<'_> {
    pub(crate) fn check(&self) -> Result<(), SettingError> {
        SettingError::between("alpha", self.alpha, 0.0, 1.0)?;
        if self.k == 0 {
            return Err(SettingError::new("k", "0 neighbours tell nothing; take at least 1, usually 4 to 8"));
        }
        if self.distance_m.is_some_and(|d| !(d.is_finite() && d > 0.0)) {
            return Err(SettingError::new("distance_m", "must be a positive number of metres"));
        }
        if !(self.snap_m >= 0.0 && self.snap_m <= 10_000.0) {
            return Err(SettingError::new("snap_m", "must lie between 0 and 10000 metres"));
        }
        if self.draws > 0 && self.draws < 19 {
            return Err(SettingError::new("draws", format!("{} draws give no p-value of 0.05; take 9999, or 0 for none", self.draws)));
        }
        if self.draws > 10_000_000 {
            return Err(SettingError::new("draws", "more than 10 million draws would never end"));
        }
        Ok(())
    }
}

/// A settings struct with the settings that statistics of regions share after its own.
macro_rules! lattice_settings {
    (
        standardise = $standardise:expr;
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $default:expr,)* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            /// The indicators to look at; empty (default) for all.
            pub indicators: Vec<String>,
            /// The industries to look at, of counts; empty (default) for all.
            pub industries: Vec<String>,
            /// Which number of the counts: `value` (default), `total`, `share` of the region, `location_quotient`.
            pub of: $crate::Of,
            /// Who is whose neighbour: `auto` (default: the weights given, else `queen` if there are outlines, else `nearest`), `queen`,
            /// `rook`, `nearest`, `distance_band`, `kernel`.
            pub weights: $crate::Neighbourhood,
            /// How many neighbours with `nearest`, and with `kernel` for a bandwidth that is not given; default 6.
            pub k: usize,
            /// Metres within which regions are neighbours (`distance_band`), or bandwidth in metres (`kernel` with `fixed`). Without one
            /// (default), the smallest distance at which every region has a neighbour, or the largest of the adaptive bandwidths.
            pub distance_m: Option<f64>,
            /// How weights of a `kernel` fall with distance: `triangular` (default), `gaussian`, `bisquare`, `uniform`.
            pub kernel: $crate::Kernel,
            /// Whether a `kernel` is as wide everywhere (`fixed`) or wide enough for `k` neighbours (`adaptive`, default).
            pub bandwidth: $crate::BandwidthKind,
            /// Metres up to which vertices of outlines count as one, for `queen` and `rook`; default 1.
            pub snap_m: f64,
            /// How weights are put on one scale: `row`, `binary`, `none`, `variance`.
            pub standardise: $crate::Standardise,
            /// Number of random permutations behind the p-values; default 9,999, enough for false discovery rates over some thousand regions; 0 for none.
            pub draws: usize,
            /// Level of the tests and of the false discovery rate; default 0.05.
            pub alpha: f64,
            /// Which values speak against chance: `two_sided` (default), `greater`, `less`, `directed` (half of `two_sided`, as PySAL prints).
            pub alternative: $crate::Alternative,
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    $($field: $default,)*
                    indicators: Vec::new(),
                    industries: Vec::new(),
                    of: $crate::Of::Value,
                    weights: $crate::Neighbourhood::Auto,
                    k: 6,
                    distance_m: None,
                    kernel: $crate::Kernel::Triangular,
                    bandwidth: $crate::BandwidthKind::Adaptive,
                    snap_m: 1.0,
                    standardise: $standardise,
                    draws: 9999,
                    alpha: 0.05,
                    alternative: $crate::Alternative::TwoSided,
                }
            }
        }

        impl $name {
            fn lattice(&self) -> $crate::lattice::LatticeSettings<'_> {
                $crate::lattice::LatticeSettings {
                    indicators: &self.indicators,
                    industries: &self.industries,
                    of: self.of,
                    weights: self.weights,
                    k: self.k,
                    distance_m: self.distance_m,
                    kernel: self.kernel,
                    bandwidth: self.bandwidth,
                    snap_m: self.snap_m,
                    standardise: self.standardise,
                    draws: self.draws,
                    alpha: self.alpha,
                    alternative: self.alternative,
                }
            }
        }
    };
}
pub(crate) use lattice_settings;
