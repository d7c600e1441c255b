//! What gives a region or a point its colour: a number by its class, a word or a code by its kind.

use super::canvas::{Canvas, Paint};
use super::colour::{CATEGORIES, Classes, REST, of_word};
use super::legend;
use super::view::{Field, View};
use crate::cells;
use crate::number;
use agglom_method::{Argument, Column, Message, Scale, Values};
use std::cmp::Reverse;

/// A column that gives colours.
pub(super) enum Colouring<'a> {
    /// Numbers by classes.
    Numbers { field: Field<'a>, classes: Classes, scale: Scale },
    /// Words and codes by kinds.
    Kinds(Kinds<'a>),
}

/// The kinds of a column of words or codes, in the order of the legend.
pub(super) struct Kinds<'a> {
    column: &'a Column,
    title: String,
    /// Which kind each row of the table has.
    of_row: Vec<Option<usize>>,
    /// What each kind is called and how it is filled.
    kinds: Vec<(String, Paint)>,
    /// Which texts are drawn in colours of their own.
    texts: Vec<String>,
}

impl<'a> Colouring<'a> {
    /// The colours of these rows; none if there is no such column.
    pub(super) fn of(view: &View<'a>, name: &str, (scale, midpoint): (Scale, Option<f64>), rows: &[usize]) -> Option<Self> {
        let column = view.column(name)?;
        let Some(field) = view.field(name) else { return Some(Self::Kinds(Kinds::of(view, column, rows)?)) };
        let values: Vec<f64> = rows.iter().filter_map(|&row| class_value(&field, scale, row)).collect();
        let classes = Classes::of(&values, scale, midpoint.map(|m| field.shown(m)));
        Some(Self::Numbers { field, classes, scale })
    }

    /// The class or kind of a row.
    pub(super) fn class(&self, row: usize) -> Option<usize> {
        match self {
            Self::Numbers { field, classes, scale } => class_value(field, *scale, row).map(|v| classes.class(v)),
            Self::Kinds(kinds) => kinds.of_row[row],
        }
    }

    /// How many classes or kinds there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Numbers { classes, .. } => classes.len(),
            Self::Kinds(kinds) => kinds.kinds.len(),
        }
    }

    /// How a class or kind is filled.
    pub(super) fn paint(&self, class: usize) -> Paint {
        match self {
            Self::Numbers { classes, .. } => classes.paint(class),
            Self::Kinds(kinds) => kinds.kinds.get(class).map_or(Paint::plain(REST), |k| k.1),
        }
    }

    /// What stands in a row, as a person reads it.
    pub(super) fn text(&self, view: &View<'_>, row: usize) -> Option<String> {
        match self {
            Self::Numbers { field, .. } => field.at(row).map(|v| number::significant(v, 3)),
            Self::Kinds(kinds) => cells::named(kinds.column, row, view.speaker).map(|n| super::canvas::full(&[n])),
        }
    }

    /// The colour that a text of this column has, if it has one of its own.
    pub(super) fn colour_of(&self, column: &str, text: &str) -> Option<&'static str> {
        let Self::Kinds(kinds) = self else { return None };
        let at = kinds.texts.iter().position(|t| t == text).filter(|_| kinds.column.name == column)?;
        kinds.kinds.get(at).map(|k| k.1.ground)
    }

    /// What the kinds are called, with how many rows are of each.
    pub(super) fn named_counts(&self, counts: &[usize]) -> Vec<String> {
        let Self::Kinds(kinds) = self else { return Vec::new() };
        kinds.kinds.iter().zip(counts).map(|((name, _), count)| with_count(name, *count)).collect()
    }

    /// The legend: what each colour means, how many are of it, and whatever has no colour.
    pub(super) fn legend(&self, canvas: &mut Canvas, counts: &[usize], without: &[(Paint, String, usize)]) {
        match self {
            Self::Numbers { field, classes, .. } => legend::classes(canvas, &field.title, classes, counts, without),
            Self::Kinds(kinds) => {
                legend::title(canvas, &kinds.title);
                let named = self.named_counts(counts).into_iter().zip(&kinds.kinds).map(|(text, kind)| (kind.1, text));
                let others = without.iter().filter(|w| w.2 > 0).map(|(paint, name, count)| (*paint, with_count(name, *count)));
                legend::swatches(canvas, &named.chain(others).collect::<Vec<_>>());
            }
        }
    }

    /// What a row without a value is called: in a column of clusters it is in none.
    pub(super) fn without(&self) -> &'static str {
        match self {
            Self::Kinds(kinds) if kinds.column.name.ends_with("cluster") => "chart-in-no-cluster",
            _ => "chart-no-value",
        }
    }

    /// What the column is called.
    pub(super) fn title(&self) -> &str {
        match self {
            Self::Numbers { field, .. } => &field.title,
            Self::Kinds(kinds) => &kinds.title,
        }
    }
}

