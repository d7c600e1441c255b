//! What is measured of a cluster.

use serde::Serialize;

/// What is measured of a cluster: the first seven judge its type, the others are shown beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Employment share of firms below the limit of small.
    SmallFirms,
    /// Herfindahl-Hirschman index of the firms' employment shares.
    Hhi,
    /// Employment share of the largest firm (CR1).
    LargestFirm,
    /// Share of the purchases made inside the zone that the largest firms make.
    HubPurchases,
    /// Employment share of establishments headquartered elsewhere.
    External,
    /// Value share of purchases made inside the zone.
    LocalPurchases,
    /// Employment share of state bodies, and what else lives on public procurement.
    State,
    /// Gini coefficient of the firms' employment.
    Gini,
    /// Employment share of the four largest firms (CR4).
    FourLargestFirms,
    /// Share of sales that leave the zone.
    ExternalSales,
    /// Share of firms that cooperate with others of the cluster.
    Cooperation,
    /// Share of the sales of firms that are no state body which go to public buyers.
    PublicProcurement,
}

/// A number for each metric, where there is one.
pub(crate) type Values = [Option<f64>; Metric::ALL.len()];

impl Metric {
    /// All metrics, in the order of the evidence card.
    pub const ALL: [Self; 12] = [
        Self::SmallFirms,
        Self::Hhi,
        Self::LargestFirm,
        Self::HubPurchases,
        Self::External,
        Self::LocalPurchases,
        Self::State,
        Self::Gini,
        Self::FourLargestFirms,
        Self::ExternalSales,
        Self::Cooperation,
        Self::PublicProcurement,
    ];

    /// How many of them judge the type.
    pub const JUDGING: usize = 7;

    /// Its number in [`Metric::ALL`].
    pub fn number(self) -> usize {
        self as usize
    }

    /// Whether a type depends on it.
    pub fn judges(self) -> bool {
        self.number() < Self::JUDGING
    }

    /// Its word in the column `metric`.
    pub fn word(self) -> &'static str {
        match self {
            Self::SmallFirms => "small-firms",
            Self::Hhi => "hhi",
            Self::LargestFirm => "largest-firm",
            Self::HubPurchases => "hub-purchases",
            Self::External => "external",
            Self::LocalPurchases => "local-purchases",
            Self::State => "state",
            Self::Gini => "gini",
            Self::FourLargestFirms => "four-largest-firms",
            Self::ExternalSales => "external-sales",
            Self::Cooperation => "cooperation",
            Self::PublicProcurement => "public-procurement",
        }
    }
}
