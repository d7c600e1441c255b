use crate::{Argument, Message, MethodError, nearest};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A list of distinct codes in natural order (`r2` before `r10`, otherwise by Unicode), with names where the source gives them.
///
/// Codes are text, always: `01` and `1` are two codes.
///
/// ```
/// use agglom_method::Codes;
/// let codes = Codes::new(["r10", "r2", "r10"]);
/// assert_eq!(codes.iter().collect::<Vec<_>>(), ["r2", "r10"]);
/// assert_eq!(codes.index("r10"), Some(1));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Codes {
    codes: Vec<String>,
    names: BTreeMap<u32, String>,
}

impl Codes {
    /// Sorts the codes and drops repetitions.
    pub fn new<S: Into<String>>(codes: impl IntoIterator<Item = S>) -> Self {
        let mut codes: Vec<String> = codes.into_iter().map(Into::into).collect();
        codes.sort_by(|a, b| natural(a, b));
        codes.dedup();
        Self { codes, names: BTreeMap::new() }
    }

    /// The same codes, each with the name given for it; names for other codes are passed over.
    pub fn named<'a>(mut self, names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        for (code, name) in names {
            if let Some(i) = self.index(code) {
                self.names.insert(i as u32, name.to_owned());
            }
        }
        self
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Code number `i`.
    ///
    /// # Panics
    /// If `i` is not below [`Codes::len`].
    pub fn get(&self, i: usize) -> &str {
        &self.codes[i]
    }

    /// The name of code number `i`, if the source gives one.
    pub fn name(&self, i: usize) -> Option<&str> {
        self.names.get(&(i as u32)).map(String::as_str)
    }

    /// True if any code has a name.
    pub fn has_names(&self) -> bool {
        !self.names.is_empty()
    }

    /// The number of a code.
    pub fn index(&self, code: &str) -> Option<usize> {
        self.codes.binary_search_by(|c| natural(c, code)).ok()
    }

    /// The number of a code or, if there is no such code, of the only one with this name.
    ///
    /// ```
    /// use agglom_method::Codes;
    /// let codes = Codes::new(["a", "b", "c"]).named([("a", "Steel"), ("b", "Coal"), ("c", "Coal")]);
    /// assert_eq!((codes.find("b"), codes.find("Steel"), codes.find("Coal")), (Some(1), Some(0), None));
    /// ```
    pub fn find(&self, word: &str) -> Option<usize> {
        self.index(word).or_else(|| {
            let mut named = self.names.iter().filter(|(_, name)| *name == word).map(|(i, _)| *i as usize);
            named.next().filter(|_| named.next().is_none())
        })
    }

    /// The same for a word of a setting.
    ///
    /// # Errors
    /// [`MethodError::UnknownCode`] with the most similar code or name.
    pub fn required(&self, setting: &'static str, word: &str) -> Result<usize, MethodError> {
        let known = || self.iter().chain(self.names.values().map(String::as_str)).filter(|known| !known.is_empty());
        let unknown = || MethodError::UnknownCode { setting, code: word.to_owned(), nearest: nearest(word, known()).map(str::to_owned) };
        self.find(word).ok_or_else(unknown)
    }

    /// All codes in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(String::as_str)
    }

    /// Code number `i` with its name, to put into a sentence.
    pub fn argument(&self, i: usize) -> Argument {
        Argument::Code { code: self.get(i).to_owned(), name: self.name(i).map(str::to_owned) }
    }

    /// Code `i` and its name, for a sentence; where a source has no such codes, the words for the whole of it.
    pub fn argument_or_whole(&self, i: usize) -> Argument {
        if self.get(i).is_empty() { Message::new("the-whole").into() } else { self.argument(i) }
    }
}

/// Natural order: runs of ASCII digits compare as numbers, everything else by Unicode scalar; equal numbers by spelling.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a.as_bytes(), b.as_bytes());
    loop {
        match (x.first(), y.first()) {
            (None, None) => return a.cmp(b),
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(p), Some(q)) if p.is_ascii_digit() && q.is_ascii_digit() => {
                let (m, n) = (digits(x), digits(y));
                let (s, t) = (significant(&x[..m]), significant(&y[..n]));
                match s.len().cmp(&t.len()).then_with(|| s.cmp(t)) {
                    Ordering::Equal => (x, y) = (&x[m..], &y[n..]),
                    order => return order,
                }
            }
            (Some(p), Some(q)) if p == q => (x, y) = (&x[1..], &y[1..]),
            (Some(p), Some(q)) => return p.cmp(q),
        }
    }
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|c| c.is_ascii_digit()).count()
}

fn significant(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|&&c| c == b'0').count();
    &digits[zeros..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natural_order_keeps_leading_zeros_apart() {
        let codes = Codes::new(["2016-10", "2016-2", "01", "1", "001", "a", "", "2016"]);
        assert_eq!(codes.iter().collect::<Vec<_>>(), ["", "001", "01", "1", "2016", "2016-2", "2016-10", "a"]);
        for (i, code) in codes.iter().enumerate() {
            assert_eq!(codes.index(code), Some(i));
        }
        assert_eq!(codes.index("0"), None);
    }

    #[test]
    fn names_follow_their_codes() {
        let codes = Codes::new(["b", "a"]).named([("b", "Bee"), ("c", "Sea")]);
        assert_eq!((codes.name(0), codes.name(1)), (None, Some("Bee")));
    }

    #[test]
    fn a_code_comes_before_a_name_and_a_name_of_two_is_no_answer() {
        let codes = Codes::new(["coal", "steel", "x"]).named([("coal", "steel"), ("steel", "Iron"), ("x", "Iron")]);
        assert_eq!((codes.find("steel"), codes.find("Iron"), codes.find("")), (Some(1), None, None));
        let unknown = MethodError::UnknownCode { setting: "goals", code: "stel".to_owned(), nearest: Some("steel".to_owned()) };
        assert_eq!(codes.required("goals", "stel"), Err(unknown));
    }
}
