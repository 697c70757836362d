//! PostgreSQL looks each new line's entry up by its key. The first form joined whole tables: the plan
//! is made when a session first needs it and kept, and one made for small tables reads them from
//! end to end for every batch once they are large.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::only;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        only(manager, DbBackend::Postgres, LINE_INSERT).await
    }
}

/// The same law and the same message as before. `LIMIT` keeps the planner from turning a look-up into
/// a join; a table is read whole only if it has no index.
const LINE_INSERT: &str = "CREATE OR REPLACE FUNCTION line_no_insert() RETURNS trigger LANGUAGE plpgsql \
     SET enable_seqscan = off AS $$ BEGIN \
     IF EXISTS (SELECT 1 FROM (SELECT DISTINCT association_id, entry_id FROM added) a \
     LEFT JOIN LATERAL (SELECT 1 AS found FROM entry e \
       WHERE e.association_id = a.association_id AND e.id = a.entry_id LIMIT 1) e ON true \
     LEFT JOIN LATERAL (SELECT 1 AS found FROM validation v \
       WHERE v.association_id = a.association_id AND v.entry_id = a.entry_id LIMIT 1) v ON true \
     WHERE e.found IS NULL OR v.found IS NOT NULL) \
     THEN RAISE EXCEPTION 'a validated entry is not changed: reverse it'; END IF; RETURN NULL; END $$";
