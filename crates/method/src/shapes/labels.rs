use crate::Codes;
use std::sync::Arc;

/// A code for each of many records: the codes once, and a number into them per record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The codes.
    pub codes: Arc<Codes>,
    index: Vec<u32>,
}

impl Labels {
    const NONE: u32 = u32::MAX;

    /// The labels of records that may lack one.
    pub fn new<S: AsRef<str>>(records: &[Option<S>]) -> Self {
        let codes = Arc::new(Codes::new(records.iter().flatten().map(|c| c.as_ref().to_owned())));
        let index: Vec<_> = records.iter().map(|r| r.as_ref().and_then(|c| codes.index(c.as_ref())).map(|i| i as u32)).collect();
        Self::from_index(codes, index)
    }

    /// Labels from codes and numbers into them.
    pub fn from_index(codes: Arc<Codes>, index: impl IntoIterator<Item = Option<u32>>) -> Self {
        Self { codes, index: index.into_iter().map(|i| i.unwrap_or(Self::NONE)).collect() }
    }

    /// The same labels with names for their codes.
    pub fn named<'a>(self, names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { codes: Arc::new(Codes::clone(&self.codes).named(names)), index: self.index }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// True if there is no record.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The code number of record `i`.
    pub fn get(&self, i: usize) -> Option<usize> {
        Some(self.index[i]).filter(|&c| c != Self::NONE).map(|c| c as usize)
    }

    /// The code of record `i`.
    pub fn code(&self, i: usize) -> Option<&str> {
        self.get(i).map(|c| self.codes.get(c))
    }
}
