//! Rows of equal codes, flags, regions and states as one.
//!
//! Each thread groups the rows it reads, then groups are merged by twos. The keys of a row are packed into whole numbers; what is kept of a
//! group stands side by side in memory, as nearly every row asks for another place of it.

use crate::pack::{self, Named, Small};
use crate::selection::{name, state};
use agglom_data::read::ROW;
use agglom_data::{Selection, What};
use agglom_method::ExactSum;
use datafusion::arrow::array::{ArrayRef, AsArray, Float64Array, Int64Array, StringViewArray};
use datafusion::arrow::datatypes::{Float64Type, Int64Type, UInt64Type};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::runtime::SpawnedTask;
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::logical_expr::Expr;
use datafusion::prelude::DataFrame;
use futures::StreamExt;
use futures::future::try_join_all;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

/// The groups of the rows of a selection.
pub(crate) async fn group(rows: DataFrame, selection: &Selection) -> Result<Groups> {
    let layout = Arc::new(Layout::new(selection));
    let streams = rows.select(layout.columns())?.execute_stream_partitioned().await?;
    let parts = streams.into_iter().map(|rows| SpawnedTask::spawn(Groups::of(layout.clone(), rows)));
    let mut parts = try_join_all(parts.map(joined)).await?;
    while parts.len() > 1 {
        let mut merges = Vec::new();
        while let Some(one) = parts.pop() {
            let other = parts.pop();
            merges.push(joined(SpawnedTask::spawn_blocking(move || one.merged(other))));
        }
        parts = try_join_all(merges).await?;
    }
    Ok(parts.pop().unwrap_or_else(|| Groups::new(layout)))
}

async fn joined<T: Send + 'static>(task: SpawnedTask<Result<T>>) -> Result<T> {
    task.join_unwind().await.map_err(|e| DataFusionError::ExecutionJoin(Box::new(e)))?
}

/// Which columns make groups, and which are summed up for each.
#[derive(Debug, Default)]
struct Layout {
    /// The columns behind each number that is a key.
    keys: Vec<Vec<Named>>,
    numbers: Vec<String>,
    names: Vec<String>,
}

impl Layout {
    fn new(selection: &Selection) -> Self {
        let (mut layout, mut small) = (Self::default(), Vec::new());
        for pick in &selection.picks {
            let alias = pick.alias.clone();
            match pick.what {
                What::Code(_) => small.push((alias, Small::Code(Arc::default()))),
                What::Flag(_) => small.push((alias, Small::Flag)),
                What::Name(_) => layout.names.push(alias),
                What::Located { .. } => small.extend([(alias.clone(), Small::Region), (state(&alias), Small::State)]),
                What::Number(_) => {
                    small.push((state(&alias), Small::State));
                    layout.numbers.push(alias);
                }
            }
        }
        layout.keys = pack::fitting(&small).into_iter().map(<[Named]>::to_vec).collect();
        layout
    }

    /// What is asked of each row: the keys, the numbers, the names, the row.
    fn columns(&self) -> Vec<Expr> {
        let key = |(i, columns): (usize, &Vec<Named>)| {
            let parts = columns.iter().map(|(column, _)| name(column)).collect();
            pack::pack(columns).call(parts).alias(format!("key {i}"))
        };
        let others = self.numbers.iter().chain(&self.names).map(|column| name(column));
        self.keys.iter().enumerate().map(key).chain(others).chain([name(ROW)]).collect()
    }
}

/// Groups, numbered in the order of their first rows.
#[derive(Debug)]
pub(crate) struct Groups {
    layout: Arc<Layout>,
    /// For each key column, the numbers of what its key and those before make together; the last column's are the groups'.
    tables: Vec<Numbers>,
    /// The keys of each group, column by column.
    keys: Vec<Vec<u64>>,
    spans: Vec<Span>,
    /// For each number column.
    sums: Vec<Vec<Sums>>,
    /// For each name column, the least name.
    names: Vec<Vec<Option<Box<str>>>>,
}

