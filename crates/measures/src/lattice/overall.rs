use super::{Deal, Frame, Neighbours, Sample, Subject, Tails, role, strongest};
use crate::null::q_values;
use crate::weights::Weights;
use agglom_method::{Argument, Chart, Context, Finding, Mark, Message, MethodError, Order, Table, Unit};
use serde::Serialize;

/// One statistic of all regions, per variable, against values dealt out anew over the regions.
#[derive(Debug, Clone, Serialize)]
pub struct Overall {
    /// What the variables are.
    pub role: Subject,
    /// What the weights are.
    pub neighbours: Neighbours,
    /// One per variable.
    pub rows: Vec<OverallTest>,
    /// Level of the tests.
    pub alpha: f64,
    /// Permutations behind them; 0 for the normal distribution.
    pub draws: usize,
}

/// The test of one variable.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OverallTest {
    /// Number of the variable.
    pub variable: u32,
    /// The statistic.
    pub statistic: Option<f64>,
    /// Its mean under chance.
    pub expected: Option<f64>,
    /// Its variance over all permutations.
    pub variance: Option<f64>,
    /// Its variance if values are normal.
    pub variance_normality: Option<f64>,
    /// Deviation from its mean in standard deviations over all permutations.
    pub z: Option<f64>,
    /// The same if values are normal.
    pub z_normality: Option<f64>,
    /// The test.
    pub tails: Tails,
    /// False discovery rate over the variables.
    pub q_value: Option<f64>,
    /// Regions with a value.
    pub regions: usize,
    /// Those of them without a neighbour.
    pub islands: usize,
    /// Why there is no statistic.
    pub reason: Option<&'static str>,
}

/// Mean and variances in closed form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closed {
    pub(crate) expected: f64,
    pub(crate) variance: Option<f64>,
    pub(crate) variance_normality: Option<f64>,
}

impl OverallTest {
    /// A variable of which nothing can be said.
    pub(crate) fn undefined(variable: u32, sample: &Sample<'_>, reason: &'static str) -> Self {
        Self {
            variable,
            statistic: None,
            expected: None,
            variance: None,
            variance_normality: None,
            z: None,
            z_normality: None,
            tails: Tails { low: None, high: None, p_value: None },
            q_value: None,
            regions: sample.values.len(),
            islands: sample.islands(),
            reason: Some(reason),
        }
    }

    pub(crate) fn new(variable: u32, sample: &Sample<'_>, statistic: f64, closed: Closed, tails: Tails) -> Self {
        let z = |variance: Option<f64>| variance.map(|v| (statistic - closed.expected) / v.sqrt());
        Self {
            statistic: Some(statistic),
            expected: Some(closed.expected),
            variance: closed.variance,
            variance_normality: closed.variance_normality,
            z: z(closed.variance),
            z_normality: z(closed.variance_normality),
            tails,
            reason: None,
            ..Self::undefined(variable, sample, "")
        }
    }
}

