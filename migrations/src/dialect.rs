//! The words that differ between the two backends.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Runs statements written once for both backends: `{blob}`, `{instant}`, `{rowless}` and `{code}`
/// (text compared byte by byte) stand for each one's own word.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    let words = if postgres {
        [
            ("{blob}", "bytea"),
            ("{instant}", "timestamptz"),
            ("{rowless}", ""),
            ("{code}", "text COLLATE \"C\""),
        ]
    } else {
        [
            ("{blob}", "blob"),
            ("{instant}", "datetime"),
            ("{rowless}", "WITHOUT ROWID"),
            ("{code}", "text"),
        ]
    };
    for statement in statements {
        let sql =
            words.iter().fold((*statement).to_owned(), |sql, (mark, word)| sql.replace(mark, word));
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// A law that rows of a table must not break: an act on a row for which the condition holds is
/// refused with the message. The condition names the row `row`; of an update, it is asked of the row
/// as it was and as it would be, so that nothing is moved into what must not change. A condition on
/// the change itself names `OLD` and `NEW` instead.
pub struct Refusal {
    /// Name of the trigger.
    pub name: &'static str,
    /// The table.
    pub table: &'static str,
    /// `INSERT`, `UPDATE` or `DELETE`.
    pub act: &'static str,
    /// SQL over `row`.
    pub when: &'static str,
    /// What the base answers.
    pub message: &'static str,
}

/// Writes refusals as triggers, row by row.
pub async fn refuse(manager: &SchemaManager<'_>, refusals: &[Refusal]) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    for Refusal { name, table, act, when, message } in refusals {
        let rows: &[&str] = match *act {
            "INSERT" => &["NEW"],
            "UPDATE" => &["OLD", "NEW"],
            _ => &["OLD"],
        };
        let seen = rows.iter().map(|row| format!("({})", when.replace("row.", &format!("{row}."))));
        let mut seen: Vec<String> = seen.collect();
        seen.dedup();
        let when = seen.join(" OR ");
        let sql = if postgres {
            format!(
                "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF {when} THEN RAISE EXCEPTION '{message}'; END IF; \
                 IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$; \
                 CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        } else {
            format!(
                "CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {when} \
                 BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        };
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// The same for one backend only.
pub async fn only(manager: &SchemaManager<'_>, backend: DbBackend, sql: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == backend {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}

/// The associations that a transaction announced, none when it announced nothing: the setting of
/// `crates/db/src/scope.rs`. A query of its own is reckoned once a statement, not once a row.
const ANNOUNCED: &str = "(SELECT string_to_array(NULLIF(\
     current_setting('collectif.associations', true), 'all'), ',')::bigint[])::bigint[]";
const ALL_ANNOUNCED: &str = "(SELECT current_setting('collectif.associations', true) = 'all')";

/// Locks a table with an `association_id` on PostgreSQL: only rows of the associations that a
/// transaction announced are shown and taken, its owner's too; a row without association is the
/// pôle's own, number 0. A step that makes such a table ends by this.
pub async fn lock_rows(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let sql = format!(
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; \
         ALTER TABLE {table} FORCE ROW LEVEL SECURITY; \
         CREATE POLICY own_association ON {table} USING ({ALL_ANNOUNCED} \
         OR COALESCE(association_id, 0) = ANY ({ANNOUNCED}))"
    );
    only(manager, DbBackend::Postgres, &sql).await
}
