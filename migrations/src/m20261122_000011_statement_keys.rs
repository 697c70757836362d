//! On PostgreSQL two foreign keys of what an import writes become triggers, asked once a statement:
//! a key that is asked row by row was a third of the time of an import.

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
        only(manager, DbBackend::Postgres, &sql(&YEAR_OF_ENTRY)).await?;
        only(manager, DbBackend::Postgres, &sql(&PERSON_OF_VALIDATION)).await
    }
}

/// A foreign key: rows of `child` name a row of `parent`.
struct Key {
    /// The constraint it takes the place of.
    constraint: &'static str,
    child: &'static str,
    parent: &'static str,
    /// Columns of the child and of the parent, in the same order.
    columns: &'static [(&'static str, &'static str)],
}

const YEAR_OF_ENTRY: Key = Key {
    constraint: "entry_association_id_year_id_fkey",
    child: "entry",
    parent: "fiscal_year",
    columns: &[("association_id", "association_id"), ("year_id", "id")],
};

const PERSON_OF_VALIDATION: Key = Key {
    constraint: "validation_person_id_fkey",
    child: "validation",
    parent: "person",
    columns: &[("person_id", "id")],
};

/// Drops the constraint and writes the same law: no child without its parent when children come or
/// change, no parent taken from its children.
fn sql(Key { constraint, child, parent, columns }: &Key) -> String {
    let named: Vec<_> = columns.iter().map(|(own, _)| *own).collect();
    let keys: Vec<_> = columns.iter().map(|(_, key)| *key).collect();
    let alike = |child: &str, parent: &str| {
        let pairs = columns.iter().map(|(own, key)| format!("{child}.{own} = {parent}.{key}"));
        pairs.collect::<Vec<_>>().join(" AND ")
    };
    let refuse = format!("RAISE EXCEPTION 'a row of {child} names a row of {parent}'");
    format!(
        "ALTER TABLE {child} DROP CONSTRAINT {constraint}; \
         CREATE FUNCTION {child}_has_{parent}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF EXISTS (SELECT 1 FROM (SELECT DISTINCT {} FROM added) a \
         WHERE NOT EXISTS (SELECT 1 FROM {parent} p WHERE {})) \
         THEN {refuse} USING ERRCODE = 'foreign_key_violation'; END IF; RETURN NULL; END $$; \
         CREATE TRIGGER {child}_has_{parent} AFTER INSERT ON {child} REFERENCING NEW TABLE AS added \
         FOR EACH STATEMENT EXECUTE FUNCTION {child}_has_{parent}(); \
         CREATE TRIGGER {child}_keeps_{parent} AFTER UPDATE ON {child} REFERENCING NEW TABLE AS added \
         FOR EACH STATEMENT EXECUTE FUNCTION {child}_has_{parent}(); \
         CREATE FUNCTION {parent}_stays_for_{child}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF EXISTS (SELECT 1 FROM {child} c WHERE {}) \
         THEN {refuse} USING ERRCODE = 'foreign_key_violation'; END IF; \
         IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER {parent}_stays_for_{child} BEFORE DELETE OR UPDATE OF {} ON {parent} \
         FOR EACH ROW EXECUTE FUNCTION {parent}_stays_for_{child}()",
        named.join(", "),
        alike("a", "p"),
        alike("c", "OLD"),
        keys.join(", "),
    )
}
