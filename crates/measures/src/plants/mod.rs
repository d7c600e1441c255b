//! Plants of industries in regions: what the indices share that tell the concentration of an industry from the size of its plants.

mod blend;
mod index;
mod industries;
mod inputs;
mod products;
mod unrelated;

pub use index::{IndustryIndex, PlantIndices};
pub use industries::Coverage;
pub use inputs::PlantsInRegions;

pub(crate) use blend::Blend;
pub(crate) use index::{PlantIndex, Sums, check_test};
pub(crate) use industries::{Industries, Industry, Plants, RegionShare, deviations};
pub(crate) use products::products;
pub(crate) use unrelated::Unrelated;
