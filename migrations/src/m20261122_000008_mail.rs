//! The outbox: letters written by acts, waiting for the postman.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &TABLES).await
    }
}

const TABLES: [&str; 2] = [
    // A body may hold a one-time link: it does not outlive the letter's way. While a postman holds
    // the letter, due_at is the end of his lease.
    "CREATE TABLE outbox (
        id bigint PRIMARY KEY,
        recipient text NOT NULL,
        recipient_name text NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        created_at {instant} NOT NULL,
        due_at {instant} NOT NULL,
        attempts bigint NOT NULL CHECK (attempts >= 0),
        last_error text,
        sent_at {instant},
        failed_at {instant},
        CHECK (sent_at IS NULL OR failed_at IS NULL),
        CHECK ((sent_at IS NULL AND failed_at IS NULL) = (body <> '')))",
    "CREATE INDEX outbox_by_due ON outbox (due_at, id) WHERE sent_at IS NULL AND failed_at IS NULL",
];
