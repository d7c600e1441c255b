use crate::{MESSAGES, number};
use agglom_method::{Argument, Catalogue, Message, Unit};
use agglom_study::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use thiserror::Error;

/// Says messages in one language.
///
/// ```
/// use agglom_method::{Argument, Message};
/// use agglom_report::Speaker;
/// use agglom_study::Language;
/// let speaker = Speaker::new(Language::En, &[agglom_method::MESSAGES]).unwrap();
/// let message = Message::new("error-not-converged").with("iterations", Argument::count(1200));
/// assert_eq!(speaker.say(&message), "Did not converge after 1,200 iterations.");
/// ```
pub struct Speaker {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// What is wrong with a catalogue of messages.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReportError {
    /// A text that is not Fluent.
    #[error("line {line} of the {language} messages cannot be read ({problem}): {text}")]
    Syntax {
        /// Language of the messages.
        language: &'static str,
        /// Line in its file.
        line: usize,
        /// That line.
        text: String,
        /// What is wrong.
        problem: String,
    },
    /// Two messages of one key.
    #[error("the {language} messages have “{key}” twice")]
    Twice {
        /// Language of the messages.
        language: &'static str,
        /// The key.
        key: String,
    },
}

impl Speaker {
    /// A speaker that knows the report's own messages, whether or not they are given, and these.
    pub fn new(language: Language, catalogues: &[Catalogue]) -> Result<Self, ReportError> {
        let code = code(language);
        let mut bundle = FluentBundle::new_concurrent(vec![code.parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some((|value, _| whole_number(value)) as fn(&FluentValue<'_>, &_) -> _));
        for catalogue in std::iter::once(&MESSAGES).chain(catalogues.iter().filter(|c| c.en != MESSAGES.en)) {
            let text = match language {
                Language::En => catalogue.en,
                Language::Zh => catalogue.zh,
            };
            let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
                let (at, problem) = errors.first().map_or_else(<(usize, String)>::default, |e| (e.pos.start, e.kind.to_string()));
                syntax_error(code, text, at, problem)
            })?;
            bundle.add_resource(resource).map_err(|errors| twice(code, &errors))?;
        }
        Ok(Self { language, bundle })
    }

    /// The language it speaks.
    pub fn language(&self) -> Language {
        self.language
    }

    /// True if there is a message of that key.
    pub fn knows(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text of a message. A key that no catalogue has is said as ⟦key⟧.
    pub fn say(&self, message: &Message) -> String {
        let Some(pattern) = self.bundle.get_message(&message.key).and_then(|m| m.value()) else {
            return format!("⟦{}⟧", message.key);
        };
        let mut args = FluentArgs::new();
        for (name, argument) in &message.args {
            args.set(name.as_str(), self.value(argument));
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// The text of a message without arguments.
    pub fn word(&self, key: &str) -> String {
        self.say(&Message::new(key))
    }

    /// The label of a column: the message `column-<name>`.
    pub fn label(&self, column: &str) -> String {
        self.word(&format!("column-{}", dashed(column)))
    }

    /// The label of a column with its unit.
    pub(crate) fn label_with_unit(&self, column: &str, unit: &Unit) -> String {
        let (label, unit) = (self.label(column), self.unit(unit));
        if unit.is_empty() { label } else { self.say(&Message::new("label-with-unit").with("label", label).with("unit", unit)) }
    }

    /// A word of a closed list in a column: the message `<column>-<word>`.
    pub(crate) fn listed(&self, column: &str, word: &str) -> String {
        self.word(&format!("{}-{}", dashed(column), dashed(word)))
    }

    /// What a column is measured in; nothing for a pure number.
    pub fn unit(&self, unit: &Unit) -> String {
        match unit {
            Unit::None => String::new(),
            Unit::Share | Unit::Percent => self.word("unit-percent"),
            Unit::Metres => self.word("unit-metres"),
            Unit::Named(name) => name.clone(),
        }
    }

    /// A number with this many significant digits; digits before the point are never dropped.
    pub fn number(&self, value: f64, significant: u8) -> String {
        number::significant(value, significant)
    }

    fn value(&self, argument: &Argument) -> FluentValue<'static> {
        match argument {
            Argument::Count(n) => FluentValue::Number(FluentNumber::new(*n as f64, FluentNumberOptions::default())),
            other => FluentValue::String(self.argument(other).into()),
        }
    }

    fn argument(&self, argument: &Argument) -> String {
        match argument {
            Argument::Text(text) => text.clone(),
            Argument::Code { code, name: None } => code.clone(),
            Argument::Code { code, name: Some(name) } => {
                self.say(&Message::new("code-with-name").with("code", code.as_str()).with("name", name.as_str()))
            }
            Argument::Count(n) => number::fixed(*n as f64, 0),
            Argument::Number { value, digits } => self.number(*value, *digits),
            Argument::Short(value) => number::short(*value),
            Argument::Percent { value, decimals } => number::fixed(value * 100.0, usize::from(*decimals)) + "%",
            Argument::List(list) => list.iter().map(|a| self.argument(a)).collect::<Vec<_>>().join(&self.word("list-separator")),
            Argument::Message(message) => self.say(message),
        }
    }
}

/// The language's code.
pub(crate) fn code(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Zh => "zh",
    }
}

/// A name as part of a message key.
pub(crate) fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

fn whole_number(value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(n) => Some(number::fixed(n.value, 0)),
        _ => None,
    }
}

fn syntax_error(language: &'static str, text: &str, at: usize, problem: String) -> ReportError {
    let line = text.bytes().take(at).filter(|&b| b == b'\n').count();
    ReportError::Syntax { language, line: line + 1, text: text.lines().nth(line).unwrap_or_default().to_owned(), problem }
}

fn twice(language: &'static str, errors: &[FluentError]) -> ReportError {
    let key = errors.iter().find_map(|e| if let FluentError::Overriding { id, .. } = e { Some(id.clone()) } else { None });
    ReportError::Twice { language, key: key.unwrap_or_default() }
}
