//! Spatial autocorrelation of the whole, after Moran.

use crate::lattice::{Closed, Deal, Frame, Lattice, Moments, Overall, Sample, lattice_settings, named, role};
use crate::weights::{Standardise, Weights};
use agglom_method::{Chart, Context, Family, Finding, Mark, Message, Method, MethodError, Reference, Scale, SettingError, Table, TableSpec, Unit};
use serde::Serialize;

lattice_settings! {
    standardise = Standardise::Row;
    /// Moran's I of every indicator: how far regions resemble their neighbours.
    ///
    /// # Formula
    /// ```text
    /// I = (n / S0) Σ_ij w_ij z_i z_j / Σ_i z_i²      z_i = x_i - mean(x)      S0 = Σ_ij w_ij      E(I) = -1 / (n - 1)
    /// ```
    /// w_ij is the weight that region i gives to its neighbour j (none to itself), standardised as `standardise` says. `variance` is the
    /// exact one over all permutations of the values over the regions (randomisation), `variance_normality` that of independent normal
    /// values; `z` and `z_normality` follow from them:
    /// ```text
    /// Var_N = [n² S1 - n S2 + 3 S0²] / [(n² - 1) S0²] - E²
    /// Var_R = {n [(n² - 3n + 3) S1 - n S2 + 3 S0²] - k [(n² - n) S1 - 2n S2 + 6 S0²]} / [(n-1)(n-2)(n-3) S0²] - E²
    /// S1 = ½ Σ_ij (w_ij + w_ji)²      S2 = Σ_i (w_i. + w_.i)²      k = n Σ z⁴ / (Σ z²)²
    /// ```
    /// p-values compare I with its values when the x are dealt out anew over the regions `draws` times: each tail is (1 + number of
    /// draws at least as far out) / (`draws` + 1), `two_sided` is twice the smaller tail. `low` and `high` hold what chance gives with
    /// probability 1 - `alpha`; they are no interval of I. With `draws` = 0, p-value and band are those of the normal distribution at `z`.
    /// `q_value` is the false discovery rate over the indicators (Benjamini and Hochberg 1995).
    ///
    /// Contiguity comes from outlines: regions that share a point (`queen`) or a piece of edge (`rook`), vertices within `snap_m` being one.
    /// An edge that only one region has is cut at every vertex that lies on it, so a corner in the middle of a longer edge
    /// touches it. For each indicator, regions without a value are taken out of the weights before these are standardised.
    ///
    /// # Reading
    /// Above E(I) neighbours are alike, below it they differ. Whether I is more than chance says the p-value, not the size of I, whose
    /// largest value depends on the weights. The slope of the scatter of neighbours' means over values is I (with `row`, without islands).
    /// A region without neighbours (an island) stays in n and in the mean, with nothing to resemble: so E(I), both variances and
    /// the permutations hold as they stand. The finding names the islands.
    ///
    /// # Undefined when
    /// all values are the same (`constant`); fewer than three regions have a value (`few-regions`); no two of them are neighbours
    /// (`no-neighbours`); an industry is zero everywhere (`empty-industry`, location quotients). `variance` and `z` need four regions, and
    /// are empty where I is the same under every permutation. Regions without geography are left out and named. Fewer than three regions,
    /// `k` as large as their number, and places that match none of them are errors.
    ///
    /// # Source
    /// Moran (1950), Biometrika 37:17; Cliff and Ord (1981), Spatial Processes: Models and Applications, ch. 1 and 2.
    ///
    /// # Checked against
    /// the value by hand below; `esda` 2.9.0 and `libpysal` 4.14.1 of PySAL (I, both variances) on 200 regions with their 8 nearest, to 1e-11;
    /// mean and variance against the enumeration of all permutations of six values; the level of the permutation test by simulation.
    ///
    /// # Example
    /// Four regions in a row with 1, 2, 3, 4: z = -1.5, -0.5, 0.5, 1.5, Σ z² = 5. Neighbours' means of z are -0.5, -0.5, 0.5, 0.5, so that
    /// I = (0.75 + 0.25 + 0.25 + 0.75) / 5 = 0.4.
    /// ```
    /// use agglom_measures::{moran::Moran, IndicatorsOrCounts, Lattice};
    /// use agglom_method::{Codes, Context, Counts, Flow, Flows, Method, Seed, Unwatched};
    /// let counts = Counts::dense(&["a", "b", "c", "d"], &["jobs"], &[[1.0], [2.0], [3.0], [4.0]]);
    /// let link = |from, to| Flow { from, to, value: 1.0 };
    /// let flows = vec![link(0, 1), link(1, 0), link(1, 2), link(2, 1), link(2, 3), link(3, 2)];
    /// let weights = Flows { nodes: Codes::new(["a", "b", "c", "d"]).into(), flows, unit: None };
    /// let inputs = Lattice { values: IndicatorsOrCounts::Counts(counts.into()), places: None, weights: Some(weights.into()) };
    /// let context = Context { seed: Seed::new(0), watch: &Unwatched };
    /// let found = Moran::default().compute(&inputs, &context).unwrap();
    /// assert!((found.overall.rows[0].statistic.unwrap() - 0.4).abs() < 1e-12);
    /// ```
    pub struct Moran {}
}

