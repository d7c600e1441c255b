//! Sums that do not depend on the order or grouping of rows, as an aggregate of the engine.

use agglom_method::ExactSum;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Float64Builder, ListArray, ListBuilder, StructArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Fields, Float64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility};
use std::sync::Arc;

/// The aggregate: the exact sums of the values of a group and of their squares, each rounded once; 0 for a group without values.
/// The two are one aggregate, as they stand side by side in memory.
pub(crate) fn exact_sums() -> AggregateUDF {
    AggregateUDF::from(ExactSums { signature: Signature::exact(vec![DataType::Float64], Volatility::Immutable) })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ExactSums {
    signature: Signature,
}

impl AggregateUDFImpl for ExactSums {
    fn name(&self) -> &'static str {
        "exact_sums"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(fields()))
    }

    fn accumulator(&self, _arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(One(Sums { sums: vec![Default::default()] })))
    }

    fn state_fields(&self, arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |part, data_type| Arc::new(Field::new(format!("{}[{part}]", arguments.name), data_type, true));
        let high = |part| field(part, DataType::Float64);
        let rest = |part| field(part, DataType::List(Arc::new(Field::new_list_field(DataType::Float64, true))));
        Ok(vec![high("sum"), rest("rest of the sum"), high("squares"), rest("rest of the squares")])
    }

    fn groups_accumulator_supported(&self, _arguments: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _arguments: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Sums { sums: Vec::new() }))
    }
}

/// The two sums.
fn fields() -> Fields {
    Fields::from(vec![Field::new("sum", DataType::Float64, false), Field::new("squares", DataType::Float64, false)])
}

/// Two sums per group. The state of each is its partial sums, the largest and a list of the others, so sums of parts add up exactly, too.
#[derive(Debug)]
struct Sums {
    sums: Vec<[ExactSum; 2]>,
}

impl Sums {
    fn grow(&mut self, groups: usize) {
        if self.sums.len() < groups {
            self.sums.resize(groups, Default::default());
        }
    }

    fn add(&mut self, values: &Float64Array, groups: impl Iterator<Item = usize>, filter: Option<&BooleanArray>) {
        for (i, group) in groups.enumerate() {
            if let Some(value) = kept(values, i, filter) {
                let [sum, squares] = &mut self.sums[group];
                sum.add(value);
                squares.add(value * value);
            }
        }
    }

    fn merge(&mut self, states: &[ArrayRef], groups: impl Iterator<Item = usize> + Clone) {
        for (which, state) in states.chunks_exact(2).enumerate() {
            let (high, rest) = (state[0].as_primitive::<Float64Type>(), state[1].as_list::<i32>());
            groups.clone().zip(high.values()).for_each(|(group, &partial)| self.sums[group][which].add(partial));
            if rest.null_count() < rest.len() {
                for (i, group) in groups.clone().enumerate().filter(|(i, _)| !rest.is_null(*i)) {
                    rest.value(i).as_primitive::<Float64Type>().values().iter().for_each(|&partial| self.sums[group][which].add(partial));
                }
            }
        }
    }
}

/// The value in row `i`, if it counts.
fn kept(values: &Float64Array, i: usize, filter: Option<&BooleanArray>) -> Option<f64> {
    let kept = filter.is_none_or(|f| !f.is_null(i) && f.value(i));
    (kept && !values.is_null(i)).then(|| values.value(i)).filter(|v| v.is_finite())
}

fn values_of(sums: &[[ExactSum; 2]]) -> StructArray {
    let part = |which: usize| -> ArrayRef { Arc::new(Float64Array::from_iter_values(sums.iter().map(|s| s[which].value()))) };
    StructArray::new(fields(), vec![part(0), part(1)], None)
}

fn states_of(sums: &[[ExactSum; 2]]) -> Vec<ArrayRef> {
    let state = |which: usize| -> [ArrayRef; 2] {
        let high = Float64Array::from_iter_values(sums.iter().map(|s| s[which].high()));
        let mut rest = ListBuilder::new(Float64Builder::new());
        for sum in sums {
            rest.values().append_slice(sum[which].rest());
            rest.append(!sum[which].rest().is_empty());
        }
        [Arc::new(high), Arc::new(rest.finish())]
    };
    [state(0), state(1)].into_iter().flatten().collect()
}

impl GroupsAccumulator for Sums {
    fn update_batch(&mut self, values: &[ArrayRef], groups: &[usize], filter: Option<&BooleanArray>, total: usize) -> Result<()> {
        self.grow(total);
        self.add(values[0].as_primitive::<Float64Type>(), groups.iter().copied(), filter);
        Ok(())
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        Ok(Arc::new(values_of(&emit.take_needed(&mut self.sums))))
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(states_of(&emit.take_needed(&mut self.sums)))
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], total: usize) -> Result<()> {
        self.grow(total);
        self.merge(states, groups.iter().copied());
        Ok(())
    }

    /// Every row as a group of its own, for when grouping in parts does not pay.
    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let values = values[0].as_primitive::<Float64Type>();
        let each = |power: i32| {
            let highs = (0..values.len()).map(|i| kept(values, i, filter).map_or(0.0, |v| v.powi(power)));
            let rest = ListArray::new_null(Arc::new(Field::new_list_field(DataType::Float64, true)), values.len());
            [Arc::new(Float64Array::from_iter_values(highs)) as ArrayRef, Arc::new(rest)]
        };
        Ok([each(1), each(2)].into_iter().flatten().collect())
    }

    fn size(&self) -> usize {
        self.sums.capacity() * size_of::<[ExactSum; 2]>()
    }
}

/// A single group.
#[derive(Debug)]
struct One(Sums);

impl Accumulator for One {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.0.add(values[0].as_primitive::<Float64Type>(), std::iter::repeat_n(0, values[0].len()), None);
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        ScalarValue::try_from_array(&values_of(&self.0.sums), 0)
    }

    fn size(&self) -> usize {
        GroupsAccumulator::size(&self.0)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        states_of(&self.0.sums).iter().map(|state| ScalarValue::try_from_array(state, 0)).collect()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.0.merge(states, std::iter::repeat_n(0, states[0].len()));
        Ok(())
    }
}
