//! Too many attempts on an account or from an address wait; nothing is told of which it was. An
//! attempt is taken before the password is tried, so that a hundred at once count like a hundred in
//! a row. What one address may do to an account ends long before what all of them may: nobody locks
//! another out from their own machine.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Counter, Tx, next_ids};
use directory::Error;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set,
};
use sha2::{Digest, Sha256};

use crate::entity::sign_in_attempt as row;

/// What is counted, and how many are let through in how long.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    what: &'static str,
    most: u64,
    within: TimeDelta,
}

/// Wrong passwords of one account from one address.
pub const HERE: Limit = Limit { what: "here", most: 10, within: TimeDelta::minutes(15) };
/// Wrong passwords of one account, wherever from.
pub const ACCOUNT: Limit = Limit { what: "account", most: 50, within: TimeDelta::minutes(15) };
/// Wrong passwords from one address, whosever.
pub const ADDRESS: Limit = Limit { what: "address", most: 50, within: TimeDelta::minutes(15) };
/// Wrong codes of one person, whose first factor was right.
pub const CODES: Limit = Limit { what: "codes", most: 10, within: TimeDelta::minutes(15) };
/// Passkeys asked for from one address and not given.
pub const PASSKEYS: Limit = Limit { what: "passkeys", most: 50, within: TimeDelta::minutes(15) };
/// Links asked from one address. How often one account gets a letter is said where they are sent.
pub const LETTERS_FROM: Limit =
    Limit { what: "letters-from", most: 30, within: TimeDelta::hours(1) };

impl Limit {
    fn key(self, of: &str) -> Vec<u8> {
        Sha256::digest(format!("{}:{of}", self.what)).to_vec()
    }

    /// Whether one more is too many.
    ///
    /// # Errors
    /// The database's own.
    pub async fn is_reached<C: ConnectionTrait>(
        self,
        conn: &C,
        of: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let count = row::Entity::find()
            .filter(row::Column::Key.eq(self.key(of)))
            .filter(row::Column::At.gt(now - self.within))
            .count(conn)
            .await?;
        Ok(count >= self.most)
    }

    /// Takes one, unless it is one too many; says whether it was still to be had. Forgets those too
    /// old to count for anything.
    ///
    /// # Errors
    /// The database's own.
    pub async fn take(self, tx: &Tx, of: &str, now: DateTime<Utc>) -> Result<bool, Error> {
        // The counter's lock comes first: whoever waited for it counts those before.
        let id = next_ids(tx, 0, Counter("sign-in-attempt"), 1).await?;
        let old = row::Column::At.lte(now - TimeDelta::hours(1));
        row::Entity::delete_many().filter(old).exec(tx).await?;
        if self.is_reached(tx, of, now).await? {
            return Ok(false);
        }
        let attempt = row::ActiveModel { key: Set(self.key(of)), id: Set(id), at: Set(now) };
        attempt.insert(tx).await?;
        Ok(true)
    }

    /// Gives back the one that was taken at an instant: it was no wrong one.
    ///
    /// # Errors
    /// The database's own.
    pub async fn give_back(self, tx: &Tx, of: &str, at: DateTime<Utc>) -> Result<(), Error> {
        let taken = row::Entity::delete_many()
            .filter(row::Column::Key.eq(self.key(of)))
            .filter(row::Column::At.eq(at));
        taken.exec(tx).await?;
        Ok(())
    }

    /// Forgets what was counted: the right password was given.
    ///
    /// # Errors
    /// The database's own.
    pub async fn forget(self, tx: &Tx, of: &str) -> Result<(), Error> {
        row::Entity::delete_many().filter(row::Column::Key.eq(self.key(of))).exec(tx).await?;
        Ok(())
    }
}
