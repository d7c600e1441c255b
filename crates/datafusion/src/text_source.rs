//! A table of text as a table of the engine: its parts are read each on a thread of its own, only the columns that are asked for.

use agglom_data::CellReader;
use agglom_data::read::{Numbers, ROW, TablePart, TextTable, Wanted};
use async_trait::async_trait;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::{RecordBatchReceiverStreamBuilder, RecordBatchStreamAdapter};
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use futures::{StreamExt, stream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Rows of the table, once a scan has come to its end; [`UNKNOWN`] before.
pub(crate) type RowCount = Arc<AtomicU64>;

/// No scan has come to its end yet.
pub(crate) const UNKNOWN: u64 = u64::MAX;

/// The column of a text table's column as numbers with their states: they are read where the text is at hand.
pub(crate) fn numbers_of(column: &str) -> String {
    format!("{NUMBERS}{column}")
}

/// Prefix of such columns.
const NUMBERS: &str = "\u{1}numbers:";

/// True for a column that the table itself does not have.
pub(crate) fn hidden(column: &str) -> bool {
    column == ROW || column.starts_with(NUMBERS)
}

/// The provider of a text table: its columns, the row, and its columns as numbers.
#[derive(Debug)]
pub(crate) struct TextSource {
    table: Arc<dyn TextTable>,
    reader: CellReader,
    schema: SchemaRef,
    rows: RowCount,
}

impl TextSource {
    pub(crate) fn new(table: Arc<dyn TextTable>, reader: CellReader, rows: RowCount) -> Self {
        let texts = table.columns().iter().map(|c| Field::new(c, DataType::Utf8View, true));
        let numbers = table.columns().iter().map(|c| Field::new(numbers_of(c), DataType::Struct(Numbers::fields()), true));
        let fields: Vec<Field> = texts.chain([Field::new(ROW, DataType::Int64, false)]).chain(numbers).collect();
        Self { table, reader, schema: Arc::new(Schema::new(fields)), rows }
    }

    /// What to read for a column of the schema; nothing for the row.
    fn wanted(&self, column: usize) -> Option<Wanted> {
        let row = self.table.columns().len();
        match column.checked_sub(row + 1) {
            Some(number) => Some(Wanted::Number(number, self.reader.clone())),
            None => (column != row).then_some(Wanted::Text(column)),
        }
    }
}

#[async_trait]
impl TableProvider for TextSource {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(&self, session: &dyn Session, projection: Option<&Vec<usize>>, _: &[Expr], limit: Option<usize>) -> Result<Arc<dyn ExecutionPlan>> {
        let row = self.table.columns().len();
        let asked: Vec<usize> = projection.cloned().unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let columns: Vec<usize> = asked.iter().copied().filter(|&c| c != row).collect();
        let wanted: Vec<Wanted> = columns.iter().filter_map(|&c| self.wanted(c)).collect();
        let mut fields: Vec<Field> = columns.iter().map(|&c| self.schema.field(c).clone()).collect();
        fields.push(self.schema.field(row).clone());
        let schema = Arc::new(Schema::new(fields));
        // The reader gives the columns asked for and, last, the row; put them in the order asked for.
        let order: Vec<usize> = asked.iter().map(|c| columns.iter().position(|k| k == c).unwrap_or(columns.len())).collect();
        let parts = self.table.parts(session.config().target_partitions()).map_err(crate::external)?;
        let count = Arc::new(Count { rows: AtomicU64::new(0), unread: AtomicUsize::new(parts.len()), total: self.rows.clone() });
        let alone = parts.len() == 1;
        let stream = |part| -> Arc<dyn PartitionStream> {
            let (table, wanted, schema, count) = (self.table.clone(), wanted.clone(), schema.clone(), count.clone());
            Arc::new(TextStream { table, part, alone, wanted, schema, count })
        };
        let streams = parts.into_iter().map(stream).collect();
        Ok(Arc::new(StreamingTableExec::try_new(schema.clone(), streams, Some(&order), None, false, limit)?))
    }
}

/// Rows of the parts that a scan has read to their end.
#[derive(Debug)]
struct Count {
    rows: AtomicU64,
    unread: AtomicUsize,
    total: RowCount,
}

impl Count {
    /// A part with so many rows was read to its end.
    fn add(&self, rows: u64) {
        self.rows.fetch_add(rows, Ordering::SeqCst);
        if self.unread.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.total.store(self.rows.load(Ordering::SeqCst), Ordering::Relaxed);
        }
    }
}

#[derive(Debug)]
struct TextStream {
    table: Arc<dyn TextTable>,
    part: TablePart,
    /// Whether it is the only part.
    alone: bool,
    wanted: Vec<Wanted>,
    schema: SchemaRef,
    count: Arc<Count>,
}

impl TextStream {
    /// The batches. Their rows are counted at the end, not where they break off before: after an error, or because a limit was reached.
    fn batches(&self) -> Result<impl Iterator<Item = Result<RecordBatch>> + Send + use<>> {
        let (mut rows, mut count) = (0, Some(self.count.clone()));
        let mut batches = self.table.scan(&self.wanted, self.part).map_err(crate::external)?;
        Ok(std::iter::from_fn(move || {
            let batch = batches.next();
            match &batch {
                Some(Ok(batch)) => rows += batch.num_rows() as u64,
                Some(Err(_)) => count = None,
                None => count.take().into_iter().for_each(|count| count.add(rows)),
            }
            batch.map(|batch| batch.map_err(crate::external))
        }))
    }
}

impl PartitionStream for TextStream {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// One of several parts is read by whoever asks for it; the only part is read on a thread of its own, so that others can work on it.
    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let batches = self.batches();
        if !self.alone {
            let batches = batches.map_or_else(|e| stream::iter([Err(e)]).boxed(), |batches| stream::iter(batches).boxed());
            return Box::pin(RecordBatchStreamAdapter::new(self.schema.clone(), batches));
        }
        let mut builder = RecordBatchReceiverStreamBuilder::new(self.schema.clone(), 4);
        let sender = builder.tx();
        builder.spawn_blocking(move || {
            for batch in batches? {
                if sender.blocking_send(Ok(batch?)).is_err() {
                    break;
                }
            }
            Ok(())
        });
        builder.build()
    }
}
