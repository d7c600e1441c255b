use super::{Expression, Name, Operator, Relation, Step};

/// Characters a rule may have.
const LONGEST: usize = 2000;
/// How deep parentheses and signs may nest.
const DEEPEST: usize = 50;
/// How many periods a rule may look back.
const FARTHEST: usize = 999;

/// A relation between two expressions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    /// As it was written.
    pub(crate) text: String,
    pub(crate) left: Expression,
    pub(crate) relation: Relation,
    pub(crate) right: Expression,
}

/// What is wrong with a rule and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The character it stands at, counted from 1.
    pub(crate) column: usize,
    pub(crate) problem: String,
}

impl Rule {
    /// Reads a rule.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let mut reader = Reader::new(text)?;
        let left = reader.side()?;
        let relation = reader.relation()?;
        let right = reader.side()?;
        if reader.peek().is_some() {
            return Err(reader.expected("the end of the rule"));
        }
        let rule = Self { text: text.trim().to_owned(), left, relation, right };
        if rule.names().next().is_none() {
            return Err(Fault { column: 1, problem: "a rule names at least one indicator".to_owned() });
        }
        Ok(rule)
    }

    /// All figures it names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Name> {
        self.left.names().chain(self.right.names())
    }
}

impl Expression {
    /// Reads an expression that stands by itself.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let mut reader = Reader::new(text)?;
        let expression = reader.side()?;
        if reader.peek().is_some() { Err(reader.expected("an operator or the end")) } else { Ok(expression) }
    }
}

struct Reader {
    characters: Vec<char>,
    at: usize,
}

impl Reader {
    fn new(text: &str) -> Result<Self, Fault> {
        let reader = Self { characters: text.chars().take(LONGEST + 1).collect(), at: 0 };
        if reader.characters.len() > LONGEST {
            return Err(Fault { column: LONGEST + 1, problem: format!("a rule has at most {LONGEST} characters") });
        }
        Ok(reader)
    }

    /// The next character that is not a space.
    fn peek(&mut self) -> Option<char> {
        while self.here().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        self.here()
    }

    fn here(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// Steps over the next character if it is this one.
    fn take(&mut self, character: char) -> bool {
        let found = self.peek() == Some(character);
        self.at += usize::from(found);
        found
    }

    /// Steps over the characters from here on that fit.
    fn run(&mut self, fits: impl Fn(char) -> bool) -> String {
        let run: String = self.characters[self.at..].iter().copied().take_while(|&c| fits(c)).collect();
        self.at += run.chars().count();
        run
    }

    fn fault(&self, problem: impl Into<String>) -> Fault {
        Fault { column: self.at + 1, problem: problem.into() }
    }

    fn expected(&self, what: &str) -> Fault {
        match self.here() {
            Some(character) => self.fault(format!("expected {what}, found `{character}`")),
            None => self.fault(format!("expected {what}, found the end of the rule")),
        }
    }

    fn side(&mut self) -> Result<Expression, Fault> {
        let mut expression = Expression::default();
        self.sum(&mut expression, 0)?;
        Ok(expression)
    }

    fn relation(&mut self) -> Result<Relation, Fault> {
        let relation = match self.peek() {
            Some('=') => Relation::Equal,
            Some('<') => Relation::Below,
            Some('>') => Relation::Above,
            _ => return Err(self.expected("an operator or one of = <= < >= >")),
        };
        self.at += 1;
        let or_equal = relation != Relation::Equal && self.here() == Some('=');
        self.at += usize::from(or_equal);
        Ok(match relation {
            Relation::Below if or_equal => Relation::AtMost,
            Relation::Above if or_equal => Relation::AtLeast,
            relation => relation,
        })
    }

    fn sum(&mut self, into: &mut Expression, depth: usize) -> Result<(), Fault> {
        self.product(into, depth)?;
        while let Some((operator, column)) = self.operator(&[('+', Operator::Add), ('-', Operator::Subtract)]) {
            self.product(into, depth)?;
            into.push(Step::Apply(operator), column);
        }
        Ok(())
    }

    fn product(&mut self, into: &mut Expression, depth: usize) -> Result<(), Fault> {
        self.factor(into, depth)?;
        while let Some((operator, column)) = self.operator(&[('*', Operator::Multiply), ('/', Operator::Divide)]) {
            self.factor(into, depth)?;
            into.push(Step::Apply(operator), column);
        }
        Ok(())
    }

    /// An operator and where it stands.
    fn operator(&mut self, signs: &[(char, Operator)]) -> Option<(Operator, usize)> {
        let next = self.peek()?;
        let operator = signs.iter().find(|(sign, _)| *sign == next)?.1;
        self.at += 1;
        Some((operator, self.at))
    }

    fn factor(&mut self, into: &mut Expression, depth: usize) -> Result<(), Fault> {
        if depth > DEEPEST {
            return Err(self.fault(format!("parentheses and signs nest at most {DEEPEST} deep")));
        }
        match self.peek() {
            Some('-') => {
                self.at += 1;
                let column = self.at;
                into.push(Step::Number(0.0), column);
                self.factor(into, depth + 1)?;
                into.push(Step::Apply(Operator::Subtract), column);
                Ok(())
            }
            Some('(') => {
                self.at += 1;
                self.sum(into, depth + 1)?;
                if self.take(')') { Ok(()) } else { Err(self.expected("an operator or `)`")) }
            }
            Some(c) if c.is_ascii_digit() || c == '.' => {
                let column = self.at + 1;
                into.push(Step::Number(self.number()?), column);
                Ok(())
            }
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                let column = self.at + 1;
                let indicator = self.run(|c| c.is_ascii_alphanumeric() || c == '_');
                self.figure(into, indicator, column)
            }
            Some('`') => {
                let column = self.at + 1;
                let indicator = self.quoted()?;
                self.figure(into, indicator, column)
            }
            _ => Err(self.expected("a number, an indicator (in backticks if it is not a plain word), `-` or `(`")),
        }
    }

