//! A second lock between associations, on PostgreSQL: every table with an `association_id` shows and
//! takes the rows of the associations that a transaction announces, and no other.
//!
//! The trail is sealed line to line across associations, so that whoever adds a line for one of them
//! no longer sees the line before: the end of the trail is kept beside it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DbBackend, Statement};

use crate::dialect::{Refusal, lock_rows, only, refuse, run};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &END_OF_TRAIL).await?;
        refuse(manager, &REFUSALS).await?;
        only(manager, DbBackend::Postgres, NEVER_EMPTIED).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            for table in of_associations(manager).await? {
                lock_rows(manager, &table).await?;
            }
        }
        Ok(())
    }
}

const END_OF_TRAIL: [&str; 2] = [
    // Number and seal of the last line: the next one is sealed to it.
    "CREATE TABLE trail_end (
        id bigint PRIMARY KEY CHECK (id = 1),
        line bigint NOT NULL,
        seal {blob} NOT NULL)",
    "INSERT INTO trail_end (id, line, seal)
        SELECT 1, a.id, a.seal FROM audit a
        WHERE a.seal IS NOT NULL AND a.id = (SELECT MAX(id) FROM audit)",
];

const KEPT: &str = "the end of the trail only moves forward, to a line that is there";
const NO_SUCH_LINE: &str =
    "NOT EXISTS (SELECT 1 FROM audit a WHERE a.id = NEW.line AND a.seal = NEW.seal)";

const fn refusal(name: &'static str, act: &'static str, when: &'static str) -> Refusal {
    Refusal { name, table: "trail_end", act, when, message: KEPT }
}

const REFUSALS: [Refusal; 5] = [
    refusal("trail_end_no_other", "INSERT", "EXISTS (SELECT 1 FROM trail_end)"),
    refusal("trail_end_no_insert", "INSERT", NO_SUCH_LINE),
    refusal("trail_end_no_return", "UPDATE", "NEW.line <= OLD.line"),
    refusal("trail_end_no_update", "UPDATE", NO_SUCH_LINE),
    refusal("trail_end_no_delete", "DELETE", "row.id IS NOT NULL"),
];

const NEVER_EMPTIED: &str = "CREATE TRIGGER trail_end_no_truncate BEFORE TRUNCATE ON trail_end \
     FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()";

/// The tables with an `association_id`, whichever step made them.
async fn of_associations(manager: &SchemaManager<'_>) -> Result<Vec<String>, DbErr> {
    let sql = "SELECT c.relname::text AS name FROM pg_class c \
               JOIN pg_attribute a ON a.attrelid = c.oid \
               AND a.attname = 'association_id' AND NOT a.attisdropped \
               WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity \
               AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname";
    let asked = Statement::from_string(DbBackend::Postgres, sql);
    let rows = manager.get_connection().query_all_raw(asked).await?;
    rows.iter().map(|row| row.try_get("", "name")).collect()
}
