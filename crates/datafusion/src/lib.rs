//! The local engine: `agglom_data::Tables` on DataFusion, in this process.

mod functions;
mod group;
mod intern;
mod known;
mod pack;
mod parquet_source;
mod selection;
mod text_source;

use agglom_data::read::ROW;
use agglom_data::{CellReader, Content, DataError, Each, Place, Selection, Source, Tables};
use agglom_method::nearest;
use async_trait::async_trait;
use datafusion::arrow::array::{ArrayRef, Int64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::MemTable;
use datafusion::common::{DataFusionError, SchemaError, TableReference};
use datafusion::dataframe::DataFrame;
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::StreamExt;
use known::{Column, Known, Looks};
use parquet_source::ParquetSource;
use selection::Plan;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use text_source::{TextSource, UNKNOWN};

/// DataFusion in this process.
pub struct Engine {
    context: SessionContext,
    known: RwLock<HashMap<String, Known>>,
}

impl Engine {
    /// An engine that uses this many threads at once.
    pub fn new(threads: usize) -> Self {
        let mut config = SessionConfig::new().with_target_partitions(threads.max(1));
        // Column names are written as they are in the table, capitals and all.
        config.options_mut().sql_parser.enable_ident_normalization = false;
        Self { context: SessionContext::new_with_config(config), known: RwLock::default() }
    }

    fn known(&self, place: &Place) -> Result<Known, DataError> {
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.get(&place.source_name).cloned().ok_or_else(|| place.source("was not opened"))
    }

    async fn table(&self, place: &Place) -> Result<DataFrame, DataError> {
        self.context.table(TableReference::bare(place.source_name.as_str())).await.map_err(|e| error(place, None, &e))
    }

    async fn register(&self, place: &Place, source: &Source, content: &Content) -> datafusion::common::Result<Arc<AtomicU64>> {
        let table = TableReference::bare(place.source_name.as_str());
        let rows = Arc::new(AtomicU64::new(UNKNOWN));
        match content {
            Content::Text(text) => {
                self.context.register_table(table, Arc::new(TextSource::new(text.clone(), CellReader::new(source), rows.clone())))?;
            }
            Content::Parquet(path) => {
                let source = ParquetSource::open(&self.context, &path.to_string_lossy()).await?;
                self.context.register_table(table, Arc::new(source))?;
            }
            Content::Batches(batches) => {
                let numbered = numbered(batches)?;
                let schema = numbered.first().map_or_else(|| Arc::new(Schema::empty()), RecordBatch::schema);
                self.context.register_table(table, Arc::new(MemTable::try_new(schema, vec![numbered])?))?;
            }
        }
        Ok(rows)
    }
}

/// Batches of a table in memory, with row numbers from 1 and text as the engine likes it.
fn numbered(batches: &[RecordBatch]) -> datafusion::common::Result<Vec<RecordBatch>> {
    let mut first = 1;
    let mut result = Vec::with_capacity(batches.len());
    for batch in batches {
        let rows = batch.num_rows() as i64;
        let (mut fields, mut arrays): (Vec<Field>, Vec<ArrayRef>) = (Vec::new(), Vec::new());
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let text = field.data_type().is_string() || matches!(field.data_type(), DataType::Dictionary(..));
            let array = if text { cast(array, &DataType::Utf8View)? } else { array.clone() };
            fields.push(Field::new(field.name(), array.data_type().clone(), true));
            arrays.push(array);
        }
        fields.push(Field::new(ROW, DataType::Int64, false));
        arrays.push(Arc::new(Int64Array::from_iter_values(first..first + rows)));
        first += rows;
        result.push(RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?);
    }
    Ok(result)
}

#[async_trait]
impl Tables for Engine {
    async fn open(&self, place: &Place, source: &Source, content: Content) -> Result<Vec<String>, DataError> {
        let _ = self.context.deregister_table(TableReference::bare(place.source_name.as_str()));
        let rows = self.register(place, source, &content).await.map_err(|e| error(place, None, &e))?;
        let looks = match &content {
            Content::Text(table) => Some(known::looks(table.as_ref(), &CellReader::new(source))?),
            _ => None,
        };
        let schema = self.table(place).await?.schema().clone();
        let fields = schema.fields().iter().filter(|f| !text_source::hidden(f.name()));
        let columns: Vec<Column> = fields
            .enumerate()
            .map(|(i, f)| Column { name: f.name().clone(), kind: f.data_type().clone(), looks: looks.as_ref().map_or(Looks::Text, |l| l[i]) })
            .collect();
        let names = columns.iter().map(|c| c.name.clone()).collect();
        let known = Known { columns, numbers: looks.is_some(), rows };
        self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(place.source_name.clone(), known);
        Ok(names)
    }

    async fn columns(&self, place: &Place) -> Result<Vec<String>, DataError> {
        Ok(self.known(place)?.columns.into_iter().map(|c| c.name).collect())
    }

