use super::{Control, Deal, Frame, Neighbours, Subject, role, strongest};
use crate::null::q_values;
use agglom_method::{Argument, Finding, Message, Table};
use serde::Serialize;

/// What every local statistic says of a region.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LocalTest {
    /// Number of the variable.
    pub variable: u32,
    /// Number of the region.
    pub region: u32,
    /// The region's value.
    pub value: Option<f64>,
    /// Probability under chance.
    pub p_value: Option<f64>,
    /// False discovery rate over the regions.
    pub q_value: Option<f64>,
    /// Whether it is part of a cluster, and of which sort.
    pub cluster_type: Option<&'static str>,
    /// Why there is no statistic.
    pub reason: Option<&'static str>,
}

/// What the tests of all regions have in common.
#[derive(Debug, Clone, Serialize)]
pub struct LocalTests {
    /// What the variables are.
    pub role: Subject,
    /// Those looked at, by number.
    pub variables: Vec<u32>,
    /// What the weights are.
    pub neighbours: Neighbours,
    /// Level of the tests.
    pub alpha: f64,
    /// Permutations behind them; 0 for the normal distribution.
    pub draws: usize,
    /// The smallest p-value that so many permutations can give.
    pub least_p: f64,
    /// Whether q-values or p-values make a cluster.
    pub control: Control,
}

impl LocalTest {
    /// A test not made yet.
    pub(crate) fn new(variable: u32, region: u32, value: Option<f64>, reason: Option<&'static str>) -> Self {
        Self { variable, region, value, p_value: None, q_value: None, cluster_type: None, reason }
    }
}

impl LocalTests {
    pub(crate) fn new(frame: &Frame<'_>, deal: &Deal<'_>, control: Control) -> Self {
        let settings = &deal.settings;
        let tail = 1.0 / (settings.draws + 1) as f64;
        Self {
            role: frame.role(),
            variables: frame.variables.chosen.clone(),
            neighbours: frame.neighbours.clone(),
            alpha: settings.alpha,
            draws: settings.draws,
            least_p: settings.alternative.p_value(tail, 1.0).min(settings.alternative.p_value(1.0, tail)),
            control,
        }
    }

    /// A table of this key with the columns that tell its rows apart.
    pub(crate) fn identified<'a>(&self, key: &str, tests: impl Iterator<Item = &'a LocalTest> + Clone) -> Table {
        let table = Table::new(key, Message::new(format!("table-{}", key.replace('_', "-"))));
        let table = table.codes("region", &self.neighbours.regions, tests.clone().map(|t| t.region as usize));
        role(table, &self.role, tests.map(|t| t.variable))
    }

    /// Gives the tests of one variable their q-values, and those that pass the words that `word` has for them.
    pub(crate) fn judge<R>(&self, rows: &mut [R], test: impl Fn(&mut R) -> &mut LocalTest, word: impl Fn(&R) -> &'static str) {
        let p_values: Vec<Option<f64>> = rows.iter_mut().map(|r| test(r).p_value).collect();
        for (row, q) in rows.iter_mut().zip(q_values(&p_values)) {
            let found = word(row);
            let test = test(row);
            test.q_value = q;
            let judged = if self.control == Control::None { test.p_value } else { q };
            test.cluster_type = judged.map(|p| if p <= self.alpha { found } else { "not_significant" });
        }
    }

    /// The variable with most regions in clusters.
    pub(crate) fn top<'a>(&self, tests: impl Iterator<Item = &'a LocalTest> + Clone) -> Option<u32> {
        let mut count = vec![0usize; self.role.codes.len()];
        tests.filter(|t| t.cluster_type.is_some_and(|c| c != "not_significant")).for_each(|t| count[t.variable as usize] += 1);
        strongest(self.variables.iter().map(|&v| Some(count[v as usize] as f64))).map(|at| self.variables[at])
    }

    /// Adds what is to be known of the tests.
    pub(crate) fn note<'a>(&self, finding: Finding, tests: impl Iterator<Item = &'a LocalTest> + Clone) -> Finding {
        let finding = super::tested(self.neighbours.note(finding), self.draws);
        let finding = finding.remark(Message::new(if self.control == Control::None { "local-by-p-value" } else { "local-by-q-value" }));
        let finding = if self.control == Control::None { finding.caution(Message::new("local-uncontrolled")) } else { finding };
        match self.draws_needed(tests) {
            Some((floored, needed)) => {
                let message = Message::new("local-too-few-draws").with("count", Argument::count(floored));
                finding.caution(message.with("draws", Argument::count(needed)))
            }
            None => finding,
        }
    }

    /// Regions that no draw reached and whose q-values are too large for that reason alone, and draws that could tell.
    fn draws_needed<'a>(&self, tests: impl Iterator<Item = &'a LocalTest> + Clone) -> Option<(usize, usize)> {
        if self.draws == 0 || self.control == Control::None {
            return None;
        }
        let mut worst: Option<(usize, usize)> = None;
        for &variable in &self.variables {
            let of = tests.clone().filter(|t| t.variable == variable && t.p_value.is_some());
            let floored = of.clone().filter(|t| t.p_value.is_some_and(|p| p <= self.least_p * 1.000_001));
            let (all, at_floor) = (of.count(), floored.clone().count());
            let passed = floored.clone().any(|t| t.q_value.is_some_and(|q| q <= self.alpha));
            if at_floor > 0 && !passed {
                let times = self.least_p * all as f64 / (self.alpha * at_floor as f64);
                let needed = ((self.draws + 1) as f64 * times).ceil();
                worst = worst.max(Some((at_floor, needed as usize)));
            }
        }
        worst
    }
}