    fn number(&mut self) -> Result<f64, Fault> {
        let start = self.at;
        let digits = self.run(|c| c.is_ascii_digit() || c == '.');
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => {
                self.at = start;
                Err(self.fault(format!("`{digits}` is not a number")))
            }
        }
    }

    fn quoted(&mut self) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let indicator = self.run(|c| c != '`');
        if self.here().is_none() {
            self.at = start;
            return Err(self.fault("this backtick is not closed"));
        }
        if indicator.is_empty() {
            self.at = start;
            return Err(self.fault("no indicator stands between these backticks"));
        }
        self.at += 1;
        Ok(indicator)
    }

    /// A figure, with the periods it looks back if brackets follow.
    fn figure(&mut self, into: &mut Expression, indicator: String, column: usize) -> Result<(), Fault> {
        let mut back = 0;
        if self.take('[') {
            self.peek();
            let start = self.at;
            let periods = if self.take('-') { self.run(|c| c.is_ascii_digit()).parse().ok() } else { None };
            back = match periods {
                Some(periods @ 1..=FARTHEST) if self.take(']') => periods,
                _ => {
                    self.at = start;
                    return Err(self.fault(format!("expected how many periods to look back, from [-1] to [-{FARTHEST}]")));
                }
            };
        }
        into.push(Step::Figure(Name { indicator, back }), column);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Operator, Relation, Rule, Step};

    /// The expression in postfix order, as text.
    fn postfix(text: &str) -> String {
        let rule = Rule::parse(text).unwrap();
        let steps = rule.right.steps.iter().map(|step| match step {
            Step::Number(number) => number.to_string(),
            Step::Figure(name) if name.back == 0 => name.indicator.clone(),
            Step::Figure(name) => format!("{}[-{}]", name.indicator, name.back),
            Step::Apply(Operator::Add) => "+".to_owned(),
            Step::Apply(Operator::Subtract) => "-".to_owned(),
            Step::Apply(Operator::Multiply) => "*".to_owned(),
            Step::Apply(Operator::Divide) => "/".to_owned(),
        });
        steps.collect::<Vec<_>>().join(" ")
    }

    fn fault(text: &str) -> (usize, String) {
        let Fault { column, problem } = Rule::parse(text).unwrap_err();
        (column, problem)
    }

    #[test]
    fn products_bind_before_sums_and_both_from_the_left() {
        assert_eq!(postfix("x = a - b - c * d / e"), "a b - c d * e / -");
        assert_eq!(postfix("x = 100 * (1 - `Net assets` / `Total assets`[-1])"), "100 1 Net assets Total assets[-1] / - *");
        assert_eq!(postfix("x = --a*-.5"), "0 0 a - - 0 0.5 - *");
    }

    #[test]
    fn every_relation_is_read() {
        let relation = |text: &str| Rule::parse(text).unwrap().relation;
        assert_eq!(relation("a=1"), Relation::Equal);
        assert_eq!((relation("a<1"), relation("a <= 1")), (Relation::Below, Relation::AtMost));
        assert_eq!((relation("a>1"), relation("a >= 1")), (Relation::Above, Relation::AtLeast));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_column() {
        assert_eq!(fault("a + = 1").0, 5);
        assert_eq!(
            fault("总资产 = 1"),
            (1, "expected a number, an indicator (in backticks if it is not a plain word), `-` or `(`, found `总`".into())
        );
        assert_eq!(fault("`总资产` = `a"), (9, "this backtick is not closed".into()));
        assert_eq!(fault("a = ``"), (5, "no indicator stands between these backticks".into()));
        assert_eq!(fault("a = (b + 1"), (11, "expected an operator or `)`, found the end of the rule".into()));
        assert_eq!(fault("a = b c"), (7, "expected the end of the rule, found `c`".into()));
        assert_eq!(fault("a == b").0, 4);
        assert_eq!(fault("a = 1.2.3"), (5, "`1.2.3` is not a number".into()));
        for text in ["a = b[1]", "a = b[-0]", "a = b[-1", "a = b[-1000]", "a = b[-99999999999999999999]", "a = b[]"] {
            assert_eq!(fault(text).0, 7, "{text}");
        }
        assert_eq!(fault("1 = 1"), (1, "a rule names at least one indicator".into()));
        assert_eq!(
            fault(""),
            (1, "expected a number, an indicator (in backticks if it is not a plain word), `-` or `(`, found the end of the rule".into())
        );
    }

    #[test]
    fn hostile_rules_are_refused_and_do_not_overflow() {
        assert_eq!(fault(&format!("a = {}1", "(".repeat(1500))).0, 56);
        assert_eq!(fault(&format!("a = {}1", "-".repeat(1500))).0, 56);
        assert_eq!(fault(&"(".repeat(1 << 20)).0, 2001);
        assert_eq!(fault(&format!("a = {}", "9".repeat(400))).0, 5);
        let sum = format!("a = {}1", "1+".repeat(900));
        assert_eq!(Rule::parse(&sum).unwrap().right.steps.len(), 1801);
    }
}
