//! The tables, forward only, each step in a transaction. Hand-written SQL: it is what a reader of a
//! base needs to see, and the laws (CHECK, UNIQUE, triggers) are most of it. [`dialect`] holds the
//! few words that differ between SQLite and PostgreSQL.

mod dialect;
mod m20261122_000001_directory;
mod m20261122_000002_accounting;
mod m20261122_000003_jobs;
mod m20261122_000004_governance;
mod m20261122_000005_sharing;
mod m20261122_000006_guards;
mod m20261122_000007_people;
mod m20261122_000008_mail;
mod m20261122_000009_line_guard;
mod m20261122_000010_dossier;
mod m20261122_000011_statement_keys;
mod m20261122_000012_passkeys;
mod m20261122_000013_job_corrections;
mod m20261122_000014_conventions;
mod m20261122_000019_row_security;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Every step, in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_directory::Migration),
            Box::new(m20261122_000002_accounting::Migration),
            Box::new(m20261122_000003_jobs::Migration),
            Box::new(m20261122_000004_governance::Migration),
            Box::new(m20261122_000005_sharing::Migration),
            Box::new(m20261122_000006_guards::Migration),
            Box::new(m20261122_000007_people::Migration),
            Box::new(m20261122_000008_mail::Migration),
            Box::new(m20261122_000009_line_guard::Migration),
            Box::new(m20261122_000010_dossier::Migration),
            Box::new(m20261122_000011_statement_keys::Migration),
            Box::new(m20261122_000012_passkeys::Migration),
            Box::new(m20261122_000013_job_corrections::Migration),
            Box::new(m20261122_000014_conventions::Migration),
            Box::new(m20261122_000019_row_security::Migration),
        ]
    }
}
