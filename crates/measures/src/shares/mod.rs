//! Shares of regions and industries: the totals that every count measure divides by, and the variance of what it divides.

mod composition;
mod groups;

pub(crate) use composition::Composition;
pub(crate) use groups::Groups;
pub use groups::Split;

use agglom_method::{Codes, Counts, MethodError, exact_sum};

/// Totals and variances of regions, industries and the whole: what shares are taken of.
pub(crate) struct Frame {
    pub(crate) region: Vec<f64>,
    pub(crate) region_variance: Vec<f64>,
    /// Per industry, its total in the reference (the whole, if there is none of its own).
    pub(crate) industry: Vec<f64>,
    pub(crate) industry_variance: Vec<f64>,
    /// Size-weighted mean size of an industry's establishments.
    pub(crate) typical_size: Vec<f64>,
    pub(crate) total: f64,
    pub(crate) total_variance: f64,
    pub(crate) own_reference: bool,
}

impl Frame {
    /// The frame of counts of one period. Without a `reference` there must be two regions to compare.
    pub(crate) fn new(counts: &Counts, reference: Option<&Counts>) -> Result<Self, MethodError> {
        let cells = counts.only();
        let (regions, industries) = counts.shape();
        if regions < 2 && reference.is_none() {
            return Err(MethodError::TooFew { what: "regions", need: 2, got: regions });
        }
        let region = cells.by_region(|c| c.value);
        let own = cells.by_industry(industries, |c| c.value);
        let own_variance = cells.by_industry(industries, |c| c.variance);
        let typical_size = own.iter().zip(&own_variance).map(|(&x, &v)| if x > 0.0 { v / x } else { 1.0 }).collect();
        let (industry, industry_variance, total, total_variance) = match reference {
            None => (own, own_variance, cells.total(), exact_sum(cells.iter().map(|c| c.variance))),
            Some(reference) => aligned(&counts.industries, reference),
        };
        if total <= 0.0 || region.iter().all(|&x| x <= 0.0) {
            return Err(MethodError::AllZero { what: "values" });
        }
        Ok(Self {
            region_variance: cells.by_region(|c| c.variance),
            region,
            industry,
            industry_variance,
            typical_size,
            total,
            total_variance,
            own_reference: reference.is_none(),
        })
    }
}

/// Var ln(part / whole) when the part's and the rest's variances are known and they are independent.
pub(crate) fn variance_of_log_share(part: f64, part_variance: f64, whole: f64, whole_variance: f64) -> f64 {
    let own = 1.0 / part - 1.0 / whole;
    part_variance * own * own + (whole_variance - part_variance) / (whole * whole)
}

/// Totals of the reference in the order of `industries`: values, variances, total, its variance.
fn aligned(industries: &Codes, reference: &Counts) -> (Vec<f64>, Vec<f64>, f64, f64) {
    let (cells, n) = (reference.only(), reference.industries.len());
    let (values, variances) = (cells.by_industry(n, |c| c.value), cells.by_industry(n, |c| c.variance));
    let pick = |from: &[f64]| industries.iter().map(|code| reference.industries.index(code).map_or(0.0, |j| from[j])).collect();
    (pick(&values), pick(&variances), cells.total(), exact_sum(cells.iter().map(|c| c.variance)))
}
