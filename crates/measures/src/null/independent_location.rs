use super::alias::Alias;
use agglom_method::{Generator, exact_sum};

/// The null of independent location: every plant chooses its region by itself, with the regions' chances (Ellison and Glaeser's
/// dartboard).
pub(crate) struct IndependentLocation {
    /// Chance x_i of every region, largest first; they add up to one.
    pub(crate) chances: Vec<f64>,
    /// Σ x²
    pub(crate) squares: f64,
    /// Σ x³
    pub(crate) cubes: f64,
    /// Σ x⁴
    fourths: f64,
    alias: Alias,
}

/// Where the plants of an industry are in one draw; kept from draw to draw.
pub(crate) struct Located {
    /// Share of the industry per region.
    pub(crate) share: Vec<f64>,
    /// The regions with a plant, in the order in which plants came.
    pub(crate) regions: Vec<u32>,
}

impl IndependentLocation {
    /// Sums of products of shares closer than this are equal: far above their rounding, far below the step from one location to the next.
    pub(crate) const TIE: f64 = 1e-13;

    /// From chances that are not negative, largest first, and add up to one.
    pub(crate) fn new(chances: Vec<f64>) -> Self {
        let positive = chances.partition_point(|&x| x > 0.0);
        Self {
            squares: exact_sum(chances.iter().map(|x| x * x)),
            cubes: exact_sum(chances.iter().map(|x| x * x * x)),
            fourths: exact_sum(chances.iter().map(|x| x * x * x * x)),
            alias: Alias::new(&chances[..positive]),
            chances,
        }
    }

    /// Variance of Σ_i (u_ki - x_i)(u_li - x_i) for two plants k and l, where u_ki is 1 in the plant's region and 0 elsewhere:
    /// Σx² - 2Σx³ + (Σx²)².
    pub(crate) fn pair_variance(&self) -> f64 {
        self.squares - 2.0 * self.cubes + self.squares * self.squares
    }

    /// Third moment of the same sum.
    pub(crate) fn pair_third(&self) -> f64 {
        let (x2, x3, x4) = (self.squares, self.cubes, self.fourths);
        x2 - 6.0 * x3 + 10.0 * x4 + 3.0 * x2 * x2 - 12.0 * x2 * x3 + 4.0 * x2.powi(3)
    }

    /// Mean product of that sum for the three pairs of three plants: the trace of (diag(x) - xx')³.
    pub(crate) fn triangle(&self) -> f64 {
        self.cubes - 3.0 * self.fourths + 3.0 * self.squares * self.cubes - self.squares.powi(3)
    }

    /// Locates plants with these shares (positive) of their industry.
    pub(crate) fn locate(&self, plants: &[f64], generator: &mut Generator, located: &mut Located) {
        located.clear();
        for &share in plants {
            let region = self.alias.draw(generator);
            if located.share[region] == 0.0 {
                located.regions.push(region as u32);
            }
            located.share[region] += share;
        }
    }
}

impl Located {
    /// Nothing located yet.
    pub(crate) fn new(location: &IndependentLocation) -> Self {
        Self { share: vec![0.0; location.chances.len()], regions: Vec::new() }
    }

    fn clear(&mut self) {
        for region in self.regions.drain(..) {
            self.share[region as usize] = 0.0;
        }
    }
}
