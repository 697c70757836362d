//! Many rows read as one. A row by itself crosses a channel between two threads (SQLite) or is
//! described and decoded cell by cell: a ledger of 100 000 lines cost four times its query.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use serde::de::DeserializeOwned;

use crate::statement;

/// Reads `SELECT {columns} {rest}`, each row as a `T` whose fields stand in the order of `columns`:
/// whole numbers, texts, dates or NULL. `rest` begins by `FROM`, has `?` for each value and says the
/// order. All the rows are in memory at once: for pages and for what is bounded.
///
/// # Errors
/// The database's own; a cell that does not fit its field is [`DbErr::Type`].
pub async fn packed<C: ConnectionTrait, T: DeserializeOwned>(
    conn: &C,
    columns: &[&str],
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbErr> {
    let (gather, array) = match conn.get_database_backend() {
        DbBackend::Postgres => ("json_agg", "json_build_array"),
        _ => ("json_group_array", "json_array"),
    };
    let ranks = 0..columns.len();
    let names = ranks.map(|rank| format!("c{rank}")).collect::<Vec<_>>();
    let named = columns.iter().zip(&names).map(|(column, name)| format!("{column} AS {name}"));
    let sql = format!(
        "SELECT CAST({gather}({array}({})) AS text) FROM (SELECT {} {rest}) AS rows_read",
        names.join(", "),
        named.collect::<Vec<_>>().join(", "),
    );
    let row = conn.query_one_raw(statement(conn, &sql, values)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("an aggregate without a row".to_owned()))?;
    // No row at all: PostgreSQL answers NULL, SQLite an empty array.
    let Some(text) = row.try_get_by_index::<Option<String>>(0)? else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| DbErr::Type(error.to_string()))
}
