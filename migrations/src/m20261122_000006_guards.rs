//! Guards that the first steps lacked: nothing validated is written over or emptied at once, a year
//! with validated entries keeps its days, and the end of each year's chain is kept beside it, so that
//! `check` sees a chain cut short.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::{Refusal, refuse, run};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &HEADS).await?;
        refuse(manager, &REFUSALS).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            never_emptied(manager).await
        } else {
            refuse(manager, &REPLACEMENTS).await
        }
    }
}

const HEADS: [&str; 2] = [
    // Number and seal of the last validated entry of a year: the next one is chained to it.
    "CREATE TABLE chain_head (
        association_id bigint NOT NULL,
        year_id bigint NOT NULL,
        number bigint NOT NULL CHECK (number > 0),
        seal {blob} NOT NULL,
        PRIMARY KEY (association_id, year_id)) {rowless}",
    "INSERT INTO chain_head (association_id, year_id, number, seal)
        SELECT v.association_id, v.year_id, v.number, v.seal FROM validation v
        JOIN (SELECT association_id, year_id, MAX(number) AS number FROM validation
              GROUP BY association_id, year_id) AS last
        ON last.association_id = v.association_id AND last.year_id = v.year_id
        AND last.number = v.number",
];

const PAST: &str = "a validated entry is not changed: reverse it";
const YEAR_KEPT: &str = "a fiscal year with validated entries keeps its days";
const IMPORTS_KEPT: &str = "the list of imports is only added to";
const HEAD_KEPT: &str = "the end of a chain only moves forward, to an entry that is validated";
const AUDIT_KEPT: &str = "the audit trail is only added to";

const ALWAYS: &str = "row.association_id IS NOT NULL";
const YEAR_USED: &str = "EXISTS (SELECT 1 FROM validation v WHERE v.association_id = row.association_id AND v.year_id = row.id)";
const NO_SUCH_END: &str = "NOT EXISTS (SELECT 1 FROM validation v WHERE v.association_id = NEW.association_id \
     AND v.year_id = NEW.year_id AND v.number = NEW.number AND v.seal = NEW.seal)";
const HAS_END: &str = "EXISTS (SELECT 1 FROM chain_head h WHERE h.association_id = NEW.association_id \
     AND h.year_id = NEW.year_id)";
const NOT_FORWARD: &str = "NEW.association_id <> OLD.association_id OR NEW.year_id <> OLD.year_id \
     OR NEW.number <= OLD.number";
const OVERLAPS: &str = "EXISTS (SELECT 1 FROM fiscal_year y WHERE y.association_id = NEW.association_id \
     AND (y.association_id <> OLD.association_id OR y.id <> OLD.id) \
     AND y.starts_on <= NEW.ends_on AND NEW.starts_on <= y.ends_on)";

const fn refusal(
    name: &'static str,
    (act, table): (&'static str, &'static str),
    when: &'static str,
    message: &'static str,
) -> Refusal {
    Refusal { name, table, act, when, message }
}

const REFUSALS: [Refusal; 10] = [
    refusal("fiscal_year_no_update", ("UPDATE", "fiscal_year"), YEAR_USED, YEAR_KEPT),
    refusal("fiscal_year_no_delete", ("DELETE", "fiscal_year"), YEAR_USED, YEAR_KEPT),
    refusal("fiscal_year_no_move", ("UPDATE", "fiscal_year"), OVERLAPS, "two fiscal years overlap"),
    refusal("fec_import_no_update", ("UPDATE", "fec_import"), ALWAYS, IMPORTS_KEPT),
    refusal("fec_import_no_delete", ("DELETE", "fec_import"), ALWAYS, IMPORTS_KEPT),
    refusal("chain_head_no_other", ("INSERT", "chain_head"), HAS_END, HEAD_KEPT),
    refusal("chain_head_no_insert", ("INSERT", "chain_head"), NO_SUCH_END, HEAD_KEPT),
    refusal("chain_head_no_return", ("UPDATE", "chain_head"), NOT_FORWARD, HEAD_KEPT),
    refusal("chain_head_no_update", ("UPDATE", "chain_head"), NO_SUCH_END, HEAD_KEPT),
    refusal("chain_head_no_delete", ("DELETE", "chain_head"), ALWAYS, HEAD_KEPT),
];

/// SQLite's `OR REPLACE` takes the old row away without a word to the triggers on DELETE, be
/// it found by its key, by another unique column or by its hidden rowid. The lines of a validated
/// entry are held by `line_no_insert` already.
const REPLACEMENTS: [Refusal; 6] = [
    refusal(
        "entry_no_replace",
        ("INSERT", "entry"),
        "EXISTS (SELECT 1 FROM validation v WHERE v.association_id = row.association_id AND v.entry_id = row.id)",
        PAST,
    ),
    refusal(
        "validation_no_replace",
        ("INSERT", "validation"),
        "EXISTS (SELECT 1 FROM validation v WHERE v.association_id = row.association_id \
         AND v.year_id = row.year_id AND v.number = row.number) \
         OR EXISTS (SELECT 1 FROM validation v WHERE v.association_id = row.association_id AND v.entry_id = row.entry_id)",
        PAST,
    ),
    refusal(
        "audit_no_replace",
        ("INSERT", "audit"),
        "EXISTS (SELECT 1 FROM audit a WHERE a.id = row.id) \
         OR EXISTS (SELECT 1 FROM audit a WHERE a.rowid = row.rowid)",
        AUDIT_KEPT,
    ),
    refusal(
        "fiscal_year_no_replace",
        ("INSERT", "fiscal_year"),
        "EXISTS (SELECT 1 FROM fiscal_year y WHERE y.association_id = row.association_id AND y.id = row.id) \
         OR EXISTS (SELECT 1 FROM fiscal_year y WHERE y.rowid = row.rowid)",
        YEAR_KEPT,
    ),
    refusal("fiscal_year_no_swap", ("UPDATE", "fiscal_year"), "NEW.rowid <> OLD.rowid", YEAR_KEPT),
    refusal(
        "fec_import_no_replace",
        ("INSERT", "fec_import"),
        "EXISTS (SELECT 1 FROM fec_import f WHERE f.association_id = row.association_id AND f.id = row.id) \
         OR EXISTS (SELECT 1 FROM fec_import f WHERE f.association_id = row.association_id \
         AND f.year_id = row.year_id AND f.digest = row.digest) \
         OR EXISTS (SELECT 1 FROM fec_import f WHERE f.rowid = row.rowid)",
        IMPORTS_KEPT,
    ),
];

/// The tables that hold the past, and what is reckoned from it.
const NEVER_EMPTIED: [&str; 8] = [
    "entry",
    "line",
    "validation",
    "audit",
    "account_total",
    "fec_import",
    "fiscal_year",
    "chain_head",
];

/// PostgreSQL's `TRUNCATE` asks no row trigger.
async fn never_emptied(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let refuse = "CREATE FUNCTION no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                  RAISE EXCEPTION 'the table % is never emptied', TG_TABLE_NAME; END $$";
    manager.get_connection().execute_unprepared(refuse).await?;
    for table in NEVER_EMPTIED {
        let sql = format!(
            "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()"
        );
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}
