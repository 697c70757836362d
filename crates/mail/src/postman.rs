//! The postman takes the letters that are due, one at a time, and notes what became of each.
//!
//! He leases a letter before he leaves with it, so that two servers on one base do not both carry
//! it, and holds no transaction on the way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use db::Db;
use lettre::message::Mailbox;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select, Set,
};
use tokio::sync::Notify;

use crate::carrier::{Kind, Trouble};
use crate::outbox as row;
use crate::{Carrier, outbox};

/// How long after each attempt the next one comes; after the last the letter has failed.
const RETRIES: [TimeDelta; 6] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(6),
    TimeDelta::hours(24),
];
/// A letter that was taken and of which nothing is heard is due again after this long.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// Between two looks into the outbox when nobody rings.
const TICK: Duration = Duration::from_secs(5);
/// Between two attempts at noting what became of a letter, while the base is busy.
const BUSY: Duration = Duration::from_secs(1);
/// How long it is kept to whom a letter went; its text is gone with it.
const KEPT: TimeDelta = TimeDelta::days(92);
/// What is kept of a server's answer.
const TOLD_CHARS: usize = 300;

/// Carries the letters of one base to one place.
#[derive(Debug)]
pub struct Postman {
    db: Db,
    carrier: Carrier,
    sender: Mailbox,
}

/// What became of the letters of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Taken by the server, or written to the folder.
    pub sent: u32,
    /// To be tried again later.
    pub postponed: u32,
    /// Given up.
    pub failed: u32,
}

impl Postman {
    /// A postman for the letters of a base, all from one sender (see [`crate::sender`]).
    pub fn new(db: Db, carrier: Carrier, sender: Mailbox) -> Self {
        Self { db, carrier, sender }
    }

    /// Carries what is due at an instant, the oldest first, until nothing is due or nobody takes
    /// letters there; forgets those that went three months ago.
    ///
    /// # Errors
    /// The database's own; what was sent and could not be noted is sent again later.
    pub async fn round(&self, now: DateTime<Utc>) -> Result<Round, DbErr> {
        self.round_until(now, &AtomicBool::new(false)).await
    }

    /// Makes a round when rung for (`wake`, after a commit) and every five seconds, until `shutdown`
    /// ends; the letter in hand is then still brought and noted.
    pub async fn run(self, wake: Arc<Notify>, shutdown: impl Future<Output = ()>) {
        let stopping = AtomicBool::new(false);
        let mut shutdown = std::pin::pin!(shutdown);
        loop {
            let mut round = std::pin::pin!(self.round_until(Utc::now(), &stopping));
            let (done, stop) = tokio::select! {
                done = &mut round => (done, false),
                () = &mut shutdown => {
                    stopping.store(true, Ordering::Relaxed);
                    (round.await, true)
                }
            };
            if let Err(error) = done {
                tracing::warn!(%error, "the outbox cannot be read or noted");
            }
            if stop {
                return;
            }
            tokio::select! {
                () = wake.notified() => {}
                () = tokio::time::sleep(TICK) => {}
                () = &mut shutdown => return,
            }
        }
    }

    async fn round_until(&self, now: DateTime<Utc>, stop: &AtomicBool) -> Result<Round, DbErr> {
        let began = Instant::now();
        let mut round = Round::default();
        while !stop.load(Ordering::Relaxed) {
            // A lease runs from the moment of the letter, not from that of the round.
            let at = now + began.elapsed();
            let Some(letter) = self.lease(at).await? else { break };
            let carried = self.carrier.carry(&letter, &self.sender).await;
            let at = now + began.elapsed();
            let unreachable = matches!(&carried, Err(trouble) if trouble.kind == Kind::Unreachable);
            match self.note(at, &letter, carried).await? {
                Fate::Sent => round.sent += 1,
                Fate::Postponed => round.postponed += 1,
                Fate::Failed => round.failed += 1,
            }
            if unreachable {
                break;
            }
        }
        if round.sent + round.failed > 0 {
            self.forget(now - KEPT).await?;
        }
        Ok(round)
    }

    /// Forgets the letters whose way ended before an instant.
    async fn forget(&self, before: DateTime<Utc>) -> Result<(), DbErr> {
        let ended = Condition::any()
            .add(row::Column::SentAt.lt(before))
            .add(row::Column::FailedAt.lt(before));
        let tx = self.db.write().await?;
        row::Entity::delete_many().filter(ended).exec(&tx).await?;
        tx.commit().await
    }

