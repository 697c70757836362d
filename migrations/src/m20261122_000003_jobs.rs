//! Contracts, hours and pay by month, files of the people received. No identity number anywhere.

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

const TABLES: [&str; 5] = [
    // Hours in thousandths. `identity` is a keyed hash of the normalised name and birth date.
    "CREATE TABLE contract (
        association_id bigint NOT NULL,
        id bigint NOT NULL,
        activity_id bigint NOT NULL,
        number {code} NOT NULL,
        last_name text NOT NULL,
        first_name text NOT NULL,
        birth date NOT NULL,
        sex text NOT NULL,
        identity {blob} NOT NULL,
        category text NOT NULL CHECK (category IN ('insertion', 'permanent')),
        kind text NOT NULL,
        starts_on date NOT NULL,
        ends_on date,
        weekly_hours bigint NOT NULL CHECK (weekly_hours >= 0),
        reference_hours bigint NOT NULL CHECK (reference_hours > 0),
        PRIMARY KEY (association_id, id),
        UNIQUE (association_id, number),
        FOREIGN KEY (association_id, activity_id) REFERENCES activity (association_id, id),
        CHECK (ends_on IS NULL OR ends_on >= starts_on))",
    "CREATE TABLE month_work (
        association_id bigint NOT NULL,
        contract_id bigint NOT NULL,
        month bigint NOT NULL,
        hours bigint NOT NULL CHECK (hours >= 0),
        gross bigint NOT NULL,
        net bigint NOT NULL,
        PRIMARY KEY (association_id, contract_id, month),
        FOREIGN KEY (association_id, contract_id) REFERENCES contract (association_id, id))",
    "CREATE INDEX month_work_by_month ON month_work (association_id, month)",
    "CREATE TABLE case_file (
        association_id bigint NOT NULL,
        id bigint NOT NULL,
        activity_id bigint NOT NULL,
        number {code} NOT NULL,
        last_name text NOT NULL,
        first_name text NOT NULL,
        birth date NOT NULL,
        sex text NOT NULL,
        identity {blob} NOT NULL,
        opened_on date NOT NULL,
        closed_on date,
        PRIMARY KEY (association_id, id),
        UNIQUE (association_id, number),
        FOREIGN KEY (association_id, activity_id) REFERENCES activity (association_id, id),
        CHECK (closed_on IS NULL OR closed_on >= opened_on))",
    "CREATE INDEX case_file_by_identity ON case_file (identity)",
];
