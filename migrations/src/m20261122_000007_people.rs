//! Who may act: seats, what opens a session, sessions, one-time links; the audit trail is chained.

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

const TABLES: [&str; 11] = [
    // A person × a role × an association, or the whole pôle when there is none. An administrator's
    // seat opens when somebody else has confirmed it.
    "CREATE TABLE seat (
        id bigint PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES person (id),
        association_id bigint REFERENCES association (id),
        role text NOT NULL CHECK (role IN ('administrator', 'accountant', 'treasurer', 'president',
            'board-member', 'secretary', 'director', 'counsellor', 'payroll', 'funder', 'auditor')),
        from_date date NOT NULL,
        until_date date,
        granted_by bigint NOT NULL REFERENCES person (id),
        confirmed_by bigint REFERENCES person (id),
        created_at {instant} NOT NULL,
        CHECK (until_date IS NULL OR until_date >= from_date))",
    "CREATE INDEX seat_by_person ON seat (person_id)",
    "CREATE INDEX seat_by_association ON seat (association_id)",
    // The password as a PHC string; the secret of codes sealed by the instance key, and the last
    // time step that was used, so that no code serves twice.
    "CREATE TABLE credential (
        person_id bigint PRIMARY KEY REFERENCES person (id),
        password text,
        code_secret {blob},
        code_step bigint,
        changed_at {instant} NOT NULL)",
    // The token's SHA-256 only; number is what its owner sees. complete: the second factor was
    // given, or none is asked.
    "CREATE TABLE session (
        token {blob} NOT NULL PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES person (id),
        number bigint NOT NULL,
        started_at {instant} NOT NULL,
        seen_at {instant} NOT NULL,
        ends_at {instant} NOT NULL,
        complete bigint NOT NULL CHECK (complete IN (0, 1)),
        device text NOT NULL,
        UNIQUE (person_id, number))",
    "CREATE TABLE sign_in_link (
        token {blob} NOT NULL PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES person (id),
        purpose text NOT NULL CHECK (purpose IN ('sign-in', 'password')),
        made_at {instant} NOT NULL,
        ends_at {instant} NOT NULL)",
    "CREATE INDEX sign_in_link_by_person ON sign_in_link (person_id)",
    // Wrong passwords and codes, links asked: by what is counted, hashed, and when.
    "CREATE TABLE sign_in_attempt (
        key {blob} NOT NULL,
        id bigint NOT NULL,
        at {instant} NOT NULL,
        PRIMARY KEY (key, id))",
    "CREATE INDEX sign_in_attempt_by_age ON sign_in_attempt (at)",
    // What an act was about, as `association:3` or `person:12`; each line is sealed to the one
    // before. Lines older than this step have neither.
    "ALTER TABLE audit ADD COLUMN subject text",
    "ALTER TABLE audit ADD COLUMN seal {blob}",
];

const REFUSALS: [Refusal; 1] = [Refusal {
    name: "seat_no_delete",
    table: "seat",
    act: "DELETE",
    when: "row.id IS NOT NULL",
    message: "a seat is ended, not erased",
}];
