//! How often neighbours share something that a region has or has not.

use crate::lattice::{Closed, Deal, Frame, Join, Lattice, Overall, OverallTest, Sample, join_moments, lattice_settings, role};
use crate::weights::{Standardise, Weights};
use agglom_method::{Argument, Chart, Context, Family, Finding, Mark, Message, Method, MethodError, Order, SettingError, Table, TableSpec};
use serde::Serialize;

lattice_settings! {
    standardise = Standardise::Binary;
    /// Join counts of every indicator: how often neighbours both have something, neither has it, or only one has.
    ///
    /// # Formula
    /// ```text
    /// BB = ½ Σ_ij w_ij b_i b_j      WW = ½ Σ_ij w_ij (1 - b_i)(1 - b_j)      BW = ½ Σ_ij w_ij (b_i - b_j)²
    /// ```
    /// b_i is 1 where the region's value is above `threshold`; without a threshold values must be 0 or 1. `join_counts` has a row for each:
    /// `join` is `both` (BB), `neither` (WW) or `one` (BW). Where all weights are 1 and mutual these are numbers of borders; `k` nearest are
    /// not mutual, and each link then counts a half.
    ///
    /// Mean and variance are the exact ones when the B regions (their number is held) are dealt out anew (non-free sampling); with
    /// p_k = B(B-1)…(B-k+1) / [n(n-1)…(n-k+1)]
    /// ```text
    /// E(BB) = ½ S0 p_2      Var(BB) = ¼ {S1 p_2 + (S2 - 2 S1) p_3 + (S0² + S1 - S2) p_4 - S0² p_2²}
    /// E(BW) = S0 B(n-B) / [n(n-1)]
    /// ```
    /// and likewise for WW and BW (Cliff and Ord 1981). p-values, `low`, `high`: as in `moran`, one permutation for all three joins.
    ///
    /// # Reading
    /// More BB than expected: regions that have it lie together. Fewer BW than expected: the map falls into blocks. BB + WW + BW = ½ S0
    /// always, so the three are one finding and not three.
    ///
    /// # Undefined when
    /// no region has it or all do (`constant`); a value is neither 0 nor 1 and there is no `threshold` (`not-binary`); fewer than three
    /// regions have a value (`few-regions`); no two of them are neighbours (`no-neighbours`). The variance is empty where no
    /// permutation changes the count. Errors are those of `moran`.
    ///
    /// # Source
    /// Moran (1948), The Interpretation of Statistical Maps, Journal of the Royal Statistical Society B 10:243; Cliff and Ord (1981),
    /// Spatial Processes, ch. 1 and 2.
    ///
    /// # Checked against
    /// the value by hand below; `esda` 2.9.0 of PySAL (BB, WW, BW) on 200 regions; means and variances against the enumeration of all
    /// permutations of seven regions, with unequal and one-way weights.
    ///
    /// # Example
    /// Four regions in a row, the first two have it: one border between both, one between neither, one between them. BB is ½ · 6 · (2 · 1) /
    /// (4 · 3) = 0.5 on average.
    /// ```
    /// use agglom_measures::{join_counts::JoinCounts, IndicatorsOrCounts, Lattice};
    /// use agglom_method::{Codes, Context, Counts, Flow, Flows, Method, Seed, Unwatched};
    /// let counts = Counts::dense(&["a", "b", "c", "d"], &["port"], &[[1.0], [1.0], [0.0], [0.0]]);
    /// let link = |from, to| Flow { from, to, value: 1.0 };
    /// let flows = vec![link(0, 1), link(1, 0), link(1, 2), link(2, 1), link(2, 3), link(3, 2)];
    /// let weights = Flows { nodes: Codes::new(["a", "b", "c", "d"]).into(), flows, unit: None };
    /// let inputs = Lattice { values: IndicatorsOrCounts::Counts(counts.into()), places: None, weights: Some(weights.into()) };
    /// let context = Context { seed: Seed::new(0), watch: &Unwatched };
    /// let found = JoinCounts::default().compute(&inputs, &context).unwrap();
    /// let counts: Vec<_> = found.overall.rows.iter().map(|row| row.statistic.unwrap()).collect();
    /// assert_eq!(counts, [1.0, 1.0, 1.0]);
    /// assert_eq!(found.overall.rows[0].expected, Some(0.5));
    /// ```
    pub struct JoinCounts {
        /// Regions with a larger value have it; without one (default) values must be 0 or 1.
        pub threshold: Option<f64> = None,
    }
}

/// Join counts of every variable.
#[derive(Debug, Clone, Serialize)]
pub struct Joins {
    /// Three tests per variable: both, neither, one.
    pub overall: Overall,
    /// How many regions have it, per row.
    pub with: Vec<Option<usize>>,
}

const JOINS: [(Join, &str); 3] = [(Join::Both, "both"), (Join::Neither, "neither"), (Join::One, "one")];

