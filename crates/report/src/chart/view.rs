//! The rows and columns of a table that a chart names.

use crate::Speaker;
use crate::cells::{self, Named};
use agglom_method::{Chart, Column, Order, Reference, Table, Values};
use std::collections::BTreeMap;

/// The rows of a table that a chart is about.
pub(super) struct View<'a> {
    pub(super) rows: Vec<usize>,
    pub(super) speaker: &'a Speaker,
    table: &'a Table,
}

/// A numeric column in the unit it is shown in.
pub(super) struct Field<'a> {
    column: &'a Column,
    /// Label and unit.
    pub(super) title: String,
}

/// The distinct texts of a column, in the order of the codes or as they come.
pub(super) struct Categories {
    /// The texts.
    pub(super) names: Vec<Named>,
    /// Which text each row of the table has, if it is one of the chart's.
    pub(super) of_row: Vec<Option<usize>>,
}

impl<'a> View<'a> {
    /// The rows that the chart takes from the table.
    pub(super) fn of(chart: &Chart, table: &'a Table, speaker: &'a Speaker) -> Self {
        let rows = match &chart.only {
            None => (0..table.rows()).collect(),
            Some((column, text)) => {
                let column = table.get(column);
                (0..table.rows()).filter(|&row| column.is_some_and(|c| c.values.text(row).as_ref() == Some(text))).collect()
            }
        };
        Self { rows, speaker, table }
    }

    /// All rows of another table of the finding, or those that the chart would take if that table has the column it chooses by.
    pub(super) fn beside(chart: &Chart, table: &'a Table, speaker: &'a Speaker) -> Self {
        let chosen = chart.only.as_ref().is_some_and(|(column, _)| table.get(column).is_some());
        if chosen { Self::of(chart, table, speaker) } else { Self { rows: (0..table.rows()).collect(), speaker, table } }
    }

    /// What a row is called in the table's first column.
    pub(super) fn name(&self, row: usize) -> Vec<Named> {
        self.table.columns.first().and_then(|c| cells::named(c, row, self.speaker)).into_iter().collect()
    }

    /// The first column of codes or texts, preferably the one of this name.
    pub(super) fn identifier(&self, preferred: &str) -> Option<&'a Column> {
        let names = |c: &&Column| matches!(c.values, Values::Code(_) | Values::Text(_));
        self.column(preferred).or_else(|| self.table.columns.iter().find(names))
    }

    /// The column of that name.
    pub(super) fn column(&self, name: &str) -> Option<&'a Column> {
        self.table.get(name)
    }

    /// The numeric column of that name.
    pub(super) fn field(&self, name: &str) -> Option<Field<'a>> {
        let column = self.column(name).filter(|c| matches!(c.values, Values::Number(_) | Values::Integer(_)))?;
        Some(Field { column, title: self.speaker.label_with_unit(name, &column.unit) })
    }

    /// What a row is called in these columns.
    pub(super) fn names(&self, columns: &[String], row: usize) -> Vec<Named> {
        // A source without entities or periods has one empty code for them, which names nothing.
        columns.iter().filter_map(|c| cells::named(self.column(c)?, row, self.speaker)).filter(|named| !named.text.is_empty()).collect()
    }

    /// The distinct texts of a column among the rows.
    pub(super) fn categories(&self, name: &str) -> Option<Categories> {
        let column = self.column(name)?;
        let mut texts: BTreeMap<String, usize> = BTreeMap::new();
        let mut key = |row: usize| match &column.values {
            Values::Code(labels) => labels.get(row),
            other => {
                let next = texts.len();
                Some(*texts.entry(other.text(row)?).or_insert(next))
            }
        };
        let mut of_row = vec![None; self.table.rows()];
        let mut first: BTreeMap<usize, usize> = BTreeMap::new();
        for &row in &self.rows {
            of_row[row] = key(row);
            if let Some(key) = of_row[row] {
                first.entry(key).or_insert(row);
            }
        }
        let names = first.values().filter_map(|&row| cells::named(column, row, self.speaker)).collect();
        let number: BTreeMap<usize, usize> = first.into_keys().enumerate().map(|(i, key)| (key, i)).collect();
        let of_row = of_row.into_iter().map(|key| number.get(&key?).copied()).collect();
        Some(Categories { names, of_row })
    }

    /// The rows in this order.
    pub(super) fn ordered(&self, order: &Order) -> Vec<usize> {
        let ranked = |name: &str, most: usize, key: fn(f64) -> f64| {
            let Some(field) = self.field(name) else { return Vec::new() };
            let mut rows: Vec<(f64, usize)> = self.rows.iter().filter_map(|&row| Some((field.at(row)?, row))).collect();
            rows.sort_by(|a, b| key(b.0).total_cmp(&key(a.0)));
            rows.truncate(most);
            rows
        };
        match order {
            Order::AsIs => self.rows.clone(),
            Order::Largest(column, most) => ranked(column, *most, |v| v).into_iter().map(|r| r.1).collect(),
            Order::Extreme(column, most) => {
                let mut rows = ranked(column, *most, f64::abs);
                rows.sort_by(|a, b| b.0.total_cmp(&a.0));
                rows.into_iter().map(|r| r.1).collect()
            }
        }
    }
}

impl Field<'_> {
    /// The number in a row, if there is a finite one.
    pub(super) fn at(&self, row: usize) -> Option<f64> {
        cells::shown(self.column, row)
    }

    /// A number given in the column's own unit, in the unit it is shown in.
    pub(super) fn shown(&self, value: f64) -> f64 {
        value * cells::shown_per_unit(&self.column.unit)
    }

    /// A line in the unit that is shown, if it is a finite number.
    pub(super) fn line<'r>(&self, reference: Option<&'r Reference>) -> Option<(f64, &'r Reference)> {
        reference.map(|r| (self.shown(r.at), r)).filter(|(at, _)| at.is_finite())
    }
}
