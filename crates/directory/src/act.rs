//! Who acts and when, what an act answers when it refuses, and the trail it leaves.

use chrono::{DateTime, NaiveDate, Utc};
use db::{Counter, Tx, next_ids};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, QueryOrder, QuerySelect, Set,
};
use sha2::{Digest, Sha256};

use crate::Check;
use crate::entity::{audit as row, trail_end};

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

/// Leaves the audit line of an act on an association, or on the pôle, in the act's own transaction.
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
    let subject = association.map(|id| format!("association:{id}"));
    audit_of(tx, act, association, subject, what, detail).await
}

/// The same for an act on something else than an association: `person:12`. Lines are sealed one to
/// the other, so that none can be taken out or changed unseen.
///
/// # Errors
/// The database's own.
pub async fn audit_of(
    tx: &Tx,
    act: &Act,
    association: Option<i64>,
    subject: Option<String>,
    what: &str,
    detail: serde_json::Value,
) -> Result<(), DbErr> {
    // The counter's lock holds the chain until the transaction ends.
    let id = next_ids(tx, 0, Counter("audit"), 1).await?;
    // The line before may be of another association, and not be seen from here.
    let end = trail_end::Entity::find_by_id(THE_END).one(tx).await?;
    let previous = end.as_ref().map_or(&[][..], |end| &end.seal);
    let mut line = row::Model {
        id,
        at: act.now,
        person_id: act.person,
        association_id: association,
        act: what.to_owned(),
        detail: detail.to_string(),
        subject,
        seal: None,
    };
    let sealed = seal(previous, &line);
    line.seal = Some(sealed.clone());
    let trail = row::ActiveModel {
        id: Set(line.id),
        at: Set(line.at),
        person_id: Set(line.person_id),
        association_id: Set(line.association_id),
        act: Set(line.act),
        detail: Set(line.detail),
        subject: Set(line.subject),
        seal: Set(line.seal),
    };
    trail.insert(tx).await?;
    let ends = trail_end::ActiveModel { id: Set(THE_END), line: Set(id), seal: Set(sealed) };
    if end.is_some() {
        ends.update(tx).await?
    } else {
        ends.insert(tx).await?
    };
    Ok(())
}

/// The only row of its table.
const THE_END: i64 = 1;

/// SHA-256 over the seal before and each field, length first. Instants count whole microseconds,
/// which both databases keep.
fn seal(previous: &[u8], line: &row::Model) -> Vec<u8> {
    let mut hash = Sha256::new();
    let association = line.association_id.map_or_else(String::new, |id| id.to_string());
    let fields: [&[u8]; 8] = [
        previous,
        &line.id.to_be_bytes(),
        &line.at.timestamp_micros().to_be_bytes(),
        &line.person_id.to_be_bytes(),
        association.as_bytes(),
        line.act.as_bytes(),
        line.detail.as_bytes(),
        line.subject.as_deref().unwrap_or_default().as_bytes(),
    ];
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().to_vec()
}

/// Lines read at once.
const PAGE: u64 = 2_000;

/// Whether the trail is whole: numbered without a gap, each line sealed to the one before.
///
/// # Errors
/// The database's own.
pub async fn checks<C: ConnectionTrait>(conn: &C) -> Result<Vec<Check>, DbErr> {
    let mut broken = None;
    let (mut count, mut previous) = (0_i64, Vec::new());
    'pages: for page in 0.. {
        let lines = row::Entity::find().order_by_asc(row::Column::Id);
        let lines = lines.offset(page * PAGE).limit(PAGE).all(conn).await?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            count += 1;
            // Lines written before there were seals have none; after the first one all have.
            let sealed = match &line.seal {
                Some(kept) => *kept == seal(&previous, &line),
                None => previous.is_empty(),
            };
            if line.id != count || !sealed {
                broken = Some(format!(
                    "la ligne {} du journal des actes ne suit pas la ligne {}",
                    line.id,
                    count - 1
                ));
                break 'pages;
            }
            previous = line.seal.unwrap_or_default();
        }
    }
    let last = db::statement(
        conn,
        "SELECT value FROM counter WHERE association_id = 0 AND name = 'audit'",
        [],
    );
    let given = match conn.query_one_raw(last).await? {
        Some(row) => row.try_get::<i64>("", "value")?,
        None => 0,
    };
    if broken.is_none() && given != count {
        broken =
            Some(format!("{given} lignes ont été écrites au journal des actes, {count} y sont"));
    }
    let end = trail_end::Entity::find_by_id(THE_END).one(conn).await?;
    let kept = end.map_or((0, Vec::new()), |end| (end.line, end.seal));
    // Lines from before there were seals have no end either.
    if broken.is_none() && kept != (if previous.is_empty() { 0 } else { count }, previous) {
        broken = Some(format!(
            "le journal des actes a {count} lignes, et sa fin gardée est la ligne {}",
            kept.0
        ));
    }
    Ok(vec![Check::of("trail-chained", broken, format!("{count} lignes du journal des actes"))])
}