/// How many rows, and the first.
#[derive(Debug, Clone, Copy)]
struct Span {
    rows: i64,
    first: i64,
}

impl Span {
    const NONE: Self = Self { rows: 0, first: i64::MAX };

    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.first = self.first.min(other.first);
    }
}

impl Groups {
    fn new(layout: Arc<Layout>) -> Self {
        Self {
            tables: layout.keys.iter().map(|_| Numbers::default()).collect(),
            keys: vec![Vec::new(); layout.keys.len()],
            spans: Vec::new(),
            sums: layout.numbers.iter().map(|_| Vec::new()).collect(),
            names: vec![Vec::new(); layout.names.len()],
            layout,
        }
    }

    async fn of(layout: Arc<Layout>, mut rows: SendableRecordBatchStream) -> Result<Self> {
        let mut groups = Self::new(layout);
        while let Some(batch) = rows.next().await {
            groups.add(&batch?)?;
        }
        Ok(groups)
    }

    fn add(&mut self, batch: &RecordBatch) -> Result<()> {
        let (keys, others) = batch.columns().split_at(self.keys.len());
        let (numbers, others) = others.split_at(self.sums.len());
        let (names, row) = others.split_at(self.names.len());
        let keys: Vec<&[u64]> = keys.iter().map(|k| &k.as_primitive::<UInt64Type>().values()[..]).collect();
        let groups = self.groups(&keys, batch.num_rows())?;
        for (&group, &first) in groups.iter().zip(row[0].as_primitive::<Int64Type>().values()) {
            self.spans[group as usize].add(Span { rows: 1, first });
        }
        for (sums, values) in self.sums.iter_mut().zip(numbers) {
            let values = groups.iter().zip(values.as_primitive::<Float64Type>());
            for (&group, value) in values.filter_map(|(group, value)| Some((group, value.filter(|v| v.is_finite())?))) {
                sums[group as usize].add([value, value * value]);
            }
        }
        for (least, names) in self.names.iter_mut().zip(names) {
            for (&group, name) in groups.iter().zip(names.as_string_view()) {
                keep_least(&mut least[group as usize], name);
            }
        }
        Ok(())
    }

    /// The groups of rows with these keys, new ones if need be.
    fn groups(&mut self, keys: &[&[u64]], rows: usize) -> Result<Vec<u32>> {
        if self.spans.len() + rows > u32::MAX as usize {
            return Err(DataFusionError::ResourcesExhausted("more than four billion groups".to_owned()));
        }
        let mut groups = vec![0; rows];
        for (table, keys) in self.tables.iter_mut().zip(keys) {
            groups.iter_mut().zip(*keys).for_each(|(group, &key)| *group = table.number(*group, key));
        }
        let mut known = self.spans.len();
        for (row, &group) in groups.iter().enumerate() {
            if group as usize == known {
                self.keys.iter_mut().zip(keys).for_each(|(known, keys)| known.push(keys[row]));
                known += 1;
            }
        }
        self.spans.resize(known, Span::NONE);
        self.sums.iter_mut().for_each(|sums| sums.resize_with(known, Sums::default));
        self.names.iter_mut().for_each(|names| names.resize(known, None));
        Ok(groups)
    }

    fn merged(mut self, other: Option<Self>) -> Result<Self> {
        let Some(other) = other else { return Ok(self) };
        let keys: Vec<&[u64]> = other.keys.iter().map(Vec::as_slice).collect();
        let groups = self.groups(&keys, other.spans.len())?;
        groups.iter().zip(other.spans).for_each(|(&group, span)| self.spans[group as usize].add(span));
        for (sums, others) in self.sums.iter_mut().zip(other.sums) {
            groups.iter().zip(others).for_each(|(&group, other)| sums[group as usize].merge(&other));
        }
        for (least, others) in self.names.iter_mut().zip(other.names) {
            groups.iter().zip(others).for_each(|(&group, other)| keep_least(&mut least[group as usize], other.as_deref()));
        }
        Ok(self)
    }