    async fn check_filter(&self, place: &Place, source: &Source) -> Result<(), DataError> {
        let known = self.known(place)?;
        let plan = Plan { known: &known, place, source, reader: CellReader::new(source) };
        let filtered = plan.filtered(self.table(place).await?, &[]).map_err(|e| error(place, Some(source), &e))?;
        filtered.into_optimized_plan().map(|_| ()).map_err(|e| error(place, Some(source), &e))
    }

    async fn select(&self, place: &Place, source: &Source, selection: &Selection, each: &mut Each<'_>) -> Result<(), DataError> {
        let known = self.known(place)?;
        let plan = Plan { known: &known, place, source, reader: CellReader::new(source) };
        let failed = |e: DataFusionError| error(place, Some(source), &e);
        let rows = plan.select(self.table(place).await?, selection).map_err(failed)?;
        if selection.grouped {
            let groups = group::group(rows, selection).await.map_err(failed)?;
            return groups.batches().try_for_each(|batch| each(&batch.map_err(failed)?));
        }
        let rows = rows.with_column_renamed(ROW, "row").map_err(failed)?;
        let mut batches = rows.execute_stream().await.map_err(failed)?;
        while let Some(batch) = batches.next().await {
            each(&batch.map_err(failed)?)?;
        }
        Ok(())
    }

    async fn rows(&self, place: &Place) -> Result<u64, DataError> {
        let known = self.known(place)?;
        let counted = known.rows.load(Ordering::Relaxed);
        if counted != UNKNOWN {
            return Ok(counted);
        }
        let rows = self.table(place).await?.count().await.map_err(|e| error(place, None, &e))? as u64;
        known.rows.store(rows, Ordering::Relaxed);
        Ok(rows)
    }

    async fn cell(&self, place: &Place, column: &str, row: u64) -> Option<String> {
        let known = self.known(place).ok()?;
        known.column(place, column).ok()?;
        let text = datafusion::logical_expr::cast(selection::name(column), DataType::Utf8);
        let numbered = self.table(place).await.ok()?.select(vec![text.alias("text"), selection::name(ROW)]).ok()?;
        let found = numbered.filter(selection::name(ROW).eq(datafusion::logical_expr::lit(row as i64))).ok()?;
        let batches = found.collect().await.ok()?;
        let batch = batches.iter().find(|b| b.num_rows() > 0)?;
        let texts = batch.column(0).as_any().downcast_ref::<datafusion::arrow::array::StringArray>()?;
        Some(texts.iter().next()?.unwrap_or_default().to_owned())
    }
}

/// One of our errors, on its way through the engine.
fn external(error: DataError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

/// An error of the engine as one of ours: those that came from us come out as they were.
fn error(place: &Place, source: Option<&Source>, error: &DataFusionError) -> DataError {
    let root = error.find_root();
    if let DataFusionError::External(ours) = root
        && let Some(ours) = ours.downcast_ref::<DataError>()
    {
        return ours.clone();
    }
    let (source_name, path) = (place.source_name.clone(), place.path.clone());
    let filter = source.and_then(|s| s.filter.as_deref());
    match root {
        DataFusionError::SchemaError(schema, _) if filter.is_some() => {
            if let SchemaError::FieldNotFound { field, valid_fields } = schema.as_ref() {
                let valid: Vec<&str> = valid_fields.iter().map(|f| f.name.as_str()).filter(|n| !text_source::hidden(n)).collect();
                let hint = nearest(&field.name, valid.iter().copied()).map(|n| format!("; nearest is `{n}`")).unwrap_or_default();
                return DataError::Where { source_name, problem: format!("names `{}`, which is not a column of {path}{hint}", field.name) };
            }
            DataError::Where { source_name, problem: schema.to_string() }
        }
        DataFusionError::SQL(parser, _) => DataError::Where { source_name, problem: format!("is not an SQL condition: {parser}") },
        DataFusionError::Plan(why) if filter.is_some() => DataError::Where { source_name, problem: format!("cannot be evaluated: {why}") },
        DataFusionError::Execution(why) if filter.is_some() && why.starts_with("compares") => DataError::Where { source_name, problem: why.clone() },
        DataFusionError::ArrowError(why, _) if filter.is_some() => DataError::Where { source_name, problem: format!("cannot be evaluated: {why}") },
        other => DataError::Broken { source_name, path, why: one_line(&other.to_string()) },
    }
}

/// The first line of a message, without the engine's asides.
fn one_line(text: &str) -> String {
    let mut line = text.lines().next().unwrap_or_default();
    let asides = ["External error: ", "Arrow error: ", "Parquet argument error: ", "Parquet error: "];
    while let Some(rest) = asides.iter().find_map(|aside| line.strip_prefix(aside)) {
        line = rest;
    }
    line.replace("Invalid Parquet file. Corrupt footer", "it is cut off, or not a Parquet file; make it again, or say what it is: format = \"csv\"")
}
