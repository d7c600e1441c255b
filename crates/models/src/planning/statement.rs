use super::form::{Form, Lookup};
use crate::rules::{Expression, Fault, Name, Operator, Relation, Rule, Step};
use std::collections::BTreeMap;

/// A linear relation between series.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) text: String,
    pub(crate) left: Side,
    pub(crate) relation: Relation,
    pub(crate) right: Side,
}

/// A linear expression.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(crate) expression: Expression,
    pub(crate) terms: Vec<(Name, f64)>,
    pub(crate) constant: f64,
}

impl Statement {
    /// Reads a relation; products and quotients of series are refused where they stand.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let rule = Rule::parse(text)?;
        Ok(Self { text: rule.text, left: Side::new(rule.left)?, relation: rule.relation, right: Side::new(rule.right)? })
    }

    /// Reads one side; text without operators and backticks is the name of an indicator as it is.
    pub(crate) fn side(text: &str) -> Result<Side, Fault> {
        let text = text.trim();
        let plain = !text.is_empty() && !text.contains(['`', '+', '-', '*', '/', '(', ')', '[']) && text.parse::<f64>().is_err();
        if plain {
            let mut expression = Expression::default();
            expression.push(Step::Figure(Name { indicator: text.to_owned(), back: 0 }), 1);
            return Side::new(expression);
        }
        Side::new(Expression::parse(text)?)
    }
}

impl Side {
    fn new(expression: Expression) -> Result<Self, Fault> {
        const POSTFIX: &str = "the parser writes an operator after its two operands";
        let mut stack: Vec<(Vec<(Name, f64)>, f64)> = Vec::new();
        for (step, &column) in expression.steps.iter().zip(&expression.columns) {
            let result = match step {
                Step::Number(number) => (Vec::new(), *number),
                Step::Figure(name) => (vec![(name.clone(), 1.0)], 0.0),
                Step::Apply(operator) => {
                    let second = stack.pop().expect(POSTFIX);
                    combined(*operator, stack.pop().expect(POSTFIX), second).map_err(|problem| Fault { column, problem: problem.to_owned() })?
                }
            };
            if !result.1.is_finite() || result.0.iter().any(|term| !term.1.is_finite()) {
                return Err(Fault { column, problem: "the result is too large for a number".to_owned() });
            }
            stack.push(result);
        }
        let (terms, constant) = stack.pop().expect(POSTFIX);
        Ok(Self { expression, terms, constant })
    }

    /// The side in a period, as a linear form of levels.
    pub(crate) fn form(&self, period: usize, numbers: &BTreeMap<String, usize>) -> Form {
        self.terms.iter().fold(Form::constant(self.constant), |form, (name, coefficient)| {
            form.term(numbers[&name.indicator], period as i64 - name.back as i64, *coefficient)
        })
    }

    /// The side in a period, computed step by step as it is written.
    pub(crate) fn value(&self, period: i64, numbers: &BTreeMap<String, usize>, at: Lookup<'_>) -> Option<f64> {
        let mut stack: Vec<f64> = Vec::new();
        for step in &self.expression.steps {
            let result = match step {
                Step::Number(number) => *number,
                Step::Figure(name) => at(super::form::Cell { series: numbers[&name.indicator], period: period - name.back as i64 })?,
                Step::Apply(operator) => {
                    let second = stack.pop()?;
                    let first = stack.pop()?;
                    match operator {
                        Operator::Add => first + second,
                        Operator::Subtract => first - second,
                        Operator::Multiply => first * second,
                        Operator::Divide => first / second,
                    }
                }
            };
            stack.push(result);
        }
        stack.pop().filter(|value| value.is_finite())
    }
}

type Linear = (Vec<(Name, f64)>, f64);

fn combined(operator: Operator, first: Linear, second: Linear) -> Result<Linear, &'static str> {
    let times = |linear: Linear, factor: f64| (linear.0.into_iter().map(|(name, c)| (name, c * factor)).collect(), linear.1 * factor);
    let sum = |a: Linear, b: Linear| (a.0.into_iter().chain(b.0).collect(), a.1 + b.1);
    match operator {
        Operator::Add => Ok(sum(first, second)),
        Operator::Subtract => Ok(sum(first, times(second, -1.0))),
        Operator::Multiply if second.0.is_empty() => Ok(times(first, second.1)),
        Operator::Multiply if first.0.is_empty() => Ok(times(second, first.1)),
        Operator::Multiply => Err("a product of two indicators is not linear; only numbers may multiply an indicator"),
        Operator::Divide if !second.0.is_empty() => Err("a quotient by an indicator is not linear; state it in ratios"),
        Operator::Divide if second.1 == 0.0 => Err("the divisor is zero"),
        Operator::Divide => Ok(times(first, 1.0 / second.1)),
    }
}

#[cfg(test)]
mod tests {
    use super::Statement;

    fn fault(text: &str) -> (usize, String) {
        let fault = Statement::parse(text).unwrap_err();
        (fault.column, fault.problem)
    }

    #[test]
    fn linear_sides_are_read() {
        let statement = Statement::parse("a = 2 * (b - c[-1] / 4) + 3").unwrap();
        let terms: Vec<_> = statement.right.terms.iter().map(|(n, c)| (n.indicator.as_str(), n.back, *c)).collect();
        assert_eq!((terms, statement.right.constant), (vec![("b", 0, 2.0), ("c", 1, -0.5)], 3.0));
        assert_eq!(Statement::side("Net assets").unwrap().terms[0].0.indicator, "Net assets");
    }

    #[test]
    fn what_is_not_linear_is_refused_where_it_stands() {
        assert_eq!(fault("a = 1 - b / c").0, 11);
        assert!(fault("a = 1 - b / c").1.contains("state it in ratios"));
        assert_eq!(fault("a = b * c").0, 7);
        assert_eq!(fault("a = b / (2 - 2)"), (7, "the divisor is zero".to_owned()));
        assert_eq!(fault(&format!("a = {0} * {0} * b", "9".repeat(200))).0, 206);
    }
}
