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

/// The kind of base that statements are made for.
#[derive(Clone, Copy, Debug)]
pub struct Kind(DbBackend);

impl Kind {
    /// That of a transaction.
    pub fn of(tx: &Tx) -> Self {
        Self(tx.get_database_backend())
    }
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
/// Rows per statement on PostgreSQL, where each column that varies is one array.
const UNNESTED: usize = 8_000;
/// Before all books.
const NO_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();

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

    /// Its type on PostgreSQL, and what an array of it is made of.
    fn on_postgres(self) -> (&'static str, ArrayType) {
        match self {
            Self::Big(_) => ("bigint", ArrayType::BigInt),
            Self::Text(_) | Self::OptionalText(_) => ("text", ArrayType::String),
            Self::Day(_) => ("date", ArrayType::ChronoDate),
            Self::Instant(_) => ("timestamptz", ArrayType::ChronoDateTimeUtc),
            Self::Bytes(_) => ("bytea", ArrayType::Bytes),
        }
    }

    /// What stands for none in an array, whose elements are never null.
    fn none(self) -> Option<Value> {
        match self {
            Self::OptionalText(_) => Some(String::new().into()),
            Self::Day(_) => Some(NO_DAY.into()),
            _ => None,
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
        for statement in self.statements(Kind::of(tx)) {
            tx.execute_raw(statement).await?;
        }
        Ok(())
    }

    /// What writes the rows that wait, to be executed in order: they wait no more. Made apart, it may
    /// be made on another thread while the base is at work.
    pub fn statements(&mut self, kind: Kind) -> Vec<Statement> {
        let cells = std::mem::take(&mut self.cells);
        match kind.0 {
            DbBackend::Postgres => self.unnest(cells),
            _ => self.values(cells),
        }
    }

    fn names(&self) -> String {
        self.columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(", ")
    }

    fn values(&self, cells: Vec<Cell>) -> Vec<Statement> {
        let width = self.columns.len();
        let row = format!("({})", vec!["?"; width].join(", "));
        let mut cells = cells.into_iter();
        let mut rows = ROWS;
        let mut statements = Vec::new();
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
            statements.push(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values));
        }
        statements
    }

    fn unnest(&self, cells: Vec<Cell>) -> Vec<Statement> {
        let width = self.columns.len();
        let mut cells = cells.into_iter();
        let mut statements = Vec::new();
        while cells.len() > 0 {
            let taken = (UNNESTED * width).min(cells.len());
            let mut arrays: Vec<Vec<Value>> = vec![Vec::with_capacity(taken / width); width];
            for (i, cell) in cells.by_ref().take(taken).enumerate() {
                arrays[i % width].push(plain(cell));
            }
            statements.push(self.unnested(arrays));
        }
        statements
    }

    /// One statement over arrays of as many rows. A column that says the same throughout is sent
    /// once, but for the first that makes the rows. Arrays are unnested side by side in the list of
    /// columns: as tables of a `FROM` each would be stored on the way.
    fn unnested(&self, arrays: Vec<Vec<Value>>) -> Statement {
        let same = |array: &[Value]| array.iter().all(|value| *value == array[0]);
        let rows = arrays.iter().position(|array| !same(array)).unwrap_or(0);
        let (mut made, mut taken, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (i, (mut array, column)) in arrays.into_iter().zip(self.columns).enumerate() {
            let (kind, elements) = column.on_postgres();
            let none = column.none().filter(|none| array.contains(none));
            let once = i != rows && same(&array);
            taken.push(match &none {
                Some(_) if once => format!("NULL::{kind}"),
                Some(Value::String(_)) => format!("NULLIF(c{i}, '')"),
                Some(_) => format!("NULLIF(c{i}, DATE '{NO_DAY}')"),
                None => format!("c{i}"),
            });
            if once && none.is_some() {
                continue;
            }
            let at = values.len() + 1;
            if once {
                made.push(format!("${at}::{kind} AS c{i}"));
                values.push(array.swap_remove(0));
            } else {
                made.push(format!("UNNEST(${at}::{kind}[]) AS c{i}"));
                values.push(Value::Array(elements, Some(Box::new(array))));
            }
        }
        let sql = format!(
            "INSERT INTO {} ({}) SELECT {} FROM (SELECT {}) AS t {}",
            self.table,
            self.names(),
            taken.join(", "),
            made.join(", "),
            self.after
        );
        Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
    }
}

/// A cell as PostgreSQL's arrays take it: never null.
fn plain(cell: Cell) -> Value {
    match cell {
        Cell::Big(number) => number.into(),
        Cell::Text(text) => text.into(),
        Cell::Day(day) => day.unwrap_or(NO_DAY).into(),
        Cell::Instant(instant) => instant.into(),
        Cell::Bytes(bytes) => bytes.into(),
    }
}

/// A cell as SQLite takes it: none for the empty text of an optional column.
fn bound(cell: Cell, column: Column) -> Value {
    match (cell, column) {
        (Cell::Text(text), Column::OptionalText(_)) if text.is_empty() => Value::String(None),
        (Cell::Day(day), _) => Value::String(day.map(|day| day.to_string())),
        (cell, _) => plain(cell),
    }
}
