//! Shares of regions and industries: the totals that every count measure divides by, and the variance of what it divides.

mod composition;
mod groups;

pub(crate) use composition::Composition;
pub(crate) use groups::Groups;
pub use groups::Split;

use agglom_method::{Codes, Counts, Measured, MethodError, exact_sum};

/// What shares are taken of.
pub(crate) struct Totals {
    pub(crate) region: Vec<f64>,
    /// Per industry, its total in the reference (the whole, if there is none of its own).
    pub(crate) industry: Vec<f64>,
    pub(crate) total: f64,
}

/// Totals and variances of regions, industries and the whole.
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

impl Totals {
    /// The totals of counts of one period. Without a `reference` there must be two regions to compare.
    pub(crate) fn new(counts: &Counts, reference: Option<&Counts>) -> Result<Self, MethodError> {
        let regions = counts.regions.len();
        if regions < 2 && reference.is_none() {
            return Err(MethodError::TooFew { what: "regions", need: 2, got: regions });
        }
        let value = |c: &Measured| c.value;
        let (region, (industry, total)) =
            rayon::join(|| counts.only().by_region(value), || by_industry(&counts.industries, reference.unwrap_or(counts), value));
        if total <= 0.0 || region.iter().all(|&x| x <= 0.0) {
            return Err(MethodError::AllZero { what: "values" });
        }
        Ok(Self { region, industry, total })
    }
}

impl Frame {
    /// The frame of counts of one period. Without a `reference` there must be two regions to compare.
    pub(crate) fn new(counts: &Counts, reference: Option<&Counts>) -> Result<Self, MethodError> {
        let Totals { region, industry, total } = Totals::new(counts, reference)?;
        let variance = |c: &Measured| c.variance;
        let (own_variance, _) = by_industry(&counts.industries, counts, variance);
        let own = reference.map(|_| by_industry(&counts.industries, counts, |c| c.value).0);
        let typical = |(&x, &v): (&f64, &f64)| if x > 0.0 { v / x } else { 1.0 };
        let typical_size = own.as_ref().unwrap_or(&industry).iter().zip(&own_variance).map(typical).collect();
        let (industry_variance, total_variance) = by_industry(&counts.industries, reference.unwrap_or(counts), variance);
        Ok(Self {
            region_variance: counts.only().by_region(variance),
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

/// How many establishments the cells count, if all of them say so.
pub(crate) fn establishments<'a>(cells: impl IntoIterator<Item = &'a Measured>) -> Option<f64> {
    cells.into_iter().map(|c| c.establishments).sum()
}

/// Sums of `what` over the regions of `counts`, in the order of `industries`, and over all its industries.
fn by_industry(industries: &Codes, counts: &Counts, what: impl Fn(&Measured) -> f64) -> (Vec<f64>, f64) {
    let sums = counts.only().by_industry(counts.industries.len(), what);
    let total = exact_sum(sums.iter().copied());
    (industries.iter().map(|code| counts.industries.index(code).map_or(0.0, |j| sums[j])).collect(), total)
}
