//! Lines of validated entries, account by account: one ledger, or all of a year page after page.

use chrono::NaiveDate;
use db::statement;
use directory::Error;
use sea_orm::{ConnectionTrait, Value};
use serde::Deserialize;

use crate::entity::fiscal_year;

/// A movement of one account, for its ledger.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Movement {
    /// Number of the entry.
    pub number: i64,
    /// Accounting date.
    pub date: NaiveDate,
    /// Journal code.
    pub journal: String,
    /// Supporting document.
    pub piece_ref: String,
    /// Label.
    pub label: String,
    /// Account.
    pub account: String,
    /// Third party.
    pub aux: Option<String>,
    /// Cents.
    pub debit: i64,
    /// Cents.
    pub credit: i64,
    /// Letter.
    pub letter: Option<String>,
}

// In the order of the fields of `Movement`.
const COLUMNS: [&str; 10] = [
    "v.number",
    "e.date",
    "e.journal",
    "COALESCE(l.piece_ref, e.piece_ref)",
    "COALESCE(l.label, e.label)",
    "l.account",
    "l.aux",
    "l.debit",
    "l.credit",
    "t.letter",
];

const LINES: &str = "FROM line l \
     JOIN validation v ON v.association_id = l.association_id AND v.entry_id = l.entry_id \
     JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id \
     LEFT JOIN lettering t ON t.association_id = l.association_id AND t.entry_id = l.entry_id \
     AND t.position = l.position \
     WHERE l.association_id = ? AND l.year_id = ?";

// `ledger_writer` gives ids and numbers in the same order.
const IN_ORDER: &str = "ORDER BY l.account, l.entry_id, l.position";

/// The ledger of one account over a year, in the order of numbers.
///
/// # Errors
/// The database's own.
pub async fn movements<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    account: &str,
) -> Result<Vec<Movement>, Error> {
    let values = [year.association_id.into(), year.id.into(), account.into()];
    let rest = format!("{LINES} AND l.account = ? {IN_ORDER}");
    Ok(db::packed(conn, &COLUMNS, &rest, values).await?)
}

/// Where a line stands in the general ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    account: String,
    entry: i64,
    position: i64,
}

impl Place {
    /// Before the first line.
    pub const START: Self = Self { account: String::new(), entry: 0, position: 0 };

    fn values(&self) -> [Value; 3] {
        [self.account.as_str().into(), self.entry.into(), self.position.into()]
    }
}

const AFTER: &str = "AND l.entry_id <= ? AND (l.account, l.entry_id, l.position) > (?, ?, ?)";

/// The place of the `lines`-th line after a place, among the entries up to the one of id `last`;
/// none when fewer are left.
///
/// # Errors
/// The database's own.
pub async fn place_after<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    last: i64,
    after: &Place,
    lines: i64,
) -> Result<Option<Place>, Error> {
    let sql = format!(
        "SELECT l.account, l.entry_id, l.position FROM line l \
         WHERE l.association_id = ? AND l.year_id = ? {AFTER} {IN_ORDER} LIMIT 1 OFFSET ?"
    );
    let values = [year.association_id.into(), year.id.into(), last.into()];
    let values = values.into_iter().chain(after.values()).chain([(lines - 1).into()]);
    let Some(row) = conn.query_one_raw(statement(conn, &sql, values)).await? else {
        return Ok(None);
    };
    Ok(Some(Place {
        account: row.try_get_by_index(0)?,
        entry: row.try_get_by_index(1)?,
        position: row.try_get_by_index(2)?,
    }))
}

/// The lines of the general ledger after a place and up to another, to the end when there is none:
/// by account, then in the order of numbers.
///
/// # Errors
/// The database's own.
pub async fn movements_between<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    last: i64,
    after: &Place,
    upto: Option<&Place>,
) -> Result<Vec<Movement>, Error> {
    let values = [year.association_id.into(), year.id.into(), last.into()];
    let mut values: Vec<Value> = values.into_iter().chain(after.values()).collect();
    let mut rest = format!("{LINES} {AFTER}");
    if let Some(upto) = upto {
        rest.push_str(" AND (l.account, l.entry_id, l.position) <= (?, ?, ?)");
        values.extend(upto.values());
    }
    Ok(db::packed(conn, &COLUMNS, &format!("{rest} {IN_ORDER}"), values).await?)
}
