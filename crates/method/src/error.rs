use crate::{Argument, Message};
use thiserror::Error;

/// Why a method gives no finding. It knows nothing of files: whoever calls adds the analysis and the source.
///
/// Every variant is also a [`Message`], which is what people read, on the screen and in a report of any language.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum MethodError {
    /// Too little of something to say anything.
    #[error("needs at least {need} {what}, has {got}")]
    TooFew {
        /// What there is too little of.
        what: &'static str,
        /// How many are needed.
        need: usize,
        /// How many there are.
        got: usize,
    },
    /// Every value is zero, so there is nothing to take a share of.
    #[error("all {what} are zero")]
    AllZero {
        /// What is zero.
        what: &'static str,
    },
    /// The inputs lack something the method cannot do without.
    #[error("needs more than the inputs give ({})", what.key)]
    Needs {
        /// What is missing and how to give it.
        what: Message,
    },
    /// A setting names a code that the data do not have.
    #[error("`{setting}` names `{code}`, which is not in the data{}", nearest.as_ref().map(|n| format!("; nearest is `{n}`")).unwrap_or_default())]
    UnknownCode {
        /// The setting.
        setting: &'static str,
        /// The code.
        code: String,
        /// The most similar code in the data.
        nearest: Option<String>,
    },
    /// A setting that only the data can judge does not fit them.
    #[error("setting `{setting}` does not fit the data ({})", problem.key)]
    Setting {
        /// The setting.
        setting: &'static str,
        /// What is wrong, and what to do.
        problem: Message,
    },
    /// No honest answer exists.
    #[error("no honest answer exists ({})", why.key)]
    NoAnswer {
        /// Why not.
        why: Message,
    },
    /// The computation did not converge.
    #[error("did not converge after {iterations} iterations")]
    NotConverged {
        /// Iterations done.
        iterations: usize,
    },
    /// An analysis whose table this one reads found nothing.
    #[error("`{analysis}`, whose table it reads, found nothing")]
    Upstream {
        /// The analysis.
        analysis: String,
    },
    /// The user does not want the answer any more.
    #[error("cancelled")]
    Cancelled,
}

impl MethodError {
    /// The exit status this error stands for: 2 the data or the study are wrong, 3 no honest answer exists, 4 not converged;
    /// 0 if another analysis is to blame.
    pub fn status(&self) -> u8 {
        match self {
            Self::NoAnswer { .. } => 3,
            Self::NotConverged { .. } => 4,
            Self::Upstream { .. } => 0,
            _ => 2,
        }
    }

    /// The same error for a report in any language.
    pub fn message(&self) -> Message {
        let word = |w: &'static str| Argument::Message(Message::new(format!("noun-{}", w.replace(' ', "-"))));
        match self {
            Self::TooFew { what, need, got } => {
                Message::new("error-too-few").with("what", word(what)).with("need", Argument::count(*need)).with("got", Argument::count(*got))
            }
            Self::AllZero { what } => Message::new("error-all-zero").with("what", word(what)),
            Self::Needs { what } => Message::new("error-needs").with("what", what.clone()),
            Self::UnknownCode { setting, code, nearest } => {
                let message = Message::new("error-unknown-code").with("setting", *setting).with("code", code.as_str());
                let hint = |n: &String| Message::new("error-nearest-code").with("nearest", n.as_str());
                message.with("hint", nearest.as_ref().map_or(Argument::from(""), |n| hint(n).into()))
            }
            Self::Setting { setting, problem } => Message::new("error-setting").with("setting", *setting).with("problem", problem.clone()),
            Self::NoAnswer { why } => Message::new("error-no-answer").with("why", why.clone()),
            Self::NotConverged { iterations } => Message::new("error-not-converged").with("iterations", Argument::count(*iterations)),
            Self::Upstream { analysis } => Message::new("error-upstream").with("analysis", analysis.as_str()),
            Self::Cancelled => Message::new("error-cancelled"),
        }
    }
}

/// A setting whose value is of the right type and still makes no sense, found before any data are read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{problem}")]
pub struct SettingError {
    /// The setting, as written in the study.
    pub setting: &'static str,
    /// What is wrong with it and what would be right.
    pub problem: String,
}

impl SettingError {
    /// A setting and what is wrong with it.
    pub fn new(setting: &'static str, problem: impl Into<String>) -> Self {
        Self { setting, problem: problem.into() }
    }

    /// Checks that a number lies strictly between two bounds.
    pub fn between(setting: &'static str, value: f64, low: f64, high: f64) -> Result<(), Self> {
        if value > low && value < high { Ok(()) } else { Err(Self::new(setting, format!("{value} must lie between {low} and {high}"))) }
    }
}
