//! Hot and cold spots, after Getis and Ord.

use crate::lattice::{
    Closed, Conditional, Control, Deal, Frame, Lattice, LocalTest, LocalTests, Overall, Sample, general_g_variance, lattice_settings, named, role,
};
use crate::weights::{Standardise, Weights};
use agglom_method::{Argument, Chart, Context, Family, Finding, Mark, Message, Method, MethodError, Scale, SettingError, Table, TableSpec, Unit};
use serde::Serialize;

lattice_settings! {
    standardise = Standardise::Binary;
    /// Getis and Ord's statistic of every region: where high values gather (hot spots) and where low ones do (cold spots).
    ///
    /// # Formula
    /// ```text
    /// G_i  = Σ_j≠i w_ij x_j / Σ_j≠i x_j       z_i  = [Σ_j≠i w_ij x_j - W_i m_i] / √{s_i² [(n - 1) Q_i - W_i²] / (n - 2)}
    /// G_i* = Σ_j w_ij x_j / Σ_j x_j           z_i* = [Σ_j w_ij x_j - W_i m] / √{s² [n Q_i - W_i²] / (n - 1)}
    /// ```
    /// with W_i = Σ_j w_ij and Q_i = Σ_j w_ij² over the same regions as the sum; m and s² are mean and variance of all values (divided by n),
    /// m_i and s_i² of all but the region's own. `getis_ord` is z_i* (with `star` = false, z_i); `g` is G_i* or G_i. With `star` the region
    /// counts with weight 1, or with its largest given weight, and takes part in `standardise`; z does not depend on whether rows
    /// are standardised, as they are multiplied as a whole.
    ///
    /// The p-value holds the region's own value and deals those of all others out over them `draws` times (as in `local_moran`), with
    /// and without `star`; with `draws` = 0 it is the normal one at z. `q_value` is the false discovery rate over the regions, and
    /// `cluster_type` says `hot_spot` or `cold_spot` where it is at most `alpha` (with `control` = `none`, the p-value).
    ///
    /// Table `general_g` has Getis and Ord's G of the whole, its mean and its exact variance over all permutations:
    /// ```text
    /// G = Σ_i≠j w_ij x_i x_j / Σ_i≠j x_i x_j      E(G) = S0 / [n (n - 1)]
    /// ```
    ///
    /// # Reading
    /// z above 0: the region and its neighbours (without `star`: its neighbours) hold more than their part. It does not tell a hot spot of
    /// equally high regions from one giant: a region may be hot with `star` for its own value alone, but the p-value counts its
    /// neighbours only. An index of location and not of likeness: for high regions among low ones see `local_moran`.
    ///
    /// # Undefined when
    /// a region has no value (`missing`, `suppressed`, `repeated-label`, `empty-region`), no outline or position (`no-geography`) or no
    /// neighbour (`island`); all values are the same (`constant`); fewer than three regions have one (`few-regions`); no two of them are
    /// neighbours (`no-neighbours`). z is empty for a region whose neighbours are all others. `g` and general G need values that are
    /// not negative and do not add up to zero (`negative-values`); z does not. Errors are those of `moran`.
    ///
    /// # Source
    /// Getis and Ord (1992), The Analysis of Spatial Association by Use of Distance Statistics, Geographical Analysis 24:189; Ord and Getis
    /// (1995), Geographical Analysis 27:286.
    ///
    /// # Checked against
    /// the value by hand below; `esda` 2.9.0 of PySAL (`G_Local` with and without star, `G`) on 200 regions with their 8 nearest, to 1e-10;
    /// the variance of general G against the enumeration of all permutations of six values.
    ///
    /// # Example
    /// Four regions in a row with 1, 2, 3, 4 (m = 2.5, s² = 1.25). The first and its neighbour hold 3 of 10, two of four regions:
    /// z = (3 - 2 · 2.5) / √(1.25 · (4 · 2 - 2²) / 3) = -1.549.
    /// ```
    /// use agglom_measures::{getis_ord::GetisOrd, IndicatorsOrCounts, Lattice};
    /// use agglom_method::{Codes, Context, Counts, Flow, Flows, Method, Seed, Unwatched};
    /// let counts = Counts::dense(&["a", "b", "c", "d"], &["jobs"], &[[1.0], [2.0], [3.0], [4.0]]);
    /// let link = |from, to| Flow { from, to, value: 1.0 };
    /// let flows = vec![link(0, 1), link(1, 0), link(1, 2), link(2, 1), link(2, 3), link(3, 2)];
    /// let weights = Flows { nodes: Codes::new(["a", "b", "c", "d"]).into(), flows, unit: None };
    /// let inputs = Lattice { values: IndicatorsOrCounts::Counts(counts.into()), places: None, weights: Some(weights.into()) };
    /// let context = Context { seed: Seed::new(0), watch: &Unwatched };
    /// let found = GetisOrd::default().compute(&inputs, &context).unwrap();
    /// assert!((found.regions[0].getis_ord.unwrap() + 2.4f64.sqrt()).abs() < 1e-12);
    /// assert_eq!(found.regions[0].g, Some(0.3));
    /// ```
    pub struct GetisOrd {
        /// Count the region itself among its neighbours (G_i*, default).
        pub star: bool = true,
        /// What makes a hot or cold spot: the q-value at most `alpha` (`false_discovery_rate`, default), or the p-value (`none`).
        pub control: Control = Control::FalseDiscoveryRate,
    }
}

