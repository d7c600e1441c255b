//! Codes as numbers while rows are grouped: engines compare numbers faster than texts.

use datafusion::arrow::array::{Array, StringViewArray, StringViewBuilder};
use hashbrown::HashMap;
use std::sync::{PoisonError, RwLock};

/// Texts with numbers in the order of their arrival.
#[derive(Debug, Default)]
pub(crate) struct Interner(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    /// Texts of up to twelve bytes, by the view that holds them whole.
    short: HashMap<u128, u32>,
    long: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Known {
    fn number(&self, views: &StringViewArray, i: usize) -> Option<u32> {
        let view = views.views()[i];
        if whole(view) { self.short.get(&view).copied() } else { self.long.get(views.value(i)).copied() }
    }

    /// The number of a text, a new one if it has none; nothing if there are more texts than numbers.
    fn add(&mut self, views: &StringViewArray, i: usize) -> Option<u32> {
        if let Some(number) = self.number(views, i) {
            return Some(number);
        }
        let (view, text, number) = (views.views()[i], views.value(i), u32::try_from(self.texts.len()).ok()?);
        self.texts.push(text.into());
        if whole(view) {
            self.short.insert(view, number);
        } else {
            self.long.insert(text.into(), number);
        }
        Some(number)
    }
}

/// True if a view holds its text itself: the length stands in the lowest 32 bits.
fn whole(view: u128) -> bool {
    view as u32 <= 12
}

impl Interner {
    /// The numbers of texts; an empty one for nothing. `None` if there are more different texts than numbers.
    pub(crate) fn numbers(&self, views: &StringViewArray) -> Option<Vec<u32>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let numbers: Option<Vec<u32>> = (0..views.len()).map(|i| known.number(views, i)).collect();
        drop(known);
        numbers.or_else(|| {
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            (0..views.len()).map(|i| known.add(views, i)).collect()
        })
    }

    /// The texts of numbers that were given out.
    pub(crate) fn texts(&self, numbers: impl Iterator<Item = u32>) -> StringViewArray {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut texts = StringViewBuilder::new();
        numbers.for_each(|number| texts.append_value(&*known.texts[number as usize]));
        texts.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        let interner = Interner::default();
        let texts = ["", "a", "twelve bytes", "thirteen byte", "a", "thirteen byte", "工业", "\0", "a\0"];
        let numbers = interner.numbers(&StringViewArray::from_iter_values(texts)).unwrap();
        assert_eq!(numbers, [0, 1, 2, 3, 1, 3, 4, 5, 6]);
        let back = interner.texts(numbers.into_iter());
        assert!(back.iter().eq(texts.map(Some)));
        assert_eq!(interner.numbers(&StringViewArray::from_iter_values(["new", "a"])), Some(vec![7, 1]));
    }
}