/// Moran's I of every variable, and what the regions of the strongest one have to do with it.
#[derive(Debug, Clone, Serialize)]
pub struct Morans {
    /// The tests.
    pub overall: Overall,
    /// The variable of the scatter.
    pub strongest: Option<u32>,
    /// Number of the region, its deviation from the mean in standard deviations, and the same of its neighbours.
    pub scatter: Vec<(u32, f64, f64)>,
}

impl Method for Moran {
    const KEY: &'static str = "moran";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "moran",
            "indicator industry moran expected low high variance z variance_normality z_normality p_value q_value regions islands reason",
        ),
        TableSpec::new("moran_scatter", "region indicator industry deviate spatial_lag"),
        TableSpec::new("weights", "neighbourhood standardise regions links neighbours_least neighbours_mean neighbours_most islands distance_m"),
    ];
    type Inputs = Lattice;
    type Output = Morans;

    fn check(&self) -> Result<(), SettingError> {
        self.lattice().check()
    }

    fn compute(&self, inputs: &Lattice, context: &Context<'_>) -> Result<Morans, MethodError> {
        let frame = Frame::new(inputs, self.lattice(), false, context)?;
        let deal = Deal::new(self.lattice(), context);
        let overall = Overall::of(&frame, &deal, context, |sample| Ok(moran(sample)), |sample| sample.deviations.as_slice())?;
        let strongest = overall.top().map(|row| row.variable);
        let scatter = strongest.map_or_else(Vec::new, |variable| scatter(&frame.sample(variable)));
        Ok(Morans { overall, strongest, scatter })
    }

    fn present(&self, _inputs: &Lattice, found: &Morans) -> Finding {
        let finding = found.overall.finding(Self::KEY);
        match found.strongest {
            Some(variable) => finding.table(found.scatter_table(variable)).chart(found.scatter_chart(variable)),
            None => finding,
        }
    }
}

/// I as a function of the values in any order, and its moments.
fn moran(sample: &Sample<'_>) -> (impl Fn(&Weights, &[f64]) -> f64 + Sync + use<>, Closed) {
    let (weights, moments) = (sample.weights.as_ref(), Moments::of(&sample.deviations));
    let sums = weights.sums();
    let scale = moments.n / (sums.s0 * moments.squares);
    let statistic = move |weights: &Weights, z: &[f64]| scale * (0..z.len()).map(|i| z[i] * weights.lag(i, z)).sum::<f64>();
    let closed = Closed {
        expected: -1.0 / (moments.n - 1.0),
        variance: moments.moran_randomisation(&sums),
        variance_normality: moments.moran_normality(&sums),
    };
    (statistic, closed)
}

/// Deviations of the regions and of their neighbours, in standard deviations.
fn scatter(sample: &Sample<'_>) -> Vec<(u32, f64, f64)> {
    let z = &sample.deviations;
    let deviation = (z.iter().map(|z| z * z).sum::<f64>() / z.len() as f64).sqrt();
    let row = |(i, &region): (usize, &u32)| (region, z[i] / deviation, sample.weights.lag(i, z) / deviation);
    sample.regions.iter().enumerate().map(row).collect()
}

impl Morans {
    fn scatter_table(&self, variable: u32) -> Table {
        let table = Table::new("moran_scatter", Message::new("table-moran-scatter"));
        let table = table.codes("region", &self.overall.neighbours.regions, self.scatter.iter().map(|r| r.0 as usize));
        role(table, &self.overall.role, self.scatter.iter().map(|_| variable))
            .numbers("deviate", Unit::None, self.scatter.iter().map(|r| Some(r.1)))
            .numbers("spatial_lag", Unit::None, self.scatter.iter().map(|r| Some(r.2)))
    }

    fn scatter_chart(&self, variable: u32) -> Chart {
        let mean = || Some(Reference { at: 0.0, label: Message::new("reference-mean") });
        let mark = Mark::Scatter {
            x: "deviate".into(),
            y: "spatial_lag".into(),
            label: Some("region".into()),
            size: None,
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            x_reference: mean(),
            y_reference: mean(),
            equal: None,
        };
        named(Chart::new("moran_scatter", "moran_scatter", mark), &self.overall.role, variable, false)
    }
}
