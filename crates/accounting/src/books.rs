//! Every SELECT of the books, each starting within one association. Sums read the kept totals.

mod journals;
mod lettered;
mod movements;
mod third_parties;
mod years;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use db::statement;
use directory::Error;
use domain::{Cents, Month};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
};

use crate::entity::{account, account_total, fiscal_year, journal, third_party};

pub use journals::{JournalEntry, JournalMonth, journal_entries, journal_months};
pub use lettered::{Answering, answering};
pub use movements::{Movement, Place, movements, movements_between, place_after};
pub use third_parties::{PartyBalance, party_balances};
pub use years::{
    LastEntry, YearTotals, last_entry, last_number, previous_year, year_ending, year_totals,
    years_ending_in,
};

/// An account's totals over a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountBalance {
    /// Number.
    pub code: String,
    /// Label.
    pub label: String,
    /// Σ debit.
    pub debit: Cents,
    /// Σ credit.
    pub credit: Cents,
    /// How many lines make them.
    pub lines: i64,
}

impl AccountBalance {
    /// Debit − credit.
    pub fn balance(&self) -> Cents {
        self.debit - self.credit
    }
}

/// The trial balance of a year from the kept totals, by account number.
///
/// # Errors
/// The database's own.
pub async fn balance<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
) -> Result<Vec<AccountBalance>, Error> {
    balance_between(conn, year, Month(0), Month(i32::MAX)).await
}

/// The same over some months, both included: what moved, not what stood before.
///
/// # Errors
/// The database's own.
pub async fn balance_between<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    from: Month,
    to: Month,
) -> Result<Vec<AccountBalance>, Error> {
    let totals = account_total::Entity::find()
        .filter(account_total::Column::AssociationId.eq(year.association_id))
        .filter(account_total::Column::YearId.eq(year.id))
        .filter(account_total::Column::Month.between(from.0, to.0))
        .order_by_asc(account_total::Column::Account)
        .order_by_asc(account_total::Column::Month)
        .all(conn)
        .await?;
    let labels = account_labels(conn, year.association_id).await?;
    let mut accounts: Vec<AccountBalance> = Vec::new();
    for total in totals {
        let same = accounts.last().is_some_and(|last| last.code == total.account);
        if !same {
            let label = labels.get(&total.account).cloned().unwrap_or_default();
            let (debit, credit) = (Cents::ZERO, Cents::ZERO);
            accounts.push(AccountBalance { code: total.account, label, debit, credit, lines: 0 });
        }
        if let Some(account) = accounts.last_mut() {
            account.debit += Cents(total.debit);
            account.credit += Cents(total.credit);
            account.lines += total.lines;
        }
    }
    Ok(accounts)
}

/// Labels of the accounts an entity has used.
///
/// # Errors
/// The database's own.
pub async fn account_labels<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<BTreeMap<String, String>, Error> {
    let rows = account::Entity::find()
        .filter(account::Column::AssociationId.eq(association))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.label)).collect())
}

/// Names of an entity's journals, by code.
///
/// # Errors
/// The database's own.
pub async fn journals<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<BTreeMap<String, String>, Error> {
    let rows = journal::Entity::find()
        .filter(journal::Column::AssociationId.eq(association))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.label)).collect())
}

/// Names of an entity's third parties, by collective account and number.
///
/// # Errors
/// The database's own.
pub async fn third_parties<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<BTreeMap<(String, String), String>, Error> {
    let rows = third_party::Entity::find()
        .filter(third_party::Column::AssociationId.eq(association))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| ((row.account, row.number), row.label)).collect())
}

/// A validated entry, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidatedEntry {
    /// Its id in the association.
    pub id: i64,
    /// Its number in the year.
    pub number: i64,
    /// Journal code.
    pub journal: String,
    /// Accounting date.
    pub date: NaiveDate,
    /// Supporting document.
    pub piece_ref: String,
    /// Its day.
    pub piece_date: NaiveDate,
    /// Label.
    pub label: String,
    /// Its number in the software it came from.
    pub source_number: Option<String>,
    /// Day of validation.
    pub valid_on: NaiveDate,
    /// The instant of validation here.
    pub validated_at: DateTime<Utc>,
    /// Who validated.
    pub person_id: i64,
    /// Link of the chain.
    pub seal: Vec<u8>,
    /// Its lines.
    pub lines: Vec<ValidatedLine>,
}

/// A line of a validated entry; texts left none are the entry's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidatedLine {
    /// From 1.
    pub position: i64,
    /// Account.
    pub account: String,
    /// Third party.
    pub aux: Option<String>,
    /// Debit.
    pub debit: Cents,
    /// Credit.
    pub credit: Cents,
    /// Its own label.
    pub label: Option<String>,
    /// Its own document.
    pub piece_ref: Option<String>,
    /// That document's day.
    pub piece_date: Option<NaiveDate>,
    /// Its own date.
    pub own_date: Option<NaiveDate>,
    /// Amount in another currency.
    pub currency_amount: Option<String>,
    /// That currency.
    pub currency: Option<String>,
    /// Letter and its day.
    pub lettering: Option<(String, NaiveDate)>,
}

