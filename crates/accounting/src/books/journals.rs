//! Journals month by month, and the entries of one.

use chrono::NaiveDate;
use db::statement;
use directory::Error;
use domain::{Cents, Month};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::entity::fiscal_year;

/// A month of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalMonth {
    /// Journal code.
    pub journal: String,
    /// The month.
    pub month: Month,
    /// How many entries.
    pub entries: i64,
    /// Σ debit, which is Σ credit.
    pub debit: Cents,
}

const MONTHS: &str = "SELECT e.journal, SUBSTR(CAST(e.date AS text), 1, 7) AS month, \
     CAST(SUM(CASE WHEN l.position = 1 THEN 1 ELSE 0 END) AS bigint) AS entries, \
     CAST(SUM(l.debit) AS bigint) AS debit \
     FROM validation v \
     JOIN entry e ON e.association_id = v.association_id AND e.id = v.entry_id \
     JOIN line l ON l.association_id = v.association_id AND l.entry_id = v.entry_id \
     WHERE v.association_id = ? AND v.year_id = ? GROUP BY 1, 2 ORDER BY 1, 2";

/// The journals of a year, month by month.
///
/// # Errors
/// The database's own.
pub async fn journal_months<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
) -> Result<Vec<JournalMonth>, Error> {
    let values = [year.association_id.into(), year.id.into()];
    let rows = conn.query_all_raw(statement(conn, MONTHS, values)).await?;
    let mut months = Vec::with_capacity(rows.len());
    for row in rows {
        let month: String = row.try_get("", "month")?;
        months.push(JournalMonth {
            journal: row.try_get("", "journal")?,
            month: Month::parse(&month).unwrap_or(Month::of(year.ends_on)),
            entries: row.try_get("", "entries")?,
            debit: Cents(row.try_get("", "debit")?),
        });
    }
    months.sort_by(|a, b| (&a.journal, a.month).cmp(&(&b.journal, b.month)));
    Ok(months)
}

/// An entry as its journal lists it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct JournalEntry {
    /// Its number.
    pub number: i64,
    /// Its date.
    pub date: NaiveDate,
    /// Supporting document.
    pub piece_ref: String,
    /// Label.
    pub label: String,
    /// How many lines.
    pub lines: i64,
    /// Σ debit, in cents.
    pub debit: i64,
}

const ENTRIES: &str = "SELECT p.number, e.date, e.piece_ref, e.label, \
     (SELECT COUNT(*) FROM line l WHERE l.association_id = e.association_id AND l.entry_id = e.id) AS lines, \
     (SELECT CAST(SUM(l.debit) AS bigint) FROM line l \
     WHERE l.association_id = e.association_id AND l.entry_id = e.id) AS debit \
     FROM (SELECT v.association_id, v.entry_id, v.number FROM validation v \
     JOIN entry e ON e.association_id = v.association_id AND e.id = v.entry_id \
     WHERE v.association_id = ? AND v.year_id = ? AND e.journal = ? AND e.date BETWEEN ? AND ? \
     ORDER BY v.number LIMIT ? OFFSET ?) p \
     JOIN entry e ON e.association_id = p.association_id AND e.id = p.entry_id \
     ORDER BY p.number";

/// Some entries of a journal between two days, in the order of numbers.
///
/// # Errors
/// The database's own.
pub async fn journal_entries<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    journal: &str,
    (from, to): (NaiveDate, NaiveDate),
    (skipped, limit): (i64, i64),
) -> Result<Vec<JournalEntry>, Error> {
    let values = [
        year.association_id.into(),
        year.id.into(),
        journal.into(),
        from.into(),
        to.into(),
        limit.into(),
        skipped.into(),
    ];
    Ok(JournalEntry::find_by_statement(statement(conn, ENTRIES, values)).all(conn).await?)
}
