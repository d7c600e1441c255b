//! Local indicators of spatial association, after Anselin.

use crate::lattice::{Conditional, Control, Deal, Frame, Lattice, LocalTest, LocalTests, Sample, lattice_settings, named};
use crate::weights::Standardise;
use agglom_method::{
    Argument, Chart, Context, Family, Finding, Mark, Message, Method, MethodError, Reference, Scale, SettingError, Table, TableSpec, Unit,
};
use serde::Serialize;

lattice_settings! {
    standardise = Standardise::Row;
    /// Local Moran's I of every region: where the clusters of high and of low values are, and which regions stand out from their neighbours.
    ///
    /// # Formula
    /// ```text
    /// I_i = (n - 1) z_i Σ_j w_ij z_j / Σ_k z_k²      z_i = x_i - mean(x)
    /// ```
    /// where w_ij is the weight that region i gives to its neighbour j (none to itself; `moran` says which weights there are). `deviate` is
    /// z_i in standard deviations, `spatial_lag` Σ_j w_ij of the neighbours' deviates.
    ///
    /// The test holds the region's own value and deals the values of all others out over them `draws` times (conditional permutation): each
    /// tail is (1 + number of draws at least as far out) / (`draws` + 1), `two_sided` is twice the smaller one. The same drawn numbers
    /// serve all regions; each region's p-value is that of draws of its own, only their errors are alike. `z` is the deviation of
    /// I_i from its mean under that null in its standard deviations, in closed form; with `draws` = 0 the p-value is the normal one at `z`:
    /// ```text
    /// z = sign(z_i) [Σ_j w_ij z_j - w_i. m_i] / √{s_i² [(n - 1) Σ_j w_ij² - w_i.²] / (n - 2)}
    /// ```
    /// m_i and s_i² are mean and variance of the other regions' values. `q_value` is the false discovery rate over the regions
    /// (Benjamini and Hochberg 1995), for each indicator by itself. `cluster_type` is the quadrant where `q_value` is at most `alpha`
    /// (with `control` = `none`, the p-value).
    ///
    /// # Reading
    /// `high_high` is the core of a cluster of high values (its neighbours may belong to it), `low_low` of low ones; `high_low` is a high
    /// region among low ones and `low_high` the reverse. Without control, a share `alpha` of all regions is a cluster by chance, which
    /// is what maps of other programs show. Draws limit how small a p-value can be: if no region passes for that reason alone, the finding
    /// says how many draws could tell. P-values of other programs are mostly the smaller tail alone, half of these (`directed`).
    ///
    /// # Undefined when
    /// a region has no value (`missing`, `suppressed`, `repeated-label`, `empty-region`), no outline or position (`no-geography`) or no
    /// neighbour (`island`; it still counts in n and in the mean); all values are the same (`constant`); fewer than three regions have one
    /// (`few-regions`); no two of them are neighbours (`no-neighbours`). Errors are those of `moran`.
    ///
    /// # Source
    /// Anselin (1995), Local Indicators of Spatial Association, Geographical Analysis 27:93; conditional moments: Sokal, Oden and Thomson
    /// (1998), Geographical Analysis 30:331; false discovery rate: Caldas de Castro and Singer (2006), Geographical Analysis 38:180.
    ///
    /// # Checked against
    /// the value by hand below; `esda` 2.9.0 of PySAL (I_i, quadrant) on 200 regions with their 8 nearest, to 1e-11; p-values and z against the
    /// enumeration of all placements of seven values; the level of the test by simulation.
    ///
    /// # Example
    /// Four regions in a row with 1, 2, 3, 4: z = -1.5, -0.5, 0.5, 1.5, Σ z² = 5. The first has one neighbour:
    /// I = 3 · (-1.5) · (-0.5) / 5 = 0.45.
    /// ```
    /// use agglom_measures::{local_moran::LocalMoran, IndicatorsOrCounts, Lattice};
    /// use agglom_method::{Codes, Context, Counts, Flow, Flows, Method, Seed, Unwatched};
    /// let counts = Counts::dense(&["a", "b", "c", "d"], &["jobs"], &[[1.0], [2.0], [3.0], [4.0]]);
    /// let link = |from, to| Flow { from, to, value: 1.0 };
    /// let flows = vec![link(0, 1), link(1, 0), link(1, 2), link(2, 1), link(2, 3), link(3, 2)];
    /// let weights = Flows { nodes: Codes::new(["a", "b", "c", "d"]).into(), flows, unit: None };
    /// let inputs = Lattice { values: IndicatorsOrCounts::Counts(counts.into()), places: None, weights: Some(weights.into()) };
    /// let context = Context { seed: Seed::new(0), watch: &Unwatched };
    /// let found = LocalMoran::default().compute(&inputs, &context).unwrap();
    /// assert!((found.regions[0].local_moran.unwrap() - 0.45).abs() < 1e-12);
    /// ```
    pub struct LocalMoran {
        /// What makes a cluster: the q-value at most `alpha` (`false_discovery_rate`, default), or the p-value (`none`).
        pub control: Control = Control::FalseDiscoveryRate,
    }
}

