//! What was changed of a contract or of a person's file: who, when, from what to what, why. Written
//! in the transaction of the change, only added to, and read by those who read names: the trail, which
//! others read, tells which columns changed and never what they hold.

use chrono::{DateTime, NaiveDate, Utc};
use db::{Counter, Tx, next_ids, statement};
use directory::{Act, Error};
use domain::Month;
use domain::calendar::short;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Set};

use crate::amendment::Named;
use crate::entity::job_change;

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A contract, by its id.
    Contract(i64),
    /// The file of a person received, by its id.
    CaseFile(i64),
}

/// One cell that was changed.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Whose.
    pub subject: Subject,
    /// Of which month of work, if it is of one.
    pub month: Option<Month>,
    /// Its column, or the table of a row that came or went.
    pub field: &'static str,
    /// What stood there; none for nothing.
    pub was: Option<String>,
    /// What stands there now; none for nothing.
    pub became: Option<String>,
}

impl Change {
    /// The cells that differ, both lists in the same order.
    pub fn between(subject: Subject, kept: Vec<Named>, read: Vec<Named>) -> Vec<Self> {
        let some = |text: String| (!text.is_empty()).then_some(text);
        let differing = kept.into_iter().zip(read).filter(|((_, was), (_, now))| was != now);
        let change = |((field, was), (_, now)): (Named, Named)| Self {
            subject,
            month: None,
            field,
            was: some(was),
            became: some(now),
        };
        differing.map(change).collect()
    }

    /// A last day that is now later.
    pub fn later(
        subject: Subject,
        field: &'static str,
        was: Option<NaiveDate>,
        day: NaiveDate,
    ) -> Self {
        Self { subject, month: None, field, was: was.map(short), became: Some(short(day)) }
    }

    /// A row that came, by its number.
    pub fn came(subject: Subject, field: &'static str, number: &str) -> Self {
        Self { subject, month: None, field, was: None, became: Some(number.to_owned()) }
    }

    /// A row that went, by its number.
    pub fn went(subject: Subject, field: &'static str, number: &str) -> Self {
        Self { subject, month: None, field, was: Some(number.to_owned()), became: None }
    }
}

/// Rows written by one statement: SQLite binds 32 766 values at most.
const ROWS: usize = 500;

/// Keeps changes that a person makes now.
pub(crate) async fn keep_changes(
    tx: &Tx,
    act: &Act,
    association: i64,
    changes: Vec<Change>,
    reason: Option<&str>,
) -> Result<(), Error> {
    if changes.is_empty() {
        return Ok(());
    }
    let first = next_ids(tx, association, Counter("job_change"), changes.len() as i64).await?;
    let mut rows = Vec::with_capacity(changes.len());
    for (change, id) in changes.into_iter().zip(first..) {
        let (contract, case_file) = match change.subject {
            Subject::Contract(id) => (Some(id), None),
            Subject::CaseFile(id) => (None, Some(id)),
        };
        rows.push(job_change::ActiveModel {
            association_id: Set(association),
            id: Set(id),
            contract_id: Set(contract),
            case_file_id: Set(case_file),
            month: Set(change.month.map(|month| i64::from(month.0))),
            field: Set(change.field.to_owned()),
            was: Set(change.was),
            became: Set(change.became),
            reason: Set(reason.map(str::to_owned)),
            at: Set(act.now),
            person_id: Set(act.person),
        });
    }
    for rows in rows.chunks(ROWS) {
        job_change::Entity::insert_many(rows.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A change that was made.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PastChange {
    /// Its rank among those of the association.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub who: String,
    /// The month of work, as `YYYYMM`, if it is of one.
    pub month: Option<i64>,
    /// The column, or the table.
    pub field: String,
    /// What stood there.
    pub was: Option<String>,
    /// What stood there then.
    pub became: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

const PAST: &str = "SELECT j.id, j.at, p.name AS who, j.month, j.field, j.was, j.became, j.reason \
     FROM job_change j JOIN person p ON p.id = j.person_id WHERE j.association_id = ?";

/// What was changed of a contract or of a file, the latest first.
///
/// # Errors
/// The database's own.
pub async fn history<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    subject: Subject,
) -> Result<Vec<PastChange>, Error> {
    let (column, id) = match subject {
        Subject::Contract(id) => ("contract_id", id),
        Subject::CaseFile(id) => ("case_file_id", id),
    };
    let sql = format!("{PAST} AND j.{column} = ? ORDER BY j.id DESC");
    let query = statement(conn, &sql, [association.into(), id.into()]);
    Ok(PastChange::find_by_statement(query).all(conn).await?)
}

/// Rows of a table (`contrat` or `dossier`) that were taken back, the latest first.
///
/// # Errors
/// The database's own.
pub async fn withdrawn<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    field: &str,
) -> Result<Vec<PastChange>, Error> {
    let sql = format!(
        "{PAST} AND j.field = ? AND j.became IS NULL AND j.month IS NULL ORDER BY j.id DESC"
    );
    let query = statement(conn, &sql, [association.into(), field.into()]);
    Ok(PastChange::find_by_statement(query).all(conn).await?)
}

/// The rank of the last change of the row itself, months aside: two forms opened on the same row show
/// the same one, until one of them is taken.
pub fn last_change(history: &[PastChange]) -> i64 {
    history.iter().find(|change| change.month.is_none()).map_or(0, |change| change.id)
}
