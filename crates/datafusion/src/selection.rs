//! Selections as plans of the engine.

use crate::functions;
use crate::known::{Column, Known};
use crate::text_source::numbers_of;
use agglom_data::read::ROW;
use agglom_data::{CellReader, DataError, Place, RoleKind, Selection, Source, What, role};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column as ColumnName, Result};
use datafusion::functions::core::expr_fn::nullif;
use datafusion::logical_expr::{Expr, cast, lit};
use datafusion::prelude::DataFrame;

/// Prefix of the columns as they are, beside the typed ones that a `where` sees.
const RAW: &str = "\u{1}raw:";

/// Builds the plan of a selection over a table.
pub(crate) struct Plan<'a> {
    pub(crate) known: &'a Known,
    pub(crate) place: &'a Place,
    pub(crate) source: &'a Source,
    pub(crate) reader: CellReader,
}

impl Plan<'_> {
    /// Rows that the `where` selects, with the raw columns and the row number.
    pub(crate) fn filtered(&self, table: DataFrame, wanted: &[String]) -> Result<DataFrame> {
        let Some(sql) = &self.source.filter else {
            return table.select(raw(wanted));
        };
        let named = filter_columns(&table, sql)?;
        let named: Vec<&Column> = self.known.columns.iter().filter(|c| named.contains(&c.name)).collect();
        let typed: Vec<Expr> = named.iter().map(|c| self.typed(c).alias(&c.name)).collect();
        let inner = table.select(typed.into_iter().chain(raw(wanted)).collect::<Vec<_>>())?;
        let condition = inner.parse_sql_expr(sql)?;
        if let Some(looking) = looks_at_others(&condition)? {
            let problem = format!("looks at other rows with `{looking}`; it can only ask about one row at a time");
            return Err(crate::external(DataError::Where { source_name: self.place.source_name.clone(), problem }));
        }
        let filtered = inner.filter(condition)?;
        let kept: Vec<Expr> = wanted.iter().map(|c| name(&format!("{RAW}{c}"))).chain([name(ROW)]).collect();
        filtered.select(kept)
    }

    /// A column as a `where` sees it: codes as text, numbers as numbers.
    fn typed(&self, column: &Column) -> Expr {
        let mapped = self.source.columns.iter().filter(|(_, c)| **c == column.name).filter_map(|(r, _)| role(r));
        let kinds: Vec<RoleKind> = mapped.map(|r| r.kind).collect();
        let raw = name(&column.name);
        if kinds.contains(&RoleKind::Code) {
            // A blank code is nothing, so that `year >= 2020` passes it over and `year is null` finds it.
            return nullif(code(column, raw), lit(""));
        }
        match (&column.kind, column.looks) {
            (DataType::Utf8View, looks) if kinds.contains(&RoleKind::Number) || looks == crate::known::Looks::Number => {
                functions::strict_number(self.reader.clone(), column.name.clone()).call(vec![raw])
            }
            (DataType::Utf8View, crate::known::Looks::Flag) => functions::flag_of_text().call(vec![raw]),
            _ => raw,
        }
    }

    /// A column as numbers with their states.
    fn number(&self, column: &str) -> Result<Expr> {
        let known = self.known.column(self.place, column).map_err(crate::external)?;
        if self.known.numbers {
            return Ok(name(&format!("{RAW}{}", numbers_of(column))));
        }
        let raw = name(&format!("{RAW}{column}"));
        Ok(match &known.kind {
            DataType::Utf8View => functions::number_of_text(self.reader.clone()).call(vec![raw]),
            kind if kind.is_string() || matches!(kind, DataType::Dictionary(..)) => {
                functions::number_of_text(self.reader.clone()).call(vec![cast(raw, DataType::Utf8View)])
            }
            _ => functions::number_of_float().call(vec![cast(raw, DataType::Float64)]),
        })
    }

    /// The columns that the picks of a selection are made of.
    fn columns_of(&self, selection: &Selection) -> Result<Vec<String>> {
        let mut columns: Vec<(&str, bool)> = Vec::new();
        for pick in &selection.picks {
            match &pick.what {
                What::Code(c) | What::Name(c) | What::Flag(c) => columns.push((c, false)),
                What::Number(c) => columns.push((c, self.known.numbers)),
                What::Located { lon, lat, .. } => columns.extend([(lon.as_str(), self.known.numbers), (lat, self.known.numbers)]),
            }
        }
        columns.sort_unstable();
        columns.dedup();
        let named = |(column, numbers): (&str, bool)| {
            self.known.column(self.place, column).map_err(crate::external)?;
            Ok(if numbers { numbers_of(column) } else { column.to_owned() })
        };
        columns.into_iter().map(named).collect()
    }

    /// The plan of the rows of a selection, each with its row number.
    pub(crate) fn select(&self, table: DataFrame, selection: &Selection) -> Result<DataFrame> {
        let filtered = self.filtered(table, &self.columns_of(selection)?)?;
        let mut picked = Vec::new();
        for pick in &selection.picks {
            let columns = self.pick(&pick.alias, &pick.what)?;
            let Some(digits) = pick.digits else {
                picked.extend(columns);
                continue;
            };
            let shorter = |column: Expr| functions::beginning(digits).call(vec![column.unalias()]).alias(&pick.alias);
            picked.extend(columns.into_iter().map(shorter));
        }
        picked.push(name(ROW));
        filtered.select(picked)
    }

    /// The columns of a pick, from the raw columns.
    fn pick(&self, alias: &str, what: &What) -> Result<Vec<Expr>> {
        let raw = |column: &String| -> Result<(&Column, Expr)> {
            let known = self.known.column(self.place, column).map_err(crate::external)?;
            Ok((known, name(&format!("{RAW}{column}"))))
        };
        Ok(match what {
            What::Code(column) | What::Name(column) => {
                let (known, raw) = raw(column)?;
                vec![code(known, raw).alias(alias)]
            }
            What::Flag(column) => {
                let (known, raw) = raw(column)?;
                vec![flag(known, raw).alias(alias)]
            }
            What::Number(column) => {
                let number = self.number(column)?;
                vec![functions::value_of().call(vec![number.clone()]).alias(alias), functions::state_of().call(vec![number]).alias(state(alias))]
            }
            What::Located { lon, lat, locator } => {
                let place = functions::locate(locator.clone()).call(vec![self.number(lon)?, self.number(lat)?]);
                vec![
                    functions::region_of().call(vec![place.clone()]).alias(alias),
                    functions::region_state_of().call(vec![place]).alias(state(alias)),
                ]
            }
        })
    }
}