    /// Takes the letter that has been due longest.
    async fn lease(&self, at: DateTime<Utc>) -> Result<Option<outbox::Model>, DbErr> {
        // Asked first without a lock: most of the time there is nothing, and an import may be writing.
        if due(at).one(self.db.conn()).await?.is_none() {
            return Ok(None);
        }
        let tx = self.db.write().await?;
        let locked = due(at).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let Some(letter) = locked.one(&tx).await? else { return Ok(None) };
        let attempts = letter.attempts + 1;
        let mut leased = letter.into_active_model();
        leased.attempts = Set(attempts);
        leased.due_at = Set(at + LEASE);
        let leased = leased.update(&tx).await?;
        tx.commit().await?;
        Ok(Some(leased))
    }

    /// Notes what became of a letter, as long as the lease lasts: a letter that was sent and not
    /// noted, because a long import holds the base, would be sent again.
    async fn note(
        &self,
        at: DateTime<Utc>,
        letter: &outbox::Model,
        carried: Result<(), Trouble>,
    ) -> Result<Fate, DbErr> {
        let fate = fate(letter, &carried);
        log(letter, &carried, fate);
        let began = Instant::now();
        loop {
            let noted = self.note_once(at, letter, &carried, fate).await;
            let left = letter.due_at - at - TimeDelta::from_std(began.elapsed()).unwrap_or(LEASE);
            match noted {
                Err(error) if left > TimeDelta::zero() => {
                    tracing::warn!(letter = letter.id, %error, "the base does not note a letter yet");
                    tokio::time::sleep(BUSY).await;
                }
                noted => return noted.map(|()| fate),
            }
        }
    }

    async fn note_once(
        &self,
        at: DateTime<Utc>,
        letter: &outbox::Model,
        carried: &Result<(), Trouble>,
        fate: Fate,
    ) -> Result<(), DbErr> {
        let told = carried.as_ref().err().map(|trouble| kept(&trouble.told));
        let noted = row::Entity::update_many()
            .filter(row::Column::Id.eq(letter.id))
            .filter(row::Column::SentAt.is_null())
            .col_expr(row::Column::LastError, Expr::value(told));
        let noted = match fate {
            Fate::Sent => noted
                .col_expr(row::Column::SentAt, Expr::value(at))
                .col_expr(row::Column::FailedAt, Expr::value(None::<DateTime<Utc>>))
                .col_expr(row::Column::Body, Expr::value("")),
            Fate::Failed => noted
                .filter(row::Column::Attempts.eq(letter.attempts))
                .col_expr(row::Column::FailedAt, Expr::value(at))
                .col_expr(row::Column::Body, Expr::value("")),
            Fate::Postponed => noted
                .filter(row::Column::Attempts.eq(letter.attempts))
                .col_expr(row::Column::DueAt, Expr::value(at + wait(letter))),
        };
        let tx = self.db.write().await?;
        noted.exec(&tx).await?;
        tx.commit().await
    }
}

/// What becomes of a letter after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Sent,
    Postponed,
    Failed,
}

fn due(at: DateTime<Utc>) -> Select<row::Entity> {
    row::Entity::find()
        .filter(row::Column::SentAt.is_null())
        .filter(row::Column::FailedAt.is_null())
        .filter(row::Column::DueAt.lte(at))
        .order_by_asc(row::Column::DueAt)
        .order_by_asc(row::Column::Id)
        .limit(1)
}

fn fate(letter: &outbox::Model, carried: &Result<(), Trouble>) -> Fate {
    match carried {
        Ok(()) => Fate::Sent,
        Err(trouble) if trouble.kind == Kind::Refused => Fate::Failed,
        Err(_) if letter.attempts > RETRIES.len() as i64 => Fate::Failed,
        Err(_) => Fate::Postponed,
    }
}

/// How long until the next attempt.
fn wait(letter: &outbox::Model) -> TimeDelta {
    let done = usize::try_from(letter.attempts).unwrap_or(usize::MAX);
    RETRIES.get(done.saturating_sub(1)).copied().unwrap_or(LEASE)
}

/// A server's answer in one line, without links: those that filter letters repeat them.
fn kept(told: &str) -> String {
    let words = told.split_whitespace().map(|word| if word.contains("://") { "…" } else { word });
    let line = words.collect::<Vec<&str>>().join(" ");
    line.chars().filter(|letter| !letter.is_control()).take(TOLD_CHARS).collect()
}

/// Neither the address nor what the server said of it.
fn log(letter: &outbox::Model, carried: &Result<(), Trouble>, fate: Fate) {
    let (letter, attempts) = (letter.id, letter.attempts);
    match carried {
        Ok(()) => tracing::info!(letter, attempts, "a letter was sent"),
        Err(Trouble { kind, code, .. }) => {
            tracing::warn!(letter, attempts, ?kind, code, ?fate, "a letter was not taken");
        }
    }
}
