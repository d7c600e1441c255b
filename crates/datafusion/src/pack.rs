//! Small columns packed into one whole number per row, and back: one key of a group instead of several.

use crate::functions::checked_function;
use crate::intern::Interner;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int8Array, UInt32Array, UInt64Array};
use datafusion::arrow::datatypes::{DataType, Int8Type, UInt32Type};
use datafusion::common::DataFusionError;
use datafusion::logical_expr::ScalarUDF;
use std::sync::Arc;

/// A column that takes part, by what it holds.
#[derive(Debug, Clone)]
pub(crate) enum Small {
    /// A code, by its number.
    Code(Arc<Interner>),
    /// The number of a region, or nothing.
    Region,
    /// A state.
    State,
    /// Yes, no or nothing.
    Flag,
}

/// A column with its name.
pub(crate) type Named = (String, Small);

impl Small {
    /// Bits it takes, so that a code, a region and two states are one number.
    const fn bits(&self) -> u32 {
        match self {
            Self::Code(_) | Self::Region => 28,
            Self::State => 4,
            Self::Flag => 2,
        }
    }

    const fn data_type(&self) -> DataType {
        match self {
            Self::Code(_) => DataType::Utf8View,
            Self::Region => DataType::UInt32,
            Self::State => DataType::Int8,
            Self::Flag => DataType::Boolean,
        }
    }

    /// The column as numbers: nothing is 0, a value that may be nothing one more than itself. `None` if there are more codes than numbers.
    fn numbers(&self, column: &ArrayRef) -> Option<Vec<u64>> {
        Some(match self {
            Self::Code(interner) => interner.numbers(column.as_string_view())?.into_iter().map(u64::from).collect(),
            Self::Region => column.as_primitive::<UInt32Type>().iter().map(|v| v.map_or(0, |v| u64::from(v) + 1)).collect(),
            Self::State => column.as_primitive::<Int8Type>().values().iter().map(|&v| u64::from(v.unsigned_abs())).collect(),
            Self::Flag => column.as_boolean().iter().map(|v| v.map_or(0, |v| u64::from(v) + 1)).collect(),
        })
    }

    fn column(&self, numbers: impl Iterator<Item = u64>) -> ArrayRef {
        match self {
            Self::Code(interner) => Arc::new(interner.texts(numbers.map(|n| n as u32))),
            Self::Region => Arc::new(numbers.map(|n| n.checked_sub(1).map(|v| v as u32)).collect::<UInt32Array>()),
            Self::State => Arc::new(Int8Array::from_iter_values(numbers.map(|n| n as i8))),
            Self::Flag => Arc::new(numbers.map(|n| n.checked_sub(1).map(|v| v == 1)).collect::<BooleanArray>()),
        }
    }
}

/// The columns in runs that fit into one number each.
pub(crate) fn fitting(columns: &[Named]) -> Vec<&[Named]> {
    let (mut runs, mut start, mut used) = (Vec::new(), 0, 0);
    for (at, (_, small)) in columns.iter().enumerate() {
        if used + small.bits() > u64::BITS {
            runs.push(&columns[start..at]);
            (start, used) = (at, 0);
        }
        used += small.bits();
    }
    runs.push(&columns[start..]);
    runs.retain(|run| !run.is_empty());
    runs
}

/// Where each column begins, in bits.
fn shifts(columns: &[Named]) -> Vec<(Small, u32)> {
    let starts = columns.iter().scan(0, |at, (_, small)| {
        let start = *at;
        *at += small.bits();
        Some((small.clone(), start))
    });
    starts.collect()
}

/// Columns as one number per row.
pub(crate) fn pack(columns: &[Named]) -> ScalarUDF {
    let shifts = shifts(columns);
    let types = columns.iter().map(|(_, small)| small.data_type()).collect();
    checked_function("pack", types, DataType::UInt64, move |arrays| {
        let mut packed = vec![0; arrays[0].len()];
        for (array, (small, shift)) in arrays.iter().zip(&shifts) {
            let numbers = small.numbers(array).filter(|numbers| numbers.iter().all(|n| n >> small.bits() == 0));
            let numbers =
                numbers.ok_or_else(|| DataFusionError::ResourcesExhausted("more than 268 million different codes in a column".to_owned()))?;
            packed.iter_mut().zip(numbers).for_each(|(p, n)| *p |= n << shift);
        }
        Ok(Arc::new(UInt64Array::from(packed)))
    })
}

/// One of the columns, from the numbers.
pub(crate) fn unpack(columns: &[Named], at: usize, packed: &[u64]) -> ArrayRef {
    let (small, shift) = shifts(columns)[at].clone();
    let mask = (1u64 << small.bits()) - 1;
    small.column(packed.iter().map(|packed| packed >> shift & mask))
}
