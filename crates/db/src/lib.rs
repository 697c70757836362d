//! Opens SQLite or PostgreSQL and hides every difference between them. With `migrations`, the only
//! place that names a backend. Writes begin at once with the lock (IMMEDIATE on SQLite).

mod bulk;
mod ids;
mod opening;
mod packed;
mod scope;
mod target;

use std::time::Duration;

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait, Value,
};

pub use bulk::{Bulk, Cell, Column, Kind};
pub use ids::{Counter, next_ids};
pub use opening::{OpenError, is_missing_table};
pub use packed::packed;
pub use scope::{RowLock, Scope, row_lock};
pub use target::{Target, TargetError};

/// An open transaction; drop it without [`DatabaseTransaction::commit`] and nothing happened.
pub type Tx = DatabaseTransaction;

/// The base of a pôle, and the associations for which its transactions begin.
#[derive(Clone, Debug)]
pub struct Db {
    conn: DatabaseConnection,
    /// What its connections are shown as long as no transaction announces anything.
    opened: Scope,
    scope: Scope,
}

/// Pages that SQLite may keep in memory per connection, in KiB: enough for the hot end of each
/// index, small enough that an import of a million lines stays flat (measured by `ops/bench`).
const SQLITE_CACHE_KIB: u32 = 12 * 1024;

impl Db {
    /// Opens a base for whoever has the machine: all of it is seen. Creates a missing SQLite file
    /// only when told to.
    ///
    /// # Errors
    /// A base that cannot be reached, a missing SQLite file among them: why, in French.
    pub async fn open(target: &Target, create: bool) -> Result<Self, OpenError> {
        Self::opened(target, create, Scope::Everything).await
    }

    /// Opens a base for those who ask from outside: no association's rows are seen but by
    /// [`Db::seeing`].
    ///
    /// # Errors
    /// As for [`Db::open`].
    pub async fn open_closed(target: &Target) -> Result<Self, OpenError> {
        Self::opened(target, false, Scope::NOTHING).await
    }

    async fn opened(target: &Target, create: bool, scope: Scope) -> Result<Self, OpenError> {
        if let (true, Target::File(path)) = (create, target) {
            opening::own(path);
        }
        let pool = Self::pool(target, create, &scope);
        let conn = match target {
            Target::Postgres(url) => {
                opening::knock(url).await?;
                pool.await.map_err(|error| opening::of_pool(&error))
            }
            Target::File(path) => pool.await.map_err(|error| opening::of_file(path, &error)),
        };
        Ok(Self { conn: conn?, opened: scope.clone(), scope })
    }

    async fn pool(
        target: &Target,
        create: bool,
        scope: &Scope,
    ) -> Result<DatabaseConnection, DbErr> {
        let mut options = ConnectOptions::new(target.url(create));
        let said = scope.at_opening();
        options
            .max_connections(8)
            .min_connections(0)
            .acquire_timeout(Duration::from_secs(30))
            .sqlx_logging(false)
            .map_sqlx_postgres_opts(move |options| options.options(said))
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

    /// The same base, its transactions for these associations.
    #[must_use]
    pub fn seeing(&self, scope: Scope) -> Self {
        Self { scope, ..self.clone() }
    }

    /// For reading what is no association's: what is, a transaction shows.
    pub fn conn(&self) -> &DatabaseConnection {
        &self.conn
    }

    /// Begins a write. On SQLite the write lock is taken now, so that what is read stays true; on
    /// PostgreSQL rows that decide are locked by [`next_ids`] or `lock_exclusive`.
    pub async fn write(&self) -> Result<Tx, DbErr> {
        let sqlite = is_sqlite(&self.conn);
        let options = TransactionOptions {
            access_mode: (!sqlite).then_some(AccessMode::ReadWrite),
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.begun(options, true).await
    }

    /// Begins a read of one moment: all it sees was true together.
    pub async fn snapshot(&self) -> Result<Tx, DbErr> {
        let sqlite = is_sqlite(&self.conn);
        let options = TransactionOptions {
            isolation_level: (!sqlite).then_some(IsolationLevel::RepeatableRead),
            access_mode: (!sqlite).then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Deferred),
        };
        self.begun(options, false).await
    }

    /// Holds an open transaction to the associations of this base from now on: what was read for all
    /// of them goes on for one.
    ///
    /// # Errors
    /// The database's own.
    pub async fn hold(&self, tx: &Tx) -> Result<(), DbErr> {
        self.scope.announce(tx, false).await
    }

    async fn begun(&self, options: TransactionOptions, acts: bool) -> Result<Tx, DbErr> {
        let tx = self.conn.begin_with_options(options).await?;
        let is_known = self.scope == Scope::Everything && self.opened == Scope::Everything;
        if !is_known {
            self.scope.announce(&tx, acts).await?;
        }
        Ok(tx)
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
