//! Sessions: a random token that only the browser keeps, its SHA-256 in the base, an end when
//! nothing is asked for a while and another whatever is asked (ASVS 5, 7.3.1 and 7.3.2).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use db::{Counter, Tx, next_ids};
use domain::words::{hex, unhex};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, JoinType,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use sha2::{Digest, Sha256};

use crate::access::Access;
use crate::entity::{person, session as row};
use crate::{Act, Error};

/// A session ends when nothing was asked for this long.
pub const IDLE: TimeDelta = TimeDelta::minutes(60);
/// A session ends after this long in any case.
pub const LONGEST: TimeDelta = TimeDelta::hours(12);
/// How old the note of the last request may become: a write per minute, not per request.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// What a browser keeps: 256 random bits, never stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// From the machine's randomness.
    ///
    /// # Errors
    /// When the machine has none.
    pub fn random() -> Result<Self, Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            Error::refused(format!("la machine ne donne pas de hasard : {error}"))
        })?;
        Ok(Self(bytes))
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        unhex(text)?.try_into().ok().map(Self)
    }

    /// As a cookie or an address carries it.
    pub fn text(self) -> String {
        hex(&self.0)
    }

    /// What the base keeps of it.
    pub fn digest(self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }
}

/// What somebody proved when their session began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// All that is asked of them.
    Whole,
    /// One factor that somebody answers for, a password or an invitation: enough to choose a second
    /// one, the first time.
    Vouched,
    /// One factor that their mailbox gives to whoever reads it.
    Mailbox,
}

/// A request of somebody signed in.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who, and what they may open.
    pub access: Access,
    /// Number of the session among theirs.
    pub session: i64,
    /// Whether the second factor was given, or none is asked of their roles.
    pub complete: bool,
    /// Whether a first second factor may be chosen in it.
    pub vouched: bool,
    /// Whether it is time to note that they were seen ([`note_seen`]).
    pub is_to_note: bool,
}

/// Opens a session and answers its token. The caller ends the one before, if any: a token is new at
/// each sign-in.
///
/// # Errors
/// The database's own.
pub async fn begin_session(tx: &Tx, act: &Act, proof: Proof, device: &str) -> Result<Token, Error> {
    let token = Token::random()?;
    let number = next_ids(tx, 0, Counter("session"), 1).await?;
    let device: String = device.chars().filter(|c| !c.is_control()).take(120).collect();
    let session = row::ActiveModel {
        token: Set(token.digest()),
        person_id: Set(act.person),
        number: Set(number),
        started_at: Set(act.now),
        seen_at: Set(act.now),
        ends_at: Set(act.now + LONGEST),
        complete: Set((proof == Proof::Whole).into()),
        vouched: Set((proof != Proof::Mailbox).into()),
        device: Set(device),
    };
    session.insert(tx).await?;
    Ok(token)
}

/// Who carries a token, when its session still lasts.
///
/// # Errors
/// The database's own.
pub async fn visit<C: ConnectionTrait>(
    conn: &C,
    token: Token,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Option<Visit>, Error> {
    // Every page asks it: a session and its person at once.
    let whose = row::Entity::belongs_to(person::Entity)
        .from(row::Column::PersonId)
        .to(person::Column::Id)
        .into();
    let found = row::Entity::find_by_id(token.digest())
        .join(JoinType::InnerJoin, whose)
        .select_also(person::Entity);
    let Some((found, Some(person))) = found.one(conn).await? else { return Ok(None) };
    if found.ends_at <= now || found.seen_at + IDLE <= now {
        return Ok(None);
    }
    Ok(Some(Visit {
        access: Access::of(conn, person, today).await?,
        session: found.number,
        complete: found.complete == 1,
        vouched: found.vouched == 1,
        is_to_note: found.seen_at + SEEN_EVERY <= now,
    }))
}

/// Notes that somebody was seen, if their session is still there.
///
/// # Errors
/// The database's own.
pub async fn note_seen<C: ConnectionTrait>(
    conn: &C,
    person: i64,
    session: i64,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let noted = row::Entity::update_many()
        .col_expr(row::Column::SeenAt, Expr::value(now))
        .filter(row::Column::PersonId.eq(person))
        .filter(row::Column::Number.eq(session));
    noted.exec(conn).await?;
    Ok(())
}

/// The sessions of a person that still last, latest first.
///
/// # Errors
/// The database's own.
pub async fn sessions<C: ConnectionTrait>(
    conn: &C,
    person: i64,
    now: DateTime<Utc>,
) -> Result<Vec<row::Model>, Error> {
    let rows = row::Entity::find()
        .filter(row::Column::PersonId.eq(person))
        .order_by_desc(row::Column::Number)
        .all(conn)
        .await?;
    let lasts = |row: &row::Model| now < row.ends_at && now < row.seen_at + IDLE;
    Ok(rows.into_iter().filter(lasts).collect())
}

/// Ends one session of a person; says whether there was one.
///
/// # Errors
/// The database's own.
pub async fn end_session(tx: &Tx, person: i64, number: i64) -> Result<bool, Error> {
    let ended = row::Entity::delete_many()
        .filter(row::Column::PersonId.eq(person))
        .filter(row::Column::Number.eq(number))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Ends every session of a person: when a factor changes, when access is closed.
///
/// # Errors
/// The database's own.
pub async fn end_all_sessions(tx: &Tx, person: i64) -> Result<u64, Error> {
    let all = row::Entity::delete_many().filter(row::Column::PersonId.eq(person));
    Ok(all.exec(tx).await?.rows_affected)
}

/// Forgets the sessions that ended, whoever's they were.
///
/// # Errors
/// The database's own.
pub async fn forget_ended_sessions(tx: &Tx, now: DateTime<Utc>) -> Result<(), Error> {
    let over = row::Column::EndsAt.lte(now).or(row::Column::SeenAt.lte(now - IDLE));
    row::Entity::delete_many().filter(over).exec(tx).await?;
    Ok(())
}
