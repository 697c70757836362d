//! Ids: whole numbers per association from a locked counter, so that none betrays another's activity.

use sea_orm::{ConnectionTrait, DbErr};

use crate::{Tx, statement};

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub struct Counter(pub &'static str);

/// Takes `count` ids of an association (0: the pôle itself) and answers the first. Locks the
/// counter until the transaction ends, on both backends.
///
/// # Errors
/// The database's own.
pub async fn next_ids(
    tx: &Tx,
    association: i64,
    counter: Counter,
    count: i64,
) -> Result<i64, DbErr> {
    let sql = "INSERT INTO counter (association_id, name, value) VALUES (?, ?, ?) \
               ON CONFLICT (association_id, name) DO UPDATE SET value = counter.value + excluded.value \
               RETURNING value";
    let row = tx
        .query_one_raw(statement(tx, sql, [association.into(), counter.0.into(), count.into()]))
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("counter".to_owned()))?;
    Ok(row.try_get::<i64>("", "value")? - count + 1)
}
