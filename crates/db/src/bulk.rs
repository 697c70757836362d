//! Many rows at once: several hundred to a statement on SQLite, arrays unnested on PostgreSQL.
//! Ten times a save per row (see `ops/bench`).

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::ArrayType;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

use crate::Tx;

/// A column of a bulk insert.
#[derive(Clone, Copy, Debug)]
pub enum Column {
    /// `bigint not null`.
    Big(&'static str),
    /// `text not null`.
    Text(&'static str),
    /// `text`; the empty text stands for none.
    OptionalText(&'static str),
    /// `date`, or none.
    Day(&'static str),
    /// An instant, not null.
    Instant(&'static str),
    /// `blob not null`.
    Bytes(&'static str),
}

/// A value of a bulk insert, matching its column.
#[derive(Clone, Debug)]
pub enum Cell {
    /// For [`Column::Big`].
    Big(i64),
    /// For [`Column::Text`] and [`Column::OptionalText`].
    Text(String),
    /// For [`Column::Day`].
    Day(Option<NaiveDate>),
    /// For [`Column::Instant`].
    Instant(DateTime<Utc>),
    /// For [`Column::Bytes`].
    Bytes(Vec<u8>),
}

/// Rows on their way to one table.
pub struct Bulk {
    table: &'static str,
    columns: &'static [Column],
    after: &'static str,
    cells: Vec<Cell>,
}

/// Rows per statement on SQLite: at fourteen columns well under its 32 766 binds. What is left of a
/// batch goes by halves of it, so that few different statements are prepared and kept.
const ROWS: usize = 128;
/// Rows per statement on PostgreSQL, where each column is one array.
const UNNESTED: usize = 8_000;

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Big(name)
            | Self::Text(name)
            | Self::OptionalText(name)
            | Self::Day(name)
            | Self::Instant(name)
            | Self::Bytes(name) => name,
        }
    }

    /// The array's type on PostgreSQL and how an element becomes the column's value.
    fn unnested(self, at: usize) -> (&'static str, String) {
        match self {
            Self::Big(_) => ("bigint[]", format!("c{at}")),
            Self::Text(_) => ("text[]", format!("c{at}")),
            Self::OptionalText(_) => ("text[]", format!("NULLIF(c{at}, '')")),
            Self::Day(_) => ("text[]", format!("NULLIF(c{at}, '')::date")),
            Self::Instant(_) => ("text[]", format!("c{at}::timestamptz")),
            Self::Bytes(_) => ("bytea[]", format!("c{at}")),
        }
    }
}

impl Bulk {
    /// Rows for a table. `after` follows the rows, such as `ON CONFLICT … DO UPDATE …`.
    pub fn new(table: &'static str, columns: &'static [Column], after: &'static str) -> Self {
        Self { table, columns, after, cells: Vec::new() }
    }

    /// Adds a row, a cell per column in order.
    ///
    /// # Panics
    /// When the number of cells is not that of the columns.
    pub fn push<const N: usize>(&mut self, row: [Cell; N]) {
        assert_eq!(N, self.columns.len(), "a cell per column of {}", self.table);
        self.cells.extend(row);
    }

    /// How many rows wait.
    pub fn rows(&self) -> usize {
        self.cells.len() / self.columns.len()
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// The database's own, such as a broken constraint.
    pub async fn flush(&mut self, tx: &Tx) -> Result<(), DbErr> {
        let cells = std::mem::take(&mut self.cells);
        match tx.get_database_backend() {
            DbBackend::Postgres => self.unnest(tx, cells).await,
            _ => self.values(tx, cells).await,
        }
    }

    fn names(&self) -> String {
        self.columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(", ")
    }

    async fn values(&self, tx: &Tx, cells: Vec<Cell>) -> Result<(), DbErr> {
        let width = self.columns.len();
        let row = format!("({})", vec!["?"; width].join(", "));
        let mut cells = cells.into_iter();
        let mut rows = ROWS;
        while cells.len() > 0 {
            while rows * width > cells.len() {
                rows /= 2;
            }
            let sql = format!(
                "INSERT INTO {} ({}) VALUES {} {}",
                self.table,
                self.names(),
                vec![row.as_str(); rows].join(", "),
                self.after
            );
            let values = cells.by_ref().take(rows * width).zip(self.columns.iter().cycle());
            let values = values.map(|(cell, column)| bound(cell, *column));
            let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
            tx.execute_raw(statement).await?;
        }
        Ok(())
    }

    async fn unnest(&self, tx: &Tx, cells: Vec<Cell>) -> Result<(), DbErr> {
        let width = self.columns.len();
        let described: Vec<_> =
            self.columns.iter().enumerate().map(|(i, column)| column.unnested(i)).collect();
        let list =
            |part: &dyn Fn(usize) -> String| (0..width).map(part).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "INSERT INTO {} ({}) SELECT {} FROM UNNEST({}) AS t({}) {}",
            self.table,
            self.names(),
            list(&|i| described[i].1.clone()),
            list(&|i| format!("${}::{}", i + 1, described[i].0)),
            list(&|i| format!("c{i}")),
            self.after
        );
        let mut cells = cells.into_iter();
        while cells.len() > 0 {
            let taken = (UNNESTED * width).min(cells.len());
            let mut arrays: Vec<Vec<Value>> = vec![Vec::with_capacity(taken / width); width];
            for (i, cell) in cells.by_ref().take(taken).enumerate() {
                arrays[i % width].push(plain(cell));
            }
            let arrays = arrays.into_iter().zip(self.columns).map(|(mut array, column)| {
                if matches!(column, Column::OptionalText(_) | Column::Day(_)) {
                    drop_last_empty(&mut array);
                }
                let kind = match column {
                    Column::Big(_) => ArrayType::BigInt,
                    Column::Bytes(_) => ArrayType::Bytes,
                    _ => ArrayType::String,
                };
                Value::Array(kind, Some(Box::new(array)))
            });
            tx.execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                sql.clone(),
                arrays,
            ))
            .await?;
        }
        Ok(())
    }
}

/// `UNNEST` fills up with nulls what is shorter than the rest: most optional columns of a batch are
/// empty from end to end and cost nothing so.
fn drop_last_empty(array: &mut Vec<Value>) {
    let empty = |value: &Value| matches!(value, Value::String(Some(text)) if text.is_empty());
    let filled = array.iter().rposition(|value| !empty(value)).map_or(0, |last| last + 1);
    array.truncate(filled);
}

/// A cell as PostgreSQL's arrays take it: never null.
fn plain(cell: Cell) -> Value {
    match cell {
        Cell::Big(number) => number.into(),
        Cell::Text(text) => text.into(),
        Cell::Day(day) => day.map(|day| day.to_string()).unwrap_or_default().into(),
        Cell::Instant(instant) => instant.to_rfc3339().into(),
        Cell::Bytes(bytes) => bytes.into(),
    }
}

/// A cell as SQLite takes it: none for the empty text of an optional column.
fn bound(cell: Cell, column: Column) -> Value {
    match (cell, column) {
        (Cell::Text(text), Column::OptionalText(_)) if text.is_empty() => Value::String(None),
        (Cell::Day(day), _) => Value::String(day.map(|day| day.to_string())),
        (Cell::Instant(instant), _) => instant.into(),
        (cell, _) => plain(cell),
    }
}
