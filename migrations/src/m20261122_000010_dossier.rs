//! Questions and documents: bytes by their hash, threads, messages and what they bring. What was
//! written stays as it was; of a question only its state moves.

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
        run(manager, &TABLES).await?;
        refuse(manager, &REFUSALS).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            never_emptied(manager).await
        } else {
            refuse(manager, &REPLACEMENTS).await
        }
    }
}

const TABLES: [&str; 6] = [
    // The digest is SHA-256 of the bytes; `check` reckons it again.
    "CREATE TABLE document (
        association_id bigint NOT NULL REFERENCES association (id),
        digest {blob} NOT NULL CHECK (length(digest) = 32),
        media_type text NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
        size bigint NOT NULL CHECK (size BETWEEN 1 AND 10485760),
        kept_by bigint NOT NULL REFERENCES person (id),
        kept_at {instant} NOT NULL,
        bytes {blob} NOT NULL,
        PRIMARY KEY (association_id, digest),
        CHECK (length(bytes) = size))",
    // The subject is its sort, the last day of its year when it is of a year, and what tells it from
    // others: an entry's number, an account's, a contract's, a figure's name. awaits: who is asked.
    // state_by, state_at: who brought it to its state, and when.
    "CREATE TABLE question (
        association_id bigint NOT NULL REFERENCES association (id),
        number bigint NOT NULL CHECK (number > 0),
        kind text NOT NULL CHECK (kind IN ('entry', 'account', 'contract', 'figure', 'association')),
        year_end date,
        code {code},
        missing_piece bigint NOT NULL CHECK (missing_piece IN (0, 1)),
        awaits text NOT NULL CHECK (awaits IN ('accountancy', 'association')),
        asked_by bigint NOT NULL REFERENCES person (id),
        asked_at {instant} NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
        state_by bigint NOT NULL REFERENCES person (id),
        state_at {instant} NOT NULL,
        PRIMARY KEY (association_id, number),
        CHECK ((year_end IS NOT NULL) = (kind IN ('entry', 'account', 'figure'))),
        CHECK ((code IS NOT NULL) = (kind <> 'association'))) {rowless}",
    "CREATE INDEX question_by_subject ON question (association_id, kind, code)",
    "CREATE TABLE question_message (
        association_id bigint NOT NULL,
        question bigint NOT NULL,
        position bigint NOT NULL CHECK (position > 0),
        person_id bigint NOT NULL REFERENCES person (id),
        at {instant} NOT NULL,
        body text NOT NULL,
        PRIMARY KEY (association_id, question, position),
        FOREIGN KEY (association_id, question) REFERENCES question (association_id, number)) {rowless}",
    "CREATE TABLE question_document (
        association_id bigint NOT NULL,
        question bigint NOT NULL,
        message bigint NOT NULL,
        position bigint NOT NULL CHECK (position > 0),
        digest {blob} NOT NULL,
        name text NOT NULL CHECK (name <> ''),
        PRIMARY KEY (association_id, question, message, position),
        FOREIGN KEY (association_id, question, message)
            REFERENCES question_message (association_id, question, position),
        FOREIGN KEY (association_id, digest) REFERENCES document (association_id, digest)) {rowless}",
    "CREATE INDEX question_document_by_digest ON question_document (association_id, digest)",
];

const KEPT: &str = "documents and messages are only added to";
const ASKED: &str = "of a question only its state moves";

const ALWAYS: &str = "row.association_id IS NOT NULL";
const OTHER: &str = "NEW.association_id <> OLD.association_id OR NEW.number <> OLD.number \
     OR NEW.kind <> OLD.kind OR NEW.year_end IS DISTINCT FROM OLD.year_end \
     OR NEW.code IS DISTINCT FROM OLD.code OR NEW.missing_piece <> OLD.missing_piece \
     OR NEW.awaits <> OLD.awaits OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at";

const fn refusal(
    name: &'static str,
    (act, table): (&'static str, &'static str),
    when: &'static str,
    message: &'static str,
) -> Refusal {
    Refusal { name, table, act, when, message }
}

const REFUSALS: [Refusal; 8] = [
    refusal("document_no_update", ("UPDATE", "document"), ALWAYS, KEPT),
    refusal("document_no_delete", ("DELETE", "document"), ALWAYS, KEPT),
    refusal("question_no_update", ("UPDATE", "question"), OTHER, ASKED),
    refusal("question_no_delete", ("DELETE", "question"), ALWAYS, ASKED),
    refusal("question_message_no_update", ("UPDATE", "question_message"), ALWAYS, KEPT),
    refusal("question_message_no_delete", ("DELETE", "question_message"), ALWAYS, KEPT),
    refusal("question_document_no_update", ("UPDATE", "question_document"), ALWAYS, KEPT),
    refusal("question_document_no_delete", ("DELETE", "question_document"), ALWAYS, KEPT),
];

/// SQLite's `OR REPLACE`: see the guards of the books.
const REPLACEMENTS: [Refusal; 4] = [
    refusal(
        "document_no_replace",
        ("INSERT", "document"),
        "EXISTS (SELECT 1 FROM document d WHERE d.association_id = row.association_id AND d.digest = row.digest) \
         OR EXISTS (SELECT 1 FROM document d WHERE d.rowid = row.rowid)",
        KEPT,
    ),
    refusal(
        "question_no_replace",
        ("INSERT", "question"),
        "EXISTS (SELECT 1 FROM question q WHERE q.association_id = row.association_id AND q.number = row.number)",
        ASKED,
    ),
    refusal(
        "question_message_no_replace",
        ("INSERT", "question_message"),
        "EXISTS (SELECT 1 FROM question_message m WHERE m.association_id = row.association_id \
         AND m.question = row.question AND m.position = row.position)",
        KEPT,
    ),
    refusal(
        "question_document_no_replace",
        ("INSERT", "question_document"),
        "EXISTS (SELECT 1 FROM question_document d WHERE d.association_id = row.association_id \
         AND d.question = row.question AND d.message = row.message AND d.position = row.position)",
        KEPT,
    ),
];

/// PostgreSQL's `TRUNCATE` asks no row trigger.
async fn never_emptied(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for table in ["document", "question", "question_message", "question_document"] {
        let sql = format!(
            "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()"
        );
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}
