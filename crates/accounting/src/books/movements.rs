//! Lines of validated entries, account by account: one ledger, or all of a year page after page.

use chrono::NaiveDate;
use db::statement;
use directory::Error;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::entity::fiscal_year;

/// A movement of one account, for its ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl Movement {
    /// By rank: looking a name up for each cell of a year costs more than the cells.
    fn read(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            number: row.try_get_by_index(0)?,
            date: row.try_get_by_index(1)?,
            journal: row.try_get_by_index(2)?,
            piece_ref: row.try_get_by_index(3)?,
            label: row.try_get_by_index(4)?,
            account: row.try_get_by_index(5)?,
            aux: row.try_get_by_index(6)?,
            debit: row.try_get_by_index(7)?,
            credit: row.try_get_by_index(8)?,
            letter: row.try_get_by_index(9)?,
        })
    }
}

// The lines are found through the index by account, then read: without statistics SQLite would read
// all the lines of the association instead, since they lie in the order of its key.
const MOVEMENTS: &str = "SELECT v.number, e.date, e.journal, COALESCE(l.piece_ref, e.piece_ref) AS piece_ref, \
     COALESCE(l.label, e.label) AS label, l.account, l.aux, l.debit, l.credit, t.letter \
     FROM line k \
     JOIN line l ON l.association_id = k.association_id AND l.entry_id = k.entry_id AND l.position = k.position \
     JOIN entry e ON e.association_id = k.association_id AND e.id = k.entry_id \
     JOIN validation v ON v.association_id = k.association_id AND v.entry_id = k.entry_id \
     LEFT JOIN lettering t ON t.association_id = k.association_id AND t.entry_id = k.entry_id \
     AND t.position = k.position \
     WHERE k.association_id = ? AND k.year_id = ? AND k.account = ? \
     ORDER BY v.number, l.position";

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
    let rows = conn.query_all_raw(statement(conn, MOVEMENTS, values)).await?;
    Ok(rows.iter().map(Movement::read).collect::<Result<_, _>>()?)
}

/// Where a line stands in the general ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    account: String,
    entry: i64,
    position: i64,
}

const AFTER: &str = "SELECT k.number, e.date, e.journal, COALESCE(l.piece_ref, e.piece_ref), \
     COALESCE(l.label, e.label), l.account, l.aux, l.debit, l.credit, t.letter, k.entry_id, k.position \
     FROM (SELECT i.association_id, i.account, i.entry_id, i.position, v.number FROM line i \
     JOIN validation v ON v.association_id = i.association_id AND v.entry_id = i.entry_id \
     WHERE i.association_id = ? AND i.year_id = ? AND i.entry_id <= ? \
     AND (i.account, i.entry_id, i.position) > (?, ?, ?) \
     ORDER BY i.account, i.entry_id, i.position LIMIT ?) k \
     JOIN line l ON l.association_id = k.association_id AND l.entry_id = k.entry_id AND l.position = k.position \
     JOIN entry e ON e.association_id = k.association_id AND e.id = k.entry_id \
     LEFT JOIN lettering t ON t.association_id = k.association_id AND t.entry_id = k.entry_id \
     AND t.position = k.position \
     ORDER BY k.account, k.entry_id, k.position";

/// At most `limit` lines of the general ledger after a place, by account then in the order of
/// entries up to the one of id `last`, and the place where they end; none when there are no more.
/// `ledger_writer` gives ids and numbers in the same order.
///
/// # Errors
/// The database's own.
pub async fn movements_after<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    last: i64,
    after: &Place,
    limit: i64,
) -> Result<Option<(Place, Vec<Movement>)>, Error> {
    let values = [
        year.association_id.into(),
        year.id.into(),
        last.into(),
        after.account.as_str().into(),
        after.entry.into(),
        after.position.into(),
        limit.into(),
    ];
    let rows = conn.query_all_raw(statement(conn, AFTER, values)).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    let place = Place {
        account: last.try_get_by_index(5)?,
        entry: last.try_get_by_index(10)?,
        position: last.try_get_by_index(11)?,
    };
    let movements = rows.iter().map(Movement::read).collect::<Result<_, _>>()?;
    Ok(Some((place, movements)))
}
