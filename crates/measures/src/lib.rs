//! Where industries are and how strongly: a file directly under `src` is a measure, a folder is machinery shared by several.

pub mod coagglomeration;
pub mod coherence;
pub mod complexity_outlook;
pub mod concentration;
mod cumulated;
pub mod dbscan;
mod density_clusters;
mod distances;
pub mod duranton_overman;
pub mod economic_complexity;
pub mod ellison_glaeser;
mod envelope;
pub mod geary;
pub mod getis_ord;
pub mod hdbscan;
pub mod industry_space;
mod inference;
mod inputs;
pub mod join_counts;
pub mod lanczos;
mod lattice;
mod linkage;
pub mod linkage_clusters;
pub mod local_moran;
pub mod location_quotient;
pub mod marcon_puech;
pub mod maurel_sedillot;
pub mod mean_city_population_size;
pub mod moran;
mod neighbours;
mod null;
mod outline;
mod plants;
pub mod proximity;
pub mod relatedness_density;
pub mod ripley;
mod settlements;
mod shares;
pub mod shift_share;
pub mod specialization;
pub mod sphere;
pub mod urban_agglomeration;
pub mod variety;
mod weights;
mod window;

pub use cumulated::{Curve, Curves, Individual, WindowSize};
pub use density_clusters::{Cluster, DensityClusters, Distance, Hexagon, Member, MemberRole, Part, Per, Ring, Selection};
pub use distances::{Bandwidth, DistanceDensities, DistanceDensity, Reflection};
pub use inference::{Estimate, quantile};
pub use inputs::{CountsOrRegister, LocatedEstablishments, Reservations, Zoned, ZonedEstablishments, ZonedPlaces};
pub use lattice::{Alternative, Control, IndicatorsOrCounts, Lattice, LocalTest, LocalTests, Neighbours, Of, Overall, OverallTest, Subject, Tails};
pub use linkage::{Candidate, Relatedness, Validation, Way};
pub use null::{Null, q_values};
pub use plants::{Coverage, IndustryIndex, PlantIndices, PlantsInRegions};
pub use settlements::{
    Agglomeration, Circumstances, CitySizes, Ground, Membership, Metric, SettlementRole, SettlementsAndTravel, UrbanAgglomerations, Variant,
};
pub use shares::Split;
pub use shift_share::RegionsAndNation;
pub use weights::{BandwidthKind, Kernel, Neighbourhood, Standardise};

/// Every sentence and label of the measures, in both languages.
pub const MESSAGES: agglom_method::Catalogue =
    agglom_method::Catalogue { en: include_str!("../messages/en.ftl"), zh: include_str!("../messages/zh.ftl") };