/// A line joined with its entry, as the base answers.
#[derive(FromQueryResult)]
struct JoinedLine {
    entry_id: i64,
    number: i64,
    journal: String,
    date: NaiveDate,
    entry_piece_ref: String,
    entry_piece_date: NaiveDate,
    entry_label: String,
    source_number: Option<String>,
    valid_on: NaiveDate,
    validated_at: DateTime<Utc>,
    person_id: i64,
    seal: Vec<u8>,
    position: i64,
    account: String,
    aux: Option<String>,
    debit: i64,
    credit: i64,
    label: Option<String>,
    piece_ref: Option<String>,
    piece_date: Option<NaiveDate>,
    own_date: Option<NaiveDate>,
    currency_amount: Option<String>,
    currency: Option<String>,
    letter: Option<String>,
    lettered_on: Option<NaiveDate>,
}

const JOINED: &str = "SELECT e.id AS entry_id, v.number, e.journal, e.date, e.piece_ref AS entry_piece_ref, \
     e.piece_date AS entry_piece_date, e.label AS entry_label, e.source_number, v.valid_on, v.validated_at, \
     v.person_id, v.seal, l.position, l.account, l.aux, l.debit, l.credit, l.label, l.piece_ref, l.piece_date, \
     l.own_date, l.currency_amount, l.currency, t.letter, t.lettered_on \
     FROM validation v \
     JOIN entry e ON e.association_id = v.association_id AND e.id = v.entry_id \
     JOIN line l ON l.association_id = v.association_id AND l.entry_id = v.entry_id \
     LEFT JOIN lettering t ON t.association_id = l.association_id AND t.entry_id = l.entry_id \
     AND t.position = l.position \
     WHERE v.association_id = ? AND v.year_id = ? AND v.number BETWEEN ? AND ? \
     ORDER BY v.number, l.position";

/// The validated entries of a year whose numbers lie between two, both included.
///
/// # Errors
/// The database's own.
pub async fn entries<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    from: i64,
    to: i64,
) -> Result<Vec<ValidatedEntry>, Error> {
    let values = [year.association_id.into(), year.id.into(), from.into(), to.into()];
    let rows = JoinedLine::find_by_statement(statement(conn, JOINED, values)).all(conn).await?;
    let mut entries: Vec<ValidatedEntry> = Vec::new();
    for row in rows {
        let (head, line) = row.split();
        match entries.last_mut() {
            Some(last) if last.number == head.number => last.lines.push(line),
            _ => entries.push(ValidatedEntry { lines: vec![line], ..head }),
        }
    }
    Ok(entries)
}

impl JoinedLine {
    fn split(self) -> (ValidatedEntry, ValidatedLine) {
        let line = ValidatedLine {
            position: self.position,
            account: self.account,
            aux: self.aux,
            debit: Cents(self.debit),
            credit: Cents(self.credit),
            label: self.label,
            piece_ref: self.piece_ref,
            piece_date: self.piece_date,
            own_date: self.own_date,
            currency_amount: self.currency_amount,
            currency: self.currency,
            lettering: self.letter.zip(self.lettered_on),
        };
        let head = ValidatedEntry {
            id: self.entry_id,
            number: self.number,
            journal: self.journal,
            date: self.date,
            piece_ref: self.entry_piece_ref,
            piece_date: self.entry_piece_date,
            label: self.entry_label,
            source_number: self.source_number,
            valid_on: self.valid_on,
            validated_at: self.validated_at,
            person_id: self.person_id,
            seal: self.seal,
            lines: Vec::new(),
        };
        (head, line)
    }
}

const CLEARED: &str = "SELECT CAST(COALESCE(SUM(l.debit - l.credit), 0) AS bigint) AS cleared FROM line l \
     WHERE l.association_id = ? AND l.year_id = ? AND l.account >= ? AND l.account < ? \
     AND EXISTS (SELECT 1 FROM line b WHERE b.association_id = l.association_id AND b.entry_id = l.entry_id \
     AND SUBSTR(b.account, 1, 1) = '5') \
     AND NOT EXISTS (SELECT 1 FROM line o WHERE o.association_id = l.association_id AND o.entry_id = l.entry_id \
     AND SUBSTR(o.account, 1, 1) = '1')";

/// What bank and cash cleared of an account over a year: its debits less its credits in entries that
/// also hold class 5. Opening entries, which hold class 1 too, clear nothing.
///
/// # Errors
/// The database's own.
pub async fn cleared_by_bank<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    account: &str,
) -> Result<Cents, Error> {
    // Every longer number lies between the prefix and the prefix followed by the byte after '9'.
    let after = format!("{account}:");
    let values = [year.association_id.into(), year.id.into(), account.into(), after.into()];
    let row = conn.query_one_raw(statement(conn, CLEARED, values)).await?;
    Ok(Cents(row.map(|row| row.try_get("", "cleared")).transpose()?.unwrap_or(0)))
}
