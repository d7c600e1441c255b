use super::{Bounds, Expression, Name, Relation, Rule, Step, round_to};
use agglom_method::{Context, Indicator, Indicators, MethodError, Reading};
use serde::Serialize;
use std::collections::BTreeMap;

/// A rule, checked for one entity and period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RuleCheck {
    /// Number of the rule.
    pub rule: usize,
    /// Number of the entity.
    pub entity: u32,
    /// Number of the period.
    pub period: u32,
    /// What the left side amounts to.
    pub left: Option<f64>,
    /// What the right side amounts to.
    pub right: Option<f64>,
    /// Whether the relation holds, if it can be told.
    pub holds: Option<bool>,
    /// What the figure that stands by itself on one side would have to be.
    pub repair: Option<f64>,
    /// Why it cannot be told.
    pub reason: Option<&'static str>,
}

/// The figures of a source by entity, indicator and period.
pub(crate) struct Figures<'a> {
    source: &'a Indicators,
    /// None where several rows carry the same label.
    rows: BTreeMap<(u32, u32, u32), Option<&'a Indicator>>,
}

impl<'a> Figures<'a> {
    pub(crate) fn new(source: &'a Indicators) -> Self {
        let mut rows = BTreeMap::new();
        for row in &source.rows {
            rows.entry((row.entity, row.indicator, row.period)).and_modify(|only| *only = None).or_insert(Some(row));
        }
        Self { source, rows }
    }

    /// The number of the indicator with this code or, if there is none, with this name.
    fn indicator(&self, word: &str) -> Result<u32, MethodError> {
        self.source.indicators.required("rules", word).map(|i| i as u32)
    }
}

/// One rule at one entity and period.
struct Place<'a> {
    figures: &'a Figures<'a>,
    indicators: &'a BTreeMap<&'a str, u32>,
    entity: u32,
    period: usize,
}

impl<'a> Place<'a> {
    /// The only row of a figure, or why there is none.
    fn row(&self, name: &Name) -> Result<&'a Indicator, &'static str> {
        let period = self.period.checked_sub(name.back).ok_or("missing")? as u32;
        let row = self.figures.rows.get(&(self.entity, self.indicators[name.indicator.as_str()], period));
        row.ok_or("missing")?.ok_or("repeated-label")
    }

    fn figure(&self, name: &Name, rounded: bool) -> Result<Bounds, &'static str> {
        let row = self.row(name)?;
        match row.value {
            Reading::Observed(figure) if rounded => Ok(Bounds::rounded(row, figure)),
            Reading::Observed(figure) => Ok(Bounds::exact(figure.value)),
            gap => Err(gap.state().word().unwrap_or("missing")),
        }
    }

    fn evaluate(&self, expression: &Expression, rounded: bool) -> Result<Bounds, &'static str> {
        const POSTFIX: &str = "the parser writes an operator after its two operands";
        let mut stack: Vec<Bounds> = Vec::new();
        for step in &expression.steps {
            let result = match step {
                Step::Number(number) => Bounds::exact(*number),
                Step::Figure(name) => self.figure(name, rounded)?,
                Step::Apply(operator) => {
                    let second = stack.pop().expect(POSTFIX);
                    stack.pop().expect(POSTFIX).apply(*operator, second)?
                }
            };
            stack.push(result);
        }
        Ok(stack.pop().expect(POSTFIX))
    }

    /// The side's only figure, replaced by the other side as it would be printed; nothing if no such figure makes the rule hold.
    fn repair(&self, side: &Expression, other: Bounds) -> Option<f64> {
        let row = self.row(side.single()?).ok()?;
        let mut figure = row.value.observed()?;
        figure.value = round_to(other.value, figure.decimals);
        Bounds::rounded(row, figure).meets(other, tolerance(figure.value, other.value)).then_some(figure.value)
    }
}

/// What rounding of the computation itself may add to a difference.
fn tolerance(a: f64, b: f64) -> f64 {
    1e-9f64.max(1e-12 * a.abs().max(b.abs()))
}

impl Relation {
    /// True if numbers within these bounds can stand in the relation.
    fn holds(self, left: Bounds, right: Bounds) -> bool {
        let tolerance = tolerance(left.value, right.value);
        match self {
            Self::Equal => left.meets(right, tolerance),
            Self::AtMost => left.low - right.high <= tolerance,
            Self::Below => right.high - left.low > tolerance,
            Self::AtLeast => Self::AtMost.holds(right, left),
            Self::Above => Self::Below.holds(right, left),
        }
    }
}

impl Rule {
    /// Checks the rule wherever a figure that it names stands; also, how often it needed a period before the first one.
    ///
    /// If `rounded`, every figure stands for its rounding interval; otherwise only one that is a whole side of an equation.
    pub(crate) fn check(
        &self,
        number: usize,
        figures: &Figures<'_>,
        rounded: bool,
        context: &Context<'_>,
    ) -> Result<(Vec<RuleCheck>, usize), MethodError> {
        let indicators: BTreeMap<&str, u32> =
            self.names().map(|n| Ok((n.indicator.as_str(), figures.indicator(&n.indicator)?))).collect::<Result<_, MethodError>>()?;
        let nearest = self.names().map(|n| n.back).min().unwrap_or(0);
        let farthest = self.names().map(|n| n.back).max().unwrap_or(0);
        let (mut checks, mut skipped) = (Vec::new(), 0);
        for entity in 0..figures.source.entities.len() as u32 {
            context.proceed()?;
            for period in nearest..figures.source.periods.len() {
                let place = Place { figures, indicators: &indicators, entity, period };
                if !self.names().any(|n| n.back == nearest && !matches!(place.row(n), Err("missing"))) {
                    continue;
                }
                if period < farthest {
                    skipped += 1;
                } else {
                    checks.push(self.check_at(number, &place, rounded));
                }
            }
        }
        Ok((checks, skipped))
    }

    fn check_at(&self, rule: usize, place: &Place<'_>, rounded: bool) -> RuleCheck {
        let side = |side: &Expression| place.evaluate(side, rounded || self.relation == Relation::Equal && side.single().is_some());
        let (left, right) = (side(&self.left), side(&self.right));
        let check = RuleCheck {
            rule,
            entity: place.entity,
            period: place.period as u32,
            left: left.ok().map(|l| l.value),
            right: right.ok().map(|r| r.value),
            holds: None,
            repair: None,
            reason: left.err().or(right.err()),
        };
        let (Ok(left), Ok(right)) = (left, right) else { return check };
        let holds = self.relation.holds(left, right);
        let repair = if holds || self.relation != Relation::Equal {
            None
        } else {
            place.repair(&self.left, right).or_else(|| place.repair(&self.right, left))
        };
        RuleCheck { holds: Some(holds), repair, ..check }
    }
}
