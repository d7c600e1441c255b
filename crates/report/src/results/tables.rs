//! Tables as CSV and Parquet: full precision, empty where nothing is defined.

use agglom_data::batch;
use agglom_method::{Column, Table, Values};
use agglom_study::Group;
use arrow::array::{ArrayRef, new_null_array};
use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// The parts of a table, one per group.
type Parts<'a> = [(&'a Group, &'a Table)];

/// Names of the columns of all parts, in the order of their first appearance.
fn columns<'a>(parts: &Parts<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for name in parts.iter().flat_map(|(_, t)| &t.columns).map(|c| c.name.as_str()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Writes a table as CSV (UTF-8, comma, point), the `by` columns first.
pub(super) fn csv(parts: &Parts<'_>, path: &Path) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 18, File::create(path)?);
    let names = columns(parts);
    let by = parts.first().map(|(g, _)| g.by.as_slice()).unwrap_or_default();
    let mut line = String::new();
    for name in by.iter().map(|b| b.0.as_str()).chain(names.iter().copied()) {
        push_text(&mut line, name);
    }
    end_line(&mut line, &mut file)?;
    for (group, table) in parts {
        let mut start = String::new();
        for (_, value) in &group.by {
            push_text(&mut start, value);
        }
        let columns: Vec<Option<&Column>> = names.iter().map(|n| table.get(n)).collect();
        for row in 0..table.rows() {
            line.push_str(&start);
            for column in &columns {
                match column {
                    Some(column) => push_value(&mut line, &column.values, row),
                    None => line.push(','),
                }
            }
            end_line(&mut line, &mut file)?;
        }
    }
    file.flush()
}

/// Replaces the comma after the last field by the end of the line, and writes it.
fn end_line(line: &mut String, file: &mut impl Write) -> io::Result<()> {
    line.pop();
    line.push('\n');
    file.write_all(line.as_bytes())?;
    line.clear();
    Ok(())
}

fn push_value(line: &mut String, values: &Values, row: usize) {
    match values {
        Values::Code(labels) => push_text(line, labels.code(row).unwrap_or_default()),
        Values::Text(texts) => push_text(line, texts[row].as_deref().unwrap_or_default()),
        Values::Word(words) => push_text(line, words[row].unwrap_or_default()),
        Values::Number(numbers) => push_number(line, numbers[row]),
        Values::Integer(numbers) => push_text(line, &numbers[row].map(|n| n.to_string()).unwrap_or_default()),
        Values::Flag(flags) => push_text(line, flags[row].map_or("", |f| if f { "true" } else { "false" })),
    }
}

/// A text and a comma; quoted if it needs to be.
fn push_text(line: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push_str("\",");
    } else {
        line.push_str(text);
        line.push(',');
    }
}

/// The shortest text that reads back as the same number, and a comma.
fn push_number(line: &mut String, number: Option<f64>) {
    if let Some(number) = number.filter(|n| n.is_finite()) {
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format_finite(number);
        line.push_str(text.strip_suffix(".0").unwrap_or(text));
    }
    line.push(',');
}

/// Writes a table as Parquet, the `by` columns first; units are metadata of the columns.
pub(super) fn parquet(parts: &Parts<'_>, path: &Path) -> io::Result<()> {
    let batches: Vec<RecordBatch> = parts.iter().map(|(group, table)| batch(&group.by, table)).collect();
    let schema = union(&batches);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, schema.clone(), Some(properties)).map_err(io::Error::other)?;
    for batch in &batches {
        let arrays: Vec<ArrayRef> = schema.fields().iter().map(|f| aligned(batch, f)).collect();
        let aligned = RecordBatch::try_new(schema.clone(), arrays).map_err(io::Error::other)?;
        writer.write(&aligned).map_err(io::Error::other)?;
    }
    writer.close().map(|_| ()).map_err(io::Error::other)
}

fn union(batches: &[RecordBatch]) -> SchemaRef {
    let mut fields: Vec<Arc<Field>> = Vec::new();
    for field in batches.iter().flat_map(|b| b.schema().fields().to_vec()) {
        if !fields.iter().any(|f| f.name() == field.name()) {
            fields.push(field);
        }
    }
    Arc::new(Schema::new(fields))
}

fn aligned(batch: &RecordBatch, field: &Field) -> ArrayRef {
    batch.column_by_name(field.name()).cloned().unwrap_or_else(|| new_null_array(field.data_type(), batch.num_rows()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_so_that_they_read_back_the_same() {
        for number in [1.6, 80.0, 0.1 + 0.2, 1e-300, -1.0 / 3.0, 5_188_452.0, f64::MAX, 0.0] {
            let mut line = String::new();
            push_number(&mut line, Some(number));
            assert_eq!(line.trim_end_matches(',').parse::<f64>().unwrap().to_bits(), number.to_bits(), "{line}");
        }
        let mut empty = String::new();
        push_number(&mut empty, None);
        push_number(&mut empty, Some(80.0));
        assert_eq!(empty, ",80,");
    }

    #[test]
    fn texts_that_would_break_a_row_are_quoted() {
        let mut line = String::new();
        push_text(&mut line, "a \"b\", c");
        assert_eq!(line, "\"a \"\"b\"\", c\",");
    }
}