/// Hot and cold spots.
#[derive(Debug, Clone, Serialize)]
pub struct GetisOrds {
    /// What the tests have in common.
    pub tests: LocalTests,
    /// One per variable and region.
    pub regions: Vec<LocalG>,
    /// The statistic of the whole.
    pub general: Overall,
}

/// What is gathered about one region.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LocalG {
    /// Its test.
    pub test: LocalTest,
    /// Deviation from chance in standard deviations.
    pub getis_ord: Option<f64>,
    /// Share of the total that its neighbours hold.
    pub g: Option<f64>,
}

impl Method for GetisOrd {
    const KEY: &'static str = "getis_ord";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new("getis_ord", "region indicator industry value getis_ord g cluster_type p_value q_value reason"),
        TableSpec::new("general_g", "indicator industry general_g expected low high variance z p_value q_value regions islands reason"),
        TableSpec::new("weights", "neighbourhood standardise regions links neighbours_least neighbours_mean neighbours_most islands distance_m"),
    ];
    type Inputs = Lattice;
    type Output = GetisOrds;

    fn check(&self) -> Result<(), SettingError> {
        self.lattice().check()
    }

    fn compute(&self, inputs: &Lattice, context: &Context<'_>) -> Result<GetisOrds, MethodError> {
        let frame = Frame::new(inputs, self.lattice(), self.star, context)?;
        let deal = Deal::new(self.lattice(), context);
        let tests = LocalTests::new(&frame, &deal, self.control);
        let mut regions = Vec::new();
        for &variable in &frame.variables.chosen {
            let mut rows = self.rows(variable, &frame.sample(variable), &deal, context)?;
            tests.judge(&mut rows, |row| &mut row.test, |row| if row.getis_ord.is_some_and(|z| z < 0.0) { "cold_spot" } else { "hot_spot" });
            regions.extend(rows);
        }
        let general = Overall::of(&frame, &deal, context, general_g, |sample| sample.values.as_slice())?;
        Ok(GetisOrds { tests, regions, general })
    }

    fn present(&self, _inputs: &Lattice, found: &GetisOrds) -> Finding {
        let finding = Finding::default().table(found.table()).table(found.general_table());
        let all = || found.regions.iter().map(|r| &r.test);
        let finding = match found.tests.top(all()) {
            Some(top) => found.charts(finding, top).headline(found.sentence(top)),
            None => finding.headline(Message::new("lattice-none-defined")),
        };
        let finding = match found.general.top() {
            Some(top) => finding.headline(found.general.sentence("general-g-top", top)),
            None => finding,
        };
        let finding = finding.remark(Message::new(if self.star { "getis-ord-star" } else { "getis-ord-no-star" }));
        found.tests.note(finding, all())
    }
}

