//! Passkeys and the ceremonies that make and read them; what lets somebody choose their first second
//! factor; an administrator's seat that one person wants ended and another confirms.

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

const TABLES: [&str; 9] = [
    // credential: how the authenticator names the key, unique in the world. key: the public half with
    // its counter, as JSON; what it says is public.
    "CREATE TABLE passkey (
        id bigint PRIMARY KEY,
        person_id bigint NOT NULL REFERENCES person (id),
        credential {blob} NOT NULL UNIQUE,
        name text NOT NULL,
        key text NOT NULL,
        made_at {instant} NOT NULL,
        used_at {instant})",
    "CREATE INDEX passkey_by_person ON passkey (person_id)",
    // What was asked of a browser and not answered yet: the token's SHA-256 only, the state sealed by
    // the instance key. A key is added by a person, in one of their sessions; one signs in as nobody.
    "CREATE TABLE passkey_ceremony (
        token {blob} NOT NULL PRIMARY KEY,
        person_id bigint REFERENCES person (id),
        session bigint,
        state {blob} NOT NULL,
        made_at {instant} NOT NULL,
        ends_at {instant} NOT NULL,
        CHECK ((person_id IS NULL) = (session IS NULL)))",
    "CREATE INDEX passkey_ceremony_by_age ON passkey_ceremony (ends_at)",
    // Whether somebody else than the mailbox answers for a link, a password, a session: a second
    // factor is chosen for the first time only then. What is there already was trusted until now.
    "ALTER TABLE sign_in_link ADD COLUMN vouched bigint NOT NULL DEFAULT 0 CHECK (vouched IN (0, 1))",
    "ALTER TABLE credential ADD COLUMN vouched bigint NOT NULL DEFAULT 1 CHECK (vouched IN (0, 1))",
    "ALTER TABLE session ADD COLUMN vouched bigint NOT NULL DEFAULT 0 CHECK (vouched IN (0, 1))",
    // Who wants an administrator's seat ended, while a second person has not confirmed it.
    "ALTER TABLE seat ADD COLUMN end_asked_by bigint REFERENCES person (id)",
    "UPDATE session SET vouched = complete",
];
