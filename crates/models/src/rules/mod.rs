//! A small language for relations between printed figures: `` `Debt ratio` = 100 * (1 - `Net assets` / `Total assets`) ``.
//!
//! ```text
//! rule       = expression relation expression          relation = "=" | "<=" | "<" | ">=" | ">"
//! expression = term { ("+" | "-") term }
//! term       = factor { ("*" | "/") factor }
//! factor     = "-" factor | "(" expression ")" | number | name [ "[" "-" digits "]" ]
//! name       = letter or "_" { letter, digit or "_" } | "`" any text "`"
//! ```

mod bounds;
mod check;
mod parse;

pub(crate) use bounds::{Bounds, Operator, round_to};
pub(crate) use check::Figures;
pub use check::RuleCheck;
pub(crate) use parse::{Fault, Rule};

/// How the two sides of a rule compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    AtMost,
    Below,
    AtLeast,
    Above,
}

/// A figure as a rule names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// Its indicator.
    pub(crate) indicator: String,
    /// How many periods before the one that is checked.
    pub(crate) back: usize,
}

/// One step of an expression in postfix order, so that neither evaluating nor dropping one recurses.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Number(f64),
    Figure(Name),
    Apply(Operator),
}

/// An expression in postfix order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Expression {
    pub(crate) steps: Vec<Step>,
    /// The character of the rule each step stands at, counted from 1.
    pub(crate) columns: Vec<usize>,
}

impl Expression {
    /// Adds a step that stands at this character.
    pub(crate) fn push(&mut self, step: Step, column: usize) {
        self.steps.push(step);
        self.columns.push(column);
    }

    /// All figures it names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Name> {
        self.steps.iter().filter_map(|step| if let Step::Figure(name) = step { Some(name) } else { None })
    }

    /// The figure, if it is nothing else.
    pub(crate) fn single(&self) -> Option<&Name> {
        if let [Step::Figure(name)] = self.steps.as_slice() { Some(name) } else { None }
    }
}
