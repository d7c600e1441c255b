//! Rows on their way to cells of [`Counts`].

use super::frame::{Interner, Span};
use super::{Group, Request};
use crate::tables::CellState;
use crate::{DataError, Duplicates};
use agglom_method::{Absent, Cells, Codes, Counts, Gap, Measured, Sampling, Shape};
use hashbrown::HashMap;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a row belongs: numbers of group, region, industry and period.
pub(super) type Key = [u32; 4];

/// What a row (or a group of rows of one state) adds to its cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) state: CellState,
    pub(super) value: f64,
    pub(super) squares: f64,
    pub(super) establishments: Option<f64>,
    pub(super) span: Span,
}

/// Codes with the names seen beside them.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) codes: Interner,
    names: BTreeMap<u32, String>,
}

impl Seen {
    /// The number of a code; of several names the least is kept, so that the order of rows does not matter.
    pub(super) fn number(&mut self, code: &str, name: &str) -> u32 {
        let number = self.codes.number(code);
        if !name.is_empty() && self.names.get(&number).is_none_or(|known| name < known.as_str()) {
            self.names.insert(number, name.to_owned());
        }
        number
    }

    /// The codes with these numbers, and for each number its place among them.
    fn codes(&self, numbers: impl Iterator<Item = u32>) -> (Codes, HashMap<u32, u32>) {
        let mut wanted = vec![false; self.codes.len()];
        numbers.for_each(|n| wanted[n as usize] = true);
        let numbers = || (0..wanted.len() as u32).filter(|&n| wanted[n as usize]);
        let names = numbers().filter_map(|n| Some((self.codes.text(n), self.names.get(&n)?.as_str())));
        let codes = Codes::new(numbers().map(|n| self.codes.text(n))).named(names);
        let places = numbers().filter_map(|n| Some((n, codes.index(self.codes.text(n))? as u32))).collect();
        (codes, places)
    }
}

/// Entries and what their numbers mean.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) groups: Interner,
    pub(super) group_values: Vec<Vec<(String, String)>>,
    pub(super) regions: Seen,
    pub(super) industries: Seen,
    pub(super) periods: Seen,
    pub(super) entries: Vec<Entry>,
}

impl Entries {
    /// Puts entries of one cell next to each other, in an order that does not depend on how they came.
    pub(super) fn sort(&mut self) {
        self.entries.par_sort_unstable_by_key(|e| (e.key, e.state, e.span.first));
    }

    /// Refuses cells with several rows, unless they are parts of a whole.
    pub(super) fn refuse_duplicates(&self, request: &Request<'_>) -> Result<(), DataError> {
        if request.source.duplicates == Duplicates::Sum {
            return Ok(());
        }
        let cells = self.entries.chunk_by(|a, b| a.key == b.key);
        let twice = cells.filter(|c| c.iter().map(|e| e.span.rows).sum::<u64>() > 1).min_by_key(|c| c.iter().map(|e| e.span.first).min());
        let Some(cell) = twice else { return Ok(()) };
        let [group, region, industry, period] = cell[0].key;
        let mut words = vec![format!("region {}, industry {}", self.regions.codes.text(region), self.industries.codes.text(industry))];
        if request.source.column("period").is_some() {
            words.push(format!("period {}", self.periods.codes.text(period)));
        }
        words.extend(self.group_values[group as usize].iter().map(|(column, value)| format!("{column} {value}")));
        Err(DataError::Duplicate {
            source_name: request.place.source_name.clone(),
            path: request.place.path.clone(),
            first: cell.iter().map(|e| e.span.first).min().unwrap_or_default(),
            second: cell.iter().map(|e| e.span.first).max().unwrap_or_default(),
            key: words.join(", "),
            advice: "map `period`, choose rows with `where`, or say that they are parts of a whole: duplicates = \"sum\"",
        })
    }

    /// The counts of each group, in the groups' order.
    pub(super) fn shapes(&self, request: &Request<'_>, sampling: Sampling) -> Result<Vec<Group>, DataError> {
        let order = Codes::new((0..self.groups.len() as u32).map(|g| self.groups.text(g)));
        let mut groups: Vec<&[Entry]> = self.entries.chunk_by(|a, b| a.key[0] == b.key[0]).collect();
        groups.sort_by_key(|g| order.index(self.groups.text(g[0].key[0])));
        let shape = |entries: &[Entry]| Ok(Shape::Counts(Arc::new(self.counts(entries, request, sampling)?)));
        groups.into_iter().map(|g| Ok((self.group_values[g[0].key[0] as usize].clone(), shape(g)?))).collect()
    }

    fn counts(&self, entries: &[Entry], request: &Request<'_>, sampling: Sampling) -> Result<Counts, DataError> {
        let (regions, region) = self.regions.codes(entries.iter().map(|e| e.key[1]));
        let (industries, industry) = self.industries.codes(entries.iter().map(|e| e.key[2]));
        let (periods, period) = self.periods.codes(entries.iter().map(|e| e.key[3]));
        super::one_period(request, &periods)?;
        let mut measured: Vec<Vec<Measured>> = vec![Vec::new(); periods.len()];
        let mut gaps: Vec<Vec<Gap>> = vec![Vec::new(); periods.len()];
        for cell in entries.chunk_by(|a, b| a.key == b.key) {
            let [_, r, i, p] = cell[0].key;
            let (region, industry, period) = (region[&r], industry[&i], period[&p] as usize);
            match one_cell(cell, region, industry, sampling) {
                Ok(m) => measured[period].push(m),
                Err(gap) => gaps[period].push(gap),
            }
        }
        let cells = measured.into_iter().zip(gaps).map(|(m, g)| Cells::new(regions.len(), m, g)).collect();
        Ok(Counts {
            regions: Arc::new(regions),
            industries: Arc::new(industries),
            periods: Arc::new(periods),
            cells,
            absent: if sampling == Sampling::Sizes { Absent::Zero } else { request.source.absent },
            sampling,
            unit: request.source.unit.clone(),
        })
    }
}

/// A cell from its entries: observed if any of them is.
fn one_cell(entries: &[Entry], region: u32, industry: u32, sampling: Sampling) -> Result<Measured, Gap> {
    let observed = || entries.iter().filter(|e| super::frame::reason(e.state).is_none());
    if observed().next().is_none() {
        let state = entries[0].state.state().unwrap_or(agglom_method::State::Missing);
        return Err(Gap { region, industry, state });
    }
    let value: f64 = observed().map(|e| e.value).sum();
    let establishments: Option<f64> = observed().map(|e| e.establishments).sum();
    let variance = match (sampling, establishments) {
        (Sampling::Sizes, _) => observed().map(|e| e.squares).sum(),
        (Sampling::Establishments, Some(n)) if n > 0.0 => value * value / n,
        _ => value,
    };
    Ok(Measured { region, industry, value, establishments, variance })
}
