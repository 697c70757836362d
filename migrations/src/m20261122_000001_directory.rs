//! The pôle, its entities and their activities, the perimeter of the report, who acts, what was done.

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

const TABLES: [&str; 7] = [
    // The notice, if any, heads every page and sheet: that data are a demonstration's.
    "CREATE TABLE pole (
        id bigint PRIMARY KEY CHECK (id = 1),
        name text NOT NULL,
        notice text,
        created_at {instant} NOT NULL)",
    // Ids per association; association 0 is the pôle itself.
    "CREATE TABLE counter (
        association_id bigint NOT NULL,
        name text NOT NULL,
        value bigint NOT NULL,
        PRIMARY KEY (association_id, name))",
    "CREATE TABLE person (
        id bigint PRIMARY KEY,
        email text UNIQUE,
        name text NOT NULL,
        created_at {instant} NOT NULL)",
    "CREATE TABLE association (
        id bigint PRIMARY KEY,
        slug {code} NOT NULL UNIQUE,
        name text NOT NULL,
        legal_form text NOT NULL CHECK (legal_form IN ('association', 'scop', 'other')),
        siren text UNIQUE,
        chart text NOT NULL CHECK (chart IN ('association', 'company')),
        college text NOT NULL CHECK (college IN ('structures', 'institutions', 'missions', 'none')),
        vat text NOT NULL CHECK (vat IN ('exempt', 'franchise', 'taxed')),
        year_end_month bigint NOT NULL CHECK (year_end_month BETWEEN 1 AND 12),
        year_end_day bigint NOT NULL CHECK (year_end_day BETWEEN 1 AND 31),
        created_at {instant} NOT NULL)",
    // hours_per_fte in thousandths of an hour; none: the dated base of its kind.
    "CREATE TABLE activity (
        association_id bigint NOT NULL REFERENCES association (id),
        id bigint NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        siret text,
        hours_per_fte bigint CHECK (hours_per_fte > 0),
        PRIMARY KEY (association_id, id),
        UNIQUE (association_id, name))",
    "CREATE TABLE perimeter (
        association_id bigint NOT NULL REFERENCES association (id),
        id bigint NOT NULL,
        from_date date NOT NULL,
        until_date date,
        PRIMARY KEY (association_id, id),
        CHECK (until_date IS NULL OR until_date >= from_date))",
    "CREATE TABLE audit (
        id bigint PRIMARY KEY,
        at {instant} NOT NULL,
        person_id bigint NOT NULL REFERENCES person (id),
        association_id bigint REFERENCES association (id),
        act text NOT NULL,
        detail text NOT NULL)",
];

const REFUSALS: [Refusal; 2] = [
    Refusal {
        name: "audit_no_update",
        table: "audit",
        act: "UPDATE",
        when: "row.id IS NOT NULL",
        message: "the audit trail is only added to",
    },
    Refusal {
        name: "audit_no_delete",
        table: "audit",
        act: "DELETE",
        when: "row.id IS NOT NULL",
        message: "the audit trail is only added to",
    },
];
