//! The concentration of industries beyond the size of their plants, after Maurel and Sédillot.

use crate::null::IndependentLocation;
use crate::plants::{PlantIndex, PlantIndices, Plants, PlantsInRegions, Sums, check_test};
use agglom_method::{Context, Family, Finding, Message, Method, MethodError, Reference, SettingError, TableSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Maurel-Sédillot index of every industry: how much likelier than by chance two of its jobs in different plants share a region.
///
/// # Formula
/// ```text
/// G = (Σs² - Σx²) / (1 - Σx²)      H = Σ_k z_k²      gamma = (G - H) / (1 - H)
/// ```
/// where s_i is the share of region i in the industry, x_i its share in the whole (all industries of the source, this one included, or
/// `reference`), and z_k the share of plant k in the industry. From a register, values are summed sizes of establishments (their
/// number if they have no size); from `counts` they are given, and `plants` gives the z_k, wherever those plants are.
///
/// The test is against independent location (gamma = 0), where every plant chooses region i with chance x_i:
/// ```text
/// E(G) = H      z = (G - H) / √Var(G)
/// Var(G) (1 - Σx²)² = 2 [Σx² - (Σx²)²] (H² - Σz⁴) + 4 [Σx³ - (Σx²)²] (H - 2Σz³ + 2Σz⁴ - H²)
/// ```
/// `p_value` = (1 + number of draws with G* >= G) / (`draws` + 1), where a draw locates the industry's plants anew; with `draws` = 0 the
/// upper tail of the normal distribution at z. `q_value` is the false discovery rate over the industries (Benjamini and Hochberg 1995).
///
/// # Reading
/// 0 is what plants that locate independently of each other would give on average, 1 is an industry wholly in one place: two jobs in
/// different plants share a region with probability Σx² + gamma (1 - Σx²). Unlike the Ellison-Glaeser index it rises with an industry's
/// share of the large regions and falls with its share of the small ones: an industry that gathers where little else is can be below 0
/// here and far above 0 there.
///
/// It has a test and no interval for the reason given under `ellison_glaeser`, and what is said there of draws, q-values, the normal
/// approximation and the `reference` holds here.
///
/// # Undefined when
/// the industry is zero everywhere (`empty-industry`); no establishment with a size is listed for it (`no-plants`); one plant is the whole
/// industry, H = 1 (`one-plant`). Only one region with a share of the whole is an error.
///
/// # Source
/// Maurel and Sédillot (1999), A measure of the geographic concentration in French manufacturing industries, Regional Science and Urban
/// Economics 29:575. The variance follows from counting which pairs of plants share a plant.
///
/// # Checked against
/// the value by hand below; a `numpy` implementation of the formulas on 400 plants to 1e-12; mean, variance and p-value against the
/// enumeration of all locations of a few plants.
///
/// # Example
/// Half of the whole is north, half south. All cars are made north by two plants with 0.6 and 0.4 of them: G = (1 - 0.5) / 0.5 = 1,
/// H = 0.52, and gamma = (1 - 0.52) / 0.48 = 1.
/// ```
/// use agglom_measures::{maurel_sedillot::MaurelSedillot, PlantsInRegions};
/// use agglom_method::{Context, Method, RegisterBuilder, Seed, Unwatched};
/// let register = RegisterBuilder::default()
///     .plant("a", "cars", "north", 60.0)
///     .plant("b", "cars", "north", 40.0)
///     .plant("c", "wine", "south", 60.0)
///     .plant("d", "wine", "south", 40.0)
///     .build();
/// let inputs = PlantsInRegions::of_register(register.into()).unwrap();
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = MaurelSedillot::default().compute(&inputs, &context).unwrap();
/// assert_eq!(found.indices[0].g, Some(1.0));
/// assert!((found.indices[0].gamma.unwrap() - 1.0).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MaurelSedillot {
    /// False discovery rate at which the headlines call an industry concentrated.
    pub alpha: f64,
    /// Number of random locations behind the p-values; 0 for the normal approximation.
    pub draws: usize,
}

impl Default for MaurelSedillot {
    fn default() -> Self {
        Self { alpha: 0.05, draws: 999 }
    }
}

impl PlantIndex for MaurelSedillot {
    const COLUMN: &'static str = Self::KEY;

    fn g(sums: &Sums, location: &IndependentLocation) -> f64 {
        (sums.squares - location.squares) / (1.0 - location.squares)
    }

    fn expected_g(plants: &Plants, _location: &IndependentLocation) -> f64 {
        plants.hhi
    }

    fn variance_g(plants: &Plants, location: &IndependentLocation) -> f64 {
        let (h, z3, z4) = (plants.hhi, plants.sum_of_powers(3), plants.sum_of_powers(4));
        let x2 = location.squares;
        let same_pair = 2.0 * (x2 - x2 * x2) * (h * h - z4);
        let one_plant_shared = 4.0 * (location.cubes - x2 * x2) * (h - 2.0 * z3 + 2.0 * z4 - h * h);
        (same_pair + one_plant_shared) / (1.0 - x2).powi(2)
    }

    fn gamma(g: f64, hhi: f64, _location: &IndependentLocation) -> f64 {
        (g - hhi) / (1.0 - hhi)
    }
}

impl Method for MaurelSedillot {
    const KEY: &'static str = "maurel_sedillot";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] =
        &[TableSpec::new("maurel_sedillot", "industry g hhi maurel_sedillot expected_g z p_value q_value establishments value reason")];
    type Inputs = PlantsInRegions;
    type Output = PlantIndices;

    fn check(&self) -> Result<(), SettingError> {
        check_test(self.alpha, self.draws)
    }

    fn compute(&self, inputs: &PlantsInRegions, context: &Context<'_>) -> Result<PlantIndices, MethodError> {
        PlantIndices::of::<Self>(inputs, self.draws, self.alpha, context)
    }

    fn present(&self, _inputs: &PlantsInRegions, found: &PlantIndices) -> Finding {
        let none = Reference { at: 0.0, label: Message::new("plants-independent-location") };
        found.finding::<Self>(none)
    }
}
