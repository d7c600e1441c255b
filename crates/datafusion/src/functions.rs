//! How cells are read, as functions of the engine. What they decide is decided in `agglom-data`; here it meets columns.

use agglom_data::read::Numbers;
use agglom_data::{CellReader, CellState, Location, Locator};
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Float64Array, Float64Builder, Int8Array, NullBufferBuilder, StringViewBuilder, StructArray, UInt32Array,
};
use datafusion::arrow::datatypes::{DataType, Field, Fields, Float64Type};
use datafusion::common::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};
use std::sync::Arc;

/// A function of columns of one batch.
pub(crate) fn function(
    name: &str,
    input: Vec<DataType>,
    output: DataType,
    body: impl Fn(&[ArrayRef]) -> ArrayRef + Send + Sync + 'static,
) -> ScalarUDF {
    checked_function(name, input, output, move |arrays| Ok(body(arrays)))
}

/// A function of columns of one batch that can fail.
pub(crate) fn checked_function(
    name: &str,
    input: Vec<DataType>,
    output: DataType,
    body: impl Fn(&[ArrayRef]) -> Result<ArrayRef> + Send + Sync + 'static,
) -> ScalarUDF {
    let wrapped = move |arguments: &[ColumnarValue]| -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(arguments)?;
        body(&arrays).map(ColumnarValue::Array)
    };
    create_udf(name, input, output, Volatility::Immutable, Arc::new(wrapped))
}

/// A number with its state.
fn number_fields() -> Fields {
    Numbers::fields()
}

/// A region with the state of the coordinates.
fn region_fields() -> Fields {
    Fields::from(vec![Field::new("value", DataType::UInt32, true), Field::new("state", DataType::Int8, false)])
}

fn numbers(cells: impl Iterator<Item = (Option<f64>, CellState)>) -> ArrayRef {
    let mut numbers = Numbers::default();
    cells.for_each(|cell| numbers.push(cell));
    numbers.finish()
}

/// Text as a number with its state.
pub(crate) fn number_of_text(reader: CellReader) -> ScalarUDF {
    function("number_of_text", vec![DataType::Utf8View], DataType::Struct(number_fields()), move |arrays| {
        let texts = arrays[0].as_string_view();
        numbers(texts.iter().map(|text| reader.number(text.unwrap_or_default())))
    })
}

/// A number of a typed column with its state.
pub(crate) fn number_of_float() -> ScalarUDF {
    function("number_of_float", vec![DataType::Float64], DataType::Struct(number_fields()), |arrays| {
        let values = arrays[0].as_primitive::<Float64Type>();
        numbers(values.iter().map(CellReader::typed))
    })
}

/// The value of a number with its state.
pub(crate) fn value_of() -> ScalarUDF {
    part_of("value_of", number_fields(), DataType::Float64, 0)
}

/// The state of a number with its state.
pub(crate) fn state_of() -> ScalarUDF {
    part_of("state_of", number_fields(), DataType::Int8, 1)
}

/// The number of a region.
pub(crate) fn region_of() -> ScalarUDF {
    part_of("region_of", region_fields(), DataType::UInt32, 0)
}

/// The state of a region's coordinates.
pub(crate) fn region_state_of() -> ScalarUDF {
    part_of("region_state_of", region_fields(), DataType::Int8, 1)
}

fn part_of(name: &str, fields: Fields, output: DataType, part: usize) -> ScalarUDF {
    function(name, vec![DataType::Struct(fields)], output, move |arrays| arrays[0].as_struct().column(part).clone())
}

/// The region of a point, from two numbers with their states.
pub(crate) fn locate(locator: Locator) -> ScalarUDF {
    let number = DataType::Struct(number_fields());
    function("locate", vec![number.clone(), number], DataType::Struct(region_fields()), move |arrays| {
        let [x, y] = [arrays[0].as_struct(), arrays[1].as_struct()];
        let values = [x, y].map(|s| s.column(0).as_primitive::<Float64Type>().clone());
        let states = [x, y].map(|s| s.column(1).as_primitive::<datafusion::arrow::datatypes::Int8Type>().clone());
        located(&locator, &values, &states)
    })
}