impl Overall {
    /// The tests of all variables of a frame; `test` gives the statistic in closed form and as a function of weights and values in any order.
    pub(crate) fn of<S: Fn(&Weights, &[f64]) -> f64 + Sync>(
        frame: &Frame<'_>,
        deal: &Deal<'_>,
        context: &Context<'_>,
        test: impl Fn(&Sample<'_>) -> Result<(S, Closed), &'static str>,
        values: impl for<'s> Fn(&'s Sample<'_>) -> &'s [f64],
    ) -> Result<Self, MethodError> {
        let mut rows = Vec::with_capacity(frame.variables.chosen.len());
        for (done, &variable) in frame.variables.chosen.iter().enumerate() {
            context.watch.progress(done as u64, frame.variables.chosen.len() as u64);
            let sample = frame.sample(variable);
            rows.push(match sample.reason.map_or_else(|| test(&sample), Err) {
                Err(reason) => OverallTest::undefined(variable, &sample, reason),
                Ok((statistic, closed)) => {
                    let weights = sample.weights.as_ref();
                    let observed = statistic(weights, values(&sample));
                    let dealt = deal.over_all(values(&sample), context, |values| statistic(weights, values))?;
                    let tails = deal.tails(observed, &dealt, closed.expected, closed.variance);
                    OverallTest::new(variable, &sample, observed, closed, tails)
                }
            });
        }
        Ok(Self::with(frame, deal, rows))
    }

    /// Tests with their q-values.
    pub(crate) fn with(frame: &Frame<'_>, deal: &Deal<'_>, mut rows: Vec<OverallTest>) -> Self {
        let q = q_values(&rows.iter().map(|r| r.tails.p_value).collect::<Vec<_>>());
        rows.iter_mut().zip(q).for_each(|(row, q)| row.q_value = q);
        let (alpha, draws) = (deal.settings.alpha, deal.settings.draws);
        Self { role: frame.role(), neighbours: frame.neighbours.clone(), rows, alpha, draws }
    }

    /// The numbers after those that tell the rows apart.
    pub(crate) fn columns(&self, table: Table, key: &str, normality: bool) -> Table {
        let of = |value: fn(&OverallTest) -> Option<f64>| self.rows.iter().map(value).collect::<Vec<_>>();
        let table = table
            .numbers(key, Unit::None, of(|r| r.statistic))
            .numbers("expected", Unit::None, of(|r| r.expected))
            .numbers("low", Unit::None, of(|r| r.tails.low))
            .numbers("high", Unit::None, of(|r| r.tails.high))
            .numbers("variance", Unit::None, of(|r| r.variance))
            .numbers("z", Unit::None, of(|r| r.z));
        let table = if normality {
            let table = table.numbers("variance_normality", Unit::None, of(|r| r.variance_normality));
            table.numbers("z_normality", Unit::None, of(|r| r.z_normality))
        } else {
            table
        };
        table
            .numbers("p_value", Unit::None, of(|r| r.tails.p_value))
            .numbers("q_value", Unit::None, of(|r| r.q_value))
            .integers("regions", Unit::None, self.rows.iter().map(|r| Some(r.regions as i64)))
            .integers("islands", Unit::None, self.rows.iter().map(|r| Some(r.islands as i64)))
            .words("reason", self.rows.iter().map(|r| r.reason))
    }

    /// Table, chart and sentences of a statistic of this key.
    pub(crate) fn finding(&self, key: &'static str) -> Finding {
        let dashed = key.replace('_', "-");
        let table = Table::new(key, Message::new(format!("table-{dashed}")));
        let table = self.columns(role(table, &self.role, self.rows.iter().map(|r| r.variable)), key, true);
        let mark = Mark::Dots {
            label: vec![self.role.column.to_owned()],
            value: key.to_owned(),
            interval: Some(("low".into(), "high".into())),
            order: Order::Extreme("z".into(), 20),
            reference: None,
        };
        let finding = Finding::default().table(table).chart(Chart::new(&format!("{key}_strongest"), key, mark));
        let finding = match self.top() {
            Some(top) => finding.headline(self.sentence(&format!("{dashed}-top"), top)),
            None => finding.headline(Message::new("lattice-none-defined")),
        };
        self.note(self.sure(finding, &dashed))
    }

    /// The row farthest from chance.
    pub(crate) fn top(&self) -> Option<&OverallTest> {
        strongest(self.rows.iter().map(|r| r.z.map(f64::abs).or(r.statistic.map(|_| 0.0)))).map(|at| &self.rows[at])
    }

    /// A sentence about one row.
    pub(crate) fn sentence(&self, key: &str, row: &OverallTest) -> Message {
        let number = |value: Option<f64>| value.map_or(Argument::from("–"), Argument::number);
        Message::new(key)
            .with("variable", self.role.codes.argument_or_whole(row.variable as usize))
            .with("value", number(row.statistic))
            .with("expected", number(row.expected))
            .with("p", number(row.tails.p_value))
    }

    /// Adds how many variables differ from chance, if there are several.
    fn sure(&self, finding: Finding, dashed: &str) -> Finding {
        let defined = self.rows.iter().filter(|r| r.q_value.is_some());
        let (all, sure) = (defined.clone().count(), defined.filter(|r| r.q_value.is_some_and(|q| q <= self.alpha)).count());
        if all < 2 {
            return finding;
        }
        let sentence = Message::new(format!("{dashed}-sure")).with("sure", Argument::count(sure)).with("all", Argument::count(all));
        finding.headline(sentence.with("rate", Argument::Percent { value: self.alpha, decimals: 0 }))
    }

    /// Adds what is to be known of the weights and the test.
    pub(crate) fn note(&self, finding: Finding) -> Finding {
        tested(self.neighbours.note(finding), self.draws)
    }
}

/// Adds what the p-values are made of.
pub(crate) fn tested(finding: Finding, draws: usize) -> Finding {
    match draws {
        0 => finding.remark(Message::new("lattice-normal")),
        draws => finding.remark(Message::new("lattice-permutations").with("draws", Argument::count(draws))),
    }
}