impl<'a> Kinds<'a> {
    /// The words of a closed list in an order of their own, everything else by how frequent it is.
    fn of(view: &View<'a>, column: &'a Column, rows: &[usize]) -> Option<Self> {
        let categories = view.categories(&column.name)?;
        let mut counts = vec![(0usize, None); categories.names.len()];
        for &row in rows {
            if let Some(kind) = categories.of_row[row] {
                counts[kind].0 += 1;
                counts[kind].1.get_or_insert(row);
            }
        }
        let fixed = |row: usize| match &column.values {
            Values::Word(words) => words[row].and_then(of_word),
            _ => None,
        };
        let mut order: Vec<(usize, usize)> = counts.iter().enumerate().filter_map(|(kind, (_, row))| Some((kind, (*row)?))).collect();
        order.sort_by_key(|&(kind, row)| (fixed(row).map_or(FREE, |f| f.0), Reverse(counts[kind].0), kind));
        let free = order.iter().filter(|o| fixed(o.1).is_none()).count();
        // One kind too many is drawn in grey under its own name, more of them together.
        let coloured = free.min(CATEGORIES.len());
        let mut kinds = Self { column, title: view.speaker.label(&column.name), of_row: Vec::new(), kinds: Vec::new(), texts: Vec::new() };
        let mut number = vec![None; categories.names.len()];
        let mut used = 0;
        for &(kind, row) in &order {
            let paint = match fixed(row) {
                Some((_, paint)) => paint,
                None if used < coloured => {
                    used += 1;
                    Paint::category(used - 1, CATEGORIES[used - 1])
                }
                None => continue,
            };
            number[kind] = Some(kinds.kinds.len());
            kinds.kinds.push((super::canvas::full(&categories.names[kind..=kind]), paint));
            kinds.texts.push(column.values.text(row).unwrap_or_default());
        }
        let rest: Vec<usize> = order.iter().map(|o| o.0).filter(|&kind| number[kind].is_none()).collect();
        if let [first, others @ ..] = rest.as_slice() {
            let together = Message::new("chart-other-kinds").with("kinds", Argument::count(rest.len()));
            let name = if others.is_empty() { super::canvas::full(&categories.names[*first..=*first]) } else { view.speaker.say(&together) };
            for &kind in &rest {
                number[kind] = Some(kinds.kinds.len());
            }
            kinds.kinds.push((name, Paint::plain(REST)));
        }
        kinds.of_row = categories.of_row.iter().map(|kind| kind.and_then(|k| number[k])).collect();
        Some(kinds)
    }
}

/// Where words stand in a legend that have no place of their own.
const FREE: usize = 10;

/// The number that a class is found for: a logarithmic scale has no place for negative ones.
fn class_value(field: &Field<'_>, scale: Scale, row: usize) -> Option<f64> {
    field.at(row).filter(|v| scale == Scale::Linear || *v >= 0.0)
}

/// A name with a number of rows.
pub(super) fn with_count(name: &str, count: usize) -> String {
    format!("{name} ({})", number::fixed(count as f64, 0))
}