    /// The groups as a selection has them, in batches.
    pub(crate) fn batches(&self) -> impl Iterator<Item = Result<RecordBatch>> {
        const ROWS: usize = 1 << 16;
        (0..self.spans.len()).step_by(ROWS).map(|start| self.batch(start..self.spans.len().min(start + ROWS)))
    }

    fn batch(&self, groups: Range<usize>) -> Result<RecordBatch> {
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for (packed, keys) in self.layout.keys.iter().zip(&self.keys) {
            columns.extend(packed.iter().enumerate().map(|(at, (column, _))| (column.clone(), pack::unpack(packed, at, &keys[groups.clone()]))));
        }
        for (alias, sums) in self.layout.numbers.iter().zip(&self.sums) {
            let rounded = |which: usize| Arc::new(Float64Array::from_iter_values(sums[groups.clone()].iter().map(|s| s.value(which))));
            columns.extend([(alias.clone(), rounded(0) as ArrayRef), (format!("{alias}_squares"), rounded(1))]);
        }
        for (alias, names) in self.layout.names.iter().zip(&self.names) {
            columns.push((alias.clone(), Arc::new(names[groups.clone()].iter().map(Option::as_deref).collect::<StringViewArray>())));
        }
        let spans = |part: fn(&Span) -> i64| Arc::new(Int64Array::from_iter_values(self.spans[groups.clone()].iter().map(part)));
        columns.extend([("rows".to_owned(), spans(|s| s.rows) as ArrayRef), ("first_row".to_owned(), spans(|s| s.first))]);
        Ok(RecordBatch::try_from_iter(columns)?)
    }
}

fn keep_least(least: &mut Option<Box<str>>, name: Option<&str>) {
    if let Some(name) = name.filter(|name| least.as_deref().is_none_or(|least| *name < least)) {
        *least = Some(name.into());
    }
}

/// Pairs of numbers, numbered in the order of their arrival.
#[derive(Debug, Default)]
struct Numbers {
    table: HashTable<Known>,
    hasher: hashbrown::DefaultHashBuilder,
}

#[derive(Debug)]
struct Known {
    key: u64,
    before: u32,
    number: u32,
}

impl Numbers {
    fn number(&mut self, before: u32, key: u64) -> u32 {
        let (number, hasher) = (self.table.len() as u32, &self.hasher);
        let hash = |before: u32, key: u64| hasher.hash_one((key, before));
        match self.table.entry(hash(before, key), |k| k.key == key && k.before == before, |k| hash(k.before, k.key)) {
            Entry::Occupied(known) => known.get().number,
            Entry::Vacant(new) => new.insert(Known { key, before, number }).get().number,
        }
    }
}

/// The exact sum of some values and that of their squares.
#[derive(Debug, Default)]
struct Sums {
    /// The sums, as long as they are numbers without rounding: whole numbers are.
    plain: [f64; 2],
    exact: Option<Box<[ExactSum; 2]>>,
}

impl Sums {
    #[inline]
    fn add(&mut self, terms: [f64; 2]) {
        let sums = [0, 1].map(|k| self.plain[k] + terms[k]);
        // Nothing was lost if each term comes back.
        let whole = [0, 1].iter().all(|&k| sums[k] - self.plain[k] == terms[k] && sums[k] - terms[k] == self.plain[k]);
        if whole && self.exact.is_none() {
            self.plain = sums;
        } else {
            self.exact().iter_mut().zip(terms).for_each(|(sum, term)| sum.add(term));
        }
    }

    fn exact(&mut self) -> &mut [ExactSum; 2] {
        self.exact.get_or_insert_with(|| {
            let mut sums = Box::<[ExactSum; 2]>::default();
            sums.iter_mut().zip(self.plain).for_each(|(sum, plain)| sum.add(plain));
            sums
        })
    }

