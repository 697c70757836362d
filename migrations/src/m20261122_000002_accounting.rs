//! Books: years, journals, accounts, entries and their lines, validation, lettering, totals.
//!
//! An entry is validated when it has a row in `validation`; from then on nothing of it changes.
//! Lettering stands beside, outside the seal.

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
        only(manager, DbBackend::Sqlite, LINE_INSERT_SQLITE).await?;
        only(manager, DbBackend::Postgres, LINE_INSERT_POSTGRES).await
    }
}

const TABLES: [&str; 12] = [
    "CREATE TABLE fiscal_year (
        association_id bigint NOT NULL REFERENCES association (id),
        id bigint NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        PRIMARY KEY (association_id, id),
        UNIQUE (association_id, ends_on),
        CHECK (ends_on >= starts_on))",
    "CREATE TABLE journal (
        association_id bigint NOT NULL REFERENCES association (id),
        code {code} NOT NULL,
        label text NOT NULL,
        PRIMARY KEY (association_id, code))",
    "CREATE TABLE account (
        association_id bigint NOT NULL REFERENCES association (id),
        code {code} NOT NULL,
        label text NOT NULL,
        PRIMARY KEY (association_id, code))",
    "CREATE TABLE third_party (
        association_id bigint NOT NULL REFERENCES association (id),
        account {code} NOT NULL,
        number {code} NOT NULL,
        label text NOT NULL,
        PRIMARY KEY (association_id, account, number))",
    // One row per file that made entries: the same bytes again are recognised.
    "CREATE TABLE fec_import (
        association_id bigint NOT NULL REFERENCES association (id),
        id bigint NOT NULL,
        year_id bigint NOT NULL,
        file_name text NOT NULL,
        digest {blob} NOT NULL,
        entries bigint NOT NULL,
        lines bigint NOT NULL,
        imported_at {instant} NOT NULL,
        person_id bigint NOT NULL REFERENCES person (id),
        PRIMARY KEY (association_id, id),
        UNIQUE (association_id, year_id, digest))",
    "CREATE TABLE entry (
        association_id bigint NOT NULL,
        id bigint NOT NULL,
        year_id bigint NOT NULL,
        journal {code} NOT NULL,
        date date NOT NULL,
        piece_ref text NOT NULL,
        piece_date date NOT NULL,
        label text NOT NULL,
        source_number text,
        PRIMARY KEY (association_id, id),
        FOREIGN KEY (association_id, year_id) REFERENCES fiscal_year (association_id, id)) {rowless}",
    // Texts and dates left null are those of the entry. Lines without any amount exist in old files.
    "CREATE TABLE line (
        association_id bigint NOT NULL,
        entry_id bigint NOT NULL,
        position bigint NOT NULL,
        year_id bigint NOT NULL,
        account {code} NOT NULL,
        aux {code},
        debit bigint NOT NULL,
        credit bigint NOT NULL,
        label text,
        piece_ref text,
        piece_date date,
        own_date date,
        currency_amount text,
        currency text,
        PRIMARY KEY (association_id, entry_id, position),
        CHECK (debit >= 0 AND credit >= 0 AND (debit = 0 OR credit = 0))) {rowless}",
    "CREATE INDEX line_by_account ON line (association_id, year_id, account, entry_id)",
    "CREATE INDEX line_by_third_party ON line (association_id, aux, entry_id) WHERE aux IS NOT NULL",
    "CREATE TABLE validation (
        association_id bigint NOT NULL,
        year_id bigint NOT NULL,
        number bigint NOT NULL CHECK (number > 0),
        entry_id bigint NOT NULL,
        valid_on date NOT NULL,
        validated_at {instant} NOT NULL,
        person_id bigint NOT NULL REFERENCES person (id),
        seal {blob} NOT NULL,
        PRIMARY KEY (association_id, year_id, number),
        UNIQUE (association_id, entry_id)) {rowless}",
    "CREATE TABLE lettering (
        association_id bigint NOT NULL,
        entry_id bigint NOT NULL,
        position bigint NOT NULL,
        letter {code} NOT NULL,
        lettered_on date NOT NULL,
        PRIMARY KEY (association_id, entry_id, position)) {rowless}",
    // Σ of validated lines; month is YYYYMM.
    "CREATE TABLE account_total (
        association_id bigint NOT NULL,
        year_id bigint NOT NULL,
        account {code} NOT NULL,
        month bigint NOT NULL,
        debit bigint NOT NULL,
        credit bigint NOT NULL,
        lines bigint NOT NULL,
        PRIMARY KEY (association_id, year_id, account, month)) {rowless}",
];

const PAST: &str = "a validated entry is not changed: reverse it";
const SEALED_ENTRY: &str = "EXISTS (SELECT 1 FROM validation v WHERE v.association_id = row.association_id AND v.entry_id = row.id)";
const SEALED_LINE: &str = "EXISTS (SELECT 1 FROM validation v WHERE v.association_id = row.association_id AND v.entry_id = row.entry_id)";
const ALWAYS: &str = "row.association_id IS NOT NULL";

const fn refusal(
    name: &'static str,
    table: &'static str,
    act: &'static str,
    when: &'static str,
) -> Refusal {
    Refusal { name, table, act, when, message: PAST }
}

const REFUSALS: [Refusal; 7] = [
    refusal("entry_no_update", "entry", "UPDATE", SEALED_ENTRY),
    refusal("entry_no_delete", "entry", "DELETE", SEALED_ENTRY),
    refusal("line_no_update", "line", "UPDATE", SEALED_LINE),
    refusal("line_no_delete", "line", "DELETE", SEALED_LINE),
    refusal("validation_no_update", "validation", "UPDATE", ALWAYS),
    refusal("validation_no_delete", "validation", "DELETE", ALWAYS),
    Refusal {
        name: "fiscal_year_no_overlap",
        table: "fiscal_year",
        act: "INSERT",
        when: "EXISTS (SELECT 1 FROM fiscal_year y WHERE y.association_id = row.association_id \
               AND y.starts_on <= row.ends_on AND row.starts_on <= y.ends_on)",
        message: "two fiscal years overlap",
    },
];

/// A line enters an existing entry that is not validated. Row by row on SQLite, where a look-up
/// costs a fraction of a microsecond; statement by statement on PostgreSQL, where a trigger per row
/// would double the time of an import.
const LINE_INSERT_SQLITE: &str = "CREATE TRIGGER line_no_insert BEFORE INSERT ON line FOR EACH ROW WHEN \
     EXISTS (SELECT 1 FROM validation v WHERE v.association_id = NEW.association_id AND v.entry_id = NEW.entry_id) \
     OR NOT EXISTS (SELECT 1 FROM entry e WHERE e.association_id = NEW.association_id AND e.id = NEW.entry_id) \
     BEGIN SELECT RAISE(ABORT, 'a validated entry is not changed: reverse it'); END";

const LINE_INSERT_POSTGRES: &str = "CREATE FUNCTION line_no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     IF EXISTS (SELECT 1 FROM added a JOIN validation v ON v.association_id = a.association_id AND v.entry_id = a.entry_id) \
     OR EXISTS (SELECT 1 FROM added a LEFT JOIN entry e ON e.association_id = a.association_id AND e.id = a.entry_id WHERE e.id IS NULL) \
     THEN RAISE EXCEPTION 'a validated entry is not changed: reverse it'; END IF; RETURN NULL; END $$; \
     CREATE TRIGGER line_no_insert AFTER INSERT ON line REFERENCING NEW TABLE AS added \
     FOR EACH STATEMENT EXECUTE FUNCTION line_no_insert()";
