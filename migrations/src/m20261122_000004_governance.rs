//! The three colleges of the board, their seats, who holds each for whom since when and until when.

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

const TABLES: [&str; 3] = [
    "CREATE TABLE college (
        code text PRIMARY KEY CHECK (code IN ('structures', 'institutions', 'missions')),
        name text NOT NULL,
        position bigint NOT NULL)",
    // A seat is held for an association or an institution; none: a person in their own name.
    "CREATE TABLE board_seat (
        id bigint PRIMARY KEY,
        college text NOT NULL REFERENCES college (code),
        number bigint NOT NULL,
        association_id bigint REFERENCES association (id),
        UNIQUE (college, number))",
    "CREATE TABLE mandate (
        id bigint PRIMARY KEY,
        seat_id bigint NOT NULL REFERENCES board_seat (id),
        holder text NOT NULL,
        capacity text NOT NULL,
        deputy text,
        from_date date NOT NULL,
        until_date date,
        CHECK (until_date IS NULL OR until_date >= from_date))",
];