/// Local Moran's I of all regions.
#[derive(Debug, Clone, Serialize)]
pub struct LocalMorans {
    /// What the tests have in common.
    pub tests: LocalTests,
    /// One per variable and region.
    pub regions: Vec<LocalI>,
}

/// What one region has to do with its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LocalI {
    /// Its test.
    pub test: LocalTest,
    /// Its deviation from the mean in standard deviations.
    pub deviate: Option<f64>,
    /// The same of its neighbours.
    pub spatial_lag: Option<f64>,
    /// Local Moran's I.
    pub local_moran: Option<f64>,
    /// Deviation of I from its mean under chance in standard deviations.
    pub z: Option<f64>,
    /// Its own value and that of its neighbours: `high_high`, `low_high`, `low_low`, `high_low`.
    pub quadrant: Option<&'static str>,
}

impl Method for LocalMoran {
    const KEY: &'static str = "local_moran";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "local_moran",
            "region indicator industry value deviate spatial_lag local_moran z quadrant cluster_type p_value q_value reason",
        ),
        TableSpec::new("weights", "neighbourhood standardise regions links neighbours_least neighbours_mean neighbours_most islands distance_m"),
    ];
    type Inputs = Lattice;
    type Output = LocalMorans;

    fn check(&self) -> Result<(), SettingError> {
        self.lattice().check()
    }

    fn compute(&self, inputs: &Lattice, context: &Context<'_>) -> Result<LocalMorans, MethodError> {
        let frame = Frame::new(inputs, self.lattice(), false, context)?;
        let deal = Deal::new(self.lattice(), context);
        let tests = LocalTests::new(&frame, &deal, self.control);
        let mut regions = Vec::new();
        for &variable in &frame.variables.chosen {
            let mut rows = rows(variable, &frame.sample(variable), &deal, context)?;
            tests.judge(&mut rows, |row| &mut row.test, |row| row.quadrant.unwrap_or("not_significant"));
            regions.extend(rows);
        }
        Ok(LocalMorans { tests, regions })
    }

    fn present(&self, _inputs: &Lattice, found: &LocalMorans) -> Finding {
        let finding = Finding::default().table(found.table());
        let all = || found.regions.iter().map(|r| &r.test);
        let Some(top) = found.tests.top(all()) else {
            return found.tests.note(finding.headline(Message::new("lattice-none-defined")), all());
        };
        let finding = found.charts(finding, top).headline(found.sentence(top));
        found.tests.note(finding, all())
    }
}

