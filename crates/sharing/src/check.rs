//! Tags stand beside lines that exist; agreements bind two entities at least.

use db::statement;
use directory::Check;
use directory::Error;
use sea_orm::ConnectionTrait;

use crate::conventions::conventions;

/// Checks the tags and the agreements of every entity.
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
    let all = conventions(conn).await?;
    let alone = all.iter().find(|one| one.parties.len() < 2);
    let alone =
        alone.map(|one| format!("la convention {} lie moins de deux entités", one.row.number));
    let count = format!("{} convention(s) entre entités", all.len());
    Ok(vec![
        Check::of("tags-belong", broken, "aucune marque sans ligne"),
        Check::of("conventions-bind", alone, count),
    ])
}
