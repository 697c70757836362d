//! Who acts and when, what an act answers when it refuses, and the trail it leaves.

use chrono::{DateTime, NaiveDate, Utc};
use db::{Counter, Tx, next_ids};
use sea_orm::{ActiveModelTrait, DbErr, Set};

use crate::entity::audit as row;

/// Who acts, at which instant, on which day of the pôle's time zone.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// The person.
    pub person: i64,
    /// The instant, kept in UTC.
    pub now: DateTime<Utc>,
    /// The day where the pôle is.
    pub today: NaiveDate,
}

/// Why an act did not happen. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A sentence in French that says what is wrong, with its figures, and what to do.
    #[error("{0}")]
    Refused(String),
    /// The database failed.
    #[error("la base de données a répondu : {0}")]
    Database(#[from] DbErr),
}

impl Error {
    /// A refusal.
    pub fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(sentence.into())
    }
}

/// Leaves the audit line of an act, in the act's own transaction.
///
/// # Errors
/// The database's own.
pub async fn audit(
    tx: &Tx,
    act: &Act,
    association: Option<i64>,
    what: &str,
    detail: serde_json::Value,
) -> Result<(), DbErr> {
    let id = next_ids(tx, 0, Counter("audit"), 1).await?;
    let trail = row::ActiveModel {
        id: Set(id),
        at: Set(act.now),
        person_id: Set(act.person),
        association_id: Set(association),
        act: Set(what.to_owned()),
        detail: Set(detail.to_string()),
    };
    trail.insert(tx).await?;
    Ok(())
}
