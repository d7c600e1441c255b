//! A sum that does not depend on the order or grouping of rows, as an aggregate of the engine.

use agglom_method::ExactSum;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Float64Builder, ListArray, ListBuilder};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Float64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility};
use std::sync::Arc;

/// The aggregate: the exact sum of the values of a group, rounded once; 0 for a group without values.
pub(crate) fn exact_sum() -> AggregateUDF {
    AggregateUDF::from(ExactSumFunction { signature: Signature::exact(vec![DataType::Float64], Volatility::Immutable) })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ExactSumFunction {
    signature: Signature,
}

impl AggregateUDFImpl for ExactSumFunction {
    fn name(&self) -> &'static str {
        "exact_sum"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn accumulator(&self, _arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(One(Sums { sums: vec![ExactSum::default()] })))
    }

    fn state_fields(&self, arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let item = Arc::new(Field::new_list_field(DataType::Float64, true));
        let field = |part, data_type| Arc::new(Field::new(format!("{}[{part}]", arguments.name), data_type, true));
        Ok(vec![field("high", DataType::Float64), field("rest", DataType::List(item))])
    }

    fn groups_accumulator_supported(&self, _arguments: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _arguments: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Sums { sums: Vec::new() }))
    }
}

/// One sum per group. Its state is its partial sums, the largest and a list of the others, so sums of parts add up exactly, too.
#[derive(Debug)]
struct Sums {
    sums: Vec<ExactSum>,
}

impl Sums {
    fn grow(&mut self, groups: usize) {
        if self.sums.len() < groups {
            self.sums.resize(groups, ExactSum::default());
        }
    }

    fn add(&mut self, values: &Float64Array, groups: impl Iterator<Item = usize>, filter: Option<&BooleanArray>) {
        for (i, group) in groups.enumerate() {
            let kept = filter.is_none_or(|f| !f.is_null(i) && f.value(i));
            if kept && !values.is_null(i) && values.value(i).is_finite() {
                self.sums[group].add(values.value(i));
            }
        }
    }

    fn merge(&mut self, states: &[ArrayRef], groups: impl Iterator<Item = usize> + Clone) {
        self.add(states[0].as_primitive::<Float64Type>(), groups.clone(), None);
        let rest = states[1].as_list::<i32>();
        if rest.null_count() < rest.len() {
            for (i, group) in groups.enumerate().filter(|(i, _)| !rest.is_null(*i)) {
                rest.value(i).as_primitive::<Float64Type>().values().iter().for_each(|&partial| self.sums[group].add(partial));
            }
        }
    }
}

fn values_of(sums: &[ExactSum]) -> ArrayRef {
    Arc::new(sums.iter().map(ExactSum::value).collect::<Float64Array>())
}

fn states_of(sums: &[ExactSum]) -> Vec<ArrayRef> {
    let high: Float64Array = sums.iter().map(ExactSum::high).collect();
    let mut rest = ListBuilder::new(Float64Builder::new());
    for sum in sums {
        rest.values().append_slice(sum.rest());
        rest.append(!sum.rest().is_empty());
    }
    vec![Arc::new(high), Arc::new(rest.finish())]
}

impl GroupsAccumulator for Sums {
    fn update_batch(&mut self, values: &[ArrayRef], groups: &[usize], filter: Option<&BooleanArray>, total: usize) -> Result<()> {
        self.grow(total);
        self.add(values[0].as_primitive::<Float64Type>(), groups.iter().copied(), filter);
        Ok(())
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        Ok(values_of(&emit.take_needed(&mut self.sums)))
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
        let kept = |i: usize| filter.is_none_or(|f| !f.is_null(i) && f.value(i));
        let high = values.iter().enumerate().map(|(i, value)| value.filter(|v| v.is_finite() && kept(i)).unwrap_or(0.0));
        let rest = ListArray::new_null(Arc::new(Field::new_list_field(DataType::Float64, true)), values.len());
        Ok(vec![Arc::new(high.map(Some).collect::<Float64Array>()), Arc::new(rest)])
    }

    fn size(&self) -> usize {
        self.sums.capacity() * size_of::<ExactSum>()
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
        Ok(ScalarValue::from(self.0.sums[0].value()))
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
