//! A table of text as a table of the engine: its parts are read each on a thread of its own, only the columns that are asked for.

use agglom_data::read::{ROW, TablePart, TextTable};
use async_trait::async_trait;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchReceiverStreamBuilder;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Rows of the table, once a scan has come to its end; [`UNKNOWN`] before.
pub(crate) type RowCount = Arc<AtomicU64>;

/// No scan has come to its end yet.
pub(crate) const UNKNOWN: u64 = u64::MAX;

/// The provider of a text table.
#[derive(Debug)]
pub(crate) struct TextSource {
    table: Arc<dyn TextTable>,
    schema: SchemaRef,
    rows: RowCount,
}

impl TextSource {
    pub(crate) fn new(table: Arc<dyn TextTable>, rows: RowCount) -> Self {
        let mut fields: Vec<Field> = table.columns().iter().map(|c| Field::new(c, DataType::Utf8View, true)).collect();
        fields.push(Field::new(ROW, DataType::Int64, false));
        Self { table, schema: Arc::new(Schema::new(fields)), rows }
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
        let wanted: Vec<usize> = projection.cloned().unwrap_or_else(|| (0..=row).collect());
        let columns: Vec<usize> = wanted.iter().copied().filter(|&c| c != row).collect();
        let mut fields: Vec<Field> = columns.iter().map(|&c| self.schema.field(c).clone()).collect();
        fields.push(self.schema.field(row).clone());
        let schema = Arc::new(Schema::new(fields));
        // The reader gives the columns asked for and, last, the row; put them in the order asked for.
        let order: Vec<usize> = wanted.iter().map(|c| columns.iter().position(|k| k == c).unwrap_or(columns.len())).collect();
        let parts = self.table.parts(session.config().target_partitions()).map_err(crate::external)?;
        let count = Arc::new(Count { rows: AtomicU64::new(0), unread: AtomicUsize::new(parts.len()), total: self.rows.clone() });
        let stream = |part| -> Arc<dyn PartitionStream> {
            Arc::new(TextStream { table: self.table.clone(), part, columns: columns.clone(), schema: schema.clone(), count: count.clone() })
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
    columns: Vec<usize>,
    schema: SchemaRef,
    count: Arc<Count>,
}

impl PartitionStream for TextStream {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut builder = RecordBatchReceiverStreamBuilder::new(self.schema.clone(), 4);
        let (sender, table, columns, part, count) = (builder.tx(), self.table.clone(), self.columns.clone(), self.part, self.count.clone());
        builder.spawn_blocking(move || {
            let mut rows = 0;
            for batch in table.scan(&columns, part).map_err(crate::external)? {
                let batch = batch.map_err(crate::external)?;
                rows += batch.num_rows() as u64;
                if sender.blocking_send(Ok(batch)).is_err() {
                    // Nobody wants the rest (a limit was reached): the count is not known.
                    return Ok(());
                }
            }
            count.add(rows);
            Ok(())
        });
        builder.build()
    }
}