    fn merge(&mut self, other: &Self) {
        let Some(exact) = &other.exact else { return self.add(other.plain) };
        for (sum, other) in self.exact().iter_mut().zip(exact.iter()) {
            other.rest().iter().chain([&other.high()]).for_each(|&partial| sum.add(partial));
        }
    }

    fn value(&self, which: usize) -> f64 {
        self.exact.as_ref().map_or(self.plain[which], |exact| exact[which].value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::exact_sum;

    #[test]
    fn sums_are_exact_however_they_are_merged() {
        let whole = |i: u32| f64::from(i % 90);
        let broken = |i: u32| f64::from(i).sin() * 10f64.powi(i as i32 % 37 - 18);
        for value in [whole as fn(u32) -> f64, broken] {
            for cut in [0, 1, 700, 2000] {
                let mut parts = [Sums::default(), Sums::default()];
                (0..2000).for_each(|i| parts[usize::from(i >= cut)].add([value(i), value(i) * value(i)]));
                let [mut one, other] = parts;
                one.merge(&other);
                let direct = [exact_sum((0..2000).map(value)), exact_sum((0..2000).map(|i| value(i) * value(i)))];
                assert_eq!([0, 1].map(|k| one.value(k).to_bits()), direct.map(f64::to_bits), "cut at {cut}");
            }
        }
        assert!(
            (0..9)
                .fold(Sums::default(), |mut s, i| {
                    s.add([whole(i); 2]);
                    s
                })
                .exact
                .is_none()
        );
    }

    #[test]
    fn groups_of_parts_are_the_groups_of_all_rows() {
        let layout = Arc::new(Layout { keys: vec![Vec::new(); 2], numbers: vec!["n".into()], names: vec!["name".into()] });
        let rows = |range: Range<u64>| {
            let numbers = |of: fn(u64) -> u64| Arc::new(datafusion::arrow::array::UInt64Array::from_iter_values(range.clone().map(of))) as ArrayRef;
            let columns: Vec<(&str, ArrayRef)> = vec![
                ("first", numbers(|i| i % 3)),
                ("second", numbers(|i| i * i % 5)),
                ("n", Arc::new(range.clone().map(|i| (i % 7 > 0).then_some(i as f64)).collect::<Float64Array>())),
                ("name", Arc::new(range.clone().map(|i| (i % 4 > 0).then(|| (i % 11).to_string())).collect::<StringViewArray>())),
                ("row", Arc::new(Int64Array::from_iter_values(range.clone().map(|i| i as i64)))),
            ];
            RecordBatch::try_from_iter(columns).unwrap()
        };
        let grouped = |start: u64, end: u64| {
            let mut groups = Groups::new(layout.clone());
            (start..end).step_by(97).for_each(|batch| groups.add(&rows(batch..end.min(batch + 97))).unwrap());
            groups
        };
        let told = |groups: &Groups| {
            let one = |g: usize| {
                let (sums, span) = (&groups.sums[0][g], groups.spans[g]);
                (
                    groups.keys[0][g],
                    groups.keys[1][g],
                    [sums.value(0), sums.value(1)].map(f64::to_bits),
                    groups.names[0][g].clone(),
                    span.rows,
                    span.first,
                )
            };
            let mut all: Vec<_> = (0..groups.spans.len()).map(one).collect();
            all.sort();
            all
        };
        let whole = told(&grouped(0, 500));
        assert_eq!(whole.len(), 9);
        assert_eq!(whole[0].4, (0..500).filter(|i| i % 15 == 0).count() as i64);
        for cut in [0, 200, 201, 500] {
            let parts = || (grouped(0, cut), grouped(cut, 500));
            let ((low, high), (other_low, other_high)) = (parts(), parts());
            assert_eq!(told(&low.merged(Some(high)).unwrap()), whole);
            assert_eq!(told(&other_high.merged(Some(other_low)).unwrap()), whole);
        }
    }
}
