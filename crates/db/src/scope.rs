//! Which associations a transaction is for. On PostgreSQL the base holds to it: policies on every
//! table with an `association_id` show and take the rows of those that were announced and no other,
//! whatever a query asks. Nothing announced, nothing seen. SQLite has no such lock.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr};

use crate::{is_sqlite, statement};

/// The setting that policies read; the same name as in `migrations/src/dialect.rs`.
const SETTING: &str = "collectif.associations";
/// What it says to be shown every row.
const ALL: &str = "all";
/// The pôle itself, where rows bear an association's id.
const POLE: i64 = 0;

/// The associations whose rows a transaction sees and writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them, and the pôle's own.
    Everything,
    /// These and no other.
    Associations(BTreeSet<i64>),
}

impl Scope {
    /// No association.
    pub const NOTHING: Self = Self::Associations(BTreeSet::new());

    /// One association.
    pub fn of(association: i64) -> Self {
        Self::Associations(BTreeSet::from([association]))
    }

    /// What either one shows.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Associations(mut ids), Self::Associations(more)) => {
                ids.extend(more);
                Self::Associations(ids)
            }
            _ => Self::Everything,
        }
    }

    /// As the setting says it. An act also counts the pôle's ids and goes on with its trail: it sees
    /// the rows of the pôle itself.
    fn announced(&self, acts: bool) -> String {
        match self {
            Self::Everything => ALL.to_owned(),
            Self::Associations(ids) => {
                let ids = acts.then_some(POLE).into_iter().chain(ids.iter().copied());
                ids.map(|id| id.to_string()).collect::<Vec<_>>().join(",")
            }
        }
    }

    /// Announces itself until the transaction ends.
    pub(crate) async fn announce<C: ConnectionTrait>(
        &self,
        tx: &C,
        acts: bool,
    ) -> Result<(), DbErr> {
        if !is_sqlite(tx) {
            // Whole numbers and commas: nothing to escape.
            let said = format!("SET LOCAL {SETTING} = '{}'", self.announced(acts));
            tx.execute_unprepared(&said).await?;
        }
        Ok(())
    }

    /// What a connection says when it opens. Nothing unless it sees everything: some poolers in
    /// front of a server take no such word.
    pub(crate) fn at_opening(&self) -> Option<(&'static str, &'static str)> {
        (*self == Self::Everything).then_some((SETTING, ALL))
    }
}

/// Whether PostgreSQL holds each transaction to its [`Scope`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowLock {
    /// The account that asks.
    pub account: String,
    /// It passes over every policy: a superuser's, or one with `BYPASSRLS`.
    pub is_passed_over: bool,
    /// Tables with an `association_id`.
    pub tables: i64,
    /// Those of them that have no lock.
    pub without: Vec<String>,
}

const ACCOUNT: &str = "SELECT rolname::text AS account, rolsuper OR rolbypassrls AS passes \
     FROM pg_roles WHERE rolname = current_user";

const TABLES: &str = "SELECT c.relname::text AS name, c.relrowsecurity AND c.relforcerowsecurity \
     AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) AS locked \
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
     AND a.attname = 'association_id' AND NOT a.attisdropped \
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace \
     ORDER BY c.relname";

/// What holds the rows of associations apart; none on SQLite.
///
/// # Errors
/// The database's own.
pub async fn row_lock<C: ConnectionTrait>(conn: &C) -> Result<Option<RowLock>, DbErr> {
    if is_sqlite(conn) {
        return Ok(None);
    }
    let row = conn.query_one_raw(statement(conn, ACCOUNT, [])).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("pg_roles".to_owned()))?;
    let (mut tables, mut without) = (0, Vec::new());
    for table in conn.query_all_raw(statement(conn, TABLES, [])).await? {
        tables += 1;
        if !table.try_get::<bool>("", "locked")? {
            without.push(table.try_get("", "name")?);
        }
    }
    let (account, is_passed_over) = (row.try_get("", "account")?, row.try_get("", "passes")?);
    Ok(Some(RowLock { account, is_passed_over, tables, without }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_announced() {
        let two = Scope::of(5).and(Scope::of(3)).and(Scope::of(5));
        assert_eq!(two.announced(false), "3,5");
        assert_eq!(two.announced(true), "0,3,5");
        assert_eq!(Scope::NOTHING.announced(false), "");
        assert_eq!(Scope::NOTHING.and(Scope::Everything).announced(true), "all");
    }
}
