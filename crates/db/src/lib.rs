//! Opens SQLite or PostgreSQL and hides every difference between them. With `migrations`, the only
//! place that names a backend. Writes begin at once with the lock (IMMEDIATE on SQLite).

mod bulk;
mod ids;
mod opening;
mod target;

use std::time::Duration;

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait, Value,
};

pub use bulk::{Bulk, Cell, Column};
pub use ids::{Counter, next_ids};
pub use opening::{OpenError, is_missing_table};
pub use target::{Target, TargetError};

/// An open transaction; drop it without [`DatabaseTransaction::commit`] and nothing happened.
pub type Tx = DatabaseTransaction;

/// The base of a pôle.
#[derive(Clone, Debug)]
pub struct Db {
    conn: DatabaseConnection,
}

/// Pages that SQLite may keep in memory per connection, in KiB: enough for the hot end of each
/// index, small enough that an import of a million lines stays flat (measured by `ops/bench`).
const SQLITE_CACHE_KIB: u32 = 12 * 1024;

impl Db {
    /// Opens a base; creates a missing SQLite file only when told to.
    ///
    /// # Errors
    /// A base that cannot be reached, a missing SQLite file among them: why, in French.
    pub async fn open(target: &Target, create: bool) -> Result<Self, OpenError> {
        let conn = match target {
            Target::Postgres(url) => {
                opening::knock(url).await?;
                Self::pool(target, create).await.map_err(|error| opening::of_pool(&error))
            }
            Target::File(path) => {
                Self::pool(target, create).await.map_err(|error| opening::of_file(path, &error))
            }
        };
        Ok(Self { conn: conn? })
    }

    async fn pool(target: &Target, create: bool) -> Result<DatabaseConnection, DbErr> {
        let mut options = ConnectOptions::new(target.url(create));
        options
            .max_connections(8)
            .min_connections(0)
            .acquire_timeout(Duration::from_secs(30))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(|options| {
                use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
                options
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(30))
                    .pragma("cache_size", format!("-{SQLITE_CACHE_KIB}"))
                    .pragma("temp_store", "memory")
            });
        Database::connect(options).await
    }

    /// For reading.
    pub fn conn(&self) -> &DatabaseConnection {
        &self.conn
    }

    /// Begins a write. On SQLite the write lock is taken now, so that what is read stays true; on
    /// PostgreSQL rows that decide are locked by [`next_ids`] or `lock_exclusive`.
    pub async fn write(&self) -> Result<Tx, DbErr> {
        let sqlite = is_sqlite(&self.conn);
        self.conn
            .begin_with_options(TransactionOptions {
                access_mode: (!sqlite).then_some(AccessMode::ReadWrite),
                sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// Begins a read of one moment: all it sees was true together.
    pub async fn snapshot(&self) -> Result<Tx, DbErr> {
        let sqlite = is_sqlite(&self.conn);
        self.conn
            .begin_with_options(TransactionOptions {
                isolation_level: (!sqlite).then_some(IsolationLevel::RepeatableRead),
                access_mode: (!sqlite).then_some(AccessMode::ReadOnly),
                sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Deferred),
            })
            .await
    }

    /// Closes the pool; on SQLite the write-ahead log is folded back into the file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.conn.close().await
    }
}

/// A hand-written query with `?` for each value, in the backend's own numbering. Sums are to be
/// written `CAST(SUM(x) AS bigint)`: PostgreSQL sums bigints into numerics.
pub fn statement<C: ConnectionTrait>(
    conn: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    let backend = conn.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => numbered(sql),
        _ => sql.to_owned(),
    };
    Statement::from_sql_and_values(backend, sql, values)
}

/// `? and ?` → `$1 and $2`.
fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    for (i, part) in sql.split('?').enumerate() {
        if i > 0 {
            out.push('$');
            out.push_str(&i.to_string());
        }
        out.push_str(part);
    }
    out
}

/// Whether the base is SQLite: for the few chores (`VACUUM INTO`, statistics) that differ in kind.
pub fn is_sqlite<C: ConnectionTrait>(conn: &C) -> bool {
    conn.get_database_backend() == DbBackend::Sqlite
}
