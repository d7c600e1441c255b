//! Result tables as batches, to be read again or written.

use agglom_method::{Table, Unit, Values};
use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int64Array, StringArray, StringDictionaryBuilder};
use arrow::datatypes::{DataType, Field, Schema, UInt32Type};
use arrow::record_batch::RecordBatch;
use std::collections::HashMap;
use std::sync::Arc;

/// A result table as a batch; the values of `by` columns come first, the same in every row. Units are metadata of the fields.
pub fn batch(by: &[(String, String)], table: &Table) -> RecordBatch {
    let rows = table.rows();
    let (mut fields, mut arrays): (Vec<Field>, Vec<ArrayRef>) = (Vec::new(), Vec::new());
    for (column, value) in by {
        fields.push(Field::new(column, DataType::Utf8, true));
        arrays.push(Arc::new(StringArray::from_iter_values(std::iter::repeat_n(value, rows))));
    }
    for column in &table.columns {
        let array = array(&column.values);
        let field = Field::new(&column.name, array.data_type().clone(), true);
        fields.push(match unit_name(&column.unit) {
            Some(unit) => field.with_metadata(HashMap::from([("unit".to_owned(), unit)])),
            None => field,
        });
        arrays.push(array);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("the columns of a table are of one length")
}

fn array(values: &Values) -> ArrayRef {
    match values {
        Values::Code(labels) => {
            let mut builder = StringDictionaryBuilder::<UInt32Type>::new();
            for i in 0..labels.len() {
                builder.append_option(labels.code(i));
            }
            Arc::new(builder.finish())
        }
        Values::Text(texts) => Arc::new(StringArray::from_iter(texts)),
        Values::Word(words) => Arc::new(StringArray::from_iter(words)),
        Values::Number(numbers) => Arc::new(Float64Array::from_iter(numbers)),
        Values::Integer(numbers) => Arc::new(Int64Array::from_iter(numbers)),
        Values::Flag(flags) => Arc::new(BooleanArray::from_iter(flags)),
    }
}

fn unit_name(unit: &Unit) -> Option<String> {
    match unit {
        Unit::None => None,
        Unit::Share => Some("share".to_owned()),
        Unit::Percent => Some("percent".to_owned()),
        Unit::Metres => Some("m".to_owned()),
        Unit::Named(name) => Some(name.clone()),
    }
}
