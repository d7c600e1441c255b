use serde::{Deserialize, Serialize};

/// The messages of one crate: the same keys in English and in Chinese, as Fluent text.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue {
    /// English messages.
    pub en: &'static str,
    /// Chinese messages.
    pub zh: &'static str,
}

/// A text a person will read, named by its key in a [`Catalogue`], with named arguments.
///
/// A method never writes a sentence: it names one and hands over the numbers; the report chooses language and rounding.
///
/// ```
/// use agglom_method::{Argument, Message};
/// let m = Message::new("shift-share-headline").with("share", Argument::percent(0.123));
/// assert_eq!(m.key, "shift-share-headline");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Key in the catalogue.
    pub key: String,
    /// Named arguments, in the order given.
    pub args: Vec<(String, Argument)>,
}

/// One argument of a [`Message`]. Numbers stay exact here and are rounded where they are shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// Text that is the same in every language (a column name, a setting).
    Text(String),
    /// A code with its name, where the source gives one.
    Code {
        /// The code.
        code: String,
        /// Its name.
        name: Option<String>,
    },
    /// A whole number; selects the plural form.
    Count(u64),
    /// A number to be shown with this many significant digits.
    Number {
        /// The value.
        value: f64,
        /// Significant digits.
        digits: u8,
    },
    /// A number to be shown as it stands: up to six significant digits, none of them empty.
    Short(f64),
    /// A share (0..1) to be shown as a percentage.
    Percent {
        /// The share.
        value: f64,
        /// Digits after the point of the percentage.
        decimals: u8,
    },
    /// Several arguments in a row.
    List(Vec<Argument>),
    /// Another message.
    Message(Message),
}

impl Message {
    /// A message without arguments.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), args: Vec::new() }
    }

    /// The same message with one more argument.
    pub fn with(mut self, name: &str, value: impl Into<Argument>) -> Self {
        self.args.push((name.to_owned(), value.into()));
        self
    }
}

impl Argument {
    /// A number shown with three significant digits.
    pub fn number(value: f64) -> Self {
        Self::Number { value, digits: 3 }
    }

    /// A share shown as a percentage with one decimal.
    pub fn percent(value: f64) -> Self {
        Self::Percent { value, decimals: 1 }
    }

    /// The number of things.
    pub fn count(n: usize) -> Self {
        Self::Count(n as u64)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<Vec<Argument>> for Argument {
    fn from(list: Vec<Argument>) -> Self {
        Self::List(list)
    }
}
