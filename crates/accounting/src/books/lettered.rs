//! What letters bring together: an invoice and what settles it.

use chrono::NaiveDate;
use db::statement;
use directory::Error;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::entity::fiscal_year;

/// A line of another entry that bears the letter of a line at hand.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Answering {
    /// Position of the line at hand in its entry.
    pub position: i64,
    /// Number of the other entry.
    pub number: i64,
    /// Its date.
    pub date: NaiveDate,
    /// Its supporting document.
    pub piece_ref: String,
    /// Whether the other line is a debit.
    pub is_debit: bool,
}

// Letters begin again each year and in each collective account, for each of its third parties.
const ANSWERING: &str = "SELECT DISTINCT o.position, v.number, e.date, COALESCE(l.piece_ref, e.piece_ref) AS piece_ref, \
     l.debit > 0 AS is_debit \
     FROM line o \
     JOIN lettering p ON p.association_id = o.association_id AND p.entry_id = o.entry_id AND p.position = o.position \
     JOIN line l ON l.association_id = o.association_id AND l.year_id = o.year_id AND l.account = o.account \
     AND COALESCE(l.aux, '') = COALESCE(o.aux, '') AND l.entry_id <> o.entry_id \
     JOIN lettering t ON t.association_id = l.association_id AND t.entry_id = l.entry_id AND t.position = l.position \
     AND t.letter = p.letter \
     JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id \
     JOIN validation v ON v.association_id = l.association_id AND v.entry_id = l.entry_id \
     WHERE o.association_id = ? AND o.entry_id = ? ORDER BY o.position, v.number";

/// The lines of other entries of the year that bear the letters of an entry's own, by account and
/// third party; in the order of its lines, then of numbers.
///
/// # Errors
/// The database's own.
pub async fn answering<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    entry: i64,
) -> Result<Vec<Answering>, Error> {
    let values = [year.association_id.into(), entry.into()];
    Ok(Answering::find_by_statement(statement(conn, ANSWERING, values)).all(conn).await?)
}