/// The regions under one variable, not judged yet.
fn rows(variable: u32, sample: &Sample<'_>, deal: &Deal<'_>, context: &Context<'_>) -> Result<Vec<LocalI>, MethodError> {
    let places = sample.places();
    let tails = if sample.reason.is_none() { deal.over_others(sample, context)? } else { Vec::new() };
    let z = &sample.deviations;
    let squares: f64 = z.iter().map(|z| z * z).sum();
    let n = z.len() as f64;
    let deviation = (squares / n.max(1.0)).sqrt();
    let conditional = Conditional::new(z, &sample.weights);
    let row = |(region, place): (usize, &Result<usize, &'static str>)| {
        let value = sample.variable.values[region].ok();
        let test = LocalTest::new(variable, region as u32, value, place.err());
        let mut row = LocalI { test, deviate: None, spatial_lag: None, local_moran: None, z: None, quadrant: None };
        let Ok(at) = *place else { return row };
        let lag = sample.weights.lag(at, z);
        row.deviate = Some(z[at] / deviation);
        row.spatial_lag = Some(lag / deviation);
        row.local_moran = Some((n - 1.0) * z[at] * lag / squares);
        row.quadrant = Some(match (z[at] > 0.0, lag > 0.0) {
            (true, true) => "high_high",
            (false, true) => "low_high",
            (false, false) => "low_low",
            (true, false) => "high_low",
        });
        // A region at the mean has I = 0 whatever its neighbours are.
        row.z = conditional.z(at).filter(|_| z[at] != 0.0).map(|c| if z[at] > 0.0 { c } else { -c });
        row.test.p_value = match tails[at] {
            None => row.z.map(|z| deal.normal(z)),
            Some(_) if z[at] == 0.0 => Some(1.0),
            Some((upper, lower)) if z[at] > 0.0 => Some(deal.settings.alternative.p_value(upper, lower)),
            Some((upper, lower)) => Some(deal.settings.alternative.p_value(lower, upper)),
        };
        row
    };
    Ok(places.iter().enumerate().map(row).collect())
}

impl LocalMorans {
    fn table(&self) -> Table {
        let of = |value: fn(&LocalI) -> Option<f64>| self.regions.iter().map(value).collect::<Vec<_>>();
        self.tests
            .identified(LocalMoran::KEY, self.regions.iter().map(|r| &r.test))
            .numbers("value", Unit::None, of(|r| r.test.value))
            .numbers("deviate", Unit::None, of(|r| r.deviate))
            .numbers("spatial_lag", Unit::None, of(|r| r.spatial_lag))
            .numbers("local_moran", Unit::None, of(|r| r.local_moran))
            .numbers("z", Unit::None, of(|r| r.z))
            .words("quadrant", self.regions.iter().map(|r| r.quadrant))
            .words("cluster_type", self.regions.iter().map(|r| r.test.cluster_type))
            .numbers("p_value", Unit::None, of(|r| r.test.p_value))
            .numbers("q_value", Unit::None, of(|r| r.test.q_value))
            .words("reason", self.regions.iter().map(|r| r.test.reason))
    }

    fn charts(&self, finding: Finding, variable: u32) -> Finding {
        let map = |value: &str| Mark::Map { region: "region".into(), value: value.into(), scale: Scale::Linear, midpoint: Some(0.0) };
        let mean = || Some(Reference { at: 0.0, label: Message::new("reference-mean") });
        let scatter = Mark::Scatter {
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
        let several = self.tests.variables.len() > 1;
        let chart = |name: &str, mark: Mark| named(Chart::new(name, LocalMoran::KEY, mark), &self.tests.role, variable, several);
        finding
            .chart(chart("local_moran_clusters", map("cluster_type")))
            .chart(chart("local_moran_scatter", scatter))
            .chart(chart("local_moran_map", map("local_moran")))
    }

    fn sentence(&self, variable: u32) -> Message {
        let of = || self.regions.iter().filter(|r| r.test.variable == variable);
        let count = |word: &str| Argument::count(of().filter(|r| r.test.cluster_type == Some(word)).count());
        let all = of().filter(|r| r.local_moran.is_some()).count();
        Message::new("local-moran-clusters")
            .with("variable", self.tests.role.codes.argument_or_whole(variable as usize))
            .with("all", Argument::count(all))
            .with("high", count("high_high"))
            .with("low", count("low_low"))
            .with("highlow", count("high_low"))
            .with("lowhigh", count("low_high"))
    }
}
