//! Tags stand beside lines that exist.

use db::statement;
use directory::Check;
use directory::Error;
use sea_orm::ConnectionTrait;

/// Checks the tags of every entity.
///
/// # Errors
/// The database's own.
pub async fn checks<C: ConnectionTrait>(conn: &C) -> Result<Vec<Check>, Error> {
    let sql = "SELECT t.association_id, t.entry_id, t.position FROM counterparty_tag t \
               LEFT JOIN line l ON l.association_id = t.association_id AND l.entry_id = t.entry_id \
               AND l.position = t.position WHERE l.entry_id IS NULL LIMIT 1";
    let lost = conn.query_one_raw(statement(conn, sql, [])).await?;
    let broken = lost
        .map(|row| -> Result<String, Error> {
            let (association, entry): (i64, i64) =
                (row.try_get("", "association_id")?, row.try_get("", "entry_id")?);
            Ok(format!("marque sans ligne : association {association}, écriture {entry}"))
        })
        .transpose()?;
    Ok(vec![Check::of("tags-belong", broken, "aucune marque sans ligne")])
}