impl Method for JoinCounts {
    const KEY: &'static str = "join_counts";
    const FAMILY: Family = Family::Measure;
    const TABLES: &'static [TableSpec] = &[
        TableSpec::new(
            "join_counts",
            "indicator industry join with_it join_counts expected low high variance z p_value q_value regions islands reason",
        ),
        TableSpec::new("weights", "neighbourhood standardise regions links neighbours_least neighbours_mean neighbours_most islands distance_m"),
    ];
    type Inputs = Lattice;
    type Output = Joins;

    fn check(&self) -> Result<(), SettingError> {
        if self.threshold.is_some_and(|t| !t.is_finite()) {
            return Err(SettingError::new("threshold", "must be a number"));
        }
        self.lattice().check()
    }

    fn compute(&self, inputs: &Lattice, context: &Context<'_>) -> Result<Joins, MethodError> {
        let frame = Frame::new(inputs, self.lattice(), false, context)?;
        let deal = Deal::new(self.lattice(), context);
        let (mut rows, mut with) = (Vec::new(), Vec::new());
        for &variable in &frame.variables.chosen {
            let sample = frame.sample(variable);
            let (tests, having) = self.tests(variable, &sample, &deal, context)?;
            rows.extend(tests);
            with.extend([having; 3]);
        }
        Ok(Joins { overall: Overall::with(&frame, &deal, rows), with })
    }

    fn present(&self, _inputs: &Lattice, found: &Joins) -> Finding {
        let finding = Finding::default().table(found.table()).chart(found.chart());
        let both = || found.overall.rows.iter().step_by(3);
        let top = both().filter(|r| r.statistic.is_some()).max_by(|a, b| a.z.unwrap_or(0.0).abs().total_cmp(&b.z.unwrap_or(0.0).abs()));
        let finding = match top {
            Some(top) => finding.headline(found.overall.sentence("join-counts-top", top)),
            None => finding.headline(Message::new("lattice-none-defined")),
        };
        let finding = match self.threshold {
            Some(threshold) => finding.remark(Message::new("join-counts-threshold").with("threshold", Argument::Short(threshold))),
            None => finding,
        };
        found.overall.note(finding)
    }
}

impl JoinCounts {
    /// The three tests of a variable, and how many regions have it.
    fn tests(
        &self,
        variable: u32,
        sample: &Sample<'_>,
        deal: &Deal<'_>,
        context: &Context<'_>,
    ) -> Result<([OverallTest; 3], Option<usize>), MethodError> {
        let binary: Option<Vec<f64>> = sample.variable.values_of(&sample.regions).map(|x| self.binary(x)).collect();
        let with = binary.as_ref().map(|b| b.iter().filter(|b| **b > 0.0).count());
        let reason = match (sample.reason, &binary, with) {
            (Some(reason), ..) => Some(reason),
            (None, Some(b), Some(with)) => (with == 0 || with == b.len()).then_some("constant"),
            _ => Some("not-binary"),
        };
        let (Some(binary), Some(having), None) = (&binary, with, reason) else {
            return Ok(([OverallTest::undefined(variable, sample, reason.unwrap_or("constant")); 3], with));
        };
        let (weights, sums) = (sample.weights.as_ref(), sample.weights.sums());
        let observed = counted(weights, binary);
        let dealt = deal.over_all(binary, context, |b| counted(weights, b))?;
        let mut tests = [OverallTest::undefined(variable, sample, ""); 3];
        for (at, (join, _)) in JOINS.into_iter().enumerate() {
            let (expected, variance) = join_moments(join, binary.len() as f64, having as f64, &sums);
            let dealt: Vec<f64> = dealt.iter().map(|d| d[at]).collect();
            let tails = deal.tails(observed[at], &dealt, expected, variance);
            let closed = Closed { expected, variance, variance_normality: None };
            tests[at] = OverallTest::new(variable, sample, observed[at], closed, tails);
        }
        Ok((tests, with))
    }

    fn binary(&self, x: f64) -> Option<f64> {
        match self.threshold {
            Some(threshold) => Some(f64::from(u8::from(x > threshold))),
            None => (x == 0.0 || x == 1.0).then_some(x),
        }
    }
}

/// Joins between regions that both have it, neither has, one has.
fn counted(weights: &Weights, b: &[f64]) -> [f64; 3] {
    let mut counts = [0.0; 3];
    for i in 0..b.len() {
        let (to, weight) = weights.row(i);
        for (&j, w) in to.iter().zip(weight) {
            let join = match (b[i] > 0.0, b[j as usize] > 0.0) {
                (true, true) => 0,
                (false, false) => 1,
                _ => 2,
            };
            counts[join] += w / 2.0;
        }
    }
    counts
}

impl Joins {
    fn table(&self) -> Table {
        let table = Table::new(JoinCounts::KEY, Message::new("table-join-counts"));
        let table = role(table, &self.overall.role, self.overall.rows.iter().map(|r| r.variable));
        let joins = (0..self.overall.rows.len()).map(|at| Some(JOINS[at % 3].1));
        let table = table.words("join", joins);
        let table = table.integers("with_it", agglom_method::Unit::None, self.with.iter().map(|w| w.map(|w| w as i64)));
        self.overall.columns(table, JoinCounts::KEY, false)
    }

    fn chart(&self) -> Chart {
        let mark = Mark::Dots {
            label: vec![self.overall.role.column.to_owned(), "join".to_owned()],
            value: JoinCounts::KEY.to_owned(),
            interval: Some(("low".into(), "high".into())),
            order: Order::Extreme("z".into(), 18),
            reference: None,
        };
        Chart::new("join_counts_strongest", JoinCounts::KEY, mark)
    }
}
