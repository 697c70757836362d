//! Third parties of a year: what moved, what stands, what nothing answers yet.

use db::statement;
use directory::Error;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::entity::fiscal_year;

/// A third party's year, in one collective account; amounts in cents.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct PartyBalance {
    /// Collective account.
    pub account: String,
    /// Number of the third party.
    pub aux: String,
    /// Σ debit.
    pub debit: i64,
    /// Σ credit.
    pub credit: i64,
    /// Lines without a letter.
    pub open_lines: i64,
    /// Σ debit − Σ credit of those lines.
    pub open: i64,
}

const BALANCES: &str = "SELECT l.account, l.aux, CAST(SUM(l.debit) AS bigint) AS debit, \
     CAST(SUM(l.credit) AS bigint) AS credit, \
     CAST(SUM(CASE WHEN t.letter IS NULL THEN 1 ELSE 0 END) AS bigint) AS open_lines, \
     CAST(SUM(CASE WHEN t.letter IS NULL THEN l.debit - l.credit ELSE 0 END) AS bigint) AS open \
     FROM line l \
     JOIN validation v ON v.association_id = l.association_id AND v.entry_id = l.entry_id \
     LEFT JOIN lettering t ON t.association_id = l.association_id AND t.entry_id = l.entry_id \
     AND t.position = l.position \
     WHERE l.association_id = ? AND l.year_id = ? AND l.aux IS NOT NULL \
     GROUP BY l.account, l.aux ORDER BY l.account, l.aux";

/// The third parties of a year, by collective account and number.
///
/// # Errors
/// The database's own.
pub async fn party_balances<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
) -> Result<Vec<PartyBalance>, Error> {
    let values = [year.association_id.into(), year.id.into()];
    Ok(PartyBalance::find_by_statement(statement(conn, BALANCES, values)).all(conn).await?)
}
