//! What people change of contracts, months of work and files of people received: kept beside them,
//! only added to. And a month of work is a month.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::{Refusal, only, refuse, run};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &TABLES).await?;
        refuse(manager, &REFUSALS).await?;
        if manager.get_database_backend() == DbBackend::Sqlite {
            refuse(manager, &[REPLACEMENT]).await?;
        }
        only(manager, DbBackend::Postgres, NEVER_EMPTIED).await
    }
}

const TABLES: [&str; 3] = [
    // `field` is a column of the files that are brought, or the table itself for a row that came or
    // went. No key leads to what may be taken back.
    "CREATE TABLE job_change (
        association_id bigint NOT NULL REFERENCES association (id),
        id bigint NOT NULL,
        contract_id bigint,
        case_file_id bigint,
        month bigint CHECK (month BETWEEN 195001 AND 210012 AND month % 100 BETWEEN 1 AND 12),
        field text NOT NULL,
        was text,
        became text,
        reason text,
        at {instant} NOT NULL,
        person_id bigint NOT NULL REFERENCES person (id),
        PRIMARY KEY (association_id, id),
        CHECK ((contract_id IS NULL) <> (case_file_id IS NULL)))",
    "CREATE INDEX job_change_by_contract ON job_change (association_id, contract_id)",
    "CREATE INDEX job_change_by_case_file ON job_change (association_id, case_file_id)",
];

const KEPT: &str = "what was changed of contracts and files is only added to";
const ALWAYS: &str = "row.association_id IS NOT NULL";
const MONTH: &str = "a month of work is a month, from 195001 to 210012";
const NO_MONTH: &str =
    "NEW.month NOT BETWEEN 195001 AND 210012 OR NEW.month % 100 NOT BETWEEN 1 AND 12";

const fn refusal(
    name: &'static str,
    (act, table): (&'static str, &'static str),
    when: &'static str,
    message: &'static str,
) -> Refusal {
    Refusal { name, table, act, when, message }
}

/// Triggers rather than a CHECK: SQLite adds none to a table that is there, and an older base with a
/// month that is none still comes up to date, where `check` tells it.
const REFUSALS: [Refusal; 4] = [
    refusal("month_work_no_month", ("INSERT", "month_work"), NO_MONTH, MONTH),
    refusal("month_work_no_other_month", ("UPDATE", "month_work"), NO_MONTH, MONTH),
    refusal("job_change_no_update", ("UPDATE", "job_change"), ALWAYS, KEPT),
    refusal("job_change_no_delete", ("DELETE", "job_change"), ALWAYS, KEPT),
];

/// SQLite's `OR REPLACE` takes the old row away without a word to the triggers on DELETE.
const REPLACEMENT: Refusal = refusal(
    "job_change_no_replace",
    ("INSERT", "job_change"),
    "EXISTS (SELECT 1 FROM job_change j WHERE j.association_id = row.association_id AND j.id = row.id) \
     OR EXISTS (SELECT 1 FROM job_change j WHERE j.rowid = row.rowid)",
    KEPT,
);

const NEVER_EMPTIED: &str = "CREATE TRIGGER job_change_no_truncate BEFORE TRUNCATE ON job_change \
     FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()";
