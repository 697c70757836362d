//! What an entity's year holds of each other entity: every SELECT of the slice over lines.

use db::statement;
use directory::Error;
use domain::Cents;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Tagged lines of one account, towards one entity, over a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The other entity.
    pub to: i64,
    /// Account.
    pub account: String,
    /// Σ debit.
    pub debit: Cents,
    /// Σ credit.
    pub credit: Cents,
    /// How many lines.
    pub lines: i64,
}

#[derive(FromQueryResult)]
struct FlowRow {
    to_id: i64,
    account: String,
    debit: i64,
    credit: i64,
    lines: i64,
}

impl From<FlowRow> for Flow {
    fn from(row: FlowRow) -> Self {
        let (debit, credit) = (Cents(row.debit), Cents(row.credit));
        Self { to: row.to_id, account: row.account, debit, credit, lines: row.lines }
    }
}

const FLOWS: &str = "SELECT t.to_association_id AS to_id, l.account, CAST(SUM(l.debit) AS bigint) AS debit, \
     CAST(SUM(l.credit) AS bigint) AS credit, COUNT(*) AS lines FROM counterparty_tag t \
     JOIN line l ON l.association_id = t.association_id AND l.entry_id = t.entry_id AND l.position = t.position \
     WHERE t.association_id = ? AND l.year_id = ? \
     GROUP BY t.to_association_id, l.account ORDER BY t.to_association_id, l.account";

/// The tagged flows of an entity's year.
///
/// # Errors
/// The database's own.
pub async fn flows<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    year: i64,
) -> Result<Vec<Flow>, Error> {
    let values = [association.into(), year.into()];
    let rows = FlowRow::find_by_statement(statement(conn, FLOWS, values)).all(conn).await?;
    Ok(rows.into_iter().map(Flow::from).collect())
}

/// A line that is mapped both by its third party and by its account counts once.
const BALANCES: &str = "SELECT m.to_id, m.account, CAST(SUM(m.debit) AS bigint) AS debit, \
     CAST(SUM(m.credit) AS bigint) AS credit, COUNT(*) AS lines FROM ( \
     SELECT DISTINCT c.to_association_id AS to_id, l.entry_id, l.position, l.account, l.debit, l.credit \
     FROM counterparty c JOIN line l ON l.association_id = c.association_id \
     AND (l.aux = c.aux OR SUBSTR(l.account, 1, LENGTH(c.account)) = c.account) \
     WHERE c.association_id = ? AND l.year_id = ? AND SUBSTR(l.account, 1, 1) = '4') AS m \
     GROUP BY m.to_id, m.account ORDER BY m.to_id, m.account";

/// What an entity's third-party accounts hold of each other entity at the end of a year, opening
/// entries included: by the lines' own third party, since an opening entry names several at once.
///
/// # Errors
/// The database's own.
pub async fn third_party_balances<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    year: i64,
) -> Result<Vec<Flow>, Error> {
    let values = [association.into(), year.into()];
    let rows = FlowRow::find_by_statement(statement(conn, BALANCES, values)).all(conn).await?;
    Ok(rows.into_iter().map(Flow::from).collect())
}
