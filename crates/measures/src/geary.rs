//! Spatial autocorrelation of the whole, after Geary.

use crate::lattice::{Closed, Deal, Frame, Lattice, Moments, Overall, Sample, lattice_settings};
use crate::weights::{Standardise, Weights};
use agglom_method::{Context, Family, Finding, Method, MethodError, SettingError, TableSpec};

lattice_settings! {
    standardise = Standardise::Row;
    /// Geary's C of every indicator: how far regions differ from their neighbours.
    ///
    /// # Formula
    /// ```text
    /// C = (n - 1) Σ_ij w_ij (x_i - x_j)² / (2 S0 Σ_i z_i²)      z_i = x_i - mean(x)      S0 = Σ_ij w_ij      E(C) = 1
    /// ```
    /// `variance` is the exact one over all permutations of the values over the regions, `variance_normality` that of normal values:
    /// ```text
    /// Var_N = [(2 S1 + S2)(n - 1) - 4 S0²] / [2 (n + 1) S0²]
    /// Var_R = {(n-1) S1 [n² - 3n + 3 - (n-1) k] - ¼ (n-1) S2 [n² + 3n - 6 - (n² - n + 2) k] + S0² [n² - 3 - (n-1)² k]} / [n (n-2)(n-3) S0²]
    /// ```
    /// with S1, S2 and k as in `moran`, whose page also says what weights, p-values, `low`, `high` and q-values are. `greater` means a
    /// large C, which is neighbours that differ.
    ///
    /// # Reading
    /// 1 is chance; below 1 neighbours are alike, above 1 they differ. C looks at differences between neighbours and notices single odd
    /// regions more than Moran's I does. Where both are far from chance on the same side the finding does not hang on the measure.
    /// Islands stay in n and in the mean and have no part in the differences.
    ///
    /// # Undefined when
    /// all values are the same (`constant`); fewer than three regions have a value (`few-regions`); no two of them are neighbours
    /// (`no-neighbours`); an industry is zero everywhere (`empty-industry`, location quotients). `variance` and `z` need four regions, and
    /// are empty where C is the same under every permutation. Errors are those of `moran`.
    ///
    /// # Source
    /// Geary (1954), The Contiguity Ratio and Statistical Mapping, Incorporated Statistician 5:115; Cliff and Ord (1981), Spatial
    /// Processes, ch. 1 and 2.
    ///
    /// # Checked against
    /// the value by hand below; `esda` 2.9.0 of PySAL (C, both variances) on 200 regions with their 8 nearest, to 1e-11; mean and
    /// variance against the enumeration of all permutations of six values.
    ///
    /// # Example
    /// Four regions in a row with 1, 2, 3, 4 and weights 1: six links with a squared difference of 1, Σ z² = 5, so that
    /// C = 3 · 6 / (2 · 6 · 5) = 0.3.
    /// ```
    /// use agglom_measures::{geary::Geary, IndicatorsOrCounts, Lattice, Standardise};
    /// use agglom_method::{Codes, Context, Counts, Flow, Flows, Method, Seed, Unwatched};
    /// let counts = Counts::dense(&["a", "b", "c", "d"], &["jobs"], &[[1.0], [2.0], [3.0], [4.0]]);
    /// let link = |from, to| Flow { from, to, value: 1.0 };
    /// let flows = vec![link(0, 1), link(1, 0), link(1, 2), link(2, 1), link(2, 3), link(3, 2)];
    /// let weights = Flows { nodes: Codes::new(["a", "b", "c", "d"]).into(), flows, unit: None };
    /// let inputs = Lattice { values: IndicatorsOrCounts::Counts(counts.into()), places: None, weights: Some(weights.into()) };
    /// let context = Context { seed: Seed::new(0), watch: &Unwatched };
    /// let found = Geary { standardise: Standardise::Binary, ..Geary::default() }.compute(&inputs, &context).unwrap();
    /// assert!((found.rows[0].statistic.unwrap() - 0.3).abs() < 1e-12);
    /// ```
    pub struct Geary {}
}

impl Method for Geary {
    const KEY: &'static str = "geary";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "geary",
            "indicator industry geary expected low high variance z variance_normality z_normality p_value q_value regions islands reason",
        ),
        TableSpec::new("weights", "neighbourhood standardise regions links neighbours_least neighbours_mean neighbours_most islands distance_m"),
    ];
    type Inputs = Lattice;
    type Output = Overall;

    fn check(&self) -> Result<(), SettingError> {
        self.lattice().check()
    }

    fn compute(&self, inputs: &Lattice, context: &Context<'_>) -> Result<Overall, MethodError> {
        let frame = Frame::new(inputs, self.lattice(), false, context)?;
        let deal = Deal::new(self.lattice(), context);
        Overall::of(&frame, &deal, context, |sample| Ok(geary(sample)), |sample| sample.deviations.as_slice())
    }

    fn present(&self, _inputs: &Lattice, found: &Overall) -> Finding {
        found.finding(Self::KEY)
    }
}

/// C as a function of the values in any order, and its moments.
fn geary(sample: &Sample<'_>) -> (impl Fn(&Weights, &[f64]) -> f64 + Sync + use<>, Closed) {
    let (weights, moments) = (sample.weights.as_ref(), Moments::of(&sample.deviations));
    let sums = weights.sums();
    let scale = (moments.n - 1.0) / (2.0 * sums.s0 * moments.squares);
    let row = |weights: &Weights, i: usize, z: &[f64]| {
        let (to, weight) = weights.row(i);
        to.iter().zip(weight).map(|(&j, w)| w * (z[i] - z[j as usize]).powi(2)).sum::<f64>()
    };
    let statistic = move |weights: &Weights, z: &[f64]| scale * (0..z.len()).map(|i| row(weights, i, z)).sum::<f64>();
    let closed = Closed { expected: 1.0, variance: moments.geary_randomisation(&sums), variance_normality: moments.geary_normality(&sums) };
    (statistic, closed)
}
