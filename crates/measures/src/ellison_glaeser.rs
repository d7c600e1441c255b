//! The concentration of industries beyond the size of their plants, after Ellison and Glaeser.

use crate::null::IndependentLocation;
use crate::plants::{PlantIndex, PlantIndices, Plants, PlantsInRegions, Sums, check_test};
use agglom_method::{Context, Family, Finding, Message, Method, MethodError, Reference, SettingError, TableSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ellison-Glaeser index of every industry: how much more concentrated it is than the sizes of its plants alone would make it.
///
/// # Formula
/// ```text
/// G = Σ_i (s_i - x_i)²      H = Σ_k z_k²      gamma = [G - (1 - Σx²) H] / [(1 - Σx²)(1 - H)]
/// ```
/// where s_i is the share of region i in the industry, x_i its share in the whole (all industries of the source, this one included, or
/// `reference`), and z_k the share of plant k in the industry. From a register, values are summed sizes of establishments (their
/// number if they have no size); from `counts` they are given, and `plants` gives the z_k, wherever those plants are.
///
/// The test is against independent location (gamma = 0), where every plant chooses region i with chance x_i:
/// ```text
/// E(G) = (1 - Σx²) H      Var(G) = 2 { H² [Σx² - 2Σx³ + (Σx²)²] - Σ_k z_k⁴ [Σx² - 4Σx³ + 3(Σx²)²] }      z = [G - E(G)] / √Var(G)
/// ```
/// `p_value` = (1 + number of draws with G* >= G) / (`draws` + 1), where a draw locates the industry's plants anew; with `draws` = 0 the
/// upper tail of the normal distribution at z. `q_value` is the false discovery rate over the industries (Benjamini and Hochberg 1995).
///
/// # Reading
/// 0 is what plants that locate independently of each other would give on average, 1 is an industry wholly in one place, below 0 the
/// plants avoid each other. Ellison and Glaeser call an industry not very concentrated below 0.02 and highly concentrated above 0.05.
/// Read the q-value before gamma: with few plants a large gamma happens by chance. With many industries and few draws no q-value can be
/// small: it is at least (number of industries) / (`draws` + 1) / (number of industries with so small a p-value).
///
/// Gamma has a test and no interval. The model fixes the mean and the variance of what draws plants together, not its distribution, and
/// the spread of G under a gamma other than 0 depends on that distribution; an interval would be one of an assumption. Resampling plants
/// gives none either: a plant drawn twice sits beside itself, which moves gamma up by about (1 - gamma)/n for n plants of one size.
///
/// G is a sum of squares and skewed to the right. The normal approximation therefore rejects too often at small levels; it is there for sizes
/// where draws take too long. Without a `reference`, x contains the industry itself, which makes the test cautious for industries that are
/// a large part of the whole. Both are measured below.
///
/// # Undefined when
/// the industry is zero everywhere (`empty-industry`); no establishment with a size is listed for it (`no-plants`); one plant is the whole
/// industry, H = 1 (`one-plant`). Only one region with a share of the whole is an error.
///
/// # Source
/// Ellison and Glaeser (1997), Geographic Concentration in U.S. Manufacturing Industries: A Dartboard Approach, Journal of Political
/// Economy 105:889.
///
/// # Checked against
/// the value by hand below; a `numpy` implementation of the formulas on 400 plants to 1e-12; mean, variance and p-value against the
/// enumeration of all locations of a few plants; the test by simulation, industries of 20 to 1000 plants of unequal size that locate
/// independently over 12 or 200 regions. With known x, a test at 0.05 rejects 5.1 % of them by draws and 6 to 7 % by the normal
/// approximation (at 0.01: 1.1 % and 2.4 to 3.4 %). With x from the source and draws, it rejects 1.4 % if the whole is four such
/// industries, 3.4 % if ten, 4.9 % if forty.
///
/// # Example
/// Half of the whole is north, half south. All cars are made north by two plants with 0.6 and 0.4 of them: G = 0.5, H = 0.52, and
/// gamma = (0.5 - 0.5 · 0.52) / (0.5 · 0.48) = 1.
/// ```
/// use agglom_measures::{ellison_glaeser::EllisonGlaeser, PlantsInRegions};
/// use agglom_method::{Context, Method, RegisterBuilder, Seed, Unwatched};
/// let register = RegisterBuilder::default()
///     .plant("a", "cars", "north", 60.0)
///     .plant("b", "cars", "north", 40.0)
///     .plant("c", "wine", "south", 60.0)
///     .plant("d", "wine", "south", 40.0)
///     .build();
/// let inputs = PlantsInRegions::of_register(register.into()).unwrap();
/// let context = Context { seed: Seed::new(0), watch: &Unwatched };
/// let found = EllisonGlaeser::default().compute(&inputs, &context).unwrap();
/// assert_eq!(found.indices[0].g, Some(0.5));
/// assert!((found.indices[0].gamma.unwrap() - 1.0).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EllisonGlaeser {
    /// False discovery rate at which the headlines call an industry concentrated.
    pub alpha: f64,
    /// Number of random locations behind the p-values; 0 for the normal approximation.
    pub draws: usize,
}

impl Default for EllisonGlaeser {
    fn default() -> Self {
        Self { alpha: 0.05, draws: 999 }
    }
}

impl PlantIndex for EllisonGlaeser {
    const COLUMN: &'static str = "gamma";

    fn g(sums: &Sums, _location: &IndependentLocation) -> f64 {
        sums.spread
    }

    fn expected_g(plants: &Plants, location: &IndependentLocation) -> f64 {
        (1.0 - location.squares) * plants.hhi
    }

    fn variance_g(plants: &Plants, location: &IndependentLocation) -> f64 {
        let (x2, x3) = (location.squares, location.cubes);
        2.0 * (plants.hhi * plants.hhi * location.pair_variance() - plants.sum_of_powers(4) * (x2 - 4.0 * x3 + 3.0 * x2 * x2))
    }

    fn gamma(g: f64, hhi: f64, location: &IndependentLocation) -> f64 {
        let rest = 1.0 - location.squares;
        (g - rest * hhi) / (rest * (1.0 - hhi))
    }
}

impl Method for EllisonGlaeser {
    const KEY: &'static str = "ellison_glaeser";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] =
        &[TableSpec::new("ellison_glaeser", "industry g hhi gamma expected_g z p_value q_value establishments value reason")];
    type Inputs = PlantsInRegions;
    type Output = PlantIndices;

    fn check(&self) -> Result<(), SettingError> {
        check_test(self.alpha, self.draws)
    }

    fn compute(&self, inputs: &PlantsInRegions, context: &Context<'_>) -> Result<PlantIndices, MethodError> {
        PlantIndices::of::<Self>(inputs, self.draws, self.alpha, context)
    }

    fn present(&self, _inputs: &PlantsInRegions, found: &PlantIndices) -> Finding {
        let bound = Reference { at: 0.05, label: Message::new("ellison-glaeser-highly-concentrated") };
        found.finding::<Self>(bound)
    }
}
