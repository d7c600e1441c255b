use agglom_method::{Aim, Argument, Indicators, Message, MethodError, Reading};
use std::collections::BTreeMap;

/// Figures as a matrix: a row per entity and period, a column per indicator. Stored by column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matrix {
    /// The rows that have every indicator, in the order of (entity, period).
    pub rows: Vec<Cell>,
    /// The indicators, by number, in the order of their codes.
    pub indicators: Vec<u32>,
    /// Whether more of an indicator is better.
    pub aims: Vec<Aim>,
    /// The figures of each indicator, row by row.
    pub columns: Vec<Vec<f64>>,
    /// The rows that lack an indicator.
    pub incomplete: Vec<Incomplete>,
}

/// An entity in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    /// Number of the entity.
    pub entity: u32,
    /// Number of the period.
    pub period: u32,
}

/// A row that lacks an indicator, so that nothing can be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Incomplete {
    /// The row.
    pub row: Cell,
    /// Number of the first indicator that it lacks.
    pub indicator: u32,
}

impl Matrix {
    /// The figures of some indicators. A direction in `directions` goes before the one in the data; an indicator without either is
    /// an error, as is a figure that stands there twice.
    pub(crate) fn new(source: &Indicators, wanted: &[u32], directions: &BTreeMap<String, Aim>) -> Result<Self, MethodError> {
        let mut place = vec![None; source.indicators.len()];
        wanted.iter().enumerate().for_each(|(at, &indicator)| place[indicator as usize] = Some(at));
        let mut aims: Vec<Option<Aim>> = wanted.iter().map(|&i| named(directions, source, i)).collect();
        let mut figures: BTreeMap<Cell, Vec<Option<f64>>> = BTreeMap::new();
        for row in &source.rows {
            let Some(at) = place[row.indicator as usize] else { continue };
            aims[at] = aims[at].or(row.direction);
            let cell = Cell { entity: row.entity, period: row.period };
            let figure = &mut figures.entry(cell).or_insert_with(|| vec![None; wanted.len()])[at];
            if let Reading::Observed(printed) = row.value
                && figure.replace(printed.value).is_some()
            {
                let message = Message::new("index-twice").with("entity", source.entities.argument_or_whole(cell.entity as usize));
                let message = message.with("indicator", source.indicators.argument(row.indicator as usize));
                return Err(MethodError::Needs { what: message.with("period", source.periods.argument(cell.period as usize)) });
            }
        }
        let aims = aims.into_iter().zip(wanted).map(|(aim, &i)| aim.ok_or_else(|| no_direction(source, i))).collect::<Result<_, _>>()?;
        let mut matrix =
            Self { rows: Vec::new(), indicators: wanted.to_vec(), aims, columns: vec![Vec::new(); wanted.len()], incomplete: Vec::new() };
        for (row, figures) in figures {
            if let Some(lacking) = figures.iter().position(Option::is_none) {
                matrix.incomplete.push(Incomplete { row, indicator: wanted[lacking] });
            } else {
                matrix.rows.push(row);
                matrix.columns.iter_mut().zip(figures).for_each(|(column, figure)| column.extend(figure));
            }
        }
        Ok(matrix)
    }
}

fn named(directions: &BTreeMap<String, Aim>, source: &Indicators, indicator: u32) -> Option<Aim> {
    let at = indicator as usize;
    directions.get(source.indicators.get(at)).or_else(|| directions.get(source.indicators.name(at)?)).copied()
}

fn no_direction(source: &Indicators, indicator: u32) -> MethodError {
    let indicator: Argument = source.indicators.argument(indicator as usize);
    MethodError::Needs { what: Message::new("index-no-direction").with("indicator", indicator) }
}
