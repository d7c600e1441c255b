//! A Parquet file as a table of the engine, with the numbers of its rows.

use agglom_data::read::ROW;
use async_trait::async_trait;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{Result, ToDFSchema};
use datafusion::datasource::file_format::options::ReadOptions;
use datafusion::datasource::listing::{ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::functions::core::expr_fn::file_row_index;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType, lit};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use std::sync::Arc;

/// The provider of a Parquet file: its columns and, last, its data rows counted from 1.
///
/// The number of a row is known only where the file is read. It is put into the reader here, as the engine may otherwise move its
/// computation to a place where rows of several parts of the file are mixed.
#[derive(Debug)]
pub(crate) struct ParquetSource {
    file: ListingTable,
    schema: SchemaRef,
}

impl ParquetSource {
    pub(crate) async fn open(context: &SessionContext, path: &str) -> Result<Self> {
        let options = ParquetReadOptions { file_extension: "", ..ParquetReadOptions::default() };
        let listing = options.to_listing_options(&context.copied_config(), context.copied_table_options());
        let config = ListingTableConfig::new(ListingTableUrl::parse(path)?).with_listing_options(listing);
        let file = ListingTable::try_new(config.infer_schema(&context.state()).await?)?;
        let row = Arc::new(Field::new(ROW, DataType::Int64, true));
        let schema = Schema::new(file.schema().fields().iter().cloned().chain([row]).collect::<Vec<_>>());
        Ok(Self { file, schema: Arc::new(schema) })
    }
}

#[async_trait]
impl TableProvider for ParquetSource {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        self.file.supports_filters_pushdown(filters)
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let row = self.schema.fields().len() - 1;
        let wanted: Vec<usize> = projection.cloned().unwrap_or_else(|| (0..=row).collect());
        let columns: Vec<usize> = wanted.iter().copied().filter(|&c| c != row).collect();
        let file = self.file.scan(state, Some(&columns), filters, limit).await?;
        if columns.len() == wanted.len() {
            return Ok(file);
        }
        let number = state.create_physical_expr(file_row_index() + lit(1_i64), &file.schema().to_dfschema()?)?;
        let column = |&c: &usize| -> (Arc<dyn PhysicalExpr>, String) {
            let name = self.schema.field(c).name();
            let expression = match columns.iter().position(|&k| k == c) {
                Some(at) => Arc::new(Column::new(name, at)),
                None => number.clone(),
            };
            (expression, name.clone())
        };
        let numbered = ProjectionExec::try_new(wanted.iter().map(column).collect::<Vec<_>>(), file.clone())?;
        Ok(file.try_swapping_with_projection(&numbered)?.unwrap_or_else(|| Arc::new(numbered)))
    }
}
