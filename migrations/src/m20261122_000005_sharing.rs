//! Counterparties: which third parties of one entity are entities of the pôle, and the tags they give.

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
    // Either a third party (aux) or an account prefix.
    "CREATE TABLE counterparty (
        association_id bigint NOT NULL REFERENCES association (id),
        id bigint NOT NULL,
        aux {code},
        account {code},
        to_association_id bigint NOT NULL REFERENCES association (id),
        PRIMARY KEY (association_id, id),
        UNIQUE (association_id, aux),
        UNIQUE (association_id, account),
        CHECK ((aux IS NULL) <> (account IS NULL)),
        CHECK (association_id <> to_association_id))",
    // Beside validated lines, outside their seal.
    "CREATE TABLE counterparty_tag (
        association_id bigint NOT NULL,
        entry_id bigint NOT NULL,
        position bigint NOT NULL,
        to_association_id bigint NOT NULL REFERENCES association (id),
        PRIMARY KEY (association_id, entry_id, position)) {rowless}",
    "CREATE INDEX counterparty_tag_by_entity ON counterparty_tag (association_id, to_association_id)",
];