fn located(locator: &Locator, values: &[Float64Array; 2], states: &[Int8Array; 2]) -> ArrayRef {
    let length = values[0].len();
    let (mut regions, mut found, mut kinds) = (Vec::with_capacity(length), NullBufferBuilder::new(length), Vec::with_capacity(length));
    let points: Vec<[f64; 2]> = values[0].values().iter().zip(values[1].values()).map(|(&x, &y)| [x, y]).collect();
    for (i, location) in locator.find_all(&points).into_iter().enumerate() {
        let observed = values.iter().all(|v| !v.is_null(i));
        let (region, state) = if observed {
            match location {
                Location::Region(region) => (Some(region), CellState::Plain),
                Location::Outside => (None, CellState::Plain),
                Location::Impossible => (None, CellState::Impossible),
            }
        } else {
            // The worse of the two states: an unreadable coordinate before a missing one.
            let worst = states.iter().map(|s| s.value(i)).max().and_then(CellState::from_number);
            (None, worst.unwrap_or(CellState::Missing))
        };
        regions.push(region.unwrap_or_default());
        found.append(region.is_some());
        kinds.push(state as i8);
    }
    let regions = UInt32Array::new(regions.into(), found.finish());
    Arc::new(StructArray::new(region_fields(), vec![Arc::new(regions), Arc::new(Int8Array::from(kinds))], None))
}

/// Text as a code: trimmed, empty for none.
pub(crate) fn code_of_text() -> ScalarUDF {
    function("code_of_text", vec![DataType::Utf8View], DataType::Utf8View, |arrays| {
        let texts = arrays[0].as_string_view();
        let clean = |text: Option<&str>| text.is_some_and(|t| CellReader::code(t).len() == t.len());
        if texts.iter().all(clean) {
            return arrays[0].clone();
        }
        let mut codes = StringViewBuilder::with_capacity(texts.len());
        texts.iter().for_each(|text| codes.append_value(CellReader::code(text.unwrap_or_default())));
        Arc::new(codes.finish())
    })
}

/// The first characters of codes.
pub(crate) fn beginning(characters: u32) -> ScalarUDF {
    function(&format!("beginning_{characters}"), vec![DataType::Utf8View], DataType::Utf8View, move |arrays| {
        let texts = arrays[0].as_string_view();
        let mut codes = StringViewBuilder::with_capacity(texts.len());
        for text in texts {
            let text = text.unwrap_or_default();
            let end = text.char_indices().nth(characters as usize).map_or(text.len(), |(end, _)| end);
            codes.append_value(&text[..end]);
        }
        Arc::new(codes.finish())
    })
}

/// A number as a code: whole numbers without a decimal point (a column of codes with gaps is often stored as floating point).
pub(crate) fn code_of_float() -> ScalarUDF {
    function("code_of_float", vec![DataType::Float64], DataType::Utf8View, |arrays| {
        let mut codes = StringViewBuilder::new();
        for value in arrays[0].as_primitive::<Float64Type>() {
            codes.append_value(value.filter(|v| !v.is_nan()).map(|v| v.to_string()).unwrap_or_default());
        }
        Arc::new(codes.finish())
    })
}

/// Text as yes or no.
pub(crate) fn flag_of_text() -> ScalarUDF {
    function("flag_of_text", vec![DataType::Utf8View], DataType::Boolean, |arrays| {
        let texts = arrays[0].as_string_view();
        Arc::new(texts.iter().map(|text| Some(CellReader::flag(text.unwrap_or_default()))).collect::<BooleanArray>())
    })
}

/// Text as a number that a `where` compares; text that is no number, where one was expected from the first rows, is an error.
pub(crate) fn strict_number(reader: CellReader, column: String) -> ScalarUDF {
    let body = move |arguments: &[ColumnarValue]| -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(arguments)?;
        let mut values = Float64Builder::new();
        for text in arrays[0].as_string_view() {
            let text = text.unwrap_or_default();
            match reader.number(text) {
                (Some(value), _) => values.append_value(value),
                (None, CellState::Missing | CellState::Suppressed | CellState::NotApplicable) => values.append_null(),
                (None, _) => {
                    let problem = format!("compares column `{column}` with a number, but one of its cells is `{text}`");
                    return Err(datafusion::common::DataFusionError::Execution(problem));
                }
            }
        }
        Ok(ColumnarValue::Array(Arc::new(values.finish())))
    };
    create_udf("strict_number", vec![DataType::Utf8View], DataType::Float64, Volatility::Immutable, Arc::new(body))
}