/// Columns as they are, and the row number.
fn raw(wanted: &[String]) -> Vec<Expr> {
    wanted.iter().map(|column| name(column).alias(format!("{RAW}{column}"))).chain([name(ROW)]).collect()
}

/// Columns that a condition names, whether the table has them or not.
fn filter_columns(table: &DataFrame, sql: &str) -> Result<Vec<String>> {
    let parsed = table.parse_sql_expr(sql)?;
    Ok(parsed.column_refs().into_iter().map(|c| c.name.clone()).collect())
}

/// The column of the states of a pick.
pub(crate) fn state(alias: &str) -> String {
    format!("{alias}_state")
}

/// A column by its exact name.
pub(crate) fn name(column: &str) -> Expr {
    Expr::Column(ColumnName::from_name(column))
}

/// A column as codes.
fn code(column: &Column, raw: Expr) -> Expr {
    match &column.kind {
        DataType::Utf8View => functions::code_of_text().call(vec![raw]),
        kind if kind.is_floating() => functions::code_of_float().call(vec![cast(raw, DataType::Float64)]),
        _ => functions::code_of_text().call(vec![cast(raw, DataType::Utf8View)]),
    }
}

/// A column as flags.
fn flag(column: &Column, raw: Expr) -> Expr {
    match &column.kind {
        DataType::Boolean => raw,
        _ => functions::flag_of_text().call(vec![cast(raw, DataType::Utf8View)]),
    }
}

/// The part of a condition that cannot be judged row by row: a sum, a rank, a query within the query.
fn looks_at_others(condition: &Expr) -> Result<Option<&'static str>> {
    let mut found = None;
    condition.apply(|e| {
        let what = match e {
            Expr::AggregateFunction(_) => "sum, count, max",
            Expr::WindowFunction(_) => "over",
            Expr::Exists(_) | Expr::InSubquery(_) | Expr::ScalarSubquery(_) | Expr::SetComparison(_) => "select",
            _ => return Ok(TreeNodeRecursion::Continue),
        };
        found = Some(what);
        Ok(TreeNodeRecursion::Stop)
    })?;
    Ok(found)
}