impl GetisOrd {
    /// The regions under one variable, not judged yet.
    fn rows(&self, variable: u32, sample: &Sample<'_>, deal: &Deal<'_>, context: &Context<'_>) -> Result<Vec<LocalG>, MethodError> {
        let places = sample.places();
        let tails = if sample.reason.is_none() { deal.over_others(sample, context)? } else { Vec::new() };
        let conditional = Conditional::new(&sample.deviations, &sample.weights);
        let x = &sample.values;
        let total: f64 = x.iter().sum();
        let sound = x.iter().all(|x| *x >= 0.0);
        let row = |(region, place): (usize, &Result<usize, &'static str>)| {
            let test = LocalTest::new(variable, region as u32, sample.variable.values[region].ok(), place.err());
            let mut row = LocalG { test, getis_ord: None, g: None };
            let Ok(at) = *place else { return row };
            let rest = if self.star { total } else { total - x[at] };
            row.getis_ord = if self.star { conditional.z_star(at) } else { conditional.z(at) };
            // What is left of a total may be nothing but its rounding.
            let share = (sample.weights.lag(at, x) + sample.weights.own(at) * x[at]) / rest;
            row.g = (sound && rest > 1e-12 * total && share.is_finite()).then_some(share);
            row.test.p_value = match tails[at] {
                None => row.getis_ord.map(|z| deal.normal(z)),
                Some((upper, lower)) => Some(deal.settings.alternative.p_value(upper, lower)),
            };
            row
        };
        Ok(places.iter().enumerate().map(row).collect())
    }
}

/// A statistic of weights and values.
type Statistic = Box<dyn Fn(&Weights, &[f64]) -> f64 + Sync>;

/// General G as a function of the values in any order, and its moments.
fn general_g(sample: &Sample<'_>) -> Result<(Statistic, Closed), &'static str> {
    let (weights, x) = (sample.weights.as_ref(), &sample.values);
    let (sum, squares) = (x.iter().sum::<f64>(), x.iter().map(|x| x * x).sum::<f64>());
    let pairs = sum * sum - squares;
    if x.iter().any(|x| *x < 0.0) || pairs <= 1e-12 * sum * sum {
        return Err("negative-values");
    }
    let (sums, n) = (weights.sums(), x.len() as f64);
    let statistic = move |weights: &Weights, x: &[f64]| (0..x.len()).map(|i| x[i] * weights.lag(i, x)).sum::<f64>() / pairs;
    let closed = Closed { expected: sums.s0 / (n * (n - 1.0)), variance: general_g_variance(x, &sums), variance_normality: None };
    Ok((Box::new(statistic), closed))
}

impl GetisOrds {
    fn table(&self) -> Table {
        let of = |value: fn(&LocalG) -> Option<f64>| self.regions.iter().map(value).collect::<Vec<_>>();
        self.tests
            .identified(GetisOrd::KEY, self.regions.iter().map(|r| &r.test))
            .numbers("value", Unit::None, of(|r| r.test.value))
            .numbers("getis_ord", Unit::None, of(|r| r.getis_ord))
            .numbers("g", Unit::None, of(|r| r.g))
            .words("cluster_type", self.regions.iter().map(|r| r.test.cluster_type))
            .numbers("p_value", Unit::None, of(|r| r.test.p_value))
            .numbers("q_value", Unit::None, of(|r| r.test.q_value))
            .words("reason", self.regions.iter().map(|r| r.test.reason))
    }

    fn general_table(&self) -> Table {
        let table = Table::new("general_g", Message::new("table-general-g"));
        let table = role(table, &self.general.role, self.general.rows.iter().map(|r| r.variable));
        self.general.columns(table, "general_g", false)
    }

    fn charts(&self, finding: Finding, variable: u32) -> Finding {
        let map = |value: &str| Mark::Map { region: "region".into(), value: value.into(), scale: Scale::Linear, midpoint: Some(0.0) };
        let several = self.tests.variables.len() > 1;
        let chart = |name: &str, mark: Mark| named(Chart::new(name, GetisOrd::KEY, mark), &self.tests.role, variable, several);
        finding.chart(chart("getis_ord_spots", map("cluster_type"))).chart(chart("getis_ord_map", map("getis_ord")))
    }

    fn sentence(&self, variable: u32) -> Message {
        let of = || self.regions.iter().filter(|r| r.test.variable == variable);
        let count = |word: &str| Argument::count(of().filter(|r| r.test.cluster_type == Some(word)).count());
        Message::new("getis-ord-spots")
            .with("variable", self.tests.role.codes.argument_or_whole(variable as usize))
            .with("all", Argument::count(of().filter(|r| r.test.reason.is_none()).count()))
            .with("hot", count("hot_spot"))
            .with("cold", count("cold_spot"))
    }
}
