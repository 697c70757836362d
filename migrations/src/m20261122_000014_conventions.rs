//! Agreements between entities: whom they bind and how long, the amendments that follow, the end.

use sea_orm_migration::prelude::*;

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
        refuse(manager, &REFUSALS).await
    }
}

const TABLES: [&str; 5] = [
    // What was signed first. Corrected, it counts one version more; from its first day on, only an
    // amendment or an end follows it. The number is the one on paper.
    "CREATE TABLE convention (
        id bigint PRIMARY KEY,
        number {code} NOT NULL UNIQUE,
        version bigint NOT NULL CHECK (version > 0),
        kind text NOT NULL CHECK (kind IN ('combination', 'bookkeeping', 'premises', 'recharge',
            'staff', 'treasury', 'other')),
        title text NOT NULL CHECK (title <> ''),
        signed_on date NOT NULL,
        approved_on date,
        from_date date NOT NULL,
        until_date date,
        renews bigint NOT NULL CHECK (renews IN (0, 1)),
        notice_months bigint NOT NULL CHECK (notice_months BETWEEN 0 AND 60),
        price text,
        note text,
        CHECK (until_date IS NULL OR until_date >= from_date),
        CHECK (renews = 0 OR until_date IS NOT NULL))",
    "CREATE TABLE convention_party (
        convention_id bigint NOT NULL REFERENCES convention (id),
        association_id bigint NOT NULL REFERENCES association (id),
        part text NOT NULL CHECK (part IN ('provider', 'beneficiary', 'party')),
        PRIMARY KEY (convention_id, association_id))",
    "CREATE INDEX convention_party_by_association ON convention_party (association_id)",
    "CREATE TABLE convention_amendment (
        convention_id bigint NOT NULL REFERENCES convention (id),
        rank bigint NOT NULL CHECK (rank > 0),
        subject text NOT NULL CHECK (subject <> ''),
        signed_on date NOT NULL,
        from_date date NOT NULL,
        until_date date,
        price text,
        PRIMARY KEY (convention_id, rank),
        CHECK (until_date IS NULL OR until_date >= from_date))",
    // told_on: the day of the letter, or of the agreement to part.
    "CREATE TABLE convention_end (
        convention_id bigint PRIMARY KEY REFERENCES convention (id),
        told_on date NOT NULL,
        last_day date NOT NULL,
        agreed bigint NOT NULL CHECK (agreed IN (0, 1)),
        reason text)",
];

const KEPT: &str = "an agreement is not taken out: end it";
const SIGNED: &str = "what was signed is not changed: sign an amendment";
const ANY: &str = "row.convention_id IS NOT NULL";
const FOLLOWED: &str = "EXISTS (SELECT 1 FROM convention_amendment a WHERE a.convention_id = OLD.id) \
     OR EXISTS (SELECT 1 FROM convention_end e WHERE e.convention_id = OLD.id)";

const fn refusal(
    name: &'static str,
    (act, table): (&'static str, &'static str),
    when: &'static str,
    message: &'static str,
) -> Refusal {
    Refusal { name, table, act, when, message }
}

const REFUSALS: [Refusal; 7] = [
    refusal("convention_no_delete", ("DELETE", "convention"), "row.id IS NOT NULL", KEPT),
    refusal(
        "convention_no_other",
        ("UPDATE", "convention"),
        "NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.version <> OLD.version + 1",
        SIGNED,
    ),
    refusal("convention_no_update", ("UPDATE", "convention"), FOLLOWED, SIGNED),
    refusal("amendment_no_update", ("UPDATE", "convention_amendment"), ANY, SIGNED),
    refusal("amendment_no_delete", ("DELETE", "convention_amendment"), ANY, KEPT),
    refusal("convention_end_no_update", ("UPDATE", "convention_end"), ANY, SIGNED),
    refusal("convention_end_no_delete", ("DELETE", "convention_end"), ANY, KEPT),
];
